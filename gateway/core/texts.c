/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "texts.h"

#include "../lib/gsm.h"
#include "slots.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TEXTS_LANGUAGES_MAX 8
#define TEXTS_SEPTETS_MAX   160 /* one message, never several (I17) */
#define TEXTS_SCREEN_MAX    480 /* pages of a screen, in all */
#define TEXTS_PREVIEW       30  /* septets a lock screen shows (I19) */
#define TEXTS_BANNED_MAX    128
#define TEXTS_PATH_MAX      1024
#define TEXTS_STRETCH       24 /* as many letters together are no accident */

/*
 * Every slot and its longest value. Those of [cover] are checked with the
 * real ones; {when} is the longest day of the language and a time.
 */
#define TEXTS_LONGEST_CODE "7F3KX"
#define TEXTS_SLOTS                                                            \
	"{cover} {hours} {place} {code} {when} {open} {names}, on a screen "   \
	"{answer}, for responders "                                            \
	"also {at} {in} {n} {until} {late} {cadre} {unread} {consent} "        \
	"{urgency} {codes}"
#define TEXTS_LONGEST_NUMBER "99"
/* What an officer wrote: one message of 160. */
#define TEXTS_TEN    "Wwwwwwwwww"
#define TEXTS_FORTY  TEXTS_TEN TEXTS_TEN TEXTS_TEN TEXTS_TEN
#define TEXTS_ANSWER TEXTS_FORTY TEXTS_FORTY TEXTS_FORTY TEXTS_FORTY
/* Nine of them (alerts_gather.c). */
#define TEXTS_LONGEST_CODES                                                    \
	"7F3KX 7F3KX 7F3KX 7F3KX 7F3KX 7F3KX 7F3KX 7F3KX 7F3KX"
#define TEXTS_NAMES 6 /* of CONSENT_LETTERS */

struct texts_language {
	char name[16];
	char *text[DIALOGUE_TEXTS + 16];
	char days[7][16]; /* from Sunday */
	char longest_when[24], longest_open[24];
	char names[TEXTS_NAMES][32], and[8], longest_names[256];
	char phrases[TEXTS_PHRASES][16]; /* duty.txt */
	char longest_at[48], longest_in[32];
	char banned[TEXTS_BANNED_MAX][24];
	size_t banned_count;
	char page_more[TEXTS_PAGE_WORDS], page_back[TEXTS_PAGE_WORDS];
};

struct texts {
	enum dialogue_channel channel;
	struct dialogue_text rows[DIALOGUE_TEXTS + 16];
	size_t row_count;
	char *cover, *hours, *place;
	struct texts_language languages[TEXTS_LANGUAGES_MAX];
	size_t count;
};

/* What responders read, whatever the dialogue is (dialogue.tsv K, P). */
static const struct dialogue_text texts_of_duty[] = {
    {"K01", TEXTS_LEVEL_CADRE, "", false},
    {"K02", TEXTS_LEVEL_CADRE, "", false},
    {"K03", TEXTS_LEVEL_CADRE, "", false},
    {"K04", TEXTS_LEVEL_CADRE, "", false},
    {"K05", TEXTS_LEVEL_CADRE, "", false},
    {"K06", TEXTS_LEVEL_CADRE, "", false},
    {"K07", TEXTS_LEVEL_CADRE, "", false},
    {"P01", TEXTS_LEVEL_OFFICER, "", false},
    {"P02", TEXTS_LEVEL_OFFICER, "", false},
    {"P03", TEXTS_LEVEL_OFFICER, "", false},
    {"P04", TEXTS_LEVEL_OFFICER, "", false},
    {"P05", TEXTS_LEVEL_OFFICER, "", false},
    {"P06", TEXTS_LEVEL_OFFICER, "", false},
};
#define TEXTS_OF_DUTY (sizeof(texts_of_duty) / sizeof(*texts_of_duty))

static int
texts_index(const struct texts *t, const char *id)
{
	for (size_t i = 0; i < t->row_count; i++)
		if (strcmp(t->rows[i].id, id) == 0)
			return (int)i;
	return -ENOENT;
}

bool
texts_known(const struct texts *t, const char *id)
{
	return texts_index(t, id) >= 0;
}

