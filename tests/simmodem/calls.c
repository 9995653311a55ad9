/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls and USSD: the parts of the network that are not messages. */
#include "net.h"
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUSD_NOT_SUPPORTED 4
#define DCS_GSM7           15
#define DCS_UCS2           72

/* --- calls --- */

struct call *
net_ringing(struct sim *s)
{
	struct net *n = &s->net;
	struct call *last = n->calls_n ? &n->calls[n->calls_n - 1] : NULL;

	return last && !last->end ? last : NULL;
}

void
net_call_end(struct sim *s, const char *why)
{
	struct call *c = net_ringing(s);

	if (!c)
		return;
	timer_cancel(&s->timers, s->net.ring_timer);
	c->end = why;
	c->end_ms = mono_ms();
}

static void
tell_caller(struct sim *s, const struct call *c)
{
	char text[64];

	at_urc(s, s->at.p.crc ? "+CRING: VOICE" : "RING", NULL);
	if (!s->at.p.clip)
		return;
	if (c->from)
		snprintf(text, sizeof text, "+CLIP: \"%s\",%d,,,,0", c->from,
		    *c->from == '+' ? 145 : 129);
	else
		snprintf(text, sizeof text, "+CLIP: \"\",128,,,,1");
	at_urc(s, text, NULL);
}

static void
ring(struct sim *s, void *arg)
{
	struct call *c = net_ringing(s);

	(void)arg;
	if (!c || c->answered)
		return;
	if (!c->rings_left) {
		net_call_end(s, "rang out");
		at_urc(s, "NO CARRIER", NULL);
		return;
	}
	c->rings_left--;
	c->rings++;
	tell_caller(s, c);
	s->net.ring_timer = timer_add(&s->timers, s->set.ring_ms, ring, s);
}

const char *
net_call(struct sim *s, const char *from, int rings)
{
	struct net *n = &s->net;
	struct call *calls;

	if (net_ringing(s))
		return "busy";
	if (!at_receives(s))
		return "not reachable";
	calls = realloc(n->calls, (n->calls_n + 1) * sizeof *calls);
	if (!calls)
		abort();
	n->calls = calls;
	calls[n->calls_n] = (struct call){.seq = (unsigned)n->calls_n + 1,
	    .from = from ? xstrdup(from) : NULL,
	    .rings_left = rings,
	    .t_ms = mono_ms()};
	n->calls_n++;
	ring(s, NULL);
	return NULL;
}

/* --- the SIM rings a phone --- */

struct outcall *
net_rung(struct sim *s)
{
	struct net *n = &s->net;
	struct outcall *last = n->rings_n ? &n->rings[n->rings_n - 1] : NULL;

	return last && !last->end ? last : NULL;
}

void
net_ring_end(struct sim *s, const char *why)
{
	struct outcall *r = net_rung(s);

	if (!r)
		return;
	timer_cancel(&s->timers, s->net.patience_timer);
	r->end = why;
	r->end_ms = mono_ms();
}

/* What the network tells a modem whose call is over. */
static const struct {
	const char *how, *end, *line;
} takes[] = {
    {"reject", "rejected", "BUSY"},
    {"miss", "no answer", "NO ANSWER"},
    {"lost", "lost", "NO CARRIER"},
    {"hang_up", "they hung up", "NO CARRIER"},
};

const char *
net_ring_takes(struct sim *s, const char *how)
{
	struct outcall *r = net_rung(s);

	if (!r)
		return "no phone rings";
	if (strcmp(how, "answer") == 0) {
		r->answered = true;
		timer_cancel(&s->timers, s->net.patience_timer);
		return NULL;
	}
	for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++) {
		if (strcmp(takes[i].how, how) != 0)
			continue;
		net_ring_end(s, takes[i].end);
		at_urc(s, takes[i].line, NULL);
		return NULL;
	}
	return "how: answer reject miss lost hang_up";
}

static void
patience_ends(struct sim *s, void *arg)
{
	(void)arg;
	net_ring_takes(s, "lost");
}

