/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A script as a conversation that a caseworker can read: what was said when,
 * in Indonesian as it left and in English, and what the officer sees at the
 * end. All functions do nothing unless a transcript is begun.
 */
#ifndef SCENARIO_TRANSCRIPT_H
#define SCENARIO_TRANSCRIPT_H

#include "world.h"

void transcript_begin(struct world *);
/* A comment of the script is told between the texts; the first is the title.
 */
void transcript_narrate(struct world *, const char *comment);
/* gloss: the comment behind the line; "" if there is none. */
void transcript_text_in(struct world *, const char *from, const char *text,
    size_t size, const char *gloss);
void transcript_call(struct world *, const char *from, const char *gloss);
void transcript_text_out(struct world *, json_t *frame);
/* What she dials or types in a USSD session, and the screen that follows. */
void transcript_typed(
    struct world *, const char *from, const char *what, const char *gloss);
void transcript_screen(
    struct world *, const char *to, const char *text, bool more);
void transcript_webhook(struct world *, json_t *frame, json_t *data);
void transcript_officer(
    struct world *, const char *act, json_t *args, const char *gloss);
/* What the officer sees, and all of it as Markdown; to be free()d. */
char *transcript_end(struct world *);

#endif
