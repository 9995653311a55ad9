/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must hold after each step, asked of the store by a reader of its own.
 * Each rule is a statement that finds who breaks it: no row, no fault.
 * :now, :began (of this step), :alert (the last one before it), :outbox.
 */
#include "prop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A person who must not hear of a report. */
#define EXCLUDED(report, person)                                               \
	"EXISTS (SELECT 1 FROM exclusion x LEFT JOIN kin k ON k.person = "     \
	"x.person WHERE x.report_id = " report " AND (x.person = " person      \
	" OR k.other = " person "))"
/* A person has heard her say so, and she is the one concerned. */
#define SHARED                                                                 \
	"(instr(r.consent, 'K') > 0 AND r.consent_provisional = 0 AND "        \
	"coalesce(r.cadre, 'n') IN ('y', 'o') AND coalesce(r.reporter, 'n') "  \
	"= 's' AND r.erase_at IS NULL AND r.erased_at IS NULL AND "            \
	"r.joined_to IS NULL)"
#define CONSENTS "(" SHARED " AND r.state <> 'closed')"
#define OPEN                                                                   \
	"(r.state <> 'closed' AND r.quarantine IS NULL AND r.joined_to IS "    \
	"NULL AND r.erased_at IS NULL)"
#define ENDING                                                                 \
	"('contacted', 'referred', 'safe', 'no_contact_wanted', 'done', "      \
	"'not_needed', 'met_done', 'met_more', 'met_urgent')"

