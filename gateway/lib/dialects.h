/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What siaga.conf and siaga-web must understand alike of USSD: the dialects
 * that are shipped, the templates of answers, the ways a secret comes.
 *
 * A text's template holds "{text}" once. In a JSON one these are whole
 * strings: "{text}", "{more}" (true or false: the session goes on),
 * "{more|YES|NO}" (either string), "{=FIELD}" (that field of the request, as
 * it came: number stays number). Nothing is pasted into JSON.
 */
#ifndef SIAGA_DIALECTS_H
#define SIAGA_DIALECTS_H

#include "conf.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define DIALECT_TEXT "{text}"

extern const struct conf_dialect dialects_shipped[]; /* ends with no name */

/* What is wrong with one, in static words; NULL: nothing. */
const char *dialect_wrong(const struct conf_dialect *);

enum dialect_slot {
	DIALECT_PLAIN, /* a string that stays as it is */
	DIALECT_SCREEN,
	DIALECT_MORE,
	DIALECT_EITHER,
	DIALECT_ECHO,
	DIALECT_WRONG
};

enum dialect_slot dialect_slot(const char *string);
/* The caller's to json_decref(); NULL: it is no template. */
json_t *dialect_template(const char *text);

struct dialect_pair { /* of "FIELD=VALUE"; points into the text */
	const char *field, *value;
	size_t field_size, value_size;
};

/* The next of several with blanks between; false: there is none, or (then
 * *at is not at the end) it is malformed. */
bool dialect_next_pair(const char **at, struct dialect_pair *ret);

#define GATE_HEADER_MAX 64 /* bytes of its name */

struct gate_auth {
	enum { GATE_HEADER, GATE_QUERY, GATE_PATH, GATE_HMAC } kind;
	char name[GATE_HEADER_MAX + 1];  /* of the header or field */
	char stamp[GATE_HEADER_MAX + 1]; /* "": there is no time with it */
};

bool gate_auth_parse(const char *text, struct gate_auth *ret);

#endif
