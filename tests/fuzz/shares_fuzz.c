/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what people type of the recovery key: two texts, parted by a NUL.
 * Whatever is joined must be the key that the shares name; whatever is refused
 * has a cause; a share in order stays in order when it is written loosely; and
 * the public half is read as it is written or not at all.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/shares/.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/lib/shares.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_MAX 4096

static void
check(bool kept)
{
	if (!kept)
		abort();
}

/* A share that is in order has nothing but its 64 characters. */
static void
check_one(const char *text)
{
	const char *why = NULL;
	int err = shares_check(text, &why);
	check(err == 0 || (err == -EINVAL && why[0] != '\0'));
	if (err == 0)
		check(shares_length(text) == SHARES_LINES * SHARES_LINE);
}

static void
check_loose(const char *text)
{
	static char loose[3 * FUZZ_MAX];
	const char *why, *why_loose;
	size_t len = 0;
	for (size_t i = 0; text[i] != '\0'; i++) {
		loose[len++] = text[i];
		loose[len++] = " -\n"[i % 3];
	}
	loose[len] = '\0';
	check(shares_check(text, &why) == shares_check(loose, &why_loose));
	check(why == why_loose);
}

/* Joined, they can be split again, and the new ones name the same key. */
static void
check_join(const char *a, const char *b)
{
	uint8_t secret[SHARES_SECRET_SIZE], again[SHARES_SECRET_SIZE];
	char shares[SHARES_COUNT][SHARES_TEXT];
	const char *why = NULL;
	int err = shares_join(a, b, secret, &why);
	check(err == 0 || (err == -EINVAL && why[0] != '\0'));
	if (err < 0)
		return;
	check(shares_check(a, &why) == 0 && shares_check(b, &why) == 0);
	check(shares_join(b, a, again, &why) == 0);
	check(memcmp(secret, again, sizeof(secret)) == 0);
	check(shares_split(secret, shares) == 0);
	check(shares_join(shares[2], shares[0], again, &why) == 0);
	check(memcmp(secret, again, sizeof(secret)) == 0);
}

static void
check_public(const char *text)
{
	char again[SHARES_PUBLIC_TEXT];
	uint8_t pk[32];
	if (shares_public_parse(text, pk) != 0)
		return;
	shares_public_text(pk, again);
	check(strstr(text, again) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[FUZZ_MAX + 2];
	if (size > FUZZ_MAX)
		return 0;
	memset(text, 0, sizeof(text));
	if (size > 0)
		memcpy(text, data, size);
	const char *second = text + strlen(text) + 1;
	check_one(text);
	check_loose(text);
	check_join(text, second);
	check_public(text);
	return 0;
}
