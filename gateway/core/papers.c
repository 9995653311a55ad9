/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "papers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

#define PAPER_TIME 48

/* The first fault, its file named from templates/ on. */
static void
paper_say_fault(const struct engine *e, const struct faults *faults,
    struct command_answer *a)
{
	const char *line = faults->text.data == NULL ? "" : faults->text.data;
	const char *list = strstr(line, ", expected of: ");
	size_t len = strcspn(line, "\n");
	size_t skip = strlen(e->conf->siaga.templates);
	if (list != NULL && (size_t)(list - line) < len)
		len = (size_t)(list - line);
	if (skip < len && strncmp(line, e->conf->siaga.templates, skip) == 0) {
		skip += line[skip] == '/';
		line += skip;
		len -= skip;
	}
	(void)snprintf(a->told, sizeof(a->told),
	    "a template has a fault (siagad -n names all): %.*s", (int)len,
	    line);
	(void)command_fail(a, "template", a->told);
}

bool
paper_begin(struct engine *e, struct paper *ret, const char *name,
    const char *language, struct command_answer *a)
{
	struct faults faults;
	if (language == NULL)
		language = documents_speaks(e->conf->siaga.language)
			       ? e->conf->siaga.language
			       : "id";
	*ret = (struct paper){.name = name, .language = language};
	if (!documents_speaks(language))
		return command_fail(a, "bad_arguments",
			   "expected the language id or en") != 0;
	faults_init(&faults);
	int err = documents_open(
	    e->conf->siaga.templates, name, language, &faults, &ret->template);
	if (err == -ENOENT)
		paper_say_fault(e, &faults, a);
	else if (err < 0)
		(void)command_fail(a, "failed", strerror(-err));
	faults_free(&faults);
	if (err == 0)
		ret->values = json_object();
	return err == 0;
}

static int
paper_fill(struct paper *p, struct command_answer *a)
{
	struct buf text;
	buf_init(&text, DOCUMENTS_TEXT_MAX);
	BUG_IF(json_object_size(p->values) != documents_slots(p->name));
	int err = documents_fill(p->template, p->values, &text);
	if (err == 0)
		a->result = json_pack("{s:s, s:s, s:s}", "document", p->name,
		    "language", p->language, "text", text.data);
	buf_free(&text);
	return err;
}

int
paper_end(struct paper *p, struct command_answer *a)
{
	int err = p->err == 0 ? paper_fill(p, a) : p->err;
	json_decref(p->values);
	documents_close(p->template);
	*p = (struct paper){0};
	if (err == -EMSGSIZE)
		return command_fail(
		    a, "too_long", "the paper is longer than an answer may be");
	return err;
}

/* --- one slot --- */

void
paper_failed(struct paper *p, int err)
{
	if (err < 0 && p->err == 0)
		p->err = err;
}

void
paper_text(struct paper *p, const char *slot, const char *text)
{
	BUG_IF(!documents_slot(p->name, slot));
	if (json_object_set_new(p->values, slot, json_string(text)) < 0)
		paper_failed(p, -EINVAL);
}

void
paper_number(struct paper *p, const char *slot, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%lld", (long long)number);
	paper_text(p, slot, text);
}

json_t *
paper_counted(const char *name, int64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%lld", (long long)number);
	return json_pack("{s:s}", name, text);
}

void
paper_phrase(
    struct paper *p, const char *slot, const char *phrase, json_t *values)
{
	struct buf words;
	buf_init(&words, DOCUMENTS_TEXT_MAX);
	paper_failed(p, documents_say(p->template, phrase, values, &words));
	paper_text(p, slot, words.data == NULL ? "" : words.data);
	buf_free(&words);
}

void
paper_time(struct paper *p, const char *slot, int64_t at_s)
{
	time_t at = (time_t)at_s;
	struct tm local = {0};
	char text[PAPER_TIME] = "";
	if (at_s != 0 && localtime_r(&at, &local) != NULL)
		(void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z", &local);
	if (text[0] == '\0')
		paper_phrase(p, slot, "never", NULL);
	else
		paper_text(p, slot, text);
}

void
paper_box(struct paper *p, struct engine *e)
{
	char gateway[VAULT_GATEWAY_HEX];
	vault_gateway(e->vault, gateway);
	paper_text(p, "gateway", gateway);
	paper_text(p, "version", SIAGA_VERSION);
	paper_time(p, "made_at", e->now_s);
	paper_phrase(
	    p, "clock", e->time.trusted ? "clock_set" : "clock_unset", NULL);
}
