/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What seals, what opens, for whom, and what never does. */
#include "gateway/core/vault.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW 1795000000 /* 2026-11-18 */

struct box {
	char dir[64];
	struct vault *vault;
	char secret[VAULT_SECRET_SIZE + 2];
};

static struct vault *
box_open(const char *dir)
{
	struct vault *v = NULL;
	const char *why;
	assert_int_equal(vault_open_keys(dir, &v, &why), 0);
	return v;
}

static void
box_read(const char *dir, const char *name, char *into, size_t size)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(into, (int)size, file));
	(void)fclose(file);
}

static int
setup(void **state)
{
	struct box *b = calloc(1, sizeof(*b));
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/vault_test_XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	b->vault = box_open(b->dir);
	box_read(b->dir, "first-officer.key", b->secret, sizeof(b->secret));
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	static const char *const files[] = {"machine.key", "keys.db",
	    "keys.db-wal", "keys.db-shm", "first-officer.key"};
	struct box *b = *state;
	char path[128];
	vault_close(b->vault);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", b->dir, files[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(b->dir), 0);
	free(b);
	return 0;
}

static void
an_officer_opens_what_the_box_cannot(void **state)
{
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed, text;
	struct vault_session *s;
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	assert_int_equal(vault_seal(b->vault, pk, "halo", 4, &sealed), 0);
	assert_int_equal(vault_commit(b->vault), 0);
	assert_int_equal(vault_session_begin(b->vault, b->secret, &s), 0);
	assert_int_equal(
	    vault_open(b->vault, s, pk, sealed.bytes, sealed.size, &text), 0);
	assert_int_equal(text.size, 4);
	assert_memory_equal(text.bytes, "halo", 4);
	vault_blob_free(&text);
	vault_session_end(s);
	vault_blob_free(&sealed);
}

/* Its key deleted, no officer opens it, nor finds the key in any file. */
static void
an_erased_case_opens_for_nobody(void **state)
{
	static const char *const files[] = {"keys.db", "keys.db-wal"};
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE];
	char name[2 * VAULT_PK_SIZE + 1], path[128];
	static char bytes[1048576];
	struct vault_blob sealed, text;
	struct vault_session *s;
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	assert_int_equal(vault_seal(b->vault, pk, "halo", 4, &sealed), 0);
	assert_int_equal(vault_commit(b->vault), 0);
	assert_int_equal(vault_case_forget(b->vault, pk, NOW), 0);
	assert_int_equal(vault_commit(b->vault), 0);
	vault_flush(b->vault);
	assert_int_equal(vault_session_begin(b->vault, b->secret, &s), 0);
	assert_int_equal(
	    vault_open(b->vault, s, pk, sealed.bytes, sealed.size, &text),
	    -ENOENT);
	vault_session_end(s);
	vault_blob_free(&sealed);
	for (size_t i = 0; i < VAULT_PK_SIZE; i++)
		(void)snprintf(name + 2 * i, 3, "%02x", pk[i]);
	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", b->dir, files[i]);
		FILE *file = fopen(path, "re");
		size_t size =
		    file == NULL ? 0 : fread(bytes, 1, sizeof(bytes), file);
		if (file != NULL)
			(void)fclose(file);
		for (size_t at = 0; at + 64 <= size; at++)
			assert_memory_not_equal(bytes + at, name, 64);
	}
}

/* After a restart the same, with keys read from the files. */
static void
it_opens_after_a_restart(void **state)
{
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed, text;
	struct vault_session *s;
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	assert_int_equal(vault_seal(b->vault, pk, "x", 1, &sealed), 0);
	assert_int_equal(vault_commit(b->vault), 0);
	vault_close(b->vault);
	b->vault = box_open(b->dir);
	assert_int_equal(vault_session_begin(b->vault, b->secret, &s), 0);
	assert_int_equal(
	    vault_open(b->vault, s, pk, sealed.bytes, sealed.size, &text), 0);
	vault_blob_free(&text);
	vault_session_end(s);
	vault_blob_free(&sealed);
}

