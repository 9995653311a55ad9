/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The proof that a dialogue keeps the invariants whatever it asks: each
 * fault names the line and the invariant. What no file can break (9, X, the
 * level at hand-over) stands in guard.c.
 */
#include "dialogue.h"

#include <string.h>

struct dialogue_checking {
	const struct dialogue *d;
	const char *file;
	struct faults *faults;
};

#define FAULT(c, line, ...)                                                    \
	faults_add((c)->faults, (c)->file, (line), __VA_ARGS__)

/* All lines of a step, in order; NULL after the last. */
#define DIALOGUE_LINES (2 * DIALOGUE_DIGITS + WAY_MAX)
static const struct dialogue_next *
dialogue_line_at(const struct dialogue_step *step, size_t i)
{
	if (i < DIALOGUE_DIGITS)
		return &step->digit[i];
	if (i < 2 * DIALOGUE_DIGITS)
		return &step->has[i - DIALOGUE_DIGITS];
	return i < DIALOGUE_LINES ? &step->way[i - 2 * DIALOGUE_DIGITS] : NULL;
}

/* --- [on] --- */

/* Which texts an event must have, and whether a step may lead to them. */
static const struct {
	bool level0, level1; /* required */
	bool ours;           /* only the box itself decides to say this */
	enum { ON_BOTH, ON_SMS, ON_USSD } where;
} dialogue_events[ON_MAX] = {
    [ON_FIRST] = {true, false, true},
    [ON_TEXT] = {false, true, false},
    [ON_URGENT] = {true, true, false},
    [ON_DANGER] = {true, true, false},
    [ON_SUICIDE] = {true, true, false},
    [ON_PLAIN] = {false, true, false},
    [ON_MENU] = {true, true, false},
    [ON_HOURS] = {true, false, false},
    [ON_WHO] = {true, false, true},
    [ON_STOP] = {true, false, true},
    [ON_ERASE] = {true, false, true},
    [ON_ERASE_YES] = {true, false, true},
    [ON_STATUS] = {true, false, true},
    [ON_NO_STATUS] = {true, false, true},
    [ON_CONSENT] = {false, true, false},
    [ON_CADRE] = {false, true, true},
    [ON_CONSENT_SOME] = {false, true, true},
    [ON_CONSENT_NONE] = {false, true, true},
    [ON_WINDOW] = {false, true, false},
    [ON_SAFE_WORD] = {false, true, false},
    [ON_NOTE] = {true, false, true},
    [ON_NOTE_CLOSED] = {true, false, true},
    [ON_CALL_TAKEN] = {true, false, true, ON_SMS},
    [ON_MISSED_CALL] = {true, false, true, ON_SMS},
    [ON_ANSWER] = {true, false, true},
    [ON_CLOSED] = {true, false, true, ON_SMS},
    [ON_DIAL] = {true, false, false, ON_USSD},
    [ON_RESUME] = {true, false, false, ON_USSD},
    [ON_CALL] = {true, false, true, ON_USSD},
    [ON_CODE] = {true, true, true, ON_USSD},
    [ON_NO_CODE] = {true, false, true, ON_USSD},
    [ON_READ] = {true, false, true, ON_USSD},
    [ON_END] = {true, false, true, ON_USSD},
    [ON_LATER] = {true, false, true, ON_USSD},
};

static bool
dialogue_happens(const struct dialogue *d, int event)
{
	return dialogue_events[event].where !=
	       (d->channel == CHANNEL_USSD ? ON_SMS : ON_USSD);
}

