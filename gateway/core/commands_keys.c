/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga unlock, lock, key: who holds what opens the reports. A key is given
 * by somebody who opens what it is to open, or by two sheets of paper.
 */
#include "commands.h"

#include "../lib/log.h"
#include "../lib/shares.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* --- sessions --- */

static int
keys_refuse_try(struct engine *e, const char *person, struct command_answer *a)
{
	log_warn("unlock.refused", LOG_S("person", person));
	if (!turn_read_only(e)) {
		int err = audit_add(e, "-", "unlock.refused", person, "");
		if (err < 0)
			return err;
	}
	return command_fail(a, "bad_passphrase",
	    "no such person, or another passphrase; a forgotten one is "
	    "replaced by a supervisor: siaga key officer");
}

static int
keys_refuse_code(struct engine *e, const char *person, struct command_answer *a)
{
	int err = keys_refuse_try(e, person, a);
	return err < 0 ? err
		       : command_fail(a, "bad_code",
			     "this is not the code of this moment, or it was "
			     "used; is the phone's clock right?");
}

/* The passphrase was right, so the try was none that guesses. */
static int
keys_undecided(
    struct engine *e, const char *person, const struct command_answer *a)
{
	command_tried(e, person, a, COMMAND_TRY_OPEN);
	return 0;
}

/* One that it has already it keeps. */
static void
keys_name_device(
    struct engine *e, const struct session *s, struct command_answer *a)
{
	char device[VAULT_DEVICE_SIZE];
	if (s->web_peer == 0 ||
	    vault_device_is(e->vault, s->person, a->ticket.device))
		return;
	vault_device_draw(e->vault, s->person, device);
	(void)json_object_set_new(a->result, "device", json_string(device));
}

static int
keys_session_answer(
    struct engine *e, const struct session *s, struct command_answer *a)
{
	a->result = json_pack("{s:s, s:s, s:s, s:I}", "session", s->token,
	    "person", s->person, "role", role_name(s->role), "minutes",
	    (json_int_t)e->conf->siaga.lock_minutes);
	if (s->enrolling)
		(void)json_object_set_new(a->result, "enrolling", json_true());
	keys_name_device(e, s, a);
	int err = audit_add(e, s->person, "unlock", "", "");
	return turn_disk_full(e, err, "unlock") ? 0 : err;
}

/*
 * The person of that key. A key whose row is not there (its COMMIT failed
 * after that of the keys, or the data are older than the keys) still says
 * what it opens: without this nobody might be left to put the row right.
 */
static int
keys_person(struct engine *e, const char *id, struct person *ret)
{
	enum vault_reach reach;
	int err = person_get(e, id, ret);
	if (err != -ENOENT)
		return err;
	err = vault_person_reads(e->vault, id, &reach);
	if (err < 0)
		return err;
	*ret = (struct person){.added_at = e->now_s,
	    .role = reach == VAULT_SUPERVISOR ? COMMAND_SUPERVISOR
					      : COMMAND_OFFICER};
	(void)snprintf(ret->id, sizeof(ret->id), "%s", id);
	(void)snprintf(ret->name, sizeof(ret->name), "%s", id);
	log_warn("person.row_missing", LOG_S("person", id));
	err = person_put(e, ret);
	return turn_disk_full(e, err, "person") ? 0 : err;
}

static int
keys_unlock(struct engine *e, json_t *args, const struct vault_stretch *key,
    struct command_answer *a)
{
	struct vault_session *keys = NULL;
	struct person p;
	const char *person = command_str(args, "person");
	bool enrolling = false;
	int err = vault_session_unlock(e->vault, person, key, &keys);
	if (err == -EACCES)
		return keys_refuse_try(e, person, a);
	if (err == 0)
		err = keys_person(e, person, &p);
	if (err == 0 && !person_serves(e, &p))
		(void)command_fail(a, "not_serving",
		    "this person's time of office is over, or not yet begun");
	else if (err == 0)
		err = command_totp_unlock(e, args, a, &enrolling);
	if (err == -EACCES || a->error != NULL) {
		vault_session_end(keys);
		return err == -EACCES ? keys_refuse_code(e, person, a)
				      : keys_undecided(e, person, a);
	}
	if (err == 0)
		command_tried(e, person, a, COMMAND_TRY_RIGHT);
	int web = a->ticket.from.web_peer;
	if (web != 0 && peer_find(e, web) == NULL)
		err = -EPIPE; /* nobody would end it */
	struct session *s =
	    err == 0 ? session_new(e, keys, person, p.role, web) : NULL;
	if (s == NULL) {
		vault_session_end(keys);
		return err < 0 ? err
			       : command_fail(
				     a, "busy", "too many sessions; lock one");
	}
	s->enrolling = enrolling;
	return keys_session_answer(e, s, a);
}