int
texts_level(const struct texts *t, const char *id)
{
	int index = texts_index(t, id);
	BUG_IF(index < 0);
	return t->rows[index].level;
}

bool
texts_asks(const struct texts *t, const char *id)
{
	int index = texts_index(t, id);
	return index >= 0 && t->rows[index].asks;
}

const char *
texts_stand_in(const struct texts *t, const char *id)
{
	int index = texts_index(t, id);
	BUG_IF(index < 0);
	const char *instead = t->rows[index].instead;
	return *instead == '\0' ? NULL : instead;
}

/* --- filling in --- */

struct texts_values {
	const struct texts *texts;
	json_t *values;
};

/* The slots of [cover]; NULL for all others. */
static const char *
texts_fixed(const struct texts *t, const char *slot)
{
	if (strcmp(slot, "cover") == 0)
		return t->cover;
	if (strcmp(slot, "hours") == 0)
		return t->hours;
	return strcmp(slot, "place") == 0 ? t->place : NULL;
}

static const char *
texts_value(const void *arg, const char *slot)
{
	const struct texts_values *v = arg;
	const char *fixed = texts_fixed(v->texts, slot);
	if (fixed != NULL)
		return fixed;
	return json_string_value(json_object_get(v->values, slot));
}

static const struct texts_language *
texts_language(const struct texts *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->languages[i].name, name) == 0)
			return &t->languages[i];
	return NULL;
}

const char *
texts_raw(const struct texts *t, const char *language, const char *id)
{
	const struct texts_language *l = texts_language(t, language);
	int index = texts_index(t, id);
	return l == NULL || index < 0 ? NULL : l->text[index];
}

/* Septets of one text. */
static int
texts_most(const struct texts *t)
{
	return t->channel == CHANNEL_USSD ? TEXTS_SCREEN_MAX
					  : TEXTS_SEPTETS_MAX;
}

const char *
texts_page_more(const struct texts *t, const char *language)
{
	const struct texts_language *l = texts_language(t, language);
	return l == NULL ? "" : l->page_more;
}

const char *
texts_page_back(const struct texts *t, const char *language)
{
	const struct texts_language *l = texts_language(t, language);
	return l == NULL ? "" : l->page_back;
}

bool
texts_holds_slot(const struct texts *t, const char *id, const char *slot)
{
	int index = texts_index(t, id);
	for (size_t i = 0; index >= 0 && i < t->count; i++)
		if (strstr(t->languages[i].text[index], slot) != NULL)
			return true;
	return false;
}

int
texts_render(const struct texts *t, const char *language, const char *id,
    json_t *values, char ret_text[TEXTS_SIZE])
{
	const struct texts_language *l = texts_language(t, language);
	int index = texts_index(t, id);
	if (l == NULL || index < 0)
		return -ENOENT;
	struct texts_values v = {t, values};
	struct buf out;
	const char *end;
	buf_init(&out, TEXTS_SIZE - 1);
	int err = slots_fill(l->text[index], texts_value, &v, &out, &end);
	if (err == 0) {
		int septets = gsm_septets(out.data);
		if (septets < 0 || septets > texts_most(t))
			err = -EMSGSIZE;
		else
			memcpy(ret_text, out.data, out.len + 1);
	}
	buf_free(&out);
	return err;
}

static int
texts_clock(const struct texts_language *l, int64_t now_s, int64_t then_s,
    bool day_first, char *ret, size_t size)
{
	time_t now = (time_t)now_s, then = (time_t)then_s;
	struct tm today, day;
	if (l == NULL || localtime_r(&now, &today) == NULL ||
	    localtime_r(&then, &day) == NULL)
		return -EINVAL;
	const char *name = l->days[day.tm_wday];
	if (today.tm_yday == day.tm_yday)
		(void)snprintf(ret, size, "%02d.%02d", day.tm_hour, day.tm_min);
	else if (day_first)
		(void)snprintf(
		    ret, size, "%s %02d.%02d", name, day.tm_hour, day.tm_min);
	else
		(void)snprintf(
		    ret, size, "%02d.%02d %s", day.tm_hour, day.tm_min, name);
	return 0;
}

int
texts_when(const struct texts *t, const char *language, int64_t now_s,
    int64_t then_s, char ret_when[TEXTS_WHEN_SIZE])
{
	/* Rounded up to the half hour: a promise that is kept. */
	return texts_clock(texts_language(t, language), now_s,
	    (then_s + 1799) / 1800 * 1800, true, ret_when, TEXTS_WHEN_SIZE);
}

