/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events to destinations. A row per destination is written with what caused
 * it; each attempt is signed here, at its own time, and carried by
 * siaga-notify, which holds no key. Who hears what is decided in disclose.c,
 * when a row is written and again when it leaves (webhook_fields.c).
 */
#include "webhook.h"

#include "../lib/log.h"
#include "alerts.h"
#include "engine_parts.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WEBHOOK_LIFE_S     270000 /* 75 hours, then a dead letter */
#define WEBHOOK_TIMEOUT_MS 20000
/* siaga-notify has ended every transfer long before this. */
#define WEBHOOK_OUTCOME_MS   60000
#define WEBHOOK_SOURCE       "siaga"
#define WEBHOOK_BEAT_S       3600
#define WEBHOOK_UNREADABLE_S 600

static void
webhook_new_id(char ret_id[64])
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	memcpy(ret_id, "msg_", 4);
	for (size_t i = 4; i < 30; i++)
		ret_id[i] = letters[vault_uniform(32)];
	ret_id[30] = '\0';
}

static void
webhook_rfc3339(int64_t at_s, char ret_text[32])
{
	time_t at = (time_t)at_s;
	struct tm utc = {0};
	(void)gmtime_r(&at, &utc);
	(void)strftime(ret_text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* Padded; to be free()d. Takes the data. */
static char *
webhook_body(const char *event, int64_t now_s, json_t *data)
{
	char when[32];
	webhook_rfc3339(now_s, when);
	json_t *body = json_pack(
	    "{s:s, s:s, s:o}", "type", event, "timestamp", when, "data", data);
	if (body == NULL)
		return NULL;
	char *text = webhook_padded(body);
	json_decref(body);
	return text;
}

static int
webhook_pending(struct engine *e, const struct report *r,
    const struct conf_webhook *w, const char *event)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_WEBHOOK_PENDING, SQL_INT(r->id),
	    SQL_TEXT(w->name), SQL_TEXT(event));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

static int
webhook_is_disabled(struct engine *e, const char *name)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_DESTINATION_DISABLED, SQL_TEXT(name));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

static int
webhook_event_to(struct engine *e, const struct conf_webhook *w,
    const char *event, const struct report *r)
{
	char id[64];
	/* News of one case that waits already says "look at it". */
	int err = strcmp(event, "report.updated") == 0
		      ? webhook_pending(e, r, w, event)
		      : 0;
	if (err != 0)
		return err < 0 ? err : 0;
	char *body = webhook_body(event, e->now_s, webhook_data(e, w, r));
	if (body == NULL)
		return -ENOMEM;
	webhook_new_id(id);
	int disabled = webhook_is_disabled(e, w->name);
	err = disabled < 0 ? disabled : 0;
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_WEBHOOK_INSERT,
		    SQL_INT(
			r->facts.emergency ? OUTBOX_EMERGENCY : OUTBOX_ALERT),
		    SQL_INT(r->id), SQL_INT(e->now_s),
		    SQL_INT(e->now_s + WEBHOOK_LIFE_S), SQL_TEXT(w->name),
		    SQL_TEXT(event), SQL_TEXT(id), SQL_TEXT(body));
	if (err == 0 && disabled > 0) /* kept, and shown as a dead letter */
		err = outbox_set_state(
		    e, store_last_id(e->store), "failed", "http_410");
	free(body);
	return err;
}

/* Who may not be told, or no longer, gets nothing that waits either. */
static int
webhook_event_one(struct engine *e, const struct conf_webhook *w,
    const char *event, const struct report *r)
{
	struct disclose_case c = webhook_case(r, event);
	const char *why =
	    disclose_report((enum conf_recipient)w->recipient, &c);
	if (why != NULL)
		return webhook_forget(e, w, r, why);
	const char *called;
	int err = webhook_event_for(e, w, event, r, &called);
	if (err < 0 || called == NULL || !webhook_wants(w->events, called))
		return err;
	return webhook_event_to(e, w, called, r);
}

int
webhook_event(struct engine *e, const char *event, const struct report *r)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < e->conf->webhook_count; i++)
		err = webhook_event_one(e, &e->conf->webhooks[i], event, r);
	return err;
}

/* --- news of the box itself --- */

/* To all of the office, whatever events it asked for: silence of a box must
 * not look like peace. */
