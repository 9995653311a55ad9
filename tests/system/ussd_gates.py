#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The gates of siaga-web for aggregators of USSD, on the wire: what it asks the
core for each request, what it answers, and what strangers get. The core is
played here, so that it answers late, twice, wrongly or not at all.
"""
import base64
import concurrent.futures
import contextlib
import hashlib
import hmac
import json
import os
import queue
import re
import resource
import shutil
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time
import urllib.parse

import harness
from harness import BUILD, end, logfmt, start, until
from office import certificate

SECRET, OLDER = "abcdefghijklmnop-new", "abcdefghijklmnop-old"
LATER = "Nanti lagi."
AT = {"method": "POST", "format": "form", "inputs": "joined",
      "session": "sessionId", "number": "phoneNumber", "code": "serviceCode",
      "input": "text", "status": "status", "more": "CON {text}",
      "end": "END {text}"}
HUBTEL = {"method": "POST", "format": "json", "inputs": "last",
          "session": "SessionId", "number": "Mobile", "code": "ServiceCode",
          "input": "Message", "first": "Type=Initiation",
          "ends": "Type=Release Type=Timeout", "sequence": "Sequence",
          "answer": json.dumps({"Message": "{text}",
                                "Type": "{more|Response|Release}",
                                "ClientState": "{=ClientState}"})}
GET = dict(AT, method="GET", session="SESSIONID", number="MSISDN",
           code="USSDCODE", input="INPUT")
FORM = "application/x-www-form-urlencoded"


def gate(name, dialect=None, **more):
    found = {"name": name, "path": "/ussd/" + name, "quick": False,
             "hashed": False, "dialect": dialect or AT}
    found.update(more)
    if "secrets" in found:
        found.setdefault("auth", "header Authorization")
    elif "allow_cidr" not in found:
        found["allow_cidr"] = "127.0.0.1/32"
    return found


class Core:
    """siagad, as far as siaga-web knows it: one socket, one program."""

    def __init__(self, gates, board="", ready="ussd.listening", start_only=False,
                 **ussd):
        self.dir = tempfile.mkdtemp(prefix="siaga-ussd-")
        self.path = os.path.join(self.dir, "wire.sock")
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(self.path)
        self.listening.listen(1)
        self.serve = {
            "f": "web.serve", "id": 1, "listen": board, "hostnames": "",
            "files": "/nonexistent", "gateway": "g", "language": "id",
            "lock_minutes": 5,
            "ussd": {"listen": "127.0.0.1:0", "later": LATER, "gates": gates,
                     **ussd}}
        self.asked, self.ready = queue.Queue(), ready
        self.screen = lambda frame: {"text": "1. Satu", "more": True}
        self.line, self.lock = None, threading.Lock()
        self.log_path = os.path.join(self.dir, "web.log")
        self.log = open(self.log_path, "ab")
        self.process = start([os.path.join(BUILD, "siaga-web"), "--connect",
                              self.path], stderr=self.log)
        if start_only:
            return
        self.take()
        self.port = until(self.find_port, 10, "siaga-web listens")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def take(self):
        """The program connects, and is told what to serve."""
        self.listening.settimeout(15)
        self.line, _ = self.listening.accept()
        self.reader = threading.Thread(target=self.read, daemon=True,
                                       args=(self.line,))
        self.reader.start()

    def read(self, line):
        with contextlib.suppress(OSError, ValueError):
            for text in line.makefile("rb"):
                frame = json.loads(text)
                if frame["f"] == "hello":
                    self.say({"f": "welcome", "version": 1})
                    self.say(self.serve)
                    continue
                self.asked.put(frame)
                if frame["f"] == "ussd.end":
                    self.say({"f": "ok", "re": frame["id"]})
                screen = (self.screen(frame) if frame["f"] == "ussd.input"
                          else None)
                if screen is not None:
                    self.answer(frame, screen)

    def say(self, frame):
        with self.lock, contextlib.suppress(OSError):
            self.line.sendall(json.dumps(frame).encode() + b"\n")

    def answer(self, frame, screen):
        self.say({"f": "ussd.screen", "re": frame["id"], **screen})

    def drop(self):
        """It is gone; the listening socket stays."""
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()

    def next(self, name="ussd.input", seconds=5):
        until_s = time.monotonic() + seconds
        while True:
            frame = self.asked.get(timeout=max(
                0.01, until_s - time.monotonic()))
            if frame["f"] == name:
                return frame

    def none(self, name="ussd.input", seconds=0.3):
        try:
            return self.next(name, seconds) and False
        except queue.Empty:
            return True

    def logged(self, event):
        found = []
        with open(self.log_path, encoding="utf-8") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    fields = logfmt(line.rstrip("\n"))
                    if fields["event"] == event:
                        found.append(fields)
        return found

    def find_port(self):
        found = self.logged(self.ready)
        return int(found[0]["port"]) if found else None

    def close(self):
        end(self.process)
        for line in (self.line, self.listening):
            with contextlib.suppress(OSError):
                line.close()
        self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    # --- a client ---

    def connect(self, source="127.0.0.1", timeout=15):
        return socket.create_connection(("127.0.0.1", self.port), timeout,
                                        (source, 0))

    def raw(self, data, source="127.0.0.1"):
        """All that comes back until it is closed, or silent for a second."""
        with self.connect(source) as line:
            with contextlib.suppress(OSError):
                line.sendall(data)
                line.settimeout(1)
                got = b""
                while more := line.recv(65536):
                    got += more
            return got

    def ask(self, path, body=b"", method="POST", source="127.0.0.1", **headers):
        """(status, headers, body) of one request on its own connection."""
        with self.connect(source) as line:
            return self.ask_on(line, path, body, method, **headers)

    def ask_on(self, line, path, body=b"", method="POST", **headers):
        line.sendall(request(path, body, method, **headers))
        return read_answer(line)


def request(path, body=b"", method="POST", **headers):
    body = body.encode() if isinstance(body, str) else body
    head = {"Host": "gate.example", "Content-Type": FORM,
            "Content-Length": str(len(body))} if method != "GET" else {
                "Host": "gate.example"}
    head.update({k.replace("_", "-"): v for k, v in headers.items()})
    lines = [f"{k}: {v}" for k, v in head.items() if v is not None]
    return (f"{method} {path} HTTP/1.1\r\n" + "\r\n".join(lines)
            + "\r\n\r\n").encode("latin-1") + body


def read_answer(line):
    """Of a socket, or of its file where more answers follow."""
    if isinstance(line, socket.socket):
        with line.makefile("rb") as file:
            return read_answer(file)
    status, headers = line.readline(), {}
    if not status:
        return None, {}, b""
    while (text := line.readline().decode().strip()):
        name, _, value = text.partition(": ")
        headers[name.lower()] = value
    body = line.read(int(headers.get("content-length", 0)))
    return int(status.split()[1]), headers, body


def at(session="AT-1", text="", **more):
    return urllib.parse.urlencode({
        "sessionId": session, "phoneNumber": "+254700000001",
        "networkCode": "63902", "serviceCode": "*384#", "text": text, **more})


def hubtel(kind="Response", message="1", sequence=2, **more):
    return json.dumps({"Mobile": "233200000001", "SessionId": "h",
                       "ServiceCode": "713", "Type": kind,
                       "Message": message, "Operator": "mtn",
                       "Sequence": sequence, "ClientState": "", **more})


# --- what is asked and answered ---

def form_dialect(t):
    with Core([gate("at", end_path="/ussd/at-end", quick=True)]) as core:
        status, headers, body = core.ask("/ussd/at", at())
        t.equal("a screen", (status, body), (200, b"CON 1. Satu"))
        t.equal("as text", headers["content-type"],
                "text/plain; charset=utf-8")
        t.equal("kept by nobody", headers["cache-control"], "no-store")
        t.check("no cookie, no other site's", not {
            "set-cookie", "access-control-allow-origin"} & headers.keys())
        frame = core.next()
        digest = frame.pop("digest")
        frame.pop("id")
        t.equal("what is asked", frame, {
            "f": "ussd.input", "gate": "at", "session": "AT-1",
            "number": "+254700000001", "code": "*384#", "input": "",
            "joined": True, "quick": True})
        t.check("a digest", re.fullmatch("[0-9a-f]{64}", digest), digest)
        core.screen = lambda frame: {"text": "Terima kasih \u00e9"}
        status, _, body = core.ask("/ussd/at", at(text="1*2*r\u00e9 saya"))
        t.equal("the last", body, "END Terima kasih \u00e9".encode())
        frame = core.next()
        t.equal("all inputs", frame["input"], "1*2*r\u00e9 saya")
        t.check("another digest", frame["digest"] != digest)
        got = core.ask("/ussd/at-end", at(status="Incomplete", hopsCount=2))
        t.equal("an end", (got[0], got[2]), (200, b""))
        frame = core.next("ussd.end")
        frame.pop("id")
        t.equal("is told", frame, {"f": "ussd.end", "gate": "at",
                                   "session": "AT-1", "how": "Incomplete"})


def json_dialect(t):
    with Core([gate("h", HUBTEL, hashed=True)]) as core:
        status, headers, body = core.ask(
            "/ussd/h", hubtel("Initiation", "*713*1*2#", 1,
                              ClientState='"},{{text}'),
            Content_Type="application/json")
        t.equal("JSON", headers["content-type"], "application/json")
        t.equal("a screen", (status, json.loads(body)), (200, {
            "Message": "1. Satu", "Type": "Response",
            "ClientState": '"},{{text}'}))
        frame = core.next()
        t.equal("what was dialled behind the code", (
            frame["input"], frame["first"], frame["hidden"],
            frame["sequence"], "joined" in frame, "quick" in frame),
            ("1*2", True, True, "1", False, False))
        core.screen = lambda frame: {"text": 'a"b\n\\'}
        _, _, body = core.ask("/ussd/h", hubtel(ClientState=[[{}]]))
        t.equal("the last", json.loads(body), {
            "Message": 'a"b\n\\', "Type": "Release", "ClientState": None})
        core.next()
        got = core.ask("/ussd/h", hubtel("Timeout", None))
        t.equal("a session is over", (got[0], got[2]), (200, b""))
        t.equal("how", core.next("ussd.end")["how"], "Timeout")
        t.check("nothing more was asked", core.none())


def get_dialect(t):
    with Core([gate("g", GET)]) as core:
        status, _, body = core.ask(
            "/ussd/g?SESSIONID=7&MSISDN=+62812&USSDCODE=%2A1%23&INPUT=1*a+b%C3"
            "%A9%", method="GET")
        t.equal("a screen", (status, body), (200, b"CON 1. Satu"))
        frame = core.next()
        t.equal("its fields", (frame["session"], frame["number"],
                               frame["code"], frame["input"]),
                ("7", "+62812", "*1#", "1*a b\u00e9%"))
        for query, status in ((b"SESSIONID=7&SESSIONID=8&INPUT=", 400),
                              (b"INPUT=1", 400), (b"", 400),
                              (b"SESSIONID=7&INPUT=%00", 400),
                              (b"SESSIONID=7&INPUT=" + b"%41" * 8000, 200)):
            t.equal(f"{query[:40]}", core.ask(
                "/ussd/g?" + query.decode(), method="GET")[0], status)
        t.equal("no POST", core.ask("/ussd/g", "SESSIONID=7")[0], 405)


def sizes_and_charsets(t):
    with Core([gate("at")]) as core:
        text = "\u2603" * 5000
        status, _, _ = core.ask("/ussd/at", at(text=text))
        t.equal("15,000 bytes of text, 45,000 coded", status, 413)
        status, _, _ = core.ask("/ussd/at", at(text="*" * 10000))
        t.equal("10,000 characters, three bytes each", status, 200)
        t.equal("all of it", len(core.next()["input"]), 10000)
        raw = b"sessionId=s&text=" + b"\xe2\x98\x83" * 5000
        t.equal("uncoded", core.ask("/ussd/at", raw)[0], 200)
        t.equal("all of that", core.next()["input"], "\u2603" * 5000)
        t.equal("more than a frame holds", core.ask(
            "/ussd/at", b"sessionId=s&text=" + b"%01" * 12000)[0], 413)
        t.equal("a body of 40 KiB and one", core.ask(
            "/ussd/at", b"a" * 40961)[0], 413)
        for kind, sent, got in (
                (FORM, b"%E9", "\u00e9"),
                (FORM + "; charset=windows-1252", b"%93", "\u201c"),
                (FORM + "; charset=iso-8859-1", b"\xff\xfe", "\u00ff\u00fe"),
                (FORM + "; charset=utf-8", b"%C3%A9", "\u00e9")):
            core.ask("/ussd/at", b"sessionId=s&text=" + sent,
                     Content_Type=kind)
            t.equal(f"{sent} as {kind}", core.next()["input"], got)


# --- said again ---

def the_same_at_once(t):
    with Core([gate("at")]) as core:
        core.screen = lambda frame: None
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(core.ask, "/ussd/at", at(text="1"))
                    for _ in range(4)]
            frame = core.next()
            t.check("is asked once", core.none())
            core.answer(frame, {"text": "Dua", "more": True})
            t.equal("all get the one screen",
                    {job.result()[2] for job in jobs}, {b"CON Dua"})
        t.check("and never asked again", core.none())
        core.screen = lambda frame: {"text": "Tiga", "more": True}
        t.equal("the same key later is a new one",
                core.ask("/ussd/at", at(text="1"))[2], b"CON Tiga")
        again = core.next()
        t.equal("with the same digest", (again["digest"], "again" in again),
                (frame["digest"], False))


def two_numbers_at_once(t):
    """One session's id, one input, two phones: two requests."""
    with Core([gate("at")]) as core:
        numbers = ("+254700000001", "+254700000002")

        def slowly(frame):
            time.sleep(0.3)
            return {"text": frame["number"], "more": True}

        core.screen = slowly
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(core.ask, "/ussd/at", at(
                text="9", phoneNumber=number)) for number in numbers]
            t.equal("each is answered for itself",
                    [job.result()[2].decode() for job in jobs],
                    ["CON " + number for number in numbers])


