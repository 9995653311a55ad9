/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem when an answer never comes. Slow by nature: libGammu has no
 * limits of its own, and ours must leave a slow network its time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/unit/modem_harness.h"

#define FROM  "+6281298765432"
#define PHONE "+6281311112222"

static struct simmodem sim;
static struct fake_core core;

static int
set_up(void **state)
{
	(void)state;
	simmodem_start(&sim);
	fake_core_start_ready(&core, &sim);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	if (core.pid != 0)
		fake_core_stop(&core);
	simmodem_stop(&sim);
	return 0;
}

/* 20 s: the longest that a lost answer may cost. */
static void
lost_final_reply(void **state)
{
	(void)state;
	simmodem_do(&sim, "fault", "{s:s, s:s}", "kind", "drop_reply", "prefix",
	    "AT+CMGS");
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	int64_t start_ms = modem_test_now_ms();
	simmodem_do(&sim, "wait", "{s:s}", "for", "sent");
	simmodem_text(&sim, FROM, "meanwhile");
	json_decref(fake_core_await_sent(&core, id, "unknown", 25000));
	fake_core_take(&core, fake_core_await_sms(&core, NULL, 3000));
	assert_true(modem_test_now_ms() - start_ms < 25000);
	fake_core_assert_works(&core, &sim, 1);
}

static void
hung_and_back(void **state)
{
	(void)state;
	modem_test_sleep_ms(300);
	simmodem_do(&sim, "fault", "{s:s}", "kind", "hang");
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	json_decref(fake_core_await_sent(&core, id, "not_started", 12000));
	simmodem_do(&sim, "faults", "{s:b}", "clear", 1);
	fake_core_await_state(&core, "ready", 15000);
	fake_core_assert_works(&core, &sim, 0);
}

/* Nothing but the end of the process gets out of libGammu's write loop. */
static void
tty_takes_nothing(void **state)
{
	(void)state;
	modem_test_sleep_ms(300);
	simmodem_do(&sim, "fault", "{s:s}", "kind", "stop_draining");
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	json_t *sent =
	    fake_core_await(&core, "modem.sent", "of", NULL, id, 15000);
	assert_string_equal(wire_str(sent, "outcome"), "not_started");
	json_decref(sent);
	assert_int_equal(fake_core_wait_end(&core), 75);
	simmodem_do(&sim, "faults", "{s:b}", "clear", 1);
	fake_core_start_ready(&core, &sim);
	fake_core_assert_works(&core, &sim, 0);
}

/* One lost reply of the others costs seconds, whichever it is. */
static void
lost_replies(void **state)
{
	static const char *const commands[] = {"AT+CMGR", "AT+CPMS"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		simmodem_do(&sim, "fault", "{s:s, s:s}", "kind", "drop_reply",
		    "prefix", commands[i]);
		simmodem_text(&sim, FROM, "a");
		int64_t start_ms = modem_test_now_ms();
		json_t *sms = fake_core_await_sms(&core, NULL, 12000);
		fake_core_take(&core, sms);
		assert_true(modem_test_now_ms() - start_ms < 12000);
	}
	fake_core_assert_works(&core, &sim, 0);
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lost_final_reply),
	    TEST(hung_and_back),
	    TEST(tty_takes_nothing),
	    TEST(lost_replies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