int
texts_open(const struct texts *t, const char *language, int64_t now_s,
    int64_t open_s, char ret_open[TEXTS_WHEN_SIZE])
{
	return texts_clock(texts_language(t, language), now_s, open_s, false,
	    ret_open, TEXTS_WHEN_SIZE);
}

const char *
texts_phrase(
    const struct texts *t, const char *language, enum texts_phrase phrase)
{
	const struct texts_language *l = texts_language(t, language);
	return l == NULL ? "" : l->phrases[phrase];
}

int
texts_until(const struct texts *t, const char *language, int64_t now_s,
    int64_t then_s, char ret_until[TEXTS_WHEN_SIZE])
{
	return texts_clock(texts_language(t, language), now_s, then_s, true,
	    ret_until, TEXTS_WHEN_SIZE);
}

const char *
texts_day(const struct texts *t, size_t language, size_t day)
{
	return language < t->count ? t->languages[language].days[day] : NULL;
}

/* "kader, polisi dan psikolog" */
static void
texts_list_names(
    const struct texts_language *l, const char *letters, char *ret, size_t size)
{
	size_t count = strlen(letters);
	*ret = '\0';
	for (size_t i = 0; i < count; i++) {
		const char *at = strchr(CONSENT_LETTERS, letters[i]);
		const char *between = i == 0 ? "" : i + 1 < count ? ", " : " ";
		size_t len = strlen(ret);
		if (at == NULL)
			continue;
		(void)snprintf(ret + len, size - len, "%s%s%s%s", between,
		    i > 0 && i + 1 == count ? l->and : "",
		    i > 0 && i + 1 == count ? " " : "",
		    l->names[at - CONSENT_LETTERS]);
	}
}

void
texts_names(const struct texts *t, const char *language, const char *letters,
    char ret_names[TEXTS_NAMES_SIZE])
{
	const struct texts_language *l = texts_language(t, language);
	ret_names[0] = '\0';
	if (l != NULL)
		texts_list_names(l, letters, ret_names, TEXTS_NAMES_SIZE);
}

/* --- checking --- */

struct texts_worst {
	const struct texts *texts;
	const struct texts_language *language;
	bool duty; /* a text to a responder */
};

static const char *
texts_longest_of_duty(const struct texts_language *l, const char *slot)
{
	static const char *const numbers[] = {"n", "late", "cadre", "unread"};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (strcmp(slot, numbers[i]) == 0)
			return TEXTS_LONGEST_NUMBER;
	if (strcmp(slot, "at") == 0)
		return l->longest_at;
	if (strcmp(slot, "in") == 0)
		return l->longest_in;
	if (strcmp(slot, "codes") == 0)
		return TEXTS_LONGEST_CODES;
	size_t from = 0, to = 0; /* the longest of these phrases */
	if (strcmp(slot, "consent") == 0)
		from = TEXTS_NOT_YET, to = TEXTS_GIVEN;
	else if (strcmp(slot, "urgency") == 0)
		from = TEXTS_HIGH, to = TEXTS_LOW;
	const char *longest = from == 0 ? NULL : l->phrases[from];
	for (size_t i = from; longest != NULL && i <= to; i++)
		if (strlen(l->phrases[i]) > strlen(longest))
			longest = l->phrases[i];
	return longest;
}

static const char *
texts_longest(const void *arg, const char *slot)
{
	const struct texts_worst *w = arg;
	const char *fixed = texts_fixed(w->texts, slot);
	if (fixed != NULL)
		return fixed;
	if (strcmp(slot, "code") == 0)
		return TEXTS_LONGEST_CODE;
	if (strcmp(slot, "names") == 0)
		return w->language->longest_names;
	if (strcmp(slot, "answer") == 0)
		return w->texts->channel == CHANNEL_USSD ? TEXTS_ANSWER : NULL;
	if (strcmp(slot, "open") == 0)
		return w->language->longest_open;
	if (strcmp(slot, "when") == 0 ||
	    (w->duty && strcmp(slot, "until") == 0))
		return w->language->longest_when;
	return w->duty ? texts_longest_of_duty(w->language, slot) : NULL;
}

