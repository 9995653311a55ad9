/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A growing byte buffer that cannot be made without a maximum (curl's dynbuf
 * taught that). Owner: whoever holds the struct; buf_free() returns it to the
 * empty state and accepts a zeroed one. Errors: -ENOMEM, -EMSGSIZE (the
 * maximum would be passed); both leave the content as it was.
 */
#ifndef SIAGA_BUF_H
#define SIAGA_BUF_H

#include "bug.h"

#include <stddef.h>

struct buf {
	char *data; /* always NUL-terminated once something was added */
	size_t len;
	size_t size;
	size_t max; /* bytes of content, terminator not counted */
};

void buf_init(struct buf *, size_t max);
void buf_free(struct buf *);
/* Both wipe what is dropped. */
void buf_clear(struct buf *);
/* Drops the first len bytes. */
void buf_consume(struct buf *, size_t len);
int buf_add(struct buf *, const void *, size_t) MUST_CHECK;
int buf_add_str(struct buf *, const char *) MUST_CHECK;
int buf_printf(struct buf *, const char *format, ...) MUST_CHECK
    __attribute__((format(printf, 2, 3)));

#endif
