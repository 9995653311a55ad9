/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "log.h"

#include "buf.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOG_LINE_MAX 4096

static const char *log_program = "siaga";
static enum log_level log_least = LOG_INFO_LEVEL;
static void (*log_sink)(const char *line, void *arg);
static void *log_sink_arg;

void
log_open(const char *program, enum log_level least)
{
	log_program = program;
	log_least = least;
}

void
log_capture(void (*sink)(const char *line, void *arg), void *arg)
{
	log_sink = sink;
	log_sink_arg = arg;
}

static bool
log_plain(const char *text)
{
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text == '"' || *text == '=' ||
		    *text == '\\' || *text > '~')
			return false;
	return true;
}

static int
log_add_quoted(struct buf *line, const char *text)
{
	int err = buf_add(line, "\"", 1);
	for (; err == 0 && *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			err = buf_printf(line, "\\%c", c);
		else if (c < ' ' || c > '~')
			err = buf_printf(line, "\\x%02x", c);
		else
			err = buf_add(line, text, 1);
	}
	return err < 0 ? err : buf_add(line, "\"", 1);
}

static int
log_add_field(struct buf *line, const struct log_field *field)
{
	int err = buf_printf(line, " %s=", field->key);
	if (err < 0)
		return err;
	if (field->text == NULL)
		return buf_printf(line, "%" PRId64, field->number);
	if (log_plain(field->text))
		return buf_add_str(line, field->text);
	return log_add_quoted(line, field->text);
}

static int
log_add_head(struct buf *line, enum log_level level, const char *event)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	struct timespec now = {0};
	struct tm utc = {0};
	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &utc);
	return buf_printf(line,
	    "ts=%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ level=%s prog=%s event=%s",
	    utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
	    utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000, names[level],
	    log_program, event);
}

void
log_write(
    enum log_level level, const char *event, const struct log_field *field)
{
	if (level < log_least)
		return;
	struct buf line;
	buf_init(&line, LOG_LINE_MAX);
	int err = log_add_head(&line, level, event);
	for (; err == 0 && field->key != NULL; field++)
		if (strcmp(field->key, "-") != 0)
			err = log_add_field(&line, field);
	if (line.data != NULL && log_sink != NULL) {
		log_sink(line.data, log_sink_arg);
	} else if (line.data != NULL) {
		/* One write a line: several programs share the stream. */
		if (buf_add(&line, "\n", 1) < 0)
			line.data[line.len - 1] = '\n';
		ssize_t done = write(STDERR_FILENO, line.data, line.len);
		(void)done; /* nowhere to complain */
	}
	buf_free(&line);
}
