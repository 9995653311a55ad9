/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop of siaga-notify. A slot is one notify.post from the moment it is
 * taken until its outcome is known to the core. Nothing of a URL, a body or a
 * header is ever logged (I10).
 */
#include "gateway/notify/session.h"

#include "gateway/lib/link.h"
#include "gateway/lib/log.h"
#include "gateway/lib/wipe.h"
#include "gateway/notify/idle.h"
#include "gateway/notify/post.h"
#include "gateway/notify/request.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* In flight, and outcomes that a busy core has not answered yet. */
#define SESSION_SLOTS       (4 * POSTS_MAX)
#define SESSION_AGAIN_MS    1000 /* an outcome the core could not take */
#define SESSION_BACKOFF_MS  100
#define SESSION_BACKOFF_MAX 5000
#define SESSION_REST_MS     5000 /* without a transfer */
#define SESSION_NEVER       INT64_MAX

struct session_slot {
	int64_t of; /* id of the core's notify.post, 0: a free slot */
	char *webhook_id;
	struct post *post; /* in flight, else NULL */
	json_t *done;      /* the outcome without its id, else NULL */
	int64_t done_id;   /* as told on this connection, 0: not yet */
	int64_t tell_at_ms;
};

struct session {
	const struct session_options *options;
	struct posts *posts;
	struct link link;
	bool up;
	int64_t connect_at_ms;
	int64_t backoff_ms;
	int64_t rest_at_ms;
	struct session_slot slots[SESSION_SLOTS];
};

static int64_t
session_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Slots. */

static void
session_clear(struct session_slot *slot)
{
	(void)post_free(slot->post);
	json_decref(slot->done);
	free(slot->webhook_id);
	*slot = (struct session_slot){0};
}

/* of 0 finds a free slot. */
static struct session_slot *
session_find(struct session *s, int64_t of)
{
	for (size_t i = 0; i < SESSION_SLOTS; i++)
		if (s->slots[i].of == of)
			return &s->slots[i];
	return NULL;
}

static struct session_slot *
session_find_post(struct session *s, const struct post *post)
{
	for (size_t i = 0; i < SESSION_SLOTS; i++)
		if (s->slots[i].of != 0 && s->slots[i].post == post)
			return &s->slots[i];
	return NULL;
}

static struct session_slot *
session_find_told(struct session *s, int64_t done_id)
{
	for (size_t i = 0; i < SESSION_SLOTS; i++)
		if (s->slots[i].of != 0 && s->slots[i].done_id == done_id)
			return &s->slots[i];
	return NULL;
}

/* Frames of the core. */

struct session_refusal {
	const char *error; /* NULL: taken */
	bool retry;
};

static struct session_refusal
session_start_post(struct session *s, json_t *frame)
{
	struct address_range ranges[ADDRESS_RANGES_MAX];
	struct post_request request;
	if (request_read(frame, ranges, &request) < 0)
		return (struct session_refusal){"bad_allow", false};
	const char *fault = post_find_fault(&request);
	if (fault != NULL)
		return (struct session_refusal){fault, false};
	struct session_slot *slot = session_find(s, 0);
	if (slot == NULL)
		return (struct session_refusal){"busy", true};
	char *webhook_id = strdup(request.webhook_id);
	int err = -ENOMEM;
	if (webhook_id != NULL)
		err = post_start(s->posts, &request, &slot->post);
	if (err < 0) {
		free(webhook_id);
		return (struct session_refusal){
		    err == -EBUSY ? "busy" : "no_memory", true};
	}
	s->rest_at_ms = session_now_ms() + SESSION_REST_MS;
	slot->webhook_id = webhook_id;
	slot->of = wire_int(frame, "id", 0);
	return (struct session_refusal){NULL, false};
}

/*
 * The same frame again, from a core that missed our answer, starts nothing
 * twice. Its id for another event means that the core was started anew and
 * counts afresh: the older outcome would be taken for the new one's, so it is
 * dropped, and the core posts that event again.
 */
static int
session_on_post(struct session *s, json_t *frame)
{
	struct session_slot *slot = session_find(s, wire_int(frame, "id", 0));
	if (slot != NULL) {
		const char *webhook_id = wire_str(frame, "webhook_id");
		if (strcmp(slot->webhook_id, webhook_id) == 0)
			return link_ok(&s->link, frame);
		session_clear(slot);
	}
	struct session_refusal no = session_start_post(s, frame);
	if (no.error != NULL)
		return link_refuse(&s->link, frame, no.error, no.retry);
	int err = link_ok(&s->link, frame);
	if (err < 0) { /* nobody waits for it: nothing was sent so far */
		slot = session_find(s, wire_int(frame, "id", 0));
		session_clear(slot);
	}
	return err;
}

