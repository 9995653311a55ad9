/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CEK and a code. Only the number the case belongs to, or who knows its safe
 * word, hears about it and goes on in that case; a foreign, deleted or wrong
 * code and used-up tries are all answered R19, so that nobody learns which
 * code exists (I15). R18 says that an officer has read it, so it is said only
 * when that is true; before, the note says by when.
 */
#include "table.h"

static bool
status_match(const struct situation *s)
{
	return s->words.status_code[0] != '\0';
}

static void
status_run(const struct situation *s, struct effects *fx)
{
	bool known = (s->code_is_own || s->code_proved) && s->tries_left;
	fx->hide = true; /* a safe word may stand beside it */
	fx->file = known || s->has_case;
	if (!known) {
		reply_on(s, fx, ON_NO_STATUS, false);
		return;
	}
	fx->link = true;
	fx->unfreeze = true;
	if (s->code_read)
		reply_on(s, fx, ON_STATUS, false);
	else
		reply_note(s, fx, true);
	reply_offer(s, fx);
}

const struct handler handler_status = {"status", status_match, status_run};
