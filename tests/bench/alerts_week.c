/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A week of a busy district on the real engine, in virtual time: 200 reports,
 * 12 officers in shifts, 40 cadres, absences, people who answer late or not.
 *
 * usage: alerts_week [PATHS]; each alert's path, one line, goes to PATHS
 */
#include "gateway/lib/log.h"
#include "tests/scenario/disk.h"
#include "tests/scenario/script.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WEEK_OFFICERS 12
#define WEEK_CADRES   40
#define WEEK_REPORTS  200
#define WEEK_CONSENTS 80            /* to a cadre, about */
#define WEEK_STEPS    (7 * 24 * 30) /* of two minutes */
#define WEEK_STEP_S   120

static struct world *w;
static uint64_t chance = UINT64_C(0x9e3779b97f4a7c15);
static unsigned late; /* watches without owner or with a time that is over */

static unsigned
draw(unsigned count)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)((chance >> 17) % count);
}

static void
line(const char *format, ...)
{
	static const struct verb *const tables[] = {
	    verbs_phone, verbs_box, verbs_programs, verbs_duty, NULL};
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

/* --- the roster --- */

static void
number_of(unsigned i, char ret[24])
{
	(void)snprintf(ret, 24, "+62813222%05u", i);
}

static void
roster(void)
{
	static char villages[2000], people[5000], duty[2000];
	size_t v, p, d;
	v = (size_t)snprintf(villages, sizeof(villages),
	    "code,name,kecamatan,aliases,population\\n");
	for (unsigned i = 0; i < 10; i++)
		v += (size_t)snprintf(villages + v, sizeof(villages) - v,
		    "99.01.%02u.%04u,Desa %c,Kec %c,,%u\\n", i / 5, 2000 + i,
		    'A' + i, 'A' + i / 5, 300 + 200 * i);
	p = (size_t)snprintf(people, sizeof(people),
	    "id,role,name,number,sex,villages,channels,pin\\n"
	    "sup,supervisor,S,081322299999,P,*,sms,\\n"
	    "koor,coordinator,K,081322299998,P,*,sms,\\n");
	d = (size_t)snprintf(duty, sizeof(duty), "id,days,from,to,area\\n");
	static const char *const shifts[] = {
	    "07:00,15:00", "15:00,23:00", "23:00,07:00"};
	for (unsigned i = 0; i < WEEK_OFFICERS + WEEK_CADRES; i++) {
		bool officer = i < WEEK_OFFICERS;
		p += (size_t)snprintf(people + p, sizeof(people) - p,
		    "%c%02u,%s,N,0813222%05u,%c,", officer ? 'o' : 'c', i,
		    officer ? "officer" : "cadre", i, draw(3) == 0 ? 'L' : 'P');
		p += (size_t)(officer
				  ? snprintf(people + p, sizeof(people) - p,
					"*,sms,\\n")
				  : snprintf(people + p, sizeof(people) - p,
					"99.01.%02u.%04u;99.01.%02u.%04u,sms,"
					"4711\\n",
					i % 10 / 5, 2000 + i % 10,
					(i + 3) % 10 / 5, 2000 + (i + 3) % 10));
		if (officer)
			d += (size_t)snprintf(duty + d, sizeof(duty) - d,
			    "o%02u,*,%s,*\\n", i, shifts[i % 3]);
	}
	line("import villages.csv \"%s\" people.csv \"%s\" duty.csv \"%s\" "
	     "absence.csv \"id,from,to,replacement\\no00,2026-11-23,2026-11-24,"
	     "o03\\no01,2026-11-25,2026-11-25,\\nc13,2026-11-22,2026-11-26,\"",
	    villages, people, duty);
	if (!json_is_true(json_object_get(
		json_object_get(w->answer, "result"), "written")))
		line("the roster was refused");
}

/* --- the store, read --- */

static sqlite3 *
store(void)
{
	char path[WORLD_PATH_MAX + 16];
	sqlite3 *db = NULL;
	(void)snprintf(path, sizeof(path), "%s/siaga.db", w->state);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		abort();
	return db;
}

static sqlite3_stmt *
ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK)
		return s;
	(void)printf("%s\n", sqlite3_errmsg(db));
	exit(1);
}

static const char *
text_of(sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);
	return text == NULL ? "-" : text;
}

/* --- what people do --- */

struct answer {
	char person[33], code[8], report[8], part[8];
	int64_t age_s;
	bool accepted;
};

