/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "expect.h"
#include "transcript.h"

#include "gateway/lib/gsm.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_LINES_MAX 2000

/* --- words --- */

/* A character after a backslash; returns what was read of it. */
static size_t
words_escape(const char *at, char **out)
{
	if (*at == 'n' || *at == 't') {
		*(*out)++ = *at == 'n' ? '\n' : '\t';
		return 1;
	}
	if (*at == 'u') { /* \u002A or \u{1F600} */
		char *end;
		bool braces = at[1] == '{';
		char digits[5] = "";
		(void)snprintf(digits, sizeof(digits), "%.4s", at + 1);
		unsigned long c = strtoul(braces ? at + 2 : digits, &end, 16);
		*out += gsm_utf8_put((uint32_t)c, *out);
		return braces ? (size_t)(end - at) + 1 : 5;
	}
	*(*out)++ = *at;
	return 1;
}

/* One word at *at; NULL: its quote is not closed. */
static const char *
words_one(struct word *word, const char *at, char **out)
{
	word->text = *out;
	word->rest = at;
	word->quoted = *at == '"';
	if (!word->quoted) {
		while (*at != '\0' && !isspace((unsigned char)*at))
			*(*out)++ = *at++;
	} else {
		for (at++; *at != '"'; at++) {
			if (*at == '\0')
				return NULL;
			if (*at == '\\' && at[1] != '\0')
				at += words_escape(at + 1, out);
			else
				*(*out)++ = *at;
		}
		at++;
	}
	word->size = (size_t)(*out - word->text);
	*(*out)++ = '\0';
	return at;
}

bool
words_split(struct words *w, const char *line)
{
	char *out = w->text;
	w->count = w->at = 0;
	w->comment = "";
	(void)snprintf(w->line, sizeof(w->line), "%s", line);
	const char *at = w->line;
	for (;;) {
		while (isspace((unsigned char)*at))
			at++;
		if (*at == '#')
			w->comment = at + 1 + strspn(at + 1, " ");
		if (*at == '\0' || *at == '#')
			return true;
		if (w->count == WORDS_MAX)
			return false;
		at = words_one(&w->list[w->count], at, &out);
		if (at == NULL)
			return false;
		w->count++;
	}
}

bool
words_left(const struct words *w)
{
	return w->at < w->count;
}

const char *
words_peek(const struct words *w)
{
	return w->at < w->count ? w->list[w->at].text : "";
}

const char *
words_next(struct words *w)
{
	return w->at < w->count ? w->list[w->at++].text : "";
}

bool
words_take(struct words *w, const char *word)
{
	if (w->at >= w->count || w->list[w->at].quoted ||
	    strcmp(w->list[w->at].text, word) != 0)
		return false;
	w->at++;
	return true;
}

bool
words_pair(struct words *w, char ret_key[64], char ret_value[1024])
{
	const char *equals = strchr(words_peek(w), '=');
	if (equals == NULL || w->list[w->at].quoted)
		return false;
	const char *word = words_next(w);
	(void)snprintf(ret_key, 64, "%.*s", (int)(equals - word), word);
	(void)snprintf(ret_value, 1024, "%s", equals + 1);
	return true;
}

int64_t
words_number(struct world *w, struct words *words)
{
	char *end;
	const char *word = words_next(words);
	long long n = strtoll(word, &end, 10);
	if (*word == '\0' || *end != '\0')
		world_fail(w, "expected a number, not \"%s\"", word);
	return n;
}

int64_t
words_time_ms(struct world *w, struct words *words)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000},
	    {"d", 86400000}};
	char *end;
	const char *word = words_next(words);
	long long n = strtoll(word, &end, 10);
	for (size_t i = 0; end != word && i < 5; i++)
		if (strcmp(end, units[i].name) == 0)
			return n * units[i].ms;
	world_fail(w, "expected a time such as 30s 5m 2h 3d, not \"%s\"", word);
	return 0;
}

const struct word *
words_quoted(struct world *w, struct words *words)
{
	static char nothing[] = "";
	static const struct word none = {nothing, 0, true, nothing};
	if (!words_left(words) || !words->list[words->at].quoted) {
		world_fail(w, "expected words in quotes, not \"%s\"",
		    words_peek(words));
		return &none;
	}
	return &words->list[words->at++];
}

const char *
words_rest(struct words *w)
{
	const char *rest = w->at < w->count ? w->list[w->at].rest : "";
	w->at = w->count;
	return rest;
}

/* --- lines --- */

struct script {
	char *lines[SCRIPT_LINES_MAX];
	int count;
};

static void
script_free(struct script *s)
{
	for (int i = 0; i < s->count; i++)
		free(s->lines[i]);
	s->count = 0;
}

static bool
script_read(struct script *s, const char *path)
{
	char line[SCRIPT_LINE_MAX];
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return false;
	while (s->count < SCRIPT_LINES_MAX &&
	       fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		s->lines[s->count++] = strdup(line);
	}
	(void)fclose(file);
	return true;
}

void
script_run_verb(
    struct world *w, const struct verb *const tables[], struct words *words)
{
	const char *name = words_next(words);
	for (size_t t = 0; tables[t] != NULL; t++) {
		for (const struct verb *v = tables[t]; v->name != NULL; v++) {
			if (strcmp(v->name, name) != 0)
				continue;
			if (v->starts && !w->begun)
				world_need_start(w);
			v->run(w, words);
			if (words_left(words))
				world_fail(w, "what does \"%s\" mean here?",
				    words_peek(words));
			return;
		}
	}
	world_fail(w, "\"%s\" is no word that this runner knows", name);
}

