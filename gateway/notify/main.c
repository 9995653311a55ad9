/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-notify: delivers webhooks for the core, which signs them. The one
 * program that speaks to the internet, so it has no keys and no database;
 * whoever takes it over can read what passes through, and nothing older.
 */
#include "gateway/lib/harden.h"
#include "gateway/lib/link.h"
#include "gateway/lib/log.h"
#include "gateway/notify/session.h"

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

#define MAIN_FILES                                                             \
	256 /* 16 posts with what a resolver opens, and idle ones              \
	     */

static const char main_help[] =
    "Usage: siaga-notify [--connect PATH]\n"
    "Delivers Siaga's webhooks over HTTPS. siagad starts it, or systemd with\n"
    "--connect; it is of no use alone.\n"
    "\n"
    "  --connect PATH  serve the siagad that listens on this Unix socket and\n"
    "                  connect again whenever it is gone; without it, serve\n"
    "                  the one on file descriptor 3 and end with it\n"
    "  --help          show this help and exit\n"
    "  --version       show the version and exit\n"
    "\n"
    "Environment:\n"
    "  SSL_CERT_FILE   certificates to trust instead of the system's\n"
    "\n"
    "Exit status: 0 when siagad has gone, 64 for wrong usage, 69 when there\n"
    "is no siagad, 76 when it speaks another version, 71 for other faults.\n";

static const struct option main_options[] = {
    {"connect", required_argument, NULL, 'c'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};

/* -1: go on; otherwise the exit status. */
static int
main_read_options(int argc, char **argv, struct session_options *options)
{
	int option;
	while (
	    (option = getopt_long(argc, argv, "", main_options, NULL)) != -1) {
		switch (option) {
		case 'c':
			options->path = optarg;
			break;
		case 'h':
			(void)fputs(main_help, stdout);
			return EX_OK;
		case 'v':
			(void)puts("siaga-notify " SIAGA_VERSION);
			return EX_OK;
		default:
			return EX_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	(void)fprintf(stderr, "siaga-notify: what is \"%s\"? See --help.\n",
	    argv[optind]);
	return EX_USAGE;
}

/* Reports pass through our memory: it must not end up in a file (I10). */
static int
main_close_up(const struct session_options *options)
{
	const struct harden_limits limits = {.keep_fds = options->path == NULL
							     ? LINK_SPAWN_FD + 1
							     : LINK_SPAWN_FD,
	    .files = MAIN_FILES};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int err = harden_start(&limits);
	if (err == 0 &&
	    (sigaction(SIGPIPE, &ignore, NULL) < 0 ||
		unsetenv("SSLKEYLOGFILE") < 0)) /* libcurl: TLS keys */
		err = -errno;
	if (err == 0)
		harden_deny_or_warn(HARDEN_KERNEL | HARDEN_EXEC |
				    HARDEN_LISTEN | HARDEN_CHANGE |
				    HARDEN_WRITE);
	return err;
}

static int
main_status(int err)
{
	switch (err) {
	case 0:
		return EX_OK;
	case -EBADF:
	case -EPIPE:
	case -ETIMEDOUT:
		return EX_UNAVAILABLE;
	case -EPROTO:
		return EX_PROTOCOL;
	default:
		return EX_OSERR;
	}
}

int
main(int argc, char **argv)
{
	struct session_options options = {.ca_file = getenv("SSL_CERT_FILE")};
	int status = main_read_options(argc, argv, &options);
	if (status >= 0)
		return status;
	log_open("siaga-notify", LOG_INFO_LEVEL);
	int err = main_close_up(&options);
	if (err == 0)
		err = session_run(&options);
	if (err == -EBADF)
		(void)fputs("siaga-notify: no siagad on file descriptor 3;"
			    " siagad starts this program. See --help.\n",
		    stderr);
	else if (err < 0)
		log_error("notify.failed", LOG_S("cause", strerror(-err)));
	return main_status(err);
}