static int
webhook_plain(struct engine *e, const char *event, int64_t life_s, json_t *data)
{
	int err = 0;
	for (size_t i = 0; err == 0 && i < e->conf->webhook_count; i++) {
		const struct conf_webhook *w = &e->conf->webhooks[i];
		char id[64];
		if (w->recipient != CONF_OFFICE)
			continue;
		char *body = webhook_body(event, e->now_s, json_incref(data));
		err = body == NULL ? -ENOMEM : turn_write(e);
		webhook_new_id(id);
		if (err == 0 && life_s < WEBHOOK_LIFE_S)
			err = store_run(e->store, QUERY_OUTBOX_PLAIN_DROP,
			    SQL_TEXT(w->name), SQL_TEXT(event));
		if (err == 0)
			err = store_run(e->store, QUERY_OUTBOX_PLAIN_INSERT,
			    SQL_INT(OUTBOX_ALERT), SQL_INT(e->now_s),
			    SQL_INT(e->now_s + life_s), SQL_TEXT(w->name),
			    SQL_TEXT(event), SQL_TEXT(id), SQL_TEXT(body));
		free(body);
	}
	json_decref(data);
	return err;
}

int
webhook_alarm(struct engine *e, const char *what)
{
	return webhook_plain(e, "gateway.alarm", WEBHOOK_LIFE_S,
	    json_pack("{s:s}", "alarm", what));
}

int
webhook_alarm_of(struct engine *e, const char *what, const struct report *r)
{
	return webhook_plain(e, "gateway.alarm", WEBHOOK_LIFE_S,
	    json_pack("{s:s, s:s, s:s}", "alarm", what, "code", r->code,
		"urgency", urgency_name(r->facts.urgency)));
}

int
webhook_alert(struct engine *e, const struct conf_webhook *w, const char *event,
    json_t *data, const struct report *r, int64_t alert_id, int64_t until_s)
{
	char id[64];
	char *body = webhook_body(event, e->now_s, data);
	int64_t life = until_s > e->now_s ? until_s : e->now_s + WEBHOOK_BEAT_S;
	int err = body == NULL ? -ENOMEM : turn_write(e);
	webhook_new_id(id);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_WEBHOOK_ALERT,
		    SQL_INT(
			r->facts.emergency ? OUTBOX_EMERGENCY : OUTBOX_ALERT),
		    SQL_TIME(r->id), SQL_INT(e->now_s), SQL_INT(life),
		    SQL_TEXT(w->name), SQL_TEXT(event), SQL_TEXT(id),
		    SQL_TEXT(body), SQL_INT(alert_id));
	free(body);
	return err;
}

static int
webhook_beat_read(struct engine *e)
{
	char *text = NULL;
	int err = store_setting_get(e->store, "heartbeat_at", &text);
	e->beat_at_s = (text == NULL ? e->now_s : strtoll(text, NULL, 10)) +
		       WEBHOOK_BEAT_S;
	/* A clock that was ahead must not silence it. */
	if (e->beat_at_s > e->now_s + WEBHOOK_BEAT_S)
		e->beat_at_s = e->now_s + WEBHOOK_BEAT_S;
	free(text);
	return err;
}

static json_t *
webhook_beat_data(struct engine *e, int64_t count, const char *head)
{
	int64_t ready = 0;
	for (size_t i = 0; i < e->conf->modem_count; i++)
		ready += e->at.modems[i].ready;
	return json_pack("{s:{s:I, s:s}, s:I, s:I, s:b, s:b, s:I}", "audit",
	    "count", (json_int_t)count, "head", head, "modems",
	    (json_int_t)e->conf->modem_count, "modems_ready", (json_int_t)ready,
	    "locked", (int)e->locked, "clock", (int)e->time.trusted,
	    "generation", (json_int_t)backup_generation(e));
}

int
webhook_beat(struct engine *e)
{
	char head[AUDIT_HEX], when[24];
	int64_t count;
	if (turn_read_only(e))
		return 0;
	int err = e->beat_at_s == 0 ? webhook_beat_read(e) : 0;
	if (err < 0 || e->now_s < e->beat_at_s)
		return err;
	e->beat_at_s = e->now_s + WEBHOOK_BEAT_S;
	err = turn_write(e);
	if (err == 0)
		err = audit_head(e, &count, head);
	if (err == 0)
		err = webhook_plain(e, "gateway.heartbeat", WEBHOOK_BEAT_S,
		    webhook_beat_data(e, count, head));
	(void)snprintf(when, sizeof(when), "%lld", (long long)e->now_s);
	return err < 0 ? err
		       : store_setting_set(e->store, "heartbeat_at", when);
}

