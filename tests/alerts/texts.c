/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold of each text that left, by its own words. */
#include "prop.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODE_MAX 8

struct left {
	char to[24], text[400], code[CODE_MAX];
	const struct prop_person *person; /* of the roster, once */
	bool cadre, officer, over; /* K01; P01, P02, P04, P05; K02-K04, K07 */
};

/* The code stands behind these words. */
static bool
texts_after(struct left *l, const char *words, size_t from)
{
	if (strncmp(l->text, words, strlen(words)) != 0)
		return false;
	size_t len = strcspn(l->text + from, " :");
	(void)snprintf(l->code, sizeof(l->code), "%.*s",
	    (int)(len < CODE_MAX ? len : 0), l->text + from);
	return true;
}

static void
texts_read(struct left *l)
{
	l->cadre = texts_after(l, "Info Kader ", strlen("Info Kader "));
	l->officer = texts_after(l, "MENDESAK ", strlen("MENDESAK "));
	if (l->cadre || l->officer)
		return;
	size_t len = strcspn(l->text, " :");
	const char *rest = l->text + len;
	(void)texts_after(l, "", 0);
	l->officer = strstr(l->text, "pesan baru, urgensi") != NULL ||
		     strstr(l->text, "batas 3x24 jam") != NULL ||
		     strstr(l->text, "kader bersedia") != NULL;
	l->over = strncmp(rest, ": terima kasih", 14) == 0 ||
		  strncmp(rest, ": sesudah bertemu", 17) == 0 ||
		  strncmp(rest, ": PIN tidak cocok", 17) == 0;
}

/* Is a word of the text the code of a report? */
static bool
texts_says_report(sqlite3 *db, const char *text, char ret[CODE_MAX])
{
	return rules_ask(db,
	    "SELECT code FROM report WHERE ' ' || replace(replace(?1, ':', "
	    "' '), '.', ' ') || ' ' LIKE '% ' || code || ' %'",
	    text, "", ret, CODE_MAX);
}

static bool
texts_serves_one(const struct prop_person *p, int village)
{
	return !p->everywhere && p->villages == 1u << village;
}

static void
texts_check_place(struct prop *m, sqlite3 *db, const struct left *l)
{
	char her[24];
	bool known = rules_ask(db,
	    "SELECT r.village FROM report r JOIN alert a ON a.report_id = r.id "
	    "WHERE a.code = ?1 AND r.village IS NOT NULL",
	    l->code, "", her, sizeof(her));
	for (int v = 0; v < PROP_VILLAGES; v++) {
		if (strstr(l->text, prop_village_names[v]) == NULL)
			continue;
		if (known && strcmp(her, prop_villages[v]) != 0)
			prop_break(
			    m, PROP_I5, "K01 names another village", l->text);
		if (texts_serves_one(l->person, v))
			prop_break(m, PROP_I5,
			    "K01 names the only village she serves", l->text);
		if (strcmp(prop_village_names[v], "Kalisari") == 0)
			prop_break(m, PROP_I5,
			    "K01 names a village of under 500 people", l->text);
	}
}

static void
texts_check_words(struct prop *m, const struct left *l)
{
	static const char *const banned[] = {"kekerasan", "korban", "pelaku",
	    "pukul", "suami", "lapor", "polisi", "bahaya", "darurat", "aman ",
	    "rahasia", "perkosa", "tinggi", "mendesak", "sedang", "rendah"};
	char lower[400] = "";
	for (size_t i = 0; l->text[i] != '\0' && i + 1 < sizeof(lower); i++)
		lower[i] = (char)tolower((unsigned char)l->text[i]);
	for (size_t i = 0; i < sizeof(banned) / sizeof(*banned); i++)
		if (strstr(lower, banned[i]) != NULL)
			prop_break(
			    m, PROP_I5, "a banned word to a cadre", l->text);
	if (strstr(lower, "+62") != NULL)
		prop_break(m, PROP_I5, "a number to a cadre", l->text);
}

