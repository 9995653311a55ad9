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
#include "handling.h"

#include <jansson.h>
#include <sodium.h>

#define TEXTS_WHEN_SIZE  24
#define TEXTS_NAMES_SIZE 256
#define TEXTS_SIZE       1536 /* UTF-8 of a GSM-7 text, with its NUL */
#define TEXTS_PAGE_WORDS 16   /* "98 lanjut", with its NUL */

/* Levels of texts that no reporter gets. */
#define TEXTS_LEVEL_CADRE   2
#define TEXTS_LEVEL_OFFICER 3
#define TEXTS_PLACE_MAX     20 /* letters of a village that a text names */

/* Words that slots of responders' texts are filled with (duty.txt). */
enum texts_phrase {
	TEXTS_AT, /* "di": " di Sokawera" */
	TEXTS_NOT_YET,
	TEXTS_GIVEN,
	TEXTS_HIGH,
	TEXTS_MEDIUM,
	TEXTS_LOW,
	TEXTS_PHRASES
};

struct texts;

/*
 * rows: every text of the dialogue of that channel; copied. NULL when a fault
 * was added. Slots of [cover] are filled from conf. On a screen a text may
 * have several pages, and its words are in templates/ussd/<lang>/, or as in a
 * message.
 */
struct texts *texts_load(const struct conf *, const struct dialogue_text *rows,
    size_t count, enum dialogue_channel, struct faults *);
/* What leads to the next page, and back. */
const char *texts_page_more(const struct texts *, const char *language);
const char *texts_page_back(const struct texts *, const char *language);
/* Does a text hold this slot, in any language? */
bool texts_holds_slot(const struct texts *, const char *id, const char *slot);
void texts_free(struct texts *);
bool texts_known(const struct texts *, const char *id);
int texts_level(const struct texts *, const char *id); /* 0 or 1 to her */
const char *texts_phrase(
    const struct texts *, const char *language, enum texts_phrase);
/* "14.20", or "Jumat 14.20" on another day, to the minute. */
int texts_until(const struct texts *, const char *language, int64_t now_s,
    int64_t then_s, char ret_until[TEXTS_WHEN_SIZE]) MUST_CHECK;
bool texts_asks(const struct texts *, const char *id);
/* What goes out for a level-1 text once level 1 has closed (I17); NULL: the
 * note. */
const char *texts_stand_in(const struct texts *, const char *id);
/* Name of a day, 0 is Sunday, in the nth language; NULL: no such language. */
const char *texts_day(const struct texts *, size_t language, size_t day);
/* A text as it stands in its file, slots unfilled; NULL: there is none. */
const char *texts_raw(
    const struct texts *, const char *language, const char *id);
/* The value of {names} for letters of CONSENT_LETTERS. */
void texts_names(const struct texts *, const char *language,
    const char *letters, char ret_names[TEXTS_NAMES_SIZE]);
/* The value of {open}: "08.00", or "08.00 Senin" on another day. */
int texts_open(const struct texts *, const char *language, int64_t now_s,
    int64_t open_s, char ret_open[TEXTS_WHEN_SIZE]) MUST_CHECK;
/*
 * May an officer's own words leave as one message, and at which level? Not 0:
 * *ret_why says it in words (static).
 */
int texts_check_free(const struct texts *, const char *language,
    const char *text, int *ret_level, const char **ret_why) MUST_CHECK;
/* The first banned stem in it, or NULL; it keeps a text from level 0. */
const char *texts_banned(
    const struct texts *, const char *language, const char *text);
/* Adds every word of it to a hash. */
void texts_digest(const struct texts *, crypto_generichash_state *);
/* Is this what a Siaga says? Then a machine said it (I2). */
bool texts_are_ours(const struct texts *, const char *text, size_t size);
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
