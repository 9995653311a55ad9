#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""config/demo.sh, the script behind `make run`, as a person at a terminal
sees it: what it prints is pasted, Ctrl-C is typed, and nothing may be left.

usage: demo.py [SHELL]     SIAGA_BUILD: where the programs are (build)
"""
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("SIAGA_BUILD", "build"))
PROGRAMS = ["siagad", "siaga-modem", "siaga-notify", "siaga-web", "siaga",
            "simmodem"]
LAST_WORDS = "Ctrl-C stops everything."
START_S = 20
STOP_S = 10
NODE = (shutil.which("node") is not None and os.path.exists(
    os.path.join(ROOT, "tests/webhook/node_modules")))

passed = failed = skipped = 0


def check(fine, what, seen=""):
    global passed, failed
    if fine:
        passed += 1
        return True
    failed += 1
    print(f"FAILED: {what}")
    if seen:
        print("  " + str(seen).replace("\n", "\n  "))
    return False


def until(seconds, condition):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)


# --- processes, by the pids that this test started ---

def started_at(pid):
    """When it started, so that a pid used again is another process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8",
                  errors="replace") as stat:
            after_name = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else after_name[19]


def parent_of(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8",
                  errors="replace") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def family(pid):
    """{pid: (started at, name)} of pid and all that descend from it."""
    parents = {int(p): parent_of(p) for p in os.listdir("/proc")
               if p.isdigit()}
    found = {pid}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {p for p, parent in parents.items() if parent in found}
    result = {}
    for one in found:
        at = started_at(one)
        try:
            with open(f"/proc/{one}/comm", encoding="utf-8") as comm:
                name = comm.read().strip()
        except OSError:
            continue
        if at is not None and name != "sleep":
            result[one] = (at, name)
    return result


def living(processes):
    return [f"{name} ({pid})" for pid, (at, name) in processes.items()
            if started_at(pid) == at]


# --- a demo at a terminal of its own ---

class Demo:
    def __init__(self, build, *words, env=None):
        self.build = build
        self.output = ""
        self.status = None
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # Who runs us in the background ignores these, and a shell
            # cannot trap what was ignored when it began.
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.chdir("/")
            script = os.path.join(ROOT, "config/demo.sh")
            argv = sys.argv[1:2] + [script, build, *words]
            try:
                os.execvpe(argv[0], argv, env or os.environ)
            finally:
                os._exit(127)

    def read(self, seconds=0.05):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return
        try:
            got = os.read(self.terminal, 65536)
        except OSError:  # the other side is closed
            time.sleep(seconds)
            return
        self.output += got.decode("utf-8", "replace").replace("\r\n", "\n")

    def waits_for(self, text, seconds):
        end = time.monotonic() + seconds
        while text not in self.output and time.monotonic() < end:
            self.read()
            if self.status is None and self.ended():
                self.read()
                break
        return text in self.output

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def ends(self, seconds):
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            self.read()
        self.read()
        return self.ended()

    def type_ctrl_c(self):
        os.write(self.terminal, b"\x03")

    def kill(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.ends(5)
        os.close(self.terminal)

    def command(self, holding):
        for line in self.output.splitlines():
            if line.startswith("  ") and holding in line:
                return line.strip()
        return ""


def paste(command, expect_status=0, types=""):
    """types: what is typed then, such as a passphrase."""
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, text=True,
                          input=types, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=30)
    if done.returncode != expect_status:
        check(False, f"{command}: exit {done.returncode}", done.stdout)
    return done.stdout


def make_build(folder):
    """A build directory of the test's own, with the same programs."""
    os.makedirs(folder)
    if os.path.isdir(os.path.join(BUILD, "web")):
        os.symlink(os.path.join(BUILD, "web"), os.path.join(folder, "web"))
    for program in PROGRAMS:
        os.symlink(os.path.join(BUILD, program),
                   os.path.join(folder, program))
    return folder


def left_in(build):
    left = []
    for name in ["ttySIM0", "ttySIM0.sock", "state/siaga.sock", "pid",
                 "short"]:
        if os.path.lexists(os.path.join(build, "run", name)):
            left.append(name)
    return left


def check_stopped(demo, processes, status, how):
    check(demo.ends(STOP_S), f"{how} stops it within {STOP_S} s",
          demo.output[-500:])
    check(demo.status == status, f"{how}: exit {status}", demo.status)
    alive = until(3, lambda: not living(processes)) or living(processes)
    check(alive is True, f"{how} leaves no process", alive)
    check(not left_in(demo.build), f"{how} leaves no file",
          left_in(demo.build))


