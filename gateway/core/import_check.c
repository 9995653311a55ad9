/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every fault of the files, as file:line: what it is, what was expected. A
 * number of a person is never repeated in one: the line says where it is.
 */
#include "import.h"

#include "../lib/gsm.h"
#include "duty.h"
#include "villages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define IMPORT_NEAREST_MAX 50 /* it takes a look at every village */
#define IMPORT_HINT        160

const char *const import_kind_names[IMPORT_KINDS] = {
    "villages", "people", "duty", "absence", "institutions"};

static const struct import_column {
	const char *name;
	bool optional;
} import_columns[IMPORT_KINDS][IMPORT_COLUMNS_MAX + 1] = {
    [IMPORT_VILLAGES] = {{"code", false}, {"name", false}, {"kecamatan", false},
	{"aliases", false}, {"population", true}, {"timezone", true},
	{NULL, false}},
    [IMPORT_PEOPLE] = {{"id", false}, {"role", false}, {"name", false},
	{"number", false}, {"sex", false}, {"villages", false},
	{"channels", false}, {"pin", false}, {"from", true}, {"to", true},
	{NULL, false}},
    [IMPORT_DUTY] = {{"id", false}, {"days", false}, {"from", false},
	{"to", false}, {"area", false}, {NULL, false}},
    [IMPORT_ABSENCE] = {{"id", false}, {"from", false}, {"to", false},
	{"replacement", false}, {NULL, false}},
    [IMPORT_INSTITUTIONS] = {{"id", false}, {"name", false}, {"kind", false},
	{"duties", false}, {"mou_until", false}, {"webhook", false},
	{NULL, false}},
};

/* One row that is looked at. */
struct import_row {
	struct engine *e;
	struct import *i;
	const struct import_file *file;
	size_t row;
	int line;
};

#define IMPORT_FAULT(r, ...)                                                   \
	faults_add(&(r)->i->faults, (r)->file->name, (r)->line, __VA_ARGS__)

const char *
import_cell(const struct import_file *f, size_t row, int column)
{
	return f->columns[column] < 0
		   ? ""
		   : sheet_cell(&f->sheet, row, (size_t)f->columns[column]);
}

bool
import_has(const struct import *i, enum import_kind kind)
{
	for (size_t f = 0; f < i->file_count; f++)
		if (i->files[f].known && i->files[f].kind == kind)
			return true;
	return false;
}

static const char *
row_cell(const struct import_row *r, int column)
{
	return import_cell(r->file, r->row, column);
}

/* --- what kind of file --- */

static int
header_find(const struct sheet *s, const char *name)
{
	for (size_t c = 0; c < s->columns; c++)
		if (strcasecmp(sheet_cell(s, 0, c), name) == 0)
			return (int)c;
	return -1;
}

/* How many of the kind's columns are there, less those that lack. */
static int
header_score(const struct sheet *s, enum import_kind kind)
{
	int score = 0;
	for (const struct import_column *c = import_columns[kind];
	     c->name != NULL; c++)
		score += header_find(s, c->name) >= 0 ? 1
			 : c->optional                ? 0
						      : -1;
	return score;
}

static const char *
header_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

/* By its name, else by its columns; false: neither says. */
static bool
header_kind(const struct import_file *f, enum import_kind *ret)
{
	const char *base = header_base(f->name);
	int best = 0;
	for (int k = 0; k < IMPORT_KINDS; k++) {
		size_t len = strlen(import_kind_names[k]);
		if (strncasecmp(base, import_kind_names[k], len) == 0) {
			*ret = (enum import_kind)k;
			return true;
		}
	}
	for (int k = 0; k < IMPORT_KINDS; k++)
		if (header_score(&f->sheet, (enum import_kind)k) > best) {
			best = header_score(&f->sheet, (enum import_kind)k);
			*ret = (enum import_kind)k;
		}
	return best > 1;
}

