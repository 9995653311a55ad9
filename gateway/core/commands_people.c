/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga people: who is who. Names are shown to people of the office. */
#include "commands.h"

#include "../lib/gsm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PEOPLE_VILLAGES_MAX 12 /* named of each person */

/* Codes, or "*"; after a few the rest is counted. */
static json_t *
people_villages(struct engine *e, const struct person *p)
{
	struct store_rows rows;
	json_t *codes = json_array();
	int more = 0;
	if (p->everywhere)
		(void)json_array_append_new(codes, json_string("*"));
	store_ask(e->store, &rows, QUERY_VILLAGE_OF_PERSON, SQL_TEXT(p->id));
	while (store_next(&rows) > 0) {
		if (json_array_size(codes) < PEOPLE_VILLAGES_MAX)
			(void)json_array_append_new(
			    codes, json_string(store_str(&rows, 0)));
		else
			more++;
	}
	store_done(&rows);
	char text[32];
	(void)snprintf(text, sizeof(text), "and %d more", more);
	if (more > 0)
		(void)json_array_append_new(codes, json_string(text));
	return codes;
}

/* Open cases: accepted, and no outcome yet. */
static json_t *
people_cases(struct engine *e, const struct person *p)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_WATCH_LOAD_OF, SQL_TEXT(p->id));
	json_int_t count = store_next(&rows) > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return json_integer(count);
}

static json_t *
people_row(struct engine *e, const struct person *p)
{
	json_t *row = json_pack("{s:s, s:s, s:b, s:b, s:s, s:s, s:o}", "id",
	    p->id, "role", role_name(p->role), "key",
	    (int)vault_person_known(e->vault, p->id), "serves",
	    (int)person_serves(e, p), "from", p->from_day, "to", p->to_day,
	    "removed_at", command_time(p->removed_at));
	if (e->actor.role != 0 || !people_rule(e))
		(void)json_object_set_new(row, "name", json_string(p->name));
	(void)json_object_set_new(
	    row, "number", json_boolean(p->number[0] != '\0'));
	(void)json_object_set_new(row, "channels",
	    json_string(p->channels[0] == '\0' ? "sms" : p->channels));
	(void)json_object_set_new(row, "villages", people_villages(e, p));
	(void)json_object_set_new(row, "cases", people_cases(e, p));
	if (p->unreadable)
		(void)json_object_set_new(row, "unreadable", json_true());
	return row;
}

int
command_people_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	struct person p;
	const char *after = command_str(args, "after");
	int count = 0, got, err = 0;
	a->result = json_array();
	store_ask(e->store, &rows, QUERY_PERSON_PAGE,
	    SQL_TEXT(after == NULL ? "" : after),
	    SQL_INT(json_is_true(json_object_get(args, "all"))),
	    SQL_INT(COMMAND_PAGE_MAX));
	while ((got = store_next(&rows)) > 0 && err == 0) {
		err = person_from_row(e, &rows, &p);
		if (err == 0)
			(void)json_array_append_new(
			    a->result, people_row(e, &p));
		count++;
	}
	store_done(&rows);
	if (count == COMMAND_PAGE_MAX)
		(void)snprintf(a->next, sizeof(a->next), "%s", p.id);
	return err < 0 ? err : got;
}

