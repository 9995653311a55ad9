/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a script: lines, words, loops; what the words mean is verbs*.c. */
#ifndef SCENARIO_SCRIPT_H
#define SCENARIO_SCRIPT_H

#include "world.h"

#define WORDS_MAX       64
#define SCRIPT_LINE_MAX 8192

/* The words of one line; "quoted" ones may hold blanks and NUL. */
struct words {
	struct word {
		char *text;
		size_t size;
		bool quoted;
		const char *rest; /* of the line, from this word on, as is */
	} list[WORDS_MAX];
	int count, at;
	const char *comment; /* behind the words; "" if there is none */
	char line[SCRIPT_LINE_MAX], text[SCRIPT_LINE_MAX];
};

/* False: a quote is not closed, or too many words. */
bool words_split(struct words *, const char *line);
bool words_left(const struct words *);
/* The next word, "" at the end. */
const char *words_next(struct words *);
const char *words_peek(const struct words *);
/* True, and it is taken, if the next word is this one (and not quoted). */
bool words_take(struct words *, const char *word);
/* Taken by "KEY=VALUE"; false if the next word has no '='. */
bool words_pair(struct words *, char ret_key[64], char ret_value[1024]);
/* A fault of the script is said if the next word is none. */
int64_t words_number(struct world *, struct words *);
int64_t words_time_ms(struct world *, struct words *); /* 30s 5m 2h 3d */
const struct word *words_quoted(struct world *, struct words *);
/* Of "2026-11-21T10:00:00", a time in Jakarta. */
int64_t words_date_s(struct world *, const char *text);
/* The line's rest as it stands. */
const char *words_rest(struct words *);

typedef void verb_runner(struct world *, struct words *);
struct verb {
	const char *name;
	verb_runner *run;
	bool starts; /* siagad is started before it, if it never was */
};

/* verbs_*.c, expect.c; NULL ends each. */
extern const struct verb verbs_phone[], verbs_box[], verbs_programs[];
extern const struct verb verbs_expect[], verbs_officer[], verbs_words[];
extern const struct verb verbs_screen[];
extern const struct verb verbs_board[], verbs_people[], verbs_duty[],
    verbs_backup[], verbs_may[];
/* Runs the verb named by the next word, or says that there is none. */
void script_run_verb(
    struct world *, const struct verb *const tables[], struct words *);

/* Runs a script in a fresh world, and what holds at its end; false: failed. */
bool script_run(struct world *, const char *path);
/* Its lines alone, in any world. */
void script_play(struct world *, const char *path, int from_line);

#endif
