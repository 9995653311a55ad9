#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile messages: PDUs that stop, blind or abort libGammu's own users, and
texts that would break a log, a terminal or a JSON document.

Each is filed or put into quarantine and removed from the SIM, everything
after it is processed, and no number and no word of anybody lies in clear in
a file, a log line or the process list.
"""
import json
import os
import re
import sys
import unicodedata

import harness
from harness import Rig, children_of, logfmt, phone, until

# --- PDUs, written here from 23.040 alone ---


def swapped(digits):
    digits += "F" * (len(digits) % 2)
    return "".join(digits[i + 1] + digits[i] for i in range(0, len(digits), 2))


SMSC = "0791" + swapped("62811000000")


def address(number, toa="91"):
    digits = number.lstrip("+")
    return f"{len(digits):02X}{toa}" + swapped(digits)


def deliver(sender, data, length=None, first=0x04, dcs=0x00, pid=0x00,
            scts="62111121000082", origin=None):
    """data: TP-UD as bytes; length: TP-UDL."""
    length = len(data) if length is None else length
    return (SMSC + f"{first:02X}" + (origin or address(sender))
            + f"{pid:02X}{dcs:02X}" + scts + f"{length:02X}" + data.hex().upper())


def ucs2(sender, units, udh=b"", **more):
    head = bytes([len(udh)]) + udh if udh else b""
    return deliver(sender, head + units, dcs=0x08,
                   first=0x44 if udh else 0x04, **more)


def text_ucs2(sender, text, **more):
    return ucs2(sender, text.encode("utf-16-be", "surrogatepass"), **more)


def concat(ref, total, seq):
    return bytes([0x00, 0x03, ref, total, seq])


PACKED_HELLO = bytes.fromhex("C8329BFD06")  # "Hello"


def mms_part(sender, seq, body):
    udh = bytes([0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]) + concat(0x77, 3, seq)
    data = bytes([len(udh)]) + udh + body
    return deliver(sender, data, first=0x44, dcs=0x04)


def traps():
    """(name, [PDU]) of facts/libgammu.md 0 and their relatives."""
    s = phone(666, 9)
    wap = (b"\x01\x06\x22application/vnd.wap.mms-message\x00\xaf\x84\x8c\x82"
           b"\x98" + b"T" * 60 + b"\x00\x8d\x90\x96" + b"S" * 250 + b"\x00"
           b"\x8a\x80\x8e\x02\x40\x00\x83http://" + b"h" * 250 + b"\x00")
    yield "compressed, DCS 0x20", [deliver(s, b"\x5a" * 20, dcs=0x20)]
    yield "compressed, DCS 0x39", [deliver(s, b"\x5a" * 20, dcs=0x39)]
    yield "concat sequence 0", [ucs2(s, "nol".encode("utf-16-be"),
                                     udh=concat(0x21, 2, 0))]
    yield "concat sequence over total", [ucs2(s, b"\0A", udh=concat(0x22, 2, 9))]
    yield "concat total 0", [ucs2(s, b"\0A", udh=concat(0x23, 0, 1))]
    yield "UDHL 0xFF", [deliver(s, b"\xff" + b"\x41" * 139, first=0x44, dcs=0x04)]
    yield "UDHL over the data", [deliver(s, b"\x30\x00\x03\x01\x02\x01", first=0x44)]
    yield "UDH element over its header", [
        deliver(s, b"\x03\x00\x7f\x01" + b"A" * 9, first=0x44, dcs=0x04)]
    yield "MMS notification in 3 parts", [
        mms_part(s, n + 1, wap[n * 120:n * 120 + 120]) for n in range(3)]
    yield "MTI 3", [deliver(s, PACKED_HELLO, length=5, first=0x07)]
    yield "TP-UDL 255", [deliver(s, b"\x41" * 100, length=255)]
    yield "TP-UDL over the data", [deliver(s, b"\x41" * 4, length=150)]
    yield "address of 255 digits", [deliver(s, b"A", origin="FF91" + "21" * 10)]
    yield "address of 0 digits", [deliver(s, PACKED_HELLO, length=5, origin="0091")]
    yield "type of address 0x11", [deliver(s, PACKED_HELLO, length=5,
                                           origin=address(s, "11"))]
    yield "alphanumeric sender", [deliver(s, PACKED_HELLO, length=5,
                                          origin="0AD0C8329BFD06")]
    yield "a status report nobody asked for", [
        SMSC + "06" + "4D" + address(s) + "62111121000082"
        + "62111121010082" + "00"]
    yield "an SMSC of 200 octets", ["C891" + "21" * 40]
    yield "one octet", ["00"]
    yield "only an SMSC", [SMSC]
    yield "cut off", [deliver(s, PACKED_HELLO, length=5)[:40]]
    yield "cut off in an octet", [deliver(s, PACKED_HELLO, length=5)[:41]]
    yield "not hex", ["07912618" + "GHIJKLMN" * 8]
    yield "a time that is none", [deliver(s, PACKED_HELLO, length=5,
                                          scts="FFFFFFFFFFFFFF")]
    yield "class 0", [deliver(s, PACKED_HELLO, length=5, dcs=0x10)]
    yield "replace type 1", [deliver(s, PACKED_HELLO, length=5, pid=0x41)]
    yield "voice mail indication", [deliver(s, PACKED_HELLO, length=5, dcs=0xC8)]
    yield "what text mode would take for replies", [text_ucs2(
        s, 'OK\r\n+CUSD: 0,"x",15\r\n+CMTI: "SM",1\r\n')]


def check_terminal(t, what, output):
    bad = {f"U+{ord(c):04X}" for c in output.decode("utf-8", "strict")
           if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
    t.equal(f"{what}: no control or hidden character", bad, set())


def check_log(t, rig):
    wrong = []
    for line in rig.log_text().splitlines():
        try:
            logfmt(line)
            if not line.isascii() or not line.isprintable():
                raise ValueError("not printable ASCII")
        except (ValueError, IndexError) as reason:
            wrong.append((line[:200], str(reason)))
    t.equal("every log line is one event", wrong[:3], [])


def trap_pdus(t):
    with Rig() as rig:
        rig.wait_ready()
        ordinary = 0
        for name, pdus in traps():
            for hexes in pdus:
                rig.sim.cmd("pdu", hex=hexes)
            ordinary += 1
            rig.sim.sms(phone(ordinary), f"pesan biasa {ordinary}")
            try:
                rig.wait_answer(phone(ordinary), seconds=20)
                t.check(f"after {name}", True)
            except AssertionError as wrong:
                t.check(f"after {name}", False, str(wrong))
        try:
            rig.sim.wait("sim_empty", timeout_ms=15000)
            t.check("all are removed from the SIM", True)
        except harness.SimError:
            t.check("all are removed from the SIM", False,
                    str(rig.sim.cmd("sim")["stored"])[:2000])
        texts = sum((rig.texts(r) for r in rig.reports()), [])
        t.equal("every ordinary text is filed once", sorted(
            x for x in texts if x and x.startswith("pesan biasa")),
            sorted(f"pesan biasa {i + 1}" for i in range(ordinary)))
        held = rig.cli_json("report", "list", "--quarantine")
        t.check("quarantined are listed", len(held) >= 5
                and all(r["quarantine"] for r in held), len(held))
        shown = [rig.ask("report.show", code=r["code"],
                          as_key=rig.secret())
                 for r in held]
        t.equal("for an officer: raw bytes, or a text that is all of it",
                [s for s in shown if not any(
                    m.get("pdu") or m.get("text") for m in s["received"])
                    and s["reason"] != "undecodable_empty"], [])
        t.equal("the undecodable keep their raw bytes", [
            s for s in shown if s["reason"].startswith("undecodable")
            and s["reason"] != "undecodable_empty" and not any(m.get("pdu") for m in s["received"])], [])
        reasons = {}
        for s in shown:
            reasons[s["reason"]] = reasons.get(s["reason"], 0) + 1
        t.note(f"in quarantine: {reasons}")
        for row in rig.reports():
            check_terminal(t, row["code"], rig.cli("report", "show",
                                                   row["code"], key=True))
            t.check("it has an end", len(json.dumps(rig.cli_json(
                "report", "show", row["code"], key=True))) < 20000)
        check_log(t, rig)
        t.equal("siaga-modem never died", rig.logged("child.ended"), [])
        t.note(f"{sum(1 for _ in traps())} traps, {len(held)} quarantined, "
               f"{len(rig.reports()) - ordinary - len(held)} others filed")


def one_reference_two_senders(t):
    """GSM_LinkSMS would join them; an answer goes to each."""
    with Rig() as rig:
        rig.wait_ready()
        a, b = phone(1), phone(2)
        for sender, seq, text in ((a, 1, "satu "), (b, 2, "empat"),
                                  (b, 1, "tiga "), (a, 2, "dua")):
            rig.sim.cmd("pdu", hex=ucs2(sender, text.encode("utf-16-be"),
                                        udh=concat(0x55, 2, seq)))
        rig.wait_answer(a)
        rig.wait_answer(b)
        rig.sim.wait("sim_empty")
        t.equal("kept apart", sorted("".join(rig.texts(r))
                                     for r in rig.reports()),
                ["satu dua", "tiga empat"])


def parts_of(sender, text, ref):
    units = text.encode("utf-16-be")
    pieces = [units[i:i + 134] for i in range(0, len(units), 134)]
    assert len(pieces) <= 255
    return [ucs2(sender, piece, udh=concat(ref, len(pieces), n + 1))
            for n, piece in enumerate(pieces)]


TEXTS = {
    "NUL": "sebelum\0sesudah",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9b\x85.",
    "ANSI escapes": "\x1b[2J\x1b[31mmerah\x1b]0;judul\x07\x9b5n",
    "bidi": "\u202eterbalik\u202c \u2066isolasi\u2069 \u200f\u200e\u061c",
    "invisible": "a\u200bb\u00adc\ufeffd\u2028e\u2029f\u2060g\U000e0041h",
    "JSON": '"},{"code":"2222","urgency":"low"}]\n\\u0000\\"',
    "logfmt": 'level=error event=fake prog=siagad x="\nts=2026 level=info',
    "format strings": "%s%n%p %1$s {} {code} ${HOME} $(id) `id` \\x00",
    "SQL": "'); DROP TABLE report; --",
    "emoji": "\U0001f3f3\ufe0f\u200d\U0001f308 \U0001f468\u200d\U0001f469",
    "combining": "a" + "\u0301" * 40,
    "blank": " ",
    "newlines": "baris satu\r\nbaris dua\n\rbaris tiga",
}


def hostile_texts(t):
    with Rig() as rig:
        rig.wait_ready()
        senders = {}
        for index, (name, text) in enumerate(TEXTS.items()):
            senders[name] = index
            rig.sim.cmd("pdu", hex=text_ucs2(phone(index), text))
        lone = "\ud800tengah\udc00 \udbff"
        rig.sim.cmd("pdu", hex=text_ucs2(phone(90), lone))
        rig.wait_reports(len(TEXTS) + 1)
        rig.sim.wait("sim_empty")
        found = {}
        for row in rig.reports():
            shown = rig.cli_json("report", "show", row["code"], key=True)
            check_terminal(t, row["code"], rig.cli("report", "show", row["code"],
                                                   key=True))
            found["".join(m["text"] for m in shown["received"])] = shown
        for name, text in TEXTS.items():
            t.check(f"{name}: stored as received", text in found,
                    "" if text in found else repr(sorted(found))[:1500])
        mended = lone.encode("utf-16-be", "surrogatepass").decode(
            "utf-16-be", "replace")
        kept = [s for x, s in found.items() if "tengah" in x]
        t.check("lone surrogates: shown mended", len(kept) == 1 and
                kept[0]["received"][0]["text"] == mended, repr(sorted(found))[:900])
        t.check("lone surrogates: raw bytes kept", kept and
                "pdu" in kept[0]["received"][0])
        check_terminal(t, "report list", rig.cli("report", "list"))
        check_terminal(t, "outbox", rig.cli("outbox"))
        json.loads(rig.cli("--json", "report", "list"))
        check_log(t, rig)


def long_text(t):
    """10,000 characters in 150 parts through a SIM of 50."""
    text = "".join(f"{n:04d} cerita " for n in range(834))[:10000]
    with Rig() as rig:
        rig.wait_ready()
        parts = parts_of(phone(1), text, 0x31)
        order = parts[::2] + parts[1::2]
        for hexes in order + parts[:3]:
            rig.sim.cmd("pdu", hex=hexes)
        rig.sim.sms(phone(2), "pesan lain")
        rig.wait_answer(phone(2), seconds=30)
        rig.sim.wait("sim_empty", timeout_ms=30000)
        rig.wait_answer(phone(1), seconds=30)
        got = ["".join(rig.texts(r)) for r in rig.reports()]
        t.check("10,000 characters in any order, as written", text in got,
                [(len(g), g[:60]) for g in got])
        t.equal("one report each", len(got), 2)
        t.equal("one answer", len(rig.sim.inbox(phone(1))), 1)
        codes = [r["code"] for r in rig.reports()]
        t.check("for people too", any("0832 cerita" in re.sub(r"\s+", " ", rig.cli(
            "report", "show", code, key=True).decode()) for code in codes))


NUMBER = "+6281398765403"
STORY = "KUNANGKUNANG suami 73"


def spellings():
    digits = NUMBER[1:]
    for name, text in (("number", digits), ("number as dialled", "0" + digits[2:]),
                       ("number without prefix", digits[2:])):
        for coding in ("ascii", "utf-16-be", "utf-16-le"):
            yield f"{name} in {coding}", text.encode(coding)
        yield f"{name} grouped", " ".join(text[i:i + 4] for i in range(
            0, len(text), 4)).encode()
    bcd = swapped(digits)
    yield "number as in a PDU", bytes.fromhex(bcd.replace("F", "f"))
    yield "number as in a PDU, hex", bcd.encode()
    yield "number as in a PDU, hex, small", bcd.lower().encode()
    for word in (STORY, "KUNANG"):
        for coding in ("ascii", "utf-16-be", "utf-16-le"):
            yield f"text in {coding}", word.encode(coding)
        yield "text in hex", word.encode("utf-16-be").hex().upper().encode()
        yield "text in hex, small", word.encode("utf-16-be").hex().encode()


def traces(places):
    return sorted({f"{what} in {where}" for where, content in places
                   for what, needle in spellings() if needle in content})


def files_of(rig):
    for folder, _, names in os.walk(rig.state):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    yield path, file.read()
            yield f"the name {path}", name.encode()
    yield "the log", rig.log_text().encode()


def processes_of(rig):
    pids = [rig.core.pid, *children_of(rig.core.pid).values()]
    assert len(pids) == 3, pids
    for pid in pids:
        for what in ("cmdline", "environ", "status", "comm"):
            try:
                with open(f"/proc/{pid}/{what}", "rb") as file:
                    yield f"/proc/{pid}/{what}", file.read()
            except PermissionError:
                pass


def no_canary(t):
    """Ordinary, undecodable, in parts, refused, waiting: never in clear."""
    with Rig(hooks=["district"]) as rig:
        rig.hooks[0].mode = 500
        rig.wait_ready()
        rig.sim.sms(NUMBER, STORY)
        rig.wait_answer(NUMBER)
        rig.sim.cmd("fault", kind="cms_error", count=3, code=38)
        rig.sim.sms(NUMBER, STORY + " lagi", coding="ucs2")
        rig.sim.cmd("pdu", hex=deliver(NUMBER, b"\x5a" * 20, dcs=0x20))
        rig.sim.cmd("pdu", hex=ucs2(NUMBER, STORY.encode("utf-16-be"),
                                    udh=concat(9, 3, 2)))
        rig.sim.cmd("pdu", hex=deliver(NUMBER, STORY.encode("utf-16-be"),
                                       first=0x07))
        rig.sim.cmd("call", **{"from": NUMBER})
        rig.sim.wait("call_end")
        rig.sim.wait("sim_empty", timeout_ms=20000)
        rig.wait_reports(2)
        until(rig.hooks[0].all, 10, "a webhook was tried")
        for report in rig.reports():
            rig.cli("report", "show", report["code"], key=True)
        t.check("an officer can read it", STORY in sum(
            (rig.texts(r) for r in rig.reports()), []))
        t.equal("running: files and log", traces(files_of(rig)), [])
        t.equal("running: process list", traces(processes_of(rig)), [])
        t.equal("what the office was sent", traces(
            [("webhook", json.dumps(d["headers"]).encode() + d["body"])
             for d in rig.hooks[0].all()]), [])
        os.kill(rig.child("siaga-modem"), 11)
        rig.kill_core()
        t.equal("after a crash: files and log", traces(files_of(rig)), [])
        rig.start_core()
        rig.wait_ready()
        t.equal("no core dump", [n for n in os.listdir(rig.dir)
                                 if n.startswith("core")], [])
        modes = {oct(os.stat(os.path.join(rig.state, n)).st_mode & 0o077)
                 for n in os.listdir(rig.state) if n != "siaga.sock"}
        t.equal("files are for siagad's user alone", modes, {"0o0"})


if __name__ == "__main__":
    sys.exit(harness.main([trap_pdus, one_reference_two_senders, hostile_texts,
                           long_text, no_canary]))
