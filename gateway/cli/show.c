/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a person reads in the terminal. Texts of strangers are printed so that
 * no byte of them can move the cursor, hide, or run backwards.
 */
#include "../lib/gsm.h"
#include "cli.h"

#include <string.h>
#include <time.h>

/* Marks, joiners, direction and other invisible characters. */
static const struct {
	uint32_t first, last;
} show_hidden[] = {
    {0x00, 0x08},
    {0x0b, 0x1f},
    {0x7f, 0x9f},
    {0xad, 0xad},
    {0x61c, 0x61c},
    {0x180e, 0x180e},
    {0x200b, 0x200f},
    {0x2028, 0x202e},
    {0x2060, 0x206f},
    {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},
    {0xe0000, 0xe0fff},
    {0x115f, 0x1160},
    {0x3164, 0x3164},
    {0xffa0, 0xffa0},
};

static bool
show_is_hidden(uint32_t c)
{
	for (size_t i = 0; i < sizeof(show_hidden) / sizeof(*show_hidden); i++)
		if (c >= show_hidden[i].first && c <= show_hidden[i].last)
			return true;
	return false;
}

void
cli_print_safe(FILE *out, const char *text, size_t size)
{
	while (size > 0) {
		uint32_t c = 0;
		size_t len = gsm_utf8_get(text, size, &c);
		if (len == 0) {
			(void)fprintf(out, "<%02X>", (unsigned char)*text);
			len = 1;
		} else if (c == '\n' || c == '\t') {
			(void)fputs(c == '\n' ? "\n\t\t" : " ", out);
		} else if (show_is_hidden(c)) {
			(void)fprintf(out, "<U+%04X>", (unsigned)c);
		} else {
			(void)fwrite(text, 1, len, out);
		}
		text += len;
		size -= len;
	}
}

void
cli_print_value(json_t *value)
{
	if (json_is_string(value))
		cli_print_safe(stdout, json_string_value(value),
		    json_string_length(value));
	else if (json_is_integer(value))
		(void)printf("%lld", (long long)json_integer_value(value));
	else if (json_is_boolean(value))
		(void)fputs(json_is_true(value) ? "yes" : "no", stdout);
	else
		(void)putchar('-');
}

/* UTC in the store, the reader's own time on the screen. */
void
cli_print_time(json_t *value)
{
	struct tm tm = {0}, local = {0};
	const char *text = json_string_value(value);
	char out[32] = "-";
	if (text != NULL &&
	    sscanf(text, "%d-%d-%dT%d:%d:%dZ", &tm.tm_year, &tm.tm_mon,
		&tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) == 6) {
		/* days from civil; timegm() is not in POSIX */
		int y = tm.tm_year - (tm.tm_mon <= 2), m = tm.tm_mon;
		long era = y / 400, yoe = y - era * 400;
		long doy =
		    (153L * (m + (m > 2 ? -3 : 9)) + 2) / 5 + tm.tm_mday - 1;
		long days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 +
			    doy - 719468;
		time_t at = (time_t)(days * 86400L + tm.tm_hour * 3600L +
				     tm.tm_min * 60L + tm.tm_sec);
		if (localtime_r(&at, &local) != NULL)
			(void)strftime(
			    out, sizeof(out), "%Y-%m-%d %H:%M", &local);
	}
	(void)fputs(out, stdout);
}

static const char *
show_urgency(json_t *r)
{
	if (json_is_true(json_object_get(r, "quarantine")))
		return "quarantine";
	if (json_is_true(json_object_get(r, "emergency")))
		return "EMERGENCY";
	const char *urgency = json_string_value(json_object_get(r, "urgency"));
	return urgency == NULL ? "-" : urgency;
}

