#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A program that is taken over finds little: what the units expose, what the
programs give up themselves however they are started, and what one user of
Siaga's cannot see of another's.
"""
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

import harness
import office
from harness import BUILD, ROOT, Missing, Rig, phone, until

LIMITS = {"siagad.service": 1.6, "siaga-modem@a.service": 1.6,
          "siaga-notify.service": 1.1, "siaga-web.service": 1.1}
USERS = {"siaga": 64001, "siaga-modem": 64002, "siaga-notify": 64003,
         "siaga-web": 64004}
INNER = "SIAGA_HARDENING_INNER"
CAP_IPC_LOCK = 14
LOCK_LEAST = 512 << 20  # as in gateway/lib/harden.c
CRY = "tolong, suami saya memukul saya"


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(re.findall(r"^(\w+):\s+(.*)$", file.read(), re.M))


def limit_of(pid, name):
    with open(f"/proc/{pid}/limits", encoding="ascii") as file:
        return re.search(rf"^{name}\s+(\w+)\s+(\w+)", file.read(), re.M).groups()


# --- the units ---

def installed_tree(where):
    done = subprocess.run(
        ["sh", os.path.join(ROOT, "config/install.sh"), "install", BUILD],
        env={**os.environ, "DESTDIR": where, "PREFIX": "/usr/local"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError("install.sh: " + done.stderr[-500:])


def exposure(t):
    """As systemd itself counts it, without starting anything."""
    if shutil.which("systemd-analyze") is None:
        for unit in LIMITS:
            t.skip(unit, "systemd-analyze is missing")
        return
    with tempfile.TemporaryDirectory(prefix="siaga-units-") as tree:
        installed_tree(tree)
        for unit, most in LIMITS.items():
            done = subprocess.run(
                ["systemd-analyze", "security", "--offline=true",
                 f"--threshold={round(most * 10)}", f"--root={tree}", unit],
                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=60)
            found = re.search(r"exposure level for \S+ ([\d.]+)", done.stdout)
            level = found.group(1) if found else "?"
            t.note(f"{unit}: exposure {level}, at most {most}")
            t.check(f"{unit}: exposure at most {most}",
                    done.returncode == 0 and found and float(level) <= most,
                    done.stdout[-300:] + done.stderr[-300:])


# --- what they give up themselves ---

def may_lock():
    capable = int(status_of("self")["CapEff"], 16) >> CAP_IPC_LOCK & 1
    hard = limit_of("self", "Max locked memory")[1]
    return capable or hard == "unlimited" or int(hard) >= LOCK_LEAST


def sanitized():
    with open(os.path.join(BUILD, "siagad"), "rb") as file:
        return b"__asan_init" in file.read()


FILES = {"siaga-web": 1920}  # its connections; the others: 256


def check_program(t, name, pid):
    seen = status_of(pid)
    t.equal(f"{name}: no core dumps", limit_of(pid, "Max core file size"),
            ("0", "0"))
    t.equal(f"{name}: no new privileges", seen["NoNewPrivs"], "1")
    t.equal(f"{name}: a filter of system calls", seen["Seccomp"], "2")
    t.equal(f"{name}: umask", seen["Umask"], "0077")
    own, most = map(int, limit_of(pid, "Max open files"))
    t.check(f"{name}: few files at a time", own <= FILES.get(name, 256), own)
    t.check(f"{name}: nor more for its children", most <= (
        FILES["siaga-web"] if name == "siagad" else own), most)
    t.check(f"{name}: not dumpable: its files in /proc are root's",
            os.stat(f"/proc/{pid}/mem").st_uid == 0)


def need_plain_build():
    if sanitized():
        raise Missing("built with a sanitizer")


def given_up(t):
    """children = spawn: the same without any help of systemd's."""
    need_plain_build()
    board = {"listen": "127.0.0.1:0", "second_factor": "none"}
    with Rig(hooks=["district"], sections={"web": board}) as rig:
        rig.wait_ready()
        until(lambda: rig.logged("web.serving"), 10, "the board is served")
        programs = {"siaga-web": rig.child("siaga-web"),
                    "siagad": rig.core.pid,
                    "siaga-modem": rig.child("siaga-modem"),
                    "siaga-notify": rig.child("siaga-notify")}
        for name, pid in programs.items():
            check_program(t, name, pid)
        locked = int(status_of(rig.core.pid)["VmLck"].split()[0])
        if may_lock():
            t.check("siagad: its memory is locked", locked > 2000, locked)
            t.equal("and it does not say otherwise",
                    rig.logged("memory.not_locked"), [])
        else:
            t.check("siagad: keys are locked", locked > 0, locked)
            t.equal("it says so once that the rest is not",
                    len(rig.logged("memory.not_locked")), 1)
        rig.sim.sms(phone(1), CRY)
        rig.wait_answer(phone(1))
        until(lambda: rig.hooks[0].all("report.filed"), 10, "a webhook")


