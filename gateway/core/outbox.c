/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is to be sent. Rows are written in the transaction of what caused
 * them and picked up by their sinks (modem.c, webhook.c):
 *	queued -> sending -> sent -> delivered | failed | unknown
 * plus expired (went stale) and dropped (she asked for silence).
 */
#include "alerts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A late answer is dangerous: another may hold the phone by then. */
#define OUTBOX_REPLY_STALE_S 900
/* I2: texts to one number in a day at level 0. */
#define OUTBOX_DAY_MOST 6
#define OUTBOX_DAY_S    86400
#define OUTBOX_WAY_S    900 /* I17: what may still be on its way */

static int
outbox_count_today(struct engine *e, int64_t contact_id, int64_t *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_CONTACT_COUNT,
	    SQL_INT(contact_id), SQL_INT(e->now_s - OUTBOX_DAY_S));
	int got = store_next(&rows);
	if (got > 0)
		*ret = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : 0;
}

int
outbox_six_today(struct engine *e, int64_t contact_id, bool *ret_six)
{
	int64_t today = 0;
	int err = outbox_count_today(e, contact_id, &today);
	*ret_six = today >= OUTBOX_DAY_MOST;
	return err;
}

int
outbox_undelivered(
    struct engine *e, int64_t contact_id, int64_t but_id, bool *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_UNDELIVERED,
	    SQL_INT(contact_id), SQL_INT(but_id),
	    SQL_INT(e->now_s - OUTBOX_WAY_S));
	int got = store_next(&rows);
	*ret = got > 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
outbox_insert(struct engine *e, const struct outbox_text *t, const char *slots)
{
	int64_t life_s = t->life_s > 0 ? t->life_s : OUTBOX_REPLY_STALE_S;
	int64_t due_s = e->now_s + t->wait_s;
	return store_run(e->store, QUERY_OUTBOX_SMS_INSERT,
	    SQL_INT(t->emergency ? OUTBOX_EMERGENCY : OUTBOX_REPLY),
	    SQL_TIME(t->report_id), SQL_INT(e->now_s), SQL_INT(due_s + life_s),
	    SQL_TEXT(t->modem), SQL_INT(t->contact_id),
	    SQL_INT(t->conversation_id), SQL_TEXT(t->text_id),
	    SQL_TEXT(e->conf->siaga.language), SQL_TEXT(slots),
	    SQL_INT(t->unasked), SQL_INT(t->level), SQL_INT(due_s),
	    SQL_TEXT(t->version), SQL_TEXT(t->hold), SQL_TIME(t->reply_id),
	    SQL_INT(t->direct));
}

json_t *
outbox_slots(struct engine *e, const struct wordset *w, const char *code,
    const char *letters, bool woken)
{
	const char *language = e->conf->siaga.language;
	char when[TEXTS_WHEN_SIZE], open[TEXTS_WHEN_SIZE];
	char names[TEXTS_NAMES_SIZE];
	int64_t open_s;
	int64_t read_s = e->now_s + e->conf->siaga.read_within_hours * 3600;
	/* Nobody reads at night what wakes nobody: no such promise. */
	if (!hours_open(&w->hours, e->now_s, &open_s) && !woken)
		read_s = open_s;
	if (texts_when(w->texts, language, e->now_s, read_s, when) < 0 ||
	    texts_open(w->texts, language, e->now_s, open_s, open) < 0)
		return NULL;
	texts_names(w->texts, language, letters, names);
	return json_pack("{s:s, s:s, s:s, s:s}", "code", code, "when", when,
	    "open", open, "names", names);
}

