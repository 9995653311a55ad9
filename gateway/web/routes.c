/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/routes.h"

#include "gateway/web/arguments.h"

#include <string.h>

#define GET  "GET"
#define POST "POST"
/* of two commands with one path */
#define ANSWER(command, path, scope, answer)                                   \
	{                                                                      \
		command, POST, ROUTES_PREFIX path, scope, answer, NULL, NULL   \
	}
#define READ(command, path, scope)                                             \
	{                                                                      \
		command, GET, ROUTES_PREFIX path, scope, NULL, NULL, NULL      \
	}
#define ACT(command, path)                                                     \
	{                                                                      \
		command, POST, ROUTES_PREFIX path, ROUTE_PERSON, NULL, NULL,   \
		    NULL                                                       \
	}
#define OWN(method, path, scope, help)                                         \
	{                                                                      \
		NULL, method, ROUTES_PREFIX path, scope, NULL, help, NULL      \
	}

#define TAKES(method, path, help, args)                                        \
	{                                                                      \
		NULL, method, ROUTES_PREFIX path, ROUTE_PERSON, NULL, help,    \
		    args                                                       \
	}

#define ROUTE_NUMBER(name)                                                     \
	{                                                                      \
		name, COMMAND_WORD, false, 20, "of the simulated phone"        \
	}
#define ROUTE_END                                                              \
	{                                                                      \
		NULL, COMMAND_WORD, false, 0, NULL                             \
	}
static const struct command_arg route_text[] = {ROUTE_NUMBER("from"),
    {"text", COMMAND_WORD, false, 640, "what it says"}, ROUTE_END};
static const struct command_arg route_call[] = {
    ROUTE_NUMBER("from"), ROUTE_END};
static const struct command_arg route_inbox[] = {
    ROUTE_NUMBER("number"), ROUTE_END};

