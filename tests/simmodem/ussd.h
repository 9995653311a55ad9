/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An operator's USSD gateway with an aggregator behind it: what people dial
 * becomes a session, each step of it a POST in the form dialect of Africa's
 * Talking.  Sessions are never freed: they are the record.
 */
#ifndef SIMMODEM_USSD_H
#define SIMMODEM_USSD_H

#include "buf.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pollset;
struct sim;

struct ussd_session {
	struct ussd_session *next; /* the one before it */
	char id[40];
	char *from;
	struct buf input; /* all of them, joined by * */
	unsigned inputs, hops;
	struct buf screen; /* the last answer, without CON or END */
	struct buf body;   /* of the answer that comes in */
	int64_t t_ms, end_ms;
	const char *end;   /* NULL: open; else Success, Incomplete, Failed */
	const char *fault; /* why the network ended it; NULL: it did not */
	CURL *step, *told; /* what is under way: a step, the notification */
	long told_status;  /* HTTP status of the notification; 0: none */
	uint64_t timer;
};

struct ussd {
	const char *url, *end_url; /* NULL: there is no such gateway */
	const char *code;          /* such as *123# */
	CURLM *multi;              /* NULL: not needed yet */
	struct ussd_session *sessions;
	unsigned sessions_n;
};

/*
 * A phone dials; a session that it had open ends.  NULL, or what is wrong;
 * the screen has come when ret->step is NULL again.
 */
const char *ussd_dial(struct sim *s, const char *from, const char *dialled,
    struct ussd_session **ret);
/* The same for what is typed into an open session. */
const char *ussd_type(struct sim *s, struct ussd_session *u, const char *input);
/* The person hangs up. */
void ussd_hang_up(struct sim *s, struct ussd_session *u);
/* By its id, or (id NULL) the newest of that phone; NULL: none. */
struct ussd_session *ussd_find(
    const struct sim *s, const char *id, const char *from);

void ussd_poll_add(struct sim *s, struct pollset *ps);
/* Like timer_wait_ms(), for the transfers. */
int ussd_wait_ms(const struct sim *s);
void ussd_poll_done(struct sim *s);
void ussd_free(struct sim *s);

#endif
