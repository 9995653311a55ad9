/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connections, and frames on their way between them and the engine. */
#include "played.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
world_lines_init(struct world_lines *lines)
{
	lines->first = NULL;
	lines->last = &lines->first;
}

static void
world_line_free(struct world_line *line)
{
	free(line->text);
	free(line);
}

void
world_lines_free(struct world_lines *lines)
{
	struct world_line *next;
	for (struct world_line *l = lines->first; l != NULL; l = next) {
		next = l->next;
		world_line_free(l);
	}
	world_lines_init(lines);
}

static void
world_lines_add(struct world_lines *lines, int peer, int64_t at_ms,
    const char *text, size_t size)
{
	struct world_line *line = calloc(1, sizeof(*line));
	char *copy = malloc(size + 1);
	if (line == NULL || copy == NULL)
		abort();
	memcpy(copy, text, size);
	copy[size] = '\0';
	*line = (struct world_line){
	    .peer = peer, .at_ms = at_ms, .size = size, .text = copy};
	*lines->last = line;
	lines->last = &line->next;
}

struct played_peer *
world_peer(struct world *w, int id)
{
	for (size_t i = 0; id != 0 && i < WORLD_PEERS_MAX; i++)
		if (w->peers[i].id == id)
			return &w->peers[i];
	return NULL;
}

#define PEERS_HELLO_MS 10000 /* LINK_HELLO_WAIT_MS */

int64_t
world_next_tired_ms(const struct world *w)
{
	int64_t next = INT64_MAX;
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		const struct played_peer *p = &w->peers[i];
		if (p->id != 0 && p->hello_ms != 0 && !p->ended &&
		    p->hello_ms + PEERS_HELLO_MS < next)
			next = p->hello_ms + PEERS_HELLO_MS;
	}
	return next;
}

void
world_tire_of_waiting(struct world *w)
{
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		struct played_peer *p = &w->peers[i];
		if (p->id != 0 && p->hello_ms != 0 &&
		    p->hello_ms + PEERS_HELLO_MS <= w->now_ms)
			p->ended = true;
	}
}

struct played_peer *
world_peer_named(struct world *w, const char *name)
{
	struct played_peer *found = NULL;
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		struct played_peer *p = &w->peers[i];
		if (p->id != 0 && strcmp(p->name, name) == 0 &&
		    (found == NULL || p->id > found->id))
			found = p;
	}
	return found;
}

struct played_peer *
world_connect(struct world *w, enum wire_role role, const char *name,
    void (*hear)(struct world *, struct played_peer *, json_t *))
{
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		struct played_peer *p = &w->peers[i];
		if (p->id != 0)
			continue;
		*p = (struct played_peer){.id = ++w->last_peer,
		    .role = role,
		    .fresh = true,
		    .hear = hear};
		(void)snprintf(p->name, sizeof(p->name), "%s", name);
		return p;
	}
	world_fail(w, "the script has too many programs");
	return NULL;
}

void
world_leave(struct world *w, int peer)
{
	struct played_peer *p = world_peer(w, peer);
	if (p != NULL)
		p->ended = true;
}

static void
world_peer_gone(struct world *w, struct played_peer *p)
{
	for (size_t i = 0; i < w->modem_count; i++)
		if (w->modems[i].peer == p->id)
			modem_leave(w, &w->modems[i]);
	if (w->notify != NULL && w->notify->peer == p->id)
		notify_leave(w);
	if (w->client == p->id)
		w->client = 0;
	if (w->board.peer == p->id)
		w->board.peer = 0;
	result_forget(w, p->id);
	if (p->dropped)
		(void)json_object_set_new(
		    w->gone, p->name, json_string(p->why));
	json_decref(p->heard);
	p->heard = NULL;
	p->id = 0;
}

void
world_forget_peers(struct world *w)
{
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		json_decref(w->peers[i].heard);
		w->peers[i] = (struct played_peer){0};
	}
	w->client = 0;
	w->board.peer = 0;
	result_forget(w, 0);
	world_lines_free(&w->in);
	world_lines_free(&w->out);
}

