/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/arguments.h"

#include <string.h>

static int
arguments_hex(char digit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = digit == '\0' ? NULL : strchr(digits, digit);
	return at == NULL ? -1 : (int)((at - digits) % 16);
}

/* The bytes that this piece of text stands for: 1, or -1 if malformed. */
static int
arguments_byte(const char *text, size_t left, char *ret, size_t *ret_used)
{
	*ret_used = 1;
	*ret = text[0];
	if (text[0] != '%')
		return 1;
	if (left < 3)
		return -1;
	int high = arguments_hex(text[1]), low = arguments_hex(text[2]);
	if (high < 0 || low < 0)
		return -1;
	*ret_used = 3;
	*ret = (char)(high * 16 + low);
	return 1;
}

json_t *
arguments_decode(const char *text, size_t size)
{
	char out[ARGUMENTS_VALUE_MAX];
	size_t len = 0, used;
	for (size_t i = 0; i < size; i += used) {
		char byte;
		if (len == sizeof(out) ||
		    arguments_byte(text + i, size - i, &byte, &used) < 0)
			return NULL;
		if ((byte >= 0 && byte < ' ') || byte == 0x7f)
			return NULL;
		out[len++] = byte;
	}
	return json_stringn(out, len); /* NULL: no UTF-8 */
}

static bool
arguments_is_flag(const struct command_row *row, const char *name)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (strcmp(a->name, name) == 0)
			return a->type == COMMAND_FLAG;
	return false;
}

const char *
arguments_add(json_t *args, const struct command_row *row, const char *name,
    const char *value)
{
	json_t *decoded = NULL;
	if (json_object_get(args, name) != NULL)
		return "an argument is given twice";
	if (!arguments_is_flag(row, name))
		decoded = arguments_decode(value, strlen(value));
	else if (*value == '\0' || strcmp(value, "1") == 0 ||
		 strcmp(value, "true") == 0)
		decoded = json_true();
	if (decoded == NULL || json_object_set_new(args, name, decoded) < 0)
		return "an argument is malformed";
	return NULL;
}

const char *
arguments_merge(json_t *args, const char *body, size_t size)
{
	const char *wrong = NULL, *name;
	json_t *value;
	if (size == 0)
		return NULL;
	json_t *object = json_loadb(body, size, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(object))
		wrong = "the body is no JSON object";
	json_object_foreach(object, name, value)
	{
		if (json_object_get(args, name) != NULL)
			wrong = "an argument is given twice";
		else if (json_object_set(args, name, value) < 0)
			wrong = "an argument is malformed";
	}
	json_decref(object);
	return wrong;
}