/* The first banned stem that begins a word in text[0..size), or NULL. */
static const char *
texts_banned_in(const struct texts_language *l, const char *text, size_t size)
{
	for (size_t at = 0; at < size; at++) {
		if (at > 0 && isalpha((unsigned char)text[at - 1]))
			continue;
		for (size_t i = 0; i < l->banned_count; i++) {
			const char *stem = l->banned[i];
			size_t len = strlen(stem), j = 0;
			while (j < len && at + j < size &&
			       tolower((unsigned char)text[at + j]) == stem[j])
				j++;
			if (j == len)
				return stem;
		}
	}
	return NULL;
}

const char *
texts_banned(const struct texts *t, const char *language, const char *text)
{
	const struct texts_language *l = texts_language(t, language);
	return l == NULL ? NULL : texts_banned_in(l, text, strlen(text));
}

static void
texts_check_words(const struct texts_language *l,
    const struct dialogue_text *row, const char *text, const char *path,
    struct faults *faults)
{
	size_t size = strlen(text);
	const char *stem = NULL;
	if (row->level == 0 || row->level == TEXTS_LEVEL_CADRE)
		stem = texts_banned_in(l, text, size);
	if (stem != NULL)
		faults_add(faults, path, 1,
		    row->level == 0
			? "\"%s\" must not stand in a level-0 text"
			: "\"%s\" must not stand in a text to a cadre (I5)",
		    stem);
	/* Our letters are one byte up to here or the check errs on safety. */
	if (size > TEXTS_PREVIEW)
		size = TEXTS_PREVIEW;
	if (stem == NULL && (stem = texts_banned_in(l, text, size)) != NULL)
		faults_add(faults, path, 1,
		    "\"%s\" stands in the first 30 characters, which a "
		    "locked phone shows",
		    stem);
}

static void
texts_check(struct texts *t, const struct texts_language *l, size_t index,
    const char *path, struct faults *faults)
{
	struct buf out;
	const char *end;
	buf_init(&out, 4096);
	bool duty = t->rows[index].level >= TEXTS_LEVEL_CADRE;
	struct texts_worst worst = {t, l, duty};
	int err = slots_fill(l->text[index], texts_longest, &worst, &out, &end);
	if (err < 0) {
		if (err == -ENOMEM)
			faults_no_memory(faults, path);
		else
			faults_add(faults, path, 1,
			    "unknown or unclosed slot, expected " TEXTS_SLOTS);
		buf_free(&out);
		return;
	}
	int septets = gsm_septets(out.data == NULL ? "" : out.data);
	if (septets < 0)
		faults_add(faults, path, 1,
		    "holds a character outside the GSM alphabet");
	if (septets > texts_most(t))
		faults_add(faults, path, 1,
		    "%d characters with the longest values, expected at most "
		    "%d",
		    septets, texts_most(t));
	if (septets == 0)
		faults_add(faults, path, 1, "is empty, expected a text");
	if (septets > 0)
		texts_check_words(l, &t->rows[index], out.data, path, faults);
	buf_free(&out);
}

int
texts_check_free(const struct texts *t, const char *language, const char *text,
    int *ret_level, const char **ret_why)
{
	const struct texts_language *l = texts_language(t, language);
	char preview[TEXTS_PREVIEW + 1];
	int septets = gsm_septets(text);
	*ret_why = "the text holds a character outside the GSM alphabet";
	if (l == NULL || septets < 0)
		return -EINVAL;
	*ret_why = "the text is longer than one message of 160 characters";
	if (septets > TEXTS_SEPTETS_MAX)
		return -EMSGSIZE;
	*ret_why = "the text is empty";
	if (septets == 0)
		return -EINVAL;
	(void)snprintf(preview, sizeof(preview), "%s", text);
	*ret_why = "the first 30 characters hold a word that a locked phone "
		   "must not show";
	if (texts_banned_in(l, preview, strlen(preview)) != NULL)
		return -EPERM;
	*ret_level = texts_banned_in(l, text, strlen(text)) == NULL ? 0 : 1;
	return 0;
}

