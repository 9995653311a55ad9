/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where siaga-web listens, and which names it answers to. Errors are names
 * for the core's log (siaga doctor shows them), static; NULL: none.
 */
#ifndef SIAGA_WEB_LISTENER_H
#define SIAGA_WEB_LISTENER_H

#include "gateway/web/screen.h"

#include <stdbool.h>

struct listener {
	int fd;
	int port;      /* the real one, where 0 was asked for */
	bool loopback; /* nobody but this machine reaches it */
	char host[50]; /* the address as a Host header has it */
};

/* "127.0.0.1:8080", "[::1]:8080". *ret is only set without an error. */
const char *listener_open(const char *listen, struct listener *ret);
/*
 * hostnames: names with blanks or commas between. The names point into *text,
 * which is to be free()d after them.
 */
const char *listener_names(const char *hostnames, const struct listener *,
    char **text, struct screen_names *ret);

#endif
