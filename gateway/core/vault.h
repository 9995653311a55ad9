/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys and sealing (design 6). What the box may do by itself and what takes a
 * person are different calls, so that no caller changes when the rules do:
 *
 *	vault_route_*    the box reads back, while the day's key lives
 *	vault_seal       the box writes and never reads; vault_open takes an
 *	                 unlocked session of an officer
 *	vault_machine_*  the box's own secrets (responders' numbers)
 *
 * Key files, made at first start, mode 0600, in state_dir:
 *	machine.key      32 random bytes; better as a systemd credential of
 *	                 that name, which then is the one that counts
 *	keys.db          day keys under the machine key; people's secret keys
 *	                 under their passphrases; a pair of keys per month (the
 *	                 epoch) whose secret halves are sealed to people: one to
 *	                 all who read, one to supervisors alone; the case keys,
 *	                 sealed to the first until triage, then to the second
 *	                 and to those assigned. Erasing a case deletes its rows
 *	first-officer.key  the first reader's secret, until `siaga key init`
 *
 * Sealed record, version 1:
 *	01 | crypto_box_seal(case or epoch pk, record key) 80 bytes |
 *	nonce 24 | XChaCha20-Poly1305(record key, padded text, AD)
 * AD is gateway id | purpose | schema version, so that a blob moved to
 * another place does not open. Texts are padded to 256, 512, 1024, 4096...
 *
 * Errors: -EIO, -ENOSPC from keys.db; -ENOENT no such key (or no longer);
 * -EBADMSG the blob does not open; -EACCES the secret is nobody's.
 */
#ifndef SIAGA_VAULT_H
#define SIAGA_VAULT_H

#include "../lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VAULT_PK_SIZE     32
#define VAULT_LOOKUP_SIZE 16
#define VAULT_DAYS_MAX    10 /* live day keys: a week, its eve and today */
#define VAULT_SECRET_SIZE 64 /* an officer's secret as text, with its NUL */
#define VAULT_TEXT_MAX    65536

struct vault;
struct vault_session;

/* A blob in memory; vault_blob_free() wipes and frees. */
struct vault_blob {
	uint8_t *bytes;
	size_t size;
};
void vault_blob_free(struct vault_blob *);

int vault_open_keys(
    const char *state_dir, struct vault **ret, const char **ret_why) MUST_CHECK;
void vault_close(struct vault *);
/* True while first-officer.key is still on the box. */
bool vault_first_secret_here(const struct vault *);
/* True while machine.key lies in the state directory, used or not. */
bool vault_machine_key_here(const struct vault *);
/* Random bytes; a uniform number below `below`. */
void vault_random(void *, size_t);
uint32_t vault_uniform(uint32_t below);

/* Everything changed since the last call is durable after vault_commit(). */
int vault_commit(struct vault *) MUST_CHECK;
void vault_rollback(struct vault *);
/* A part of it: kept whole or not at all. */
int vault_save(struct vault *) MUST_CHECK;
int vault_save_release(struct vault *) MUST_CHECK;
void vault_save_rollback(struct vault *);
/* keys.db cannot be written until a restart (an fsync failed). */
bool vault_read_only(const struct vault *);
/* The random id of this gateway, in hex. */
#define VAULT_GATEWAY_HEX 33
void vault_gateway(const struct vault *, char ret_id[VAULT_GATEWAY_HEX]);
/* Is there a keys.db in that folder? */
bool vault_there(const char *state_dir);

/* Day numbers (days since 1970 UTC) with live keys, newest first. */
size_t vault_days(struct vault *, int64_t days[VAULT_DAYS_MAX]);
bool vault_day_known(struct vault *, int64_t day);
/* Makes the keys of that day if they are missing. */
int vault_day_begin(struct vault *, int64_t day) MUST_CHECK;
/* The keys of that day are gone for good, from RAM and from keys.db. */
int vault_day_forget(struct vault *, int64_t day) MUST_CHECK;
/* Empties the write-ahead log of keys.db, where a deleted key still lies. */
void vault_flush(struct vault *);
/* Keyed hash of a number: the same for the same day alone. */
int vault_route_lookup(struct vault *, int64_t day, const char *number,
    uint8_t ret_lookup[VAULT_LOOKUP_SIZE]) MUST_CHECK;
/* The same for a PDU read from a SIM. */
int vault_route_dedup(struct vault *, int64_t day, const void *bytes,
    size_t size, uint8_t ret_dedup[VAULT_LOOKUP_SIZE]) MUST_CHECK;
int vault_route_seal(struct vault *, int64_t day, const void *text, size_t size,
    struct vault_blob *ret) MUST_CHECK;
int vault_route_open(struct vault *, int64_t day, const void *sealed,
    size_t size, struct vault_blob *ret) MUST_CHECK;

/* --- cases --- */

