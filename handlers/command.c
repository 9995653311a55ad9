/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Commands that only ask for a text: JADWAL, MENU, IZIN, KODE on a screen; and
 * `1` at level 0 where no question of ours gives it a meaning, which opens the
 * veiled menu.
 */
#include "table.h"

static bool
command_lone_one(const struct situation *s)
{
	const struct dialogue_step *step;
	const char *id;
	return s->words.digit == 1 && !s->fresh && !guard_plain(s) &&
	       question_find(s, &step, &id) == QUESTION_NONE;
}

/* Her code is on the screen only when she asks for it, and only that of what
 * was said in this session. */
static bool
code_match(const struct situation *s)
{
	return s->words.keep_code &&
	       dialogue_on(s->dialogue, ON_CODE, 0) != NULL;
}

/* An officer's question leads into an older case, whose code whoever holds the
 * phone does not learn by that (I15). */
static void
code_run(const struct situation *s, struct effects *fx)
{
	bool plain = guard_plain(s);
	bool hers = s->case_began_here || plain || s->talk.proved_at_s != 0;
	fx->file = s->has_case;
	reply_on(s, fx, s->has_case && hers ? ON_CODE : ON_NO_CODE, plain);
}

const struct handler handler_code = {"code", code_match, code_run};

static bool
command_match(const struct situation *s)
{
	return s->words.hours || s->words.menu || s->words.consent ||
	       command_lone_one(s);
}

static void
command_run(const struct situation *s, struct effects *fx)
{
	enum dialogue_event event = ON_CONSENT;
	if (s->words.hours)
		event = ON_HOURS;
	else if (s->words.menu || !s->words.consent)
		event = ON_MENU;
	fx->file = s->has_case || event == ON_CONSENT || s->words.digit == 1;
	reply_on(s, fx, event, guard_plain(s));
	reply_offer(s, fx);
}

const struct handler handler_command = {"command", command_match, command_run};
