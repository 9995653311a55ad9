/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the engine, shared by its parts and by nobody else. */
#ifndef SIAGA_ENGINE_PARTS_H
#define SIAGA_ENGINE_PARTS_H

#include "../lib/gsm.h"
#include "disclose.h"
#include "engine.h"
#include "people.h"
#include "ring.h"
#include "store.h"
#include "texts.h"
#include "throttle.h"
#include "timekeeper.h"
#include "vault.h"
#include "webhook.h"
#include "wordset.h"

#define ENGINE_PEERS_MAX  64
#define ENGINE_PONG_MS    45000 /* with the ping, above all of a child's own */
#define ENGINE_FAULTS_MAX 100   /* bad frames of one peer, then it goes */
#define ENGINE_POSTS_MAX  16    /* webhooks in flight */
#define ENGINE_POSTS_EACH 2     /* of these to one destination */
#define ENGINE_CODE_SIZE  8

#define BOARD_CHANGES_MAX 48
enum board_kind { /* the last four live in memory alone */
	BOARD_REPORT,
	BOARD_ALERT,
	BOARD_OUTBOX,
	BOARD_MODEM,
	BOARD_DUTY,
	BOARD_PANIC,
	BOARD_SESSION,
	BOARD_KINDS
};
/* siaga-web, and what it is to look at again at the end of this turn. */
struct board {
	int peer; /* 0: none */
	bool serving;
	char error[65]; /* why not; "": none was said */
	struct board_change {
		enum board_kind kind;
		int64_t id; /* of its row; 0: any */
		char person[VAULT_PERSON_SIZE];
		char session[65]; /* BLAKE2b of its token, as hex */
	} changes[BOARD_CHANGES_MAX];
	size_t count;
	unsigned all; /* bits of kinds of which more changed than fit */
};

#define ENGINE_EXPORTS_MAX 4
/* An export on its way through two people; in memory alone. */
struct engine_export {
	char ticket[12]; /* "": free */
	char asker[VAULT_PERSON_SIZE], approver[VAULT_PERSON_SIZE];
	int64_t from_s, to_s, until_s;
};

/* A connected program. */
struct peer {
	int id; /* 0: free */
	enum wire_role role;
	char name[CONF_NAME_MAX + 1];
	char origin[16]; /* of a client: its user, "" not known */
	bool greeted, any_role;
	int64_t heard_ms, pinged_ms;
	unsigned faults[WIRE_FAULT_MAX];
};

/* One SIM as the core sees it. */
struct modem {
	const struct conf_modem *conf;
	char *pin; /* sodium would be too much: it also lies in its file */
	int peer;  /* 0: no program serves it */
	char state[17];
	char detail[65];
	bool ready, at_ceiling;
	bool alerts_wait; /* some that are above the ceiling */
	int64_t used, size, signal_percent;
	int64_t in_flight;   /* outbox id of the text being sent, 0: none */
	int64_t deadline_ms; /* by then its outcome must be known */
	struct ring ring;    /* a phone that it is to ring */
};

/* One destination. */
struct hook {
	const struct conf_webhook *conf;
	struct webhook_key keys[WEBHOOK_KEYS_MAX]; /* new, then old */
	size_t key_count;
	unsigned in_flight;
};

/* Plain values: saved when a turn begins, put back when it fails. */
struct engine_edge_state {
	struct modem modems[CONF_MODEMS_MAX];
	struct hook hooks[CONF_WEBHOOKS_MAX];
	bool ceiling_told; /* alerts wait for which no SIM has a text left */
	struct {
		int64_t id; /* outbox id, 0: free */
		size_t hook;
		int64_t deadline_ms; /* by then its outcome must be known */
	} posts[ENGINE_POSTS_MAX];
};

#define TOTP_TAKEN_MAX 64 /* more codes than this are not taken in 90 s */

/* A frame to send once the turn is durable. */
struct turn_post {
	int peer;
	char *line;
	int64_t re; /* the frame it answers, 0: none */
	enum turn_kind {
		TURN_ACT,
		TURN_READING,  /* said on a full disk too: it changed nothing */
		TURN_OF_KEYS,  /* whose keys may be durable nevertheless */
		TURN_OF_PANIC, /* what is in memory holds nevertheless */
		TURN_LINK /* of a connection, and of nothing in the store */
	} kind;
	struct turn_post *next;
};

