/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must hold besides on the screen of a USSD session: somebody looks at it
 * and waits, the last one stays lit, and nothing follows as a text.
 */
#include "explore.h"

#include <string.h>

static bool
is(const char *id, const char *want)
{
	return id != NULL && strcmp(id, want) == 0;
}

/* --- a screen always answers --- */

static bool
shows_next(const struct effects *fx)
{
	return fx->reply != NULL || fx->read_answer;
}

/* By the dialogue file: what asks nothing can only be the last screen. */
static bool
waits_for_her(const struct situation *s, const char *id)
{
	size_t count;
	const struct dialogue_text *texts =
	    handling_wired.dialogue_texts(s->dialogue, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i].id, id) == 0)
			return texts[i].asks;
	return false;
}

const char *
screens_broken(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	if (!s->screen)
		return NULL;
	if (!shows_next(fx) && !fx->over && !fx->silence)
		return "nothing stands on the screen";
	if (fx->hold != NULL || fx->unasked)
		return "something follows as a text";
	if (!shows_next(fx) && !fx->silence && s->words.digit != 0)
		return "an end that she did not ask for";
	if (fx->reply != NULL && !fx->silence && !waits_for_her(s, fx->reply))
		return "a last screen that is none";
	return NULL;
}

/* --- looking around --- */

/* Keys of the reviewed menus that lead on and tell us nothing. */
static const struct {
	const char *id, *keys;
} menus[] = {{"U01", "0234"}, {"U03", "0"}, {"U04", "0"}, {"U05", "0"},
    {"U07", "0"}, {"U08", "0"}, {"R17", "0"}, {"R18", "0"}, {"R19", "0"},
    {"R21", "0"}, {"R22", "0"}, {"R23", "01"}, {"R29", "02"}, {"R32", "0"},
    {"R34", "01"}, {"R02", "04"}, {"R03", "0"}, {"R12", "0"}, {"R24", "0"},
    {"R26", "0"}, {"R35", "0"}};

/* The message is a key as a whole, and no command goes before it. */
static bool
is_key(const struct situation *s)
{
	const struct found_words *w = &s->words;
	return w->digit >= 0 && !w->danger && (!w->who || w->help) &&
	       !w->consent && !w->menu && !w->hours && !w->keep_code &&
	       w->status_code[0] == '\0' && !s->plain_word && !s->safe_word;
}

bool
screens_looks_around(const struct view *v)
{
	const struct situation *s = v->s;
	const char *q = invariants_question(s);
	if (!s->screen || !invariants_is_rest(v) || !is_key(s))
		return false;
	for (size_t i = 0; i < sizeof(menus) / sizeof(*menus); i++)
		if (strcmp(menus[i].id, q) == 0)
			return strchr(menus[i].keys, '0' + s->words.digit) !=
			       NULL;
	return false;
}

/* --- the code --- */

/* An answer of an officer may have led her into an older case. */
static bool
may_know_code(const struct situation *s)
{
	return s->has_case && (s->case_began_here || invariants_was_open(s) ||
				  s->talk.proved_at_s != 0);
}

const char *
screens_broken_code(const struct view *v)
{
	const struct situation *s = v->s;
	const char *reply = v->fx->reply;
	bool shown = is(reply, "U05") || is(reply, "U06");
	if (!s->screen)
		return NULL;
	if (shown && !s->words.keep_code)
		return "a code that she did not ask for";
	if (shown && !may_know_code(s))
		return "the code of a case that is not of this session";
	if (is(reply, "U07") && !s->words.keep_code)
		return "no code, and she did not ask for one";
	if (is(reply, "R18") && s->words.status_code[0] == '\0')
		return "a code on the screen, and she did not type it";
	return NULL;
}

/* --- a session that broke off --- */

const char *
screens_broken_resume(const struct view *v)
{
	const struct situation *s = v->s;
	if (!v->fx->resume)
		return NULL;
	if (!s->screen || s->resume == NULL)
		return "a session goes on that did not break off";
	if (!s->plain_word || s->frozen)
		return "a session goes on without the plain word";
	if (!invariants_is_rest(v))
		return "a session goes on by 9, danger, X, STOP or HAPUS";
	return NULL;
}
