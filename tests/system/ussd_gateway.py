#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Aggregators that behave as aggregators do: every dialect, the same request
again, answers that are lost, sessions that overlap, requests out of order, and
what is no request at all. siagad is killed while they go on.

usage: ussd_gateway.py [CASE...]     SIAGA_BUILD: where the programs are (build)
"""
import contextlib
import hashlib
import hmac
import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from aggregator import (CONFIGURED, DIALECTS, FORM, Gate, Session,
                        septets)
from harness import Rig, main, phone, until

COVER = "Info Desa"
SECRET = "rahasia-antara-dua-mesin-7f3a"
WORDS = "tolong bu saya takut pulang"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


LOOPBACK = {"allow_cidr": "127.0.0.0/8"}
# Beside a gate for each dialect; secret_file is made in the test's directory.
MORE_GATES = {
    "quick": {"quick_paths": "yes", **LOOPBACK},
    "hashed": {"numbers": "hashed", **LOOPBACK},
    "away": {"allow_cidr": "192.0.2.0/24"},
    "header": {"secret_file": "secret", "auth": "header Authorization"},
    "signed": {"secret_file": "secret",
               "auth": "hmac-sha256 X-Signature X-Timestamp"},
}


class Place(Rig):
    """A box with a gate for each dialect, and those of MORE_GATES named."""

    def __init__(self, *more_gates, sim=False):
        self.port = free_port()
        at = f"http://127.0.0.1:{self.port}/africastalking"
        network = {"ussd": at, "ussd_end": at + "/end"} if sim else {}
        super().__init__(sim=sim, start_core=False, **network)
        self.settings["ussd"] = {"listen": f"127.0.0.1:{self.port}"}
        for name in DIALECTS:
            self.add_gate(name, {"dialect": name, **LOOPBACK})
            if name in CONFIGURED:
                self.settings[f"dialect {name}"] = CONFIGURED[name]
        self.settings["ussd africastalking"]["end_path"] = "/africastalking/end"
        for name in more_gates:
            self.add_gate(name, MORE_GATES[name])
        self.write_conf()
        try:
            self.start_core()
            self.serves()
        except BaseException:
            self.close()
            raise

    def add_gate(self, name, keys):
        gate = {"path": f"/{name}", **keys}
        if "secret_file" in gate:
            gate["secret_file"] = os.path.join(self.dir, f"{name}.secret")
            handle = os.open(gate["secret_file"], os.O_WRONLY | os.O_CREAT,
                             0o600)
            with os.fdopen(handle, "w") as file:
                file.write(SECRET + "\n")
        self.settings[f"ussd {name}"] = gate

    def serves(self):
        """siaga-web starts beside siagad, and again after it."""
        def listens():
            with socket.socket() as one:
                return one.connect_ex(("127.0.0.1", self.port)) == 0
        until(listens, 15, "the listener of [ussd]")

    def gate(self, path, dialect=None, **more):
        return Gate(self.port, f"/{path}",
                    dialect or (path if path in DIALECTS else "africastalking"),
                    **more)

    def session(self, path, index, **more):
        return Session(self.gate(path), phone(index), **more)

    def filed(self):
        """What people wrote, report by report."""
        return sorted(self.texts(r) for r in self.reports())

    @contextlib.contextmanager
    def standing_still(self):
        """siagad hears nothing for a while."""
        os.kill(self.core.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.core.pid, signal.SIGCONT)


def fits(c, what, screen):
    size = septets(screen.text)
    c.check(f"{what}: a screen that every phone shows",
            size is not None and 0 < size <= 182, screen)


# --- what aggregators say ---

def every_dialect(c):
    with Place() as box:
        for index, name in enumerate(DIALECTS):
            s = box.session(name, index)
            screens = [s.dial()]
            c.check(f"{name}: the first screen is the cover's",
                    screens[0].more and screens[0].text.startswith(COVER),
                    screens)
            screens += [s.type(WORDS), s.type("Sukamaju")]
            c.check(f"{name}: it goes on", all(x.more for x in screens), screens)
            screens.append(s.type("0"))
            c.equal(f"{name}: 0 ends it, neutrally", screens[-1],
                    (f"{COVER}: selesai. Terima kasih.", False))
            for screen in screens:
                fits(c, name, screen)
                c.check(f"{name}: nothing that gives her away", not re.search(
                    "takut|keras|lapor|tolong", screen.text), screen)
        c.equal("each session is a report of its own", box.filed(),
                [[WORDS, "Sukamaju"]] * len(DIALECTS))
        codes = [r["code"] for r in box.reports()]
        shown = [box.ask("report.show", code=code, as_key=box.secret())
                 for code in codes]
        c.equal("how they came", {m["channel"] for r in shown
                                  for m in r["received"]}, {"ussd"})
        numbers = [box.ask("report.reveal", code=code, reason="uji coba",
                           as_key=box.secret()) for code in codes]
        c.equal("and from whom", sorted(
            n["number"] for shown in numbers for n in shown["numbers"]),
            [phone(i) for i in range(len(DIALECTS))])


def quick_paths(c):
    with Place("quick") as box:
        for name in DIALECTS:
            s = box.session(name, 1, dialled="*123*9#")
            screen = s.dial()
            c.check(f"{name}: what is dialled behind the code does nothing",
                    screen.text.startswith(f"{COVER}\n9 "), screen)
            s.type("0")
        c.equal("nothing is filed", box.filed(), [])
        s = box.session("quick", 2, dialled="*123*9*Sukamaju#")
        screen = s.dial()
        fits(c, "a quick path", screen)
        c.equal("where they are switched on, each is an input", box.filed(),
                [["9", "Sukamaju"]])
        c.check("and it goes on", s.type("halo ibu").more)
        c.equal("from there", box.filed(), [["9", "Sukamaju", "halo ibu"]])


def hidden_numbers(c):
    with Place("hashed") as box:
        plain, again = (Session(box.gate("hashed"), "9c1185a5c5e9fc54612808977")
                        for _ in range(2))
        plain.dial()
        c.check("a number that is a hash works", plain.type(WORDS).more)
        screen = plain.type("KODE")
        code = box.reports()[0]["code"]
        c.check("its code is shown when she asks", code in screen.text, screen)
        plain.type("0")
        again.dial()
        c.check("and tells her how it stands", "dibaca petugas" in
                again.type(f"CEK {code}").text)
        nobody = Session(box.gate("africastalking"), "")
        nobody.dial()
        c.check("no number at all works", nobody.type(WORDS).more)
        c.equal("two reports", len(box.reports()), 2)


# --- said again, lost, late ---

def said_again(c):
    with Place() as box:
        for index, name in enumerate(DIALECTS):
            s = box.session(name, index)
            for step in (s.dial, lambda: s.type(WORDS), lambda: s.type("9"),
                         lambda: s.type("0")):
                first = step()
                c.equal(f"{name}: the same request, the same screen",
                        [s.again(), s.again()], [first, first])
        c.equal("nothing is filed twice", box.filed(),
                [[WORDS, "9", "0"]] * len(DIALECTS))


def send_and_leave(box, request):
    """The connection is reset before there can be an answer."""
    text = (f"{request.method} {request.target} HTTP/1.1\r\nHost: x\r\n"
            + "".join(f"{k}: {v}\r\n" for k, v in request.headers.items())
            + f"Content-Length: {len(request.body or b'')}\r\n\r\n")
    with socket.create_connection(("127.0.0.1", box.port)) as line:
        line.sendall(text.encode() + (request.body or b""))
        time.sleep(0.2)  # it is read; then nobody waits for the answer
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack("ii", 1, 0))


def lost_answer(c):
    with Place() as box:
        for index, name in enumerate(DIALECTS):
            s = box.session(name, index)
            s.dial()
            s.typed.append(WORDS)
            s.request = s.next_request()
            with box.standing_still():
                send_and_leave(box, s.request)
            until(lambda n=index: len(box.filed()) > n, 5, "it is filed")
            time.sleep(1.2)  # longer than a second: not for its haste
            screen = s.again()
            c.check(f"{name}: the screen that was lost comes again",
                    screen.more and "Dari desa mana" in screen.text, screen)
            s.type("Sukamaju")
        c.equal("each is filed once", box.filed(),
                [[WORDS, "Sukamaju"]] * len(DIALECTS))


def asked_twice_at_once(c):
    with Place() as box:
        s = box.session("nalo", 1)
        s.dial()
        s.typed.append(WORDS)
        request = s.next_request()
        got = []
        with box.standing_still():
            threads = [threading.Thread(
                target=lambda: got.append(s.read(s.gate.send(request))))
                for _ in range(3)]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
        for thread in threads:
            thread.join()
        c.check("all of them get the one screen",
                len(got) == 3 and len(set(got)) == 1, got)
        c.equal("it is filed once", box.filed(), [[WORDS]])


def no_answer_in_time(c):
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        s.typed.append(WORDS)
        s.request = s.next_request()
        with box.standing_still():
            begun = time.monotonic()
            screen = s.again()
            took = time.monotonic() - begun
        c.equal("without siagad there is a neutral end", screen,
                (f"{COVER}: maaf, belum bisa sekarang. Coba lagi nanti. "
                 "Nomor penting: 112.", False))
        c.check("before an aggregator gives up", 8 < took < 12, took)
        screen = s.again()
        c.check("the same request is answered as soon as siagad can",
                screen.more and "Dari desa mana" in screen.text, screen)
        c.equal("filed once", box.filed(), [[WORDS]])


def refused(answer):
    return (answer.status, answer.body)


def out_of_order(c):
    with Place() as box:
        for index, name in enumerate(("africastalking", "hubtel")):
            s = box.session(name, index)
            s.dial()
            old = s.request
            s.type("halo ibu")
            middle = s.request
            last = s.type("saya takut")
            for late in (old, middle):
                c.equal(f"{name}: what comes too late shows nothing",
                        refused(s.gate.send(late)), (409, b""))
            c.equal(f"{name}: and changes nothing", s.again(), last)
            c.check(f"{name}: it goes on", s.type("Sukamaju").more)
        other = Session(box.gate("africastalking"), phone(9), ident=s.id)
        c.check("another gate's session of that name is another",
                other.dial().text.startswith(f"{COVER}\n9 "))
        c.equal("all in order", box.filed(),
                [["halo ibu", "saya takut", "Sukamaju"]] * 2)


def side_by_side(c):
    with Place() as box:
        count, wrong = 60, []
        sessions = [box.session(list(DIALECTS)[i % len(DIALECTS)], i)
                    for i in range(count)]

        def talk(index):
            try:
                s = sessions[index]
                s.dial()
                for word in ("satu", "dua", "tiga"):
                    screen = s.type(f"{word} dari nomor {index}")
                    if not screen.more:
                        wrong.append(screen)
                s.type("0")
            except Exception as what:  # it must reach the main thread
                wrong.append(repr(what))

        threads = [threading.Thread(target=talk, args=(i,))
                   for i in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        c.equal("nothing went wrong", wrong, [])
        c.equal("nobody's words are in another's report", box.filed(), sorted(
            [f"{w} dari nomor {i}" for w in ("satu", "dua", "tiga")]
            for i in range(count)))


def one_id_for_two(c):
    """An aggregator that gives the id of a session to a second phone."""
    with Place() as box:
        for index, name in enumerate(("africastalking", "nalo", "hubtel")):
            one, two = (Session(box.gate(name), phone(2 * index + i),
                                ident=f"seven-{name}") for i in range(2))
            one.dial()
            c.check(f"{name}: it goes on", one.type("milik satu").more)
            first = two.dial()
            c.check(f"{name}: the other one sees her own first screen",
                    first.text.startswith(f"{COVER}\n9 "), first)
            c.check(f"{name}: and hers goes on", two.type("milik dua").more)
            c.check(f"{name}: both do", one.type("lagi satu").more)
        c.equal("nobody's words are in another's report", box.filed(),
                [["milik dua"]] * 3 + [["milik satu", "lagi satu"]] * 3)
        for report in box.reports():
            numbers = box.ask("report.reveal", code=report["code"],
                              reason="uji coba", as_key=box.secret())["numbers"]
            whose = int(numbers[0]["number"][-1]) % 2
            c.equal("each has the number of who wrote", box.texts(report)[0],
                    ("milik satu", "milik dua")[whose])


def number_that_stands_still(c):
    """A gate that numbers all requests alike: her words are not repeats."""
    with Place() as box:
        gate = box.gate("hubtel")
        fields = DIALECTS["hubtel"].fields
        s = box.session("hubtel", 1)
        s.next_request = lambda: gate.request({**fields(s), "Sequence": 1})
        s.dial()
        c.check("it goes on", "Dari desa mana" in s.type(WORDS).text)
        last = s.type("Sukamaju")
        c.equal("said again is said again", s.again(), last)
        c.equal("each is filed", box.filed(), [[WORDS, "Sukamaju"]])


# --- odd inputs ---

def nothing_and_9(c):
    """Sent empty first: the inputs joined begin with a *."""
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        s.type("")
        s.type("9")
        c.equal("9 is taken", box.filed(), [["9"]])
        c.equal("and is urgent", [r["emergency"] for r in box.reports()],
                [True])


def long_input(c):
    with Place() as box:
        words = ("tolong " * 1429)[:10000]
        for index, name in enumerate(DIALECTS):
            s = box.session(name, index)
            s.dial()
            screen = s.type(words)
            fits(c, f"{name}: 10,000 characters", screen)
            fits(c, f"{name}: and behind them", s.type("Sukamaju"))
        c.equal("not one is lost", box.filed(), [[words, "Sukamaju"]] * len(DIALECTS))
        s = box.session("africastalking", 20)
        s.typed = ["x" * 60000]
        c.equal("a body that no session needs",
                box.gate("africastalking").send(s.next_request()).status, 413)
        c.check("the next one is served", box.session(
            "africastalking", 21).dial().more)


def other_charsets(c):
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        s.typed.append("ibu di rumah José, ñ")
        for charset, said in (("latin-1", FORM),
                              ("latin-1", FORM + "; charset=ISO-8859-1"),
                              ("utf-8", FORM + "; charset=utf-8")):
            t = box.session("africastalking", len(s.id))
            t.dial()
            t.typed = list(s.typed)
            request = t.gate.request(DIALECTS["africastalking"].fields(t),
                                     charset)
            request.headers["Content-Type"] = said
            c.check(f"{charset} as {said}", t.read(t.gate.send(request)).more)
        c.equal("her words are kept", box.filed(), [s.typed] * 3)


def odd_requests(c):
    with Place() as box:
        gate = box.gate("africastalking")
        s = box.session("africastalking", 1)
        form = {"Content-Type": FORM}

        def status(method="POST", target=gate.path, headers=None, body=None):
            request = s.next_request()
            return refused(gate.send(request._replace(
                method=method, target=target, headers=headers or form,
                body=request.body if body is None else body)))

        c.equal("a path that is none", status(target="/x"), (404, b""))
        c.equal("the board is not here", status(
            method="GET", target="/api/v1/me", body=b""), (404, b""))
        c.equal("another method", status(method="GET", body=b""), (405, b""))
        c.equal("no session", status(body=b"text=9&phoneNumber=%2B62811"),
                (400, b""))
        c.equal("a field twice", status(body=s.next_request().body
                                        + b"&text=9"), (400, b""))
        c.equal("bytes in a session's name", status(
            body=b"sessionId=a%00b&text="), (400, b""))
        c.equal("a browser's page", status(
            headers={**form, "Origin": "http://evil.example"}), (403, b""))
        c.equal("JSON where a form is due", status(body=b'{"sessionId":"a"}'),
                (400, b""))
        c.equal("no JSON where it is due", refused(box.gate("nalo").send(
            box.session("nalo", 1).next_request()._replace(
                body=b"{"))), (400, b""))
        c.equal("nothing of it is filed", box.filed(), [])
        c.check("what is right is served", s.dial().more)
        for _ in range(5):
            status(method="GET", body=b"")
        told = [(e["gate"], e["cause"]) for e in box.logged("ussd.refused")]
        c.equal("told in the log, each cause once a minute", sorted(told), [
            ("", "path"), *(("africastalking", cause) for cause in (
                "browser", "field", "method", "request")),
            ("nalo", "request")])
        c.check("without content", not re.search(
            r"%2B|62811|813000|evil|ATUid", box.log_text()), box.log_tail())


# --- who may ask ---

def with_a_secret(c):
    with Place("header", "away") as box:
        for headers, want in (({}, 403), ({"Authorization": "x"}, 403),
                              ({"Authorization": "Bearer " + SECRET[:-1]}, 403),
                              ({"Authorization": SECRET}, 200),
                              ({"Authorization": "Bearer " + SECRET}, 200)):
            s = Session(box.gate("header", headers=headers), phone(1))
            got = s.gate.send(s.next_request())
            c.equal(f"{len(str(headers))} bytes of headers", got.status, want)
            c.check("a refusal says nothing", want == 200 or got.body == b"",
                    got)
        away = box.session("away", 2)
        c.equal("from another network", refused(away.gate.send(
            away.next_request())), (403, b""))
        c.check("no secret in the log", SECRET not in box.log_text())
        c.equal("none of it is a session of hers", box.filed(), [])


def signed(c):
    with Place("signed") as box:
        def send(s, age_s=0, key=SECRET, change=None):
            request = s.next_request()
            stamp = str(int(time.time()) - age_s)
            sum_ = hmac.new(key.encode(), stamp.encode() + b"." + request.body,
                            hashlib.sha256).hexdigest()
            request.headers.update({"X-Signature": sum_, "X-Timestamp": stamp})
            body = request.body if change is None else change(request.body)
            return s.gate.send(request._replace(body=body)).status

        s = box.session("signed", 1)
        c.equal("what is signed is served", send(s), 200)
        c.equal("what nobody signed is not", refused(s.gate.send(
            s.next_request())), (403, b""))
        c.equal("another key", send(s, key="x" * 20), 403)
        c.equal("changed on the way", send(s, change=lambda b: b + b"9"), 403)
        c.equal("said again next day", send(s, age_s=86400), 403)
        c.equal("a clock that is a minute off", send(s, age_s=60), 200)


# --- the simulated network ---

def on_a_phone(c):
    """simmodem's gateway and `siaga sim ussd`, strict about each screen."""
    with Place(sim=True) as box:
        box.wait_ready()

        def dial(text, **more):
            return box.sim.cmd("ussd", text=text, **{"from": phone(1)}, **more)

        first = dial("*123#")
        c.check("the cover is shown", first["more"]
                and first["text"].startswith(f"{COVER}\n9 "), first)
        c.check("9 is taken at once", dial("9")["more"])
        box.sim.cmd("ussd_hang_up", **{"from": phone(1)})
        box.sim.wait("ussd_told")
        c.equal("the gateway hears of the end", box.sim.cmd(
            "ussd_sessions")["sessions"][0]["told"], 200)
        c.equal("what she had said is filed", box.filed(), [["9"]])
        done = subprocess.run(
            [os.path.join(box.programs, "siaga"), "-c", box.conf, "sim", "ussd",
             "*123#", "--from", phone(2)], input=f"2\n{WORDS}\n0\n".encode(),
            capture_output=True, timeout=30, check=False)
        said = done.stdout.decode()
        c.check("siaga sim ussd plays it to its end", done.returncode == 0
                and said.count("+-") == 8 and "selesai. Terima" in said, said)
        c.equal("it is filed as well", box.filed(), [["9"], [WORDS, "0"]])
        faults = [s["fault"] for s in box.sim.cmd("ussd_sessions")["sessions"]]
        c.equal("the network had nothing to object to", faults, [None, None])
        box.sim.wait("idle", quiet_ms=1500, timeout_ms=20000)
        c.equal("and nobody has got a text", box.sim.sent(), [])


