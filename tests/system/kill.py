#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""kill -9 of a random program, again and again, while texts come in.

Afterwards nothing may be lost, filed twice or answered twice; every text is
answered or listed by `siaga outbox --unknown`. The long run of the README:

    tests/system/kill.py --texts 1000 --kills 0 --least 0.5 --most 4 \\
        --seconds 900

Directed kills, in the middle of a send, are in kill_in_send.py.
"""
import argparse
import os
import random
import re
import signal
import sys
import time

from harness import Counter, Rig, mono_ms, phone, until

TARGETS = ("siagad", "siaga-modem", "siaga-notify")
# A cry each: a flood without one would be told as one card.
TEXT = "suami saya memukul saya, nomor {} selesai"
INDEX = re.compile(r"^suami saya memukul saya, nomor (\d+) selesai$")
FILED_S = 10  # after the last kill


def arguments():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--texts", type=int, default=120)
    p.add_argument("--kills", type=int, default=200,
                   help="how many; 0: as many as --seconds hold")
    p.add_argument("--seconds", type=float, default=0)
    p.add_argument("--least", type=float, default=0.1, help="between two kills")
    p.add_argument("--most", type=float, default=0.5)
    p.add_argument("--send-delay-ms", type=int, default=40)
    p.add_argument("--seed", type=int, default=None)
    return p.parse_args()


class Loop:
    def __init__(self, rig, args, rng):
        self.rig, self.args, self.rng = rig, args, rng
        self.kills = dict.fromkeys(TARGETS, 0)
        self.last_kill_ms = 0
        self.sent = 0

    def pause(self):
        """A given number is to be over soon: short ones more often."""
        a = self.args
        if a.kills:
            return self.rng.triangular(a.least, a.most, a.least)
        return self.rng.uniform(a.least, a.most)

    def kill_one(self):
        target = self.rng.choice(TARGETS)
        if target == "siagad":
            self.rig.kill_core()
            self.rig.start_core(ready=False)
        else:
            pid = self.rig.children().get(target)
            if pid is None:
                return
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return
        self.kills[target] += 1
        self.last_kill_ms = mono_ms()

    def total(self):
        return sum(self.kills.values())

    def over(self, begun):
        if self.args.kills:
            return self.total() >= self.args.kills
        return time.monotonic() - begun >= self.args.seconds

    def run(self):
        """Texts are spread over the time that the kills will take."""
        mean = (2 * self.args.least + self.args.most) / 3
        span = self.args.seconds or self.args.kills * mean
        begun = time.monotonic()
        next_kill = begun + self.pause()
        while not self.over(begun) or self.sent < self.args.texts:
            now = time.monotonic()
            due = begun + span * self.sent / self.args.texts
            if self.sent < self.args.texts and due <= now:
                self.rig.sim.sms(phone(self.sent), TEXT.format(self.sent))
                self.sent += 1
            elif not self.over(begun) and next_kill <= now:
                self.kill_one()
                next_kill = time.monotonic() + self.pause()
            else:
                time.sleep(0.005)
        return time.monotonic() - begun


def indexes(rig, reports):
    """{index: [codes]} of what was filed, as an officer reads it."""
    found = {}
    for report in reports:
        for text in rig.texts(report):
            match = INDEX.match(text or "")
            found.setdefault(int(match.group(1)) if match else text,
                             []).append(report["code"])
    return found


def settled(rig):
    """Nothing is queued or in the air any more."""
    counts = rig.ask("status")["outbox"]
    return not any(counts.get(f"{sink}_{state}") for sink in
                   ("sms", "webhook") for state in ("queued", "sending"))


def judge(t, rig, loop, args):
    reports = rig.reports()
    filed = indexes(rig, reports)
    lost = [i for i in range(args.texts) if i not in filed]
    twice = {i: codes for i, codes in filed.items() if len(codes) > 1}
    strange = [i for i in filed if not isinstance(i, int)]
    inboxes = {}
    for message in rig.sim.sent():
        inboxes.setdefault(message["number"], []).append(message)
    copies = {n: len(m) for n, m in inboxes.items() if len(m) > 1}
    rows = [r for r in rig.cli_json("outbox") if r["sink"] == "sms"]
    unknown = {r["report"] for r in rows if r["state"] == "unknown"}
    listed = {r["report"] for r in rig.cli_json("outbox", "--unknown")}
    silent = [i for i, codes in filed.items() if isinstance(i, int)
              and phone(i) not in inboxes and not unknown & set(codes)]
    t.equal("lost", lost, [])
    t.equal("filed twice", twice, {})
    t.equal("filed that nobody wrote", strange, [])
    t.equal("reports", len(reports), args.texts)
    t.equal("answered twice", copies, {})
    t.equal("neither answered nor unknown", [
        (i, [r for r in rows if r["report"] in filed[i]]) for i in silent], [])
    t.equal("outbox --unknown lists them all", listed, unknown)
    t.check("unknown <= kills", len(unknown) <= loop.total(), len(unknown))
    told = {d["event"]["data"]["code"] for d in rig.hooks[0].all("report.filed")}
    t.equal("reports the office never heard of",
            {r["code"] for r in reports} - told, set())
    t.check("every webhook was signed right",
            all(d["verified"] for d in rig.hooks[0].all()))
    ids = {}
    for d in rig.hooks[0].all():
        ids.setdefault(d["headers"]["webhook-id"], set()).add(d["body"])
    t.check("a repeated webhook is the same webhook",
            all(len(bodies) == 1 for bodies in ids.values()))
    return len(unknown), len(inboxes)


def main():
    args = arguments()
    t = Counter()
    seed = args.seed if args.seed is not None else random.randrange(1 << 32)
    t.note(f"--seed {seed}")
    with Rig(hooks=["district"], send_delay_ms=args.send_delay_ms) as rig:
        rig.wait_ready()
        loop = Loop(rig, args, random.Random(seed))
        span = loop.run()
        filed_ms = []

        def all_filed():
            try:
                count = len(rig.reports())
            except OSError:
                return False
            if count >= args.texts and not filed_ms:
                filed_ms.append(mono_ms())
            return bool(filed_ms)

        until(all_filed, 60, "all texts are filed")
        late_s = (filed_ms[0] - loop.last_kill_ms) / 1000
        t.check(f"all filed <= {FILED_S} s after the last kill",
                late_s <= FILED_S, f"{late_s:.1f} s")
        until(lambda: settled(rig), 120, "nothing is queued or in the air")
        rig.sim.wait("sim_empty", timeout_ms=20000)
        unknown, answered = judge(t, rig, loop, args)
        t.note(f"{args.texts} texts, {loop.total()} kills in {span:.0f} s "
               f"({', '.join(f'{k} {v}' for k, v in loop.kills.items())}): "
               f"answered {answered}, unknown {unknown}, all filed "
               f"{late_s:.1f} s after the last kill")
    return t.finish()


if __name__ == "__main__":
    sys.exit(main())
