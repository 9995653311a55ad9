/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a decision does: the text goes into its case, facts and conversation
 * change, an answer is queued, officers are told. All in the transaction of
 * the text itself.
 */
#include "alerts.h"
#include "villages.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define EFFECTS_HOLD_S   600  /* an officer has ten minutes to take a call */
#define EFFECTS_CALLED_S 120  /* R15: within two minutes or never */
#define EFFECTS_FROZEN_S 1800 /* after "who is this?" */

/* --- the record --- */

/* What the officer will read beside the words. */
static void
effects_describe(
    json_t *record, const struct heard *h, const struct effects *fx)
{
	const struct found_words *w = &h->s.words;
	json_t *matched = json_array();
	if (fx->hide) /* her safe word may stand in it */
		(void)json_object_set_new(record, "text", json_string(""));
	if (fx->hide)
		(void)json_object_set_new(record, "hidden", json_true());
	for (size_t i = 0; i < w->matched_count; i++)
		(void)json_array_append_new(
		    matched, json_string(w->matched[i]));
	if (w->matched_count > 0)
		(void)json_object_set(record, "matched", matched);
	json_decref(matched);
	if (fx->answers[0] != '\0')
		(void)json_object_set_new(
		    record, "answers", json_string(fx->answers));
	if (fx->village)
		(void)json_object_set_new(record, "village",
		    json_incref(json_object_get(record, "text")));
	if (fx->forms[0] != '\0')
		(void)json_object_set_new(
		    record, "forms", json_string(fx->forms));
	/* No text goes out: what she was shown stands here alone. */
	if (h->s.screen && fx->reply != NULL)
		(void)json_object_set_new(
		    record, "screen", json_string(fx->reply));
}

/* --- the case --- */

/* CEK and the safe word lead this conversation into their case. */
static int
effects_link(struct engine *e, struct heard *h, const struct effects *fx)
{
	if ((!fx->link && !fx->link_proved) || h->proved_report == 0 ||
	    h->proved_report == h->c.report_id)
		return 0;
	int err = case_get(e, h->proved_report, &h->r);
	if (err == 0 && h->r.joined_to != 0)
		err = case_get(e, h->r.joined_to, &h->r);
	if (err == 0)
		h->c.report_id = h->r.id;
	return err;
}

static bool
effects_raised(const struct facts *was, const struct facts *is)
{
	return (is->urgency == URGENCY_HIGH && was->urgency != URGENCY_HIGH) ||
	       (is->emergency && !was->emergency);
}

/* Who writes again in a closed case needs somebody again. */
static int
effects_reopen(struct engine *e, struct report *r)
{
	if (strcmp(r->state, "closed") != 0)
		return 0;
	r->state = "new";
	r->facts.open = true;
	int err = store_run(e->store, QUERY_REPORT_STATE, SQL_INT(r->id),
	    SQL_TEXT("new"), SQL_NULL, SQL_INT(e->now_s));
	return err == 0 ? replies_reopened(e, r->id) : err;
}

/* The village she answers with, if it is clearly one of the roster's; else an
 * officer reads what she typed. */
static int
effects_village(struct engine *e, const struct told *t, struct heard *h,
    const struct effects *fx)
{
	struct village_found found;
	const struct roster *roster = fx->village ? roster_load(e) : NULL;
	if (roster == NULL || t->text == NULL || h->r.facts.erase_at_s != 0)
		return 0;
	village_match(roster, t->text, t->size, &found);
	const char *code = village_code(roster, &found);
	return code == NULL ? 0 : case_village_set(e, &h->r, code, true);
}

