/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is seen is changed, as a fault of the box would change it. */
#include "model.h"

#include <stdio.h>
#include <string.h>

static bool
is(const struct left *l, const char *id)
{
	return strcmp(l->id, id) == 0;
}

static bool
turn_into(struct left *l, const char *id)
{
	(void)snprintf(l->id, sizeof(l->id), "%s", id);
	l->level = words_is_plain(id);
	return false;
}

static bool
plain_at_once(struct person *p, struct left *l)
{
	return p->plain_s == 0 && is(l, "R32") && turn_into(l, "R03");
}

static bool
plain_late(struct person *p, struct left *l)
{
	if (l->level > 0)
		p->heard_s -= 700;
	return false;
}

static bool
to_machine(struct person *p, struct left *l)
{
	(void)l;
	p->kind = PERSON_SHORT;
	return false;
}

static bool
to_echo(struct person *p, struct left *l)
{
	if (p->covers > 3)
		p->echo_s = l->at_s - 80000;
	return false;
}

static bool
again_unasked(struct person *p, struct left *l)
{
	return p->unasked_s != 0 && is(l, "R32") && turn_into(l, "R01");
}

static bool
many_a_day(struct person *p, struct left *l)
{
	while (p->covers < 6 && is(l, "R29"))
		p->cover_s[p->covers++] = l->at_s - 60;
	return false;
}

static bool
after_exit(struct person *p, struct left *l)
{
	(void)l;
	p->silenced = true;
	p->last_word_due = false;
	return false;
}

static bool
twice(struct person *p, struct left *l)
{
	(void)p;
	return is(l, "R29");
}

static bool
out_of_the_blue(struct person *p, struct left *l)
{
	if (is(l, "R29"))
		p->said = 0;
	return false;
}

static bool
strange_words(struct person *p, struct left *l)
{
	(void)p;
	if (is(l, "R29"))
		l->id[0] = '\0';
	return false;
}

static bool
nine_ignored(struct person *p, struct left *l)
{
	return p->nine_due && turn_into(l, "R32");
}

static bool
one_differs(struct person *p, struct left *l)
{
	return p->number[11] == '0' && is(l, "R29") && turn_into(l, "R31");
}

static bool
valid_long(struct person *p, struct left *l)
{
	(void)p;
	if (is(l, "R29"))
		l->validity_s = 901;
	return false;
}

static bool
remembers(struct person *p, struct left *l)
{
	return p->taken_s - p->before_s > 1900 && is(l, "R01") &&
	       turn_into(l, "R31");
}

static void
one_lost(unsigned long *filed)
{
	*filed /= 2;
}

static void
one_more(unsigned long *filed)
{
	*filed *= 2;
}

const struct model_fault model_faults[] = {
    {"a plain text without the word", RULE_I1, plain_at_once, NULL},
    {"a plain text 700 s late", RULE_I1, plain_late, NULL},
    {"a machine is answered", RULE_I2, to_machine, NULL},
    {"an echo is answered", RULE_I2, to_echo, NULL},
    {"a second unasked text", RULE_I2, again_unasked, NULL},
    {"a seventh text", RULE_I2, many_a_day, NULL},
    {"a text after X", RULE_I3, after_exit, NULL},
    {"the same text twice", RULE_I17, twice, NULL},
    {"a text out of the blue", RULE_I4, out_of_the_blue, NULL},
    {"words that are not ours", RULE_I7, strange_words, NULL},
    {"9 is only noted", RULE_I14, nine_ignored, NULL},
    {"a twin hears another text", RULE_I15, one_differs, NULL},
    {"a text valid for 901 s", RULE_I17, valid_long, NULL},
    {"an old question is remembered", RULE_I18, remembers, NULL},
    {"messages are lost", RULE_P1, NULL, one_lost},
    {"messages are filed twice", RULE_I11, NULL, one_more},
};
const size_t model_fault_count = sizeof(model_faults) / sizeof(*model_faults);
