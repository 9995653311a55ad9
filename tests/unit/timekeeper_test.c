/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A box that does not know the time. */
#include "gateway/core/timekeeper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TODAY 1795000000

static void
a_set_clock_is_trusted(void **state)
{
	struct timekeeper t;
	(void)state;
	timekeeper_init(&t, TODAY - 86400, 0);
	assert_int_equal(timekeeper_now(&t, TODAY, 0), TODAY);
	assert_true(t.trusted);
	timekeeper_learn(&t, TODAY + 500, 0); /* stamps do not matter then */
	assert_int_equal(timekeeper_now(&t, TODAY + 1, 1000), TODAY + 1);
}

static void
stamps_serve_until_the_clock_is_set(void **state)
{
	struct timekeeper t;
	(void)state;
	timekeeper_init(&t, TODAY, 0);
	assert_int_equal(timekeeper_now(&t, 42, 0), TODAY - 3600);
	assert_false(t.trusted);
	assert_int_equal(timekeeper_now(&t, 43, 7000), TODAY - 3600 + 7);
	timekeeper_learn(&t, TODAY + 600, 10000);
	assert_int_equal(timekeeper_now(&t, 46, 10000), TODAY + 600);
	assert_int_equal(timekeeper_now(&t, 56, 20000), TODAY + 610);
	/* an older stamp, and one from another age, teach nothing */
	timekeeper_learn(&t, TODAY, 20000);
	timekeeper_learn(&t, TODAY + 50LL * 365 * 86400, 20000);
	assert_int_equal(timekeeper_now(&t, 56, 20000), TODAY + 610);
	assert_int_equal(timekeeper_now(&t, TODAY + 700, 30000), TODAY + 700);
	assert_true(t.trusted);
}

static void
a_little_back_is_fine(void **state)
{
	struct timekeeper t;
	(void)state;
	timekeeper_init(&t, TODAY, 0);
	assert_int_equal(timekeeper_now(&t, TODAY - 1800, 0), TODAY - 1800);
	assert_true(t.trusted);
	(void)timekeeper_now(&t, TODAY - 7200, 0);
	assert_false(t.trusted);
}

/* Set back by a day while running: time goes on, and is not trusted. */
static void
a_day_back_stops_nothing(void **state)
{
	struct timekeeper t;
	(void)state;
	timekeeper_init(&t, TODAY - 9 * 86400, 0);
	assert_int_equal(timekeeper_now(&t, TODAY, 1000), TODAY);
	assert_int_equal(timekeeper_now(&t, TODAY - 86400, 61000), TODAY + 60);
	assert_false(t.trusted);
	/* also by less than an hour, which is still a clock to trust */
	assert_int_equal(timekeeper_now(&t, TODAY - 3000, 62000), TODAY + 61);
	assert_true(t.trusted);
	assert_int_equal(timekeeper_now(&t, TODAY + 90, 63000), TODAY + 90);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_set_clock_is_trusted),
	    cmocka_unit_test(stamps_serve_until_the_clock_is_set),
	    cmocka_unit_test(a_little_back_is_fine),
	    cmocka_unit_test(a_day_back_stops_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
