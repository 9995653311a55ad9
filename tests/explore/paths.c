/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole conversations: from the first text on, every message after every
 * other, until no new state comes up. At most seven questions in a row
 * without a command of hers (I8), and 0 always leads out.
 */
#include "explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATHS_MAX     (1u << 20)
#define QUESTIONS_MAX 7
#define ZEROS_MOST    8

struct state {
	struct talk talk;
	unsigned asked; /* questions that she did not call for herself */
	bool frozen, in_hours;
	uint32_t from; /* how it was reached */
	int message;   /* -1: the beginning */
};

static struct state *states;
static uint32_t state_count, *slots;

/* Questions of the reviewed table that are no menu and no sub-question. */
static const char *const questions[] = {"R04", "R05", "R06", "R07", "R08",
    "R09", "R10", "R13", "R16", "R30", "R33"};

static bool
is_question(const char *id)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
		if (id != NULL && strcmp(questions[i], id) == 0)
			return true;
	return false;
}

/* What makes no difference here is left out, to keep the states few. */
static void
make_small(struct talk *t)
{
	struct talk small;
	memset(&small, 0, sizeof(small));
	(void)snprintf(
	    small.question, sizeof(small.question), "%s", t->question);
	if (t->consent[0] != '\0')
		(void)snprintf(small.consent, sizeof(small.consent), "%s",
		    strchr(t->consent, 'K') != NULL ? "K" : "M");
	small.asked_at_s = t->question[0] != '\0' ? EXPLORE_NOW : 0;
	small.opened_at_s = small.last_in_s = EXPLORE_NOW;
	small.plain_at_s = t->plain_at_s;
	small.danger_at_s = t->danger_at_s;
	small.suicide_at_s = t->suicide_at_s;
	small.note_at_s = t->note_at_s;
	small.questions = t->questions > 9 ? 9 : t->questions;
	*t = small;
}

static bool
state_same(const struct state *a, const struct state *b)
{
	return memcmp(&a->talk, &b->talk, sizeof(a->talk)) == 0 &&
	       a->asked == b->asked && a->frozen == b->frozen &&
	       a->in_hours == b->in_hours;
}

static uint32_t
state_hash(const struct state *s)
{
	const unsigned char *bytes = (const unsigned char *)&s->talk;
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < sizeof(s->talk); i++)
		h = (h ^ bytes[i]) * 16777619u;
	return (h ^ s->asked * 31 ^ s->frozen * 7u ^ s->in_hours * 3u) *
	       2654435761u;
}

static void
state_add(const struct state *s)
{
	uint32_t at = state_hash(s) % (2 * PATHS_MAX);
	while (slots[at] != 0) {
		if (state_same(&states[slots[at] - 1], s))
			return;
		at = (at + 1) % (2 * PATHS_MAX);
	}
	if (state_count == PATHS_MAX)
		return;
	states[state_count++] = *s;
	slots[at] = state_count;
}

static void
state_tell(const struct state *s, char *ret, size_t size)
{
	uint32_t path[64];
	size_t count = 0, at = 0;
	for (; s->message >= 0 && count < 64; s = &states[s->from])
		path[count++] = (uint32_t)s->message;
	*ret = '\0';
	while (count > 0 && at + 40 < size) {
		int used = snprintf(ret + at, size - at, "\"%.20s\" ",
		    situation_message(path[--count]));
		at += used > 0 ? (size_t)used : 0;
	}
}

static void
state_situation(const struct explorer *e, const struct state *s, size_t n,
    struct situation *ret)
{
	*ret = (struct situation){.now_s = EXPLORE_NOW,
	    .said_at_s = EXPLORE_NOW,
	    .dialogue = e->dialogue,
	    .talk = s->talk,
	    .answerable = true,
	    .unasked_due = s->message < 0,
	    .fresh = s->message < 0,
	    .frozen = s->frozen,
	    .in_hours = s->in_hours,
	    .tries_left = true,
	    .has_case = s->message >= 0};
	ret->facts.open = ret->has_case;
	situation_put_message(ret, n);
}

/* Did she go on by herself, with a command, or with a cry? */
static bool
goes_on(const struct situation *s)
{
	const struct found_words *w = &s->words;
	return w->urgent || w->danger || w->consent;
}

static void
follow(struct explorer *e, uint32_t from, size_t n)
{
	char where[1024];
	struct situation s;
	struct effects fx;
	struct facts facts;
	struct state next = states[from];
	state_situation(e, &states[from], n, &s);
	explore_decide(e, false, &s, &fx, &next.talk, &facts);
	next.from = from;
	next.message = (int)n;
	next.frozen = fx.freeze || (s.frozen && !fx.unfreeze);
	if (is_question(fx.reply) && !goes_on(&s))
		next.asked++;
	make_small(&next.talk);
	if (next.asked > QUESTIONS_MAX) {
		state_tell(&next, where, sizeof(where));
		invariants_break(INV_I8, "more than seven questions", where);
		return;
	}
	state_add(&next);
}

static void
check_zeros(struct explorer *e, uint32_t from)
{
	char where[1024];
	struct situation s;
	struct effects fx;
	struct facts facts;
	struct state at = states[from];
	int zeros = 0;
	while (at.talk.question[0] != '\0' && zeros++ < ZEROS_MOST) {
		struct state was = at;
		was.message = 0; /* no longer the beginning */
		state_situation(e, &was, 0, &s);
		explore_decide(e, false, &s, &fx, &at.talk, &facts);
		make_small(&at.talk);
	}
	if (at.talk.question[0] == '\0')
		return;
	state_tell(&states[from], where, sizeof(where));
	invariants_break(INV_I8, "0 does not lead out", where);
}

void
explore_paths(struct explorer *e)
{
	states = calloc(PATHS_MAX, sizeof(*states));
	slots = calloc(2 * PATHS_MAX, sizeof(*slots));
	if (states == NULL || slots == NULL)
		abort();
	state_count = 0;
	for (int open = 0; open < 2; open++) {
		struct state first;
		memset(&first, 0, sizeof(first));
		first.in_hours = open != 0;
		first.message = -1;
		first.talk.opened_at_s = first.talk.last_in_s = EXPLORE_NOW;
		state_add(&first);
	}
	for (uint32_t i = 0; i < state_count; i++) {
		check_zeros(e, i);
		for (size_t n = 0; n < situation_message_count(); n++)
			if (e->fault == NULL || n % 2 == 0 || n < 10)
				follow(e, i, n);
	}
	if (state_count == PATHS_MAX)
		invariants_break(INV_I8, "there are too many states", "");
	e->states = state_count;
	free(states);
	free(slots);
}