/* A new case: its public key; the secret half is sealed to the epoch. */
int vault_case_begin(struct vault *, int64_t now_s,
    uint8_t ret_case_pk[VAULT_PK_SIZE]) MUST_CHECK;
/* The key of that case is gone: nothing sealed to it opens any more. */
int vault_case_forget(struct vault *, const uint8_t case_pk[VAULT_PK_SIZE],
    int64_t now_s) MUST_CHECK;
int vault_seal(struct vault *, const uint8_t case_pk[VAULT_PK_SIZE],
    const void *text, size_t size, struct vault_blob *ret) MUST_CHECK;
int vault_open(struct vault *, struct vault_session *,
    const uint8_t case_pk[VAULT_PK_SIZE], const void *sealed, size_t size,
    struct vault_blob *ret) MUST_CHECK;
/* 0: this session opens it; -ENOENT: it does not, or nobody does any more. */
int vault_case_opens(struct vault *, struct vault_session *,
    const uint8_t case_pk[VAULT_PK_SIZE]) MUST_CHECK;
/*
 * From now on these people (and the supervisors) open it, and no others. The
 * session must open it; each must be a reader (-ENOKEY).
 */
int vault_case_assign(struct vault *, struct vault_session *,
    const uint8_t case_pk[VAULT_PK_SIZE], const char *const *people,
    size_t count) MUST_CHECK;
/*
 * A new key for new cases: who held the old one does not hold this. There are
 * 25 in a month, 'b' to 'z'; `last` is the last one that may be taken for this
 * cause. When it is reached the month goes on with the key it has.
 */
#define VAULT_EPOCH_ROTATE 'm' /* people's own wish leaves the rest */
#define VAULT_EPOCH_REVOKE 'z'
int vault_epoch_end(struct vault *, int64_t now_s, char last) MUST_CHECK;
/* Keys of months in which no case is left are deleted. */
int vault_epochs_forget(struct vault *, int64_t now_s) MUST_CHECK;

/* --- people --- */

#define VAULT_PERSON_SIZE     33 /* 1 to 32 of a-z 0-9 . _ -, and NUL */
#define VAULT_PASSPHRASE_SIZE 129
#define VAULT_PASSPHRASE_MIN  12
#define VAULT_FIRST           "first"     /* the key made at first start */
#define VAULT_RECOVERY        "*recovery" /* the offline one, on paper */

/*
 * A passphrase on its way to a key. Argon2id takes 100 ms and more: fill it
 * in, run vault_stretch() on any thread (it touches nothing else), use it,
 * wipe it with vault_stretch_end().
 */
struct vault_stretch {
	char passphrase[VAULT_PASSPHRASE_SIZE];
	uint8_t salt[16];
	uint32_t passes;
	uint64_t memory; /* bytes */
	uint8_t key[32];
	bool failed; /* not enough memory */
};
/* For the person's key, or for a new one (NULL). Whether the person has one
 * is not told by the time it takes. */
void vault_stretch_begin(struct vault *, const char *person,
    const char *passphrase, struct vault_stretch *ret);
void vault_stretch(struct vault_stretch *);
void vault_stretch_end(struct vault_stretch *);

enum vault_reach {
	VAULT_LOGIN,     /* a key of one's own; opens no case */
	VAULT_TRIAGE,    /* new cases, and those assigned */
	VAULT_SUPERVISOR /* every case */
};
/* Makes a key for that person, or a new one; *grant* follows. */
int vault_person_make(struct vault *, const char *person, enum vault_reach,
    const struct vault_stretch *) MUST_CHECK;
/* Wraps for them what this session opens, as far as their reach goes. */
int vault_person_grant(
    struct vault *, struct vault_session *from, const char *person) MUST_CHECK;
/* A new key for that session's person, who opens what the old one did; the
 * old one opens nothing any more. */
int vault_person_replace(struct vault *, struct vault_session *of,
    enum vault_reach, const struct vault_stretch *) MUST_CHECK;
/* All that opens anything for that person is deleted. */
int vault_person_forget(struct vault *, const char *person) MUST_CHECK;
bool vault_person_known(struct vault *, const char *person);
/* Opens new cases: -ENOENT if not. */
int vault_person_reads(
    struct vault *, const char *person, enum vault_reach *ret_reach) MUST_CHECK;
struct vault_counts {
	size_t readers, supervisors; /* with neither first nor recovery */
	size_t logins;
	bool first, recovery;
};
int vault_count(struct vault *, struct vault_counts *ret) MUST_CHECK;
/* The offline key may open everything from now on, and what was. */
int vault_recovery_set(struct vault *, struct vault_session *from,
    const uint8_t pk[VAULT_PK_SIZE]) MUST_CHECK;
/* The first key is replaced: its wraps go; once that is durable, its file. */
int vault_first_end(struct vault *) MUST_CHECK;
void vault_first_file_remove(struct vault *);

