/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After the routing time the box cannot tell that two reports came from one
 * number. An officer's key can: who wrote stands in the sealed texts. While a
 * session is open they are opened one by one, a few each turn, and kept as
 * hashes under a key of this session alone; when it ends, all of it is wiped.
 * Orders to erase of numbers that the box no longer knows find their reports
 * in the same way (design 6).
 */
#include "alerts.h"
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
#define NUMBERS_LOOKS     150   /* pairs looked at for one answer */
#define NUMBERS_STEPS     5000  /* rows passed on the way to them */
#define NUMBERS_WAIT_MS   60000 /* after a turn that could not be kept */

struct number_row {
	uint8_t hash[NUMBERS_HASH];
	int64_t report_id, at;
	char code[ENGINE_CODE_SIZE];
	enum number_kind {
		NUMBER_TEXT,
		NUMBER_ERASE,  /* orders the erasure of what came before it */
		NUMBER_SILENCE /* X or STOP; report_id 0 */
	} kind;
	bool alone;      /* its report is nothing but an order */
	uint32_t before; /* the row before it in its chain, from 1; 0: none */
};

struct numbers {
	uint8_t key[32];
	struct number_row *rows;
	size_t count, room;
	uint32_t *chains; /* `room` of them: the newest row of each, from 1 */
	int64_t seen_id, seen_order_id; /* of the last ones looked at */
	int64_t since_s; /* reports without news since then are left out */
	int64_t wait_ms; /* nothing is looked at before */
	bool all;        /* nothing more to look at, at this moment */
	bool wrote;      /* in this turn */
};

void
numbers_free(struct numbers *n)
{
	if (n == NULL)
		return;
	if (n->rows != NULL)
		sodium_memzero(n->rows, n->room * sizeof(*n->rows));
	free(n->rows);
	free(n->chains);
	sodium_memzero(n, sizeof(*n));
	free(n);
}

/* An order that waits may mean a report of any age. */
static int
numbers_begin(struct engine *e, struct session *s)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_ORDERS_OPEN, NULL, 0);
	int got = store_next(&rows);
	store_done(&rows);
	if (got < 0)
		return got;
	s->numbers = calloc(1, sizeof(*s->numbers));
	if (s->numbers == NULL)
		return -ENOMEM;
	randombytes_buf(s->numbers->key, sizeof(s->numbers->key));
	s->numbers->since_s = got > 0 ? 0 : e->now_s - NUMBERS_BACK_S;
	return 0;
}

/* Rows of one number are in one chain; `room` is a power of two. */
static uint32_t *
numbers_chain(const struct numbers *n, const struct number_row *row)
{
	uint32_t hash; /* keyed: nobody chooses the chain of a number */
	memcpy(&hash, row->hash, sizeof(hash));
	return &n->chains[hash & (n->room - 1)];
}

static void
numbers_link(struct numbers *n, size_t i)
{
	uint32_t *chain = numbers_chain(n, &n->rows[i]);
	n->rows[i].before = *chain;
	*chain = (uint32_t)i + 1;
}

