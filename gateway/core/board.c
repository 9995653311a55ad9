/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core's end of siaga-web: what it is to serve, and that something
 * changed. An event says what to look at again and nothing of what is in it;
 * it leaves after the COMMIT of what it tells, and several of one thing in one
 * turn are one.
 */
#include "engine_parts.h"

#include "../lib/log.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool
board_wanted(const struct engine *e)
{
	return e->conf->web_line != 0;
}

/* Without [web] it listens nowhere for the board. */
static json_t *
board_serve(struct engine *e)
{
	const struct conf_web *web = &e->conf->web;
	char gateway[VAULT_GATEWAY_HEX];
	vault_gateway(e->vault, gateway);
	return json_pack(
	    "{s:s, s:I, s:s, s:s, s:s, s:s*, s:s*, s:s*, s:s, s:s, "
	    "s:I, s:o*}",
	    "f", "web.serve", "id", (json_int_t)++e->last_id, "listen",
	    board_wanted(e) ? web->listen : "", "hostnames",
	    web->hostnames == NULL ? "" : web->hostnames, "files", web->files,
	    "tls_cert", web->tls_cert, "tls_key", web->tls_key, "practice",
	    web->practice, "gateway", gateway, "language",
	    e->conf->siaga.language, "lock_minutes",
	    (json_int_t)e->conf->siaga.lock_minutes, "ussd", gates_serve(e));
}

void
board_greet(struct engine *e, const struct peer *p)
{
	if (!board_wanted(e) && !gates_wanted(e)) {
		log_warn("web.idle",
		    LOG_S("cause", "there is no [web] and no [ussd NAME]"));
		return;
	}
	e->board.peer = p->id;
	e->board.serving = false;
	turn_send_always(e, p->id, board_serve(e));
}

void
board_serve_again(struct engine *e)
{
	if (e->board.peer != 0)
		turn_say_now(e, e->board.peer, board_serve(e));
}

/* Where, for the log. */
static const char *
board_listen(const struct engine *e)
{
	return board_wanted(e) ? e->conf->web.listen : "";
}

void
board_taken(struct engine *e, const struct peer *p, const char *error)
{
	const char *gates = gates_wanted(e) ? e->conf->ussd.listen : "";
	if (p->id != e->board.peer)
		return;
	e->board.serving = error == NULL;
	(void)snprintf(e->board.error, sizeof(e->board.error), "%s",
	    error == NULL ? "" : error);
	if (error == NULL)
		log_info("web.serving", LOG_S("listen", board_listen(e)),
		    LOG_S("ussd", gates));
	else
		log_error("web.refused", LOG_S("cause", error),
		    LOG_S("listen", board_listen(e)), LOG_S("ussd", gates));
}

void
board_gone(struct engine *e, const struct peer *p)
{
	if (p->id != e->board.peer)
		return;
	e->board.peer = 0;
	e->board.serving = false;
	e->board.error[0] = '\0';
	e->board.count = 0;
	e->board.all = 0;
}

/* --- something changed --- */

static const char *const board_kinds[BOARD_KINDS] = {
    [BOARD_REPORT] = "report",
    [BOARD_ALERT] = "alert",
    [BOARD_OUTBOX] = "outbox",
    [BOARD_MODEM] = "modem",
    [BOARD_DUTY] = "duty",
    [BOARD_PANIC] = "panic",
    [BOARD_SESSION] = "session",
};

static void
board_add(struct engine *e, const struct board_change *change)
{
	struct board *b = &e->board;
	if (b->peer == 0 || (b->all >> change->kind & 1) != 0)
		return;
	for (size_t i = 0; i < b->count; i++)
		if (b->changes[i].kind == change->kind &&
		    b->changes[i].id == change->id &&
		    strcmp(b->changes[i].person, change->person) == 0 &&
		    strcmp(b->changes[i].session, change->session) == 0)
			return;
	if (b->count == BOARD_CHANGES_MAX)
		b->all |= 1u << change->kind;
	else
		b->changes[b->count++] = *change;
}

