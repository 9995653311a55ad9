/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole conversations: from the first text on, every message after every
 * other, until no new state comes up. At most seven questions in a row
 * without a command of hers (I8), and 0 always leads out.
 *
 * On a screen from the first screen on, with and without an officer's answer
 * that waits and a session that broke off: nothing plain before the plain word
 * was said in this session, and enough zeros end it.
 */
#include "explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATHS_MAX     (1u << 20)
#define QUESTIONS_MAX 7
#define ZEROS_MOST    8

/* What the box knows besides. */
struct world {
	bool frozen, in_hours, has_case;
	enum waiting_answer waiting;
	const char *resume; /* as in struct situation */
	unsigned asked;     /* questions that she did not call for herself */
	bool said;          /* the plain or safe word, on a screen */
	bool uncounted; /* questions are not counted, to keep the states few */
};

struct state {
	struct talk talk;
	struct world world;
	bool over;     /* the last screen is shown */
	uint32_t from; /* how it was reached */
	int message;   /* -1: the beginning */
};

static const struct world screens[] = {
    {.in_hours = true},
    {.uncounted = true},
    {.uncounted = true, .in_hours = true, .waiting = WAITING_NEUTRAL},
    {.uncounted = true, .waiting = WAITING_PLAIN},
    {.uncounted = true, .in_hours = true, .resume = ""},
    {.uncounted = true, .resume = "R04"},
    {.uncounted = true, .in_hours = true, .resume = "R30"},
    {.uncounted = true, .in_hours = true, .resume = "U06"},
    {.uncounted = true, .resume = "R07", .waiting = WAITING_PLAIN},
};
static const struct world texts[] = {{.in_hours = false}, {.in_hours = true}};

static struct state *states;
static uint32_t state_count, *slots;

/* Questions of the reviewed table that are no menu and no sub-question. */
static const char *const questions[] = {"R04", "R05", "R06", "R07", "R08",
    "R09", "R10", "R13", "R16", "R30", "R33", "U02"};

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
make_small(struct talk *t, const struct world *w, bool screen)
{
	struct talk small;
	memset(&small, 0, sizeof(small));
	if (screen && strcmp(t->previous, "R34") == 0)
		memcpy(small.previous, t->previous, sizeof(small.previous));
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
	small.note_at_s = screen ? 0 : t->note_at_s; /* always answered */
	if (!w->uncounted)
		small.questions = t->questions > 9 ? 9 : t->questions;
	*t = small;
}

static bool
state_same(const struct state *a, const struct state *b)
{
	return memcmp(&a->talk, &b->talk, sizeof(a->talk)) == 0 &&
	       memcmp(&a->world, &b->world, sizeof(a->world)) == 0;
}

static uint32_t
hash_bytes(uint32_t h, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		h = (h ^ ((const unsigned char *)bytes)[i]) * 16777619u;
	return h;
}

