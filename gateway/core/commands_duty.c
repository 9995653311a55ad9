/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga duty, village: who would be told, and where somebody is missing. */
#include "alerts.h"
#include "commands.h"
#include "villages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DUTY_LISTED 150 /* people in one answer; the rest is counted */

/* Names are shown to people of the office. */
static void
duty_name(struct engine *e, const char *id, json_t *to)
{
	struct person p;
	if ((e->actor.role != 0 || !people_rule(e)) &&
	    person_get(e, id, &p) == 0)
		(void)json_object_set_new(to, "name", json_string(p.name));
}

static json_t *
duty_row(struct engine *e, const struct roster *r, const struct duty_person *p,
    bool told)
{
	const struct roster_person *who = &r->people[p->person];
	json_t *row = json_pack("{s:s, s:s, s:s}", "id", who->id, "role",
	    role_name(who->role), "why", duty_why_name(p->why));
	if (told)
		(void)json_object_set_new(
		    row, "stage", json_string(duty_stage_name(p->stage)));
	if (p->instead_of != ROSTER_NONE)
		(void)json_object_set_new(row, "instead_of",
		    json_string(r->people[p->instead_of].id));
	duty_name(e, who->id, row);
	return row;
}

static json_t *
duty_rows(struct engine *e, const struct roster *r,
    const struct duty_person *people, size_t count, bool told)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < count; i++) {
		/* Cadres of other villages are of no interest here. */
		if (!told && people[i].why == DUTY_NOT_HER_VILLAGE)
			continue;
		if (json_array_size(rows) < DUTY_LISTED)
			(void)json_array_append_new(
			    rows, duty_row(e, r, &people[i], told));
	}
	return rows;
}

static int
duty_one(struct engine *e, const struct roster *r, const struct duty_ask *ask,
    json_t *result)
{
	struct duty_answer answer;
	int err = duty_decide(r, ask, &answer);
	if (err < 0)
		return err;
	(void)json_object_set_new(result,
	    ask->role == COMMAND_CADRE ? "cadres" : "officers",
	    json_pack("{s:o, s:o, s:b, s:I}", "told",
		duty_rows(e, r, answer.told, answer.told_count, true), "others",
		duty_rows(e, r, answer.others, answer.others_count, false),
		"fallback", (int)answer.fallback, "count",
		(json_int_t)answer.told_count));
	duty_answer_free(&answer);
	return 0;
}

/* --- which village, which moment --- */

static json_t *
duty_village_row(const struct roster *r, uint32_t village)
{
	const struct roster_village *v = &r->villages[village];
	return json_pack("{s:s, s:s, s:s, s:s}", "code", v->code, "name",
	    v->name, "kecamatan", v->kecamatan, "timezone", v->timezone);
}

static json_t *
duty_candidates(const struct roster *r, const struct village_found *f)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < f->count && i < VILLAGES_CANDIDATES; i++)
		(void)json_array_append_new(
		    rows, duty_village_row(r, f->candidates[i]));
	return json_pack("{s:o}", "candidates", rows);
}

/* False: a->error, or the candidates as a result. */
static bool
duty_find(const struct roster *r, const char *text, uint32_t *ret,
    struct command_answer *a)
{
	struct village_found found;
	*ret = ROSTER_NONE;
	if (text == NULL)
		return true;
	village_match(r, text, strlen(text), &found);
	*ret = found.village;
	if (found.village != ROSTER_NONE)
		return true;
	if (found.count == 0)
		return command_fail(a, "not_found",
			   "no village of this code or name; see siaga "
			   "village") != 0;
	a->result = duty_candidates(r, &found);
	return false;
}

bool
command_find_village(const struct roster *r, const char *text, uint32_t *ret,
    struct command_answer *a)
{
	struct village_found found;
	village_match(r, text, strlen(text), &found);
	*ret = found.village;
	if (found.village != ROSTER_NONE)
		return true;
	if (found.count == 0)
		return command_fail(a, "not_found",
			   "no village of this code or name; see siaga "
			   "village") != 0;
	size_t len = (size_t)snprintf(
	    a->told, sizeof(a->told), "which of these? give its code:");
	for (size_t i = 0; i < found.count && i < VILLAGES_CANDIDATES; i++) {
		const struct roster_village *v =
		    &r->villages[found.candidates[i]];
		if (len < sizeof(a->told))
			len += (size_t)snprintf(a->told + len,
			    sizeof(a->told) - len, " %s %s,", v->code, v->name);
	}
	return command_fail(a, "several", a->told) != 0;
}

