# SPDX-License-Identifier: GPL-2.0-or-later
"""What the system tests share: the real programs on a simulated modem.

A Rig is one temporary directory with a simmodem, a siagad and, if asked for,
a webhook receiver. Every process is started with PR_SET_PDEATHSIG and ended
by its own id, so that nothing outlives a test, not even one that is killed.
Nothing here sleeps for a guess: until() looks for a condition, in bounds.
"""
import base64
import contextlib
import ctypes
import hashlib
import hmac
import http.server
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("SIAGA_BUILD", os.path.join(ROOT, "build")))
OWN_NUMBER = "+6281200000001"
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """Something this test needs is not on this machine: a skip."""


def mono_ms():
    return int(time.clock_gettime(time.CLOCK_MONOTONIC) * 1000)


def until(condition, seconds, what, step=0.02):
    """Waits for a true value of condition() and returns it."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(step)


def phone(index, block=0):
    """A number of our own, never the hotline's."""
    return f"+62813{block:02d}{index:06d}"


def _die_with_us():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(args, **more):
    """Only from the main thread: PDEATHSIG follows the thread."""
    assert threading.current_thread() is threading.main_thread()
    return subprocess.Popen(args, stdin=subprocess.DEVNULL,
                            preexec_fn=_die_with_us, **more)


