/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What responders answer: by text, by one missed call (free of charge), by the
 * webhook's answer, by command. Only from the number or destination the alert
 * went to. What is no answer is a report like any other.
 */
#include "alerts.h"

#include "../lib/log.h"
#include "answers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_DAY_S    86400
#define ANSWER_OPEN_MAX 16
#define ANSWER_REMIND_S (30 * ANSWER_DAY_S) /* K05: not every time */
#define ANSWER_THANKS_S 900
#define ANSWER_LATE_S   300
#define ANSWER_TALK_S   1800 /* as long as a conversation (talks.c) */
#define ANSWER_PINS     5    /* wrong ones in a day */

static void
answer_copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

/* --- accept, decline, outcome --- */

/* From now on it is theirs, and nobody else's. -EALREADY: they must not hear
 * of it, or are in office no more. */
static int
answer_own(struct engine *e, struct alert *a, struct watch *w, const char *how)
{
	bool may;
	int err = alert_person_may(e, a, &may);
	if (err < 0 || !may)
		return err < 0 ? err : -EALREADY;
	err = alert_set(e, a, "accepted", how);
	answer_copy(a->state, sizeof(a->state), "accepted");
	if (err == 0)
		err = alerts_stand_down(e, a->report_id, a->part, a);
	answer_copy(w->state, sizeof(w->state), "owned");
	answer_copy(w->owner, sizeof(w->owner),
	    a->person[0] != '\0' ? a->person : a->destination);
	w->round = a->round > w->round ? a->round : w->round;
	w->next_at =
	    e->now_s + alerts_deadline_s(e, w->urgency, a->part, ALERT_CONTACT);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_ROUND, SQL_INT(a->id),
		    SQL_INT(w->round));
	return err < 0 ? err : watch_put(e, w);
}

/* Who had it, was asked again, and has not answered: somebody else has it. */
static int
answer_tell_before(struct engine *e, const struct watch *w,
    const struct alert *a, const struct report *r)
{
	struct store_rows rows;
	struct alert_list asked;
	if (a->part == ALERT_CADRE || w->sticky[0] == '\0' ||
	    strcmp(w->sticky, a->person) == 0)
		return 0;
	store_ask(e->store, &rows, QUERY_ALERT_OF_ROUND, SQL_INT(a->report_id),
	    SQL_TEXT(alert_part_name(a->part)), SQL_INT(w->round));
	int err = alert_list_read(&rows, &asked);
	for (int i = 0; err == 0 && i < asked.count; i++)
		if (strcmp(asked.all[i].person, w->sticky) == 0 &&
		    strcmp(asked.all[i].state, "expired") == 0)
			err = alert_text(
			    e, &asked.all[i], "K03", r, e->now_s + 3600);
	free(asked.all);
	return err;
}

int
alert_accept(struct engine *e, struct alert *a, const char *how)
{
	struct watch w;
	struct report r;
	if (a->drill_id != 0)
		return drill_answer(e, a, true, how);
	int err = watch_get(e, a->report_id, a->part, &w);
	if (err == 0)
		err = case_get(e, a->report_id, &r);
	if (err < 0)
		return err;
	/* While somebody has to come, whoever was asked may: late, after a no,
	 * after another who gave it back. */
	if (strcmp(w.state, "asking") != 0 ||
	    strcmp(a->state, "accepted") == 0 || strcmp(a->state, "done") == 0)
		return -EALREADY;
	err = answer_own(e, a, &w, how);
	if (err == 0)
		err = answer_tell_before(e, &w, a, &r);
	if (err < 0)
		return err;
	if (a->part == ALERT_CADRE)
		err = alert_text(e, a, "K02", &r, e->now_s + ANSWER_THANKS_S);
	if (err == 0 && a->part == ALERT_CADRE)
		err = alerts_tell_officer(e, a, &r, w.next_at);
	log_info("alert.accepted", LOG_S("report", r.code),
	    LOG_S("by", w.owner), LOG_S("how", how));
	return err < 0 ? err : alert_event(e, "alert.accepted", a, &r);
}

