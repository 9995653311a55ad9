/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga --help: the command table in groups, for people. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

#define HELP_WIDTH  79
#define HELP_INDENT 22

static const char help_head[] =
    "Usage: siaga [OPTION...] COMMAND [ARGUMENT...]\n"
    "Talks to siagad: for officers, administrators and scripts. siaga COMMAND\n"
    "--help shows that command alone.\n"
    "\n"
    "Options, before the command or behind it:\n"
    "  -c, --config FILE   configuration (default $SIAGA_CONF, then\n"
    "                      /etc/siaga/siaga.conf)\n"
    "  -s, --socket FILE   siagad's socket, instead of the configuration's\n"
    "      --json          answer in JSON and nothing else, for scripts\n"
    "  -h, --help          show this help\n"
    "  -V, --version       show the version\n"
    "\n"
    "Who you are; by itself the session that siaga unlock began, which is "
    "kept\n"
    "in $XDG_RUNTIME_DIR or, for one terminal, in $SIAGA_SESSION:\n"
    "      --key-file FILE  a key as text (default $SIAGA_KEY_FILE): the one "
    "of\n"
    "                      the first start\n"
    "      --recovery      two sheets of the recovery key, asked for here\n"
    "      --passphrase-file FILE  a passphrase, instead of asking (default\n"
    "                      $SIAGA_PASSPHRASE_FILE)\n"
    "\n"
    "A value that is - is read from standard input, one line: words about her "
    "do\n"
    "not stay in a shell.\n";

/* By the beginning of a command's name; what fits none is the box's. */
static const struct help_group {
	const char *title, *begins[4];
} help_groups[] = {
    {"Your session", {"unlock", "lock"}},
    {"Reports", {"report."}},
    {"People and keys", {"people.", "key."}},
    {"The roster", {"import", "duty", "village."}},
    {"What was done", {"audit."}},
    {"The box", {NULL}},
};
#define HELP_GROUPS (sizeof(help_groups) / sizeof(*help_groups))

static size_t
help_group_of(const struct command_row *row)
{
	for (size_t g = 0; g + 1 < HELP_GROUPS; g++)
		for (size_t i = 0; i < 4; i++) {
			const char *begin = help_groups[g].begins[i];
			if (begin != NULL &&
			    strncmp(row->name, begin, strlen(begin)) == 0)
				return g;
		}
	return HELP_GROUPS - 1;
}

/* "  left  text text", and its other lines below the text. */
static void
help_line(FILE *out, const char *left, const char *text)
{
	size_t at = HELP_INDENT;
	if (strlen(left) < HELP_INDENT - 1)
		(void)fprintf(out, "%-*s", HELP_INDENT, left);
	else
		(void)fprintf(out, "%s\n%*s", left, HELP_INDENT, "");
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		if (at > HELP_INDENT && at + 1 + len > HELP_WIDTH) {
			(void)fprintf(out, "\n%*s", HELP_INDENT, "");
			at = HELP_INDENT;
		}
		at += (size_t)fprintf(
		    out, "%s%.*s", at > HELP_INDENT ? " " : "", (int)len, text);
		text += len + strspn(text + len, " ");
	}
	(void)fputc('\n', out);
}

static bool
help_is_for_programs(const struct command_row *row)
{
	return *row->words == '\0';
}

/* Asked for at the terminal, or said in the synopsis, or for programs. */
static bool
help_leaves_out(const struct command_arg *a)
{
	return a->type == COMMAND_SECRET || a->type == COMMAND_SECRET_NEW ||
	       strcmp(a->name, "after") == 0 || strcmp(a->name, "code") == 0 ||
	       *a->help == '\0';
}

/* "report show CODE": what is typed; the words it takes in capitals. */
static void
help_synopsis(const struct command_row *row, char *ret, size_t size)
{
	size_t len = (size_t)snprintf(ret, size, "  %s", row->words);
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		if (a->type != COMMAND_WORD || len + 40 > size)
			continue;
		len += (size_t)snprintf(ret + len, size - len,
		    a->optional ? " [%s]" : " %s", a->name);
		for (char *c = ret + len; *--c != ' ';)
			*c = (char)toupper((unsigned char)*c);
	}
}

static void
help_command(FILE *out, const struct command_row *row)
{
	char left[128];
	help_synopsis(row, left, sizeof(left));
	help_line(out, left, row->help);
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		if (help_leaves_out(a))
			continue;
		(void)snprintf(left, sizeof(left), "    %s%s",
		    a->type == COMMAND_WORD ? "  " : "--", a->name);
		for (char *c = left; a->type == COMMAND_WORD && *c != '\0'; c++)
			*c = (char)toupper((unsigned char)*c);
		help_line(out, left, a->help);
	}
}

void
cli_help(FILE *out)
{
	(void)fputs(help_head, out);
	for (size_t g = 0; g < HELP_GROUPS; g++) {
		(void)fprintf(out, "\n%s:\n", help_groups[g].title);
		for (const struct command_row *c = command_table;
		     c->name != NULL; c++)
			if (help_group_of(c) == g && !help_is_for_programs(c))
				help_command(out, c);
		if (strcmp(help_groups[g].title, "People and keys") == 0)
			cli_paper_help(out);
	}
	cli_restore_help(out);
	(void)fputs("\nThe simulated modem of make run:\n", out);
	cli_sim_help(out);
	(void)fputs("\nExit status: 0 fine; 1 the command found a problem, or "
		    "was refused; 64 wrong\nuse; 69 siagad cannot be "
		    "reached.\n",
	    out);
}

bool
cli_help_of(FILE *out, int argc, char **argv)
{
	bool found = false;
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		const char *at = c->words;
		for (int i = 0; i < argc && at != NULL && *at != '\0'; i++) {
			size_t len = strcspn(at, " ");
			bool same = strlen(argv[i]) == len &&
				    strncmp(at, argv[i], len) == 0;
			at = same ? at + len + strspn(at + len, " ") : NULL;
		}
		if (argc == 0 || at == NULL || help_is_for_programs(c))
			continue;
		found = true;
		help_command(out, c);
	}
	if (argc > 0 && strcmp(argv[0], "key") == 0)
		cli_paper_help(out);
	return found;
}
