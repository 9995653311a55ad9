/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shipped lexicon finds in texts, and what it must not. */
#include "handlers/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALM, CONCERN, DANGER, EMERGENCY };

static const struct {
	const char *text;
	int level;
} lexicon_rows[] = {
    {"halo", CALM},
    {"tolong, suami saya memukul saya", DANGER},
    {"suami pukul saya", DANGER},
    {"rapat pukul 8 di balai desa", CALM},
    {"rapat pukul 08.00", CALM},
    {"pukul bola", CALM},
    {"tolong", DANGER}, /* alone */
    {"tlg", DANGER},
    {"tolong bu", DANGER},
    {"TOLONG!!", DANGER},
    {"tolong info jadwal posyandu", CONCERN},
    {"suami saya tidak pulang", CONCERN},
    {"tolong suami saya", DANGER},
    {"9", EMERGENCY},
    {" 9. ", EMERGENCY},
    {"99", CALM},
    {"9 9", CALM},
    {"darurat", EMERGENCY},
    {"gawat", EMERGENCY},
    {"saya mau bunuh diri", EMERGENCY},
    {"bunuh nyamuk", CALM},
    {"mau mati lampu", CALM},
    {"ingin mati", EMERGENCY},
    {"dicekik suami", EMERGENCY},
    {"dia bawa parang", EMERGENCY},
    {"diancam", DANGER},
    {"takut", DANGER},
    {"diperkosa", DANGER},
    {"tetangga saya lapor", CONCERN},
    {"lapar", CALM},
    {"batu", CALM},
    {"hamil 3 bulan", CONCERN},
    {"dikunci", CALM}, /* weak alone */
    {"dikunci suami di kamar", DANGER},
    {"tako'", DANGER},
    {"ora wedi", DANGER},
    {"", CALM},
    {"!!!", CALM},
};

static struct lexicon *shipped;

static int
setup(void **state)
{
	struct faults faults;
	(void)state;
	faults_init(&faults);
	shipped = lexicon_load(NULL, &faults);
	assert_int_equal(faults.count, 0);
	faults_free(&faults);
	return shipped == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	lexicon_free(shipped);
	return 0;
}

static struct found_words
find(const char *text)
{
	struct found_words w;
	lexicon_find(shipped, text, strlen(text), &w);
	return w;
}

static void
danger(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lexicon_rows) / sizeof(*lexicon_rows);
	     i++) {
		struct found_words w = find(lexicon_rows[i].text);
		int level = w.emergency ? EMERGENCY
			    : w.danger  ? DANGER
			    : w.concern ? CONCERN
					: CALM;
		if (level != lexicon_rows[i].level)
			print_error("\"%s\" is %d, expected %d\n",
			    lexicon_rows[i].text, level, lexicon_rows[i].level);
		assert_int_equal(level, lexicon_rows[i].level);
	}
}

static void
commands_are_whole_messages(void **state)
{
	(void)state;
	assert_true(find("x").exit);
	assert_true(find(" X ").exit);
	assert_true(find("keluar").exit);
	assert_false(find("saya tidak boleh keluar").exit);
	assert_true(find("STOP").stop);
	assert_true(find("berhenti.").stop);
	/* blanks and marks that nobody sees */
	assert_true(find("X\xc2\xa0").exit);
	assert_true(find("X\xe2\x80\x8b").exit);
	assert_true(find("STOP\xc2\xa0").stop);
	assert_true(find("9\xc2\xa0").urgent);
	assert_true(find("9\xef\xb8\x8f\xe2\x83\xa3").urgent);
	assert_false(find("dia bilang stop").stop);
	assert_false(find("step").stop);
	assert_int_equal(find("1").digit, 1);
	assert_int_equal(find("0").digit, 0);
	assert_int_equal(find("12").digit, -1);
	assert_int_equal(find("1 2").digit, -1);
	assert_int_equal(find("").digit, -1);
}

static void
status_takes_a_code(void **state)
{
	(void)state;
	assert_string_equal(find("CEK 7F3K").status_code, "7F3K");
	assert_string_equal(find("cek 7f3k").status_code, "7F3K");
	assert_string_equal(find("cek 7f3kx").status_code, "7F3KX");
	assert_string_equal(find("cek").status_code, "");
	assert_string_equal(find("7f3k cek").status_code, "");
	assert_string_equal(find("tolong cek 7f3k").status_code, "");
	assert_string_equal(find("cek 7f3k mangga").status_code, "7F3K");
	assert_string_equal(find("cek 7f3k mangga").word, "mangga");
	assert_string_equal(find("cek 7f3k ada kabar").status_code, "");
	assert_string_equal(find("cek 7f3kxy").status_code, "");
}

/* Any bytes, any length: no reading beyond, no endless time. */
static void
hostile_texts(void **state)
{
	struct found_words w;
	size_t size = 200000;
	char *text = malloc(size);
	(void)state;
	assert_non_null(text);
	memset(text, 'a', size);
	lexicon_find(shipped, text, size, &w);
	for (size_t i = 0; i < size; i++)
		text[i] = i % 2 == 0 ? 'a' : ' ';
	lexicon_find(shipped, text, size, &w);
	for (size_t i = 0; i < size; i++)
		text[i] = (char)(i * 31 + i / 256);
	lexicon_find(shipped, text, size, &w);
	/* danger is found however far behind, and across stretches */
	for (size_t n = 500; n < 520; n++) {
		for (size_t i = 0; i < n; i++)
			memcpy(text + 2 * i, "a ", 2);
		memcpy(text + 2 * n, "mau bunuh diri", 14);
		lexicon_find(shipped, text, 2 * n + 14, &w);
		assert_true(w.emergency);
		assert_true((w.classes & 1u << LEXICON_SUICIDE) != 0);
	}
	lexicon_find(shipped, "a\0tolong", 8, &w);
	assert_true((w.classes & 1u << LEXICON_HELP) != 0);
	free(text);
}

static void
faults_name_their_line(void **state)
{
	static const struct {
		const char *text, *fault;
	} rows[] = {
	    {"HIT\tstem\tid\tx\n", ":1: 4 columns"},
	    {"\nHITT\tstem\tid\tx\tpukul\n", ":2: unknown class \"HITT\""},
	    {"HIT\tstam\tid\tx\tpukul\n", ":1: unknown match \"stam\""},
	    {"HIT\tstem\tid\tx\ta+b+c+d+e\n", ":1: a phrase has too many"},
	    {"HIT\tstem\tid\tx\ta++b\n", ":1: \"\": expected a word"},
	    {"class\tmatch\tlang\tsrc\tvariants\n", ":1: no words"},
	};
	char path[] = "/tmp/lexicon_test_XXXXXX";
	(void)state;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct faults faults;
		faults_init(&faults);
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		(void)fputs(rows[i].text, file);
		(void)fclose(file);
		assert_null(lexicon_load(path, &faults));
		assert_non_null(faults.text.data);
		if (strstr(faults.text.data, rows[i].fault) == NULL)
			print_error("%s", faults.text.data);
		assert_non_null(strstr(faults.text.data, rows[i].fault));
		faults_free(&faults);
	}
	(void)close(fd);
	(void)unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(danger),
	    cmocka_unit_test(commands_are_whole_messages),
	    cmocka_unit_test(status_takes_a_code),
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(faults_name_their_line),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
