/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows of USSD sessions. Whose session it was and what was typed stand there
 * as hashes under the day's keys alone, and are forgotten with the day.
 */
#ifndef SIAGA_USSD_ROWS_H
#define SIAGA_USSD_ROWS_H

#include "engine_parts.h"

#define USSD_HASH VAULT_LOOKUP_SIZE

struct ussd_session {
	int64_t id; /* 0: there is none */
	int64_t conversation_id, route_day;
	char state[12];
	int64_t last_at_s, last_ms;
	/* what was said last */
	size_t joined_size;
	uint8_t joined[USSD_HASH], digest[USSD_HASH];
	char sequence[33];
	/* what is on her screen */
	char text[DIALOGUE_ID_SIZE];
	json_t *slots; /* owned */
	int64_t reply_id;
	unsigned page;
};

/* A keyed hash of some bytes; name tells sorts of them apart. */
int ussd_hash(struct engine *, int64_t day, const char *name, const void *bytes,
    size_t size, uint8_t ret[USSD_HASH]) MUST_CHECK;
/* The session a gate means; ret->id 0: none of the days that are known. */
int ussd_find(struct engine *, const char *gate, const char *session,
    struct ussd_session *ret) MUST_CHECK;
int ussd_add(struct engine *, const char *gate, const char *session,
    int64_t conversation_id, struct ussd_session *ret) MUST_CHECK;
/* inputs: how many more she gave. */
int ussd_keep(
    struct engine *, const struct ussd_session *, int inputs) MUST_CHECK;
void ussd_free(struct ussd_session *);

#endif
