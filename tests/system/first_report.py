#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A text becomes a record, an answer and a verified webhook."""
import json
import re
import sys

import harness
from harness import NodeHook, Rig, phone, until

CRY = "tolong, suami saya memukul saya"
KEYS = {"code", "filed_at", "channel", "village", "urgency", "emergency",
        "state", "quarantine"}
CODE = re.compile(r"^[234679CDFGHJKMNPRTWX]{4}$")


def check_list(t, rig):
    rows = rig.cli_json("report", "list")
    t.equal("one report", len(rows), 1)
    row = rows[0]
    t.equal("keys of report list --json", set(row), KEYS)
    t.check("a code of our alphabet", CODE.match(row["code"])
            and re.search("[0-9]", row["code"])
            and re.search("[A-Z]", row["code"]), row["code"])
    t.check("filed_at is RFC 3339 in UTC", re.match(
        r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", row["filed_at"]), row["filed_at"])
    t.equal("channel", row["channel"], "sms")
    t.equal("village", row["village"], None)
    t.equal("urgency", row["urgency"], "high")
    t.check("flags are booleans", isinstance(row["emergency"], bool)
            and row["quarantine"] is False, row)
    t.equal("the command socket says the same", rig.reports(), rows)
    t.check("the table for people", row["code"] in rig.cli(
        "report", "list").decode())
    return row


def check_show(t, rig, code):
    sealed = rig.cli_json("report", "show", code)
    t.equal("without a key the text is sealed",
            [(m.get("sealed"), "text" in m) for m in sealed["received"]],
            [(True, False)])
    opened = rig.cli_json("report", "show", code, key=True)
    t.equal("with the officer's key it opens",
            [m.get("text") for m in opened["received"]], [CRY])
    t.check("not who wrote", "from" not in opened["received"][0])
    t.equal("what was answered stands beside it",
            [m["state"] in ("sent", "delivered") for m in opened["sent"]], [True])
    by_env = json.loads(rig.cli("--json", "report", "show", code, env={
        "SIAGA_KEY_FILE": rig.key_file()}))
    t.equal("the key by $SIAGA_KEY_FILE", by_env["received"][0].get("text"), CRY)
    t.check("for people", CRY in rig.cli("report", "show", code, key=True).decode()
            and CRY not in rig.cli("report", "show", code).decode())
    wrong = rig.dir + "/wrong.key"
    with open(wrong, "w", encoding="ascii") as file:
        file.write(rig.secret()[::-1] + "\n")
    refused = rig.cli("--json", "--key-file", wrong, "report", "show", code,
                      status=None)
    t.equal("a stranger's key opens nothing", refused, b"")
    rig.cli("report", "show", "2222", status=1)


def check_outbox(t, rig, code):
    rows = [r for r in rig.cli_json("outbox") if r["sink"] == "sms"]
    t.equal("one text in the outbox", len(rows), 1)
    t.equal("of this report", rows[0]["report"], code)
    until(lambda: [r for r in rig.cli_json("outbox", "--state", "delivered")
                   if r["sink"] == "sms"], 10, "the status report settles it")
    t.equal("nothing unknown", rig.cli_json("outbox", "--unknown"), [])
    t.equal("nothing queued", rig.cli_json("outbox", "--state", "queued"), [])
    t.check("no number in the outbox",
            phone(1)[3:].encode() not in rig.cli("--json", "outbox"))


def check_answer(t, rig):
    answer = rig.wait_answer(phone(1))
    t.equal("one answer", len(answer), 1)
    t.check("it is the cover's", answer[0]["text"].startswith("Info Desa:"))
    t.check("validity at most 15 minutes", 0 < answer[0]["validity_s"] <= 900,
            answer[0]["validity_s"])
    t.check("not class 0", answer[0]["class"] != 0)
    t.check("one part", "total" not in answer[0])
    rig.sim.wait("sim_empty")


def pty_and_webhook(t):
    with Rig(hooks=[NodeHook]) as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), CRY)
        check_answer(t, rig)
        row = check_list(t, rig)
        check_outbox(t, rig, row["code"])
        check_show(t, rig, row["code"])
        heard = until(lambda: rig.hooks[0].all(), 10, "a webhook")
        filed = [d for d in heard if json.loads(d["body"])["type"] ==
                 "report.filed"]
        t.equal("one report.filed", len(filed), 1)
        t.check("standardwebhooks accepts it",
                filed[0]["checks"]["standardwebhooks"] is True, filed[0]["checks"])
        t.check("svix accepts it", filed[0]["checks"]["svix"] is True)
        t.check("cloudevents accepts it",
                filed[0]["checks"]["cloudevents"] is True)
        event = json.loads(filed[0]["body"])
        t.equal("thin", event["data"], {
            "code": row["code"], "urgency": "high",
            "emergency": row["emergency"], "village": None})
        t.equal("padded", len(filed[0]["body"]) % 512, 0)
        t.check("no word of hers in it", "suami" not in json.dumps(filed))
        t.equal("status", rig.ask("status")["modems"][0]["state"], "ready")
        t.equal("siagad ends with 0", rig.stop_core(), 0)


