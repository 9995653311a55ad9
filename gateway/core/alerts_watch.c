/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The watch over a report: who is asked next, by when, and the alarm. */
#include "alerts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WATCH_EACH     16  /* moved on in a turn */
#define WATCH_REMIND_S 600 /* shorter deadlines are not reminded of */
#define WATCH_CRY_S    60  /* cries of one minute are one */
#define WATCH_PAUSE_S  900 /* between rounds through all, at least */
#define WATCH_GIVEN_S  60  /* whoever it is handed over to has, at least */
#define WATCH_DAY_S    86400
#define WATCH_TRIES    3     /* that failed, until the alarm sounds */
#define WATCH_PART_MS  60000 /* a part of it that failed is left for */
/* Cadres asked at once in an emergency: by BEDA those of all other villages
 * could be. */
#define WATCH_CADRES 10
/* Whose turn it is: of those asked in that time; the others come first. */
#define WATCH_TURNS_S    2592000
#define WATCH_TURNS_MOST 4096

/* I5: a text to a cadre that is no emergency leaves at these hours. */
static const int watch_slots[] = {9 * 60, 13 * 60, 16 * 60};
#define WATCH_SLOT_S 1800 /* after it that still count */
#define WATCH_LATER  (-1) /* the next cadre is asked at the next of them */

/* --- rows --- */

static void
watch_copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from == NULL ? "" : from);
}

static enum urgency
watch_urgency(const char *name)
{
	for (int u = 0; u < URGENCY_MAX; u++)
		if (strcmp(name, urgency_name((enum urgency)u)) == 0)
			return (enum urgency)u;
	return URGENCY_HIGH;
}

static void
watch_from_row(struct store_rows *rows, struct watch *w)
{
	*w = (struct watch){.report_id = store_int(rows, 0),
	    .part = strcmp(store_str(rows, 1), "cadre") == 0 ? ALERT_CADRE
							     : ALERT_OFFICER,
	    .round = store_int(rows, 4),
	    .begun_at = store_int(rows, 5),
	    .next_at = store_int(rows, 6),
	    .urgency = watch_urgency(store_str(rows, 7)),
	    .emergency = strcmp(store_str(rows, 7), "emergency") == 0,
	    .alarm_at = store_int(rows, 9)};
	watch_copy(w->state, sizeof(w->state), store_str(rows, 2));
	watch_copy(w->owner, sizeof(w->owner), store_str(rows, 3));
	watch_copy(w->sticky, sizeof(w->sticky), store_str(rows, 8));
}

int
watch_get(struct engine *e, int64_t report_id, enum alert_part part,
    struct watch *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_WATCH_GET, SQL_INT(report_id),
	    SQL_TEXT(alert_part_name(part)));
	int got = store_next(&rows);
	if (got > 0)
		watch_from_row(&rows, ret);
	store_done(&rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

int
watch_put(struct engine *e, const struct watch *w)
{
	bool done = strcmp(w->state, "done") == 0;
	int err = turn_write(e);
	BUG_IF(!done && w->next_at == 0); /* nobody would ever come */
	board_changed(e, BOARD_REPORT, w->report_id);
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_WATCH_PUT, SQL_INT(w->report_id),
			 SQL_TEXT(alert_part_name(w->part)), SQL_TEXT(w->state),
			 SQL_TEXT(w->owner[0] == '\0' ? NULL : w->owner),
			 SQL_INT(w->round), SQL_INT(w->begun_at),
			 done ? SQL_NULL : SQL_INT(w->next_at),
			 SQL_TEXT(w->emergency ? "emergency"
					       : urgency_name(w->urgency)),
			 SQL_TEXT(w->sticky[0] == '\0' ? NULL : w->sticky),
			 SQL_TIME(w->alarm_at));
}

/* --- times --- */

/* The office's next opening on another day, and the time to read there. */
static int64_t
watch_next_workday_s(struct engine *e)
{
	struct tm day;
	time_t now = (time_t)e->now_s;
	int64_t open_s = 0;
	(void)localtime_r(&now, &day);
	day.tm_mday++;
	day.tm_hour = day.tm_min = day.tm_sec = 0;
	day.tm_isdst = -1;
	int64_t midnight = (int64_t)mktime(&day);
	if (hours_open(&e->words->hours, midnight, &open_s))
		open_s = midnight;
	return open_s + e->conf->siaga.read_within_hours * 3600 - e->now_s;
}

int64_t
alerts_deadline_s(struct engine *e, enum urgency urgency, enum alert_part part,
    enum alert_deadline which)
{
	static const enum conf_urgency rows[] = {[URGENCY_LOW] = CONF_LOW,
	    [URGENCY_MEDIUM] = CONF_MEDIUM,
	    [URGENCY_HIGH] = CONF_HIGH};
	const struct conf_alert *a = &e->conf->alerts[rows[urgency]];
	int64_t s = which == ALERT_CONTACT ? a->contact_s
		    : part == ALERT_CADRE  ? a->cadre_s
					   : a->officer_s;
	return s == CONF_NEXT_WORKDAY ? watch_next_workday_s(e) : s;
}

