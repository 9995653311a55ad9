/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `siaga import`: files arrive in pieces and are kept in memory; then all of
 * them are checked, and written in one transaction or not at all. One import
 * is on its way at a time. import.c takes the pieces, import_check.c names
 * every fault, import_write.c writes what has none.
 */
#ifndef SIAGA_IMPORT_H
#define SIAGA_IMPORT_H

#include "engine_parts.h"
#include "roster.h"
#include "sheet.h"

#define IMPORT_FILES_MAX   16
#define IMPORT_COLUMNS_MAX 10
#define IMPORT_NAME_MAX    128

enum import_kind {
	IMPORT_VILLAGES,
	IMPORT_PEOPLE,
	IMPORT_DUTY,
	IMPORT_ABSENCE,
	IMPORT_INSTITUTIONS,
	IMPORT_KINDS
};

/* Columns of each, as they stand in import_columns[]. */
enum {
	VILLAGE_CODE,
	VILLAGE_NAME,
	VILLAGE_KECAMATAN,
	VILLAGE_ALIASES,
	VILLAGE_POPULATION,
	VILLAGE_TIMEZONE
};
enum {
	PEOPLE_ID,
	PEOPLE_ROLE,
	PEOPLE_NAME,
	PEOPLE_NUMBER,
	PEOPLE_SEX,
	PEOPLE_VILLAGES,
	PEOPLE_CHANNELS,
	PEOPLE_PIN,
	PEOPLE_FROM,
	PEOPLE_TO
};
enum { DUTY_ID, DUTY_DAYS, DUTY_FROM, DUTY_TO, DUTY_AREA };
enum { ABSENCE_ID, ABSENCE_FROM, ABSENCE_TO, ABSENCE_REPLACEMENT };
enum {
	INSTITUTION_ID,
	INSTITUTION_NAME,
	INSTITUTION_KIND,
	INSTITUTION_DUTIES,
	INSTITUTION_MOU,
	INSTITUTION_WEBHOOK
};

struct import_file {
	char name[IMPORT_NAME_MAX + 1];
	struct buf text;
	struct sheet sheet;
	bool known; /* its kind and columns are */
	enum import_kind kind;
	int columns[IMPORT_COLUMNS_MAX]; /* of the sheet; -1: not there */
};

struct import {
	char token[24];
	int64_t used_ms;
	struct import_file files[IMPORT_FILES_MAX];
	size_t file_count;
	bool replace, checked;
	struct faults faults;
	/* What may be named: of the files, and of the store as far as it
	 * stays. */
	json_t *villages;  /* code -> name */
	json_t *kecamatan; /* as compared -> true */
	json_t *names;     /* of villages, as compared -> code */
	json_t *people;    /* id -> role */
	json_t *seen;      /* "kind id" or a number -> "file:line" */
	unsigned nearest;  /* how often one was looked for */
	struct {
		size_t rows, left;
	} counts[IMPORT_KINDS];
};

extern const char *const import_kind_names[IMPORT_KINDS];
/* A cell; "" where an optional column is not there. row: from 1. */
const char *import_cell(const struct import_file *, size_t row, int column);
/* Is there a file of that kind? */
bool import_has(const struct import *, enum import_kind);

/* import_check.c: names every fault in i->faults. */
int import_check(struct engine *, struct import *) MUST_CHECK;
/* import_write.c */
int import_write(struct engine *, struct import *) MUST_CHECK;

/* import_value.c: what people write in cells; false: it is none. Pure. */
bool import_days(const char *text, unsigned *ret_days);
bool import_minute(const char *text, int *ret_minute);
/* Takes the next of a list parted by ';'; false: its end. */
bool import_word(const char **at, char *ret, size_t size);
/* No control characters, not too long. */
bool import_is_line(const char *text, size_t most);

#endif
