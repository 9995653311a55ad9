/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text on a USSD screen: cut into pages of at most 182 characters of the GSM
 * alphabet (3GPP 23.038: 160 octets hold 182 septets), so that nothing of it
 * is lost. Pure.
 */
#ifndef SIAGA_SCREENS_H
#define SIAGA_SCREENS_H

#include <stdbool.h>
#include <stddef.h>

#define SCREENS_SEPTETS 182
#define SCREENS_SIZE    (3 * SCREENS_SEPTETS + 1) /* bytes, with the NUL */

/* What stands below a page: "98 lanjut", "99 kembali". */
struct screens_words {
	const char *more, *back;
};

/*
 * Page n of the text, from 0 on, with what leads on and back below it. A page
 * ends between words where it can. Returns whether one more follows. A page
 * beyond the last is the last.
 */
bool screens_page(const char *text, const struct screens_words *, unsigned page,
    char ret[SCREENS_SIZE]);
/* Does it take more than one page? */
bool screens_are_many(const char *text);

#endif