/* When a cadre may be asked: at once in an emergency, else at a slot of her
 * village's clock, so that the minute tells nothing. What began in a slot
 * waits for the next one. */
static int64_t
watch_slot_s(struct engine *e, const struct report *r, int64_t begun_at)
{
	const struct roster *roster = roster_load(e);
	uint32_t at = roster == NULL || r->village[0] == '\0'
			  ? ROSTER_NONE
			  : roster_village(roster, r->village);
	if (r->facts.emergency || roster == NULL)
		return e->now_s;
	struct roster_time t = roster_local(roster, at, e->now_s);
	for (size_t i = 0; i < 3; i++) {
		int64_t slot_s =
		    roster_moment(roster, at, t.day, watch_slots[i]);
		if (e->now_s < slot_s)
			return slot_s;
		if (begun_at < slot_s && e->now_s < slot_s + WATCH_SLOT_S)
			return e->now_s;
	}
	return roster_moment(roster, at, t.day + 1, watch_slots[0]);
}

/* --- beginning, hurrying, ending --- */

static int
watch_begin(struct engine *e, const struct report *r, enum alert_part part,
    const char *sticky)
{
	struct watch w = {.report_id = r->id,
	    .part = part,
	    .round = 1,
	    .begun_at = e->now_s,
	    .next_at = e->now_s,
	    .urgency = r->facts.urgency,
	    .emergency = r->facts.emergency};
	struct watch before;
	if (watch_get(e, r->id, part, &before) == 0)
		w.round = before.round + 1;
	watch_copy(w.state, sizeof(w.state), "asking");
	watch_copy(w.sticky, sizeof(w.sticky), sticky);
	if (part == ALERT_CADRE)
		w.next_at = watch_slot_s(e, r, w.begun_at);
	return watch_put(e, &w);
}

static int
watch_end(struct engine *e, struct watch *w)
{
	if (strcmp(w->state, "done") == 0)
		return 0;
	watch_copy(w->state, sizeof(w->state), "done");
	int err = watch_put(e, w);
	return err < 0 ? err
		       : alerts_stand_down(e, w->report_id, w->part, NULL);
}

/* If there is one; *ret_was: what it was, done if none. */
static int
watch_end_part(struct engine *e, int64_t report_id, enum alert_part part,
    struct watch *ret_was)
{
	struct watch w = {.state = "done"};
	int err = watch_get(e, report_id, part, &w);
	if (ret_was != NULL)
		*ret_was = w;
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	return watch_end(e, &w);
}

/* A cadre is asked only with consent that a person has heard (I5, I6), by
 * text under the same rule as by a webhook. */
static bool
watch_cadre_may(const struct report *r)
{
	struct disclose_case c = webhook_case(r, "alert.raised");
	return disclose_report(CONF_CADRE, &c) == NULL &&
	       strcmp(r->state, "closed") != 0;
}

/* What was asked in this round; free(ret->all) is owed. */
static int
watch_read_asked(
    struct engine *e, const struct watch *w, struct alert_list *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_OF_ROUND, SQL_INT(w->report_id),
	    SQL_TEXT(alert_part_name(w->part)), SQL_INT(w->round));
	return alert_list_read(&rows, ret);
}

/* Whoever is asked now has less time, and hears it again; whoever has said no
 * to less may be asked again. */
static int
watch_hurry_asked(struct engine *e, struct watch *w, const struct report *r)
{
	struct alert_list asked;
	int64_t due_at =
	    e->now_s + alerts_deadline_s(e, w->urgency, w->part, ALERT_ANSWER);
	int err = watch_read_asked(e, w, &asked);
	w->round++;
	for (int i = 0; err == 0 && i < asked.count; i++)
		if (strcmp(asked.all[i].state, "raised") == 0)
			err = alert_hurry(e, &asked.all[i], r, w, due_at);
	free(asked.all);
	w->next_at = e->now_s;
	return err;
}

/* A new round; what was accepted in an older one is nobody's any more, and
 * whoever still answers its text may. */
static int
watch_next_round(struct engine *e, struct watch *w)
{
	struct store_rows rows;
	struct alert_list open;
	store_ask(e->store, &rows, QUERY_ALERT_OPEN_OF_REPORT,
	    SQL_INT(w->report_id), SQL_TEXT(alert_part_name(w->part)));
	int err = alert_list_read(&rows, &open);
	for (int i = 0; err == 0 && i < open.count; i++)
		err = alert_close(e, &open.all[i], "expired");
	free(open.all);
	w->round++;
	return err;
}

/* Who has it is asked again, and others if they must. */
static int
watch_ask_afresh(struct engine *e, struct watch *w)
{
	if (w->owner[0] != '\0')
		watch_copy(w->sticky, sizeof(w->sticky), w->owner);
	w->owner[0] = '\0';
	watch_copy(w->state, sizeof(w->state), "asking");
	w->next_at = e->now_s;
	return watch_next_round(e, w);
}

