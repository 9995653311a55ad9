/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine is the whole of siagad without its loop: frames come in, rows
 * are written, frames go out. It owns all state and the only writing
 * database connection, and asks for nothing but a clock and an edge, so that
 * scenario tests run weeks of it in milliseconds.
 *
 * The caller runs turns:
 *	engine_turn_begin(); any number of peer_up, frame, peer_down;
 *	engine_turn_end();   one COMMIT, then the answers go out
 * and a turn of its own when engine_due_ms() has come.
 */
#ifndef SIAGA_ENGINE_H
#define SIAGA_ENGINE_H

#include "../lib/conf.h"
#include "../lib/wire.h"
#include "handling.h"

struct engine;

struct engine_clock {
	int64_t (*mono_ms)(void *arg); /* never goes back */
	int64_t (*wall_s)(void *arg);  /* may be wrong, see timekeeper.h */
	void *arg;
};

/*
 * Work that would hold up a turn (design 2): run() on any thread touches only
 * the job; done() runs in a turn and frees it; drop() frees it when the engine
 * ends before that.
 */
struct engine_job {
	void (*run)(struct engine_job *);
	void (*done)(struct engine *, struct engine_job *);
	void (*drop)(struct engine_job *);
	struct engine_job *next; /* the loop's */
};

struct engine_edge {
	/* The line ends with a newline; it is copied. */
	void (*send)(void *arg, int peer, const char *line, size_t size);
	/* This peer is to be gone; engine_peer_down() follows from the caller
	 * (not from inside this call). */
	void (*drop)(void *arg, int peer, const char *why);
	void *arg;
	/* A child has said something of use: it may be NULL. */
	void (*healthy)(void *arg, int peer);
	/* Runs it elsewhere; engine_job_done() follows. NULL: at once. */
	void (*work)(void *arg, struct engine_job *);
};

struct engine_setup {
	const struct conf *conf; /* outlives the engine */
	const struct handling *handling;
	struct engine_clock clock;
	struct engine_edge edge;
	int64_t ping_ms; /* silence of a program before it is asked */
};

#define ENGINE_PING_MS 15000

/*
 * Reads templates and lexicon, opens vault and store. Faults of files go to
 * `faults` (-EINVAL); others are said in *ret_why.
 */
int engine_open(const struct engine_setup *, struct faults *,
    struct engine **ret, const char **ret_why) MUST_CHECK;
void engine_close(struct engine *);
/* The check alone: what a start would read, and nothing that it writes. */
void engine_check(
    const struct conf *, const struct handling *, struct faults *);
/* Templates and lexicon anew, taken only if they are without a fault. */
void engine_reload(struct engine *, const struct conf *, struct faults *);

void engine_turn_begin(struct engine *);
/*
 * role: what the connection may be; a hello must agree with it, or, with
 * WIRE_ROLE_MAX, says it (a child of our own user). name: the modem it was
 * started for, or NULL.
 */
void engine_peer_up(
    struct engine *, int peer, enum wire_role, const char *name);
/* Who sits at the other end of a client's connection. */
void engine_peer_user(struct engine *, int peer, unsigned uid);
void engine_peer_down(struct engine *, int peer);
void engine_line(struct engine *, int peer, const char *line, size_t size);
/* A line the reader had to skip. */
void engine_oversized(struct engine *, int peer);
/* Between begin and end. */
void engine_job_done(struct engine *, struct engine_job *);
void engine_turn_end(struct engine *);
/* No text or webhook leaves from now on; true: nothing is in the air. */
void engine_stop(struct engine *);
bool engine_is_still(const struct engine *);
/* When the next turn is due on the monotonic clock; INT64_MAX: not at all. */
int64_t engine_due_ms(struct engine *);

#endif
