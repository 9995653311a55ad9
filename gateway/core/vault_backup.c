/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keys.db and its backup. The copy is built in memory row by row, so that it
 * never holds a day key, nor a page on which a deleted one once stood; a
 * digest over all rows says later whether it is whole.
 */
#include "backup_file.h"
#include "vault_parts.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BACKUP_DIGEST     "digest" /* its row of VAULT_SETTING */
#define BACKUP_GENERATION "generation"
#define BACKUP_HASH_SIZE  32

/* --- the copy; on any thread, over a connection of its own --- */

static const char snapshot_schema[] =
    "CREATE TABLE key (kind INTEGER NOT NULL, name TEXT NOT NULL, "
    "bytes BLOB NOT NULL, PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;"
    "PRAGMA user_version=1";
static const char snapshot_rows[] =
    "SELECT kind, name, bytes FROM key WHERE kind <> ?1 AND NOT "
    "(kind = ?2 AND name = '" BACKUP_DIGEST "') ORDER BY kind, name";
static const char snapshot_put[] =
    "INSERT INTO key (kind, name, bytes) VALUES (?1, ?2, ?3)";

static void
snapshot_hash_row(crypto_generichash_state *hash, sqlite3_stmt *row)
{
	for (int i = 0; i < 3; i++) {
		const void *bytes = sqlite3_column_blob(row, i);
		int size = sqlite3_column_bytes(row, i);
		uint8_t length[4] = {(uint8_t)(size >> 24),
		    (uint8_t)(size >> 16), (uint8_t)(size >> 8), (uint8_t)size};
		(void)crypto_generichash_update(hash, length, sizeof(length));
		if (size > 0)
			(void)crypto_generichash_update(
			    hash, bytes, (unsigned long long)size);
	}
}

