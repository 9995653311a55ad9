/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga report find: words or a number in the texts of what is open or of a
 * period, as far as the session's key opens them. In memory alone and in
 * pieces: each call looks for FIND_MS at most, and `next` leads on. What was
 * looked for is kept nowhere.
 */
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define FIND_MS         20
#define FIND_EACH       125   /* reports of a call, however fast it is */
#define FIND_TEXTS      125   /* of a report, before the clock is looked at */
#define FIND_TEXTS_MOST 500   /* of a report in a call, however fast it is */
#define FIND_OF_MOST    20000 /* `of` beyond it means: or more */
#define FIND_WORDS_SIZE 161
#define FIND_FOUND_MOST 50 /* rows of a call */

struct find {
	struct engine *e;
	char words[FIND_WORDS_SIZE];  /* small letters */
	char number[GSM_NUMBER_SIZE]; /* "": they are no number */
	int64_t before_id, done, of, from_s, to_s, end_ms;
	/* 0: go on below before_id; else in that report, below this text */
	int64_t before_text;
	bool period;
	json_t *found;
};

static void
find_fold(char *text)
{
	for (; *text != '\0'; text++)
		*text = (char)tolower((unsigned char)*text);
}

static bool
find_read_after(json_t *args, struct find *f, struct command_answer *a)
{
	const char *after = command_str(args, "after");
	f->before_id = INT64_MAX;
	if (after == NULL ||
	    sscanf(after, "%" SCNd64 ":%" SCNd64 ":%" SCNd64 ":%" SCNd64,
		&f->before_id, &f->done, &f->of, &f->before_text) == 4)
		return true;
	return command_fail(a, "bad_arguments",
		   "expected --after with the `next` of a piece") != 0;
}

static bool
find_read(struct find *f, json_t *args, struct command_answer *a)
{
	const char *words = command_str(args, "words");
	const char *from = command_str(args, "from");
	const char *to = command_str(args, "to");
	f->period = from != NULL || to != NULL;
	f->from_s = command_day(from, 0, 0);
	f->to_s = command_day(to, INT64_MAX, 1);
	if (f->from_s < 0 || f->to_s < 0)
		return command_fail(a, "bad_arguments",
			   "expected dates such as 2026-11-21") != 0;
	(void)snprintf(f->words, sizeof(f->words), "%s", words);
	if (strlen(f->words) < 3)
		return command_fail(a, "bad_arguments",
			   "expected three letters or more") != 0;
	if (gsm_number_normalize(words, f->e->conf->siaga.country, f->number) <
	    0)
		f->number[0] = '\0';
	find_fold(f->words);
	return find_read_after(args, f, a);
}

