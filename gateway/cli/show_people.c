/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of people, keys, sessions and the audit. */
#include "cli.h"

#include <stdlib.h>
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
		     "itself; siaga lock ends it now.\n",
	    people_str(r, "person"), people_str(r, "role"),
	    people_int(r, "minutes"));
	if (getenv("XDG_RUNTIME_DIR") == NULL)
		(void)printf("No $XDG_RUNTIME_DIR to keep it in; for this "
			     "terminal:\n\n  export SIAGA_SESSION=%s\n",
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
	const char *removed = people_str(p, "removed_at");
	(void)printf("%-16s %-14s %-8s ", people_str(p, "id"),
	    people_str(p, "role"), people_true(p, "key") ? "key" : "no key");
	people_print(p, "name");
	if (*removed != '\0')
		(void)printf("  left %s", removed);
	else if (!people_true(p, "serves"))
		(void)printf("  not serving today (%s to %s)",
		    people_str(p, "from"), people_str(p, "to"));
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
	(void)printf("%lld people hold a key; %lld of them open reports, %lld "
		     "as supervisors.\n",
	    people_int(r, "people"), people_int(r, "readers"),
	    people_int(r, "supervisors"));
	(void)puts(people_true(r, "recovery")
		       ? "A recovery key is on paper."
		       : "NO RECOVERY KEY: if all passphrases are forgotten, "
			 "every report is lost. Make one: siaga key paper");
	if (people_true(r, "first_officer_key"))
		(void)puts("THE FIRST KEY still opens everything: replace it "
			   "by siaga key init");
	return CLI_OK;
}

static int
show_audit(json_t *list)
{
	size_t i;
	json_t *r;
	json_array_foreach(list, i, r)
	{
		(void)printf(
		    "%6lld  %s  ", people_int(r, "id"), people_str(r, "at"));
		people_print(r, "actor");
		(void)printf("  %s  ", people_str(r, "act"));
		people_print(r, "object");
		(void)fputs("  ", stdout);
		people_print(r, "detail");
		(void)putchar('\n');
	}
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
	json_array_foreach(json_object_get(r, "numbers"), i, n)(void)
	    printf("%s  last wrote %s\n", people_str(n, "number"),
		people_str(n, "at"));
	(void)printf("phone %s, contact %s %s. This look is on record.\n",
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
	return CLI_OK;
}

const struct cli_view cli_views_people[] = {
    {"unlock", show_unlock},
    {"lock", show_lock},
    {"people.list", show_people},
    {"people.add", show_one_person},
    {"people.remove", show_one_person},
    {"people.ring", show_ring},
    {"key.init", show_keys},
    {"key.officer", show_keys},
    {"key.rotate", show_keys},
    {"key.revoke", show_keys},
    {"key.recovery", show_keys},
    {"key.list", show_keys},
    {"audit.list", show_audit},
    {"audit.verify", show_verify},
    {"report.reveal", show_reveal},
    {"report.same", show_same},
    {NULL, NULL},
};