#define TURN_FILED_MAX 64 /* more reports than this have no line each */

struct turn {
	struct turn_post *first, **last;
	struct turn_filed {
		char code[ENGINE_CODE_SIZE], quarantine[64];
		enum urgency urgency;
		bool emergency;
	} filed[TURN_FILED_MAX];
	size_t filed_count;
	bool failed; /* nothing of this turn can be kept */
	bool full;   /* the disk is full, or no longer written */
	bool replayed;
	bool panicked; /* the panic lock was written in it */
	struct engine_edge_state before;
};

#define ALERT_PARTS 6 /* of alerts_check() */

struct engine {
	const struct conf *conf;
	const struct handling *handling;
	struct engine_clock clock;
	struct engine_edge edge;
	int64_t ping_ms;
	struct store *store;
	struct vault *vault;
	struct wordset *words; /* the newest first */
	struct timekeeper time;
	int64_t now_s, now_ms; /* one now per turn */
	struct peer peers[ENGINE_PEERS_MAX];
	int notify_peer; /* 0: none */
	struct board board;
	struct engine_edge_state at;
	struct turn turn;
	int64_t last_id; /* of frames of ours other than sends and posts */
	int64_t checkpoint_ms;
	int64_t started_ms;
	int64_t erase_at_s;  /* when due erasures are looked for again */
	int64_t routes_owed; /* a day to be forgotten as soon as may be */
	int64_t routes_at_s; /* when old days are looked for again */
	struct { /* retention.c: how far this hour's look has come */
		int64_t at_s, day_at_s, report_id, outbox_id;
		bool looking;
	} retention;
	int64_t replay_ms;  /* keys are gone whose rows are not; 0: none */
	bool flush_keys;    /* a key was deleted: empty the logs after COMMIT */
	int64_t queue_at_s; /* when calls that are over are looked for */
	int64_t clock_at_s; /* when shifts and clocks are looked at */
	/* Parts of alerts_check() that failed, in memory alone. */
	struct alerts_failed {
		int64_t later_ms, tries;
		bool told; /* the alarm has sounded for so many */
	} alerts_failed[ALERT_PARTS];
	int64_t beat_at_s;    /* when the next heartbeat goes; 0: not known */
	int64_t replies_at_s; /* when windows are looked at again */
	struct {              /* many reports at once: the card of them */
		int64_t head_id, until_s, told_s;
	} flood;
	struct engine_export exports[ENGINE_EXPORTS_MAX];
	struct { /* an override between its two steps */
		int64_t reply_id, until_s;
		char token[ENGINE_CODE_SIZE];
	} override;
	struct roster *roster;     /* as it was last read; roster_load() */
	struct import *import;     /* files on their way, NULL: none */
	struct sessions *sessions; /* sodium_malloc */
	struct lent *lent;         /* likewise: numbers for an hour */
	struct actor actor;        /* who gives the command at hand */
	unsigned jobs;             /* passphrases on their way */
	struct throttle throttle;  /* wrong ones */
	/* Codes that opened just now, also if that could not be kept. */
	struct totp_taken {
		char person[VAULT_PERSON_SIZE];
		int64_t step;
	} totp_taken[TOTP_TAKEN_MAX];
	bool locked;           /* siaga panic: no key opens anything */
	bool panic_due;        /* it is not kept on the disk yet */
	struct backup *backup; /* backup.c */
	uint64_t frames_refused;
	struct {
		/* since the start; shut_out: by siaga-web, unasked */
		uint64_t screens, refused, shut_out;
	} ussd;
	bool stopping; /* nothing new is sent */
};

struct import;
struct report;
struct roster;
struct sessions;

/* turn.c: what is said in a turn goes out after its COMMIT. */
int turn_write(struct engine *) MUST_CHECK; /* begins the transaction */
bool turn_read_only(const struct engine *); /* store or keys, till restart */
/* Tells the log of a new report once it is durable. */
void turn_filed(struct engine *, const struct report *);
/* Takes the frame; peer 0 drops it. */
void turn_send(struct engine *, int peer, json_t *frame);
void turn_answer(struct engine *, int peer, int64_t re, json_t *frame);
void turn_answer_as(
    struct engine *, int peer, int64_t re, json_t *frame, enum turn_kind);
