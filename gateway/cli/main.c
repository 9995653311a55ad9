/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga: options and words -> a command of the table. */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "../lib/conf.h"
#include "../lib/harden.h"
#include "cli.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	json_t *value =
	    cli_read_line(line, sizeof(line)) < 0 ? NULL : json_string(line);
	explicit_bzero(line, sizeof(line));
	return value;
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

/*
 * An option of siaga itself at argv[0], before the command or behind it;
 * returns how many words it took, 0: it is none.
 */
static int
cli_take_option(struct cli *cli, int argc, char **argv)
{
	const struct {
		const char *name, *short_name;
		bool *flag;
		const char **value;
	} options[] = {{"--json", NULL, &cli->json, NULL},
	    {"--recovery", NULL, &cli->recovery, NULL},
	    {"--help", "-h", &cli->help, NULL},
	    {"--key-file", NULL, NULL, &cli->key_file},
	    {"--passphrase-file", NULL, NULL, &cli->passphrase_file},
	    {"--config", "-c", NULL, &cli->conf_path},
	    {"--socket", "-s", NULL, &cli->socket}};
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (strcmp(options[i].name, argv[0]) != 0 &&
		    (options[i].short_name == NULL ||
			strcmp(options[i].short_name, argv[0]) != 0))
			continue;
		if (options[i].flag != NULL) {
			*options[i].flag = true;
			return 1;
		}
		*options[i].value = argc > 1 ? argv[1] : NULL;
		return argc > 1 ? 2 : 0;
	}
	return 0;
}

