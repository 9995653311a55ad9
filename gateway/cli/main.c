/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga: options and words -> a command of the table. */
#include "../lib/conf.h"
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char cli_usage[] =
    "Usage: siaga [-c FILE | -s SOCKET] [--json] COMMAND [ARGUMENT...]\n"
    "Talks to siagad: for officers, administrators and scripts.\n"
    "\n"
    "  -c, --config FILE  configuration (default $SIAGA_CONF, then\n"
    "                     /etc/siaga/siaga.conf)\n"
    "  -s, --socket FILE  siagad's socket, instead of the configuration's\n"
    "      --json         answer in JSON, for scripts\n"
    "      --key-file F   a key as text, instead of a session (default\n"
    "                     $SIAGA_KEY_FILE); `siaga unlock YOU` begins a\n"
    "                     session, kept in $XDG_RUNTIME_DIR, or give its\n"
    "                     token as $SIAGA_SESSION\n"
    "      --passphrase-file F  instead of asking at the terminal\n"
    "      --recovery     two sheets of the recovery key, asked for here\n"
    "      VALUE -        a value that is - is read from standard input,\n"
    "                     one line: words about her do not stay in a shell\n"
    "  -h, --help         show this help\n"
    "  -V, --version      show the version\n"
    "\n"
    "Commands:\n";

static void
cli_print_help(FILE *out)
{
	(void)fputs(cli_usage, out);
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		if (*c->words == '\0')
			continue; /* for programs */
		(void)fprintf(out, "  %-18s %s\n", c->words, c->help);
		for (const struct command_arg *a = c->args; a->name != NULL;
		     a++) {
			if (*a->help == '\0' || a->type == COMMAND_SECRET ||
			    a->type == COMMAND_SECRET_NEW ||
			    strcmp(a->name, "after") == 0)
				continue;
			(void)fprintf(out, "    %s%-14s %s\n",
			    a->type == COMMAND_WORD ? "  " : "--", a->name,
			    a->help);
		}
	}
	cli_restore_help(out);
	cli_paper_help(out);
	cli_sim_help(out);
	(void)fputs("\nExit status: 0 fine; 1 the command found a problem; 64 "
		    "wrong use; 69 siagad\ncannot be reached.\n",
	    out);
}

static const char *
cli_conf_path(const struct cli *cli)
{
	const char *path = cli->conf_path;
	if (path == NULL)
		path = getenv("SIAGA_CONF");
	return path == NULL ? "/etc/siaga/siaga.conf" : path;
}

char *
cli_socket_path(const struct cli *cli)
{
	char path[1024];
	struct conf conf;
	struct faults faults;
	if (cli->socket != NULL)
		return strdup(cli->socket);
	faults_init(&faults);
	conf_read(&conf, cli_conf_path(cli), &faults);
	char *copy = NULL;
	if (conf.siaga.state_dir != NULL) {
		(void)snprintf(
		    path, sizeof(path), "%s/siaga.sock", conf.siaga.state_dir);
		copy = strdup(path);
	}
	if (copy == NULL)
		(void)fputs(
		    faults.text.data == NULL ? "" : faults.text.data, stderr);
	conf_free(&conf);
	faults_free(&faults);
	return copy;
}

/* How many of the words given are the command's own; 0: another command. */
static int
cli_words_match(const struct command_row *row, int argc, char **argv)
{
	const char *at = row->words;
	int used = 0;
	while (*at != '\0') {
		size_t len = strcspn(at, " ");
		if (used >= argc || strlen(argv[used]) != len ||
		    strncmp(argv[used], at, len) != 0)
			return 0;
		used++;
		at += len + strspn(at + len, " ");
	}
	return used;
}

static const struct command_arg *
cli_find_arg(const struct command_row *row, const char *word)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if ((a->type == COMMAND_FLAG || a->type == COMMAND_OPTION) &&
		    strcmp(a->name, word) == 0)
			return a;
	return NULL;
}

/*
 * "-" stands for a line of standard input: every user of the box can read a
 * command line, and a shell keeps it. Her safe word is taken no other way.
 */
static json_t *
cli_value(const struct command_arg *a, const char *given)
{
	char line[1024] = "";
	bool from_input = strcmp(given, "-") == 0;
	if (!from_input && strcmp(a->name, "word") == 0) {
		(void)fputs("siaga: her word does not belong on a command "
			    "line, where others can read it: write --word - "
			    "and then the word\n",
		    stderr);
		return NULL;
	}
	if (!from_input)
		return json_string(given);
	if (isatty(STDIN_FILENO))
		(void)fprintf(stderr, "%s: ", a->name);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return NULL;
	line[strcspn(line, "\r\n")] = '\0';
	return json_string(line);
}

static bool
cli_take_word(const struct command_row *row, json_t *args, const char *word)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (a->type == COMMAND_WORD &&
		    json_object_get(args, a->name) == NULL)
			return json_object_set_new(
				   args, a->name, cli_value(a, word)) == 0;
	return false;
}

/* `siaga outbox --unknown` is short for --state unknown. */
static bool
cli_take_short_state(
    const struct command_row *row, json_t *args, const char *word)
{
	static const char *const states[] = {"queued", "sending", "sent",
	    "delivered", "failed", "unknown", "expired", "dropped"};
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (strcmp(states[i], word) == 0 &&
		    cli_find_arg(row, "state") != NULL)
			return json_object_set_new(
				   args, "state", json_string(word)) == 0;
	return false;
}

