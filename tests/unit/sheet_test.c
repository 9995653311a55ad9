/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV as people's programs write it, and every fault with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/core/import.h"
#include "gateway/core/sheet.h"

/* cells: '|' between, each row ending in '/' with its line before ':'. */
static void
reads(const char *text, const char *rows, const char *faulty)
{
	struct sheet s;
	struct faults faults;
	struct buf is;
	faults_init(&faults);
	buf_init(&is, 65536);
	assert_int_equal(sheet_read("f", text, strlen(text), &faults, &s), 0);
	for (size_t r = 0; r < s.rows; r++) {
		assert_int_equal(buf_printf(&is, "%d:", s.lines[r]), 0);
		for (size_t c = 0; c < s.columns; c++)
			assert_int_equal(
			    buf_printf(&is, "%s%s", c > 0 ? "|" : "",
				sheet_cell(&s, r, c)),
			    0);
		assert_int_equal(buf_add_str(&is, "/"), 0);
	}
	assert_string_equal(is.data == NULL ? "" : is.data, rows);
	assert_string_equal(
	    faults.text.data == NULL ? "" : faults.text.data, faulty);
	buf_free(&is);
	faults_free(&faults);
	sheet_free(&s);
}

static void
test_forms(void **state)
{
	(void)state;
	reads("a,b\n1,2\n", "1:a|b/2:1|2/", "");
	reads("a,b\r\n1,2\r\n", "1:a|b/2:1|2/", "");
	reads("a,b\r1,2", "1:a|b/2:1|2/", "");
	reads("\xef\xbb\xbf"
	      "a;b\n1;2,5",
	    "1:a|b/2:1|2,5/", "");
	reads("a,b\n\"x, \"\"y\"\"\",2\n", "1:a|b/2:x, \"y\"|2/", "");
	reads("a,b\n\"x\ny\",2\n3,4\n", "1:a|b/2:x\ny|2/4:3|4/", "");
	reads("a,b\n\n,\n  , \n 1 , \" 2 \" \n", "1:a|b/5:1| 2 /", "");
	reads("a,b\n=1+1,@x\n", "1:a|b/2:=1+1|@x/", "");
	reads("\"a;b\",c\n1,2\n", "1:a;b|c/2:1|2/", "");
}

static void
test_faults(void **state)
{
	(void)state;
	reads("", "",
	    "f:1: nothing is in it, expected a first line that names the "
	    "columns\n");
	reads("a,b\n1\n1,2,3\n4,5\n", "1:a|b/4:4|5/",
	    "f:2: 1 cells, expected 2\nf:3: 3 cells, expected 2\n");
	reads("a,b\nx\"y,2\n3,4\n\"5\"6,7\n8,9\n", "1:a|b/3:3|4/5:8|9/",
	    "f:2: a quote in a wrong place, expected quotes around the whole "
	    "cell and \"\" for a quote in it\n"
	    "f:4: a quote in a wrong place, expected quotes around the whole "
	    "cell and \"\" for a quote in it\n");
	reads("a,b\n1,2\n3,\"4\n5,6\n", "1:a|b/2:1|2/",
	    "f:3: a quote is opened here and never closed\n");
	reads("a,b\n1,\xe9\n3,4\n", "1:a|b/3:3|4/",
	    "f:2: this is not UTF-8; save the file as \"CSV UTF-8\"\n");
	reads("a,b\n1,\xef\xbf\xbd\n", "1:a|b/",
	    "f:2: this is not UTF-8; save the file as \"CSV UTF-8\"\n");
	reads("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n", "",
	    "f:1: 17 cells, expected 16\n"
	    "f:1: nothing is in it, expected a first line that names the "
	    "columns\n");
}

static void
test_limits(void **state)
{
	struct sheet s;
	struct faults faults;
	size_t rows = SHEET_ROWS_MAX + 3, size = 4 * rows;
	char *text = malloc(size + 1);
	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < rows; i++)
		memcpy(text + 4 * i, "1,2\n", 5);
	faults_init(&faults);
	assert_int_equal(sheet_read("f", text, size, &faults, &s), 0);
	assert_int_equal(s.rows, SHEET_ROWS_MAX + 1);
	assert_int_equal(faults.count, 1);
	assert_non_null(strstr(faults.text.data, "f:10002: more rows than"));
	sheet_free(&s);
	memset(text, 'x', 4001);
	memcpy(text + 4001, ",y\n", 4);
	assert_int_equal(sheet_read("f", text, 4004, &faults, &s), 0);
	assert_non_null(strstr(faults.text.data, "a cell of 4001 bytes"));
	sheet_free(&s);
	faults_free(&faults);
	free(text);
}

static void
test_written(void **state)
{
	static const struct {
		const char *cell, *is;
	} rows[] = {{"", "\"\""}, {"x", "\"x\""}, {"a\"b", "\"a\"\"b\""},
	    {"=1+1", "\"'=1+1\""}, {"+62", "\"'+62\""}, {"-1", "\"'-1\""},
	    {"@x", "\"'@x\""}, {"a=b", "\"a=b\""}};
	struct buf to;
	(void)state;
	buf_init(&to, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_clear(&to);
		assert_int_equal(sheet_put(&to, rows[i].cell), 0);
		assert_string_equal(to.data, rows[i].is);
	}
	buf_free(&to);
}

static void
test_values(void **state)
{
	static const struct {
		const char *text;
		unsigned days;
	} days[] = {{"mon-fri", 0x3e}, {"sat", 0x40}, {"*", 0x7f},
	    {"Senin-Jumat", 0x3e}, {"fri-mon", 0x63}, {"mon;wed,sun", 0x0b},
	    {"min", 0x01}, {"", 0}, {"mon-", 0}, {"xx", 0}, {"-fri", 0},
	    {"mon fri-", 0}};
	static const struct {
		const char *text;
		int minute;
	} times[] = {{"00:00", 0}, {"7:05", 425}, {"08.30", 510},
	    {"24:00", 1440}, {"24:01", -1}, {"25:00", -1}, {"12:60", -1},
	    {"12", -1}, {"", -1}, {"123:00", -1}, {"12:0", -1}, {"12:000", -1},
	    {"-1:00", -1}};
	unsigned bits;
	int minute;
	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		assert_int_equal(
		    import_days(days[i].text, &bits), days[i].days != 0);
		if (days[i].days != 0)
			assert_int_equal(bits, days[i].days);
	}
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		assert_int_equal(import_minute(times[i].text, &minute),
		    times[i].minute >= 0);
		if (times[i].minute >= 0)
			assert_int_equal(minute, times[i].minute);
	}
	const char *list = " a b ;; c; ";
	char word[8];
	assert_true(import_word(&list, word, sizeof(word)));
	assert_string_equal(word, "a b");
	assert_true(import_word(&list, word, sizeof(word)));
	assert_string_equal(word, "c");
	assert_false(import_word(&list, word, sizeof(word)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_written),
	    cmocka_unit_test(test_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
