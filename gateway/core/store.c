/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connection, its settings, migrations and statements; see store.h. */
#define _DEFAULT_SOURCE /* flock() */
#include "store.h"

#include "../lib/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_APPLICATION_ID 0x53494147 /* "SIAG" */
#define STORE_VALUE_MAX      1048576    /* no row of ours comes near */

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[QUERY_MAX];
	int lock_fd;
	bool in_transaction;
	bool read_only; /* an fsync failed: see store.h */
	int last_logged;
};

/* What we ask of SQLite and what it must say it does (osmo-hlr's typo). */
static const struct store_pragma {
	const char *set, *get, *want;
} store_pragmas[] = {
    {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2"},
    {"PRAGMA mmap_size=0", "PRAGMA mmap_size", "0"},
    {"PRAGMA wal_autocheckpoint=1000", "PRAGMA wal_autocheckpoint", "1000"},
};

/* Turns SQLite's result into ours, and notices what must stop all writing. */
static int
store_error(struct store *s, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return 0;
	int whole = sqlite3_extended_errcode(s->db);
	if (whole == SQLITE_IOERR_FSYNC || whole == SQLITE_IOERR_DIR_FSYNC ||
	    whole == SQLITE_CORRUPT) {
		if (!s->read_only)
			log_error("store.read_only",
			    LOG_S("cause", sqlite3_errstr(whole)),
			    LOG_S("remedy", "check the disk, then restart"));
		s->read_only = true;
		return -EROFS;
	}
	if (whole != s->last_logged)
		log_error("store.failed", LOG_S("cause", sqlite3_errstr(whole)),
		    LOG_I("code", whole));
	s->last_logged = whole;
	return (whole & 0xff) == SQLITE_FULL ? -ENOSPC : -EIO;
}

static int
store_text_of(sqlite3 *db, const char *sql, char *ret_text, size_t size)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		(void)snprintf(ret_text, size, "%s",
		    (const char *)sqlite3_column_text(statement, 0));
	(void)sqlite3_finalize(statement);
	return rc == SQLITE_ROW ? 0 : -EIO;
}

static int
store_set_pragmas(sqlite3 *db)
{
	char is[64];
	size_t count = sizeof(store_pragmas) / sizeof(*store_pragmas);
	for (size_t i = 0; i < count; i++) {
		const struct store_pragma *p = &store_pragmas[i];
		(void)sqlite3_exec(db, p->set, NULL, NULL, NULL);
		/* mmap_size=0 is no row where mmap is compiled out */
		if (store_text_of(db, p->get, is, sizeof(is)) < 0)
			(void)snprintf(is, sizeof(is), "0");
		if (strcmp(is, p->want) != 0) {
			log_error("store.setting_refused",
			    LOG_S("asked", p->set), LOG_S("is", is));
			return -EIO;
		}
	}
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, STORE_VALUE_MAX);
	(void)sqlite3_busy_timeout(db, 5000);
	return 0;
}

static int
store_version(sqlite3 *db, const char *pragma)
{
	char text[32] = "0";
	if (store_text_of(db, pragma, text, sizeof(text)) < 0)
		return -EIO;
	return (int)strtol(text, NULL, 10);
}

