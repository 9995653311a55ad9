/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who is who: the people of the office (table person), their sessions, and
 * what they may do. A session begins with a passphrase and holds the person's
 * secret key in memory; it ends by itself when it is not used.
 */
#ifndef SIAGA_PEOPLE_H
#define SIAGA_PEOPLE_H

#include "../lib/command_table.h"
#include "../lib/gsm.h"
#include "vault.h"

#include <jansson.h>

#define SESSIONS_MAX       128
#define SESSIONS_EACH      8  /* of one person; a ninth ends the oldest */
#define SESSION_TOKEN_SIZE 64 /* "siaga-session-" and base64url, with NUL */
#define SESSION_LIFE_MS    (12 * 3600 * 1000)
#define SESSION_READS_HOUR 40 /* more cases read in an hour are an alarm */

struct engine;
struct numbers; /* numbers.c: whose cases are one person's, in memory */

#define SESSION_SEARCH 32
struct session {
	char token[SESSION_TOKEN_SIZE]; /* "": free */
	char person[VAULT_PERSON_SIZE];
	unsigned role; /* one bit of enum command_role */
	struct vault_session *keys;
	int64_t opened_ms, used_ms;
	bool fresh;     /* of this turn */
	int web_peer;   /* the link to siaga-web it began over; 0: none */
	bool enrolling; /* may set up a second factor, and nothing else */
	struct numbers *numbers;
	uint8_t
	    search[SESSION_SEARCH]; /* which piece goes on with its search */
};

/* Over which connection a command came. */
struct actor_from {
	int web_peer; /* siaga-web's; 0: the command line */
	bool quiet;   /* a page by itself: it keeps no session open */
};

/* Who gives a command. */
struct actor {
	char name[VAULT_PERSON_SIZE]; /* "": nobody known */
	unsigned role;                /* 0: nobody known */
	unsigned scopes;              /* of a token, which has no role */
	struct session *session;      /* NULL: a key as text, or nobody */
	struct vault_session *keys;   /* NULL: opens nothing */
	bool stale;                   /* a session was named that is over */
	bool web; /* over siaga-web: a session, or nothing */
};

/* sessions.c */
int sessions_open(struct engine *) MUST_CHECK;
void sessions_close(struct engine *);
/* `as` of a command; NULL: nobody. Begins a key as text, see actor_end(). */
int actor_begin(struct engine *, const char *as, const struct actor_from *,
    struct actor *ret) MUST_CHECK;
void actor_end(struct actor *);
/* commands_token.c: no scope if there is no such token. */
#define ACTOR_TOKEN_PREFIX "siaga-token-"
int actor_by_token(
    struct engine *, const char *as, struct actor *ret) MUST_CHECK;
bool actor_token_may(const struct actor *, const char *command);
/* Takes the keys. NULL: all sessions are in use. */
struct session *session_new(struct engine *, struct vault_session *keys,
    const char *person, unsigned role, int web_peer);
void session_end(struct engine *, struct session *);
void sessions_end_all(struct engine *);
/* Until it ends, used or not; idle: if it is not used any more. */
int64_t session_left_ms(
    const struct engine *, const struct session *, bool idle);
/* Of a person whose key or role is no more. */
void sessions_end_of(struct engine *, const char *person);
/* Those that began in this turn end, if nobody hears of them. */
void sessions_keep(struct engine *, bool kept);
/* Ends those that were not used. */
int sessions_check(struct engine *) MUST_CHECK;
int64_t sessions_due_ms(struct engine *);
size_t sessions_count(const struct engine *);
/* A key was erased: none of what they keep of keys may open it any more. */
void sessions_forget_keys(struct engine *);
/* A page of a case was read: many cases in an hour are told to the office,
 * in however many sessions. */
int session_read(struct engine *, const struct actor *, int64_t report_id,
    bool first_page) MUST_CHECK;

/* people.c */
#define PERSON_PIN (2 * VAULT_PIN_SIZE + 1)
struct person {
	char id[VAULT_PERSON_SIZE];
	unsigned role;
	char name[65], number[GSM_NUMBER_SIZE]; /* "": none */
	char from_day[11], to_day[11];
	char sex[2];          /* "P", "L" or "" */
	char channels[161];   /* "sms;webhook:NAME"; "": none was told, sms */
	char pin[PERSON_PIN]; /* its keyed hash in hex, or "" */
	bool everywhere;      /* serves all villages */
	int64_t added_at, removed_at;
	bool unreadable; /* name and number are to be entered again */
};
#define PERSON_OF_ROLES                                                        \
	(COMMAND_OFFICER | COMMAND_SUPERVISOR | COMMAND_COORDINATOR |          \
	    COMMAND_ADMINISTRATOR | COMMAND_AUDITOR | COMMAND_CADRE)
const char *role_name(unsigned role);
unsigned role_of_name(const char *name); /* 0: no such role */
enum vault_reach role_reach(unsigned role);
bool person_id_fits(const char *id);
int person_get(struct engine *, const char *id, struct person *) MUST_CHECK;
int person_put(struct engine *, const struct person *) MUST_CHECK;
/* Nobody serves, is on duty or stands in any more under that id. */
int person_leaves_roster(struct engine *, const char *id) MUST_CHECK;
/* Is it their time of office today? */
bool person_serves(const struct engine *, const struct person *);
/* Is this the PIN that people.csv gave that person? In constant time. */
bool person_pin_is(struct engine *, const struct person *, const char *pin);
/* Sets p->pin; "": none any more. */
void person_pin_set(struct engine *, struct person *, const char *pin);
/* From the first person's key on, commands take a session. */
bool people_rule(struct engine *);

/* audit.c */
int audit_add(struct engine *, const char *actor, const char *act,
    const char *object, const char *detail) MUST_CHECK;
#define AUDIT_HEX 65
/* The newest row and its hash; 0 and zeros before the first. */
int audit_head(
    struct engine *, int64_t *ret_count, char ret_hex[AUDIT_HEX]) MUST_CHECK;

#endif