static void
header_expected(const struct import_column *columns, char ret[IMPORT_HINT])
{
	size_t len = 0;
	ret[0] = '\0';
	for (; columns->name != NULL && len < IMPORT_HINT; columns++)
		len += (size_t)snprintf(ret + len, IMPORT_HINT - len,
		    columns->optional ? "%s[%s]" : "%s%s", len == 0 ? "" : " ",
		    columns->name);
}

static void
header_extra(struct import *i, struct import_file *f,
    const struct import_column *columns)
{
	char expected[IMPORT_HINT];
	header_expected(columns, expected);
	for (size_t c = 0; c < f->sheet.columns; c++) {
		const char *is = sheet_cell(&f->sheet, 0, c);
		size_t k = 0;
		while (columns[k].name != NULL &&
		       strcasecmp(columns[k].name, is) != 0)
			k++;
		if (columns[k].name == NULL)
			faults_add(&i->faults, f->name, f->sheet.lines[0],
			    "unknown column \"%.40s\" in a file of %s, "
			    "expected: %s",
			    is, import_kind_names[f->kind], expected);
		else if (header_find(&f->sheet, is) != (int)c)
			faults_add(&i->faults, f->name, f->sheet.lines[0],
			    "column %.40s stands twice", is);
	}
}

static void
header_take(struct import *i, struct import_file *f)
{
	unsigned before = i->faults.count;
	if (f->sheet.rows == 0)
		return; /* said by sheet_read() */
	if (!header_kind(f, &f->kind)) {
		faults_add(&i->faults, f->name, f->sheet.lines[0],
		    "neither its name nor its first line says what it is, "
		    "expected villages, people, duty, absence or "
		    "institutions");
		return;
	}
	const struct import_column *columns = import_columns[f->kind];
	for (int c = 0; columns[c].name != NULL; c++) {
		f->columns[c] = header_find(&f->sheet, columns[c].name);
		if (f->columns[c] < 0 && !columns[c].optional)
			faults_add(&i->faults, f->name, f->sheet.lines[0],
			    "column %s is missing in a file of %s",
			    columns[c].name, import_kind_names[f->kind]);
	}
	header_extra(i, f, columns);
	f->known = i->faults.count == before;
}

/* --- what may be named --- */

static void
names_add_village(struct import *i, const struct engine *e, const char *code,
    const char *name, const char *kecamatan)
{
	char key[ROSTER_NAME];
	roster_key(e->handling->letters, kecamatan, strlen(kecamatan), key,
	    sizeof(key));
	(void)json_object_set_new(i->villages, code, json_string(name));
	(void)json_object_set_new(i->kecamatan, key, json_true());
	roster_key(e->handling->letters, name, strlen(name), key, sizeof(key));
	(void)json_object_set_new(i->names, key, json_string(code));
}

static void
names_of_store(struct engine *e, struct import *i, const struct roster *r)
{
	bool villages = !i->replace || !import_has(i, IMPORT_VILLAGES);
	bool people = !i->replace || !import_has(i, IMPORT_PEOPLE);
	for (size_t v = 0; villages && v < r->village_count; v++)
		names_add_village(i, e, r->villages[v].code,
		    r->villages[v].name, r->villages[v].kecamatan);
	for (size_t p = 0; people && p < r->person_count; p++)
		(void)json_object_set_new(i->people, r->people[p].id,
		    json_integer(r->people[p].role));
}

static void
names_of_file(struct engine *e, struct import *i, const struct import_file *f)
{
	for (size_t row = 1; row < f->sheet.rows; row++) {
		if (f->kind == IMPORT_VILLAGES)
			names_add_village(i, e,
			    import_cell(f, row, VILLAGE_CODE),
			    import_cell(f, row, VILLAGE_NAME),
			    import_cell(f, row, VILLAGE_KECAMATAN));
		else if (f->kind == IMPORT_PEOPLE)
			(void)json_object_set_new(i->people,
			    import_cell(f, row, PEOPLE_ID),
			    json_integer(role_of_name(
				import_cell(f, row, PEOPLE_ROLE))));
	}
}

