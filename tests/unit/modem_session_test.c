/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem through libGammu against the simulated modem: what comes in is
 * handed up and deleted, what goes out has its outcome, calls are noticed.
 * Every trap of libGammu that a plain sender can set is here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/modem_harness.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FROM         "+6281298765432"
#define PHONE        "+6281311112222"

/* SMSC, first octet, +6281111118888; then PID, DCS, SCTS, UDL, UD. */
#define PDU(first, pid_dcs)                                                    \
	"07912618010000F0" first "0B912618111188F8" pid_dcs "62111211635282"

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

static void
assert_sim_empty(void)
{
	assert_int_equal(simmodem_number(&sim, "sim", "used"), 0);
	assert_int_equal(simmodem_number(&sim, "sim", "waiting"), 0);
}

/* The newest PDU the SIM got, to be free()d. */
static char *
newest_pdu(void)
{
	json_t *answer = simmodem_ask(&sim, "received", "{}");
	json_t *messages = json_object_get(answer, "messages");
	json_t *last = json_array_get(messages, json_array_size(messages) - 1);
	char *pdu = strdup(wire_str(last, "pdu"));
	assert_non_null(pdu);
	json_decref(answer);
	return pdu;
}

/* Receiving. */

static void
received_by_notice(void **state)
{
	(void)state;
	simmodem_text(&sim, FROM, "tolong, suami saya memukul saya");
	int64_t start_ms = modem_test_now_ms();
	char *pdu = newest_pdu();
	json_t *sms = fake_core_await_sms(&core, pdu, MODEM_TEST_WAIT_MS);
	free(pdu);
	assert_true(modem_test_now_ms() - start_ms < 500); /* the poll: 1 s */
	assert_int_equal(wire_int(sms, "location", -1), 1);
	assert_null(json_object_get(sms, "fault"));
	fake_core_take(&core, sms);
	assert_sim_empty();
}

static void
received_by_poll(void **state)
{
	(void)state;
	modem_test_sleep_ms(200); /* the listing at start is over */
	simmodem_do(&sim, "set", "{s:b}", "cmti", 0);
	simmodem_text(&sim, FROM, "a");
	fake_core_take(&core, fake_core_await_sms(&core, NULL, 2500));
	assert_sim_empty();
}

static void
received_without_any_notices(void **state)
{
	(void)state;
	fake_core_stop(&core);
	simmodem_do(&sim, "set", "{s:b}", "cnmi_ok", 0);
	fake_core_start_ready(&core, &sim);
	simmodem_text(&sim, FROM, "a");
	fake_core_take(&core, fake_core_await_sms(&core, NULL, 2500));
}

static void
refused_is_offered_again(void **state)
{
	(void)state;
	simmodem_text(&sim, FROM, "a");
	json_t *sms = fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
	fake_core_send(&core, json_pack("{s:s, s:I, s:s, s:b}", "f", "refused",
				  "re", (json_int_t)wire_int(sms, "id", 0),
				  "error", "disk", "retry", 1));
	int64_t start_ms = modem_test_now_ms();
	json_t *again = fake_core_await_sms(
	    &core, wire_str(sms, "pdu"), MODEM_TEST_WAIT_MS);
	assert_in_range(modem_test_now_ms() - start_ms, 4000, 7000);
	json_decref(sms);
	fake_core_take(&core, again);
	assert_sim_empty();
}

/* Not answered is not offered twice, and not deleted. */
static void
unanswered_waits(void **state)
{
	(void)state;
	simmodem_text(&sim, FROM, "a");
	json_t *sms = fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
	json_t *none;
	int64_t end_ms = modem_test_now_ms() + 1500; /* at least one poll */
	while (modem_test_now_ms() < end_ms)
		if ((none = fake_core_next(&core, 200)) != NULL) {
			assert_string_not_equal(
			    wire_str(none, "f"), "modem.sms");
			json_decref(none);
		}
	assert_int_equal(simmodem_number(&sim, "sim", "used"), 1);
	fake_core_take(&core, sms);
}

#define X10  "41414141414141414141"
#define X130 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10

