/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control commands for what people send and get: messages. */
#include "ctl.h"

#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PDU_MAX   1000u /* characters; a correct one has at most 352 */
#define PARTS_OUT 1000u

/* --- to the SIM --- */

static int
coding_of(const char *name)
{
	static const char *const names[CODING_MAX] = {[CODING_GSM7] = "gsm7",
	    [CODING_8BIT] = "8bit",
	    [CODING_UCS2] = "ucs2"};

	for (int i = 0; i < CODING_MAX; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return strcmp(name, "auto") == 0 ? -1 : -2;
}

static bool
names_part(json_t *array, size_t part)
{
	size_t i;
	json_t *v;

	json_array_foreach(array, i, v)
	{
		if (json_integer_value(v) == (json_int_t)part)
			return true;
	}
	return false;
}

static void
offer_part(struct sim *s, const struct draft *d, const struct parts *p,
    size_t part, json_t *seqs)
{
	struct sms *m;

	if (part < 1 || part > p->n || json_array_size(seqs) >= PARTS_OUT)
		return;
	m = net_offer(s, p->pdu[part - 1], d->from, p->text[part - 1]);
	json_array_append_new(seqs, json_integer(m->seq));
}

/* In the order asked for, without the dropped, the doubled ones twice. */
static json_t *
offer_parts(
    struct sim *s, const struct draft *d, const struct parts *p, json_t *req)
{
	json_t *order = json_object_get(req, "order");
	json_t *drop = json_object_get(req, "drop");
	json_t *twice = json_object_get(req, "duplicate");
	json_t *seqs = json_array();
	size_t n = order ? json_array_size(order) : p->n;

	for (size_t i = 0; i < n; i++) {
		size_t part = i + 1;

		if (order)
			part = (size_t)json_integer_value(
			    json_array_get(order, i));
		if (names_part(drop, part))
			continue;
		offer_part(s, d, p, part, seqs);
		if (names_part(twice, part))
			offer_part(s, d, p, part, seqs);
	}
	net_pump(s);
	return seqs;
}

static json_t *
pdus(const struct parts *p)
{
	json_t *all = json_array();

	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(all, json_string(p->pdu[i]));
	return all;
}

static json_t *
send_draft(struct sim *s, const struct draft *d, json_t *req)
{
	struct parts p;
	const char *wrong = draft_encode(s, d, &p);
	json_t *answer;

	if (wrong)
		return ctl_error("sms: %s", wrong);
	answer = json_pack("{s:b, s:i, s:i, s:o, s:o}", "ok", 1, "parts",
	    (int)p.n, "ref", p.ref, "seq", offer_parts(s, d, &p, req), "pdus",
	    pdus(&p));
	parts_free(&p);
	return answer;
}

static json_t *
do_sms(struct sim *s, json_t *req, struct client *c)
{
	struct draft d = {
	    .dcs = -1, .sms_class = -1, .tz_quarters = 28, .ref = -1};
	const char *coding = "auto";
	json_int_t scts_s = net_wall_s(s);
	int alpha = 0, ref16 = 0;
	json_t *wrong = ctl_read(req,
	    "{s:s, s:s, s?s, s?I, s?i, s?i, s?i, s?i, s?b, s?i, s?b}", "from",
	    &d.from, "text", &d.text, "coding", &coding, "scts", &scts_s, "tz",
	    &d.tz_quarters, "class", &d.sms_class, "dcs", &d.dcs, "pid", &d.pid,
	    "alpha", &alpha, "ref", &d.ref, "ref16", &ref16);

	(void)c;
	if (wrong)
		return wrong;
	d.coding = coding_of(coding);
	if (d.coding < -1)
		return ctl_error("sms: coding is gsm7, ucs2, 8bit or auto");
	if (d.sms_class > 3 || d.dcs > 255 || d.pid < 0 || d.pid > 255 ||
	    abs(d.tz_quarters) > 79 || d.ref > 0xFFFF)
		return ctl_error("sms: class, dcs, pid, tz or ref");
	d.scts_s = (time_t)scts_s;
	d.alpha = alpha;
	d.ref16 = ref16;
	return send_draft(s, &d, req);
}

static bool
printable(const char *text)
{
	size_t n = 0;

	while (text[n] > ' ' && text[n] <= '~')
		n++;
	return n && !text[n] && n <= PDU_MAX;
}

/* Anything printable, so that a modem can be made to show nonsense. */
static json_t *
do_pdu(struct sim *s, json_t *req, struct client *c)
{
	const char *hex, *from = NULL;
	int length = -1;
	struct sms *m;
	json_t *wrong = ctl_read(req, "{s:s, s?i, s?s}", "hex", &hex, "length",
	    &length, "from", &from);

	(void)c;
	if (wrong)
		return wrong;
	if (!printable(hex))
		return ctl_error("pdu: 1 to %u printable characters", PDU_MAX);
	m = net_offer(s, hex, from, NULL);
	if (length >= 0)
		m->length = (size_t)length;
	net_pump(s);
	return json_pack("{s:b, s:[i]}", "ok", 1, "seq", (int)m->seq);
}

static struct sms *
find_message(struct sim *s, json_int_t seq)
{
	size_t i = seq ? (size_t)seq : s->net.sms_n;

	/* The last one that a person sent: reports are not repeated. */
	while (!seq && i > 0 && s->net.sms[i - 1]->report)
		i--;
	return i > 0 && i <= s->net.sms_n ? s->net.sms[i - 1] : NULL;
}

static json_t *
do_resend(struct sim *s, json_t *req, struct client *c)
{
	json_int_t seq = 0;
	int last = 1;
	json_t *wrong = ctl_read(req, "{s?I, s?b}", "seq", &seq, "last", &last);
	struct sms *old, *m;

	(void)c;
	if (wrong)
		return wrong;
	old = seq < 0 ? NULL : find_message(s, seq);
	if (!old)
		return ctl_error("resend: no such message");
	m = net_offer(s, old->pdu, old->from, old->text);
	m->length = old->length;
	net_pump(s);
	return json_pack("{s:b, s:[i]}", "ok", 1, "seq", (int)m->seq);
}

/* --- from the SIM --- */

static void
put_header(json_t *o, const struct tpdu_submit *p)
{
	struct buf udh = {0};

	buf_hex(&udh, p->udh, p->udh_len);
	ctl_put(o, "udh", buf_str(&udh));
	buf_free(&udh);
	if (p->total < 0)
		return;
	json_object_set_new(o, "ref", json_integer(p->ref));
	json_object_set_new(o, "part", json_integer(p->part));
	json_object_set_new(o, "total", json_integer(p->total));
}

static json_t *
describe(const struct submission *sub)
{
	static const char *const coding[CODING_MAX] = {"gsm7", "8bit", "ucs2"};
	const struct tpdu_submit *p = &sub->pdu;
	json_t *o = json_pack(
	    "{s:i, s:s, s:s, s:s, s:I, s:I, s:I, s:i, s:b, s:i, s:i, s:i, s:s}",
	    "seq", (int)sub->seq, "number", p->number, "text", p->text,
	    "coding", coding[p->coding], "t_ms", (json_int_t)sub->t_ms,
	    "delivered_ms", (json_int_t)sub->delivered_ms, "validity_s",
	    (json_int_t)p->validity_s, "class", p->sms_class, "srr", p->srr,
	    "mr", p->mr, "dcs", p->dcs, "pid", p->pid, "pdu", sub->hex);

	put_header(o, p);
	if (sub->expired)
		json_object_set_new(o, "expired", json_true());
	return o;
}

static json_t *
submissions(struct sim *s, const char *number, json_int_t since)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->net.sent_n; i++) {
		const struct submission *sub = s->net.sent[i];

		if (sub->seq <= since ||
		    (number && (strcmp(sub->pdu.number, number) != 0 ||
				   !sub->delivered_ms)))
			continue;
		json_array_append_new(all, describe(sub));
	}
	return all;
}

