/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One full line and the beginning of the next may wait. */
#define WIRE_PENDING_MAX (4 * WIRE_LINE_MAX)

static const char *const wire_role_names[WIRE_ROLE_MAX] = {
    [WIRE_CORE] = "core",
    [WIRE_MODEM] = "modem",
    [WIRE_NOTIFY] = "notify",
    [WIRE_WEB] = "web",
    [WIRE_CLIENT] = "client",
};

static const char *const wire_fault_names[WIRE_FAULT_MAX] = {
    [WIRE_FINE] = "fine",
    [WIRE_OVERSIZED] = "oversized",
    [WIRE_MALFORMED] = "malformed",
    [WIRE_UNKNOWN] = "unknown",
    [WIRE_MISFIT] = "misfit",
};

const char *
wire_fault_name(enum wire_fault fault)
{
	BUG_IF(fault >= WIRE_FAULT_MAX);
	return wire_fault_names[fault];
}

const char *
wire_role_name(enum wire_role role)
{
	BUG_IF(role >= WIRE_ROLE_MAX);
	return wire_role_names[role];
}

enum wire_role
wire_role_from_name(const char *name)
{
	unsigned role = 0;
	while (role < WIRE_ROLE_MAX && strcmp(name, wire_role_names[role]) != 0)
		role++;
	return (enum wire_role)role;
}

static bool
wire_all_of(const char *text, size_t len, const char *allowed)
{
	return strlen(text) == len && strspn(text, allowed) == len;
}

#define WIRE_ALNUM                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static bool
wire_string_fits(const struct wire_field *field, json_t *value)
{
	if (!json_is_string(value))
		return false;
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);
	if ((int64_t)len < field->min || (int64_t)len > field->max)
		return false;
	if (field->type == WIRE_NAME)
		return wire_all_of(text, len, WIRE_ALNUM "_.:+*#@ -");
	if (field->type == WIRE_HEX)
		return len % 2 == 0 &&
		       wire_all_of(text, len, "0123456789abcdefABCDEF");
	return true;
}

static bool
wire_array_fits(const struct wire_field *field, json_t *value)
{
	if (!json_is_array(value) ||
	    (int64_t)json_array_size(value) < field->min ||
	    (int64_t)json_array_size(value) > field->max)
		return false;
	size_t i;
	json_t *item;
	json_array_foreach(
	    value, i, item) if (!json_is_string(item)) return false;
	return true;
}

static bool
wire_value_fits(const struct wire_field *field, json_t *value)
{
	switch (field->type) {
	case WIRE_INT:
		return json_is_integer(value) &&
		       json_integer_value(value) >= field->min &&
		       json_integer_value(value) <= field->max;
	case WIRE_BOOL:
		return json_is_boolean(value);
	case WIRE_NAME:
	case WIRE_TEXT:
	case WIRE_HEX:
		return wire_string_fits(field, value);
	case WIRE_OBJECT:
		return json_is_object(value);
	case WIRE_ARRAY:
		return wire_array_fits(field, value);
	case WIRE_ANY:
		return true;
	}
	return false;
}

static bool
wire_fields_fit(const struct wire_field *field, json_t *object)
{
	size_t seen = 1; /* "f" itself */
	for (; field->name != NULL; field++) {
		json_t *value = json_object_get(object, field->name);
		if (value == NULL && field->optional)
			continue;
		if (value == NULL || !wire_value_fits(field, value))
			return false;
		seen++;
	}
	return seen == json_object_size(object);
}

enum wire_fault
wire_check(
    json_t *object, enum wire_role from, const struct wire_frame **ret_frame)
{
	const char *name = json_string_value(json_object_get(object, "f"));
	if (name == NULL)
		return WIRE_MALFORMED;
	const struct wire_frame *frame = wire_frames;
	while (frame->name != NULL && strcmp(frame->name, name) != 0)
		frame++;
	if (frame->name == NULL || (frame->from & (1u << from)) == 0)
		return WIRE_UNKNOWN;
	if (!wire_fields_fit(frame->fields, object))
		return WIRE_MISFIT;
	*ret_frame = frame;
	return WIRE_FINE;
}

json_t *
wire_parse(const char *line, size_t len, enum wire_role from,
    const struct wire_frame **ret_frame, enum wire_fault *ret_fault)
{
	json_t *object = json_loadb(
	    line, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json_is_object(object)) {
		json_decref(object);
		*ret_fault = WIRE_MALFORMED;
		return NULL;
	}
	*ret_fault = wire_check(object, from, ret_frame);
	if (*ret_fault != WIRE_FINE) {
		json_decref(object);
		return NULL;
	}
	return object;
}

char *
wire_line(json_t *frame, enum wire_role from)
{
	if (frame == NULL)
		return NULL;
	const struct wire_frame *row = NULL;
	BUG_IF(wire_check(frame, from, &row) != WIRE_FINE);
	size_t len = json_dumpb(frame, NULL, 0, JSON_COMPACT);
	char *line = NULL;
	if (len > 0 && len <= WIRE_LINE_MAX)
		line = malloc(len + 2);
	if (line != NULL) {
		(void)json_dumpb(frame, line, len, JSON_COMPACT);
		line[len] = '\n';
		line[len + 1] = '\0';
	}
	json_decref(frame);
	return line;
}

const char *
wire_str(json_t *frame, const char *name)
{
	return json_string_value(json_object_get(frame, name));
}

int64_t
wire_int(json_t *frame, const char *name, int64_t if_absent)
{
	json_t *value = json_object_get(frame, name);
	return value == NULL ? if_absent : json_integer_value(value);
}

bool
wire_bool(json_t *frame, const char *name)
{
	return json_is_true(json_object_get(frame, name));
}

void
wire_reader_init(struct wire_reader *r)
{
	*r = (struct wire_reader){0};
	buf_init(&r->pending, WIRE_PENDING_MAX);
}

void
wire_reader_free(struct wire_reader *r)
{
	buf_free(&r->pending);
	wire_reader_init(r);
}

/* Lines handed out do not stay in memory until the next ones come. */
static void
wire_reader_drop(struct wire_reader *r)
{
	buf_consume(&r->pending, r->taken);
	r->taken = 0;
}

int
wire_reader_feed(struct wire_reader *r, const char *bytes, size_t len)
{
	wire_reader_drop(r);
	return buf_add(&r->pending, bytes, len);
}

/* No newline in sight: once it is too long, forget it and skip its rest. */
static int
wire_reader_wait(struct wire_reader *r, size_t left)
{
	bool first = !r->skipping, more = left > WIRE_LINE_MAX || r->skipping;
	if (more)
		r->taken = r->pending.len;
	wire_reader_drop(r);
	r->skipping = more;
	return more && first ? -EMSGSIZE : 0;
}

int
wire_reader_next(struct wire_reader *r, const char **ret_line, size_t *ret_len)
{
	for (;;) {
		size_t left = r->pending.len - r->taken;
		if (left == 0)
			break;
		const char *line = r->pending.data + r->taken;
		const char *end = memchr(line, '\n', left);
		if (end == NULL)
			return wire_reader_wait(r, left);
		size_t len = (size_t)(end - line);
		r->taken += len + 1;
		if (r->skipping) { /* the tail of a line already reported */
			r->skipping = false;
			continue;
		}
		if (len > WIRE_LINE_MAX)
			return -EMSGSIZE;
		*ret_line = line;
		*ret_len = len;
		return 1;
	}
	wire_reader_drop(r);
	return 0;
}