/* facts/libgammu.md 0, 3; in the order in which they lie on the SIM. */
static const struct {
	const char *name;
	const char *pdu;
} traps[] = {
    {"compressed", PDU("04", "0020") "06F437FBED3E03"},
    {"compressed, reserved", PDU("04", "0039") "06F437FBED3E03"},
    {"UDHL 255", PDU("44", "0004") "8CFF" X130 "414141414141414141"},
    {"concat sequence 0", PDU("44", "0000") "0D050003AA0200E8329BFD06"},
    {"MTI 3", PDU("03", "0000") "06F437FBED3E03"},
    {"UDL 255", PDU("04", "0004") "FF" X130 X10},
    {"no type of address",
	"07912618010000F0040B112618111188F8000062111211635282"
	"06F437FBED3E03"},
    {"sender of 255 digits", "07912618010000F004FF91" X130 X10},
    {"MMS notice", PDU("44", "00F5") "8C0B05040B8423F00003AA0302" X130},
    {"cut short", "07912618010000F004"},
    {"nothing but an SMSC", "07912618010000F0"},
    {"not even that", "FF"},
    {"one octet", "00"},
};

static void
traps_are_handed_up_raw(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(traps); i++)
		simmodem_do(&sim, "pdu", "{s:s}", "hex", traps[i].pdu);
	simmodem_text(&sim, FROM, "after all of them");
	char *last = newest_pdu();
	for (size_t i = 0; i < COUNT(traps); i++)
		fake_core_take(&core, fake_core_await_sms(&core, traps[i].pdu,
					  MODEM_TEST_WAIT_MS));
	fake_core_take(
	    &core, fake_core_await_sms(&core, last, MODEM_TEST_WAIT_MS));
	free(last);
	assert_sim_empty();
}

/* What libGammu sees first when it starts must not stop it either. */
static void
traps_at_start(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(traps); i++) {
		fake_core_stop(&core);
		simmodem_do(&sim, "pdu", "{s:s}", "hex", traps[i].pdu);
		simmodem_text(&sim, FROM, traps[i].name);
		char *last = newest_pdu();
		fake_core_start_ready(&core, &sim);
		json_t *trap = fake_core_await_sms(
		    &core, traps[i].pdu, MODEM_TEST_WAIT_MS);
		fake_core_take(&core,
		    fake_core_await_sms(&core, last, MODEM_TEST_WAIT_MS));
		fake_core_take(&core, trap);
		free(last);
	}
	assert_sim_empty();
}

