/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a script expects to be kept, asked as a person would: by commands. */
#include "expect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All pages of a listing as one array; to be json_decref()ed. */
static json_t *
store_list(struct world *w, const char *name, json_t *args)
{
	json_t *all = json_array();
	for (;;) {
		json_t *page = world_ask(w, name, json_deep_copy(args));
		if (page == NULL)
			break;
		(void)json_array_extend(all, page);
		json_t *next = json_object_get(w->answer, "next");
		if (next == NULL)
			break;
		(void)json_object_set(args, "after", next);
	}
	json_decref(args);
	return all;
}

char *
expect_code_of(struct world *w, int64_t nth)
{
	json_t *all = store_list(w, "report.list", json_object());
	int64_t count = (int64_t)json_array_size(all);
	char *code = NULL;
	if (nth > count || count == 0)
		world_fail(w, "expected report %" PRId64 ", there are %" PRId64,
		    nth, count);
	else
		code = strdup(json_string_value(json_object_get(
		    json_array_get(all, (size_t)(nth == 0 ? 0 : count - nth)),
		    "code")));
	json_decref(all);
	return code;
}

char *
expect_alert_of(struct world *w, const char *person)
{
	json_t *row, *all = store_list(w, "alert.list", json_object());
	const char *code = NULL;
	size_t i;
	json_array_foreach(all, i, row)
	{
		const char *is =
		    json_string_value(json_object_get(row, "person"));
		if (code == NULL && is != NULL && strcmp(is, person) == 0)
			code = json_string_value(json_object_get(row, "alert"));
	}
	if (code == NULL)
		world_fail(w, "expected an alert to %s", person);
	char *copy = code == NULL ? NULL : strdup(code);
	json_decref(all);
	return copy;
}

/* With all pages of its thread. */
json_t *
expect_open_report(struct world *w, int64_t nth)
{
	char *code = expect_code_of(w, nth);
	json_t *args = json_object(), *whole = NULL;
	if (code != NULL)
		(void)json_object_set_new(args, "code", json_string(code));
	bool nobody = w->as[0] == '\0';
	if (nobody) /* the office's key, unless somebody has a session */
		people_first_key(w, w->as);
	while (code != NULL) {
		json_t *page =
		    world_ask(w, "report.show", json_deep_copy(args));
		json_t *next = json_object_get(w->answer, "next");
		if (page == NULL)
			break;
		if (whole == NULL)
			whole = json_deep_copy(page);
		else
			(void)json_array_extend(
			    json_object_get(whole, "received"),
			    json_object_get(page, "received"));
		if (next == NULL)
			break;
		(void)json_object_set(args, "after", next);
	}
	if (nobody)
		w->as[0] = '\0';
	json_decref(args);
	free(code);
	return whole;
}

/* A number of its own word, if there is one. */
static int64_t
store_take_nth(struct world *w, struct words *words)
{
	const char *word = words_peek(words);
	if (*word < '0' || *word > '9' || strchr(word, '=') != NULL)
		return 0;
	return words_number(w, words);
}

/* expect reports N: all, quarantine included */
static void
expect_reports(struct world *w, struct words *words)
{
	json_t *all = store_list(w, "report.list", json_object());
	expect_count(w, "reports", (int64_t)json_array_size(all),
	    words_number(w, words));
	json_decref(all);
}

static void
expect_quarantine(struct world *w, struct words *words)
{
	json_t *all =
	    store_list(w, "report.list", json_pack("{s:b}", "quarantine", 1));
	expect_count(w, "quarantine", (int64_t)json_array_size(all),
	    words_number(w, words));
	json_decref(all);
}

/* expect report [N] KEY=VALUE ...; also messages=N texts=N */
static void
expect_report(struct world *w, struct words *words)
{
	json_t *report = expect_open_report(w, store_take_nth(w, words));
	if (report == NULL) {
		(void)words_rest(words);
		return;
	}
	(void)json_object_set_new(report, "messages",
	    json_integer((json_int_t)json_array_size(
		json_object_get(report, "received"))));
	(void)json_object_set_new(report, "texts",
	    json_integer(
		(json_int_t)json_array_size(json_object_get(report, "sent"))));
	expect_pairs(w, words, report, "report");
	json_decref(report);
}

static bool
store_says(json_t *entry, const struct word *text)
{
	json_t *is = json_object_get(entry, "text");
	return json_string_length(is) == text->size &&
	       memcmp(json_string_value(is), text->text, text->size) == 0;
}

/* expect message N [of report N] ["TEXT"] [KEY=VALUE ...] */
static void
expect_message(struct world *w, struct words *words)
{
	int64_t nth = words_number(w, words), report_nth = 0;
	if (words_take(words, "of")) {
		(void)words_take(words, "report");
		report_nth = words_number(w, words);
	}
	json_t *report = expect_open_report(w, report_nth);
	json_t *entry = json_array_get(
	    json_object_get(report, "received"), (size_t)nth - 1);
	if (entry == NULL) {
		world_fail(w, "the report has no message %" PRId64, nth);
		(void)words_rest(words);
	} else {
		char *is = expect_spell(json_object_get(entry, "text"));
		if (words->at < words->count && words->list[words->at].quoted &&
		    !store_says(entry, words_quoted(w, words)))
			world_fail(
			    w, "message %" PRId64 " says \"%s\"", nth, is);
		free(is);
		(void)json_object_set_new(entry, "raw",
		    json_boolean(json_object_get(entry, "pdu") != NULL));
		expect_pairs(w, words, entry, "message");
	}
	json_decref(report);
}

