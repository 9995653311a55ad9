/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What officers write to her. It leaves inside a window she set for texts, or
 * when she has written and asked to read it (R34): I4, I15. Until then it
 * waits here; the words lie under the day's route key for the box, and under
 * the case for officers.
 */
#include "engine_parts.h"

#include "../lib/log.h"
#include "../lib/wipe.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define REPLIES_LIFE_S     900 /* of one attempt; then it waits again */
#define REPLIES_CHECK_S    60
#define REPLIES_REFUSED_S  86400   /* two refusals in it are enough */
#define REPLIES_CLOSED_S   2592000 /* R27: within 30 days of her last text */
#define REPLIES_STRANGER_S 5184000 /* I18: 60 days */

bool
replies_stranger(const struct engine *e, int64_t last_in_s)
{
	return e->now_s - last_in_s > REPLIES_STRANGER_S;
}

bool
replies_window_open(struct engine *e, const struct facts *f, int64_t last_in_s)
{
	int from, to, now = hours_minute(e->now_s);
	if (replies_stranger(e, last_in_s))
		return false;
	if (f->way != CONTACT_SMS || f->silenced_at_s != 0 ||
	    (f->phone != PHONE_OWN && f->phone != PHONE_SHARED))
		return false;
	e->handling->dialogue_window(e->words->dialogue, f->window, &from, &to);
	return now >= from && now < to;
}

int
replies_words(struct engine *e, int64_t reply_id, char ret[TEXTS_SIZE])
{
	struct store_rows rows;
	struct vault_blob body = {0};
	store_ask(e->store, &rows, QUERY_REPLY_GET, SQL_INT(reply_id));
	int err = store_next(&rows);
	if (err == 0)
		err = -ENOENT;
	if (err > 0) {
		size_t size;
		const void *sealed = store_blob(&rows, 6, &size);
		err = vault_route_open(
		    e->vault, store_int(&rows, 5), sealed, size, &body);
		if (err == 0 && body.size >= TEXTS_SIZE)
			err = -EMSGSIZE;
		if (err == 0)
			memcpy(ret, body.bytes, body.size + 1);
		vault_blob_free(&body);
	}
	store_done(&rows);
	return err;
}

int
replies_overridden(struct engine *e, int64_t reply_id, bool *ret)
{
	struct store_rows rows;
	*ret = false;
	if (reply_id == 0)
		return 0;
	store_ask(e->store, &rows, QUERY_REPLY_GET, SQL_INT(reply_id));
	int got = store_next(&rows);
	*ret = got > 0 && !store_is_null(&rows, 10);
	store_done(&rows);
	return got < 0 ? got : 0;
}

struct replies_row {
	int64_t report_id, level, contact_id, conversation_id;
	char template[DIALOGUE_ID_SIZE];
	char modem[CONF_NAME_MAX + 1]; /* the SIM that she wrote to */
};

