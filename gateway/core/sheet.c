/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV by libcsv, which knows neither lines nor limits; see sheet.h. */
#include "sheet.h"

#include "../lib/gsm.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SHEET_BYTES_MAX 16777216

struct sheet_reading {
	const char *name;
	struct faults *faults;
	struct csv_parser parser;
	struct buf text;  /* cells, each with its NUL */
	struct sheet *to; /* cells: offsets into text until the end */
	size_t room;      /* of rows in `to` */
	size_t offsets[SHEET_COLUMNS_MAX];
	size_t count; /* cells of the row at hand */
	bool words;   /* one of them holds something */
	bool bad;     /* ... or cannot be kept */
	bool full;    /* too many rows: said once */
	int begun;    /* line where the row at hand begins */
	int err;
};

/* --- one cell, one row --- */

static void
sheet_take_cell(void *cell, size_t size, void *arg)
{
	struct sheet_reading *r = arg;
	const char *text = cell;
	if (r->count < SHEET_COLUMNS_MAX)
		r->offsets[r->count] = r->text.len;
	r->count++;
	r->words |= size > 0;
	if (r->count > SHEET_COLUMNS_MAX || r->err < 0)
		return;
	if (size > SHEET_CELL_MAX) {
		faults_add(r->faults, r->name, r->begun,
		    "a cell of %zu bytes, expected at most %d", size,
		    SHEET_CELL_MAX);
		r->bad = true;
		size = 0;
	}
	if (size > 0)
		r->err = buf_add(&r->text, text, size);
	if (r->err == 0)
		r->err = buf_add(&r->text, "", 1);
}

static int
sheet_grow(struct sheet_reading *r)
{
	struct sheet *s = r->to;
	if (s->rows < r->room)
		return 0;
	size_t room = r->room == 0 ? 64 : 2 * r->room;
	char **cells = realloc(s->cells, room * s->columns * sizeof(*cells));
	if (cells != NULL)
		s->cells = cells;
	int *lines = realloc(s->lines, room * sizeof(*lines));
	if (lines != NULL)
		s->lines = lines;
	if (cells == NULL || lines == NULL)
		return -ENOMEM;
	r->room = room;
	return 0;
}

/* Offsets stand for pointers until no more text moves. */
static void
sheet_keep_row(struct sheet_reading *r)
{
	struct sheet *s = r->to;
	if (s->rows == 0)
		s->columns = r->count;
	r->err = sheet_grow(r);
	if (r->err < 0)
		return;
	for (size_t i = 0; i < s->columns; i++)
		s->cells[s->rows * s->columns + i] =
		    (char *)(uintptr_t)r->offsets[i];
	s->lines[s->rows++] = r->begun;
}

static bool
sheet_row_fits(struct sheet_reading *r)
{
	if (r->count > SHEET_COLUMNS_MAX ||
	    (r->to->rows > 0 && r->count != r->to->columns)) {
		faults_add(r->faults, r->name, r->begun,
		    "%zu cells, expected %zu", r->count,
		    r->to->rows > 0 ? r->to->columns
				    : (size_t)SHEET_COLUMNS_MAX);
		return false;
	}
	if (r->to->rows <= SHEET_ROWS_MAX || r->full)
		return !r->full;
	faults_add(r->faults, r->name, r->begun,
	    "more rows than %d; import them as several files", SHEET_ROWS_MAX);
	r->full = true;
	return false;
}

static void
sheet_take_row(int terminator, void *arg)
{
	struct sheet_reading *r = arg;
	(void)terminator;
	if (r->err == 0 && r->words && !r->bad && sheet_row_fits(r))
		sheet_keep_row(r);
	r->count = 0;
	r->words = r->bad = false;
	r->begun = 0; /* the next line that is fed */
}

/* --- the file --- */

/* Bytes of the first line of text, its end included. */
static size_t
sheet_line(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\n')
			return i + 1;
		if (text[i] == '\r')
			return i + 1 < size && text[i + 1] == '\n' ? i + 2
								   : i + 1;
	}
	return size;
}

/* Outside of quotes libcsv makes no row of it. */
static bool
sheet_is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (memchr(" \t\r\n", text[i], 4) == NULL)
			return false;
	return true;
}

