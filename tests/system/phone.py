#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`siaga sim phone` by pipe and at a terminal, `siaga sim ussd` on an
application of the test's own, and the map of the conversation that `siaga dialogue` draws, as text and as DOT.

usage: phone.py [CASE...]     SIAGA_BUILD: where the programs are (build)
"""
import fcntl
import http.server
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
import urllib.parse

from harness import ROOT, Rig, Missing, end, main, phone, until

NUMBER = "+6281234567890"
DANGER = "tolong, suami saya memukul saya"
EXTENSION = "^{}\\[~]|€"


def template(name):
    path = os.path.join(ROOT, "templates/sms/id", name + ".txt")
    with open(path, encoding="utf-8") as file:
        return " ".join(file.read().split())


def is_text(name, words):
    """Are these words that template, filled in?"""
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template(name)))
    return re.fullmatch(pattern, words) is not None


def blocks(shown):
    """[(mark, words, what stands below it)] of a transcript."""
    found = []
    for line in shown.splitlines():
        if line.startswith("> "):
            found.append([">", line[2:], []])
        elif re.match(r"< \d\d:\d\d:\d\d  ", line):
            found.append(["<", line[12:], []])
        elif line.startswith(" " * 12) and found and found[-1][0] == "<":
            if found[-1][2] or re.match(r" +\d+ (of|char)", line):
                found[-1][2].append(line.strip())
            else:
                found[-1][1] += " " + line.strip()
        elif line.strip():
            found.append(["(", line.strip(), []])
    return found


def talk(rig, lines, *words, status=0, command="phone"):
    """The transcript of these lines, piped in."""
    done = subprocess.run(
        [os.path.join(rig.programs, "siaga"), "-c", rig.conf, "sim", command,
         *words], input=lines if isinstance(lines, bytes) else lines.encode(),
        capture_output=True, timeout=60, check=False)
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode != status:
        raise AssertionError(f"exit {done.returncode}, not {status}: "
                             f"{done.stderr.decode()}\n{said}")
    return said if status == 0 else done.stderr.decode()


def by_pipe(c):
    with Rig() as rig:
        said = talk(rig, f"{DANGER}\nSukamaju\nAMAN\n2\nsuara keras\nX\n")
        got = [b for b in blocks(said) if b[0] != ">"]
        for block, name in zip(got, ["R04", "R32", "R02", "R08", "R03"]):
            c.check(f"{name} comes back", is_text(name, block[1]), block)
            size = sum(2 if ch in EXTENSION else 1 for ch in block[1])
            c.equal(f"{name}: its septets", block[2],
                    [f"{size} of 160 septets"])
        c.equal("after X there is silence", got[-1][:2],
                ["(", "(no answer within 3 s)"])
        c.equal("one answer to each line", len(got), 6)
        c.equal("what was typed stands there",
                [b[1] for b in blocks(said) if b[0] == ">"],
                [DANGER, "Sukamaju", "AMAN", "2", "suara keras", "X"])
        c.check("no line is too long",
                max(map(len, said.splitlines())) < 80, said)
        c.check("no escape in a pipe", "\x1b" not in said and "\r" not in said)


def explained(c):
    with Rig() as rig:
        said = talk(rig, f"{DANGER}\nAMAN\n", "--explain")
        got = [b for b in blocks(said) if b[0] == "<"]
        code = rig.reports()[0]["code"]
        c.equal("R04 and its report", got[0][2][1],
                f"R04, level 0; report {code}, high, new")
        c.equal("R02 is plain", got[1][2][1],
                f"R02, level 1; report {code}, high, new")
        said = talk(rig, "9\n", "--explain", "--from", "0813 9999 0000")
        c.check("another phone, another report", "R04, level 0" in said
                and "high EMERGENCY, new" in said and code not in said, said)
        rig.stop_core()
        said = talk(rig, "halo\n", "--explain")
        c.check("without siagad nobody answers", "(no answer" in said, said)


def commands(c):
    with Rig() as rig:
        said = talk(rig, f"/help\n/call\n/inbox\n/as {phone(7)}\n/inbox\n"
                    f"/as {NUMBER}\n/as x\n/wait 1s\n/wait 9h\n/nothing\n\n"
                    "   \n//halo\n/quit\nnot read any more\n")
        got = blocks(said)
        for name in ("/call", "/inbox", "/wait 10s", "/as N", "/quit", "//..."):
            c.check(f"/help tells {name}", f"\n  {name} " in said, said)
        ring = got.index([">", "/call", []])
        c.check("a missed call is answered", got[ring + 1][1].startswith("(it rings")
                and is_text("R15", got[ring + 2][1]), got)
        c.equal("it is in the inbox", got[ring + 4][:2], got[ring + 2][:2])
        c.check("another phone is empty", "(nothing)" in said, said)
        c.check("the first one is as it was",
                f"the phone {NUMBER}; texts on it: 1," in said, said)
        for wrong in ("expected a number", "expected 1s to 60m",
                      "not sent: no such command"):
            c.check(f"said: {wrong}", wrong in said, said)
        c.check("/quit ends it", "not read" not in said, said)
        c.equal("//halo and nothing else was a text",
                [rig.texts(r) for r in rig.reports()], [["/halo"]])


def odd_lines(c):
    with Rig() as rig:
        said = talk(rig, b"\xff\xfe\n" + b"\x1b[2J\xe2\x80\xaeabc\n" + b"halo")
        c.check("bytes that are no UTF-8 are not sent", "not UTF-8" in said,
                said)
        c.check("nothing typed acts on the terminal",
                "\x1b" not in said and "<U+001B>" in said
                and "<U+202E>" in said, said)
        c.equal("the last line needs no end", said.count("> halo\n"), 1)
        said = talk(rig, "a" * 20000 + "\nX\n")
        c.check("a line without end is refused", "too long" in said,
                said[:300])
        said = talk(rig, "nasi goreng " * 30 + "\n")
        c.check("a long text goes in parts", "(sent in 3 parts)" in said, said)
        c.equal("no line, no output", talk(rig, ""), "")


def not_there(c):
    with Rig(start_core=False) as rig:
        for words in (["--from"], ["--from", "abc"], ["--what"], ["halo"]):
            said = talk(rig, "", *words, status=64)
            c.check(f"wrong use: {words}", "usage" in said, said)
        talk(rig, "", "--modem", "b", status=69)
        process = subprocess.Popen(
            [os.path.join(rig.programs, "siaga"), "-c", rig.conf, "sim",
             "phone"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        process.stdin.write(b"/inbox\n")
        process.stdin.flush()
        c.check("it is there", b"/inbox" in process.stdout.readline())
        end(rig.sim.process)
        process.wait(10)
        _, said = process.communicate()
        c.equal("gone in the middle: exit 69", process.returncode, 69)
        c.check("gone in the middle: said", b"make run" in said, said)
        said = talk(rig, "halo\n", status=69)
        c.check("not there: it says how to start it", "make run" in said, said)


# --- at a terminal ---

class Terminal:
    def __init__(self, rig, columns):
        self.shown = ""
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_DFL)
                program = os.path.join(rig.programs, "siaga")
                fcntl.ioctl(0, termios.TIOCSWINSZ,
                            struct.pack("HHHH", 24, columns, 0, 0))
                os.execv(program, [program, "-c", rig.conf, "sim", "phone"])
            finally:
                os._exit(127)
        self.before = termios.tcgetattr(self.fd)

    def read(self):
        if select.select([self.fd], [], [], 0.05)[0]:
            try:
                self.shown += os.read(self.fd, 65536).decode(
                    "utf-8", "replace").replace("\r\n", "\n")
            except OSError:  # the other side is closed
                time.sleep(0.05)
        return self.shown

    def waits_for(self, text, after=0, seconds=10):
        return until(lambda: text in self.read()[after:], seconds,
                     f"{text!r} at the terminal") and len(self.shown)

    def type(self, text):
        os.write(self.fd, text.encode())

    def ends(self):
        def ended():
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            return pid
        until(ended, 10, "the end")
        self.read()  # what it said between the last look and its end
        return self.status

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def at_a_terminal(c):
    with Rig() as rig:
        for how, last in (("Ctrl-D", "\x04"), ("Ctrl-C", "\x03"),
                          ("/quit", "/quit\n")):
            number = NUMBER
            terminal = Terminal(rig, 48)
            try:
                terminal.waits_for("/help tells the rest.\n> ")
                if how == "Ctrl-D":
                    a_conversation(c, rig, terminal, number)
                terminal.type(last)
                c.equal(f"{how} ends it", terminal.ends(), 0)
                c.equal(f"{how}: the terminal is as it was",
                        termios.tcgetattr(terminal.fd), terminal.before)
                c.check(f"{how}: the next line is free",
                        terminal.shown.endswith("\n"), terminal.shown[-40:])
            finally:
                terminal.close()


def a_conversation(c, rig, terminal, number):
    terminal.type(DANGER + "\n")
    at = terminal.waits_for("septets\n> ")
    got = blocks(terminal.shown.replace("\r\x1b[K", ""))
    c.check("typed and answered", is_text("R04", got[-2][1]), got)
    c.check("wrapped at the terminal's width", max(
        len(line) for line in terminal.shown.partition("< ")[2].splitlines())
        < 48, terminal.shown)
    terminal.type("half a li")
    terminal.waits_for("half a li", at)
    rig.sim.sms(number, "AMAN")
    at = terminal.waits_for("septets\n> ", at)
    c.check("a text that comes meanwhile is shown over the prompt",
            "\r\x1b[K< " in terminal.shown, repr(terminal.shown[-300:]))
    terminal.type("ne\n")
    terminal.waits_for("\n> ", at)
    code = rig.reports()[0]["code"]
    until(lambda: "half a line" in rig.texts({"code": code}), 5,
          "the whole line is sent")


# --- USSD ---

class Application:
    """What an aggregator asks; the screens are told by what was typed."""

    def __init__(self, screens):
        self.asked = []
        application = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                fields = dict(urllib.parse.parse_qsl(
                    body.decode(), keep_blank_values=True))
                application.asked.append(fields)
                shown = screens.get(fields["text"], "END ?").encode()
                self.send_response(200)
                self.send_header("content-length", str(len(shown)))
                self.end_headers()
                self.wfile.write(shown)

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/ussd"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


FRAME = re.compile(r"\+-{34}\+\n((?:\| .{32} \|\n)+)\+-{34}\+")


def screens_of(said):
    """The lines of each frame."""
    return [[line[2:-2].rstrip() for line in frame.splitlines()]
            for frame in FRAME.findall(said)]


def ussd_screens(c):
    application = Application({
        "": "CON Info Desa: jadwal layanan, bantuan dan kegiatan warga"
            "\n\n1 Jadwal\rX",
        "1": "CON " + "a" * 40 + " é", "1*halo ibu": "END Terima kasih",
        "5*6": "END langsung"})
    try:
        with Rig(start_core=False, ussd=application.url) as rig:
            said = talk(rig, "\n1\nhalo ibu\nnot read\n", "*123#",
                        command="ussd")
            c.equal("the screens", screens_of(said), [
                ["Info Desa: jadwal layanan,", "bantuan dan kegiatan warga",
                 "", "1 Jadwal<U+000D>X"],
                ["a" * 32, "a" * 8 + " é"], ["Terima kasih"]])
            c.equal("what was typed", re.findall("^> (.*)$", said, re.M),
                    ["1", "halo ibu"])
            c.equal("as the aggregator tells it",
                    [a["text"] for a in application.asked],
                    ["", "1", "1*halo ibu"])
            c.equal("all of one session", len({a["sessionId"] for a in
                                               application.asked}), 1)
            said = talk(rig, "", "*123*5*6#", "--from", "081399990000",
                        command="ussd")
            c.equal("dialled with inputs", screens_of(said), [["langsung"]])
            c.equal("from that phone", application.asked[-1]["phoneNumber"],
                    "+6281399990000")
            said = talk(rig, "x" * 200 + "\n", "*123#", command="ussd")
            c.check("too long to be typed", "182 characters" in said, said)
            c.check("the end of the input hangs up",
                    said.endswith("(hung up)\n"), said)
            c.equal("the network knows", rig.sim.cmd(
                "ussd_sessions")["sessions"][0]["end"], "Incomplete")
    finally:
        application.close()


def ussd_not_there(c):
    with Rig(start_core=False, ussd="http://127.0.0.1:9/") as rig:
        for words in ([], ["123"], ["*123#", "1"], ["*123#", "--from", "x"]):
            said = talk(rig, "", *words, status=64, command="ussd")
            c.check(f"wrong use: {words}", "usage" in said, said)
        said = talk(rig, "", "*123#", status=1, command="ussd")
        c.check("no [ussd NAME]: said", "no [ussd NAME]" in said, said)
        rig.settings["ussd a"] = {"path": "/a", "allow_cidr": "127.0.0.0/8"}
        rig.write_conf()
        said = talk(rig, "", "*123#", status=1, command="ussd")
        c.check("nobody serves it: said", "--ussd URL" in said, said)
        said = talk(rig, "", "*99#", status=1, command="ussd")
        c.check("another code: said", "nobody serves this code" in said, said)
        end(rig.sim.process)
        said = talk(rig, "", "*123#", status=69, command="ussd")
        c.check("no simulated modem: said", "make run" in said, said)


# --- the map ---

def texts_in_conf():
    path = os.path.join(ROOT, "config/dialogue.conf")
    with open(path, encoding="utf-8") as file:
        return re.findall(r"^\[text (\w+)\]$", file.read(), re.M)


def the_map(c):
    with Rig() as rig:
        shown = rig.cli("dialogue").decode()
        flat = " ".join(shown.split())
        ids = texts_in_conf()
        c.check("there are texts", len(ids) > 30, ids)
        for name in ids:
            c.equal(f"{name} stands in it once",
                    len(re.findall(rf"^  {name} +level [01]", shown, re.M)), 1)
            c.check(f"{name}: its words", template(name) in flat, name)
        c.check("no line is too long",
                max(map(len, shown.splitlines())) < 80, shown)
        for word in ("note", "call", "call-now", "read", "consented", "end",
                     "has 3", "else", "{cover}"):
            c.check(f"the legend explains {word}",
                    re.search(rf"^  {re.escape(word)}  +\w", shown, re.M), word)
        levels = rig.cli_json("dialogue")["levels"]
        c.equal("levels for programs", sorted(levels), sorted(ids))


DOT = re.compile(r"""
      digraph\ \w+\ \{ | \s*subgraph\ \w+\ \{ | \s*\}
    | \s*\w+=(?:"(?:[^"\\]|\\.)*"|\w+);
    | \s*(?:"(?P<one>[^"]+)"|graph|node|edge)(?:\ ->\ "(?P<two>[^"]+)")?
      (?:\ \[\w+=(?:"(?:[^"\\]|\\.)*"|\w+)(?:,\ \w+=(?:"(?:[^"\\]|\\.)*"|\w+))*\])?;
    """, re.X)


def the_graph(c):
    with Rig() as rig:
        shown = rig.cli("dialogue", "--dot").decode()
    boxes, arrows, depth = set(), set(), 0
    for number, line in enumerate(shown.splitlines(), 1):
        match = DOT.fullmatch(line)
        if not c.check(f"line {number} is DOT", match, line):
            continue
        depth += line.endswith("{")
        depth -= line.strip() == "}"
        if match["two"]:
            arrows |= {match["one"], match["two"]}
        elif match["one"]:
            boxes.add(match["one"])
    c.equal("its braces close", depth, 0)
    c.check("every arrow joins two boxes", arrows <= boxes, arrows - boxes)
    c.check("every text is a box", set(texts_in_conf()) <= boxes,
            set(texts_in_conf()) - boxes)
    c.check("no text stands alone", set(texts_in_conf()) <= arrows,
            set(texts_in_conf()) - arrows)
    if shutil.which("dot") is None:
        raise Missing("graphviz is not installed: DOT is checked by form only")
    done = subprocess.run(["dot", "-Tsvg"], input=shown.encode(),
                          capture_output=True, timeout=60, check=False)
    c.check("dot draws it without a word", done.returncode == 0
            and not done.stderr and b"</svg>" in done.stdout, done.stderr)


if __name__ == "__main__":
    sys.exit(main([by_pipe, explained, commands, odd_lines, not_there,
                   at_a_terminal, ussd_screens, ussd_not_there, the_map,
                   the_graph], side_by_side=4))
