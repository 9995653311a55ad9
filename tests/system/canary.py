#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A seized box tells nothing old (P4, I10).

Numbers, names, stories, an officer's words and her safe word go through the
real programs. When the officers are away and the routing time is over, none of
it may be anywhere on the box in any spelling: not in a file, a log or /proc,
nor in the memory of the same, still running programs. Days pass by libfaketime.

That the search would find them is shown by programs that differ in one thing:
`unsealed` writes into the store in clear, `unwiped` leaves memory as it was.
"""
import base64
import collections
import ctypes
import glob
import hmac
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import time

import harness
import traces
from harness import BUILD, Missing, Rig, until

PROGRAMS = ("siagad", "siaga-modem", "siaga-notify")
DAY_S = 86400
CALL_OVER_MS = 9000  # as in gateway/modem/call.c, and a moment
STILL_ON_SIM = "SELECT count(*) FROM taken WHERE deleted_at IS NULL"

# Words that nobody types and no template has.
SECRETS = {
    "her name": "Zulqatarine",
    "his name": "Vexmarundi",
    "her street": "Jalanqorbexa",
    "her name in UCS-2": "Qúwzaelindra",
    "a word of UCS-2 alone": "Жыщкаювэнла",
    "a long story's begin": "Wyvarkontelu",
    "a long story's middle": "Xebrunadizoq",
    "a long story's end": "Yolgatrimuzex",
    "a long UCS-2 story's begin": "Hyxodrâmelun",
    "a long UCS-2 story's end": "Juvqatarîsom",
    "of a text that never came whole": "Bexquolandir",
    "a name in a question": "Dyrquamolexi",
    "of spam": "Fawzuqilendo",
    "of an attachment": "Guxaldriwenq",
    "the officer's answer": "Kyrelmoquand",
    "the officer's reason": "Lozquimarvex",
    "the safe word": "mezqalduri",
}
NUMBERS = {
    "her number": "+6281360417259",
    "her number of UCS-2": "+6285274930618",
    "the number of a long story": "+6287791530462",
    "the number of a long UCS-2 story": "+6283148260975",
    "the number of half a text": "+6289630571824",
    "the number of a call": "+6282295160437",
    "the number of spam": "+6281970352846",
    "the number of an attachment": "+6285861740293",
    "a number that is answered": "+6285698317402",
    "a number in her story": "+6288239460175",
    "a number in quarantine": "+6281542970368",
}
S, N = SECRETS, NUMBERS
ANSWER, REASON = S["the officer's answer"], S["the officer's reason"]


class Box(Rig):
    """A gateway whose days the test lets pass."""

    def __init__(self, **options):
        if os.geteuid() != 0:
            raise Missing("only root reads the memory of programs")
        found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        if not found:
            raise Missing("libfaketime is not installed")
        super().__init__(hooks=["district"], start_core=False, **options)
        self.ahead_s = self.called_ms = 0
        self.clock = os.path.join(self.dir, "clock")
        self.env = {"LD_PRELOAD": found[0], "NO_FAKE_STAT": "1",
                    "FAKETIME_TIMESTAMP_FILE": self.clock,
                    "FAKETIME_NO_CACHE": "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        self.places = os.path.join(self.dir, "found")
        os.mkdir(self.places)
        self.pass_time(0)
        self.sim.cmd("set", ring_ms=300)
        self.start_core()
        self.wait_ready()
        self.pids = self.find_pids()

    def find_pids(self):
        return {"siagad": self.core.pid,
                **{name: self.child(name) for name in PROGRAMS[1:]}}

    def settle(self):
        """Nothing is on its way, and the core knows it."""
        self.sim.wait("sim_empty")
        self.sim.wait("idle", quiet_ms=200)
        until(lambda: self.database(STILL_ON_SIM) == [(0,)], 10,
              "the core knows that the SIM is empty")

    def pass_time(self, seconds):
        self.ahead_s += seconds
        with open(self.clock + ".new", "w", encoding="ascii") as file:
            file.write(f"+{self.ahead_s}\n")
        os.rename(self.clock + ".new", self.clock)
        self.sim.cmd("clock", offset=self.ahead_s)
        if self.core is not None:
            self.ask("status")

    def act(self, *words, said=None, key=False):
        """siaga, with words about her on its standard input."""
        args = [os.path.join(self.programs, "siaga"), "-c", self.conf]
        if key:
            args += ["--key-file", self.key_file()]
        done = subprocess.run(
            [*args, "--json", *words], timeout=30, capture_output=True,
            input=None if said is None else (said + "\n").encode())
        if done.returncode != 0:
            raise AssertionError(f"siaga {words[:2]}: "
                                 + done.stderr.decode("utf-8", "replace"))
        return json.loads(done.stdout or b"null")


# --- planting ---

def tell(box, needles, number, text, **more):
    """A person writes; what the network carries is looked for as well."""
    sent = box.sim.sms(number, text, **more)
    for pdu in sent["pdus"]:
        needles.add("the PDU of " + text[:24], traces.spell_pdu(pdu))
    return sent


def attachment():
    """A vCard on its port: 8-bit octets that go raw into quarantine."""
    text = (f"BEGIN:VCARD\r\nN:{S['of an attachment']}\r\nTEL:"
            f"{N['a number in quarantine']}\r\nEND:VCARD\r\n").encode()
    who = N["the number of an attachment"].lstrip("+")
    body = bytes.fromhex("06050423F423F4") + text
    return ("07912618010000F0" + f"440{len(who):X}"[:2] + f"{len(who):02X}91"
            + traces.swapped(who).hex().upper() + "00F5" + "62111211000082"
            + f"{len(body):02X}" + body.hex().upper())


def plant_texts(box, needles):
    tell(box, needles, N["her number"],
         f"tolong, nama saya {S['her name']}, suami saya {S['his name']} "
         f"memukul saya di {S['her street']}, telepon ibu "
         f"0{N['a number in her story'][3:]}", coding="gsm7")
    tell(box, needles, N["her number of UCS-2"],
         f"tolong {S['her name in UCS-2']} {S['a word of UCS-2 alone']}",
         coding="ucs2")
    filler = "dia marah setiap malam dan kami takut pulang "
    tell(box, needles, N["the number of a long story"],
         S["a long story's begin"] + " " + filler * 4
         + S["a long story's middle"] + " " + filler * 3
         + S["a long story's end"], coding="gsm7")
    tell(box, needles, N["the number of a long UCS-2 story"],
         S["a long UCS-2 story's begin"] + " " + filler * 2
         + S["a long UCS-2 story's end"], coding="ucs2", order=[2, 1])
    tell(box, needles, N["the number of half a text"],
         S["of a text that never came whole"] + " " + filler * 4,
         coding="gsm7", drop=[2])
    tell(box, needles, N["the number of spam"],
         "Selamat anda mendapat hadiah, klik http://bit.ly/"
         + S["of spam"], coding="gsm7")
    pdu = attachment()
    needles.add("the PDU of an attachment", traces.spell_pdu(pdu))
    box.sim.cmd("pdu", hex=pdu)
    box.sim.cmd("call", **{"from": N["the number of a call"], "rings": 3})
    box.called_ms = harness.mono_ms()


def report_of(box, word):
    for row in box.reports():
        shown = box.act("report", "show", row["code"], key=True)
        if any(word in (m.get("text") or "") for m in shown["received"]):
            return row["code"]
    return None


def converse(box, needles, number, *texts):
    """One text after the other, each behind the answer to the last."""
    for text in texts:
        since = len(box.sim.inbox(number))
        tell(box, needles, number, text)
        box.wait_answer(number, since + 1)


def officer_acts(box, needles):
    """A triage with its reason, a safe word told by voice, an answer."""
    code = until(lambda: report_of(box, S["her name"]), 15, "her report")
    box.act("report", "urgency", code, "medium", "--reason", "-",
            said=f"menurut {REASON}")
    box.act("report", "confirm", code, "--phone", "own", "--word", "-",
            said=S["the safe word"])
    tell(box, needles, N["her number"], f"{code} {S['the safe word']}")
    converse(box, needles, N["a number that is answered"],
             "halo, apakah kantor buka, saya " + S["a name in a question"],
             "1", "2")
    asked = until(lambda: report_of(box, S["a name in a question"]), 15,
                  "a question")
    box.act("report", "reply", asked, "-",
            said=f"Silakan datang ke balai {ANSWER} besok jam 9.")


def answer_arrives(box, needles):
    """It is offered (R34) when she next writes, and 1 reads it."""
    box.settle()
    box.pass_time(DAY_S)
    number = N["a number that is answered"]
    converse(box, needles, number, "apakah ada kabar", "1")
    until(lambda: any(ANSWER in m["text"] for m in box.sim.inbox(number)),
          15, "the officer's answer on her phone")


def words_and_numbers():
    needles = traces.Needles()
    for canary, word in SECRETS.items():
        needles.add(canary, traces.spell_word(word))
    for canary, number in NUMBERS.items():
        needles.add(canary, traces.spell_number(number))
    return needles


def plant(box):
    """All of these and what carried them, to be looked for."""
    needles = words_and_numbers()
    plant_texts(box, needles)
    box.wait_answer(N["her number"])
    officer_acts(box, needles)
    box.sim.wait("call_end")
    answer_arrives(box, needles)
    box.settle()
    return needles


def read_everything(t, box):
    """Once, as officers do; then they and their key are gone."""
    shown = "".join(
        json.dumps(box.act("report", "show", row["code"], key=True),
                   ensure_ascii=False)
        for row in box.reports() + box.ask("report.list", quarantine=True))
    kept = [canary for canary, word in SECRETS.items()
            if word in shown and canary != "the safe word"]
    t.check("officers read what was written", len(kept) >= 12,
            sorted(set(SECRETS) - set(kept)))


# --- keys, which open what an older copy of the disk may have ---

DAY, EPOCH_WRAP, CASE_WRAP = 1, 4, 5  # as in gateway/core/vault_keys.h


class Keys:
    """What the box could open: read as vault.c does, with libsodium."""

    def __init__(self, box):
        self.sodium = ctypes.CDLL("libsodium.so.23")
        base = sqlite3.connect(f"file:{box.state}/keys.db?mode=ro", uri=True)
        rows = base.execute("SELECT kind, name, bytes FROM key").fetchall()
        base.close()
        with open(os.path.join(box.state, "machine.key"), "rb") as file:
            self.machine = file.read()
        self.gateway = [blob for kind, _, blob in rows if kind == 0][0]
        self.rows = {kind: [(name, blob) for k, name, blob in rows
                            if k == kind] for kind in range(6)}

    def opened(self, sealed, purpose):
        """nonce | ciphertext, padded."""
        where = self.gateway + purpose.encode() + b"/1"
        out = ctypes.create_string_buffer(len(sealed))
        wrong = self.sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, None, None, sealed[24:], ctypes.c_ulonglong(len(sealed) - 24),
            where, ctypes.c_ulonglong(len(where)), sealed[:24], self.machine)
        return None if wrong else out.raw

    def unwrapped(self, sealed, sk):
        pk, out = (ctypes.create_string_buffer(32) for _ in range(2))
        self.sodium.crypto_scalarmult_base(pk, sk)
        wrong = self.sodium.crypto_box_seal_open(
            out, sealed, ctypes.c_ulonglong(len(sealed)), pk, sk)
        return None if wrong else out.raw

    def each(self, officer):
        for name, sealed in self.rows[DAY]:
            both = self.opened(sealed, f"day {int(name)}")
            yield "a day's route key", both and both[:32]
            yield "a day's lookup key", both and both[32:64]
        for _, wrap in self.rows[EPOCH_WRAP]:
            month = self.unwrapped(wrap, officer)
            yield "a month's key", month
            for _, case in self.rows[CASE_WRAP] if month else ():
                yield "a report's key", self.unwrapped(case[8:], month)


def add_keys(t, box, needles):
    """The officer's, and all that it or the box opened meanwhile."""
    secret = box.secret()
    needles.add("the officer's key", traces.spell_bytes(secret.encode()))
    text = secret.removeprefix("siaga-officer-")
    officer = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    needles.add("the officer's key", traces.spell_bytes(officer))
    found = list(Keys(box).each(officer))
    for what, key in found:
        needles.add(what, traces.spell_bytes(key or b""))
    t.check("the keys are known to this test",
            len(found) > 6 and all(key for _, key in found),
            [what for what, key in found if not key])


