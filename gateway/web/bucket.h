/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often somebody may ask: a bucket that fills with time. Pure.
 */
#ifndef SIAGA_WEB_BUCKET_H
#define SIAGA_WEB_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct bucket_size {
	int64_t most;  /* requests that a full one holds */
	int64_t per_s; /* and that flow back each second */
};

/* Zeroed: never used, and so full. */
struct bucket {
	int64_t missing_milli; /* thousandths of a request */
	int64_t at_ms;
};

/*
 * Takes one request out. False: it is empty, and *ret_wait_s says in how many
 * seconds (1 or more) there is one again.
 */
bool bucket_take(struct bucket *, const struct bucket_size *, int64_t now_ms,
    int *ret_wait_s);

#endif
