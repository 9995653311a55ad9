/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A dialect of USSD: what its requests say, and what they are answered. One map
 * is one row of lib/dialects.c or one [dialect NAME], as the core hands it
 * over.
 *
 * Pure but for memory. Requests are hostile until they are read.
 */
#ifndef SIAGA_WEB_USSD_MAP_H
#define SIAGA_WEB_USSD_MAP_H

#include "gateway/lib/bug.h"
#include "gateway/lib/dialects.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define USSD_BODY_MAX     40960 /* bytes: 10,000 characters of a form */
#define USSD_FIELDS_MAX   64    /* of a request */
#define USSD_SESSION_MAX  128   /* bytes, as in the wire's ussd.input */
#define USSD_NUMBER_MAX   128
#define USSD_CODE_MAX     64
#define USSD_INPUT_MAX    16384
#define USSD_SEQUENCE_MAX 32
#define USSD_HOW_MAX      16

struct ussd_map { /* strings of the object that it was read from; NULL: none */
	bool get, json, joined;
	const char *session, *number, *code, *input, *sequence, *status;
	const char *first, *ends;
	const char *more, *end; /* a text's templates */
	json_t *answer;         /* or a JSON one */
};

/* False: it is no map; nothing is owed then. */
bool ussd_map_read(struct ussd_map *, json_t *dialect) MUST_CHECK;
void ussd_map_free(struct ussd_map *);

enum ussd_fault {
	USSD_FINE,
	USSD_MALFORMED,
	USSD_FIELD, /* one is missing, or holds what it cannot */
	USSD_LARGE
};

/*
 * The fields of a request, into an empty object. charset: a Content-Type, or
 * NULL: what text is that is no UTF-8. A field of a form or query, already cut
 * out, not decoded:
 */
enum ussd_fault ussd_add_field(json_t *fields, const char *name,
    size_t name_size, const char *value, size_t value_size,
    const char *charset) MUST_CHECK;
enum ussd_fault ussd_read_form(json_t *fields, const char *body, size_t size,
    const char *charset) MUST_CHECK;
/* *fields is set, the caller's to json_decref(), if it is fine. */
enum ussd_fault ussd_read_json(json_t **fields, const char *body, size_t size,
    const char *charset) MUST_CHECK;

/* Strings, each with a reference of its own; NULL: it did not come. */
struct ussd_request {
	json_t *session, *number, *code, *input, *sequence;
	bool first; /* it says that the session begins */
	bool over;  /* it says that the session is over, and no more */
	char how[USSD_HOW_MAX + 1];
};

/* ended: it came where sessions are said to be over. */
enum ussd_fault ussd_read_request(const struct ussd_map *, json_t *fields,
    bool ended, struct ussd_request *ret) MUST_CHECK;
void ussd_request_free(struct ussd_request *);

/*
 * What to answer, *ret_size bytes, to be free()d; NULL: no memory. fields may
 * be NULL.
 */
char *ussd_answer(const struct ussd_map *, json_t *fields, const char *text,
    bool more, size_t *ret_size);

#endif
