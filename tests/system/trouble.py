#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Modems that vanish, hang, chatter, lose replies, refuse and fill up."""
import os
import re
import signal
import sys

import harness
from harness import Missing, Rig, mono_ms, phone, until

SEND_COST_S = 60  # what one lost reply may cost; gammu-smsd: 263


def seconds_since(begun_ms):
    return (mono_ms() - begun_ms) / 1000


def answered(t, rig, index, what, seconds=40, begun_ms=None):
    """A text of a new phone is filed and answered, once."""
    begun_ms = begun_ms or mono_ms()
    rig.sim.sms(phone(index), f"pesan {index}")
    got = rig.wait_answer(phone(index), seconds=seconds)
    took = (got[0]["t_ms"] - begun_ms) / 1000
    t.equal(f"{what}: answered once", len(got), 1)
    return took


def sms_rows(rig, *states):
    return [r for r in rig.ask("outbox.list") if r["sink"] == "sms"
            and (not states or r["state"] in states)]


def all_texts(rig):
    return sorted(sum((rig.texts(r) for r in rig.reports()), []))


def unplugged(t):
    """Taken away and back, under the same name and under another one."""
    with Rig(device="tty0") as rig:
        rig.wait_ready()
        answered(t, rig, 1, "before")
        for number, name in enumerate(("tty0", "tty1", "tty0"), 2):
            rig.sim.cmd("unplug")
            begun = mono_ms()
            until(lambda: rig.modem_state() == "absent", 10, "absent")
            noticed = seconds_since(begun)
            rig.sim.sms(phone(number, 1), "selama dicabut")
            begun = mono_ms()
            rig.sim.cmd("plug", device=name)
            rig.wait_ready(40)
            back = seconds_since(begun)
            t.equal(f"as {name}: the text that waited is answered once",
                    len(rig.wait_answer(phone(number, 1))), 1)
            answered(t, rig, number, f"as {name}")
            t.check(f"as {name}: noticed <= 2 s", noticed <= 2, noticed)
            t.check(f"as {name}: back <= 10 s", back <= 10, back)
            t.note(f"unplug noticed after {noticed:.2f} s; plugged in as "
                   f"{name}: ready after {back:.2f} s")
        t.equal("all filed once", len(rig.reports()), 7)


def unplugged_in_send(t):
    with Rig(device="tty0", send_delay_ms=1500) as rig:
        rig.wait_ready()
        for index, point in ((1, "submitting"), (2, "prompt")):
            rig.sim.cmd("fault", kind="deaf_at_prompt", on=point == "prompt")
            rig.sim.sms(phone(index), f"pesan {index}")
            rig.sim.wait(point)
            rig.sim.cmd("unplug")
            rig.sim.cmd("fault", kind="deaf_at_prompt", on=False)
            until(lambda: not sms_rows(rig, "sending"), 30, "its fate is told")
            rig.sim.cmd("plug")
            took = answered(t, rig, index + 10, f"after {point}")
            t.note(f"unplugged while {point}: the next text is answered "
                   f"{took:.1f} s after the plug")
            t.check(f"unplugged while {point}: no second copy",
                    len(rig.sim.inbox(phone(index))) <= 1)
        t.equal("the network's copy arrived", len(rig.sim.inbox(phone(1))), 1)
        t.equal("nothing is called failed", sms_rows(rig, "failed"), [])


def hanging(t):
    """Hears and says nothing for a while, then everything is as before."""
    with Rig() as rig:
        rig.wait_ready()
        for index, ms in ((1, 3000), (2, 12000)):
            rig.sim.cmd("fault", kind="hang", ms=ms)
            begun = mono_ms()
            took = answered(t, rig, index, f"hang of {ms / 1000:.0f} s")
            late = seconds_since(begun + ms)
            t.check(f"hang of {ms / 1000:.0f} s: answered <= 20 s after it",
                    late <= 20, late)
            t.note(f"hang of {ms / 1000:.0f} s: the text that came in it is "
                   f"answered {took - ms / 1000:.1f} s after it")
        t.equal("filed once each", all_texts(rig), ["pesan 1", "pesan 2"])


