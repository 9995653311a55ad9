/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers to what we asked, and any text at all: it is filed whatever it
 * says, and "wrong format" does not exist (I8). The first text of a number in
 * 30 minutes is answered with the cover text; after that an answer follows
 * only where we asked, and once (I2).
 */
#include "table.h"

#include <stdio.h>
#include <string.h>

/* Her first one, or another one by whoever knows the first (I16). */
static void
answer_keep_word(struct effects *fx, const struct situation *s)
{
	bool first = !s->facts.has_safe_word && guard_plain(s);
	fx->hide = true;
	fx->store_word = first || guard_proved(s);
	fx->marks |= fx->store_word ? MARK_SAFE_WORD : MARK_WISH;
}

static void
answer_keep(struct effects *fx, const struct situation *s, const char *id,
    const struct dialogue_step *step, const struct answer *a)
{
	(void)snprintf(fx->answers, sizeof(fx->answers), "%s", id);
	fx->urgency = a->urgency;
	(void)snprintf(fx->forms, sizeof(fx->forms), "%s", a->forms);
	(void)snprintf(fx->consent, sizeof(fx->consent), "%s", a->consent);
	fx->consent_set = a->consent_set;
	fx->village = step->kind == KIND_VILLAGE && a->digit < 0;
	fx->cadre = step->kind == KIND_CADRE ? a->cadre : 0;
	fx->window = a->window;
	fx->way = a->way;
	if (step->kind == KIND_CADRE && a->cadre == 0)
		fx->cadre = 'n'; /* skipped */
	if (a->minute >= 0) {
		fx->call = CALL_HOUR;
		fx->call_minute = a->minute;
	}
	if (step->kind == KIND_SAFE_WORD && s->words.word[0] != '\0')
		answer_keep_word(fx, s);
	if (step->has[3].to != TO_NOWHERE && a->next == &step->has[3])
		fx->marks |= MARK_MEDICAL;
}

static bool
answer_match(const struct situation *s)
{
	const struct dialogue_step *step;
	const char *id;
	return question_find(s, &step, &id) != QUESTION_NONE;
}

/* Sent before she saw our question: noted as the answer it was meant to be,
 * and the question on her screen stays open. */
static void
answer_crossed(struct effects *fx)
{
	fx->reply = fx->hold = NULL;
	fx->note = fx->read_answer = fx->offered = false;
	fx->call = fx->call == CALL_HOUR ? CALL_HOUR : CALL_NONE;
	fx->keep_question = true;
}

/* On a screen she only looks around in the menus: a key alone tells nothing,
 * and is no report yet. */
static bool
answer_only_looks(const struct situation *s, const struct dialogue_step *step,
    const struct answer *a)
{
	bool bare = s->screen && s->words.digit >= 0 &&
		    step->kind == KIND_MENU && a->fits &&
		    a->next->field == FIELD_NONE && a->urgency == URGENCY_LOW;
	if (bare && a->next->to == TO_END) /* the key that ends the session */
		return true;
	return bare && !s->has_case &&
	       (a->next->to == TO_TEXT || a->next->to == TO_READ);
}

static void
answer_run(const struct situation *s, struct effects *fx)
{
	const struct dialogue_step *step;
	const char *id;
	struct answer a = {.digit = -1};
	enum question_state state = question_find(s, &step, &id);
	fx->file = true;
	if (step != NULL) {
		answer_read(step, &s->words, s->text, s->size, &a);
		if (a.fits)
			answer_keep(fx, s, id, step, &a);
		if (a.next != NULL)
			reply_follow(s, fx, a.next);
		fx->looks = answer_only_looks(s, step, &a);
		fx->file = !fx->looks;
		/* A text that leads nowhere leaves the question open. */
		fx->keep_question = !a.fits && fx->reply == NULL;
	}
	reply_offer(s, fx);
	if (state == QUESTION_CROSSED)
		answer_crossed(fx);
}

const struct handler handler_answer = {"answer", answer_match, answer_run};

static bool
text_match(const struct situation *s)
{
	(void)s;
	return true;
}

static void
text_run(const struct situation *s, struct effects *fx)
{
	bool plain = guard_plain(s);
	fx->file = true;
	fx->keep_question = true;
	if (s->unasked_due && (s->fresh || plain)) {
		reply_on(s, fx, plain ? ON_TEXT : ON_FIRST, plain);
		fx->unasked = true;
	}
	reply_offer(s, fx);
}

const struct handler handler_text = {"text", text_match, text_run};
