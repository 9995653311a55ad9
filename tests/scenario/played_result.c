/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans for what comes next, and results the core must acknowledge. */
#include "played.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_AGAIN_MS 5000

struct played_result {
	int peer;
	int64_t id;
	json_t *frame;
	struct played_result *next;
};

bool
played_plan_add(struct played_plans *plans, const struct played_plan *plan)
{
	if (plan->times == 0) {
		plans->usual = *plan;
		return true;
	}
	if (plans->count == PLAYED_PLAN_MAX)
		return false;
	plans->list[plans->count++] = *plan;
	return true;
}

struct played_plan
played_plan_next(struct played_plans *plans)
{
	if (plans->count == 0)
		return plans->usual;
	struct played_plan next = plans->list[0];
	if (--plans->list[0].times == 0)
		memmove(plans->list, plans->list + 1,
		    --plans->count * sizeof(*plans->list));
	return next;
}

void
result_say(struct world *w, int peer, int64_t wait_ms, json_t *frame)
{
	struct played_result *r = calloc(1, sizeof(*r));
	if (r == NULL)
		abort();
	r->peer = peer;
	r->id = ++w->last_id;
	(void)json_object_set_new(frame, "id", json_integer(r->id));
	r->frame = frame;
	r->next = w->results;
	w->results = r;
	world_say(w, peer, wait_ms, json_incref(frame));
}

void
result_hear(struct world *w, int peer, json_t *frame)
{
	const char *name = wire_str(frame, "f");
	struct played_result **at = &w->results, *r;
	while ((r = *at) != NULL &&
	       (r->peer != peer || r->id != wire_int(frame, "re", 0)))
		at = &r->next;
	if (r == NULL)
		return;
	if (strcmp(name, "refused") == 0 && wire_bool(frame, "retry")) {
		world_say(w, peer, RESULT_AGAIN_MS, json_incref(r->frame));
		return;
	}
	*at = r->next;
	json_decref(r->frame);
	free(r);
}

void
result_forget(struct world *w, int peer)
{
	struct played_result **at = &w->results, *r;
	while ((r = *at) != NULL) {
		if (peer != 0 && r->peer != peer) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		json_decref(r->frame);
		free(r);
	}
}
