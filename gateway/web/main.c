/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-web: the officers' board, for browsers, the API, and the gates by which
 * aggregators hand over USSD sessions. It speaks to strangers, so it has no
 * keys, no database and no way to call anybody; whoever takes it over can read
 * what passes through, as long as it does.
 */
#include "gateway/lib/child.h"
#include "gateway/lib/harden.h"
#include "gateway/web/run.h"

/* 512 + 1280 connections, and what libraries open */
#define MAIN_FILES HARDEN_FILES_MOST

static const char main_help[] =
    "Usage: siaga-web [--connect PATH]\n"
    "Serves Siaga's board and its API over HTTP, and takes USSD sessions from\n"
    "aggregators. siagad starts it, or systemd with --connect; it is of no "
    "use\n"
    "alone. Where it listens siagad tells it: [web] and [ussd] in siaga.conf.\n"
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

int
main(int argc, char **argv)
{
	const struct child child = {.name = "siaga-web",
	    .help = main_help,
	    .files = MAIN_FILES,
	    .deny = HARDEN_KERNEL | HARDEN_EXEC | HARDEN_CHANGE | HARDEN_WRITE,
	    .run = web_run};
	return child_main(&child, argc, argv);
}
