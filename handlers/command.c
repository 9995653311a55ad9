/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that only ask for a text: JADWAL, MENU, IZIN. */
#include "table.h"

static bool
command_match(const struct situation *s)
{
	return s->words.hours || s->words.menu || s->words.consent;
}

static void
command_run(const struct situation *s, struct effects *fx)
{
	enum dialogue_event event = ON_CONSENT;
	if (s->words.hours)
		event = ON_HOURS;
	else if (s->words.menu)
		event = ON_MENU;
	fx->file = s->has_case || event == ON_CONSENT;
	reply_on(s, fx, event, guard_plain(s));
	reply_offer(s, fx);
}

const struct handler handler_command = {"command", command_match, command_run};
