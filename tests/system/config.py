#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Configuration: every fault named with its place, -n and at start alike;
SIGHUP; programs that systemd starts (children = systemd), and who may connect.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

import harness
from harness import ROOT, Missing, Rig, phone, until

GOOD = """[siaga]
state_dir = {dir}/s
templates = {root}/templates
[cover]
name = Info Desa
[modem a]
device = {dir}/m
number = +6281200000001
"""

# What is added or changed, and what must be said: LINE is its line's number.
FAULTS = [
    ("unknown key", "[modem b]\ndevise = /dev/x\ndevice = /dev/y\n",
     [r":LINE2: .*devise.*nearest.*\bdevice\b"]),
    ("unknown key in [siaga]", "+siaga state_dirr = /x", [r"nearest.*state_dir"]),
    ("unknown section", "[modme b]\ndevice = /dev/x\n", [r":LINE1: .*nearest"]),
    ("unknown key in [webhook]", "[webhook w]\nurl = https://e.org/\n"
     "secret_file = {dir}/key\nrecipient = office\nallow_cird = 10.0.0.0/8\n",
     [r":LINE5: .*nearest.*allow_cidr"]),
    ("a word for a number", "[modem b]\ndevice = /dev/x\ntexts_per_day = many\n",
     [r":LINE3: .*texts_per_day.*expected"]),
    ("a number out of bounds", "+siaga read_within_hours = 99999",
     [r"read_within_hours.*expected"]),
    ("no such choice", "+siaga children = fork", [r"children.*spawn.*systemd"]),
    ("no such time zone", "+siaga timezone = Asia/Atlantis", [r"timezone"]),
    ("no such file", "+siaga lexicon = /nonexistent/lexicon", [r"lexicon"]),
    ("no such folder", "+siaga templates = /nonexistent/t", [r"templates"]),
    ("reserve over the ceiling", "[modem b]\ndevice = /dev/x\n"
     "texts_per_day = 10\nalert_reserve = 11\n", [r"alert_reserve.*10"]),
    ("no device", "[modem b]\nnumber = +62812\n", [r":LINE1: .*no device"]),
    ("a number that is none", "[modem b]\ndevice = /dev/x\nnumber = 08-12\n",
     [r":LINE3: .*number"]),
    ("two modems on one device", "[modem b]\ndevice = {dir}/m\n",
     [r"share a device"]),
    ("http:// to the world", "[webhook w]\nurl = http://e.org/\n"
     "secret_file = {dir}/key\nrecipient = office\n", [r"http://.*allow_cidr"]),
    ("a URL that is none", "[webhook w]\nurl = ftp://e.org/\n"
     "secret_file = {dir}/key\nrecipient = office\n", [r":LINE2: .*url"]),
    ("no secret", "[webhook w]\nurl = https://e.org/\nrecipient = office\n",
     [r":LINE1: .*secret_file"]),
    ("no such recipient", "[webhook w]\nurl = https://e.org/\n"
     "secret_file = {dir}/key\nrecipient = press\n", [r":LINE4: .*office"]),
    ("a secret that is none", "[webhook w]\nurl = https://e.org/\n"
     "secret_file = {dir}/bad\nrecipient = office\n", [r"bad:1: .*whsec_"]),
    ("no network", "[webhook w]\nurl = https://e.org/\nsecret_file = {dir}/key\n"
     "recipient = office\nallow_cidr = 10.0.0.0/33\n", [r":LINE5: .*allow_cidr"]),
    ("an event that is none", "[webhook w]\nurl = https://e.org/\n"
     "secret_file = {dir}/key\nrecipient = office\nevents = story.*\n",
     [r":LINE5: .*events"]),
    ("a field that is none", "[webhook w]\nurl = https://e.org/\n"
     "secret_file = {dir}/key\nfields = code vilage\nrecipient = office\n",
     [r":LINE4: .*vilage.*nearest.*village"]),
    ("a field next to one that is never told", "[webhook w]\n"
     "url = https://e.org/\nsecret_file = {dir}/key\nrecipient = cadre\n"
     "fields = code cod\n", [r":LINE5: warning: .*never told the field code",
                             r":LINE5: unknown field cod,?"]),
    ("the board for all, without TLS", "[web]\nlisten = 0.0.0.0:8080\n",
     [r"tls_cert"]),
    ("the board for all, by a passphrase alone", "[web]\n"
     "listen = 0.0.0.0:8080\ntls_cert = {dir}/key\ntls_key = {dir}/key\n"
     "second_factor = none\n", [r"second_factor = totp"]),
    ("USSD from anybody", "[ussd x]\npath = /x\n", [r"secret_file.*allow_cidr"]),
    ("an unknown dialect", "[ussd x]\npath = /x\nallow_cidr = 10.0.0.0/8\n"
     "dialect = arkessel\n", [r":LINE1: .*arkessel.*nearest.*\barkesel\b"]),
    ("a dialect without answers", "[dialect x]\nsession = s\ninput = i\n"
     "inputs = last\n", [r":LINE1: .*expected answer"]),
    ("a deadline that is none", "[alert high]\nofficer = soon\n",
     [r":LINE2: .*officer"]),
    ("a key twice", "[modem b]\ndevice = /dev/x\ndevice = /dev/y\n",
     [r":LINE3: .*second"]),
    ("a section twice", "[modem a]\ndevice = /dev/x\n", [r":LINE1: .*second"]),
    ("neither key nor section", "[modem b]\ndevice = /dev/x\nnonsense\n",
     [r":LINE3: "]),
    ("a line of 10,000", "[modem b]\ndevice = /dev/x\nnumber = " + "1" * 10000
     + "\n", [r":LINE3: .*too long"]),
    ("a cover of 13", "+cover name = Informasi Des", [r"name.*expected"]),
    ("a cover outside GSM-7", "+cover name = \u4fe1\u606f", [r"name.*expected"]),
    ("the example's name", "+cover name = Info Warga", [r"example"]),
    ("no language", "+siaga language = xx", [r"xx"]),
    ("NUL", "[modem b]\ndevice = /dev/x\nnumber = 0\x00812\n", [r":LINE3: "]),
]


