/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes SMS-DELIVER and SMS-STATUS-REPORT, reads SMS-SUBMIT.  The reader
 * is strict: the network refuses what is malformed, and a test sees it.
 */
#include "tpdu.h"

#include <stdlib.h>
#include <string.h>

#define TOA_NATIONAL      0x81u
#define TOA_INTERNATIONAL 0x91u
#define TOA_ALPHA         0xD0u
#define FO_UDHI           0x40u
#define FO_NO_MORE        0x04u

struct octets {
	uint8_t b[256];
	size_t n;
};

static void
put(struct octets *o, unsigned v)
{
	if (o->n < sizeof o->b)
		o->b[o->n++] = (uint8_t)v;
}

/* --- addresses and times --- */

static bool
all_digits(const char *s)
{
	return *s && strspn(s, "0123456789*#") == strlen(s);
}

static unsigned
semi_octet(char c)
{
	if (c == '*')
		return 10;
	if (c == '#')
		return 11;
	return (unsigned)(c - '0');
}

static void
put_digits(struct octets *o, const char *digits)
{
	size_t n = strlen(digits);

	for (size_t i = 0; i < n; i += 2) {
		unsigned low = semi_octet(digits[i]);
		unsigned high = i + 1 < n ? semi_octet(digits[i + 1]) : 15;

		put(o, low | high << 4);
	}
}

/* Septets, the first one starting at bit shift of the first octet. */
static void
put_septets(struct octets *o, const uint16_t *unit, size_t n, unsigned shift)
{
	unsigned acc = 0, bits = shift;

	for (size_t i = 0; i < n; i++) {
		acc |= (unsigned)(unit[i] & 127) << bits;
		for (bits += 7; bits >= 8; bits -= 8) {
			put(o, acc & 255);
			acc >>= 8;
		}
	}
	if (bits)
		put(o, acc & 255);
}

static int
put_name(struct octets *o, const char *name)
{
	struct units t;
	int err = -1;

	if (units_from_utf8(name, CODING_GSM7, &t))
		return -1;
	if (t.len <= 11) {
		put(o, (unsigned)(t.len * 7 + 3) / 4);
		put(o, TOA_ALPHA);
		put_septets(o, t.unit, t.len, 0);
		err = 0;
	}
	units_free(&t);
	return err;
}

static int
put_address(struct octets *o, const char *number)
{
	bool plus = *number == '+';

	number += plus;
	if (!all_digits(number) || strlen(number) > TPDU_ADDR_MAX)
		return -1;
	put(o, (unsigned)strlen(number));
	put(o, plus ? TOA_INTERNATIONAL : TOA_NATIONAL);
	put_digits(o, number);
	return 0;
}

/* Unlike other addresses the SMSC's counts octets, its type included. */
static int
put_smsc(struct octets *o, const char *number)
{
	size_t at = o->n;

	if (!number || !*number) {
		put(o, 0);
		return 0;
	}
	if (put_address(o, number))
		return -1;
	o->b[at] = (uint8_t)(o->n - at - 1);
	return 0;
}

static void
put_bcd(struct octets *o, int v)
{
	put(o, (unsigned)(v / 10 % 10 | (v % 10) << 4));
}

static void
put_time(struct octets *o, time_t at_s, int tz_quarters)
{
	time_t local_s = at_s + (time_t)tz_quarters * 900;
	int tz = tz_quarters < 0 ? -tz_quarters : tz_quarters;
	struct tm tm;

	gmtime_r(&local_s, &tm);
	put_bcd(o, tm.tm_year % 100);
	put_bcd(o, tm.tm_mon + 1);
	put_bcd(o, tm.tm_mday);
	put_bcd(o, tm.tm_hour);
	put_bcd(o, tm.tm_min);
	put_bcd(o, tm.tm_sec);
	put_bcd(o, tz);
	if (tz_quarters < 0)
		o->b[o->n - 1] |= 0x08;
}

/* --- user data --- */

