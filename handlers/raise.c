/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Urgency, emergency and marks, whatever else the text meant. Words raise
 * and never lower (I16): what seems to call it off in a high case is put
 * before the officer as possibly forced.
 */
#include "table.h"

/* Twice a lone cry for help in 30 minutes is an emergency (design 7). */
static bool
raise_help_again(const struct situation *s)
{
	return s->words.help_alone && !s->fresh && s->talk.help_at_s != 0 &&
	       s->now_s - s->talk.help_at_s <= HANDLING_PAUSE_S;
}

static bool
raise_high_open(const struct situation *s)
{
	return s->high_elsewhere || (s->has_case && s->facts.open &&
					s->facts.urgency == URGENCY_HIGH);
}

/* Words such as "kayu" are danger only in company, or in an open case. They
 * raise it and change no answer (I15). */
static bool
raise_weak(const struct situation *s)
{
	return s->words.weak_danger && s->has_case && s->facts.open;
}

static bool
raise_calls_off(const struct situation *s)
{
	const struct found_words *w = &s->words;
	return w->stop || w->erase || w->erase_yes || w->retract ||
	       w->wrong_number;
}

void
raise_urgency(const struct situation *s, struct effects *fx)
{
	const struct found_words *w = &s->words;
	if (w->urgent || w->danger) {
		fx->file = true;
		fx->quarantine = false;
		fx->urgency = URGENCY_HIGH;
		fx->emergency =
		    w->urgent || w->emergency || raise_help_again(s);
	} else if (raise_weak(s)) {
		fx->urgency = URGENCY_HIGH;
		fx->emergency = w->weak_emergency;
	} else if ((w->concern || (w->weak_concern && s->has_case)) &&
		   fx->urgency < URGENCY_MEDIUM) {
		fx->urgency = URGENCY_MEDIUM;
	}
	if (w->suicide)
		fx->marks |= MARK_SUICIDE;
	if (raise_calls_off(s) && raise_high_open(s))
		fx->marks |= MARK_FORCED;
}

/* --- missed calls --- */

/* A question of ours stands open: an offer would take its digits. */
static bool
raise_in_form(const struct situation *s)
{
	const struct dialogue_step *step;
	const char *id;
	return question_find(s, &step, &id) != QUESTION_NONE && step != NULL &&
	       step->kind != KIND_MENU;
}

/*
 * One is an offer; three in ten minutes a cry, an emergency where a case is
 * open. Nobody is rung back unasked, and a second ring gets no second text.
 */
void
handlers_decide_call(const struct situation *s, struct effects *fx)
{
	*fx = (struct effects){
	    .keep_question = true, .call_minute = -1, .by_call = true};
	if (s->calls_three) {
		fx->file = true;
		fx->urgency = URGENCY_HIGH;
		fx->emergency = s->has_case && s->facts.open;
		fx->marks = MARK_THREE;
	}
	if (s->unasked_due && s->talk.silenced_at_s == 0 && !raise_in_form(s)) {
		fx->keep_question = false;
		fx->unasked = true;
		reply_on(s, fx, ON_MISSED_CALL, false);
	}
	if (s->talk.silenced_at_s == 0)
		reply_offer(s, fx);
	guard_effects(s, fx);
}
