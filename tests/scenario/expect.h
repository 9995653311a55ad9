/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by expect.c and expect_store.c. */
#ifndef SCENARIO_EXPECT_H
#define SCENARIO_EXPECT_H

#include "script.h"

/* A value as scripts write it: yes, no, none, 7, words; to be free()d. */
char *expect_spell(json_t *);
/* "contact.way" of an object, "replies.1.state" of a list in it; borrowed. */
json_t *expect_find(json_t *in, const char *path);
/* Checks KEY=VALUE words against an object; `what` is for the fault. */
void expect_pairs(
    struct world *, struct words *, json_t *object, const char *what);
void expect_count(
    struct world *, const char *what, int64_t is, int64_t expected);

/* Code of the nth report, the first being the oldest; 0: the newest. To be
 * free()d. */
char *expect_code_of(struct world *, int64_t nth);
/* Of the newest alert to that person; to be free()d; NULL: a failure. */
char *expect_alert_of(struct world *, const char *person);
/* The key of first-officer.key, "" if it is not on the box (verbs_people.c). */
void people_first_key(const struct world *, char ret[WORLD_AS_SIZE]);
/* Whose the following commands are (verbs_people.c). */
void people_who(struct world *, const char *id);
/* The whole report as an officer sees it; to be json_decref()ed. */
json_t *expect_open_report(struct world *, int64_t nth);

/* played_board.c: expect board KIND [KEY=VALUE ...], expect no board */
void board_expect(struct world *, struct words *);
void board_connect(struct world *);
void screen_expect(struct world *, struct words *);
void screen_hear(struct world *, json_t *frame);
/* Is the text this template, filled in? By its id, or word for word. */
bool expect_is_template(struct world *, const char *id, const char *text);
bool expect_says(
    struct world *, const char *wanted, bool quoted, const char *text);
/* Which it is, for faults: "R01", or "?"; static. */
const char *expect_name_text(struct world *, const char *text);
void board_expect_none(struct world *);
void board_forget(struct world *);

extern const struct verb expect_store_verbs[];

#endif
