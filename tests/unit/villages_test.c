/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Villages as reporters type them; between two it never guesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "gateway/core/villages.h"

static struct roster *made;

static int
begin(void **state)
{
	static const struct {
		const char *code, *name, *kecamatan, *aliases;
	} rows[] = {{"01", "Kalisari", "Bukit", "kali sari;klsari"},
	    {"02", "Sidomulyo", "Bukit", ""},
	    {"03", "Sidomulyo", "Lembah", "sidomulya"},
	    {"04", "Karang", "Lembah", ""},
	    {"05", "Karang Anyar", "Bukit", "kr. anyar"},
	    {"06", "Bukit", "Bukit", ""}, {"07", "Gunungsari 1", "Lembah", ""},
	    {"08", "Gunungsari 2", "Lembah", ""},
	    {"09", "Sukamaju", "Lembah", ""}, {"10", "Sukamanu", "Bukit", ""},
	    {"11", "Doro", "Lembah", ""}, {"12", "Jum'atan", "Lembah", ""}};
	size_t left_out;
	(void)state;
	made = roster_new(handling_wired.letters);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct roster_village v = {
		    .aliases = rows[i].aliases, .population = -1};
		(void)snprintf(v.code, sizeof(v.code), "%s", rows[i].code);
		(void)snprintf(v.name, sizeof(v.name), "%s", rows[i].name);
		(void)snprintf(
		    v.kecamatan, sizeof(v.kecamatan), "%s", rows[i].kecamatan);
		if (roster_add_village(made, &v) < 0)
			return -1;
	}
	return roster_finish(made, &left_out);
}

static int
end(void **state)
{
	(void)state;
	roster_free(made);
	return 0;
}

static void
means(const char *text, const char *code)
{
	struct village_found f;
	village_match(made, text, strlen(text), &f);
	const char *is = village_code(made, &f);
	if (is == NULL || strcmp(is, code) != 0)
		fail_msg("\"%s\": %s, expected %s", text,
		    is == NULL ? "none" : is, code);
}

/* No village, and so many candidates. */
static void
open_between(const char *text, size_t count)
{
	struct village_found f;
	village_match(made, text, strlen(text), &f);
	if (f.village != ROSTER_NONE || f.count != count)
		fail_msg("\"%s\": %s, %zu candidates", text,
		    f.village == ROSTER_NONE ? "none" : village_code(made, &f),
		    f.count);
}

static void
test_names(void **state)
{
	(void)state;
	means("Kalisari", "01");
	means("01", "01");
	means(" 05\n", "05");
	means("kali sari", "01");
	means("KALI-SARI", "01");
	means("desa kalisari", "01");
	means("ds.kalisari", "01");
	means("Ds Kalisari Kec. Bukit Kab. Contoh", "01");
	means("saya dari desa kalisari pak", "01");
	means("dusun doro desa kalisari rt 02 rw 1", "01");
	means("rt 3 kalisari", "01");
	means("klsari", "01");
	means("K\u0430lis\u0430ri", "01"); /* Cyrillic look-alikes */
	means("\uff2b\uff21\uff2c\uff29\uff33\uff21\uff32\uff29", "01");
	means("kr anyar", "05");
	means("jumatan", "12");
}

static void
test_slips(void **state)
{
	(void)state;
	means("klaisari", "01"); /* two swapped */
	means("kalsari", "01");  /* one left out */
	means("kalissari", "01");
	means("kalosari", "01");
	open_between("karang anyr", 2); /* or Karang, and something else */
	open_between("kolosori", 0);    /* two slips */
	open_between("dorp", 0);        /* too short for any */
	open_between("gunungsari 3", 0);
	means("gunungsari 1", "07");
	means("gunung sari 2", "08");
	open_between("sukamayu", 2); /* a slip from both */
	means("sukamaju", "09");
}

static void
test_never_guessed(void **state)
{
	(void)state;
	open_between("sidomulyo", 2);
	means("sidomulyo kec lembah", "03");
	means("sidomulyo lembah", "03");
	means("desa sidomulyo kecamatan bukit", "02");
	means("sidomulyo bukt", "02"); /* a slip in the kecamatan */
	means("sidomulya", "03");      /* its own spelling */
	/* A kecamatan that is not its own, or none of ours. */
	open_between("kalisari kec lembah", 1);
	open_between("kalisari kec wetan", 1);
	/* Of two names in one text neither. */
	open_between("saya di kalisari dulu di doro", 2);
	open_between("bukan kalisari", 1);
	/* The longer name. */
	means("karang anyar", "05");
	means("karang", "04");
	means("bukit", "06");
	means("kalisari bukit", "01");
	open_between("tidak tahu", 0);
	open_between("", 0);
	open_between("kec bukit", 0);
}

static void
test_bytes(void **state)
{
	struct village_found f;
	char text[4096];
	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 37 + i / 255);
	for (size_t len = 0; len < sizeof(text); len += 61) {
		village_match(made, text, len, &f);
		village_match(made, text + sizeof(text) - len, len, &f);
	}
	memset(text, 'a', sizeof(text));
	village_match(made, text, sizeof(text), &f);
	assert_int_equal(f.count, 0);
	assert_int_equal(village_slips("kalisari", "kalisari", 1), 0);
	assert_int_equal(village_slips("", "ab", 1), 2);
	assert_int_equal(village_slips("ab", "ba", 3), 1);
	assert_int_equal(village_slips("kitten", "sitting", 5), 3);
}

/* What people call it: with the kecamatan where its name is not enough. */
static void
test_label(void **state)
{
	char label[136];
	(void)state;
	struct roster *r = roster_new(handling_wired.letters);
	struct roster_village v = {.aliases = "", .population = -1};
	static const char *const all[3][3] = {{"10.1", "Sokawera", "Bukit"},
	    {"20.1", "Sidomulyo", "Bukit"}, {"20.2", "Sidomulyo", "Lembah"}};
	size_t left_out;
	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(v.code, sizeof(v.code), "%s", all[i][0]);
		(void)snprintf(v.name, sizeof(v.name), "%s", all[i][1]);
		(void)snprintf(
		    v.kecamatan, sizeof(v.kecamatan), "%s", all[i][2]);
		assert_int_equal(roster_add_village(r, &v), 0);
	}
	assert_int_equal(roster_finish(r, &left_out), 0);
	village_label(r, "10.1", label, sizeof(label));
	assert_string_equal(label, "Sokawera");
	village_label(r, "20.2", label, sizeof(label));
	assert_string_equal(label, "Sidomulyo, Lembah");
	village_label(r, "30.1", label, sizeof(label)); /* it has left */
	assert_string_equal(label, "30.1");
	roster_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_slips),
	    cmocka_unit_test(test_never_guessed),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_label),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
