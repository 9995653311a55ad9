/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many reports at once, and one SIM: an officer is told of all that wait in
 * one text (P06), not more often than she can read them, so that a flood of
 * cries neither spends the SIM nor hides the one that came last.
 */
#include "alerts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GATHER_LEAST  4   /* texts to one officer that wait */
#define GATHER_CODES  9   /* that one text has room for */
#define GATHER_LATELY 600 /* s */
/* After eight in that time: how long the next one waits, and one that says
 * again what was not answered, s. */
#define GATHER_MANY    8
#define GATHER_REST    60
#define GATHER_REST_ON 240

/* When may the next one leave? 0: now. */
static int
gather_rests(struct engine *e, const char *person, bool again, int64_t *ret_s)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_GATHER_LATELY, SQL_TEXT(person),
	    SQL_INT(e->now_s - GATHER_LATELY));
	int got = store_next(&rows);
	int64_t count = got > 0 ? store_int(&rows, 0) : 0;
	int64_t last_s = got > 0 ? store_int(&rows, 1) : 0;
	store_done(&rows);
	*ret_s = last_s + (again ? GATHER_REST_ON : GATHER_REST);
	if (count < GATHER_MANY || *ret_s <= e->now_s)
		*ret_s = 0;
	return got < 0 ? got : 0;
}

/* The codes of what waits, the most urgent and newest first. */
static int
gather_codes(struct engine *e, const char *person, char *ret_codes, size_t size,
    int *ret_count)
{
	struct store_rows rows;
	int got;
	ret_codes[0] = '\0';
	*ret_count = 0;
	store_ask(e->store, &rows, QUERY_GATHER_WAITING, SQL_TEXT(person));
	while ((got = store_next(&rows)) > 0) {
		size_t len = strlen(ret_codes);
		if ((*ret_count)++ < GATHER_CODES)
			(void)snprintf(ret_codes + len, size - len, "%s%s",
			    len == 0 ? "" : " ", store_str(&rows, 0));
	}
	store_done(&rows);
	return got;
}

/* That text stands for all of them. */
static int
gather_book(struct engine *e, int64_t id, const char *person, const char *slots)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(
		    e->store, QUERY_GATHER_TEXT, SQL_INT(id), SQL_TEXT(slots));
	return err < 0 ? err
		       : store_run(e->store, QUERY_GATHER_DROP,
			     SQL_TEXT(person), SQL_INT(id), SQL_INT(e->now_s));
}

static int
gather_wait(struct engine *e, const char *person, int64_t until_s)
{
	int err = turn_write(e);
	return err < 0 ? err
		       : store_run(e->store, QUERY_GATHER_LATER,
			     SQL_TEXT(person), SQL_INT(until_s));
}

int
alerts_gather(struct engine *e, int64_t id, const char *person, bool again,
    bool *ret_later, char **ret_slots)
{
	struct store_rows rows;
	char codes[GATHER_CODES * ENGINE_CODE_SIZE], n[8];
	int64_t until_s;
	int count;
	*ret_slots = NULL;
	*ret_later = false;
	store_ask(e->store, &rows, QUERY_GATHER_IS, SQL_INT(id));
	int got = store_next(&rows);
	store_done(&rows);
	int err = got <= 0 ? got : gather_rests(e, person, again, &until_s);
	if (got <= 0 || err < 0)
		return err;
	*ret_later = until_s != 0;
	if (*ret_later)
		return gather_wait(e, person, until_s);
	err = gather_codes(e, person, codes, sizeof(codes), &count);
	if (err < 0 || count < GATHER_LEAST)
		return err;
	(void)snprintf(n, sizeof(n), "%d", count > 99 ? 99 : count);
	json_t *slots = json_pack("{s:s, s:s}", "n", n, "codes", codes);
	*ret_slots = json_dumps(slots, JSON_COMPACT);
	json_decref(slots);
	return *ret_slots == NULL ? -ENOMEM
				  : gather_book(e, id, person, *ret_slots);
}
