/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one command table: every act that people, scripts and the board can do,
 * with its arguments. siagad serves it, siaga makes its options and help from
 * it. To add a command: a row here, its function in core/commands_*.c, its
 * view in cli/.
 */
#ifndef SIAGA_COMMAND_TABLE_H
#define SIAGA_COMMAND_TABLE_H

#include "wire.h"

#define COMMAND_ARGS_MAX 12
#define COMMAND_PAGE_MAX 100 /* rows of one answer; `next` leads on */

enum command_arg_type {
	COMMAND_FLAG,   /* --name */
	COMMAND_OPTION, /* --name VALUE */
	COMMAND_WORD    /* a word of its own, in order */
};

struct command_arg {
	const char *name; /* NULL ends */
	enum command_arg_type type;
	bool optional;
	size_t max; /* bytes of the value */
	const char *help;
};

struct command_row {
	const char *name;  /* on the wire: "report.list" */
	const char *words; /* on the command line: "report list" */
	const char *help;
	struct command_arg args[COMMAND_ARGS_MAX];
};

extern const struct command_row command_table[]; /* a NULL name ends */

const struct command_row *command_find(const char *name);
/* NULL if args fit the row, else what is wrong, static. */
const char *command_args_wrong(const struct command_row *, json_t *args);

#endif
