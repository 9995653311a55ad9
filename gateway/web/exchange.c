/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One request, as libmicrohttpd hands it up piece by piece: headers, body,
 * end; and once more when its answer is there.
 */
#include "gateway/web/web.h"

#include <stdlib.h>
#include <string.h>

static enum MHD_Result
exchange_take_header(void *screen, enum MHD_ValueKind kind, const char *name,
    size_t name_size, const char *value, size_t value_size)
{
	(void)kind;
	screen_take(screen, name, name_size, value, value_size);
	return MHD_YES;
}

static struct exchange *
exchange_new(struct web *w, struct MHD_Connection *mhd, const char *url,
    const char *method)
{
	struct exchange *x = calloc(1, sizeof(*x));
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	if (x == NULL || info == NULL || info->socket_context == NULL) {
		free(x);
		return NULL;
	}
	x->web = w;
	x->mhd = mhd;
	x->conn = info->socket_context;
	x->method = method;
	x->path = url;
	buf_init(&x->body, SCREEN_BODY_MAX);
	(void)MHD_get_connection_values_n(
	    mhd, MHD_HEADER_KIND, exchange_take_header, &x->screen);
	w->requests++;
	return x;
}

static enum MHD_Result
exchange_send(struct exchange *x)
{
	visitor_wipe_request(x);
	if (x->conn->state != CONN_STREAM)
		connections_set(x->conn, CONN_SENDING);
	enum MHD_Result done = MHD_queue_response(x->mhd, x->status, x->answer);
	MHD_destroy_response(x->answer);
	x->answer = NULL;
	return done;
}

static enum MHD_Result
exchange_begin(struct exchange *x)
{
	const struct screen_rules rules = {
	    .names = &x->web->names, .body_most = SCREEN_BODY_MAX};
	const struct screen_fault *fault =
	    screen_judge(&x->screen, x->method, x->path, &rules);
	if (fault == NULL)
		return MHD_YES;
	x->web->refused++;
	reply_error(x, fault->status, fault->code, fault->message);
	if (fault->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		reply_header(x, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
	return exchange_send(x);
}

static void
exchange_act(struct exchange *x)
{
	connections_set(x->conn, CONN_ASKING);
	if (!files_serve(x))
		api_handle(x);
}

static enum MHD_Result
exchange_go_on(struct exchange *x, const char *bytes, size_t *size)
{
	if (*size > 0) {
		/* more than its Content-Length cannot come */
		bool fits = buf_add(&x->body, bytes, *size) == 0;
		*size = 0;
		return fits ? MHD_YES : MHD_NO;
	}
	if (x->state == EXCHANGE_READING)
		exchange_act(x);
	if (x->state == EXCHANGE_WAITING)
		return MHD_YES;
	BUG_IF(x->state == EXCHANGE_READING);
	return exchange_send(x);
}

static enum MHD_Result
exchange_handle(void *web, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *bytes, size_t *size,
    void **context)
{
	(void)version;
	if (*context != NULL)
		return exchange_go_on(*context, bytes, size);
	*context = exchange_new(web, mhd, url, method);
	return *context == NULL ? MHD_NO : exchange_begin(*context);
}

static void
exchange_done(void *web, struct MHD_Connection *mhd, void **context,
    enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *context;
	(void)web;
	(void)mhd;
	(void)why;
	if (x == NULL)
		return;
	BUG_IF(x->state == EXCHANGE_WAITING);
	if (x->answer != NULL)
		MHD_destroy_response(x->answer);
	connections_set(x->conn, CONN_QUIET);
	buf_free(&x->body);
	free(x);
	*context = NULL;
}

/* --- waiting --- */

void
exchange_suspend(
    struct exchange *x, exchange_taker *take, int64_t call_id, int64_t due_ms)
{
	x->state = EXCHANGE_WAITING;
	x->take = take;
	x->call_id = call_id;
	x->due_ms = due_ms;
	x->next = x->web->waiting;
	x->web->waiting = x;
	x->web->waiting_count++;
	MHD_suspend_connection(x->mhd);
}

void
exchange_resume(struct exchange *x)
{
	struct exchange **at = &x->web->waiting;
	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
	x->web->waiting_count--;
	MHD_resume_connection(x->mhd);
}

struct exchange *
exchange_find(struct web *w, int64_t call_id)
{
	struct exchange *x = w->waiting;
	while (x != NULL && x->call_id != call_id)
		x = x->next;
	return x;
}

const struct door_kind exchange_door = {.listening = "web.listening",
    .crowded = "web.crowded",
    .conns_most = BOARD_CONNS_MAX,
    .quiet_most = 192,
    .quiet_each_most = 48, /* loopback may be everybody's tunnel */
    .handle = exchange_handle,
    .done = exchange_done};
