/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sealing; see vault.h for the forms. Key material is wiped where it ends. */
#include "vault_keys.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define VAULT_SEAL_VERSION  1
#define VAULT_GATEWAY_SIZE  16
#define VAULT_NONCE_SIZE    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define VAULT_TAG_SIZE      crypto_aead_xchacha20poly1305_ietf_ABYTES
#define VAULT_WRAP_SIZE     (crypto_box_SEALBYTES + VAULT_KEY_SIZE)
#define VAULT_SECRET_PREFIX "siaga-officer-"
#define VAULT_FIRST_OFFICER "first"
#define VAULT_FIRST_FILE    "first-officer.key"

struct vault_day {
	int64_t day;
	uint8_t route[VAULT_KEY_SIZE]; /* seals numbers */
	uint8_t look[VAULT_KEY_SIZE];  /* keys lookup and dedup hashes */
};

struct vault {
	char *dir;
	struct vault_keys *keys;
	uint8_t *machine; /* sodium_malloc */
	uint8_t gateway[VAULT_GATEWAY_SIZE];
	struct vault_day days[VAULT_DAYS_MAX]; /* newest first */
	size_t day_count;
};

struct vault_session {
	char officer[64];
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
};

void
vault_blob_free(struct vault_blob *b)
{
	if (b->bytes != NULL)
		sodium_memzero(b->bytes, b->size);
	free(b->bytes);
	*b = (struct vault_blob){0};
}

void
vault_random(void *bytes, size_t size)
{
	randombytes_buf(bytes, size);
}

uint32_t
vault_uniform(uint32_t below)
{
	return randombytes_uniform(below);
}

/* --- symmetric sealing: nonce | ciphertext --- */

/* What a sealed text is bound to besides its key. */
struct vault_ad {
	uint8_t bytes[VAULT_GATEWAY_SIZE + 48];
	size_t size;
};

static struct vault_ad
vault_ad(const struct vault *v, const char *purpose)
{
	struct vault_ad ad = {.size = VAULT_GATEWAY_SIZE};
	memcpy(ad.bytes, v->gateway, VAULT_GATEWAY_SIZE);
	int len = snprintf((char *)ad.bytes + ad.size, 48, "%s/%d", purpose,
	    VAULT_SEAL_VERSION);
	BUG_IF(len < 0 || len >= 48);
	ad.size += (size_t)len;
	return ad;
}

/* Lengths tell stories too, so texts grow to the next of these. */
static size_t
vault_padded(size_t size)
{
	size_t padded = 256;
	while (padded <= size) /* sodium_pad() adds at least one byte */
		padded *= 2;
	return padded;
}

static int
vault_encrypt(const uint8_t key[VAULT_KEY_SIZE], const struct vault_ad *ad,
    const void *text, size_t size, size_t head, struct vault_blob *ret)
{
	if (size > VAULT_TEXT_MAX)
		return -EMSGSIZE;
	size_t padded = vault_padded(size), at = head + VAULT_NONCE_SIZE;
	uint8_t *out = malloc(at + padded + VAULT_TAG_SIZE);
	if (out == NULL)
		return -ENOMEM;
	if (size > 0)
		memcpy(out + at, text, size);
	size_t whole = 0;
	BUG_IF(sodium_pad(&whole, out + at, size, padded, padded) != 0);
	randombytes_buf(out + head, VAULT_NONCE_SIZE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + at, NULL,
	    out + at, whole, ad->bytes, ad->size, NULL, out + head, key);
	*ret = (struct vault_blob){out, at + whole + VAULT_TAG_SIZE};
	return 0;
}

static int
vault_decrypt(const uint8_t key[VAULT_KEY_SIZE], const struct vault_ad *ad,
    const uint8_t *sealed, size_t size, struct vault_blob *ret)
{
	if (size < VAULT_NONCE_SIZE + VAULT_TAG_SIZE + 256)
		return -EBADMSG;
	size_t whole = size - VAULT_NONCE_SIZE - VAULT_TAG_SIZE, len;
	uint8_t *out = malloc(whole + 1);
	if (out == NULL)
		return -ENOMEM;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
		sealed + VAULT_NONCE_SIZE, size - VAULT_NONCE_SIZE, ad->bytes,
		ad->size, sealed, key) != 0 ||
	    sodium_unpad(&len, out, whole, whole) != 0) {
		free(out);
		return -EBADMSG;
	}
	out[len] = 0; /* texts may be used as C strings */
	*ret = (struct vault_blob){out, len};
	return 0;
}

