/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Templates, pairs and secrets of USSD gates: gateway/lib/dialects.c. */
#include "gateway/lib/dialects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* after the headers that it needs */
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void
shipped_ones_are_fine(void **state)
{
	int count = 0;
	(void)state;
	for (const struct conf_dialect *d = dialects_shipped; d->name != NULL;
	     d++, count++) {
		assert_null(dialect_wrong(d));
		assert_non_null(d->session);
		assert_non_null(d->input);
		/* who tells the newest input alone says what begins */
		assert_true(d->inputs == CONF_JOINED || d->first != NULL);
	}
	assert_int_equal(count, 4);
}

static const struct {
	const char *string;
	enum dialect_slot slot;
} slots[] = {
    {"", DIALECT_PLAIN},
    {"text", DIALECT_PLAIN},
    {"{text}", DIALECT_SCREEN},
    {"{more}", DIALECT_MORE},
    {"{more|Response|Release}", DIALECT_EITHER},
    {"{more||}", DIALECT_EITHER},
    {"{=a}", DIALECT_ECHO},
    {"{==}", DIALECT_ECHO},
    {"{=}", DIALECT_WRONG},
    {"{}", DIALECT_WRONG},
    {"{", DIALECT_WRONG},
    {"}", DIALECT_WRONG},
    {"{more|a}", DIALECT_WRONG},
    {"{more|", DIALECT_WRONG},
    {"{more|}", DIALECT_WRONG},
    {"{more|a|b|c}", DIALECT_WRONG},
    {"CON {text}", DIALECT_WRONG},
    {"{text} ", DIALECT_WRONG},
    {"{{text}}", DIALECT_WRONG},
    {"{Text}", DIALECT_WRONG},
};

static void
slots_are_whole_strings(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(slots); i++)
		if (dialect_slot(slots[i].string) != slots[i].slot)
			fail_msg("%s", slots[i].string);
}

static const struct {
	const char *text;
	bool fits;
} templates[] = {
    {"{\"a\":\"{text}\",\"b\":\"{more}\"}", true},
    {"{\"a\":{\"b\":[\"{text}\",\"{more|a|b}\"]},\"c\":1}", true},
    {"{\"a\":\"{text}\"}", false},
    {"{\"a\":\"{more}\"}", false},
    {"{\"a\":\"{text}\",\"b\":\"{more}\",\"c\":\"{x}\"}", false},
    {"{\"a\":\"{text}\",\"a\":\"{more}\"}", false},
    {"[\"{text}\",\"{more}\"]", false},
    {"{text} {more}", false},
    {"", false},
    {"{\"a\":\"{text}\",\"b\":[[[[[[[[[\"{more}\"]]]]]]]]]}", false},
};

static void
templates_are_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(templates); i++) {
		json_t *made = dialect_template(templates[i].text);
		if ((made != NULL) != templates[i].fits)
			fail_msg("%s", templates[i].text);
		json_decref(made);
	}
}

static const struct {
	char *more, *end, *answer;
	bool fits;
} answers[] = {
    {(char[]){"CON {text}"}, (char[]){"END {text}"}, NULL, true},
    {(char[]){"{text}"}, (char[]){"{text}!"}, NULL, true},
    {(char[]){"CON"}, (char[]){"END {text}"}, NULL, false},
    {(char[]){"{text}{text}"}, (char[]){"{text}"}, NULL, false},
    {(char[]){"{text} {more}"}, (char[]){"{text}"}, NULL, false},
    {(char[]){"} {text}"}, (char[]){"{text}"}, NULL, false},
    {(char[]){"{text}"}, NULL, NULL, false},
    {NULL, NULL, (char[]){"{\"a\":\"{text}\",\"b\":\"{more}\"}"}, true},
    {NULL, (char[]){"{text}"}, (char[]){"{\"a\":\"{text}\",\"b\":\"{more}\"}"},
	false},
    {NULL, NULL, (char[]){"{}"}, false},
    {NULL, NULL, NULL, false},
};

static void
one_kind_of_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct conf_dialect d = {.more = answers[i].more,
		    .end = answers[i].end,
		    .answer = answers[i].answer};
		if ((dialect_wrong(&d) == NULL) != answers[i].fits)
			fail_msg("row %zu", i);
	}
}

static const struct {
	const char *text;
	bool fits;
	int kind;
	const char *name, *stamp;
} auths[] = {
    {"header Authorization", true, GATE_HEADER, "Authorization", ""},
    {" header  X-Key ", true, GATE_HEADER, "X-Key", ""},
    {"query key", true, GATE_QUERY, "key", ""},
    {"path", true, GATE_PATH, "", ""},
    {"hmac-sha256 X-Sig", true, GATE_HMAC, "X-Sig", ""},
    {"hmac-sha256 X-Sig X-Time", true, GATE_HMAC, "X-Sig", "X-Time"},
    {"hmac-sha256 X-Sig X-Time x", false, 0, NULL, NULL},
    {"hmac-sha256", false, 0, NULL, NULL},
    {"hmac-sha1 X-Sig", false, 0, NULL, NULL},
    {"header", false, 0, NULL, NULL},
    {"header A B", false, 0, NULL, NULL},
    {"header A:", false, 0, NULL, NULL},
    {"path x", false, 0, NULL, NULL},
    {"", false, 0, NULL, NULL},
    {"header "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	false, 0, NULL, NULL},
};

static void
ways_of_secrets(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(auths); i++) {
		struct gate_auth a;
		if (gate_auth_parse(auths[i].text, &a) != auths[i].fits)
			fail_msg("%s", auths[i].text);
		if (!auths[i].fits)
			continue;
		assert_int_equal(a.kind, auths[i].kind);
		assert_string_equal(a.name, auths[i].name);
		assert_string_equal(a.stamp, auths[i].stamp);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shipped_ones_are_fine),
	    cmocka_unit_test(slots_are_whole_strings),
	    cmocka_unit_test(templates_are_json),
	    cmocka_unit_test(one_kind_of_answer),
	    cmocka_unit_test(ways_of_secrets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
