/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga report list|show */
#include "commands.h"

#include "../lib/log.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define REPORT_THREAD_PAGE  40
#define REPORT_THREAD_BYTES 31000 /* of a frame; the rest is the next page */
#define REPORT_SENT_BYTES   9000  /* the newest of what went out */
#define REPORT_CUT_BYTES    5000  /* six bytes each at the worst: \\uXXXX */

/* Who looks: a session that opens the case, or none; bare: once people rule
 * nobody else is shown more than that it is there, and its times. */
struct report_look {
	struct vault_session *session;
	bool bare;
};

json_t *
command_time(int64_t at_s)
{
	char text[32];
	time_t at = (time_t)at_s;
	struct tm utc = {0};
	if (at_s == 0)
		return json_null();
	(void)gmtime_r(&at, &utc);
	(void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	return json_string(text);
}

static json_t *
report_or_null(const char *text)
{
	return text[0] == '\0' ? json_null() : json_string(text);
}

json_t *
command_call_open(const struct engine *e, const struct report *r)
{
	bool open = r->facts.call != CALL_NONE &&
		    r->call_taken_at < r->facts.call_at_s &&
		    e->now_s <= command_call_until(r);
	return open ? command_time(command_call_until(r)) : json_null();
}

json_t *
command_report_row(struct engine *e, const struct report *r)
{
	char village[CASE_VILLAGE_SIZE] = "";
	if (!command_shuts(e, r))
		case_village(e, r, village);
	return json_pack("{s:s, s:o, s:s, s:o, s:s, s:b, s:s, s:b}", "code",
	    r->code, "filed_at", command_time(r->filed_at), "channel",
	    r->channel, "village", report_or_null(village), "urgency",
	    urgency_name(r->facts.urgency), "emergency",
	    (int)r->facts.emergency, "state", case_state(r), "quarantine",
	    (int)(r->quarantine[0] != '\0'));
}

bool
command_number_hidden(struct engine *e, const struct report *r)
{
	struct store_rows rows;
	if (strcmp(r->channel, "ussd") != 0)
		return false;
	store_ask(e->store, &rows, QUERY_REPORT_NUMBER_HIDDEN, SQL_INT(r->id));
	bool hidden = store_next(&rows) > 0;
	store_done(&rows);
	return hidden;
}

/* What the list for people shows besides; the row of scripts is a contract. */
static void
report_add_detail(struct engine *e, const struct report *r, json_t *row)
{
	(void)json_object_set_new(row, "flood", report_or_null(r->flood));
	(void)json_object_set_new(row, "call_until", command_call_open(e, r));
	(void)json_object_set_new(
	    row, "number_hidden", json_boolean(command_number_hidden(e, r)));
	command_owner(e, r, row);
}

int
command_report_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	struct report r = {0};
	int count = 0, got;
	bool only = json_is_true(json_object_get(args, "quarantine"));
	a->result = json_array();
	store_ask(e->store, &rows, QUERY_REPORT_PAGE,
	    SQL_INT(command_after(args)), SQL_INT(only),
	    SQL_INT(COMMAND_PAGE_MAX));
	while ((got = store_next(&rows)) > 0) {
		case_from_row(&rows, &r);
		json_t *row = command_report_row(e, &r);
		if (json_is_true(json_object_get(args, "detail")))
			report_add_detail(e, &r, row);
		(void)json_array_append_new(a->result, row);
		count++;
	}
	store_done(&rows);
	if (count == COMMAND_PAGE_MAX)
		(void)snprintf(a->next, sizeof(a->next), "%" PRId64, r.id);
	return got;
}

static json_t *
report_words(struct engine *e, int64_t classes)
{
	json_t *words = json_array();
	const char *const *names = e->handling->class_names;
	for (int bit = 0; names[bit] != NULL; bit++)
		if ((classes >> bit & 1) != 0)
			(void)json_array_append_new(
			    words, json_string(names[bit]));
	return words;
}

/* The sealed record, opened; without a session only that it is there. */
static void
report_open_record(struct engine *e, struct vault_session *session,
    const struct report *r, struct store_rows *rows, json_t *entry)
{
	size_t size;
	struct vault_blob text;
	const void *sealed = store_blob(rows, 4, &size);
	if (session == NULL || sealed == NULL) {
		(void)json_object_set_new(entry, "sealed", json_true());
		return;
	}
	if (vault_open(e->vault, session, r->case_pk, sealed, size, &text) <
	    0) {
		(void)json_object_set_new(entry, "unreadable", json_true());
		return;
	}
	json_t *record = json_loadb(
	    (const char *)text.bytes, text.size, JSON_ALLOW_NUL, NULL);
	/* Who wrote is shown by an act of its own, with a reason. */
	(void)json_object_del(record, "from");
	(void)json_object_update(entry, record);
	json_decref(record);
	vault_blob_free(&text);
}

