#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Disks that are full, read-only or broken, and databases that are not ours.

While nothing can be stored the texts stay on the SIM, the person who looks is
told why, and afterwards each text is filed and answered once.
"""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys

import harness
from harness import Missing, Rig, Tampering, end, phone, until


@contextlib.contextmanager
def small_disk(rig, size="3m"):
    """A tmpfs as state_dir."""
    os.mkdir(rig.state, 0o700)
    if os.geteuid() != 0:
        raise Missing("only root can mount")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700",
                           "siaga-test", rig.state], capture_output=True)
    if done.returncode != 0:
        raise Missing("cannot mount: " + done.stderr.decode().strip())
    try:
        yield
    finally:
        rig.stop_core()
        subprocess.run(["umount", "-l", rig.state], check=True)


def fill(rig):
    with open(os.path.join(rig.state, "ballast"), "wb", buffering=0) as file:
        for size in (65536, 4096):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size) == size:
                    pass


def relieve(rig):
    os.unlink(os.path.join(rig.state, "ballast"))


def start_refused(rig):
    """Starts siagad; returns its exit status and what it said."""
    mark = rig.log_size()
    core = rig.start_core(ready=False)
    until(lambda: core.poll() is not None or rig.logged("ready", mark), 15,
          "siagad decides")
    status = core.poll()
    if status is None:
        rig.stop_core()
    rig.core = None
    return status, rig.log_text(mark)


def full_disk(t):
    with Rig(start_core=False) as rig, small_disk(rig):
        rig.start_core()
        rig.wait_ready()
        rig.sim.sms(phone(1), "sebelum penuh")
        rig.wait_answer(phone(1))
        until(lambda: rig.ask("status")["outbox"].get("sms_delivered"), 10,
              "settled")
        rig.sim.wait("sim_empty")
        fill(rig)
        mark = rig.log_size()
        for index in range(2, 5):
            rig.sim.sms(phone(index), f"pesan {index}")
        until(lambda: "level=error" in rig.log_text(mark), 10, "a clear error")
        said = " ".join(line for line in rig.log_text(mark).splitlines()
                        if "level=error" in line)
        t.check("the error says what is wrong", "full" in said
                or "space" in said.lower(), said[:500])
        errors = rig.log_text(mark).count("level=error")
        until(lambda: rig.log_text(mark).count("level=error") > errors, 20,
              "it tries again")
        t.equal("the texts stay on the SIM", rig.sim.cmd("sim")["used"], 3)
        t.equal("nobody is told it came", len(rig.sim.sent()), 1)
        t.check("commands are answered", len(rig.reports()) == 1)
        t.check("siagad lives", rig.core.poll() is None)
        lines = len(rig.log_text(mark).splitlines())
        t.check("the log is not flooded", lines < 200, lines)
        relieve(rig)
        for index in range(2, 5):
            rig.wait_answer(phone(index), seconds=30)
        rig.sim.wait("sim_empty")
        t.equal("recovers by itself: all filed once", sorted(
            x for r in rig.reports() for x in rig.texts(r)),
            ["pesan 2", "pesan 3", "pesan 4", "sebelum penuh"])
        t.equal("all answered once", len(rig.sim.sent()), 4)


def start_on_full_disk(t):
    with Rig(start_core=False) as rig, small_disk(rig):
        fill(rig)
        rig.sim.sms(phone(1), "pesan 1")
        status, said = start_refused(rig)
        t.check("a first start on a full disk: says so and ends",
                status not in (None, 0) and "level=error" in said,
                f"exit {status}: {said[-600:]}")
        t.equal("the text stays on the SIM", rig.sim.cmd("sim")["used"], 1)
        relieve(rig)
        rig.start_core()
        rig.wait_answer(phone(1))
        t.equal("then it starts, and files it", len(rig.reports()), 1)
        shown = rig.texts(rig.reports()[0])
        t.equal("half-made key files do no harm", shown, ["pesan 1"])


def failing_fsync(t):
    """After a failed fsync nobody knows what is on the disk: no more writing
    until a restart has looked (P1)."""
    with Rig(hooks=["district"]) as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), "sebelum")
        rig.wait_answer(phone(1))
        until(lambda: rig.ask("status")["outbox"].get("sms_delivered"), 10,
              "settled")
        mark = rig.log_size()
        with Tampering(rig, "error=EIO"):
            rig.sim.sms(phone(2), "selama rusak")
            until(lambda: "level=error" in rig.log_text(mark), 10, "an error")
            rig.sim.sms(phone(3), "juga selama rusak")
            rig.sim.wait("cmti", count=3)
            rig.sim.wait("idle", quiet_ms=500)
        rig.sim.sms(phone(4), "sesudah, tetapi belum dimulai lagi")
        rig.sim.wait("idle", quiet_ms=500)
        t.check("an alarm in the log", rig.logged("store.read_only", mark),
                rig.log_text(mark)[:400])
        t.check("status says read-only", rig.ask("status")["read_only"])
        doctor = rig.cli("doctor", status=None).decode()
        t.check("doctor says what to do", "read-only" in doctor)
        t.check("the texts stay on the SIM", rig.sim.cmd("sim")["used"] == 3,
                rig.sim.cmd("sim")["used"])
        t.check("nobody is told it came", len(rig.sim.sent()) == 1,
                len(rig.sim.sent()))
        t.check("reading goes on", len(rig.reports()) >= 1)
        ghosts = {e["code"] for e in rig.logged("report.filed", mark)} - {
            r["code"] for r in rig.reports()}
        t.check("the log names no report that was not kept", not ghosts, ghosts)
        rig.stop_core()
        rig.start_core()
        for index in (2, 3, 4):
            rig.wait_answer(phone(index), seconds=20)
        rig.sim.wait("sim_empty")
        t.equal("after a restart all are filed once", sorted(
            x for r in rig.reports() for x in rig.texts(r)),
            sorted(["sebelum", "selama rusak", "juga selama rusak",
                    "sesudah, tetapi belum dimulai lagi"]))
        t.equal("and answered once", len(rig.sim.sent()), 4)


def failing_fsync_of_the_store(t):
    """The same when no key is to be written: a second text of a case."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), "sebelum")
        rig.wait_answer(phone(1))
        until(lambda: rig.ask("status")["outbox"].get("sms_delivered"), 10,
              "settled")
        mark = rig.log_size()
        with Tampering(rig, "error=EIO"):
            rig.sim.sms(phone(1), "selama rusak")
            until(lambda: rig.logged("store.read_only", mark), 10, "an alarm")
        rig.sim.sms(phone(1), "sesudah")
        rig.sim.wait("idle", quiet_ms=500)
        t.check("status says read-only", rig.ask("status")["read_only"])
        t.check("doctor says what to do", b"read-only" in rig.cli(
            "doctor", status=1))
        t.equal("the texts stay on the SIM", rig.sim.cmd("sim")["used"], 2)
        rig.stop_core()
        rig.start_core()
        rig.sim.wait("sim_empty")
        t.equal("after a restart all are filed once", [
            rig.texts(r) for r in rig.reports()],
            [["sebelum", "selama rusak", "sesudah"]])