static int
replies_find_modem(struct engine *e, struct replies_row *r)
{
	struct store_rows rows;
	if (r->conversation_id != 0)
		store_ask(e->store, &rows, QUERY_MESSAGE_MODEM,
		    SQL_INT(r->conversation_id));
	else
		store_ask(e->store, &rows, QUERY_MESSAGE_MODEM_OF_REPORT,
		    SQL_INT(r->report_id));
	int got = store_next(&rows);
	const char *name = got > 0 ? store_str(&rows, 0) : NULL;
	if (name == NULL || modem_named(e, name) == NULL)
		name = e->conf->modem_count > 0 ? e->conf->modems[0].name : "";
	(void)snprintf(r->modem, sizeof(r->modem), "%s", name);
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* contact_id: she asks for it from there; 0: where her window is. */
static int
replies_read(struct engine *e, int64_t reply_id, int64_t contact_id,
    struct replies_row *ret)
{
	struct store_rows rows;
	*ret = (struct replies_row){.contact_id = contact_id};
	store_ask(e->store, &rows, QUERY_REPLY_GET, SQL_INT(reply_id));
	int got = store_next(&rows);
	if (got > 0) {
		const char *template = store_str(&rows, 4);
		ret->report_id = store_int(&rows, 1);
		ret->level = store_int(&rows, 3);
		(void)snprintf(ret->template, sizeof(ret->template), "%s",
		    template == NULL ? "" : template);
	}
	store_done(&rows);
	if (got <= 0)
		return got < 0 ? got : -ENOENT;
	if (contact_id != 0)
		return 0;
	store_ask(
	    e->store, &rows, QUERY_REPORT_CONTACT, SQL_INT(ret->report_id));
	got = store_next(&rows);
	if (got > 0) {
		ret->contact_id = store_int(&rows, 0);
		ret->conversation_id = store_int(&rows, 1);
	}
	store_done(&rows);
	if (got <= 0)
		return got < 0 ? got : -ENOENT;
	return replies_find_modem(e, ret);
}

/* It belongs to the conversation of this half hour, or begins one. */
static int
replies_find_talk(struct engine *e, struct replies_row *r)
{
	struct conversation c;
	int err = talk_find(e, r->contact_id, &c);
	/* What she writes next is hers alone (I18), but for the answer to a
	 * question that this case asks. */
	bool asks =
	    r->template[0] != '\0' && texts_asks(e->words->texts, r->template);
	if (err == 0 && c.fresh && asks)
		err = store_run(e->store, QUERY_CONVERSATION_LINK,
		    SQL_INT(c.id), SQL_INT(r->report_id));
	r->conversation_id = c.id;
	return err;
}

/* Her number is forgotten: somebody's key may know it. */
static int
replies_borrow(struct engine *e, const struct report *of, struct replies_row *r)
{
	int err = turn_write(e);
	if (err == 0)
		err = lent_of_report(e, of, &r->contact_id);
	return err == 0 ? replies_find_modem(e, r) : err;
}

int
replies_give(struct engine *e, int64_t reply_id, int64_t contact_id,
    const char *modem, bool *ret_queued)
{
	struct replies_row r;
	struct report of;
	bool queued;
	*ret_queued = false;
	int err = replies_read(e, reply_id, contact_id, &r);
	bool forgotten = err == -ENOENT && r.report_id != 0;
	if (err == 0 || forgotten)
		err = case_get(e, r.report_id, &of);
	if (err == 0 && forgotten)
		err = replies_borrow(e, &of, &r);
	if (err == 0)
		err = lent_words(e, &of, reply_id);
	if (err == -EBADMSG)
		log_error("reply.unreadable", LOG_I("reply", reply_id));
	/* It waits for a key that opens the report; one answer that does not
	 * open must not hold up all others. */
	if (err == -ENOENT || err == -ENOTUNIQ || err == -EBUSY ||
	    err == -EBADMSG)
		return 0;
	if (err == 0)
		err = replies_find_talk(e, &r);
	if (err < 0)
		return err;
	/* For a template of the dialogue, and for what may stand in. */
	json_t *slots =
	    outbox_slots(e, e->words, of.code, of.facts.consent, false);
	struct outbox_text text = {.modem = modem == NULL ? r.modem : modem,
	    .contact_id = r.contact_id,
	    .conversation_id = r.conversation_id,
	    .report_id = r.report_id,
	    .text_id = r.template[0] == '\0' ? NULL : r.template,
	    .direct = contact_id != 0,
	    .level = (int)r.level,
	    .version = e->words->version,
	    .reply_id = reply_id,
	    .life_s = REPLIES_LIFE_S,
	    .slots = slots};
	err = slots == NULL ? -ENOMEM : outbox_reply(e, &text, &queued);
	json_decref(slots);
	*ret_queued = err == 0 && queued;
	if (err == 0 && queued)
		err = store_run(e->store, QUERY_REPLY_STATE, SQL_INT(reply_id),
		    SQL_TEXT("queued"));
	else if (err == 0) /* withheld: it may be offered again */
		err = store_run(
		    e->store, QUERY_REPLY_OFFERED, SQL_INT(reply_id), SQL_NULL);
	return err;
}

int
replies_show(struct engine *e, int64_t reply_id, int64_t conversation_id,
    char ret_template[DIALOGUE_ID_SIZE], int64_t *ret_report_id)
{
	char words[TEXTS_SIZE];
	struct replies_row r;
	int err = replies_read(e, reply_id, -1, &r);
	if (err == 0 && r.template[0] == '\0') /* can they be shown at all? */
		err = replies_words(e, reply_id, words);
	wipe(words, sizeof(words));
	memcpy(ret_template, r.template, sizeof(r.template));
	*ret_report_id = r.report_id;
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_REPLY_SHOWN, SQL_INT(reply_id),
			 SQL_INT(e->now_s), SQL_INT(conversation_id));
}