static void
many_waiting(void **state)
{
	json_t *sms[50];
	(void)state;
	fake_core_stop(&core);
	for (int i = 0; i < 60; i++) { /* 10 of them wait in the network */
		char text[32];
		(void)snprintf(text, sizeof(text), "text %d", i);
		simmodem_text(&sim, FROM, text);
	}
	fake_core_start_ready(&core, &sim);
	int64_t start_ms = modem_test_now_ms();
	/* All are offered before any is answered. */
	for (size_t i = 0; i < COUNT(sms); i++)
		sms[i] = fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
	for (size_t i = 0; i < COUNT(sms); i++)
		fake_core_take(&core, sms[i]);
	for (size_t i = 0; i < 10; i++)
		fake_core_take(&core,
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	assert_sim_empty();
	assert_true(modem_test_now_ms() - start_ms < 5000);
}

static void
failed_deletion_is_repeated(void **state)
{
	(void)state;
	simmodem_do(
	    &sim, "fault", "{s:s, s:i}", "kind", "delete_fail", "count", 2);
	simmodem_text(&sim, FROM, "a");
	fake_core_take(
	    &core, fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
	assert_sim_empty();
}

/* Another program put another message there: it must not be deleted. */
static void
place_used_again(void **state)
{
	(void)state;
	simmodem_text(&sim, FROM, "first");
	json_t *first = fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
	simmodem_do(&sim, "unplug", "{}");
	fake_core_await_state(&core, "absent", MODEM_TEST_WAIT_MS);
	/* Somebody reads and empties the SIM meanwhile. */
	simmodem_do(&sim, "plug", "{s:s}", "device", "elsewhere");
	char path[100];
	(void)snprintf(path, sizeof(path), "%s/elsewhere", sim.dir);
	struct fake_core other;
	fake_core_start(&other, &(struct fake_core_options){.device = path});
	fake_core_take(
	    &other, fake_core_await_sms(&other, NULL, MODEM_TEST_WAIT_MS));
	fake_core_stop(&other);
	simmodem_text(&sim, FROM, "second");
	char *second = newest_pdu();
	int64_t ref = fake_core_say_taken(&core, first);
	simmodem_do(&sim, "unplug", "{}");
	simmodem_do(&sim, "plug", "{s:s}", "device", "ttySIM0");
	json_decref(fake_core_await(
	    &core, "modem.deleted", "ref", NULL, ref, MODEM_TEST_WAIT_MS));
	assert_int_equal(simmodem_number(&sim, "sim", "used"), 1);
	fake_core_take(
	    &core, fake_core_await_sms(&core, second, MODEM_TEST_WAIT_MS));
	free(second);
	assert_sim_empty();
}

/*
 * One damaged reply to each command of a listing: the text comes whole, and
 * only then it is deleted. Damage to the first once made libGammu list in
 * text mode, and a text that nobody had read was deleted.
 */
static void
garbled_listing(void **state)
{
	static const struct {
		const char *command;
		int before; /* the same, in opening the line */
	} cases[] = {{"AT+CMGF=0", 0}, {"AT+CMGF=0", 1}, {"AT+CPMS", 2},
	    {"AT+CMGL", 0}, {"AT+CMGR", 0}};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		fake_core_stop(&core);
		simmodem_text(
		    &sim, FROM, "a text that is long enough to be damaged");
		char *pdu = newest_pdu();
		simmodem_do(&sim, "fault", "{s:s, s:s, s:i}", "kind", "garble",
		    "prefix", cases[i].command, "skip", cases[i].before);
		fake_core_start(
		    &core, &(struct fake_core_options){.device = sim.device});
		fake_core_take(&core, fake_core_await_sms(&core, pdu, 60000));
		free(pdu);
		json_decref(simmodem_ask(&sim, "wait", "{s:s, s:i}", "for",
		    "sim_empty", "timeout_ms", 20000));
		assert_int_equal(simmodem_number(&sim, "faults", "garble"), 0);
	}
}

static void
stores(void **state)
{
	static const struct {
		const char *setting;
		const char *value;
	} cases[] = {{"receive_store", "ME"}, {"report_store", "SR"},
	    {"report_store", "ME"}};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		fake_core_stop(&core);
		simmodem_do(
		    &sim, "set", "{s:s}", cases[i].setting, cases[i].value);
		simmodem_do(&sim, "power_cut", "{}");
		fake_core_start_ready(&core, &sim);
		simmodem_text(&sim, FROM, "a");
		fake_core_take(&core,
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
		int64_t id = fake_core_text(&core, PHONE, "b", 900);
		json_decref(fake_core_await_sent(&core, id, "sent", 5000));
		fake_core_take(&core,
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS));
		assert_sim_empty();
		assert_int_equal(simmodem_number(&sim, "sim", "used_sr"), 0);
		assert_int_equal(simmodem_number(&sim, "sim", "used_me"), 0);
	}
}

/* Sending. */

