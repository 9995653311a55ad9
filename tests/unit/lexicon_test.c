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
    {"\xf0\x9f\x86\x98 tolong", DANGER}, /* an SOS button */
    {"\xf0\x9f\x86\x98", EMERGENCY},
    {"tolongtolongtolong", DANGER},
    {"sayadipukulisuami", DANGER},
    {"s a y a d i p u k u l", DANGER},
    {"suami saya bawa pisau dapur", EMERGENCY},
    {"lomba sepak bola", CALM},
    {"demam berdarah", CALM},
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

static bool
has(const struct found_words *w, enum lexicon_class class)
{
	return (w->classes >> class & 1) != 0;
}

/* Slips of the pen count in long words of danger, but make no new words. */
static void
slips(void **state)
{
	static const char *const hit[] = {"saya dihjar", "saya dipuukul",
	    "saya dipuklu", "dipukulinnya", "di pukul", "memukuliku",
	    "ditendng", "d1pukul", "DIPUKULLLL", "di-pukul", "p u k u l"};
	static const char *const calm[] = {"tenang", "diajar bu guru",
	    "rendang", "ditinjau", "kapok", "bentukan", "tentang", "habis",
	    "gagah", "prosa", "laporan", "rapor", "lapar"};
	(void)state;
	for (size_t i = 0; i < sizeof(hit) / sizeof(*hit); i++) {
		struct found_words w = find(hit[i]);
		if (!has(&w, LEXICON_HIT))
			print_error("%s\n", hit[i]);
		assert_true(has(&w, LEXICON_HIT));
	}
	for (size_t i = 0; i < sizeof(calm) / sizeof(*calm); i++)
		assert_false(find(calm[i]).danger);
}

/* A guard cancels its own words and nothing else. */
static void
guards(void **state)
{
	(void)state;
	assert_false(find("pukul 8").danger);
	assert_false(find("pukul8").danger);
	assert_false(find("pukul.8").danger);
	assert_false(find("di pukul 8").danger);
	assert_true(find("pukul 8 suami pukul saya").danger);
	assert_true(find("suami pukul 3 kali").danger);
	assert_true(find("suami pukul2 saya").danger);
	assert_false(find("mau mati lampu").danger);
	assert_true(find("mati lampu, saya mau mati").suicide);
	assert_false(find("dia mau bunuh saya").suicide);
	struct found_words w = find("saya mau bunuh diri");
	assert_true(w.suicide);
	assert_false(has(&w, LEXICON_THREAT_KILL));
}

static void
weak_words_wait_for_company(void **state)
{
	(void)state;
	struct found_words w = find("pintu dikunci");
	assert_false(w.danger);
	assert_true(w.weak_held);
	assert_true(w.weak_danger);
	assert_false(w.weak_emergency);
	assert_true((w.weak_classes >> LEXICON_CONFINE & 1) != 0);
	w = find("pintu dikunci suami");
	assert_true(w.danger);
	assert_false(w.weak_held);
	assert_true(find("dipukul pakai kayu").emergency);
	assert_false(find("kayu bakar").weak_held);
	assert_false(find("halo").weak_held);
}

static void
matched_words_as_written(void **state)
{
	(void)state;
	struct found_words w = find("Suamiku D1PUKUL aku, TO.LONG");
	assert_int_equal(w.matched_count, 3);
	assert_string_equal(w.matched[0], "d1pukul");
	assert_string_equal(w.matched[1], "suamiku");
	assert_string_equal(w.matched[2], "to.long");
	w = find("mau Bunuh  Diri");
	assert_string_equal(w.matched[0], "bunuh  diri");
	assert_int_equal(find("pukul 8 di balai").matched_count, 0);
	w = find("takut takut takut");
	assert_int_equal(w.matched_count, 1);
	w = find("dipukul digebuk diancam takut pisau dicekik diperkosa "
		 "dikurung disekap dibunuh");
	assert_int_equal(w.matched_count, WORDS_MATCHED_MAX);
}

static void
single_words(void **state)
{
	(void)state;
	assert_string_equal(find("Mangga!").word, "mangga");
	assert_string_equal(find("jum'at").word, "jum'at");
	assert_string_equal(find("mangga dua").word, "");
	assert_string_equal(find("ab").word, "");
	assert_string_equal(find("9").word, "");
	assert_string_equal(find("7f3k").word, "");
	assert_string_equal(find("stop").word, "");
	assert_string_equal(find("tidak").word, "");
	assert_string_equal(find("abcdefghijklmnopqrstu").word, "");
	assert_string_equal(find("hapus ya mangga").word, "mangga");
	assert_string_equal(find("hapus ya 7f3k").word, "");
	assert_string_equal(find("hapus ya 7f3k").erase_code, "7F3K");
	assert_string_equal(find("hapus ya 7f3k mangga").erase_code, "7F3K");
	assert_string_equal(find("hapus ya 7f3k mangga").word, "mangga");
	assert_false(find("hapus ya semua data saya").erase_yes);
	assert_false(find("hapus ok").erase_yes);
	assert_false(find("ok").yes);
	assert_true(find("ya").yes);
}

/* Whoever writes of her husband is no spammer. */
static void
scam_marks(void **state)
{
	(void)state;
	assert_true(find("mama minta pulsa ke no ini").scam);
	assert_true(find("anda pemenang undian, pin 1234").scam);
	assert_false(find("tolong isikan pulsa, mau telp polisi").scam);
	assert_false(find("suami judi online uang habis").scam);
	assert_false(find("suami suruh transfer ke rek dia").scam);
	assert_false(find("minta pulsa").scam);
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
	    {"# a word\nHIT\tstem\tid\tx\tPukul\n", ":2: \"Pukul\": exp"},
	    {"HIT\tword\tid\tx\ta23456789012345678901234567890123\n",
		"expected a word of 1 to 31"},
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
	    cmocka_unit_test(slips),
	    cmocka_unit_test(guards),
	    cmocka_unit_test(weak_words_wait_for_company),
	    cmocka_unit_test(matched_words_as_written),
	    cmocka_unit_test(single_words),
	    cmocka_unit_test(scam_marks),
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(faults_name_their_line),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