/* What only reads need not fail with its record: true if err says that the
 * disk is full or no longer written. */
bool turn_disk_full(struct engine *, int err, const char *act);
void turn_ok(struct engine *, int peer, json_t *to);
void turn_refuse(
    struct engine *, int peer, json_t *to, const char *error, bool retry);

/* What holds a connection together leaves whatever becomes of the COMMIT, in
 * its place among what this turn says. Takes it. */
void turn_send_always(struct engine *, int peer, json_t *frame);
/* Not of the turn: it leaves whatever becomes of the COMMIT. Takes it. */
void turn_say_now(struct engine *, int peer, json_t *frame);

/* board.c: siaga-web, and that something changed */
bool board_wanted(const struct engine *); /* there is a [web] */
void board_greet(struct engine *, const struct peer *);
/* After a reload: siaga-web is told what to serve by now. */
void board_serve_again(struct engine *);
/* Its answer to web.serve; error NULL: it serves. */
void board_taken(struct engine *, const struct peer *, const char *error);
void board_gone(struct engine *, const struct peer *);
/* Rows of report, alert and outbox say so by themselves from now on. */
void board_watch(struct engine *);
void board_changed(struct engine *, enum board_kind, int64_t id);
void board_session_ended(struct engine *, const struct session *);
/* After the COMMIT, or after it failed. */
void board_go(struct engine *, bool kept);

/* peers.c */
struct peer *peer_find(struct engine *, int id);
void peers_beat(struct engine *); /* pings, and drops who is silent */
int64_t peers_due_ms(const struct engine *);

/* modem.c: frames of siaga-modem, and what it is told. */
int modem_frame_state(struct engine *, struct peer *, json_t *) MUST_CHECK;
int modem_frame_deleted(struct engine *, struct peer *, json_t *) MUST_CHECK;
int modem_frame_sent(struct engine *, struct peer *, json_t *) MUST_CHECK;
int modem_frame_refused(struct engine *, struct peer *, json_t *) MUST_CHECK;
int modem_frame_call(struct engine *, struct peer *, json_t *) MUST_CHECK;
void modem_greet(struct engine *, struct peer *);
void modem_gone(struct engine *, struct peer *);
struct modem *modem_of(struct engine *, const struct peer *);
int modem_pump(struct engine *) MUST_CHECK; /* queued texts -> modem.send */
struct modem_sent {
	int64_t day, hour, drills; /* texts; drills of that day */
};
/* What a SIM has sent in the 24 hours, and the hour, before now. */
int modem_sent_count(
    struct engine *, const struct modem *, struct modem_sent *ret) MUST_CHECK;

struct modem *modem_named(struct engine *, const char *name);

/* gates.c: the gates of [ussd NAME] */
bool gates_wanted(const struct engine *);
/* Of web.serve and of `status`; NULL: there are none. */
json_t *gates_serve(const struct engine *);
json_t *gates_status(const struct engine *);
int gates_frame_refused(struct engine *, struct peer *, json_t *) MUST_CHECK;

/* ussd.c: a USSD session, screen by screen */
int ussd_frame_input(struct engine *, struct peer *, json_t *) MUST_CHECK;
int ussd_frame_end(struct engine *, struct peer *, json_t *) MUST_CHECK;
/* The last screen when nothing can be kept, for siaga-web. */
const char *ussd_later_words(const struct engine *, char ret[TEXTS_SIZE]);

/* intake.c: modem.sms */
int intake_frame(struct engine *, struct peer *, json_t *) MUST_CHECK;

/* parts.c: long texts */
struct pdu;
int parts_take(struct engine *, struct modem *, const char *sender,
    const uint8_t *bytes, size_t size, const struct pdu *) MUST_CHECK;
int parts_expire(struct engine *) MUST_CHECK;