/* ", the nearest known one is X", or "". */
static void
names_nearest(
    struct import_row *r, json_t *set, const char *word, char ret[IMPORT_HINT])
{
	const char *key, *best = NULL;
	json_t *value;
	unsigned least = 4;
	ret[0] = '\0';
	if (r->i->nearest++ >= IMPORT_NEAREST_MAX)
		return;
	json_object_foreach(set, key, value)
	{
		unsigned slips = village_slips(word, key, least - 1);
		if (slips < least && strlen(key) > slips) {
			least = slips;
			best = key;
		}
		if (least == 0)
			break;
	}
	if (best != NULL)
		(void)snprintf(ret, IMPORT_HINT,
		    "; the nearest known one is %.100s", best);
}

/* True: "file:line" of the same is remembered, or it was seen before. */
static bool
names_once(struct import_row *r, const char *key, const char *what)
{
	char where[IMPORT_NAME_MAX + 16];
	const char *before =
	    json_string_value(json_object_get(r->i->seen, key));
	if (before != NULL) {
		IMPORT_FAULT(r, "%s stands in %s too", what, before);
		return false;
	}
	(void)snprintf(where, sizeof(where), "%s:%d", r->file->name, r->line);
	(void)json_object_set_new(r->i->seen, key, json_string(where));
	return true;
}

/* The id of a row, once in all files of its kind. */
static void
check_once(struct import_row *r, const char *id)
{
	char key[IMPORT_HINT];
	(void)snprintf(key, sizeof(key), "%s %.100s",
	    import_kind_names[r->file->kind], id);
	if (*id != '\0')
		(void)names_once(r, key, id);
}

/* --- cells that several files have --- */

static bool
check_line(
    struct import_row *r, const char *what, const char *text, size_t most)
{
	if (*text == '\0')
		IMPORT_FAULT(r, "no %s", what);
	else if (!import_is_line(text, most))
		IMPORT_FAULT(r,
		    "%s is too long or has a line end in it, expected at most "
		    "%zu bytes",
		    what, most);
	else
		return true;
	return false;
}

static bool
check_id(struct import_row *r, const char *id)
{
	if (!person_id_fits(id)) {
		IMPORT_FAULT(r,
		    "\"%.40s\" is no id, expected 1 to 32 of a-z 0-9 . _ -",
		    id);
		return false;
	}
	check_once(r, id);
	return true;
}

static bool
check_date(
    struct import_row *r, const char *what, const char *text, int64_t *ret_day)
{
	if (roster_day(text, ret_day))
		return true;
	IMPORT_FAULT(r, "%s is \"%.40s\", expected a date such as 2026-11-21",
	    what, text);
	return false;
}

static bool
check_webhook(struct import_row *r, const char *name)
{
	const struct conf *conf = r->e->conf;
	json_t *known = json_object();
	char hint[IMPORT_HINT];
	bool found = false;
	for (size_t i = 0; i < conf->webhook_count; i++) {
		found |= strcmp(conf->webhooks[i].name, name) == 0;
		(void)json_object_set_new(
		    known, conf->webhooks[i].name, json_true());
	}
	if (!found) {
		names_nearest(r, known, name, hint);
		IMPORT_FAULT(r, "there is no [webhook %.32s] in siaga.conf%s",
		    name, hint);
	}
	json_decref(known);
	return found;
}

static void
check_village(struct import_row *r, const char *code)
{
	char hint[IMPORT_HINT], key[ROSTER_NAME];
	if (json_object_get(r->i->villages, code) != NULL)
		return;
	roster_key(
	    r->e->handling->letters, code, strlen(code), key, sizeof(key));
	const char *by_name =
	    json_string_value(json_object_get(r->i->names, key));
	if (by_name != NULL)
		(void)snprintf(hint, sizeof(hint),
		    "; the village of that name has the code %.20s", by_name);
	else
		names_nearest(r, r->i->villages, code, hint);
	IMPORT_FAULT(
	    r, "unknown village \"%.40s\", expected a code%s", code, hint);
}

