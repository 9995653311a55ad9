/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The listener for aggregators of USSD: the gates, what is asked through them
 * and what was refused. ussd.c asks the core, ussd_exchange.c is one request.
 */
#ifndef SIAGA_WEB_USSD_H
#define SIAGA_WEB_USSD_H

#include "gateway/web/ussd_asked.h"
#include "gateway/web/ussd_gate.h"
#include "gateway/web/ussd_seen.h"
#include "gateway/web/web.h"

/* Why a request got no screen. */
enum ussd_cause {
	USSD_BAD_REQUEST, /* two programs could read it in two ways */
	USSD_BAD_FIELD,
	USSD_NO_PATH,
	USSD_BAD_METHOD,
	USSD_TOO_LARGE,
	USSD_BROWSER,
	USSD_BAD_ADDRESS,
	USSD_BAD_SECRET,
	USSD_REPLAY,
	USSD_OUT_OF_TURN, /* the core says so */
	USSD_CAUSES
};

struct ussd_refused {
	uint64_t count, told;
	int64_t quiet_until_ms; /* the log hears of it once a minute */
};

struct ussd {
	struct gate gates[GATES_MAX];
	size_t gate_count;
	struct address_range proxies[ADDRESS_RANGES_MAX];
	size_t proxy_count;
	const char *later; /* the last screen when the core does not answer */
	uint64_t requests, unanswered;
	/* the last row: of no gate */
	struct ussd_refused refused[GATES_MAX + 1][USSD_CAUSES];
	bool untold;
	struct asked_table asked;
	struct seen_table seen;
};

enum ussd_state { USSD_READING, USSD_WAITING, USSD_ANSWERED };

struct ussd_exchange {
	struct web *web;
	struct MHD_Connection *mhd;
	struct conn *conn;
	struct gate *gate; /* NULL: none was asked for */
	bool ending;       /* where sessions are said to be over */
	struct screen screen;
	enum ussd_state state;
	struct buf body;
	json_t *fields;
	struct ussd_request request;
	struct digest signature; /* of a gate that asks for one */
	struct asked *asked;
	bool alone; /* whoever asked has gone before the answer */
	struct ussd_exchange *next; /* that asked the same */
	unsigned status;
	struct MHD_Response *answer;
};

/* ussd.c */
/* Suspended until there is a screen, or answered. */
void ussd_ask(struct ussd_exchange *, const struct digest *, struct asked *);
/* The digest of what it asks. */
struct digest ussd_digest(const struct ussd_exchange *);
/* False: the core is gone. */
bool ussd_tell_end(struct ussd_exchange *);
/* The log and the core hear of it, once a minute. gate NULL: of none. */
void ussd_refuse_count(struct ussd *, const struct gate *, enum ussd_cause);

/* ussd_exchange.c */
void ussd_show(struct ussd_exchange *, const char *text, bool more);
void ussd_refuse(struct ussd_exchange *, enum ussd_cause);

#endif