/* Is the longest fixed stretch of one of our texts in what somebody sent? */
static bool
texts_holds_stretch(const char *ours, const char *text, size_t size)
{
	const char *best = ours;
	size_t most = 0;
	while (*ours != '\0') {
		size_t len = strcspn(ours, "{");
		if (len > most) {
			most = len;
			best = ours;
		}
		ours += len;
		ours += strcspn(ours, "}");
		ours += *ours == '}';
	}
	for (size_t at = 0; most >= TEXTS_STRETCH && at + most <= size; at++)
		if (memcmp(text + at, best, most) == 0)
			return true;
	return false;
}

bool
texts_are_ours(const struct texts *t, const char *text, size_t size)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t j = 0; j < t->row_count; j++)
			if (texts_holds_stretch(
				t->languages[i].text[j], text, size))
				return true;
	return false;
}

static void
texts_digest_string(crypto_generichash_state *state, const char *text)
{
	(void)crypto_generichash_update(
	    state, (const unsigned char *)text, strlen(text) + 1);
}

void
texts_digest(const struct texts *t, crypto_generichash_state *state)
{
	texts_digest_string(state, t->cover);
	texts_digest_string(state, t->hours);
	texts_digest_string(state, t->place);
	for (size_t i = 0; i < t->count; i++) {
		texts_digest_string(state, t->languages[i].page_more);
		texts_digest_string(state, t->languages[i].page_back);
	}
	for (size_t i = 0; i < t->count; i++)
		for (size_t j = 0; j < t->row_count; j++) {
			texts_digest_string(state, t->rows[j].id);
			texts_digest_string(state, t->languages[i].text[j]);
		}
}

/* --- reading --- */

/* The whole file without its last newline; NULL and a fault otherwise. */
static char *
texts_read(const char *path, bool lines, struct faults *faults)
{
	char bytes[2048];
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		faults_add(
		    faults, path, 1, "cannot be read (%s)", strerror(errno));
		return NULL;
	}
	size_t size = fread(bytes, 1, sizeof(bytes) - 1, file);
	(void)fclose(file);
	while (size > 0 && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r'))
		size--;
	bytes[size] = '\0';
	if (strlen(bytes) != size || strchr(bytes, '\r') != NULL ||
	    (!lines && strchr(bytes, '\n') != NULL)) {
		faults_add(faults, path, 2,
		    lines ? "expected lines of text that end in newlines alone"
			  : "expected one line of text");
		return NULL;
	}
	char *text = strdup(bytes);
	if (text == NULL)
		faults_no_memory(faults, path);
	return text;
}

/* days.txt: the seven days from Sunday, blanks between. */
static void
texts_load_days(
    const char *dir, struct texts_language *l, struct faults *faults)
{
	char path[TEXTS_PATH_MAX], *rest = NULL;
	size_t count = 0, longest = 0;
	(void)snprintf(path, sizeof(path), "%s/sms/%s/days.txt", dir, l->name);
	char *line = texts_read(path, false, faults);
	if (line == NULL)
		return;
	for (char *day = strtok_r(line, " ", &rest); day != NULL && count < 7;
	     day = strtok_r(NULL, " ", &rest), count++) {
		(void)snprintf(l->days[count], sizeof(l->days[0]), "%s", day);
		if (strlen(day) > longest) {
			longest = strlen(day);
			(void)snprintf(l->longest_when, sizeof(l->longest_when),
			    "%.15s 14.00", day);
			(void)snprintf(l->longest_open, sizeof(l->longest_open),
			    "08.00 %.15s", day);
		}
	}
	if (count != 7)
		faults_add(faults, path, 1,
		    "%zu days, expected 7 from Sunday on", count);
	free(line);
}

/* names.txt: "K kader; M puskesmas; ...; dan", one for each letter. */
static void
texts_load_names(
    const char *dir, struct texts_language *l, struct faults *faults)
{
	char path[TEXTS_PATH_MAX], *rest = NULL;
	size_t count = 0;
	(void)snprintf(path, sizeof(path), "%s/sms/%s/names.txt", dir, l->name);
	char *line = texts_read(path, false, faults);
	if (line == NULL)
		return;
	for (char *name = strtok_r(line, ";", &rest); name != NULL;
	     name = strtok_r(NULL, ";", &rest)) {
		name += strspn(name, " ");
		const char *at = strchr(CONSENT_LETTERS, name[0]);
		if (at != NULL && name[1] == ' ' && name[2] != '\0') {
			(void)snprintf(l->names[at - CONSENT_LETTERS],
			    sizeof(l->names[0]), "%s", name + 2);
			count++;
		} else {
			(void)snprintf(l->and, sizeof(l->and), "%s", name);
		}
	}
	if (count != TEXTS_NAMES || l->and[0] == '\0')
		faults_add(faults, path, 1,
		    "expected \"K kader; M ...; P ...; J ...; H ...; R ...; "
		    "dan\"");
	texts_list_names(
	    l, CONSENT_LETTERS, l->longest_names, sizeof(l->longest_names));
	free(line);
}