/* She needs somebody sooner than it seemed. `heard`: she says so herself. */
static int
watch_hurry(
    struct engine *e, struct watch *w, const struct report *r, bool heard)
{
	bool emergency = r->facts.emergency && !w->emergency;
	bool higher = r->facts.urgency > w->urgency || emergency;
	bool asking = strcmp(w->state, "asking") == 0;
	int err = 0;
	if (r->facts.urgency == w->urgency && !emergency)
		return 0;
	w->urgency = r->facts.urgency;
	w->emergency = r->facts.emergency;
	int64_t contact_at =
	    e->now_s + alerts_deadline_s(e, w->urgency, w->part, ALERT_CONTACT);
	/* Cadres go by their slots, but for an emergency (I5). */
	if (higher && asking && (w->part == ALERT_OFFICER || emergency))
		err = watch_hurry_asked(e, w, r);
	else if (higher && !asking && heard && w->part == ALERT_OFFICER)
		err = watch_ask_afresh(e, w);
	else if (higher && !asking && contact_at < w->next_at)
		w->next_at = contact_at;
	return err < 0 ? err : watch_put(e, w);
}

/* She writes again: whoever has it hears of it, not with every word; of each
 * cry for help, but for those of one minute. */
static int
watch_tell_owner(
    struct engine *e, const struct watch *w, const struct report *r, bool cried)
{
	struct alert_list asked;
	int64_t rest_s = cried ? WATCH_CRY_S : WATCH_REMIND_S;
	int err = watch_read_asked(e, w, &asked);
	for (int i = 0; err == 0 && i < asked.count; i++) {
		struct alert *a = &asked.all[i];
		if (strcmp(a->state, "accepted") != 0 ||
		    a->answered_at + rest_s > e->now_s ||
		    a->reminded_at + rest_s > e->now_s)
			continue;
		a->due_at = w->next_at;
		err = turn_write(e);
		if (err == 0)
			err = store_run(e->store, QUERY_ALERT_REMINDED,
			    SQL_INT(a->id), SQL_INT(e->now_s));
		if (err == 0)
			err = cried ? alert_say(e, a, r)
				    : alert_text(e, a, alert_asks_by(a, r), r,
					  a->due_at);
	}
	free(asked.all);
	return err;
}

static int
watch_consider_office(
    struct engine *e, const struct report *r, bool heard, bool cried)
{
	struct watch w;
	bool over = strcmp(r->state, "closed") == 0 || r->erased_at != 0;
	int err = watch_get(e, r->id, ALERT_OFFICER, &w);
	if (err == -ENOENT)
		return over ? 0 : watch_begin(e, r, ALERT_OFFICER, NULL);
	if (err < 0)
		return err;
	if (over)
		return watch_end(e, &w);
	if (strcmp(w.state, "done") != 0)
		err = watch_hurry(e, &w, r, heard);
	if (err == 0 && heard && strcmp(w.state, "owned") == 0)
		err = watch_tell_owner(e, &w, r, cried);
	if (err < 0 || strcmp(w.state, "done") != 0)
		return err;
	return heard ? watch_begin(e, r, ALERT_OFFICER, w.owner) : 0;
}

/* Until she says yes again; what has come to its end begins again only if she
 * took back her consent. */
static int
watch_end_cadres(struct engine *e, struct watch *w, const struct report *r)
{
	bool done = strcmp(w->state, "done") == 0;
	if (done && (w->begun_at == 0 || strcmp(r->state, "closed") == 0))
		return 0;
	w->begun_at = 0;
	return done ? watch_put(e, w) : watch_end(e, w);
}

/* Where no village is known no cadre comes, and the office sees to it. */
static bool
watch_is_somewhere(struct engine *e, const struct report *r)
{
	const struct roster *roster = roster_load(e);
	return roster != NULL && r->village[0] != '\0' &&
	       roster_village(roster, r->village) != ROSTER_NONE;
}

static int
watch_consider_cadres(struct engine *e, const struct report *r)
{
	struct watch w;
	int err = watch_get(e, r->id, ALERT_CADRE, &w);
	if (err < 0 && err != -ENOENT)
		return err;
	bool may = watch_cadre_may(r);
	if (err == -ENOENT)
		return may ? watch_begin(e, r, ALERT_CADRE, NULL) : 0;
	bool done = strcmp(w.state, "done") == 0;
	if (!may)
		return watch_end_cadres(e, &w, r);
	if (done)
		return w.begun_at == 0 && watch_is_somewhere(e, r)
			   ? watch_begin(e, r, ALERT_CADRE, NULL)
			   : 0;
	err = watch_hurry(e, &w, r, false);
	return err < 0 ? err : alerts_recheck_cadres(e, r);
}

static int
watches_consider(
    struct engine *e, const struct report *r, bool heard, bool cried)
{
	if (r->quarantine[0] != '\0')
		return 0; /* read by an officer each shift */
	if (r->joined_to != 0)
		return 0; /* alerts_joined() */
	int err = watch_consider_office(e, r, heard, cried);
	return err < 0 ? err : watch_consider_cadres(e, r);
}

