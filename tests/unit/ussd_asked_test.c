/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests said again, lost answers, used signatures: ussd_asked.c, ussd_seen.c
 */
#include "gateway/web/ussd_asked.h"
#include "gateway/web/ussd_seen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* after the headers that it needs */
#include <cmocka.h>

static struct asked_table table;

static int
empty(void **state)
{
	(void)state;
	asked_init(&table);
	return 0;
}

static struct digest
number(size_t n)
{
	struct digest d = {{0}};
	memcpy(d.bytes, &n, sizeof(n));
	return d;
}

static struct asked *
begin(size_t n, int64_t id, int64_t due_ms)
{
	struct digest d = number(n);
	return asked_begin(&table, &d, NULL, id, due_ms);
}

static struct asked *
find(size_t n, int64_t now_ms)
{
	struct digest d = number(n);
	return asked_find(&table, &d, now_ms);
}

static void
the_same_while_it_waits(void **state)
{
	(void)state;
	assert_null(find(1, 0));
	struct asked *a = begin(1, 7, 100);
	assert_ptr_equal(find(1, 0), a);
	assert_null(find(2, 0));
	assert_ptr_equal(asked_of_call(&table, 7), a);
	assert_null(asked_of_call(&table, 7 + ASKED_BUCKETS));
	asked_answered(&table, a, 2);
	assert_null(asked_of_call(&table, 7));
	assert_null(find(1, 0)); /* the same key again is a new one */
	asked_sent(&table, a, false, 0);
	assert_null(find(1, 0)); /* it may still arrive at the other */
	asked_sent(&table, a, true, 0);
	assert_null(find(1, 0));
}

static void
lost_answers(void **state)
{
	(void)state;
	struct asked *a = begin(1, 7, 100);
	asked_answered(&table, a, 1);
	asked_sent(&table, a, false, 50);
	assert_ptr_equal(find(1, 50), a);
	assert_int_equal(a->state, ASKED_LOST);
	assert_null(asked_of_call(&table, 7));
	struct digest d = number(1);
	a = asked_begin(&table, &d, a, 8, 200);
	assert_int_equal(a->state, ASKED_WAITING);
	assert_ptr_equal(find(1, 60), a);
	asked_answered(&table, a, 1);
	asked_sent(&table, a, true, 70);
	assert_null(find(1, 70));

	a = begin(1, 9, 300);
	asked_answered(&table, a, 1);
	asked_sent(&table, a, false, 1000);
	assert_non_null(find(1, 999 + ASKED_LOST_MS));
	assert_null(find(1, 1000 + ASKED_LOST_MS));
}

static void
late_ones(void **state)
{
	(void)state;
	assert_int_equal(asked_next_ms(&table), INT64_MAX);
	struct asked *first = begin(1, 1, 100), *second = begin(2, 2, 200);
	assert_int_equal(asked_next_ms(&table), 100);
	assert_null(asked_late(&table, 99));
	assert_ptr_equal(asked_late(&table, 100), first);
	asked_answered(&table, first, 0);
	assert_null(find(1, 0));
	assert_null(asked_late(&table, 199));
	assert_ptr_equal(asked_late(&table, 500), second);
	asked_answered(&table, second, 0);
	assert_null(asked_late(&table, 500));
}

/* The oldest lost ones make room; who waits never does. */
static void
full(void **state)
{
	(void)state;
	for (size_t i = 0; i < ASKED_MAX; i++) {
		struct asked *a = begin(i, (int64_t)i + 1, 100);
		assert_non_null(a);
		if (i < 2) {
			asked_answered(&table, a, 1);
			asked_sent(&table, a, false, 0);
		}
	}
	assert_non_null(find(0, 0));
	assert_non_null(begin(ASKED_MAX, ASKED_MAX + 1, 100));
	assert_null(find(0, 0));
	assert_non_null(find(1, 0));
	assert_non_null(begin(ASKED_MAX + 1, ASKED_MAX + 2, 100));
	assert_null(find(1, 0));
	assert_null(begin(ASKED_MAX + 2, ASKED_MAX + 3, 100));
	for (size_t i = 2; i < ASKED_MAX; i++)
		asked_answered(&table, find(i, 0), 0);
	assert_non_null(begin(ASKED_MAX + 2, ASKED_MAX + 3, 100));
}

static void
used_signatures(void **state)
{
	struct seen_table *t = calloc(1, sizeof(*t));
	struct digest d = number(5), other = number(5 + SEEN_SETS);
	(void)state;
	assert_non_null(t);
	assert_true(seen_first(t, &d, 600, 0));
	assert_false(seen_first(t, &d, 601, 1));
	other.bytes[DIGEST_SIZE - 1] = 1; /* not looked at */
	other.bytes[9] = 1;
	assert_true(seen_first(t, &other, 600, 1));
	assert_false(seen_first(t, &d, 600, 600));
	assert_true(seen_first(t, &d, 1201, 601)); /* its time is over */
	/* a set that is full forgets the oldest, and no more */
	for (size_t i = 0; i < SEEN_WAYS - 1; i++) {
		struct digest more = number(5);
		more.bytes[10] = (uint8_t)(i + 1);
		assert_true(seen_first(t, &more, 2000 + (int64_t)i, 602));
	}
	assert_false(seen_first(t, &d, 2000, 700));
	free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(the_same_while_it_waits, empty),
	    cmocka_unit_test_setup(lost_answers, empty),
	    cmocka_unit_test_setup(late_ones, empty),
	    cmocka_unit_test_setup(full, empty),
	    cmocka_unit_test(used_signatures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