static void
every_changed_byte_is_noticed(void **state)
{
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE], other[VAULT_PK_SIZE];
	struct vault_blob sealed, text;
	struct vault_session *s;
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	assert_int_equal(vault_case_begin(b->vault, NOW, other), 0);
	assert_int_equal(vault_seal(b->vault, pk, "halo", 4, &sealed), 0);
	assert_int_equal(vault_session_begin(b->vault, b->secret, &s), 0);
	for (size_t i = 0; i < sealed.size; i++) {
		sealed.bytes[i] ^= 1;
		assert_int_equal(vault_open(b->vault, s, pk, sealed.bytes,
				     sealed.size, &text),
		    -EBADMSG);
		sealed.bytes[i] ^= 1;
	}
	for (size_t size = 0; size < sealed.size; size++)
		assert_int_equal(
		    vault_open(b->vault, s, pk, sealed.bytes, size, &text),
		    -EBADMSG);
	/* and it opens in its own case alone */
	assert_int_equal(
	    vault_open(b->vault, s, other, sealed.bytes, sealed.size, &text),
	    -EBADMSG);
	vault_session_end(s);
	vault_blob_free(&sealed);
}

static void
lengths_tell_little(void **state)
{
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE];
	static const size_t sizes[] = {0, 1, 100, 255};
	size_t first = 0;
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	for (size_t i = 0; i < 4; i++) {
		char text[256] = {0};
		struct vault_blob sealed;
		assert_int_equal(
		    vault_seal(b->vault, pk, text, sizes[i], &sealed), 0);
		if (first == 0)
			first = sealed.size;
		assert_int_equal(sealed.size, first);
		vault_blob_free(&sealed);
	}
}

static void
nobody_elses_key(void **state)
{
	static const char *const secrets[] = {"", "siaga-officer-", "nonsense",
	    "siaga-officer-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct box *b = *state;
	struct vault_session *s;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		assert_int_equal(
		    vault_session_begin(b->vault, secrets[i], &s), -EACCES);
}

static void
routes_by_day(void **state)
{
	struct box *b = *state;
	uint8_t one[VAULT_LOOKUP_SIZE], two[VAULT_LOOKUP_SIZE];
	int64_t days[VAULT_DAYS_MAX];
	struct vault_blob sealed, text;
	const char *number = "+6281234567890";
	assert_int_equal(vault_route_lookup(b->vault, 20000, number, one),
	    -ENOENT); /* no key of that day yet */
	for (int64_t day = 20000; day < 20012; day++)
		assert_int_equal(vault_day_begin(b->vault, day), 0);
	assert_int_equal(vault_days(b->vault, days), VAULT_DAYS_MAX);
	assert_int_equal(days[0], 20011);
	assert_int_equal(vault_route_lookup(b->vault, 20011, number, one), 0);
	assert_int_equal(vault_route_lookup(b->vault, 20011, number, two), 0);
	assert_memory_equal(one, two, sizeof(one));
	assert_int_equal(vault_route_lookup(b->vault, 20010, number, two), 0);
	assert_memory_not_equal(one, two, sizeof(one));
	assert_int_equal(
	    vault_route_seal(b->vault, 20011, number, strlen(number), &sealed),
	    0);
	vault_close(b->vault);
	b->vault = box_open(b->dir);
	assert_int_equal(
	    vault_route_open(b->vault, 20011, sealed.bytes, sealed.size, &text),
	    0);
	assert_string_equal((char *)text.bytes, number);
	vault_blob_free(&text);
	assert_int_equal(
	    vault_route_open(b->vault, 20010, sealed.bytes, sealed.size, &text),
	    -EBADMSG);
	vault_blob_free(&sealed);
}

/* A keys.db without its machine.key must not pass for a new one. */
static void
a_foreign_machine_key_is_refused(void **state)
{
	struct box *b = *state;
	struct vault *v = NULL;
	const char *why = NULL;
	char path[128];
	assert_int_equal(vault_day_begin(b->vault, 20000), 0);
	vault_close(b->vault);
	(void)snprintf(path, sizeof(path), "%s/machine.key", b->dir);
	char aside[140];
	(void)snprintf(aside, sizeof(aside), "%s.aside", path);
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(vault_open_keys(b->dir, &v, &why), -ENOENT);
	assert_non_null(strstr(why, "machine.key is missing"));
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(why, 1, 32, file), 32); /* any 32 bytes */
	assert_int_equal(fclose(file), 0);
	assert_int_equal(vault_open_keys(b->dir, &v, &why), -EBADMSG);
	assert_non_null(strstr(why, "does not open"));
	assert_int_equal(rename(aside, path), 0);
	b->vault = box_open(b->dir);
}

