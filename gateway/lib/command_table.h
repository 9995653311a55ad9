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

#define COMMAND_ARGS_MAX 16
#define COMMAND_PAGE_MAX 100 /* rows of one answer; `next` leads on */

enum command_arg_type {
	COMMAND_FLAG,       /* --name */
	COMMAND_OPTION,     /* --name VALUE */
	COMMAND_WORD,       /* a word of its own, in order */
	COMMAND_SECRET,     /* asked for at the terminal, never a word */
	COMMAND_SECRET_NEW, /* the same, twice: it is chosen now */
	COMMAND_CODE /* the same, but only when siagad says code_needed */
};

/* Who may do it; 0: whoever may connect. */
enum command_role {
	COMMAND_OFFICER = 1 << 0,
	COMMAND_SUPERVISOR = 1 << 1,
	COMMAND_COORDINATOR = 1 << 2,
	COMMAND_ADMINISTRATOR = 1 << 3,
	COMMAND_AUDITOR = 1 << 4,
	COMMAND_CADRE = 1 << 5,    /* has no key: no command is a cadre's */
	COMMAND_RECOVERY = 1 << 6, /* two of the three sheets of paper */
	COMMAND_FIRST = 1 << 7     /* the key of first-officer.key */
};
#define COMMAND_CASEWORK (COMMAND_OFFICER | COMMAND_SUPERVISOR | COMMAND_FIRST)
#define COMMAND_STAFFING                                                       \
	(COMMAND_SUPERVISOR | COMMAND_ADMINISTRATOR | COMMAND_RECOVERY |       \
	    COMMAND_FIRST)
#define COMMAND_ANY_PERSON                                                     \
	(COMMAND_CASEWORK | COMMAND_COORDINATOR | COMMAND_ADMINISTRATOR |      \
	    COMMAND_AUDITOR)

/* As words or help: for programs, not shown to people. */
#define COMMAND_INNER ""

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
	unsigned roles; /* bits of enum command_role */
	bool audited;   /* each run is a row of the audit */
};

extern const struct command_row command_table[]; /* a NULL name ends */

const struct command_row *command_find(const char *name);
/* NULL if args fit the row, else what is wrong, static. */
const char *command_args_wrong(const struct command_row *, json_t *args);

#endif