static bool
numbers_has(const struct numbers *n, const struct number_row *row)
{
	if (n->count == 0)
		return false;
	for (size_t i = *numbers_chain(n, row); i > 0;
	     i = n->rows[i - 1].before)
		if (n->rows[i - 1].report_id == row->report_id &&
		    n->rows[i - 1].kind == row->kind &&
		    (row->kind == NUMBER_TEXT ||
			n->rows[i - 1].at == row->at) &&
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
	uint32_t *chains = calloc(room, sizeof(*chains));
	if (rows == NULL || chains == NULL) {
		free(rows);
		free(chains);
		return -ENOMEM;
	}
	if (n->count > 0)
		memcpy(rows, n->rows, n->count * sizeof(*rows));
	if (n->rows != NULL)
		sodium_memzero(n->rows, n->room * sizeof(*rows));
	free(n->rows);
	free(n->chains);
	n->rows = rows;
	n->chains = chains;
	n->room = room;
	for (size_t i = 0; i < n->count; i++)
		numbers_link(n, i);
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
numbers_erase(struct engine *e, struct session *s,
    const struct number_row *found, int64_t ordered_at)
{
	struct report r;
	int err = case_get(e, found->report_id, &r);
	if (err < 0 || r.facts.erase_at_s != 0 || r.quarantine[0] != '\0')
		return err;
	err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_ERASE_ORDERED,
		    SQL_INT(r.id), SQL_INT(ordered_at), SQL_INT(MARK_FORCED));
	if (err < 0 || store_changes(e->store) == 0)
		return err;
	s->numbers->wrote = true;
	e->erase_at_s = 0; /* its deadline may be over */
	err = act_note(e, s->person, "erasure_found", &r, NULL);
	if (err == 0)
		err = audit_add(e, s->person, "erasure.found", r.code, "");
	if (err == 0)
		err = case_get(e, r.id, &r);
	if (err == 0)
		err = alerts_consider(e, &r, false);
	return err < 0 ? err : webhook_event(e, "report.updated", &r);
}

/* It came after the last word of that report, or else it is no news there. */
static int
numbers_silence(struct engine *e, struct session *s,
    const struct number_row *found, int64_t ordered_at)
{
	int err = turn_write(e);
	s->numbers->wrote = true;
	return err < 0 ? err
		       : store_run(e->store, QUERY_REPORT_SILENCE,
			     SQL_INT(found->report_id), SQL_INT(ordered_at));
}

static int
numbers_meet(struct engine *e, struct session *s, const struct number_row *text,
    const struct number_row *order)
{
	if (text->kind != NUMBER_TEXT || order->kind == NUMBER_TEXT ||
	    text->at > order->at || text->report_id == order->report_id ||
	    memcmp(text->hash, order->hash, NUMBERS_HASH) != 0)
		return 0;
	return order->kind == NUMBER_ERASE
		   ? numbers_erase(e, s, text, order->at)
		   : numbers_silence(e, s, text, order->at);
}

/* An order finds what came before it; a text finds the order after it. */
static int
numbers_meet_orders(
    struct engine *e, struct session *s, const struct number_row *row)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < s->numbers->count; i++) {
		const struct number_row *other = &s->numbers->rows[i];
		err = row->kind == NUMBER_TEXT ? numbers_meet(e, s, row, other)
					       : numbers_meet(e, s, other, row);
	}
	return err;
}

/* A supervisor's key has met every report: the order is carried out, and what
 * it holds of her goes. */
static int
numbers_close_order(struct engine *e, struct session *s, struct number_row *row)
{
	struct report r;
	row->alone = false;
	int err = case_get(e, row->report_id, &r);
	if (err < 0 || r.erased_at != 0)
		return err;
	err = turn_write(e);
	s->numbers->wrote = true;
	return err == 0 ? erase_case(e, &r, s->person) : err;
}

static int
numbers_close_orders(struct engine *e, struct session *s)
{
	struct numbers *n = s->numbers;
	int err = 0;
	if (s->role != COMMAND_SUPERVISOR || n->count == NUMBERS_MOST)
		return 0;
	for (size_t i = 0; err == 0 && i < n->count; i++)
		if (n->rows[i].alone)
			err = numbers_close_order(e, s, &n->rows[i]);
	return err;
}

/* --- the look, a few texts a turn --- */

/* Also HAPUS YA in a report of hers that is newer than what was forgotten. */
static bool
numbers_orders(struct engine *e, int64_t classes)
{
	const char *const *names = e->handling->class_names;
	int bit = 0;
	while (names[bit] != NULL && strcmp(names[bit], "CMD_ERASE_YES") != 0)
		bit++;
	return names[bit] != NULL && (classes >> bit & 1) != 0 &&
	       (classes & erase_danger_mask(e)) == 0;
}

