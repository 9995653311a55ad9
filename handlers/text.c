/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any text at all files or continues a report; "wrong format" does not exist
 * (I8). The first of a number in 30 minutes is answered with the cover text
 * R01, later ones are filed silently (I2).
 */
#include "table.h"

static bool
text_match(const struct situation *s)
{
	(void)s;
	return true;
}

static void
text_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->urgency = s->words.concern ? URGENCY_MEDIUM : URGENCY_LOW;
	if (s->answerable && s->new_conversation)
		fx->reply = "R01";
}

const struct handler handler_text = {"text", text_match, text_run};
