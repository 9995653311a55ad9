/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A request of a USSD gateway, by its map: form, query or JSON. */
#include "gateway/web/ussd_map.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- text --- */

/* 0x80 to 0x9f of Windows' Latin; 0: none, then it is ISO's control. */
static const uint16_t request_windows[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e,
    0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d,
    0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc,
    0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

static unsigned
request_character(unsigned char byte, bool windows)
{
	if (windows && byte >= 0x80 && byte < 0xa0 &&
	    request_windows[byte - 0x80] != 0)
		return request_windows[byte - 0x80];
	return byte;
}

/* As UTF-8, at most three bytes each; to be free()d. */
static char *
request_widen(const char *text, size_t size, bool windows, size_t *ret_size)
{
	char *made = malloc(3 * size + 1), *at = made;
	if (made == NULL)
		return NULL;
	for (size_t i = 0; i < size; i++) {
		unsigned c = request_character((unsigned char)text[i], windows);
		if (c < 0x80) {
			*at++ = (char)c;
			continue;
		}
		if (c < 0x800) {
			*at++ = (char)(0xc0 | c >> 6);
		} else {
			*at++ = (char)(0xe0 | c >> 12);
			*at++ = (char)(0x80 | (c >> 6 & 0x3f));
		}
		*at++ = (char)(0x80 | (c & 0x3f));
	}
	*ret_size = (size_t)(at - made);
	return made;
}

static bool
request_is_windows(const char *charset)
{
	return charset != NULL && strstr(charset, "1252") != NULL;
}

/* UTF-8 as it is, anything else as what it must be then; NULL: no memory. */
static json_t *
request_text(const char *text, size_t size, const char *charset)
{
	json_t *string = json_stringn(text, size);
	size_t wide_size = 0;
	if (string != NULL)
		return string;
	char *wide =
	    request_widen(text, size, request_is_windows(charset), &wide_size);
	if (wide != NULL)
		string = json_stringn(wide, wide_size);
	free(wide);
	return string;
}

/* --- forms --- */

static int
request_hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at =
	    c == '\0' ? NULL : strchr(digits, tolower((unsigned char)c));
	return at == NULL ? -1 : (int)(at - digits);
}

/* In place; a % that begins nothing is one. Returns the size. */
static size_t
request_decode(char *text, size_t size)
{
	size_t to = 0;
	for (size_t from = 0; from < size; from++) {
		char c = text[from] == '+' ? ' ' : text[from];
		int high = c == '%' && size - from > 2
			       ? request_hex(text[from + 1])
			       : -1;
		int low = high < 0 ? -1 : request_hex(text[from + 2]);
		if (low >= 0) {
			c = (char)(high * 16 + low);
			from += 2;
		}
		text[to++] = c;
	}
	return to;
}

static enum ussd_fault
request_put(json_t *fields, json_t *name_taken, json_t *value_taken)
{
	const char *name = json_string_value(name_taken);
	enum ussd_fault fault = USSD_MALFORMED;
	if (name != NULL && value_taken != NULL &&
	    json_object_get(fields, name) == NULL &&
	    json_object_size(fields) < USSD_FIELDS_MAX &&
	    json_object_set(fields, name, value_taken) == 0)
		fault = USSD_FINE;
	json_decref(name_taken);
	json_decref(value_taken);
	return fault;
}

enum ussd_fault
ussd_add_field(json_t *fields, const char *name, size_t name_size,
    const char *value, size_t value_size, const char *charset)
{
	char *copy = malloc(name_size + value_size + 1), *second;
	if (copy == NULL)
		return USSD_MALFORMED;
	memcpy(copy, name, name_size);
	second = copy + name_size;
	memcpy(second, value, value_size);
	name_size = request_decode(copy, name_size);
	value_size = request_decode(second, value_size);
	enum ussd_fault fault = USSD_MALFORMED;
	/* what stands behind a zero, others might read */
	if (memchr(copy, '\0', name_size) == NULL &&
	    memchr(second, '\0', value_size) == NULL)
		fault =
		    request_put(fields, request_text(copy, name_size, charset),
			request_text(second, value_size, charset));
	free(copy);
	return fault;
}

