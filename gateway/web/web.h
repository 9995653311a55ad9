/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-web's one state, and what its parts ask of each other. All of it runs
 * in one thread: a turn of web.c's loop, or a call of libmicrohttpd in it.
 *
 * An exchange is one request and its answer; it belongs to libmicrohttpd's
 * connection and ends with exchange_done(). Times are CLOCK_MONOTONIC.
 */
#ifndef SIAGA_WEB_WEB_H
#define SIAGA_WEB_WEB_H

#include "gateway/lib/address.h"
#include "gateway/lib/buf.h"
#include "gateway/lib/link.h"
#include "gateway/web/bucket.h"
#include "gateway/web/digest.h"
#include "gateway/web/events.h"
#include "gateway/web/routes.h"
#include "gateway/web/screen.h"

#include <jansson.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

#define WEB_ORIGIN_SIZE 46  /* an IPv6 address as text */
#define WEB_TOKEN_MAX   200 /* as in the wire's command */
#define WEB_DEVICE_MAX  48  /* the same */
#define WEB_NEVER_MS    INT64_MAX

struct web;

/* --- doors.c, connections.c --- */

#define BOARD_CONNS_MAX 512
#define USSD_CONNS_MAX  1280 /* an aggregator may keep one a session */

enum conn_state {
	CONN_QUIET,  /* a request is awaited, or not complete */
	CONN_ASKING, /* its answer is made, here or in the core */
	CONN_SENDING,
	CONN_STREAM
};

struct conn {
	/* known: a request of a person, or of an aggregator, came on it */
	bool used, known, shut;
	enum conn_state state;
	int fd;
	int64_t since_ms, due_ms;
	char origin[WEB_ORIGIN_SIZE];
	struct address from;
	bool loopback;
};

/* How one listener differs from the other. */
struct door_kind {
	const char *listening, *crowded; /* in the log */
	size_t conns_most;
	/* of these, such that ask nothing now: all, and those of one address */
	size_t quiet_most, quiet_each_most;
	MHD_AccessHandlerCallback handle;
	MHD_RequestCompletedCallback done;
};

/*
 * A listener with its own libmicrohttpd and its own connections: a flood of
 * one takes nothing from who comes by the other.
 */
struct door {
	const struct door_kind *kind;
	struct web *web;
	bool tls;
	int listen_fd, epoll_fd; /* -1: shut */
	struct MHD_Daemon *daemon;
	struct conn *conns; /* kind->conns_most of them */
	size_t conns_most, quiet_most, quiet_each_most; /* with these files */
	size_t used;
	uint64_t evicted, evicted_told;
	int64_t evicted_at_ms, sweep_at_ms;
};

/* --- visitors.c --- */

#define VISITORS_MAX 512

struct visitor {
	bool used;
	struct digest id; /* of the token */
	char person[33];  /* "": a token for programs */
	struct bucket bucket;
	int64_t used_ms;
	struct stream *stream; /* the one page that is told of changes */
};

#define ORIGINS_MAX 128

enum origin_lane { /* what other sites make a browser ask has its own */
	ORIGIN_API,
	ORIGIN_FILES,
	ORIGIN_LINKS, /* files, asked for by another site */
	ORIGIN_LANES
};

struct origin { /* who asks without a session */
	char name[WEB_ORIGIN_SIZE];
	struct bucket buckets[ORIGIN_LANES];
	int64_t used_ms;
};

/* --- one request --- */

enum exchange_state {
	EXCHANGE_READING,
	EXCHANGE_WAITING, /* suspended, for the core or the simulated phone */
	EXCHANGE_ANSWERED
};

struct exchange;
/* What is done with the core's answer. NULL frame: there is none. */
typedef void exchange_taker(struct exchange *, json_t *frame);

struct exchange {
	struct web *web;
	struct MHD_Connection *mhd;
	struct conn *conn;
	struct screen screen;
	const char *method; /* libmicrohttpd's, like path */
	const char *path;
	enum exchange_state state;
	struct buf body;
	unsigned status;
	struct MHD_Response *answer;

	char token[WEB_TOKEN_MAX + 1]; /* "": nobody's */
	bool bearer;
	const struct route *route;

	int64_t call_id; /* of a command, or a request to the phone */
	int64_t due_ms;
	exchange_taker *take;
	struct exchange *next; /* in web.waiting */
};

/* --- settings of web.serve --- */

struct web_settings {
	char *listen, *hostnames, *files, *tls_cert, *tls_key, *practice;
	json_t *ussd; /* NULL: there are no gates */
};

/* Of a file: also there for answers that are on their way when it is read anew.
 */
struct web_bytes {
	unsigned users;
	char at[];
};

struct web_file {
	char name[48]; /* as in the URL, without / */
	const char *type;
	struct web_bytes *bytes;
	size_t size;
	char tag[19]; /* "..." with its quotes */
};

#define WEB_FILES_MAX 64

struct web_practice {
	int fd; /* -1: not connected */
	struct wire_reader reader;
};

struct web {
	const char *path; /* the core's socket; NULL: spawned */
	struct link link;
	bool up;
	int64_t connect_at_ms, backoff_ms;
	int status; /* of the process, once it is to end; -1: goes on */

	struct web_settings settings;
	struct screen_names names;
	char *names_text;
	bool served;
	char serve_error[64];
	int64_t serve_again_ms; /* refused: then it is asked for anew */

	struct door board, ussd;
	struct ussd *gates; /* ussd.c's; NULL: there are none */
	struct conn board_conns[BOARD_CONNS_MAX], ussd_conns[USSD_CONNS_MAX];

