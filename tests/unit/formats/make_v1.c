/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes what lies in v1/: run by make_v1.sh against the tree of that time.
 * Writes keys.db, machine.key and first-officer.key into the folder named, and
 * to standard output what was sealed with them: tests/unit/vault_formats_test.c
 * reads it.
 */
#include "gateway/core/vault.h"

#include <stdlib.h>
#include <string.h>

#define NOVEMBER 1795000000 /* 2026-11-18 */
#define DECEMBER 1797000000 /* 2026-12-11 */
#define DAY      20775
#define NUMBER   "+6281234567890"

static const uint8_t salt[VAULT_SALT_SIZE] = "salt of a case.";

static void
hex(const void *bytes, size_t size, char end)
{
	if (size == 0)
		(void)putchar('-');
	for (size_t i = 0; i < size; i++)
		(void)printf("%02x", ((const uint8_t *)bytes)[i]);
	(void)putchar(end);
}

static void
show(const void *text, size_t size, struct vault_blob *sealed)
{
	hex(text, size, ' ');
	hex(sealed->bytes, sealed->size, '\n');
	vault_blob_free(sealed);
}

static void
make_case(struct vault *v, int64_t now_s, const char *text, size_t size)
{
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed;
	BUG_IF(vault_case_begin(v, now_s, pk) < 0);
	BUG_IF(vault_seal(v, pk, text, size, &sealed) < 0);
	(void)printf("sealed ");
	hex(pk, sizeof(pk), ' ');
	show(text, size, &sealed);
}

static void
make_erased(struct vault *v)
{
	uint8_t pk[VAULT_PK_SIZE];
	struct vault_blob sealed;
	BUG_IF(vault_case_begin(v, NOVEMBER, pk) < 0);
	BUG_IF(vault_seal(v, pk, "erased", 6, &sealed) < 0);
	BUG_IF(vault_commit(v) < 0);
	BUG_IF(vault_case_forget(v, pk) < 0);
	(void)printf("erased ");
	hex(pk, sizeof(pk), ' ');
	show("erased", 6, &sealed);
}

static void
make_day(struct vault *v, int64_t day)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	struct vault_blob sealed;
	BUG_IF(vault_day_begin(v, day) < 0);
	BUG_IF(vault_route_seal(v, day, NUMBER, strlen(NUMBER), &sealed) < 0);
	(void)printf("route %lld ", (long long)day);
	show(NUMBER, strlen(NUMBER), &sealed);
	BUG_IF(vault_route_lookup(v, day, NUMBER, hash) < 0);
	(void)printf("lookup %lld ", (long long)day);
	hex(NUMBER, strlen(NUMBER), ' ');
	hex(hash, sizeof(hash), '\n');
	BUG_IF(vault_route_dedup(v, day, "\0pdu", 4, hash) < 0);
	(void)printf("dedup %lld ", (long long)day);
	hex("\0pdu", 4, ' ');
	hex(hash, sizeof(hash), '\n');
}

static void
make_machine(struct vault *v)
{
	struct vault_blob sealed;
	char id[VAULT_GATEWAY_HEX];
	uint8_t hash[VAULT_WORD_SIZE];
	BUG_IF(vault_machine_seal(v, "museum", "whsec", 5, &sealed) < 0);
	(void)printf("machine museum ");
	show("whsec", 5, &sealed);
	BUG_IF(vault_word_hash(v, "melati", salt, hash) < 0);
	(void)printf("word melati ");
	hex(salt, sizeof(salt), ' ');
	hex(hash, sizeof(hash), '\n');
	vault_gateway(v, id);
	(void)printf("gateway - - %s\n", id);
}

int
main(int argc, char **argv)
{
	static char lengthy[5000];
	struct vault *v = NULL;
	const char *why;
	BUG_IF(argc != 2 || vault_open_keys(argv[1], &v, &why) < 0);
	for (size_t i = 0; i < sizeof(lengthy); i++)
		lengthy[i] = (char)(i * 7);
	make_case(v, NOVEMBER, "tolong", 6);
	make_case(v, NOVEMBER, "", 0);
	make_case(v, DECEMBER, lengthy, sizeof(lengthy));
	make_erased(v);
	BUG_IF(vault_commit(v) < 0);
	make_day(v, DAY);
	make_day(v, DAY + 1);
	make_machine(v);
	BUG_IF(vault_commit(v) < 0);
	vault_flush(v);
	vault_close(v);
	return 0;
}