# --- strangers ---

def crowd_beside_the_board(c):
    """More connections than siagad itself may open; officers come in."""
    with Place() as box:
        board = free_port()
        box.stop_core()
        box.settings["web"] = {"listen": f"127.0.0.1:{board}"}
        box.write_conf()
        box.start_core()
        box.serves()
        with contextlib.ExitStack() as stack:
            for _ in range(700):
                line = stack.enter_context(socket.create_connection(
                    ("127.0.0.1", box.port), timeout=5))
                line.sendall(b"POST /afr")
            asked = http.client.HTTPConnection("127.0.0.1", board, timeout=5)
            asked.request("GET", "/api/v1/openapi.json")
            c.equal("the board answers", asked.getresponse().status, 200)
            asked.close()
            c.check("and an aggregator's screen comes", box.session(
                "africastalking", 1).dial().more)


# --- ends ---

def notified(c):
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        s.type(WORDS)
        form = box.gate("africastalking/end", "africastalking")
        told = form.send(form.request(s.end_fields("Incomplete")))
        c.equal("the end is taken", (told.status, told.body), (200, b""))
        c.equal("and again", form.send(
            form.request(s.end_fields("Failed"))).status, 200)
        s.typed.append("9")
        c.equal("what comes behind it shows nothing", refused(
            s.gate.send(s.next_request())), (409, b""))
        c.equal("what she had said is filed, also what the end overtook",
                box.filed(), [[WORDS, "9"]])
        other = box.session("africastalking", 2)
        c.equal("an end of a session that nobody knows", form.send(
            form.request(other.end_fields("Failed"))).status, 200)
        new = box.session("africastalking", 1)
        first = new.dial()
        c.check("she dials again", first.text.startswith(f"{COVER}\n9 ")
                and "\n4 lanjutkan\n" in first.text, first)
        for word in ("4", "AMAN", "halo lagi"):
            c.check(f"{word}: it goes on", new.type(word).more)
        c.equal("in the one report, once she has said the word", box.filed(),
                [[WORDS, "9", "AMAN", "halo lagi"]])
        released = box.session("hubtel", 3)
        released.dial()
        release = {**DIALECTS["hubtel"].fields(released), "Type": "Release"}
        c.equal("a request that only ends", box.gate("hubtel").send(
            box.gate("hubtel").request(release)).status, 200)
        released.typed.append("9")
        c.equal("ends it", refused(released.gate.send(
            released.next_request())), (409, b""))


