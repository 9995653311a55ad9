/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A paper on its way: its template, and the values of its slots as they are
 * found. Errors are kept in it; the first one is paper_end()'s.
 *
 *	if (!paper_begin(e, &p, "dpia", language, a))
 *		return 0 or a->error
 *	paper_text(&p, "slot", "..."); ... all slots ...
 *	return paper_end(&p, a);
 */
#ifndef SIAGA_PAPERS_H
#define SIAGA_PAPERS_H

#include "commands.h"
#include "documents.h"

struct paper {
	const char *name, *language;
	struct documents *template;
	json_t *values; /* slot -> string */
	int err;        /* the first one; then nothing more is done */
};

/* language NULL: that of the configuration. false: the error is set. */
bool paper_begin(struct engine *, struct paper *ret, const char *name,
    const char *language, struct command_answer *);
/* Fills it in: the command's result. Ends it. */
int paper_end(struct paper *, struct command_answer *) MUST_CHECK;

void paper_failed(struct paper *, int err); /* 0 is fine */
void paper_text(struct paper *, const char *slot, const char *text);
void paper_number(struct paper *, const char *slot, int64_t number);
/* values: of the phrase; taken, or NULL */
void paper_phrase(
    struct paper *, const char *slot, const char *phrase, json_t *values);
/* 0: never */
void paper_time(struct paper *, const char *slot, int64_t at_s);
/* Which box made it, and when. */
void paper_box(struct paper *, struct engine *);
/* {name: "number"}, a new object */
json_t *paper_counted(const char *name, int64_t number);

#endif
