/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions: who is here, with a key in memory, and until when. */
#include "engine_parts.h"
#include "people.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SESSIONS_PREFIX    "siaga-session-"
#define SESSIONS_OFFICE_MS 60000

/* All of it in memory that is locked, guarded, and wiped at the end. */
struct sessions {
	struct session all[SESSIONS_MAX];
	int64_t office_ms; /* when their time of office is looked at again */
	struct sessions_reads { /* a session may end and begin within it */
		char person[VAULT_PERSON_SIZE];
		int64_t hour_ms;   /* when counting began */
		int64_t report_id; /* the last that was read */
		unsigned count;
	} reads[SESSIONS_MAX];
};

int
sessions_open(struct engine *e)
{
	if (sodium_init() < 0)
		return -EIO;
	e->sessions = sodium_malloc(sizeof(*e->sessions));
	if (e->sessions == NULL)
		return -ENOMEM;
	memset(e->sessions, 0, sizeof(*e->sessions));
	return 0;
}

void
sessions_close(struct engine *e)
{
	if (e->sessions == NULL)
		return;
	sessions_end_all(e);
	sodium_free(e->sessions);
	e->sessions = NULL;
}

/* Nobody's logins take the room of others. Not the one that asks: its keys are
 * in use. */
static void
sessions_make_room(struct engine *e, const char *person)
{
	struct session *oldest = NULL;
	size_t count = 0;
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s)) {
		if (strcmp(s->person, person) != 0)
			continue;
		count++;
		if (s != e->actor.session &&
		    (oldest == NULL || s->used_ms < oldest->used_ms))
			oldest = s;
	}
	if (count >= SESSIONS_EACH && oldest != NULL)
		session_end(e, oldest);
}

struct session *
session_new(struct engine *e, struct vault_session *keys, const char *person,
    unsigned role, int web_peer)
{
	uint8_t bytes[24];
	size_t prefix = strlen(SESSIONS_PREFIX), i = 0;
	sessions_make_room(e, person);
	while (i < SESSIONS_MAX && e->sessions->all[i].token[0] != '\0')
		i++;
	if (i == SESSIONS_MAX)
		return NULL;
	struct session *s = &e->sessions->all[i];
	*s = (struct session){.role = role,
	    .fresh = true,
	    .keys = keys,
	    .web_peer = web_peer,
	    .opened_ms = e->now_ms,
	    .used_ms = e->now_ms};
	(void)snprintf(s->person, sizeof(s->person), "%s", person);
	memcpy(s->token, SESSIONS_PREFIX, prefix + 1);
	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2base64(s->token + prefix, sizeof(s->token) - prefix,
	    bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
	e->replies_at_s = 0; /* answers that wait for somebody's key */
	return s;
}

void
session_end(struct engine *e, struct session *s)
{
	board_session_ended(e, s);
	vault_session_end(s->keys);
	numbers_free(s->numbers);
	sodium_memzero(s, sizeof(*s));
}

void
sessions_end_all(struct engine *e)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (e->sessions->all[i].token[0] != '\0')
			session_end(e, &e->sessions->all[i]);
}

void
sessions_end_of(struct engine *e, const char *person)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (e->sessions->all[i].token[0] != '\0' &&
		    strcmp(e->sessions->all[i].person, person) == 0)
			session_end(e, &e->sessions->all[i]);
}

void
sessions_keep(struct engine *e, bool kept)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s)) {
		if (s->fresh && !kept)
			session_end(e, s);
		else
			s->fresh = false;
	}
}

struct session *
session_each(struct engine *e, struct session *after)
{
	struct session *s = after == NULL ? e->sessions->all : after + 1;
	for (; s < e->sessions->all + SESSIONS_MAX; s++)
		if (s->token[0] != '\0')
			return s;
	return NULL;
}

void
sessions_forget_keys(struct engine *e)
{
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (s->keys != NULL)
			vault_session_forget(s->keys);
}

size_t
sessions_count(const struct engine *e)
{
	size_t count = 0;
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		count += e->sessions->all[i].token[0] != '\0';
	return count;
}

/* --- their end --- */

static int64_t
sessions_ends_ms(const struct engine *e, const struct session *s)
{
	int64_t idle = s->used_ms + e->conf->siaga.lock_minutes * 60000;
	int64_t life = s->opened_ms + SESSION_LIFE_MS;
	return idle < life ? idle : life;
}

int64_t
session_left_ms(const struct engine *e, const struct session *s, bool idle)
{
	int64_t ends =
	    idle ? sessions_ends_ms(e, s) : s->opened_ms + SESSION_LIFE_MS;
	return ends > e->now_ms ? ends - e->now_ms : 0;
}

/* It ends also where that cannot be recorded. */
static int
sessions_end_for(struct engine *e, struct session *s, const char *act)
{
	int err = turn_read_only(e) ? 0 : audit_add(e, s->person, act, "", "");
	session_end(e, s);
	return err;
}

/* Of those whose time of office ended, or who were removed by a file. */
static int
sessions_check_office(struct engine *e)
{
	int first = 0;
	if (e->now_ms < e->sessions->office_ms)
		return 0;
	e->sessions->office_ms = e->now_ms + SESSIONS_OFFICE_MS;
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s)) {
		struct person p;
		int err = person_get(e, s->person, &p);
		if (err == 0 && !person_serves(e, &p))
			err = sessions_end_for(e, s, "lock.over");
		if (first == 0 && err != -ENOENT)
			first = err;
	}
	return first;
}

