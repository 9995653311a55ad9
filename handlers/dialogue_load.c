/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dialogue.conf (INI by inih); its form is explained in the file. */
#include "dialogue.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char dialogue_shipped[]; /* config/dialogue.conf, embedded */

struct dialogue_reading {
	struct dialogue *dialogue;
	const char *file;
	struct faults *faults;
	FILE *stream;     /* NULL: from the shipped text */
	const char *rest; /* of it */
	int line;
	char section[64]; /* the one the last key was in */
	char subject[64]; /* the same without its channel */
	int section_line;
	struct dialogue_step *step; /* NULL: in no known [text] */
	size_t at;                  /* its text */
	unsigned seen; /* bit n: key n of dialogue_keys was given */
	bool own;      /* the section is of this channel alone */
	bool skip;     /* it is none of this channel */
	/* By text: it stands in a section of this channel, which holds instead
	 * of the one for all; it is said on other channels only. */
	bool texts_own[DIALOGUE_TEXTS], texts_gone[DIALOGUE_TEXTS];
	bool on_own[ON_MAX];
};

/* The order of dialogue_keys. */
#define DIALOGUE_SEEN_LEVEL   1u
#define DIALOGUE_SEEN_COUNTED 4u

static int
dialogue_find_word(const char *const *names, const char *word)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

#define FAULT(r, ...) faults_add((r)->faults, (r)->file, (r)->line, __VA_ARGS__)

/* --- values --- */

static const struct {
	const char *name, *values; /* their first letters, a '|' between */
	enum dialogue_field field;
} dialogue_fields[] = {
    {"reporter", "self|other", FIELD_REPORTER},
    {"minor", "yes|no", FIELD_MINOR},
    {"company", "wish", FIELD_COMPANY},
    {"feedback", "1|2|3", FIELD_FEEDBACK},
};

/* Is the word one of "a|b|c"? */
static bool
dialogue_among(const char *values, const char *word)
{
	size_t len = strlen(word);
	while (len > 0 && *values != '\0') {
		size_t one = strcspn(values, "|");
		if (one == len && strncmp(values, word, len) == 0)
			return true;
		values += one + (values[one] == '|');
	}
	return false;
}

static void
dialogue_take_field(
    struct dialogue_reading *r, struct dialogue_next *next, char *word)
{
	char *value = strchr(word, '=');
	*value++ = '\0';
	size_t count = sizeof(dialogue_fields) / sizeof(*dialogue_fields);
	if (strcmp(word, "urgency") == 0) {
		next->urgency =
		    strcmp(value, "high") == 0 ? URGENCY_HIGH : URGENCY_MEDIUM;
		if (!dialogue_among("medium|high", value))
			FAULT(r,
			    "urgency=%s, expected urgency=medium|high: "
			    "an answer only raises (I16)",
			    value);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (strcmp(dialogue_fields[i].name, word) != 0)
			continue;
		next->field = dialogue_fields[i].field;
		next->value = value[0];
		if (!dialogue_among(dialogue_fields[i].values, value))
			FAULT(r, "%s=%s, expected %s=%s", word, value, word,
			    dialogue_fields[i].values);
		return;
	}
	FAULT(r,
	    "unknown field \"%s\", expected reporter, minor, company, "
	    "feedback or urgency",
	    word);
}

static void
dialogue_take_id(struct dialogue_reading *r, char *ret, const char *id)
{
	size_t len = strlen(id);
	if (len == 0 || len >= DIALOGUE_ID_SIZE ||
	    strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != len)
		FAULT(r,
		    "\"%s\" is no text, expected an id of 1 to %d capitals and "
		    "digits such as R31",
		    id, DIALOGUE_ID_SIZE - 1);
	else
		memcpy(ret, id, len + 1);
}

/* "reporter=self R30": what it sets, then where it leads. */
static void
dialogue_take_next(
    struct dialogue_reading *r, struct dialogue_next *next, const char *value)
{
	char words[DIALOGUE_LINE_MAX], *rest = NULL;
	(void)snprintf(words, sizeof(words), "%s", value);
	if (next->line != 0)
		FAULT(r, "given twice, first in line %d", next->line);
	*next = (struct dialogue_next){.line = r->line};
	for (char *w = strtok_r(words, " \t", &rest); w != NULL;
	     w = strtok_r(NULL, " \t", &rest)) {
		int to = dialogue_find_word(dialogue_to_names, w);
		if (next->to != TO_NOWHERE)
			FAULT(r, "\"%s\" after where it leads", w);
		else if (strchr(w, '=') != NULL)
			dialogue_take_field(r, next, w);
		else if (to > TO_TEXT)
			next->to = (enum dialogue_to)to;
		else {
			next->to = TO_TEXT;
			dialogue_take_id(r, next->text, w);
		}
	}
	if (next->to == TO_NOWHERE)
		FAULT(r, "leads nowhere, expected a text's id, note, call, "
			 "call-now, read, consented or end");
}

