/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of what the board shows: the queue. */
#include "cli.h"

static const char *
board_str(json_t *of, const char *name)
{
	const char *text = json_string_value(json_object_get(of, name));
	return text == NULL ? "-" : text;
}

static void
board_flag(json_t *of, const char *name, const char *words)
{
	if (json_is_true(json_object_get(of, name)))
		(void)printf("  %s", words);
}

static void
board_queue_row(json_t *r)
{
	bool emergency = json_is_true(json_object_get(r, "emergency"));
	(void)printf("%-6s %-10s %-14s ", board_str(r, "code"),
	    emergency ? "EMERGENCY" : board_str(r, "urgency"),
	    board_str(r, "state"));
	cli_print_time(json_object_get(r, "due_at"));
	(void)printf(
	    " %-8s %-16s ", board_str(r, "due"), board_str(r, "owner"));
	cli_print_value(json_object_get(r, "village"));
	board_flag(r, "unowned", "NOBODY HAS IT");
	board_flag(r, "unread", "unread");
	board_flag(r, "forced", "POSSIBLY FORCED");
	(void)putchar('\n');
}

static int
board_queue(json_t *result)
{
	size_t i;
	const char *key;
	json_t *value, *rows = json_object_get(result, "rows");
	json_object_foreach(json_object_get(result, "counts"), key, value)(void)
	    printf("%s=%lld ", key, (long long)json_integer_value(value));
	(void)printf("\n%-6s %-10s %-14s %-16s %-8s %-16s %s\n", "CODE",
	    "URGENCY", "STATE", "DUE", "FOR", "OWNER", "VILLAGE");
	json_array_foreach(rows, i, value) board_queue_row(value);
	if (json_array_size(rows) == 0)
		(void)puts("nothing");
	return CLI_OK;
}

const struct cli_view cli_views_board[] = {
    {"report.queue", board_queue},
    {NULL, NULL},
};
