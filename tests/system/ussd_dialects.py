#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Siaga's dialects of USSD beside frameworks that others wrote for the same
aggregators (tests/ussd): they read the very requests that Siaga is asked, and
write replies with Siaga's words, which must be Siaga's replies.

usage: ussd_dialects.py     SIAGA_BUILD: where the programs are (build)
"""
import json
import os
import shutil
import subprocess
import sys

from aggregator import SHIPPED, behind, plain
from harness import Missing, ROOT, main, phone
from ussd_gateway import Place

# Where a package is known to differ from what the aggregator publishes, and
# from Siaga, which follows that. What is not named here must be the same.
READS_OTHERWISE = {
    # MSISDN stands for SESSIONID, so that one phone has one session at most
    ("ussd-builder", "nalo", "session"): lambda s, _: plain(s.number),
    # what is dialled behind the code is no input
    ("ussd-menu-builder", "hubtel", "route"): lambda _, typed: "*".join(typed),
    ("ussd-menu-builder", "hubtel", "input"): lambda _, typed: "".join(typed[-1:]),
}
WRITES_OTHERWISE = {
    # the number comes back as it came, in what is published without a +
    ("ussd-builder", "nalo", "MSISDN"): lambda s: "+" + plain(s.number),
    ("ussd-builder", "arkesel", "msisdn"): lambda s: "+" + plain(s.number),
}
# What aggregators publish as part of the reply and the package leaves away.
LEFT_AWAY = {"hubtel": {"ClientState"}}


def readers(sessions):
    """What the packages make of each: one dict a session."""
    where = os.path.join(ROOT, "tests/ussd")
    if shutil.which("node") is None or not os.path.isdir(
            os.path.join(where, "node_modules", "ussd-builder")):
        raise Missing("there is no node, or tests/ussd is not installed")
    told = "".join(json.dumps(one) + "\n" for one in sessions)
    done = subprocess.run(["node", os.path.join(where, "readers.mjs")],
                          input=told.encode(), capture_output=True, timeout=60,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def steps_of(box, name, index, dialled):
    """One session at the box, step by step: what was asked and answered."""
    s = box.session(name, index, dialled=dialled)
    asked, steps = [], []
    for word in (None, "3", "tolong saya takut", "0"):
        if word is not None:
            s.typed.append(word)
        fields = s.gate.dialect.fields(s)
        answer = s.gate.send(s.gate.request(fields))
        screen = s.read(answer)
        asked.append(fields)
        body = answer.body.decode()
        steps.append({
            "session": s, "typed": list(s.typed),
            "ours": json.loads(body) if s.gate.dialect.json else body,
            "told": {"dialect": name, "requests": list(asked),
                     "text": screen.text, "more": screen.more}})
    return steps


def reads_the_same(c, package, name, step, found):
    s, typed = step["session"], step["typed"]
    path = behind(s.dialled)
    joined = name == "africastalking"
    want = {"session": s.id, "number": "+" + plain(s.number),
            "route": "*".join(path + typed),
            "input": "*".join(path + typed) if joined
            else typed[-1] if typed else "*".join(path)}
    for field, value in want.items():
        otherwise = READS_OTHERWISE.get((package, name, field))
        c.equal(f"{package} reads the {field} of {name}", found[field],
                otherwise(s, typed) if otherwise else value)


def writes_the_same(c, package, name, step, theirs):
    s, ours = step["session"], step["ours"]
    if isinstance(theirs, str):
        c.equal(f"{package} writes what Siaga does for {name}", ours, theirs)
        return
    c.equal(f"{package}: fields of {name}", set(ours),
            set(theirs) | LEFT_AWAY.get(name, set()))
    for field, value in theirs.items():
        otherwise = WRITES_OTHERWISE.get((package, name, field))
        c.check(f"{package}: {field} of {name}",
                type(ours[field]) is type(value) and value == (
                    otherwise(s) if otherwise else ours[field]),
                f"{ours[field]!r} and {value!r}")


def same_as_others(c):
    with Place() as box:
        steps = [step for index, name in enumerate(SHIPPED)
                 for step in steps_of(box, name, index, "*123#")]
    for step, packages in zip(steps, readers([s["told"] for s in steps])):
        name = step["told"]["dialect"]
        c.check(f"{name}: somebody else reads it", packages, packages)
        for package, found in packages.items():
            reads_the_same(c, package, name, step, found)
            writes_the_same(c, package, name, step, found["reply"])
    c.equal("both ways of going on are among them",
            {s["told"]["more"] for s in steps}, {True, False})


def dialled_behind_the_code(c):
    """"*123*1*2#": what a quick path says, before anybody has typed."""
    with Place() as box:
        steps = [steps_of(box, name, index, "*123*1*2#")[0]
                 for index, name in enumerate(("africastalking", "hubtel"))]
    for step, packages in zip(steps, readers([s["told"] for s in steps])):
        for package, found in packages.items():
            reads_the_same(c, package, step["told"]["dialect"], step, found)


if __name__ == "__main__":
    sys.exit(main([same_as_others, dialled_behind_the_code]))
