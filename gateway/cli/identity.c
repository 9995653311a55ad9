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
#include <unistd.h>

#define IDENTITY_SIZE 256
#define IDENTITY_FILE "siaga-session"
#define IDENTITY_NEW  "siaga-session.new"

/* The first line of an open file, which is closed; false: said why not. */
static bool
identity_first_line(int fd, const char *path, char line[IDENTITY_SIZE])
{
	size_t len = 0;
	ssize_t got = 1;
	while (len < IDENTITY_SIZE - 1 && got > 0) {
		got = read(fd, line + len, IDENTITY_SIZE - 1 - len);
		len += got > 0 ? (size_t)got : 0;
	}
	line[len] = '\0';
	if (got < 0)
		(void)fprintf(stderr, "siaga: %s: %s\n", path, strerror(errno));
	(void)close(fd);
	if (got < 0)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '\0')
		(void)fprintf(stderr, "siaga: %s is empty\n", path);
	return line[0] != '\0';
}

static bool
identity_read(const char *path, char line[IDENTITY_SIZE])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		return identity_first_line(fd, path, line);
	(void)fprintf(stderr, "siaga: %s: %s\n", path, strerror(errno));
	return false;
}

/* --- passphrases --- */

static bool
identity_prompt(const char *what, char line[IDENTITY_SIZE])
{
	int len = cli_read_secret(what, line, IDENTITY_SIZE);
	if (len == -EMSGSIZE)
		(void)fputs(
		    "siaga: a passphrase has at most 128 characters\n", stderr);
	else if (len <= 0)
		(void)fputs("siaga: no passphrase, nothing done\n", stderr);
	return len > 0;
}

static bool
identity_long_enough(const char *line)
{
	if (strlen(line) >= CLI_PASSPHRASE_MIN)
		return true;
	(void)fputs("siaga: a passphrase has 12 characters or more: some words "
		    "that nobody would guess together\n",
	    stderr);
	return false;
}

/* Twice, when it is chosen: a slip would lock its owner out. */
static bool
identity_choose(const char *what, char line[IDENTITY_SIZE])
{
	char again[IDENTITY_SIZE] = "", prompt[96];
	bool typed = isatty(STDIN_FILENO) != 0;
	(void)snprintf(
	    prompt, sizeof(prompt), "%s, 12 characters or more", what);
	for (int tries = 0; tries < 3; tries++) {
		bool good = identity_prompt(prompt, line);
		if (!good || !typed)
			return good;
		good = identity_long_enough(line);
		if (good && !identity_prompt("The same once more", again))
			return false;
		bool same = good && strcmp(line, again) == 0;
		explicit_bzero(again, sizeof(again));
		if (same)
			return true;
		if (good)
			(void)fputs("siaga: these two differ\n", stderr);
	}
	(void)fputs("siaga: nothing was changed\n", stderr);
	return false;
}

/* "Passphrase of sari"; whose is in the command, or it is one's own. */
static bool
identity_passphrase(const struct cli *cli, const struct command_arg *arg,
    json_t *args, char line[IDENTITY_SIZE])
{
	const char *person = json_string_value(json_object_get(args, "person"));
	bool chosen = arg->type == COMMAND_SECRET_NEW;
	char what[56];
	const char *path = cli->passphrase_file;
	if (strcmp(arg->name, "passphrase") != 0) /* another secret */
		return identity_prompt(arg->help, line);
	if (path == NULL)
		path = getenv("SIAGA_PASSPHRASE_FILE");
	if (path != NULL)
		return identity_read(path, line);
	(void)snprintf(what, sizeof(what), "%s%s%.32s",
	    chosen ? "New passphrase" : "Passphrase",
	    person == NULL ? "" : " of ", person == NULL ? "" : person);
	return chosen ? identity_choose(what, line)
		      : identity_prompt(what, line);
}

bool
cli_asks_for(const struct cli *cli, const struct command_arg *arg)
{
	bool secret =
	    arg->type == COMMAND_SECRET || arg->type == COMMAND_SECRET_NEW;
	return secret && !(arg->optional && cli->recovery);
}

bool
cli_passphrase(const struct cli *cli, char ret_line[256])
{
	static const struct command_arg asked = {
	    "passphrase", COMMAND_SECRET, false, IDENTITY_SIZE - 1, ""};
	return identity_passphrase(cli, &asked, NULL, ret_line);
}

bool
cli_ask_secrets(
    const struct cli *cli, const struct command_row *row, json_t *args)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		char line[IDENTITY_SIZE] = "";
		if (!cli_asks_for(cli, a))
			continue;
		bool good = identity_passphrase(cli, a, args, line);
		if (good && strlen(line) > a->max)
			(void)fprintf(stderr,
			    "siaga: a passphrase has at most %zu characters\n",
			    a->max);
		good =
		    good && strlen(line) <= a->max &&
		    json_object_set_new(args, a->name, json_string(line)) == 0;
		explicit_bzero(line, sizeof(line));
		if (!good)
			return false;
	}
	return true;
}

