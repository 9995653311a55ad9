/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making backups, on a thread of the pool: everything it needs is in the job,
 * everything it found out as well. Owner: backup.c.
 *
 * The data are copied first and the keys after them, so that no copied report
 * lacks its key; the file of keys is written before the file of data, so that
 * the data's header never names keys that no file has.
 */
#ifndef SIAGA_BACKUP_JOB_H
#define SIAGA_BACKUP_JOB_H

#include "backup_file.h"
#include "engine.h"

#define BACKUP_NAME_SIZE 64
#define BACKUP_TEMPORARY                                                       \
	"backup-data.tmp" /* in state_dir, while it is made                    \
			   */

struct backup_result {
	int err;           /* 0: durable */
	const char *cause; /* static, a word for the log */
	char name[BACKUP_NAME_SIZE];
	int64_t size;
};

struct backup_job {
	struct engine_job job; /* first */
	char *state_dir, *dir;
	struct backup_head head;
	uint8_t *reader_pks; /* to be free()d */
	size_t reader_count;
	bool data;     /* and not the keys alone */
	bool replaces; /* a file of keys must lie there already */
	int64_t keep;  /* files of data that stay; 0: all */
	atomic_bool stop;
	/* found out */
	struct backup_result of_data, of_keys;
	bool named;     /* a file of this generation may be in the folder */
	bool same_disk; /* as what it is to save */
	/* backup.c's own */
	uint64_t changes;
	struct command_later *later; /* NULL: nobody asked */
	bool managed;                /* the folder of the configuration */
};

void backup_job_run(struct engine_job *);
void backup_job_free(struct backup_job *); /* not what `later` is */
/* The names of its files: "siaga-keys-1a2b3c4d.bak". */
void backup_keys_name(
    const uint8_t gateway[BACKUP_GATEWAY_SIZE], char ret[BACKUP_NAME_SIZE]);
void backup_data_name(const struct backup_head *, char ret[BACKUP_NAME_SIZE]);
/* Overwrites and removes; best effort. */
void backup_wipe(const char *dir, const char *name);
int backup_sync_dir(const char *dir) MUST_CHECK;

/* backup_copy.c: the whole of siaga.db into a file that is not there yet,
 * checked; -ECANCELED, -ENOSPC, -EBADMSG (damaged), -EIO. */
int backup_copy_data(const char *state_dir, const char *to, atomic_bool *stop,
    const char **ret_cause) MUST_CHECK;
/* Is that database whole? -EBADMSG. `stop` may be NULL. */
int backup_check_data(const char *path, atomic_bool *stop) MUST_CHECK;

#endif
