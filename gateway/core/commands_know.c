/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Need to know: whose case it is, and her number, with a reason. */
#include "alerts.h"
#include "commands.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define KNOW_PEOPLE_MAX 8

/* Nor does an officer take for himself what she wants erased. */
static bool
know_shut(struct engine *e, const struct report *r, struct command_answer *a)
{
	if (command_erase_shuts(e, r))
		(void)command_fail(a, "erase_pending",
		    "she asked to have it erased: a supervisor reads it, and "
		    "can assign it");
	else if (command_excluded(e, r))
		(void)command_fail(
		    a, "excluded", "you must not hear of this report");
	return a->error != NULL;
}

/* "ani, budi" -> ids of people who serve; false: the error is set. */
static bool
know_people(struct engine *e, const char *list,
    struct person people[KNOW_PEOPLE_MAX], size_t *ret_count,
    struct command_answer *a)
{
	size_t count = 0;
	while (*list != '\0' && count < KNOW_PEOPLE_MAX) {
		char id[VAULT_PERSON_SIZE] = "";
		size_t len = strcspn(list, ", ");
		if (len > 0 && len < sizeof(id)) {
			memcpy(id, list, len);
			struct person *p = &people[count++];
			if (person_get(e, id, p) < 0 || !person_serves(e, p) ||
			    role_reach(p->role) == VAULT_LOGIN ||
			    !vault_person_known(e->vault, id))
				return command_fail(a, "not_found",
					   "expected ids of officers who "
					   "serve and hold a key; see siaga "
					   "people") != 0;
		}
		list += len + strspn(list + len, ", ");
	}
	*ret_count = count;
	if (count == 0 || *list != '\0')
		(void)command_fail(a, "bad_arguments",
		    "expected --to with one to eight ids, commas between");
	return a->error == NULL;
}

static int
know_keep(struct engine *e, const struct report *r, const struct person *people,
    size_t count)
{
	int err = store_run(e->store, QUERY_ASSIGNED_CLEAR, SQL_INT(r->id));
	for (size_t i = 0; err == 0 && i < count; i++)
		err = store_run(e->store, QUERY_ASSIGNED_ADD, SQL_INT(r->id),
		    SQL_TEXT(people[i].id), SQL_INT(e->now_s));
	return err < 0 ? err
		       : store_run(e->store, QUERY_REPORT_ASSIGNED,
			     SQL_INT(r->id), SQL_INT(e->now_s));
}

/* The next report after `id` that was joined to r: 1; 0: there is none. */
static int
know_joined_next(
    struct engine *e, const struct report *r, int64_t id, struct report *ret)
{
	struct store_rows rows;
	store_ask(
	    e->store, &rows, QUERY_JOINED_NEXT, SQL_INT(r->id), SQL_INT(id));
	int got = store_next(&rows);
	if (got > 0)
		id = store_int(&rows, 0);
	store_done(&rows);
	int err = got > 0 ? case_get(e, id, ret) : got;
	return err < 0 ? err : got;
}

/* The reports joined to it are of the same person, and go with it. */
static int
know_assign_keys(struct engine *e, const struct report *r,
    const struct person *people, size_t count)
{
	const char *ids[KNOW_PEOPLE_MAX];
	struct report other = {0};
	int got = 0;
	for (size_t i = 0; i < count; i++)
		ids[i] = people[i].id;
	int err =
	    vault_case_assign(e->vault, e->actor.keys, r->case_pk, ids, count);
	while (err == 0 && (got = know_joined_next(e, r, other.id, &other)) > 0)
		err = vault_case_assign(
		    e->vault, e->actor.keys, other.case_pk, ids, count);
	return err < 0 ? err : got < 0 ? got : 0;
}

/* --- joining --- */