def end(process, patience=8.0):
    """SIGTERM, then SIGKILL. Returns the exit status."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
    return process.returncode


# --- the simulated modem ---

class SimError(Exception):
    pass


class Sim:
    def __init__(self, directory, name="m", **options):
        self.device = os.path.join(directory, name)
        self.control = self.device + ".sock"
        self.line = None
        args = [os.path.join(BUILD, "simmodem"), "--device", self.device,
                "--foreground"]
        for key, value in options.items():
            args += ["--" + key.replace("_", "-"), str(value)]
        self.log = open(os.path.join(directory, name + ".log"), "ab")
        self.process = start(args, stderr=self.log, stdout=self.log)
        until(self._connect, 10, "simmodem's control socket")

    def _connect(self):
        if self.process.poll() is not None:
            raise AssertionError("simmodem did not start")
        try:
            self.line = self._open()
        except OSError:
            return False
        return True

    def _open(self):
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(self.control)
        except OSError:
            line.close()
            raise
        return line.makefile("rwb")

    @staticmethod
    def _ask(line, request):
        line.write(json.dumps(request).encode() + b"\n")
        line.flush()
        text = line.readline()
        if not text:
            raise SimError("the simulated modem is gone")
        answer = json.loads(text)
        if not answer.get("ok"):
            raise SimError(f"{request}: {answer.get('error')}")
        return answer

    def cmd(self, cmd, **keys):
        return self._ask(self.line, dict(cmd=cmd, **keys))

    def wait(self, what, timeout_ms=10000, **keys):
        """On a connection of its own, so that it may block."""
        with self._open() as line:
            return self._ask(line, {"cmd": "wait", "for": what,
                                    "timeout_ms": timeout_ms, **keys})

    def sms(self, sender, text, **keys):
        return self.cmd("sms", text=text, **{"from": sender}, **keys)

    def sent(self, since=0):
        return self.cmd("sent", since=since)["sent"]

    def inbox(self, number, since=0):
        return self.cmd("inbox", number=number, since=since)["messages"]

    def close(self):
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.close()
        end(self.process)
        self.log.close()


# --- webhook receivers ---

def secret_of(path):
    with open(path, encoding="ascii") as file:
        return base64.b64decode(file.read().strip().removeprefix("whsec_"))


def make_secret(path):
    text = "whsec_" + base64.b64encode(os.urandom(32)).decode() + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    return path


def verify_v1(secret, headers, body):
    """Standard Webhooks 1.0.0, written from its text and nothing of ours."""
    signed = (headers["webhook-id"] + "." + headers["webhook-timestamp"]
              + ".").encode() + body
    want = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(one, "v1," + want.decode())
               for one in headers["webhook-signature"].split(" "))


class Hook:
    """An office: mode is 200, 500 or "hang"."""

    def __init__(self, directory, name="district", mode=200):
        self.name, self.mode = name, mode
        self.secret_file = make_secret(os.path.join(directory, name + ".key"))
        self.secret = secret_of(self.secret_file)
        self.deliveries = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.take(self, {k.lower(): v for k, v in self.headers.items()},
                          body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever,
                                       kwargs={"poll_interval": 0.05},
                                       daemon=True)
        self.thread.start()

    def take(self, handler, headers, body):
        mode = self.mode
        entry = {"at_ms": mono_ms(), "headers": headers, "body": body,
                 "mode": mode, "verified": verify_v1(self.secret, headers, body)}
        with contextlib.suppress(ValueError):
            entry["event"] = json.loads(body)
        with self.lock:
            self.deliveries.append(entry)
        if mode == "hang":
            self.ended.wait(120)
            return
        handler.send_response(mode if entry["verified"] else 401)
        handler.send_header("content-length", "2")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(b"{}")

    def all(self, event=None):
        with self.lock:
            return [d for d in self.deliveries
                    if event is None or d["event"]["type"] == event]

    def section(self):
        return {"url": f"http://127.0.0.1:{self.port}/siaga",
                "secret_file": self.secret_file, "recipient": "office",
                "allow_cidr": "127.0.0.0/8"}

    def close(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


class NodeHook:
    """The same with the published standardwebhooks and svix packages."""

    def __init__(self, directory, name="district"):
        where = os.path.join(ROOT, "tests", "webhook")
        if not os.path.isdir(os.path.join(where, "node_modules",
                                          "standardwebhooks")):
            raise Missing("tests/webhook/node_modules is not installed")
        if shutil.which("node") is None:
            raise Missing("there is no node")
        self.name = name
        self.secret_file = make_secret(os.path.join(directory, name + ".key"))
        self.log_path = os.path.join(directory, name + ".json")
        self.process = start(
            ["node", os.path.join(where, "receiver.mjs"), "--port", "0",
             "--secret-file", self.secret_file, "--log", self.log_path],
            stdout=subprocess.PIPE, text=True)
        word = self.process.stdout.readline().strip()
        if not word.startswith("ready port="):
            end(self.process)
            raise AssertionError(f"receiver.mjs said {word!r}")
        self.port = int(word.removeprefix("ready port="))

    section = Hook.section

    def all(self):
        if not os.path.exists(self.log_path):
            return []
        with open(self.log_path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def close(self):
        end(self.process)
        self.process.stdout.close()


# --- siagad's command table ---

class CommandError(Exception):
    pass


class Commands:
    """A client of STATE/siaga.sock that shares no code with siaga."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        try:
            self.socket.connect(path)
            self.line = self.socket.makefile("rwb")
            self.last = 0
            self.say({"f": "hello", "version": 1, "role": "client",
                      "pid": os.getpid()})
            if self.hear()["f"] != "welcome":
                raise CommandError("no welcome")
        except BaseException:
            self.socket.close()
            raise

    def say(self, frame):
        self.line.write(json.dumps(frame).encode() + b"\n")
        self.line.flush()

    def hear(self):
        text = self.line.readline()
        if not text:
            raise CommandError("siagad closed the connection")
        return json.loads(text)

    def once(self, name, as_key=None, **args):
        """as_key: whose it is, a session's token or a key as text."""
        self.last += 1
        frame = {"f": "command", "id": self.last, "name": name, "args": args}
        if as_key is not None:
            frame["as"] = as_key
        self.say(frame)
        answer = self.hear()
        if answer.get("re") != self.last:
            raise CommandError(f"an answer to something else: {answer}")
        if "error" in answer:
            raise CommandError(answer["error"])
        return answer

    def ask(self, name, **args):
        """All pages."""
        whole = None
        while True:
            answer = self.once(name, **args)
            page = answer.get("result")
            if whole is None:
                whole = page
            elif isinstance(page, list):
                whole += page
            else:
                whole["received"] += page["received"]
            if "next" not in answer:
                return whole
            args["after"] = answer["next"]

    def close(self):
        with contextlib.suppress(OSError):
            self.line.close()
        self.socket.close()


# --- one gateway ---

