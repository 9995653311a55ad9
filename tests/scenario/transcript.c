/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transcript.h"

#include "expect.h"
#include "gloss.h"
#include "script.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRANSCRIPT_MAX    200000
#define TRANSCRIPT_PHONES 16
#define TRANSCRIPT_OWN    16
#define TRANSCRIPT_ZONE_S (7 * 3600) /* Jakarta */

struct transcript {
	struct buf out;
	bool titled, in_story; /* a paragraph of comments is open */
	int64_t day;
	char phones[TRANSCRIPT_PHONES][40]; /* in the order they came */
	size_t phone_count;
	struct {
		char text[200], gloss[200]; /* an officer's own words */
	} own[TRANSCRIPT_OWN];
	size_t own_count;
};

static void
transcript_put(struct world *w, const char *text)
{
	if (buf_add_str(&w->transcript->out, text) < 0)
		world_fail(w, "the transcript is too long");
}

void
transcript_begin(struct world *w)
{
	w->transcript = calloc(1, sizeof(*w->transcript));
	if (w->transcript == NULL)
		abort();
	buf_init(&w->transcript->out, TRANSCRIPT_MAX);
}

void
transcript_narrate(struct world *w, const char *comment)
{
	struct transcript *t = w->transcript;
	if (t == NULL)
		return;
	if (*comment == '\0') { /* an empty line ends the paragraph */
		if (t->in_story)
			transcript_put(w, "\n");
		t->in_story = false;
		return;
	}
	transcript_put(w, t->titled ? "" : "# ");
	transcript_put(w, comment);
	transcript_put(w, t->titled ? "\n" : "\n\n");
	t->in_story = t->titled;
	t->titled = true;
}

/* --- when and who --- */

static void
transcript_spell_time(int64_t at_s, bool day, char ret[64])
{
	time_t at = (time_t)(at_s + TRANSCRIPT_ZONE_S);
	struct tm tm = {0};
	(void)gmtime_r(&at, &tm);
	size_t len = day ? strftime(ret, 64, "%A, %d %B %Y", &tm)
			 : strftime(ret, 64, "%H.%M", &tm);
	ret[len] = '\0';
}

/* "**10.00 Siaga:** ", below a line for each new day. */
static void
transcript_head(struct world *w, const char *who)
{
	struct transcript *t = w->transcript;
	char clock[64], day[64], line[160];
	int64_t now_s = world_true_s(w);
	transcript_narrate(w, "");
	if (t->day != (now_s + TRANSCRIPT_ZONE_S) / 86400) {
		t->day = (now_s + TRANSCRIPT_ZONE_S) / 86400;
		transcript_spell_time(now_s, true, day);
		(void)snprintf(line, sizeof(line), "### %s\n\n", day);
		transcript_put(w, line);
	}
	transcript_spell_time(now_s, false, clock);
	(void)snprintf(line, sizeof(line), "**%s %s:** ", clock, who);
	transcript_put(w, line);
}

/* "phone", "phone 2": one number, however it is spelt. */
static const char *
transcript_phone(struct world *w, const char *number)
{
	static char name[48];
	struct transcript *t = w->transcript;
	size_t i = 0, len = strlen(number);
	const char *tail = len > 8 ? number + len - 8 : number;
	while (i < t->phone_count && strcmp(t->phones[i], tail) != 0)
		i++;
	if (i == t->phone_count && i < TRANSCRIPT_PHONES)
		(void)snprintf(t->phones[t->phone_count++],
		    sizeof(t->phones[0]), "%s", tail);
	if (i == 0)
		return "phone";
	(void)snprintf(name, sizeof(name), "phone %zu", i + 1);
	return name;
}

static void
transcript_say(
    struct world *w, const char *who, const char *text, const char *gloss)
{
	transcript_head(w, who);
	transcript_put(w, text);
	if (*gloss != '\0') {
		transcript_put(w, "\\\n*");
		transcript_put(w, gloss);
		transcript_put(w, "*");
	}
	transcript_put(w, "\n\n");
}

/* --- what happens --- */

void
transcript_text_in(struct world *w, const char *from, const char *text,
    size_t size, const char *gloss)
{
	char words[2048];
	if (w->transcript == NULL)
		return;
	(void)snprintf(words, sizeof(words), "%.*s", (int)size, text);
	transcript_say(w, transcript_phone(w, from), words, gloss);
}

void
transcript_call(struct world *w, const char *from, const char *gloss)
{
	if (w->transcript == NULL)
		return;
	transcript_say(w,
	    *from == '\0' ? "hidden number" : transcript_phone(w, from),
	    "(rings once, nobody picks up)", gloss);
}

void
transcript_typed(
    struct world *w, const char *from, const char *what, const char *gloss)
{
	if (w->transcript == NULL)
		return;
	transcript_say(w,
	    *from == '\0' ? "hidden number" : transcript_phone(w, from), what,
	    gloss);
}

/* Lines of a screen in one line. */
static void
transcript_join_lines(char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\n')
			*text = '/';
}

