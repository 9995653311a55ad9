/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts of people who are perhaps not her: scam, and "who is this?".
 *
 * Spam takes a scam mark, no word of danger and no open case (I8); then it is
 * kept for an officer. From a number with an open case it is filed. Neither is
 * answered, so that nobody can tell which it was (I15). On a screen, which no
 * machine dials and KODE tells of what was filed, it is a text as any other.
 *
 * Who asks who we are hears the truth of the cover, and for 30 minutes
 * nothing but the cover, whatever the number: he may have found the card. A
 * call for help in the same text outweighs the question.
 */
#include "table.h"

static bool
scam_match(const struct situation *s)
{
	return s->words.scam && !s->words.danger && !s->screen;
}

static void
scam_run(const struct situation *s, struct effects *fx)
{
	bool ours = (s->has_case && s->facts.open) || s->open_elsewhere;
	fx->quarantine = !ours;
	fx->file = ours;
	fx->keep_question = true;
}

const struct handler handler_scam = {"scam", scam_match, scam_run};

static bool
who_match(const struct situation *s)
{
	return s->words.who && !s->words.danger && !s->words.help;
}

static void
who_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->freeze = true;
	if (s->frozen && !s->screen)
		fx->keep_question = true; /* told once, but to whoever looks */
	else
		reply_on(s, fx, ON_WHO, false);
	if (s->spoke_before)
		fx->marks |= MARK_WHO;
}

const struct handler handler_who = {"who", who_match, who_run};
