/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A museum of formats: keys and sealed things as older versions wrote them, in
 * formats/, opened by today's code. A report must open for years after it was
 * filed; whoever breaks this test makes reports unreadable. Never made anew: a
 * new format gets a folder of its own beside it.
 *
 * v1: keys.db version 1 (epochs of two months, cases, days), machine.key, the
 * first officer's secret, sealed records version 1.
 */
#include "gateway/core/vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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
#include <sodium.h>

#define ROOM        "tests/unit/formats/v1/"
#define LINE_MAX_V1 65536
#define BYTES_MAX   16384

/* A line of sealed.txt: kind, where it belongs, text, what was made of it. */
struct exhibit {
	char kind[16], place[80];
	uint8_t text[BYTES_MAX], made[BYTES_MAX];
	size_t text_size, made_size;
};

struct museum {
	char dir[64];
	struct vault *vault;
	struct vault_session *session;
	char secret[128];
};

static const char *const copied[] = {
    "keys.db", "machine.key", "first-officer.key"};

static size_t
read_file(const char *path, uint8_t *into, size_t size)
{
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	size_t got = fread(into, 1, size, file);
	assert_int_equal(fclose(file), 0);
	return got;
}

static void
copy_file(const char *name, const char *dir)
{
	static uint8_t bytes[1048576];
	char path[128];
	(void)snprintf(path, sizeof(path), ROOM "%s", name);
	size_t size = read_file(path, bytes, sizeof(bytes));
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	assert_int_equal(close(fd), 0);
}

static void
museum_open(struct museum *m)
{
	const char *why = "";
	int err = vault_open_keys(m->dir, &m->vault, &why);
	if (err < 0)
		fail_msg("v1 does not open: %s", why);
	assert_int_equal(
	    vault_session_begin(m->vault, m->secret, &m->session), 0);
}

static void
museum_close(struct museum *m)
{
	vault_session_end(m->session);
	vault_close(m->vault);
	m->session = NULL;
	m->vault = NULL;
}

static int
setup(void **state)
{
	struct museum *m = calloc(1, sizeof(*m));
	assert_non_null(m);
	(void)snprintf(m->dir, sizeof(m->dir), "/tmp/vault_formats_XXXXXX");
	assert_non_null(mkdtemp(m->dir));
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		copy_file(copied[i], m->dir);
	(void)read_file(ROOM "first-officer.key", (uint8_t *)m->secret,
	    sizeof(m->secret) - 1);
	museum_open(m);
	*state = m;
	return 0;
}

/* Whatever today's code keeps beside them goes as well. */
static void
remove_all(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			assert_int_equal(
			    unlinkat(dirfd(dir), entry->d_name, 0), 0);
	assert_int_equal(closedir(dir), 0);
	assert_int_equal(rmdir(path), 0);
}

static int
teardown(void **state)
{
	struct museum *m = *state;
	museum_close(m);
	remove_all(m->dir);
	free(m);
	return 0;
}

static size_t
unhex(const char *text, uint8_t *into)
{
	size_t size = 0;
	if (strcmp(text, "-") == 0)
		return 0;
	assert_int_equal(sodium_hex2bin(into, BYTES_MAX, text, strlen(text),
			     NULL, &size, NULL),
	    0);
	return size;
}

static void
read_exhibit(char *line, struct exhibit *e)
{
	char *rest = NULL;
	const char *field[4];
	for (size_t i = 0; i < 4; i++) {
		field[i] = strtok_r(i == 0 ? line : NULL, " \n", &rest);
		assert_non_null(field[i]);
	}
	(void)snprintf(e->kind, sizeof(e->kind), "%s", field[0]);
	(void)snprintf(e->place, sizeof(e->place), "%s", field[1]);
	e->text_size = unhex(field[2], e->text);
	e->made_size = unhex(field[3], e->made);
}

/* Calls see() for every exhibit of a kind; there must be so many. */
static void
each(struct museum *m, const char *kind, unsigned count,
    void (*see)(struct museum *, const struct exhibit *))
{
	static char line[LINE_MAX_V1];
	static struct exhibit e;
	unsigned seen = 0;
	FILE *file = fopen(ROOM "sealed.txt", "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		read_exhibit(line, &e);
		if (strcmp(e.kind, kind) != 0)
			continue;
		see(m, &e);
		seen++;
	}
	assert_int_equal(fclose(file), 0);
	assert_int_equal(seen, count);
}

static void
same_text(const struct exhibit *e, int err, struct vault_blob *text)
{
	assert_int_equal(err, 0);
	assert_int_equal(text->size, e->text_size);
	assert_memory_equal(text->bytes, e->text, e->text_size);
	vault_blob_free(text);
}

/* --- exhibits --- */

