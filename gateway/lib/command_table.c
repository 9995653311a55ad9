/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command_table.h"

#include <string.h>

#define AFTER                                                                  \
	{                                                                      \
		"after", COMMAND_OPTION, true, 24,                             \
		    "go on after this page's `next`"                           \
	}
#define END                                                                    \
	{                                                                      \
		NULL, COMMAND_FLAG, true, 0, NULL                              \
	}

const struct command_row command_table[] = {
    {"status", "status", "is everything running? one line a part", {END}},
    {"report.list", "report list", "reports, newest first",
	{{"quarantine", COMMAND_FLAG, true, 0,
	     "only what could not be read as a report"},
	    AFTER, END}},
    {"report.show", "report show", "one report with its thread",
	{{"code", COMMAND_WORD, false, 8, "the report's code"},
	    {"secret", COMMAND_OPTION, true, 128,
		"an officer's key; siaga takes it from --key-file, "
		"$SIAGA_KEY_FILE or the terminal, never from the command "
		"line"},
	    AFTER, END}},
    {"outbox.replay", "outbox replay",
	"send dead letters (webhooks given up) again",
	{{"destination", COMMAND_OPTION, true, 32,
	     "of this [webhook] alone; it is enabled again"},
	    {"id", COMMAND_OPTION, true, 20, "this row of the outbox alone"},
	    END}},
    {"outbox.list", "outbox", "texts and webhooks on their way, newest first",
	{{"state", COMMAND_OPTION, true, 16,
	     "only queued, sending, sent, delivered, failed, unknown, "
	     "expired or dropped"},
	    AFTER, END}},
    {"doctor", "doctor", "what needs an administrator, and its remedy", {END}},
    {NULL, NULL, NULL, {END}},
};

const struct command_row *
command_find(const char *name)
{
	for (const struct command_row *c = command_table; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static bool
command_arg_fits(const struct command_arg *arg, json_t *value)
{
	if (arg->type == COMMAND_FLAG)
		return json_is_boolean(value);
	return json_is_string(value) &&
	       strlen(json_string_value(value)) == json_string_length(value) &&
	       json_string_length(value) > 0 &&
	       json_string_length(value) <= arg->max;
}

const char *
command_args_wrong(const struct command_row *row, json_t *args)
{
	size_t seen = 0;
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		json_t *value = json_object_get(args, a->name);
		if (value == NULL && !a->optional)
			return "an argument is missing";
		if (value == NULL)
			continue;
		if (!command_arg_fits(a, value))
			return "an argument has the wrong form or length";
		seen++;
	}
	return seen == json_object_size(args) ? NULL
					      : "an unknown argument is given";
}