/* --- the box's own --- */

int
vault_machine_seal(struct vault *v, const char *purpose, const void *text,
    size_t size, struct vault_blob *ret)
{
	struct vault_ad ad = vault_ad(v, purpose);
	return vault_encrypt(v->machine, &ad, text, size, 0, ret);
}

int
vault_machine_open(struct vault *v, const char *purpose, const void *sealed,
    size_t size, struct vault_blob *ret)
{
	struct vault_ad ad = vault_ad(v, purpose);
	return vault_decrypt(v->machine, &ad, sealed, size, ret);
}

/* --- safe words --- */

/* Few passes and little memory: a turn of the loop may take 50 ms, and the
 * tries are counted. Whoever has the box's key has hours for each guess. */
#define VAULT_WORD_PASSES 2
#define VAULT_WORD_MEMORY 8388608

int
vault_word_hash(struct vault *v, const char *word,
    const uint8_t salt[VAULT_SALT_SIZE], uint8_t ret_hash[VAULT_WORD_SIZE])
{
	uint8_t keyed[crypto_generichash_BYTES];
	(void)crypto_generichash(keyed, sizeof(keyed), (const uint8_t *)word,
	    strlen(word), v->machine, VAULT_KEY_SIZE);
	int failed = crypto_pwhash(ret_hash, VAULT_WORD_SIZE,
	    (const char *)keyed, sizeof(keyed), salt, VAULT_WORD_PASSES,
	    VAULT_WORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	sodium_memzero(keyed, sizeof(keyed));
	return failed ? -ENOMEM : 0;
}

bool
vault_equal(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

/* --- days --- */

static void
vault_day_purpose(int64_t day, char ret_purpose[40])
{
	(void)snprintf(ret_purpose, 40, "day %lld", (long long)day);
}

/* Names sort as numbers for the next two thousand years. */
static void
vault_day_name(int64_t day, char ret_name[32])
{
	(void)snprintf(ret_name, 32, "%06lld", (long long)day);
}

static int
vault_day_load(void *arg, const char *name, const struct vault_blob *sealed)
{
	struct vault *v = arg;
	struct vault_blob keys;
	char purpose[40];
	if (v->day_count == VAULT_DAYS_MAX)
		return 0; /* older ones: their time is over */
	struct vault_day *d = &v->days[v->day_count];
	d->day = strtoll(name, NULL, 10);
	vault_day_purpose(d->day, purpose);
	int err =
	    vault_machine_open(v, purpose, sealed->bytes, sealed->size, &keys);
	if (err < 0)
		return err;
	if (keys.size == sizeof(d->route) + sizeof(d->look)) {
		memcpy(d->route, keys.bytes, sizeof(d->route));
		memcpy(d->look, keys.bytes + sizeof(d->route), sizeof(d->look));
		v->day_count++;
	}
	vault_blob_free(&keys);
	return 0;
}

size_t
vault_days(struct vault *v, int64_t days[VAULT_DAYS_MAX])
{
	for (size_t i = 0; i < v->day_count; i++)
		days[i] = v->days[i].day;
	return v->day_count;
}

static struct vault_day *
vault_find_day(struct vault *v, int64_t day)
{
	for (size_t i = 0; i < v->day_count; i++)
		if (v->days[i].day == day)
			return &v->days[i];
	return NULL;
}

int
vault_day_begin(struct vault *v, int64_t day)
{
	if (vault_find_day(v, day) != NULL)
		return 0;
	uint8_t fresh[2 * VAULT_KEY_SIZE];
	struct vault_blob sealed;
	char purpose[40], name[32];
	randombytes_buf(fresh, sizeof(fresh));
	vault_day_purpose(day, purpose);
	vault_day_name(day, name);
	int err = vault_machine_seal(v, purpose, fresh, sizeof(fresh), &sealed);
	if (err == 0) {
		err = vault_keys_put(
		    v->keys, VAULT_DAY, name, sealed.bytes, sealed.size);
		vault_blob_free(&sealed);
	}
	if (err == 0) /* durable before the first row that needs it */
		err = vault_keys_commit(v->keys);
	if (err == 0) {
		size_t kept = v->day_count < VAULT_DAYS_MAX
				  ? v->day_count
				  : VAULT_DAYS_MAX - 1;
		memmove(v->days + 1, v->days, kept * sizeof(*v->days));
		v->days[0].day = day;
		memcpy(v->days[0].route, fresh, VAULT_KEY_SIZE);
		memcpy(v->days[0].look, fresh + VAULT_KEY_SIZE, VAULT_KEY_SIZE);
		v->day_count = kept + 1;
	}
	sodium_memzero(fresh, sizeof(fresh));
	return err;
}

int
vault_day_forget(struct vault *v, int64_t day)
{
	char name[32];
	vault_day_name(day, name);
	int err = vault_keys_delete(v->keys, VAULT_DAY, name);
	if (err == 0)
		err = vault_keys_commit(v->keys);
	struct vault_day *d = vault_find_day(v, day);
	if (err < 0 || d == NULL)
		return err;
	struct vault_day *last = &v->days[v->day_count - 1];
	memmove(d, d + 1, (size_t)(last - d) * sizeof(*d));
	sodium_memzero(last, sizeof(*last));
	v->day_count--;
	return 0;
}

void
vault_flush(struct vault *v)
{
	vault_keys_flush(v->keys);
}

static int
vault_keyed_hash(struct vault *v, int64_t day, char domain, const void *bytes,
    size_t size, uint8_t ret_hash[VAULT_LOOKUP_SIZE])
{
	const struct vault_day *d = vault_find_day(v, day);
	crypto_generichash_state state;
	if (d == NULL)
		return -ENOENT;
	(void)crypto_generichash_init(
	    &state, d->look, VAULT_KEY_SIZE, VAULT_LOOKUP_SIZE);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)&domain, 1);
	(void)crypto_generichash_update(&state, bytes, size);
	(void)crypto_generichash_final(&state, ret_hash, VAULT_LOOKUP_SIZE);
	return 0;
}