/* --- sending --- */

static int
webhook_free_post(const struct engine *e)
{
	for (int i = 0; i < ENGINE_POSTS_MAX; i++)
		if (e->at.posts[i].id == 0)
			return i;
	return -1;
}

static json_t *
webhook_allow(const struct conf_webhook *w)
{
	json_t *allow = json_array();
	const char *at = w->allow_cidr == NULL ? "" : w->allow_cidr;
	while (*at != '\0') {
		size_t len = strcspn(at, " ,");
		if (len > 0)
			(void)json_array_append_new(
			    allow, json_stringn(at, len));
		at += len + strspn(at + len, " ,");
	}
	return allow;
}

static json_t *
webhook_frame(
    struct engine *e, const struct hook *h, const struct webhook_row *row)
{
	char signature[WEBHOOK_SIGNATURE_SIZE];
	webhook_sign(h->keys, h->key_count, row->event_id, e->now_s, row->body,
	    signature);
	return json_pack(
	    "{s:s, s:I, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:o, s:i}", "f",
	    "notify.post", "id", (json_int_t)row->id, "url", h->conf->url,
	    "webhook_id", row->event_id, "timestamp", (json_int_t)e->now_s,
	    "signature", signature, "type", row->event, "source",
	    WEBHOOK_SOURCE, "body", row->body, "allow", webhook_allow(h->conf),
	    "timeout_ms", WEBHOOK_TIMEOUT_MS);
}

/* 1: *ret is the next that is due, its body to be free()d; 0: none is. */
static int
webhook_next(
    struct engine *e, const struct hook *h, struct webhook_row *ret_row)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_WEBHOOK_NEXT,
	    SQL_TEXT(h->conf->name), SQL_INT(e->now_s));
	int got = store_next(&rows);
	if (got > 0) {
		ret_row->id = store_int(&rows, 0);
		ret_row->report_id = store_int(&rows, 6);
		ret_row->alert_id = store_int(&rows, 7);
		(void)snprintf(ret_row->event, sizeof(ret_row->event), "%s",
		    store_str(&rows, 1));
		(void)snprintf(ret_row->event_id, sizeof(ret_row->event_id),
		    "%s", store_str(&rows, 2));
		ret_row->body = strdup(store_str(&rows, 3));
	}
	store_done(&rows);
	return got > 0 && ret_row->body == NULL ? -ENOMEM : got;
}

static int
webhook_drop(struct engine *e, const struct webhook_row *row, const char *why)
{
	log_info("webhook.dropped", LOG_I("id", row->id), LOG_S("cause", why));
	int err = turn_write(e);
	return err < 0 ? err : outbox_set_state(e, row->id, "dropped", why);
}

static int
webhook_send(
    struct engine *e, size_t index, int post, const struct webhook_row *row)
{
	struct hook *h = &e->at.hooks[index];
	json_t *frame = webhook_frame(e, h, row);
	int err = frame == NULL ? -ENOMEM : turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_SENDING,
		    SQL_INT(row->id), SQL_INT(e->now_s), SQL_NULL);
	if (err < 0) {
		json_decref(frame);
		return err;
	}
	turn_send(e, e->notify_peer, frame);
	e->at.posts[post].id = row->id;
	e->at.posts[post].hook = index;
	e->at.posts[post].deadline_ms = e->now_ms + WEBHOOK_OUTCOME_MS;
	h->in_flight++;
	return 0;
}

/* No reason to hold up anything else: later, and in the end a dead letter. */
static int
webhook_unreadable(struct engine *e, const struct webhook_row *row)
{
	log_error("webhook.unreadable", LOG_I("id", row->id));
	int err = turn_write(e);
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_OUTBOX_RETRY, SQL_INT(row->id),
			 SQL_INT(e->now_s + WEBHOOK_UNREADABLE_S),
			 SQL_INT(e->now_s), SQL_TEXT("unreadable"));
}

