/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signatures against published vectors, the retry schedule, event patterns. */
#include "gateway/core/webhook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Vectors of the Standard Webhooks libraries and svix-server's worker test. */
#define ID   "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIME 1614265330
#define BODY "{\"test\": 2432232314}"
#define V1   "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define V1A                                                                    \
	"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/"                               \
	"enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
#define SYMMETRIC "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ASYMMETRIC                                                             \
	"whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLl"    \
	"X0dRqSKJp4AJ6p9lMicMFs6Kvg=="

static void
known_answers(void **state)
{
	struct webhook_key keys[2];
	char signature[WEBHOOK_SIGNATURE_SIZE];
	(void)state;
	assert_int_equal(webhook_parse_secret(SYMMETRIC, &keys[0]), 0);
	assert_int_equal(webhook_parse_secret(ASYMMETRIC "\n", &keys[1]), 0);
	webhook_sign(&keys[0], 1, ID, TIME, BODY, signature);
	assert_string_equal(signature, V1);
	webhook_sign(&keys[1], 1, ID, TIME, BODY, signature);
	assert_string_equal(signature, V1A);
	/* While a secret is changed, the new and the old one both sign. */
	webhook_sign(keys, 2, ID, TIME, BODY, signature);
	assert_string_equal(signature, V1 " " V1A);
}

static void
bad_secrets(void **state)
{
	static const char *const bad[] = {"", "whsec_",
	    "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!",
	    "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
	struct webhook_key key;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_true(webhook_parse_secret(bad[i], &key) < 0);
}

static void
schedule(void **state)
{
	static const struct {
		int64_t attempts, age_s, wait_s;
	} rows[] = {
	    {1, 0, 5},
	    {2, 5, 15},
	    {3, 20, 60},
	    {4, 80, 120},
	    {5, 200, 300},
	    {6, 500, 600},
	    {100, 86399, 600},
	    {101, 86400, 7200},
	    {102, 86400 + 36000, 18000},
	    {110, 86400 + 144000, 72000},
	    {999, 86400 * 30, 72000},
	    {0, 0, 5},
	    {-1, 0, 5},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(
		    webhook_backoff_s(rows[i].attempts, rows[i].age_s),
		    rows[i].wait_s);
}

static void
patterns(void **state)
{
	static const struct {
		const char *patterns, *event;
		bool wanted;
	} rows[] = {
	    {"report.* alert.*", "report.filed", true},
	    {"report.* alert.*", "alert.raised", true},
	    {"report.* alert.*", "modem.down", false},
	    {"report.filed", "report.filed", true},
	    {"report.filed", "report.filed2", false},
	    {"report.file", "report.filed", false},
	    {"*", "anything", true},
	    {"", "report.filed", false},
	    {"  report.filed", "report.filed", true},
	    {"code urgency village", "urgency", true},
	    {"code urgency village", "urgen", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(webhook_wants(rows[i].patterns, rows[i].event),
		    rows[i].wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_answers),
	    cmocka_unit_test(bad_secrets),
	    cmocka_unit_test(schedule),
	    cmocka_unit_test(patterns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
