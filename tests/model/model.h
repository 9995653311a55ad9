/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random people and a random world on the real engine, and an independent
 * model beside it: what was said to the box, what left it, and what section
 * 5 of the design allows. It knows nothing of handlers/.
 *
 *	main.c     episodes, each in a process of its own; adding up
 *	people.c   who they are and what they say
 *	steps.c    what happens next, as lines of scenario scripts
 *	rules.c    what must hold when a text leaves, and at the end
 *	words.c    which text it is, by its words
 *	faults.c   seeded faults: what was seen is changed, a rule must notice
 */
#ifndef MODEL_H
#define MODEL_H

#include "tests/scenario/world.h"

#define MODEL_PEOPLE    12
#define MODEL_TRACE     30
#define MODEL_LINE_MAX  400
#define MODEL_HEARD_MAX 4096

enum said {
	SAID_FREE,
	SAID_DIGIT,
	SAID_NINE,
	SAID_EXIT,
	SAID_STOP,
	SAID_PLAIN, /* the plain word */
	SAID_WHO,
	SAID_DANGER,
	SAID_ASKS, /* JADWAL, MENU, IZIN, HAPUS, CEK: answered by itself */
	SAID_ECHO, /* our own words come back */
	SAID_CALL,
	SAID_MAX
};

enum person_kind {
	PERSON_ORDINARY,
	PERSON_TWIN,    /* says what the one before says, at the same time */
	PERSON_ANSWERS, /* a machine: says the same whenever it gets a text */
	PERSON_ECHOES,
	PERSON_SIAGA, /* another one */
	PERSON_SHORT, /* no ordinary number: never answered */
	PERSON_KIND_MAX
};

struct person {
	enum person_kind kind;
	char number[24];
	/* what was said, counted; `taken` is what the box surely has heard */
	unsigned said, taken, answered;
	int64_t said_s, taken_s, before_s; /* the newest; heard before it */
	enum said last_said, last_taken;
	int64_t plain_s; /* the plain word was heard */
	int64_t plain_pending_s;
	int64_t closed_s;   /* X, STOP or who-is-this was heard */
	bool silenced;      /* X or STOP, and nothing said since */
	bool last_word_due; /* the one answer to STOP */
	bool nine_due;      /* its last word to us was 9 */
	int64_t unasked_s, called_s, heard_s, plain_said_s;
	int64_t echo_s;
	int64_t cover_s[8]; /* the last level-0 texts */
	unsigned covers;
	unsigned texts;
	char texts_log[64][8]; /* ids, for twins */
	int64_t valid_until_s; /* of the last text */
};

/* A message on its way to the box, in order. */
struct heard {
	int person; /* -1: none of anybody */
	enum said said;
	int64_t said_s;
	unsigned count; /* of the person's */
};

struct left {
	int person;
	char to[24], id[8];
	char text[400];
	int level;
	int64_t at_s, validity_s;
};

enum rule {
	RULE_I1,
	RULE_I2,
	RULE_I3,
	RULE_I4,
	RULE_I7,
	RULE_I11,
	RULE_I14,
	RULE_I15,
	RULE_I17,
	RULE_I18,
	RULE_P1,
	RULE_MAX
};
extern const char *const rule_names[RULE_MAX + 1];

#define REASONS_MAX 48

/* Shared between the processes. */
struct tally {
	unsigned long steps, texts, episodes, crashes;
	unsigned long broken[RULE_MAX];
	struct {
		char words[80];
		enum rule rule;
		unsigned long count;
	} reasons[REASONS_MAX];
};

struct model_fault {
	const char *name;
	enum rule breaks;
	/* changes what is seen to leave; true: it left twice */
	bool (*left)(struct person *, struct left *);
	void (*end)(unsigned long *filed); /* ... what is in the record */
};
extern const struct model_fault model_faults[];
extern const size_t model_fault_count;

struct model {
	struct world *w;
	struct tally *tally;
	const struct model_fault *fault;
	uint64_t random, seed;
	bool calm; /* every text is sent, nothing crashes: twins compare */
	bool quiet;
	struct person people[MODEL_PEOPLE];
	int count;
	struct heard heard[MODEL_HEARD_MAX];
	size_t heard_count, heard_taken;
	unsigned taken_seen;
	struct seen *seen_until;
	unsigned long filed_least, filed_most, quarantined;
	char trace[MODEL_TRACE][MODEL_LINE_MAX];
	unsigned long trace_count;
	unsigned twins_from[2];
	char twin_code[8];
};

/* main.c */
unsigned model_random(struct model *, unsigned count);

/* people.c */
void people_make(struct model *);
enum said people_choose(struct model *, char ret[200], bool *ret_files);
const char *people_machine_words(const struct person *);

/* steps.c */
void steps_run(struct model *, unsigned long count);
void steps_line(struct model *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Looks at what has happened since the last look. */
void steps_look(struct model *);

/* rules.c */
void rules_said(struct model *, struct person *, enum said);
void rules_taken(struct model *, const struct heard *);
void rules_left(struct model *, struct left *);
void rules_end(struct model *);
void rules_break(
    struct model *, enum rule, const char *why, const struct left *);

/* words.c */
void words_read(void);
/* By its words: "" if it is none of ours. */
void words_id(const char *text, char ret_id[8]);
bool words_is_plain(const char *id);

#endif
