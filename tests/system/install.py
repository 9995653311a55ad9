#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""make install and make uninstall with DESTDIR: the tree, the programs in
it, the manual pages against the programs and against the table of keys, the
units. Nothing outside a temporary folder is written.

usage: install.py     SIAGA_BUILD: where the programs are (build);
                      SIAGA_MAKEFILE: another Makefile
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.relpath(
    os.path.join(ROOT, os.environ.get("SIAGA_BUILD", "build")), ROOT)
LOCAL = "usr/local/"
PAGES = {"siagad": 8, "siaga-modem": 8, "siaga-notify": 8, "siaga-web": 8,
         "siaga": 1}
PLACES = {"siagad": "sbin", "siaga-modem": "sbin", "siaga-notify": "sbin",
          "siaga-web": "sbin", "siaga": "bin"}
FILES = {"siaga.conf": 5, "dialogue.conf": 5}
UNITS = ["siagad.service", "siaga-modem@.service", "siaga-notify.service",
         "siaga-web.service"]
HELP2MAN = shutil.which("help2man") is not None

passed = failed = skipped = 0


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


def skip(why):
    global skipped
    skipped += 1
    print(f"skipped: {why}")


def run(*argv, env=None):
    return subprocess.run(argv, cwd=ROOT, text=True, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=240,
                          errors="replace")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def make(goal, destdir):
    # Not a part of the make that runs the tests.
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")
           and k not in ("MFLAGS", "DESTDIR", "PREFIX", "SYSCONFDIR")}
    return run("make", "-f", os.environ.get("SIAGA_MAKEFILE", "Makefile"),
               goal, f"DESTDIR={destdir}", f"BUILD={BUILD}", env=env)


def files_in(folder):
    return {os.path.relpath(os.path.join(at, name), folder)
            for at, _, names in os.walk(folder) for name in names}


def expected_files():
    files = {f"{place}/{name}" for name, place in PLACES.items()}
    files |= {f"share/siaga/{name}" for name in files_in(ROOT)
              if name.startswith(("templates/sms/", "templates/docs/"))}
    # The board as it was built, not its sources.
    board = os.path.join(ROOT, BUILD, "web")
    files |= {f"share/siaga/web/{name}" for name in os.listdir(board)
              if os.path.isfile(os.path.join(board, name))} \
        if os.path.isdir(board) else set()
    files |= {f"lib/systemd/system/{unit}" for unit in UNITS}
    files |= {"lib/sysusers.d/siaga.conf", "lib/tmpfiles.d/siaga.conf",
              "share/doc/siaga/threat-model.md", "share/siaga/lexicon.tsv",
              "share/siaga/dialogue.conf", "share/man/man5/dialogue.conf.5",
              "share/doc/siaga/examples/siaga.conf",
              "share/man/man5/siaga.conf.5",
              "share/man/man5/siaga-rosters.5"}
    files |= {f"share/doc/siaga/examples/rosters/{name}"
              for name in files_in(os.path.join(ROOT, "config/rosters"))}
    files |= {f"share/doc/siaga/{name}" for name in ("LICENSE", "README.md")
              if os.path.exists(os.path.join(ROOT, name))}
    if HELP2MAN:
        files |= {f"share/man/man{section}/{name}.{section}"
                  for name, section in PAGES.items()}
    return {LOCAL + name for name in files} | {"etc/siaga/siaga.conf"}


def test_the_tree(tree):
    done = make("install", tree)
    if not check(done.returncode == 0, "make install", done.stdout[-2000:]):
        return False
    found, expected = files_in(tree), expected_files()
    check(not expected - found, "all is there", sorted(expected - found))
    check(not found - expected, "nothing else is", sorted(found - expected))
    if expected - found:
        return False
    for name in found:
        mode = os.stat(os.path.join(tree, name)).st_mode & 0o7777
        wanted = 0o755 if re.search(r"/s?bin/[^/]+$", name) else 0o644
        check(mode == wanted, f"{name} has mode {wanted:o}", f"{mode:o}")
    return True


def test_programs(tree):
    for name, place in PLACES.items():
        program = f"{tree}/{LOCAL}{place}/{name}"
        version = run(program, "--version")
        check(version.returncode == 0 and
              re.match(rf"{name}( \(Siaga\))? \d+\.\d+", version.stdout),
              f"{name} --version", version.stdout)
        shown = run(program, "--help")
        check(shown.returncode == 0 and
              shown.stdout.startswith(f"Usage: {name} "),
              f"{name} --help", shown.stdout)


def line_of(path, text):
    for number, line in enumerate(read(path).splitlines(), 1):
        if line.startswith(text):
            return number
    return 0


