/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From Ctrl-Z to the final reply of AT+CMGS.  The network takes the
 * message at Ctrl-Z; the modem's answer may take long or never come,
 * and the message has gone all the same.
 */
#include "at.h"

#include "sim.h"

#include <string.h>

#define CMS_BAD_PDU    (AT_CMS + 304)
#define CMS_NO_SERVICE (AT_CMS + 331)
#define MR_UNKNOWN     256

/* The reference travels behind the timer's argument, not in it. */
static void
answer(struct sim *s, int mr)
{
	if (mr == MR_UNKNOWN) {
		at_finish(s, AT_SILENT);
		return;
	}
	at_info(s, "+CMGS: %d", mr);
	at_finish(s, AT_OK);
}

static void
answer_later(struct sim *s, void *arg)
{
	struct submission *sub = arg;

	answer(s, sub->pdu.mr);
	at_run(s);
}

static void
silence_later(struct sim *s, void *arg)
{
	(void)arg;
	answer(s, MR_UNKNOWN);
	at_run(s);
}

static void
refuse(struct sim *s, int result)
{
	s->count.refused++;
	at_finish(s, result);
}

static int
parse(struct sim *s, struct tpdu_submit *ret)
{
	const struct buf *hex = &s->at.pdu;
	uint8_t octets[256];
	size_t len;

	if (unhex(buf_str(hex), hex->len, octets, sizeof octets, &len))
		return CMS_BAD_PDU;
	if (tpdu_parse_submit(octets, len, ret) ||
	    ret->tpdu_len != s->at.want_octets)
		return CMS_BAD_PDU;
	if (!s->set.registered || s->at.p.cfun != 1)
		return CMS_NO_SERVICE;
	if (sim_strikes(&s->faults.cms_error))
		return AT_CMS + s->faults.cms_code;
	return AT_OK;
}

void
at_submit(struct sim *s)
{
	struct tpdu_submit pdu;
	struct submission *sub = NULL;
	int result = parse(s, &pdu);
	timer_fn *then = answer_later;

	if (result) {
		refuse(s, result);
		return;
	}
	if (sim_strikes(&s->faults.send_void)) {
		then = silence_later;
	} else {
		sub = net_submit(s, &pdu, buf_str(&s->at.pdu));
		if (sim_strikes(&s->faults.send_lost))
			then = silence_later;
	}
	s->at.state = AT_NETWORK;
	if (s->set.send_delay_ms > 0)
		s->at.timer =
		    timer_add(&s->timers, s->set.send_delay_ms, then, sub);
	else if (then == answer_later)
		answer(s, sub->pdu.mr);
	else
		answer(s, MR_UNKNOWN);
}
