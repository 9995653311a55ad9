/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LATIHAN: a round of alerts to cadres, to see who is reached and how soon. A
 * drill has no report, so that no number of a reporter can be found from it;
 * its texts go to people of the roster by their ids.
 */
#include "alerts.h"

#include "../lib/log.h"

#include <stdio.h>
#include <string.h>

#define DRILL_THANKS_S 900
#define DRILL_A_TURN   32 /* asked in one, so that no text waits */

/* Only where the text names one: no report, and nothing but a village. */
static void
drill_place(struct engine *e, const struct alert *a, struct report *ret)
{
	struct store_rows rows;
	*ret = (struct report){0};
	store_ask(
	    e->store, &rows, QUERY_DRILL_VILLAGE_OF, SQL_INT(a->drill_id));
	if (store_next(&rows) > 0 && store_str(&rows, 0) != NULL)
		(void)snprintf(ret->village, sizeof(ret->village), "%s",
		    store_str(&rows, 0));
	store_done(&rows);
}

static int
drill_text(struct engine *e, const struct alert *a, const char *text_id,
    int64_t until_s)
{
	struct report place;
	BUG_IF(a->drill_id == 0 || a->report_id != 0);
	drill_place(e, a, &place);
	return alert_text(e, a, text_id, &place, until_s);
}

/* --- beginning --- */

static bool
drill_is_asked(struct engine *e, const char *person)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_DRILL_OPEN_OF, SQL_TEXT(person));
	bool asked = store_next(&rows) > 0;
	store_done(&rows);
	return asked;
}

/* A cadre who serves there today and has a phone for texts. */
static bool
drill_reaches(
    struct engine *e, const struct roster *r, uint32_t i, uint32_t village)
{
	const struct roster_person *p = &r->people[i];
	struct duty_ask ask = {.village = village, .role = COMMAND_CADRE};
	enum duty_why why;
	int64_t day = roster_local(r, village, e->now_s).day;
	return p->role == COMMAND_CADRE && p->sms && p->numbered &&
	       (village == ROSTER_NONE || roster_serves(r, i, village)) &&
	       duty_stands(r, &ask, i, day, &why) == i &&
	       !drill_is_asked(e, p->id);
}

static int
drill_ask(
    struct engine *e, int64_t drill_id, const char *person, int64_t due_at)
{
	struct alert a = {.drill_id = drill_id,
	    .part = ALERT_CADRE,
	    .round = 1,
	    .raised_at = e->now_s,
	    .due_at = due_at};
	(void)snprintf(a.person, sizeof(a.person), "%s", person);
	(void)snprintf(a.state, sizeof(a.state), "raised");
	int err = alert_insert(e, &a);
	return err < 0 ? err : drill_text(e, &a, "K06", due_at);
}

static int
drill_insert(struct engine *e, const struct roster *r, uint32_t village,
    int64_t due_at, const char *by, int64_t *ret_id)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_DRILL_INSERT, SQL_INT(e->now_s),
		    SQL_INT(due_at),
		    SQL_TEXT(village == ROSTER_NONE
				 ? NULL
				 : r->villages[village].code),
		    SQL_TEXT(by));
	*ret_id = store_last_id(e->store);
	return err;
}

int
drill_begin(struct engine *e, uint32_t village, int64_t due_at, const char *by,
    int64_t *ret_id, int *ret_asked)
{
	const struct roster *r = roster_load(e);
	*ret_asked = 0;
	for (uint32_t i = 0; r != NULL && i < r->person_count; i++)
		*ret_asked += drill_reaches(e, r, i, village);
	if (*ret_asked == 0)
		return 0;
	log_info("drill.begun", LOG_I("cadres", *ret_asked));
	return drill_insert(e, r, village, due_at, by, ret_id);
}

/* --- asking, some in each turn --- */

struct drill {
	int64_t id, ends_at;
	char village[ROSTER_CODE], asked_to[VAULT_PERSON_SIZE];
};

/* 1: one that has not asked all; 0: none. */
static int
drill_going(struct engine *e, struct drill *ret)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_DRILL_GOING, NULL, 0);
	int got = store_next(&rows);
	if (got > 0) {
		const char *village = store_str(&rows, 2);
		*ret = (struct drill){
		    .id = store_int(&rows, 0), .ends_at = store_int(&rows, 1)};
		(void)snprintf(ret->village, sizeof(ret->village), "%s",
		    village == NULL ? "" : village);
		(void)snprintf(ret->asked_to, sizeof(ret->asked_to), "%s",
		    store_str(&rows, 3));
	}
	store_done(&rows);
	return got;
}

/* *ret_last: an id of the roster; NULL: all have been asked. */
static int
drill_ask_some(struct engine *e, const struct roster *r, const struct drill *d,
    const char **ret_last)
{
	int err = 0, asked = 0;
	bool all = d->village[0] == '\0';
	uint32_t village = all ? ROSTER_NONE : roster_village(r, d->village);
	*ret_last = NULL;
	if ((!all && village == ROSTER_NONE) || d->ends_at <= e->now_s)
		return 0;
	for (uint32_t i = 0; err == 0 && i < r->person_count; i++) {
		const char *id = r->people[i].id;
		if (strcmp(id, d->asked_to) <= 0 ||
		    !drill_reaches(e, r, i, village))
			continue;
		if (asked++ == DRILL_A_TURN)
			return 0;
		*ret_last = id;
		err = drill_ask(e, d->id, id, d->ends_at);
	}
	*ret_last = NULL;
	return err;
}

static int
drill_go_on(struct engine *e)
{
	struct drill d;
	const char *last = NULL;
	int got = drill_going(e, &d);
	const struct roster *r = got > 0 ? roster_load(e) : NULL;
	if (got <= 0)
		return got;
	int err = turn_write(e);
	if (err == 0 && r != NULL)
		err = drill_ask_some(e, r, &d, &last);
	return err < 0 ? err
		       : store_run(e->store, QUERY_DRILL_ASKED_TO,
			     SQL_INT(d.id), SQL_TEXT(last));
}

/* --- answers and deadlines --- */

int
drill_answer(struct engine *e, struct alert *a, bool yes, const char *how)
{
	if (strcmp(a->state, "raised") != 0 && strcmp(a->state, "expired") != 0)
		return 0;
	int err = alert_set(e, a, yes ? "accepted" : "declined", how);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_ALERT_DROP,
		    SQL_INT(a->id), SQL_INT(e->now_s));
	return err < 0 ? err
		       : drill_text(e, a, "K03", e->now_s + DRILL_THANKS_S);
}

int
drill_ask_again(struct engine *e, struct alert *a)
{
	if (a->reminded_at != 0)
		return 0;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_REMINDED, SQL_INT(a->id),
		    SQL_INT(e->now_s));
	return err < 0 ? err : drill_text(e, a, "K06", a->due_at);
}

int
drill_check(struct engine *e)
{
	int64_t next = INT64_MAX;
	int err = drill_go_on(e);
	if (err == 0)
		err = outbox_ask_time(e, QUERY_DRILL_NEXT, NULL, &next);
	if (err < 0 || next > e->now_s)
		return err;
	err = turn_write(e);
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_DRILL_EXPIRE, SQL_INT(e->now_s));
}
