/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding words; see lexicon.h. Reading the file is lexicon_load.c. */
#include "../gateway/lib/gsm.h"
#include "lexicon_data.h"

#include <string.h>

const char *const lexicon_class_names[LEXICON_CLASS_MAX + 1] = {"URGENT",
    "EMERG", "HIT", "STRANGLE", "THREAT_KILL", "THREAT", "WEAPON", "SEX",
    "CONFINE", "SUICIDE", "FEAR", "HELP", "REPORT", "DENIAL", "CHILD",
    "PREGNANT", "SPOUSE", "PROBE_WHO", "CMD_STOP", "CMD_EXIT", "CMD_DELETE",
    "CMD_STATUS", "CMD_CONSENT", "CMD_MENU", "YES", "NO", "GUARD", "WEAK",
    "FILLER", NULL};

#define BIT(name) (1u << LEXICON_##name)

/* Design 7. HELP joins them only alone or beside SPOUSE. */
#define LEXICON_DANGER                                                         \
	(BIT(URGENT) | BIT(EMERG) | BIT(HIT) | BIT(STRANGLE) |                 \
	    BIT(THREAT_KILL) | BIT(THREAT) | BIT(WEAPON) | BIT(SEX) |          \
	    BIT(CONFINE) | BIT(SUICIDE) | BIT(FEAR))
#define LEXICON_EMERGENCY                                                      \
	(BIT(URGENT) | BIT(EMERG) | BIT(STRANGLE) | BIT(THREAT_KILL) |         \
	    BIT(WEAPON) | BIT(SUICIDE))
#define LEXICON_CONCERN                                                        \
	(BIT(HELP) | BIT(REPORT) | BIT(DENIAL) | BIT(CHILD) | BIT(PREGNANT) |  \
	    BIT(SPOUSE))
#define LEXICON_COMPANY                                                        \
	(BIT(HIT) | BIT(THREAT) | BIT(FEAR) | BIT(SPOUSE) | BIT(HELP))

/* What an officer is told; the others only steer the finding. */
#define LEXICON_TOLD (~(BIT(GUARD) | BIT(WEAK) | BIT(FILLER)))

/* A word of the message: where it stands and what was found on it. */
struct lexicon_word {
	char text[LEXICON_WORD_SIZE];
	size_t at; /* where it begins in the message */
	uint32_t classes;
	bool guarded;
};

static bool
lexicon_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '\'' || c >= 0x80;
}

static char
lexicon_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Blanks that are no ASCII, and marks that nobody sees. */
static bool
lexicon_invisible(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0xa0, 0xa0}, {0xad, 0xad}, {0x2000, 0x206f},
	    {0x20e3, 0x20e3}, {0x3000, 0x3000}, {0xfe00, 0xfe0f},
	    {0xfeff, 0xfeff}};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

/* Bytes of the separator at this place; 0: a word begins or goes on. */
static size_t
lexicon_gap(const char *text, size_t size)
{
	uint32_t c;
	if (!lexicon_letter((unsigned char)*text))
		return 1;
	size_t len =
	    (unsigned char)*text < 0x80 ? 0 : gsm_utf8_get(text, size, &c);
	return len > 0 && lexicon_invisible(c) ? len : 0;
}

/*
 * Cuts the text from *at on into lower-case words, as many as fit; what is
 * too long is cut short. *at is then where the next ones begin.
 */
static size_t
lexicon_split(const char *text, size_t size, size_t *at,
    struct lexicon_word words[LEXICON_WORDS_MAX])
{
	size_t count = 0, i = *at, gap;
	while (i < size && count < LEXICON_WORDS_MAX) {
		while (i < size && (gap = lexicon_gap(text + i, size - i)) > 0)
			i += gap;
		struct lexicon_word *w = &words[count];
		size_t len = 0;
		*w = (struct lexicon_word){.at = i};
		for (; i < size && lexicon_gap(text + i, size - i) == 0; i++)
			if (len + 1 < LEXICON_WORD_SIZE)
				w->text[len++] = lexicon_lower(text[i]);
		count += len > 0;
	}
	*at = i;
	return count;
}

static bool
lexicon_word_fits(const char *want, const char *word)
{
	if (strcmp(want, LEXICON_NUMBER) == 0)
		return word[0] >= '0' && word[0] <= '9';
	return strcmp(want, word) == 0;
}

static bool
lexicon_fits_at(const struct lexicon_entry *entry,
    const struct lexicon_word *words, size_t left)
{
	if (entry->count > left)
		return false;
	for (size_t i = 0; i < entry->count; i++)
		if (!lexicon_word_fits(entry->words[i], words[i].text))
			return false;
	return true;
}

