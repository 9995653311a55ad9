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
#define WATCH_PAUSE_S  900 /* between rounds through all, at least */
#define WATCH_ALL      32  /* asked in one round */
#define WATCH_DAY_S    86400

/* I5: a text to a cadre that is no emergency leaves at these hours. */
static const int watch_slots[] = {9 * 60, 13 * 60, 16 * 60};
#define WATCH_SLOT_MIN 30 /* minutes after it that still count */

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
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_WATCH_PUT, SQL_INT(w->report_id),
			 SQL_TEXT(alert_part_name(w->part)), SQL_TEXT(w->state),
			 SQL_TEXT(w->owner[0] == '\0' ? NULL : w->owner),
			 SQL_INT(w->round), SQL_INT(w->begun_at),
			 done ? SQL_NULL : SQL_INT(w->next_at),
			 SQL_TEXT(urgency_name(w->urgency)),
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

/* When the first cadre may be asked: at once in an emergency, else at a slot
 * of her village's clock, so that the minute tells nothing. */
static int64_t
watch_slot_s(struct engine *e, const struct report *r)
{
	const struct roster *roster = roster_load(e);
	uint32_t at = roster == NULL || r->village[0] == '\0'
			  ? ROSTER_NONE
			  : roster_village(roster, r->village);
	if (r->facts.emergency || roster == NULL)
		return e->now_s;
	struct roster_time t = roster_local(roster, at, e->now_s);
	for (size_t i = 0; i < 3; i++)
		if (t.minute < watch_slots[i] + WATCH_SLOT_MIN)
			return t.minute >= watch_slots[i]
				   ? e->now_s
				   : roster_moment(
					 roster, at, t.day, watch_slots[i]);
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
	    .urgency = r->facts.urgency};
	struct watch before;
	if (watch_get(e, r->id, part, &before) == 0)
		w.round = before.round + 1;
	watch_copy(w.state, sizeof(w.state), "asking");
	watch_copy(w.sticky, sizeof(w.sticky), sticky);
	if (part == ALERT_CADRE)
		w.next_at = watch_slot_s(e, r);
	return watch_put(e, &w);
}

static int
watch_end(struct engine *e, struct watch *w)
{
	if (strcmp(w->state, "done") == 0)
		return 0;
	watch_copy(w->state, sizeof(w->state), "done");
	int err = watch_put(e, w);
	return err < 0 ? err : alerts_stand_down(e, w->report_id, w->part, 0);
}

static bool
watch_is_over(const struct report *r)
{
	return strcmp(r->state, "closed") == 0 || r->erased_at != 0 ||
	       r->joined_to != 0;
}

/* A cadre is asked only with consent that a person has heard (I5, I6). */
static bool
watch_cadre_may(const struct report *r)
{
	const struct facts *f = &r->facts;
	return strchr(f->consent, 'K') != NULL && !f->consent_provisional &&
	       (f->cadre == 'y' || f->cadre == 'o') && f->reporter != 'o' &&
	       f->erase_at_s == 0 && !watch_is_over(r);
}

/* All are asked once more; who answers the last round's text still may. */
static int
watch_next_round(struct engine *e, struct watch *w)
{
	struct store_rows rows;
	struct alert all[WATCH_ALL];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_ALERT_OPEN_OF_REPORT,
	    SQL_INT(w->report_id), SQL_TEXT(alert_part_name(w->part)));
	while ((got = store_next(&rows)) > 0 && count < WATCH_ALL)
		alert_from_row(&rows, &all[count++]);
	store_done(&rows);
	for (int i = 0; err == 0 && got >= 0 && i < count; i++)
		err = alert_close(e, &all[i], "expired");
	w->round++;
	return err < 0 ? err : got < 0 ? got : 0;
}

/* Higher than it was: whoever is asked has less time, and others follow. */
static int
watch_hurry(struct engine *e, struct watch *w, const struct report *r)
{
	bool higher = r->facts.urgency > w->urgency;
	if (r->facts.urgency == w->urgency)
		return 0;
	w->urgency = r->facts.urgency;
	int64_t in_s = alerts_deadline_s(e, w->urgency, w->part,
	    strcmp(w->state, "owned") == 0 ? ALERT_CONTACT : ALERT_ANSWER);
	if (higher && strcmp(w->state, "asking") == 0) {
		/* all are asked again, at the new urgency */
		int err = watch_next_round(e, w);
		if (err < 0)
			return err;
		w->next_at = e->now_s;
	} else if (higher && e->now_s + in_s < w->next_at) {
		w->next_at = e->now_s + in_s;
	}
	return watch_put(e, w);
}

