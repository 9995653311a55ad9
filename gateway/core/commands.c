/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Serves the command table (lib/command_table.c). Each answer is bounded: a
 * page of rows, and `next` for more, so that no question holds up a text.
 */
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	command_taker *take;
} commands_served[] = {
    {"status", command_status},
    {"report.list", command_report_list},
    {"report.queue", command_report_queue},
    {"report.show", command_report_show},
    {"report.note", command_report_note},
    {"report.preview", command_report_preview},
    {"report.handover", command_report_handover},
    {"session.show", command_session_show},
    {"token.add", command_token_add},
    {"token.list", command_token_list},
    {"token.remove", command_token_remove},
    {"report.find", command_report_find},
    {"totp.begin", command_totp_begin},
    {"totp.confirm", command_totp_confirm},
    {"totp.reset", command_totp_reset},
    {"modem.list", command_modem_list},
    {"health", command_health},
    {"metrics", command_metrics},
    {"report.take", command_report_take},
    {"report.urgency", command_report_urgency},
    {"report.reply", command_report_reply},
    {"report.override", command_report_override},
    {"report.confirm", command_report_confirm},
    {"report.release", command_report_release},
    {"report.erase", command_report_erase},
    {"report.join", command_report_join},
    {"report.close", command_report_close},
    {"report.assign", command_report_assign},
    {"report.reveal", command_report_reveal},
    {"report.same", command_report_same},
    {"report.receipt", command_report_receipt},
    {"report.export", command_report_export},
    {"unlock", command_unlock},
    {"lock", command_lock},
    {"people.list", command_people_list},
    {"people.add", command_people_add},
    {"people.remove", command_people_remove},
    {"people.ring", command_people_ring},
    {"key.init", command_key_init},
    {"key.officer", command_key_officer},
    {"key.rotate", command_key_rotate},
    {"key.revoke", command_key_revoke},
    {"key.recovery", command_key_recovery},
    {"key.list", command_key_list},
    {"alert.list", command_alert_list},
    {"alert.accept", command_alert_accept},
    {"alert.decline", command_alert_decline},
    {"alert.outcome", command_alert_outcome},
    {"report.exclude", command_report_exclude},
    {"people.kin", command_people_kin},
    {"drill", command_drill},
    {"panic", command_panic},
    {"panic.end", command_panic_end},
    {"panic.codes", command_panic_codes},
    {"audit.list", command_audit_list},
    {"audit.verify", command_audit_verify},
    {"dialogue", command_dialogue},
    {"outbox.list", command_outbox_list},
    {"outbox.replay", command_outbox_replay},
    {"webhook.list", command_webhook_list},
    {"doctor", command_doctor},
    {"import", command_import},
    {"import.add", command_import_add},
    {"import.faults", command_import_faults},
    {"duty", command_duty},
    {"village.list", command_village_list},
    {"village.show", command_village_show},
    {"privacy", command_privacy},
    {"backup", command_backup},
};

int
command_fail(struct command_answer *a, const char *error, const char *message)
{
	a->error = error;
	a->message = message;
	return 0;
}

int64_t
command_after(json_t *args)
{
	const char *after = json_string_value(json_object_get(args, "after"));
	int64_t id = after == NULL ? 0 : strtoll(after, NULL, 10);
	return id > 0 ? id : INT64_MAX;
}

const char *
command_str(json_t *args, const char *name)
{
	return json_string_value(json_object_get(args, name));
}

static command_taker *
command_function(const char *name)
{
	size_t count = sizeof(commands_served) / sizeof(*commands_served);
	for (size_t i = 0; i < count; i++)
		if (strcmp(commands_served[i].name, name) == 0)
			return commands_served[i].take;
	return NULL;
}

/* --- who may --- */