int
command_unlock(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *person = command_str(args, "person");
	if (e->locked)
		return command_fail(
		    a, "panic", "everything is locked; see siaga panic end");
	if (!person_id_fits(person))
		return command_fail(
		    a, "bad_arguments", "expected your id: a-z 0-9 . _ -");
	if (!command_may_try(e, person, a) || !command_has_room(e, person, a))
		return 0;
	/* Wrong until it is known to be right: tries side by side count. */
	command_tried(e, person, a, COMMAND_TRY_BEGINS);
	return command_stretch(
	    e, a, person, command_str(args, "passphrase"), keys_unlock);
}

int
command_lock(struct engine *e, json_t *args, struct command_answer *a)
{
	(void)args;
	a->result = json_pack("{s:s}", "locked", e->actor.name);
	if (e->actor.session == NULL)
		return command_fail(a, "locked", "no session is open");
	session_end(e, e->actor.session);
	e->actor.session = NULL;
	e->actor.keys = NULL;
	return 0;
}

/* --- keys --- */

static bool
keys_passphrase_fits(json_t *args, struct command_answer *a)
{
	if (strlen(command_str(args, "passphrase")) >= VAULT_PASSPHRASE_MIN)
		return true;
	(void)command_fail(a, "bad_passphrase",
	    "a passphrase has 12 characters or more: some words that "
	    "nobody would guess together");
	return false;
}

static int
keys_counts_answer(struct engine *e, struct command_answer *a)
{
	struct vault_counts c;
	int err = vault_count(e->vault, &c);
	a->result = json_pack("{s:I, s:I, s:I, s:b, s:b}", "readers",
	    (json_int_t)c.readers, "supervisors", (json_int_t)c.supervisors,
	    "people", (json_int_t)c.logins, "recovery", (int)c.recovery,
	    "first_officer_key", (int)c.first);
	return err;
}

/* Who sees everything, or who sees who saw: the office hears of it. */
static int
keys_tell(struct engine *e, unsigned role)
{
	return (role & (COMMAND_SUPERVISOR | COMMAND_AUDITOR)) == 0
		   ? 0
		   : webhook_alarm(e, "new_supervisor_key");
}

static int
keys_init(struct engine *e, json_t *args, const struct vault_stretch *key,
    struct command_answer *a)
{
	const char *person = command_str(args, "person");
	const char *name = command_str(args, "name");
	struct person p;
	int err = person_get(e, person, &p);
	if (err == -ENOENT) { /* not in a roster yet */
		p = (struct person){.added_at = e->now_s};
		(void)snprintf(p.id, sizeof(p.id), "%s", person);
		(void)snprintf(p.name, sizeof(p.name), "%s", person);
		err = 0;
	}
	p.role = COMMAND_SUPERVISOR;
	p.removed_at = 0;
	if (name != NULL)
		(void)snprintf(p.name, sizeof(p.name), "%s", name);
	if (err == 0)
		err = person_put(e, &p);
	if (err == 0)
		err =
		    vault_person_make(e->vault, person, VAULT_SUPERVISOR, key);
	if (err == 0)
		err = vault_person_grant(e->vault, e->actor.keys, person);
	if (err == 0)
		err = vault_first_end(e->vault);
	if (err == 0)
		err = vault_epoch_end(e->vault, e->now_s, VAULT_EPOCH_REVOKE);
	if (err < 0)
		return err;
	e->flush_keys = true; /* and the file goes after the COMMIT */
	err = backup_readers_changed(e);
	if (err == 0)
		err = keys_tell(e, p.role);
	return err < 0 ? err : keys_counts_answer(e, a);
}

