/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signatures that were used, for as long as their time fits: whoever has read a
 * request cannot say it again. Pure; the table is the bound: of far more than
 * SEEN_MAX within that time the oldest are forgotten first.
 */
#ifndef SIAGA_WEB_USSD_SEEN_H
#define SIAGA_WEB_USSD_SEEN_H

#include "gateway/web/digest.h"

#include <stdint.h>

#define SEEN_WAYS 8
#define SEEN_SETS 8192 /* a power of two */
#define SEEN_MAX  (SEEN_WAYS * SEEN_SETS)

struct seen_table { /* zeros: empty */
	struct {
		uint64_t tag; /* of the signature; 0: free */
		int64_t until_s;
	} sets[SEEN_SETS][SEEN_WAYS];
};

/* The first time? Until until_s it will not be again. */
bool seen_first(struct seen_table *, const struct digest *signature,
    int64_t until_s, int64_t now_s);

#endif
