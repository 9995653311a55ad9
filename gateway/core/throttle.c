/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "throttle.h"

#include <stdio.h>
#include <string.h>

/* What is forgotten first: never a place that was right while others are. */
static struct throttle_row *
throttle_oldest(struct throttle *t)
{
	struct throttle_row *oldest = &t->rows[0];
	for (int i = 0; i < THROTTLE_ROWS; i++) {
		struct throttle_row *r = &t->rows[i];
		if (r->known != oldest->known ? oldest->known
					      : r->used_ms < oldest->used_ms)
			oldest = r;
	}
	return oldest;
}

static struct throttle_row *
throttle_find(const struct throttle *t, const char *person, const char *place)
{
	for (int i = 0; i < THROTTLE_ROWS; i++) {
		const struct throttle_row *r = &t->rows[i];
		if (r->used_ms != 0 && strcmp(r->person, person) == 0 &&
		    strcmp(r->place, place) == 0)
			return (struct throttle_row *)(uintptr_t)r;
	}
	return NULL;
}

static struct throttle_row *
throttle_make(
    struct throttle *t, const char *person, const char *place, int64_t now_ms)
{
	struct throttle_row *r = throttle_find(t, person, place);
	if (r == NULL) {
		r = throttle_oldest(t);
		*r = (struct throttle_row){0};
		(void)snprintf(r->person, sizeof(r->person), "%s", person);
		(void)snprintf(r->place, sizeof(r->place), "%s", place);
	}
	if (now_ms - r->used_ms > THROTTLE_FORGET_MS)
		r->wrong = 0;
	r->used_ms = now_ms > 0 ? now_ms : 1;
	return r;
}

static void
throttle_count(struct throttle_row *r, unsigned most_free, int64_t now_ms)
{
	unsigned over = ++r->wrong > most_free ? r->wrong - most_free : 0;
	int64_t wait = over == 0 ? 0 : INT64_C(1000) << (over < 6 ? over : 6);
	r->until_ms =
	    now_ms +
	    (wait < THROTTLE_WAIT_MAX_MS ? wait : THROTTLE_WAIT_MAX_MS);
}

static int64_t
throttle_left(const struct throttle_row *r, int64_t now_ms)
{
	return r != NULL && r->until_ms > now_ms ? r->until_ms - now_ms : 0;
}

static int64_t
throttle_most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

bool
throttle_known(const struct throttle *t, const struct throttle_try *try)
{
	const struct throttle_row *r =
	    throttle_find(t, try->person, try->place);
	return try->device || (r != NULL && r->known);
}

int64_t
throttle_wait_ms(struct throttle *t, const struct throttle_try *try)
{
	int64_t wait = throttle_left(
	    throttle_find(t, try->person, try->place), try->now_ms);
	if (throttle_known(t, try))
		return wait;
	wait = throttle_most(
	    wait, throttle_left(throttle_find(t, "", try->place), try->now_ms));
	if (try->web)
		wait = throttle_most(
		    wait, throttle_left(
			      throttle_find(t, try->person, ""), try->now_ms));
	return wait;
}

void
throttle_begin(struct throttle *t, const struct throttle_try *try)
{
	int64_t now = try->now_ms;
	if (!try->device)
		throttle_count(throttle_make(t, "", try->place, now),
		    THROTTLE_PLACE_FREE, now);
	if (try->web && !try->device)
		throttle_count(throttle_make(t, try->person, "", now),
		    THROTTLE_NAME_FREE, now);
	throttle_count(
	    throttle_make(t, try->person, try->place, now), THROTTLE_FREE, now);
}

/* One less, and no wait because of it. */
static void
throttle_less(struct throttle_row *r)
{
	if (r == NULL)
		return;
	r->wrong -= r->wrong > 0;
	r->until_ms = 0;
}

void
throttle_open(struct throttle *t, const struct throttle_try *try)
{
	if (!try->device) {
		throttle_less(throttle_find(t, "", try->place));
		throttle_less(
		    try->web ? throttle_find(t, try->person, "") : NULL);
	}
	throttle_less(throttle_find(t, try->person, try->place));
}

void
throttle_right(struct throttle *t, const struct throttle_try *try)
{
	throttle_open(t, try);
	struct throttle_row *r =
	    throttle_make(t, try->person, try->place, try->now_ms);
	r->wrong = 0;
	r->known = true;
}