bool
cli_ask_code(json_t *args)
{
	char line[IDENTITY_SIZE];
	int len = cli_read_secret(
	    "Six digits of your second factor", line, sizeof(line));
	bool good = len > 0 &&
		    json_object_set_new(args, "code", json_string(line)) == 0;
	explicit_bzero(line, sizeof(line));
	return good;
}

/* --- the session's token --- */

/*
 * $XDG_RUNTIME_DIR, if it is this user's own and nobody else may write there:
 * otherwise names in it are somebody else's tricks. -1: there is none.
 */
static int
identity_folder(void)
{
	struct stat st;
	const char *path = getenv("XDG_RUNTIME_DIR");
	if (path == NULL || path[0] != '/')
		return -1;
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0 && fstat(dir, &st) == 0 && st.st_uid == geteuid() &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0)
		return dir;
	if (dir >= 0)
		(void)close(dir);
	return -1;
}

/* A file that this user wrote, for this user alone; false: there is none. */
static bool
identity_kept(char line[IDENTITY_SIZE])
{
	struct stat st;
	int dir = identity_folder();
	int fd = dir < 0 ? -1
			 : openat(dir, IDENTITY_FILE,
			       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
				   O_NOCTTY);
	if (dir >= 0)
		(void)close(dir);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	    st.st_uid == geteuid() && (st.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return identity_first_line(fd, IDENTITY_FILE, line);
	(void)close(fd);
	(void)fputs("siaga: $XDG_RUNTIME_DIR/" IDENTITY_FILE
		    " is not what siaga has written; it is left alone\n",
	    stderr);
	return false;
}

/* A new file takes the name of the old one: a link there leads nowhere. */
static int
identity_keep(const char *token)
{
	int dir = identity_folder(), err = 0;
	if (dir < 0)
		return -ENOENT;
	(void)unlinkat(dir, IDENTITY_NEW, 0);
	int fd = openat(dir, IDENTITY_NEW,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || dprintf(fd, "%s\n", token) < 0)
		err = -errno;
	if (fd >= 0 && close(fd) < 0 && err == 0)
		err = -errno;
	if (err == 0 && renameat(dir, IDENTITY_NEW, dir, IDENTITY_FILE) < 0)
		err = -errno;
	if (err < 0)
		(void)unlinkat(dir, IDENTITY_NEW, 0);
	(void)close(dir);
	return err;
}

static json_t *
identity_take(bool got, char line[IDENTITY_SIZE])
{
	json_t *as = got ? json_string(line) : NULL;
	explicit_bzero(line, IDENTITY_SIZE);
	return as;
}

/* The nearest counts: an option, then the terminal's, then the user's. */
json_t *
cli_key(const struct cli *cli, bool *ret_failed)
{
	char line[IDENTITY_SIZE] = "";
	const char *path = cli->key_file;
	if (path == NULL)
		path = getenv("SIAGA_KEY_FILE");
	*ret_failed = false;
	if (!cli->recovery && path == NULL)
		return NULL;
	json_t *key = cli->recovery
			  ? cli_paper_as()
			  : identity_take(identity_read(path, line), line);
	*ret_failed = key == NULL;
	return key;
}

json_t *
cli_as(const struct cli *cli, bool *ret_failed)
{
	char line[IDENTITY_SIZE] = "";
	const char *token = getenv("SIAGA_SESSION");
	const char *path = cli->key_file;
	json_t *as;
	*ret_failed = false;
	if (cli->recovery) {
		as = cli_paper_as();
	} else if (path == NULL && token != NULL && *token != '\0') {
		return json_string(token);
	} else {
		if (path == NULL)
			path = getenv("SIAGA_KEY_FILE");
		if (path == NULL)
			return identity_take(identity_kept(line), line);
		as = identity_take(identity_read(path, line), line);
	}
	*ret_failed = as == NULL;
	return as;
}

json_t *
cli_kept_session(void)
{
	char line[IDENTITY_SIZE] = "";
	return identity_take(identity_kept(line), line);
}

bool
cli_keep_session(const char *token)
{
	int err = identity_keep(token);
	if (err < 0 && err != -ENOENT)
		(void)fprintf(stderr,
		    "siaga: $XDG_RUNTIME_DIR/" IDENTITY_FILE ": %s\n",
		    strerror(-err));
	return err == 0;
}

void
cli_drop_session(void)
{
	int dir = identity_folder();
	if (dir < 0)
		return;
	(void)unlinkat(dir, IDENTITY_FILE, 0);
	(void)close(dir);
}
