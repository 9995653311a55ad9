/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands in an event: field by field what disclose.c allows, when it is
 * written and again each time before it leaves. What was allowed then and is
 * not now never leaves: an event is narrowed, or dropped with the reason.
 */
#include "alerts.h"
#include "disclose.h"
#include "engine_parts.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEBHOOK_PADDED 512 /* bodies of one size say nothing by it */

struct disclose_case
webhook_case(const struct report *r, const char *event)
{
	return (struct disclose_case){.facts = &r->facts,
	    .erased = r->erased_at != 0,
	    .quarantine = r->quarantine[0] != '\0',
	    .joined = r->joined_to != 0,
	    .alert = event != NULL && strncmp(event, "alert.", 6) == 0};
}

/* --- values --- */

static json_t *
fields_word(const char *const *words, int at)
{
	return words[at] == NULL ? json_null() : json_string(words[at]);
}

static json_t *
fields_letter(char letter, const char *letters, const char *const *words)
{
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);
	return at == NULL ? json_null() : json_string(words[at - letters]);
}

static json_t *
fields_reference(
    struct engine *e, const struct conf_webhook *w, const struct report *r)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	char hex[2 * VAULT_LOOKUP_SIZE + 1];
	vault_reference(e->vault, w->name, r->case_pk, hash);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return json_string(hex);
}

/* "2T": window 2, by text; what report confirm takes. */
static json_t *
fields_window(const struct facts *f)
{
	char window[3] = {f->window, f->way == CONTACT_SMS ? 'S' : 'T'};
	if (f->way == CONTACT_NEVER)
		return json_string("N");
	return f->window == '\0' ? json_null() : json_string(window);
}

static json_t *
fields_of_facts(enum conf_field field, const struct facts *f)
{
	static const char *const yes_no[] = {"yes", "no"};
	static const char *const reporters[] = {"self", "other"};
	static const char *const phones[] = {NULL, "own", "shared", "his"};
	static const char *const calls[] = {NULL, "soon", "now", "hour"};
	if (field == CONF_FIELD_URGENCY)
		return json_string(urgency_name(f->urgency));
	if (field == CONF_FIELD_MINOR)
		return fields_letter(f->minor, "yn", yes_no);
	if (field == CONF_FIELD_REPORTER)
		return fields_letter(f->reporter, "so", reporters);
	if (field == CONF_FIELD_CONSENT)
		return json_string(f->consent);
	if (field == CONF_FIELD_WINDOW)
		return fields_window(f);
	if (field == CONF_FIELD_PHONE)
		return fields_word(phones, f->phone);
	return fields_word(calls, f->call);
}

static json_t *
fields_village(struct engine *e, const struct report *r)
{
	char village[CASE_VILLAGE_SIZE];
	case_village(e, r, village);
	return village[0] == '\0' ? json_null() : json_string(village);
}

json_t *
webhook_value(struct engine *e, const struct conf_webhook *w,
    enum conf_field field, const struct report *r)
{
	if (field == CONF_FIELD_REFERENCE)
		return fields_reference(e, w, r);
	if (field == CONF_FIELD_CODE)
		return json_string(r->code);
	if (field == CONF_FIELD_VILLAGE)
		return fields_village(e, r);
	if (field == CONF_FIELD_STATE)
		return json_string(case_state(r));
	if (field == CONF_FIELD_CHANNEL)
		return json_string(r->channel);
	return fields_of_facts(field, &r->facts);
}

json_t *
webhook_data(
    struct engine *e, const struct conf_webhook *w, const struct report *r)
{
	struct disclose_case c = webhook_case(r, NULL);
	json_t *data = json_object();
	for (int i = 0; i < CONF_FIELD_COUNT; i++) {
		enum conf_field field = (enum conf_field)i;
		if (!disclose_to(w, field, &c).allowed)
			continue;
		(void)json_object_set_new(data, conf_field_name(field),
		    webhook_value(e, w, field, r));
		if (field == CONF_FIELD_URGENCY)
			(void)json_object_set_new(data, "emergency",
			    json_boolean(r->facts.emergency));
	}
	return data;
}

char *
webhook_padded(json_t *body)
{
	size_t len = json_dumpb(body, NULL, 0, JSON_COMPACT);
	size_t padded = len < WEBHOOK_PADDED
			    ? WEBHOOK_PADDED
			    : (len / WEBHOOK_PADDED + 1) * WEBHOOK_PADDED;
	char *text = malloc(padded + 1);
	if (text != NULL) {
		memset(text, ' ', padded);
		(void)json_dumpb(body, text, len, JSON_COMPACT);
		text[padded] = '\0';
	}
	return text;
}

/* --- which event it is for them --- */

static int
fields_heard_of(
    struct engine *e, const struct conf_webhook *w, const struct report *r)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_WEBHOOK_HEARD, SQL_INT(r->id),
	    SQL_TEXT(w->name));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

/* Their first news of a report is that it was filed; and who is not told the
 * urgency is not told it by an event's name. */