static json_t *
report_words_of(const struct found_words *f, int bit)
{
	json_t *words = json_array();
	for (size_t i = 0; i < f->matched_count; i++)
		if ((f->matched_classes[i] >> bit & 1) != 0)
			(void)json_array_append_new(
			    words, json_string(f->matched[i]));
	return words;
}

/* Which of her words are of which class of danger or concern: what she wrote
 * is looked at anew, for the box keeps the classes alone. */
static void
report_add_danger(struct engine *e, int64_t classes, json_t *entry)
{
	struct found_words f;
	json_t *text = json_object_get(entry, "text");
	const char *const *names = e->handling->class_names;
	if (!json_is_string(text)) /* sealed to whoever asks */
		return;
	json_t *list = json_array();
	e->handling->lexicon_find(e->words->lexicon, json_string_value(text),
	    json_string_length(text), &f);
	for (int bit = 0; names[bit] != NULL; bit++)
		if (((uint64_t)classes & f.marked) >> bit & 1)
			(void)json_array_append_new(
			    list, json_pack("{s:s, s:o}", "class", names[bit],
				      "words", report_words_of(&f, bit)));
	(void)json_object_set_new(entry, "danger", list);
	sodium_memzero(&f, sizeof(f));
}

/* What she saw then, on a USSD screen; values of that moment are left open. An
 * officer's template may be one that only texts have. */
static int
report_words_shown(struct engine *e, const struct report *r, const char *id,
    char ret[TEXTS_SIZE])
{
	const struct wordset *w = e->words;
	bool screen =
	    w->screen.texts != NULL && texts_known(w->screen.texts, id);
	json_t *values = json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", r->code,
	    "when", "...", "open", "...", "names", "...", "answer", "...");
	int err = texts_render(screen ? w->screen.texts : w->texts,
	    e->conf->siaga.language, id, values, ret);
	json_decref(values);
	return err;
}

static void
report_add_screen(struct engine *e, const struct report *r, json_t *entry)
{
	char text[TEXTS_SIZE];
	const char *id = json_string_value(json_object_get(entry, "screen"));
	if (id != NULL && report_words_shown(e, r, id, text) == 0)
		(void)json_object_set_new(entry, "shown", json_string(text));
}

/* A text of 255 parts may not fit a frame; its beginning does. */
static void
report_cut_long(json_t *entry)
{
	json_t *text = json_object_get(entry, "text");
	if (json_dumpb(entry, NULL, 0, JSON_COMPACT) <= REPORT_THREAD_BYTES)
		return;
	size_t size = json_string_length(text) < REPORT_CUT_BYTES
			  ? json_string_length(text)
			  : REPORT_CUT_BYTES;
	const char *bytes = json_string_value(text);
	while (size > 0 && ((unsigned char)bytes[size] & 0xc0) == 0x80)
		size--; /* not within a character */
	json_t *cut = json_stringn(bytes, size);
	(void)json_object_set_new(entry, "text", cut);
	(void)json_object_set_new(entry, "cut", json_true());
}

static json_t *
report_entry_in(struct engine *e, const struct report_look *look,
    const struct report *r, struct store_rows *rows)
{
	json_t *entry = json_pack("{s:s, s:o, s:s}", "way", "in", "at",
	    command_time(store_int(rows, 1)), "clock", store_str(rows, 2));
	if (!look->bare)
		(void)json_object_set_new(
		    entry, "words", report_words(e, store_int(rows, 3)));
	report_open_record(e, look->session, r, rows, entry);
	report_add_danger(e, store_int(rows, 3), entry);
	report_add_screen(e, r, entry);
	return entry;
}