static uint32_t
state_hash(const struct state *s)
{
	uint32_t h = hash_bytes(2166136261u, &s->talk, sizeof(s->talk));
	return hash_bytes(h, &s->world, sizeof(s->world)) * 2654435761u;
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

/* As the core has it: offered is what stood on the screen, here or one before;
 * a session that broke off is looked for where the dialogue says so. */
static void
put_screen(const struct explorer *e, struct situation *s, const struct world *w)
{
	const char *asks =
	    handling_wired.dialogue_on(e->dialogue, ON_RESUME, 0);
	s->screen = true;
	s->fresh = s->unasked_due = false;
	s->has_case = s->case_began_here = w->has_case;
	s->waiting = w->waiting;
	s->waiting_offered = strcmp(s->talk.question, "R34") == 0 ||
			     strcmp(s->talk.previous, "R34") == 0;
	if (strcmp(s->talk.question, asks) == 0)
		s->resume = w->resume;
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
	    .frozen = s->world.frozen,
	    .in_hours = s->world.in_hours,
	    .tries_left = true,
	    .has_case = s->message >= 0};
	if (e->channel == CHANNEL_USSD)
		put_screen(e, ret, &s->world);
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

/* What stands on the screen is what she answers next. */
static void
show(const struct explorer *e, const struct situation *s,
    const struct effects *fx, struct state *next)
{
	struct world *w = &next->world;
	const char *read = handling_wired.dialogue_on(e->dialogue, ON_READ, 0);
	next->over =
	    fx->silence || (fx->over && fx->reply == NULL && !fx->read_answer);
	w->has_case |= fx->file;
	w->said |= (s->plain_word && !s->frozen) ||
		   (s->safe_word && s->words.status_code[0] == '\0');
	if (fx->resume)
		w->resume = NULL;
	if (!fx->read_answer)
		return;
	w->waiting = WAITING_NONE;
	(void)snprintf(
	    next->talk.question, sizeof(next->talk.question), "%s", read);
}

/* One message on; says what was wrong with what came of it. */
static void
step(const struct explorer *e, const struct state *at, size_t n,
    struct situation *s, struct effects *fx, struct state *next)
{
	struct facts facts;
	*next = *at;
	state_situation(e, at, n, s);
	explore_decide(e, false, s, fx, &next->talk, &facts);
	next->message = (int)n;
	next->world.frozen = fx->freeze || (s->frozen && !fx->unfreeze);
	if (is_question(fx->reply) && !goes_on(s) && !at->world.uncounted)
		next->world.asked++;
	if (e->channel == CHANNEL_USSD)
		show(e, s, fx, next);
	make_small(&next->talk, &next->world, s->screen);
}

static void
check_word(const struct state *next, const struct situation *s,
    const struct effects *fx)
{
	char where[1024];
	bool plain = (fx->reply != NULL && invariants_is_plain(fx->reply)) ||
		     (fx->read_answer && s->waiting == WAITING_PLAIN);
	if (!plain || next->world.said)
		return;
	state_tell(next, where, sizeof(where));
	invariants_break(
	    INV_I1, "plain before the plain word of this session", where);
}

static void
follow(struct explorer *e, uint32_t from, size_t n)
{
	char where[1024];
	struct situation s;
	struct effects fx;
	struct state next;
	step(e, &states[from], n, &s, &fx, &next);
	next.from = from;
	if (s.screen)
		check_word(&next, &s, &fx);
	if (next.over)
		return;
	if (next.world.asked > QUESTIONS_MAX) {
		state_tell(&next, where, sizeof(where));
		invariants_break(INV_I8, "more than seven questions", where);
		return;
	}
	state_add(&next);
}

/* A text message asks nothing any more; a screen is the last one. */
static bool
is_out(const struct state *s, bool screen)
{
	return screen ? s->over : s->talk.question[0] == '\0';
}

static void
check_zeros(const struct explorer *e, uint32_t from)
{
	char where[1024];
	struct situation s;
	struct effects fx;
	struct state at = states[from], next;
	bool screen = e->channel == CHANNEL_USSD;
	for (int zeros = 0; !is_out(&at, screen) && zeros < ZEROS_MOST;
	     zeros++) {
		at.message = 0; /* no longer the beginning */
		step(e, &at, 0, &s, &fx, &next);
		at = next;
	}
	if (is_out(&at, screen))
		return;
	state_tell(&states[from], where, sizeof(where));
	invariants_break(INV_I8, "0 does not lead out", where);
}

/* The first text of a number, or the first screen. */
static void
add_beginnings(const struct explorer *e)
{
	bool screen = e->channel == CHANNEL_USSD;
	size_t count = screen ? sizeof(screens) / sizeof(*screens)
			      : sizeof(texts) / sizeof(*texts);
	const char *dial = handling_wired.dialogue_on(e->dialogue, ON_DIAL, 0);
	for (size_t i = 0; i < count; i++) {
		struct state first;
		if (e->fault != NULL && i % 3 != screen)
			continue; /* a part of them will do */
		memset(&first, 0, sizeof(first));
		first.world = screen ? screens[i] : texts[i];
		first.message = -1;
		first.talk.opened_at_s = first.talk.last_in_s = EXPLORE_NOW;
		if (screen) {
			first.talk.asked_at_s = EXPLORE_NOW;
			(void)snprintf(first.talk.question,
			    sizeof(first.talk.question), "%s", dial);
		}
		state_add(&first);
	}
}

/* With a seeded fault a part of them will do. */
static bool
is_tried(const struct explorer *e, size_t n)
{
	return e->fault == NULL || n < 10 || n % 2 == 0;
}

void
explore_paths(struct explorer *e)
{
	states = calloc(PATHS_MAX, sizeof(*states));
	slots = calloc(2 * PATHS_MAX, sizeof(*slots));
	if (states == NULL || slots == NULL)
		abort();
	state_count = 0;
	add_beginnings(e);
	for (uint32_t i = 0; i < state_count; i++) {
		check_zeros(e, i);
		for (size_t n = 0; n < situation_message_count(); n++)
			if (is_tried(e, n))
				follow(e, i, n);
	}
	if (state_count == PATHS_MAX)
		invariants_break(INV_I8, "there are too many states", "");
	e->states += state_count;
	free(states);
	free(slots);
}
