/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga backup, and what siaga doctor says of backups. */
#include "backup.h"
#include "backup_job.h"
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static json_t *
backup_file_row(const struct backup_result *r)
{
	return json_pack(
	    "{s:s, s:I}", "file", r->name, "bytes", (json_int_t)r->size);
}

static int
backup_answer(
    struct engine *e, json_t *args, const void *with, struct command_answer *a)
{
	const struct backup_job *j = with;
	const struct backup_result *bad =
	    j->of_keys.err < 0 ? &j->of_keys : &j->of_data;
	(void)args;
	if (e->backup == NULL || bad->err < 0)
		return command_fail(a, "backup", bad->cause);
	a->result = json_pack("{s:s, s:I, s:o, s:o, s:o, s:b}", "folder",
	    j->dir, "generation", (json_int_t)j->head.generation, "at",
	    command_time(j->head.at_s), "data", backup_file_row(&j->of_data),
	    "keys", backup_file_row(&j->of_keys), "managed", (int)j->managed);
	(void)snprintf(a->detail, sizeof(a->detail),
	    "generation=%" PRIu64 " managed=%s", j->head.generation,
	    j->managed ? "yes" : "no");
	return 0;
}

void
command_backup_end(
    struct engine *e, struct command_later *later, const struct backup_job *j)
{
	command_later_end(e, later, backup_answer, j);
}

/* A script may ask for the configuration's copy; a copy elsewhere takes a
 * person, for it outlives erasures. */
static int
backup_may(struct engine *e, const char *to, struct command_answer *a)
{
	if (to == NULL || !people_rule(e))
		return 0;
	if (e->locked)
		return command_fail(
		    a, "panic", "everything is locked; see siaga panic end");
	if ((e->actor.role & COMMAND_STAFFING) == 0)
		return command_fail(a, "forbidden",
		    "--to takes a supervisor or an administrator: siaga unlock "
		    "YOU");
	return 0;
}

int
command_backup(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *to = command_str(args, "to");
	(void)backup_may(e, to, a);
	if (a->error != NULL)
		return 0;
	if (to == NULL && e->conf->backup.dir == NULL)
		return command_fail(a, "no_folder",
		    "siaga.conf has no [backup] dir: give --to DIR");
	if (to != NULL && to[0] != '/')
		return command_fail(
		    a, "bad_arguments", "expected a folder from / on");
	if (turn_read_only(e))
		return command_fail(
		    a, "read_only", "the store is read-only; see the log");
	struct command_later *later = command_later(a);
	int err = later == NULL ? -ENOMEM : backup_ask(e, to, later);
	if (err < 0) {
		command_later_drop(later);
		a->later = false;
	}
	return err == -EBUSY ? command_fail(a, "busy",
				   "somebody else waits for a backup; try "
				   "again")
			     : err;
}

/* --- doctor --- */

static void
backup_say(
    json_t *findings, const char *level, const char *what, const char *remedy)
{
	(void)json_array_append_new(
	    findings, json_pack("{s:s, s:s, s:s}", "level", level, "what", what,
			  "remedy", remedy));
}

static const char *
backup_remedy(int error)
{
	switch (error) {
	case -ENOENT:
		return "put back the disk or stick on which the file of keys "
		       "lies; if another one is to be used from now on: siaga "
		       "backup, and destroy the old file of keys";
	case -ENOSPC:
		return "make room, or set [backup] keep lower";
	case -EROFS:
	case -EACCES:
	case -EPERM:
		return "let siagad write there: owner of the folder, mount "
		       "options, ReadWritePaths= of its unit";
	case -EBADMSG:
		return "siaga.db is damaged: check the disk, keep a copy, "
		       "restore the newest backup";
	default:
		return "check the disk and the log";
	}
}

static int
backup_count_incomplete(struct engine *e, int64_t *ret)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_ERASE_INCOMPLETE, NULL, 0);
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
backup_say_incomplete(
    struct engine *e, const struct backup_state *s, json_t *findings)
{
	char what[160];
	int64_t count;
	int err = backup_count_incomplete(e, &count);
	if (err < 0 || (count == 0 && s->due_since_s == 0))
		return err;
	(void)snprintf(what, sizeof(what),
	    "%" PRId64 " erasures are incomplete: the file of keys in the "
	    "folder of backups still opens them",
	    count);
	const char *remedy = e->conf->backup.dir == NULL
				 ? "set [backup] dir again, or destroy that "
				   "file"
			     : s->error < 0 ? backup_remedy(s->error)
					    : "it is written anew within the "
					      "minute";
	backup_say(findings, s->late || count > 0 ? "error" : "warning",
	    count > 0 ? what : "the file of keys is to be written anew",
	    remedy);
	return 0;
}

/* Under a machine key that is no more: a box restored without its own. */
static int
backup_say_unreadable(struct engine *e, json_t *findings)
{
	struct store_rows rows;
	struct person p;
	char what[160];
	int64_t count = 0;
	int got, err = 0;
	store_ask(e->store, &rows, QUERY_PERSON_PAGE, SQL_TEXT(""), SQL_INT(0),
	    SQL_INT(INT64_MAX));
	while (err == 0 && (got = store_next(&rows)) > 0) {
		err = person_from_row(e, &rows, &p);
		count += err == 0 && p.unreadable;
	}
	store_done(&rows);
	(void)snprintf(what, sizeof(what),
	    "names and numbers of %" PRId64 " people do not open: they are "
	    "under another machine key",
	    count);
	if (count > 0)
		backup_say(findings, "error", what,
		    "enter them again, siaga people add ID --name --number; "
		    "and set safe words again, siaga report confirm: they do "
		    "not match either");
	return err;
}

int
command_backup_doctor(struct engine *e, json_t *findings)
{
	struct backup_state s;
	char what[160];
	backup_state(e, &s);
	if (e->conf->backup.dir == NULL)
		backup_say(findings, "warning", "no backup is made",
		    "set [backup] dir in siaga.conf");
	if (s.error < 0) {
		(void)snprintf(what, sizeof(what),
		    "the newest backup failed: %s (%s)", s.cause,
		    strerror(-s.error));
		backup_say(findings, "error", what, backup_remedy(s.error));
	}
	if (s.same_disk)
		backup_say(findings, "warning",
		    "backups lie on the disk that they are to save",
		    "set [backup] dir to a folder on another disk or stick");
	int err = backup_say_unreadable(e, findings);
	return err < 0 ? err : backup_say_incomplete(e, &s, findings);
}
