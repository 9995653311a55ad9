/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a message means as the answer to a question: one reader for each kind
 * of question. What no reader takes is still filed; it leads where the
 * step's `else` leads. Consent is read from letters and from the YES class,
 * never from a digit (I6, I8).
 */
#include "../gateway/lib/bug.h"
#include "dialogue.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_TOKENS    8  /* longer messages are stories */
#define ANSWER_TOKEN_LEN 16 /* with its NUL */

/* The message cut at everything that is no letter and no digit. */
struct tokens {
	char token[ANSWER_TOKENS][ANSWER_TOKEN_LEN]; /* lower case */
	size_t count;
	bool story; /* too many or too long to be an answer of this sort */
};

static void
answer_cut(const char *text, size_t size, struct tokens *ret)
{
	size_t len = 0;
	*ret = (struct tokens){.count = 0};
	for (size_t i = 0; i <= size && !ret->story; i++) {
		int c = i < size ? (unsigned char)text[i] : ' ';
		if (isalnum(c) && ret->count < ANSWER_TOKENS &&
		    len + 1 < ANSWER_TOKEN_LEN) {
			ret->token[ret->count][len++] = (char)tolower(c);
		} else if (isalnum(c) || c >= 0x80) {
			ret->story = true;
		} else if (len > 0) {
			ret->count++;
			len = 0;
		}
	}
}

static bool
answer_is_number(const char *token, int *ret)
{
	size_t len = strlen(token);
	if (len == 0 || len > 3 || strspn(token, "0123456789") != len)
		return false;
	*ret = (int)strtol(token, NULL, 10);
	return true;
}

/* --- one reader a kind: true if the message is such an answer --- */

typedef bool answer_reader(const struct dialogue_step *,
    const struct found_words *, const struct tokens *, struct answer *);

static bool
answer_take_digit(const struct dialogue_step *step, int digit, struct answer *a)
{
	if (digit < 0 || digit >= DIALOGUE_DIGITS ||
	    step->digit[digit].to == TO_NOWHERE)
		return false;
	a->digit = digit;
	a->next = &step->digit[digit];
	return true;
}

/* "1", "1." and "2 orang lain": a digit and at most three of its words. */
static bool
answer_digit(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	if (words->digit >= 0)
		return answer_take_digit(step, words->digit, a);
	if (t->story || t->count == 0 || t->count > 4 ||
	    t->token[0][1] != '\0' || !isdigit((unsigned char)t->token[0][0]))
		return false;
	for (size_t i = 1; i < t->count; i++)
		if (strpbrk(t->token[i], "0123456789") != NULL)
			return false;
	return answer_take_digit(step, t->token[0][0] - '0', a);
}

/* "13", "1 3", "1,3 dan 4": each digit an option of its own. */
static bool
answer_choices(const struct dialogue_step *step,
    const struct found_words *words, const struct tokens *t, struct answer *a)
{
	bool seen[DIALOGUE_DIGITS] = {false};
	if (answer_digit(step, words, t, a) && a->digit == 0)
		return true;
	if (t->story || t->count == 0)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		if (strcmp(t->token[i], "dan") == 0)
			continue;
		for (const char *c = t->token[i]; *c != '\0'; c++) {
			if (*c < '1' || *c > '8' ||
			    step->digit[*c - '0'].to == TO_NOWHERE)
				return false;
			seen[*c - '0'] = true;
		}
	}
	size_t count = 0;
	a->next = NULL;
	for (int d = 1; d < DIALOGUE_DIGITS; d++) {
		if (!seen[d])
			continue;
		a->forms[count++] = (char)('0' + d);
		if (step->digit[d].urgency > a->urgency)
			a->urgency = step->digit[d].urgency;
		if (a->next == NULL)
			a->next = &step->digit[d];
	}
	for (int d = 1; d < DIALOGUE_DIGITS; d++)
		if (seen[d] && step->has[d].to != TO_NOWHERE)
			a->next = &step->has[d];
	a->digit = -1;
	return count > 0;
}

/* Years: "16", "17 tahun", "umur 20 thn". */
static bool
answer_age(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	static const char *const beside[] = {
	    "umur", "usia", "tahun", "thn", "th", "years", "age"};
	int years = 0, number;
	if (answer_digit(step, words, t, a))
		return true;
	for (size_t i = 0; i < t->count && !t->story; i++) {
		bool known = false;
		for (size_t j = 0; j < sizeof(beside) / sizeof(*beside); j++)
			known |= strcmp(beside[j], t->token[i]) == 0;
		if (known)
			continue;
		if (years != 0 || !answer_is_number(t->token[i], &number))
			return false;
		years = number;
	}
	if (t->story || years < 3 || years > 120)
		return false;
	return answer_take_digit(step, years < 18 ? 1 : 2, a);
}

static bool
answer_any(const struct dialogue_step *step, struct answer *a)
{
	a->next = &step->way[WAY_ANY];
	return a->next->to != TO_NOWHERE;
}

static bool
answer_village(const struct dialogue_step *step,
    const struct found_words *words, const struct tokens *t, struct answer *a)
{
	/* Only a bare digit: "1 Ulu" may well be a village. */
	if (words->digit >= 0)
		return answer_take_digit(step, words->digit, a);
	return (t->story || t->count > 0) && answer_any(step, a);
}

static bool
answer_words(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	return answer_village(step, words, t, a);
}

static bool
answer_way(const struct dialogue_step *step, enum dialogue_way way, char cadre,
    struct answer *a)
{
	if (step->way[way].to == TO_NOWHERE)
		return false;
	a->next = &step->way[way];
	a->cadre = cadre;
	return true;
}

