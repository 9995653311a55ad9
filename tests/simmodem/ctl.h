/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the control socket: one connection, and the command tables. */
#ifndef SIMMODEM_CTL_H
#define SIMMODEM_CTL_H

#include "buf.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct sim;
struct client;
struct condition;
struct ussd_session;

struct wait {
	const struct condition *what;      /* NULL: not waiting */
	const struct ussd_session *screen; /* its screen, or NULL */
	long long count;
	long long seen; /* commands that matched */
	int quiet_ms;
	char *number;
	char *match;
	json_t *id;     /* of the request, or NULL */
	uint64_t timer; /* the deadline */
	uint64_t recheck;
};

struct client {
	struct client *next;
	int fd; /* -1: to be freed */
	int place;
	bool overlong; /* the rest of the line is thrown away */
	bool eof;      /* sends no more, but may wait for answers */
	struct buf in, out;
	struct wait wait;
};

struct ctl_command {
	const char *name;
	const char *keys; /* allowed beside cmd and id, blank-separated */
	/* A new reference, or NULL when the answer comes later. */
	json_t *(*fn)(struct sim *s, json_t *req, struct client *c);
};

extern const struct ctl_command ctl_net_commands[];
extern const struct ctl_command ctl_call_commands[];
extern const struct ctl_command ctl_modem_commands[];
extern const struct ctl_command ctl_set_commands[];
extern const struct ctl_command ctl_fault_commands[];
extern const struct ctl_command ctl_wait_commands[];
extern const struct ctl_command ctl_ussd_commands[];

json_t *ctl_ok(void);
json_t *ctl_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* NULL, or the answer that says what is wrong with the request. */
json_t *ctl_read(json_t *req, const char *fmt, ...);
/* Sets key to text, or to null. */
void ctl_put(json_t *o, const char *key, const char *text);
/* Sends and forgets the answer. */
void ctl_answer(struct client *c, json_t *answer, json_t *id);

/* The answer is held back until the screen is there. */
void ctl_wait_screen(struct client *c, const struct ussd_session *u);
json_t *ctl_ussd_answer(const struct ussd_session *u);

void ctl_wait_check(struct sim *s, struct client *c);
void ctl_wait_saw(struct client *c, const char *line);
void ctl_wait_forget(struct sim *s, struct client *c);

#endif
