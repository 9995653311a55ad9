/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The roster out of the store: read once, and again when it has changed. */
#include "engine_parts.h"
#include "roster.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROSTER_SETTING "roster"

static void
roster_take(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from == NULL ? "" : from);
}

static int
roster_row_village(struct engine *e, struct roster *r, struct store_rows *rows)
{
	struct roster_village v = {.aliases = store_str(rows, 3),
	    .population = store_is_null(rows, 4) ? -1 : store_int(rows, 4)};
	(void)e;
	roster_take(v.code, sizeof(v.code), store_str(rows, 0));
	roster_take(v.name, sizeof(v.name), store_str(rows, 1));
	roster_take(v.kecamatan, sizeof(v.kecamatan), store_str(rows, 2));
	roster_take(v.timezone, sizeof(v.timezone), store_str(rows, 5));
	return roster_add_village(r, &v);
}

static bool
roster_is_hook(const struct engine *e, const char *name, size_t len)
{
	for (size_t i = 0; i < e->conf->webhook_count; i++)
		if (strlen(e->conf->webhooks[i].name) == len &&
		    strncmp(e->conf->webhooks[i].name, name, len) == 0)
			return true;
	return false;
}

static void
roster_take_channels(
    const struct engine *e, const char *channels, struct roster_person *p)
{
	p->sms = channels == NULL;
	for (const char *at = channels; at != NULL && *at != '\0';) {
		size_t len = strcspn(at, ";");
		p->sms |= len == 3 && strncmp(at, "sms", 3) == 0;
		p->webhook |= len > 8 && strncmp(at, "webhook:", 8) == 0 &&
			      roster_is_hook(e, at + 8, len - 8);
		at += len + (at[len] == ';');
	}
}

static int
roster_row_person(struct engine *e, struct roster *r, struct store_rows *rows)
{
	const char *sex = store_str(rows, 2);
	struct roster_person p = {.role = role_of_name(store_str(rows, 1)),
	    .sex = sex == NULL ? '\0' : *sex,
	    .everywhere = store_int(rows, 4) != 0,
	    .numbered = store_int(rows, 5) != 0,
	    .to_day = INT64_MAX};
	roster_take(p.id, sizeof(p.id), store_str(rows, 0));
	roster_take_channels(e, store_str(rows, 3), &p);
	if (!store_is_null(rows, 6) &&
	    !roster_day(store_str(rows, 6), &p.from_day))
		p.from_day = INT64_MAX; /* no day: not yet */
	if (!store_is_null(rows, 7) &&
	    !roster_day(store_str(rows, 7), &p.to_day))
		p.to_day = 0;
	return roster_add_person(r, &p);
}

static int
roster_row_serves(struct engine *e, struct roster *r, struct store_rows *rows)
{
	(void)e;
	return roster_add_serves(r, store_str(rows, 0), store_str(rows, 1));
}

static int
roster_row_duty(struct engine *e, struct roster *r, struct store_rows *rows)
{
	(void)e;
	return roster_add_duty(r, store_str(rows, 0),
	    (unsigned)store_int(rows, 1), (int)store_int(rows, 2),
	    (int)store_int(rows, 3), store_str(rows, 4));
}

static int
roster_row_absence(struct engine *e, struct roster *r, struct store_rows *rows)
{
	int64_t from, to;
	(void)e;
	if (!roster_day(store_str(rows, 1), &from) ||
	    !roster_day(store_str(rows, 2), &to))
		return 0;
	return roster_add_absence(
	    r, store_str(rows, 0), from, to, store_str(rows, 3));
}

static int
roster_read(struct engine *e, struct roster *r)
{
	static const struct {
		enum store_query query;
		int (*take)(
		    struct engine *, struct roster *, struct store_rows *);
	} parts[] = {{QUERY_ROSTER_VILLAGES, roster_row_village},
	    {QUERY_ROSTER_PEOPLE, roster_row_person},
	    {QUERY_ROSTER_SERVES, roster_row_serves},
	    {QUERY_ROSTER_DUTY, roster_row_duty},
	    {QUERY_ROSTER_ABSENCES, roster_row_absence}};
	int err = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && err == 0;
	     i++) {
		struct store_rows rows;
		store_ask_values(e->store, &rows, parts[i].query, NULL, 0);
		while (err == 0 && (err = store_next(&rows)) > 0)
			err = parts[i].take(e, r, &rows);
		store_done(&rows);
	}
	return err;
}

static struct roster *
roster_make(struct engine *e, const char *version)
{
	size_t left_out = 0;
	struct roster *r = roster_new(e->handling->letters);
	int err = r == NULL ? -ENOMEM : roster_read(e, r);
	if (err == 0)
		err = roster_finish(r, &left_out);
	if (err < 0) {
		log_error("roster.unreadable", LOG_S("cause", strerror(-err)));
		roster_free(r);
		return NULL;
	}
	if (left_out > 0)
		log_warn("roster.left_out", LOG_I("rows", left_out),
		    LOG_S("cause", "they name a place that is not there"),
		    LOG_S("remedy", "siaga import the files again"));
	roster_take(r->version, sizeof(r->version), version);
	return r;
}

/* Versions are random: what was rolled back never comes again. */
const struct roster *
roster_load(struct engine *e)
{
	char *version = NULL;
	if (store_setting_get(e->store, ROSTER_SETTING, &version) < 0)
		return NULL;
	const char *now = version == NULL ? "" : version;
	if (e->roster == NULL || strcmp(e->roster->version, now) != 0) {
		roster_free(e->roster);
		e->roster = roster_make(e, now);
	}
	free(version);
	return e->roster;
}

int
roster_changed(struct engine *e)
{
	uint64_t random;
	char version[ROSTER_VERSION];
	vault_random(&random, sizeof(random));
	board_changed(e, BOARD_DUTY, 0);
	(void)snprintf(
	    version, sizeof(version), "%016llx", (unsigned long long)random);
	int err = turn_write(e);
	return err < 0 ? err
		       : store_setting_set(e->store, ROSTER_SETTING, version);
}
