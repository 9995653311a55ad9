/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/ussd_map.h"

#include "gateway/lib/wire.h"

#include <stdlib.h>
#include <string.h>

static bool
map_says(json_t *dialect, const char *name, const char *word)
{
	const char *value = wire_str(dialect, name);
	return value != NULL && strcmp(value, word) == 0;
}

bool
ussd_map_read(struct ussd_map *m, json_t *dialect)
{
	const char *answer = wire_str(dialect, "answer");
	*m = (struct ussd_map){.get = map_says(dialect, "method", "GET"),
	    .json = map_says(dialect, "format", "json"),
	    .joined = map_says(dialect, "inputs", "joined"),
	    .session = wire_str(dialect, "session"),
	    .number = wire_str(dialect, "number"),
	    .code = wire_str(dialect, "code"),
	    .input = wire_str(dialect, "input"),
	    .sequence = wire_str(dialect, "sequence"),
	    .status = wire_str(dialect, "status"),
	    .first = wire_str(dialect, "first"),
	    .ends = wire_str(dialect, "ends"),
	    .more = wire_str(dialect, "more"),
	    .end = wire_str(dialect, "end")};
	if (m->session == NULL || m->input == NULL)
		return false;
	if (answer == NULL)
		return m->more != NULL && m->end != NULL &&
		       strstr(m->more, DIALECT_TEXT) != NULL &&
		       strstr(m->end, DIALECT_TEXT) != NULL;
	m->answer = dialect_template(answer);
	return m->answer != NULL;
}

void
ussd_map_free(struct ussd_map *m)
{
	json_decref(m->answer);
	*m = (struct ussd_map){.answer = NULL};
}

/* --- a text --- */

static char *
answer_text(const char *template, const char *text, size_t *ret_size)
{
	const char *slot = strstr(template, DIALECT_TEXT);
	size_t before = (size_t)(slot - template), size = strlen(text);
	const char *rest = slot + strlen(DIALECT_TEXT);
	size_t after = strlen(rest);
	char *ret = malloc(before + size + after + 1);
	if (ret == NULL)
		return NULL;
	memcpy(ret, template, before);
	memcpy(ret + before, text, size);
	memcpy(ret + before + size, rest, after + 1);
	*ret_size = before + size + after;
	return ret;
}

/* --- JSON --- */

struct answering {
	json_t *fields;
	const char *text;
	bool more;
};

/* "{=FIELD}": a field that holds no single value is none. */
static json_t *
answer_echo(const struct answering *a, const char *slot, size_t len)
{
	json_t *value = json_object_getn(a->fields, slot + 2, len - 3);
	if (value == NULL || json_is_object(value) || json_is_array(value))
		return json_null();
	return json_incref(value);
}

/* "{more|YES|NO}" */
static json_t *
answer_either(const struct answering *a, const char *slot, size_t len)
{
	const char *yes = strchr(slot, '|') + 1;
	const char *no = strchr(yes, '|') + 1;
	return a->more ? json_stringn(yes, (size_t)(no - yes) - 1)
		       : json_stringn(no, (size_t)(slot + len - no) - 1);
}

static json_t *
answer_string(const struct answering *a, json_t *template)
{
	const char *string = json_string_value(template);
	size_t len = json_string_length(template);
	switch (dialect_slot(string)) {
	case DIALECT_SCREEN:
		return json_string(a->text);
	case DIALECT_MORE:
		return json_boolean(a->more);
	case DIALECT_EITHER:
		return answer_either(a, string, len);
	case DIALECT_ECHO:
		return answer_echo(a, string, len);
	case DIALECT_PLAIN:
	case DIALECT_WRONG:
		break;
	}
	return json_incref(template);
}

static json_t *
answer_make(const struct answering *a, json_t *template)
{
	json_t *made, *item;
	const char *key;
	size_t i;
	if (json_is_string(template))
		return answer_string(a, template);
	if (!json_is_object(template) && !json_is_array(template))
		return json_incref(template);
	made = json_is_object(template) ? json_object() : json_array();
	json_object_foreach(template, key, item)
	{
		(void)json_object_set_new(made, key, answer_make(a, item));
	}
	json_array_foreach(template, i, item)
	{
		(void)json_array_append_new(made, answer_make(a, item));
	}
	return made;
}

char *
ussd_answer(const struct ussd_map *m, json_t *fields, const char *text,
    bool more, size_t *ret_size)
{
	const struct answering a = {fields, text, more};
	if (m->answer == NULL)
		return answer_text(more ? m->more : m->end, text, ret_size);
	json_t *made = answer_make(&a, m->answer);
	char *ret = json_dumps(made, JSON_COMPACT);
	json_decref(made);
	*ret_size = ret == NULL ? 0 : strlen(ret);
	return ret;
}