static void
check_area(struct import_row *r, const char *area)
{
	char word[ROSTER_NAME], key[ROSTER_NAME], hint[IMPORT_HINT];
	if (*area == '\0')
		IMPORT_FAULT(r, "no area, expected codes of villages, names "
				"of kecamatan, or *");
	while (import_word(&area, word, sizeof(word))) {
		roster_key(r->e->handling->letters, word, strlen(word), key,
		    sizeof(key));
		if (strcmp(word, "*") == 0 ||
		    json_object_get(r->i->kecamatan, key) != NULL ||
		    json_object_get(r->i->villages, word) != NULL)
			continue;
		names_nearest(r, r->i->kecamatan, key, hint);
		if (hint[0] == '\0')
			names_nearest(r, r->i->villages, word, hint);
		IMPORT_FAULT(r,
		    "unknown area \"%.40s\", expected the code of a village "
		    "or the name of a kecamatan%s",
		    word, hint);
	}
}

/* Whose role it is; 0: unknown, and said so. */
static unsigned
check_person(struct import_row *r, const char *id)
{
	char hint[IMPORT_HINT];
	json_t *role = json_object_get(r->i->people, id);
	if (role != NULL)
		return (unsigned)json_integer_value(role);
	names_nearest(r, r->i->people, id, hint);
	IMPORT_FAULT(r, "unknown person \"%.40s\"%s", id, hint);
	return 0;
}

/* --- villages.csv --- */

static void
check_village_row(struct import_row *r)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789._-";
	const char *code = row_cell(r, VILLAGE_CODE);
	const char *aliases = row_cell(r, VILLAGE_ALIASES);
	const char *population = row_cell(r, VILLAGE_POPULATION);
	const char *zone = row_cell(r, VILLAGE_TIMEZONE);
	size_t len = strlen(code);
	char word[ROSTER_NAME * 2];
	int minutes;
	if (len == 0 || len >= ROSTER_CODE || strspn(code, letters) != len)
		IMPORT_FAULT(r,
		    "\"%.40s\" is no code, expected 1 to 20 letters, digits, "
		    ". _ -",
		    code);
	check_once(r, code);
	(void)check_line(r, "name", row_cell(r, VILLAGE_NAME), ROSTER_NAME - 1);
	(void)check_line(
	    r, "kecamatan", row_cell(r, VILLAGE_KECAMATAN), ROSTER_NAME - 1);
	while (import_word(&aliases, word, sizeof(word)))
		(void)check_line(r, "an alias", word, ROSTER_NAME - 1);
	if (strspn(population, "0123456789") != strlen(population) ||
	    strlen(population) > 9)
		IMPORT_FAULT(r,
		    "population is \"%.40s\", expected a whole number",
		    population);
	if (*zone != '\0' && !roster_zone(zone, &minutes))
		IMPORT_FAULT(r,
		    "unknown timezone \"%.40s\", expected " ROSTER_ZONES, zone);
}

/* --- people.csv --- */

static void
check_number(struct import_row *r, const char *text)
{
	char number[GSM_NUMBER_SIZE];
	if (gsm_number_normalize(text, r->e->conf->siaga.country, number) < 0 ||
	    number[0] != '+' || strchr(text, 'E') != NULL) {
		IMPORT_FAULT(r, "no phone number, expected one such as "
				"+6281234567890 (in a spreadsheet: format the "
				"column as text)");
		return;
	}
	for (size_t i = 0; i < r->e->conf->modem_count; i++) {
		const char *own = r->e->conf->modems[i].number;
		if (own != NULL && strcmp(own, number) == 0)
			IMPORT_FAULT(r, "this is the hotline's own number");
	}
	(void)names_once(r, number, "this number");
}

