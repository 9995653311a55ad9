/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is this a request that two programs could only read in one way, and is it
 * meant for us? What is not is refused before anything looks at it: what
 * smugglers, rebound names and floods need is missing here already.
 *
 * Pure. The values that a screen points to belong to whoever told them.
 */
#ifndef SIAGA_WEB_SCREEN_H
#define SIAGA_WEB_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#define SCREEN_BODY_MAX  16384 /* bytes */
#define SCREEN_URL_MAX   1024  /* path without query */
#define SCREEN_NAMES_MAX 32

/* Headers that we read; each may come once. */
enum screen_header {
	SCREEN_HOST,
	SCREEN_LENGTH,
	SCREEN_TRANSFER,
	SCREEN_TYPE,
	SCREEN_ORIGIN,
	SCREEN_SITE,
	SCREEN_COOKIE,
	SCREEN_AUTHORIZATION,
	SCREEN_CSRF,
	SCREEN_QUIET,
	SCREEN_NONE_MATCH,
	SCREEN_ACCEPT,
	SCREEN_HEADER_MAX
};

struct screen {
	const char *value[SCREEN_HEADER_MAX]; /* NULL: it did not come */
	bool twice;                           /* one of these did */
	bool odd;     /* a name or value that no header has */
	bool browser; /* it says what a page made it ask, or of which site */
};

/* Whose name we are; they are in small letters, without a port. */
struct screen_names {
	const char *all[SCREEN_NAMES_MAX];
	size_t count;
};

struct screen_rules {
	const struct screen_names *names; /* NULL: any one Host */
	long body_most;                   /* bytes */
	bool any_type;                    /* not JSON alone */
};

struct screen_fault {
	unsigned status; /* 400, 405, 413, 414, 415 */
	const char *code, *message;
};

/* One header as it came; sizes are the bytes, terminator not counted. */
void screen_take(struct screen *, const char *name, size_t name_size,
    const char *value, size_t value_size);
/* NULL: nothing is wrong with it. url: path without query, not decoded. */
const struct screen_fault *screen_judge(const struct screen *,
    const char *method, const char *url, const struct screen_rules *);
/*
 * May a browser have been made to ask this by another site? By what the
 * browser says; one that says nothing (only_read: and asks for something to
 * read) is no browser.
 */
bool screen_is_foreign(const struct screen *, bool only_read);
bool screen_accepts_gzip(const struct screen *);

#endif
