/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command's arguments out of a request: its path, its query, its body. Pure
 * but for memory. Errors are words for people, static; NULL: none.
 */
#ifndef SIAGA_WEB_ARGUMENTS_H
#define SIAGA_WEB_ARGUMENTS_H

#include "gateway/lib/command_table.h"

#include <jansson.h>
#include <stddef.h>

#define ARGUMENTS_VALUE_MAX 1024 /* bytes of a value in a path or query */

/*
 * %XX and UTF-8. NULL: malformed, too long, or a control character. Of a
 * path's piece or a query's value; the caller's to json_decref().
 */
json_t *arguments_decode(const char *text, size_t size);
/* One of the query; a flag is there, or "1" or "true". */
const char *arguments_add(json_t *args, const struct command_row *,
    const char *name, const char *value);
/*
 * The members of a body (an object, or nothing at all) besides what is there.
 */
const char *arguments_merge(json_t *args, const char *body, size_t size);

#endif
