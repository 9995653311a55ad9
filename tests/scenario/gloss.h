/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The English of a text that left: its template, with the same values. */
#ifndef SCENARIO_GLOSS_H
#define SCENARIO_GLOSS_H

#include "world.h"

struct gloss {
	char id[16];
	char text[1024];
};

/* False: it is no text of the dialogue. */
bool gloss_find(struct world *, const char *text, struct gloss *ret);

#endif