static int
effects_file(struct engine *e, struct told *t, struct heard *h,
    const struct effects *fx, const struct facts *now)
{
	struct case_message m = {h->c.id, t->via, h->s.words.classes};
	const char *event = NULL;
	bool raised = effects_raised(&h->r.facts, now);
	bool fresh = h->r.id == 0;
	int err = 0;
	if (fresh) {
		h->r.channel = t->channel;
		h->r.facts = *now;
		err = case_open(e, &h->r);
		h->c.report_id = h->r.id;
	} else {
		/* Each `9` is a cry of its own, also in a high case. */
		event =
		    raised || fx->urgent ? "report.urgent" : "report.updated";
	}
	bool open = h->r.facts.open;
	bool window =
	    now->way != h->r.facts.way || now->window != h->r.facts.window;
	h->r.facts = *now;
	h->r.facts.open = open;
	/* A window of a phone whose number is hidden is none of the phone that
	 * was settled before. */
	if (window && t->kind != GSM_SENDER_NUMBER && now->phone != PHONE_HIS)
		h->r.facts.phone = PHONE_UNKNOWN;
	if (err == 0)
		err = case_keep(e, &h->r);
	if (err == 0)
		err = effects_village(e, t, h, fx);
	if (err == 0 && window && now->way != CONTACT_NEVER &&
	    t->kind == GSM_SENDER_NUMBER)
		err = store_run(e->store, QUERY_REPORT_WINDOW_OF,
		    SQL_INT(h->r.id), SQL_INT(h->c.contact_id));
	if (err == 0 && fx->feedback == 0)
		err = effects_reopen(e, &h->r);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_HEARD, SQL_INT(h->r.id),
		    SQL_INT(e->now_s));
	effects_describe(t->record, h, fx);
	if (err == 0)
		err = case_add(
		    e, &h->r, &m, json_incref(t->record), &t->message_id);
	if (err == 0)
		err = alerts_heard_from(e, t->sender, &h->r);
	if (err == 0)
		err = alerts_law_begins(e, &h->r, CONF_TPKS_TEXT);
	if (err == 0 && fresh)
		return case_announce(e, &h->r);
	if (err == 0)
		err = webhook_event(e, event, &h->r);
	bool card = h->r.flood[0] != '\0' && !fx->urgent &&
		    now->urgency == URGENCY_LOW; /* one stands for all */
	if (err == 0 && fx->urgent)
		return alerts_cried(e, &h->r);
	return err < 0 || card ? err : alerts_consider(e, &h->r, true);
}

/* A command without a case: nothing to keep but that it came. */
static int
effects_pass(struct engine *e, struct told *t, struct heard *h)
{
	struct case_message m = {h->c.id, t->via, h->s.words.classes};
	return case_add(e, NULL, &m, NULL, &t->message_id);
}

/* --- what holds for the number, in all its cases (I18) --- */

/* HAPUS YA of a number we know nothing of is still an order (design 6). */
static int
effects_order_erasure(struct engine *e, struct told *t, struct heard *h)
{
	struct report r = {.channel = t->channel};
	struct case_message m = {h->c.id, t->via, h->s.words.classes};
	(void)snprintf(r.quarantine, sizeof(r.quarantine), "erase_order");
	int err = case_open(e, &r);
	if (err < 0)
		return err;
	return case_add(e, &r, &m, json_incref(t->record), &t->message_id);
}

/* Doubt about who holds the phone is doubt in all its open cases, and their
 * officers hear of it. */
#define EFFECTS_MARKS (MARK_FORCED | MARK_WHO | MARK_WRONG)

/* The other cases of the number that the query finds are news. */
static int
effects_tell_others(
    struct engine *e, struct heard *h, enum store_query query, int64_t value)
{
	struct store_rows rows;
	struct report r;
	int64_t ids[5];
	size_t count = 0;
	int got;
	store_ask(e->store, &rows, query, SQL_INT(h->c.contact_id),
	    SQL_INT(value), SQL_INT(h->r.id));
	while ((got = store_next(&rows)) > 0 && count < 5)
		ids[count++] = store_int(&rows, 0);
	store_done(&rows);
	for (size_t i = 0; got >= 0 && i < count; i++) {
		got = case_get(e, ids[i], &r);
		if (got == 0)
			got = webhook_event(e, "report.updated", &r);
	}
	return got < 0 ? got : 0;
}

static int
effects_mark_others(struct engine *e, struct heard *h, unsigned marks)
{
	int err = store_run(e->store, QUERY_REPORT_MARK_CONTACT,
	    SQL_INT(h->c.contact_id), SQL_INT(marks), SQL_INT(e->now_s),
	    SQL_INT(h->r.id));
	return err < 0 ? err
		       : effects_tell_others(
			     e, h, QUERY_REPORT_MARKED_OF_CONTACT, marks);
}

