/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a number says to us, text by text: finds its conversation and case,
 * asks the handlers what the text means, and applies their effects.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CONVERSATION_TRIES   3 /* of CEK in a day (I16) */
#define CONVERSATION_DAY_S   86400
#define CONVERSATION_ECHO_S  86400 /* how long an echo is not answered */
#define CONVERSATION_PLAIN_S 1800  /* I1 */

struct conversation {
	int64_t id, report_id, last_in_at, danger_at, help_at, silenced_at;
	int64_t plain_at;
	char question[8];
	bool fresh;
};

static int
conversation_find(struct engine *e, int64_t contact_id, struct conversation *c)
{
	struct store_rows rows;
	*c = (struct conversation){.fresh = true};
	store_ask(
	    e->store, &rows, QUERY_CONVERSATION_NEWEST, SQL_INT(contact_id));
	int got = store_next(&rows);
	if (got > 0 && e->now_s - store_int(&rows, 3) <= HANDLING_PAUSE_S) {
		const char *question = store_str(&rows, 8);
		*c = (struct conversation){
		    .id = store_int(&rows, 0),
		    .report_id = store_int(&rows, 1),
		    .last_in_at = store_int(&rows, 3),
		    .danger_at = store_int(&rows, 4),
		    .help_at = store_int(&rows, 5),
		    .silenced_at = store_int(&rows, 6),
		    .plain_at = store_int(&rows, 7),
		};
		(void)snprintf(c->question, sizeof(c->question), "%s",
		    question == NULL ? "" : question);
	}
	store_done(&rows);
	if (got < 0 || !c->fresh)
		return got < 0 ? got : 0;
	int err = store_run(e->store, QUERY_CONVERSATION_INSERT,
	    SQL_INT(contact_id), SQL_INT(e->now_s));
	c->id = store_last_id(e->store);
	return err;
}

static int
conversation_keep(struct engine *e, const struct conversation *c)
{
	return store_run(e->store, QUERY_CONVERSATION_UPDATE, SQL_INT(c->id),
	    SQL_TIME(c->report_id), SQL_INT(e->now_s), SQL_TIME(c->danger_at),
	    SQL_TIME(c->help_at), SQL_TIME(c->silenced_at),
	    SQL_TIME(c->plain_at),
	    SQL_TEXT(c->question[0] == '\0' ? NULL : c->question));
}

/* --- who must not be answered --- */

static bool
conversation_own_number(struct engine *e, const char *number)
{
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const char *own = e->conf->modems[i].number;
		if (own != NULL && strcmp(own, number) == 0)
			return true;
	}
	return false;
}

static bool
conversation_holds(const struct told *t, const char *text)
{
	size_t len = strlen(text);
	for (size_t at = 0; len > 0 && at + len <= t->size; at++)
		if (memcmp(t->text + at, text, len) == 0)
			return true;
	return false;
}

/* Is one of our last texts to this number inside what it sends? */
static int
conversation_echoes(
    struct engine *e, int64_t contact_id, const struct told *t, bool *ret_echo)
{
	struct store_rows rows;
	char text[TEXTS_SIZE];
	int got;
	*ret_echo = false;
	store_ask(e->store, &rows, QUERY_OUTBOX_RECENT, SQL_INT(contact_id),
	    SQL_INT(e->now_s - CONVERSATION_DAY_S));
	while ((got = store_next(&rows)) > 0) {
		json_t *slots = json_loads(store_str(&rows, 2), 0, NULL);
		if (texts_render(e->texts, store_str(&rows, 1),
			store_str(&rows, 0), slots, text) == 0)
			*ret_echo |= conversation_holds(t, text);
		json_decref(slots);
	}
	store_done(&rows);
	return got;
}