/* 1: one more is on its way or dropped, 0: nothing due, else -errno. */
static int
webhook_send_next(struct engine *e, size_t index, int post)
{
	struct hook *h = &e->at.hooks[index];
	struct webhook_row row = {0};
	const char *why = NULL;
	int got = webhook_next(e, h, &row);
	int err = got > 0 ? webhook_check_row(e, h->conf, &row, &why) : 0;
	if (got > 0 && err == 0)
		err = why != NULL ? webhook_drop(e, &row, why)
				  : webhook_send(e, index, post, &row);
	if (err == -EBADMSG)
		err = webhook_unreadable(e, &row);
	free(row.body);
	return err < 0 ? err : got;
}

/* --- outcomes --- */

/* Whose post it was; NULL if it is not in flight (said twice). */
static struct hook *
webhook_release(struct engine *e, int64_t id)
{
	for (int i = 0; i < ENGINE_POSTS_MAX; i++) {
		if (e->at.posts[i].id != id)
			continue;
		struct hook *h = &e->at.hooks[e->at.posts[i].hook];
		e->at.posts[i].id = 0;
		h->in_flight--;
		return h;
	}
	return NULL;
}

/*
 * 410 Gone: the destination wants no more (Standard Webhooks). What waits
 * for it becomes dead letters that an officer sees, until somebody replays.
 */
static int
webhook_disable(struct engine *e, const char *name)
{
	log_error("webhook.disabled", LOG_S("destination", name),
	    LOG_S("cause", "http_410"),
	    LOG_S("remedy", "siaga outbox replay --destination NAME"));
	int err = store_run(e->store, QUERY_DESTINATION_DISABLE, SQL_TEXT(name),
	    SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_WEBHOOK_PARK,
		    SQL_TEXT(name), SQL_INT(e->now_s), SQL_TEXT("http_410"));
	return err;
}

int
webhook_replay(
    struct engine *e, const char *destination, int64_t id, int64_t *ret_rows)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(
		    e->store, QUERY_DESTINATION_ENABLE, SQL_TEXT(destination));
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_REPLAY,
		    SQL_TEXT(destination), SQL_INT(e->now_s),
		    SQL_INT(e->now_s + WEBHOOK_LIFE_S), SQL_TIME(id));
	*ret_rows = store_changes(e->store);
	return err;
}

static int
webhook_retry(struct engine *e, int64_t id, json_t *frame)
{
	char cause[64];
	struct store_rows rows;
	int64_t status = wire_int(frame, "status", 0);
	const char *error = wire_str(frame, "error");
	store_ask(e->store, &rows, QUERY_OUTBOX_GET, SQL_INT(id));
	int got = store_next(&rows);
	int64_t tries = got > 0 ? store_int(&rows, 3) : 0;
	int64_t age_s = got > 0 ? e->now_s - store_int(&rows, 4) : 0;
	store_done(&rows);
	if (got <= 0)
		return got;
	int64_t wait_s = webhook_backoff_s(tries, age_s);
	int64_t asked_s = wire_int(frame, "retry_after_s", 0);
	if (asked_s > wait_s) /* honoured, but an alert waits no longer */
		wait_s = asked_s < 600 ? asked_s : 600;
	if (status != 0)
		(void)snprintf(
		    cause, sizeof(cause), "http_%lld", (long long)status);
	else
		(void)snprintf(cause, sizeof(cause), "%s",
		    error == NULL ? "no_answer" : error);
	log_warn("webhook.failed", LOG_I("id", id), LOG_S("cause", cause),
	    LOG_I("attempt", tries), LOG_I("next_in_s", wait_s));
	return store_run(e->store, QUERY_OUTBOX_RETRY, SQL_INT(id),
	    SQL_INT(e->now_s + wait_s), SQL_INT(e->now_s), SQL_TEXT(cause));
}

/* Is this row a webhook whose outcome is still awaited? */
static int
webhook_is_open(struct engine *e, int64_t id, bool *ret_open)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_GET, SQL_INT(id));
	int got = store_next(&rows);
	*ret_open = got > 0 && strcmp(store_str(&rows, 1), "webhook") == 0 &&
		    strcmp(store_str(&rows, 2), "delivered") != 0 &&
		    strcmp(store_str(&rows, 2), "failed") != 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