static int
effects_of_number(struct engine *e, struct heard *h, const struct effects *fx)
{
	int64_t contact = h->c.contact_id;
	int err = 0;
	if (fx->freeze || fx->unfreeze)
		err =
		    store_run(e->store, QUERY_CONTACT_FREEZE, SQL_INT(contact),
			SQL_TIME(fx->freeze ? e->now_s + EFFECTS_FROZEN_S : 0));
	/* X and STOP hold until she writes again, which she has just done if
	 * she did not only look around. */
	if (err == 0 && !fx->looks)
		err = store_run(e->store, QUERY_REPORT_SILENCE_CONTACT,
		    SQL_INT(contact), SQL_TIME(fx->silence ? e->now_s : 0));
	if (err == 0 && fx->silence)
		err = store_run(e->store, QUERY_OUTBOX_SILENCE,
		    SQL_INT(contact), SQL_INT(e->now_s));
	if (err == 0 && fx->silence)
		err = store_run(e->store, QUERY_CONVERSATION_SILENCE,
		    SQL_INT(contact), SQL_INT(e->now_s));
	if (err == 0 && fx->way == CONTACT_NEVER)
		err = store_run(e->store, QUERY_REPORT_WAY_CONTACT,
		    SQL_INT(contact), SQL_INT(CONTACT_NEVER));
	if (err == 0 && (fx->marks & EFFECTS_MARKS) != 0)
		err = effects_mark_others(e, h, fx->marks & EFFECTS_MARKS);
	if (err == 0 && fx->erase && h->s.code_proved)
		err = store_run(e->store, QUERY_REPORT_ERASE,
		    SQL_INT(h->proved_report), SQL_INT(e->now_s),
		    SQL_INT(MARK_FORCED));
	if (err == 0 && fx->erase)
		err = store_run(e->store, QUERY_REPORT_ERASE_CONTACT,
		    SQL_INT(contact), SQL_INT(e->now_s), SQL_INT(MARK_FORCED));
	if (err == 0 && fx->erase)
		err = effects_tell_others(
		    e, h, QUERY_REPORT_ERASED_OF_CONTACT, e->now_s);
	if (err == 0 && fx->erase)
		err = alerts_consider_erasing(e);
	return err;
}

/* --- the answer --- */

static json_t *
effects_slots(struct engine *e, const struct heard *h, const struct effects *fx)
{
	const char *asked = h->s.words.status_code;
	return outbox_slots(e, h->c.words, asked[0] != '\0' ? asked : h->r.code,
	    fx->names,
	    h->s.words.danger || h->s.words.urgent ||
		(!h->s.fresh && h->s.talk.danger_at_s != 0));
}

static int
effects_reply(struct engine *e, const struct told *t, struct heard *h,
    const struct effects *fx, bool *ret_queued)
{
	const struct wordset *w = h->c.words;
	json_t *slots = effects_slots(e, h, fx);
	bool call = t->text == NULL;
	struct outbox_text text = {.modem = t->via,
	    .contact_id = h->c.contact_id,
	    .conversation_id = h->c.id,
	    .report_id = h->c.report_id,
	    .emergency = fx->emergency,
	    .unasked = fx->unasked,
	    .direct = true,
	    .text_id = fx->reply,
	    .version = w->version,
	    .level = texts_level(w->texts, fx->reply),
	    .hold = fx->hold,
	    .wait_s = fx->hold != NULL ? EFFECTS_HOLD_S : 0,
	    .life_s = call ? EFFECTS_CALLED_S : 0,
	    .slots = slots};
	if (slots == NULL)
		return -ENOMEM;
	int err = outbox_reply(e, &text, ret_queued);
	json_decref(slots);
	return err;
}

