/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole conversation for a reviewer who reads no code: as text, path by
 * path, each text with its words and where each answer leads; or as Graphviz
 * DOT (dialogue_dot.c).
 */
#include "dialogue_map.h"

#include <stdio.h>
#include <string.h>

#define MAP_WIDTH 78

/* --- what both draw --- */

static const char *const dialogue_meanings[ON_MAX] = {
    [ON_FIRST] = "a conversation begins, with no word of danger",
    [ON_TEXT] = "free words, level 1 being open",
    [ON_URGENT] = "she sends 9",
    [ON_DANGER] = "her words tell of danger",
    [ON_SUICIDE] = "her words tell of suicide",
    [ON_PLAIN] = "the plain word, or her safe word",
    [ON_MENU] = "she sends MENU",
    [ON_HOURS] = "she sends JADWAL",
    [ON_WHO] = "somebody asks who this is",
    [ON_STOP] = "she sends STOP; nothing follows",
    [ON_ERASE] = "she sends HAPUS",
    [ON_ERASE_YES] = "she sends HAPUS YA",
    [ON_STATUS] = "CEK and her code, and an officer has read it",
    [ON_NO_STATUS] = "CEK and any other code",
    [ON_CONSENT] = "she sends IZIN",
    [ON_CADRE] = "she chose K: may a cadre of hers know?",
    [ON_CONSENT_SOME] = "she allowed some",
    [ON_CONSENT_NONE] = "she allowed nobody",
    [ON_WINDOW] = "an officer asks when to reach her",
    [ON_SAFE_WORD] = "an officer offers a safe word",
    [ON_NOTE] = "her words are noted: in office hours, or of danger",
    [ON_NOTE_CLOSED] = "her words are noted outside office hours",
    [ON_CALL_TAKEN] = "an officer takes her wish for a call",
    [ON_MISSED_CALL] = "she rings and is not answered",
    [ON_ANSWER] = "an officer's answer waits for her",
    [ON_CLOSED] = "her report is closed, as agreed with her",
    [ON_DIAL] = "she dials the code: the first screen",
    [ON_RESUME] = "she wants to go on with a session that broke off",
    [ON_CALL] = "she asks to be called",
    [ON_CODE] = "she asks for her code (KODE)",
    [ON_NO_CODE] = "she asks for it, and nothing is filed in this session",
    [ON_READ] = "the officer's answer, on the screen",
    [ON_END] = "the last screen, which may stay lit",
    [ON_LATER] = "the same, when nothing could be kept",
};

/* Where an answer leads, if not to a text. */
static const struct {
	enum dialogue_to to;
	const char *meaning;
} dialogue_places[] = {
    {TO_NOTE, "what happens at note, once in 30 minutes; else nothing"},
    {TO_CALL, "an officer is asked to ring her"},
    {TO_CALL_NOW, "the same, at once"},
    {TO_READ, "the officer's answer that waits"},
    {TO_CONSENTED, "cadre, consent-some or consent-none, as she chose"},
    {TO_END, "nothing more; what she wrote is filed"},
};

static const struct {
	const char *answer, *meaning;
} dialogue_answers[] = {
    {"0 to 8", "that digit; 0 skips or finishes, at every question"},
    {"has 3", "several digits, and 3 is one of them"},
    {"yes no other", "these words, in any of the lexicon's spellings"},
    {"any", "an answer of the kind that is asked for"},
    {"else", "any other text"},
};

static const struct {
	const char *name, *meaning;
} dialogue_fillings[] = {
    {"{cover}", "the everyday name of the number"},
    {"{code}", "the code of her report"},
    {"{when}", "by when an officer reads it"},
    {"{open}", "when the office opens"},
    {"{hours} {place}", "the office"},
    {"{names}", "whom she allowed to know"},
    {"{answer}", "what the officer wrote (on a screen alone)"},
};

static const char *const dialogue_field_names[FIELD_MAX] = {
    "", "reporter", "minor", "company", "feedback"};

