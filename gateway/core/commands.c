/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Serves the command table (lib/command_table.c). Each answer is bounded: a
 * page of rows, and `next` for more, so that no question holds up a text.
 */
#include "commands.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	command_taker *take;
} commands_served[] = {
    {"status", command_status},
    {"report.list", command_report_list},
    {"report.show", command_report_show},
    {"report.take", command_report_take},
    {"report.urgency", command_report_urgency},
    {"report.reply", command_report_reply},
    {"report.override", command_report_override},
    {"report.confirm", command_report_confirm},
    {"report.release", command_report_release},
    {"report.erase", command_report_erase},
    {"report.join", command_report_join},
    {"report.close", command_report_close},
    {"dialogue", command_dialogue},
    {"outbox.list", command_outbox_list},
    {"outbox.replay", command_outbox_replay},
    {"doctor", command_doctor},
    {"privacy", command_privacy},
};

int
command_fail(struct command_answer *a, const char *error, const char *message)
{
	a->error = error;
	a->message = message;
	return 0;
}

int64_t
command_after(json_t *args)
{
	const char *after = json_string_value(json_object_get(args, "after"));
	int64_t id = after == NULL ? 0 : strtoll(after, NULL, 10);
	return id > 0 ? id : INT64_MAX;
}

const char *
command_str(json_t *args, const char *name)
{
	return json_string_value(json_object_get(args, name));
}

static command_taker *
command_function(const char *name)
{
	size_t count = sizeof(commands_served) / sizeof(*commands_served);
	for (size_t i = 0; i < count; i++)
		if (strcmp(commands_served[i].name, name) == 0)
			return commands_served[i].take;
	return NULL;
}

static void
command_run(
    struct engine *e, const char *name, json_t *args, struct command_answer *a)
{
	const struct command_row *row = command_find(name);
	command_taker *take = row == NULL ? NULL : command_function(name);
	if (take == NULL) {
		(void)command_fail(
		    a, "unknown_command", "no such command; see siaga --help");
		return;
	}
	const char *wrong = command_args_wrong(row, args);
	if (wrong != NULL) {
		(void)command_fail(a, "bad_arguments", wrong);
		return;
	}
	int err = take(e, args, a);
	if (err < 0 && a->error == NULL)
		(void)command_fail(
		    a, err == -ENOENT ? "not_found" : "failed", strerror(-err));
}

int
command_frame(struct engine *e, struct peer *p, json_t *frame)
{
	struct command_answer a = {0};
	int64_t re = wire_int(frame, "id", 0);
	command_run(
	    e, wire_str(frame, "name"), json_object_get(frame, "args"), &a);
	json_t *answer = json_pack("{s:s, s:I, s:s*, s:s*}", "f", "answer",
	    "re", (json_int_t)re, "error", a.error, "message", a.message);
	if (a.error == NULL && a.result != NULL)
		(void)json_object_set(answer, "result", a.result);
	if (a.error == NULL && a.next[0] != '\0')
		(void)json_object_set_new(answer, "next", json_string(a.next));
	json_decref(a.result);
	/* Rows are bounded, but a page of long texts may not fit a line. */
	size_t size = json_dumpb(answer, NULL, 0, JSON_COMPACT);
	if (size > WIRE_LINE_MAX) {
		json_decref(answer);
		answer = json_pack("{s:s, s:I, s:s, s:s}", "f", "answer", "re",
		    (json_int_t)re, "error", "too_long", "message",
		    "the answer does not fit a frame");
	}
	turn_answer(e, p->id, re, answer);
	return 0;
}
