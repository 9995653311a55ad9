/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the officer does at the command line: siaga report ACT. */
#include "expect.h"
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The word that the first step of an override gave. */
static char officer_given[32] = "?";

static void
officer_keep_given(struct world *w)
{
	json_t *result = json_object_get(w->answer, "result");
	const char *given =
	    json_string_value(json_object_get(result, "confirm"));
	if (given != NULL)
		(void)snprintf(
		    officer_given, sizeof(officer_given), "%s", given);
}

static bool
officer_is_flag(const char *key)
{
	return strcmp(key, "agreed") == 0 || strcmp(key, "refuse") == 0 ||
	       strcmp(key, "reopen") == 0 || strcmp(key, "withdraw") == 0 ||
	       strcmp(key, "wrong-number") == 0;
}

/* The other report by its place, the word that was given, or words. */
static json_t *
officer_value(struct world *w, const char *key, const char *value)
{
	if (strcmp(key, "other") == 0) {
		char *code = expect_code_of(w, strtol(value, NULL, 10));
		json_t *other = json_string(code == NULL ? "" : code);
		free(code);
		return other;
	}
	if (strcmp(key, "confirm") == 0 && strcmp(value, "given") == 0)
		return json_string(officer_given);
	return json_string(value);
}

static json_t *
officer_args(struct world *w, struct words *words, const char *act)
{
	json_t *args = json_pack("{s:s}", "by", "Sari");
	if (strcmp(act, "urgency") == 0)
		(void)json_object_set_new(
		    args, "urgency", json_string(words_next(words)));
	while (words_left(words)) {
		char key[32];
		(void)snprintf(key, sizeof(key), "%s", words_next(words));
		if (officer_is_flag(key))
			(void)json_object_set_new(args, key, json_true());
		else if (strcmp(key, "nameless") == 0)
			(void)json_object_del(args, "by");
		else
			(void)json_object_set_new(args, key,
			    officer_value(w, key, words_next(words)));
	}
	return args;
}

/* officer reads [N]; officer [N] ACT [KEY VALUE] ... */
static void
verb_officer(struct world *w, struct words *words)
{
	char name[64];
	const char *first = words_peek(words);
	int64_t nth =
	    *first >= '0' && *first <= '9' ? words_number(w, words) : 0;
	const char *act = words_next(words);
	if (strcmp(act, "reads") == 0) {
		json_decref(expect_open_report(w, nth));
		transcript_officer(w, act, NULL, words->comment);
		return;
	}
	char *code = expect_code_of(w, nth);
	json_t *args = officer_args(w, words, act);
	if (code != NULL)
		(void)json_object_set_new(args, "code", json_string(code));
	free(code);
	transcript_officer(w, act, args, words->comment);
	(void)snprintf(name, sizeof(name), "report.%s", act);
	world_command(w, name, args);
	officer_keep_given(w);
}

const struct verb verbs_officer[] = {
    {"officer", verb_officer, true},
    {NULL, NULL, false},
};
