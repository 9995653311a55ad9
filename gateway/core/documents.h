/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The papers that UU 27/2022 asks for: templates/docs/<lang>/NAME.md with
 * {slots}, and phrases.tsv, the words that a slot's value is chosen from.
 * Checked when Siaga starts (a fault is a warning then: the hotline comes
 * first) or reloads, read anew each time a paper is asked for. What the slots
 * say is commands_privacy.c's and commands_receipt.c's.
 *
 * Errors: -ENOENT (a slot without a value, or the file changed since it was
 * checked and has a fault now), -EMSGSIZE (longer than an answer may be).
 */
#ifndef SIAGA_DOCUMENTS_H
#define SIAGA_DOCUMENTS_H

#include "../lib/faults.h"

#include <jansson.h>
#include <stdbool.h>

#define DOCUMENTS_TEXT_MAX 49152 /* with JSON's quoting it fits a frame */

struct documents; /* one paper of one language, and its phrases */

/* Every paper in every language: there, and with known slots alone. */
void documents_check(const char *templates, struct faults *);
/* Is there such a paper ("record", "breach", "dpia", and "receipt", which is of
 * a report); such a language? */
bool documents_has(const char *name);
bool documents_speaks(const char *language);
/*
 * Both must be known. The result is the caller's to documents_close(). What is
 * wrong with the files goes to faults, if they are (-ENOENT).
 */
int documents_open(const char *templates, const char *name,
    const char *language, struct faults *, struct documents **ret) MUST_CHECK;
void documents_close(struct documents *); /* NULL is fine */

/* Is it a slot of that paper, and how many has it? */
bool documents_slot(const char *name, const char *slot);
size_t documents_slots(const char *name);
/* Adds a phrase to out. values: an object of strings, taken; or NULL. */
int documents_say(const struct documents *, const char *phrase, json_t *values,
    struct buf *out) MUST_CHECK;
/* Adds the paper to out. values: a string for each slot; borrowed. */
int documents_fill(
    const struct documents *, json_t *values, struct buf *out) MUST_CHECK;

#endif
