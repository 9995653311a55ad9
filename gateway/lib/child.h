/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the mains of siaga-notify and siaga-web share: they serve one siagad,
 * which has spawned them or on whose socket they connect.
 */
#ifndef SIAGA_CHILD_H
#define SIAGA_CHILD_H

#include "bug.h"

#define CHILD_GO_ON (-1)

struct child {
	const char *name, *help;
	unsigned files; /* that may be open at a time */
	unsigned deny;  /* bits of enum harden_deny */
	/* Serves; path: where to connect, NULL: spawned. -errno, or an exit
	 * status. */
	int (*run)(const char *path);
};

/*
 * All of main(): reads --connect, --help and --version, gives up what is not
 * needed, runs. Returns the exit status.
 */
int child_main(const struct child *, int argc, char **argv) MUST_CHECK;

/* The exit status of such a program: err is a -errno, or a status already. */
int child_status(int err);

#endif
