/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The paths of the API: each command of the command table has one. To add a
 * command's path: a row. What is asked for without changing anything is GET,
 * unless what one asks for must not stand in a URL; all else is POST.
 */
#ifndef SIAGA_WEB_ROUTES_H
#define SIAGA_WEB_ROUTES_H

#include "gateway/lib/command_table.h"

#include <jansson.h>
#include <stdbool.h>

#define ROUTES_PREFIX "/api/v1"

/* What an API token must be good for; ROUTE_PERSON: a person's session. */
enum route_scope {
	ROUTE_PERSON,
	ROUTE_STATUS,
	ROUTE_REPORTS,
	ROUTE_ALERTS,
	ROUTE_OUTBOX,
	ROUTE_EVENTS,
	ROUTE_ANYBODY, /* neither session nor token */
	ROUTE_SCOPE_MAX
};

struct route {
	const char *command; /* NULL: siaga-web answers it itself */
	const char *method;  /* GET or POST */
	const char *path;    /* {name} in it is an argument */
	enum route_scope scope;
	const char *answer; /* of two with one path: what `answer` says */
	const char *help;   /* of those without a command */
	/* of these as well, as a command has them; NULL: it takes none */
	const struct command_arg *args;
};

extern const struct route routes[]; /* a NULL path ends */

const char *route_scope_name(enum route_scope);
/*
 * Does this path fit, and with which arguments? args may be NULL. Values go
 * into it decoded; false also if one is malformed.
 */
bool route_fits(const struct route *, const char *path, json_t *args);

#endif
