#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The keys of the office with the real programs, as people use them: at a
terminal, through a whole life, and after everybody is gone.

usage: keys.py [CASE...]     SIAGA_BUILD: where the programs are (build)
"""
import array
import fcntl
import json
import os
import pty
import re
import resource
import select
import signal
import sqlite3
import stat
import subprocess
import sys
import termios
import threading
import time

import harness
from harness import BUILD, ROOT, Rig, phone, until

CRY = "tolong, suami saya memukul saya"
TIOCGPTN = 0x80045430  # not in every termios
GROUPS = r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}"


def words_of(person):
    return f"kata sandi {person} yang panjang"


class Office:
    """One gateway, and people of it who each have a $XDG_RUNTIME_DIR."""

    def __init__(self, texts=(CRY,), **more):
        self.rig = Rig(**more)
        self.rig.wait_ready()
        for index, text in enumerate(texts):
            self.text(index, text)

    def text(self, index, text):
        self.rig.sim.sms(phone(index), text)
        self.rig.wait_answer(phone(index))

    def folder(self, person):
        path = os.path.join(self.rig.dir, "run-" + person)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path

    def env(self, person):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith("SIAGA_") and k != "XDG_RUNTIME_DIR"}
        return {**clean, "XDG_RUNTIME_DIR": self.folder(person)}

    def siaga(self, person, *words, says=""):
        """(exit status, stdout, stderr); says: lines of standard input."""
        done = subprocess.run(
            [os.path.join(BUILD, "siaga"), "-c", self.rig.conf, *words],
            input=says, text=True, capture_output=True, timeout=60,
            env=self.env(person))
        return done.returncode, done.stdout, done.stderr

    def fine(self, person, *words, says=""):
        status, out, err = self.siaga(person, *words, says=says)
        if status != 0:
            raise AssertionError(f"siaga {' '.join(words)}: {status}: {err}")
        return out

    def init(self, person="ratna"):
        return self.fine(person, "key", "init", person, "--key-file",
                         self.rig.key_file(), says=words_of(person) + "\n")

    def add(self, by, person, role, key=True):
        self.fine(by, "people", "add", person, "--role", role, "--name",
                  person.title())
        if key:
            self.fine(by, "key", "officer", person,
                      says=words_of(person) + "\n")

    def unlock(self, person, words=None):
        return self.siaga(person, "unlock", person,
                          says=(words or words_of(person)) + "\n")

    def codes(self):
        return [r["code"] for r in reversed(self.rig.reports())]

    def reads(self, person, code):
        shown = json.loads(self.fine(person, "--json", "report", "show", code))
        return [m.get("text") for m in shown["received"]]

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.rig.__exit__(*what)


# --- at a terminal ---

class Terminal:
    """siaga at a terminal of its own, typed to by hand."""

    def __init__(self, office, person, *words):
        self.shown, self.status = "", None
        argv = [os.path.join(BUILD, "siaga"), "-c", office.rig.conf, *words]
        env = office.env(person)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.execve(argv[0], argv, env)

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def read(self):
        if select.select([self.fd], [], [], 0.05)[0]:
            try:
                self.shown += os.read(self.fd, 4096).decode().replace("\r", "")
            except OSError:
                return False
        return True

    def asks(self, text):
        until(lambda: (self.read(), self.shown.endswith(text))[1], 20,
              f"it asks {text!r}: {self.shown!r}")
        return self

    def types(self, text):
        until(lambda: not self.echoes(), 5, "the echo is off")
        os.write(self.fd, text.encode())
        return self

    def ends(self, keep=False):
        until(lambda: not self.read() or self.done(), 30,
              f"it ends: {self.shown!r}")
        self.done(True)
        echo = self.echoes() if keep else None
        os.close(self.fd)
        return echo

    def done(self, wait=False):
        if self.status is None:
            pid, status = os.waitpid(self.pid, 0 if wait else os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None


def at_the_terminal(t):
    with Office() as o:
        one = Terminal(o, "ratna", "key", "init", "ratna", "--key-file",
                       o.rig.key_file())
        ask = "New passphrase of ratna, 12 characters or more: "
        one.asks(ask).types("kurang\n").asks(ask)
        t.check("one that is too short is asked for again",
                "12 characters or more: some words" in one.shown, one.shown)
        one.types(words_of("ratna") + "\n").asks("The same once more: ")
        one.types(words_of("rahma") + "\n").asks(ask)
        t.check("two that differ are refused", "these two differ" in one.shown,
                one.shown)
        one.types(words_of("ratna") + "\n").asks("The same once more: ")
        one.types(words_of("ratna") + "\n").ends()
        t.equal("then it is made", one.status, 0)
        t.check("no passphrase was shown", "sandi" not in one.shown, one.shown)
        t.check("it says how to go on", "siaga unlock YOU" in one.shown
                and "NO RECOVERY KEY" in one.shown, one.shown)
        one = Terminal(o, "ratna", "unlock", "ratna")
        one.asks("Passphrase of ratna: ").types(words_of("ratna") + "\n").ends()
        t.equal("unlock at the terminal", one.status, 0)
        t.check("it says what holds", "Unlocked: ratna, supervisor" in one.shown
                and "siaga-session" not in one.shown, one.shown)
        hidden_from_others(t, o)
        interrupted(t, o)
        asked_last(t, o)


def hidden_from_others(t, o):
    one = Terminal(o, "ratna", "unlock", "ratna")
    one.asks("Passphrase of ratna: ")
    with open(f"/proc/{one.pid}/limits", encoding="ascii") as file:
        core = re.search(r"core file size +(\d+) +(\d+)", file.read())
    t.equal("no core dump of a siaga that asks", core.groups(), ("0", "0"))
    owner = os.stat(f"/proc/{one.pid}/mem").st_uid
    if os.geteuid() != 0:
        t.equal("it is not dumpable", owner, 0)
    one.types(words_of("ratna"))
    # Whom it is not dumpable for cannot look at its environment at all.
    for name in ("cmdline", "environ") if os.geteuid() == 0 else ("cmdline",):
        with open(f"/proc/{one.pid}/{name}", "rb") as file:
            seen = file.read()
        t.check(f"no passphrase in {name}", b"sandi" not in seen)
    one.types("\n").ends()


def interrupted(t, o):
    for key, number in (("\x03", signal.SIGINT), ("\x1c", signal.SIGQUIT)):
        one = Terminal(o, "ratna", "unlock", "ratna")
        # A second holder keeps the terminal's state to be looked at.
        number_of = array.array("I", [0])
        fcntl.ioctl(one.fd, TIOCGPTN, number_of)
        held = os.open(f"/dev/pts/{number_of[0]}", os.O_RDWR | os.O_NOCTTY)
        one.asks("Passphrase of ratna: ").types("setengah" + key)
        echo = one.ends(keep=True)
        os.close(held)
        t.equal(f"{number.name} ends it", one.status, -number)
        t.check(f"{number.name} puts the terminal back", echo is True)
    one = Terminal(o, "ratna", "unlock", "ratna")
    one.asks("Passphrase of ratna: ")
    os.kill(one.pid, signal.SIGTERM)
    one.ends()
    t.equal("SIGTERM ends it", one.status, -signal.SIGTERM)
    one = Terminal(o, "ratna", "unlock", "ratna")
    one.asks("Passphrase of ratna: ").types("\x1a")
    # Without a shell above it nothing stops; it asks again, as after fg.
    until(lambda: (one.read(), one.shown.count("Passphrase of") == 2)[1], 5,
          "after Ctrl-Z it asks again")
    one.types(words_of("ratna") + "\n").ends()
    t.equal("and goes on", one.status, 0)
    one = Terminal(o, "ratna", "unlock", "ratna")
    one.asks("Passphrase of ratna: ").types("\n").ends()
    t.equal("an empty one is none", one.status, 64)


def asked_last(t, o):
    """No passphrase is asked for in vain."""
    for words, why in ((["key", "officer", "tono"], "no such person yet"),
                       (["key", "init", "tono"], "replaced already"),
                       (["key", "officer", "ratna"], "siaga key rotate")):
        status, out, err = o.siaga("ratna", *words)
        t.check(f"{' '.join(words)}: refused first", status == 1 and why in err
                and out == "", err)
    status, _, err = o.siaga("ratna", "unlock")
    t.check("whose is asked for in words", status == 64
            and "unlock PERSON" in err, err)
    o.rig.stop_core()
    status, _, err = o.siaga("ratna", "unlock", "ratna")
    t.check("no siagad: said at once", status == 69
            and "is siagad running?" in err, err)


# --- the token ---

def the_token(t):
    with Office() as o:
        o.init()
        code = o.codes()[0]
        status, out, _ = o.siaga("ratna", "report", "show", code)
        t.check("without a session it says what opens texts", status == 0
                and "Texts are sealed." in out and "siaga unlock YOU" in out
                and CRY not in out, out)
        status, out, err = o.unlock("ratna")
        path = os.path.join(o.folder("ratna"), "siaga-session")
        t.check("kept in a file for its owner alone", status == 0 and
                stat.S_IMODE(os.stat(path).st_mode) == 0o600 and out != "",
                err)
        t.equal("the session opens", o.reads("ratna", code), [CRY])
        symlinks(t, o, path)
        by_script(t, o, code)
        ended(t, o, code, path)


def symlinks(t, o, path):
    target = os.path.join(o.rig.dir, "target")
    with open(target, "w", encoding="ascii") as file:
        file.write("precious\n")
    os.chmod(target, 0o600)
    os.unlink(path)
    os.symlink(target, path)
    os.symlink(target, path + ".new")
    t.equal("unlock over a link", o.unlock("ratna")[0], 0)
    with open(target, encoding="ascii") as file:
        t.equal("writes nothing through it", file.read(), "precious\n")
    t.check("a file stands there now", not os.path.islink(path))
    os.rename(path, path + ".moved")
    os.symlink(path + ".moved", path)
    shown = o.fine("ratna", "report", "show", o.codes()[0])
    t.check("nothing is read through a link", CRY not in shown)
    os.unlink(path)
    os.rename(path + ".moved", path)
    os.chmod(path, 0o644)
    _, shown, err = o.siaga("ratna", "report", "show", o.codes()[0])
    t.check("nor from a file that others may read", CRY not in shown
            and "left alone" in err, err)
    os.chmod(path, 0o600)
    folder = o.folder("ratna")
    os.chmod(folder, 0o777)
    status, shown, _ = o.unlock("ratna")
    os.chmod(folder, 0o700)
    t.check("a folder that others may write is none", status == 0
            and "export SIAGA_SESSION=siaga-session-" in shown, shown)
    o.unlock("ratna")
    with open(path, encoding="ascii") as file:
        token = file.read().strip()
    status, _, err = o.siaga("ratna", "unlock", "ratna",
                             says=words_of("ratna"))
    t.equal("a passphrase without a newline", status, 0)
    seen = o.rig.ask("report.show", code=o.codes()[0], as_key=token)
    t.check("one session at a time: the one before it is over",
            seen.get("session_over") is True, seen)


def by_script(t, o, code):
    out = o.fine("budi", "--json", "unlock", "ratna",
                 says=words_of("ratna") + "\n")
    answer = json.loads(out)
    t.equal("--json gives the token and nothing else",
            sorted(answer), ["minutes", "person", "role", "session"])
    t.check("and keeps no file", not os.listdir(o.folder("budi")))
    done = subprocess.run(
        [os.path.join(BUILD, "siaga"), "-c", o.rig.conf, "report", "show", code],
        env={**o.env("budi"), "SIAGA_SESSION": answer["session"]}, text=True,
        capture_output=True, timeout=30)
    t.check("$SIAGA_SESSION opens", CRY in done.stdout, done.stderr)
    path = os.path.join(o.rig.dir, "words")
    with open(path, "w", encoding="ascii") as file:
        file.write(words_of("ratna") + "\n")
    out = o.fine("budi", "--passphrase-file", path, "unlock", "ratna")
    t.check("--passphrase-file", "Unlocked: ratna" in out, out)
    o.fine("budi", "lock")
    status, out, err = o.siaga("ratna", "--json", "report", "close", code)
    t.check("--json leaves errors on standard error", out == "" or
            json.loads(out), err)


def ended(t, o, code, path):
    t.equal("lock", o.fine("ratna", "lock"), "Locked: ratna.\n")
    t.check("takes the file", not os.path.exists(path))
    o.unlock("ratna")
    o.rig.stop_core()
    o.rig.start_core()
    shown = o.fine("ratna", "report", "show", code)
    t.check("a session that is over is said to be", CRY not in shown
            and "Your session is over" in shown, shown)
    status, _, err = o.siaga("ratna", "report", "close", code, "--reason", "x")
    t.check("by acts too", status == 1 and "session is over" in err, err)
    status, _, _ = o.siaga("ratna", "lock")
    t.check("locking it takes the file", not os.path.exists(path))


# --- wrong passphrases, many at once ---

def throttle(t):
    with Office(texts=()) as o:
        o.init()
        begun = time.monotonic()
        for _ in range(4):
            status, out, err = o.unlock("ratna", "bukan kata sandi ini")
            t.check("a wrong one", status == 1 and "another passphrase" in err,
                    err)
        tried = time.monotonic()
        status, _, err = o.unlock("ratna")
        t.check("then the right one waits too", status == 1 and "wait" in err,
                err)
        t.check("others do not", o.rig.ask("status") is not None)
        until(lambda: o.unlock("ratna")[0] == 0, 10, "it opens again")
        t.note(f"4 wrong ones in {tried - begun:.1f} s, then closed for "
               f"{time.monotonic() - tried:.1f} s")
        t.check("after two seconds", 1.2 < time.monotonic() - tried < 6)
        for _ in range(3):
            o.unlock("ratna", "bukan kata sandi ini")
        t.equal("a right one begins anew", o.unlock("ratna")[0], 0)
        status, _, err = o.unlock("siapa", "bukan kata sandi ini")
        t.check("nobody of that name: the same words", status == 1
                and "no such person, or another passphrase" in err, err)
        guesses_side_by_side(t, o)


def side_by_side(o, count, words, person="ratna"):
    """Their answers and seconds, asked for at the same moment."""
    answers = [None] * count

    def one(index):
        client = harness.Commands(os.path.join(o.rig.state, "siaga.sock"))
        begun = time.monotonic()
        try:
            client.once("unlock", person=person.format(index),
                        passphrase=words)
            answers[index] = ("", time.monotonic() - begun)
        except harness.CommandError as error:
            answers[index] = (str(error), time.monotonic() - begun)
        client.close()
    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def guesses_side_by_side(t, o):
    """Tries that have not been answered yet count as well."""
    for _ in range(4):
        o.unlock("ratna", "bukan kata sandi ini")
    time.sleep(2.1)
    said = [error for error, _ in side_by_side(o, 3, "bukan kata sandi ini")]
    t.equal("one guess a time, not as many as fit",
            sorted(said), ["bad_passphrase", "throttled", "throttled"])


def memory_of(pid, key):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(rf"{key}:\s+(\d+)", file.read())[1]) / 1024


def slow_turns(t, o, mark, unlocks):
    """A stretch within a turn would make each of them slow; a machine that
    does other work makes one slow now and then."""
    slow = [int(e["turn_ms"]) for e in o.rig.logged("loop.slow", mark)]
    t.note(f"turns over 50 ms during {unlocks} unlocks: {slow or 'none'}")
    if o.rig.logged("memory.not_locked"):
        return  # then the kernel hands out 64 MiB in one go
    t.check("the loop does not wait for passphrases",
            len(slow) <= unlocks / 8 and max(slow, default=0) < 250, slow)


def four_at_once(t):
    with Office() as o:
        o.init()
        took = [side_by_side(o, 1, words_of("ratna"))[0][1] for _ in range(5)]
        t.note(f"one unlock: {sorted(took)[2] * 1000:.0f} ms (median of 5)")
        mark, begun = o.rig.log_size(), memory_of(o.rig.core.pid, "VmRSS")
        answers = side_by_side(o, 4, words_of("ratna"))
        t.equal("four at once all open", [a for a, _ in answers], [""] * 4)
        slowest = max(s for _, s in answers)
        o.rig.sim.sms(phone(7), CRY)
        many = threading.Thread(target=lambda: [
            side_by_side(o, 4, words_of("ratna")) for _ in range(3)])
        many.start()
        for index in range(10, 20):
            o.text(index, CRY)
        many.join()
        slow_turns(t, o, mark, 16)
        peak = memory_of(o.rig.core.pid, "VmHWM")
        t.note(f"the slowest of four at once: {slowest * 1000:.0f} ms; memory "
               f"{begun:.0f} MiB, at most {peak:.0f} MiB")
        t.check("one at a time takes its 64 MiB", peak < 160, peak)
        t.check("and it is given back",
                memory_of(o.rig.core.pid, "VmRSS") < begun + 40)
        said = [error for error, _ in side_by_side(o, 12, "x" * 20, "p{}")]
        t.check("more than fit are told to try again",
                set(said) == {"bad_passphrase", "busy"}, said)


def as_installed(t):
    """children = systemd: filters, and the limits of siagad.service."""
    with Rig(sim=False, start_core=False,
             siaga={"children": "systemd"}) as rig:
        rig.env["RUNTIME_DIRECTORY"] = os.path.join(rig.dir, "run")
        os.makedirs(rig.env["RUNTIME_DIRECTORY"])
        rig.start_core()
        for what, most in ((resource.RLIMIT_NOFILE, 256),
                           (resource.RLIMIT_CORE, 0)):
            resource.prlimit(rig.core.pid, what, (most, most))
        with open(f"/proc/{rig.core.pid}/status", encoding="ascii") as file:
            t.check("a filter is in force", "Seccomp:\t2" in file.read())
        rig.ask("key.init", person="ratna", passphrase=words_of("ratna"),
                as_key=rig.secret())
        office = Office.__new__(Office)
        office.rig = rig
        said = [e for e, _ in side_by_side(office, 4, words_of("ratna"))]
        t.equal("four unlock at once", said, [""] * 4)
        threads = len(os.listdir(f"/proc/{rig.core.pid}/task"))
        t.check("within TasksMax=32", threads <= 16, threads)
        peak = memory_of(rig.core.pid, "VmHWM")
        t.check("within MemoryMax=512M", peak < 160, peak)


def many_sessions(t):
    texts = [f"pesan nomor {index}" for index in range(20)]
    with Office(texts=texts) as o:
        o.init()
        o.unlock("ratna")
        mark = o.rig.log_size()
        said = []
        while len(said) < 65:
            said += [e for e, _ in side_by_side(
                o, min(4, 65 - len(said)), words_of("ratna")) if e != "throttled"]
        t.equal("65 logins of one person, none refused", said, [""] * 65)
        code = o.codes()[0]
        t.equal("but the first session has made room", o.siaga(
            "ratna", "report", "close", code, "--reason", "x")[0], 1)
        o.unlock("ratna")
        t.equal("and a new one reads", len(o.reads("ratna", code)), 1)
        o.text(30, CRY)
        slow_turns(t, o, mark, 65)


# --- the whole life ---

def life(t):
    with Office() as o:
        code = o.codes()[0]
        before_the_rule(t, o, code)
        o.init()
        until(lambda: not os.path.exists(o.rig.key_file()), 5,
              "the file of the first start is gone")
        status, _, err = o.siaga("budi", "report", "close", code, "--reason",
                                 "x")
        t.check("from now on nobody acts without a session", status == 1
                and "siaga unlock YOU" in err, err)
        o.unlock("ratna")
        t.equal("the supervisor opens it", o.reads("ratna", code), [CRY])
        for person, role in (("sari", "officer"), ("budi", "officer"),
                             ("agus", "auditor")):
            o.add("ratna", person, role)
            t.equal(f"{person} unlocks", o.unlock(person)[0], 0)
        t.equal("an officer opens what came before", o.reads("sari", code),
                [CRY])
        t.equal("an auditor opens none", o.reads("agus", code), [None])
        shown = o.fine("agus", "report", "show", code)
        t.check("and is told why", "Your key does not open" in shown, shown)
        assigned(t, o, code)
        forgotten(t, o, code)
        somebody_leaves(t, o, code)
        audited(t, o)


def before_the_rule(t, o, code):
    shown = o.rig.cli("report", "show", code, key=True).decode()
    t.check("before key init the first key reads", CRY in shown)
    listed = o.fine("nobody", "people")
    t.check("and nobody is there", "Nobody yet" in listed, listed)
    o.fine("nobody", "report", "urgency", code, "high", "--by", "Sari")
    status, _, err = o.siaga("nobody", "unlock", "ratna", says="x" * 20)
    t.check("nobody can unlock", status == 1, err)
    o.fine("nobody", "key", "recovery", fake_recovery(o), "--key-file",
           o.rig.key_file())


def fake_recovery(o):
    return make_paper(o)[1]


def make_paper(o):
    done = subprocess.run(
        [os.path.join(BUILD, "siaga"), "-c", "/nonexistent", "key", "paper",
         "--templates", os.path.join(ROOT, "templates")], text=True,
        capture_output=True, timeout=60, env=o.env("paper"))
    pages = done.stdout.split("\f")
    shares = [re.findall(rf"^ +(?:line|baris) \d +({GROUPS})$", page, re.M)[:4]
              for page in pages[:3]]
    return shares, done.stderr.strip()


def assigned(t, o, code):
    o.fine("sari", "report", "assign", code, "--to", "sari")
    t.equal("assigned, another officer does not open it",
            o.reads("budi", code), [None])
    shown = o.fine("budi", "report", "show", code)
    t.check("and hears whose it is", "It is assigned to sari" in shown, shown)
    status, out, err = o.siaga("sari", "report", "reveal", code)
    t.check("no number without a reason", status == 1 and "--reason" in err
            and out == "", err)
    shown = o.fine("sari", "report", "reveal", code, "--reason", "-",
                   says="menelepon balik\n")
    t.check("her number, with a reason from standard input",
            phone(0) in shown, shown)
    until(lambda: "still looking" not in o.fine("ratna", "report", "same"), 10,
          "report same has looked at all")


def forgotten(t, o, code):
    session = os.path.join(o.folder("sari"), "siaga-session")
    with open(session, encoding="ascii") as file:
        token = file.read().strip()
    o.fine("ratna", "key", "officer", "sari",
           says="kata sandi baru milik sari\n")
    seen = o.rig.ask("report.show", code=code, as_key=token)
    t.check("a new key ends the sessions of the old one",
            seen.get("session_over") is True)
    t.equal("the old passphrase is refused", o.unlock("sari")[0], 1)
    t.equal("the new one opens", o.unlock(
        "sari", "kata sandi baru milik sari")[0], 0)
    t.equal("what was hers is hers again", o.reads("sari", code), [CRY])
    out = o.fine("sari", "key", "rotate", says="kata sandi ketiga sari\n")
    t.check("one's own key is replaced by oneself", "new key" in out
            and not os.path.exists(session), out)
    t.equal("the third one opens", o.unlock(
        "sari", "kata sandi ketiga sari")[0], 0)
    t.equal("and it opens the same", o.reads("sari", code), [CRY])


def somebody_leaves(t, o, code):
    session = os.path.join(o.folder("sari"), "siaga-session")
    status, _, err = o.siaga("ratna", "people", "remove", "ratna", "--reason",
                             "pindah")
    t.check("the last supervisor stays", status == 1 and "last key" in err, err)
    o.fine("ratna", "key", "revoke", "sari", "--reason", "telepon hilang")
    with open(session, encoding="ascii") as file:
        seen = o.rig.ask("report.show", code=code, as_key=file.read().strip())
    t.check("revoked while a session is open: it is over",
            seen.get("session_over") is True
            and all("text" not in m for m in seen["received"]), seen)
    o.fine("ratna", "people", "remove", "sari", "--reason", "pindah tugas")
    t.equal("who left does not unlock", o.unlock(
        "sari", "kata sandi ketiga sari")[0], 1)
    o.text(1, "saya dipukul lagi")
    later = o.codes()[-1]
    t.equal("those who stay open what came before and after",
            [o.reads("ratna", c) for c in (code, later)],
            [[CRY], ["saya dipukul lagi"]])
    listed = o.fine("ratna", "people", "--all")
    t.check("the list says who left", re.search(
        r"^sari .*no key.*left 20\d\d", listed, re.M), listed)


def audited(t, o):
    status, _, err = o.siaga("ratna", "audit")
    t.check("the audit is the auditor's", status == 1 and "role" in err, err)
    rows = json.loads(o.fine("agus", "--json", "audit"))
    acts = {row["act"] for row in rows}
    t.check("each act stands in it", {
        "key.init", "people.add", "key.officer", "unlock", "report.read",
        "report.assign", "report.reveal", "key.revoke", "people.remove",
        "key.rotate", "unlock.refused"} <= acts, acts)
    t.check("but no words and no number", not re.search(
        "sandi|pukul|telepon|62813", json.dumps(rows)), "")
    out = o.fine("agus", "audit", "verify")
    t.check("and it is whole", out.startswith("Whole: "), out)
    head = json.loads(o.fine("agus", "--json", "audit", "verify"))
    out = o.fine("agus", "audit", "verify", "--count", str(head["count"]),
                 "--head", head["head"])
    t.check("as a heartbeat told it", out.startswith("Whole: "), out)
    status, out, _ = o.siaga("agus", "audit", "verify", "--count", "3",
                             "--head", head["head"])
    t.check("another head is found out", status == 1 and "BROKEN" in out, out)


def long_audit(t):
    """More rows than one answer looks at."""
    with Office() as o:
        o.init()
        o.unlock("ratna")
        o.add("ratna", "agus", "auditor")
        o.unlock("agus")
        code = o.codes()[0]
        token = o.rig.ask("unlock", person="ratna",
                          passphrase=words_of("ratna"))["session"]
        for _ in range(2100):
            o.rig.ask("report.show", code=code, as_key=token)
        out = o.fine("agus", "audit", "verify")
        t.check("all of it is looked at", re.match(r"Whole: 21\d\d rows", out),
                out)
        told = json.loads(o.fine("agus", "--json", "audit", "verify"))
        listed = json.loads(o.fine("agus", "--json", "audit"))
        t.equal("all of it is listed", [r["id"] for r in listed],
                list(range(listed[0]["id"], 0, -1)))
        o.rig.stop_core()
        base = sqlite3.connect(os.path.join(o.rig.state, "siaga.db"))
        base.execute("DROP TRIGGER audit_stays")
        base.execute("UPDATE audit SET actor = 'sari' WHERE id = 2050")
        base.commit()
        base.close()
        o.rig.start_core()
        o.unlock("agus")
        status, out, _ = o.siaga("agus", "audit", "verify")
        t.check("a row far behind that was changed is found", status == 1
                and "BROKEN at row 2050" in out, out)
        o.rig.stop_core()
        base = sqlite3.connect(os.path.join(o.rig.state, "siaga.db"))
        base.execute("DROP TRIGGER audit_remains")
        base.execute("DELETE FROM audit WHERE id > 2040")
        base.commit()
        base.close()
        o.rig.start_core()
        o.unlock("agus")
        status, out, _ = o.siaga("agus", "audit", "verify")
        t.equal("cut off at its end it looks whole", status, 0)
        status, out, _ = o.siaga("agus", "audit", "verify", "--count",
                                 str(told["count"]), "--head", told["head"])
        t.check("but not to whom a heartbeat told more", status == 1
                and "BROKEN" in out, out)


# --- all are gone ---

def all_gone(t):
    with Office(texts=(CRY, "saya takut di rumah")) as o:
        o.init()
        o.unlock("ratna")
        o.add("ratna", "sari", "officer")
        o.unlock("sari")
        shares, public = make_paper(o)
        out = o.fine("ratna", "key", "recovery", public)
        t.check("the line of the paper is taken", "is on paper" in out, out)
        o.fine("ratna", "report", "assign", o.codes()[0], "--to", "sari")
        o.fine("ratna", "lock")
        o.text(2, "suami saya mengancam saya")
        o.rig.stop_core()
        o.rig.start_core()
        o.rig.wait_ready()
        codes = o.codes()
        want = [o.rig.ask("report.show", code=c)["received"] for c in codes]
        t.check("everybody is gone: nothing opens", all(
            "text" not in m for thread in want for m in thread))
        one_sheet(t, o, shares)
        for pair, person in (((0, 1), "tuti"), ((2, 0), "umar"),
                             ((1, 2), "vina")):
            two_sheets(t, o, [shares[i] for i in pair], person, codes)


def one_sheet(t, o, shares):
    sheet = "\n".join(shares[0]) + "\n"
    other = "\n".join(make_paper(o)[0][1]) + "\n"
    for says, why in ((sheet, "share is missing"), (sheet * 2, "same share"),
                      (sheet + other, "different keys"), ("", "missing")):
        status, out, err = o.siaga("tuti", "--recovery", "people", "add",
                                   "tuti", "--role", "supervisor", says=says)
        t.check(f"one sheet alone does not: {why}", status == 1 and out == ""
                and why in err, err)
    both = "".join("\n".join(s) + "\n" for s in make_paper(o)[0][:2])
    status, _, err = o.siaga("tuti", "--recovery", "people", "add", "tuti",
                             "--role", "supervisor", says=both)
    t.check("nor two sheets of another key", status == 1
            and "belongs to no" in err, err)


def two_sheets(t, o, pair, person, codes):
    both = "".join("\n".join(share) + "\n" for share in pair)
    o.fine(person, "--recovery", "people", "add", person, "--role",
           "supervisor", says=both)
    o.fine(person, "--recovery", "key", "officer", person,
           says=both + words_of(person) + "\n")
    t.equal(f"{person} unlocks", o.unlock(person)[0], 0)
    t.equal("every old report opens", [o.reads(person, c) for c in codes],
            [[CRY], ["saya takut di rumah"], ["suami saya mengancam saya"]])


if __name__ == "__main__":
    sys.exit(harness.main([at_the_terminal, the_token, throttle, four_at_once,
                           as_installed, many_sessions, life, long_audit,
                           all_gone]))
