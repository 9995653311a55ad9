/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A person of the office is rung, so that a text is not overslept. Nobody
 * speaks: a call that is taken is ended at once. While the phone rings texts
 * are received as ever; one that is to be sent waits RING_LEAST_MS at most
 * and then ends the ringing, because not every modem sends during a call.
 *
 * Not by GSM_DialVoice of libGammu 1.42: NO CARRIER as its reply holds it up
 * for 158 s, a refused number is dialled a second time, and an unasked BUSY or
 * ^CEND stays in its buffer as the head of the next reply, which is lost with
 * it (19 s). Nor by GSM_CancelCall, which does nothing any more once it has
 * failed. So the line is read by at.c alone while a phone rings.
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/gsm.h"
#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define RING_WAIT_MS    30000 /* it could not begin: given up */
#define RING_LEAST_MS   15000 /* networks take 5 s before a phone rings */
#define RING_LOOK_MS    1000  /* has it been taken? */
#define RING_COMMAND_MS 5000
#define RING_BREAK_MS   1000 /* any byte ends a dialling */
#define RING_AFTER_MS   1000 /* lines that follow the end */
/* A modem that says nothing till the end; below the core's patience. */
#define RING_SILENT_MS 40000
/* Over by itself after this: it did ring, whatever the modem knows. */
#define RING_RANG_MS 10000

const char *
ring_queue(struct modem *m, json_t *frame, bool *ret_retry)
{
	const char *to = wire_str(frame, "to");
	*ret_retry = true;
	if (m->state != MODEM_READY)
		return "not_ready";
	if (m->ring.of != 0)
		return "busy";
	*ret_retry = false;
	if (!gsm_number_valid_to_ring(to) || strlen(to) >= sizeof(m->ring.to))
		return "bad_number";
	m->ring = (struct ring){.of = wire_int(frame, "id", 0),
	    .seconds = (int)wire_int(frame, "seconds", 0),
	    .asked_ms = deadline_now_ms(),
	    .listen_ms = m->ring.listen_ms};
	memcpy(m->ring.to, to, strlen(to) + 1);
	return NULL;
}

static void
ring_finish(struct modem *m, const char *outcome)
{
	struct ring *r = &m->ring;
	int64_t now_ms = deadline_now_ms();
	int64_t rang_ms = r->on ? now_ms - r->begun_ms : 0;
	log_info("modem.rang", LOG_S("outcome", outcome),
	    LOG_I("seconds", rang_ms / 1000));
	core_report(m, json_pack("{s:s, s:I, s:s, s:I}", "f", "modem.rang",
			   "of", (json_int_t)r->of, "outcome", outcome,
			   "seconds", (json_int_t)(rang_ms / 1000)));
	*r = (struct ring){.listen_ms = r->on ? now_ms + RING_AFTER_MS : 0};
}

void
ring_give_up(struct modem *m, bool begun_too)
{
	if (m->ring.of != 0 && (begun_too || !m->ring.on))
		ring_finish(m, m->ring.on ? "failed" : "not_started");
}

/* What the modem says. */

/* The call is over, and nobody has said why. */
static const char *
ring_why(const struct ring *r)
{
	return r->alerting || deadline_now_ms() - r->begun_ms >= RING_RANG_MS
		   ? "rang"
		   : "failed";
}

void
ring_note(struct modem *m, const struct lines_event *event)
{
	struct ring *r = &m->ring;
	if (event->kind == LINES_LISTED) {
		r->listed = true;
		r->alerting = r->alerting || event->stage == LINES_ALERTING;
	}
	if (!r->on || r->over != NULL)
		return;
	if (event->kind == LINES_BUSY)
		r->over = "busy";
	else if (event->kind == LINES_NO_ANSWER)
		r->over = "rang";
	else if (event->kind == LINES_HUNG_UP)
		r->over = ring_why(r);
	else if (event->stage == LINES_ACTIVE || event->stage == LINES_HELD)
		r->over = "answered";
}

bool
ring_listens(const struct modem *m)
{
	return m->ring.on || m->ring.listen_ms > deadline_now_ms();
}

int
ring_listen(struct modem *m)
{
	return open_listen(m);
}

/* The call. */

static int
ring_hang_up(struct modem *m)
{
	int err = open_command(m, "AT+CHUP", RING_COMMAND_MS, NULL);
	if (err == -EIO)
		err = open_command(m, "ATH", RING_COMMAND_MS, NULL);
	return err == -EIO ? 0 : err; /* there is no call any more */
}

/* False: the line is lost, and the ring with it. */
static bool
ring_end(struct modem *m, const char *outcome)
{
	m->ring.over = outcome; /* whatever its end makes the modem say */
	if (open_check(m, ring_hang_up(m)))
		return false;
	ring_finish(m, outcome);
	return true;
}

