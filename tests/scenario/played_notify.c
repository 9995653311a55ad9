/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga-notify as played, and the receivers behind it. */
#include "played.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTIFY_RESTART_MS 100
#define NOTIFY_PID        4712

struct played_hook *
notify_hook(struct world *w, const char *name)
{
	struct played_notify *n = w->notify;
	for (size_t i = 0; n != NULL && i < n->count; i++)
		if (strcmp(n->hooks[i].name, name) == 0)
			return &n->hooks[i];
	return NULL;
}

static struct played_hook *
notify_find_url(struct world *w, const char *url)
{
	for (size_t i = 0; i < w->conf.webhook_count; i++)
		if (strcmp(w->conf.webhooks[i].url, url) == 0)
			return notify_hook(w, w->conf.webhooks[i].name);
	return NULL;
}

/* accept, decline; with _first: of the first alert that anybody was told of;
 * with _junk: of none. NULL: no such answer. */
static char *
notify_body(struct world *w, const char *word, json_t *post)
{
	const char *id = wire_str(post, "webhook_id");
	const char *more = strchr(word, '_');
	bool yes = strncmp(word, "accept", 6) == 0;
	if (!yes && strncmp(word, "decline", 7) != 0)
		return NULL;
	if (more != NULL)
		id = strcmp(more, "_first") == 0 ? w->notify->first_id
						 : "msg_junk";
	json_t *body = json_pack(
	    "{s:s, s:s}", "alert", id, "answer", yes ? "accept" : "decline");
	char *text = json_dumps(body, JSON_COMPACT);
	json_decref(body);
	return text;
}

static void
notify_answer_post(
    struct world *w, json_t *post, const struct played_plan *plan)
{
	char *end, *body = notify_body(w, plan->word, post);
	long status = body != NULL ? 200 : strtol(plan->word, &end, 10);
	bool http = body != NULL || *end == '\0';
	json_t *frame = json_pack("{s:s, s:I, s:i}", "f", "notify.done", "of",
	    (json_int_t)wire_int(post, "id", 0), "status",
	    http ? (int)status : 0);
	if (body != NULL)
		(void)json_object_set_new(frame, "body", json_string(body));
	free(body);
	if (!http)
		(void)json_object_set_new(
		    frame, "error", json_string(plan->word));
	if (plan->code > 0)
		(void)json_object_set_new(
		    frame, "retry_after_s", json_integer(plan->code));
	result_say(w, w->notify->peer, plan->wait_ms, frame);
}

static void
notify_hear_post(struct world *w, json_t *frame)
{
	int64_t id = wire_int(frame, "id", 0);
	struct played_hook *hook = notify_find_url(w, wire_str(frame, "url"));
	if (hook == NULL) {
		world_fail(
		    w, "a webhook to the unknown %s", wire_str(frame, "url"));
		return;
	}
	struct played_plan plan = played_plan_next(&hook->plans);
	world_check_webhook(w, hook->name, frame);
	if (w->notify->first_id[0] == '\0' &&
	    strcmp(wire_str(frame, "type"), "alert.raised") == 0)
		(void)snprintf(w->notify->first_id, sizeof(w->notify->first_id),
		    "%s", wire_str(frame, "webhook_id"));
	world_see(w, SEEN_WEBHOOK, hook->name, frame);
	bool refused = strcmp(plan.word, "refused") == 0;
	if (refused)
		world_say(w, w->notify->peer, 0,
		    json_pack("{s:s, s:I, s:s, s:b}", "f", "refused", "re",
			(json_int_t)id, "error", "busy", "retry", 1));
	else
		world_say(w, w->notify->peer, 0,
		    json_pack("{s:s, s:I}", "f", "ok", "re", (json_int_t)id));
	if (!refused && strcmp(plan.word, "silent") != 0)
		notify_answer_post(w, frame, &plan);
}

static void
notify_hear(struct world *w, struct played_peer *p, json_t *frame)
{
	const char *name = wire_str(frame, "f");
	if (strcmp(name, "notify.post") == 0)
		notify_hear_post(w, frame);
	else if (strcmp(name, "ping") == 0)
		world_say(w, p->id, 0,
		    json_pack("{s:s, s:I}", "f", "pong", "re",
			(json_int_t)wire_int(frame, "id", 0)));
}

void
notify_start(struct world *w)
{
	struct played_notify *n = w->notify;
	n->restart_ms = 0;
	if (n->down || n->peer != 0 || w->engine == NULL)
		return;
	struct played_peer *p =
	    world_connect(w, WIRE_NOTIFY, "notify", notify_hear);
	if (p == NULL)
		return;
	n->peer = p->id;
	p->hello_ms = w->now_ms + 1;
	world_say(w, n->peer, 0,
	    json_pack("{s:s, s:i, s:s, s:i}", "f", "hello", "version",
		WIRE_VERSION, "role", "notify", "pid", NOTIFY_PID));
}

void
notify_leave(struct world *w)
{
	struct played_notify *n = w->notify;
	n->peer = 0;
	if (!n->down)
		n->restart_ms = w->now_ms + NOTIFY_RESTART_MS;
}

void
notify_play(struct world *w)
{
	if (w->notify == NULL) {
		w->notify = calloc(1, sizeof(*w->notify));
		if (w->notify == NULL)
			abort();
		w->notify->count = w->conf.webhook_count;
	}
	for (size_t i = 0; i < w->notify->count; i++) {
		struct played_hook *h = &w->notify->hooks[i];
		if (h->name[0] != '\0')
			continue;
		(void)snprintf(
		    h->name, sizeof(h->name), "%s", w->conf.webhooks[i].name);
		(void)snprintf(
		    h->plans.usual.word, sizeof(h->plans.usual.word), "200");
	}
	notify_start(w);
}