def lost_answers(t):
    with Core([gate("at")]) as core:
        core.screen = lambda frame: None
        for how in ("reset", "closed"):
            line = core.connect()
            line.sendall(request("/ussd/at", at(text=how)))
            frame = core.next()
            if how == "reset":
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                struct.pack("ii", 1, 0))
            line.close()
            time.sleep(0.2)
            core.answer(frame, {"text": "Dua", "more": True})
            time.sleep(0.2)
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                for again in (True, False):
                    job = pool.submit(core.ask, "/ussd/at", at(text=how))
                    frame = core.next()
                    t.equal(f"{how}: the core is told so, once",
                            frame.get("again", False), again)
                    core.answer(frame, {"text": "Dua", "more": True})
                    t.equal("its screen", job.result()[2], b"CON Dua")


def out_of_turn(t):
    with Core([gate("at")]) as core:
        for why in ("ended", "stale", "unknown"):
            core.screen = lambda frame: {"text": "", "refused": why}
            got = core.ask("/ussd/at", at(text=why))
            t.equal(f"{why}: nothing is shown", (got[0], got[2]), (409, b""))


def no_core(t):
    with Core([gate("at"), gate("h", HUBTEL)]) as core:
        later = b"END " + LATER.encode()
        core.screen = lambda frame: core.say(
            {"f": "answer", "re": frame["id"], "error": "store"})
        got = core.ask("/ussd/at", at())
        t.equal("not kept", (got[0], got[2]), (200, later))
        core.screen = lambda frame: core.say(
            {"f": "refused", "re": frame["id"], "error": "store"})
        t.equal("not kept either", core.ask("/ussd/at", at())[2], later)
        core.screen = lambda frame: None
        start_s = time.monotonic()
        got = core.ask("/ussd/at", at())
        t.equal("no answer", (got[0], got[2]), (200, later))
        t.check("for ten seconds", 9 < time.monotonic() - start_s < 13)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            job = pool.submit(core.ask, "/ussd/h", hubtel())
            core.next()
            core.next()
            core.drop()
            t.equal("it is gone meanwhile", json.loads(job.result()[2]), {
                "Message": LATER, "Type": "Release", "ClientState": ""})
        t.equal("it is gone", core.ask("/ussd/at", at())[2], later)
        got = core.ask("/ussd/h", hubtel("Timeout"))
        t.equal("an end nobody notes is told again", got[0], 503)
        core.take()
        core.screen = lambda frame: {"text": "Hai", "more": True}
        until(lambda: core.ask("/ussd/at", at())[2] == b"CON Hai", 10,
              "it is back")
        time.sleep(0.3)
        t.equal("with the same settings it goes on", core.process.poll(), None)
        core.drop()
        core.serve["ussd"]["gates"][0]["path"] = "/ussd/other"
        core.take()
        until(lambda: core.process.poll() is not None, 10, "its end")
        t.equal("with others it starts anew", core.process.returncode, 75)


