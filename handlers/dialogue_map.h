/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two maps of the conversation share: text and Graphviz DOT. */
#ifndef SIAGA_DIALOGUE_MAP_H
#define SIAGA_DIALOGUE_MAP_H

#include "../gateway/lib/buf.h"
#include "dialogue.h"

typedef const char *dialogue_words(void *arg, const char *id);

/* All answers of a step that lead to one place. */
struct dialogue_arrow {
	const struct dialogue_next *next;
	char label[160];
};

struct dialogue_drawing {
	const struct dialogue *d;
	dialogue_words *words;
	void *arg;
	struct buf *out;
	int err;                    /* the first of buf */
	bool drawn[DIALOGUE_TEXTS]; /* texts[i] stands in it */
	size_t arrow_count;
	struct dialogue_arrow arrows[2 * DIALOGUE_DIGITS + WAY_MAX];
};

#define MAP_COUNT(table) (sizeof(table) / sizeof(*(table)))

#define DRAW(g, ...)                                                           \
	do {                                                                   \
		if ((g)->err == 0)                                             \
			(g)->err = buf_printf((g)->out, __VA_ARGS__);          \
	} while (0)

typedef void dialogue_draw_line(struct dialogue_drawing *, size_t i,
    const char *answer, const struct dialogue_next *);
/* Calls draw for each line of step i with the name of its answer. */
void dialogue_each_line(
    struct dialogue_drawing *, size_t i, dialogue_draw_line *draw);

/* The id of a text, or the word for where else a line leads. */
const char *dialogue_target_name(const struct dialogue_next *);
/* What happens at an event, in words. */
const char *dialogue_meaning(int event);
void dialogue_dot(struct dialogue_drawing *);

#endif
