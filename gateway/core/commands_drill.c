/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga drill: a round of alerts without a report, and how the rounds went. */
#include "alerts.h"
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRILL_HOURS_MOST 168
#define DRILL_ANSWERS    512 /* of a village; older ones do not count */
#define DRILL_EACH       32  /* of a person */

/* --- how they went --- */

struct drill_tally {
	int64_t cadres, asked, reached, accepted, declined, silent;
	int64_t seconds[DRILL_ANSWERS]; /* to the answer */
	size_t answers;
};

static int
drill_by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void
drill_count_row(struct store_rows *rows, struct drill_tally *t)
{
	const char *state = store_str(rows, 0);
	int64_t answered_at = store_int(rows, 2);
	t->asked++;
	t->reached += store_int(rows, 3);
	t->accepted += strcmp(state, "accepted") == 0;
	t->declined += strcmp(state, "declined") == 0;
	t->silent += strcmp(state, "expired") == 0;
	if (answered_at != 0 && t->answers < DRILL_ANSWERS)
		t->seconds[t->answers++] = answered_at - store_int(rows, 1);
}

static int
drill_count(struct engine *e, const char *person, struct drill_tally *t)
{
	struct store_rows rows;
	int got;
	t->cadres++;
	store_ask(e->store, &rows, QUERY_DRILL_OF_PERSON, SQL_TEXT(person),
	    SQL_INT(DRILL_EACH));
	while ((got = store_next(&rows)) > 0)
		drill_count_row(&rows, t);
	store_done(&rows);
	return got;
}

static json_t *
drill_row(const struct roster_village *v, struct drill_tally *t)
{
	if (t->answers > 1)
		qsort(
		    t->seconds, t->answers, sizeof(*t->seconds), drill_by_time);
	return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:o}",
	    "village", v == NULL ? "*" : v->code, "name",
	    v == NULL ? "" : v->name, "cadres", (json_int_t)t->cadres, "asked",
	    (json_int_t)t->asked, "reached", (json_int_t)t->reached, "accepted",
	    (json_int_t)t->accepted, "declined", (json_int_t)t->declined,
	    "silent", (json_int_t)t->silent, "median_s",
	    t->answers == 0
		? json_null()
		: json_integer((json_int_t)t->seconds[(t->answers - 1) / 2]));
}

/* Those of that village; ROSTER_NONE: who serves all of them. */
static int
drill_list_one(
    struct engine *e, const struct roster *r, uint32_t village, json_t *list)
{
	struct drill_tally t = {0};
	const struct roster_village *v =
	    village == ROSTER_NONE ? NULL : &r->villages[village];
	size_t count = v == NULL ? r->person_count : v->serves;
	int err = 0;
	for (size_t i = 0; err == 0 && i < count; i++) {
		const struct roster_person *p =
		    v == NULL
			? &r->people[i]
			: &r->people[r->serves[v->first_serves + i].person];
		if (p->role == COMMAND_CADRE && (v != NULL || p->everywhere))
			err = drill_count(e, p->id, &t);
	}
	if (t.asked > 0)
		(void)json_array_append_new(list, drill_row(v, &t));
	return err;
}

static int
drill_list(struct engine *e, const struct roster *r, json_t *args,
    struct command_answer *a)
{
	const char *after = command_str(args, "after");
	int count = 0, err = 0;
	a->result = json_array();
	for (uint32_t v = 0; err == 0 && v < r->village_count; v++) {
		if (after != NULL && strcmp(r->villages[v].code, after) <= 0)
			continue;
		if (count++ == COMMAND_PAGE_MAX) {
			(void)snprintf(a->next, sizeof(a->next), "%s",
			    r->villages[v - 1].code);
			return 0;
		}
		err = drill_list_one(e, r, v, a->result);
	}
	return err < 0 ? err : drill_list_one(e, r, ROSTER_NONE, a->result);
}

/* --- beginning one --- */

/* False: the error is set. */
static bool
drill_deadline(struct engine *e, const char *hours, int64_t *ret_due_at,
    struct command_answer *a)
{
	char *end = NULL;
	long n = hours == NULL ? 0 : strtol(hours, &end, 10);
	if (hours != NULL && (*end != '\0' || n < 1 || n > DRILL_HOURS_MOST))
		return command_fail(
			   a, "bad_arguments", "expected 1 to 168 hours") != 0;
	*ret_due_at =
	    e->now_s + (hours != NULL ? n * 3600
				      : alerts_deadline_s(e, URGENCY_HIGH,
					    ALERT_CADRE, ALERT_ANSWER));
	return true;
}

static int
drill_start(struct engine *e, const struct roster *r, json_t *args,
    struct command_answer *a)
{
	const char *name = command_str(args, "village");
	const char *who = e->actor.name[0] == '\0' ? "-" : e->actor.name;
	uint32_t village = ROSTER_NONE;
	int64_t due_at = 0, id = 0;
	int asked;
	if (!drill_deadline(e, command_str(args, "hours"), &due_at, a) ||
	    (name != NULL && !command_find_village(r, name, &village, a)))
		return 0;
	int err = drill_begin(e, village, due_at, who, &id, &asked);
	if (err == 0 && asked == 0)
		return command_fail(a, "nobody",
		    "there is no cadre to ask who is not in a drill already; "
		    "see siaga village");
	if (village != ROSTER_NONE)
		(void)snprintf(a->object, sizeof(a->object), "%s",
		    r->villages[village].code);
	(void)snprintf(a->detail, sizeof(a->detail), "cadres=%d", asked);
	a->result = json_pack("{s:I, s:i, s:o}", "drill", (json_int_t)id,
	    "cadres", asked, "until", command_time(due_at));
	return err;
}

int
command_drill(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct roster *r = roster_load(e);
	if (r == NULL)
		return -EIO;
	return json_is_true(json_object_get(args, "list"))
		   ? drill_list(e, r, args, a)
		   : drill_start(e, r, args, a);
}
