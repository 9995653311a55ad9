/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The OpenAPI 3.1 document, made of the routes and the command table: it
 * cannot say anything else than what is served.
 */
#include "gateway/web/web.h"

#include "gateway/lib/command_table.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

static void
openapi_put(json_t *object, const char *name, json_t *value)
{
	BUG_IF(json_object_set_new(object, name, value) < 0);
}

/* What its help is, or what the command table says. */
static const char *
openapi_summary(const struct route *r)
{
	const struct command_row *row =
	    r->command == NULL ? NULL : command_find(r->command);
	return row == NULL ? r->help : row->help;
}

static bool
openapi_in_path(const struct route *r, const char *name)
{
	char piece[72];
	(void)snprintf(piece, sizeof(piece), "{%s}", name);
	return strstr(r->path, piece) != NULL;
}

static json_t *
openapi_schema(const struct command_arg *a)
{
	if (a->type == COMMAND_FLAG)
		return json_pack("{s:s}", "type", "boolean");
	return json_pack("{s:s, s:i, s:I}", "type", "string", "minLength", 1,
	    "maxLength", (json_int_t)a->max);
}

static json_t *
openapi_parameter(const struct route *r, const struct command_arg *a)
{
	bool path = openapi_in_path(r, a->name);
	return json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", a->name, "in",
	    path ? "path" : "query", "required", path || !a->optional,
	    "description", a->help, "schema", openapi_schema(a));
}

static json_t *
openapi_json_body(json_t *properties_taken, json_t *required_taken)
{
	return json_pack("{s:{s:{s:{s:s, s:o, s:o, s:b}}}}", "content",
	    "application/json", "schema", "type", "object", "properties",
	    properties_taken, "required", required_taken,
	    "additionalProperties", 0);
}

/* The arguments that are not in the path of a POST. */
static json_t *
openapi_body(const struct route *r, const struct command_arg *args)
{
	json_t *properties = json_object(), *required = json_array();
	for (const struct command_arg *a = args; a->name != NULL; a++) {
		if (openapi_in_path(r, a->name))
			continue;
		json_t *schema = openapi_schema(a);
		openapi_put(schema, "description", json_string(a->help));
		openapi_put(properties, a->name, schema);
		if (!a->optional)
			(void)json_array_append_new(
			    required, json_string(a->name));
	}
	if (r->answer != NULL) {
		openapi_put(properties, "answer",
		    json_pack("{s:[s, s]}", "enum", "accept", "decline"));
		(void)json_array_append_new(required, json_string("answer"));
	}
	return openapi_json_body(properties, required);
}

static json_t *
openapi_roles(unsigned roles)
{
	static const char *const names[] = {
	    "officer", "supervisor", "coordinator", "administrator", "auditor"};
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (roles == 0 || (roles >> i & 1) != 0)
			(void)json_array_append_new(
			    list, json_string(names[i]));
	return list;
}

static void
openapi_add_arguments(
    json_t *operation, const struct route *r, const struct command_arg *args)
{
	json_t *parameters = json_array();
	bool get = strcmp(r->method, "GET") == 0;
	for (const struct command_arg *a = args; a->name != NULL; a++)
		if (get || openapi_in_path(r, a->name))
			(void)json_array_append_new(
			    parameters, openapi_parameter(r, a));
	if (!get && r->scope != ROUTE_ANYBODY)
		(void)json_array_append_new(parameters,
		    json_pack("{s:s}", "$ref", "#/components/parameters/csrf"));
	openapi_put(operation, "parameters", parameters);
	if (!get)
		openapi_put(operation, "requestBody", openapi_body(r, args));
}

static void
openapi_add_command(json_t *operation, const struct route *r)
{
	const struct command_row *row = command_find(r->command);
	BUG_IF(row == NULL);
	openapi_add_arguments(operation, r, row->args);
	if (r->scope != ROUTE_ANYBODY)
		openapi_put(operation, "x-roles", openapi_roles(row->roles));
}

static json_t *
openapi_security(const struct route *r)
{
	if (r->scope == ROUTE_ANYBODY)
		return json_array();
	if (r->scope == ROUTE_PERSON)
		return json_pack("[{s:[]}]", "session");
	return json_pack("[{s:[]}, {s:[s]}]", "session", "token",
	    route_scope_name(r->scope));
}

