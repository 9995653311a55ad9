/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "timekeeper.h"

/* 2026-01-01: no box runs this program earlier. */
#define TIMEKEEPER_WRITTEN_S 1767225600
/* A clock may be set back a little by hand or by NTP. */
#define TIMEKEEPER_SLACK_S 3600
/* A stamp further away is as wrong as the clock. */
#define TIMEKEEPER_YEARS_S (20LL * 365 * 86400)

void
timekeeper_init(struct timekeeper *t, int64_t highest_s, int64_t mono_ms)
{
	int64_t floor_s = TIMEKEEPER_WRITTEN_S;
	if (highest_s - TIMEKEEPER_SLACK_S > floor_s)
		floor_s = highest_s - TIMEKEEPER_SLACK_S;
	*t = (struct timekeeper){
	    .floor_s = floor_s, .base_s = floor_s, .base_ms = mono_ms};
}

int64_t
timekeeper_now(struct timekeeper *t, int64_t wall_s, int64_t mono_ms)
{
	t->trusted = wall_s >= t->floor_s;
	int64_t expected_s = t->base_s + (mono_ms - t->base_ms) / 1000;
	/* Time never goes back while we run: a window that closes in ten
	 * minutes closes in ten minutes. */
	if (t->trusted && wall_s >= expected_s) {
		if (wall_s - TIMEKEEPER_SLACK_S > t->floor_s)
			t->floor_s = wall_s - TIMEKEEPER_SLACK_S;
		t->base_s = wall_s;
		t->base_ms = mono_ms;
		return wall_s;
	}
	return expected_s;
}

void
timekeeper_learn(struct timekeeper *t, int64_t scts_s, int64_t mono_ms)
{
	int64_t now_s = t->base_s + (mono_ms - t->base_ms) / 1000;
	if (t->trusted || scts_s <= now_s ||
	    scts_s > t->floor_s + TIMEKEEPER_YEARS_S)
		return;
	t->base_s = scts_s;
	t->base_ms = mono_ms;
}