def chattering(t):
    """An unasked line every 200 ms: alone, then from a modem that hangs,
    which keeps libGammu's own waiting alive for ever."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.cmd("fault", kind="chatter", ms=200)
        took = answered(t, rig, 1, "chatter")
        t.check("chatter alone costs nothing", took < 5, took)
        rig.sim.cmd("fault", kind="hang", ms=8000)
        begun = mono_ms()
        answered(t, rig, 2, "chatter and hang")
        late = seconds_since(begun + 8000)
        t.check("chatter and hang: answered <= 20 s after it", late <= 20, late)
        t.note(f"chatter and a hang of 8 s: answered {late:.1f} s after it")
        rig.sim.cmd("faults", clear=True)
        answered(t, rig, 3, "after")


def one_lost(t, fault, copies):
    name = " ".join(str(v) for v in fault.values())
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.cmd("fault", **fault)
        rig.sim.sms(phone(1), "pesan 1")
        begun = mono_ms()
        rig.sim.sms(phone(2), "pesan 2")
        got = rig.wait_answer(phone(2), seconds=SEND_COST_S)
        cost = (got[0]["t_ms"] - begun) / 1000
        until(lambda: not sms_rows(rig, "sending", "queued"), 30, "settled")
        t.check(f"{name}: cost < {SEND_COST_S} s", cost < SEND_COST_S, cost)
        t.equal(f"{name}: copies for the first",
                len(rig.sim.inbox(phone(1))), copies)
        t.equal(f"{name}: one answer for the second", len(got), 1)
        if copies == 0:
            t.equal(f"{name}: listed", len(sms_rows(rig, "unknown")), 1)
        else:
            t.equal(f"{name}: not called failed", sms_rows(rig, "failed"), [])
        t.note(f"{name}: the next text is answered after {cost:.1f} s")


def lost_reply(t):
    """The network has it, and nobody says so."""
    one_lost(t, {"kind": "send_lost"}, 1)


def lost_ok(t):
    """+CMGS comes, its OK does not."""
    one_lost(t, {"kind": "drop_reply", "prefix": "AT+CMGS",
                 "keep_info": True}, 1)


def lost_everything(t):
    """Nobody has it, and nobody says so."""
    one_lost(t, {"kind": "send_void"}, 0)


def not_draining(t):
    """Writes to the tty block: no time-out of libGammu's ends that."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.cmd("fault", kind="stop_draining")
        begun = mono_ms()
        rig.sim.sms(phone(1), "pesan 1")
        until(lambda: rig.modem_state() != "ready" or rig.logged("child.ended"),
              55, "it is noticed")
        noticed = seconds_since(begun)
        rig.sim.cmd("faults", clear=True)
        begun = mono_ms()
        rig.wait_answer(phone(1), seconds=40)
        t.equal("answered once", len(rig.sim.inbox(phone(1))), 1)
        t.note(f"not draining: noticed after {noticed:.1f} s, answered "
               f"{seconds_since(begun):.1f} s after its end")
        answered(t, rig, 2, "after")


def garbled(t):
    """Damaged replies while it reads: read again, never filed damaged."""
    with Rig() as rig:
        rig.wait_ready()
        for index, count in enumerate((1, 3), 1):
            rig.sim.cmd("fault", kind="garble", count=count)
            took = answered(t, rig, index, f"{count} replies damaged")
            t.note(f"{count} replies damaged: answered after {took:.1f} s")
        rig.sim.cmd("faults", clear=True)
        rig.sim.wait("sim_empty", timeout_ms=20000)
        t.equal("filed as sent, once each", all_texts(rig),
                ["pesan 1", "pesan 2"])


def garbled_result(t):
    """The network's answer to a send is damaged: it may have it."""
    with Rig(send_delay_ms=500) as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), "pesan 1")
        rig.sim.wait("submitting")
        rig.sim.cmd("fault", kind="garble", count=1)
        took = answered(t, rig, 2, "damaged result")
        t.note(f"damaged result of a send: the next one after {took:.1f} s")
        t.equal("no second copy", len(rig.sim.inbox(phone(1))), 1)
        t.equal("not called failed", sms_rows(rig, "failed"), [])


def refused_sends(t):
    with Rig() as rig:
        rig.wait_ready()
        for index, (code, state) in enumerate(
                ((500, "unknown"), (38, "delivered"), (21, "failed")), 1):
            rig.sim.cmd("fault", kind="cms_error", count=1, code=code)
            rig.sim.sms(phone(index), f"pesan {index}")
            until(lambda: rig.sim.cmd("sent")["refused"] >= index, 15, "refused")
            answered(t, rig, index + 10, f"after CMS ERROR {code}")
            until(lambda: any(r["state"] == state and r["report"] == rig.reports()
                              [1 if len(rig.reports()) > 1 else 0]["code"]
                              for r in sms_rows(rig)), 20,
                  f"CMS ERROR {code} ends as {state}")
            t.equal(f"CMS ERROR {code}: texts on that phone",
                    len(rig.sim.inbox(phone(index))), int(state == "delivered"))
        t.equal("the refused one is listed", len(rig.cli_json(
            "outbox", "--state", "failed")), 1)


