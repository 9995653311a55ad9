/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The public half of the recovery key as text, for the box. */
#include "shares.h"

#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#define SHARES_PUBLIC_PREFIX "siaga-recovery-"
#define SHARES_PUBLIC_CHECK  4
#define SHARES_PK_SIZE       crypto_scalarmult_BYTES
#define SHARES_BASE64        sodium_base64_VARIANT_URLSAFE_NO_PADDING

static void
shares_public_hash(
    const uint8_t pk[SHARES_PK_SIZE], uint8_t ret[crypto_generichash_BYTES])
{
	(void)crypto_generichash(
	    ret, crypto_generichash_BYTES, pk, SHARES_PK_SIZE, NULL, 0);
}

void
shares_public_text(
    const uint8_t pk[SHARES_PK_SIZE], char ret[SHARES_PUBLIC_TEXT])
{
	const size_t prefix = strlen(SHARES_PUBLIC_PREFIX);
	uint8_t whole[SHARES_PK_SIZE + SHARES_PUBLIC_CHECK];
	uint8_t hash[crypto_generichash_BYTES];
	shares_public_hash(pk, hash);
	memcpy(whole, pk, SHARES_PK_SIZE);
	memcpy(whole + SHARES_PK_SIZE, hash, SHARES_PUBLIC_CHECK);
	memcpy(ret, SHARES_PUBLIC_PREFIX, prefix);
	(void)sodium_bin2base64(ret + prefix, SHARES_PUBLIC_TEXT - prefix,
	    whole, sizeof(whole), SHARES_BASE64);
}

/* A point of small order would seal for everybody. */
static bool
shares_public_seals(const uint8_t pk[SHARES_PK_SIZE])
{
	static const uint8_t any[SHARES_PK_SIZE] = {9};
	uint8_t product[SHARES_PK_SIZE];
	return crypto_scalarmult(product, any, pk) == 0;
}

/* Written again it must be the same: that checks the check, and
 * libsodium 1.0.18 takes bytes over 127 for a '_'. */
int
shares_public_parse(const char *text, uint8_t ret_pk[SHARES_PK_SIZE])
{
	const size_t prefix = strlen(SHARES_PUBLIC_PREFIX);
	uint8_t whole[SHARES_PK_SIZE + SHARES_PUBLIC_CHECK] = {0};
	char again[SHARES_PUBLIC_TEXT];
	text += strspn(text, " \t\r\n");
	size_t len = strcspn(text, " \t\r\n");
	if (len != SHARES_PUBLIC_TEXT - 1 ||
	    text[len + strspn(text + len, " \t\r\n")] != '\0')
		return -EINVAL;
	(void)sodium_base642bin(whole, sizeof(whole), text + prefix,
	    len - prefix, NULL, NULL, NULL, SHARES_BASE64);
	shares_public_text(whole, again);
	if (memcmp(again, text, len) != 0 || !shares_public_seals(whole))
		return -EINVAL;
	memcpy(ret_pk, whole, SHARES_PK_SIZE);
	return 0;
}

void
shares_id_text(const uint8_t pk[SHARES_PK_SIZE], char ret[SHARES_ID_TEXT])
{
	uint8_t hash[crypto_generichash_BYTES];
	shares_public_hash(pk, hash);
	(void)sodium_bin2hex(ret, SHARES_ID_TEXT, hash, 2);
	for (char *c = ret; *c != '\0'; c++)
		if (*c >= 'a')
			*c = (char)(*c - 'a' + 'A');
}
