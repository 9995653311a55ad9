/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The offline recovery key on paper (design 6): an X25519 secret in three
 * shares of which any two give it back, and its public half, which the box
 * knows. One share says nothing of the secret that the public half does not.
 *
 * A share as text, version 1: four lines of four groups of four characters of
 * Crockford's base32 (no I L O U; read as 1 1 0 V all the same), lines parted
 * by a blank, groups by a dash:
 *
 *	25X9-2XGF-C8E6-WFJZ 4E9W-2ND1-HW0K-Q05V ... ...
 *
 * Its 35 bytes are: version << 4 | number of the share 1-3, 2 bytes of the
 * key's id, 32 bytes of the share; 14 characters a line. The last two of each
 * line are a Reed-Solomon check over GF(32) of the line, of its place and (but
 * for line 1) of the first five characters of line 1. What it never misses:
 * one or two wrong characters in a line, two of a line changed over, lines
 * changed over, a line of another share of the same key.
 * All else passes a line once in 1024, and then the key's id once in 65536.
 * A later version keeps the form of line 1, so that this one knows it.
 *
 * The public half as text: siaga-recovery- and the base64url of 32 bytes of
 * the key and the first 4 of their BLAKE2b, whose first 2 are the key's id.
 *
 * Strings belong to the caller, *ret_why are static. Nothing is logged. The
 * public half (shares_public.c) needs libsodium alone.
 */
#ifndef SIAGA_SHARES_H
#define SIAGA_SHARES_H

#include "bug.h"

#include <stdint.h>

#define SHARES_COUNT       3
#define SHARES_NEEDED      2
#define SHARES_SECRET_SIZE 32
#define SHARES_LINES       4
#define SHARES_LINE        16 /* characters that count in a line */
#define SHARES_LINE_TEXT   20 /* a line with its dashes and a NUL or blank */
#define SHARES_TEXT        (SHARES_LINES * SHARES_LINE_TEXT) /* with NUL */
#define SHARES_PUBLIC_TEXT 64                                /* with NUL */
#define SHARES_ID_TEXT     5 /* the key's id: 4 hex digits and NUL */

/* Random bytes are libsodium's. -EIO: no libsodium; -ENOMEM. */
int shares_split(const uint8_t secret[SHARES_SECRET_SIZE],
    char ret[SHARES_COUNT][SHARES_TEXT]) MUST_CHECK;
/*
 * Blanks, line breaks, dashes and the case of letters do not matter. -EINVAL
 * and the cause: which share is mistyped in which line, the same one twice,
 * of different keys, of a newer version. -EIO, -ENOMEM.
 */
int shares_join(const char *a, const char *b,
    uint8_t ret_secret[SHARES_SECRET_SIZE], const char **ret_why) MUST_CHECK;
/* Is this one share without a slip of the pen? -EINVAL and the cause. */
int shares_check(const char *share, const char **ret_why) MUST_CHECK;
/* How many characters of a text count: SHARES_LINES * SHARES_LINE of a share.
 */
unsigned shares_length(const char *text);

void shares_public_text(const uint8_t pk[32], char ret[SHARES_PUBLIC_TEXT]);
/* Blanks around it do not matter. -EINVAL: not such a text, or mistyped. */
int shares_public_parse(const char *text, uint8_t ret_pk[32]) MUST_CHECK;
/* What is printed on the sheets, so that those of one key are found. */
void shares_id_text(const uint8_t pk[32], char ret[SHARES_ID_TEXT]);

#endif
