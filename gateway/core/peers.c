/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connected programs: who they are, whether they still answer, and what each
 * kind of frame of theirs is handed to. Nothing a peer says can do more than
 * be refused and counted.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int peer_taker(struct engine *, struct peer *, json_t *);

static int peer_take_hello(struct engine *, struct peer *, json_t *);
static int peer_take_nothing(struct engine *, struct peer *, json_t *);
static int peer_take_ok(struct engine *, struct peer *, json_t *);
static int peer_take_refused(struct engine *, struct peer *, json_t *);

static const struct peer_route {
	const char *frame;
	peer_taker *take;
	bool writes; /* needs the transaction */
} peer_routes[] = {
    {"hello", peer_take_hello, false}, {"pong", peer_take_nothing, false},
    {"ok", peer_take_ok, false}, {"refused", peer_take_refused, true},
    {"modem.state", modem_frame_state, true}, {"modem.sms", intake_frame, true},
    {"modem.deleted", modem_frame_deleted, true},
    {"modem.sent", modem_frame_sent, true},
    {"modem.call", modem_frame_call, true},
    {"modem.rang", ring_frame_rang, true},
    {"notify.done", webhook_frame_done, true},
    {"ussd.input", ussd_frame_input, true}, {"ussd.end", ussd_frame_end, true},
    {"ussd.refused", gates_frame_refused, false},
    {"command", command_frame, false}, /* begins it if it must */
};

struct peer *
peer_find(struct engine *e, int id)
{
	for (size_t i = 0; id != 0 && i < ENGINE_PEERS_MAX; i++)
		if (e->peers[i].id == id)
			return &e->peers[i];
	return NULL;
}

void
engine_peer_up(struct engine *e, int id, enum wire_role role, const char *name)
{
	for (size_t i = 0; i < ENGINE_PEERS_MAX; i++) {
		struct peer *p = &e->peers[i];
		if (p->id != 0)
			continue;
		*p = (struct peer){
		    .id = id, .role = role, .heard_ms = e->now_ms};
		p->any_role = role == WIRE_ROLE_MAX;
		if (p->any_role) /* until its hello: what both may say */
			p->role = WIRE_MODEM;
		(void)snprintf(
		    p->name, sizeof(p->name), "%s", name == NULL ? "" : name);
		return;
	}
	log_warn("peer.too_many", LOG_I("most", ENGINE_PEERS_MAX));
	e->edge.drop(e->edge.arg, id, "too_many");
}

void
engine_peer_user(struct engine *e, int id, unsigned uid)
{
	struct peer *p = peer_find(e, id);
	if (p != NULL)
		(void)snprintf(p->origin, sizeof(p->origin), "uid %u", uid);
}

void
engine_peer_down(struct engine *e, int id)
{
	struct peer *p = peer_find(e, id);
	if (p == NULL)
		return;
	if (p->role == WIRE_MODEM)
		modem_gone(e, p);
	if (e->notify_peer == id) {
		e->notify_peer = 0;
		webhook_gone(e);
	}
	if (p->role == WIRE_WEB)
		board_gone(e, p);
	p->id = 0;
}

static void
peer_fault(struct engine *e, struct peer *p, enum wire_fault fault)
{
	unsigned total = 0;
	p->faults[fault]++;
	e->frames_refused++;
	for (int i = 0; i < WIRE_FAULT_MAX; i++)
		total += p->faults[i];
	if (total <= 3 || total == ENGINE_FAULTS_MAX)
		log_warn("frame.refused",
		    LOG_S("from", wire_role_name(p->role)),
		    LOG_S("fault", wire_fault_name(fault)),
		    LOG_I("total", total));
	if (total >= ENGINE_FAULTS_MAX)
		e->edge.drop(e->edge.arg, p->id, "too_many_bad_frames");
}

void
engine_oversized(struct engine *e, int id)
{
	struct peer *p = peer_find(e, id);
	if (p != NULL)
		peer_fault(e, p, WIRE_OVERSIZED);
}

/* A child would not take a text or a webhook: it has not begun with it. */
static int
peer_take_refused(struct engine *e, struct peer *p, json_t *frame)
{
	if (p->role == WIRE_MODEM)
		return modem_frame_refused(e, p, frame);
	if (p->id == e->notify_peer)
		return webhook_frame_refused(e, frame);
	if (p->role == WIRE_WEB)
		board_taken(e, p, wire_str(frame, "error"));
	return 0;
}

static int
peer_take_ok(struct engine *e, struct peer *p, json_t *frame)
{
	(void)frame;
	if (p->role == WIRE_WEB)
		board_taken(e, p, NULL);
	return 0;
}

static int
peer_take_nothing(struct engine *e, struct peer *p, json_t *frame)
{
	(void)e;
	(void)p;
	(void)frame;
	return 0;
}

static bool
peer_hello_fits(struct peer *p, json_t *hello)
{
	const char *name = wire_str(hello, "name");
	enum wire_role role = wire_role_from_name(wire_str(hello, "role"));
	if (p->any_role && role != WIRE_CORE && role != WIRE_CLIENT &&
	    role != WIRE_ROLE_MAX)
		p->role = role;
	p->any_role = false;
	if (wire_int(hello, "version", 0) != WIRE_VERSION || role != p->role)
		return false;
	/* A spawned modem program was started for one modem; others say. */
	if (p->name[0] == '\0' && name != NULL)
		(void)snprintf(p->name, sizeof(p->name), "%s", name);
	return true;
}

