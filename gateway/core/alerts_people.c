/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may no longer be asked: excluded, removed, away since. */
#include "alerts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
people_read_excluded(struct store_rows *rows, struct alert_excluded *ret)
{
	size_t room = 0;
	int got;
	while ((got = store_next(rows)) > 0) {
		if (ret->count == room) {
			room = room == 0 ? 16 : 2 * room;
			void *more =
			    realloc(ret->ids, room * sizeof(*ret->ids));
			if (more == NULL)
				return -ENOMEM;
			ret->ids = more;
		}
		(void)snprintf(ret->ids[ret->count++], VAULT_PERSON_SIZE, "%s",
		    store_str(rows, 0));
	}
	return got;
}

int
alerts_excluded(struct engine *e, int64_t report_id, struct alert_excluded *ret)
{
	struct store_rows rows;
	*ret = (struct alert_excluded){0};
	store_ask(e->store, &rows, QUERY_EXCLUDED_OF, SQL_INT(report_id));
	int err = people_read_excluded(&rows, ret);
	store_done(&rows);
	ret->list = calloc(ret->count + 1, sizeof(*ret->list));
	if (ret->list == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < ret->count; i++)
		ret->list[i] = ret->ids[i];
	return err;
}

void
alerts_excluded_free(struct alert_excluded *out)
{
	free(out->ids);
	free(out->list);
	*out = (struct alert_excluded){0};
}

struct duty_ask
alerts_question(struct engine *e, const struct roster *roster,
    const struct report *r, enum alert_part part,
    const struct alert_excluded *out)
{
	struct duty_ask ask = {
	    .village = r->village[0] == '\0'
			   ? ROSTER_NONE
			   : roster_village(roster, r->village),
	    .at_s = e->now_s,
	    .role = part == ALERT_CADRE ? COMMAND_CADRE : COMMAND_OFFICER,
	    .elsewhere = part == ALERT_CADRE && r->facts.cadre == 'o',
	    .excluded = out->list,
	    .excluded_count = out->count};
	/* A village with too few cadres gives each of them away. */
	if (part == ALERT_CADRE && ask.village != ROSTER_NONE &&
	    duty_cadres(
		roster, &ask, roster_local(roster, ask.village, e->now_s).day) <
		DUTY_CADRES_LEAST)
		ask.elsewhere = true;
	return ask;
}

static int
people_is_told(const struct roster *roster, const struct duty_ask *ask,
    uint32_t person, bool *ret_is)
{
	struct duty_answer answer;
	int err = duty_decide(roster, ask, &answer);
	for (size_t i = 0; err == 0 && i < answer.told_count; i++)
		*ret_is |= answer.told[i].person == person;
	if (err == 0)
		duty_answer_free(&answer);
	return err;
}

/* Would this cadre be asked again, by where she comes from? As of the day on
 * which she was: her hours end no task, nor does who is back from leave. Whom
 * her own village gave when it had enough cadres may stay. */
static int
people_may_come(const struct roster *roster, const struct report *r,
    const struct alert *a, struct duty_ask ask, uint32_t person, bool *ret_may)
{
	ask.at_s = a->raised_at;
	ask.whenever = true;
	*ret_may = false;
	int err = people_is_told(roster, &ask, person, ret_may);
	if (err < 0 || *ret_may || r->facts.cadre == 'o')
		return err;
	ask.elsewhere = false;
	return people_is_told(roster, &ask, person, ret_may);
}

#define PEOPLE_SEEN_SIZE (ROSTER_VERSION + 24) /* and a day */

