/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Somebody edits the texts and the dialogue of this box; `reload` follows. */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* template [ussd] LANGUAGE ID "WORDS": the file of a text, as it is from now on
 */
static void
verb_template(struct world *w, struct words *words)
{
	char path[WORLD_PATH_MAX + 64];
	const char *folder = words_take(words, "ussd") ? "ussd" : "sms";
	const char *language = words_next(words), *id = words_next(words);
	const struct word *text = words_quoted(w, words);
	world_own_words(w);
	(void)snprintf(path, sizeof(path), "%s/templates/%s/%s/%s.txt", w->dir,
	    folder, language, id);
	FILE *file = fopen(path, "we");
	if (file == NULL) {
		world_fail(w, "there is no template %s/%s", language, id);
		return;
	}
	(void)fprintf(file, "%s\n", text->text);
	(void)fclose(file);
}

/* paper LANGUAGE FILE "WORDS"|gone: a file of templates/docs */
static void
verb_paper(struct world *w, struct words *words)
{
	char path[WORLD_PATH_MAX + 128];
	const char *language = words_next(words), *name = words_next(words);
	world_own_words(w);
	(void)snprintf(path, sizeof(path), "%s/templates/docs/%s/%s", w->dir,
	    language, name);
	bool good = words_take(words, "gone");
	if (good) {
		good = remove(path) == 0;
	} else {
		const struct word *text = words_quoted(w, words);
		FILE *file = fopen(path, "we");
		good = file != NULL &&
		       fwrite(text->text, 1, text->size, file) == text->size;
		if (file != NULL)
			good = fclose(file) == 0 && good;
	}
	if (!good)
		world_fail(w, "there is no paper %s/%s", language, name);
}

static char *
words_read_file(const char *path)
{
	char *all = calloc(1, 65536);
	FILE *file = fopen(path, "re");
	if (all != NULL && file != NULL)
		all[fread(all, 1, 65535, file)] = '\0';
	if (file != NULL)
		(void)fclose(file);
	return all;
}

static bool
words_write_file(const char *path, const char *before, size_t size,
    const char *between, const char *after)
{
	FILE *file = fopen(path, "we");
	if (file == NULL)
		return false;
	(void)fprintf(file, "%.*s%s%s", (int)size, before, between, after);
	return fclose(file) == 0;
}

/* dialogue "OLD" is "NEW": in the section [ID] if ID stands before OLD */
static void
verb_dialogue(struct world *w, struct words *words)
{
	char path[WORLD_PATH_MAX + 64], section[64] = "";
	if (words_left(words) && !words->list[words->at].quoted)
		(void)snprintf(
		    section, sizeof(section), "[text %s]", words_next(words));
	const struct word *old = words_quoted(w, words);
	if (!words_take(words, "is"))
		world_fail(w, "expected: dialogue [ID] \"OLD\" is \"NEW\"");
	const struct word *new = words_quoted(w, words);
	world_own_words(w);
	(void)snprintf(path, sizeof(path), "%s/dialogue.conf", w->dir);
	char *all = words_read_file(path);
	char *at = all == NULL ? NULL : strstr(all, section);
	if (at != NULL)
		at = strstr(at, old->text);
	if (at == NULL)
		world_fail(w, "the dialogue has no \"%s\"", old->text);
	else if (!words_write_file(path, all, (size_t)(at - all), new->text,
		     at + strlen(old->text)))
		world_fail(w, "the dialogue cannot be written");
	free(all);
}

const struct verb verbs_words[] = {
    {"template", verb_template, false},
    {"dialogue", verb_dialogue, false},
    {"paper", verb_paper, false},
    {NULL, NULL, false},
};