static void
dialogue_check_event(const struct dialogue_checking *c, int event, int level)
{
	const char *id = c->d->on[event].text[level];
	int line = c->d->on[event].line;
	const struct dialogue_text *t = dialogue_text(c->d, id);
	bool needed = level == 0 ? dialogue_events[event].level0
				 : dialogue_events[event].level1;
	if (!dialogue_happens(c->d, event)) {
		/* [on] is for both: what does not happen here is not looked
		 * into, but nobody is to wait for it */
		if (*id != '\0' && c->d->channel == CHANNEL_SMS)
			FAULT(c, line,
			    "%s happens on a screen alone, expected "
			    "it in [on ussd]",
			    dialogue_event_names[event]);
		return;
	}
	if (*id == '\0' && needed)
		FAULT(c, line == 0 ? 1 : line,
		    "[on] %s has no text for level %d",
		    dialogue_event_names[event], level);
	else if (*id != '\0' && t == NULL)
		FAULT(c, line, "there is no [text %s]", id);
	else if (*id != '\0' && t->level > level)
		FAULT(c, line,
		    "%s is a plain text, expected one of level 0: it would "
		    "leave for any phone (I1)",
		    id);
}

static bool
dialogue_is_ours(const struct dialogue *d, const char *id)
{
	for (int e = 0; e < ON_MAX; e++)
		for (int level = 0; level < 2; level++)
			if (dialogue_events[e].ours && dialogue_happens(d, e) &&
			    strcmp(d->on[e].text[level], id) == 0)
				return true;
	return false;
}

/* --- single lines --- */

static void
dialogue_check_target(const struct dialogue_checking *c, size_t i,
    const struct dialogue_next *next)
{
	const struct dialogue_text *from = &c->d->texts[i];
	const struct dialogue_text *t = dialogue_text(c->d, next->text);
	if (t == NULL)
		FAULT(c, next->line, "there is no [text %s]", next->text);
	else if (from->level == 0 && t->level > 0)
		FAULT(c, next->line,
		    "%s is plain and %s is not: only the plain word and the "
		    "safe word open level 1 (I1)",
		    t->id, from->id);
	else if (dialogue_is_ours(c->d, t->id))
		FAULT(c, next->line,
		    "%s is said by the box itself and by no question (I15)",
		    t->id);
}

static void
dialogue_check_line(const struct dialogue_checking *c, size_t i,
    const struct dialogue_next *next)
{
	enum dialogue_kind kind = c->d->steps[i].kind;
	const char *answer = c->d->on[ON_ANSWER].text[0];
	if (next->to == TO_TEXT)
		dialogue_check_target(c, i, next);
	if (next->to == TO_CONSENTED && kind != KIND_CONSENT &&
	    kind != KIND_CADRE)
		FAULT(c, next->line,
		    "only kind consent and cadre lead to consented: nothing "
		    "else gives consent (I6)");
	if (next->to == TO_READ && strcmp(c->d->texts[i].id, answer) != 0)
		FAULT(c, next->line,
		    "read is only for the text of [on] answer (I15)");
}

/* --- the form of each kind --- */

#define W(way) (1u << WAY_##way)
static const struct {
	bool digits;   /* 1 to 8 may stand */
	unsigned must; /* these ways must, */
	unsigned may;  /* these may stand */
	bool plain;    /* asks only at level 1 */
	bool sub;      /* may be counted = no */
} dialogue_forms[KIND_MAX] = {
    [KIND_MENU] = {true, W(ELSE), W(ELSE), false, true},
    [KIND_CHOICE] = {true, W(ELSE), W(ELSE), false, false},
    [KIND_CHOICES] = {true, W(ELSE), W(ELSE), false, false},
    [KIND_AGE] = {true, W(ELSE), W(ELSE), false, false},
    [KIND_VILLAGE] = {true, W(ANY), W(ANY), false, false},
    [KIND_WORDS] = {true, W(ANY), W(ANY), false, false},
    [KIND_YES_NO] = {false, W(YES) | W(NO) | W(ELSE), W(YES) | W(NO) | W(ELSE),
	false, true},
    [KIND_CONSENT] = {false, W(ANY) | W(ELSE), W(ANY) | W(ELSE), true, false},
    [KIND_CADRE] = {false, W(YES) | W(NO) | W(OTHER) | W(ELSE),
	W(YES) | W(NO) | W(OTHER) | W(ELSE), true, true},
    [KIND_WINDOW] = {false, W(ANY) | W(NO) | W(ELSE), W(ANY) | W(NO) | W(ELSE),
	true, false},
    [KIND_HOUR] = {false, W(ANY) | W(ELSE), W(ANY) | W(ELSE), false, false},
    [KIND_SAFE_WORD] = {false, W(ANY) | W(ELSE), W(ANY) | W(ELSE), true, true},
};

