/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dialogue file: the shipped one is clean, and each way to break an
 * invariant is refused with the line that breaks it.
 */
#include "gateway/lib/buf.h"
#include "handlers/dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

extern const char dialogue_shipped[];

static char dialogue_path[64];

/* The shipped file with `from` replaced by `to`, written and loaded. */
static struct dialogue *
load_channel(enum dialogue_channel channel, const char *from, const char *to,
    struct faults *faults)
{
	const char *at = strstr(dialogue_shipped, from);
	assert_non_null(at);
	FILE *file = fopen(dialogue_path, "we");
	assert_non_null(file);
	(void)fwrite(
	    dialogue_shipped, 1, (size_t)(at - dialogue_shipped), file);
	(void)fputs(to, file);
	(void)fputs(at + strlen(from), file);
	assert_int_equal(fclose(file), 0);
	faults_init(faults);
	return dialogue_load(dialogue_path, channel, faults);
}

static struct dialogue *
load_with(const char *from, const char *to, struct faults *faults)
{
	return load_channel(CHANNEL_SMS, from, to, faults);
}

static void
shipped_is_clean(void **state)
{
	struct faults faults;
	(void)state;
	for (enum dialogue_channel c = CHANNEL_SMS; c < CHANNEL_MAX; c++) {
		faults_init(&faults);
		struct dialogue *d = dialogue_load(NULL, c, &faults);
		if (d == NULL)
			print_error("%s", faults.text.data);
		assert_non_null(d);
		assert_int_equal(faults.count, 0);
		dialogue_free(d);
		faults_free(&faults);
	}
}

struct broken {
	const char *from, *to, *fault;
};

static const struct broken broken[] = {
    /* I14: 9 belongs to nobody */
    {"[text R31]\nlevel = 0\nchannels = sms\nkind  = menu\n",
	"[text R31]\nlevel = 0\nchannels = sms\nkind  = menu\n9     = R29\n",
	"9 means urgent everywhere"},
    /* I1: a digit never opens level 1 */
    {"3     = R29\n", "3     = R24\n", "R24 is plain and R31 is not"},
    {"hours        = R29", "hours        = R24",
	"R24 is a plain text, expected one of level 0"},
    /* I8: skipping, seven questions, circles */
    {"0     = R06\n", "", "has no line 0: every question can be skipped"},
    {"0     = R33\n", "0     = R30\n",
	"more than seven questions can follow each other"},
    {"any   = R33\n", "any   = R07\n", "or a circle of them"},
    {"[text R33]\nlevel = 1\n", "[text R33]\nlevel = 1\ncounted = no\n",
	"counted = no is for menus"},
    /* reach and order */
    {"4     = R24\n", "", "[text R24] can never be reached"},
    {"1     = reporter=self urgency=medium R30\n",
	"1     = reporter=self urgency=medium R07\n",
	"can be reached without R30"},
    {"2     = reporter=other urgency=medium R08\n",
	"2     = reporter=other R88\n", "there is no [text R88]"},
    /* I15: what only the box says */
    {"3     = R29\n", "3     = R18\n", "said by the box itself"},
    {"1     = R03\n2     = R07\n", "1     = read\n2     = R07\n",
	"read is only for the text of [on] answer"},
    /* I6: consent by letters, never by a digit */
    {"kind  = consent\n", "kind  = consent\n1     = consented\n",
	"takes no digit but 0"},
    {"kind  = consent\nany   = consented\n",
	"kind  = choice\n1     = consented\n", "nothing else gives consent"},
    {"[text R13]\nlevel = 1\n", "[text R13]\nlevel = 0\n",
	"asks at level 1 only"},
    /* I17: stand-ins are level 0 */
    {"instead = R04\nkind    = village", "instead = R03\nkind    = village",
	"expected a text of level 0 in place of a plain one"},
    /* the form */
    {"kind  = age\n", "kind  = agee\n", "expected menu, choice, choices"},
    {"1     = minor=yes urgency=medium R09\n", "1     = minor=maybe R09\n",
	"expected minor=yes|no"},
    {"urgency=high R13", "urgency=low R13", "an answer only raises (I16)"},
    {"1     = minor=yes urgency=medium R09\n", "1     = mminor=yes R09\n",
	"unknown field \"mminor\""},
    {"1     = minor=yes urgency=medium R09\n", "1     = minor=yes\n",
	"leads nowhere"},
    {"1     = minor=yes urgency=medium R09\n", "1     = R09 minor=yes\n",
	"after where it leads"},
    {"1     = minor=yes urgency=medium R09\n", "1     = R09\n1     = R09\n",
	"given twice"},
    {"[text R35]\nlevel = 1\n", "[text R35]\nlevel = 1\nlevel = 0\n",
	"second level in [text R35]"},
    {"[text R35]\nlevel = 1\n", "[text R35]\nkind = menu\n", "has no level"},
    {"[text R35]\nlevel = 1\n", "[text R35]\nlevel = 1\n0 = end\n",
	"asks nothing"},
    {"[text R35]\nlevel = 1\n", "[text R03]\nlevel = 1\n",
	"stands twice, first in line"},
    {"[text R35]\n", "[text lower]\n", "is no text, expected an id"},
    {"[text R35]\n", "[texts R35]\n", "unknown section [texts R35]"},
    {"stop         = R20\n", "", "[on] stop has no text for level 0"},
    {"stop         = R20\n", "stopp        = R20\n", "unknown event \"stopp\""},
    {"stop         = R20\n", "stop         = R20 R03 R04\n",
	"at most two texts"},
    {"4 = 18.00-21.00\n", "", "[window] has no line 4"},
    {"4 = 18.00-21.00\n", "4 = 21.00-18.00\n", "expected hours such as"},
    {"[window]\n", "[window]\n5 = 01.00-02.00\n", "unknown window \"5\""},
    {"has 3 = R25\n", "has 7 = R25\n", "has 7, but 7 is no choice here"},
    {"yes     = company=wish R13\n", "", "has no line \"yes\""},
    {"any   = R33\n", "any   = R33\nyes   = R33\n",
	"kind village has no line \"yes\""},
    {NULL, NULL, NULL}, /* ends */
};