/* By the lexicon's YES class without ok, oke, okey; of digits only 0. */
static bool
answer_yes_no(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	(void)t;
	if (words->digit == 0)
		return answer_take_digit(step, 0, a);
	if (words->yes)
		return answer_way(step, WAY_YES, 'y', a);
	if (words->no)
		return answer_way(step, WAY_NO, 'n', a);
	return words->other && answer_way(step, WAY_OTHER, 'o', a);
}

/* Letters alone: "KM", "k, m", "K dan M". */
static bool
answer_consent(const struct dialogue_step *step,
    const struct found_words *words, const struct tokens *t, struct answer *a)
{
	bool given[sizeof(CONSENT_LETTERS)] = {false};
	size_t count = 0;
	a->consent_set = true;
	if (words->digit == 0)
		return answer_take_digit(step, 0, a);
	for (size_t i = 0; i < t->count && !t->story; i++) {
		if (strcmp(t->token[i], "dan") == 0)
			continue;
		for (const char *c = t->token[i]; *c != '\0'; c++) {
			const char *at =
			    strchr(CONSENT_LETTERS, toupper((unsigned char)*c));
			if (at == NULL)
				return false;
			given[at - CONSENT_LETTERS] = true;
		}
	}
	for (size_t i = 0; CONSENT_LETTERS[i] != '\0'; i++)
		if (given[i])
			a->consent[count++] = CONSENT_LETTERS[i];
	return !t->story && count > 0 && answer_any(step, a);
}

/* "1T", "2 s", "N". */
static bool
answer_window(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	char all[2 * ANSWER_TOKEN_LEN] = "";
	if (words->digit == 0)
		return answer_take_digit(step, 0, a);
	if (t->story || t->count == 0 || t->count > 2)
		return false;
	for (size_t i = 0; i < t->count; i++)
		(void)snprintf(all + strlen(all), sizeof(all) - strlen(all),
		    "%s", t->token[i]);
	if (strcmp(all, "n") == 0) {
		a->way = CONTACT_NEVER;
		return answer_way(step, WAY_NO, 0, a);
	}
	if (strlen(all) != 2 || all[0] < '1' || all[0] > '4' ||
	    (all[1] != 't' && all[1] != 's'))
		return false;
	a->window = all[0];
	a->way = all[1] == 't' ? CONTACT_CALL : CONTACT_SMS;
	return answer_any(step, a);
}

/* How a part of the day moves an hour of a twelve-hour clock. */
static const struct {
	const char *word;
	int from, to; /* these hours become those of the afternoon */
} answer_parts[] = {
    {"pagi", 0, 0}, {"siang", 1, 4}, {"sore", 1, 7}, {"malam", 5, 11}};

static int
answer_move_hour(int hour, const char *part)
{
	size_t count = sizeof(answer_parts) / sizeof(*answer_parts);
	for (size_t i = 0; i < count; i++)
		if (strcmp(answer_parts[i].word, part) == 0)
			return hour >= answer_parts[i].from &&
				       hour <= answer_parts[i].to &&
				       answer_parts[i].to > 0
				   ? hour + 12
				   : hour;
	return -1;
}

/* "16.30", "jam 4 sore", "pukul 16". */
static bool
answer_hour(const struct dialogue_step *step, const struct found_words *words,
    const struct tokens *t, struct answer *a)
{
	size_t i = 0;
	int hour, minute = 0, moved;
	if (words->digit == 0)
		return answer_take_digit(step, 0, a);
	/* A bare digit is an answer to some menu, not one at night. */
	if (t->story || words->digit >= 0)
		return false;
	if (t->count > 0 && (strcmp(t->token[0], "jam") == 0 ||
				strcmp(t->token[0], "pukul") == 0))
		i++;
	if (i >= t->count || !answer_is_number(t->token[i++], &hour))
		return false;
	if (i < t->count && answer_is_number(t->token[i], &minute))
		i++;
	if (i < t->count) {
		moved = answer_move_hour(hour, t->token[i++]);
		hour = moved;
	}
	if (i != t->count || hour < 0 || hour > 23 || minute > 59)
		return false;
	a->minute = hour * 60 + minute;
	return answer_any(step, a);
}

static bool
answer_safe_word(const struct dialogue_step *step,
    const struct found_words *words, const struct tokens *t, struct answer *a)
{
	(void)t;
	if (words->digit == 0)
		return answer_take_digit(step, 0, a);
	return words->word[0] != '\0' && answer_any(step, a);
}

static answer_reader *const answer_readers[KIND_MAX] = {
    [KIND_MENU] = answer_digit,
    [KIND_CHOICE] = answer_digit,
    [KIND_CHOICES] = answer_choices,
    [KIND_AGE] = answer_age,
    [KIND_VILLAGE] = answer_village,
    [KIND_WORDS] = answer_words,
    [KIND_YES_NO] = answer_yes_no,
    [KIND_CONSENT] = answer_consent,
    [KIND_CADRE] = answer_yes_no,
    [KIND_WINDOW] = answer_window,
    [KIND_HOUR] = answer_hour,
    [KIND_SAFE_WORD] = answer_safe_word,
};

void
answer_read(const struct dialogue_step *step, const struct found_words *words,
    const char *text, size_t size, struct answer *ret)
{
	static const struct answer none = {.digit = -1, .minute = -1};
	struct tokens tokens;
	BUG_IF(answer_readers[step->kind] == NULL);
	answer_cut(text, size, &tokens);
	*ret = none;
	ret->fits = answer_readers[step->kind](step, words, &tokens, ret);
	if (ret->fits && ret->next->urgency > ret->urgency)
		ret->urgency = ret->next->urgency;
	if (ret->fits)
		return;
	*ret = none;
	if (step->way[WAY_ELSE].to != TO_NOWHERE)
		ret->next = &step->way[WAY_ELSE];
}
