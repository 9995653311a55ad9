/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often somebody may ask, and what a slow stream has missed. */
#include "gateway/web/bucket.h"
#include "gateway/web/events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* after the headers that it needs */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct bucket_size small = {3, 2};

static void
bucket_empties_and_fills(void **state)
{
	struct bucket b = {0, 0};
	int wait_s = 0;
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(bucket_take(&b, &small, 1000000, &wait_s));
	assert_false(bucket_take(&b, &small, 1000000, &wait_s));
	assert_int_equal(wait_s, 1);
	assert_false(bucket_take(&b, &small, 1000499, &wait_s));
	assert_true(bucket_take(&b, &small, 1000500, &wait_s));
	assert_false(bucket_take(&b, &small, 1000500, &wait_s));
	for (int i = 0; i < 3; i++) /* and never over its brim */
		assert_true(bucket_take(&b, &small, 9000000, &wait_s));
	assert_false(bucket_take(&b, &small, 9000000, &wait_s));
}

static void
bucket_says_how_long(void **state)
{
	const struct bucket_size slow = {1, 1};
	struct bucket b = {0, 0};
	int wait_s = 0;
	(void)state;
	assert_true(bucket_take(&b, &slow, 5000, &wait_s));
	assert_false(bucket_take(&b, &slow, 5000, &wait_s));
	assert_int_equal(wait_s, 1);
	assert_true(bucket_take(&b, &slow, 6000, &wait_s));
}

static char *
numbered(unsigned number)
{
	char text[16];
	(void)snprintf(text, sizeof(text), "%u", number);
	return strdup(text);
}

static void
events_are_kept_and_forgotten(void **state)
{
	static struct events e;
	(void)state;
	assert_null(events_get(&e, 0));
	for (unsigned i = 0; i < EVENTS_KEPT; i++)
		events_add(&e, numbered(i));
	assert_string_equal(events_get(&e, 0), "0");
	assert_null(events_get(&e, EVENTS_KEPT));
	events_add(&e, numbered(EVENTS_KEPT));
	assert_null(events_get(&e, 0));
	assert_string_equal(events_get(&e, 1), "1");
	assert_string_equal(events_get(&e, EVENTS_KEPT), "256");
	events_free(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bucket_empties_and_fills),
	    cmocka_unit_test(bucket_says_how_long),
	    cmocka_unit_test(events_are_kept_and_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
