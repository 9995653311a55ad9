/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dialogue as data: config/dialogue.conf, read and checked when Siaga
 * starts or reloads. Owner: whoever loaded it; immutable.
 *
 *	dialogue_load.c   the file
 *	dialogue_check.c  the proof against the invariants
 *	dialogue_map.c    the map for people; dialogue_dot.c as a graph
 *	answer.c          what a message means as an answer to a step
 */
#ifndef SIAGA_DIALOGUE_H
#define SIAGA_DIALOGUE_H

#include "../gateway/core/handling.h"

#define DIALOGUE_DIGITS        9 /* 0 to 8; 9 is urgent (I14) */
#define DIALOGUE_WINDOWS       4
#define DIALOGUE_QUESTIONS_MAX 7    /* I8 */
#define DIALOGUE_DEADLINE_S    1800 /* a digit goes stale */
#define DIALOGUE_LINE_MAX      512

enum dialogue_kind {
	KIND_NONE, /* asks nothing */
	KIND_MENU,
	KIND_CHOICE,
	KIND_CHOICES,
	KIND_AGE,
	KIND_VILLAGE,
	KIND_WORDS,
	KIND_YES_NO,
	KIND_CONSENT,
	KIND_CADRE,
	KIND_WINDOW,
	KIND_HOUR,
	KIND_SAFE_WORD,
	KIND_MAX
};

enum dialogue_to {
	TO_NOWHERE, /* the line is not there */
	TO_TEXT,
	TO_END,
	TO_NOTE,
	TO_CALL,
	TO_CALL_NOW,
	TO_READ,
	TO_CONSENTED,
	TO_MAX
};

enum dialogue_field {
	FIELD_NONE,
	FIELD_REPORTER,
	FIELD_MINOR,
	FIELD_COMPANY,
	FIELD_FEEDBACK,
	FIELD_MAX
};

/* Where a line leads, and what it sets. */
struct dialogue_next {
	enum dialogue_to to;
	char text[DIALOGUE_ID_SIZE];
	enum dialogue_field field;
	char value;           /* the first letter of the field's value */
	enum urgency urgency; /* what the answer raises the case to */
	int line;
};

/* The lines of a step that are no digit. */
enum dialogue_way { WAY_YES, WAY_NO, WAY_OTHER, WAY_ANY, WAY_ELSE, WAY_MAX };

struct dialogue_step {
	enum dialogue_kind kind;
	bool counted;
	int64_t deadline_s;
	int line;
	struct dialogue_next digit[DIALOGUE_DIGITS], has[DIALOGUE_DIGITS];
	struct dialogue_next way[WAY_MAX];
	char after[DIALOGUE_ID_SIZE]; /* every path passes this one first */
};

struct dialogue {
	enum dialogue_channel channel;
	struct dialogue_text texts[DIALOGUE_TEXTS];
	struct dialogue_step steps[DIALOGUE_TEXTS]; /* of texts[i] */
	size_t count;
	struct {
		char text[2][DIALOGUE_ID_SIZE]; /* by level; "" none */
		int line;
	} on[ON_MAX];
	struct {
		int from, to; /* minutes of the day */
		int line;
	} windows[DIALOGUE_WINDOWS];
};

extern const char *const dialogue_kind_names[KIND_MAX + 1];
extern const char *const dialogue_to_names[TO_MAX + 1];
extern const char *const dialogue_way_names[WAY_MAX + 1];
extern const char *const dialogue_event_names[ON_MAX + 1];
extern const char *const dialogue_channel_names[CHANNEL_MAX + 1];

struct dialogue *dialogue_load(
    const char *path, enum dialogue_channel, struct faults *);
void dialogue_free(struct dialogue *);
/* Padding is zero, so that equal files give equal bytes. */
const void *dialogue_bytes(const struct dialogue *, size_t *ret_size);
/* Adds a fault for everything that breaks an invariant; file: its name. */
void dialogue_check(const struct dialogue *, const char *file, struct faults *);
int dialogue_map(const struct dialogue *, bool dot,
    const char *(*words)(void *arg, const char *id), void *arg,
    struct buf *ret);

/* Index of a text; -1: there is none. */
int dialogue_find(const struct dialogue *, const char *id);
/* The step of a text that asks, or NULL. */
const struct dialogue_step *dialogue_step(
    const struct dialogue *, const char *id);
const struct dialogue_text *dialogue_text(
    const struct dialogue *, const char *id);
const char *dialogue_on(
    const struct dialogue *, enum dialogue_event, int level);
const struct dialogue_text *dialogue_texts(
    const struct dialogue *, size_t *ret_count);
void dialogue_window(const struct dialogue *, char window, int *from, int *to);

/* A message read as the answer to a step. */
struct answer {
	const struct dialogue_next *next; /* NULL: the step takes no such */
	bool fits; /* it is an answer of the kind, not just any text */
	int digit; /* -1: none */
	char forms[12];
	enum urgency urgency;
	bool consent_set;
	char consent[8];
	char cadre, window;
	enum contact_way way;
	int minute; /* of the day; -1: none */
};
void answer_read(const struct dialogue_step *, const struct found_words *,
    const char *text, size_t size, struct answer *ret);

#endif