static int
show_report_list(json_t *list)
{
	size_t i, flood = 0;
	json_t *r;
	(void)printf("%-6s %-16s %-10s %-7s %-8s %s\n", "CODE", "FILED",
	    "URGENCY", "CHANNEL", "STATE", "VILLAGE");
	json_array_foreach(list, i, r)
	{
		if (json_is_string(json_object_get(r, "flood"))) {
			flood++;
			continue;
		}
		(void)printf(
		    "%-6s ", json_string_value(json_object_get(r, "code")));
		cli_print_time(json_object_get(r, "filed_at"));
		(void)printf(" %-10s %-7s %-8s ", show_urgency(r),
		    json_string_value(json_object_get(r, "channel")),
		    json_string_value(json_object_get(r, "state")));
		cli_print_value(json_object_get(r, "village"));
		if (json_is_true(json_object_get(r, "unowned")))
			(void)fputs("  NOBODY HAS IT", stdout);
		if (json_is_string(json_object_get(r, "call_until"))) {
			(void)fputs("  CALL HER until ", stdout);
			cli_print_time(json_object_get(r, "call_until"));
			if (json_is_true(json_object_get(r, "number_hidden")))
				(void)fputs(" (NUMBER HIDDEN: perhaps she "
					    "wrote one)",
				    stdout);
		}
		(void)putchar('\n');
	}
	if (flood > 0)
		(void)printf("and %zu without a word of danger that came in a "
			     "flood; --json lists them\n",
		    flood);
	if (json_array_size(list) == 0)
		(void)puts("no reports");
	return CLI_OK;
}

static void
show_received(json_t *m)
{
	size_t i;
	json_t *word, *parts = json_object_get(m, "parts");
	(void)fputs("  in\t", stdout);
	cli_print_time(json_object_get(m, "at"));
	if (parts != NULL)
		(void)printf(" [%lld parts, %zu missing]",
		    (long long)json_integer_value(parts),
		    json_array_size(json_object_get(m, "missing")));
	(void)fputs("\n\t\t", stdout);
	if (json_object_get(m, "text") != NULL)
		cli_print_value(json_object_get(m, "text"));
	else if (json_object_get(m, "sealed") != NULL)
		(void)fputs("(sealed)", stdout);
	else
		(void)fputs("(this key does not open it)", stdout);
	if (json_object_get(m, "cut") != NULL)
		(void)fputs(" (...cut here)", stdout);
	if (json_object_get(m, "pdu") != NULL) {
		(void)fputs("\n\t\traw: ", stdout);
		cli_print_value(json_object_get(m, "pdu"));
	}
	json_t *words = json_object_get(m, "words");
	if (json_array_size(words) > 0)
		(void)fputs("\n\t\twords:", stdout);
	json_array_foreach(words, i, word)(void)
	    printf(" %s", json_string_value(word));
	json_t *matched = json_object_get(m, "matched");
	if (json_array_size(matched) > 0)
		(void)fputs(" because of", stdout);
	json_array_foreach(matched, i, word)
	{
		(void)putchar(' ');
		cli_print_value(word);
	}
	if (json_object_get(m, "hidden") != NULL)
		(void)fputs(
		    "\n\t\t(a command; its words are not kept)", stdout);
	if (json_object_get(m, "answers") != NULL) {
		(void)fputs("\n\t\tanswers: ", stdout);
		cli_print_value(json_object_get(m, "answers"));
	}
	if (json_object_get(m, "forms") != NULL) {
		(void)fputs(" with ", stdout);
		cli_print_value(json_object_get(m, "forms"));
	}
	if (json_object_get(m, "village") != NULL)
		(void)fputs(" (her village)", stdout);
	if (json_object_get(m, "number_hidden") != NULL)
		(void)fputs("\n\t\t(the operator hides the number)", stdout);
	if (json_object_get(m, "shown") != NULL) {
		(void)fputs("\n\t\ther screen then: ", stdout);
		cli_print_value(json_object_get(m, "shown"));
	}
	(void)putchar('\n');
}

static bool
show_is_time(const char *key)
{
	static const char *const keys[] = {"at", "from", "until"};
	size_t len = strlen(key);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return len > 3 && strcmp(key + len - 3, "_at") == 0;
}

/* "consent: letters=KM provisional=yes ..." of one object. */
static void
show_object(const char *title, json_t *object)
{
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		return;
	(void)printf("%s:", title);
	json_object_foreach(object, key, value)
	{
		const char *text = json_string_value(value);
		if (json_is_null(value) || (text != NULL && *text == '\0'))
			continue;
		(void)printf(" %s=", key);
		if (text != NULL && show_is_time(key))
			cli_print_time(value);
		else
			cli_print_value(value);
	}
	(void)putchar('\n');
}

/* A list of words behind its title, if there are any. */
static void
show_words(const char *title, json_t *list)
{
	size_t i;
	json_t *word;
	if (json_array_size(list) == 0)
		return;
	(void)fputs(title, stdout);
	json_array_foreach(list, i, word)(void)
	    printf(" %s", json_string_value(word));
	(void)putchar('\n');
}

