/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When backups are made and what follows from them; see backup.h. */
#include "backup.h"

#include "../lib/log.h"
#include "backup_job.h"
#include "commands.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BACKUP_RETRY_S 60
#define BACKUP_LATE_S  3000 /* ten minutes before the hour is over */
#define BACKUP_HOUR_S  3600
#define BACKUP_AGAIN_S 86400 /* the office is told again */

/* What a turn may undo. */
struct backup_when {
	int64_t data_at_s, keys_at_s;
	int64_t due_since_s; /* the file of keys holds too much; 0: no */
	int64_t alarmed_s;
	int64_t stale;   /* the file of data is not for all who read now */
	uint64_t newest; /* generation of the newest file of keys */
};

struct backup {
	struct backup_when now, kept; /* kept: as of the last COMMIT */
	int64_t try_at_s;
	bool spare;       /* the newest number was given to no file */
	uint64_t changes; /* of what a file of keys may hold */
	struct backup_job *job;
	bool started, finished;
	struct command_later *asked; /* waits for its turn */
	char *asked_dir;             /* NULL: the configuration's */
	int error, logged;
	const char *cause;
	bool same_disk;
};

/* --- settings --- */

static int
backup_setting(struct engine *e, const char *name, int64_t *ret)
{
	char *text = NULL;
	int err = store_setting_get(e->store, name, &text);
	*ret = text == NULL ? 0 : strtoll(text, NULL, 10);
	free(text);
	return err;
}

