# SPDX-License-Identifier: GPL-2.0-or-later
"""The other side of [ussd NAME]: aggregators that hand sessions over by HTTP.

Written from what they publish, and from nothing of ours: a dialect here makes
the requests that such an aggregator makes, and reads the answers as it does.
"""
import collections
import http.client
import itertools
import json
import urllib.parse

Request = collections.namedtuple("Request", "method target headers body")
Answer = collections.namedtuple("Answer", "status headers body")
Screen = collections.namedtuple("Screen", "text more")
CODE = "*123#"
FORM = "application/x-www-form-urlencoded"
EXTENSION = "^{}\\[~]|€\f"
GSM7 = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
           "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")


def septets(text):
    """How long it is on a phone; None if a phone cannot show it."""
    if any(c not in GSM7 and c not in EXTENSION for c in text):
        return None
    return sum(2 if c in EXTENSION else 1 for c in text)


def behind(dialled):
    """"*123*1*2#" -> ["1", "2"]"""
    return dialled.strip("*#").split("*")[1:]


def plain(number):
    return number.lstrip("+")


# --- requests: what an aggregator says of a session ---

def at_fields(s):
    return {"sessionId": s.id, "phoneNumber": s.number, "networkCode": "51010",
            "serviceCode": CODE, "text": "*".join(behind(s.dialled) + s.typed)}


def crossgate_fields(s):
    return {"session_id": s.id, "msisdn": plain(s.number), "network_code": "51010",
            "service_code": "123", "ussd_string": at_fields(s)["text"]}


def advanta_fields(s):
    return {"SESSIONID": s.id, "USSDCODE": CODE, "MSISDN": plain(s.number),
            "INPUT": at_fields(s)["text"]}


def last(s):
    return s.typed[-1] if s.typed else s.dialled


def arkesel_fields(s):
    return {"sessionID": s.id, "userID": "USSD_SIAGA", "newSession": not s.typed,
            "msisdn": plain(s.number), "userData": last(s), "network": "MTN"}


def nalo_fields(s):
    return {"USERID": "NALOTest", "MSISDN": plain(s.number), "USERDATA": last(s),
            "MSGTYPE": not s.typed, "NETWORK": "MTN", "SESSIONID": s.id}


def hubtel_fields(s):
    return {"Mobile": plain(s.number), "SessionId": s.id, "ServiceCode": "123",
            "Type": "Response" if s.typed else "Initiation", "Message": last(s),
            "Operator": "mtn", "Sequence": len(s.typed) + 1,
            "ClientState": s.state}


# --- answers, read as strictly as an aggregator might ---

def read_text(answer):
    words = answer.body.decode("utf-8")
    if words[:4] not in ("CON ", "END "):
        raise ValueError(f"neither CON nor END: {words[:20]!r}")
    return Screen(words[4:], words.startswith("CON "))


def read_json(text, more, yes, no):
    """more: the field that says whether the session goes on, and how."""
    def read(answer):
        if not answer.headers["content-type"].startswith("application/json"):
            raise ValueError(f"not JSON: {answer.headers['content-type']}")
        said = json.loads(answer.body)
        if type(said[text]) is not str or said[more] not in (yes, no) \
                or type(said[more]) is not type(yes):
            raise ValueError(f"fields: {said}")
        return Screen(said[text], said[more] == yes)
    return read


Dialect = collections.namedtuple("Dialect", "method json joined fields read")
DIALECTS = {
    "africastalking": Dialect("POST", False, True, at_fields, read_text),
    "crossgate": Dialect("GET", False, True, crossgate_fields, read_text),
    "advanta": Dialect("GET", False, True, advanta_fields, read_text),
    "arkesel": Dialect("POST", True, False, arkesel_fields,
                       read_json("message", "continueSession", True, False)),
    "nalo": Dialect("POST", True, False, nalo_fields,
                    read_json("MSG", "MSGTYPE", True, False)),
    "hubtel": Dialect("POST", True, False, hubtel_fields,
                      read_json("Message", "Type", "Response", "Release")),
}
SHIPPED = ["africastalking", "arkesel", "nalo", "hubtel"]
# The two that are told in siaga.conf alone.
CONFIGURED = {
    "crossgate": {
        "method": "GET", "format": "form", "session": "session_id",
        "number": "msisdn", "code": "service_code", "input": "ussd_string",
        "inputs": "joined", "more": "CON {text}", "end": "END {text}"},
    "advanta": {
        "method": "GET", "format": "form", "session": "SESSIONID",
        "number": "MSISDN", "code": "USSDCODE", "input": "INPUT",
        "inputs": "joined", "more": "CON {text}", "end": "END {text}"},
}


# --- one aggregator ---

class Gate:
    def __init__(self, port, path, dialect="africastalking", headers=None):
        self.port, self.path, self.name = port, path, dialect
        self.dialect = DIALECTS[dialect]
        self.headers = headers or {}

    def request(self, fields, charset="utf-8"):
        """These fields as the dialect carries them."""
        headers = dict(self.headers)
        if self.dialect.json:
            headers["Content-Type"] = "application/json"
            return Request("POST", self.path, headers,
                           json.dumps(fields).encode())
        text = urllib.parse.urlencode(fields, encoding=charset)
        if self.dialect.method == "GET":
            return Request("GET", f"{self.path}?{text}", headers, None)
        headers["Content-Type"] = FORM
        return Request("POST", self.path, headers, text.encode())

    def send(self, request, timeout=15):
        """On a connection of its own, closed behind it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port,
                                          timeout=timeout)
        try:
            line.request(request.method, request.target, request.body,
                         request.headers)
            got = line.getresponse()
            headers = {k.lower(): v for k, v in got.getheaders()}
            return Answer(got.status, headers, got.read())
        finally:
            line.close()


class Session:
    """What one phone does; ids are never used twice in one test."""
    ids = itertools.count(1)

    def __init__(self, gate, number, dialled=CODE, ident=None):
        self.gate, self.number, self.dialled = gate, number, dialled
        self.id = ident or f"ATUid_{next(Session.ids):032x}"
        self.typed, self.state, self.request = [], "", None

    def read(self, answer):
        if answer.status != 200:
            raise AssertionError(f"HTTP {answer.status} {answer.body[:80]!r}")
        if self.gate.name == "hubtel":
            self.state = json.loads(answer.body).get("ClientState", "")
        return self.gate.dialect.read(answer)

    def next_request(self):
        return self.gate.request(self.gate.dialect.fields(self))

    def dial(self):
        self.request = self.next_request()
        return self.read(self.gate.send(self.request))

    def type(self, text):
        self.typed.append(text)
        return self.dial()

    def again(self):
        """The very same request once more, as after a time-out."""
        return self.read(self.gate.send(self.request))

    def end_fields(self, how):
        """The notification in the dialect of Africa's Talking."""
        return {**at_fields(self), "date": "2026-11-21 20:00:00",
                "status": how, "cost": "0", "durationInMillis": "9000",
                "hopsCount": str(len(self.typed) + 1),
                "input": at_fields(self)["text"], "lastAppResponse": "",
                "errorMessage": ""}