/* Copies one row, if there is where to. */
static int
snapshot_copy_row(sqlite3_stmt *row, sqlite3_stmt *put)
{
	if (put == NULL)
		return SQLITE_OK;
	for (int i = 0; i < 3; i++)
		(void)sqlite3_bind_value(
		    put, i + 1, sqlite3_column_value(row, i));
	int rc = sqlite3_step(put);
	(void)sqlite3_reset(put);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
snapshot_walk(
    sqlite3 *from, sqlite3_stmt *put, uint8_t ret_digest[BACKUP_HASH_SIZE])
{
	crypto_generichash_state hash;
	sqlite3_stmt *rows = NULL;
	int rc = sqlite3_prepare_v2(from, snapshot_rows, -1, &rows, NULL);
	(void)crypto_generichash_init(&hash, NULL, 0, BACKUP_HASH_SIZE);
	if (rc == SQLITE_OK) {
		(void)sqlite3_bind_int(rows, 1, VAULT_DAY);
		(void)sqlite3_bind_int(rows, 2, VAULT_SETTING);
	}
	while (rc == SQLITE_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
		rc = snapshot_copy_row(rows, put); /* before it is a text */
		snapshot_hash_row(&hash, rows);
	}
	(void)sqlite3_finalize(rows);
	(void)crypto_generichash_final(&hash, ret_digest, BACKUP_HASH_SIZE);
	return rc == SQLITE_DONE ? 0 : rc == SQLITE_NOMEM ? -ENOMEM : -EIO;
}

static int
snapshot_put_digest(sqlite3_stmt *put, const uint8_t digest[BACKUP_HASH_SIZE])
{
	(void)sqlite3_bind_int(put, 1, VAULT_SETTING);
	(void)sqlite3_bind_text(put, 2, BACKUP_DIGEST, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(
	    put, 3, digest, BACKUP_HASH_SIZE, SQLITE_STATIC);
	int rc = sqlite3_step(put);
	(void)sqlite3_reset(put);
	return rc == SQLITE_DONE ? 0 : -ENOMEM;
}

static int
snapshot_serialize(sqlite3 *to, struct vault_blob *ret)
{
	sqlite3_int64 size = 0;
	unsigned char *bytes = sqlite3_serialize(to, "main", &size, 0);
	if (bytes == NULL)
		return -ENOMEM;
	ret->bytes = malloc((size_t)size);
	ret->size = (size_t)size;
	if (ret->bytes != NULL)
		memcpy(ret->bytes, bytes, ret->size);
	sqlite3_free(bytes);
	return ret->bytes == NULL ? -ENOMEM : 0;
}

static int
snapshot_make(sqlite3 *from, sqlite3 *to, struct vault_blob *ret)
{
	uint8_t digest[BACKUP_HASH_SIZE];
	sqlite3_stmt *put = NULL;
	int err = -ENOMEM;
	if (sqlite3_exec(to, snapshot_schema, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(to, snapshot_put, -1, &put, NULL) == SQLITE_OK &&
	    sqlite3_exec(to, "BEGIN", NULL, NULL, NULL) == SQLITE_OK)
		err = snapshot_walk(from, put, digest);
	if (err == 0)
		err = snapshot_put_digest(put, digest);
	(void)sqlite3_finalize(put);
	if (err == 0 &&
	    sqlite3_exec(to, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		err = -ENOMEM;
	return err == 0 ? snapshot_serialize(to, ret) : err;
}

static int
snapshot_open(const char *dir, sqlite3 **ret)
{
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/keys.db", dir);
	if (sqlite3_open_v2(path, ret,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return -EIO;
	(void)sqlite3_db_config(
	    *ret, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_busy_timeout(*ret, 5000);
	return 0;
}

int
vault_snapshot(const char *dir, struct vault_blob *ret)
{
	sqlite3 *from = NULL, *to = NULL;
	int err = snapshot_open(dir, &from);
	if (err == 0 && sqlite3_open(":memory:", &to) != SQLITE_OK)
		err = -ENOMEM;
	if (err == 0)
		err = snapshot_make(from, to, ret);
	(void)sqlite3_close(from);
	(void)sqlite3_close(to);
	return err;
}

static bool
snapshot_digest_is(sqlite3 *db, const uint8_t digest[BACKUP_HASH_SIZE])
{
	static const char get[] = "SELECT bytes FROM key WHERE kind = ?1 AND "
				  "name = '" BACKUP_DIGEST "'";
	sqlite3_stmt *row = NULL;
	bool same = false;
	if (sqlite3_prepare_v2(db, get, -1, &row, NULL) == SQLITE_OK &&
	    sqlite3_bind_int(row, 1, VAULT_SETTING) == SQLITE_OK &&
	    sqlite3_step(row) == SQLITE_ROW &&
	    sqlite3_column_bytes(row, 0) == BACKUP_HASH_SIZE)
		same = memcmp(sqlite3_column_blob(row, 0), digest,
			   BACKUP_HASH_SIZE) == 0;
	(void)sqlite3_finalize(row);
	return same;
}

int
vault_snapshot_check(const char *dir)
{
	uint8_t digest[BACKUP_HASH_SIZE];
	sqlite3 *db = NULL;
	int err = snapshot_open(dir, &db);
	if (err == 0)
		err = snapshot_walk(db, NULL, digest);
	if (err == 0 && !snapshot_digest_is(db, digest))
		err = -EBADMSG;
	(void)sqlite3_close(db);
	return err == -ENOMEM ? err : err < 0 ? -EBADMSG : 0;
}

/* --- keys.db alone --- */

int
vault_open_bare(const char *dir, struct vault **ret, const char **ret_why)
{
	struct vault *v = calloc(1, sizeof(*v));
	struct vault_blob gateway = {0};
	*ret_why = "out of memory";
	if (v == NULL)
		return -ENOMEM;
	v->dir = strdup(dir);
	v->machine = sodium_malloc(VAULT_KEY_SIZE);
	int err = v->dir == NULL || v->machine == NULL ? -ENOMEM : 0;
	if (err == 0) {
		randombytes_buf(v->machine, VAULT_KEY_SIZE);
		err = vault_keys_open(dir, &v->keys, ret_why);
	}
	if (err == 0) {
		*ret_why = "keys.db is of no box";
		err = vault_keys_get(v->keys, VAULT_GATEWAY, "", &gateway);
	}
	if (err == 0 && gateway.size != VAULT_GATEWAY_SIZE)
		err = -EBADMSG;
	if (err == 0)
		memcpy(v->gateway, gateway.bytes, VAULT_GATEWAY_SIZE);
	vault_blob_free(&gateway);
	if (err < 0) {
		vault_close(v);
		return err;
	}
	*ret = v;
	return 0;
}

int
vault_machine_make(const char *dir, const char **ret_why)
{
	uint8_t key[VAULT_KEY_SIZE];
	int err = vault_machine_key(dir, true, key, ret_why);
	sodium_memzero(key, sizeof(key));
	return err;
}

int
vault_mark(const char *dir, const char *name)
{
	return vault_file_write(dir, name, "", 0);
}

/* --- who may open a backup, and which one it is --- */

struct backup_list {
	uint8_t *pks;
	size_t count;
};

static int
backup_add_reader(void *arg, const char *name, const struct vault_blob *pk)
{
	struct backup_list *list = arg;
	(void)name;
	if (pk->size < VAULT_KEY_SIZE || list->count == BACKUP_READERS_MAX)
		return 0;
	uint8_t *more =
	    realloc(list->pks, (list->count + 1) * (size_t)VAULT_KEY_SIZE);
	if (more == NULL)
		return -ENOMEM;
	list->pks = more;
	memcpy(more + list->count * VAULT_KEY_SIZE, pk->bytes, VAULT_KEY_SIZE);
	list->count++;
	return 0;
}

int
vault_readers(struct vault *v, uint8_t **ret_pks, size_t *ret_count)
{
	struct backup_list list = {0};
	int err = vault_keys_each(
	    v->keys, VAULT_OFFICER, "", backup_add_reader, &list);
	if (err < 0) {
		free(list.pks);
		return err;
	}
	*ret_pks = list.pks;
	*ret_count = list.count;
	return 0;
}

int
vault_generation(struct vault *v, uint64_t *ret)
{
	struct vault_blob text;
	int err =
	    vault_keys_get(v->keys, VAULT_SETTING, BACKUP_GENERATION, &text);
	*ret = 0;
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	*ret = strtoull((const char *)text.bytes, NULL, 10);
	vault_blob_free(&text);
	return 0;
}

int
vault_generation_set(struct vault *v, uint64_t generation)
{
	char text[24];
	int len = snprintf(
	    text, sizeof(text), "%llu", (unsigned long long)generation);
	return vault_keys_put(
	    v->keys, VAULT_SETTING, BACKUP_GENERATION, text, (size_t)len);
}

/* --- the list of what was erased --- */

int
vault_case_is_erased(
    struct vault *v, const uint8_t case_pk[VAULT_PK_SIZE], bool *ret)
{
	struct vault_blob when = {0};
	char name[VAULT_ERASED_NAME];
	vault_erased_name(case_pk, name);
	int err = vault_keys_get(v->keys, VAULT_ERASED, name, &when);
	vault_blob_free(&when);
	*ret = err == 0;
	return err == -ENOENT ? 0 : err;
}

static int
erased_is_any(void *arg, const char *name, const struct vault_blob *when)
{
	(void)arg;
	(void)name;
	(void)when;
	return 1;
}

bool
vault_erased_any(struct vault *v)
{
	return vault_keys_each(
		   v->keys, VAULT_ERASED, "", erased_is_any, NULL) != 0;
}

static int
erased_copy(void *arg, const char *name, const struct vault_blob *when)
{
	struct vault *to = arg;
	return vault_keys_put(
	    to->keys, VAULT_ERASED, name, when->bytes, when->size);
}

struct erased_replay {
	struct vault *v;
	enum vault_kind kind;
	size_t dropped;
};

/* "hex", or "name hex" of what one person holds. */
static int
erased_drop(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct erased_replay *r = arg;
	const char *blank = strrchr(name, ' ');
	const char *hex = blank == NULL ? name : blank + 1;
	uint8_t pk[VAULT_PK_SIZE];
	size_t size;
	bool erased;
	(void)wrap;
	if (sodium_hex2bin(
		pk, sizeof(pk), hex, strlen(hex), NULL, &size, NULL) != 0 ||
	    size != sizeof(pk))
		return 0;
	int err = vault_case_is_erased(r->v, pk, &erased);
	if (err < 0 || !erased)
		return err;
	r->dropped++;
	return vault_keys_delete(r->v->keys, r->kind, name);
}

int
vault_erasures_replay(struct vault *v, struct vault *from, size_t *ret_dropped)
{
	static const enum vault_kind kinds[] = {
	    VAULT_CASE_WRAP, VAULT_CASE_WATCH, VAULT_CASE_PERSON};
	struct erased_replay r = {.v = v};
	int err = from == NULL ? 0
			       : vault_keys_each(from->keys, VAULT_ERASED, "",
				     erased_copy, v);
	for (size_t i = 0; err == 0 && i < 3; i++) {
		r.kind = kinds[i];
		err = vault_keys_each(v->keys, r.kind, "", erased_drop, &r);
	}
	*ret_dropped = r.dropped;
	return err;
}

int
vault_session_open_file(const struct vault_session *s, int from, int to,
    struct backup_head *ret, const char **ret_why)
{
	return backup_file_open(from, s->sk, to, ret, ret_why);
}
