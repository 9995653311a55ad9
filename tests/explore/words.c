/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words themselves, in every language, each slot at its longest: one
 * message, no banned word where none may stand (I7, I19), and no slot that
 * could hold what she said.
 */
#include "explore.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEMPLATES "templates/sms"
#define SEPTETS   160
#define PREVIEW   30

struct slot {
	const char *name, *longest;
};

/* {when}, {open} and {names} are read from the language's own words. */
static char longest_when[64], longest_open[64], longest_names[256];
static const struct slot slots[] = {{"{cover}", "Info Warga X"},
    {"{code}", "7F3KX"}, {"{hours}", "Senin-Jumat 08.00-15.00"},
    {"{place}", "balai desa"}, {"{when}", longest_when},
    {"{open}", longest_open}, {"{names}", longest_names}};

static char banned[64][24];
static size_t banned_count;

static size_t
read_file(const char *path, char *ret, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t got = file == NULL ? 0 : fread(ret, 1, size - 1, file);
	ret[got] = '\0';
	if (file != NULL)
		(void)fclose(file);
	return got;
}

/* The stems of all languages: whoever looks may read both. */
static void
read_banned(void)
{
	char text[4096], *rest = NULL;
	banned_count = 0;
	(void)read_file(TEMPLATES "/banned.tsv", text, sizeof(text));
	for (char *w = strtok_r(text, " \t\r\n", &rest); w != NULL;
	     w = strtok_r(NULL, " \t\r\n", &rest))
		if (strlen(w) > 2 && strcmp(w, "stems") != 0 &&
		    strcmp(w, "lang") != 0 && banned_count < 64)
			(void)snprintf(banned[banned_count++], 24, "%.23s", w);
}

static void
read_language(const char *language)
{
	char path[256], text[1024], *rest = NULL, day[32] = "";
	(void)snprintf(
	    path, sizeof(path), TEMPLATES "/%.32s/days.txt", language);
	(void)read_file(path, text, sizeof(text));
	for (char *w = strtok_r(text, " \t\r\n", &rest); w != NULL;
	     w = strtok_r(NULL, " \t\r\n", &rest))
		if (strlen(w) > strlen(day))
			(void)snprintf(day, sizeof(day), "%.31s", w);
	(void)snprintf(longest_when, sizeof(longest_when), "%s 14.00", day);
	(void)snprintf(longest_open, sizeof(longest_open), "08.00 %s", day);
	(void)snprintf(
	    path, sizeof(path), TEMPLATES "/%.32s/names.txt", language);
	(void)read_file(path, text, sizeof(text));
	*longest_names = '\0';
	rest = NULL;
	for (char *w = strtok_r(text, ";\r\n", &rest); w != NULL;
	     w = strtok_r(NULL, ";\r\n", &rest)) {
		w += strspn(w, " ");
		size_t at = strlen(longest_names);
		bool letter = isupper((unsigned char)w[0]) && w[1] == ' ';
		(void)snprintf(longest_names + at, sizeof(longest_names) - at,
		    "%s%s",
		    at == 0  ? ""
		    : letter ? ", "
			     : " ",
		    letter ? w + 2 : w);
	}
}

/* NULL, or what is wrong with a slot. */
static const char *
fill(const char *text, char *ret, size_t size)
{
	size_t at = 0;
	while (*text != '\0' && *text != '\n' && at + 1 < size) {
		const char *value = NULL;
		size_t len = 0;
		for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++)
			if (strncmp(text, slots[i].name,
				strlen(slots[i].name)) == 0) {
				value = slots[i].longest;
				len = strlen(slots[i].name);
			}
		if (*text == '{' && value == NULL)
			return "a slot that may hold her words";
		if (value == NULL) {
			ret[at++] = *text++;
			continue;
		}
		text += len;
		at += (size_t)snprintf(ret + at, size - at, "%s", value);
	}
	ret[at < size ? at : size - 1] = '\0';
	return NULL;
}

/* The stem that begins a word of the first `count` characters. */
static const char *
find_banned(const char *text, size_t count)
{
	char low[1024];
	(void)snprintf(low, sizeof(low), "%.*s", (int)count, text);
	for (char *c = low; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	for (size_t i = 0; i < banned_count; i++)
		for (char *at = strstr(low, banned[i]); at != NULL;
		     at = strstr(at + 1, banned[i]))
			if (at == low || !isalpha((unsigned char)at[-1]))
				return banned[i];
	return NULL;
}

/* All of the alphabet that takes one septet, and that we use. */
static int
septets(const char *text)
{
	int count = 0;
	for (; *text != '\0'; text++, count++)
		if ((unsigned char)*text >= 0x80 || *text < ' ' ||
		    strchr("`^{}\\[~]|", *text) != NULL)
			return -1;
	return count;
}

static void
check_one(
    struct explorer *e, const struct dialogue_text *row, const char *language)
{
	char path[256], raw[1024], text[1024], where[512];
	(void)snprintf(
	    path, sizeof(path), TEMPLATES "/%.32s/%s.txt", language, row->id);
	if (read_file(path, raw, sizeof(raw)) == 0)
		invariants_break(INV_I17, "a text without words", path);
	if (e->fault != NULL && e->fault->words != NULL)
		e->fault->words(row->id, raw, sizeof(raw));
	const char *why = fill(raw, text, sizeof(text));
	(void)snprintf(where, sizeof(where), "%.60s: %.400s", path, text);
	e->texts++;
	if (why != NULL)
		invariants_break(INV_I7, why, where);
	if ((row->level > 0) != invariants_is_plain(row->id))
		invariants_break(
		    INV_I1, "the level is not the reviewed one", where);
	int count = septets(text);
	if (count < 1 || count > SEPTETS)
		invariants_break(INV_I17, "not one message", where);
	if (row->level == 0 && find_banned(text, sizeof(text)) != NULL &&
	    find_banned(text, PREVIEW) == NULL)
		invariants_break(INV_I7, "a banned word at level 0", where);
	if (find_banned(text, PREVIEW) != NULL)
		invariants_break(
		    INV_I19, "a banned word on the lock screen", where);
}

void
explore_words(struct explorer *e)
{
	size_t count;
	const struct dialogue_text *rows =
	    handling_wired.dialogue_texts(e->dialogue, &count);
	DIR *dir = opendir(TEMPLATES);
	struct dirent *entry;
	read_banned();
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    strchr(entry->d_name, '.') != NULL)
			continue;
		read_language(entry->d_name);
		for (size_t i = 0; i < count; i++)
			check_one(e, &rows[i], entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
}
