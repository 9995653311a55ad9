/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lexicon in memory; for lexicon.c and lexicon_load.c alone. */
#ifndef SIAGA_LEXICON_DATA_H
#define SIAGA_LEXICON_DATA_H

#include "lexicon.h"

#define LEXICON_WORD_SIZE   32  /* longest word with its NUL */
#define LEXICON_WORDS_MAX   512 /* of one message looked at */
#define LEXICON_PHRASE_MAX  4   /* words of one variant */
#define LEXICON_ENTRIES_MAX 4096
#define LEXICON_NUMBER      "<number>"

struct lexicon_entry {
	enum lexicon_class class;
	bool exact; /* only as the whole message */
	bool code;  /* with one more word after it: a code */
	size_t count;
	char words[LEXICON_PHRASE_MAX][LEXICON_WORD_SIZE];
};

struct lexicon {
	struct lexicon_entry *entries;
	size_t count, size;
};

#endif