static const struct {
	enum dialogue_field field;
	const char *value;
} dialogue_values[] = {
    {FIELD_REPORTER, "self"},
    {FIELD_REPORTER, "other"},
    {FIELD_MINOR, "yes"},
    {FIELD_MINOR, "no"},
    {FIELD_COMPANY, "wish"},
    {FIELD_FEEDBACK, "1"},
    {FIELD_FEEDBACK, "2"},
    {FIELD_FEEDBACK, "3"},
};

/* A value is kept as its first letter. */
static const char *
dialogue_value_name(const struct dialogue_next *next)
{
	for (size_t i = 0; i < MAP_COUNT(dialogue_values); i++)
		if (dialogue_values[i].field == next->field &&
		    dialogue_values[i].value[0] == next->value)
			return dialogue_values[i].value;
	return "";
}

const char *
dialogue_meaning(int event)
{
	return dialogue_meanings[event];
}

const char *
dialogue_target_name(const struct dialogue_next *next)
{
	return next->to == TO_TEXT ? next->text : dialogue_to_names[next->to];
}

void
dialogue_each_line(
    struct dialogue_drawing *g, size_t i, dialogue_draw_line *draw)
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

/* --- the legend --- */

static void
map_levels(struct dialogue_drawing *g)
{
	DRAW(g, "THE CONVERSATION%s, %zu texts\n\n",
	    g->d->channel == CHANNEL_USSD ? " ON A USSD SCREEN" : "",
	    g->d->count);
	DRAW(g, "Level 0 is neutral: it may be read by anybody who holds the "
		"phone. Level 1 is\nplain: it leaves only within 30 minutes "
		"of the plain word or her safe word;\nafter that the text "
		"named beside it goes instead.\n\n");
	DRAW(g,
	    "At any time: 9 is urgent (%s at level 0, %s at level 1), X "
	    "ends in silence,\nSTOP (%s) too. Every text is filed, "
	    "understood or not. An answer goes to the\nquestion asked "
	    "last and is stale after that question's deadline.\n\n",
	    g->d->on[ON_URGENT].text[0], g->d->on[ON_URGENT].text[1],
	    g->d->on[ON_STOP].text[0]);
}

static void
map_legend(struct dialogue_drawing *g)
{
	DRAW(g, "Her answer:\n");
	for (size_t i = 0; i < MAP_COUNT(dialogue_answers); i++)
		DRAW(g, "  %-16s %s\n", dialogue_answers[i].answer,
		    dialogue_answers[i].meaning);
	DRAW(g, "\nWhere it leads, if not to a text:\n");
	for (size_t i = 0; i < MAP_COUNT(dialogue_places); i++)
		DRAW(g, "  %-16s %s\n",
		    dialogue_to_names[dialogue_places[i].to],
		    dialogue_places[i].meaning);
	DRAW(g, "\nFilled in:\n");
	for (size_t i = 0; i < MAP_COUNT(dialogue_fillings); i++)
		DRAW(g, "  %-16s %s\n", dialogue_fillings[i].name,
		    dialogue_fillings[i].meaning);
	DRAW(g, "\nWhen she may be reached (window):\n ");
	for (int i = 0; i < DIALOGUE_WINDOWS; i++)
		DRAW(g, " %d %02d.%02d-%02d.%02d", i + 1,
		    g->d->windows[i].from / 60, g->d->windows[i].from % 60,
		    g->d->windows[i].to / 60, g->d->windows[i].to % 60);
	DRAW(g, "\n\n");
}

static void
map_events(struct dialogue_drawing *g)
{
	DRAW(g, "WHAT HAPPENS, and the text that goes out: at level 0, at "
		"level 1\n\n");
	for (int e = 0; e < ON_MAX; e++) {
		const char *zero = g->d->on[e].text[0];
		const char *one = g->d->on[e].text[1];
		if (*zero == '\0' && *one == '\0')
			continue; /* not on this channel */
		DRAW(g, "  %-14s %-5s %-5s %s\n", dialogue_event_names[e],
		    *zero == '\0' ? "-" : zero, *one == '\0' ? "-" : one,
		    dialogue_meanings[e]);
	}
	DRAW(g, "\n");
}

/* --- texts --- */