def one_of_two(t):
    """What cannot be served takes nothing with it that can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        busy = "127.0.0.1:%d" % taken.getsockname()[1]
        for board, gates, served in (("127.0.0.1:0", busy, "web.listening"),
                                     (busy, "127.0.0.1:0", "ussd.listening")):
            with Core([gate("at")], board=board, listen=gates,
                      ready=served) as core:
                frame = core.next("refused")
                t.equal(f"{served}: the core is told of the other",
                        frame["error"].split(".")[-1], "address_in_use")
                got = (core.ask("/api/v1/openapi.json", method="GET",
                                Host="127.0.0.1")
                       if served == "web.listening"
                       else core.ask("/ussd/at", at()))
                t.equal(f"{served}: it is", got[0], 200)
                t.equal("and stays", core.process.poll(), None)


# --- who may not ---

def secrets(t):
    ways = [gate("a", secrets=[SECRET, OLDER]),
            gate("b", secrets=[SECRET], auth="header X-Key"),
            gate("c", secrets=[SECRET], auth="query key"),
            gate("d", secrets=[SECRET], auth="path"),
            gate("e", secrets=[]),
            gate("f", secrets=[SECRET], allow_cidr="127.0.0.2/32")]
    fine = [("/ussd/a", {"Authorization": SECRET}),
            ("/ussd/a", {"Authorization": "Bearer " + OLDER}),
            ("/ussd/b", {"X-Key": SECRET}),
            ("/ussd/c?key=" + SECRET, {}),
            ("/ussd/c?x=1&k%65y=" + SECRET, {}),
            ("/ussd/d/" + SECRET, {})]
    wrong = [("/ussd/a", {}), ("/ussd/a", {"Authorization": ""}),
             ("/ussd/a", {"Authorization": SECRET + "x"}),
             ("/ussd/a", {"Authorization": "Basic " + SECRET}),
             ("/ussd/a?key=" + SECRET, {}), ("/ussd/b", {}),
             ("/ussd/b", {"Authorization": SECRET}),
             ("/ussd/c", {}), ("/ussd/c?key=", {}), ("/ussd/c?key", {}),
             ("/ussd/c?key=" + SECRET + "&key=" + SECRET, {}),
             ("/ussd/d/", {}), ("/ussd/d/x", {}),
             ("/ussd/e", {"Authorization": ""}), ("/ussd/e", {}),
             ("/ussd/f", {"Authorization": SECRET})]
    with Core(ways) as core:
        for path, headers in fine:
            t.equal(f"{path}: in", core.ask(path, at(), **headers)[0], 200)
        t.equal("the address fits as well", core.ask(
            "/ussd/f", at(), source="127.0.0.2", Authorization=SECRET)[0], 200)
        for path, headers in wrong:
            status, got, body = core.ask(path, at(), **headers)
            t.equal(f"{path} {headers}: shut", (status, body), (403, b""))
            t.equal("and closed", got.get("connection"), "close")
        t.equal("a path of two", core.ask("/ussd/d", at())[0], 404)
        twice = (b"POST /ussd/b HTTP/1.1\r\nHost: x\r\nX-Key: " +
                 SECRET.encode() + b"\r\nX-Key: x\r\nContent-Length: 0\r\n\r\n")
        t.check("a key twice", core.raw(twice).startswith(b"HTTP/1.1 403"))
        frame = core.next("ussd.refused")
        t.equal("the core is told how many", frame["cause"], "secret")
        core.asked.queue.clear()
        core.ask("/ussd/a", at())
        t.check("and of nothing else", core.none())
        with open(core.log_path, "rb") as file:
            log = file.read()
        t.check("the log has no secret, no number, no session",
                not re.search(rb"abcdefgh|25470|AT-1", log))
        t.equal("and one line a gate and cause", len(
            core.logged("ussd.refused")), len({
                (f["gate"], f["cause"]) for f in core.logged("ussd.refused")}))


def signed(body, stamp=None):
    text = (f"{stamp}." if stamp else "").encode() + body.encode()
    return hmac.new(SECRET.encode(), text, hashlib.sha256)


def signatures(t):
    gates = [gate("s", secrets=[SECRET, OLDER], auth="hmac-sha256 X-Sig"),
             gate("t", secrets=[SECRET], auth="hmac-sha256 X-Sig X-Time",
                  end_path="/ussd/t-end")]
    with Core(gates) as core:
        body = at(text="1")
        mac = signed(body)
        for form in (mac.hexdigest(), "sha256=" + mac.hexdigest(),
                     base64.b64encode(mac.digest()).decode()):
            t.equal(form[:12], core.ask("/ussd/s", body, X_Sig=form)[0], 200)
        t.equal("another body", core.ask(
            "/ussd/s", body + "2", X_Sig=mac.hexdigest())[0], 403)
        t.equal("malformed, and unsigned", core.ask(
            "/ussd/s", "&&&text=1&text=2", X_Sig="00" * 32)[0], 403)
        t.equal("none", core.ask("/ussd/s", body)[0], 403)
        now = int(time.time())

        def timed(stamp, path="/ussd/t"):
            return core.ask(path, body, X_Time=str(stamp),
                            X_Sig=signed(body, stamp).hexdigest())[0]

        t.equal("now", timed(now), 200)
        t.equal("said again", timed(now), 403)
        t.equal("a little off", timed(now - 290), 200)
        t.equal("too old", timed(now - 310), 403)
        t.equal("too new", timed(now + 310), 403)
        t.equal("another time", core.ask(
            "/ussd/t", body, X_Time=str(now + 1),
            X_Sig=signed(body, now).hexdigest())[0], 403)
        t.equal("no time", core.ask(
            "/ussd/t", body, X_Sig=signed(body).hexdigest())[0], 403)
        t.equal("an end", timed(now + 2, "/ussd/t-end"), 200)
        t.equal("an end said again", timed(now + 2, "/ussd/t-end"), 403)
        # its answer is lost: then it may be said again
        core.screen = lambda frame: None
        while not core.asked.empty():
            core.asked.get()
        line = core.connect()
        line.sendall(request("/ussd/t", body, X_Time=str(now + 3),
                             X_Sig=signed(body, now + 3).hexdigest()))
        frame = core.next()
        line.close()
        time.sleep(0.2)
        core.answer(frame, {"text": "Dua"})
        time.sleep(0.2)
        core.screen = lambda frame: {"text": "Dua"}
        t.equal("lost, and said again", timed(now + 3), 200)
        t.equal("no more", timed(now + 3), 403)


def addresses(t):
    with Core([gate("at", allow_cidr="192.0.2.0/24 127.0.0.3/32")],
              proxies="127.0.0.1/32 198.51.100.0/24") as core:
        for source, forwarded, status in (
                ("127.0.0.3", None, 200), ("127.0.0.2", None, 403),
                ("127.0.0.1", None, 403), ("127.0.0.1", "192.0.2.9", 200),
                ("127.0.0.1", "1.1.1.1, 192.0.2.9", 200),
                ("127.0.0.1", "192.0.2.9, 1.1.1.1", 403),
                ("127.0.0.1", "192.0.2.9, 198.51.100.4", 200),
                ("127.0.0.2", "192.0.2.9", 403),
                ("127.0.0.3", "127.0.0.3", 403),
                ("127.0.0.1", "x", 403), ("127.0.0.1", "192.0.2.9," * 60, 403)):
            t.equal(f"from {source} for {forwarded and forwarded[:40]}",
                    core.ask("/ussd/at", at(), source=source,
                             X_Forwarded_For=forwarded)[0], status)
        two = (b"POST /ussd/at HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n"
               b"X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n"
               b"sessionId=1")
        t.check("two headers are one list, in order",
                core.raw(two).startswith(b"HTTP/1.1 403"))


def tls(t):
    """As the board: 1.2 and 1.3 alone, and an answer that is lost is known."""
    with tempfile.TemporaryDirectory() as where:
        cert, key = certificate(where)
        with Core([gate("at")], tls_cert=cert, tls_key=key) as core:
            context = ssl.create_default_context(cafile=cert)

            def connect():
                return context.wrap_socket(core.connect(),
                                           server_hostname="localhost")

            with connect() as line:
                t.check("a version", line.version() in ("TLSv1.2", "TLSv1.3"))
                for text in ("", "1"):
                    line.sendall(request("/ussd/at", at(text=text)))
                    t.equal("a screen", read_answer(line)[2], b"CON 1. Satu")
            t.check("nothing without it", not core.raw(
                request("/ussd/at", at())).startswith(b"HTTP/1.1 200"))
            core.asked.queue.clear()
            core.screen = lambda frame: None
            line = connect()
            line.sendall(request("/ussd/at", at(text="2")))
            frame = core.next()
            line.close()
            time.sleep(0.2)
            core.answer(frame, {"text": "Dua"})
            time.sleep(0.2)
            core.screen = lambda frame: {"text": "Dua"}
            with connect() as line:
                line.sendall(request("/ussd/at", at(text="2")))
                t.equal("again", read_answer(line)[2], b"END Dua")
            t.equal("the core is told so", core.next().get("again"), True)
    with Core([gate("at")], start_only=True, listen="0.0.0.0:0") as core:
        core.take()
        t.equal("none off this machine without it", core.next("refused")[
            "error"], "ussd.needs_tls")


HOST = b"Host: gate\r\n"
POST = b"POST /ussd/at HTTP/1.1\r\n"
REFUSED = {
    "two lengths": (400, POST + HOST + b"Content-Length: 11\r\n"
                    b"Content-Length: 12\r\n\r\nsessionId=1"),
    "chunks": (400, POST + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
               b"b\r\nsessionId=1\r\n0\r\n\r\n"),
    "length and chunks": (400, POST + HOST + b"Content-Length: 11\r\n"
                          b"Transfer-Encoding: chunked\r\n\r\nsessionId=1"),
    "two hosts": (400, POST + HOST + HOST + b"Content-Length: 11\r\n\r\n"
                  b"sessionId=1"),
    "no host": (400, POST + b"Content-Length: 11\r\n\r\nsessionId=1"),
    "a browser's form": (403, POST + HOST + b"Origin: http://evil\r\n"
                         b"Content-Length: 11\r\n\r\nsessionId=1"),
    "a browser's picture": (403, POST + HOST + b"Sec-Fetch-Dest: image\r\n"
                            b"Content-Length: 11\r\n\r\nsessionId=1"),
    "another path": (404, b"POST /ussd/at/ HTTP/1.1\r\n" + HOST
                     + b"Content-Length: 11\r\n\r\nsessionId=1"),
    "the board": (404, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"),
    "the API": (404, b"GET /api/v1/openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"),
    "metrics": (404, b"GET /metrics HTTP/1.1\r\n" + HOST + b"\r\n"),
    "health": (404, b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"),
    "GET": (405, b"GET /ussd/at?sessionId=1 HTTP/1.1\r\n" + HOST + b"\r\n"),
    "HEAD": (405, b"HEAD /ussd/at HTTP/1.1\r\n" + HOST + b"\r\n"),
    "OPTIONS": (405, b"OPTIONS /ussd/at HTTP/1.1\r\n" + HOST + b"\r\n"),
    "a vast body": (413, POST + HOST + b"Content-Length: 40961\r\n\r\n"),
    "no body": (400, POST + HOST + b"Content-Length: 0\r\n\r\n"),
    "a field twice": (400, POST + HOST + b"Content-Length: 23\r\n\r\n"
                      b"sessionId=1&sessionId=2"),
}


def bytes_refused(t):
    with Core([gate("at"), gate("h", HUBTEL)]) as core:
        for name, (status, data) in REFUSED.items():
            got = core.raw(data + POST + HOST + b"Content-Length: 11\r\n\r\n"
                           b"sessionId=9")
            found = re.match(rb"HTTP/1\.[01] (\d+) ", got)
            own = b"<html>" in got  # libmicrohttpd's
            t.check(f"{name}: refused", found and (
                int(found[1]) == status or own), got[:60])
            t.check(f"{name}: and what follows", own or len(
                re.findall(rb"HTTP/1\.[01] \d+ ", got)) == 1, got[:300])
            t.check(f"{name}: without a word", own or got.endswith(
                b"\r\n\r\n"), got[-40:])
        for body in (b"[" * 40000, b'{"a":' * 8000, b"{}", b"null", b'"x"',
                     b'{"SessionId":"a","SessionId":"b"}',
                     b'{"SessionId":"a\\u0000"}', b'{"SessionId":{"a":1}}'):
            t.equal(f"{body[:30]}", core.ask("/ussd/h", body)[0], 400)
        t.check("the core heard of none", core.none())
        t.equal("and it still answers", core.ask("/ussd/at", at())[0], 200)


def kept_alive(t):
    with Core([gate("at")]) as core:
        with core.connect() as line:
            for i in range(50):
                got = core.ask_on(line, "/ussd/at", at(text=str(i)))
                if got[0] != 200 or got[2] != b"CON 1. Satu":
                    t.equal("a screen", got, 200)
            t.check("fifty on one connection", core.next() and True)
        core.screen = lambda frame: {"text": frame["input"], "more": True}
        with core.connect() as line:
            line.sendall(b"".join(request("/ussd/at", at(text=str(i)))
                                  for i in range(20)))
            with line.makefile("rb") as file:
                t.equal("and twenty said at once, in order",
                        [read_answer(file)[2] for _ in range(20)],
                        [b"CON %d" % i for i in range(20)])


def crowd(t):
    """A stranger's connections that ask nothing, slowly or not at all."""
    with Core([gate("at", allow_cidr="127.0.0.2/32")]) as core:
        mine = core.connect("127.0.0.2")
        t.equal("an aggregator", core.ask_on(mine, "/ussd/at", at())[0], 200)
        crowd = []
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
        for i in range(1300):
            line = socket.socket()
            line.settimeout(2)
            with contextlib.suppress(OSError):
                line.connect(("127.0.0.1", core.port))
                line.sendall(POST + HOST if i % 2 else b"POST /u")
                crowd.append(line)
        t.equal("its kept connection stays",
                core.ask_on(mine, "/ussd/at", at(text="1"))[0], 200)
        fine = sum(core.ask("/ussd/at", at(text=str(i)),
                            source="127.0.0.2")[0] == 200 for i in range(50))
        t.equal("and new ones come in", fine, 50)
        until(lambda: core.logged("ussd.crowded"), 5, "a word in the log")
        for line in crowd:
            line.close()
        mine.close()


