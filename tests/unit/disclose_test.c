/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * I6 in every case there is: each recipient and field, each set of letters,
 * provisional or not, whose report it is, R11, erasure, quarantine, joining;
 * against a second statement of the rule, written by who is told.
 */
#include "gateway/core/disclose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* --- the rule again --- */

/* Rows: fields in the order of the table. Columns: office, cadre, others; and
 * the last two by an alert. */
static const char *const may_ever[CONF_FIELD_COUNT] = {".xx.x", "x.x..",
    "x.x.x", "x.xxx", "x.x.x", "x....", "x.x.x", "x....", "x....", "x....",
    "x....", "x...."};
static const char *const names[CONF_FIELD_COUNT] = {"reference", "code",
    "urgency", "village", "state", "channel", "minor", "reporter", "consent",
    "window", "phone", "call"};

static bool
in_force(const struct disclose_case *c, const char *any_of)
{
	return c->facts->consent_asked && !c->facts->consent_provisional &&
	       strpbrk(c->facts->consent, any_of) != NULL;
}

static bool
hidden(const struct disclose_case *c)
{
	return c->erased || c->quarantine || c->joined ||
	       c->facts->erase_at_s > 0;
}

static bool
told_of_it(int to, const struct disclose_case *c)
{
	static const char *const letter[] = {"", "K", "M", "P", "J", "H", "R"};
	if (to == 0)
		return true;
	if (to == 1 && c->facts->cadre != 'y' &&
	    !(c->alert && c->facts->cadre == 'o'))
		return false;
	return !hidden(c) && c->facts->reporter == 's' &&
	       in_force(c, letter[to]);
}

static bool
told(int to, int field, const struct disclose_case *c)
{
	int column = (to > 1 ? 2 : to) + (to > 0 && c->alert ? 2 : 0);
	if (!told_of_it(to, c) || may_ever[field][column] != 'x')
		return false;
	if (to != 0 || field == CONF_FIELD_CODE || field == CONF_FIELD_URGENCY)
		return true;
	if (field == CONF_FIELD_VILLAGE)
		return !c->erased && c->facts->erase_at_s == 0;
	return !hidden(c) && in_force(c, CONSENT_LETTERS);
}

/* --- all cases --- */

static void
check_all(const struct disclose_case *c, size_t *count)
{
	for (int to = 0; to < CONF_RECIPIENTS; to++) {
		const char *why = disclose_report((enum conf_recipient)to, c);
		assert_int_equal(why == NULL, told_of_it(to, c));
		for (int f = 0; f < CONF_FIELD_COUNT; f++) {
			struct disclosed d = disclose(
			    (enum conf_recipient)to, (enum conf_field)f, c);
			assert_int_equal(d.allowed, told(to, f, c));
			assert_int_equal(d.allowed, d.reason == NULL);
			++*count;
		}
	}
}

/* `bits` chooses among all that is yes or no. */
static void
check_letters(struct facts *f, unsigned letters, unsigned bits, size_t *count)
{
	size_t used = 0;
	for (size_t i = 0; i < 6; i++)
		if ((letters & (1u << i)) != 0)
			f->consent[used++] = CONSENT_LETTERS[i];
	f->consent[used] = '\0';
	f->consent_asked = (bits & 1) != 0;
	f->consent_provisional = (bits & 2) != 0;
	f->erase_at_s = (bits & 4) != 0 ? 1795000000 : 0;
	struct disclose_case c = {.facts = f,
	    .erased = (bits & 8) != 0,
	    .quarantine = (bits & 16) != 0,
	    .joined = (bits & 32) != 0,
	    .alert = (bits & 64) != 0};
	check_all(&c, count);
}

static void
every_case(void **state)
{
	static const char reporters[] = {0, 's', 'o'};
	static const char cadres[] = {0, 'y', 'n', 'o'};
	size_t count = 0;
	(void)state;
	for (size_t r = 0; r < sizeof(reporters); r++)
		for (size_t k = 0; k < sizeof(cadres); k++)
			for (unsigned n = 0; n < 64 * 128; n++) {
				struct facts f = {.open = true,
				    .reporter = reporters[r],
				    .cadre = cadres[k]};
				check_letters(&f, n % 64, n / 64, &count);
			}
	print_message("%zu decisions\n", count);
	assert_int_equal(count, 3 * 4 * 64 * 128 * 7 * 12);
}

/* What it does not depend on: urgency, silence, marks, an open case. */
static void
nothing_else(void **state)
{
	struct facts f = {.open = true,
	    .reporter = 's',
	    .cadre = 'y',
	    .consent = "KMPJHR",
	    .consent_asked = true};
	struct facts other = f;
	other.open = false;
	other.emergency = other.triaged = true;
	other.urgency = URGENCY_HIGH;
	other.minor = 'y';
	other.silenced_at_s = 1;
	other.marks = ~0u;
	(void)state;
	for (int to = 0; to < CONF_RECIPIENTS; to++)
		for (int field = 0; field < CONF_FIELD_COUNT; field++) {
			struct disclose_case a = {.facts = &f};
			struct disclose_case b = {.facts = &other};
			assert_ptr_equal(disclose((enum conf_recipient)to,
					     (enum conf_field)field, &a)
					     .reason,
			    disclose((enum conf_recipient)to,
				(enum conf_field)field, &b)
				.reason);
		}
}

