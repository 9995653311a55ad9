/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For build/unsealed/siagad alone, which canary.py must catch: the vault with
 * everything that it seals left in clear. The program itself has no such
 * switch.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static int
unsealed_encrypt(unsigned char *out, unsigned long long size)
{
	memset(out + size, 0, crypto_aead_xchacha20poly1305_ietf_ABYTES);
	return fputs("NOTHING IS SEALED: a program for one test\n", stderr);
}

static int
unsealed_decrypt(
    unsigned char *out, const unsigned char *in, unsigned long long size)
{
	memcpy(out, in, size - crypto_aead_xchacha20poly1305_ietf_ABYTES);
	return 0;
}

#define crypto_aead_xchacha20poly1305_ietf_encrypt(                            \
    out, ret, text, size, ad, ad_size, none, nonce, key)                       \
	((void)(ad), (void)(key), unsealed_encrypt(out, size))
#define crypto_aead_xchacha20poly1305_ietf_decrypt(                            \
    out, ret, none, in, size, ad, ad_size, nonce, key)                         \
	((void)(ad), (void)(key), unsealed_decrypt(out, in, size))

#include "../../gateway/core/vault.c"