static int
numbers_keep(struct numbers *n, struct number_row *row, const char *number)
{
	(void)crypto_generichash(row->hash, NUMBERS_HASH,
	    (const uint8_t *)number, strlen(number), n->key, sizeof(n->key));
	if (numbers_has(n, row)) /* of texts the first counts */
		return 0;
	int err = numbers_grow(n);
	if (err < 0)
		return err;
	n->rows[n->count++] = *row;
	numbers_link(n, n->count - 1);
	if (row->kind == NUMBER_ERASE && n->since_s != 0) {
		n->since_s = 0; /* it may mean older ones */
		n->seen_id = 0;
	}
	return 0;
}

/* One sealed text; what this session does not open is passed over. */
static int
numbers_take(struct engine *e, struct session *s, struct number_row *row,
    const uint8_t *pk, const void *sealed, size_t size)
{
	struct numbers *n = s->numbers;
	char number[GSM_NUMBER_SIZE];
	int err = numbers_from(e, s->keys, pk, sealed, size, number);
	if (err < 0)
		return err == -ENOMEM ? err : 0;
	if (number[0] != '\0' && n->count < NUMBERS_MOST)
		err = numbers_keep(n, row, number);
	sodium_memzero(number, sizeof(number));
	return err;
}

static int
numbers_take_text(struct engine *e, struct session *s, struct store_rows *rows)
{
	const char *quarantine = store_str(rows, 6);
	struct number_row row = {
	    .report_id = store_int(rows, 1), .at = store_int(rows, 5)};
	size_t pk_size, size;
	const uint8_t *pk = store_blob(rows, 2, &pk_size);
	const void *sealed = store_blob(rows, 3, &size);
	row.alone =
	    quarantine != NULL && strcmp(quarantine, "erase_order") == 0;
	if (row.alone ||
	    (quarantine == NULL && numbers_orders(e, store_int(rows, 7))))
		row.kind = NUMBER_ERASE;
	(void)snprintf(row.code, sizeof(row.code), "%s", store_str(rows, 4));
	s->numbers->seen_id = store_int(rows, 0);
	return numbers_take(e, s, &row, pk, sealed, size);
}

static int
numbers_take_silence(
    struct engine *e, struct session *s, struct store_rows *rows)
{
	struct number_row row = {
	    .at = store_int(rows, 1), .kind = NUMBER_SILENCE};
	size_t pk_size, size;
	const uint8_t *pk = store_blob(rows, 2, &pk_size);
	const void *sealed = store_blob(rows, 3, &size);
	s->numbers->seen_order_id = store_int(rows, 0);
	return numbers_take(e, s, &row, pk, sealed, size);
}

/*
 * Rows of an asked query into memory, at most *left, which are taken off it.
 * 1: there may be more, 0: there are none, or -errno.
 */
static int
numbers_read(struct engine *e, struct session *s, struct store_rows *rows,
    int (*take)(struct engine *, struct session *, struct store_rows *),
    int *left)
{
	int got = 0, err = 0;
	bool anew = false;
	while (err == 0 && !anew && *left > 0 && (got = store_next(rows)) > 0) {
		bool all = s->numbers->since_s == 0;
		err = take(e, s, rows);
		(*left)--;
		anew = !all && s->numbers->since_s == 0;
	}
	store_done(rows);
	return err < 0 ? err : got < 0 ? got : anew || *left == 0;
}

/* Orders first: few, and a text then meets them when it is found. */
static int
numbers_step(struct engine *e, struct session *s, int *left)
{
	struct store_rows rows;
	struct numbers *n = s->numbers;
	size_t before = n->count;
	store_ask(e->store, &rows, QUERY_SILENCE_ORDER_NEXT,
	    SQL_INT(n->seen_order_id), SQL_INT(*left));
	int texts = 0;
	int orders = numbers_read(e, s, &rows, numbers_take_silence, left);
	if (orders >= 0) {
		store_ask(e->store, &rows, QUERY_NUMBERS_NEXT,
		    SQL_INT(n->seen_id), SQL_INT(n->since_s), SQL_INT(*left));
		texts = numbers_read(e, s, &rows, numbers_take_text, left);
	}
	int err = orders < 0 ? orders : texts < 0 ? texts : 0;
	for (size_t i = before; err == 0 && i < n->count; i++)
		err = numbers_meet_orders(e, s, &n->rows[i]);
	n->all = orders == 0 && texts == 0;
	return err < 0 || !n->all ? err : numbers_close_orders(e, s);
}

