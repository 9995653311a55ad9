/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster in memory: villages, the people who can be told of a case, their
 * hours and absences. What is decided from it (duty.h, villages.h) is pure; a
 * roster does not change once roster_finish() has been called.
 *
 * Names and numbers of people are not in it: person_get() opens them.
 * Owner: whoever made it; that of roster_load() is the engine's, and valid
 * until the next call of it.
 */
#ifndef SIAGA_ROSTER_H
#define SIAGA_ROSTER_H

#include "../lib/bug.h"
#include "../lib/command_table.h"
#include "handling.h"
#include "vault.h"

#define ROSTER_NONE    UINT32_MAX /* no village, nobody */
#define ROSTER_CODE    21         /* with their NULs */
#define ROSTER_NAME    65
#define ROSTER_ZONE    33
#define ROSTER_WEEK    7
#define ROSTER_MINUTES 1440
#define ROSTER_VERSION 17

/* Who is told of cases, and who of these are of the office. */
#define ROSTER_OFFICE                                                          \
	(COMMAND_OFFICER | COMMAND_SUPERVISOR | COMMAND_COORDINATOR)
#define ROSTER_ROLES (ROSTER_OFFICE | COMMAND_CADRE)

struct roster_village {
	char code[ROSTER_CODE], name[ROSTER_NAME], kecamatan[ROSTER_NAME];
	const char *aliases; /* ';' between; kept by the roster */
	int64_t population;  /* -1: not known */
	char timezone[ROSTER_ZONE];
	/* by roster_finish(): */
	char *keys; /* name and aliases as villages.c compares */
	char kecamatan_key[ROSTER_NAME];
	uint32_t kecamatan_id;
	uint32_t first_serves, serves; /* of roster.serves */
};

struct roster_person {
	char id[VAULT_PERSON_SIZE];
	unsigned role;     /* one bit of enum command_role */
	char sex;          /* 'P', 'L', 0 */
	bool sms, webhook; /* channels; webhook: one that is configured */
	bool numbered;
	bool everywhere;
	bool removed;
	int64_t from_day, to_day; /* days since 1970; 0, INT64_MAX: no bound */
	/* by roster_finish(): */
	uint32_t first_duty, duties;      /* of roster.duties */
	uint32_t first_absence, absences; /* of roster.absences */
	uint32_t villages;
};

/* One line of duty.csv. */
struct roster_duty {
	uint32_t person;
	unsigned days; /* bit 0: Sunday */
	int from, to;  /* minutes; to <= from: crosses midnight */
	bool everywhere;
	uint32_t first_area, areas; /* of roster.areas */
};

struct roster_area {
	bool kecamatan; /* index: its id; else of a village */
	uint32_t index;
};

struct roster_absence {
	uint32_t person, replacement; /* ROSTER_NONE: nobody */
	int64_t from_day, to_day;     /* both away */
};

struct roster_pair {
	uint32_t village, person;
};

typedef size_t roster_letters(
    const char *text, size_t size, char ret[HANDLING_LETTERS]);

struct roster {
	char version[ROSTER_VERSION];
	roster_letters *letters;         /* one spelling of what people type */
	struct roster_village *villages; /* by code */
	struct roster_person *people;    /* by id */
	struct roster_duty *duties;      /* by person */
	struct roster_area *areas;
	struct roster_absence *absences; /* by person */
	struct roster_pair *serves;      /* by village, then person */
	size_t village_count, person_count, duty_count, area_count;
	size_t absence_count, serves_count, kecamatan_count;
	struct roster_raw *raw; /* what was added, until it is finished */
};

/* --- making one --- */

struct roster *roster_new(roster_letters *); /* NULL: no memory */
void roster_free(struct roster *);           /* NULL is fine */
/* What names somebody or some place that is not there is left out, and
 * counted by roster_finish(). Strings are copied. -ENOMEM. */
int roster_add_village(
    struct roster *, const struct roster_village *) MUST_CHECK;
int roster_add_person(struct roster *, const struct roster_person *) MUST_CHECK;
int roster_add_serves(
    struct roster *, const char *person, const char *village) MUST_CHECK;
int roster_add_duty(struct roster *, const char *person, unsigned days,
    int from, int to, const char *area) MUST_CHECK;
int roster_add_absence(struct roster *, const char *person, int64_t from_day,
    int64_t to_day, const char *replacement) MUST_CHECK;
int roster_finish(struct roster *, size_t *ret_left_out) MUST_CHECK;

/* --- looking into it --- */

uint32_t roster_village(const struct roster *, const char *code);
uint32_t roster_person(const struct roster *, const char *id);
/* Does this person serve that village by people.csv? */
bool roster_serves(const struct roster *, uint32_t person, uint32_t village);

/* A moment as the clock on the wall says it. */
struct roster_time {
	int64_t day; /* since 1970 */
	int minute;  /* of it */
	int weekday; /* 0: Sunday */
};
/* In that village; ROSTER_NONE: where the box is. */
struct roster_time roster_local(
    const struct roster *, uint32_t village, int64_t at_s);
/* And back. */
int64_t roster_moment(
    const struct roster *, uint32_t village, int64_t day, int minute);
/* Minutes east of Greenwich; false: not a zone that villages may have. */
bool roster_zone(const char *name, int *ret_minutes);
#define ROSTER_ZONES                                                           \
	"Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, WIB, "    \
	"WITA, WIT or +08:00"
/* "2026-11-21" as a day; false: no such day. */
bool roster_day(const char *text, int64_t *ret_day);
void roster_day_text(int64_t day, char ret[16]);
int roster_weekday(int64_t day); /* 0: Sunday */
/* Takes a name as its one spelling: letters, and one blank between words. */
void roster_key(roster_letters *, const char *name, size_t size, char *ret,
    size_t ret_size);

/* --- the engine's --- */

struct engine;
/* The roster as it is stored now; NULL: it cannot be read, see the log. */
const struct roster *roster_load(struct engine *);
/* Something of it was changed in this turn. */
int roster_changed(struct engine *) MUST_CHECK;

#endif