static void
map_words(struct dialogue_drawing *g, const char *words)
{
	const size_t indent = 8;
	size_t column = indent;
	DRAW(g, "%*s", (int)indent, "");
	while (*words != '\0' && g->err == 0) {
		size_t len = strcspn(words, " \n");
		if (column > indent && column + 1 + len > MAP_WIDTH) {
			DRAW(g, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			DRAW(g, " ");
			column++;
		}
		DRAW(g, "%.*s", (int)len, words);
		column += len;
		words += len + strspn(words + len, " \n");
	}
	DRAW(g, "\n");
}

static void
map_line(struct dialogue_drawing *g, size_t i, const char *answer,
    const struct dialogue_next *next)
{
	(void)i;
	DRAW(g, "          %-6s -> %s", answer, dialogue_target_name(next));
	if (next->urgency != URGENCY_LOW)
		DRAW(g, "   (urgency at least %s)",
		    next->urgency == URGENCY_HIGH ? "high" : "medium");
	if (next->field != FIELD_NONE)
		DRAW(g, "   (sets %s=%s)", dialogue_field_names[next->field],
		    dialogue_value_name(next));
	DRAW(g, "\n");
}

static void
map_text(struct dialogue_drawing *g, size_t i)
{
	const struct dialogue_text *t = &g->d->texts[i];
	const struct dialogue_step *step = &g->d->steps[i];
	DRAW(g, "  %-5s level %d", t->id, t->level);
	if (t->asks)
		DRAW(g, ", asks: %s%s", dialogue_kind_names[step->kind],
		    step->counted ? " (one of at most seven questions)" : "");
	if (t->level > 0)
		DRAW(g, "; instead: %s",
		    t->instead[0] == '\0' ? "note" : t->instead);
	if (t->asks && step->deadline_s != DIALOGUE_DEADLINE_S)
		DRAW(g, "; stale after %lld s", (long long)step->deadline_s);
	DRAW(g, "\n");
	map_words(g, g->words(g->arg, t->id));
	if (t->asks)
		dialogue_each_line(g, i, map_line);
	DRAW(g, "\n");
}

/* --- paths --- */

static void map_walk(struct dialogue_drawing *g, int i);

static void
map_follow(struct dialogue_drawing *g, size_t i, const char *answer,
    const struct dialogue_next *next)
{
	(void)i;
	(void)answer;
	if (next->to == TO_TEXT)
		map_walk(g, dialogue_find(g->d, next->text));
}

/* A text, then what its answers lead to; each text is written once. */
static void
map_walk(struct dialogue_drawing *g, int i)
{
	if (i < 0 || g->drawn[i])
		return;
	g->drawn[i] = true;
	map_text(g, (size_t)i);
	dialogue_each_line(g, (size_t)i, map_follow);
}

/* All that an event leads to at this level; a line if it stands above. */
static void
map_path(struct dialogue_drawing *g, int event, int level)
{
	const char *id = g->d->on[event].text[level];
	int i = dialogue_find(g->d, id);
	if (i < 0)
		return;
	DRAW(
	    g, "%s: %s", dialogue_event_names[event], dialogue_meanings[event]);
	DRAW(g, " -> %s%s\n\n", id, g->drawn[i] ? ", above" : "");
	map_walk(g, i);
}

static void
map_draw(struct dialogue_drawing *g)
{
	map_levels(g);
	map_legend(g);
	map_events(g);
	for (int level = 0; level < 2; level++) {
		DRAW(g, "PATHS AT LEVEL %d: %s\n\n", level,
		    level == 0 ? "ON ANY PHONE" : "PLAIN");
		for (int e = 0; e < ON_MAX; e++)
			map_path(g, e, level);
	}
	for (size_t i = 0; i < g->d->count; i++)
		map_walk(g, (int)i); /* instead of others */
}

int
dialogue_map(const struct dialogue *d, bool dot, dialogue_words *words,
    void *arg, struct buf *ret)
{
	struct dialogue_drawing g = {
	    .d = d, .words = words, .arg = arg, .out = ret};
	if (dot)
		dialogue_dot(&g);
	else
		map_draw(&g);
	return g.err;
}
