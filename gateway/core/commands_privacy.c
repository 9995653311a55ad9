/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga privacy: the papers of UU 27/2022, filled from what this box knows of
 * itself. Figures and settings alone: no name, number or word of a person, no
 * code of a report, nor what the hotline is called.
 */
#include "papers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PRIVACY_DAY_S    86400
#define PRIVACY_NOTICE_S 259200 /* 3 x 24 hours (Art. 46) */
#define PRIVACY_TIME     48
#define PRIVACY_VALUE    304 /* of a setting, in a table */
#define PRIVACY_FIELDS   1024

struct privacy {
	struct engine *e;
	struct paper paper;
	int64_t noticed_s; /* the breach was noticed */
	int64_t reports, erased, contacts;
};

/* A time that another part of Siaga has noted, as text; absent: never. */
static void
privacy_setting(struct privacy *p, const char *slot, const char *name)
{
	char *value = NULL;
	paper_failed(&p->paper, store_setting_get(p->e->store, name, &value));
	paper_time(
	    &p->paper, slot, value == NULL ? 0 : strtoll(value, NULL, 10));
	free(value);
}

/* --- counted in the store --- */

static int64_t
privacy_count(struct privacy *p, enum store_query query, int64_t day)
{
	struct store_rows rows;
	if (day >= 0)
		store_ask(p->e->store, &rows, query, SQL_INT(day));
	else
		store_ask_values(p->e->store, &rows, query, NULL, 0);
	int got = store_next(&rows);
	int64_t count = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	paper_failed(&p->paper, got);
	return count;
}

static void
privacy_reports(struct privacy *p)
{
	/* The order of the statement's columns. */
	static const char *const slots[] = {"reports", "reports_new",
	    "reports_closed", "reports_erase_pending", "reports_erased",
	    "reports_quarantine", "reports_children"};
	struct store_rows rows;
	store_ask_values(p->e->store, &rows, QUERY_PRIVACY_REPORTS, NULL, 0);
	int got = store_next(&rows);
	for (int i = 0; got > 0 && i < 7; i++)
		paper_number(&p->paper, slots[i], store_int(&rows, i));
	p->reports = got > 0 ? store_int(&rows, 0) : 0;
	p->erased = got > 0 ? store_int(&rows, 4) : 0;
	int64_t first_s = got > 0 ? store_int(&rows, 7) : 0;
	store_done(&rows);
	paper_failed(&p->paper, got);
	paper_time(&p->paper, "first_at", first_s);
}

/* Whom the box can still name: what stands under day keys that live. */
static void
privacy_routes(struct privacy *p)
{
	int64_t days[VAULT_DAYS_MAX], oldest_s = 0;
	char text[PRIVACY_TIME] = "";
	size_t count = vault_days(p->e->vault, days);
	for (size_t i = 0; i < count; i++)
		p->contacts +=
		    privacy_count(p, QUERY_PRIVACY_CONTACTS, days[i]);
	paper_number(&p->paper, "contacts", p->contacts);
	paper_number(&p->paper, "day_keys", (int64_t)count);
	if (count > 0) {
		time_t day = (time_t)(days[count - 1] * PRIVACY_DAY_S);
		struct tm utc = {0};
		(void)gmtime_r(&day, &utc);
		(void)strftime(text, sizeof(text), "%Y-%m-%d (UTC)", &utc);
		oldest_s = (days[count - 1] + 1) * PRIVACY_DAY_S +
			   p->e->conf->siaga.route_hours * 3600;
		paper_text(&p->paper, "oldest_day", text);
	} else {
		paper_phrase(&p->paper, "oldest_day", "none", NULL);
	}
	paper_time(&p->paper, "oldest_until", oldest_s);
	paper_number(&p->paper, "route_hours", p->e->conf->siaga.route_hours);
	paper_number(
	    &p->paper, "parts", privacy_count(p, QUERY_PRIVACY_PARTS, -1));
	paper_number(
	    &p->paper, "replies", privacy_count(p, QUERY_PRIVACY_REPLIES, -1));
}

static void
privacy_sim(struct privacy *p)
{
	int64_t used = 0;
	for (size_t i = 0; i < p->e->conf->modem_count; i++)
		used += p->e->at.modems[i].used;
	paper_number(&p->paper, "sim", used);
}

/* --- destinations --- */

/* For a cell of a table: no byte that ends it. */
static void
privacy_cell(char ret[PRIVACY_VALUE], const char *text, size_t len)
{
	size_t used = 0;
	while (used < len && used < PRIVACY_VALUE - 4) {
		char c = text[used];
		ret[used++] = c < ' ' || c > '~' || c == '|' ? '_' : c;
	}
	(void)snprintf(
	    ret + used, PRIVACY_VALUE - used, "%s", used < len ? "..." : "");
}

