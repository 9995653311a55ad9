/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of the wire: every frame, who may say it, and its bounds. */
#include "wire.h"

#define ID_MAX      9007199254740991 /* 2^53 - 1: what JSON numbers hold */
#define CORE        (1u << WIRE_CORE)
#define MODEM       (1u << WIRE_MODEM)
#define NOTIFY      (1u << WIRE_NOTIFY)
#define CLIENT      (1u << WIRE_CLIENT)
#define WEB         (1u << WIRE_WEB)
#define CHILD       (MODEM | NOTIFY | WEB)
#define FIELDS(...) ((const struct wire_field[]){__VA_ARGS__, END})
#define END                                                                    \
	{                                                                      \
		NULL, WIRE_INT, false, 0, 0                                    \
	}
#define ID                                                                     \
	{                                                                      \
		"id", WIRE_INT, false, 1, ID_MAX                               \
	}
#define RE                                                                     \
	{                                                                      \
		"re", WIRE_INT, false, 1, ID_MAX                               \
	}
#define OF                                                                     \
	{                                                                      \
		"of", WIRE_INT, false, 1, ID_MAX                               \
	}

#define INT(name, min, max)                                                    \
	{                                                                      \
		name, WIRE_INT, false, min, max                                \
	}
#define NAME(name, max)                                                        \
	{                                                                      \
		name, WIRE_NAME, false, 1, max                                 \
	}
#define TEXT(name, max)                                                        \
	{                                                                      \
		name, WIRE_TEXT, false, 0, max                                 \
	}
#define OPT_INT(name, min, max)                                                \
	{                                                                      \
		name, WIRE_INT, true, min, max                                 \
	}
#define OPT_NAME(name, max)                                                    \
	{                                                                      \
		name, WIRE_NAME, true, 0, max                                  \
	}
#define OPT_TEXT(name, max)                                                    \
	{                                                                      \
		name, WIRE_TEXT, true, 0, max                                  \
	}
#define FLAG(name)                                                             \
	{                                                                      \
		name, WIRE_BOOL, true, 0, 1                                    \
	}