static int
session_on_ping(struct session *s, json_t *frame)
{
	return link_pong(&s->link, frame);
}

static int
session_on_ok(struct session *s, json_t *frame)
{
	struct session_slot *slot =
	    session_find_told(s, wire_int(frame, "re", 0));
	if (slot != NULL)
		session_clear(slot);
	return 0;
}

static int
session_on_refused(struct session *s, json_t *frame)
{
	struct session_slot *slot =
	    session_find_told(s, wire_int(frame, "re", 0));
	if (slot == NULL)
		return 0;
	bool retry = wire_bool(frame, "retry");
	log_warn("notify.untold", LOG_S("error", wire_str(frame, "error")),
	    LOG_I("of", slot->of), LOG_S("again", retry ? "yes" : "no"));
	if (!retry) {
		session_clear(slot);
		return 0;
	}
	slot->done_id = 0;
	slot->tell_at_ms = session_now_ms() + SESSION_AGAIN_MS;
	return 0;
}

struct session_handler {
	const char *name;
	int (*run)(struct session *, json_t *frame);
};

static const struct session_handler session_handlers[] = {
    {"notify.post", session_on_post},
    {"ok", session_on_ok},
    {"ping", session_on_ping},
    {"refused", session_on_refused},
    {NULL, NULL},
};

/* 0, or an error of the link. */
static int
session_handle(struct session *s, const char *name, json_t *frame)
{
	const struct session_handler *h = session_handlers;
	while (h->name != NULL && strcmp(h->name, name) != 0)
		h++;
	if (h->name != NULL)
		return h->run(s, frame);
	return link_misdirected(&s->link, frame, name);
}

static int
session_handle_all(struct session *s)
{
	const struct wire_frame *row = NULL;
	json_t *frame;
	int err = 0;
	while (err == 0 && (frame = link_next(&s->link, &row)) != NULL) {
		err = session_handle(s, row->name, frame);
		json_decref(frame);
		s->backoff_ms = SESSION_BACKOFF_MS; /* this core is alive */
	}
	link_log_faults(&s->link);
	return err;
}

/* Outcomes. */

/*
 * An answer's body goes up only as text that JSON and C can both hold;
 * json_stringn() refuses what is not UTF-8.
 */
static json_t *
session_body(const struct post_result *r)
{
	if (r->body_size == 0 || memchr(r->body, '\0', r->body_size) != NULL)
		return NULL;
	return json_stringn(r->body, r->body_size);
}

static json_t *
session_make_done(int64_t of, const struct post_result *r)
{
	json_t *after = NULL;
	if (r->retry_after_s > 0)
		after = json_integer(r->retry_after_s);
	return json_pack("{s:s, s:I, s:i, s:s*, s:o*, s:o*}", "f",
	    "notify.done", "of", (json_int_t)of, "status", r->status, "error",
	    r->error, "retry_after_s", after, "body", session_body(r));
}

/* -ENOMEM: an outcome that cannot be told must not look like none. */
static int
session_collect(struct session *s)
{
	struct post_result result;
	struct post *post;
	while ((post = posts_take_done(s->posts, &result)) != NULL) {
		struct session_slot *slot = session_find_post(s, post);
		BUG_IF(slot == NULL);
		slot->done = session_make_done(slot->of, &result);
		slot->post = post_free(post);
		s->rest_at_ms = session_now_ms() + SESSION_REST_MS;
		if (slot->done == NULL)
			return -ENOMEM;
	}
	return 0;
}

/*
 * -EMSGSIZE: control characters take six bytes each on the wire, so that a
 * body of legal size may be too long; then the outcome goes without it.
 */
static int
session_tell(struct session *s, struct session_slot *slot)
{
	int64_t id = link_id(&s->link);
	json_t *frame = json_copy(slot->done);
	int err = -ENOMEM;
	if (frame != NULL &&
	    json_object_set_new(frame, "id", json_integer(id)) == 0)
		err = link_send(&s->link, frame);
	else
		json_decref(frame);
	if (err == 0) {
		slot->done_id = id;
		return 0;
	}
	if (err != -EMSGSIZE && err != -ENOMEM)
		return err;
	if (json_object_del(slot->done, "body") == 0)
		return 0; /* told on the next turn */
	slot->tell_at_ms = session_now_ms() + SESSION_AGAIN_MS;
	return 0;
}

static int
session_tell_all(struct session *s)
{
	int64_t now_ms = session_now_ms();
	int err = 0;
	for (size_t i = 0; err == 0 && i < SESSION_SLOTS; i++) {
		struct session_slot *slot = &s->slots[i];
		if (slot->done != NULL && slot->done_id == 0 &&
		    slot->tell_at_ms <= now_ms)
			err = session_tell(s, slot);
	}
	return err;
}

