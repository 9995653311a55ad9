#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is told what of the board after it should have ended, and what one
stranger, or another site, can take away from an officer at her own address.
"""
import concurrent.futures
import os
import socket
import sys
import tempfile
import time

import harness
from harness import phone, until
from office import Office

HOST = b"Host: localhost\r\n"
OPENAPI = b"GET /api/v1/openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"


def stays(stream, seconds):
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at and not stream.closed:
        stream.read()
        time.sleep(0.05)
    return not stream.closed


def revoked_hears_no_more(t):
    """Two sessions, one stream that obeys nobody: her key is taken away."""
    with Office() as office:
        office.staff("officer")
        office.wait_ready()
        one, two = office.officer("officer"), office.officer("officer")
        boss = office.officer()
        stream = one.stream()
        until(lambda: stream.status() == 200, 5, "a stream")
        got = boss.post("/api/v1/people/officer/key/revoke",
                        {"reason": "sudah tidak bekerja di sini"})
        t.equal("revoked", got.status, 200)
        t.equal("her session is over", two.get("/api/v1/me").status, 401)
        time.sleep(1)
        office.sim.sms(phone(1), "suami saya memukul saya")
        office.wait_answer(phone(1))
        time.sleep(1)
        told = [e for e in stream.events() if "code" in e]
        t.equal("she hears of no report filed after it", told, [])
        t.check("her stream was closed", not stays(stream, 3))
        stream.close()


def panic_ends_all_streams(t):
    with Office() as office:
        office.staff("officer")
        office.wait_ready()
        one, two = office.officer("officer"), office.officer("officer")
        stream = one.stream()
        until(lambda: stream.status() == 200, 5, "a stream")
        t.equal("panic", two.post("/api/v1/panic").status, 200)
        time.sleep(1)
        office.sim.sms(phone(1), "suami saya memukul saya")
        time.sleep(4)
        told = [e for e in stream.events() if "code" in e]
        t.equal("after the panic lock nobody hears of reports", told, [])
        stream.close()


def other_site_takes_no_place(t):
    """A page of any site, open in her browser, asks for pictures."""
    with Office(sim=False) as office:
        office.staff()
        bad = (b"GET /api/v1/me HTTP/1.1\r\n" + HOST
               + b"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"
               + b"\r\n")
        stop = time.monotonic() + 10

        def ask():  # 120 a second, as any page may in six connections
            line = socket.create_connection(("127.0.0.1", office.port), 5)
            while time.monotonic() < stop:
                line.sendall(bad * (120 if time.monotonic() < stop - 8 else 6))
                time.sleep(0.05)
                line.setblocking(False)
                try:
                    while line.recv(65536):
                        pass
                except BlockingIOError:
                    pass
                line.setblocking(True)
            line.close()

        got = []
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            job = pool.submit(ask)
            time.sleep(2.5)
            for _ in range(5):
                got.append(office.page().login("supervisor").status)
                got.append(office.page().get("/").status)
                time.sleep(1)
            job.result()
        t.check("she logs in, and her page comes", 429 not in got, got)


def slow_readers_make_room(t):
    """One stranger, who takes nothing of what he asked for."""
    with Office(sim=False) as office:
        office.staff()
        lines = []
        for _ in range(600):
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            s.settimeout(2)
            try:
                s.connect(("127.0.0.1", office.port))
                s.sendall(OPENAPI * 40)
            except OSError:
                s.close()
                continue
            lines.append(s)
        time.sleep(1)
        fine = 0
        for _ in range(20):
            try:
                fine += office.page(timeout=3).get("/healthz").status in (
                    200, 503)
            except OSError:
                pass
            time.sleep(0.25)
        t.equal("who comes meanwhile is answered", fine, 20)
        for s in lines:
            s.close()


def odd_bytes(s, text):
    """Of what s receives of that file: where it is not that file any more."""
    got = b""
    s.settimeout(2)
    try:
        while more := s.recv(65536):
            got += more
    except OSError:
        pass
    s.close()
    for part in got.split(b"HTTP/1.1 200 OK\r\n")[1:]:
        body = part.split(b"\r\n\r\n", 1)[-1][:len(text)]
        if not text.startswith(body):
            at = next(i for i, c in enumerate(body) if c != text[i])
            return at, body[at:].replace(b"\0", b"")[:48]
    return None


def files_stay_while_they_are_sent(t):
    """The board is upgraded, siagad starts anew, and the files are read anew;
    strangers who take theirs slowly get what lies there by now."""
    text = b"/* the board */" * 7000
    with tempfile.TemporaryDirectory() as board:
        os.chmod(board, 0o755)
        for name, words in (("app.js", text), ("index.html", b"<p>")):
            with open(os.path.join(board, name), "wb") as file:
                file.write(words)
        with Office(sim=False, units=True, web={"files": board}) as office:
            office.staff("officer")
            lines = [socket.socket() for _ in range(20)]
            for s in lines:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                s.connect(("127.0.0.1", office.port))
                s.sendall((b"GET /app.js HTTP/1.1\r\n" + HOST + b"\r\n") * 25)
            time.sleep(0.5)
            office.stop_core()
            os.unlink(os.path.join(board, "app.js"))
            office.start_core()
            until(lambda: len(office.logged("web.serving")) >= 2, 10, "again")
            page = office.officer("officer")
            for _ in range(20):
                page.get("/api/v1/people")
            bad = [found for s in lines if (found := odd_bytes(s, text))]
            t.equal("what they got is the file, as far as it came", bad, [])


if __name__ == "__main__":
    sys.exit(harness.main([
        revoked_hears_no_more, panic_ends_all_streams,
        other_site_takes_no_place, slow_readers_make_room,
        files_stay_while_they_are_sent]))
