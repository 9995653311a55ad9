/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * People's keys: made under a passphrase, granted by somebody who opens what
 * they are to open, replaced, taken away; and sessions, in which a secret
 * key is in memory.
 *
 * A person's row: 01 | salt 16 | passes u32 | memory u64 (big-endian) |
 * nonce 24 | XChaCha20-Poly1305(Argon2id(passphrase), secret key).
 */
#include "vault_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PEOPLE_VERSION 1
#define PEOPLE_PASSES  3
#define PEOPLE_MEMORY  67108864
#define PEOPLE_HEAD    (1 + 16 + 4 + 8)

void
vault_row_name(
    const char *of, const char *person, char ret_name[VAULT_ROW_NAME])
{
	int len = snprintf(ret_name, VAULT_ROW_NAME, "%s %s", of, person);
	BUG_IF(len < 0 || len >= VAULT_ROW_NAME);
}

/* --- passphrases --- */

static void
people_put_number(uint8_t *to, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> (8 * (size - 1 - i)));
}

static uint64_t
people_get_number(const uint8_t *from, size_t size)
{
	uint64_t number = 0;
	for (size_t i = 0; i < size; i++)
		number = number << 8 | from[i];
	return number;
}

void
vault_stretch_begin(struct vault *v, const char *person, const char *passphrase,
    struct vault_stretch *ret)
{
	struct vault_blob row = {0};
	*ret = (struct vault_stretch){
	    .passes = PEOPLE_PASSES, .memory = PEOPLE_MEMORY};
	(void)snprintf(
	    ret->passphrase, sizeof(ret->passphrase), "%s", passphrase);
	randombytes_buf(ret->salt, sizeof(ret->salt));
	if (person == NULL ||
	    vault_keys_get(v->keys, VAULT_SECRET, person, &row) < 0)
		return;
	if (row.size > PEOPLE_HEAD && row.bytes[0] == PEOPLE_VERSION) {
		memcpy(ret->salt, row.bytes + 1, sizeof(ret->salt));
		ret->passes = (uint32_t)people_get_number(row.bytes + 17, 4);
		ret->memory = people_get_number(row.bytes + 21, 8);
	}
	vault_blob_free(&row);
}

void
vault_stretch(struct vault_stretch *s)
{
	s->failed = crypto_pwhash(s->key, sizeof(s->key), s->passphrase,
			strlen(s->passphrase), s->salt, s->passes,
			(size_t)s->memory, crypto_pwhash_ALG_ARGON2ID13) != 0;
}

void
vault_stretch_end(struct vault_stretch *s)
{
	sodium_memzero(s, sizeof(*s));
}

/* --- a person's secret key at rest --- */

static struct vault_ad
people_ad(const struct vault *v, const char *person)
{
	char purpose[48];
	(void)snprintf(purpose, sizeof(purpose), "key %s", person);
	return vault_ad(v, purpose);
}

static int
people_put_secret(struct vault *v, const char *person,
    const struct vault_stretch *s, const uint8_t sk[VAULT_KEY_SIZE])
{
	struct vault_ad ad = people_ad(v, person);
	struct vault_blob row;
	int err =
	    vault_encrypt(s->key, &ad, sk, VAULT_KEY_SIZE, PEOPLE_HEAD, &row);
	if (err < 0)
		return err;
	row.bytes[0] = PEOPLE_VERSION;
	memcpy(row.bytes + 1, s->salt, sizeof(s->salt));
	people_put_number(row.bytes + 17, s->passes, 4);
	people_put_number(row.bytes + 21, s->memory, 8);
	err =
	    vault_keys_put(v->keys, VAULT_SECRET, person, row.bytes, row.size);
	vault_blob_free(&row);
	return err;
}

static int
people_get_secret(struct vault *v, const char *person,
    const struct vault_stretch *s, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	struct vault_ad ad = people_ad(v, person);
	struct vault_blob row, sk = {0};
	int err = vault_keys_get(v->keys, VAULT_SECRET, person, &row);
	if (err < 0)
		return err == -ENOENT ? -EACCES : err;
	err = -EACCES;
	if (row.size > PEOPLE_HEAD && row.bytes[0] == PEOPLE_VERSION)
		err = vault_decrypt(s->key, &ad, row.bytes + PEOPLE_HEAD,
		    row.size - PEOPLE_HEAD, &sk);
	if (err == -EBADMSG || (err == 0 && sk.size != VAULT_KEY_SIZE))
		err = -EACCES;
	if (err == 0)
		memcpy(ret_sk, sk.bytes, VAULT_KEY_SIZE);
	vault_blob_free(&sk);
	vault_blob_free(&row);
	return err;
}

