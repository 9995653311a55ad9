/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole conversation for a reviewer who reads no code: as text, each
 * text with its words and where each answer leads; or as Graphviz DOT.
 */
#include "../gateway/lib/buf.h"
#include "dialogue.h"

#include <stdio.h>
#include <string.h>

typedef const char *dialogue_words(void *arg, const char *id);

struct dialogue_drawing {
	const struct dialogue *d;
	dialogue_words *words;
	void *arg;
	struct buf *out;
	int err; /* the first of buf */
};

#define DRAW(g, ...)                                                           \
	do {                                                                   \
		if ((g)->err == 0)                                             \
			(g)->err = buf_printf((g)->out, __VA_ARGS__);          \
	} while (0)

static const char *const dialogue_field_names[FIELD_MAX] = {
    "", "reporter", "minor", "company", "feedback"};

static const char *
dialogue_target_name(const struct dialogue_next *next)
{
	return next->to == TO_TEXT ? next->text : dialogue_to_names[next->to];
}

/* Calls draw for each line of a step with the name of its answer. */
static void
dialogue_each_line(struct dialogue_drawing *g, size_t i,
    void (*draw)(struct dialogue_drawing *, size_t i, const char *answer,
	const struct dialogue_next *))
{
	const struct dialogue_step *step = &g->d->steps[i];
	char name[16];
	for (int d = 0; d < DIALOGUE_DIGITS; d++) {
		(void)snprintf(name, sizeof(name), "%d", d);
		if (step->digit[d].to != TO_NOWHERE)
			draw(g, i, name, &step->digit[d]);
		(void)snprintf(name, sizeof(name), "has %d", d);
		if (step->has[d].to != TO_NOWHERE)
			draw(g, i, name, &step->has[d]);
	}
	for (int w = 0; w < WAY_MAX; w++)
		if (step->way[w].to != TO_NOWHERE)
			draw(g, i, dialogue_way_names[w], &step->way[w]);
}

/* --- as text --- */

static void
dialogue_write_line(struct dialogue_drawing *g, size_t i, const char *answer,
    const struct dialogue_next *next)
{
	(void)i;
	DRAW(g, "      %-6s -> %s", answer, dialogue_target_name(next));
	if (next->field != FIELD_NONE)
		DRAW(g, "   (sets %s=%c)", dialogue_field_names[next->field],
		    next->value);
	DRAW(g, "\n");
}

static void
dialogue_write_text(struct dialogue_drawing *g, size_t i)
{
	const struct dialogue_text *t = &g->d->texts[i];
	const struct dialogue_step *step = &g->d->steps[i];
	DRAW(g, "%s  level %d%s%s%s\n   \"%s\"\n", t->id, t->level,
	    t->asks ? ", asks: " : "",
	    t->asks ? dialogue_kind_names[step->kind] : "",
	    step->counted ? ", counts as a question" : "",
	    g->words(g->arg, t->id));
	if (t->level > 0)
		DRAW(g, "   when level 1 has closed: %s\n",
		    t->instead[0] == '\0' ? "note" : t->instead);
	if (t->asks)
		dialogue_each_line(g, i, dialogue_write_line);
	if (t->asks)
		DRAW(g, "      9      -> %s   X -> silence\n",
		    g->d->on[ON_URGENT].text[t->level]);
	DRAW(g, "\n");
}

static void
dialogue_write(struct dialogue_drawing *g)
{
	DRAW(g, "What happens -> the text at level 0, at level 1\n\n");
	for (int e = 0; e < ON_MAX; e++) {
		const char *zero = g->d->on[e].text[0];
		const char *one = g->d->on[e].text[1];
		DRAW(g, "  %-14s %-6s %s\n", dialogue_event_names[e],
		    *zero == '\0' ? "-" : zero, *one == '\0' ? "-" : one);
	}
	DRAW(g, "\n");
	for (size_t i = 0; i < g->d->count; i++)
		dialogue_write_text(g, i);
}

/* --- as DOT --- */

/* In a DOT string a quote and a backslash must be escaped. */
static void
dialogue_dot_words(struct dialogue_drawing *g, const char *words)
{
	size_t column = 0;
	for (; *words != '\0' && g->err == 0; words++, column++) {
		if (*words == '"' || *words == '\\')
			DRAW(g, "\\");
		if (*words == ' ' && column > 32) {
			DRAW(g, "\\n");
			column = 0;
		} else {
			DRAW(g, "%c", *words);
		}
	}
}

static void
dialogue_dot_line(struct dialogue_drawing *g, size_t i, const char *answer,
    const struct dialogue_next *next)
{
	DRAW(g, "  %s -> \"%s\" [label=\"%s\"];\n", g->d->texts[i].id,
	    dialogue_target_name(next), answer);
}

static void
dialogue_dot(struct dialogue_drawing *g)
{
	DRAW(g, "digraph dialogue {\n  rankdir=LR;\n"
		"  node [shape=box, fontname=\"sans-serif\"];\n");
	for (int e = 0; e < ON_MAX; e++)
		for (int level = 0; level < 2; level++)
			if (g->d->on[e].text[level][0] != '\0')
				DRAW(g,
				    "  \"%s\" [shape=ellipse];\n"
				    "  \"%s\" -> %s [style=%s];\n",
				    dialogue_event_names[e],
				    dialogue_event_names[e],
				    g->d->on[e].text[level],
				    level == 0 ? "solid" : "dashed");
	for (size_t i = 0; i < g->d->count; i++) {
		const struct dialogue_text *t = &g->d->texts[i];
		DRAW(g, "  %s [label=\"%s (level %d)\\n", t->id, t->id,
		    t->level);
		dialogue_dot_words(g, g->words(g->arg, t->id));
		DRAW(g, "\"%s];\n",
		    t->level == 0 ? "" : ", style=filled, fillcolor=mistyrose");
		dialogue_each_line(g, i, dialogue_dot_line);
	}
	DRAW(g, "}\n");
}

int
dialogue_map(const struct dialogue *d, bool dot, dialogue_words *words,
    void *arg, struct buf *ret)
{
	struct dialogue_drawing g = {d, words, arg, ret, 0};
	if (dot)
		dialogue_dot(&g);
	else
		dialogue_write(&g);
	return g.err;
}
