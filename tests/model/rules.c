/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must hold, from the invariants' own words. What the box may not know
 * yet (a text on the SIM, an answer lost in a crash) is taken in its favour;
 * what it surely has heard is not.
 */
#include "model.h"

#include <stdio.h>
#include <string.h>

#define PLAIN_S   1800
#define TALK_S    600
#define UNASKED_S 1800
#define DAY_S     86400
#define SLACK_S   2 /* the engine's clock has whole seconds */

const char *const rule_names[RULE_MAX + 1] = {"I1", "I2", "I3", "I4", "I7",
    "I11", "I14", "I15", "I17", "I18", "P1", NULL};

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool
rules_first(struct model *m, enum rule rule, const char *why)
{
	struct tally *t = m->tally;
	t->broken[rule]++;
	for (size_t i = 0; i < REASONS_MAX; i++) {
		if (t->reasons[i].words[0] == '\0') {
			(void)snprintf(t->reasons[i].words, 80, "%s", why);
			t->reasons[i].rule = rule;
			t->reasons[i].count = 1;
			return true;
		}
		if (t->reasons[i].rule == rule &&
		    is(t->reasons[i].words, why)) {
			t->reasons[i].count++;
			return false;
		}
	}
	return false;
}

/* The first of its kind is told, with the way that led to it. */
void
rules_break(
    struct model *m, enum rule rule, const char *why, const struct left *left)
{
	if (!rules_first(m, rule, why) || m->quiet)
		return;
	(void)printf("%s: %s (seed %llu, line %d)\n", rule_names[rule], why,
	    (unsigned long long)m->seed, m->w->line);
	if (left != NULL)
		(void)printf("    %s to %s: \"%s\"\n",
		    left->id[0] == '\0' ? "?" : left->id, left->to, left->text);
	unsigned long from =
	    m->trace_count > MODEL_TRACE ? m->trace_count - MODEL_TRACE : 0;
	for (unsigned long i = from; i < m->trace_count; i++) {
		const char *line = m->trace[i % MODEL_TRACE];
		bool other = left != NULL && left->person >= 0 &&
			     strstr(line, "+62") != NULL &&
			     strstr(line, left->to) == NULL;
		if (!other) /* of other people's */
			(void)printf("        %s\n", line);
	}
}

/* --- what people say --- */

/* It is on its way: she has written, whether the box knows it or not. */
void
rules_said(struct model *m, struct person *p, enum said said)
{
	p->said++;
	p->said_s = world_true_s(m->w);
	if (said == SAID_CALL) {
		p->before_s = p->taken_s;
		p->taken_s = p->said_s;
		p->called_s = p->said_s;
		return;
	}
	p->last_said = said;
	p->silenced = false;
	p->last_word_due = false;
	p->nine_due = false;
	if (said == SAID_PLAIN)
		p->plain_pending_s = p->said_s;
}

void
rules_taken(struct model *m, const struct heard *h)
{
	if (h->person < 0)
		return;
	struct person *p = &m->people[h->person];
	int64_t now_s = world_true_s(m->w);
	bool newest = h->count == p->said;
	p->taken = h->count;
	p->before_s = p->taken_s;
	p->taken_s = p->heard_s = now_s;
	p->last_taken = h->said;
	if (h->said == SAID_PLAIN) {
		p->plain_s = now_s;
		p->plain_said_s = h->said_s;
		p->closed_s = 0;
	}
	if (h->said == SAID_EXIT || h->said == SAID_STOP || h->said == SAID_WHO)
		p->closed_s = now_s;
	if (newest && (h->said == SAID_EXIT || h->said == SAID_STOP)) {
		p->silenced = true;
		p->last_word_due = h->said == SAID_STOP;
	}
	p->nine_due = newest && h->said == SAID_NINE;
	if (h->said == SAID_ECHO)
		p->echo_s = now_s;
}

/* --- what leaves --- */

static bool
plain_pending(const struct person *p)
{
	return p->taken != p->said && p->plain_pending_s != 0;
}

static void
check_i1(struct model *m, const struct person *p, const struct left *l)
{
	if (l->level == 0)
		return;
	if (plain_pending(p))
		return;
	if (p->plain_s == 0 || l->at_s - p->plain_s > PLAIN_S + SLACK_S)
		rules_break(m, RULE_I1, "a plain text without the word", l);
	else if (l->at_s - p->plain_said_s > PLAIN_S + SLACK_S)
		rules_break(m, RULE_I1,
		    "the plain word was sent over 30 minutes ago", l);
	else if (p->closed_s != 0)
		rules_break(
		    m, RULE_I1, "a plain text after X, STOP or who-is-this", l);
	else if (l->at_s - p->heard_s > TALK_S + SLACK_S)
		rules_break(
		    m, RULE_I1, "a plain text 10 minutes after her last", l);
	else if (l->at_s + l->validity_s > p->plain_s + PLAIN_S + SLACK_S ||
		 l->at_s + l->validity_s > p->heard_s + TALK_S + SLACK_S)
		rules_break(
		    m, RULE_I17, "a plain text is valid beyond its window", l);
}

static bool
unasked(const char *id)
{
	return is(id, "R01") || is(id, "R15");
}

