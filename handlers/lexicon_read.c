/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one word of a message may be: each spelling of it looked up as it
 * stands, then without prefixes and suffixes, then with one slip of the pen.
 * The first of these that finds something is all that the word is, so that a
 * listed word (of GUARD, say) is never taken for another one.
 */
#include "lexicon_data.h"
#include "normalize.h"

#include <string.h>

#define LEXICON_SPELLINGS   4  /* of one word: its digits read as letters */
#define LEXICON_STEM_MIN    4  /* letters left when a suffix is off */
#define LEXICON_ROOT_MIN    5  /* letters left when a prefix is off */
#define LEXICON_SPACED_MIN  3  /* single letters that may be one word */
#define LEXICON_SPACED_MAX  96 /* of them, looked at in one go */
#define LEXICON_INSIDE_FROM 12 /* letters of a word looked into */
#define LEXICON_INSIDE_MIN  6  /* letters of the word inside */
#define LEXICON_TOLD_INSIDE (LEXICON_DANGER | LEXICON_BIT(HELP))

/*
 * Prefixes and the letter that they swallowed. Also those of Javanese (di, n,
 * ny, ng, m, tak, dak, ko), Sundanese (di, ka, pang), Minangkabau (di, ma,
 * mam, man, ba, ta), Madurese (e, a, ka).
 */
static const struct {
	const char *prefix, *first;
} lexicon_prefixes[] = {{"di", ""}, {"d", ""}, {"e", ""}, {"a", ""}, {"me", ""},
    {"m", ""}, {"m", "p"}, {"mem", ""}, {"mem", "p"}, {"men", ""}, {"men", "t"},
    {"meng", ""}, {"meng", "k"}, {"menge", ""}, {"meny", "s"}, {"meny", "c"},
    {"n", ""}, {"n", "t"}, {"ng", ""}, {"ng", "k"}, {"nge", ""}, {"ny", "s"},
    {"ny", "c"}, {"ma", ""}, {"ma", "p"}, {"mam", ""}, {"mam", "p"},
    {"man", ""}, {"man", "t"}, {"mang", ""}, {"mang", "k"}, {"many", "s"},
    {"ter", ""}, {"ta", ""}, {"ke", ""}, {"ka", ""}, {"ber", ""}, {"be", ""},
    {"ba", ""}, {"pe", ""}, {"pem", ""}, {"pem", "p"}, {"pen", ""},
    {"pen", "t"}, {"peng", ""}, {"peng", "k"}, {"peny", "s"}, {"peny", "c"},
    {"pang", ""}, {"se", ""}, {"ku", ""}, {"kau", ""}, {"ko", ""}, {"tak", ""},
    {"dak", ""}, {"per", ""}, {"diper", ""}};

static const char *const lexicon_suffixes[] = {"nya", "ny", "ku", "mu", "i",
    "in", "an", "kan", "lah", "kah", "e", "ne", "ana", "ake", "na", "ke", "x",
    "q"};

static bool
lexicon_ends(const char *text, size_t len, const char *suffix)
{
	size_t size = strlen(suffix);
	return len >= size + LEXICON_STEM_MIN &&
	       memcmp(text + len - size, suffix, size) == 0;
}

static uint64_t
lexicon_stem_at(const struct lexicon *l, const char *text)
{
	uint16_t node = lexicon_table_text(l, text);
	return node == LEXICON_NONE ? 0 : l->nodes[node].stems;
}

/* Without its suffixes, at most two of them. */
static uint64_t
lexicon_strip_suffixes(
    const struct lexicon *l, const char *text, size_t len, int depth)
{
	char less[LEXICON_WORD_SIZE];
	uint64_t classes = lexicon_stem_at(l, text);
	if (classes != 0 || depth == 2)
		return classes;
	memcpy(less, text, len + 1);
	for (size_t i = 0;
	     i < sizeof(lexicon_suffixes) / sizeof(*lexicon_suffixes); i++) {
		if (!lexicon_ends(text, len, lexicon_suffixes[i]))
			continue;
		size_t left = len - strlen(lexicon_suffixes[i]);
		less[left] = '\0';
		classes |= lexicon_strip_suffixes(l, less, left, depth + 1);
		less[left] = text[left];
	}
	return classes;
}

static uint64_t
lexicon_strip(const struct lexicon *l, const char *text)
{
	char root[LEXICON_WORD_SIZE + 1];
	size_t len = strlen(text);
	uint64_t classes = lexicon_strip_suffixes(l, text, len, 0);
	for (size_t i = 0;
	     i < sizeof(lexicon_prefixes) / sizeof(*lexicon_prefixes); i++) {
		const char *prefix = lexicon_prefixes[i].prefix;
		if (*prefix != *text)
			continue;
		size_t off = strlen(prefix);
		size_t first = strlen(lexicon_prefixes[i].first);
		if (strncmp(text, prefix, off) != 0 ||
		    len - off + first < LEXICON_ROOT_MIN)
			continue;
		memcpy(root, lexicon_prefixes[i].first, first);
		memcpy(root + first, text + off, len - off + 1);
		classes |=
		    lexicon_strip_suffixes(l, root, len - off + first, 0);
	}
	return classes;
}

