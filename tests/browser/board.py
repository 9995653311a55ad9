#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The officer's board in a real browser: the real programs on a simulated
modem, Debian's Chromium driven by drive.mjs, which does what people do.

usage: board.py [CASE...]    SIAGA_BUILD: where the programs are (build)
                             BOARD_SHOTS=1: write tests/browser/screenshots anew
"""
import json
import os
import re
import shutil
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system"))

from harness import BUILD, Missing, Rig, logfmt, main, start, until  # noqa: E402

LIMIT_S = 110
OFFICE = [("ratna", "supervisor"), ("sari", "officer"), ("budi", "officer"),
          ("hendra", "auditor")]
ROSTER = {
    "villages.csv": "code,name,kecamatan,aliases\n"
                    "V1,Sokawera,Lembah,\nV2,Kalisari,Bukit,\n",
    "people.csv": "id,role,name,number,sex,villages,channels,pin,from,to\n"
                  "ratna,supervisor,Ratna Dewi,+6281000000001,P,*,sms,,,\n"
                  "sari,officer,Sari Utami,+6281000000011,P,*,sms,,,\n"
                  "budi,officer,Budi Santoso,+6281000000012,L,*,sms,,,\n"
                  "hendra,auditor,Hendra,,L,,,,,\n",
    "duty.csv": "id,days,from,to,area\nsari,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\n",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def needed():
    """Where Chromium is, or Missing."""
    if shutil.which("node") is None:
        raise Missing("there is no node")
    if not os.path.isdir(os.path.join(HERE, "node_modules", "playwright-core")):
        raise Missing("tests/browser/node_modules is not installed")
    if not os.path.exists(os.path.join(BUILD, "web", "index.html")):
        raise Missing("the board is not built: make board")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise Missing("there is no chromium")
    return chromium


def phrase(person):
    return f"kata sandi {person} 2026"


def make_office(rig):
    """People with keys, villages, hours; as an administrator makes them."""
    folder = os.path.join(rig.dir, "roster")
    os.mkdir(folder)
    for name, text in ROSTER.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    rig.cli("import", *(os.path.join(folder, name) for name in ROSTER))
    first = rig.secret()
    rig.client.once("key.init", as_key=first, person="ratna",
                    passphrase=phrase("ratna"))
    session = rig.client.once("unlock", person="ratna",
                              passphrase=phrase("ratna"))["result"]["session"]
    for person, _ in OFFICE[1:]:
        rig.client.once("key.officer", as_key=session, person=person,
                        passphrase=phrase(person))
    rig.client.once("lock", as_key=session)


class Board(Rig):
    """A gateway with a board, and everything that drive.mjs must know."""

    def __init__(self):
        self.chromium = needed()
        self.port, self.ussd_port = free_port(), free_port()
        super().__init__(start_core=False,
                         ussd=f"http://127.0.0.1:{self.ussd_port}/practice")
        self.settings["siaga"]["language"] = "id"
        self.settings["web"] = {
            "listen": f"127.0.0.1:{self.port}",
            "files": os.path.join(BUILD, "web"), "practice": self.sim.control}
        self.settings["ussd"] = {"listen": f"127.0.0.1:{self.ussd_port}"}
        self.settings["ussd practice"] = {"path": "/practice",
                                          "allow_cidr": "127.0.0.0/8"}
        self.write_conf()
        self.start_core()
        self.wait_ready()
        self.ask("status")
        make_office(self)
        self.child("siaga-web")

    def drive(self, counter, name):
        """Runs one case of drive.mjs and adds up what it says."""
        told = {"url": f"http://127.0.0.1:{self.port}/", "control": self.sim.control,
                "chromium": self.chromium, "conf": self.conf, "build": BUILD,
                "web_pid": self.child("siaga-web"), "core_pid": self.core.pid,
                "phrases": {p: phrase(p) for p, _ in OFFICE},
                "payloads": os.path.join(self.dir, "payloads.json")}
        with open(os.path.join(self.dir, "browser.log"), "w+", encoding="utf-8") as out:
            process = start(["node", os.path.join(HERE, "drive.mjs"), name],
                            stdout=out, stderr=subprocess.STDOUT,
                            env={**os.environ, "BOARD": json.dumps(told)})
            try:
                process.wait(LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
            counter.take(name, out, process.returncode)


def work(c):
    """One night's work, with the keyboard and the mouse."""
    with Board() as board:
        board.drive(c, "work")
        check_log(c, board)


def acts(c):
    """Every act that a night's work does not need; the auditor."""
    with Board() as board:
        board.drive(c, "acts")


def keyboard(c):
    """The same path without a mouse; the lock when nobody is there."""
    with Board() as board:
        board.drive(c, "keyboard")


def line(c):
    """A board that has lost its gateway says so."""
    with Board() as board:
        board.drive(c, "line")


def payloads(c):
    """Texts that try to be more than text, in every view, export and log."""
    with Board() as board:
        made = subprocess.run([sys.executable, os.path.join(HERE, "payloads.py")],
                              check=True, capture_output=True).stdout
        with open(os.path.join(board.dir, "payloads.json"), "wb") as file:
            file.write(made)
        board.drive(c, "payloads")
        check_log(c, board)
        check_command_line(c, board, json.loads(made))


def check_log(c, board):
    """Every line one of ours; none with a word that people wrote."""
    lines = board.log_text().splitlines()
    wrong = []
    for text in lines:
        try:
            logfmt(text)
        except (ValueError, IndexError):
            wrong.append(text)
    c.check("every line of the log is one of ours", not wrong, wrong[:3])
    told = [text for text in lines if re.search(
        r"siagaHit|memukul|tolong|x\.example|\+?62813", text)]
    c.check("no word and no number of a person in the log", not told, told[:3])


def check_command_line(c, board, rows):
    """What is exported is data; what is printed moves no cursor."""
    session = board.client.once("unlock", person="ratna",
                                passphrase=phrase("ratna"))["result"]["session"]
    env = {"SIAGA_SESSION": session}
    codes = [r["code"] for r in board.ask("report.list", as_key=session)]
    printed = b"".join(board.cli("report", "show", code, env=env) for code in codes)
    loose = re.findall(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\x8b-\x8f\xa8-\xae]",
                       printed)
    c.check("no control character is printed", not loose, loose[:5])
    shown = [json.loads(board.cli("--json", "report", "show", code, env=env))
             for code in codes]
    texts = {m.get("text") for s in shown for m in s["received"]}
    kept = sum(row["text"] in texts for row in rows)
    c.check("texts are kept as they were sent", kept > 200, kept)


if __name__ == "__main__":
    sys.exit(main([work, payloads, acts, keyboard, line], side_by_side=2))