/* Of a screen. */
static const struct broken broken_screen[] = {
    {"[text U03 ussd]\n", "[text U03 usd]\n",
	"[text U03 usd]: unknown channel, expected sms or ussd"},
    {"[on ussd]\n", "[on screen]\n",
	"[on screen]: unknown channel, expected sms or ussd"},
    {"channels = sms\n", "channels = fax\n",
	"channels = fax, expected sms, ussd"},
    {"channels = sms\n", "channels =\n",
	"channels = nothing, expected sms, ussd"},
    {"channels = sms\n", "channels = ussd\n", "there is no [text R31]"},
    {"[text U03 ussd]\n", "[text U03 sms]\n", "there is no [text U03]"},
    {"dial    = U01\n", "", "has no [on ussd] dial, which [ussd NAME] needs"},
    {"dial    = U01\n", "dial    = R02\n", "R02 is a plain text"},
    {"dial    = U01\n", "dial    = U01\ndial    = U03\n",
	"given twice, first in line"},
    /* I15: nobody learns a code, nor that there is none, by a digit */
    {"2     = U03\n", "2     = U05\n", "said by the box itself"},
    {"2     = U03\n", "2     = U06\n", "U06 is plain and U01 is not"},
    {"[text U03 ussd]\nlevel = 0\nkind  = menu\n",
	"[text U03 ussd]\nlevel = 0\nkind  = menu\n9     = end\n",
	"9 means urgent everywhere"},
    /* what stands on it waits, but for the last one */
    {"[text U03 ussd]\nlevel = 0\nkind  = menu\n0     = end\nelse  = "
     "note\n",
	"[text U03 ussd]\nlevel = 0\n",
	"[text U03] asks nothing, so it would be the last screen"},
    {"[text U00 ussd]\nlevel = 0\n",
	"[text U00 ussd]\nlevel = 0\nkind = menu\n0 = end\nelse = note\n",
	"[text U00] is the last screen and asks nothing"},
    {"[text U09 ussd]\nlevel = 0\n",
	"[text U09 ussd]\nlevel = 0\nkind = menu\n0 = end\nelse = note\n",
	"[text U09] is the last screen and asks nothing"},
    /* 0 leads out */
    {"[text U03 ussd]\nlevel = 0\nkind  = menu\n0     = end\n",
	"[text U03 ussd]\nlevel = 0\nkind  = menu\n0     = U03\n",
	"from [text U03] 0 leads in a circle"},
    {"[text R17 ussd]\nlevel = 0\nkind  = menu\n0     = end\n",
	"[text R17 ussd]\nlevel = 0\nkind  = menu\n0     = note\n",
	"from [text R17] 0 leads in a circle"},
    {"[text R32 ussd]\nlevel = 0\nkind  = menu\n0     = end\n",
	"[text R32 ussd]\nlevel = 0\nkind  = menu\n0     = note\n",
	"from [text R32] 0 leads in a circle"},
    {"[text R03 ussd]\nlevel = 1\nkind  = menu\n0     = end\n",
	"[text R03 ussd]\nlevel = 1\nkind  = menu\n0     = note\n",
	"from [text R03] 0 leads in a circle"},
    {"[text R32 ussd]\n", "[text R22 ussd]\n",
	"[text R22] stands twice, first in line"},
    {NULL, NULL, NULL}, /* ends */
};

