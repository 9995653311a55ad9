/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop of siagad on libuv: sockets and child programs on one side, the
 * engine on the other. What became readable in one round, at most
 * LOOP_TURN_LINES lines or LOOP_TURN_MS, is one turn of the engine and so one
 * COMMIT.
 */
#ifndef SIAGA_LOOP_H
#define SIAGA_LOOP_H

#include "engine.h"

#define LOOP_TURN_LINES 64
#define LOOP_TURN_MS    5
#define LOOP_SLOW_MS    50      /* a turn over this is logged */
#define LOOP_QUEUE_MAX  1048576 /* bytes a peer may leave unread */
#define LOOP_STOP_MS    5000    /* for texts in the air at SIGTERM */

struct loop;

int loop_open(
    const struct conf *, struct loop **ret, const char **ret_why) MUST_CHECK;
/* The clock and the edge for engine_open(). */
struct engine_clock loop_clock(struct loop *);
struct engine_edge loop_edge(struct loop *);
/*
 * Listens, starts the children, serves until SIGTERM or SIGINT. SIGHUP calls
 * reload. Returns 0, or -errno if it could not start.
 */
int loop_run(struct loop *, struct engine *, void (*reload)(struct engine *),
    const char **ret_why) MUST_CHECK;
void loop_close(struct loop *);

#endif
