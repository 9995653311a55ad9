/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what responders answer: it stays inside its room, says one thing or
 * nothing, and the same in capitals or not, with blanks around it or not.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/answers/.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/core/answers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

static bool
read_copy(const uint8_t *data, size_t size, size_t blanks, int (*letter)(int),
    struct duty_answer_words *ret)
{
	char *copy = malloc(size + 2 * blanks + 1); /* ASan sees the end */
	check(copy != NULL);
	memset(copy, ' ', size + 2 * blanks);
	for (size_t i = 0; i < size; i++)
		copy[blanks + i] =
		    (char)(letter == NULL ? data[i] : letter(data[i]));
	bool is = answers_read(copy, size + 2 * blanks, ret);
	free(copy);
	return is;
}

static bool
same(const struct duty_answer_words *a, const struct duty_answer_words *b)
{
	return a->yes == b->yes && a->no == b->no && a->ready == b->ready &&
	       a->outcome == b->outcome && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->pin, b->pin) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct duty_answer_words w, again;
	bool is = read_copy(data, size, 0, NULL, &w);
	check(read_copy(data, size, 3, NULL, &again) == is);
	check(!is || same(&w, &again));
	check(read_copy(data, size, 0, tolower, &again) == is);
	check(!is || same(&w, &again));
	if (!is)
		return 0;
	check(!(w.yes && w.no) && w.outcome >= 0 && w.outcome <= 4);
	check(w.yes || w.no || w.ready || w.outcome != 0);
	size_t code = strlen(w.code), pin = strlen(w.pin);
	check(code == 0 || code == 4 || code == 5);
	check(pin == 0 || (pin >= 4 && pin < ANSWERS_PIN_SIZE));
	check(strspn(w.pin, "0123456789") == pin);
	check(strspn(w.code, "234679CDFGHJKMNPRTWX") == code);
	return 0;
}