const struct route routes[] = {
    {"health", GET, "/healthz", ROUTE_ANYBODY, NULL, NULL, NULL},
    {"metrics", GET, "/metrics", ROUTE_STATUS, NULL, NULL, NULL},
    {"unlock", POST, ROUTES_PREFIX "/login", ROUTE_ANYBODY, NULL, NULL, NULL},
    ACT("lock", "/logout"),
    OWN(GET, "/openapi.json", ROUTE_ANYBODY, "this document"),
    OWN(GET, "/events", ROUTE_EVENTS,
	"server-sent events: what changed, never what is in it"),

    READ("status", "/status", ROUTE_STATUS),
    READ("doctor", "/doctor", ROUTE_STATUS),
    READ("dialogue", "/dialogue", ROUTE_PERSON),

    READ("report.queue", "/reports", ROUTE_REPORTS),
    READ("report.list", "/reports/newest", ROUTE_REPORTS),
    ACT("report.find", "/reports/find"),
    READ("report.same", "/reports/same", ROUTE_PERSON),
    READ("report.show", "/reports/{code}", ROUTE_REPORTS),
    READ("report.receipt", "/reports/{code}/receipt", ROUTE_PERSON),
    ACT("report.preview", "/reports/{code}/preview"),
    ACT("report.note", "/reports/{code}/note"),
    ACT("report.handover", "/reports/{code}/handover"),
    ACT("report.take", "/reports/{code}/take"),
    ACT("report.urgency", "/reports/{code}/urgency"),
    ACT("report.reply", "/reports/{code}/reply"),
    ACT("report.override", "/reports/{code}/override"),
    ACT("report.confirm", "/reports/{code}/confirm"),
    ACT("report.release", "/reports/{code}/release"),
    ACT("report.erase", "/reports/{code}/erase"),
    ACT("report.join", "/reports/{code}/join"),
    ACT("report.close", "/reports/{code}/close"),
    ACT("report.assign", "/reports/{code}/assign"),
    ACT("report.reveal", "/reports/{code}/reveal"),
    ACT("report.exclude", "/reports/{code}/exclude"),
    ACT("report.export", "/exports"),

    READ("alert.list", "/alerts", ROUTE_ALERTS),
    ANSWER("alert.accept", "/alerts/{alert}/answer", ROUTE_PERSON, "accept"),
    ANSWER("alert.decline", "/alerts/{alert}/answer", ROUTE_PERSON, "decline"),
    ACT("alert.outcome", "/alerts/{alert}/outcome"),
    ACT("drill", "/drills"),

    READ("people.list", "/people", ROUTE_PERSON),
    ACT("people.add", "/people"),
    ACT("people.remove", "/people/{person}/remove"),
    ACT("people.ring", "/people/{person}/ring"),
    ACT("people.kin", "/people/{person}/kin"),
    ACT("key.officer", "/people/{person}/key"),
    ACT("key.revoke", "/people/{person}/key/revoke"),
    ACT("totp.reset", "/people/{person}/totp/reset"),
    ACT("panic.codes", "/people/{person}/panic-codes"),
    READ("session.show", "/me", ROUTE_PERSON),
    ACT("key.rotate", "/me/key"),
    ACT("totp.begin", "/me/totp"),
    ACT("totp.confirm", "/me/totp/confirm"),
    READ("key.list", "/keys", ROUTE_PERSON),
    ACT("key.init", "/keys/first"),
    ACT("key.recovery", "/keys/recovery"),

    READ("modem.list", "/modems", ROUTE_STATUS),
    READ("token.list", "/tokens", ROUTE_PERSON),
    ACT("token.add", "/tokens"),
    ACT("token.remove", "/tokens/{name}/remove"),

    READ("duty", "/duty", ROUTE_STATUS),
    READ("village.list", "/villages", ROUTE_STATUS),
    READ("village.show", "/villages/{village}", ROUTE_PERSON),
    ACT("import", "/import"),
    ACT("import.add", "/import/pieces"),
    READ("import.faults", "/import/faults", ROUTE_PERSON),

    READ("outbox.list", "/outbox", ROUTE_OUTBOX),
    ACT("outbox.replay", "/outbox/replay"),
    READ("webhook.list", "/webhooks", ROUTE_OUTBOX),
    READ("audit.list", "/audit", ROUTE_PERSON),
    READ("audit.verify", "/audit/verification", ROUTE_PERSON),
    READ("privacy", "/privacy/{document}", ROUTE_PERSON),
    ACT("backup", "/backups"),
    ACT("panic", "/panic"),
    ACT("panic.end", "/panic/end"),

    TAKES(POST, "/practice/texts", "a simulated phone texts the hotline",
	route_text),
    TAKES(POST, "/practice/calls",
	"a simulated phone rings the hotline and hangs up", route_call),
    TAKES(POST, "/practice/screens",
	"a simulated phone dials a USSD code, or types into its session",
	route_text),
    TAKES(POST, "/practice/screens/end", "it ends that session", route_call),
    TAKES(GET, "/practice/inbox", "what a simulated phone has received",
	route_inbox),
    {NULL, NULL, NULL, ROUTE_PERSON, NULL, NULL, NULL},
};

static const char *const route_scopes[ROUTE_SCOPE_MAX] = {
    [ROUTE_PERSON] = "person",
    [ROUTE_STATUS] = "status",
    [ROUTE_REPORTS] = "reports",
    [ROUTE_ALERTS] = "alerts",
    [ROUTE_OUTBOX] = "outbox",
    [ROUTE_EVENTS] = "events",
    [ROUTE_ANYBODY] = "anybody",
};

const char *
route_scope_name(enum route_scope scope)
{
	return route_scopes[scope];
}

/* {name} of the pattern against one piece of the path. */
static bool
route_take(const char *pattern, const char *path, size_t size, json_t *args)
{
	size_t name_size = strcspn(pattern + 1, "}");
	json_t *value = size == 0 ? NULL : arguments_decode(path, size);
	if (value == NULL)
		return false;
	if (args == NULL) {
		json_decref(value);
		return true;
	}
	return json_object_setn_new(args, pattern + 1, name_size, value) == 0;
}

static bool
route_piece_fits(const char *pattern, size_t pattern_size, const char *path,
    size_t size, json_t *args)
{
	if (pattern[0] == '{')
		return route_take(pattern, path, size, args);
	return pattern_size == size && strncmp(pattern, path, size) == 0;
}

bool
route_fits(const struct route *r, const char *path, json_t *args)
{
	const char *pattern = r->path;
	while (*pattern == '/' && *path == '/') {
		pattern++;
		path++;
		size_t pattern_size = strcspn(pattern, "/");
		size_t size = strcspn(path, "/");
		if (!route_piece_fits(pattern, pattern_size, path, size, args))
			return false;
		pattern += pattern_size;
		path += size;
	}
	return *pattern == '\0' && *path == '\0';
}
