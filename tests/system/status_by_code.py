#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""CEK and a code: who hears what (I15, I16), on the real programs; and a modem
that is slow at every single step.
"""
import sys

from harness import Rig, phone

counts = [0, 0]


def check(fine, what):
    counts[0 if fine else 1] += 1
    if not fine:
        print("FAILED", what)


def said(rig, number, text, answers):
    """Texts from that number and returns its newest answer."""
    rig.sim.sms(number, text)
    return rig.wait_answer(number, answers)[-1]["text"]


def by_code(rig):
    hers, other = phone(1), phone(2)
    said(rig, hers, "halo, apakah ada orang", 1)
    code = rig.wait_reports(1)[0]["code"]
    unread = said(rig, hers, f"CEK {code}", 2)
    check("dibaca petugas paling lambat" in unread, "an unread case says R32")
    rig.cli("report", "show", code, key=True)
    read = said(rig, hers, f"cek {code.lower()}", 3)
    check(f"{code} sudah dibaca petugas" in read, "a read case says R18")
    wrong = said(rig, hers, "CEK 22XX", 4)
    check("kode belum cocok" in wrong, "a wrong code says R19")
    # another spelling: the same text in the same second would be one text
    used_up = said(rig, hers, f"Cek {code}", 5)
    check(used_up == wrong, "used-up tries say the same R19")
    foreign = said(rig, other, f"CEK {code}", 1)
    check(foreign == wrong, "a foreign code says the same R19")
    check(len(rig.reports()) == 1, "asking opens no case")


def slow(rig):
    rig.sim.cmd("set", step_delay_ms=250, send_delay_ms=1000)
    answer = said(rig, phone(3), "tolong", 1)
    check("Dari desa mana" in answer, "a slow modem answers R04")
    answer = said(rig, phone(4), "halo, apakah ada orang", 1)
    check("Boleh dibalas" in answer, "and again R01")


def main():
    with Rig() as rig:
        rig.wait_ready()
        by_code(rig)
        slow(rig)
    print(f"{counts[0]} passed, {counts[1]} failed")
    return 1 if counts[1] else 0


sys.exit(main())