static void
dialogue_check_digits(const struct dialogue_checking *c, size_t i)
{
	const struct dialogue_step *step = &c->d->steps[i];
	const char *kind = dialogue_kind_names[step->kind];
	if (step->digit[0].to == TO_NOWHERE)
		FAULT(c, step->line,
		    "[text %s] has no line 0: every question can be skipped "
		    "(I8)",
		    c->d->texts[i].id);
	for (int d = 1; d < DIALOGUE_DIGITS; d++) {
		if (step->digit[d].to != TO_NOWHERE &&
		    !dialogue_forms[step->kind].digits)
			FAULT(c, step->digit[d].line,
			    "kind %s takes no digit but 0 (I6: consent is "
			    "given by letters and words)",
			    kind);
		if (step->has[d].to != TO_NOWHERE &&
		    (step->kind != KIND_CHOICES ||
			step->digit[d].to == TO_NOWHERE))
			FAULT(c, step->has[d].line,
			    "has %d, but %d is no choice here", d, d);
	}
}

static void
dialogue_check_ways(const struct dialogue_checking *c, size_t i)
{
	const struct dialogue_step *step = &c->d->steps[i];
	const char *kind = dialogue_kind_names[step->kind];
	for (unsigned w = 0; w < WAY_MAX; w++) {
		bool there = step->way[w].to != TO_NOWHERE;
		if (!there && (dialogue_forms[step->kind].must >> w & 1) != 0)
			FAULT(c, step->line,
			    "[text %s] has no line \"%s\", which kind %s needs",
			    c->d->texts[i].id, dialogue_way_names[w], kind);
		if (there && (dialogue_forms[step->kind].may >> w & 1) == 0)
			FAULT(c, step->way[w].line,
			    "kind %s has no line \"%s\"", kind,
			    dialogue_way_names[w]);
	}
}

static void
dialogue_check_form(const struct dialogue_checking *c, size_t i)
{
	const struct dialogue_step *step = &c->d->steps[i];
	const struct dialogue_text *t = &c->d->texts[i];
	dialogue_check_digits(c, i);
	dialogue_check_ways(c, i);
	if (dialogue_forms[step->kind].plain && t->level == 0)
		FAULT(c, step->line,
		    "kind %s asks at level 1 only: what it sets would count "
		    "as hers (I16)",
		    dialogue_kind_names[step->kind]);
	if (!step->counted && !dialogue_forms[step->kind].sub)
		FAULT(c, step->line,
		    "counted = no is for menus, yes-no, cadre and safe-word: "
		    "at most seven questions are asked (I8)");
}

static void
dialogue_check_step(const struct dialogue_checking *c, size_t i)
{
	const struct dialogue_step *step = &c->d->steps[i];
	const struct dialogue_text *t = &c->d->texts[i];
	const struct dialogue_text *instead = dialogue_text(c->d, t->instead);
	const struct dialogue_next *next;
	if (t->instead[0] != '\0' &&
	    (t->level == 0 || instead == NULL || instead->level > 0))
		FAULT(c, step->line,
		    "instead = %s, expected a text of level 0 in place of a "
		    "plain one (I17)",
		    t->instead);
	if (t->asks)
		dialogue_check_form(c, i);
	for (size_t n = 0; (next = dialogue_line_at(step, n)) != NULL; n++) {
		if (next->to != TO_NOWHERE && !t->asks)
			FAULT(c, next->line,
			    "[text %s] asks nothing (no kind), so no answer "
			    "leads anywhere",
			    t->id);
		else if (next->to != TO_NOWHERE)
			dialogue_check_line(c, i, next);
	}
}

