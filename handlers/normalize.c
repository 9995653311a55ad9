/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One spelling of what people type; see normalize.h. */
#include "normalize.h"
#include "../gateway/lib/gsm.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

/* The longest compatibility decomposition has 18 characters (U+FDFA). */
#define NORMALIZE_PARTS 32

struct normalize_like {
	uint32_t c;
	const char *text;
};

/* By code point. What Unicode does not decompose but people read as Latin. */
static const struct normalize_like normalize_likes[] = {{0x60, "'"},
    {0xb4, "'"}, {0xc6, "ae"}, {0xd0, "d"}, {0xd8, "o"}, {0xdf, "ss"},
    {0xe6, "ae"}, {0xf0, "d"}, {0xf8, "o"}, {0x110, "d"}, {0x111, "d"},
    {0x126, "h"}, {0x127, "h"}, {0x131, "i"}, {0x141, "l"}, {0x142, "l"},
    {0x14a, "n"}, {0x14b, "n"}, {0x166, "t"}, {0x167, "t"}, {0x180, "b"},
    {0x18e, "e"}, {0x19a, "l"}, {0x1dd, "e"}, {0x250, "a"}, {0x251, "a"},
    {0x254, "o"}, {0x256, "d"}, {0x258, "e"}, {0x259, "e"}, {0x25b, "e"},
    {0x261, "g"}, {0x262, "g"}, {0x266, "h"}, {0x268, "i"}, {0x269, "i"},
    {0x26a, "i"}, {0x274, "n"}, {0x280, "r"}, {0x299, "b"}, {0x29c, "h"},
    {0x29f, "l"}, {0x2b9, "'"}, {0x2bb, "'"}, {0x2bc, "'"}, {0x2bd, "'"},
    {0x2c8, "'"}, {0x391, "a"}, {0x392, "b"}, {0x395, "e"}, {0x396, "z"},
    {0x397, "h"}, {0x399, "i"}, {0x39a, "k"}, {0x39b, "a"}, {0x39c, "m"},
    {0x39d, "n"}, {0x39f, "o"}, {0x3a1, "p"}, {0x3a3, "e"}, {0x3a4, "t"},
    {0x3a5, "y"}, {0x3a7, "x"}, {0x3b1, "a"}, {0x3b2, "b"}, {0x3b3, "y"},
    {0x3b5, "e"}, {0x3b7, "n"}, {0x3b9, "i"}, {0x3ba, "k"}, {0x3bc, "u"},
    {0x3bd, "v"}, {0x3bf, "o"}, {0x3c1, "p"}, {0x3c3, "o"}, {0x3c4, "t"},
    {0x3c5, "u"}, {0x3c7, "x"}, {0x3c9, "w"}, {0x405, "s"}, {0x406, "i"},
    {0x408, "j"}, {0x410, "a"}, {0x412, "b"}, {0x415, "e"}, {0x41a, "k"},
    {0x41c, "m"}, {0x41d, "h"}, {0x41e, "o"}, {0x420, "p"}, {0x421, "c"},
    {0x422, "t"}, {0x423, "y"}, {0x425, "x"}, {0x42c, "b"}, {0x430, "a"},
    {0x432, "b"}, {0x433, "r"}, {0x435, "e"}, {0x438, "u"}, {0x43a, "k"},
    {0x43c, "m"}, {0x43d, "h"}, {0x43e, "o"}, {0x43f, "n"}, {0x440, "p"},
    {0x441, "c"}, {0x442, "t"}, {0x443, "y"}, {0x445, "x"}, {0x44c, "b"},
    {0x455, "s"}, {0x456, "i"}, {0x458, "j"}, {0x4ae, "y"}, {0x4af, "y"},
    {0x4ba, "h"}, {0x4bb, "h"}, {0x4c0, "i"}, {0x4cf, "l"}, {0x501, "d"},
    {0x51b, "q"}, {0x51d, "w"}, {0x578, "n"}, {0x57d, "u"}, {0x585, "o"},
    {0x1d00, "a"}, {0x1d04, "c"}, {0x1d05, "d"}, {0x1d07, "e"}, {0x1d0a, "j"},
    {0x1d0b, "k"}, {0x1d0d, "m"}, {0x1d0f, "o"}, {0x1d18, "p"}, {0x1d1b, "t"},
    {0x1d1c, "u"}, {0x1d20, "v"}, {0x1d21, "w"}, {0x1d22, "z"}, {0x2018, "'"},
    {0x2019, "'"}, {0x201b, "'"}, {0x2032, "'"}, {0xa730, "f"}, {0xa731, "s"},
    {0xff07, "'"}, {0x1f198, " sos "}};

