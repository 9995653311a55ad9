/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any text at all files or continues a report; "wrong format" does not exist
 * (I8). The first of a number in 30 minutes is answered with the cover text
 * R01; after that an answer follows only where we asked, and once (I2).
 */
#include "table.h"

#include <string.h>

static bool
text_match(const struct situation *s)
{
	(void)s;
	return true;
}

/* Free text where we asked: R32 promises a reader, R03 gives the code. */
static const char *
text_answer(const struct situation *s)
{
	static const char *const level0[] = {"R04", "R31"};
	if (s->plain)
		return "R03";
	for (size_t i = 0; i < sizeof(level0) / sizeof(*level0); i++)
		if (strcmp(level0[i], s->question) == 0)
			return "R32";
	return NULL;
}

static void
text_run(const struct situation *s, struct effects *fx)
{
	bool asked = s->question[0] != '\0';
	fx->file = true;
	fx->urgency = s->words.concern ? URGENCY_MEDIUM : URGENCY_LOW;
	if (!s->answerable)
		return;
	if (s->new_conversation) {
		fx->reply = "R01";
		fx->unasked = true;
	} else if (asked || s->unasked_due) {
		fx->reply = text_answer(s);
		fx->unasked = !asked;
	}
}

const struct handler handler_text = {"text", text_match, text_run};
