/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-notify: delivers webhooks for the core, which signs them. The one
 * program that speaks to the internet, so it has no keys and no database;
 * whoever takes it over can read what passes through, and nothing older.
 */
#include "gateway/lib/child.h"
#include "gateway/lib/harden.h"
#include "gateway/notify/session.h"

#include <stdlib.h>

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

static int
main_run(const char *path)
{
	const struct session_options options = {
	    .path = path, .ca_file = getenv("SSL_CERT_FILE")};
	return session_run(&options);
}

int
main(int argc, char **argv)
{
	const struct child child = {.name = "siaga-notify",
	    .help = main_help,
	    .files = MAIN_FILES,
	    .deny = HARDEN_KERNEL | HARDEN_EXEC | HARDEN_LISTEN |
		    HARDEN_CHANGE | HARDEN_WRITE,
	    .run = main_run};
	return child_main(&child, argc, argv);
}