def test_configuration(tree):
    siagad = f"{tree}/{LOCAL}sbin/siagad"
    example = f"{tree}/{LOCAL}share/doc/siaga/examples/siaga.conf"
    done = run(siagad, "-n", "-c", example)
    where = f"{example}:{line_of(example, '[cover]')}: "
    check(done.returncode == 78, "the example is refused", done.stdout)
    check("[cover] name" in done.stdout and where in done.stdout,
          "its cover name is named at its section's line", done.stdout)
    faults = [line for line in done.stdout.splitlines()
              if ": warning: " not in line]
    check(len(faults) == 2, "and nothing else, but the count", done.stdout)
    live = f"{tree}/etc/siaga/siaga.conf"
    text = read(live)
    check(re.search(r"^children += systemd ", text, re.M),
          "the live one goes with the units", text)
    with open(live, "w", encoding="utf-8") as file:
        file.write(text.replace("= Info Warga ", "= Info Desa  ").replace(
            ";templates = /usr/local", f"templates = {tree}/usr/local"))
    done = run(siagad, "-n", "-c", live)
    check(done.returncode == 0, "with a name of its own it is fine, words "
          "included", done.stdout)
    changed = read(live)
    done = make("install", tree)
    check(done.returncode == 0 and read(live) == changed,
          "installed again, the live configuration is untouched")


# --- manual pages ---

def shown_page(path):
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100",
           "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(["man", "--warnings", "-l", path], env=env,
                          stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          errors="replace", timeout=60)
    return done.stdout, done.stderr, done.returncode


def options_in(text):
    """Options where they are explained: at the beginning of a line."""
    found = set()
    for line in text.splitlines():
        match = re.match(r"\s+(?:sim \w+ )?(--?[A-Za-z].*)", line)
        if match:
            head = re.split(r"\s{2,}", match.group(1))[0]
            found |= set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", head))
    return found


def test_pages(tree):
    if not HELP2MAN:
        return skip("help2man is missing")
    if shutil.which("man") is None:
        return skip("man is missing")
    for name, section in {**PAGES, **FILES}.items():
        path = f"{tree}/{LOCAL}share/man/man{section}/{name}.{section}"
        shown, warnings, status = shown_page(path)
        check(status == 0 and warnings == "" and len(shown) > 1000,
              f"{name}({section}) renders without warnings", warnings)
        titles = re.findall(r"^([A-Z][A-Z ]+)$", shown, re.M)
        wanted = ["NAME", "DESCRIPTION", "FILES", "SECURITY", "SEE ALSO"]
        if name in PAGES:
            wanted += ["SYNOPSIS", "SIGNALS", "EXIT STATUS"]
        missing = [title for title in wanted if title not in titles]
        check(not missing, f"{name}({section}) has its sections", missing)
    return None


def test_options(tree):
    if not HELP2MAN:
        return
    for name, section in PAGES.items():
        said = run(f"{tree}/{LOCAL}{PLACES[name]}/{name}", "--help").stdout
        page = read(f"{tree}/{LOCAL}share/man/man{section}/{name}.{section}")
        page = page.partition("\n.SH DESCRIPTION")[2].partition("\n.SH ")[0]
        page = re.sub(r"\\f[BIRP]", "", page).replace("\\-", "-")
        page = re.sub(r"^\.TP\n(?:\.[BI] )?", " ", page, flags=re.M)
        there, here = options_in(page), options_in(said)
        check(here and here == there,
              f"{name}: the options of --help are those of its page",
              sorted(here ^ there))


# --- the keys of siaga.conf ---

KEY = re.compile(r'\{\s*"([a-z_]+)",\s*(CONF_[A-Z]+),\s*AT\([^)]*\),'
                 r'\s*([^,]+),\s*([^,]+),\s*((?:[A-Z_]+ )?"[^"]*"|\w+),')
ALERTS = ["officer", "cadre", "contact"]


def keys_in_code():
    """[(section, key, type, min, max, default)] of conf_keys.c."""
    text = read("gateway/lib/conf_keys.c")
    text = re.sub(r"#define ALERT_KEYS.*?\n\n", "", text, flags=re.S)
    table = text[text.index("conf_sections[] ="):]
    keys = []
    titles = [(m.start(), m.group(1) + (" NAME" if m.group(2) == "true"
                                        else ""))
              for m in re.finditer(r'\{"([a-z ]+)", (true|false), ', table)]
    for (start, title), end in zip(
            titles, [at for at, _ in titles[1:]] + [len(table)]):
        part = table[start:end]
        for match in KEY.finditer(part):
            keys.append((title, *match.groups()))
        given = re.search(r"ALERT_KEYS\(([^)]*)\)", part)
        for name, default in zip(ALERTS, given.group(1).split(", ")
                                 if given else []):
            keys.append((title, name, "CONF_DURATION", "", "", default))
    return keys


def keys_in_page():
    """{(section, key): its paragraph} of siaga.conf.5."""
    found = {}
    title = None
    key = None
    for line in read("config/man/siaga.conf.5").splitlines():
        if line.startswith((".Ss ", ".Sh ")):
            title, key = line[4:].strip("[]"), None
        elif line.startswith(".It Ic "):
            key = line.split()[2]
            found[title, key] = line + "\n"
        elif line.startswith(".El"):
            key = None
        elif key:
            found[title, key] += line + "\n"
    return found