int
alerts_consider(struct engine *e, const struct report *r, bool heard)
{
	return watches_consider(e, r, heard, false);
}

int
alerts_cried(struct engine *e, const struct report *r)
{
	return watches_consider(e, r, true, true);
}

/* Whoever has it is asked again, on duty or not, and all others who are. */
static int
watch_ask_owner_first(struct engine *e, const struct report *r, struct watch *w)
{
	const struct roster *roster = roster_load(e);
	bool person = roster != NULL && w->owner[0] != '\0' &&
		      roster_person(roster, w->owner) != ROSTER_NONE;
	int err = watch_ask_afresh(e, w);
	w->urgency = r->facts.urgency;
	w->emergency = r->facts.emergency;
	int64_t due_at =
	    e->now_s + alerts_deadline_s(e, w->urgency, w->part, ALERT_ANSWER);
	if (err == 0 && person)
		err = alert_raise(e, r, w, w->sticky, NULL, due_at);
	return err < 0 ? err : watch_put(e, w);
}

/* I13: what was asked there is not over because two reports are one. */
int
alerts_joined(
    struct engine *e, const struct report *r, const struct report *other)
{
	struct watch was, w;
	int err = watch_end_part(e, other->id, ALERT_CADRE, NULL);
	if (err == 0)
		err = watch_end_part(e, other->id, ALERT_OFFICER, &was);
	if (err < 0 || strcmp(was.state, "done") == 0)
		return err;
	err = watch_get(e, r->id, ALERT_OFFICER, &w);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	bool asking = strcmp(was.state, "asking") == 0;
	if (strcmp(w.state, "owned") == 0 && asking)
		return was.urgency == URGENCY_HIGH
			   ? watch_ask_owner_first(e, r, &w)
			   : watch_tell_owner(e, &w, r, false);
	if (strcmp(w.state, "done") != 0)
		return watch_hurry(e, &w, r, true);
	watch_copy(w.owner, sizeof(w.owner), was.owner);
	err = watch_put(e, &w);
	return err < 0 ? err : alerts_ask_again(e, r->id, URGENCY_LOW);
}

int
alerts_consider_erasing(struct engine *e)
{
	struct store_rows rows;
	int64_t ids[WATCH_EACH];
	int count, got, err = 0;
	do {
		count = 0;
		store_ask(
		    e->store, &rows, QUERY_WATCH_ERASING, SQL_INT(WATCH_EACH));
		while ((got = store_next(&rows)) > 0 && count < WATCH_EACH)
			ids[count++] = store_int(&rows, 0);
		store_done(&rows);
		for (int i = 0; err == 0 && got >= 0 && i < count; i++) {
			struct report r;
			err = case_get(e, ids[i], &r);
			if (err == 0)
				err = watch_consider_cadres(e, &r);
		}
	} while (err == 0 && got >= 0 && count == WATCH_EACH);
	return err < 0 ? err : got < 0 ? got : 0;
}

int
alerts_ask_again(struct engine *e, int64_t report_id, enum urgency least)
{
	struct watch w;
	struct report r;
	int err = case_get(e, report_id, &r);
	if (err == 0)
		err = watch_get(e, report_id, ALERT_OFFICER, &w);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	if (r.erased_at != 0)
		return 0;
	if (r.joined_to != 0) /* it goes on there */
		return alerts_ask_again(e, r.joined_to, least);
	if (r.facts.urgency < least) {
		r.facts.urgency = least;
		err = case_keep(e, &r);
	}
	if (err < 0)
		return err;
	if (strcmp(w.state, "asking") == 0) /* somebody is being asked */
		return watch_hurry(e, &w, &r, false);
	err = watch_ask_afresh(e, &w);
	w.urgency = r.facts.urgency;
	return err < 0 ? err : watch_put(e, &w);
}

/* --- moving on --- */

/* Whoever was told to stand down may be needed after all. */
static bool
watch_was_asked(
    const struct alert_list *asked, const char *person, const char *destination)
{
	for (int i = 0; i < asked->count; i++) {
		const struct alert *a = &asked->all[i];
		const char *is = person != NULL ? a->person : a->destination;
		if (strcmp(is, person != NULL ? person : destination) == 0 &&
		    strcmp(a->state, "stood_down") != 0)
			return true;
	}
	return false;
}

/* Nobody has answered it in its time. */
static int
watch_expire(
    struct engine *e, const struct report *r, struct alert *a, bool owned)
{
	int err = alert_close(e, a, "expired");
	watch_copy(a->state, sizeof(a->state), "expired");
	if (err == 0 && a->part == ALERT_CADRE)
		err = alert_text_over(e, a, r);
	return err < 0 ? err
		       : alert_event(e,
			     owned ? "alert.escalated" : "alert.expired", a, r);
}

/* Not cadres: a text to them leaves at its hour only (I5). */
static bool
watch_reminds(const struct alert *a)
{
	return a->part == ALERT_OFFICER && a->reminded_at == 0 &&
	       a->due_at - a->raised_at >= WATCH_REMIND_S;
}

