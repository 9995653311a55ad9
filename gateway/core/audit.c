/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The audit: a chain of rows that nobody changes without breaking it. Each
 * hash is BLAKE2b-256 over the hash before it and the row as a JSON array;
 * whoever was told a head (gateway.heartbeat) can tell later whether what
 * stood before it is still the same, even from somebody with root's rights.
 */
#include "commands.h"
#include "people.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AUDIT_HASH      32
#define AUDIT_EACH_TURN 2000 /* rows looked at in one answer */

struct audit_row {
	int64_t id, at;
	const char *actor, *act, *object, *detail;
};

static void
audit_hash(const uint8_t before[AUDIT_HASH], const struct audit_row *r,
    uint8_t ret_hash[AUDIT_HASH])
{
	crypto_generichash_state state;
	json_t *row = json_pack("[I, I, s, s, s, s]", (json_int_t)r->id,
	    (json_int_t)r->at, r->actor, r->act, r->object, r->detail);
	char *text = json_dumps(row, JSON_COMPACT | JSON_ENSURE_ASCII);
	BUG_IF(text == NULL); /* a row that is not hashed would be lost */
	(void)crypto_generichash_init(&state, NULL, 0, AUDIT_HASH);
	(void)crypto_generichash_update(&state, before, AUDIT_HASH);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)text, strlen(text));
	(void)crypto_generichash_final(&state, ret_hash, AUDIT_HASH);
	free(text);
	json_decref(row);
}