/* The host of an address: nothing of its path, its user or its port. */
static void
privacy_host(char ret[PRIVACY_VALUE], const char *url)
{
	const char *at = strstr(url, "://");
	at = at == NULL ? url : at + 3;
	size_t len = strcspn(at, "/?#");
	const char *user = memchr(at, '@', len);
	while (user != NULL) {
		len -= (size_t)(user + 1 - at);
		at = user + 1;
		user = memchr(at, '@', len);
	}
	const char *closed = *at == '[' ? memchr(at, ']', len) : NULL;
	if (closed != NULL)
		len = (size_t)(closed + 1 - at);
	else if (memchr(at, ':', len) != NULL)
		len = (size_t)((const char *)memchr(at, ':', len) - at);
	privacy_cell(ret, at, len);
}

/* What leaves for it at most, in the words of the language. */
static int
privacy_fields(struct privacy *p, const struct conf_webhook *w, struct buf *out)
{
	char phrase[32];
	int err = 0;
	for (int i = 0; err == 0 && i < CONF_FIELD_COUNT; i++) {
		enum conf_field field = (enum conf_field)i;
		if (!disclose_listed(w, field) ||
		    !conf_field_ever((enum conf_recipient)w->recipient, field))
			continue;
		(void)snprintf(
		    phrase, sizeof(phrase), "field_%s", conf_field_name(field));
		err = buf_add_str(out, out->len > 0 ? ", " : "");
		if (err == 0)
			err =
			    documents_say(p->paper.template, phrase, NULL, out);
	}
	if (err == 0 && out->len == 0)
		err = documents_say(p->paper.template, "none", NULL, out);
	return err;
}

static int
privacy_destination(
    struct privacy *p, const struct conf_webhook *w, struct buf *out)
{
	/* The order of enum conf_recipient. */
	static const char *const recipients[] = {"recipient_office",
	    "recipient_cadre", "recipient_health", "recipient_police",
	    "recipient_psychologist", "recipient_legal", "recipient_shelter"};
	char name[PRIVACY_VALUE], host[PRIVACY_VALUE], events[PRIVACY_VALUE];
	struct buf fields, recipient, way;
	buf_init(&fields, PRIVACY_FIELDS);
	buf_init(&recipient, PRIVACY_VALUE);
	buf_init(&way, PRIVACY_VALUE);
	privacy_cell(name, w->name, strlen(w->name));
	privacy_cell(events, w->events, strlen(w->events));
	privacy_host(host, w->url);
	int err = privacy_fields(p, w, &fields);
	if (err == 0)
		err = documents_say(p->paper.template, recipients[w->recipient],
		    NULL, &recipient);
	if (err == 0)
		err = documents_say(p->paper.template,
		    w->allow_cidr == NULL ? "way_internet" : "way_inside", NULL,
		    &way);
	if (err == 0)
		err = documents_say(p->paper.template, "destination",
		    json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "name", name,
			"recipient", recipient.data, "host", host, "way",
			way.data, "events", events, "fields", fields.data),
		    out);
	buf_free(&fields);
	buf_free(&recipient);
	buf_free(&way);
	return err;
}

static void
privacy_destinations(struct privacy *p)
{
	const struct conf *conf = p->e->conf;
	struct buf rows;
	int64_t outside = 0;
	int err = 0;
	buf_init(&rows, DOCUMENTS_TEXT_MAX);
	for (size_t i = 0; err == 0 && i < conf->webhook_count; i++) {
		outside += conf->webhooks[i].allow_cidr == NULL;
		err = buf_add_str(&rows, i > 0 ? "\n" : "");
		if (err == 0)
			err = privacy_destination(p, &conf->webhooks[i], &rows);
	}
	paper_failed(&p->paper, err);
	paper_number(
	    &p->paper, "destinations_count", (int64_t)conf->webhook_count);
	paper_number(&p->paper, "outside", outside);
	if (conf->webhook_count > 0)
		paper_text(&p->paper, "destinations",
		    rows.data == NULL ? "" : rows.data);
	else
		paper_phrase(&p->paper, "destinations", "no_destination", NULL);
	buf_free(&rows);
}

/* --- keys, and what they mean for what is kept --- */

/* Who may read what is kept: whoever holds the box, who guesses an officer's
 * passphrase besides, or nobody without what is elsewhere. */
static void
privacy_stories(struct privacy *p, const struct vault_counts *keys, bool first)
{
	char reports[24], holders[24];
	const char *phrase = first               ? "stories_open"
			     : keys->readers > 0 ? "stories_passphrase"
						 : "stories_sealed";
	(void)snprintf(reports, sizeof(reports), "%lld",
	    (long long)(p->reports - p->erased));
	(void)snprintf(holders, sizeof(holders), "%zu", keys->readers);
	paper_phrase(&p->paper, "stories", phrase,
	    json_pack("{s:s, s:s}", "reports", reports, "holders", holders));
	paper_number(&p->paper, "key_holders",
	    (int64_t)keys->readers + (keys->first ? 1 : 0));
	paper_phrase(&p->paper, "recovery",
	    keys->recovery ? "recovery_yes" : "recovery_no", NULL);
}