/* When something happens next to an alert that is open. */
static int64_t
watch_alert_next(const struct alert *a)
{
	return watch_reminds(a) ? a->raised_at + (a->due_at - a->raised_at) / 2
				: a->due_at;
}

/* Half of the time is over: once more, to whoever has not answered. */
static int
watch_remind(struct engine *e, const struct report *r, struct alert *a)
{
	if (!watch_reminds(a) || e->now_s < watch_alert_next(a))
		return 0;
	a->reminded_at = e->now_s;
	a->again = true;
	int err = store_run(
	    e->store, QUERY_ALERT_REMINDED, SQL_INT(a->id), SQL_INT(e->now_s));
	return err < 0 ? err
		       : alert_text(e, a, alert_asks_by(a, r), r, a->due_at);
}

/* Expires and reminds; *ret_next: the next of those still open, 0: none. */
static int
watch_settle_round(struct engine *e, const struct report *r,
    struct alert_list *asked, int64_t *ret_next)
{
	int err = 0;
	*ret_next = 0;
	for (int i = 0; err == 0 && i < asked->count; i++) {
		struct alert *a = &asked->all[i];
		if (strcmp(a->state, "raised") != 0)
			continue;
		if (a->due_at <= e->now_s) {
			err = watch_expire(e, r, a, false);
			continue;
		}
		err = watch_remind(e, r, a);
		int64_t next = watch_alert_next(a);
		if (*ret_next == 0 || next < *ret_next)
			*ret_next = next;
	}
	return err;
}

static int
watch_read_load(struct engine *e, const struct roster *roster, unsigned *load)
{
	struct store_rows rows;
	int got;
	store_ask_values(e->store, &rows, QUERY_WATCH_LOAD, NULL, 0);
	while ((got = store_next(&rows)) > 0) {
		uint32_t at = roster_person(roster, store_str(&rows, 0));
		if (at != ROSTER_NONE)
			load[at] = (unsigned)store_int(&rows, 1);
	}
	store_done(&rows);
	return got;
}

static int
watch_read_turns(struct engine *e, const struct roster *roster, unsigned *asked)
{
	struct store_rows rows;
	unsigned nth = 0;
	int got;
	store_ask(e->store, &rows, QUERY_PERSON_ASKED_SINCE,
	    SQL_INT(e->now_s - WATCH_TURNS_S), SQL_INT(WATCH_TURNS_MOST));
	while ((got = store_next(&rows)) > 0) {
		uint32_t at = roster_person(roster, store_str(&rows, 0));
		if (at != ROSTER_NONE)
			asked[at] = ++nth;
	}
	store_done(&rows);
	return got;
}

int
alerts_weigh(
    struct engine *e, const struct roster *roster, struct alerts_weights *ret)
{
	size_t count = roster->person_count + 1;
	ret->load = calloc(count, sizeof(*ret->load));
	ret->asked = calloc(count, sizeof(*ret->asked));
	int err = ret->load == NULL || ret->asked == NULL ? -ENOMEM : 0;
	if (err == 0)
		err = watch_read_load(e, roster, ret->load);
	return err < 0 ? err : watch_read_turns(e, roster, ret->asked);
}

void
alerts_weights_free(struct alerts_weights *w)
{
	free(w->load);
	free(w->asked);
	*w = (struct alerts_weights){0};
}

/* Whom it is assigned to, for it opens for them alone; else whoever had it. */
static int
watch_sticky(struct engine *e, const struct report *r, const struct watch *w,
    char ret[VAULT_PERSON_SIZE])
{
	struct store_rows rows;
	int got = 0;
	watch_copy(ret, VAULT_PERSON_SIZE, w->sticky);
	if (r->assigned_at == 0 || w->part == ALERT_CADRE)
		return 0;
	store_ask(e->store, &rows, QUERY_ASSIGNED_OF, SQL_INT(r->id));
	for (bool first = true; (got = store_next(&rows)) > 0; first = false) {
		const char *person = store_str(&rows, 0);
		if (first || strcmp(person, w->sticky) == 0)
			watch_copy(ret, VAULT_PERSON_SIZE, person);
	}
	store_done(&rows);
	return got;
}

static int
watch_decide(struct engine *e, const struct roster *roster,
    const struct watch *w, const struct report *r, struct duty_answer *ret)
{
	struct alert_excluded out;
	int err = alerts_excluded(e, r->id, &out);
	struct alerts_weights weights = {0};
	struct duty_ask ask = alerts_question(e, roster, r, w->part, &out);
	char sticky[VAULT_PERSON_SIZE];
	if (err == 0)
		err = alerts_weigh(e, roster, &weights);
	if (err == 0)
		err = watch_sticky(e, r, w, sticky);
	ask.sticky = err < 0 || sticky[0] == '\0' ? NULL : sticky;
	ask.load = weights.load;
	ask.asked = weights.asked;
	ask.most = (unsigned)e->conf->siaga.cases_most;
	if (err == 0)
		err = duty_decide(roster, &ask, ret);
	alerts_weights_free(&weights);
	alerts_excluded_free(&out);
	return err;
}

