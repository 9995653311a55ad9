/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is told, in which order, and why; see duty.h. */
#include "duty.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DUTY_INDEX     22 /* bits: people of a roster */
#define DUTY_CHAIN_MAX 16 /* one who is away is replaced by one who is ... */

/* What is known of each person while a question is answered. */
struct duty_seat {
	bool asked; /* of that role: told, or among the others */
	bool told;
	struct duty_person as;
};

struct duty_asking {
	const struct roster *r;
	const struct duty_ask *ask;
	struct roster_time at;
	struct duty_seat *seats; /* by index of person */
	char *near; /* BEDA: 'o'wn village, 'n'ear, 'f'ar; by person */
};

const char *
duty_why_name(enum duty_why why)
{
	static const char *const names[] = {
	    [DUTY_BECAUSE_HOURS] = "on_duty",
	    [DUTY_BECAUSE_ALWAYS] = "at_all_hours",
	    [DUTY_BECAUSE_REPLACES] = "replaces",
	    [DUTY_BECAUSE_ROLE] = "if_nobody_answers",
	    [DUTY_NOT_OFF] = "off_duty",
	    [DUTY_NOT_HER_VILLAGE] = "other_village",
	    [DUTY_NOT_AWAY] = "away",
	    [DUTY_NOT_YET] = "not_yet",
	    [DUTY_NOT_ANY_MORE] = "not_any_more",
	    [DUTY_NOT_REMOVED] = "removed",
	    [DUTY_NOT_EXCLUDED] = "excluded",
	    [DUTY_NOT_CHANNEL] = "no_channel",
	    [DUTY_NOT_NUMBER] = "no_number",
	};
	return names[why];
}

const char *
duty_stage_name(enum duty_stage stage)
{
	static const char *const names[DUTY_STAGES] = {
	    [DUTY_ON_CADRE] = "cadre",
	    [DUTY_ON] = "duty",
	    [DUTY_COORDINATOR] = "coordinator",
	    [DUTY_OFF] = "off_duty",
	    [DUTY_SUPERVISOR] = "supervisor",
	    [DUTY_ELSEWHERE] = "elsewhere",
	};
	return names[stage];
}

/* --- one person, one day --- */

static bool
duty_in_office(
    const struct roster_person *p, int64_t day, enum duty_why *ret_why)
{
	if (p->removed)
		*ret_why = DUTY_NOT_REMOVED;
	else if (p->from_day > day)
		*ret_why = DUTY_NOT_YET;
	else if (p->to_day < day)
		*ret_why = DUTY_NOT_ANY_MORE;
	else
		return true;
	return false;
}

static bool
duty_reachable(const struct roster_person *p, const struct duty_ask *ask,
    enum duty_why *ret_why)
{
	for (size_t i = 0; i < ask->excluded_count; i++)
		if (strcmp(ask->excluded[i], p->id) == 0) {
			*ret_why = DUTY_NOT_EXCLUDED;
			return false;
		}
	if (p->webhook || (p->sms && p->numbered))
		return true;
	*ret_why = p->sms ? DUTY_NOT_NUMBER : DUTY_NOT_CHANNEL;
	return false;
}

/* Away that day? *ret_replacement: who is named for it, or ROSTER_NONE. */
static bool
duty_away(const struct roster *r, uint32_t person, int64_t day,
    uint32_t *ret_replacement)
{
	const struct roster_person *p = &r->people[person];
	bool away = false;
	*ret_replacement = ROSTER_NONE;
	for (size_t i = 0; i < p->absences; i++) {
		const struct roster_absence *a =
		    &r->absences[p->first_absence + i];
		if (day < a->from_day || day > a->to_day)
			continue;
		away = true;
		if (*ret_replacement == ROSTER_NONE)
			*ret_replacement = a->replacement;
	}
	return away;
}

/* A cadre learns nothing of what an officer is told. */
static bool
duty_may_replace(const struct roster *r, uint32_t person, uint32_t by)
{
	unsigned may = (r->people[person].role & ROSTER_OFFICE) != 0
			   ? ROSTER_OFFICE
			   : ROSTER_ROLES;
	return (r->people[by].role & may) != 0;
}

