/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place where the gateway meets handlers/. */
#include "../../handlers/lexicon.h"
#include "../../handlers/normalize.h"
#include "../../handlers/table.h"
#include "handling.h"

_Static_assert(NORMALIZE_SIZE == HANDLING_LETTERS, "one room for both");

const struct handling handling_wired = {
    .letters = normalize_first,
    .lexicon_load = lexicon_load,
    .lexicon_free = lexicon_free,
    .lexicon_find = lexicon_find,
    .class_names = lexicon_class_names,
    .dialogue_load = dialogue_load,
    .dialogue_free = dialogue_free,
    .dialogue_bytes = dialogue_bytes,
    .dialogue_texts = dialogue_texts,
    .dialogue_on = dialogue_on,
    .dialogue_window = dialogue_window,
    .dialogue_map = dialogue_map,
    .decide = handlers_decide,
    .decide_call = handlers_decide_call,
    .apply = handlers_apply,
    .judge = guard_judge,
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
