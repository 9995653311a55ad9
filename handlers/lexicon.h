/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words people type: config/lexicon.tsv, one line a class, a way to match
 * and its variants. Danger classes favour recall; commands match only as the
 * whole message. Owner: whoever loaded it. Immutable once loaded, so that any
 * number of threads may look at texts.
 *
 * Bits of classes are stored with a case: new classes come last.
 */
#ifndef SIAGA_LEXICON_H
#define SIAGA_LEXICON_H

#include "../gateway/core/handling.h"

enum lexicon_class {
	LEXICON_URGENT,
	LEXICON_EMERG,
	LEXICON_HIT,
	LEXICON_STRANGLE,
	LEXICON_THREAT_KILL,
	LEXICON_THREAT,
	LEXICON_WEAPON,
	LEXICON_SEX,
	LEXICON_CONFINE,
	LEXICON_SUICIDE,
	LEXICON_FEAR,
	LEXICON_HELP,
	LEXICON_REPORT,
	LEXICON_DENIAL,
	LEXICON_CHILD,
	LEXICON_PREGNANT,
	LEXICON_SPOUSE,
	LEXICON_PROBE_WHO,
	LEXICON_CMD_STOP,
	LEXICON_CMD_EXIT,
	LEXICON_CMD_DELETE,
	LEXICON_CMD_STATUS,
	LEXICON_CMD_CONSENT,
	LEXICON_CMD_MENU,
	LEXICON_YES,
	LEXICON_NO,
	LEXICON_GUARD,  /* cancels the matches inside its own words */
	LEXICON_WEAK,   /* a match of another class counts only in company */
	LEXICON_FILLER, /* address and filler words, see help_alone */
	LEXICON_SCAM,
	LEXICON_RETRACT,
	LEXICON_CMD_WRONG_NUMBER,
	LEXICON_CMD_HOURS,
	LEXICON_CMD_CODE,
	LEXICON_CMD_ERASE_YES, /* CMD_DELETE and YES; has no line of its own */
	LEXICON_OTHER,
	LEXICON_OKAY, /* a yes that means "noted" as well: no YES */
	LEXICON_CLASS_MAX
};

extern const char *const lexicon_class_names[LEXICON_CLASS_MAX + 1];

struct lexicon *lexicon_load(const char *path, struct faults *);
void lexicon_free(struct lexicon *);
void lexicon_find(const struct lexicon *, const char *text, size_t size,
    struct found_words *ret);

#endif