static int
report_thread_in(struct engine *e, const struct report_look *look,
    const struct report *r, json_t *args, struct command_answer *a,
    json_t *thread)
{
	struct store_rows rows;
	int64_t last = 0, count = 0;
	size_t size = 0;
	bool more = false;
	int64_t after = command_after(args);
	int got;
	store_ask(e->store, &rows, QUERY_MESSAGE_OF_REPORT, SQL_INT(r->id),
	    SQL_INT(after == INT64_MAX ? 0 : after),
	    SQL_INT(REPORT_THREAD_PAGE));
	while ((got = store_next(&rows)) > 0) {
		json_t *entry = report_entry_in(e, look, r, &rows);
		report_cut_long(entry);
		size += json_dumpb(entry, NULL, 0, JSON_COMPACT);
		if (count > 0 && size > REPORT_THREAD_BYTES) {
			json_decref(entry);
			more = true;
			break;
		}
		(void)json_array_append_new(thread, entry);
		last = store_int(&rows, 0);
		count++;
	}
	store_done(&rows);
	if (more || count == REPORT_THREAD_PAGE)
		(void)snprintf(a->next, sizeof(a->next), "%" PRId64, last);
	return got < 0 ? got : 0;
}

/* What went out: a template filled in, or an officer's own words. */
static void
report_words_out(struct engine *e, const struct report *r,
    struct store_rows *rows, char ret[TEXTS_SIZE])
{
	const struct wordset *w = wordset_find(e->words, store_str(rows, 7));
	const char *language = store_str(rows, 3);
	int err;
	ret[0] = '\0';
	if (store_str(rows, 2) == NULL) {
		err = replies_words(e, store_int(rows, 8), ret);
	} else if (language == NULL) { /* it never was a text */
		err = report_words_shown(e, r, store_str(rows, 2), ret);
	} else {
		json_t *slots = json_loads(store_str(rows, 4), 0, NULL);
		err = texts_render(
		    w->texts, language, store_str(rows, 2), slots, ret);
		json_decref(slots);
	}
	if (err < 0)
		ret[0] = '\0';
}

static json_t *
report_entry_out(struct engine *e, const struct report_look *look,
    const struct report *r, struct store_rows *rows)
{
	char text[TEXTS_SIZE];
	const char *id = store_str(rows, 2);
	json_t *entry = json_pack("{s:s, s:o, s:s, s:s}", "way", "out", "at",
	    command_time(store_int(rows, 5)), "state", store_str(rows, 1), "id",
	    id == NULL ? "reply" : id);
	if (look->bare)
		return entry;
	report_words_out(e, r, rows, text);
	(void)json_object_set_new(entry, "text", json_string(text));
	if (store_str(rows, 9) != NULL)
		(void)json_object_set_new(
		    entry, "to", json_string(store_str(rows, 9)));
	return entry;
}

static int
report_thread_out(struct engine *e, const struct report_look *look,
    const struct report *r, json_t *thread, bool *ret_cut)
{
	struct store_rows rows;
	size_t used = 0;
	bool fits = true;
	int got = 0;
	store_ask(e->store, &rows, QUERY_OUTBOX_OF_REPORT, SQL_INT(r->id));
	while (fits && (got = store_next(&rows)) > 0)
		fits =
		    command_newest(thread, report_entry_out(e, look, r, &rows),
			REPORT_SENT_BYTES, &used);
	store_done(&rows);
	*ret_cut = !fits;
	return got < 0 ? got : 0;
}

/* What it is about, for who opens it. */
static int
report_about(struct engine *e, const struct report_look *look,
    const struct report *r, json_t *to)
{
	if (look->bare) {
		(void)json_object_set_new(
		    to, "erase_due_at", command_erase_due(r));
		return json_object_set_new(
		    to, "triaged_at", command_time(r->triaged_at));
	}
	int err = command_facts(e, look->session, r, to);
	if (err == 0)
		err = command_notes(e, look->session, r, to);
	(void)json_object_set_new(to, "window", command_window(e, r));
	return err < 0 ? err : command_watches(e, r, to);
}

static int
report_show(struct engine *e, const struct report_look *look,
    const struct report *r, json_t *args, struct command_answer *a)
{
	json_t *in = json_array(), *out = json_array();
	bool cut = false;
	int err = report_thread_in(e, look, r, args, a, in);
	if (err == 0)
		err = report_thread_out(e, look, r, out, &cut);
	a->result = command_report_row(e, r);
	report_add_detail(e, r, a->result);
	(void)json_object_set_new(a->result, "clock", json_string(r->clock));
	(void)json_object_set_new(
	    a->result, "reason", report_or_null(r->quarantine));
	if (r->erased_at != 0)
		(void)json_object_set_new(a->result, "erasure",
		    json_string(r->dark_at != 0 ? "complete" : "incomplete"));
	if (err == 0)
		err = report_about(e, look, r, a->result);
	(void)json_object_set_new(a->result, "received", in);
	(void)json_object_set_new(a->result, "sent", out);
	if (cut)
		(void)json_object_set_new(
		    a->result, "older_left_out", json_true());
	return err;
}

