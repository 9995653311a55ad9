/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `9` and danger words: filed as high, and answered with R04, which asks for
 * the village and tells a stranger nothing; R05 at level 1. Each `9` is
 * answered (I14); danger words only the first time in a conversation, so that
 * a flood of them does not become a flood of ours (I2).
 */
#include "table.h"

/* Twice a lone cry for help in 30 minutes is an emergency (design 7). */
static bool
urgent_help_again(const struct situation *s)
{
	return s->words.help_alone && s->help_at_s != 0 &&
	       s->now_s - s->help_at_s <= HANDLING_PAUSE_S;
}

static const char *
urgent_reply(const struct situation *s)
{
	if (!s->answerable)
		return NULL;
	return s->plain ? "R05" : "R04";
}

static bool
urgent_match(const struct situation *s)
{
	return s->words.urgent;
}

static void
urgent_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->urgency = URGENCY_HIGH;
	fx->emergency = true;
	fx->reply = urgent_reply(s);
}

const struct handler handler_urgent = {"urgent", urgent_match, urgent_run};

static bool
danger_match(const struct situation *s)
{
	return s->words.danger;
}

static void
danger_run(const struct situation *s, struct effects *fx)
{
	bool first = s->danger_at_s == 0;
	fx->file = true;
	fx->urgency = URGENCY_HIGH;
	fx->emergency = s->words.emergency || urgent_help_again(s);
	fx->reply = first ? urgent_reply(s) : NULL;
}

const struct handler handler_danger = {"danger", danger_match, danger_run};
