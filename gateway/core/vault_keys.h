/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where keys lie: machine.key, first-officer.key, keys.db. For vault.c. */
#ifndef SIAGA_VAULT_KEYS_H
#define SIAGA_VAULT_KEYS_H

#include "vault.h"

#define VAULT_KEY_SIZE     32
#define VAULT_MACHINE_FILE "machine.key"

struct vault_keys; /* the connection to keys.db */

/*
 * The machine key: of $CREDENTIALS_DIRECTORY where systemd has put one there,
 * else of state_dir, where it is made with random bytes if `make`.
 * -ENOENT: neither has one; -EINVAL: it is not 32 bytes.
 */
int vault_machine_key(const char *dir, bool make,
    uint8_t ret_key[VAULT_KEY_SIZE], const char **ret_why) MUST_CHECK;
/* Writes a file durably: temporary name, fsync, rename, fsync of dir. */
int vault_file_write(
    const char *dir, const char *name, const void *, size_t) MUST_CHECK;
bool vault_file_exists(const char *dir, const char *name);

int vault_keys_open(
    const char *dir, struct vault_keys **ret, const char **ret_why) MUST_CHECK;
void vault_keys_close(struct vault_keys *);
int vault_keys_commit(struct vault_keys *) MUST_CHECK;
void vault_keys_rollback(struct vault_keys *);
int vault_keys_save(struct vault_keys *) MUST_CHECK;
int vault_keys_save_release(struct vault_keys *) MUST_CHECK;
void vault_keys_save_rollback(struct vault_keys *);
/* An fsync failed; every write is -EROFS until the restart. */
bool vault_keys_broken(const struct vault_keys *);

/* Rows of (kind, name) -> blob; put replaces. -ENOENT if there is none. */
enum vault_kind {
	VAULT_GATEWAY,      /* "" -> the gateway's random id */
	VAULT_DAY,          /* day -> both day keys under the machine key */
	VAULT_OFFICER,      /* reader -> public key, 1 if a supervisor */
	VAULT_EPOCH_PUBLIC, /* "2026-11" -> public key */
	VAULT_EPOCH_WRAP,   /* "2026-11 name" -> secret sealed to officer */
	VAULT_CASE_WRAP,    /* hex of case_pk -> "2026-11" and sealed secret */
	VAULT_SECRET,       /* person -> secret key under a passphrase */
	VAULT_WATCH_PUBLIC, /* "2026-11" -> public key of the supervisors */
	VAULT_WATCH_WRAP,   /* "2026-11 name" -> its secret, sealed to one */
	VAULT_CASE_WATCH,   /* hex of case_pk -> as VAULT_CASE_WRAP, to it */
	VAULT_CASE_PERSON,  /* "name hex" -> secret sealed to that person */
	VAULT_ERASED,       /* hash of case_pk in hex -> when, as text */
	VAULT_SETTING       /* name -> text */
};
int vault_keys_put(struct vault_keys *, enum vault_kind, const char *name,
    const void *, size_t) MUST_CHECK;
int vault_keys_delete(
    struct vault_keys *, enum vault_kind, const char *name) MUST_CHECK;
/* Writes the log into the file and empties it; best effort. */
void vault_keys_flush(struct vault_keys *);
int vault_keys_get(struct vault_keys *, enum vault_kind, const char *name,
    struct vault_blob *ret) MUST_CHECK;
/* Calls each(name, blob) for all rows of a kind whose names begin so, names
 * descending, until it returns not 0, which is returned. It may write. */
int vault_keys_each(struct vault_keys *, enum vault_kind, const char *prefix,
    int (*each)(void *arg, const char *name, const struct vault_blob *),
    void *arg) MUST_CHECK;

#endif
