/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The wire: what the programs say to each other, NDJSON over a Unix stream
 * socket, one object a line, at most WIRE_LINE_MAX bytes. The table in
 * wire_frames.c is the whole language; both sides check against it.
 *
 * Each frame is {"f":"<name>", ...}. A frame that changes state carries "id",
 * a number of the sender's choice, and is answered by a frame with "re".
 * Receivers take hostile input: whatever does not fit the table is refused
 * with a wire_fault, counted by the caller, and never acted on.
 */
#ifndef SIAGA_WIRE_H
#define SIAGA_WIRE_H

#include "buf.h"
#include "bug.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define WIRE_VERSION  1
#define WIRE_LINE_MAX 65536 /* bytes, newline not counted */

enum wire_role {
	WIRE_CORE,
	WIRE_MODEM,
	WIRE_NOTIFY,
	WIRE_WEB,    /* siaga-web: hands on what people ask of the board */
	WIRE_CLIENT, /* siaga: speaks commands only */
	WIRE_ROLE_MAX
};

enum wire_type {
	WIRE_INT, /* min..max is the value */
	WIRE_BOOL,
	WIRE_NAME,   /* [A-Za-z0-9_.:+*#@ -], min..max is the length */
	WIRE_TEXT,   /* any valid UTF-8, U+0000 too; min..max in bytes */
	WIRE_HEX,    /* pairs of hex digits; min..max in characters */
	WIRE_OBJECT, /* not looked into here */
	WIRE_ARRAY,  /* of strings; min..max is the count */
	WIRE_ANY     /* a result: any JSON */
};

struct wire_field {
	const char *name;
	enum wire_type type;
	bool optional;
	int64_t min, max;
};

struct wire_frame {
	const char *name;
	unsigned from;                   /* bit set of 1u << enum wire_role */
	const struct wire_field *fields; /* ends with a NULL name */
};

enum wire_fault {
	WIRE_FINE,
	WIRE_OVERSIZED,
	WIRE_MALFORMED, /* no JSON object */
	WIRE_UNKNOWN,   /* no such frame, or not from this side */
	WIRE_MISFIT,    /* a field is missing, unknown or out of bounds */
	WIRE_FAULT_MAX
};

extern const struct wire_frame wire_frames[]; /* ends with a NULL name */

const char *wire_fault_name(enum wire_fault);
const char *wire_role_name(enum wire_role);
/* WIRE_ROLE_MAX if there is no role of that name. */
enum wire_role wire_role_from_name(const char *);

/*
 * Parses and checks one line (without its newline). On WIRE_FINE *ret_frame
 * is the table's row and the object is the caller's to json_decref(); on a
 * fault NULL is returned and nothing is owed.
 */
json_t *wire_parse(const char *line, size_t len, enum wire_role from,
    const struct wire_frame **ret_frame, enum wire_fault *ret_fault);
enum wire_fault wire_check(
    json_t *, enum wire_role from, const struct wire_frame **ret_frame);
/*
 * The line of a frame of our own, newline included, to be free()d; its
 * reference is taken. A frame that does not fit the table is a bug. NULL:
 * out of memory or larger than WIRE_LINE_MAX.
 */
char *wire_line(json_t *frame, enum wire_role from);

/* Field access on checked frames. */
const char *wire_str(json_t *frame, const char *name); /* NULL if absent */
int64_t wire_int(json_t *frame, const char *name, int64_t if_absent);
bool wire_bool(json_t *frame, const char *name);

/*
 * Cuts a byte stream into lines. A line over WIRE_LINE_MAX is skipped to its
 * end and reported once.
 */
struct wire_reader {
	struct buf pending;
	size_t taken; /* bytes of pending already handed out */
	bool skipping;
};

void wire_reader_init(struct wire_reader *);
void wire_reader_free(struct wire_reader *);
/* -ENOMEM; -EMSGSIZE if the caller feeds faster than it takes lines out. */
int wire_reader_feed(struct wire_reader *, const char *, size_t) MUST_CHECK;
/*
 * 1 and a line (valid until the next call on this reader), 0 if none is
 * complete, -EMSGSIZE for a line that was too long.
 */
int wire_reader_next(
    struct wire_reader *, const char **ret_line, size_t *ret_len) MUST_CHECK;

#endif
