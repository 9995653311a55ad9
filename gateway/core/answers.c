/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers.h"

#include <ctype.h>
#include <string.h>

#define ANSWERS_TOKENS 4 /* a code, a PIN, a word, a digit */
#define ANSWERS_TOKEN  (ANSWERS_PIN_SIZE + 5) /* "4TW97123456781" */

static const char answers_letters[] = "234679CDFGHJKMNPRTWX";

/* What people type for yes and no; ours say Y and T. */
static const char *const answers_yes[] = {
    "Y", "YA", "YAA", "IYA", "OK", "OKE", "OKAY", NULL};
static const char *const answers_no[] = {"T", "TIDAK", "TDK", "TAK", "GAK",
    "GK", "GA", "ENGGAK", "NGGAK", "N", "NO", NULL};
/* Yes, unless a no stands beside it: "tidak bisa", "tidak siap". */
static const char *const answers_able[] = {"BISA", "BS", NULL};
static const char *const answers_ready[] = {"SIAP", "SIYAP", NULL};
/* What politeness puts beside them. */
static const char *const answers_filler[] = {
    "MAAF", "BU", "PAK", "MBAK", "KAK", NULL};

static bool
answers_in(const char *token, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (strcmp(token, words[i]) == 0)
			return true;
	return false;
}

/* Four or five of our letters, a digit and a letter among them. */
static bool
answers_is_code(const char *token, size_t len)
{
	bool digit = false, letter = false;
	if (len != 4 && len != 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (strchr(answers_letters, token[i]) == NULL)
			return false;
		digit |= isdigit((unsigned char)token[i]) != 0;
		letter |= isalpha((unsigned char)token[i]) != 0;
	}
	return digit && letter;
}

static bool
answers_digits(const char *token)
{
	return token[strspn(token, "0123456789")] == '\0';
}

/* An outcome, or a PIN. */
static bool
answers_take_digits(struct duty_answer_words *w, const char *token)
{
	size_t len = strlen(token);
	if (len == 0 || !answers_digits(token))
		return false;
	if (len == 1 && token[0] >= '1' && token[0] <= '4' && w->outcome == 0) {
		w->outcome = token[0] - '0';
		return true;
	}
	if (len < 4 || len >= ANSWERS_PIN_SIZE || w->pin[0] != '\0')
		return false;
	memcpy(w->pin, token, len + 1);
	return true;
}

static bool
answers_take_code(struct duty_answer_words *w, const char *token, size_t len)
{
	if (w->code[0] != '\0' || !answers_is_code(token, len))
		return false;
	memcpy(w->code, token, len);
	w->code[len] = '\0';
	return true;
}

static bool
answers_take_word(struct duty_answer_words *w, const char *word)
{
	bool yes = answers_in(word, answers_yes);
	bool no = answers_in(word, answers_no);
	bool able = answers_in(word, answers_able);
	bool ready = answers_in(word, answers_ready);
	w->yes |= yes;
	w->no |= no;
	w->able |= able;
	w->ready |= ready;
	return yes || no || able || ready;
}

/* "4TW9Y", "4tw9ok", "YA4TW9", "4TW91234": a code, and what clings to it. */
static bool
answers_take_glued(struct duty_answer_words *w, const char *token, size_t len)
{
	for (size_t size = 4; size <= 5 && size < len; size++) {
		char word[ANSWERS_TOKEN] = "";
		const char *rest = token + size;
		struct duty_answer_words tried = *w;
		if (answers_take_code(&tried, token, size) &&
		    (answers_take_word(&tried, rest) ||
			answers_take_digits(&tried, rest)))
			return *w = tried, true;
		tried = *w;
		memcpy(word, token, len - size);
		if (answers_take_code(&tried, token + len - size, size) &&
		    answers_take_word(&tried, word))
			return *w = tried, true;
	}
	return false;
}

static bool
answers_take(struct duty_answer_words *w, const char *token)
{
	if (answers_take_word(w, token) || answers_in(token, answers_filler))
		return true;
	return answers_take_code(w, token, strlen(token)) ||
	       answers_take_digits(w, token) ||
	       answers_take_glued(w, token, strlen(token));
}

/* A PIN with its outcome behind it; a code of four with T behind it. */
static void
answers_split(struct duty_answer_words *w)
{
	size_t pin = strlen(w->pin), code = strlen(w->code);
	bool says = w->yes || w->no || w->able || w->ready || w->outcome != 0;
	if (says || (pin == 0 && code != 5))
		return;
	if (pin > 4 && w->pin[pin - 1] >= '1' && w->pin[pin - 1] <= '4') {
		w->outcome = w->pin[pin - 1] - '0';
		w->pin[pin - 1] = '\0';
	} else if (pin == 0 && w->code[4] == 'T' &&
		   answers_is_code(w->code, 4)) {
		w->code[4] = '\0';
		w->no = true;
	}
}

/* The next run of letters and digits, in capitals; 0: none, -1: too long. */
static int
answers_token(const char **text, size_t *size, char ret[ANSWERS_TOKEN])
{
	size_t len = 0;
	while (*size > 0 && !isalnum((unsigned char)**text)) {
		/* letters of other scripts are words of hers, not answers */
		if ((unsigned char)**text >= 0x80 || **text == '\0')
			return -1;
		(*text)++;
		(*size)--;
	}
	while (*size > 0 && isalnum((unsigned char)**text)) {
		if (len + 1 == ANSWERS_TOKEN)
			return -1;
		ret[len++] = (char)toupper((unsigned char)**text);
		(*text)++;
		(*size)--;
	}
	ret[len] = '\0';
	return (int)len;
}

bool
answers_read(const char *text, size_t size, struct duty_answer_words *ret)
{
	char token[ANSWERS_TOKEN];
	int tokens = 0, got;
	*ret = (struct duty_answer_words){0};
	while ((got = answers_token(&text, &size, token)) > 0)
		if (++tokens > ANSWERS_TOKENS || !answers_take(ret, token))
			return false;
	answers_split(ret);
	ret->yes |= ret->able && !ret->no;
	ret->ready &= !ret->no;
	bool both = ret->yes && ret->no;
	bool says = ret->yes || ret->no || ret->ready || ret->outcome != 0;
	return got == 0 && says && !both;
}
