/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lexicon in memory, for handlers/lexicon*.c alone: _load reads the file,
 * _table is the words by hash, _split cuts a message into words, _read finds
 * what one word is, lexicon.c what the message is.
 */
#ifndef SIAGA_LEXICON_DATA_H
#define SIAGA_LEXICON_DATA_H

#include "lexicon.h"

#define LEXICON_WORD_SIZE    32 /* longest word with its NUL */
#define LEXICON_PHRASE_MAX   4  /* words of one variant */
#define LEXICON_KEY_SIZE     (LEXICON_PHRASE_MAX * LEXICON_WORD_SIZE)
#define LEXICON_ENTRIES_MAX  4096
#define LEXICON_NODES_MAX    16384 /* words of all of them */
#define LEXICON_WORDS_MAX    512   /* of one stretch of a message */
#define LEXICON_OVERLAP      40    /* words that two stretches share */
#define LEXICON_READINGS_MAX 8     /* lexicon words that one word may be */
#define LEXICON_NUMBER       "<number>"
#define LEXICON_NONE         UINT16_MAX

#define LEXICON_BIT(name) (UINT64_C(1) << LEXICON_##name)

/* Design 7. HELP joins them only alone or beside SPOUSE. */
#define LEXICON_DANGER                                                         \
	(LEXICON_BIT(URGENT) | LEXICON_BIT(EMERG) | LEXICON_BIT(HIT) |         \
	    LEXICON_BIT(STRANGLE) | LEXICON_BIT(THREAT_KILL) |                 \
	    LEXICON_BIT(THREAT) | LEXICON_BIT(WEAPON) | LEXICON_BIT(SEX) |     \
	    LEXICON_BIT(CONFINE) | LEXICON_BIT(SUICIDE) | LEXICON_BIT(FEAR))
#define LEXICON_EMERGENCY                                                      \
	(LEXICON_BIT(URGENT) | LEXICON_BIT(EMERG) | LEXICON_BIT(STRANGLE) |    \
	    LEXICON_BIT(THREAT_KILL) | LEXICON_BIT(WEAPON) |                   \
	    LEXICON_BIT(SUICIDE))
#define LEXICON_CONCERN                                                        \
	(LEXICON_BIT(HELP) | LEXICON_BIT(REPORT) | LEXICON_BIT(DENIAL) |       \
	    LEXICON_BIT(CHILD) | LEXICON_BIT(PREGNANT) | LEXICON_BIT(SPOUSE))
#define LEXICON_COMPANY                                                        \
	(LEXICON_BIT(HIT) | LEXICON_BIT(THREAT) | LEXICON_BIT(FEAR) |          \
	    LEXICON_BIT(SPOUSE) | LEXICON_BIT(HELP))

/* What an officer is told; the others only steer the finding. */
#define LEXICON_TOLD                                                           \
	(~(LEXICON_BIT(GUARD) | LEXICON_BIT(WEAK) | LEXICON_BIT(FILLER)))

enum lexicon_way {
	LEXICON_EXACT,
	LEXICON_EXACT_CODE,
	LEXICON_WORD,
	LEXICON_WORD2,
	LEXICON_STEM,
	LEXICON_PHRASE,
	LEXICON_TOGETHER,
	LEXICON_WAY_MAX
};

/* A word that the lexicon knows. */
struct lexicon_node {
	char text[LEXICON_WORD_SIZE];
	char squeezed[LEXICON_WORD_SIZE];
	uint64_t classes; /* as it stands */
	uint64_t stems;   /* with prefixes and suffixes */
	bool slips;       /* found with a slip of the pen, too */
	uint16_t phrases; /* first phrase that begins with it, or none */
};

/* Words one after another, or together anywhere in the message. */
struct lexicon_phrase {
	uint8_t class;
	uint8_t count;
	uint16_t next; /* that begins with the same word, or none */
	uint16_t nodes[LEXICON_PHRASE_MAX];
};

/* A whole message, its words joined by "+". */
struct lexicon_whole {
	char key[LEXICON_KEY_SIZE];
	uint64_t classes;
	uint64_t code; /* with a code behind it */
};

/* Open addressing; entries are indexes or LEXICON_NONE. */
struct lexicon_index {
	uint16_t *slots;
	size_t mask;
};

struct lexicon {
	struct lexicon_node *nodes; /* 0 is LEXICON_NUMBER */
	size_t node_count;
	struct lexicon_phrase *phrases;
	size_t phrase_count;
	struct lexicon_phrase *together;
	size_t together_count;
	struct lexicon_whole *wholes;
	size_t whole_count;
	size_t entries;
	struct lexicon_index by_text, by_squeezed, by_slip, by_whole;
};

/* A word of the message. */
struct lexicon_word {
	char text[LEXICON_WORD_SIZE];
	size_t at, end; /* where it stands in the message */
	bool glued;     /* no blank between it and the one before */
	bool seamed;    /* not even a mark: "8" in "pukul8" */
	/* what it may be, as it stands or as parts joined */
	uint16_t readings[LEXICON_READINGS_MAX];
	size_t reading_count;
	size_t from;      /* where its first joined part begins */
	uint64_t classes; /* of single words */
	bool guarded;     /* inside a phrase of GUARD */
	bool suicide;     /* inside a phrase of SUICIDE */
	bool absorbed;    /* part of a word that was found joined */
};

/* lexicon_table.c; none of them knows more than its table */
bool lexicon_table_init(struct lexicon *);
void lexicon_table_free(struct lexicon *);
/* Adds one variant; false: no memory, or too many. */
bool lexicon_table_add(struct lexicon *, enum lexicon_class, enum lexicon_way,
    char words[][LEXICON_WORD_SIZE], size_t count);
/* When all are added: the slips of the pen. */
bool lexicon_table_close(struct lexicon *);
uint16_t lexicon_table_text(const struct lexicon *, const char *text);
const struct lexicon_whole *lexicon_table_whole(
    const struct lexicon *, const char *key);
/* Calls `found` for each word whose squeezed spelling this is. */
typedef void lexicon_table_found(void *, const struct lexicon *, uint16_t node);
void lexicon_table_squeezed(const struct lexicon *, const char *squeezed,
    lexicon_table_found *, void *);
/* Classes of all words of `min` letters or more inside text[0..len). */
uint64_t lexicon_table_inside(
    const struct lexicon *, const char *text, size_t len, size_t min);
/* Classes of the words that this may be with one slip of the pen. */
uint64_t lexicon_table_slips(const struct lexicon *, const char *text);

/*
 * lexicon_split.c: cuts the text from *at on into words, as many as fit; *at
 * is then where the next ones begin, or size.
 */
size_t lexicon_split(const char *text, size_t size, size_t *at,
    struct lexicon_word words[LEXICON_WORDS_MAX]);

/* lexicon_read.c: fills in what each word is. */
void lexicon_read(
    const struct lexicon *, struct lexicon_word *words, size_t count);

/* lexicon_whole.c: commands and answers; the words are the whole message. */
void lexicon_whole(const struct lexicon *, const struct lexicon_word *words,
    size_t count, struct found_words *ret);

#endif
