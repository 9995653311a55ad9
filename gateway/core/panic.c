/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The panic lock: the office is being searched, or somebody is forced. All
 * keys of people leave the memory, the days' keys are deleted, so that the
 * box no longer knows a number, and nothing that was to be sent to a reporter
 * is sent. Texts are taken, sealed and announced as before. It outlives a
 * restart; a supervisor ends it, or two sheets of the recovery key.
 *
 * An officer far from the box locks it by a text: one of the one-time codes
 * given before, from the officer's own number, and nothing else in it.
 */
#include "commands.h"

#include "../lib/log.h"

#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PANIC_SETTING   "panic_at"
#define PANIC_CODES     5
#define PANIC_CODE      8 /* characters, of design 4's alphabet */
#define PANIC_CODE_SIZE (PANIC_CODE + 2)

static const char panic_letters[] = "234679CDFGHJKMNPRTWX";

/* No answer of before leaves once the lock ends: after the texts are dropped,
 * which would let them wait on. */
static int
panic_withdraw(struct engine *e)
{
	return store_run_values(e->store, QUERY_REPLY_WITHDRAW_ALL, NULL, 0);
}

/* Everything that leads back to a number, as if its time were over. */
static int
panic_forget_numbers(struct engine *e)
{
	int err = lent_forget_all(e);
	if (err == 0)
		err = store_run(e->store, QUERY_PANIC_TEXTS, SQL_INT(e->now_s));
	if (err == 0)
		err = panic_withdraw(e);
	return err == 0 ? routes_forget_now(e) : err;
}

int
panic_check(struct engine *e)
{
	char when[24];
	if (!e->panic_due)
		return 0;
	(void)snprintf(when, sizeof(when), "%lld", (long long)e->now_s);
	e->turn.panicked = true;
	int err = turn_write(e);
	if (err == 0)
		err = store_setting_set(e->store, PANIC_SETTING, when);
	if (err == 0)
		err = panic_forget_numbers(e);
	return err == 0 ? webhook_alarm(e, "panic") : err;
}

void
panic_settle(struct engine *e, bool kept)
{
	if (kept && e->turn.panicked)
		e->panic_due = false;
}

void
panic_lock(struct engine *e, const char *by)
{
	/* Whatever fails at the turn's end: nobody reads on. */
	sessions_end_all(e);
	e->actor.session = NULL;
	e->actor.keys = NULL;
	e->locked = true;
	board_changed(e, BOARD_PANIC, 0);
	e->override.reply_id = 0;
	memset(e->exports, 0, sizeof(e->exports));
	e->panic_due = true;
	log_warn("panic.locked", LOG_S("by", by));
}

int
panic_read(struct engine *e)
{
	char *at = NULL;
	int err = store_setting_get(e->store, PANIC_SETTING, &at);
	e->locked = at != NULL && *at != '\0';
	free(at);
	return err;
}

int
command_panic(struct engine *e, json_t *args, struct command_answer *a)
{
	char by[VAULT_PERSON_SIZE];
	const char *named = command_str(args, "by");
	(void)snprintf(by, sizeof(by), "%s",
	    e->actor.name[0] != '\0' ? e->actor.name
	    : named != NULL          ? named
				     : "-");
	panic_lock(e, by);
	a->result = json_pack(
	    "{s:b, s:b}", "locked", 1, "kept", (int)!turn_read_only(e));
	return 0;
}

int
command_panic_finish(struct engine *e, json_t *args,
    const struct vault_stretch *key, struct command_answer *a)
{
	struct vault_session *keys = NULL;
	struct person p = {0};
	const char *person = command_str(args, "person");
	int err = vault_session_unlock(e->vault, person, key, &keys);
	vault_session_end(keys);
	if (err == 0)
		err = person_get(e, person, &p);
	if (err == 0)
		command_tried(e, person, a, COMMAND_TRY_RIGHT);
	if (err == -EACCES || (err == 0 && (p.role != COMMAND_SUPERVISOR ||
					       !person_serves(e, &p))))
		return command_fail(a, "forbidden",
		    "this takes a supervisor's passphrase, or siaga "
		    "--recovery panic end");
	return err == 0 ? command_panic_over(e, person, a) : err;
}

int
command_panic_over(
    struct engine *e, const char *person, struct command_answer *a)
{
	int err = turn_write(e);
	if (err == 0) /* what was in mid-send then, and failed */
		err = panic_withdraw(e);
	if (err == 0)
		err = store_run_values(
		    e->store, QUERY_OUTBOX_REPLY_PART, NULL, 0);
	if (err == 0)
		err = store_setting_set(e->store, PANIC_SETTING, "");
	if (err < 0)
		return err;
	e->locked = e->panic_due = false;
	board_changed(e, BOARD_PANIC, 0);
	log_warn("panic.ended", LOG_S("by", person));
	(void)snprintf(a->object, sizeof(a->object), "%s", person);
	a->result = json_pack("{s:b}", "locked", 0);
	return webhook_alarm(e, "panic_ended");
}