/* How many there are to look at, once. */
static int
find_count(struct find *f)
{
	struct store_rows rows;
	if (f->before_id != INT64_MAX)
		return 0;
	if (f->period)
		store_ask(f->e->store, &rows, QUERY_QUEUE_FILED_COUNT,
		    SQL_INT(f->from_s), SQL_INT(f->to_s),
		    SQL_INT(FIND_OF_MOST));
	else
		store_ask(f->e->store, &rows, QUERY_FIND_OPEN_COUNT,
		    SQL_INT(FIND_OF_MOST));
	int got = store_next(&rows);
	f->of = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* --- one text --- */

static const char *
find_in_record(const struct find *f, json_t *record)
{
	char text[4096];
	const char *from = wire_str(record, "from");
	const char *said = wire_str(record, "text");
	const char *where = NULL;
	if (f->number[0] != '\0' && from != NULL &&
	    strcmp(from, f->number) == 0)
		where = "number";
	for (size_t at = 0; where == NULL && said != NULL && said[at] != '\0';
	     at += sizeof(text) - FIND_WORDS_SIZE) {
		(void)snprintf(text, sizeof(text), "%s", said + at);
		find_fold(text);
		if (strstr(text, f->words) != NULL)
			where = "text";
		if (strlen(text) < sizeof(text) - 1)
			break;
	}
	sodium_memzero(text, sizeof(text));
	return where;
}

static const char *
find_in_body(const struct find *f, const struct report *r, const void *sealed,
    size_t size)
{
	struct vault_blob body;
	const char *where = NULL;
	if (sealed == NULL || vault_open(f->e->vault, f->e->actor.keys,
				  r->case_pk, sealed, size, &body) < 0)
		return NULL;
	json_t *record = json_loadb(
	    (const char *)body.bytes, body.size, JSON_ALLOW_NUL, NULL);
	if (record != NULL)
		where = find_in_record(f, record);
	json_decref(record);
	vault_blob_free(&body);
	return where;
}

/* Some of its texts, from new to old. *ret_where NULL: it is in none of them;
 * before_text 0: these were the last. */
static int
find_in_texts(struct find *f, const struct report *r, const char **ret_where,
    int64_t *ret_at)
{
	struct store_rows rows;
	int got, count = 0;
	*ret_where = NULL;
	store_ask(f->e->store, &rows, QUERY_FIND_BODIES, SQL_INT(r->id),
	    SQL_INT(f->before_text == 0 ? INT64_MAX : f->before_text),
	    SQL_INT(FIND_TEXTS));
	while (*ret_where == NULL && (got = store_next(&rows)) > 0) {
		size_t size;
		const void *sealed = store_blob(&rows, 2, &size);
		f->before_text = store_int(&rows, 0);
		*ret_at = store_int(&rows, 1);
		*ret_where = find_in_body(f, r, sealed, size);
		count++;
	}
	store_done(&rows);
	if (*ret_where != NULL || count < FIND_TEXTS)
		f->before_text = 0;
	return *ret_where == NULL && got < 0 ? got : 0;
}

static bool
find_time_is_over(const struct find *f)
{
	return f->e->clock.mono_ms(f->e->clock.arg) >= f->end_ms;
}

/* Until the time is over, then before_text says where it goes on. */
static int
find_in_report(struct find *f, const struct report *r)
{
	const char *where;
	int64_t at = 0;
	int err, looked = 0;
	do {
		err = find_in_texts(f, r, &where, &at);
		looked += FIND_TEXTS;
	} while (err == 0 && f->before_text != 0 && looked < FIND_TEXTS_MOST &&
		 !find_time_is_over(f));
	if (err < 0 || where == NULL)
		return err;
	json_t *row = command_report_row(f->e, r);
	(void)json_object_set_new(row, "in", json_string(where));
	(void)json_object_set_new(row, "at", command_time(at));
	return json_array_append_new(f->found, row);
}

/* --- a piece --- */

static int
find_next_ids(const struct find *f, int64_t ids[FIND_EACH], size_t *ret_count)
{
	struct store_rows rows;
	int got;
	*ret_count = 0;
	if (f->period)
		store_ask(f->e->store, &rows, QUERY_FIND_PERIOD,
		    SQL_INT(f->before_id), SQL_INT(f->from_s), SQL_INT(f->to_s),
		    SQL_INT(FIND_EACH));
	else
		store_ask(f->e->store, &rows, QUERY_FIND_OPEN,
		    SQL_INT(f->before_id), SQL_INT(FIND_EACH));
	while ((got = store_next(&rows)) > 0)
		ids[(*ret_count)++] = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
find_look(struct find *f, int64_t id)
{
	struct report r;
	int err = case_get(f->e, id, &r);
	bool open = err == 0 && r.erased_at == 0 && !command_shuts(f->e, &r);
	f->before_id = id;
	if (open)
		err = find_in_report(f, &r);
	else
		f->before_text = 0;
	f->done += f->before_text == 0;
	return err;
}

static bool
find_stops(const struct find *f)
{
	return f->before_text != 0 ||
	       json_array_size(f->found) >= FIND_FOUND_MOST ||
	       find_time_is_over(f);
}

static int
find_piece(struct find *f, bool *ret_more)
{
	int64_t ids[FIND_EACH];
	size_t count = 0, i = 0;
	struct engine *e = f->e;
	int err = 0;
	f->end_ms = e->clock.mono_ms(e->clock.arg) + FIND_MS;
	if (f->before_text != 0) /* of a long report, what is left */
		err = find_look(f, f->before_id);
	*ret_more = true;
	if (err < 0 || f->before_text != 0)
		return err;
	err = find_next_ids(f, ids, &count);
	while (err == 0 && i < count && !find_stops(f))
		err = find_look(f, ids[i++]);
	*ret_more = i < count || count == FIND_EACH || f->before_text != 0;
	return err;
}

/* Of what is looked for and where that goes on, in the session's memory. */
static void
find_piece_mark(json_t *args, const char *after, uint8_t ret[SESSION_SEARCH])
{
	const char *parts[] = {command_str(args, "words"),
	    command_str(args, "from"), command_str(args, "to"), after};
	crypto_generichash_state state;
	(void)crypto_generichash_init(&state, NULL, 0, SESSION_SEARCH);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *part = parts[i] == NULL ? "" : parts[i];
		(void)crypto_generichash_update(
		    &state, (const uint8_t *)part, strlen(part) + 1);
	}
	(void)crypto_generichash_final(&state, ret, SESSION_SEARCH);
	sodium_memzero(&state, sizeof(state));
}

/* Does it go on with the search that this session was told of last? All else
 * is a search of its own, whatever its `after` says. */
static bool
find_goes_on(struct engine *e, json_t *args)
{
	uint8_t mark[SESSION_SEARCH];
	const char *after = command_str(args, "after");
	if (after == NULL || e->actor.session == NULL)
		return false;
	find_piece_mark(args, after, mark);
	return sodium_memcmp(mark, e->actor.session->search, sizeof(mark)) == 0;
}

int
command_report_find(struct engine *e, json_t *args, struct command_answer *a)
{
	struct find f = {.e = e};
	bool more = false;
	if (e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (!find_read(&f, args, a))
		return 0;
	bool first = !find_goes_on(e, args);
	f.found = json_array();
	vault_session_remember(e->actor.keys);
	int err = find_count(&f);
	if (err == 0)
		err = find_piece(&f, &more);
	if (err == 0 && first)
		err = audit_add(e, e->actor.name, "report.find", "",
		    f.number[0] != '\0' ? "a number" : "words");
	if (first && turn_disk_full(e, err, "report.find"))
		err = 0;
	a->result = json_pack("{s:o, s:I, s:I}", "found", f.found, "done",
	    (json_int_t)f.done, "of",
	    (json_int_t)(f.of > f.done || more ? f.of : f.done));
	if (more)
		(void)snprintf(a->next, sizeof(a->next),
		    "%" PRId64 ":%" PRId64 ":%" PRId64 ":%" PRId64, f.before_id,
		    f.done, f.of, f.before_text);
	if (e->actor.session != NULL)
		find_piece_mark(args, a->next, e->actor.session->search);
	sodium_memzero(&f, sizeof(f));
	return err;
}
