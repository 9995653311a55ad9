/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop of siaga-web: one poll() over the core, who comes, who is here, and
 * the simulated phone.
 */
#include "gateway/web/web.h"

#include "gateway/lib/log.h"
#include "gateway/lib/wipe.h"
#include "gateway/web/run.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define WEB_BACKOFF_MS     100
#define WEB_BACKOFF_MAX    5000
#define WEB_SERVE_AGAIN_MS 30000
#define WEB_TICK_MS        1000 /* while anybody is connected */

int64_t
web_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- frames of the core --- */

static int
web_on_serve(struct web *w, json_t *frame)
{
	const char *error = serve_start(w, frame);
	if (error == NULL)
		return link_ok(&w->link, frame);
	log_error("web.not_served", LOG_S("cause", error));
	w->serve_again_ms = web_now_ms() + WEB_SERVE_AGAIN_MS;
	return link_refuse(&w->link, frame, error, true);
}

static int
web_on_answer(struct web *w, json_t *frame)
{
	if (!ussd_refused(w, frame)) /* or it was a command */
		calls_answered(w, frame);
	return 0;
}

static int
web_on_screen(struct web *w, json_t *frame)
{
	ussd_answered(w, frame);
	return 0;
}

/* What could not be kept, of a USSD session. */
static int
web_on_refused(struct web *w, json_t *frame)
{
	(void)ussd_refused(w, frame);
	return 0;
}

static int
web_on_ok(struct web *w, json_t *frame)
{
	(void)w;
	(void)frame; /* a session's end is noted */
	return 0;
}

static int
web_on_event(struct web *w, json_t *frame)
{
	const char *hash = wire_str(frame, "session");
	const char *kind = wire_str(frame, "kind");
	if (hash != NULL) /* whose session: nobody else's business */
		visitors_session_ended(w, hash);
	else if (strcmp(kind, "session") == 0) /* too many to name them */
		streams_renew(w);
	else
		streams_tell(w, frame);
	if (strcmp(kind, "panic") == 0)
		visitors_end_all(w); /* tokens, too, are nobody's now */
	return 0;
}

static int
web_on_ping(struct web *w, json_t *frame)
{
	return link_pong(&w->link, frame);
}

static const struct web_handler {
	const char *name;
	int (*run)(struct web *, json_t *frame);
} web_handlers[] = {
    {"answer", web_on_answer},
    {"board.event", web_on_event},
    {"ok", web_on_ok},
    {"ping", web_on_ping},
    {"refused", web_on_refused},
    {"ussd.screen", web_on_screen},
    {"web.serve", web_on_serve},
    {NULL, NULL},
};

static int
web_handle(struct web *w, const char *name, json_t *frame)
{
	const struct web_handler *h = web_handlers;
	while (h->name != NULL && strcmp(h->name, name) != 0)
		h++;
	if (h->name != NULL)
		return h->run(w, frame);
	return link_misdirected(&w->link, frame, name);
}

/* --- the link --- */

static int
web_open_link(struct web *w)
{
	int err = w->path != NULL ? link_connect(&w->link, WIRE_WEB, w->path)
				  : link_open_spawned(&w->link, WIRE_WEB);
	if (err < 0)
		return err;
	err = link_hello(&w->link, NULL);
	if (err < 0) {
		link_close(&w->link);
		return err;
	}
	w->up = true;
	log_info("web.connected", LOG_NONE);
	return 0;
}

static void
web_back_off(struct web *w)
{
	w->connect_at_ms = web_now_ms() + w->backoff_ms;
	w->backoff_ms *= 2;
	if (w->backoff_ms > WEB_BACKOFF_MAX)
		w->backoff_ms = WEB_BACKOFF_MAX;
}

/* The core has ended the sessions of this link, or it is gone itself. */
static void
web_lose(struct web *w, int err)
{
	log_info("web.core_gone", LOG_S("cause", strerror(-err)));
	link_close(&w->link);
	w->up = false;
	visitors_end_all(w);
	calls_lost(w);
	ussd_lost(w);
	web_back_off(w);
	if (w->path == NULL)
		w->status = EX_OK;
}

static void
web_reconnect(struct web *w)
{
	if (w->up || w->path == NULL || w->connect_at_ms > web_now_ms())
		return;
	int err = web_open_link(w);
	if (err == 0)
		return;
	if (w->backoff_ms < WEB_BACKOFF_MAX) /* then it is known */
		log_warn("web.no_core", LOG_S("cause", strerror(-err)));
	web_back_off(w);
}

static int
web_handle_all(struct web *w)
{
	const struct wire_frame *row = NULL;
	json_t *frame;
	int err = 0;
	while (err == 0 && (frame = link_next(&w->link, &row)) != NULL) {
		err = web_handle(w, row->name, frame);
		json_decref(frame);
		w->backoff_ms = WEB_BACKOFF_MS; /* this core is alive */
	}
	link_log_faults(&w->link);
	return err;
}

