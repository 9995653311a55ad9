/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cases and epochs: whose key opens what. A case's secret key is sealed to
 * the epoch (everybody who reads, for triage). Assigned, it is sealed to the
 * people named and to the watch key of its epoch (the supervisors), and the
 * epoch's wrap is deleted.
 */
#include "vault_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* A wrap of a case begins with the epoch's name, NUL-filled. */
#define CASES_EPOCH_SIZE 8
#define CASES_WRAP_SIZE  (CASES_EPOCH_SIZE + VAULT_WRAP_SIZE)

/* The two keys of an epoch: what holds them, and who gets them. */
struct cases_ring {
	enum vault_kind public, wrap, of_case;
	bool supervisors_alone;
};
static const struct cases_ring cases_group = {
    VAULT_EPOCH_PUBLIC, VAULT_EPOCH_WRAP, VAULT_CASE_WRAP, false};
static const struct cases_ring cases_watch = {
    VAULT_WATCH_PUBLIC, VAULT_WATCH_WRAP, VAULT_CASE_WATCH, true};

void
vault_case_name(const uint8_t *case_pk, char ret_name[VAULT_CASE_NAME])
{
	(void)sodium_bin2hex(ret_name, VAULT_CASE_NAME, case_pk, VAULT_PK_SIZE);
}

/* --- epochs --- */

struct cases_making {
	struct vault *v;
	const struct cases_ring *ring;
	const char *epoch;
	const uint8_t *sk;
	size_t holders;
};

/* A row of 32 bytes is of the first version: the first officer, who sees
 * everything. */
static bool
cases_supervises(const struct vault_blob *pk)
{
	return pk->size == VAULT_KEY_SIZE || pk->bytes[VAULT_KEY_SIZE] != 0;
}

static int
cases_wrap_epoch(void *arg, const char *person, const struct vault_blob *pk)
{
	struct cases_making *m = arg;
	uint8_t wrap[VAULT_WRAP_SIZE];
	char name[VAULT_ROW_NAME];
	if (pk->size < VAULT_KEY_SIZE)
		return -EBADMSG;
	if (m->ring->supervisors_alone && !cases_supervises(pk))
		return 0;
	(void)crypto_box_seal(wrap, m->sk, VAULT_KEY_SIZE, pk->bytes);
	vault_row_name(m->epoch, person, name);
	m->holders++;
	return vault_keys_put(
	    m->v->keys, m->ring->wrap, name, wrap, sizeof(wrap));
}

