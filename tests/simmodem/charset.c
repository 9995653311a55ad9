/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "charset.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ESC         0x1Bu
#define REPLACEMENT 0xFFFDu

/* 23.038 6.2.1, by septet; 0x1B is the way to the extension. */
static const uint16_t basic[128] = {
    0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC,        /* 00 */
    0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5, 0xE5,        /* 08 */
    0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, /* 10 */
    0x3A3, 0x398, 0x39E, 0xA0, 0xC6, 0xE6, 0xDF, 0xC9,     /* 18 */
    0x20, 0x21, 0x22, 0x23, 0xA4, 0x25, 0x26, 0x27,        /* 20 */
    0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F,        /* 28 */
    0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37,        /* 30 */
    0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F,        /* 38 */
    0xA1, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,        /* 40 */
    0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F,        /* 48 */
    0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57,        /* 50 */
    0x58, 0x59, 0x5A, 0xC4, 0xD6, 0xD1, 0xDC, 0xA7,        /* 58 */
    0xBF, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67,        /* 60 */
    0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F,        /* 68 */
    0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77,        /* 70 */
    0x78, 0x79, 0x7A, 0xE4, 0xF6, 0xF1, 0xFC, 0xE0,        /* 78 */
};

/* 23.038 6.2.1.1 */
static const struct {
	uint8_t septet;
	uint16_t ucs;
} extension[] = {
    {0x0A, 0x0C},
    {0x14, '^'},
    {0x28, '{'},
    {0x29, '}'},
    {0x2F, '\\'},
    {0x3C, '['},
    {0x3D, '~'},
    {0x3E, ']'},
    {0x40, '|'},
    {0x65, 0x20AC},
};

#define EXTENSIONS (sizeof extension / sizeof extension[0])

/* --- UTF-8 --- */

/* One character; U+FFFD and one octet on for what is no UTF-8. */
static uint32_t
next_utf8(const unsigned char **s)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *p = *s;
	uint32_t c = *p++;
	size_t more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;

	(*s)++;
	if (c < 0x80)
		return c;
	if (!more || c > 0xF4)
		return REPLACEMENT;
	c &= 0x3Fu >> more;
	for (size_t i = 0; i < more; i++, p++) {
		if ((*p & 0xC0) != 0x80)
			return REPLACEMENT;
		c = c << 6 | (*p & 0x3Fu);
	}
	if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return REPLACEMENT;
	*s = p;
	return c;
}

static void
put_utf8(struct buf *out, uint32_t c)
{
	unsigned char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; c >>= 6)
		b[i] = (unsigned char)(0x80 | (c & 0x3F));
	b[0] = (unsigned char)(n == 1 ? c : c | (0xF00u >> n & 0xFF));
	buf_add(out, b, n);
}

/* --- units --- */

