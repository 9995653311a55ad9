/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What siaga-web reads of a request: the first line is a header's name, the
 * second its value and a path, the rest a body.
 */
#include "gateway/web/arguments.h"
#include "gateway/web/routes.h"
#include "gateway/web/screen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct screen_names names = {{"localhost", "[::1]"}, 2};

static void
try_screen(const char *name, const char *value, size_t value_size)
{
	const struct screen_rules rules = {&names, SCREEN_BODY_MAX, false};
	struct screen s = {.odd = false};
	screen_take(&s, "Host", 4, "localhost:1", 11);
	screen_take(&s, name, strlen(name), value, value_size);
	const struct screen_fault *fault =
	    screen_judge(&s, "POST", value, &rules);
	/* What is let through is one path, and a body of a known size. */
	BUG_IF(fault == NULL && value[0] != '/');
	BUG_IF(fault == NULL && s.value[SCREEN_TRANSFER] != NULL);
	(void)screen_is_foreign(&s, true);
	(void)screen_accepts_gzip(&s);
}

static void
try_routes(const char *path)
{
	for (const struct route *r = routes; r->path != NULL; r++) {
		json_t *args = json_object();
		bool fits = route_fits(r, path, args);
		BUG_IF(fits != route_fits(r, path, NULL));
		json_decref(args);
	}
}

static void
try_arguments(
    const char *name, const char *value, const char *body, size_t size)
{
	json_t *args = json_object();
	const struct command_row *row = command_find("report.list");
	(void)arguments_add(args, row, name, value);
	(void)arguments_merge(args, body, size);
	/* What fits the table fits a frame. */
	if (command_args_wrong(row, args) == NULL)
		BUG_IF(json_dumpb(args, NULL, 0, JSON_COMPACT) > WIRE_LINE_MAX);
	json_decref(args);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	size_t name_size = strcspn(text, "\n");
	size_t used = name_size < size ? name_size + 1 : size;
	char *value = text + used;
	size_t value_size = strcspn(value, "\n");
	used += value_size < size - used ? value_size + 1 : size - used;
	text[name_size] = '\0';
	char *line = strndup(value, value_size);
	if (line != NULL) {
		try_screen(text, line, value_size);
		try_routes(line);
		try_arguments(text, line, text + used, size - used);
	}
	free(line);
	free(text);
	return 0;
}