static void
privacy_keys(struct privacy *p)
{
	struct vault *v = p->e->vault;
	struct vault_counts keys = {0};
	bool first = vault_first_secret_here(v);
	bool machine = vault_machine_key_here(v);
	bool apart = p->e->conf->siaga.children == CONF_CHILDREN_SYSTEMD;
	paper_failed(&p->paper, vault_count(v, &keys));
	paper_phrase(
	    &p->paper, "first_key", first ? "first_here" : "first_gone", NULL);
	paper_phrase(&p->paper, "machine_key",
	    machine ? "machine_here" : "machine_away", NULL);
	paper_phrase(&p->paper, "programs",
	    apart ? "programs_systemd" : "programs_spawn", NULL);
	privacy_stories(p, &keys, first);
	if (p->contacts == 0)
		paper_phrase(&p->paper, "numbers", "numbers_none", NULL);
	else
		paper_phrase(&p->paper, "numbers",
		    machine ? "numbers_open" : "numbers_tied",
		    paper_counted("numbers", p->contacts));
	privacy_setting(p, "backup_data", "backup_data_at");
	privacy_setting(p, "backup_keys", "backup_keys_at");
}

static void
privacy_retention(struct privacy *p)
{
	const struct conf_retention *r = &p->e->conf->retention;
	paper_number(&p->paper, "closed_days", r->closed_days);
	paper_number(&p->paper, "quarantine_days", r->quarantine_days);
	paper_number(&p->paper, "texts_days", r->texts_days);
}

/* The law's 3 x 24 hours. */
static void
privacy_clock(struct privacy *p)
{
	char hours[24], minutes[24];
	int64_t deadline_s = p->noticed_s + PRIVACY_NOTICE_S;
	int64_t left_s = deadline_s - p->e->now_s;
	int64_t away_s = left_s < 0 ? -left_s : left_s;
	(void)snprintf(
	    hours, sizeof(hours), "%lld", (long long)(away_s / 3600));
	(void)snprintf(
	    minutes, sizeof(minutes), "%lld", (long long)(away_s / 60 % 60));
	paper_time(&p->paper, "noticed_at", p->noticed_s);
	paper_time(&p->paper, "deadline_at", deadline_s);
	paper_phrase(&p->paper, "left", left_s < 0 ? "late" : "left",
	    json_pack("{s:s, s:s}", "hours", hours, "minutes", minutes));
}

/* Everything that a paper may say. */
static void
privacy_facts(struct privacy *p)
{
	paper_box(&p->paper, p->e);
	privacy_retention(p);
	privacy_reports(p);
	privacy_routes(p);
	privacy_sim(p);
	privacy_destinations(p);
	privacy_keys(p);
	privacy_clock(p);
}

/* --- the command --- */

/* "2026-11-21T10:00", in the box's time zone; 0: it is none. */
static int64_t
privacy_read_time(const char *text)
{
	struct tm tm = {.tm_isdst = -1};
	int used = 0;
	if (sscanf(text, "%4d-%2d-%2d%*1[T ]%2d:%2d%n", &tm.tm_year, &tm.tm_mon,
		&tm.tm_mday, &tm.tm_hour, &tm.tm_min, &used) != 5 ||
	    text[used] != '\0' || tm.tm_year < 2000)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	struct tm given = tm;
	time_t at = mktime(&tm);
	if (at <= 0 || tm.tm_mon != given.tm_mon ||
	    tm.tm_mday != given.tm_mday || tm.tm_hour != given.tm_hour ||
	    tm.tm_min != given.tm_min)
		return 0;
	return (int64_t)at;
}

/* When the breach was noticed; false: the error is set. */
static bool
privacy_noticed(
    struct privacy *p, const char *name, json_t *args, struct command_answer *a)
{
	const char *at = command_str(args, "at");
	p->noticed_s = p->e->now_s;
	if (at == NULL)
		return true;
	p->noticed_s = privacy_read_time(at);
	if (strcmp(name, "breach") != 0)
		(void)command_fail(
		    a, "bad_arguments", "--at belongs to breach alone");
	else if (p->noticed_s == 0)
		(void)command_fail(a, "bad_arguments",
		    "--at: expected a time such as 2026-11-21T10:00");
	else if (p->e->time.trusted && p->noticed_s > p->e->now_s)
		(void)command_fail(
		    a, "bad_arguments", "--at: that time is yet to come");
	return a->error == NULL;
}

int
command_privacy(struct engine *e, json_t *args, struct command_answer *a)
{
	struct privacy p = {.e = e};
	const char *name = command_str(args, "document");
	if (!documents_has(name) || strcmp(name, "receipt") == 0)
		return command_fail(
		    a, "bad_arguments", "expected record, breach or dpia");
	if (!privacy_noticed(&p, name, args, a) ||
	    !paper_begin(e, &p.paper, name, command_str(args, "language"), a))
		return 0;
	privacy_facts(&p);
	return paper_end(&p.paper, a);
}
