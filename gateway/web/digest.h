/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The little cryptography of siaga-web: names for what it must not keep. */
#ifndef SIAGA_WEB_DIGEST_H
#define SIAGA_WEB_DIGEST_H

#include "gateway/lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE 32
#define DIGEST_HEX  (2 * DIGEST_SIZE + 1)

struct digest {
	uint8_t bytes[DIGEST_SIZE];
};

/* Once, before the others: a random key of this process. -EIO */
int digest_setup(void) MUST_CHECK;
/* BLAKE2b of the bytes. */
struct digest digest_of(const void *bytes, size_t size);
/* The same under this process's key: nobody else can make it. */
struct digest digest_keyed(const void *bytes, size_t size);
/* HMAC-SHA256 of one text behind the other. */
struct digest digest_signature(const void *key, size_t key_size,
    const void *first, size_t first_size, const void *second,
    size_t second_size);
/* In constant time. */
bool digest_equal(const struct digest *, const struct digest *);
/* The first bytes of it as hex digits; size is that of text, odd. */
void digest_hex(const struct digest *, char *text, size_t size);
bool digest_from_hex(const char *text, struct digest *ret);
bool digest_from_base64(const char *text, struct digest *ret);

#endif
