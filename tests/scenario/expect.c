/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a script expects of the outside: texts, webhooks, the SIM, the log. */
#include "expect.h"
#include "played.h"

#include "gateway/lib/gsm.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "a,b" of a list of words; none: it is empty, or no such list. */
static char *
expect_spell_list(json_t *list)
{
	char all[512] = "";
	size_t i;
	json_t *word;
	json_array_foreach(list, i, word)
	{
		size_t len = strlen(all);
		if (!json_is_string(word))
			return json_dumps(list, JSON_COMPACT);
		(void)snprintf(all + len, sizeof(all) - len, "%s%s",
		    i == 0 ? "" : ",", json_string_value(word));
	}
	return strdup(all[0] == '\0' ? "none" : all);
}

char *
expect_spell(json_t *value)
{
	if (value == NULL || json_is_null(value))
		return strdup("none");
	if (json_is_array(value))
		return expect_spell_list(value);
	if (json_is_boolean(value))
		return strdup(json_is_true(value) ? "yes" : "no");
	if (json_is_string(value))
		return strdup(json_string_value(value));
	return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
}

json_t *
expect_find(json_t *in, const char *path)
{
	char name[64];
	while (in != NULL && *path != '\0') {
		size_t len = strcspn(path, ".");
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, path);
		size_t nth = strtoul(name, NULL, 10);
		in = json_is_array(in) && nth > 0 ? json_array_get(in, nth - 1)
						  : json_object_get(in, name);
		path += len + (path[len] == '.');
	}
	return in;
}

void
expect_pairs(
    struct world *w, struct words *words, json_t *object, const char *what)
{
	char key[64], expected[1024];
	while (words_pair(words, key, expected)) {
		char *is = expect_spell(expect_find(object, key));
		if (is == NULL)
			abort();
		if (strcmp(is, expected) != 0)
			world_fail(w, "expected %s with %s=%s, seen %s=%s",
			    what, key, expected, key, is);
		free(is);
	}
}

void
expect_count(struct world *w, const char *what, int64_t is, int64_t expected)
{
	if (is != expected)
		world_fail(w, "expected %s %" PRId64 ", seen %" PRId64, what,
		    expected, is);
}

/* --- texts --- */

/* Reads templates/FOLDER/LANGUAGE/ID.txt; false: there is none. */
static bool
expect_template(
    struct world *w, const char *folder, const char *id, char ret_text[1024])
{
	char path[256];
	(void)snprintf(path, sizeof(path), "%s/%s/%s/%s.txt",
	    w->conf.siaga.templates, folder, w->conf.siaga.language, id);
	FILE *file = fopen(path, "re");
	ret_text[0] = '\0';
	if (file == NULL)
		return false;
	size_t size = fread(ret_text, 1, 1023, file);
	while (size > 0 && strchr("\r\n", ret_text[size - 1]) != NULL)
		size--;
	ret_text[size] = '\0';
	(void)fclose(file);
	return true;
}

/* The cover's name must stand where {cover} does; others may be anything. */
static bool
expect_fits(const char *template, const char *text, const char *cover)
{
	while (*template != '\0' && *template != '{')
		if (*template ++ != *text++)
			return false;
	if (*template == '\0')
		return *text == '\0';
	const char *rest = strchr(template, '}');
	if (rest == NULL)
		return false;
	if (strncmp(template, "{cover}", 7) == 0)
		return strncmp(text, cover, strlen(cover)) == 0 &&
		       expect_fits(rest + 1, text + strlen(cover), cover);
	for (; *text != '\0'; text++) /* a slot may be empty */
		if (expect_fits(rest + 1, text, cover))
			return true;
	return expect_fits(rest + 1, text, cover);
}

bool
expect_is_template(struct world *w, const char *id, const char *text)
{
	static const char *const folders[] = {"sms", "ussd"};
	char template[1024];
	for (size_t i = 0; i < 2; i++)
		if (expect_template(w, folders[i], id, template) &&
		    expect_fits(template, text, w->conf.cover.name))
			return true;
	return false;
}

/* Which template it is, for faults: "R01", "K01", "P01", or "?". */
const char *
expect_name_text(struct world *w, const char *text)
{
	static char id[16];
	for (int n = 1; n < 240; n++) {
		(void)snprintf(
		    id, sizeof(id), "%c%02d", "RKPU"[n / 60], n % 60);
		if (expect_is_template(w, id, text))
			return id;
	}
	return "?";
}

/* By its id, or word for word. */
bool
expect_says(struct world *w, const char *wanted, bool quoted, const char *text)
{
	return quoted ? strcmp(wanted, text) == 0
		      : expect_is_template(w, wanted, text);
}