static void
see_sealed(struct museum *m, const struct exhibit *e)
{
	uint8_t pk[BYTES_MAX];
	struct vault_blob text = {0};
	assert_int_equal(unhex(e->place, pk), VAULT_PK_SIZE);
	int err =
	    vault_open(m->vault, m->session, pk, e->made, e->made_size, &text);
	same_text(e, err, &text);
}

static void
see_erased(struct museum *m, const struct exhibit *e)
{
	uint8_t pk[BYTES_MAX];
	struct vault_blob text = {0};
	(void)unhex(e->place, pk);
	assert_int_equal(
	    vault_open(m->vault, m->session, pk, e->made, e->made_size, &text),
	    -ENOENT);
}

static void
see_route(struct museum *m, const struct exhibit *e)
{
	struct vault_blob text = {0};
	int err = vault_route_open(m->vault, strtoll(e->place, NULL, 10),
	    e->made, e->made_size, &text);
	same_text(e, err, &text);
}

static void
see_lookup(struct museum *m, const struct exhibit *e)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	char number[64] = "";
	memcpy(number, e->text, e->text_size);
	assert_int_equal(vault_route_lookup(m->vault,
			     strtoll(e->place, NULL, 10), number, hash),
	    0);
	assert_int_equal(e->made_size, sizeof(hash));
	assert_memory_equal(hash, e->made, sizeof(hash));
}

static void
see_dedup(struct museum *m, const struct exhibit *e)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	assert_int_equal(
	    vault_route_dedup(m->vault, strtoll(e->place, NULL, 10), e->text,
		e->text_size, hash),
	    0);
	assert_int_equal(e->made_size, sizeof(hash));
	assert_memory_equal(hash, e->made, sizeof(hash));
}

static void
see_machine(struct museum *m, const struct exhibit *e)
{
	struct vault_blob text = {0};
	int err = vault_machine_open(
	    m->vault, e->place, e->made, e->made_size, &text);
	same_text(e, err, &text);
}

static void
see_word(struct museum *m, const struct exhibit *e)
{
	uint8_t hash[VAULT_WORD_SIZE];
	assert_int_equal(e->text_size, VAULT_SALT_SIZE);
	assert_int_equal(vault_word_hash(m->vault, e->place, e->text, hash), 0);
	assert_int_equal(e->made_size, sizeof(hash));
	assert_memory_equal(hash, e->made, sizeof(hash));
}

static void
see_gateway(struct museum *m, const struct exhibit *e)
{
	char id[VAULT_GATEWAY_HEX], expected[VAULT_GATEWAY_HEX];
	vault_gateway(m->vault, id);
	(void)sodium_bin2hex(expected, sizeof(expected), e->made, e->made_size);
	assert_string_equal(id, expected);
}

static void
see_all(struct museum *m)
{
	each(m, "sealed", 3, see_sealed); /* short, empty, of many bytes */
	each(m, "erased", 1, see_erased);
	each(m, "route", 2, see_route);
	each(m, "lookup", 2, see_lookup);
	each(m, "dedup", 2, see_dedup);
	each(m, "machine", 1, see_machine);
	each(m, "word", 1, see_word);
	each(m, "gateway", 1, see_gateway);
}

/* --- tests --- */

static void
all_of_it_opens(void **state)
{
	see_all(*state);
}

/* Whatever today's code makes of keys.db when it opens it. */
static void
and_once_more_after_a_restart(void **state)
{
	struct museum *m = *state;
	museum_close(m);
	museum_open(m);
	see_all(m);
}

/* New things beside the old ones. */
static void
and_goes_on_being_used(void **state)
{
	struct museum *m = *state;
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed = {0}, text = {0};
	assert_int_equal(vault_case_begin(m->vault, 1795000000, pk), 0);
	assert_int_equal(vault_seal(m->vault, pk, "halo", 4, &sealed), 0);
	assert_int_equal(vault_day_begin(m->vault, 20777), 0);
	assert_int_equal(vault_commit(m->vault), 0);
	museum_close(m);
	museum_open(m);
	assert_int_equal(vault_open(m->vault, m->session, pk, sealed.bytes,
			     sealed.size, &text),
	    0);
	assert_memory_equal(text.bytes, "halo", 4);
	vault_blob_free(&text);
	vault_blob_free(&sealed);
	see_all(m);
}

static void
and_for_nobody_else(void **state)
{
	struct museum *m = *state;
	struct vault_session *s = NULL;
	char secret[128];
	memcpy(secret, m->secret, sizeof(secret));
	char *at = secret + strlen("siaga-officer-") + 5;
	*at = *at == 'A' ? 'B' : 'A';
	assert_int_equal(vault_session_begin(m->vault, secret, &s), -EACCES);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {TEST(all_of_it_opens),
	    TEST(and_once_more_after_a_restart), TEST(and_goes_on_being_used),
	    TEST(and_for_nobody_else)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
