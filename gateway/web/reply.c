/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Answers, with the headers that each of them carries. What libmicrohttpd
 * itself answers to bytes that are no request has none of ours: it closes the
 * connection with a fixed sentence, which says nothing of anybody.
 */
#include "gateway/web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct reply_pair {
	const char *name, *value;
} reply_always[] = {
    {"Content-Security-Policy",
	"default-src 'none'; script-src 'self'; style-src 'self'; "
	"img-src 'self'; connect-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'; trusted-types 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"}, /* browsers without frame-ancestors */
    {"Permissions-Policy",
	"accelerometer=(), camera=(), clipboard-read=(), "
	"display-capture=(), geolocation=(), gyroscope=(), hid=(), "
	"magnetometer=(), microphone=(), midi=(), payment=(), serial=(), "
	"usb=()"},
    {"X-Robots-Tag", "noindex, nofollow"},
};

void
reply_header(struct exchange *x, const char *name, const char *value)
{
	BUG_IF(MHD_add_response_header(x->answer, name, value) != MHD_YES);
}

void
reply_dress(struct exchange *x, bool cached)
{
	size_t count = sizeof(reply_always) / sizeof(*reply_always);
	for (size_t i = 0; i < count; i++)
		reply_header(x, reply_always[i].name, reply_always[i].value);
	reply_header(x, "Cache-Control", cached ? "no-cache" : "no-store");
	if (x->web->board.tls)
		reply_header(
		    x, "Strict-Transport-Security", "max-age=31536000");
	/* What may follow on the same connection came before we looked at it:
	 * another parser could have taken it for the body of this one. */
	if (strcmp(x->method, "GET") != 0 && strcmp(x->method, "HEAD") != 0)
		reply_header(x, MHD_HTTP_HEADER_CONNECTION, "close");
}

static void
reply_take(struct exchange *x, unsigned status, const char *type,
    struct MHD_Response *taken)
{
	BUG_IF(x->answer != NULL || taken == NULL);
	x->answer = taken;
	x->status = status;
	x->state = EXCHANGE_ANSWERED;
	reply_header(x, MHD_HTTP_HEADER_CONTENT_TYPE, type);
}

void
reply_file(struct exchange *x, unsigned status, const struct web_file *f)
{
	f->bytes->users++;
	reply_take(x, status, f->type,
	    MHD_create_response_from_buffer_with_free_callback_cls(
		f->size, f->bytes->at, files_leave, f->bytes));
}

void
reply_bytes(struct exchange *x, unsigned status, const char *type,
    const void *bytes, size_t size, bool stays)
{
	/* libmicrohttpd only reads it */
	union {
		const void *from;
		void *to;
	} unqualified = {.from = bytes};
	reply_take(x, status, type,
	    MHD_create_response_from_buffer(size, unqualified.to,
		stays ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY));
}

void
reply_json(struct exchange *x, unsigned status, json_t *taken)
{
	size_t size = json_dumpb(taken, NULL, 0, JSON_COMPACT);
	char *text = malloc(size + 1);
	BUG_IF(text == NULL);
	(void)json_dumpb(taken, text, size, JSON_COMPACT);
	json_decref(taken);
	reply_take(x, status, "application/json",
	    MHD_create_response_from_buffer(size, text, MHD_RESPMEM_MUST_FREE));
	reply_dress(x, false);
}

void
reply_error(
    struct exchange *x, unsigned status, const char *code, const char *message)
{
	reply_json(x, status,
	    json_pack("{s:{s:s, s:s}}", "error", "code", code, "message",
		message == NULL ? code : message));
}

void
reply_retry(struct exchange *x, unsigned status, const char *code,
    const char *message, int seconds)
{
	char text[16];
	(void)snprintf(text, sizeof(text), "%d", seconds);
	reply_error(x, status, code, message);
	reply_header(x, MHD_HTTP_HEADER_RETRY_AFTER, text);
}
