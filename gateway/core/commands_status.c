/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga status, outbox, doctor */
#include "commands.h"
#include "documents.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_SIM_FULL_PERCENT 70

static int
status_outbox(struct engine *e, json_t *counts)
{
	struct store_rows rows;
	char name[64];
	int got;
	store_ask_values(e->store, &rows, QUERY_OUTBOX_COUNTS, NULL, 0);
	while ((got = store_next(&rows)) > 0) {
		(void)snprintf(name, sizeof(name), "%s_%s", store_str(&rows, 0),
		    store_str(&rows, 1));
		(void)json_object_set_new(
		    counts, name, json_integer(store_int(&rows, 2)));
	}
	store_done(&rows);
	return got;
}

int
command_status(struct engine *e, json_t *args, struct command_answer *a)
{
	(void)args;
	json_t *modems = json_array(), *outbox = json_object();
	for (size_t i = 0; i < e->conf->modem_count; i++)
		(void)json_array_append_new(
		    modems, command_modem_row(&e->at.modems[i]));
	int err = status_outbox(e, outbox);
	a->result = json_pack(
	    "{s:s, s:I, s:b, s:b, s:b, s:I, s:o, s:o, s:b, s:I, s:o*}",
	    "version", SIAGA_VERSION, "up_s",
	    (json_int_t)((e->now_ms - e->started_ms) / 1000), "notify",
	    (int)(e->notify_peer != 0), "clock_trusted", (int)e->time.trusted,
	    "read_only", (int)turn_read_only(e), "frames_refused",
	    (json_int_t)e->frames_refused, "modems", modems, "outbox", outbox,
	    "locked", (int)e->locked, "sessions", (json_int_t)sessions_count(e),
	    "ussd", gates_status(e));
	return err;
}

static json_t *
outbox_text_or_null(const char *text)
{
	return text == NULL ? json_null() : json_string(text);
}

static json_t *
outbox_row(struct store_rows *rows)
{
	return json_pack(
	    "{s:I, s:s, s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o}", "id",
	    (json_int_t)store_int(rows, 0), "sink", store_str(rows, 1), "state",
	    store_str(rows, 2), "created_at", command_time(store_int(rows, 3)),
	    "changed_at", command_time(store_int(rows, 4)), "attempts",
	    (json_int_t)store_int(rows, 5), "error",
	    outbox_text_or_null(store_str(rows, 6)), "text",
	    outbox_text_or_null(store_str(rows, 7)), "destination",
	    outbox_text_or_null(store_str(rows, 8)), "event",
	    outbox_text_or_null(store_str(rows, 9)), "report",
	    outbox_text_or_null(store_str(rows, 10)));
}

int
command_outbox_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	int64_t last = 0;
	int count = 0, got;
	a->result = json_array();
	store_ask(e->store, &rows, QUERY_OUTBOX_PAGE,
	    SQL_INT(command_after(args)),
	    SQL_TEXT(json_string_value(json_object_get(args, "state"))),
	    SQL_INT(COMMAND_PAGE_MAX));
	while ((got = store_next(&rows)) > 0) {
		(void)json_array_append_new(a->result, outbox_row(&rows));
		last = store_int(&rows, 0);
		count++;
	}
	store_done(&rows);
	if (count == COMMAND_PAGE_MAX)
		(void)snprintf(a->next, sizeof(a->next), "%" PRId64, last);
	return got;
}

int
command_outbox_replay(struct engine *e, json_t *args, struct command_answer *a)
{
	int64_t rows;
	const char *id = json_string_value(json_object_get(args, "id"));
	int err = webhook_replay(e,
	    json_string_value(json_object_get(args, "destination")),
	    id == NULL ? 0 : strtoll(id, NULL, 10), &rows);
	a->result = json_pack("{s:I}", "queued", (json_int_t)rows);
	return err;
}

/* --- doctor --- */

static void
doctor_say(
    json_t *findings, const char *level, const char *what, const char *remedy)
{
	(void)json_array_append_new(
	    findings, json_pack("{s:s, s:s, s:s}", "level", level, "what", what,
			  "remedy", remedy));
}

static void
doctor_modem(const struct modem *m, json_t *findings)
{
	char what[160];
	if (!m->ready) {
		(void)snprintf(what, sizeof(what), "modem %s is %s %s",
		    m->conf->name, m->state, m->detail);
		doctor_say(findings, "error", what,
		    "check its cable, SIM and device in siaga.conf");
	}
	if (m->size > 0 && m->used * 100 >= m->size * STATUS_SIM_FULL_PERCENT) {
		(void)snprintf(what, sizeof(what),
		    "the SIM of modem %s holds %" PRId64 " of %" PRId64
		    " messages",
		    m->conf->name, m->used, m->size);
		doctor_say(findings, "error", what,
		    "see whether siagad can write its store");
	}
}