/* "<code>" is the newest report's, "<code:1>" the oldest one's. */
static size_t
script_fill_code(
    struct world *w, const char *line, char ret_code[16], size_t *ret_len)
{
	int64_t nth = line[5] == ':' ? strtol(line + 6, NULL, 10) : 0;
	char *code = expect_code_of(w, nth);
	(void)snprintf(ret_code, 16, "%s", code == NULL ? "?" : code);
	free(code);
	*ret_len = strlen(ret_code);
	return strcspn(line, ">") + 1;
}

/* "<alert:rini>" is the code of the newest alert to her. */
static size_t
script_fill_alert(
    struct world *w, const char *line, char ret_code[16], size_t *ret_len)
{
	char person[40];
	size_t len = strcspn(line + 7, ">");
	(void)snprintf(person, sizeof(person), "%.*s", (int)len, line + 7);
	char *code = expect_alert_of(w, person);
	(void)snprintf(ret_code, 16, "%s", code == NULL ? "?" : code);
	free(code);
	*ret_len = strlen(ret_code);
	return 7 + len + (line[7 + len] == '>');
}

/* Puts the count in place of {n}: four digits, for numbers of phones. */
static void
script_fill(
    struct world *w, const char *line, int n, char ret_line[SCRIPT_LINE_MAX])
{
	size_t len;
	size_t used = 0;
	while (*line != '\0' && used + 16 < SCRIPT_LINE_MAX) {
		if (strncmp(line, "{n}", 3) == 0) {
			used +=
			    (size_t)snprintf(ret_line + used, 16, "%04d", n);
			line += 3;
		} else if (strncmp(line, "{n:1}", 5) == 0) {
			used += (size_t)snprintf(ret_line + used, 16, "%d", n);
			line += 5;
		} else if (strncmp(line, "<code", 5) == 0) {
			line +=
			    script_fill_code(w, line, ret_line + used, &len);
			used += len;
		} else if (strncmp(line, "<alert:", 7) == 0) {
			line +=
			    script_fill_alert(w, line, ret_line + used, &len);
			used += len;
		} else if (strncmp(line, "<given>", 7) == 0) {
			used += (size_t)snprintf(
			    ret_line + used, 16, "%s", w->given);
			line += 7;
		} else {
			ret_line[used++] = *line++;
		}
	}
	ret_line[used] = '\0';
}

static void
script_run_line(struct world *w, const char *raw, int n)
{
	static const struct verb *const tables[] = {verbs_phone, verbs_box,
	    verbs_programs, verbs_officer, verbs_people, verbs_board,
	    verbs_screen, verbs_may, verbs_duty, verbs_backup, verbs_words,
	    verbs_expect, NULL};
	static char line[SCRIPT_LINE_MAX];
	static struct words words;
	script_fill(w, raw, n, line);
	if (!words_split(&words, line)) {
		world_fail(w, "a quote is not closed");
		return;
	}
	if (words.count > 0)
		script_run_verb(w, tables, &words);
	else
		transcript_narrate(w, words.comment);
}

/* "20 times sms from ..." runs the rest of the line 20 times. */
static void
script_run_times(struct world *w, const char *raw, int n)
{
	char *end;
	const char *at = raw + strspn(raw, " \t");
	long times = strtol(at, &end, 10);
	if (end == at || strncmp(end, " times ", 7) != 0) {
		script_run_line(w, raw, n);
		return;
	}
	for (int i = 1; i <= times && !w->failed; i++)
		script_run_line(w, end + 7, i);
}

/* The line of `end` that closes the `repeat` at `from`. */
static int
script_find_end(const struct script *s, int from)
{
	int at = from + 1;
	while (
	    at < s->count &&
	    strncmp(s->lines[at] + strspn(s->lines[at], " \t"), "end", 3) != 0)
		at++;
	return at;
}

static void
script_run_lines(
    struct world *w, const struct script *s, int from, int to, int n)
{
	for (int i = from; i < to && !w->failed; i++) {
		const char *line = s->lines[i] + strspn(s->lines[i], " \t");
		w->line = i + 1;
		script_run_times(w, line, n);
	}
}

static void
script_run_all(struct world *w, const struct script *s, int from)
{
	for (int i = from; i < s->count && !w->failed; i++) {
		const char *line = s->lines[i] + strspn(s->lines[i], " \t");
		w->line = i + 1;
		if (strncmp(line, "repeat ", 7) != 0) {
			script_run_times(w, line, 0);
			continue;
		}
		int end = script_find_end(s, i);
		long times = strtol(line + 7, NULL, 10);
		for (int n = 1; n <= times && !w->failed; n++)
			script_run_lines(w, s, i + 1, end, n);
		i = end;
	}
}

/* A script that has a power cut needs its disk watched from the start. */
static void
script_look_ahead(struct world *w, const struct script *s)
{
	for (int i = 0; i < s->count; i++)
		w->keeps_synced |=
		    strncmp(s->lines[i] + strspn(s->lines[i], " \t"),
			"power cut", 9) == 0;
}

void
script_play(struct world *w, const char *path, int from_line)
{
	static struct script s;
	script_free(&s); /* an engine that aborted came back from its middle */
	if (!script_read(&s, path)) {
		world_fail(w, "the script cannot be read");
		return;
	}
	script_look_ahead(w, &s);
	script_run_all(w, &s, from_line);
	script_free(&s);
}

bool
script_run(struct world *w, const char *path)
{
	script_play(w, path, 0);
	if (!w->failed)
		world_expect_no_more(w, SEEN_TEXT);
	if (!w->failed)
		world_expect_no_more(w, SEEN_RING);
	if (!w->failed)
		world_check_files(w, w->state);
	return !w->failed;
}