/* --- paths --- */

/* Marks what can be reached from text i, never passing `without`. */
static void
dialogue_walk(
    const struct dialogue *d, int i, int without, bool seen[DIALOGUE_TEXTS])
{
	const struct dialogue_next *next;
	if (i < 0 || i == without || seen[i])
		return;
	seen[i] = true;
	dialogue_walk(d, dialogue_find(d, d->texts[i].instead), without, seen);
	for (size_t n = 0; (next = dialogue_line_at(&d->steps[i], n)) != NULL;
	     n++)
		if (next->to == TO_TEXT)
			dialogue_walk(
			    d, dialogue_find(d, next->text), without, seen);
}

static void
dialogue_walk_all(
    const struct dialogue *d, int without, bool seen[DIALOGUE_TEXTS])
{
	memset(seen, 0, DIALOGUE_TEXTS * sizeof(*seen));
	for (int e = 0; e < ON_MAX; e++)
		for (int level = 0; level < 2 && dialogue_happens(d, e);
		     level++)
			dialogue_walk(d, dialogue_find(d, d->on[e].text[level]),
			    without, seen);
}

static void
dialogue_check_reach(const struct dialogue_checking *c)
{
	bool seen[DIALOGUE_TEXTS];
	dialogue_walk_all(c->d, -1, seen);
	for (size_t i = 0; i < c->d->count; i++)
		if (!seen[i])
			FAULT(c, c->d->steps[i].line,
			    "[text %s] can never be reached",
			    c->d->texts[i].id);
	for (size_t i = 0; i < c->d->count; i++) {
		const char *after = c->d->steps[i].after;
		int first = dialogue_find(c->d, after);
		if (*after == '\0')
			continue;
		dialogue_walk_all(c->d, first, seen);
		if (first < 0 || seen[i])
			FAULT(c, c->d->steps[i].line,
			    "[text %s] can be reached without %s",
			    c->d->texts[i].id, after);
	}
}

/*
 * The most counted questions in a row from text i, menus excepted: at a menu
 * she goes on herself. Depth beyond the number of texts is a circle.
 */
static int
dialogue_longest(const struct dialogue *d, int i, size_t depth)
{
	const struct dialogue_next *next;
	int most = 0;
	if (i < 0 || !d->texts[i].asks)
		return 0;
	if (depth > d->count)
		return DIALOGUE_QUESTIONS_MAX + 1;
	for (size_t n = 0; most <= DIALOGUE_QUESTIONS_MAX &&
			   (next = dialogue_line_at(&d->steps[i], n)) != NULL;
	     n++) {
		int to =
		    next->to == TO_TEXT ? dialogue_find(d, next->text) : -1;
		bool menu = to >= 0 && d->steps[to].kind == KIND_MENU;
		int more = menu ? 0 : dialogue_longest(d, to, depth + 1);
		if (more > most)
			most = more;
	}
	return most + d->steps[i].counted;
}

static void
dialogue_check_count(const struct dialogue_checking *c)
{
	for (size_t i = 0; i < c->d->count; i++)
		if (dialogue_longest(c->d, (int)i, 0) >
		    DIALOGUE_QUESTIONS_MAX) {
			FAULT(c, c->d->steps[i].line,
			    "from [text %s] on more than seven questions can "
			    "follow each other, or a circle of them (I8)",
			    c->d->texts[i].id);
			return; /* all that lead there would say the same */
		}
}

/* --- a screen --- */

/* What 0 may lead to where it is not a text: the note in hours or outside, and
 * at level 1 what any text is met with; the rest a screen shows for a line. */
