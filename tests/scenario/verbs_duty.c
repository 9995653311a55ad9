/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rosters, as `siaga import` and `siaga duty` have them:
 *	import shipped                      config/rosters, all of it
 *	import villages.csv duty.csv "..." replace
 *	fault "people.csv:3: ..."           of the last import
 *	told officers wulan dewi            of the last `command duty`
 */
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUTY_FILE_MAX 65536

/* A file of config/rosters; NULL: there is none. To be free()d. */
static char *
duty_read(const char *name)
{
	char path[256], *all = calloc(1, DUTY_FILE_MAX);
	(void)snprintf(path, sizeof(path), "config/rosters/%s", name);
	FILE *file = fopen(path, "re");
	if (all == NULL || file == NULL) {
		free(all);
		return NULL;
	}
	all[fread(all, 1, DUTY_FILE_MAX - 1, file)] = '\0';
	(void)fclose(file);
	return all;
}

/* One file, in pieces of 1000 bytes as no reader expects them. */
static void
duty_add(struct world *w, char token[32], const char *name, const char *text)
{
	size_t left = strlen(text);
	world_add_responders(w, text);
	do {
		size_t len = left < 1000 ? left : 1000;
		json_t *args = json_pack("{s:s}", "file", name);
		if (len > 0)
			(void)json_object_set_new(
			    args, "data", json_stringn(text, len));
		if (token[0] != '\0')
			(void)json_object_set_new(
			    args, "token", json_string(token));
		world_command(w, "import.add", args);
		const char *given = json_string_value(json_object_get(
		    json_object_get(w->answer, "result"), "token"));
		if (given != NULL)
			(void)snprintf(token, 32, "%s", given);
		text += len;
		left -= len;
	} while (left > 0);
}

static void
duty_add_named(struct world *w, struct words *words, char token[32])
{
	char name[128];
	(void)snprintf(name, sizeof(name), "%s", words_next(words));
	if (words->at < words->count && words->list[words->at].quoted) {
		duty_add(w, token, name, words_quoted(w, words)->text);
		return;
	}
	char *text = duty_read(name);
	if (text == NULL)
		world_fail(w, "there is no config/rosters/%s", name);
	else
		duty_add(w, token, name, text);
	free(text);
}

static void
verb_import(struct world *w, struct words *words)
{
	static const char *const shipped[] = {"villages.csv", "people.csv",
	    "duty.csv", "absence.csv", "institutions.csv"};
	char token[32] = "";
	bool replace = false;
	while (words_left(words)) {
		if (words_take(words, "replace")) {
			replace = true;
		} else if (words_take(words, "shipped")) {
			for (size_t i = 0; i < 5; i++) {
				char *text = duty_read(shipped[i]);
				duty_add(w, token, shipped[i],
				    text == NULL ? "" : text);
				free(text);
			}
		} else {
			duty_add_named(w, words, token);
		}
	}
	if (token[0] == '\0')
		return; /* refused: `expect answer error=...` */
	json_t *args = json_pack("{s:s}", "token", token);
	if (replace)
		(void)json_object_set_new(args, "replace", json_true());
	world_command(w, "import", args);
}

/* Does one of these say so? Strings, or objects with `what`. */
static bool
duty_says(json_t *list, const char *words)
{
	size_t i;
	json_t *entry;
	json_array_foreach(list, i, entry)
	{
		const char *text =
		    json_is_string(entry)
			? json_string_value(entry)
			: json_string_value(json_object_get(entry, "what"));
		if (text != NULL && strstr(text, words) != NULL)
			return true;
	}
	return false;
}

static void
duty_look(struct world *w, struct words *words, const char *key, bool should)
{
	json_t *list =
	    json_object_get(json_object_get(w->answer, "result"), key);
	const char *text = words_quoted(w, words)->text;
	char *all = json_dumps(list, JSON_ENCODE_ANY);
	if (duty_says(list, text) != should)
		world_fail(w, "%s \"%s\", seen %s",
		    should ? "expected" : "did not expect", text,
		    all == NULL ? "none" : all);
	free(all);
}

/* fault "WORDS": in one of the faults; faults N */
static void
verb_fault(struct world *w, struct words *words)
{
	duty_look(w, words, "faults", true);
}

static void
verb_faults(struct world *w, struct words *words)
{
	json_t *result = json_object_get(w->answer, "result");
	char *all = json_dumps(result, JSON_ENCODE_ANY);
	if (json_integer_value(json_object_get(result, "count")) !=
	    words_number(w, words))
		world_fail(w, "seen %s", all == NULL ? "nothing" : all);
	free(all);
}

/* gap ["WORDS"], no gap: of the last import */
static void
verb_gap(struct world *w, struct words *words)
{
	duty_look(w, words, "gaps", true);
}

static void
verb_no(struct world *w, struct words *words)
{
	json_t *gaps =
	    json_object_get(json_object_get(w->answer, "result"), "gaps");
	char *all = json_dumps(gaps, JSON_ENCODE_ANY);
	if (!words_take(words, "gap"))
		world_fail(w, "expected: no gap");
	else if (!json_is_array(gaps) || json_array_size(gaps) > 0)
		world_fail(w, "seen %s", all == NULL ? "none" : all);
	free(all);
}

/* told officers|cadres ID ...: the first of those told, in this order; with
 * `only` these and nobody else. others officers|cadres ID WHY ... */
static void
verb_told(struct world *w, struct words *words)
{
	json_t *of = json_object_get(
	    json_object_get(w->answer, "result"), words_next(words));
	json_t *told = json_object_get(of, "told");
	char *all = json_dumps(told, JSON_ENCODE_ANY);
	bool only = words_take(words, "only");
	size_t i = 0;
	for (; words_left(words); i++) {
		const char *is = json_string_value(
		    json_object_get(json_array_get(told, i), "id"));
		const char *id = words_next(words);
		if (is == NULL || strcmp(is, id) != 0)
			world_fail(w, "expected %s, seen %s", id,
			    all == NULL ? "nothing" : all);
	}
	if (only && i != json_array_size(told))
		world_fail(w, "more are told: %s", all);
	free(all);
}

static void
verb_others(struct world *w, struct words *words)
{
	json_t *of = json_object_get(
	    json_object_get(w->answer, "result"), words_next(words));
	json_t *row, *others = json_object_get(of, "others");
	char *all = json_dumps(others, JSON_ENCODE_ANY);
	while (words_left(words)) {
		size_t i;
		bool found = false;
		const char *id = words_next(words), *why = words_next(words);
		json_array_foreach(others, i, row) found |=
		    strcmp(json_string_value(json_object_get(row, "id")), id) ==
			0 &&
		    strcmp(json_string_value(json_object_get(row, "why")),
			why) == 0;
		if (!found)
			world_fail(w, "expected %s %s, seen %s", id, why,
			    all == NULL ? "nothing" : all);
	}
	free(all);
}

/* secret "TEXT": may stand in no file and no line of the log from here on */
static void
verb_secret(struct world *w, struct words *words)
{
	const struct word *text = words_quoted(w, words);
	world_keep_secret(w, "number", text->text, text->size);
}

const struct verb verbs_duty[] = {
    {"import", verb_import, true},
    {"fault", verb_fault, true},
    {"faults", verb_faults, true},
    {"gap", verb_gap, true},
    {"no", verb_no, true},
    {"told", verb_told, true},
    {"others", verb_others, true},
    {"secret", verb_secret, true},
    {NULL, NULL, false},
};