static int
cases_epoch_make(struct vault *v, const struct cases_ring *ring,
    const char *epoch, uint8_t ret_pk[VAULT_KEY_SIZE])
{
	uint8_t sk[VAULT_KEY_SIZE];
	struct vault_blob there = {0};
	struct cases_making making = {v, ring, epoch, sk, 0};
	int err = vault_keys_get(v->keys, ring->public, epoch, &there);
	vault_blob_free(&there);
	BUG_IF(err == 0); /* what lies under it would be lost */
	if (err != -ENOENT)
		return err;
	(void)crypto_box_keypair(ret_pk, sk);
	err = vault_keys_each(
	    v->keys, VAULT_OFFICER, "", cases_wrap_epoch, &making);
	BUG_IF(err == 0 && making.holders == 0); /* nobody could ever read */
	if (err == 0)
		err = vault_keys_put(
		    v->keys, ring->public, epoch, ret_pk, VAULT_KEY_SIZE);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

/* The public key of that epoch, made if there is none. */
static int
cases_epoch_pk(struct vault *v, const struct cases_ring *ring,
    const char *epoch, uint8_t ret_pk[VAULT_KEY_SIZE])
{
	struct vault_blob pk = {0};
	int err = vault_keys_get(v->keys, ring->public, epoch, &pk);
	if (err == -ENOENT)
		return cases_epoch_make(v, ring, epoch, ret_pk);
	if (err == 0 && pk.size != VAULT_KEY_SIZE)
		err = -EBADMSG;
	if (err == 0)
		memcpy(ret_pk, pk.bytes, VAULT_KEY_SIZE);
	vault_blob_free(&pk);
	return err;
}

static int
cases_newest_name(void *arg, const char *name, const struct vault_blob *pk)
{
	(void)pk;
	(void)snprintf(arg, CASES_EPOCH_SIZE + 1, "%s", name);
	return 1;
}

/* "2026-11", or "2026-11b" and so on once a key was ended in the month. */
static int
cases_epoch_now(
    struct vault *v, int64_t now_s, char ret_epoch[CASES_EPOCH_SIZE + 1])
{
	time_t now = (time_t)now_s;
	struct tm utc;
	if (gmtime_r(&now, &utc) == NULL ||
	    strftime(ret_epoch, CASES_EPOCH_SIZE + 1, "%Y-%m", &utc) == 0)
		return -EINVAL;
	char month[CASES_EPOCH_SIZE + 1];
	memcpy(month, ret_epoch, sizeof(month));
	int err = vault_keys_each(
	    v->keys, VAULT_EPOCH_PUBLIC, month, cases_newest_name, ret_epoch);
	return err < 0 ? err : 0;
}

int
vault_epoch_end(struct vault *v, int64_t now_s, char last)
{
	char epoch[CASES_EPOCH_SIZE + 1];
	uint8_t pk[VAULT_KEY_SIZE];
	int err = cases_epoch_now(v, now_s, epoch);
	if (err < 0)
		return err;
	size_t len = strlen(epoch);
	if (len < CASES_EPOCH_SIZE)
		memcpy(epoch + len, "b", 2);
	else if (epoch[len - 1] < last)
		epoch[len - 1]++;
	else /* never over a key that reports lie under */
		return 0;
	return cases_epoch_make(v, &cases_group, epoch, pk);
}

struct cases_search {
	const char *epoch;
	bool found;
};

static int
cases_is_of_epoch(void *arg, const char *name, const struct vault_blob *wrap)
{
	struct cases_search *search = arg;
	(void)name;
	search->found = wrap->size >= CASES_EPOCH_SIZE &&
			strncmp((const char *)wrap->bytes, search->epoch,
			    CASES_EPOCH_SIZE) == 0;
	return search->found;
}

static int
cases_drop_row(void *arg, const char *name, const struct vault_blob *blob)
{
	struct cases_making *m = arg;
	(void)blob;
	return vault_keys_delete(m->v->keys, m->ring->wrap, name);
}

/* Deletes the key of that epoch unless a case is still under it. */
static int
cases_epoch_drop(
    struct vault *v, const struct cases_ring *ring, const char *epoch)
{
	struct cases_search search = {epoch, false};
	char prefix[CASES_EPOCH_SIZE + 2];
	int err = vault_keys_each(
	    v->keys, ring->of_case, "", cases_is_of_epoch, &search);
	if (err < 0 || search.found)
		return err < 0 ? err : 0;
	struct cases_making of = {v, ring, epoch, NULL, 0};
	(void)snprintf(prefix, sizeof(prefix), "%s ", epoch);
	err = vault_keys_each(v->keys, ring->wrap, prefix, cases_drop_row, &of);
	return err < 0 ? err : vault_keys_delete(v->keys, ring->public, epoch);
}

struct cases_old {
	struct vault *v;
	const struct cases_ring *ring;
	const char *now;
};

static int
cases_drop_old(void *arg, const char *epoch, const struct vault_blob *pk)
{
	struct cases_old *old = arg;
	(void)pk;
	if (strncmp(epoch, old->now, 7) == 0)
		return 0; /* this month's are in use */
	return cases_epoch_drop(old->v, old->ring, epoch);
}

int
vault_epochs_forget(struct vault *v, int64_t now_s)
{
	char now[CASES_EPOCH_SIZE + 1];
	int err = cases_epoch_now(v, now_s, now);
	struct cases_old group = {v, &cases_group, now};
	struct cases_old watch = {v, &cases_watch, now};
	if (err == 0)
		err = vault_keys_each(
		    v->keys, VAULT_EPOCH_PUBLIC, "", cases_drop_old, &group);
	if (err == 0)
		err = vault_keys_each(
		    v->keys, VAULT_WATCH_PUBLIC, "", cases_drop_old, &watch);
	return err;
}

/* --- cases --- */

/* Seals the case's secret key to that ring of its epoch. */
static int
cases_wrap(struct vault *v, const struct cases_ring *ring, const char *epoch,
    const char *case_name, const uint8_t sk[VAULT_KEY_SIZE])
{
	uint8_t pk[VAULT_KEY_SIZE], wrap[CASES_WRAP_SIZE] = {0};
	int err = cases_epoch_pk(v, ring, epoch, pk);
	if (err < 0)
		return err;
	memcpy(wrap, epoch, strlen(epoch));
	(void)crypto_box_seal(wrap + CASES_EPOCH_SIZE, sk, VAULT_KEY_SIZE, pk);
	return vault_keys_put(
	    v->keys, ring->of_case, case_name, wrap, sizeof(wrap));
}

int
vault_case_begin(
    struct vault *v, int64_t now_s, uint8_t ret_case_pk[VAULT_PK_SIZE])
{
	uint8_t sk[VAULT_KEY_SIZE];
	char epoch[CASES_EPOCH_SIZE + 1], name[VAULT_CASE_NAME];
	int err = cases_epoch_now(v, now_s, epoch);
	if (err < 0)
		return err;
	(void)crypto_box_keypair(ret_case_pk, sk);
	vault_case_name(ret_case_pk, name);
	err = cases_wrap(v, &cases_group, epoch, name, sk);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

struct cases_people {
	struct vault *v;
	const char *case_name;
};

static int
cases_drop_person(void *arg, const char *person, const struct vault_blob *pk)
{
	struct cases_people *of = arg;
	char name[VAULT_ROW_NAME];
	(void)pk;
	vault_row_name(person, of->case_name, name);
	return vault_keys_delete(of->v->keys, VAULT_CASE_PERSON, name);
}

/* What opens it for single people. */
static int
cases_drop_people(struct vault *v, const char *case_name)
{
	struct cases_people of = {v, case_name};
	return vault_keys_each(
	    v->keys, VAULT_OFFICER, "", cases_drop_person, &of);
}

void
vault_erased_name(const uint8_t *case_pk, char ret_name[VAULT_ERASED_NAME])
{
	uint8_t hash[16];
	(void)crypto_generichash(
	    hash, sizeof(hash), case_pk, VAULT_PK_SIZE, NULL, 0);
	(void)sodium_bin2hex(ret_name, VAULT_ERASED_NAME, hash, sizeof(hash));
}

/* That it was erased is kept, so that no backup brings it back; its key is
 * not known by that mark. */
static int
cases_mark_erased(struct vault *v, const uint8_t *case_pk, int64_t now_s)
{
	char name[VAULT_ERASED_NAME], when[24];
	vault_erased_name(case_pk, name);
	int len = snprintf(when, sizeof(when), "%lld", (long long)now_s);
	return vault_keys_put(v->keys, VAULT_ERASED, name, when, (size_t)len);
}

int
vault_case_forget(
    struct vault *v, const uint8_t case_pk[VAULT_PK_SIZE], int64_t now_s)
{
	char name[VAULT_CASE_NAME];
	vault_case_name(case_pk, name);
	int err = vault_keys_delete(v->keys, VAULT_CASE_WRAP, name);
	if (err == 0)
		err = vault_keys_delete(v->keys, VAULT_CASE_WATCH, name);
	if (err == 0)
		err = cases_drop_people(v, name);
	if (err == 0)
		err = cases_mark_erased(v, case_pk, now_s);
	return err;
}

static void
cases_purpose(const uint8_t *case_pk, char ret_purpose[VAULT_CASE_NAME])
{
	vault_case_name(case_pk, ret_purpose);
	ret_purpose[32] = '\0'; /* enough to bind the text to its case */
}

int
vault_seal(struct vault *v, const uint8_t case_pk[VAULT_PK_SIZE],
    const void *text, size_t size, struct vault_blob *ret)
{
	uint8_t key[VAULT_KEY_SIZE];
	char purpose[VAULT_CASE_NAME];
	cases_purpose(case_pk, purpose);
	struct vault_ad ad = vault_ad(v, purpose);
	randombytes_buf(key, sizeof(key));
	int err = vault_encrypt(key, &ad, text, size, 1 + VAULT_WRAP_SIZE, ret);
	if (err == 0) {
		ret->bytes[0] = VAULT_SEAL_VERSION;
		(void)crypto_box_seal(
		    ret->bytes + 1, key, sizeof(key), case_pk);
	}
	sodium_memzero(key, sizeof(key));
	return err;
}

/* --- what takes a person --- */

static int
cases_unseal(const uint8_t *wrap, size_t size, const uint8_t pk[VAULT_KEY_SIZE],
    const uint8_t sk[VAULT_KEY_SIZE], uint8_t ret[VAULT_KEY_SIZE])
{
	if (size != VAULT_WRAP_SIZE ||
	    crypto_box_seal_open(ret, wrap, size, pk, sk) != 0)
		return -EBADMSG;
	return 0;
}

/* The public half; one report after another is under the same month's key. */
static void
cases_pk(const struct vault_session *s, const uint8_t sk[VAULT_KEY_SIZE],
    uint8_t ret_pk[VAULT_KEY_SIZE])
{
	struct vault_memo *m = s->memo;
	if (m != NULL && sodium_memcmp(m->last_sk, sk, VAULT_KEY_SIZE) == 0) {
		memcpy(ret_pk, m->last_pk, VAULT_KEY_SIZE);
		return;
	}
	(void)crypto_scalarmult_base(ret_pk, sk);
	if (m == NULL)
		return;
	memcpy(m->last_sk, sk, VAULT_KEY_SIZE);
	memcpy(m->last_pk, ret_pk, VAULT_KEY_SIZE);
}

/* By what the session keeps; pk NULL: it is made of sk. */
static int
cases_unseal_for(const struct vault_session *s, const uint8_t *wrap,
    size_t size, const uint8_t *pk, const uint8_t sk[VAULT_KEY_SIZE],
    uint8_t ret[VAULT_KEY_SIZE])
{
	static const uint8_t none[VAULT_MEMO_TAG];
	uint8_t made[VAULT_KEY_SIZE];
	uint32_t at;
	if (pk == NULL) {
		cases_pk(s, sk, made);
		pk = made;
	}
	if (s->memo == NULL || size != VAULT_WRAP_SIZE)
		return cases_unseal(wrap, size, pk, sk, ret);
	memcpy(&at, wrap, sizeof(at));
	struct vault_memo_row *row = &s->memo->rows[at & (VAULT_MEMO_ROWS - 1)];
	if (memcmp(row->tag, wrap, VAULT_MEMO_TAG) == 0 &&
	    memcmp(row->tag, none, VAULT_MEMO_TAG) != 0) {
		memcpy(ret, row->key, VAULT_KEY_SIZE);
		return 0;
	}
	int err = cases_unseal(wrap, size, pk, sk, ret);
	if (err < 0)
		return err;
	memcpy(row->tag, wrap, VAULT_MEMO_TAG);
	memcpy(row->key, ret, VAULT_KEY_SIZE);
	return 0;
}

static int
cases_open_row(struct vault *v, const struct vault_session *s,
    enum vault_kind kind, const char *name, uint8_t ret[VAULT_KEY_SIZE])
{
	struct vault_blob wrap;
	int err = vault_keys_get(v->keys, kind, name, &wrap);
	if (err < 0)
		return err;
	err = cases_unseal_for(s, wrap.bytes, wrap.size, s->pk, s->sk, ret);
	vault_blob_free(&wrap);
	return err;
}

static int
cases_open_ring(struct vault *v, const struct vault_session *s,
    const struct cases_ring *ring, const char *case_name,
    char ret_epoch[CASES_EPOCH_SIZE + 1], uint8_t ret_sk[VAULT_KEY_SIZE])
{
	struct vault_blob wrap;
	char name[VAULT_ROW_NAME];
	uint8_t sk[VAULT_KEY_SIZE] = {0};
	int err = vault_keys_get(v->keys, ring->of_case, case_name, &wrap);
	if (err < 0)
		return err;
	memset(ret_epoch, 0, CASES_EPOCH_SIZE + 1);
	if (wrap.size == CASES_WRAP_SIZE)
		memcpy(ret_epoch, wrap.bytes, CASES_EPOCH_SIZE);
	vault_row_name(ret_epoch, s->person, name);
	err = cases_open_row(v, s, ring->wrap, name, sk);
	if (err == 0)
		err = cases_unseal_for(s, wrap.bytes + CASES_EPOCH_SIZE,
		    VAULT_WRAP_SIZE, NULL, sk, ret_sk);
	sodium_memzero(sk, sizeof(sk));
	vault_blob_free(&wrap);
	return err;
}

/* Their own wrap, the supervisors', the epoch's; and the epoch it is of. */
static int
cases_open_key(struct vault *v, const struct vault_session *s,
    const char *case_name, char ret_epoch[CASES_EPOCH_SIZE + 1],
    uint8_t ret_sk[VAULT_KEY_SIZE])
{
	char name[VAULT_ROW_NAME];
	ret_epoch[0] = '\0';
	vault_row_name(s->person, case_name, name);
	int err = cases_open_row(v, s, VAULT_CASE_PERSON, name, ret_sk);
	if (err == -ENOENT)
		err = cases_open_ring(
		    v, s, &cases_watch, case_name, ret_epoch, ret_sk);
	if (err == -ENOENT)
		err = cases_open_ring(
		    v, s, &cases_group, case_name, ret_epoch, ret_sk);
	return err;
}

int
vault_unwrap_case(struct vault *v, const struct vault_session *s,
    const char *case_name, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	char epoch[CASES_EPOCH_SIZE + 1];
	return cases_open_key(v, s, case_name, epoch, ret_sk);
}

int
vault_case_opens(struct vault *v, struct vault_session *s,
    const uint8_t case_pk[VAULT_PK_SIZE])
{
	char name[VAULT_CASE_NAME];
	uint8_t sk[VAULT_KEY_SIZE];
	vault_case_name(case_pk, name);
	int err = vault_unwrap_case(v, s, name, sk);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

int
vault_open(struct vault *v, struct vault_session *s,
    const uint8_t case_pk[VAULT_PK_SIZE], const void *sealed, size_t size,
    struct vault_blob *ret)
{
	const uint8_t *bytes = sealed;
	uint8_t sk[VAULT_KEY_SIZE], key[VAULT_KEY_SIZE];
	char name[VAULT_CASE_NAME];
	if (size <= 1 + VAULT_WRAP_SIZE || bytes[0] != VAULT_SEAL_VERSION)
		return -EBADMSG;
	vault_case_name(case_pk, name);
	int err = vault_unwrap_case(v, s, name, sk);
	if (err == 0)
		err = cases_unseal_for(
		    s, bytes + 1, VAULT_WRAP_SIZE, case_pk, sk, key);
	if (err == 0) {
		cases_purpose(case_pk, name);
		struct vault_ad ad = vault_ad(v, name);
		err = vault_decrypt(key, &ad, bytes + 1 + VAULT_WRAP_SIZE,
		    size - 1 - VAULT_WRAP_SIZE, ret);
	}
	sodium_memzero(sk, sizeof(sk));
	sodium_memzero(key, sizeof(key));
	return err;
}

/* --- assigning --- */

static int
cases_give(struct vault *v, const char *person, const char *case_name,
    const uint8_t sk[VAULT_KEY_SIZE])
{
	struct vault_blob pk;
	uint8_t wrap[VAULT_WRAP_SIZE];
	char name[VAULT_ROW_NAME];
	int err = vault_keys_get(v->keys, VAULT_OFFICER, person, &pk);
	if (err < 0)
		return err == -ENOENT ? -ENOKEY : err;
	if (pk.size < VAULT_KEY_SIZE)
		err = -EBADMSG;
	if (err == 0) {
		(void)crypto_box_seal(wrap, sk, VAULT_KEY_SIZE, pk.bytes);
		vault_row_name(person, case_name, name);
		err = vault_keys_put(
		    v->keys, VAULT_CASE_PERSON, name, wrap, sizeof(wrap));
	}
	vault_blob_free(&pk);
	return err;
}

/* The epoch a case is of, whatever this person's own way to it was. */
static int
cases_epoch_of(struct vault *v, const char *case_name,
    char ret_epoch[CASES_EPOCH_SIZE + 1])
{
	struct vault_blob wrap;
	int err = vault_keys_get(v->keys, VAULT_CASE_WATCH, case_name, &wrap);
	if (err == -ENOENT)
		err =
		    vault_keys_get(v->keys, VAULT_CASE_WRAP, case_name, &wrap);
	if (err < 0)
		return err;
	memset(ret_epoch, 0, CASES_EPOCH_SIZE + 1);
	if (wrap.size == CASES_WRAP_SIZE)
		memcpy(ret_epoch, wrap.bytes, CASES_EPOCH_SIZE);
	vault_blob_free(&wrap);
	return 0;
}

int
vault_case_assign(struct vault *v, struct vault_session *s,
    const uint8_t case_pk[VAULT_PK_SIZE], const char *const *people,
    size_t count)
{
	char name[VAULT_CASE_NAME], epoch[CASES_EPOCH_SIZE + 1];
	uint8_t sk[VAULT_KEY_SIZE];
	vault_case_name(case_pk, name);
	int err = vault_unwrap_case(v, s, name, sk);
	if (err == 0)
		err = cases_epoch_of(v, name, epoch);
	if (err == 0)
		err = cases_wrap(v, &cases_watch, epoch, name, sk);
	if (err == 0)
		err = cases_drop_people(v, name);
	for (size_t i = 0; err == 0 && i < count; i++)
		err = cases_give(v, people[i], name, sk);
	if (err == 0)
		err = vault_keys_delete(v->keys, VAULT_CASE_WRAP, name);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

int
vault_unwrap_epoch(struct vault *v, const struct vault_session *s,
    enum vault_kind ring, const char *name, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	return cases_open_row(v, s, ring, name, ret_sk);
}
