/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SMSC and the phones: see net.h. */
#include "net.h"

#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long a network takes to notice that a slot is free again. */
#define REDELIVERY_MS 20
#define TZ_WIB        28

/* TP-Status of 23.040 9.2.3.15 */
#define ST_DELIVERED 0x00
#define ST_FAILED    0x41
#define ST_EXPIRED   0x46

time_t
net_wall_s(const struct sim *s)
{
	return time(NULL) + (time_t)s->net.clock_offset_s;
}

/* Room for one more pointer in an array that doubles at powers of 2. */
static void *
grown(void *array, size_t n)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = realloc(array, (n ? 2 * n : 1) * sizeof(void *));
	if (!p)
		abort();
	return p;
}

/* --- to the SIM --- */

static size_t
length_27005(const char *pdu)
{
	uint8_t smsc = 0;
	size_t octets = strlen(pdu) / 2, n;

	if (unhex(pdu, octets ? 2 : 0, &smsc, 1, &n) || octets <= smsc)
		return octets;
	return octets - smsc - 1;
}

struct sms *
net_offer(struct sim *s, const char *pdu, const char *from, const char *text)
{
	struct net *n = &s->net;
	struct sms *m = xcalloc(1, sizeof *m);

	*m = (struct sms){.seq = (unsigned)n->sms_n + 1,
	    .pdu = xstrdup(pdu),
	    .length = length_27005(pdu),
	    .from = from ? xstrdup(from) : NULL,
	    .text = text ? xstrdup(text) : NULL,
	    .offered_ms = mono_ms()};
	n->sms = grown(n->sms, n->sms_n);
	n->sms[n->sms_n++] = m;
	return m;
}

static void
notify(
    struct sim *s, const char *kind, enum store_id id, int place, struct sms *m)
{
	char text[40];

	snprintf(text, sizeof text, "+%s: \"%s\",%d", kind, store_name(id),
	    place + s->set.first_location);
	at_urc(s, text, m);
}

/* Past the SIM, straight to the line; nobody confirms it. */
static void
hand_up(struct sim *s, const char *head, struct sms *m)
{
	struct buf b = {0};

	buf_printf(&b, "+%s%zu\r\n%s", head, m->length, m->pdu);
	m->stored_ms = m->deleted_ms = mono_ms();
	at_urc(s, b.data, m);
	buf_free(&b);
}

static bool
deliver_report(struct sim *s, struct sms *m)
{
	enum store_id id = store_find(s->set.report_store);
	int ds = s->at.p.cnmi[3], place;

	if (ds == 1 && line_attached(&s->line)) {
		s->count.reports++;
		hand_up(s, "CDS: ", m);
		return true;
	}
	place = ds == 2 ? store_put(s, id, m) : -1;
	if (place < 0) {
		s->count.reports_lost++;
		return true;
	}
	s->count.reports++;
	m->stored_ms = mono_ms();
	notify(s, "CDSI", id, place, NULL);
	return true;
}

static bool
deliver(struct sim *s, struct sms *m)
{
	const int *cnmi = s->at.p.cnmi;
	enum store_id id = s->at.p.mem[2];
	int place;

	if (m->report)
		return deliver_report(s, m);
	if (cnmi[0] && cnmi[1] == 2 && line_attached(&s->line)) {
		hand_up(s, "CMT: ,", m);
		return true;
	}
	place = store_put(s, id, m);
	if (place < 0)
		return false;
	m->stored_ms = mono_ms();
	if (cnmi[0] && cnmi[1] == 1 && s->set.cmti)
		notify(s, "CMTI", id, place, m);
	return true;
}

void
net_pump(struct sim *s)
{
	struct net *n = &s->net;

	/* The network has not yet heard of the free slot. */
	if (n->pump_timer)
		return;
	while (n->arrived < n->sms_n && at_receives(s) &&
	       deliver(s, n->sms[n->arrived]))
		n->arrived++;
}

static void
pump_again(struct sim *s, void *arg)
{
	(void)arg;
	s->net.pump_timer = 0;
	net_pump(s);
}

void
net_deleted(struct sim *s, struct sms *gone)
{
	gone->deleted_ms = mono_ms();
	if (net_waiting(s) && !s->net.pump_timer)
		s->net.pump_timer =
		    timer_add(&s->timers, REDELIVERY_MS, pump_again, s);
}

size_t
net_waiting(const struct sim *s)
{
	return s->net.sms_n - s->net.arrived;
}

/* --- status reports --- */

static void
offer_report(struct sim *s, const struct submission *sub, uint8_t status)
{
	struct tpdu_report r = {.smsc = s->set.smsc,
	    .number = sub->pdu.number,
	    .mr = sub->pdu.mr,
	    .status = status,
	    .scts_s = sub->wall_s,
	    .done_s = net_wall_s(s),
	    .tz_quarters = TZ_WIB};
	struct buf hex = {0};

	if (tpdu_make_report(&r, &hex) == 0) {
		net_offer(s, hex.data, sub->pdu.number, NULL)->report = true;
		net_pump(s);
	}
	buf_free(&hex);
}

