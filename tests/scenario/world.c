/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time and turns; see world.h. */
#include "world.h"

#include "disk.h"
#include "gateway/lib/log.h"
#include "played.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Saturday 2026-11-21 10:00 in Jakarta. */
#define WORLD_BEGIN_S  1795230000
#define WORLD_FIRST_MS 1000
/* A world that is never quiet has found an endless loop. */
#define WORLD_TURNS_MOST 20000
#define WORLD_LOG_MAX    8000000

void
world_fail(struct world *w, const char *format, ...)
{
	va_list args;
	if (w->failed)
		return;
	w->failed = true;
	va_start(args, format);
	(void)vsnprintf(w->fault, sizeof(w->fault), format, args);
	va_end(args);
}

void
world_inside(struct world *w, bool inside)
{
	w->is_inside = inside;
	if (w->inside != NULL)
		w->inside(inside);
}

static void
world_take_log(const char *line, void *arg)
{
	struct world *w = arg;
	bool was_inside = w->is_inside;
	world_inside(w, false);
	if (w->talkative)
		(void)fprintf(stderr, "%s:%d: %s%s", w->script, w->line, line,
		    strchr(line, '\n') == NULL ? "\n" : "");
	if (buf_add_str(&w->log, line) == 0 && strchr(line, '\n') == NULL)
		(void)!buf_add_str(&w->log, "\n");
	world_check_log(w, line);
	world_inside(w, was_inside);
}

struct world *
world_open(const char *script, const char *dir)
{
	struct world *w = calloc(1, sizeof(*w));
	if (w == NULL)
		return NULL;
	w->script = script;
	w->begin_s = WORLD_BEGIN_S;
	w->ping_ms = ENGINE_PING_MS;
	w->boot_ms = -WORLD_FIRST_MS;
	(void)snprintf(w->dir, sizeof(w->dir), "%s", dir);
	(void)snprintf(w->state, sizeof(w->state), "%.400s/state", dir);
	world_lines_init(&w->in);
	world_lines_init(&w->out);
	w->seen_last = &w->seen;
	w->gone = json_object();
	buf_init(&w->log, WORLD_LOG_MAX);
	log_open("siagad", LOG_DEBUG_LEVEL);
	log_capture(world_take_log, w);
	disk_watch(w->state);
	world_set(w, "siaga", "state_dir", w->state);
	world_set(w, "siaga", "templates", "templates");
	world_set(w, "cover", "name", "Info Desa");
	world_set(
	    w, "cover", "hours", "24 jam"); /* scripts about hours say so */
	world_set(w, "modem a", "number", "+6281200000001");
	world_set(w, "webhook district", "url", "http://127.0.0.1:9/district");
	return w;
}

void
world_close(struct world *w)
{
	if (w == NULL)
		return;
	w->cut = true;
	engine_close(w->engine);
	log_capture(NULL, NULL);
	for (size_t i = 0; i < w->modem_count; i++)
		modem_free(&w->modems[i]);
	free(w->modems);
	free(w->notify);
	world_forget_peers(w);
	world_lines_free(&w->in);
	world_lines_free(&w->out);
	world_forget_seen(w);
	json_decref(w->answer);
	json_decref(w->board.events);
	json_decref(w->board.request);
	json_decref(w->board.screen);
	json_decref(w->gone);
	buf_free(&w->log);
	for (size_t i = 0; i < w->secret_count; i++)
		free(w->secrets[i].bytes);
	for (struct sender *s = w->senders, *next; s != NULL; s = next) {
		next = s->next;
		free(s);
	}
	if (w->conf_read)
		conf_free(&w->conf);
	free(w);
}

int64_t
world_true_s(const struct world *w)
{
	return w->begin_s + w->now_ms / 1000;
}

/* --- turns --- */

static void
world_end_turn(struct world *w)
{
	bool last = w->crash_point != CRASH_NEVER && --w->turns_to_crash == 0;
	if (last && w->crash_point == CRASH_BEFORE_COMMIT) {
		world_kill(w);
		return;
	}
	world_inside(w, true);
	engine_turn_end(w->engine);
	world_inside(w, false);
	w->in_turn = false;
	if (w->dead) {
		world_bury(w);
		return;
	}
	if (last) {
		world_kill(w);
		return;
	}
	world_hear(w);
}

static void
world_turn(struct world *w)
{
	w->in_turn = true;
	engine_turn_begin(w->engine);
	world_hand_over(w);
	world_end_turn(w);
}

static void
world_tick(struct world *w)
{
	world_tire_of_waiting(w);
	for (size_t i = 0; i < w->modem_count; i++)
		modem_tick(w, &w->modems[i]);
	struct played_notify *n = w->notify;
	if (n != NULL && n->restart_ms != 0 && n->restart_ms <= w->now_ms)
		notify_start(w);
}

void
world_settle(struct world *w)
{
	int turns = 0;
	world_tick(w);
	while (w->engine != NULL && !w->held && world_has_work(w)) {
		world_turn(w);
		world_tick(w);
		if (turns++ == WORLD_TURNS_MOST) {
			world_fail(w, "it never comes to rest");
			return;
		}
	}
}

/* --- time --- */

static int64_t
world_engine_due_ms(struct world *w)
{
	world_inside(w, true);
	int64_t due = engine_due_ms(w->engine);
	world_inside(w, false);
	return due == INT64_MAX ? due : due + w->boot_ms;
}

/* When something happens by itself next, at most `end_ms`. */
static int64_t
world_next_ms(struct world *w, int64_t end_ms)
{
	int64_t next = end_ms, at = world_next_line_ms(w);
	if (at < next)
		next = at;
	if (world_next_tired_ms(w) < next)
		next = world_next_tired_ms(w);
	for (size_t i = 0; i < w->modem_count; i++) {
		at = modem_due_ms(&w->modems[i]);
		if (at < next)
			next = at;
	}
	if (w->notify != NULL && w->notify->restart_ms != 0 &&
	    w->notify->restart_ms < next)
		next = w->notify->restart_ms;
	if (w->engine != NULL && world_engine_due_ms(w) < next)
		next = world_engine_due_ms(w);
	return next > w->now_ms ? next : w->now_ms;
}

void
world_pass(struct world *w, int64_t ms)
{
	int64_t end_ms = w->now_ms + ms;
	int at_once = 0;
	world_settle(w);
	while (w->now_ms < end_ms && !w->failed) {
		int64_t next = world_next_ms(w, end_ms);
		at_once = next > w->now_ms ? 0 : at_once + 1;
		if (at_once > WORLD_TURNS_MOST) {
			world_fail(w, "engine_due_ms() stands still");
			return;
		}
		w->now_ms = next;
		if (w->engine != NULL && world_engine_due_ms(w) <= next)
			world_turn(w);
		world_settle(w);
	}
}
