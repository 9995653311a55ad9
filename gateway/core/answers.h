/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a responder answers by text, in any order, case and spacing: "4TW9 Y",
 * "y 4tw9", "OK", "4TW9 1234 1", "SIAP". Pure.
 */
#ifndef SIAGA_ANSWERS_H
#define SIAGA_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#define ANSWERS_CODE_SIZE 8
#define ANSWERS_PIN_SIZE  10 /* eight digits, and an outcome behind them */

struct duty_answer_words {
	bool yes, no, ready;
	bool able;                    /* "bisa": in yes, unless it was denied */
	int outcome;                  /* 1 to 4; 0: none */
	char code[ANSWERS_CODE_SIZE]; /* "": none */
	char pin[ANSWERS_PIN_SIZE];   /* "": none */
};

/* False: it says something else, and is a message like any other. */
bool answers_read(const char *text, size_t size, struct duty_answer_words *ret);

#endif