int
command_key_init(struct engine *e, json_t *args, struct command_answer *a)
{
	if (e->actor.role != COMMAND_FIRST)
		return command_fail(a, "bad_key",
		    "this takes --key-file first-officer.key of the state "
		    "directory; once it is replaced: siaga key officer");
	if (!person_id_fits(command_str(args, "person")))
		return command_fail(
		    a, "bad_arguments", "expected an id: a-z 0-9 . _ -");
	if (!keys_passphrase_fits(args, a))
		return 0;
	return command_stretch(
	    e, a, NULL, command_str(args, "passphrase"), keys_init);
}

static int
keys_officer(struct engine *e, json_t *args, const struct vault_stretch *key,
    struct command_answer *a)
{
	const char *person = command_str(args, "person");
	struct person p;
	int err = person_get(e, person, &p);
	if (err == 0)
		err = vault_person_make(
		    e->vault, person, role_reach(p.role), key);
	if (err == 0)
		err = vault_person_grant(e->vault, e->actor.keys, person);
	if (err == 0)
		err = backup_readers_changed(e);
	if (err == 0)
		err = keys_tell(e, p.role);
	if (err < 0)
		return err;
	sessions_end_of(e, person);
	e->flush_keys = true; /* an older key of that person's is gone */
	(void)snprintf(
	    a->detail, sizeof(a->detail), "role=%s", role_name(p.role));
	return keys_counts_answer(e, a);
}

int
command_key_officer(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p;
	int err = person_get(e, command_str(args, "person"), &p);
	if (err == -ENOENT || (err == 0 && p.removed_at != 0))
		return command_fail(a, "not_found",
		    "there is no such person yet: siaga people add");
	if (err == 0 && p.role == COMMAND_CADRE)
		return command_fail(
		    a, "forbidden", "a cadre opens no report and needs no key");
	if (err < 0)
		return err;
	if (e->actor.session != NULL && strcmp(e->actor.name, p.id) == 0)
		return command_fail(a, "forbidden",
		    "your own key is replaced by: siaga key rotate");
	if (e->actor.keys == NULL) /* nor anybody's before the first one's */
		return command_fail(a, "locked",
		    "a key is given by somebody who holds one: siaga key init "
		    "YOU --key-file first-officer.key");
	if (!keys_passphrase_fits(args, a))
		return 0;
	return command_stretch(
	    e, a, NULL, command_str(args, "passphrase"), keys_officer);
}

/* The old key opens it all once more, for the new one. */
static int
keys_rotate(struct engine *e, json_t *args, const struct vault_stretch *key,
    struct command_answer *a)
{
	struct person p;
	(void)args;
	int err = person_get(e, e->actor.name, &p);
	if (err == 0)
		err = vault_person_replace(
		    e->vault, e->actor.keys, role_reach(p.role), key);
	if (err == 0 && role_reach(p.role) != VAULT_LOGIN)
		err = vault_epoch_end(e->vault, e->now_s, VAULT_EPOCH_ROTATE);
	if (err == 0)
		err = backup_readers_changed(e);
	if (err < 0)
		return err;
	e->flush_keys = true;
	sessions_end_of(e, p.id);
	e->actor.session = NULL;
	e->actor.keys = NULL;
	(void)snprintf(a->object, sizeof(a->object), "%s", p.id);
	return keys_counts_answer(e, a);
}

