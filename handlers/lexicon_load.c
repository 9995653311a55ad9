/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads lexicon.tsv: class, match, language, source, variants; "+" joins the
 * words of a phrase, "<number>" stands for any word that begins with a digit.
 */
#define _POSIX_C_SOURCE 200809L
#include "lexicon_data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char lexicon_shipped[]; /* config/lexicon.tsv, embedded */

#define LEXICON_COLUMNS  5
#define LEXICON_FILE_MAX 1048576

static const struct {
	const char *name;
	bool exact, code;
} lexicon_ways[] = {{"exact", true, false}, {"exact+code", true, true},
    {"word", false, false}, {"word2", false, false}, {"stem", false, false},
    {"phrase", false, false}};

struct lexicon_place {
	const char *file;
	int line;
	struct faults *faults;
};

/* Splits at `by`, in place; returns the parts found, at most max. */
static size_t
lexicon_cut(char *text, char by, char **parts, size_t max)
{
	size_t count = 0;
	while (count < max) {
		parts[count++] = text;
		text = strchr(text, by);
		if (text == NULL)
			break;
		*text++ = '\0';
	}
	return count;
}

static struct lexicon_entry *
lexicon_new_entry(struct lexicon *lexicon)
{
	if (lexicon->count == LEXICON_ENTRIES_MAX)
		return NULL;
	if (lexicon->count == lexicon->size) {
		size_t size = lexicon->size == 0 ? 256 : lexicon->size * 2;
		struct lexicon_entry *entries =
		    realloc(lexicon->entries, size * sizeof(*lexicon->entries));
		if (entries == NULL)
			return NULL;
		lexicon->entries = entries;
		lexicon->size = size;
	}
	return &lexicon->entries[lexicon->count];
}

static void
lexicon_take_variant(struct lexicon *lexicon, const struct lexicon_place *at,
    enum lexicon_class class, size_t way, char *variant)
{
	char *words[LEXICON_PHRASE_MAX + 1];
	size_t count = lexicon_cut(variant, '+', words, LEXICON_PHRASE_MAX + 1);
	struct lexicon_entry *entry = lexicon_new_entry(lexicon);
	if (entry == NULL || count > LEXICON_PHRASE_MAX) {
		faults_add(at->faults, at->file, at->line,
		    entry == NULL ? "too many words, expected at most 4096"
				  : "a phrase has too many words, expected at "
				    "most 4");
		return;
	}
	*entry = (struct lexicon_entry){.class = class,
	    .exact = lexicon_ways[way].exact,
	    .code = lexicon_ways[way].code,
	    .count = count};
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(words[i]);
		if (len == 0 || len >= LEXICON_WORD_SIZE) {
			faults_add(at->faults, at->file, at->line,
			    "\"%s\": expected a word of 1 to %d bytes",
			    words[i], LEXICON_WORD_SIZE - 1);
			return;
		}
		memcpy(entry->words[i], words[i], len);
	}
	lexicon->count++;
}

static int
lexicon_find_class(const char *name)
{
	for (int i = 0; i < LEXICON_CLASS_MAX; i++)
		if (strcmp(name, lexicon_class_names[i]) == 0)
			return i;
	return -1;
}

static int
lexicon_find_way(const char *name)
{
	for (size_t i = 0; i < sizeof(lexicon_ways) / sizeof(*lexicon_ways);
	     i++)
		if (strcmp(name, lexicon_ways[i].name) == 0)
			return (int)i;
	return -1;
}

static void
lexicon_take_line(
    struct lexicon *lexicon, const struct lexicon_place *at, char *line)
{
	char *columns[LEXICON_COLUMNS + 1];
	size_t count = lexicon_cut(line, '\t', columns, LEXICON_COLUMNS + 1);
	if (count != LEXICON_COLUMNS) {
		faults_add(at->faults, at->file, at->line,
		    "%zu columns, expected 5: class match lang src variants",
		    count);
		return;
	}
	int class = lexicon_find_class(columns[0]);
	int way = lexicon_find_way(columns[1]);
	if (class < 0 || way < 0) {
		faults_add(at->faults, at->file, at->line, "unknown %s \"%s\"",
		    class < 0 ? "class" : "match",
		    class < 0 ? columns[0] : columns[1]);
		return;
	}
	for (char *word = strtok_r(columns[4], " ", &line); word != NULL;
	     word = strtok_r(NULL, " ", &line))
		lexicon_take_variant(
		    lexicon, at, (enum lexicon_class) class, (size_t)way, word);
}

static void
lexicon_take_text(struct lexicon *lexicon, struct lexicon_place *at, char *text)
{
	while (text != NULL) {
		char *next = strchr(text, '\n');
		if (next != NULL)
			*next++ = '\0';
		at->line++;
		text[strcspn(text, "\r")] = '\0';
		bool title = at->line == 1 && strncmp(text, "class\t", 6) == 0;
		if (*text != '\0' && *text != '#' && !title)
			lexicon_take_line(lexicon, at, text);
		text = next;
	}
}

static char *
lexicon_read_file(const char *path, struct faults *faults)
{
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		faults_add(
		    faults, path, 1, "cannot be read (%s)", strerror(errno));
		return NULL;
	}
	char *text = calloc(1, LEXICON_FILE_MAX + 1);
	if (text != NULL && fread(text, 1, LEXICON_FILE_MAX, file) == 0)
		text[0] = '\0'; /* said below: no words */
	(void)fclose(file);
	return text;
}

struct lexicon *
lexicon_load(const char *path, struct faults *faults)
{
	struct lexicon_place at = {
	    path != NULL ? path : "lexicon.tsv (shipped)", 0, faults};
	unsigned before = faults->count;
	char *text = path == NULL ? strdup(lexicon_shipped)
				  : lexicon_read_file(path, faults);
	struct lexicon *lexicon = calloc(1, sizeof(*lexicon));
	if (lexicon != NULL && text != NULL)
		lexicon_take_text(lexicon, &at, text);
	if (text != NULL && lexicon != NULL && lexicon->count == 0)
		faults_add(faults, at.file, 1, "no words, expected some");
	if (text == NULL || faults->count != before) {
		lexicon_free(lexicon);
		lexicon = NULL;
	}
	free(text);
	return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon != NULL)
		free(lexicon->entries);
	free(lexicon);
}