static void
sent_as_asked(void **state)
{
	static const struct {
		const char *text;
		int validity_s, seen_s;
		const char *coding;
	} cases[] = {
	    {"Terima kasih, pesan Anda sudah kami terima.", 900, 900, "gsm7"},
	    {"@\xc2\xa3$\xc2\xa5\xc3\xa8\xc3\xa9\xc3\xb9\xc3\xac\xc3\xb2\xc3"
	     "\x87\n\xc3\x98\xc3\xb8\r\xc3\x85\xc3\xa5\xce\x94_\xce\xa6\xce\x93"
	     "\xce\x9b\xce\xa9\xce\xa0\xce\xa8\xce\xa3\xce\x98\xce\x9e\xc3\x86"
	     "\xc3\xa6\xc3\x9f\xc3\x89\xc2\xa4\xc2\xa1\xc3\x84\xc3\x96\xc3\x91"
	     "\xc3\x9c\xc2\xa7\xc2\xbf\xc3\xa4\xc3\xb6\xc3\xb1\xc3\xbc\xc3\xa0"
	     "^{}\\[~]|\xe2\x82\xac",
		901, 900, "gsm7"},
	    {"satu ~ dua ~~ \xf0\x9f\x98\xad \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 "
	     "~",
		7199, 6900, "ucs2"},
	    {"a\n1 \"+CMTI: \"SM\",9\"\n2 \"+CDS: 4\"\n3 \"0004AABB\"\nb",
		86400, 86400, "gsm7"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id = fake_core_text(
		    &core, PHONE, cases[i].text, cases[i].validity_s);
		json_t *outcome = fake_core_await_sent(&core, id, "sent", 5000);
		json_t *seen = simmodem_sent(&sim, i);
		assert_string_equal(wire_str(seen, "text"), cases[i].text);
		assert_string_equal(wire_str(seen, "number"), PHONE);
		assert_string_equal(wire_str(seen, "coding"), cases[i].coding);
		assert_int_equal(
		    wire_int(seen, "validity_s", -1), cases[i].seen_s);
		assert_true(wire_bool(seen, "srr"));
		assert_int_equal(wire_int(seen, "class", 0), -1);
		assert_int_equal(
		    wire_int(seen, "mr", -1), wire_int(outcome, "mr", -2));
		json_decref(outcome);
		json_decref(seen);
		/* The status report, and nothing that the text imitates. */
		json_t *sms =
		    fake_core_await_sms(&core, NULL, MODEM_TEST_WAIT_MS);
		assert_string_not_equal(wire_str(sms, "pdu"), "0004AABB");
		fake_core_take(&core, sms);
	}
}

static void
without_report(void **state)
{
	(void)state;
	fake_core_send(
	    &core, json_pack("{s:s, s:i, s:s, s:s, s:i}", "f", "modem.send",
		       "id", 77, "to", PHONE, "text", "a", "validity_s", 300));
	json_decref(fake_core_await_sent(&core, 77, "sent", 5000));
	json_t *seen = simmodem_sent(&sim, 0);
	assert_false(wire_bool(seen, "srr"));
	assert_int_equal(wire_int(seen, "validity_s", -1), 300);
	json_decref(seen);
}

static void
refused_by_the_network(void **state)
{
	static const int codes[] = {500, 38, 21, 42, 331};
	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		simmodem_do(&sim, "fault", "{s:s, s:i}", "kind", "cms_error",
		    "code", codes[i]);
		int64_t id = fake_core_text(&core, PHONE, "a", 900);
		json_t *outcome =
		    fake_core_await_sent(&core, id, "failed", 5000);
		assert_int_equal(wire_int(outcome, "code", -1), codes[i]);
		json_decref(outcome);
	}
	int64_t id = fake_core_text(&core, PHONE, "b", 900);
	json_decref(fake_core_await_sent(&core, id, "sent", 5000));
	assert_int_equal(simmodem_sent_count(&sim), 1);
}

static void
refused_at_once(void **state)
{
	char long_text[200];
	memset(long_text, 'a', 161);
	long_text[161] = '\0';
	const struct {
		const char *to;
		const char *text;
		const char *error;
	} cases[] = {{"TELKOMSEL", "a", "bad_number"},
	    {"12", "a", "bad_number"}, {PHONE, long_text, "too_long"}};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id = fake_core_id(&core);
		fake_core_send(&core,
		    json_pack("{s:s, s:I, s:s, s:s, s:i}", "f", "modem.send",
			"id", (json_int_t)id, "to", cases[i].to, "text",
			cases[i].text, "validity_s", 900));
		json_t *no =
		    fake_core_await(&core, "refused", "re", NULL, id, 5000);
		assert_string_equal(wire_str(no, "error"), cases[i].error);
		assert_false(wire_bool(no, "retry"));
		json_decref(no);
	}
	assert_int_equal(simmodem_sent_count(&sim), 0);
}

