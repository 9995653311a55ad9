/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the functions behind the command table share. */
#ifndef SIAGA_COMMANDS_H
#define SIAGA_COMMANDS_H

#include "../lib/command_table.h"
#include "engine_parts.h"
#include "people.h"
#include "roster.h"

#define COMMAND_JOBS_MAX   4 /* passphrases that wait for one another */
#define COMMAND_JOBS_KNOWN 6 /* for who was right from that place before */

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

/* Whom to answer, and what was asked. */
struct command_ticket {
	int peer;
	int64_t re;
	const struct command_row *row;
	json_t *args;
	const char *as; /* NULL: nobody */
	struct actor_from from;
	char origin[48];                /* where the browser is; "": not told */
	char device[VAULT_DEVICE_SIZE]; /* which; as it says */
};

struct command_answer {
	json_t *result; /* owned by the answer */
	char next[88];  /* where the next page begins, "" at the end */
	const char *error, *message; /* static, or told */
	char told[240];
	struct command_ticket ticket;
	bool later; /* answered by a job */
	/* For the audit: what it was done to, if no argument says so, and what
	 * it was in a few words that are nobody's. */
	char object[40], detail[120];
};

typedef int command_taker(
    struct engine *, json_t *args, struct command_answer *);

/*
 * A command that goes on elsewhere: whom to answer is kept, the passphrase is
 * not. end() runs the rest with the same actor, audits and answers it, and
 * frees; drop() frees alone. NULL: no memory.
 */
struct command_later;
typedef int command_rest(
    struct engine *, json_t *args, const void *with, struct command_answer *);
struct command_later *command_later(struct command_answer *);
void command_later_end(
    struct engine *, struct command_later *, command_rest *, const void *with);
void command_later_drop(struct command_later *); /* NULL is fine */

/* The rest of a command, when its passphrase has become a key. */
typedef int command_finisher(struct engine *, json_t *args,
    const struct vault_stretch *, struct command_answer *);
/* May a passphrase or code of that person be tried from there now (throttle.h),
 * and is there room to stretch it? false: the error is set. */
bool command_may_try(
    struct engine *, const char *person, struct command_answer *);
bool command_has_room(
    struct engine *, const char *person, struct command_answer *);
enum command_try { COMMAND_TRY_BEGINS, COMMAND_TRY_RIGHT, COMMAND_TRY_OPEN };
void command_tried(struct engine *, const char *person,
    const struct command_answer *, enum command_try);
/* The second factor of args' person: 0 and no error: it opens. -EACCES: wrong.
 * *ret_enrolling: has none and must have one (commands_totp.c). */
int command_totp_unlock(struct engine *, json_t *args, struct command_answer *,
    bool *ret_enrolling) MUST_CHECK;
int command_totp_enrolled(
    struct engine *, const char *person, bool *ret) MUST_CHECK;
/* Stretches it elsewhere; finish follows, with the same actor. */
int command_stretch(struct engine *, struct command_answer *,
    const char *person, const char *passphrase, command_finisher *) MUST_CHECK;

command_taker command_status, command_doctor;
command_taker command_report_assign, command_report_reveal;
command_taker command_report_same, command_unlock, command_lock;
command_taker command_people_list, command_people_add, command_people_remove;
command_taker command_people_ring;
command_taker command_key_init, command_key_officer, command_key_rotate;
command_taker command_key_revoke, command_key_recovery, command_key_list;
command_taker command_report_export, command_report_exclude;
command_taker command_alert_list, command_alert_accept;
command_taker command_alert_decline, command_alert_outcome;
command_taker command_people_kin, command_drill;
command_taker command_panic, command_panic_end, command_panic_codes;
extern command_finisher command_panic_finish;
int command_panic_over(
    struct engine *, const char *person, struct command_answer *) MUST_CHECK;
command_taker command_audit_list, command_audit_verify;
command_taker command_report_list, command_report_show;
command_taker command_report_queue, command_report_note;
command_taker command_report_preview, command_report_handover;
command_taker command_session_show, command_modem_list;
command_taker command_health, command_metrics;
command_taker command_token_add, command_token_list, command_token_remove;
command_taker command_report_find;
/* Names of a token's bits, a new array (commands_token.c). */
json_t *command_token_scopes(unsigned scopes);
/* Those that this person made. */
int command_tokens_end(struct engine *, const char *person) MUST_CHECK;
command_taker command_totp_begin, command_totp_confirm, command_totp_reset;
command_taker command_report_take, command_report_urgency;
command_taker command_report_reply, command_report_override;
command_taker command_report_confirm, command_report_join;
command_taker command_report_close, command_dialogue;
command_taker command_report_release, command_report_erase;
command_taker command_outbox_list, command_outbox_replay;
command_taker command_import, command_import_add, command_import_faults;
command_taker command_duty, command_village_list, command_village_show;
/* What the roster leaves open (duty.h), a new array; NULL: unreadable. */
json_t *command_gaps(struct engine *);
command_taker command_privacy, command_report_receipt, command_backup;
command_taker command_webhook_list;

