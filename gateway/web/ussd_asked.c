/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/ussd_asked.h"

#include <string.h>

void
asked_init(struct asked_table *t)
{
	memset(t, 0, sizeof(*t));
	TAILQ_INIT(&t->free);
	TAILQ_INIT(&t->waiting);
	TAILQ_INIT(&t->lost);
	for (size_t i = 0; i < ASKED_MAX; i++)
		TAILQ_INSERT_TAIL(&t->free, &t->all[i], in_order);
}

static struct asked_list *
asked_digests(struct asked_table *t, const struct digest *d)
{
	size_t at;
	memcpy(&at, d->bytes, sizeof(at));
	return &t->by_digest[at % ASKED_BUCKETS];
}

static struct asked_list *
asked_calls(struct asked_table *t, int64_t call_id)
{
	return &t->by_call[(uint64_t)call_id % ASKED_BUCKETS];
}

static void
asked_forget(struct asked_table *t, struct asked *a)
{
	LIST_REMOVE(a, by_digest);
	*a = (struct asked){.state = ASKED_FREE};
	TAILQ_INSERT_TAIL(&t->free, a, in_order);
}

static void
asked_forget_lost(struct asked_table *t, struct asked *a)
{
	TAILQ_REMOVE(&t->lost, a, in_order);
	asked_forget(t, a);
}

struct asked *
asked_find(struct asked_table *t, const struct digest *d, int64_t now_ms)
{
	struct asked *a = TAILQ_FIRST(&t->lost);
	while (a != NULL && a->due_ms <= now_ms) {
		asked_forget_lost(t, a);
		a = TAILQ_FIRST(&t->lost);
	}
	LIST_FOREACH(a, asked_digests(t, d), by_digest)
	if (a->state != ASKED_SENDING && digest_equal(&a->digest, d))
		return a;
	return NULL;
}

struct asked *
asked_begin(struct asked_table *t, const struct digest *d, struct asked *lost,
    int64_t call_id, int64_t due_ms)
{
	if (lost == NULL && TAILQ_EMPTY(&t->free))
		lost = TAILQ_FIRST(&t->lost);
	if (lost != NULL)
		asked_forget_lost(t, lost);
	struct asked *a = TAILQ_FIRST(&t->free);
	if (a == NULL)
		return NULL;
	TAILQ_REMOVE(&t->free, a, in_order);
	a->state = ASKED_WAITING;
	a->digest = *d;
	a->call_id = call_id;
	a->due_ms = due_ms;
	LIST_INSERT_HEAD(asked_digests(t, d), a, by_digest);
	LIST_INSERT_HEAD(asked_calls(t, call_id), a, by_call);
	TAILQ_INSERT_TAIL(&t->waiting, a, in_order);
	return a;
}

struct asked *
asked_of_call(struct asked_table *t, int64_t call_id)
{
	struct asked *a;
	LIST_FOREACH(a, asked_calls(t, call_id), by_call)
	if (a->call_id == call_id)
		return a;
	return NULL;
}

struct asked *
asked_late(struct asked_table *t, int64_t now_ms)
{
	struct asked *a = TAILQ_FIRST(&t->waiting);
	return a != NULL && a->due_ms <= now_ms ? a : NULL;
}

void
asked_answered(struct asked_table *t, struct asked *a, unsigned askers)
{
	BUG_IF(a->state != ASKED_WAITING);
	TAILQ_REMOVE(&t->waiting, a, in_order);
	LIST_REMOVE(a, by_call);
	a->askers = NULL;
	a->state = ASKED_SENDING;
	a->sending = askers;
	if (askers == 0)
		asked_forget(t, a);
}

void
asked_sent(struct asked_table *t, struct asked *a, bool arrived, int64_t now_ms)
{
	BUG_IF(a->state != ASKED_SENDING || a->sending == 0);
	a->arrived = a->arrived || arrived;
	if (--a->sending > 0)
		return;
	if (a->arrived) {
		asked_forget(t, a);
		return;
	}
	a->state = ASKED_LOST;
	a->due_ms = now_ms + ASKED_LOST_MS;
	TAILQ_INSERT_TAIL(&t->lost, a, in_order);
}

int64_t
asked_next_ms(const struct asked_table *t)
{
	const struct asked *a = TAILQ_FIRST(&t->waiting);
	return a == NULL ? INT64_MAX : a->due_ms;
}