static json_t *
do_inbox(struct sim *s, json_t *req, struct client *c)
{
	const char *number;
	json_int_t since = 0;
	json_t *wrong =
	    ctl_read(req, "{s:s, s?I}", "number", &number, "since", &since);

	(void)c;
	if (wrong)
		return wrong;
	return json_pack("{s:b, s:s, s:o}", "ok", 1, "number", number,
	    "messages", submissions(s, number, since));
}

static json_t *
do_sent(struct sim *s, json_t *req, struct client *c)
{
	json_int_t since = 0;
	json_t *wrong = ctl_read(req, "{s?I}", "since", &since);

	(void)c;
	if (wrong)
		return wrong;
	return json_pack("{s:b, s:i, s:o}", "ok", 1, "refused",
	    (int)s->count.refused, "sent", submissions(s, NULL, since));
}

static json_t *
describe_phone(const struct phone *p)
{
	json_t *o = json_pack("{s:b, s:s, s:b, s:i, s:i}", "ok", 1, "number",
	    p->number, "off", p->off, "delay_ms", p->delay_ms, "max", p->max);

	ctl_put(o, "auto_reply", p->auto_reply);
	return o;
}

static json_t *
do_phone(struct sim *s, json_t *req, struct client *c)
{
	const char *number, *reply = NULL;
	int delay_ms = 0, max = -1, off = 0, expire = 0;
	struct phone *p;
	json_t *wrong = ctl_read(req, "{s:s, s?s, s?i, s?i, s?b, s?b}",
	    "number", &number, "auto_reply", &reply, "delay_ms", &delay_ms,
	    "max", &max, "off", &off, "expire", &expire);

	(void)c;
	if (wrong)
		return wrong;
	p = net_phone(s, number);
	free(p->auto_reply);
	p->auto_reply = reply && *reply ? xstrdup(reply) : NULL;
	p->delay_ms = delay_ms;
	p->max = max;
	if (expire)
		net_phone_expire(s, p);
	if (p->off && !off)
		net_phone_on(s, p);
	p->off = off;
	return describe_phone(p);
}

const struct ctl_command ctl_net_commands[] = {
    {"sms",
	"from text coding scts tz class dcs pid alpha ref ref16 order drop "
	"duplicate",
	do_sms},
    {"pdu", "hex length from", do_pdu},
    {"resend", "last seq", do_resend},
    {"inbox", "number since", do_inbox},
    {"sent", "since", do_sent},
    {"phone", "number auto_reply delay_ms max off expire", do_phone},
    {.name = NULL},
};
