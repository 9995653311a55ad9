/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report show: what the box knows of a case, what waits, what people did. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#define FACTS_ERASE_S 259200
/* Of a frame, beside the thread (commands_report.c). */
#define FACTS_REPLIES_BYTES 5000
#define FACTS_ACTS_BYTES    7000

static const struct {
	unsigned mark;
	const char *name;
} facts_marks[] = {
    {MARK_FORCED, "possibly_forced"},
    {MARK_WHO, "who_is_this"},
    {MARK_WRONG, "wrong_number"},
    {MARK_WISH, "wish"},
    {MARK_COMPANY, "wants_company"},
    {MARK_THREE, "three_calls"},
    {MARK_SUICIDE, "suicide"},
    {MARK_MEDICAL, "medical_window"},
    {MARK_SAFE_WORD, "safe_word_by_text"},
};

bool
command_newest(json_t *list, json_t *entry, size_t most, size_t *size)
{
	*size += json_dumpb(entry, NULL, 0, JSON_COMPACT) + 1;
	if (*size > most) {
		json_decref(entry);
		return false;
	}
	return json_array_insert_new(list, 0, entry) == 0;
}

static json_t *
facts_mark_names(unsigned marks)
{
	json_t *names = json_array();
	for (size_t i = 0; i < sizeof(facts_marks) / sizeof(*facts_marks); i++)
		if ((marks & facts_marks[i].mark) != 0)
			(void)json_array_append_new(
			    names, json_string(facts_marks[i].name));
	return names;
}

static json_t *
facts_letter(char letter, const char *letters, const char *const *names)
{
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);
	return at == NULL ? json_null() : json_string(names[at - letters]);
}

static const char *const facts_yes_no[] = {"yes", "no", "other"};
static const char *const facts_reporters[] = {"self", "other"};
static const char *const facts_phones[] = {"unknown", "own", "shared", "his"};
static const char *const facts_ways[] = {"unset", "sms", "call", "never"};
static const char *const facts_wishes[] = {"none", "soon", "now", "hour"};

static json_t *
facts_consent(const struct facts *f)
{
	return json_pack("{s:b, s:s, s:b, s:o}", "asked", (int)f->consent_asked,
	    "letters", f->consent, "provisional", (int)f->consent_provisional,
	    "cadre", facts_letter(f->cadre, "yno", facts_yes_no));
}

static json_t *
facts_contact(const struct report *r)
{
	const struct facts *f = &r->facts;
	char window[2] = {f->window};
	return json_pack("{s:s, s:s, s:s, s:b, s:o, s:o}", "phone",
	    facts_phones[f->phone], "way", facts_ways[f->way], "window", window,
	    "safe_word", (int)f->has_safe_word, "silenced_at",
	    command_time(f->silenced_at_s), "last_in_at",
	    command_time(r->last_in_at));
}

int64_t
command_call_until(const struct report *r)
{
	int64_t from_s, to_s;
	case_call_times(&r->facts, &from_s, &to_s);
	return to_s;
}

static json_t *
facts_call(const struct report *r)
{
	const struct facts *f = &r->facts;
	int64_t from_s, to_s;
	if (f->call == CALL_NONE)
		return json_null();
	case_call_times(f, &from_s, &to_s);
	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "wish",
	    facts_wishes[f->call], "asked_at", command_time(f->call_at_s),
	    "from", command_time(from_s), "until", command_time(to_s),
	    "taken_at",
	    command_time(
		r->call_taken_at >= f->call_at_s ? r->call_taken_at : 0));
}

json_t *
command_open_words(struct engine *e, struct vault_session *session,
    const uint8_t *case_pk, const void *sealed, size_t size)
{
	struct vault_blob text;
	if (session == NULL || sealed == NULL ||
	    vault_open(e->vault, session, case_pk, sealed, size, &text) < 0)
		return json_null();
	json_t *words = json_stringn((const char *)text.bytes, text.size);
	vault_blob_free(&text);
	return words;
}