/* cases.c: reports and their sealed messages. */
struct report {
	int64_t id;
	char code[ENGINE_CODE_SIZE];
	const char *channel, *clock, *state; /* static */
	int64_t filed_at, updated_at, triaged_at, last_in_at, read_at;
	int64_t joined_to, call_taken_at, closed_at, erased_at;
	int64_t assigned_at, dark_at;
	char village[64]; /* its code; people see case_village() */
	char quarantine[64];
	char flood[ENGINE_CODE_SIZE]; /* the report that stands for it */
	uint8_t case_pk[VAULT_PK_SIZE];
	struct facts facts;
};
/* Files a new report; r->facts, channel, quarantine are set before. */
int case_open(struct engine *, struct report *) MUST_CHECK;
/* So many letters of the alphabet of codes (design 4). */
#define CASE_SHORT 4
#define CASE_LONG  5
void case_draw(
    const struct engine *, char ret_code[ENGINE_CODE_SIZE], size_t length);
int case_get(struct engine *, int64_t id, struct report *) MUST_CHECK;
int case_find(struct engine *, const char *code, struct report *) MUST_CHECK;
/* Tells of a new report; one of a flood only by the flood's card. */
int case_announce(struct engine *, struct report *) MUST_CHECK;
/* The one call she asked for: from when, and until when, never late. */
void case_call_times(
    const struct facts *, int64_t *ret_from_s, int64_t *ret_to_s);
/* Writes r->facts. */
int case_keep(struct engine *, struct report *) MUST_CHECK;
/* Seals the record (an object, reference taken) into the case's thread. */
struct case_message {
	int64_t conversation_id; /* 0: none */
	const char *modem;
	uint64_t classes;
};
int case_add(struct engine *, const struct report *,
    const struct case_message *, json_t *record, int64_t *ret_id) MUST_CHECK;
void case_from_row(struct store_rows *, struct report *);
/* What listings call its state: erase_pending hides all others (I12). */
/* The village as people know it; "": not known, or she wants to be erased. */
#define CASE_VILLAGE_SIZE 136
void case_village(
    struct engine *, const struct report *, char ret[CASE_VILLAGE_SIZE]);
/* From a text: once, if it is clear; from an officer's voice: anew. */
int case_village_set(struct engine *, struct report *, const char *code,
    bool by_text) MUST_CHECK;
const char *case_state(const struct report *);
/* The safe word: kept as its hash, compared in constant time. */
int case_word_set(
    struct engine *, const struct report *, const char *word) MUST_CHECK;
/* *ret_is: it is that case's word. `alone`: as a text of one word. Twenty wrong
 * ones a day from all numbers. */
int case_word_is(struct engine *, int64_t report_id, const char *word,
    bool alone, bool *ret_is) MUST_CHECK;

/* conversation.c: one whole text of one number */
struct heard;
struct said { /* what is to stand on a screen */
	char text[DIALOGUE_ID_SIZE];
	json_t *slots;    /* owned; NULL: none */
	int64_t reply_id; /* the officer's words go into {answer}; 0: none */
	bool over;        /* it is the last one */
};
struct told {
	const char *via;     /* the SIM it came by, or "ussd:" and the gate */
	const char *channel; /* "sms", "call", "ussd" */
	struct modem *modem; /* NULL: it came by no SIM */
	struct said *said;   /* the answer goes here; NULL: out as a text */
	const char *sender;  /* E.164, or the name of an alphanumeric one */
	enum gsm_sender_kind kind;
	const char *text; /* UTF-8; U+0000 may stand in it */
	size_t size;
	int64_t scts_s;     /* the network's stamp, 0: none */
	json_t *record;     /* what the officer will read; taken */
	int64_t message_id; /* out: its row */
};
int conversation_take(struct engine *, struct told *) MUST_CHECK;
/* An input of a screen: h->c is its conversation, h->s.resume is set. */
int conversation_input(
    struct engine *, struct told *, struct heard *) MUST_CHECK;
/* A call that was not answered; number: E.164. */
int conversation_call(
    struct engine *, struct modem *, const char *number) MUST_CHECK;

/* talks.c: the conversation's row */
struct conversation {
	int64_t id, contact_id, report_id;
	bool fresh;
	int64_t lag_s; /* the least of our time less the network's stamp */
	struct talk talk;
	const struct wordset *words;
};
int talk_find(
    struct engine *, int64_t contact_id, struct conversation *) MUST_CHECK;
int talk_keep(struct engine *, const struct conversation *) MUST_CHECK;
/* A conversation on a screen: one for each session, and none goes on by
 * itself. */
int talk_begin_screen(
    struct engine *, int64_t contact_id, struct conversation *) MUST_CHECK;
