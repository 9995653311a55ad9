#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A siaga-modem that has been taken over, or has lost its mind.

Whatever it says on the wire, siagad goes on answering its other peers, does
not grow, files nothing that is no frame, and serves the honest program that
comes after it.
"""
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import stat
import sys
import time

import harness
from harness import BUILD, Commands, Rig, mono_ms, phone

SECONDS = 3.0    # of each mischief
ANSWER_MS = 1000 # a question of another peer meanwhile
GROWTH_KIB = 16 * 1024

# --- the hostile program: this file again, started by siagad ---


def say(line, frame):
    line.sendall(json.dumps(frame).encode() + b"\n")


def hello(line):
    say(line, {"f": "hello", "version": 1, "role": "modem", "name": "a",
               "pid": os.getpid()})


def close_at_once(line):
    line.close()


def only_garbage(line):
    rng = random.Random(1)
    while True:
        line.sendall(rng.randbytes(4000))


def garbage_after_hello(line):
    hello(line)
    only_garbage(line)


def oversized_lines(line):
    hello(line)
    while True:
        line.sendall(b'{"f":"modem.state","id":1,"state":"' + b"x" * 300000
                     + b'"}\n')


def line_without_end(line):
    hello(line)
    while True:
        line.sendall(b"{" * 65536)


def flood_and_never_read(line):
    hello(line)
    frame = json.dumps({"f": "modem.state", "id": 7, "state": "ready"}) + "\n"
    while True:
        line.sendall(frame.encode() * 100)


def flood_and_read(line):
    hello(line)
    line.setblocking(False)
    frame = (json.dumps({"f": "modem.state", "id": 7, "state": "ready"})
             + "\n").encode() * 50
    while True:
        for what in (lambda: line.recv(1 << 20), lambda: line.send(frame)):
            try:
                what()
            except BlockingIOError:
                pass


def deep_json(line):
    hello(line)
    while True:
        line.sendall(b'{"f":' + b"[" * 30000 + b"\n")


def not_its_frames(line):
    """What belongs to the core, to notify, to clients; lies about ids."""
    hello(line)
    frames = [
        {"f": "welcome", "version": 1},
        {"f": "modem.taken", "re": 1, "ref": 1},
        {"f": "command", "id": 1, "name": "report.list", "args": {}},
        {"f": "notify.done", "id": 1, "of": 1, "status": 200},
        {"f": "modem.sent", "id": 2, "of": 1, "outcome": "sent", "mr": 300},
        {"f": "modem.sms", "id": 2, "pdu": "0G", "location": 1},
        {"f": "modem.sms", "id": -1, "pdu": "00", "location": 1},
        {"f": "modem.state", "id": 1, "state": "ready", "extra": 1},
        {"f": "modem.state", "id": 1, "state": "a b\x1b[2J"},
        {"f": "hello", "version": 1, "role": "modem", "pid": 1},
    ]
    for frame in frames:
        say(line, frame)
    time.sleep(60)


def lies(line):
    """Well-formed, about texts and messages that are not its own."""
    hello(line)
    for number in range(1, 200):
        say(line, {"f": "modem.sent", "id": number, "of": number,
                   "outcome": "sent", "mr": number % 256})
        say(line, {"f": "modem.deleted", "id": number, "ref": number})
    time.sleep(60)


MISCHIEF = (close_at_once, only_garbage, garbage_after_hello, oversized_lines,
            line_without_end, flood_and_never_read, flood_and_read, deep_json,
            not_its_frames, lies)


def be_hostile():
    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    with open(os.path.join(here, "mode"), encoding="ascii") as file:
        mode = file.read().strip()
    if mode == "honest":
        os.execv(os.path.join(BUILD, "siaga-modem"),
                 ["siaga-modem", *sys.argv[1:]])
    line = socket.socket(fileno=3)
    try:
        {m.__name__: m for m in MISCHIEF}[mode](line)
    except OSError:
        pass
    os._exit(1)


# --- the test ---

def program_copy(directory):
    where = os.path.join(directory, "bin")
    os.mkdir(where)
    for name in ("siagad", "siaga-notify", "siaga"):
        shutil.copy(os.path.join(BUILD, name), where)
    path = os.path.join(where, "siaga-modem")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!{sys.executable}\nimport sys\n"
                   f"sys.path.insert(0, {os.path.dirname(__file__)!r})\n"
                   f"import hostile_child\nhostile_child.be_hostile()\n")
    os.chmod(path, stat.S_IRWXU)
    return where


def set_mode(rig, mode):
    with open(os.path.join(rig.programs, "mode"), "w", encoding="ascii") as file:
        file.write(mode)


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def ask_meanwhile(rig):
    """Longest answer and most memory over SECONDS; -1: no answer at all."""
    worst, most = 0, 0
    client = Commands(os.path.join(rig.state, "siaga.sock"))
    stop = time.monotonic() + SECONDS
    while time.monotonic() < stop:
        begun = mono_ms()
        client.ask("status")
        worst = max(worst, mono_ms() - begun)
        most = max(most, resident_kib(rig.core.pid))
        time.sleep(0.05)
    client.close()
    return worst, most


def one(t, mischief):
    with Rig(start_core=False) as rig:
        rig.programs = program_copy(rig.dir)
        set_mode(rig, mischief)
        rig.start_core()
        before = resident_kib(rig.core.pid)
        mark = rig.log_size()
        rig.sim.sms(phone(1), "pesan yang menunggu")
        worst, most = ask_meanwhile(rig)
        t.check(f"{mischief}: siagad lives", rig.core.poll() is None)
        t.check(f"{mischief}: others are answered", worst < ANSWER_MS,
                f"{worst} ms")
        t.check(f"{mischief}: it does not grow", most - before < GROWTH_KIB,
                f"{before} to {most} KiB")
        t.equal(f"{mischief}: nothing filed", rig.reports(), [])
        grown = rig.log_size() - mark
        t.check(f"{mischief}: the log is not flooded", grown < 100000,
                f"{grown} bytes")
        starts = len(rig.logged("child.ended", mark))
        t.check(f"{mischief}: started again with backoff", starts <= 12, starts)
        set_mode(rig, "honest")
        end_hostile(rig)
        got = rig.wait_answer(phone(1), seconds=20)
        t.equal(f"{mischief}: the honest one answers what waited", len(got), 1)
        t.note(f"{mischief}: answers within {worst} ms, {most - before} KiB "
               f"more, started {starts} times, log {grown} bytes")


def end_hostile(rig):
    for pid in harness.children_any(rig.core.pid):
        with contextlib.suppress(OSError):
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if b"python" in file.read():
                    os.kill(pid, signal.SIGKILL)


def case_of(mischief):
    def case(t):
        one(t, mischief.__name__)
    case.__name__ = mischief.__name__
    return case


if __name__ == "__main__":
    sys.exit(harness.main([case_of(m) for m in MISCHIEF]))