def inherited(t):
    """A descriptor that somebody left open does not come along."""
    read, write = os.pipe()
    os.set_inheritable(write, True)
    with Rig(start_core=False) as rig:
        process = subprocess.Popen(
            [os.path.join(BUILD, "siagad"), "-c", rig.conf],
            stdin=subprocess.DEVNULL, stdout=rig.log_file,
            stderr=rig.log_file, pass_fds=[write])
        rig.core = process
        os.close(write)
        until(lambda: rig.logged("ready"), 10, "ready")
        os.set_blocking(read, False)
        t.equal("nobody has the other end any more", os.read(read, 1), b"")
        os.close(read)


# --- the machine key as a credential ---

class Credentialed(Rig):
    def __init__(self, **options):
        self.runtime = tempfile.mkdtemp(prefix="siaga-r", dir="/tmp")
        super().__init__(siaga={"children": "systemd"}, start_core=False,
                         **options)
        self.env["RUNTIME_DIRECTORY"] = self.runtime
        self.credentials = os.path.join(self.dir, "credentials")
        os.mkdir(self.credentials, 0o700)

    def doctor(self):
        return [f["what"] for f in self.ask("doctor")]

    def close(self):
        super().close()
        shutil.rmtree(self.runtime, ignore_errors=True)


def machine_key(t):
    beside = "machine.key lies beside what it opens"
    with Credentialed() as rig:
        here = os.path.join(rig.state, "machine.key")
        there = os.path.join(rig.credentials, "machine.key")
        rig.start_core()
        t.check("a first start makes one", os.path.getsize(here) == 32)
        t.check("the doctor warns of it", beside in rig.doctor())
        rig.stop_core()
        os.rename(here, there)
        rig.start_core(ready=False)
        t.equal("without it there is no start", rig.core.wait(10), 78)
        t.check("and the reason is told",
                "machine.key is missing" in rig.log_text())
        rig.env["CREDENTIALS_DIRECTORY"] = rig.credentials
        rig.start_core()
        t.check("with the credential there is", beside not in rig.doctor())
        t.check("and none was made beside it", not os.path.exists(here))
        rig.stop_core()
        with open(there, "wb") as file:
            file.write(b"x" * 31)
        rig.start_core(ready=False)
        t.check("one that is none is not made good", rig.core.wait(10) == 78
                and "is not a machine key" in rig.log_text())
    with Credentialed() as rig:
        with open(os.path.join(rig.credentials, "machine.key"), "wb") as file:
            file.write(os.urandom(32))
        rig.env["CREDENTIALS_DIRECTORY"] = rig.credentials
        rig.start_core()
        t.check("a new box never has it on its disk",
                not os.path.exists(os.path.join(rig.state, "machine.key")))
    with Rig() as rig:
        t.check("children = spawn: nobody is told to move it", beside not in
                [f["what"] for f in rig.ask("doctor")])


# --- users of their own, as installed ---

WRAPPER = """#!/bin/sh
exec setpriv --reuid={user} --regid={user} --clear-groups {program} "$@"
"""


