/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga webhook: where events go, and what each destination would be told of
 * a report at this moment, field by field, with the reason of each omission.
 */
#include "commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEBHOOK_EACH  8 /* destinations of one page: a frame holds them */
#define WEBHOOK_ROLES (COMMAND_ADMINISTRATOR | COMMAND_CASEWORK)

static const char *
webhook_recipient(const struct conf_webhook *w)
{
	return conf_recipient_names[w->recipient];
}

/* --- of a report --- */

static json_t *
webhook_field(struct engine *e, const struct conf_webhook *w,
    enum conf_field field, const struct report *r)
{
	struct disclose_case c = webhook_case(r, NULL);
	struct disclosed d = disclose_to(w, field, &c);
	json_t *row = json_pack("{s:s, s:b}", "field", conf_field_name(field),
	    "told", (int)d.allowed);
	if (d.allowed)
		(void)json_object_set_new(
		    row, "value", webhook_value(e, w, field, r));
	else
		(void)json_object_set_new(row, "reason", json_string(d.reason));
	return row;
}

static json_t *
webhook_of_report(
    struct engine *e, const struct conf_webhook *w, const struct report *r)
{
	struct disclose_case c = webhook_case(r, NULL);
	const char *why =
	    disclose_report((enum conf_recipient)w->recipient, &c);
	json_t *fields = json_array();
	for (int f = 0; f < CONF_FIELD_COUNT; f++)
		(void)json_array_append_new(
		    fields, webhook_field(e, w, (enum conf_field)f, r));
	return json_pack("{s:s, s:s, s:b, s:s?, s:o}", "name", w->name,
	    "recipient", webhook_recipient(w), "told", (int)(why == NULL),
	    "reason", why, "fields", fields);
}

/* --- of none: the destinations --- */

/* Fields that are asked for, and whether they can ever be told. */
static json_t *
webhook_listed(const struct conf_webhook *w, bool ever)
{
	json_t *names = json_array();
	for (int f = 0; f < CONF_FIELD_COUNT; f++) {
		enum conf_field field = (enum conf_field)f;
		if (disclose_listed(w, field) &&
		    conf_field_ever((enum conf_recipient)w->recipient, field) ==
			ever)
			(void)json_array_append_new(
			    names, json_string(conf_field_name(field)));
	}
	return names;
}

static int
webhook_counts(
    struct engine *e, const struct conf_webhook *w, json_t *destination)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_WEBHOOK_COUNTS, SQL_TEXT(w->name));
	int got = store_next(&rows);
	if (got > 0)
		(void)json_object_update_new(destination,
		    json_pack("{s:s, s:I, s:I, s:o, s:o}", "state",
			store_is_null(&rows, 3) ? "ready" : "disabled",
			"waiting", (json_int_t)store_int(&rows, 0),
			"dead_letters", (json_int_t)store_int(&rows, 1),
			"delivered_at", command_time(store_int(&rows, 2)),
			"disabled_at", command_time(store_int(&rows, 3))));
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
webhook_destination(
    struct engine *e, const struct conf_webhook *w, json_t **ret)
{
	*ret = json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", w->name,
	    "recipient", webhook_recipient(w), "events", w->events, "fields",
	    webhook_listed(w, true), "never", webhook_listed(w, false));
	return webhook_counts(e, w, *ret);
}

/* --- both --- */

static int
webhook_page(struct engine *e, json_t *args, struct command_answer *a,
    const struct report *r)
{
	const char *after = command_str(args, "after");
	size_t from = after == NULL ? 0 : strtoul(after, NULL, 10);
	size_t count = e->conf->webhook_count, i;
	int err = 0;
	a->result = json_array();
	for (i = from; err == 0 && i < count && i < from + WEBHOOK_EACH; i++) {
		const struct conf_webhook *w = &e->conf->webhooks[i];
		json_t *row = NULL;
		if (r != NULL)
			row = webhook_of_report(e, w, r);
		else
			err = webhook_destination(e, w, &row);
		(void)json_array_append_new(a->result, row);
	}
	if (i < count)
		(void)snprintf(a->next, sizeof(a->next), "%zu", i);
	return err;
}

int
command_webhook_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	if (command_str(args, "code") == NULL)
		return webhook_page(e, args, a, NULL);
	if (!command_may(e, WEBHOOK_ROLES, a) ||
	    !command_find_report(e, args, a, &r))
		return 0;
	return webhook_page(e, args, a, &r);
}
