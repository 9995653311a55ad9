/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the reading of rosters: any bytes end in a table whose rows are all
 * of one width and lie in order within the file, or in faults; and what is
 * written of it is read back the same.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/sheet/.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/core/import.h"
#include "gateway/core/sheet.h"
#include "gateway/lib/gsm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

static void
fuzz_cell(const char *cell)
{
	unsigned days;
	int minute;
	char word[ROSTER_NAME];
	const char *list = cell;
	check(strlen(cell) <= SHEET_CELL_MAX);
	check(gsm_utf8_valid(cell, strlen(cell)));
	if (import_days(cell, &days))
		check(days > 0 && days < 128);
	if (import_minute(cell, &minute))
		check(minute >= 0 && minute <= ROSTER_MINUTES);
	while (import_word(&list, word, sizeof(word)))
		check(word[0] != '\0');
	check(*list == '\0' || strlen(list) < strlen(cell));
}

/* One cell as it would be written, read again. */
static void
fuzz_back(const char *cell)
{
	struct buf text;
	struct sheet s;
	struct faults faults;
	faults_init(&faults);
	buf_init(&text, 4 * SHEET_CELL_MAX);
	check(buf_add_str(&text, "a,") == 0 && sheet_put(&text, cell) == 0);
	check(sheet_read("f", text.data, text.len, &faults, &s) == 0);
	/* A formula's mark may be one byte too many for the longest cell. */
	if (strlen(cell) < SHEET_CELL_MAX) {
		check(faults.count == 0 && s.rows == 1 && s.columns == 2);
		const char *is = sheet_cell(&s, 0, 1);
		check(strcmp(is, cell) == 0 ||
		      (*is == '\'' && strcmp(is + 1, cell) == 0));
	}
	sheet_free(&s);
	faults_free(&faults);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sheet s;
	struct faults faults;
	char *copy = malloc(size + 1); /* ASan sees the end */
	check(copy != NULL);
	memcpy(copy, data, size);
	faults_init(&faults);
	check(sheet_read("f", copy, size, &faults, &s) == 0);
	free(copy); /* nothing points into it */
	check(s.rows > 0 || faults.count > 0);
	check(s.rows <= SHEET_ROWS_MAX + 1 && s.columns <= SHEET_COLUMNS_MAX);
	for (size_t r = 0; r < s.rows; r++) {
		check(s.lines[r] > (r == 0 ? 0 : s.lines[r - 1]));
		for (size_t c = 0; c < s.columns; c++) {
			fuzz_cell(sheet_cell(&s, r, c));
			if (r < 4)
				fuzz_back(sheet_cell(&s, r, c));
		}
	}
	sheet_free(&s);
	faults_free(&faults);
	return 0;
}