static int
audit_newest(struct engine *e, int64_t *ret_id, uint8_t ret_hash[AUDIT_HASH])
{
	struct store_rows rows;
	size_t size;
	*ret_id = 0;
	memset(ret_hash, 0, AUDIT_HASH);
	store_ask_values(e->store, &rows, QUERY_AUDIT_NEWEST, NULL, 0);
	int got = store_next(&rows);
	if (got > 0) {
		const void *hash = store_blob(&rows, 1, &size);
		*ret_id = store_int(&rows, 0);
		if (size == AUDIT_HASH)
			memcpy(ret_hash, hash, AUDIT_HASH);
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

int
audit_add(struct engine *e, const char *actor, const char *act,
    const char *object, const char *detail)
{
	uint8_t before[AUDIT_HASH], hash[AUDIT_HASH];
	struct audit_row r = {0, e->now_s, actor, act, object, detail};
	int err = turn_write(e);
	if (err == 0)
		err = audit_newest(e, &r.id, before);
	if (err < 0)
		return err;
	r.id++;
	audit_hash(before, &r, hash);
	return store_run(e->store, QUERY_AUDIT_INSERT, SQL_INT(r.id),
	    SQL_INT(r.at), SQL_TEXT(actor), SQL_TEXT(act), SQL_TEXT(object),
	    SQL_TEXT(detail), SQL_BLOB(hash, sizeof(hash)));
}

int
audit_head(struct engine *e, int64_t *ret_count, char ret_hex[AUDIT_HEX])
{
	uint8_t hash[AUDIT_HASH];
	int err = audit_newest(e, ret_count, hash);
	(void)sodium_bin2hex(ret_hex, AUDIT_HEX, hash, sizeof(hash));
	return err;
}

/* --- audit list --- */

static struct audit_row
audit_row_of(struct store_rows *rows)
{
	return (struct audit_row){store_int(rows, 0), store_int(rows, 1),
	    store_str(rows, 2), store_str(rows, 3), store_str(rows, 4),
	    store_str(rows, 5)};
}

int
command_audit_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	int64_t last = 0, count = 0;
	int got;
	store_ask(e->store, &rows, QUERY_AUDIT_PAGE,
	    SQL_INT(command_after(args)), SQL_INT(COMMAND_PAGE_MAX));
	a->result = json_array();
	while ((got = store_next(&rows)) > 0) {
		struct audit_row r = audit_row_of(&rows);
		(void)json_array_append_new(
		    a->result, json_pack("{s:I, s:o, s:s, s:s, s:s, s:s}", "id",
				   (json_int_t)r.id, "at", command_time(r.at),
				   "actor", r.actor, "act", r.act, "object",
				   r.object, "detail", r.detail));
		last = r.id;
		count++;
	}
	store_done(&rows);
	if (count == COMMAND_PAGE_MAX)
		(void)snprintf(a->next, sizeof(a->next), "%" PRId64, last);
	return got;
}

/* --- audit verify --- */

/* Where a look at the chain stands; of `count` rows the hash was `head`. */
struct audit_look {
	int64_t id; /* of the last good row */
	uint8_t hash[AUDIT_HASH];
	int64_t broken_at; /* the first row that is not what it was; 0: none */
	int64_t asked;
	char asked_hex[AUDIT_HEX]; /* what its hash is here, "": not there */
};

static int
audit_look_on(struct engine *e, struct audit_look *look, int64_t *ret_rows)
{
	struct store_rows rows;
	int got = 0;
	*ret_rows = 0;
	store_ask(e->store, &rows, QUERY_AUDIT_CHAIN, SQL_INT(look->id),
	    SQL_INT(AUDIT_EACH_TURN));
	while (look->broken_at == 0 && (got = store_next(&rows)) > 0) {
		struct audit_row r = audit_row_of(&rows);
		uint8_t hash[AUDIT_HASH];
		size_t size;
		const void *kept = store_blob(&rows, 6, &size);
		audit_hash(look->hash, &r, hash);
		(*ret_rows)++;
		if (r.id != look->id + 1 || size != AUDIT_HASH ||
		    memcmp(hash, kept, AUDIT_HASH) != 0) {
			look->broken_at = look->id + 1;
			break;
		}
		look->id = r.id;
		memcpy(look->hash, hash, AUDIT_HASH);
		if (r.id == look->asked)
			(void)sodium_bin2hex(
			    look->asked_hex, AUDIT_HEX, hash, sizeof(hash));
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* "id hex", where an earlier answer stopped. */
static bool
audit_look_from(const char *after, struct audit_look *look)
{
	long long id;
	char hex[AUDIT_HEX];
	if (after == NULL)
		return true;
	if (sscanf(after, "%lld-%64[0-9a-f]", &id, hex) != 2 || id < 0)
		return false;
	look->id = id;
	return sodium_hex2bin(look->hash, AUDIT_HASH, hex, strlen(hex), NULL,
		   NULL, NULL) == 0;
}

int
command_audit_verify(struct engine *e, json_t *args, struct command_answer *a)
{
	struct audit_look look = {0};
	const char *head = command_str(args, "head");
	const char *count = command_str(args, "count");
	int64_t rows = 0;
	char hex[AUDIT_HEX];
	if ((head == NULL) != (count == NULL) ||
	    !audit_look_from(command_str(args, "after"), &look))
		return command_fail(a, "bad_arguments",
		    "expected --count and --head together, as a heartbeat "
		    "told them");
	look.asked = count == NULL ? 0 : strtoll(count, NULL, 10);
	int err = audit_look_on(e, &look, &rows);
	if (err < 0)
		return err;
	(void)sodium_bin2hex(hex, sizeof(hex), look.hash, sizeof(look.hash));
	bool more = look.broken_at == 0 && rows == AUDIT_EACH_TURN;
	bool seen = head == NULL || look.asked_hex[0] == '\0' ||
		    strcmp(look.asked_hex, head) == 0;
	if (!seen)
		look.broken_at = look.asked;
	if (more && seen)
		(void)snprintf(
		    a->next, sizeof(a->next), "%" PRId64 "-%s", look.id, hex);
	else if (head != NULL && look.id < look.asked && seen)
		look.broken_at = look.id + 1; /* rows are missing at the end */
	a->result = json_pack("{s:I, s:s, s:b, s:o}", "count",
	    (json_int_t)look.id, "head", hex, "good",
	    (int)(look.broken_at == 0), "broken_at",
	    look.broken_at == 0 ? json_null() : json_integer(look.broken_at));
	return 0;
}
