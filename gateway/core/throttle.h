/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wrong passphrases and codes wait longer and longer, never for ever, and only
 * where they come from: by person and place (the address of a browser, the
 * user at the terminal). Whoever guesses at a name from elsewhere keeps nobody
 * waiting who has unlocked from her own place since siagad started; whoever
 * guesses from her own address, nobody whose browser was right before. Pure:
 * memory alone, the clock comes from outside.
 */
#ifndef SIAGA_THROTTLE_H
#define SIAGA_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

#define THROTTLE_ROWS        128
#define THROTTLE_PERSON_SIZE 33
#define THROTTLE_PLACE_SIZE  50 /* an address, or a browser's name */
#define THROTTLE_FREE        3  /* wrong tries of one pair without a wait */
#define THROTTLE_PLACE_FREE  10 /* of one place, at any names */
#define THROTTLE_NAME_FREE   20 /* at one name, from any browser */
#define THROTTLE_WAIT_MAX_MS 60000
#define THROTTLE_FORGET_MS   3600000 /* after the last wrong one */

struct throttle {
	struct throttle_row {
		char person[THROTTLE_PERSON_SIZE]; /* "": of a place */
		char place[THROTTLE_PLACE_SIZE];   /* "": of a name */
		unsigned wrong;
		int64_t until_ms, used_ms;
		bool known; /* it was right once, from here */
	} rows[THROTTLE_ROWS];
};

struct throttle_try {
	const char *person, *place;
	bool web;    /* a browser: many places are soon had */
	bool device; /* place is a browser that was right, not an address */
	int64_t now_ms;
};

/* Milliseconds until it may be tried; 0: now. */
int64_t throttle_wait_ms(struct throttle *, const struct throttle_try *);
/* It was right from that place before. */
bool throttle_known(const struct throttle *, const struct throttle_try *);
/* Counts as wrong until it is known to be right: side by side they count. */
void throttle_begin(struct throttle *, const struct throttle_try *);
void throttle_right(struct throttle *, const struct throttle_try *);
/* Neither: what begin() counted is taken back. */
void throttle_open(struct throttle *, const struct throttle_try *);

#endif