/* One argument at argv[0]; returns how many words it took, 0: wrong. */
static int
cli_take_arg(struct cli *cli, const struct command_row *row, json_t *args,
    int argc, char **argv)
{
	const char *word = argv[0];
	if (strcmp(word, "--json") == 0) {
		cli->json = true;
		return 1;
	}
	if (strcmp(word, "--recovery") == 0) {
		cli->recovery = true;
		return 1;
	}
	if (strcmp(word, "--key-file") == 0 && argc > 1) {
		cli->key_file = argv[1];
		return 2;
	}
	if (strcmp(word, "--passphrase-file") == 0 && argc > 1) {
		cli->passphrase_file = argv[1];
		return 2;
	}
	if (strncmp(word, "--", 2) != 0)
		return cli_take_word(row, args, word) ? 1 : 0;
	const struct command_arg *a = cli_find_arg(row, word + 2);
	if (a == NULL)
		return cli_take_short_state(row, args, word + 2) ? 1 : 0;
	if (a->type == COMMAND_FLAG)
		return json_object_set_new(args, a->name, json_true()) == 0;
	if (argc < 2)
		return 0;
	return json_object_set_new(args, a->name, cli_value(a, argv[1])) == 0
		   ? 2
		   : 0;
}

static int
cli_run(struct cli *cli, const struct command_row *row, int argc, char **argv)
{
	json_t *args = json_object();
	int used = 1, count = 0;
	char **files = strcmp(row->name, "import") == 0 ? argv : NULL;
	while (argc > 0 && used > 0) {
		bool file = files != NULL && strncmp(argv[0], "--", 2) != 0;
		if (file) /* they move to the front */
			files[count++] = argv[0];
		used = file ? 1 : cli_take_arg(cli, row, args, argc, argv);
		if (used == 0)
			(void)fprintf(stderr,
			    "siaga: %s does not take \"%s\" here; see siaga "
			    "--help\n",
			    row->words, argv[0]);
		argc -= used;
		argv += used;
	}
	int status = CLI_USAGE;
	if (used != 0 && files != NULL)
		status = cli_import(cli, args, files, count);
	if (used != 0 && files != NULL)
		used = 0;
	if (used != 0 && !cli_ask_secrets(cli, row, args))
		used = 0;
	const char *wrong = used == 0 ? "" : command_args_wrong(row, args);
	if (wrong == NULL)
		status = cli_ask(cli, row, args);
	else if (*wrong != '\0')
		(void)fprintf(stderr, "siaga: %s: %s; see siaga --help\n",
		    row->words, wrong);
	json_decref(args);
	return status;
}

/* Options before the command; returns the words taken, -1: done or wrong. */
static int
cli_options(struct cli *cli, int argc, char **argv, int *ret_status)
{
	int i = 1;
	for (; i < argc && argv[i][0] == '-'; i++) {
		const char *o = argv[i];
		bool value = i + 1 < argc;
		*ret_status = CLI_OK;
		if (strcmp(o, "-h") == 0 || strcmp(o, "--help") == 0) {
			cli_print_help(stdout);
			return -1;
		}
		if (strcmp(o, "-V") == 0 || strcmp(o, "--version") == 0) {
			(void)printf("siaga (Siaga) %s\n", SIAGA_VERSION);
			return -1;
		}
		*ret_status = CLI_USAGE;
		if (strcmp(o, "--json") == 0)
			cli->json = true;
		else if (value &&
			 (strcmp(o, "-c") == 0 || strcmp(o, "--config") == 0))
			cli->conf_path = argv[++i];
		else if (value &&
			 (strcmp(o, "-s") == 0 || strcmp(o, "--socket") == 0))
			cli->socket = argv[++i];
		else if (strcmp(o, "--recovery") == 0)
			cli->recovery = true;
		else if (value && strcmp(o, "--key-file") == 0)
			cli->key_file = argv[++i];
		else if (value && strcmp(o, "--passphrase-file") == 0)
			cli->passphrase_file = argv[++i];
		else {
			(void)fprintf(stderr,
			    "siaga: unknown option %s; see siaga --help\n", o);
			return -1;
		}
	}
	return i;
}

int
main(int argc, char **argv)
{
	struct cli cli = {0};
	int status = CLI_USAGE;
	int at = cli_options(&cli, argc, argv, &status);
	if (at < 0)
		return status;
	if (at == argc) {
		cli_print_help(stderr);
		return CLI_USAGE;
	}
	if (cli.conf_path == NULL)
		cli.conf_path = cli_conf_path(&cli);
	if (strcmp(argv[at], "sim") == 0)
		return cli_sim(&cli, argc - at - 1, argv + at + 1);
	if (strcmp(argv[at], "restore") == 0)
		return cli_restore(&cli, argc - at - 1, argv + at + 1);
	if (at + 1 < argc && strcmp(argv[at], "key") == 0 &&
	    strcmp(argv[at + 1], "paper") == 0)
		return cli_paper(&cli, argc - at - 2, argv + at + 2);
	/* "key init" is another command than "key": the longest counts. */
	const struct command_row *row = NULL;
	int most = 0;
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		int used = cli_words_match(c, argc - at, argv + at);
		if (used > most) {
			most = used;
			row = c;
		}
	}
	if (row != NULL)
		return cli_run(&cli, row, argc - at - most, argv + at + most);
	(void)fprintf(stderr,
	    "siaga: unknown command \"%s\"; see siaga --help\n", argv[at]);
	return CLI_USAGE;
}
