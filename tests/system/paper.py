#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`siaga key paper`: three sheets and the public line, made without siagad
and without a file; two of them read back, by pipe and at a terminal.

usage: paper.py     SIAGA_BUILD: where the programs are (build)
"""
import base64
import hashlib
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

from harness import BUILD, ROOT

SIAGA = os.path.join(BUILD, "siaga")
WORDS = os.path.join(ROOT, "templates")
GROUPS = r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}"
PUBLIC = r"siaga-recovery-[\w-]{48}"

passed = failed = 0


def check(fine, what, seen=""):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}")
        if seen:
            print("  " + str(seen).replace("\n", "\n  "))
    return bool(fine)


def run(*words, conf="/nonexistent/siaga.conf", stdin="", **more):
    more.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([SIAGA, "-c", conf, "key", "paper", *words],
                          input=stdin, text=True, timeout=60,
                          stderr=subprocess.PIPE, **more)


def lines_of(sheet):
    return re.findall(rf"^ +(?:line|baris) \d +({GROUPS})$", sheet, re.M)


def make():
    """Pages and public line of a new key."""
    done = run("--templates", WORDS)
    check(done.returncode == 0, "a key is made", done.stderr)
    return done.stdout.split("\f"), done.stderr.strip()


def test_sheets():
    pages, public = make()
    check(len(pages) == 4, "four pages", len(pages))
    shares = []
    for number, page in enumerate(pages[:3], 1):
        lines = lines_of(page)
        check(len(lines) == 8 and lines[:4] == lines[4:],
              "a share stands on its sheet in both languages", page)
        check(page.startswith("KUNCI") and "\nSIAGA RECOVERY KEY" in page,
              "Indonesian first, English below")
        check(f"lembar {number} dari 3" in page and
              f"sheet {number} of 3" in page, "the sheet has its number")
        check(re.search(r"\d{4}-\d\d-\d\d", page), "and a date")
        check("{" not in page and "\x00" not in page, "no slot is left", page)
        rows = page.split("\n")
        check(len(rows) <= 60 and max(map(len, rows)) <= 78,
              "it fits a page", (len(rows), max(map(len, rows))))
        check("siaga-recovery" not in page, "no public line on a sheet")
        shares.append("\n".join(lines[:4]))
    check(len(set(shares)) == 3, "three shares")
    check(re.fullmatch(PUBLIC, public) and
          re.search(f"^{public}$", pages[3], re.M),
          "the public line, on its page and beside", public)
    check(not lines_of(pages[3]), "no share on the public page")
    whole = base64.urlsafe_b64decode(public[len("siaga-recovery-"):])
    mark = hashlib.blake2b(whole[:32], digest_size=32).digest()
    check(whole[32:] == mark[:4], "its check is BLAKE2b")
    check(all(mark[:2].hex().upper() in page for page in pages),
          "the mark of the key stands on every page")
    return shares, public


def test_two_of_them(shares, public):
    for a in range(3):
        for b in range(3):
            done = run("--check", stdin=f"{shares[a]}\n{shares[b]}\n")
            if a == b:
                check(done.returncode == 1 and "same share" in done.stderr,
                      "the same one twice is refused", done.stderr)
            else:
                check(done.returncode == 0 and
                      done.stdout == public + "\n",
                      "two give the key", done.stdout + done.stderr)
    loose = [share.lower().replace("-", " ").replace("\n", " ")
             for share in shares]
    done = run("--check", stdin=f"{loose[0]}\n\n{loose[2]}")
    check(done.stdout == public + "\n", "in one line, in small letters",
          done.stdout + done.stderr)
    slip = "2" if shares[1][25] != "2" else "3"
    wrong = shares[1][:25] + slip + shares[1][26:]
    done = run("--check", stdin=f"{shares[0]}\n{wrong}\n")
    check(done.returncode == 1 and done.stdout == "" and
          "the second share is mistyped in line 2" in done.stderr,
          "a slip is found where it is", done.stderr)
    for text in ("", shares[0], "\n" * 3, "x" * 5000):
        done = run("--check", stdin=text)
        check(done.returncode == 1 and done.stdout == "" and
              done.stderr.startswith("siaga: "), "one share is none",
              done.stderr)
    other = lines_of(make()[0][1])
    done = run("--check", stdin=shares[0] + "\n" + "\n".join(other[:4]))
    check(done.returncode == 1 and "different keys" in done.stderr,
          "shares of two keys are told apart", done.stderr)


def at_terminal(typed):
    """Types each line when it is asked for; what was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(SIAGA, [SIAGA, "key", "paper", "--check"])
    shown, left, end = "", list(typed), time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 4096).decode()
            except OSError:
                break
        elif left:
            os.write(terminal, left.pop(0).encode() + b"\n")
    os.close(terminal)
    return shown, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_at_a_terminal(shares, public):
    first, second = shares[2].split("\n"), shares[0].replace("\n", " ")
    slip = first[3][:-1] + ("2" if first[3][-1] != "2" else "3")
    shown, status = at_terminal(
        first[:3] + [slip] + first + [second])
    check(status == 0 and public in shown, "two shares by hand", shown)
    check("first share, its four lines:" in shown and
          "second share, its four lines:" in shown, "asked for one by one",
          shown)
    check("this share is mistyped in line 4; once more" in shown,
          "a slip is asked for at once", shown)


