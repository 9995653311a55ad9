#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""USSD as aggregators hand it over, on a whole gateway: sessions in order, out
of order, said again, dropped, side by side; what strangers and a restart take
away from nobody.
"""
import concurrent.futures
import contextlib
import os
import re
import signal
import socket
import sys
import time

import harness
from harness import end, until
from office import Office
from ussd_gates import at, hubtel, read_answer, request

OLD, NEW = "old-secret-0123456789", "new-secret-0123456789"


class Gates(Office):
    """A gateway with two aggregators; Africa's Talking comes from here."""

    def __init__(self, **more):
        super().__init__(sim=False, **more, sections={
            "ussd": {"listen": "127.0.0.1:0"},
            "ussd at": {"path": "/ussd/at", "end_path": "/ussd/at-end",
                        "allow_cidr": "127.0.0.0/8"}})
        self.gates = self.wait_gates()

    def wait_gates(self, mark=0):
        found = until(lambda: self.logged("ussd.listening", mark), 15,
                      "the gates listen")
        return int(found[-1]["port"])

    def hubtel(self):
        """The other one, from the next start on; it has a secret."""
        path = os.path.join(self.dir, "ussd.h")
        with open(path, "w", encoding="ascii") as file:
            file.write(OLD + "\n")
        self.settings["ussd h"] = {"path": "/ussd/h", "dialect": "hubtel",
                                   "secret_file": path}
        self.write_conf()
        self.stop_core()
        mark = self.log_size()
        self.start_core()
        self.gates = self.wait_gates(mark)
        return path

    def connect(self, timeout=15):
        return socket.create_connection(("127.0.0.1", self.gates), timeout)

    def say(self, path, body, **headers):
        """(status, text)"""
        with self.connect() as line:
            line.sendall(request(path, body, **headers))
            status, _, text = read_answer(line)
        return status, text.decode()

    def dial(self, session, *inputs, **more):
        """Its screens, one for each key."""
        found = []
        for count in range(len(inputs) + 1):
            found.append(self.say("/ussd/at", at(
                session, "*".join(inputs[:count]), **more)))
        return found

    def lose(self, session, text):
        """Asked, and gone before the answer can be taken."""
        with self.connect() as line:
            line.sendall(request("/ussd/at", at(session, text)))
            line.shutdown(socket.SHUT_WR)
            time.sleep(0.1)


def whole_session(t):
    with Gates() as office:
        first, menu, words, last = office.dial(
            "AT-1", "2", "saya mau cerita sesuatu", "0")
        for name, (status, text) in (("first", first), ("menu", menu),
                                     ("words", words)):
            t.check(f"{name}: a screen that goes on",
                    status == 200 and text.startswith("CON "), (status, text))
        t.check("the last one ends", last[0] == 200
                and last[1].startswith("END "), last)
        t.equal("the end is noted", office.say("/ussd/at-end", at(
            "AT-1", status="Success")), (200, ""))
        reports = office.reports()
        t.equal("one report", [(len(reports), reports[0]["channel"])],
                [(1, "ussd")])
        t.equal("of her words", office.texts(reports[0])[0],
                "saya mau cerita sesuatu")
        t.equal("nothing was sent", office.ask("outbox.list"), [])
        t.equal("status says so", {k: v for k, v in office.ask("status")[
            "ussd"].items() if k in ("serving", "screens")},
            {"serving": True, "screens": 4})
        log = office.log_text()
        t.check("the log knows neither number nor words nor session",
                not re.search(r"25470|cerita|AT-1", log))


def said_again(t):
    with Gates() as office:
        office.dial("AT-2", "2")
        one = office.say("/ussd/at", at("AT-2", "2*satu kata lagi"))
        two = office.say("/ussd/at", at("AT-2", "2*satu kata lagi"))
        t.equal("a retry gets the same screen", two, one)
        report = office.wait_reports(1)[0]
        t.equal("and files nothing twice", office.texts(report),
                ["satu kata lagi"])
        for _ in range(5):
            office.lose("AT-2", "2*satu kata lagi*dua kata")
        until(lambda: len(office.texts(report)) == 2, 5, "her second text")
        got = office.say("/ussd/at", at("AT-2", "2*satu kata lagi*dua kata"))
        t.equal("a lost answer is shown again", got[0], 200)
        t.equal("and what she wrote is there once", office.texts(report),
                ["satu kata lagi", "dua kata"])
        got = office.say("/ussd/at", at("AT-2", "2"))
        t.check("an older input shows nothing new",
                got[0] in (200, 409), got)
        t.equal("and files nothing", len(office.texts(report)), 2)
        t.equal("what was never in a session", office.say(
            "/ussd/at", at("AT-2", "1*1*1*1"))[0], 409)


