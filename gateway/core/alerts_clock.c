/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clocks of the office: the law's three days (P02, UU 12/2022), and the
 * handover between shifts (P03). Neither ever tells the police anything.
 */
#include "alerts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLOCK_TPKS_S      259200 /* 3 x 24 hours */
#define CLOCK_TPKS_WARN_S 172800 /* P02 after 48 of them, to one person */
#define CLOCK_TPKS_NEXT_S 21600  /* ... and to the next, until one answers */
#define CLOCK_TPKS_LAST_S                                                      \
	237600 /* the alarm, if none has by then: 66 hours                     \
		*/
#define CLOCK_TPKS_KEEP_S 2592000
#define CLOCK_CHECK_S     60
#define CLOCK_HANDOVER_S  3600 /* P03 waits so long for its SIAP */
#define CLOCK_EACH        8

static int
clock_text(struct engine *e, const char *person, const char *text_id,
    json_t *slots, int64_t alert_id, int64_t life_s)
{
	const struct roster *roster = roster_load(e);
	uint32_t at =
	    roster == NULL ? ROSTER_NONE : roster_person(roster, person);
	int err = 0;
	if (at != ROSTER_NONE && roster->people[at].sms &&
	    roster->people[at].numbered)
		err = alert_queue_text(
		    e, person, text_id, slots, 0, alert_id, e->now_s + life_s);
	json_decref(slots);
	return err;
}

/* --- P02 --- */

int
alerts_law_begins(
    struct engine *e, const struct report *r, enum conf_tpks_from moment)
{
	if (e->conf->siaga.tpks_from != (int64_t)moment ||
	    r->facts.reporter == 'o')
		return 0;
	return store_run(e->store, QUERY_TPKS_START, SQL_INT(r->id),
	    SQL_INT(e->now_s), SQL_INT(e->now_s + CLOCK_TPKS_WARN_S));
}

int
alerts_law_joined(
    struct engine *e, const struct report *r, const struct report *other)
{
	return store_run(e->store, QUERY_TPKS_JOIN, SQL_INT(r->id),
	    SQL_INT(other->id), SQL_INT(CLOCK_TPKS_WARN_S));
}

int
alerts_law_seen(
    struct engine *e, const char *code, const char *person, bool *ret_taken)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_TPKS_SEEN, SQL_TEXT(code),
		    SQL_INT(e->now_s), SQL_TEXT(person));
	*ret_taken = err == 0 && store_changes(e->store) > 0;
	return err;
}

/* Whom it is for: any of the office; who has a phone for texts; and of these
 * nobody who was told already. */
enum clock_for { CLOCK_ANY, CLOCK_TEXTED, CLOCK_NOT_YET };

static bool
clock_fits(struct engine *e, const struct report *r,
    const struct roster_person *p, enum clock_for want)
{
	struct store_rows rows;
	if (want == CLOCK_ANY)
		return true;
	if (!p->sms || !p->numbered)
		return false;
	if (want == CLOCK_TEXTED)
		return true;
	store_ask(e->store, &rows, QUERY_TPKS_ASKED_IS, SQL_INT(r->id),
	    SQL_TEXT(p->id));
	bool told = store_next(&rows) > 0;
	store_done(&rows);
	return !told;
}

/* Whoever has the report, or stands in; else the first who fits of those who
 * would be asked now. ROSTER_NONE: nobody. */
static int
clock_find(struct engine *e, const struct report *r,
    const struct roster *roster, const struct duty_ask *ask,
    enum clock_for want, uint32_t *ret)
{
	struct watch w;
	enum duty_why why;
	struct duty_answer answer;
	int64_t day = roster_local(roster, ask->village, e->now_s).day;
	*ret = watch_get(e, r->id, ALERT_OFFICER, &w) < 0
		   ? ROSTER_NONE
		   : roster_person(roster, w.owner);
	if (*ret != ROSTER_NONE)
		*ret = duty_stands(roster, ask, *ret, day, &why);
	if (*ret != ROSTER_NONE &&
	    clock_fits(e, r, &roster->people[*ret], want))
		return 0;
	*ret = ROSTER_NONE;
	int err = duty_decide(roster, ask, &answer);
	for (size_t i = 0;
	     err == 0 && *ret == ROSTER_NONE && i < answer.told_count; i++) {
		uint32_t at = answer.told[i].person;
		if (clock_fits(e, r, &roster->people[at], want))
			*ret = at;
	}
	if (err == 0)
		duty_answer_free(&answer);
	return err;
}

