/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who may do what, command by command: those named, and nobody else.
 *	may report.close officer supervisor first
 *	may status everybody
 *	may all                  the script has named every command
 * Each is given as each of them (the people are called like their roles), with
 * arguments that come to nothing.
 */
#include "expect.h"
#include "gateway/lib/command_table.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	unsigned role;
} may_roles[] = {{"nobody", 0}, {"officer", COMMAND_OFFICER},
    {"supervisor", COMMAND_SUPERVISOR}, {"coordinator", COMMAND_COORDINATOR},
    {"administrator", COMMAND_ADMINISTRATOR}, {"auditor", COMMAND_AUDITOR},
    {"recovery", COMMAND_RECOVERY}, {"first", COMMAND_FIRST}};
#define MAY_ROLES (sizeof(may_roles) / sizeof(*may_roles))

static char may_named[4096]; /* " status report.list ", in this script */

/* Of the words that are left; everybody is 0, as in the table. */
static unsigned
may_expected(struct world *w, struct words *words)
{
	unsigned roles = 0;
	if (words_take(words, "everybody"))
		return 0;
	while (words_left(words)) {
		const char *name = words_next(words);
		size_t i = 0;
		while (i < MAY_ROLES && strcmp(may_roles[i].name, name) != 0)
			i++;
		if (i == MAY_ROLES)
			world_fail(w, "there is no role %s", name);
		else
			roles |= may_roles[i].role;
	}
	return roles;
}

/* A report and a person that do not exist, a passphrase that is too short. */
static json_t *
may_args(const struct command_row *row)
{
	json_t *args = json_object();
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (!a->optional)
			(void)json_object_set_new(args, a->name,
			    json_string(strcmp(a->name, "person") == 0
					    ? "no.such.person"
					    : "?"));
	return args;
}

/* Who has no session may be told so by the command itself. */
static void
may_check(
    struct world *w, const struct command_row *row, size_t role, unsigned roles)
{
	const char *name = may_roles[role].name;
	people_who(w, name);
	world_command(w, row->name, may_args(row));
	const char *said = wire_str(w->answer, "error");
	const char *error = said == NULL ? "" : said;
	bool may = roles == 0 || (may_roles[role].role & roles) != 0;
	bool locked = strcmp(error, "locked") == 0;
	bool refused = locked || strcmp(error, "forbidden") == 0;
	bool session = role > 0 && role < 6;
	if (!may && !refused)
		world_fail(w, "%s: %s may, but must not (error %s)", row->name,
		    name, error);
	if (may && refused && (session || !locked))
		world_fail(w, "%s: %s may not, but must (%s)", row->name, name,
		    wire_str(w->answer, "message"));
}

static void
may_all(struct world *w)
{
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		char word[64];
		(void)snprintf(word, sizeof(word), " %s ", c->name);
		if (strstr(may_named, word) == NULL)
			world_fail(w, "who may %s?", c->name);
	}
}

static void
verb_may(struct world *w, struct words *words)
{
	const char *name = words_next(words);
	const struct command_row *row = command_find(name);
	size_t len = strlen(may_named);
	if (strcmp(name, "all") == 0) {
		may_all(w);
		return;
	}
	(void)snprintf(may_named + len, sizeof(may_named) - len, " %s ", name);
	if (row == NULL) {
		world_fail(w, "there is no command %s", name);
		return;
	}
	unsigned roles = may_expected(w, words);
	if (row->roles != roles)
		world_fail(w, "%s: its roles are %#x, not %#x", name,
		    row->roles, roles);
	for (size_t i = 0; i < MAY_ROLES; i++)
		may_check(w, row, i, roles);
}

const struct verb verbs_may[] = {
    {"may", verb_may, true},
    {NULL, NULL, false},
};
