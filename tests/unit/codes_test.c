/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a code of a report or an alert may look like (design 4). */
#include "gateway/core/engine_parts.h"
#include "handlers/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One code in 4,000 of the alphabet reads as a cry to the shipped lexicon:
 * 50 of these would. */
#define CODES 200000

static struct engine engine;
static struct wordset words;
static struct faults faults;

static int
begin(void **state)
{
	(void)state;
	words.lexicon = lexicon_load("config/lexicon.tsv", &faults);
	engine.handling = &handling_wired;
	engine.words = &words;
	return words.lexicon == NULL ? -1 : 0;
}

static int
end(void **state)
{
	(void)state;
	lexicon_free(words.lexicon);
	return 0;
}

static void
spells_nothing(void **state)
{
	(void)state;
	for (int i = 0; i < CODES; i++) {
		char code[ENGINE_CODE_SIZE], text[32];
		struct found_words w = {0};
		case_draw(&engine, code, CASE_SHORT);
		(void)snprintf(text, sizeof(text), "HAPUS YA %s", code);
		lexicon_find(words.lexicon, text, strlen(text), &w);
		if (w.danger || w.concern || w.scam || !w.erase_yes)
			fail_msg("%s is understood as something else", text);
		(void)snprintf(text, sizeof(text), "CEK %s", code);
		lexicon_find(words.lexicon, text, strlen(text), &w);
		assert_string_equal(w.status_code, code);
	}
}

static void
of_the_alphabet(void **state)
{
	(void)state;
	for (size_t length = CASE_SHORT; length <= CASE_LONG; length++)
		for (int i = 0; i < 1000; i++) {
			char code[ENGINE_CODE_SIZE];
			case_draw(&engine, code, length);
			assert_int_equal(strlen(code), length);
			assert_int_equal(
			    strspn(code, "234679CDFGHJKMNPRTWX"), length);
			assert_true(strcspn(code, "234679") < length);
			assert_true(strspn(code, "234679") < length);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spells_nothing),
	    cmocka_unit_test(of_the_alphabet),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
