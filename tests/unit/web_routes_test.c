/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each command of the office has one path and one only, the document says of
 * each what is served, and arguments come out of a request as they went in.
 */
#include "gateway/lib/command_table.h"
#include "gateway/web/arguments.h"
#include "gateway/web/web.h"

#include <setjmp.h>
#include <stdarg.h>
/* after the headers that it needs */
#include <cmocka.h>
#include <ctype.h>
#include <string.h>

static size_t
count_routes(const char *command)
{
	size_t count = 0;
	for (const struct route *r = routes; r->path != NULL; r++)
		count += r->command != NULL && strcmp(r->command, command) == 0;
	return count;
}

/* What /metrics and the like are made of is no act of people. */
static void
every_command_has_one_route(void **state)
{
	(void)state;
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		bool inner = strcmp(c->words, COMMAND_INNER) == 0;
		size_t count = count_routes(c->name);
		if (count > 1 || (count == 0 && !inner))
			fail_msg("%s has %zu routes", c->name, count);
	}
}

static const struct command_arg *
find_arg(const struct command_row *row, const char *name, size_t size)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (strlen(a->name) == size &&
		    strncmp(a->name, name, size) == 0)
			return a;
	return NULL;
}

/* Each {name} is an argument that the command must have. */
static void
check_path(const struct route *r, const struct command_row *row)
{
	const char *at = r->path;
	while ((at = strchr(at, '{')) != NULL) {
		const struct command_arg *a =
		    find_arg(row, at + 1, strcspn(at + 1, "}"));
		if (a == NULL || a->optional)
			fail_msg("%s: no such argument", r->path);
		at++;
	}
}

static void
every_route_has_a_command(void **state)
{
	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (r->command == NULL) {
			assert_non_null(r->help);
			continue;
		}
		const struct command_row *row = command_find(r->command);
		if (row == NULL)
			fail_msg("%s: no command %s", r->path, r->command);
		check_path(r, row);
		/* A URL is kept by browsers and proxies. */
		for (const struct command_arg *a = row->args; a->name != NULL;
		     a++)
			if (a->type == COMMAND_SECRET ||
			    a->type == COMMAND_SECRET_NEW)
				assert_string_equal(r->method, "POST");
		/* What changes something takes a person. */
		if (strcmp(r->method, "POST") == 0 &&
		    strcmp(r->command, "unlock") != 0)
			assert_int_equal(r->scope, ROUTE_PERSON);
		if (row->audited && row->roles != 0)
			assert_int_equal(r->scope, ROUTE_PERSON);
	}
}

/* The first row that fits is taken: none hides a later one. */
static void
no_path_is_hidden(void **state)
{
	(void)state;
	for (const struct route *a = routes; a->path != NULL; a++)
		for (const struct route *b = a + 1; b->path != NULL; b++) {
			if (strcmp(a->method, b->method) != 0 ||
			    (a->answer != NULL && b->answer != NULL))
				continue;
			if (route_fits(a, b->path, NULL))
				fail_msg("%s hides %s", a->path, b->path);
		}
}

static void
paths_give_arguments(void **state)
{
	const struct route r = {
	    NULL, "GET", "/a/{code}/b/{who}", ROUTE_PERSON, NULL, "", NULL};
	json_t *args = json_object();
	(void)state;
	assert_true(route_fits(&r, "/a/7F3K/b/kali%20sari", args));
	assert_string_equal(wire_str(args, "code"), "7F3K");
	assert_string_equal(wire_str(args, "who"), "kali sari");
	json_decref(args);
	static const char *const not [] = {"/a/7F3K/b/", "/a//b/x", "/a/7F3K/b",
	    "/a/7F3K/b/x/", "/a/7F3K/b/x/y", "/A/7F3K/b/x", "/a/%/b/x",
	    "/a/%zz/b/x", "/a/%00/b/x", "/a/%0a/b/x", "/a/%ff/b/x", "", "/"};
	for (size_t i = 0; i < sizeof(not ) / sizeof(*not ); i++)
		assert_false(route_fits(&r, not [i], NULL));
}

