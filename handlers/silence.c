/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * X ends without a word, STOP with one (R20); after either nothing is sent
 * until she writes again (I3). SALAH SAMBUNG is an X that the officer hears
 * of. With an open case the officer sees it in the thread; without one there
 * is no story to keep.
 */
#include "table.h"

static bool
exit_match(const struct situation *s)
{
	return (s->words.exit || s->words.wrong_number) && !s->words.danger;
}

static void
exit_run(const struct situation *s, struct effects *fx)
{
	fx->file = s->has_case;
	fx->silence = true;
	if (s->words.wrong_number)
		fx->marks |= MARK_WRONG;
}

const struct handler handler_exit = {"exit", exit_match, exit_run};

static bool
stop_match(const struct situation *s)
{
	return s->words.stop && !s->words.danger;
}

static void
stop_run(const struct situation *s, struct effects *fx)
{
	fx->file = s->has_case;
	fx->silence = true;
	reply_on(s, fx, ON_STOP, false);
}

const struct handler handler_stop = {"stop", stop_match, stop_run};
