/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Digits, which mean something only as the answer to what we asked last, and
 * the plain word. `1` never opens the plain level (I1): after a cover text it
 * opens the veiled menu R31, in which everything works at level 0.
 */
#include "../gateway/lib/bug.h"
#include "table.h"

#include <string.h>

static const struct menu_choice {
	const char *question;
	int digit;
	const char *reply; /* NULL: filed silently */
	bool call_back;
} menu_choices[] = {
    {"R01", 1, "R31", false},
    {"R04", 1, "R31", false},
    {"R31", 1, "R32", true}, /* call me: an officer sees it at once */
    {"R31", 2, "R32", false},
    {"R31", 3, "R29", false},
    {"R31", 0, NULL, false},
    /* R02: its further paths are not built; the text is filed, R03 says so */
    {"R02", 1, "R03", false},
    {"R02", 2, "R03", false},
    {"R02", 3, "R03", true},
    {"R02", 4, "R03", false},
    {"R02", 0, NULL, false},
};

static const struct menu_choice *
menu_find(const struct situation *s)
{
	size_t count = sizeof(menu_choices) / sizeof(*menu_choices);
	for (size_t i = 0; i < count; i++)
		if (menu_choices[i].digit == s->words.digit &&
		    strcmp(menu_choices[i].question, s->question) == 0)
			return &menu_choices[i];
	return NULL;
}

static bool
digit_match(const struct situation *s)
{
	return s->words.digit >= 0 && menu_find(s) != NULL;
}

static void
digit_run(const struct situation *s, struct effects *fx)
{
	const struct menu_choice *choice = menu_find(s);
	BUG_IF(choice == NULL); /* matched, so it is there */
	fx->file = true;
	fx->call_back = choice->call_back;
	fx->urgency = choice->call_back ? URGENCY_MEDIUM : URGENCY_LOW;
	if (s->answerable)
		fx->reply = choice->reply;
}

const struct handler handler_digit = {"digit", digit_match, digit_run};

/* AMAN as the whole message: from here she has asked for plain words. */
static bool
plain_word_match(const struct situation *s)
{
	return s->plain_word;
}

static void
plain_word_run(const struct situation *s, struct effects *fx)
{
	fx->file = true;
	fx->open_plain = true;
	if (s->answerable)
		fx->reply = "R02";
}

const struct handler handler_plain_word = {
    "plain_word", plain_word_match, plain_word_run};
