/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what was checked, in the turn's one transaction. */
#include "import.h"

#include "../lib/gsm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct import_writing {
	struct engine *e;
	struct import *i;
	const struct import_file *file;
	size_t row;
};

static const char *
write_cell(const struct import_writing *w, int column)
{
	return import_cell(w->file, w->row, column);
}

/* NULL for an empty cell. */
static struct store_value
write_text(const struct import_writing *w, int column)
{
	const char *text = write_cell(w, column);
	return SQL_TEXT(*text == '\0' ? NULL : text);
}

static int
write_village(const struct import_writing *w)
{
	const char *population = write_cell(w, VILLAGE_POPULATION);
	return store_run(w->e->store, QUERY_VILLAGE_PUT,
	    SQL_TEXT(write_cell(w, VILLAGE_CODE)),
	    SQL_TEXT(write_cell(w, VILLAGE_NAME)),
	    SQL_TEXT(write_cell(w, VILLAGE_KECAMATAN)),
	    SQL_TEXT(write_cell(w, VILLAGE_ALIASES)),
	    *population == '\0' ? SQL_NULL
				: SQL_INT(strtol(population, NULL, 10)),
	    write_text(w, VILLAGE_TIMEZONE));
}

/* --- people --- */

static void
write_take(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

/* "sms; webhook:office" as "sms;webhook:office". */
static void
write_take_channels(struct person *p, const char *at)
{
	char word[64];
	size_t len = 0;
	p->channels[0] = '\0';
	while (import_word(&at, word, sizeof(word)))
		len += (size_t)snprintf(p->channels + len,
		    sizeof(p->channels) - len, "%s%s", len == 0 ? "" : ";",
		    word);
}

static int
write_serves(const struct import_writing *w, struct person *p)
{
	const char *at = write_cell(w, PEOPLE_VILLAGES);
	char word[ROSTER_NAME];
	int err =
	    store_run(w->e->store, QUERY_PERSON_VILLAGE_CLEAR, SQL_TEXT(p->id));
	while (err == 0 && import_word(&at, word, sizeof(word)))
		if (strcmp(word, "*") != 0)
			err = store_run(w->e->store, QUERY_PERSON_VILLAGE_ADD,
			    SQL_TEXT(p->id), SQL_TEXT(word));
	return err;
}

static bool
write_is_everywhere(const char *at)
{
	char word[ROSTER_NAME];
	while (import_word(&at, word, sizeof(word)))
		if (strcmp(word, "*") == 0)
			return true;
	return false;
}

/* What the line says, over what is known: added_at, and perhaps a PIN. */
static void
write_take_person(const struct import_writing *w, struct person *p)
{
	const char *pin = write_cell(w, PEOPLE_PIN);
	const char *number = write_cell(w, PEOPLE_NUMBER);
	p->role = role_of_name(write_cell(w, PEOPLE_ROLE));
	p->removed_at = 0;
	p->everywhere = write_is_everywhere(write_cell(w, PEOPLE_VILLAGES));
	write_take(p->name, sizeof(p->name), write_cell(w, PEOPLE_NAME));
	write_take(
	    p->from_day, sizeof(p->from_day), write_cell(w, PEOPLE_FROM));
	write_take(p->to_day, sizeof(p->to_day), write_cell(w, PEOPLE_TO));
	write_take(p->sex, sizeof(p->sex),
	    strcasecmp(write_cell(w, PEOPLE_SEX), "P") == 0 ? "P" : "L");
	write_take_channels(p, write_cell(w, PEOPLE_CHANNELS));
	if (*number == '\0' || gsm_number_normalize(number,
				   w->e->conf->siaga.country, p->number) < 0)
		p->number[0] = '\0';
	if (strcmp(pin, "-") == 0)
		person_pin_set(w->e, p, "");
	else if (*pin != '\0')
		person_pin_set(w->e, p, pin);
}

static int
write_person(const struct import_writing *w)
{
	struct person p;
	int err = person_get(w->e, write_cell(w, PEOPLE_ID), &p);
	if (err == -ENOENT) {
		p = (struct person){.added_at = w->e->now_s};
		write_take(p.id, sizeof(p.id), write_cell(w, PEOPLE_ID));
		err = 0;
	}
	if (err < 0)
		return err;
	write_take_person(w, &p);
	err = person_put(w->e, &p);
	return err == 0 ? write_serves(w, &p) : err;
}

/* --- hours, absences, institutions --- */

/* The lines of a person in the files take the place of those before. */
static int
write_clear(const struct import_writing *w, enum import_kind kind)
{
	enum store_query query =
	    kind == IMPORT_DUTY ? QUERY_DUTY_CLEAR : QUERY_ABSENCE_CLEAR;
	return store_run(w->e->store, query, SQL_TEXT(write_cell(w, 0)));
}

static int
write_duty(const struct import_writing *w)
{
	unsigned days = 0;
	int from = 0, to = 0;
	BUG_IF(!import_days(write_cell(w, DUTY_DAYS), &days) ||
	       !import_minute(write_cell(w, DUTY_FROM), &from) ||
	       !import_minute(write_cell(w, DUTY_TO), &to));
	return store_run(w->e->store, QUERY_DUTY_ADD,
	    SQL_TEXT(write_cell(w, DUTY_ID)), SQL_INT(days), SQL_INT(from),
	    SQL_INT(to), SQL_TEXT(write_cell(w, DUTY_AREA)));
}

static int
write_absence(const struct import_writing *w)
{
	return store_run(w->e->store, QUERY_ABSENCE_ADD,
	    SQL_TEXT(write_cell(w, ABSENCE_ID)),
	    SQL_TEXT(write_cell(w, ABSENCE_FROM)),
	    SQL_TEXT(write_cell(w, ABSENCE_TO)),
	    write_text(w, ABSENCE_REPLACEMENT));
}

static int
write_institution(const struct import_writing *w)
{
	return store_run(w->e->store, QUERY_INSTITUTION_PUT,
	    SQL_TEXT(write_cell(w, INSTITUTION_ID)),
	    SQL_TEXT(write_cell(w, INSTITUTION_NAME)),
	    SQL_TEXT(write_cell(w, INSTITUTION_KIND)),
	    SQL_TEXT(write_cell(w, INSTITUTION_DUTIES)),
	    write_text(w, INSTITUTION_MOU), write_text(w, INSTITUTION_WEBHOOK));
}

static int
write_clear_row(const struct import_writing *w)
{
	return write_clear(w, w->file->kind);
}

static int
write_each(struct engine *e, struct import *i, enum import_kind kind,
    int (*write)(const struct import_writing *))
{
	int err = 0;
	for (size_t f = 0; f < i->file_count; f++) {
		const struct import_file *file = &i->files[f];
		if (file->kind != kind)
			continue;
		for (size_t row = 1; row < file->sheet.rows && err == 0; row++)
			err = write(&(struct import_writing){e, i, file, row});
	}
	return err;
}

static int
write_kind(struct engine *e, struct import *i, enum import_kind kind)
{
	static int (*const writes[IMPORT_KINDS])(
	    const struct import_writing *) = {write_village, write_person,
	    write_duty, write_absence, write_institution};
	int err = 0;
	if (!import_has(i, kind))
		return 0;
	if (kind == IMPORT_DUTY || kind == IMPORT_ABSENCE) {
		if (i->replace)
			err = store_run_values(e->store,
			    kind == IMPORT_DUTY ? QUERY_DUTY_CLEAR_ALL
						: QUERY_ABSENCE_CLEAR_ALL,
			    NULL, 0);
		else
			err = write_each(e, i, kind, write_clear_row);
	}
	if (err == 0)
		err = write_each(e, i, kind, writes[kind]);
	for (size_t f = 0; f < i->file_count; f++)
		if (i->files[f].kind == kind)
			i->counts[kind].rows += i->files[f].sheet.rows - 1;
	return err;
}

/* --- who and what leaves --- */

static bool
leave_is_in(const struct import *i, const char *kind, const char *id)
{
	char key[160];
	(void)snprintf(key, sizeof(key), "%s %.100s", kind, id);
	return json_object_get(i->seen, key) != NULL;
}

/* The person's row stays: what they did is on record under it. */
static int
leave_person(struct engine *e, const char *id)
{
	struct person p;
	int err = person_get(e, id, &p);
	if (err < 0)
		return err;
	p.removed_at = e->now_s;
	p.number[0] = p.pin[0] = '\0';
	p.everywhere = false;
	err = person_put(e, &p);
	return err == 0 ? person_leaves_roster(e, id) : err;
}

int
person_leaves_roster(struct engine *e, const char *id)
{
	static const enum store_query queries[] = {QUERY_PERSON_VILLAGE_CLEAR,
	    QUERY_DUTY_CLEAR, QUERY_ABSENCE_CLEAR, QUERY_ABSENCE_FORGET};
	int err = 0;
	for (size_t i = 0; i < 4 && err == 0; i++)
		err = store_run(e->store, queries[i], SQL_TEXT(id));
	return err;
}

static int
leave_people(struct engine *e, struct import *i, const struct roster *r)
{
	int err = 0;
	for (size_t p = 0; p < r->person_count && err == 0; p++)
		if (!leave_is_in(i, "people", r->people[p].id)) {
			err = leave_person(e, r->people[p].id);
			i->counts[IMPORT_PEOPLE].left++;
		}
	return err;
}

static int
leave_villages(struct engine *e, struct import *i, const struct roster *r)
{
	int err = 0;
	for (size_t v = 0; v < r->village_count && err == 0; v++)
		if (!leave_is_in(i, "villages", r->villages[v].code)) {
			err = store_run(e->store, QUERY_VILLAGE_DELETE,
			    SQL_TEXT(r->villages[v].code));
			i->counts[IMPORT_VILLAGES].left++;
		}
	return err;
}

static int
leave_institutions(struct engine *e, struct import *i)
{
	struct store_rows rows;
	json_t *ids = json_array(), *id;
	size_t n;
	int err;
	store_ask_values(e->store, &rows, QUERY_INSTITUTION_IDS, NULL, 0);
	while ((err = store_next(&rows)) > 0)
		(void)json_array_append_new(
		    ids, json_string(store_str(&rows, 0)));
	store_done(&rows);
	json_array_foreach(ids, n, id)
	{
		if (err < 0 ||
		    leave_is_in(i, "institutions", json_string_value(id)))
			continue;
		err = store_run(e->store, QUERY_INSTITUTION_DELETE,
		    SQL_TEXT(json_string_value(id)));
		i->counts[IMPORT_INSTITUTIONS].left++;
	}
	json_decref(ids);
	return err;
}

int
import_write(struct engine *e, struct import *i)
{
	/* As it was before: roster_load() is not called again in here. */
	const struct roster *r = roster_load(e);
	int err = r == NULL ? -EIO : write_kind(e, i, IMPORT_VILLAGES);
	if (err == 0)
		err = write_kind(e, i, IMPORT_PEOPLE);
	if (err == 0 && i->replace && import_has(i, IMPORT_PEOPLE))
		err = leave_people(e, i, r);
	for (int k = IMPORT_DUTY; k < IMPORT_KINDS && err == 0; k++)
		err = write_kind(e, i, (enum import_kind)k);
	if (err == 0 && i->replace && import_has(i, IMPORT_VILLAGES))
		err = leave_villages(e, i, r);
	if (err == 0 && i->replace && import_has(i, IMPORT_INSTITUTIONS))
		err = leave_institutions(e, i);
	return err == 0 ? roster_changed(e) : err;
}
