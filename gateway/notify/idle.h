/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that a program which mostly waits need not hold. libcurl brings 30
 * libraries; what they run once at start stays mapped for weeks otherwise.
 */
#ifndef SIAGA_IDLE_H
#define SIAGA_IDLE_H

/*
 * Returns unused heap, and program text that the file on disk can give back
 * (8.5 MiB become 2.4 on Debian 12). Costs the next delivery a few hundred
 * page faults, about a millisecond. Nothing fails: at worst nothing is saved.
 */
void idle_shrink(void);

#endif