class Separate(Rig):
    """Each program under its user, in a namespace where these exist."""

    def __init__(self, **options):
        self.runtime = tempfile.mkdtemp(prefix="siaga-r", dir="/tmp")
        self.own(self.runtime, "siaga", 0o755)
        super().__init__(siaga={"children": "systemd"}, start_core=False,
                         hooks=["district"], **options)
        os.chmod(self.dir, 0o755)
        self.programs = self.make_programs()
        templates = os.path.join(self.dir, "templates")
        shutil.copytree(os.path.join(ROOT, "templates"), templates)
        self.settings["siaga"]["templates"] = templates
        self.write_conf()
        os.mkdir(self.state)
        self.own(self.state, "siaga", 0o710)
        self.own(self.hooks[0].secret_file, "siaga", 0o600)
        self.settings["web"] = self.make_board()
        self.write_conf()
        self.own(os.path.realpath(self.sim.device), "siaga-modem", 0o600)
        self.env["RUNTIME_DIRECTORY"] = self.runtime
        self.start_core()
        wire = ["--connect", os.path.join(self.runtime, "wire.sock")]
        self.modem_program = self.run([os.path.join(
            self.programs, "siaga-modem"), "--name", "a", *wire])
        self.notify_program = self.run(
            [os.path.join(self.programs, "siaga-notify"), *wire])
        self.web_program = self.run(
            [os.path.join(self.programs, "siaga-web"), *wire])

    def make_board(self):
        """Whose key for TLS siagad cannot read."""
        cert, self.tls_key = office.certificate(self.dir)
        self.own(cert, "siaga-web", 0o644)
        self.own(self.tls_key, "siaga-web", 0o600)
        return {"listen": "127.0.0.1:0", "tls_cert": cert,
                "tls_key": self.tls_key}

    @staticmethod
    def own(path, user, mode):
        os.chown(path, USERS[user], USERS[user])
        os.chmod(path, mode)

    def make_programs(self):
        where = os.path.join(self.dir, "bin")
        real = os.path.join(where, "real")
        os.makedirs(real)
        for name, user in (("siagad", "siaga"), ("siaga-modem",) * 2,
                           ("siaga-notify",) * 2, ("siaga-web",) * 2):
            shutil.copy(os.path.join(BUILD, name), real)
            path = os.path.join(where, name)
            with open(path, "w", encoding="ascii") as file:
                file.write(WRAPPER.format(
                    user=USERS[user], program=os.path.join(real, name)))
            os.chmod(path, 0o755)
        return where

    def close(self):
        super().close()
        shutil.rmtree(self.runtime, ignore_errors=True)


