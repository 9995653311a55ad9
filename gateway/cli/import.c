/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga import: reads files and hands them over in pieces. */
#include "../lib/gsm.h"
#include "../lib/link.h"
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT_PIECE 16000   /* bytes; JSON may make three of each */
#define IMPORT_MOST  8388608 /* of one file */
#define IMPORT_FILES 16

struct importing {
	const struct cli *cli;
	struct link link;
	json_t *as;
	char token[32]; /* "": nothing has been handed over */
};

/* The file as text; what is no UTF-8 becomes U+FFFD, which siagad names. */
static int
import_read(const char *path, struct buf *ret)
{
	char bytes[4096];
	size_t used;
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return -errno;
	struct buf raw;
	int err = 0;
	buf_init(&raw, IMPORT_MOST);
	while (err == 0 && (used = fread(bytes, 1, sizeof(bytes), file)) > 0)
		err = buf_add(&raw, bytes, used);
	if (ferror(file))
		err = -EIO;
	(void)fclose(file);
	for (size_t at = 0; at < raw.len && err == 0;) {
		uint32_t c = 0;
		size_t len = gsm_utf8_get(raw.data + at, raw.len - at, &c);
		bool shown = c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
		if (len == 0 || !shown)
			err = buf_add_str(ret, "\xef\xbf\xbd");
		else
			err = buf_add(ret, raw.data + at, len);
		at += len == 0 ? 1 : len;
	}
	buf_free(&raw);
	return err;
}

/* Asks; the result, or NULL after saying why not. */
static json_t *
import_ask(struct importing *i, const char *name, json_t *args, int *ret_status)
{
	const struct command_row *row = command_find(name);
	if (i->token[0] != '\0')
		(void)json_object_set_new(args, "token", json_string(i->token));
	json_t *result = cli_ask_page(&i->link, row, args, i->as, ret_status);
	json_decref(args);
	return result;
}

static int
import_piece(
    struct importing *i, const char *file, const char *text, size_t size)
{
	int status;
	json_t *args = json_pack("{s:s}", "file", file);
	if (size > 0)
		(void)json_object_set_new(
		    args, "data", json_stringn(text, size));
	json_t *result = import_ask(i, "import.add", args, &status);
	if (result != NULL)
		(void)snprintf(i->token, sizeof(i->token), "%s",
		    json_string_value(json_object_get(result, "token")));
	json_decref(result);
	return status;
}

/* No character is cut. */
static size_t
import_cut(const char *text, size_t size)
{
	size_t len = size < IMPORT_PIECE ? size : IMPORT_PIECE;
	while (len < size && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static int
import_file(struct importing *i, const char *path)
{
	struct buf text;
	buf_init(&text, (size_t)3 * IMPORT_MOST);
	int status = CLI_OK, err = import_read(path, &text);
	if (strlen(path) > 128)
		err = -ENAMETOOLONG;
	if (err < 0) {
		(void)fprintf(stderr, "siaga: %s: %s\n", path,
		    err == -EMSGSIZE ? "too large for a roster"
				     : strerror(-err));
		status = CLI_PROBLEM;
	}
	for (size_t at = 0, len; status == CLI_OK && (at == 0 || at < text.len);
	     at += len) {
		len = import_cut(text.data + at, text.len - at);
		status = import_piece(i, path, text.data + at, len);
		if (len == 0)
			break;
	}
	buf_free(&text);
	return status;
}

/* Pages of faults are put together. */
static json_t *
import_finish(struct importing *i, bool replace, int *ret_status)
{
	json_t *args =
	    replace ? json_pack("{s:b}", "replace", 1) : json_object();
	json_t *whole = import_ask(i, "import", args, ret_status);
	json_t *after = json_object_get(whole, "after");
	while (json_integer_value(after) > 0) {
		char text[24];
		(void)snprintf(text, sizeof(text), "%lld",
		    (long long)json_integer_value(after));
		json_t *page = import_ask(i, "import.faults",
		    json_pack("{s:s}", "after", text), ret_status);
		(void)json_array_extend(json_object_get(whole, "faults"),
		    json_object_get(page, "faults"));
		(void)json_object_set(
		    whole, "after", json_object_get(page, "after"));
		if (json_object_get(page, "after") == NULL)
			(void)json_object_del(whole, "after");
		json_decref(page);
		after = json_object_get(whole, "after");
	}
	(void)json_object_del(whole, "token");
	return whole;
}

static int
import_all(struct importing *i, char **files, int count, bool replace)
{
	int status = CLI_OK;
	for (int f = 0; f < count && status == CLI_OK; f++)
		status = import_file(i, files[f]);
	json_t *result =
	    status == CLI_OK ? import_finish(i, replace, &status) : NULL;
	if (result == NULL)
		return status;
	if (i->cli->json) {
		(void)json_dumpf(
		    result, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
		(void)putchar('\n');
	} else {
		status = cli_show(command_find("import"), result);
	}
	if (!json_is_true(json_object_get(result, "written")))
		status = CLI_PROBLEM;
	json_decref(result);
	return status;
}

int
cli_import(const struct cli *cli, json_t *args, char **files, int count)
{
	struct importing i = {.cli = cli};
	bool failed, replace = json_is_true(json_object_get(args, "replace"));
	if (count == 0 || count > IMPORT_FILES) {
		(void)fputs("siaga: import takes 1 to 16 files: villages.csv "
			    "people.csv duty.csv ...\n",
		    stderr);
		return CLI_USAGE;
	}
	i.as = cli_as(cli, &failed); /* typing takes as long as it takes */
	int status = failed ? CLI_PROBLEM : cli_connect(cli, &i.link);
	if (status == CLI_OK) {
		status = import_all(&i, files, count, replace);
		link_close(&i.link);
	}
	json_decref(i.as);
	return status;
}
