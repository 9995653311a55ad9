/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last things that happened, for streams that are written at their own
 * pace. Pure, but for memory. Owner: the program; events_free() ends it.
 */
#ifndef SIAGA_WEB_EVENTS_H
#define SIAGA_WEB_EVENTS_H

#include "gateway/lib/bug.h"

#include <stddef.h>
#include <stdint.h>

#define EVENTS_KEPT 256

struct events {
	char *all[EVENTS_KEPT]; /* as they go out; of number n at n modulo */
	uint64_t next;          /* the number of the next one; begins at 0 */
};

/* text is taken over, to be free()d. */
void events_add(struct events *, char *text);
/*
 * The event of that number, owned by events until the next one is added.
 * NULL: there is none yet, or (before next) it is forgotten.
 */
const char *events_get(const struct events *, uint64_t number);
void events_free(struct events *);

#endif