def per_input(t):
    with Gates() as office:
        path = office.hubtel()

        def say(secret=OLD, **fields):
            return office.say("/ussd/h", hubtel(**fields),
                              Authorization="Bearer " + secret)

        first = say(kind="Initiation", message="*713*2#", sequence=1)
        t.check("the quick path does not count", first[0] == 200
                and '"Response"' in first[1], first)
        menu = say(message="2", sequence=2)
        t.check("a key", menu[0] == 200 and menu[1] != first[1], menu)
        again = say(message="2", sequence=2)
        t.equal("the same sequence is a retry", again, menu)
        words = say(message="ada yang mau saya sampaikan", sequence=3)
        t.equal("words", words[0], 200)
        t.equal("one report", len(office.reports()), 1)
        t.equal("no secret", office.say("/ussd/h", hubtel())[0], 403)
        # a new secret, with the old one below it
        with open(path, "w", encoding="ascii") as file:
            file.write(NEW + "\n" + OLD + "\n")
        mark = office.log_size()
        office.core.send_signal(signal.SIGHUP)
        office.gates = office.wait_gates(mark)
        until(lambda: say(NEW, message="0", sequence=4)[0] == 200, 10,
              "the new secret")
        t.equal("and the old one", say(OLD, kind="Initiation", sequence=1,
                                       message="*713#", SessionId="x")[0], 200)
        until(lambda: office.ask("status")["ussd"]["refused"] == 1, 5,
              "the refusal in the status")


def side_by_side(t):
    """Two hundred at once, each with her own words."""
    with Gates() as office:
        def one(i):
            return office.dial(f"P-{i}", "2", f"kata ke {i}", "0",
                               phoneNumber=f"+25470{i:07d}")

        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            got = list(pool.map(one, range(200)))
        t.equal("every screen came", {s[0] for d in got for s in d}, {200})
        t.equal("every session ended", {d[-1][1][:4] for d in got}, {"END "})
        reports = office.reports()
        t.equal("a report each", len(reports), 200)
        t.equal("with her words in it", sorted(
            office.texts(r)[0] for r in reports),
            sorted(f"kata ke {i}" for i in range(200)))


def odd_texts(t):
    with Gates() as office:
        long = "kata " * 2000
        office.dial("L", "2")
        got = office.say("/ussd/at", at("L", "2*" + long))
        t.equal("10,000 characters", got[0], 200)
        report = office.wait_reports(1)[0]
        t.equal("all of them", "".join(office.texts(report)).count("kata"),
                2000)
        office.dial("C", "2", phoneNumber="+254700000009")
        body = at("C", "2*", phoneNumber="+254700000009").replace(
            "text=2%2A", "text=2%2Aperempu%E9n di sini")
        t.equal("another charset", office.say("/ussd/at", body)[0], 200)
        other = [r for r in office.wait_reports(2)
                 if r["code"] != report["code"]][0]
        t.equal("is not lost", office.texts(other), ["perempu\u00e9n di sini"])


def core_restarts(t):
    """siagad is killed in the middle of sessions; siaga-web stays."""
    with Gates(units=True) as office:
        office.dial("K", "2")
        office.say("/ussd/at", at("K", "2*kata pertama saya"))
        office.kill_core()
        status, text = office.say("/ussd/at", at("K", "2*kata pertama saya*x"))
        t.check("a last screen, and no error", status == 200
                and text.startswith("END "), (status, text))
        mark = office.log_size()
        office.start_core()
        until(lambda: office.logged("web.serving", mark), 15, "served again")
        t.equal("what was answered is kept", [
            office.texts(r) for r in office.wait_reports(1)],
            [["kata pertama saya"]])
        t.equal("she can dial again", office.say(
            "/ussd/at", at("K2"))[0], 200)


def strangers(t):
    """A flood on the gates, and one on the board, take nothing from others."""
    with Gates() as office:
        office.staff()
        page = office.officer()
        lines = []
        for port in (office.gates, office.port):
            for _ in range(400):
                line = socket.socket()
                line.settimeout(2)
                with contextlib.suppress(OSError):
                    line.connect(("127.0.0.1", port))
                    line.sendall(b"POST /")
                    lines.append(line)
        t.equal("she dials", office.dial("F", "2")[-1][0], 200)
        t.equal("her officer reads", page.get("/api/v1/me").status, 200)
        for line in lines:
            line.close()
        for _ in range(30):
            office.say("/ussd/none", at())
        metrics = page.get("/metrics").body.decode()
        t.check("refusals are counted", re.search(
            r'^siaga_ussd_refused_total\{of="path"\} 30$', metrics, re.M),
            metrics[-600:])
        t.check("and requests", re.search(
            r"^siaga_ussd_requests_total 3[0-9]$", metrics, re.M))
        t.check("one line in the log", len(office.logged(
            "ussd.refused")) <= 2, office.logged("ussd.refused"))


def gates_alone(t):
    """Without [web] there is no board, and the gates are served."""
    with Gates() as office:
        del office.settings["web"]
        office.write_conf()
        office.stop_core()
        mark = office.log_size()
        office.start_core()
        office.gates = office.wait_gates(mark)
        t.equal("a screen", office.dial("G")[0][0], 200)
        t.equal("no board", office.logged("web.listening", mark), [])
        t.equal("nothing of it here", office.say(
            "/api/v1/login", b"{}", Content_Type="application/json")[0], 404)


if __name__ == "__main__":
    sys.exit(harness.main([
        whole_session, said_again, per_input, side_by_side, odd_texts,
        core_restarts, strangers, gates_alone]))
