/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem when things break: cables, SIMs, replies, itself, the core.
 * What counts is that no text is lost, none is sent twice or called sent when
 * nobody knows, and that the line works again by itself.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/modem_harness.h"

#define FROM       "+6281298765432"
#define PHONE      "+6281311112222"
#define IMEI       "356938035643809" /* simmodem's */
#define OTHER_IMEI "356938035643999"

static struct simmodem sim;
static struct fake_core core;

static int
set_up_sim(void **state)
{
	(void)state;
	core = (struct fake_core){.fd = -1, .listener = -1};
	simmodem_start(&sim);
	return 0;
}

static int
set_up(void **state)
{
	(void)set_up_sim(state);
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

/*
 * A text goes out and stays before its first byte: what is done next is done
 * at the prompt on a loaded machine too.
 */
static int64_t
text_to_the_prompt(void)
{
	simmodem_do(&sim, "fault", "{s:s}", "kind", "deaf_at_prompt");
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	simmodem_do(&sim, "wait", "{s:s}", "for", "prompt");
	return id;
}

static void
heard_again(void)
{
	simmodem_do(
	    &sim, "fault", "{s:s, s:b}", "kind", "deaf_at_prompt", "on", 0);
}

/* The cable. */

static void
unplugged(void **state)
{
	(void)state;
	simmodem_do(&sim, "unplug", "{}");
	int64_t start_ms = modem_test_now_ms();
	fake_core_await_state(&core, "absent", 1000);
	simmodem_text(&sim, FROM, "while away");
	modem_test_sleep_ms(1000);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", 1500);
	fake_core_take(
	    &core, fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	assert_true(modem_test_now_ms() - start_ms < 3000);
	/* Under the next number, as USB does it. */
	fake_core_forget(&core);
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", 1000);
	simmodem_do(&sim, "plug", "{s:s}", "device", "ttySIM7");
	fake_core_await_state(&core, "ready", 1500);
	fake_core_assert_works(&core, &sim, 0);
}

static void
another_modem_nearby_is_left_alone(void **state)
{
	char sibling[100];
	(void)state;
	fake_core_start(&core, &(struct fake_core_options){
				   .device = sim.device, .imei = OTHER_IMEI});
	/* At the configured place any modem is taken... */
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_stop(&core);
	/* ... at its neighbours only the one known from before. */
	(void)snprintf(sibling, sizeof(sibling), "%s/ttySIM1", sim.dir);
	fake_core_start(&core,
	    &(struct fake_core_options){.device = sibling, .imei = OTHER_IMEI});
	fake_core_await_state(&core, "failed", MODEM_TEST_WAIT_MS);
	fake_core_stop(&core);
	fake_core_start(&core, &(struct fake_core_options){.device = sibling});
	fake_core_await_state(&core, "failed", MODEM_TEST_WAIT_MS);
	fake_core_stop(&core);
	fake_core_start(&core,
	    &(struct fake_core_options){.device = sibling, .imei = IMEI});
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
}

static void
pattern(void **state)
{
	char any[100];
	(void)state;
	(void)snprintf(any, sizeof(any), "%s/tty*[0-9]", sim.dir);
	fake_core_start(&core, &(struct fake_core_options){.device = any});
	json_t *ready = fake_core_await(
	    &core, "modem.state", "state", "ready", 0, MODEM_TEST_WAIT_MS);
	assert_string_equal(wire_str(ready, "imei"), IMEI);
	assert_int_equal(wire_int(ready, "used", -1), 0);
	assert_int_equal(wire_int(ready, "size", -1), 50);
	assert_true(wire_int(ready, "signal_percent", -1) > 0);
	json_decref(ready);
}

static void
held_by_another_program(void **state)
{
	(void)state;
	int fd = open(sim.device, O_RDWR | O_NOCTTY);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	fake_core_start(
	    &core, &(struct fake_core_options){.device = sim.device});
	json_t *failed = fake_core_await(
	    &core, "modem.state", "state", "failed", 0, MODEM_TEST_WAIT_MS);
	assert_memory_equal(wire_str(failed, "detail"), "device_busy:", 12);
	json_decref(failed);
	(void)close(fd);
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
}

static void
unplugged_in_a_send(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 3000);
	int64_t first = fake_core_text(&core, PHONE, "a", 900);
	int64_t second = fake_core_text(&core, PHONE, "b", 900);
	simmodem_do(&sim, "wait", "{s:s}", "for", "submitting");
	modem_test_sleep_ms(200); /* libGammu has returned */
	simmodem_do(&sim, "unplug", "{}");
	json_decref(fake_core_await_sent(&core, first, "unknown", 1000));
	json_decref(fake_core_await_sent(&core, second, "not_started", 1000));
	fake_core_await_state(&core, "absent", 1000);
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 0);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", 2000);
	fake_core_assert_works(&core, &sim, 1);
}