static void
web_read_link(struct web *w)
{
	if (!w->up)
		return;
	int err = link_read(&w->link);
	int handled = web_handle_all(w);
	if (err == 0)
		err = handled;
	if (err < 0)
		web_lose(w, err);
}

/* --- the clock --- */

static int64_t
web_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
web_door_next_ms(struct door *d, int64_t now_ms)
{
	MHD_UNSIGNED_LONG_LONG left_ms;
	int64_t next_ms =
	    connections_any(d) ? now_ms + WEB_TICK_MS : WEB_NEVER_MS;
	if (d->daemon != NULL &&
	    MHD_get_timeout(d->daemon, &left_ms) == MHD_YES &&
	    left_ms < WEB_TICK_MS)
		next_ms = web_earlier(next_ms, now_ms + (int64_t)left_ms);
	return next_ms;
}

static int64_t
web_next_ms(struct web *w)
{
	int64_t now_ms = web_now_ms(), next_ms = streams_next_ms(w);
	if (!w->up)
		next_ms = web_earlier(next_ms, w->connect_at_ms);
	if (w->serve_again_ms != 0)
		next_ms = web_earlier(next_ms, w->serve_again_ms);
	if (w->waiting != NULL)
		next_ms = web_earlier(next_ms, now_ms + WEB_TICK_MS);
	next_ms = web_earlier(next_ms, ussd_next_ms(w));
	next_ms = web_earlier(next_ms, web_door_next_ms(&w->board, now_ms));
	return web_earlier(next_ms, web_door_next_ms(&w->ussd, now_ms));
}

static int
web_wait_ms(struct web *w)
{
	int64_t next_ms = web_next_ms(w);
	if (next_ms == WEB_NEVER_MS)
		return -1;
	int64_t left_ms = next_ms - web_now_ms();
	if (left_ms <= 0)
		return 0;
	return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

static void
web_wait(struct web *w)
{
	struct pollfd p[] = {{.fd = w->up ? w->link.fd : -1, .events = POLLIN},
	    {.fd = w->board.listen_fd, .events = POLLIN},
	    {.fd = w->board.epoll_fd, .events = POLLIN},
	    {.fd = w->ussd.listen_fd, .events = POLLIN},
	    {.fd = w->ussd.epoll_fd, .events = POLLIN},
	    {.fd = w->practice.fd, .events = POLLIN}};
	if (poll(p, sizeof(p) / sizeof(*p), web_wait_ms(w)) < 0)
		return;
	if (p[1].revents != 0)
		connections_accept(&w->board);
	if (p[3].revents != 0)
		connections_accept(&w->ussd);
	if (p[5].revents != 0)
		practice_read(w);
}

/* A refused web.serve is asked for anew by who comes anew; not while officers
 * are here, whose sessions would end with this program. */
static void
web_serve_again(struct web *w)
{
	if (w->serve_again_ms == 0 || w->serve_again_ms > web_now_ms())
		return;
	if (visitors_any(w))
		w->serve_again_ms = web_now_ms() + WEB_SERVE_AGAIN_MS;
	else
		w->status = EX_TEMPFAIL;
}

static void
web_run_door(struct door *d)
{
	connections_sweep(d);
	if (d->daemon != NULL)
		(void)MHD_run(d->daemon);
}

/*
 * libmicrohttpd runs after all that may resume a connection, and again when
 * what it did resumed another.
 */
static void
web_turn(struct web *w)
{
	web_reconnect(w);
	web_read_link(w);
	calls_expire(w);
	ussd_turn(w);
	streams_turn(w);
	web_run_door(&w->board);
	web_run_door(&w->ussd);
	web_serve_again(w);
	wipe_stack();
}

static void
web_init(struct web *w, const char *path)
{
	*w = (struct web){.path = path,
	    .backoff_ms = WEB_BACKOFF_MS,
	    .status = -1,
	    .practice = {.fd = -1},
	    .board = {.kind = &exchange_door,
		.web = w,
		.listen_fd = -1,
		.epoll_fd = -1,
		.conns = w->board_conns},
	    .ussd = {.kind = &ussd_door,
		.web = w,
		.listen_fd = -1,
		.epoll_fd = -1,
		.conns = w->ussd_conns}};
}

int
web_run(const char *path)
{
	static struct web web;
	struct web *w = &web;
	web_init(w, path);
	int err = digest_setup();
	if (err == 0 && path == NULL)
		err = web_open_link(w);
	while (err == 0 && w->status < 0) {
		web_turn(w);
		if (w->status < 0)
			web_wait(w);
	}
	if (w->up)
		link_close(&w->link);
	return err < 0 ? err : w->status;
}
