/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who is on duty: for a village and a moment, who is told of a case, in which
 * order and why, and why others are not. Pure: all of it follows from the
 * roster and the question.
 *
 * No cadre comes where the village is not known: she may live next door.
 * The order is the way an alert goes up: who is on duty, then coordinators,
 * officers who are off duty, supervisors, and last whoever of the office
 * serves other villages. For cadres: women first, her village first, then
 * the office in that order. Whoever is away is replaced by the person named
 * for that; nobody who is away, not yet or no longer in office, excluded, or
 * without number and channel is ever told.
 */
#ifndef SIAGA_DUTY_H
#define SIAGA_DUTY_H

#include "roster.h"

#include <jansson.h>

enum duty_stage {
	DUTY_ON_CADRE,    /* a cadre, at her hours */
	DUTY_ON,          /* of the office, on duty */
	DUTY_COORDINATOR, /* the rest: told when nobody before them answers */
	DUTY_OFF,
	DUTY_SUPERVISOR,
	DUTY_ELSEWHERE,
	DUTY_STAGES
};

enum duty_why {
	/* told */
	DUTY_BECAUSE_HOURS,    /* a line of duty.csv says so */
	DUTY_BECAUSE_ALWAYS,   /* a cadre without hours: at all of them */
	DUTY_BECAUSE_REPLACES, /* ... whoever is away */
	DUTY_BECAUSE_ROLE,     /* nobody before answers */
	/* not told */
	DUTY_NOT_OFF,
	DUTY_NOT_HER_VILLAGE,
	DUTY_NOT_AWAY,
	DUTY_NOT_YET,
	DUTY_NOT_ANY_MORE,
	DUTY_NOT_REMOVED,
	DUTY_NOT_EXCLUDED,
	DUTY_NOT_CHANNEL,
	DUTY_NOT_NUMBER
};

struct duty_ask {
	uint32_t village; /* ROSTER_NONE: not known */
	int64_t at_s;
	unsigned role;  /* COMMAND_OFFICER or COMMAND_CADRE */
	bool elsewhere; /* BEDA: a cadre of another village, near first */
	bool whenever;  /* cadres outside their hours as well */
	const char *const *excluded; /* kin, conflict: ids; may be NULL */
	size_t excluded_count;
	const char *sticky; /* the id told before; first if on duty; or NULL */
	/* By index of person; or NULL. Open cases: fewer first, and who has
	 * `most` (0: no bound) or more after all who have not. Among equals
	 * whoever was asked longest ago; 0: not for long. */
	const unsigned *load, *asked;
	unsigned most;
};

struct duty_person {
	uint32_t person;
	enum duty_stage stage; /* of those told */
	enum duty_why why;
	uint32_t instead_of; /* who is away; ROSTER_NONE */
	int distance;        /* 0 her village, 1 kecamatan, 2 everywhere */
};

struct duty_answer {
	struct duty_person *told;   /* in order */
	struct duty_person *others; /* of that role; by id */
	size_t told_count, others_count;
	bool fallback; /* nobody of that role is on duty */
};

/* -ENOMEM. duty_answer_free() is owed. told_count 0: an alarm (I13). */
int duty_decide(const struct roster *, const struct duty_ask *,
    struct duty_answer *ret) MUST_CHECK;
void duty_answer_free(struct duty_answer *);
/* "on_duty", "away", ...; static */
const char *duty_why_name(enum duty_why);
const char *duty_stage_name(enum duty_stage);

/* Who stands for this person that day: themselves, a replacement, or
 * ROSTER_NONE and why. */
uint32_t duty_stands(const struct roster *, const struct duty_ask *,
    uint32_t person, int64_t day, enum duty_why *ret_why);
/* Does that line of duty.csv hold at that moment? */
bool duty_holds(const struct roster_duty *, const struct roster_time *);
/* Does it reach the village, with where its person serves? -1: no. */
int duty_distance(
    const struct roster *, const struct roster_duty *, uint32_t village);

/* --- duty_week.c: what a roster leaves open --- */

/*
 * Every gap of the seven days from at_s on, as a new array of {kind, what,
 * fallback}: kind is roster (there is none), hours (nobody on duty), cadres
 * (a village with fewer than three), nobody. NULL: no memory.
 */
json_t *duty_gaps(const struct roster *, int64_t at_s);
/*
 * A week in a village (or ROSTER_NONE) from that day on: a new array of
 * {from, to, day, people, fallback}, minutes of the day, each as long as the
 * same people are on duty. NULL: no memory.
 */
json_t *duty_week(
    const struct roster *, uint32_t village, unsigned role, int64_t at_s);
/* Is there anything of a roster? */
bool duty_any(const struct roster *);
/* Cadres who serve the village that is asked for on that day, and are not
 * excluded. */
size_t duty_cadres(const struct roster *, const struct duty_ask *, int64_t day);
#define DUTY_CADRES_LEAST 3

#endif
