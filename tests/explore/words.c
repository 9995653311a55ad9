/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words themselves, in every language, each slot at its longest: one
 * message, no banned word where none may stand (I7, I19), and no slot that
 * could hold what she said. On a screen: pages of at most 182 characters that
 * together hold every word, and no code but where she asks for it.
 */
#include "explore.h"

#include "gateway/core/screens.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEMPLATES "templates/sms"
#define SCREENS   "templates/ussd"
#define SEPTETS   160
#define SCREEN    182
#define PAGES_MAX 64
#define TEXT_SIZE 1024
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

/* On a screen besides: what an officer wrote, one message of letters that no
 * blank divides. */
#define TEN   "Wwwwwwwwww"
#define FORTY TEN TEN TEN TEN
static const struct slot answer = {"{answer}", FORTY FORTY FORTY FORTY};

/* The reviewed texts that name her code: KODE, and CEK with the code. */
static const char *const code_texts[] = {"U05", "U06", "R18"};

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

static const struct slot *
find_slot(const char *text, bool screen)
{
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++)
		if (strncmp(text, slots[i].name, strlen(slots[i].name)) == 0)
			return &slots[i];
	bool is_answer = strncmp(text, answer.name, strlen(answer.name)) == 0;
	return screen && is_answer ? &answer : NULL;
}

/* NULL, or what is wrong with a slot. */
static const char *
fill(const char *text, bool screen, char *ret, size_t size)
{
	size_t at = 0;
	while (*text != '\0' && at + 1 < size) {
		const struct slot *slot = find_slot(text, screen);
		if (*text == '{' && slot == NULL)
			return "a slot that may hold her words";
		if (slot == NULL) {
			ret[at++] = *text++;
			continue;
		}
		text += strlen(slot->name);
		at +=
		    (size_t)snprintf(ret + at, size - at, "%s", slot->longest);
	}
	ret[at < size ? at : size - 1] = '\0';
	return NULL;
}