/* duty.txt: "di; BELUM; ADA; mendesak; sedang; rendah", as enum texts_phrase */
static void
texts_load_phrases(
    const char *dir, struct texts_language *l, struct faults *faults)
{
	char path[TEXTS_PATH_MAX], *rest = NULL;
	size_t count = 0;
	(void)snprintf(path, sizeof(path), "%s/sms/%s/duty.txt", dir, l->name);
	char *line = texts_read(path, false, faults);
	if (line == NULL)
		return;
	for (char *word = strtok_r(line, ";", &rest);
	     word != NULL && count < TEXTS_PHRASES;
	     word = strtok_r(NULL, ";", &rest), count++)
		(void)snprintf(l->phrases[count], sizeof(l->phrases[0]), "%s",
		    word + strspn(word, " "));
	if (count != TEXTS_PHRASES)
		faults_add(faults, path, 1,
		    "%zu phrases, expected \"di; BELUM; ADA; mendesak; sedang; "
		    "rendah\"",
		    count);
	(void)snprintf(l->longest_in, sizeof(l->longest_in), " %.*s",
	    TEXTS_PLACE_MAX, "Wwwwwwwwwwwwwwwwwwwwwwwwwwwww");
	(void)snprintf(l->longest_at, sizeof(l->longest_at), " %s%s",
	    l->phrases[TEXTS_AT], l->longest_in);
	free(line);
}

/* ussd/<lang>/paging.txt: "98 lanjut; 99 kembali" */
static void
texts_load_paging(
    const char *dir, struct texts_language *l, struct faults *faults)
{
	char path[TEXTS_PATH_MAX];
	(void)snprintf(
	    path, sizeof(path), "%s/ussd/%s/paging.txt", dir, l->name);
	char *line = texts_read(path, false, faults);
	if (line == NULL)
		return;
	char *back = strstr(line, "; ");
	bool fits =
	    back != NULL && strncmp(line, "98 ", 3) == 0 &&
	    strncmp(back, "; 99 ", 5) == 0 && back - line < TEXTS_PAGE_WORDS &&
	    strlen(back + 2) < TEXTS_PAGE_WORDS && gsm_septets(line) > 0;
	if (fits) {
		*back = '\0';
		(void)snprintf(l->page_more, sizeof(l->page_more), "%s", line);
		(void)snprintf(
		    l->page_back, sizeof(l->page_back), "%s", back + 2);
	} else {
		faults_add(faults, path, 1,
		    "expected \"98 lanjut; 99 kembali\", each of at most 15 "
		    "characters");
	}
	free(line);
}

/* The words of a text: those of the screen, or else those of a message. */
static void
texts_name_file(const struct texts *t, const char *dir, const char *language,
    const char *id, char ret[TEXTS_PATH_MAX])
{
	(void)snprintf(
	    ret, TEXTS_PATH_MAX, "%s/ussd/%s/%s.txt", dir, language, id);
	if (t->channel != CHANNEL_USSD || access(ret, F_OK) < 0)
		(void)snprintf(
		    ret, TEXTS_PATH_MAX, "%s/sms/%s/%s.txt", dir, language, id);
}

static void
texts_load_language(struct texts *t, const char *dir, struct texts_language *l,
    struct faults *faults)
{
	char path[TEXTS_PATH_MAX];
	texts_load_days(dir, l, faults);
	texts_load_names(dir, l, faults);
	texts_load_phrases(dir, l, faults);
	if (t->channel == CHANNEL_USSD)
		texts_load_paging(dir, l, faults);
	for (size_t i = 0; i < t->row_count; i++) {
		texts_name_file(t, dir, l->name, t->rows[i].id, path);
		l->text[i] =
		    texts_read(path, t->channel == CHANNEL_USSD, faults);
		if (l->text[i] != NULL)
			texts_check(t, l, i, path, faults);
	}
}

