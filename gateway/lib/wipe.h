/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a person wrote stays in memory no longer than it is worked on: a box
 * that is seized while it runs is read as well (design 6).
 *
 * The heap needs no calls: programs are linked with wipe_heap.c, which wipes
 * every block when it is freed, also within the libraries. Blocks that stay
 * and static buffers are wiped by their owners, with wipe().
 */
#ifndef SIAGA_WIPE_H
#define SIAGA_WIPE_H

#include <stdbool.h>
#include <stddef.h>

/* Zeros that no compiler leaves out. */
void wipe(void *, size_t);

/*
 * The dead stack below the caller, and registers: what functions that have
 * returned left there. For the end of a turn.
 */
void wipe_stack(void);

/*
 * For a library that keeps what it read in a buffer which grows: while
 * watching, blocks that realloc() made are remembered, a few and as long as
 * they live. wipe_grown() makes dots of the text in them; ends of lines stay,
 * so that whoever has half a line in there has a strange line and no worse. For
 * one thread. Without wipe_heap.c nothing happens.
 */
void wipe_watch(bool);
void wipe_grown(void);

#endif
