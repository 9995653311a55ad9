/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga privacy: the papers of UU 27/2022, filled from what this box knows of
 * itself. Figures and settings alone: no name, number or word of a person, no
 * code of a report, nor what the hotline is called.
 */
#include "commands.h"
#include "documents.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

#define PRIVACY_DAY_S    86400
#define PRIVACY_NOTICE_S 259200 /* 3 x 24 hours (Art. 46) */
#define PRIVACY_TIME     48
#define PRIVACY_VALUE    304 /* of a setting, in a table */
#define PRIVACY_FIELDS   1024

/*
 * TO COMPLETE: what has no source of its own yet. Each stands here once.
 * Retention will be e->conf->retention.closed_days, .quarantine_days and
 * .texts_days; key holders and the recovery key will be asked of the vault.
 */
#define PRIVACY_CLOSED_DAYS     730
#define PRIVACY_QUARANTINE_DAYS 90
#define PRIVACY_TEXTS_DAYS      30
#define PRIVACY_KEY_HOLDERS     1 /* the first officer */
#define PRIVACY_RECOVERY        false

struct privacy {
	struct engine *e;
	const struct documents *papers;
	json_t *values;    /* slot -> string */
	int64_t noticed_s; /* the breach was noticed */
	int64_t reports, erased, contacts;
	int err; /* the first one; then nothing more is done */
};

/* --- one slot --- */

static void
privacy_text(struct privacy *p, const char *slot, const char *text)
{
	BUG_IF(!documents_slot(slot));
	if (json_object_set_new(p->values, slot, json_string(text)) < 0 &&
	    p->err == 0)
		p->err = -EINVAL;
}

static void
privacy_number(struct privacy *p, const char *slot, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%lld", (long long)number);
	privacy_text(p, slot, text);
}

static json_t *
privacy_counted(const char *name, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%lld", (long long)number);
	return json_pack("{s:s}", name, text);
}

/* values: of the phrase; taken, or NULL */
static void
privacy_phrase(
    struct privacy *p, const char *slot, const char *phrase, json_t *values)
{
	struct buf words;
	buf_init(&words, DOCUMENTS_TEXT_MAX);
	int err = documents_say(p->papers, phrase, values, &words);
	if (err < 0 && p->err == 0)
		p->err = err;
	privacy_text(p, slot, words.data == NULL ? "" : words.data);
	buf_free(&words);
}

