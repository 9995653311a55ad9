# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of siaga-web share: a gateway with a board and people with keys,
and a browser as far as the board needs one: cookies, the CSRF header, what
Sec-Fetch-Site says. It shares no code with the programs.
"""
import contextlib
import http.client
import json
import os
import socket
import ssl
import subprocess
import time
import urllib.parse

from harness import BUILD, Missing, Rig, until

PASSPHRASE = "correct horse battery"
ROLES = ("officer", "supervisor", "coordinator", "administrator", "auditor")
HEADERS = {  # on every answer of siaga-web
    "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.pairs = [(k.lower(), v) for k, v in headers]
        self.headers = dict(self.pairs)

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error's code, or None."""
        with contextlib.suppress(ValueError, TypeError, KeyError):
            return self.json()["error"]["code"]
        return None

    def lacks(self):
        """Which headers of every answer it has not."""
        return sorted(k for k, v in HEADERS.items() if self.headers.get(k) != v)


class Page:
    """A page of the board in one browser; keeps its connection for reading."""

    def __init__(self, port, tls=None, source=None, host=None, timeout=15):
        self.port, self.tls, self.timeout = port, tls, timeout
        self.source, self.host = source, host
        self.cookies, self.csrf = {}, None
        self.line = None

    def connect(self):
        more = {"source_address": (self.source, 0)} if self.source else {}
        if self.tls:
            return http.client.HTTPSConnection(
                "localhost", self.port, timeout=self.timeout,
                context=self.tls, **more)
        return http.client.HTTPConnection("127.0.0.1", self.port,
                                          timeout=self.timeout, **more)

    def headers(self, post):
        found = {"Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            found["Cookie"] = "; ".join(f"{k}={v}"
                                        for k, v in self.cookies.items())
        if post and self.csrf:
            found["X-Siaga-CSRF"] = self.csrf
        if self.host:
            found["Host"] = self.host
        return found

    def ask(self, method, path, body=None, drop=(), **headers):
        """drop: headers that a browser would send and this does not."""
        whole = self.headers(method != "GET")
        if body is not None:
            whole["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        whole.update({k.replace("_", "-"): v for k, v in headers.items()})
        whole = {k: v for k, v in whole.items() if k not in drop}
        line = self.connect()
        try:
            line.request(method, path, body, whole)
            got = line.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read())
        finally:
            line.close()
        self.keep_cookies(answer)
        return answer

    def keep_cookies(self, answer):
        for name, value in answer.pairs:
            if name != "set-cookie":
                continue
            key, _, text = value.split(";")[0].partition("=")
            self.cookies.pop(key, None)
            if text:
                self.cookies[key] = text

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, {} if body is None else body, **more)

    def login(self, person, passphrase=PASSPHRASE, **more):
        answer = self.post("/api/v1/login", {"person": person,
                                             "passphrase": passphrase}, **more)
        if answer.status == 200:
            self.csrf = answer.json()["result"]["csrf"]
        return answer

    def stream(self):
        return Stream(self)


class Stream:
    """Server-sent events, read from a socket that does not block."""

    def __init__(self, page, **headers):
        self.socket = socket.create_connection(("127.0.0.1", page.port), 15)
        if page.tls:
            self.socket = page.tls.wrap_socket(self.socket,
                                               server_hostname="localhost")
        head = "".join(f"{k}: {v}\r\n" for k, v in
                       {**page.headers(False), **headers}.items())
        self.socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: localhost"
                            f"\r\n{head}\r\n".encode())
        self.text, self.closed = b"", False
        self.socket.setblocking(False)

    def read(self):
        while not self.closed:
            try:
                more = self.socket.recv(65536)
            except (BlockingIOError, ssl.SSLWantReadError):
                break
            except OSError:
                more = b""
            self.closed = not more
            self.text += more
        return self.text.decode("utf-8", "replace")

    def status(self):
        text = self.read()
        return int(text.split(" ")[1]) if "\r\n\r\n" in text else None

    def events(self, kind="board"):
        """The data of each whole event of that kind."""
        found = []
        for block in self.read().replace("\r\n", "\n").split("\n\n"):
            lines = [line for line in block.split("\n") if ": " in line]
            if f"event: {kind}" in lines:
                data = [line[6:] for line in lines if line.startswith("data: ")]
                found += [json.loads(data[0])] if data else []
        return found

    def close(self):
        self.socket.close()


def certificate(directory):
    """A self-signed one: (certificate, key)."""
    cert, key = (os.path.join(directory, n) for n in ("board.crt", "board.key"))
    done = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert,
         "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        capture_output=True, timeout=60)
    if done.returncode != 0:
        raise Missing("openssl makes no certificate")
    return cert, key


class Office(Rig):
    """A gateway with a board. units: siaga-web connects, as under systemd."""

    def __init__(self, tls=False, units=False, web=None, **more):
        self.board = {"listen": "127.0.0.1:0", "second_factor": "none",
                      **(web or {})}
        super().__init__(start_core=False,
                         siaga={"children": "systemd"} if units else None,
                         **more)
        self.units, self.tls = units, None
        if tls:
            cert, key = certificate(self.dir)
            self.board.update(tls_cert=cert, tls_key=key)
            self.tls = ssl.create_default_context(cafile=cert)
        self.settings["web"] = self.board
        self.write_conf()
        if units:
            self.env["RUNTIME_DIRECTORY"] = self.dir
        self.start_core()
        if units:
            self.web = self.run_web()
        self.port = self.wait_port()

    def run_web(self):
        return self.run([os.path.join(BUILD, "siaga-web"), "--connect",
                         os.path.join(self.dir, "wire.sock")])

    def wait_port(self, mark=0):
        found = until(lambda: self.logged("web.listening", mark), 15,
                      "the board listens")
        return int(found[-1]["port"])

    def page(self, **more):
        return Page(self.port, tls=self.tls, **more)

    def staff(self, *roles):
        """Everybody's id is the role; the supervisor gives the keys."""
        self.ask("key.init", as_key=self.secret(), person="supervisor",
                 passphrase=PASSPHRASE)
        token = self.ask("unlock", person="supervisor",
                         passphrase=PASSPHRASE)["session"]
        for role in roles:
            self.ask("people.add", as_key=token, person=role, role=role)
            self.ask("key.officer", as_key=token, person=role,
                     passphrase=PASSPHRASE)
        self.ask("lock", as_key=token)

    def officer(self, person="supervisor"):
        page = self.page()
        answer = page.login(person)
        if answer.status != 200:
            raise AssertionError(f"login: {answer.status} {answer.body}")
        return page

    def raw(self, data, patience=5.0, tls=None):
        """Bytes in, bytes out until it is closed or is silent."""
        line = socket.create_connection(("127.0.0.1", self.port), patience)
        with contextlib.suppress(OSError):
            line.sendall(data)
        text, end = b"", time.monotonic() + patience
        with contextlib.suppress(OSError):
            while time.monotonic() < end:
                more = line.recv(65536)
                if not more:
                    break
                text += more
                line.settimeout(0.3)
        line.close()
        return text

    def pss_kib(self):
        pid = self.web.pid if self.units else self.child("siaga-web")
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return int(next(line for line in file
                            if line.startswith("Pss:")).split()[1])


quote = urllib.parse.quote