static int
people_put_public(struct vault *v, const char *person, enum vault_reach reach,
    const uint8_t pk[VAULT_KEY_SIZE])
{
	uint8_t row[VAULT_KEY_SIZE + 1];
	if (reach == VAULT_LOGIN)
		return vault_keys_delete(v->keys, VAULT_OFFICER, person);
	memcpy(row, pk, VAULT_KEY_SIZE);
	row[VAULT_KEY_SIZE] = reach == VAULT_SUPERVISOR;
	return vault_keys_put(v->keys, VAULT_OFFICER, person, row, sizeof(row));
}

/* --- what opens something for one person --- */

struct people_rows {
	struct vault *v;
	enum vault_kind kind;
	const char *person;         /* whose rows are meant */
	struct vault_session *from; /* who opens them */
	const uint8_t *pk;          /* who gets them */
};

/* "2026-11 person": is it that person's? Sets where the person begins. */
static bool
people_is_of(const char *name, const char *person, size_t *ret_at)
{
	const char *blank = strchr(name, ' ');
	if (blank == NULL || strcmp(blank + 1, person) != 0)
		return false;
	*ret_at = (size_t)(blank - name);
	return true;
}

static int
people_drop_epoch(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct people_rows *r = arg;
	size_t at;
	(void)wrap;
	return people_is_of(name, r->person, &at)
		   ? vault_keys_delete(r->v->keys, r->kind, name)
		   : 0;
}

static int
people_drop_case(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct people_rows *r = arg;
	(void)wrap;
	return vault_keys_delete(r->v->keys, VAULT_CASE_PERSON, name);
}

static int
people_drop_epochs(struct vault *v, const char *person)
{
	struct people_rows r = {.v = v, .person = person};
	r.kind = VAULT_EPOCH_WRAP;
	int err = vault_keys_each(v->keys, r.kind, "", people_drop_epoch, &r);
	r.kind = VAULT_WATCH_WRAP;
	return err < 0 ? err
		       : vault_keys_each(
			     v->keys, r.kind, "", people_drop_epoch, &r);
}

int
vault_person_forget(struct vault *v, const char *person)
{
	char prefix[VAULT_ROW_NAME];
	struct people_rows r = {.v = v, .person = person};
	vault_row_name(person, "", prefix);
	int err = people_drop_epochs(v, person);
	if (err == 0)
		err = vault_keys_each(
		    v->keys, VAULT_CASE_PERSON, prefix, people_drop_case, &r);
	if (err == 0)
		err = vault_keys_delete(v->keys, VAULT_OFFICER, person);
	if (err == 0)
		err = vault_keys_delete(v->keys, VAULT_SECRET, person);
	return err;
}

static int
people_seal_for(struct people_rows *r, const char *name, const uint8_t *sk)
{
	uint8_t wrap[VAULT_WRAP_SIZE];
	(void)crypto_box_seal(wrap, sk, VAULT_KEY_SIZE, r->pk);
	return vault_keys_put(r->v->keys, r->kind, name, wrap, sizeof(wrap));
}

