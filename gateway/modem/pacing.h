/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libGammu sleeps 0.1 + 0.5 + 0.1 s within each send so that slow modems keep
 * up. What it wants is a line that has gone quiet; so its long sleeps end as
 * soon as everything we said has left and nothing has come for quiet_ms.
 * Done by a usleep() of our own, which the dynamic linker prefers to the
 * C library's; its short sleeps (below PACING_LEAST_MS, in its reading
 * loops) stay as they are.
 */
#ifndef SIAGA_MODEM_PACING_H
#define SIAGA_MODEM_PACING_H

#include <stdbool.h>

#define PACING_LEAST_MS 50
#define PACING_QUIET_MS 15 /* as shipped; the configuration may raise it */

/* The line that is open: in is read, out written; -1: none, sleep in full. */
void pacing_line(int in, int out);
void pacing_quiet(int quiet_ms);
/* Has libGammu called our usleep() since the start? */
bool pacing_in_force(void);

#endif