int
alert_decline(struct engine *e, struct alert *a, const char *how)
{
	struct watch w;
	struct report r;
	if (a->drill_id != 0)
		return drill_answer(e, a, false, how);
	int err = watch_get(e, a->report_id, a->part, &w);
	if (err == 0)
		err = case_get(e, a->report_id, &r);
	if (err < 0)
		return err;
	bool owner =
	    strcmp(a->state, "accepted") == 0 && strcmp(w.state, "owned") == 0;
	if (!owner && strcmp(a->state, "raised") != 0)
		return -EALREADY;
	err = alert_set(e, a, "declined", how);
	answer_copy(a->state, sizeof(a->state), "declined");
	if (owner)
		w.owner[0] = '\0';
	if (owner || strcmp(w.state, "asking") == 0) {
		answer_copy(w.state, sizeof(w.state), "asking");
		w.sticky[0] = '\0';
		w.next_at = e->now_s; /* the next one, if none has time left */
	}
	if (err == 0)
		err = watch_put(e, &w);
	if (err == 0 && a->part == ALERT_CADRE)
		err = alert_text(e, a, "K03", &r, e->now_s + ANSWER_THANKS_S);
	return err < 0 ? err : alert_event(e, "alert.declined", a, &r);
}

/* What a person may record, and whether somebody still has to come. */
static const struct answer_outcome {
	enum alert_part part;
	const char *word;
	bool ends;
} answer_outcomes[] = {
    {ALERT_OFFICER, "contacted", true},
    {ALERT_OFFICER, "referred", true},
    {ALERT_OFFICER, "safe", true},
    {ALERT_OFFICER, "no_contact_wanted", true},
    {ALERT_OFFICER, "not_reached", false},
    {ALERT_CADRE, "called", false}, /* then K04 asks how it went */
    {ALERT_CADRE, "done", true},
    {ALERT_CADRE, "not_needed", true},
};

static const struct answer_outcome *
answer_outcome_of(enum alert_part part, const char *word)
{
	size_t count = sizeof(answer_outcomes) / sizeof(*answer_outcomes);
	for (size_t i = 0; i < count; i++)
		if (answer_outcomes[i].part == part &&
		    strcmp(answer_outcomes[i].word, word) == 0)
			return &answer_outcomes[i];
	return NULL;
}

bool
alert_outcome_known(enum alert_part part, const char *word)
{
	return answer_outcome_of(part, word) != NULL;
}

/* Nobody holds up the others with what ends nothing: it must be theirs. */
static int
answer_outcome_may(struct engine *e, struct alert *a,
    const struct answer_outcome *o, struct watch *ret_watch)
{
	int err = 0;
	if (o == NULL)
		return -EINVAL;
	if (a->drill_id != 0)
		return -EALREADY;
	if (!o->ends && strcmp(a->state, "accepted") != 0)
		err = alert_accept(e, a, "command");
	if (err == 0)
		err = watch_get(e, a->report_id, a->part, ret_watch);
	bool owned = strcmp(ret_watch->state, "owned") == 0;
	return err == 0 && !o->ends && !owned ? -EALREADY : err;
}

static int
answer_outcome_keep(
    struct engine *e, struct alert *a, const struct answer_outcome *o)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_OUTCOME, SQL_INT(a->id),
		    SQL_TEXT(o->word), SQL_INT(e->now_s),
		    SQL_TEXT(o->ends ? "done" : "accepted"));
	if (err == 0 && strcmp(o->word, "called") == 0)
		err = store_run(e->store, QUERY_ALERT_MEET, SQL_INT(a->id),
		    SQL_INT(e->now_s + ANSWER_DAY_S));
	return err;
}