static int
put_user_data(struct octets *o, const struct tpdu_deliver *d)
{
	size_t fill = (7 - d->udh_len * 8 % 7) % 7; /* bits to a septet */
	size_t septets = (d->udh_len * 8 + fill) / 7 + d->len;
	size_t octets =
	    d->udh_len + d->len * (d->coding == CODING_UCS2 ? 2 : 1);

	if (d->coding == CODING_GSM7 ? septets > 160 : octets > TPDU_UD_MAX)
		return -1;
	put(o, (unsigned)(d->coding == CODING_GSM7 ? septets : octets));
	for (size_t i = 0; i < d->udh_len; i++)
		put(o, d->udh[i]);
	if (d->coding == CODING_GSM7) {
		put_septets(o, d->unit, d->len, (unsigned)fill);
		return 0;
	}
	for (size_t i = 0; i < d->len; i++) {
		if (d->coding == CODING_UCS2)
			put(o, (unsigned)d->unit[i] >> 8);
		put(o, d->unit[i] & 255u);
	}
	return 0;
}

int
tpdu_make_deliver(const struct tpdu_deliver *d, struct buf *hex)
{
	struct octets o = {.n = 0};

	if (put_smsc(&o, d->smsc))
		return -1;
	put(&o, FO_NO_MORE | (d->udh_len ? FO_UDHI : 0));
	if (d->alpha ? put_name(&o, d->from) : put_address(&o, d->from))
		return -1;
	put(&o, d->pid);
	put(&o, d->dcs);
	put_time(&o, d->scts_s, d->tz_quarters);
	if (put_user_data(&o, d))
		return -1;
	buf_hex(hex, o.b, o.n);
	return 0;
}

int
tpdu_make_report(const struct tpdu_report *r, struct buf *hex)
{
	struct octets o = {.n = 0};

	if (put_smsc(&o, r->smsc))
		return -1;
	put(&o, FO_NO_MORE | 0x02);
	put(&o, r->mr);
	if (put_address(&o, r->number))
		return -1;
	put_time(&o, r->scts_s, r->tz_quarters);
	put_time(&o, r->done_s, r->tz_quarters);
	put(&o, r->status);
	buf_hex(hex, o.b, o.n);
	return 0;
}

/* --- reading a submission --- */

struct reader {
	const uint8_t *p;
	size_t left;
	bool short_read;
};

static uint8_t
get(struct reader *r)
{
	if (!r->left) {
		r->short_read = true;
		return 0;
	}
	r->left--;
	return *r->p++;
}

static void
skip(struct reader *r, size_t n)
{
	while (n-- && !r->short_read)
		get(r);
}

static int
get_address(struct reader *r, char *out)
{
	static const char digit[] = "0123456789*#abc";
	size_t n = get(r);
	uint8_t toa = get(r), octet = 0;

	if (!n || n > TPDU_ADDR_MAX || !(toa & 0x80) ||
	    (toa & 0x70) == (TOA_ALPHA & 0x70))
		return -1;
	if (toa == TOA_INTERNATIONAL)
		*out++ = '+';
	for (size_t i = 0; i < n; i++) {
		unsigned nibble;

		octet = i % 2 ? octet : get(r);
		nibble = i % 2 ? octet >> 4 : octet & 15u;
		if (nibble > 14)
			return -1;
		*out++ = digit[nibble];
	}
	*out = '\0';
	return n % 2 && octet >> 4 != 15 ? -1 : 0;
}

static long
relative_validity_s(uint8_t vp)
{
	const long day_s = 24 * 3600L;

	if (vp <= 143)
		return (vp + 1L) * 300;
	if (vp <= 167)
		return 12 * 3600L + (vp - 143) * 1800L;
	if (vp <= 196)
		return (vp - 166) * day_s;
	return (vp - 192) * 7 * day_s;
}

static void
get_validity(struct reader *r, unsigned first_octet, struct tpdu_submit *ret)
{
	unsigned format = first_octet >> 3 & 3;

	ret->validity_s = -1;
	if (format == 2)
		ret->validity_s = relative_validity_s(get(r));
	else if (format)
		skip(r, 7);
}

