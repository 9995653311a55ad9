/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that an officer's session lends: after the routing time the box
 * knows nobody, but an answer can still be sent while somebody's key opens
 * the report. The number then lives in memory alone, for an hour at most; its
 * row in the store (route_day -2) says nothing. A restart forgets it, and what
 * had not left waits again.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define LENT_MAX    16
#define LENT_LIFE_S 3600

struct lent {
	struct lent_number {
		int64_t contact_id; /* 0: free */
		uint8_t
		    mark[VAULT_LOOKUP_SIZE]; /* of its row: ids come again */
		int64_t until_s;
		char token[SESSION_TOKEN_SIZE]; /* of the session that lends */
		bool fresh; /* of this turn: its row may be undone yet */
		char number[GSM_NUMBER_SIZE];
	} all[LENT_MAX];
};

int
lent_open(struct engine *e)
{
	e->lent = sodium_malloc(sizeof(*e->lent));
	if (e->lent == NULL)
		return -ENOMEM;
	memset(e->lent, 0, sizeof(*e->lent));
	return 0;
}

void
lent_close(struct engine *e)
{
	sodium_free(e->lent); /* wipes */
	e->lent = NULL;
}

int
lent_number(struct engine *e, int64_t contact_id, const void *mark,
    size_t mark_size, char *ret, size_t size)
{
	for (size_t i = 0; contact_id != 0 && i < LENT_MAX; i++) {
		const struct lent_number *l = &e->lent->all[i];
		if (l->contact_id != contact_id ||
		    mark_size != sizeof(l->mark) ||
		    !vault_equal(mark, l->mark, mark_size))
			continue;
		(void)snprintf(ret, size, "%s", l->number);
		return 0;
	}
	return -ENOENT;
}

/* --- whose number --- */

/* The only phone of a case: with several nobody can tell which is safe. */
static int
lent_only_number(struct engine *e, struct vault_session *keys,
    const struct report *r, char ret[GSM_NUMBER_SIZE])
{
	struct store_rows rows;
	char number[GSM_NUMBER_SIZE];
	int got = 0, err = 0;
	ret[0] = '\0';
	store_ask(e->store, &rows, QUERY_REVEAL_BODIES, SQL_INT(r->id));
	while (err == 0 && (got = store_next(&rows)) > 0) {
		size_t size;
		const void *sealed = store_blob(&rows, 2, &size);
		size_t pk_size;
		const uint8_t *pk = store_blob(&rows, 3, &pk_size);
		err = numbers_from(e, keys, pk, sealed, size, number);
		if (err == 0 && ret[0] != '\0' && number[0] != '\0' &&
		    strcmp(ret, number) != 0)
			err = -ENOTUNIQ;
		if (err == 0 && number[0] != '\0')
			memcpy(ret, number, sizeof(number));
	}
	store_done(&rows);
	sodium_memzero(number, sizeof(number));
	if (err == 0)
		err = got < 0 ? got : ret[0] == '\0' ? -ENOENT : 0;
	return err;
}

/* Somebody who is here and opens it, and whose look at all texts has found
 * every X and STOP of the number. */
static const struct session *
lent_session(struct engine *e, const struct report *r)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (numbers_complete(s) &&
		    vault_case_opens(e->vault, s->keys, r->case_pk) == 0)
			return s;
	return NULL;
}

static struct lent_number *
lent_place(struct engine *e, const char *number)
{
	struct lent_number *free_one = NULL;
	for (size_t i = 0; i < LENT_MAX; i++) {
		struct lent_number *l = &e->lent->all[i];
		if (l->contact_id != 0 && strcmp(l->number, number) == 0)
			return l;
		if (l->contact_id == 0 && free_one == NULL)
			free_one = l;
	}
	return free_one;
}

static int
lent_keep(struct engine *e, const struct session *s, const char *number,
    int64_t *ret_contact)
{
	uint8_t nothing[VAULT_LOOKUP_SIZE];
	struct lent_number *l = lent_place(e, number);
	if (l == NULL)
		return -EBUSY;
	l->until_s = e->now_s + LENT_LIFE_S;
	*ret_contact = l->contact_id;
	if (l->contact_id != 0)
		return 0;
	vault_random(nothing, sizeof(nothing));
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_CONTACT_INSERT,
		    SQL_INT(LENT_DAY), SQL_BLOB(nothing, sizeof(nothing)),
		    SQL_BLOB("", 0), SQL_INT(0));
	if (err < 0)
		return err;
	*ret_contact = l->contact_id = store_last_id(e->store);
	memcpy(l->mark, nothing, sizeof(l->mark));
	memcpy(l->token, s->token, sizeof(l->token));
	l->fresh = true;
	(void)snprintf(l->number, sizeof(l->number), "%s", number);
	return 0;
}