void
net_ring(struct sim *s, const char *number)
{
	struct net *n = &s->net;
	struct outcall *rings;

	rings = realloc(n->rings, (n->rings_n + 1) * sizeof *rings);
	if (!rings)
		abort();
	n->rings = rings;
	rings[n->rings_n] = (struct outcall){.seq = (unsigned)n->rings_n + 1,
	    .to = xstrdup(number),
	    .silent = net_phone(s, number)->off,
	    .t_ms = mono_ms()};
	n->rings_n++;
	n->patience_timer =
	    timer_add(&s->timers, s->set.patience_ms, patience_ends, s);
}

/* --- USSD --- */

static bool
fits_gsm7(const char *text)
{
	struct units u;

	if (units_from_utf8(text, CODING_GSM7, &u))
		return false;
	units_free(&u);
	return true;
}

static void
quote_text(struct sim *s, const char *text, int dcs, struct buf *line)
{
	char *plain = at_encode(s, text);

	if (dcs < 0)
		dcs = fits_gsm7(text) ? DCS_GSM7 : DCS_UCS2;
	buf_puts(line, ",\"");
	if (dcs == DCS_UCS2)
		charset_to_ucs2_hex(text, line);
	else
		buf_puts(line, plain);
	buf_printf(line, "\",%d", dcs);
	free(plain);
}

static void
show_reply(struct sim *s, const struct ussd_reply *r)
{
	struct buf line = {0};

	buf_printf(&line, "+CUSD: %d", r->status);
	if (r->text && *r->text)
		quote_text(s, r->text, r->dcs, &line);
	at_urc(s, line.data, NULL);
	buf_free(&line);
}

static void
ussd_arrives(struct sim *s, void *arg)
{
	const struct ussd_reply *r = arg;

	if (r->status < 0)
		return;
	s->at.p.ussd_open = r->status == 1;
	if (s->at.p.cusd)
		show_reply(s, r);
}

static struct ussd_reply *
find_reply(struct sim *s, const char *code)
{
	for (struct ussd_reply *r = s->net.ussd; r; r = r->next)
		if (r->code && strcmp(r->code, code) == 0)
			return r;
	for (struct ussd_reply *r = s->net.ussd; r; r = r->next) {
		if (!r->code && !r->used) {
			r->used = true;
			return r;
		}
	}
	return NULL;
}

void
net_ussd_dial(struct sim *s, const char *code)
{
	static struct ussd_reply none = {.status = CUSD_NOT_SUPPORTED};
	struct ussd_reply *r = find_reply(s, code);

	buf_printf(&s->net.ussd_log, "%s\n", code);
	if (!r)
		r = &none;
	timer_add(&s->timers, r->delay_ms, ussd_arrives, r);
}

void
net_ussd_add(struct sim *s, const struct ussd_reply *r, bool push)
{
	struct ussd_reply *copy = xcalloc(1, sizeof *copy);
	struct ussd_reply **end = &s->net.ussd;

	*copy = *r;
	copy->next = NULL;
	copy->code = r->code ? xstrdup(r->code) : NULL;
	copy->text = xstrdup(r->text);
	copy->used = push;
	/* A new answer to a code goes before the older one to it. */
	while (!copy->code && *end)
		end = &(*end)->next;
	copy->next = *end;
	*end = copy;
	if (push)
		timer_add(&s->timers, copy->delay_ms, ussd_arrives, copy);
}

void
net_calls_free(struct net *n)
{
	for (size_t i = 0; i < n->calls_n; i++)
		free(n->calls[i].from);
	free(n->calls);
	for (size_t i = 0; i < n->rings_n; i++)
		free(n->rings[i].to);
	free(n->rings);
	while (n->ussd) {
		struct ussd_reply *next = n->ussd->next;

		free(n->ussd->code);
		free(n->ussd->text);
		free(n->ussd);
		n->ussd = next;
	}
	buf_free(&n->ussd_log);
}
