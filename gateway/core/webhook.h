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

/*
 * Reads "whsec_<base64>" (24 to 64 bytes) or "whsk_<base64>" (64 bytes: seed
 * and public key). -EINVAL if it is neither.
 */
int webhook_parse_secret(const char *text, uint8_t ret_key[WEBHOOK_KEY_MAX],
    size_t *ret_size, bool *ret_asymmetric) MUST_CHECK;
/* "v1,<base64>" or "v1a,<base64>" over id.timestamp.body (Standard Webhooks
 * 1.0.0). */
void webhook_sign(const uint8_t *key, size_t size, bool asymmetric,
    const char *id, int64_t timestamp_s, const char *body,
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
