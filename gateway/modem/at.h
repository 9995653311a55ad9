/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A single AT command on the line that libGammu opened, while no call of
 * libGammu is under way. For what libGammu cannot do safely: remove a message
 * that it cannot decode, compare it first, pick the store, ask for the PIN
 * state without waiting for the next full second.
 */
#ifndef SIAGA_MODEM_AT_H
#define SIAGA_MODEM_AT_H

#include "gateway/lib/bug.h"

#include <stdbool.h>

/* The line; in and out are the same for a tty, two for a pipe. -1: none. */
struct at_port {
	int in, out;
};

/* Gets each line of the reply, without its end; also unasked ones. */
typedef void at_line_fn(void *arg, const char *line);

/*
 * 0 once the line has been quiet for the time that the rest of a line takes,
 * 1 as soon as there is something to read, -EPIPE.
 */
int at_quiet(const struct at_port *) MUST_CHECK;

/*
 * Writes the command (without "\r") and reads to its final result. 0: OK.
 * -EIO: refused, with the number of +CME or +CMS ERROR (0: none) in
 * *ret_code (may be NULL). -ETIMEDOUT, -EPIPE: open the line anew.
 */
int at_command(const struct at_port *, const char *command, int limit_ms,
    at_line_fn *on_line, void *arg, int *ret_code) MUST_CHECK;

/*
 * The same for ATD...;, which has results of its own. -EBUSY: BUSY;
 * -ECONNREFUSED: NO CARRIER, NO DIALTONE; -ENODATA: NO ANSWER. Some modems say
 * nothing until the call is taken or over, and take any byte for its end.
 */
int at_dial(const struct at_port *, const char *command, int limit_ms,
    at_line_fn *on_line, void *arg) MUST_CHECK;

/* Takes the lines that are there, each to its end. 0, -EPIPE. */
int at_listen(
    const struct at_port *, at_line_fn *on_line, void *arg) MUST_CHECK;

#endif
