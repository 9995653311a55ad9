/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One spelling of what people type. */
#include "handlers/normalize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *text, *plain;
} rows[] = {
    {"Tolong 9", "tolong 9"}, {"T\xc3\x96LONG", "tolong"}, /* Ö */
    {"to\xcc\xb7l\xcc\xb8ong", "tolong"},                  /* zalgo */
    {"\xef\xbd\x94\xef\xbd\x8f", "to"},                    /* full width */
    {"\xf0\x9d\x90\xad\xf0\x9d\x90\xa8", "to"},            /* bold */
    {"\xe2\x93\xa3\xe2\x93\x9e", "to"},                    /* circled */
    {"\xf0\x9f\x86\x83\xf0\x9f\x85\xbe", "to"},            /* squared */
    {"\xf0\x9f\x85\xa3", "t"},                             /* negative */
    {"\xf0\x9f\x87\xb9\xf0\x9f\x87\xb4", "to"},            /* flags */
    {"\xd1\x82\xd0\xbe\xd0\xa2\xd0\x9e", "toto"},          /* Cyrillic */
    {"\xce\xa4\xce\xbf", "to"},                            /* Greek */
    {"\xe2\x91\xa8 \xd9\xa9 \xe2\x9e\x92", "9 9 9"},       /* digits */
    {"jum\xe2\x80\x99"
     "at jum`at",
	"jum'at jum'at"},                 /* apostrophes */
    {"9\xef\xb8\x8f\xe2\x83\xa3", "9.."}, /* keycap */
    {"a\xe2\x80\x8b"
     "b\xc2\xad"
     "c",
	"a.b.c"}, /* unseen */
    {"a\xc2\xa0"
     "b\xe3\x80\x80"
     "c\n",
	"a b c "}, /* blanks */
    {"a\xff"
     "b\xc3",
	"a.b."},                   /* no UTF-8 */
    {"\xf0\x9f\x86\x98", " sos "}, /* SOS button */
    {"\xf0\x9f\x98\xa2!", ".."},   /* an emoji */
    {"\xe2\x92\x9c", ".a."},       /* (a) */
    {"\xd8\xb6", "\xd8\xb6"},      /* stays */
};

static void
spell(const char *text, size_t size, char *ret)
{
	size_t at = 0, len = 0;
	while (at < size) {
		char part[NORMALIZE_SIZE];
		size_t used = normalize_first(text + at, size - at, part);
		assert_in_range(used, 1, 4);
		assert_true(strlen(part) < sizeof(part));
		memcpy(ret + len, part, strlen(part) + 1);
		len += strlen(part);
		at += used;
	}
}

static void
one_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char plain[1024] = "";
		spell(rows[i].text, strlen(rows[i].text), plain);
		if (strcmp(plain, rows[i].plain) != 0)
			print_error("row %zu is \"%s\"\n", i, plain);
		assert_string_equal(plain, rows[i].plain);
	}
	char nul[16] = "";
	spell("a\0b", 3, nul);
	assert_string_equal(nul, "a.b");
}

/* Every character there is, and every cut of it, fits. */
static void
all_of_unicode(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c < 0x110000; c += c < 0x3000 ? 1 : 7) {
		char utf8[4] = {(char)(0xf0 | c >> 18),
		    (char)(0x80 | (c >> 12 & 0x3f)),
		    (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f))};
		char part[NORMALIZE_SIZE];
		size_t skip = c < 0x800 ? 2 : c < 0x10000 ? 1 : 0;
		if (skip == 2)
			utf8[2] = (char)(0xc0 | c >> 6);
		else if (skip == 1)
			utf8[1] = (char)(0xe0 | c >> 12);
		for (size_t size = 1; size <= 4 - skip; size++) {
			size_t used = normalize_first(utf8 + skip, size, part);
			assert_in_range(used, 1, size);
			assert_true(strlen(part) < sizeof(part));
		}
	}
}

static void
words(void **state)
{
	char ret[40];
	(void)state;
	assert_true(normalize_squeeze("toolonnng", ret));
	assert_string_equal(ret, "tolong");
	assert_false(normalize_squeeze("99", ret));
	assert_true(normalize_letters("t00l0ng", 'i', ret));
	assert_string_equal(ret, "toolong");
	assert_true(normalize_letters("d1pukul", 'i', ret));
	assert_string_equal(ret, "dipukul");
	assert_true(normalize_letters("p1s", 'l', ret));
	assert_string_equal(ret, "pls");
	assert_false(normalize_letters("123", 'i', ret));
	assert_string_equal(ret, "123");
	assert_true(normalize_plain("jum'at", ret));
	assert_string_equal(ret, "jumat");
	assert_false(normalize_plain("", ret));
	assert_int_equal(normalize_longest_run("tolooong"), 3);
	assert_int_equal(normalize_longest_run("111"), 1);
	assert_int_equal(normalize_longest_run(""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_spelling),
	    cmocka_unit_test(all_of_unicode),
	    cmocka_unit_test(words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
