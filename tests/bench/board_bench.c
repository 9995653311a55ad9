/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the board waits for, with 10,000 to 1,000,000 reports in the store: the
 * first page of the queue, later ones, searches over what is not sealed; and
 * words and numbers over 5,000 reports in an unlocked session. Times are of
 * the whole command, with the frames on both sides.
 *
 * usage: board_bench [REPORTS ...]      10000 100000 1000000
 */
#include "gateway/core/vault.h"
#include "gateway/lib/log.h"
#include "tests/scenario/disk.h"
#include "tests/scenario/script.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BENCH_ROUNDS  300
#define BENCH_FIND    5000
#define BENCH_OPEN    5 /* of a hundred reports */
#define BENCH_NOW_S   1795230000
#define BENCH_YEARS_S 94608000 /* three, over which they came */

static struct world *w;

static void
line(const char *format, ...)
{
	static const struct verb *const tables[] = {verbs_phone, verbs_box,
	    verbs_people, verbs_duty, verbs_expect, NULL};
	static struct words words;
	static char text[SCRIPT_LINE_MAX];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (size_t i = 0; i < w->secret_count; i++)
		free(w->secrets[i].bytes);
	w->secret_count = 0;
	if (words_split(&words, text))
		script_run_verb(w, tables, &words);
	if (w->failed) {
		(void)printf("%s\nafter: %.300s\n", w->fault, text);
		exit(1);
	}
}

