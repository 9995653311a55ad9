/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers while their route lives (design 6). A number is found by the keyed
 * hash of each living day and moves to today's keys with each message, so
 * that it is forgotten a fixed time after her last one.
 */
#include "engine_parts.h"

#include <errno.h>
#include <string.h>

#define DAY_S 86400

static int
contact_search(
    struct engine *e, const char *number, int64_t *ret_id, int64_t *ret_day)
{
	int64_t days[VAULT_DAYS_MAX];
	size_t count = vault_days(e->vault, days);
	*ret_id = 0;
	for (size_t i = 0; i < count && *ret_id == 0; i++) {
		uint8_t lookup[VAULT_LOOKUP_SIZE];
		struct store_rows rows;
		int err = vault_route_lookup(e->vault, days[i], number, lookup);
		if (err < 0)
			return err;
		store_ask(e->store, &rows, QUERY_CONTACT_FIND,
		    SQL_BLOB(lookup, sizeof(lookup)));
		err = store_next(&rows);
		if (err > 0) {
			*ret_id = store_int(&rows, 0);
			*ret_day = store_int(&rows, 1);
		}
		store_done(&rows);
		if (err < 0)
			return err;
	}
	return 0;
}

/* Writes the number under today's keys: a new row, or the old one moved. */
static int
contact_write(struct engine *e, const char *number, int64_t day, int64_t *id)
{
	uint8_t lookup[VAULT_LOOKUP_SIZE];
	struct vault_blob sealed;
	int err = vault_route_lookup(e->vault, day, number, lookup);
	if (err == 0)
		err = vault_route_seal(
		    e->vault, day, number, strlen(number), &sealed);
	if (err < 0)
		return err;
	if (*id != 0) {
		err = store_run(e->store, QUERY_CONTACT_MOVE, SQL_INT(*id),
		    SQL_INT(day), SQL_BLOB(lookup, sizeof(lookup)),
		    SQL_BLOB(sealed.bytes, sealed.size));
	} else {
		err = store_run(e->store, QUERY_CONTACT_INSERT, SQL_INT(day),
		    SQL_BLOB(lookup, sizeof(lookup)),
		    SQL_BLOB(sealed.bytes, sealed.size),
		    SQL_INT(number[0] == CONTACT_HIDDEN));
		*id = store_last_id(e->store);
	}
	vault_blob_free(&sealed);
	return err;
}

int
contact_find(struct engine *e, const char *number, bool make, int64_t *ret_id)
{
	int64_t today = e->now_s / DAY_S, day = 0, id = 0;
	int err = vault_day_begin(e->vault, today);
	if (err == 0)
		err = contact_search(e, number, &id, &day);
	if (err == 0 && make && (id == 0 || day != today))
		err = contact_write(e, number, today, &id);
	if (err == 0)
		*ret_id = id;
	return err;
}

int
contact_number(struct engine *e, int64_t id, char *ret, size_t size)
{
	struct store_rows rows;
	struct vault_blob number = {0};
	store_ask(e->store, &rows, QUERY_CONTACT_NUMBER, SQL_INT(id));
	int err = store_next(&rows);
	if (err == 0)
		err = -ENOENT;
	if (err > 0 && store_int(&rows, 0) == LENT_DAY) {
		size_t lookup_size;
		const void *lookup = store_blob(&rows, 2, &lookup_size);
		err = lent_number(e, id, lookup, lookup_size, ret, size);
	} else if (err > 0) {
		size_t sealed_size;
		const void *sealed = store_blob(&rows, 1, &sealed_size);
		err = vault_route_open(e->vault, store_int(&rows, 0), sealed,
		    sealed_size, &number);
	}
	store_done(&rows);
	if (err == 0 && number.size >= size)
		err = -EMSGSIZE;
	if (err == 0 && number.bytes != NULL) /* else lent, and in ret */
		memcpy(ret, number.bytes, number.size + 1);
	vault_blob_free(&number);
	return err;
}
