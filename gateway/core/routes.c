/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of a route (design 6): 72 hours, as shipped, after a day has ended
 * its keys are deleted. From then on the box cannot name who wrote on it, nor
 * tell that two reports came from one number; an officer's session can, for
 * the numbers stand sealed in the messages. A day whose SIM copies are not
 * confirmed deleted keeps its key until they are: without it a second reading
 * would be a second report (I11).
 */
#include "routes.h"

#include "engine_parts.h"

#include "../lib/log.h"

#define ROUTES_DAY_S   86400
#define ROUTES_CHECK_S 3600

static int
routes_held(struct engine *e, int64_t day, bool *ret_held)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_TAKEN_HOLDS_DAY, SQL_INT(day));
	int got = store_next(&rows);
	*ret_held = got > 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
routes_find(
    struct store *store, enum store_query query, int64_t day, int64_t *ret)
{
	struct store_rows rows;
	if (query == QUERY_CONTACT_FORGOTTEN)
		store_ask_values(store, &rows, query, NULL, 0);
	else
		store_ask(store, &rows, query, SQL_INT(day));
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* All rows that lead to a number of that day or before. */
int
routes_forget_rows(struct store *store, int64_t day)
{
	static const enum store_query moved[] = {QUERY_CONTACT_FORGET_TALKS,
	    QUERY_CONTACT_FORGET_TEXTS, QUERY_CONTACT_FORGET_WINDOWS};
	static const enum store_query dropped[] = {QUERY_CONTACT_FORGET_CALLS,
	    QUERY_CONTACT_FORGET_PARTS, QUERY_CONTACT_FORGET,
	    QUERY_TAKEN_FORGET_DAY, QUERY_REPLY_FORGET_DAY,
	    QUERY_USSD_FORGET_DAY};
	int64_t nobody;
	int err = routes_find(store, QUERY_CONTACT_FORGOTTEN, 0, &nobody);
	for (size_t i = 0; err == 0 && i < sizeof(moved) / sizeof(*moved); i++)
		err = store_run(store, moved[i], SQL_INT(day), SQL_INT(nobody));
	for (size_t i = 0; err == 0 && i < sizeof(dropped) / sizeof(*dropped);
	     i++)
		err = store_run(store, dropped[i], SQL_INT(day));
	return err;
}

/* Deletes the keys of days up to `last`, but for those that are held. */
static int
routes_forget_keys(struct engine *e, int64_t last)
{
	int64_t days[VAULT_DAYS_MAX];
	size_t count = vault_days(e->vault, days);
	for (size_t i = 0; i < count; i++) {
		bool held;
		if (days[i] > last)
			continue;
		int err = routes_held(e, days[i], &held);
		if (err == 0 && !held)
			err = vault_day_forget(e->vault, days[i]);
		if (err < 0)
			return err;
		log_info("routes.forgotten", LOG_I("day", days[i]),
		    LOG_S("key", held ? "held by the SIM" : "deleted"));
		e->flush_keys |= !held;
	}
	return 0;
}

static int
routes_is_due(struct engine *e, int64_t last, bool *ret_due)
{
	int64_t days[VAULT_DAYS_MAX], old;
	size_t count = vault_days(e->vault, days);
	*ret_due = count > 0 && days[count - 1] <= last;
	int err = routes_find(e->store, QUERY_CONTACT_OLD, last, &old);
	*ret_due |= old != 0;
	return err;
}

int
routes_forget_now(struct engine *e)
{
	int64_t today = e->now_s / ROUTES_DAY_S;
	int err = routes_forget_rows(e->store, today);
	if (err == 0)
		err = routes_forget_keys(e, today);
	/* What a SIM still holds is owed: the text that locked us, mostly. */
	e->routes_owed = vault_day_known(e->vault, today) ? today : 0;
	return err;
}

/* The key of the day of a panic, once no SIM holds it any more. */
static int
routes_pay(struct engine *e)
{
	bool held;
	if (e->routes_owed == 0)
		return 0;
	int err = routes_held(e, e->routes_owed, &held);
	if (err < 0 || held)
		return err;
	err = turn_write(e);
	return err == 0 ? routes_forget_now(e) : err;
}

int
routes_forget(struct engine *e)
{
	bool due;
	int owed = turn_read_only(e) ? 0 : routes_pay(e);
	if (owed < 0)
		return owed;
	/* A clock that nobody has set must not decide what is old. */
	if (e->now_s < e->routes_at_s || !e->time.trusted || turn_read_only(e))
		return 0;
	e->routes_at_s = e->now_s + ROUTES_CHECK_S;
	int old = numbers_forget_orders(e);
	if (old < 0)
		return old;
	int64_t kept_s = e->conf->siaga.route_hours * 3600;
	int64_t last = (e->now_s - kept_s) / ROUTES_DAY_S - 1;
	int err = routes_is_due(e, last, &due);
	if (err < 0 || !due)
		return err;
	err = turn_write(e);
	if (err == 0)
		err = routes_forget_rows(e->store, last);
	return err == 0 ? routes_forget_keys(e, last) : err;
}
