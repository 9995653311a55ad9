/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga-web's loop, for its main(). */
#ifndef SIAGA_WEB_RUN_H
#define SIAGA_WEB_RUN_H

#include "gateway/lib/bug.h"

/*
 * path: the core's socket, to which it connects again whenever it is gone;
 * NULL: the spawned one, with which it ends. The exit status, or -EBADF: not
 * spawned; -EPROTO: the core speaks another version; -EIO: no randomness.
 */
int web_run(const char *path) MUST_CHECK;

#endif
