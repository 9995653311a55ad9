/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * free() and realloc() as the programs have them (wipe_heap.c is linked), and
 * what buffers that stay forget.
 */
#include "gateway/lib/buf.h"
#include "gateway/lib/harden.h"
#include "gateway/lib/wipe.h"
#include "gateway/lib/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STORY     "nobody may find these words again"
#define HEAP_OWN  32 /* bytes of a free block that the heap itself writes */
#define STEPS     20000
#define LARGE_MAX 300000 /* such blocks have a mapping of their own */

/* Where a block was, for looking into it when it is free. */
static volatile uintptr_t was;

static bool
still_there(size_t size)
{
	const volatile char *at = (const volatile char *)was;
	size_t same = 0;
	for (size_t i = HEAP_OWN; i < size; i++)
		if (at[i] == 'x')
			same++;
	return same != 0;
}

static char *
block_of(size_t size)
{
	char *block = malloc(size);
	assert_non_null(block);
	memset(block, 'x', size);
	return block;
}

static void
what_is_freed_is_wiped(void **state)
{
	(void)state;
	if (HARDEN_SANITIZED)
		skip();
	for (size_t size = 64; size < 65536; size *= 3) {
		char *block = block_of(size);
		was = (uintptr_t)block;
		free(block);
		assert_false(still_there(size));
	}
	free(NULL);
}

static void
what_moves_leaves_nothing(void **state)
{
	(void)state;
	if (HARDEN_SANITIZED)
		skip();
	char *block = block_of(1000);
	was = (uintptr_t)block;
	char *moved = realloc(block, 50000);
	assert_non_null(moved);
	assert_false(still_there(1000));
	char *smaller = realloc(moved, 900);
	assert_non_null(smaller);
	for (size_t i = 0; i < 900; i++)
		assert_int_equal(smaller[i], 'x');
	free(smaller);
}

/* Against the plain rule: the first bytes stay, whatever the sizes. */
static void
realloc_keeps_what_it_should(void **state)
{
	(void)state;
	uint32_t random = 1;
	unsigned char *block = NULL;
	size_t size = 0;
	for (unsigned step = 0; step < STEPS; step++) {
		random = random * 1664525u + 1013904223u;
		size_t most = step % 50 == 0 ? LARGE_MAX : 700;
		size_t next = 1 + (random >> 8) % most;
		unsigned char *now = realloc(block, next);
		assert_non_null(now);
		for (size_t i = 0; i < size && i < next; i++)
			assert_int_equal(now[i], (i * 7 + size) & 0xff);
		for (size_t i = 0; i < next; i++)
			now[i] = (unsigned char)(i * 7 + next);
		block = now;
		size = next;
	}
	free(block);
}

static void
text_of_a_watched_block_goes(void **state)
{
	(void)state;
	static const char line[] = "+CMGL: 1\r\n0791261\r\n\1\0\0\0ab";
	static const char dots[] = "........\r\n.......\r\n\1\0\0\0ab";
	if (HARDEN_SANITIZED)
		skip();
	wipe_watch(true);
	char *watched = realloc(block_of(1), sizeof(line));
	wipe_watch(false);
	char *other = realloc(block_of(1), sizeof(line));
	assert_non_null(watched);
	assert_non_null(other);
	memcpy(watched, line, sizeof(line));
	memcpy(other, line, sizeof(line));
	wipe_grown();
	assert_memory_equal(watched, dots, sizeof(line));
	assert_memory_equal(other, line, sizeof(line));
	free(watched);
	wipe_grown(); /* it is forgotten */
	free(other);
}

static void
buffers_forget_what_was_taken(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 1000);
	assert_int_equal(buf_add_str(&b, STORY "rest"), 0);
	buf_consume(&b, strlen(STORY));
	assert_string_equal(b.data, "rest");
	for (size_t i = b.len; i < b.size && i <= strlen(STORY); i++)
		assert_int_equal(b.data[i], 0);
	buf_clear(&b);
	assert_int_equal(b.data[1], 0);
	buf_free(&b);
}

static void
lines_do_not_stay_in_the_reader(void **state)
{
	(void)state;
	static const char two[] = STORY "\n" STORY "\nhalf";
	struct wire_reader r;
	const char *line;
	size_t len;
	wire_reader_init(&r);
	assert_int_equal(wire_reader_feed(&r, two, strlen(two)), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_memory_equal(line, STORY, len);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	assert_string_equal(r.pending.data, "half");
	for (size_t i = 4; i < strlen(two); i++)
		assert_int_equal(r.pending.data[i], 0);
	assert_int_equal(wire_reader_feed(&r, "\n", 1), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_int_equal(len, 4);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	assert_int_equal(r.pending.data[0], 0);
	wire_reader_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_freed_is_wiped),
	    cmocka_unit_test(what_moves_leaves_nothing),
	    cmocka_unit_test(realloc_keeps_what_it_should),
	    cmocka_unit_test(text_of_a_watched_block_goes),
	    cmocka_unit_test(buffers_forget_what_was_taken),
	    cmocka_unit_test(lines_do_not_stay_in_the_reader),
	};
	wipe_stack();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
