#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is no office hears of a report by her consent alone, and then in events
that the published verifiers accept; siaga webhook says what and why not."""
import json
import sys

import harness
from harness import NodeHook, Rig, phone, until

CODED = {"code", "urgency", "emergency", "village"}


def recipient(name, **keys):
    def make(directory):
        hook = NodeHook(directory, name)
        office = hook.section()
        hook.section = lambda: {**office, "recipient": name, **keys}
        return hook
    return make


def check_verified(t, delivery):
    for package in ("standardwebhooks", "svix", "cloudevents"):
        t.check(package + " accepts it", delivery["checks"][package] is True,
                delivery["checks"])
    t.equal("one size", len(delivery["body"]), 512)


def write(rig, *texts):
    for n, text in enumerate(texts):
        rig.sim.sms(phone(1), text)
        until(lambda: len(rig.sim.sent()) > n, 15, "an answer to " + text)


def by_consent(t):
    with Rig(hooks=[NodeHook, recipient("police"),
                    recipient("cadre", fields="reference village")]) as rig:
        office, police, cadre = rig.hooks
        rig.wait_ready()
        write(rig, "AMAN", "1", "IZIN", "KP", "YA")
        code = rig.cli_json("report", "list")[0]["code"]
        until(lambda: len(office.all()) > 3, 10, "the office's news")
        t.equal("before it is confirmed nobody else hears",
                (police.all(), cadre.all()), ([], []))
        t.check("and siaga webhook says why",
                b"is told nothing, not even that it exists: "
                b"consent_provisional" in rig.cli("webhook", code))
        rig.cli("report", "confirm", code, "--consent", "KP", "--by", "Sari")
        heard = until(police.all, 10, "the police hear")
        check_verified(t, heard[0])
        event = json.loads(heard[0]["body"])
        t.equal("as a new report", event["type"], "report.filed")
        t.equal("what is configured", set(event["data"]), CODED)
        heard = until(cadre.all, 10, "the cadre hears")
        check_verified(t, heard[0])
        event = json.loads(heard[0]["body"])
        t.equal("a reference alone", set(event["data"]), {"reference"})
        t.check("no code", code not in heard[0]["body"])
        told = {d["name"]: d for d in rig.cli_json("webhook", code)}
        t.equal("siaga webhook shows the same reference",
                told["cadre"]["fields"][0]["value"], event["data"]["reference"])
        t.check("for people", b"not told: never" in rig.cli("webhook", code)
                and b"cadre (cadre): ready" in rig.cli("webhook"))
        rig.cli("report", "confirm", code, "--consent", "none", "--by", "Sari")
        until(lambda: len(office.all()) > 5, 10, "the office hears on")
        t.equal("nobody else does", (len(police.all()), len(cadre.all())),
                (1, 1))


def alerts(t):
    with Rig(hooks=[NodeHook]) as rig:
        office = rig.hooks[0]

        def heard(event):
            return [d for d in office.all()
                    if json.loads(d["body"])["type"] == event]
        rig.wait_ready()
        rig.sim.sms(phone(1), "9")
        raised = until(lambda: heard("alert.raised"), 15, "an alert")[0]
        check_verified(t, raised)
        code = json.loads(raised["body"])["data"]["alert"]
        rig.cli("alert", "accept", code)
        taken = until(lambda: heard("alert.accepted"), 15, "its answer")[0]
        check_verified(t, taken)
        rig.cli("alert", "decline", code)
        check_verified(t, until(lambda: heard("alert.declined"), 15,
                                "that it is given back")[0])
        check_verified(t, until(lambda: heard("gateway.alarm"), 15,
                                "the alarm: nobody is left")[0])


if __name__ == "__main__":
    sys.exit(harness.main([by_consent, alerts]))
