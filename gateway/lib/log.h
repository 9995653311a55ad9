/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Logging in logfmt, one line an event, to stderr. The interface is typed on
 * purpose: there is no format string, so nobody can log a text or a number of
 * a person by accident (I10). String values are for our own words (names from
 * the configuration, error names, codes of reports); anything but printable
 * ASCII in them is shown as \xNN, so that no value can break a line or a
 * terminal.
 *
 *	log_info("modem.ready", LOG_S("modem", name), LOG_I("used", used));
 */
#ifndef SIAGA_LOG_H
#define SIAGA_LOG_H

#include <stdint.h>

enum log_level {
	LOG_DEBUG_LEVEL,
	LOG_INFO_LEVEL,
	LOG_WARN_LEVEL,
	LOG_ERROR_LEVEL
};

struct log_field {
	const char *key;
	const char *text; /* NULL: the number counts */
	int64_t number;
};

#define LOG_S(key, text)                                                       \
	{                                                                      \
		(key), (text) != NULL ? (text) : "", 0                         \
	}
#define LOG_I(key, number)                                                     \
	{                                                                      \
		(key), NULL, (int64_t)(number)                                 \
	}
#define LOG_NONE                                                               \
	{                                                                      \
		"-", "", 0                                                     \
	}

#define log_debug(event, ...) LOG_AT(LOG_DEBUG_LEVEL, event, __VA_ARGS__)
#define log_info(event, ...)  LOG_AT(LOG_INFO_LEVEL, event, __VA_ARGS__)
#define log_warn(event, ...)  LOG_AT(LOG_WARN_LEVEL, event, __VA_ARGS__)
#define log_error(event, ...) LOG_AT(LOG_ERROR_LEVEL, event, __VA_ARGS__)
#define LOG_AT(level, event, ...)                                              \
	log_write((level), (event),                                            \
	    (const struct log_field[]){__VA_ARGS__, {NULL, NULL, 0}})

/* program stands in every line as prog=; the default level is INFO. */
void log_open(const char *program, enum log_level least);
/* Where lines go instead of stderr; NULL: stderr again. For tests. */
void log_capture(void (*sink)(const char *line, void *arg), void *arg);
void log_write(enum log_level, const char *event, const struct log_field *);

#endif
