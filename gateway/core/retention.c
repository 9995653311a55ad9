/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nobody needs any more goes by itself ([retention] of siaga.conf):
 * closed reports and quarantine that was read, with the keys of their cases;
 * the fillings of our own texts; the keys of months in which no case is left.
 * Rows stay with their times, urgency and channel, for figures. Once an hour,
 * a few rows a turn.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#define RETENTION_CHECK_S 3600
#define RETENTION_DAY_S   86400
#define RETENTION_ROWS    500 /* looked at in one turn */
#define RETENTION_EACH    20  /* erased in one turn, */
#define RETENTION_REST_S  60  /* and then a rest, for disk and receivers */

/* --- reports --- */

static int
retention_last(struct engine *e, int64_t *ret_id)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_RETENTION_LAST, NULL, 0);
	int got = store_next(&rows);
	*ret_id = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
retention_find(struct engine *e, int64_t ids[RETENTION_EACH])
{
	const struct conf_retention *conf = &e->conf->retention;
	struct store_rows rows;
	int64_t from = e->retention.report_id;
	int count = 0, got;
	store_ask(e->store, &rows, QUERY_RETENTION_DUE, SQL_INT(from),
	    SQL_INT(from + RETENTION_ROWS),
	    SQL_INT(e->now_s - conf->closed_days * RETENTION_DAY_S),
	    SQL_INT(e->now_s - conf->quarantine_days * RETENTION_DAY_S),
	    SQL_INT(RETENTION_EACH));
	while ((got = store_next(&rows)) > 0 && count < RETENTION_EACH)
		ids[count++] = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : count;
}

static int
retention_erase(struct engine *e, int64_t id)
{
	struct report r;
	int err = turn_write(e);
	if (err == 0)
		err = case_get(e, id, &r);
	if (err == 0)
		err = erase_joined(e, &r, RETENTION_BY);
	return err == 0 ? erase_case(e, &r, RETENTION_BY) : err;
}

/* *ret_more: there are reports beyond those of this turn. */
static int
retention_reports(struct engine *e, bool *ret_more)
{
	int64_t ids[RETENTION_EACH], last = 0;
	int count = retention_find(e, ids);
	int err = count < 0 ? count : retention_last(e, &last);
	for (int i = 0; err == 0 && i < count; i++)
		err = retention_erase(e, ids[i]);
	if (err < 0)
		return err;
	if (count == RETENTION_EACH) {
		e->retention.report_id = ids[count - 1];
		e->retention.at_s = e->now_s + RETENTION_REST_S;
	} else {
		e->retention.report_id += RETENTION_ROWS;
	}
	*ret_more = e->retention.report_id < last;
	return 0;
}

/* --- our own texts --- */

/* Rows are in the order of time: what was old stays so, and is not looked at
 * again this day. */
static int
retention_texts(struct engine *e, bool *ret_more)
{
	struct store_rows rows;
	int64_t from = e->retention.outbox_id, to = from + RETENTION_ROWS;
	int64_t before_s =
	    e->now_s - e->conf->retention.texts_days * (int64_t)RETENTION_DAY_S;
	store_ask(e->store, &rows, QUERY_RETENTION_OLD_TEXTS, SQL_INT(from),
	    SQL_INT(to), SQL_INT(before_s));
	int got = store_next(&rows);
	int64_t newest_s = got > 0 ? store_int(&rows, 0) : 0;
	int64_t count = got > 0 ? store_int(&rows, 1) : 0;
	bool behind = got > 0 && store_int(&rows, 2) != 0;
	store_done(&rows);
	int err = got < 0 ? got : 0;
	if (err == 0 && count > 0)
		err = turn_write(e);
	if (err == 0 && count > 0)
		err = store_run(e->store, QUERY_RETENTION_TEXTS, SQL_INT(from),
		    SQL_INT(to), SQL_INT(before_s));
	bool on = behind && newest_s < before_s;
	if (err == 0 && on)
		e->retention.outbox_id = to;
	*ret_more = *ret_more || on;
	return err;
}

/* --- once a day --- */

static int
retention_day(struct engine *e)
{
	if (e->now_s < e->retention.day_at_s)
		return 0;
	e->retention.day_at_s = e->now_s + RETENTION_DAY_S;
	e->retention.outbox_id = 0;
	e->flush_keys = true;
	return vault_epochs_forget(e->vault, e->now_s);
}

static bool
retention_may(struct engine *e)
{
	/* A clock that nobody has set must not decide what is old. */
	return e->time.trusted && !turn_read_only(e) &&
	       e->now_s >= e->retention.at_s;
}

int
retention_check(struct engine *e)
{
	bool more = false;
	if (!retention_may(e))
		return 0;
	if (!e->retention.looking)
		e->retention.report_id = 0;
	e->retention.looking = true;
	int err = retention_reports(e, &more);
	if (err == 0)
		err = retention_texts(e, &more);
	if (err == 0 && more)
		return 0;
	/* After a failure too: the disk is given its time. */
	e->retention.looking = false;
	e->retention.at_s = e->now_s + RETENTION_CHECK_S;
	if (err < 0)
		log_warn("retention.later", LOG_NONE);
	return err == 0 ? retention_day(e) : err;
}

bool
retention_pending(struct engine *e)
{
	return e->retention.looking && retention_may(e);
}
