/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words people receive: templates/sms/<lang>/R03.txt, compiled when
 * Siaga starts or reloads. Each text must exist in every language, use known
 * slots only, fit one GSM-7 message with every slot at its longest, and, at
 * level 0 and in its first 30 septets at any level (what a lock screen
 * shows), hold no banned word (I7, I19). One fault and nothing is used.
 *
 * Owner: the engine; immutable.
 */
#ifndef SIAGA_TEXTS_H
#define SIAGA_TEXTS_H

#include "../lib/conf.h"
#include "../lib/faults.h"

#include <jansson.h>

#define TEXTS_WHEN_SIZE 24
#define TEXTS_SIZE      512 /* UTF-8 of one GSM-7 message, with its NUL */

struct texts;

/* NULL when a fault was added. Slots of [cover] are filled from conf. */
struct texts *texts_load(const struct conf *, struct faults *);
void texts_free(struct texts *);
/* Is there such a text (R01 ...)? Handlers may name no other. */
bool texts_known(const char *id);
int texts_level(const char *id); /* 0 or 1 */
/* What goes out for a level-1 text once level 1 has closed (I17). */
const char *texts_stand_in(const char *id);
/*
 * The value of {when}: "14.00", or "Rabu 14.00" on another day, in the
 * process's time zone, rounded up to the half hour.
 */
int texts_when(const struct texts *, const char *language, int64_t now_s,
    int64_t then_s, char ret_when[TEXTS_WHEN_SIZE]) MUST_CHECK;
/*
 * Fills the slots from an object of strings. 0, -ENOENT (no such text or
 * slot value), -EMSGSIZE (a value is longer than declared). Values are
 * inserted once and never looked into again.
 */
int texts_render(const struct texts *, const char *language, const char *id,
    json_t *values, char ret_text[TEXTS_SIZE]) MUST_CHECK;

#endif
