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
