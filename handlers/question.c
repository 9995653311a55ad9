/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which question a message answers. A digit is bound to the question that
 * stood on her screen when she sent it: one that was sent before our newest
 * question left us belongs to the question before (the two crossed in the
 * air), and after the deadline it answers nothing.
 */
#include "table.h"

static bool
question_stale(const struct situation *s, const struct dialogue_step *step)
{
	return s->talk.asked_at_s != 0 &&
	       s->said_at_s - s->talk.asked_at_s > step->deadline_s;
}

enum question_state
question_find(const struct situation *s, const struct dialogue_step **ret_step,
    const char **ret_id)
{
	const struct talk *t = &s->talk;
	*ret_id = t->question;
	*ret_step = NULL;
	if (s->fresh || t->question[0] == '\0')
		return QUESTION_NONE;
	bool crossed = t->asked_at_s == 0 || s->said_at_s < t->asked_at_s;
	if (crossed)
		*ret_id = t->previous;
	*ret_step = dialogue_step(s->dialogue, *ret_id);
	if (crossed)
		return QUESTION_CROSSED;
	if (*ret_step == NULL || question_stale(s, *ret_step)) {
		*ret_step = NULL;
		return QUESTION_NONE;
	}
	return QUESTION_OPEN;
}
