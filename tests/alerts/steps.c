/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happens next. Each step is a line of a scenario script, so that the
 * end of a failed run can be played by tests/scenario as it stands.
 */
#include "prop.h"
#include "tests/scenario/played.h"
#include "tests/scenario/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Scripts look for what people sent in texts: ours say the same few words. */
static void
forget_secrets(struct world *w)
{
	for (size_t i = 0; i < w->secret_count; i++)
		free(w->secrets[i].bytes);
	w->secret_count = 0;
}

void
steps_line(struct prop *m, const char *format, ...)
{
	static const struct verb *const tables[] = {
	    verbs_phone, verbs_box, verbs_programs, verbs_duty, NULL};
	static struct words words;
	char *line;
	va_list args;
	bool up = m->w->engine != NULL || !m->w->begun ||
		  strcmp(format, "restart") == 0 ||
		  strncmp(format, "sql", 3) == 0;
	if (m->w->failed)
		return;
	if (!up) /* the crash that was armed has come */
		steps_line(m, "restart");
	line = m->trace[m->trace_count++ % PROP_TRACE];
	va_start(args, format);
	(void)vsnprintf(line, PROP_LINE_MAX, format, args);
	va_end(args);
	m->w->line++;
	if (m->w->talkative)
		(void)fprintf(stderr, "STEP %s\n", line);
	forget_secrets(m->w);
	m->w->responder_count = 0; /* all of ours, once */
	for (int i = 0; i < PROP_PEOPLE; i++)
		world_add_responders(m->w, m->people[i].number);
	rules_before(m);
	if (!words_split(&words, line))
		world_fail(m->w, "a line that is none: %s", line);
	else
		script_run_verb(m->w, tables, &words);
	if (!m->w->failed)
		rules_after(m);
}

/* --- her --- */

/* The last two write from a cadre's and an officer's number. */
static const char *
reporter(struct prop *m, unsigned i, char ret[24])
{
	if (i >= PROP_REPORTERS)
		return m->people[i == PROP_REPORTERS ? 7 : 1].number;
	(void)snprintf(ret, 24, "+6281298765%03u", i);
	return ret;
}

static void
step_report(struct prop *m)
{
	static const char *const texts[] = {"suami saya memukul saya",
	    "suami saya memukul saya", "tolong", "9", "dia bawa pisau",
	    "mau tanya jadwal posyandu", "AMAN", "IZIN", "KM", "YA", "BEDA",
	    "2", "1", "X", "STOP", "HAPUS YA", "halo", "saya hamil"};
	char number[24];
	unsigned i = prop_random(m, PROP_REPORTERS + 2);
	steps_line(m, "sms from %s \"%s\"", reporter(m, i, number),
	    texts[prop_random(m, 18)]);
}

/* She says whom we may tell; provisional until an officer has heard it. */
static void
step_consents(struct prop *m)
{
	static const char *const says[] = {"YA", "BEDA", "TIDAK"};
	char number[24];
	(void)reporter(m, prop_random(m, PROP_REPORTERS), number);
	steps_line(m, "sms from %s \"AMAN\"", number);
	if (prop_random(m, 5) == 0)
		steps_line(m, "sms from %s \"2\"", number);
	steps_line(m, "sms from %s \"IZIN\"", number);
	steps_line(m, "sms from %s \"KM\"", number);
	steps_line(m, "sms from %s \"%s\"", number, says[prop_random(m, 3)]);
}

/* --- the office --- */

static bool
pick(struct prop *m, const char *sql, char *ret, size_t size)
{
	char all[400];
	sqlite3 *db = rules_store(m);
	(void)snprintf(
	    all, sizeof(all), "%s LIMIT 1 OFFSET %u", sql, prop_random(m, 8));
	bool found = db != NULL && rules_ask(db, all, "", "", ret, size);
	if (!found && db != NULL) {
		(void)snprintf(all, sizeof(all), "%s LIMIT 1", sql);
		found = rules_ask(db, all, "", "", ret, size);
	}
	(void)sqlite3_close(db);
	return found;
}

static bool
pick_report(struct prop *m, char ret[16])
{
	return pick(m,
	    prop_random(m, 4) != 0
		? "SELECT code FROM report WHERE state = 'new' AND joined_to "
		  "IS NULL ORDER BY id DESC"
		: "SELECT code FROM report ORDER BY id DESC",
	    ret, 16);
}