static void
lexicon_add_reading(struct lexicon_word *w, uint16_t node)
{
	for (size_t i = 0; i < w->reading_count; i++)
		if (w->readings[i] == node)
			return;
	if (w->reading_count < LEXICON_READINGS_MAX)
		w->readings[w->reading_count++] = node;
}

static void
lexicon_found_reading(void *word, const struct lexicon *l, uint16_t node)
{
	struct lexicon_word *w = word;
	lexicon_add_reading(w, node);
	w->classes |= l->nodes[node].classes;
}

static void
lexicon_read_text(
    const struct lexicon *l, struct lexicon_word *w, const char *text)
{
	uint16_t node = lexicon_table_text(l, text);
	if (node != LEXICON_NONE)
		lexicon_found_reading(w, l, node);
}

/* The spellings of a word, "" where there is no other one. */
static void
lexicon_spell(const char *text, char ret[LEXICON_SPELLINGS][LEXICON_WORD_SIZE])
{
	memset(ret, 0, LEXICON_SPELLINGS * LEXICON_WORD_SIZE);
	(void)normalize_plain(text, ret[0]);
	if (normalize_letters(ret[0], 'i', ret[1]))
		(void)normalize_letters(ret[0], 'l', ret[2]);
	else
		ret[1][0] = '\0';
	if (normalize_longest_run(ret[0]) >= LEXICON_SPACED_MIN)
		(void)normalize_squeeze(ret[1][0] ? ret[1] : ret[0], ret[3]);
}

static uint64_t
lexicon_squeezed(const struct lexicon *l, const char *text)
{
	struct lexicon_word doubled = {.reading_count = 0};
	char squeezed[LEXICON_WORD_SIZE];
	if (normalize_squeeze(text, squeezed))
		lexicon_table_squeezed(
		    l, squeezed, lexicon_found_reading, &doubled);
	return doubled.classes;
}

static bool
lexicon_is_number(const struct lexicon_word *w)
{
	return w->text[0] >= '0' && w->text[0] <= '9';
}

/* As it stands, however often its letters repeat. */
static void
lexicon_read_literal(const struct lexicon *l, struct lexicon_word *w,
    char spellings[LEXICON_SPELLINGS][LEXICON_WORD_SIZE])
{
	lexicon_read_text(l, w, w->text);
	for (size_t i = 0; i < LEXICON_SPELLINGS; i++)
		if (spellings[i][0] != '\0')
			lexicon_read_text(l, w, spellings[i]);
	if (spellings[3][0] != '\0')
		lexicon_table_squeezed(
		    l, spellings[3], lexicon_found_reading, w);
	if (lexicon_is_number(w))
		lexicon_add_reading(w, 0);
}

/* A GUARD among them means a word that only looks like the others. */
static uint64_t
lexicon_guard(uint64_t classes)
{
	return (classes & LEXICON_BIT(GUARD)) != 0 ? LEXICON_BIT(GUARD)
						   : classes;
}

typedef uint64_t lexicon_look(const struct lexicon *, const char *);

static uint64_t
lexicon_look_inside(const struct lexicon *l, const char *text)
{
	size_t len = strlen(text);
	return len < LEXICON_INSIDE_FROM
		   ? 0
		   : LEXICON_TOLD_INSIDE &
			 lexicon_table_inside(l, text, len, LEXICON_INSIDE_MIN);
}

static void
lexicon_read_word(const struct lexicon *l, struct lexicon_word *w)
{
	static lexicon_look *const looks[] = {lexicon_strip, lexicon_squeezed,
	    lexicon_table_slips, lexicon_look_inside};
	char spellings[LEXICON_SPELLINGS][LEXICON_WORD_SIZE];
	lexicon_spell(w->text, spellings);
	lexicon_read_literal(l, w, spellings);
	for (size_t k = 0; k < sizeof(looks) / sizeof(*looks); k++)
		for (size_t i = 0; w->classes == 0 && i < LEXICON_SPELLINGS;
		     i++)
			if (spellings[i][0] != '\0')
				w->classes =
				    lexicon_guard(looks[k](l, spellings[i]));
}

