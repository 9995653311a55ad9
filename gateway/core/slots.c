/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "slots.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* One {slot} at *at; -ENOENT: no value. */
static int
slots_fill_one(
    const char **at, slots_lookup *lookup, const void *arg, struct buf *out)
{
	char name[32];
	const char *end = strchr(*at, '}');
	if (end == NULL || end - *at - 1 >= (int)sizeof(name))
		return -ENOENT;
	(void)snprintf(
	    name, sizeof(name), "%.*s", (int)(end - *at - 1), *at + 1);
	const char *value = lookup(arg, name);
	if (value == NULL)
		return -ENOENT;
	*at = end + 1;
	return buf_add_str(out, value);
}

int
slots_fill(const char *text, slots_lookup *lookup, const void *arg,
    struct buf *out, const char **ret_at)
{
	int err = 0;
	while (err == 0 && *text != '\0') {
		size_t plain = strcspn(text, "{");
		err = buf_add(out, text, plain);
		text += plain;
		if (err == 0 && *text == '{')
			err = slots_fill_one(&text, lookup, arg, out);
	}
	*ret_at = text;
	return err;
}