static int
watch_consider_office(struct engine *e, const struct report *r, bool heard)
{
	struct watch w;
	bool over = watch_is_over(r);
	int err = watch_get(e, r->id, ALERT_OFFICER, &w);
	if (err == -ENOENT)
		return over ? 0 : watch_begin(e, r, ALERT_OFFICER, NULL);
	if (err < 0)
		return err;
	if (over)
		return watch_end(e, &w);
	if (strcmp(w.state, "done") != 0)
		return watch_hurry(e, &w, r);
	return heard ? watch_begin(e, r, ALERT_OFFICER, w.owner) : 0;
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
	return may ? watch_hurry(e, &w, r) : watch_end(e, &w);
}

int
alerts_consider(struct engine *e, const struct report *r, bool heard)
{
	if (r->quarantine[0] != '\0')
		return 0; /* read by an officer each shift */
	int err = watch_consider_office(e, r, heard);
	return err < 0 ? err : watch_consider_cadres(e, r);
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
	if (watch_is_over(&r))
		return 0;
	if (r.facts.urgency < least) {
		r.facts.urgency = least;
		err = case_keep(e, &r);
	}
	if (w.owner[0] != '\0')
		watch_copy(w.sticky, sizeof(w.sticky), w.owner);
	w.owner[0] = '\0';
	watch_copy(w.state, sizeof(w.state), "asking");
	w.urgency = r.facts.urgency;
	w.next_at = e->now_s;
	if (err == 0)
		err = watch_next_round(e, &w);
	return err < 0 ? err : watch_put(e, &w);
}

/* --- who must not hear of it any more --- */

static int
watch_exclude(struct engine *e, const struct alert *a)
{
	struct watch w;
	struct report r;
	int err = case_get(e, a->report_id, &r);
	if (err == 0)
		err = watch_get(e, a->report_id, a->part, &w);
	if (err == 0)
		err = alert_close(e, a, "stood_down");
	if (err == 0)
		err = alert_text(e, a, "K03", &r, e->now_s + 3600);
	if (err < 0 || strcmp(w.state, "done") == 0)
		return err;
	if (strcmp(w.owner, a->person) == 0)
		w.owner[0] = '\0';
	if (w.owner[0] == '\0') {
		watch_copy(w.state, sizeof(w.state), "asking");
		w.next_at = e->now_s;
	}
	w.sticky[0] = '\0';
	return watch_put(e, &w);
}

int
alerts_excluded(struct engine *e)
{
	struct store_rows rows;
	struct alert all[WATCH_EACH];
	int count, got, err = 0;
	do {
		count = 0;
		store_ask(e->store, &rows, QUERY_ALERT_OPEN_EXCLUDED,
		    SQL_INT(WATCH_EACH));
		while ((got = store_next(&rows)) > 0 && count < WATCH_EACH)
			alert_from_row(&rows, &all[count++]);
		store_done(&rows);
		for (int i = 0; err == 0 && got >= 0 && i < count; i++)
			err = watch_exclude(e, &all[i]);
	} while (err == 0 && got >= 0 && count == WATCH_EACH);
	return err < 0 ? err : got < 0 ? got : 0;
}

/* --- moving on --- */

/* What was asked in this round. */
struct watch_asked {
	struct alert all[WATCH_ALL];
	int count;
};

static int
watch_read_asked(
    struct engine *e, const struct watch *w, struct watch_asked *ret)
{
	struct store_rows rows;
	int got;
	ret->count = 0;
	store_ask(e->store, &rows, QUERY_ALERT_OF_ROUND, SQL_INT(w->report_id),
	    SQL_TEXT(alert_part_name(w->part)), SQL_INT(w->round));
	while ((got = store_next(&rows)) > 0 && ret->count < WATCH_ALL)
		alert_from_row(&rows, &ret->all[ret->count++]);
	store_done(&rows);
	return got < 0 ? got : 0;
}