/* A destination of the office that wants alerts is asked as well, once. */
static int
watch_ask_destinations(struct engine *e, const struct report *r,
    struct watch *w, struct alert_list *asked, int64_t due_at, int *ret_count)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < e->conf->webhook_count; i++) {
		const struct conf_webhook *h = &e->conf->webhooks[i];
		if (h->recipient != CONF_OFFICE ||
		    !webhook_wants(h->events, "alert.raised") ||
		    watch_was_asked(asked, NULL, h->name))
			continue;
		err = alert_raise(e, r, w, NULL, h->name, due_at);
		(*ret_count)++;
	}
	return err;
}

static int
watch_count_open(const struct alert_list *asked)
{
	int count = 0;
	for (int i = 0; i < asked->count; i++)
		count += strcmp(asked->all[i].state, "raised") == 0;
	return count;
}

/* The next in order, unless somebody is asked (`open`); in an emergency all
 * who are on duty, of cadres the nearest. Cadres' part stops at the office,
 * which has a watch of its own. */
static int
watch_ask_people(struct engine *e, const struct report *r, struct watch *w,
    struct alert_list *asked, const struct roster *roster,
    const struct duty_answer *answer, int64_t due_at, bool open, int *ret_count)
{
	int err = 0, at_once = watch_count_open(asked);
	bool all = r->facts.emergency;
	for (size_t i = 0; err == 0 && i < answer->told_count; i++) {
		const struct duty_person *d = &answer->told[i];
		const struct roster_person *p = &roster->people[d->person];
		if (w->part == ALERT_CADRE && p->role != COMMAND_CADRE)
			continue;
		if (watch_was_asked(asked, p->id, NULL) ||
		    !alert_reaches(e, r, p))
			continue;
		if ((open || *ret_count > 0) && !(all && d->stage <= DUTY_ON))
			break;
		if (w->part == ALERT_CADRE && ++at_once > WATCH_CADRES)
			break;
		if (w->part == ALERT_CADRE &&
		    watch_slot_s(e, r, w->begun_at) > e->now_s) {
			*ret_count = WATCH_LATER;
			return 0;
		}
		err = alert_raise(e, r, w, p->id, NULL, due_at);
		(*ret_count)++;
	}
	return err;
}

/* Nobody is left: the alarm, and after a pause all of them again. */
static int
watch_alarm(
    struct engine *e, const struct report *r, struct watch *w, bool none)
{
	int64_t pause = alerts_deadline_s(e, w->urgency, w->part, ALERT_ANSWER);
	if (w->part == ALERT_CADRE) {          /* the office's watch goes on */
		if (!watch_is_somewhere(e, r)) /* until it is known */
			w->begun_at = 0;
		int err = watch_end(e, w);
		return err < 0 ? err
			       : alerts_ask_again(e, w->report_id, URGENCY_LOW);
	}
	w->alarm_at = e->now_s;
	w->round++;
	w->next_at = e->now_s + (pause > WATCH_PAUSE_S ? pause : WATCH_PAUSE_S);
	log_error("alert.nobody", LOG_S("report", r->code),
	    LOG_S("cause", none ? "nobody_on_duty" : "nobody_answers"));
	int err = watch_put(e, w);
	return err < 0 ? err
		       : webhook_alarm_of(
			     e, none ? "nobody_on_duty" : "nobody_answers", r);
}

/* Until the first of those who are asked now, or until then. */
static int
watch_wait(struct engine *e, struct watch *w, int64_t due_at)
{
	struct alert_list now;
	int64_t next = 0;
	int err = watch_read_asked(e, w, &now);
	for (int i = 0; i < now.count; i++)
		if (strcmp(now.all[i].state, "raised") == 0 &&
		    (next == 0 || watch_alert_next(&now.all[i]) < next))
			next = watch_alert_next(&now.all[i]);
	free(now.all);
	w->next_at = next == 0 ? due_at : next;
	return err < 0 ? err : watch_put(e, w);
}

/* P3: who passes on what nobody has taken gives no new time. *ret_late: some
 * of those asked let it pass, or it is almost over. */
static int
watch_read_due(
    struct engine *e, const struct watch *w, int64_t *due_at, bool *ret_late)
{
	struct alert_list asked;
	int64_t least_s = e->now_s + WATCH_GIVEN_S;
	*ret_late = false;
	if (strcmp(w->state, "asking") != 0)
		return 0;
	int err = watch_read_asked(e, w, &asked);
	for (int i = 0; err == 0 && i < asked.count; i++) {
		const struct alert *a = &asked.all[i];
		if (strcmp(a->state, "raised") == 0 && a->due_at < *due_at)
			*due_at = a->due_at;
		*ret_late |= strcmp(a->state, "expired") == 0;
	}
	free(asked.all);
	*ret_late |= *due_at < least_s;
	*due_at = *due_at < least_s ? least_s : *due_at;
	return err;
}

