/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy of siaga.db while it is in use: VACUUM INTO over a connection that
 * reads alone, so that the copy is of one moment and has no remains in it.
 */
#include "backup_job.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define COPY_STEPS   20000    /* of SQLite's machine between two looks */
#define COPY_RESERVE 33554432 /* bytes that the box itself must keep */

static int
copy_stopped(void *stop)
{
	return atomic_load((atomic_bool *)stop);
}

static sqlite3 *
copy_open(const char *path, atomic_bool *stop)
{
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(path, &db,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE,
		NULL) != SQLITE_OK) {
		(void)sqlite3_close(db);
		return NULL;
	}
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_busy_timeout(db, 5000);
	if (stop != NULL)
		sqlite3_progress_handler(db, COPY_STEPS, copy_stopped, stop);
	return db;
}

static int
copy_error(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_INTERRUPT:
		return -ECANCELED;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EBADMSG;
	default:
		return -EIO;
	}
}

/* A copy must not take the room that the next text needs. */
static int
copy_has_room(const char *state_dir, const char *path)
{
	struct statvfs disk;
	struct stat st;
	if (stat(path, &st) < 0 || statvfs(state_dir, &disk) < 0)
		return -errno;
	uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
	return room < (uint64_t)st.st_size + COPY_RESERVE ? -ENOSPC : 0;
}

static int
copy_into(sqlite3 *db, const char *to)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(st, 1, to, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	(void)sqlite3_finalize(st);
	return copy_error(rc);
}

/* 0: the first row is "ok", or there is none where none is wanted. */
static int
copy_says(sqlite3 *db, const char *sql, const char *want)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	int err = copy_error(rc);
	bool row = rc == SQLITE_ROW;
	if (err == 0 && row != (want != NULL))
		err = -EBADMSG;
	if (err == 0 && row &&
	    strcmp((const char *)sqlite3_column_text(st, 0), want) != 0)
		err = -EBADMSG;
	(void)sqlite3_finalize(st);
	return err;
}

int
backup_check_data(const char *path, atomic_bool *stop)
{
	sqlite3 *db = copy_open(path, stop);
	if (db == NULL)
		return -EIO;
	int err = copy_says(db, "PRAGMA integrity_check(1)", "ok");
	if (err == 0)
		err = copy_says(db, "PRAGMA foreign_key_check", NULL);
	(void)sqlite3_close(db);
	return err;
}

int
backup_copy_data(const char *state_dir, const char *to, atomic_bool *stop,
    const char **ret_cause)
{
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/siaga.db", state_dir);
	*ret_cause = "no room for a copy in state_dir";
	int err = copy_has_room(state_dir, path);
	if (err < 0)
		return err;
	*ret_cause = "siaga.db cannot be copied";
	sqlite3 *db = copy_open(path, stop);
	if (db == NULL)
		return -EIO;
	err = copy_into(db, to);
	(void)sqlite3_close(db);
	if (err < 0)
		return err;
	*ret_cause = "the copy of siaga.db is damaged";
	return backup_check_data(to, stop);
}
