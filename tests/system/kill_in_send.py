#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""kill -9 at marked points of a send that the network takes 1.5 s for.

Whoever dies, and at whatever point: never a second copy on her phone, the
report stays, and the next text is answered as if nothing had happened.
"""
import os
import signal
import sys

import harness
from harness import Rig, phone, until

SEND_MS = 1500
FIRST, SECOND = phone(1), phone(2)


def kill_modem(rig):
    os.kill(rig.child("siaga-modem"), signal.SIGKILL)


def kill_core(rig):
    rig.kill_core()
    rig.start_core()


def kill_both(rig):
    os.kill(rig.child("siaga-modem"), signal.SIGKILL)
    rig.kill_core()
    rig.start_core()


def term_core(rig):
    """The orderly stop: it waits for what is in the air."""
    rig.stop_core()
    rig.start_core()


def sms_rows(rig):
    return [r for r in rig.ask("outbox.list") if r["sink"] == "sms"]


def still(rig):
    return all(r["state"] not in ("queued", "sending") for r in sms_rows(rig))


def one_point(t, point, kill, submitted):
    """submitted: the network had the text before the kill."""
    name = f"{kill.__name__} at {point}"
    with Rig(send_delay_ms=SEND_MS) as rig:
        rig.wait_ready()
        # Or it may have gone on from there before the kill.
        rig.sim.cmd("fault", kind="deaf_at_prompt", on=point == "prompt")
        rig.sim.cmd("sms", text="pesan pertama", **{"from": FIRST})
        rig.sim.wait(point)
        kill(rig)
        rig.sim.cmd("fault", kind="deaf_at_prompt", on=False)
        rig.wait_ready()
        rig.sim.sms(SECOND, "pesan kedua")
        answered = rig.wait_answer(SECOND, seconds=20)
        until(lambda: still(rig), 20, "all sends are settled")
        # Were it sent again, it would be by now: it came first.
        copies = len(rig.sim.inbox(FIRST))
        t.check(f"{name}: no second copy", copies <= 1, copies)
        if submitted:
            t.equal(f"{name}: the network's copy arrived", copies, 1)
        t.equal(f"{name}: the next text is answered once", len(answered), 1)
        t.equal(f"{name}: both are filed once", len(rig.reports()), 2)
        states = {r["state"] for r in sms_rows(rig)}
        rows = [r for r in sms_rows(rig)
                if r["state"] not in ("sent", "delivered")]
        if copies == 0:
            t.equal(f"{name}: what nobody got is listed",
                    [r["state"] for r in rows], ["unknown"])
        else:
            t.check(f"{name}: what she got is not called failed",
                    states <= {"sent", "delivered", "unknown"}, states)
        rig.sim.wait("sim_empty")


def in_the_air(t):
    """Between Ctrl-Z and the network's answer."""
    for kill in (kill_modem, kill_core, kill_both, term_core):
        one_point(t, "submitting", kill, True)


def at_the_prompt(t):
    """AT+CMGS is said, the text is not: only the modem may know."""
    for kill in (kill_modem, kill_core, kill_both):
        one_point(t, "prompt", kill, False)


def before_the_ack(t):
    """Read from the SIM, and siagad dies before or after its COMMIT."""
    with Rig() as rig:
        rig.wait_ready()
        for i in range(12):
            number = phone(i, 1)
            rig.sim.sms(number, f"pesan {i}")
            rig.sim.wait("arrived", count=i + 1)
            rig.kill_core()
            rig.start_core()
        rig.wait_ready()
        rig.sim.wait("sim_empty", timeout_ms=20000)
        texts = sum((rig.texts(r) for r in rig.reports()), [])
        t.equal("killed at arrival: all filed once", sorted(texts),
                sorted(f"pesan {i}" for i in range(12)))
        until(lambda: still(rig), 20, "all sends are settled")
        t.check("killed at arrival: nobody answered twice", all(
            len(rig.sim.inbox(phone(i, 1))) <= 1 for i in range(12)))


def before_the_delete(t):
    """The row is there, the SIM's copy too: read again, filed once."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.cmd("fault", kind="delete_fail", count=1000)
        rig.sim.sms(FIRST, "pesan yang tinggal")
        rig.wait_reports(1)
        for kill in (kill_modem, kill_core, kill_both):
            opens = rig.sim.cmd("stat")["opens"]
            kill(rig)
            rig.sim.wait("opened", count=opens + 1)
            rig.sim.wait("command", match="AT+CMGL")
            rig.sim.wait("idle")
        rig.sim.cmd("faults", clear=True)
        rig.sim.wait("sim_empty", timeout_ms=20000)
        t.equal("read by every new program, filed once",
                [rig.texts(r) for r in rig.reports()], [["pesan yang tinggal"]])
        t.check("and answered at most once", len(rig.sim.inbox(FIRST)) <= 1)


def redelivered(t):
    """The network brings the same PDU again (I11); a repeated cry is new."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.sms(FIRST, "tolong", scts=1700000000)
        rig.wait_answer(FIRST)
        rig.sim.cmd("resend")
        rig.sim.wait("deleted", count=2)
        rig.sim.sms(FIRST, "tolong", scts=1700000031)
        until(lambda: len(rig.texts(rig.reports()[0])) >= 2, 15, "two texts")
        rig.sim.wait("sim_empty")
        t.equal("one effect of the repeated PDU, one of the repeated cry",
                [rig.texts(r) for r in rig.reports()], [["tolong", "tolong"]])


if __name__ == "__main__":
    sys.exit(harness.main([in_the_air, at_the_prompt, before_the_ack,
                           before_the_delete, redelivered]))