def as_user(user, action):
    """What action() says, or the error it ends with, as that user."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            os.setgroups([])
            os.setgid(USERS[user])
            os.setuid(USERS[user])
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


def opened(path):
    def action():
        with open(path, "rb") as file:
            file.read(1)
        return "opened"
    return action


def check_files(t, rig):
    for user in ("siaga-modem", "siaga-notify", "siaga-web"):
        t.equal(f"{user} cannot list the state", as_user(
            user, lambda: " ".join(os.listdir(rig.state))), "PermissionError")
        for name in ("siaga.db", "keys.db", "machine.key", "first-officer.key"):
            t.equal(f"{user} cannot open {name}", as_user(
                user, opened(os.path.join(rig.state, name))),
                "PermissionError")
        t.equal(f"{user} cannot read a webhook's secret", as_user(
            user, opened(rig.hooks[0].secret_file)), "PermissionError")
    for user in ("siaga", "siaga-modem", "siaga-notify"):
        t.equal(f"{user} cannot read the board's key", as_user(
            user, opened(rig.tls_key)), "PermissionError")
    t.equal("siaga itself can", as_user(
        "siaga", opened(os.path.join(rig.state, "keys.db"))), "opened")
    for name in os.listdir(rig.state):
        mode = os.stat(os.path.join(rig.state, name)).st_mode
        wanted = 0o660 if stat.S_ISSOCK(mode) else 0o600
        t.equal(f"mode of {name}", oct(mode & 0o7777), oct(wanted))


def check_memory(t, rig):
    for user, pid in (("siaga", rig.core.pid),
                      ("siaga-modem", rig.modem_program.pid),
                      ("siaga-notify", rig.notify_program.pid),
                      ("siaga-web", rig.web_program.pid)):
        t.equal(f"{user} runs as itself", status_of(pid)["Uid"].split()[0],
                str(USERS[user]))
        for name in ("mem", "environ", "maps", "auxv"):
            t.equal(f"its own user cannot read /proc/PID/{name} of {user}",
                    as_user(user, opened(f"/proc/{pid}/{name}")),
                    "PermissionError")
        t.equal(f"nor look at the descriptors of {user}", as_user(
            user, lambda p=pid: " ".join(os.listdir(f"/proc/{p}/fd"))),
            "PermissionError")


def check_descriptors(t, rig):
    """The modem program: standard streams, the wire and the device."""
    kinds = []
    folder = f"/proc/{rig.modem_program.pid}/fd"
    for fd in sorted(os.listdir(folder), key=int):
        mode = os.stat(os.path.join(folder, fd)).st_mode
        if int(fd) > 2:
            kinds.append("socket" if stat.S_ISSOCK(mode) else
                         "device" if stat.S_ISCHR(mode) else
                         os.readlink(os.path.join(folder, fd)))
    t.equal("siaga-modem has one socket and one device", sorted(kinds),
            ["device", "socket"])


def separate_users(t):
    need_plain_build()
    with Separate() as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), CRY)
        rig.wait_answer(phone(1))
        until(lambda: rig.hooks[0].all("report.filed"), 10, "a webhook")
        until(lambda: rig.logged("web.serving"), 10, "the board, with TLS")
        for name, pid in (("siagad", rig.core.pid),
                          ("siaga-modem", rig.modem_program.pid),
                          ("siaga-notify", rig.notify_program.pid),
                          ("siaga-web", rig.web_program.pid)):
            check_program(t, name, pid)
        t.check("siagad: keys are locked",
                int(status_of(rig.core.pid)["VmLck"].split()[0]) > 0)
        check_files(t, rig)
        check_memory(t, rig)
        check_descriptors(t, rig)


def no_proxyat(t):
    """Whoever connects by itself starts no program, whatever is configured."""
    need_plain_build()
    with Separate(connection="proxyat") as rig:
        until(lambda: rig.modem_state() == "failed", 10, "failed")
        t.equal("the state says why", rig.ask("status")["modems"][0]["detail"],
                "proxyat_not_allowed")
        t.equal("one line of the log says it",
                len(rig.logged("modem.proxyat_not_allowed")), 1)
        t.equal("nothing was started",
                harness.children_any(rig.modem_program.pid), [])
        t.check("and it does not end for it", rig.modem_program.poll() is None)


def enter_namespace(case):
    """Runs the case again where /etc/passwd has the users of Siaga."""
    def outer(t):
        if os.environ.get(INNER):
            return case(t)
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            raise Missing("only root can be several users")
        can = subprocess.run(["unshare", "--mount", "true"],
                             stderr=subprocess.DEVNULL)
        if can.returncode != 0:
            raise Missing("there are no namespaces here")
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                ["unshare", "--mount", "--propagation", "private",
                 sys.executable, os.path.abspath(__file__), case.__name__],
                env={**os.environ, INNER: "1"}, stdout=out,
                stderr=subprocess.STDOUT, timeout=120)
            t.take(case.__name__, os.fdopen(os.dup(out.fileno()), "r"),
                   done.returncode)
        return None
    outer.__name__ = case.__name__
    return outer


def add_users():
    """In our namespace alone: mounted over the machine's own file."""
    path = tempfile.mkstemp(prefix="siaga-passwd-")[1]
    with open("/etc/passwd", encoding="utf-8") as file:
        lines = [line for line in file if line.split(":")[0] not in USERS]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
        for name, number in USERS.items():
            file.write(f"{name}:x:{number}:{number}::/:/usr/sbin/nologin\n")
    os.chmod(path, 0o644)
    subprocess.run(["mount", "--bind", path, "/etc/passwd"], check=True)
    os.unlink(path)


if __name__ == "__main__":
    if os.environ.get(INNER):
        add_users()
    sys.exit(harness.main([exposure, given_up, inherited, machine_key,
                           enter_namespace(separate_users),
                           enter_namespace(no_proxyat)]))
