/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The API: a path becomes a command of the core's table, its answer becomes
 * JSON. Who may do what the core decides; here it is decided who is asking,
 * and whether it was that person's page that asked.
 */
#include "gateway/web/arguments.h"
#include "gateway/web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- answers --- */

static const struct api_error {
	const char *code;
	unsigned status;
	int retry_s;
} api_errors[] = {
    {"locked", 401, 0},
    {"bad_key", 401, 0},
    /* of a new passphrase or phone; at the login they are 401 */
    {"bad_passphrase", 400, 0},
    {"bad_code", 400, 0},
    {"code_needed", 401, 0},
    {"forbidden", 403, 0},
    {"enrol_needed", 403, 0},
    {"not_serving", 403, 0},
    {"not_found", 404, 0},
    {"unknown_command", 404, 0},
    {"bad_arguments", 400, 0},
    {"panic", 423, 0},
    {"throttled", 429, 5},
    {"busy", 503, 2},
    {"read_only", 503, 30},
    {"failed", 500, 0},
    {"too_long", 500, 0},
    {NULL, 409, 0},
};

/* How long a wait is after wrong tries the core says in words alone. */
static int
api_retry_s(const char *message, int if_none)
{
	if (message == NULL)
		return if_none;
	const char *digits = message + strcspn(message, "0123456789");
	long seconds = strtol(digits, NULL, 10);
	return seconds > 0 && seconds < 86400 ? (int)seconds : if_none;
}

static void
api_fail(struct exchange *x, const char *code, const char *message)
{
	const struct api_error *e = api_errors;
	while (e->code != NULL && strcmp(e->code, code) != 0)
		e++;
	if (e->retry_s > 0)
		reply_retry(x, e->status, code, message,
		    api_retry_s(message, e->retry_s));
	else
		reply_error(x, e->status, code, message);
}

/* The core knows this token no more: nor do we. */
static void
api_forget(struct exchange *x, const char *error)
{
	struct visitor *v = visitor_find(x->web, x->token);
	if (v != NULL &&
	    (strcmp(error, "locked") == 0 || strcmp(error, "bad_key") == 0))
		visitor_end(v);
}

/* True: it failed, and that is answered. */
static bool
api_failed(struct exchange *x, json_t *frame)
{
	if (frame == NULL) {
		reply_retry(x, MHD_HTTP_SERVICE_UNAVAILABLE, "no_core",
		    "the gateway does not answer; what became of it is not "
		    "known",
		    5);
		return true;
	}
	const char *error = wire_str(frame, "error");
	if (error == NULL)
		return false;
	api_forget(x, error);
	api_fail(x, error, wire_str(frame, "message"));
	return true;
}

static void
api_take(struct exchange *x, json_t *frame)
{
	if (api_failed(x, frame))
		return;
	json_t *result = json_object_get(frame, "result");
	json_t *body = json_pack(
	    "{s:O?, s:s*}", "result", result, "next", wire_str(frame, "next"));
	reply_json(x, MHD_HTTP_OK, body);
}

/* Tokens are seen by the core first; then they have a pace of their own. */
static void
api_take_token(struct exchange *x, json_t *frame)
{
	if (frame != NULL && wire_str(frame, "error") == NULL)
		(void)visitor_add(x->web, x->token, "");
	api_take(x, frame);
}

/* --- sessions --- */

static void
api_add_csrf(json_t *result, const char *token)
{
	char csrf[DIGEST_HEX];
	visitor_csrf(token, csrf);
	BUG_IF(json_object_set_new(result, "csrf", json_string(csrf)) < 0);
}

/* Whoever was here before, in this browser, is not any more. */
static void
api_end_before(struct exchange *x)
{
	bool had = visitor_read_token(x) && !x->bearer;
	struct visitor *v = had ? visitor_find(x->web, x->token) : NULL;
	if (v == NULL)
		return;
	calls_tell(x->web, "lock", x->token);
	visitor_end(v);
}

static void
api_take_login(struct exchange *x, json_t *frame)
{
	const char *error = frame == NULL ? NULL : wire_str(frame, "error");
	if (error != NULL && (strcmp(error, "bad_passphrase") == 0 ||
				 strcmp(error, "bad_code") == 0)) {
		reply_error(x, MHD_HTTP_UNAUTHORIZED, error,
		    wire_str(frame, "message"));
		return;
	}
	if (api_failed(x, frame))
		return;
	json_t *result = json_object_get(frame, "result");
	const char *session = wire_str(result, "session");
	if (session == NULL || strlen(session) > WEB_TOKEN_MAX) {
		reply_error(x, 500, "failed", "no session came");
		return;
	}
	api_end_before(x);
	(void)snprintf(x->token, sizeof(x->token), "%s", session);
	(void)visitor_add(x->web, x->token, wire_str(result, "person"));
	api_add_csrf(result, x->token);
	json_t *device = json_incref(json_object_get(result, "device"));
	(void)json_object_del(result, "session");
	(void)json_object_del(result, "device");
	api_take(x, frame);
	visitor_set_cookie(x, x->token);
	if (device != NULL)
		visitor_set_device(x, json_string_value(device));
	json_decref(device);
}