static void
doctor_outbox(json_t *counts, json_t *findings)
{
	static const struct {
		const char *name, *what, *remedy;
	} rows[] = {
	    {"sms_unknown", "texts with an unknown fate",
		"siaga outbox --state unknown"},
	    {"webhook_failed", "webhooks given up",
		"siaga outbox --state failed"},
	    {"sms_failed", "texts the network refused",
		"siaga outbox --state failed"},
	};
	char what[160];
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		json_t *count = json_object_get(counts, rows[i].name);
		if (count == NULL)
			continue;
		(void)snprintf(what, sizeof(what), "%lld %s",
		    (long long)json_integer_value(count), rows[i].what);
		doctor_say(findings, "warning", what, rows[i].remedy);
	}
}

/* What waits for a person, and until when it may. */
#define DOCTOR_DAY_S 86400

static int
doctor_waiting(struct engine *e, json_t *findings)
{
	static const struct {
		enum store_query query;
		int64_t age_s; /* of what counts; 0: all of it */
		const char *level, *what, *remedy;
	} rows[] = {
	    {QUERY_DOCTOR_ANSWERS, DOCTOR_DAY_S, "warning",
		"answers have waited for her for more than a day",
		"siaga report list; she reads them when she writes, or in a "
		"window she tells by voice"},
	    {QUERY_DOCTOR_QUARANTINE, 0, "warning",
		"texts in quarantine that nobody has read",
		"siaga report list --quarantine; report show, and report "
		"release what a person wrote"},
	    {QUERY_DOCTOR_ERASURES, 2 * DOCTOR_DAY_S, "error",
		"erasures are due within a day, or overdue",
		"an officer decides on each: state erase_pending in siaga "
		"report list"},
	};
	char what[160];
	int got = 1;
	for (size_t i = 0; i < 3 && got > 0; i++) {
		struct store_rows r;
		int64_t before_s = e->now_s - rows[i].age_s;
		if (rows[i].age_s > 0)
			store_ask(
			    e->store, &r, rows[i].query, SQL_INT(before_s));
		else
			store_ask_values(e->store, &r, rows[i].query, NULL, 0);
		got = store_next(&r);
		int64_t count = got > 0 ? store_int(&r, 0) : 0;
		store_done(&r);
		(void)snprintf(what, sizeof(what), "%lld %s", (long long)count,
		    rows[i].what);
		if (count > 0)
			doctor_say(
			    findings, rows[i].level, what, rows[i].remedy);
	}
	return got < 0 ? got : 0;
}

/* Who opens the reports, if one person or one passphrase is lost? */
static int
doctor_keys(struct engine *e, json_t *findings)
{
	struct vault_counts c;
	int err = vault_count(e->vault, &c);
	if (err < 0)
		return err;
	if (vault_first_secret_here(e->vault))
		doctor_say(findings, "warning",
		    "first-officer.key is still on this box",
		    "replace it by a key with a passphrase: siaga key init "
		    "YOU --key-file FILE");
	else if (c.first)
		doctor_say(findings, "warning",
		    "the key of the first start opens every report",
		    "replace it by a key with a passphrase: siaga key init "
		    "YOU --key-file FILE");
	else if (c.supervisors < 2)
		doctor_say(findings, "warning", "only one supervisor has a key",
		    "a second one replaces a forgotten passphrase: siaga "
		    "people add, siaga key officer");
	if (!c.first && !c.recovery)
		doctor_say(findings, "warning", "no recovery key is on paper",
		    "without one, forgotten passphrases lose every report: "
		    "siaga key paper, siaga key recovery");
	return 0;
}

/* A village or an hour without anybody is an error (I13). */
#define DOCTOR_GAPS 12

static int
doctor_roster(struct engine *e, json_t *findings)
{
	size_t i;
	json_t *gap, *gaps = command_gaps(e);
	char remedy[256];
	if (gaps == NULL)
		return -EIO;
	json_array_foreach(gaps, i, gap)
	{
		const char *kind =
		    json_string_value(json_object_get(gap, "kind"));
		(void)snprintf(remedy, sizeof(remedy), "%s; until then: %.160s",
		    strcmp(kind, "roster") == 0
			? "siaga import villages.csv people.csv duty.csv"
			: "siaga duty --week, then siaga import",
		    json_string_value(json_object_get(gap, "fallback")));
		if (i < DOCTOR_GAPS)
			doctor_say(findings, "error",
			    json_string_value(json_object_get(gap, "what")),
			    remedy);
	}
	if (i > DOCTOR_GAPS)
		doctor_say(findings, "error",
		    "the roster has more gaps than these",
		    "mend these, and ask again");
	json_decref(gaps);
	return 0;
}

