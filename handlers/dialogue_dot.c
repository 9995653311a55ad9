/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The conversation as Graphviz DOT: one box a text, grouped by level; the
 * answers that lead to the same place share an arrow. What is no text ends
 * in a word of its own, so that no arrow crosses the whole map.
 */
#include "dialogue_map.h"

#include <stdio.h>
#include <string.h>

#define DOT_COLUMNS 36

/* In a DOT string a quote and a backslash must be escaped. */
static void
dot_words(struct dialogue_drawing *g, const char *words)
{
	size_t column = 0;
	for (; *words != '\0' && g->err == 0; words++, column++) {
		if (*words == '"' || *words == '\\')
			DRAW(g, "\\");
		if (*words == '\n' || (*words == ' ' && column > DOT_COLUMNS)) {
			DRAW(g, "\\l");
			column = 0;
		} else {
			DRAW(g, "%c", *words);
		}
	}
	DRAW(g, "\\l");
}

static void
dot_box(struct dialogue_drawing *g, size_t i)
{
	const struct dialogue_text *t = &g->d->texts[i];
	DRAW(g, "    \"%s\" [label=\"%s", t->id, t->id);
	if (t->asks)
		DRAW(g, "  asks: %s", dialogue_kind_names[g->d->steps[i].kind]);
	if (t->level > 0)
		DRAW(g, "  instead: %s",
		    t->instead[0] == '\0' ? "note" : t->instead);
	DRAW(g, "\\l");
	dot_words(g, g->words(g->arg, t->id));
	DRAW(g, "\"];\n");
}

static void
dot_boxes(struct dialogue_drawing *g, int level)
{
	DRAW(g,
	    "  subgraph cluster_level%d {\n    label=\"level %d: %s\";\n"
	    "    node [fillcolor=%s];\n",
	    level, level, level == 0 ? "on any phone" : "plain",
	    level == 0 ? "white" : "mistyrose");
	for (size_t i = 0; i < g->d->count; i++)
		if (g->d->texts[i].level == level)
			dot_box(g, i);
	DRAW(g, "  }\n");
}

/* --- arrows --- */

static bool
dot_same(const struct dialogue_next *a, const struct dialogue_next *b)
{
	return a->to == b->to && strcmp(a->text, b->text) == 0;
}

static void
dot_collect(struct dialogue_drawing *g, size_t i, const char *answer,
    const struct dialogue_next *next)
{
	size_t n = 0;
	(void)i;
	while (n < g->arrow_count && !dot_same(g->arrows[n].next, next))
		n++;
	struct dialogue_arrow *a = &g->arrows[n];
	if (n == g->arrow_count) {
		*a = (struct dialogue_arrow){.next = next};
		g->arrow_count++;
	}
	size_t len = strlen(a->label);
	(void)snprintf(a->label + len, sizeof(a->label) - len, "%s%s",
	    len == 0 ? "" : ", ", answer);
}

static void
dot_arrows(struct dialogue_drawing *g, size_t i)
{
	const char *id = g->d->texts[i].id;
	g->arrow_count = 0;
	dialogue_each_line(g, i, dot_collect);
	for (size_t n = 0; n < g->arrow_count; n++) {
		const struct dialogue_next *next = g->arrows[n].next;
		const char *to = dialogue_target_name(next);
		if (next->to == TO_TEXT)
			DRAW(g, "  \"%s\" -> \"%s\"", id, to);
		else
			DRAW(g,
			    "  \"%s %s\" [label=\"%s\", shape=plaintext, "
			    "style=\"\"];\n  \"%s\" -> \"%s %s\"",
			    id, to, to, id, id, to);
		DRAW(g, " [label=\"%s\"];\n", g->arrows[n].label);
	}
}

static void
dot_event(struct dialogue_drawing *g, int e)
{
	const char *name = dialogue_event_names[e];
	DRAW(g,
	    "  \"on %s\" [label=\"%s\", tooltip=\"%s\", shape=ellipse, "
	    "fillcolor=lightyellow];\n",
	    name, name, dialogue_meaning(e));
	for (int level = 0; level < 2; level++)
		if (g->d->on[e].text[level][0] != '\0')
			DRAW(g, "  \"on %s\" -> \"%s\" [style=%s];\n", name,
			    g->d->on[e].text[level],
			    level == 0 ? "solid" : "dashed");
}

void
dialogue_dot(struct dialogue_drawing *g)
{
	DRAW(g,
	    "digraph dialogue {\n  rankdir=LR;\n  labelloc=t;\n"
	    "  label=\"What happens (ellipses) and the text that goes out: at "
	    "level 0 (solid), at level 1 (dashed).\\n"
	    "At any time 9 is urgent (%s, at level 1 %s) and X ends in "
	    "silence.\";\n"
	    "  graph [fontname=\"sans-serif\"];\n"
	    "  node [shape=box, style=filled, fillcolor=white, "
	    "fontname=\"sans-serif\"];\n"
	    "  edge [fontname=\"sans-serif\"];\n",
	    g->d->on[ON_URGENT].text[0], g->d->on[ON_URGENT].text[1]);
	for (int level = 0; level < 2; level++)
		dot_boxes(g, level);
	for (int e = 0; e < ON_MAX; e++)
		dot_event(g, e);
	for (size_t i = 0; i < g->d->count; i++)
		dot_arrows(g, i);
	DRAW(g, "}\n");
}
