/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What responders answer by text: any order, case and spacing; and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "gateway/core/answers.h"

/* "4TW9 y", "4TW9 1234 1"; "-" is no answer. */
static void
spell(const char *text, size_t size, char ret[64])
{
	struct duty_answer_words w;
	(void)snprintf(ret, 64, "-");
	if (!answers_read(text, size, &w))
		return;
	(void)snprintf(ret, 64, "%s%s%s%s", w.code, w.yes ? " y" : "",
	    w.no ? " n" : "", w.ready ? " siap" : "");
	size_t len = strlen(ret);
	if (w.pin[0] != '\0')
		(void)snprintf(ret + len, 64 - len, " %s", w.pin);
	len = strlen(ret);
	if (w.outcome != 0)
		(void)snprintf(ret + len, 64 - len, " %d", w.outcome);
}

static void
means(const char *text, const char *is)
{
	char seen[64];
	spell(text, strlen(text), seen);
	if (strcmp(seen, is) != 0)
		print_error(
		    "\"%s\": expected \"%s\", seen \"%s\"\n", text, is, seen);
	assert_string_equal(seen, is);
}

static void
yes_and_no(void **state)
{
	(void)state;
	means("ok", " y");
	means("OK.", " y");
	means("  Ya!! ", " y");
	means("T", " n");
	means("tidak", " n");
	means("4TW9 Y", "4TW9 y");
	means("y 4tw9", "4TW9 y");
	means("4tw9,ya", "4TW9 y");
	means("4TW9-T", "4TW9 n");
	means("ok 7f3k", "7F3K y");
	means("7F3K OK", "7F3K y");
	means("SIAP", " siap");
	means("siap pak", " siap");
	means("siap 4tw9", "4TW9 siap");
	means("tidak bisa", " n");
	means("Maaf bu, gak bisa", " n");
	means("4tw9 ga bs", "4TW9 n");
	means("tdk siap", " n");
	means("4TW9 belum", "-");
	means("bisa pak", " y");
	means("bisa tidak bisa", " n");
	means("ya tidak bisa", "-");
	means("maaf bu", "-");
	means("ya ya", " y");
	means("ya tidak", "-");
	means("4TW9", "-");
	means("4TW9 7F3K ok", "-");
}

static void
glued(void **state)
{
	(void)state;
	means("4TW9Y", "4TW9 y");
	means("4tw9ok", "4TW9 y");
	means("OK4TW9", "4TW9 y");
	means("Y4TW9", "4TW9 y");
	means("4TW9YA", "4TW9 y");
	means("4TW9T", "4TW9 n");    /* no code of five says anything alone */
	means("4TW9T Y", "4TW9T y"); /* but this is one */
	means("4TW9TT", "4TW9T n");
	means("tidak4tw9", "4TW9 n");
	means("4TW97Y", "4TW97 y");
}

static void
outcomes(void **state)
{
	static const char *const parts[] = {"4tw9", "1580", "3"};
	static const char *const between[] = {" ", "  ", ", ", "\n", "-", "."};
	static const int orders[6][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	(void)state;
	for (size_t o = 0; o < 6; o++)
		for (size_t b = 0; b < 6; b++) {
			char text[64];
			(void)snprintf(text, sizeof(text), "%s%s%s%s%s",
			    parts[orders[o][0]], between[b],
			    parts[orders[o][1]], between[b],
			    parts[orders[o][2]]);
			means(text, "4TW9 1580 3");
			for (char *c = text; *c != '\0'; c++)
				*c = (char)toupper((unsigned char)*c);
			means(text, "4TW9 1580 3");
		}
	means("4TW9 15803", "4TW9 1580 3");
	means("4TW91580 3", "4TW9 1580 3");
	means("4TW915803", "4TW9 1580 3");
	means("4TW9 12345678 4", "4TW9 12345678 4");
	means("4TW9 123456784", "4TW9 12345678 4");
	means("4TW97 12345678 4", "4TW97 12345678 4");
	means("4TW9 1580 5", "-");
	means("4TW9 1580", "-");
	means("4TW9 15809", "-");
	means("4TW9 158 1", "-");
	means("4TW9 1580 1 2", "-");
	means("4TW9 1234567890 1", "-");
}

static void
no_answers(void **state)
{
	static const char *const texts[] = {"", " ", ".", "9", "X", "STOP",
	    "halo", "ok saya datang", "Sari korban di RT 4", "t\xc3\xb3",
	    "\xd0\xbe\xd0\xba", "4TW9 Y tolong", "0000", "112",
	    "4TW9 4TW9 4TW9 4TW9 Y", "YYYYYYYYYYYYYYYYYYYYYYYYYYYYYY",
	    "OKOK4TW9Y", "4TW9YY", "AAAA Y"};
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		means(texts[i], "-");
	char seen[64];
	spell("ok\0tolong", 9, seen); /* a NUL is a sign of hers too */
	assert_string_equal(seen, "-");
	spell("ok tolong", 2, seen); /* no more than the size is looked at */
	assert_string_equal(seen, " y");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(yes_and_no),
	    cmocka_unit_test(glued),
	    cmocka_unit_test(outcomes),
	    cmocka_unit_test(no_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
