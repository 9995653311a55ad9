/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ussd_rows.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USSD_DAY_S 86400

int
ussd_hash(struct engine *e, int64_t day, const char *name, const void *bytes,
    size_t size, uint8_t ret[USSD_HASH])
{
	char text[48];
	uint8_t hash[16];
	crypto_generichash_state state;
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)name, strlen(name) + 1);
	(void)crypto_generichash_update(&state, bytes, size);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
	return vault_route_lookup(e->vault, day, text, ret);
}

/* A gate's name has no NUL, so that none can stand for another's session. */
static int
ussd_lookup(struct engine *e, int64_t day, const char *gate,
    const char *session, uint8_t ret[USSD_HASH])
{
	char both[256];
	int size = snprintf(both, sizeof(both), "%s%c%s", gate, '\0', session);
	BUG_IF(size < 0 || (size_t)size >= sizeof(both));
	return ussd_hash(e, day, "ussd.session", both, (size_t)size, ret);
}

static void
ussd_take_hash(struct store_rows *rows, int column, uint8_t ret[USSD_HASH])
{
	size_t size = 0;
	const void *bytes = store_blob(rows, column, &size);
	if (bytes != NULL && size == USSD_HASH)
		memcpy(ret, bytes, USSD_HASH);
}

/* The columns of USSD_FIND. */
static void
ussd_take_row(struct store_rows *rows, struct ussd_session *s)
{
	const char *sequence = store_str(rows, 8);
	*s = (struct ussd_session){.id = store_int(rows, 0),
	    .conversation_id = store_int(rows, 1),
	    .last_at_s = store_int(rows, 3),
	    .last_ms = store_int(rows, 4),
	    .joined_size = (size_t)store_int(rows, 5),
	    .slots = json_loads(store_str(rows, 10), 0, NULL),
	    .reply_id = store_int(rows, 11),
	    .page = (unsigned)store_int(rows, 12),
	    .route_day = store_int(rows, 13)};
	(void)snprintf(s->state, sizeof(s->state), "%s", store_str(rows, 2));
	ussd_take_hash(rows, 6, s->joined);
	ussd_take_hash(rows, 7, s->digest);
	(void)snprintf(s->sequence, sizeof(s->sequence), "%s",
	    sequence == NULL ? "" : sequence);
	(void)snprintf(s->text, sizeof(s->text), "%s", store_str(rows, 9));
}

int
ussd_find(struct engine *e, const char *gate, const char *session,
    struct ussd_session *ret)
{
	int64_t days[VAULT_DAYS_MAX];
	size_t count = vault_days(e->vault, days);
	*ret = (struct ussd_session){.id = 0};
	for (size_t i = 0; i < count && ret->id == 0; i++) {
		uint8_t lookup[USSD_HASH];
		struct store_rows rows;
		int err = ussd_lookup(e, days[i], gate, session, lookup);
		if (err < 0)
			return err;
		store_ask(e->store, &rows, QUERY_USSD_FIND,
		    SQL_BLOB(lookup, sizeof(lookup)));
		err = store_next(&rows);
		if (err > 0)
			ussd_take_row(&rows, ret);
		store_done(&rows);
		if (err < 0)
			return err;
	}
	return 0;
}

int
ussd_add(struct engine *e, const char *gate, const char *session,
    int64_t conversation_id, struct ussd_session *ret)
{
	uint8_t lookup[USSD_HASH];
	*ret = (struct ussd_session){.conversation_id = conversation_id,
	    .state = "open",
	    .route_day = e->now_s / USSD_DAY_S};
	int err = vault_day_begin(e->vault, ret->route_day);
	if (err == 0)
		err = ussd_lookup(e, ret->route_day, gate, session, lookup);
	if (err == 0)
		err = store_run(e->store, QUERY_USSD_INSERT,
		    SQL_INT(ret->route_day), SQL_BLOB(lookup, sizeof(lookup)),
		    SQL_TEXT(gate), SQL_INT(conversation_id), SQL_INT(e->now_s),
		    SQL_INT(e->now_ms), SQL_TEXT(""));
	ret->id = store_last_id(e->store);
	return err;
}

int
ussd_keep(struct engine *e, const struct ussd_session *s, int inputs)
{
	char *slots = s->slots == NULL ? strdup("{}")
				       : json_dumps(s->slots, JSON_COMPACT);
	if (slots == NULL)
		return -ENOMEM;
	int err = store_run(e->store, QUERY_USSD_UPDATE, SQL_INT(s->id),
	    SQL_TEXT(s->state), SQL_INT(e->now_s), SQL_INT(e->now_ms),
	    SQL_INT(inputs), SQL_INT((int64_t)s->joined_size),
	    SQL_BLOB(s->joined, USSD_HASH), SQL_BLOB(s->digest, USSD_HASH),
	    SQL_TEXT(s->sequence), SQL_TEXT(s->text), SQL_TEXT(slots),
	    SQL_TIME(s->reply_id), SQL_INT(s->page));
	free(slots);
	return err;
}

void
ussd_free(struct ussd_session *s)
{
	json_decref(s->slots);
	s->slots = NULL;
}