/* "2026-11-22T03:00" by the clock of that village. */
static bool
duty_moment(struct engine *e, const struct roster *r, uint32_t village,
    const char *text, int64_t *ret_s)
{
	char date[11];
	int64_t day;
	int hour, minute, used = 0;
	*ret_s = e->now_s;
	if (text == NULL)
		return true;
	(void)snprintf(date, sizeof(date), "%s", text);
	if (strlen(text) != 16 || !roster_day(date, &day) ||
	    (text[10] != 'T' && text[10] != ' ') ||
	    sscanf(text + 11, "%2d:%2d%n", &hour, &minute, &used) != 2 ||
	    used != 5 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*ret_s = roster_moment(r, village, day, hour * 60 + minute);
	return true;
}

static void
duty_say_time(
    const struct roster *r, uint32_t village, int64_t at_s, json_t *result)
{
	char text[32], date[16];
	struct roster_time at = roster_local(r, village, at_s);
	roster_day_text(at.day, date);
	(void)snprintf(text, sizeof(text), "%sT%02d:%02d", date, at.minute / 60,
	    at.minute % 60);
	(void)json_object_set_new(result, "at", json_string(text));
}

static int
duty_weeks(const struct roster *r, const struct duty_ask *ask, json_t *result)
{
	json_t *officers =
	    duty_week(r, ask->village, COMMAND_OFFICER, ask->at_s);
	json_t *cadres =
	    ask->village == ROSTER_NONE
		? NULL
		: duty_week(r, ask->village, COMMAND_CADRE, ask->at_s);
	json_t *week =
	    json_pack("{s:o*, s:o*}", "officers", officers, "cadres", cadres);
	(void)json_object_set_new(result, "week", week);
	return officers == NULL ? -ENOMEM : 0;
}

int
command_duty(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct roster *r = roster_load(e);
	struct duty_ask ask = {.role = COMMAND_OFFICER};
	if (r == NULL)
		return -EIO;
	if (!duty_find(r, command_str(args, "village"), &ask.village, a))
		return 0;
	if (!duty_moment(e, r, ask.village, command_str(args, "at"), &ask.at_s))
		return command_fail(a, "bad_arguments",
		    "expected --at such as 2026-11-22T03:00");
	bool somewhere = ask.village != ROSTER_NONE;
	a->result = json_pack("{s:o, s:b}", "village",
	    somewhere ? duty_village_row(r, ask.village) : json_null(),
	    "roster", (int)duty_any(r));
	duty_say_time(r, ask.village, ask.at_s, a->result);
	if (json_is_true(json_object_get(args, "week")))
		return duty_weeks(r, &ask, a->result);
	struct alerts_weights weights = {0};
	int err = alerts_weigh(e, r, &weights);
	ask.load = weights.load;
	ask.asked = weights.asked;
	ask.most = (unsigned)e->conf->siaga.cases_most;
	if (err == 0)
		err = duty_one(e, r, &ask, a->result);
	ask.role = COMMAND_CADRE;
	if (err == 0 && somewhere)
		err = duty_one(e, r, &ask, a->result);
	alerts_weights_free(&weights);
	return err;
}

/* --- villages --- */

static json_t *
village_row(struct engine *e, const struct roster *r, uint32_t village)
{
	const struct roster_village *v = &r->villages[village];
	json_t *row = duty_village_row(r, village);
	const struct duty_ask ask = {.village = village};
	int64_t day = roster_local(r, village, e->now_s).day;
	(void)json_object_set_new(row, "population",
	    v->population < 0 ? json_null() : json_integer(v->population));
	(void)json_object_set_new(
	    row, "cadres", json_integer((json_int_t)duty_cadres(r, &ask, day)));
	return row;
}

int
command_village_list(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct roster *r = roster_load(e);
	const char *after = command_str(args, "after");
	int count = 0;
	if (r == NULL)
		return -EIO;
	a->result = json_array();
	for (uint32_t v = 0; v < r->village_count; v++) {
		if (after != NULL && strcmp(r->villages[v].code, after) <= 0)
			continue;
		if (count++ == COMMAND_PAGE_MAX) {
			(void)snprintf(a->next, sizeof(a->next), "%s",
			    r->villages[v - 1].code);
			break;
		}
		(void)json_array_append_new(a->result, village_row(e, r, v));
	}
	return 0;
}

/* Those who serve it, with whether they could be told today. */
static json_t *
village_people(struct engine *e, const struct roster *r, uint32_t village)
{
	const struct duty_ask ask = {.village = village};
	json_t *rows = json_array();
	int64_t day = roster_local(r, village, e->now_s).day;
	for (uint32_t i = 0; i < r->person_count; i++) {
		struct duty_person p = {.person = i,
		    .why = r->people[i].duties == 0 ? DUTY_BECAUSE_ALWAYS
						    : DUTY_BECAUSE_HOURS,
		    .instead_of = ROSTER_NONE};
		if ((r->people[i].role & ROSTER_ROLES) == 0 ||
		    !roster_serves(r, i, village) ||
		    json_array_size(rows) >= DUTY_LISTED)
			continue;
		if (duty_stands(r, &ask, i, day, &p.why) != i &&
		    p.why < DUTY_NOT_OFF)
			p.why = DUTY_NOT_AWAY;
		(void)json_array_append_new(rows, duty_row(e, r, &p, false));
	}
	return rows;
}

int
command_village_show(struct engine *e, json_t *args, struct command_answer *a)
{
	const struct roster *r = roster_load(e);
	uint32_t village;
	if (r == NULL)
		return -EIO;
	if (!duty_find(r, command_str(args, "village"), &village, a))
		return 0;
	a->result = village_row(e, r, village);
	(void)json_object_set_new(
	    a->result, "aliases", json_string(r->villages[village].aliases));
	(void)json_object_set_new(
	    a->result, "people", village_people(e, r, village));
	return 0;
}
