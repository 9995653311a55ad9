/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tests' side: a Unix stream socket, one JSON request a line, one
 * JSON answer a line, in order.  A `wait` holds back its own
 * connection only.  README.md has the commands.
 */
#ifndef SIMMODEM_CONTROL_H
#define SIMMODEM_CONTROL_H

struct client;
struct pollset;
struct sim;

struct control {
	char *path;
	int listen;
	int place; /* in the pollset */
	struct client *clients;
};

/* 0 or -errno; -EADDRINUSE if another one serves there. */
int control_open(struct control *c, const char *path);
/* Nobody gets a connection before this; 0 or -errno. */
int control_serve(const struct control *c);
void control_poll_add(struct sim *s, struct pollset *ps);
void control_poll_done(struct sim *s, const struct pollset *ps);
/* Answers the waits that have come true. */
void control_check_waits(struct sim *s);
void control_saw_command(struct sim *s, const char *line);
void control_close(struct sim *s);

#endif