/* Does this person stand for themselves today, and may they hear of it? */
static int
people_may(struct engine *e, const struct roster *roster, const struct alert *a,
    bool *ret_may)
{
	struct alert_excluded out;
	struct report r = {.id = a->report_id};
	enum duty_why why;
	uint32_t person = roster_person(roster, a->person);
	int err = alerts_excluded(e, a->report_id, &out);
	if (err == 0 && a->part == ALERT_CADRE)
		err = case_get(e, a->report_id, &r);
	struct duty_ask ask = alerts_question(e, roster, &r, a->part, &out);
	struct roster_time now = roster_local(roster, ROSTER_NONE, e->now_s);
	*ret_may = person != ROSTER_NONE &&
		   duty_stands(roster, &ask, person, now.day, &why) == person;
	if (err == 0 && *ret_may && a->part == ALERT_CADRE)
		err = people_may_come(roster, &r, a, ask, person, ret_may);
	alerts_excluded_free(&out);
	return err;
}

int
alert_person_may(struct engine *e, const struct alert *a, bool *ret_may)
{
	const struct roster *roster = roster_load(e);
	*ret_may = a->person[0] == '\0'; /* a destination */
	return *ret_may || roster == NULL ? 0
					  : people_may(e, roster, a, ret_may);
}

static int
people_drop(struct engine *e, struct alert *a)
{
	struct watch w;
	struct report r;
	int err = case_get(e, a->report_id, &r);
	if (err == 0)
		err = alert_stand_down(e, a, &r, NULL);
	if (err == 0)
		err = watch_get(e, a->report_id, a->part, &w);
	if (err < 0 || strcmp(w.state, "done") == 0)
		return err;
	(void)snprintf(w.state, sizeof(w.state), "asking");
	if (strcmp(w.owner, a->person) == 0)
		w.owner[0] = '\0';
	w.next_at = e->now_s;
	return watch_put(e, &w);
}

/* *ret_dropped: how many were told to stand down. Frees the list. */
static int
people_recheck(struct engine *e, struct alert_list *open, int *ret_dropped)
{
	const struct roster *roster = roster_load(e);
	int err = 0;
	*ret_dropped = 0;
	for (int i = 0; err == 0 && roster != NULL && i < open->count; i++) {
		bool may = true;
		if (open->all[i].person[0] != '\0')
			err = people_may(e, roster, &open->all[i], &may);
		if (err < 0 || may)
			continue;
		err = people_drop(e, &open->all[i]);
		(*ret_dropped)++;
	}
	free(open->all);
	return err;
}

int
alerts_recheck(struct engine *e)
{
	struct store_rows rows;
	struct alert_list open;
	int dropped;
	store_ask_values(e->store, &rows, QUERY_ALERT_OPEN_ALL, NULL, 0);
	int got = alert_list_read(&rows, &open);
	int err = people_recheck(e, &open, &dropped);
	return got < 0 ? got : err;
}

int
alerts_recheck_cadres(struct engine *e, const struct report *r)
{
	struct store_rows rows;
	struct alert_list open;
	struct watch w;
	int dropped;
	store_ask(e->store, &rows, QUERY_ALERT_OPEN_OF_REPORT, SQL_INT(r->id),
	    SQL_TEXT(alert_part_name(ALERT_CADRE)));
	int got = alert_list_read(&rows, &open);
	int err = people_recheck(e, &open, &dropped);
	if (got < 0 || err < 0 || dropped == 0)
		return got < 0 ? got : err;
	/* The next one must not learn the minute at which she said so (I5). */
	err = watch_get(e, r->id, ALERT_CADRE, &w);
	w.begun_at = e->now_s;
	return err < 0 ? err : watch_put(e, &w);
}

int
alerts_check_people(struct engine *e)
{
	char *seen = NULL, now[PEOPLE_SEEN_SIZE];
	const struct roster *roster = roster_load(e);
	if (roster == NULL)
		return 0;
	/* At midnight terms end and absences begin. */
	(void)snprintf(now, sizeof(now), "%s %lld", roster->version,
	    (long long)roster_local(roster, ROSTER_NONE, e->now_s).day);
	int err = store_setting_get(e->store, "alerts_roster", &seen);
	bool same = seen != NULL && strcmp(seen, now) == 0;
	free(seen);
	if (err < 0 || same)
		return err;
	err = alerts_recheck(e);
	if (err == 0)
		err = turn_write(e);
	return err < 0 ? err
		       : store_setting_set(e->store, "alerts_roster", now);
}