/* It is over. */
static int
answer_end(struct engine *e, const struct alert *a, struct watch *w)
{
	answer_copy(w->state, sizeof(w->state), "done");
	int err = watch_put(e, w);
	return err < 0 ? err : alerts_stand_down(e, a->report_id, a->part, a);
}

int
alert_outcome(
    struct engine *e, struct alert *a, const char *word, const char *by)
{
	struct watch w = {.state = "done"};
	const struct answer_outcome *o = answer_outcome_of(a->part, word);
	int err = answer_outcome_may(e, a, o, &w);
	if (err == 0)
		err = answer_outcome_keep(e, a, o);
	if (err < 0)
		return err;
	log_info("alert.outcome", LOG_S("alert", a->code),
	    LOG_S("outcome", word), LOG_S("by", by));
	if (o->ends)
		return answer_end(e, a, &w);
	/* Called: a day to meet, and time to answer K04. */
	w.next_at = e->now_s + (strcmp(word, "called") == 0
				       ? 3 * ANSWER_DAY_S
				       : alerts_deadline_s(e, w.urgency,
					     a->part, ALERT_CONTACT));
	return watch_put(e, &w);
}

/* --- how it went: 24 hours after an officer called her (K04) --- */

int
alerts_check_met(struct engine *e)
{
	struct store_rows rows;
	struct alert a;
	struct report r;
	store_ask(e->store, &rows, QUERY_ALERT_MET_DUE, SQL_INT(e->now_s));
	int got = store_next(&rows);
	if (got > 0)
		alert_from_row(&rows, &a);
	store_done(&rows);
	if (got <= 0)
		return got;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_MET_ASKED, SQL_INT(a.id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = case_get(e, a.report_id, &r);
	return err < 0 ? err
		       : alert_text(e, &a, "K04", &r, e->now_s + ANSWER_DAY_S);
}

/* 1 done, 2 more is needed, 3 at once, 4 not met. */
static int
answer_met(struct engine *e, struct alert *a, int digit)
{
	static const char *const words[] = {
	    "", "met_done", "met_more", "met_urgent", "not_met"};
	struct watch w;
	bool hers = strcmp(a->state, "accepted") == 0;
	int err = watch_get(e, a->report_id, ALERT_CADRE, &w);
	if (err == 0 && digit == 4 && !hers)
		return 0; /* she was told that nothing more is to be done */
	if (err == 0)
		err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_OUTCOME, SQL_INT(a->id),
		    SQL_TEXT(words[digit]), SQL_INT(e->now_s),
		    SQL_TEXT(digit == 4 || !hers ? a->state : "done"));
	if (err == 0 && digit == 4)
		return store_run(e->store, QUERY_ALERT_MEET, SQL_INT(a->id),
		    SQL_INT(e->now_s + ANSWER_DAY_S));
	if (err == 0 && hers)
		err = answer_end(e, a, &w);
	if (err == 0 && digit > 1)
		err = alerts_ask_again(e, a->report_id,
		    digit == 3 ? URGENCY_HIGH : URGENCY_MEDIUM);
	return err;
}

/* --- who writes --- */

int
person_by_number(struct engine *e, const char *number, struct person *ret)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	struct store_rows rows;
	char id[VAULT_PERSON_SIZE] = "";
	vault_code_hash(e->vault, "number", number, hash);
	store_ask(e->store, &rows, QUERY_PERSON_BY_NUMBER,
	    SQL_BLOB(hash, sizeof(hash)));
	int got = store_next(&rows);
	if (got > 0)
		answer_copy(id, sizeof(id), store_str(&rows, 0));
	store_done(&rows);
	if (got <= 0)
		return got < 0 ? got : -ENOENT;
	return person_get(e, id, ret);
}

struct answer_open {
	struct alert all[ANSWER_OPEN_MAX];
	int count;
};

/* Of an earlier round of what is in the list already. */
static bool
answer_is_older(const struct answer_open *open, const struct alert *a)
{
	bool older = false;
	for (int i = 0; i < open->count; i++)
		older |= a->report_id != 0 &&
			 open->all[i].report_id == a->report_id &&
			 open->all[i].part == a->part;
	return older && strcmp(a->state, "expired") == 0;
}

