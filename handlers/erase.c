/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HAPUS asks once more, HAPUS YA is noted: the same two texts for everybody,
 * with or without a record (I12, I15).
 */
#include "table.h"

static bool
erase_match(const struct situation *s)
{
	return (s->words.erase || s->words.erase_yes) && !s->words.danger;
}

static void
erase_run(const struct situation *s, struct effects *fx)
{
	fx->file = s->has_case;
	fx->hide = true; /* a safe word may stand beside it */
	fx->erase = s->words.erase_yes;
	reply_on(s, fx, fx->erase ? ON_ERASE_YES : ON_ERASE, false);
}

const struct handler handler_erase = {"erase", erase_match, erase_run};