/* Seconds of "30m", "90s"; 0: no such. */
static int64_t
dialogue_seconds(const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);
	if (n <= 0 || n > 86400 || end[0] == '\0' || end[1] != '\0')
		return 0;
	return *end == 'm' ? n * 60 : *end == 's' ? n : 0;
}

/* --- keys of [text ID] --- */

static void
dialogue_take_level(struct dialogue_reading *r, const char *value)
{
	if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
		FAULT(r, "level = %s, expected 0 or 1", value);
	r->dialogue->texts[r->at].level = value[0] == '1';
}

static void
dialogue_take_kind(struct dialogue_reading *r, const char *value)
{
	int kind = dialogue_find_word(dialogue_kind_names, value);
	if (kind <= 0) {
		FAULT(r,
		    "kind = %s, expected menu, choice, choices, age, village, "
		    "words, yes-no, consent, cadre, window, hour or safe-word",
		    value);
		return;
	}
	r->step->kind = (enum dialogue_kind)kind;
	if ((r->seen & DIALOGUE_SEEN_COUNTED) == 0)
		r->step->counted = kind != KIND_MENU;
	r->dialogue->texts[r->at].asks = true;
}

static void
dialogue_take_counted(struct dialogue_reading *r, const char *value)
{
	if (strcmp(value, "no") != 0 && strcmp(value, "yes") != 0)
		FAULT(r, "counted = %s, expected yes or no", value);
	r->step->counted = strcmp(value, "yes") == 0;
}

static void
dialogue_take_deadline(struct dialogue_reading *r, const char *value)
{
	r->step->deadline_s = dialogue_seconds(value);
	if (r->step->deadline_s == 0 ||
	    r->step->deadline_s > DIALOGUE_DEADLINE_S)
		FAULT(r, "deadline = %s, expected 1s to 30m", value);
}

static void
dialogue_take_instead(struct dialogue_reading *r, const char *value)
{
	dialogue_take_id(r, r->dialogue->texts[r->at].instead, value);
}

static void
dialogue_take_after(struct dialogue_reading *r, const char *value)
{
	dialogue_take_id(r, r->step->after, value);
}

/* "sms, ussd": where it is said; without the line everywhere. */
static void
dialogue_take_channels(struct dialogue_reading *r, const char *value)
{
	char words[DIALOGUE_LINE_MAX], *rest = NULL;
	bool here = false, any = false;
	(void)snprintf(words, sizeof(words), "%s", value);
	for (char *w = strtok_r(words, " \t,", &rest); w != NULL;
	     w = strtok_r(NULL, " \t,", &rest)) {
		int channel = dialogue_find_word(dialogue_channel_names, w);
		if (channel < 0)
			FAULT(r, "channels = %s, expected sms, ussd", w);
		here |= channel == (int)r->dialogue->channel;
		any = true;
	}
	if (!any)
		FAULT(r, "channels = nothing, expected sms, ussd");
	r->texts_gone[r->at] = !here;
}

static const struct {
	const char *name;
	void (*take)(struct dialogue_reading *, const char *value);
} dialogue_keys[] = {
    {"level", dialogue_take_level},
    {"kind", dialogue_take_kind},
    {"counted", dialogue_take_counted},
    {"deadline", dialogue_take_deadline},
    {"instead", dialogue_take_instead},
    {"after", dialogue_take_after},
    {"channels", dialogue_take_channels},
};

/* The line of a step that a key names, or NULL. */
static struct dialogue_next *
dialogue_line_of(struct dialogue_step *step, const char *name)
{
	int way = dialogue_find_word(dialogue_way_names, name);
	if (way >= 0)
		return &step->way[way];
	bool has = strncmp(name, "has ", 4) == 0;
	const char *digit = has ? name + 4 : name;
	if (digit[0] < '0' || digit[0] > '8' || digit[1] != '\0')
		return NULL;
	return has ? &step->has[digit[0] - '0'] : &step->digit[digit[0] - '0'];
}