class Place:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="siaga-", dir="/tmp")
        harness.make_secret(self.dir + "/key")
        with open(self.dir + "/bad", "w", encoding="ascii") as file:
            file.write("whsec_tooshort\n")

    def write(self, addition):
        """Returns the file and the number of the line before the addition."""
        text = GOOD.format(dir=self.dir, root=ROOT)
        addition = addition.replace("{dir}", self.dir)
        if addition.startswith("+"):
            section, line = addition[1:].split(" ", 1)
            key = line.split(" ", 1)[0]
            text = re.sub(rf"^{key} = .*\n", "", text, flags=re.M)
            text = text.replace(f"[{section}]\n", f"[{section}]\n{line}\n")
            before = text[:text.index(line)].count("\n")
        else:
            before = text.count("\n")
            text += addition
        path = self.dir + "/c"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path, before

    def run(self, *args):
        done = subprocess.run([os.path.join(harness.BUILD, "siagad"), *args],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=20)
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def close(self):
        shutil.rmtree(self.dir)


def faults(t):
    place = Place()
    for name, addition, wants in FAULTS:
        path, before = place.write(addition)
        status, said = place.run("-n", "-c", path)
        wants = [re.sub(r"LINE(\d)", lambda m: str(before + int(m.group(1))), w)
                 for w in wants]
        t.equal(f"{name}: exit of -n", status, 78)
        lines = said.splitlines()
        for want in wants:
            t.check(f"{name}: says so", any(
                re.search(want, line) and re.match(r"^/[^:]+:\d+: ", line)
                for line in lines), f"want {want}; {said[:300]}")
        start, said_then = place.run("-c", path)
        t.equal(f"{name}: exit of a start", start, 78)
        t.check(f"{name}: the start says the same",
                all(re.search(want, said_then) for want in wants), said_then[:300])
    path, _ = place.write("")
    status, said = place.run("-n", "-c", path)
    t.check("without a fault: 0", status == 0, said)
    t.check("-n writes nothing", not os.path.exists(place.dir + "/s"))
    t.equal("no such file: exit", place.run("-n", "-c", "/nonexistent")[0], 78)
    place.close()


def all_at_once(t):
    place = Place()
    path, before = place.write(
        "[modem b]\ndevise = /dev/y\ntexts_per_day = x\n[wub]\n"
        "[webhook w]\nurl = ftp://e.org\nrecipient = press\n")
    _, said = place.run("-n", "-c", path)
    t.equal("every fault is named, not only the first", sorted(
        {int(n) - before for n in re.findall(r"^/[^:]+:(\d+): (?!warn)", said,
                                             re.M)}), [1, 2, 3, 4, 5, 6, 7])
    t.check("and counted", re.search(r"^\d+ faults$", said, re.M), said[-100:])
    place.close()