static bool
watch_was_asked(const struct watch_asked *asked, const char *person,
    const char *destination)
{
	for (int i = 0; i < asked->count; i++)
		if (strcmp(person != NULL ? asked->all[i].person
					  : asked->all[i].destination,
			person != NULL ? person : destination) == 0)
			return true;
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
		err = alert_text(e, a, "K03", r, e->now_s + 3600);
	return err < 0 ? err
		       : alert_event(e,
			     owned ? "alert.escalated" : "alert.expired", a, r);
}

/* Half of the time is over: once more, to whoever has not answered. */
static int
watch_remind(struct engine *e, const struct report *r, struct alert *a)
{
	int64_t whole = a->due_at - a->raised_at;
	if (a->reminded_at != 0 || whole < WATCH_REMIND_S ||
	    e->now_s < a->raised_at + whole / 2)
		return 0;
	a->reminded_at = e->now_s;
	int err = store_run(
	    e->store, QUERY_ALERT_REMINDED, SQL_INT(a->id), SQL_INT(e->now_s));
	const char *text = a->part == ALERT_CADRE             ? "K01"
			   : r->facts.urgency == URGENCY_HIGH ? "P01"
							      : "P04";
	return err < 0 ? err : alert_text(e, a, text, r, a->due_at);
}

/* When something happens next to an alert that is open. */
static int64_t
watch_alert_next(const struct alert *a)
{
	int64_t whole = a->due_at - a->raised_at;
	if (a->reminded_at == 0 && whole >= WATCH_REMIND_S)
		return a->raised_at + whole / 2;
	return a->due_at;
}

/* Expires and reminds; *ret_next: the next of those still open, 0: none. */
static int
watch_settle_round(struct engine *e, const struct report *r,
    struct watch_asked *asked, int64_t *ret_next)
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