def children_any(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def children_of(pid):
    """{program name: pid} of the living children."""
    found = {}
    for child in children_any(pid):
        try:
            with open(f"/proc/{child}/cmdline", "rb") as file:
                word = file.read().split(b"\0")[0]
            with open(f"/proc/{child}/stat") as file:
                dead = file.read().rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            continue
        name = os.path.basename(word.decode("utf-8", "replace"))
        if name.startswith("siaga-") and not dead:
            found[name] = child
    return found


def logfmt(line):
    """One line as a dict; ValueError if it is not one of ours."""
    fields, at = {}, 0
    while at < len(line):
        equals = line.index("=", at)
        key = line[at:equals]
        if not key or not all(c.isalnum() or c in "_." for c in key):
            raise ValueError(f"key {key!r}")
        at = equals + 1
        if at < len(line) and line[at] == '"':
            value, at = "", at + 1
            while line[at] != '"':
                value += line[at:at + 2] if line[at] == "\\" else line[at]
                at += 2 if line[at] == "\\" else 1
            at += 1
        else:
            stop = line.find(" ", at)
            stop = len(line) if stop < 0 else stop
            value, at = line[at:stop], stop
        if at < len(line) and line[at] != " ":
            raise ValueError(f"{line[at:]!r} after {key}")
        at += 1
        if key in fields:
            raise ValueError(f"{key} twice")
        fields[key] = value
    if not {"ts", "level", "prog", "event"} <= fields.keys():
        raise ValueError("no head")
    return fields


class Tampering:
    """strace on a running siagad: its fsyncs fail, or take their time."""

    def __init__(self, rig, what):
        if os.geteuid() != 0 or shutil.which("strace") is None:
            raise Missing("needs root and strace")
        self.path = os.path.join(rig.dir, "strace")
        self.log = open(self.path, "wb")
        self.process = start(
            ["strace", "-f", "-qq", "-o", "/dev/null", "-e",
             "trace=fsync,fdatasync", "-e", f"inject=fsync,fdatasync:{what}",
             "-p", str(rig.core.pid)], stderr=self.log, stdout=self.log)
        until(lambda: self.process.poll() is not None
              or self._attached(rig.core.pid), 10, "strace attached")
        if self.process.poll() is not None:
            with open(self.path, encoding="utf-8") as file:
                raise Missing("strace cannot attach: " + file.read().strip())

    @staticmethod
    def _attached(pid):
        """To every thread: libuv's pool exists only when it is used."""
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/status") as file:
                if "TracerPid:\t0\n" in file.read():
                    return False
        return True

    def close(self):
        end(self.process)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Rig:
    def __init__(self, hooks=(), sim=True, programs=BUILD, connection="dku2at",
                 modem=None, siaga=None, sections=None, start_core=True,
                 device="m", **sim_options):
        """hooks: names, or functions that make one from the directory."""
        self.dir = tempfile.mkdtemp(prefix="siaga-", dir=os.environ.get("SIAGA_TEST_DIR", "/tmp"))
        self.programs = programs
        self.state = os.path.join(self.dir, "s")
        self.conf = os.path.join(self.dir, "c")
        self.log_path = os.path.join(self.dir, "log")
        self.core, self.sim, self.hooks = None, None, []
        self.others, self.client, self.env = [], None, {}
        self.log_file = open(self.log_path, "ab")
        try:
            for make in hooks:
                self.hooks.append(make(self.dir) if callable(make)
                                  else Hook(self.dir, make))
            if sim:
                self.sim = Sim(self.dir, device, number=OWN_NUMBER,
                               **sim_options)
            self.settings = {
                "siaga": {"state_dir": self.state,
                          "templates": os.path.join(ROOT, "templates"),
                          **(siaga or {})},
                "cover": {"name": "Info Desa", "hours": "24 jam"},
                "modem a": {"device": self.device_for(connection), "connection": connection,
                            "number": OWN_NUMBER, "texts_per_day": "100000",
                            **(modem or {})},
            }
            for hook in self.hooks:
                self.settings["webhook " + hook.name] = hook.section()
            self.settings.update(sections or {})
            self.write_conf()
            if start_core:
                self.start_core()
        except BaseException:
            self.close()
            raise

    def device_for(self, connection):
        if self.sim is None:
            return os.path.join(self.dir, "m")
        if connection == "proxyat":
            return (os.path.join(BUILD, "simmodem") + " --attach "
                    + self.sim.control)
        return self.sim.device

    def write_conf(self):
        text = ""
        for title, keys in self.settings.items():
            text += f"[{title}]\n"
            text += "".join(f"{k} = {v}\n" for k, v in keys.items())
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write(text)

    # the core

    def start_core(self, ready=True, wait=20.0):
        mark = self.log_size()
        self.core = start(
            [os.path.join(self.programs, "siagad"), "-c", self.conf],
            stderr=self.log_file, stdout=self.log_file,
            env={**os.environ, "TZ": "UTC", **self.env})
        if ready:
            until(lambda: self.core.poll() is not None
                  or self.logged("ready", mark), wait, "event=ready", 0.005)
            if self.core.poll() is not None:
                raise AssertionError("siagad ended: " + self.log_tail())
        return self.core

    def stop_core(self):
        if self.client is not None:
            self.client.close()
            self.client = None
        if self.core is None:
            return None
        status = end(self.core)
        self.core = None
        return status

    def kill_core(self):
        self.core.kill()
        self.core.wait(10)
        if self.client is not None:
            self.client.close()
            self.client = None

    def children(self):
        return children_of(self.core.pid)

    def child(self, name, seconds=10):
        return until(lambda: self.children().get(name), seconds,
                     f"a running {name}")

    def run(self, args, **more):
        """Another program of ours beside the core (children = systemd)."""
        process = start(args, stderr=self.log_file, stdout=self.log_file, **more)
        self.others.append(process)
        return process

    # asking it

    def ask(self, name, **args):
        """Through the command socket; connects again when siagad was new."""
        for again in (True, False):
            try:
                if self.client is None:
                    self.client = Commands(os.path.join(self.state, "siaga.sock"))
                return self.client.ask(name, **args)
            except (OSError, CommandError, ValueError) as wrong:
                if self.client is not None:
                    self.client.close()
                self.client = None
                if not again or (isinstance(wrong, CommandError)
                                 and "closed" not in str(wrong)):
                    raise
        return None

    def cli(self, *words, status=0, env=None, key=False, **more):
        args = [os.path.join(self.programs, "siaga"), "-c", self.conf]
        if key:
            args += ["--key-file", self.key_file()]
        done = subprocess.run([*args, *words], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=30,
                              env={**os.environ, **(env or {})}, **more)
        if status is not None and done.returncode != status:
            raise AssertionError(
                f"siaga {' '.join(words)}: exit {done.returncode}: "
                f"{done.stderr.decode('utf-8', 'replace')}")
        return done.stdout

    def cli_json(self, *words, **more):
        return json.loads(self.cli("--json", *words, **more))

    def key_file(self):
        return os.path.join(self.state, "first-officer.key")

    def secret(self):
        with open(self.key_file(), encoding="ascii") as file:
            return file.read().strip()

    def reports(self):
        return self.ask("report.list")

    def texts(self, report):
        """What an officer reads of a report."""
        shown = self.ask("report.show", code=report["code"],
                         as_key=self.secret())
        return [m.get("text") for m in shown["received"]]

    def modem_state(self):
        return self.ask("status")["modems"][0]["state"]

    def wait_ready(self, seconds=15):
        until(lambda: self.modem_state() == "ready", seconds,
              "the modem is ready")

    def wait_reports(self, count, seconds=15):
        return until(lambda: len(self.reports()) >= count and self.reports(),
                     seconds, f"{count} reports")

    def wait_answer(self, number, count=1, seconds=15):
        return until(lambda: len(self.sim.inbox(number)) >= count
                     and self.sim.inbox(number), seconds,
                     f"{count} answers for a phone")

    # its log

    def log_size(self):
        return os.path.getsize(self.log_path)

    def log_text(self, mark=0):
        with open(self.log_path, "rb") as file:
            file.seek(mark)
            return file.read().decode("utf-8", "replace")

    def log_tail(self, lines=12):
        return "\n".join(self.log_text().splitlines()[-lines:])

    def logged(self, event, mark=0, **fields):
        """The lines of that event, parsed; half a line is left for later."""
        found = []
        for line in self.log_text(mark).splitlines(keepends=True):
            if not line.endswith("\n") or f" event={event}" not in line:
                continue
            try:
                entry = logfmt(line[:-1])
            except (ValueError, IndexError):
                continue
            if entry["event"] == event and all(
                    entry.get(k) == str(v) for k, v in fields.items()):
                found.append(entry)
        return found

    def database(self, sql, *values):
        """Reads the store beside siagad: for what no command tells."""
        base = sqlite3.connect(
            f"file:{os.path.join(self.state, 'siaga.db')}?mode=ro", uri=True)
        try:
            return base.execute(sql, values).fetchall()
        finally:
            base.close()

    def close(self):
        if os.environ.get("SIAGA_TEST_LOG"):
            sys.stderr.write(self.log_text())
        self.stop_core()
        for process in reversed(self.others):
            end(process)
        for hook in self.hooks:
            hook.close()
        if self.sim is not None:
            self.sim.close()
        self.log_file.close()
        if not os.environ.get("SIAGA_TEST_KEEP"):
            shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None and not issubclass(kind, Missing):
            print("--- the log's end:", self.log_tail(25), "---", sep="\n")
        self.close()


# --- counting ---

class Counter:
    """Checks, counted; the last line is what tests/run.py reads."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.begun = time.monotonic()

    def check(self, what, fine, detail="", bug=None):
        """bug: this fails because of a known fault of Siaga's, told here."""
        if fine:
            self.passed += 1
            if bug:
                print(f"FIXED  {what}: no longer fails; drop the mark: {bug}")
            return True
        self.failed += 1
        mark = f"BUG    {what}: {bug}" if bug else f"FAILED {what}"
        print(f"{mark} {detail}".rstrip(), flush=True)
        return False

    def equal(self, what, got, want, bug=None):
        return self.check(what, got == want, f"is {got!r}, not {want!r}", bug)

    def skip(self, what, why):
        self.skipped += 1
        print(f"skip   {what}: {why}", flush=True)

    def note(self, text):
        print(f"       {text}", flush=True)

    def case(self, function, *args):
        """One case: whatever it throws is one failure and no more."""
        name = function.__name__
        begun = time.monotonic()
        try:
            function(self, *args)
        except Missing as missing:
            self.skip(name, str(missing))
        except Exception as wrong:
            self.failed += 1
            print(f"FAILED {name}: {wrong}", flush=True)
            if not isinstance(wrong, AssertionError):
                traceback.print_exc(file=sys.stdout)
        print(f"{name}: {time.monotonic() - begun:.1f} s", flush=True)

    def take(self, name, out, status):
        """What a case said that ran in a process of its own."""
        out.seek(0)
        text = out.read()
        out.close()
        last = re.search(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$",
                         text, re.M)
        said = [int(n or 0) for n in last.groups()] if last else [0, 0, 0]
        if status != 0 and said[1] == 0:
            said[1] = 1
            text += f"FAILED {name}: exit {status}\n"
        self.passed += said[0]
        self.failed += said[1]
        self.skipped += said[2]
        text = re.sub(r"^(\(.* s\)|\d+ passed, .*)\n", "", text, flags=re.M)
        sys.stdout.write(text)
        sys.stdout.flush()

    def finish(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"({time.monotonic() - self.begun:.1f} s)")
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return 1 if self.failed or not self.passed + self.skipped else 0


def _side_by_side(counter, cases, most):
    """Each case in a process of its own: they mostly wait for clocks."""
    waiting = [case.__name__ for case in cases]
    running = []
    while waiting or running:
        while waiting and len(running) < most:
            name = waiting.pop(0)
            out = tempfile.TemporaryFile("w+")
            running.append((name, out, start(
                [sys.executable, sys.argv[0], name], stdout=out,
                stderr=subprocess.STDOUT)))
        done = [entry for entry in running if entry[2].poll() is not None]
        for entry in done:
            running.remove(entry)
            counter.take(entry[0], entry[1], entry[2].returncode)
        time.sleep(0.02)


def main(cases, side_by_side=1):
    """Runs all cases, or those named on the command line."""
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    counter = Counter()
    chosen = [case for case in cases if not names or case.__name__ in names]
    if side_by_side > 1 and len(chosen) > 1:
        _side_by_side(counter, chosen, side_by_side)
        return counter.finish()
    for case in chosen:
        counter.case(case)
    return counter.finish()
