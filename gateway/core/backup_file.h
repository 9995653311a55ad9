/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file of a data backup. Whoever finds it learns whose it is and when it
 * was made, and nothing of what is in it, not even how many people could open
 * it.
 *
 *	"SIAGABAK" | 01 | gateway 16 | generation u64 | time u64 | count u16 |
 *	count times crypto_box_seal(reader's pk, file key) 80 bytes |
 *	header of crypto_secretstream 24 |
 *	chunks of 65536 bytes, sealed; the last one says that it is the last
 * Numbers are big-endian. The count is filled up with wraps for nobody to a
 * multiple of 16. Each chunk is bound to the hash of all before the stream.
 *
 * Errors: -EPROTO no such file of ours, or of a newer Siaga; -EBADMSG damaged
 * or cut short; -EACCES this key is none of its readers'; -ECANCELED stopped;
 * others of the disk. *ret_why: in words, static.
 */
#ifndef SIAGA_BACKUP_FILE_H
#define SIAGA_BACKUP_FILE_H

#include "../lib/bug.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define BACKUP_GATEWAY_SIZE 16
#define BACKUP_KEY_SIZE     32
#define BACKUP_READERS_MAX  4096

struct backup_head {
	uint8_t gateway[BACKUP_GATEWAY_SIZE];
	uint64_t generation;
	int64_t at_s;
};

/* Whose public keys: count times BACKUP_KEY_SIZE bytes; borrowed. */
struct backup_readers {
	const uint8_t *pks;
	size_t count;
};

/* From one descriptor to the other, which is durable afterwards. */
int backup_file_seal(int from, int to, const struct backup_head *,
    const struct backup_readers *, atomic_bool *stop) MUST_CHECK;
/* What stands at its beginning; believed only once it has been opened. */
int backup_file_head(
    int from, struct backup_head *ret, const char **ret_why) MUST_CHECK;
/* With a reader's secret key; what is written to `to` counts only if 0. */
int backup_file_open(int from, const uint8_t sk[BACKUP_KEY_SIZE], int to,
    struct backup_head *ret, const char **ret_why) MUST_CHECK;

/* All of it, or -errno. */
int backup_write(int fd, const void *, size_t) MUST_CHECK;
/* As much as there is, at most size; or -errno. */
ssize_t backup_read(int fd, void *, size_t) MUST_CHECK;

#endif
