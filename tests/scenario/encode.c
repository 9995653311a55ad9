/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encode.h"

#include "gateway/lib/gsm.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ENCODE_UD_MAX    140
#define ENCODE_ZONE_S    25200 /* WIB, +07:00 */
#define ENCODE_SMSC_SIZE 8

static void
encode_byte(struct encoded *e, unsigned byte)
{
	if (e->size < ENCODE_SIZE)
		e->bytes[e->size++] = (uint8_t)byte;
}

static void
encode_digits(struct encoded *e, const char *digits)
{
	while (*digits != '\0') {
		unsigned low = (unsigned)(digits[0] - '0') & 15;
		unsigned high =
		    digits[1] == '\0' ? 15 : (unsigned)(digits[1] - '0') & 15;
		encode_byte(e, high << 4 | low);
		digits += digits[1] == '\0' ? 1 : 2;
	}
}

/* Septets one after the other from bit `bit` of bytes on. */
static void
encode_pack(uint8_t *bytes, size_t bit, const uint8_t *septets, size_t count)
{
	for (size_t i = 0; i < count * 7; i++, bit++)
		if ((septets[i / 7] >> (i % 7) & 1) != 0)
			bytes[bit / 8] |= (uint8_t)(1u << bit % 8);
}

/* Septets of a text; -1: not in GSM-7 or more than max. */
static int
encode_septets(const char *text, size_t size, uint8_t *septets, size_t max)
{
	size_t count = 0;
	while (size > 0) {
		uint32_t character;
		size_t used = gsm_utf8_get(text, size, &character);
		int code = used == 0 ? -1 : gsm_from_unicode(character);
		size_t need = code > 0 && (code & GSM_EXTENSION) != 0 ? 2 : 1;
		if (code < 0 || count + need > max)
			return -1;
		if (need == 2)
			septets[count++] = GSM_ESCAPE;
		septets[count++] = (uint8_t)(code & 127);
		text += used;
		size -= used;
	}
	return (int)count;
}

static void
encode_alpha(struct encoded *e, const char *name)
{
	uint8_t septets[11], packed[10] = {0};
	int count =
	    encode_septets(name, strlen(name), septets, sizeof(septets));
	if (count < 0)
		count = 0;
	encode_pack(packed, 0, septets, (size_t)count);
	size_t octets = ((size_t)count * 7 + 7) / 8;
	encode_byte(e, (unsigned)((count * 7 + 3) / 4));
	encode_byte(e, 0xd0);
	for (size_t i = 0; i < octets; i++)
		encode_byte(e, packed[i]);
}

static void
encode_address(struct encoded *e, const char *address)
{
	const char *digits = address + (address[0] == '+');
	size_t count = strspn(digits, "0123456789");
	e->from_at = e->size + 2;
	if (digits[count] != '\0') {
		encode_alpha(e, address);
	} else {
		encode_byte(e, (unsigned)count);
		encode_byte(e, address[0] == '+' ? 0x91 : 0x81);
		encode_digits(e, digits);
	}
	e->from_size = e->size - e->from_at;
}

static void
encode_pair(struct encoded *e, int number)
{
	encode_byte(e, (unsigned)(number % 10 << 4 | number / 10 % 10));
}

static void
encode_time(struct encoded *e, int64_t at_s)
{
	struct tm tm = {0};
	time_t local = (time_t)(at_s + ENCODE_ZONE_S);
	(void)gmtime_r(&local, &tm);
	encode_pair(e, tm.tm_year % 100);
	encode_pair(e, tm.tm_mon + 1);
	encode_pair(e, tm.tm_mday);
	encode_pair(e, tm.tm_hour);
	encode_pair(e, tm.tm_min);
	encode_pair(e, tm.tm_sec);
	encode_pair(e, ENCODE_ZONE_S / 900);
}

static void
encode_smsc(struct encoded *e)
{
	static const uint8_t smsc[ENCODE_SMSC_SIZE] = {
	    0x07, 0x91, 0x26, 0x18, 0x01, 0x00, 0x00, 0xf0};
	*e = (struct encoded){0};
	memcpy(e->bytes, smsc, sizeof(smsc));
	e->size = sizeof(smsc);
}

