/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network: an SMSC that keeps what the SIM has no room for, everybody
 * else's phones, status reports, calls and USSD.  It outlives any modem
 * and keeps a record of all that happened, in the order it happened.
 */
#ifndef SIMMODEM_NET_H
#define SIMMODEM_NET_H

#include "buf.h"
#include "tpdu.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sim;

/* A message or a report for the SIM.  Never freed: it is the record. */
struct sms {
	unsigned seq;
	bool report;
	char *pdu;     /* hex, or whatever a test wants the modem to show */
	size_t length; /* as 27.005 gives it: without the SMSC address */
	char *from;
	char *text; /* NULL if it came as a raw PDU */
	/* Monotonic; 0: has not happened. */
	int64_t offered_ms, stored_ms, cmti_ms, deleted_ms;
};

/* What the modem gave to the network. */
struct submission {
	unsigned seq;         /* from 1, over all numbers */
	int64_t t_ms;         /* monotonic, at Ctrl-Z */
	int64_t delivered_ms; /* 0: not on the phone */
	time_t wall_s;
	bool expired;
	char *hex;
	struct tpdu_submit pdu; /* mr is the one the modem gave it */
};

struct phone {
	struct phone *next;
	char *number;
	char *auto_reply; /* NULL: none; "echo": what it got */
	int delay_ms;
	int max; /* answers left, -1: no limit */
	bool off;
};

/* How a part of the network answers a USSD string. */
struct ussd_reply {
	struct ussd_reply *next;
	char *code; /* NULL: any, used once */
	char *text;
	int status; /* of +CUSD; -1: no answer at all */
	bool used;
	int dcs;
	int delay_ms;
};

struct call {
	unsigned seq;
	char *from; /* NULL: withheld */
	int rings_left, rings;
	int64_t t_ms, end_ms;
	const char *end; /* NULL: ringing or connected */
	bool answered;
};

/* The SIM rings a phone. */
struct outcall {
	unsigned seq;
	char *to;
	int64_t t_ms, end_ms;
	const char *end;       /* NULL: it rings, or is taken */
	bool answered, silent; /* silent: off, or not to be reached */
};

struct net {
	struct sms **sms; /* in order of arrival at the SMSC */
	size_t sms_n;
	size_t arrived;      /* sms[arrived..] wait */
	uint64_t pump_timer; /* a freed slot takes the network a moment */
	struct submission **sent;
	size_t sent_n;
	struct phone *phones;
	struct ussd_reply *ussd;
	struct buf ussd_log; /* one code a line */
	struct call *calls;  /* the last one may still ring */
	size_t calls_n;
	uint64_t ring_timer;
	struct outcall *rings; /* the last one may go on */
	size_t rings_n;
	uint64_t patience_timer;
	uint8_t mr;
	uint8_t ref; /* of concatenated messages that name none */
	int64_t clock_offset_s;
};

time_t net_wall_s(const struct sim *s);

/* --- to the SIM --- */

/* Copies its arguments; from and text may be NULL. */
struct sms *net_offer(
    struct sim *s, const char *pdu, const char *from, const char *text);
/* Delivers what waits, as far as modem and SIM take it. */
void net_pump(struct sim *s);
void net_deleted(struct sim *s, struct sms *gone);
size_t net_waiting(const struct sim *s);

/* A message as a phone makes it; see control's `sms` for the fields. */
struct draft {
	const char *from;
	const char *text;
	bool alpha;
	int coding;    /* enum coding, -1: GSM-7 if the text allows it */
	int dcs;       /* -1: made from coding and class */
	int sms_class; /* -1: none */
	int pid;
	time_t scts_s;
	int tz_quarters;
	int ref; /* -1: the next free one */
	bool ref16;
};

/* The PDUs of a draft: an array of hex strings, to be freed with it. */
struct parts {
	size_t n;
	char **pdu;
	char **text; /* of each part */
	int ref;
};

/* Returns NULL, or what is wrong with the draft. */
const char *draft_encode(
    struct sim *s, const struct draft *d, struct parts *ret);
void parts_free(struct parts *p);

/* --- from the SIM --- */

/* Takes a submission at Ctrl-Z; the reference is then in its pdu.mr. */
struct submission *net_submit(
    struct sim *s, const struct tpdu_submit *pdu, const char *hex);

/* Makes the phone if nobody had spoken of it. */
struct phone *net_phone(struct sim *s, const char *number);
/* Hands over what waited while the phone was off. */
void net_phone_on(struct sim *s, struct phone *p);
/* What waits for the phone has reached the end of its validity. */
void net_phone_expire(struct sim *s, const struct phone *p);

/* --- calls and USSD --- */

/* NULL or why not.  from is NULL for a withheld number. */
const char *net_call(struct sim *s, const char *from, int rings);
/* The call there is now, if any. */
struct call *net_ringing(struct sim *s);
void net_call_end(struct sim *s, const char *why);
/* The SIM dials; how it ends: answer, reject, miss, lost (net_ring_takes()). */
void net_ring(struct sim *s, const char *number);
/* The phone that is rung now, if any. */
struct outcall *net_rung(struct sim *s);
/* The modem hangs up, or is gone. */
void net_ring_end(struct sim *s, const char *why);
/* NULL, or what is wrong. */
const char *net_ring_takes(struct sim *s, const char *how);
void net_ussd_dial(struct sim *s, const char *code);
/* Copies the reply; with push the network speaks first, now. */
void net_ussd_add(struct sim *s, const struct ussd_reply *r, bool push);

void net_free(struct net *n);
void net_calls_free(struct net *n);

#endif