def test_keys():
    code, page = keys_in_code(), keys_in_page()
    quoted = re.findall(r'\{\s*"([a-z_]+)",\s*CONF_',
                        read("gateway/lib/conf_keys.c"))
    check(len(code) == len(quoted) - len(ALERTS) + 3 * len(ALERTS),
          "this test reads every key of conf_keys.c",
          f"{len(code)} read, {len(quoted)} written")
    example = read("config/siaga.conf")
    for title, key, kind, least, most, default in code:
        words = page.get((title, key))
        where = f"[{title}] {key}"
        if not check(words, f"{where} is in siaga.conf.5"):
            continue
        if default == "CONF_REQUIRED":
            check("Required." in words, f"{where}: is required", words)
        elif default == "NULL":
            check("Default: " in words, f"{where}: no default", words)
        else:
            value = re.search(r'"([^"]*)"', default).group(1)
            check(value.lstrip("/") in words.partition("Default:")[2],
                  f"{where}: default {value}", words)
        if kind in ("CONF_INT", "CONF_GSM", "CONF_WORD", "CONF_STRING",
                    "CONF_FILE", "CONF_DIR", "CONF_COUNTRY"):
            check(re.search(rf"\b{least} to {most}\b", words),
                  f"{where}: {least} to {most}", words)
        check(re.search(rf"^;?{key} *=", example, re.M),
              f"{where} is in config/siaga.conf")
    known = {(title, key) for title, key, *_ in code}
    check(set(page) <= known, "siaga.conf.5 invents no key",
          sorted(set(page) - known))


# --- units ---

def test_units(tree):
    for unit in UNITS:
        text = read(f"{tree}/{LOCAL}lib/systemd/system/{unit}")
        check("@" not in re.sub(r"siaga-modem@|=~?@[\w-]+( @[\w-]+)*", "",
                                text), f"{unit} is filled in", text)
        program = re.search(r"^ExecStart=(\S+)", text, re.M).group(1)
        check(os.access(tree + program, os.X_OK),
              f"{unit} starts what is installed", program)
    if shutil.which("systemd-analyze") is None:
        return skip("systemd-analyze is missing")
    for unit in UNITS:
        name = unit.replace("@.", "@a.")
        done = run("systemd-analyze", "verify", f"--root={tree}",
                   "--man=no", f"/{LOCAL}lib/systemd/system/{name}")
        # There is neither systemd itself nor kill(1) in this tree.
        said = [line for line in done.stdout.splitlines()
                if "sysinit.target not found" not in line
                and "/bin/kill is not executable" not in line]
        check(not said, f"systemd-analyze verify {name}", "\n".join(said))
        done = run("systemd-analyze", "security", "--offline=true",
                   "--threshold=25", f"--root={tree}", name)
        check(done.returncode == 0, f"systemd-analyze security {name}",
              done.stdout[-300:])
    return None


def test_users(tree):
    if shutil.which("systemd-sysusers") is None:
        return skip("systemd-sysusers is missing")
    os.makedirs(f"{tree}/etc", exist_ok=True)
    with open(f"{tree}/etc/group", "w", encoding="utf-8") as group:
        group.write("root:x:0:\ndialout:x:20:\n")
    done = run("systemd-sysusers", f"--root={tree}")
    passwd = read(f"{tree}/etc/passwd") if done.returncode == 0 else ""
    for user in ("siaga", "siaga-modem", "siaga-notify"):
        check(f"{user}:x:" in passwd, f"user {user}", done.stdout + passwd)
    groups = read(f"{tree}/etc/group")
    check("dialout:x:20:siaga-modem" in groups, "siaga-modem is in dialout",
          groups)
    check(re.search(r"^siaga:x:\d+:$", groups, re.M),
          "nobody but siagad is in group siaga", groups)
    return None


def test_uninstall(tree):
    done = make("uninstall", tree)
    check(done.returncode == 0, "make uninstall", done.stdout[-2000:])
    left = {name for name in files_in(tree) if name.startswith(LOCAL)}
    check(not left, "nothing is left", sorted(left))
    check(not os.path.exists(f"{tree}/{LOCAL}share/siaga"),
          "nor an empty folder")
    check(os.path.exists(f"{tree}/etc/siaga/siaga.conf"),
          "but the configuration is")


def main():
    test_keys()
    with tempfile.TemporaryDirectory(prefix="siaga-install-") as tree:
        if test_the_tree(tree):
            test_programs(tree)
            test_configuration(tree)
            test_pages(tree)
            test_options(tree)
            test_units(tree)
            test_users(tree)
            test_uninstall(tree)
    words = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{words}")
    return 1 if failed else 0


sys.exit(main())