static void
queue_is_bounded_and_in_order(void **state)
{
	static const char *const texts[] = {"a", "b", "c", "d", "e"};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		fake_core_send(
		    &core, json_pack("{s:s, s:i, s:s, s:s, s:i}", "f",
			       "modem.send", "id", 100 + (int)i, "to", PHONE,
			       "text", texts[i], "validity_s", 900));
	json_t *no = fake_core_await(&core, "refused", "re", NULL, 104, 5000);
	assert_string_equal(wire_str(no, "error"), "busy");
	assert_true(wire_bool(no, "retry"));
	json_decref(no);
	for (size_t i = 0; i < 4; i++) {
		json_decref(fake_core_await_sent(
		    &core, 100 + (int64_t)i, "sent", 5000));
		json_t *seen = simmodem_sent(&sim, i);
		assert_string_equal(wire_str(seen, "text"), texts[i]);
		json_decref(seen);
	}
}

static void
received_while_sending(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 1000);
	int64_t id = fake_core_text(&core, PHONE, "a", 900);
	simmodem_do(&sim, "wait", "{s:s}", "for", "submitting");
	simmodem_text(&sim, FROM, "b");
	simmodem_do(&sim, "call", "{s:s}", "from", FROM);
	char *pdu = newest_pdu();
	json_decref(fake_core_await_sent(&core, id, "sent", 5000));
	fake_core_take(&core, fake_core_await_sms(&core, pdu, 2000));
	json_decref(fake_core_await(
	    &core, "modem.call", "number", FROM, 0, MODEM_TEST_WAIT_MS));
	free(pdu);
}

/* Calls. */

static void
call_is_told_once_and_rejected(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:i}", "ring_ms", 100);
	simmodem_do(&sim, "call", "{s:s, s:i}", "from", FROM, "rings", 5);
	json_decref(fake_core_await(
	    &core, "modem.call", "number", FROM, 0, MODEM_TEST_WAIT_MS));
	simmodem_do(&sim, "wait", "{s:s}", "for", "call_end");
	json_t *answer = simmodem_ask(&sim, "calls", "{}");
	json_t *call = json_array_get(json_object_get(answer, "calls"), 0);
	assert_string_equal(wire_str(call, "end"), "hung up");
	json_decref(answer);
	fake_core_forget(&core);
	simmodem_do(&sim, "call", "{s:b}", "withheld", 1);
	json_t *frame = fake_core_await(
	    &core, "modem.call", NULL, NULL, 0, MODEM_TEST_WAIT_MS);
	assert_string_equal(wire_str(frame, "number"), "");
	json_decref(frame);
}

/* Ringing. */

static int64_t
ring(const char *to, int seconds)
{
	int64_t id = fake_core_id(&core);
	fake_core_send(
	    &core, json_pack("{s:s, s:I, s:s, s:i}", "f", "modem.ring", "id",
		       (json_int_t)id, "to", to, "seconds", seconds));
	return id;
}

static int64_t
ring_begun(const char *to, int seconds, int nth)
{
	int64_t id = ring(to, seconds);
	json_decref(
	    fake_core_await(&core, "ok", "re", NULL, id, MODEM_TEST_WAIT_MS));
	simmodem_do(&sim, "wait", "{s:s, s:i}", "for", "ring", "count", nth);
	return id;
}

static void
assert_rang(int64_t id, const char *outcome, int least_s, int most_s)
{
	json_t *frame =
	    fake_core_await(&core, "modem.rang", "of", NULL, id, 45000);
	assert_string_equal(wire_str(frame, "outcome"), outcome);
	assert_in_range(wire_int(frame, "seconds", -1), least_s, most_s);
	json_decref(frame);
}

static void
assert_ring_ended(size_t nth, const char *to, const char *end)
{
	json_t *answer = simmodem_ask(&sim, "rings", "{}");
	json_t *all = json_object_get(answer, "rings");
	assert_int_equal(json_array_size(all), nth + 1);
	assert_string_equal(wire_str(json_array_get(all, nth), "to"), to);
	assert_string_equal(wire_str(json_array_get(all, nth), "end"), end);
	json_decref(answer);
}

