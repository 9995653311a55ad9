/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Both channels are read from one dialogue file: what is wrong for both is
 * said once, what is wrong on a screen only where a [ussd NAME] is configured.
 */
#include "gateway/core/wordset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

extern const char dialogue_shipped[];

static char conf_path[64], dialogue_path[64];

static void
write_file(const char *path, const char *one, size_t size, const char *two,
    const char *three)
{
	FILE *file = fopen(path, "we");
	assert_non_null(file);
	(void)fwrite(one, 1, size, file);
	(void)fputs(two, file);
	(void)fputs(three, file);
	assert_int_equal(fclose(file), 0);
}

/* The shipped dialogue with `from` replaced by `to`. */
static void
write_dialogue(const char *from, const char *to)
{
	const char *at = strstr(dialogue_shipped, from);
	assert_non_null(at);
	write_file(dialogue_path, dialogue_shipped,
	    (size_t)(at - dialogue_shipped), to, at + strlen(from));
}

static void
write_conf(const char *ussd)
{
	char text[1024];
	int size = snprintf(text, sizeof(text),
	    "[siaga]\nstate_dir = /tmp\ntemplates = templates\ndialogue = %s\n"
	    "[cover]\nname = Info Desa\nhours = Senin-Jumat 08.00-15.00\n"
	    "place = balai desa\nplain_word = AMAN\n"
	    "[modem a]\ndevice = /dev/null\nconnection = at\n"
	    "number = +6281200000001\n",
	    dialogue_path);
	write_file(conf_path, text, (size_t)size, ussd, "");
}

#define USSD                                                                   \
	"[ussd]\nlisten = 127.0.0.1:8081\n[ussd at]\npath = /ussd/at\n"        \
	"dialect = africastalking\nallow_cidr = 127.0.0.0/8\n"

static struct wordset *
load(const char *ussd, const char *from, const char *to, struct faults *faults)
{
	struct conf conf = {0};
	write_dialogue(from, to);
	write_conf(ussd);
	faults_init(faults);
	conf_read(&conf, conf_path, faults);
	if (faults->count > 0)
		print_error("%s", faults->text.data);
	assert_int_equal(faults->count, 0);
	struct wordset *w = wordset_load(&conf, &handling_wired, faults);
	conf_free(&conf);
	return w;
}

static void
is_said_once(
    const char *ussd, const char *from, const char *to, const char *what)
{
	struct faults faults;
	assert_null(load(ussd, from, to, &faults));
	if (faults.count != 1)
		print_error("%s", faults.text.data);
	assert_int_equal(faults.count, 1);
	const char *at = strstr(faults.text.data, what);
	assert_non_null(at);
	assert_null(strstr(at + 1, what));
	faults_free(&faults);
}

static void
both_channels_load(void **state)
{
	struct faults faults;
	(void)state;
	for (int ussd = 0; ussd < 2; ussd++) {
		struct wordset *w =
		    load(ussd ? USSD : "", "[window]\n", "[window]\n", &faults);
		if (w == NULL)
			print_error("%s", faults.text.data);
		assert_non_null(w);
		assert_int_equal(w->screen.texts != NULL, ussd);
		assert_true(texts_known(w->texts, "R01"));
		assert_false(texts_known(w->texts, "U01"));
		if (ussd) {
			assert_true(texts_known(w->screen.texts, "U01"));
			assert_false(texts_known(w->screen.texts, "R01"));
			/* words of its own, or those of a message */
			assert_string_equal(
			    texts_page_more(w->screen.texts, "id"),
			    "98 lanjut");
			assert_string_equal(
			    texts_raw(w->screen.texts, "id", "R30"),
			    texts_raw(w->texts, "id", "R30"));
			assert_string_not_equal(
			    texts_raw(w->screen.texts, "id", "R32"),
			    texts_raw(w->texts, "id", "R32"));
		}
		wordset_free_all(w, &handling_wired);
		faults_free(&faults);
	}
}

static void
faults_are_said_once(void **state)
{
	struct faults faults;
	(void)state;
	/* of both channels */
	is_said_once(USSD, "4     = R24\n", "", "[text R24] can never be");
	is_said_once(USSD, "[window]\n", "[window]\n5 = 01.00-02.00\n",
	    "unknown window \"5\"");
	/* of one */
	is_said_once(USSD, "dial    = U01\n", "", "no [on ussd] dial");
	is_said_once(USSD, "closed       = R27\n", "", "closed has no text");
	is_said_once("", "closed       = R27\n", "", "closed has no text");
	/* nobody sees a screen */
	struct wordset *w = load("", "dial    = U01\n", "", &faults);
	assert_non_null(w);
	wordset_free_all(w, &handling_wired);
	faults_free(&faults);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_channels_load),
	    cmocka_unit_test(faults_are_said_once),
	};
	(void)snprintf(conf_path, sizeof(conf_path),
	    "/tmp/wordset_test.%d.conf", (int)getpid());
	(void)snprintf(dialogue_path, sizeof(dialogue_path),
	    "/tmp/wordset_test.%d.dialogue", (int)getpid());
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(conf_path);
	(void)unlink(dialogue_path);
	return failed;
}