static void
texts_take_banned(struct texts_language *l, char *stems)
{
	char *rest = NULL;
	for (char *stem = strtok_r(stems, " \r\n", &rest);
	     stem != NULL && l->banned_count < TEXTS_BANNED_MAX;
	     stem = strtok_r(NULL, " \r\n", &rest))
		(void)snprintf(l->banned[l->banned_count++],
		    sizeof(l->banned[0]), "%s", stem);
}

/* banned.tsv: language, tab, stems; a language without stems is a fault. */
static void
texts_load_banned(struct texts *t, const char *dir, struct faults *faults)
{
	char path[TEXTS_PATH_MAX], line[4096];
	(void)snprintf(path, sizeof(path), "%s/sms/banned.tsv", dir);
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		faults_add(
		    faults, path, 1, "cannot be read (%s)", strerror(errno));
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		char *tab = strchr(line, '\t');
		if (tab == NULL)
			continue;
		*tab = '\0';
		for (size_t i = 0; i < t->count; i++)
			if (strcmp(t->languages[i].name, line) == 0)
				texts_take_banned(&t->languages[i], tab + 1);
	}
	(void)fclose(file);
	for (size_t i = 0; i < t->count; i++)
		if (t->languages[i].banned_count == 0)
			faults_add(faults, path, 1,
			    "no banned words for language \"%s\"",
			    t->languages[i].name);
}

static void
texts_find_languages(struct texts *t, const char *dir, struct faults *faults)
{
	char path[TEXTS_PATH_MAX];
	(void)snprintf(path, sizeof(path), "%s/sms", dir);
	DIR *folder = opendir(path);
	if (folder == NULL) {
		faults_add(faults, path, 1,
		    "cannot be read (%s), expected a folder for each language",
		    strerror(errno));
		return;
	}
	struct dirent *entry;
	while ((entry = readdir(folder)) != NULL &&
	       t->count < TEXTS_LANGUAGES_MAX) {
		size_t len = strlen(entry->d_name);
		if (len >= 2 && len <= 8 && strchr(entry->d_name, '.') == NULL)
			memcpy(t->languages[t->count++].name, entry->d_name,
			    len + 1);
	}
	(void)closedir(folder);
}

static void
texts_add_duty(struct texts *t)
{
	memcpy(t->rows + t->row_count, texts_of_duty, sizeof(texts_of_duty));
	t->row_count += TEXTS_OF_DUTY;
}

struct texts *
texts_load(const struct conf *conf, const struct dialogue_text *rows,
    size_t count, enum dialogue_channel channel, struct faults *faults)
{
	const char *dir = conf->siaga.templates;
	unsigned before = faults->count;
	struct texts *t = calloc(1, sizeof(*t));
	BUG_IF(count > DIALOGUE_TEXTS);
	if (t != NULL) {
		t->channel = channel;
		t->row_count = count;
		memcpy(t->rows, rows, count * sizeof(*rows));
		if (channel == CHANNEL_SMS)
			texts_add_duty(t);
		t->cover = strdup(conf->cover.name);
		t->hours = strdup(conf->cover.hours);
		t->place = strdup(conf->cover.place);
	}
	if (t == NULL || t->cover == NULL || t->hours == NULL ||
	    t->place == NULL) {
		faults_no_memory(faults, dir);
		texts_free(t);
		return NULL;
	}
	texts_find_languages(t, dir, faults);
	texts_load_banned(t, dir, faults);
	for (size_t i = 0; i < t->count; i++)
		texts_load_language(t, dir, &t->languages[i], faults);
	if (texts_language(t, conf->siaga.language) == NULL)
		faults_add(faults, conf->path, 1,
		    "language = %s: there is no folder %s/sms/%s",
		    conf->siaga.language, dir, conf->siaga.language);
	if (faults->count == before)
		return t;
	texts_free(t);
	return NULL;
}

void
texts_free(struct texts *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->count; i++)
		for (size_t j = 0; j < t->row_count; j++)
			free(t->languages[i].text[j]);
	free(t->cover);
	free(t->hours);
	free(t->place);
	free(t);
}