def read_only_state(t):
    with Rig(start_core=False) as rig, small_disk(rig):
        subprocess.run(["mount", "-o", "remount,ro", rig.state], check=True)
        status, said = start_refused(rig)
        t.equal("a read-only state_dir: exit", status, 78)
        t.check("and says which", "state_dir" in said
                or "cannot be written" in said, said[-400:])


def second_core(t):
    with Rig() as rig:
        rig.wait_ready()
        first = rig.core
        second = harness.start([os.path.join(rig.programs, "siagad"), "-c",
                                rig.conf], stderr=subprocess.PIPE)
        try:
            _, said = second.communicate(timeout=15)
        finally:
            end(second)
        t.equal("a second siagad: exit", second.returncode, 75)
        t.check("and says why", b"another siagad" in said, said)
        rig.core = first
        rig.client.close()
        rig.client = None
        t.equal("the first still serves", rig.modem_state(), "ready")
        rig.sim.sms(phone(1), "pesan 1")
        rig.wait_answer(phone(1))


def stopped_rig():
    """A state with one report in it, and nobody running on it."""
    rig = Rig()
    rig.wait_ready()
    rig.sim.sms(phone(1), "pesan 1")
    rig.wait_answer(phone(1))
    rig.sim.wait("sim_empty")
    until(lambda: rig.ask("status")["outbox"].get("sms_delivered"), 10, "settled")
    rig.stop_core()
    return rig