enum ussd_fault
ussd_read_form(
    json_t *fields, const char *body, size_t size, const char *charset)
{
	enum ussd_fault fault = USSD_FINE;
	const char *end = body + size;
	while (fault == USSD_FINE && body < end) {
		const char *stop = memchr(body, '&', (size_t)(end - body));
		if (stop == NULL)
			stop = end;
		const char *is = memchr(body, '=', (size_t)(stop - body));
		const char *value = is == NULL ? stop : is + 1;
		if (stop > body) /* && is nothing */
			fault = ussd_add_field(fields, body,
			    (size_t)((is == NULL ? stop : is) - body), value,
			    (size_t)(stop - value), charset);
		body = stop + 1;
	}
	return fault;
}

/* --- JSON --- */

#define REQUEST_BOM "\xef\xbb\xbf"

/* The value of the escape "\\uXXXX" at text; -1: it is none. */
static int
request_escape(const char *text)
{
	int value = 0;
	if (text[0] != '\\' || text[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = request_hex(text[i]);
		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

static bool
request_is_half(int value, bool high)
{
	return value >= (high ? 0xd800 : 0xdc00) &&
	       value < (high ? 0xdc00 : 0xe000);
}

/*
 * Phones and aggregators cut texts in the middle of a character: half of a
 * pair, which no text can hold, becomes U+FFFD. Else all that she wrote would
 * be refused for its last sign.
 */
static void
request_mend_halves(char *json)
{
	for (char *at = json; *at != '\0'; at++) {
		int value = request_escape(at);
		if (*at != '\\')
			continue;
		if (request_is_half(value, true) &&
		    request_is_half(request_escape(at + 6), false))
			at += 11;
		else if (value >= 0xd800 && value < 0xe000)
			memcpy(at + 2, "fffd", 4);
		else if (at[1] != '\0')
			at++; /* what is escaped begins nothing */
	}
}

enum ussd_fault
ussd_read_json(
    json_t **fields, const char *body, size_t size, const char *charset)
{
	const size_t bom = strlen(REQUEST_BOM);
	if (size >= bom && memcmp(body, REQUEST_BOM, bom) == 0) {
		body += bom;
		size -= bom;
	}
	json_t *text = request_text(body, size, charset);
	char *mended = text == NULL ? NULL : strdup(json_string_value(text));
	json_t *object = NULL;
	/* what stands behind a zero, others might read */
	if (mended != NULL && strlen(mended) == json_string_length(text)) {
		request_mend_halves(mended);
		object = json_loads(mended, JSON_REJECT_DUPLICATES, NULL);
	}
	free(mended);
	json_decref(text);
	if (json_is_object(object) &&
	    json_object_size(object) <= USSD_FIELDS_MAX) {
		*fields = object;
		return USSD_FINE;
	}
	json_decref(object);
	return USSD_MALFORMED;
}

/* --- by the map --- */

/* A reference of its own, or NULL: it is not there, or no single value. */
static json_t *
request_string(json_t *value)
{
	char digits[24];
	if (json_is_string(value))
		return json_incref(value);
	if (!json_is_integer(value))
		return NULL;
	(void)snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT,
	    json_integer_value(value));
	return json_string(digits);
}

static bool
request_is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

static bool
request_is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* Absent and null are nothing; what is there fits, or it is a fault. */
static bool
request_take(json_t *fields, const char *name, size_t most, json_t **ret)
{
	json_t *value = name == NULL ? NULL : json_object_get(fields, name);
	*ret = NULL;
	if (value == NULL || json_is_null(value))
		return true;
	*ret = request_string(value);
	return *ret != NULL && json_string_length(*ret) <= most &&
	       request_is_printable(json_string_value(*ret));
}

static bool
request_value_is(json_t *value, const struct dialect_pair *pair)
{
	json_t *text = json_is_boolean(value)
			   ? json_string(json_is_true(value) ? "true" : "false")
			   : request_string(value);
	bool is = json_string_length(text) == pair->value_size &&
		  strncasecmp(json_string_value(text), pair->value,
		      pair->value_size) == 0;
	json_decref(text);
	return text != NULL && is;
}

/* Does one of these pairs hold? Which, if so. */
static bool
request_says(json_t *fields, const char *pairs, struct dialect_pair *ret)
{
	while (pairs != NULL && dialect_next_pair(&pairs, ret))
		if (request_value_is(
			json_object_getn(fields, ret->field, ret->field_size),
			ret))
			return true;
	return false;
}

static void
request_set_how(struct ussd_request *r, const char *text, size_t size)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	if (text != NULL && size <= USSD_HOW_MAX && strspn(text, bytes) >= size)
		(void)snprintf(r->how, sizeof(r->how), "%.*s", (int)size, text);
}

static void
request_read_end(const struct ussd_map *m, json_t *fields, bool ended,
    struct ussd_request *r)
{
	struct dialect_pair pair;
	json_t *status =
	    m->status == NULL ? NULL : json_object_get(fields, m->status);
	r->over = ended;
	if (ended)
		request_set_how(
		    r, json_string_value(status), json_string_length(status));
	else if (request_says(fields, m->ends, &pair)) {
		r->over = true;
		request_set_how(r, pair.value, pair.value_size);
	}
}

/* A + that was not written as %2B. */
static void
request_mend_number(struct ussd_request *r)
{
	const char *number = json_string_value(r->number);
	char mended[USSD_NUMBER_MAX + 1];
	if (number == NULL || number[0] != ' ' ||
	    !isdigit((unsigned char)number[1]))
		return;
	(void)snprintf(mended, sizeof(mended), "+%s", number + 1);
	json_decref(r->number);
	r->number = json_string(mended);
}

/* --- what was dialled --- */

/* Of "*123*1#" what stands between the first * and the #. */
static size_t
request_inner(const char **text)
{
	*text += **text == '*';
	size_t size = strlen(*text);
	return size > 0 && (*text)[size - 1] == '#' ? size - 1 : size;
}

/*
 * What stands behind the service code; where that is not told, behind the
 * first number of what was dialled.
 */
static void
request_cut_dialled(struct ussd_request *r)
{
	const char *text = json_string_value(r->input);
	const char *code = r->code == NULL ? "" : json_string_value(r->code);
	if (text[0] != '*')
		return;
	size_t size = request_inner(&text), code_size = request_inner(&code);
	size_t skip = code_size;
	if (code_size == 0 || strncmp(text, code, code_size) != 0 ||
	    (size > code_size && text[code_size] != '*'))
		skip = strcspn(text, "*#");
	skip = skip < size ? skip + 1 : size; /* and the * behind it */
	json_t *rest = json_stringn(text + skip, size - skip);
	json_decref(r->input);
	r->input = rest;
}

static enum ussd_fault
request_read_input(
    const struct ussd_map *m, json_t *fields, struct ussd_request *r)
{
	json_t *value = json_object_get(fields, m->input);
	r->input = value == NULL || json_is_null(value) ? json_string("")
							: request_string(value);
	if (r->input == NULL)
		return USSD_FIELD;
	if (json_string_length(r->input) > USSD_INPUT_MAX)
		return USSD_LARGE;
	if (r->first && !m->joined)
		request_cut_dialled(r);
	return r->input == NULL ? USSD_FIELD : USSD_FINE;
}

static bool
request_read_names(
    const struct ussd_map *m, json_t *fields, struct ussd_request *r)
{
	return request_take(
		   fields, m->session, USSD_SESSION_MAX, &r->session) &&
	       request_take(fields, m->number, USSD_NUMBER_MAX, &r->number) &&
	       request_take(fields, m->code, USSD_CODE_MAX, &r->code) &&
	       request_take(
		   fields, m->sequence, USSD_SEQUENCE_MAX, &r->sequence) &&
	       r->session != NULL && json_string_length(r->session) > 0 &&
	       request_is_ascii(json_string_value(r->session));
}

enum ussd_fault
ussd_read_request(const struct ussd_map *m, json_t *fields, bool ended,
    struct ussd_request *ret)
{
	struct dialect_pair pair;
	enum ussd_fault fault = USSD_FIELD;
	*ret = (struct ussd_request){.session = NULL};
	if (request_read_names(m, fields, ret)) {
		if (!m->json)
			request_mend_number(ret);
		ret->first = request_says(fields, m->first, &pair);
		request_read_end(m, fields, ended, ret);
		fault =
		    ret->over ? USSD_FINE : request_read_input(m, fields, ret);
	}
	if (fault != USSD_FINE)
		ussd_request_free(ret);
	return fault;
}

void
ussd_request_free(struct ussd_request *r)
{
	json_decref(r->session);
	json_decref(r->number);
	json_decref(r->code);
	json_decref(r->input);
	json_decref(r->sequence);
	*r = (struct ussd_request){.session = NULL};
}