static void
dialogue_take_text_key(
    struct dialogue_reading *r, const char *name, const char *value)
{
	size_t count = sizeof(dialogue_keys) / sizeof(*dialogue_keys);
	if (r->step == NULL)
		return; /* its section was refused */
	for (size_t i = 0; i < count; i++)
		if (strcmp(dialogue_keys[i].name, name) == 0) {
			if ((r->seen >> i & 1) != 0)
				FAULT(r, "second %s in [%s]", name, r->section);
			r->seen |= 1u << i;
			dialogue_keys[i].take(r, value);
			return;
		}
	struct dialogue_next *next = dialogue_line_of(r->step, name);
	if (strcmp(name, "9") == 0 || strcmp(name, "has 9") == 0)
		FAULT(r, "9 means urgent everywhere and leads nowhere else "
			 "(I14)");
	else if (next == NULL)
		FAULT(r,
		    "unknown key \"%s\", expected level, kind, counted, "
		    "deadline, instead, after, channels, 0 to 8, has N, yes, "
		    "no, other, any or else",
		    name);
	else
		dialogue_take_next(r, next, value);
}

/* --- keys of [on] and [window] --- */

static void
dialogue_take_event(
    struct dialogue_reading *r, const char *name, const char *value)
{
	char words[DIALOGUE_LINE_MAX], *rest = NULL;
	int event = dialogue_find_word(dialogue_event_names, name), level = 0;
	if (event < 0) {
		FAULT(r, "unknown event \"%s\" in [on]", name);
		return;
	}
	if (r->skip || (r->on_own[event] && !r->own))
		return;
	(void)snprintf(words, sizeof(words), "%s", value);
	if (r->dialogue->on[event].line != 0 && r->on_own[event] == r->own)
		FAULT(r, "given twice, first in line %d",
		    r->dialogue->on[event].line);
	memset(&r->dialogue->on[event], 0, sizeof(r->dialogue->on[event]));
	r->dialogue->on[event].line = r->line;
	r->on_own[event] = r->own;
	for (char *w = strtok_r(words, " \t", &rest); w != NULL;
	     w = strtok_r(NULL, " \t", &rest), level++) {
		if (level > 1)
			FAULT(r, "expected at most two texts");
		else if (strcmp(w, "-") != 0)
			dialogue_take_id(
			    r, r->dialogue->on[event].text[level], w);
	}
}

static void
dialogue_take_window(
    struct dialogue_reading *r, const char *name, const char *value)
{
	unsigned h1, m1, h2, m2;
	char after;
	int n = name[0] - '1';
	if (n < 0 || n >= DIALOGUE_WINDOWS || name[1] != '\0') {
		FAULT(r, "unknown window \"%s\", expected 1 to 4", name);
		return;
	}
	if (sscanf(value, "%2u.%2u-%2u.%2u%c", &h1, &m1, &h2, &m2, &after) !=
		4 ||
	    h1 > 23 || m1 > 59 || h2 > 24 || m2 > 59 ||
	    h2 * 60 + m2 > 24 * 60 || h1 * 60 + m1 >= h2 * 60 + m2) {
		FAULT(r, "%s, expected hours such as 06.00-10.00", value);
		return;
	}
	r->dialogue->windows[n].from = (int)(h1 * 60 + m1);
	r->dialogue->windows[n].to = (int)(h2 * 60 + m2);
	r->dialogue->windows[n].line = r->line;
}

/* --- sections --- */

static void
dialogue_add_text(struct dialogue_reading *r, size_t i, const char *id)
{
	struct dialogue *d = r->dialogue;
	memset(&d->texts[i], 0, sizeof(d->texts[i]));
	memset(&d->steps[i], 0, sizeof(d->steps[i]));
	(void)snprintf(d->texts[i].id, sizeof(d->texts[i].id), "%s", id);
	r->at = i;
	r->step = &d->steps[i];
	r->step->line = r->line;
	r->step->deadline_s = DIALOGUE_DEADLINE_S;
	r->texts_own[i] = r->own;
	r->texts_gone[i] = false;
	if (i == d->count)
		d->count++;
}

/* "R02", or "R02 ussd": on that channel instead of the one for all. */
static void
dialogue_begin_text(struct dialogue_reading *r, const char *id)
{
	struct dialogue *d = r->dialogue;
	char name[DIALOGUE_ID_SIZE] = "";
	dialogue_take_id(r, name, id);
	int known = dialogue_find(d, name);
	if (name[0] == '\0' || r->skip)
		return;
	if (known >= 0 && r->texts_own[known] == r->own)
		FAULT(r, "[text %s] stands twice, first in line %d", id,
		    d->steps[known].line);
	else if (known < 0 && d->count == DIALOGUE_TEXTS)
		FAULT(r, "too many texts, expected at most %d", DIALOGUE_TEXTS);
	else if (known < 0 || r->own)
		dialogue_add_text(r, known < 0 ? d->count : (size_t)known, id);
}

