/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that fails to order: our own (linked with --wrap), SQLite's and
 * jansson's. Only what the engine asks for counts.
 */
#ifndef FAULT_MEMORY_H
#define FAULT_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

void memory_install(void); /* before SQLite and jansson are used */
/* `count` allocations fail from the nth inside the engine on; 0: none. */
void memory_fail(int64_t nth, int64_t count);
bool memory_failed(void);
int64_t memory_asked(void); /* allocations since memory_fail() */
void memory_inside(bool);   /* for struct world */

#endif
