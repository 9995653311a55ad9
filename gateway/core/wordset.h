/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dialogue, texts, lexicon and hours belong together: a reload takes a new
 * set only if all of it is clean, and a conversation ends on the set that it
 * began with. Owner: the engine; sets are immutable.
 */
#ifndef SIAGA_WORDSET_H
#define SIAGA_WORDSET_H

#include "hours.h"
#include "texts.h"

#define WORDSET_VERSION_SIZE 17 /* 16 hex digits of a hash, and NUL */

struct wordset {
	char version[WORDSET_VERSION_SIZE];
	struct dialogue *dialogue;
	struct texts *texts;
	struct { /* of a USSD screen; NULL: no [ussd NAME] is configured */
		struct dialogue *dialogue;
		struct texts *texts;
	} screen;
	struct lexicon *lexicon;
	struct hours hours;
	struct wordset *older; /* what conversations may still be using */
};

/* Of texts, or of screens. */
static inline const struct dialogue *
wordset_dialogue(const struct wordset *w, bool screen)
{
	return screen ? w->screen.dialogue : w->dialogue;
}

/* NULL when a fault was added. */
struct wordset *wordset_load(
    const struct conf *, const struct handling *, struct faults *);
/* Puts a new set in front; keeps a few older ones. */
void wordset_push(
    struct wordset **sets, struct wordset *, const struct handling *);
void wordset_free_all(struct wordset *, const struct handling *);
/* The set of that version, or the newest (version NULL, or gone). */
const struct wordset *wordset_find(
    const struct wordset *sets, const char *version);

#endif
