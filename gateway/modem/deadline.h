/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A limit on calls that have none of their own: libGammu waits for ever when
 * a modem chatters, and its write loop does when a tty takes no byte
 * (facts/libgammu.md 0.7, 0.8). One call at a time, one thread.
 *
 * While armed, a timer looks at the tty every DEADLINE_TICK_MS. When it has
 * hung up, or a limit has passed, `abort_call` is called once, from the
 * signal handler: it may only set a flag. A call that is still there
 * DEADLINE_GRACE_MS later cannot be ended by anything but the end of this
 * process: the last words are written and it exits with EX_TEMPFAIL (75).
 */
#ifndef SIAGA_MODEM_DEADLINE_H
#define SIAGA_MODEM_DEADLINE_H

#include "gateway/lib/bug.h"

#include <stddef.h>
#include <stdint.h>

#define DEADLINE_TICK_MS  250
#define DEADLINE_GRACE_MS 1500 /* libGammu's longest sleep is 0.5 s */
#define DEADLINE_EXIT     75

/* Once, before the first deadline_arm(). */
int deadline_setup(void) MUST_CHECK;

/* fd: whose hang-up also ends the call, -1: none. */
void deadline_arm(
    int limit_ms, int fd, void (*abort_call)(void *arg), void *arg);
/*
 * The call has come a step further: besides the limit of all, the next step
 * must come within this. A lost reply is found out so, a long listing is not
 * cut off.
 */
void deadline_step(int limit_ms);
/* The descriptor to watch, when it is known only after arming. */
void deadline_watch(int fd);
/*
 * No more ticks, only the limit: a signal cuts libGammu's sleeps short, and
 * between prompt and Ctrl-Z some modems need them.
 */
void deadline_hush(void);
void deadline_disarm(void);

/*
 * What is written to fd before the exit; borrowed until changed, NULL: none.
 */
void deadline_last_words(int fd, const char *line);

/* Milliseconds that never go back. */
int64_t deadline_now_ms(void);

#endif
