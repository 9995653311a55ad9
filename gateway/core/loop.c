/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns and signals; see loop.h. */
#include "../lib/log.h"
#include "../lib/wipe.h"
#include "loop_parts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t
loop_mono_ms(void *arg)
{
	(void)arg;
	return (int64_t)(uv_hrtime() / 1000000);
}

static int64_t
loop_wall_s(void *arg)
{
	struct timespec now = {0};
	(void)arg;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec;
}

struct engine_clock
loop_clock(struct loop *l)
{
	return (struct engine_clock){loop_mono_ms, loop_wall_s, l};
}

static void loop_work(void *loop, struct engine_job *);

struct engine_edge
loop_edge(struct loop *l)
{
	return (struct engine_edge){
	    loop_send, loop_drop, l, loop_healthy, loop_work};
}

/* --- long work, on libuv's threads --- */

struct loop_work {
	uv_work_t request;
	struct engine_job *job;
};

static void
loop_run_job(uv_work_t *request)
{
	struct loop_work *w = request->data;
	w->job->run(w->job);
}

static void
loop_on_worked(uv_work_t *request, int status)
{
	struct loop_work *w = request->data;
	struct loop *l = request->loop->data;
	(void)status;
	w->job->next = l->jobs;
	l->jobs = w->job;
	free(w);
	loop_want_turn(l);
}

static void
loop_work(void *loop, struct engine_job *job)
{
	struct loop *l = loop;
	struct loop_work *w = calloc(1, sizeof(*w));
	BUG_IF(w == NULL);
	w->job = job;
	w->request.data = w;
	BUG_IF(uv_queue_work(
		   &l->uv, &w->request, loop_run_job, loop_on_worked) < 0);
}

static void
loop_finish_jobs(struct loop *l)
{
	while (l->jobs != NULL) {
		struct engine_job *job = l->jobs;
		l->jobs = job->next;
		engine_job_done(l->engine, job);
	}
}

static void
loop_drop_jobs(struct loop *l)
{
	while (l->jobs != NULL) {
		struct engine_job *job = l->jobs;
		l->jobs = job->next;
		job->drop(job);
	}
}

/* --- one turn --- */

/* Hands over the lines of one peer; true: it may have more. */
static bool
loop_take_lines(struct loop *l, struct loop_peer *p, int *left, int64_t end_ms)
{
	const char *line;
	size_t size;
	while (*left > 0 && loop_mono_ms(NULL) < end_ms && !p->dropping) {
		int got = wire_reader_next(&p->reader, &line, &size);
		if (got == 0)
			return false;
		(*left)--;
		if (got < 0) {
			engine_oversized(l->engine, p->id);
			continue;
		}
		engine_line(l->engine, p->id, line, size);
	}
	return !p->dropping;
}

static bool
loop_take_peers(struct loop *l)
{
	int left = LOOP_TURN_LINES;
	int64_t end_ms = loop_mono_ms(NULL) + LOOP_TURN_MS;
	bool more = false;
	for (struct loop_peer *p = l->peers; p != NULL; p = p->next) {
		if (p->fresh)
			engine_peer_up(l->engine, p->id,
			    p->any_role ? WIRE_ROLE_MAX : p->role,
			    p->name[0] == '\0' ? NULL : p->name);
		if (p->fresh && p->has_user)
			engine_peer_user(l->engine, p->id, p->user);
		p->fresh = false;
		bool rest = loop_take_lines(l, p, &left, end_ms);
		more |= rest;
		if (p->paused && !rest && !p->dropping) {
			p->paused = false;
			loop_peer_start(p);
		}
		/* What it said before it went still counts. */
		if (p->ended && !rest) {
			engine_peer_down(l->engine, p->id);
			p->ended = false;
			p->dropping = true;
		}
	}
	return more;
}

static void
loop_close_dropped(struct loop *l)
{
	for (struct loop_peer *p = l->peers, *next; p != NULL; p = next) {
		next = p->next;
		if (p->dropping)
			loop_peer_close(p);
	}
}

static void
loop_on_idle(uv_idle_t *idle)
{
	(void)idle; /* being there is enough: the check follows */
}

/*
 * The check runs after polling, and an idle handle keeps polling from
 * sleeping; without it, what a timer wanted would wait for the next event.
 */
void
loop_want_turn(struct loop *l)
{
	l->dirty = true;
	(void)uv_idle_start(&l->again, loop_on_idle);
}

static void loop_on_timer(uv_timer_t *);

static void
loop_set_timer(struct loop *l)
{
	int64_t due = engine_due_ms(l->engine), now = loop_mono_ms(NULL);
	if (due == INT64_MAX) {
		(void)uv_timer_stop(&l->timer);
		return;
	}
	uv_update_time(&l->uv);
	(void)uv_timer_start(
	    &l->timer, loop_on_timer, due > now ? (uint64_t)(due - now) : 0, 0);
}