/* What stands by itself: who, how old, where the report goes on. */
static void
show_singles(json_t *r)
{
	static const struct {
		const char *key, *title;
	} singles[] = {{"reporter", "written by"}, {"minor", "under 18"},
	    {"joined_to", "JOINED: goes on in"}, {"feedback", "feedback"},
	    {"erasure", "erasure"}};
	size_t i;
	show_words("assigned to:", json_object_get(r, "assigned"));
	show_words("FROM THE SAME NUMBER:", json_object_get(r, "same_as"));
	for (i = 0; i < sizeof(singles) / sizeof(*singles); i++) {
		json_t *value = json_object_get(r, singles[i].key);
		if (value == NULL || json_is_null(value))
			continue;
		(void)printf("%s: ", singles[i].title);
		cli_print_value(value);
		(void)putchar('\n');
	}
	show_words(
	    "joined to it, see there too:", json_object_get(r, "joined"));
	if (json_object_get(r, "told") != NULL)
		(void)puts(
		    json_is_true(json_object_get(r, "told"))
			? "she is told that the call will come"
			: "SHE IS NOT TOLD of the call: too late for it, "
			  "or she wrote again since");
	if (json_object_get(r, "older_left_out") != NULL)
		(void)puts("(older answers, acts or texts are left out)");
}

static void
show_facts(json_t *r)
{
	size_t i;
	json_t *entry;
	show_words("MARKS:", json_object_get(r, "marks"));
	show_singles(r);
	show_object("consent", json_object_get(r, "consent"));
	show_object("contact", json_object_get(r, "contact"));
	show_object("window", json_object_get(r, "window"));
	show_object("call", json_object_get(r, "call"));
	if (json_is_string(json_object_get(r, "erase_due_at"))) {
		(void)fputs("ERASURE ASKED, due ", stdout);
		cli_print_time(json_object_get(r, "erase_due_at"));
		(void)putchar('\n');
	}
	cli_show_watches(r);
	json_array_foreach(json_object_get(r, "replies"), i, entry)
	    show_object("answer", entry);
	json_array_foreach(json_object_get(r, "acts"), i, entry)
	    show_object("act", entry);
	json_array_foreach(json_object_get(r, "notes"), i, entry)
	    show_object("note", entry);
}

/* Why its texts do not show, and what helps. */
static void
show_why_sealed(json_t *r)
{
	size_t i;
	json_t *m, *people = json_object_get(r, "assigned");
	bool sealed = false;
	if (json_object_get(r, "erasure") != NULL)
		return; /* no key opens it any more */
	json_array_foreach(json_object_get(r, "received"), i, m) sealed |=
	    json_object_get(m, "sealed") != NULL;
	if (json_is_true(json_object_get(r, "not_assigned"))) {
		(void)fputs("\nYour key does not open this report. ", stdout);
		(void)fputs(json_array_size(people) == 0
				? "It is open to officers and supervisors"
				: "It is assigned to",
		    stdout);
		json_array_foreach(people, i, m)(void)
		    printf(" %s", json_string_value(m));
		(void)puts("; a supervisor can open and assign it.");
	} else if (json_is_true(json_object_get(r, "session_over"))) {
		(void)puts("\nYour session is over, so the texts stay "
			   "sealed. Open it again: siaga unlock YOU");
	} else if (sealed) {
		(void)puts("\nTexts are sealed. An officer's key opens them: "
			   "siaga unlock YOU");
	}
}

static int
show_report(json_t *r)
{
	size_t i;
	json_t *m;
	(void)printf("%s  %s  state %s  filed ",
	    json_string_value(json_object_get(r, "code")), show_urgency(r),
	    json_string_value(json_object_get(r, "state")));
	cli_print_time(json_object_get(r, "filed_at"));
	if (strcmp(json_string_value(json_object_get(r, "clock")), "smsc") == 0)
		(void)fputs(" (by the network's clock)", stdout);
	(void)putchar('\n');
	if (json_is_string(json_object_get(r, "reason")))
		(void)printf("quarantine: %s\n",
		    json_string_value(json_object_get(r, "reason")));
	show_facts(r);
	json_array_foreach(json_object_get(r, "received"), i, m)
	    show_received(m);
	json_array_foreach(json_object_get(r, "sent"), i, m)
	{
		(void)fputs("  out\t", stdout);
		cli_print_time(json_object_get(m, "at"));
		const char *to = json_string_value(json_object_get(m, "to"));
		(void)printf(" %s %s%s%s\n\t\t",
		    json_string_value(json_object_get(m, "id")),
		    json_string_value(json_object_get(m, "state")),
		    to == NULL ? "" : " to ", to == NULL ? "" : to);
		if (json_object_get(m, "text") != NULL)
			cli_print_value(json_object_get(m, "text"));
		else
			(void)fputs("(not shown)", stdout);
		(void)putchar('\n');
	}
	show_why_sealed(r);
	return CLI_OK;
}

