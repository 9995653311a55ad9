/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/notify/request.h"

#include "gateway/lib/wire.h"

#include <errno.h>
#include <string.h>

/* A string without U+0000, which would hide its end from C. */
static const char *
request_text(json_t *frame, const char *name)
{
	json_t *value = json_object_get(frame, name);
	const char *text = json_string_value(value);
	return strlen(text) == json_string_length(value) ? text : "";
}

/* Returns the count, or -EINVAL. */
static int
request_read_allow(
    json_t *frame, struct address_range ranges[ADDRESS_RANGES_MAX])
{
	int count = 0;
	size_t i;
	json_t *item;
	json_array_foreach(json_object_get(frame, "allow"), i, item)
	{
		const char *text = json_string_value(item);
		if (count == ADDRESS_RANGES_MAX ||
		    strlen(text) != json_string_length(item) ||
		    address_range_parse(text, &ranges[count]) < 0)
			return -EINVAL;
		count++;
	}
	return count;
}

int
request_read(json_t *frame, struct address_range *ranges,
    struct post_request *ret_request)
{
	int count = request_read_allow(frame, ranges);
	if (count < 0)
		return count;
	json_t *body = json_object_get(frame, "body");
	*ret_request = (struct post_request){
	    .url = request_text(frame, "url"),
	    .webhook_id = request_text(frame, "webhook_id"),
	    .signature = request_text(frame, "signature"),
	    .type = request_text(frame, "type"),
	    .source = request_text(frame, "source"),
	    .body = json_string_value(body),
	    .body_size = json_string_length(body),
	    .timestamp_s = wire_int(frame, "timestamp", 0),
	    .allow = ranges,
	    .allow_count = (size_t)count,
	    .timeout_ms = (int)wire_int(frame, "timeout_ms", 0),
	};
	return 0;
}