static double
clock_ms(clockid_t clock)
{
	struct timespec t;
	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
now_ms(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

/* What others do on this machine meanwhile is not in it. */
static double
cpu_ms(void)
{
	return clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static void
begin(const char *dir)
{
	w = world_open("board_bench", dir);
	if (w == NULL)
		abort();
	line("import shipped");
	line("who first");
	line("does key.init ratna");
	line("unlocks ratna");
}

/* --- many rows, in the shape that siagad gives them --- */

/* ?1: how many; a code is its number in letters of the alphabet of codes. */
static const char *const bench_rows[] = {
    "PRAGMA foreign_keys = OFF",
    "BEGIN",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "WHERE i < ?1) "
    "INSERT INTO report (id, code, channel, filed_at, clock, updated_at, "
    "village, urgency, emergency, state, case_pk, closed_at, last_in_at, "
    "tpks_at) SELECT i, substr('234679CDFGHJKMNPRTWX', i % 20 + 1, 1) || "
    "substr('234679CDFGHJKMNPRTWX', i / 20 % 20 + 1, 1) || "
    "substr('234679CDFGHJKMNPRTWX', i / 400 % 20 + 1, 1) || "
    "substr('234679CDFGHJKMNPRTWX', i / 8000 % 20 + 1, 1) || "
    "substr('234679CDFGHJKMNPRTWX', i / 160000 % 20 + 1, 1), "
    "iif(i % 7 = 0, 'call', 'sms'), ?2 - (?1 - i) * ?3 / ?1, 'box', "
    "?2 - (?1 - i) * ?3 / ?1, printf('99.01.01.%04d', 2001 + i % 499), "
    "CASE i % 4 WHEN 0 THEN 'high' WHEN 1 THEN 'medium' ELSE 'low' END, "
    "i % 20 = 0, iif(i % 100 < ?4, 'new', 'closed'), randomblob(32), "
    "iif(i % 100 < ?4, NULL, ?2), ?2 - (?1 - i) * ?3 / ?1, ?2 FROM n",
    "INSERT INTO watch (report_id, part, state, owner, begun_at, next_at, "
    "urgency) SELECT id, 'officer', iif(id % 3 = 0, 'asking', 'owned'), "
    "iif(id % 3 = 0, NULL, printf('o%02d', id % 50)), filed_at, "
    "?2 + abs(random() % 100000), urgency FROM report WHERE state = 'new' "
    "AND ?1 + ?3 + ?4 > 0",
    "INSERT INTO assigned (report_id, person, at) SELECT id, "
    "printf('o%02d', id % 50), filed_at FROM report "
    "WHERE ?1 + ?2 + ?3 + ?4 > 0",
    "INSERT INTO message (report_id, modem, received_at, clock, classes, "
    "body) SELECT id, 'a', filed_at, 'box', 0, randomblob(200) FROM report "
    "WHERE ?1 + ?2 + ?3 + ?4 > 0",
    "INSERT INTO outbox (sink, state, priority, report_id, created_at, "
    "due_at, expires_at, changed_at, modem, template, language) SELECT "
    "'sms', 'delivered', 2, id, filed_at, filed_at, filed_at, filed_at, 'a', "
    "'R01', 'id' FROM report WHERE ?1 + ?2 + ?3 + ?4 > 0",
    "COMMIT",
};

static void
fill(int64_t count, int64_t open)
{
	char path[WORLD_PATH_MAX + 16];
	sqlite3 *db = NULL;
	const int64_t values[] = {count, BENCH_NOW_S, BENCH_YEARS_S, open};
	(void)snprintf(path, sizeof(path), "%s/siaga.db", w->state);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	for (size_t i = 0; i < sizeof(bench_rows) / sizeof(*bench_rows); i++) {
		sqlite3_stmt *s = NULL;
		int err = sqlite3_prepare_v2(db, bench_rows[i], -1, &s, NULL);
		int binds =
		    err == SQLITE_OK ? sqlite3_bind_parameter_count(s) : 0;
		for (int b = 0; b < binds; b++)
			(void)sqlite3_bind_int64(s, b + 1, values[b]);
		while (err == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
			;
		if (sqlite3_finalize(s) != SQLITE_OK || err != SQLITE_OK) {
			(void)printf("%s\n", sqlite3_errmsg(db));
			exit(1);
		}
	}
	(void)sqlite3_close(db);
}

/* --- what is asked --- */

static const struct {
	const char *what, *args;
} bench_asks[] = {
    {"first page", "{}"},
    {"a page of 100", "{\"limit\":\"100\"}"},
    {"unowned", "{\"unowned\":true}"},
    {"by urgency", "{\"urgency\":\"low\"}"},
    {"by village", "{\"village\":\"99.01.01.2001\"}"},
    {"by village, also closed",
	"{\"village\":\"99.01.01.2001\",\"closed\":true}"},
    {"by officer", "{\"officer\":\"o07\"}"},
    {"by officer, also closed", "{\"officer\":\"o07\",\"closed\":true}"},
    {"by a whole code", "{\"code\":\"4244\",\"closed\":true}"},
    {"by two letters of a code", "{\"code\":\"7F\",\"closed\":true}"},
    {"by form and state", "{\"form\":\"call\",\"state\":\"closed\"}"},
    {"by a day", "{\"from\":\"2026-11-01\",\"to\":\"2026-11-01\","
		 "\"closed\":true}"},
    {"by a year and urgency", "{\"from\":\"2025-01-01\",\"to\":\"2025-12-31\","
			      "\"urgency\":\"high\",\"closed\":true}"},
    {"what no report fits (a piece)",
	"{\"form\":\"ussd\",\"state\":\"closed\"}"},
};

static int
bench_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void
bench_ask(const char *what, const char *text)
{
	static double took[BENCH_ROUNDS], cpu[BENCH_ROUNDS];
	size_t rows = 0;
	for (size_t i = 0; i < BENCH_ROUNDS; i++) {
		json_t *args = json_loads(text, 0, NULL);
		double begun = now_ms(), begun_cpu = cpu_ms();
		world_command(w, "report.queue", args);
		took[i] = now_ms() - begun;
		cpu[i] = cpu_ms() - begun_cpu;
		json_t *result = json_object_get(w->answer, "result");
		rows = json_array_size(json_object_get(result, "rows"));
		if (result == NULL) {
			(void)printf("%s: %s\n", what,
			    json_string_value(
				json_object_get(w->answer, "message")));
			exit(1);
		}
	}
	qsort(took, BENCH_ROUNDS, sizeof(*took), bench_order);
	qsort(cpu, BENCH_ROUNDS, sizeof(*cpu), bench_order);
	(void)printf("  %-32s %3zu rows  p50 %6.2f ms  p99 %6.2f ms  "
		     "(processor %5.2f, %5.2f)\n",
	    what, rows, took[BENCH_ROUNDS / 2], took[BENCH_ROUNDS * 99 / 100],
	    cpu[BENCH_ROUNDS / 2], cpu[BENCH_ROUNDS * 99 / 100]);
	(void)fflush(stdout);
}

/* To the end, page by page: the slowest one. */
static void
bench_pages(void)
{
	double most = 0;
	size_t pages = 0, rows = 0;
	json_t *next = NULL;
	do {
		json_t *args = json_object();
		if (next != NULL)
			(void)json_object_set_new(args, "after", next);
		double begun = now_ms();
		world_command(w, "report.queue", args);
		double took = now_ms() - begun;
		most = took > most ? took : most;
		json_t *result = json_object_get(w->answer, "result");
		rows += json_array_size(json_object_get(result, "rows"));
		next = json_incref(json_object_get(w->answer, "next"));
	} while (next != NULL && ++pages < 2000);
	json_decref(next);
	(void)printf("  %zu pages to %zu open reports: the slowest %.2f ms\n",
	    pages + 1, rows, most);
}

static void
bench_memory(void)
{
	char text[256];
	FILE *file = fopen("/proc/self/status", "re");
	while (file != NULL && fgets(text, sizeof(text), file) != NULL)
		if (strncmp(text, "VmRSS", 5) == 0)
			(void)printf("  %s", text);
	if (file != NULL)
		(void)fclose(file);
}

static void
bench_store(const char *dir, int64_t count)
{
	begin(dir);
	line("stop");
	double begun = now_ms();
	fill(count, BENCH_OPEN);
	(void)printf("%lld reports, made in %.0f s\n", (long long)count,
	    (now_ms() - begun) / 1000);
	line("restart");
	line("unlocks ratna");
	for (size_t i = 0; i < sizeof(bench_asks) / sizeof(*bench_asks); i++)
		bench_ask(bench_asks[i].what, bench_asks[i].args);
	bench_pages();
	bench_memory();
}

/* --- words over sealed texts --- */

/* ?1 of each is a report. */
static const char *const bench_seals[] = {
    "UPDATE report SET case_pk = ?2 WHERE id = ?1",
    "UPDATE message SET body = ?2 WHERE report_id = ?1",
};

static void
bench_put(
    sqlite3 *db, const char *sql, int64_t id, const void *bytes, size_t size)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		abort();
	(void)sqlite3_bind_int64(s, 1, id);
	(void)sqlite3_bind_blob(s, 2, bytes, (int)size, SQLITE_STATIC);
	if (sqlite3_step(s) != SQLITE_DONE || sqlite3_finalize(s) != SQLITE_OK)
		abort();
}

/* A case with its own key, under the key of the month it came in, and what
 * she wrote under a key of its own. */
static void
bench_seal(sqlite3 *db, struct vault *v, int64_t id)
{
	uint8_t case_pk[VAULT_PK_SIZE];
	struct vault_blob body;
	char text[256];
	int64_t at_s =
	    BENCH_NOW_S - (BENCH_FIND - id) * BENCH_YEARS_S / BENCH_FIND;
	(void)snprintf(text, sizeof(text),
	    "{\"from\":\"+62813%08d\",\"channel\":\"sms\",\"text\":"
	    "\"suami saya memukul saya lagi, nama saya Siti %d, tolong\"}",
	    20000000 + (int)id, (int)id);
	if (vault_case_begin(v, at_s, case_pk) < 0 ||
	    vault_seal(v, case_pk, text, strlen(text), &body) < 0)
		abort();
	bench_put(db, bench_seals[0], id, case_pk, sizeof(case_pk));
	bench_put(db, bench_seals[1], id, body.bytes, body.size);
	vault_blob_free(&body);
}

static void
bench_seal_all(void)
{
	char path[WORLD_PATH_MAX + 16];
	const char *why;
	struct vault *v;
	sqlite3 *db;
	(void)snprintf(path, sizeof(path), "%s/siaga.db", w->state);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    vault_open_keys(w->state, &v, &why) < 0 ||
	    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		abort();
	for (int64_t id = 1; id <= BENCH_FIND; id++)
		bench_seal(db, v, id);
	if (vault_commit(v) < 0 ||
	    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		abort();
	vault_close(v);
	(void)sqlite3_close(db);
}

static void
bench_search(const char *what, const char *words)
{
	double begun = now_ms(), begun_cpu = cpu_ms(), most = 0, most_cpu = 0;
	size_t found = 0, pieces = 0;
	json_t *next = NULL;
	do {
		json_t *args = json_pack("{s:s}", "words", words);
		if (next != NULL)
			(void)json_object_set_new(args, "after", next);
		double at = now_ms(), at_cpu = cpu_ms();
		world_command(w, "report.find", args);
		most = now_ms() - at > most ? now_ms() - at : most;
		at_cpu = cpu_ms() - at_cpu;
		most_cpu = at_cpu > most_cpu ? at_cpu : most_cpu;
		json_t *result = json_object_get(w->answer, "result");
		found += json_array_size(json_object_get(result, "found"));
		next = json_incref(json_object_get(w->answer, "next"));
		pieces++;
	} while (next != NULL);
	(void)printf("  %-20s %zu found, %.0f ms in %zu pieces, the slowest "
		     "%.0f ms (processor %.0f, %.0f)\n",
	    what, found, now_ms() - begun, pieces, most, cpu_ms() - begun_cpu,
	    most_cpu);
	if (found != 1)
		exit(1);
}

static void
bench_find(const char *dir)
{
	begin(dir);
	line("stop");
	double begun = now_ms();
	fill(BENCH_FIND, 100);
	bench_seal_all();
	(void)printf("%d open reports, texts sealed in %.1f s\n", BENCH_FIND,
	    (now_ms() - begun) / 1000);
	line("restart");
	line("unlocks ratna");
	bench_search("words, cold", "siti 4711,");
	bench_search("words, warm", "siti 4712,");
	bench_search("a number", "081320004711");
	line("does lock");
	line("unlocks ratna");
	bench_search("a number, cold", "081320004712");
	bench_memory();
}

int
main(int argc, char **argv)
{
	static const char *const sizes[] = {"10000", "100000", "1000000"};
	char dir[] = "/dev/shm/board-bench-XXXXXX", remove[64];
	log_open("board_bench", LOG_ERROR_LEVEL);
	if (mkdtemp(dir) == NULL)
		return 1;
	(void)snprintf(remove, sizeof(remove), "rm -rf %s/*", dir);
	for (int i = 0; i < (argc > 1 ? argc - 1 : 3); i++) {
		const char *size = argc > 1 ? argv[i + 1] : sizes[i];
		int64_t count = strtoll(size, NULL, 10);
		if (count > 0)
			bench_store(dir, count);
		else
			bench_find(dir);
		if (system(remove) != 0)
			return 1;
	}
	if (argc == 1)
		bench_find(dir);
	return rmdir(dir) != 0;
}
