/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of a record (I12). HAPUS YA hides it at once; by its deadline of
 * three days it is erased without a person only if a person had triaged it
 * not high and no word of danger stands in it. Otherwise an officer decides,
 * and a missed decision is an alarm. Erasing deletes the key of the case, so
 * that every copy of its rows, wherever it lies, goes dark with it; what can
 * go from the rows goes as well. Figures stay: urgency, times, no words.
 */
#include "alerts.h"

#include "../lib/log.h"

#include <string.h>

#define ERASE_DEADLINE_S 259200 /* 3 x 24 hours, as R22 says */
#define ERASE_AHEAD_S    7200   /* done before, not after */
#define ERASE_WARN_S     86400  /* an officer has the last day */
#define ERASE_CHECK_S    1800
#define ERASE_EACH       20     /* in one turn */
#define ERASE_ORDER_S    172800 /* an order that nobody has carried out */

/* The classes that keep a machine from erasing: danger, and cries for help. */
int64_t
erase_danger_mask(struct engine *e)
{
	static const char *const names[] = {"URGENT", "EMERG", "HIT",
	    "STRANGLE", "THREAT_KILL", "THREAT", "WEAPON", "SEX", "CONFINE",
	    "SUICIDE", "FEAR", "HELP"};
	int64_t mask = 0;
	for (int bit = 0; e->handling->class_names[bit] != NULL; bit++)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (strcmp(e->handling->class_names[bit], names[i]) ==
			    0)
				mask |= INT64_C(1) << bit;
	return mask;
}

int
erase_rows(struct engine *e, struct report *r, const char *by)
{
	static const enum store_query rows[] = {QUERY_ERASE_MESSAGES,
	    QUERY_ERASE_REPLIES, QUERY_ERASE_TALKS, QUERY_ERASE_TEXTS,
	    QUERY_ERASE_WEBHOOKS};
	int err = act_note(e, by, "erased", r, NULL);
	if (err == 0)
		err = audit_add(e, by, "erased", r->code, "");
	for (size_t i = 0; err == 0 && i < sizeof(rows) / sizeof(*rows); i++)
		err = store_run(e->store, rows[i], SQL_INT(r->id));
	if (err == 0)
		err = store_run(e->store, QUERY_ERASE_REPORT, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	if (err < 0)
		return err;
	r->erased_at = e->now_s;
	r->state = "closed";
	r->village[0] = '\0';
	return 0;
}

int
erase_case(struct engine *e, struct report *r, const char *by)
{
	int err = erase_rows(e, r, by);
	if (err == 0)
		err = vault_case_forget(e->vault, r->case_pk, e->now_s);
	if (err == 0)
		err = backup_keys_changed(e);
	/* Nobody manages a file of keys: there is none to be written anew. */
	if (err == 0 && e->conf->backup.dir == NULL)
		err = store_run(e->store, QUERY_ERASE_DARK, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	if (err < 0)
		return err;
	e->flush_keys = true;
	log_info("report.erased", LOG_S("code", r->code));
	err = alerts_consider(e, r, false);
	return err < 0 ? err : webhook_event(e, "report.closed", r);
}

int
erase_joined(struct engine *e, const struct report *r, const char *by)
{
	struct report other;
	int count = ERASE_EACH, err = 0;
	while (err == 0 && count == ERASE_EACH) {
		int64_t ids[ERASE_EACH];
		struct store_rows rows;
		count = 0;
		store_ask(e->store, &rows, QUERY_ERASE_JOINED, SQL_INT(r->id),
		    SQL_INT(ERASE_EACH));
		while ((err = store_next(&rows)) > 0 && count < ERASE_EACH)
			ids[count++] = store_int(&rows, 0);
		store_done(&rows);
		err = err < 0 ? err : 0;
		for (int i = 0; err == 0 && i < count; i++) {
			err = case_get(e, ids[i], &other);
			if (err == 0)
				err = erase_case(e, &other, by);
		}
	}
	return err;
}

/* Nobody decided in time: that is itself an alert. */
static int
erase_alarm(struct engine *e, struct report *r)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ERASE_ALARMED, SQL_INT(r->id),
		    SQL_INT(e->now_s));
	if (err < 0)
		return err;
	log_warn("report.erasure_due", LOG_S("code", r->code));
	err = webhook_event(e, "report.urgent", r);
	return err < 0 ? err : webhook_event(e, "gateway.alarm", r);
}

static int
erase_find(struct engine *e, enum store_query query, int64_t before_s,
    int64_t ids[ERASE_EACH])
{
	struct store_rows rows;
	int count = 0, got;
	store_ask(e->store, &rows, query, SQL_INT(before_s),
	    SQL_INT(erase_danger_mask(e)), SQL_INT(ERASE_EACH));
	while ((got = store_next(&rows)) > 0 && count < ERASE_EACH)
		ids[count++] = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : count;
}

/* Runs `act` on every report that the query finds. */
static int
erase_each(struct engine *e, enum store_query query, int64_t before_s,
    int (*act)(struct engine *, struct report *))
{
	int64_t ids[ERASE_EACH];
	struct report r;
	int count = erase_find(e, query, before_s, ids);
	int err = count < 0 ? count : 0;
	for (int i = 0; err == 0 && i < count; i++) {
		err = case_get(e, ids[i], &r);
		if (err == 0)
			err = act(e, &r);
	}
	return err;
}

static int
erase_by_deadline(struct engine *e, struct report *r)
{
	int err = turn_write(e);
	return err == 0 ? erase_case(e, r, ERASE_BY) : err;
}

/* An order waits for a key of an officer that finds its reports. */
static int
erase_orders(struct engine *e)
{
	struct store_rows rows;
	int64_t before_s = e->now_s - ERASE_ORDER_S;
	store_ask(e->store, &rows, QUERY_ORDERS_LATE, SQL_INT(before_s));
	int got = store_next(&rows);
	store_done(&rows);
	if (got <= 0)
		return got;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ORDERS_ALARMED,
		    SQL_INT(before_s), SQL_INT(e->now_s));
	if (err < 0)
		return err;
	log_warn("erasure.orders_late",
	    LOG_S("remedy", "an officer and a supervisor unlock"));
	return webhook_alarm(e, "erasure_order");
}

int
erase_check(struct engine *e)
{
	if (e->now_s < e->erase_at_s || !e->time.trusted || turn_read_only(e))
		return 0;
	e->erase_at_s = e->now_s + ERASE_CHECK_S;
	int64_t due_s = e->now_s - ERASE_DEADLINE_S + ERASE_AHEAD_S;
	int err = erase_each(e, QUERY_ERASE_DUE, due_s, erase_by_deadline);
	if (err == 0)
		err = erase_each(e, QUERY_ERASE_UNDECIDED,
		    e->now_s - ERASE_DEADLINE_S + ERASE_WARN_S, erase_alarm);
	return err == 0 ? erase_orders(e) : err;
}
