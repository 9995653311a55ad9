/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many reports at once leave the box only when two people want it: one asks,
 * with a reason; another one, a supervisor, approves; then the first one reads
 * what that person's own key opens, page by page, without numbers. The office
 * hears of it.
 */
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXPORT_LIFE_S     1800
#define EXPORT_KEY_S      86400  /* a key that approves is so old */
#define EXPORT_GIVEN_S    604800 /* and the asker gave nothing of it so long */
#define EXPORT_PAGE       20
#define EXPORT_PAGE_BYTES 45000 /* of a frame */
#define EXPORT_TEXTS      20    /* of a report; its thread has all */

static struct engine_export *
export_find(struct engine *e, const char *ticket)
{
	for (size_t i = 0; i < ENGINE_EXPORTS_MAX; i++) {
		struct engine_export *x = &e->exports[i];
		if (x->ticket[0] != '\0' && e->now_s < x->until_s &&
		    strcmp(x->ticket, ticket) == 0)
			return x;
	}
	return NULL;
}

static struct engine_export *
export_place(struct engine *e)
{
	struct engine_export *oldest = &e->exports[0];
	for (size_t i = 1; i < ENGINE_EXPORTS_MAX; i++)
		if (e->exports[i].until_s < oldest->until_s)
			oldest = &e->exports[i];
	return oldest;
}

int64_t
command_day(const char *text, int64_t if_absent, int days_on)
{
	struct tm day = {.tm_isdst = -1};
	if (text == NULL)
		return if_absent;
	if (sscanf(text, "%4d-%2d-%2d", &day.tm_year, &day.tm_mon,
		&day.tm_mday) != 3)
		return -1;
	day.tm_year -= 1900;
	day.tm_mon -= 1;
	day.tm_mday += days_on;
	return (int64_t)mktime(&day);
}

static int
export_ask(struct engine *e, json_t *args, struct command_answer *a)
{
	struct engine_export x = {.until_s = e->now_s + EXPORT_LIFE_S,
	    .from_s = command_day(command_str(args, "from"), 0, 0),
	    .to_s = command_day(command_str(args, "to"), INT64_MAX, 1)};
	if (command_str(args, "reason") == NULL)
		return command_fail(
		    a, "reason", "an export is asked for with a --reason");
	if (x.from_s < 0 || x.to_s < 0)
		return command_fail(
		    a, "bad_arguments", "expected dates such as 2026-11-21");
	(void)snprintf(
	    x.ticket, sizeof(x.ticket), "%08u", vault_uniform(100000000));
	memcpy(x.asker, e->actor.name, sizeof(x.asker));
	*export_place(e) = x;
	(void)snprintf(
	    a->detail, sizeof(a->detail), "asked ticket=%s", x.ticket);
	a->result = json_pack("{s:s, s:s}", "ticket", x.ticket, "next",
	    "another supervisor approves it within half an hour: siaga report "
	    "export --approve TICKET");
	return webhook_alarm(e, "export_asked");
}