static int
peer_take_hello(struct engine *e, struct peer *p, json_t *hello)
{
	if (p->greeted || !peer_hello_fits(p, hello)) {
		log_warn("peer.refused", LOG_S("role", wire_role_name(p->role)),
		    LOG_S("cause", "version, role or second hello"));
		e->edge.drop(e->edge.arg, p->id, "hello_refused");
		return 0;
	}
	p->greeted = true;
	turn_send_always(e, p->id,
	    json_pack("{s:s, s:i}", "f", "welcome", "version", WIRE_VERSION));
	if (p->role == WIRE_MODEM)
		modem_greet(e, p);
	if (p->role == WIRE_NOTIFY) {
		webhook_gone(e); /* what an earlier one had in the air */
		e->notify_peer = p->id;
	}
	if (p->role == WIRE_WEB)
		board_greet(e, p);
	return 0;
}

static const struct peer_route *
peer_route(const char *name)
{
	for (size_t i = 0; i < sizeof(peer_routes) / sizeof(*peer_routes); i++)
		if (strcmp(peer_routes[i].frame, name) == 0)
			return &peer_routes[i];
	BUG_IF(true); /* in the wire's table, but not here */
	return NULL;
}

/* One frame, kept whole or not at all. */
static int
peer_apply(struct engine *e, struct peer *p, json_t *frame,
    const struct peer_route *route)
{
	if (!route->writes)
		return route->take(e, p, frame);
	int err = turn_write(e);
	if (err < 0)
		return err;
	err = store_save(e->store);
	if (err < 0)
		return err;
	err = route->take(e, p, frame);
	if (err == 0)
		err = store_save_release(e->store);
	if (err < 0)
		store_save_rollback(e->store);
	return err;
}

static void
peer_take(struct engine *e, struct peer *p, json_t *frame,
    const struct wire_frame *row)
{
	bool must_greet = !p->greeted && p->role != WIRE_CLIENT;
	if (must_greet && strcmp(row->name, "hello") != 0) {
		peer_fault(e, p, WIRE_UNKNOWN);
		return;
	}
	struct turn_post **last = e->turn.last;
	size_t filed = e->turn.filed_count;
	int err = peer_apply(e, p, frame, peer_route(row->name));
	/* Saying hello is not yet being well. */
	if (err >= 0 && strcmp(row->name, "hello") != 0 &&
	    e->edge.healthy != NULL)
		e->edge.healthy(e->edge.arg, p->id);
	if (err >= 0)
		return;
	/* What the frame had to say is undone with it. */
	for (struct turn_post *post = *last, *next; post != NULL; post = next) {
		next = post->next;
		free(post->line);
		free(post);
	}
	*last = NULL;
	e->turn.last = last;
	e->turn.filed_count = filed;
	log_error("frame.failed", LOG_S("frame", row->name),
	    LOG_S("cause", strerror(-err)));
	if (wire_int(frame, "id", 0) != 0)
		turn_refuse(e, p->id, frame, "store", true);
}

void
engine_line(struct engine *e, int id, const char *line, size_t size)
{
	struct peer *p = peer_find(e, id);
	if (p == NULL)
		return;
	const struct wire_frame *row = NULL;
	enum wire_fault fault;
	json_t *frame = wire_parse(line, size, p->role, &row, &fault);
	p->heard_ms = e->now_ms;
	p->pinged_ms = 0;
	if (frame == NULL) {
		peer_fault(e, p, fault);
		return;
	}
	peer_take(e, p, frame, row);
	json_decref(frame);
}

/* --- heartbeat --- */

static bool
peer_beats(const struct peer *p)
{
	return p->id != 0 && p->role != WIRE_CLIENT;
}

void
peers_beat(struct engine *e)
{
	for (size_t i = 0; i < ENGINE_PEERS_MAX; i++) {
		struct peer *p = &e->peers[i];
		if (!peer_beats(p))
			continue;
		if (e->now_ms - p->heard_ms >= e->ping_ms + ENGINE_PONG_MS) {
			log_warn("peer.silent",
			    LOG_S("role", wire_role_name(p->role)),
			    LOG_S("name", p->name));
			p->heard_ms = e->now_ms; /* once */
			e->edge.drop(e->edge.arg, p->id, "silent");
		} else if (p->greeted && p->pinged_ms == 0 &&
			   e->now_ms - p->heard_ms >= e->ping_ms) {
			p->pinged_ms = e->now_ms;
			turn_send_always(e, p->id,
			    json_pack("{s:s, s:I}", "f", "ping", "id",
				(json_int_t)++e->last_id));
		}
	}
}

int64_t
peers_due_ms(const struct engine *e)
{
	int64_t due = INT64_MAX;
	for (size_t i = 0; i < ENGINE_PEERS_MAX; i++) {
		const struct peer *p = &e->peers[i];
		if (!peer_beats(p))
			continue;
		int64_t at = p->heard_ms + e->ping_ms;
		if (!p->greeted || p->pinged_ms != 0)
			at += ENGINE_PONG_MS;
		if (at < due)
			due = at;
	}
	return due;
}