static void
privacy_time(struct privacy *p, const char *slot, int64_t at_s)
{
	time_t at = (time_t)at_s;
	struct tm local = {0};
	char text[PRIVACY_TIME] = "";
	if (at_s != 0 && localtime_r(&at, &local) != NULL)
		(void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z", &local);
	if (text[0] == '\0')
		privacy_phrase(p, slot, "never", NULL);
	else
		privacy_text(p, slot, text);
}

/* A time that another part of Siaga has noted, as text; absent: never. */
static void
privacy_setting(struct privacy *p, const char *slot, const char *name)
{
	char *value = NULL;
	int err = store_setting_get(p->e->store, name, &value);
	if (err < 0 && p->err == 0)
		p->err = err;
	privacy_time(p, slot, value == NULL ? 0 : strtoll(value, NULL, 10));
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
	if (got < 0 && p->err == 0)
		p->err = got;
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
		privacy_number(p, slots[i], store_int(&rows, i));
	p->reports = got > 0 ? store_int(&rows, 0) : 0;
	p->erased = got > 0 ? store_int(&rows, 4) : 0;
	int64_t first_s = got > 0 ? store_int(&rows, 7) : 0;
	store_done(&rows);
	if (got < 0 && p->err == 0)
		p->err = got;
	privacy_time(p, "first_at", first_s);
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
	privacy_number(p, "contacts", p->contacts);
	privacy_number(p, "day_keys", (int64_t)count);
	if (count > 0) {
		time_t day = (time_t)(days[count - 1] * PRIVACY_DAY_S);
		struct tm utc = {0};
		(void)gmtime_r(&day, &utc);
		(void)strftime(text, sizeof(text), "%Y-%m-%d (UTC)", &utc);
		oldest_s = (days[count - 1] + 1) * PRIVACY_DAY_S +
			   p->e->conf->siaga.route_hours * 3600;
		privacy_text(p, "oldest_day", text);
	} else {
		privacy_phrase(p, "oldest_day", "none", NULL);
	}
	privacy_time(p, "oldest_until", oldest_s);
	privacy_number(p, "route_hours", p->e->conf->siaga.route_hours);
	privacy_number(p, "parts", privacy_count(p, QUERY_PRIVACY_PARTS, -1));
	privacy_number(
	    p, "replies", privacy_count(p, QUERY_PRIVACY_REPLIES, -1));
}

static void
privacy_sim(struct privacy *p)
{
	int64_t used = 0;
	for (size_t i = 0; i < p->e->conf->modem_count; i++)
		used += p->e->at.modems[i].used;
	privacy_number(p, "sim", used);
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
			err = documents_say(p->papers, phrase, NULL, out);
	}
	if (err == 0 && out->len == 0)
		err = documents_say(p->papers, "none", NULL, out);
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
		err = documents_say(
		    p->papers, recipients[w->recipient], NULL, &recipient);
	if (err == 0)
		err = documents_say(p->papers,
		    w->allow_cidr == NULL ? "way_internet" : "way_inside", NULL,
		    &way);
	if (err == 0)
		err = documents_say(p->papers, "destination",
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
	if (err < 0 && p->err == 0)
		p->err = err;
	privacy_number(p, "destinations_count", (int64_t)conf->webhook_count);
	privacy_number(p, "outside", outside);
	if (conf->webhook_count > 0)
		privacy_text(
		    p, "destinations", rows.data == NULL ? "" : rows.data);
	else
		privacy_phrase(p, "destinations", "no_destination", NULL);
	buf_free(&rows);
}

/* --- keys, and what they mean for what is kept --- */

static void
privacy_keys(struct privacy *p)
{
	struct vault *v = p->e->vault;
	bool first = vault_first_secret_here(v);
	bool machine = vault_machine_key_here(v);
	bool apart = p->e->conf->siaga.children == CONF_CHILDREN_SYSTEMD;
	privacy_phrase(
	    p, "first_key", first ? "first_here" : "first_gone", NULL);
	privacy_phrase(
	    p, "machine_key", machine ? "machine_here" : "machine_away", NULL);
	privacy_phrase(
	    p, "programs", apart ? "programs_systemd" : "programs_spawn", NULL);
	privacy_phrase(p, "stories", first ? "stories_open" : "stories_sealed",
	    privacy_counted("reports", p->reports - p->erased));
	if (p->contacts == 0)
		privacy_phrase(p, "numbers", "numbers_none", NULL);
	else
		privacy_phrase(p, "numbers",
		    machine ? "numbers_open" : "numbers_tied",
		    privacy_counted("numbers", p->contacts));
	privacy_number(p, "key_holders", PRIVACY_KEY_HOLDERS);
	privacy_phrase(p, "recovery",
	    PRIVACY_RECOVERY ? "recovery_yes" : "recovery_no", NULL);
	privacy_setting(p, "backup_data", "backup_data_at");
	privacy_setting(p, "backup_keys", "backup_keys_at");
}

static void
privacy_box(struct privacy *p)
{
	char gateway[VAULT_GATEWAY_HEX];
	vault_gateway(p->e->vault, gateway);
	privacy_text(p, "gateway", gateway);
	privacy_text(p, "version", SIAGA_VERSION);
	privacy_time(p, "made_at", p->e->now_s);
	privacy_phrase(
	    p, "clock", p->e->time.trusted ? "clock_set" : "clock_unset", NULL);
	privacy_number(p, "closed_days", PRIVACY_CLOSED_DAYS);
	privacy_number(p, "quarantine_days", PRIVACY_QUARANTINE_DAYS);
	privacy_number(p, "texts_days", PRIVACY_TEXTS_DAYS);
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
	privacy_time(p, "noticed_at", p->noticed_s);
	privacy_time(p, "deadline_at", deadline_s);
	privacy_phrase(p, "left", left_s < 0 ? "late" : "left",
	    json_pack("{s:s, s:s}", "hours", hours, "minutes", minutes));
}

/* Everything that a paper may say, in p->values. */
static int
documents_facts(struct privacy *p)
{
	privacy_box(p);
	privacy_reports(p);
	privacy_routes(p);
	privacy_sim(p);
	privacy_destinations(p);
	privacy_keys(p);
	privacy_clock(p);
	BUG_IF(p->err == 0 && json_object_size(p->values) != documents_slots());
	return p->err;
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

static int
privacy_write(struct privacy *p, const char *name, const char *language,
    struct command_answer *a)
{
	struct buf text;
	buf_init(&text, DOCUMENTS_TEXT_MAX);
	p->values = json_object();
	int err = documents_facts(p);
	if (err == 0)
		err = documents_fill(p->papers, p->values, &text);
	if (err == 0)
		a->result = json_pack("{s:s, s:s, s:s}", "document", name,
		    "language", language, "text", text.data);
	json_decref(p->values);
	buf_free(&text);
	if (err == -EMSGSIZE)
		return command_fail(
		    a, "too_long", "the paper is longer than an answer may be");
	return err;
}

int
command_privacy(struct engine *e, json_t *args, struct command_answer *a)
{
	struct privacy p = {.e = e};
	struct documents *papers = NULL;
	const char *name = command_str(args, "document");
	const char *language = command_str(args, "language");
	if (!documents_has(name))
		return command_fail(
		    a, "bad_arguments", "expected record, breach or dpia");
	if (language == NULL)
		language = documents_speaks(e->conf->siaga.language)
			       ? e->conf->siaga.language
			       : "id";
	if (!documents_speaks(language))
		return command_fail(
		    a, "bad_arguments", "expected the language id or en");
	if (!privacy_noticed(&p, name, args, a))
		return 0;
	int err =
	    documents_open(e->conf->siaga.templates, name, language, &papers);
	if (err == -ENOENT)
		return command_fail(a, "template",
		    "the paper's template has a fault; siagad -n names it");
	p.papers = papers;
	if (err == 0)
		err = privacy_write(&p, name, language, a);
	documents_close(papers);
	return err;
}
