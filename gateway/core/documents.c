/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "documents.h"

#include "slots.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENTS_FILE_MAX 24576
#define DOCUMENTS_PATH_MAX 1024
#define DOCUMENTS_PHRASES  "phrases.tsv"

static const char *const documents_languages[] = {"id", "en", NULL};

/* What papers may say; commands_privacy.c has the values. */
#define DOCUMENTS_SLOTS                                                        \
	"made_at gateway version clock reports reports_new reports_closed "    \
	"reports_erase_pending reports_erased reports_quarantine "             \
	"reports_children first_at contacts day_keys oldest_day oldest_until " \
	"parts replies sim route_hours key_holders recovery first_key "        \
	"machine_key programs backup_data backup_keys closed_days "            \
	"quarantine_days texts_days destinations destinations_count outside "  \
	"stories numbers noticed_at deadline_at left"

/* Of one report's erasure; commands_receipt.c has the values. */
#define DOCUMENTS_RECEIPT                                                      \
	"made_at gateway version clock code asked_at asked_by hidden_at "      \
	"decided_at decided_by decision keys_at backup_at due_at outcome"

static const struct documents_paper {
	const char *name, *file, *slots;
} documents_papers[] = {
    {"record", "processing-record.md", DOCUMENTS_SLOTS},
    {"breach", "breach-notice.md", DOCUMENTS_SLOTS},
    {"dpia", "dpia.md", DOCUMENTS_SLOTS},
    {"receipt", "erasure-receipt.md", DOCUMENTS_RECEIPT},
};

/* Every phrase, and the slots of its own. */
static const struct documents_phrase {
	const char *name, *slots;
} documents_phrases[] = {
    {"never", ""},
    {"none", ""},
    {"left", "hours minutes"},
    {"late", "hours minutes"},
    {"clock_set", ""},
    {"clock_unset", ""},
    {"recipient_office", ""},
    {"recipient_cadre", ""},
    {"recipient_health", ""},
    {"recipient_police", ""},
    {"recipient_psychologist", ""},
    {"recipient_legal", ""},
    {"recipient_shelter", ""},
    {"field_code", ""},
    {"field_urgency", ""},
    {"field_village", ""},
    {"field_reference", ""},
    {"field_state", ""},
    {"field_channel", ""},
    {"field_minor", ""},
    {"field_reporter", ""},
    {"field_consent", ""},
    {"field_window", ""},
    {"field_phone", ""},
    {"field_call", ""},
    {"way_inside", ""},
    {"way_internet", ""},
    {"destination", "name recipient host way events fields"},
    {"no_destination", ""},
    {"recovery_yes", ""},
    {"recovery_no", ""},
    {"first_here", ""},
    {"first_gone", ""},
    {"machine_here", ""},
    {"machine_away", ""},
    {"programs_spawn", ""},
    {"programs_systemd", ""},
    {"stories_open", "reports"},
    {"stories_passphrase", "reports holders"},
    {"stories_sealed", "reports"},
    {"numbers_open", "numbers"},
    {"numbers_tied", "numbers"},
    {"numbers_none", ""},
    {"erase_text", ""},
    {"erase_officer", ""},
    {"erase_nobody", ""},
    {"by_officer", ""},
    {"by_supervisor", ""},
    {"by_office", ""},
    {"by_deadline", ""},
    {"by_retention", ""},
    {"by_nobody", ""},
    {"decision_erased", ""},
    {"decision_refused", ""},
    {"decision_open", ""},
    {"outcome_complete", ""},
    {"outcome_incomplete", ""},
    {"outcome_late", ""},
    {"outcome_refused", ""},
    {"outcome_open", ""},
    {"not_yet", ""},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct documents {
	char *text;
	json_t *phrases; /* name -> words */
};

static const struct documents_paper *
documents_paper_find(const char *name)
{
	for (size_t i = 0; i < COUNT(documents_papers); i++)
		if (strcmp(documents_papers[i].name, name) == 0)
			return &documents_papers[i];
	return NULL;
}

bool
documents_has(const char *name)
{
	return documents_paper_find(name) != NULL;
}

bool
documents_speaks(const char *language)
{
	for (size_t i = 0; documents_languages[i] != NULL; i++)
		if (strcmp(documents_languages[i], language) == 0)
			return true;
	return false;
}

static const struct documents_phrase *
documents_phrase_find(const char *name)
{
	for (size_t i = 0; i < COUNT(documents_phrases); i++)
		if (strcmp(documents_phrases[i].name, name) == 0)
			return &documents_phrases[i];
	return NULL;
}

/* --- checking --- */

/* Does the word stand in a list with blanks between? */
static bool
documents_in(const char *list, const char *word)
{
	size_t len = strlen(word);
	while (*list != '\0') {
		size_t size = strcspn(list, " ");
		if (size == len && strncmp(list, word, len) == 0)
			return true;
		list += size + strspn(list + size, " ");
	}
	return false;
}

static const char *
documents_slots_of(const char *name)
{
	const struct documents_paper *paper = documents_paper_find(name);
	BUG_IF(paper == NULL);
	return paper->slots;
}

bool
documents_slot(const char *name, const char *slot)
{
	return documents_in(documents_slots_of(name), slot);
}

size_t
documents_slots(const char *name)
{
	size_t count = 1;
	for (const char *at = documents_slots_of(name); *at != '\0'; at++)
		count += *at == ' ';
	return count;
}

/* arg: the names */
static const char *
documents_listed(const void *arg, const char *slot)
{
	return documents_in(arg, slot) ? "" : NULL;
}

/* The slots of text, which begins in that line of the file. */
static void
documents_check_slots(const char *text, int line, const char *slots,
    const char *path, struct faults *faults)
{
	struct buf out;
	const char *end;
	buf_init(&out, DOCUMENTS_TEXT_MAX);
	int err = slots_fill(text, documents_listed, slots, &out, &end);
	buf_free(&out);
	for (; text < end; text++)
		line += *text == '\n';
	if (err == -ENOENT)
		faults_add(faults, path, line,
		    "%.*s: unknown or unclosed slot, expected of: %s",
		    (int)strcspn(end, "} \n") + 1, end,
		    *slots == '\0' ? "none" : slots);
	else if (err < 0)
		faults_add(faults, path, line, "%s", strerror(-err));
}

/* --- reading --- */

/* The whole file; NULL and a fault otherwise. */
static char *
documents_read(const char *path, struct faults *faults)
{
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		faults_add(
		    faults, path, 1, "cannot be read (%s)", strerror(errno));
		return NULL;
	}
	char *text = malloc(DOCUMENTS_FILE_MAX + 1);
	size_t size =
	    text == NULL ? 0 : fread(text, 1, DOCUMENTS_FILE_MAX + 1, file);
	bool whole = text != NULL && ferror(file) == 0;
	(void)fclose(file);
	if (whole && size > 0 && size <= DOCUMENTS_FILE_MAX) {
		text[size] = '\0';
		json_t *utf8 = json_string(text);
		bool good = utf8 != NULL && json_string_length(utf8) == size;
		json_decref(utf8);
		if (good)
			return text;
	}
	faults_add(faults, path, 1,
	    "expected UTF-8 without NUL, 1 to %d bytes that can be read",
	    DOCUMENTS_FILE_MAX);
	free(text);
	return NULL;
}