static void
api_take_logout(struct exchange *x, json_t *frame)
{
	struct visitor *v = visitor_find(x->web, x->token);
	bool done = frame != NULL && wire_str(frame, "error") == NULL;
	if (v != NULL && done)
		visitor_end(v);
	api_take(x, frame);
	if (done)
		visitor_set_cookie(x, "");
}

static void
api_take_me(struct exchange *x, json_t *frame)
{
	json_t *result =
	    frame == NULL ? NULL : json_object_get(frame, "result");
	if (json_is_object(result) && !x->bearer) {
		api_add_csrf(result, x->token);
		(void)json_object_set_new(result, "practice",
		    json_boolean(x->web->settings.practice != NULL));
	}
	api_take(x, frame);
}

/* --- paths beside the API --- */

/* No figure for strangers: whether it takes texts now. */
static void
api_take_health(struct exchange *x, json_t *frame)
{
	if (api_failed(x, frame))
		return;
	bool ready = wire_bool(json_object_get(frame, "result"), "ready");
	reply_json(x, ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE,
	    json_pack("{s:b}", "ready", (int)ready));
}

static void
api_take_metrics(struct exchange *x, json_t *frame)
{
	if (api_failed(x, frame))
		return;
	char *text = metrics_text(x->web, json_object_get(frame, "result"));
	reply_bytes(x, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8",
	    text, strlen(text), false);
	reply_dress(x, false);
	free(text);
}

/* Who has no second factor yet is nobody so far; a token is good for what it
 * was made for. NULL: events may be told, else why not. */
static const char *
api_why_no_events(json_t *result, bool bearer)
{
	json_t *factor = json_object_get(result, "second_factor");
	json_t *scope;
	size_t i;
	if (!bearer)
		return wire_bool(factor, "enrolling") ? "enrol_needed" : NULL;
	json_array_foreach(json_object_get(result, "scopes"), i, scope)
	{
		if (strcmp(json_string_value(scope), "events") == 0)
			return NULL;
	}
	return "forbidden";
}

static void
api_take_events(struct exchange *x, json_t *frame)
{
	if (api_failed(x, frame))
		return;
	const char *why =
	    api_why_no_events(json_object_get(frame, "result"), x->bearer);
	if (why != NULL) {
		api_fail(x, why, NULL);
		return;
	}
	struct visitor *v = visitor_find(x->web, x->token);
	if (v == NULL && x->bearer)
		v = visitor_add(x->web, x->token, "");
	if (v == NULL) /* it has ended meanwhile */
		api_fail(x, "locked", "your session is over");
	else
		stream_open(x, v);
}

static const struct api_taker {
	const char *command;
	exchange_taker *take;
} api_takers[] = {
    {"health", api_take_health},
    {"metrics", api_take_metrics},
    {"unlock", api_take_login},
    {"lock", api_take_logout},
    {"session.show", api_take_me},
    {NULL, api_take},
};

static exchange_taker *
api_taker(const struct exchange *x)
{
	const struct api_taker *t = api_takers;
	while (t->command != NULL && strcmp(t->command, x->route->command) != 0)
		t++;
	return t->command == NULL && x->bearer ? api_take_token : t->take;
}

/* --- paths that siaga-web answers itself --- */

static void
api_openapi(struct exchange *x, json_t *args)
{
	json_decref(args);
	reply_bytes(x, MHD_HTTP_OK, "application/json", x->web->openapi,
	    strlen(x->web->openapi), true);
	reply_dress(x, true);
}

/* Whether it may have them the core says: a session may be one that can only
 * enrol yet, a token one for something else. */
static void
api_events(struct exchange *x, json_t *args)
{
	(void)calls_start(x, "session.show", args, api_take_events);
}

static const struct api_own {
	const char *path;
	void (*run)(struct exchange *, json_t *args_taken);
} api_own[] = {
    {ROUTES_PREFIX "/openapi.json", api_openapi},
    {ROUTES_PREFIX "/events", api_events},
    {ROUTES_PREFIX "/practice/texts", practice_start},
    {ROUTES_PREFIX "/practice/calls", practice_start},
    {ROUTES_PREFIX "/practice/inbox", practice_start},
    {ROUTES_PREFIX "/practice/screens", practice_start},
    {ROUTES_PREFIX "/practice/screens/end", practice_start},
};

static void
api_run_own(struct exchange *x, json_t *args)
{
	const struct api_own *own = api_own;
	while (strcmp(own->path, x->route->path) != 0)
		own++;
	own->run(x, args);
}

/* --- what is asked, by whom --- */

static bool
api_is_practice(const char *path)
{
	return strncmp(path, ROUTES_PREFIX "/practice/",
		   strlen(ROUTES_PREFIX "/practice/")) == 0;
}