/* -1 for what is compressed or reserved: nobody here could read it. */
static int
read_dcs(uint8_t dcs, struct tpdu_submit *ret)
{
	unsigned alphabet = dcs >> 2 & 3;

	ret->dcs = dcs;
	ret->sms_class = -1;
	if (dcs >> 4 == 15) {
		ret->coding = dcs & 4 ? CODING_8BIT : CODING_GSM7;
		ret->sms_class = dcs & 3;
		return 0;
	}
	if (dcs >= 0xC0) {
		ret->coding = dcs >> 4 == 14 ? CODING_UCS2 : CODING_GSM7;
		return 0;
	}
	if (dcs & 0xA0 || alphabet == 3)
		return -1;
	ret->coding = (enum coding)alphabet;
	if (dcs & 0x10)
		ret->sms_class = dcs & 3;
	return 0;
}

static void
read_concat(const uint8_t *ie, unsigned id, size_t len, struct tpdu_submit *ret)
{
	if (id == 0 && len == 3) {
		ret->ref = ie[0];
		ret->total = ie[1];
		ret->part = ie[2];
	} else if (id == 8 && len == 4) {
		ret->ref = ie[0] << 8 | ie[1];
		ret->total = ie[2];
		ret->part = ie[3];
	}
}

static int
read_header(const uint8_t *ud, size_t ud_octets, struct tpdu_submit *ret)
{
	size_t at = 1;

	ret->ref = ret->total = ret->part = -1;
	if (!ret->udh_len)
		return 0;
	if (!ud_octets || (size_t)ud[0] + 1 > ud_octets)
		return -1;
	ret->udh_len = (size_t)ud[0] + 1;
	memcpy(ret->udh, ud, ret->udh_len);
	while (at < ret->udh_len) {
		if (at + 2 > ret->udh_len || at + 2 + ud[at + 1] > ret->udh_len)
			return -1;
		read_concat(ud + at + 2, ud[at], ud[at + 1], ret);
		at += 2u + ud[at + 1];
	}
	return 0;
}

static int
read_text(const uint8_t *ud, size_t octets, size_t udl, struct tpdu_submit *ret)
{
	size_t skip_septets = (ret->udh_len * 8 + 6) / 7;
	struct buf text = {0};

	if (ret->coding == CODING_GSM7)
		charset_unpack(ud, skip_septets, udl, &text);
	else if (ret->coding == CODING_UCS2)
		charset_from_ucs2(
		    ud + ret->udh_len, octets - ret->udh_len, &text);
	else
		buf_hex(&text, ud + ret->udh_len, octets - ret->udh_len);
	if (text.len >= sizeof ret->text) {
		buf_free(&text);
		return -1;
	}
	memcpy(ret->text, buf_str(&text), text.len + 1);
	buf_free(&text);
	return 0;
}

static int
read_user_data(struct reader *r, struct tpdu_submit *ret)
{
	size_t udl = get(r);
	size_t octets = ret->coding == CODING_GSM7 ? (udl * 7 + 7) / 8 : udl;

	if (r->short_read || r->left != octets || octets > TPDU_UD_MAX)
		return -1;
	if (read_header(r->p, octets, ret))
		return -1;
	return read_text(r->p, octets, udl, ret);
}

int
tpdu_parse_submit(const uint8_t *p, size_t len, struct tpdu_submit *ret)
{
	struct reader r = {.p = p, .left = len};
	unsigned first_octet;

	*ret = (struct tpdu_submit){.mr = 0};
	skip(&r, get(&r));
	ret->tpdu_len = r.left;
	first_octet = get(&r);
	ret->mr = get(&r);
	if ((first_octet & 3) != 1 || get_address(&r, ret->number))
		return -1;
	ret->srr = first_octet & 0x20;
	ret->udh_len = first_octet & FO_UDHI ? 1 : 0;
	ret->pid = get(&r);
	if (read_dcs(get(&r), ret))
		return -1;
	get_validity(&r, first_octet, ret);
	return read_user_data(&r, ret);
}