static bool
store_is_heartbeat(json_t *row)
{
	const char *event = wire_str(row, "event");
	return event != NULL && strncmp(event, "gateway.", 8) == 0;
}

/* expect outbox [sms|webhook] STATE N */
static void
expect_outbox(struct world *w, struct words *words)
{
	int64_t count = 0;
	size_t i;
	json_t *row;
	const char *sink = NULL;
	if (words_take(words, "sms"))
		sink = "sms";
	else if (words_take(words, "webhook"))
		sink = "webhook";
	const char *state = words_next(words);
	json_t *all =
	    store_list(w, "outbox.list", json_pack("{s:s}", "state", state));
	json_array_foreach(all, i, row) count +=
	    (sink == NULL || strcmp(wire_str(row, "sink"), sink) == 0) &&
	    !store_is_heartbeat(row);
	json_decref(all);
	expect_count(w, state, count, words_number(w, words));
}

/* expect exported N: reports in all pages of the approved export */
static void
expect_exported(struct world *w, struct words *words)
{
	json_t *all = store_list(
	    w, "report.export", json_pack("{s:s}", "ticket", w->given));
	expect_count(w, "exported", (int64_t)json_array_size(all),
	    words_number(w, words));
	json_decref(all);
}

/* expect audit ACTOR ACT: a row of it, as an auditor reads it */
static void
expect_audit(struct world *w, struct words *words)
{
	char actor[64], act[64], detail[128] = "";
	size_t i;
	json_t *row, *all = store_list(w, "audit.list", json_object());
	bool found = false;
	(void)snprintf(actor, sizeof(actor), "%s", words_next(words));
	(void)snprintf(act, sizeof(act), "%s", words_next(words));
	if (words_left(words))
		(void)snprintf(detail, sizeof(detail), "%s", words_next(words));
	json_array_foreach(all, i, row) found |=
	    strcmp(wire_str(row, "actor"), actor) == 0 &&
	    strcmp(wire_str(row, "act"), act) == 0 &&
	    (detail[0] == '\0' || strcmp(wire_str(row, "detail"), detail) == 0);
	if (!found)
		world_fail(
		    w, "the audit has no %s by %s %s", act, actor, detail);
	json_decref(all);
}

static void
expect_unknown(struct world *w, struct words *words)
{
	json_t *status = world_ask(w, "status", NULL);
	json_t *count =
	    json_object_get(json_object_get(status, "outbox"), "sms_unknown");
	expect_count(
	    w, "unknown", json_integer_value(count), words_number(w, words));
}

/* expect code: of the newest report, in the alphabet of the design */
static void
expect_code(struct world *w, struct words *words)
{
	char *code = expect_code_of(w, store_take_nth(w, words));
	if (code != NULL &&
	    (strlen(code) != 4 || strspn(code, "234679CDFGHJKMNPRTWX") != 4 ||
		strpbrk(code, "234679") == NULL ||
		strpbrk(code, "CDFGHJKMNPRTWX") == NULL))
		world_fail(w, "\"%s\" is no code", code);
	free(code);
}

/* expect status KEY=VALUE ...; expect modem NAME KEY=VALUE ... */
static void
expect_status(struct world *w, struct words *words)
{
	expect_pairs(w, words, world_ask(w, "status", NULL), "status");
}

static void
expect_modem_status(struct world *w, struct words *words)
{
	size_t i;
	json_t *modem, *found = NULL;
	const char *name = words_next(words);
	json_t *modems =
	    json_object_get(world_ask(w, "status", NULL), "modems");
	json_array_foreach(modems, i,
	    modem) if (strcmp(json_string_value(json_object_get(modem, "name")),
			   name) == 0) found = modem;
	expect_pairs(w, words, found, "modem");
}

/* expect figures MONTH URGENCY CHANNEL N: what statistics count */
static void
expect_figures(struct world *w, struct words *words)
{
	int64_t count = 0;
	size_t i;
	json_t *row;
	const char *month = words_next(words), *urgency = words_next(words);
	const char *channel = words_next(words);
	json_t *all = store_list(w, "report.list", json_object());
	json_array_foreach(all, i, row) count +=
	    strncmp(wire_str(row, "filed_at"), month, strlen(month)) == 0 &&
	    strcmp(wire_str(row, "urgency"), urgency) == 0 &&
	    strcmp(wire_str(row, "channel"), channel) == 0;
	json_decref(all);
	expect_count(w, month, count, words_number(w, words));
}

const struct verb expect_store_verbs[] = {
    {"figures", expect_figures, true},
    {"reports", expect_reports, true},
    {"quarantine", expect_quarantine, true},
    {"report", expect_report, true},
    {"message", expect_message, true},
    {"outbox", expect_outbox, true},
    {"exported", expect_exported, true},
    {"audit", expect_audit, true},
    {"unknown", expect_unknown, true},
    {"code", expect_code, true},
    {"status", expect_status, true},
    {"modem", expect_modem_status, true},
    {NULL, NULL, false},
};
