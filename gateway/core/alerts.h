/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Somebody comes (P3, I13). Each report has a watch for the office and, with
 * her consent, one for the cadres. A watch asks people one after another (all
 * on duty at once in an emergency), has an owner or a time when it moves on,
 * and ends with an outcome that a person recorded.
 *
 *	alerts_watch.c   the watch: who is next, deadlines, alarms
 *	alerts_raise.c   one person asked: rows, texts, events, rings
 *	alerts_answer.c  what responders answer by text, call, webhook, command
 *	commands_alert.c siaga alert, drill, report exclude
 */
#ifndef SIAGA_ALERTS_H
#define SIAGA_ALERTS_H

#include "duty.h"
#include "engine_parts.h"

enum alert_part { ALERT_OFFICER, ALERT_CADRE };
const char *alert_part_name(enum alert_part);

/* A row of `alert`. */
struct alert {
	int64_t id, report_id, drill_id, round; /* 0: NULL */
	enum alert_part part;
	char person[VAULT_PERSON_SIZE], destination[CONF_NAME_MAX + 1];
	char code[ENGINE_CODE_SIZE], state[16];
	int64_t raised_at, due_at, reminded_at, answered_at, met_at;
};

/* A row of `watch`. */
struct watch {
	int64_t report_id, round, begun_at, next_at, alarm_at;
	enum alert_part part;
	char state[8], owner[VAULT_PERSON_SIZE], sticky[VAULT_PERSON_SIZE];
	enum urgency urgency;
};

/* --- alerts_watch.c --- */
/*
 * Something of the report has changed: it was filed, heard again (`heard`),
 * triaged, consented, closed... Begins, hurries, or ends its watches.
 */
int alerts_consider(
    struct engine *, const struct report *, bool heard) MUST_CHECK;
/* HAPUS YA: what is to be erased is shared with no cadre any more (I12). */
int alerts_consider_erasing(struct engine *) MUST_CHECK;
/* Deadlines, reminders, the next person; each turn. */
int alerts_check(struct engine *) MUST_CHECK;
int64_t alerts_due_s(struct engine *);
int watch_get(struct engine *, int64_t report_id, enum alert_part,
    struct watch *) MUST_CHECK; /* -ENOENT */
int watch_put(struct engine *, const struct watch *) MUST_CHECK;
/* Seconds from now; what [alert ...] says for that urgency. */
enum alert_deadline { ALERT_ANSWER, ALERT_CONTACT };
int64_t alerts_deadline_s(
    struct engine *, enum urgency, enum alert_part, enum alert_deadline);
/* Somebody must not hear of a report any more: who was asked or has it hears
 * that it is over, and the next one is asked. */
int alerts_excluded(struct engine *) MUST_CHECK;
/* Ids of all who must not hear of it; list points into them. */
#define ALERTS_EXCLUDED 256
struct alerts_without {
	char ids[ALERTS_EXCLUDED][VAULT_PERSON_SIZE];
	const char *list[ALERTS_EXCLUDED];
	size_t count;
};
int alerts_without(
    struct engine *, int64_t report_id, struct alerts_without *ret) MUST_CHECK;
/* Asks the office again, first whoever had it. */
int alerts_ask_again(
    struct engine *, int64_t report_id, enum urgency least) MUST_CHECK;

/* --- alerts_raise.c --- */
int alert_raise(struct engine *, const struct report *, const struct watch *,
    const char *person, const char *destination, int64_t due_at) MUST_CHECK;
int alert_get(struct engine *, int64_t id, struct alert *) MUST_CHECK;
void alert_from_row(struct store_rows *, struct alert *);
int alert_set(struct engine *, const struct alert *, const char *state,
    const char *how) MUST_CHECK;
/* A text of templates to the alert's person; nothing if it has no number. */
int alert_text(struct engine *, const struct alert *, const char *text_id,
    const struct report *, int64_t until_s) MUST_CHECK;
/* alert.raised and its like, to office destinations and the person's own. */
int alert_event(struct engine *, const char *event, const struct alert *,
    const struct report *) MUST_CHECK;
/* All open ones of the watch but `except` (0: none) are told it is over. */
int alerts_stand_down(struct engine *, int64_t report_id, enum alert_part,
    int64_t except) MUST_CHECK;
/* Nobody is to answer it any more; a text of it that waits is dropped. */
int alert_close(
    struct engine *, const struct alert *, const char *state) MUST_CHECK;
/* Must whoever it went to not hear of it (any more)? */
int alert_is_excluded(
    struct engine *, const struct alert *, bool *ret_is) MUST_CHECK;
int alert_new_code(struct engine *, char ret_code[ENGINE_CODE_SIZE]) MUST_CHECK;

/* To any responder, filled in; slots borrowed. report, alert: 0 for none. */
int alert_queue_text(struct engine *, const char *person, const char *text_id,
    json_t *slots, int64_t report_id, int64_t alert_id,
    int64_t until_s) MUST_CHECK;

/* --- alerts_clock.c --- */
/* P02 and P03; each minute. */
int alerts_clock(struct engine *) MUST_CHECK;
int64_t alerts_clock_due_s(struct engine *);
/* SIAP; *ret_taken: it was asked for. */
int alerts_handover_seen(
    struct engine *, const char *person, bool *ret_taken) MUST_CHECK;

/* --- alerts_answer.c --- */
int alerts_check_met(struct engine *) MUST_CHECK; /* K04 */
/* -EALREADY: somebody else has it; nothing more is to be done. */
int alert_accept(struct engine *, struct alert *, const char *how) MUST_CHECK;
int alert_decline(struct engine *, struct alert *, const char *how) MUST_CHECK;
/* word: contacted, not_reached, referred, called (a cadre), ... */
int alert_outcome(struct engine *, struct alert *, const char *word,
    const char *by) MUST_CHECK;
bool alert_outcome_known(enum alert_part, const char *word);
/* A responder's text or ring; *ret_taken: it was an answer. */
int alerts_text(
    struct engine *, const struct told *, bool *ret_taken) MUST_CHECK;
int alerts_call(
    struct engine *, const char *number, bool *ret_taken) MUST_CHECK;
/* {"alert": webhook-id, "answer": "accept"} of a 2xx. */
int alerts_webhook(
    struct engine *, const char *body, const char *destination) MUST_CHECK;
/* The writer is in the roster: not asked about her own report, and a cadre is
 * reminded once not to send names. */
int alerts_heard_from(
    struct engine *, const char *number, const struct report *) MUST_CHECK;
int person_by_number(
    struct engine *, const char *number, struct person *) MUST_CHECK;

#endif