# --- what is tested ---

def follow_the_words(demo):
    """Pastes each printed command; returns the report's code."""
    answer = paste(demo.command(" sim sms "))
    check(answer == "sent\n", "the text is sent", answer)
    screens = paste(demo.command(" sim ussd "), types="3\n")
    check(screens.count("+-") == 4 and "> 3\n" in screens
          and screens.endswith("(hung up)\n"), "the code shows two screens",
          screens)
    inbox = demo.command(" sim inbox ")
    until(10, lambda: paste(inbox).startswith("1. "))
    answer = paste(inbox)
    check(re.match(r"1\. Info Desa: .{20,}\n$", answer),
          "the phone has one answer, under the cover name", answer)
    check("pukul" not in answer and "suami" not in answer,
          "the answer repeats none of her words", answer)
    listed = paste(demo.command(" report list"))
    code = re.search(r"^(\w{4,5}) .*\bhigh\b", listed, re.M)
    if not check(code, "the report is listed, urgency high", listed):
        return "NONE"
    code = code.group(1)
    show = demo.command(" report show ").replace("CODE", code)
    shown = paste(show)
    check("memukul" not in shown and "siaga unlock YOU" in shown,
          "without a key they stay sealed, and it says what opens them", shown)
    answer = unlock(demo, "sari")
    check("Unlocked: sari, officer" in answer, "an officer unlocks", answer)
    shown = paste(show)
    check("tolong, suami saya memukul saya" in shown,
          "the officer's key opens her words", shown)
    answer = paste(demo.command(" lock"))
    check(answer == "Locked: sari.\n", "and locks", answer)
    shown = paste(show)
    check("memukul" not in shown, "then they stay sealed again", shown)
    answer = unlock(demo, "hendra")
    check("Unlocked: hendra, auditor" in answer, "the auditor unlocks", answer)
    shown = paste(demo.command(" audit"))
    check(re.search(rf"sari +report.read +{code}", shown),
          "and sees who read it", shown)
    paste(demo.command(" lock"))
    return code


def passphrase_of(demo, person):
    shown = re.search(rf"^  {person} +\w+ +(\S+)$", demo.output, re.M)
    return shown.group(1) if shown else ""


def unlock(demo, person):
    command = re.sub(r" unlock \w+$", f" unlock {person}",
                     demo.command(" unlock "))
    return paste(command, types=passphrase_of(demo, person) + "\n")


def check_board(demo):
    global skipped
    if not os.path.exists(os.path.join(BUILD, "web", "index.html")):
        skipped += 1
        check("board    not built" in demo.output, "it says that there is no board",
              demo.output)
        return
    shown = re.search(r"board    (http://127\.0\.0\.1:\d+/)", demo.output)
    if not check(shown, "the board's address is printed", demo.output):
        return
    with urllib.request.urlopen(shown.group(1), timeout=5) as page:
        check(b"/app.js" in page.read(), "the board is served there")
    check("log in as sari" in demo.output and " sim totp KEY" in demo.output,
          "it says how to get in", demo.output)


def check_webhook(demo, code):
    global skipped
    if not NODE:
        skipped += 1
        check("node" in demo.output or "did not start" in demo.output,
              "it says that there is no receiver", demo.output)
        return
    line = f"webhook verified report.filed code={code}"
    check(demo.waits_for(line, 10), "a verified webhook shows live",
          demo.output[-500:])
    check("REFUSED" not in demo.output, "none is refused", demo.output)


def check_at_the_same_time(build):
    second = Demo(build)
    check(second.ends(5) and second.status == 75 and
          "running already" in second.output,
          "a second one says that one runs, exit 75", second.output)
    second.kill()


def test_the_tour(build):
    demo = Demo(build)
    try:
        if not check(demo.waits_for(LAST_WORDS, START_S), "it starts",
                     demo.output):
            return
        check(not os.path.exists(f"{build}/run/state/first-officer.key"),
              "people's keys have replaced the first one")
        people = [p for p in ("ratna", "sari", "budi", "hendra")
                  if len(passphrase_of(demo, p)) >= 12]
        check(len(people) == 4, "it shows the office's passphrases", people)
        code = follow_the_words(demo)
        check_webhook(demo, code)
        check_board(demo)
        check_at_the_same_time(build)
        check(not demo.ended(), "the first one runs on", demo.output)
        processes = family(demo.pid)
        names = {name for _, name in processes.values()}
        check({"siagad", "simmodem", "siaga-modem"} <= names,
              "it runs what it says", names)
        demo.type_ctrl_c()
        check_stopped(demo, processes, 0, "Ctrl-C")
        log = open(f"{build}/run/log/siagad.log", encoding="utf-8").read()
        check("event=stopped" in log, "siagad stops in order", log[-400:])
    finally:
        demo.kill()
    test_again_without_node(build, code)