	struct visitor visitors[VISITORS_MAX];
	struct origin origins[ORIGINS_MAX];
	struct web_file files[WEB_FILES_MAX];
	size_t file_count;
	struct exchange *waiting;
	size_t waiting_count;
	int64_t last_practice;
	char *openapi;
	struct stream *streams;
	struct events events;
	struct web_practice practice;
	uint64_t requests, refused;
};

int64_t web_now_ms(void);

/* serve.c */
/* NULL: it is served; else an error's name for the core, and what else could
 * be is served. */
const char *serve_start(struct web *, json_t *frame);
void serve_free(struct web *);

/* doors.c */
/* cert, key: files, or NULL. NULL: it is open; else an error's name. */
struct listener;
const char *door_open(struct door *, const struct listener *taken,
    const char *cert, const char *key);
void door_shut(struct door *);

/* connections.c */
void connections_accept(struct door *);
void connections_sweep(struct door *);
void connections_notify(void *door, struct MHD_Connection *, void **context,
    enum MHD_ConnectionNotificationCode);
bool connections_any(const struct door *);
void connections_set(struct conn *, enum conn_state);

/* exchange.c */
extern const struct door_kind exchange_door;
/* Waits for take(), or for due_ms: then take(x, NULL). */
void exchange_suspend(
    struct exchange *, exchange_taker *, int64_t call_id, int64_t due_ms);
/* Answered by now, or about to be: goes on. */
void exchange_resume(struct exchange *);
struct exchange *exchange_find(struct web *, int64_t call_id);

/* reply.c: each sets the exchange's answer, once. */
void reply_json(struct exchange *, unsigned status, json_t *taken);
void reply_error(
    struct exchange *, unsigned status, const char *code, const char *message);
/* bytes stay as they are for as long as the program runs, if they do */
void reply_bytes(struct exchange *, unsigned status, const char *type,
    const void *bytes, size_t size, bool stays);
/* The same; they stay as long as this answer is on its way. */
void reply_file(struct exchange *, unsigned status, const struct web_file *);
void reply_header(struct exchange *, const char *name, const char *value);
void reply_retry(struct exchange *, unsigned status, const char *code,
    const char *message, int seconds);
/* The headers of every answer. */
void reply_dress(struct exchange *, bool cached);

/* files.c */
int files_load(struct web *);
void files_free(struct web *);
bool files_serve(struct exchange *); /* false: no such file */
void files_leave(void *bytes);       /* one user of struct web_bytes less */

/* visitors.c */
struct visitor *visitor_find(struct web *, const char *token);
struct visitor *visitor_add(
    struct web *, const char *token, const char *person);
void visitor_end(struct visitor *);
void visitors_end_all(struct web *);
bool visitors_any(const struct web *);
/* hash: as hex, of the token of a session that has ended in the core. */
void visitors_session_ended(struct web *, const char *hash);
/* For pages: whoever knows it has read an answer of ours. */
void visitor_csrf(const char *token, char text[static DIGEST_HEX]);
bool visitor_csrf_fits(const char *token, const char *text);
/* The token in a cookie header or an Authorization, into the exchange. */
bool visitor_read_token(struct exchange *);
void visitor_set_cookie(struct exchange *, const char *token);
/* The name by which the core knows this browser again; it opens nothing. */
bool visitor_read_device(struct exchange *, char ret[WEB_DEVICE_MAX + 1]);
void visitor_set_device(struct exchange *, const char *device);
/*
 * Wipes what they brought along out of the request: it stays in memory as long
 * as the connection does, and a stream's lasts all day.
 */
void visitor_wipe_request(struct exchange *);
/* False: too many requests; it is answered. */
bool visitor_may_ask(
    struct exchange *, struct visitor *, enum origin_lane of_strangers);

/* api.c */
void api_handle(struct exchange *);

/* calls.c: false: it could not be asked, and is answered. */
bool calls_start(struct exchange *, const char *command, json_t *args_taken,
    exchange_taker *);
/* The same without anybody who waits for it. */
void calls_tell(struct web *, const char *command, const char *as);
void calls_answered(struct web *, json_t *frame);
void calls_expire(struct web *);
void calls_lost(struct web *);

/* streams.c */
void stream_open(struct exchange *, struct visitor *);
void stream_end(struct stream *, const char *why);
/* Closed without a word: each page asks anew, as far as it still may. */
void streams_renew(struct web *);
void streams_tell(struct web *, json_t *board_event);
void streams_turn(struct web *);
int64_t streams_next_ms(const struct web *);
size_t streams_count(const struct web *);

/* practice.c */
void practice_start(struct exchange *, json_t *args_taken);
void practice_read(struct web *);
void practice_close(struct web *);

/* ussd.c */
extern const struct door_kind ussd_door;
/* Listens as w->settings.ussd says. NULL, or an error's name. */
const char *ussd_open(struct web *);
void ussd_forget(struct web *);
/* Frames of the core; refused, and an answer, are false if it is not ours. */
void ussd_answered(struct web *, json_t *screen);
bool ussd_refused(struct web *, json_t *frame);
/* The core is gone: nobody waits for it any longer. */
void ussd_lost(struct web *);
void ussd_turn(struct web *);
int64_t ussd_next_ms(const struct web *);
/* Adds its numbers to the text of /metrics. */
int ussd_metrics(const struct web *, struct buf *) MUST_CHECK;

/* openapi.c, metrics.c */
json_t *openapi_make(bool practice);
char *metrics_text(const struct web *, json_t *result);

#endif