/* Rows of styled letters or digits without a decomposition. */
static const struct {
	uint32_t first, last;
	char from;
} normalize_rows[] = {{0x2776, 0x277e, '1'}, {0x2780, 0x2788, '1'},
    {0x278a, 0x2792, '1'}, {0x1f150, 0x1f169, 'a'}, {0x1f170, 0x1f189, 'a'},
    {0x1f1e6, 0x1f1ff, 'a'}};

/* Marks that nobody sees; whoever types them means one word or two. */
static const struct {
	uint32_t first, last;
} normalize_unseen[] = {{0x34f, 0x34f}, {0x115f, 0x1160}, {0x180b, 0x180f},
    {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f}, {0x20e3, 0x20e3},
    {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xffa0, 0xffa0}, {0xe0000, 0xe0fff}};

struct normalize_sink {
	char *text;
	size_t len;
};

/* What does not fit is left out: no word is as long. */
static void
normalize_put(struct normalize_sink *sink, const char *text, size_t len)
{
	if (sink->len + len >= NORMALIZE_SIZE)
		return;
	memcpy(sink->text + sink->len, text, len);
	sink->len += len;
	sink->text[sink->len] = '\0';
}

static bool
normalize_put_like(struct normalize_sink *sink, uint32_t c)
{
	size_t low = 0,
	       high = sizeof(normalize_likes) / sizeof(*normalize_likes);
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (normalize_likes[mid].c < c)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == sizeof(normalize_likes) / sizeof(*normalize_likes) ||
	    normalize_likes[low].c != c)
		return false;
	const char *text = normalize_likes[low].text;
	normalize_put(sink, text, strlen(text));
	return true;
}

static bool
normalize_put_row(struct normalize_sink *sink, uint32_t c)
{
	for (size_t i = 0; i < sizeof(normalize_rows) / sizeof(*normalize_rows);
	     i++) {
		if (c < normalize_rows[i].first || c > normalize_rows[i].last)
			continue;
		char letter = (char)(normalize_rows[i].from +
				     (int)(c - normalize_rows[i].first));
		normalize_put(sink, &letter, 1);
		return true;
	}
	return false;
}

static bool
normalize_is_unseen(uint32_t c)
{
	for (size_t i = 0;
	     i < sizeof(normalize_unseen) / sizeof(*normalize_unseen); i++)
		if (c >= normalize_unseen[i].first &&
		    c <= normalize_unseen[i].last)
			return true;
	return false;
}

static void
normalize_put_ascii(struct normalize_sink *sink, char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	else if (c == '`')
		c = '\'';
	else if (c == ' ' || (c >= '\t' && c <= '\r'))
		c = NORMALIZE_BLANK;
	else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		 c != '\'')
		c = NORMALIZE_GLUE;
	normalize_put(sink, &c, 1);
}

static char
normalize_separator(uint32_t c)
{
	return uc_is_property_white_space(c) ? NORMALIZE_BLANK : NORMALIZE_GLUE;
}

/* A character that stays whole: another alphabet's letter, or none. */
static void
normalize_put_other(struct normalize_sink *sink, uint32_t c)
{
	char utf8[GSM_UTF8_MAX];
	size_t len = 1;
	int digit = uc_decimal_value(c);
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
		return;
	if (digit >= 0)
		utf8[0] = (char)('0' + digit);
	else if (uc_is_property_alphabetic(c))
		len = gsm_utf8_put(c, utf8);
	else
		utf8[0] = normalize_separator(c);
	normalize_put(sink, utf8, len);
}

