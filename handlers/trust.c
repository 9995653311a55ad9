/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two words that open level 1: the plain word on the card, and her own
 * safe word, which also joins her case and lifts what "who is this?" closed.
 * If she was told that an answer waits, it is given to her now.
 */
#include "table.h"

#include <string.h>

/* A word that was half an hour on its way opens nothing: another may hold
 * the phone by now (I1). */
static bool
trust_is_late(const struct situation *s)
{
	return s->now_s - s->said_at_s > HANDLING_PAUSE_S;
}

/* A question goes on. What only told her something is over, and a code is shown
 * to nobody who has not asked for it in this session. */
static bool
trust_goes_on(const struct situation *s)
{
	const struct dialogue_step *step =
	    dialogue_step(s->dialogue, s->resume);
	if (step == NULL || step->kind == KIND_MENU)
		return false;
	for (int level = 0; level < 2; level++) {
		const char *code = dialogue_on(s->dialogue, ON_CODE, level);
		if (code != NULL && strcmp(code, s->resume) == 0)
			return false;
	}
	return true;
}

static void
trust_welcome(const struct situation *s, struct effects *fx)
{
	/* A session that broke off goes on where it was. */
	fx->resume = s->resume != NULL && !fx->link_proved;
	if (fx->resume && trust_goes_on(s))
		fx->reply = s->resume;
	else if (s->waiting != WAITING_NONE && s->waiting_offered)
		fx->read_answer = true;
	else
		reply_on(s, fx, ON_PLAIN, true);
}

static bool
safe_word_match(const struct situation *s)
{
	return s->safe_word && s->words.status_code[0] == '\0';
}

static void
safe_word_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->hide = true;
	fx->link_proved = true;
	fx->unfreeze = true;
	if (trust_is_late(s)) {
		reply_note(s, fx, false);
		return;
	}
	fx->open_plain = true;
	trust_welcome(s, fx);
	reply_offer(s, fx);
}

const struct handler handler_safe_word = {
    "safe_word", safe_word_match, safe_word_run};

static bool
plain_word_match(const struct situation *s)
{
	return s->plain_word;
}

static void
plain_word_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	/* Somebody asked who we are: no plain words. */
	if (s->frozen || trust_is_late(s)) {
		reply_note(s, fx, false);
		return;
	}
	fx->open_plain = true;
	trust_welcome(s, fx);
	reply_offer(s, fx);
}

const struct handler handler_plain_word = {
    "plain_word", plain_word_match, plain_word_run};
