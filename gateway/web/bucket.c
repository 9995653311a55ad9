/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/bucket.h"

#define BUCKET_ONE 1000 /* a request, in thousandths */

bool
bucket_take(struct bucket *b, const struct bucket_size *size, int64_t now_ms,
    int *ret_wait_s)
{
	int64_t past_ms = now_ms - b->at_ms;
	if (past_ms > 0) /* per second and thousandths: the factors cancel */
		b->missing_milli -= past_ms * size->per_s;
	if (b->missing_milli < 0)
		b->missing_milli = 0;
	b->at_ms = now_ms;
	int64_t lack = b->missing_milli + BUCKET_ONE - size->most * BUCKET_ONE;
	if (lack > 0) {
		int64_t per_s = size->per_s * BUCKET_ONE;
		*ret_wait_s = (int)((lack + per_s - 1) / per_s);
		return false;
	}
	b->missing_milli += BUCKET_ONE;
	return true;
}
