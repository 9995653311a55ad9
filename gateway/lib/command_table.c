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

#define CODE                                                                   \
	{                                                                      \
		"code", COMMAND_WORD, false, 8, "the report's code"            \
	}
#define BY                                                                     \
	{                                                                      \
		"by", COMMAND_OPTION, true, 32, "your name, for the record"    \
	}
#define REASON                                                                 \
	{                                                                      \
		"reason", COMMAND_OPTION, true, 300, "why; kept sealed"        \
	}

const struct command_row command_table[] = {
    {"status", "status", "is everything running? one line a part", {END}},
    {"report.list", "report list", "reports, newest first",
	{{"quarantine", COMMAND_FLAG, true, 0,
	     "only what could not be read as a report"},
	    {"detail", COMMAND_FLAG, true, 0,
		"calls to be made and floods; people are always shown them"},
	    AFTER, END}},
    {"report.show", "report show", "one report with its thread",
	{{"code", COMMAND_WORD, false, 8, "the report's code"},
	    {"secret", COMMAND_OPTION, true, 128,
		"an officer's key; siaga takes it from --key-file, "
		"$SIAGA_KEY_FILE or the terminal, never from the command "
		"line"},
	    AFTER, END}},
    {"report.take", "report take",
	"you will make the call she asked for: within ten minutes she is told",
	{CODE, BY, END}},
    {"report.urgency", "report urgency",
	"your triage: high, medium or low; lowering takes a --reason",
	{CODE, {"urgency", COMMAND_WORD, false, 8, "high, medium or low"},
	    REASON, BY, END}},
    {"report.reply", "report reply",
	"write to her: leaves in a window she set, or is offered when she "
	"next writes",
	{CODE,
	    {"text", COMMAND_WORD, true, 640,
		"your words, one message of 160 characters"},
	    {"template", COMMAND_OPTION, true, 8,
		"a text of the dialogue instead, such as R10"},
	    {"withdraw", COMMAND_FLAG, true, 0,
		"take back what has not left yet"},
	    BY, END}},
    {"report.override", "report override",
	"send the waiting answer outside her windows: two steps, a person, a "
	"reason; not after STOP",
	{CODE, REASON,
	    {"confirm", COMMAND_OPTION, true, 24,
		"the word that the first step gave you"},
	    BY, END}},
    {"report.confirm", "report confirm", "what she told you by voice",
	{CODE,
	    {"phone", COMMAND_OPTION, true, 8,
		"whose phone: own, shared, his or unknown"},
	    {"consent", COMMAND_OPTION, true, 8,
		"letters of KMPJHR whom we may tell, or none"},
	    {"cadre", COMMAND_OPTION, true, 8,
		"a cadre: yes, no, or other (of another village)"},
	    {"window", COMMAND_OPTION, true, 8,
		"1 to 4 and T or S, or N for never"},
	    {"word", COMMAND_OPTION, true, 20,
		"her safe word: -, and then the word by itself"},
	    {"wrong-number", COMMAND_FLAG, true, 0,
		"SALAH SAMBUNG: another person answered"},
	    BY, END}},
    {"report.release", "report release",
	"a text in quarantine is a person's after all: an ordinary report",
	{CODE, REASON, BY, END}},
    {"report.erase", "report erase",
	"erase a report for good, or refuse what HAPUS YA asked",
	{CODE, REASON,
	    {"refuse", COMMAND_FLAG, true, 0,
		"keep it: erasing would endanger somebody (UU PDP 41)"},
	    BY, END}},
    {"report.join", "report join",
	"two reports are of one person: the second goes on in the first",
	{CODE, {"other", COMMAND_WORD, false, 8, "the report that is joined"},
	    REASON, BY, END}},
    {"report.close", "report close",
	"close a report; --agreed: with her, and she is told in her window",
	{CODE, REASON,
	    {"agreed", COMMAND_FLAG, true, 0, "she agreed to close it"},
	    {"reopen", COMMAND_FLAG, true, 0, "open it again"}, BY, END}},
    {"dialogue", "dialogue",
	"the whole conversation map, for people who review the texts",
	{{"dot", COMMAND_FLAG, true, 0, "as a graph for Graphviz"}, END}},
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
    {"privacy", "privacy",
	"papers that the law asks for (UU PDP), from this box's own figures",
	{{"document", COMMAND_WORD, false, 16,
	     "record of processing, breach notice, or dpia"},
	    {"language", COMMAND_OPTION, true, 8,
		"id or en; else the language of the configuration"},
	    {"at", COMMAND_OPTION, true, 24,
		"when the breach was noticed, such as 2026-11-21T10:00"},
	    END}},
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