int
webhook_frame_done(struct engine *e, struct peer *p, json_t *frame)
{
	int64_t id = wire_int(frame, "of", 0);
	int64_t status = wire_int(frame, "status", 0);
	struct hook *h = webhook_release(e, id);
	bool open;
	int err = webhook_is_open(e, id, &open);
	if (err < 0)
		return err;
	turn_ok(e, p->id, frame);
	if (!open)
		return 0; /* a text, or settled: not this program's to say */
	bool fine =
	    status >= 200 && status < 300 && wire_str(frame, "error") == NULL;
	if (status == 410 && h != NULL)
		return webhook_disable(e, h->conf->name);
	if (!fine)
		return webhook_retry(e, id, frame);
	log_info("webhook.delivered", LOG_I("id", id));
	const char *body = wire_str(frame, "body");
	err = outbox_set_state(e, id, "delivered", NULL);
	return err < 0 || body == NULL || *body == '\0'
		   ? err
		   : alerts_webhook(e, body, h == NULL ? "" : h->conf->name);
}

int
webhook_frame_refused(struct engine *e, json_t *frame)
{
	int64_t id = wire_int(frame, "re", 0);
	for (int i = 0; i < ENGINE_POSTS_MAX; i++) {
		if (e->at.posts[i].id != id || id == 0)
			continue;
		webhook_release(e, id);
		return webhook_retry(e, id, frame);
	}
	return 0;
}

/*
 * An outcome that never came must not hold back the alert, nor all others to
 * that destination: it is sent again, with its id.
 */
static int
webhook_check_deadlines(struct engine *e)
{
	int err = 0;
	for (int i = 0; err == 0 && i < ENGINE_POSTS_MAX; i++) {
		int64_t id = e->at.posts[i].id;
		if (id == 0 || e->now_ms < e->at.posts[i].deadline_ms)
			continue;
		(void)webhook_release(e, id);
		json_t *nothing = json_pack("{s:s}", "error", "no_outcome");
		err = turn_write(e);
		if (err == 0)
			err = webhook_retry(e, id, nothing);
		json_decref(nothing);
	}
	return err;
}

int
webhook_pump(struct engine *e)
{
	int err = webhook_check_deadlines(e);
	if (err < 0)
		return err;
	for (size_t i = 0; i < e->conf->webhook_count; i++) {
		int got = 1, post;
		while (got > 0 && e->notify_peer != 0 && !e->stopping &&
		       e->at.hooks[i].in_flight < ENGINE_POSTS_EACH &&
		       (post = webhook_free_post(e)) >= 0)
			got = webhook_send_next(e, i, post);
		if (got < 0)
			return got;
	}
	return 0;
}

/* siaga-notify is gone: what was in flight is sent again, with its id. */
void
webhook_gone(struct engine *e)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(
		    e->store, QUERY_OUTBOX_WEBHOOK_LOST, SQL_INT(e->now_s));
	if (err < 0)
		e->turn.failed = true;
	for (int i = 0; i < ENGINE_POSTS_MAX; i++)
		e->at.posts[i].id = 0;
	for (size_t i = 0; i < CONF_WEBHOOKS_MAX; i++)
		e->at.hooks[i].in_flight = 0;
}

/* One key a line: the one in force, and below it the one it replaces. */
static void
webhook_load_keys(struct hook *h, FILE *file)
{
	char text[256];
	while (h->key_count < WEBHOOK_KEYS_MAX &&
	       fgets(text, sizeof(text), file) != NULL)
		if (webhook_parse_secret(text, &h->keys[h->key_count]) == 0)
			h->key_count++;
	sodium_memzero(text, sizeof(text));
}

void
webhook_load_secrets(struct engine *e, struct faults *faults)
{
	for (size_t i = 0; i < e->conf->webhook_count; i++) {
		struct hook *h = &e->at.hooks[i];
		h->conf = &e->conf->webhooks[i];
		FILE *file = fopen(h->conf->secret_file, "re");
		if (file != NULL) {
			webhook_load_keys(h, file);
			(void)fclose(file);
		}
		if (h->key_count == 0)
			faults_add(faults, h->conf->secret_file, 1,
			    "no usable secret, expected whsec_ (24 to 64 "
			    "bytes) or whsk_ (64 bytes) in base64");
	}
}
