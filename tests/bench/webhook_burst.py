#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reports in a burst; three offices, of which one hangs and one answers 500.

    webhook_burst.py [--reports 500] [--seconds 60]
"""
import argparse
import re
import sys
import time

from bench import percentile, seconds, table
from harness import Hook, Rig, phone, until

TEXT = "pesan percobaan nomor {} selesai"


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--reports", type=int, default=500)
    p.add_argument("--seconds", type=float, default=60)
    args = p.parse_args()
    hooks = [lambda d: Hook(d, "healthy"), lambda d: Hook(d, "hanging", "hang"),
             lambda d: Hook(d, "broken", 500)]
    with Rig(hooks=hooks) as rig:
        rig.wait_ready()
        healthy, hanging, broken = rig.hooks
        begun = time.monotonic()
        for index in range(args.reports):
            due = begun + args.seconds * index / args.reports
            time.sleep(max(0, due - time.monotonic()))
            rig.sim.sms(phone(index), TEXT.format(index))
        until(lambda: len({d["event"]["data"]["code"] for d in
                           healthy.all("report.filed")}) >= args.reports, 120,
              "the healthy office knows all")
        heard = {}
        for d in healthy.all("report.filed"):
            heard.setdefault(d["event"]["data"]["code"], d["at_ms"])
        arrived = {}
        for m in rig.sim.cmd("received")["messages"]:
            if not m["report"]:
                arrived.setdefault(m.get("from"), m["stored_ms"])
        took = []
        for report in rig.reports():
            match = re.search(r"nomor (\d+)", rig.texts(report)[0])
            took.append(heard[report["code"]] - arrived[phone(int(match.group(1)))])
        ids = [d["headers"]["webhook-id"] for d in healthy.all()]
        table(f"{args.reports} reports in {args.seconds:.0f} s, three offices: "
              "healthy, hanging, 500", [
                  ("text on the SIM to healthy office, median",
                   seconds(percentile(took, 0.5))),
                  ("p95", seconds(percentile(took, 0.95))),
                  ("p99", seconds(percentile(took, 0.99))),
                  ("longest", seconds(max(took))),
                  ("deliveries to the healthy one", len(ids)),
                  ("of these with an id seen before", len(ids) - len(set(ids))),
                  ("wrong signatures", sum(not d["verified"]
                                           for h in rig.hooks for d in h.all())),
                  ("attempts at the hanging one", len(hanging.all())),
                  ("attempts at the broken one", len(broken.all()))])
    return 0


if __name__ == "__main__":
    sys.exit(main())