void
world_say_bytes(
    struct world *w, int peer, int64_t wait_ms, const char *text, size_t size)
{
	if (w->talkative)
		(void)fprintf(stderr, "%s:%d: %d> %.*s\n", w->script, w->line,
		    peer, size > 300 ? 300 : (int)size, text);
	world_lines_add(&w->in, peer, w->now_ms + wait_ms, text, size);
}

void
world_say(struct world *w, int peer, int64_t wait_ms, json_t *frame)
{
	char *text = json_dumps(frame, JSON_COMPACT);
	json_decref(frame);
	if (text == NULL)
		abort();
	world_say_bytes(w, peer, wait_ms, text, strlen(text));
	free(text);
}

int64_t
world_next_line_ms(const struct world *w)
{
	int64_t next = INT64_MAX;
	for (struct world_line *l = w->in.first; l != NULL; l = l->next)
		if (l->at_ms < next)
			next = l->at_ms;
	return next;
}

bool
world_has_work(const struct world *w)
{
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		const struct played_peer *p = &w->peers[i];
		if (p->id != 0 && (p->fresh || p->ended || p->dropped))
			return true;
	}
	return world_next_line_ms(w) <= w->now_ms;
}

static void
world_hand_line(struct world *w, const struct world_line *line)
{
	struct played_peer *p = world_peer(w, line->peer);
	if (p == NULL || p->dropped)
		return;
	world_inside(w, true);
	if (line->size > WIRE_LINE_MAX)
		engine_oversized(w->engine, p->id);
	else
		engine_line(w->engine, p->id, line->text, line->size);
	world_inside(w, false);
}

/* As many lines as the daemon's loop takes in a turn, in order. */
static void
world_hand_lines(struct world *w)
{
	struct world_line **at = &w->in.first, *line;
	int left = WORLD_TURN_LINES;
	while ((line = *at) != NULL && left > 0) {
		if (line->at_ms > w->now_ms) {
			at = &line->next;
			continue;
		}
		*at = line->next;
		world_hand_line(w, line);
		world_line_free(line);
		left--;
	}
	w->in.last = &w->in.first;
	while (*w->in.last != NULL)
		w->in.last = &(*w->in.last)->next;
}

static bool
world_has_lines(const struct world *w, int peer)
{
	for (struct world_line *l = w->in.first; l != NULL; l = l->next)
		if (l->peer == peer && l->at_ms <= w->now_ms)
			return true;
	return false;
}

void
world_hand_over(struct world *w)
{
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		struct played_peer *p = &w->peers[i];
		world_inside(w, true);
		if (p->id != 0 && p->fresh)
			engine_peer_up(w->engine, p->id,
			    p->any_role ? WIRE_ROLE_MAX : p->role,
			    p->spawned ? p->name : NULL);
		world_inside(w, false);
		p->fresh = false;
	}
	world_hand_lines(w);
	for (size_t i = 0; i < WORLD_PEERS_MAX; i++) {
		struct played_peer *p = &w->peers[i];
		if (p->id == 0 || !(p->ended || p->dropped))
			continue;
		/* What it said before it went still counts. */
		if (!p->dropped && world_has_lines(w, p->id))
			continue;
		world_inside(w, true);
		engine_peer_down(w->engine, p->id);
		world_inside(w, false);
		world_peer_gone(w, p);
	}
}

static void
world_hear_line(struct world *w, const struct world_line *line)
{
	enum wire_fault fault;
	const struct wire_frame *row = NULL;
	struct played_peer *p = world_peer(w, line->peer);
	size_t size = line->size;
	if (w->talkative)
		(void)fprintf(stderr, "%s:%d: %d< %s", w->script, w->line,
		    line->peer, line->text);
	if (size == 0 || line->text[size - 1] != '\n') {
		world_fail(w, "the core sent a line without an end");
		return;
	}
	json_t *frame =
	    wire_parse(line->text, size - 1, WIRE_CORE, &row, &fault);
	if (frame == NULL) {
		world_fail(w, "the core sent a frame that is %s: %s",
		    wire_fault_name(fault), line->text);
		return;
	}
	if (p != NULL) {
		json_decref(p->heard);
		p->heard = json_incref(frame);
		if (strcmp(row->name, "welcome") == 0)
			p->hello_ms = 0;
		result_hear(w, p->id, frame);
		if (p->hear != NULL && !p->ended)
			p->hear(w, p, frame);
	}
	json_decref(frame);
}

