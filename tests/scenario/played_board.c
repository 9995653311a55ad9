/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-web, played: it is told what to serve, hears what has changed, and
 * hands on what people ask.
 *	config web second_factor = none
 *	board up
 *	over board from 192.168.1.7      whoever gives commands sits there now
 *	expect board report code=<code> urgency=high
 */
#include "expect.h"

#include <string.h>

#define BOARD_PID 99

static void
board_hear(struct world *w, struct played_peer *p, json_t *frame)
{
	const char *name = wire_str(frame, "f");
	int64_t id = wire_int(frame, "id", 0);
	bool screen = json_equal(json_object_get(frame, "re"),
	    json_object_get(w->board.request, "id"));
	if (screen || strcmp(name, "ussd.screen") == 0) {
		screen_hear(w, frame);
	} else if (strcmp(name, "answer") == 0) {
		json_decref(w->answer);
		w->answer = json_incref(frame);
	} else if (strcmp(name, "board.event") == 0) {
		(void)json_array_append(w->board.events, frame);
	} else if (strcmp(name, "ping") == 0) {
		world_say(w, p->id, 0,
		    json_pack("{s:s, s:I}", "f", "pong", "re", (json_int_t)id));
	} else if (strcmp(name, "web.serve") == 0 && w->board.refuses) {
		world_say(w, p->id, 0,
		    json_pack("{s:s, s:I, s:s}", "f", "refused", "re",
			(json_int_t)id, "error", "address_in_use"));
	} else if (strcmp(name, "web.serve") == 0) {
		world_say(w, p->id, 0,
		    json_pack("{s:s, s:I}", "f", "ok", "re", (json_int_t)id));
	}
}

void
board_connect(struct world *w)
{
	world_need_start(w);
	if (w->engine == NULL)
		return;
	struct played_peer *p = world_connect(w, WIRE_WEB, "board", board_hear);
	if (p == NULL)
		return;
	if (w->board.events == NULL)
		w->board.events = json_array();
	w->board.peer = p->id;
	p->hello_ms = w->now_ms + 1;
	world_say(w, p->id, 0,
	    json_pack("{s:s, s:i, s:s, s:i}", "f", "hello", "version",
		WIRE_VERSION, "role", "web", "pid", BOARD_PID));
}

/* board up|refuses|down */
static void
verb_board(struct world *w, struct words *words)
{
	w->board.refuses = words_take(words, "refuses");
	if (w->board.refuses || words_take(words, "up"))
		board_connect(w);
	else if (words_take(words, "down"))
		world_leave(w, w->board.peer);
	else
		world_fail(w, "the board is up, refuses, or down");
	world_settle(w);
}

/* over board [from ADDRESS] [device given] [quiet] | over terminal */
static void
verb_over(struct world *w, struct words *words)
{
	w->board.asks = words_take(words, "board");
	if (!w->board.asks && !words_take(words, "terminal"))
		world_fail(w, "people ask over board or over terminal");
	if (words_take(words, "from"))
		(void)snprintf(w->board.origin, sizeof(w->board.origin), "%s",
		    words_next(words));
	bool device = words_take(words, "device");
	if (device && !words_take(words, "given"))
		world_fail(w, "a device is the one that `keep device` took");
	(void)snprintf(w->board.device, sizeof(w->board.device), "%.48s",
	    device ? w->given : "");
	w->board.quiet = words_take(words, "quiet");
}

void
board_expect(struct world *w, struct words *words)
{
	char kind[20];
	(void)snprintf(kind, sizeof(kind), "%s", words_next(words));
	while (json_array_size(w->board.events) > 0) {
		json_t *event = json_incref(json_array_get(w->board.events, 0));
		(void)json_array_remove(w->board.events, 0);
		bool is = strcmp(wire_str(event, "kind"), kind) == 0;
		if (is)
			expect_pairs(w, words, event, "board.event");
		json_decref(event);
		if (is)
			return;
	}
	world_fail(w, "the board did not hear of any %s", kind);
}

void
board_expect_none(struct world *w)
{
	json_t *event = json_array_get(w->board.events, 0);
	if (event != NULL)
		world_fail(w, "the board heard of a %s",
		    json_string_value(json_object_get(event, "kind")));
}

void
board_forget(struct world *w)
{
	(void)json_array_clear(w->board.events);
}

const struct verb verbs_board[] = {
    {"board", verb_board, true},
    {"over", verb_over, true},
    {NULL, NULL, false},
};