/* What a session may do that is to set up a second factor first. */
static bool
command_enrols(const char *name)
{
	static const char *const names[] = {
	    "totp.begin", "totp.confirm", "session.show", "lock", "health"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* What siaga-web may ask without a session. */
static bool
command_is_public(const char *name)
{
	return strcmp(name, "unlock") == 0 || strcmp(name, "health") == 0;
}

/* What a row asks of who gives it, or of the token that does. */
static bool
command_may_row(
    struct engine *e, const struct command_row *row, struct command_answer *a)
{
	if (command_is_public(row->name))
		return true;
	if (e->actor.scopes == 0)
		return command_may(e, row->roles, a);
	return actor_token_may(&e->actor, row->name) ||
	       command_fail(a, "forbidden",
		   "this token may not ask that; see siaga token") != 0;
}

bool
command_may(struct engine *e, unsigned roles, struct command_answer *a)
{
	const struct actor *actor = &e->actor;
	if (actor->web && roles == 0)
		roles = COMMAND_ANY_PERSON;
	if (e->locked && roles != 0)
		(void)command_fail(
		    a, "panic", "everything is locked; see siaga panic end");
	else if (roles == 0 || (!actor->web && !people_rule(e)) ||
		 (actor->role & roles) != 0)
		return true;
	else if (roles == COMMAND_FIRST)
		(void)command_fail(a, "forbidden",
		    "the first key is replaced already: siaga people add, "
		    "siaga key officer");
	else if (actor->role == 0)
		(void)command_fail(a, "locked",
		    actor->stale ? "your session is over; siaga unlock YOU"
				 : "this takes a session: siaga unlock YOU");
	else
		(void)command_fail(a, "forbidden",
		    "your role may not do this; see siaga people");
	return false;
}

/* The code, person or text that it was done to. */
static const char *
command_object(const struct command_answer *a, json_t *args)
{
	const char *code = command_str(args, "code");
	const char *person = command_str(args, "person");
	if (a->object[0] != '\0')
		return a->object;
	return code != NULL ? code : person != NULL ? person : "";
}

static int
command_audit(struct engine *e, const struct command_row *row, json_t *args,
    const struct command_answer *a)
{
	const char *by = command_str(args, "by");
	bool known = e->actor.name[0] != '\0';
	bool named = !known && by != NULL; /* a name that anybody may give */
	bool ruled = named && people_rule(e);
	const char *who = known ? e->actor.name : named && !ruled ? by : "-";
	char object[40], detail[sizeof(a->detail) + 40];
	if (!row->audited || a->error != NULL || a->later)
		return 0;
	(void)snprintf(detail, sizeof(detail), "%s%s%s%s", a->detail,
	    ruled && a->detail[0] != '\0' ? " " : "", ruled ? "by=" : "",
	    ruled ? by : "");
	(void)snprintf(object, sizeof(object), "%s", command_object(a, args));
	for (char *c = object; command_str(args, "code") != NULL && *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return audit_add(e, who, row->name, object, detail);
}

/* What an act that fails has written is undone, in both files. */
static int
command_save(struct engine *e, const struct command_row *row, bool *ret_saved)
{
	*ret_saved = false;
	if (!row->audited || turn_write(e) < 0)
		return 0;
	int err = store_save(e->store);
	if (err < 0)
		return err;
	err = vault_save(e->vault);
	if (err < 0)
		store_save_rollback(e->store);
	*ret_saved = err == 0;
	return err;
}

static int
command_keep(struct engine *e, bool good, int err)
{
	if (good)
		err = vault_save_release(e->vault);
	if (good && err == 0)
		err = store_save_release(e->store);
	if (good && err == 0)
		return 0;
	vault_save_rollback(e->vault);
	store_save_rollback(e->store);
	lent_settle(e, false);
	return err;
}

static void
command_run(struct engine *e, const struct command_row *row, json_t *args,
    struct command_answer *a)
{
	command_taker *take = row == NULL ? NULL : command_function(row->name);
	if (take == NULL) {
		(void)command_fail(
		    a, "unknown_command", "no such command; see siaga --help");
		return;
	}
	const char *wrong = command_args_wrong(row, args);
	if (wrong != NULL) {
		(void)command_fail(a, "bad_arguments", wrong);
		return;
	}
	bool saved = false;
	int err = 0;
	const struct session *s = e->actor.session;
	if (s != NULL && s->enrolling && !command_enrols(row->name)) {
		(void)command_fail(a, "enrol_needed",
		    "set up your second factor first: siaga totp begin");
		return;
	}
	if (command_may_row(e, row, a))
		err = command_save(e, row, &saved);
	if (err == 0 && a->error == NULL)
		err = take(e, args, a);
	if (err == 0)
		err = command_audit(e, row, args, a);
	if (saved)
		err = command_keep(e, err == 0 && a->error == NULL, err);
	if (err < 0 && a->error == NULL)
		(void)command_fail(
		    a, err == -ENOENT ? "not_found" : "failed", strerror(-err));
}

/* A backup's answer is one of an act, though its row is of none. */
static enum turn_kind
command_kind(const struct command_row *row)
{
	if (row != NULL && strcmp(row->name, "panic") == 0)
		return TURN_OF_PANIC;
	if (row == NULL || row->audited || strcmp(row->name, "backup") == 0)
		return row != NULL && strncmp(row->name, "key.", 4) == 0
			   ? TURN_OF_KEYS
			   : TURN_ACT;
	return TURN_READING;
}

static void
command_say(struct engine *e, const struct command_ticket *t,
    const struct command_answer *a)
{
	int64_t re = t->re;
	json_t *answer = json_pack("{s:s, s:I, s:s*, s:s*}", "f", "answer",
	    "re", (json_int_t)re, "error", a->error, "message", a->message);
	if (a->error == NULL && a->result != NULL)
		(void)json_object_set(answer, "result", a->result);
	if (a->error == NULL && a->next[0] != '\0')
		(void)json_object_set_new(answer, "next", json_string(a->next));
	json_decref(a->result);
	/* Rows are bounded, but a page of long texts may not fit a line. */
	size_t size = json_dumpb(answer, NULL, 0, JSON_COMPACT);
	if (size > WIRE_LINE_MAX) {
		json_decref(answer);
		answer = json_pack("{s:s, s:I, s:s, s:s}", "f", "answer", "re",
		    (json_int_t)re, "error", "too_long", "message",
		    "the answer does not fit a frame");
	}
	turn_answer_as(e, t->peer, re, answer, command_kind(t->row));
}

/* -EACCES: no such key. */
static int
command_identify(struct engine *e, struct command_answer *a)
{
	int err = actor_begin(e, a->ticket.as, &a->ticket.from, &e->actor);
	if (err == -EACCES)
		return command_fail(a, "bad_key",
		    "this key belongs to no officer of this gateway");
	return err;
}

static void
command_from_web(struct command_ticket *t, const struct peer *p, json_t *frame)
{
	const char *origin = wire_str(frame, "origin");
	const char *device = wire_str(frame, "device");
	t->from = (struct actor_from){p->id, wire_bool(frame, "quiet")};
	(void)snprintf(
	    t->origin, sizeof(t->origin), "%s", origin == NULL ? "" : origin);
	(void)snprintf(
	    t->device, sizeof(t->device), "%s", device == NULL ? "" : device);
}

int
command_frame(struct engine *e, struct peer *p, json_t *frame)
{
	struct command_answer a = {0};
	json_t *args = json_object_get(frame, "args");
	const struct command_row *row = command_find(wire_str(frame, "name"));
	a.ticket = (struct command_ticket){.peer = p->id,
	    .re = wire_int(frame, "id", 0),
	    .row = row,
	    .args = args,
	    .as = wire_str(frame, "as")};
	memcpy(a.ticket.origin, p->origin, sizeof(p->origin));
	if (p->role == WIRE_WEB)
		command_from_web(&a.ticket, p, frame);
	int err = command_identify(e, &a);
	if (err < 0)
		(void)command_fail(&a, "failed", strerror(-err));
	if (a.error == NULL)
		command_run(e, row, args, &a);
	actor_end(&e->actor);
	if (!a.later)
		command_say(e, &a.ticket, &a);
	return 0;
}

/* --- commands that are answered later --- */

struct command_later {
	struct command_ticket ticket; /* args and as are its own */
	char as[SESSION_TOKEN_SIZE * 2];
};

struct command_later *
command_later(struct command_answer *a)
{
	struct command_later *l = sodium_malloc(sizeof(*l));
	if (l == NULL)
		return NULL;
	memset(l, 0, sizeof(*l));
	l->ticket = a->ticket;
	l->ticket.args = json_deep_copy(a->ticket.args);
	(void)json_object_del(l->ticket.args, "passphrase");
	if (a->ticket.as != NULL) {
		(void)snprintf(l->as, sizeof(l->as), "%s", a->ticket.as);
		l->ticket.as = l->as;
	}
	a->later = true;
	return l;
}

void
command_later_drop(struct command_later *l)
{
	if (l != NULL)
		json_decref(l->ticket.args);
	sodium_free(l);
}

/* The same person again: a session may have ended meanwhile. */
void
command_later_end(struct engine *e, struct command_later *l,
    command_rest *finish, const void *with)
{
	struct command_answer a = {.ticket = l->ticket};
	const struct command_row *row = l->ticket.row;
	struct actor asking = e->actor; /* of a command that ran it at once */
	e->actor = (struct actor){0};
	int err = command_identify(e, &a);
	bool saved = false;
	if (err == 0 && a.error == NULL && command_may_row(e, row, &a))
		err = command_save(e, row, &saved);
	if (err == 0 && a.error == NULL)
		err = finish(e, l->ticket.args, with, &a);
	if (err == 0)
		err = command_audit(e, row, l->ticket.args, &a);
	if (saved)
		err = command_keep(e, err == 0 && a.error == NULL, err);
	if (err < 0 && a.error == NULL)
		(void)command_fail(&a, "failed", strerror(-err));
	actor_end(&e->actor);
	e->actor = asking;
	command_say(e, &l->ticket, &a);
	command_later_drop(l);
}

/* --- of these, the ones that wait for a passphrase to become a key --- */

struct command_job {
	struct engine_job job; /* first */
	struct command_later *later;
	command_finisher *finish;
	struct vault_stretch stretch;
};

static void
command_job_free(struct command_job *j)
{
	vault_stretch_end(&j->stretch);
	sodium_free(j);
}

/*
 * One after another: each takes 64 MiB, and where memory is not locked the
 * loop waits for its own while the kernel hands these out.
 */
static void
command_job_run(struct engine_job *job)
{
	static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
	BUG_IF(pthread_mutex_lock(&alone) != 0);
	vault_stretch(&((struct command_job *)job)->stretch);
	BUG_IF(pthread_mutex_unlock(&alone) != 0);
}

static void
command_job_drop(struct engine_job *job)
{
	struct command_job *j = (struct command_job *)job;
	command_later_drop(j->later);
	command_job_free(j);
}

static int
command_job_finish(
    struct engine *e, json_t *args, const void *with, struct command_answer *a)
{
	const struct command_job *j = with;
	/* A panic that came meanwhile: no key gets into memory after it. */
	if (e->locked && j->finish != command_panic_finish)
		return command_fail(
		    a, "panic", "everything is locked; see siaga panic end");
	return j->finish(e, args, &j->stretch, a);
}

static void
command_job_done(struct engine *e, struct engine_job *job)
{
	struct command_job *j = (struct command_job *)job;
	e->jobs--;
	command_later_end(e, j->later, command_job_finish, j);
	command_job_free(j);
}

static struct throttle_try
command_try_of(
    const struct engine *e, const char *person, const struct command_answer *a)
{
	bool device = vault_device_is(e->vault, person, a->ticket.device);
	return (struct throttle_try){.person = person,
	    .place = device ? a->ticket.device : a->ticket.origin,
	    .device = device,
	    .web = a->ticket.from.web_peer != 0,
	    .now_ms = e->now_ms};
}

bool
command_may_try(struct engine *e, const char *person, struct command_answer *a)
{
	struct throttle_try try = command_try_of(e, person, a);
	int64_t wait = throttle_wait_ms(&e->throttle, &try);
	if (wait == 0)
		return true;
	(void)snprintf(a->told, sizeof(a->told),
	    "too many wrong tries; wait %lld s, then try again",
	    (long long)(wait + 999) / 1000);
	return command_fail(a, "throttled", a->told) != 0;
}

void
command_tried(struct engine *e, const char *person,
    const struct command_answer *a, enum command_try what)
{
	struct throttle_try try = command_try_of(e, person, a);
	static void (*const does[])(
	    struct throttle *, const struct throttle_try *) = {
	    [COMMAND_TRY_BEGINS] = throttle_begin,
	    [COMMAND_TRY_RIGHT] = throttle_right,
	    [COMMAND_TRY_OPEN] = throttle_open};
	does[what](&e->throttle, &try);
}

static bool
command_is_busy(const struct engine *e, unsigned most, struct command_answer *a)
{
	if (e->jobs < most)
		return false;
	(void)command_fail(a, "busy", "others wait too; try again in a moment");
	return true;
}

bool
command_has_room(struct engine *e, const char *person, struct command_answer *a)
{
	struct throttle_try try = command_try_of(e, person, a);
	bool known = throttle_known(&e->throttle, &try);
	return !command_is_busy(
	    e, known ? COMMAND_JOBS_KNOWN : COMMAND_JOBS_MAX, a);
}

int
command_stretch(struct engine *e, struct command_answer *a, const char *person,
    const char *passphrase, command_finisher *finish)
{
	if (command_is_busy(e, COMMAND_JOBS_KNOWN, a))
		return 0;
	struct command_job *j = sodium_malloc(sizeof(*j));
	if (j == NULL)
		return -ENOMEM;
	memset(j, 0, sizeof(*j));
	j->job = (struct engine_job){
	    command_job_run, command_job_done, command_job_drop, NULL};
	j->finish = finish;
	vault_stretch_begin(e->vault, person, passphrase, &j->stretch);
	j->later = command_later(a);
	if (j->later == NULL) {
		command_job_free(j);
		return -ENOMEM;
	}
	e->jobs++;
	if (e->edge.work != NULL) {
		e->edge.work(e->edge.arg, &j->job);
	} else {
		j->job.run(&j->job);
		j->job.done(e, &j->job);
	}
	return 0;
}

void
engine_job_done(struct engine *e, struct engine_job *job)
{
	job->done(e, job);
}