static bool
find_basic(uint32_t c, uint16_t *ret)
{
	for (uint16_t i = 0; i < 128; i++) {
		if (i != ESC && basic[i] == c) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static bool
find_extension(uint32_t c, uint16_t *ret)
{
	for (size_t i = 0; i < EXTENSIONS; i++) {
		if (extension[i].ucs == c) {
			*ret = extension[i].septet;
			return true;
		}
	}
	return false;
}

static int
add_gsm7(struct units *u, uint32_t c)
{
	uint16_t septet;

	if (!find_basic(c, &septet)) {
		if (!find_extension(c, &septet))
			return -1;
		u->unit[u->len++] = ESC;
	}
	u->unit[u->len++] = septet;
	return 0;
}

static void
add_utf16(struct units *u, uint32_t c)
{
	if (c >= 0x10000) {
		u->unit[u->len++] = (uint16_t)(0xD800 | ((c - 0x10000) >> 10));
		c = 0xDC00 | (c & 0x3FF);
	}
	u->unit[u->len++] = (uint16_t)c;
}

int
units_from_utf8(const char *utf8, enum coding coding, struct units *ret)
{
	const unsigned char *s = (const unsigned char *)utf8;
	/* No character makes more than two units out of its octets. */
	struct units u = {.coding = coding,
	    .unit = xcalloc(2 * strlen(utf8) + 1, sizeof *u.unit)};

	while (*s) {
		uint32_t c = next_utf8(&s);

		if (coding == CODING_UCS2) {
			add_utf16(&u, c);
		} else if (coding == CODING_8BIT) {
			u.unit[u.len++] = (uint16_t)(c & 255);
		} else if (add_gsm7(&u, c)) {
			units_free(&u);
			return -1;
		}
	}
	*ret = u;
	return 0;
}

size_t
units_cut(const struct units *u, size_t start, size_t max)
{
	size_t end = start + max;
	uint16_t last;

	if (end >= u->len)
		return u->len;
	last = u->unit[end - 1];
	/* Neither an extension nor a surrogate pair may be torn apart. */
	if (u->coding == CODING_GSM7 && last == ESC)
		end--;
	if (u->coding == CODING_UCS2 && last >= 0xD800 && last < 0xDC00)
		end--;
	return end;
}

void
units_free(struct units *u)
{
	free(u->unit);
	*u = (struct units){.len = 0};
}

/* --- whole strings --- */

static uint32_t
extended(unsigned septet)
{
	for (size_t i = 0; i < EXTENSIONS; i++)
		if (extension[i].septet == septet)
			return extension[i].ucs;
	return basic[septet];
}

static unsigned
septet_at(const uint8_t *p, size_t i)
{
	size_t bit = i * 7;
	unsigned v = (unsigned)p[bit / 8] >> bit % 8;

	if (bit % 8 > 1)
		v |= (unsigned)p[bit / 8 + 1] << (8 - bit % 8);
	return v & 127;
}

void
charset_unpack(const uint8_t *p, size_t from, size_t to, struct buf *out)
{
	for (size_t i = from; i < to; i++) {
		unsigned septet = septet_at(p, i);

		if (septet == ESC && i + 1 < to)
			put_utf8(out, extended(septet_at(p, ++i)));
		else
			put_utf8(out, basic[septet]);
	}
}

void
charset_from_ucs2(const uint8_t *p, size_t len, struct buf *out)
{
	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t c = (uint32_t)p[i] << 8 | p[i + 1];
		uint32_t low = 0;

		if (i + 3 < len)
			low = (uint32_t)p[i + 2] << 8 | p[i + 3];
		if (c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 &&
		    low < 0xE000) {
			c = 0x10000 + ((c & 0x3FF) << 10) + (low & 0x3FF);
			i += 2;
		} else if (c >= 0xD800 && c < 0xE000) {
			c = REPLACEMENT;
		}
		/* NUL would end the C string: show it, do not lose it. */
		put_utf8(out, c ? c : 0x2400);
	}
	if (len % 2)
		put_utf8(out, REPLACEMENT);
}

static void
septets_to_utf8(const struct units *u, size_t from, size_t to, struct buf *out)
{
	for (size_t i = from; i < to; i++) {
		if (u->unit[i] == ESC && i + 1 < to)
			put_utf8(out, extended(u->unit[++i]));
		else
			put_utf8(out, basic[u->unit[i] & 127]);
	}
}

void
units_to_utf8(const struct units *u, size_t from, size_t to, struct buf *out)
{
	struct buf octets = {0};

	if (u->coding == CODING_GSM7) {
		septets_to_utf8(u, from, to, out);
		return;
	}
	for (size_t i = from; i < to; i++) {
		uint8_t pair[2] = {
		    (uint8_t)(u->unit[i] >> 8), (uint8_t)u->unit[i]};

		buf_add(&octets, pair, 2);
	}
	charset_from_ucs2((const uint8_t *)buf_str(&octets), octets.len, out);
	buf_free(&octets);
}

void
charset_to_ucs2_hex(const char *utf8, struct buf *out)
{
	struct units u;

	if (units_from_utf8(utf8, CODING_UCS2, &u))
		return;
	for (size_t i = 0; i < u.len; i++)
		buf_printf(out, "%04X", (unsigned)u.unit[i]);
	units_free(&u);
}

void
charset_to_gsm(const char *utf8, struct buf *out)
{
	const unsigned char *s = (const unsigned char *)utf8;

	while (*s) {
		uint16_t pair[2] = {0, 0};
		struct units u = {.unit = pair};

		if (add_gsm7(&u, next_utf8(&s)))
			u.unit[u.len++] = '?';
		for (size_t i = 0; i < u.len; i++) {
			char septet = (char)u.unit[i];

			buf_add(out, &septet, 1);
		}
	}
}

static int
hex_digit(char c)
{
	static const char digit[] = "0123456789ABCDEF0123456789abcdef";
	const char *at = c ? strchr(digit, c) : NULL;

	return at ? (int)((at - digit) & 15) : -1;
}

int
unhex(
    const char *hex, size_t hex_len, uint8_t *out, size_t cap, size_t *ret_len)
{
	if (hex_len % 2 || hex_len / 2 > cap)
		return -1;
	for (size_t i = 0; i < hex_len; i += 2) {
		int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out[i / 2] = (uint8_t)(high << 4 | low);
	}
	*ret_len = hex_len / 2;
	return 0;
}