/* One line "name<TAB>words"; it is cut in two. */
static void
documents_take_phrase(json_t *phrases, char *line, int number, const char *path,
    struct faults *faults)
{
	char *tab = strchr(line, '\t');
	if (*line == '#' || *line == '\0')
		return;
	if (tab == NULL) {
		faults_add(faults, path, number, "expected NAME, tab, words");
		return;
	}
	*tab = '\0';
	const struct documents_phrase *row = documents_phrase_find(line);
	if (row == NULL || json_object_get(phrases, line) != NULL) {
		faults_add(faults, path, number, "%.40s: %s", line,
		    row == NULL ? "no such phrase" : "is there twice");
		return;
	}
	documents_check_slots(tab + 1, number, row->slots, path, faults);
	(void)json_object_set_new(phrases, line, json_string(tab + 1));
}

/* All phrases of a language; what is wrong is added to the faults. */
static json_t *
documents_load_phrases(
    const char *templates, const char *language, struct faults *faults)
{
	char path[DOCUMENTS_PATH_MAX];
	int number = 1;
	json_t *phrases = json_object();
	(void)snprintf(path, sizeof(path), "%s/docs/%s/%s", templates, language,
	    DOCUMENTS_PHRASES);
	char *text = documents_read(path, faults);
	for (char *line = text; line != NULL && *line != '\0'; number++) {
		char *end = line + strcspn(line, "\n");
		char *next = *end == '\0' ? end : end + 1;
		*end = '\0';
		documents_take_phrase(phrases, line, number, path, faults);
		line = next;
	}
	for (size_t i = 0; text != NULL && i < COUNT(documents_phrases); i++)
		if (json_object_get(phrases, documents_phrases[i].name) == NULL)
			faults_add(faults, path, number, "%s is missing",
			    documents_phrases[i].name);
	free(text);
	return phrases;
}

static char *
documents_load_paper(const char *templates, const char *language,
    const struct documents_paper *paper, struct faults *faults)
{
	char path[DOCUMENTS_PATH_MAX];
	(void)snprintf(path, sizeof(path), "%s/docs/%s/%s", templates, language,
	    paper->file);
	char *text = documents_read(path, faults);
	if (text != NULL)
		documents_check_slots(text, 1, paper->slots, path, faults);
	return text;
}

void
documents_check(const char *templates, struct faults *faults)
{
	for (size_t l = 0; documents_languages[l] != NULL; l++) {
		const char *language = documents_languages[l];
		for (size_t i = 0; i < COUNT(documents_papers); i++)
			free(documents_load_paper(
			    templates, language, &documents_papers[i], faults));
		json_decref(
		    documents_load_phrases(templates, language, faults));
	}
}

int
documents_open(const char *templates, const char *name, const char *language,
    struct faults *faults, struct documents **ret)
{
	unsigned before = faults->count;
	struct documents *d = calloc(1, sizeof(*d));
	BUG_IF(!documents_has(name) || !documents_speaks(language));
	if (d == NULL)
		return -ENOMEM;
	d->text = documents_load_paper(
	    templates, language, documents_paper_find(name), faults);
	d->phrases = documents_load_phrases(templates, language, faults);
	if (faults->count > before) {
		documents_close(d);
		return -ENOENT;
	}
	*ret = d;
	return 0;
}

void
documents_close(struct documents *d)
{
	if (d == NULL)
		return;
	free(d->text);
	json_decref(d->phrases);
	free(d);
}

/* --- filling in --- */

static const char *
documents_value(const void *arg, const char *slot)
{
	return json_string_value(json_object_get(arg, slot));
}

int
documents_say(const struct documents *d, const char *phrase, json_t *values,
    struct buf *out)
{
	const char *end;
	const char *words =
	    json_string_value(json_object_get(d->phrases, phrase));
	BUG_IF(documents_phrase_find(phrase) == NULL);
	int err = words == NULL
		      ? -ENOENT
		      : slots_fill(words, documents_value, values, out, &end);
	json_decref(values);
	return err;
}

int
documents_fill(const struct documents *d, json_t *values, struct buf *out)
{
	const char *end;
	return slots_fill(d->text, documents_value, values, out, &end);
}