int
vault_route_lookup(struct vault *v, int64_t day, const char *number,
    uint8_t ret_lookup[VAULT_LOOKUP_SIZE])
{
	return vault_keyed_hash(
	    v, day, 'n', number, strlen(number), ret_lookup);
}

int
vault_route_dedup(struct vault *v, int64_t day, const void *bytes, size_t size,
    uint8_t ret_dedup[VAULT_LOOKUP_SIZE])
{
	return vault_keyed_hash(v, day, 'p', bytes, size, ret_dedup);
}

int
vault_route_seal(struct vault *v, int64_t day, const void *text, size_t size,
    struct vault_blob *ret)
{
	const struct vault_day *d = vault_find_day(v, day);
	struct vault_ad ad = vault_ad(v, "route");
	if (d == NULL)
		return -ENOENT;
	return vault_encrypt(d->route, &ad, text, size, 0, ret);
}

int
vault_route_open(struct vault *v, int64_t day, const void *sealed, size_t size,
    struct vault_blob *ret)
{
	const struct vault_day *d = vault_find_day(v, day);
	struct vault_ad ad = vault_ad(v, "route");
	if (d == NULL)
		return -ENOENT;
	return vault_decrypt(d->route, &ad, sealed, size, ret);
}

/* --- epochs and cases --- */

struct vault_epoch_making {
	struct vault *v;
	const char *epoch;
	const uint8_t *sk;
	size_t officers;
};

static int
vault_epoch_wrap(void *arg, const char *officer, const struct vault_blob *pk)
{
	struct vault_epoch_making *m = arg;
	uint8_t wrap[VAULT_WRAP_SIZE];
	char name[96];
	if (pk->size != VAULT_KEY_SIZE)
		return -EBADMSG;
	(void)crypto_box_seal(wrap, m->sk, VAULT_KEY_SIZE, pk->bytes);
	(void)snprintf(name, sizeof(name), "%s %s", m->epoch, officer);
	m->officers++;
	return vault_keys_put(
	    m->v->keys, VAULT_EPOCH_WRAP, name, wrap, sizeof(wrap));
}

