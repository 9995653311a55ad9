/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga report queue: what is open in the order in which it is looked at, and
 * searches over what is not sealed. Table `queue` keeps that order; no search
 * looks at more than QUEUE_WALK rows in a turn, so that it takes as long in a
 * store of a million reports as in one of ten thousand. `next` then leads on,
 * also behind a page with few rows, or none.
 */
#include "commands.h"
#include "villages.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_PAGE       50
#define QUEUE_WALK       10000
#define QUEUE_FEW        4000 /* of so few the best are found by sorting */
#define QUEUE_COUNT_MOST 1000 /* a count of so many means: or more */
#define QUEUE_CHECK_S    60

/* Of table `queue`, 007_board.sql. */
enum {
	RANK_EMERGENCY,
	RANK_HIGH,
	RANK_MEDIUM,
	RANK_LOW,
	RANK_QUARANTINE = 7,
	RANK_OVER = 9
};

struct queue_place {
	int64_t rank, due_at, id;
};

struct queue_ask {
	struct queue_place after;
	int64_t most_rank, limit, from_s, to_s, unowned;
	const char *village, *channel, *state, *urgency, *officer;
	char code[ENGINE_CODE_SIZE + 1]; /* "7F*"; "": any */
	char code_end[ENGINE_CODE_SIZE]; /* the first that does not fit */
};

struct queue_hit {
	struct queue_place at;
	char due[8], owner[VAULT_PERSON_SIZE];
	bool unowned;
};

/* --- what is asked --- */

static bool
queue_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static bool
queue_word(json_t *args, const char *name, const char *const *list,
    const char **ret, struct command_answer *a)
{
	*ret = command_str(args, name);
	if (*ret == NULL || queue_one_of(*ret, list))
		return true;
	size_t len = (size_t)snprintf(
	    a->told, sizeof(a->told), "expected --%s with one of:", name);
	for (; *list != NULL && len < sizeof(a->told); list++)
		len += (size_t)snprintf(
		    a->told + len, sizeof(a->told) - len, " %s", *list);
	return command_fail(a, "bad_arguments", a->told) != 0;
}