/* One argument at argv[0]; returns how many words it took, 0: wrong. */
static int
cli_take_arg(struct cli *cli, const struct command_row *row, json_t *args,
    int argc, char **argv)
{
	const char *word = argv[0];
	int used = cli_take_option(cli, argc, argv);
	if (used > 0)
		return used;
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

/* As command_args_wrong(), before the passphrases are asked for. */
static const char *
cli_args_wrong(
    const struct cli *cli, const struct command_row *row, json_t *args)
{
	json_t *whole = json_copy(args);
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (cli_asks_for(cli, a))
			(void)json_object_set_new(
			    whole, a->name, json_string("?"));
	const char *wrong = command_args_wrong(row, whole);
	json_decref(whole);
	return wrong;
}

static int
cli_say_usage(const struct command_row *row, int argc, char **argv)
{
	(void)fprintf(stderr, "See siaga --help; %s takes:\n\n", row->words);
	(void)cli_help_of(stderr, argc, argv);
	return CLI_USAGE;
}

/*
 * What follows the command's own words; files of an import move to the front.
 * Returns how many files, -1 after saying what is wrong.
 */
static int
cli_take_all(struct cli *cli, const struct command_row *row, json_t *args,
    int argc, char **argv)
{
	bool import = strcmp(row->name, "import") == 0;
	int files = 0, used;
	for (int at = 0; at < argc; at += used) {
		bool file = import && argv[at][0] != '-';
		if (file)
			argv[files++] = argv[at];
		used = file
			   ? 1
			   : cli_take_arg(cli, row, args, argc - at, argv + at);
		if (used > 0)
			continue;
		(void)fprintf(stderr, "siaga: %s does not take \"%s\" here\n",
		    row->words, argv[at]);
		return -1;
	}
	return files;
}

static int
cli_do(const struct cli *cli, const struct command_row *row, json_t *args,
    char **files, int count)
{
	return strcmp(row->name, "import") == 0
		   ? cli_import(cli, args, files, count)
		   : cli_ask(cli, row, args);
}

static int
cli_run(struct cli *cli, const struct command_row *row, int words, int argc,
    char **argv)
{
	json_t *args = json_object();
	int status = CLI_USAGE;
	int files = cli_take_all(cli, row, args, argc - words, argv + words);
	const char *wrong = files < 0 ? "" : cli_args_wrong(cli, row, args);
	if (files >= 0 && cli->help) {
		status = cli_help_of(stdout, words, argv) ? CLI_OK : CLI_USAGE;
	} else if (wrong == NULL) {
		status = cli_do(cli, row, args, argv + words, files);
	} else {
		if (*wrong != '\0')
			(void)fprintf(
			    stderr, "siaga: %s: %s\n", row->words, wrong);
		(void)cli_say_usage(row, words, argv);
	}
	json_decref(args);
	return status;
}

/* Options before the command; returns where it begins, -1: done or wrong. */
static int
cli_options(struct cli *cli, int argc, char **argv, int *ret_status)
{
	int i = 1;
	while (i < argc && argv[i][0] == '-') {
		if (strcmp(argv[i], "-V") == 0 ||
		    strcmp(argv[i], "--version") == 0) {
			(void)printf("siaga (Siaga) %s\n", SIAGA_VERSION);
			*ret_status = CLI_OK;
			return -1;
		}
		int used = cli_take_option(cli, argc - i, argv + i);
		*ret_status = CLI_USAGE;
		if (used == 0) {
			(void)fprintf(stderr,
			    "siaga: unknown option %s, or its value is "
			    "missing; see siaga --help\n",
			    argv[i]);
			return -1;
		}
		i += used;
	}
	return i;
}

/* "key init" is another command than "key": the longest counts. */
static const struct command_row *
cli_find(int argc, char **argv, int *ret_words)
{
	const struct command_row *row = NULL;
	*ret_words = 0;
	for (const struct command_row *c = command_table; c->name != NULL;
	     c++) {
		int used = cli_words_match(c, argc, argv);
		if (used <= *ret_words)
			continue;
		*ret_words = used;
		row = c;
	}
	return row;
}

/* `siaga report`: which commands begin like that? */
static int
cli_unknown(const struct cli *cli, int argc, char **argv)
{
	FILE *out = cli->help ? stdout : stderr;
	int words = 0;
	while (words < argc && argv[words][0] != '-')
		words++;
	if (cli_help_of(out, words, argv))
		return cli->help ? CLI_OK : CLI_USAGE;
	(void)fprintf(stderr,
	    "siaga: unknown command \"%s\"; see siaga --help\n", argv[0]);
	return CLI_USAGE;
}

/* Passphrases, tokens and her words pass through JSON: wiped when freed. */
static void
cli_wipe(void *memory)
{
	if (memory != NULL)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

/* Nobody else of this machine looks into its memory, nor a core dump. */
static bool
cli_harden(void)
{
	const struct harden_limits limits = {.keep_fds = 3, .files = 64};
	json_set_alloc_funcs(malloc, cli_wipe);
	if (harden_start(&limits) == 0)
		return true;
	(void)fputs("siaga: this machine does not let memory be kept to "
		    "oneself\n",
	    stderr);
	return false;
}

int
main(int argc, char **argv)
{
	struct cli cli = {0};
	int status = CLI_USAGE, words;
	int at = cli_options(&cli, argc, argv, &status);
	if (at < 0)
		return status;
	argc -= at;
	argv += at;
	if (argc == 0) {
		cli_help(cli.help ? stdout : stderr);
		return cli.help ? CLI_OK : CLI_USAGE;
	}
	if (cli.conf_path == NULL)
		cli.conf_path = cli_conf_path(&cli);
	if (strcmp(argv[0], "sim") == 0 && !cli.help)
		return cli_sim(&cli, argc - 1, argv + 1);
	if (strcmp(argv[0], "restore") == 0 && !cli.help)
		return cli_restore(&cli, argc - 1, argv + 1);
	if (!cli_harden())
		return CLI_PROBLEM;
	if (argc > 1 && strcmp(argv[0], "key") == 0 &&
	    strcmp(argv[1], "paper") == 0 && !cli.help)
		return cli_paper(&cli, argc - 2, argv + 2);
	const struct command_row *row = cli_find(argc, argv, &words);
	if (row != NULL)
		return cli_run(&cli, row, words, argc, argv);
	for (int i = 0; i < argc; i++)
		(void)cli_take_option(&cli, argc - i, argv + i);
	return cli_unknown(&cli, argc, argv);
}
