/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When backups are made, and when an erasure is complete (I12): a case's key
 * is deleted at once, but the file of keys in the folder of backups holds it
 * until that is written anew, which is due at once and has an hour. A minute
 * after each failure it is tried again; after 50 minutes the office is told.
 * One backup at a time.
 */
#ifndef SIAGA_BACKUP_H
#define SIAGA_BACKUP_H

#include "engine_parts.h"

struct backup_result;

/* Settings of the store: unix seconds as text. */
#define BACKUP_DATA_AT "backup_data_at"
#define BACKUP_KEYS_AT "backup_keys_at"
#define BACKUP_DUE     "backup_keys_due"   /* since when; "" or none: not */
#define BACKUP_STALE   "backup_data_stale" /* others read by now */
#define BACKUP_ALARM   "backup_keys_alarm" /* the office was told */
#define BACKUP_PLACE   "backup_place"      /* the folder of the newest keys */
#define BACKUP_NEWEST  "backup_generation" /* of them */
#define BACKUP_RESTORE "restored"          /* what restore.c has done */

/* What people are told. */
struct backup_state {
	int64_t data_at_s, keys_at_s; /* 0: never */
	int64_t due_since_s;          /* keys; 0: they are as they should be */
	bool late;                    /* for 50 minutes and more */
	const char *cause;            /* of the newest failure; NULL: none */
	int error;                    /* its -errno */
	bool same_disk;
};
void backup_state(struct engine *, struct backup_state *ret);
/* siaga backup: both files now, to `dir` (NULL: the configuration's); takes
 * what is to be answered. -EBUSY: somebody else waits already. */
struct command_later;
int backup_ask(
    struct engine *, const char *dir, struct command_later *) MUST_CHECK;
struct backup_job;
/* commands_backup.c: the answer to it; frees `later`. */
void command_backup_end(
    struct engine *, struct command_later *, const struct backup_job *);

#endif
