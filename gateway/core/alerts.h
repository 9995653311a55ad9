/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Somebody comes (P3, I13). Each report has a watch for the office and, with
 * her consent, one for the cadres. A watch asks people one after another (all
 * on duty at once in an emergency), has an owner or a time when it moves on,
 * and ends with an outcome that a person recorded.
 *
 *	alerts_watch.c   the watch: who is next, deadlines, alarms
 *	alerts_raise.c   one person asked: rows, texts, events, rings
 *	alerts_ring.c    whose phone rings
 *	alerts_gather.c  many at once: one text
 *	alerts_people.c  who may no longer be asked
 *	alerts_answer.c  what responders answer by text, call, webhook, command
 *	alerts_drill.c   a round of alerts that reaches cadres alone (LATIHAN)
 *	alerts_clock.c   P02 and P03
 *	commands_alert.c siaga alert, report exclude, people kin
 *	commands_drill.c siaga drill
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
	bool again; /* not in the row: what is said now was said before */
};

/* A row of `watch`. */
struct watch {
	int64_t report_id, round, begun_at, next_at, alarm_at;
	enum alert_part part;
	char state[8], owner[VAULT_PERSON_SIZE], sticky[VAULT_PERSON_SIZE];
	enum urgency urgency;
	bool emergency;
};

/* --- alerts_watch.c --- */
/*
 * Something of the report has changed: it was filed, heard again (`heard`),
 * triaged, consented, closed... Begins, hurries, or ends its watches.
 */
int alerts_consider(
    struct engine *, const struct report *, bool heard) MUST_CHECK;
/* The same of a cry for help: whoever has it is told at once, and rung. */
int alerts_cried(struct engine *, const struct report *) MUST_CHECK;
/* `other` is now part of the report: who was asked there is asked here. */
int alerts_joined(struct engine *, const struct report *,
    const struct report *other) MUST_CHECK;
/* HAPUS YA: what is to be erased is shared with no cadre any more (I12). */
int alerts_consider_erasing(struct engine *) MUST_CHECK;
/* Deadlines, reminders, the next person; each turn. */
int alerts_check(struct engine *) MUST_CHECK;
int64_t alerts_due_s(struct engine *);
/* At a start: a clock that is behind what it was makes no deadline later. */
int alerts_turn_back(struct engine *) MUST_CHECK;
int watch_get(struct engine *, int64_t report_id, enum alert_part,
    struct watch *) MUST_CHECK; /* -ENOENT */
int watch_put(struct engine *, const struct watch *) MUST_CHECK;
/* Seconds from now; what [alert ...] says for that urgency. */
enum alert_deadline { ALERT_ANSWER, ALERT_CONTACT };
int64_t alerts_deadline_s(
    struct engine *, enum urgency, enum alert_part, enum alert_deadline);
/* Who has how much, and who was asked when, as duty_decide() takes it. */
struct alerts_weights {
	unsigned *load, *asked;
};
int alerts_weigh(struct engine *, const struct roster *,
    struct alerts_weights *ret) MUST_CHECK; /* alerts_weights_free() is owed */
void alerts_weights_free(struct alerts_weights *);
/* That person is asked to take it over from whoever has it, and then others as
 * ever; while nobody has it, by the deadline it had already. -ENOENT: nobody
 * watches over it; -EPERM: must not hear of it; -EHOSTUNREACH: would not. */
int alerts_hand_over(
    struct engine *, const struct report *, const char *person) MUST_CHECK;
/* Asks the office again, first whoever had it. */
int alerts_ask_again(
    struct engine *, int64_t report_id, enum urgency least) MUST_CHECK;

/* --- alerts_people.c --- */
struct alert_excluded {
	char (*ids)[VAULT_PERSON_SIZE];
	const char **list;
	size_t count;
};
/* Everybody who must not hear of that report. alerts_excluded_free() is owed,
 * also after an error. */
int alerts_excluded(
    struct engine *, int64_t report_id, struct alert_excluded *ret) MUST_CHECK;
void alerts_excluded_free(struct alert_excluded *);
/* Who comes for that part of the report, without weights; `out` is borrowed. */
struct duty_ask alerts_question(struct engine *, const struct roster *,
    const struct report *, enum alert_part, const struct alert_excluded *out);
/* Whoever is asked and may no longer be (removed, away, excluded) is told to
 * stand down, and the next one is asked. */
int alerts_recheck(struct engine *) MUST_CHECK;
/* The report's cadres alone: its village or her wish (BEDA) may be another. */
int alerts_recheck_cadres(struct engine *, const struct report *) MUST_CHECK;
/* May that person still take it: in office today, there, not excluded? */
int alert_person_may(
    struct engine *, const struct alert *, bool *ret_may) MUST_CHECK;
/* The same when the roster or the day has changed; each turn. */
int alerts_check_people(struct engine *) MUST_CHECK;

/* --- alerts_raise.c --- */
int alert_raise(struct engine *, const struct report *, const struct watch *,
    const char *person, const char *destination, int64_t due_at) MUST_CHECK;
/* A new row with a code of its own; id and code are filled in. */
int alert_insert(struct engine *, struct alert *) MUST_CHECK;
int alert_get(struct engine *, int64_t id, struct alert *) MUST_CHECK;
void alert_from_row(struct store_rows *, struct alert *);
/* All rows of an open question, which it ends; free(ret->all) is owed. */
struct alert_list {
	struct alert *all;
	int count;
};
int alert_list_read(struct store_rows *, struct alert_list *ret) MUST_CHECK;
int alert_set(struct engine *, const struct alert *, const char *state,
    const char *how) MUST_CHECK;
