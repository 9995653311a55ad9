/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/digest.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

static uint8_t digest_key[crypto_generichash_KEYBYTES];

int
digest_setup(void)
{
	if (sodium_init() < 0)
		return -EIO;
	randombytes_buf(digest_key, sizeof(digest_key));
	return 0;
}

static struct digest
digest_make(const void *bytes, size_t size, const uint8_t *key, size_t key_size)
{
	struct digest d;
	int err = crypto_generichash(
	    d.bytes, sizeof(d.bytes), bytes, size, key, key_size);
	BUG_IF(err != 0);
	return d;
}

struct digest
digest_of(const void *bytes, size_t size)
{
	return digest_make(bytes, size, NULL, 0);
}

struct digest
digest_keyed(const void *bytes, size_t size)
{
	return digest_make(bytes, size, digest_key, sizeof(digest_key));
}

struct digest
digest_signature(const void *key, size_t key_size, const void *first,
    size_t first_size, const void *second, size_t second_size)
{
	struct digest d;
	crypto_auth_hmacsha256_state state;
	_Static_assert(
	    sizeof(d.bytes) == crypto_auth_hmacsha256_BYTES, "its size");
	(void)crypto_auth_hmacsha256_init(&state, key, key_size);
	(void)crypto_auth_hmacsha256_update(&state, first, first_size);
	(void)crypto_auth_hmacsha256_update(&state, second, second_size);
	(void)crypto_auth_hmacsha256_final(&state, d.bytes);
	sodium_memzero(&state, sizeof(state));
	return d;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return sodium_memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

void
digest_hex(const struct digest *d, char *text, size_t size)
{
	BUG_IF(size % 2 == 0 || size > DIGEST_HEX);
	(void)sodium_bin2hex(text, size, d->bytes, size / 2);
}

bool
digest_from_hex(const char *text, struct digest *ret)
{
	size_t size = 0;
	return strlen(text) == DIGEST_HEX - 1 &&
	       sodium_hex2bin(ret->bytes, sizeof(ret->bytes), text,
		   DIGEST_HEX - 1, NULL, &size, NULL) == 0 &&
	       size == sizeof(ret->bytes);
}

bool
digest_from_base64(const char *text, struct digest *ret)
{
	size_t size = 0;
	return sodium_base642bin(ret->bytes, sizeof(ret->bytes), text,
		   strlen(text), NULL, &size, NULL,
		   sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       size == sizeof(ret->bytes);
}