static size_t
encode_header(const struct encode_wish *wish, uint8_t *ud)
{
	if (wish->total == 0)
		return 0;
	size_t at = 0;
	ud[at++] = wish->wide ? 6 : 5;
	ud[at++] = wish->wide ? 8 : 0;
	ud[at++] = wish->wide ? 4 : 3;
	if (wish->wide)
		ud[at++] = (uint8_t)(wish->ref >> 8);
	ud[at++] = (uint8_t)wish->ref;
	ud[at++] = (uint8_t)wish->total;
	ud[at++] = (uint8_t)wish->seq;
	return at;
}

/* Bytes of UCS-2 (UTF-16, big end first), or -1. */
static int
encode_ucs2(const char *text, size_t size, uint8_t *out, size_t max)
{
	size_t count = 0;
	while (size > 0) {
		uint32_t c;
		size_t used = gsm_utf8_get(text, size, &c);
		size_t need = c > 0xffff ? 4 : 2;
		if (used == 0 || count + need > max)
			return -1;
		if (need == 4) {
			uint32_t high = 0xd800 + ((c - 0x10000) >> 10);
			out[count++] = (uint8_t)(high >> 8);
			out[count++] = (uint8_t)high;
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		out[count++] = (uint8_t)(c >> 8);
		out[count++] = (uint8_t)c;
		text += used;
		size -= used;
	}
	return (int)count;
}

/* User data after its header; sets TP-UDL. Octets used, or -1. */
static int
encode_text(const struct encode_wish *wish, enum encode_coding coding,
    uint8_t *ud, size_t header, unsigned *ret_udl)
{
	uint8_t septets[160];
	int count;
	if (coding == ENCODE_GSM7) {
		size_t fill = (header * 8 + 6) / 7;
		count = encode_septets(
		    wish->text, wish->size, septets, sizeof(septets) - fill);
		if (count < 0)
			return -1;
		encode_pack(ud, fill * 7, septets, (size_t)count);
		*ret_udl = (unsigned)fill + (unsigned)count;
		return (int)((*ret_udl * 7 + 7) / 8);
	}
	if (coding == ENCODE_UCS2) {
		count = encode_ucs2(wish->text, wish->size, ud + header,
		    ENCODE_UD_MAX - header);
	} else {
		count =
		    wish->size <= ENCODE_UD_MAX - header ? (int)wish->size : -1;
		if (count > 0)
			memcpy(ud + header, wish->text, wish->size);
	}
	*ret_udl = (unsigned)header + (unsigned)count;
	return count < 0 ? -1 : (int)*ret_udl;
}

static unsigned
encode_dcs(enum encode_coding coding, int class)
{
	unsigned alphabet = coding == ENCODE_UCS2   ? 8
			    : coding == ENCODE_DATA ? 4
						    : 0;
	return class < 0 ? alphabet : 0x10 | alphabet | (unsigned)class;
}

const char *
encode_deliver(const struct encode_wish *wish, struct encoded *e)
{
	uint8_t ud[ENCODE_UD_MAX + 4] = {0}, septets[160];
	enum encode_coding coding = wish->coding;
	unsigned udl = 0;
	size_t header = encode_header(wish, ud);
	if (coding == ENCODE_AUTO)
		coding = encode_septets(wish->text, wish->size, septets,
			     sizeof(septets)) < 0
			     ? ENCODE_UCS2
			     : ENCODE_GSM7;
	int octets = encode_text(wish, coding, ud, header, &udl);
	if (octets < 0 || octets > ENCODE_UD_MAX)
		return "the text does not fit one message of this coding";
	encode_smsc(e);
	encode_byte(e, wish->total == 0 ? 0x04 : 0x44);
	encode_address(e, wish->from);
	encode_byte(e, wish->pid);
	encode_byte(e, encode_dcs(coding, wish->class));
	encode_time(e, wish->scts_s);
	encode_byte(e, udl);
	e->text_at = e->size + header;
	for (int i = 0; i < octets; i++)
		encode_byte(e, ud[i]);
	return NULL;
}

void
encode_report(
    const char *to, unsigned mr, unsigned st, int64_t scts_s, struct encoded *e)
{
	encode_smsc(e);
	encode_byte(e, 0x06);
	encode_byte(e, mr);
	encode_address(e, to);
	encode_time(e, scts_s);
	encode_time(e, scts_s + 5);
	encode_byte(e, st);
}

void
encode_hex(const struct encoded *e, char ret_hex[2 * ENCODE_SIZE + 1])
{
	for (size_t i = 0; i < e->size; i++)
		(void)snprintf(ret_hex + 2 * i, 3, "%02X", e->bytes[i]);
}
