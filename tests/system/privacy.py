#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""siaga privacy: papers as they are printed, every destination in them, what
they say of keys and backups; and what -n says of broken ones.
"""
import os
import re
import shutil
import sqlite3
import sys

import harness
from harness import ROOT, Rig, main, phone

PAPERS = ("record", "breach", "dpia")
FILES = {"record": "processing-record.md", "breach": "breach-notice.md",
         "dpia": "dpia.md"}
FIELDS = ("reference code urgency village state channel minor reporter consent "
          "window phone call")
TOLD = {"office": 11, "cadre": 1}  # of these at most
RECIPIENTS = ("office", "cadre", "health", "police", "psychologist", "legal",
              "shelter")


def paper(rig, name, *more):
    return rig.cli("privacy", name, *more).decode()


def printed(t):
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), "suami saya memukul saya")
        rig.wait_reports(1)
        code = rig.reports()[0]["code"]
        for name in PAPERS:
            for language in ("id", "en"):
                text = paper(rig, name, "--language", language)
                path = f"{ROOT}/templates/docs/{language}/{FILES[name]}"
                with open(path, encoding="utf-8") as file:
                    template = file.read()
                what = f"{name} {language}"
                t.check(f"{what}: no slot is left",
                        not re.search(r"[{}]", text), text)
                fixed = re.split(r"\{\w+\}", template)
                at = 0
                for piece in fixed:
                    at = text.find(piece, at)
                    if at < 0:
                        break
                    at += len(piece)
                t.check(f"{what}: the template as it stands, byte by byte",
                        text.startswith(fixed[0]) and at == len(text), text)
                t.check(f"{what}: nobody is named",
                        phone(1) not in text and "memukul" not in text
                        and code not in text and "Info Desa" not in text)
                as_json = rig.cli_json("privacy", name, "--language", language)
                t.equal(f"{what}: in JSON", sorted(as_json),
                        ["document", "language", "text"])
                t.equal(f"{what}: which", (as_json["document"],
                                           as_json["language"]),
                        (name, language))
        rig.cli("privacy", "nonsense", status=1)
        rig.cli("privacy", "dpia", "--language", "xx", status=1)
        rig.cli("privacy", status=64)


def every_slot(t):
    """A slot that no paper uses would be a figure that nobody reads."""
    with open(f"{ROOT}/gateway/core/documents.c", encoding="utf-8") as file:
        text = file.read()
    every_slot_of(t, text, "DOCUMENTS_SLOTS", FILES.values(), 30)
    every_slot_of(t, text, "DOCUMENTS_RECEIPT", ["erasure-receipt.md"], 12)


def every_slot_of(t, text, table, files, least):
    table = re.search(rf"#define {table}(.*?)\n\n", text, re.S)[1]
    known = set(" ".join(re.findall(r'"([^"]*)"', table)).replace(
        "  ", " ").split())
    t.check("there are slots", len(known) > least, known)
    for language in ("id", "en"):
        used = set()
        for name in files:
            with open(f"{ROOT}/templates/docs/{language}/{name}",
                      encoding="utf-8") as file:
                used |= set(re.findall(r"\{(\w+)\}", file.read()))
        t.equal(f"{language} uses every slot", sorted(used), sorted(known))


def destinations(t):
    """32 of them, as long as lines may be: all stand in the record."""
    sections = {}
    for index in range(32):
        name = f"tujuan{index:02d}" + "x" * 24
        recipient = RECIPIENTS[index % len(RECIPIENTS)]
        events = ("report.filed report.updated report.urgent report.closed "
                  "alert.raised alert.accepted alert.declined alert.expired "
                  "alert.escalated modem.down modem.up gateway.alarm report.*")
        sections[f"webhook {name}"] = {
            "url": f"https://host{index}.{'sub.' * 30}example.org/p{'x' * 30}",
            "recipient": recipient, "events": events,
            "fields": FIELDS}
    with Rig(start_core=False) as rig:
        secret = harness.make_secret(rig.dir + "/key")
        for keys in sections.values():
            keys["secret_file"] = secret
        rig.settings.update(sections)
        rig.write_conf()
        rig.start_core()
        text = paper(rig, "record", "--language", "en")
        for title, keys in sections.items():
            name = title.removeprefix("webhook ")
            row = re.search(rf"^\| {name} \| (.*) \|$", text, re.M)
            if not t.check(f"{name} stands in it", row):
                continue
            cells = row[1].split(" | ")
            t.equal(f"{name}: who it is", cells[0].replace(
                "legal aid", "legal"), keys["recipient"])
            t.check(f"{name}: its host alone", cells[1] == keys["url"][8:].split(
                "/")[0], cells[1])
            t.check(f"{name}: what it may be told",
                    cells[3] == keys["events"], cells)
            t.equal(f"{name}: how much of a report", cells[4].count(", ") + 1,
                    TOLD.get(keys["recipient"], 6))
        t.check("and over the internet",
                "reached over the internet: 32" in text)
        t.check("the largest paper fits a frame", len(text) < 49152, len(text))
        t.note(f"a record with 32 destinations has {len(text)} bytes")


def keys_and_backups(t):
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), "halo, apakah kantor buka")
        rig.wait_reports(1)
        here = paper(rig, "breach", "--language", "en")
        t.check("the first officer's key is on the box",
                "STILL ON THIS BOX" in here and "1 reports as READABLE" in here)
        t.check("so is the machine key", "IN THE BOX'S DATA FOLDER" in here
                and "1 numbers under living day keys as READABLE" in here)
        t.check("no backup yet", "| Last backup of data | never |" in here)
        os.rename(rig.key_file(), rig.dir + "/officer.key")
        away = paper(rig, "breach", "--language", "en")
        t.check("moved away: said at once", "STILL ON THIS BOX" not in away
                and "The contents of 1 reports are sealed" in away)
        os.rename(rig.dir + "/officer.key", rig.key_file())
        rig.stop_core()
        with sqlite3.connect(rig.state + "/siaga.db") as store:
            store.executemany("INSERT INTO setting VALUES (?, ?)",
                              [("backup_data_at", "1795233600"),
                               ("backup_keys_at", "1795237200")])
        store.close()
        rig.start_core()
        text = paper(rig, "breach", "--language", "en")
        t.check("backups, with their times",
                "| Last backup of data | 2026-11-21 11:00 WIB |" in text
                and "| Last backup of keys | 2026-11-21 12:00 WIB |" in text,
                re.findall(r"^\| Last.*$", text, re.M))


def broken(t):
    with Rig(start_core=False, sim=False) as rig:
        shutil.copytree(ROOT + "/templates", rig.dir + "/t")
        rig.settings["siaga"]["templates"] = rig.dir + "/t"
        rig.write_conf()

        def check():
            done = harness.subprocess.run(
                [harness.BUILD + "/siagad", "-n", "-c", rig.conf],
                stdin=harness.subprocess.DEVNULL, capture_output=True,
                timeout=20)
            return done.returncode, done.stderr.decode()

        t.equal("as shipped, -n is content", check()[0], 0)
        with open(rig.dir + "/t/docs/id/dpia.md", "a", encoding="utf-8") as f:
            f.write("\nkasus {nomor_telepon}\n")
        lines = open(rig.dir + "/t/docs/id/dpia.md", encoding="utf-8").read()
        os.remove(rig.dir + "/t/docs/en/processing-record.md")
        with open(rig.dir + "/t/docs/en/phrases.tsv", "wb") as file:
            file.write(b"never\t\xff\n")
        status, said = check()
        t.equal("-n refuses", status, 78)
        t.check("an unknown slot, with file and line",
                f"/t/docs/id/dpia.md:{lines.count(chr(10))}: {{nomor_telepon}}"
                in said, said)
        t.check("a paper that is not there",
                "/t/docs/en/processing-record.md:1: cannot be read" in said)
        t.check("bytes that are no text", "/t/docs/en/phrases.tsv:1: " in said)
        t.equal("all of them, not only the first",
                len(re.findall(r"^/.*/t/docs/", said, re.M)), 3)
        rig.start_core()  # the hotline comes first
        rig.cli("privacy", "dpia", "--language", "id", status=1)
        t.check("the others are printed", "Disusun" in paper(
            rig, "record", "--language", "id"))
        t.check("doctor says it", b"docs/" in rig.cli("doctor", status=None))


if __name__ == "__main__":
    sys.exit(main([printed, every_slot, destinations, keys_and_backups,
                   broken], side_by_side=2))