/* expect text ID|"WORDS" to NUMBER [by MODEM] [valid SECONDS] */
static void
expect_text(struct world *w, struct words *words)
{
	bool quoted = words_left(words) && words->list[words->at].quoted;
	const char *id = words_next(words);
	const char *to = words_take(words, "to") ? words_next(words) : NULL;
	const char *by = words_take(words, "by") ? words_next(words) : NULL;
	int64_t valid_s =
	    words_take(words, "valid") ? words_number(w, words) : 0;
	struct seen *s = world_next_seen(w, SEEN_TEXT);
	if (s == NULL) {
		world_fail(w, "expected text %s%s%s, seen none", id,
		    to == NULL ? "" : " to ", to == NULL ? "" : to);
		return;
	}
	s->expected = true;
	const char *text = wire_str(s->frame, "text");
	const char *is_to = wire_str(s->frame, "to");
	int64_t is_s = wire_int(s->frame, "validity_s", 0);
	if (!expect_says(w, id, quoted, text) ||
	    (to != NULL && strcmp(to, is_to) != 0) ||
	    (by != NULL && strcmp(by, s->by) != 0))
		world_fail(w,
		    "expected text %s to %s%s%s, seen %s to %s by %s: \"%s\"",
		    id, to == NULL ? "anybody" : to, by == NULL ? "" : " by ",
		    by == NULL ? "" : by, expect_name_text(w, text), is_to,
		    s->by, text);
	if (valid_s != 0 && valid_s != is_s)
		world_fail(w,
		    "expected %s to be valid for %" PRId64 " s, seen %" PRId64,
		    id, valid_s, is_s);
}

/* expect ring to NUMBER [by MODEM] */
static void
expect_ring(struct world *w, struct words *words)
{
	const char *to = words_take(words, "to") ? words_next(words) : "";
	const char *by = words_take(words, "by") ? words_next(words) : NULL;
	struct seen *s = world_next_seen(w, SEEN_RING);
	if (s == NULL) {
		world_fail(w, "expected a ring to %s, seen none", to);
		return;
	}
	s->expected = true;
	if (strcmp(wire_str(s->frame, "to"), to) != 0 ||
	    (by != NULL && strcmp(by, s->by) != 0))
		world_fail(w, "expected a ring to %s, seen one to %s by %s", to,
		    wire_str(s->frame, "to"), s->by);
}

/* --- webhooks --- */

static bool
expect_heard_before(struct world *w, const struct seen *s)
{
	const char *id = wire_str(s->frame, "webhook_id");
	for (struct seen *o = w->seen; o != s; o = o->next)
		if (o->kind == SEEN_WEBHOOK &&
		    strcmp(wire_str(o->frame, "webhook_id"), id) == 0)
			return true;
	return false;
}

/* Is it that news of the box, and that alarm? */
static bool
expect_names(const struct words *words, const struct seen *s, const char *event)
{
	const char *alarm = wire_str(json_object_get(s->data, "data"), "alarm");
	bool named = strcmp(wire_str(s->frame, "type"), event) == 0;
	if (!named || alarm == NULL)
		return named;
	for (int i = words->at; i < words->count; i++)
		if (strncmp(words->list[i].text, "alarm=", 6) == 0 &&
		    strcmp(words->list[i].text + 6, alarm) == 0)
			return true;
	return false;
}

static struct seen *
expect_next_webhook(struct world *w, const struct words *words, const char *to,
    const char *event)
{
	for (struct seen *s = w->seen; s != NULL; s = s->next)
		if (s->kind == SEEN_WEBHOOK && !s->expected &&
		    (!world_is_heartbeat(s) || expect_names(words, s, event)) &&
		    (to == NULL || strcmp(s->by, to) == 0))
			return s;
	return NULL;
}

/* expect webhook EVENT [to NAME] [again] [KEY=VALUE ...]; the hourly
 * heartbeat and the want of a roster are looked at only by their names */
static void
expect_webhook(struct world *w, struct words *words)
{
	const char *event = words_next(words);
	const char *to = words_take(words, "to") ? words_next(words) : NULL;
	bool again = words_take(words, "again");
	struct seen *s = expect_next_webhook(w, words, to, event);
	if (s == NULL) {
		world_fail(w, "expected webhook %s%s%s, seen none", event,
		    to == NULL ? "" : " to ", to == NULL ? "" : to);
		return;
	}
	s->expected = true;
	const char *is = wire_str(s->frame, "type");
	if (strcmp(is, event) != 0)
		world_fail(
		    w, "expected webhook %s, seen %s to %s", event, is, s->by);
	if (expect_heard_before(w, s) != again)
		world_fail(
		    w, again ? "expected the same webhook again, seen a new one"
			     : "expected a new webhook, seen an old one again");
	expect_pairs(w, words, json_object_get(s->data, "data"), "webhook");
}