/* Whose it is, of those who hold a key still. */
static int
know_whose(struct engine *e, const struct report *r,
    struct person people[KNOW_PEOPLE_MAX], size_t *ret_count)
{
	struct store_rows rows;
	enum vault_reach reach;
	int got;
	*ret_count = 0;
	store_ask(e->store, &rows, QUERY_ASSIGNED_OF, SQL_INT(r->id));
	while ((got = store_next(&rows)) > 0 && *ret_count < KNOW_PEOPLE_MAX) {
		struct person *p = &people[*ret_count];
		(void)snprintf(p->id, sizeof(p->id), "%s", store_str(&rows, 0));
		*ret_count += vault_person_reads(e->vault, p->id, &reach) == 0;
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* Those of `people` who are among the others too; returns how many. */
static size_t
know_both(struct person *people, size_t count, const struct person *others,
    size_t other_count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < other_count; k++)
			if (strcmp(people[i].id, others[k].id) == 0) {
				people[kept++] = people[i];
				break;
			}
	return kept;
}

static int
know_give(struct engine *e, const struct report *r, const struct person *people,
    size_t count)
{
	if (r->erased_at != 0)
		return 0;
	int err = know_assign_keys(e, r, people, count);
	return err < 0 ? err : know_keep(e, r, people, count);
}

int
command_join_people(struct engine *e, const struct report *r,
    const struct report *other, struct command_answer *a)
{
	struct person people[KNOW_PEOPLE_MAX] = {0};
	struct person others[KNOW_PEOPLE_MAX] = {0};
	size_t count = 0, other_count = 0;
	if (r->assigned_at == 0 && other->assigned_at == 0)
		return 0;
	if (e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	int err =
	    know_whose(e, r->assigned_at != 0 ? r : other, people, &count);
	if (err == 0 && r->assigned_at != 0 && other->assigned_at != 0) {
		err = know_whose(e, other, others, &other_count);
		count = know_both(people, count, others, other_count);
		if (err == 0 && count == 0)
			return command_fail(a, "not_assigned",
			    "they are different people's: a supervisor must "
			    "assign them to the same people first");
	}
	if (err == 0)
		err = know_give(e, r, people, count);
	if (err == 0)
		err = know_give(e, other, people, count);
	e->flush_keys = true;
	return err != -ENOENT ? err
			      : command_fail(a, "not_assigned",
				    "your key does not open both of them");
}

int
command_report_assign(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	struct person people[KNOW_PEOPLE_MAX];
	size_t count = 0;
	const char *reason = command_str(args, "reason");
	const char *to = command_str(args, "to");
	if (!command_find_report(e, args, a, &r) || know_shut(e, &r, a) ||
	    !know_people(e, to, people, &count, a))
		return 0;
	if (e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (r.erased_at != 0 || r.joined_to != 0)
		return command_fail(a, "state",
		    "this report is erased or joined to another one");
	int err = know_assign_keys(e, &r, people, count);
	if (err == -ENOENT)
		return command_fail(a, "not_assigned",
		    "your key does not open this report; a supervisor's does");
	if (err == 0)
		err = know_keep(e, &r, people, count);
	if (err == 0)
		err = act_note(e, e->actor.name, "assign", &r, reason);
	if (err == 0)
		err = case_get(e, r.id, &r);
	(void)snprintf(a->detail, sizeof(a->detail), "to=%s", to);
	e->flush_keys = true;
	return err < 0 ? err : command_report_answer(e, a, &r);
}

/* --- handover --- */

/* Reading goes along where it is some people's alone. */
static int
know_hand_over(struct engine *e, const struct report *r,
    const struct person *to, struct command_answer *a)
{
	int err = 0;
	if (r->assigned_at != 0 && e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (r->assigned_at != 0) {
		err = know_assign_keys(e, r, to, 1);
		e->flush_keys = true;
	}
	if (err == 0 && r->assigned_at != 0)
		err = know_keep(e, r, to, 1);
	if (err == 0)
		err = alerts_hand_over(e, r, to->id);
	if (err == -EPERM)
		return command_fail(
		    a, "excluded", "this person must not hear of this report");
	if (err == -EHOSTUNREACH)
		return command_fail(a, "unreachable",
		    "neither a text nor a webhook reaches this person, who "
		    "would not hear of it; who was asked is still asked");
	return err;
}

int
command_report_handover(
    struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	struct person people[KNOW_PEOPLE_MAX];
	size_t count = 0;
	const char *to = command_str(args, "to");
	const char *reason = command_str(args, "reason");
	if (!command_find_mine(e, args, a, &r) ||
	    !know_people(e, to, people, &count, a))
		return 0;
	if (count != 1)
		return command_fail(
		    a, "bad_arguments", "it is handed over to one person");
	if (reason == NULL)
		return command_fail(a, "reason", "this takes a --reason");
	if (strcmp(r.state, "closed") == 0 || r.quarantine[0] != '\0')
		return command_fail(a, "state",
		    "nobody watches over a report that is closed or in "
		    "quarantine");
	int err = know_hand_over(e, &r, &people[0], a);
	if (err == 0 && a->error == NULL)
		err = act_note(e, command_by(e, args), "handover", &r, reason);
	if (err < 0 || a->error != NULL)
		return err;
	(void)snprintf(a->detail, sizeof(a->detail), "to=%s", to);
	err = case_get(e, r.id, &r);
	return err < 0 ? err : command_report_answer(e, a, &r);
}

/* --- reveal --- */

static bool
know_has(json_t *list, const char *number)
{
	size_t i;
	json_t *row;
	json_array_foreach(list, i,
	    row) if (strcmp(wire_str(row, "number"), number) == 0) return true;
	return false;
}

/* Each phone once, with when it last wrote, the newest first. */
static int
know_numbers(struct engine *e, const struct report *r, json_t *list)
{
	struct store_rows rows;
	int got = 0, err = 0;
	store_ask(e->store, &rows, QUERY_REVEAL_BODIES, SQL_INT(r->id));
	while (err == 0 && (got = store_next(&rows)) > 0) {
		char number[GSM_NUMBER_SIZE];
		size_t size, pk_size;
		const uint8_t *pk = store_blob(&rows, 3, &pk_size);
		const void *sealed = store_blob(&rows, 2, &size);
		err = numbers_from(e, e->actor.keys, pk, sealed, size, number);
		if (err == 0 && number[0] != '\0' && !know_has(list, number))
			(void)json_array_append_new(
			    list, json_pack("{s:s, s:o}", "number", number,
				      "at", command_time(store_int(&rows, 1))));
		sodium_memzero(number, sizeof(number));
	}
	store_done(&rows);
	return err < 0 ? err : got < 0 ? got : 0;
}

int
command_report_reveal(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	const char *reason = command_str(args, "reason");
	if (!command_find_report(e, args, a, &r) || know_shut(e, &r, a))
		return 0;
	if (e->actor.keys == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (reason == NULL)
		return command_fail(a, "reason",
		    "a number is shown for a reason that stays: --reason");
	json_t *list = json_array();
	int err = know_numbers(e, &r, list);
	if (err == -ENOENT) {
		json_decref(list);
		return command_fail(a, "not_assigned",
		    "your key does not open this report; a supervisor's does");
	}
	if (err == 0)
		err = act_note(e, e->actor.name, "reveal", &r, reason);
	a->result = json_pack("{s:s, s:o}", "code", r.code, "numbers", list);
	return err < 0 ? err : command_facts(e, NULL, &r, a->result);
}