static int
show_outbox(json_t *list)
{
	static const char *const columns[] = {
	    "sink", "state", "text", "event", "destination", "report", "error"};
	size_t i;
	json_t *row;
	json_array_foreach(list, i, row)
	{
		(void)printf("%-5lld ",
		    (long long)json_integer_value(json_object_get(row, "id")));
		cli_print_time(json_object_get(row, "created_at"));
		for (size_t c = 0; c < sizeof(columns) / sizeof(*columns);
		     c++) {
			json_t *value = json_object_get(row, columns[c]);
			if (!json_is_string(value))
				continue;
			(void)putchar(' ');
			cli_print_value(value);
		}
		(void)printf(
		    " tries=%lld\n", (long long)json_integer_value(
					 json_object_get(row, "attempts")));
	}
	if (json_array_size(list) == 0)
		(void)puts("nothing");
	return CLI_OK;
}

static int
show_doctor(json_t *list)
{
	size_t i, errors = 0;
	json_t *row;
	json_array_foreach(list, i, row)
	{
		const char *level =
		    json_string_value(json_object_get(row, "level"));
		errors += strcmp(level, "error") == 0;
		(void)printf("%-8s %s\n         -> %s\n", level,
		    json_string_value(json_object_get(row, "what")),
		    json_string_value(json_object_get(row, "remedy")));
	}
	if (json_array_size(list) == 0)
		(void)puts("all is well");
	return errors > 0 ? CLI_PROBLEM : CLI_OK;
}

static int
show_status(json_t *s)
{
	size_t i;
	const char *key;
	json_t *m, *value;
	(void)printf("siagad %s, up %lld s, webhooks %s, clock %s%s\n",
	    json_string_value(json_object_get(s, "version")),
	    (long long)json_integer_value(json_object_get(s, "up_s")),
	    json_is_true(json_object_get(s, "notify")) ? "ready" : "off",
	    json_is_true(json_object_get(s, "clock_trusted")) ? "set"
							      : "NOT SET",
	    json_is_true(json_object_get(s, "read_only")) ? ", STORE READ-ONLY"
							  : "");
	json_array_foreach(json_object_get(s, "modems"), i, m)
	{
		(void)printf("modem %s: ",
		    json_string_value(json_object_get(m, "name")));
		cli_print_value(json_object_get(m, "state"));
		(void)putchar(' ');
		cli_print_value(json_object_get(m, "detail"));
		(void)printf(" SIM %lld/%lld\n",
		    (long long)json_integer_value(json_object_get(m, "used")),
		    (long long)json_integer_value(json_object_get(m, "size")));
	}
	m = json_object_get(s, "ussd");
	if (m != NULL)
		(void)printf("ussd %s: screens %lld, refused %lld, out of turn "
			     "%lld\n",
		    json_is_true(json_object_get(m, "serving")) ? "served"
								: "NOT SERVED",
		    (long long)json_integer_value(
			json_object_get(m, "screens")),
		    (long long)json_integer_value(
			json_object_get(m, "refused")),
		    (long long)json_integer_value(
			json_object_get(m, "out_of_turn")));
	json_object_foreach(json_object_get(s, "outbox"), key, value)(void)
	    printf("%s: %lld\n", key, (long long)json_integer_value(value));
	return CLI_OK;
}

static int
show_map(json_t *result)
{
	(void)fputs(json_string_value(json_object_get(result, "map")), stdout);
	return CLI_OK;
}

/* As it stands in its file: `siaga privacy breach > sheet.md`. */
static int
show_paper(json_t *result)
{
	(void)fputs(json_string_value(json_object_get(result, "text")), stdout);
	return CLI_OK;
}

static void
show_backup_file(json_t *result, const char *which)
{
	json_t *file = json_object_get(result, which);
	(void)printf("%s: %s, %lld bytes\n", which,
	    json_string_value(json_object_get(file, "file")),
	    (long long)json_integer_value(json_object_get(file, "bytes")));
}