/* expect nothing | expect no text | expect no webhook | no doctor "WORDS" */
static void
expect_nothing(struct world *w, struct words *words)
{
	(void)words;
	world_expect_no_more(w, SEEN_TEXT);
	world_expect_no_more(w, SEEN_WEBHOOK);
	world_expect_no_more(w, SEEN_RING);
}

static bool
expect_in_doctor(struct world *w, const char *text)
{
	size_t i;
	json_t *finding, *findings = world_ask(w, "doctor", NULL);
	json_array_foreach(findings, i,
	    finding) if (strstr(json_string_value(json_object_get(finding,
				    "what")),
			     text) != NULL) return true;
	return false;
}

static void
expect_doctor(struct world *w, struct words *words)
{
	const char *text = words_quoted(w, words)->text;
	if (!expect_in_doctor(w, text))
		world_fail(w, "expected that doctor finds \"%s\"", text);
}

static bool
expect_in_log(struct world *w, const char *text)
{
	bool found = w->log.data != NULL &&
		     strstr(w->log.data + w->log_from, text) != NULL;
	w->log_from = w->log.len;
	return found;
}

/* Has the last command given a paper that says so, with no slot left open? */
static bool
expect_in_paper(struct world *w, const char *words)
{
	const char *text = json_string_value(
	    json_object_get(json_object_get(w->answer, "result"), "text"));
	if (text == NULL)
		world_fail(w, "the last command gave no paper");
	else if (strpbrk(text, "{}") != NULL)
		world_fail(
		    w, "a slot is left open: \"%.40s\"", strpbrk(text, "{}"));
	return text != NULL && strstr(text, words) != NULL;
}

/* expect paper "WORDS" */
static void
expect_paper(struct world *w, struct words *words)
{
	const char *text = words_quoted(w, words)->text;
	if (!expect_in_paper(w, text))
		world_fail(w, "expected that the paper says \"%s\"", text);
}

static void
expect_no(struct world *w, struct words *words)
{
	if (words_take(words, "text")) {
		world_expect_no_more(w, SEEN_TEXT);
	} else if (words_take(words, "webhook")) {
		world_expect_no_more(w, SEEN_WEBHOOK);
	} else if (words_take(words, "ring")) {
		world_expect_no_more(w, SEEN_RING);
	} else if (words_take(words, "board")) {
		board_expect_none(w);
	} else if (words_take(words, "doctor")) {
		const char *text = words_quoted(w, words)->text;
		if (expect_in_doctor(w, text))
			world_fail(w, "doctor finds \"%s\"", text);
	} else if (words_take(words, "log")) {
		const char *text = words_quoted(w, words)->text;
		if (expect_in_log(w, text))
			world_fail(w, "the log says \"%s\"", text);
	} else if (words_take(words, "paper")) {
		const char *text = words_quoted(w, words)->text;
		if (expect_in_paper(w, text))
			world_fail(w, "the paper says \"%s\"", text);
	} else {
		world_fail(w,
		    "expected: no text, webhook, ring, board, doctor, log or "
		    "paper");
	}
}

/* expect log "WORDS": in what was logged since the last expectation of it */
static void
expect_log(struct world *w, struct words *words)
{
	const char *text = words_quoted(w, words)->text;
	if (!expect_in_log(w, text))
		world_fail(w, "expected \"%s\" in the log", text);
}

/* --- the SIM and programs --- */

static struct played_modem *
expect_modem(struct world *w, struct words *words)
{
	const char *name = words_take(words, "on") ? words_next(words) : NULL;
	struct played_modem *m = modem_played(w, name);
	if (m == NULL)
		world_fail(w, "there is no such modem");
	return m;
}

static void
expect_sim(struct world *w, struct words *words)
{
	int64_t expected = words_number(w, words);
	struct played_modem *m = expect_modem(w, words);
	if (m != NULL)
		expect_count(w, "sim", (int64_t)modem_sim_count(m), expected);
}

static void
expect_taken(struct world *w, struct words *words)
{
	expect_count(w, "taken", w->taken, words_number(w, words));
}

static void
expect_deleted(struct world *w, struct words *words)
{
	expect_count(w, "deleted", w->deleted, words_number(w, words));
}

/* How often a text was handed to the modem, started or not. */
static void
expect_attempts(struct world *w, struct words *words)
{
	int64_t expected = words_number(w, words);
	struct played_modem *m = expect_modem(w, words);
	if (m != NULL)
		expect_count(w, "attempts", m->attempts, expected);
}