static void
query_and_body(void **state)
{
	const struct command_row *row = command_find("report.list");
	json_t *args = json_object();
	(void)state;
	assert_null(arguments_add(args, row, "after", "12%2b%C3%A9"));
	assert_string_equal(wire_str(args, "after"), "12+\xc3\xa9");
	assert_null(arguments_add(args, row, "detail", "1"));
	assert_true(wire_bool(args, "detail"));
	assert_non_null(arguments_add(args, row, "detail", "1"));
	assert_non_null(arguments_add(args, row, "quarantine", "maybe"));
	assert_non_null(arguments_add(args, row, "other", "%"));
	assert_null(arguments_merge(args, "", 0));
	assert_null(arguments_merge(args, "{\"more\":\"x\"}", 12));
	assert_non_null(arguments_merge(args, "{\"more\":\"x\"}", 12));
	static const char *const not [] = {"[]", "{", "null", "\"x\"",
	    "{\"a\":\"1\",\"a\":\"2\"}", "{\"a\":\"\\u0000\"}",
	    "{\"a\":\"\xff\"}", "{} {}"};
	for (size_t i = 0; i < sizeof(not ) / sizeof(*not ); i++)
		assert_non_null(
		    arguments_merge(args, not [i], strlen(not [i])));
	json_decref(args);
}

/* --- the document --- */

static json_t *
operation_of(json_t *document, const struct route *r)
{
	char method[8] = "";
	for (size_t i = 0; r->method[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)r->method[i]);
	json_t *path =
	    json_object_get(json_object_get(document, "paths"), r->path);
	return json_object_get(path, method);
}

static void
document_has_every_route(void **state)
{
	json_t *document = openapi_make(true);
	size_t rows = 0, operations = 0;
	json_t *path;
	const char *name;
	(void)state;
	assert_non_null(document);
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (operation_of(document, r) == NULL)
			fail_msg("%s is not in the document", r->path);
		/* of two with one path the second is told beside the first */
		rows += r->answer == NULL || strcmp(r->answer, "accept") == 0;
	}
	json_object_foreach(json_object_get(document, "paths"), name, path)
	    operations += json_object_size(path);
	assert_int_equal(operations, rows);
	json_decref(document);
}

static void
document_without_practice(void **state)
{
	json_t *document = openapi_make(false);
	const char *name;
	json_t *path;
	(void)state;
	json_object_foreach(json_object_get(document, "paths"), name, path)
	    assert_null(strstr(name, "practice"));
	json_decref(document);
}

/* What a client made of the document must send, it says. */
static void
document_says_what_acts_take(void **state)
{
	json_t *document = openapi_make(true);
	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		json_t *o = operation_of(document, r), *one;
		bool csrf = false, post = strcmp(r->method, "POST") == 0;
		size_t i;
		if (post && json_object_get(o, "requestBody") == NULL)
			fail_msg("%s has no body", r->path);
		json_array_foreach(json_object_get(o, "parameters"), i, one)
		    csrf = csrf || json_object_get(one, "$ref") != NULL;
		if (csrf != (post && r->scope != ROUTE_ANYBODY))
			fail_msg("%s: X-Siaga-CSRF", r->path);
		json_t *content = json_object_get(
		    json_object_get(json_object_get(o, "responses"), "200"),
		    "content");
		bool stream = json_object_get(content, "text/event-stream");
		assert_int_equal(stream, strstr(r->path, "/events") != NULL);
	}
	json_decref(document);
}

/* Programs name functions after it. */
static void
operation_ids_differ(void **state)
{
	json_t *document = openapi_make(true), *seen = json_object();
	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (r->answer != NULL && strcmp(r->answer, "accept") != 0)
			continue;
		const char *id =
		    wire_str(operation_of(document, r), "operationId");
		assert_non_null(id);
		if (json_object_get(seen, id) != NULL)
			fail_msg("%s stands twice", id);
		assert_int_equal(json_object_set_new(seen, id, json_true()), 0);
	}
	json_decref(seen);
	json_decref(document);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_command_has_one_route),
	    cmocka_unit_test(every_route_has_a_command),
	    cmocka_unit_test(no_path_is_hidden),
	    cmocka_unit_test(paths_give_arguments),
	    cmocka_unit_test(query_and_body),
	    cmocka_unit_test(document_has_every_route),
	    cmocka_unit_test(document_without_practice),
	    cmocka_unit_test(document_says_what_acts_take),
	    cmocka_unit_test(operation_ids_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