static void
the_machine_key_may_be_a_credential(void **state)
{
	struct box *b = *state;
	struct vault *v;
	const char *why;
	char credentials[96], path[128], here[128];
	(void)snprintf(credentials, sizeof(credentials), "%s.creds", b->dir);
	(void)snprintf(path, sizeof(path), "%s/machine.key", credentials);
	(void)snprintf(here, sizeof(here), "%s/machine.key", b->dir);
	assert_int_equal(mkdir(credentials, 0700), 0);
	vault_close(b->vault);
	b->vault = NULL;
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", credentials, 1), 0);

	b->vault = box_open(b->dir); /* none there: as ever */
	assert_true(vault_machine_key_here(b->vault));
	vault_close(b->vault);
	assert_int_equal(rename(here, path), 0);
	b->vault = box_open(b->dir);
	assert_false(vault_machine_key_here(b->vault));
	vault_close(b->vault);

	/* It counts even if another lies there, and is never made good. */
	assert_int_equal(truncate(path, 31), 0);
	b->vault = NULL;
	assert_int_equal(vault_open_keys(b->dir, &v, &why), -EINVAL);
	assert_non_null(strstr(why, "not a machine key"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(credentials), 0);
	assert_int_equal(vault_open_keys(b->dir, &v, &why), -ENOENT);
	assert_non_null(strstr(why, "machine.key is missing"));
	assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
}

/* The same PIN is another hash for another person, and the same again after a
 * restart. */
static void
pins_are_hashes_of_one_person(void **state)
{
	struct box *b = *state;
	uint8_t a[VAULT_PIN_SIZE], c[VAULT_PIN_SIZE];
	vault_pin_hash(b->vault, "sari", "2580", a);
	vault_pin_hash(b->vault, "budi", "2580", c);
	assert_memory_not_equal(a, c, sizeof(a));
	vault_pin_hash(b->vault, "sari", "2581", c);
	assert_memory_not_equal(a, c, sizeof(a));
	vault_pin_hash(b->vault, "sar", "i2580", c);
	assert_memory_not_equal(a, c, sizeof(a));
	vault_close(b->vault);
	b->vault = box_open(b->dir);
	vault_pin_hash(b->vault, "sari", "2580", c);
	assert_memory_equal(a, c, sizeof(a));
}

/* Of one case at two destinations nobody can say that it is one. */
static void
references(void **state)
{
	struct box *b = *state;
	uint8_t pk[VAULT_PK_SIZE], other[VAULT_PK_SIZE];
	uint8_t a[VAULT_LOOKUP_SIZE], c[VAULT_LOOKUP_SIZE];
	assert_int_equal(vault_case_begin(b->vault, NOW, pk), 0);
	assert_int_equal(vault_case_begin(b->vault, NOW, other), 0);
	vault_reference(b->vault, "posko", pk, a);
	vault_reference(b->vault, "polsek", pk, c);
	assert_memory_not_equal(a, c, sizeof(a));
	vault_reference(b->vault, "posko", other, c);
	assert_memory_not_equal(a, c, sizeof(a));
	vault_close(b->vault);
	b->vault = box_open(b->dir);
	vault_reference(b->vault, "posko", pk, c);
	assert_memory_equal(a, c, sizeof(a));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(an_officer_opens_what_the_box_cannot),
	    TEST(an_erased_case_opens_for_nobody),
	    TEST(it_opens_after_a_restart), TEST(every_changed_byte_is_noticed),
	    TEST(lengths_tell_little), TEST(nobody_elses_key),
	    TEST(routes_by_day), TEST(references),
	    TEST(a_foreign_machine_key_is_refused),
	    TEST(the_machine_key_may_be_a_credential),
	    TEST(pins_are_hashes_of_one_person)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