def path_of(rig, name):
    return os.path.join(rig.state, name)


def whole(path):
    with open(path, "rb") as file:
        return file.read()


def refused_and_untouched(t, rig, what, words, name="siaga.db", status=78):
    before = whole(path_of(rig, name))
    got, said = start_refused(rig)
    t.equal(f"{what}: exit", got, status)
    fine = any(w in said for w in words)
    t.check(f"{what}: says so", fine, said[-500:])
    # A header's change counter (24..27, 92..95) says nothing of its content.
    now = whole(path_of(rig, name))
    t.check(f"{what}: left as it was", now[:24] + now[28:92] + now[96:]
            == before[:24] + before[28:92] + before[96:])


def newer_database(t):
    with stopped_rig() as rig:
        for name in ("siaga.db", "keys.db"):
            base = sqlite3.connect(path_of(rig, name))
            was = base.execute("PRAGMA user_version").fetchone()[0]
            base.execute("PRAGMA user_version=999")
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            base.close()
            refused_and_untouched(t, rig, f"{name} of a newer Siaga",
                                  ["newer"], name)
            base = sqlite3.connect(path_of(rig, name))
            base.execute(f"PRAGMA user_version={was}")
            base.close()
        rig.start_core()
        t.equal("with the right number it starts", len(rig.reports()), 1)


def damaged_database(t):
    with stopped_rig() as rig:
        good = path_of(rig, "good")
        for name in ("siaga.db", "keys.db"):
            path = path_of(rig, name)
            shutil.copy(path, good)
            size = os.path.getsize(path)
            with open(path, "r+b") as file:
                file.seek(4096)
                file.write(b"\xa5" * (size - 4096))
            refused_and_untouched(t, rig, f"damaged {name}",
                                  ["damaged", "malformed"], name)
            with open(path, "wb") as file:
                file.write(b"this is no database at all\n" * 400)
            refused_and_untouched(t, rig, f"{name} is no database",
                                  ["no database", "not a database", "damaged"],
                                  name)
            shutil.copy(good, path)
        rig.start_core()
        t.equal("the good copies serve", rig.texts(rig.reports()[0]), ["pesan 1"])


def lost_keys(t):
    """Keys are never made anew over an old store: its day keys and its
    secrets would be unreadable for good, and silently."""
    with stopped_rig() as rig:
        os.rename(path_of(rig, "machine.key"), path_of(rig, "kept"))
        status, said = start_refused(rig)
        t.check("no machine.key beside an old store: refused",
                status not in (None, 0), f"exit {status}: {said[-400:]}")
        t.check("and none is made", not os.path.exists(path_of(
            rig, "machine.key")))
        os.replace(path_of(rig, "kept"), path_of(rig, "machine.key"))
        os.rename(path_of(rig, "keys.db"), path_of(rig, "kept"))
        status, said = start_refused(rig)
        t.check("no keys.db beside an old store: refused",
                status not in (None, 0), f"exit {status}: {said[-400:]}")
        os.replace(path_of(rig, "kept"), path_of(rig, "keys.db"))
        with open(path_of(rig, "machine.key"), "r+b") as file:
            file.truncate(7)
        status, said = start_refused(rig)
        t.check("a machine.key of 7 bytes: refused", status not in (None, 0),
                f"exit {status}: {said[-400:]}")


def first_key_moved_away(t):
    """As doctor advises: the officer takes the key off the box."""
    with stopped_rig() as rig:
        os.rename(rig.key_file(), rig.dir + "/officer.key")
        rig.start_core()
        rig.wait_ready()
        t.check("it is not made again", not os.path.exists(rig.key_file()))
        rig.sim.sms(phone(2), "pesan 2")
        rig.wait_answer(phone(2))
        code = rig.reports()[0]["code"]
        shown = rig.cli_json("--key-file", rig.dir + "/officer.key", "report",
                             "show", code)
        t.equal("and opens what came after", shown["received"][0].get("text"),
                "pesan 2")


if __name__ == "__main__":
    sys.exit(harness.main([full_disk, start_on_full_disk, failing_fsync,
                           failing_fsync_of_the_store, read_only_state, second_core, newer_database,
                           damaged_database, lost_keys, first_key_moved_away]))