/* expect stranger NAME dropped ["WHY"] | connected | hears FRAME KEY=VALUE */
static void
expect_stranger(struct world *w, struct words *words)
{
	const char *name = words_next(words);
	struct played_peer *p = world_peer_named(w, name);
	json_t *why = json_object_get(w->gone, name);
	if (words_take(words, "dropped")) {
		if (p != NULL || why == NULL)
			world_fail(w, "%s was not dropped", name);
		else if (words_left(words) &&
			 strcmp(words_quoted(w, words)->text,
			     json_string_value(why)) != 0)
			world_fail(w, "%s was dropped for %s", name,
			    json_string_value(why));
	} else if (p == NULL) {
		world_fail(w, "%s is not connected (%s)", name,
		    why == NULL ? "left" : json_string_value(why));
	} else if (words_take(words, "hears")) {
		const char *frame = words_next(words);
		if (p->heard == NULL ||
		    strcmp(wire_str(p->heard, "f"), frame) != 0)
			world_fail(w, "expected %s to hear %s, seen %s", name,
			    frame,
			    p->heard == NULL ? "nothing"
					     : wire_str(p->heard, "f"));
		expect_pairs(w, words, p->heard, frame);
	} else {
		(void)words_take(words, "connected");
	}
}

/* Does it stand anywhere in the last answer, as a script expects? */
static void
expect_in_answer(struct world *w, const char *text, bool expected)
{
	char *all = json_dumps(w->answer, JSON_COMPACT);
	if ((strstr(all, text) != NULL) != expected)
		world_fail(w, "expected the answer %s \"%s\": %s",
		    expected ? "to hold" : "without", text, all);
	free(all);
}

/* expect answer [holds "TEXT" | lacks "TEXT"] [KEY=VALUE ...]: of the last
 * command */
static void
expect_answer(struct world *w, struct words *words)
{
	if (w->answer == NULL)
		world_fail(w, "the last command was not answered");
	else if (words_take(words, "holds"))
		expect_in_answer(w, words_quoted(w, words)->text, true);
	else if (words_take(words, "lacks"))
		expect_in_answer(w, words_quoted(w, words)->text, false);
	else
		expect_pairs(w, words, w->answer, "answer");
}

/* expect result KEY=VALUE ...: what the last command gave */
static void
expect_result(struct world *w, struct words *words)
{
	json_t *result = json_object_get(w->answer, "result");
	if (result == NULL)
		world_fail(w, "the last command gave nothing: %s",
		    w->answer == NULL ? "no answer"
				      : json_string_value(json_object_get(
					    w->answer, "message")));
	else
		expect_pairs(w, words, result, "result");
}

/* expect said "WORDS": of the last command, for the person who gave it */
static void
expect_said(struct world *w, struct words *words)
{
	const char *text = words_quoted(w, words)->text;
	const char *said =
	    json_string_value(json_object_get(w->answer, "message"));
	if (said == NULL || strstr(said, text) == NULL)
		world_fail(w, "expected \"%s\", said is \"%s\"", text,
		    said == NULL ? "" : said);
}

static void
expect_down(struct world *w, struct words *words)
{
	(void)words;
	if (w->engine != NULL)
		world_fail(w, "expected siagad to be down");
}

static const struct verb expect_verbs[] = {
    {"text", expect_text, true},
    {"ring", expect_ring, true},
    {"webhook", expect_webhook, true},
    {"board", board_expect, true},
    {"screen", screen_expect, true},
    {"nothing", expect_nothing, true},
    {"no", expect_no, false},
    {"doctor", expect_doctor, true},
    {"log", expect_log, false},
    {"paper", expect_paper, false},
    {"sim", expect_sim, true},
    {"taken", expect_taken, false},
    {"deleted", expect_deleted, false},
    {"attempts", expect_attempts, false},
    {"stranger", expect_stranger, true},
    {"answer", expect_answer, false},
    {"result", expect_result, false},
    {"said", expect_said, false},
    {"down", expect_down, false},
    {NULL, NULL, false},
};

static void
verb_expect(struct world *w, struct words *words)
{
	static const struct verb *const tables[] = {
	    expect_verbs, expect_store_verbs, NULL};
	script_run_verb(w, tables, words);
}

/* forget: what was seen until now is of no interest */
static void
verb_forget(struct world *w, struct words *words)
{
	(void)words;
	for (struct seen *s = w->seen; s != NULL; s = s->next)
		s->expected = true;
	board_forget(w);
}

const struct verb verbs_expect[] = {
    {"expect", verb_expect, false},
    {"forget", verb_forget, false},
    {NULL, NULL, false},
};