static void
loop_turn(struct loop *l)
{
	int64_t begun = loop_mono_ms(NULL);
	l->dirty = false;
	engine_turn_begin(l->engine);
	loop_finish_jobs(l);
	bool more = loop_take_peers(l);
	engine_turn_end(l->engine);
	wipe_stack();
	loop_close_dropped(l);
	int64_t took = loop_mono_ms(NULL) - begun;
	if (took > LOOP_SLOW_MS)
		log_warn("loop.slow", LOG_I("turn_ms", took));
	loop_set_timer(l);
	(void)uv_idle_stop(&l->again);
	if (more || l->dirty)
		loop_want_turn(l);
	if (l->stopping && engine_is_still(l->engine))
		uv_stop(&l->uv);
}

/* Runs after the sockets were read, and keeps the loop from sleeping. */
static void
loop_on_check(uv_check_t *check)
{
	struct loop *l = check->data;
	if (l->dirty)
		loop_turn(l);
}

static void
loop_on_timer(uv_timer_t *timer)
{
	loop_want_turn(timer->data);
}

/* --- signals --- */

static void
loop_on_stop_timer(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

static void
loop_on_signal(uv_signal_t *signal, int number)
{
	struct loop *l = signal->data;
	if (number == SIGHUP) {
		l->reload(l->engine);
		return;
	}
	if (l->stopping) {
		uv_stop(&l->uv);
		return;
	}
	log_info("stopping", LOG_I("signal", number));
	l->stopping = true;
	engine_stop(l->engine);
	loop_want_turn(l);
	(void)uv_timer_start(
	    &l->stop_timer, loop_on_stop_timer, LOOP_STOP_MS, 0);
}

static void
loop_start_signals(struct loop *l)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
	for (size_t i = 0; i < 3; i++) {
		(void)uv_signal_init(&l->uv, &l->signals[i]);
		l->signals[i].data = l;
		(void)uv_signal_start(
		    &l->signals[i], loop_on_signal, numbers[i]);
	}
	(void)signal(SIGPIPE, SIG_IGN);
}

/* --- life --- */

static int
loop_find_programs(struct loop *l)
{
	size_t size = sizeof(l->program_dir);
	int err = uv_exepath(l->program_dir, &size);
	if (err < 0)
		return err;
	char *slash = strrchr(l->program_dir, '/');
	if (slash == NULL)
		return -ENOENT;
	*slash = '\0';
	return 0;
}

int
loop_open(const struct conf *conf, struct loop **ret, const char **ret_why)
{
	struct loop *l = calloc(1, sizeof(*l));
	*ret_why = "the loop cannot start";
	if (l == NULL)
		return -ENOMEM;
	l->conf = conf;
	int err = uv_loop_init(&l->uv);
	if (err == 0)
		err = loop_find_programs(l);
	if (err < 0) {
		free(l);
		return err;
	}
	l->uv.data = l;
	(void)uv_check_init(&l->uv, &l->check);
	(void)uv_idle_init(&l->uv, &l->again);
	(void)uv_timer_init(&l->uv, &l->timer);
	(void)uv_timer_init(&l->uv, &l->stop_timer);
	l->check.data = l->again.data = l->timer.data = l;
	*ret = l;
	return 0;
}

int
loop_run(struct loop *l, struct engine *engine, void (*reload)(struct engine *),
    const char **ret_why)
{
	l->engine = engine;
	l->reload = reload;
	loop_start_signals(l);
	(void)uv_check_start(&l->check, loop_on_check);
	int err = loop_listen(l, ret_why);
	if (err == 0)
		err = loop_start_children(l, ret_why);
	if (err < 0)
		return err;
	log_info("ready", LOG_S("version", SIAGA_VERSION),
	    LOG_I("modems", l->conf->modem_count),
	    LOG_I("webhooks", l->conf->webhook_count));
	loop_turn(l);
	(void)uv_run(&l->uv, UV_RUN_DEFAULT);
	for (size_t i = 0; i < l->child_count; i++)
		loop_child_kill(&l->children[i]);
	return 0;
}

static void
loop_close_handle(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

void
loop_close(struct loop *l)
{
	if (l == NULL)
		return;
	for (struct loop_peer *p = l->peers, *next; p != NULL; p = next) {
		next = p->next;
		loop_peer_close(p);
	}
	uv_walk(&l->uv, loop_close_handle, NULL);
	(void)uv_run(&l->uv, UV_RUN_DEFAULT);
	loop_drop_jobs(l);
	(void)uv_loop_close(&l->uv);
	free(l);
}