static void
step_confirm(struct prop *m, const char *code)
{
	static const char *const letters[] = {"K", "KM", "KMP", "none", "M"};
	static const char *const cadre[] = {"yes", "yes", "other", "no"};
	bool where = prop_random(m, 3) != 0;
	steps_line(m,
	    "command report.confirm {\"code\": \"%s\", \"reporter\": \"self\", "
	    "\"consent\": \"%s\", \"cadre\": \"%s\"%s%s%s}",
	    code, letters[prop_random(m, 5)], cadre[prop_random(m, 4)],
	    where ? ", \"village\": \"" : "",
	    where ? prop_villages[prop_random(m, PROP_VILLAGES)] : "",
	    where ? "\"" : "");
}

static void
step_office(struct prop *m)
{
	static const char *const urgency[] = {"high", "medium", "low"};
	char code[16], other[16];
	const struct prop_person *p = &m->people[prop_random(m, PROP_PEOPLE)];
	const struct prop_person *q = &m->people[prop_random(m, PROP_PEOPLE)];
	if (!pick_report(m, code))
		return;
	switch (prop_random(m, 16)) {
	case 0:
	case 1:
		steps_line(m,
		    "command report.close {\"code\": \"%s\", \"reason\": "
		    "\"r\"}",
		    code);
		break;
	case 2:
	case 3:
		steps_line(m,
		    "command report.close {\"code\": \"%s\", \"reason\": "
		    "\"r\", \"reopen\": true}",
		    code);
		break;
	case 4:
		if (pick_report(m, other))
			steps_line(m,
			    "command report.join {\"code\": \"%s\", "
			    "\"other\": \"%s\"}",
			    code, other);
		break;
	case 5:
		steps_line(m,
		    "command report.erase {\"code\": \"%s\", \"reason\": "
		    "\"r\"%s}",
		    code, prop_random(m, 2) == 0 ? ", \"refuse\": true" : "");
		break;
	case 6:
		steps_line(m,
		    "command report.release {\"code\": \"%s\", \"reason\": "
		    "\"r\"}",
		    code);
		break;
	case 7:
	case 8:
		steps_line(m,
		    "command report.exclude {\"code\": \"%s\", \"person\": "
		    "\"%s\"}",
		    code, p->id);
		break;
	case 9:
		steps_line(m,
		    "command people.kin {\"person\": \"%s\", \"other\": "
		    "\"%s\"%s}",
		    p->id, q->id,
		    prop_random(m, 2) == 0 ? ", \"remove\": true" : "");
		break;
	case 10:
	case 11:
		steps_line(m,
		    "command report.urgency {\"code\": \"%s\", \"urgency\": "
		    "\"%s\", \"reason\": \"r\"}",
		    code, urgency[prop_random(m, 3)]);
		break;
	default:
		step_confirm(m, code);
	}
}

/* --- answers --- */

/* Somebody who was asked, or anybody. */
static const struct prop_person *
answerer(struct prop *m)
{
	char id[16];
	if (prop_random(m, 8) != 0 &&
	    pick(m,
		"SELECT person FROM alert WHERE person IS NOT NULL AND state "
		"IN ('raised', 'accepted') ORDER BY id DESC",
		id, sizeof(id)))
		for (int i = 0; i < PROP_PEOPLE; i++)
			if (strcmp(m->people[i].id, id) == 0)
				return &m->people[i];
	return &m->people[prop_random(m, PROP_PEOPLE)];
}

static void
step_answer_code(struct prop *m, const struct prop_person *p)
{
	static const struct {
		const char *before, *behind;
	} forms[] = {{"", " Y"}, {"", " T"}, {"y ", ""}, {"", "Y"}, {"", " ok"},
	    {"", " 4711 1"}, {"", " 4711 2"}, {"", " 4711 3"}, {"4711 ", " 4"},
	    {"", " 9999 1"}};
	unsigned n = prop_random(m, 10);
	char code[16], sql[200];
	(void)snprintf(sql, sizeof(sql),
	    prop_random(m, 5) == 0
		? "SELECT code FROM report WHERE '%s' <> '' ORDER BY id DESC"
		: "SELECT code FROM alert WHERE person = '%s' ORDER BY id DESC",
	    p->id);
	if (!pick(m, sql, code, sizeof(code)))
		return;
	steps_line(m, "sms from %s \"%s%s%s\"", p->number, forms[n].before,
	    code, forms[n].behind);
}

static void
step_answer(struct prop *m)
{
	static const char *const plain[] = {
	    "OK", "ok", "Y", "T", "tidak", "bisa", "SIAP"};
	const struct prop_person *p = answerer(m);
	switch (prop_random(m, 5)) {
	case 0:
		steps_line(m, "call from %s", p->number);
		break;
	case 1:
	case 2:
		step_answer_code(m, p);
		break;
	default:
		steps_line(m, "sms from %s \"%s\"", p->number,
		    plain[prop_random(m, 7)]);
	}
}

