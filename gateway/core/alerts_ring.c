/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text wakes nobody: in an emergency phones of the office ring, one after
 * another, once for all that somebody is asked, and again if it failed. Kept
 * in the rows of alerts until it is known what became of the ring.
 */
#include "alerts.h"

#include "../lib/log.h"
#include "ring.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define RINGS_EACH    8   /* people looked at in a turn */
#define RINGS_TRIES   3   /* that fail, until the text must do */
#define RINGS_AGAIN_S 30  /* it was busy, or could not begin */
#define RINGS_LEASE_S 240 /* no ring takes longer, whatever becomes of it */

struct rings_person {
	char id[VAULT_PERSON_SIZE];
	int64_t failed;
};

static bool
rings_now(const struct engine *e, const char *person)
{
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const struct ring *r = &e->at.modems[i].ring;
		if (r->asked && strcmp(r->person, person) == 0)
			return true;
	}
	return false;
}

/* One that is free; after a failure another one, if there is any. */
static const struct modem *
rings_modem(const struct engine *e, int64_t failed)
{
	const struct modem *found = NULL;
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const struct modem *m = &e->at.modems[i];
		if (!m->ready || m->ring.asked)
			continue;
		found = m;
		if (failed-- == 0)
			break;
	}
	return found;
}

static int
rings_later(
    struct engine *e, const char *person, int64_t wait_s, bool has_failed)
{
	int err = turn_write(e);
	return err < 0 ? err
		       : store_run(e->store, QUERY_ALERT_RING_LATER,
			     SQL_TEXT(person), SQL_INT(e->now_s + wait_s),
			     SQL_INT(has_failed));
}

static int
rings_end(struct engine *e, const char *person)
{
	int err = turn_write(e);
	return err < 0 ? err
		       : store_run(
			     e->store, QUERY_ALERT_RING_END, SQL_TEXT(person));
}

/* -EBUSY: no modem is free, and all others wait as well. */
static int
rings_begin(struct engine *e, const struct rings_person *who)
{
	struct person p;
	const struct modem *m = rings_modem(e, who->failed);
	if (rings_now(e, who->id))
		return rings_later(e, who->id, RINGS_LEASE_S, false);
	if (m == NULL)
		return -EBUSY;
	int err = person_get(e, who->id, &p);
	if (err == 0)
		err = p.number[0] == '\0' ? -ENOENT
					  : ring_phone(e, m->conf->name, p.id,
						p.number, RING_SECONDS);
	sodium_memzero(&p, sizeof(p));
	if (err == 0)
		return rings_later(e, who->id, RINGS_LEASE_S, false);
	/* The text and the next person remain. */
	log_warn("alert.no_ring", LOG_S("person", who->id),
	    LOG_S("cause", strerror(-err)));
	return rings_end(e, who->id);
}

int
alerts_check_rings(struct engine *e)
{
	struct store_rows rows;
	struct rings_person all[RINGS_EACH];
	int count = 0, got, err = 0;
	store_ask(e->store, &rows, QUERY_ALERT_RING_NEXT, SQL_INT(e->now_s),
	    SQL_INT(RINGS_EACH));
	while ((got = store_next(&rows)) > 0 && count < RINGS_EACH) {
		struct rings_person *p = &all[count++];
		(void)snprintf(p->id, sizeof(p->id), "%s", store_str(&rows, 0));
		p->failed = store_int(&rows, 1);
	}
	store_done(&rows);
	for (int i = 0; err == 0 && got >= 0 && i < count; i++)
		err = rings_begin(e, &all[i]);
	return err == -EBUSY ? 0 : err < 0 ? err : got < 0 ? got : 0;
}

int64_t
alerts_rings_due_s(struct engine *e)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_RING_DUE, SQL_INT(e->now_s));
	bool any = store_next(&rows) > 0 && !store_is_null(&rows, 0);
	int64_t due_s = any ? store_int(&rows, 0) : INT64_MAX;
	store_done(&rows);
	return due_s;
}

static int
rings_tries(struct engine *e, const char *person, int64_t *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_RING_TRIES, SQL_TEXT(person));
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
rings_settle(struct engine *e, const char *person, bool rang)
{
	int64_t failed = 0;
	int err = rang ? turn_write(e) : rings_tries(e, person, &failed);
	if (err == 0 && rang)
		err = store_run(e->store, QUERY_PERSON_RUNG, SQL_TEXT(person),
		    SQL_INT(e->now_s));
	if (err < 0)
		return err;
	return rang || failed + 1 >= RINGS_TRIES
		   ? rings_end(e, person)
		   : rings_later(e, person, RINGS_AGAIN_S, true);
}

/* If the store cannot be written, the lease ends, and it rings again. */
void
ring_done(struct engine *e, const char *person_id, const char *outcome)
{
	bool rang =
	    strcmp(outcome, "rang") == 0 || strcmp(outcome, "answered") == 0;
	if (!turn_read_only(e) && rings_settle(e, person_id, rang) < 0)
		e->turn.failed = true;
}
