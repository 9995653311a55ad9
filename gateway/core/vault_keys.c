/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and keys.db. Nothing here knows what a key is for. */
#include "vault_keys.h"

#include "../lib/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VAULT_KEYS_VERSION 1
#define VAULT_KEYS_NAME    160

struct vault_keys {
	sqlite3 *db;
	sqlite3_stmt *put, *get, *each, *drop;
	bool dirty;  /* a transaction is open */
	bool broken; /* an fsync failed: nothing more is written */
};

static const char vault_keys_schema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA trusted_schema=OFF;"
    "CREATE TABLE IF NOT EXISTS key ("
    " kind INTEGER NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL,"
    " PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;"
    "PRAGMA user_version=1;";

static int
vault_write_all(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;
	while (size > 0) {
		ssize_t done = write(fd, at, size);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -EIO;
		at += done;
		size -= (size_t)done;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

static int
vault_sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = fsync(fd) < 0 ? -errno : 0;
	(void)close(fd);
	return err;
}

int
vault_file_write(
    const char *dir, const char *name, const void *bytes, size_t size)
{
	char path[1024], temporary[1024];
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	(void)snprintf(temporary, sizeof(temporary), "%s/%s.new", dir, name);
	int fd =
	    open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int err = vault_write_all(fd, bytes, size);
	(void)close(fd);
	if (err == 0 && rename(temporary, path) < 0)
		err = -errno;
	return err < 0 ? err : vault_sync_dir(dir);
}

bool
vault_file_exists(const char *dir, const char *name)
{
	char path[1024];
	struct stat st;
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return stat(path, &st) == 0;
}

/* --- the machine key --- */

static int
vault_machine_read(const char *dir, uint8_t ret_key[VAULT_KEY_SIZE])
{
	char path[1024];
	uint8_t more;
	(void)snprintf(path, sizeof(path), "%s/" VAULT_MACHINE_FILE, dir);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ssize_t got = read(fd, ret_key, VAULT_KEY_SIZE);
	bool whole = got == VAULT_KEY_SIZE && read(fd, &more, 1) == 0;
	(void)close(fd);
	return whole ? 0 : -EINVAL;
}

int
vault_machine_key(const char *dir, bool make, uint8_t ret_key[VAULT_KEY_SIZE],
    const char **ret_why)
{
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");
	int err = -ENOENT;
	*ret_why = "the credential machine.key is not a machine key";
	if (credentials != NULL)
		err = vault_machine_read(credentials, ret_key);
	if (err != -ENOENT)
		return err;
	*ret_why = "machine.key cannot be read or made";
	err = vault_machine_read(dir, ret_key);
	if (err != -ENOENT)
		return err;
	*ret_why = "machine.key is missing but keys.db is there; restore the "
		   "one that belongs to it";
	if (!make)
		return err;
	*ret_why = "machine.key cannot be made";
	randombytes_buf(ret_key, VAULT_KEY_SIZE);
	return vault_file_write(
	    dir, VAULT_MACHINE_FILE, ret_key, VAULT_KEY_SIZE);
}

static int
vault_keys_error(struct vault_keys *k, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return 0;
	int whole = sqlite3_extended_errcode(k->db);
	log_error("keys.failed", LOG_S("cause", sqlite3_errstr(whole)));
	if (whole == SQLITE_IOERR_FSYNC || whole == SQLITE_IOERR_DIR_FSYNC ||
	    whole == SQLITE_CORRUPT) {
		if (!k->broken)
			log_error("store.read_only", LOG_S("file", "keys.db"),
			    LOG_S("remedy", "check the disk, then restart"));
		k->broken = true; /* as in store.c */
	}
	if (k->broken)
		return -EROFS;
	return (rc & 0xff) == SQLITE_FULL ? -ENOSPC : -EIO;
}

static int
vault_keys_version(sqlite3 *db)
{
	sqlite3_stmt *st = NULL;
	int version = -1;
	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL) ==
		SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		version = sqlite3_column_int(st, 0);
	(void)sqlite3_finalize(st);
	return version;
}

