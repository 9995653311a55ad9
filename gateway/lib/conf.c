/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "conf.h"

#include "conf_fields.h"
#include "conf_value.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONF_LINE_MAX     4096
#define CONF_SECTIONS_MAX 128 /* of one file */

/* What reading needs beside the result: where we are and what was seen. */
struct conf_reading {
	struct conf *conf;
	struct faults *faults;
	FILE *file;
	int line;
	char section[128];              /* the one the last key was in */
	const struct conf_section *row; /* its table row; NULL if unknown */
	void *item;                     /* the struct its keys go to */
	unsigned seen;                  /* bit n: key n of the row was given */
	int section_line;
	struct { /* what has been closed, to find doubles */
		char name[128];
	} done[CONF_SECTIONS_MAX];
	size_t done_count;
};

static size_t
conf_min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* Levenshtein's distance. */
size_t
conf_distance(const char *a, const char *b)
{
	size_t row[64], len = strlen(b);
	if (len >= 64 || strlen(a) >= 64)
		return 64;
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t before = row[0];
		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			size_t cost = before + (a[i - 1] != b[j - 1]);
			before = row[j];
			row[j] = conf_min3(cost, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[len];
}

static const char *
conf_nearest_key(const struct conf_section *row, const char *name)
{
	const char *best = row->keys[0].name;
	for (const struct conf_key *k = row->keys; k->name != NULL; k++)
		if (conf_distance(name, k->name) < conf_distance(name, best))
			best = k->name;
	return best;
}

static const char *
conf_nearest_section(const char *name)
{
	const char *best = conf_sections[0].name;
	for (const struct conf_section *s = conf_sections; s->name != NULL; s++)
		if (conf_distance(name, s->name) < conf_distance(name, best))
			best = s->name;
	return best;
}

/* [modem a] -> the row of named modems and "a"; [web] -> its row and NULL. */
static const struct conf_section *
conf_find_section(const char *title, const char **ret_name)
{
	for (const struct conf_section *s = conf_sections; s->name != NULL;
	     s++) {
		size_t len = strlen(s->name);
		if (!s->named && strcmp(title, s->name) == 0) {
			*ret_name = NULL;
			return s;
		}
		if (s->named && strncmp(title, s->name, len) == 0 &&
		    title[len] == ' ' && title[len + 1] != '\0') {
			*ret_name = title + len + 1;
			return s;
		}
	}
	return NULL;
}

static void
conf_set_defaults(const struct conf_key *key, void *item, const char *path,
    struct faults *faults)
{
	for (; key->name != NULL; key++)
		if (key->if_absent != NULL &&
		    strcmp(key->if_absent, CONF_REQUIRED) != 0 &&
		    conf_value_set(key, item, key->if_absent, false) ==
			conf_no_memory)
			faults_no_memory(faults, path);
}

static void
conf_close_section(struct conf_reading *r)
{
	if (r->row == NULL)
		return;
	const struct conf_key *key = r->row->keys;
	for (unsigned n = 0; key[n].name != NULL; n++)
		if (key[n].if_absent != NULL &&
		    strcmp(key[n].if_absent, CONF_REQUIRED) == 0 &&
		    (r->seen & (1u << n)) == 0)
			faults_add(r->faults, r->conf->path, r->section_line,
			    "[%s] has no %s, expected one", r->section,
			    key[n].name);
	r->row = NULL;
}

static bool
conf_seen_before(struct conf_reading *r, const char *title)
{
	for (size_t i = 0; i < r->done_count; i++)
		if (strcmp(r->done[i].name, title) == 0)
			return true;
	if (r->done_count < CONF_SECTIONS_MAX)
		(void)snprintf(r->done[r->done_count++].name,
		    sizeof(r->done[0].name), "%s", title);
	return false;
}

/* Room for one more named section; its name goes into the first member. */
static void *
conf_new_item(struct conf_reading *r, const char *name)
{
	char *base = (char *)r->conf;
	size_t *count = (size_t *)(void *)(base + r->row->count_offset);
	if (!conf_name_fits(name)) {
		faults_add(r->faults, r->conf->path, r->line,
		    "[%s]: the name is not usable, expected 1 to %d of a-z "
		    "0-9 _ -",
		    r->section, CONF_NAME_MAX);
		return NULL;
	}
	if (*count == r->row->count_max) {
		faults_add(r->faults, r->conf->path, r->line,
		    "[%s]: too many, expected at most %zu", r->section,
		    r->row->count_max);
		return NULL;
	}
	char *item = base + r->row->offset + *count * r->row->item_size;
	char **item_name = (char **)(void *)item;
	*item_name = strdup(name);
	if (*item_name == NULL) {
		faults_no_memory(r->faults, r->conf->path);
		return NULL;
	}
	*(int64_t *)(void *)(item + sizeof(char *)) = r->line;
	(*count)++;
	conf_set_defaults(r->row->keys, item, r->conf->path, r->faults);
	return item;
}

static void
conf_enter_section(struct conf_reading *r, const char *title)
{
	const char *name = NULL;
	conf_close_section(r);
	(void)snprintf(r->section, sizeof(r->section), "%s", title);
	r->section_line = r->line;
	r->seen = 0;
	r->item = NULL;
	r->row = conf_find_section(title, &name);
	if (r->row == NULL) {
		faults_add(r->faults, r->conf->path, r->line,
		    "unknown section [%s], the nearest known one is [%s]",
		    title, conf_nearest_section(title));
		return;
	}
	if (conf_seen_before(r, title)) {
		faults_add(r->faults, r->conf->path, r->line,
		    "second section [%s], expected one", title);
		r->row = NULL;
		return;
	}
	r->item = r->row->named ? conf_new_item(r, name)
				: (void *)((char *)r->conf + r->row->offset);
	if (r->item == NULL)
		r->row = NULL;
	if (r->item == &r->conf->cover)
		r->conf->cover_line = r->line;
	if (r->item == &r->conf->web)
		r->conf->web_line = r->line;
	if (r->item == &r->conf->ussd)
		r->conf->ussd_line = r->line;
}

static void
conf_take_key(struct conf_reading *r, const char *name, const char *value)
{
	unsigned n = 0;
	const struct conf_key *key = r->row->keys;
	while (key[n].name != NULL && strcmp(key[n].name, name) != 0)
		n++;
	if (key[n].name == NULL) {
		faults_add(r->faults, r->conf->path, r->line,
		    "unknown key %s in [%s], the nearest known one is %s", name,
		    r->section, conf_nearest_key(r->row, name));
		return;
	}
	if ((r->seen & (1u << n)) != 0) {
		faults_add(r->faults, r->conf->path, r->line,
		    "second %s in [%s], expected one", name, r->section);
		return;
	}
	r->seen |= 1u << n;
	if (key[n].type == CONF_FIELDS)
		((struct conf_webhook *)r->item)->fields_line = r->line;
	const char *wrong = conf_value_set(&key[n], r->item, value, true);
	if (wrong == conf_no_memory)
		faults_no_memory(r->faults, r->conf->path);
	else if (wrong != NULL)
		faults_add(r->faults, r->conf->path, r->line,
		    "%s = %s: expected %s", name, value, wrong);
}

/* inih's callback. It cannot know lines, so the reader below counts them. */
static int
conf_on_key(void *arg, const char *section, const char *name, const char *value)
{
	struct conf_reading *r = arg;
	if (*section == '\0') {
		faults_add(r->faults, r->conf->path, r->line,
		    "%s stands before any section, expected [siaga] first",
		    name);
		return 1;
	}
	if (r->row != NULL)
		conf_take_key(r, name, value);
	return 1;
}

/* Sections without keys never reach the callback, so titles are read here. */
static void
conf_spot_title(struct conf_reading *r, const char *line)
{
	char title[128];
	const char *end = strchr(line, ']');
	if (*line != '[' || end == NULL)
		return;
	(void)snprintf(
	    title, sizeof(title), "%.*s", (int)(end - line - 1), line + 1);
	conf_enter_section(r, title);
}

/* Anything that is no comment, title or key = value. */
static bool
conf_line_fits(const char *line)
{
	size_t len = strcspn(line, "\r\n");
	if (len == 0 || *line == ';' || *line == '#')
		return true;
	if (*line == '[')
		return memchr(line, ']', len) != NULL;
	return memchr(line, '=', len) != NULL;
}

/*
 * inih's line reader. Leading blanks are dropped here, since inih would take
 * an indented key for the continuation of the value above it.
 */
static char *
conf_read_line(char *into, int size, void *arg)
{
	struct conf_reading *r = arg;
	if (fgets(into, size, r->file) == NULL)
		return NULL;
	r->line++;
	size_t len = strlen(into);
	if (len + 1 == (size_t)size && into[len - 1] != '\n') {
		faults_add(r->faults, r->conf->path, r->line,
		    "the line is too long, expected at most %d bytes", size);
		int c;
		while ((c = fgetc(r->file)) != EOF && c != '\n')
			;
	}
	size_t blanks = strspn(into, " \t");
	memmove(into, into + blanks, len - blanks + 1);
	if (!conf_line_fits(into)) {
		faults_add(r->faults, r->conf->path, r->line,
		    "neither [section], key = value nor comment");
		into[0] = '\0';
	}
	conf_spot_title(r, into);
	return into;
}

static void
conf_parse(struct conf *c, FILE *file, struct faults *faults)
{
	struct conf_reading *r = calloc(1, sizeof(*r));
	if (r == NULL) {
		faults_no_memory(faults, c->path);
		return;
	}
	*r = (struct conf_reading){.conf = c, .faults = faults, .file = file};
	ini_allow_multiline = false;
	ini_use_stack = false;
	ini_max_line = CONF_LINE_MAX;
	if (ini_parse_stream(conf_read_line, r, conf_on_key, r) < 0)
		faults_no_memory(faults, c->path);
	conf_close_section(r);
	if (!conf_seen_before(r, "cover"))
		faults_add(faults, c->path, r->line > 0 ? r->line : 1,
		    "no section [cover], expected one with name = the "
		    "truthful everyday name of the number");
	if (!conf_seen_before(r, "siaga"))
		faults_warn(faults, c->path, r->line > 0 ? r->line : 1,
		    "no section [siaga]: its defaults serve");
	free(r);
}

/* Checks that need more than one key. */
static void
conf_check_modems(struct conf *c, struct faults *faults)
{
	if (c->modem_count == 0)
		faults_warn(faults, c->path, 1,
		    "no [modem ...] section: nothing can be received");
	for (size_t i = 0; i < c->modem_count; i++) {
		const struct conf_modem *m = &c->modems[i];
		if (m->alert_reserve > m->texts_per_day)
			faults_add(faults, c->path, (int)m->line,
			    "[modem %s] alert_reserve is larger than "
			    "texts_per_day, expected at most %lld",
			    m->name, (long long)m->texts_per_day);
		if (m->number == NULL)
			faults_warn(faults, c->path, (int)m->line,
			    "[modem %s] has no number: texts of its own SIM "
			    "cannot be told from others",
			    m->name);
		for (size_t j = 0; j < i; j++)
			if (m->device != NULL && c->modems[j].device != NULL &&
			    strcmp(m->device, c->modems[j].device) == 0)
				faults_add(faults, c->path, (int)m->line,
				    "[modem %s] and [modem %s] share a device",
				    c->modems[j].name, m->name);
	}
}

static const char *
conf_nearest_field(const char *name)
{
	const char *best = conf_field_name((enum conf_field)0);
	for (int f = 0; f < CONF_FIELD_COUNT; f++) {
		const char *is = conf_field_name((enum conf_field)f);
		if (conf_distance(name, is) < conf_distance(name, best))
			best = is;
	}
	return best;
}

static void
conf_check_field(struct conf *c, const struct conf_webhook *w, const char *name,
    struct faults *faults)
{
	enum conf_recipient to = (enum conf_recipient)w->recipient;
	enum conf_field field = conf_field_find(name, strlen(name));
	if (field == CONF_FIELD_COUNT)
		faults_add(faults, c->path, w->fields_line,
		    "unknown field %s in [webhook %s], the nearest known one "
		    "is %s",
		    name, w->name, conf_nearest_field(name));
	else if (!conf_field_ever(to, field))
		faults_warn(faults, c->path, w->fields_line,
		    "[webhook %s] is never told the field %s: its recipient is "
		    "%s%s",
		    w->name, name, conf_recipient_names[to],
		    to == CONF_CADRE ? ", which is told a reference" : "");
}

static void
conf_check_fields(
    struct conf *c, const struct conf_webhook *w, struct faults *faults)
{
	const char *at = w->fields;
	char name[64];
	while (w->fields_line != 0 && at != NULL && *at != '\0') {
		size_t len = strcspn(at, " ");
		(void)snprintf(
		    name, sizeof(name), "%.*s", len < 63 ? (int)len : 63, at);
		if (len > 0)
			conf_check_field(c, w, name, faults);
		at += len + strspn(at + len, " ");
	}
}

static void
conf_check_webhooks(struct conf *c, struct faults *faults)
{
	for (size_t i = 0; i < c->webhook_count; i++) {
		const struct conf_webhook *w = &c->webhooks[i];
		if (w->url != NULL && strncmp(w->url, "http://", 7) == 0 &&
		    w->allow_cidr == NULL)
			faults_add(faults, c->path, (int)w->line,
			    "[webhook %s] url is http://, expected https:// "
			    "(http:// only with allow_cidr, inside the office)",
			    w->name);
		conf_check_fields(c, w, faults);
		const char *wrong = w->secret_file == NULL
					? NULL
					: conf_secret_wrong(w->secret_file);
		if (wrong != NULL)
			faults_add(faults, w->secret_file, 1, "%s", wrong);
	}
}

bool
conf_listen_is_loopback(const char *listen)
{
	return listen == NULL || strncmp(listen, "127.", 4) == 0 ||
	       strncmp(listen, "[::1]", 5) == 0;
}

static void
conf_check_rest(struct conf *c, struct faults *faults)
{
	const char *name = c->cover.name;
	/* One name on every box would itself give the hotline away. */
	if (name != NULL && strcmp(name, CONF_EXAMPLE_COVER) == 0)
		faults_add(faults, c->path, c->cover_line,
		    "[cover] name is still the example's, expected the "
		    "everyday name of your own number");
	bool loopback = conf_listen_is_loopback(c->web.listen);
	if (!loopback && (c->web.tls_cert == NULL || c->web.tls_key == NULL))
		faults_add(faults, c->path, c->web_line,
		    "[web] listen is not loopback, expected tls_cert and "
		    "tls_key with it");
	if (!loopback && c->web.second_factor == CONF_NO_SECOND_FACTOR)
		faults_add(faults, c->path, c->web_line,
		    "[web] listen is not loopback, expected second_factor = "
		    "totp");
}

static void
conf_all_defaults(struct conf *c, struct faults *faults)
{
	for (const struct conf_section *s = conf_sections; s->name != NULL; s++)
		if (!s->named)
			conf_set_defaults(
			    s->keys, (char *)c + s->offset, c->path, faults);
}

void
conf_read(struct conf *c, const char *path, struct faults *faults)
{
	*c = (struct conf){0};
	c->path = strdup(path);
	if (c->path == NULL) {
		faults_no_memory(faults, path);
		return;
	}
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		faults_add(faults, path, 1,
		    "cannot be read (%s), expected a configuration file",
		    strerror(errno));
		return;
	}
	conf_all_defaults(c, faults);
	conf_parse(c, file, faults);
	(void)fclose(file);
	conf_check_modems(c, faults);
	conf_check_webhooks(c, faults);
	conf_check_rest(c, faults);
	conf_check_ussd(c, faults);
}