int
command_key_rotate(struct engine *e, json_t *args, struct command_answer *a)
{
	if (e->actor.session == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (!keys_passphrase_fits(args, a))
		return 0;
	return command_stretch(
	    e, a, NULL, command_str(args, "passphrase"), keys_rotate);
}

static int
keys_last(struct command_answer *a)
{
	return command_fail(a, "last_key",
	    "this is the last key of its kind: without it some reports open "
	    "for nobody. Give another supervisor a key first");
}

/* Somebody must still be able to read, and to see everything. */
static int
keys_may_go(struct engine *e, const char *person, struct command_answer *a)
{
	struct vault_counts c;
	enum vault_reach reach;
	int err = vault_count(e->vault, &c);
	int reads = vault_person_reads(e->vault, person, &reach);
	if (err < 0 || (reads < 0 && reads != -ENOENT))
		return err < 0 ? err : reads;
	if (reads == 0 && !c.first &&
	    (c.readers < 2 || (reach == VAULT_SUPERVISOR && c.supervisors < 2)))
		return keys_last(a);
	return 0;
}

/* Of the others: who serves today and reads. */
static int
keys_serving(struct engine *e, const char *but, struct vault_counts *ret)
{
	struct store_rows rows;
	struct person p;
	enum vault_reach reach;
	int got, err = 0;
	*ret = (struct vault_counts){0};
	store_ask(e->store, &rows, QUERY_PERSON_PAGE, SQL_TEXT(""), SQL_INT(0),
	    SQL_INT(INT64_MAX));
	while ((got = store_next(&rows)) > 0 && err == 0) {
		err = person_from_row(e, &rows, &p);
		if (err < 0 || strcmp(p.id, but) == 0 || !person_serves(e, &p))
			continue;
		if (vault_person_reads(e->vault, p.id, &reach) < 0)
			continue;
		ret->readers++;
		ret->supervisors += reach == VAULT_SUPERVISOR;
	}
	store_done(&rows);
	return err < 0 ? err : got < 0 ? got : 0;
}

int
command_key_last(struct engine *e, const char *person, struct command_answer *a)
{
	struct vault_counts c, others = {0};
	enum vault_reach reach;
	int reads = vault_person_reads(e->vault, person, &reach);
	if (reads < 0)
		return reads == -ENOENT ? 0 : reads;
	int err = vault_count(e->vault, &c);
	if (err == 0)
		err = keys_serving(e, person, &others);
	if (err < 0 || c.first)
		return err;
	if (others.readers > 0 &&
	    (reach != VAULT_SUPERVISOR || others.supervisors > 0))
		return 0;
	return keys_last(a);
}

int
command_key_forget(
    struct engine *e, const char *person, struct command_answer *a)
{
	int err = keys_may_go(e, person, a);
	if (err < 0 || a->error != NULL)
		return err;
	enum vault_reach reach;
	bool read = vault_person_reads(e->vault, person, &reach) == 0;
	err = vault_person_forget(e->vault, person);
	if (err == 0 && read) /* who left may have kept the old one */
		err = vault_epoch_end(e->vault, e->now_s, VAULT_EPOCH_REVOKE);
	if (err == 0)
		err = backup_readers_changed(e);
	if (err == 0) /* and the tokens that she made */
		err = command_tokens_end(e, person);
	sessions_end_of(e, person);
	if (e->actor.session != NULL && strcmp(e->actor.name, person) == 0) {
		e->actor.session = NULL;
		e->actor.keys = NULL;
	}
	e->flush_keys = true;
	return err;
}

int
command_key_revoke(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *person = command_str(args, "person");
	if (!person_id_fits(person) || !vault_person_known(e->vault, person))
		return command_fail(a, "not_found", "this person holds no key");
	if (command_str(args, "reason") == NULL)
		return command_fail(a, "reason", "this takes a --reason");
	int err = command_key_forget(e, person, a);
	return err < 0 || a->error != NULL ? err : keys_counts_answer(e, a);
}

int
command_key_recovery(struct engine *e, json_t *args, struct command_answer *a)
{
	uint8_t pk[VAULT_PK_SIZE];
	if (e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (shares_public_parse(command_str(args, "public"), pk) < 0)
		return command_fail(a, "bad_arguments",
		    "this is not the line that siaga key paper printed; was a "
		    "letter mistyped?");
	int err = vault_recovery_set(e->vault, e->actor.keys, pk);
	if (err == 0)
		err = backup_readers_changed(e);
	if (err < 0)
		return err;
	e->flush_keys = true;
	return keys_counts_answer(e, a);
}

int
command_key_list(struct engine *e, json_t *args, struct command_answer *a)
{
	(void)args;
	return keys_counts_answer(e, a);
}