static int
answer_read_open(
    struct engine *e, const char *person, bool text, struct answer_open *ret)
{
	struct store_rows rows;
	int got;
	ret->count = 0;
	store_ask(e->store, &rows, QUERY_ALERT_OF_PERSON, SQL_TEXT(person),
	    SQL_INT(text ? e->now_s - ANSWER_TALK_S : e->now_s),
	    SQL_INT(e->now_s - ANSWER_DAY_S));
	while ((got = store_next(&rows)) > 0 && ret->count < ANSWER_OPEN_MAX) {
		alert_from_row(&rows, &ret->all[ret->count]);
		ret->count += !answer_is_older(ret, &ret->all[ret->count]);
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* By the alert's own code, or, for an officer, the report's. -ENOENT. */
static int
answer_find_code(
    struct engine *e, const char *person, const char *code, struct alert *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_BY_CODE, SQL_TEXT(person),
	    SQL_TEXT(code));
	int got = store_next(&rows);
	if (got > 0)
		alert_from_row(&rows, ret);
	store_done(&rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

/* Does somebody still have to come, and may it be this person? */
static int
answer_is_wanted(struct engine *e, const struct alert *a, bool *ret_wanted)
{
	struct watch w;
	*ret_wanted = false;
	int err = watch_get(e, a->report_id, a->part, &w);
	if (err < 0 || strcmp(w.state, "asking") != 0)
		return err == -ENOENT ? 0 : err;
	return alert_person_may(e, a, ret_wanted);
}

static int
answer_say(struct engine *e, struct alert *a, bool yes, const char *how)
{
	struct report r;
	bool wanted;
	if (a->drill_id != 0)
		return drill_answer(e, a, yes, how);
	int err = yes ? alert_accept(e, a, how) : alert_decline(e, a, how);
	if (err != -EALREADY)
		return err;
	/* Too late: somebody has it, and she is told so. Never while nobody
	 * has: that nothing needs to be done would not be true. */
	err = answer_is_wanted(e, a, &wanted);
	if (err == 0)
		err = case_get(e, a->report_id, &r);
	bool mine = strcmp(a->state, "accepted") == 0;
	return err < 0 || mine || wanted
		   ? err
		   : alert_text(e, a, "K03", &r, e->now_s + ANSWER_THANKS_S);
}

/* Its text once more: what it asks, or of one she has accepted, its code. */
static int
answer_repeat(struct engine *e, struct alert *a)
{
	struct report r;
	bool excluded = false;
	if (a->drill_id != 0)
		return drill_ask_again(e, a);
	int err = alert_is_excluded(e, a, &excluded);
	if (err < 0 || excluded)
		return err;
	err = case_get(e, a->report_id, &r);
	bool mine = a->part == ALERT_CADRE && strcmp(a->state, "accepted") == 0;
	const char *text = mine ? "K02" : alert_asks_by(a, &r);
	if (!mine && a->due_at <= e->now_s) /* late, but nobody has it */
		a->due_at = e->now_s + ANSWER_LATE_S;
	return err < 0 ? err : alert_text(e, a, text, &r, a->due_at);
}

/* After calls once in half an hour: they cost her nothing, but us the SIM. */
static int
answer_repeat_once(struct engine *e, struct alert *a)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_REPEATED, SQL_INT(a->id),
		    SQL_INT(e->now_s), SQL_INT(e->now_s - ANSWER_TALK_S));
	return err < 0 || store_changes(e->store) == 0 ? err
						       : answer_repeat(e, a);
}

/* Which one is meant? Each is sent once more, and this counts for nothing. */
static int
answer_ask_which(struct engine *e, struct answer_open *open, const char *state,
    bool drill, bool text)
{
	int err = 0;
	for (int i = 0; err == 0 && i < open->count; i++) {
		struct alert *a = &open->all[i];
		bool mine = drill && a->part == ALERT_CADRE &&
			    strcmp(a->state, "accepted") == 0 &&
			    a->drill_id == 0;
		if (mine || strcmp(a->state, state) == 0)
			err = text ? answer_repeat(e, a)
				   : answer_repeat_once(e, a);
	}
	return err;
}

static int
answer_last(const struct answer_open *open, const char *state, int *ret_count)
{
	int at = -1;
	*ret_count = 0;
	for (int i = open->count - 1; i >= 0; i--)
		if (strcmp(open->all[i].state, state) == 0) {
			(*ret_count)++;
			at = i;
		}
	return at;
}

/* The one that is meant: open; else, for a no, what she has; else one that came
 * too late, and a person may still have to come; else, for a text, what it has
 * crossed. -1: none. */
static int
answer_pick(const struct answer_open *open, bool text, bool yes, int *ret_count)
{
	int at = answer_last(open, "raised", ret_count);
	if (at < 0 && !yes)
		at = answer_last(open, "accepted", ret_count);
	if (at < 0)
		at = answer_last(open, "expired", ret_count);
	return at < 0 && text && open->count > 0 ? 0 : at;
}

/* "T" to a drill may take back what she said to a real alert. */
static bool
answer_takes_back(const struct answer_open *open, bool yes)
{
	for (int i = 0; !yes && i < open->count; i++)
		if (open->all[i].drill_id == 0 &&
		    strcmp(open->all[i].state, "accepted") == 0)
			return true;
	return false;
}

/* Who is telling us of herself answers us, not what else came to her phone. */
static bool
answer_is_talk(struct engine *e, const char *number)
{
	struct store_rows rows;
	int64_t contact_id;
	if (contact_find(e, number, false, &contact_id) < 0 || contact_id == 0)
		return false;
	store_ask(e->store, &rows, QUERY_TALKING_NOW, SQL_INT(contact_id),
	    SQL_INT(e->now_s - ANSWER_TALK_S));
	bool talks = store_next(&rows) > 0;
	store_done(&rows);
	return talks;
}

static int
answer_plain(struct engine *e, const struct person *p, const char *number,
    bool yes, const char *how, bool *ret_taken)
{
	struct answer_open open;
	int count;
	bool text = strcmp(how, "sms") == 0;
	int err = answer_read_open(e, p->id, text, &open);
	if (err < 0)
		return err;
	int at = answer_pick(&open, text, yes, &count);
	const char *state = at < 0 ? "" : open.all[at].state;
	bool drill = at >= 0 && open.all[at].drill_id != 0;
	/* An officer may have said "on my way" before her OK. */
	bool sure = at >= 0 && open.all[at].part == ALERT_OFFICER &&
		    strcmp(state, "raised") == 0;
	*ret_taken = at >= 0 && (sure || !answer_is_talk(e, number));
	if (!*ret_taken)
		return 0;
	if (count > 1 || (drill && answer_takes_back(&open, yes)))
		return answer_ask_which(e, &open, state, drill, text);
	return answer_say(e, &open.all[at], yes, how);
}

/* --- an outcome by text: the digit of K04, behind her PIN --- */

/* The fifth in a day: whoever types holds her phone, or she needs help. */
static int
answer_pin_guessed(
    struct engine *e, const struct person *p, const struct alert *a)
{
	log_error("alert.pin_refused", LOG_S("person", p->id));
	int err = webhook_alarm(e, "pin_refused");
	return err < 0 ? err : alerts_ask_again(e, a->report_id, URGENCY_LOW);
}

static int
answer_pin_tries(struct engine *e, const struct person *p, int64_t *ret_tries)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_PERSON_PIN_TRIES, SQL_TEXT(p->id),
	    SQL_INT(e->now_s - ANSWER_DAY_S));
	int got = store_next(&rows);
	*ret_tries = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* She is told so (K07), and after the last one the office. */
