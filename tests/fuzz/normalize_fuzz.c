/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the one spelling of what people type: it ends, stays inside its
 * room, and what is in that spelling already stays as it is.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/normalize/.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "handlers/normalize.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

static void
fuzz_again(const char *part)
{
	size_t len = strlen(part), at = 0;
	while (at < len) {
		char again[NORMALIZE_SIZE];
		size_t used = normalize_first(part + at, len - at, again);
		check(used >= 1 && at + used <= len);
		/* apostrophes, letters and separators are their own */
		check(strlen(again) == used &&
		      memcmp(again, part + at, used) == 0);
		at += used;
	}
}

static void
fuzz_word(const uint8_t *data, size_t size)
{
	char *word = calloc(1, size + 1), *ret = malloc(size + 1);
	check(word != NULL && ret != NULL);
	memcpy(word, data, size);
	size_t len = strlen(word);
	check(normalize_squeeze(word, ret) == (strlen(ret) < len));
	check(normalize_plain(word, ret) == (strlen(ret) < len));
	(void)normalize_letters(word, 'i', ret);
	check(strlen(ret) == len);
	check(normalize_longest_run(word) <= len);
	free(word);
	free(ret);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1); /* ASan sees the end */
	check(copy != NULL);
	memcpy(copy, data, size);
	for (size_t at = 0; at < size;) {
		char part[NORMALIZE_SIZE];
		memset(part, 0xa5, sizeof(part));
		size_t used = normalize_first(copy + at, size - at, part);
		check(used >= 1 && used <= 4 && at + used <= size);
		check(memchr(part, '\0', sizeof(part)) != NULL);
		fuzz_again(part);
		at += used;
	}
	fuzz_word(data, size);
	free(copy);
	return 0;
}
