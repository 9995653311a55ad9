/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gloss.h"

#include <stdio.h>
#include <string.h>

#define GLOSS_SLOTS 6
#define GLOSS_IDS   60

/* Values of the slots in the order in which they were found. */
struct gloss_values {
	size_t count;
	struct {
		char name[16], value[128];
	} list[GLOSS_SLOTS];
};

static bool
gloss_read(struct world *w, const char *folder, const char *language,
    const char *id, char ret[1024])
{
	char path[WORLD_PATH_MAX + 64];
	(void)snprintf(path, sizeof(path), "%s/%s/%s/%s.txt",
	    w->conf.siaga.templates, folder, language, id);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return false;
	size_t size = fread(ret, 1, 1023, file);
	while (size > 0 && strchr("\r\n", ret[size - 1]) != NULL)
		size--;
	ret[size] = '\0';
	(void)fclose(file);
	return true;
}

/* Matches a text with its template and keeps what stands in the slots. */
static bool
gloss_match(const char *template, const char *text, struct gloss_values *v)
{
	size_t at = v->count;
	while (*template != '\0' && *template != '{')
		if (*template ++ != *text++)
			return false;
	if (*template == '\0')
		return *text == '\0';
	const char *end = strchr(template, '}');
	if (end == NULL || at == GLOSS_SLOTS)
		return false;
	(void)snprintf(v->list[at].name, sizeof(v->list[at].name), "%.*s",
	    (int)(end - template - 1), template + 1);
	for (size_t len = 1;
	     len < sizeof(v->list[at].value) && text[len - 1] != '\0'; len++) {
		v->count = at + 1;
		(void)snprintf(v->list[at].value, sizeof(v->list[at].value),
		    "%.*s", (int)len, text);
		if (gloss_match(end + 1, text + len, v))
			return true;
	}
	v->count = at;
	return false;
}

/* --- the few words that stand in values --- */

static void
gloss_swap(char value[128], const char *from, const char *to)
{
	char rest[128];
	char *at = strstr(value, from);
	if (at == NULL || *from == '\0')
		return;
	(void)snprintf(rest, sizeof(rest), "%s", at + strlen(from));
	size_t before = (size_t)(at - value);
	(void)snprintf(at, 128 - before, "%s%s", to, rest);
}

/* Days, and who may know: the nth piece of a line in both languages. */
static void
gloss_translate(
    struct world *w, const char *file, const char *between, char value[128])
{
	char id[1024], en[1024], *id_rest = NULL, *en_rest = NULL;
	if (!gloss_read(w, "sms", "id", file, id) ||
	    !gloss_read(w, "sms", "en", file, en))
		return;
	char *from = strtok_r(id, between, &id_rest);
	char *to = strtok_r(en, between, &en_rest);
	while (from != NULL && to != NULL) {
		from += strspn(from, " ");
		to += strspn(to, " ");
		bool named = from[0] != '\0' && from[1] == ' ';
		gloss_swap(value, from + (named ? 2 : 0), to + (named ? 2 : 0));
		from = strtok_r(NULL, between, &id_rest);
		to = strtok_r(NULL, between, &en_rest);
	}
}

static const char *
gloss_value(const struct gloss_values *v, const char *name, size_t len)
{
	for (size_t i = 0; i < v->count; i++)
		if (strlen(v->list[i].name) == len &&
		    strncmp(v->list[i].name, name, len) == 0)
			return v->list[i].value;
	return "?";
}

static void
gloss_fill(const char *template, const struct gloss_values *v, char ret[1024])
{
	size_t used = 0;
	while (*template != '\0' && used + 160 < 1024) {
		if (*template != '{') {
			ret[used++] = *template ++;
			continue;
		}
		size_t len = strcspn(template, "}") - 1;
		used += (size_t)snprintf(ret + used, 1024 - used, "%s",
		    gloss_value(v, template + 1, len));
		template += len + 2;
	}
	ret[used] = '\0';
}

static bool
gloss_find_in(
    struct world *w, const char *folder, const char *text, struct gloss *ret)
{
	char template[1024];
	struct gloss_values v = {.count = 0};
	if (!gloss_read(w, folder, w->conf.siaga.language, ret->id, template) ||
	    !gloss_match(template, text, &v) ||
	    !gloss_read(w, folder, "en", ret->id, template))
		return false;
	for (size_t i = 0; i < v.count; i++) {
		gloss_translate(w, "days", " ", v.list[i].value);
		if (strcmp(v.list[i].name, "names") == 0)
			gloss_translate(w, "names", ";", v.list[i].value);
	}
	gloss_fill(template, &v, ret->text);
	return true;
}

bool
gloss_find(struct world *w, const char *text, struct gloss *ret)
{
	for (int n = 0; n < 2 * GLOSS_IDS; n++) {
		(void)snprintf(ret->id, sizeof(ret->id), "%c%02d",
		    "RU"[n / GLOSS_IDS], n % GLOSS_IDS);
		if (gloss_find_in(w, "sms", text, ret) ||
		    gloss_find_in(w, "ussd", text, ret))
			return true;
	}
	return false;
}