static void
ring_dialled(struct modem *m, int err)
{
	struct ring *r = &m->ring;
	if (err == -EBUSY)
		r->over = "busy";
	else if (err == -ENODATA)
		r->over = "rang";
	else if (err == -EIO)
		r->over = "failed";
	else if (err == -ECONNREFUSED)
		r->over = ring_why(r);
	else if (deadline_now_ms() - r->begun_ms > RING_LOOK_MS)
		r->look_ms = 0; /* OK may have meant that it was taken */
}

/* It rings and the modem says nothing, or the modem is dead. */
static void
ring_break_off(struct modem *m)
{
	int err = open_command(m, "", RING_BREAK_MS, NULL);
	if (err == -EPIPE)
		(void)open_check(m, err);
	else
		(void)ring_end(m, "rang");
}

static void
ring_dial(struct modem *m)
{
	char command[sizeof(m->ring.to) + 8];
	struct ring *r = &m->ring;
	int limit_ms = r->seconds * 1000;
	if (limit_ms > RING_SILENT_MS)
		limit_ms = RING_SILENT_MS;
	(void)snprintf(command, sizeof(command), "ATD%s;", r->to);
	r->begun_ms = deadline_now_ms();
	r->end_ms = r->begun_ms + (int64_t)r->seconds * 1000;
	r->look_ms = r->begun_ms + RING_LOOK_MS;
	r->on = true;
	int err = open_dial(m, command, limit_ms);
	memset(command, 0, sizeof(command));
	if (err == -EPIPE)
		(void)open_check(m, err);
	else if (err == -ETIMEDOUT)
		ring_break_off(m);
	else
		ring_dialled(m, err);
}

/*
 * Lists the calls there are. A modem that says nothing to this is not asked
 * again: its line is opened anew, which must not go on for ever.
 */
static int
ring_list(struct modem *m)
{
	static bool unanswered;
	m->ring.listed = false;
	if (unanswered)
		return -EIO;
	int err = open_command(m, "AT+CLCC", RING_COMMAND_MS, NULL);
	unanswered = err == -ETIMEDOUT;
	return err;
}

/* An answered call is found by asking; not all modems say it. */
static bool
ring_look(struct modem *m)
{
	struct ring *r = &m->ring;
	bool was = r->was_listed;
	r->look_ms = deadline_now_ms() + RING_LOOK_MS;
	int err = ring_list(m);
	if (open_check(m, err))
		return true;
	r->was_listed = r->listed;
	if (err == 0 && was && !r->listed && r->over == NULL)
		r->over = ring_why(r);
	return true;
}

bool
ring_turn(struct modem *m)
{
	struct ring *r = &m->ring;
	int64_t now_ms = deadline_now_ms();
	if (!r->on)
		return false;
	/* What has come is not left for libGammu's next command. */
	if (open_check(m, ring_listen(m)))
		return true;
	if (r->over != NULL)
		return ring_end(m, r->over) || true;
	if (r->look_ms <= now_ms)
		return ring_look(m);
	if (r->end_ms <= now_ms ||
	    (m->sending.count > 0 && ring_hold_ms(m) <= now_ms))
		return ring_end(m, "rang") || true;
	return false;
}

bool
ring_begin_turn(struct modem *m)
{
	struct ring *r = &m->ring;
	if (r->of == 0 || r->on)
		return false;
	if (deadline_now_ms() - r->asked_ms >= RING_WAIT_MS) {
		ring_finish(m, "not_started");
		return true;
	}
	if (m->sending.count > 0 || m->call.ringing)
		return false;
	ring_dial(m);
	return true;
}

int64_t
ring_hold_ms(const struct modem *m)
{
	const struct ring *r = &m->ring;
	if (!r->on)
		return r->listen_ms; /* a text's result is for libGammu */
	int64_t least_ms = r->begun_ms + RING_LEAST_MS;
	return least_ms < r->end_ms ? least_ms : r->end_ms;
}

int64_t
ring_next_ms(const struct modem *m)
{
	const struct ring *r = &m->ring;
	if (r->of == 0)
		return MODEM_NEVER_MS;
	if (!r->on)
		return m->sending.count > 0 || m->call.ringing
			   ? r->asked_ms + RING_WAIT_MS
			   : 0;
	if (r->over != NULL)
		return 0;
	int64_t next_ms = r->look_ms < r->end_ms ? r->look_ms : r->end_ms;
	if (m->sending.count > 0 && ring_hold_ms(m) < next_ms)
		next_ms = ring_hold_ms(m);
	return next_ms;
}

void
ring_stop(struct modem *m)
{
	if (m->gammu != NULL && m->ring.on)
		(void)ring_end(m, "failed");
}

/*
 * If this program was ended while a phone rang, the modem may still hold the
 * call. Only one of ours is ended: who rings us now is heard.
 */
int
ring_clear(struct modem *m)
{
	int err = ring_list(m);
	if (err == 0 && m->ring.listed)
		err = ring_hang_up(m);
	return err == -EIO ? 0 : err;
}
