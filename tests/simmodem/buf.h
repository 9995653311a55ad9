/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A growable byte string, always followed by a NUL.  Owns its memory;
 * running out of memory ends the program, which is a test tool.
 */
#ifndef SIMMODEM_BUF_H
#define SIMMODEM_BUF_H

#include <stddef.h>

struct buf {
	char *data; /* NULL while nothing was ever added */
	size_t len;
	size_t cap;
};

void *xcalloc(size_t n, size_t size);
char *xstrdup(const char *s);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_hex(struct buf *b, const void *p, size_t n);
/* The text, also when nothing was ever added. */
const char *buf_str(const struct buf *b);
/* Forgets the first n bytes. */
void buf_drop(struct buf *b, size_t n);
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif
