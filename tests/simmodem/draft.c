/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes PDUs of what a phone's owner types: coding, parts, headers. */
#include "net.h"
#include "sim.h"

#include <stdlib.h>

#define PARTS_MAX 255u

/* Units in a message: alone, with an 8-bit, with a 16-bit reference. */
static const size_t room[CODING_MAX][3] = {
    [CODING_GSM7] = {160, 153, 152},
    [CODING_8BIT] = {140, 134, 133},
    [CODING_UCS2] = {70, 67, 66},
};

static int
choose_units(const struct draft *d, struct units *ret)
{
	if (d->coding >= 0)
		return units_from_utf8(d->text, (enum coding)d->coding, ret);
	if (units_from_utf8(d->text, CODING_GSM7, ret) == 0)
		return 0;
	return units_from_utf8(d->text, CODING_UCS2, ret);
}

static uint8_t
make_dcs(const struct draft *d, enum coding coding)
{
	unsigned dcs = (unsigned)coding << 2;

	if (d->dcs >= 0)
		return (uint8_t)d->dcs;
	if (d->sms_class >= 0)
		dcs |= 0x10u | (unsigned)d->sms_class;
	return (uint8_t)dcs;
}

static size_t
count_parts(const struct units *u, size_t max)
{
	size_t n = 0;

	for (size_t at = 0; at < u->len; n++)
		at = units_cut(u, at, max);
	return n ? n : 1;
}

static void
put_concat(struct tpdu_deliver *t, const struct parts *p, size_t i, bool ref16)
{
	uint8_t *h = t->udh;

	*h++ = ref16 ? 6 : 5;
	*h++ = ref16 ? 8 : 0;
	*h++ = ref16 ? 4 : 3;
	if (ref16)
		*h++ = (uint8_t)(p->ref >> 8);
	*h++ = (uint8_t)p->ref;
	*h++ = (uint8_t)p->n;
	*h++ = (uint8_t)(i + 1);
	t->udh_len = (size_t)(h - t->udh);
}

static int
make_part(const struct tpdu_deliver *t, const struct units *u, size_t from,
    struct parts *p, size_t i)
{
	struct buf hex = {0}, text = {0};
	int err = tpdu_make_deliver(t, &hex);

	units_to_utf8(u, from, from + t->len, &text);
	p->pdu[i] = hex.data ? hex.data : xstrdup("");
	p->text[i] = text.data ? text.data : xstrdup("");
	return err;
}

static int
make_parts(struct sim *s, const struct draft *d, const struct units *u,
    size_t max, struct parts *p)
{
	struct tpdu_deliver t = {.smsc = s->set.smsc,
	    .from = d->from,
	    .alpha = d->alpha,
	    .pid = (uint8_t)d->pid,
	    .dcs = make_dcs(d, u->coding),
	    .scts_s = d->scts_s,
	    .tz_quarters = d->tz_quarters,
	    .coding = u->coding};
	size_t at = 0, end;

	for (size_t i = 0; i < p->n; i++, at = end) {
		end = units_cut(u, at, max);
		t.unit = u->unit + at;
		t.len = end - at;
		if (p->n > 1)
			put_concat(&t, p, i, d->ref16);
		if (make_part(&t, u, at, p, i))
			return -1;
	}
	return 0;
}

const char *
draft_encode(struct sim *s, const struct draft *d, struct parts *ret)
{
	struct parts p = {.n = 1, .ref = d->ref};
	const char *wrong = NULL;
	struct units u;
	size_t max;

	if (choose_units(d, &u))
		return "text does not fit the coding";
	max = room[u.coding][0];
	if (u.len > max) {
		max = room[u.coding][d->ref16 ? 2 : 1];
		p.n = count_parts(&u, max);
	}
	if (p.n > PARTS_MAX) {
		units_free(&u);
		return "text has more than 255 parts";
	}
	if (p.n > 1 && p.ref < 0)
		p.ref = ++s->net.ref;
	p.pdu = xcalloc(p.n, sizeof *p.pdu);
	p.text = xcalloc(p.n, sizeof *p.text);
	if (make_parts(s, d, &u, max, &p)) {
		wrong = "sender is no number of at most 20 digits, "
			"nor a name of 11 characters with alpha";
		parts_free(&p);
	}
	units_free(&u);
	*ret = p;
	return wrong;
}

void
parts_free(struct parts *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->pdu[i]);
		free(p->text[i]);
	}
	free(p->pdu);
	free(p->text);
	*p = (struct parts){.n = 0};
}