static void
conf_free_section(const struct conf_section *s, struct conf *c)
{
	char *base = (char *)c;
	size_t count = 1;
	if (s->named)
		count = *(size_t *)(void *)(base + s->count_offset);
	for (size_t i = 0; i < count; i++) {
		char *item = base + s->offset + i * s->item_size;
		if (s->named)
			free(*(char **)(void *)item);
		for (const struct conf_key *k = s->keys; k->name != NULL; k++)
			if (!conf_type_is_number(k->type))
				free(*(char **)(void *)(item + k->offset));
	}
}

void
conf_free(struct conf *c)
{
	for (const struct conf_section *s = conf_sections; s->name != NULL; s++)
		conf_free_section(s, c);
	free(c->path);
	*c = (struct conf){0};
}

static bool
conf_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* A reload reads these anew; every other key needs a restart. */
static bool
conf_reloadable(const struct conf_section *s, const struct conf_key *k)
{
	return strcmp(s->name, "siaga") == 0 &&
	       (strcmp(k->name, "dialogue") == 0 ||
		   strcmp(k->name, "templates") == 0 ||
		   strcmp(k->name, "lexicon") == 0);
}

static const char *
conf_item_differs(const struct conf_section *s, const char *a, const char *b)
{
	for (const struct conf_key *k = s->keys; k->name != NULL; k++) {
		bool same;
		if (conf_type_is_number(k->type))
			same = memcmp(a + k->offset, b + k->offset,
				   sizeof(int64_t)) == 0;
		else
			same = conf_same_text(
			    *(char *const *)(const void *)(a + k->offset),
			    *(char *const *)(const void *)(b + k->offset));
		if (!same && !conf_reloadable(s, k))
			return k->name;
	}
	return NULL;
}

const char *
conf_needs_restart(const struct conf *c, const struct conf *now)
{
	const char *a = (const char *)c, *b = (const char *)now;
	for (const struct conf_section *s = conf_sections; s->name != NULL;
	     s++) {
		size_t count = 1;
		if (s->named) {
			count = *(
			    const size_t *)(const void *)(a + s->count_offset);
			if (count !=
			    *(const size_t *)(const void *)(b +
							    s->count_offset))
				return s->name;
		}
		for (size_t i = 0; i < count; i++) {
			size_t at = s->offset + i * s->item_size;
			const char *key = conf_item_differs(s, a + at, b + at);
			if (key != NULL)
				return key;
		}
	}
	return NULL;
}
