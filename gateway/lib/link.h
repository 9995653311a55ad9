/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program's end of the wire to the core: siaga-modem, siaga-notify,
 * siaga-web and siaga hold one each. Spawned programs find the socket as
 * file descriptor LINK_SPAWN_FD; installed ones connect to a path.
 *
 * Owner: the program; link_close() ends it. Not for the core, which serves
 * many sockets from its loop.
 */
#ifndef SIAGA_LINK_H
#define SIAGA_LINK_H

#include "wire.h"

#define LINK_SPAWN_FD      3
#define LINK_HELLO_WAIT_MS 10000
#define LINK_WRITE_WAIT_MS                                                     \
	10000 /* a core that takes no byte this long is gone */

struct link {
	int fd; /* non-blocking; poll it for POLLIN */
	enum wire_role role;
	struct wire_reader reader;
	int64_t last_id;
	uint64_t faults[WIRE_FAULT_MAX]; /* refused frames, by kind */
	uint64_t faults_told;            /* of these, as logged */
};

/*
 * Takes over LINK_SPAWN_FD and asks the kernel to end this process when the
 * core dies. -EBADF if there is no such descriptor.
 */
int link_open_spawned(struct link *, enum wire_role) MUST_CHECK;
int link_connect(struct link *, enum wire_role, const char *path) MUST_CHECK;
/* Says who we are and waits for the welcome. name may be NULL. */
int link_hello(struct link *, const char *name) MUST_CHECK;
void link_close(struct link *);

/* The next id for a frame of ours. */
int64_t link_id(struct link *);
/*
 * Sends one frame (reference taken), waiting for the core to take it.
 * -EPIPE, -ETIMEDOUT: the core is gone; -ENOMEM, -EMSGSIZE: not sent.
 */
int link_send(struct link *, json_t *frame) MUST_CHECK;
/* The answers ok and refused. error: [A-Za-z0-9_.-], for logs. */
int link_ok(struct link *, json_t *to) MUST_CHECK;
int link_refuse(
    struct link *, json_t *to, const char *error, bool retry) MUST_CHECK;
/* The answer to the core's ping. */
int link_pong(struct link *, json_t *to) MUST_CHECK;
/* A frame that is not for this program: logged, and refused if it has an id. */
int link_misdirected(struct link *, json_t *frame, const char *name) MUST_CHECK;
/* Logs how many frames were refused, if there are more than at the last. */
void link_log_faults(struct link *);
/* Reads what is there. 0, or -EPIPE when the core has closed. */
int link_read(struct link *) MUST_CHECK;
/*
 * The next good frame of the core, the caller's to json_decref(); NULL if
 * none is complete. Bad ones are counted and skipped.
 */
json_t *link_next(struct link *, const struct wire_frame **ret_frame);
/* Polls until a frame is there: NULL with *ret_err on time-out or close. */
json_t *link_wait(struct link *, int timeout_ms,
    const struct wire_frame **ret_frame, int *ret_err);

#endif
