/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands and answers: they are the whole message, or none. */
#include "lexicon_data.h"
#include "normalize.h"

#include <string.h>

#define LEXICON_CODE_MIN   4
#define LEXICON_CODE_MAX   5
#define LEXICON_SAFE_MIN   3 /* letters of a safe word */
#define LEXICON_SAFE_MAX   20
#define LEXICON_PARTS_MAX  4
#define LEXICON_SPELLINGS  6
#define LEXICON_REPEAT_MIN 3 /* of one letter, more than Indonesian has */

/* The message in few words, "pukul8" being one. */
struct lexicon_parts {
	char text[LEXICON_PARTS_MAX][LEXICON_WORD_SIZE];
	size_t count;
};

static bool
lexicon_take_parts(
    const struct lexicon_word *words, size_t count, struct lexicon_parts *ret)
{
	*ret = (struct lexicon_parts){.count = 0};
	for (size_t i = 0; i < count; i++) {
		if (!words[i].seamed && ret->count++ == LEXICON_PARTS_MAX)
			return false;
		char *part = ret->text[ret->count - 1];
		size_t len = strlen(part), more = strlen(words[i].text);
		if (len + more >= LEXICON_WORD_SIZE)
			return false;
		memcpy(part + len, words[i].text, more + 1);
	}
	return ret->count > 0;
}

/* "s.t.o.p", "s t o p": parts that may be one word, as one. */
static bool
lexicon_join_parts(const struct lexicon_word *words, size_t count, char *ret)
{
	bool single = count >= LEXICON_SPELLINGS / 2, glued = count > 1;
	size_t len = 0;
	for (size_t i = 0; i < count; i++) {
		size_t more = strlen(words[i].text);
		single &= more == 1;
		glued &= i == 0 || words[i].glued;
		if (len + more >= LEXICON_WORD_SIZE || (!single && !glued))
			return false;
		memcpy(ret + len, words[i].text, more + 1);
		len += more;
	}
	return count > 0;
}

/* A key in the spellings that people use for it; returns how many. */
static size_t
lexicon_spell_key(
    const char *key, char ret[LEXICON_SPELLINGS][LEXICON_KEY_SIZE])
{
	char plain[LEXICON_KEY_SIZE];
	size_t count = 1;
	memcpy(ret[0], key, strlen(key) + 1);
	count += normalize_plain(key, ret[count]);
	(void)normalize_plain(key, plain);
	if (normalize_letters(plain, 'i', ret[count])) {
		count++;
		(void)normalize_letters(plain, 'l', ret[count++]);
	}
	if (normalize_longest_run(plain) >= LEXICON_REPEAT_MIN)
		(void)normalize_squeeze(plain, ret[count++]);
	return count;
}

static uint64_t
lexicon_look_key(const struct lexicon *l, const char *key, bool code)
{
	char spellings[LEXICON_SPELLINGS][LEXICON_KEY_SIZE];
	size_t count = lexicon_spell_key(key, spellings);
	uint64_t classes = 0;
	for (size_t i = 0; i < count; i++) {
		const struct lexicon_whole *whole =
		    lexicon_table_whole(l, spellings[i]);
		if (whole != NULL)
			classes |= code ? whole->code : whole->classes;
	}
	return classes;
}

static uint64_t
lexicon_look_whole(const struct lexicon *l, const struct lexicon_parts *parts)
{
	char key[LEXICON_KEY_SIZE];
	size_t len = 0;
	for (size_t i = 0; i < parts->count; i++) {
		size_t more = strlen(parts->text[i]);
		if (i > 0)
			key[len++] = '+';
		memcpy(key + len, parts->text[i], more);
		len += more;
	}
	key[len] = '\0';
	return lexicon_look_key(l, key, false);
}

static bool
lexicon_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
lexicon_is_code(const char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i < len; i++)
		if (!lexicon_is_digit(word[i]) &&
		    !(word[i] >= 'a' && word[i] <= 'z'))
			return false;
	return len >= LEXICON_CODE_MIN && len <= LEXICON_CODE_MAX;
}

static void
lexicon_take_code(const char *word, char ret[8])
{
	size_t i = 0;
	for (; word[i] != '\0'; i++)
		ret[i] = lexicon_is_digit(word[i])
			     ? word[i]
			     : (char)(word[i] - 'a' + 'A');
	ret[i] = '\0';
}