int talk_get(struct engine *, int64_t id, struct conversation *) MUST_CHECK;

/* situation.c: everything a decision depends on */
struct heard {
	struct conversation c;
	struct situation s;
	struct report r;       /* of the conversation; r.id 0: none */
	int64_t proved_report; /* whose safe word or code it was; 0: none */
	struct {               /* the session that broke off */
		int64_t ussd_id, report_id;
		char question[DIALOGUE_ID_SIZE];
		struct talk talk;
	} broken;
	int64_t waiting_id;     /* the officer's answer; 0: none */
	int64_t waiting_report; /* the case that asks in it; 0: it does not */
};
int situation_look(
    struct engine *, const struct told *, struct heard *) MUST_CHECK;
int situation_look_call(
    struct engine *, const char *number, struct heard *) MUST_CHECK;

/* effects.c: what a decision does to the store */
int effects_apply(struct engine *, struct told *, struct heard *,
    const struct effects *) MUST_CHECK;

/* replies.c: what officers write to her */
int replies_check(struct engine *) MUST_CHECK; /* windows that have opened */
int64_t replies_due_s(struct engine *);
/* "The service is finished" does not wait in a case that is open again. */
int replies_reopened(struct engine *, int64_t report_id) MUST_CHECK;
/* Hands the waiting answer to her number now; direct: she asked for it. */
int replies_give(struct engine *, int64_t reply_id, int64_t contact_id,
    const char *modem, bool *ret_queued) MUST_CHECK;
/* It is on her screen now: given, with no text. *ret_template: a text of the
 * dialogue instead of words, or ""; *ret_report_id: whose answer it is.
 * -ENOENT: it cannot be shown now. */
int replies_show(struct engine *, int64_t reply_id, int64_t conversation_id,
    char ret_template[DIALOGUE_ID_SIZE], int64_t *ret_report_id) MUST_CHECK;
/* The words of an answer; -ENOENT when its day key is gone. */
int replies_words(
    struct engine *, int64_t reply_id, char ret[TEXTS_SIZE]) MUST_CHECK;
int replies_overridden(struct engine *, int64_t reply_id, bool *ret) MUST_CHECK;
/* Silent for 60 days: whose that number is by now nobody knows (I18). */
bool replies_stranger(const struct engine *, int64_t last_in_s);
/* Is this moment inside a window she set for texts (I4)? */
bool replies_window_open(
    struct engine *, const struct facts *, int64_t last_in_s);

/* erase.c: the end of a record (I12). by: who decided. */
int erase_case(struct engine *, struct report *, const char *by) MUST_CHECK;
/* What was joined to it holds her older words. */
int erase_joined(
    struct engine *, const struct report *, const char *by) MUST_CHECK;
int erase_check(struct engine *) MUST_CHECK;
/* Classes of words that keep a machine from erasing. */
int64_t erase_danger_mask(struct engine *);

/* retention.c: the end of what nobody needs any more */
#define RETENTION_BY "retention" /* who decided, in acts and audit */
#define ERASE_BY     "deadline"
int retention_check(struct engine *) MUST_CHECK;
bool retention_pending(struct engine *); /* more is to be looked at now */

/* Its rows alone, of a case whose key is gone already. */
int erase_rows(struct engine *, struct report *, const char *by) MUST_CHECK;

/* backup.c: see backup.h */
int backup_open(struct engine *, const char **ret_why) MUST_CHECK;
void backup_close(struct engine *);
void backup_stop(struct engine *); /* siagad ends: what runs gives up */
int backup_check(struct engine *) MUST_CHECK;
/* Erasures whose keys are gone and whose rows are not. */
int backup_replay(struct engine *) MUST_CHECK;
/* After the COMMIT, or after it failed: what was decided begins. */
void backup_go(struct engine *, bool kept);
/* It reads the files: their logs cannot be emptied now. */
bool backup_reads(const struct engine *);
int64_t backup_due_ms(const struct engine *);
/* What no keys backup may hold any longer: it is due at once. */
int backup_keys_changed(struct engine *) MUST_CHECK;
/* And others read from now on: the newest data must open for them. */
int backup_readers_changed(struct engine *) MUST_CHECK;
/* Of the newest keys backup; 0: there is none. */
uint64_t backup_generation(const struct engine *);

