/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "buf.h"

#include "wipe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){.max = b->max};
}

void
buf_clear(struct buf *b)
{
	if (b->data != NULL)
		wipe(b->data, b->len);
	b->len = 0;
}

void
buf_consume(struct buf *b, size_t len)
{
	BUG_IF(len > b->len);
	if (len == 0)
		return;
	b->len -= len;
	memmove(b->data, b->data + len, b->len + 1);
	wipe(b->data + b->len + 1, len);
}

static int
buf_reserve(struct buf *b, size_t more)
{
	if (more > b->max || b->len > b->max - more)
		return -EMSGSIZE;
	size_t need = b->len + more + 1;
	if (need <= b->size)
		return 0;
	size_t size = b->size < 64 ? 64 : b->size;
	while (size < need)
		size *= 2;
	char *data = realloc(b->data, size);
	if (data == NULL)
		return -ENOMEM;
	b->data = data;
	b->size = size;
	return 0;
}

int
buf_add(struct buf *b, const void *bytes, size_t len)
{
	int err = buf_reserve(b, len);
	if (err < 0)
		return err;
	if (len > 0)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_add_str(struct buf *b, const char *text)
{
	return buf_add(b, text, strlen(text));
}

int
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return -EINVAL;
	int err = buf_reserve(b, (size_t)len);
	if (err < 0)
		return err;
	va_start(args, format);
	(void)vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
	va_end(args);
	b->len += (size_t)len;
	return 0;
}