int
replies_reopened(struct engine *e, int64_t report_id)
{
	const char *closed =
	    e->handling->dialogue_on(e->words->dialogue, ON_CLOSED, 0);
	return store_run(e->store, QUERY_REPLY_WITHDRAW, SQL_INT(report_id),
	    SQL_TEXT(closed));
}

/* --- windows that open --- */

/* R27 is of use only while she remembers. */
static void
replies_ask_waiting(struct engine *e, struct store_rows *rows,
    enum store_query query, int64_t after_id)
{
	store_ask(e->store, rows, query,
	    SQL_TEXT(
		e->handling->dialogue_on(e->words->dialogue, ON_CLOSED, 0)),
	    SQL_INT(e->now_s - REPLIES_CLOSED_S), SQL_INT(after_id),
	    SQL_INT(e->now_s - REPLIES_REFUSED_S));
}

/* The next answer after that one that may leave now; 0: none. */
static int
replies_find_due(
    struct engine *e, enum store_query query, int64_t after_id, int64_t *ret_id)
{
	struct store_rows rows;
	int got = 0;
	*ret_id = 0;
	replies_ask_waiting(e, &rows, query, after_id);
	while (*ret_id == 0 && (got = store_next(&rows)) > 0) {
		struct facts f = {.way = (enum contact_way)store_int(&rows, 1),
		    .phone = (enum phone_owner)store_int(&rows, 2),
		    .silenced_at_s = store_int(&rows, 4)};
		const char *part = store_str(&rows, 3);
		f.window = part == NULL ? '\0' : part[0];
		if (replies_window_open(e, &f, store_int(&rows, 5)))
			*ret_id = store_int(&rows, 0);
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* Each once: what the day's limit withholds holds up no other. */
static int
replies_give_due(struct engine *e, enum store_query query)
{
	int64_t id = 0;
	bool queued;
	int err;
	do {
		err = replies_find_due(e, query, id, &id);
		if (err == 0 && id != 0)
			err = turn_write(e);
		if (err == 0 && id != 0)
			err = replies_give(e, id, 0, NULL, &queued);
	} while (err == 0 && id != 0);
	return err;
}

int
replies_check(struct engine *e)
{
	if (e->now_s < e->replies_at_s || turn_read_only(e))
		return 0;
	e->replies_at_s = e->now_s + REPLIES_CHECK_S;
	int err = replies_give_due(e, QUERY_REPLY_WAITING_SMS);
	if (err == 0 && session_each(e, NULL) != NULL)
		err = replies_give_due(e, QUERY_REPLY_WAITING_LOST);
	return err;
}

static bool
replies_wait(struct engine *e, enum store_query query)
{
	struct store_rows rows;
	replies_ask_waiting(e, &rows, query, 0);
	int got = store_next(&rows);
	store_done(&rows);
	return got > 0;
}

int64_t
replies_due_s(struct engine *e)
{
	bool wait = replies_wait(e, QUERY_REPLY_WAITING_SMS) ||
		    (session_each(e, NULL) != NULL &&
			replies_wait(e, QUERY_REPLY_WAITING_LOST));
	return wait ? e->replies_at_s : INT64_MAX;
}