/* acts.c: what people did, and why */
int act_note(struct engine *, const char *actor, const char *act,
    const struct report *, const char *reason) MUST_CHECK;

/* contacts.c: numbers while their route lives. */
#define CONTACT_HIDDEN '*' /* begins a name that is no number (ussd.c) */
int contact_find(struct engine *, const char *number, bool make,
    int64_t *ret_id) MUST_CHECK; /* 0: unknown and not made */
/* routes.c: what the box forgets when a day's time is over (design 6). */
int routes_forget(struct engine *) MUST_CHECK;
int routes_forget_now(struct engine *) MUST_CHECK; /* all of them */

int contact_number(
    struct engine *, int64_t id, char *ret, size_t size) MUST_CHECK;

/* outbox.c */
enum outbox_priority {
	OUTBOX_EMERGENCY,
	OUTBOX_ALERT,
	OUTBOX_REPLY,
	OUTBOX_REST
};
struct outbox_text {
	const char *modem, *text_id;
	int64_t contact_id, conversation_id, report_id;
	bool emergency, unasked;
	bool direct;         /* the answer to her newest message */
	json_t *slots;       /* an object of strings; borrowed */
	const char *version; /* of the wordset */
	int level;
	const char *hold; /* goes instead if an officer takes the call */
	int64_t wait_s;   /* not before */
	int64_t life_s;   /* 0: as a reply */
	int64_t reply_id; /* an officer's words; 0: a template */
};
/* What the slots of a text are filled with at this moment; NULL: no memory.
 */
json_t *outbox_slots(struct engine *, const struct wordset *, const char *code,
    const char *letters, bool woken);
/* Has the number had all its level-0 texts of a day (I2)? */
int outbox_six_today(
    struct engine *, int64_t contact_id, bool *ret_six) MUST_CHECK;
/* Is another text than that one still on its way to the number (I17)? */
int outbox_undelivered(
    struct engine *, int64_t contact_id, int64_t but_id, bool *ret) MUST_CHECK;
/* *ret_queued: false if the day's limit withheld it. */
int outbox_reply(
    struct engine *, const struct outbox_text *, bool *ret_queued) MUST_CHECK;
int outbox_ask_time(struct engine *, enum store_query, const char *sink,
    int64_t *ret_s) MUST_CHECK; /* INT64_MAX: none */
int outbox_expire(struct engine *) MUST_CHECK;
int64_t outbox_due_ms(struct engine *);
int outbox_set_state(struct engine *, int64_t id, const char *state,
    const char *error) MUST_CHECK;

/* sessions.c; NULL begins */
struct session *session_each(struct engine *, struct session *after);
/* people.c */
int person_from_row(
    struct engine *, struct store_rows *, struct person *) MUST_CHECK;

/* panic.c: nobody reads on, and the box knows no number any more */
void panic_lock(struct engine *, const char *by); /* in memory, at once */
/* The rest of it, at the end of each turn until one is kept. */
int panic_check(struct engine *) MUST_CHECK;
void panic_settle(struct engine *, bool kept);
int panic_read(struct engine *) MUST_CHECK; /* at start */
/* An officer's one-time code: taken, and nothing else is done with it. */
int panic_text(
    struct engine *, const struct told *, bool *ret_taken) MUST_CHECK;

/* lent.c: a number out of a report, while somebody's key opens it */
int lent_open(struct engine *) MUST_CHECK;
void lent_close(struct engine *);
/* A contact to send to; -ENOENT: nobody here opens the report; -ENOTUNIQ: it
 * has several numbers. */
int lent_of_report(
    struct engine *, const struct report *, int64_t *ret_contact) MUST_CHECK;
/* An answer whose words were forgotten with their day, out of the report. */
int lent_words(
    struct engine *, const struct report *, int64_t reply_id) MUST_CHECK;
#define LENT_DAY (-2) /* route_day of its row, whose lookup is the mark */
int lent_number(struct engine *, int64_t contact_id, const void *mark,
    size_t mark_size, char *ret, size_t size) MUST_CHECK; /* -ENOENT */
/* A turn ends, or a command has failed: what was lent in it stays, or is
 * forgotten with the row that was undone. */
void lent_settle(struct engine *, bool kept);
int lent_check(struct engine *) MUST_CHECK;
int lent_forget_all(struct engine *) MUST_CHECK; /* a start, a panic */