int
outbox_reply(struct engine *e, const struct outbox_text *t, bool *ret_queued)
{
	int64_t today = 0;
	*ret_queued = false;
	int err = 0;
	/* Only the answer to her newest message is of use (I17); the one it
	 * replaces does not count against it. */
	if (t->direct)
		err = store_run(e->store, QUERY_OUTBOX_REPLACE,
		    SQL_INT(t->contact_id), SQL_INT(e->now_s));
	if (err == 0)
		err = outbox_count_today(e, t->contact_id, &today);
	if (err < 0)
		return err;
	if (t->level == 0 && today >= OUTBOX_DAY_MOST) {
		log_info("reply.withheld",
		    LOG_S("text", t->text_id == NULL ? "answer" : t->text_id),
		    LOG_S("cause", "six today"));
		return 0;
	}
	char *slots = json_dumps(t->slots, JSON_COMPACT);
	if (slots == NULL)
		return -ENOMEM;
	if (err == 0)
		err = outbox_insert(e, t, slots);
	free(slots);
	*ret_queued = err == 0;
	return err;
}

int
outbox_set_state(
    struct engine *e, int64_t id, const char *state, const char *error)
{
	int err = turn_write(e);
	if (err < 0)
		return err;
	return store_run(e->store, QUERY_OUTBOX_STATE, SQL_INT(id),
	    SQL_TEXT(state), SQL_INT(e->now_s), SQL_TEXT(error));
}

int
outbox_ask_time(
    struct engine *e, enum store_query query, const char *sink, int64_t *ret_s)
{
	struct store_rows rows;
	if (sink != NULL)
		store_ask(e->store, &rows, query, SQL_TEXT(sink));
	else
		store_ask_values(e->store, &rows, query, NULL, 0);
	int got = store_next(&rows);
	*ret_s = got > 0 && !store_is_null(&rows, 0) ? store_int(&rows, 0)
						     : INT64_MAX;
	store_done(&rows);
	return got < 0 ? got : 0;
}

int
outbox_expire(struct engine *e)
{
	int64_t expiry_s;
	int err = outbox_ask_time(e, QUERY_OUTBOX_NEXT_EXPIRY, NULL, &expiry_s);
	if (err < 0 || expiry_s > e->now_s)
		return err;
	err = turn_write(e);
	if (err == 0)
		err =
		    store_run(e->store, QUERY_OUTBOX_EXPIRE, SQL_INT(e->now_s));
	if (err == 0)
		log_warn(
		    "outbox.expired", LOG_I("rows", store_changes(e->store)));
	return err;
}

static int64_t
outbox_to_mono(struct engine *e, int64_t at_s)
{
	if (at_s == INT64_MAX)
		return INT64_MAX;
	int64_t wait_s = at_s - e->now_s;
	return e->now_ms + (wait_s > 0 ? wait_s * 1000 : 0);
}

/* Is there anybody to hand texts or webhooks to at this moment? */
static bool
outbox_sms_open(const struct engine *e)
{
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (e->at.modems[i].ready && e->at.modems[i].in_flight == 0)
			return true;
	return false;
}

int64_t
outbox_due_ms(struct engine *e)
{
	int64_t due = INT64_MAX, at_s;
	if (turn_read_only(e))
		return due;
	if (outbox_ask_time(e, QUERY_OUTBOX_NEXT_EXPIRY, NULL, &at_s) == 0)
		due = outbox_to_mono(e, at_s);
	if (outbox_ask_time(e, QUERY_PART_NEXT_DUE, NULL, &at_s) == 0 &&
	    outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	at_s = alerts_due_s(e);
	if (outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	at_s = alerts_clock_due_s(e);
	if (outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	at_s = replies_due_s(e);
	if (outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	if (outbox_sms_open(e) &&
	    outbox_ask_time(e, QUERY_OUTBOX_NEXT_DUE, "sms", &at_s) == 0 &&
	    outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	if (e->notify_peer != 0 &&
	    outbox_ask_time(e, QUERY_OUTBOX_NEXT_DUE, "webhook", &at_s) == 0 &&
	    outbox_to_mono(e, at_s) < due)
		due = outbox_to_mono(e, at_s);
	/* What is due now was offered in the turn just ended; if nobody
	 * took it, an event or the next second will. */
	if (due <= e->now_ms)
		due = e->now_ms + 1000;
	return due;
}