static bool
store_do(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int
store_migrate_one(sqlite3 *db, int number)
{
	char version[64];
	(void)snprintf(
	    version, sizeof(version), "PRAGMA user_version=%d", number + 1);
	if (store_do(db, "BEGIN IMMEDIATE") &&
	    (number > 0 || store_do(db, "PRAGMA application_id=1397309767")) &&
	    store_do(db, store_migrations[number]) && store_do(db, version) &&
	    store_do(db, "COMMIT")) {
		log_info("store.migrated", LOG_I("version", number + 1));
		return 0;
	}
	log_error("store.migration_failed", LOG_I("version", number + 1),
	    LOG_S("cause", sqlite3_errmsg(db)));
	(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return -EIO;
}

static int
store_migrate(sqlite3 *db, const char **ret_why)
{
	int count = 0;
	while (store_migrations[count] != NULL)
		count++;
	int is = store_version(db, "PRAGMA user_version");
	int application = store_version(db, "PRAGMA application_id");
	if (is > count) {
		*ret_why = "siaga.db was written by a newer Siaga; install "
			   "that version, or restore a backup made by this "
			   "one";
		return -EPROTO;
	}
	if (is < 0 || (is > 0 && application != STORE_APPLICATION_ID)) {
		*ret_why = "siaga.db is no database of Siaga's; move it away "
			   "or correct state_dir";
		return -EPROTO;
	}
	int err = 0;
	for (; err == 0 && is < count; is++)
		err = store_migrate_one(db, is);
	if (err < 0)
		*ret_why = "siaga.db could not be brought to this version";
	return err;
}

#define STORE_DAMAGED                                                          \
	"siaga.db is damaged; keep a copy, then restore a backup or run: "     \
	"sqlite3 siaga.db .recover"

/* Before any setting: they would fail too, and say less. */
static int
store_readable(sqlite3 *db, const char **ret_why)
{
	int rc = sqlite3_exec(
	    db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return 0;
	log_error("store.damaged", LOG_S("cause", sqlite3_errstr(rc)));
	if ((rc & 0xff) != SQLITE_NOTADB && (rc & 0xff) != SQLITE_CORRUPT)
		return -EIO; /* the disk's fault, and it may pass */
	*ret_why = STORE_DAMAGED;
	return -EPROTO;
}

static int
store_quick_check(sqlite3 *db, const char **ret_why)
{
	char text[256] = "";
	if (store_text_of(db, "PRAGMA quick_check(1)", text, sizeof(text)) ==
		0 &&
	    strcmp(text, "ok") == 0)
		return 0;
	log_error("store.damaged", LOG_S("cause", text));
	*ret_why = STORE_DAMAGED;
	return -EPROTO;
}

static int
store_prepare(struct store *s)
{
	for (int i = 0; i < QUERY_MAX; i++) {
		int rc = sqlite3_prepare_v3(s->db, store_queries[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL);
		if (rc == SQLITE_OK)
			continue;
		log_error("store.statement", LOG_I("query", i),
		    LOG_S("cause", sqlite3_errmsg(s->db)));
		return -EIO;
	}
	return 0;
}

int
store_lock_dir(const char *dir, int *ret_fd, const char **ret_why)
{
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/lock", dir);
	*ret_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*ret_fd < 0) {
		*ret_why = "state_dir cannot be written";
		return -errno;
	}
	if (flock(*ret_fd, LOCK_EX | LOCK_NB) < 0) {
		*ret_why = "another siagad runs on this state_dir";
		return -EBUSY;
	}
	return 0;
}

static int
store_connect(struct store *s, const char *dir, const char **ret_why)
{
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/siaga.db", dir);
	*ret_why = "siaga.db cannot be opened";
	(void)umask(0077); /* SQLite makes its files with our umask */
	if (sqlite3_open_v2(path, &s->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
		NULL) != SQLITE_OK)
		return -EIO;
	int err = store_readable(s->db, ret_why);
	if (err == 0)
		err = store_set_pragmas(s->db);
	if (err == 0)
		err = store_quick_check(s->db, ret_why);
	if (err == 0)
		err = store_migrate(s->db, ret_why);
	if (err == 0)
		err = store_prepare(s);
	return err;
}

int
store_open(const char *dir, struct store **ret, const char **ret_why)
{
	struct store *s = calloc(1, sizeof(*s));
	*ret_why = "out of memory";
	if (s == NULL)
		return -ENOMEM;
	s->lock_fd = -1;
	int err = store_lock_dir(dir, &s->lock_fd, ret_why);
	if (err == 0)
		err = store_connect(s, dir, ret_why);
	if (err < 0) {
		store_close(s);
		return err;
	}
	*ret = s;
	return 0;
}

/* A folder of somebody else's gets no -wal and -shm of ours: without a log
 * beside it nobody writes the file, and it can be read as it is. */
static int
store_connect_to_look(struct store *s, const char *dir)
{
	char path[1024], log[1032], uri[1100];
	(void)snprintf(path, sizeof(path), "%s/siaga.db", dir);
	(void)snprintf(log, sizeof(log), "%s-wal", path);
	if (access(path, F_OK) < 0)
		return errno == ENOENT ? -ENOENT : -EACCES;
	/* What would have to be escaped in a URI is no folder of ours. */
	if (strpbrk(path, "?#%") != NULL)
		return -EINVAL;
	(void)snprintf(uri, sizeof(uri), "file:%s%s", path,
	    access(log, F_OK) == 0 ? "" : "?immutable=1");
	if (sqlite3_open_v2(uri, &s->db,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE,
		NULL) != SQLITE_OK)
		return -EIO;
	int count = 0;
	while (store_migrations[count] != NULL)
		count++;
	if (store_version(s->db, "PRAGMA user_version") != count)
		return -EPROTO;
	return store_prepare(s);
}

int
store_look(const char *dir, struct store **ret)
{
	struct store *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	s->lock_fd = -1;
	s->read_only = true;
	int err = store_connect_to_look(s, dir);
	if (err < 0) {
		store_close(s);
		return err;
	}
	*ret = s;
	return 0;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->in_transaction)
		store_rollback(s);
	for (int i = 0; i < QUERY_MAX; i++)
		(void)sqlite3_finalize(s->statements[i]);
	(void)sqlite3_close(s->db);
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);
	free(s);
}

bool
store_read_only(const struct store *s)
{
	return s->read_only;
}

void
store_checkpoint(struct store *s)
{
	if (!s->read_only && !s->in_transaction)
		(void)store_error(
		    s, sqlite3_wal_checkpoint_v2(s->db, NULL,
			   SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}

static int
store_plain(struct store *s, enum store_query query)
{
	int rc = sqlite3_step(s->statements[query]);
	int err = store_error(s, rc);
	(void)sqlite3_reset(s->statements[query]);
	return err;
}

int
store_begin(struct store *s)
{
	if (s->in_transaction)
		return 0;
	if (s->read_only)
		return -EROFS;
	int err = store_plain(s, QUERY_BEGIN);
	if (err == 0)
		s->in_transaction = true;
	return err;
}

int
store_commit(struct store *s)
{
	if (!s->in_transaction)
		return 0;
	int err = store_plain(s, QUERY_COMMIT);
	if (err < 0) {
		store_rollback(s);
		return err;
	}
	s->in_transaction = false;
	s->last_logged = 0;
	return 0;
}

void
store_rollback(struct store *s)
{
	/* After some errors SQLite has rolled back by itself. */
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)store_plain(s, QUERY_ROLLBACK);
	s->in_transaction = false;
}

int
store_save(struct store *s)
{
	return store_plain(s, QUERY_SAVE);
}

int
store_save_release(struct store *s)
{
	return store_plain(s, QUERY_SAVE_RELEASE);
}

void
store_save_rollback(struct store *s)
{
	if (sqlite3_get_autocommit(s->db) != 0)
		return; /* the whole transaction is gone already */
	(void)store_plain(s, QUERY_SAVE_ROLLBACK);
	(void)store_plain(s, QUERY_SAVE_RELEASE);
}

bool
store_whole(const struct store *s)
{
	return sqlite3_get_autocommit(s->db) == 0;
}

struct store_value
store_text(const char *text)
{
	if (text == NULL)
		return SQL_NULL;
	return (struct store_value){STORE_TEXT, 0, text, strlen(text)};
}

static int
store_bind_one(sqlite3_stmt *st, int n, const struct store_value *v)
{
	switch (v->type) {
	case STORE_NULL:
		return sqlite3_bind_null(st, n);
	case STORE_INT:
		return sqlite3_bind_int64(st, n, v->number);
	case STORE_TEXT:
		return sqlite3_bind_text(
		    st, n, v->bytes, (int)v->size, SQLITE_STATIC);
	case STORE_BLOB:
		return sqlite3_bind_blob(
		    st, n, v->bytes, (int)v->size, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static int
store_bind(struct store *s, enum store_query query,
    const struct store_value *values, size_t count)
{
	sqlite3_stmt *st = s->statements[query];
	BUG_IF(sqlite3_stmt_busy(st)); /* two readers of one statement */
	BUG_IF(sqlite3_bind_parameter_count(st) != (int)count);
	for (size_t i = 0; i < count; i++) {
		int err =
		    store_error(s, store_bind_one(st, (int)i + 1, &values[i]));
		if (err < 0)
			return err;
	}
	return 0;
}

static void
store_reset(struct store *s, enum store_query query)
{
	(void)sqlite3_reset(s->statements[query]);
	(void)sqlite3_clear_bindings(s->statements[query]);
}

int
store_run_values(struct store *s, enum store_query query,
    const struct store_value *values, size_t count)
{
	BUG_IF(!s->in_transaction);
	int err = store_bind(s, query, values, count);
	if (err == 0)
		err = store_error(s, sqlite3_step(s->statements[query]));
	store_reset(s, query);
	return err;
}

int64_t
store_last_id(struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

int64_t
store_changes(struct store *s)
{
	return sqlite3_changes64(s->db);
}

void
store_ask_values(struct store *s, struct store_rows *rows,
    enum store_query query, const struct store_value *values, size_t count)
{
	*rows = (struct store_rows){
	    .store = s, .statement = s->statements[query], .query = query};
	rows->error = store_bind(s, query, values, count);
}

int
store_next(struct store_rows *rows)
{
	if (rows->error < 0)
		return rows->error;
	int rc = sqlite3_step(rows->statement);
	if (rc == SQLITE_ROW)
		return 1;
	rows->error = store_error(rows->store, rc);
	return rows->error;
}

void
store_done(struct store_rows *rows)
{
	store_reset(rows->store, rows->query);
}

int64_t
store_int(struct store_rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

bool
store_is_null(struct store_rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

const char *
store_str(struct store_rows *rows, int column)
{
	return (const char *)sqlite3_column_text(rows->statement, column);
}

const void *
store_blob(struct store_rows *rows, int column, size_t *ret_size)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);
	*ret_size = (size_t)sqlite3_column_bytes(rows->statement, column);
	return bytes;
}

int
store_setting_get(struct store *s, const char *name, char **ret)
{
	struct store_rows rows;
	store_ask(s, &rows, QUERY_SETTING_GET, SQL_TEXT(name));
	int got = store_next(&rows);
	if (got > 0) {
		char *copy = strdup(store_str(&rows, 0));
		got = copy == NULL ? -ENOMEM : 0;
		*ret = copy;
	} else if (got == 0) {
		*ret = NULL;
	}
	store_done(&rows);
	return got;
}

int
store_setting_set(struct store *s, const char *name, const char *value)
{
	return store_run(s, QUERY_SETTING_SET, SQL_TEXT(name), SQL_TEXT(value));
}
