/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The store: one SQLite database, one writing connection (facts: a second
 * one can corrupt the WAL before 3.51.3), WAL and synchronous=FULL, so that
 * every COMMIT that returned survives a power cut. All SQL stands in
 * sql/queries.sql; nothing is ever assembled.
 *
 * Owner: the engine. Errors: -EIO (SQLite failed, the cause is logged once),
 * -ENOSPC (disk full; the next turn may succeed), -EROFS (an fsync failed:
 * nothing is written any more until the restart, texts stay on the SIM),
 * -EPROTO (the file is newer than this program, or not ours).
 */
#ifndef SIAGA_STORE_H
#define SIAGA_STORE_H

#include "../lib/bug.h"
#include "queries.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct sqlite3_stmt;

extern const char *const store_migrations[]; /* ends with NULL */
extern const char *const store_queries[QUERY_MAX];

/*
 * Opens or creates dir/siaga.db, takes the lock dir/lock (-EBUSY: another
 * siagad runs), migrates, checks. *ret_why: in words, for a person; static.
 */
int store_open(
    const char *dir, struct store **ret, const char **ret_why) MUST_CHECK;
/*
 * Only to look, beside a siagad that may run: nothing is made, migrated or
 * written. -ENOENT: no store yet; any other error: it cannot be told.
 */
int store_look(const char *dir, struct store **ret) MUST_CHECK;
void store_close(struct store *); /* NULL is fine */
/* The lock alone, until *ret_fd is closed. */
int store_lock_dir(
    const char *dir, int *ret_fd, const char **ret_why) MUST_CHECK;
bool store_read_only(const struct store *);
/* Empties the WAL into the database file; hourly. */
void store_checkpoint(struct store *);

/* One turn of the loop is one transaction, begun by its first writer. */
int store_begin(struct store *) MUST_CHECK;
int store_commit(struct store *) MUST_CHECK;
void store_rollback(struct store *);
/* One frame in it: kept whole or not at all. */
int store_save(struct store *) MUST_CHECK;
int store_save_release(struct store *) MUST_CHECK;
void store_save_rollback(struct store *);
/* false: SQLite has rolled the transaction back by itself. */
bool store_whole(const struct store *);

/* A value to bind. Blobs and texts must live until the call returns. */
struct store_value {
	enum { STORE_NULL, STORE_INT, STORE_TEXT, STORE_BLOB } type;
	int64_t number;
	const void *bytes;
	size_t size;
};
#define SQL_NULL       ((struct store_value){STORE_NULL, 0, NULL, 0})
#define SQL_INT(n)     ((struct store_value){STORE_INT, (int64_t)(n), NULL, 0})
#define SQL_TEXT(t)    store_text(t) /* NULL becomes SQL NULL */
#define SQL_BLOB(b, n) ((struct store_value){STORE_BLOB, 0, (b), (n)})
/* 0 stands for "never" in our structs and is NULL in the store. */
#define SQL_TIME(t) ((t) == 0 ? SQL_NULL : SQL_INT(t))
struct store_value store_text(const char *);

/* Runs a statement that gives no rows; SQL values follow in order. */
#define store_run(store, query, ...)                                           \
	store_run_values((store), (query),                                     \
	    (const struct store_value[]){__VA_ARGS__},                         \
	    sizeof((const struct store_value[]){__VA_ARGS__}) /                \
		sizeof(struct store_value))
int store_run_values(struct store *, enum store_query,
    const struct store_value *, size_t count) MUST_CHECK;
int64_t store_last_id(struct store *);
int64_t store_changes(struct store *);

/*
 * Reads rows:
 *	struct store_rows rows;
 *	store_ask(store, &rows, QUERY_X, SQL_INT(1));
 *	while ((got = store_next(&rows)) > 0) ... store_int(&rows, 0) ...
 *	store_done(&rows);
 * Texts and blobs are valid until the next store_next() or store_done().
 */
struct store_rows {
	struct store *store;
	struct sqlite3_stmt *statement;
	enum store_query query;
	int error;
};
#define store_ask(store, rows, query, ...)                                     \
	store_ask_values((store), (rows), (query),                             \
	    (const struct store_value[]){__VA_ARGS__},                         \
	    sizeof((const struct store_value[]){__VA_ARGS__}) /                \
		sizeof(struct store_value))
void store_ask_values(struct store *, struct store_rows *, enum store_query,
    const struct store_value *, size_t count);
int store_next(struct store_rows *) MUST_CHECK; /* 1, 0 at the end, -errno */
void store_done(struct store_rows *);
int64_t store_int(struct store_rows *, int column); /* 0 for NULL */
bool store_is_null(struct store_rows *, int column);
const char *store_str(struct store_rows *, int column); /* NULL for NULL */
const void *store_blob(struct store_rows *, int column, size_t *ret_size);

/* Settings: small facts about this box. ret is the caller's to free(). */
int store_setting_get(struct store *, const char *name, char **ret) MUST_CHECK;
int store_setting_set(
    struct store *, const char *name, const char *value) MUST_CHECK;

#endif