static size_t
open_alerts(struct answer *all, size_t most)
{
	sqlite3 *db = store();
	sqlite3_stmt *s = ask(db,
	    "SELECT a.person, a.code, r.code, a.part, a.state = 'accepted', "
	    "CASE a.state WHEN 'accepted' THEN a.answered_at ELSE a.raised_at "
	    "END FROM alert a JOIN report r ON r.id = a.report_id WHERE "
	    "a.state IN ('raised', 'accepted') AND a.person IS NOT NULL");
	size_t n = 0;
	while (sqlite3_step(s) == SQLITE_ROW && n < most) {
		struct answer *a = &all[n++];
		(void)snprintf(
		    a->person, sizeof(a->person), "%s", text_of(s, 0));
		(void)snprintf(a->code, sizeof(a->code), "%s", text_of(s, 1));
		(void)snprintf(
		    a->report, sizeof(a->report), "%s", text_of(s, 2));
		(void)snprintf(a->part, sizeof(a->part), "%s", text_of(s, 3));
		a->accepted = sqlite3_column_int(s, 4) != 0;
		a->age_s = world_true_s(w) - sqlite3_column_int64(s, 5);
	}
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
	return n;
}

/* Most answer within minutes, some say no, some never look. */
static void
answer(const struct answer *a)
{
	char number[24];
	bool cadre = a->person[0] == 'c';
	number_of((unsigned)strtoul(a->person + 1, NULL, 10), number);
	if (a->person[0] == 's' || a->person[0] == 'k')
		(void)snprintf(number, sizeof(number), "+62813222%s",
		    a->person[0] == 's' ? "99999" : "99998");
	unsigned dice = draw(100);
	if (dice < 62)
		line("sms from %s \"%s %s\"", number,
		    cadre ? a->code : a->report, "Y");
	else if (dice < 72)
		line("call from %s", number);
	else if (dice < 84)
		line("sms from %s \"%s T\"", number,
		    cadre ? a->code : a->report);
}

static void
outcome(const struct answer *a)
{
	static const char *const officer[] = {
	    "contacted", "contacted", "referred", "safe", "not_reached"};
	static const char *const cadre[] = {"done", "called", "not_needed"};
	line("command alert.outcome {\"alert\": \"%s\", \"outcome\": \"%s\"}",
	    a->code,
	    strcmp(a->part, "cadre") == 0 ? cadre[draw(3)] : officer[draw(5)]);
}

static void
people_act(void)
{
	static struct answer all[512];
	size_t count = open_alerts(all, 512);
	for (size_t i = 0; i < count; i++) {
		unsigned every = all[i].accepted ? 5 : 3; /* of two minutes */
		if (draw(every) != 0)
			continue;
		if (all[i].accepted)
			outcome(&all[i]);
		else
			answer(&all[i]);
	}
}

static void
report(unsigned n)
{
	static const char *const texts[] = {"suami saya memukul saya",
	    "suami saya memukul saya", "tolong", "tolong", "9",
	    "saya mau lapor", "saya takut dia pulang", "halo"};
	line("sms from +6281277%06u \"%s\"", n, texts[draw(8)]);
}

/* What she told an officer by voice, an hour or so later. */
static void
consent(void)
{
	char code[16] = "";
	sqlite3 *db = store();
	sqlite3_stmt *s = ask(db,
	    "SELECT code FROM report WHERE state = 'new' AND quarantine IS "
	    "NULL ORDER BY id DESC LIMIT 1");
	if (sqlite3_step(s) == SQLITE_ROW)
		(void)snprintf(code, sizeof(code), "%s", text_of(s, 0));
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
	if (code[0] != '\0')
		line("command report.confirm {\"code\": \"%s\", \"reporter\": "
		     "\"self\", \"consent\": \"K\", \"cadre\": \"%s\", "
		     "\"village\": \"Desa %c\"}",
		    code, draw(4) == 0 ? "other" : "yes", 'A' + (int)draw(10));
}

static void
check(void)
{
	sqlite3 *db = store();
	char sql[300];
	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM report r LEFT JOIN watch w ON w.report_id = "
	    "r.id AND w.part = 'officer' WHERE r.quarantine IS NULL AND "
	    "r.flood_of IS NULL AND (w.state IS NULL OR (w.state <> 'done' AND "
	    "(w.next_at IS NULL OR w.next_at < %lld)))",
	    (long long)world_true_s(w) - 5);
	sqlite3_stmt *s = ask(db, sql);
	if (sqlite3_step(s) == SQLITE_ROW)
		late += (unsigned)sqlite3_column_int(s, 0);
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
}

/* --- what came of it --- */

