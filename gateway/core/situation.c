/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gathers what a decision depends on (struct situation): the words, the
 * conversation, the case, the clock and what the number may be told.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SITUATION_TRIES     3 /* of CEK in a day (I16) */
#define SITUATION_DAY_S     86400
#define SITUATION_ECHO_S    86400  /* how long an echo is not answered */
#define SITUATION_BEFORE_S  259200 /* 72 hours: design 6's routing time */
#define SITUATION_CENTRES_S 60
#define SITUATION_CLOCK_S   600
#define SITUATION_CALLS_S   600
#define SITUATION_CALLS     3

/* --- who must not be answered --- */

static bool
situation_own_number(struct engine *e, const char *number)
{
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const char *own = e->conf->modems[i].number;
		if (own != NULL && strcmp(own, number) == 0)
			return true;
	}
	return false;
}

/* Machines that send our own words back get none of them for a day. */
static int
situation_note_echo(struct engine *e, const struct told *t, struct heard *h)
{
	if (h->s.screen || !texts_are_ours(h->c.words->texts, t->text, t->size))
		return 0;
	log_info("reply.withheld", LOG_S("cause", "echo"));
	h->s.answerable = false;
	/* What was on its way to the machine stays here, too. */
	int err = store_run(e->store, QUERY_OUTBOX_SILENCE,
	    SQL_INT(h->c.contact_id), SQL_INT(e->now_s));
	return err < 0 ? err
		       : store_run(e->store, QUERY_CONTACT_ECHO,
			     SQL_INT(h->c.contact_id), SQL_INT(e->now_s));
}

