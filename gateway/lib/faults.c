/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* memmem() */
#include "faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FAULTS_TEXT_MAX 262144
#define FAULTS_LINE_MAX 1024

void
faults_init(struct faults *f)
{
	*f = (struct faults){0};
	buf_init(&f->text, FAULTS_TEXT_MAX);
}

void
faults_free(struct faults *f)
{
	buf_free(&f->text);
}

static void faults_line(struct faults *, const char *file, int line,
    const char *kind, const char *format, va_list)
    __attribute__((format(printf, 5, 0)));

static void
faults_line(struct faults *f, const char *file, int line, const char *kind,
    const char *format, va_list args)
{
	char what[FAULTS_LINE_MAX];
	(void)vsnprintf(what, sizeof(what), format, args);
	if (buf_printf(&f->text, "%s:%d: %s%s\n", file, line, kind, what) < 0)
		return; /* counted all the same */
}

void
faults_add(
    struct faults *f, const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	faults_line(f, file, line, f->lenient ? "warning: " : "", format, args);
	va_end(args);
	if (f->lenient)
		f->warnings++;
	else
		f->count++;
}

void
faults_no_memory(struct faults *f, const char *file)
{
	f->no_memory = true;
	faults_add(f, file, 1, "out of memory");
}

void
faults_warn(
    struct faults *f, const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	faults_line(f, file, line, "warning: ", format, args);
	va_end(args);
	f->warnings++;
}

static bool
faults_has_line(const struct faults *f, const char *line, size_t len)
{
	const char *at = f->text.data;
	for (; at != NULL && *at != '\0'; at += strcspn(at, "\n") + 1)
		if (strncmp(at, line, len) == 0)
			return true;
	return false;
}

void
faults_merge(struct faults *f, const struct faults *other)
{
	const char *line = other->text.data;
	f->no_memory |= other->no_memory;
	for (; line != NULL && *line != '\0'; line += strcspn(line, "\n") + 1) {
		size_t len = strcspn(line, "\n") + 1;
		if (faults_has_line(f, line, len))
			continue;
		bool warning = memmem(line, len, ": warning: ", 11) != NULL;
		/* where there is no room they are counted all the same */
		bool fits = buf_add(&f->text, line, len) == 0;
		(void)fits;
		f->count += !warning;
		f->warnings += warning;
	}
	if (other->count > 0 && f->count == 0)
		f->count = other->count; /* no room for its words */
}
