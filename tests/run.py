#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs groups of tests and adds up what they say.

usage: run.py GROUP=SECONDS:COMMAND ...

A test is a command. It says what it did in its last line that reads
"N passed, N failed[, N skipped]" or in cmocka's words; one that says nothing,
exits non-zero without naming a failure, or runs into its limit, is a failure.
"""
import itertools
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

PLAIN = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")
CMOCKA = re.compile(r"^\[  (PASSED|FAILED|SKIPPED) +\] (\d+) test\(s\)")
# One core each or mostly sleeping: two run at once, all others alone.
PAIRED = {"lint", "unit", "fuzz", "explore", "fault"}


def counts(output):
    plain = None
    words = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}
    cmocka = False
    for line in output.splitlines():
        match = PLAIN.match(line.strip())
        if match:
            plain = [int(n or 0) for n in match.groups()]
        match = CMOCKA.match(line)
        if match:
            cmocka = True
            words[match.group(1)] += int(match.group(2))
    if plain:
        return plain
    if cmocka:
        # cmocka counts skipped tests as passed too in some versions
        return [words["PASSED"], words["FAILED"], words["SKIPPED"]]
    return None


def run_one(command, limit):
    try:
        done = subprocess.run(command, shell=True, timeout=limit,
                              stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, errors="replace",
                              stderr=subprocess.STDOUT)
        output, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode("utf-8", "replace")
        output += f"\nnot done after {limit} s\n"
        status = -1
    said = counts(output) or [0, 0, 0]
    if status != 0 and said[1] == 0:
        said[1] = 1
    if sum(said) == 0:
        output += "\nit ran no test\n"
        said[1] = 1
    return said, output


def run_timed(job):
    group, limit, command = job
    begun = time.monotonic()
    said, output = run_one(command, limit)
    return group, command, said, output, begun, time.monotonic()


def jobs():
    for argument in sys.argv[1:]:
        group, rest = argument.split("=", 1)
        limit, command = rest.split(":", 1)
        yield group, int(limit), command


def results():
    for paired, same in itertools.groupby(jobs(), lambda job: job[0] in PAIRED):
        with ThreadPoolExecutor(2 if paired else 1) as pool:
            yield from pool.map(run_timed, same)


def main():
    total = [0, 0, 0]
    groups = {}
    for group, command, said, output, begun, ended in results():
        print(f"{group:10} {said[0]:6} passed {said[1]:3} failed "
              f"{said[2]:3} skipped {ended - begun:7.1f} s  {command}",
              flush=True)
        if said[1]:
            print(output[-20000:], flush=True)
        for i in range(3):
            total[i] += said[i]
        first, last = groups.get(group, (begun, ended))
        groups[group] = (min(first, begun), max(last, ended))
    for group, (first, last) in groups.items():
        print(f"{group}: {(last - first) / 60:.1f} minutes")
    skipped = f", {total[2]} skipped" if total[2] else ""
    print(f"{total[0]} passed, {total[1]} failed{skipped}")
    return 1 if total[1] or not total[0] else 0


sys.exit(main())