static const struct rules_row {
	enum prop_rule rule;
	const char *why, *sql;
} rules[] = {
    {PROP_OWNER, "a watch without a next time",
	"SELECT report_id FROM watch WHERE state <> 'done' AND next_at IS "
	"NULL"},
    {PROP_OWNER, "a watch whose time is over",
	"SELECT report_id FROM watch WHERE state <> 'done' AND next_at < :now "
	"- 5"},
    {PROP_OWNER, "owned by nobody, or asking and owned",
	"SELECT report_id FROM watch WHERE state <> 'done' AND (state = "
	"'owned') <> (owner IS NOT NULL)"},
    {PROP_OWNER, "owned, and not by the one who has accepted",
	"SELECT w.report_id || ' ' || w.part || ' ' || w.owner FROM watch w "
	"WHERE w.state = 'owned' AND 1 <> (SELECT count(*) FROM alert a WHERE "
	"a.report_id = w.report_id AND a.part = w.part AND a.state = "
	"'accepted' AND coalesce(a.person, a.destination) = w.owner)"},
    {PROP_OWNER, "accepted by one who does not own it",
	"SELECT a.code || ' ' || w.part || ' ' || w.state FROM alert a JOIN "
	"watch w ON w.report_id = a.report_id AND w.part = a.part WHERE "
	"a.state = 'accepted' AND (w.state <> 'owned' OR w.owner <> "
	"coalesce(a.person, a.destination))"},
    {PROP_OWNER, "somebody is still asked though it is over or owned",
	"SELECT a.code || ' ' || w.part || ' ' || w.state FROM alert a JOIN "
	"watch w ON w.report_id = a.report_id AND w.part = a.part WHERE "
	"a.state = 'raised' AND w.state <> 'asking'"},
    {PROP_OWNER, "an alert past its deadline",
	"SELECT a.code FROM alert a JOIN watch w ON w.report_id = a.report_id "
	"AND w.part = a.part WHERE a.state = 'raised' AND a.due_at < :now - 5 "
	"AND a.round = w.round"},
    {PROP_OWNER, "an alert of an older round is never over",
	"SELECT a.code FROM alert a JOIN watch w ON w.report_id = a.report_id "
	"AND w.part = a.part WHERE a.state = 'raised' AND a.due_at < :now - 5 "
	"AND a.round <> w.round"},

    {PROP_DEAD, "an open report without a watch",
	"SELECT r.code FROM report r WHERE " OPEN " AND r.flood_of IS NULL AND "
	"NOT EXISTS (SELECT 1 FROM watch w WHERE w.report_id = r.id AND "
	"w.part = 'officer')"},
    {PROP_DEAD, "an open report whose watch ended without an outcome",
	"SELECT r.code FROM report r JOIN watch w ON w.report_id = r.id AND "
	"w.part = 'officer' WHERE " OPEN " AND w.state = 'done' AND NOT EXISTS "
	"(SELECT 1 FROM alert a WHERE a.report_id = r.id AND a.part = "
	"'officer' AND a.outcome IN " ENDING
	" AND a.outcome_at >= w.begun_at)"},
    {PROP_DEAD, "the cadres' watch ended, and the office was not asked",
	"SELECT r.code FROM report r JOIN watch w ON w.report_id = r.id AND "
	"w.part = 'cadre' JOIN watch o ON o.report_id = r.id AND o.part = "
	"'officer' WHERE " CONSENTS " AND w.state = 'done' AND NOT EXISTS "
	"(SELECT 1 FROM alert a WHERE a.report_id = r.id AND ((a.part = "
	"'cadre' AND a.outcome IN " ENDING " AND a.outcome_at >= w.begun_at) "
	"OR (a.part = 'officer' AND a.due_at >= w.begun_at))) AND "
	/* Between two rounds the office has had the alarm, and is next. */
	"coalesce(o.alarm_at, 0) < w.begun_at AND NOT (o.state = 'asking' AND "
	"o.alarm_at IS NOT NULL)"},
    {PROP_DEAD, "somebody is asked for a report that is over",
	"SELECT r.code FROM report r JOIN watch w ON w.report_id = r.id WHERE "
	"(r.joined_to IS NOT NULL OR r.erased_at IS NOT NULL) AND w.state <> "
	"'done'"},
    {PROP_DEAD, "an emergency, and nobody is asked for it as one",
	"SELECT r.code FROM report r JOIN watch w ON w.report_id = r.id AND "
	"w.part = 'officer' WHERE " OPEN " AND r.emergency = 1 AND w.state = "
	"'asking' AND w.urgency <> 'emergency'"},

    {PROP_ALARM, "nobody is asked, and no alarm",
	"SELECT r.code || ' ' || w.part FROM watch w JOIN report r ON r.id = "
	"w.report_id WHERE w.state = 'asking' AND w.next_at > :now + 5 AND "
	"w.alarm_at IS NULL AND NOT EXISTS (SELECT 1 FROM alert a WHERE "
	"a.report_id = w.report_id AND a.part = w.part AND a.state = "
	"'raised') AND (w.part = 'officer' OR w.next_at > :now + 86400)"},
    {PROP_ALARM, "an alarm that nobody could hear",
	"SELECT r.code FROM watch w JOIN report r ON r.id = w.report_id WHERE "
	"w.alarm_at >= :began AND NOT EXISTS (SELECT 1 FROM outbox o WHERE "
	"o.event = 'gateway.alarm' AND o.created_at = w.alarm_at AND "
	"instr(o.body, r.code) > 0)"},

    {PROP_CONSENT, "cadres are asked without consent in force",
	"SELECT r.code FROM watch w JOIN report r ON r.id = w.report_id WHERE "
	"w.part = 'cadre' AND w.state <> 'done' AND NOT " CONSENTS},
    {PROP_CONSENT, "a cadre was asked without consent in force",
	"SELECT r.code FROM alert a JOIN report r ON r.id = a.report_id WHERE "
	"a.part = 'cadre' AND (a.id > :alert OR a.state = 'raised') AND "
	"NOT " CONSENTS},
    {PROP_CONSENT, "an officer as a cadre, or a cadre as an officer",
	"SELECT a.code FROM alert a JOIN person p ON p.id = a.person WHERE "
	"a.id > :alert AND (a.part = 'cadre') <> (p.role = 'cadre')"},

    {PROP_EXCLUDED, "somebody was asked who must not hear of it",
	"SELECT a.code || ' ' || a.person FROM alert a WHERE a.id > :alert "
	"AND " EXCLUDED("a.report_id", "a.person")},
    {PROP_EXCLUDED, "somebody owns it who must not hear of it",
	"SELECT w.report_id || ' ' || w.owner FROM watch w WHERE w.state = "
	"'owned' AND " EXCLUDED("w.report_id", "w.owner")},
    {PROP_EXCLUDED, "a text was written to one who must not hear of it",
	"SELECT o.template || ' ' || o.person FROM outbox o WHERE o.id > "
	":outbox AND o.person IS NOT NULL AND o.report_id IS NOT NULL AND "
	"o.template NOT IN ('K03', 'K05') AND " EXCLUDED(
	    "o.report_id", "o.person")},

    {PROP_ROSTER, "somebody was asked who has left",
	"SELECT a.code FROM alert a JOIN person p ON p.id = a.person WHERE "
	"a.id > :alert AND p.removed_at IS NOT NULL"},
    {PROP_ROSTER, "a text was written to one who has left",
	"SELECT o.template || ' ' || o.person FROM outbox o JOIN person p ON "
	"p.id = o.person WHERE o.id > :outbox AND p.removed_at IS NOT NULL AND "
	"o.template <> 'K03'"},

    {PROP_CODES, "an alert has the code of a report",
	"SELECT a.code FROM alert a JOIN report r ON r.code = a.code"},
    {PROP_CODES, "two alerts have one code",
	"SELECT code FROM alert GROUP BY code HAVING count(*) > 1"},

    {PROP_I6, "a webhook to cadres without consent",
	"SELECT o.event FROM outbox o LEFT JOIN report r ON r.id = "
	"o.report_id WHERE o.id > :outbox AND o.sink = 'webhook' AND "
	"o.destination = 'cadres' AND o.event <> 'alert.stood_down' AND "
	"(r.id IS NULL OR NOT " SHARED ")"},
    {PROP_I6, "a stand-down to cadres who were told nothing",
	"SELECT o.event FROM outbox o WHERE o.id > :outbox AND o.event = "
	"'alert.stood_down' AND NOT EXISTS (SELECT 1 FROM outbox b WHERE "
	"b.alert_id = o.alert_id AND b.destination = o.destination AND "
	"b.event = 'alert.raised' AND b.attempts > 0)"},
    {PROP_I6, "a webhook to cadres with the report's code",
	"SELECT o.event FROM outbox o JOIN report r ON r.id = o.report_id "
	"WHERE o.id > :outbox AND o.destination = 'cadres' AND instr(o.body, "
	"'\"' || r.code || '\"') > 0"},

    {PROP_STAND, "who was asked was not told that it is over",
	"SELECT a.code || ' ' || a.person FROM alert a JOIN person p ON p.id = "
	"a.person WHERE a.state = 'stood_down' AND fresh(a.id) AND "
	"NOT EXISTS (SELECT 1 FROM watch w WHERE w.report_id = a.report_id "
	"AND w.part = a.part AND w.owner = a.person) AND "
	/* Nor who has just said what came of it. */
	"NOT EXISTS (SELECT 1 FROM alert s WHERE s.report_id = a.report_id AND "
	"s.part = a.part AND s.person = a.person AND s.outcome_at >= :began) "
	"AND p.removed_at IS NULL AND "
	"instr(coalesce(p.channels, 'sms'), 'sms') > 0 AND EXISTS (SELECT 1 "
	"FROM outbox o WHERE o.alert_id = a.id AND o.template IN ('K01', "
	"'P01', 'P04') AND o.created_at > :now - 86400 AND o.state IN ('sent', "
	"'delivered', 'sending')) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE "
	"o.alert_id = a.id AND o.template = 'K03')"},
};

