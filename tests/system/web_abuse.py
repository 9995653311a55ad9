#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What strangers, other sites and the office's own people may not do to the
board: requests that two parsers would read in two ways, too much of anything,
too slowly, from somewhere else, in somebody else's name or role.
"""
import base64
import hashlib
import hmac
import json
import os
import re
import resource
import socket
import ssl
import struct
import subprocess
import sys
import time
import warnings

import harness
from harness import Missing, end, phone, start, until
from office import PASSPHRASE, ROLES, Office, Page, Stream, quote

HOST = b"Host: localhost\r\n"
JSON = b"Content-Type: application/json\r\n"
LOGIN = b"POST /api/v1/login HTTP/1.1\r\n"
GET = b"GET /api/v1/openapi.json HTTP/1.1\r\n"
FLOOD = 10000
# A login takes a third of a second of work on purpose; make bench has 100.
OFFICERS = int(os.environ.get("SIAGA_OFFICERS", "30"))


def status_of(text):
    """Of the first answer; None: closed without one."""
    found = re.match(rb"HTTP/1\.[01] (\d+) ", text)
    return int(found.group(1)) if found else None


def answers_in(text):
    return len(re.findall(rb"HTTP/1\.[01] \d+ ", text))


# --- bytes ---

REFUSED = {
    "two lengths": LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                   b"Content-Length: 3\r\n\r\n{}",
    "the same length twice": LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                             b"Content-Length: 2\r\n\r\n{}",
    "a list of lengths": LOGIN + HOST + JSON
                         + b"Content-Length: 2, 2\r\n\r\n{}",
    "length and encoding": LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                           b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "encoding and length": LOGIN + HOST + JSON + b"Transfer-Encoding: chunked"
                           b"\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "chunks": LOGIN + HOST + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
              b"2\r\n{}\r\n0\r\n\r\n",
    "a hidden encoding": LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                         b"Transfer-Encoding : chunked\r\n\r\n{}",
    "an unknown encoding": LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                           b"Transfer-Encoding: xchunked\r\n\r\n{}",
    "two hosts": GET + HOST + b"Host: evil.example\r\n\r\n",
    "the same host twice": GET + HOST + HOST + b"\r\n",
    "no host": GET + b"\r\n",
    "an empty host": GET + b"Host:\r\n\r\n",
    "another host": GET + b"Host: evil.example\r\n\r\n",
    "another host, 1.0": b"GET /api/v1/openapi.json HTTP/1.0\r\nHost: evil\r\n\r\n",
    "no host, 1.0": b"GET /api/v1/openapi.json HTTP/1.0\r\n\r\n",
    "a whole URL": b"GET http://localhost/api/v1/openapi.json HTTP/1.1\r\n" + HOST + b"\r\n",
    "another's URL": b"GET http://evil/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "CONNECT": b"CONNECT localhost:22 HTTP/1.1\r\n" + HOST + b"\r\n",
    "PUT": b"PUT / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n",
    "OPTIONS": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "an oversized header": GET + HOST + b"X-A: " + b"a" * 70000 + b"\r\n\r\n",
    "too many headers": GET + HOST + b"X-A: b\r\n" * 8000 + b"\r\n",
    "an oversized path": b"GET /" + b"a" * 2000 + b" HTTP/1.1\r\n" + HOST
                         + b"\r\n",
    "a huge path": b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an oversized body": LOGIN + HOST + JSON + b"Content-Length: 16385\r\n\r\n"
                         + b"a" * 16385,
    "a vast body": LOGIN + HOST + JSON + b"Content-Length: 99999999999\r\n\r\n",
    "a length below zero": LOGIN + HOST + JSON + b"Content-Length: -1\r\n\r\n",
    "a form": LOGIN + HOST + b"Content-Type: application/x-www-form-urlencoded"
              b"\r\nContent-Length: 3\r\n\r\na=b",
    "no type": LOGIN + HOST + b"Content-Length: 2\r\n\r\n{}",
    "a body to read": GET + HOST + JSON + b"Content-Length: 2\r\n\r\n{}",
    "a folded header": GET + HOST + b"X-A: a\r\n Host: evil\r\n\r\n",
    "a bare return": GET + b"Host: localhost\rX-A: b\r\n\r\n",
    "a zero in a header": GET + HOST + b"X-A: a\0b\r\n\r\n",
    "a zero in the path": b"GET /a\0b HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "no version": b"GET /\r\n\r\n",
    "garbage": bytes(range(256)) * 8 + b"\r\n\r\n",
    "a TLS hello": bytes.fromhex("16030100c8010000c40303") + b"\0" * 190
                   + b"\r\n\r\n",
    "lines of nothing": b"\r\n" * 5000,
    "two cookies": GET + HOST + b"Cookie: s=a\r\nCookie: s=b\r\n\r\n",
}
# libmicrohttpd joins, ends or cuts these lines itself; what is left of them is
# an ordinary request, and judged as one.
MAY_PASS = {"a folded header", "a bare return", "lines of nothing",
            "a zero in a header"}
# Its own refusals say their head twice, and close.
OWN_REFUSAL = b"<html>"


def bytes_refused(t):
    bare = []
    with Office(sim=False) as office:
        for name, data in REFUSED.items():
            got = office.raw(data)
            status = status_of(got)
            fine = status is None or 400 <= status < 600
            t.check(f"{name}: refused", fine or name in MAY_PASS, got[:90])
            t.check(f"{name}: answered once at most", answers_in(got) <= 1
                    or (OWN_REFUSAL in got and b"Connection: close" in got), got)
            if OWN_REFUSAL in got:
                bare.append(name)
            elif got:
                t.check(f"{name}: with the headers",
                        b"\r\nContent-Security-Policy: default-src 'none'" in got
                        and b"\r\nCache-Control: no-" in got, got[:200])
        t.note("libmicrohttpd's own answer, without our headers: "
               + ", ".join(bare))
        t.equal("and it still answers",
                office.page().get("/api/v1/openapi.json").status, 200)
        t.equal("it never ended", office.logged("child.ended"), [])


def second_request_is_dropped(t):
    """Behind a POST, where another parser might have seen its body."""
    with Office(sim=False) as office:
        body = b'{"person":"x","passphrase":"y"}'
        post = (LOGIN + HOST + JSON + b"Sec-Fetch-Site: same-origin\r\n"
                + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        got = office.raw(post + GET + HOST + b"\r\n")
        t.equal("one answer", answers_in(got), 1)
        t.check("that closes", b"Connection: close" in got, got[:300])
        got = office.raw((GET + HOST + b"\r\n") * 3)
        t.equal("requests that only read may follow each other",
                answers_in(got), 3)
        got = office.raw(LOGIN + HOST + JSON + b"Content-Length: 2\r\n"
                         b"Content-Length: 40\r\n\r\n{}" + GET + HOST + b"\r\n")
        t.equal("none behind what was refused", answers_in(got), 1)


PATHS = ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc",
         "/index.html%00.js", "//index.html", "/./index.html", "/app.js/",
         "/APP.JS", "/.git/config", "/index.html.gz", "/\\..\\index.html",
         "/api/v1/", "/api/v1/reports/../people", "/api/v1/nothing",
         "/api/v2/status", "/api", "/unbuilt.html/x", "/app.js%20", "/*"]
BODIES = [b"{", b"[]", b"null", b"1", b'"x"', b"[" * 8000, b'{"a":' * 3000,
          b"\xff\xfe", b'{"person":"\xff","passphrase":"x"}',
          b'{"person":"\\ud800","passphrase":"x"}', b'{"person":1}',
          b'{"person":"a","person":"b","passphrase":"x"}',
          b'{"person":"a","passphrase":"x","more":"y"}',
          b'{"person":{"a":"b"},"passphrase":"x"}',
          b'{"person":"a\\u0000b","passphrase":"x"}', b"{}",
          b'{"person":"","passphrase":"x"}',
          json.dumps({"person": "a" * 5000, "passphrase": "x"}).encode()]


def paths_and_bodies(t):
    with Office(sim=False) as office:
        folder = os.path.join(office.dir, "board")
        os.mkdir(folder)
        for name in ("index.html", "app.js"):
            with open(os.path.join(folder, name), "w") as file:
                file.write("<p>board")
        os.symlink("/etc/passwd", os.path.join(folder, ".html"))
        os.symlink("/etc/passwd", os.path.join(folder, "passwd"))
        office.settings["web"]["files"] = folder
        office.write_conf()
        office.stop_core()
        mark = office.log_size()
        office.start_core()
        office.port = office.wait_port(mark)
        page = office.page()
        for path in PATHS + ["/passwd", "/.html"]:
            got = page.get(path)
            t.check(f"{path}: nothing there", got.status in (400, 404),
                    got.status)
            t.equal(f"{path}: with every header", got.lacks(), [])
        index = page.get("/")
        t.equal("the board", (index.status, index.body), (200, b"<p>board"))
        t.equal("with every header", index.lacks(), [])
        again = page.get("/", If_None_Match=index.headers["etag"])
        t.equal("known already", (again.status, again.body), (304, b""))
        for body in BODIES:
            got = page.post("/api/v1/login", body)
            t.equal(f"{body[:40]}: malformed", got.status, 400)
            t.equal("with every header", got.lacks(), [])
        t.equal("a head without a body",
                page.ask("HEAD", "/").headers["content-length"], "8")
        t.equal("nobody writes to a file", page.post("/app.js").status, 405)


def slow_ones(t):
    """A header and a body that never end, and one that says nothing."""
    with Office(sim=False) as office:
        begun = time.monotonic()
        lines = {name: socket.create_connection(("127.0.0.1", office.port), 5)
                 for name in ("header", "body", "silence")}
        lines["header"].sendall(GET + HOST)
        lines["body"].sendall(LOGIN + HOST + JSON + b"Content-Length: 900\r\n\r\n")
        left, ended = dict(lines), {}
        while left and time.monotonic() - begun < 25:
            time.sleep(0.5)
            for name in list(left):
                try:
                    if name == "header":
                        left[name].send(b"X-A: b\r\n")
                    elif name == "body":
                        left[name].send(b" ")
                    left[name].setblocking(False)
                    over = left[name].recv(4096) == b""
                except BlockingIOError:
                    over = False
                except OSError:
                    over = True
                if over:
                    ended[name] = time.monotonic() - begun
                    left.pop(name).close()
        for name in lines:
            t.check(f"a slow {name} is ended within 20 s",
                    ended.get(name, 99) < 20, ended)
        t.check("not at once", min(ended.values(), default=0) > 5, ended)


# --- ten thousand ---

# Holds that many connections, also those that the board has ended; half of
# them have said half a request. Then new ones come for old ones.
FLOODER = """
import collections, resource, select, socket, sys, time
port, count, seconds = (int(w) for w in sys.argv[1:4])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 200,) * 2)
poll, lines, opened, ended = select.epoll(), collections.OrderedDict(), 0, 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    for _ in range(200):
        if len(lines) == count:
            lines.popitem(last=False)[1].close()
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", port))
        lines[s.fileno()] = s
        poll.register(s, select.EPOLLOUT | select.EPOLLRDHUP)
        opened += 1
    for fd, what in poll.poll(0.001, 1000):
        if what & (select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR):
            ended += 1
        elif fd % 2:
            try:
                lines[fd].send(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX")
            except OSError:
                pass
        poll.modify(fd, 0 if what & select.EPOLLRDHUP else select.EPOLLRDHUP)
print(len(lines), opened, ended)
"""


def ten_thousand_half_open(t):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FLOOD + 500:
        raise Missing(f"only {hard} files may be open")
    with Office() as office:
        office.staff()
        page = office.officer()
        stream = page.stream()
        until(lambda: stream.status() == 200, 5, "the stream")
        flooder = start([sys.executable, "-c", FLOODER, str(office.port),
                         str(FLOOD), "8"], stdout=subprocess.PIPE, text=True)
        times, failed = [], []
        time.sleep(1)
        while flooder.poll() is None:
            begun = time.monotonic()
            try:
                got = [page.get("/api/v1/reports/newest").status,
                       page.post("/api/v1/people/nobody/ring").status]
            except OSError as wrong:
                got = [repr(wrong)]
            times.append(time.monotonic() - begun)
            if got != [200, 404]:
                failed.append(got)
            time.sleep(0.1)  # within her own limit
        most, opened, ended = flooder.stdout.read().split()
        flooder.stdout.close()
        t.note(f"{most} at a time, {opened} opened, {ended} shut out; the "
               f"officer's {2 * len(times)} requests: slowest pair "
               f"{max(times) * 1000:.0f} ms")
        t.check("as many as that", int(most) >= FLOOD, most)
        t.equal("each of the officer's requests was answered", failed, [])
        t.check("in time", max(times) < 3, max(times))
        mark = len(stream.events())
        office.sim.sms(phone(1), "tolong, suami saya memukul saya")
        until(lambda: len(stream.events()) > mark, 5,
              "the officer's page is told of a report")
        t.check("and it says that it was crowded",
                office.logged("web.crowded") != [])
        t.equal("nothing ended", office.logged("child.ended"), [])
        stream.close()


# --- TLS ---

def tls_offers(port, version):
    """True if a client that knows this version alone gets through."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as line, \
                context.wrap_socket(line, server_hostname="localhost"):
            return True
    except OSError:
        return False


def tls(t):
    with Office(tls=True, sim=False) as office:
        office.staff()
        page = office.officer()
        t.equal("cookies that no page without TLS sets",
                sorted(page.cookies), ["__Host-d", "__Host-s"])
        got = page.get("/api/v1/reports/newest")
        t.equal("it is served", got.status, 200)
        t.check("and never without TLS again",
                "max-age" in got.headers.get("strict-transport-security", ""))
        for version, may in ((ssl.TLSVersion.TLSv1, False),
                             (ssl.TLSVersion.TLSv1_1, False),
                             (ssl.TLSVersion.TLSv1_2, True),
                             (ssl.TLSVersion.TLSv1_3, True)):
            t.equal(f"{version.name}", tls_offers(office.port, version),
                    may)
        got = office.raw(GET + HOST + b"\r\n")
        t.check("nothing without TLS", b"200" not in got[:20], got[:80])
        strangers = Page(office.port, tls=ssl.create_default_context())
        try:
            strangers.get("/healthz")
            t.check("a browser that does not know it refuses", False)
        except ssl.SSLCertVerificationError:
            t.check("a browser that does not know it refuses", True)


def busy_address(t):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with harness.Rig(sim=False, sections={"web": {
                "listen": f"127.0.0.1:{port}",
                "second_factor": "none"}}) as rig:
            said = until(lambda: rig.logged("web.refused"), 10, "a refusal")
            t.equal("the log says why", said[0]["cause"], "address_in_use")
            t.check("and so does the doctor",
                    "address_in_use" in json.dumps(rig.ask("doctor")))
            t.equal("the hotline runs", rig.core.poll(), None)


# --- other sites ---

def other_sites(t):
    with Office(sim=False) as office:
        office.staff()
        page = office.officer()
        act = "/api/v1/people/nobody/ring"
        t.equal("its own page may", page.post(act).status, 404)
        cases = {
            "no CSRF header": dict(drop=("X-Siaga-CSRF",)),
            "another CSRF header": dict(X_Siaga_CSRF="0" * 64),
            "a short one": dict(X_Siaga_CSRF="0"),
            "another site": dict(Sec_Fetch_Site="cross-site"),
            "a sister site": dict(Sec_Fetch_Site="same-site"),
            "typed in": dict(Sec_Fetch_Site="none"),
            "another origin": dict(Origin="https://evil.example"),
            "the origin of a file": dict(Origin="null"),
            "another port": dict(Origin=f"http://127.0.0.1:{office.port + 1}"),
            "an old browser's other origin":
                dict(drop=("Sec-Fetch-Site",), Origin="https://evil.example"),
            "neither site nor origin": dict(drop=("Sec-Fetch-Site",)),
        }
        for name, more in cases.items():
            got = page.post(act, **more)
            t.equal(f"{name}: refused", (got.status, got.code),
                    (403, "cross_site"))
            t.equal("with every header", got.lacks(), [])
        got = page.post(act, drop=("Sec-Fetch-Site",),
                        Origin=f"http://127.0.0.1:{office.port}")
        t.equal("an old browser's own page may", got.status, 404)
        got = office.page().login("supervisor", Sec_Fetch_Site="cross-site")
        t.equal("nobody is logged in from elsewhere", got.status, 403)
        t.equal("nor read from there", page.get(
            "/api/v1/people", Sec_Fetch_Site="cross-site").status, 403)
        other = office.officer()
        mixed = office.page()
        mixed.cookies, mixed.csrf = page.cookies, other.csrf
        t.equal("the header of another session is none",
                mixed.post(act).status, 403)
        t.equal("no other site is invited", [
            k for k, _ in page.get("/api/v1/people", Origin="https://evil")
            .pairs if k.startswith("access-control")], [])


def sessions(t):
    with Office(sim=False) as office:
        office.staff()
        page = office.page()
        planted = "siaga-session-" + "A" * 32
        page.cookies = {"__Host-s": planted, "s": planted}
        t.equal("a planted cookie is nobody's",
                page.get("/api/v1/people").status, 401)
        t.equal("login", page.login("supervisor").status, 200)
        first = dict(page.cookies)
        t.check("the planted one is not taken over",
                planted not in first.values(), first)
        raw = [v for k, v in page.login("supervisor").pairs
               if k == "set-cookie"]
        t.check("no script and no other site gets it", raw and all(
            "HttpOnly" in v and "SameSite=Strict" in v and "Path=/" in v
            and "Domain" not in v for v in raw), raw)
        t.check("__Host- is for TLS alone",
                any(v.startswith("__Host-s=") and "; Secure" in v for v in raw))
        t.check("it is another at each login", first != page.cookies)
        old = office.page()
        old.cookies, old.csrf = first, page.csrf
        t.equal("and the one before has ended",
                old.get("/api/v1/people").status, 401)
        t.check("no answer has the token", all(
            v not in page.get("/api/v1/people").body.decode()
            for v in page.cookies.values()))
        # The command line's session is not the board's, nor the other way.
        token = office.ask("unlock", person="supervisor",
                           passphrase="correct horse battery")["session"]
        old.cookies = {"s": token}
        t.equal("a session of the command line is none here",
                old.get("/api/v1/people").status, 401)
        stream = page.stream()
        until(lambda: stream.status() == 200, 5, "a stream")
        again = page.stream()
        until(lambda: stream.events("session"), 5, "the older one ends")
        t.equal("for the newer", stream.events("session")[0]["what"],
                "replaced")
        t.equal("logout", page.post("/api/v1/logout").status, 200)
        until(lambda: again.events("session"), 5, "the stream ends")
        until(lambda: again.read() and again.closed, 5, "and is closed")
        t.equal("its cookies are gone, but for the browser's name",
                sorted(page.cookies), ["__Host-d", "d"])
        t.equal("which opens nothing", page.get("/api/v1/people").status, 401)


def restarts(t):
    with Office(sim=False, units=True) as office:
        office.staff()
        page = office.officer()
        t.equal("a session", page.get("/api/v1/people").status, 200)
        end(office.web)
        mark = office.log_size()
        office.web = office.run_web()
        page.port = office.port = office.wait_port(mark)
        t.equal("siaga-web anew: no session lives on",
                page.get("/api/v1/people").status, 401)
        page = office.officer()
        stream = page.stream()
        until(lambda: stream.status() == 200, 5, "a stream")
        office.kill_core()
        until(lambda: stream.events("session"), 5, "its page is told")
        got = page.get("/healthz")
        t.equal("without a core it says so", (got.status, got.code),
                (503, "no_core"))
        t.check("and when to ask again", "retry-after" in got.headers)
        t.equal("login waits too", page.login("supervisor").status, 503)
        office.start_core()
        until(lambda: page.get("/healthz").code is None, 10, "it is back")
        t.equal("siaga-web did not end", office.web.poll(), None)
        t.equal("the old session is over",
                page.get("/api/v1/people").status, 401)
        t.equal("a new one begins", page.login("supervisor").status, 200)


def totp_code(secret, step):
    """RFC 6238, six digits, from the RFC's text alone."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff
    return f"{number % 1000000:06d}"


def second_factor(t):
    with Office(sim=False, web={"second_factor": "totp"}) as office:
        office.staff("officer")
        page = office.page()
        t.equal("a passphrase alone", page.login("officer").status, 200)
        for path in ("/api/v1/people", "/api/v1/reports", "/api/v1/events",
                     "/metrics"):
            got = page.get(path)
            t.equal(f"opens nothing: {path}", (got.status, got.code),
                    (403, "enrol_needed"))
        t.equal("nor does it act", page.post("/api/v1/panic").status, 403)
        me = page.get("/api/v1/me").json()["result"]["second_factor"]
        t.equal("it says what is missing", me["enrolling"], True)
        secret = page.post("/api/v1/me/totp").json()["result"]["secret"]
        t.equal("a guess is refused", page.post(
            "/api/v1/me/totp/confirm", {"code": "000000"}).code, "bad_code")
        now = int(time.time()) // 30
        t.equal("the app's code is taken", page.post(
            "/api/v1/me/totp/confirm",
            {"code": totp_code(secret, now)}).status, 200)
        t.equal("and then it opens", page.get("/api/v1/people").status, 200)
        again = office.page()
        got = again.login("officer")
        t.equal("the next login asks for one", (got.status, got.code),
                (401, "code_needed"))
        t.equal("not who has another passphrase", again.login(
            "officer", "another battery horse").code, "bad_passphrase")
        body = {"person": "officer", "passphrase": PASSPHRASE}
        got = again.post("/api/v1/login",
                         {**body, "code": totp_code(secret, now)})
        t.check("a code that was used is none", got.status in (401, 429),
                got.body)
        until(lambda: again.post("/api/v1/login", {
            **body, "code": totp_code(secret, now + 1)}).status == 200, 40,
            "the next code is taken", 1)
        t.equal("the supervisor has none of it", office.page()
                .login("supervisor").status, 200)


def wrong_tries(t):
    """Guessing waits longer and longer, and shuts nobody else out."""
    with Office(sim=False) as office:
        office.staff()
        guesser = office.page(source="127.0.0.9")
        seen = [guesser.login("supervisor", f"wrong battery {n}")
                for n in range(12)]
        t.equal("never let in", {a.status for a in seen} - {401, 429}, set())
        waits = [int(a.headers["retry-after"]) for a in seen
                 if a.status == 429]
        t.check("it is told to wait", waits != [], [a.body for a in seen])
        page = office.page()
        t.equal("the officer comes in from elsewhere",
                page.login("supervisor").status, 200)
        t.check("the page is not told its browser's name",
                b"device" not in page.login("supervisor").body)
        page.post("/api/v1/logout")
        guesser = office.page()
        for n in range(12):
            guesser.login("supervisor", f"wrong battery {n}")
        t.equal("a guesser at her own address waits",
                guesser.login("supervisor").status, 429)
        t.equal("and her browser does not",
                page.login("supervisor").status, 200)


# --- roles, and the document ---

# These are looked at by themselves, or would end what the test stands on.
APART = {"unlock", "lock", "panic", "panic.end"}
VALUES = {"passphrase": "short", "to": "nobody", "role": "officer",
          "from": "x", "code": "ZZZZ", "document": "record", "public": "x",
          "list": True}


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def covers(template, path):
    pattern = re.sub(r"\{\w+\}", "[^/]+", template)
    return re.fullmatch(pattern, path.split("?")[0]) is not None


def fill(path, operation):
    """A request that has all it must and finds nothing."""
    body = {}
    for one in operation.get("parameters", []):
        if "$ref" in one:  # the header that a page sends by itself
            continue
        value = VALUES.get(one["name"], "nobody")[:one["schema"]["maxLength"]] \
            if one["required"] else None
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", quote(value))
        elif one["required"]:
            path += "&" if "?" in path else "?"
            path += f"{one['name']}={quote(value)}"
    schema = operation.get("requestBody", {}).get("content", {}) \
        .get("application/json", {}).get("schema", {})
    for name in schema.get("required", []):
        fits = schema["properties"][name]
        body[name] = fits["enum"][0] if "enum" in fits else \
            VALUES.get(name, "nobody")[:fits["maxLength"]]
    return path, body


def document_is_true(t):
    """Each path of the document is served, and no other."""
    with Office(sim=False) as office:
        page = office.page()
        got = page.get("/api/v1/openapi.json")
        document = got.json()
        t.equal("its version", document["openapi"], "3.1.0")
        paths = 0
        for path, method, operation in operations(document):
            path, body = fill(path, operation)
            got = page.ask(method, path, body if method == "POST" else None)
            open_to_all = not operation["security"]
            t.check(f"{method} {path}: there", got.status not in (404, 405),
                    got.status)
            t.check("and only for who is known",
                    open_to_all or got.status == 401, got.status)
            t.equal("with every header", got.lacks(), [])
            other = "GET" if method == "POST" else "POST"
            if not any(other.lower() in item and covers(one, path)
                       for one, item in document["paths"].items()):
                got = page.ask(other, path, {} if other == "POST" else None)
                t.equal(f"{other} {path}: no such method", got.status, 405)
            for wrong in (path + "/", path + "/more", path.upper()):
                if wrong.split("?")[0] != path.split("?")[0]:
                    t.check(f"{wrong}: nothing", page.ask(
                        method, wrong, body if method == "POST" else None)
                        .status in (401, 404, 405), wrong)
            paths += 1
        t.check("there are many", paths > 40, paths)
        t.equal("practice is not served where it is not configured",
                page.post("/api/v1/practice/texts").status, 404)


def roles(t):
    """Each command, asked by each role: forbidden exactly to whom it is."""
    with Office(sim=False) as office:
        office.staff(*(r for r in ROLES if r != "supervisor"))
        document = office.page().get("/api/v1/openapi.json").json()
        rows = 0
        for role in ROLES:
            page = office.officer(role)
            for path, method, operation in operations(document):
                command = operation.get("x-command")
                if command is None or command in APART \
                        or not operation["security"]:
                    continue
                may = role in operation["x-roles"]
                path, body = fill(path, operation)
                got = page.ask(method, path, body if method == "POST" else None)
                refused = got.status == 403 and got.code == "forbidden"
                t.check(f"{command} by {role}: {'may' if may else 'may not'}",
                        refused != may and got.status not in (401, 429),
                        (got.status, got.body[:120]))
                rows += 1
        t.check("each of each", rows > 200, rows)
        page = office.officer("officer")
        t.equal("anybody of the office may sound the alarm",
                page.post("/api/v1/panic").status, 200)
        t.check("which ends all sessions",
                page.get("/api/v1/people").status in (401, 423))
        got = office.page().post("/api/v1/panic")
        t.equal("a stranger may not", got.status, 401)


def too_often(t):
    with Office(sim=False) as office:
        office.staff()
        page = office.officer()
        seen = [page.get("/api/v1/status") for _ in range(300)]
        limited = [a for a in seen if a.status == 429]
        t.check("one session is slowed down", limited != [])
        t.check("and told for how long", all(
            int(a.headers["retry-after"]) >= 1 for a in limited))
        t.equal("nothing else was said",
                {a.status for a in seen} - {200, 429}, set())
        t.equal("another session is not", office.officer()
                .get("/api/v1/status").status, 200)


def tokens(t):
    """What a script asks with: it reads what its scopes say and acts never."""
    scopes = ("status", "reports", "alerts", "outbox", "events")
    with Office() as office:
        office.staff()
        admin = office.officer()
        document = admin.get("/api/v1/openapi.json").json()
        office.sim.sms(phone(1), "tolong, suami saya memukul saya")
        office.wait_reports(1)
        code = admin.get("/api/v1/reports/newest").json()["result"][0]["code"]
        for scope in scopes:
            token = admin.post("/api/v1/tokens", {
                "name": scope, "scopes": scope}).json()["result"]["token"]
            script = office.page()
            bearer = {"drop": ("Sec-Fetch-Site",),
                      "Authorization": f"Bearer {token}"}
            for path, method, operation in operations(document):
                wanted = [way["token"][0] for way in operation["security"]
                          if "token" in way]
                if not operation["security"] or path.endswith("/events"):
                    continue
                filled, body = fill(path, operation)
                filled = filled.replace("ZZZZ", code)
                got = script.ask(method, filled,
                                 body if method == "POST" else None, **bearer)
                may = scope in wanted
                t.check(f"{scope}: {method} {path} "
                        f"{'may' if may else 'may not'} be read",
                        (got.status == 200) == may
                        and (may or got.status == 403), (got.status, got.body))
            if scope == "reports":
                got = script.get(f"/api/v1/reports/{code}", **bearer)
                t.check("it opens nothing", b"memukul" not in got.body)
            got = script.get("/api/v1/status", Cookie="s=" + token,
                             drop=("Authorization",))
            t.equal("as a cookie it is nothing", got.status, 401)
        stream = Stream(office.page(), Authorization=f"Bearer {token}")
        until(lambda: stream.status(), 5, "a stream by token")
        t.equal("events by their scope", stream.status(), 200)
        t.equal("removed", admin.post("/api/v1/tokens/status/remove").status,
                200)
        t.equal("an invented one is nobody's", office.page().get(
            "/api/v1/status", drop=("Sec-Fetch-Site",),
            Authorization="Bearer siaga-token-" + "A" * 32).status, 401)
        t.equal("nor is one that is no text", office.page().get(
            "/api/v1/status", drop=("Sec-Fetch-Site",),
            Authorization="Bearer siaga-token-\xff\xfe").status, 401)
        stream.close()


# --- practice ---

def practice(t):
    """The phones of the simulated modem, for who has logged in."""
    me, other = phone(7), phone(8)
    with Office() as office:
        office.staff()
        office.wait_ready()
        office.settings["web"]["practice"] = office.sim.control
        office.write_conf()
        office.stop_core()
        mark = office.log_size()
        office.start_core()
        office.port = office.wait_port(mark)
        office.wait_ready()
        text = {"from": me, "text": "tolong, suami saya memukul saya"}
        t.equal("strangers have no phone", office.page().post(
            "/api/v1/practice/texts", text).status, 401)
        page = office.officer()
        t.equal("the page is told", page.get("/api/v1/me").json()["result"]
                ["practice"], True)
        t.equal("a text", page.post("/api/v1/practice/texts", text).status, 200)
        inbox = f"/api/v1/practice/inbox?number={quote(me)}"
        until(lambda: page.get(inbox).json()["result"], 10, "an answer")
        t.equal("of that phone alone", page.get(
            f"/api/v1/practice/inbox?number={quote(other)}").json()["result"],
            [])
        t.equal("filed", len(page.get("/api/v1/reports/newest").json()
                             ["result"]), 1)
        t.equal("a call", page.post("/api/v1/practice/calls",
                                    {"from": other}).status, 200)
        until(lambda: office.sim.cmd("calls")["calls"], 5, "it rings")
        for body in ({"from": me}, {"from": me, "text": 1}, {}, {
                **text, "cmd": "quit"}, {**text, "text": "a" * 641}):
            t.equal("malformed", page.post("/api/v1/practice/texts", body)
                    .status, 400)
        office.sim.close()
        got = page.post("/api/v1/practice/texts", text)
        t.equal("a phone that is gone", (got.status, got.code),
                (503, "no_phone"))
        t.equal("harms nobody", page.get("/api/v1/people").status, 200)
        t.check("no number in the log", me[1:] not in office.log_text())


# --- a whole office ---

def many_officers(t):
    with Office() as office:
        # some open more than one page; nobody has more than eight sessions
        people = [f"officer{n}" for n in range((OFFICERS + 3) // 4)]
        office.staff("officer")
        token = office.ask("unlock", person="supervisor",
                           passphrase=PASSPHRASE)["session"]
        for person in people:
            office.ask("people.add", as_key=token, person=person,
                       role="officer")
            office.ask("key.officer", as_key=token, person=person,
                       passphrase=PASSPHRASE)
        office.ask("lock", as_key=token)
        before = office.pss_kib()
        pages = [office.officer(people[n // 4]) for n in range(OFFICERS)]
        streams = [page.stream() for page in pages]
        until(lambda: all(s.status() == 200 for s in streams), 10,
              "everybody's stream")
        begun = time.monotonic()
        office.sim.sms(phone(1), "tolong, suami saya memukul saya")
        until(lambda: all(s.events() for s in streams), 10,
              "everybody is told", 0.005)
        t.note(f"a text to the last of {OFFICERS} pages: "
               f"{(time.monotonic() - begun) * 1000:.0f} ms")
        event = [e for e in streams[0].events() if e["kind"] == "report"][0]
        t.equal("nothing of what is in it", sorted(set(event) - {
            "kind", "code", "urgency", "state", "emergency", "at"}), [])
        t.check("nor a number", phone(1)[1:] not in streams[0].read())
        after = office.pss_kib()
        t.note(f"siaga-web: {before} KiB, with {OFFICERS} officers {after} KiB")
        t.check("memory stays small", after < 32 * 1024, after)
        begun = time.monotonic()
        statuses = {page.get("/api/v1/reports/newest").status
                    for page in pages}
        t.equal("all of them read the list", statuses, {200})
        text = pages[0].get("/metrics").body.decode()
        t.check("the figures say so",
                f"\nsiaga_web_streams {OFFICERS}\n" in text
                and f"\nsiaga_sessions {OFFICERS}\n" in text, text)
        t.equal("one a line", [line for line in text.splitlines() if not
                re.fullmatch(r'siaga_\w+(\{of="[\w.-]+"\})? -?\d+', line)], [])
        t.note(f"{OFFICERS} lists: {(time.monotonic() - begun) * 1000:.0f} ms")
        for stream in streams:
            stream.close()


if __name__ == "__main__":
    sys.exit(harness.main([
        slow_ones, many_officers, ten_thousand_half_open, roles,
        bytes_refused, second_request_is_dropped, paths_and_bodies, tls,
        busy_address, other_sites, sessions, restarts, document_is_true,
        tokens, practice, too_often, second_factor, wrong_tries], side_by_side=2))
