/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a data backup: for whom it opens, and that nothing of it can be
 * changed, cut or lengthened without being refused. */
#include "gateway/core/backup_file.h"
#include "gateway/core/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SIZE    150001 /* three chunks, the last one not full */
#define READERS 3

struct paper {
	char dir[64];
	uint8_t text[SIZE];
	uint8_t pks[READERS][BACKUP_KEY_SIZE], sks[READERS][BACKUP_KEY_SIZE];
};

static int
file_open(const struct paper *p, const char *name, int flags)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	int fd = open(path, flags | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	return fd;
}

static void
file_fill(const struct paper *p, const char *name, const void *b, size_t size)
{
	int fd = file_open(p, name, O_WRONLY | O_CREAT | O_TRUNC);
	assert_int_equal(backup_write(fd, b, size), 0);
	assert_int_equal(close(fd), 0);
}

static size_t
file_take(const struct paper *p, const char *name, uint8_t *to, size_t most)
{
	int fd = file_open(p, name, O_RDONLY);
	ssize_t got = backup_read(fd, to, most);
	assert_true(got >= 0);
	assert_int_equal(close(fd), 0);
	return (size_t)got;
}

static void
seal(const struct paper *p, size_t size)
{
	const struct backup_head head = {
	    .gateway = "0123456789abcdef", .generation = 7, .at_s = 1795000000};
	const struct backup_readers readers = {p->pks[0], READERS};
	atomic_bool stop = false;
	file_fill(p, "plain", p->text, size);
	int from = file_open(p, "plain", O_RDONLY);
	int to = file_open(p, "sealed", O_WRONLY | O_CREAT | O_TRUNC);
	assert_int_equal(backup_file_seal(from, to, &head, &readers, &stop), 0);
	(void)close(from);
	(void)close(to);
}

static int
opens(const struct paper *p, const uint8_t sk[BACKUP_KEY_SIZE],
    const char **ret_why)
{
	struct backup_head head = {.generation = 0};
	int from = file_open(p, "sealed", O_RDONLY);
	int to = file_open(p, "opened", O_WRONLY | O_CREAT | O_TRUNC);
	*ret_why = "";
	int err = backup_file_open(from, sk, to, &head, ret_why);
	(void)close(from);
	(void)close(to);
	if (err == 0) {
		assert_int_equal(head.generation, 7);
		assert_int_equal(head.at_s, 1795000000);
		assert_memory_equal(head.gateway, "0123456789abcdef", 16);
	}
	return err;
}

static int
setup(void **state)
{
	struct paper *p = calloc(1, sizeof(*p));
	assert_true(sodium_init() >= 0);
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/backup_test_XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	randombytes_buf(p->text, SIZE);
	for (size_t i = 0; i < READERS; i++)
		(void)crypto_box_keypair(p->pks[i], p->sks[i]);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	static const char *const files[] = {"plain", "sealed", "opened",
	    "machine.key", "keys.db", "keys.db-wal", "keys.db-shm",
	    "first-officer.key"};
	struct paper *p = *state;
	char path[128];
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", p->dir, files[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(p->dir), 0);
	free(p);
	return 0;
}

static void
each_reader_opens_it_and_nobody_else(void **state)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, SIZE};
	struct paper *p = *state;
	uint8_t pk[BACKUP_KEY_SIZE], sk[BACKUP_KEY_SIZE], *is = malloc(SIZE);
	const char *why;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		seal(p, sizes[i]);
		for (size_t k = 0; k < READERS; k++) {
			assert_int_equal(opens(p, p->sks[k], &why), 0);
			assert_int_equal(
			    file_take(p, "opened", is, SIZE), sizes[i]);
			assert_memory_equal(is, p->text, sizes[i]);
		}
	}
	free(is);
	(void)crypto_box_keypair(pk, sk);
	assert_int_equal(opens(p, sk, &why), -EACCES);
	assert_non_null(strstr(why, "this key opens no backup"));
	struct backup_readers nobody = {NULL, 0};
	struct backup_head head = {.generation = 1};
	atomic_bool stop = false;
	int fd = file_open(p, "plain", O_RDWR);
	assert_int_equal(
	    backup_file_seal(fd, fd, &head, &nobody, &stop), -EINVAL);
	(void)close(fd);
}

static void
it_says_nothing_of_what_is_in_it(void **state)
{
	struct paper *p = *state;
	uint8_t *bytes = malloc(2 * SIZE);
	memset(p->text, 'A', SIZE);
	seal(p, SIZE);
	size_t size = file_take(p, "sealed", bytes, 2 * SIZE);
	for (size_t i = 0; i + 8 < size; i++)
		assert_memory_not_equal(bytes + i, "AAAAAAAA", 8);
	/* As many wraps as for any small office. */
	assert_int_equal(bytes[41] << 8 | bytes[42], 16);
	for (size_t k = 0; k < READERS; k++)
		for (size_t i = 0; i + 32 < 2000; i++)
			assert_memory_not_equal(bytes + i, p->pks[k], 32);
	free(bytes);
}

static void
every_flipped_bit_is_noticed(void **state)
{
	struct paper *p = *state;
	uint8_t *bytes = malloc(2 * SIZE);
	const char *why;
	seal(p, 1000);
	size_t size = file_take(p, "sealed", bytes, 2 * SIZE);
	for (size_t i = 0; i < size; i++) {
		bytes[i] ^= (uint8_t)(1 << (i % 8));
		file_fill(p, "sealed", bytes, size);
		int err = opens(p, p->sks[0], &why);
		assert_true(
		    err == -EBADMSG || err == -EPROTO || err == -EACCES);
		assert_true(*why != '\0');
		bytes[i] ^= (uint8_t)(1 << (i % 8));
	}
	file_fill(p, "sealed", bytes, size);
	assert_int_equal(opens(p, p->sks[0], &why), 0);
	free(bytes);
}

