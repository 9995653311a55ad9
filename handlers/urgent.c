/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `9` and danger words: filed as high, and answered with R04, which asks for
 * the village and tells a stranger nothing; R05 at level 1. Each `9` is
 * answered (I14); danger words only the first time in a conversation, so that
 * a flood of them does not become a flood of ours (I2). What the text means
 * besides, as an answer, is then left to the other handlers.
 */
#include "table.h"

static bool
urgent_match(const struct situation *s)
{
	return s->words.urgent;
}

static void
urgent_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->urgent = true;
	fx->unfreeze = true;
	reply_on(s, fx, ON_URGENT, guard_plain(s));
}

const struct handler handler_urgent = {"urgent", urgent_match, urgent_run};

/* Words of suicide at level 1 are met with R26, once, also after others. */
static bool
danger_suicide(const struct situation *s)
{
	return s->words.suicide && s->talk.suicide_at_s == 0 && guard_plain(s);
}

static bool
danger_match(const struct situation *s)
{
	if (!s->words.danger)
		return false;
	return s->fresh || s->talk.danger_at_s == 0 || danger_suicide(s);
}

static void
danger_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	reply_on(
	    s, fx, danger_suicide(s) ? ON_SUICIDE : ON_DANGER, guard_plain(s));
}

const struct handler handler_danger = {"danger", danger_match, danger_run};