uint32_t
duty_stands(const struct roster *r, const struct duty_ask *ask, uint32_t person,
    int64_t day, enum duty_why *ret_why)
{
	uint32_t at = person, next;
	enum duty_why why;
	if (!duty_in_office(&r->people[person], day, ret_why))
		return ROSTER_NONE;
	for (int i = 0; i < DUTY_CHAIN_MAX; i++) {
		if (!duty_away(r, at, day, &next)) {
			if (!duty_reachable(&r->people[at], ask, &why))
				break;
			return at;
		}
		why = DUTY_NOT_AWAY;
		if (next == ROSTER_NONE || !duty_may_replace(r, person, next) ||
		    !duty_in_office(&r->people[next], day, &why))
			break;
		at = next;
	}
	*ret_why = at == person ? why : DUTY_NOT_AWAY;
	return ROSTER_NONE;
}

/* --- one line of duty.csv --- */

bool
duty_holds(const struct roster_duty *d, const struct roster_time *at)
{
	bool today = (d->days >> at->weekday & 1) != 0;
	bool yesterday = (d->days >> (at->weekday + 6) % 7 & 1) != 0;
	if (d->from < d->to)
		return today && at->minute >= d->from && at->minute < d->to;
	return (today && at->minute >= d->from) ||
	       (yesterday && at->minute < d->to);
}

/* How near by people.csv: 0 that very village, 2 everywhere; -1: not. */
static int
duty_distance_of(const struct roster *r, uint32_t person, uint32_t village)
{
	if (!roster_serves(r, person, village))
		return -1;
	return r->people[person].villages == 0 || r->people[person].everywhere
		   ? 2
		   : 0;
}

int
duty_distance(
    const struct roster *r, const struct roster_duty *d, uint32_t village)
{
	int own = duty_distance_of(r, d->person, village);
	if (village == ROSTER_NONE)
		return d->everywhere && own >= 0 ? 0 : 1;
	if (own < 0)
		return -1;
	int area = d->everywhere ? 2 : -1;
	for (size_t i = 0; i < d->areas; i++) {
		const struct roster_area *a = &r->areas[d->first_area + i];
		if (!a->kecamatan && a->index == village)
			return 0;
		if (a->kecamatan &&
		    a->index == r->villages[village].kecamatan_id)
			area = 1;
	}
	return area < 0 || area > own ? (area < 0 ? -1 : own) : area;
}

/* The nearest of the person's lines that hold now; -1: none does. */
static int
duty_now(const struct duty_asking *q, uint32_t person)
{
	const struct roster_person *p = &q->r->people[person];
	int best = -1;
	for (size_t i = 0; i < p->duties; i++) {
		const struct roster_duty *d = &q->r->duties[p->first_duty + i];
		if (!duty_holds(d, &q->at))
			continue;
		int distance = duty_distance(q->r, d, q->ask->village);
		if (distance >= 0 && (best < 0 || distance < best))
			best = distance;
	}
	return best;
}

/* --- the question --- */

/* This person, or who stands in, is told at that stage. */
static void
duty_place(struct duty_asking *q, uint32_t person, enum duty_stage stage,
    enum duty_why why, int distance)
{
	enum duty_why not_why = DUTY_NOT_AWAY;
	uint32_t by = duty_stands(q->r, q->ask, person, q->at.day, &not_why);
	struct duty_seat *own = &q->seats[person];
	own->asked = true;
	if (by != person && !own->told)
		own->as = (struct duty_person){.person = person,
		    .why = not_why,
		    .instead_of = ROSTER_NONE};
	if (by == ROSTER_NONE)
		return;
	struct duty_seat *seat = &q->seats[by];
	if (seat->told && seat->as.stage <= stage)
		return; /* told already, no later */
	seat->asked = seat->told = true;
	seat->as = (struct duty_person){.person = by,
	    .stage = stage,
	    .why = by == person ? why : DUTY_BECAUSE_REPLACES,
	    .instead_of = by == person ? ROSTER_NONE : person,
	    .distance = distance};
}

static void
duty_refuse(struct duty_asking *q, uint32_t person, enum duty_why why)
{
	struct duty_seat *seat = &q->seats[person];
	enum duty_why first;
	seat->asked = true;
	if (seat->told)
		return;
	/* What does not pass with the hour is told before what does. */
	if (duty_stands(q->r, q->ask, person, q->at.day, &first) == ROSTER_NONE)
		why = first;
	seat->as = (struct duty_person){
	    .person = person, .why = why, .instead_of = ROSTER_NONE};
}

