/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One request of a USSD gateway: whose it is, what it says, its answer. Who may
 * not come in is answered nothing but a status.
 */
#include "gateway/web/ussd.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define USSD_FORWARDED_MAX 512 /* bytes of all X-Forwarded-For */

/* --- answers --- */

static void
ussd_header(struct ussd_exchange *x, const char *name, const char *value)
{
	BUG_IF(MHD_add_response_header(x->answer, name, value) != MHD_YES);
}

static void
ussd_take_answer(
    struct ussd_exchange *x, unsigned status, struct MHD_Response *taken)
{
	BUG_IF(x->answer != NULL || taken == NULL);
	x->answer = taken;
	x->status = status;
	x->state = USSD_ANSWERED;
	ussd_header(x, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	ussd_header(x, "X-Content-Type-Options", "nosniff");
}

static void
ussd_say_nothing(struct ussd_exchange *x, unsigned status)
{
	static char nothing[1];
	ussd_take_answer(x, status,
	    MHD_create_response_from_buffer(
		0, nothing, MHD_RESPMEM_PERSISTENT));
}

void
ussd_show(struct ussd_exchange *x, const char *text, bool more)
{
	size_t size = 0;
	const struct ussd_map *m = &x->gate->map;
	char *answer = ussd_answer(m, x->fields, text, more, &size);
	BUG_IF(answer == NULL);
	ussd_take_answer(x, MHD_HTTP_OK,
	    MHD_create_response_from_buffer(
		size, answer, MHD_RESPMEM_MUST_FREE));
	ussd_header(x, MHD_HTTP_HEADER_CONTENT_TYPE,
	    m->answer != NULL ? "application/json"
			      : "text/plain; charset=utf-8");
}

void
ussd_refuse(struct ussd_exchange *x, enum ussd_cause cause)
{
	static const unsigned statuses[USSD_CAUSES] = {
	    [USSD_BAD_REQUEST] = MHD_HTTP_BAD_REQUEST,
	    [USSD_BAD_FIELD] = MHD_HTTP_BAD_REQUEST,
	    [USSD_NO_PATH] = MHD_HTTP_NOT_FOUND,
	    [USSD_BAD_METHOD] = MHD_HTTP_METHOD_NOT_ALLOWED,
	    [USSD_TOO_LARGE] = 413,
	    [USSD_BROWSER] = MHD_HTTP_FORBIDDEN,
	    [USSD_BAD_ADDRESS] = MHD_HTTP_FORBIDDEN,
	    [USSD_BAD_SECRET] = MHD_HTTP_FORBIDDEN,
	    [USSD_REPLAY] = MHD_HTTP_FORBIDDEN,
	    [USSD_OUT_OF_TURN] = MHD_HTTP_CONFLICT,
	};
	ussd_refuse_count(x->web->gates, x->gate, cause);
	ussd_say_nothing(x, statuses[cause]);
	if (cause == USSD_BAD_METHOD)
		ussd_header(x, MHD_HTTP_HEADER_ALLOW,
		    x->gate != NULL && x->gate->map.get ? "GET" : "POST");
	/* what follows on the same connection came before we looked at it */
	if (cause != USSD_OUT_OF_TURN)
		ussd_header(x, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result
ussd_send(struct ussd_exchange *x)
{
	connections_set(x->conn, CONN_SENDING);
	enum MHD_Result done = MHD_queue_response(x->mhd, x->status, x->answer);
	MHD_destroy_response(x->answer);
	x->answer = NULL;
	return done;
}

/* --- headers --- */

/* All values of one header, commas between. */
struct ussd_header {
	const char *name;
	char value[USSD_FORWARDED_MAX];
	size_t size;
	unsigned count;
	bool long_;
};

static enum MHD_Result
ussd_gather(
    void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct ussd_header *h = arg;
	size_t size = value == NULL ? 0 : strlen(value);
	(void)kind;
	if (strcasecmp(name, h->name) != 0)
		return MHD_YES;
	if (h->size + size + 2 > sizeof(h->value)) {
		h->long_ = true;
		return MHD_NO;
	}
	if (h->count++ > 0)
		h->value[h->size++] = ',';
	memcpy(h->value + h->size, value == NULL ? "" : value, size);
	h->size += size;
	h->value[h->size] = '\0';
	return MHD_YES;
}

/* A header that may come once; false: it did not, or came twice. */
static bool
ussd_one_header(
    struct ussd_exchange *x, const char *name, struct ussd_header *ret)
{
	*ret = (struct ussd_header){.name = name};
	(void)MHD_get_connection_values(
	    x->mhd, MHD_HEADER_KIND, ussd_gather, ret);
	return ret->count == 1 && !ret->long_;
}

/* --- whose it is --- */

static bool
ussd_address_fits(struct ussd_exchange *x)
{
	const struct ussd *u = x->web->gates;
	struct ussd_header forwarded;
	struct address client;
	if (!x->gate->by_address)
		return true;
	(void)ussd_one_header(x, "X-Forwarded-For", &forwarded);
	/* A proxy of this machine that we were not told of: everybody comes
	 * from here then. */
	if (forwarded.count > 0 && x->conn->loopback &&
	    !address_is_in(&x->conn->from, u->proxies, u->proxy_count))
		return false;
	return !forwarded.long_ &&
	       gate_client(&x->conn->from,
		   forwarded.count == 0 ? NULL : forwarded.value, u->proxies,
		   u->proxy_count, &client) &&
	       gate_fits_address(x->gate, &client);
}

struct ussd_query {
	json_t *fields;
	const char *charset;
	enum ussd_fault fault;
};

static enum MHD_Result
ussd_take_field(void *arg, enum MHD_ValueKind kind, const char *name,
    size_t name_size, const char *value, size_t value_size)
{
	struct ussd_query *q = arg;
	(void)kind;
	q->fault = ussd_add_field(q->fields, name, name_size,
	    value == NULL ? "" : value, value_size, q->charset);
	return q->fault == USSD_FINE ? MHD_YES : MHD_NO;
}

static enum ussd_fault
ussd_read_query(struct ussd_exchange *x, json_t *fields)
{
	struct ussd_query q = {fields, x->screen.value[SCREEN_TYPE], USSD_FINE};
	(void)MHD_get_connection_values_n(
	    x->mhd, MHD_GET_ARGUMENT_KIND, ussd_take_field, &q);
	return q.fault;
}

static bool
ussd_query_fits(struct ussd_exchange *x)
{
	json_t *fields = json_object();
	const char *given = NULL;
	if (ussd_read_query(x, fields) == USSD_FINE)
		given = wire_str(fields, x->gate->auth.name);
	bool fits = given != NULL && gate_fits_secret(x->gate, given);
	json_decref(fields);
	return fits;
}

/* Signatures are looked at when the body is there. */
static bool
ussd_secret_fits(struct ussd_exchange *x, const char *of_path)
{
	struct ussd_header h;
	const struct gate *g = x->gate;
	if (!g->by_secret || g->auth.kind == GATE_HMAC)
		return true;
	if (g->auth.kind == GATE_PATH)
		return gate_fits_secret(g, of_path);
	if (g->auth.kind == GATE_QUERY)
		return ussd_query_fits(x);
	return ussd_one_header(x, g->auth.name, &h) &&
	       gate_fits_secret(g, h.value);
}

static bool
ussd_is_signed(const struct ussd_exchange *x)
{
	return x->gate->by_secret && x->gate->auth.kind == GATE_HMAC;
}

/* Before anything of the body is looked at. */
static enum ussd_cause
ussd_check_signature(struct ussd_exchange *x)
{
	struct ussd_header given, stamp = {.name = NULL};
	const struct gate *g = x->gate;
	bool timed = g->auth.stamp[0] != '\0';
	if (!ussd_is_signed(x))
		return USSD_CAUSES;
	if (!ussd_one_header(x, g->auth.name, &given) ||
	    (timed && !ussd_one_header(x, g->auth.stamp, &stamp)) ||
	    !gate_fits_signature(g, given.value, stamp.value,
		x->body.data == NULL ? "" : x->body.data, x->body.len,
		&x->signature))
		return USSD_BAD_SECRET;
	return timed && !gate_stamp_is_now(stamp.value, (int64_t)time(NULL))
		   ? USSD_REPLAY
		   : USSD_CAUSES;
}

/*
 * A signed request is taken once. known: it is said again while it is answered,
 * or because its answer was lost.
 */
static bool
ussd_is_replay(struct ussd_exchange *x, const struct asked *known)
{
	int64_t now_s = (int64_t)time(NULL);
	if (!ussd_is_signed(x) || x->gate->auth.stamp[0] == '\0')
		return false;
	bool first = seen_first(&x->web->gates->seen, &x->signature,
	    now_s + 2 * GATE_STAMP_S, now_s);
	return !first && known == NULL;
}

/* --- the request --- */

static enum MHD_Result
ussd_take_header(void *screen, enum MHD_ValueKind kind, const char *name,
    size_t name_size, const char *value, size_t value_size)
{
	(void)kind;
	screen_take(screen, name, name_size, value, value_size);
	return MHD_YES;
}

static struct ussd_exchange *
ussd_new(struct web *w, struct MHD_Connection *mhd)
{
	struct ussd_exchange *x = calloc(1, sizeof(*x));
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	if (x == NULL || info == NULL || info->socket_context == NULL) {
		free(x);
		return NULL;
	}
	x->web = w;
	x->mhd = mhd;
	x->conn = info->socket_context;
	buf_init(&x->body, USSD_BODY_MAX);
	(void)MHD_get_connection_values_n(
	    mhd, MHD_HEADER_KIND, ussd_take_header, &x->screen);
	w->gates->requests++;
	return x;
}

static enum ussd_cause
ussd_fault_cause(const struct screen_fault *fault)
{
	if (fault->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		return USSD_BAD_METHOD;
	return fault->status == 413 ? USSD_TOO_LARGE : USSD_BAD_REQUEST;
}

/* USSD_CAUSES: it may come in, as far as its headers tell. */
static enum ussd_cause
ussd_judge(struct ussd_exchange *x, const char *method, const char *path)
{
	static const struct screen_rules rules = {
	    .body_most = USSD_BODY_MAX, .any_type = true};
	struct ussd *u = x->web->gates;
	const char *secret = "";
	const struct screen_fault *fault =
	    screen_judge(&x->screen, method, path, &rules);
	if (fault != NULL)
		return ussd_fault_cause(fault);
	for (size_t i = 0; i < u->gate_count && x->gate == NULL; i++)
		if (gate_fits_path(&u->gates[i], path, &x->ending, &secret))
			x->gate = &u->gates[i];
	if (x->gate == NULL)
		return USSD_NO_PATH;
	if (x->screen.browser)
		return USSD_BROWSER;
	if (!ussd_address_fits(x))
		return USSD_BAD_ADDRESS;
	if (!ussd_secret_fits(x, secret))
		return USSD_BAD_SECRET;
	if (strcmp(method, x->gate->map.get ? "GET" : "POST") != 0)
		return USSD_BAD_METHOD;
	return USSD_CAUSES;
}

static enum MHD_Result
ussd_begin(struct ussd_exchange *x, const char *method, const char *path)
{
	enum ussd_cause cause = ussd_judge(x, method, path);
	if (cause == USSD_CAUSES)
		return MHD_YES;
	ussd_refuse(x, cause);
	return ussd_send(x);
}

static enum ussd_fault
ussd_read_fields(struct ussd_exchange *x)
{
	const char *body = x->body.data == NULL ? "" : x->body.data;
	const char *type = x->screen.value[SCREEN_TYPE];
	if (x->gate->map.json)
		return ussd_read_json(&x->fields, body, x->body.len, type);
	x->fields = json_object();
	if (x->fields == NULL)
		return USSD_MALFORMED;
	if (!x->gate->map.get)
		return ussd_read_form(x->fields, body, x->body.len, type);
	return ussd_read_query(x, x->fields);
}

static enum ussd_fault
ussd_read(struct ussd_exchange *x)
{
	enum ussd_fault fault = ussd_read_fields(x);
	if (fault == USSD_FINE)
		fault = ussd_read_request(
		    &x->gate->map, x->fields, x->ending, &x->request);
	return fault;
}

static void
ussd_end_session(struct ussd_exchange *x)
{
	if (ussd_is_replay(x, NULL))
		ussd_refuse(x, USSD_REPLAY);
	else
		ussd_say_nothing(x, ussd_tell_end(x)
					? MHD_HTTP_OK
					: MHD_HTTP_SERVICE_UNAVAILABLE);
}

static void
ussd_ask_screen(struct ussd_exchange *x)
{
	struct digest digest = ussd_digest(x);
	struct asked *known =
	    asked_find(&x->web->gates->asked, &digest, web_now_ms());
	if (ussd_is_replay(x, known))
		ussd_refuse(x, USSD_REPLAY);
	else
		ussd_ask(x, &digest, known);
}

static void
ussd_act(struct ussd_exchange *x)
{
	static const enum ussd_cause causes[] = {[USSD_FINE] = USSD_CAUSES,
	    [USSD_MALFORMED] = USSD_BAD_REQUEST,
	    [USSD_FIELD] = USSD_BAD_FIELD,
	    [USSD_LARGE] = USSD_TOO_LARGE};
	connections_set(x->conn, CONN_ASKING);
	enum ussd_cause cause = ussd_check_signature(x);
	if (cause == USSD_CAUSES) {
		x->conn->known = true;
		cause = causes[ussd_read(x)];
	}
	if (cause != USSD_CAUSES)
		ussd_refuse(x, cause);
	else if (x->request.over)
		ussd_end_session(x);
	else
		ussd_ask_screen(x);
}

static enum MHD_Result
ussd_go_on(struct ussd_exchange *x, const char *bytes, size_t *size)
{
	if (*size > 0) {
		/* more than its Content-Length cannot come */
		bool fits = buf_add(&x->body, bytes, *size) == 0;
		*size = 0;
		return fits ? MHD_YES : MHD_NO;
	}
	if (x->state == USSD_READING)
		ussd_act(x);
	if (x->state == USSD_WAITING)
		return MHD_YES;
	return ussd_send(x);
}

static enum MHD_Result
ussd_handle(void *web, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *bytes, size_t *size,
    void **context)
{
	(void)version;
	if (*context != NULL)
		return ussd_go_on(*context, bytes, size);
	struct ussd_exchange *x = *context = ussd_new(web, mhd);
	return x == NULL ? MHD_NO : ussd_begin(x, method, url);
}

static void
ussd_done(void *web, struct MHD_Connection *mhd, void **context,
    enum MHD_RequestTerminationCode why)
{
	struct ussd_exchange *x = *context;
	bool sent = why == MHD_REQUEST_TERMINATED_COMPLETED_OK;
	(void)web;
	(void)mhd;
	if (x == NULL)
		return;
	BUG_IF(x->state == USSD_WAITING);
	if (x->answer != NULL)
		MHD_destroy_response(x->answer);
	if (x->asked != NULL)
		asked_sent(&x->web->gates->asked, x->asked, sent && !x->alone,
		    web_now_ms());
	connections_set(x->conn, CONN_QUIET);
	ussd_request_free(&x->request);
	json_decref(x->fields);
	buf_free(&x->body);
	free(x);
	*context = NULL;
}

/*
 * Aggregators come from few addresses, with many connections that rest. Who
 * was let in once goes after all who were not.
 */
const struct door_kind ussd_door = {.listening = "ussd.listening",
    .crowded = "ussd.crowded",
    .conns_most = USSD_CONNS_MAX,
    .quiet_most = 1100,
    .quiet_each_most = 1100,
    .handle = ussd_handle,
    .done = ussd_done};
