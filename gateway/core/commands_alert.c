/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga alert: who was asked, what they said; report exclude; people kin. */
#include "alerts.h"
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static json_t *
alert_str(struct store_rows *rows, int column)
{
	const char *text = store_str(rows, column);
	return text == NULL ? json_null() : json_string(text);
}

static json_t *
alert_row(struct store_rows *rows)
{
	return json_pack(
	    "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}",
	    "alert", alert_str(rows, 6), "code", alert_str(rows, 14), "part",
	    alert_str(rows, 3), "person", alert_str(rows, 4), "destination",
	    alert_str(rows, 5), "state", alert_str(rows, 8), "raised_at",
	    command_time(store_int(rows, 9)), "due_at",
	    command_time(store_int(rows, 10)), "answered_at",
	    command_time(store_int(rows, 12)), "how", alert_str(rows, 15),
	    "outcome", alert_str(rows, 16), "drill",
	    (int)!store_is_null(rows, 2));
}

int
command_alert_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	int64_t last = 0, count = 0;
	int got;
	bool open = json_is_true(json_object_get(args, "open"));
	a->result = json_array();
	store_ask(e->store, &rows, QUERY_ALERT_PAGE,
	    SQL_INT(command_after(args)), SQL_INT(open),
	    SQL_INT(COMMAND_PAGE_MAX));
	while ((got = store_next(&rows)) > 0) {
		(void)json_array_append_new(a->result, alert_row(&rows));
		last = store_int(&rows, 0);
		count++;
	}
	store_done(&rows);
	if (count == COMMAND_PAGE_MAX)
		(void)snprintf(a->next, sizeof(a->next), "%" PRId64, last);
	return got;
}

/* An alert's own code, or a report's: then the newest of the office, of the
 * person who asks if there is one. -ENOENT. */
static int
alert_find(struct engine *e, const char *typed, struct alert *ret)
{
	char code[ENGINE_CODE_SIZE] = "";
	struct store_rows rows;
	for (size_t i = 0; typed[i] != '\0' && i + 1 < sizeof(code); i++)
		code[i] = (char)toupper((unsigned char)typed[i]);
	store_ask(e->store, &rows, QUERY_ALERT_NAMED, SQL_TEXT(code),
	    SQL_TEXT(e->actor.name));
	int got = store_next(&rows);
	if (got > 0)
		alert_from_row(&rows, ret);
	store_done(&rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

/* Only whoever was asked says yes or no; a supervisor for anybody. */
static bool
alert_may(struct engine *e, const struct alert *al)
{
	return e->actor.session == NULL ||
	       e->actor.role == COMMAND_SUPERVISOR ||
	       strcmp(e->actor.name, al->person) == 0 ||
	       al->destination[0] != '\0';
}

static int
alert_answer(struct engine *e, const struct alert *al, struct command_answer *a)
{
	struct watch w;
	int err = watch_get(e, al->report_id, al->part, &w);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	a->result = json_pack("{s:s, s:s, s:s, s:o}", "alert", al->code,
	    "watch", w.state, "owner", w.owner, "next_at",
	    strcmp(w.state, "done") == 0 ? json_null()
					 : command_time(w.next_at));
	return 0;
}

typedef int alert_act(struct engine *, struct alert *, const char *how);

static int
alert_do(
    struct engine *e, json_t *args, struct command_answer *a, alert_act *act)
{
	struct alert al;
	int err = alert_find(e, command_str(args, "alert"), &al);
	if (err == -ENOENT)
		return command_fail(a, "not_found",
		    "there is no alert of that code; see siaga alert");
	if (err == 0 && !alert_may(e, &al))
		return command_fail(
		    a, "forbidden", "this alert went to somebody else");
	if (err == 0)
		err = act(e, &al, "command");
	if (err == -EALREADY)
		return command_fail(a, "over",
		    "somebody else has it, or it is over; nothing more is to "
		    "be done");
	(void)snprintf(a->object, sizeof(a->object), "%s", al.code);
	return err < 0 ? err : alert_answer(e, &al, a);
}

int
command_alert_accept(struct engine *e, json_t *args, struct command_answer *a)
{
	return alert_do(e, args, a, alert_accept);
}

int
command_alert_decline(struct engine *e, json_t *args, struct command_answer *a)
{
	return alert_do(e, args, a, alert_decline);
}

int
command_alert_outcome(struct engine *e, json_t *args, struct command_answer *a)
{
	struct alert al;
	const char *word = command_str(args, "outcome");
	const char *by =
	    e->actor.session != NULL ? e->actor.name : command_str(args, "by");
	int err = alert_find(e, command_str(args, "alert"), &al);
	if (err == -ENOENT)
		return command_fail(a, "not_found",
		    "there is no alert of that code; see siaga alert");
	if (err == 0 && !alert_outcome_known(al.part, word))
		return command_fail(a, "bad_arguments",
		    al.part == ALERT_CADRE
			? "expected called, done or not_needed"
			: "expected contacted, referred, safe, "
			  "no_contact_wanted or not_reached");
	if (err == 0)
		err = alert_outcome(e, &al, word, by == NULL ? "-" : by);
	if (err == -EALREADY)
		return command_fail(a, "over",
		    "somebody else has it, or it is over; nothing more is to "
		    "be done");
	(void)snprintf(a->object, sizeof(a->object), "%s", al.code);
	(void)snprintf(a->detail, sizeof(a->detail), "outcome=%s", word);
	return err < 0 ? err : alert_answer(e, &al, a);
}

/* --- who must not hear of it --- */

int
command_report_exclude(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	struct person p;
	const char *id = command_str(args, "person");
	if (!command_find_report(e, args, a, &r))
		return 0;
	int err = person_get(e, id, &p);
	if (err == -ENOENT)
		return command_fail(a, "not_found", "there is no such person");
	if (err == 0)
		err = store_run(
		    e->store, QUERY_EXCLUSION_ADD, SQL_INT(r.id), SQL_TEXT(id));
	if (err == 0)
		err = alerts_excluded(e);
	(void)snprintf(a->detail, sizeof(a->detail), "person=%s", id);
	return err < 0 ? err : command_report_answer(e, a, &r);
}

int
command_people_kin(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p, other;
	const char *id = command_str(args, "person");
	const char *with = command_str(args, "other");
	bool remove = json_is_true(json_object_get(args, "remove"));
	enum store_query query = remove ? QUERY_KIN_REMOVE : QUERY_KIN_ADD;
	int err = person_get(e, id, &p);
	if (err == 0)
		err = person_get(e, with, &other);
	if (err == -ENOENT)
		return command_fail(a, "not_found", "there is no such person");
	if (err == 0)
		err = store_run(e->store, query, SQL_TEXT(id), SQL_TEXT(with));
	if (err == 0)
		err = store_run(e->store, query, SQL_TEXT(with), SQL_TEXT(id));
	if (err == 0)
		err = alerts_excluded(e);
	(void)snprintf(a->detail, sizeof(a->detail), "%s %s",
	    remove ? "not kin of" : "kin of", with);
	a->result = json_pack("{s:s, s:s, s:b}", "person", id, "other", with,
	    "kin", (int)!remove);
	return err;
}