static bool
queue_code(json_t *args, struct queue_ask *q, struct command_answer *a)
{
	const char *typed = command_str(args, "code");
	size_t len = typed == NULL ? 0 : strlen(typed);
	if (len == 0)
		return true;
	if (len >= ENGINE_CODE_SIZE ||
	    strspn(typed, "0123456789abcdefghijklmnopqrstuvwxyz"
			  "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != len)
		return command_fail(a, "bad_arguments",
			   "expected --code with the beginning of a code") != 0;
	for (size_t i = 0; i < len; i++)
		q->code[i] = q->code_end[i] =
		    (char)toupper((unsigned char)typed[i]);
	q->code[len] = '*';
	q->code_end[len - 1]++;
	return true;
}

static bool
queue_days(json_t *args, struct queue_ask *q, struct command_answer *a)
{
	q->from_s = command_day(command_str(args, "from"), 0, 0);
	q->to_s = command_day(command_str(args, "to"), INT64_MAX, 1);
	if (q->from_s >= 0 && q->to_s >= 0)
		return true;
	return command_fail(a, "bad_arguments",
		   "expected dates such as 2026-11-21") != 0;
}

static bool
queue_village(struct engine *e, json_t *args, struct queue_ask *q,
    struct command_answer *a)
{
	uint32_t village;
	const char *typed = command_str(args, "village");
	const struct roster *roster = roster_load(e);
	if (typed == NULL)
		return true;
	if (roster == NULL || !command_find_village(roster, typed, &village, a))
		return a->error != NULL ? false
					: command_fail(a, "not_found",
					      "the roster cannot be read") != 0;
	q->village = roster->villages[village].code;
	return true;
}

/* Which ranks, and where to begin. */
static void
queue_ranks(json_t *args, struct queue_ask *q)
{
	bool over = q->state != NULL && (strcmp(q->state, "closed") == 0 ||
					    strcmp(q->state, "erased") == 0);
	int64_t least = 0;
	q->most_rank = RANK_LOW;
	if (json_is_true(json_object_get(args, "quarantine"))) {
		least = q->most_rank = RANK_QUARANTINE;
	} else if (over || json_is_true(json_object_get(args, "closed"))) {
		least = over ? RANK_OVER : 0;
		q->most_rank = RANK_OVER;
	} else if (q->urgency != NULL) {
		bool high = strcmp(q->urgency, "high") == 0;
		bool low = strcmp(q->urgency, "low") == 0;
		least = high ? 0 : low ? RANK_LOW : RANK_MEDIUM;
		q->most_rank = high ? RANK_HIGH : least;
		q->urgency = NULL; /* the ranks say it */
	}
	if (q->after.rank < least)
		q->after = (struct queue_place){least, INT64_MIN, 0};
}

static bool
queue_after(json_t *args, struct queue_ask *q, struct command_answer *a)
{
	const char *after = command_str(args, "after");
	const char *limit = command_str(args, "limit");
	q->after = (struct queue_place){-1, INT64_MIN, 0};
	q->limit = limit == NULL ? QUEUE_PAGE : strtoll(limit, NULL, 10);
	if (q->limit < 1 || q->limit > COMMAND_PAGE_MAX)
		return command_fail(a, "bad_arguments",
			   "expected --limit with 1 to 100") != 0;
	if (after == NULL ||
	    sscanf(after, "%" SCNd64 ":%" SCNd64 ":%" SCNd64, &q->after.rank,
		&q->after.due_at, &q->after.id) == 3)
		return true;
	return command_fail(a, "bad_arguments",
		   "expected --after with the `next` of a page") != 0;
}

static bool
queue_read(struct engine *e, json_t *args, struct queue_ask *q,
    struct command_answer *a)
{
	static const char *const forms[] = {"sms", "call", "ussd", NULL};
	static const char *const states[] = {
	    "new", "closed", "erase_pending", "erased", NULL};
	static const char *const urgencies[] = {"high", "medium", "low", NULL};
	*q = (struct queue_ask){.officer = command_str(args, "officer"),
	    .unowned = json_is_true(json_object_get(args, "unowned"))};
	if (!queue_word(args, "form", forms, &q->channel, a) ||
	    !queue_word(args, "state", states, &q->state, a) ||
	    !queue_word(args, "urgency", urgencies, &q->urgency, a) ||
	    !queue_code(args, q, a) || !queue_days(args, q, a) ||
	    !queue_village(e, args, q, a) || !queue_after(args, q, a))
		return false;
	queue_ranks(args, q);
	return true;
}

/* --- the rows --- */

/* One way to the rows: END tells where its walk ends, if it is one. */
struct queue_way {
	enum store_query rows, end;
	struct store_value by; /* ?6 of rows */
	bool walk;
};

static int
queue_few_days(struct engine *e, const struct queue_ask *q, bool *ret_few)
{
	struct store_rows rows;
	*ret_few = false;
	if (q->from_s == 0 && q->to_s == INT64_MAX)
		return 0;
	store_ask(e->store, &rows, QUERY_QUEUE_FILED_COUNT, SQL_INT(q->from_s),
	    SQL_INT(q->to_s), SQL_INT(QUEUE_FEW));
	int got = store_next(&rows);
	*ret_few = got > 0 && store_int(&rows, 0) < QUEUE_FEW;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* By what leaves the fewest rows to look at. */
static int
queue_choose(struct engine *e, const struct queue_ask *q, struct queue_way *ret)
{
	bool few;
	int err = queue_few_days(e, q, &few);
	*ret = (struct queue_way){
	    QUERY_QUEUE_WALK, QUERY_QUEUE_WALK_END, SQL_INT(QUEUE_WALK), true};
	if (strlen(q->code) > 2)
		*ret = (struct queue_way){
		    QUERY_QUEUE_CODE, 0, SQL_TEXT(q->code_end), false};
	else if (few)
		*ret =
		    (struct queue_way){QUERY_QUEUE_FILED, 0, SQL_NULL, false};
	else if (q->officer != NULL) {
		ret->rows = QUERY_QUEUE_OFFICER;
		ret->end = QUERY_QUEUE_OFFICER_END;
	} else if (q->village != NULL) {
		ret->rows = QUERY_QUEUE_VILLAGE;
		ret->end = QUERY_QUEUE_VILLAGE_END;
	} else if (q->unowned != 0) {
		ret->rows = QUERY_QUEUE_UNOWNED;
		ret->end = QUERY_QUEUE_UNOWNED_END;
	}
	return err;
}

static void
queue_hit_from_row(struct store_rows *rows, struct queue_hit *ret)
{
	const char *due = store_str(rows, 3), *owner = store_str(rows, 5);
	*ret = (struct queue_hit){
	    .at = {store_int(rows, 0), store_int(rows, 1), store_int(rows, 2)},
	    .unowned = store_int(rows, 4) != 0};
	(void)snprintf(
	    ret->due, sizeof(ret->due), "%s", due == NULL ? "" : due);
	(void)snprintf(
	    ret->owner, sizeof(ret->owner), "%s", owner == NULL ? "" : owner);
}

/* One more than the page, to know whether there is another. */
static int
queue_find(struct engine *e, const struct queue_ask *q,
    const struct queue_way *way, struct queue_hit *hits, size_t *ret_count)
{
	struct store_rows rows;
	size_t count = 0;
	int got;
	store_ask(e->store, &rows, way->rows, SQL_INT(q->after.rank),
	    SQL_INT(q->after.due_at), SQL_INT(q->after.id),
	    SQL_INT(q->most_rank), SQL_INT(q->limit + 1), way->by,
	    SQL_TEXT(q->village), SQL_TEXT(q->channel), SQL_TEXT(q->state),
	    SQL_TEXT(q->urgency), SQL_INT(q->from_s), SQL_INT(q->to_s),
	    SQL_INT(q->unowned), SQL_TEXT(q->code[0] == '\0' ? NULL : q->code),
	    SQL_TEXT(q->officer));
	while ((got = store_next(&rows)) > 0)
		queue_hit_from_row(&rows, &hits[count++]);
	store_done(&rows);
	*ret_count = count;
	return got < 0 ? got : 0;
}

/* Where a walk that did not fill its page has ended; id 0: at the end. */
static int
queue_walked_to(struct engine *e, const struct queue_ask *q,
    const struct queue_way *way, struct queue_place *ret)
{
	struct store_rows rows;
	struct store_value values[] = {SQL_INT(q->after.rank),
	    SQL_INT(q->after.due_at), SQL_INT(q->after.id),
	    SQL_INT(q->most_rank), SQL_INT(QUEUE_WALK),
	    SQL_TEXT(
		way->end == QUERY_QUEUE_VILLAGE_END ? q->village : q->officer)};
	bool of = way->end == QUERY_QUEUE_VILLAGE_END ||
		  way->end == QUERY_QUEUE_OFFICER_END;
	store_ask_values(e->store, &rows, way->end, values, of ? 6 : 5);
	int got = store_next(&rows);
	*ret = (struct queue_place){0};
	if (got > 0)
		*ret = (struct queue_place){store_int(&rows, 0),
		    store_int(&rows, 1), store_int(&rows, 2)};
	store_done(&rows);
	return got < 0 ? got : 0;
}

static json_t *
queue_or_null(const char *text)
{
	return text[0] == '\0' ? json_null() : json_string(text);
}

/* What only who reads is told: thin marks and times, no word of hers. */
static int
queue_add_read(struct engine *e, const struct report *r, json_t *row)
{
	struct store_rows rows;
	bool reads = command_reads(e, r);
	store_ask(e->store, &rows, QUERY_QUEUE_ROW, SQL_INT(r->id));
	int got = store_next(&rows);
	int64_t seen_at = got > 0 ? store_int(&rows, 0) : 0;
	int64_t tpks_at = got > 0 ? store_int(&rows, 1) : 0;
	(void)json_object_set_new(row, "flood_count",
	    json_integer(got > 0 ? (json_int_t)store_int(&rows, 2) : 0));
	store_done(&rows);
	json_t *more = json_pack("{s:o, s:o, s:o, s:o, s:b}", "forced",
	    reads ? json_boolean((r->facts.marks & MARK_FORCED) != 0)
		  : json_null(),
	    "calls",
	    reads ? json_boolean((r->facts.marks & MARK_THREE) != 0)
		  : json_null(),
	    "tpks_at", reads ? command_time(tpks_at) : json_null(), "last_at",
	    reads ? command_time(r->last_in_at) : json_null(), "unread",
	    (int)(reads && r->erased_at == 0 &&
		  (seen_at == 0 || r->last_in_at > seen_at)));
	(void)json_object_update(row, more);
	json_decref(more);
	return got < 0 ? got : 0;
}

static int
queue_add_row(struct engine *e, const struct queue_hit *h, json_t *list)
{
	struct report r;
	int err = case_get(e, h->at.id, &r);
	if (err < 0)
		return err;
	json_t *row = command_report_row(e, &r);
	bool due = h->due[0] != '\0';
	json_t *more = json_pack("{s:o, s:o, s:o, s:b, s:o, s:o}", "due_at",
	    due ? command_time(h->at.due_at) : json_null(), "due",
	    queue_or_null(h->due), "owner", queue_or_null(h->owner), "unowned",
	    (int)h->unowned, "flood", queue_or_null(r.flood), "pdp_at",
	    command_erase_due(&r));
	(void)json_object_update(row, more);
	json_decref(more);
	(void)json_object_set_new(row, "call_until", command_call_open(e, &r));
	(void)json_object_set_new(
	    row, "number_hidden", json_boolean(command_number_hidden(e, &r)));
	(void)json_array_append_new(list, row);
	return queue_add_read(e, &r, row);
}

/* --- how many there are --- */

static int
queue_count(struct engine *e, enum store_query query,
    const struct store_value *values, size_t count, const char *name,
    json_t *to)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, query, values, count);
	int got = store_next(&rows);
	int64_t n = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	(void)json_object_set_new(to, name, json_integer((json_int_t)n));
	return got < 0 ? got : 0;
}

int
command_queue_counts(struct engine *e, json_t *to)
{
	static const struct {
		const char *name;
		int rank;
	} ranks[] = {{"emergency", RANK_EMERGENCY}, {"high", RANK_HIGH},
	    {"medium", RANK_MEDIUM}, {"low", RANK_LOW},
	    {"quarantine", RANK_QUARANTINE}};
	const struct store_value most = SQL_INT(QUEUE_COUNT_MOST);
	int err = 0;
	for (size_t i = 0; err == 0 && i < 5; i++)
		err = queue_count(e, QUERY_QUEUE_RANK_COUNT,
		    (struct store_value[]){SQL_INT(ranks[i].rank), most}, 2,
		    ranks[i].name, to);
	if (err == 0)
		err = queue_count(
		    e, QUERY_QUEUE_UNOWNED_COUNT, &most, 1, "unowned", to);
	if (err == 0)
		err = queue_count(
		    e, QUERY_QUEUE_ALERTS_COUNT, &most, 1, "alerts_open", to);
	if (err == 0)
		err = queue_count(e, QUERY_QUEUE_OUTBOX_COUNT,
		    (struct store_value[]){
			SQL_TEXT("sms"), SQL_TEXT("unknown"), most},
		    3, "outbox_unknown", to);
	return err < 0 ? err
		       : queue_count(e, QUERY_QUEUE_OUTBOX_COUNT,
			     (struct store_value[]){
				 SQL_TEXT("webhook"), SQL_TEXT("failed"), most},
			     3, "outbox_dead", to);
}

int
command_report_queue(struct engine *e, json_t *args, struct command_answer *a)
{
	struct queue_ask q;
	struct queue_way way;
	struct queue_hit hits[COMMAND_PAGE_MAX + 1];
	struct queue_place next = {0};
	size_t count = 0;
	json_t *list = json_array();
	a->result = json_pack("{s:o}", "rows", list);
	if (!queue_read(e, args, &q, a))
		return 0;
	if (e->actor.keys != NULL)
		vault_session_remember(e->actor.keys);
	int err = queue_choose(e, &q, &way);
	if (err == 0)
		err = queue_find(e, &q, &way, hits, &count);
	bool full = count > (size_t)q.limit;
	if (full)
		next = hits[--count - 1].at;
	else if (err == 0 && way.walk)
		err = queue_walked_to(e, &q, &way, &next);
	for (size_t i = 0; err == 0 && i < count; i++)
		err = queue_add_row(e, &hits[i], list);
	if (err == 0 && command_str(args, "after") == NULL) {
		json_t *counts = json_object();
		err = command_queue_counts(e, counts);
		(void)json_object_set_new(a->result, "counts", counts);
	}
	if (next.id != 0)
		(void)snprintf(a->next, sizeof(a->next),
		    "%" PRId64 ":%" PRId64 ":%" PRId64, next.rank, next.due_at,
		    next.id);
	return err;
}

/* A call that was not made in time is no deadline any more (I4). */
int
queue_check(struct engine *e)
{
	if (e->now_s < e->queue_at_s || turn_read_only(e))
		return 0;
	e->queue_at_s = e->now_s + QUEUE_CHECK_S;
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_QUEUE_CALLS_OVER_ANY, NULL, 0);
	int got = store_next(&rows);
	int64_t until_s = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	if (got < 0 || until_s == 0 || until_s >= e->now_s)
		return got < 0 ? got : 0;
	int err = turn_write(e);
	return err < 0 ? err
		       : store_run(e->store, QUERY_QUEUE_CALLS_OVER,
			     SQL_INT(e->now_s));
}