def test_where_it_goes(folder):
    state = os.path.join(folder, "state")
    os.makedirs(os.path.join(state, "deep/er"))
    conf = os.path.join(folder, "siaga.conf")
    with open(conf, "w", encoding="utf-8") as file:
        file.write(f"[siaga]\nstate_dir = {state}\ntemplates = {WORDS}\n"
                   "[cover]\nname = Info Desa\n")
    done = run(conf=conf)
    check(done.returncode == 0 and "KUNCI" in done.stdout,
          "the configuration's words serve", done.stderr)
    keys = os.path.join(folder, "elsewhere")
    os.makedirs(os.path.join(keys, "sub"))
    with open(os.path.join(keys, "keys.db"), "w", encoding="utf-8"):
        pass
    for path, given, fine in ((f"{state}/deep/er/out", conf, False),
                              (f"{state}/out", conf, False),
                              (f"{keys}/sub/out", "/none", False),
                              (f"{folder}/out", conf, True)):
        with open(path, "w", encoding="utf-8") as out:
            done = run("--templates", WORDS, conf=given, stdout=out)
        size = os.path.getsize(path)
        if fine:
            check(done.returncode == 0 and size > 4000 and
                  "warning" in done.stderr, "a file is warned about",
                  done.stderr)
        else:
            check(done.returncode == 1 and size == 0 and
                  "state_dir" in done.stderr, f"not into {path}", done.stderr)
    with open("/dev/full", "w", encoding="utf-8") as out:
        done = run("--templates", WORDS, stdout=out)
    check(done.returncode == 1 and "destroy" in done.stderr,
          "half a print is said to be one", done.stderr)


def test_words_that_are_wrong(folder):
    words = os.path.join(folder, "words")
    shutil.copytree(WORDS, words)
    sheet = os.path.join(words, "docs/en/recovery-sheet.txt")
    for text in ("{unknown}", "{id", "x" * 9000, "{number}\0", None):
        if text is None:
            os.unlink(sheet)
        else:
            with open(sheet, "w", encoding="utf-8") as file:
                file.write(text)
        done = run("--templates", words)
        check(done.returncode == 1 and done.stdout == "" and
              sheet in done.stderr, "a bad template is named, and nothing "
              "printed", done.stderr)
    for wrong in (("--nothing",), ("--templates",), ("more",)):
        check(run(*wrong).returncode == 64, "wrong use")


def main():
    shares, public = test_sheets()
    test_two_of_them(shares, public)
    test_at_a_terminal(shares, public)
    with tempfile.TemporaryDirectory(prefix="siaga-paper-") as folder:
        test_where_it_goes(folder)
        test_words_that_are_wrong(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
