/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memory.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
char *__real_strdup(const char *);
void *__wrap_malloc(size_t);
void *__wrap_calloc(size_t, size_t);
void *__wrap_realloc(void *, size_t);
char *__wrap_strdup(const char *);

static struct {
	bool inside, failed;
	int64_t asked, nth, count;
} memory;

static sqlite3_mem_methods memory_sqlite;

static bool
memory_fails(void)
{
	if (!memory.inside)
		return false;
	memory.asked++;
	bool fails = memory.nth != 0 && memory.asked >= memory.nth &&
		     memory.asked < memory.nth + memory.count;
	memory.failed |= fails;
	return fails;
}

void *
__wrap_malloc(size_t size)
{
	return memory_fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return memory_fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return memory_fails() ? NULL : __real_realloc(old, size);
}

char *
__wrap_strdup(const char *text)
{
	return memory_fails() ? NULL : __real_strdup(text);
}

static void *
memory_sqlite_malloc(int size)
{
	return memory_fails() ? NULL : memory_sqlite.xMalloc(size);
}

static void *
memory_sqlite_realloc(void *old, int size)
{
	return memory_fails() ? NULL : memory_sqlite.xRealloc(old, size);
}

void
memory_install(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory_sqlite);
	sqlite3_mem_methods ours = memory_sqlite;
	ours.xMalloc = memory_sqlite_malloc;
	ours.xRealloc = memory_sqlite_realloc;
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
	json_set_alloc_funcs(__wrap_malloc, free);
}

void
memory_fail(int64_t nth, int64_t count)
{
	memory.nth = nth;
	memory.count = count;
	memory.asked = 0;
	memory.failed = false;
}

bool
memory_failed(void)
{
	return memory.failed;
}

int64_t
memory_asked(void)
{
	return memory.asked;
}

void
memory_inside(bool inside)
{
	memory.inside = inside;
}
