/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows of conversations: what a number and we said without a pause of 30
 * minutes. After that a new one begins, which knows nothing of the old (I18).
 */
#include "engine_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
talk_copy(char *ret, size_t size, const char *text)
{
	(void)snprintf(ret, size, "%s", text == NULL ? "" : text);
}

/* The columns of CONVERSATION_NEWEST. */
static void
talk_from_row(struct store_rows *rows, struct talk *t)
{
	*t = (struct talk){
	    .opened_at_s = store_int(rows, 2),
	    .last_in_s = store_int(rows, 3),
	    .danger_at_s = store_int(rows, 4),
	    .help_at_s = store_int(rows, 5),
	    .silenced_at_s = store_int(rows, 6),
	    .plain_at_s = store_int(rows, 7),
	    .asked_at_s = store_int(rows, 10),
	    .suicide_at_s = store_int(rows, 11),
	    .note_at_s = store_int(rows, 12),
	    .proved_at_s = store_int(rows, 13),
	    .proved = store_int(rows, 14) != 0,
	    .questions = (unsigned)store_int(rows, 16),
	    .said_one = store_int(rows, 17) != 0,
	};
	talk_copy(t->question, sizeof(t->question), store_str(rows, 8));
	talk_copy(t->previous, sizeof(t->previous), store_str(rows, 9));
	talk_copy(t->consent, sizeof(t->consent), store_str(rows, 15));
}

/*
 * A question that never reached her, or perhaps not, was not asked: her next
 * message is taken as the answer to what stood on her screen before.
 */
static int
talk_check_question(struct engine *e, struct conversation *c)
{
	static const char *const lost[] = {
	    "failed", "expired", "dropped", "unknown"};
	struct store_rows rows;
	bool gone = false;
	if (c->talk.question[0] == '\0')
		return 0;
	store_ask(e->store, &rows, QUERY_CONVERSATION_QUESTION_FATE,
	    SQL_INT(c->id), SQL_TEXT(c->talk.question));
	int got = store_next(&rows);
	for (size_t i = 0; got > 0 && i < sizeof(lost) / sizeof(*lost); i++)
		gone |= strcmp(store_str(&rows, 0), lost[i]) == 0;
	store_done(&rows);
	if (gone) {
		memcpy(c->talk.question, c->talk.previous,
		    sizeof(c->talk.question));
		c->talk.asked_at_s = c->talk.last_in_s;
	}
	return got < 0 ? got : 0;
}

/* X and STOP hold until she writes again, on whatever channel they came. */
static int
talk_find_silence(struct engine *e, int64_t contact_id, int64_t *ret_s)
{
	struct store_rows rows;
	store_ask(
	    e->store, &rows, QUERY_CONVERSATION_SILENCED, SQL_INT(contact_id));
	int got = store_next(&rows);
	*ret_s = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
talk_begin_as(struct engine *e, struct conversation *c, const char *channel)
{
	int64_t silenced_at_s;
	int err = talk_find_silence(e, c->contact_id, &silenced_at_s);
	if (err < 0)
		return err;
	c->fresh = true;
	c->lag_s = INT64_MAX;
	c->words = e->words;
	c->talk = (struct talk){.opened_at_s = e->now_s,
	    .last_in_s = e->now_s,
	    .silenced_at_s = silenced_at_s};
	err = store_run(e->store, QUERY_CONVERSATION_INSERT,
	    SQL_INT(c->contact_id), SQL_INT(e->now_s),
	    SQL_TEXT(c->words->version), SQL_TIME(silenced_at_s),
	    SQL_TEXT(channel));
	c->id = store_last_id(e->store);
	return err;
}

int
talk_begin_screen(struct engine *e, int64_t contact_id, struct conversation *c)
{
	*c = (struct conversation){.contact_id = contact_id};
	int err = talk_begin_as(e, c, "ussd");
	c->fresh = false; /* the first screen asks something */
	return err;
}

/* Only calls so far, and nothing that was asked: her first text is to come. */
static int
talk_check_first(struct engine *e, struct conversation *c)
{
	struct store_rows rows;
	if (c->report_id != 0 || c->talk.question[0] != '\0')
		return 0;
	store_ask(e->store, &rows, QUERY_CONVERSATION_HEARD, SQL_INT(c->id));
	int got = store_next(&rows);
	c->fresh = got == 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static void
talk_take_row(struct engine *e, struct store_rows *rows, struct conversation *c)
{
	c->id = store_int(rows, 0);
	c->report_id = store_int(rows, 1);
	c->lag_s = store_is_null(rows, 19) ? INT64_MAX : store_int(rows, 19);
	c->words = wordset_find(e->words, store_str(rows, 18));
	talk_from_row(rows, &c->talk);
}

int
talk_get(struct engine *e, int64_t id, struct conversation *c)
{
	struct store_rows rows;
	*c = (struct conversation){.id = id};
	store_ask(e->store, &rows, QUERY_CONVERSATION_TALK, SQL_INT(id));
	int got = store_next(&rows);
	if (got > 0) {
		talk_take_row(e, &rows, c);
		c->contact_id = store_int(&rows, 20);
	}
	store_done(&rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

int
talk_find(struct engine *e, int64_t contact_id, struct conversation *c)
{
	struct store_rows rows;
	*c = (struct conversation){.contact_id = contact_id};
	store_ask(
	    e->store, &rows, QUERY_CONVERSATION_NEWEST, SQL_INT(contact_id));
	int got = store_next(&rows);
	bool alive =
	    got > 0 && e->now_s - store_int(&rows, 3) <= HANDLING_PAUSE_S;
	if (alive)
		talk_take_row(e, &rows, c);
	store_done(&rows);
	if (got < 0)
		return got;
	if (!alive)
		return talk_begin_as(e, c, "sms");
	int err = talk_check_question(e, c);
	return err == 0 ? talk_check_first(e, c) : err;
}

int
talk_keep(struct engine *e, const struct conversation *c)
{
	const struct talk *t = &c->talk;
	return store_run(e->store, QUERY_CONVERSATION_UPDATE, SQL_INT(c->id),
	    SQL_TIME(c->report_id), SQL_INT(t->last_in_s),
	    SQL_TIME(t->danger_at_s), SQL_TIME(t->help_at_s),
	    SQL_TIME(t->silenced_at_s), SQL_TIME(t->plain_at_s),
	    SQL_TEXT(t->question[0] == '\0' ? NULL : t->question),
	    SQL_TEXT(t->previous[0] == '\0' ? NULL : t->previous),
	    SQL_TIME(t->asked_at_s), SQL_TIME(t->suicide_at_s),
	    SQL_TIME(t->note_at_s), SQL_TIME(t->proved_at_s),
	    SQL_INT(t->proved), SQL_TEXT(t->consent), SQL_INT(t->questions),
	    SQL_INT(t->said_one),
	    c->lag_s == INT64_MAX ? SQL_NULL : SQL_INT(c->lag_s));
}
