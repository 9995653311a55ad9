# SPDX-License-Identifier: GPL-2.0-or-later
"""What the measurements share; not itself one."""
import math
import os
import platform
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "system"))


def percentile(values, share):
    """The smallest value that share of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/etc/os-release", encoding="utf-8") as file:
        name = dict(line.strip().split("=", 1) for line in file
                    if "=" in line).get("PRETTY_NAME", "").strip('"')
    return (f"{os.cpu_count()} x {model}, Linux {platform.release()}, {name}, "
            "simulated modem")


def table(title, rows):
    print(f"\n{title}\n({machine()})")
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"  {name:<{width}}  {value}")
    sys.stdout.flush()


def seconds(ms):
    return f"{ms / 1000:.3f} s"
