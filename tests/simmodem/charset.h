/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 3GPP 23.038: the default alphabet with its extension, septet packing,
 * UCS-2; and UTF-8, in which everything else here keeps its text.  Pure.
 */
#ifndef SIMMODEM_CHARSET_H
#define SIMMODEM_CHARSET_H

#include "buf.h"

#include <stddef.h>
#include <stdint.h>

enum coding { CODING_GSM7, CODING_8BIT, CODING_UCS2, CODING_MAX };

/* Text as septets (0x1B announces an extension) or as UTF-16 units. */
struct units {
	enum coding coding;
	size_t len;
	uint16_t *unit; /* owned */
};

/*
 * Reads UTF-8.  With CODING_GSM7 it fails (-1) on a character that the
 * default alphabet and its extension lack.
 */
int units_from_utf8(const char *utf8, enum coding coding, struct units *ret);
/* Where the part that begins at start ends: it has at most max units. */
size_t units_cut(const struct units *u, size_t start, size_t max);
/* The units [from, to) again as UTF-8. */
void units_to_utf8(
    const struct units *u, size_t from, size_t to, struct buf *out);
void units_free(struct units *u);

/* Septets [from, to) of packed user data, as UTF-8. */
void charset_unpack(const uint8_t *p, size_t from, size_t to, struct buf *out);
/* Big-endian UTF-16; an odd octet at the end and half pairs: U+FFFD. */
void charset_from_ucs2(const uint8_t *p, size_t len, struct buf *out);
/* UTF-8 to upper-case hex of big-endian UTF-16, as in +CSCS="UCS2". */
void charset_to_ucs2_hex(const char *utf8, struct buf *out);
/* UTF-8 to one octet a septet, '?' for what the alphabet lacks. */
void charset_to_gsm(const char *utf8, struct buf *out);

/* -1 if it is not all hexadecimal digits in pairs, or longer than cap. */
int unhex(
    const char *hex, size_t hex_len, uint8_t *out, size_t cap, size_t *ret_len);

#endif