/* Cuts the channel off "text R02 ussd", "on ussd"; it says who reads it. */
static void
dialogue_cut_channel(struct dialogue_reading *r, char *section)
{
	char *blank = strrchr(section, ' ');
	bool text = strncmp(section, "text ", 5) == 0;
	r->own = r->skip = false;
	if (blank == NULL || (text && blank == section + 4))
		return;
	int channel = dialogue_find_word(dialogue_channel_names, blank + 1);
	r->own = channel == (int)r->dialogue->channel;
	r->skip = !r->own;
	*blank = '\0';
	if (channel < 0)
		FAULT(r, "[%s %s]: unknown channel, expected sms or ussd",
		    section, blank + 1);
}

static void
dialogue_end_section(struct dialogue_reading *r)
{
	if (r->step != NULL && (r->seen & DIALOGUE_SEEN_LEVEL) == 0)
		faults_add(r->faults, r->file, r->section_line,
		    "[%s] has no level, expected level = 0 or 1", r->section);
	r->seen = 0;
}

static void
dialogue_begin_section(struct dialogue_reading *r, const char *section)
{
	dialogue_end_section(r);
	r->step = NULL;
	(void)snprintf(r->section, sizeof(r->section), "%s", section);
	r->section_line = r->line;
	(void)snprintf(r->subject, sizeof(r->subject), "%s", section);
	dialogue_cut_channel(r, r->subject);
	if (strncmp(r->subject, "text ", 5) == 0)
		dialogue_begin_text(r, r->subject + 5);
	else if (strcmp(r->subject, "on") != 0 &&
		 strcmp(section, "window") != 0)
		FAULT(r,
		    "unknown section [%s], expected [on], [window] or [text "
		    "ID]",
		    section);
}

/* What is said on other channels only is not there. */
static void
dialogue_remove_gone(struct dialogue_reading *r)
{
	struct dialogue *d = r->dialogue;
	size_t kept = 0;
	for (size_t i = 0; i < d->count; i++) {
		if (r->texts_gone[i])
			continue;
		if (kept < i) {
			d->texts[kept] = d->texts[i];
			d->steps[kept] = d->steps[i];
		}
		kept++;
	}
	/* Equal files give equal bytes. */
	memset(&d->texts[kept], 0, (d->count - kept) * sizeof(d->texts[0]));
	memset(&d->steps[kept], 0, (d->count - kept) * sizeof(d->steps[0]));
	d->count = kept;
}

static int
dialogue_on_key(
    void *arg, const char *section, const char *name, const char *value)
{
	struct dialogue_reading *r = arg;
	if (strcmp(section, r->section) != 0)
		dialogue_begin_section(r, section);
	if (strcmp(r->subject, "on") == 0)
		dialogue_take_event(r, name, value);
	else if (strcmp(r->subject, "window") == 0)
		dialogue_take_window(r, name, value);
	else
		dialogue_take_text_key(r, name, value);
	return 1;
}

/* --- the file --- */

/* As fgets(), from the file or from the shipped text, counting lines. */
static char *
dialogue_read_line(char *line, int size, void *arg)
{
	struct dialogue_reading *r = arg;
	r->line++;
	if (r->stream != NULL)
		return fgets(line, size, r->stream);
	if (*r->rest == '\0')
		return NULL;
	size_t len = strcspn(r->rest, "\n");
	len += r->rest[len] == '\n';
	if (len >= (size_t)size)
		len = (size_t)size - 1;
	memcpy(line, r->rest, len);
	line[len] = '\0';
	r->rest += len;
	return line;
}

static void
dialogue_read(struct dialogue_reading *r)
{
	int bad = ini_parse_stream(dialogue_read_line, r, dialogue_on_key, r);
	if (bad > 0)
		faults_add(r->faults, r->file, bad,
		    "is no line of this form, expected [section] or key = "
		    "value");
	else if (bad < 0)
		faults_no_memory(r->faults, r->file);
	dialogue_end_section(r);
	dialogue_remove_gone(r);
}

struct dialogue *
dialogue_load(
    const char *path, enum dialogue_channel channel, struct faults *faults)
{
	unsigned before = faults->count;
	struct dialogue_reading r = {.faults = faults,
	    .file = path != NULL ? path : "dialogue.conf (shipped)",
	    .rest = dialogue_shipped,
	    .dialogue = calloc(1, sizeof(*r.dialogue))};
	if (r.dialogue == NULL) {
		faults_no_memory(faults, r.file);
		return NULL;
	}
	r.dialogue->channel = channel;
	if (path != NULL)
		r.stream = fopen(path, "re");
	if (path != NULL && r.stream == NULL) {
		faults_add(
		    faults, path, 1, "cannot be read (%s)", strerror(errno));
	} else {
		dialogue_read(&r);
		if (faults->count == before)
			dialogue_check(r.dialogue, r.file, faults);
	}
	if (r.stream != NULL)
		(void)fclose(r.stream);
	if (faults->count == before)
		return r.dialogue;
	dialogue_free(r.dialogue);
	return NULL;
}