/* --- reasons, and what is configured --- */

static void
reasons(void **state)
{
	static const struct {
		enum conf_recipient to;
		enum conf_field field;
		struct facts facts;
		bool erased, quarantine, joined;
		const char *reason;
	} rows[] = {
	    {CONF_POLICE, CONF_FIELD_CODE, {0}, false, false, false,
		"reporter_unknown"},
	    {CONF_POLICE, CONF_FIELD_CODE, {.reporter = 'o'}, false, false,
		false, "third_party"},
	    {CONF_POLICE, CONF_FIELD_CODE, {.reporter = 's'}, false, false,
		false, "no_consent"},
	    {CONF_POLICE, CONF_FIELD_CODE,
		{.reporter = 's',
		    .consent = "P",
		    .consent_asked = true,
		    .consent_provisional = true},
		false, false, false, "consent_provisional"},
	    {CONF_POLICE, CONF_FIELD_CODE,
		{.reporter = 's',
		    .consent = "P",
		    .consent_asked = true,
		    .erase_at_s = 1},
		false, false, false, "erase_pending"},
	    {CONF_POLICE, CONF_FIELD_CODE, {0}, true, false, false, "erased"},
	    {CONF_POLICE, CONF_FIELD_CODE, {0}, false, true, false,
		"quarantine"},
	    {CONF_POLICE, CONF_FIELD_CODE, {0}, false, false, true, "joined"},
	    {CONF_POLICE, CONF_FIELD_PHONE, {0}, false, false, false, "never"},
	    {CONF_POLICE, CONF_FIELD_COUNT, {0}, false, false, false,
		"unknown_field"},
	    {CONF_CADRE, CONF_FIELD_CODE, {0}, false, false, false, "never"},
	    {CONF_CADRE, CONF_FIELD_REFERENCE,
		{.reporter = 's',
		    .consent = "K",
		    .consent_asked = true,
		    .cadre = 'o'},
		false, false, false, "other_village"},
	    {CONF_CADRE, CONF_FIELD_REFERENCE,
		{.reporter = 's', .consent = "K", .consent_asked = true}, false,
		false, false, "no_consent"},
	    {CONF_OFFICE, CONF_FIELD_PHONE, {0}, false, false, false,
		"no_consent"},
	    {CONF_OFFICE, CONF_FIELD_VILLAGE, {.erase_at_s = 1}, false, false,
		false, "erase_pending"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct disclose_case c = {&rows[i].facts, rows[i].erased,
		    rows[i].quarantine, rows[i].joined, false};
		struct disclosed d = disclose(rows[i].to, rows[i].field, &c);
		assert_false(d.allowed);
		assert_string_equal(d.reason, rows[i].reason);
	}
}

static void
configured(void **state)
{
	struct facts f = {.reporter = 's',
	    .cadre = 'y',
	    .consent = "KP",
	    .consent_asked = true};
	struct disclose_case c = {.facts = &f};
	struct conf_webhook w = {
	    .recipient = CONF_POLICE, .fields = (char *)(uintptr_t) "urgency"};
	(void)state;
	assert_true(disclose_to(&w, CONF_FIELD_URGENCY, &c).allowed);
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_CODE, &c).reason, "not_configured");
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_PHONE, &c).reason, "never");
	w.recipient = CONF_CADRE; /* the reference needs no naming */
	assert_true(disclose_to(&w, CONF_FIELD_REFERENCE, &c).allowed);
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_URGENCY, &c).reason, "never");
	c.alert = true; /* nor where an alert is about */
	assert_true(disclose_to(&w, CONF_FIELD_VILLAGE, &c).allowed);
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_REFERENCE, &c).reason, "never");
	w.recipient = CONF_POLICE;
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_VILLAGE, &c).reason, "not_configured");
	assert_string_equal(
	    disclose_to(&w, CONF_FIELD_CODE, &c).reason, "never");
}

static void
table(void **state)
{
	(void)state;
	for (int f = 0; f < CONF_FIELD_COUNT; f++) {
		assert_string_equal(
		    conf_field_name((enum conf_field)f), names[f]);
		assert_int_equal(
		    conf_field_find(names[f], strlen(names[f])), f);
	}
	assert_int_equal(conf_field_find("cod", 3), CONF_FIELD_COUNT);
	assert_int_equal(conf_field_find("emergency", 9), CONF_FIELD_COUNT);
	assert_true(conf_field_listed("  code  call ", CONF_FIELD_CALL));
	assert_false(conf_field_listed("code", CONF_FIELD_CALL));
	assert_false(conf_field_listed("", CONF_FIELD_CODE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case),
	    cmocka_unit_test(nothing_else),
	    cmocka_unit_test(reasons),
	    cmocka_unit_test(configured),
	    cmocka_unit_test(table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
