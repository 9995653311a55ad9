/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * free() and realloc() of the whole program, libraries included: the dynamic
 * linker takes a program's own before the C library's. A block is wiped
 * before the heap has it back, and one that moves leaves nothing behind.
 *
 * Not with a sanitizer, which has an allocator of its own, and not where the
 * C library does not offer what stands below its free().
 */
#include "harden.h"

#if defined(__GLIBC__) && !HARDEN_SANITIZED

#include "wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define WIPE_GROWN_MAX 16
#define WIPE_WORD      6 /* characters; no caller's number is shorter */

void __libc_free(void *);

static bool wipe_watching, wipe_watched; /* by programs of one thread alone */
static void *wipe_blocks[WIPE_GROWN_MAX];

static void
wipe_forget(const void *block)
{
	for (size_t i = 0; i < WIPE_GROWN_MAX; i++)
		if (wipe_blocks[i] == block)
			wipe_blocks[i] = NULL;
}

static void
wipe_remember(void *block)
{
	size_t i = 0;
	while (i < WIPE_GROWN_MAX - 1 && wipe_blocks[i] != NULL)
		i++;
	wipe_blocks[i] = block;
}

void
wipe_watch(bool on)
{
	wipe_watching = on;
	wipe_watched = true;
}

/* Text alone: no number of the library's own looks like so much of it. */
static void
wipe_words(char *at, size_t size)
{
	size_t run = 0;
	for (size_t i = 0; i <= size; i++) {
		if (i < size && at[i] >= ' ' && at[i] <= '~') {
			run++;
			continue;
		}
		if (run >= WIPE_WORD)
			memset(at + i - run, '.', run);
		run = 0;
	}
}

void
wipe_grown(void)
{
	for (size_t i = 0; i < WIPE_GROWN_MAX; i++)
		if (wipe_blocks[i] != NULL)
			wipe_words(
			    wipe_blocks[i], malloc_usable_size(wipe_blocks[i]));
}

void
free(void *block)
{
	if (block == NULL)
		return;
	if (wipe_watched)
		wipe_forget(block);
	wipe(block, malloc_usable_size(block));
	__libc_free(block);
}

void *
realloc(void *block, size_t size)
{
	size_t have = block == NULL ? 0 : malloc_usable_size(block);
	if (block != NULL && size == 0) { /* as glibc does */
		free(block);
		return NULL;
	}
	if (block != NULL && size <= have && size >= have / 2) {
		wipe((char *)block + size, have - size);
		return block;
	}
	/* Some grow by single bytes. */
	void *moved = malloc(size > have ? size + have / 4 : size);
	if (moved == NULL)
		return NULL;
	if (have > 0)
		memcpy(moved, block, have < size ? have : size);
	free(block);
	if (wipe_watching)
		wipe_remember(moved);
	return moved;
}

#else

typedef int wipe_heap_is_not_here; /* a file must have something */

#endif
