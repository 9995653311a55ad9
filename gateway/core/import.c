/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes files in pieces, checks and writes them, tells what they leave open. */
#include "import.h"
#include "commands.h"
#include "duty.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT_BYTES_MAX  8388608  /* of one file */
#define IMPORT_FAULTS_MAX 16777216 /* of what is said about them */
#define IMPORT_IDLE_MS    60000    /* then another may begin */
#define IMPORT_PAGE       40000    /* bytes of faults in one answer */
#define IMPORT_GAPS       40       /* gaps in one answer */

void
import_free(struct import *i)
{
	if (i == NULL)
		return;
	for (size_t f = 0; f < i->file_count; f++) {
		buf_free(&i->files[f].text);
		sheet_free(&i->files[f].sheet);
	}
	faults_free(&i->faults);
	json_decref(i->villages);
	json_decref(i->kecamatan);
	json_decref(i->names);
	json_decref(i->people);
	json_decref(i->seen);
	free(i);
}

static void
import_end(struct engine *e)
{
	import_free(e->import);
	e->import = NULL;
}

static struct import *
import_new(struct engine *e)
{
	uint64_t random;
	struct import *i = calloc(1, sizeof(*i));
	if (i == NULL)
		return NULL;
	vault_random(&random, sizeof(random));
	(void)snprintf(
	    i->token, sizeof(i->token), "%016llx", (unsigned long long)random);
	faults_init(&i->faults);
	i->faults.text.max = IMPORT_FAULTS_MAX;
	i->villages = json_object();
	i->kecamatan = json_object();
	i->names = json_object();
	i->people = json_object();
	i->seen = json_object();
	i->used_ms = e->now_ms;
	return i;
}

/* The import that is on its way; NULL: the error is set. */
static struct import *
import_of(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *token = command_str(args, "token");
	struct import *i = e->import;
	if (i == NULL || token == NULL || strcmp(token, i->token) != 0) {
		(void)command_fail(a, "no_import",
		    "this import is over; begin it again: siaga import FILE");
		return NULL;
	}
	i->used_ms = e->now_ms;
	return i;
}

static struct import *
import_begin(struct engine *e, struct command_answer *a)
{
	if (e->import != NULL && !e->import->checked &&
	    e->now_ms - e->import->used_ms < IMPORT_IDLE_MS) {
		(void)command_fail(a, "busy",
		    "another import is on its way; try again in a minute");
		return NULL;
	}
	import_end(e);
	e->import = import_new(e);
	return e->import;
}

static struct import_file *
import_file(struct import *i, const char *name)
{
	for (size_t f = 0; f < i->file_count; f++)
		if (strcmp(i->files[f].name, name) == 0)
			return &i->files[f];
	if (i->file_count == IMPORT_FILES_MAX)
		return NULL;
	struct import_file *file = &i->files[i->file_count++];
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	buf_init(&file->text, IMPORT_BYTES_MAX);
	return file;
}

int
command_import_add(struct engine *e, json_t *args, struct command_answer *a)
{
	bool first = command_str(args, "token") == NULL;
	const char *data = command_str(args, "data");
	struct import *i = first ? import_begin(e, a) : import_of(e, args, a);
	if (i == NULL)
		return a->error == NULL ? -ENOMEM : 0;
	struct import_file *file = import_file(i, command_str(args, "file"));
	if (file == NULL || i->checked)
		return command_fail(
		    a, "too_many", "more than 16 files in one import");
	if (data != NULL && buf_add_str(&file->text, data) < 0)
		return command_fail(
		    a, "too_long", "a file of more than 8 MiB is no roster");
	a->result = json_pack("{s:s}", "token", i->token);
	return 0;
}

/* --- answers --- */

/* Lines of faults from `from` on; *ret_next: where the rest begins, 0. */
static json_t *
import_lines(const struct import *i, size_t from, size_t *ret_next)
{
	json_t *lines = json_array();
	const char *text = i->faults.text.data;
	size_t at = from, size = i->faults.text.len;
	while (at < size && at - from < IMPORT_PAGE) {
		size_t len = strcspn(text + at, "\n");
		(void)json_array_append_new(
		    lines, json_stringn(text + at, len));
		at += len + 1;
	}
	*ret_next = at < size ? at : 0;
	return lines;
}

static void
import_answer_faults(
    const struct import *i, size_t from, struct command_answer *a)
{
	size_t next;
	json_t *lines = import_lines(i, from, &next);
	a->result = json_pack("{s:b, s:I, s:o, s:s}", "written", 0, "count",
	    (json_int_t)i->faults.count, "faults", lines, "token", i->token);
	if (next > 0)
		(void)json_object_set_new(
		    a->result, "after", json_integer((json_int_t)next));
}

int
command_import_faults(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *after = command_str(args, "after");
	struct import *i = import_of(e, args, a);
	if (i == NULL)
		return 0;
	import_answer_faults(i, strtoul(after, NULL, 10), a);
	return 0;
}

/* What is open in the roster as it is now; NULL: it cannot be read. */
json_t *
command_gaps(struct engine *e)
{
	const struct roster *r = roster_load(e);
	return r == NULL ? NULL : duty_gaps(r, e->now_s);
}

static int
import_answer(
    struct engine *e, const struct import *i, struct command_answer *a)
{
	json_t *kinds = json_object(), *gaps = command_gaps(e);
	a->result = json_pack("{s:b, s:o}", "written", 1, "kinds", kinds);
	if (gaps == NULL)
		return -EIO;
	for (int k = 0; k < IMPORT_KINDS; k++)
		if (import_has(i, (enum import_kind)k))
			(void)json_object_set_new(kinds, import_kind_names[k],
			    json_pack("{s:I, s:I}", "rows",
				(json_int_t)i->counts[k].rows, "left",
				(json_int_t)i->counts[k].left));
	size_t more = json_array_size(gaps);
	while (json_array_size(gaps) > IMPORT_GAPS)
		(void)json_array_remove(gaps, json_array_size(gaps) - 1);
	more -= json_array_size(gaps);
	(void)json_object_set_new(a->result, "gaps", gaps);
	(void)json_object_set_new(
	    a->result, "more_gaps", json_integer((json_int_t)more));
	return 0;
}

int
command_import(struct engine *e, json_t *args, struct command_answer *a)
{
	struct import *i = import_of(e, args, a);
	if (i == NULL)
		return 0;
	i->replace = json_is_true(json_object_get(args, "replace"));
	int err = i->checked ? 0 : import_check(e, i);
	i->checked = true;
	if (err == 0 && i->faults.count > 0) {
		(void)snprintf(a->detail, sizeof(a->detail),
		    "refused: %u faults", i->faults.count);
		import_answer_faults(i, 0, a);
		return 0;
	}
	if (err == 0)
		err = import_write(e, i);
	if (err == 0)
		err = import_answer(e, i, a);
	size_t len = 0;
	for (int k = 0; k < IMPORT_KINDS; k++)
		if (import_has(i, (enum import_kind)k))
			len += (size_t)snprintf(a->detail + len,
			    sizeof(a->detail) - len, "%s=%zu ",
			    import_kind_names[k], i->counts[k].rows);
	import_end(e);
	return err;
}
