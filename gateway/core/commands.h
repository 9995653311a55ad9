/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the functions behind the command table share. */
#ifndef SIAGA_COMMANDS_H
#define SIAGA_COMMANDS_H

#include "../lib/command_table.h"
#include "engine_parts.h"

struct command_answer {
	json_t *result; /* owned by the answer */
	char next[24];  /* where the next page begins, "" at the end */
	const char *error, *message; /* static */
};

typedef int command_taker(
    struct engine *, json_t *args, struct command_answer *);

command_taker command_status, command_doctor;
command_taker command_report_list, command_report_show;
command_taker command_report_take, command_report_urgency;
command_taker command_report_reply, command_report_override;
command_taker command_report_confirm, command_report_join;
command_taker command_report_close, command_dialogue;
command_taker command_report_release, command_report_erase;
command_taker command_outbox_list, command_outbox_replay;
command_taker command_privacy;

/* Sets the error; returns 0, for `return command_fail(...)`. */
int command_fail(
    struct command_answer *, const char *error, const char *message);
/* The report of args' "code"; false: not there, and the error is set. */
bool command_find_report(
    struct engine *, json_t *args, struct command_answer *, struct report *ret);
/* An argument's text, or NULL. */
const char *command_str(json_t *args, const char *name);
/* What the box knows of a case, added to an answer (commands_facts.c). */
int64_t command_call_until(const struct report *);
/* Rows come newest first and are listed oldest first; false: no room. Takes
 * the entry. */
bool command_newest(json_t *list, json_t *entry, size_t most, size_t *size);
int command_facts(struct engine *, struct vault_session *,
    const struct report *, json_t *to) MUST_CHECK;
/* The id to go on below, for listings that run from new to old. */
int64_t command_after(json_t *args);
/* "2026-11-21T03:15:00Z" as a new JSON string; null for 0. */
json_t *command_time(int64_t at_s);

#endif