/* "2026-11-21" */
static bool
people_is_date(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	if (strlen(text) != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9'
				   : text[i] != '-')
			return false;
	int month = (text[5] - '0') * 10 + text[6] - '0';
	int day = (text[8] - '0') * 10 + text[9] - '0';
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool
people_take_number(struct engine *e, const char *text, struct person *p)
{
	return gsm_number_normalize(text, e->conf->siaga.country, p->number) ==
	       0;
}

/* What args say, over what is known; false: the error is set. */
static bool
people_take(
    struct engine *e, json_t *args, struct person *p, struct command_answer *a)
{
	const char *role = command_str(args, "role");
	const char *name = command_str(args, "name");
	const char *number = command_str(args, "number");
	const char *from = command_str(args, "from");
	const char *to = command_str(args, "to");
	const char *wrong = NULL;
	if (role != NULL)
		p->role = role_of_name(role);
	if (p->role == 0)
		wrong = "expected --role officer, supervisor, coordinator, "
			"administrator or auditor";
	if ((from != NULL && !people_is_date(from)) ||
	    (to != NULL && !people_is_date(to)))
		wrong = "expected a date such as 2026-11-21";
	if (number != NULL && !people_take_number(e, number, p))
		wrong = "expected a number such as +6281234567890";
	if (wrong != NULL)
		return command_fail(a, "bad_arguments", wrong) != 0;
	if (name != NULL)
		(void)snprintf(p->name, sizeof(p->name), "%s", name);
	if (from != NULL)
		(void)snprintf(p->from_day, sizeof(p->from_day), "%s", from);
	if (to != NULL)
		(void)snprintf(p->to_day, sizeof(p->to_day), "%s", to);
	return true;
}

/* Other dates leave somebody who serves now and reads what this one reads. */
static int
people_may_end(struct engine *e, const struct person *before,
    const struct person *p, struct command_answer *a)
{
	if (before->id[0] == '\0' || !person_serves(e, before) ||
	    person_serves(e, p))
		return 0;
	return command_key_last(e, p->id, a);
}

int
command_people_add(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p;
	const char *id = command_str(args, "person");
	if (!person_id_fits(id))
		return command_fail(
		    a, "bad_arguments", "expected an id: a-z 0-9 . _ -");
	int err = person_get(e, id, &p);
	struct person old = {0};
	if (err == 0)
		old = p;
	unsigned before = old.role;
	if (err == -ENOENT) {
		p = (struct person){.added_at = e->now_s};
		(void)snprintf(p.id, sizeof(p.id), "%s", id);
		(void)snprintf(p.name, sizeof(p.name), "%s", id);
		err = 0;
	}
	p.removed_at = 0;
	if (err < 0 || !people_take(e, args, &p, a))
		return err;
	if (before != 0 && before != p.role && vault_person_known(e->vault, id))
		return command_fail(a, "has_key",
		    "a key is made for its role: siaga key revoke first, then "
		    "give the role and a new key");
	err = people_may_end(e, &old, &p, a);
	if (err < 0 || a->error != NULL)
		return err;
	err = person_put(e, &p);
	(void)snprintf(
	    a->detail, sizeof(a->detail), "role=%s", role_name(p.role));
	a->result = people_row(e, &p);
	return err;
}

int
command_people_remove(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p;
	int err = person_get(e, command_str(args, "person"), &p);
	if (err == -ENOENT || (err == 0 && p.removed_at != 0))
		return command_fail(a, "not_found", "there is no such person");
	if (err == 0 && command_str(args, "reason") == NULL)
		return command_fail(a, "reason", "this takes a --reason");
	if (err == 0 && vault_person_known(e->vault, p.id))
		err = command_key_forget(e, p.id, a);
	if (err < 0 || a->error != NULL)
		return err;
	p.removed_at = e->now_s;
	p.number[0] = p.pin[0] = '\0'; /* no longer needed */
	p.everywhere = false;
	err = person_put(e, &p);
	if (err == 0)
		err = person_leaves_roster(e, p.id);
	a->result = people_row(e, &p);
	return err;
}

static int
people_ring_failed(struct command_answer *a, int err)
{
	if (err == -EBUSY)
		return command_fail(
		    a, "busy", "a phone is being rung; try again in a minute");
	if (err == -EINVAL)
		return command_fail(
		    a, "no_number", "this number cannot be rung");
	return err;
}

/* What it came to is in the log, and on the phone. */
int
command_people_ring(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p;
	int err = person_get(e, command_str(args, "person"), &p);
	if (err == -ENOENT || (err == 0 && p.removed_at != 0))
		return command_fail(a, "not_found", "there is no such person");
	if (err < 0)
		return err;
	if (p.number[0] == '\0')
		return command_fail(a, "no_number",
		    "this person has no number: siaga people add --number");
	if (e->actor.role == COMMAND_OFFICER &&
	    strcmp(e->actor.name, p.id) != 0)
		return command_fail(
		    a, "forbidden", "an officer rings nobody else");
	err = ring_phone(e, NULL, p.id, p.number, RING_SECONDS);
	a->result =
	    json_pack("{s:s, s:i}", "person", p.id, "seconds", RING_SECONDS);
	return people_ring_failed(a, err);
}