/* Whose key is new, or whose key or role the asker gave, may be the asker. */
static int
export_is_puppet(struct engine *e, const struct engine_export *x)
{
	struct store_rows rows;
	int64_t asked_s = x->until_s - EXPORT_LIFE_S;
	store_ask(e->store, &rows, QUERY_AUDIT_MADE_BY, SQL_TEXT(e->actor.name),
	    SQL_INT(asked_s - EXPORT_KEY_S), SQL_TEXT(x->asker),
	    SQL_INT(asked_s - EXPORT_GIVEN_S));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

static int
export_approve(struct engine *e, const char *ticket, struct command_answer *a)
{
	struct engine_export *x = export_find(e, ticket);
	if (x == NULL)
		return command_fail(a, "not_found",
		    "no such export was asked for in the last half hour");
	if (strcmp(x->asker, e->actor.name) == 0 ||
	    e->actor.role != COMMAND_SUPERVISOR)
		return command_fail(a, "forbidden",
		    "an export takes two people: another supervisor than who "
		    "asked");
	int puppet = export_is_puppet(e, x);
	if (puppet != 0)
		return puppet < 0 ? puppet
				  : command_fail(a, "forbidden",
					"an export takes two people: the key "
					"that approves is a day old or more, "
					"and in the last week nothing of it "
					"came from who asked");
	memcpy(x->approver, e->actor.name, sizeof(x->approver));
	(void)snprintf(
	    a->detail, sizeof(a->detail), "approved ticket=%s", ticket);
	a->result =
	    json_pack("{s:s, s:s}", "ticket", ticket, "approved", x->asker);
	return 0;
}

/* --- pages --- */

static json_t *
export_texts(struct engine *e, const struct report *r)
{
	struct store_rows rows;
	json_t *texts = json_array();
	store_ask(e->store, &rows, QUERY_MESSAGE_OF_REPORT, SQL_INT(r->id),
	    SQL_INT(0), SQL_INT(EXPORT_TEXTS));
	while (store_next(&rows) > 0) {
		struct vault_blob text;
		size_t size;
		const void *sealed = store_blob(&rows, 4, &size);
		if (sealed == NULL || vault_open(e->vault, e->actor.keys,
					  r->case_pk, sealed, size, &text) < 0)
			continue;
		json_t *record = json_loadb(
		    (const char *)text.bytes, text.size, JSON_ALLOW_NUL, NULL);
		json_t *words = json_object_get(record, "text");
		if (words != NULL)
			(void)json_array_append_new(
			    texts, json_pack("{s:o, s:O}", "at",
				       command_time(store_int(&rows, 1)),
				       "text", words));
		json_decref(record);
		vault_blob_free(&text);
	}
	store_done(&rows);
	return texts;
}

static json_t *
export_row(struct engine *e, const struct report *r)
{
	return json_pack("{s:s, s:o, s:s, s:s, s:b, s:s, s:o}", "code", r->code,
	    "filed_at", command_time(r->filed_at), "channel", r->channel,
	    "urgency", urgency_name(r->facts.urgency), "emergency",
	    (int)r->facts.emergency, "state", case_state(r), "texts",
	    export_texts(e, r));
}

static bool
export_takes(struct engine *e, const struct report *r)
{
	return r->quarantine[0] == '\0' && r->erased_at == 0 &&
	       r->facts.erase_at_s == 0 && !command_shuts(e, r) &&
	       vault_case_opens(e->vault, e->actor.keys, r->case_pk) == 0;
}

static int
export_page(struct engine *e, const struct engine_export *x, json_t *args,
    struct command_answer *a)
{
	struct store_rows rows;
	struct report all[EXPORT_PAGE];
	int count = 0, got;
	size_t size = 0;
	const char *after = command_str(args, "after");
	int64_t last = after == NULL ? 0 : strtoll(after, NULL, 10);
	store_ask(e->store, &rows, QUERY_REPORT_EXPORT, SQL_INT(last),
	    SQL_INT(x->from_s), SQL_INT(x->to_s), SQL_INT(EXPORT_PAGE));
	while ((got = store_next(&rows)) > 0 && count < EXPORT_PAGE)
		case_from_row(&rows, &all[count++]);
	store_done(&rows);
	a->result = json_array();
	int done = 0;
	for (; done < count && size < EXPORT_PAGE_BYTES / 2; done++) {
		if (!export_takes(e, &all[done]))
			continue;
		json_t *row = export_row(e, &all[done]);
		size_t more = json_dumpb(row, NULL, 0, JSON_COMPACT);
		if (size > 0 && size + more > EXPORT_PAGE_BYTES) {
			json_decref(row);
			break;
		}
		size += more;
		(void)json_array_append_new(a->result, row);
	}
	if (done > 0 && (done < count || count == EXPORT_PAGE))
		(void)snprintf(
		    a->next, sizeof(a->next), "%" PRId64, all[done - 1].id);
	(void)snprintf(a->detail, sizeof(a->detail),
	    "read ticket=%s reports=%zu", x->ticket,
	    json_array_size(a->result));
	return got < 0 ? got : 0;
}

int
command_report_export(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *approve = command_str(args, "approve");
	const char *ticket = command_str(args, "ticket");
	if (e->actor.session == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	if (approve != NULL)
		return export_approve(e, approve, a);
	if (ticket == NULL)
		return export_ask(e, args, a);
	const struct engine_export *x = export_find(e, ticket);
	if (x == NULL || strcmp(x->asker, e->actor.name) != 0)
		return command_fail(a, "not_found",
		    "you have asked for no such export in the last half hour");
	if (x->approver[0] == '\0')
		return command_fail(a, "not_approved",
		    "nobody has approved it yet: another supervisor must");
	return export_page(e, x, args, a);
}
