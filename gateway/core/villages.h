/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which village a person means who types its name: with slips, by a spelling
 * of its own, "desa X", "ds X kec Y", or by its code. Between two it never
 * guesses. Pure.
 */
#ifndef SIAGA_VILLAGES_H
#define SIAGA_VILLAGES_H

#include "roster.h"

#define VILLAGES_CANDIDATES 8

struct village_found {
	uint32_t village; /* ROSTER_NONE: none, or one of the candidates */
	uint32_t candidates[VILLAGES_CANDIDATES];
	size_t count; /* of all that were near; more than are kept, perhaps */
};

/* text: UTF-8, any bytes. */
void village_match(const struct roster *, const char *text, size_t size,
    struct village_found *ret);
/* The code, or NULL. */
const char *village_code(const struct roster *, const struct village_found *);

/* What people call the village of that code: its name, and the kecamatan if
 * there are several of it; the code if it is not in the roster any more. */
void village_label(
    const struct roster *, const char *code, char *ret, size_t ret_size);

/* Slips between two words: letters changed, left out, added, or two swapped;
 * `most` + 1 stands for more. */
unsigned village_slips(const char *a, const char *b, unsigned most);

#endif