/* Machines that send our own words back get none of them for a day. */
static int
conversation_check_echo(struct engine *e, int64_t contact_id,
    const struct told *t, bool *ret_answerable)
{
	struct store_rows rows;
	bool echo;
	int err = conversation_echoes(e, contact_id, t, &echo);
	if (err == 0 && echo) {
		log_info("reply.withheld", LOG_S("cause", "echo"));
		*ret_answerable = false;
		return store_run(e->store, QUERY_CONTACT_ECHO,
		    SQL_INT(contact_id), SQL_INT(e->now_s));
	}
	if (err < 0)
		return err;
	store_ask(e->store, &rows, QUERY_CONTACT_ECHO_AT, SQL_INT(contact_id));
	err = store_next(&rows);
	if (err > 0 && !store_is_null(&rows, 0) &&
	    e->now_s - store_int(&rows, 0) < CONVERSATION_ECHO_S)
		*ret_answerable = false;
	store_done(&rows);
	return err < 0 ? err : 0;
}

/* --- the situation --- */

static bool
conversation_is_plain_word(struct engine *e, const struct told *t)
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

static int
conversation_count(
    struct engine *e, enum store_query query, int64_t contact, int64_t *ret)
{
	struct store_rows rows;
	/* CEK's class bit, found once by its name */
	int64_t bit = 0;
	for (int i = 0; e->handling->class_names[i] != NULL; i++)
		if (strcmp(e->handling->class_names[i], "CMD_STATUS") == 0)
			bit = INT64_C(1) << i;
	store_ask(e->store, &rows, query, SQL_INT(contact),
	    SQL_INT(e->now_s - CONVERSATION_DAY_S), SQL_INT(bit));
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
conversation_look_up_code(
    struct engine *e, int64_t contact_id, struct situation *s)
{
	struct store_rows rows;
	int64_t tries;
	if (s->words.status_code[0] == '\0')
		return 0;
	int err =
	    conversation_count(e, QUERY_CONTACT_TRIES, contact_id, &tries);
	if (err < 0)
		return err;
	s->tries_left = tries < CONVERSATION_TRIES;
	store_ask(e->store, &rows, QUERY_CONVERSATION_OWNS,
	    SQL_TEXT(s->words.status_code), SQL_INT(contact_id));
	err = store_next(&rows);
	s->code_is_own = err > 0;
	s->code_read = err > 0 && !store_is_null(&rows, 1);
	store_done(&rows);
	return err < 0 ? err : 0;
}

static int
conversation_unasked_due(
    struct engine *e, int64_t contact_id, struct situation *s)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_UNASKED, SQL_INT(contact_id),
	    SQL_INT(e->now_s - HANDLING_PAUSE_S));
	int got = store_next(&rows);
	s->unasked_due = got > 0 && store_is_null(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
conversation_look(struct engine *e, const struct told *t, int64_t contact_id,
    const struct conversation *c, struct situation *s)
{
	*s = (struct situation){.now_s = e->now_s,
	    .new_conversation = c->fresh,
	    .answerable =
		t->answerable && !conversation_own_number(e, t->sender),
	    .has_case = c->report_id != 0,
	    .danger_at_s = c->danger_at,
	    .help_at_s = c->help_at,
	    .plain_word = conversation_is_plain_word(e, t),
	    .plain = c->plain_at != 0 &&
		     e->now_s - c->plain_at <= CONVERSATION_PLAIN_S,
	    .question = c->question};
	e->handling->lexicon_find(e->lexicon, t->text, t->size, &s->words);
	int err = conversation_check_echo(e, contact_id, t, &s->answerable);
	if (err == 0)
		err = conversation_look_up_code(e, contact_id, s);
	if (err == 0)
		err = conversation_unasked_due(e, contact_id, s);
	return err;
}

static void
conversation_handle(
    struct engine *e, const struct situation *s, struct effects *fx)
{
	const struct handler *const *h = e->handling->table;
	while (!(*h)->match(s))
		h++;
	*fx = (struct effects){.urgency = URGENCY_LOW};
	(*h)->run(s, fx);
}

/* --- effects --- */

/* The text goes into the conversation's case, which is opened if need be. */
static int
conversation_file(struct engine *e, struct told *t, struct conversation *c,
    const struct situation *s, const struct effects *fx, struct report *r)
{
	struct case_message m = {c->id, t->modem->conf->name, s->words.classes};
	const char *event = "report.filed";
	bool raised = false;
	int err;
	if (c->report_id == 0) {
		*r = (struct report){.channel = "sms",
		    .urgency = fx->urgency,
		    .emergency = fx->emergency};
		err = case_open(e, r);
		c->report_id = r->id;
	} else {
		err = case_get(e, c->report_id, r);
		if (err == 0)
			err = case_raise(
			    e, r, fx->urgency, fx->emergency, &raised);
		/* Each `9` is a cry of its own, also in a high case. */
		event = raised || s->words.urgent ? "report.urgent"
						  : "report.updated";
	}
	if (err == 0)
		err =
		    case_add(e, r, &m, json_incref(t->record), &t->message_id);
	return err < 0 ? err : webhook_event(e, event, r);
}

static int
conversation_reply(struct engine *e, const struct told *t, int64_t contact_id,
    struct conversation *c, const struct situation *s, const struct effects *fx,
    const struct report *r)
{
	char when[TEXTS_WHEN_SIZE] = "";
	const char *code =
	    s->words.status_code[0] != '\0' ? s->words.status_code : r->code;
	int err = texts_when(e->texts, e->conf->siaga.language, e->now_s,
	    e->now_s + e->conf->siaga.read_within_hours * 3600, when);
	if (err < 0)
		return err;
	json_t *slots = json_pack("{s:s, s:s}", "code", code, "when", when);
	struct outbox_text text = {.modem = t->modem->conf->name,
	    .contact_id = contact_id,
	    .conversation_id = c->id,
	    .report_id = c->report_id,
	    .emergency = fx->emergency,
	    .unasked = fx->unasked,
	    .text_id = fx->reply,
	    .slots = slots};
	bool queued = false;
	err = outbox_reply(e, &text, &queued);
	json_decref(slots);
	if (err == 0 && queued)
		(void)snprintf(c->question, sizeof(c->question), "%s",
		    e->handling->asks(fx->reply) ? fx->reply : "");
	return err;
}

static int
conversation_apply(struct engine *e, struct told *t, int64_t contact_id,
    struct conversation *c, const struct situation *s, const struct effects *fx)
{
	struct report r = {.code = ""};
	struct case_message m = {c->id, t->modem->conf->name, s->words.classes};
	int err = fx->file ? conversation_file(e, t, c, s, fx, &r)
			   : case_add(e, NULL, &m, NULL, &t->message_id);
	c->silenced_at = fx->silence ? e->now_s : 0;
	c->question[0] = '\0'; /* answered, or gone stale */
	if (s->words.danger && c->danger_at == 0)
		c->danger_at = e->now_s;
	if (s->words.help_alone)
		c->help_at = e->now_s;
	if (fx->open_plain)
		c->plain_at = e->now_s;
	if (fx->silence)
		c->plain_at = 0;
	if (err == 0 && fx->silence)
		err = store_run(e->store, QUERY_OUTBOX_SILENCE,
		    SQL_INT(contact_id), SQL_INT(e->now_s));
	if (err == 0 && fx->call_back && c->report_id != 0)
		err = store_run(e->store, QUERY_REPORT_CALL_BACK,
		    SQL_INT(c->report_id), SQL_INT(e->now_s));
	if (err == 0 && fx->reply != NULL)
		err = conversation_reply(e, t, contact_id, c, s, fx, &r);
	return err < 0 ? err : conversation_keep(e, c);
}

int
conversation_take(struct engine *e, struct told *t)
{
	int64_t contact_id;
	struct conversation c = {0};
	struct situation s;
	struct effects fx;
	int err = t->record == NULL ? -ENOMEM : 0;
	if (err == 0)
		err = contact_find(e, t->sender, true, &contact_id);
	if (err == 0)
		err = conversation_find(e, contact_id, &c);
	if (err == 0)
		err = conversation_look(e, t, contact_id, &c, &s);
	if (err == 0) {
		conversation_handle(e, &s, &fx);
		err = conversation_apply(e, t, contact_id, &c, &s, &fx);
	}
	json_decref(t->record);
	t->record = NULL;
	return err;
}
