/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is seen is changed, as a fault of the box would change it. */
#include "prop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* K01 says "Info Kader {code}: ada tugas..."; another code in its place. */
static void
case_code(struct prop *m, char to[24], char *text, size_t size)
{
	char code[16], *end = strchr(text, ':'), all[400];
	sqlite3 *db = rules_store(m);
	(void)to;
	if (db == NULL || end == NULL ||
	    strncmp(text, "Info Kader ", 11) != 0 ||
	    !rules_ask(
		db, "SELECT code FROM report", "", "", code, sizeof(code)))
		end = NULL;
	(void)sqlite3_close(db);
	if (end == NULL)
		return;
	(void)snprintf(all, sizeof(all), "Info Kader %s%s", code, end);
	(void)snprintf(text, size, "%s", all);
}

static void
small_village(struct prop *m, char to[24], char *text, size_t size)
{
	(void)m;
	(void)to;
	size_t len = strlen(text);
	if (strncmp(text, "Info Kader ", 11) == 0)
		(void)snprintf(text + len, size - len, " Kalisari");
}

static void
grounds(struct prop *m, char to[24], char *text, size_t size)
{
	(void)m;
	(void)to;
	size_t len = strlen(text);
	if (strncmp(text, "Info Kader ", 11) == 0)
		(void)snprintf(text + len, size - len, " suami");
}

static void
wrong_number(struct prop *m, char to[24], char *text, size_t size)
{
	(void)m;
	(void)size;
	if (strncmp(text, "MENDESAK ", 9) == 0)
		(void)snprintf(to, 24, "+6281999999999");
}

static void
to_a_cadre(struct prop *m, char to[24], char *text, size_t size)
{
	(void)size;
	if (strncmp(text, "MENDESAK ", 9) == 0)
		(void)snprintf(to, 24, "%s", m->people[8].number);
}

const struct prop_fault prop_faults[] = {
    {"a watch is forgotten", PROP_DEAD, "DELETE FROM watch", NULL},
    {"a watch ends by itself", PROP_DEAD,
	"UPDATE watch SET state = 'done', owner = NULL, next_at = NULL; "
	"UPDATE alert SET outcome = NULL",
	NULL},
    {"a deadline passes unseen", PROP_OWNER,
	"UPDATE watch SET next_at = next_at - 90000", NULL},
    {"two have it", PROP_OWNER,
	"UPDATE alert SET state = 'accepted' WHERE state = 'raised'", NULL},
    {"an owner is lost", PROP_OWNER, "UPDATE watch SET owner = NULL", NULL},
    {"no alarm", PROP_ALARM, "DELETE FROM outbox WHERE event = 'gateway.alarm'",
	NULL},
    {"consent is only provisional", PROP_CONSENT,
	"UPDATE report SET consent_provisional = 1", NULL},
    {"a neighbour's report goes to a cadre", PROP_CONSENT,
	"UPDATE report SET reporter = 'o'", NULL},
    {"kin is asked", PROP_EXCLUDED,
	"INSERT OR IGNORE INTO exclusion SELECT report_id, person FROM alert "
	"WHERE person IS NOT NULL AND report_id IS NOT NULL",
	NULL},
    {"who has left is asked", PROP_ROSTER, "UPDATE person SET removed_at = 1",
	NULL},
    {"a report's code is drawn for an alert", PROP_CODES,
	"UPDATE alert SET code = (SELECT code FROM report LIMIT 1) WHERE id = "
	"(SELECT max(id) FROM alert)",
	NULL},
    {"no stand-down", PROP_STAND, "DELETE FROM outbox WHERE template = 'K03'",
	NULL},
    {"a webhook before consent", PROP_I6,
	"UPDATE outbox SET destination = 'cadres' WHERE sink = 'webhook' AND "
	"destination = 'district'",
	NULL},
    {"K01 with the case code", PROP_I5, NULL, case_code},
    {"K01 names a small village", PROP_I5, NULL, small_village},
    {"K01 says why", PROP_I5, NULL, grounds},
    {"P01 to a stranger", PROP_ROSTER, NULL, wrong_number},
    {"P01 to a cadre", PROP_I5, NULL, to_a_cadre},
};
const size_t prop_fault_count = sizeof(prop_faults) / sizeof(*prop_faults);
