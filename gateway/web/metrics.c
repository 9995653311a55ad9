/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /metrics: the core's numbers as Prometheus reads them. A number in an
 * object is siaga_NAME; one in an object in it is siaga_NAME{of="KEY"}.
 */
#include "gateway/lib/buf.h"
#include "gateway/web/web.h"

#include <inttypes.h>
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
metrics_add_all(struct buf *b, json_t *result)
{
	const char *name, *of;
	json_t *value, *inner;
	int err = 0;
	json_object_foreach(result, name, value)
	{
		if (err == 0)
			err = metrics_add(b, name, "", value);
		json_object_foreach(value, of, inner) if (err == 0) err =
		    metrics_add(b, name, of, inner);
	}
	return err;
}

static size_t
metrics_conns(const struct web *w)
{
	size_t count = 0;
	for (size_t i = 0; i < CONN_MAX; i++)
		count += w->conns[i].used;
	return count;
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
		    metrics_conns(w), streams_count(w), w->requests, w->refused,
		    w->evicted);
	BUG_IF(err < 0); /* a frame's numbers fit */
	return b.data;
}