static void
paths(const char *path)
{
	sqlite3 *db = store();
	FILE *to = fopen(path, "we");
	sqlite3_stmt *s = ask(db,
	    "SELECT r.code, r.urgency, w.part, w.state, r.filed_at, "
	    "(SELECT group_concat(x, ' > ') FROM (SELECT coalesce(a.person, "
	    "a.destination) || ' ' || ((a.raised_at - r.filed_at) / 60) || 'm "
	    "' "
	    "|| a.state || coalesce(' ' || a.outcome, '') AS x FROM alert a "
	    "WHERE a.report_id = r.id AND a.part = w.part ORDER BY a.id)) FROM "
	    "watch w JOIN report r ON r.id = w.report_id ORDER BY r.id, w.part "
	    "DESC");
	unsigned n = 0;
	while (to != NULL && sqlite3_step(s) == SQLITE_ROW && ++n > 0)
		(void)fprintf(to, "%s %s %s %s: %s\n", text_of(s, 0),
		    text_of(s, 1), text_of(s, 2), text_of(s, 3), text_of(s, 5));
	if (to != NULL)
		(void)fclose(to);
	(void)printf("%u paths in %s\n", n, path);
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
}

static void
accepted(const char *urgency, const char *part)
{
	static double took[4096];
	char sql[400];
	size_t n = 0;
	sqlite3 *db = store();
	(void)snprintf(sql, sizeof(sql),
	    "SELECT min(a.answered_at) - w.begun_at AS t FROM watch w JOIN "
	    "report r ON r.id = w.report_id JOIN alert a ON a.report_id = r.id "
	    "AND a.part = w.part AND a.how IS NOT NULL AND a.state IN "
	    "('accepted', 'done', 'expired') WHERE r.urgency = '%s' AND w.part "
	    "= '%s' GROUP BY r.id HAVING t >= 0 ORDER BY t",
	    urgency, part);
	sqlite3_stmt *s = ask(db, sql);
	while (sqlite3_step(s) == SQLITE_ROW && n < 4096)
		took[n++] = sqlite3_column_double(s, 0) / 60;
	if (n > 0)
		(void)printf("%-7s %-8s %3zu accepted, median %6.1f min, p95 "
			     "%6.1f min\n",
		    part, urgency, n, took[n / 2], took[n * 95 / 100]);
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
}

static unsigned
figure(const char *what, const char *sql)
{
	unsigned count = 0;
	sqlite3 *db = store();
	sqlite3_stmt *s = ask(db, sql);
	if (sqlite3_step(s) == SQLITE_ROW)
		count = (unsigned)sqlite3_column_int(s, 0);
	(void)printf("%-32s %u\n", what, count);
	(void)sqlite3_finalize(s);
	(void)sqlite3_close(db);
	return count;
}

/* How many of the alerts went to cadres. */
static unsigned
figures(void)
{
	(void)figure("reports", "SELECT count(*) FROM report");
	(void)figure("alerts", "SELECT count(*) FROM alert");
	unsigned cadres = figure("of these to cadres",
	    "SELECT count(*) FROM alert WHERE part = 'cadre'");
	(void)printf("%-32s %u\n", "without owner or next deadline", late);
	accepted("high", "officer");
	accepted("medium", "officer");
	accepted("low", "officer");
	accepted("high", "cadre");
	accepted("medium", "cadre");
	(void)figure("asked in vain, moved on",
	    "SELECT count(*) FROM alert WHERE state = 'expired' AND "
	    "answered_at IS NULL");
	(void)figure("accepted without outcome, again",
	    "SELECT count(*) FROM alert WHERE state = 'expired' AND "
	    "answered_at IS NOT NULL");
	(void)figure(
	    "declined", "SELECT count(*) FROM alert WHERE state = 'declined'");
	(void)figure("alarms", "SELECT count(*) FROM outbox WHERE event = "
			       "'gateway.alarm' AND instr(body, 'nobody') > 0");
	(void)figure("still asking at the end",
	    "SELECT count(*) FROM watch WHERE state = 'asking'");
	return cadres;
}

int
main(int argc, char **argv)
{
	char dir[64] = "/dev/shm/siaga-week.XXXXXX";
	unsigned reports = 0;
	if (mkdtemp(dir) == NULL)
		return 1;
	disk_install();
	w = world_open("week", dir);
	if (w == NULL)
		return 1;
	log_open("siagad", LOG_ERROR_LEVEL);
	line("start");
	roster();
	for (unsigned i = 0; i < WEEK_STEPS; i++) {
		while (reports < WEEK_REPORTS &&
		       reports * WEEK_STEPS <= i * WEEK_REPORTS)
			report(reports++);
		people_act();
		if (draw(WEEK_STEPS / WEEK_CONSENTS) == 0)
			consent();
		line("pass %us", WEEK_STEP_S);
		check();
		world_forget_seen(w);
	}
	if (argc > 1)
		paths(argv[1]);
	unsigned cadres = figures();
	world_close(w);
	world_remove_dir(dir);
	return late > 0 || cadres == 0;
}
