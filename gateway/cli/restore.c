/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga restore: asks for a passphrase or key and hands all of it to siagad,
 * which alone knows databases and keys. The secret goes through a pipe.
 */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RESTORE_WORDS 16

struct restore_words {
	const char *from, *person, *generation;
	bool force;
};

void
cli_restore_help(FILE *out)
{
	(void)fputs(
	    "  restore            make this box again from its backups, while "
	    "siagad does not\n"
	    "                     run (as the user it runs as)\n"
	    "      folder         where the backups lie\n"
	    "    --as ID          who opens them, by the passphrase; or "
	    "--recovery, --key-file\n"
	    "    --generation N   the newest file of keys that the office was "
	    "told of\n"
	    "    --force          replace the box that is here; take an older "
	    "file of keys\n",
	    out);
}

static bool
restore_take(struct cli *cli, struct restore_words *w, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		bool value = i + 1 < argc;
		if (strcmp(argv[i], "--force") == 0)
			w->force = true;
		else if (strcmp(argv[i], "--recovery") == 0)
			cli->recovery = true;
		else if (value && strcmp(argv[i], "--as") == 0)
			w->person = argv[++i];
		else if (value && strcmp(argv[i], "--generation") == 0)
			w->generation = argv[++i];
		else if (value && strcmp(argv[i], "--key-file") == 0)
			cli->key_file = argv[++i];
		else if (value && strcmp(argv[i], "--passphrase-file") == 0)
			cli->passphrase_file = argv[++i];
		else if (argv[i][0] != '-' && w->from == NULL)
			w->from = argv[i];
		else
			return false;
	}
	return w->from != NULL;
}

/* Into a pipe that nobody has read from yet: it is small enough to fit. */
static bool
restore_hand_over(const char *secret)
{
	int ends[2];
	size_t size = strlen(secret);
	if (pipe(ends) < 0)
		return false;
	bool good = write(ends[1], secret, size) == (ssize_t)size &&
		    write(ends[1], "\n", 1) == 1 &&
		    dup2(ends[0], STDIN_FILENO) >= 0;
	(void)close(ends[0]);
	(void)close(ends[1]);
	return good;
}

/* siagad lies beside siaga, or in ../sbin of it. */
static bool
restore_find(char path[1100])
{
	static const char *const beside[] = {"siagad", "../sbin/siagad"};
	char own[1024];
	ssize_t size = readlink("/proc/self/exe", own, sizeof(own) - 1);
	char *slash = NULL;
	if (size > 0) {
		own[size] = '\0';
		slash = strrchr(own, '/');
	}
	for (size_t i = 0; slash != NULL && i < 2; i++) {
		slash[1] = '\0';
		(void)snprintf(path, 1100, "%s%s", own, beside[i]);
		if (access(path, X_OK) == 0)
			return true;
	}
	(void)fputs("siaga: siagad is not found beside siaga\n", stderr);
	return false;
}

static int
restore_exec(const struct cli *cli, const struct restore_words *w)
{
	char path[1100];
	union { /* execv() takes what it will not change */
		const char *given[RESTORE_WORDS];
		char *words[RESTORE_WORDS];
	} args = {
	    .given = {"siagad", "-c", cli->conf_path, "--restore", w->from}};
	size_t count = 5;
	if (w->person != NULL) {
		args.given[count++] = "--person";
		args.given[count++] = w->person;
	}
	if (w->generation != NULL) {
		args.given[count++] = "--generation";
		args.given[count++] = w->generation;
	}
	if (w->force)
		args.given[count++] = "--force";
	args.given[count] = NULL;
	if (restore_find(path)) {
		(void)execv(path, args.words);
		(void)fprintf(stderr, "siaga: %s: %s\n", path, strerror(errno));
	}
	return CLI_NO_CORE;
}

static bool
restore_secret(const struct cli *cli, const struct restore_words *w)
{
	char line[256] = "";
	bool failed = false, good = false;
	json_t *key = NULL;
	if (w->person != NULL) {
		good = cli_passphrase(cli, line) && restore_hand_over(line);
	} else {
		key = cli_key(cli, &failed);
		good = key != NULL && restore_hand_over(json_string_value(key));
	}
	explicit_bzero(line, sizeof(line));
	json_decref(key);
	return good;
}

int
cli_restore(struct cli *cli, int argc, char **argv)
{
	struct restore_words w = {0};
	if (!restore_take(cli, &w, argc, argv)) {
		(void)fputs("siaga: restore takes a folder, and who opens it: "
			    "--as ID, --recovery or --key-file; see siaga "
			    "--help\n",
		    stderr);
		return CLI_USAGE;
	}
	if (!restore_secret(cli, &w)) {
		(void)fputs("siaga: restore takes --as ID and a passphrase, "
			    "--recovery, or --key-file\n",
		    stderr);
		return CLI_USAGE;
	}
	return restore_exec(cli, &w);
}
