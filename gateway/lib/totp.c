/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "totp.h"

#include <errno.h>
#include <liboath/oath.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int
totp_code(const uint8_t secret[TOTP_SECRET_SIZE], int64_t step,
    char ret_code[TOTP_CODE_SIZE])
{
	char bytes[TOTP_SECRET_SIZE];
	memcpy(bytes, secret, sizeof(bytes));
	int err = oath_hotp_generate(bytes, sizeof(bytes), (uint64_t)step,
	    TOTP_CODE_SIZE - 1, false, OATH_HOTP_DYNAMIC_TRUNCATION, ret_code);
	explicit_bzero(bytes, sizeof(bytes));
	return err == OATH_OK ? 0 : -EINVAL;
}

int
totp_text(const uint8_t secret[TOTP_SECRET_SIZE], char ret_text[TOTP_TEXT_SIZE])
{
	char bytes[TOTP_SECRET_SIZE], *text = NULL;
	size_t size = 0;
	memcpy(bytes, secret, sizeof(bytes));
	int err = oath_base32_encode(bytes, sizeof(bytes), &text, &size);
	explicit_bzero(bytes, sizeof(bytes));
	bool fits = err == OATH_OK && size < TOTP_TEXT_SIZE;
	if (fits)
		memcpy(ret_text, text, size + 1);
	if (text != NULL)
		explicit_bzero(text, size);
	free(text);
	return fits ? 0 : -EINVAL;
}

int
totp_parse(const char *text, uint8_t ret_secret[TOTP_SECRET_SIZE])
{
	char *bytes = NULL;
	size_t size = 0;
	int err = oath_base32_decode(text, strlen(text), &bytes, &size);
	bool fits = err == OATH_OK && size == TOTP_SECRET_SIZE;
	if (fits)
		memcpy(ret_secret, bytes, size);
	if (bytes != NULL)
		explicit_bzero(bytes, size);
	free(bytes);
	return fits ? 0 : -EINVAL;
}

static bool
totp_same(const char *code, const char right[TOTP_CODE_SIZE])
{
	unsigned differs = 0;
	for (size_t i = 0; i < TOTP_CODE_SIZE - 1; i++)
		differs |= (unsigned)(code[i] ^ right[i]);
	return differs == 0;
}

int64_t
totp_check(const uint8_t secret[TOTP_SECRET_SIZE], const char *code,
    int64_t now_s, int64_t newer_than)
{
	char right[TOTP_CODE_SIZE];
	int64_t now = now_s / TOTP_STEP_S, found = -EACCES;
	if (strlen(code) != TOTP_CODE_SIZE - 1)
		return -EACCES;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		int err = totp_code(secret, step, right);
		if (err < 0)
			return err;
		if (totp_same(code, right) && step > newer_than)
			found = step;
	}
	explicit_bzero(right, sizeof(right));
	return found;
}
