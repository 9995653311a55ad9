/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Somebody comes, whatever happens: random rosters, reports, answers, crashes
 * and hours on the real engine; after each step the rules of I5, I6 and I13
 * are asked of the store and of the texts that left.
 *
 *	main.c    episodes, each in a process of its own; adding up
 *	roster.c  who there is: random rosters that change in mid-alert
 *	steps.c   what happens next, as lines of scenario scripts
 *	rules.c   what must hold after each step, mostly as SQL
 *	texts.c   what must hold of each text and webhook that left
 *	faults.c  seeded faults: what is seen is changed, a rule must notice
 */
#ifndef PROP_H
#define PROP_H

#include "tests/scenario/world.h"

#include <sqlite3.h>

#define PROP_PEOPLE    14
#define PROP_VILLAGES  4
#define PROP_REPORTERS 6
#define PROP_TRACE     60
#define PROP_LINE_MAX  6000
#define PROP_REPORTS   256
#define PROP_ALERTS    4096
#define PROP_REASONS   64

enum prop_rule {
	PROP_OWNER,    /* one owner, or a time when it moves on */
	PROP_DEAD,     /* never silently dead (I13) */
	PROP_ALARM,    /* nobody is left: the alarm */
	PROP_CONSENT,  /* no cadre without consent in force (I5, I6) */
	PROP_EXCLUDED, /* nor anybody who must not hear of it */
	PROP_ROSTER,   /* nor anybody who is not in the roster */
	PROP_CODES,    /* an alert's code is nobody else's */
	PROP_I5,       /* what a text may say */
	PROP_I6,       /* who is told before consent */
	PROP_STAND,    /* who was asked hears that it is over */
	PROP_BOX,      /* it runs, and what holds in every script */
	PROP_RULES
};
extern const char *const prop_rule_names[PROP_RULES];

struct prop_person {
	char id[8], number[24];
	const char *role;
	unsigned villages; /* bits */
	bool everywhere, there, was_there, woman;
};

/* Shared between the processes of episodes. */
struct prop_tally {
	unsigned long steps, episodes, texts, crashes, alerts, accepted, alarms,
	    outcomes, cadres, stood_down;
	struct {
		char words[100];
		enum prop_rule rule;
		unsigned long count;
		uint64_t seed;
	} reasons[PROP_REASONS];
};

struct prop;
struct prop_fault {
	const char *name;
	enum prop_rule breaks;
	const char *sql; /* changes a copy of the store; or */
	void (*text)(struct prop *, char to[24], char *text, size_t size);
};
extern const struct prop_fault prop_faults[];
extern const size_t prop_fault_count;

struct prop {
	struct world *w;
	struct prop_tally *tally;
	const struct prop_fault *fault;
	uint64_t random, seed;
	bool quiet;
	struct prop_person people[PROP_PEOPLE];
	const struct seen *seen_until;
	int64_t last_alert, last_outbox; /* ids before this step */
	int64_t began_s;                 /* this step */
	bool consent[PROP_REPORTS];      /* by id, before this step */
	char trace[PROP_TRACE][PROP_LINE_MAX];
	unsigned long trace_count;
	bool over[PROP_ALERTS]; /* stood down before this step */
	uint64_t told;          /* bits of reasons told in this episode */
};

/* main.c */
unsigned prop_random(struct prop *, unsigned count);
void prop_break(
    struct prop *, enum prop_rule, const char *why, const char *what);

/* roster.c */
extern const char *const prop_villages[PROP_VILLAGES]; /* codes */
extern const char *const prop_village_names[PROP_VILLAGES];
void roster_make(struct prop *);
void roster_import(struct prop *); /* one more, somewhat different */

/* steps.c */
void steps_run(struct prop *, unsigned long count);
void steps_line(struct prop *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* rules.c */
void rules_before(struct prop *);
void rules_after(struct prop *);
sqlite3 *rules_store(struct prop *); /* to be closed; NULL: there is none */
/* The first column of the first row; false: there is none. */
bool rules_ask(sqlite3 *, const char *sql, const char *one, const char *two,
    char *ret, size_t size);

/* texts.c */
void texts_look(struct prop *, sqlite3 *);

#endif