def warnings(t):
    place = Place()
    path, before = place.write("[web]\nlisten = 127.0.0.1:8080\n[ussd]\n"
                               "[alert high]\nofficer = 5m\n")
    status, said = place.run("-n", "-c", path)
    t.equal("a listener for nobody is no fault", status, 0)
    t.check("[ussd] is warned of", re.search(
        rf":{before + 3}: warning: .*no use without", said), said[:500])
    t.equal("and no other section", said.count("warning: ["), 1)
    place.close()


def shipped(t):
    place = Place()
    status, said = place.run("-n", "-c", os.path.join(ROOT, "config",
                                                      "siaga.conf"))
    t.equal("the shipped file must be edited", status, 78)
    t.check("for its cover's name", "example" in said, said)
    place.close()


def write_template(rig, name, text):
    path = os.path.join(rig.dir, "t", "sms", "id", name)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def hup(rig, event):
    mark = rig.log_size()
    os.kill(rig.core.pid, signal.SIGHUP)
    return until(lambda: rig.logged(event, mark), 10, event)[0], mark


def reload_templates(t):
    with Rig(start_core=False) as rig:
        shutil.copytree(os.path.join(ROOT, "templates"), rig.dir + "/t")
        rig.settings["siaga"]["templates"] = rig.dir + "/t"
        rig.write_conf()
        rig.start_core()
        rig.wait_ready()
        rig.sim.sms(phone(1), "pesan 1")
        old = rig.wait_answer(phone(1))[0]["text"]
        broken = {
            "a banned word": "{cover}: aman dari suami. Balas X.\n",
            "an unknown slot": "{cover}: {nomor}. Balas X.\n",
            "too long": "{cover}: " + "pesan masuk " * 20 + "\n",
            "an open slot": "{cover\n",
        }
        for index, (name, text) in enumerate(broken.items(), 2):
            write_template(rig, "R01.txt", text)
            _, mark = hup(rig, "reload.refused")
            t.check(f"{name}: the file is named",
                    re.search(r"R01\.txt:\d+: ", rig.log_text(mark)),
                    rig.log_text(mark)[:300])
            rig.sim.sms(phone(index), f"pesan {index}")
            t.equal(f"{name}: the old text goes on",
                    rig.wait_answer(phone(index))[0]["text"], old)
        write_template(rig, "R01.txt", "{cover}: kabar sudah masuk. "
                       "Balas 1 boleh, X jangan. Nomor penting: 112.\n")
        entry, _ = hup(rig, "reloaded")
        t.equal("nothing needs a restart", entry["needs_restart"], "")
        rig.sim.sms(phone(20), "pesan 20")
        t.check("the good text is taken", rig.wait_answer(phone(20))[0][
            "text"].startswith("Info Desa: kabar sudah masuk."))


def reload_conf(t):
    with Rig(hooks=["district"]) as rig:
        rig.wait_ready()
        for section, key, value in (("siaga", "country", "60"),
                                    ("modem a", "connection", "at115200"),
                                    ("webhook district", "events", "alert.*")):
            was = rig.settings[section].get(key)
            rig.settings[section][key] = value
            rig.write_conf()
            entry, _ = hup(rig, "reloaded")
            t.check(f"{key} needs a restart", key in entry["needs_restart"],
                    entry)
            if was is None:
                del rig.settings[section][key]
            else:
                rig.settings[section][key] = was
        rig.settings["siaga"]["nonsense"] = "1"
        rig.write_conf()
        _, mark = hup(rig, "reload.refused")
        t.check("the fault is named", "nonsense" in rig.log_text(mark))
        rig.sim.sms(phone(1), "pesan 1")
        rig.wait_answer(phone(1))
        t.check("and it serves on", rig.core.poll() is None)


# --- children = systemd ---