/* Of two with one path: the one whose answer the body has. */
static bool
api_route_answers(const struct route *r, json_t *args)
{
	const char *answer = json_string_value(json_object_get(args, "answer"));
	if (r->answer == NULL)
		return true;
	if (answer == NULL || strcmp(answer, r->answer) != 0)
		return false;
	(void)json_object_del(args, "answer");
	return true;
}

/* Sets the route by path and method; false: it is answered. */
static bool
api_find_route(struct exchange *x)
{
	const struct route *other = NULL;
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (!route_fits(r, x->path, NULL) ||
		    (x->web->settings.practice == NULL &&
			api_is_practice(r->path)))
			continue;
		other = r;
		if (strcmp(r->method, x->method) != 0)
			continue;
		x->route = r;
		return true;
	}
	if (other == NULL) {
		reply_error(x, MHD_HTTP_NOT_FOUND, "not_found", "no such path");
		return false;
	}
	reply_error(x, MHD_HTTP_METHOD_NOT_ALLOWED, "bad_method",
	    "this path takes another method");
	reply_header(x, MHD_HTTP_HEADER_ALLOW, other->method);
	return false;
}

/* By cookie alone it could be another site that asks, in this browser. */
static bool
api_is_own_page(struct exchange *x)
{
	if (x->bearer ||
	    !screen_is_foreign(&x->screen, strcmp(x->method, "GET") == 0))
		return true;
	reply_error(x, MHD_HTTP_FORBIDDEN, "cross_site",
	    "this was asked from another site");
	return false;
}

static bool
api_is_own_session(struct exchange *x)
{
	if (x->bearer || strcmp(x->method, "GET") == 0 ||
	    x->route->scope == ROUTE_ANYBODY ||
	    visitor_csrf_fits(x->token, x->screen.value[SCREEN_CSRF]))
		return true;
	reply_error(x, MHD_HTTP_FORBIDDEN, "cross_site",
	    "X-Siaga-CSRF is missing or of another session");
	return false;
}

static bool
api_is_allowed(struct exchange *x)
{
	struct visitor *v = NULL;
	bool open = x->route->scope == ROUTE_ANYBODY;
	if (!open && visitor_read_token(x))
		v = visitor_find(x->web, x->token);
	/* First: what another site makes her browser ask costs her nothing. */
	if (!api_is_own_page(x))
		return false;
	if (v != NULL && x->bearer != (v->person[0] == '\0'))
		v = NULL; /* a browser sends no token of a script, and back */
	if (!visitor_may_ask(x, v, ORIGIN_API))
		return false;
	bool is_token = x->bearer && x->token[0] != '\0';
	if (!open && v == NULL && !is_token) {
		x->token[0] = '\0';
		api_fail(x, "locked",
		    "this takes a session: POST " ROUTES_PREFIX "/login");
		return false;
	}
	if (x->bearer && x->route->scope == ROUTE_PERSON) {
		api_fail(x, "forbidden", "a token may not do this");
		return false;
	}
	return api_is_own_session(x);
}

struct api_query {
	json_t *args;
	const struct command_row *row;
	const char *wrong;
};

static enum MHD_Result
api_take_query(
    void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct api_query *q = arg;
	(void)kind;
	if (q->wrong == NULL)
		q->wrong = arguments_add(
		    q->args, q->row, name, value == NULL ? "" : value);
	return MHD_YES;
}

static const char *
api_read_arguments(struct exchange *x, json_t *args)
{
	static const struct command_row none;
	struct api_query q = {.args = args};
	const char *command = x->route->command;
	q.row = command == NULL ? &none : command_find(command);
	if (q.row == NULL)
		return "no such command";
	(void)MHD_get_connection_values(
	    x->mhd, MHD_GET_ARGUMENT_KIND, api_take_query, &q);
	if (q.wrong == NULL)
		q.wrong = arguments_merge(args, x->body.data, x->body.len);
	if (q.wrong != NULL)
		return q.wrong;
	while (!api_route_answers(x->route, args)) {
		const struct route *next = x->route + 1;
		if (next->path == NULL ||
		    strcmp(next->path, x->route->path) != 0)
			return "answer has another value";
		x->route = next;
	}
	command = x->route->command;
	return command == NULL
		   ? NULL
		   : command_args_wrong(command_find(command), args);
}

static void
api_run(struct exchange *x, json_t *args)
{
	const char *wrong = api_read_arguments(x, args);
	/* What came in has been copied; a passphrase stays no longer. */
	buf_free(&x->body);
	if (wrong != NULL) {
		json_decref(args);
		api_fail(x, "bad_arguments", wrong);
	} else if (x->route->command == NULL) {
		api_run_own(x, args);
	} else {
		(void)calls_start(x, x->route->command, args, api_taker(x));
	}
}

void
api_handle(struct exchange *x)
{
	if (!api_find_route(x) || !api_is_allowed(x))
		return;
	json_t *args = json_object();
	if (args == NULL || !route_fits(x->route, x->path, args)) {
		json_decref(args);
		api_fail(x, "bad_arguments", "the path is malformed");
		return;
	}
	api_run(x, args);
}