static enum duty_stage
duty_stage_of(const struct duty_asking *q, uint32_t person)
{
	const struct roster_person *p = &q->r->people[person];
	if (q->ask->village != ROSTER_NONE &&
	    !roster_serves(q->r, person, q->ask->village))
		return DUTY_ELSEWHERE;
	return p->role == COMMAND_COORDINATOR  ? DUTY_COORDINATOR
	       : p->role == COMMAND_SUPERVISOR ? DUTY_SUPERVISOR
					       : DUTY_OFF;
}

static void
duty_ask_office(struct duty_asking *q)
{
	for (uint32_t i = 0; i < q->r->person_count; i++) {
		if ((q->r->people[i].role & ROSTER_OFFICE) == 0)
			continue;
		int distance = duty_now(q, i);
		if (distance >= 0)
			duty_place(q, i, DUTY_ON, DUTY_BECAUSE_HOURS, distance);
		else
			duty_place(
			    q, i, duty_stage_of(q, i), DUTY_BECAUSE_ROLE, 0);
	}
}

static void
duty_ask_cadre(struct duty_asking *q, uint32_t i)
{
	const struct roster_person *p = &q->r->people[i];
	int distance = duty_distance_of(q->r, i, q->ask->village);
	if (distance < 0 || q->ask->village == ROSTER_NONE) {
		duty_refuse(q, i, DUTY_NOT_HER_VILLAGE);
	} else if (p->duties == 0 || q->ask->whenever) {
		duty_place(q, i, DUTY_ON_CADRE, DUTY_BECAUSE_ALWAYS, distance);
	} else {
		distance = duty_now(q, i);
		if (distance < 0)
			duty_refuse(q, i, DUTY_NOT_OFF);
		else
			duty_place(
			    q, i, DUTY_ON_CADRE, DUTY_BECAUSE_HOURS, distance);
	}
}

/* --- BEDA: whoever does not live next door --- */

static void
duty_mark_near(struct duty_asking *q)
{
	const struct roster *r = q->r;
	uint32_t her = q->ask->village;
	for (size_t i = 0; i < r->serves_count; i++) {
		const struct roster_pair *pair = &r->serves[i];
		char *mark = &q->near[pair->person];
		if (pair->village == her)
			*mark = 'o';
		else if (*mark != 'o' && her != ROSTER_NONE &&
			 r->villages[pair->village].kecamatan_id ==
			     r->villages[her].kecamatan_id)
			*mark = 'n';
		else if (*mark == '\0')
			*mark = 'f';
	}
}

static void
duty_ask_other_cadre(struct duty_asking *q, uint32_t i)
{
	const struct roster_person *p = &q->r->people[i];
	bool on = p->duties == 0 || q->ask->whenever;
	for (size_t d = 0; d < p->duties; d++)
		on |= duty_holds(&q->r->duties[p->first_duty + d], &q->at);
	if (q->near[i] == 'o' || (q->near[i] == '\0' && !p->everywhere) ||
	    q->ask->village == ROSTER_NONE)
		duty_refuse(q, i, DUTY_NOT_HER_VILLAGE);
	else if (!on)
		duty_refuse(q, i, DUTY_NOT_OFF);
	else
		duty_place(q, i, DUTY_ON_CADRE,
		    p->duties == 0 ? DUTY_BECAUSE_ALWAYS : DUTY_BECAUSE_HOURS,
		    q->near[i] == 'n'   ? 0
		    : q->near[i] == 'f' ? 1
					: 2);
}

/* Who stands in for another does not come from her village either. */
static void
duty_drop_own(struct duty_asking *q)
{
	for (size_t i = 0; i < q->r->person_count; i++)
		if (q->near[i] == 'o' && q->seats[i].told &&
		    q->r->people[i].role == COMMAND_CADRE) {
			q->seats[i].told = false;
			q->seats[i].as.why = DUTY_NOT_HER_VILLAGE;
		}
}

static void
duty_ask_cadres(struct duty_asking *q)
{
	if (q->ask->elsewhere)
		duty_mark_near(q);
	for (uint32_t i = 0; i < q->r->person_count; i++) {
		if (q->r->people[i].role != COMMAND_CADRE)
			continue;
		if (q->ask->elsewhere)
			duty_ask_other_cadre(q, i);
		else
			duty_ask_cadre(q, i);
	}
	if (q->ask->elsewhere)
		duty_drop_own(q);
}

/* --- the order --- */

static uint64_t
duty_short(const unsigned *of, uint32_t person)
{
	unsigned value = of == NULL ? 0 : of[person];
	return value > 0xffff ? 0xffff : value;
}

/* One number to sort by, most important first; the person's index is its last
 * DUTY_INDEX bits. */
