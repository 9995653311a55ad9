/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of people, keys, sessions and the audit. */
#include "cli.h"

#include <string.h>

static const char *
people_str(json_t *of, const char *name)
{
	const char *text = json_string_value(json_object_get(of, name));
	return text == NULL ? "" : text;
}

static long long
people_int(json_t *of, const char *name)
{
	return (long long)json_integer_value(json_object_get(of, name));
}

static bool
people_true(json_t *of, const char *name)
{
	return json_is_true(json_object_get(of, name));
}

static void
people_print(json_t *of, const char *name)
{
	const char *text = people_str(of, name);
	cli_print_safe(stdout, text, strlen(text));
}

static int
show_unlock(json_t *r)
{
	(void)printf("Unlocked: %s, %s. Unused for %lld minutes it locks by "
		     "itself; siaga lock\nends it now.\n",
	    people_str(r, "person"), people_str(r, "role"),
	    people_int(r, "minutes"));
	if (!people_true(r, "kept"))
		(void)printf("There is no $XDG_RUNTIME_DIR to keep it in; for "
			     "this terminal:\n\n  export SIAGA_SESSION=%s\n",
		    people_str(r, "session"));
	return CLI_OK;
}

static int
show_lock(json_t *r)
{
	(void)printf("Locked: %s.\n", people_str(r, "locked"));
	return CLI_OK;
}

static void
show_person(json_t *p)
{
	(void)printf("%-16s %-14s %-8s ", people_str(p, "id"),
	    people_str(p, "role"), people_true(p, "key") ? "key" : "no key");
	people_print(p, "name");
	if (*people_str(p, "removed_at") != '\0') {
		(void)fputs("  left ", stdout);
		cli_print_time(json_object_get(p, "removed_at"));
	} else if (!people_true(p, "serves")) {
		(void)printf("  not serving today (%s to %s)",
		    people_str(p, "from"), people_str(p, "to"));
	}
	if (people_true(p, "unreadable"))
		(void)fputs("  NAME AND NUMBER ARE UNREADABLE: enter them "
			    "again, siaga people add",
		    stdout);
	size_t i;
	json_t *code, *villages = json_object_get(p, "villages");
	json_array_foreach(villages, i, code)(void)
	    printf("%s%s", i == 0 ? "  " : " ", json_string_value(code));
	(void)printf("  %s%s", people_str(p, "channels"),
	    people_true(p, "number") ? "" : " (no number)");
	if (people_int(p, "cases") > 0)
		(void)printf("  %lld open", people_int(p, "cases"));
	(void)putchar('\n');
}

static int
show_people(json_t *list)
{
	size_t i;
	json_t *p;
	if (json_array_size(list) == 0)
		(void)puts("Nobody yet: siaga people add, siaga key init.");
	else
		(void)printf(
		    "%-16s %-14s %-8s %s\n", "ID", "ROLE", "KEY", "NAME");
	json_array_foreach(list, i, p) show_person(p);
	return CLI_OK;
}

static int
show_one_person(json_t *p)
{
	show_person(p);
	return CLI_OK;
}

static int
show_ring(json_t *r)
{
	(void)printf("The phone of %s rings within a minute, for %lld seconds. "
		     "Do not take it; this is a test.\n",
	    people_str(r, "person"), people_int(r, "seconds"));
	return CLI_OK;
}

static int
show_keys(json_t *r)
{
	(void)printf("People with a key: %lld; %lld of them open reports, %lld "
		     "as supervisors.\n",
	    people_int(r, "people"), people_int(r, "readers"),
	    people_int(r, "supervisors"));
	if (people_true(r, "first_officer_key"))
		(void)puts("THE KEY OF THE FIRST START still opens "
			   "everything. "
			   "Put a person's key in its place:\n  siaga key "
			   "init "
			   "YOU --key-file STATE_DIR/first-officer.key");
	else if (people_int(r, "supervisors") < 2)
		(void)puts("ONLY ONE SUPERVISOR: a second one can replace a "
			   "forgotten passphrase.\n  siaga people add ID "
			   "--role supervisor, siaga key officer ID");
	(void)puts(people_true(r, "recovery")
		       ? "A recovery key is on paper."
		       : "NO RECOVERY KEY: if all passphrases are forgotten, "
			 "every report is lost.\n  siaga key paper (on "
			 "another "
			 "machine), siaga key recovery ITS-LINE");
	return CLI_OK;
}

static int
show_init(json_t *r)
{
	(void)puts("The first key is replaced and its file is gone. From now "
		   "on: siaga unlock YOU\n");
	return show_keys(r);
}