/* file:line: and what is wrong. */
static void
is_refused(enum dialogue_channel channel, const struct broken *b)
{
	struct faults faults;
	struct dialogue *d = load_channel(channel, b->from, b->to, &faults);
	bool said = faults.text.data != NULL &&
		    strstr(faults.text.data, b->fault) != NULL;
	if (d != NULL || !said)
		print_error("expected \"%s\", seen %s\n", b->fault,
		    faults.text.data == NULL ? "nothing" : faults.text.data);
	assert_null(d);
	assert_true(said);
	assert_int_equal(
	    strncmp(faults.text.data, dialogue_path, strlen(dialogue_path)), 0);
	faults_free(&faults);
}

static void
broken_is_refused(void **state)
{
	(void)state;
	for (const struct broken *b = broken; b->fault != NULL; b++)
		is_refused(CHANNEL_SMS, b);
}

static void
broken_screen_is_refused(void **state)
{
	(void)state;
	for (const struct broken *b = broken_screen; b->fault != NULL; b++)
		is_refused(CHANNEL_USSD, b);
	/* [on] is for both: nobody would wait for that in texts */
	is_refused(CHANNEL_SMS,
	    &(struct broken){"closed       = R27\n",
		"closed       = R27\ncode         = R19\n",
		"code happens on a screen alone, expected it in [on ussd]"});
}

/* What one channel says and asks is nothing to the other. */
static void
channels_are_apart(void **state)
{
	struct faults faults;
	(void)state;
	for (enum dialogue_channel c = CHANNEL_SMS; c < CHANNEL_MAX; c++) {
		bool screen = c == CHANNEL_USSD;
		struct dialogue *d = load_channel(
		    c, "channels = sms\n", "channels = sms, sms\n", &faults);
		assert_non_null(d);
		assert_int_equal(dialogue_text(d, "U01") != NULL, screen);
		assert_int_equal(dialogue_text(d, "R01") != NULL, !screen);
		/* the section of the channel, wherever it stands */
		assert_int_equal(dialogue_step(d, "R32") != NULL, screen);
		assert_int_equal(dialogue_on(d, ON_DIAL, 0) != NULL, screen);
		assert_string_equal(
		    dialogue_on(d, ON_STOP, 0), screen ? "U00" : "R20");
		assert_string_equal(dialogue_on(d, ON_NOTE, 0), "R32");
		dialogue_free(d);
		faults_free(&faults);
	}
}

/* A new question and another order need no compiler. */
static void
changed_is_taken(void **state)
{
	struct faults faults;
	(void)state;
	struct dialogue *d = load_with("0     = R33\nany   = R33\n",
	    "0     = Q01\nany   = Q01\n\n[text Q01]\nlevel = 1\nkind = words\n"
	    "deadline = 10m\n0 = R33\nany = R33\n",
	    &faults);
	if (d == NULL)
		print_error("%s", faults.text.data);
	assert_non_null(d);
	assert_non_null(dialogue_step(d, "Q01"));
	assert_int_equal(dialogue_step(d, "Q01")->deadline_s, 600);
	assert_true(dialogue_step(d, "Q01")->counted);
	dialogue_free(d);
	faults_free(&faults);
}

/* --- answers --- */