static void
it_is_refused_with_its_cause(void **state)
{
	static const size_t cuts[] = {
	    0, 8, 20, 43, 500, 1323, 1347, 70000, 65536 + 1347 + 17, SIZE};
	struct paper *p = *state;
	uint8_t *bytes = malloc(2 * SIZE);
	const char *why;
	seal(p, SIZE);
	size_t size = file_take(p, "sealed", bytes, 2 * SIZE);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		file_fill(p, "sealed", bytes, cuts[i]);
		int err = opens(p, p->sks[0], &why);
		assert_int_equal(err, cuts[i] < 9 ? -EPROTO : -EBADMSG);
		assert_non_null(
		    strstr(why, cuts[i] < 9 ? "no data backup" : "cut short"));
	}
	bytes[size] = 0; /* something behind it */
	file_fill(p, "sealed", bytes, size + 1);
	assert_int_equal(opens(p, p->sks[0], &why), -EBADMSG);
	bytes[8] = 2;
	file_fill(p, "sealed", bytes, size);
	assert_int_equal(opens(p, p->sks[0], &why), -EPROTO);
	assert_non_null(strstr(why, "newer Siaga"));
	free(bytes);
}

/* Chunks of one file are not put into another order. */
static void
chunks_stay_where_they_are(void **state)
{
	struct paper *p = *state;
	uint8_t *bytes = malloc(2 * SIZE), chunk[65536 + 17];
	const char *why;
	seal(p, SIZE);
	size_t size = file_take(p, "sealed", bytes, 2 * SIZE);
	uint8_t *first = bytes + 43 + 16 * 80 + 24;
	memcpy(chunk, first, sizeof(chunk));
	memmove(first, first + sizeof(chunk), sizeof(chunk));
	memcpy(first + sizeof(chunk), chunk, sizeof(chunk));
	file_fill(p, "sealed", bytes, size);
	assert_int_equal(opens(p, p->sks[0], &why), -EBADMSG);
	free(bytes);
}

static void
keys_are_copied_without_days_and_remains(void **state)
{
	struct paper *p = *state;
	struct vault *v = NULL, *bare = NULL;
	struct vault_blob copy = {0};
	uint8_t pk[VAULT_PK_SIZE], gone[VAULT_PK_SIZE];
	char secret[VAULT_SECRET_SIZE + 2] = "";
	const char *why;
	bool erased;
	size_t dropped;
	uint64_t generation;
	assert_int_equal(vault_open_keys(p->dir, &v, &why), 0);
	assert_int_equal(vault_day_begin(v, 20000), 0);
	assert_int_equal(vault_case_begin(v, 1795000000, pk), 0);
	assert_int_equal(vault_case_begin(v, 1795000000, gone), 0);
	assert_int_equal(vault_generation_set(v, 12), 0);
	assert_int_equal(vault_commit(v), 0);
	assert_int_equal(vault_case_forget(v, gone, 1795000000), 0);
	assert_int_equal(vault_commit(v), 0);
	assert_int_equal(vault_snapshot(p->dir, &copy), 0);
	assert_int_equal(copy.size % 4096, 0);
	char hex[65];
	(void)sodium_bin2hex(hex, sizeof(hex), gone, sizeof(gone));
	for (size_t i = 0; i + 64 < copy.size; i++)
		assert_memory_not_equal(copy.bytes + i, hex, 64);
	(void)file_take(
	    p, "first-officer.key", (uint8_t *)secret, sizeof(secret) - 1);
	vault_close(v);

	file_fill(p, "keys.db", copy.bytes, copy.size);
	assert_int_equal(vault_snapshot_check(p->dir), 0);
	assert_int_equal(vault_open_bare(p->dir, &bare, &why), 0);
	int64_t days[VAULT_DAYS_MAX];
	assert_int_equal(vault_days(bare, days), 0);
	assert_int_equal(vault_generation(bare, &generation), 0);
	assert_int_equal(generation, 12);
	assert_int_equal(vault_case_is_erased(bare, gone, &erased), 0);
	assert_true(erased);
	struct vault_session *s = NULL;
	assert_int_equal(vault_session_begin(bare, secret, &s), 0);
	assert_int_equal(vault_case_opens(bare, s, pk), 0);
	assert_int_equal(vault_case_opens(bare, s, gone), -ENOENT);
	vault_session_end(s);
	assert_int_equal(vault_erasures_replay(bare, NULL, &dropped), 0);
	assert_int_equal(dropped, 0);
	vault_rollback(bare);
	vault_close(bare);

	/* A copy that was changed is none. */
	for (size_t i = 4096; i < copy.size; i += 97) {
		copy.bytes[i] ^= 1;
		file_fill(p, "keys.db", copy.bytes, copy.size);
		int err = vault_snapshot_check(p->dir);
		copy.bytes[i] ^= 1;
		if (err == 0) /* a byte between the rows says nothing */
			assert_int_equal(copy.bytes[i], 0);
		else
			assert_int_equal(err, -EBADMSG);
	}
	file_fill(p, "keys.db", copy.bytes, 4096);
	assert_int_equal(vault_snapshot_check(p->dir), -EBADMSG);
	vault_blob_free(&copy);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(each_reader_opens_it_and_nobody_else),
	    TEST(it_says_nothing_of_what_is_in_it),
	    TEST(every_flipped_bit_is_noticed),
	    TEST(it_is_refused_with_its_cause),
	    TEST(chunks_stay_where_they_are),
	    TEST(keys_are_copied_without_days_and_remains)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
