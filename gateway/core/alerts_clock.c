/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clocks of the office: the law's three days (P02, UU 12/2022), and the
 * handover between shifts (P03). Neither ever tells the police anything.
 */
#include "alerts.h"

#include "../lib/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLOCK_TPKS_S      259200 /* 3 x 24 hours */
#define CLOCK_TPKS_WARN_S 172800 /* P02 after 48 of them */
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
	return store_run(
	    e->store, QUERY_TPKS_START, SQL_INT(r->id), SQL_INT(e->now_s));
}

/* Still of the office, and may hear of it. */
static bool
clock_may(const struct roster *roster, const char *id,
    const struct alert_excluded *out)
{
	uint32_t at = roster_person(roster, id);
	bool may = at != ROSTER_NONE && !roster->people[at].removed;
	for (size_t i = 0; i < out->count; i++)
		may = may && strcmp(out->list[i], id) != 0;
	return may;
}

/* Whoever has the report, or is on duty for it. */
int
alerts_officer_of(struct engine *e, const struct report *r,
    char ret_person[VAULT_PERSON_SIZE])
{
	struct watch w;
	struct duty_answer answer;
	struct alert_excluded out;
	const struct roster *roster = roster_load(e);
	ret_person[0] = '\0';
	int err = alerts_excluded(e, r->id, &out);
	if (err == 0 && roster != NULL &&
	    watch_get(e, r->id, ALERT_OFFICER, &w) == 0 &&
	    clock_may(roster, w.owner, &out)) {
		(void)snprintf(ret_person, VAULT_PERSON_SIZE, "%s", w.owner);
		roster = NULL;
	}
	if (err < 0 || roster == NULL) {
		alerts_excluded_free(&out);
		return err;
	}
	struct duty_ask ask = {.village = ROSTER_NONE,
	    .at_s = e->now_s,
	    .role = COMMAND_OFFICER,
	    .excluded = out.list,
	    .excluded_count = out.count};
	err = duty_decide(roster, &ask, &answer);
	alerts_excluded_free(&out);
	if (err < 0)
		return err;
	if (answer.told_count > 0)
		(void)snprintf(ret_person, VAULT_PERSON_SIZE, "%s",
		    roster->people[answer.told[0].person].id);
	duty_answer_free(&answer);
	return 0;
}

static int
clock_warn(struct engine *e, struct report *r, int64_t begun_at)
{
	const char *language = e->conf->siaga.language;
	char person[VAULT_PERSON_SIZE], until[TEXTS_WHEN_SIZE];
	int err = alerts_officer_of(e, r, person);
	if (err == 0)
		err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_TPKS_ASKED, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = texts_until(e->words->texts, language, e->now_s,
		    begun_at + CLOCK_TPKS_S, until);
	if (err < 0)
		return err;
	if (person[0] == '\0')
		return webhook_alarm_of(e, "tpks_clock", r);
	bool given =
	    r->facts.consent[0] != '\0' && !r->facts.consent_provisional;
	return clock_text(e, person, "P02",
	    json_pack("{s:s, s:s, s:s}", "code", r->code, "until", until,
		"consent",
		texts_phrase(e->words->texts, language,
		    given ? TEXTS_GIVEN : TEXTS_NOT_YET)),
	    0, CLOCK_TPKS_S - CLOCK_TPKS_WARN_S);
}

static int
clock_check_law(struct engine *e)
{
	struct store_rows rows;
	int64_t ids[CLOCK_EACH], begun[CLOCK_EACH];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_TPKS_DUE,
	    SQL_INT(e->now_s - CLOCK_TPKS_WARN_S),
	    SQL_INT(e->now_s - CLOCK_TPKS_S), SQL_INT(CLOCK_EACH));
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
    const struct roster *roster, const char *before)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < now->told_count; i++) {
		const char *id = roster->people[now->told[i].person].id;
		char mark[VAULT_PERSON_SIZE + 2];
		json_t *slots;
		bool anything;
		(void)snprintf(mark, sizeof(mark), " %s ", id);
		if (now->told[i].stage > DUTY_ON ||
		    strstr(before, mark) != NULL)
			continue;
		err = clock_slots(e, &slots, &anything);
		if (err < 0 || !anything) {
			json_decref(slots);
			continue;
		}
		err = store_run(e->store, QUERY_HANDOVER_ASKED, SQL_TEXT(id),
		    SQL_INT(e->now_s));
		if (err == 0)
			err = clock_text(
			    e, id, "P03", slots, 0, CLOCK_HANDOVER_S);
	}
	return err;
}

static int
clock_check_shift(struct engine *e)
{
	struct duty_answer now;
	char list[2048] = " ", *before = NULL;
	const struct roster *roster = roster_load(e);
	struct duty_ask ask = {
	    .village = ROSTER_NONE, .at_s = e->now_s, .role = COMMAND_OFFICER};
	if (roster == NULL || roster->duty_count == 0)
		return 0;
	int err = store_setting_get(e->store, "on_duty", &before);
	if (err == 0)
		err = duty_decide(roster, &ask, &now);
	if (err < 0) {
		free(before);
		return err;
	}
	for (size_t i = 0; i < now.told_count; i++) {
		size_t len = strlen(list);
		if (now.told[i].stage <= DUTY_ON)
			(void)snprintf(list + len, sizeof(list) - len, "%s ",
			    roster->people[now.told[i].person].id);
	}
	if (before == NULL || strcmp(before, list) != 0) {
		err = turn_write(e);
		if (err == 0 && before != NULL)
			err = clock_tell(e, &now, roster, before);
		if (err == 0)
			err = store_setting_set(e->store, "on_duty", list);
	}
	duty_answer_free(&now);
	free(before);
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