static int
effects_answer(struct engine *e, const struct told *t, struct heard *h,
    const struct effects *fx, bool *ret_said)
{
	bool given;
	int err = 0;
	*ret_said = true;
	if (fx->reply != NULL)
		err = effects_reply(e, t, h, fx, ret_said);
	if (err == 0 && fx->read_answer && h->waiting_id != 0)
		err = replies_give(
		    e, h->waiting_id, h->c.contact_id, t->via, &given);
	/* An officer's question: its answer belongs to the case that asks. */
	if (err == 0 && fx->read_answer && h->waiting_report != 0)
		h->c.report_id = h->waiting_report;
	if (err == 0 && fx->offered && *ret_said)
		err = store_run(e->store, QUERY_REPLY_OFFERED,
		    SQL_INT(h->waiting_id), SQL_INT(e->now_s));
	return err;
}

/* --- on a screen --- */

static void
effects_say(
    struct engine *e, const struct heard *h, struct said *said, const char *id)
{
	if (id == NULL)
		id = e->handling->dialogue_on(
		    h->c.words->screen.dialogue, ON_NOTE, 0);
	(void)snprintf(said->text, sizeof(said->text), "%s", id);
}

/* The level that was looked at is the one it has as a text (I1). */
static bool
effects_has_screen(const struct wordset *w, const char *template)
{
	return texts_known(w->screen.texts, template) &&
	       texts_known(w->texts, template) &&
	       texts_level(w->screen.texts, template) <=
		   texts_level(w->texts, template);
}

/* A template: the screen's own, or else its words as a text has them. */
static int
effects_show_template(struct engine *e, struct heard *h, struct said *said,
    const char *template, int64_t report_id)
{
	char words[TEXTS_SIZE];
	struct report of = {0};
	const struct wordset *w = h->c.words;
	int err = case_get(e, report_id, &of);
	if (err < 0)
		return err;
	said->slots = outbox_slots(e, w, of.code, of.facts.consent, false);
	if (said->slots == NULL)
		return -ENOMEM;
	if (effects_has_screen(w, template)) {
		effects_say(e, h, said, template);
		return 0;
	}
	err = texts_render(
	    w->texts, e->conf->siaga.language, template, said->slots, words);
	if (err < 0)
		return err;
	effects_say(e, h, said,
	    e->handling->dialogue_on(w->screen.dialogue, ON_READ, 0));
	return json_object_set_new(said->slots, "answer", json_string(words)) <
		       0
		   ? -ENOMEM
		   : 0;
}

/* The officer's answer; if its words cannot be read now it goes on waiting. */
static int
effects_show_answer(struct engine *e, struct heard *h, struct said *said)
{
	char template[DIALOGUE_ID_SIZE];
	int64_t report_id;
	int err = replies_show(e, h->waiting_id, h->c.id, template, &report_id);
	if (err == -EBADMSG)
		log_error("reply.unreadable", LOG_I("reply", h->waiting_id));
	if (err == -ENOENT || err == -EBADMSG) {
		effects_say(e, h, said, NULL);
		return 0;
	}
	if (err == 0 && template[0] != '\0') {
		err = effects_show_template(e, h, said, template, report_id);
	} else if (err == 0) {
		effects_say(e, h, said,
		    e->handling->dialogue_on(
			h->c.words->screen.dialogue, ON_READ, 0));
		said->reply_id = h->waiting_id;
	}
	if (err == 0 && h->waiting_report != 0)
		h->c.report_id = h->waiting_report;
	return err;
}

/* What she sees next; nothing of it goes out as a text. */
static int
effects_show(
    struct engine *e, struct told *t, struct heard *h, const struct effects *fx)
{
	struct said *said = t->said;
	bool reads = fx->read_answer && h->waiting_id != 0;
	int err = 0;
	said->over = fx->silence || (fx->over && fx->reply == NULL && !reads);
	if (said->over)
		effects_say(e, h, said,
		    e->handling->dialogue_on(
			h->c.words->screen.dialogue, ON_END, 0));
	else if (reads)
		err = effects_show_answer(e, h, said);
	else
		effects_say(e, h, said, fx->reply);
	if (err == 0 && fx->offered)
		err = store_run(e->store, QUERY_REPLY_SCREEN_OFFERED,
		    SQL_INT(h->waiting_id), SQL_INT(e->now_s));
	if (err == 0 && said->slots == NULL)
		said->slots = effects_slots(e, h, fx);
	return err == 0 && said->slots == NULL ? -ENOMEM : err;
}

