/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-notify's conversation with the core: takes notify.post, answers at
 * once, and later tells what became of it with notify.done, which is kept and
 * told again until the core has answered it.
 *
 * It decides nothing: when to try again, and what an answer means, the core
 * knows. It holds no key and no state that a restart would miss: what was in
 * flight then is simply posted again by the core, with the same webhook-id.
 */
#ifndef SIAGA_SESSION_H
#define SIAGA_SESSION_H

#include "gateway/lib/bug.h"

struct session_options {
	const char *path;    /* the core's socket; NULL: the spawned one */
	const char *ca_file; /* as for posts_open() */
};

/*
 * Serves until the core is gone, then returns 0; with a path it connects
 * again instead and never does. -EBADF: not spawned; -EPROTO: the core speaks
 * another version; -EIO, -ENOMEM: better started anew.
 */
int session_run(const struct session_options *options) MUST_CHECK;

#endif