static int
facts_replies(struct engine *e, struct vault_session *session,
    const struct report *r, json_t *list, bool *ret_cut)
{
	struct store_rows rows;
	size_t size, pk_size, used = 0;
	bool fits = true;
	int got = 0;
	store_ask(e->store, &rows, QUERY_REPLY_OF_REPORT, SQL_INT(r->id));
	while (fits && (got = store_next(&rows)) > 0) {
		const void *body = store_blob(&rows, 5, &size);
		const uint8_t *pk = store_blob(&rows, 8, &pk_size);
		fits = command_newest(list,
		    json_pack("{s:I, s:o, s:s, s:I, s:s?, s:o, s:o, s:b}", "id",
			(json_int_t)store_int(&rows, 0), "at",
			command_time(store_int(&rows, 1)), "state",
			store_str(&rows, 2), "level",
			(json_int_t)store_int(&rows, 3), "template",
			store_str(&rows, 4), "text",
			command_open_words(e, session, pk, body, size),
			"offered_at", command_time(store_int(&rows, 6)),
			"override", !store_is_null(&rows, 7)),
		    FACTS_REPLIES_BYTES, &used);
	}
	store_done(&rows);
	*ret_cut |= !fits;
	return got < 0 ? got : 0;
}

static int
facts_acts(struct engine *e, struct vault_session *session,
    const struct report *r, json_t *list, bool *ret_cut)
{
	struct store_rows rows;
	size_t size, used = 0;
	bool fits = true;
	int got = 0;
	store_ask(e->store, &rows, QUERY_ACT_OF_REPORT, SQL_INT(r->id));
	while (fits && (got = store_next(&rows)) > 0) {
		const void *detail = store_blob(&rows, 3, &size);
		fits = command_newest(list,
		    json_pack("{s:o, s:s, s:s, s:o}", "at",
			command_time(store_int(&rows, 0)), "by",
			store_str(&rows, 1), "act", store_str(&rows, 2),
			"reason",
			command_open_words(
			    e, session, r->case_pk, detail, size)),
		    FACTS_ACTS_BYTES, &used);
	}
	store_done(&rows);
	*ret_cut |= !fits;
	return got < 0 ? got : 0;
}

static int
facts_joined(struct engine *e, const struct report *r, json_t *to)
{
	struct store_rows rows;
	json_t *list = json_array();
	int got;
	store_ask(e->store, &rows, QUERY_REPORT_JOINED, SQL_INT(r->id));
	while ((got = store_next(&rows)) > 0)
		(void)json_array_append_new(
		    list, json_string(store_str(&rows, 0)));
	store_done(&rows);
	(void)json_object_set_new(to, "joined", list);
	if (got < 0 || r->joined_to == 0)
		return got < 0
			   ? got
			   : json_object_set_new(to, "joined_to", json_null());
	store_ask(e->store, &rows, QUERY_REPORT_CODE, SQL_INT(r->joined_to));
	got = store_next(&rows);
	(void)json_object_set_new(to, "joined_to",
	    got > 0 ? json_string(store_str(&rows, 0)) : json_null());
	store_done(&rows);
	return got < 0 ? got : 0;
}

json_t *
command_erase_due(const struct report *r)
{
	int64_t at_s = r->facts.erase_at_s;
	return command_time(at_s == 0 ? 0 : at_s + FACTS_ERASE_S);
}

int
command_facts(struct engine *e, struct vault_session *session,
    const struct report *r, json_t *to)
{
	const struct facts *f = &r->facts;
	json_t *replies = json_array(), *acts = json_array();
	bool cut = false;
	json_t *facts =
	    json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"marks", facts_mark_names(f->marks), "triaged_at",
		command_time(r->triaged_at), "reporter",
		facts_letter(f->reporter, "so", facts_reporters), "minor",
		facts_letter(f->minor, "yn", facts_yes_no), "consent",
		facts_consent(f), "contact", facts_contact(r), "call",
		facts_call(r), "erase_due_at", command_erase_due(r),
		"closed_at", command_time(r->closed_at), "feedback",
		f->feedback == '\0' ? json_null()
				    : json_integer(f->feedback - '0'));
	(void)json_object_update(to, facts);
	json_decref(facts);
	int err = facts_replies(e, session, r, replies, &cut);
	if (err == 0)
		err = facts_acts(e, session, r, acts, &cut);
	(void)json_object_set_new(to, "replies", replies);
	(void)json_object_set_new(to, "acts", acts);
	if (cut)
		(void)json_object_set_new(to, "older_left_out", json_true());
	return err == 0 ? facts_joined(e, r, to) : err;
}
