/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sealed file of a data backup; see backup_file.h for its form. */
#include "backup_file.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAGIC   "SIAGABAK"
#define FILE_VERSION 1
#define FILE_FIXED   (8 + 1 + BACKUP_GATEWAY_SIZE + 8 + 8 + 2)
#define FILE_WRAP    (crypto_box_SEALBYTES + BACKUP_KEY_SIZE)
#define FILE_ROUND   16 /* wraps */
#define FILE_CHUNK   65536
#define FILE_HASH    32
#define FILE_STREAM  crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FILE_MORE    crypto_secretstream_xchacha20poly1305_ABYTES
#define FILE_LAST    crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define FILE_MIDDLE  crypto_secretstream_xchacha20poly1305_TAG_MESSAGE

/* Everything before the stream, and its hash. */
struct file_front {
	uint8_t *bytes;
	size_t count, size;
	uint8_t hash[FILE_HASH];
};

struct file_buffers {
	uint8_t plain[FILE_CHUNK], sealed[FILE_CHUNK + FILE_MORE];
};

int
backup_write(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;
	while (size > 0) {
		ssize_t done = write(fd, at, size);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? -errno : -EIO;
		at += done;
		size -= (size_t)done;
	}
	return 0;
}

ssize_t
backup_read(int fd, void *bytes, size_t size)
{
	size_t got = 0;
	while (got < size) {
		ssize_t more = read(fd, (char *)bytes + got, size - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return -errno;
		if (more == 0)
			break;
		got += (size_t)more;
	}
	return (ssize_t)got;
}

static void
file_put(uint8_t **at, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		*(*at)++ = (uint8_t)(number >> (8 * (size - 1 - i)));
}

static uint64_t
file_get(const uint8_t **at, size_t size)
{
	uint64_t number = 0;
	for (size_t i = 0; i < size; i++)
		number = number << 8 | *(*at)++;
	return number;
}

static void
file_hash(struct file_front *f)
{
	(void)crypto_generichash(
	    f->hash, FILE_HASH, f->bytes, f->size, NULL, 0);
}

/* --- sealing --- */

static void
file_wrap(uint8_t *at, const struct backup_readers *readers, size_t count,
    const uint8_t key[BACKUP_KEY_SIZE])
{
	for (size_t i = 0; i < count; i++) {
		uint8_t pk[BACKUP_KEY_SIZE], sk[BACKUP_KEY_SIZE];
		(void)crypto_box_keypair(pk, sk); /* nobody's */
		(void)crypto_box_seal(at + i * FILE_WRAP, key, BACKUP_KEY_SIZE,
		    i < readers->count ? readers->pks + i * BACKUP_KEY_SIZE
				       : pk);
		sodium_memzero(sk, sizeof(sk));
	}
}

static int
file_front_make(struct file_front *f, const struct backup_head *head,
    const struct backup_readers *readers, const uint8_t key[BACKUP_KEY_SIZE])
{
	if (readers->count == 0 || readers->count > BACKUP_READERS_MAX)
		return -EINVAL;
	f->count = (readers->count + FILE_ROUND - 1) / FILE_ROUND * FILE_ROUND;
	f->size = FILE_FIXED + f->count * FILE_WRAP;
	f->bytes = malloc(f->size);
	if (f->bytes == NULL)
		return -ENOMEM;
	uint8_t *at = f->bytes;
	memcpy(at, FILE_MAGIC, 8);
	at += 8;
	*at++ = FILE_VERSION;
	memcpy(at, head->gateway, BACKUP_GATEWAY_SIZE);
	at += BACKUP_GATEWAY_SIZE;
	file_put(&at, head->generation, 8);
	file_put(&at, (uint64_t)head->at_s, 8);
	file_put(&at, f->count, 2);
	file_wrap(at, readers, f->count, key);
	file_hash(f);
	return 0;
}

/* One chunk ahead, so that the last one is known as such. */
static int
file_stream_out(int from, int to, const struct file_front *f,
    crypto_secretstream_xchacha20poly1305_state *state, struct file_buffers *b,
    atomic_bool *stop)
{
	int err = 0;
	bool last = false;
	while (err == 0 && !last) {
		ssize_t got = backup_read(from, b->plain, FILE_CHUNK);
		if (got < 0)
			return (int)got;
		last = got < FILE_CHUNK;
		(void)crypto_secretstream_xchacha20poly1305_push(state,
		    b->sealed, NULL, b->plain, (size_t)got, f->hash, FILE_HASH,
		    last ? FILE_LAST : FILE_MIDDLE);
		err = backup_write(to, b->sealed, (size_t)got + FILE_MORE);
		if (err == 0 && atomic_load(stop))
			err = -ECANCELED;
	}
	return err;
}

int
backup_file_seal(int from, int to, const struct backup_head *head,
    const struct backup_readers *readers, atomic_bool *stop)
{
	crypto_secretstream_xchacha20poly1305_state state;
	uint8_t key[BACKUP_KEY_SIZE], stream[FILE_STREAM];
	struct file_front front = {0};
	struct file_buffers *b = malloc(sizeof(*b));
	crypto_secretstream_xchacha20poly1305_keygen(key);
	int err =
	    b == NULL ? -ENOMEM : file_front_make(&front, head, readers, key);
	if (err == 0) {
		(void)crypto_secretstream_xchacha20poly1305_init_push(
		    &state, stream, key);
		err = backup_write(to, front.bytes, front.size);
	}
	if (err == 0)
		err = backup_write(to, stream, sizeof(stream));
	if (err == 0)
		err = file_stream_out(from, to, &front, &state, b, stop);
	if (err == 0 && fsync(to) < 0)
		err = -errno;
	sodium_memzero(key, sizeof(key));
	sodium_memzero(&state, sizeof(state));
	free(front.bytes);
	free(b);
	return err;
}

/* --- opening --- */

static int
file_fixed_read(int from, uint8_t fixed[FILE_FIXED], struct backup_head *ret,
    size_t *ret_count, const char **ret_why)
{
	const uint8_t *at = fixed + 8;
	ssize_t got = backup_read(from, fixed, FILE_FIXED);
	*ret_why = "the file cannot be read";
	if (got < 0)
		return (int)got;
	*ret_why = "this is no data backup of Siaga's";
	if (got < 9 || memcmp(fixed, FILE_MAGIC, 8) != 0)
		return -EPROTO;
	*ret_why = "this backup was made by a newer Siaga; install that one";
	if (*at++ != FILE_VERSION)
		return -EPROTO;
	*ret_why = "this backup is cut short";
	if (got < FILE_FIXED)
		return -EBADMSG;
	memcpy(ret->gateway, at, BACKUP_GATEWAY_SIZE);
	at += BACKUP_GATEWAY_SIZE;
	ret->generation = file_get(&at, 8);
	ret->at_s = (int64_t)file_get(&at, 8);
	*ret_count = (size_t)file_get(&at, 2);
	*ret_why = "this backup is damaged at its beginning";
	return *ret_count == 0 || *ret_count % FILE_ROUND != 0 ||
		       *ret_count > BACKUP_READERS_MAX
		   ? -EBADMSG
		   : 0;
}

int
backup_file_head(int from, struct backup_head *ret, const char **ret_why)
{
	uint8_t fixed[FILE_FIXED];
	size_t count;
	return file_fixed_read(from, fixed, ret, &count, ret_why);
}

static int
file_front_read(int from, struct file_front *f, struct backup_head *ret,
    const char **ret_why)
{
	uint8_t fixed[FILE_FIXED];
	int err = file_fixed_read(from, fixed, ret, &f->count, ret_why);
	if (err < 0)
		return err;
	f->size = FILE_FIXED + f->count * FILE_WRAP;
	f->bytes = malloc(f->size);
	*ret_why = "out of memory";
	if (f->bytes == NULL)
		return -ENOMEM;
	memcpy(f->bytes, fixed, FILE_FIXED);
	ssize_t got =
	    backup_read(from, f->bytes + FILE_FIXED, f->count * FILE_WRAP);
	*ret_why = "this backup is cut short";
	if (got != (ssize_t)(f->count * FILE_WRAP))
		return got < 0 ? (int)got : -EBADMSG;
	file_hash(f);
	return 0;
}

static int
file_unwrap(const struct file_front *f, const uint8_t sk[BACKUP_KEY_SIZE],
    uint8_t ret_key[BACKUP_KEY_SIZE])
{
	uint8_t pk[BACKUP_KEY_SIZE];
	(void)crypto_scalarmult_base(pk, sk);
	for (size_t i = 0; i < f->count; i++)
		if (crypto_box_seal_open(ret_key,
			f->bytes + FILE_FIXED + i * FILE_WRAP, FILE_WRAP, pk,
			sk) == 0)
			return 0;
	return -EACCES;
}

static int
file_stream_in(int from, int to, const struct file_front *f,
    crypto_secretstream_xchacha20poly1305_state *state, struct file_buffers *b)
{
	uint8_t tag = FILE_MIDDLE, more;
	int err = 0;
	while (err == 0 && tag != FILE_LAST) {
		unsigned long long size;
		ssize_t got = backup_read(from, b->sealed, sizeof(b->sealed));
		if (got < 0)
			return (int)got;
		if (crypto_secretstream_xchacha20poly1305_pull(state, b->plain,
			&size, &tag, b->sealed, (size_t)got, f->hash,
			FILE_HASH) != 0)
			return -EBADMSG;
		err = backup_write(to, b->plain, (size_t)size);
	}
	if (err == 0 && backup_read(from, &more, 1) != 0)
		err = -EBADMSG; /* something was put behind it */
	return err;
}

static int
file_open_stream(int from, int to, const struct file_front *f,
    const uint8_t key[BACKUP_KEY_SIZE])
{
	crypto_secretstream_xchacha20poly1305_state state;
	uint8_t stream[FILE_STREAM];
	struct file_buffers *b = malloc(sizeof(*b));
	int err = b == NULL ? -ENOMEM : 0;
	if (err == 0 &&
	    (backup_read(from, stream, sizeof(stream)) != FILE_STREAM ||
		crypto_secretstream_xchacha20poly1305_init_pull(
		    &state, stream, key) != 0))
		err = -EBADMSG;
	if (err == 0)
		err = file_stream_in(from, to, f, &state, b);
	if (err == 0 && fsync(to) < 0)
		err = -errno;
	sodium_memzero(&state, sizeof(state));
	free(b);
	return err;
}

int
backup_file_open(int from, const uint8_t sk[BACKUP_KEY_SIZE], int to,
    struct backup_head *ret, const char **ret_why)
{
	uint8_t key[BACKUP_KEY_SIZE] = {0};
	struct file_front front = {0};
	int err = file_front_read(from, &front, ret, ret_why);
	if (err == 0) {
		*ret_why = "this key opens no backup of that time: take the "
			   "one of somebody who held a key when it was made";
		err = file_unwrap(&front, sk, key);
	}
	if (err == 0) {
		*ret_why = "this backup is damaged or cut short; take another";
		err = file_open_stream(from, to, &front, key);
	}
	sodium_memzero(key, sizeof(key));
	free(front.bytes);
	return err;
}