/* Three letters at least, so that no digit and no code's rest is one. */
static void
lexicon_take_safe(const char *word, struct found_words *ret)
{
	size_t letters = 0, all = 0;
	for (size_t i = 0; word[i] != '\0'; i++) {
		bool begins = ((unsigned char)word[i] & 0xc0) != 0x80;
		all += begins;
		letters +=
		    begins && !lexicon_is_digit(word[i]) && word[i] != '\'';
	}
	if (letters >= LEXICON_SAFE_MIN && all <= LEXICON_SAFE_MAX &&
	    strlen(word) < sizeof(ret->word))
		memcpy(ret->word, word, strlen(word) + 1);
}

/* CEK code, CEK KODE code; then perhaps the safe word. */
static void
lexicon_take_status(const struct lexicon *l, const struct lexicon_parts *parts,
    struct found_words *ret)
{
	uint64_t classes = lexicon_look_key(l, parts->text[0], true);
	size_t at = 1;
	if (classes == 0)
		return;
	if (parts->count > 2 && (lexicon_look_key(l, parts->text[1], false) &
				    LEXICON_BIT(CMD_CODE)) != 0)
		at = 2;
	if (at >= parts->count || !lexicon_is_code(parts->text[at]) ||
	    parts->count > at + 2)
		return;
	ret->classes |= classes;
	lexicon_take_code(parts->text[at], ret->status_code);
	if (at + 1 < parts->count)
		lexicon_take_safe(parts->text[at + 1], ret);
}

static bool
lexicon_has_digit(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

/* HAPUS YA; then perhaps a code, a safe word, or both. */
static void
lexicon_take_erase(const struct lexicon *l, const struct lexicon_parts *parts,
    struct found_words *ret)
{
	const char *third = parts->text[2];
	if (parts->count < 2 ||
	    (lexicon_look_key(l, parts->text[0], false) &
		LEXICON_BIT(CMD_DELETE)) == 0 ||
	    (lexicon_look_key(l, parts->text[1], false) & LEXICON_BIT(YES)) ==
		0)
		return;
	bool code = parts->count > 2 && lexicon_is_code(third) &&
		    (parts->count > 3 || lexicon_has_digit(third));
	if (parts->count > 3 && !code)
		return;
	ret->classes |= LEXICON_BIT(CMD_ERASE_YES);
	if (code)
		lexicon_take_code(third, ret->erase_code);
	if (parts->count > 2)
		lexicon_take_safe(parts->text[parts->count - 1], ret);
	if (code && parts->count == 3)
		ret->word[0] = '\0';
}

static void
lexicon_judge_whole(uint64_t classes, struct found_words *ret)
{
	ret->urgent = (classes & LEXICON_BIT(URGENT)) != 0;
	ret->exit = (classes & LEXICON_BIT(CMD_EXIT)) != 0;
	ret->stop = (classes & LEXICON_BIT(CMD_STOP)) != 0;
	ret->erase = (classes & LEXICON_BIT(CMD_DELETE)) != 0;
	ret->erase_yes = (classes & LEXICON_BIT(CMD_ERASE_YES)) != 0;
	ret->wrong_number = (classes & LEXICON_BIT(CMD_WRONG_NUMBER)) != 0;
	ret->consent = (classes & LEXICON_BIT(CMD_CONSENT)) != 0;
	ret->menu = (classes & LEXICON_BIT(CMD_MENU)) != 0;
	ret->hours = (classes & LEXICON_BIT(CMD_HOURS)) != 0;
	ret->yes = (classes & LEXICON_BIT(YES)) != 0;
	ret->no = (classes & LEXICON_BIT(NO)) != 0;
	ret->other = (classes & LEXICON_BIT(OTHER)) != 0;
	ret->keep_code = (classes & LEXICON_BIT(CMD_CODE)) != 0;
}

void
lexicon_whole(const struct lexicon *l, const struct lexicon_word *words,
    size_t count, struct found_words *ret)
{
	struct lexicon_parts parts;
	char joined[LEXICON_WORD_SIZE];
	if (lexicon_join_parts(words, count, joined))
		ret->classes |= lexicon_look_key(l, joined, false);
	if (lexicon_take_parts(words, count, &parts)) {
		ret->classes |= lexicon_look_whole(l, &parts);
		lexicon_take_status(l, &parts, ret);
		lexicon_take_erase(l, &parts, ret);
		const char *first = parts.text[0];
		if (parts.count == 1 && lexicon_is_digit(first[0]) &&
		    first[1] == '\0')
			ret->digit = first[0] - '0';
		else if (parts.count == 1 && ret->classes == 0)
			lexicon_take_safe(first, ret);
	}
	lexicon_judge_whole(ret->classes, ret);
}