static const struct {
	enum dialogue_to to;
	enum dialogue_event event;
	int level;
} dialogue_zeros[] = {
    {TO_NOTE, ON_NOTE, 0},
    {TO_NOTE, ON_NOTE_CLOSED, 0},
    {TO_NOTE, ON_TEXT, 1},
    {TO_CALL, ON_CALL, 0},
    {TO_CALL_NOW, ON_CALL, 0},
    {TO_READ, ON_READ, 0},
    {TO_READ, ON_NOTE, 0},
    {TO_READ, ON_NOTE_CLOSED, 0},
    {TO_CONSENTED, ON_CONSENT_SOME, 1},
    {TO_CONSENTED, ON_CONSENT_NONE, 1},
};

/* 0, and again 0: she is out, whichever of them it is. */
static bool
dialogue_zero_ends(const struct dialogue *d, int i, bool passed[DIALOGUE_TEXTS])
{
	bool ends = true;
	if (i < 0 || passed[i])
		return false; /* a circle */
	const struct dialogue_next *zero = &d->steps[i].digit[0];
	if (zero->to == TO_END)
		return true;
	passed[i] = true;
	if (zero->to == TO_TEXT)
		ends =
		    dialogue_zero_ends(d, dialogue_find(d, zero->text), passed);
	for (size_t n = 0; n < sizeof(dialogue_zeros) / sizeof(*dialogue_zeros);
	     n++)
		if (dialogue_zeros[n].to == zero->to)
			ends &= dialogue_zero_ends(d,
			    dialogue_find(
				d, d->on[dialogue_zeros[n].event]
				       .text[dialogue_zeros[n].level]),
			    passed);
	passed[i] = false;
	return ends;
}

/*
 * Every screen but the last one waits for something, so that nothing but the
 * last one stays lit; and from each of them 0 leads out (I14).
 */
static void
dialogue_check_screen(const struct dialogue_checking *c, size_t i)
{
	const struct dialogue *d = c->d;
	const char *id = d->texts[i].id;
	bool passed[DIALOGUE_TEXTS] = {false};
	bool last = strcmp(id, d->on[ON_END].text[0]) == 0 ||
		    strcmp(id, d->on[ON_LATER].text[0]) == 0;
	int line = d->steps[i].line;
	if (last && d->texts[i].asks)
		FAULT(c, line,
		    "[text %s] is the last screen and asks nothing, "
		    "expected no kind",
		    id);
	else if (!last && !d->texts[i].asks)
		FAULT(c, line,
		    "[text %s] asks nothing, so it would be the last "
		    "screen, which stays lit: expected a kind such as menu",
		    id);
	else if (!last && !dialogue_zero_ends(d, (int)i, passed))
		FAULT(c, line,
		    "from [text %s] 0 leads in a circle, expected it "
		    "to end",
		    id);
}

static void
dialogue_check_windows(const struct dialogue_checking *c)
{
	for (int i = 0; i < DIALOGUE_WINDOWS; i++)
		if (c->d->windows[i].line == 0)
			FAULT(c, 1, "[window] has no line %d", i + 1);
}

void
dialogue_check(
    const struct dialogue *d, const char *file, struct faults *faults)
{
	struct dialogue_checking c = {d, file, faults};
	unsigned before = faults->count;
	if (d->channel == CHANNEL_USSD && d->on[ON_DIAL].line == 0) {
		FAULT(&c, 1,
		    "has no [on ussd] dial, which [ussd NAME] needs: take over "
		    "the sections with ussd, and the lines channels = sms, of "
		    "the shipped file");
		return; /* the rest would follow from that */
	}
	for (int event = 0; event < ON_MAX; event++)
		for (int level = 0; level < 2; level++)
			dialogue_check_event(&c, event, level);
	for (size_t i = 0; i < d->count; i++)
		dialogue_check_step(&c, i);
	dialogue_check_windows(&c);
	if (faults->count > before)
		return; /* paths of a broken map say nothing */
	dialogue_check_reach(&c);
	dialogue_check_count(&c);
	for (size_t i = 0; d->channel == CHANNEL_USSD && i < d->count; i++)
		dialogue_check_screen(&c, i);
}