static uint64_t
duty_rank(const struct duty_asking *q, const struct duty_person *p)
{
	const struct roster_person *who = &q->r->people[p->person];
	bool cadre = p->stage == DUTY_ON_CADRE;
	uint64_t sticky =
	    q->ask->sticky == NULL || strcmp(q->ask->sticky, who->id) != 0;
	uint64_t role = cadre                             ? who->sex != 'P'
			: who->role == COMMAND_OFFICER    ? 0
			: who->role == COMMAND_SUPERVISOR ? 1
							  : 2;
	uint64_t load = duty_short(q->ask->load, p->person);
	uint64_t asked = duty_short(q->ask->asked, p->person);
	uint64_t full = !cadre && q->ask->most > 0 && load >= q->ask->most;
	return (uint64_t)p->stage << 60 | sticky << 59 | full << 58 |
	       role << 56 | (uint64_t)p->distance << 54 | load << 38 |
	       asked << 22 | p->person;
}

/* By counting, one byte after another from the last: a comparing sort of all
 * cadres of a province takes longer than the rest of the decision. */
static void
duty_sort(uint64_t *ranks, uint64_t *spare, size_t count)
{
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t at[257] = {0};
		for (size_t i = 0; i < count; i++)
			at[(ranks[i] >> shift & 255) + 1]++;
		if (at[(ranks[0] >> shift & 255) + 1] == count)
			continue; /* all alike here */
		for (size_t i = 1; i < 257; i++)
			at[i] += at[i - 1];
		for (size_t i = 0; i < count; i++)
			spare[at[ranks[i] >> shift & 255]++] = ranks[i];
		memcpy(ranks, spare, count * sizeof(*ranks));
	}
}

static int
duty_collect(const struct duty_asking *q, struct duty_answer *ret)
{
	size_t count = q->r->person_count;
	uint64_t *ranks = calloc(2 * (count + 1), sizeof(*ranks));
	BUG_IF(count >> DUTY_INDEX != 0);
	ret->told = calloc(count + 1, sizeof(*ret->told));
	ret->others = calloc(count + 1, sizeof(*ret->others));
	if (ranks == NULL || ret->told == NULL || ret->others == NULL) {
		free(ranks);
		return -ENOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		if (q->seats[i].told)
			ranks[ret->told_count++] =
			    duty_rank(q, &q->seats[i].as);
		else if (q->seats[i].asked)
			ret->others[ret->others_count++] = q->seats[i].as;
	}
	if (ret->told_count > 1)
		duty_sort(ranks, ranks + count + 1, ret->told_count);
	for (size_t i = 0; i < ret->told_count; i++)
		ret->told[i] = q->seats[ranks[i] & ((1u << DUTY_INDEX) - 1)].as;
	free(ranks);
	return 0;
}

int
duty_decide(
    const struct roster *r, const struct duty_ask *ask, struct duty_answer *ret)
{
	size_t count = r->person_count + 1;
	bool cadre = ask->role == COMMAND_CADRE;
	struct duty_asking q = {.r = r,
	    .ask = ask,
	    .at = roster_local(r, ask->village, ask->at_s),
	    .seats = calloc(count, sizeof(*q.seats)),
	    .near = calloc(count, 1)};
	int err = -ENOMEM;
	*ret = (struct duty_answer){0};
	if (q.seats != NULL && q.near != NULL) {
		if (cadre)
			duty_ask_cadres(&q);
		duty_ask_office(&q);
		err = duty_collect(&q, ret);
	}
	free(q.seats);
	free(q.near);
	if (err < 0)
		duty_answer_free(ret);
	else
		ret->fallback =
		    ret->told_count == 0 ||
		    ret->told[0].stage != (cadre ? DUTY_ON_CADRE : DUTY_ON);
	return err;
}

void
duty_answer_free(struct duty_answer *a)
{
	free(a->told);
	free(a->others);
	*a = (struct duty_answer){0};
}

size_t
duty_cadres(const struct roster *r, const struct duty_ask *ask, int64_t day)
{
	enum duty_why why;
	size_t count = 0;
	for (uint32_t i = 0; i < r->person_count; i++)
		count += r->people[i].role == COMMAND_CADRE &&
			 roster_serves(r, i, ask->village) &&
			 duty_stands(r, ask, i, day, &why) != ROSTER_NONE;
	return count;
}

bool
duty_any(const struct roster *r)
{
	return r->duty_count > 0 || r->serves_count > 0;
}