class Installed(Rig):
    """As units would start them, but all as our own user."""

    def __init__(self, **options):
        self.runtime = tempfile.mkdtemp(prefix="siaga-r", dir="/tmp")
        os.chmod(self.runtime, 0o755)
        super().__init__(siaga={"children": "systemd"}, start_core=False,
                         hooks=["district"], **options)
        self.env["RUNTIME_DIRECTORY"] = self.runtime
        self.wire = os.path.join(self.runtime, "wire.sock")
        self.start_core()

    def start_others(self):
        self.modem_program = self.run(
            [os.path.join(self.programs, "siaga-modem"), "--name", "a",
             "--connect", self.wire])
        self.notify_program = self.run(
            [os.path.join(self.programs, "siaga-notify"), "--connect", self.wire])

    def close(self):
        super().close()
        shutil.rmtree(self.runtime, ignore_errors=True)


def installed(t):
    with Installed() as rig:
        t.equal("siagad starts nobody", rig.children(), {})
        rig.start_others()
        rig.wait_ready()
        rig.sim.sms(phone(1), "pesan 1")
        rig.wait_answer(phone(1))
        until(lambda: rig.hooks[0].all("report.filed"), 10, "a webhook")
        for index, stop in ((2, rig.stop_core), (3, rig.kill_core)):
            stop()
            rig.sim.sms(phone(index), f"pesan {index}")
            rig.start_core()
            rig.wait_ready()
            t.equal("they connect again: answered once",
                    len(rig.wait_answer(phone(index))), 1)
            until(lambda n=index: len(rig.hooks[0].all("report.filed")) >= n, 20,
                  "its webhook")
        t.check("both are the same processes as before",
                rig.modem_program.poll() is None
                and rig.notify_program.poll() is None)
        t.equal("all filed once", len(rig.reports()), 3)


def outcome_kept(t):
    """siagad is gone while the network works on a send: the modem program
    tells its successor what became of it."""
    with Installed(send_delay_ms=1500) as rig:
        rig.start_others()
        rig.wait_ready()
        rig.sim.cmd("set", report="none")
        for index, kill in ((1, rig.kill_core), (2, rig.stop_core)):
            rig.sim.sms(phone(index), f"pesan {index}")
            rig.sim.wait("submitting")
            kill()
            rig.sim.wait("sent", count=index)
            rig.start_core()
            rig.wait_ready()
            until(lambda: not rig.cli_json("outbox", "--state", "sending"), 20,
                  "its outcome is known")
            try:
                until(lambda n=index: len([r for r in rig.cli_json(
                    "outbox", "--state", "sent")]) >= n, 5, "sent")
            except AssertionError:
                pass
            states = [r["state"] for r in rig.ask("outbox.list")
                      if r["sink"] == "sms"]
            t.equal(f"{kill.__name__}: known as sent", states, ["sent"] * index)
            t.equal(f"{kill.__name__}: one copy",
                    len(rig.sim.inbox(phone(index))), 1)


def as_nobody(action):
    """Runs action() as another user in a child; returns what it printed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            said = action()
        except OSError as wrong:
            said = type(wrong).__name__
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def strangers(t):
    if os.geteuid() != 0:
        raise Missing("only root can be somebody else")
    with Installed() as rig:
        rig.start_others()
        rig.wait_ready()
        os.chmod(rig.dir, 0o755)
        os.chmod(rig.state, 0o755)

        def speak():
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(5)
            line.connect(rig.wire)
            try:
                line.sendall(b'{"f":"hello","version":1,"role":"modem",'
                             b'"name":"a","pid":1}\n')
                return "heard " + repr(line.recv(4096))
            except (ConnectionError, BrokenPipeError):
                return "heard b''"

        t.equal("another user is not welcomed on the wire", as_nobody(speak),
                "heard b''")
        until(lambda: rig.logged("peer.dropped"), 5, "the log says so")

        def command():
            line = socket.socket(socket.AF_UNIX)
            line.connect(os.path.join(rig.state, "siaga.sock"))
            return "connected"

        t.equal("nor on the command socket", as_nobody(command),
                "PermissionError")
        mode = os.stat(os.path.join(rig.state, "siaga.sock")).st_mode & 0o777
        t.equal("which is for user and group", oct(mode), "0o660")
        rig.sim.sms(phone(1), "pesan 1")
        t.equal("and the honest ones were not disturbed",
                len(rig.wait_answer(phone(1))), 1)


if __name__ == "__main__":
    sys.exit(harness.main([faults, all_at_once, warnings, shipped,
                           reload_templates, reload_conf, installed,
                           outcome_kept, strangers]))