static void
step_command(struct prop *m)
{
	static const char *const words[] = {"contacted", "referred", "safe",
	    "no_contact_wanted", "not_reached", "called", "done", "not_needed"};
	char code[16];
	if (!pick(m,
		prop_random(m, 4) == 0
		    ? "SELECT code FROM alert ORDER BY id DESC"
		    : "SELECT code FROM alert WHERE state IN ('raised', "
		      "'accepted') ORDER BY state, id DESC",
		code, sizeof(code)))
		return;
	unsigned n = prop_random(m, 4);
	if (n < 2)
		steps_line(m, "command alert.%s {\"alert\": \"%s\"}",
		    n == 0 ? "accept" : "decline", code);
	else
		steps_line(m,
		    "command alert.outcome {\"alert\": \"%s\", \"outcome\": "
		    "\"%s\"}",
		    code, words[prop_random(m, 8)]);
}

/* --- the world --- */

static void
step_pass(struct prop *m)
{
	static const char *const times[] = {"1s", "1m", "4m", "5m", "6m", "11m",
	    "16m", "16m", "31m", "40m", "2h"};
	static const char *const long_times[] = {"6h", "9h", "1d"};
	bool is_long = prop_random(m, 16) == 0;
	steps_line(m, "pass %s",
	    is_long ? long_times[prop_random(m, 3)]
		    : times[prop_random(m, 11)]);
}

static void
step_modem(struct prop *m)
{
	static const char *const answers[] = {"failed 42", "unknown",
	    "not_started", "silent", "gone", "sent after 20s"};
	struct played_modem *modem = modem_played(m->w, "a");
	if (modem->down)
		steps_line(m, "modem a up");
	else if (prop_random(m, 3) == 0)
		steps_line(m, "modem a down");
	else if (modem->plans.count < 10)
		steps_line(
		    m, "modem a answers %s once", answers[prop_random(m, 6)]);
}

static void
step_crash(struct prop *m)
{
	m->tally->crashes++;
	switch (prop_random(m, 4)) {
	case 0:
		steps_line(m, "crash before commit");
		break;
	case 1:
		steps_line(m, "crash after commit");
		break;
	case 2:
		steps_line(
		    m, "crash in turn %u before commit", 1 + prop_random(m, 4));
		break;
	default:
		steps_line(m, "restart");
	}
}

/* Where she is: nothing of the line sets it, so the disk does. */
static void
step_village(struct prop *m)
{
	steps_line(m, "stop");
	steps_line(m,
	    "sql siaga.db \"UPDATE report SET village = '%s' WHERE "
	    "erased_at IS NULL AND id %% 3 = %u\"",
	    prop_villages[prop_random(m, PROP_VILLAGES)], prop_random(m, 3));
	steps_line(m, "restart");
}

static void
step_one(struct prop *m)
{
	unsigned n = prop_random(m, 100);
	if (m->w->engine == NULL)
		steps_line(m, "restart");
	if (n < 16)
		step_report(m);
	else if (n < 20)
		step_consents(m);
	else if (n < 36)
		step_office(m);
	else if (n < 58)
		step_answer(m);
	else if (n < 68)
		step_command(m);
	else if (n < 71)
		step_modem(m);
	else if (n < 74)
		step_crash(m);
	else if (n < 78 && m->w->crash_point == CRASH_NEVER)
		roster_import(m); /* of several lines */
	else if (n < 80)
		step_village(m);
	else
		step_pass(m);
}

void
steps_run(struct prop *m, unsigned long count)
{
	roster_make(m);
	if (prop_random(m, 2) == 0)
		steps_line(m, "config webhook district events = report.* "
			      "alert.* gateway.*");
	steps_line(m, "config webhook cadres recipient = cadre");
	steps_line(m, "start");
	if (prop_random(m, 6) != 0)
		roster_import(m);
	for (unsigned long i = 0; i < count && !m->w->failed; i++) {
		if (m->quiet && m->told != 0)
			return; /* the seeded fault was noticed */
		step_one(m);
		m->tally->steps++;
	}
	if (m->w->engine == NULL && !m->w->failed)
		steps_line(m, "restart");
	if (!m->w->failed)
		steps_line(m, "modem a up");
	if (!m->w->failed)
		steps_line(m, "pass 2h");
}
