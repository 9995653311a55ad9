/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After the routing time the box cannot tell that two reports came from one
 * number. An officer's key can: who wrote stands in the sealed texts. While a
 * session is open they are opened one by one, a few each turn, and kept as
 * hashes under a key of this session alone; when it ends, all of it is wiped.
 * Orders to erase of numbers that the box no longer knows find their reports
 * in the same way (design 6).
 */
#include "commands.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_EACH_TURN 12       /* of all sessions together */
#define NUMBERS_BACK_S    15552000 /* 180 days without news: not looked at */
#define NUMBERS_HASH      16
#define NUMBERS_MOST      200000
#define NUMBERS_SAME_MAX  6

struct number_row {
	uint8_t hash[NUMBERS_HASH];
	int64_t report_id, at;
	char code[ENGINE_CODE_SIZE];
	bool order; /* this is an order to erase */
};

struct numbers {
	uint8_t key[32];
	struct number_row *rows;
	size_t count, room;
	int64_t seen_id; /* of the last message looked at */
	bool all;        /* nothing more to look at, at this moment */
};

void
numbers_free(struct numbers *n)
{
	if (n == NULL)
		return;
	if (n->rows != NULL)
		sodium_memzero(n->rows, n->room * sizeof(*n->rows));
	free(n->rows);
	sodium_memzero(n, sizeof(*n));
	free(n);
}

static int
numbers_begin(struct session *s)
{
	s->numbers = calloc(1, sizeof(*s->numbers));
	if (s->numbers == NULL)
		return -ENOMEM;
	randombytes_buf(s->numbers->key, sizeof(s->numbers->key));
	return 0;
}

static bool
numbers_has(const struct numbers *n, const struct number_row *row)
{
	for (size_t i = n->count; i > 0; i--) /* the same thread, mostly */
		if (n->rows[i - 1].report_id == row->report_id &&
		    memcmp(n->rows[i - 1].hash, row->hash, NUMBERS_HASH) == 0)
			return true;
	return false;
}

static int
numbers_grow(struct numbers *n)
{
	if (n->count < n->room)
		return 0;
	size_t room = n->room == 0 ? 256 : n->room * 2;
	struct number_row *rows = calloc(room, sizeof(*rows));
	if (rows == NULL)
		return -ENOMEM;
	if (n->count > 0)
		memcpy(rows, n->rows, n->count * sizeof(*rows));
	if (n->rows != NULL)
		sodium_memzero(n->rows, n->room * sizeof(*rows));
	free(n->rows);
	n->rows = rows;
	n->room = room;
	return 0;
}

int
numbers_from(struct engine *e, struct vault_session *keys,
    const uint8_t *case_pk, const void *sealed, size_t size,
    char ret[GSM_NUMBER_SIZE])
{
	struct vault_blob text;
	int err = vault_open(e->vault, keys, case_pk, sealed, size, &text);
	if (err < 0)
		return err;
	json_t *record = json_loadb(
	    (const char *)text.bytes, text.size, JSON_ALLOW_NUL, NULL);
	const char *from = wire_str(record, "from");
	(void)snprintf(ret, GSM_NUMBER_SIZE, "%s", from == NULL ? "" : from);
	json_decref(record);
	vault_blob_free(&text);
	return 0;
}

/* --- orders to erase --- */

static int
numbers_erase(struct engine *e, const struct session *s,
    const struct number_row *found, int64_t ordered_at)
{
	struct report r;
	int err = case_get(e, found->report_id, &r);
	if (err < 0 || r.facts.erase_at_s != 0 || r.quarantine[0] != '\0')
		return err;
	err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_ERASE, SQL_INT(r.id),
		    SQL_INT(ordered_at), SQL_INT(MARK_FORCED));
	if (err == 0)
		err = audit_add(e, s->person, "erasure.found", r.code, "");
	if (err == 0)
		err = case_get(e, r.id, &r);
	return err < 0 ? err : webhook_event(e, "report.updated", &r);
}

/* An order finds what came before it; a text finds the order after it. */
static int
numbers_meet_orders(
    struct engine *e, struct session *s, const struct number_row *row)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < s->numbers->count; i++) {
		const struct number_row *other = &s->numbers->rows[i];
		if (memcmp(other->hash, row->hash, NUMBERS_HASH) != 0)
			continue;
		if (row->order && !other->order && other->at <= row->at)
			err = numbers_erase(e, s, other, row->at);
		else if (other->order && !row->order && row->at <= other->at)
			err = numbers_erase(e, s, row, other->at);
	}
	return err;
}

/* A supervisor's key has met every report: the order is carried out, and what
 * it holds of her goes. */
static int
numbers_close_orders(struct engine *e, struct session *s)
{
	struct numbers *n = s->numbers;
	int err = 0;
	if (s->role != COMMAND_SUPERVISOR || turn_read_only(e))
		return 0;
	for (size_t i = 0; err == 0 && i < n->count; i++) {
		struct report r;
		if (!n->rows[i].order)
			continue;
		n->rows[i].order = false;
		err = case_get(e, n->rows[i].report_id, &r);
		if (err == 0 && r.erased_at == 0)
			err = turn_write(e);
		if (err == 0 && r.erased_at == 0)
			err = erase_case(e, &r, s->person);
	}
	return err;
}

