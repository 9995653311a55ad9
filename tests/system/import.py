#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""siaga import with the real programs: files as spreadsheets write them, all
or nothing, large ones, a siagad that dies in the middle; what duty, village,
doctor and -n say of it.
"""
import json
import os
import re
import subprocess
import sys
import time

from harness import BUILD, ROOT, Rig, main

ROSTERS = [f"{ROOT}/config/rosters/{name}.csv" for name in
           ("villages", "people", "duty", "absence", "institutions")]
HEADER = "id,role,name,number,sex,villages,channels,pin\n"


def run(rig, *words):
    """The exit status and both outputs."""
    done = subprocess.run([f"{BUILD}/siaga", "-c", rig.conf, *words],
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60)
    return (done.returncode, done.stdout.decode(),
            done.stderr.decode("utf-8", "replace"))


def write(rig, name, content):
    path = os.path.join(rig.dir, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path


def check_config(rig):
    done = subprocess.run([f"{BUILD}/siagad", "-n", "-c", rig.conf],
                          capture_output=True, timeout=30)
    return done.returncode, done.stderr.decode()


def people(rig):
    return {p["id"] for p in rig.cli_json("people")}


def shipped(t):
    with Rig() as rig:
        rig.wait_ready()
        status, words = check_config(rig)
        t.check("-n names a roster that is missing", status == 0
                and "there is no duty roster" in words, words)
        status, out, err = run(rig, "doctor")
        t.check("doctor fails without one", status == 1
                and "there is no duty roster" in out, out + err)
        status, out, err = run(rig, "duty")
        t.check("duty says so too", status == 1 and "NO ROSTER" in out, out)
        status, out, err = run(rig, "import", *ROSTERS)
        t.check("the shipped rosters are whole", status == 0
                and "warning" not in out, out + err)
        t.check("-n has nothing more to say",
                "roster" not in check_config(rig)[1])
        status, out, err = run(rig, "duty", "--at", "2026-11-22T03:00",
                               "--village", "ds kalisari kec bukit")
        t.check("who is told", status == 0 and re.search(
            r"office:\n +1\. wulan +officer .*on duty", out), out)
        t.check("in order: women first", out.index("rini") < out.index("tuti")
                < out.index("agus"), out)
        status, out, err = run(rig, "duty", "--week", "--at",
                               "2026-11-23T00:00")
        t.check("a week without a gap", status == 0 and "NOBODY" not in out
                and re.search(r"mon 2026-11-23 +00:00-07:00 +wulan", out), out)
        status, out, err = run(rig, "duty", "--village", "sidomulyo")
        t.check("two of one name are asked about", status == 1
                and out.count("Sidomulyo") == 2, out)
        status, out, err = run(rig, "village")
        t.equal("villages", out.count("3 cadres"), 6)
        status, out, err = run(rig, "village", "show", "karang anyar")
        t.check("a village", "1533 people" in out and "rini" in out, out)
        status, out, err = run(rig, "people")
        t.check("people with villages and channels",
                re.search(r"aminah.*99\.01\.01\.2001 .*sms", out), out)
        status, out, err = run(rig, "import")
        t.equal("no file is wrong use", status, 64)
        status, out, err = run(rig, "import", "/nonexistent/people.csv")
        t.check("a file that is not there", status == 1
                and "No such file" in err, err)
        rig.stop_core()
        with open(os.path.join(rig.state, "siaga.db"), "rb") as file:
            stored = file.read()
        for secret in (b"+6281000000101", b"81000000101", b"Aminah", b"2580"):
            t.check(f"{secret!r} is not in clear", secret not in stored)


def spreadsheets(t):
    """As Excel and LibreOffice write them here."""
    with Rig() as rig:
        rig.wait_ready()
        files = []
        for path in ROSTERS:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            rows = [line.split(",") for line in text.splitlines()]
            excel = "\r\n".join(
                ";".join(f'"{c}"' if ";" in c else c for c in row)
                for row in rows) + "\r\n"
            files.append(write(rig, "x-" + os.path.basename(path),
                               b"\xef\xbb\xbf" + excel.encode()))
        status, out, err = run(rig, "import", *files)
        t.check("UTF-8 with a mark, CRLF, semicolons, names that say nothing",
                status == 0 and "people: 13 rows" in out, out + err)
        path = write(rig, "people.csv", HEADER.encode()
                     + "zoë,officer,Zoë,,P,*,sms,\n".encode("latin-1")
                     + b"q,officer,Q\0,+6281000000077,P,*,sms,\n")
        status, out, err = run(rig, "import", path)
        t.check("Windows-1252 and NUL are named", status == 1
                and f"{path}:2: this is not UTF-8" in err
                and f"{path}:3: this is not UTF-8" in err, err)
        path = write(rig, "people.csv", "id;role\n".encode("utf-16"))
        status, out, err = run(rig, "import", path)
        t.check("UTF-16 is named", status == 1 and "not UTF-8" in err, err)
        result = run(rig, "--json", "import", path)
        t.check("in JSON", result[0] == 1
                and json.loads(result[1])["written"] is False, result)
        path = write(rig, "people.csv", HEADER
                     + "eve,officer,\"=cmd|' /C calc'!A0\",+6281000000078,P,*,"
                     "sms,\n")
        t.equal("a formula is a name", run(rig, "import", path)[0], 0)
        names = {p["id"]: p["name"] for p in rig.cli_json("people")}
        t.equal("and stays one", names["eve"], "=cmd|' /C calc'!A0")


def all_or_nothing(t):
    with Rig() as rig:
        rig.wait_ready()
        duty = write(rig, "duty.csv", "id,days,from,to,area\nnobody,*,1,2,*\n")
        status, out, err = run(rig, "import", *ROSTERS[:2], duty)
        t.check("one fault, and nothing is written", status == 1
                and f"{duty}:2: unknown person" in err
                and "nothing was written" in err and not people(rig), err)
        bad = HEADER + "".join(f"p{i},nobody,N,,X,99,fax,\n"
                               for i in range(9000))
        path = write(rig, "people.csv", bad)
        status, out, err = run(rig, "import", path)
        lines = err.splitlines()
        t.check("every fault of a large file is named, in order",
                status == 1 and len(lines) > 30000
                and lines[0].startswith(f"{path}:2: ")
                and f"{path}:9001: sex is" in err,
                f"{len(lines)} lines, {err[:300]}")
        status, out, err = run(rig, "import", *ROSTERS)
        t.equal("and the next import begins at once", status, 0)


def large(t):
    with Rig() as rig:
        rig.wait_ready()
        count = 10000
        villages = write(rig, "villages.csv",
                         "code,name,kecamatan,aliases\n" + "".join(
                             f"v{i},Desa{i:05d},Kec{i // 20},a{i};b{i}\n"
                             for i in range(count)))
        rows = "".join(
            f"p{i},cadre,Orang {i},+62820{i:08d},P,v{i};v{(i + 1) % count};"
            f"v{(i + 2) % count},sms,12345\n" for i in range(count))
        path = write(rig, "people.csv", HEADER + rows)
        begin = time.monotonic()
        status, out, err = run(rig, "import", villages, path)
        seconds = time.monotonic() - begin
        print(f"20,000 rows in {seconds:.2f} s")
        t.check("10,000 rows of each", status == 0
                and "people: 10000 rows" in out, out[:500] + err[:500])
        t.check("in a few seconds", seconds < 15, f"{seconds:.1f} s")
        t.equal("all of them", len(people(rig)), count)
        with open(path, "a", encoding="utf-8") as file:
            file.write("over,cadre,O,+62821,P,v1,sms,\n")
        status, out, err = run(rig, "import", path)
        t.check("one more is too many", status == 1
                and "more rows than 10000" in err, err[:300])
        status, out, err = run(rig, "import", "--replace", *ROSTERS)
        t.check("another roster takes its place", status == 0
                and "10000 left" in out and len(people(rig)) == 13, out + err)


def crashes(t):
    """siagad dies while files are on their way, or just behind the answer."""
    with Rig() as rig:
        rig.wait_ready()
        for n in range(6):
            path = write(rig, "people.csv", HEADER + "".join(
                f"p{i},officer,N{n} {i},+62822{i:08d},P,*,sms,\n"
                for i in range(2000)))
            client = subprocess.Popen(
                [f"{BUILD}/siaga", "-c", rig.conf, "import", path],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.004 * n * n)
            rig.kill_core()
            client.wait(30)
            rig.start_core()
            stored = rig.cli_json("people")
            names = {p["name"].split()[0] for p in stored}
            t.check(f"after a kill: all of one file or nothing ({n})",
                    len(stored) in (0, 2000) and len(names) <= 1,
                    f"{len(stored)} {names}")


if __name__ == "__main__":
    sys.exit(main([shipped, spreadsheets, all_or_nothing, large, crashes]))