sqlite3 *
rules_store(struct prop *m)
{
	char path[WORLD_PATH_MAX + 16];
	sqlite3 *db = NULL;
	(void)snprintf(path, sizeof(path), "%s/siaga.db", m->w->state);
	if (m->w->engine != NULL &&
	    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		return db;
	(void)sqlite3_close(db);
	return NULL;
}

static void
rules_bind(sqlite3_stmt *s, const char *name, int64_t value)
{
	int at = sqlite3_bind_parameter_index(s, name);
	if (at > 0)
		(void)sqlite3_bind_int64(s, at, value);
}

static sqlite3_stmt *
rules_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK)
		return s;
	(void)fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
	abort();
}

static int64_t
rules_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = rules_prepare(db, sql);
	int64_t n =
	    sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	(void)sqlite3_finalize(s);
	return n;
}

bool
rules_ask(sqlite3 *db, const char *sql, const char *one, const char *two,
    char *ret, size_t size)
{
	sqlite3_stmt *s = rules_prepare(db, sql);
	if (sqlite3_bind_parameter_count(s) > 0)
		(void)sqlite3_bind_text(s, 1, one, -1, SQLITE_STATIC);
	if (sqlite3_bind_parameter_count(s) > 1)
		(void)sqlite3_bind_text(s, 2, two, -1, SQLITE_STATIC);
	bool found = sqlite3_step(s) == SQLITE_ROW;
	const char *text = (const char *)sqlite3_column_text(s, 0);
	(void)snprintf(ret, size, "%s", found && text != NULL ? text : "");
	(void)sqlite3_finalize(s);
	return found;
}

/* --- before and after --- */

/* Has that alert been stood down in this step? */
static void
rules_fresh(sqlite3_context *c, int count, sqlite3_value **values)
{
	const struct prop *m = sqlite3_user_data(c);
	int64_t id = sqlite3_value_int64(values[0]);
	(void)count;
	sqlite3_result_int(c, id >= PROP_ALERTS || !m->over[id]);
}

