/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siagad --restore: backups -> a folder in state_dir -> state_dir; see
 * restore.h. Until all of it is good nothing of the old state is touched;
 * from then on a mark keeps siagad from starting on half of it.
 */
#include "restore.h"

#include "../lib/log.h"
#include "backup.h"
#include "backup_job.h"
#include "routes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESTORE_WORK  "restore.tmp"
#define RESTORE_MARK  "restore.unfinished"
#define RESTORE_PATH  1200
#define RESTORE_EVER  1000000000 /* a day after all others */
#define RESTORE_CHUNK 65536

struct restore {
	const struct restore_order *order;
	const char **why;
	int lock;
	char work[RESTORE_PATH - 64];
	char keys_name[BACKUP_NAME_SIZE], data_name[BACKUP_NAME_SIZE];
	unsigned keys_found;
	uint8_t gateway[BACKUP_GATEWAY_SIZE];
	struct backup_head head;       /* of the data */
	uint64_t generation, newest;   /* of these keys; of all known */
	struct vault *keys, *old;      /* restored; of the state until now */
	struct vault_session *session; /* who opens the data */
	int64_t withdrawn; /* answers that are to be written again */
};

static void
restore_path(char ret[RESTORE_PATH], const char *dir, const char *name)
{
	(void)snprintf(ret, RESTORE_PATH, "%s/%s", dir, name);
}

static bool
restore_there(const char *dir, const char *name)
{
	char path[RESTORE_PATH];
	struct stat st;
	restore_path(path, dir, name);
	return lstat(path, &st) == 0;
}

static int
restore_fail(struct restore *r, int err, const char *why)
{
	*r->why = why;
	return err;
}

/* --- the files --- */

static int
restore_copy(int from, int to)
{
	char *bytes = malloc(RESTORE_CHUNK);
	ssize_t got = bytes == NULL ? -ENOMEM : 1;
	int err = 0;
	while (err == 0 && got > 0) {
		got = backup_read(from, bytes, RESTORE_CHUNK);
		if (got > 0)
			err = backup_write(to, bytes, (size_t)got);
	}
	if (err == 0 && got < 0)
		err = (int)got;
	if (err == 0 && fsync(to) < 0)
		err = -errno;
	free(bytes);
	return err;
}