def done_is_done(c):
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        last = s.type("0")
        c.equal("the last screen comes again if it was lost", s.again(), last)
        s.typed.append("9")
        c.equal("nothing goes on behind it", refused(
            s.gate.send(s.next_request())), (409, b""))
        c.equal("nothing is filed", box.filed(), [])


def killed(c):
    with Place() as box:
        s = box.session("africastalking", 1)
        s.dial()
        screen = s.type(WORDS)
        box.kill_core()
        with contextlib.suppress(OSError, http.client.HTTPException):
            s.again()
            c.check("nobody answers for siagad", False)
        box.start_core()
        box.serves()
        c.equal("what was answered is there", box.filed(), [[WORDS]])
        c.equal("her screen as well", s.again(), screen)
        c.check("the session goes on", s.type("Sukamaju").more)
        c.equal("in the one report", box.filed(), [[WORDS, "Sukamaju"]])


def web_killed(c):
    with Place() as box:
        s = box.session("hubtel", 1)
        s.dial()
        screen = s.type(WORDS)
        before = box.child("siaga-web")
        os.kill(before, signal.SIGKILL)
        until(lambda: box.children().get("siaga-web", before) != before, 15,
              "another siaga-web")
        box.serves()
        c.equal("who serves the gates keeps nothing of hers", s.again(), screen)
        c.check("the session goes on", s.type("Sukamaju").more)
        c.equal("in the one report", box.filed(), [[WORDS, "Sukamaju"]])