/* Sets the error; returns 0, for `return command_fail(...)`. */
int command_fail(
    struct command_answer *, const char *error, const char *message);
/* Does whoever asks have one of these roles? false: the error is set. */
bool command_may(struct engine *, unsigned roles, struct command_answer *);
/* The report of args' "code"; false: not there, and the error is set. */
bool command_find_report(
    struct engine *, json_t *args, struct command_answer *, struct report *ret);
/* The same, to act in it: not if whoever asks may not read it, nor if it goes
 * on in another one (commands_acts.c). */
bool command_find_mine(
    struct engine *, json_t *args, struct command_answer *, struct report *ret);
/* A session says who it is; without one, what --by says must do. */
const char *command_by(struct engine *, json_t *args);
/* Sealed words of an officer, opened; null without a session. */
json_t *command_open_words(struct engine *, struct vault_session *,
    const uint8_t *case_pk, const void *sealed, size_t size);
/* Notes of officers, added; when she may be texted, or null
 * (commands_write.c). */
int command_notes(struct engine *, struct vault_session *,
    const struct report *, json_t *to) MUST_CHECK;
json_t *command_window(struct engine *, const struct report *);
/* How a text of that level would come to her: leaves "now", "window", "offered"
 * or "never", and the first cause that holds. */
struct command_way {
	const char *leaves, *why;
};
int command_reply_way(struct engine *, const struct report *, int level,
    struct command_way *ret) MUST_CHECK;
json_t *command_modem_row(const struct modem *); /* commands_board.c */
/* The village of a code or name; false: none or several, the error is set. */
bool command_find_village(const struct roster *, const char *text,
    uint32_t *ret, struct command_answer *);
/* Who watches over it, and the law's clocks; whose it is (commands_alert.c). */
int command_watches(
    struct engine *, const struct report *, json_t *to) MUST_CHECK;
void command_owner(struct engine *, const struct report *, json_t *row);
/* The report as it is afterwards, and report.updated. */
int command_report_answer(
    struct engine *, struct command_answer *, const struct report *) MUST_CHECK;
/* Who may not read it may not act in it. The keys are asked, not the rows: an
 * assignment may have reached the keys alone. */
bool acts_may(struct engine *, const struct report *);
/* HAPUS YA asks for its erasure and it is nobody's: an officer's key opens it,
 * but it is read by supervisors alone (I12). */
bool command_erase_shuts(struct engine *, const struct report *);
/* Must not hear of it, nor who is of the same household: whatever her key
 * opens, it is shown to her as to somebody without one. */
bool command_excluded(struct engine *, const struct report *);
/* One of the two. */
bool command_shuts(struct engine *, const struct report *);
/* Whoever asks reads it: a key that opens it, and nothing shuts it. */
bool command_reads(struct engine *, const struct report *);
/* Two that are joined are open to the same people from now on: whose one of
 * them was, or those whose both were (commands_know.c); may set the error. */
int command_join_people(struct engine *, const struct report *,
    const struct report *other, struct command_answer *) MUST_CHECK;
/* Takes a person's key away (commands_keys.c); may set the error. */
int command_key_forget(
    struct engine *, const char *person, struct command_answer *) MUST_CHECK;
/* Sets the error if nobody else who serves reads what this person does. */
int command_key_last(
    struct engine *, const char *person, struct command_answer *) MUST_CHECK;
/* An argument's text, or NULL. */
const char *command_str(json_t *args, const char *name);
/* A row of listings; the row of scripts is a contract (commands_report.c). */
json_t *command_report_row(struct engine *, const struct report *);
/* Until when somebody must call her; null: no call, taken, or over. */
/* The operator hides it: nobody can ring or text her. */
bool command_number_hidden(struct engine *, const struct report *);
json_t *command_call_open(const struct engine *, const struct report *);
/* What waits, each to 1000 at most; added (commands_queue.c). */
int command_queue_counts(struct engine *, json_t *to) MUST_CHECK;
/* The first second of a day in local time; -1: no date (commands_export.c). */
int64_t command_day(const char *text, int64_t if_absent, int days_on);
/* What the box knows of a case, added to an answer (commands_facts.c). */
int64_t command_call_until(const struct report *);
/* When its erasure is due, or null. */
json_t *command_erase_due(const struct report *);
/* Rows come newest first and are listed oldest first; false: no room. Takes
 * the entry. */
bool command_newest(json_t *list, json_t *entry, size_t most, size_t *size);
int command_facts(struct engine *, struct vault_session *,
    const struct report *, json_t *to) MUST_CHECK;
/* What backups want of an administrator, added (commands_backup.c). */
int command_backup_doctor(struct engine *, json_t *findings) MUST_CHECK;
/* The id to go on below, for listings that run from new to old. */
int64_t command_after(json_t *args);
/* "2026-11-21T03:15:00Z" as a new JSON string; null for 0. */
json_t *command_time(int64_t at_s);

#endif
