/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timers of the one loop: a list sorted by due time, monotonic ms.  Each
 * fires once.  The ids are never reused; 0 is never an id, and cancelling
 * 0 or a timer that has fired does nothing.
 */
#ifndef SIMMODEM_TIMER_H
#define SIMMODEM_TIMER_H

#include <stdint.h>

struct sim;
struct timer;

typedef void timer_fn(struct sim *s, void *arg);

struct timers {
	struct timer *first;
	uint64_t last_id;
};

int64_t mono_ms(void);

uint64_t timer_add(struct timers *t, int64_t delay_ms, timer_fn *fn, void *arg);
/* Returns the timer's arg if it was still waiting, else NULL. */
void *timer_cancel(struct timers *t, uint64_t id);
/* For poll(): ms until the first timer, 0 if it is late, -1 if none. */
int timer_wait_ms(const struct timers *t);
/* Runs what is due now; what these add runs in the next turn. */
void timer_run(struct timers *t, struct sim *s);
void timer_free(struct timers *t);

#endif