void
transcript_screen(struct world *w, const char *to, const char *text, bool more)
{
	struct gloss gloss = {.text = ""};
	char who[80], lines[1024];
	if (w->transcript == NULL)
		return;
	bool known = gloss_find(w, text, &gloss);
	(void)snprintf(lines, sizeof(lines), "%s", text);
	(void)snprintf(who, sizeof(who), "%sscreen of %s, %s",
	    more ? "" : "last ",
	    *to == '\0' ? "hidden number" : transcript_phone(w, to),
	    known ? gloss.id : "officer's words");
	transcript_join_lines(lines);
	transcript_join_lines(gloss.text);
	transcript_say(w, who, lines, gloss.text);
}

static const char *
transcript_own_gloss(const struct transcript *t, const char *text)
{
	for (size_t i = 0; i < t->own_count; i++)
		if (strcmp(t->own[i].text, text) == 0)
			return t->own[i].gloss;
	return "";
}

void
transcript_text_out(struct world *w, json_t *frame)
{
	struct gloss gloss;
	char who[80];
	if (w->transcript == NULL)
		return;
	const char *text = wire_str(frame, "text");
	const char *to = transcript_phone(w, wire_str(frame, "to"));
	bool known = gloss_find(w, text, &gloss);
	(void)snprintf(who, sizeof(who), "Siaga to %s, %s", to,
	    known ? gloss.id : "officer's words");
	transcript_say(w, who, text,
	    known ? gloss.text : transcript_own_gloss(w->transcript, text));
}

void
transcript_webhook(struct world *w, json_t *frame, json_t *data)
{
	char words[128];
	const char *type = wire_str(frame, "type");
	json_t *report = json_object_get(data, "data");
	const char *urgency =
	    json_string_value(json_object_get(report, "urgency"));
	if (w->transcript == NULL || (strcmp(type, "report.filed") != 0 &&
					 strcmp(type, "report.urgent") != 0))
		return;
	(void)snprintf(words, sizeof(words), "%s, urgency %s%s",
	    type[7] == 'f' ? "a new report" : "urgent news of a report",
	    urgency == NULL ? "unknown" : urgency,
	    json_is_true(json_object_get(report, "emergency")) ? ", emergency"
							       : "");
	transcript_say(w, "the office hears", words, "");
}

void
transcript_officer(
    struct world *w, const char *act, json_t *args, const char *gloss)
{
	struct transcript *t = w->transcript;
	char words[600];
	const char *key;
	json_t *value;
	if (t == NULL)
		return;
	(void)snprintf(words, sizeof(words), "`siaga report %s`",
	    strcmp(act, "reads") == 0 ? "show" : act);
	json_object_foreach(args, key, value)
	{
		size_t len = strlen(words);
		if (strcmp(key, "by") == 0 || strcmp(key, "code") == 0 ||
		    strcmp(key, "confirm") == 0)
			continue;
		(void)snprintf(words + len, sizeof(words) - len, " %s%s%s", key,
		    json_is_true(value) ? "" : ": ",
		    json_is_true(value) ? "" : json_string_value(value));
	}
	const char *own = json_string_value(json_object_get(args, "text"));
	if (own != NULL && t->own_count < TRANSCRIPT_OWN) {
		(void)snprintf(t->own[t->own_count].text,
		    sizeof(t->own[0].text), "%s", own);
		(void)snprintf(t->own[t->own_count++].gloss,
		    sizeof(t->own[0].gloss), "%s", gloss);
	}
	transcript_say(w, "officer", words, gloss);
}

/* --- what the officer sees --- */

static void
transcript_fact(struct world *w, const char *name, json_t *value)
{
	char line[400], *is = expect_spell(value);
	if (is != NULL && *is != '\0' && strcmp(is, "none") != 0 &&
	    strcmp(is, "no") != 0 && strcmp(is, "unset") != 0 &&
	    strcmp(is, "unknown") != 0) {
		(void)snprintf(line, sizeof(line), "- %s: %s\n", name, is);
		transcript_put(w, line);
	}
	free(is);
}

/* "2026-11-21T09:30:00Z" is 16.30 here. */
static void
transcript_moment(struct world *w, const char *name, json_t *value)
{
	char day[64], clock[64], line[200];
	const char *text = json_string_value(value);
	if (text == NULL)
		return;
	int64_t at_s = words_date_s(w, text) + TRANSCRIPT_ZONE_S;
	transcript_spell_time(at_s, true, day);
	transcript_spell_time(at_s, false, clock);
	(void)snprintf(line, sizeof(line), "- %s: %s, %s\n", name, day, clock);
	transcript_put(w, line);
}

