/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "timer.h"

#include "buf.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

struct timer {
	struct timer *next;
	uint64_t id;
	int64_t due_ms;
	timer_fn *fn;
	void *arg;
};

int64_t
mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

uint64_t
timer_add(struct timers *t, int64_t delay_ms, timer_fn *fn, void *arg)
{
	struct timer *new = xcalloc(1, sizeof *new);
	struct timer **at = &t->first;

	*new = (struct timer){.id = ++t->last_id,
	    .due_ms = mono_ms() + (delay_ms > 0 ? delay_ms : 0),
	    .fn = fn,
	    .arg = arg};
	while (*at && (*at)->due_ms <= new->due_ms)
		at = &(*at)->next;
	new->next = *at;
	*at = new;
	return new->id;
}

void *
timer_cancel(struct timers *t, uint64_t id)
{
	for (struct timer **at = &t->first; *at; at = &(*at)->next) {
		struct timer *gone = *at;
		void *arg = gone->arg;

		if (gone->id != id)
			continue;
		*at = gone->next;
		free(gone);
		return arg;
	}
	return NULL;
}

int
timer_wait_ms(const struct timers *t)
{
	int64_t left;

	if (!t->first)
		return -1;
	left = t->first->due_ms - mono_ms();
	if (left <= 0)
		return 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}

void
timer_run(struct timers *t, struct sim *s)
{
	int64_t now_ms = mono_ms();
	uint64_t newest = t->last_id;

	while (
	    t->first && t->first->due_ms <= now_ms && t->first->id <= newest) {
		struct timer *due = t->first;
		timer_fn *fn = due->fn;
		void *arg = due->arg;

		t->first = due->next;
		free(due);
		fn(s, arg);
	}
}

void
timer_free(struct timers *t)
{
	while (t->first) {
		struct timer *next = t->first->next;

		free(t->first);
		t->first = next;
	}
}