/* CEK says so from now on. A store that cannot be written stays readable.
 * `page` is where the page that was read begins, "": the first. `quiet`: a
 * screen that shows it anew by itself, which no person has to look at. */
static int
report_mark_read(
    struct engine *e, const struct report *r, const char *page, bool quiet)
{
	int err = turn_write(e);
	if (err == 0 && !quiet)
		err = store_run(e->store, QUERY_REPORT_READ, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = audit_add(e, e->actor.name, "report.read", r->code, page);
	if (err == 0)
		err = session_read(
		    e, &e->actor, r->id, page[0] == '\0' && !quiet);
	return turn_disk_full(e, err, "report.read") ? 0 : err;
}

/* Whose it is; nobody's in particular until it is assigned. */
static int
report_add_people(struct engine *e, const struct report *r, json_t *to)
{
	struct store_rows rows;
	json_t *people = json_array();
	int got;
	store_ask(e->store, &rows, QUERY_ASSIGNED_OF, SQL_INT(r->id));
	while ((got = store_next(&rows)) > 0)
		(void)json_array_append_new(
		    people, json_string(store_str(&rows, 0)));
	store_done(&rows);
	(void)json_object_set_new(to, "assigned", people);
	return got;
}

bool
command_find_report(struct engine *e, json_t *args, struct command_answer *a,
    struct report *ret)
{
	char code[ENGINE_CODE_SIZE];
	const char *typed = command_str(args, "code");
	size_t len = strlen(typed);
	for (size_t i = 0; i < sizeof(code); i++)
		code[i] =
		    i < len ? (char)toupper((unsigned char)typed[i]) : '\0';
	if (len < sizeof(code) && case_find(e, code, ret) == 0)
		return true;
	(void)command_fail(a, "not_found", "there is no report of that code");
	return false;
}

bool
command_erase_shuts(struct engine *e, const struct report *r)
{
	struct report head = {0};
	if ((e->actor.role & PERSON_OF_ROLES) == 0 ||
	    e->actor.role == COMMAND_SUPERVISOR)
		return false;
	if (r->joined_to != 0 && case_get(e, r->joined_to, &head) < 0)
		return true;
	const struct report *of = r->joined_to != 0 ? &head : r;
	return r->erased_at == 0 && of->assigned_at == 0 &&
	       (r->facts.erase_at_s != 0 || of->facts.erase_at_s != 0);
}

bool
command_excluded(struct engine *e, const struct report *r)
{
	struct store_rows rows;
	if (e->actor.session == NULL)
		return false;
	store_ask(e->store, &rows, QUERY_EXCLUDED_FROM, SQL_INT(r->id),
	    SQL_TEXT(e->actor.name));
	int got = store_next(&rows);
	store_done(&rows);
	return got != 0; /* nor if that cannot be known */
}

bool
command_shuts(struct engine *e, const struct report *r)
{
	return command_erase_shuts(e, r) || command_excluded(e, r);
}

bool
command_reads(struct engine *e, const struct report *r)
{
	return e->actor.keys != NULL && !command_shuts(e, r) &&
	       (r->erased_at != 0 ||
		   vault_case_opens(e->vault, e->actor.keys, r->case_pk) == 0);
}

int
command_report_show(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	struct vault_session *session = e->actor.keys;
	if (!command_find_report(e, args, a, &r))
		return 0;
	bool shut = session != NULL && command_erase_shuts(e, &r);
	bool mine = command_reads(e, &r);
	struct report_look look = {
	    mine ? session : NULL, !mine && people_rule(e)};
	int err = report_show(e, &look, &r, args, a);
	if (err == 0)
		err = report_add_people(e, &r, a->result);
	(void)json_object_set_new(a->result, "same_as",
	    command_excluded(e, &r) ? json_array()
				    : numbers_same(e->actor.session, r.id));
	if (shut)
		(void)json_object_set_new(
		    a->result, "erase_pending", json_true());
	if (session != NULL && !mine)
		(void)json_object_set_new(
		    a->result, "not_assigned", json_true());
	if (e->actor.stale)
		(void)json_object_set_new(
		    a->result, "session_over", json_true());
	char page[32] = "";
	if (command_after(args) != INT64_MAX) /* 0 is the first page, too */
		(void)snprintf(
		    page, sizeof(page), "after=%" PRId64, command_after(args));
	return err == 0 && mine
		   ? report_mark_read(e, &r, page, a->ticket.from.quiet)
		   : err;
}
