/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Codes against the vectors of RFC 6238, and each code once. */
#include "gateway/lib/totp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t totp_secret[] = "12345678901234567890";

/* Appendix B, SHA-1: the last six of its eight digits. */
static const struct {
	int64_t at_s;
	const char *code;
} totp_vectors[] = {{59, "287082"}, {1111111109, "081804"},
    {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"},
    {INT64_C(20000000000), "353130"}};

static void
rfc_6238(void **state)
{
	char code[TOTP_CODE_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof(totp_vectors) / sizeof(*totp_vectors);
	     i++) {
		int64_t at_s = totp_vectors[i].at_s;
		assert_int_equal(
		    totp_code(totp_secret, at_s / TOTP_STEP_S, code), 0);
		assert_string_equal(code, totp_vectors[i].code);
		assert_int_equal(totp_check(totp_secret, code, at_s, -1),
		    at_s / TOTP_STEP_S);
	}
}

static void
one_step_off_and_once(void **state)
{
	char code[TOTP_CODE_SIZE];
	int64_t step = 1795230000 / TOTP_STEP_S;
	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		bool good = off >= -1 && off <= 1;
		assert_int_equal(totp_code(totp_secret, step + off, code), 0);
		assert_int_equal(totp_check(totp_secret, code, 1795230000, 0),
		    good ? step + off : -EACCES);
		assert_int_equal(
		    totp_check(totp_secret, code, 1795230000, step + off),
		    -EACCES);
	}
}

static void
rubbish(void **state)
{
	static const char *const codes[] = {
	    "", "1", "12345", "1234567", "abcdef", "      "};
	uint8_t secret[TOTP_SECRET_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		assert_int_equal(
		    totp_check(totp_secret, codes[i], 59, -1), -EACCES);
	assert_int_equal(totp_parse("", secret), -EINVAL);
	assert_int_equal(totp_parse("GEZDGNBV", secret), -EINVAL);
	assert_int_equal(totp_parse("1!", secret), -EINVAL);
}

static void
base32(void **state)
{
	char text[TOTP_TEXT_SIZE];
	uint8_t secret[TOTP_SECRET_SIZE];
	(void)state;
	assert_int_equal(totp_text(totp_secret, text), 0);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	assert_int_equal(totp_parse(text, secret), 0);
	assert_memory_equal(secret, totp_secret, sizeof(secret));
	assert_int_equal(
	    totp_parse("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", secret), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(rfc_6238),
	    cmocka_unit_test(one_step_off_and_once), cmocka_unit_test(rubbish),
	    cmocka_unit_test(base32)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