static int
answer_pin_wrong(
    struct engine *e, const struct person *p, struct alert *a, int64_t tries)
{
	struct report r;
	log_warn("alert.pin_wrong", LOG_S("person", p->id),
	    LOG_I("times", tries + 1));
	int err = store_run(e->store, QUERY_PERSON_PIN_WRONG, SQL_TEXT(p->id),
	    SQL_INT(e->now_s), SQL_INT(e->now_s - ANSWER_DAY_S));
	if (err < 0 || tries + 1 == ANSWER_PINS)
		return err < 0 ? err : answer_pin_guessed(e, p, a);
	err = case_get(e, a->report_id, &r);
	return err < 0
		   ? err
		   : alert_text(e, a, "K07", &r, e->now_s + ANSWER_THANKS_S);
}

/* *ret_right: hers, and not one of too many. */
static int
answer_pin(struct engine *e, const struct person *p, struct alert *a,
    const char *pin, bool *ret_right)
{
	int64_t tries = 0;
	int err = answer_pin_tries(e, p, &tries);
	*ret_right = tries < ANSWER_PINS && person_pin_is(e, p, pin);
	if (err == 0)
		err = turn_write(e);
	if (err < 0)
		return err;
	if (*ret_right)
		return store_run(
		    e->store, QUERY_PERSON_PIN_RIGHT, SQL_TEXT(p->id));
	if (tries < ANSWER_PINS)
		return answer_pin_wrong(e, p, a, tries);
	log_warn("alert.pin_refused", LOG_S("person", p->id));
	return 0; /* the office has been asked */
}