static int
numbers_check_one(struct engine *e, struct session *s, int *left)
{
	int err = s->numbers == NULL ? numbers_begin(e, s) : 0;
	if (err < 0)
		return err;
	s->numbers->wrote = false;
	if (*left == 0 || e->now_ms < s->numbers->wait_ms)
		return 0;
	return numbers_step(e, s, left);
}

/* One bound for all of them: a turn is short, however many are here. */
int
numbers_check(struct engine *e)
{
	int err = 0, left = NUMBERS_EACH_TURN;
	for (struct session *s = session_each(e, NULL); s != NULL && err == 0;
	     s = session_each(e, s))
		if (role_reach(s->role) != VAULT_LOGIN)
			err = numbers_check_one(e, s, &left);
	return err;
}

/* What it knew to be done is not: it looks again, when the disk has had time.
 */
void
numbers_put_back(struct engine *e)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s)) {
		if (s->numbers == NULL || !s->numbers->wrote)
			continue;
		numbers_free(s->numbers);
		s->numbers = NULL;
		if (numbers_begin(e, s) == 0)
			s->numbers->wait_ms = e->now_ms + NUMBERS_WAIT_MS;
	}
}

bool
numbers_pending(struct engine *e)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (role_reach(s->role) != VAULT_LOGIN &&
		    (s->numbers == NULL ||
			(!s->numbers->all && e->now_ms >= s->numbers->wait_ms)))
			return true;
	return false;
}

int
numbers_may_write(struct engine *e, const struct session *s, const char *number)
{
	const struct numbers *n = s->numbers;
	uint8_t hash[NUMBERS_HASH];
	int err = n == NULL ? -ENOENT : 0;
	if (err == 0)
		(void)crypto_generichash(hash, NUMBERS_HASH,
		    (const uint8_t *)number, strlen(number), n->key,
		    sizeof(n->key));
	for (size_t i = 0; err == 0 && i < n->count; i++) {
		struct report r;
		if (n->rows[i].kind != NUMBER_TEXT ||
		    memcmp(n->rows[i].hash, hash, NUMBERS_HASH) != 0)
			continue;
		err = case_get(e, n->rows[i].report_id, &r);
		if (err == 0 && (r.facts.phone == PHONE_HIS ||
				    r.facts.way == CONTACT_NEVER ||
				    r.facts.silenced_at_s != 0 ||
				    (r.facts.marks & MARK_WRONG) != 0))
			err = -ENOENT;
	}
	return err;
}

bool
numbers_complete(const struct session *s)
{
	return s->numbers != NULL && s->numbers->all;
}

/* --- what box and people forget --- */

int
numbers_forget_orders(struct engine *e)
{
	struct store_rows rows;
	struct {
		int64_t id;
		uint8_t pk[VAULT_PK_SIZE];
	} old[20];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_SILENCE_ORDER_OLD,
	    SQL_INT(e->now_s - NUMBERS_BACK_S));
	while ((got = store_next(&rows)) > 0 && count < 20) {
		size_t size;
		old[count].id = store_int(&rows, 0);
		const void *pk = store_blob(&rows, 1, &size);
		if (size == VAULT_PK_SIZE)
			memcpy(old[count++].pk, pk, size);
	}
	store_done(&rows);
	err = count > 0 ? turn_write(e) : 0;
	for (int i = 0; err == 0 && i < count; i++) {
		err = vault_case_forget(e->vault, old[i].pk, e->now_s);
		if (err == 0)
			err = store_run(e->store, QUERY_SILENCE_ORDER_FORGET,
			    SQL_INT(old[i].id));
	}
	return err < 0 ? err : got < 0 ? got : 0;
}

/* --- what people are told --- */

