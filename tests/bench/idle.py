#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""CPU time and memory of all programs together while nothing happens.

    idle.py [--seconds 60] [--settle 3]
"""
import argparse
import os
import sys
import time

from bench import table
from harness import Rig, children_of, phone


def cpu_ns(pid):
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total


def wakeups(pid):
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("voluntary_ctxt_switches"):
                    total += int(line.split()[1])
    return total


def memory_kib(pid):
    found = {}
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file.read().splitlines()[1:]:
            name, value = line.split(":")
            found[name] = int(value.split()[0])
    return found["Pss"], found["Private_Dirty"]


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--seconds", type=float, default=60)
    p.add_argument("--settle", type=float, default=3)
    args = p.parse_args()
    with Rig(hooks=["district"]) as rig:
        rig.wait_ready()
        for index in range(5):
            rig.sim.sms(phone(index), f"pesan {index}")
            rig.wait_answer(phone(index))
        rig.sim.wait("sim_empty")
        rig.client.close()
        rig.client = None
        pids = {"siagad": rig.core.pid, **children_of(rig.core.pid)}
        time.sleep(args.settle)  # measuring, not waiting for anything
        before = {name: (cpu_ns(pid), wakeups(pid)) for name, pid in pids.items()}
        time.sleep(args.seconds)
        rows, cpu, woken, pss = [], 0, 0, 0
        for name, pid in pids.items():
            used = cpu_ns(pid) - before[name][0]
            woke = wakeups(pid) - before[name][1]
            kib, dirty = memory_kib(pid)
            rows.append((name, f"{used / 1e9:.4f} s CPU, {woke} wake-ups, PSS "
                         f"{kib / 1024:.1f} MiB ({dirty / 1024:.1f} its own)"))
            cpu, woken, pss = cpu + used, woken + woke, pss + kib
        rows.append(("together", f"{cpu / 1e9:.4f} s CPU, {woken} wake-ups, PSS "
                     f"{pss / 1024:.1f} MiB"))
        table(f"idle for {args.seconds:.0f} s, one modem, one webhook", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
