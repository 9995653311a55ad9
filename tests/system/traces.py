# SPDX-License-Identifier: GPL-2.0-or-later
"""Looking for what must not be there: every spelling of a secret, in files
and in the memory of running programs.

A needle is a byte string with the secret's name and how it is spelt. grep -F
looks for all of them at once; what it finds is told with its place.
"""
import base64
import bisect
import collections
import os
import re
import subprocess

LEAST = 5  # bytes of a needle; less is found anywhere by chance
WINDOW = 10  # bytes of a PDU that are looked for together
HEAD = 8  # bytes of a PDU that every other one may have too
PAGE = 4096
STEP = 256 * PAGE

Hit = collections.namedtuple("Hit", "canary spelling place offset around")


# --- spellings ---

def packed(text, shift):
    """GSM-7 septets that begin at that bit; whole bytes of them alone."""
    bits = sum(ord(c) << (7 * i) for i, c in enumerate(text)) << shift
    whole = bits.to_bytes((7 * len(text) + shift + 7) // 8, "little")
    return whole[1 if shift else 0:(7 * len(text) + shift) // 8]


def swapped(digits):
    """Semi-octets of an address, F behind an odd number."""
    digits += "F" * (len(digits) % 2)
    return bytes.fromhex("".join(
        digits[i + 1] + digits[i] for i in range(0, len(digits), 2)))


def with_hex(name, raw):
    yield name, raw
    yield name + ", hex", raw.hex().upper().encode()
    yield name + ", hex", raw.hex().encode()


def with_base64(raw):
    """Wherever it begins within a group of three bytes."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + raw)
        yield "base64", text[(0, 2, 3)[before]:len(text) // 4 * 4 - 4]
        yield "base64url", base64.urlsafe_b64encode(
            b"\0" * before + raw)[(0, 2, 3)[before]:len(text) // 4 * 4 - 4]


def spell_plain(text):
    yield from with_hex("UTF-8", text.encode())
    for name in ("utf-16-be", "utf-16-le"):
        yield from with_hex(name.upper(), text.encode(name))
    for name in ("utf-32-be", "utf-32-le"):
        yield name.upper(), text.encode(name)
    yield from with_base64(text.encode())
    if not text.isascii():
        yield "JSON", text.encode("ascii", "backslashreplace")


def spell_septets(text):
    for shift in range(8):
        yield from with_hex(f"septets at bit {shift}", packed(text, shift))


def spell_word(word):
    """As typed, and as normalizing makes it: what is ASCII, in any case."""
    for text in sorted({word, word.lower(), word.upper()}):
        yield from spell_plain(text)
    for part in re.findall("[A-Za-z0-9]{7,}", word):
        for text in sorted({part, part.lower(), part.upper()}):
            yield from spell_plain(text)
            yield from spell_septets(text)


def spell_number(number):
    """+62812...: with and without its head, whole and its last digits."""
    whole = number.lstrip("+")
    core = whole.removeprefix("62")
    for form in ("+" + whole, whole, "0" + core, core, core[-8:]):
        yield from spell_plain(form)
        yield from spell_septets(form)
    for gap in " -.":
        groups = gap.join((core[:3], core[3:7], core[7:]))
        yield f"with {gap!r}", groups.encode()
        yield f"with {gap!r}", gap.join((core[3:7], core[7:])).encode()
    for form in (whole, "0" + core, core):
        yield from with_hex("semi-octets", swapped(form))
        yield from with_hex("semi-octets", swapped(form)[-LEAST:])
        yield from with_hex("digits in halves", bytes.fromhex(
            form + "F" * (len(form) % 2)))
    for order in ("little", "big"):
        yield "an integer", int(whole).to_bytes(8, order)
        yield "an integer", int(core).to_bytes(8, order)


def spell_pdu(pdu):
    raw = bytes.fromhex(pdu)[HEAD:]
    for at in range(0, len(raw) - WINDOW + 1, WINDOW):
        part = raw[at:at + WINDOW]
        if len(set(part)) > 3:
            yield from with_hex("PDU", part)


def spell_bytes(raw):
    yield from with_hex("bytes", raw)
    yield from with_base64(raw)


class Needles:
    def __init__(self):
        self.of = {}

    def add(self, canary, spellings):
        for spelling, needle in spellings:
            # grep takes its needles line by line.
            needle = max(needle.split(b"\n"), key=len)
            if len(needle) >= LEAST:
                self.of.setdefault(needle, (canary, spelling))

    def canaries(self):
        return {canary for canary, _ in self.of.values()}


# --- where to look ---

class Place:
    """A file, and how an offset in it is told."""

    def __init__(self, path, name, tell=None):
        self.path, self.name = path, name
        self.tell = tell or (lambda offset: f"{offset:#x}")


def regions_of(pid):
    """Readable memory that is the program's own: (start, end, name)."""
    program = os.readlink(f"/proc/{pid}/exe")
    before = ""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as file:
        for line in file:
            words = line.rstrip("\n").split(maxsplit=5)
            start, end = (int(w, 16) for w in words[0].split("-"))
            name = words[5] if len(words) > 5 else ""
            kind = name or ("bss of " + os.path.basename(before)
                            if before.startswith("/") else "anonymous")
            if name.startswith("/"):
                kind = "data of " + os.path.basename(name)
            before = name or before if name != "[heap]" else program
            own = "w" in words[1] or not name.startswith("/")
            if "r" in words[1] and own and name not in ("[vvar]", "[vsyscall]"):
                yield start, end, kind


class Image:
    """The memory of a program in a file, without its empty pages."""

    def __init__(self, pid, name, path):
        self.pid, self.name, self.path = pid, name, path
        self.starts, self.pieces = [], []
        self.bytes = 0
        with open(path, "wb") as out, open(
                f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            for start, end, kind in regions_of(pid):
                self._copy(out, memory, start, end, kind)

    def _copy(self, out, memory, start, end, kind):
        for at in range(start, end, STEP):
            size = min(STEP, end - at)
            try:
                memory.seek(at)
                chunk = memory.read(size)
            except (OSError, ValueError, OverflowError):
                continue  # a guard page, or the kernel's own
            self._keep(out, chunk, at, start, kind)
        out.write(b"\n")

    def _keep(self, out, chunk, at, start, kind):
        empty = bytes(PAGE)
        for page in range(0, len(chunk), PAGE):
            part = chunk[page:page + PAGE]
            if part == empty[:len(part)]:
                continue
            last = self.pieces[-1] if self.pieces else None
            here = out.tell()
            if not last or last[1] + here - last[0] != at + page:
                out.write(b"\n")
                here += 1
                self.starts.append(here)
                self.pieces.append((here, at + page, start, kind))
            out.write(part)
            self.bytes += len(part)

    def tell(self, offset):
        found = bisect.bisect_right(self.starts, offset) - 1
        here, address, start, kind = self.pieces[found]
        address += offset - here
        return f"{kind}+{address - start:#x} ({address:#x})"

    def place(self):
        return Place(self.path, f"memory of {self.name}", self.tell)


def files_below(folder, name):
    for where, _, names in os.walk(folder):
        for one in names:
            path = os.path.join(where, one)
            if os.path.isfile(path) and not os.path.islink(path):
                yield Place(path, f"{name}/{os.path.relpath(path, folder)}")


def open_files(pid, name):
    """Also those that have no name any more."""
    for fd in os.listdir(f"/proc/{pid}/fd"):
        path = f"/proc/{pid}/fd/{fd}"
        if os.path.isfile(path):
            yield Place(path, f"{name}: {os.readlink(path)}")


def told_of(pid, name, folder):
    """What /proc tells of it; copied, as these have no size."""
    for what in ("environ", "cmdline", "maps", "comm", "status"):
        with open(f"/proc/{pid}/{what}", "rb") as file:
            text = file.read()
        path = os.path.join(folder, f"{name}.{what}")
        with open(path, "wb") as file:
            file.write(text)
        yield Place(path, f"/proc/PID/{what} of {name}")


# --- looking ---

def around(path, offset, size):
    with open(path, "rb") as file:
        file.seek(max(0, offset - 24))
        return file.read(size + 24 + min(24, offset))


def search(needles, places, folder):
    """Every hit, in order of place."""
    wanted = os.path.join(folder, "needles")
    with open(wanted, "wb") as file:
        file.write(b"\n".join(needles.of) + b"\n")
    hits = []
    for place in places:
        done = subprocess.run(
            ["grep", "-aobUF", "-f", wanted, "--", place.path],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
            env={**os.environ, "LC_ALL": "C"})
        if done.returncode > 1:
            raise AssertionError("grep: " + done.stderr.decode()[-300:])
        for line in done.stdout.split(b"\n")[:-1]:
            offset, needle = line.split(b":", 1)
            canary, spelling = needles.of[needle]
            hits.append(Hit(canary, spelling, place.name,
                            place.tell(int(offset)),
                            around(place.path, int(offset), len(needle))))
    return hits
