/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers.h"

#include <ctype.h>
#include <string.h>

#define ANSWERS_TOKENS 4 /* a code, a PIN, a word, a digit */
#define ANSWERS_TOKEN  9

static const char answers_letters[] = "234679CDFGHJKMNPRTWX";

/* What people type for yes and no; ours say Y and T. */
static const char *const answers_yes[] = {
    "Y", "YA", "YAA", "IYA", "OK", "OKE", "OKAY", "BISA", NULL};
static const char *const answers_no[] = {
    "T", "TIDAK", "TDK", "TAK", "GAK", "GK", "ENGGAK", "N", "NO", NULL};
static const char *const answers_ready[] = {"SIAP", "SIYAP", NULL};

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
answers_take(struct duty_answer_words *w, const char *token)
{
	size_t len = strlen(token);
	if (answers_in(token, answers_yes))
		return w->yes = true;
	if (answers_in(token, answers_no))
		return w->no = true;
	if (answers_in(token, answers_ready))
		return w->ready = true;
	if (answers_take_code(w, token, len))
		return true;
	/* "4TW9Y": Y is no letter of a code */
	if (token[len - 1] == 'Y' && answers_take_code(w, token, len - 1))
		return w->yes = true;
	if (!answers_digits(token))
		return false;
	if (len == 1 && token[0] >= '1' && token[0] <= '4' && w->outcome == 0) {
		w->outcome = token[0] - '0';
		return true;
	}
	if (len < 4 || w->pin[0] != '\0')
		return false;
	memcpy(w->pin, token, len + 1);
	return true;
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
	bool both = ret->yes && ret->no;
	bool says = ret->yes || ret->no || ret->ready || ret->outcome != 0;
	return got == 0 && says && !both;
}