static int
restore_open_from(struct restore *r, const char *name)
{
	char path[RESTORE_PATH];
	restore_path(path, r->order->from, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? restore_fail(r, -errno, "a backup cannot be read") : fd;
}

static int
restore_create(struct restore *r, const char *name)
{
	char path[RESTORE_PATH];
	restore_path(path, r->work, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd < 0 ? restore_fail(r, -errno, "state_dir cannot be written")
		      : fd;
}

static void
restore_take_name(struct restore *r, const char *name)
{
	if (strlen(name) >= BACKUP_NAME_SIZE)
		return;
	if (strncmp(name, "siaga-keys-", 11) == 0) {
		(void)snprintf(r->keys_name, sizeof(r->keys_name), "%s", name);
		r->keys_found++;
	}
}

/* The newest of the box whose keys these are. */
static void
restore_take_data(struct restore *r, const char *name)
{
	size_t prefix = strlen("siaga-data-12345678");
	if (strlen(name) < BACKUP_NAME_SIZE &&
	    strncmp(name, "siaga-data-", 11) == 0 &&
	    strncmp(name + 11, r->keys_name + 11, prefix - 11) == 0 &&
	    strcmp(name, r->data_name) > 0)
		(void)snprintf(r->data_name, sizeof(r->data_name), "%s", name);
}

static int
restore_each_name(
    struct restore *r, void (*take)(struct restore *, const char *))
{
	struct dirent *entry;
	DIR *dir = opendir(r->order->from);
	if (dir == NULL)
		return restore_fail(
		    r, -errno, "the folder of the backups cannot be read");
	while ((entry = readdir(dir)) != NULL)
		take(r, entry->d_name);
	(void)closedir(dir);
	return 0;
}

static int
restore_find(struct restore *r)
{
	int err = restore_each_name(r, restore_take_name);
	if (err == 0 && r->keys_found == 0)
		err = restore_fail(r, -ENOENT,
		    "there is no file of keys (siaga-keys-*.bak) in this "
		    "folder: without it no report opens");
	if (err == 0 && r->keys_found > 1)
		err = restore_fail(r, -EINVAL,
		    "backups of several boxes lie here: put those of this box "
		    "into a folder of their own");
	if (err == 0)
		err = restore_each_name(r, restore_take_data);
	if (err == 0 && r->data_name[0] == '\0')
		err = restore_fail(r, -ENOENT,
		    "there is no file of data (siaga-data-*.bak) that belongs "
		    "to the file of keys");
	return err;
}

/* --- keys --- */

static int
restore_copy_keys(struct restore *r)
{
	int from = restore_open_from(r, r->keys_name);
	if (from < 0)
		return from;
	int to = restore_create(r, "keys.db");
	int err = to < 0 ? to : restore_copy(from, to);
	if (to >= 0) {
		(void)close(to);
		if (err < 0)
			*r->why = "the file of keys cannot be copied";
	}
	(void)close(from);
	return err;
}

static void
restore_gateway(struct vault *v, uint8_t ret[BACKUP_GATEWAY_SIZE])
{
	char hex[VAULT_GATEWAY_HEX];
	vault_gateway(v, hex);
	(void)sodium_hex2bin(
	    ret, BACKUP_GATEWAY_SIZE, hex, strlen(hex), NULL, NULL, NULL);
}

static int
restore_open_keys(struct restore *r)
{
	int err = restore_copy_keys(r);
	if (err < 0)
		return err;
	err = vault_snapshot_check(r->work);
	if (err < 0)
		return restore_fail(r, err,
		    "the file of keys is damaged or cut short; take another "
		    "copy of it");
	err = vault_open_bare(r->work, &r->keys, r->why);
	if (err == 0)
		err = vault_generation(r->keys, &r->generation);
	if (err == 0)
		restore_gateway(r->keys, r->gateway);
	return err;
}

/* Keys that are here already know what was erased since. */
static int
restore_open_old(struct restore *r)
{
	uint8_t gateway[BACKUP_GATEWAY_SIZE];
	uint64_t generation = 0;
	if (!vault_there(r->order->state_dir))
		return 0;
	int err = vault_open_bare(r->order->state_dir, &r->old, r->why);
	if (err == 0)
		err = vault_generation(r->old, &generation);
	if (err < 0)
		return restore_fail(r, err,
		    "the keys.db that is here cannot be read: it knows what "
		    "was erased. Move it away if nothing can be done");
	restore_gateway(r->old, gateway);
	if (memcmp(gateway, r->gateway, sizeof(gateway)) != 0) {
		vault_close(r->old); /* another box's list is of no use */
		r->old = NULL;
	} else if (generation > r->newest) {
		r->newest = generation;
	}
	return 0;
}

static int
restore_read_head(struct restore *r)
{
	int from = restore_open_from(r, r->data_name);
	if (from < 0)
		return from;
	int err = backup_file_head(from, &r->head, r->why);
	(void)close(from);
	if (err < 0)
		return err;
	if (memcmp(r->head.gateway, r->gateway, sizeof(r->gateway)) != 0)
		return restore_fail(r, -EINVAL,
		    "these files of keys and data are of two boxes");
	if (r->head.generation > r->newest)
		r->newest = r->head.generation;
	return 0;
}

static int
restore_judge(struct restore *r)
{
	if (r->order->generation > r->newest)
		r->newest = r->order->generation;
	if (r->generation < r->newest) {
		log_warn("restore.older", LOG_I("generation", r->generation),
		    LOG_I("newest", r->newest));
		if (!r->order->force)
			return restore_fail(r, -ESTALE,
			    "this file of keys is older than the newest: what "
			    "was erased since would open again. Find the "
			    "newest one; only if it is lost: --force");
	}
	if (r->generation > r->newest)
		r->newest = r->generation;
	return 0;
}

static int
restore_replay(struct restore *r)
{
	size_t dropped = 0;
	int err = vault_erasures_replay(r->keys, r->old, &dropped);
	if (err == 0)
		err = vault_generation_set(r->keys, r->newest);
	if (err == 0)
		err = vault_commit(r->keys);
	if (err < 0)
		return restore_fail(
		    r, err, "the list of erasures cannot be replayed");
	vault_flush(r->keys);
	log_info("restore.erasures", LOG_I("keys_deleted", dropped));
	return 0;
}

static int
restore_identify(struct restore *r)
{
	struct vault_stretch stretch;
	int err;
	if (r->order->person[0] == '\0') {
		err =
		    vault_session_begin(r->keys, r->order->secret, &r->session);
	} else {
		vault_stretch_begin(
		    r->keys, r->order->person, r->order->secret, &stretch);
		vault_stretch(&stretch);
		err = vault_session_unlock(
		    r->keys, r->order->person, &stretch, &r->session);
		vault_stretch_end(&stretch);
	}
	return err < 0 ? restore_fail(r, err,
			     "no such person in this file of keys, or another "
			     "passphrase than when it was written")
		       : 0;
}

/* --- data --- */

static int
restore_open_data(struct restore *r)
{
	char path[RESTORE_PATH];
	int from = restore_open_from(r, r->data_name);
	if (from < 0)
		return from;
	int to = restore_create(r, "siaga.db");
	int err = to;
	if (to >= 0) {
		err = vault_session_open_file(
		    r->session, from, to, &r->head, r->why);
		(void)close(to);
	}
	(void)close(from);
	if (err < 0)
		return err;
	restore_path(path, r->work, "siaga.db");
	err = backup_check_data(path, NULL);
	return err < 0 ? restore_fail(r, err, "the data in it are damaged") : 0;
}

/* What the data know to be erased has no key either. */
static int
restore_forget_erased(struct restore *r, struct store *store)
{
	struct store_rows rows;
	size_t size;
	int got, err = 0;
	store_ask_values(store, &rows, QUERY_REPORTS_ERASED, NULL, 0);
	while (err == 0 && (got = store_next(&rows)) != 0) {
		const void *pk = got < 0 ? NULL : store_blob(&rows, 0, &size);
		err = got < 0 ? got
		      : size == VAULT_PK_SIZE
			  ? vault_case_forget(r->keys, pk, r->order->now_s)
			  : 0;
	}
	store_done(&rows);
	return err == 0 ? vault_commit(r->keys) : err;
}

static int
restore_set(struct store *store, const char *name, int64_t value)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%" PRId64, value);
	return store_setting_set(store, name, text);
}

static int
restore_settings(struct restore *r, struct store *store)
{
	char what[150];
	(void)snprintf(what, sizeof(what),
	    "keys=%" PRIu64 " newest=%" PRIu64 " data=%" PRIu64 " at=%" PRId64
	    " withdrawn=%" PRId64,
	    r->generation, r->newest, r->head.generation, r->head.at_s,
	    r->withdrawn);
	int err = store_setting_set(store, BACKUP_RESTORE, what);
	if (err == 0) /* a file of keys of its own, as soon as it runs */
		err = restore_set(store, BACKUP_DUE, r->order->now_s);
	if (err == 0)
		err = store_setting_set(store, BACKUP_ALARM, "");
	if (err == 0)
		err = store_setting_set(store, BACKUP_PLACE, "");
	return err == 0 ? restore_set(store, BACKUP_NEWEST, (int64_t)r->newest)
			: err;
}

/* Since the copy an answer may have left, or she may have sent STOP. */
static int
restore_withdraw(struct restore *r, struct store *store)
{
	int err = store_run_values(store, QUERY_REPLY_WITHDRAW_ALL, NULL, 0);
	if (err == 0)
		r->withdrawn = store_changes(store);
	return err;
}

/* Nobody is written to because of what is long over; no day key is there, so
 * nobody's number is. */
static int
restore_settle(struct restore *r, struct store *store)
{
	int64_t now_s = r->order->now_s;
	int err = store_begin(store);
	if (err == 0)
		err = store_run(
		    store, QUERY_OUTBOX_SMS_LOST, SQL_NULL, SQL_INT(now_s));
	if (err == 0)
		err = store_run(store, QUERY_OUTBOX_SMS_DROP, SQL_INT(now_s));
	if (err == 0)
		err = restore_withdraw(r, store);
	if (err == 0)
		err = store_run_values(store, QUERY_TAKEN_FORGET_ALL, NULL, 0);
	if (err == 0)
		err = routes_forget_rows(store, RESTORE_EVER);
	if (err == 0)
		err = restore_forget_erased(r, store);
	if (err == 0)
		err = restore_settings(r, store);
	return err == 0 ? store_commit(store) : err;
}

static int
restore_is_of(struct restore *r, struct store *store)
{
	char hex[VAULT_GATEWAY_HEX], *is = NULL;
	vault_gateway(r->keys, hex);
	int err = store_setting_get(store, "gateway", &is);
	if (err == 0 && (is == NULL || strcmp(is, hex) != 0))
		err = restore_fail(r, -EINVAL,
		    "these files of keys and data are of two boxes");
	free(is);
	return err;
}

static int
restore_prepare_data(struct restore *r)
{
	struct store *store = NULL;
	int err = restore_open_data(r);
	if (err == 0)
		err = store_open(r->work, &store, r->why);
	if (err < 0)
		return err;
	err = restore_is_of(r, store);
	if (err == 0) {
		*r->why = "the restored data cannot be written";
		err = restore_settle(r, store);
	}
	store_close(store);
	return err;
}

/* --- into its place --- */

static const char *const restore_files[] = {"siaga.db", "siaga.db-wal",
    "siaga.db-shm", "keys.db", "keys.db-wal", "keys.db-shm"};
#define RESTORE_FILES (sizeof(restore_files) / sizeof(*restore_files))

static void
restore_clean(const char *state_dir)
{
	static const char *const others[] = {"lock", "machine.key"};
	char work[RESTORE_PATH - 64], path[RESTORE_PATH];
	(void)snprintf(work, sizeof(work), "%.1000s/" RESTORE_WORK, state_dir);
	for (size_t i = 0; i < RESTORE_FILES; i++)
		backup_wipe(work, restore_files[i]);
	for (size_t i = 0; i < 2; i++) {
		restore_path(path, work, others[i]);
		(void)unlink(path);
	}
	(void)rmdir(work);
}

static int
restore_sync(const char *dir, const char *name)
{
	char path[RESTORE_PATH];
	restore_path(path, dir, name);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = fsync(fd) < 0 ? -errno : 0;
	(void)close(fd);
	return err;
}

static int
restore_move(struct restore *r, const char *name)
{
	char from[RESTORE_PATH], to[RESTORE_PATH];
	restore_path(from, r->work, name);
	restore_path(to, r->order->state_dir, name);
	return rename(from, to) < 0 ? -errno : 0;
}

/* Its log is part of a database: all of it must be in the one file. */
static bool
restore_is_closed(const struct restore *r)
{
	return !restore_there(r->work, "siaga.db-wal") &&
	       !restore_there(r->work, "keys.db-wal");
}

static int
restore_install(struct restore *r)
{
	const char *dir = r->order->state_dir;
	*r->why = "state_dir cannot be written";
	if (!restore_is_closed(r))
		return -EIO;
	int err = restore_sync(r->work, "siaga.db");
	if (err == 0)
		err = restore_sync(r->work, "keys.db");
	if (err == 0)
		err = vault_mark(dir, RESTORE_MARK);
	if (err < 0)
		return err;
	for (size_t i = 0; i < RESTORE_FILES; i++)
		backup_wipe(dir, restore_files[i]);
	err = restore_move(r, "keys.db");
	if (err == 0)
		err = restore_move(r, "siaga.db");
	return err == 0 ? backup_sync_dir(dir) : err;
}

/* A first start's key of another keys.db opens nothing of this one; without a
 * machine key siagad would not start. */
static int
restore_finish(struct restore *r)
{
	char path[RESTORE_PATH];
	struct vault *v = NULL;
	const char *dir = r->order->state_dir;
	int err = vault_machine_make(dir, r->why);
	if (err == 0)
		err = vault_open_keys(dir, &v, r->why);
	if (err == 0)
		vault_first_file_remove(v);
	vault_close(v);
	if (err < 0)
		return err;
	restore_path(path, dir, RESTORE_MARK);
	*r->why = "state_dir cannot be written";
	if (unlink(path) < 0)
		return -errno;
	return backup_sync_dir(dir);
}

/* --- the whole of it --- */

static int
restore_begin(struct restore *r)
{
	const char *dir = r->order->state_dir;
	*r->why = "state_dir does not exist and cannot be made";
	(void)umask(0077);
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -errno;
	int err = store_lock_dir(dir, &r->lock, r->why);
	if (err < 0)
		return err;
	if ((restore_there(dir, "siaga.db") ||
		restore_there(dir, RESTORE_MARK)) &&
	    !r->order->force)
		return restore_fail(r, -EEXIST,
		    "there is a box in this state_dir already: all that it "
		    "holds would be replaced. If that is meant: --force");
	(void)snprintf(r->work, sizeof(r->work), "%.1000s/" RESTORE_WORK, dir);
	restore_clean(dir);
	*r->why = "state_dir cannot be written";
	return mkdir(r->work, 0700) < 0 ? -errno : 0;
}

static int
restore_prepare(struct restore *r)
{
	int err = restore_find(r);
	if (err == 0)
		err = restore_open_keys(r);
	if (err == 0)
		err = restore_open_old(r);
	if (err == 0)
		err = restore_read_head(r);
	if (err == 0)
		err = restore_judge(r);
	if (err == 0)
		err = restore_replay(r); /* before anything can open */
	if (err == 0)
		err = restore_identify(r);
	if (err == 0)
		err = restore_prepare_data(r);
	vault_session_end(r->session);
	vault_close(r->keys);
	vault_close(r->old);
	return err;
}

int
restore_run(const struct restore_order *order, const char **ret_why)
{
	struct restore r = {.order = order, .why = ret_why, .lock = -1};
	*ret_why = "libsodium does not start";
	if (sodium_init() < 0)
		return -EIO;
	int err = restore_begin(&r);
	if (err == 0)
		err = restore_prepare(&r);
	if (err == 0)
		err = restore_install(&r);
	if (err == 0)
		err = restore_finish(&r);
	if (err == 0)
		log_info("restored", LOG_I("keys", r.generation),
		    LOG_I("data", r.head.generation),
		    LOG_I("answers_withdrawn", r.withdrawn));
	if (r.work[0] != '\0')
		restore_clean(order->state_dir);
	if (r.lock >= 0)
		(void)close(r.lock);
	return err;
}

int
restore_left(const char *state_dir, const char **ret_why)
{
	if (restore_there(state_dir, RESTORE_MARK)) {
		*ret_why = "a restore was cut short here; run siaga restore "
			   "again, with --force";
		return -EPROTO;
	}
	restore_clean(state_dir);
	return 0;
}
