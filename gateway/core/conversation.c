/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a number says to us, text by text and call by call:
 *	contact -> conversation -> situation -> handlers decide -> effects
 */
#include "alerts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Operators, shops and machines: for an officer's eyes, unanswered (I8). */
static int
conversation_quarantine(struct engine *e, struct told *t,
    int64_t conversation_id, const char *reason)
{
	struct report r = {.channel = t->channel};
	struct case_message m = {
	    .conversation_id = conversation_id, .modem = t->via};
	(void)snprintf(r.quarantine, sizeof(r.quarantine), "%s", reason);
	int err = case_open(e, &r);
	if (err == 0)
		err =
		    case_add(e, &r, &m, json_incref(t->record), &t->message_id);
	if (err < 0 || t->kind != GSM_SENDER_NUMBER)
		return err;
	/* Should it be released: what holds of any report's first text. */
	err = alerts_not_to_sender(e, t->sender, &r);
	return err < 0 ? err : alerts_law_begins(e, &r, CONF_TPKS_TEXT);
}

/* What it means, and what that does. */
static int
conversation_decide(struct engine *e, struct told *t, struct heard *h)
{
	struct effects fx;
	int err = situation_look(e, t, h);
	if (err < 0)
		return err;
	e->handling->decide(&h->s, &fx);
	if (!fx.quarantine)
		return effects_apply(e, t, h, &fx);
	BUG_IF(t->said != NULL); /* whoever looks at a screen is shown one */
	return conversation_quarantine(e, t, h->c.id, "scam");
}

static int
conversation_hear(struct engine *e, struct told *t)
{
	struct heard h = {0};
	int64_t contact_id;
	int err = contact_find(e, t->sender, true, &contact_id);
	if (err == 0)
		err = talk_find(e, contact_id, &h.c);
	return err < 0 ? err : conversation_decide(e, t, &h);
}

int
conversation_input(struct engine *e, struct told *t, struct heard *h)
{
	h->s.screen = true;
	int err = t->record == NULL ? -ENOMEM : 0;
	if (err == 0) /* she goes on: what stood there was before her eyes */
		err = store_run(e->store, QUERY_REPLY_SEEN, SQL_INT(h->c.id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = conversation_decide(e, t, h);
	json_decref(t->record);
	t->record = NULL;
	return err;
}

int
conversation_take(struct engine *e, struct told *t)
{
	bool panic = false;
	int err = t->record == NULL ? -ENOMEM : 0;
	if (err == 0)
		err = panic_text(e, t, &panic);
	if (err == 0 && !panic) /* a responder's answer is no report */
		err = alerts_text(e, t, &panic);
	if (err == 0 && panic)
		err = case_add(e, NULL, &(struct case_message){.modem = t->via},
		    NULL, &t->message_id);
	else if (err == 0 && t->kind != GSM_SENDER_NUMBER)
		err = conversation_quarantine(e, t, 0,
		    t->kind == GSM_SENDER_SHORT ? "short_code" : "no_number");
	else if (err == 0)
		err = conversation_hear(e, t);
	json_decref(t->record);
	t->record = NULL;
	return err;
}

int
conversation_call(struct engine *e, struct modem *m, const char *number)
{
	struct heard h = {0};
	struct effects fx;
	struct told t = {.via = m->conf->name,
	    .channel = "call",
	    .modem = m,
	    .sender = number,
	    .kind = GSM_SENDER_NUMBER};
	int64_t contact_id;
	bool taken = false;
	int err = alerts_call(e, number, &taken);
	if (err < 0 || taken)
		return err;
	err = contact_find(e, number, true, &contact_id);
	if (err == 0)
		err = store_run(e->store, QUERY_CALL_INSERT, SQL_INT(e->now_s),
		    SQL_TEXT(m->conf->name), SQL_INT(contact_id));
	if (err == 0)
		err = talk_find(e, contact_id, &h.c);
	if (err == 0)
		err = situation_look_call(e, number, &h);
	if (err < 0)
		return err;
	e->handling->decide_call(&h.s, &fx);
	t.record = json_pack(
	    "{s:s, s:s, s:s}", "from", number, "channel", "call", "text", "");
	err = t.record == NULL ? -ENOMEM : effects_apply(e, &t, &h, &fx);
	json_decref(t.record);
	return err;
}