static int
people_grant_epoch(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct people_rows *r = arg;
	char epoch[VAULT_ROW_NAME], theirs[VAULT_ROW_NAME];
	uint8_t sk[VAULT_KEY_SIZE];
	size_t at;
	(void)wrap;
	if (!people_is_of(name, r->from->person, &at))
		return 0;
	(void)snprintf(epoch, sizeof(epoch), "%.*s", (int)at, name);
	vault_row_name(epoch, r->person, theirs);
	int err = vault_unwrap_epoch(r->v, r->from, r->kind, name, sk);
	if (err == 0)
		err = people_seal_for(r, theirs, sk);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

/* A case that was assigned to them, under the key they have now. */
static int
people_grant_case(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct people_rows *r = arg;
	uint8_t sk[VAULT_KEY_SIZE];
	(void)wrap;
	int err =
	    vault_unwrap_case(r->v, r->from, name + strlen(r->person) + 1, sk);
	if (err == 0)
		err = people_seal_for(r, name, sk);
	sodium_memzero(sk, sizeof(sk));
	/* What this session does not open either is gone for them. */
	return err == -ENOENT ? vault_keys_delete(r->v->keys, r->kind, name)
			      : err;
}

static int
people_grant(struct vault *v, struct vault_session *from, const char *person,
    const uint8_t *pk, bool supervises)
{
	char prefix[VAULT_ROW_NAME];
	struct people_rows r = {v, VAULT_EPOCH_WRAP, person, from, pk};
	int err = vault_keys_each(v->keys, r.kind, "", people_grant_epoch, &r);
	r.kind = VAULT_WATCH_WRAP;
	if (err == 0 && supervises)
		err = vault_keys_each(
		    v->keys, r.kind, "", people_grant_epoch, &r);
	r.kind = VAULT_CASE_PERSON;
	vault_row_name(person, "", prefix);
	if (err == 0)
		err = vault_keys_each(
		    v->keys, r.kind, prefix, people_grant_case, &r);
	return err;
}

int
vault_person_grant(
    struct vault *v, struct vault_session *from, const char *person)
{
	struct vault_blob row;
	int err = vault_keys_get(v->keys, VAULT_OFFICER, person, &row);
	if (err < 0)
		return err == -ENOENT ? 0 : err; /* opens no case */
	if (row.size == VAULT_KEY_SIZE + 1)
		err = people_grant(
		    v, from, person, row.bytes, row.bytes[VAULT_KEY_SIZE] != 0);
	vault_blob_free(&row);
	return err;
}

int
vault_person_make(struct vault *v, const char *person, enum vault_reach reach,
    const struct vault_stretch *s)
{
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
	if (s->failed)
		return -ENOMEM;
	(void)crypto_box_keypair(pk, sk);
	int err = people_drop_epochs(v, person); /* of the key before */
	if (err == 0)
		err = people_put_secret(v, person, s, sk);
	if (err == 0)
		err = people_put_public(v, person, reach, pk);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

int
vault_person_replace(struct vault *v, struct vault_session *of,
    enum vault_reach reach, const struct vault_stretch *s)
{
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
	int err = 0;
	if (s->failed)
		return -ENOMEM;
	(void)crypto_box_keypair(pk, sk);
	if (reach != VAULT_LOGIN)
		err = people_grant(
		    v, of, of->person, pk, reach == VAULT_SUPERVISOR);
	if (err == 0)
		err = people_put_secret(v, of->person, s, sk);
	if (err == 0)
		err = people_put_public(v, of->person, reach, pk);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

bool
vault_person_known(struct vault *v, const char *person)
{
	struct vault_blob row = {0};
	int err = vault_keys_get(v->keys, VAULT_SECRET, person, &row);
	vault_blob_free(&row);
	return err == 0;
}

int
vault_person_reads(
    struct vault *v, const char *person, enum vault_reach *ret_reach)
{
	struct vault_blob row;
	int err = vault_keys_get(v->keys, VAULT_OFFICER, person, &row);
	if (err < 0)
		return err;
	bool all = row.size == VAULT_KEY_SIZE || row.bytes[VAULT_KEY_SIZE] != 0;
	*ret_reach = all ? VAULT_SUPERVISOR : VAULT_TRIAGE;
	vault_blob_free(&row);
	return 0;
}

static int
people_count_reader(void *arg, const char *name, const struct vault_blob *pk)
{
	struct vault_counts *c = arg;
	if (strcmp(name, VAULT_FIRST) == 0)
		c->first = true;
	else if (strcmp(name, VAULT_RECOVERY) == 0)
		c->recovery = true;
	else {
		c->readers++;
		c->supervisors +=
		    pk->size > VAULT_KEY_SIZE && pk->bytes[VAULT_KEY_SIZE] != 0;
	}
	return 0;
}

static int
people_count_login(void *arg, const char *name, const struct vault_blob *row)
{
	struct vault_counts *c = arg;
	(void)name;
	(void)row;
	c->logins++;
	return 0;
}

int
vault_count(struct vault *v, struct vault_counts *ret)
{
	*ret = (struct vault_counts){0};
	int err = vault_keys_each(
	    v->keys, VAULT_OFFICER, "", people_count_reader, ret);
	return err < 0 ? err
		       : vault_keys_each(v->keys, VAULT_SECRET, "",
			     people_count_login, ret);
}

int
vault_recovery_set(struct vault *v, struct vault_session *from,
    const uint8_t pk[VAULT_PK_SIZE])
{
	int err = people_drop_epochs(v, VAULT_RECOVERY);
	if (err == 0)
		err =
		    people_put_public(v, VAULT_RECOVERY, VAULT_SUPERVISOR, pk);
	return err < 0 ? err : vault_person_grant(v, from, VAULT_RECOVERY);
}

int
vault_first_end(struct vault *v)
{
	return vault_person_forget(v, VAULT_FIRST);
}

void
vault_first_file_remove(struct vault *v)
{
	char path[1024];
	struct vault_blob pk = {0};
	(void)snprintf(path, sizeof(path), "%s/" VAULT_FIRST_FILE, v->dir);
	/* What it opened is gone already. */
	if (vault_keys_get(v->keys, VAULT_OFFICER, VAULT_FIRST, &pk) == -ENOENT)
		(void)unlink(path);
	vault_blob_free(&pk);
}

/* --- sessions --- */

const char *
vault_session_person(const struct vault_session *s)
{
	return s->person;
}

void
vault_session_end(struct vault_session *s)
{
	if (s != NULL)
		sodium_free(s->memo); /* wipes */
	sodium_free(s);
}

void
vault_session_remember(struct vault_session *s)
{
	if (s->memo == NULL)
		s->memo = sodium_malloc(sizeof(*s->memo));
	else
		return;
	vault_session_forget(s);
}

void
vault_session_forget(struct vault_session *s)
{
	if (s->memo != NULL)
		sodium_memzero(s->memo, sizeof(*s->memo));
}

int
vault_session_unlock(struct vault *v, const char *person,
    const struct vault_stretch *stretch, struct vault_session **ret)
{
	if (stretch->failed)
		return -ENOMEM;
	struct vault_session *s = sodium_malloc(sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	s->memo = NULL;
	(void)snprintf(s->person, sizeof(s->person), "%s", person);
	int err = people_get_secret(v, person, stretch, s->sk);
	if (err < 0) {
		vault_session_end(s);
		return err;
	}
	(void)crypto_scalarmult_base(s->pk, s->sk);
	*ret = s;
	return 0;
}

struct people_search {
	const uint8_t *pk;
	char person[VAULT_PERSON_SIZE];
};

static int
people_match(void *arg, const char *name, const struct vault_blob *pk)
{
	struct people_search *search = arg;
	if (pk->size < VAULT_KEY_SIZE ||
	    sodium_memcmp(pk->bytes, search->pk, VAULT_KEY_SIZE) != 0)
		return 0;
	(void)snprintf(search->person, sizeof(search->person), "%s", name);
	return 1;
}

static int
people_parse_secret(const char *secret, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	static const char *const prefixes[] = {
	    VAULT_OFFICER_PREFIX, VAULT_RECOVERY_SECRET};
	for (size_t i = 0; i < 2; i++) {
		size_t prefix = strlen(prefixes[i]), size;
		if (strncmp(secret, prefixes[i], prefix) == 0 &&
		    sodium_base642bin(ret_sk, VAULT_KEY_SIZE, secret + prefix,
			strlen(secret + prefix), " \r\n", &size, NULL,
			sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
		    size == VAULT_KEY_SIZE)
			return 0;
	}
	return -EACCES;
}

int
vault_session_begin(
    struct vault *v, const char *secret, struct vault_session **ret)
{
	struct vault_session *s = sodium_malloc(sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	s->memo = NULL;
	int err = people_parse_secret(secret, s->sk);
	if (err == 0) {
		(void)crypto_scalarmult_base(s->pk, s->sk);
		struct people_search search = {.pk = s->pk};
		err = vault_keys_each(
		    v->keys, VAULT_OFFICER, "", people_match, &search);
		err = err == 0 ? -EACCES : err < 0 ? err : 0;
		memcpy(s->person, search.person, sizeof(s->person));
	}
	if (err < 0) {
		vault_session_end(s);
		return err;
	}
	*ret = s;
	return 0;
}
