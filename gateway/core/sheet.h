/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sheet: a CSV file as a table in memory (RFC 4180, read by libcsv), with
 * the line of each row for whoever must mend it. Cells are data: what looks
 * like a formula stays text, and is made harmless when it is written.
 *
 * UTF-8 with or without a mark, lines ending in CRLF, LF or CR, columns parted
 * by ',' or, as Excel writes them here, by ';'. Blanks around a cell that is
 * not quoted are dropped, and so are rows without any word. Pure but for
 * memory; owner: the caller.
 */
#ifndef SIAGA_SHEET_H
#define SIAGA_SHEET_H

#include "../lib/faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_ROWS_MAX    10000
#define SHEET_COLUMNS_MAX 16
#define SHEET_CELL_MAX    4000 /* bytes */

struct sheet {
	size_t columns, rows;
	char **cells; /* row 0 is the header; each a string */
	int *lines;   /* of the file, where a row begins; from 1 */
	char *text;   /* what the cells point into */
};

/*
 * Reads the file `name` (for the faults); every fault is named, and the rows
 * that have none are there. 0, or -ENOMEM. sheet_free() is owed.
 */
int sheet_read(const char *name, const char *text, size_t size, struct faults *,
    struct sheet *ret) MUST_CHECK;
void sheet_free(struct sheet *);
/* Row 1 is the first below the header. */
const char *sheet_cell(const struct sheet *, size_t row, size_t column);
/* A cell that a spreadsheet shows as it is and never runs. */
int sheet_put(struct buf *, const char *cell) MUST_CHECK;

#endif