static void
report_done(struct sim *s, void *arg)
{
	bool failed = strcmp(s->set.report, "failed") == 0;

	offer_report(s, arg, failed ? ST_FAILED : ST_DELIVERED);
}

/* --- phones --- */

static struct phone *
find_phone(const struct sim *s, const char *number)
{
	struct phone *p = s->net.phones;

	while (p && strcmp(p->number, number) != 0)
		p = p->next;
	return p;
}

struct phone *
net_phone(struct sim *s, const char *number)
{
	struct phone *p = find_phone(s, number);

	if (p)
		return p;
	p = xcalloc(1, sizeof *p);
	*p = (struct phone){
	    .next = s->net.phones, .number = xstrdup(number), .max = -1};
	s->net.phones = p;
	return p;
}

static void
auto_reply(struct sim *s, void *arg)
{
	const struct submission *sub = arg;
	struct phone *p = find_phone(s, sub->pdu.number);
	struct draft d = {.from = sub->pdu.number,
	    .coding = -1,
	    .dcs = -1,
	    .sms_class = -1,
	    .scts_s = net_wall_s(s),
	    .tz_quarters = TZ_WIB,
	    .ref = -1};
	struct parts parts;

	if (!p || !p->auto_reply || p->max == 0)
		return;
	if (p->max > 0)
		p->max--;
	d.text = p->auto_reply;
	if (strcmp(d.text, "echo") == 0)
		d.text = sub->pdu.text;
	if (draft_encode(s, &d, &parts))
		return;
	for (size_t i = 0; i < parts.n; i++)
		net_offer(s, parts.pdu[i], d.from, parts.text[i]);
	parts_free(&parts);
	net_pump(s);
}

static void
hand_over(struct sim *s, struct submission *sub, const struct phone *p)
{
	sub->delivered_ms = mono_ms();
	if (sub->pdu.srr && strcmp(s->set.report, "none") != 0)
		timer_add(&s->timers, s->set.report_delay_ms, report_done, sub);
	if (p && p->auto_reply)
		timer_add(&s->timers, p->delay_ms, auto_reply, sub);
}

static bool
waits_for(const struct submission *sub, const struct phone *p)
{
	return !sub->delivered_ms && !sub->expired &&
	       strcmp(sub->pdu.number, p->number) == 0;
}

void
net_phone_on(struct sim *s, struct phone *p)
{
	p->off = false;
	for (size_t i = 0; i < s->net.sent_n; i++)
		if (waits_for(s->net.sent[i], p))
			hand_over(s, s->net.sent[i], p);
}

static void
expire(struct sim *s, void *arg)
{
	struct submission *sub = arg;

	if (sub->delivered_ms || sub->expired)
		return;
	sub->expired = true;
	if (sub->pdu.srr && strcmp(s->set.report, "none") != 0)
		offer_report(s, sub, ST_EXPIRED);
}

void
net_phone_expire(struct sim *s, const struct phone *p)
{
	for (size_t i = 0; i < s->net.sent_n; i++)
		if (waits_for(s->net.sent[i], p))
			expire(s, s->net.sent[i]);
}

/* --- from the SIM --- */

static void
dispatch(struct sim *s, struct submission *sub)
{
	struct phone *p = find_phone(s, sub->pdu.number);

	if (!p || !p->off)
		hand_over(s, sub, p);
	else if (sub->pdu.validity_s >= 0)
		timer_add(&s->timers, sub->pdu.validity_s * 1000L, expire, sub);
}

struct submission *
net_submit(struct sim *s, const struct tpdu_submit *pdu, const char *hex)
{
	struct net *n = &s->net;
	struct submission *sub = xcalloc(1, sizeof *sub);

	*sub = (struct submission){.seq = (unsigned)n->sent_n + 1,
	    .t_ms = mono_ms(),
	    .wall_s = net_wall_s(s),
	    .hex = xstrdup(hex),
	    .pdu = *pdu};
	sub->pdu.mr = n->mr++;
	n->sent = grown(n->sent, n->sent_n);
	n->sent[n->sent_n++] = sub;
	dispatch(s, sub);
	return sub;
}

static void
free_phones(struct phone *p)
{
	while (p) {
		struct phone *next = p->next;

		free(p->number);
		free(p->auto_reply);
		free(p);
		p = next;
	}
}

void
net_free(struct net *n)
{
	for (size_t i = 0; i < n->sms_n; i++) {
		free(n->sms[i]->pdu);
		free(n->sms[i]->from);
		free(n->sms[i]->text);
		free(n->sms[i]);
	}
	free(n->sms);
	for (size_t i = 0; i < n->sent_n; i++) {
		free(n->sent[i]->hex);
		free(n->sent[i]);
	}
	free(n->sent);
	free_phones(n->phones);
	net_calls_free(n);
}