static void
rings_as_long_as_asked(void **state)
{
	(void)state;
	int64_t id = ring_begun(PHONE, 5, 1);
	int64_t again = ring(PHONE, 5);
	json_t *no = fake_core_await(&core, "refused", "re", NULL, again, 5000);
	assert_string_equal(wire_str(no, "error"), "busy");
	assert_true(wire_bool(no, "retry"));
	json_decref(no);
	assert_rang(id, "rang", 5, 5);
	assert_ring_ended(0, PHONE, "hung up");
	fake_core_assert_works(&core, &sim, 0);
}

/* Whatever ends it, the line is good for the next text and the next ring. */
static void
ring_outcomes(void **state)
{
	static const struct {
		const char *how, *outcome, *end;
	} cases[] = {
	    {"answer", "answered", "hung up"},
	    {"reject", "busy", "rejected"},
	    {"miss", "rang", "no answer"},
	    {"hang_up", "rang", "they hung up"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t id = ring_begun(PHONE, 30, (int)i + 1);
		modem_test_sleep_ms(1500); /* it is known to ring */
		simmodem_do(&sim, "take_ring", "{s:s}", "how", cases[i].how);
		assert_rang(id, cases[i].outcome, 1, 4);
		assert_ring_ended(i, PHONE, cases[i].end);
	}
	fake_core_assert_works(&core, &sim, 0);
	assert_int_equal(simmodem_number(&sim, "stat", "opens"), 1);
}

static void
ring_of_a_phone_that_is_off(void **state)
{
	(void)state;
	simmodem_do(&sim, "phone", "{s:s, s:b}", "number", PHONE, "off", 1);
	simmodem_do(&sim, "set", "{s:i}", "patience_ms", 2000);
	assert_rang(ring_begun(PHONE, 30, 1), "failed", 1, 3);
	simmodem_do(&sim, "set", "{s:b}", "registered", 0);
	assert_rang(ring(PHONE, 30), "failed", 0, 1);
}

static void
ring_refuses(void **state)
{
	static const char *const refused[] = {"110", "112", "113", "118", "119",
	    "129", "+62112", "*100#", "*112#", "#31#+6281234567890",
	    "081234567890", "3636"};
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		json_t *no = fake_core_await(
		    &core, "refused", "re", NULL, ring(refused[i], 30), 5000);
		assert_string_equal(wire_str(no, "error"), "bad_number");
		assert_false(wire_bool(no, "retry"));
		json_decref(no);
	}
	json_t *answer = simmodem_ask(&sim, "rings", "{}");
	assert_int_equal(json_array_size(json_object_get(answer, "rings")), 0);
	json_decref(answer);
}

/* A text comes in, by notice and by poll, and is deleted; and a call. */
static void
received_while_ringing(void **state)
{
	(void)state;
	int64_t id = ring_begun(PHONE, 12, 1);
	int64_t start_ms = modem_test_now_ms();
	simmodem_text(&sim, FROM, "a");
	fake_core_take(&core, fake_core_await_sms(&core, NULL, 3000));
	simmodem_do(&sim, "set", "{s:b}", "cmti", 0);
	simmodem_text(&sim, FROM, "b");
	fake_core_take(&core, fake_core_await_sms(&core, NULL, 4000));
	assert_sim_empty();
	assert_true(modem_test_now_ms() - start_ms < 8000);
	simmodem_do(&sim, "call", "{s:s}", "from", FROM);
	json_decref(
	    fake_core_await(&core, "modem.call", "number", FROM, 0, 5000));
	assert_rang(id, "failed", 0, 10); /* rejecting ends all calls */
	simmodem_do(&sim, "wait", "{s:s}", "for", "call_end");
}

/* A text that waits goes first; one that comes later waits 15 s at most. */
static void
texts_and_rings(void **state)
{
	(void)state;
	simmodem_do(&sim, "set", "{s:i}", "send_delay_ms", 800);
	int64_t first = fake_core_text(&core, PHONE, "a", 900);
	int64_t second = fake_core_text(&core, PHONE, "b", 900);
	int64_t id = ring(PHONE, 30);
	json_decref(fake_core_await_sent(&core, first, "sent", 5000));
	json_t *answer = simmodem_ask(&sim, "rings", "{}");
	assert_int_equal(json_array_size(json_object_get(answer, "rings")), 0);
	json_decref(answer);
	json_decref(fake_core_await_sent(&core, second, "sent", 5000));
	simmodem_do(&sim, "wait", "{s:s}", "for", "ring");
	int64_t start_ms = modem_test_now_ms();
	int64_t third = fake_core_text(&core, PHONE, "c", 900);
	assert_rang(id, "rang", 15, 16);
	json_decref(fake_core_await_sent(&core, third, "sent", 5000));
	assert_in_range(modem_test_now_ms() - start_ms, 14000, 18500);
}

