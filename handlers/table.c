/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All handlers in their order of precedence (I9), and the decision itself. */
#include "table.h"

const struct handler *const handlers_table[] = {
    &handler_urgent,
    &handler_danger,
    &handler_exit,
    &handler_stop,
    &handler_erase,
    &handler_safe_word,
    &handler_plain_word,
    &handler_status,
    &handler_scam,
    &handler_who,
    &handler_code,
    &handler_command,
    &handler_answer,
    &handler_text,
    NULL,
};

void
handlers_decide(const struct situation *s, struct effects *fx)
{
	const struct handler *const *h = handlers_table;
	while (!(*h)->match(s))
		h++;
	*fx = (struct effects){.urgency = URGENCY_LOW, .call_minute = -1};
	(*h)->run(s, fx);
	raise_urgency(s, fx);
	guard_effects(s, fx);
}