/* numbers.c: which open cases came from one number, in an unlocked session */
void numbers_free(struct numbers *);           /* NULL is fine; wipes */
int numbers_check(struct engine *) MUST_CHECK; /* some more, each turn */
bool numbers_pending(struct engine *);         /* more are to be looked at */
void numbers_put_back(struct engine *);        /* what was written is undone */
/* This session has met all that it opens, and every X and STOP. */
bool numbers_complete(const struct session *);
/* -ENOENT if any report of that number says his phone, never, wrong number, or
 * silence (I3, I18). */
int numbers_may_write(
    struct engine *, const struct session *, const char *number) MUST_CHECK;
/* X and STOP of half a year ago. */
int numbers_forget_orders(struct engine *) MUST_CHECK;
/* Codes of other reports of the same number; a new array. */
json_t *numbers_same(const struct session *, int64_t report_id);
/* Who wrote, out of a sealed text; "": it does not say. */
int numbers_from(struct engine *, struct vault_session *,
    const uint8_t *case_pk, const void *sealed, size_t size,
    char ret[GSM_NUMBER_SIZE]) MUST_CHECK;

/* webhook_fields.c: what of a report a destination is told. */
struct webhook_row { /* that is about to leave; body: owned */
	int64_t id, report_id, alert_id;
	char event[64], event_id[64];
	char *body;
};
/* event NULL: of none. Borrows the report. */
struct disclose_case webhook_case(const struct report *, const char *event);
/* A new value, whether or not it may be told; null: not known. */
json_t *webhook_value(struct engine *, const struct conf_webhook *,
    enum conf_field, const struct report *);
/* All that may be told now; a new object. */
json_t *webhook_data(
    struct engine *, const struct conf_webhook *, const struct report *);
/* The body, with blanks after it up to one size; to be free()d. */
char *webhook_padded(json_t *body);
/* *ret_event: what the event is called to them; NULL: it is none. */
int webhook_event_for(struct engine *, const struct conf_webhook *,
    const char *event, const struct report *,
    const char **ret_event) MUST_CHECK;
/* What of the report has not left for them never does; why: static. */
int webhook_forget(struct engine *, const struct conf_webhook *,
    const struct report *, const char *why) MUST_CHECK;
/* Just before it leaves: *ret_why not NULL: it may not any more. Narrows the
 * body to what may. -EBADMSG: the body cannot be read. */
int webhook_check_row(struct engine *, const struct conf_webhook *,
    struct webhook_row *, const char **ret_why) MUST_CHECK;

/* webhook.c: events to destinations. */
/* gateway.alarm to every office destination; what: static, a short word. */
int webhook_alarm(struct engine *, const char *what) MUST_CHECK;
/* The same, of a report. */
int webhook_alarm_of(
    struct engine *, const char *what, const struct report *) MUST_CHECK;
/* An event of an alert; data taken. The webhook-id leads back to it. */
int webhook_alert(struct engine *, const struct conf_webhook *,
    const char *event, json_t *data, const struct report *, int64_t alert_id,
    int64_t until_s) MUST_CHECK;
/* gateway.heartbeat every hour, with the head of the audit. */
int webhook_beat(struct engine *) MUST_CHECK;
int64_t webhook_beat_due_s(struct engine *);
int webhook_event(
    struct engine *, const char *event, const struct report *) MUST_CHECK;
int webhook_pump(struct engine *) MUST_CHECK;
int webhook_frame_done(struct engine *, struct peer *, json_t *) MUST_CHECK;
/* Dead letters again: of one destination (NULL: all), or one row (0: all). */
int webhook_replay(struct engine *, const char *destination, int64_t id,
    int64_t *ret_rows) MUST_CHECK;
int webhook_frame_refused(struct engine *, json_t *) MUST_CHECK;
void webhook_gone(struct engine *);
void webhook_load_secrets(struct engine *, struct faults *);

/* import.c; NULL is fine */
void import_free(struct import *);

/* commands_queue.c: deadlines that are over leave the queue */
int queue_check(struct engine *) MUST_CHECK;

/* commands.c: the one command table. */
int command_frame(struct engine *, struct peer *, json_t *) MUST_CHECK;

#endif
