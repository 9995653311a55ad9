/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What USSD gateways ask at this moment, and which answers did not arrive: the
 * same request, said again while its answer is made, gets the one answer; said
 * again after an answer that was lost on its way, the core is told so. Requests
 * are known by their digest alone.
 *
 * Pure. A table holds no memory of its own; its size is the bound.
 */
#ifndef SIAGA_WEB_USSD_ASKED_H
#define SIAGA_WEB_USSD_ASKED_H

#include "gateway/web/digest.h"

#include <stdint.h>
#include <sys/queue.h>

#define ASKED_MAX     2048
#define ASKED_BUCKETS 2048 /* a power of two */
/* No session of any network lasts as long. */
#define ASKED_LOST_MS 600000

enum asked_state {
	ASKED_FREE,
	ASKED_WAITING, /* for the core */
	ASKED_SENDING, /* to those that asked */
	ASKED_LOST     /* to none of them it came */
};

struct asked {
	enum asked_state state;
	struct digest digest;
	int64_t call_id;
	int64_t due_ms;   /* WAITING: no longer; LOST: forgotten then */
	void *askers;     /* WAITING: the caller's */
	unsigned sending; /* SENDING: so many have not come to an end */
	bool arrived;     /* at one of them at least */
	LIST_ENTRY(asked) by_digest, by_call;
	TAILQ_ENTRY(asked) in_order;
};

LIST_HEAD(asked_list, asked);
TAILQ_HEAD(asked_queue, asked);

struct asked_table {
	struct asked all[ASKED_MAX];
	struct asked_list by_digest[ASKED_BUCKETS], by_call[ASKED_BUCKETS];
	struct asked_queue free, waiting,
	    lost; /* by due_ms, as all wait alike */
};

void asked_init(struct asked_table *);
/* One that waits for the core, or was lost; NULL: it is a new request. */
struct asked *asked_find(
    struct asked_table *, const struct digest *, int64_t now_ms);
/*
 * Asked at the core from now on; lost: what asked_find() found, or NULL.
 * NULL: too many wait. The oldest that was lost makes room.
 */
struct asked *asked_begin(struct asked_table *, const struct digest *,
    struct asked *lost, int64_t call_id, int64_t due_ms);
struct asked *asked_of_call(struct asked_table *, int64_t call_id);
/* One whose time is over; NULL: none. */
struct asked *asked_late(struct asked_table *, int64_t now_ms);
/* There is an answer, for so many; 0: there is none, it is forgotten. */
void asked_answered(struct asked_table *, struct asked *, unsigned askers);
/* One of them has got it, or never will. */
void asked_sent(
    struct asked_table *, struct asked *, bool arrived, int64_t now_ms);
/* INT64_MAX: nobody waits */
int64_t asked_next_ms(const struct asked_table *);

#endif
