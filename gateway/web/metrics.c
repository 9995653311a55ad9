/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /metrics: the core's numbers as Prometheus reads them. A number is
 * siaga_NAME; one in an object siaga_NAME{of="KEY"}; one of a list's row, which
 * has a name, siaga_LIST_KEY{of="NAME"}. Words are left out.
 */
#include "gateway/lib/buf.h"
#include "gateway/web/web.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define METRICS_MAX 65536

static bool
metrics_is_name(const char *name)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
	return name[strspn(name, letters)] == '\0';
}

static int
metrics_add(struct buf *b, const char *name, const char *of, json_t *value)
{
	int64_t number = json_is_boolean(value) ? json_is_true(value)
						: json_integer_value(value);
	if ((!json_is_integer(value) && !json_is_boolean(value)) ||
	    !metrics_is_name(name) || !metrics_is_name(of))
		return 0;
	if (*of == '\0')
		return buf_printf(b, "siaga_%s %" PRId64 "\n", name, number);
	return buf_printf(
	    b, "siaga_%s{of=\"%s\"} %" PRId64 "\n", name, of, number);
}

static int
metrics_add_object(struct buf *b, const char *name, json_t *object)
{
	const char *of;
	json_t *value;
	int err = 0;
	json_object_foreach(object, of, value)
	{
		if (err == 0)
			err = metrics_add(b, name, of, value);
	}
	return err;
}

static int
metrics_add_row(struct buf *b, const char *list, json_t *row)
{
	const char *of = wire_str(row, "name"), *key;
	char name[64];
	json_t *value;
	int err = 0;
	json_object_foreach(row, key, value)
	{
		(void)snprintf(name, sizeof(name), "%s_%s", list, key);
		if (err == 0 && of != NULL)
			err = metrics_add(b, name, of, value);
	}
	return err;
}

static int
metrics_add_all(struct buf *b, json_t *result)
{
	const char *name;
	json_t *value, *row;
	size_t i;
	int err = 0;
	json_object_foreach(result, name, value)
	{
		if (err == 0)
			err = metrics_add(b, name, "", value);
		if (err == 0)
			err = metrics_add_object(b, name, value);
		json_array_foreach(value, i, row)
		{
			if (err == 0)
				err = metrics_add_row(b, name, row);
		}
	}
	return err;
}

char *
metrics_text(const struct web *w, json_t *result)
{
	struct buf b;
	buf_init(&b, METRICS_MAX);
	int err = metrics_add_all(&b, result);
	if (err == 0)
		err = buf_printf(&b,
		    "siaga_web_connections %zu\nsiaga_web_streams %zu\n"
		    "siaga_web_requests_total %" PRIu64 "\n"
		    "siaga_web_refused_total %" PRIu64 "\n"
		    "siaga_web_shut_out_total %" PRIu64 "\n",
		    w->board.used, streams_count(w), w->requests, w->refused,
		    w->board.evicted);
	if (err == 0)
		err = ussd_metrics(w, &b);
	BUG_IF(err < 0); /* a frame's numbers fit */
	return b.data;
}
