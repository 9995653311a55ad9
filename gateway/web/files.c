/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The built board: every file of one folder, read when it is told to serve
 * and kept. No path of a request is ever a path of a file.
 */
#include "gateway/lib/log.h"
#include "gateway/web/web.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_SIZE_MAX (1024 * 1024)
#define FILES_INDEX    "index.html"
#define FILES_UNBUILT                                                          \
	"unbuilt.html" /* what / says as long as there is none                 \
			*/
#define FILES_GZIP ".gz"

static const struct files_type {
	const char *ending, *type;
} files_types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
};

static bool
files_ends(const char *name, size_t size, const char *ending)
{
	size_t end = strlen(ending);
	return size > end && strncmp(name + size - end, ending, end) == 0;
}

/* Of "app.js" and of its twin "app.js.gz"; NULL: it is not served. */
static const char *
files_type(const char *name)
{
	size_t count = sizeof(files_types) / sizeof(*files_types);
	size_t size = strlen(name);
	if (files_ends(name, size, FILES_GZIP))
		size -= strlen(FILES_GZIP);
	for (size_t i = 0; i < count; i++)
		if (files_ends(name, size, files_types[i].ending))
			return files_types[i].type;
	return NULL;
}

void
files_leave(void *bytes)
{
	struct web_bytes *b = bytes;
	if (b != NULL && --b->users == 0)
		free(b);
}

void
files_free(struct web *w)
{
	for (size_t i = 0; i < w->file_count; i++)
		files_leave(w->files[i].bytes);
	w->file_count = 0;
}

static int
files_read_all(int fd, struct web_file *f)
{
	struct stat s;
	if (fstat(fd, &s) < 0)
		return -errno;
	if (!S_ISREG(s.st_mode) || s.st_size > FILES_SIZE_MAX)
		return -EFBIG;
	f->bytes = malloc(sizeof(*f->bytes) + (size_t)s.st_size);
	if (f->bytes == NULL)
		return -ENOMEM;
	f->bytes->users = 1;
	while (f->size < (size_t)s.st_size) {
		ssize_t got = read(
		    fd, f->bytes->at + f->size, (size_t)s.st_size - f->size);
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		f->size += (size_t)got;
	}
	return 0;
}

static void
files_name(struct web_file *f, const char *name)
{
	struct digest d = digest_of(f->bytes->at, f->size);
	char hex[17];
	digest_hex(&d, hex, sizeof(hex));
	(void)snprintf(f->tag, sizeof(f->tag), "\"%s\"", hex);
	(void)snprintf(f->name, sizeof(f->name), "%s", name);
}

static int
files_load_one(struct web *w, int folder, const char *name)
{
	struct web_file *f = &w->files[w->file_count];
	if (w->file_count == WEB_FILES_MAX || strlen(name) >= sizeof(f->name))
		return -E2BIG;
	*f = (struct web_file){.type = files_type(name)};
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	int err = files_read_all(fd, f);
	(void)close(fd);
	if (err < 0) {
		files_leave(f->bytes);
		return err;
	}
	files_name(f, name);
	w->file_count++;
	return 0;
}

int
files_load(struct web *w)
{
	files_free(w);
	DIR *folder = opendir(w->settings.files);
	if (folder == NULL)
		return -errno;
	int err = 0;
	struct dirent *entry;
	while (err == 0 && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' &&
		    files_type(entry->d_name) != NULL)
			err = files_load_one(w, dirfd(folder), entry->d_name);
	(void)closedir(folder);
	return err;
}

/* --- serving --- */

static const struct web_file *
files_find(const struct web *w, const char *name, const char *ending)
{
	char whole[64];
	int size = snprintf(whole, sizeof(whole), "%s%s", name, ending);
	if (size < 0 || (size_t)size >= sizeof(whole))
		return NULL;
	for (size_t i = 0; i < w->file_count; i++)
		if (strcmp(w->files[i].name, whole) == 0)
			return &w->files[i];
	return NULL;
}

static void
files_answer(struct exchange *x, const char *name, unsigned status)
{
	const struct web_file *plain = files_find(x->web, name, "");
	const struct web_file *twin = NULL;
	if (screen_accepts_gzip(&x->screen))
		twin = files_find(x->web, name, FILES_GZIP);
	const struct web_file *f = twin != NULL ? twin : plain;
	const char *have = x->screen.value[SCREEN_NONE_MATCH];
	bool same =
	    have != NULL && status == MHD_HTTP_OK && strcmp(have, f->tag) == 0;
	if (same)
		reply_bytes(x, MHD_HTTP_NOT_MODIFIED, f->type, "", 0, true);
	else
		reply_file(x, status, f);
	reply_dress(x, status == MHD_HTTP_OK);
	reply_header(x, MHD_HTTP_HEADER_ETAG, f->tag);
	reply_header(x, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
	if (twin != NULL && !same)
		reply_header(x, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
}

static void
files_answer_unbuilt(struct exchange *x)
{
	if (files_find(x->web, FILES_UNBUILT, "") != NULL)
		files_answer(x, FILES_UNBUILT, MHD_HTTP_SERVICE_UNAVAILABLE);
	else
		reply_error(x, MHD_HTTP_SERVICE_UNAVAILABLE, "not_built",
		    "the board is not built: run make");
}

bool
files_serve(struct exchange *x)
{
	bool index = strcmp(x->path, "/") == 0;
	const char *name = index ? FILES_INDEX : x->path + 1;
	bool there = files_find(x->web, name, "") != NULL &&
		     !files_ends(name, strlen(name), FILES_GZIP);
	if (!there && !index)
		return false;
	if (!visitor_may_ask(x, NULL,
		screen_is_foreign(&x->screen, true) ? ORIGIN_LINKS
						    : ORIGIN_FILES))
		return true;
	if (strcmp(x->method, "POST") == 0) {
		reply_error(x, MHD_HTTP_METHOD_NOT_ALLOWED, "bad_method",
		    "this is only read");
		reply_header(x, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	} else if (there) {
		files_answer(x, name, MHD_HTTP_OK);
	} else {
		files_answer_unbuilt(x);
	}
	return true;
}
