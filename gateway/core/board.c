/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core's end of siaga-web: what it is to serve, and that something
 * changed. An event says what to look at again and nothing of what is in it;
 * it leaves after the COMMIT of what it tells, and several of one thing in one
 * turn are one.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <stdio.h>
#include <string.h>

bool
board_wanted(const struct engine *e)
{
	return e->conf->web_line != 0;
}

void
board_greet(struct engine *e, const struct peer *p)
{
	const struct conf_web *web = &e->conf->web;
	char gateway[VAULT_GATEWAY_HEX];
	if (!board_wanted(e)) {
		log_warn("web.idle", LOG_S("cause", "there is no [web]"));
		return;
	}
	vault_gateway(e->vault, gateway);
	e->board.peer = p->id;
	e->board.serving = false;
	turn_send(e, p->id,
	    json_pack("{s:s, s:I, s:s, s:s, s:s, s:s*, s:s*, s:s*, s:s, s:s, "
		      "s:I}",
		"f", "web.serve", "id", (json_int_t)++e->last_id, "listen",
		web->listen, "hostnames",
		web->hostnames == NULL ? "" : web->hostnames, "files",
		web->files, "tls_cert", web->tls_cert, "tls_key", web->tls_key,
		"practice", web->practice, "gateway", gateway, "language",
		e->conf->siaga.language, "lock_minutes",
		(json_int_t)e->conf->siaga.lock_minutes));
}

void
board_taken(struct engine *e, const struct peer *p, const char *error)
{
	if (p->id != e->board.peer)
		return;
	e->board.serving = error == NULL;
	(void)snprintf(e->board.error, sizeof(e->board.error), "%s",
	    error == NULL ? "" : error);
	if (error == NULL)
		log_info("web.serving", LOG_S("listen", e->conf->web.listen));
	else
		log_error("web.refused", LOG_S("cause", error),
		    LOG_S("listen", e->conf->web.listen));
}

void
board_gone(struct engine *e, const struct peer *p)
{
	if (p->id != e->board.peer)
		return;
	e->board.peer = 0;
	e->board.serving = false;
	e->board.count = 0;
}

/* --- something changed --- */

static bool
board_is_same(const struct board_event *a, const struct board_event *b)
{
	return strcmp(a->kind, b->kind) == 0 && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->person, b->person) == 0;
}

/* The newest of one thing is what counts; without room, all of its kind. */
static void
board_add(struct engine *e, struct board_event *event)
{
	struct board *b = &e->board;
	size_t i = 0;
	if (b->peer == 0)
		return;
	if (b->count >= BOARD_EVENTS_MAX - BOARD_KINDS_MAX)
		*event = (struct board_event){.kind = event->kind};
	while (i < b->count && !board_is_same(&b->events[i], event))
		i++;
	BUG_IF(i == BOARD_EVENTS_MAX); /* of more kinds than there are */
	b->events[i] = *event;
	if (i == b->count)
		b->count++;
}

void
board_changed(struct engine *e, const char *kind)
{
	struct board_event event = {.kind = kind};
	board_add(e, &event);
}

void
board_report(struct engine *e, const struct report *r)
{
	struct board_event event = {.kind = "report",
	    .urgency = urgency_name(r->facts.urgency),
	    .state = case_state(r),
	    .emergency = r->facts.emergency};
	memcpy(event.code, r->code, sizeof(event.code));
	board_add(e, &event);
}

void
board_session_ended(struct engine *e, const struct session *s)
{
	struct board_event event = {.kind = "session", .what = "ended"};
	(void)snprintf(event.person, sizeof(event.person), "%s", s->person);
	if (s->web_peer != 0)
		board_add(e, &event);
}

static const char *
board_if(const char *text)
{
	return text == NULL || text[0] == '\0' ? NULL : text;
}

static void
board_say(struct engine *e, const struct board_event *event)
{
	json_t *frame = json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:s*, s:s*, "
				  "s:I}",
	    "f", "board.event", "kind", event->kind, "code",
	    board_if(event->code), "urgency", board_if(event->urgency), "state",
	    board_if(event->state), "person", board_if(event->person), "what",
	    board_if(event->what), "at", (json_int_t)e->now_s);
	if (event->emergency)
		(void)json_object_set_new(frame, "emergency", json_true());
	turn_say_now(e, e->board.peer, frame);
}

void
board_go(struct engine *e, bool kept)
{
	/* A lost session is told of in any case: its memory is gone. */
	for (size_t i = 0; i < e->board.count; i++)
		if (kept || e->board.events[i].person[0] != '\0')
			board_say(e, &e->board.events[i]);
	e->board.count = 0;
}