static void
texts_check_cadre(struct prop *m, sqlite3 *db, const struct left *l)
{
	char id[16], found[CODE_MAX];
	bool role = strcmp(l->person->role, "cadre") == 0;
	if (!role)
		prop_break(
		    m, PROP_CONSENT, "K01 to one who is no cadre", l->text);
	if (texts_says_report(db, l->text, found))
		prop_break(m, PROP_I5, "K01 with a report's code", l->text);
	texts_check_words(m, l);
	texts_check_place(m, db, l);
	if (!rules_ask(db,
		"SELECT report_id FROM alert WHERE code = ?1 AND person = ?2",
		l->code, l->person->id, id, sizeof(id))) {
		prop_break(m, PROP_CODES,
		    "K01 with the code of no alert of hers", l->text);
		return;
	}
	long n = strtol(id, NULL, 10);
	char now[16];
	bool in_force =
	    rules_ask(db,
		"SELECT 1 FROM report r WHERE r.id = ?1 AND instr(r.consent, "
		"'K') > 0 AND r.consent_provisional = 0",
		id, "", now, sizeof(now)) ||
	    (n < PROP_REPORTS && m->consent[n]);
	if (!in_force)
		prop_break(
		    m, PROP_CONSENT, "K01 left without consent", l->text);
}

static void
texts_check_person(struct prop *m, sqlite3 *db, const struct left *l)
{
	char found[CODE_MAX];
	bool cadre = strcmp(l->person->role, "cadre") == 0;
	if (!l->person->was_there && !l->person->there &&
	    (l->officer || l->cadre))
		prop_break(
		    m, PROP_ROSTER, "a text to one who has left", l->text);
	if (l->officer && cadre)
		prop_break(m, PROP_I5, "an officer's text to a cadre", l->text);
	if (cadre && texts_says_report(db, l->text, found))
		prop_break(m, PROP_I5, "a report's code to a cadre", l->text);
	if (!l->officer && !l->cadre)
		return;
	if (rules_ask(db,
		"SELECT 1 FROM exclusion x LEFT JOIN kin k ON k.person = "
		"x.person WHERE (x.person = ?2 OR k.other = ?2) AND "
		"x.report_id IN (SELECT id FROM report WHERE code = ?1 UNION "
		"SELECT report_id FROM alert WHERE code = ?1)",
		l->code, l->person->id, found, sizeof(found)))
		prop_break(m, PROP_EXCLUDED,
		    "a text left to one who must not hear of it", l->text);
}

static void
texts_check(struct prop *m, sqlite3 *db, const struct seen *s)
{
	struct left l = {0};
	(void)snprintf(l.to, sizeof(l.to), "%s", wire_str(s->frame, "to"));
	(void)snprintf(
	    l.text, sizeof(l.text), "%s", wire_str(s->frame, "text"));
	if (m->fault != NULL && m->fault->text != NULL)
		m->fault->text(m, l.to, l.text, sizeof(l.text));
	for (int i = 0; i < PROP_PEOPLE; i++)
		if (strcmp(m->people[i].number, l.to) == 0)
			l.person = &m->people[i];
	m->tally->texts++;
	texts_read(&l);
	if (l.person == NULL && (l.cadre || l.officer || l.over))
		prop_break(m, PROP_ROSTER,
		    "an alert's text to a number outside the roster", l.text);
	if (l.person == NULL)
		return;
	texts_check_person(m, db, &l);
	if (l.cadre)
		texts_check_cadre(m, db, &l);
}

void
texts_look(struct prop *m, sqlite3 *db)
{
	const struct seen *s =
	    m->seen_until == NULL ? m->w->seen : m->seen_until->next;
	for (; s != NULL; s = s->next) {
		m->seen_until = s;
		if (s->kind == SEEN_TEXT)
			texts_check(m, db, s);
	}
}