# --- the box is seized ---

def time_is_over(t, box):
    """Days later, the same processes, and everybody has gone home."""
    for step in (2 * 3600, 5 * DAY_S):
        box.pass_time(step)
    until(lambda: box.logged("routes.forgotten", key="deleted"), 10,
          "the day's keys are deleted")
    t.equal("no key is held", box.logged("routes.forgotten",
                                         key="held by the SIM"), [])
    box.pass_time(3700)
    until(lambda: harness.mono_ms() > box.called_ms + CALL_OVER_MS, 10,
          "the call is over for siaga-modem as well")
    box.sim.wait("idle", quiet_ms=300)
    t.equal("no restart in between", box.find_pids(), box.pids)


def heard_by_office(box):
    path = os.path.join(box.places, "webhooks")
    with open(path, "wb") as file:
        for delivery in box.hooks[0].all():
            file.write(json.dumps(delivery["headers"]).encode() + b"\n"
                       + delivery["body"] + b"\n")
    return traces.Place(path, "what the office was told")


def cores(box):
    """As a crash would have left them: registers as well."""
    for name, pid in box.pids.items():
        path = os.path.join(box.places, name + ".core")
        done = subprocess.run(
            ["gcore", "-a", "-o", path, str(pid)], stdin=subprocess.DEVNULL,
            capture_output=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError("gcore: " + done.stderr.decode()[-300:])
        yield traces.Place(f"{path}.{pid}", f"core of {name}")


def images(box):
    for name, pid in box.pids.items():
        yield traces.Image(pid, name, os.path.join(box.places, name))


def all_places(t, box):
    yield from traces.files_below(box.state, "state")
    yield traces.Place(box.log_path, "log")
    yield heard_by_office(box)
    for name, pid in box.pids.items():
        yield from traces.open_files(pid, name)
        yield from traces.told_of(pid, name, box.places)
    for image in images(box):
        t.note(f"memory of {image.name}: {image.bytes >> 10} KiB not empty")
        yield image.place()
    if shutil.which("gcore"):
        yield from cores(box)
    else:
        t.skip("cores", "gcore (gdb) is missing")


def tell_hits(t, hits, most=60):
    for hit in hits[:most]:
        t.note(f"{hit.canary} ({hit.spelling}) in {hit.place} at {hit.offset}"
               f": {hit.around!r}")
    if len(hits) > most:
        t.note(f"and {len(hits) - most} more")


def grouped(hits):
    """{place: how many}, as short as a line of the result."""
    return dict(collections.Counter(hit.place for hit in hits))


# --- the cases ---

def check_at_once(t, box, needles):
    """Memory needs no days: what is handled is gone, but for who just rang.
    A moment later: the last answer is written before it is freed."""
    for _ in range(5):
        hits = [hit for hit in traces.search(
            needles, [image.place() for image in images(box)], box.places)
                if hit.canary != "the number of a call"]
        if not hits:
            break
    tell_hits(t, hits)
    t.equal("memory has nothing that is handled", grouped(hits), {})


def sealed(t):
    with Box() as box:
        needles = plant(box)
        read_everything(t, box)
        check_at_once(t, box, needles)
        add_keys(t, box, needles)
        os.remove(box.key_file())
        time_is_over(t, box)
        places = list(all_places(t, box))
        hits = traces.search(needles, places, box.places)
        t.note(f"{len(needles.canaries())} secrets in {len(needles.of)} "
               f"spellings, {len(places)} places")
        tell_hits(t, hits)
        t.equal("nothing is found", grouped(hits), {})


# --- a session that ends ---

PASSPHRASE = "kata sandi ratna yang panjang"


def second_factor(secret, now_s):
    """The code of that moment, as a phone shows it (RFC 6238)."""
    mac = hmac.digest(secret, struct.pack(">Q", int(now_s) // 30), "sha1")
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1000000:06}"


class Officer:
    """Somebody at the terminal with a session of her own."""

    def __init__(self, box):
        self.box = box
        self.folder = os.path.join(box.dir, "run-ratna")
        os.mkdir(self.folder, mode=0o700)

    def does(self, *words, said=""):
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith("SIAGA_")}
        done = subprocess.run(
            [os.path.join(self.box.programs, "siaga"), "-c", self.box.conf,
             *words], input=said, text=True, capture_output=True, timeout=60,
            env={**clean, "XDG_RUNTIME_DIR": self.folder})
        if done.returncode != 0:
            raise AssertionError(f"siaga {words[:2]}: {done.stderr}")
        return done.stdout


def keys_of_session(box, needles):
    """What her session will open, while the first officer's key is there."""
    text = box.secret().removeprefix("siaga-officer-")
    officer = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    keys = Keys(box)
    found = [(what, key) for what, key in keys.each(officer)
             if what in ("a month's key", "a report's key")]
    (body,), = box.database("SELECT body FROM message LIMIT 1")
    found.append(("a text's key", keys.unwrapped(body[1:81], found[-1][1])))
    for what, key in found:
        needles.add(what, traces.spell_bytes(key))
    return {what for what, _ in found}


def in_memory(box, needles):
    return traces.search(needles, [image.place() for image in images(box)],
                         box.places)


def enrols(box, officer, needles):
    shown = json.loads(officer.does("--json", "totp", "begin"))
    secret = base64.b32decode(shown["secret"])
    needles.add("the second factor", traces.spell_bytes(secret))
    needles.add("the second factor", traces.spell_word(shown["secret"]))
    officer.does("totp", "confirm",
                 second_factor(secret, time.time() + box.ahead_s))


def locked(t):
    """What a session opened, kept for searching, and the second factor: gone
    with lock, from the same running programs."""
    with Box() as box:
        needles = traces.Needles()
        number, word = N["her number"], S["her name"]
        box.sim.sms(number, f"tolong, saya {word}, suami memukul saya")
        box.wait_answer(number)
        box.settle()
        kept = keys_of_session(box, needles)
        needles.add("the passphrase", traces.spell_word(PASSPHRASE))
        officer = Officer(box)
        officer.does("key", "init", "ratna", "--key-file", box.key_file(),
                     said=PASSPHRASE + "\n")
        officer.does("unlock", "ratna", said=PASSPHRASE + "\n")
        enrols(box, officer, needles)
        needles.add("her name", traces.spell_word(word))
        needles.add("her number", traces.spell_number(number))
        for asked in (word, number):
            found = json.loads(officer.does("--json", "report", "find",
                                            said=asked + "\n"))
            t.equal("it is found", len(found["found"]), 1)
        hits = in_memory(box, needles)
        t.equal("unlocked, memory has what is kept for searching, no more",
                {hit.canary for hit in hits} - {"a month's key"},
                kept - {"a month's key"})
        officer.does("lock")
        hits = in_memory(box, needles)
        tell_hits(t, hits)
        t.equal("locked, it has nothing", grouped(hits), {})
        t.equal("nor has the disk", grouped(traces.search(
            needles, list(traces.files_below(box.state, "state")),
            box.places)), {})


def control(name):
    folder = os.path.join(BUILD, name)
    if not os.path.exists(os.path.join(folder, "siagad")):
        raise Missing("make canary-control builds it")
    return Box(programs=folder)


def unsealed_is_found(t):
    """All of it, in the files of a siagad that seals nothing."""
    with control("unsealed") as box:
        plant(box)
        t.check("it says aloud what it is",
                "NOTHING IS SEALED" in box.log_text())
        hits = traces.search(words_and_numbers(), list(
            traces.files_below(box.state, "state")), box.places)
        found = {hit.canary for hit in hits}
        t.note(f"{len(hits)} hits in {len(grouped(hits))} files")
        t.equal("all of it is found",
                sorted({*SECRETS, *NUMBERS} - found), [])


def unwiped_is_found(t):
    """In the memory of programs that free as everybody does."""
    with control("unwiped") as box:
        needles = plant(box)
        read_everything(t, box)
        add_keys(t, box, needles)
        os.remove(box.key_file())
        hits = traces.search(needles, [
            image.place() for image in images(box)], box.places)
        for name in ("siagad", "siaga-modem"):
            mine = [hit for hit in hits
                    if hit.place == f"memory of {name}"]
            found = {hit.canary for hit in mine}
            t.note(f"{name}: {len(mine)} hits of {len(found)} secrets: "
                   + ", ".join(sorted(found)))
            t.check(f"found in the memory of {name}", len(mine) > 9)
        t.equal("files are as clean as ever", traces.search(
            needles, list(traces.files_below(box.state, "state")),
            box.places), [])


if __name__ == "__main__":
    sys.exit(harness.main([sealed, locked, unsealed_is_found, unwiped_is_found]))
