/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes out: checks and codes of one single-part text. Pure.
 */
#ifndef SIAGA_MODEM_ENCODE_H
#define SIAGA_MODEM_ENCODE_H

#include "gateway/modem/gammu.h"

/*
 * TP-VP, relative (23.040 9.2.3.12.1): the longest representable time that is
 * not over seconds; 5 minutes if that is less.
 */
uint8_t encode_validity(int64_t seconds);

/*
 * Fills units, count, ucs2 and to; GSM-7 if the text has it all, else UCS-2.
 * NULL, or why not: bad_number, bad_text, too_long. text[0..size), UTF-8.
 */
const char *encode_text(
    const char *to, const char *text, size_t size, struct gammu_text *ret);

#endif