static void
check_channels(struct import_row *r, unsigned role)
{
	const char *at = row_cell(r, PEOPLE_CHANNELS);
	bool number = *row_cell(r, PEOPLE_NUMBER) != '\0';
	char word[64];
	if (*at == '\0' && (role & ROSTER_ROLES) != 0)
		IMPORT_FAULT(r, "no channel, expected sms or webhook:NAME");
	if (strlen(at) > 160)
		IMPORT_FAULT(r, "channels of more than 160 bytes");
	while (import_word(&at, word, sizeof(word))) {
		if (strcmp(word, "sms") == 0 && !number)
			IMPORT_FAULT(r, "channel sms, but no number");
		else if (strncmp(word, "webhook:", 8) == 0)
			(void)check_webhook(r, word + 8);
		else if (strcmp(word, "sms") != 0)
			IMPORT_FAULT(r,
			    "unknown channel \"%.40s\", expected sms or "
			    "webhook:NAME",
			    word);
	}
}

static void
check_serves(struct import_row *r, unsigned role)
{
	const char *at = row_cell(r, PEOPLE_VILLAGES);
	char word[ROSTER_NAME];
	if (*at == '\0' && role == COMMAND_CADRE)
		IMPORT_FAULT(r, "no village, expected codes or *");
	while (import_word(&at, word, sizeof(word)))
		if (strcmp(word, "*") != 0)
			check_village(r, word);
}

static void
check_term(struct import_row *r, int from_column, int to_column, bool needed)
{
	int64_t from, to;
	const char *from_text = row_cell(r, from_column);
	const char *to_text = row_cell(r, to_column);
	bool both = true;
	if (needed || *from_text != '\0')
		both &= check_date(r, "from", from_text, &from);
	else
		both = false;
	if (needed || *to_text != '\0')
		both &= check_date(r, "to", to_text, &to);
	else
		both = false;
	if (both && from > to)
		IMPORT_FAULT(r, "to is before from");
}

static void
check_role_kept(struct import_row *r, const char *id, unsigned role)
{
	struct person p;
	if (!vault_person_known(r->e->vault, id) ||
	    person_get(r->e, id, &p) < 0 || p.role == role)
		return;
	IMPORT_FAULT(r,
	    "%s holds a key as %s, which is made for that role; first: siaga "
	    "key revoke %s",
	    id, role_name(p.role), id);
}

static void
check_people_row(struct import_row *r)
{
	const char *id = row_cell(r, PEOPLE_ID);
	const char *pin = row_cell(r, PEOPLE_PIN);
	const char *sex = row_cell(r, PEOPLE_SEX);
	unsigned role = role_of_name(row_cell(r, PEOPLE_ROLE));
	size_t digits = strspn(pin, "0123456789");
	if (role == 0)
		IMPORT_FAULT(r,
		    "unknown role \"%.40s\", expected officer, supervisor, "
		    "coordinator, administrator, auditor or cadre",
		    row_cell(r, PEOPLE_ROLE));
	if (check_id(r, id) && role != 0)
		check_role_kept(r, id, role);
	(void)check_line(r, "name", row_cell(r, PEOPLE_NAME), 64);
	if (*row_cell(r, PEOPLE_NUMBER) != '\0')
		check_number(r, row_cell(r, PEOPLE_NUMBER));
	if (strcasecmp(sex, "P") != 0 && strcasecmp(sex, "L") != 0)
		IMPORT_FAULT(r, "sex is \"%.40s\", expected P or L", sex);
	check_serves(r, role);
	check_channels(r, role);
	if (*pin != '\0' && strcmp(pin, "-") != 0 &&
	    (pin[digits] != '\0' || digits < 4 || digits > 8))
		IMPORT_FAULT(r, "expected a PIN of 4 to 8 digits, - for none, "
				"or nothing to keep the one that is known");
	check_term(r, PEOPLE_FROM, PEOPLE_TO, false);
}

/* --- duty.csv, absence.csv, institutions.csv --- */

