/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of a USSD screen: none is too long, and nothing is lost between. */
#include "gateway/core/screens.h"
#include "gateway/lib/gsm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MORE "98 lanjut"
#define BACK "99 kembali"

static const struct screens_words words = {MORE, BACK};

/* `count` times `what`. */
static const char *
many(const char *what, size_t count)
{
	static char text[8192];
	size_t len = 0;
	text[0] = '\0';
	for (size_t i = 0; i < count && len < sizeof(text); i++)
		len += (size_t)snprintf(
		    text + len, sizeof(text) - len, "%s", what);
	return text;
}

static void
page_is(const char *text, unsigned page, bool follows, const char *want)
{
	char screen[SCREENS_SIZE];
	assert_int_equal(screens_page(text, &words, page, screen), follows);
	assert_string_equal(screen, want);
	assert_in_range(gsm_septets(screen), 0, SCREENS_SEPTETS);
}

/* Each page fits, its keys are its own, and joined they are the text again,
 * but for blanks. Returns the pages. */
static unsigned
pages_hold(const char *text)
{
	char screen[SCREENS_SIZE], keys[64], all[8192] = "", left[8192] = "";
	unsigned n = 0;
	bool follows = true;
	while (follows) {
		follows = screens_page(text, &words, n, screen);
		assert_in_range(gsm_septets(screen), 0, SCREENS_SEPTETS);
		(void)snprintf(keys, sizeof(keys), "%s%s%s%s",
		    follows || n > 0 ? "\n" : "", follows ? MORE : "",
		    follows && n > 0 ? " " : "", n > 0 ? BACK : "");
		assert_in_range(strlen(screen), strlen(keys), sizeof(screen));
		size_t body = strlen(screen) - strlen(keys);
		assert_string_equal(screen + body, keys);
		screen[body] = '\0';
		size_t used = strlen(all);
		assert_in_range(used + body, 0, sizeof(all) - 1);
		memcpy(all + used, screen, body + 1);
		assert_in_range(++n, 1, 100);
	}
	for (const char *c = text; *c != '\0'; c++)
		if (*c != ' ' && *c != '\n')
			(void)strncat(left, c, 1);
	char *to = all;
	for (const char *c = all; *c != '\0'; c++)
		if (*c != ' ' && *c != '\n')
			*to++ = *c;
	*to = '\0';
	assert_string_equal(all, left);
	assert_int_equal(screens_are_many(text), n > 1);
	return n;
}

static void
short_is_as_it_is(void **state)
{
	(void)state;
	page_is("", 0, false, "");
	page_is("", 3, false, "");
	page_is("Info Desa: selesai.", 0, false, "Info Desa: selesai.");
	page_is("satu\ndua\n\ntiga", 0, false, "satu\ndua\n\ntiga");
	assert_false(screens_are_many(""));
}

/* 182 are one screen, 183 are two. */
static void
limit_is_exact(void **state)
{
	(void)state;
	assert_int_equal(pages_hold(many("a", SCREENS_SEPTETS)), 1);
	assert_int_equal(pages_hold(many("a", SCREENS_SEPTETS + 1)), 2);
	assert_int_equal(pages_hold(many("ab ", 60)), 1); /* 180 */
	assert_int_equal(pages_hold(many("ab ", 62)), 2);
}

/* Two septets each, one character in two bytes or three. */
static void
extension_counts_twice(void **state)
{
	(void)state;
	assert_int_equal(pages_hold(many("[", 91)), 1);
	assert_int_equal(pages_hold(many("[", 92)), 2);
	assert_int_equal(pages_hold(many("\xe2\x82\xac", 91)), 1);
	assert_int_equal(pages_hold(many("\xe2\x82\xac", 92)), 2);
	assert_int_equal(pages_hold(many("\xc3\xa9", 182)), 1);
	assert_int_equal(pages_hold(many("\xc3\xa9", 183)), 2);
	(void)pages_hold(many("\xe2\x82\xac\xc3\xa9 {[\xce\x94]} ", 90));
}

/* Without a blank the cut is between characters. */
static void
no_blanks(void **state)
{
	(void)state;
	assert_int_equal(pages_hold(many("W", 480)), 3);
	assert_int_equal(pages_hold(many("\xe2\x82\xac", 240)), 3);
	(void)pages_hold(many("Wwwwwwwwwwwwwwwwwwww\n", 22));
}

/* A word that just fits stays, and the blank behind it is nobody's. */
static void
cut_is_between_words(void **state)
{
	char text[512], want[SCREENS_SIZE];
	(void)state;
	/* 172 = 182 - "\n98 lanjut" */
	/* 164 + 5 = 169, and what does not fit */
	(void)snprintf(
	    text, sizeof(text), "%s satuxyz tiga empat lima", many("aaa ", 41));
	(void)snprintf(
	    want, sizeof(want), "%s satuxyz\n" MORE, many("aaa ", 41));
	page_is(text, 0, true, want);
	page_is(text, 1, false, "tiga empat lima\n" BACK);
	page_is(text, 7, false, "tiga empat lima\n" BACK);
	(void)pages_hold(text);
	(void)pages_hold(many("aaaa aaa aa a ", 34));
	(void)pages_hold(many("a\n\n\n bb ", 60));
}

/* Blanks alone are no page. */
static void
blanks_are_no_page(void **state)
{
	char text[512];
	(void)state;
	(void)snprintf(text, sizeof(text), "%s   \n ", many("a", 182));
	page_is(text, 0, false, many("a", 182));
	assert_int_equal(pages_hold(text), 1);
}

/* Every length around the seams of pages. */
static void
every_length(void **state)
{
	(void)state;
	for (size_t n = 1; n < 480; n++) {
		(void)pages_hold(many("W", n));
		(void)pages_hold(many("kata dua, ", n / 10 + 1) + n % 10);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(short_is_as_it_is),
	    cmocka_unit_test(limit_is_exact),
	    cmocka_unit_test(extension_counts_twice),
	    cmocka_unit_test(no_blanks),
	    cmocka_unit_test(cut_is_between_words),
	    cmocka_unit_test(blanks_are_no_page),
	    cmocka_unit_test(every_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
