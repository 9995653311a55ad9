/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads lexicon.tsv: class, match, language, source, variants; "+" joins the
 * words of a phrase, "<number>" stands for any word that begins with a digit.
 * The ways to match are told at the top of the shipped file.
 */
#define _POSIX_C_SOURCE 200809L
#include "lexicon_data.h"
#include "normalize.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char lexicon_shipped[]; /* config/lexicon.tsv, embedded */

#define LEXICON_COLUMNS  5
#define LEXICON_FILE_MAX 1048576

static const char *const lexicon_ways[LEXICON_WAY_MAX] = {
    "exact", "exact+code", "word", "word2", "stem", "phrase", "together"};

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

/* Messages are brought into this form; another one would never be found. */
static bool
lexicon_is_plain(const char *word)
{
	for (; *word != '\0'; word++)
		if ((unsigned char)*word < 0x80 && *word != '\'' &&
		    !(*word >= 'a' && *word <= 'z') &&
		    !(*word >= '0' && *word <= '9'))
			return false;
	return true;
}

static bool
lexicon_check_word(const struct lexicon_place *at, const char *word)
{
	size_t len = strlen(word);
	if (len == 0 || len >= LEXICON_WORD_SIZE) {
		faults_add(at->faults, at->file, at->line,
		    "\"%s\": expected a word of 1 to %d bytes", word,
		    LEXICON_WORD_SIZE - 1);
		return false;
	}
	if (lexicon_is_plain(word) || strcmp(word, LEXICON_NUMBER) == 0)
		return true;
	faults_add(at->faults, at->file, at->line,
	    "\"%s\": expected lower-case letters, digits and apostrophes",
	    word);
	return false;
}

static void
lexicon_add(struct lexicon *lexicon, const struct lexicon_place *at,
    enum lexicon_class class, enum lexicon_way way,
    char words[][LEXICON_WORD_SIZE], size_t count)
{
	if (lexicon_table_add(lexicon, class, way, words, count))
		return;
	if (lexicon->entries <= LEXICON_ENTRIES_MAX &&
	    lexicon->node_count < LEXICON_NODES_MAX)
		faults_no_memory(at->faults, at->file);
	else
		faults_add(at->faults, at->file, at->line,
		    "too many words, expected at most %d", LEXICON_ENTRIES_MAX);
}

static void
lexicon_take_variant(struct lexicon *lexicon, const struct lexicon_place *at,
    enum lexicon_class class, enum lexicon_way way, char *variant)
{
	char *parts[LEXICON_PHRASE_MAX + 1];
	char words[LEXICON_PHRASE_MAX][LEXICON_WORD_SIZE] = {{0}};
	char plain[LEXICON_PHRASE_MAX][LEXICON_WORD_SIZE] = {{0}};
	bool apostrophes = false, empty = false;
	size_t count = lexicon_cut(variant, '+', parts, LEXICON_PHRASE_MAX + 1);
	if (count > LEXICON_PHRASE_MAX) {
		faults_add(at->faults, at->file, at->line,
		    "a phrase has too many words, expected at most %d",
		    LEXICON_PHRASE_MAX);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!lexicon_check_word(at, parts[i]))
			return;
		memcpy(words[i], parts[i], strlen(parts[i]));
		apostrophes |= normalize_plain(words[i], plain[i]);
		empty |= plain[i][0] == '\0';
	}
	lexicon_add(lexicon, at, class, way, words, count);
	if (apostrophes && !empty)
		lexicon_add(lexicon, at, class, way, plain, count);
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
	for (int i = 0; i < LEXICON_WAY_MAX; i++)
		if (strcmp(name, lexicon_ways[i]) == 0)
			return i;
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
		lexicon_take_variant(lexicon, at, (enum lexicon_class) class,
		    (enum lexicon_way)way, word);
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
		bool title = strncmp(text, "class\tmatch\t", 12) == 0;
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
	if (lexicon != NULL && text != NULL && lexicon_table_init(lexicon)) {
		lexicon_take_text(lexicon, &at, text);
		if (lexicon->entries == 0)
			faults_add(
			    faults, at.file, 1, "no words, expected some");
		else if (!lexicon_table_close(lexicon))
			faults_add(faults, at.file, at.line,
			    "too many long words of danger");
	} else if (faults->count == before) {
		faults_no_memory(faults, at.file);
	}
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
		lexicon_table_free(lexicon);
	free(lexicon);
}
