/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A box made again from its backups, while siagad does not run. What was
 * erased, by any list that is to be found, opens for nobody before the box
 * serves; nothing that was on its way to a reporter leaves; no number is
 * known.
 *
 * Errors: -EBUSY siagad runs; -EEXIST there is a box here already; -ESTALE
 * the file of keys is older than one that was made since; -ENOENT a file is
 * missing; -EINVAL files of several boxes, or that do not belong together;
 * -EACCES the passphrase or key is not the right one; -EBADMSG, -EPROTO the
 * files are damaged, or newer than this program; others of the disk.
 */
#ifndef SIAGA_RESTORE_H
#define SIAGA_RESTORE_H

#include "../lib/bug.h"

#include <stdbool.h>
#include <stdint.h>

struct restore_order {
	const char *state_dir;
	const char *from;    /* the folder of the backups */
	const char *person;  /* "": the secret is a key as text */
	const char *secret;  /* that person's passphrase, or the key */
	uint64_t generation; /* the newest that the office knows of; 0: none */
	bool force; /* over what is there; with an older file of keys */
	int64_t now_s;
};

/* *ret_why: in words, static. */
int restore_run(const struct restore_order *, const char **ret_why) MUST_CHECK;
/* A start looks at what a restore has left: -EPROTO if it was cut short. */
int restore_left(const char *state_dir, const char **ret_why) MUST_CHECK;

#endif
