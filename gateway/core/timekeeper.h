/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What time it is when the box does not know. A wall clock far before
 * anything stored, or before this program was written, is not trusted; then
 * the service centre's stamps and the monotonic clock serve, and what is
 * filed is marked.
 */
#ifndef SIAGA_TIMEKEEPER_H
#define SIAGA_TIMEKEEPER_H

#include <stdbool.h>
#include <stdint.h>

struct timekeeper {
	int64_t floor_s; /* it is certainly not earlier than this */
	int64_t base_s;  /* the best other time, and when it was so */
	int64_t base_ms;
	bool trusted; /* the wall clock is in force */
};

/* highest_s: the newest time in the store by a trusted clock, 0: none. */
void timekeeper_init(struct timekeeper *, int64_t highest_s, int64_t mono_ms);
/* UTC seconds now. */
int64_t timekeeper_now(struct timekeeper *, int64_t wall_s, int64_t mono_ms);
/* A stamp of the network, used only while the wall clock is not trusted. */
void timekeeper_learn(struct timekeeper *, int64_t scts_s, int64_t mono_ms);

#endif