static void
rules_look_over(struct prop *m, sqlite3 *db)
{
	sqlite3_stmt *s = rules_prepare(
	    db, "SELECT id FROM alert WHERE state = 'stood_down'");
	memset(m->over, 0, sizeof(m->over));
	while (sqlite3_step(s) == SQLITE_ROW)
		if (sqlite3_column_int64(s, 0) < PROP_ALERTS)
			m->over[sqlite3_column_int64(s, 0)] = true;
	(void)sqlite3_finalize(s);
}

static void
rules_look_consent(struct prop *m, sqlite3 *db)
{
	sqlite3_stmt *s =
	    rules_prepare(db, "SELECT r.id, " CONSENTS " FROM report r");
	while (sqlite3_step(s) == SQLITE_ROW)
		if (sqlite3_column_int64(s, 0) < PROP_REPORTS)
			m->consent[sqlite3_column_int64(s, 0)] =
			    sqlite3_column_int(s, 1) != 0;
	(void)sqlite3_finalize(s);
}

void
rules_before(struct prop *m)
{
	sqlite3 *db = rules_store(m);
	m->began_s = world_true_s(m->w);
	if (db == NULL)
		return;
	m->last_alert =
	    rules_number(db, "SELECT coalesce(max(id), 0) FROM alert");
	m->last_outbox =
	    rules_number(db, "SELECT coalesce(max(id), 0) FROM outbox");
	rules_look_consent(m, db);
	rules_look_over(m, db);
	(void)sqlite3_close(db);
}

static void
rules_run(struct prop *m, sqlite3 *db, const struct rules_row *rule)
{
	sqlite3_stmt *s = rules_prepare(db, rule->sql);
	rules_bind(s, ":now", world_true_s(m->w));
	rules_bind(s, ":began", m->began_s);
	rules_bind(s, ":alert", m->last_alert);
	rules_bind(s, ":outbox", m->last_outbox);
	if (sqlite3_step(s) == SQLITE_ROW) {
		const char *what = (const char *)sqlite3_column_text(s, 0);
		prop_break(m, rule->rule, rule->why, what == NULL ? "" : what);
	}
	(void)sqlite3_finalize(s);
}

/* The store as a fault of the box would have left it. */
static sqlite3 *
rules_spoil(struct prop *m, sqlite3 *db)
{
	sqlite3 *copy = NULL;
	char *why = NULL;
	if (m->fault == NULL || m->fault->sql == NULL)
		return db;
	if (sqlite3_open(":memory:", &copy) != SQLITE_OK)
		abort();
	sqlite3_backup *b = sqlite3_backup_init(copy, "main", db, "main");
	if (b == NULL || sqlite3_backup_step(b, -1) != SQLITE_DONE)
		abort();
	(void)sqlite3_backup_finish(b);
	(void)sqlite3_close(db);
	(void)sqlite3_exec(
	    copy, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
	if (sqlite3_exec(copy, m->fault->sql, NULL, NULL, &why) != SQLITE_OK) {
		(void)fprintf(stderr, "%s: %s\n", m->fault->sql, why);
		abort();
	}
	return copy;
}

static void
rules_count(struct prop *m, sqlite3 *db)
{
	static const char *const sql[] = {"SELECT count(*) FROM alert",
	    "SELECT count(*) FROM alert WHERE state = 'accepted' OR how IS NOT "
	    "NULL",
	    "SELECT count(*) FROM outbox WHERE event = 'gateway.alarm'",
	    "SELECT count(*) FROM alert WHERE outcome IS NOT NULL",
	    "SELECT count(*) FROM alert WHERE part = 'cadre'",
	    "SELECT count(*) FROM alert WHERE state = 'stood_down'"};
	static int64_t last[6];
	unsigned long *to[] = {&m->tally->alerts, &m->tally->accepted,
	    &m->tally->alarms, &m->tally->outcomes, &m->tally->cadres,
	    &m->tally->stood_down};
	for (size_t i = 0; i < 6; i++) {
		int64_t n = rules_number(db, sql[i]);
		if (n > last[i])
			*to[i] += (unsigned long)(n - last[i]);
		last[i] = n;
	}
}

void
rules_after(struct prop *m)
{
	sqlite3 *db = rules_store(m);
	if (db == NULL)
		return;
	db = rules_spoil(m, db);
	(void)sqlite3_create_function(
	    db, "fresh", 1, SQLITE_UTF8, m, rules_fresh, NULL, NULL);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		rules_run(m, db, &rules[i]);
	texts_look(m, db);
	rules_count(m, db);
	(void)sqlite3_close(db);
}