static int
vault_epoch_make(struct vault *v, const char *epoch, uint8_t *ret_pk)
{
	uint8_t sk[VAULT_KEY_SIZE];
	struct vault_epoch_making making = {v, epoch, sk, 0};
	(void)crypto_box_keypair(ret_pk, sk);
	int err =
	    vault_keys_each(v->keys, VAULT_OFFICER, vault_epoch_wrap, &making);
	BUG_IF(err == 0 && making.officers == 0); /* nobody could ever read */
	if (err == 0)
		err = vault_keys_put(
		    v->keys, VAULT_EPOCH_PUBLIC, epoch, ret_pk, VAULT_KEY_SIZE);
	sodium_memzero(sk, sizeof(sk));
	return err;
}

static int
vault_epoch_pk(struct vault *v, int64_t now_s, char ret_epoch[16],
    uint8_t ret_pk[VAULT_KEY_SIZE])
{
	time_t now = (time_t)now_s;
	struct tm utc;
	struct vault_blob pk = {0};
	if (gmtime_r(&now, &utc) == NULL ||
	    strftime(ret_epoch, 16, "%Y-%m", &utc) == 0)
		return -EINVAL;
	int err = vault_keys_get(v->keys, VAULT_EPOCH_PUBLIC, ret_epoch, &pk);
	if (err == -ENOENT)
		return vault_epoch_make(v, ret_epoch, ret_pk);
	if (err == 0 && pk.size != VAULT_KEY_SIZE)
		err = -EBADMSG;
	if (err == 0)
		memcpy(ret_pk, pk.bytes, VAULT_KEY_SIZE);
	vault_blob_free(&pk);
	return err;
}

#define VAULT_CASE_NAME (2 * VAULT_PK_SIZE + 1)

static void
vault_case_name(const uint8_t *case_pk, char ret_name[VAULT_CASE_NAME])
{
	(void)sodium_bin2hex(ret_name, VAULT_CASE_NAME, case_pk, VAULT_PK_SIZE);
}

/* A case wrap is the epoch's name (8 bytes, NUL-filled) and the sealed key. */
#define VAULT_EPOCH_NAME 8

int
vault_case_begin(
    struct vault *v, int64_t now_s, uint8_t ret_case_pk[VAULT_PK_SIZE])
{
	uint8_t sk[VAULT_KEY_SIZE], epoch_pk[VAULT_KEY_SIZE];
	uint8_t wrap[VAULT_EPOCH_NAME + VAULT_WRAP_SIZE] = {0};
	char epoch[16], name[VAULT_CASE_NAME];
	int err = vault_epoch_pk(v, now_s, epoch, epoch_pk);
	if (err < 0)
		return err;
	(void)crypto_box_keypair(ret_case_pk, sk);
	memcpy(wrap, epoch,
	    strlen(epoch) < VAULT_EPOCH_NAME ? strlen(epoch)
					     : VAULT_EPOCH_NAME);
	(void)crypto_box_seal(
	    wrap + VAULT_EPOCH_NAME, sk, sizeof(sk), epoch_pk);
	sodium_memzero(sk, sizeof(sk));
	vault_case_name(ret_case_pk, name);
	return vault_keys_put(
	    v->keys, VAULT_CASE_WRAP, name, wrap, sizeof(wrap));
}

int
vault_case_forget(struct vault *v, const uint8_t case_pk[VAULT_PK_SIZE])
{
	char name[VAULT_CASE_NAME];
	vault_case_name(case_pk, name);
	return vault_keys_delete(v->keys, VAULT_CASE_WRAP, name);
}

