/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CEK and a code. Only the number the case belongs to hears about it; a
 * foreign, deleted or wrong code and used-up tries are all answered R19, so
 * that nobody learns which code exists (I15). R18 says that an officer has
 * read it, so it is said only when that is true; before, R32 says by when.
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
	bool known = s->code_is_own && s->tries_left;
	fx->file = s->has_case;
	if (!s->answerable)
		return;
	if (!known)
		fx->reply = "R19";
	else
		fx->reply = s->code_read ? "R18" : "R32";
}

const struct handler handler_status = {"status", status_match, status_run};
