/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by loop.c (turns), loop_peers.c (sockets), loop_children.c. */
#ifndef SIAGA_LOOP_PARTS_H
#define SIAGA_LOOP_PARTS_H

#include "loop.h"

#include <uv.h>

#define LOOP_CHILDREN_MAX (CONF_MODEMS_MAX + 2)

struct loop_child;

/* A connection; freed when libuv has closed it. */
struct loop_peer {
	uv_pipe_t pipe; /* first: uv's handle is ours */
	struct loop *loop;
	int id;
	enum wire_role role;
	bool any_role; /* its hello decides */
	bool has_user;
	uid_t user;
	char name[CONF_NAME_MAX + 1];
	struct wire_reader reader;
	struct loop_child *child; /* NULL: it connected by itself */
	bool fresh;               /* the engine has not heard of it yet */
	bool ended;               /* the engine is to be told that it is gone */
	bool dropping;            /* close it after this turn */
	bool paused;              /* too much unread: we do not read on */
	struct loop_peer *next;
};

/* A program we start and start again. */
struct loop_child {
	uv_process_t process;
	uv_timer_t timer;
	struct loop *loop;
	enum wire_role role;
	char name[CONF_NAME_MAX + 1];
	struct loop_peer *peer;
	bool running;
	uint64_t backoff_ms;
};

struct loop {
	uv_loop_t uv;
	const struct conf *conf;
	struct engine *engine;
	void (*reload)(struct engine *);
	uv_pipe_t listener, wire_listener;
	uv_check_t check;
	uv_idle_t again;
	uv_timer_t timer, stop_timer;
	uv_signal_t signals[3];
	struct loop_peer *peers;
	struct loop_child children[LOOP_CHILDREN_MAX];
	size_t child_count;
	char program_dir[768];
	int last_peer;
	struct engine_job *jobs; /* ready for the engine */
	bool dirty;              /* something waits for a turn */
	bool stopping;
};

/* loop.c: a turn follows, whoever asks and when. */
void loop_want_turn(struct loop *);

/* loop_peers.c */
struct loop_peer *loop_peer_new(
    struct loop *, enum wire_role, const char *name);
void loop_peer_start(struct loop_peer *);
void loop_peer_close(struct loop_peer *);
int loop_listen(struct loop *, const char **ret_why) MUST_CHECK;
void loop_send(void *loop, int peer, const char *line, size_t size);
void loop_drop(void *loop, int peer, const char *why);
void loop_healthy(void *loop, int peer);

/* loop_children.c */
int loop_start_children(struct loop *, const char **ret_why) MUST_CHECK;
void loop_child_heard(struct loop_child *); /* it answers: backoff is over */
void loop_child_kill(struct loop_child *);

#endif
