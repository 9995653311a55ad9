#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two Siaga boxes that text each other fall silent after one message each.

Somebody makes box A believe that box B's number has texted it. A post office
in this test carries every text of one box to the other, as the network would.
"""
import sys
import time

import harness
from harness import Rig, until

ONE, TWO = "+6281290000001", "+6281290000002"
WAIT_S = 8  # many times what an answer takes


def carry(sim, to, number, own, seen):
    """What sim's box sent to `number` arrives at the other as from `own`."""
    new = [m for m in sim.sent() if m["number"] == number
           and m["seq"] > seen.get(own, 0)]
    for message in new:
        seen[own] = message["seq"]
        to.sms(own, message["text"])
    return len(new)


def main():
    passed = failed = 0
    with Rig() as a, Rig() as b:
        a.wait_ready()
        b.wait_ready()
        seen, carried = {}, 0
        a.sim.sms(TWO, "halo, apakah kantor buka")
        end = time.monotonic() + WAIT_S
        until(lambda: len(a.sim.sent()) > 0, 10, "the first answer")
        while time.monotonic() < end:
            carried += carry(a.sim, b.sim, TWO, ONE, seen)
            carried += carry(b.sim, a.sim, ONE, TWO, seen)
            time.sleep(0.05)
        # B may know our words for a machine's, and not answer at all.
        for name, rig, other, least in (("A", a, TWO, 1), ("B", b, ONE, 0)):
            count = len(rig.sim.inbox(other))
            fine = least <= count <= 1
            passed += fine
            failed += not fine
            print(f"       box {name} sent {count} to the other")
        fine = 1 <= carried <= 2 and a.reports() and b.reports()
        passed += bool(fine)
        failed += not fine
        print(f"       {carried} texts in all, both filed what came")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
