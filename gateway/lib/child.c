/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "child.h"

#include "harden.h"
#include "link.h"
#include "log.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

static const struct option child_options[] = {
    {"connect", required_argument, NULL, 'c'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};

static int
child_read_options(
    const struct child *c, int argc, char **argv, const char **path)
{
	int option;
	while (
	    (option = getopt_long(argc, argv, "", child_options, NULL)) != -1) {
		switch (option) {
		case 'c':
			*path = optarg;
			break;
		case 'h':
			(void)fputs(c->help, stdout);
			return EX_OK;
		case 'v':
			(void)printf("%s %s\n", c->name, SIAGA_VERSION);
			return EX_OK;
		default:
			return EX_USAGE;
		}
	}
	if (optind == argc)
		return CHILD_GO_ON;
	(void)fprintf(
	    stderr, "%s: what is \"%s\"? See --help.\n", c->name, argv[optind]);
	return EX_USAGE;
}

/* Reports pass through our memory: it must not end up in a file (I10). */
static int
child_close_up(const struct child *c, const char *path)
{
	const struct harden_limits limits = {
	    .keep_fds = path == NULL ? LINK_SPAWN_FD + 1 : LINK_SPAWN_FD,
	    .files = c->files};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int err = harden_start(&limits);
	if (err == 0 && (sigaction(SIGPIPE, &ignore, NULL) < 0 ||
			    unsetenv("SSLKEYLOGFILE") < 0)) /* TLS keys */
		err = -errno;
	if (err == 0)
		harden_deny_or_warn(c->deny);
	return err;
}

int
child_status(int err)
{
	switch (err) {
	case -EBADF:
	case -EPIPE:
	case -ETIMEDOUT:
		return EX_UNAVAILABLE;
	case -EPROTO:
		return EX_PROTOCOL;
	default:
		return err >= 0 ? err : EX_OSERR;
	}
}

int
child_main(const struct child *c, int argc, char **argv)
{
	const char *path = NULL;
	int status = child_read_options(c, argc, argv, &path);
	if (status != CHILD_GO_ON)
		return status;
	log_open(c->name, LOG_INFO_LEVEL);
	int err = child_close_up(c, path);
	if (err == 0)
		err = c->run(path);
	if (err == -EBADF)
		(void)fprintf(stderr,
		    "%s: no siagad on file descriptor 3; siagad starts this "
		    "program. See --help.\n",
		    c->name);
	else if (err < 0)
		log_error("child.failed", LOG_S("cause", strerror(-err)));
	return child_status(err);
}
