/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-web: the officers' board, for browsers, and the API. It speaks to
 * strangers, so it has no keys, no database and no way to call anybody; whoever
 * takes it over can read what passes through, as long as it does.
 */
#include "gateway/lib/harden.h"
#include "gateway/lib/link.h"
#include "gateway/lib/log.h"
#include "gateway/web/run.h"

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

#define MAIN_FILES 640 /* 512 connections, and what libraries open */

static const char main_help[] =
    "Usage: siaga-web [--connect PATH]\n"
    "Serves Siaga's board and its API over HTTP. siagad starts it, or systemd\n"
    "with --connect; it is of no use alone. Where it listens siagad tells it:\n"
    "[web] in siaga.conf.\n"
    "\n"
    "  --connect PATH  serve the siagad that listens on this Unix socket and\n"
    "                  connect again whenever it is gone; without it, serve\n"
    "                  the one on file descriptor 3 and end with it\n"
    "  --help          show this help and exit\n"
    "  --version       show the version and exit\n"
    "\n"
    "Exit status: 0 when siagad has gone, 64 for wrong usage, 69 when there\n"
    "is no siagad, 75 to be started anew (siagad says to listen elsewhere, or\n"
    "could not be obeyed), 76 when it speaks another version, 71 for other\n"
    "faults.\n";

static const struct option main_options[] = {
    {"connect", required_argument, NULL, 'c'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};

/* -1: go on; otherwise the exit status. */
static int
main_read_options(int argc, char **argv, const char **path)
{
	int option;
	while (
	    (option = getopt_long(argc, argv, "", main_options, NULL)) != -1) {
		switch (option) {
		case 'c':
			*path = optarg;
			break;
		case 'h':
			(void)fputs(main_help, stdout);
			return EX_OK;
		case 'v':
			(void)puts("siaga-web " SIAGA_VERSION);
			return EX_OK;
		default:
			return EX_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	(void)fprintf(
	    stderr, "siaga-web: what is \"%s\"? See --help.\n", argv[optind]);
	return EX_USAGE;
}

/* Reports pass through our memory: it must not end up in a file (I10). */
static int
main_close_up(const char *path)
{
	const struct harden_limits limits = {
	    .keep_fds = path == NULL ? LINK_SPAWN_FD + 1 : LINK_SPAWN_FD,
	    .files = MAIN_FILES};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int err = harden_start(&limits);
	if (err == 0 && (sigaction(SIGPIPE, &ignore, NULL) < 0 ||
			    unsetenv("SSLKEYLOGFILE") < 0)) /* TLS keys */
		err = -errno;
	if (err == 0)
		harden_deny_or_warn(
		    HARDEN_KERNEL | HARDEN_EXEC | HARDEN_CHANGE | HARDEN_WRITE);
	return err;
}

static int
main_status(int err)
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
main(int argc, char **argv)
{
	const char *path = NULL;
	int status = main_read_options(argc, argv, &path);
	if (status >= 0)
		return status;
	log_open("siaga-web", LOG_INFO_LEVEL);
	int err = main_close_up(path);
	if (err == 0)
		err = web_run(path);
	if (err == -EBADF)
		(void)fputs("siaga-web: no siagad on file descriptor 3;"
			    " siagad starts this program. See --help.\n",
		    stderr);
	else if (err < 0)
		log_error("web.failed", LOG_S("cause", strerror(-err)));
	return main_status(err);
}
