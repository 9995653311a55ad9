/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The disk under SQLite: its own VFS with some system calls replaced, so that
 * errors take the way they take in life. fsync() of the whole program is
 * ours: nothing here needs a real one, and it may fail or be the last thing
 * that a power cut spares. Global, because system calls are.
 */
#ifndef SCENARIO_DISK_H
#define SCENARIO_DISK_H

#include <stdbool.h>
#include <stdint.h>

enum disk_mode {
	DISK_FINE,
	DISK_FULL,        /* files do not grow: ENOSPC */
	DISK_WRITES_FAIL, /* EIO */
	DISK_SYNCS_FAIL   /* EIO at fsync, what was written stays */
};

/* Replaces the calls; once, before SQLite opens a file. */
void disk_install(void);
/* Files below this folder count; others are left alone. */
void disk_watch(const char *dir);
/* Of files whose name begins with `only`; NULL: all. */
void disk_set_mode(enum disk_mode, const char *only);
/* One write or sync, the nth from now on, fails; 0: none. */
void disk_fail_nth(enum disk_mode, int64_t nth);
/* True once it has failed. */
bool disk_failed_nth(void);
/* Calls back just before the nth write from now on; 0: not at all. */
void disk_at_write(int64_t nth, void (*call)(void *arg), void *arg);
/*
 * From now on keeps what is synced in `dir`, the disk as a power cut would
 * leave it: each file as it was at its last fsync. NULL ends it.
 */
void disk_keep_synced(const char *dir);

#endif
