/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga alert: who was asked, what they said; report exclude; people kin. */
#include "alerts.h"
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ALERT_SHOWN_BYTES 1400   /* of a frame, of each watch */
#define ALERT_CLOCK_S     259200 /* 3 x 24 hours */

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
	store_ask(e->store, &rows,
	    open ? QUERY_ALERT_PAGE_OPEN : QUERY_ALERT_PAGE,
	    SQL_INT(command_after(args)), SQL_INT(COMMAND_PAGE_MAX));
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
	if (al->drill_id != 0) {
		a->result =
		    json_pack("{s:s, s:b}", "alert", al->code, "drill", 1);
		return 0;
	}
	int err = watch_get(e, al->report_id, al->part, &w);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	a->result = json_pack("{s:s, s:s, s:s, s:o}", "alert", al->code,
	    "watch", w.state, "owner", w.owner, "next_at",
	    strcmp(w.state, "done") == 0 ? json_null()
					 : command_time(w.next_at));
	return 0;
}

static int
alert_over(struct command_answer *a)
{
	return command_fail(a, "over",
	    "somebody else has it, or it is over; nothing more is to be done");
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
		return alert_over(a);
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

/* An outcome ends it for good: it takes whoever has it, or may read the report,
 * and may hear of it. NULL: they may. */
static const char *
alert_may_not_end(struct engine *e, const struct alert *al)
{
	struct report r;
	struct alert actor = {.report_id = al->report_id};
	bool excluded = true;
	bool has = strcmp(e->actor.name, al->person) == 0 &&
		   strcmp(al->state, "accepted") == 0;
	if (e->actor.session == NULL)
		return NULL;
	if (!has && (case_get(e, al->report_id, &r) < 0 || !acts_may(e, &r)))
		return "not_assigned";
	(void)snprintf(actor.person, sizeof(actor.person), "%s", e->actor.name);
	return alert_is_excluded(e, &actor, &excluded) < 0 || excluded
		   ? "forbidden"
		   : NULL;
}

int
command_alert_outcome(struct engine *e, json_t *args, struct command_answer *a)
{
	struct alert al;
	const char * not, *word = command_str(args, "outcome");
	const char *by =
	    e->actor.session != NULL ? e->actor.name : command_str(args, "by");
	int err = alert_find(e, command_str(args, "alert"), &al);
	if (err == -ENOENT)
		return command_fail(a, "not_found",
		    "there is no alert of that code; see siaga alert");
	if (err == 0 && al.drill_id != 0)
		return command_fail(
		    a, "drill", "this was a drill; nothing came of it");
	if (err == 0 && !alert_outcome_known(al.part, word))
		return command_fail(a, "bad_arguments",
		    al.part == ALERT_CADRE
			? "expected called, done or not_needed"
			: "expected contacted, referred, safe, "
			  "no_contact_wanted or not_reached");
	if (err == 0 && (not = alert_may_not_end(e, &al)) != NULL)
		return command_fail(a, not,
		    "only whoever has it, or may read the report and hear of "
		    "it, says what came of it");
	if (err == 0)
		err = alert_outcome(e, &al, word, by == NULL ? "-" : by);
	if (err == -EALREADY)
		return alert_over(a);
	(void)snprintf(a->object, sizeof(a->object), "%s", al.code);
	(void)snprintf(a->detail, sizeof(a->detail), "outcome=%s", word);
	return err < 0 ? err : alert_answer(e, &al, a);
}

/* --- report show, report list --detail --- */

/* Whom it asks until when, and whoever has it. */
static int
alert_asked(struct engine *e, const struct watch *w, json_t *list)
{
	struct store_rows rows;
	struct alert al;
	size_t used = 0;
	bool fits = true;
	int got = 0;
	store_ask(e->store, &rows, QUERY_ALERT_OPEN_OF_REPORT,
	    SQL_INT(w->report_id), SQL_TEXT(alert_part_name(w->part)));
	while (fits && (got = store_next(&rows)) > 0) {
		alert_from_row(&rows, &al);
		bool open = strcmp(al.state, "raised") == 0;
		fits = command_newest(list,
		    json_pack("{s:s, s:s, s:s, s:o}", "alert", al.code, "to",
			al.person[0] != '\0' ? al.person : al.destination,
			"state", al.state, "until",
			open ? command_time(al.due_at) : json_null()),
		    ALERT_SHOWN_BYTES, &used);
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
alert_add_watch(
    struct engine *e, int64_t report_id, enum alert_part part, json_t *list)
{
	struct watch w;
	json_t *asked = json_array();
	int err = watch_get(e, report_id, part, &w);
	if (err == 0)
		err = alert_asked(e, &w, asked);
	if (err < 0) {
		json_decref(asked);
		return err == -ENOENT ? 0 : err;
	}
	bool done = strcmp(w.state, "done") == 0;
	return json_array_append_new(
	    list, json_pack("{s:s, s:s, s:o, s:I, s:o, s:o, s:o}", "part",
		      alert_part_name(part), "state", w.state, "owner",
		      w.owner[0] == '\0' ? json_null() : json_string(w.owner),
		      "round", (json_int_t)w.round, "next_at",
		      done ? json_null() : command_time(w.next_at), "alarm_at",
		      command_time(w.alarm_at), "asked", asked));
}

/* The law's three days, and those of an erasure (UU PDP). */
static int
alert_add_clocks(struct engine *e, const struct report *r, json_t *to)
{
	struct store_rows rows;
	int64_t begun = 0, asked = 0, seen = 0, pdp = r->facts.erase_at_s;
	store_ask(e->store, &rows, QUERY_TPKS_OF, SQL_INT(r->id));
	int got = store_next(&rows);
	if (got > 0 && r->facts.reporter != 'o') {
		begun = store_int(&rows, 0);
		asked = store_int(&rows, 1);
		seen = store_int(&rows, 2);
	}
	store_done(&rows);
	(void)json_object_set_new(to, "clocks",
	    json_pack("{s:{s:o, s:o, s:o, s:o}, s:{s:o, s:o}}", "tpks",
		"begun_at", command_time(begun), "due_at",
		command_time(begun == 0 ? 0 : begun + ALERT_CLOCK_S),
		"asked_at", command_time(asked), "seen_at", command_time(seen),
		"pdp", "begun_at", command_time(pdp), "due_at",
		command_time(pdp == 0 ? 0 : pdp + ALERT_CLOCK_S)));
	return got < 0 ? got : 0;
}

int
command_watches(struct engine *e, const struct report *r, json_t *to)
{
	json_t *list = json_array();
	int err = alert_add_watch(e, r->id, ALERT_OFFICER, list);
	if (err == 0)
		err = alert_add_watch(e, r->id, ALERT_CADRE, list);
	(void)json_object_set_new(to, "alerts", list);
	return err < 0 ? err : alert_add_clocks(e, r, to);
}

void
command_owner(struct engine *e, const struct report *r, json_t *row)
{
	struct watch w = {.state = "done"};
	bool there = watch_get(e, r->id, ALERT_OFFICER, &w) == 0;
	bool asking = there && strcmp(w.state, "asking") == 0;
	(void)json_object_set_new(row, "owner",
	    w.owner[0] == '\0' || asking ? json_null() : json_string(w.owner));
	(void)json_object_set_new(row, "unowned", json_boolean(asking));
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
		err = alerts_recheck(e);
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
		err = alerts_recheck(e);
	(void)snprintf(a->detail, sizeof(a->detail), "%s %s",
	    remove ? "not kin of" : "kin of", with);
	a->result = json_pack("{s:s, s:s, s:b}", "person", id, "other", with,
	    "kin", (int)!remove);
	return err;
}
