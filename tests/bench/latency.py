#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""From +CMTI to the answer's PDU at the modem, and a full SIM worked off.

    latency.py [--count 100] [--fsync-ms 30] [--waiting 200] [--slots 50]
               [--slow-seconds 60] [--officers 8]
               [--only one|office|fsync|waiting|sending]
"""
import argparse
import os
import sys
import threading
import time

from bench import percentile, seconds, table
from harness import Commands, Missing, Rig, Tampering, mono_ms, phone


def one_at_a_time(rig, count, first=0):
    """Milliseconds of each of `count` texts, the phones from `first` on."""
    took = []
    for index in range(first, first + count):
        rig.sim.sms(phone(index), f"pesan nomor {index}")
        rig.sim.wait("inbox", number=phone(index), timeout_ms=60000)
        rig.sim.wait("sim_empty")
        rig.sim.wait("idle", quiet_ms=50)
        text = rig.sim.cmd("received", since=0)["messages"]
        mine = [m for m in text if m.get("text") == f"pesan nomor {index}"][0]
        took.append(rig.sim.inbox(phone(index))[0]["t_ms"] - mine["cmti_ms"])
    return took


def show(title, took):
    table(title, [("texts", len(took)), ("median", seconds(percentile(took, 0.5))),
                  ("p95", seconds(percentile(took, 0.95))),
                  ("longest", seconds(max(took)))])


def measure_one(args):
    with Rig() as rig:
        rig.wait_ready()
        show("text in (+CMTI) to answer submitted, one at a time",
             one_at_a_time(rig, args.count))


def words_of(index):
    return f"kata sandi nomor {index} yang panjang"


def make_office(rig, officers):
    rig.ask("key.init", person="p0", passphrase=words_of(0),
            as_key=rig.secret())
    token = rig.ask("unlock", person="p0", passphrase=words_of(0))["session"]
    for index in range(1, officers):
        rig.ask("people.add", person=f"p{index}", role="officer", as_key=token)
        rig.ask("key.officer", person=f"p{index}",
                passphrase=words_of(index), as_key=token)


def keep_unlocking(rig, index, took, ended):
    client = Commands(os.path.join(rig.state, "siaga.sock"))
    while not ended.is_set():
        begun = mono_ms()
        token = client.ask("unlock", person=f"p{index}",
                           passphrase=words_of(index))["session"]
        took.append(mono_ms() - begun)
        client.ask("lock", as_key=token)
    client.close()


def measure_office(args):
    """People with keys, then four of them who unlock all the time."""
    with Rig() as rig:
        rig.wait_ready()
        make_office(rig, args.officers)
        show(f"the same, {args.officers} people hold a key",
             one_at_a_time(rig, args.count))
        unlocks, ended, mark = [], threading.Event(), rig.log_size()
        threads = [threading.Thread(target=keep_unlocking,
                                    args=(rig, i, unlocks, ended))
                   for i in range(4)]
        for thread in threads:
            thread.start()
        took = one_at_a_time(rig, args.count // 2)
        ended.set()
        for thread in threads:
            thread.join()
        show("the same, while four people unlock again and again", took)
        slow = [int(e["turn_ms"]) for e in rig.logged("loop.slow", mark)]
        table("those who unlock", [
            ("unlocked", len(unlocks)),
            ("median", seconds(percentile(unlocks, 0.5))),
            ("longest", seconds(max(unlocks))),
            ("turns over 50 ms", f"{len(slow)} {slow}")])


def measure_fsync(args):
    with Rig() as rig:
        rig.wait_ready()
        try:
            with Tampering(rig, f"delay_enter={args.fsync_ms * 1000}"):
                took = one_at_a_time(rig, min(args.count, 40))
        except Missing as missing:
            print(f"\nslow fsync: skipped, {missing}")
            return
        show(f"the same, each fsync takes {args.fsync_ms} ms longer", took)


def waiting_rig(args, delay_ms):
    rig = Rig(start_core=False, slots=args.slots, send_delay_ms=delay_ms)
    for index in range(args.waiting):
        rig.sim.sms(phone(index), f"pesan nomor {index}")
    return rig


def longest_full(rig, slots):
    """Milliseconds the SIM was full without a break, by the modem's own
    times of storing and deleting."""
    events = []
    for m in rig.sim.cmd("received")["messages"]:
        if m["stored_ms"]:
            events.append((m["stored_ms"], 1))
        if m["stored_ms"] and m["deleted_ms"]:
            events.append((m["deleted_ms"], -1))
    used = since = longest = 0
    for at_ms, change in sorted(events):
        if used >= slots:
            longest = max(longest, at_ms - since)
        used += change
        since = at_ms
    assert used <= slots
    return longest


def measure_waiting(args):
    with waiting_rig(args, 0) as rig:
        begun = mono_ms()
        rig.start_core()
        stop = time.monotonic() + 400
        while rig.sim.cmd("stat")["sent"] < args.waiting:
            if time.monotonic() > stop:
                break
            time.sleep(0.02)
        sent = rig.sim.sent()
        table(f"{args.waiting} texts waiting, SIM of {args.slots}, sends at once",
              [("answered", len(sent)), ("phones answered twice",
               len(sent) - len({m["number"] for m in sent})),
               ("all answered after start", seconds(sent[-1]["t_ms"] - begun)),
               ("first answered after start", seconds(sent[0]["t_ms"] - begun)),
               ("SIM full without a break", seconds(longest_full(rig, args.slots)))])


def measure_sending(args):
    delay_ms = 3000
    with waiting_rig(args, delay_ms) as rig:
        rig.start_core()
        rig.sim.wait("sent", count=1, timeout_ms=30000)
        stop = time.monotonic() + args.slow_seconds
        while time.monotonic() < stop and \
                rig.sim.cmd("stat")["sent"] < args.waiting:
            time.sleep(0.02)
        times = [m["t_ms"] for m in rig.sim.sent()]
        span = times[-1] - times[0]
        busy = (len(times) - 1) * delay_ms
        table(f"the same, each send takes {delay_ms / 1000:.0f} s in the network",
              [("answered", f"{len(times) - 1} of the possible "
                f"{span / delay_ms:.1f} in {span / 1000:.0f} s"),
               ("the modem is sending", f"{100 * busy / span:.1f} % of the time"),
               ("between two sends", seconds((span - busy) / (len(times) - 1))),
               ("SIM full without a break", seconds(longest_full(rig, args.slots)))])


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--count", type=int, default=100)
    p.add_argument("--officers", type=int, default=8)
    p.add_argument("--fsync-ms", type=int, default=30)
    p.add_argument("--waiting", type=int, default=200)
    p.add_argument("--slots", type=int, default=50)
    p.add_argument("--slow-seconds", type=float, default=60,
                   help="280 for the figure of the peers")
    p.add_argument("--only", choices=["one", "office", "fsync", "waiting",
                                      "sending"])
    args = p.parse_args()
    for name, measure in (("one", measure_one), ("office", measure_office),
                          ("fsync", measure_fsync),
                          ("waiting", measure_waiting),
                          ("sending", measure_sending)):
        if args.only in (None, name):
            measure(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
