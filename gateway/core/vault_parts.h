/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the vault, shared by vault.c, vault_people.c, vault_cases.c. */
#ifndef SIAGA_VAULT_PARTS_H
#define SIAGA_VAULT_PARTS_H

#include "vault_keys.h"

#include <sodium.h>

#define VAULT_SEAL_VERSION   1
#define VAULT_GATEWAY_SIZE   16
#define VAULT_NONCE_SIZE     crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define VAULT_TAG_SIZE       crypto_aead_xchacha20poly1305_ietf_ABYTES
#define VAULT_WRAP_SIZE      (crypto_box_SEALBYTES + VAULT_KEY_SIZE)
#define VAULT_OFFICER_PREFIX "siaga-officer-"
#define VAULT_FIRST_FILE     "first-officer.key"
#define VAULT_ROW_NAME       128 /* of keys.db: "2026-11 person" and others */
#define VAULT_CASE_NAME      (2 * VAULT_PK_SIZE + 1)

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

/* In memory of sodium_malloc(): locked, guarded, wiped at the end. */
#define VAULT_MEMO_ROWS 32768 /* a power of two; 1.5 MiB of locked memory */
#define VAULT_MEMO_TAG  16
/* Keys by the beginning of the wrap they came out of, which is random. */
struct vault_memo {
	struct vault_memo_row {
		uint8_t tag[VAULT_MEMO_TAG], key[VAULT_KEY_SIZE];
	} rows[VAULT_MEMO_ROWS];
	uint8_t last_sk[VAULT_KEY_SIZE], last_pk[VAULT_KEY_SIZE];
};
struct vault_session {
	char person[VAULT_PERSON_SIZE];
	uint8_t pk[VAULT_KEY_SIZE], sk[VAULT_KEY_SIZE];
	struct vault_memo *memo; /* sodium_malloc; NULL: keeps nothing */
};

/* What a sealed text is bound to besides its key. */
struct vault_ad {
	uint8_t bytes[VAULT_GATEWAY_SIZE + 48];
	size_t size;
};

/* vault.c: symmetric sealing, nonce | ciphertext, `head` bytes left free. */
struct vault_ad vault_ad(const struct vault *, const char *purpose);
int vault_encrypt(const uint8_t key[VAULT_KEY_SIZE], const struct vault_ad *,
    const void *text, size_t size, size_t head,
    struct vault_blob *ret) MUST_CHECK;
int vault_decrypt(const uint8_t key[VAULT_KEY_SIZE], const struct vault_ad *,
    const uint8_t *sealed, size_t size, struct vault_blob *ret) MUST_CHECK;

/* vault_people.c: the name in keys.db of a key wrapped for a person. */
void vault_row_name(
    const char *of, const char *person, char ret_name[VAULT_ROW_NAME]);

/* vault_cases.c: the secret half of an epoch (ring: VAULT_EPOCH_WRAP or
 * VAULT_WATCH_WRAP) out of the row of that name. */
int vault_unwrap_epoch(struct vault *, const struct vault_session *,
    enum vault_kind ring, const char *name,
    uint8_t ret_sk[VAULT_KEY_SIZE]) MUST_CHECK;
int vault_unwrap_case(struct vault *, const struct vault_session *,
    const char *case_name, uint8_t ret_sk[VAULT_KEY_SIZE]) MUST_CHECK;
void vault_case_name(const uint8_t *case_pk, char ret_name[VAULT_CASE_NAME]);
/* What stays of it in keys.db: a hash that its key is not known by. */
#define VAULT_ERASED_NAME 33
void vault_erased_name(
    const uint8_t *case_pk, char ret_name[VAULT_ERASED_NAME]);

#endif
