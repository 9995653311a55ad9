/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who gives a command: passphrases are asked for at the terminal or read from
 * a file, and never stand on a command line. A session's token lies in
 * $XDG_RUNTIME_DIR, in memory and for this user alone.
 */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define IDENTITY_SIZE 256
#define IDENTITY_FILE "siaga-session"

static bool
identity_line(FILE *file, char line[IDENTITY_SIZE])
{
	if (fgets(line, IDENTITY_SIZE, file) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	return line[0] != '\0';
}

static bool
identity_read(const char *path, char line[IDENTITY_SIZE])
{
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		(void)fprintf(stderr, "siaga: %s: %s\n", path, strerror(errno));
		return false;
	}
	bool got = identity_line(file, line);
	(void)fclose(file);
	if (!got)
		(void)fprintf(stderr, "siaga: %s is empty\n", path);
	return got;
}

/* Without an echo; from a script, a line of standard input. */
static bool
identity_prompt(const char *what, char line[IDENTITY_SIZE])
{
	struct termios before, quiet;
	bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	if (terminal) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)fprintf(stderr, "%s: ", what);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	bool got = identity_line(stdin, line);
	if (terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		(void)fputc('\n', stderr);
	}
	return got;
}

/* Twice, when it is chosen: a slip would lock its owner out. */
static bool
identity_passphrase(
    const struct cli *cli, bool chosen, char line[IDENTITY_SIZE])
{
	char again[IDENTITY_SIZE] = "";
	const char *path = cli->passphrase_file;
	if (path == NULL)
		path = getenv("SIAGA_PASSPHRASE_FILE");
	if (path != NULL)
		return identity_read(path, line);
	bool good = identity_prompt(
	    chosen ? "new passphrase (12 characters or more)" : "passphrase",
	    line);
	if (good && chosen && isatty(STDIN_FILENO)) {
		good = identity_prompt("once more", again) &&
		       strcmp(line, again) == 0;
		if (!good)
			(void)fputs("siaga: these two differ\n", stderr);
	}
	explicit_bzero(again, sizeof(again));
	return good;
}

bool
cli_passphrase(const struct cli *cli, char ret_line[256])
{
	return identity_passphrase(cli, false, ret_line);
}

bool
cli_ask_secrets(
    const struct cli *cli, const struct command_row *row, json_t *args)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		char line[IDENTITY_SIZE] = "";
		bool chosen = a->type == COMMAND_SECRET_NEW;
		if ((a->type != COMMAND_SECRET && !chosen) ||
		    (a->optional && cli->recovery))
			continue;
		bool good = identity_passphrase(cli, chosen, line);
		if (good)
			(void)json_object_set_new(
			    args, a->name, json_string(line));
		explicit_bzero(line, sizeof(line));
		if (!good) {
			(void)fprintf(stderr, "siaga: %s takes a passphrase\n",
			    row->words);
			return false;
		}
	}
	return true;
}

/* --- the session's token --- */

static bool
identity_path(char ret_path[1024])
{
	const char *dir = getenv("XDG_RUNTIME_DIR");
	if (dir == NULL || *dir == '\0')
		return false;
	(void)snprintf(ret_path, 1024, "%s/" IDENTITY_FILE, dir);
	return true;
}

static json_t *
identity_session(void)
{
	char path[1024], line[IDENTITY_SIZE] = "";
	const char *token = getenv("SIAGA_SESSION");
	if (token != NULL && *token != '\0')
		return json_string(token);
	if (!identity_path(path) || access(path, R_OK) < 0 ||
	    !identity_read(path, line))
		return NULL;
	json_t *as = json_string(line);
	explicit_bzero(line, sizeof(line));
	return as;
}

json_t *
cli_key(const struct cli *cli, bool *ret_failed)
{
	char line[IDENTITY_SIZE] = "";
	const char *path = cli->key_file;
	json_t *as = NULL;
	*ret_failed = false;
	if (cli->recovery) {
		as = cli_paper_as();
		*ret_failed = as == NULL;
		return as;
	}
	if (path == NULL)
		path = getenv("SIAGA_KEY_FILE");
	if (path == NULL)
		return NULL;
	if (identity_read(path, line))
		as = json_string(line);
	explicit_bzero(line, sizeof(line));
	*ret_failed = as == NULL;
	return as;
}

json_t *
cli_as(const struct cli *cli, bool *ret_failed)
{
	json_t *as = cli_key(cli, ret_failed);
	return as != NULL || *ret_failed ? as : identity_session();
}

static void
identity_write(const char *path, const char *token)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL || fprintf(file, "%s\n", token) < 0)
		(void)fprintf(stderr, "siaga: %s: %s\n", path, strerror(errno));
	if (file != NULL)
		(void)fclose(file);
}

void
cli_keep_session(const struct command_row *row, json_t *result)
{
	char path[1024];
	const char *token = wire_str(result, "session");
	if (!identity_path(path))
		return; /* show.c prints it */
	if (strcmp(row->name, "unlock") == 0 && token != NULL)
		identity_write(path, token);
	else if (strcmp(row->name, "lock") == 0)
		(void)unlink(path);
}
