/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what people type against the shipped lexicon, and any bytes as a
 * lexicon of its own. The same text means the same every time; `9` alone is
 * always urgent, and a text with a word of danger in it is always danger.
 * Capitals, a mark that nobody sees, or an accent change nothing of it.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/lexicon/.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handlers/lexicon.h"

#define TEXT_MAX 2000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

static struct lexicon *fuzz_shipped;
static char fuzz_path[64];

static void
fuzz_end(void)
{
	lexicon_free(fuzz_shipped);
	(void)unlink(fuzz_path);
}

static void
fuzz_begin(void)
{
	struct faults faults;
	faults_init(&faults);
	fuzz_shipped = lexicon_load(NULL, &faults);
	check(fuzz_shipped != NULL && faults.count == 0);
	faults_free(&faults);
	(void)snprintf(
	    fuzz_path, sizeof(fuzz_path), "/tmp/siaga-lexicon-fuzz.XXXXXX");
	int fd = mkstemp(fuzz_path);
	check(fd >= 0);
	(void)close(fd);
	(void)atexit(fuzz_end);
}

static void
check_found(const struct found_words *f)
{
	check(f->classes >> LEXICON_CLASS_MAX == 0);
	check(!f->emergency || f->danger);
	check(!f->urgent || f->emergency);
	check(f->digit >= -1 && f->digit <= 9);
	check(memchr(f->status_code, '\0', sizeof(f->status_code)) != NULL);
	check(memchr(f->erase_code, '\0', sizeof(f->erase_code)) != NULL);
	check(memchr(f->word, '\0', sizeof(f->word)) != NULL);
	check(f->matched_count <= WORDS_MATCHED_MAX);
	for (size_t i = 0; i < f->matched_count; i++)
		check(memchr(f->matched[i], '\0', WORDS_MATCHED_SIZE) != NULL);
	check(!f->help_alone || (f->danger && f->help));
	check(!f->weak_held == (f->weak_classes == 0));
	check((f->weak_classes & f->classes) == 0);
	check(!f->urgent || f->digit <= 0 || f->digit == 9);
}

static void
fuzz_text(const struct lexicon *lexicon, const uint8_t *data, size_t size)
{
	struct found_words one, two;
	char *copy = malloc(size + 1); /* ASan sees the end */
	check(copy != NULL);
	memcpy(copy, data, size);
	memset(&one, 0, sizeof(one));
	memset(&two, 0xa5, sizeof(two));
	lexicon_find(lexicon, copy, size, &one);
	lexicon_find(lexicon, copy, size, &two);
	check_found(&one);
	check(one.classes == two.classes && one.danger == two.danger &&
	      one.digit == two.digit && one.urgent == two.urgent);
	free(copy);
}

/* What she meant is still danger, and still the same command. */
static void
check_same(const struct found_words *one, const struct found_words *two)
{
	check_found(two);
	check(one->classes == two->classes);
	check(one->danger == two->danger);
	check(one->emergency == two->emergency);
	check(one->help_alone == two->help_alone);
	check(one->stop == two->stop && one->exit == two->exit);
}

/* Capitals; and a mark that nobody sees, or an accent, at its end. */
static void
fuzz_dressed(const uint8_t *data, size_t size)
{
	static const char *const tails[] = {
	    "\xe2\x80\x8b", "\xc2\xa0", "\xef\xb8\x8f", " "};
	char text[TEXT_MAX + 4];
	struct found_words plain, dressed;
	memcpy(text, data, size);
	lexicon_find(fuzz_shipped, text, size, &plain);
	for (size_t i = 0; i < size; i++)
		if (text[i] >= 'a' && text[i] <= 'z')
			text[i] = (char)(text[i] - 'a' + 'A');
	lexicon_find(fuzz_shipped, text, size, &dressed);
	check_same(&plain, &dressed);
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		size_t len = strlen(tails[i]);
		memcpy(text + size, tails[i], len);
		lexicon_find(fuzz_shipped, text, size + len, &dressed);
		check_same(&plain, &dressed);
	}
}

/* Whatever stands before it, a word of its own is found. */
static void
fuzz_before_danger(const uint8_t *data, size_t size)
{
	static const char danger[] = " . saya dipukuli suami";
	char text[TEXT_MAX + sizeof(danger)];
	struct found_words found;
	if (size > 200) /* the lexicon looks at a bounded number of words */
		size = 200;
	memcpy(text, data, size);
	memcpy(text + size, danger, sizeof(danger) - 1);
	lexicon_find(fuzz_shipped, text, size + sizeof(danger) - 1, &found);
	check_found(&found);
	check(found.danger);
}

static void
fuzz_file(const uint8_t *data, size_t size)
{
	struct faults faults;
	FILE *file = fopen(fuzz_path, "we");
	check(file != NULL);
	check(size == 0 || fwrite(data, 1, size, file) == size);
	check(fclose(file) == 0);
	faults_init(&faults);
	struct lexicon *lexicon = lexicon_load(fuzz_path, &faults);
	check((lexicon == NULL) == (faults.count > 0));
	if (lexicon != NULL)
		fuzz_text(lexicon, data, size);
	lexicon_free(lexicon);
	faults_free(&faults);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (fuzz_shipped == NULL)
		fuzz_begin();
	fuzz_file(data, size);
	if (size > TEXT_MAX)
		size = TEXT_MAX;
	fuzz_text(fuzz_shipped, data, size);
	fuzz_before_danger(data, size);
	fuzz_dressed(data, size);
	return 0;
}
