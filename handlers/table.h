/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The handlers and what they share. A decision runs so:
 *
 *	the first handler that matches proposes (the order is I9)
 *	raise.c   urgency, emergency and marks, whatever the handler was
 *	guard.c   has the last word about what may be sent
 */
#ifndef SIAGA_HANDLERS_TABLE_H
#define SIAGA_HANDLERS_TABLE_H

#include "dialogue.h"

extern const struct handler handler_urgent;     /* 9 */
extern const struct handler handler_danger;     /* the first danger word */
extern const struct handler handler_exit;       /* X */
extern const struct handler handler_stop;       /* STOP */
extern const struct handler handler_erase;      /* HAPUS, HAPUS YA */
extern const struct handler handler_safe_word;  /* her own word */
extern const struct handler handler_plain_word; /* AMAN */
extern const struct handler handler_status;     /* CEK 7F3K */
extern const struct handler handler_scam;       /* to quarantine */
extern const struct handler handler_who;        /* "siapa ini?" */
extern const struct handler handler_code;       /* KODE, on a screen */
extern const struct handler handler_command;    /* JADWAL, MENU, IZIN */
extern const struct handler handler_answer;     /* to what we asked */
extern const struct handler handler_text;       /* any text; always matches */

/* First match wins; NULL ends. */
extern const struct handler *const handlers_table[];

/* table.c */
void handlers_decide(const struct situation *, struct effects *);
void handlers_decide_call(const struct situation *, struct effects *);

/* raise.c */
void raise_urgency(const struct situation *, struct effects *);

/* guard.c */
void guard_effects(const struct situation *, struct effects *);
void guard_judge(const struct judged *, struct judgement *);
/* Is level 1 open before this message has its effect (I1)? */
bool guard_plain(const struct situation *);
/* Was the safe word given, in this text or in this conversation? */
bool guard_proved(const struct situation *);

/* apply.c */
void handlers_apply(const struct situation *, const struct effects *,
    struct talk *, struct facts *);

/* reply.c: which text answers. Level 1 only if `plain`. */
void reply_on(const struct situation *, struct effects *, enum dialogue_event,
    bool plain);
/* The note: in hours or outside; once in 30 minutes unless `always`. */
void reply_note(const struct situation *, struct effects *, bool always);
void reply_call(const struct situation *, struct effects *, enum call_wish);
/* Follows a line of the dialogue and sets what it sets. */
void reply_follow(
    const struct situation *, struct effects *, const struct dialogue_next *);
/* An officer's answer waits: it is offered instead, where that may be. */
void reply_offer(const struct situation *, struct effects *);

/* question.c: which question a message answers. */
enum question_state { QUESTION_NONE, QUESTION_OPEN, QUESTION_CROSSED };
/* *ret_step: of the question it answers; *ret_id: its text. */
enum question_state question_find(const struct situation *,
    const struct dialogue_step **ret_step, const char **ret_id);

#endif