def memory(t):
    """Answers that nobody takes, digests, refusals: all in bounds."""
    with Core([gate("at")]) as core:
        def resident():
            with open(f"/proc/{core.process.pid}/statm") as file:
                return int(file.read().split()[1]) * 4

        def ask_many(first, count):
            with core.connect() as line:
                for i in range(first, first + count):
                    core.ask_on(line, "/ussd/at", at(session=f"s{i}",
                                                     text="x" * 2000))

        def lose(i):
            line = core.connect()
            line.sendall(request("/ussd/at", at(session=f"l{i}")))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                            struct.pack("ii", 1, 0))
            line.close()

        ask_many(0, 2000)
        for i in range(2500):
            lose(i)
        before = resident()
        ask_many(2000, 6000)
        for i in range(2500, 5000):
            lose(i)
        until(lambda: core.ask("/ussd/at", at())[0] == 200, 10, "an answer")
        after = resident()
        t.note(f"{before} KiB, and after 8,500 more requests {after} KiB")
        t.check("it does not grow", after < before + 2048, (before, after))


if __name__ == "__main__":
    sys.exit(harness.main([
        form_dialect, json_dialect, get_dialect, sizes_and_charsets,
        the_same_at_once, two_numbers_at_once, lost_answers, out_of_turn, no_core,
        one_of_two, secrets, signatures, addresses, tls, bytes_refused, kept_alive,
        crowd, memory]))
