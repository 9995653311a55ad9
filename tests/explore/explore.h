/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every situation a decision may meet, and what must hold after it. The
 * predicates of invariants.c are written from the invariants' own words
 * (design 5) and share no code with handlers/.
 *
 *	situations.c  which situations there are
 *	invariants.c  what must hold after a decision
 *	screens.c     ... and besides on the screen of a USSD session
 *	judging.c     ... when a text is handed to the modem
 *	paths.c       ... over whole conversations
 *	words.c       ... of the words themselves
 *	faults.c      seeded faults: each must be caught by its invariant
 *	faults_screen.c  ... of what stands on a screen
 *
 * All of it is gone through twice: by text message, and on a screen.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#include "gateway/core/handling.h"

#define EXPLORE_NOW INT64_C(1795230000)
#define REASONS_MAX 8

/* A situation, what was decided in it, and what that did. */
struct view {
	bool call; /* a missed call, not a text */
	const struct situation *s;
	const struct effects *fx;
	const struct talk *talk; /* afterwards */
	const struct facts *facts;
};

struct reason {
	const char *words; /* static */
	unsigned long count;
	char where[1024]; /* the first situation, made as plain as it goes */
};

struct invariant {
	const char *name;
	/* NULL, or what is wrong (static) */
	const char *(*broken)(const struct view *);
	struct reason reasons[REASONS_MAX];
	unsigned long broken_count;
};

enum invariant_id {
	INV_I1,
	INV_I2,
	INV_I3,
	INV_I4,
	INV_I7,
	INV_I8,
	INV_I9,
	INV_I14,
	INV_I15,
	INV_I16,
	INV_I17,
	INV_I18,
	INV_I19,
	INV_SCREEN, /* a screen always answers, and nothing follows it */
	INV_CODE,   /* the code is shown to who asks for it */
	INV_RESUME, /* a session that broke off goes on by the plain word */
	INV_MAX
};
extern struct invariant invariants[INV_MAX];

struct judged_view {
	const struct judged *j;
	const struct judgement *is;
};

/* A mutation of what the decision code returns. */
struct fault {
	const char *name;
	enum invariant_id breaks;
	void (*effects)(const struct situation *, struct effects *);
	void (*after)(const struct situation *, struct talk *, struct facts *);
	void (*judged)(const struct judged *, struct judgement *);
	/* of the words of a text, before they are looked at */
	void (*words)(const char *id, char *text, size_t size);
	/* of a page of the screen, before it is looked at */
	void (*page)(const char *id, unsigned page, char *screen);
};
extern const struct fault faults[], screen_faults[];
extern const size_t fault_count, screen_fault_count;

struct explorer {
	struct dialogue *dialogue; /* of this channel */
	enum dialogue_channel channel;
	const struct fault *fault; /* NULL: none is seeded */
	unsigned long stride;      /* every nth situation only */
	unsigned long situations, judgements, states, texts;
	unsigned long skipped;
};

void explore_decide(const struct explorer *, bool call,
    const struct situation *, struct effects *, struct talk *, struct facts *);
void explore_situations(struct explorer *);
void explore_judgements(struct explorer *);
void explore_paths(struct explorer *);
void explore_words(struct explorer *);

/* invariants.c */
void invariants_forget(void);
void invariants_check(const struct explorer *, const struct view *);
/* The same sender, two things we may know: both must hear the same (I15). */
void invariants_compare(const struct explorer *, const struct view *,
    const struct situation *other, const struct effects *other_fx);
/* The same sender, with and without a session that broke off. */
void invariants_compare_resume(const struct explorer *, const struct view *,
    const struct situation *other, const struct effects *other_fx);
void invariants_break(enum invariant_id, const char *words, const char *where);
/* By the reviewed table of texts, not by the dialogue file. */
bool invariants_is_plain(const char *id);
/* Level 1 is open at this message, or is opened by it (I1). */
bool invariants_open(const struct situation *);
bool invariants_was_open(const struct situation *);
/* The question that stood on her screen when she sent this; "" none. */
const char *invariants_question(const struct situation *);
/* Neither 9 nor danger, X, STOP or HAPUS (I9). */
bool invariants_is_rest(const struct view *);

/* screens.c: NULL, or what is wrong (static). */
const char *screens_broken(const struct view *);
const char *screens_broken_code(const struct view *);
const char *screens_broken_resume(const struct view *);
/* A key that only leads on in the menus: that tells nothing (I8). */
bool screens_looks_around(const struct view *);

/* situations.c: its messages by number (0 is "0"), for whole conversations. */
size_t situation_message_count(void);
const char *situation_message(size_t n);
void situation_put_message(struct situation *, size_t n);
/* In words, defaults left out. */
void situation_print(
    bool call, const struct situation *, char *ret, size_t size);

#endif