static int
vault_keys_prepare(struct vault_keys *k)
{
	static const char put[] = "INSERT INTO key (kind, name, bytes) VALUES "
				  "(?1, ?2, ?3) ON CONFLICT (kind, name) DO "
				  "UPDATE SET bytes = excluded.bytes";
	static const char get[] =
	    "SELECT bytes FROM key WHERE kind = ?1 AND name = ?2";
	static const char each[] =
	    "SELECT name, bytes FROM key WHERE kind = ?1 AND name >= ?2 "
	    "AND name < ?3 ORDER BY name DESC LIMIT 1";
	static const char drop[] =
	    "DELETE FROM key WHERE kind = ?1 AND name = ?2";
	int rc = sqlite3_prepare_v2(k->db, put, -1, &k->put, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(k->db, drop, -1, &k->drop, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(k->db, get, -1, &k->get, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(k->db, each, -1, &k->each, NULL);
	return vault_keys_error(k, rc);
}

static int
vault_keys_make(struct vault_keys *k, const char **ret_why)
{
	int rc = sqlite3_exec(k->db, vault_keys_schema, NULL, NULL, NULL);
	if ((rc & 0xff) == SQLITE_NOTADB || (rc & 0xff) == SQLITE_CORRUPT) {
		*ret_why = "keys.db is damaged; restore its backup: without "
			   "it no report can be opened";
		return -EPROTO;
	}
	return vault_keys_error(k, rc);
}

int
vault_keys_open(const char *dir, struct vault_keys **ret, const char **ret_why)
{
	char path[1024];
	struct vault_keys *k = calloc(1, sizeof(*k));
	*ret_why = "keys.db cannot be opened";
	if (k == NULL)
		return -ENOMEM;
	(void)snprintf(path, sizeof(path), "%s/keys.db", dir);
	int err = -EIO;
	if (sqlite3_open_v2(path, &k->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
		NULL) == SQLITE_OK)
		err = 0;
	if (err == 0 && vault_keys_version(k->db) > VAULT_KEYS_VERSION) {
		*ret_why = "keys.db was written by a newer Siaga";
		err = -EPROTO;
	}
	if (err == 0)
		err = vault_keys_make(k, ret_why);
	if (err == 0)
		err = vault_keys_prepare(k);
	if (err < 0) {
		vault_keys_close(k);
		return err;
	}
	*ret = k;
	return 0;
}

void
vault_keys_close(struct vault_keys *k)
{
	if (k == NULL)
		return;
	(void)sqlite3_finalize(k->put);
	(void)sqlite3_finalize(k->get);
	(void)sqlite3_finalize(k->each);
	(void)sqlite3_finalize(k->drop);
	(void)sqlite3_close(k->db);
	free(k);
}

int
vault_keys_commit(struct vault_keys *k)
{
	if (!k->dirty)
		return 0;
	int err = vault_keys_error(
	    k, sqlite3_exec(k->db, "COMMIT", NULL, NULL, NULL));
	if (err == 0)
		k->dirty = false;
	else
		vault_keys_rollback(k);
	return err;
}

bool
vault_keys_broken(const struct vault_keys *k)
{
	return k->broken;
}

void
vault_keys_rollback(struct vault_keys *k)
{
	if (k->dirty && sqlite3_get_autocommit(k->db) == 0)
		(void)sqlite3_exec(k->db, "ROLLBACK", NULL, NULL, NULL);
	k->dirty = false;
}

static int
vault_keys_begin(struct vault_keys *k)
{
	if (k->broken)
		return -EROFS;
	if (k->dirty)
		return 0;
	int err = vault_keys_error(
	    k, sqlite3_exec(k->db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
	k->dirty = err == 0;
	return err;
}

int
vault_keys_save(struct vault_keys *k)
{
	int err = vault_keys_begin(k);
	return err < 0
		   ? err
		   : vault_keys_error(k, sqlite3_exec(k->db, "SAVEPOINT part",
					     NULL, NULL, NULL));
}

/* A commit on the way has ended the savepoint too. */
static bool
vault_keys_is_saved(const struct vault_keys *k)
{
	return k->dirty && sqlite3_get_autocommit(k->db) == 0;
}

int
vault_keys_save_release(struct vault_keys *k)
{
	if (!vault_keys_is_saved(k))
		return 0;
	int rc = sqlite3_exec(k->db, "RELEASE part", NULL, NULL, NULL);
	return rc == SQLITE_ERROR ? 0 : vault_keys_error(k, rc);
}

void
vault_keys_save_rollback(struct vault_keys *k)
{
	if (vault_keys_is_saved(k))
		(void)sqlite3_exec(
		    k->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
}

int
vault_keys_delete(struct vault_keys *k, enum vault_kind kind, const char *name)
{
	int err = vault_keys_begin(k);
	if (err < 0)
		return err;
	(void)sqlite3_bind_int(k->drop, 1, (int)kind);
	(void)sqlite3_bind_text(k->drop, 2, name, -1, SQLITE_STATIC);
	int rc = sqlite3_step(k->drop);
	(void)sqlite3_reset(k->drop);
	return vault_keys_error(k, rc);
}

void
vault_keys_flush(struct vault_keys *k)
{
	if (!k->dirty && !k->broken)
		(void)sqlite3_wal_checkpoint_v2(
		    k->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

int
vault_keys_put(struct vault_keys *k, enum vault_kind kind, const char *name,
    const void *bytes, size_t size)
{
	int err = vault_keys_begin(k);
	if (err < 0)
		return err;
	(void)sqlite3_bind_int(k->put, 1, (int)kind);
	(void)sqlite3_bind_text(k->put, 2, name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(k->put, 3, bytes, (int)size, SQLITE_STATIC);
	int rc = sqlite3_step(k->put);
	(void)sqlite3_reset(k->put);
	return vault_keys_error(k, rc);
}

static int
vault_keys_copy(sqlite3_stmt *st, int column, struct vault_blob *ret)
{
	size_t size = (size_t)sqlite3_column_bytes(st, column);
	uint8_t *bytes = malloc(size + 1);
	if (bytes == NULL)
		return -ENOMEM;
	if (size > 0)
		memcpy(bytes, sqlite3_column_blob(st, column), size);
	bytes[size] = 0;
	*ret = (struct vault_blob){bytes, size};
	return 0;
}

int
vault_keys_get(struct vault_keys *k, enum vault_kind kind, const char *name,
    struct vault_blob *ret)
{
	(void)sqlite3_bind_int(k->get, 1, (int)kind);
	(void)sqlite3_bind_text(k->get, 2, name, -1, SQLITE_STATIC);
	int rc = sqlite3_step(k->get);
	int err = vault_keys_error(k, rc);
	if (err == 0)
		err = rc == SQLITE_ROW ? vault_keys_copy(k->get, 0, ret)
				       : -ENOENT;
	(void)sqlite3_reset(k->get);
	return err;
}

/* The row next below `end`; 1, or 0 if there is none. */
static int
vault_keys_below(struct vault_keys *k, enum vault_kind kind, const char *prefix,
    char end[VAULT_KEYS_NAME], struct vault_blob *ret)
{
	(void)sqlite3_bind_int(k->each, 1, (int)kind);
	(void)sqlite3_bind_text(k->each, 2, prefix, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(k->each, 3, end, -1, SQLITE_STATIC);
	int rc = sqlite3_step(k->each);
	int err = vault_keys_error(k, rc);
	char name[VAULT_KEYS_NAME] = "";
	if (err == 0 && rc == SQLITE_ROW) {
		(void)snprintf(name, sizeof(name), "%s",
		    (const char *)sqlite3_column_text(k->each, 0));
		err = vault_keys_copy(k->each, 1, ret);
		err = err < 0 ? err : 1;
	}
	(void)sqlite3_reset(k->each);
	memcpy(end, name, sizeof(name));
	return err;
}

int
vault_keys_each(struct vault_keys *k, enum vault_kind kind, const char *prefix,
    int (*each)(void *arg, const char *name, const struct vault_blob *),
    void *arg)
{
	char at[VAULT_KEYS_NAME];
	struct vault_blob blob = {0};
	int err;
	(void)snprintf(at, sizeof(at), "%s\x7f", prefix);
	while ((err = vault_keys_below(k, kind, prefix, at, &blob)) > 0) {
		err = each(arg, at, &blob);
		vault_blob_free(&blob);
		if (err != 0)
			return err;
	}
	return err;
}