static int
clock_officer(struct engine *e, const struct report *r, enum clock_for want,
    char ret_person[VAULT_PERSON_SIZE])
{
	struct alert_excluded out;
	uint32_t at = ROSTER_NONE;
	const struct roster *roster = roster_load(e);
	ret_person[0] = '\0';
	int err = alerts_excluded(e, r->id, &out);
	if (err < 0 || roster == NULL) {
		alerts_excluded_free(&out);
		return err;
	}
	struct duty_ask ask = {
	    .village = r->village[0] == '\0'
			   ? ROSTER_NONE
			   : roster_village(roster, r->village),
	    .at_s = e->now_s,
	    .role = COMMAND_OFFICER,
	    .excluded = out.list,
	    .excluded_count = out.count};
	err = clock_find(e, r, roster, &ask, want, &at);
	alerts_excluded_free(&out);
	if (err == 0 && at != ROSTER_NONE)
		(void)snprintf(
		    ret_person, VAULT_PERSON_SIZE, "%s", roster->people[at].id);
	return err;
}

int
alerts_officer_of(struct engine *e, const struct report *r,
    char ret_person[VAULT_PERSON_SIZE])
{
	return clock_officer(e, r, CLOCK_ANY, ret_person);
}

static int
clock_say_law(struct engine *e, const struct report *r, const char *person,
    int64_t ends_at)
{
	const char *language = e->conf->siaga.language;
	char until[TEXTS_WHEN_SIZE];
	bool given =
	    r->facts.consent[0] != '\0' && !r->facts.consent_provisional;
	int err = store_run(
	    e->store, QUERY_TPKS_ASKED, SQL_INT(r->id), SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(e->store, QUERY_TPKS_ASKED_ADD, SQL_INT(r->id),
		    SQL_TEXT(person));
	if (err == 0)
		err = texts_until(
		    e->words->texts, language, e->now_s, ends_at, until);
	return err < 0 ? err
		       : clock_text(e, person, "P02",
			     json_pack("{s:s, s:s, s:s}", "code", r->code,
				 "until", until, "consent",
				 texts_phrase(e->words->texts, language,
				     given ? TEXTS_GIVEN : TEXTS_NOT_YET)),
			     0, ends_at - e->now_s);
}

/* One person more; the alarm in time, and whenever there is nobody. */
static int
clock_warn(struct engine *e, struct report *r, int64_t begun_at)
{
	char person[VAULT_PERSON_SIZE];
	int64_t last_at = begun_at + CLOCK_TPKS_LAST_S;
	int64_t next_at = e->now_s + CLOCK_TPKS_NEXT_S;
	bool over = e->now_s >= begun_at + CLOCK_TPKS_S;
	int err = clock_officer(e, r, CLOCK_NOT_YET, person);
	if (err == 0 && person[0] == '\0')
		err = clock_officer(e, r, CLOCK_TEXTED, person);
	if (err == 0)
		err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_TPKS_NEXT, SQL_INT(r->id),
		    e->now_s >= last_at
			? SQL_NULL
			: SQL_INT(next_at < last_at ? next_at : last_at));
	if (err == 0 && !over && person[0] != '\0')
		err = clock_say_law(e, r, person, begun_at + CLOCK_TPKS_S);
	return err < 0 || (e->now_s < last_at && person[0] != '\0')
		   ? err
		   : webhook_alarm_of(e, "tpks_clock", r);
}

static int
clock_check_law(struct engine *e)
{
	struct store_rows rows;
	int64_t ids[CLOCK_EACH], begun[CLOCK_EACH];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_TPKS_DUE, SQL_INT(e->now_s),
	    SQL_INT(e->now_s - CLOCK_TPKS_KEEP_S), SQL_INT(CLOCK_EACH));
	while ((got = store_next(&rows)) > 0 && count < CLOCK_EACH) {
		ids[count] = store_int(&rows, 0);
		begun[count++] = store_int(&rows, 1);
	}
	store_done(&rows);
	for (int i = 0; err == 0 && i < count; i++) {
		struct report r;
		err = case_get(e, ids[i], &r);
		if (err == 0)
			err = clock_warn(e, &r, begun[i]);
	}
	return err < 0 ? err : got < 0 ? got : 0;
}

/* --- P05 --- */

/* She was promised a call; who has no destination must hear it as well. */
int
alerts_tell_officer(struct engine *e, const struct alert *cadre,
    const struct report *r, int64_t until_s)
{
	char person[VAULT_PERSON_SIZE], until[TEXTS_WHEN_SIZE];
	int err = alerts_officer_of(e, r, person);
	if (err == 0)
		err = texts_until(e->words->texts, e->conf->siaga.language,
		    e->now_s, until_s, until);
	if (err < 0)
		return err;
	if (person[0] == '\0')
		return webhook_alarm_of(e, "cadre_waits", r);
	return clock_text(e, person, "P05",
	    json_pack("{s:s, s:s}", "code", r->code, "until", until), cadre->id,
	    until_s - e->now_s);
}