static void
transcript_facts(struct world *w, json_t *r)
{
	json_t *consent = json_object_get(r, "consent");
	json_t *contact = json_object_get(r, "contact");
	json_t *call = json_object_get(r, "call");
	transcript_fact(w, "marks", json_object_get(r, "marks"));
	transcript_fact(w, "who reports", json_object_get(r, "reporter"));
	transcript_fact(w, "under 18", json_object_get(r, "minor"));
	transcript_fact(w, "may know", json_object_get(consent, "letters"));
	transcript_fact(
	    w, "cadre of her village", json_object_get(consent, "cadre"));
	transcript_fact(w, "provisional until an officer has confirmed it",
	    json_object_get(consent, "provisional"));
	transcript_fact(w, "phone", json_object_get(contact, "phone"));
	transcript_fact(w, "contact by", json_object_get(contact, "way"));
	transcript_fact(w, "in her window", json_object_get(contact, "window"));
	transcript_fact(w, "safe word", json_object_get(contact, "safe_word"));
	transcript_fact(w, "wants a call", json_object_get(call, "wish"));
	transcript_moment(w, "call not before", json_object_get(call, "from"));
	transcript_moment(w, "and not after", json_object_get(call, "until"));
	transcript_fact(w, "helped", json_object_get(r, "feedback"));
	transcript_moment(
	    w, "to be erased by", json_object_get(r, "erase_due_at"));
}

/* One text of the thread, with what the officer is told beside it. */
static void
transcript_message(struct world *w, json_t *m)
{
	char line[2400], *words = expect_spell(json_object_get(m, "words"));
	char *matched = expect_spell(json_object_get(m, "matched"));
	const char *text = json_string_value(json_object_get(m, "text"));
	const char *channel = json_string_value(json_object_get(m, "channel"));
	const char *answers = json_string_value(json_object_get(m, "answers"));
	bool call = channel != NULL && strcmp(channel, "call") == 0;
	bool hidden = json_is_true(json_object_get(m, "hidden"));
	if (words == NULL || matched == NULL)
		abort();
	if (hidden || call)
		(void)snprintf(line, sizeof(line), "  - %s",
		    call ? "(the last of her calls)"
			 : "(kept without its words)");
	else
		(void)snprintf(
		    line, sizeof(line), "  - \"%s\"", text == NULL ? "" : text);
	transcript_put(w, line);
	(void)snprintf(line, sizeof(line), "%s%s",
	    answers == NULL ? "" : ", answers ",
	    answers == NULL ? "" : answers);
	transcript_put(w, line);
	if (strcmp(words, "none") != 0) {
		(void)snprintf(line, sizeof(line), ", heard as %s", words);
		transcript_put(w, line);
	}
	if (strcmp(matched, "none") != 0) {
		(void)snprintf(line, sizeof(line), " (%s)", matched);
		transcript_put(w, line);
	}
	transcript_put(w, "\n");
	free(words);
	free(matched);
}

static void
transcript_report(struct world *w, int64_t nth)
{
	char line[200];
	size_t i;
	json_t *r = expect_open_report(w, nth), *m;
	const char *why = json_string_value(json_object_get(r, "reason"));
	if (r == NULL)
		return;
	(void)snprintf(line, sizeof(line), "**%s**: urgency %s%s, %s%s\n\n",
	    json_string_value(json_object_get(r, "code")),
	    json_string_value(json_object_get(r, "urgency")),
	    json_is_true(json_object_get(r, "emergency")) ? ", emergency" : "",
	    why == NULL ? json_string_value(json_object_get(r, "state"))
			: "in quarantine: ",
	    why == NULL ? "" : why);
	transcript_put(w, line);
	transcript_facts(w, r);
	transcript_put(w, "- thread:\n");
	json_array_foreach(json_object_get(r, "received"), i, m)
	    transcript_message(w, m);
	transcript_put(w, "\n");
	json_decref(r);
}

/* Codes are random: in a transcript they are always the same. */
static void
transcript_name_codes(struct world *w, size_t count, char *all)
{
	static const char *const names[] = {"7F3K", "4TW9", "C6RM", "9HXD"};
	char *at, *code;
	for (size_t i = 0; i < count && i < 4; i++) {
		code = expect_code_of(w, (int64_t)i + 1);
		while (code != NULL && (at = strstr(all, code)) != NULL &&
		       strcmp(code, names[i]) != 0)
			memcpy(at, names[i], 4);
		free(code);
	}
}

char *
transcript_end(struct world *w)
{
	struct transcript *t = w->transcript;
	json_t *list = world_ask(w, "report.list", NULL);
	size_t count = json_array_size(list);
	transcript_narrate(w, "");
	transcript_put(w, "## What the officer sees\n\n");
	if (count == 0)
		transcript_put(w, "No report.\n");
	for (size_t i = 1; i <= count; i++)
		transcript_report(w, (int64_t)i);
	char *all = t->out.data == NULL ? NULL : strdup(t->out.data);
	if (all != NULL)
		transcript_name_codes(w, count, all);
	if (all != NULL && strlen(all) > 1 &&
	    strcmp(all + strlen(all) - 2, "\n\n") == 0)
		all[strlen(all) - 1] = '\0';
	buf_free(&t->out);
	free(t);
	w->transcript = NULL;
	return all;
}