static char
sheet_delimiter(const char *text, size_t size)
{
	size_t len = sheet_line(text, size);
	return memchr(text, ';', len) != NULL && memchr(text, ',', len) == NULL
		   ? ';'
		   : ',';
}

/* U+FFFD is what siaga puts where a file is no UTF-8. */
static bool
sheet_is_text(const char *text, size_t size)
{
	for (size_t i = 0; i + 2 < size; i++)
		if (memcmp(text + i, "\xef\xbf\xbd", 3) == 0)
			return false;
	return memchr(text, '\0', size) == NULL && gsm_utf8_valid(text, size);
}

static int
sheet_begin(struct sheet_reading *r, char delimiter)
{
	if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return -ENOMEM;
	csv_set_delim(&r->parser, (unsigned char)delimiter);
	r->count = 0;
	r->words = r->bad = false;
	r->begun = 0;
	return 0;
}

/* After a quote in a wrong place the next line is a new row. */
static void
sheet_mend(struct sheet_reading *r, char delimiter)
{
	if (csv_error(&r->parser) != CSV_EPARSE) {
		r->err = -ENOMEM;
		return;
	}
	faults_add(r->faults, r->name, r->begun,
	    "a quote in a wrong place, expected quotes around the whole cell "
	    "and \"\" for a quote in it");
	csv_free(&r->parser);
	r->err = sheet_begin(r, delimiter);
}

static void
sheet_feed(struct sheet_reading *r, const char *text, size_t size)
{
	char delimiter = sheet_delimiter(text, size);
	int line = 1;
	r->err = sheet_begin(r, delimiter);
	for (size_t len; size > 0 && r->err == 0; line++) {
		len = sheet_line(text, size);
		if (r->begun == 0 && !sheet_is_blank(text, len))
			r->begun = line;
		if (!sheet_is_text(text, len)) {
			faults_add(r->faults, r->name, line,
			    "this is not UTF-8; save the file as \"CSV "
			    "UTF-8\"");
			r->bad = true;
		}
		if (csv_parse(&r->parser, text, len, sheet_take_cell,
			sheet_take_row, r) != len)
			sheet_mend(r, delimiter);
		text += len;
		size -= len;
	}
	if (r->err == 0 &&
	    csv_fini(&r->parser, sheet_take_cell, sheet_take_row, r) != 0)
		faults_add(r->faults, r->name, r->begun,
		    "a quote is opened here and never closed");
	csv_free(&r->parser);
}

static void
sheet_point(struct sheet *s, char *text)
{
	for (size_t i = 0; i < s->rows * s->columns; i++)
		s->cells[i] = text + (uintptr_t)s->cells[i];
}

int
sheet_read(const char *name, const char *text, size_t size,
    struct faults *faults, struct sheet *ret)
{
	struct sheet_reading r = {.name = name, .faults = faults, .to = ret};
	*ret = (struct sheet){0};
	buf_init(&r.text, SHEET_BYTES_MAX);
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		size -= 3;
	}
	sheet_feed(&r, text, size);
	if (r.err == 0 && ret->rows == 0)
		faults_add(faults, name, 1,
		    "nothing is in it, expected a first line that names the "
		    "columns");
	ret->text = r.text.data;
	if (r.err < 0)
		ret->rows = 0;
	sheet_point(ret, ret->text);
	return r.err == -EMSGSIZE ? -ENOMEM : r.err;
}

void
sheet_free(struct sheet *s)
{
	free(s->cells);
	free(s->lines);
	free(s->text);
	*s = (struct sheet){0};
}

const char *
sheet_cell(const struct sheet *s, size_t row, size_t column)
{
	BUG_IF(row >= s->rows || column >= s->columns);
	return s->cells[row * s->columns + column];
}

int
sheet_put(struct buf *to, const char *cell)
{
	/* What Excel and LibreOffice take for the start of a formula. */
	bool formula = *cell != '\0' && strchr("=+-@\t\r", *cell) != NULL;
	int err = buf_add_str(to, formula ? "\"'" : "\"");
	for (; err == 0 && *cell != '\0'; cell++)
		err = *cell == '"' ? buf_add_str(to, "\"\"")
				   : buf_add(to, cell, 1);
	return err == 0 ? buf_add_str(to, "\"") : err;
}
