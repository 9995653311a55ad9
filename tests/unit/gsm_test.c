/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The default alphabet, septet counts, UTF-8, numbers and senders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/lib/gsm.h"
#include "gateway/lib/pdu.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void
septets(void **state)
{
	static const struct {
		const char *text;
		int septets;
	} cases[] = {
	    {"", 0},
	    {"AMAN", 4},
	    {"@", 1},
	    {"\n\r", 2},
	    {"\f", 2},
	    {"[", 2},
	    {"^{}\\[~]|\xe2\x82\xac", 18},
	    {"caf\xc3\xa9", 4},
	    {"\xc3\x87", 1},      /* capital c cedilla is 0x09 */
	    {"\xc3\xa7", -1},     /* the small one is not in the table */
	    {"\xce\xa9", 1},      /* Omega */
	    {"\xce\xb1", -1},     /* alpha */
	    {"`", -1},            /* the ASCII characters that are missing: */
	    {"\t", -1},           /* backtick, tab, */
	    {"\x1b", -1},         /* and the escape, which is no character */
	    {"\xc2\xa0", -1},     /* no-break space */
	    {"\xe2\x80\x99", -1}, /* typographic apostrophe */
	    {"\xf0\x9f\x98\xad", -1},
	    {"\xef\xbf\xbf", -1}, /* U+FFFF is GSM_NONE */
	    {"\xff", -1},
	    {"a\xc3", -1},
	    {"\xc0\x80", -1},
	    {"\xed\xa0\x80", -1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(gsm_septets(cases[i].text), cases[i].septets);
}

static void
default_table_is_23038(void **state)
{
	static const char table[] =
	    "@\xc2\xa3$\xc2\xa5\xc3\xa8\xc3\xa9\xc3\xb9\xc3\xac\xc3\xb2\xc3\x87"
	    "\n\xc3\x98\xc3\xb8\r\xc3\x85\xc3\xa5\xce\x94_\xce\xa6\xce\x93\xce"
	    "\x9b\xce\xa9\xce\xa0\xce\xa8\xce\xa3\xce\x98\xce\x9e\xc3\x86\xc3"
	    "\xa6\xc3\x9f\xc3\x89 !\"#\xc2\xa4%&'()*+,-./0123456789:;<=>?\xc2"
	    "\xa1"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ\xc3\x84\xc3\x96\xc3\x91\xc3\x9c"
	    "\xc2\xa7\xc2\xbf"
	    "abcdefghijklmnopqrstuvwxyz\xc3\xa4\xc3\xb6\xc3"
	    "\xb1\xc3\xbc\xc3\xa0";
	char text[512];
	size_t size = 0;

	(void)state;
	for (unsigned int i = 0; i < 128; i++) {
		if (i != GSM_ESCAPE)
			size += gsm_utf8_put(gsm_to_unicode(i), text + size);
	}
	text[size] = '\0';
	assert_string_equal(text, table);
	assert_int_equal(gsm_septets(table), 127);
	assert_int_equal(gsm_to_unicode(GSM_ESCAPE), GSM_NONE);
	assert_int_equal(gsm_to_unicode(0x80 | 'A'), 'A');
}

static void
tables_are_inverse(void **state)
{
	unsigned int extensions = 0;

	(void)state;
	for (unsigned int i = 0; i < 128; i++) {
		uint32_t extension = gsm_to_unicode_extension(i);

		if (i != GSM_ESCAPE)
			assert_int_equal(
			    gsm_from_unicode(gsm_to_unicode(i)), i);
		if (extension == GSM_NONE)
			continue;
		extensions++;
		assert_int_equal(
		    gsm_from_unicode(extension), GSM_EXTENSION | i);
	}
	assert_int_equal(extensions, 10);
	assert_int_equal(gsm_to_unicode_extension(0x65), 0x20ac);
	assert_int_equal(gsm_from_unicode('~'), 0x1b3d);
	assert_int_equal(gsm_from_unicode(GSM_NONE), -1);
	assert_int_equal(gsm_from_unicode(0xd800), -1);
}

static void
utf8_is_rfc3629(void **state)
{
	static const struct {
		const char *text;
		size_t size, taken;
		uint32_t character;
	} cases[] = {
	    {"", 0, 0, 0},
	    {"\0", 1, 1, 0},
	    {"\x7f", 1, 1, 0x7f},
	    {"\x80", 1, 0, 0},
	    {"\xc1\xbf", 2, 0, 0},
	    {"\xc2\x80", 2, 2, 0x80},
	    {"\xc2", 1, 0, 0},
	    {"\xc2\x41", 2, 0, 0},
	    {"\xdf\xbf", 2, 2, 0x7ff},
	    {"\xe0\x9f\xbf", 3, 0, 0},
	    {"\xe0\xa0\x80", 3, 3, 0x800},
	    {"\xe2\x82\xac", 2, 0, 0},
	    {"\xe2\x82\x41", 3, 0, 0},
	    {"\xed\x9f\xbf", 3, 3, 0xd7ff},
	    {"\xed\xa0\x80", 3, 0, 0},
	    {"\xee\x80\x80", 3, 3, 0xe000},
	    {"\xef\xbf\xbf", 3, 3, 0xffff},
	    {"\xf0\x8f\xbf\xbf", 4, 0, 0},
	    {"\xf0\x90\x80\x80", 4, 4, 0x10000},
	    {"\xf0\x9f\x98\xad", 4, 4, 0x1f62d},
	    {"\xf0\x9f\x98\xad", 3, 0, 0},
	    {"\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff},
	    {"\xf4\x90\x80\x80", 4, 0, 0},
	    {"\xf5\x80\x80\x80", 4, 0, 0},
	    {"\xfe", 1, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char back[GSM_UTF8_MAX];
		uint32_t character = 0;
		size_t taken =
		    gsm_utf8_get(cases[i].text, cases[i].size, &character);

		assert_int_equal(taken, cases[i].taken);
		assert_int_equal(character, cases[i].character);
		if (taken == 0)
			continue;
		assert_int_equal(gsm_utf8_put(character, back), taken);
		assert_memory_equal(back, cases[i].text, taken);
	}
}

static void
utf8_never_writes_a_surrogate(void **state)
{
	static const uint32_t bad[] = {0xd800, 0xdfff, 0x110000, 0xffffffff};
	char out[GSM_UTF8_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(gsm_utf8_put(bad[i], out), 3);
		assert_memory_equal(out, "\xef\xbf\xbd", 3);
	}
	assert_true(gsm_utf8_valid("a\0\xc3\xa9", 4));
	assert_true(gsm_utf8_valid("", 0));
	assert_false(gsm_utf8_valid("a\xc3\xa9", 2));
}

static void
numbers(void **state)
{
	/* NULL: no number */
	static const struct {
		const char *typed, *number;
	} cases[] = {
	    {"+6281234567890", "+6281234567890"},
	    {"6281234567890", "+6281234567890"},
	    {"081234567890", "+6281234567890"},
	    {"006281234567890", "+6281234567890"},
	    {" 0812-3456-7890 ", "+6281234567890"},
	    {"(0812) 3456.7890", "+6281234567890"},
	    {"(+62) 812 3456 7890", "+6281234567890"},
	    {"+62 (0)812 3456 7890", "+6281234567890"},
	    {"62 0812 3456 7890", "+6281234567890"},
	    {"021 5550123", "+62215550123"},
	    {"+65 9123 4567", "+6591234567"},
	    {"0065 9123 4567", "+6591234567"},
	    {"6281234567", "+6281234567"}, /* 10 digits: plausible */
	    {"628123456", NULL},           /* 9: not certainly */
	    {"129", "129"},
	    {"36-36", "3636"},
	    {"123456", "123456"},
	    {"1234567", NULL},
	    {"81234567890", NULL}, /* neither 0 nor a country code */
	    {"12", NULL},
	    {"0812", NULL}, /* a number cut short is no short code */
	    {"+3636", NULL},
	    {"+6281234", NULL}, /* 7 digits */
	    {"+62812345", "+62812345"},
	    {"+6281234567890123", NULL}, /* 16 digits */
	    {"+628123456789012", "+628123456789012"},
	    {"08123456789012345", NULL},
	    {"000000000000", NULL},
	    {"+081234567890", NULL},
	    {"", NULL},
	    {"+", NULL},
	    {"-", NULL},
	    {"++6281234567890", NULL},
	    {"62+81234567890", NULL},
	    {"*123#", NULL},
	    {"0812345678a", NULL},
	    {"0812,3456789", NULL},
	    {"0812345678\xc2\xa0", NULL},
	    {"99999999999999999999999999999999999999999", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char number[GSM_NUMBER_SIZE] = "untouched";
		int result = gsm_number_normalize(cases[i].typed, "62", number);

		assert_int_equal(result, cases[i].number == NULL ? -1 : 0);
		assert_string_equal(number,
		    cases[i].number == NULL ? "untouched" : cases[i].number);
	}
}

static void
numbers_of_other_countries(void **state)
{
	char number[GSM_NUMBER_SIZE];

	(void)state;
	assert_int_equal(
	    gsm_number_normalize("077 123 4567", "670", number), 0);
	assert_string_equal(number, "+670771234567");
	assert_int_equal(gsm_number_normalize("0812345678", "", number), -1);
	assert_int_equal(gsm_number_normalize("0812345678", "6 2", number), -1);
	assert_int_equal(
	    gsm_number_normalize("0812345678", "6262", number), -1);
}

static void
dial(void **state)
{
	static const struct {
		const char *number;
		bool valid;
	} cases[] = {
	    {"129", true},
	    {"+6281234567890", true},
	    {"12345678901234567890", true},
	    {"+12345678901234567890", true},
	    {"123456789012345678901", false},
	    {"12", false},
	    {"+12", false},
	    {"", false},
	    {"+", false},
	    {"++123", false},
	    {"123+", false},
	    {"12 34", false},
	    {"0812\"", false},
	    {"0812\r", false},
	    {"*123#", false},
	    {"\xd9\xa1\xd9\xa2\xd9\xa3", false}, /* Arabic digits */
	    {NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    gsm_number_valid_to_dial(cases[i].number), cases[i].valid);
}

static void
to_ring(void **state)
{
	static const char *const refused[] = {"", "+", "110", "112", "113",
	    "118", "119", "129", "+112", "+62112", "+62119", "3636", "*112#",
	    "*100#", "#31#+6281234567890", "+62812345*7890", "+6281234567890;",
	    "081234567890", "112812345678", "+1234567", "+1234567890123456",
	    "+62 81234567890", "TELKOMSEL"};
	(void)state;
	assert_false(gsm_number_valid_to_ring(NULL));
	assert_true(gsm_number_valid_to_ring("+6281234567890"));
	assert_true(gsm_number_valid_to_ring("+62211234567"));
	for (size_t i = 0; i < COUNT(refused); i++)
		assert_false(gsm_number_valid_to_ring(refused[i]));
}

static void
senders(void **state)
{
	static const struct {
		struct pdu_address address;
		enum gsm_sender_kind kind;
		const char *sender;
	} cases[] = {
	    {{PDU_ADDRESS_INTERNATIONAL, 1, "+6281234567890"},
		GSM_SENDER_NUMBER, "+6281234567890"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "081234567890"}, GSM_SENDER_NUMBER,
		"+6281234567890"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "6281234567890"}, GSM_SENDER_NUMBER,
		"+6281234567890"},
	    {{PDU_ADDRESS_NATIONAL, 1, "81234567890"}, GSM_SENDER_NUMBER,
		"+6281234567890"},
	    {{PDU_ADDRESS_NATIONAL, 1, "081234567890"}, GSM_SENDER_NUMBER,
		"+6281234567890"},
	    /* wrongly national: it must not become +6262812... */
	    {{PDU_ADDRESS_NATIONAL, 1, "6281234567890"}, GSM_SENDER_NUMBER,
		"+6281234567890"},
	    {{PDU_ADDRESS_INTERNATIONAL, 1, "+6591234567"}, GSM_SENDER_NUMBER,
		"+6591234567"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "3636"}, GSM_SENDER_SHORT, "3636"},
	    {{PDU_ADDRESS_INTERNATIONAL, 1, "+3636"}, GSM_SENDER_SHORT,
		"+3636"},
	    {{PDU_ADDRESS_NETWORK, 0, "12"}, GSM_SENDER_SHORT, "12"},
	    {{PDU_ADDRESS_ABBREVIATED, 1, "6281234567890"}, GSM_SENDER_SHORT,
		"6281234567890"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "*123#"}, GSM_SENDER_SHORT, "*123#"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "#99"}, GSM_SENDER_SHORT, "#99"},
	    {{PDU_ADDRESS_ALPHANUMERIC, 0, "TELKOMSEL"}, GSM_SENDER_ALPHA,
		"TELKOMSEL"},
	    /* a number written in letters' clothing is not answered either */
	    {{PDU_ADDRESS_ALPHANUMERIC, 0, "+6281234567"}, GSM_SENDER_ALPHA,
		"+6281234567"},
	    {{PDU_ADDRESS_ALPHANUMERIC, 0, "@"}, GSM_SENDER_ALPHA, "@"},
	    {{PDU_ADDRESS_ALPHANUMERIC, 0, ""}, GSM_SENDER_NONE, ""},
	    {{PDU_ADDRESS_UNKNOWN, 1, ""}, GSM_SENDER_NONE, ""},
	    {{PDU_ADDRESS_UNKNOWN, 1, "0812a45678"}, GSM_SENDER_NONE,
		"0812a45678"},
	    {{PDU_ADDRESS_UNKNOWN, 1, "81234567890"}, GSM_SENDER_NONE,
		"81234567890"},
	    {{PDU_ADDRESS_INTERNATIONAL, 1, "+6281234"}, GSM_SENDER_NONE,
		"+6281234"},
	    {{PDU_ADDRESS_INTERNATIONAL, 1, "+12345678901234567890"},
		GSM_SENDER_NONE, "+12345678901234567890"},
	    {{PDU_ADDRESS_NATIONAL, 1, "12345678901234567890"}, GSM_SENDER_NONE,
		"12345678901234567890"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char sender[GSM_NUMBER_SIZE];

		assert_int_equal(
		    gsm_sender_classify(&cases[i].address, "62", sender),
		    cases[i].kind);
		assert_string_equal(sender, cases[i].sender);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(septets),
	    cmocka_unit_test(default_table_is_23038),
	    cmocka_unit_test(tables_are_inverse),
	    cmocka_unit_test(utf8_is_rfc3629),
	    cmocka_unit_test(utf8_never_writes_a_surrogate),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(numbers_of_other_countries),
	    cmocka_unit_test(dial),
	    cmocka_unit_test(to_ring),
	    cmocka_unit_test(senders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
