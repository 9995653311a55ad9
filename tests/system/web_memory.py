#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""siaga-web forgets: what an officer read and wrote, who she is to siagad, and
how she logged in are in no corner of its memory, while her page is still open.
That the search would find them is shown by programs that free as all others do.
"""
import os
import sys
import time

import harness
import traces
from harness import BUILD, Missing, phone, until
from office import PASSPHRASE, Office

WORDS = {"her text": "kalimbubu", "a note": "anggrekbulan",
         "an answer": "cendrawasih"}


def needles_of(page):
    needles = traces.Needles()
    for name, word in WORDS.items():
        needles.add(name, traces.spell_plain(word))
    needles.add("the passphrase", traces.spell_plain(PASSPHRASE))
    needles.add("the number", traces.spell_plain(phone(1)[1:]))
    for value in page.cookies.values():
        needles.add("the session", traces.spell_plain(value))
    return needles


def work(t, office):
    """Everything that a day's work sends through it."""
    page = office.officer()
    stream = page.stream()
    until(lambda: stream.status() == 200, 5, "a stream")
    office.sim.sms(phone(1), f"tolong, suami memukul, {WORDS['her text']}")
    office.wait_answer(phone(1))
    code = page.get("/api/v1/reports/newest").json()["result"][0]["code"]
    report = f"/api/v1/reports/{code}"
    t.check("she reads it", WORDS["her text"].encode()
            in page.get(report).body)
    t.equal("she writes a note", page.post(
        report + "/note", {"text": WORDS["a note"]}).status, 200)
    t.equal("and an answer", page.post(
        report + "/reply", {"text": WORDS["an answer"]}).status, 200)
    got = page.post(report + "/reveal", {"reason": WORDS["a note"]})
    t.check("she sees the number", phone(1)[1:].encode() in got.body, got.body)
    return page, stream


def found_in(office, needles):
    image = traces.Image(office.child("siaga-web"), "siaga-web",
                         os.path.join(office.dir, "image"))
    hits = traces.search(needles, [image.place()], office.dir)
    return sorted({hit.canary for hit in hits})


def need():
    if os.geteuid() != 0:
        raise Missing("only root reads the memory of programs")
    with open(os.path.join(BUILD, "siaga-web"), "rb") as file:
        if b"__asan_init" in file.read():
            raise Missing("built with a sanitizer")


def forgets(t, tls):
    need()
    with Office(tls=tls) as office:
        office.staff()
        office.wait_ready()
        page, stream = work(t, office)
        needles = needles_of(page)
        end = time.monotonic() + 5
        while (found := found_in(office, needles)) \
                and time.monotonic() < end:
            time.sleep(0.2)
        t.equal("nothing of it is left", found, [])
        t.equal("while she is still here", page.get("/api/v1/me").status, 200)
        t.equal("and her page", stream.events("session"), [])
        stream.close()


def without_tls(t):
    forgets(t, False)


def with_tls(t):
    forgets(t, True)


def search_finds(t):
    need()
    programs = os.path.join(BUILD, "unwiped")
    if not os.path.exists(os.path.join(programs, "siaga-web")):
        raise Missing("make canary-control has not been run")
    with Office(programs=programs) as office:
        office.staff()
        office.wait_ready()
        page, stream = work(t, office)
        found = found_in(office, needles_of(page))
        t.note("found: " + ", ".join(found))
        t.check("in a program that does not wipe it is found", len(found) > 2,
                found)
        stream.close()


if __name__ == "__main__":
    sys.exit(harness.main([without_tls, with_tls, search_finds]))