int
vault_seal(struct vault *v, const uint8_t case_pk[VAULT_PK_SIZE],
    const void *text, size_t size, struct vault_blob *ret)
{
	uint8_t key[VAULT_KEY_SIZE];
	char purpose[VAULT_CASE_NAME];
	vault_case_name(case_pk, purpose);
	purpose[32] = '\0'; /* enough to bind the text to its case */
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

struct vault_search {
	const uint8_t *pk;
	char officer[64];
};

static int
vault_match_officer(void *arg, const char *name, const struct vault_blob *pk)
{
	struct vault_search *search = arg;
	if (pk->size == VAULT_KEY_SIZE &&
	    sodium_memcmp(pk->bytes, search->pk, VAULT_KEY_SIZE) == 0)
		(void)snprintf(
		    search->officer, sizeof(search->officer), "%s", name);
	return 0;
}

static int
vault_parse_secret(const char *secret, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	size_t prefix = strlen(VAULT_SECRET_PREFIX), size;
	if (strncmp(secret, VAULT_SECRET_PREFIX, prefix) != 0)
		return -EACCES;
	if (sodium_base642bin(ret_sk, VAULT_KEY_SIZE, secret + prefix,
		strlen(secret + prefix), " \r\n", &size, NULL,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    size != VAULT_KEY_SIZE)
		return -EACCES;
	return 0;
}

int
vault_session_begin(
    struct vault *v, const char *secret, struct vault_session **ret)
{
	struct vault_session *s = sodium_malloc(sizeof(*s));
	if (s == NULL)
		return -ENOMEM;
	int err = vault_parse_secret(secret, s->sk);
	if (err == 0) {
		(void)crypto_scalarmult_base(s->pk, s->sk);
		struct vault_search search = {.pk = s->pk};
		err = vault_keys_each(
		    v->keys, VAULT_OFFICER, vault_match_officer, &search);
		if (err == 0 && search.officer[0] == '\0')
			err = -EACCES;
		memcpy(s->officer, search.officer, sizeof(s->officer));
	}
	if (err < 0) {
		vault_session_end(s);
		return err;
	}
	*ret = s;
	return 0;
}

void
vault_session_end(struct vault_session *s)
{
	sodium_free(s); /* wipes */
}

static int
vault_unwrap_epoch(struct vault *v, const struct vault_session *s,
    const char *epoch, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	struct vault_blob wrap;
	char name[96];
	(void)snprintf(name, sizeof(name), "%s %s", epoch, s->officer);
	int err = vault_keys_get(v->keys, VAULT_EPOCH_WRAP, name, &wrap);
	if (err < 0)
		return err;
	if (wrap.size != VAULT_WRAP_SIZE ||
	    crypto_box_seal_open(ret_sk, wrap.bytes, wrap.size, s->pk, s->sk) !=
		0)
		err = -EBADMSG;
	vault_blob_free(&wrap);
	return err;
}

static int
vault_unwrap_case(struct vault *v, const struct vault_session *s,
    const uint8_t *case_pk, uint8_t ret_sk[VAULT_KEY_SIZE])
{
	struct vault_blob wrap;
	char name[VAULT_CASE_NAME], epoch[VAULT_EPOCH_NAME + 1] = "";
	uint8_t sk[VAULT_KEY_SIZE], pk[VAULT_KEY_SIZE];
	vault_case_name(case_pk, name);
	int err = vault_keys_get(v->keys, VAULT_CASE_WRAP, name, &wrap);
	if (err < 0)
		return err;
	if (wrap.size == VAULT_EPOCH_NAME + VAULT_WRAP_SIZE)
		memcpy(epoch, wrap.bytes, VAULT_EPOCH_NAME);
	err = vault_unwrap_epoch(v, s, epoch, sk);
	if (err == 0) {
		(void)crypto_scalarmult_base(pk, sk);
		if (crypto_box_seal_open(ret_sk, wrap.bytes + VAULT_EPOCH_NAME,
			VAULT_WRAP_SIZE, pk, sk) != 0)
			err = -EBADMSG;
	}
	sodium_memzero(sk, sizeof(sk));
	vault_blob_free(&wrap);
	return err;
}

int
vault_open(struct vault *v, struct vault_session *s,
    const uint8_t case_pk[VAULT_PK_SIZE], const void *sealed, size_t size,
    struct vault_blob *ret)
{
	const uint8_t *bytes = sealed;
	uint8_t sk[VAULT_KEY_SIZE], key[VAULT_KEY_SIZE];
	char purpose[VAULT_CASE_NAME];
	if (size <= 1 + VAULT_WRAP_SIZE || bytes[0] != VAULT_SEAL_VERSION)
		return -EBADMSG;
	int err = vault_unwrap_case(v, s, case_pk, sk);
	if (err == 0 && crypto_box_seal_open(
			    key, bytes + 1, VAULT_WRAP_SIZE, case_pk, sk) != 0)
		err = -EBADMSG;
	if (err == 0) {
		vault_case_name(case_pk, purpose);
		purpose[32] = '\0';
		struct vault_ad ad = vault_ad(v, purpose);
		err = vault_decrypt(key, &ad, bytes + 1 + VAULT_WRAP_SIZE,
		    size - 1 - VAULT_WRAP_SIZE, ret);
	}
	sodium_memzero(sk, sizeof(sk));
	sodium_memzero(key, sizeof(key));
	return err;
}

/* --- first start, and every other --- */

static int
vault_first_officer(struct vault *v)
{
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
	char secret[VAULT_SECRET_SIZE + 1] = VAULT_SECRET_PREFIX;
	size_t prefix = strlen(VAULT_SECRET_PREFIX);
	(void)crypto_box_keypair(pk, sk);
	(void)sodium_bin2base64(secret + prefix, sizeof(secret) - prefix - 1,
	    sk, sizeof(sk), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	size_t len = strlen(secret);
	secret[len] = '\n';
	/* The secret first: a public key without it would seal for nobody. */
	int err = vault_file_write(v->dir, VAULT_FIRST_FILE, secret, len + 1);
	if (err == 0)
		err = vault_keys_put(v->keys, VAULT_OFFICER,
		    VAULT_FIRST_OFFICER, pk, sizeof(pk));
	sodium_memzero(sk, sizeof(sk));
	sodium_memzero(secret, sizeof(secret));
	return err;
}

static int
vault_first_start(struct vault *v)
{
	randombytes_buf(v->gateway, sizeof(v->gateway));
	int err = vault_keys_put(
	    v->keys, VAULT_GATEWAY, "", v->gateway, sizeof(v->gateway));
	if (err == 0)
		err = vault_first_officer(v);
	if (err == 0)
		err = vault_keys_commit(v->keys);
	if (err == 0)
		log_warn("vault.first_start",
		    LOG_S("secret_in", VAULT_FIRST_FILE),
		    LOG_S("remedy", "move it off this box and keep it safe"));
	return err;
}

static int
vault_load(struct vault *v, const char **ret_why)
{
	struct vault_blob gateway;
	bool fresh = !vault_file_exists(v->dir, "keys.db");
	int err = vault_machine_key(v->dir, fresh, v->machine, ret_why);
	if (err < 0)
		return err;
	err = vault_keys_open(v->dir, &v->keys, ret_why);
	if (err < 0)
		return err;
	err = vault_keys_get(v->keys, VAULT_GATEWAY, "", &gateway);
	*ret_why = "keys.db cannot be written";
	if (err == -ENOENT)
		return vault_first_start(v);
	if (err < 0)
		return err;
	if (gateway.size == VAULT_GATEWAY_SIZE)
		memcpy(v->gateway, gateway.bytes, VAULT_GATEWAY_SIZE);
	vault_blob_free(&gateway);
	*ret_why = "machine.key does not open keys.db; restore the one that "
		   "belongs to it";
	return vault_keys_each(v->keys, VAULT_DAY, vault_day_load, v);
}

int
vault_open_keys(const char *dir, struct vault **ret, const char **ret_why)
{
	struct vault *v = NULL;
	*ret_why = "libsodium does not start";
	if (sodium_init() < 0)
		return -EIO;
	v = calloc(1, sizeof(*v));
	if (v != NULL) {
		v->dir = strdup(dir);
		v->machine = sodium_malloc(VAULT_KEY_SIZE);
	}
	int err = -ENOMEM;
	if (v != NULL && v->dir != NULL && v->machine != NULL)
		err = vault_load(v, ret_why);
	if (err < 0) {
		vault_close(v);
		return err;
	}
	*ret = v;
	return 0;
}

void
vault_close(struct vault *v)
{
	if (v == NULL)
		return;
	vault_keys_close(v->keys);
	sodium_free(v->machine);
	sodium_memzero(v->days, sizeof(v->days));
	free(v->dir);
	free(v);
}

bool
vault_first_secret_here(const struct vault *v)
{
	return vault_file_exists(v->dir, VAULT_FIRST_FILE);
}

bool
vault_machine_key_here(const struct vault *v)
{
	return vault_file_exists(v->dir, VAULT_MACHINE_FILE);
}

int
vault_commit(struct vault *v)
{
	return vault_keys_commit(v->keys);
}

void
vault_rollback(struct vault *v)
{
	vault_keys_rollback(v->keys);
}

bool
vault_read_only(const struct vault *v)
{
	return vault_keys_broken(v->keys);
}

void
vault_gateway(const struct vault *v, char ret_id[VAULT_GATEWAY_HEX])
{
	(void)sodium_bin2hex(
	    ret_id, VAULT_GATEWAY_HEX, v->gateway, sizeof(v->gateway));
}

bool
vault_there(const char *state_dir)
{
	return vault_file_exists(state_dir, "keys.db");
}