def talk_through(s, words, wrong, ended):
    """An aggregator that asks again until it is answered."""
    for word in words:
        time.sleep(0.15)  # a person reads and writes
        s.typed.append(word)
        s.request = s.next_request()
        while not ended.is_set():
            try:
                got = s.gate.send(s.request)
                if got.status == 200 and s.read(got).more:
                    break
                if got.status != 200:
                    wrong.append((s.id, word, got.status))
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)


def killed_again_and_again(c):
    with Place() as box:
        count, wrong, ended = 24, [], threading.Event()
        sessions = [box.session("africastalking", i) for i in range(count)]
        words = [[f"kata {n} dari {i}" for n in range(6)]
                 for i in range(count)]
        for s in sessions:
            s.dial()
        threads = [threading.Thread(target=talk_through, args=(
            s, words[i], wrong, ended)) for i, s in enumerate(sessions)]
        for thread in threads:
            thread.start()
        kills = 0
        while any(t.is_alive() for t in threads) and kills < 6:
            time.sleep(0.15)
            box.kill_core()
            box.start_core()
            box.serves()
            kills += 1
        until(lambda: not any(t.is_alive() for t in threads), 60,
              "all is answered")
        ended.set()
        c.check("it was killed while they went on", kills >= 2, kills)
        c.equal("nobody was refused", wrong, [])
        c.equal("every answered word is filed once, in order", box.filed(),
                sorted(words))


if __name__ == "__main__":
    sys.exit(main([
        every_dialect, quick_paths, hidden_numbers, said_again, lost_answer,
        asked_twice_at_once, no_answer_in_time, out_of_order, side_by_side,
        one_id_for_two, number_that_stands_still, nothing_and_9, long_input, other_charsets, odd_requests, with_a_secret, signed,
        on_a_phone, crowd_beside_the_board, notified, done_is_done, killed, web_killed, killed_again_and_again],
        side_by_side=3))