/* --- the look, a few texts a turn --- */

static int
numbers_take(struct engine *e, struct session *s, struct store_rows *rows)
{
	struct numbers *n = s->numbers;
	char number[GSM_NUMBER_SIZE];
	const char *quarantine = store_str(rows, 6);
	struct number_row row = {.report_id = store_int(rows, 1),
	    .at = store_int(rows, 5),
	    .order =
		quarantine != NULL && strcmp(quarantine, "erase_order") == 0};
	size_t pk_size, size;
	const uint8_t *pk = store_blob(rows, 2, &pk_size);
	const void *sealed = store_blob(rows, 3, &size);
	(void)snprintf(row.code, sizeof(row.code), "%s", store_str(rows, 4));
	int err = numbers_from(e, s->keys, pk, sealed, size, number);
	if (err < 0) /* not for this session, or damaged */
		return err == -ENOMEM ? err : 0;
	if (number[0] == '\0' || n->count == NUMBERS_MOST)
		return 0;
	(void)crypto_generichash(row.hash, NUMBERS_HASH,
	    (const uint8_t *)number, strlen(number), n->key, sizeof(n->key));
	sodium_memzero(number, sizeof(number));
	if (numbers_has(n, &row))
		return 0;
	err = numbers_grow(n);
	if (err == 0)
		n->rows[n->count++] = row;
	return err;
}

/* At most *left texts, which are taken off it. */
static int
numbers_step(struct engine *e, struct session *s, int *left)
{
	struct store_rows rows;
	struct numbers *n = s->numbers;
	size_t before = n->count;
	int count = 0, got = 0, err = 0;
	store_ask(e->store, &rows, QUERY_NUMBERS_NEXT, SQL_INT(n->seen_id),
	    SQL_INT(e->now_s - NUMBERS_BACK_S), SQL_INT(*left));
	while (err == 0 && (got = store_next(&rows)) > 0) {
		n->seen_id = store_int(&rows, 0);
		err = numbers_take(e, s, &rows);
		count++;
	}
	store_done(&rows);
	if (got < 0)
		err = got;
	for (size_t i = before; err == 0 && i < n->count; i++)
		err = numbers_meet_orders(e, s, &n->rows[i]);
	n->all = count < *left;
	*left -= count;
	return err < 0 || !n->all ? err : numbers_close_orders(e, s);
}

int
numbers_check(struct engine *e)
{
	int err = 0, left = NUMBERS_EACH_TURN;
	for (struct session *s = session_each(e, NULL);
	     s != NULL && err == 0 && left > 0; s = session_each(e, s)) {
		if (role_reach(s->role) == VAULT_LOGIN)
			continue;
		if (s->numbers == NULL)
			err = numbers_begin(s);
		if (err == 0)
			err = numbers_step(e, s, &left);
	}
	return err;
}

bool
numbers_pending(struct engine *e)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (role_reach(s->role) != VAULT_LOGIN &&
		    (s->numbers == NULL || !s->numbers->all))
			return true;
	return false;
}

/* --- what people are told --- */

json_t *
numbers_same(const struct session *s, int64_t report_id)
{
	json_t *codes = json_array();
	const struct numbers *n = s == NULL ? NULL : s->numbers;
	for (size_t i = 0; n != NULL && i < n->count; i++) {
		if (n->rows[i].report_id != report_id)
			continue;
		for (size_t k = 0; k < n->count; k++)
			if (n->rows[k].report_id != report_id &&
			    json_array_size(codes) < NUMBERS_SAME_MAX &&
			    memcmp(n->rows[k].hash, n->rows[i].hash,
				NUMBERS_HASH) == 0)
				(void)json_array_append_new(
				    codes, json_string(n->rows[k].code));
	}
	return codes;
}

/* Pairs that an officer may want to join, the newest first. */
int
command_report_same(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct session *s = e->actor.session;
	(void)args;
	if (s == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	const struct numbers *n = s->numbers;
	json_t *pairs = json_array();
	for (size_t i = n == NULL ? 0 : n->count; i > 0; i--) {
		const struct number_row *row = &n->rows[i - 1];
		for (size_t k = i - 1;
		     k > 0 && json_array_size(pairs) < COMMAND_PAGE_MAX; k--)
			if (n->rows[k - 1].report_id != row->report_id &&
			    memcmp(n->rows[k - 1].hash, row->hash,
				NUMBERS_HASH) == 0)
				(void)json_array_append_new(pairs,
				    json_pack("{s:s, s:s}", "code", row->code,
					"same_as", n->rows[k - 1].code));
	}
	a->result = json_pack("{s:o, s:b}", "pairs", pairs, "complete",
	    (int)(n != NULL && n->all));
	return 0;
}
