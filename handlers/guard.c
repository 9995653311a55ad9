/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last word about what may be sent. Handlers and dialogue files propose;
 * nothing that is said here depends on them.
 */
#include "table.h"

#include <stdio.h>
#include <string.h>

#define GUARD_PLAIN_S          1800 /* I1: after the plain or safe word */
#define GUARD_TALK_S           600  /* I1: after her last message */
#define GUARD_VALIDITY_S       900  /* I17: at level 0 */
#define GUARD_VALIDITY_LEAST_S 300  /* what TP-VP can say (23.040) */

/* Her last word is older than ten minutes, by a text that was so long on its
 * way: it is answered as if the phone had changed hands (I1). */
static bool
guard_late(const struct situation *s)
{
	int64_t last_s = s->said_at_s;
	if (!s->fresh && s->talk.plain_at_s > last_s)
		last_s = s->talk.plain_at_s;
	return s->now_s - last_s > GUARD_TALK_S;
}

/* Her message of this moment is her last one, so only its 30 minutes and
 * what closes them count here; the rest is judged when the text leaves. */
bool
guard_plain(const struct situation *s)
{
	return !s->frozen && !s->fresh && !guard_late(s) &&
	       s->talk.plain_at_s != 0 && s->now_s >= s->talk.plain_at_s &&
	       s->now_s - s->talk.plain_at_s <= GUARD_PLAIN_S;
}

bool
guard_proved(const struct situation *s)
{
	return s->safe_word || s->code_proved || (s->talk.proved && !s->fresh);
}

static void
guard_drop_reply(struct effects *fx)
{
	fx->reply = fx->hold = NULL;
	fx->note = fx->read_answer = fx->offered = fx->unasked = false;
	fx->keep_question = true;
}

/* Plain words only where level 1 is open, and then not for long (I1). */
static void
guard_level(const struct situation *s, struct effects *fx)
{
	bool opened = fx->open_plain && !guard_late(s);
	bool plain = (guard_plain(s) || opened) && !fx->freeze;
	const struct dialogue_text *t = dialogue_text(s->dialogue, fx->reply);
	if (t == NULL)
		guard_drop_reply(fx);
	else if (t->level > 0 && !plain && t->instead[0] != '\0')
		fx->reply = t->instead;
	else if (t->level > 0 && !plain)
		reply_note(s, fx, true);
}

/* Seven questions in a row are enough (I8): the eighth is a thank-you. */
static void
guard_count(const struct situation *s, struct effects *fx)
{
	const struct dialogue_step *step =
	    dialogue_step(s->dialogue, fx->reply);
	unsigned before = s->fresh ? 0 : s->talk.questions;
	fx->counted = step != NULL && step->counted;
	if (!fx->counted || !fx->follows || before < DIALOGUE_QUESTIONS_MAX)
		return;
	fx->counted = false;
	reply_on(s, fx, ON_TEXT, guard_plain(s));
}

/*
 * Somebody looks at a screen and waits: there is always one. Where a text would
 * be met with silence it is thanked for, in the same words whatever became of
 * it (I15). X and 0 lead out; nothing follows later.
 */
static void
guard_screen(const struct situation *s, struct effects *fx)
{
	fx->hold = NULL;
	fx->unasked = false;
	fx->looks = !fx->file && !fx->silence;
	if (fx->reply != NULL || fx->read_answer || fx->silence || fx->over)
		return;
	fx->keep_question = false;
	reply_on(s, fx, ON_TEXT, guard_plain(s));
}

void
guard_effects(const struct situation *s, struct effects *fx)
{
	if (!s->answerable || fx->quarantine)
		guard_drop_reply(fx);
	if (s->screen)
		guard_screen(s, fx);
	if (fx->reply != NULL)
		guard_level(s, fx);
	if (fx->reply != NULL)
		guard_count(s, fx);
	if (fx->silence)
		fx->open_plain = false;
}

/* --- at the moment a text is handed to the modem --- */

/* Seconds for which plain words may still lie on her screen. */
static int64_t
guard_plain_left_s(const struct judged *j)
{
	int64_t end = j->plain_at_s + GUARD_PLAIN_S;
	/* A clock set back must not stretch the window. */
	if (j->plain_at_s == 0 || j->frozen || j->now_s < j->plain_at_s ||
	    j->now_s < j->last_in_s)
		return 0;
	if (j->last_in_s + GUARD_TALK_S < end)
		end = j->last_in_s + GUARD_TALK_S;
	return end - j->now_s;
}

static void
guard_refuse(struct judgement *ret, enum judge_verdict v, const char *cause)
{
	*ret = (struct judgement){.verdict = v, .cause = cause};
}

void
guard_judge(const struct judged *j, struct judgement *ret)
{
	int64_t left_s = guard_plain_left_s(j);
	*ret = (struct judgement){JUDGE_SEND, GUARD_VALIDITY_S, NULL};
	if (j->silenced_at_s != 0 && !j->last_word)
		guard_refuse(ret, JUDGE_DROP, "silenced");
	else if (!j->direct && !j->window_open)
		guard_refuse(ret, JUDGE_WAIT, "no_window");
	else if (!j->direct && j->undelivered)
		guard_refuse(ret, JUDGE_WAIT, "undelivered");
	else if (j->level > 0 && left_s < GUARD_VALIDITY_LEAST_S)
		ret->verdict = JUDGE_STAND_IN;
	else if (j->level > 0 && left_s < ret->validity_s)
		ret->validity_s = left_s;
}
