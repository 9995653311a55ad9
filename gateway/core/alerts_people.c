/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may no longer be asked: excluded, removed, away since. */
#include "alerts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
alerts_excluded(struct engine *e, int64_t report_id, struct alert_excluded *ret)
{
	struct store_rows rows;
	int got;
	ret->count = 0;
	store_ask(e->store, &rows, QUERY_EXCLUDED_OF, SQL_INT(report_id));
	while (
	    (got = store_next(&rows)) > 0 && ret->count < ALERT_EXCLUDED_MAX) {
		char *id = ret->ids[ret->count];
		(void)snprintf(
		    id, VAULT_PERSON_SIZE, "%s", store_str(&rows, 0));
		ret->list[ret->count++] = id;
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

#define PEOPLE_SEEN_SIZE (ROSTER_VERSION + 24) /* and a day */

/* Does this person stand for themselves today, and may they hear of it? */
static int
people_may(struct engine *e, const struct roster *roster, const struct alert *a,
    bool *ret_may)
{
	struct alert_excluded out;
	enum duty_why why;
	uint32_t person = roster_person(roster, a->person);
	int err = alerts_excluded(e, a->report_id, &out);
	struct duty_ask ask = {
	    .excluded = out.list, .excluded_count = out.count};
	struct roster_time now = roster_local(roster, ROSTER_NONE, e->now_s);
	*ret_may = person != ROSTER_NONE &&
		   duty_stands(roster, &ask, person, now.day, &why) == person;
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

int
alerts_recheck(struct engine *e)
{
	struct store_rows rows;
	struct alert_list open;
	const struct roster *roster = roster_load(e);
	if (roster == NULL)
		return 0;
	store_ask_values(e->store, &rows, QUERY_ALERT_OPEN_ALL, NULL, 0);
	int err = alert_list_read(&rows, &open);
	for (int i = 0; err == 0 && i < open.count; i++) {
		bool may;
		err = people_may(e, roster, &open.all[i], &may);
		if (err == 0 && !may)
			err = people_drop(e, &open.all[i]);
	}
	free(open.all);
	return err;
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