static const struct {
	const char *text, *question, *leads; /* "" nowhere */
} answers[] = {
    {"1", "R31", "call"},
    {"1.", "R31", "call"},
    {" 2 ", "R31", "note"},
    {"2 kirim pesan", "R31", "note"},
    {"7", "R31", "note"}, /* no such digit: any text */
    {"0", "R33", "R06"},
    {"16", "R33", "R09"},
    {"umur 17 tahun", "R33", "R09"},
    {"18", "R33", "R06"},
    {"35 thn", "R33", "R06"},
    {"2", "R33", "R06"},
    {"muda", "R33", "R03"},
    {"13", "R06", "R25"},
    {"1 dan 4", "R06", "R13"},
    {"1,2,6", "R06", "R13"},
    {"17", "R06", "R03"}, /* 7 is no choice */
    {"0", "R06", "R13"},
    {"Sokawera", "R07", "R33"},
    {"1", "R10", "R03"}, /* no digit consents */
    {"ya", "R10", "R03"},
    {"KM", "R10", "consented"},
    {"k, m dan j", "R10", "consented"},
    {"0", "R10", "consented"},
    {"kader", "R10", "R03"},
    {"jangan M", "R10", "R03"},
    {"1", "R11", "R03"},
    {"1", "R25", "R03"},
    {"1T", "R13", "R03"},
    {"16.30", "R16", "note"},
    {"jam 4 sore", "R16", "note"},
    {"besok", "R16", "note"},
    {"1", "R34", "read"},
};

static void
answers_lead(void **state)
{
	struct faults faults;
	(void)state;
	faults_init(&faults);
	struct dialogue *d = dialogue_load(NULL, CHANNEL_SMS, &faults);
	assert_non_null(d);
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		const char *text = answers[i].text;
		struct found_words words = {.digit = -1};
		struct answer a;
		if (strlen(text) == 1 && *text >= '0' && *text <= '9')
			words.digit = *text - '0';
		words.yes = strcmp(text, "ya") == 0;
		answer_read(dialogue_step(d, answers[i].question), &words, text,
		    strlen(text), &a);
		assert_non_null(a.next);
		const char *to = a.next->to == TO_TEXT
				     ? a.next->text
				     : dialogue_to_names[a.next->to];
		if (strcmp(to, answers[i].leads) != 0)
			print_error("\"%s\" to %s leads to %s\n", text,
			    answers[i].question, to);
		assert_string_equal(to, answers[i].leads);
	}
	dialogue_free(d);
	faults_free(&faults);
}

static const struct {
	const char *text;
	int minute;
} hours[] = {
    {"16.30", 990},
    {"16:30", 990},
    {"jam 8 pagi", 480},
    {"jam 4 sore", 960},
    {"7 malam", 1140},
    {"pukul 13", 780},
    {"25.00", -1},
    {"12.75", -1},
    {"16.30 ya", -1},
    {"nanti sore saja kalau dia pergi ke sawah", -1},
};

static void
hours_are_read(void **state)
{
	struct faults faults;
	(void)state;
	faults_init(&faults);
	struct dialogue *d = dialogue_load(NULL, CHANNEL_SMS, &faults);
	assert_non_null(d);
	for (size_t i = 0; i < sizeof(hours) / sizeof(*hours); i++) {
		struct found_words words = {.digit = -1};
		struct answer a;
		answer_read(dialogue_step(d, "R16"), &words, hours[i].text,
		    strlen(hours[i].text), &a);
		assert_int_equal(a.minute, hours[i].minute);
	}
	dialogue_free(d);
	faults_free(&faults);
}

static const char *
map_words(void *arg, const char *id)
{
	(void)arg;
	(void)id;
	return "\"kata\" \\ kata";
}

static void
map_names_every_text(void **state)
{
	struct faults faults;
	struct buf map;
	(void)state;
	faults_init(&faults);
	struct dialogue *d = dialogue_load(NULL, CHANNEL_SMS, &faults);
	assert_non_null(d);
	for (int dot = 0; dot < 2; dot++) {
		size_t count;
		buf_init(&map, 65536);
		assert_int_equal(
		    dialogue_map(d, dot, map_words, NULL, &map), 0);
		const struct dialogue_text *t = dialogue_texts(d, &count);
		for (size_t i = 0; i < count; i++)
			assert_non_null(strstr(map.data, t[i].id));
		buf_free(&map);
	}
	dialogue_free(d);
	faults_free(&faults);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shipped_is_clean),
	    cmocka_unit_test(broken_is_refused),
	    cmocka_unit_test(broken_screen_is_refused),
	    cmocka_unit_test(channels_are_apart),
	    cmocka_unit_test(changed_is_taken),
	    cmocka_unit_test(answers_lead),
	    cmocka_unit_test(hours_are_read),
	    cmocka_unit_test(map_names_every_text),
	};
	(void)snprintf(dialogue_path, sizeof(dialogue_path),
	    "/tmp/dialogue_test.%d.conf", (int)getpid());
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(dialogue_path);
	return failed;
}