/* Whom nothing reaches would hear of it too late. */
static int
watch_may_have(struct engine *e, const struct report *r, const char *person)
{
	struct alert to = {.report_id = r->id};
	const struct roster *roster = roster_load(e);
	bool excluded = false;
	watch_copy(to.person, sizeof(to.person), person);
	int err = alert_is_excluded(e, &to, &excluded);
	if (err < 0 || excluded)
		return err < 0 ? err : -EPERM;
	uint32_t at =
	    roster == NULL ? ROSTER_NONE : roster_person(roster, person);
	return at != ROSTER_NONE && !roster->people[at].removed &&
		       alert_reaches(e, r, &roster->people[at])
		   ? 0
		   : -EHOSTUNREACH;
}

/* Handed on instead of taken: the alarm, not each time. */
static int
watch_alarm_late(struct engine *e, const struct report *r, struct watch *w)
{
	if (w->alarm_at + WATCH_PAUSE_S > e->now_s)
		return 0;
	w->alarm_at = e->now_s;
	log_error("alert.nobody", LOG_S("report", r->code),
	    LOG_S("cause", "nobody_answers"));
	return webhook_alarm_of(e, "nobody_answers", r);
}

int
alerts_hand_over(struct engine *e, const struct report *r, const char *person)
{
	struct watch w;
	bool late = false;
	int err = watch_get(e, r->id, ALERT_OFFICER, &w);
	if (err == 0)
		err = watch_may_have(e, r, person);
	if (err < 0)
		return err;
	int64_t due_at =
	    e->now_s + alerts_deadline_s(e, w.urgency, w.part, ALERT_ANSWER);
	err = watch_read_due(e, &w, &due_at, &late);
	if (err == 0)
		err = alerts_stand_down(e, r->id, ALERT_OFFICER, NULL);
	w.owner[0] = '\0';
	watch_copy(w.state, sizeof(w.state), "asking");
	watch_copy(w.sticky, sizeof(w.sticky), person);
	w.round++;
	if (err == 0)
		err = alert_raise(e, r, &w, person, NULL, due_at);
	if (err == 0 && late)
		err = watch_alarm_late(e, r, &w);
	return err < 0 ? err : watch_wait(e, &w, due_at);
}

static int
watch_ask_next(struct engine *e, const struct report *r, struct watch *w,
    struct alert_list *asked, bool open)
{
	struct duty_answer answer = {0};
	const struct roster *roster = roster_load(e);
	int people = 0, destinations = 0;
	int64_t due_at =
	    e->now_s + alerts_deadline_s(e, w->urgency, w->part, ALERT_ANSWER);
	int err = roster == NULL ? 0 : watch_decide(e, roster, w, r, &answer);
	if (err == 0 && w->part == ALERT_OFFICER)
		err = watch_ask_destinations(
		    e, r, w, asked, due_at, &destinations);
	if (err == 0 && roster != NULL)
		err = watch_ask_people(
		    e, r, w, asked, roster, &answer, due_at, open, &people);
	bool none = answer.told_count == 0;
	if (roster != NULL)
		duty_answer_free(&answer);
	if (err < 0)
		return err;
	if (people == WATCH_LATER) {
		w->next_at = watch_slot_s(e, r, w->begun_at);
		return watch_put(e, w);
	}
	/* With no person at all it is said at once (I13). */
	if (!open && people == 0 && (destinations == 0 || none)) {
		err = destinations == 0
			  ? watch_alarm(e, r, w, none)
			  : webhook_alarm_of(e, "nobody_on_duty", r);
		if (err < 0 || destinations == 0)
			return err;
	}
	return watch_wait(e, w, due_at);
}

/* Accepted, and no outcome in its time: as if nobody had answered (I13). */
static int
watch_lapse(struct engine *e, const struct report *r, struct watch *w)
{
	struct alert_list asked;
	int err = watch_read_asked(e, w, &asked);
	for (int i = 0; err == 0 && i < asked.count; i++)
		if (strcmp(asked.all[i].state, "accepted") == 0)
			err = watch_expire(e, r, &asked.all[i], true);
	free(asked.all);
	watch_copy(w->state, sizeof(w->state), "asking");
	w->owner[0] = w->sticky[0] = '\0';
	if (w->part == ALERT_CADRE) { /* an officer was to call her */
		err = err < 0 ? err : watch_end(e, w);
		return err < 0 ? err
			       : alerts_ask_again(e, w->report_id, URGENCY_LOW);
	}
	return err;
}

static int
watch_move(struct engine *e, struct watch *w)
{
	struct report r;
	struct alert_list asked;
	int64_t next = 0;
	int err = case_get(e, w->report_id, &r);
	if (err == 0)
		err = turn_write(e);
	if (err == 0 && strcmp(w->state, "owned") == 0)
		err = watch_lapse(e, &r, w);
	if (err < 0 || strcmp(w->state, "done") == 0)
		return err;
	err = watch_read_asked(e, w, &asked);
	if (err == 0)
		err = watch_settle_round(e, &r, &asked, &next);
	/* In an emergency whoever is on duty is asked, and not in turn. */
	bool ask = next == 0 || w->emergency;
	if (err == 0 && ask)
		err = watch_ask_next(e, &r, w, &asked, next != 0);
	free(asked.all);
	if (err < 0 || ask)
		return err;
	w->next_at = next;
	return watch_put(e, w);
}