static json_t *
openapi_responses(const struct route *r)
{
	bool plain = r->scope == ROUTE_ANYBODY;
	json_t *all = json_pack("{s:{s:s}}", "200", "description", "done");
	if (r->scope == ROUTE_EVENTS && r->command == NULL)
		openapi_put(json_object_get(all, "200"), "content",
		    json_pack("{s:{s:{s:s}}}", "text/event-stream", "schema",
			"type", "string"));
	openapi_put(all, "default",
	    json_pack("{s:s}", "$ref", "#/components/responses/error"));
	if (!plain)
		openapi_put(all, "401",
		    json_pack("{s:s}", "$ref", "#/components/responses/error"));
	return all;
}

/* "getReportsCodeReceipt" of GET /api/v1/reports/{code}/receipt */
static void
openapi_name(const struct route *r, char *name, size_t size)
{
	bool start = true;
	size_t len = 0;
	const char *path = r->path;
	if (strncmp(path, ROUTES_PREFIX, strlen(ROUTES_PREFIX)) == 0)
		path += strlen(ROUTES_PREFIX);
	for (const char *m = r->method; *m != '\0' && len + 1 < size; m++)
		name[len++] = (char)tolower((unsigned char)*m);
	for (; *path != '\0' && len + 1 < size; path++) {
		if (!isalnum((unsigned char)*path)) {
			start = true;
			continue;
		}
		name[len++] =
		    start ? (char)toupper((unsigned char)*path) : *path;
		start = false;
	}
	name[len] = '\0';
}

static json_t *
openapi_operation(const struct route *r)
{
	char name[96];
	openapi_name(r, name, sizeof(name));
	json_t *o = json_pack("{s:s, s:s, s:o, s:o}", "operationId", name,
	    "summary", openapi_summary(r), "security", openapi_security(r),
	    "responses", openapi_responses(r));
	if (r->command != NULL) {
		openapi_put(o, "x-command", json_string(r->command));
		openapi_add_command(o, r);
	} else if (r->args != NULL) {
		openapi_add_arguments(o, r, r->args);
	}
	return o;
}

static void
openapi_add(json_t *paths, const struct route *r)
{
	char method[8] = "";
	for (size_t i = 0; r->method[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)r->method[i]);
	json_t *path = json_object_get(paths, r->path);
	if (path == NULL) {
		path = json_object();
		openapi_put(paths, r->path, path);
	}
	json_t *there = json_object_get(path, method);
	if (there != NULL) { /* two commands, told apart by their answer */
		openapi_put(there, "x-command-else", json_string(r->command));
		return;
	}
	openapi_put(path, method, openapi_operation(r));
}

/* A script that asks with a token needs none. */
static json_t *
openapi_csrf(void)
{
	return json_pack("{s:s, s:s, s:b, s:s, s:{s:s, s:i, s:i}}", "name",
	    "X-Siaga-CSRF", "in", "header", "required", 0, "description",
	    "with a session: as POST /api/v1/login and GET /api/v1/me gave it",
	    "schema", "type", "string", "minLength", DIGEST_HEX - 1,
	    "maxLength", DIGEST_HEX - 1);
}

static json_t *
openapi_components(void)
{
	return json_pack("{s:{s:{s:s, s:s, s:s}, s:{s:s, s:s}}, "
			 "s:{s:{s:s, s:{s:{s:{s:s, s:[s], s:{s:{s:s, s:[s, s], "
			 "s:{s:{s:s}, s:{s:s}}}}}}}}}, s:{s:o}}",
	    "securitySchemes", "session", "type", "apiKey", "in", "cookie",
	    "name", "__Host-s", "token", "type", "http", "scheme", "bearer",
	    "responses", "error", "description", "it was not done; why",
	    "content", "application/json", "schema", "type", "object",
	    "required", "error", "properties", "error", "type", "object",
	    "required", "code", "message", "properties", "code", "type",
	    "string", "message", "type", "string", "parameters", "csrf",
	    openapi_csrf());
}

json_t *
openapi_make(bool practice)
{
	json_t *paths = json_object();
	for (const struct route *r = routes; r->path != NULL; r++)
		if (practice || strstr(r->path, "/practice/") == NULL)
			openapi_add(paths, r);
	return json_pack("{s:s, s:{s:s, s:s, s:{s:s}, s:s}, s:o, s:o}",
	    "openapi", "3.1.0", "info", "title", "Siaga", "version",
	    SIAGA_VERSION, "license", "name", "GPL-2.0-or-later", "description",
	    "Every act of the office. An answer is {\"result\": ..., "
	    "\"next\": ...}: with next there is another page, asked for with "
	    "after. Acts by cookie carry the header X-Siaga-CSRF, as POST "
	    "/api/v1/login and GET /api/v1/me give it.",
	    "paths", paths, "components", openapi_components());
}