int
webhook_event_for(struct engine *e, const struct conf_webhook *w,
    const char *event, const struct report *r, const char **ret_event)
{
	struct disclose_case c = webhook_case(r, event);
	bool closed = strcmp(event, "report.closed") == 0;
	*ret_event = event;
	if (w->recipient == CONF_OFFICE)
		return 0;
	int heard = fields_heard_of(e, w, r);
	if (heard < 0)
		return heard;
	if (strncmp(event, "report.", 7) != 0 || (heard == 0 && closed))
		*ret_event = NULL;
	else if (heard == 0 && webhook_wants(w->events, "report.filed"))
		*ret_event = "report.filed";
	else if (strcmp(event, "report.urgent") == 0 &&
		 !disclose_to(w, CONF_FIELD_URGENCY, &c).allowed)
		*ret_event = "report.updated";
	return 0;
}

/* --- what waits --- */

static const char *
fields_error(const char *why)
{
	return strcmp(why, "no_consent") == 0 ? "consent_withdrawn" : why;
}

int
webhook_forget(struct engine *e, const struct conf_webhook *w,
    const struct report *r, const char *why)
{
	/* A cadre of another village is asked, and told nothing else. */
	struct disclose_case c = webhook_case(r, "alert.raised");
	bool asked =
	    disclose_report((enum conf_recipient)w->recipient, &c) == NULL;
	return store_run(e->store, QUERY_OUTBOX_WEBHOOK_WITHDRAW,
	    SQL_INT(r->id), SQL_TEXT(w->name), SQL_INT(e->now_s),
	    SQL_TEXT(fields_error(why)), SQL_INT(asked));
}

static enum conf_field
fields_of_key(const char *key)
{
	return strcmp(key, "emergency") == 0
		   ? CONF_FIELD_URGENCY
		   : conf_field_find(key, strlen(key));
}

/* An alert's own code and state, and which alarm, are no fields. */
static bool
fields_may_stay(const struct conf_webhook *w, const struct disclose_case *c,
    const char *event, const char *key)
{
	enum conf_field field = fields_of_key(key);
	bool own = field == CONF_FIELD_COUNT ||
		   (c->alert && strcmp(key, "state") == 0);
	if (own && strncmp(event, "report.", 7) != 0)
		return true;
	return disclose_to(w, field, c).allowed;
}

/* True if something was taken out of data. */
static bool
fields_narrow(json_t *data, const struct conf_webhook *w,
    const struct disclose_case *c, const char *event)
{
	const char *key;
	void *next;
	json_t *value;
	bool narrowed = false;
	json_object_foreach_safe(data, next, key, value)
	{
		if (fields_may_stay(w, c, event, key))
			continue;
		(void)json_object_del(data, key);
		narrowed = true;
	}
	return narrowed;
}

/* Takes out of the body what may no longer leave, there and in the store. */
static int
fields_check_body(struct engine *e, const struct conf_webhook *w,
    const struct disclose_case *c, struct webhook_row *row)
{
	json_t *body = json_loads(row->body, 0, NULL);
	int err = body == NULL ? -EBADMSG : 0;
	json_t *data = json_object_get(body, "data");
	if (err == 0 && fields_narrow(data, w, c, row->event)) {
		char *text = webhook_padded(body);
		err = text == NULL ? -ENOMEM : turn_write(e);
		free(row->body);
		row->body = text;
		if (err == 0)
			err = store_run(e->store, QUERY_OUTBOX_WEBHOOK_BODY,
			    SQL_INT(row->id), SQL_TEXT(text));
	}
	json_decref(body);
	return err;
}

/* Of one report: what is not, and news of the box itself, is the office's. */
static bool
fields_of_report(const struct webhook_row *row)
{
	return row->report_id != 0 &&
	       (strncmp(row->event, "report.", 7) == 0 ||
		   strncmp(row->event, "alert.", 6) == 0);
}

/* Is there still somebody to be asked, who may hear of it? */
static int
fields_check_alert(
    struct engine *e, const struct webhook_row *row, const char **ret_why)
{
	struct alert a;
	bool excluded = false;
	if (strcmp(row->event, "alert.raised") != 0)
		return 0;
	int err = alert_get(e, row->alert_id, &a);
	if (err == 0)
		err = alert_is_excluded(e, &a, &excluded);
	if (err == 0 && (excluded || strcmp(a.state, "raised") != 0))
		*ret_why = "over";
	return err == -ENOENT ? 0 : err;
}

int
webhook_check_row(struct engine *e, const struct conf_webhook *w,
    struct webhook_row *row, const char **ret_why)
{
	struct report r;
	*ret_why = NULL;
	if (w->recipient != CONF_OFFICE && !fields_of_report(row)) {
		*ret_why = "not_for_recipient";
		return 0;
	}
	if (row->report_id == 0)
		return 0;
	int err = case_get(e, row->report_id, &r);
	if (err < 0)
		return err;
	struct disclose_case c = webhook_case(&r, row->event);
	const char *why =
	    disclose_report((enum conf_recipient)w->recipient, &c);
	/* That nothing is to be done is told to whoever was asked, above all
	 * when consent is taken back; it says nothing of the report. */
	if (strcmp(row->event, "alert.stood_down") == 0)
		why = NULL;
	if (why != NULL)
		*ret_why = fields_error(why);
	else
		err = fields_check_alert(e, row, ret_why);
	return err < 0 || *ret_why != NULL ? err
					   : fields_check_body(e, w, &c, row);
}