static void
check_duty_row(struct import_row *r)
{
	unsigned role = check_person(r, row_cell(r, DUTY_ID)), days;
	int from = 0, to = ROSTER_MINUTES;
	bool good = true;
	if (role != 0 && (role & ROSTER_ROLES) == 0)
		IMPORT_FAULT(r,
		    "%s is %s and is told of no case, expected an officer, "
		    "supervisor, coordinator or cadre",
		    row_cell(r, DUTY_ID), role_name(role));
	if (!import_days(row_cell(r, DUTY_DAYS), &days))
		IMPORT_FAULT(r,
		    "days are \"%.40s\", expected such as mon-fri, sat, or *",
		    row_cell(r, DUTY_DAYS));
	if (!import_minute(row_cell(r, DUTY_FROM), &from) ||
	    from == ROSTER_MINUTES) {
		IMPORT_FAULT(r, "from is \"%.40s\", expected 00:00 to 23:59",
		    row_cell(r, DUTY_FROM));
		good = false;
	}
	if (!import_minute(row_cell(r, DUTY_TO), &to)) {
		IMPORT_FAULT(r, "to is \"%.40s\", expected 00:00 to 24:00",
		    row_cell(r, DUTY_TO));
		good = false;
	}
	if (good && from == to)
		IMPORT_FAULT(r, "from and to are the same, expected 00:00 to "
				"24:00 for a whole day");
	check_area(r, row_cell(r, DUTY_AREA));
}

static void
check_absence_row(struct import_row *r)
{
	const char *id = row_cell(r, ABSENCE_ID);
	const char *by = row_cell(r, ABSENCE_REPLACEMENT);
	unsigned role = check_person(r, id), other;
	check_term(r, ABSENCE_FROM, ABSENCE_TO, true);
	if (*by == '\0')
		return;
	if (strcmp(by, id) == 0) {
		IMPORT_FAULT(r, "%s cannot stand in for themselves", id);
		return;
	}
	other = check_person(r, by);
	if (role == 0 || other == 0)
		return;
	if ((other & ((role & ROSTER_OFFICE) != 0 ? ROSTER_OFFICE
						  : ROSTER_ROLES)) == 0)
		IMPORT_FAULT(r,
		    "%s is %s and may not be told what %s, %s, is told", by,
		    role_name(other), id, role_name(role));
}

static void
check_institution_row(struct import_row *r)
{
	static const char *const kinds[] = {"office", "health", "police",
	    "psychologist", "legal", "shelter", "other"};
	const char *kind = row_cell(r, INSTITUTION_KIND);
	int64_t day;
	bool known = false;
	(void)check_id(r, row_cell(r, INSTITUTION_ID));
	(void)check_line(r, "name", row_cell(r, INSTITUTION_NAME), 160);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		known |= strcmp(kinds[i], kind) == 0;
	if (!known)
		IMPORT_FAULT(r,
		    "unknown kind \"%.40s\", expected office, health, police, "
		    "psychologist, legal, shelter or other",
		    kind);
	if (!import_is_line(row_cell(r, INSTITUTION_DUTIES), SHEET_CELL_MAX))
		IMPORT_FAULT(r, "duties have a line end in them");
	if (*row_cell(r, INSTITUTION_MOU) != '\0')
		(void)check_date(
		    r, "mou_until", row_cell(r, INSTITUTION_MOU), &day);
	if (*row_cell(r, INSTITUTION_WEBHOOK) != '\0')
		(void)check_webhook(r, row_cell(r, INSTITUTION_WEBHOOK));
}

static void
check_file(struct engine *e, struct import *i, const struct import_file *f)
{
	static void (*const checks[IMPORT_KINDS])(struct import_row *) = {
	    check_village_row, check_people_row, check_duty_row,
	    check_absence_row, check_institution_row};
	for (size_t row = 1; row < f->sheet.rows; row++) {
		struct import_row r = {e, i, f, row, f->sheet.lines[row]};
		checks[f->kind](&r);
	}
}

/* --- what --replace would leave behind --- */