def path_without_node(folder):
    os.mkdir(folder)
    for place in os.environ["PATH"].split(":"):
        for name in os.listdir(place) if os.path.isdir(place) else []:
            target = os.path.join(folder, name)
            if name not in ("node", "nodejs") and not os.path.lexists(target):
                os.symlink(os.path.join(place, name), target)
    return folder


def test_again_without_node(build, code):
    path = path_without_node(os.path.join(build, "bin"))
    demo = Demo(build, env={**os.environ, "PATH": path})
    try:
        check(demo.waits_for(LAST_WORDS, START_S), "it starts without node",
              demo.output)
        check("node is not installed" in demo.output,
              "it says that node is missing", demo.output)
        listed = paste(demo.command(" report list"))
        check(code in listed, "reports are kept between runs", listed)
        answer = unlock(demo, "ratna")
        check("Unlocked: ratna, supervisor" in answer,
              "the office is kept as well", answer)
        shown = paste(demo.command(" report show ").replace("CODE", code))
        check("memukul" in shown, "and opens them", shown)
        paste(demo.command(" lock"))
        processes = family(demo.pid)
        os.kill(demo.pid, signal.SIGTERM)
        check_stopped(demo, processes, 0, "SIGTERM")
    finally:
        demo.kill()


def test_a_long_path(build):
    demo = Demo(build)
    try:
        check(demo.waits_for(LAST_WORDS, START_S), "it starts in a folder "
              "with a long name and a blank", demo.output)
        short = re.search(r"sockets  in (\S+):", demo.output)
        check(short and os.path.isdir(short.group(1)),
              "it says where its sockets are", demo.output)
        check(paste(demo.command(" sim sms ")) == "sent\n",
              "the commands work there")
        processes = family(demo.pid)
        os.kill(demo.pid, signal.SIGKILL)
        demo.ends(5)
        check(until(STOP_S, lambda: not living(processes)),
              "killed, it takes all its programs with it", living(processes))
    finally:
        demo.kill()
    demo = Demo(build)
    try:
        check(demo.waits_for(LAST_WORDS, START_S),
              "it starts again after a kill", demo.output)
        check(short and not os.path.exists(short.group(1)),
              "what the killed one left is gone")
        processes = family(demo.pid)
        os.kill(demo.pid, signal.SIGHUP)
        check_stopped(demo, processes, 0, "a closed terminal")
    finally:
        demo.kill()


def test_a_real_modem(build, device):
    """A pty with a modem behind it is as real as the script can tell."""
    demo = Demo(build, device + "-no")
    check(demo.ends(5) and demo.status == 66 and "there is no" in demo.output,
          "a device that is not there is named", demo.output)
    demo.kill()
    modem = subprocess.Popen([f"{BUILD}/simmodem", "--foreground", "--device",
                              device], stderr=subprocess.DEVNULL)
    try:
        until(5, lambda: os.path.exists(device))
        demo = Demo(build, device, "at115200")
        check(demo.waits_for(LAST_WORDS, START_S), "it starts on a DEVICE",
              demo.output)
        check("real SIM" in demo.output and " sim sms " not in demo.output,
              "it says that it answers real texts", demo.output)
        conf = open(f"{build}/run/siaga.conf", encoding="utf-8").read()
        check("connection = at115200" in conf and "state-device" in conf,
              "CONNECTION is taken, and a state of its own", conf)
        processes = family(demo.pid)
        check("simmodem" not in [n for _, n in processes.values()],
              "no simulated modem is started")
        demo.type_ctrl_c()
        check_stopped(demo, processes, 0, "Ctrl-C with a DEVICE")
    finally:
        demo.kill()
        modem.terminate()
        modem.wait(5)


def main():
    with tempfile.TemporaryDirectory(prefix="siaga-demo-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = f"{folder}/user"
        os.mkdir(f"{folder}/user", 0o700)
        test_the_tour(make_build(f"{folder}/build"))
        test_a_long_path(make_build(f"{folder}/" + "long name " * 12 + "/b"))
        test_a_real_modem(make_build(f"{folder}/device"), f"{folder}/ttyREAL")
    words = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{words}")
    return 1 if failed else 0


sys.exit(main())
