/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a decision does to the conversation and to the case. The rule for the
 * case is I16: what is set once, a text can only make narrower, unless the
 * safe word was given; everything else is kept as a wish for the officer.
 */
#include "table.h"

#include <stdio.h>
#include <string.h>

/* --- the conversation --- */

static void
apply_question(
    const struct situation *s, const struct effects *fx, struct talk *t)
{
	if (fx->reply == NULL && fx->keep_question && !fx->silence)
		return;
	memcpy(t->previous, t->question, sizeof(t->previous));
	t->question[0] = '\0';
	t->asked_at_s = 0;
	if (fx->reply != NULL && dialogue_step(s->dialogue, fx->reply) != NULL)
		(void)snprintf(
		    t->question, sizeof(t->question), "%s", fx->reply);
	t->questions += fx->counted;
}

static void
apply_words(const struct situation *s, const struct effects *fx, struct talk *t)
{
	const char *suicide = dialogue_on(s->dialogue, ON_SUICIDE, 1);
	if (s->words.danger && t->danger_at_s == 0)
		t->danger_at_s = s->now_s;
	if (s->words.help_alone)
		t->help_at_s = s->now_s;
	if (fx->reply != NULL && suicide != NULL &&
	    strcmp(fx->reply, suicide) == 0)
		t->suicide_at_s = s->now_s;
}

static void
apply_talk(const struct situation *s, const struct effects *fx, struct talk *t)
{
	const struct dialogue_step *step =
	    dialogue_step(s->dialogue, fx->answers);
	apply_words(s, fx, t);
	if (fx->open_plain)
		t->plain_at_s = s->said_at_s;
	if (fx->freeze || fx->silence)
		t->plain_at_s = 0;
	/* A call ends no silence: nothing goes out until she writes (I3). */
	if (!fx->by_call && !fx->looks)
		t->silenced_at_s = fx->silence ? s->now_s : 0;
	if (fx->note)
		t->note_at_s = s->now_s;
	if (fx->link || fx->link_proved) {
		t->proved_at_s = s->now_s;
		t->proved |= s->safe_word || s->code_proved;
	}
	if (fx->consent_set)
		memcpy(t->consent, fx->consent, sizeof(t->consent));
	if (step != NULL && s->words.digit == 1)
		t->said_one = true;
	apply_question(s, fx, t);
	if (!fx->by_call)
		t->last_in_s = s->now_s;
}

/* --- the case --- */

/* ret: the letters that stand in both. *ret_more: `now` holds others. */
static void
apply_both(const char *was, const char *now, char ret[8], bool *ret_more)
{
	size_t count = 0;
	*ret_more = false;
	for (; *now != '\0'; now++) {
		if (strchr(was, *now) != NULL)
			ret[count++] = *now;
		else
			*ret_more = true;
	}
	ret[count] = '\0';
}

static void
apply_consent(
    const struct situation *s, const struct effects *fx, struct facts *f)
{
	char both[8];
	bool more;
	bool first = !f->consent_asked && guard_plain(s);
	if (first || guard_proved(s)) {
		f->consent_asked = true;
		f->consent_provisional = !guard_proved(s);
		memcpy(f->consent, fx->consent, sizeof(f->consent));
		return;
	}
	apply_both(f->consent, fx->consent, both, &more);
	memcpy(f->consent, both, sizeof(f->consent));
	if (more)
		f->marks |= MARK_WISH;
}

/* R11: whether a cadre of her village, another's, or none is told. */
static void
apply_cadre(
    const struct situation *s, const struct effects *fx, struct facts *f)
{
	char *cadre = strchr(f->consent, 'K');
	if (fx->cadre == 'n' && cadre != NULL)
		memmove(cadre, cadre + 1, strlen(cadre));
	bool first = f->cadre == 0 && guard_plain(s);
	if (first || fx->cadre == 'n' || guard_proved(s))
		f->cadre = fx->cadre;
	else if (f->cadre != fx->cadre)
		f->marks |= MARK_WISH;
}

static void
apply_window(
    const struct situation *s, const struct effects *fx, struct facts *f)
{
	bool quieter = fx->way == CONTACT_NEVER;
	bool first = f->way == CONTACT_UNSET && guard_plain(s);
	if (!first && !quieter && !guard_proved(s)) {
		if (f->way != fx->way || f->window != fx->window)
			f->marks |= MARK_WISH;
		return;
	}
	f->way = fx->way;
	f->window = fx->window;
}

static void
apply_call(const struct situation *s, const struct effects *fx, struct facts *f)
{
	if (f->way == CONTACT_NEVER && !guard_proved(s)) {
		f->marks |= MARK_WISH;
		return;
	}
	f->call = fx->call;
	f->call_minute = fx->call_minute;
	f->call_at_s = s->now_s;
}

static void
apply_answers(
    const struct situation *s, const struct effects *fx, struct facts *f)
{
	if (fx->reporter != 0 && f->reporter == 0)
		f->reporter = fx->reporter;
	if (fx->minor != 0 && f->minor != 'y')
		f->minor = fx->minor;
	if (fx->feedback != 0)
		f->feedback = fx->feedback;
	if (fx->consent_set)
		apply_consent(s, fx, f);
	if (fx->cadre != 0)
		apply_cadre(s, fx, f);
	if (fx->way != CONTACT_UNSET)
		apply_window(s, fx, f);
	if (fx->call != CALL_NONE)
		apply_call(s, fx, f);
}

static void
apply_facts(
    const struct situation *s, const struct effects *fx, struct facts *f)
{
	if (fx->urgency > f->urgency)
		f->urgency = fx->urgency;
	f->emergency |= fx->emergency;
	f->marks |= fx->marks;
	apply_answers(s, fx, f);
	if (fx->erase && f->erase_at_s == 0)
		f->erase_at_s = s->now_s;
	if (!fx->by_call && !fx->looks)
		f->silenced_at_s = fx->silence ? s->now_s : 0;
	if (fx->silence) /* nobody rings who asked for silence */
		f->call = CALL_NONE;
}

void
handlers_apply(const struct situation *s, const struct effects *fx,
    struct talk *t, struct facts *f)
{
	apply_talk(s, fx, t);
	apply_facts(s, fx, f);
}
