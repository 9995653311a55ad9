/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ring.h"

#include "engine_parts.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define RING_LIFE_MS  60000 /* not begun by then: dropped */
#define RING_AGAIN_MS 1000  /* the modem was busy */
#define RING_WAIT_MS  20000 /* for urgent texts: then it goes between them */
/* What siaga-modem may wait and need besides the ringing. */
#define RING_MORE_MS 60000
#define RING_TEXT_MS 2000 /* hanging up before a text */
/* Ids of texts are those of the outbox: ours are far above. */
#define RING_IDS (INT64_C(1) << 52)

static const char *const ring_outcomes[] = {
    "rang", "busy", "answered", "failed", "not_started"};

static const char *
ring_outcome(const char *said)
{
	for (size_t i = 0; i < sizeof(ring_outcomes) / sizeof(*ring_outcomes);
	     i++)
		if (strcmp(ring_outcomes[i], said) == 0)
			return ring_outcomes[i];
	return "failed";
}

static void
ring_end(
    struct engine *e, struct modem *m, const char *outcome, int64_t seconds)
{
	char person[VAULT_PERSON_SIZE];
	memcpy(person, m->ring.person, sizeof(person));
	sodium_memzero(&m->ring, sizeof(m->ring));
	log_info("ring.outcome", LOG_S("person", person),
	    LOG_S("modem", m->conf->name), LOG_S("outcome", outcome),
	    LOG_I("seconds", seconds));
	ring_done(e, person, outcome);
}

/* --- asking --- */

/* The one that is ready, else any that has no other to ring. */
static struct modem *
ring_modem(struct engine *e, const char *name)
{
	struct modem *free_one = NULL;
	if (name != NULL)
		return modem_named(e, name);
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		struct modem *m = &e->at.modems[i];
		if (!m->ring.asked && m->ready)
			return m;
		if (!m->ring.asked && free_one == NULL)
			free_one = m;
	}
	return free_one != NULL || e->conf->modem_count == 0 ? free_one
							     : e->at.modems;
}

int
ring_phone(struct engine *e, const char *modem_or_null, const char *person_id,
    const char *number, unsigned seconds)
{
	struct person p;
	int err = person_get(e, person_id, &p);
	if (err == 0 && (p.number[0] == '\0' || p.removed_at != 0 ||
			    strcmp(p.number, number) != 0))
		err = -EPERM;
	if (err == 0 &&
	    (!gsm_number_valid_to_ring(number) ||
		seconds < RING_SECONDS_LEAST || seconds > RING_SECONDS_MOST))
		err = -EINVAL;
	struct modem *m = ring_modem(e, modem_or_null);
	if (err == 0 && m == NULL)
		err = -ENODEV;
	if (err == 0 && m->ring.asked)
		err = -EBUSY;
	if (err == 0) {
		m->ring = (struct ring){
		    .asked = true, .seconds = seconds, .asked_ms = e->now_ms};
		memcpy(m->ring.person, p.id, sizeof(p.id));
		memcpy(m->ring.number, p.number, sizeof(p.number));
	}
	sodium_memzero(&p, sizeof(p));
	return err;
}

/* --- what the modem says --- */

static struct modem *
ring_of_frame(struct engine *e, const struct peer *p, int64_t id)
{
	struct modem *m = modem_of(e, p);
	return m != NULL && m->ring.asked && m->ring.id == id && id != 0 ? m
									 : NULL;
}

int
ring_frame_rang(struct engine *e, struct peer *p, json_t *frame)
{
	struct modem *m = ring_of_frame(e, p, wire_int(frame, "of", 0));
	turn_ok(e, p->id, frame);
	if (m != NULL)
		ring_end(e, m, ring_outcome(wire_str(frame, "outcome")),
		    wire_int(frame, "seconds", 0));
	return 0;
}

bool
ring_frame_refused(struct engine *e, struct modem *m, json_t *frame)
{
	int64_t id = wire_int(frame, "re", 0);
	if (!m->ring.asked || m->ring.id != id || id == 0)
		return false;
	m->ring.id = 0;
	m->ring.again_ms = e->now_ms + RING_AGAIN_MS;
	if (!wire_bool(frame, "retry"))
		ring_end(e, m, "failed", 0);
	return true;
}

void
ring_lost(struct engine *e, struct modem *m)
{
	if (m->ring.asked && m->ring.id != 0)
		ring_end(e, m, "failed", 0);
}

/* --- handing over --- */

/* 1: one waits that may go; 0: none; else -errno. */
static int
ring_emergency_waits(struct engine *e, const struct modem *m)
{
	struct store_rows rows;
	/* Urgent ones alone, and none that the ceiling keeps back. */
	store_ask(e->store, &rows, QUERY_OUTBOX_SMS_NEXT,
	    SQL_TEXT(m->conf->name), SQL_INT(e->now_s), SQL_INT(0),
	    SQL_INT(!m->at_ceiling), SQL_INT(0), SQL_INT(!m->alerts_wait),
	    SQL_INT(0));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

static void
ring_hand_over(struct engine *e, struct modem *m)
{
	struct ring *r = &m->ring;
	r->id = RING_IDS + ++e->last_id;
	r->deadline_ms = e->now_ms + (int64_t)r->seconds * 1000 + RING_MORE_MS;
	turn_send(e, m->peer,
	    json_pack("{s:s, s:I, s:s, s:i}", "f", "modem.ring", "id",
		(json_int_t)r->id, "to", r->number, "seconds",
		(int)r->seconds));
}

static int
ring_pump_modem(struct engine *e, struct modem *m)
{
	struct ring *r = &m->ring;
	if (!r->asked)
		return 0;
	if (r->id != 0) {
		if (e->now_ms >= r->deadline_ms)
			ring_end(e, m, "failed", 0);
		return 0;
	}
	if (e->now_ms < r->again_ms)
		return 0;
	if (e->now_ms - r->asked_ms >= RING_LIFE_MS) {
		ring_end(e, m, "not_started", 0);
		return 0;
	}
	if (!m->ready || e->stopping)
		return 0;
	bool late = e->now_ms - r->asked_ms >= RING_WAIT_MS;
	int waits = late ? 0 : ring_emergency_waits(e, m);
	if (waits == 0)
		ring_hand_over(e, m);
	return waits < 0 ? waits : 0;
}

int
ring_pump(struct engine *e)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < e->conf->modem_count; i++)
		err = ring_pump_modem(e, &e->at.modems[i]);
	return err;
}

void
ring_put_back(struct engine *e, struct ring *r, const struct ring *before)
{
	int64_t later_ms = e->now_ms + RING_AGAIN_MS;
	*r = *before;
	if (!r->asked)
		return;
	if (r->again_ms < later_ms)
		r->again_ms = later_ms;
	if (r->deadline_ms < later_ms)
		r->deadline_ms = later_ms;
}

int64_t
ring_due_ms(const struct engine *e)
{
	int64_t due = INT64_MAX;
	if (turn_read_only(e))
		return due; /* nothing is done then */
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const struct ring *r = &e->at.modems[i].ring;
		int64_t at = r->id != 0 ? r->deadline_ms
			     : r->again_ms > e->now_ms
				 ? r->again_ms
				 : r->asked_ms + RING_LIFE_MS;
		if (r->asked && at < due)
			due = at;
	}
	return due;
}

int64_t
ring_holds_ms(const struct modem *m)
{
	return m->ring.asked && m->ring.id != 0
		   ? (int64_t)m->ring.seconds * 1000 + RING_TEXT_MS
		   : 0;
}
