/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webhook.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

int
webhook_parse_secret(const char *text, struct webhook_key *ret_key)
{
	struct webhook_key key = {.asymmetric = strncmp(text, "whsk_", 5) == 0};
	size_t prefix = key.asymmetric ? 5 : 6;
	if (!key.asymmetric && strncmp(text, "whsec_", 6) != 0)
		return -EINVAL;
	if (sodium_base642bin(key.bytes, sizeof(key.bytes), text + prefix,
		strlen(text + prefix), " \r\n", &key.size, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    key.size < 24 ||
	    (key.asymmetric && key.size != crypto_sign_SECRETKEYBYTES))
		return -EINVAL;
	*ret_key = key;
	return 0;
}

/* Both signatures take the text in pieces: id . timestamp . body */
static void
webhook_hmac(const uint8_t *key, size_t size, const char *head,
    const char *body, uint8_t ret[crypto_auth_hmacsha256_BYTES])
{
	crypto_auth_hmacsha256_state state;
	(void)crypto_auth_hmacsha256_init(&state, key, size);
	(void)crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)head, strlen(head));
	(void)crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)body, strlen(body));
	(void)crypto_auth_hmacsha256_final(&state, ret);
	sodium_memzero(&state, sizeof(state));
}

/* Ed25519 signs in one go (the multi-part form is another scheme). */
static void
webhook_ed25519(const uint8_t *key, const char *head, const char *body,
    uint8_t ret[crypto_sign_BYTES])
{
	size_t head_size = strlen(head), body_size = strlen(body);
	unsigned char text[32768];
	BUG_IF(head_size + body_size > sizeof(text));
	memcpy(text, head, head_size);
	memcpy(text + head_size, body, body_size);
	(void)crypto_sign_detached(ret, NULL, text, head_size + body_size, key);
}

void
webhook_sign(const struct webhook_key *keys, size_t count, const char *id,
    int64_t timestamp_s, const char *body,
    char ret_signature[WEBHOOK_SIGNATURE_SIZE])
{
	char head[128];
	uint8_t bytes[crypto_sign_BYTES];
	size_t used = 0;
	(void)snprintf(
	    head, sizeof(head), "%s.%lld.", id, (long long)timestamp_s);
	ret_signature[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const struct webhook_key *k = &keys[i];
		if (k->asymmetric)
			webhook_ed25519(k->bytes, head, body, bytes);
		else
			webhook_hmac(k->bytes, k->size, head, body, bytes);
		int len = snprintf(ret_signature + used,
		    WEBHOOK_SIGNATURE_SIZE - used, "%s%s,", used > 0 ? " " : "",
		    k->asymmetric ? "v1a" : "v1");
		used += (size_t)len;
		(void)sodium_bin2base64(ret_signature + used,
		    WEBHOOK_SIGNATURE_SIZE - used, bytes,
		    k->asymmetric ? crypto_sign_BYTES
				  : crypto_auth_hmacsha256_BYTES,
		    sodium_base64_VARIANT_ORIGINAL);
		used = strlen(ret_signature);
	}
}

int64_t
webhook_backoff_s(int64_t attempts, int64_t age_s)
{
	static const int64_t early[] = {5, 15, 60, 120, 300};
	static const int64_t late[] = {7200, 18000, 36000, 50400, 72000};
	int64_t count = (int64_t)(sizeof(early) / sizeof(*early));
	if (attempts < 1)
		attempts = 1;
	if (attempts <= count)
		return early[attempts - 1];
	if (age_s < 86400)
		return 600;
	/* After a day the schedule of Standard Webhooks goes on. */
	size_t step = (size_t)((age_s - 86400) / 36000);
	return late[step < 4 ? step : 4];
}

static bool
webhook_pattern_fits(const char *pattern, size_t len, const char *event)
{
	if (len > 0 && pattern[len - 1] == '*')
		return strncmp(pattern, event, len - 1) == 0;
	return strlen(event) == len && strncmp(pattern, event, len) == 0;
}

bool
webhook_wants(const char *patterns, const char *event)
{
	while (*patterns != '\0') {
		size_t len = strcspn(patterns, " ");
		if (len > 0 && webhook_pattern_fits(patterns, len, event))
			return true;
		patterns += len + strspn(patterns + len, " ");
	}
	return false;
}