static void
unplugged_at_the_prompt(void **state)
{
	(void)state;
	int64_t id = text_to_the_prompt();
	simmodem_do(&sim, "unplug", "{}");
	heard_again();
	json_t *sent =
	    fake_core_await(&core, "modem.sent", "of", NULL, id, 5000);
	/* Before or after its first byte: who knows; never "sent". */
	assert_string_not_equal(wire_str(sent, "outcome"), "sent");
	json_decref(sent);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", 3000);
	fake_core_assert_works(&core, &sim, 0);
}

static void
over_a_pipe(void **state)
{
	char command[200];
	(void)state;
	(void)snprintf(command, sizeof(command), "%s --attach %s.sock",
	    getenv("SIMMODEM"), sim.device);
	fake_core_start(&core, &(struct fake_core_options){
				   .device = command, .connection = "proxyat"});
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_assert_works(&core, &sim, 0);
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", 1000);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_assert_works(&core, &sim, 1);
	/* In the midst of a call as well. */
	(void)text_to_the_prompt();
	fake_core_forget(&core);
	simmodem_do(&sim, "unplug", "{}");
	heard_again();
	fake_core_await_state(&core, "absent", 2000);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
}

static void
chatter(void **state)
{
	(void)state;
	simmodem_do(&sim, "fault", "{s:s, s:i}", "kind", "chatter", "ms", 20);
	fake_core_assert_works(&core, &sim, 0);
	fake_core_assert_works(&core, &sim, 1);
}

/* The SIM. */

static void
pin(void **state)
{
	struct fake_core_options o = {.device = sim.device};
	(void)state;
	simmodem_do(&sim, "set", "{s:s}", "pin", "1234");
	simmodem_do(&sim, "power_cut", "{}");
	fake_core_start(&core, &o);
	fake_core_await_state(&core, "pin_needed", MODEM_TEST_WAIT_MS);
	fake_core_stop(&core);
	assert_int_equal(simmodem_number(&sim, "stat", "pin_attempts"), 0);
	o.pin = "9999";
	fake_core_start(&core, &o);
	fake_core_await_state(&core, "pin_needed", MODEM_TEST_WAIT_MS);
	/* A new start of the modem is no reason to try again. */
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", 1000);
	simmodem_do(&sim, "plug", "{}");
	json_t *again = fake_core_await(
	    &core, "modem.state", "state", "pin_needed", 0, MODEM_TEST_WAIT_MS);
	assert_string_equal(wire_str(again, "detail"), "pin_refused");
	json_decref(again);
	fake_core_stop(&core);
	assert_int_equal(simmodem_number(&sim, "stat", "pin_attempts"), 1);
	o.pin = "1234";
	fake_core_start(&core, &o);
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_assert_works(&core, &sim, 0);
	/* The right one opens the SIM again after a power cut. */
	fake_core_forget(&core);
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", 1000);
	simmodem_do(&sim, "plug", "{}");
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
}

static void
sim_wakes_up_slowly(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:b}", "sms_ready", 0);
	fake_core_start(
	    &core, &(struct fake_core_options){.device = sim.device});
	modem_test_sleep_ms(500);
	simmodem_do(&sim, "set", "{s:b}", "sms_ready", 1);
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_assert_works(&core, &sim, 0);
}

static void
no_service_centre(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:s}", "smsc", "");
	fake_core_start_ready(&core, &sim);
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	json_t *sent = fake_core_await_sent(&core, id, "failed", 5000);
	assert_int_equal(wire_int(sent, "code", -1), 330);
	json_decref(sent);
	simmodem_do(&sim, "set", "{s:s}", "smsc", "+62811000000");
	fake_core_assert_works(&core, &sim, 0); /* it is read again */
}

/* Ourselves and the core. */

static void
killed_in_a_send(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 2000);
	for (size_t i = 0; i < 2; i++) {
		if (i == 0) {
			(void)text_to_the_prompt();
		} else {
			(void)fake_core_text(&core, PHONE, "a", 900);
			simmodem_do(&sim, "wait", "{s:s}", "for", "submitting");
		}
		fake_core_kill(&core);
		heard_again();
		simmodem_text(&sim, FROM, "b");
		fake_core_start_ready(&core, &sim);
		fake_core_take(&core,
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
		fake_core_assert_works(
		    &core, &sim, 2 * i); /* 0 of the first, 1 of the second */
	}
}