/* Marks every place where the entry stands; exact ones need all of it. */
static void
lexicon_mark(const struct lexicon_entry *entry, struct lexicon_word *words,
    size_t count, bool whole)
{
	if (entry->exact && !whole)
		return;
	if (entry->exact && entry->count + entry->code != count)
		return;
	for (size_t at = 0; at + entry->count <= count; at++) {
		if (!lexicon_fits_at(entry, words + at, count - at))
			continue;
		if (entry->code && at > 0)
			return;
		for (size_t i = at; i < at + entry->count; i++) {
			words[i].classes |= 1u << entry->class;
			words[i].guarded |= entry->class == LEXICON_GUARD;
		}
	}
}

/* All classes of the message; weak words count if `weak` says so. */
static uint32_t
lexicon_collect(const struct lexicon_word *words, size_t count, bool weak)
{
	uint32_t classes = 0;
	for (size_t i = 0; i < count; i++)
		if (!words[i].guarded &&
		    (weak || (words[i].classes & BIT(WEAK)) == 0))
			classes |= words[i].classes;
	return classes;
}

static bool
lexicon_help_alone(const struct lexicon_word *words, size_t count)
{
	bool help = false;
	for (size_t i = 0; i < count; i++) {
		if ((words[i].classes & (BIT(HELP) | BIT(FILLER))) == 0)
			return false;
		help |= (words[i].classes & BIT(HELP)) != 0;
	}
	return help;
}

static int
lexicon_digit(const struct lexicon_word *words, size_t count)
{
	const char *text = words[0].text;
	if (count != 1 || text[0] < '0' || text[0] > '9' || text[1] != '\0')
		return -1;
	return text[0] - '0';
}

/* CEK and a word of the length of a code: "cek 7f3k". */
static void
lexicon_status(
    const struct lexicon_word *words, size_t count, struct found_words *ret)
{
	size_t len = count == 2 ? strlen(words[1].text) : 0;
	if ((words[0].classes & BIT(CMD_STATUS)) == 0 || len < 4 || len > 5)
		return;
	for (size_t i = 0; i < len; i++) {
		char c = words[1].text[i];
		ret->status_code[i] =
		    c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
}

/* One stretch of the message; whole: it is all of it. */
static uint32_t
lexicon_look(const struct lexicon *lexicon, struct lexicon_word *words,
    size_t count, bool whole)
{
	for (size_t i = 0; i < lexicon->count; i++)
		lexicon_mark(&lexicon->entries[i], words, count, whole);
	uint32_t classes = lexicon_collect(words, count, false);
	if ((classes & LEXICON_COMPANY) != 0)
		classes = lexicon_collect(words, count, true);
	return classes;
}

static void
lexicon_judge(uint32_t classes, bool alone, struct found_words *ret)
{
	bool help = (classes & BIT(HELP)) != 0 &&
		    (alone || (classes & BIT(SPOUSE)) != 0);
	*ret = (struct found_words){
	    .digit = -1,
	    .classes = classes & LEXICON_TOLD,
	    .danger = (classes & LEXICON_DANGER) != 0 || help,
	    .emergency = (classes & LEXICON_EMERGENCY) != 0,
	    .help_alone = alone,
	    .concern = (classes & LEXICON_CONCERN) != 0,
	    .urgent = (classes & BIT(URGENT)) != 0,
	    .exit = (classes & BIT(CMD_EXIT)) != 0,
	    .stop = (classes & BIT(CMD_STOP)) != 0,
	};
}

void
lexicon_find(const struct lexicon *lexicon, const char *text, size_t size,
    struct found_words *ret)
{
	struct lexicon_word words[LEXICON_WORDS_MAX];
	size_t at = 0, count = lexicon_split(text, size, &at, words);
	bool whole = at >= size;
	uint32_t classes = lexicon_look(lexicon, words, count, whole);
	bool alone = whole && lexicon_help_alone(words, count);
	if (whole) {
		lexicon_judge(classes, alone, ret);
		ret->digit = lexicon_digit(words, count);
		if (count > 0)
			lexicon_status(words, count, ret);
		return;
	}
	/* A long text is looked at in stretches that overlap by a phrase. */
	while (at < size) {
		at = words[count - LEXICON_PHRASE_MAX].at;
		count = lexicon_split(text, size, &at, words);
		classes |= lexicon_look(lexicon, words, count, false);
	}
	lexicon_judge(classes, false, ret);
}