int
command_panic_end(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *person = command_str(args, "person");
	if (!e->locked)
		return command_fail(a, "state", "nothing is locked");
	if ((e->actor.role & (COMMAND_RECOVERY | COMMAND_FIRST)) != 0)
		return command_panic_over(e, e->actor.name, a);
	if (person == NULL || command_str(args, "passphrase") == NULL)
		return command_fail(
		    a, "bad_arguments", "expected the id of a supervisor");
	if (!command_may_try(e, person, a) || !command_has_room(e, person, a))
		return 0;
	/* until it is known: as for unlock */
	command_tried(e, person, a, COMMAND_TRY_BEGINS);
	return command_stretch(e, a, person, command_str(args, "passphrase"),
	    command_panic_finish);
}

/* --- codes --- */

static void
panic_draw(char ret_code[PANIC_CODE_SIZE])
{
	for (size_t i = 0; i < PANIC_CODE; i++)
		ret_code[i] =
		    panic_letters[vault_uniform(sizeof(panic_letters) - 1)];
	ret_code[PANIC_CODE] = '\0';
}

int
command_panic_codes(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p;
	char code[PANIC_CODE_SIZE];
	uint8_t hash[VAULT_LOOKUP_SIZE];
	int err = person_get(e, command_str(args, "person"), &p);
	if (err == -ENOENT || (err == 0 && !person_serves(e, &p)))
		return command_fail(a, "not_found", "there is no such person");
	if (err == 0 && p.number[0] == '\0')
		return command_fail(a, "no_number",
		    "this person has no number: siaga people add --number");
	if (err == 0 && e->actor.role == COMMAND_OFFICER &&
	    strcmp(e->actor.name, p.id) != 0)
		return command_fail(
		    a, "forbidden", "an officer makes codes for nobody else");
	json_t *codes = json_array();
	if (err == 0)
		err = store_run(
		    e->store, QUERY_PANIC_CODES_CLEAR, SQL_TEXT(p.id));
	for (int i = 0; err == 0 && i < PANIC_CODES; i++) {
		panic_draw(code);
		vault_code_hash(e->vault, p.id, code, hash);
		err = store_run(e->store, QUERY_PANIC_CODE_ADD, SQL_TEXT(p.id),
		    SQL_BLOB(hash, sizeof(hash)));
		(void)json_array_append_new(codes, json_string(code));
	}
	sodium_memzero(code, sizeof(code));
	a->result = json_pack("{s:s, s:o}", "person", p.id, "codes", codes);
	return err;
}

/* "kxf7 9htx" -> "KXF79HTX"; false: this text is no code. */
static bool
panic_read_code(const char *text, size_t size, char ret_code[PANIC_CODE_SIZE])
{
	size_t count = 0;
	for (size_t i = 0; i < size; i++) {
		char c = (char)toupper((unsigned char)text[i]);
		if (c == ' ' || c == '-' || c == '.')
			continue;
		if (c == '\0' || strchr(panic_letters, c) == NULL ||
		    count == PANIC_CODE)
			return false;
		ret_code[count++] = c;
	}
	ret_code[count] = '\0';
	return count == PANIC_CODE;
}

/* The next person after that id who has codes. */
static int
panic_next(struct engine *e, char id[VAULT_PERSON_SIZE])
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_PANIC_NEXT, SQL_TEXT(id));
	int got = store_next(&rows);
	if (got > 0)
		(void)snprintf(
		    id, VAULT_PERSON_SIZE, "%s", store_str(&rows, 0));
	store_done(&rows);
	return got;
}

/* Is that code of that person, and unused? */
static int
panic_has(struct engine *e, const char *id, const char *code,
    uint8_t ret_hash[VAULT_LOOKUP_SIZE])
{
	struct store_rows rows;
	vault_code_hash(e->vault, id, code, ret_hash);
	store_ask(e->store, &rows, QUERY_PANIC_CODE_GET, SQL_TEXT(id),
	    SQL_BLOB(ret_hash, VAULT_LOOKUP_SIZE));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

/* Whose code that is, if it came from their own number; 0: nobody's. */
static int
panic_find(struct engine *e, const char *number, const char *code,
    struct person *ret, uint8_t ret_hash[VAULT_LOOKUP_SIZE])
{
	char id[VAULT_PERSON_SIZE] = "";
	int got;
	while ((got = panic_next(e, id)) > 0) {
		got = panic_has(e, id, code, ret_hash);
		if (got < 0)
			return got;
		if (got > 0 && person_get(e, id, ret) == 0 &&
		    strcmp(ret->number, number) == 0 && person_serves(e, ret))
			return 1;
	}
	return got;
}

int
panic_text(struct engine *e, const struct told *t, bool *ret_taken)
{
	char code[PANIC_CODE_SIZE];
	uint8_t hash[VAULT_LOOKUP_SIZE];
	struct person p;
	*ret_taken = false;
	if (t->kind != GSM_SENDER_NUMBER || t->text == NULL ||
	    !panic_read_code(t->text, t->size, code))
		return 0;
	int got = panic_find(e, t->sender, code, &p, hash);
	sodium_memzero(code, sizeof(code));
	if (got <= 0)
		return got;
	*ret_taken = true;
	int err = store_run(e->store, QUERY_PANIC_CODE_USED, SQL_TEXT(p.id),
	    SQL_BLOB(hash, sizeof(hash)), SQL_INT(e->now_s));
	panic_lock(e, p.id);
	return err == 0 ? audit_add(e, p.id, "panic", "", "by text") : err;
}