/* --- P03 --- */

static int
clock_count(struct engine *e, enum store_query query, int64_t *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, query, SQL_INT(e->now_s));
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
clock_slots(struct engine *e, json_t **ret, bool *ret_anything)
{
	static const struct {
		const char *slot;
		enum store_query query;
	} figures[] = {{"n", QUERY_HANDOVER_OPEN},
	    {"late", QUERY_HANDOVER_LATE}, {"cadre", QUERY_HANDOVER_CADRE},
	    {"unread", QUERY_HANDOVER_UNREAD}};
	char when[TEXTS_WHEN_SIZE], text[8];
	int err = texts_until(
	    e->words->texts, e->conf->siaga.language, e->now_s, e->now_s, when);
	*ret_anything = false;
	*ret = json_pack("{s:s}", "when", when);
	for (size_t i = 0; err == 0 && i < 4; i++) {
		int64_t count;
		err = clock_count(e, figures[i].query, &count);
		*ret_anything |= count > 0;
		(void)snprintf(
		    text, sizeof(text), "%d", count > 99 ? 99 : (int)count);
		(void)json_object_set_new(
		    *ret, figures[i].slot, json_string(text));
	}
	return err;
}

/* Who is on duty at this minute and was not a minute ago. */
static int
clock_tell(struct engine *e, const struct duty_answer *now,
    const struct roster *roster, const json_t *before)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < now->told_count; i++) {
		const char *id = roster->people[now->told[i].person].id;
		json_t *slots;
		bool anything;
		if (now->told[i].stage > DUTY_ON ||
		    json_object_get(before, id) != NULL)
			continue;
		err = clock_slots(e, &slots, &anything);
		if (err < 0 || !anything) {
			json_decref(slots);
			continue;
		}
		err = clock_text(e, id, "P03", slots, 0, CLOCK_HANDOVER_S);
		if (err == 0)
			err = store_run(e->store, QUERY_HANDOVER_ASKED,
			    SQL_TEXT(id), SQL_INT(e->now_s));
	}
	return err;
}

/* Their ids as a JSON object, which is how the last ones are kept. */
static json_t *
clock_on_duty(const struct duty_answer *now, const struct roster *roster)
{
	json_t *on = json_object();
	for (size_t i = 0; i < now->told_count; i++)
		if (now->told[i].stage <= DUTY_ON)
			(void)json_object_set_new(on,
			    roster->people[now->told[i].person].id,
			    json_true());
	return on;
}

static int
clock_change(struct engine *e, const struct duty_answer *now,
    const struct roster *roster, const json_t *on, const json_t *before)
{
	char *list = json_dumps(on, JSON_COMPACT);
	int err = list == NULL ? -ENOMEM : turn_write(e);
	if (err == 0 && before != NULL)
		err = clock_tell(e, now, roster, before);
	if (err == 0)
		err = store_setting_set(e->store, "on_duty", list);
	free(list);
	return err;
}

static int
clock_check_shift(struct engine *e)
{
	struct duty_answer now;
	char *list = NULL;
	const struct roster *roster = roster_load(e);
	struct duty_ask ask = {
	    .village = ROSTER_NONE, .at_s = e->now_s, .role = COMMAND_OFFICER};
	if (roster == NULL || roster->duty_count == 0)
		return 0;
	int err = store_setting_get(e->store, "on_duty", &list);
	if (err == 0)
		err = duty_decide(roster, &ask, &now);
	if (err < 0) {
		free(list);
		return err;
	}
	json_t *on = clock_on_duty(&now, roster);
	json_t *before = list == NULL ? NULL : json_loads(list, 0, NULL);
	if (!json_equal(on, before))
		err = clock_change(e, &now, roster, on, before);
	json_decref(on);
	json_decref(before);
	duty_answer_free(&now);
	free(list);
	return err;
}

int
alerts_handover_seen(struct engine *e, const char *person, bool *ret_taken)
{
	int err = turn_write(e);
	if (err == 0)
		err =
		    store_run(e->store, QUERY_HANDOVER_SEEN, SQL_TEXT(person));
	*ret_taken = err == 0 && store_changes(e->store) > 0;
	return err;
}

int
alerts_clock(struct engine *e)
{
	if (e->now_s < e->clock_at_s || turn_read_only(e) || !e->time.trusted)
		return 0;
	e->clock_at_s = e->now_s - e->now_s % CLOCK_CHECK_S + CLOCK_CHECK_S;
	int err = clock_check_law(e);
	return err < 0 ? err : clock_check_shift(e);
}

int64_t
alerts_clock_due_s(struct engine *e)
{
	const struct roster *roster = roster_load(e);
	return roster != NULL && roster->duty_count > 0 ? e->clock_at_s
							: INT64_MAX;
}