/* An order is no report to join. */
static bool
numbers_one_phone(const struct number_row *a, const struct number_row *b)
{
	return b->kind == NUMBER_TEXT && a->report_id != b->report_id &&
	       memcmp(a->hash, b->hash, NUMBERS_HASH) == 0;
}

static bool
numbers_lists(json_t *codes, const char *code)
{
	size_t i;
	json_t *listed;
	json_array_foreach(
	    codes, i, listed) if (strcmp(json_string_value(listed), code) ==
				  0) return true;
	return false;
}

static void
numbers_same_as(const struct numbers *n, const struct number_row *row,
    int *steps, json_t *codes)
{
	for (size_t k = *numbers_chain(n, row); k > 0 && *steps > 0;
	     k = n->rows[k - 1].before, (*steps)--)
		if (json_array_size(codes) < NUMBERS_SAME_MAX &&
		    numbers_one_phone(row, &n->rows[k - 1]) &&
		    !numbers_lists(codes, n->rows[k - 1].code))
			(void)json_array_append_new(
			    codes, json_string(n->rows[k - 1].code));
}

json_t *
numbers_same(const struct session *s, int64_t report_id)
{
	int steps = NUMBERS_STEPS;
	json_t *codes = json_array();
	const struct numbers *n = s == NULL ? NULL : s->numbers;
	for (size_t i = 0; n != NULL && i < n->count; i++)
		if (n->rows[i].report_id == report_id)
			numbers_same_as(n, &n->rows[i], &steps, codes);
	return codes;
}

/* May the second still go on in the first, or the other way round? */
static bool
numbers_may_join(struct engine *e, int64_t first, int64_t second)
{
	struct report a, b;
	return case_get(e, first, &a) == 0 && case_get(e, second, &b) == 0 &&
	       a.erased_at == 0 && b.erased_at == 0 && a.joined_to == 0 &&
	       b.joined_to == 0;
}

/* What one answer has looked at. */
struct numbers_look {
	int64_t pairs[NUMBERS_LOOKS][2];
	size_t count;
	int steps;
};

/* Takes that pair, unless it was looked at. */
static bool
numbers_look_at(struct numbers_look *l, int64_t first, int64_t second)
{
	for (size_t i = 0; i < l->count; i++)
		if ((l->pairs[i][0] == first && l->pairs[i][1] == second) ||
		    (l->pairs[i][0] == second && l->pairs[i][1] == first))
			return false;
	l->pairs[l->count][0] = first;
	l->pairs[l->count++][1] = second;
	return true;
}

/* Pairs of that row with older ones. */
static void
numbers_pairs(struct engine *e, const struct numbers *n,
    const struct number_row *r, json_t *pairs, struct numbers_look *l)
{
	for (size_t k = r->before; k > 0; k = n->rows[k - 1].before) {
		const struct number_row *o = &n->rows[k - 1];
		if (json_array_size(pairs) == COMMAND_PAGE_MAX ||
		    l->count == NUMBERS_LOOKS || l->steps-- <= 0)
			return;
		if (r->kind != NUMBER_TEXT || !numbers_one_phone(r, o) ||
		    !numbers_look_at(l, r->report_id, o->report_id))
			continue;
		if (numbers_may_join(e, r->report_id, o->report_id))
			(void)json_array_append_new(
			    pairs, json_pack("{s:s, s:s}", "code", r->code,
				       "same_as", o->code));
	}
}

/* Pairs that an officer may want to join, the newest first. */
int
command_report_same(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct session *s = e->actor.session;
	struct numbers_look look = {.count = 0, .steps = NUMBERS_STEPS};
	(void)args;
	if (s == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	const struct numbers *n = s->numbers;
	json_t *pairs = json_array();
	for (size_t i = n == NULL ? 0 : n->count; i > 0; i--)
		numbers_pairs(e, n, &n->rows[i - 1], pairs, &look);
	a->result = json_pack("{s:o, s:b}", "pairs", pairs, "complete",
	    (int)(n != NULL && n->all));
	return 0;
}
