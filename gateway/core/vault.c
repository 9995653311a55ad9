/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sealing; see vault.h for the forms. Key material is wiped where it ends. */
#include "vault_parts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

struct vault_ad
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

int
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

int
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

void
vault_code_hash(struct vault *v, const char *person, const char *code,
    uint8_t ret_hash[VAULT_LOOKUP_SIZE])
{
	crypto_generichash_state state;
	(void)crypto_generichash_init(
	    &state, v->machine, VAULT_KEY_SIZE, VAULT_LOOKUP_SIZE);
	(void)crypto_generichash_update(&state, (const uint8_t *)"code", 5);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)person, strlen(person) + 1);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)code, strlen(code));
	(void)crypto_generichash_final(&state, ret_hash, VAULT_LOOKUP_SIZE);
}

static void
vault_person_hash(struct vault *v, const char *purpose, const char *person,
    const char *text, uint8_t ret_hash[VAULT_PIN_SIZE])
{
	crypto_generichash_state state;
	(void)crypto_generichash_init(
	    &state, v->machine, VAULT_KEY_SIZE, VAULT_PIN_SIZE);
	/* Each with its NUL: no two of them can be taken for one. */
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)purpose, strlen(purpose) + 1);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)person, strlen(person) + 1);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)text, strlen(text) + 1);
	(void)crypto_generichash_final(&state, ret_hash, VAULT_PIN_SIZE);
	sodium_memzero(&state, sizeof(state));
}

void
vault_pin_hash(struct vault *v, const char *person, const char *pin,
    uint8_t ret_hash[VAULT_PIN_SIZE])
{
	vault_person_hash(v, "pin of a person", person, pin, ret_hash);
}

/* Half of it is drawn, half says that this box gave it to this person. */
static void
vault_device_name(struct vault *v, const char *person,
    const char drawn[VAULT_DEVICE_DRAWN + 1], char ret[VAULT_DEVICE_SIZE])
{
	uint8_t hash[VAULT_PIN_SIZE];
	vault_person_hash(v, "browser of a person", person, drawn, hash);
	memcpy(ret, drawn, VAULT_DEVICE_DRAWN);
	(void)sodium_bin2hex(ret + VAULT_DEVICE_DRAWN,
	    VAULT_DEVICE_SIZE - VAULT_DEVICE_DRAWN, hash, sizeof(hash));
}

void
vault_device_draw(
    struct vault *v, const char *person, char ret[VAULT_DEVICE_SIZE])
{
	uint8_t bytes[VAULT_DEVICE_DRAWN / 2];
	char drawn[VAULT_DEVICE_DRAWN + 1];
	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(drawn, sizeof(drawn), bytes, sizeof(bytes));
	vault_device_name(v, person, drawn, ret);
}

bool
vault_device_is(struct vault *v, const char *person, const char *device)
{
	char drawn[VAULT_DEVICE_DRAWN + 1], right[VAULT_DEVICE_SIZE];
	if (strlen(device) != VAULT_DEVICE_SIZE - 1)
		return false;
	memcpy(drawn, device, VAULT_DEVICE_DRAWN);
	drawn[VAULT_DEVICE_DRAWN] = '\0';
	vault_device_name(v, person, drawn, right);
	return vault_equal(right, device, VAULT_DEVICE_SIZE - 1);
}

void
vault_reference(struct vault *v, const char *destination,
    const uint8_t case_pk[VAULT_PK_SIZE],
    uint8_t ret_reference[VAULT_LOOKUP_SIZE])
{
	crypto_generichash_state state;
	(void)crypto_generichash_init(
	    &state, v->machine, VAULT_KEY_SIZE, VAULT_LOOKUP_SIZE);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)"reference", 10);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)destination, strlen(destination) + 1);
	(void)crypto_generichash_update(&state, case_pk, VAULT_PK_SIZE);
	(void)crypto_generichash_final(
	    &state, ret_reference, VAULT_LOOKUP_SIZE);
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

bool
vault_day_known(struct vault *v, int64_t day)
{
	return vault_find_day(v, day) != NULL;
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

/* --- first start, and every other --- */

static int
vault_first_officer(struct vault *v)
{
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
	char secret[VAULT_SECRET_SIZE + 1] = VAULT_OFFICER_PREFIX;
	size_t prefix = strlen(VAULT_OFFICER_PREFIX);
	(void)crypto_box_keypair(pk, sk);
	(void)sodium_bin2base64(secret + prefix, sizeof(secret) - prefix - 1,
	    sk, sizeof(sk), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	size_t len = strlen(secret);
	secret[len] = '\n';
	/* The secret first: a public key without it would seal for nobody. */
	int err = vault_file_write(v->dir, VAULT_FIRST_FILE, secret, len + 1);
	if (err == 0)
		err = vault_keys_put(
		    v->keys, VAULT_OFFICER, VAULT_FIRST, pk, sizeof(pk));
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
	return vault_keys_each(v->keys, VAULT_DAY, "", vault_day_load, v);
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

int
vault_save(struct vault *v)
{
	return vault_keys_save(v->keys);
}

int
vault_save_release(struct vault *v)
{
	return vault_keys_save_release(v->keys);
}

void
vault_save_rollback(struct vault *v)
{
	vault_keys_save_rollback(v->keys);
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
