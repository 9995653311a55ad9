/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes out: validity, alphabet, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/modem/encode.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NUMBER       "+628123456789"

/* 23.040 9.2.3.12.1, the other way round. */
static int64_t
validity_seconds(int value)
{
	if (value <= 143)
		return (value + 1) * 300;
	if (value <= 167)
		return 12 * 3600 + (value - 143) * 1800;
	if (value <= 196)
		return (value - 166) * 86400;
	return (value - 192) * 7 * 86400;
}

static void
validity_is_rounded_down(void **state)
{
	(void)state;
	for (int v = 0; v <= 255; v++) {
		int64_t exact = validity_seconds(v);
		assert_int_equal(encode_validity(exact), v);
		if (v < 255)
			assert_int_equal(
			    encode_validity(validity_seconds(v + 1) - 1), v);
		if (v > 0)
			assert_int_equal(encode_validity(exact - 1), v - 1);
	}
	assert_int_equal(encode_validity(900), 2); /* I17: 15 minutes */
	assert_int_equal(encode_validity(0), 0);
	assert_int_equal(encode_validity(INT64_C(1) << 40), 255);
}

static void
fill(char *to, const char *unit, size_t times)
{
	*to = '\0';
	for (size_t i = 0; i < times; i++)
		(void)strcat(to, unit);
}

static const char *
check(const char *text, struct gammu_text *ret)
{
	return encode_text(NUMBER, text, strlen(text), ret);
}

static void
limits(void **state)
{
	static const struct {
		const char *unit;
		size_t fits;
		bool ucs2;
	} cases[] = {
	    {"a", 160, false},
	    {"~", 80, false},
	    {"\xe2\x82\xac", 80, false}, /* the euro: two septets */
	    {"\xce\xa9", 160, false},    /* Omega */
	    {"\xce\xb1", 70, true},      /* alpha */
	    {"\xf0\x9f\x98\x80", 35, true},
	};
	char text[700];
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gammu_text ret = {.count = 0};
		fill(text, cases[i].unit, cases[i].fits);
		assert_null(check(text, &ret));
		assert_int_equal(ret.ucs2, cases[i].ucs2);
		assert_string_equal(ret.to, NUMBER);
		fill(text, cases[i].unit, cases[i].fits + 1);
		assert_string_equal(check(text, &ret), "too_long");
	}
	fill(text, "\xce\xb1", 69);
	struct gammu_text ret = {.count = 0};
	(void)strcat(text, "~");
	assert_string_equal(check(text, &ret), "too_long"); /* libGammu's 70 */
}

static void
units(void **state)
{
	struct gammu_text ret = {.count = 0};
	(void)state;
	assert_null(check("a\xf0\x9f\x98\x80~", &ret));
	assert_int_equal(ret.count, 4);
	assert_int_equal(ret.units[0], 'a');
	assert_int_equal(ret.units[1], 0xd83d);
	assert_int_equal(ret.units[2], 0xde00);
	assert_int_equal(ret.units[3], '~');
}

static void
refused(void **state)
{
	static const char *const numbers[] = {"", "+", "12", "+62 812", "0812;",
	    "TELKOMSEL", "+62812345678901234567890", "*123#"};
	struct gammu_text ret = {.count = 0};
	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++)
		assert_string_equal(
		    encode_text(numbers[i], "a", 1, &ret), "bad_number");
	assert_string_equal(encode_text(NUMBER, "a\0b", 3, &ret), "bad_text");
	assert_string_equal(encode_text(NUMBER, "\xff", 1, &ret), "bad_text");
	assert_null(encode_text(NUMBER, "", 0, &ret));
	assert_null(encode_text("129", "a", 1, &ret));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(validity_is_rounded_down),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(units),
	    cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