static const struct import_file *
left_file(const struct import *i, enum import_kind kind)
{
	const struct import_file *file = NULL;
	for (size_t f = 0; f < i->file_count; f++)
		if (i->files[f].known && i->files[f].kind == kind)
			file = &i->files[f];
	return i->replace ? file : NULL;
}

static bool
left_known(const struct import *i, const char *kind, const char *id)
{
	char key[IMPORT_HINT];
	(void)snprintf(key, sizeof(key), "%s %.100s", kind, id);
	return json_object_get(i->seen, key) != NULL;
}

static void
left_people(struct engine *e, struct import *i, const struct roster *r)
{
	const struct import_file *f = left_file(i, IMPORT_PEOPLE);
	for (size_t p = 0; f != NULL && p < r->person_count; p++) {
		const char *id = r->people[p].id;
		if (!left_known(i, "people", id) &&
		    vault_person_known(e->vault, id))
			faults_add(&i->faults, f->name, f->sheet.lines[0],
			    "%s holds a key and is not in this file; add the "
			    "line, or first: siaga people remove %s",
			    id, id);
	}
}

/* Whoever stays must not serve what goes. */
static void
left_served(
    struct import *i, const struct roster *r, const struct import_file *f)
{
	bool replaced = left_file(i, IMPORT_PEOPLE) != NULL;
	for (size_t s = 0; s < r->serves_count && !replaced; s++) {
		const char *code = r->villages[r->serves[s].village].code;
		const char *id = r->people[r->serves[s].person].id;
		if (json_object_get(i->villages, code) == NULL &&
		    !left_known(i, "people", id))
			faults_add(&i->faults, f->name, f->sheet.lines[0],
			    "village %s is not in this file, but %s serves "
			    "it; add the line, or import people.csv with it",
			    code, id);
	}
}

static bool
left_area_stays(const struct import *i, const struct roster *r,
    const struct roster_area *a, const char **ret_what)
{
	if (!a->kecamatan) {
		*ret_what = r->villages[a->index].code;
		return json_object_get(i->villages, *ret_what) != NULL;
	}
	*ret_what = "";
	for (size_t v = 0; v < r->village_count; v++)
		if (r->villages[v].kecamatan_id == a->index)
			*ret_what = r->villages[v].kecamatan_key;
	return json_object_get(i->kecamatan, *ret_what) != NULL;
}

/* Of a person whose lines of duty.csv are in the files too. */
static bool
left_duty_anew(const struct import *i, const char *id)
{
	for (size_t f = 0; f < i->file_count; f++) {
		const struct import_file *file = &i->files[f];
		if (!file->known || file->kind != IMPORT_DUTY)
			continue;
		for (size_t row = 1; row < file->sheet.rows; row++)
			if (strcmp(import_cell(file, row, DUTY_ID), id) == 0)
				return true;
	}
	return false;
}

static void
left_areas(
    struct import *i, const struct roster *r, const struct import_file *f)
{
	const char *what;
	bool replaced = left_file(i, IMPORT_DUTY) != NULL;
	for (size_t d = 0; d < r->duty_count && !replaced; d++) {
		const char *id = r->people[r->duties[d].person].id;
		if (json_object_get(i->people, id) == NULL)
			continue; /* goes too */
		for (size_t a = 0; a < r->duties[d].areas; a++)
			if (!left_area_stays(i, r,
				&r->areas[r->duties[d].first_area + a],
				&what) &&
			    !left_duty_anew(i, id))
				faults_add(&i->faults, f->name,
				    f->sheet.lines[0],
				    "%s is not in this file, but %s is on "
				    "duty there; add the line, or import "
				    "duty.csv with it",
				    what, id);
	}
}

/* --- numbers of those who are not in the files --- */

