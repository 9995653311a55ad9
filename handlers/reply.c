/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which text answers: by event, by the note's rule, by a line's target. */
#include "../gateway/lib/bug.h"
#include "table.h"

#include <string.h>

void
reply_on(const struct situation *s, struct effects *fx,
    enum dialogue_event event, bool plain)
{
	const char *id = NULL;
	if (plain)
		id = dialogue_on(s->dialogue, event, 1);
	if (id == NULL)
		id = dialogue_on(s->dialogue, event, 0);
	if (id == NULL) /* a plain text only, and the phone is not plain */
		reply_note(s, fx, true);
	else
		fx->reply = id;
}

/*
 * Outside hours the note says when the office opens; not in a conversation
 * in which she spoke of danger, for then somebody is woken.
 */
void
reply_note(const struct situation *s, struct effects *fx, bool always)
{
	bool danger = s->words.danger || s->talk.danger_at_s != 0;
	bool closed = !s->in_hours && !danger;
	if (!always && s->talk.note_at_s != 0 &&
	    s->now_s - s->talk.note_at_s <= HANDLING_PAUSE_S)
		return;
	fx->note = true;
	fx->reply =
	    dialogue_on(s->dialogue, closed ? ON_NOTE_CLOSED : ON_NOTE, 0);
}

/*
 * She asks to be called. In hours the answer waits up to ten minutes for an
 * officer who takes the call (R16); if nobody does, the note goes out.
 */
void
reply_call(const struct situation *s, struct effects *fx, enum call_wish wish)
{
	const char *when = dialogue_on(s->dialogue, ON_CALL, 0);
	fx->call = wish;
	if (fx->urgency < URGENCY_MEDIUM)
		fx->urgency = URGENCY_MEDIUM;
	reply_note(s, fx, true);
	if (when != NULL) { /* a screen asks for the hour at once */
		fx->note = false;
		fx->reply = when;
	} else if (s->in_hours)
		fx->hold = dialogue_on(s->dialogue, ON_CALL_TAKEN, 0);
}

static void
reply_set_field(struct effects *fx, const struct dialogue_next *next)
{
	if (next->field == FIELD_REPORTER)
		fx->reporter = next->value;
	if (next->field == FIELD_MINOR)
		fx->minor = next->value;
	if (next->field == FIELD_FEEDBACK)
		fx->feedback = next->value;
	if (next->field == FIELD_COMPANY)
		fx->marks |= MARK_COMPANY;
}

/* The officer's answer: a plain one only where plain words may go. */
static void
reply_read(const struct situation *s, struct effects *fx)
{
	bool plain = guard_plain(s);
	if (s->waiting == WAITING_NEUTRAL ||
	    (s->waiting == WAITING_PLAIN && plain))
		fx->read_answer = true;
	else
		reply_note(s, fx, true);
}

static void
reply_names(const struct situation *s, struct effects *fx, const char *letters,
    bool cadre)
{
	size_t count = 0;
	for (; *letters != '\0'; letters++)
		if (*letters != 'K' || cadre)
			fx->names[count++] = *letters;
	reply_on(s, fx, count > 0 ? ON_CONSENT_SOME : ON_CONSENT_NONE,
	    guard_plain(s));
}

/* R11 is put where K was chosen; then she hears what she allowed. */
static void
reply_consented(const struct situation *s, struct effects *fx)
{
	bool cadre = fx->cadre == 'y' || fx->cadre == 'o';
	if (!fx->consent_set) /* the answer to R11 itself */
		reply_names(s, fx, s->talk.consent, cadre);
	else if (strchr(fx->consent, 'K') != NULL)
		reply_on(s, fx, ON_CADRE, guard_plain(s));
	else
		reply_names(s, fx, fx->consent, false);
}

void
reply_follow(const struct situation *s, struct effects *fx,
    const struct dialogue_next *next)
{
	reply_set_field(fx, next);
	fx->follows = true;
	switch (next->to) {
	case TO_TEXT:
		fx->reply = next->text;
		break;
	case TO_NOTE:
		reply_note(s, fx, false);
		break;
	case TO_CALL:
		reply_call(s, fx, CALL_SOON);
		break;
	case TO_CALL_NOW:
		reply_call(s, fx, CALL_NOW);
		break;
	case TO_READ:
		reply_read(s, fx);
		break;
	case TO_CONSENTED:
		reply_consented(s, fx);
		break;
	case TO_END:
		fx->over = true;
		break;
	case TO_NOWHERE:
	case TO_MAX:
		break;
	}
}

/*
 * R34 takes the place of a text that asks nothing or is only a menu; a
 * question in the middle of a form is not interrupted.
 */
void
reply_offer(const struct situation *s, struct effects *fx)
{
	const struct dialogue_step *step =
	    fx->reply == NULL ? NULL : dialogue_step(s->dialogue, fx->reply);
	const char *resume = dialogue_on(s->dialogue, ON_RESUME, 0);
	if (resume != NULL && fx->reply != NULL &&
	    strcmp(fx->reply, resume) == 0)
		return; /* she is about to say the word that reads it */
	if (s->screen && s->words.digit >= 0 && s->talk.silenced_at_s != 0)
		return; /* X holds until she writes (I3) */
	if (s->waiting == WAITING_NONE || s->waiting_offered || s->frozen ||
	    fx->freeze || fx->call != CALL_NONE || fx->read_answer ||
	    (step != NULL && step->kind != KIND_MENU))
		return;
	fx->reply = dialogue_on(s->dialogue, ON_ANSWER, 0);
	fx->hold = NULL;
	fx->note = false;
	fx->unasked = false;
	fx->offered = true;
}