static int
show_backup(json_t *result)
{
	show_backup_file(result, "data");
	show_backup_file(result, "keys");
	(void)printf("generation %lld, safe in ",
	    (long long)json_integer_value(
		json_object_get(result, "generation")));
	cli_print_value(json_object_get(result, "folder"));
	(void)putchar('\n');
	if (!json_is_true(json_object_get(result, "managed")))
		(void)puts("SIAGA DOES NOT MANAGE this file of keys: it will "
			   "still open what is erased from now on. Destroy it "
			   "after each erasure.");
	return CLI_OK;
}

/* What an act has made of the report. */
static int
show_act(json_t *r)
{
	if (json_object_get(r, "confirm") != NULL) {
		show_object("confirm", r);
		return CLI_OK;
	}
	(void)printf("%s  %s  state %s\n",
	    json_string_value(json_object_get(r, "code")), show_urgency(r),
	    json_string_value(json_object_get(r, "state")));
	show_facts(r);
	return CLI_OK;
}

static void
show_names(const char *title, json_t *list)
{
	size_t i;
	json_t *name;
	if (json_array_size(list) > 0)
		(void)printf("  %s:", title);
	json_array_foreach(list, i, name)(void)
	    printf(" %s", json_string_value(name));
	if (json_array_size(list) > 0)
		(void)putchar('\n');
}

static void
show_destination(json_t *d)
{
	(void)printf("%s (%s): %s, %lld waiting, %lld dead letters, last "
		     "delivered ",
	    json_string_value(json_object_get(d, "name")),
	    json_string_value(json_object_get(d, "recipient")),
	    json_string_value(json_object_get(d, "state")),
	    (long long)json_integer_value(json_object_get(d, "waiting")),
	    (long long)json_integer_value(json_object_get(d, "dead_letters")));
	cli_print_time(json_object_get(d, "delivered_at"));
	(void)printf("\n  events: %s\n",
	    json_string_value(json_object_get(d, "events")));
	show_names("fields", json_object_get(d, "fields"));
	show_names("configured, but never told to this recipient",
	    json_object_get(d, "never"));
}

/* What a destination would be told of one report, and why not. */
static void
show_disclosed(json_t *d)
{
	size_t i;
	json_t *f;
	bool told = json_is_true(json_object_get(d, "told"));
	const char *why = json_string_value(json_object_get(d, "reason"));
	(void)printf("%s (%s): %s%s\n",
	    json_string_value(json_object_get(d, "name")),
	    json_string_value(json_object_get(d, "recipient")),
	    told ? "is told" : "is told nothing, not even that it exists: ",
	    told ? "" : why);
	json_array_foreach(json_object_get(d, "fields"), i, f)
	{
		(void)printf(
		    "  %-10s ", json_string_value(json_object_get(f, "field")));
		if (json_is_true(json_object_get(f, "told")))
			cli_print_value(json_object_get(f, "value"));
		else
			(void)printf("not told: %s",
			    json_string_value(json_object_get(f, "reason")));
		(void)putchar('\n');
	}
}

static int
show_webhooks(json_t *list)
{
	size_t i;
	json_t *d;
	json_array_foreach(list, i, d)
	{
		if (json_object_get(d, "told") != NULL)
			show_disclosed(d);
		else
			show_destination(d);
	}
	if (json_array_size(list) == 0)
		(void)puts("no destinations: see [webhook] in siaga.conf(5)");
	return CLI_OK;
}

static const struct cli_view show_views[] = {
    {"report.list", show_report_list},
    {"report.show", show_report},
    {"report.take", show_act},
    {"report.urgency", show_act},
    {"report.reply", show_act},
    {"report.override", show_act},
    {"report.confirm", show_act},
    {"report.release", show_act},
    {"report.erase", show_act},
    {"report.join", show_act},
    {"report.close", show_act},
    {"report.assign", show_act},
    {"report.exclude", show_act},
    {"report.handover", show_act},
    {"report.receipt", show_paper},
    {"dialogue", show_map},
    {"outbox.list", show_outbox},
    {"webhook.list", show_webhooks},
    {"doctor", show_doctor},
    {"privacy", show_paper},
    {"backup", show_backup},
    {"status", show_status},
    {NULL, NULL},
};

int
cli_show(const struct command_row *row, json_t *result)
{
	static const struct cli_view *const tables[] = {show_views,
	    cli_views_people, cli_views_duty, cli_views_alert, cli_views_board};
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++)
		for (const struct cli_view *v = tables[t]; v->command != NULL;
		     v++)
			if (strcmp(v->command, row->name) == 0)
				return v->show(result);
	(void)json_dumpf(result, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	(void)putchar('\n');
	return CLI_OK;
}