/* The stem that begins a word of the first `count` characters. */
static const char *
find_banned(const char *text, size_t count)
{
	char low[TEXT_SIZE];
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
septets(const char *text, bool screen)
{
	int count = 0;
	for (; *text != '\0'; text++, count++)
		if ((unsigned char)*text >= 0x80 ||
		    (*text < ' ' && !(screen && *text == '\n')) ||
		    strchr("`^{}\\[~]|", *text) != NULL)
			return -1;
	return count;
}

/* Those of the screen, or else those of a message, without the last newline;
 * a message is one line. */
static void
read_text(const struct explorer *e, const char *id, const char *language,
    char path[256], char ret[TEXT_SIZE])
{
	bool screen = e->channel == CHANNEL_USSD;
	(void)snprintf(path, 256, SCREENS "/%.32s/%s.txt", language, id);
	size_t size = screen ? read_file(path, ret, TEXT_SIZE) : 0;
	if (size == 0) {
		(void)snprintf(
		    path, 256, TEMPLATES "/%.32s/%s.txt", language, id);
		size = read_file(path, ret, TEXT_SIZE);
	}
	if (size == 0)
		invariants_break(INV_I17, "a text without words", path);
	if (size > 0 && ret[size - 1] == '\n')
		ret[size - 1] = '\0';
	if (e->fault != NULL && e->fault->words != NULL)
		e->fault->words(id, ret, TEXT_SIZE);
}

static void
check_banned(
    const struct dialogue_text *row, const char *text, const char *where)
{
	bool preview = find_banned(text, PREVIEW) != NULL;
	if (row->level == 0 && !preview && find_banned(text, TEXT_SIZE) != NULL)
		invariants_break(INV_I7, "a banned word at level 0", where);
	if (preview)
		invariants_break(
		    INV_I19, "a banned word on the lock screen", where);
}

/* --- on a screen --- */

static bool
may_name_code(const char *id)
{
	for (size_t i = 0; i < sizeof(code_texts) / sizeof(*code_texts); i++)
		if (strcmp(code_texts[i], id) == 0)
			return true;
	return false;
}

/* "98 lanjut; 99 kembali" */
static void
read_paging(const char *language, char more[32], char back[32])
{
	char path[256], text[128];
	(void)snprintf(
	    path, sizeof(path), SCREENS "/%.32s/paging.txt", language);
	(void)read_file(path, text, sizeof(text));
	*more = *back = '\0';
	if (sscanf(text, "%31[^;]; %31[^\n]", more, back) != 2)
		invariants_break(INV_SCREEN, "no words to turn pages", path);
}

/* Adds what stands above the keys; false: they are not those of this page. */
static bool
add_body(const char *screen, const char *keys, char *all, size_t size)
{
	size_t len = strlen(screen), below = strlen(keys), at = strlen(all);
	if (len < below || strcmp(screen + len - below, keys) != 0)
		return false;
	(void)snprintf(all + at, size - at, "%.*s", (int)(len - below), screen);
	return true;
}

/* Blanks divide pages, so they count for nothing. */
static void
cut_blanks(const char *text, char *ret, size_t size)
{
	size_t at = 0;
	for (; *text != '\0' && at + 1 < size; text++)
		if (*text != ' ' && *text != '\n')
			ret[at++] = *text;
	ret[at] = '\0';
}

/* NULL, or what is wrong with the pages of a text. */
static const char *
broken_pages(const struct explorer *e, const char *id, const char *text,
    const char *language)
{
	static char all[65536], is[65536], want[65536];
	char more[32], back[32], keys[80], screen[SCREENS_SIZE];
	bool follows = true;
	read_paging(language, more, back);
	struct screens_words words = {more, back};
	*all = '\0';
	for (unsigned n = 0; follows; n++) {
		if (n == PAGES_MAX)
			return "the pages do not end";
		follows = screens_page(text, &words, n, screen);
		if (e->fault != NULL && e->fault->page != NULL)
			e->fault->page(id, n, screen);
		(void)snprintf(keys, sizeof(keys), "%s%s%s%s",
		    follows || n > 0 ? "\n" : "", follows ? more : "",
		    follows && n > 0 ? " " : "", n > 0 ? back : "");
		int count = septets(screen, true);
		if (count < 1 || count > SCREEN)
			return "more on the screen than fits";
		if (!add_body(screen, keys, all, sizeof(all)))
			return "the keys below a page are not its own";
	}
	cut_blanks(all, is, sizeof(is));
	cut_blanks(text, want, sizeof(want));
	return strcmp(is, want) == 0 ? NULL : "the pages lack words";
}

static void
check_screen(const struct explorer *e, const struct dialogue_text *row,
    const char *raw, const char *text, const char *language, const char *where)
{
	const char *why = broken_pages(e, row->id, text, language);
	if (why != NULL)
		invariants_break(INV_SCREEN, why, where);
	if (strstr(raw, "{code}") != NULL && !may_name_code(row->id))
		invariants_break(
		    INV_CODE, "a code that nobody asked for", where);
}

/* --- all texts --- */

/* all: every text of the language so far, for long pages. */
static void
check_one(struct explorer *e, const struct dialogue_text *row,
    const char *language, char *all, size_t size)
{
	char path[256], raw[TEXT_SIZE], text[TEXT_SIZE] = "", where[512];
	bool screen = e->channel == CHANNEL_USSD;
	read_text(e, row->id, language, path, raw);
	const char *why = fill(raw, screen, text, sizeof(text));
	(void)snprintf(where, sizeof(where), "%.60s: %.400s", path, text);
	e->texts++;
	if (why != NULL)
		invariants_break(INV_I7, why, where);
	if ((row->level > 0) != invariants_is_plain(row->id))
		invariants_break(
		    INV_I1, "the level is not the reviewed one", where);
	int count = septets(text, screen);
	if (!screen && (count < 1 || count > SEPTETS))
		invariants_break(INV_I17, "not one message", where);
	if (screen)
		check_screen(e, row, raw, text, language, where);
	check_banned(row, text, where);
	size_t at = strlen(all);
	(void)snprintf(all + at, size - at, "%s ", text);
}

void
explore_words(struct explorer *e)
{
	static char all[32768];
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
		*all = '\0';
		for (size_t i = 0; i < count; i++)
			check_one(e, &rows[i], entry->d_name, all, sizeof(all));
		const char *why =
		    e->channel == CHANNEL_SMS
			? NULL
			: broken_pages(e, "all", all, entry->d_name);
		if (why != NULL)
			invariants_break(INV_SCREEN, why, entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
}