/* -EACCES: a wrong passphrase, or nobody of that name. */
int vault_session_unlock(struct vault *, const char *person,
    const struct vault_stretch *, struct vault_session **ret) MUST_CHECK;
#define VAULT_RECOVERY_SECRET "siaga-recovery-secret-"
/* A secret as text: the first officer's file, or the one on paper. */
int vault_session_begin(
    struct vault *, const char *secret, struct vault_session **ret) MUST_CHECK;
const char *vault_session_person(const struct vault_session *);
void vault_session_end(struct vault_session *); /* wipes; NULL is fine */

/*
 * A safe word (design 6): Argon2id of its hash under a key of the box, with
 * the case's salt. It takes some 15 ms. In constant time: vault_equal().
 */
#define VAULT_SALT_SIZE 16
#define VAULT_WORD_SIZE 32
int vault_word_hash(struct vault *, const char *word,
    const uint8_t salt[VAULT_SALT_SIZE],
    uint8_t ret_hash[VAULT_WORD_SIZE]) MUST_CHECK;
bool vault_equal(const void *, const void *, size_t);
/* A one-time code of a person, under a key of the box. */
void vault_code_hash(struct vault *, const char *person, const char *code,
    uint8_t ret_hash[VAULT_LOOKUP_SIZE]);
/* A responder's PIN: a keyed hash, nothing worth without the machine key. */
#define VAULT_PIN_SIZE 16
void vault_pin_hash(struct vault *, const char *person, const char *pin,
    uint8_t ret_hash[VAULT_PIN_SIZE]);
/*
 * The name of a browser in which a person has logged in, hex digits: the box
 * keeps none and knows its own again, until its machine key is another.
 */
#define VAULT_DEVICE_DRAWN 16
#define VAULT_DEVICE_SIZE  (VAULT_DEVICE_DRAWN + 2 * VAULT_PIN_SIZE + 1)
void vault_device_draw(
    struct vault *, const char *person, char ret[VAULT_DEVICE_SIZE]);
bool vault_device_is(struct vault *, const char *person, const char *device);

/* --- backups (vault_backup.c) --- */

/*
 * The keys.db of that folder as its backup is: no day keys, no page that was
 * ever used before, and a digest. On any thread; -EIO, -ENOMEM.
 */
int vault_snapshot(const char *dir, struct vault_blob *ret) MUST_CHECK;
/* Is the keys.db of that folder such a copy, and whole? -EBADMSG if not. */
int vault_snapshot_check(const char *dir) MUST_CHECK;
/* For a restore: keys.db without the machine key. Nothing that is under that
 * opens, or may be sealed. */
int vault_open_bare(
    const char *dir, struct vault **ret, const char **ret_why) MUST_CHECK;
/* The machine key of that folder is there, or made. */
int vault_machine_make(const char *dir, const char **ret_why) MUST_CHECK;
/* An empty file of that name, durably. */
int vault_mark(const char *dir, const char *name) MUST_CHECK;
/* Public keys of all who read, VAULT_PK_SIZE each; to be free()d. */
int vault_readers(
    struct vault *, uint8_t **ret_pks, size_t *ret_count) MUST_CHECK;
/* Which keys backup is the newest: each has a number of its own. */
int vault_generation(struct vault *, uint64_t *ret) MUST_CHECK;
int vault_generation_set(struct vault *, uint64_t) MUST_CHECK;
int vault_case_is_erased(
    struct vault *, const uint8_t case_pk[VAULT_PK_SIZE], bool *ret) MUST_CHECK;
bool vault_erased_any(struct vault *);
/* What was erased, by these keys or by those of `from` (may be NULL), opens
 * for nobody: what still would is deleted. */
int vault_erasures_replay(
    struct vault *, struct vault *from, size_t *ret_dropped) MUST_CHECK;
/* A data backup (backup_file.h), by whoever could read when it was made. */
struct backup_head;
int vault_session_open_file(const struct vault_session *, int from, int to,
    struct backup_head *ret, const char **ret_why) MUST_CHECK;

/* Stands for a case at one destination, under a key of the box: two of them
 * cannot compare. */
void vault_reference(struct vault *, const char *destination,
    const uint8_t case_pk[VAULT_PK_SIZE],
    uint8_t ret_reference[VAULT_LOOKUP_SIZE]);

/* From now on this session keeps what it has opened of keys, in its own locked
 * memory until it ends: what it opens again is opened without asymmetric
 * work. The rows of keys.db are asked as ever. Without memory: nothing. */
void vault_session_remember(struct vault_session *);
/* A key was erased: what was kept is wiped. */
void vault_session_forget(struct vault_session *);

int vault_machine_seal(struct vault *, const char *purpose, const void *text,
    size_t size, struct vault_blob *ret) MUST_CHECK;
int vault_machine_open(struct vault *, const char *purpose, const void *sealed,
    size_t size, struct vault_blob *ret) MUST_CHECK;

#endif