static void
normalize_put_part(struct normalize_sink *sink, uint32_t c)
{
	if (c < 0x80)
		normalize_put_ascii(sink, (char)c);
	else if (!normalize_put_like(sink, c) && !normalize_put_row(sink, c))
		normalize_put_other(sink, c);
}

/*
 * Compatibility decomposition, then each part for itself: composing again
 * (NFKC) would only put accents back that are dropped here.
 */
static void
normalize_put_parts(struct normalize_sink *sink, uint32_t c)
{
	uint32_t parts[NORMALIZE_PARTS], folded[NORMALIZE_PARTS];
	size_t count = NORMALIZE_PARTS, size = NORMALIZE_PARTS;
	uint32_t *all = u32_normalize(UNINORM_NFKD, &c, 1, parts, &count);
	uint32_t *low =
	    all == NULL ? NULL
			: u32_casefold(all, count, NULL, NULL, folded, &size);
	for (size_t i = 0; low != NULL && i < size; i++)
		normalize_put_part(sink, low[i]);
	/* The buffers suffice for all of Unicode 15; who knows the next. */
	if (all != parts)
		free(all);
	if (low != folded)
		free(low);
}

size_t
normalize_first(const char *text, size_t size, char ret[NORMALIZE_SIZE])
{
	struct normalize_sink sink = {ret, 0};
	uint32_t c;
	ret[0] = '\0';
	if ((unsigned char)*text < 0x80) {
		normalize_put_ascii(&sink, *text);
		return 1;
	}
	size_t len = gsm_utf8_get(text, size, &c);
	if (len == 0 || normalize_is_unseen(c)) {
		normalize_put(&sink, (const char[]){NORMALIZE_GLUE}, 1);
		return len == 0 ? 1 : len;
	}
	/* Arabic ligatures: up to 18 letters that are none of ours */
	if (c >= 0xfb50 && c <= 0xfdff)
		normalize_put_other(&sink, c);
	else if (!normalize_put_like(&sink, c) && !normalize_put_row(&sink, c))
		normalize_put_parts(&sink, c);
	return len;
}

static bool
normalize_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
normalize_squeeze(const char *word, char *ret)
{
	size_t len = 0;
	const char *at = word;
	for (; *at != '\0'; at++)
		if (len == 0 || ret[len - 1] != *at || normalize_is_digit(*at))
			ret[len++] = *at;
	ret[len] = '\0';
	return (size_t)(at - word) != len;
}

static bool
normalize_is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

bool
normalize_letters(const char *word, char one, char *ret)
{
	static const char letters[] = "oizeasgtbg";
	bool changed = false;
	size_t i = 0;
	for (; word[i] != '\0'; i++) {
		ret[i] = word[i];
		/* the letter before may itself have been a digit: t00long */
		bool beside = (i > 0 && normalize_is_letter(ret[i - 1])) ||
			      normalize_is_letter(word[i + 1]);
		if (!normalize_is_digit(word[i]) || !beside)
			continue;
		ret[i] = word[i] == '1' ? one : letters[word[i] - '0'];
		changed = true;
	}
	ret[i] = '\0';
	return changed;
}

bool
normalize_plain(const char *word, char *ret)
{
	size_t len = 0;
	const char *at = word;
	for (; *at != '\0'; at++)
		if (*at != '\'')
			ret[len++] = *at;
	ret[len] = '\0';
	return (size_t)(at - word) != len;
}

size_t
normalize_longest_run(const char *word)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; word[i] != '\0'; i++) {
		run = i > 0 && word[i] == word[i - 1] &&
			      !normalize_is_digit(word[i])
			  ? run + 1
			  : 1;
		longest = run > longest ? run : longest;
	}
	return longest;
}