int
alerts_without(struct engine *e, int64_t report_id, struct alerts_without *ret)
{
	struct store_rows rows;
	int got;
	ret->count = 0;
	store_ask(e->store, &rows, QUERY_EXCLUDED_OF, SQL_INT(report_id));
	while ((got = store_next(&rows)) > 0 && ret->count < ALERTS_EXCLUDED) {
		char *id = ret->ids[ret->count];
		watch_copy(id, VAULT_PERSON_SIZE, store_str(&rows, 0));
		ret->list[ret->count++] = id;
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* Open cases of each person of the roster; NULL: none is needed. */
static unsigned *
watch_load(struct engine *e, const struct roster *roster)
{
	struct store_rows rows;
	unsigned *load =
	    calloc(roster->person_count == 0 ? 1 : roster->person_count,
		sizeof(*load));
	store_ask_values(e->store, &rows, QUERY_WATCH_LOAD, NULL, 0);
	while (load != NULL && store_next(&rows) > 0) {
		uint32_t at = roster_person(roster, store_str(&rows, 0));
		if (at != ROSTER_NONE)
			load[at] = (unsigned)store_int(&rows, 1);
	}
	store_done(&rows);
	return load;
}

static int
watch_decide(struct engine *e, const struct roster *roster,
    const struct watch *w, const struct report *r, struct duty_answer *ret)
{
	struct alerts_without without;
	int err = alerts_without(e, r->id, &without);
	unsigned *load = err == 0 ? watch_load(e, roster) : NULL;
	struct duty_ask ask = {
	    .village = r->village[0] == '\0'
			   ? ROSTER_NONE
			   : roster_village(roster, r->village),
	    .at_s = e->now_s,
	    .role = w->part == ALERT_CADRE ? COMMAND_CADRE : COMMAND_OFFICER,
	    .elsewhere = w->part == ALERT_CADRE && r->facts.cadre == 'o',
	    .excluded = without.list,
	    .excluded_count = without.count,
	    .sticky = w->sticky[0] == '\0' ? NULL : w->sticky,
	    .load = load};
	/* A village with too few cadres gives each of them away. */
	if (w->part == ALERT_CADRE && ask.village != ROSTER_NONE &&
	    duty_cadres(roster, ask.village,
		roster_local(roster, ask.village, e->now_s).day) <
		DUTY_CADRES_LEAST)
		ask.elsewhere = true;
	if (err == 0)
		err = duty_decide(roster, &ask, ret);
	free(load);
	return err;
}

/* A destination of the office that wants alerts is asked as well, once. */
static int
watch_ask_destinations(struct engine *e, const struct report *r,
    struct watch *w, struct watch_asked *asked, int64_t due_at, int *ret_count)
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

/* The next in order; in an emergency all who are on duty. Cadres' part stops
 * at the office, which has a watch of its own. */
static int
watch_ask_people(struct engine *e, const struct report *r, struct watch *w,
    struct watch_asked *asked, const struct roster *roster,
    const struct duty_answer *answer, int64_t due_at, int *ret_count)
{
	int err = 0;
	bool all = w->part == ALERT_OFFICER && r->facts.emergency;
	for (size_t i = 0; err == 0 && i < answer->told_count; i++) {
		const struct duty_person *d = &answer->told[i];
		const struct roster_person *p = &roster->people[d->person];
		if (w->part == ALERT_CADRE && p->role != COMMAND_CADRE)
			continue;
		if (watch_was_asked(asked, p->id, NULL))
			continue;
		if (*ret_count > 0 && !(all && d->stage <= DUTY_ON))
			break;
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
	if (w->part == ALERT_CADRE) { /* the office's watch goes on */
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

static int
watch_ask_next(struct engine *e, const struct report *r, struct watch *w,
    struct watch_asked *asked)
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
		    e, r, w, asked, roster, &answer, due_at, &people);
	bool none = answer.told_count == 0;
	if (roster != NULL)
		duty_answer_free(&answer);
	if (err < 0)
		return err;
	/* With no person at all it is said at once (I13). */
	if (people == 0 && (destinations == 0 || none)) {
		err = destinations == 0
			  ? watch_alarm(e, r, w, none)
			  : webhook_alarm_of(e, "nobody_on_duty", r);
		if (err < 0 || destinations == 0)
			return err;
	}
	struct watch_asked now;
	err = watch_read_asked(e, w, &now);
	int64_t next = 0;
	for (int i = 0; i < now.count; i++)
		if (strcmp(now.all[i].state, "raised") == 0 &&
		    (next == 0 || watch_alert_next(&now.all[i]) < next))
			next = watch_alert_next(&now.all[i]);
	w->next_at = next == 0 ? due_at : next;
	return err < 0 ? err : watch_put(e, w);
}

/* Accepted, and no outcome in its time: as if nobody had answered (I13). */
static int
watch_lapse(struct engine *e, const struct report *r, struct watch *w)
{
	struct watch_asked asked;
	int err = watch_read_asked(e, w, &asked);
	for (int i = 0; err == 0 && i < asked.count; i++)
		if (strcmp(asked.all[i].state, "accepted") == 0)
			err = watch_expire(e, r, &asked.all[i], true);
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
	struct watch_asked asked;
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
	if (err < 0 || next == 0)
		return err < 0 ? err : watch_ask_next(e, &r, w, &asked);
	w->next_at = next;
	return watch_put(e, w);
}

int
alerts_check(struct engine *e)
{
	struct store_rows rows;
	struct watch all[WATCH_EACH];
	int count = 0, got, err = 0;
	if (turn_read_only(e))
		return 0;
	store_ask(e->store, &rows, QUERY_WATCH_DUE, SQL_INT(e->now_s),
	    SQL_INT(WATCH_EACH));
	while ((got = store_next(&rows)) > 0 && count < WATCH_EACH)
		watch_from_row(&rows, &all[count++]);
	store_done(&rows);
	for (int i = 0; err == 0 && i < count; i++)
		err = watch_move(e, &all[i]);
	return err < 0 ? err : got < 0 ? got : alerts_check_met(e);
}

int64_t
alerts_due_s(struct engine *e)
{
	int64_t at_s, met_s;
	if (outbox_ask_time(e, QUERY_WATCH_NEXT, NULL, &at_s) < 0)
		at_s = INT64_MAX;
	if (outbox_ask_time(e, QUERY_ALERT_NEXT_MET, NULL, &met_s) == 0 &&
	    met_s < at_s)
		at_s = met_s;
	return at_s;
}