/* Who has too much to do for more. */
static int
doctor_load(struct engine *e, json_t *findings)
{
	struct store_rows rows;
	char what[160];
	int64_t most = e->conf->siaga.cases_most;
	int got;
	store_ask_values(e->store, &rows, QUERY_WATCH_LOAD, NULL, 0);
	while ((got = store_next(&rows)) > 0) {
		if (store_int(&rows, 1) < most)
			continue;
		(void)snprintf(what, sizeof(what),
		    "%.32s has %" PRId64 " open cases; cases_most is %" PRId64,
		    store_str(&rows, 0), store_int(&rows, 1), most);
		doctor_say(findings, "warning", what,
		    "siaga alert outcome where somebody was reached; more "
		    "people on duty");
	}
	store_done(&rows);
	return got;
}

/* As their files are now, whatever they were at the start. */
static void
doctor_papers(struct engine *e, json_t *findings)
{
	struct faults faults;
	char what[240];
	faults_init(&faults);
	documents_check(e->conf->siaga.templates, &faults);
	if (faults.count > 0) {
		const char *first = faults.text.data;
		size_t len = strcspn(first, "\n");
		(void)snprintf(what, sizeof(what),
		    "%u faults in templates of papers: %.*s", faults.count,
		    (int)len, first);
		doctor_say(findings, "warning", what,
		    "siagad -n names all; until then siaga privacy and report "
		    "receipt cannot print them");
	}
	faults_free(&faults);
}

static void
doctor_board(struct engine *e, json_t *findings)
{
	const struct board *b = &e->board;
	char what[160], remedy[80];
	/* of the two, the one that is refused; the other is served */
	bool gates = strncmp(b->error, "ussd.", 5) == 0 || !board_wanted(e);
	bool both =
	    (b->error[0] == '\0' || strncmp(b->error, "both.", 5) == 0) &&
	    board_wanted(e) && gates_wanted(e);
	const char *listener = gates ? "ussd" : "web";
	if ((!board_wanted(e) && !gates_wanted(e)) || b->serving)
		return;
	(void)snprintf(what, sizeof(what), "%s not served: %s",
	    both    ? "the board and USSD are"
	    : gates ? "USSD is"
		    : "the board is",
	    b->peer == 0          ? "siaga-web is not connected"
	    : b->error[0] != '\0' ? b->error
				  : "siaga-web has not answered yet");
	(void)snprintf(remedy, sizeof(remedy),
	    "see the log; [%s] listen and tls_* of siaga.conf", listener);
	doctor_say(findings, "error", what, remedy);
}

int
command_doctor(struct engine *e, json_t *args, struct command_answer *a)
{
	(void)args;
	json_t *findings = a->result = json_array();
	json_t *counts = json_object();
	int err = status_outbox(e, counts);
	for (size_t i = 0; i < e->conf->modem_count; i++)
		doctor_modem(&e->at.modems[i], findings);
	doctor_outbox(counts, findings);
	if (err == 0)
		err = doctor_waiting(e, findings);
	doctor_papers(e, findings);
	if (err == 0)
		err = command_backup_doctor(e, findings);
	json_decref(counts);
	if (e->conf->modem_count == 0)
		doctor_say(findings, "error", "there is no modem",
		    "add a [modem a] section to siaga.conf");
	if (e->notify_peer == 0 && e->conf->webhook_count > 0)
		doctor_say(findings, "error", "siaga-notify is not connected",
		    "see the log for why it does not stay up");
	doctor_board(e, findings);
	if (e->conf->webhook_count == 0)
		doctor_say(findings, "error", "no office is told of reports",
		    "add a [webhook ...] section with recipient = office");
	if (turn_read_only(e))
		doctor_say(findings, "error", "the store is read-only",
		    "check the disk, then restart siagad");
	if (!e->time.trusted)
		doctor_say(findings, "error", "the clock is not set",
		    "set it, best by NTP or a clock module; if it was set back "
		    "on purpose, restart siagad");
	if (err == 0)
		err = doctor_keys(e, findings);
	if (e->conf->siaga.children == CONF_CHILDREN_SYSTEMD &&
	    vault_machine_key_here(e->vault))
		doctor_say(findings, "warning",
		    "machine.key lies beside what it opens",
		    "move it to a credential: siagad(8), THE MACHINE KEY");
	if (err == 0)
		err = doctor_load(e, findings);
	if (err == 0)
		err = doctor_roster(e, findings);
	return err;
}