def webhook_retried(t):
    """With nothing else going on: siagad's own clock has to wake it."""
    with Rig(hooks=["district"]) as rig:
        office = rig.hooks[0]
        office.mode = 500
        rig.wait_ready()
        rig.sim.sms(phone(1), CRY)
        rig.wait_answer(phone(1))
        until(office.all, 10, "the first attempt")
        rig.sim.wait("sim_empty")
        office.mode = 200
        tried = until(lambda: [d for d in office.all() if d["mode"] == 200],
                      15, "the second attempt, with nothing else going on")
        first = office.all()[0]
        t.note("500, then tried again after "
               f"{(tried[0]['at_ms'] - first['at_ms']) / 1000:.1f} s")
        t.check("verified both times", first["verified"]
                and tried[0]["verified"])
        t.check("with the same id", first["headers"]["webhook-id"]
                == tried[0]["headers"]["webhook-id"])
        t.equal("with the same body", tried[0]["body"], first["body"])
        until(lambda: rig.ask("status")["outbox"].get("webhook_delivered"), 5,
              "delivered")


def over_proxyat(t):
    with Rig(connection="proxyat") as rig:
        rig.wait_ready()
        rig.sim.sms(phone(1), CRY)
        check_answer(t, rig)
        check_list(t, rig)
        t.equal("siagad ends with 0", rig.stop_core(), 0)
        rig.sim.wait("detached")


def without_notification(t):
    with Rig() as rig:
        rig.sim.cmd("set", cmti=False)
        rig.wait_ready()
        rig.sim.wait("idle", quiet_ms=300)
        begun = harness.mono_ms()
        rig.sim.sms(phone(1), CRY)
        check_answer(t, rig)
        took = rig.sim.sent()[0]["t_ms"] - begun
        t.note(f"found by polling after {took / 1000:.1f} s")
        t.equal("no +CMTI was raised",
                rig.sim.cmd("received")["messages"][0]["cmti_ms"], 0)
        check_list(t, rig)


def already_on_the_sim(t):
    """What came while nobody listened, and what one number says later."""
    with Rig(start_core=False) as rig:
        for i in range(1, 4):
            rig.sim.sms(phone(i), f"pesan nomor {i}")
        rig.start_core()
        for i in range(1, 4):
            rig.wait_answer(phone(i))
        rig.sim.sms(phone(1), "dan satu lagi")
        until(lambda: "dan satu lagi" in sum(
            (rig.texts(r) for r in rig.reports()), []), 15, "the second text")
        t.equal("the second text of a number is no new report",
                len(rig.reports()), 3)
        rig.sim.wait("sim_empty")


if __name__ == "__main__":
    sys.exit(harness.main([pty_and_webhook, webhook_retried, over_proxyat,
                           without_notification,
                           already_on_the_sim]))