static void
restarted_before_the_answer(void **state)
{
	(void)state;
	simmodem_text(&sim, FROM, "a");
	json_decref(fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	for (int i = 0; i < 2; i++) {
		fake_core_kill(&core);
		fake_core_start_ready(&core, &sim);
		json_t *sms =
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
		if (i == 0)
			json_decref(sms);
		else
			fake_core_take(&core, sms);
	}
	assert_int_equal(simmodem_number(&sim, "sim", "used"), 0);
}

/* Started by systemd: the core may go and come back. */
static void
core_lost_in_a_send(void **state)
{
	char path[100];
	(void)state;
	(void)snprintf(path, sizeof(path), "%s/wire.sock", sim.dir);
	const struct fake_core_options o = {.device = sim.device, .path = path};
	fake_core_start(&core, &o);
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 1000);
	int64_t first = fake_core_text(&core, PHONE, "a", 900);
	int64_t second = fake_core_text(&core, PHONE, "b", 900);
	simmodem_do(&sim, "wait", "{s:s}", "for", "submitting");
	fake_core_disconnect(&core);
	simmodem_text(&sim, FROM, "c");
	fake_core_accept(&core, &o);
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	json_decref(fake_core_await_sent(&core, first, "sent", 5000));
	json_decref(fake_core_await_sent(&core, second, "not_started", 5000));
	fake_core_take(
	    &core, fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	assert_int_equal(simmodem_sent_count(&sim), 1);
	fake_core_kill(&core);
	assert_int_equal(unlink(path), 0);
}

static void
assert_absent_in(const char *haystack, const char *needle)
{
	if (strstr(haystack, needle) != NULL)
		fail_msg("\"%s\" got into a log line", needle);
}

/* I10: no number, no text, no PIN, in any form, and no core file. */
static void
nothing_in_logs(void **state)
{
	static char log[65536];
	char path[100], limits[64];
	(void)state;
	(void)snprintf(path, sizeof(path), "%s/log", sim.dir);
	simmodem_do(&sim, "set", "{s:s}", "pin", "8642");
	simmodem_do(&sim, "power_cut", "{}");
	fake_core_start(
	    &core, &(struct fake_core_options){
		       .device = sim.device, .pin = "8642", .log = path});
	fake_core_await_state(&core, "ready", MODEM_TEST_WAIT_MS);
	fake_core_assert_works(&core, &sim, 0);
	simmodem_do(&sim, "call", "{s:s}", "from", FROM);
	json_decref(fake_core_await(&core, "modem.call", NULL, NULL, 0, 3000));
	simmodem_do(&sim, "fault", "{s:s}", "kind", "delete_fail");
	simmodem_text(&sim, FROM, "tolong");
	fake_core_take(
	    &core, fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", 1000);
	(void)snprintf(
	    limits, sizeof(limits), "/proc/%d/limits", (int)core.pid);
	FILE *file = fopen(limits, "r");
	assert_non_null(file);
	log[fread(log, 1, sizeof(log) - 1, file)] = '\0';
	(void)fclose(file);
	assert_non_null(
	    strstr(log, "Max core file size        0                    0"));
	fake_core_stop(&core);
	file = fopen(path, "r");
	assert_non_null(file);
	log[fread(log, 1, sizeof(log) - 1, file)] = '\0';
	(void)fclose(file);
	assert_non_null(strstr(log, "event=modem.delete_failed"));
	assert_absent_in(log, "8129876543");
	assert_absent_in(log, "8131111222");
	assert_absent_in(log, "8642");
	assert_absent_in(log, "tolong");
	assert_absent_in(log, "still");
	assert_absent_in(log, "0791");
	assert_int_equal(unlink(path), 0);
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)
#define TEST_BARE(function)                                                    \
	cmocka_unit_test_setup_teardown(function, set_up_sim, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(unplugged),
	    TEST_BARE(another_modem_nearby_is_left_alone),
	    TEST_BARE(pattern),
	    TEST_BARE(held_by_another_program),
	    TEST(unplugged_in_a_send),
	    TEST(unplugged_at_the_prompt),
	    TEST_BARE(over_a_pipe),
	    TEST(chatter),
	    TEST_BARE(pin),
	    TEST_BARE(sim_wakes_up_slowly),
	    TEST_BARE(no_service_centre),
	    TEST(killed_in_a_send),
	    TEST(restarted_before_the_answer),
	    TEST_BARE(core_lost_in_a_send),
	    TEST_BARE(nothing_in_logs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
