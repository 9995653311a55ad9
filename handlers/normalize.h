/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people type, one spelling of it: styled letters, look-alikes of other
 * alphabets and accents become plain lower-case letters.
 *
 * Pure: no I/O, no allocation, no state; every function may be called with
 * any bytes and takes time that is linear in them.
 */
#ifndef SIAGA_NORMALIZE_H
#define SIAGA_NORMALIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for what one character becomes, with its NUL. */
#define NORMALIZE_SIZE 40

/* Stand for all separators: a word ends, or may go on behind it. */
#define NORMALIZE_BLANK ' '
#define NORMALIZE_GLUE  '.' /* punctuation, symbols, marks nobody sees */

/*
 * The first character of text[0..size), size > 0, as lower-case letters,
 * digits, apostrophes and separators; "" if it is dropped, as accents are.
 * Returns its bytes, at least 1; a byte that is no UTF-8 is a separator.
 */
size_t normalize_first(const char *text, size_t size, char ret[NORMALIZE_SIZE]);

/*
 * Word helpers; `ret` has room for strlen(word) + 1 bytes. Each returns
 * whether ret differs from the word.
 *
 * squeeze: letters that repeat stand once ("toolong"); digits are kept.
 * letters: digits beside letters read as letters ("t0long"), 1 as `one`.
 * plain: apostrophes are left out ("jum'at").
 */
bool normalize_squeeze(const char *word, char *ret);
bool normalize_letters(const char *word, char one, char *ret);
bool normalize_plain(const char *word, char *ret);

/* The longest run of one letter. */
size_t normalize_longest_run(const char *word);

#endif