/* It stands before her eyes, and that is what she answers. */
static void
effects_ask_screen(
    const struct heard *h, const struct said *said, struct talk *talk)
{
	bool asks = texts_asks(h->c.words->screen.texts, said->text);
	(void)snprintf(talk->question, sizeof(talk->question), "%s",
	    asks ? said->text : "");
	talk->asked_at_s = asks ? h->s.now_s : 0;
}

/* The session that broke off goes on in this one, its report too. */
static int
effects_resume(struct engine *e, struct heard *h, const struct effects *fx)
{
	struct talk *is = &h->c.talk;
	const struct talk *was = &h->broken.talk;
	if (!fx->resume)
		return 0;
	is->questions = was->questions;
	is->danger_at_s = was->danger_at_s;
	is->suicide_at_s = was->suicide_at_s;
	is->note_at_s = was->note_at_s;
	is->said_one |= was->said_one;
	memcpy(is->consent, was->consent, sizeof(is->consent));
	int err =
	    store_run(e->store, QUERY_USSD_RESUMED, SQL_INT(h->broken.ussd_id));
	if (err == 0 && h->c.report_id == 0 && h->broken.report_id != 0) {
		h->c.report_id = h->broken.report_id;
		err = case_get(e, h->c.report_id, &h->r);
	}
	return err;
}

/* What was not said was not asked: the question before stays open. */
static void
effects_keep_question(struct talk *is, const struct talk *was)
{
	memcpy(is->question, was->question, sizeof(is->question));
	memcpy(is->previous, was->previous, sizeof(is->previous));
	is->asked_at_s = was->asked_at_s;
	is->questions = was->questions;
	is->note_at_s = was->note_at_s;
}

/*
 * X or STOP, with no report that the box knows: there may be one that it has
 * forgotten. It is kept for the keys that find it, where nobody lists it.
 */
static int
effects_order_silence(struct engine *e, const struct told *t)
{
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed = {0};
	char *record = json_dumps(t->record, JSON_COMPACT);
	int err = record == NULL ? -ENOMEM : 0;
	if (err == 0)
		err = vault_case_begin(e->vault, e->now_s, pk);
	if (err == 0)
		err = vault_seal(e->vault, pk, record, strlen(record), &sealed);
	if (err == 0)
		err = store_run(e->store, QUERY_SILENCE_ORDER_ADD,
		    SQL_INT(e->now_s), SQL_BLOB(pk, sizeof(pk)),
		    SQL_BLOB(sealed.bytes, sealed.size));
	free(record);
	vault_blob_free(&sealed);
	return err;
}

int
effects_apply(
    struct engine *e, struct told *t, struct heard *h, const struct effects *fx)
{
	bool call = t->text == NULL, said;
	int err = effects_link(e, h, fx);
	if (err == 0)
		err = effects_resume(e, h, fx);
	if (err < 0)
		return err;
	struct facts now = h->r.facts;
	struct talk talk = h->c.talk;
	e->handling->apply(&h->s, fx, &talk, &now);
	if (fx->file)
		err = effects_file(e, t, h, fx, &now);
	else if (fx->erase && !h->s.known && !h->s.code_proved)
		err = effects_order_erasure(e, t, h);
	else if (!call)
		err = effects_pass(e, t, h);
	if (err == 0 && fx->store_word && h->r.id != 0)
		err = case_word_set(e, &h->r, h->s.words.word);
	if (err == 0 && !call)
		err = effects_of_number(e, h, fx);
	if (err == 0 && !call && (fx->silence || fx->way == CONTACT_NEVER))
		err = effects_order_silence(e, t);
	if (err == 0)
		err = t->said != NULL ? effects_show(e, t, h, fx)
				      : effects_answer(e, t, h, fx, &said);
	if (err < 0)
		return err;
	if (t->said != NULL)
		effects_ask_screen(h, t->said, &talk);
	else if (!said)
		effects_keep_question(&talk, &h->c.talk);
	h->c.talk = talk;
	return talk_keep(e, &h->c);
}