static int
situation_look_contact(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	store_ask(
	    e->store, &rows, QUERY_CONTACT_STATE, SQL_INT(h->c.contact_id));
	int got = store_next(&rows);
	if (got > 0 && !store_is_null(&rows, 0) &&
	    e->now_s - store_int(&rows, 0) < SITUATION_ECHO_S)
		h->s.answerable = h->s.screen;
	h->s.frozen = got > 0 && store_int(&rows, 1) > e->now_s;
	store_done(&rows);
	if (got < 0)
		return got;
	store_ask(e->store, &rows, QUERY_OUTBOX_UNASKED,
	    SQL_INT(h->c.contact_id), SQL_INT(e->now_s - HANDLING_PAUSE_S));
	got = store_next(&rows);
	h->s.unasked_due = got > 0 && store_is_null(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* --- the plain word, the safe word, codes --- */

static bool
situation_is_plain_word(struct engine *e, const struct told *t)
{
	const char *word = e->conf->cover.plain_word;
	size_t len = strlen(word), start = 0, end = t->size;
	while (start < end && !isalnum((unsigned char)t->text[start]))
		start++;
	while (end > start && !isalnum((unsigned char)t->text[end - 1]))
		end--;
	return end - start == len &&
	       strncasecmp(t->text + start, word, len) == 0;
}

/* Is the one word of the message the safe word of a case of this number? */
static int
situation_look_word(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	int64_t ids[3];
	size_t count = 0;
	int got;
	if (h->s.words.word[0] == '\0' || h->s.plain_word ||
	    h->s.words.erase_code[0] != '\0')
		return 0;
	store_ask(e->store, &rows, QUERY_REPORT_WORDS_OF_CONTACT,
	    SQL_INT(h->c.contact_id));
	while ((got = store_next(&rows)) > 0 && count < 3)
		ids[count++] = store_int(&rows, 0);
	store_done(&rows);
	for (size_t i = 0; got >= 0 && i < count && !h->s.safe_word; i++) {
		got = case_word_is(
		    e, ids[i], h->s.words.word, true, &h->s.safe_word);
		if (h->s.safe_word)
			h->proved_report = ids[i];
	}
	return got < 0 ? got : 0;
}

static int
situation_count_tries(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	int64_t bit = 0; /* CEK's class, found by its name */
	for (int i = 0; e->handling->class_names[i] != NULL; i++)
		if (strcmp(e->handling->class_names[i], "CMD_STATUS") == 0)
			bit = INT64_C(1) << i;
	store_ask(e->store, &rows, QUERY_CONTACT_TRIES,
	    SQL_INT(h->c.contact_id), SQL_INT(e->now_s - SITUATION_DAY_S),
	    SQL_INT(bit));
	int got = store_next(&rows);
	h->s.tries_left = got > 0 && store_int(&rows, 0) < SITUATION_TRIES;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* CEK and a code: is it hers by number, or by the word beside it? */
static int
situation_look_code(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	struct report r = {0};
	const char *code = h->s.words.status_code;
	if (*code == '\0')
		return 0;
	int err = situation_count_tries(e, h);
	if (err < 0)
		return err;
	store_ask(e->store, &rows, QUERY_CONVERSATION_OWNS, SQL_TEXT(code),
	    SQL_INT(h->c.contact_id));
	err = store_next(&rows);
	h->s.code_is_own = err > 0;
	store_done(&rows);
	if (err < 0)
		return err;
	err = case_find(e, code, &r);
	if (err == -ENOENT || r.facts.erase_at_s != 0)
		r.id = 0;
	else if (err < 0)
		return err;
	h->s.code_read = r.read_at != 0;
	if (r.id != 0 && r.joined_to != 0) { /* read there from now on */
		struct report main;
		err = case_get(e, r.joined_to, &main);
		h->s.code_read |= err == 0 && main.read_at != 0;
	}
	/* As long with an unknown code as with a known one (I15). */
	if (h->s.words.word[0] != '\0' && h->s.tries_left)
		err = case_word_is(
		    e, r.id, h->s.words.word, false, &h->s.code_proved);
	if (h->s.code_is_own || h->s.code_proved)
		h->proved_report = r.id;
	return err == -ENOENT ? 0 : err;
}

/* --- the case, and what waits for her --- */

static int
situation_look_case(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	int err = 0;
	if (h->c.report_id != 0)
		err = case_get(e, h->c.report_id, &h->r);
	if (err < 0)
		return err;
	h->s.has_case = h->c.report_id != 0;
	h->s.facts = h->r.facts;
	store_ask(e->store, &rows, QUERY_REPORT_STANDING,
	    SQL_INT(h->c.contact_id), SQL_INT(h->c.report_id));
	int got = store_next(&rows);
	h->s.open_elsewhere = got > 0 && store_int(&rows, 2) != 0;
	h->s.high_elsewhere = got > 0 && store_int(&rows, 0) != 0;
	h->s.known = got > 0 && !store_is_null(&rows, 1);
	h->s.spoke_before =
	    got > 0 && !store_is_null(&rows, 1) &&
	    e->now_s - store_int(&rows, 1) <= SITUATION_BEFORE_S;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* KODE: is it the code of what was said here? */
static int
situation_look_beginning(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	if (!h->s.words.keep_code || h->c.report_id == 0)
		return 0;
	store_ask(e->store, &rows, QUERY_REPORT_BEGAN, SQL_INT(h->c.report_id));
	int got = store_next(&rows);
	h->s.case_began_here = got > 0 && store_int(&rows, 0) == h->c.id;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* Plain on either channel is plain. */
static enum waiting_answer
situation_level_waiting(
    const struct heard *h, int64_t level, const char *template)
{
	const struct texts *screen = h->c.words->screen.texts;
	if (h->s.screen && template != NULL && texts_known(screen, template) &&
	    texts_level(screen, template) > level)
		return WAITING_PLAIN;
	return level == 0 ? WAITING_NEUTRAL : WAITING_PLAIN;
}

/* The columns of REPLY_WAITING_OF_CONTACT. */
static void
situation_take_waiting(struct heard *h, struct store_rows *rows)
{
	const char *template = store_str(rows, 4);
	h->waiting_id = store_int(rows, 0);
	h->s.waiting = situation_level_waiting(h, store_int(rows, 1), template);
	h->s.waiting_offered = !store_is_null(rows, 2);
	if (template != NULL && texts_asks(h->c.words->texts, template))
		h->waiting_report = store_int(rows, 3);
}

static int
situation_look_waiting(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	const char *closed =
	    e->handling->dialogue_on(h->c.words->dialogue, ON_CLOSED, 0);
	const char *offer =
	    e->handling->dialogue_on(h->c.words->dialogue, ON_ANSWER, 0);
	store_ask(e->store, &rows, QUERY_REPLY_WAITING_OF_CONTACT,
	    SQL_INT(h->c.contact_id), SQL_TEXT(closed), SQL_TEXT(offer),
	    SQL_INT(e->now_s - HANDLING_PAUSE_S), SQL_INT(h->c.id),
	    SQL_INT(h->s.screen));
	int got = store_next(&rows);
	if (got > 0)
		situation_take_waiting(h, &rows);
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* What holds for a text and for a call alike. */
static int
situation_look_number(struct engine *e, struct heard *h)
{
	int64_t open_s;
	h->s.now_s = e->now_s;
	h->s.dialogue = wordset_dialogue(h->c.words, h->s.screen);
	h->s.talk = h->c.talk;
	h->s.fresh = h->c.fresh;
	h->s.in_hours = hours_open(&h->c.words->hours, e->now_s, &open_s);
	int err = situation_look_contact(e, h);
	if (err == 0)
		err = situation_look_case(e, h);
	return err == 0 ? situation_look_waiting(e, h) : err;
}

/*
 * The least lag of a SIM's texts today and on the day before that had any: by
 * how much the network's clock is off. "DAY LEAST BEFORE" in a setting, for a
 * box that was off has only late texts to begin with.
 */
static int
situation_least_lag(
    struct engine *e, const struct modem *m, int64_t lag_s, int64_t *ret_s)
{
	char name[64], *is = NULL, now[96];
	long long day = e->now_s / SITUATION_DAY_S, was, least, before;
	(void)snprintf(name, sizeof(name), "lag.%s", m->conf->name);
	int err = store_setting_get(e->store, name, &is);
	if (err < 0)
		return err;
	if (is == NULL ||
	    sscanf(is, "%lld %lld %lld", &was, &least, &before) != 3) {
		/* Nothing to measure by on the first day: the clocks agree. */
		was = day;
		least = lag_s;
		before = 0;
	} else if (was != day) {
		/* A little more is a day of late texts; much more, the clock.
		 */
		if (least < before || least - before > SITUATION_CLOCK_S)
			before = least;
		least = lag_s;
	} else if (lag_s < least) {
		least = lag_s;
	}
	*ret_s = least < before ? least : before;
	/* A network's clock is off by seconds, or, set wrong, by an hour; in
	 * between it was the texts that waited. */
	if (*ret_s > SITUATION_CENTRES_S && *ret_s < 3 * SITUATION_CLOCK_S)
		*ret_s = SITUATION_CENTRES_S;
	(void)snprintf(now, sizeof(now), "%lld %lld %lld", day, least, before);
	if (is == NULL || strcmp(is, now) != 0)
		err = store_setting_set(e->store, name, now);
	free(is);
	return err;
}

/*
 * When she sent it, by our clock. Each network's clock is off by another
 * amount: the least lag of this conversation is taken for it, so that only a
 * text that was longer on its way than others counts as sent before. The
 * first text of a conversation is measured against the SIM's other texts.
 */
static int64_t
situation_said_at(
    struct engine *e, const struct told *t, struct heard *h, int64_t least_s)
{
	int64_t lag_s = e->now_s - t->scts_s;
	if (t->scts_s == 0)
		return e->now_s;
	if (h->c.fresh || h->c.lag_s == INT64_MAX) {
		/* Centres differ by seconds, a text that waited by more. */
		bool waited = lag_s - least_s > SITUATION_CENTRES_S;
		h->c.lag_s = waited ? least_s : lag_s;
		if (h->c.lag_s < 0)
			h->c.lag_s = 0;
		return waited ? t->scts_s + least_s : e->now_s;
	}
	if (lag_s < 0)
		lag_s = 0;
	if (lag_s < h->c.lag_s)
		h->c.lag_s = lag_s;
	int64_t said_s = t->scts_s + h->c.lag_s;
	return said_s < e->now_s ? said_s : e->now_s;
}

/* HAPUS YA with a code and its word, from whatever number (design 6). */
static int
situation_look_erasure(struct engine *e, struct heard *h)
{
	struct report r;
	const struct found_words *w = &h->s.words;
	if (w->erase_code[0] == '\0' || w->word[0] == '\0')
		return 0;
	int err = case_find(e, w->erase_code, &r);
	if (err == -ENOENT)
		r.id = 0;
	else if (err < 0)
		return err;
	err = case_word_is(e, r.id, w->word, false, &h->s.code_proved);
	if (h->s.code_proved)
		h->proved_report = r.id;
	return err;
}

int
situation_look(struct engine *e, const struct told *t, struct heard *h)
{
	struct situation *s = &h->s;
	int64_t least_s = 0;
	int late = 0;
	if (t->scts_s != 0)
		late = situation_least_lag(
		    e, t->modem, e->now_s - t->scts_s, &least_s);
	if (late < 0)
		return late;
	s->said_at_s = situation_said_at(e, t, h, least_s);
	s->text = t->text;
	s->size = t->size;
	s->answerable = s->screen || (t->kind == GSM_SENDER_NUMBER &&
					 !situation_own_number(e, t->sender));
	s->plain_word = situation_is_plain_word(e, t);
	e->handling->lexicon_find(
	    h->c.words->lexicon, t->text, t->size, &s->words);
	int err = situation_look_number(e, h);
	if (err == 0)
		err = situation_look_beginning(e, h);
	if (err == 0)
		err = situation_note_echo(e, t, h);
	if (err == 0)
		err = situation_look_erasure(e, h);
	if (err == 0 && s->words.status_code[0] == '\0')
		err = situation_look_word(e, h);
	return err == 0 ? situation_look_code(e, h) : err;
}

/* Three calls belong to the open case of the number, whenever it spoke. */
static int
situation_look_open_case(struct engine *e, struct heard *h)
{
	struct store_rows rows;
	if (h->r.facts.open)
		return 0;
	store_ask(e->store, &rows, QUERY_REPORT_OPEN_OF_CONTACT,
	    SQL_INT(h->c.contact_id));
	int got = store_next(&rows);
	int64_t id = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	if (got <= 0)
		return got;
	int err = case_get(e, id, &h->r);
	h->s.has_case = err == 0;
	h->s.facts = h->r.facts;
	return err;
}

int
situation_look_call(struct engine *e, const char *number, struct heard *h)
{
	struct store_rows rows;
	h->s.answerable = !situation_own_number(e, number);
	h->s.said_at_s = e->now_s;
	h->s.text = "";
	h->s.words.digit = -1;
	int err = situation_look_number(e, h);
	if (err < 0)
		return err;
	store_ask(e->store, &rows, QUERY_CALL_COUNT, SQL_INT(h->c.contact_id),
	    SQL_INT(e->now_s - SITUATION_CALLS_S));
	int got = store_next(&rows);
	/* With this one; a fourth call of the same ten minutes adds nothing */
	h->s.calls_three = got > 0 && store_int(&rows, 0) == SITUATION_CALLS;
	store_done(&rows);
	if (got < 0)
		return got;
	return h->s.calls_three ? situation_look_open_case(e, h) : 0;
}
