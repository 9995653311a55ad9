#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""siaga backup and restore with the real programs, and erasure that holds.

A box files reports, is backed up, erases one, is lost, and is made again in
another place. Then everything that could open the erased case is tried: every
passphrase, the recovery key, the old machine key, every file of keys that
Siaga manages. A file of keys that somebody kept aside does open it: that is
the one thing which "managed" leaves out, and the manual says so.
"""
import glob
import os
import random
import re
import shutil
import sqlite3
import subprocess
import time

from harness import Rig, main, phone, until

STORY = "suami saya memukul saya tadi malam"
GONE = "kakak ipar saya mengancam saya"
SHARE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


def passphrase_file(rig, person):
    path = os.path.join(rig.dir, person + ".pass")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"kata sandi panjang milik {person}\n")
    return path


def siaga(rig, *words, status=0, stdin=None, env=None):
    done = subprocess.run(
        [os.path.join(rig.programs, "siaga"), "-c", rig.conf, *words],
        input=stdin, capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL if stdin is None else None,
        env={**os.environ, **(env or {})})
    if status is not None and done.returncode != status:
        raise AssertionError(f"siaga {' '.join(words)}: exit "
                             f"{done.returncode}: {done.stderr}")
    return done


class As:
    """A session of one person."""

    def __init__(self, rig, person):
        self.rig = rig
        answer = rig.cli_json("unlock", person, "--passphrase-file",
                              passphrase_file(rig, person))
        self.env = {"SIAGA_SESSION": answer["session"]}

    def json(self, *words):
        return self.rig.cli_json(*words, env=self.env)

    def texts(self, code):
        shown = self.json("report", "show", code)
        return [m.get("text") for m in shown["received"]]


def staff(rig):
    """Sari, a supervisor; Budi, an officer; a recovery key on paper."""
    rig.cli("--key-file", rig.key_file(), "key", "init", "sari",
            "--passphrase-file", passphrase_file(rig, "sari"))
    sari = As(rig, "sari")
    sari.json("people", "add", "budi", "--role", "officer")
    sari.json("key", "officer", "budi", "--passphrase-file",
              passphrase_file(rig, "budi"))
    paper = siaga(rig, "key", "paper").stdout
    public = re.search(r"siaga-recovery-[\w-]{48}", paper)[0]
    sari.json("key", "recovery", public)
    return sari, paper


def shares(paper):
    """The lines to type of two sheets, which stand on each of them twice."""
    sheets = [SHARE.findall(page)[:4] for page in paper.split("\f")[:2]]
    return "\n".join(line for sheet in sheets for line in sheet) + "\n"


def files(folder, kind):
    return sorted(glob.glob(os.path.join(folder, f"siaga-{kind}-*.bak")))


def keys_rows(path, sql, *values):
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        return base.execute(sql, values).fetchall()
    finally:
        base.close()


def case_key(rig, code):
    return rig.database("SELECT hex(case_pk) FROM report WHERE code = ?",
                        code)[0][0].lower()


def anywhere(folder, word):
    """Files below a folder in which these bytes stand."""
    found = []
    for path in glob.glob(os.path.join(folder, "**"), recursive=True):
        if os.path.isfile(path) and not path.endswith(".sock"):
            with open(path, "rb") as file:
                if word in file.read():
                    found.append(os.path.basename(path))
    return found


def other_place(rig, name):
    """The configuration of another box, with nothing in its state yet."""
    place = os.path.join(rig.dir, name)
    os.mkdir(place)
    rig.state = os.path.join(place, "s")
    rig.conf = os.path.join(place, "c")
    rig.settings["siaga"]["state_dir"] = rig.state
    rig.write_conf()


def two_reports(rig):
    rig.wait_ready()
    rig.sim.sms(phone(1), STORY)
    rig.sim.sms(phone(2), GONE)
    rig.wait_reports(2)
    known = {}
    sari = As(rig, "sari")
    for report in rig.reports():
        known[sari.texts(report["code"])[0]] = report["code"]
    return known[STORY], known[GONE]


def erasure_holds(t):
    with Rig() as rig:
        stick = os.path.join(rig.dir, "stick")
        illegal = os.path.join(rig.dir, "aside")
        os.mkdir(stick)
        rig.stop_core()
        rig.settings["backup"] = {"dir": stick}
        rig.write_conf()
        rig.start_core()
        sari, paper = staff(rig)
        story, gone = two_reports(rig)
        pk = case_key(rig, gone)

        made = rig.cli_json("backup")
        t.check("both files are there when it answers",
                os.path.exists(os.path.join(stick, made["data"]["file"]))
                and os.path.exists(os.path.join(stick, made["keys"]["file"])))
        t.equal("one file of keys", len(files(stick, "keys")), 1)
        keys = files(stick, "keys")[0]
        t.equal("its number is in it", keys_rows(
            keys, "SELECT CAST(bytes AS TEXT) FROM key WHERE kind = 12 AND "
            "name = 'generation'")[0][0], str(made["generation"]))
        t.equal("no day key is in it", keys_rows(
            keys, "SELECT count(*) FROM key WHERE kind = 1")[0][0], 0)
        t.check("the case's key is", keys_rows(
            keys, "SELECT count(*) FROM key WHERE name LIKE ?",
            f"%{pk}")[0][0] > 0)
        t.equal("no plain copy is left", os.path.exists(
            os.path.join(rig.state, "backup-data.tmp")), False)
        with open(os.path.join(stick, made["data"]["file"]), "rb") as file:
            sealed = file.read()
        t.check("the file of data tells nothing", story.encode() not in sealed
                and b"report" not in sealed and b"sari" not in sealed)
        shutil.copytree(stick, illegal)

        old_machine_key = os.path.join(rig.dir, "old-machine.key")
        shutil.copy(os.path.join(rig.state, "machine.key"), old_machine_key)
        sari = As(rig, "sari")
        sari.json("report", "erase", gone, "--reason", "diminta")
        until(lambda: As(rig, "sari").json("report", "show", gone).get(
            "erasure") == "complete", 20, "the erasure is complete")
        t.equal("nothing of its key in keys.db or on the stick",
                anywhere(rig.state, pk.encode()) + anywhere(
                    stick, pk.encode()), [])
        rig.cli("backup")
        newest = rig.cli_json("backup")["generation"]

        lost = rig.state
        rig.stop_core()
        other_place(rig, "second")
        wrong = siaga(rig, "restore", stick, "--as", "nobody",
                      "--passphrase-file", passphrase_file(rig, "budi"),
                      status=78)
        t.check("a stranger does not open it", "no such person" in wrong.stderr,
                wrong.stderr)
        wrong = siaga(rig, "restore", stick, "--as", "sari",
                      "--passphrase-file", passphrase_file(rig, "budi"),
                      status=78)
        t.check("nor another passphrase", "passphrase" in wrong.stderr)
        wrong = siaga(rig, "restore", illegal, "--as", "sari",
                      "--generation", str(newest), "--passphrase-file",
                      passphrase_file(rig, "sari"), status=78)
        t.check("older keys than the office knows of are refused",
                "older than the newest" in wrong.stderr, wrong.stderr)
        t.equal("and nothing was made", [f for f in os.listdir(rig.state)
                                         if f != "lock"], [])

        siaga(rig, "restore", stick, "--as", "sari", "--passphrase-file",
              passphrase_file(rig, "sari"))
        wrong = siaga(rig, "restore", stick, "--as", "sari",
                      "--passphrase-file", passphrase_file(rig, "sari"),
                      status=78)
        t.check("once more takes --force", "--force" in wrong.stderr)
        rig.start_core()
        busy = siaga(rig, "restore", stick, "--force", "--as", "sari",
                     "--passphrase-file", passphrase_file(rig, "sari"),
                     status=75)
        t.check("not under a running siagad", "another siagad" in busy.stderr)
        rig.wait_ready()
        sari = As(rig, "sari")
        t.equal("reports open in the other place", sari.texts(story), [STORY])
        t.equal("the erased one does not", sari.texts(gone), [None])
        t.equal("its state", sari.json("report", "show", gone)["state"],
                "erased")
        t.equal("no number is known", rig.database(
            "SELECT count(*) FROM contact WHERE route_day >= 0")[0][0], 0)
        people = {p["id"]: p for p in sari.json("people")}
        t.check("names are to be entered again", people["budi"]["unreadable"])
        t.check("the doctor says so",
                b"another machine key" in rig.cli("doctor", status=None))
        t.check("it is in the audit", rig.database(
            "SELECT count(*) FROM audit WHERE act = 'restore'")[0][0] == 1)
        rig.stop_core()

        # All that could be tried on what Siaga manages.
        ways = [("--as", "sari", "--passphrase-file",
                 passphrase_file(rig, "sari")),
                ("--as", "budi", "--passphrase-file",
                 passphrase_file(rig, "budi"))]
        for number, way in enumerate(ways):
            other_place(rig, f"try{number}")
            siaga(rig, "restore", stick, *way)
            shutil.copy(old_machine_key,
                        os.path.join(rig.state, "machine.key"))
            rig.start_core()
            for person in ("sari", "budi"):
                t.equal(f"{person} does not open it, restored by {way[1]} "
                        "and with the old machine key",
                        As(rig, person).texts(gone), [None])
            t.check("with the old machine key names open", not any(
                p.get("unreadable") for p in As(rig, "sari").json("people")))
            rig.stop_core()
        other_place(rig, "recovered")
        siaga(rig, "restore", stick, "--recovery", stdin=shares(paper))
        rig.start_core()
        shown = siaga(rig, "--json", "--recovery", "report", "show", gone,
                      stdin=shares(paper), status=None)
        t.check("nor does the recovery key", GONE not in shown.stdout)
        rig.stop_core()
        t.equal("the lost box's own keys do not have it either",
                anywhere(lost, pk.encode()), [])

        # Old keys beside the newest data: these know what was erased.
        mixed = os.path.join(rig.dir, "mixed")
        shutil.copytree(illegal, mixed)
        for path in files(stick, "data"):
            shutil.copy(path, mixed)
        other_place(rig, "mixed-box")
        way = ("--as", "sari", "--passphrase-file",
               passphrase_file(rig, "sari"))
        siaga(rig, "restore", mixed, *way, status=78)
        siaga(rig, "restore", mixed, "--force", *way)
        rig.start_core()
        t.equal("not even old keys open it where the data know",
                As(rig, "sari").texts(gone), [None])
        t.equal("all else opens", As(rig, "sari").texts(story), [STORY])
        rig.stop_core()
        t.equal("its key was deleted again", anywhere(rig.state, pk.encode()),
                [])

        # Over the box that remembers: its list counts.
        rig.state, rig.conf = lost, os.path.join(rig.dir, "c")
        rig.settings["siaga"]["state_dir"] = lost
        siaga(rig, "restore", illegal, "--force", *way)
        rig.start_core()
        t.equal("nor the old ones, over a box that remembers",
                As(rig, "sari").texts(gone), [None])
        rig.stop_core()

        # Kept aside, keys and data of before: the one thing that opens it.
        other_place(rig, "illegal")
        siaga(rig, "restore", illegal, *way)
        rig.start_core()
        t.equal("a copy that Siaga does not manage opens what it held",
                As(rig, "sari").texts(gone), [GONE])


def killed_in_between(t):
    rng = random.Random(17)
    kills = 20
    with Rig() as rig:
        stick = os.path.join(rig.dir, "stick")
        os.mkdir(stick)
        rig.stop_core()
        rig.settings["backup"] = {"dir": stick, "keep": "365"}
        rig.write_conf()
        rig.start_core()
        staff(rig)
        story, _ = two_reports(rig)
        first = rig.cli_json("backup")["data"]["file"]
        command = [os.path.join(rig.programs, "siaga"), "-c", rig.conf,
                   "backup"]
        for _ in range(kills):
            asking = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, 0.2))
            rig.kill_core()
            asking.wait(30)
            keys = files(stick, "keys")
            t.equal("one file of keys", len(keys), 1)
            t.equal("it is whole", keys_rows(
                keys[0], "PRAGMA integrity_check")[0][0], "ok")
            rig.start_core()
            t.equal("no plain copy is left", os.path.exists(os.path.join(
                rig.state, "backup-data.tmp")), False)
        rig.stop_core()
        names = [path for path in files(stick, "data")
                 if os.path.basename(path) >= first]  # Sari had a key by then
        aside = os.path.join(rig.dir, "aside")
        for number, path in enumerate(names):
            shutil.rmtree(aside, ignore_errors=True)
            os.mkdir(aside)
            shutil.copy(path, aside)
            shutil.copy(files(stick, "keys")[0], aside)
            other_place(rig, f"box{number}")
            siaga(rig, "restore", aside, "--as", "sari", "--passphrase-file",
                  passphrase_file(rig, "sari"))
        t.note(f"{len(names)} files of data after {kills} kills, all whole")
        rig.start_core()
        t.equal("the newest opens", As(rig, "sari").texts(story), [STORY])


def under_load(t):
    """A backup of a larger store does not hold up a turn."""
    with Rig() as rig:
        stick = os.path.join(rig.dir, "stick")
        os.mkdir(stick)
        rig.wait_ready()
        rig.sim.sms(phone(1), STORY)
        rig.wait_reports(1)
        rig.stop_core()
        base = sqlite3.connect(os.path.join(rig.state, "siaga.db"))
        with base:
            message = base.execute(
                "SELECT id FROM message LIMIT 1").fetchone()[0]
            base.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                "n WHERE i < 60000) INSERT INTO message (report_id, modem, "
                "received_at, clock, classes, body) SELECT report_id, modem, "
                "received_at, clock, classes, randomblob(900) FROM message, n "
                "WHERE id = ?", (message,))
        base.close()
        rig.start_core()
        rig.wait_ready()
        mark = rig.log_size()
        begun = time.monotonic()
        asking = subprocess.Popen(
            [os.path.join(rig.programs, "siaga"), "-c", rig.conf, "backup",
             "--to", stick], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL)
        slowest, asked = 0.0, 0
        while asking.poll() is None:
            at = time.monotonic()
            rig.ask("status")
            slowest = max(slowest, time.monotonic() - at)
            asked += 1
            time.sleep(0.005)
        took = time.monotonic() - begun
        t.equal("it is made", asking.returncode, 0)
        size = os.path.getsize(files(stick, "data")[0])
        t.note(f"{size // 1000000} MB in {took:.1f} s; {asked} questions "
               f"meanwhile, the slowest {slowest * 1000:.0f} ms")
        t.check("no turn over 50 ms", not rig.logged("loop.slow", mark),
                rig.logged("loop.slow", mark))
        key = rig.key_file()
        rig.stop_core()
        code = rig.database("SELECT code FROM report")[0][0]
        other_place(rig, "other")
        begun = time.monotonic()
        siaga(rig, "restore", stick, "--key-file", key)
        t.note(f"restored in {time.monotonic() - begun:.1f} s")
        t.equal("nothing of its work is left", sorted(os.listdir(rig.state)),
                ["keys.db", "lock", "machine.key", "siaga.db"])
        with open(os.path.join(rig.state, "restore.unfinished"), "wb"):
            pass
        rig.start_core(ready=False)
        t.equal("half a restore is no box", rig.core.wait(10), 78)
        t.check("and it says why", "cut short" in rig.log_tail())
        siaga(rig, "restore", stick, "--key-file", key, status=78)
        siaga(rig, "restore", stick, "--force", "--key-file", key)
        rig.start_core()
        shown = rig.cli_json("--key-file", key, "report", "show", code)
        t.equal("the first key opens it", shown["received"][0]["text"], STORY)


if __name__ == "__main__":
    main([erasure_holds, killed_in_between, under_load])