def full_sim(t):
    """5 places, 30 texts at once: in order, none lost."""
    with Rig(start_core=False, slots=5) as rig:
        for index in range(30):
            rig.sim.sms(phone(index), f"pesan {index}")
        t.equal("full", rig.sim.cmd("sim")["used"], 5)
        begun = mono_ms()
        rig.start_core()
        rig.sim.wait("sent", count=30, timeout_ms=50000)
        t.note(f"30 texts through a SIM of 5: all answered after "
               f"{seconds_since(begun):.1f} s")
        rig.sim.wait("sim_empty")
        t.equal("all filed once", all_texts(rig),
                sorted(f"pesan {i}" for i in range(30)))


def undeletable(t):
    """AT+CMGD fails: filed once, answered once, tried again."""
    with Rig() as rig:
        rig.wait_ready()
        rig.sim.cmd("fault", kind="delete_fail", count=3)
        answered(t, rig, 1, "delete fails")
        answered(t, rig, 2, "beside it")
        rig.sim.wait("sim_empty", timeout_ms=30000)
        t.equal("filed once", all_texts(rig), ["pesan 1", "pesan 2"])


def absent_at_start(t):
    with Rig(start_core=False, device="tty0") as rig:
        rig.sim.cmd("unplug")
        rig.start_core()
        until(lambda: rig.modem_state() == "absent", 10, "absent")
        t.check("doctor says so", b"modem a is absent" in
                rig.cli("doctor", status=1))
        rig.sim.sms(phone(1), "pesan 1")
        begun = mono_ms()
        rig.sim.cmd("plug")
        rig.wait_answer(phone(1), seconds=30)
        t.note(f"absent at start: answered {seconds_since(begun):.1f} s after "
               "it was plugged in")


def pin_tries(rig):
    with open(rig.dir + "/at.log", encoding="utf-8", errors="replace") as file:
        return len(re.findall(r'AT\+CPIN="?\d', file.read()))


def pin_rig(right, given):
    rig = Rig(start_core=False)
    with open(rig.dir + "/pin", "w", encoding="ascii") as file:
        file.write(given + "\n")
    rig.settings["modem a"]["pin_file"] = rig.dir + "/pin"
    rig.write_conf()
    rig.sim.cmd("set", pin=right)
    rig.sim.cmd("log", on=rig.dir + "/at.log")
    return rig


def right_pin(t):
    with pin_rig("1234", "1234") as rig:
        rig.start_core()
        rig.wait_ready()
        answered(t, rig, 1, "with the right PIN")
        t.equal("the PIN is said once", pin_tries(rig), 1)
        t.check("the PIN is in no log", "1234" not in rig.log_text())


def wrong_pin(t):
    """Three wrong ones lock the SIM for good: it is tried once."""
    with pin_rig("1234", "9876") as rig:
        rig.start_core()
        until(lambda: rig.modem_state() == "pin_needed", 20, "pin_needed")
        t.equal("a wrong PIN is tried once", pin_tries(rig), 1)
        for _ in range(3):
            old = rig.child("siaga-modem")
            os.kill(old, signal.SIGKILL)
            until(lambda: rig.children().get("siaga-modem", old) != old, 10,
                  "a new siaga-modem")
            until(lambda: rig.modem_state() in ("pin_needed", "puk_needed"), 20,
                  "it looked at the SIM")
        rig.stop_core()
        rig.start_core()
        until(lambda: rig.modem_state() in ("pin_needed", "puk_needed"), 20,
              "it looked at the SIM")
        tries = pin_tries(rig)
        t.check("nor again after kills and a restart", tries <= 1,
                f"{tries} tries, state {rig.modem_state()}")


def stopped_modem(t):
    """SIGSTOP: siagad's own deadline ends it (60 s, so not by default)."""
    if not os.environ.get("SIAGA_TEST_SLOW"):
        raise Missing("takes 65 s; set SIAGA_TEST_SLOW=1")
    with Rig() as rig:
        rig.wait_ready()
        pid = rig.child("siaga-modem")
        os.kill(pid, signal.SIGSTOP)
        begun = mono_ms()
        rig.sim.sms(phone(1), "pesan 1")
        until(lambda: rig.children().get("siaga-modem", pid) != pid, 90,
              "a new siaga-modem", 0.2)
        t.note(f"a stopped siaga-modem is replaced after "
               f"{seconds_since(begun):.0f} s")
        rig.wait_answer(phone(1), seconds=30)
        t.equal("answered once", len(rig.sim.inbox(phone(1))), 1)


if __name__ == "__main__":
    sys.exit(harness.main([
        not_draining, hanging, lost_reply, lost_ok, lost_everything, chattering,
        garbled, garbled_result, unplugged, unplugged_in_send, refused_sends, full_sim,
        undeletable, absent_at_start, right_pin, wrong_pin, stopped_modem],
        side_by_side=5))