/* A text of templates to the alert's person; nothing if it has no number. */
int alert_text(struct engine *, const struct alert *, const char *text_id,
    const struct report *, int64_t until_s) MUST_CHECK;
/* alert.raised and its like, to office destinations and the person's own, as
 * far as these may know of the report (disclose.h). */
int alert_event(struct engine *, const char *event, const struct alert *,
    const struct report *) MUST_CHECK;
/* Is there a way to that person by which this report may be told now? */
bool alert_reaches(
    struct engine *, const struct report *, const struct roster_person *);
/*
 * A text to a responder will not arrive: refused for good, or reported so. It
 * goes by another SIM once, if it was refused (`by`: the one that did; NULL:
 * the network has said that the phone was not reached); else what it asks is
 * asked of the next one at once.
 */
int alert_text_lost(
    struct engine *, int64_t outbox_id, const char *by) MUST_CHECK;
/* Nobody is to answer it any more; a text of it that waits is dropped. */
int alert_close(
    struct engine *, const struct alert *, const char *state) MUST_CHECK;
/* Must whoever it went to not hear of it (any more)? */
int alert_is_excluded(
    struct engine *, const struct alert *, bool *ret_is) MUST_CHECK;
/* K03, if anything of it has left the box. */
int alert_text_over(
    struct engine *, const struct alert *, const struct report *) MUST_CHECK;
int alert_stand_down(struct engine *, struct alert *, const struct report *,
    const struct alert *owner_or_null) MUST_CHECK;
/* All open ones of the watch are told it is over, but not its owner. */
int alerts_stand_down(struct engine *, int64_t report_id, enum alert_part,
    const struct alert *owner_or_null) MUST_CHECK;
/* Said again with less time: text, event, and the phone in an emergency. */
int alert_hurry(struct engine *, struct alert *, const struct report *,
    const struct watch *, int64_t due_at) MUST_CHECK;
/* What asks for it: the text, the event, and the phone in an emergency. */
int alert_say(
    struct engine *, const struct alert *, const struct report *) MUST_CHECK;
/* P01, P04, K01: what asks for it. */
const char *alert_asks_by(const struct alert *, const struct report *);

/* To any responder, filled in; slots borrowed. report, alert: 0 for none. */
int alert_queue_text(struct engine *, const char *person, const char *text_id,
    json_t *slots, int64_t report_id, int64_t alert_id,
    int64_t until_s) MUST_CHECK;

/* --- alerts_ring.c --- */
/* Phones that are still to ring, one after another; each turn. */
int alerts_check_rings(struct engine *) MUST_CHECK;
int64_t alerts_rings_due_s(struct engine *); /* beyond now; or INT64_MAX */

/* --- alerts_gather.c --- */
/*
 * A text to a responder is about to leave. If it asks an officer, and others
 * that ask her wait as well, *ret_slots are those of P06, which stands for all
 * of them (to be free()d); NULL: as it is. *ret_later: she has had many, and
 * those that wait go later. again: it was said before.
 */
int alerts_gather(struct engine *, int64_t outbox_id, const char *person,
    bool again, bool *ret_later, char **ret_slots) MUST_CHECK;

/* --- alerts_drill.c --- */
/*
 * Asks all cadres of a village (ROSTER_NONE: of all) who could be asked today
 * and are in no other drill. No report, no webhook, nobody outside the roster.
 * *ret_asked 0: nobody, and nothing was begun. Some are asked in each turn.
 */
int drill_begin(struct engine *, uint32_t village, int64_t due_at,
    const char *by, int64_t *ret_id, int *ret_asked) MUST_CHECK;
/* Her first answer counts, also a late one. */
int drill_answer(
    struct engine *, struct alert *, bool yes, const char *how) MUST_CHECK;
/* K06 once more, but no third time. */
int drill_ask_again(struct engine *, struct alert *) MUST_CHECK;
int drill_check(struct engine *) MUST_CHECK; /* each turn: asks, ends */

/* --- alerts_clock.c --- */
/* P02 and P03; each minute. */
int alerts_clock(struct engine *) MUST_CHECK;
int64_t alerts_clock_due_s(struct engine *);
/* Whoever has the report, or is on duty for it; empty: nobody. */
int alerts_officer_of(struct engine *, const struct report *,
    char ret_person[VAULT_PERSON_SIZE]) MUST_CHECK;
/* P05: an officer is to call this cadre, who said yes. */
int alerts_tell_officer(struct engine *, const struct alert *cadre,
    const struct report *, int64_t until_s) MUST_CHECK;
/* The law's clock begins, once, if `[siaga] tpks_from` says so of this moment,
 * and she writes of herself. */
int alerts_law_begins(struct engine *, const struct report *,
    enum conf_tpks_from moment) MUST_CHECK;
/* `other` is now part of the report: the earlier clock of both. */
int alerts_law_joined(struct engine *, const struct report *,
    const struct report *other) MUST_CHECK;
/* CODE OK to P02, from whom it went to; *ret_taken: it was one. */
int alerts_law_seen(struct engine *, const char *code, const char *person,
    bool *ret_taken) MUST_CHECK;
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
/* The writer is in the roster: not asked about her own report. */
int alerts_not_to_sender(
    struct engine *, const char *number, const struct report *) MUST_CHECK;
/* The number is now this person's: not asked about reports that came from it
 * while the box still knew it. */
int alerts_number_given(
    struct engine *, const char *number, const char *person) MUST_CHECK;
/* alerts_not_to_sender(), and a cadre is reminded once not to send names. */
int alerts_heard_from(
    struct engine *, const char *number, const struct report *) MUST_CHECK;
int person_by_number(
    struct engine *, const char *number, struct person *) MUST_CHECK;

#endif
