/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cuts a message into words; see lexicon_data.h. */
#include "lexicon_data.h"
#include "normalize.h"

#include <string.h>

#define LEXICON_REPEAT_MAX 3 /* of one letter; more say nothing more */

struct lexicon_cut {
	struct lexicon_word *words;
	size_t count;
	size_t len; /* of the open word; 0: none is open */
	bool blank; /* since the last word */
};

static bool
lexicon_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Letters and digits are two words if one stands behind the other once:
 * "pukul8", "3x", but not "t0l0ng" or "7f3k".
 */
static size_t
lexicon_seam(const char *text)
{
	size_t seam = 0, changes = 0;
	for (size_t i = 1; text[i] != '\0'; i++)
		if (lexicon_is_digit(text[i]) != lexicon_is_digit(text[i - 1]))
			seam = ++changes == 1 ? i : 0;
	return seam;
}

static void
lexicon_close_word(struct lexicon_cut *cut)
{
	struct lexicon_word *w = &cut->words[cut->count];
	size_t seam = cut->len > 0 ? lexicon_seam(w->text) : 0;
	cut->count += cut->len > 0;
	cut->len = 0;
	if (seam == 0 || cut->count == LEXICON_WORDS_MAX)
		return;
	w[1] = *w;
	w[1].seamed = w[1].glued = true;
	memcpy(w[1].text, w->text + seam, strlen(w->text + seam) + 1);
	w->text[seam] = '\0';
	cut->count++;
}

static bool
lexicon_repeats(const struct lexicon_word *w, size_t len, char c)
{
	for (size_t i = 1; i <= LEXICON_REPEAT_MAX; i++)
		if (len < i || w->text[len - i] != c)
			return false;
	return !lexicon_is_digit(c);
}

/* One character that may have become several; false: no room for it. */
static bool
lexicon_take(struct lexicon_cut *cut, const char *text, size_t at, size_t end)
{
	size_t len = strlen(text);
	if (cut->len + len >= LEXICON_WORD_SIZE)
		lexicon_close_word(cut);
	if (cut->count == LEXICON_WORDS_MAX)
		return false;
	struct lexicon_word *w = &cut->words[cut->count];
	if (cut->len == 0)
		*w = (struct lexicon_word){
		    .at = at, .from = at, .glued = !cut->blank};
	cut->blank = false;
	w->end = end;
	if (len == 1 && lexicon_repeats(w, cut->len, *text))
		return true;
	memcpy(w->text + cut->len, text, len + 1);
	cut->len += len;
	return true;
}

/* Separators may stand among the letters: U+249C is "(a)". */
static bool
lexicon_take_all(struct lexicon_cut *cut, char *text, size_t at, size_t end)
{
	while (*text != '\0') {
		size_t len = strcspn(text, " .");
		char after = text[len];
		text[len] = '\0';
		if (len > 0 && !lexicon_take(cut, text, at, end))
			return false;
		if (after == '\0')
			return true;
		lexicon_close_word(cut);
		cut->blank |= after == NORMALIZE_BLANK;
		text += len + 1;
	}
	return true;
}

size_t
lexicon_split(const char *text, size_t size, size_t *at,
    struct lexicon_word words[LEXICON_WORDS_MAX])
{
	struct lexicon_cut cut = {.words = words, .blank = true};
	char part[NORMALIZE_SIZE];
	while (*at < size) {
		size_t len = normalize_first(text + *at, size - *at, part);
		if (!lexicon_take_all(&cut, part, *at, *at + len))
			break;
		*at += len;
	}
	lexicon_close_word(&cut);
	return cut.count;
}