static int
answer_outcome_text(struct engine *e, const struct person *p, struct alert *a,
    const struct duty_answer_words *words)
{
	bool right;
	if (a->drill_id != 0)
		return 0; /* nothing came of it */
	int err = answer_pin(e, p, a, words->pin, &right);
	if (err < 0 || !right)
		return err;
	if (a->met_at != 0)
		return answer_met(e, a, words->outcome);
	/* Nobody has called her yet: she waits for that (K02). */
	log_warn("alert.early_outcome", LOG_S("person", p->id));
	err = strcmp(a->state, "accepted") == 0 ? answer_repeat(e, a) : 0;
	return err < 0 || words->outcome == 1 || words->outcome == 4
		   ? err
		   : alerts_ask_again(e, a->report_id,
			 words->outcome == 3 ? URGENCY_HIGH : URGENCY_MEDIUM);
}

static int
answer_coded(struct engine *e, const struct person *p,
    const struct duty_answer_words *words, bool *ret_taken)
{
	struct alert a;
	int err = answer_find_code(e, p->id, words->code, &a);
	if (err == -ENOENT)
		return words->yes
			   ? alerts_law_seen(e, words->code, p->id, ret_taken)
			   : 0;
	if (err < 0)
		return err;
	if (words->outcome != 0 && a.part == ALERT_OFFICER)
		return 0; /* hers is no such answer: a report */
	*ret_taken = true;
	if (words->outcome != 0)
		return answer_outcome_text(e, p, &a, words);
	if (words->yes && strcmp(a.state, "raised") != 0) {
		bool seen = false;
		err = alerts_law_seen(e, words->code, p->id, &seen);
		if (err < 0 || seen)
			return err;
	}
	return answer_say(e, &a, words->yes, "sms");
}

int
alerts_text(struct engine *e, const struct told *t, bool *ret_taken)
{
	struct duty_answer_words words;
	struct person p;
	*ret_taken = false;
	if (t->kind != GSM_SENDER_NUMBER || t->text == NULL)
		return 0;
	if (!answers_read(t->text, t->size, &words))
		return 0;
	int err = person_by_number(e, t->sender, &p);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	if (words.ready && words.code[0] == '\0')
		err = alerts_handover_seen(e, p.id, ret_taken);
	if (err < 0 || *ret_taken)
		return err;
	words.yes |= words.ready;
	if (words.code[0] != '\0')
		return answer_coded(e, &p, &words, ret_taken);
	if (words.outcome != 0)
		return 0;
	return answer_plain(e, &p, t->sender, words.yes, "sms", ret_taken);
}

