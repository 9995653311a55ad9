/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place where the gateway meets handlers/. */
#include "../../handlers/lexicon.h"
#include "../../handlers/table.h"
#include "handling.h"

const struct handling handling_wired = {
    .table = handlers_table,
    .asks = handlers_asks,
    .lexicon_load = lexicon_load,
    .lexicon_free = lexicon_free,
    .lexicon_find = lexicon_find,
    .class_names = lexicon_class_names,
};

const char *
urgency_name(enum urgency urgency)
{
	static const char *const names[URGENCY_MAX] = {
	    [URGENCY_LOW] = "low",
	    [URGENCY_MEDIUM] = "medium",
	    [URGENCY_HIGH] = "high",
	};
	return names[urgency];
}
