#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`siaga people ring`: the real programs ring a phone on the simulated modem,
and texts come and go around it.

usage: ring.py [CASE...]     SIAGA_BUILD: where the programs are (build)
"""
import subprocess
import sys
import time

from harness import Rig, main, mono_ms, phone, until

BUDI = "+6281222222222"


def office(rig):
    rig.wait_ready()
    rig.ask("people.add", person="budi", role="officer", number=BUDI)


def rings(rig):
    return rig.sim.cmd("rings")["rings"]


def ring(rig, count):
    """Rings Budi; when his phone has begun to ring."""
    rig.ask("people.ring", person="budi")
    rig.sim.wait("ring", count=count)
    return mono_ms()


def outcome(rig, mark, seconds=45):
    return until(lambda: rig.logged("ring.outcome", mark), seconds,
                 "the ring's outcome")[0]


def half_a_minute(c):
    with Rig() as rig:
        office(rig)
        mark = rig.log_size()
        said = rig.cli("people", "ring", "budi").decode()
        c.check("it is said what will come", "budi" in said
                and "30 seconds" in said, said)
        rig.sim.wait("ring")
        begun = mono_ms()
        rig.cli("people", "ring", "budi", status=1)
        c.check("no second one at a time", len(rings(rig)) == 1)
        # a text that comes in meanwhile is taken off the SIM and filed
        rig.sim.sms(phone(1), "tolong, suami saya memukul saya")
        rig.wait_reports(1, 4)
        rig.sim.wait("sim_empty", timeout_ms=4000)
        c.check("received while it rings",
                rings(rig)[0].get("end") is None, rings(rig))
        rig.wait_answer(phone(1), seconds=20)
        waited = (mono_ms() - begun) / 1000
        c.check("the answer waits 15 s at most and ends the ringing",
                14 < waited < 19, waited)
        said = outcome(rig, mark)
        c.equal("the outcome", (said["person"], said["outcome"]),
                ("budi", "rang"))
        c.note(f"answer after {waited:.1f} s of ringing, "
               f"rang {said['seconds']} s")
        mark = rig.log_size()
        ring(rig, 2)
        said = outcome(rig, mark)
        c.equal("half a minute", said["seconds"], "30")
        shown = rig.cli("sim", "rings").decode().splitlines()
        c.check("siaga sim rings", len(shown) == 2
                and f"{BUDI}  30 s, hung up" in shown[1], shown)
        c.check("no number in the log", BUDI[3:] not in rig.log_text())


def what_people_do(c):
    with Rig() as rig:
        office(rig)
        for count, (how, becomes) in enumerate(
                [("answer", "answered"), ("reject", "busy"),
                 ("miss", "rang")], 1):
            mark = rig.log_size()
            ring(rig, count)
            rig.sim.cmd("take_ring", how=how)
            c.equal(how, outcome(rig, mark, 10)["outcome"], becomes)
        c.check("an answered call is ended at once",
                rings(rig)[0]["end"] == "hung up"
                and rings(rig)[0]["end_ms"] - rings(rig)[0]["t_ms"] < 4000)
        rig.sim.sms(phone(2), "halo, apakah kantor buka")
        rig.wait_answer(phone(2))
        c.equal("on one and the same line", rig.sim.cmd("stat")["opens"], 1)


def killed(c):
    """Whoever is killed while a phone rings: it does not ring on."""
    with Rig() as rig:
        office(rig)
        mark = rig.log_size()
        ring(rig, 1)
        subprocess.run(["kill", "-9", str(rig.child("siaga-modem"))],
                       check=True)
        rig.sim.wait("ring_end", timeout_ms=10000)
        c.equal("the modem's program", outcome(rig, mark, 5)["outcome"],
                "failed")
        rig.wait_ready()
        ring(rig, 2)
        rig.kill_core()
        rig.start_core()
        rig.sim.wait("ring_end", count=2, timeout_ms=10000)
        time.sleep(1)
        c.equal("siagad: and it is not repeated", len(rings(rig)), 2)


def on_the_phone(c):
    with Rig() as rig:
        office(rig)
        process = subprocess.Popen(
            [f"{rig.programs}/siaga", "-c", rig.conf, "sim", "phone",
             "--from", BUDI], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            mark = rig.log_size()
            ring(rig, 1)
            until(lambda: b"this phone rings"
                  in process.stdout.readline(), 5, "a ringing line")
            process.stdin.write(b"/reject\n")
            process.stdin.flush()
            c.equal("declined there", outcome(rig, mark, 5)["outcome"], "busy")
            process.stdin.close()
            c.equal("its end", process.wait(10), 0)
        finally:
            process.kill()
            process.wait(10)
            process.stdout.close()


if __name__ == "__main__":
    sys.exit(main([half_a_minute, what_people_do, killed, on_the_phone],
                  side_by_side=4))