int
sessions_check(struct engine *e)
{
	int first = sessions_check_office(e);
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s)) {
		bool gone =
		    s->web_peer != 0 && peer_find(e, s->web_peer) == NULL;
		if (!gone && e->now_ms < sessions_ends_ms(e, s))
			continue;
		int err =
		    sessions_end_for(e, s, gone ? "lock.web" : "lock.idle");
		if (first == 0)
			first = err;
	}
	return first;
}

int64_t
sessions_due_ms(struct engine *e)
{
	int64_t due =
	    sessions_count(e) > 0 ? e->sessions->office_ms : INT64_MAX;
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (sessions_ends_ms(e, s) < due)
			due = sessions_ends_ms(e, s);
	return due;
}

/* --- who gives a command --- */

/* A token is worth nothing over another way than the one it was given on. */
static struct session *
sessions_find(struct engine *e, const char *token, int web_peer)
{
	size_t len = strlen(token);
	for (struct session *s = session_each(e, NULL); s != NULL;
	     s = session_each(e, s))
		if (s->web_peer == web_peer && strlen(s->token) == len &&
		    sodium_memcmp(s->token, token, len) == 0)
			return s;
	return NULL;
}

/* A key as text: the first officer's file, or the one on paper. */
static int
actor_by_key(struct engine *e, const char *as, struct actor *ret)
{
	int err = vault_session_begin(e->vault, as, &ret->keys);
	if (err < 0)
		return err;
	const char *person = vault_session_person(ret->keys);
	bool recovery = strcmp(person, VAULT_RECOVERY) == 0;
	/* Anybody else's key, taken out of its row, is no way around a session
	 * with its passphrase, role, and audit. */
	if (!recovery && strcmp(person, VAULT_FIRST) != 0) {
		vault_session_end(ret->keys);
		ret->keys = NULL;
		return -EACCES;
	}
	(void)snprintf(ret->name, sizeof(ret->name), "%s", person);
	ret->role = recovery ? COMMAND_RECOVERY : COMMAND_FIRST;
	return 0;
}

int
actor_begin(struct engine *e, const char *as, const struct actor_from *from,
    struct actor *ret)
{
	*ret = (struct actor){.web = from->web_peer != 0};
	if (as == NULL)
		return 0;
	/* Locked: whoever asks is nobody, but for the sheets of paper and the
	 * first key, which may end it (before the first supervisor nobody else
	 * could). */
	ret->stale = e->locked;
	if (strncmp(as, ACTOR_TOKEN_PREFIX, strlen(ACTOR_TOKEN_PREFIX)) == 0)
		return e->locked ? 0 : actor_by_token(e, as, ret);
	bool is_session =
	    strncmp(as, SESSIONS_PREFIX, strlen(SESSIONS_PREFIX)) == 0;
	if (is_session ? e->locked : ret->web)
		return 0;
	if (!is_session)
		return actor_by_key(e, as, ret);
	struct session *s = sessions_find(e, as, from->web_peer);
	ret->stale = s == NULL;
	if (s == NULL)
		return 0;
	if (!from->quiet)
		s->used_ms = e->now_ms;
	ret->session = s;
	ret->keys = s->keys;
	ret->role = s->role;
	memcpy(ret->name, s->person, sizeof(ret->name));
	return 0;
}

void
actor_end(struct actor *a)
{
	if (a->session == NULL)
		vault_session_end(a->keys);
	*a = (struct actor){0};
}

/* Of whom nothing was counted for the longest time makes room. */
static struct sessions_reads *
sessions_reads_of(struct engine *e, const char *person)
{
	struct sessions_reads *oldest = &e->sessions->reads[0];
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		struct sessions_reads *r = &e->sessions->reads[i];
		if (strcmp(r->person, person) == 0)
			return r;
		if (r->person[0] == '\0' || r->hour_ms < oldest->hour_ms)
			oldest = r;
		if (r->person[0] == '\0')
			break;
	}
	*oldest = (struct sessions_reads){.hour_ms = e->now_ms};
	(void)snprintf(oldest->person, sizeof(oldest->person), "%s", person);
	return oldest;
}

/*
 * An officer on duty reads some cases in an hour, somebody who collects them
 * reads all. He is not stopped: it may be a night like that. The office hears
 * of it, and the audit has each.
 */
int
session_read(
    struct engine *e, const struct actor *a, int64_t report_id, bool first_page)
{
	if (a->session == NULL && a->role != COMMAND_RECOVERY)
		return 0;
	struct sessions_reads *r = sessions_reads_of(e, a->name);
	if (e->now_ms - r->hour_ms >= 3600000) {
		r->hour_ms = e->now_ms;
		r->count = 0;
	}
	bool goes_on = !first_page && r->report_id == report_id;
	r->report_id = report_id;
	if (goes_on || ++r->count != SESSION_READS_HOUR + 1)
		return 0;
	log_warn("session.many_reads", LOG_S("person", a->name));
	int err = audit_add(e, a->name, "many_reads", "", "");
	return err < 0 ? err : webhook_alarm(e, "many_reads");
}