static int
check_other_numbers(struct engine *e, struct import *i)
{
	struct store_rows rows;
	struct person p;
	int got = 0, err = 0;
	if (!import_has(i, IMPORT_PEOPLE) ||
	    left_file(i, IMPORT_PEOPLE) != NULL)
		return 0;
	store_ask(e->store, &rows, QUERY_PERSON_PAGE, SQL_TEXT(""), SQL_INT(0),
	    SQL_INT(INT64_MAX));
	while (err == 0 && (got = store_next(&rows)) > 0) {
		err = person_from_row(e, &rows, &p);
		const char *where = json_string_value(
		    json_object_get(i->seen, err < 0 ? "" : p.number));
		if (err < 0 || where == NULL || p.number[0] == '\0' ||
		    left_known(i, "people", p.id))
			continue;
		const char *colon = strrchr(where, ':');
		char file[IMPORT_NAME_MAX + 1];
		(void)snprintf(
		    file, sizeof(file), "%.*s", (int)(colon - where), where);
		faults_add(&i->faults, file, (int)strtol(colon + 1, NULL, 10),
		    "this number is that of %s already", p.id);
	}
	store_done(&rows);
	return err < 0 ? err : got;
}

static int
import_read(struct import *i)
{
	int err = 0;
	for (size_t f = 0; f < i->file_count && err == 0; f++) {
		struct import_file *file = &i->files[f];
		const char *text = file->text.data;
		for (size_t c = 0; c < IMPORT_COLUMNS_MAX; c++)
			file->columns[c] = -1;
		err = sheet_read(file->name, text == NULL ? "" : text,
		    file->text.len, &i->faults, &file->sheet);
		if (err == 0)
			header_take(i, file);
		buf_free(&file->text);
	}
	return err;
}

/* --- in the order of the files and their lines --- */

struct import_fault {
	size_t file, number; /* number: as met, so that the order is stable */
	int line;
	const char *text;
};

static int
import_by_place(const void *a, const void *b)
{
	const struct import_fault *x = a, *y = b;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static void
import_place(const struct import *i, struct import_fault *f)
{
	for (f->file = 0; f->file < i->file_count; f->file++) {
		size_t len = strlen(i->files[f->file].name);
		if (strncmp(f->text, i->files[f->file].name, len) != 0 ||
		    f->text[len] != ':')
			continue;
		f->line = (int)strtol(f->text + len + 1, NULL, 10);
		return;
	}
}

static int
import_sort(struct import *i)
{
	struct faults sorted;
	size_t count = 0, size = i->faults.text.len;
	struct import_fault *all = calloc(i->faults.count + 1, sizeof(*all));
	int err = all == NULL ? -ENOMEM : 0;
	char *at = i->faults.text.data;
	for (; err == 0 && size > 0 && count < i->faults.count; count++) {
		all[count].text = at;
		all[count].number = count;
		import_place(i, &all[count]);
		at = strchr(at, '\n');
		*at++ = '\0';
		size = i->faults.text.len - (size_t)(at - i->faults.text.data);
	}
	if (count > 1)
		qsort(all, count, sizeof(*all), import_by_place);
	faults_init(&sorted);
	sorted.text.max = i->faults.text.max;
	sorted.count = i->faults.count;
	for (size_t n = 0; n < count && err == 0; n++)
		err = buf_printf(&sorted.text, "%s\n", all[n].text);
	free(all);
	faults_free(&i->faults);
	i->faults = sorted;
	return err;
}

int
import_check(struct engine *e, struct import *i)
{
	const struct roster *r = roster_load(e);
	int err = r == NULL ? -EIO : import_read(i);
	if (err < 0)
		return err;
	names_of_store(e, i, r);
	for (size_t f = 0; f < i->file_count; f++)
		if (i->files[f].known)
			names_of_file(e, i, &i->files[f]);
	for (size_t f = 0; f < i->file_count; f++)
		if (i->files[f].known)
			check_file(e, i, &i->files[f]);
	left_people(e, i, r);
	if (left_file(i, IMPORT_VILLAGES) != NULL) {
		left_served(i, r, left_file(i, IMPORT_VILLAGES));
		left_areas(i, r, left_file(i, IMPORT_VILLAGES));
	}
	err = check_other_numbers(e, i);
	return err == 0 && i->faults.count > 0 ? import_sort(i) : err;
}
