/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands on their way to the core. */
#include "gateway/web/web.h"

#include <errno.h>
#include <string.h>

#define CALLS_MAX     256
#define CALLS_WAIT_MS 30000 /* a passphrase may stand in a queue */

static json_t *
calls_frame(struct web *w, const char *command, json_t *args, const char *as)
{
	return json_pack("{s:s, s:I, s:s, s:o, s:s*}", "f", "command", "id",
	    (json_int_t)link_id(&w->link), "name", command, "args", args, "as",
	    *as == '\0' ? NULL : as);
}

static void
calls_add_origin(struct exchange *x, json_t *frame)
{
	const char *quiet = x->screen.value[SCREEN_QUIET];
	char device[WEB_DEVICE_MAX + 1];
	bool by_itself = x->route->command == NULL ||
			 (quiet != NULL && strcmp(quiet, "1") == 0);
	if (json_object_set_new(frame, "origin", json_string(x->conn->origin)) <
	    0)
		return;
	if (by_itself)
		(void)json_object_set_new(frame, "quiet", json_true());
	if (visitor_read_device(x, device))
		(void)json_object_set_new(frame, "device", json_string(device));
}

bool
calls_start(struct exchange *x, const char *command, json_t *args_taken,
    exchange_taker *take)
{
	struct web *w = x->web;
	if (!w->up || w->waiting_count >= CALLS_MAX) {
		json_decref(args_taken);
		reply_retry(x, 503, w->up ? "busy" : "no_core",
		    w->up ? "too much is asked at once"
			  : "the gateway does not answer; it is started again",
		    w->up ? 1 : 5);
		return false;
	}
	json_t *frame = calls_frame(w, command, args_taken, x->token);
	calls_add_origin(x, frame);
	int64_t id = wire_int(frame, "id", 0);
	int err = link_send(&w->link, frame);
	if (err == -EMSGSIZE || err == -ENOMEM) {
		reply_error(x, 413, "too_large", "the request is too large");
		return false;
	}
	exchange_suspend(x, take, id, web_now_ms() + CALLS_WAIT_MS);
	return true; /* a lost link is found by whoever reads it */
}

void
calls_tell(struct web *w, const char *command, const char *as)
{
	if (w->up)
		(void)!link_send(
		    &w->link, calls_frame(w, command, json_object(), as));
}

static void
calls_end(struct exchange *x, json_t *frame)
{
	x->take(x, frame);
	exchange_resume(x);
}

void
calls_answered(struct web *w, json_t *frame)
{
	struct exchange *x = exchange_find(w, wire_int(frame, "re", 0));
	if (x != NULL)
		calls_end(x, frame);
}

static void
calls_end_until(struct web *w, int64_t due_ms)
{
	struct exchange *next;
	for (struct exchange *x = w->waiting; x != NULL; x = next) {
		next = x->next;
		if (x->due_ms <= due_ms)
			calls_end(x, NULL);
	}
}

void
calls_expire(struct web *w)
{
	calls_end_until(w, web_now_ms());
}

void
calls_lost(struct web *w)
{
	calls_end_until(w, WEB_NEVER_MS);
}
