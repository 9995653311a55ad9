/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One HTTP POST to a webhook, and the set of those in flight. post.c alone
 * includes curl.h. Nothing here waits but posts_wait(), retries, logs, or
 * knows the wire.
 *
 * A transfer always uses a connection of its own, made and closed for it: on
 * a reused one libcurl repeats a POST by itself when the connection dies
 * before the answer (facts/reliability.md 0.3), and an alert came twice.
 *
 * Owner: who called posts_open() ends it with posts_free() after all its
 * posts; who called post_start() ends that with post_free().
 */
#ifndef SIAGA_POST_H
#define SIAGA_POST_H

#include "gateway/lib/address.h"
#include "gateway/lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POSTS_MAX          16    /* in flight */
#define POST_ANSWER_MAX    16384 /* bytes of an answer's body that are kept */
#define POST_HEADERS_MAX   65536 /* bytes of an answer's headers, 1xx too */
#define POST_CONNECT_MS    5000  /* name look-up, TCP and TLS together */
#define POST_RETRY_MAX_S   (7 * 86400)
#define POST_DNS_MEMORY_S  5            /* one look-up serves a burst */
#define POST_TIMESTAMP_MAX 253402300799 /* the last second of the year 9999 */

struct posts;
struct post;

/* Everything is the caller's and only read during the call. */
struct post_request {
	const char *url;
	const char *webhook_id; /* also ce-id */
	const char *signature;  /* "v1,<base64> v1a,<base64>" */
	const char *type;
	const char *source;
	const char *body;
	size_t body_size;
	int64_t timestamp_s; /* of this attempt */
	const struct address_range *allow;
	size_t allow_count;
	int timeout_ms; /* the whole transfer */
};

/*
 * status: of the HTTP answer, 0 if there was none. error: NULL when the whole
 * answer came, else one of our words; both together: it broke off midway.
 * body: the answer's first bytes, the post's until post_free().
 */
struct post_result {
	int status;
	const char *error;
	int64_t retry_after_s; /* 0..POST_RETRY_MAX_S, 0: not said */
	const char *body;
	size_t body_size;
};

/*
 * ca_file: certificates to trust instead of the system's, NULL: those of the
 * system. It must outlive the set. -ENOMEM.
 */
int posts_open(const char *ca_file, struct posts **ret_posts) MUST_CHECK;
struct posts *posts_free(struct posts *posts); /* returns NULL */

/*
 * Sleeps until a transfer has something to do, fd (-1: none) can be read, or
 * timeout_ms (-1: for ever) is over. -EIO: the set is broken for good.
 */
int posts_wait(struct posts *posts, int fd, int timeout_ms) MUST_CHECK;
/* Moves every transfer on as far as it goes now. -EIO as above. */
int posts_run(struct posts *posts) MUST_CHECK;
/*
 * Forgets what transfers leave behind for the next ones (parsed certificates:
 * 1 MiB). -EBUSY: some are in flight; -ENOMEM.
 */
int posts_rest(struct posts *posts) MUST_CHECK;
/* A transfer that ended since, with its result; NULL: none. */
struct post *posts_take_done(
    struct posts *posts, struct post_result *ret_result);

/*
 * Why a request can never be sent: "bad_url", "bad_header"; NULL if it can.
 * http:// is good only for a destination with allowed ranges.
 */
const char *post_find_fault(const struct post_request *request);
/* For a request without fault. -EBUSY: POSTS_MAX are in flight; -ENOMEM. */
int post_start(struct posts *posts, const struct post_request *request,
    struct post **ret_post) MUST_CHECK;
/* Ends it, also in flight. Accepts NULL, returns NULL. */
struct post *post_free(struct post *post);

#endif