static int
backup_set(struct engine *e, const char *name, int64_t value)
{
	char text[24] = "";
	if (value != 0)
		(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	return store_setting_set(e->store, name, text);
}

static int
backup_read_all(struct engine *e, struct backup_when *w)
{
	int64_t newest = 0;
	int err = backup_setting(e, BACKUP_DATA_AT, &w->data_at_s);
	if (err == 0)
		err = backup_setting(e, BACKUP_KEYS_AT, &w->keys_at_s);
	if (err == 0)
		err = backup_setting(e, BACKUP_DUE, &w->due_since_s);
	if (err == 0)
		err = backup_setting(e, BACKUP_ALARM, &w->alarmed_s);
	if (err == 0)
		err = backup_setting(e, BACKUP_STALE, &w->stale);
	if (err == 0)
		err = backup_setting(e, BACKUP_NEWEST, &newest);
	w->newest = (uint64_t)newest;
	return err;
}

/* --- start: what a restore left to do --- */

static int
backup_next_with_key(
    struct engine *e, int64_t after, int64_t *ret_id, bool *ret_erased)
{
	struct store_rows rows;
	size_t size;
	int got, err = 0;
	*ret_erased = false;
	store_ask(e->store, &rows, QUERY_REPORTS_WITH_KEYS, SQL_INT(after));
	while (err == 0 && !*ret_erased && (got = store_next(&rows)) != 0) {
		if (got < 0) {
			err = got;
			break;
		}
		*ret_id = store_int(&rows, 0);
		const void *pk = store_blob(&rows, 1, &size);
		if (size == VAULT_PK_SIZE)
			err = vault_case_is_erased(e->vault, pk, ret_erased);
	}
	store_done(&rows);
	return err;
}

/* What erase_case() does besides, of which nothing was kept. */
static int
backup_tell_erased(struct engine *e, const struct report *r)
{
	int err = backup_keys_changed(e);
	if (err == 0 && e->conf->backup.dir == NULL)
		err = store_run(e->store, QUERY_ERASE_DARK, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	return err == 0 ? webhook_event(e, "report.closed", r) : err;
}

/* Data older than an erasure: its key is gone, now its rows go again. by:
 * who; live: it is told as an erasure is. */
static int
backup_erase_again(struct engine *e, const char *by, bool live)
{
	struct report r;
	int64_t id = 0;
	bool erased = vault_erased_any(e->vault);
	int err = 0, count = 0;
	while (err == 0 && erased) {
		err = backup_next_with_key(e, id, &id, &erased);
		if (err < 0 || !erased)
			break;
		err = case_get(e, id, &r);
		if (err == 0)
			err = erase_rows(e, &r, by);
		if (err == 0 && live)
			err = backup_tell_erased(e, &r);
		count++;
	}
	if (count > 0)
		log_warn("backup.erased_again", LOG_I("reports", count),
		    LOG_S("cause", "these data are older than the erasure"));
	return err;
}

int
backup_replay(struct engine *e)
{
	int err = turn_write(e);
	return err == 0 ? backup_erase_again(e, "-", true) : err;
}

static int
backup_audit_restore(struct engine *e)
{
	char *what = NULL;
	int err = store_setting_get(e->store, BACKUP_RESTORE, &what);
	if (err == 0 && what != NULL && what[0] != '\0') {
		err = audit_add(e, "-", "restore", "", what);
		if (err == 0)
			err = store_setting_set(e->store, BACKUP_RESTORE, "");
	}
	free(what);
	return err;
}

int
backup_open(struct engine *e, const char **ret_why)
{
	struct backup *b = calloc(1, sizeof(*b));
	*ret_why = "the store cannot be written";
	if (b == NULL)
		return -ENOMEM;
	e->backup = b;
	backup_wipe(e->conf->siaga.state_dir, BACKUP_TEMPORARY);
	int err = backup_read_all(e, &b->now);
	if (err == 0)
		err = store_begin(e->store);
	if (err == 0)
		err = backup_erase_again(e, "restore", false);
	if (err == 0)
		err = backup_audit_restore(e);
	if (err == 0)
		err = store_commit(e->store);
	b->kept = b->now;
	b->try_at_s = e->now_s;
	return err;
}

/* A job that runs is freed by the loop, which drops it. */
void
backup_close(struct engine *e)
{
	struct backup *b = e->backup;
	if (b == NULL)
		return;
	if (b->job != NULL && (!b->started || b->finished)) {
		command_later_drop(b->job->later);
		backup_job_free(b->job);
	}
	command_later_drop(b->asked);
	free(b->asked_dir);
	free(b);
	e->backup = NULL;
}

void
backup_stop(struct engine *e)
{
	if (e->backup->job != NULL)
		atomic_store(&e->backup->job->stop, true);
}

/* --- what is due --- */

int
backup_keys_changed(struct engine *e)
{
	struct backup *b = e->backup;
	int err = turn_write(e);
	b->changes++;
	if (err < 0 || e->conf->backup.dir == NULL || b->now.due_since_s != 0)
		return err;
	b->now.due_since_s = e->now_s;
	b->try_at_s = e->now_s;
	return backup_set(e, BACKUP_DUE, e->now_s);
}

int
backup_readers_changed(struct engine *e)
{
	int err = backup_keys_changed(e);
	if (err < 0 || e->conf->backup.dir == NULL)
		return err;
	e->backup->now.stale = e->now_s;
	return backup_set(e, BACKUP_STALE, e->now_s);
}

/* When the office is to be told that it takes too long. */
static int64_t
backup_alarm_s(const struct engine *e)
{
	const struct backup_when *w = &e->backup->now;
	if (w->due_since_s == 0)
		return INT64_MAX;
	return w->alarmed_s == 0 ? w->due_since_s + BACKUP_LATE_S
				 : w->alarmed_s + BACKUP_AGAIN_S;
}

/* An erasure that is not complete is not silent either. */
static int
backup_alarm(struct engine *e)
{
	struct backup *b = e->backup;
	if (e->now_s < backup_alarm_s(e))
		return 0;
	int err = turn_write(e);
	if (err == 0)
		err = webhook_alarm(e, "keys_backup");
	if (err == 0)
		err = store_run(
		    e->store, QUERY_ERASE_DARK_LATE, SQL_INT(e->now_s));
	if (err == 0)
		err = backup_set(e, BACKUP_ALARM, e->now_s);
	b->now.alarmed_s = e->now_s;
	log_error("backup.late", LOG_S("file", "keys"),
	    LOG_S("effect", "erasures are incomplete"),
	    LOG_S("remedy", "siaga doctor"));
	return err;
}

/* When the next copy of the data is due by itself; a clock that was ahead
 * does not put it off. */
static int64_t
backup_data_due_s(const struct engine *e)
{
	const struct backup *b = e->backup;
	if (e->conf->backup.dir == NULL || !e->time.trusted)
		return INT64_MAX;
	if (b->now.data_at_s == 0 || b->now.data_at_s > e->now_s ||
	    b->now.stale != 0)
		return e->now_s;
	return b->now.data_at_s + e->conf->backup.hours * BACKUP_HOUR_S;
}

static int64_t
backup_due_s(const struct engine *e)
{
	const struct backup *b = e->backup;
	int64_t due = backup_data_due_s(e);
	if (b->asked != NULL)
		return b->try_at_s;
	if (e->conf->backup.dir == NULL)
		return INT64_MAX;
	if (b->now.due_since_s != 0 && b->now.due_since_s < due)
		due = b->now.due_since_s;
	return due < b->try_at_s ? b->try_at_s : due;
}

int64_t
backup_due_ms(const struct engine *e)
{
	const struct backup *b = e->backup;
	if (turn_read_only(e) || e->stopping)
		return INT64_MAX;
	if (b->finished)
		return e->now_ms;
	int64_t due = b->job == NULL ? backup_due_s(e) : INT64_MAX;
	if (backup_alarm_s(e) < due)
		due = backup_alarm_s(e);
	if (due == INT64_MAX)
		return due;
	return due <= e->now_s ? e->now_ms + 1000
			       : e->now_ms + (due - e->now_s) * 1000;
}

/* --- deciding --- */

/* The number is durable with this turn, before any file can have it. */
static int
backup_number(struct engine *e, uint64_t *ret)
{
	struct backup *b = e->backup;
	int err = vault_generation(e->vault, ret);
	if (err < 0 || b->spare)
		return err;
	(*ret)++;
	err = vault_generation_set(e->vault, *ret);
	b->spare = err == 0;
	return err;
}

/* Where a file of keys was written, there one must lie: an empty folder under
 * a stick that is pulled out is none. Who asks for a backup knows better. */
static int
backup_replaces(struct engine *e, bool *ret)
{
	char *place = NULL;
	int err = store_setting_get(e->store, BACKUP_PLACE, &place);
	*ret = place != NULL && strcmp(place, e->conf->backup.dir) == 0;
	free(place);
	return err;
}

static void backup_job_done(struct engine *, struct engine_job *);
static void backup_job_drop(struct engine_job *);

static struct backup_job *
backup_job_new(struct engine *e, const char *dir)
{
	char hex[VAULT_GATEWAY_HEX];
	struct backup_job *j = calloc(1, sizeof(*j));
	if (j == NULL)
		return NULL;
	j->job = (struct engine_job){
	    backup_job_run, backup_job_done, backup_job_drop, NULL};
	j->state_dir = strdup(e->conf->siaga.state_dir);
	j->dir = strdup(dir);
	vault_gateway(e->vault, hex);
	(void)sodium_hex2bin(j->head.gateway, BACKUP_GATEWAY_SIZE, hex,
	    strlen(hex), NULL, NULL, NULL);
	j->head.at_s = e->now_s;
	j->changes = e->backup->changes;
	if (j->state_dir != NULL && j->dir != NULL)
		return j;
	backup_job_free(j);
	return NULL;
}

static int
backup_fill_job(struct engine *e, struct backup_job *j)
{
	const char *conf_dir = e->conf->backup.dir;
	struct backup *b = e->backup;
	int err = turn_write(e);
	if (err == 0)
		err = backup_number(e, &j->head.generation);
	if (err == 0)
		err = vault_readers(e->vault, &j->reader_pks, &j->reader_count);
	j->managed = conf_dir != NULL && strcmp(conf_dir, j->dir) == 0;
	j->keep = j->managed ? e->conf->backup.keep : 0;
	j->data = b->asked != NULL || e->now_s >= backup_data_due_s(e);
	if (err == 0 && j->managed && b->asked == NULL)
		err = backup_replaces(e, &j->replaces);
	return err;
}

static int
backup_begin(struct engine *e)
{
	struct backup *b = e->backup;
	b->try_at_s = e->now_s + BACKUP_RETRY_S;
	struct backup_job *j = backup_job_new(
	    e, b->asked_dir != NULL ? b->asked_dir : e->conf->backup.dir);
	int err = j == NULL ? -ENOMEM : backup_fill_job(e, j);
	if (err < 0) {
		backup_job_free(j);
		return err;
	}
	j->later = b->asked;
	b->asked = NULL;
	free(b->asked_dir);
	b->asked_dir = NULL;
	b->job = j;
	b->started = b->finished = false;
	return 0;
}

static int backup_finish(struct engine *e);

/* A clock that was ahead puts nothing off. */
static void
backup_set_back(struct engine *e)
{
	struct backup *b = e->backup;
	if (b->try_at_s > e->now_s + BACKUP_RETRY_S)
		b->try_at_s = e->now_s;
	if (b->now.due_since_s > e->now_s)
		b->now.due_since_s = e->now_s;
}

int
backup_check(struct engine *e)
{
	struct backup *b = e->backup;
	backup_set_back(e);
	int err = b->finished ? backup_finish(e) : 0;
	if (err == 0)
		err = backup_alarm(e);
	if (err < 0 || b->job != NULL || e->stopping)
		return err;
	return e->now_s < backup_due_s(e) ? 0 : backup_begin(e);
}

void
backup_go(struct engine *e, bool kept)
{
	struct backup *b = e->backup;
	if (kept)
		b->kept = b->now;
	else
		b->now = b->kept;
	if (b->job == NULL || b->started)
		return;
	if (!kept) { /* nor is its number */
		b->spare = false;
		if (b->job->later != NULL)
			b->asked_dir = strdup(b->job->dir);
		b->asked = b->job->later;
		backup_job_free(b->job);
		b->job = NULL;
		return;
	}
	b->started = true;
	if (e->edge.work != NULL) {
		e->edge.work(e->edge.arg, &b->job->job);
		return;
	}
	b->job->job.run(&b->job->job);
	b->finished = true; /* the rest is the next turn's */
}

bool
backup_reads(const struct engine *e)
{
	const struct backup *b = e->backup;
	return b->job != NULL && b->started && !b->finished;
}

/* --- what became of it --- */

/* A copy elsewhere has a newer number than the managed file, which would be
 * refused by a restore: that gets a newer one still. */
static int
backup_keys_passed(struct engine *e)
{
	struct backup *b = e->backup;
	if (e->conf->backup.dir == NULL || b->now.due_since_s != 0)
		return 0;
	b->now.due_since_s = b->try_at_s = e->now_s;
	return backup_set(e, BACKUP_DUE, e->now_s);
}

/* Every file of keys in the folder is of this generation now. */
static int
backup_keys_done(struct engine *e, const struct backup_job *j)
{
	struct backup *b = e->backup;
	b->now.keys_at_s = j->head.at_s;
	b->now.newest = j->head.generation;
	int err = backup_set(e, BACKUP_KEYS_AT, j->head.at_s);
	if (err == 0)
		err = backup_set(e, BACKUP_NEWEST, (int64_t)j->head.generation);
	if (err < 0 || !j->managed)
		return err < 0 ? err : backup_keys_passed(e);
	err = store_setting_set(e->store, BACKUP_PLACE, j->dir);
	if (err < 0 || j->changes != b->changes) {
		b->try_at_s = e->now_s; /* something was erased meanwhile */
		return err;
	}
	b->now.due_since_s = b->now.alarmed_s = 0;
	err = store_run(e->store, QUERY_ERASE_DARK_ALL, SQL_INT(e->now_s));
	if (err == 0)
		err = backup_set(e, BACKUP_DUE, 0);
	return err < 0 ? err : backup_set(e, BACKUP_ALARM, 0);
}

static int
backup_data_done(struct engine *e, const struct backup_job *j)
{
	struct backup *b = e->backup;
	if (!j->managed) /* it is somebody's own, and puts ours off by nothing
			  */
		return 0;
	int err = backup_set(e, BACKUP_DATA_AT, j->head.at_s);
	b->now.data_at_s = j->head.at_s;
	if (err < 0 || j->changes != b->changes)
		return err;
	b->now.stale = 0;
	return backup_set(e, BACKUP_STALE, 0);
}

static void
backup_note(struct engine *e, const struct backup_job *j)
{
	struct backup *b = e->backup;
	const struct backup_result *bad =
	    j->of_keys.err < 0 ? &j->of_keys : &j->of_data;
	b->error = bad->err;
	b->cause = bad->err < 0 ? bad->cause : NULL;
	b->same_disk = j->same_disk;
	if (bad->err < 0 && b->error != b->logged)
		log_error("backup.failed", LOG_S("cause", bad->cause),
		    LOG_S("error", strerror(-bad->err)),
		    LOG_S("remedy", "siaga doctor; it is tried every minute"));
	if (bad->err == 0)
		log_info("backup.made", LOG_I("generation", j->head.generation),
		    LOG_S("what", j->data ? "data and keys" : "keys"));
	b->logged = b->error;
}

static int
backup_finish(struct engine *e)
{
	struct backup *b = e->backup;
	struct backup_job *j = b->job;
	int err = turn_write(e);
	if (err == 0 && j->of_keys.err == 0)
		err = backup_keys_done(e, j);
	if (err == 0 && j->data && j->of_data.err == 0)
		err = backup_data_done(e, j);
	b->spare &= !j->named;
	if (j->managed && j->of_data.err != -ECANCELED)
		backup_note(e, j);
	if (j->later != NULL)
		command_backup_end(e, j->later, j);
	backup_job_free(j);
	b->job = NULL;
	b->finished = false;
	return err;
}

static void
backup_job_done(struct engine *e, struct engine_job *job)
{
	(void)job;                  /* e->backup->job: there is one at a time */
	e->backup->finished = true; /* backup_check() of this turn goes on */
}

static void
backup_job_drop(struct engine_job *job)
{
	struct backup_job *j = (struct backup_job *)job;
	command_later_drop(j->later);
	backup_job_free(j);
}

/* --- for commands --- */

int
backup_ask(struct engine *e, const char *dir, struct command_later *later)
{
	struct backup *b = e->backup;
	if (b->asked != NULL)
		return -EBUSY;
	b->asked_dir = dir == NULL ? NULL : strdup(dir);
	if (dir != NULL && b->asked_dir == NULL)
		return -ENOMEM;
	b->asked = later;
	b->try_at_s = e->now_s;
	return 0;
}

void
backup_state(struct engine *e, struct backup_state *ret)
{
	const struct backup *b = e->backup;
	*ret = (struct backup_state){.data_at_s = b->now.data_at_s,
	    .keys_at_s = b->now.keys_at_s,
	    .due_since_s = b->now.due_since_s,
	    .late = b->now.due_since_s != 0 &&
		    e->now_s >= b->now.due_since_s + BACKUP_LATE_S,
	    .cause = b->cause,
	    .error = b->error,
	    .same_disk = b->same_disk};
}

uint64_t
backup_generation(const struct engine *e)
{
	return e->backup->now.newest;
}
