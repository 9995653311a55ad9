/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pure parts of the webhook sink, apart for their tests. */
#ifndef SIAGA_WEBHOOK_H
#define SIAGA_WEBHOOK_H

#include "../lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEBHOOK_SIGNATURE_SIZE 256
#define WEBHOOK_KEY_MAX        64

#define WEBHOOK_KEYS_MAX 2 /* while a secret is changed, both sign */

struct webhook_key {
	uint8_t bytes[WEBHOOK_KEY_MAX];
	size_t size;
	bool asymmetric; /* v1a, Ed25519; else v1, HMAC-SHA256 */
};

/*
 * Reads "whsec_<base64>" (24 to 64 bytes) or "whsk_<base64>" (64 bytes: seed
 * and public key). -EINVAL if it is neither.
 */
int webhook_parse_secret(
    const char *text, struct webhook_key *ret_key) MUST_CHECK;
/*
 * "v1,<base64>" or "v1a,<base64>" over id.timestamp.body, one for each key,
 * blanks between (Standard Webhooks 1.0.0). body: at most 20,000 bytes.
 */
void webhook_sign(const struct webhook_key *keys, size_t count, const char *id,
    int64_t timestamp_s, const char *body,
    char ret_signature[WEBHOOK_SIGNATURE_SIZE]);
/*
 * Seconds until the next attempt after `attempts` failed ones: quick at
 * first, since a caseworker waits, then at most every ten minutes for a day,
 * then slower.
 */
int64_t webhook_backoff_s(int64_t attempts, int64_t age_s);
/* Does "report.* alert.raised" name this event? */
bool webhook_wants(const char *patterns, const char *event);

#endif
