/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls are noticed and rejected at once: nobody could answer, and a ringing
 * line takes no text. A call rings several times and each ring may come with
 * the number: it is told once.
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/log.h"
#include "gateway/lib/wipe.h"
#include "gateway/modem/deadline.h"

#include <string.h>

#define CALL_NUMBER_MS 1500 /* +CLIP follows its RING within this */
#define CALL_AGAIN_MS  3000 /* still rings: the rejection was lost */
#define CALL_OVER_MS   8000 /* rings are 3 to 6 s apart */

static void
call_begin(struct call *c, int64_t now_ms)
{
	*c = (struct call){.ringing = true, .due_ms = now_ms + CALL_NUMBER_MS};
}

static void
call_ring(struct call *c, int64_t now_ms)
{
	if (!c->ringing || (c->told && now_ms - c->last_ring_ms > CALL_OVER_MS))
		call_begin(c, now_ms);
	c->last_ring_ms = now_ms;
	if (c->told && now_ms - c->rejected_ms > CALL_AGAIN_MS)
		c->due_ms = now_ms;
}

static void
call_number(struct call *c, const char *number, int64_t now_ms)
{
	if (c->told && c->numbered && strcmp(number, c->number) != 0)
		call_begin(c, now_ms); /* somebody else */
	if (c->told)
		return;
	c->numbered = true;
	memcpy(c->number, number, strlen(number) + 1);
	c->due_ms = now_ms;
}

static void
call_over(struct call *c)
{
	c->ringing = false;
	wipe(c->number, sizeof(c->number));
}

void
call_note(struct modem *m, const struct lines_event *event)
{
	struct call *c = &m->call;
	int64_t now_ms = deadline_now_ms();
	if (event->kind == LINES_HUNG_UP) {
		c->ended = true;
		if (c->ringing && !c->told)
			c->due_ms = now_ms;
		else
			call_over(c);
		return;
	}
	call_ring(c, now_ms);
	if (event->kind == LINES_CALLER)
		call_number(c, event->number, now_ms);
}

static void
call_tell(struct modem *m)
{
	log_info("modem.call", LOG_I("with_number", *m->call.number != '\0'));
	core_report(m, json_pack("{s:s, s:s}", "f", "modem.call", "number",
			   m->call.number));
	m->call.told = true;
}

/* When a ring would be another call, though nobody said that it ended. */
static int64_t
call_forget_ms(const struct call *c)
{
	return c->told && *c->number != '\0' ? c->last_ring_ms + CALL_OVER_MS
					     : MODEM_NEVER_MS;
}

bool
call_turn(struct modem *m)
{
	struct call *c = &m->call;
	if (call_forget_ms(c) < deadline_now_ms())
		wipe(c->number, sizeof(c->number));
	if (!c->ringing || c->due_ms > deadline_now_ms())
		return false;
	c->due_ms = MODEM_NEVER_MS;
	if (!c->told)
		call_tell(m);
	if (c->ended) {
		call_over(c);
		return true;
	}
	int err = gammu_hang_up(m->gammu);
	c->rejected_ms = deadline_now_ms();
	if (m->ring.on && m->ring.over == NULL)
		m->ring.over = "failed"; /* that ended all calls */
	(void)open_check(m, err);
	return true;
}

int64_t
call_next_ms(const struct modem *m)
{
	const struct call *c = &m->call;
	int64_t forget_ms = call_forget_ms(c);
	if (forget_ms != MODEM_NEVER_MS)
		forget_ms++;
	return c->ringing && c->due_ms < forget_ms ? c->due_ms : forget_ms;
}