const struct wire_frame wire_frames[] = {
    /* first frame of a child; the core answers, or closes */
    {"hello", CHILD | CLIENT,
	FIELDS(INT("version", 1, 1000), NAME("role", 16), OPT_NAME("name", 32),
	    INT("pid", 1, 4194304))},
    {"welcome", CORE, FIELDS(INT("version", 1, 1000))},
    /* the heartbeat: a child that does not answer in time is killed */
    {"ping", CORE, FIELDS(ID)},
    {"pong", CHILD, FIELDS(RE)},
    /* the two plain answers; retry says whether to offer it again later */
    {"ok", CORE | CHILD, FIELDS(RE)},
    {"refused", CORE | CHILD, FIELDS(RE, NAME("error", 64), FLAG("retry"))},

    /* which device to drive; imei: the one seen there last, "" if none */
    {"modem.open", CORE,
	FIELDS(ID, TEXT("device", 1024), NAME("connection", 32),
	    OPT_NAME("imei", 20), OPT_NAME("pin", 8), INT("poll_s", 1, 3600),
	    OPT_INT("quiet_ms", 1, 1000))},
    /* opening, ready, absent, no_sim, pin_needed, puk_needed, failed */
    {"modem.state", MODEM,
	FIELDS(ID, NAME("state", 16), OPT_NAME("detail", 64),
	    OPT_NAME("imei", 20), OPT_INT("used", 0, 100000),
	    OPT_INT("size", 0, 100000), OPT_INT("signal_percent", 0, 100))},
    /*
     * A message on the SIM, raw as read (SMSC address first). pdu may be
     * empty when the driver gave none: then fault says so. The answer
     * modem.taken means it is stored and may be removed.
     */
    {"modem.sms", MODEM,
	FIELDS(ID, {"pdu", WIRE_HEX, false, 0, 1024},
	    INT("location", 0, 1000000), OPT_NAME("fault", 64))},
    {"modem.taken", CORE, FIELDS(RE, INT("ref", 0, ID_MAX))},
    {"modem.deleted", MODEM, FIELDS(ID, INT("ref", 0, ID_MAX))},
    /* one single-part text; answered at once by ok, later by modem.sent */
    {"modem.send", CORE,
	FIELDS(ID, NAME("to", 21), TEXT("text", 640),
	    INT("validity_s", 300, 86400 * 7), FLAG("report"))},
    /*
     * sent: the network took it (mr = TP-MR, or absent when the modem gave
     * none: then the outcome is unknown); failed: it said no (code = CMS
     * ERROR); not_started: nothing was said to the modem yet.
     */
    {"modem.sent", MODEM,
	FIELDS(ID, OF, NAME("outcome", 16), OPT_INT("mr", 0, 255),
	    OPT_INT("code", 0, 100000))},
    {"modem.call", MODEM, FIELDS(ID, OPT_NAME("number", 41))},
    /* ring that phone and hang up; answered by ok, later by modem.rang */
    {"modem.ring", CORE, FIELDS(ID, NAME("to", 21), INT("seconds", 5, 60))},
    /*
     * rang: as long as asked, or till a text had waited long enough (seconds
     * tells); busy: also when it was declined; answered: and hung up at once;
     * failed: the network said no, or the line was lost; not_started
     */
    {"modem.rang", MODEM,
	FIELDS(ID, OF, NAME("outcome", 16), OPT_INT("seconds", 0, 3600))},

    /* one delivery attempt, signed by the core; answered by notify.done */
    {"notify.post", CORE,
	FIELDS(ID, TEXT("url", 2048), NAME("webhook_id", 64),
	    INT("timestamp", 0, ID_MAX), TEXT("signature", 1024),
	    NAME("type", 64), TEXT("source", 128), TEXT("body", 20000),
	    {"allow", WIRE_ARRAY, true, 0, 32},
	    INT("timeout_ms", 100, 120000))},
    /* status 0: no HTTP answer, error says why */
    {"notify.done", NOTIFY,
	FIELDS(ID, OF, INT("status", 0, 999), OPT_NAME("error", 64),
	    OPT_INT("retry_after_s", 0, 86400 * 7), OPT_TEXT("body", 16384))},

    /*
     * What to serve; answered by ok when it listens. files: the folder of the
     * built board; practice: the simulated phone's control socket.
     */
    {"web.serve", CORE,
	FIELDS(ID, TEXT("listen", 64), TEXT("hostnames", 512),
	    TEXT("files", 1024), OPT_TEXT("tls_cert", 1024),
	    OPT_TEXT("tls_key", 1024), OPT_TEXT("practice", 108),
	    NAME("gateway", 32), NAME("language", 8),
	    INT("lock_minutes", 1, 60), {"ussd", WIRE_OBJECT, true, 0, 0})},
    /*
     * Something changed, look again: report, alert, outbox, modem, duty,
     * panic, session; never what is in it. Without a code: of any of them.
     * Of a session: whose, and what became of it (ended).
     */
    {"board.event", CORE,
	FIELDS(NAME("kind", 16), OPT_NAME("code", 8), OPT_NAME("urgency", 8),
	    OPT_NAME("state", 16), FLAG("emergency"), OPT_NAME("person", 32),
	    OPT_NAME("session", 64), OPT_NAME("what", 16),
	    INT("at", 0, ID_MAX))},

    /*
     * One step of a USSD session, as an operator's or aggregator's gateway
     * handed it over; answered by ussd.screen once it is durable. number: as
     * they say it; absent where they hide it, hidden where it is no number but
     * a pseudonym. joined: input is all inputs so far, joined by *. first: the
     * gateway says that a session begins; then input is what was dialled
     * behind the code, joined by *, and quick says whether that counts.
     * sequence, digest: tell a request that is said again from a new one;
     * again: our last answer to that digest did not arrive.
     */
    {"ussd.input", WEB,
	FIELDS(ID, NAME("gate", 32), TEXT("session", 128),
	    OPT_TEXT("number", 128), OPT_TEXT("code", 64), TEXT("input", 16384),
	    FLAG("hidden"), FLAG("joined"), FLAG("first"), FLAG("quick"),
	    OPT_TEXT("sequence", 32), NAME("digest", 64), FLAG("again"))},
    /*
     * What she sees, at most 182 septets; more: the session goes on. refused:
     * nothing may be shown (ended, stale, unknown): the gateway's mistake.
     */
    {"ussd.screen", CORE,
	FIELDS(RE, TEXT("text", 1024), FLAG("more"), OPT_NAME("refused", 16))},
    /* The gateway says that a session is over; answered by ok. */
    {"ussd.end", WEB,
	FIELDS(
	    ID, NAME("gate", 32), TEXT("session", 128), OPT_NAME("how", 16))},
    /* Requests that were refused since the last such frame, for the counts. */
    {"ussd.refused", WEB, FIELDS(NAME("cause", 16), INT("count", 1, ID_MAX))},

    /*
     * The command table, for people; as: the token of a session, or an
     * officer's key as text. Of siaga-web also where the browser is and
     * which, for throttling alone, and whether the page asks by itself, without
     * a person.
     */
    {"command", CLIENT | WEB,
	FIELDS(ID, NAME("name", 64), {"args", WIRE_OBJECT, false, 0, 0},
	    OPT_TEXT("as", 200), OPT_NAME("origin", 45), OPT_NAME("device", 48),
	    FLAG("quiet"))},
    {"answer", CORE,
	FIELDS(RE, {"result", WIRE_ANY, true, 0, 0}, OPT_TEXT("next", 100),
	    OPT_NAME("error", 64), OPT_TEXT("message", 1024))},
    {NULL, 0, NULL},
};