/* --- what fails stands in nobody's way --- */

/* Each time the alarm sounds, somebody should look at the log. */
static int
watch_alarm_failing(struct engine *e, int64_t tries)
{
	return tries == 0 || tries % WATCH_TRIES != 0
		   ? 0
		   : webhook_alarm(e, "alerts_failing");
}

/* Tried again later, and the others go on. */
static int
watch_put_off(struct engine *e, const struct watch *w, int cause)
{
	struct store_rows rows;
	int64_t tries = 0;
	const char *part = alert_part_name(w->part);
	log_error("alert.failed", LOG_I("report", w->report_id),
	    LOG_S("part", part), LOG_S("cause", strerror(-cause)));
	int err = store_run(e->store, QUERY_WATCH_PUT_OFF,
	    SQL_INT(w->report_id), SQL_TEXT(part), SQL_INT(e->now_s));
	if (err < 0)
		return err;
	store_ask(e->store, &rows, QUERY_WATCH_TRIES, SQL_INT(w->report_id),
	    SQL_TEXT(part));
	int got = store_next(&rows);
	if (got > 0)
		tries = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : watch_alarm_failing(e, tries);
}

static int
watch_move_alone(struct engine *e, struct watch *w)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_save(e->store);
	if (err < 0)
		return err;
	err = watch_move(e, w);
	if (err == 0)
		return store_save_release(e->store);
	store_save_rollback(e->store);
	/* Of the disk: the whole turn waits. */
	return err == -ENOSPC || err == -EROFS || !store_whole(e->store)
		   ? err
		   : watch_put_off(e, w, err);
}

static int
watches_check(struct engine *e)
{
	struct store_rows rows;
	struct watch all[WATCH_EACH];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_WATCH_DUE, SQL_INT(e->now_s),
	    SQL_INT(WATCH_EACH));
	while ((got = store_next(&rows)) > 0 && count < WATCH_EACH)
		watch_from_row(&rows, &all[count++]);
	store_done(&rows);
	for (int i = 0; err == 0 && i < count; i++)
		err = watch_move_alone(e, &all[i]);
	return err < 0 ? err : got < 0 ? got : 0;
}

static const struct alerts_part {
	const char *name;
	int (*check)(struct engine *);
} alerts_parts[ALERT_PARTS] = {
    {"people", alerts_check_people},
    {"watches", watches_check},
    {"rings", alerts_check_rings},
    {"drill", drill_check},
    {"met", alerts_check_met},
    {"clock", alerts_clock},
};

/* A part that fails takes this turn with it, not the next ones. */
static int
alerts_check_part(struct engine *e, size_t i)
{
	struct alerts_failed *f = &e->alerts_failed[i];
	int err = f->told ? 0 : watch_alarm_failing(e, f->tries);
	if (err == 0)
		f->told = true;
	if (err < 0 || e->now_ms < f->later_ms)
		return err;
	err = alerts_parts[i].check(e);
	if (err == 0 || err == -ENOSPC || err == -EROFS) {
		f->tries = err == 0 ? 0 : f->tries;
		return err;
	}
	log_error("alerts.failed", LOG_S("part", alerts_parts[i].name),
	    LOG_S("cause", strerror(-err)));
	f->later_ms = e->now_ms + WATCH_PART_MS;
	f->tries++;
	f->told = false;
	return err;
}

int
alerts_check(struct engine *e)
{
	int err = 0;
	if (turn_read_only(e))
		return 0;
	for (size_t i = 0; err == 0 && i < ALERT_PARTS; i++)
		err = alerts_check_part(e, i);
	return err;
}

int64_t
alerts_due_s(struct engine *e)
{
	static const enum store_query queries[] = {QUERY_WATCH_NEXT,
	    QUERY_ALERT_NEXT_MET, QUERY_DRILL_NEXT, QUERY_DRILL_GOING_SINCE};
	int64_t at_s, due_s = alerts_rings_due_s(e);
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		if (outbox_ask_time(e, queries[i], NULL, &at_s) == 0 &&
		    at_s < due_s)
			due_s = at_s;
	return due_s;
}

int
alerts_turn_back(struct engine *e)
{
	int64_t latest_s;
	int err = outbox_ask_time(e, QUERY_ALERT_LATEST, NULL, &latest_s);
	if (err < 0 || latest_s == INT64_MAX || latest_s <= e->now_s)
		return err;
	int64_t by_s = latest_s - e->now_s;
	err = store_run(e->store, QUERY_WATCH_TURN_BACK, SQL_INT(by_s));
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_ALERT_TURN_BACK, SQL_INT(by_s));
}