static int
show_rotate(json_t *r)
{
	(void)puts("You have a new key; sessions of the old one are over: "
		   "siaga unlock YOU\n");
	return show_keys(r);
}

static int
show_audit(json_t *list)
{
	size_t i;
	json_t *r;
	json_array_foreach(list, i, r)
	{
		(void)printf("%6lld  ", people_int(r, "id"));
		cli_print_time(json_object_get(r, "at"));
		(void)fputs("  ", stdout);
		people_print(r, "actor");
		(void)printf("  %s  ", people_str(r, "act"));
		people_print(r, "object");
		(void)fputs("  ", stdout);
		people_print(r, "detail");
		(void)putchar('\n');
	}
	if (json_array_size(list) == 0)
		(void)puts("Nothing was done yet.");
	return CLI_OK;
}

static int
show_verify(json_t *r)
{
	if (people_true(r, "good")) {
		(void)printf("Whole: %lld rows, head %s.\n",
		    people_int(r, "count"), people_str(r, "head"));
		return CLI_OK;
	}
	(void)printf("BROKEN at row %lld: what stands there is not what was "
		     "written. Keep the disk as it is, and call for help.\n",
	    people_int(r, "broken_at"));
	return CLI_PROBLEM;
}

static int
show_reveal(json_t *r)
{
	size_t i;
	json_t *n, *contact = json_object_get(r, "contact");
	if (json_array_size(json_object_get(r, "numbers")) == 0)
		(void)puts("No number: the operator hides it (USSD), or no key "
			   "here opens what\nholds it. Look in her texts for "
			   "one.");
	json_array_foreach(json_object_get(r, "numbers"), i, n)
	{
		people_print(n, "number");
		(void)fputs("  last wrote ", stdout);
		cli_print_time(json_object_get(n, "at"));
		(void)putchar('\n');
	}
	(void)printf(
	    "Whose phone: %s. Contact: %s %s\nThat you looked stays in "
	    "the audit.\n",
	    people_str(contact, "phone"), people_str(contact, "way"),
	    people_str(contact, "window"));
	return CLI_OK;
}

static int
show_same(json_t *r)
{
	size_t i;
	json_t *pair;
	json_array_foreach(json_object_get(r, "pairs"), i, pair)(void)
	    printf("%s and %s came from one number: siaga report join "
		   "%s %s\n",
		people_str(pair, "same_as"), people_str(pair, "code"),
		people_str(pair, "same_as"), people_str(pair, "code"));
	if (!people_true(r, "complete"))
		(void)puts("(still looking; ask again in a moment)");
	else if (json_array_size(json_object_get(r, "pairs")) == 0)
		(void)puts("No two of the reports that your key opens came "
			   "from one number.");
	return CLI_OK;
}

static int
show_panic(json_t *r)
{
	if (people_true(r, "locked") && !people_true(r, "kept")) {
		(void)puts("LOCKED in memory: nobody reads on. The disk takes "
			   "nothing, so the numbers\nare not forgotten yet; "
			   "Siaga tries on. Until then a restart ends the "
			   "lock.");
		return CLI_OK;
	}
	(void)puts(
	    people_true(r, "locked")
		? "LOCKED. Nobody reads on, the box has forgotten every "
		  "number, and nothing\nthat waited is sent. Reports are "
		  "still taken and announced.\nA supervisor ends it: "
		  "siaga panic end ID"
		: "The lock is over. Answers that waited were withdrawn: "
		  "write them again.\nEverybody unlocks anew: siaga "
		  "unlock YOU");
	return CLI_OK;
}

static int
show_panic_codes(json_t *r)
{
	size_t i;
	json_t *code;
	(void)printf("For %s alone. A text that is one of these, from the "
		     "number of %s, locks the box;\neach works once, and "
		     "older ones no more:\n",
	    people_str(r, "person"), people_str(r, "person"));
	json_array_foreach(json_object_get(r, "codes"), i, code)(void)
	    printf("  %s\n", json_string_value(code));
	return CLI_OK;
}

const struct cli_view cli_views_people[] = {
    {"panic", show_panic},
    {"panic.end", show_panic},
    {"panic.codes", show_panic_codes},
    {"unlock", show_unlock},
    {"lock", show_lock},
    {"people.list", show_people},
    {"people.add", show_one_person},
    {"people.remove", show_one_person},
    {"people.ring", show_ring},
    {"key.init", show_init},
    {"key.officer", show_keys},
    {"key.rotate", show_rotate},
    {"key.revoke", show_keys},
    {"key.recovery", show_keys},
    {"key.list", show_keys},
    {"audit.list", show_audit},
    {"audit.verify", show_verify},
    {"report.reveal", show_reveal},
    {"report.same", show_same},
    {NULL, NULL},
};
