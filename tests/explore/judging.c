/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * May a text leave at this moment, and for how long is it valid? Every
 * combination of what the judgement depends on, at every boundary of time.
 */
#include "explore.h"

#include <stdio.h>
#include <string.h>

#define PLAIN_S    1800
#define TALK_S     600
#define LEAST_S    300
#define VALIDITY_S 900

static const int64_t ages[] = {-1, 0, 1, 299, 300, 301, 599, 600, 601, 899, 900,
    1199, 1200, 1201, 1499, 1500, 1501, 1799, 1800, 1801};
#define AGES (sizeof(ages) / sizeof(*ages))

/* Seconds that plain words may still lie on her screen; < 0: none. */
static int64_t
plain_left(const struct judged *j)
{
	int64_t word = j->now_s - j->plain_at_s, talk = j->now_s - j->last_in_s;
	if (j->plain_at_s == 0 || j->frozen || word < 0 || talk < 0)
		return -1;
	int64_t left = PLAIN_S - word;
	return TALK_S - talk < left ? TALK_S - talk : left;
}

static const char *
broken_leaves(const struct judged *j)
{
	if (j->silenced_at_s != 0 && !j->last_word)
		return "I3 a text after X or STOP";
	if (!j->direct && !j->window_open)
		return "I4 no answer of hers, and no window";
	if (!j->direct && j->undelivered)
		return "I17 one is still on its way to her";
	return NULL;
}

static const char *
broken_sent(const struct judged *j, const struct judgement *is)
{
	int64_t left = plain_left(j);
	if (is->validity_s <= 0 || is->validity_s > VALIDITY_S)
		return "I17 validity beyond 15 minutes";
	if (is->verdict == JUDGE_STAND_IN)
		return j->level == 0 ? "I17 a stand-in for level 0" : NULL;
	if (j->level > 0 && left < 0)
		return "I1 a plain text leaves though level 1 is closed";
	if (j->level > 0 && left < LEAST_S)
		return "I17 a plain text with under 5 minutes left";
	if (j->level > 0 && is->validity_s > left)
		return "I17 a plain text is valid beyond its window";
	return NULL;
}

static const char *
broken_judgement(const struct judged *j, const struct judgement *is)
{
	bool leaves =
	    is->verdict == JUDGE_SEND || is->verdict == JUDGE_STAND_IN;
	const char *no = broken_leaves(j);
	if (leaves)
		return no != NULL ? no : broken_sent(j, is);
	if (no == NULL)
		return "I4 her answer is kept from her";
	if (is->cause == NULL)
		return "I17 kept back without a cause";
	return NULL;
}

static enum invariant_id
named(const char *why)
{
	for (size_t i = 0; i < INV_MAX; i++) {
		size_t len = strlen(invariants[i].name);
		if (strncmp(invariants[i].name, why, len) == 0 &&
		    why[len] == ' ')
			return (enum invariant_id)i;
	}
	return INV_I17;
}

static void
judge_one(struct explorer *e, const struct judged *j)
{
	char where[256];
	struct judgement is;
	handling_wired.judge(j, &is);
	if (e->fault != NULL && e->fault->judged != NULL)
		e->fault->judged(j, &is);
	e->judgements++;
	const char *why = broken_judgement(j, &is);
	if (why == NULL)
		return;
	(void)snprintf(where, sizeof(where),
	    "judge level=%d direct=%d last_word=%d window=%d undelivered=%d "
	    "frozen=%d silenced=%d plain_ago=%lld last_in_ago=%lld -> %d for "
	    "%lld s",
	    j->level, j->direct, j->last_word, j->window_open, j->undelivered,
	    j->frozen, j->silenced_at_s != 0,
	    j->plain_at_s == 0 ? -1 : (long long)(j->now_s - j->plain_at_s),
	    (long long)(j->now_s - j->last_in_s), (int)is.verdict,
	    (long long)is.validity_s);
	invariants_break(named(why), why, where);
}

/* -1 is a clock that was set back; AGES: no plain word at all. */
void
explore_judgements(struct explorer *e)
{
	for (size_t word = 0; word <= AGES; word++)
		for (size_t in = 0; in < AGES; in++)
			for (unsigned n = 0; n < 1u << 7; n++) {
				struct judged j = {.now_s = EXPLORE_NOW,
				    .level = n & 1,
				    .direct = (n & 2) != 0,
				    .last_word = (n & 4) != 0,
				    .window_open = (n & 8) != 0,
				    .undelivered = (n & 16) != 0,
				    .frozen = (n & 32) != 0,
				    .silenced_at_s =
					n & 64 ? EXPLORE_NOW - 30 : 0,
				    .plain_at_s =
					word == AGES ? 0
						     : EXPLORE_NOW - ages[word],
				    .last_in_s = EXPLORE_NOW - ages[in]};
				judge_one(e, &j);
			}
}
