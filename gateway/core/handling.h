/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The contract between the core and handlers/: what a message means. A
 * handler is pure: it looks at the situation and fills in effects; intake
 * applies them, with the inbound row, in one transaction. Wired in wiring.c,
 * the one place of the gateway that includes handlers/.
 */
#ifndef SIAGA_HANDLING_H
#define SIAGA_HANDLING_H

#include "../lib/faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 30 minutes: a conversation's pause, and the time of one unasked text (I2,
 * I18). */
#define HANDLING_PAUSE_S 1800

enum urgency { URGENCY_LOW, URGENCY_MEDIUM, URGENCY_HIGH, URGENCY_MAX };

#define WORDS_MATCHED_MAX  8  /* matched words kept for the officer */
#define WORDS_MATCHED_SIZE 48 /* bytes of one, with its NUL */
#define WORDS_WORD_SIZE    32 /* bytes of a safe word, with its NUL */

/* What the lexicon found in a text; bit n of classes is lexicon class n. */
struct found_words {
	uint64_t classes;
	/* danger and company */
	bool danger;     /* a danger class of design 7 */
	bool emergency;  /* one of its emergency classes */
	bool suicide;    /* of these, SUICIDE */
	bool help;       /* a word of HELP, alone or not */
	bool help_alone; /* a cry for help, and nothing but address words */
	bool concern;    /* no danger, but medium until triaged */
	bool scam;       /* a scam mark; quarantine follows I8's rule */
	bool who;        /* "who is this?" stands in it */
	bool retract;    /* "tidak jadi", "sudah baikan": perhaps forced */
	/* the whole message is ... */
	bool urgent;       /* `9` and its like */
	bool exit;         /* X: end in silence */
	bool stop;         /* STOP: one last answer, then silence */
	bool erase;        /* HAPUS */
	bool erase_yes;    /* HAPUS YA, perhaps with one more word */
	bool wrong_number; /* SALAH SAMBUNG */
	bool consent;      /* IZIN */
	bool menu;         /* MENU */
	bool hours;        /* JADWAL */
	bool yes;          /* the class YES without ok, oke, okey */
	bool no;           /* the class NO */
	bool other;        /* BEDA */
	bool keep_code;    /* KODE: she asks for her code (USSD) */
	int digit;         /* this digit; -1: it is not */
	/* CEK and a code, upper case; "" if it is no such message. */
	char status_code[8];
	/*
	 * One word that may be a safe word, lower case, spelling kept: the
	 * whole message, or the last word of CEK code word, HAPUS YA word.
	 * "" if there is none.
	 */
	char word[WORDS_WORD_SIZE];
	/* The words of danger and concern classes as they stand in the text,
	 * lower case, for the officer; sealed with it. */
	size_t matched_count;
	char matched[WORDS_MATCHED_MAX][WORDS_MATCHED_SIZE];
	/*
	 * Weak words that stood without company: what they would add. In an
	 * open case the caller adds them (classes |= weak_classes and so on).
	 */
	bool weak_held;
	bool weak_danger, weak_emergency, weak_concern;
	uint64_t weak_classes;
	/* HAPUS YA code word: the code, upper case; "" if there is none. */
	char erase_code[8];
};

struct situation {
	int64_t now_s;
	struct found_words words;
	bool new_conversation; /* the first text of this number in 30 minutes */
	bool answerable;       /* an ordinary subscriber's number */
	bool has_case;
	int64_t danger_at_s;  /* 0: no danger word in this conversation yet */
	int64_t help_at_s;    /* 0: no lone cry for help yet */
	bool plain_word;      /* the whole message is the plain word (AMAN) */
	bool plain;           /* level 1 is open (I1) */
	const char *question; /* the text we asked last here, or "" */
	bool unasked_due;     /* no unasked text in 30 minutes (I2) */
	bool code_is_own;     /* status_code is a case of this number */
	bool code_read;       /* an officer has read that case */
	bool tries_left;      /* of asking for a status */
};

struct effects {
	bool file;            /* keep the text in the case, opening one */
	bool open_plain;      /* the plain word was given */
	bool unasked;         /* the reply is no answer to anything asked */
	bool call_back;       /* she asks to be called */
	const char *reply;    /* a text's id such as "R01", or NULL */
	bool silence;         /* nothing goes out until the next text (I3) */
	enum urgency urgency; /* raises the case, never lowers it */
	bool emergency;
};

struct handler {
	const char *name;
	bool (*match)(const struct situation *);
	void (*run)(const struct situation *, struct effects *);
};

struct lexicon;

struct handling {
	const struct handler *const *table; /* first match wins; NULL ends */
	/* path NULL: the shipped one. NULL when a fault was added. */
	struct lexicon *(*lexicon_load)(const char *path, struct faults *);
	void (*lexicon_free)(struct lexicon *);
	/* Which texts ask something; the answer is bound to them. */
	bool (*asks)(const char *text_id);
	void (*lexicon_find)(const struct lexicon *, const char *text,
	    size_t size, struct found_words *ret);
	const char *const *class_names; /* by bit of classes; NULL ends */
};

/* wiring.c */
extern const struct handling handling_wired;

const char *urgency_name(enum urgency);

#endif