int
lent_of_report(struct engine *e, const struct report *r, int64_t *ret_contact)
{
	char number[GSM_NUMBER_SIZE];
	int64_t known = 0;
	const struct session *s = lent_session(e, r);
	if (s == NULL)
		return -ENOENT;
	int err = lent_only_number(e, s->keys, r, number);
	if (err == 0)
		err = numbers_may_write(e, s, number);
	if (err == 0) /* she may have written again since: then it is hers */
		err = contact_find(e, number, false, &known);
	if (err == 0 && known != 0)
		*ret_contact = known;
	else if (err == 0)
		err = lent_keep(e, s, number, ret_contact);
	sodium_memzero(number, sizeof(number));
	return err;
}

/* The officer's words again under a key that the box has for sending. */
int
lent_words(struct engine *e, const struct report *r, int64_t reply_id)
{
	struct store_rows rows;
	struct vault_blob words = {0}, route = {0};
	const struct session *s = lent_session(e, r);
	int64_t today = e->now_s / 86400;
	store_ask(e->store, &rows, QUERY_REPLY_GET, SQL_INT(reply_id));
	int err = store_next(&rows);
	bool lost =
	    err > 0 && store_is_null(&rows, 4) && store_is_null(&rows, 6);
	int64_t sealed_to = err > 0 ? store_int(&rows, 11) : 0;
	struct report of = *r;
	if (lost && sealed_to != 0) /* a join has brought it here */
		err = case_get(e, sealed_to, &of);
	if (lost && s != NULL && err >= 0) {
		size_t size;
		const void *sealed = store_blob(&rows, 7, &size);
		err = vault_open(
		    e->vault, s->keys, of.case_pk, sealed, size, &words);
	}
	store_done(&rows);
	if (!lost || err < 0)
		return err < 0 ? err : 0;
	if (s == NULL)
		return -ENOENT;
	err = vault_day_begin(e->vault, today);
	if (err == 0)
		err = vault_route_seal(
		    e->vault, today, words.bytes, words.size, &route);
	if (err == 0)
		err = store_run(e->store, QUERY_REPLY_ROUTE, SQL_INT(reply_id),
		    SQL_INT(today), SQL_BLOB(route.bytes, route.size));
	vault_blob_free(&words);
	vault_blob_free(&route);
	return err;
}

/* --- their end --- */

/* All that still points at them is nobody's, and what waits is dropped. */
static int
lent_forget(struct engine *e, int64_t contact_id)
{
	static const enum store_query queries[] = {QUERY_LENT_TEXTS_DROP,
	    QUERY_LENT_TEXTS, QUERY_LENT_TALKS, QUERY_LENT_WINDOWS,
	    QUERY_LENT_CALLS, QUERY_LENT_FORGET};
	int err = turn_write(e);
	for (size_t i = 0; err == 0 && i < 6; i++)
		err = store_run(e->store, queries[i], SQL_INT(contact_id),
		    SQL_INT(e->now_s));
	return err;
}

/* The session that lent it is over: it ends as soon as nothing of it is on
 * its way. */
static bool
lent_is_over(struct engine *e, const struct lent_number *l)
{
	struct store_rows rows;
	if (e->now_s >= l->until_s)
		return true;
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (strcmp(s->token, l->token) == 0)
			return false;
	store_ask(e->store, &rows, QUERY_LENT_IN_AIR, SQL_INT(l->contact_id));
	int got = store_next(&rows);
	store_done(&rows);
	return got == 0;
}

void
lent_settle(struct engine *e, bool kept)
{
	for (size_t i = 0; i < LENT_MAX; i++) {
		struct lent_number *l = &e->lent->all[i];
		if (l->fresh && !kept)
			sodium_memzero(l, sizeof(*l));
		l->fresh = false;
	}
}

int
lent_check(struct engine *e)
{
	for (size_t i = 0; i < LENT_MAX; i++) {
		struct lent_number *l = &e->lent->all[i];
		if (l->contact_id == 0 || turn_read_only(e) ||
		    !lent_is_over(e, l))
			continue;
		int err = lent_forget(e, l->contact_id);
		if (err < 0)
			return err;
		sodium_memzero(l, sizeof(*l));
	}
	return 0;
}

int
lent_forget_all(struct engine *e)
{
	struct store_rows rows;
	int64_t ids[64];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_LENT_ALL, SQL_INT(LENT_DAY));
	while ((got = store_next(&rows)) > 0 && count < 64)
		ids[count++] = store_int(&rows, 0);
	store_done(&rows);
	for (int i = 0; err == 0 && i < count; i++)
		err = lent_forget(e, ids[i]);
	sodium_memzero(e->lent, sizeof(*e->lent));
	return got < 0 ? got : err;
}