void
world_hear(struct world *w)
{
	struct world_lines lines = w->out;
	if (lines.first == NULL)
		return;
	world_lines_init(&w->out);
	for (struct world_line *l = lines.first; l != NULL; l = l->next)
		world_hear_line(w, l);
	world_lines_free(&lines);
}

/* --- the engine's edge --- */

static void
world_edge_send(void *arg, int peer, const char *line, size_t size)
{
	struct world *w = arg;
	world_inside(w, false);
	if (!w->cut)
		world_lines_add(&w->out, peer, w->now_ms, line, size);
	world_inside(w, true);
}

static void
world_edge_drop(void *arg, int peer, const char *why)
{
	struct world *w = arg;
	struct played_peer *p = world_peer(w, peer);
	if (p == NULL || w->cut)
		return;
	p->dropped = true;
	(void)snprintf(p->why, sizeof(p->why), "%s", why);
}

struct engine_edge
world_edge(struct world *w)
{
	return (struct engine_edge){
	    .send = world_edge_send, .drop = world_edge_drop, .arg = w};
}

/* --- a person at the command line --- */

static void
world_hear_answer(struct world *w, struct played_peer *p, json_t *frame)
{
	(void)p;
	if (strcmp(wire_str(frame, "f"), "answer") != 0)
		return;
	json_decref(w->answer);
	w->answer = json_incref(frame);
}

void
world_command(struct world *w, const char *name, json_t *args)
{
	bool held = w->held;
	world_need_start(w);
	if (w->engine == NULL)
		return;
	json_decref(w->answer);
	w->answer = NULL;
	if (w->board.asks && w->board.peer == 0) {
		if (!w->tolerant)
			world_fail(w, "the board is not up");
		return;
	}
	if (!w->board.asks && w->client == 0) {
		struct played_peer *p =
		    world_connect(w, WIRE_CLIENT, "person", world_hear_answer);
		w->client = p == NULL ? 0 : p->id;
		world_say(w, w->client, 0,
		    json_pack("{s:s, s:i, s:s, s:i}", "f", "hello", "version",
			WIRE_VERSION, "role", "client", "pid", 77));
	}
	json_t *frame = json_pack("{s:s, s:I, s:s, s:o, s:s*}", "f", "command",
	    "id", (json_int_t)++w->last_id, "name", name, "args",
	    args == NULL ? json_object() : args, "as",
	    w->as[0] == '\0' ? NULL : w->as);
	if (w->board.asks && w->board.origin[0] != '\0')
		(void)json_object_set_new(
		    frame, "origin", json_string(w->board.origin));
	if (w->board.asks && w->board.device[0] != '\0')
		(void)json_object_set_new(
		    frame, "device", json_string(w->board.device));
	if (w->board.asks && w->board.quiet)
		(void)json_object_set_new(frame, "quiet", json_true());
	world_say(w, w->board.asks ? w->board.peer : w->client, 0, frame);
	w->held = false;
	world_settle(w);
	if (w->answer == NULL && !w->failed) /* it goes on elsewhere */
		world_pass(w, 1);
	w->held = held;
}

json_t *
world_ask(struct world *w, const char *name, json_t *args)
{
	world_command(w, name, args);
	json_t *result = json_object_get(w->answer, "result");
	if (result == NULL)
		world_fail(w, "%s was not answered: %s", name,
		    w->answer == NULL ? "no answer"
				      : json_string_value(json_object_get(
					    w->answer, "error")));
	return result;
}
