/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of siaga-notify need around it: the core's end of the wire,
 * and an HTTP server that misbehaves. The program under test is the one that
 * the environment variable SIAGA_NOTIFY names. Everything here ends the test
 * (cmocka) when it fails.
 */
#ifndef SIAGA_NOTIFY_HARNESS_H
#define SIAGA_NOTIFY_HARNESS_H

#include "gateway/lib/wire.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define HARNESS_WAIT_MS 5000
#define HARNESS_LOCAL   "127.0.0.0/8"

int64_t harness_now_ms(void);
/* The environment's value, or if_absent. */
const char *harness_env(const char *name, const char *if_absent);

/* The core's end. pid 0: the program is not running. */
struct core {
	pid_t pid;
	int fd;
	struct wire_reader reader;
	int64_t last_id;
};

struct core_options {
	const char *path;        /* --connect; NULL: on descriptor 3 */
	const char *ca_file;     /* SSL_CERT_FILE */
	const char *resolv_conf; /* to see as /etc/resolv.conf; needs root */
};

/* Starts the program; a spawned one has said hello and was welcomed. */
void core_start(struct core *c, const struct core_options *options);
/* Takes the connection of a program that was started with a path. */
void core_accept(struct core *c, int listener);
void core_disconnect(struct core *c);
/* Disconnects; a spawned program must then end with status 0 at once. */
void core_stop(struct core *c);
/* Ends a program that was started with a path, which never ends by itself. */
void core_kill(struct core *c);

/* Fields left out get ordinary values. */
struct delivery {
	int64_t id;
	const char *url;   /* a path beginning with / is on the fake server */
	const char *allow; /* NULL: HARNESS_LOCAL; "": none */
	const char *webhook_id;
	const char *signature;
	const char *type;
	const char *source;
	const char *body;
	int64_t timestamp_s;
	int timeout_ms;
};

/* Returns the frame's id. */
int64_t core_post(struct core *c, const struct delivery *d);
void core_send(struct core *c, json_t *frame);
void core_send_bytes(struct core *c, const void *bytes, size_t size);
/* The next frame, to be json_decref()ed; NULL: none in time. */
json_t *core_next(struct core *c, int timeout_ms);
/* The next frame must be this answer. */
json_t *core_expect(
    struct core *c, const char *name, const char *field, int64_t id);
void core_expect_ok(struct core *c, int64_t id);
void core_expect_refused(
    struct core *c, int64_t id, const char *error, bool retry);
/* The next frame must be the outcome of that post; it is answered with ok. */
json_t *core_expect_done(struct core *c, int64_t id);
/* Posts and returns the outcome. */
json_t *core_deliver(struct core *c, const struct delivery *d);
void core_check_done(json_t *done, int status, const char *error);

/* The server on 127.0.0.1: its answers are the table in notify_harness.c. */
struct http_seen {
	atomic_int requests;
	atomic_int elsewhere; /* requests for /elsewhere */
	atomic_int dropped;   /* requests for /drop */
	char request[16384];  /* the newest, whole, NUL-terminated */
};

void http_start(void);
void http_stop(void);
int http_port(void);
struct http_seen *http_seen(void);

/*
 * A program that says on the line of its output which begins with prefix at
 * which port it listens: "prefix...=N" or "prefix...:N".
 */
struct helper {
	pid_t pid; /* 0: not running */
	FILE *out; /* kept open: its next line would kill it */
	int port;
};

void helper_start(
    struct helper *h, const char *const argv[], const char *prefix);
void helper_stop(struct helper *h);
/* Runs it to its end; true if its status is 0. */
bool helper_run(const char *const argv[]);

#endif