/* The connection. */

static int
session_open_link(struct session *s)
{
	const char *path = s->options->path;
	int err = path != NULL ? link_connect(&s->link, WIRE_NOTIFY, path)
			       : link_open_spawned(&s->link, WIRE_NOTIFY);
	if (err < 0)
		return err;
	err = link_hello(&s->link, NULL);
	if (err < 0)
		link_close(&s->link);
	return err;
}

static int
session_connect(struct session *s)
{
	int err = session_open_link(s);
	if (err < 0)
		return err;
	s->up = true;
	for (size_t i = 0; i < SESSION_SLOTS; i++) {
		s->slots[i].done_id = 0;
		s->slots[i].tell_at_ms = 0;
	}
	log_info("notify.ready", LOG_NONE);
	return 0;
}

static void
session_back_off(struct session *s)
{
	s->connect_at_ms = session_now_ms() + s->backoff_ms;
	s->backoff_ms *= 2;
	if (s->backoff_ms > SESSION_BACKOFF_MAX)
		s->backoff_ms = SESSION_BACKOFF_MAX;
}

static void
session_lose(struct session *s, int err)
{
	log_info("notify.core_gone", LOG_S("cause", strerror(-err)));
	link_close(&s->link);
	s->up = false;
	session_back_off(s);
}

static void
session_reconnect(struct session *s)
{
	if (s->up || s->connect_at_ms > session_now_ms())
		return;
	int err = session_connect(s);
	if (err == 0)
		return;
	if (s->backoff_ms < SESSION_BACKOFF_MAX) /* then it is known */
		log_warn("notify.no_core", LOG_S("cause", strerror(-err)));
	session_back_off(s);
}

/* Milliseconds until something is due by the clock, -1: nothing is. */
static int
session_timeout_ms(const struct session *s)
{
	int64_t next_ms = s->rest_at_ms;
	if (!s->up && s->connect_at_ms < next_ms)
		next_ms = s->connect_at_ms;
	for (size_t i = 0; s->up && i < SESSION_SLOTS; i++) {
		const struct session_slot *slot = &s->slots[i];
		if (slot->done != NULL && slot->done_id == 0 &&
		    slot->tell_at_ms < next_ms)
			next_ms = slot->tell_at_ms;
	}
	if (next_ms == SESSION_NEVER)
		return -1;
	int64_t left_ms = next_ms - session_now_ms();
	if (left_ms <= 0)
		return 0;
	return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

/* What the core said before, then what is new. Errors are the link's. */
static int
session_serve(struct session *s)
{
	if (!s->up)
		return 0;
	int err = link_read(&s->link);
	int handled = session_handle_all(s);
	if (err == 0)
		err = handled;
	if (err == 0)
		err = session_tell_all(s);
	return err;
}

/* Once in each quiet time; then the clock wakes us no more. */
static void
session_rest(struct session *s)
{
	if (s->rest_at_ms > session_now_ms())
		return;
	if (posts_rest(s->posts) == 0)
		idle_shrink();
	s->rest_at_ms = SESSION_NEVER; /* the end of a transfer sets it */
}

/* One turn. *ret_lost: the link's error if it broke. -EIO, -ENOMEM: fatal. */
static int
session_turn(struct session *s, int *ret_lost)
{
	session_reconnect(s);
	*ret_lost = session_serve(s);
	if (*ret_lost < 0)
		session_lose(s, *ret_lost);
	int err = posts_run(s->posts);
	if (err == 0)
		err = session_collect(s);
	if (err < 0)
		return err;
	session_rest(s);
	wipe_stack();
	return posts_wait(
	    s->posts, s->up ? s->link.fd : -1, session_timeout_ms(s));
}

static void
session_end(struct session *s)
{
	for (size_t i = 0; i < SESSION_SLOTS; i++)
		session_clear(&s->slots[i]);
	if (s->up)
		link_close(&s->link);
	s->posts = posts_free(s->posts);
}

int
session_run(const struct session_options *options)
{
	struct session s = {.options = options,
	    .backoff_ms = SESSION_BACKOFF_MS,
	    .rest_at_ms = 0};
	bool stays = options->path != NULL;
	int lost = 0;
	int err = posts_open(options->ca_file, &s.posts);
	if (err < 0)
		return err;
	if (!stays)
		err = session_connect(&s);
	while (err == 0 && (stays || lost == 0))
		err = session_turn(&s, &lost);
	session_end(&s);
	return err;
}
