/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of messages on the SIM: what is new, what is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/modem/sim.h"

#define GOOD  "0004AA" /* two octets behind an empty address */
#define OTHER "0004BB"

static struct sim sim;

static int
clear(void **state)
{
	(void)state;
	sim_clear(&sim);
	return 0;
}

static struct sim_message *
due(enum sim_state state)
{
	return sim_due(&sim, state, 0);
}

static void
offered_once(void **state)
{
	(void)state;
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 3, GOOD, 2));
	assert_true(sim_note(&sim, 1, OTHER, 2));
	assert_false(sim_scan_end(&sim));
	assert_int_equal(due(SIM_NEW)->location, 1);
	due(SIM_NEW)->state = SIM_OFFERED;
	due(SIM_NEW)->state = SIM_OFFERED;
	sim_scan_begin(&sim);
	assert_false(sim_note(&sim, 3, GOOD, 2));
	assert_false(sim_note(&sim, 1, OTHER, 2));
	assert_false(sim_scan_end(&sim));
	assert_null(due(SIM_NEW));
	sim_offer_again(&sim, 0);
	assert_int_equal(due(SIM_NEW)->location, 1);
}

static void
gone_is_forgotten_unless_told(void **state)
{
	(void)state;
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 1, GOOD, 2));
	assert_true(sim_note(&sim, 2, OTHER, 2));
	(void)sim_scan_end(&sim);
	due(SIM_NEW)->state = SIM_OFFERED; /* location 1 */
	sim_scan_begin(&sim);
	(void)sim_scan_end(&sim);
	assert_null(due(SIM_NEW));
	assert_int_equal(due(SIM_OFFERED)->location, 1);
}

/* The place was used again behind our back: never delete what is there now. */
static void
displaced(void **state)
{
	(void)state;
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 1, GOOD, 2));
	due(SIM_NEW)->state = SIM_TAKEN;
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 1, OTHER, 2));
	assert_int_equal(due(SIM_TAKEN)->location, SIM_NOWHERE);
	assert_string_equal(due(SIM_TAKEN)->pdu, GOOD);
	assert_string_equal(due(SIM_NEW)->pdu, OTHER);
}

static void
garbled_is_read_twice(void **state)
{
	(void)state;
	sim_scan_begin(&sim);
	assert_false(sim_note(&sim, 1, "0004XX", 2));
	assert_true(sim_scan_end(&sim));
	assert_null(due(SIM_NEW));
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 1, GOOD, 2)); /* it was a bad reading */
	assert_string_equal(due(SIM_NEW)->pdu, GOOD);
	assert_null(due(SIM_NEW)->fault);
	sim_scan_begin(&sim);
	assert_false(sim_note(&sim, 1, "0004", 2)); /* and so is this */
	assert_string_equal(due(SIM_NEW)->pdu, GOOD);
	assert_false(sim_note(&sim, 2, "0004", 2));
	assert_false(sim_note(&sim, 2, "0004", 2)); /* the same listing */
	sim_scan_begin(&sim);
	assert_true(sim_note(&sim, 2, "0004", 2)); /* it really is so */
	(void)sim_scan_end(&sim);
	assert_string_equal(due(SIM_NEW)->fault, "length");
}

static void
handed_through_stays_until_taken(void **state)
{
	(void)state;
	assert_true(sim_note(&sim, SIM_NOWHERE, GOOD, 2));
	assert_true(sim_note(&sim, SIM_NOWHERE, GOOD, 2));
	sim_scan_begin(&sim);
	(void)sim_scan_end(&sim);
	assert_non_null(due(SIM_NEW));
	sim_remove(due(SIM_NEW));
	assert_non_null(due(SIM_NEW));
	sim_remove(due(SIM_NEW));
	assert_null(due(SIM_NEW));
}

static void
full_table(void **state)
{
	(void)state;
	sim_scan_begin(&sim);
	for (int i = 0; i < SIM_MAX; i++)
		assert_true(sim_note(&sim, i, GOOD, 2));
	assert_false(sim_note(&sim, SIM_MAX, GOOD, 2));
	sim_remove(due(SIM_NEW));
	assert_true(sim_note(&sim, SIM_MAX, GOOD, 2));
	due(SIM_NEW)->due_ms = 5;
	for (struct sim_message *m; (m = due(SIM_NEW)) != NULL;)
		sim_remove(m);
	assert_int_equal(sim_next_ms(&sim, SIM_NEW), 5);
	assert_int_equal(sim_next_ms(&sim, SIM_TAKEN), SIM_NEVER_MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(offered_once, clear, clear),
	    cmocka_unit_test_setup_teardown(
		gone_is_forgotten_unless_told, clear, clear),
	    cmocka_unit_test_setup_teardown(displaced, clear, clear),
	    cmocka_unit_test_setup_teardown(
		garbled_is_read_twice, clear, clear),
	    cmocka_unit_test_setup_teardown(
		handed_through_stays_until_taken, clear, clear),
	    cmocka_unit_test_setup_teardown(full_table, clear, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
