/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What keys cost: a passphrase, a new report, a text, for 1 to 50 people who
 * hold a key; and what giving a key costs after many reports.
 *
 * usage: keys_bench FOLDER     an empty folder, for the keys
 */
#include "gateway/core/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define READERS_MAX 50
#define REPORTS     2000
#define NOW_S       1795230000

static uint8_t pks[REPORTS][VAULT_PK_SIZE];

static double
now_us(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
must(int err, const char *what)
{
	if (err >= 0)
		return;
	(void)fprintf(stderr, "%s: %s\n", what, strerror(-err));
	exit(1);
}

static void
say(const char *what, double us)
{
	(void)printf("  %-46s %10.1f us\n", what, us);
}

/* One stretch serves all: only its key and salt matter to the vault. */
static void
bench_stretch(struct vault *v, struct vault_stretch *ret)
{
	double begun = now_us();
	for (int i = 0; i < 3; i++) {
		vault_stretch_begin(v, NULL, "kata sandi yang panjang", ret);
		vault_stretch(ret);
	}
	if (ret->failed)
		must(-1, "Argon2id");
	say("a passphrase (Argon2id, 64 MiB), beside the loop",
	    (now_us() - begun) / 3);
}

static void
bench_reports(struct vault *v, struct vault_session *session, size_t readers)
{
	char what[64];
	static const char text[] = "tolong, suami saya memukul saya";
	struct vault_blob sealed, opened;
	double begin = 0, seal = 0, open = 0, at;
	/* The month's key is made for all of them once. */
	must(vault_epoch_end(v, NOW_S, VAULT_EPOCH_REVOKE), "epoch");
	for (size_t i = 0; i < REPORTS; i++) {
		at = now_us();
		must(vault_case_begin(v, NOW_S, pks[i]), "case");
		begin += now_us() - at;
		at = now_us();
		must(
		    vault_seal(v, pks[i], text, sizeof(text), &sealed), "seal");
		seal += now_us() - at;
		at = now_us();
		must(vault_open(v, session, pks[i], sealed.bytes, sealed.size,
			 &opened),
		    "open");
		open += now_us() - at;
		vault_blob_free(&opened);
		vault_blob_free(&sealed);
	}
	at = now_us();
	must(vault_commit(v), "commit");
	(void)printf("%zu people hold a key, %d reports\n", readers, REPORTS);
	(void)snprintf(
	    what, sizeof(what), "COMMIT of all their keys, per report");
	say("keys of a new report", begin / REPORTS);
	say("sealing a text", seal / REPORTS);
	say("opening it in a session", open / REPORTS);
	say(what, (now_us() - at) / REPORTS);
}

static size_t
add_readers(struct vault *v, struct vault_session *first, size_t have,
    size_t want, const struct vault_stretch *s)
{
	for (; have < want; have++) {
		char person[32];
		(void)snprintf(person, sizeof(person), "p%zu", have);
		must(vault_person_make(v, person, VAULT_TRIAGE, s), "make");
		must(vault_person_grant(v, first, person), "grant");
	}
	return have;
}

static void
bench_giving(
    struct vault *v, struct vault_session *first, const struct vault_stretch *s)
{
	static const char *const to[] = {"p0"};
	double at = now_us();
	for (size_t i = 0; i < REPORTS; i++)
		must(vault_case_assign(v, first, pks[i], to, 1), "assign");
	say("assigning a report", (now_us() - at) / REPORTS);
	at = now_us();
	must(vault_person_make(v, "late", VAULT_SUPERVISOR, s), "make");
	must(vault_person_grant(v, first, "late"), "grant");
	say("a supervisor's key, after all these reports", now_us() - at);
	at = now_us();
	must(vault_person_make(v, "p0", VAULT_TRIAGE, s), "make");
	must(vault_person_grant(v, first, "p0"), "grant");
	(void)printf("an officer with %d assigned reports\n", REPORTS);
	say("a new key when the passphrase is forgotten", now_us() - at);
	at = now_us();
	must(vault_person_forget(v, "p0"), "forget");
	say("taking it away", now_us() - at);
	must(vault_commit(v), "commit");
}

static void
read_first(const char *folder, char ret[VAULT_SECRET_SIZE])
{
	char path[1024];
	(void)snprintf(path, sizeof(path), "%s/first-officer.key", folder);
	FILE *file = fopen(path, "re");
	if (file == NULL || fgets(ret, VAULT_SECRET_SIZE, file) == NULL)
		must(-1, path);
	if (file != NULL)
		(void)fclose(file);
	ret[strcspn(ret, "\n")] = '\0';
}

int
main(int argc, char **argv)
{
	static const size_t readers[] = {1, 5, READERS_MAX};
	struct vault *v;
	struct vault_session *first;
	struct vault_stretch stretch;
	const char *why = "";
	char secret[VAULT_SECRET_SIZE];
	size_t have = 0;
	if (argc != 2)
		return 64;
	must(vault_open_keys(argv[1], &v, &why), why);
	must(vault_day_begin(v, NOW_S / 86400), "day");
	must(vault_commit(v), "commit");
	read_first(argv[1], secret);
	must(vault_session_begin(v, secret, &first), "session");
	bench_stretch(v, &stretch);
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
		have = add_readers(v, first, have, readers[i], &stretch);
		bench_reports(v, first, have);
	}
	bench_giving(v, first, &stretch);
	vault_stretch_end(&stretch);
	vault_session_end(first);
	vault_close(v);
	return 0;
}