int
alerts_call(struct engine *e, const char *number, bool *ret_taken)
{
	struct person p;
	*ret_taken = false;
	int err = person_by_number(e, number, &p);
	if (err < 0)
		return err == -ENOENT ? 0 : err;
	return answer_plain(e, &p, number, true, "call", ret_taken);
}

/* -ENOENT: the number is nobody's. */
static int
answer_exclude_sender(struct engine *e, const char *number,
    const struct report *r, struct person *ret)
{
	int err = person_by_number(e, number, ret);
	if (err == 0)
		err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_EXCLUSION_ADD, SQL_INT(r->id),
		    SQL_TEXT(ret->id));
	return err < 0 ? err : alerts_recheck(e);
}

int
alerts_not_to_sender(
    struct engine *e, const char *number, const struct report *r)
{
	struct person p;
	int err = answer_exclude_sender(e, number, r, &p);
	return err == -ENOENT ? 0 : err;
}

int
alerts_number_given(struct engine *e, const char *number, const char *person)
{
	int64_t contact_id = 0;
	int err = contact_find(e, number, false, &contact_id);
	return err < 0 || contact_id == 0
		   ? err
		   : store_run(e->store, QUERY_EXCLUSION_OF_CONTACT,
			 SQL_INT(contact_id), SQL_TEXT(person));
}

/* It may be of herself that she writes: no such text while she does, and then
 * only by OUTBOX_DUTY_MAY. */
static int
answer_remind(struct engine *e, const struct person *p, const struct report *r)
{
	int64_t until_s = e->now_s + ANSWER_DAY_S;
	struct alert a = {
	    .report_id = r->id, .part = ALERT_CADRE, .due_at = until_s};
	answer_copy(a.person, sizeof(a.person), p->id);
	int err = store_run(e->store, QUERY_PERSON_REMIND, SQL_TEXT(p->id),
	    SQL_INT(e->now_s), SQL_INT(e->now_s - ANSWER_REMIND_S));
	if (err == 0 && store_changes(e->store) > 0)
		err = alert_text(e, &a, "K05", r, until_s);
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_OUTBOX_REMIND_LATER,
			 SQL_TEXT(p->id), SQL_INT(e->now_s + ANSWER_TALK_S));
}

int
alerts_heard_from(struct engine *e, const char *number, const struct report *r)
{
	struct person p;
	int err = answer_exclude_sender(e, number, r, &p);
	if (err == 0 && p.role == COMMAND_CADRE)
		err = answer_remind(e, &p, r);
	return err == -ENOENT ? 0 : err;
}

/* --- the webhook's answer --- */

int
alerts_webhook(struct engine *e, const char *body, const char *destination)
{
	struct store_rows rows;
	json_t *answer = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	const char *id = wire_str(answer, "alert");
	const char *word = wire_str(answer, "answer");
	bool yes = word != NULL && strcmp(word, "accept") == 0;
	bool no = word != NULL && strcmp(word, "decline") == 0;
	struct alert a;
	int64_t alert_id = 0;
	if (id != NULL && (yes || no)) {
		store_ask(e->store, &rows, QUERY_OUTBOX_ALERT_OF, SQL_TEXT(id),
		    SQL_TEXT(destination));
		if (store_next(&rows) > 0)
			alert_id = store_int(&rows, 0);
		store_done(&rows);
	}
	json_decref(answer);
	if (alert_id == 0)
		return 0; /* delivered, no more */
	int err = alert_get(e, alert_id, &a);
	return err < 0 ? (err == -ENOENT ? 0 : err)
		       : answer_say(e, &a, yes, "webhook");
}
