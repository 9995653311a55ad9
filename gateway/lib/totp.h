/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Codes of a second factor (RFC 6238, SHA-1, 30 s, six digits), by liboath. */
#ifndef SIAGA_TOTP_H
#define SIAGA_TOTP_H

#include "bug.h"

#include <stddef.h>
#include <stdint.h>

#define TOTP_SECRET_SIZE 20
#define TOTP_TEXT_SIZE   33 /* the secret in base32, with its NUL */
#define TOTP_CODE_SIZE   7
#define TOTP_STEP_S      30

/* -EINVAL: liboath would not. */
int totp_code(const uint8_t secret[TOTP_SECRET_SIZE], int64_t step,
    char ret_code[TOTP_CODE_SIZE]) MUST_CHECK;
int totp_text(const uint8_t secret[TOTP_SECRET_SIZE],
    char ret_text[TOTP_TEXT_SIZE]) MUST_CHECK;
/* -EINVAL: not such a secret in base32; blanks and small letters are fine. */
int totp_parse(
    const char *text, uint8_t ret_secret[TOTP_SECRET_SIZE]) MUST_CHECK;
/*
 * The step that this code is of, the present one, the one before or the one
 * after, but later than `newer_than`; in constant time. -EACCES: of none.
 */
int64_t totp_check(const uint8_t secret[TOTP_SECRET_SIZE], const char *code,
    int64_t now_s, int64_t newer_than) MUST_CHECK;

#endif