/* Parts typed apart, read as the one word that they make. */
static void
lexicon_read_joined(const struct lexicon *l, struct lexicon_word *words,
    size_t first, size_t last, const char *text)
{
	struct lexicon_word joined = {.reading_count = 0};
	char spellings[LEXICON_SPELLINGS][LEXICON_WORD_SIZE];
	struct lexicon_word *w = &words[last];
	memcpy(joined.text, text, strlen(text) + 1);
	lexicon_spell(text, spellings);
	lexicon_read_literal(l, &joined, spellings);
	for (size_t i = 0; joined.classes == 0 && i < LEXICON_SPELLINGS; i++)
		if (spellings[i][0] != '\0')
			joined.classes =
			    lexicon_guard(lexicon_strip(l, spellings[i]));
	if (joined.classes == 0 && joined.reading_count == 0)
		return;
	for (size_t i = 0; i < joined.reading_count; i++)
		if (joined.readings[i] != 0)
			lexicon_add_reading(w, joined.readings[i]);
	w->classes |= joined.classes & ~LEXICON_BIT(GUARD);
	if ((joined.classes & LEXICON_TOLD) == 0)
		return;
	w->from = words[first].from;
	for (size_t i = first; i < last; i++)
		words[i].absorbed = true;
}

static bool
lexicon_join(const struct lexicon_word *words, size_t first, size_t last,
    char ret[LEXICON_WORD_SIZE])
{
	size_t len = 0;
	for (size_t i = first; i <= last; i++) {
		size_t more = strlen(words[i].text);
		if (len + more >= LEXICON_WORD_SIZE)
			return false;
		memcpy(ret + len, words[i].text, more + 1);
		len += more;
	}
	return true;
}

static void
lexicon_join_and_read(const struct lexicon *l, struct lexicon_word *words,
    size_t first, size_t last)
{
	char text[LEXICON_WORD_SIZE];
	if (first < last && lexicon_join(words, first, last, text))
		lexicon_read_joined(l, words, first, last, text);
}

/* "to.long", "di-pukul": two parts, and all that hang together. */
static void
lexicon_read_glued(
    const struct lexicon *l, struct lexicon_word *words, size_t count)
{
	size_t first = 0;
	for (size_t i = 1; i <= count; i++) {
		if (i < count && words[i].glued) {
			lexicon_join_and_read(l, words, i - 1, i);
			continue;
		}
		if (i - first > 2)
			lexicon_join_and_read(l, words, first, i - 1);
		first = i;
	}
}

/* "di pukul": prefixes that people write apart. */
static void
lexicon_read_prefixed(
    const struct lexicon *l, struct lexicon_word *words, size_t count)
{
	static const char *const apart[] = {"di", "d", "ter", "ke", "me", "mem",
	    "men", "meng", "ku", "kau", "ka", "e"};
	for (size_t i = 0; i + 1 < count; i++)
		for (size_t k = 0; k < sizeof(apart) / sizeof(*apart); k++)
			if (strcmp(words[i].text, apart[k]) == 0 &&
			    !words[i + 1].glued)
				lexicon_join_and_read(l, words, i, i + 1);
}

static bool
lexicon_is_single(const struct lexicon_word *w)
{
	return w->text[0] != '\0' && w->text[1] == '\0';
}

/* A run of single letters: all of it, or words inside it. */
static void
lexicon_read_run(const struct lexicon *l, struct lexicon_word *words,
    size_t first, size_t count)
{
	char text[LEXICON_SPACED_MAX + 1], plain[LEXICON_SPACED_MAX + 1];
	struct lexicon_word *w = &words[first + count - 1];
	for (size_t i = 0; i < count; i++)
		text[i] = words[first + i].text[0];
	text[count] = '\0';
	if (count < LEXICON_WORD_SIZE)
		lexicon_read_joined(l, words, first, first + count - 1, text);
	if ((w->classes & LEXICON_TOLD) != 0)
		return;
	(void)normalize_letters(text, 'i', plain);
	w->classes |= LEXICON_TOLD_INSIDE &
		      lexicon_table_inside(l, plain, count, LEXICON_ROOT_MIN);
	if (w->classes != 0)
		w->from = words[first].from;
}

/* "t o l o n g", "p-u-k-u-l" */
static void
lexicon_read_spaced(
    const struct lexicon *l, struct lexicon_word *words, size_t count)
{
	size_t run = 0;
	for (size_t i = 0; i <= count; i++) {
		if (i < count && lexicon_is_single(&words[i]) &&
		    run < LEXICON_SPACED_MAX) {
			run++;
			continue;
		}
		if (run >= LEXICON_SPACED_MIN)
			lexicon_read_run(l, words, i - run, run);
		run = i < count && lexicon_is_single(&words[i]);
	}
}

void
lexicon_read(const struct lexicon *l, struct lexicon_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		lexicon_read_word(l, &words[i]);
	lexicon_read_glued(l, words, count);
	lexicon_read_prefixed(l, words, count);
	lexicon_read_spaced(l, words, count);
}
