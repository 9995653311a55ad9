/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One text after the other. Whoever asked learns sent, failed, unknown (the
 * network may have it) or not_started (it cannot have it), and exactly one of
 * these. While a result is awaited nothing else is said to the modem: the
 * next OK would be taken for this text's (facts/libgammu.md 2).
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"
#include "gateway/modem/encode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* After Ctrl-Z; networks take 2 to 11 s (gammu issue 419). */
#define SEND_RESULT_MS 20000
#define SEND_NO_SMSC   330 /* 27.005 3.2.5: SMSC address unknown */
#define SEND_CODE_MAX  100000
/* Unanswered results beyond which no more texts are taken. */
#define SEND_NOTICES_MAX (CORE_NOTICES_MAX / 2)

const char *
send_queue(struct modem *m, json_t *frame, bool *ret_retry)
{
	struct sending *s = &m->sending;
	const json_t *text = json_object_get(frame, "text");
	*ret_retry = true;
	if (m->state != MODEM_READY)
		return "not_ready";
	if (s->count == SEND_QUEUE_MAX ||
	    m->core.notice_count > SEND_NOTICES_MAX)
		return "busy";
	*ret_retry = false;
	struct send_item *item = &s->queue[s->count];
	*item = (struct send_item){.of = wire_int(frame, "id", 0)};
	const char *fault = encode_text(wire_str(frame, "to"),
	    json_string_value(text), json_string_length(text), &item->text);
	if (fault != NULL)
		return fault;
	item->text.validity = encode_validity(wire_int(frame, "validity_s", 0));
	item->text.report = wire_bool(frame, "report");
	s->count++;
	return NULL;
}

static json_t *
send_frame(int64_t of, const char *outcome)
{
	return json_pack("{s:s, s:I, s:s}", "f", "modem.sent", "of",
	    (json_int_t)of, "outcome", outcome);
}

/* The first of the queue is done. */
static void
send_finish(struct modem *m, const char *outcome, int mr, int code)
{
	struct sending *s = &m->sending;
	json_t *frame = send_frame(s->queue[0].of, outcome);
	if (frame != NULL && mr >= 0)
		(void)json_object_set_new(frame, "mr", json_integer(mr));
	if (frame != NULL && code >= 0 && code <= SEND_CODE_MAX)
		(void)json_object_set_new(frame, "code", json_integer(code));
	log_info("modem.sent", LOG_I("of", s->queue[0].of),
	    LOG_S("outcome", outcome), LOG_I("code", code));
	s->count--;
	memmove(&s->queue[0], &s->queue[1], s->count * sizeof(s->queue[0]));
	memset(&s->queue[s->count], 0, sizeof(s->queue[0]));
	s->in_air = false;
	s->answered = false;
	core_report(m, frame);
}

void
send_give_up(struct modem *m, bool in_air_too)
{
	struct sending *s = &m->sending;
	struct send_item first = s->queue[0];
	bool keep = s->in_air && !in_air_too && s->count > 0;
	if (s->in_air && in_air_too)
		send_finish(m, "unknown", -1, -1);
	if (keep) {
		s->count--;
		memmove(
		    &s->queue[0], &s->queue[1], s->count * sizeof(s->queue[0]));
		s->in_air = false;
	}
	while (s->count > 0)
		send_finish(m, "not_started", -1, -1);
	if (keep) {
		s->queue[0] = first;
		s->count = 1;
		s->in_air = true;
	}
}

/* The modem's word. */

void
send_on_result(void *modem, int code, int mr)
{
	struct sending *s = &((struct modem *)modem)->sending;
	if (s->count == 0 || s->answered)
		return; /* a late answer to a text long given up */
	s->answered = true;
	s->code = code;
	s->mr = mr;
}

static void
send_settle(struct modem *m)
{
	const struct sending *s = &m->sending;
	if (s->code == 0 && s->mr >= 0)
		send_finish(m, "sent", s->mr & 0xff, -1);
	else if (s->code > 0 || s->code == -1)
		send_finish(m, "failed", -1, s->code);
	else
		send_finish(m, "unknown", -1, -1);
}

/* What the core hears should libGammu never come back. */

static char *
send_words(struct modem *m, int64_t of, const char *outcome)
{
	json_t *frame = send_frame(of, outcome);
	int64_t id = link_id(&m->core.link);
	if (frame == NULL ||
	    json_object_set_new(frame, "id", json_integer(id)) < 0) {
		json_decref(frame);
		return NULL;
	}
	return wire_line(frame, WIRE_MODEM);
}

static void
send_words_begin(struct modem *m)
{
	struct sending *s = &m->sending;
	if (!m->core.up)
		return;
	s->words_before = send_words(m, s->queue[0].of, "not_started");
	s->words_after = send_words(m, s->queue[0].of, "unknown");
	deadline_last_words(m->core.link.fd, s->words_before);
}

void
send_on_text_out(void *modem)
{
	struct modem *m = modem;
	if (m->core.up)
		deadline_last_words(m->core.link.fd, m->sending.words_after);
}

static void
send_words_end(struct sending *s)
{
	deadline_last_words(-1, NULL);
	free(s->words_before);
	free(s->words_after);
	s->words_before = NULL;
	s->words_after = NULL;
}

static int
send_to_modem(struct modem *m, bool *ret_began)
{
	struct sending *s = &m->sending;
	send_words_begin(m);
	int err = gammu_send(m->gammu, &s->queue[0].text, ret_began);
	send_words_end(s);
	return err;
}

static void
send_start(struct modem *m)
{
	struct sending *s = &m->sending;
	bool began = false;
	s->answered = false;
	int err = send_to_modem(m, &began);
	if (err == -EDESTADDRREQ && gammu_read_smsc(m->gammu) == 0)
		err = send_to_modem(m, &began);
	if (err == 0) {
		s->in_air = true;
		s->until_ms = deadline_now_ms() + SEND_RESULT_MS;
		return;
	}
	if (s->answered)
		send_settle(m);
	else if (err == -EDESTADDRREQ)
		send_finish(m, "failed", -1, SEND_NO_SMSC);
	else
		send_finish(m, began ? "unknown" : "not_started", -1, -1);
	/* What is left at the prompt is gone only with a new start. */
	if (!open_check(m, err) && began)
		open_lost(m, MODEM_OPENING, "send_failed");
}

static bool
send_wait(struct modem *m)
{
	if (m->sending.answered) {
		send_settle(m);
		return true;
	}
	if (deadline_now_ms() < m->sending.until_ms)
		return false;
	send_finish(m, "unknown", -1, -1);
	open_lost(m, MODEM_OPENING, "no_reply");
	return true;
}

/* No text begins before this. */
static int64_t
send_hold_ms(const struct modem *m)
{
	int64_t receive_ms = receive_hold_ms(m), ring_ms = ring_hold_ms(m);
	return receive_ms > ring_ms ? receive_ms : ring_ms;
}

bool
send_turn(struct modem *m)
{
	if (m->sending.in_air)
		return send_wait(m);
	if (m->sending.count == 0 || send_hold_ms(m) > deadline_now_ms())
		return false;
	m->receiving.scans_in_a_row = 0;
	send_start(m);
	return true;
}

int64_t
send_next_ms(const struct modem *m)
{
	const struct sending *s = &m->sending;
	if (s->count == 0)
		return MODEM_NEVER_MS;
	if (s->in_air)
		return s->answered ? 0 : s->until_ms;
	return send_hold_ms(m);
}
