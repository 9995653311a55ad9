/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "faults.h"

#include <stdarg.h>
#include <stdio.h>

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