void
board_changed(struct engine *e, enum board_kind kind, int64_t id)
{
	board_add(e, &(struct board_change){.kind = kind, .id = id});
}

/* What the store says of itself: no place that writes can be forgotten. */
static void
board_on_row(void *arg, const char *table, int64_t id)
{
	static const enum board_kind of[] = {
	    BOARD_REPORT, BOARD_ALERT, BOARD_OUTBOX};
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++)
		if (strcmp(table, board_kinds[of[i]]) == 0)
			board_changed(arg, of[i], id);
}

void
board_watch(struct engine *e)
{
	if (board_wanted(e))
		store_watch(e->store, board_on_row, e);
}

/* siaga-web knows a session by this alone. */
static void
board_name_session(const struct session *s, char ret[static 65])
{
	uint8_t hash[32];
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)s->token,
	    strlen(s->token), NULL, 0);
	(void)sodium_bin2hex(ret, 65, hash, sizeof(hash));
}

void
board_session_ended(struct engine *e, const struct session *s)
{
	struct board_change change = {.kind = BOARD_SESSION};
	board_name_session(s, change.session);
	(void)snprintf(change.person, sizeof(change.person), "%s", s->person);
	if (s->web_peer != 0)
		board_add(e, &change);
}

static json_t *
board_frame(struct engine *e, enum board_kind kind)
{
	return json_pack("{s:s, s:s, s:I}", "f", "board.event", "kind",
	    board_kinds[kind], "at", (json_int_t)e->now_s);
}

static void
board_say_report(struct engine *e, json_t *frame, int64_t id)
{
	struct report r;
	if (id == 0 || case_get(e, id, &r) < 0)
		return;
	(void)json_object_set_new(frame, "code", json_string(r.code));
	(void)json_object_set_new(
	    frame, "urgency", json_string(urgency_name(r.facts.urgency)));
	if (r.facts.emergency)
		(void)json_object_set_new(frame, "emergency", json_true());
	if (json_object_get(frame, "state") == NULL)
		(void)json_object_set_new(
		    frame, "state", json_string(case_state(&r)));
}

/* Of which report an alert or text is, and its own state; a webhook only when
 * it was given up: they come and go all the time. */
static bool
board_say_row(
    struct engine *e, json_t *frame, enum store_query query, int64_t id)
{
	struct store_rows rows;
	int64_t report = 0;
	store_ask(e->store, &rows, query, SQL_INT(id));
	bool there = store_next(&rows) > 0;
	if (there) {
		report = store_int(&rows, 0);
		(void)json_object_set_new(
		    frame, "state", json_string(store_str(&rows, 1)));
	}
	store_done(&rows);
	if (there)
		board_say_report(e, frame, report);
	return there;
}

static void
board_say(struct engine *e, const struct board_change *c)
{
	bool tell = true;
	json_t *frame = board_frame(e, c->kind);
	if (c->kind == BOARD_REPORT)
		board_say_report(e, frame, c->id);
	else if (c->kind == BOARD_ALERT)
		tell = board_say_row(e, frame, QUERY_BOARD_ALERT, c->id);
	else if (c->kind == BOARD_OUTBOX)
		tell = board_say_row(e, frame, QUERY_BOARD_TEXT, c->id);
	if (c->person[0] != '\0') {
		(void)json_object_set_new(
		    frame, "person", json_string(c->person));
		(void)json_object_set_new(
		    frame, "session", json_string(c->session));
		(void)json_object_set_new(frame, "what", json_string("ended"));
	}
	if (tell)
		turn_say_now(e, e->board.peer, frame);
	else
		json_decref(frame);
}

void
board_go(struct engine *e, bool kept)
{
	struct board *b = &e->board;
	/* What is in memory alone is told of in any case. */
	for (size_t i = 0; i < b->count; i++)
		if (kept || b->changes[i].kind >= BOARD_MODEM)
			board_say(e, &b->changes[i]);
	for (int kind = 0; kind < BOARD_KINDS; kind++)
		if ((b->all >> kind & 1) != 0)
			turn_say_now(
			    e, b->peer, board_frame(e, (enum board_kind)kind));
	b->count = 0;
	b->all = 0;
}