static void
check_i2(struct model *m, struct person *p, const struct left *l)
{
	unsigned day = 0;
	if (p->kind == PERSON_SHORT)
		rules_break(m, RULE_I2, "a text to no ordinary number", l);
	if (p->echo_s != 0 && l->at_s - p->echo_s < DAY_S - SLACK_S)
		rules_break(m, RULE_I2, "a text to a number that echoes", l);
	if (unasked(l->id) && p->unasked_s != 0 &&
	    l->at_s - p->unasked_s < UNASKED_S - SLACK_S)
		rules_break(m, RULE_I2,
		    is(l->id, "R15")
			? "R15 within 30 minutes of an unasked one"
			: "R01 within 30 minutes of an unasked one",
		    l);
	if (l->level == 0)
		for (unsigned i = 0; i < 8 && i < p->covers; i++)
			day += l->at_s - p->cover_s[i] < DAY_S - SLACK_S;
	if (day >= 6)
		rules_break(m, RULE_I2, "a seventh cover text in a day", l);
	if (unasked(l->id))
		p->unasked_s = l->at_s;
	if (l->level == 0)
		p->cover_s[p->covers++ % 8] = l->at_s;
}

static void
check_i3(struct model *m, struct person *p, const struct left *l)
{
	if (!p->silenced)
		return;
	if (p->last_word_due && is(l->id, "R20")) {
		p->last_word_due = false;
		return;
	}
	rules_break(m, RULE_I3,
	    is(l->id, "R15") ? "a call after X or STOP is answered"
			     : "a text after X or STOP",
	    l);
}

/* Nobody but she has a word here: each text answers something newer. */
static void
check_i4(struct model *m, struct person *p, const struct left *l)
{
	if (p->answered == p->said && p->said != 0)
		rules_break(m, RULE_I17, "a second text for one of hers", l);
	else if (p->said == 0)
		rules_break(m, RULE_I4, "a text to who never wrote", l);
	p->answered = p->taken;
	if (l->validity_s <= 0 || l->validity_s > 900)
		rules_break(m, RULE_I17, "a text valid for over 15 minutes", l);
	/* Held for an officer 10 minutes, and then 15 to leave. */
	if (l->at_s - (p->taken_s > p->said_s ? p->taken_s : p->said_s) >
	    1500 + SLACK_S)
		rules_break(m, RULE_I4, "a text long after her last", l);
}

static void
check_i14(struct model *m, struct person *p, const struct left *l)
{
	if (!p->nine_due || p->taken != p->said || p->called_s == p->said_s)
		return;
	if (!is(l->id, "R04") && !is(l->id, "R05"))
		rules_break(m, RULE_I14, "9 has another answer", l);
	p->nine_due = false;
}

/* A new conversation knows of no question. */
static void
check_i18(struct model *m, const struct person *p, const struct left *l)
{
	bool alone = p->last_said == SAID_FREE || p->last_said == SAID_DIGIT;
	if (p->taken != p->said || !alone || p->said < 2 ||
	    p->taken_s - p->before_s <= PLAIN_S + SLACK_S)
		return;
	if (!is(l->id, "R01") && !is(l->id, "R04") && !is(l->id, "R15") &&
	    !is(l->id, "R23") && l->at_s - p->said_s < 5)
		rules_break(m, RULE_I18,
		    "a new conversation goes on with an old one", l);
}

void
rules_left(struct model *m, struct left *l)
{
	static struct person nobody = {.kind = PERSON_SHORT};
	struct person *p = l->person < 0 ? &nobody : &m->people[l->person];
	bool twice = false;
	if (m->fault != NULL && m->fault->left != NULL)
		twice = m->fault->left(p, l);
	for (int i = 0; i <= twice; i++) {
		if (l->id[0] == '\0')
			rules_break(
			    m, RULE_I7, "words that are no text of ours", l);
		check_i2(m, p, l);
		if (p->kind == PERSON_SHORT)
			continue;
		check_i1(m, p, l);
		check_i3(m, p, l);
		check_i4(m, p, l);
		check_i14(m, p, l);
		check_i18(m, p, l);
	}
	(void)snprintf(p->texts_log[p->texts % 64], 8, "%s", l->id);
	p->texts++;
	if (l->person == 0 || l->person == 1)
		m->twins_from[l->person] = m->twins_from[l->person] * 31 +
					   (unsigned)(l->id[1] * 10 + l->id[2]);
}

/* --- at the end --- */

static json_t *
list_all(struct world *w, const char *name, json_t *args)
{
	json_t *all = json_array();
	for (;;) {
		json_t *page = world_ask(w, name, json_deep_copy(args));
		if (json_is_object(page))
			page = json_object_get(page, "received");
		if (page == NULL)
			break;
		(void)json_array_extend(all, page);
		json_t *next = json_object_get(w->answer, "next");
		if (next == NULL)
			break;
		(void)json_object_set(args, "after", next);
	}
	json_decref(args);
	return all;
}

/* Messages in all records, and in quarantine. */
static unsigned long
filed(struct model *m)
{
	unsigned long count = 0;
	size_t i;
	json_t *report, *all = list_all(m->w, "report.list", json_object());
	json_array_foreach(all, i, report)
	{
		json_t *thread = list_all(m->w, "report.show",
		    json_pack(
			"{s:O}", "code", json_object_get(report, "code")));
		count += json_array_size(thread);
		json_decref(thread);
	}
	json_decref(all);
	return count;
}

void
rules_end(struct model *m)
{
	unsigned long count = filed(m);
	if (m->fault != NULL && m->fault->end != NULL)
		m->fault->end(&count);
	if (m->heard_taken != m->heard_count)
		rules_break(m, RULE_P1, "a message stays on the SIM", NULL);
	if (count < m->filed_least)
		rules_break(m, RULE_P1, "a message stands nowhere", NULL);
	if (count > m->filed_most)
		rules_break(m, RULE_I11, "a message is filed twice", NULL);
	if (m->calm && m->twins_from[0] != m->twins_from[1])
		rules_break(m, RULE_I15,
		    "two who said the same heard different texts", NULL);
}