/* A modem that says nothing to ATD: the ring is broken off, the line lives. */
static void
ring_without_reply(void **state)
{
	(void)state;
	simmodem_do(
	    &sim, "fault", "{s:s, s:s}", "kind", "drop_reply", "prefix", "ATD");
	assert_rang(ring(PHONE, 5), "rang", 5, 7);
	assert_ring_ended(0, PHONE, "hung up");
	fake_core_assert_works(&core, &sim, 0);
	assert_int_equal(simmodem_number(&sim, "stat", "opens"), 1);
}

/* A modem that does not answer when asked for its calls serves all the same. */
static void
ring_without_a_list(void **state)
{
	(void)state;
	fake_core_stop(&core);
	simmodem_do(&sim, "fault", "{s:s, s:s, s:i}", "kind", "drop_reply",
	    "prefix", "AT+CLCC", "count", 100);
	fake_core_start_ready(&core, &sim);
	assert_rang(ring_begun(PHONE, 5, 1), "rang", 5, 6);
	fake_core_assert_works(&core, &sim, 0);
}

/* Killed while a phone rings: the next run does not leave it ringing. */
static void
ring_left_behind(void **state)
{
	(void)state;
	(void)ring_begun(PHONE, 60, 1);
	fake_core_kill(&core);
	fake_core_start_ready(&core, &sim);
	assert_ring_ended(0, PHONE, "hung up");
	(void)ring_begun(PHONE, 60, 2);
	fake_core_stop(&core); /* the core ends */
	assert_ring_ended(1, PHONE, "hung up");
}

static void
ring_and_unplugged(void **state)
{
	(void)state;
	int64_t id = ring_begun(PHONE, 60, 1);
	simmodem_do(&sim, "unplug", "{}");
	assert_rang(id, "failed", 0, 3);
	id = ring(PHONE, 60);
	json_decref(fake_core_await(&core, "refused", "re", NULL, id, 5000));
}

/* The core's ping is answered while a listing or a send goes on. */
static void
ping_is_answered(void **state)
{
	(void)state;
	(void)fake_core_text(&core, PHONE, "a", 900);
	for (int i = 0; i < 5; i++) {
		int64_t id = fake_core_id(&core);
		fake_core_send(&core,
		    json_pack("{s:s, s:I}", "f", "ping", "id", (json_int_t)id));
		json_decref(
		    fake_core_await(&core, "pong", "re", NULL, id, 2000));
	}
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(received_by_notice),
	    TEST(received_by_poll),
	    TEST(received_without_any_notices),
	    TEST(refused_is_offered_again),
	    TEST(unanswered_waits),
	    TEST(traps_are_handed_up_raw),
	    TEST(traps_at_start),
	    TEST(many_waiting),
	    TEST(failed_deletion_is_repeated),
	    TEST(place_used_again),
	    TEST(garbled_listing),
	    TEST(stores),
	    TEST(sent_as_asked),
	    TEST(without_report),
	    TEST(refused_by_the_network),
	    TEST(refused_at_once),
	    TEST(queue_is_bounded_and_in_order),
	    TEST(received_while_sending),
	    TEST(call_is_told_once_and_rejected),
	    TEST(rings_as_long_as_asked),
	    TEST(ring_outcomes),
	    TEST(ring_of_a_phone_that_is_off),
	    TEST(ring_refuses),
	    TEST(received_while_ringing),
	    TEST(texts_and_rings),
	    TEST(ring_without_reply),
	    TEST(ring_without_a_list),
	    TEST(ring_left_behind),
	    TEST(ring_and_unplugged),
	    TEST(ping_is_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
