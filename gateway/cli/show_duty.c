/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of rosters: imports, who is told, weeks, villages. */
#include "cli.h"

#include <string.h>

static const char *
duty_str(json_t *of, const char *name)
{
	const char *text = json_string_value(json_object_get(of, name));
	return text == NULL ? "" : text;
}

static long long
duty_int(json_t *of, const char *name)
{
	return (long long)json_integer_value(json_object_get(of, name));
}

static void
duty_print(json_t *of, const char *name)
{
	const char *text = duty_str(of, name);
	cli_print_safe(stdout, text, strlen(text));
}

/* --- import --- */

static int
show_faults(json_t *r)
{
	size_t i;
	json_t *fault;
	/* There may be thousands, and each byte would be a write. */
	(void)setvbuf(stderr, NULL, _IOFBF, BUFSIZ);
	json_array_foreach(json_object_get(r, "faults"), i, fault)
	{
		cli_print_safe(stderr, json_string_value(fault),
		    json_string_length(fault));
		(void)fputc('\n', stderr);
	}
	(void)fprintf(stderr, "%lld faults; nothing was written.\n",
	    duty_int(r, "count"));
	(void)fflush(stderr);
	(void)setvbuf(stderr, NULL, _IONBF, 0);
	return CLI_PROBLEM;
}

static void
show_gaps(json_t *r)
{
	size_t i;
	json_t *gap;
	json_array_foreach(json_object_get(r, "gaps"), i, gap)
	{
		(void)fputs("warning: ", stdout);
		duty_print(gap, "what");
		(void)fputs("\n         -> ", stdout);
		duty_print(gap, "fallback");
		(void)putchar('\n');
	}
	if (duty_int(r, "more_gaps") > 0)
		(void)printf(
		    "warning: and %lld more gaps\n", duty_int(r, "more_gaps"));
}

static int
show_import(json_t *r)
{
	const char *kind;
	json_t *count;
	if (!json_is_true(json_object_get(r, "written")))
		return show_faults(r);
	json_object_foreach(json_object_get(r, "kinds"), kind, count)
	{
		(void)printf("%s: %lld rows", kind, duty_int(count, "rows"));
		if (duty_int(count, "left") > 0)
			(void)printf(", %lld left", duty_int(count, "left"));
		(void)putchar('\n');
	}
	show_gaps(r);
	return CLI_OK;
}

/* --- duty --- */

static int
show_candidates(json_t *r)
{
	size_t i;
	json_t *v;
	(void)puts("Which of these?");
	json_array_foreach(json_object_get(r, "candidates"), i, v)
	{
		(void)printf("  %-20s ", duty_str(v, "code"));
		duty_print(v, "name");
		(void)fputs(", kecamatan ", stdout);
		duty_print(v, "kecamatan");
		(void)putchar('\n');
	}
	return CLI_PROBLEM;
}

static const char *
show_why(const char *why)
{
	static const struct {
		const char *name, *words;
	} words[] = {{"on_duty", "on duty"},
	    {"at_all_hours", "a cadre without fixed hours"},
	    {"replaces", "stands in for "},
	    {"if_nobody_answers", "if nobody before answers"},
	    {"off_duty", "off duty"}, {"other_village", "another village"},
	    {"away", "away"}, {"not_yet", "not in office yet"},
	    {"not_any_more", "no longer in office"}, {"removed", "has left"},
	    {"excluded", "excluded from this case"},
	    {"no_channel", "no channel"}, {"no_number", "no number"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].name, why) == 0)
			return words[i].words;
	return why;
}

static void
show_duty_person(json_t *p)
{
	(void)printf("%-16s %-13s ", duty_str(p, "id"), duty_str(p, "role"));
	if (*duty_str(p, "name") != '\0') {
		duty_print(p, "name");
		(void)fputs(", ", stdout);
	}
	(void)printf(
	    "%s%s", show_why(duty_str(p, "why")), duty_str(p, "instead_of"));
	if (strcmp(duty_str(p, "stage"), "elsewhere") == 0)
		(void)fputs(" (serves other villages)", stdout);
	if (strcmp(duty_str(p, "stage"), "off_duty") == 0)
		(void)fputs(" (off duty)", stdout);
	(void)putchar('\n');
}

/* False: nobody is on duty. */
static bool
show_told(json_t *r, const char *key, const char *title)
{
	size_t i;
	json_t *p, *of = json_object_get(r, key);
	bool fallback = json_is_true(json_object_get(of, "fallback"));
	if (of == NULL)
		return true;
	(void)printf("%s\n", title);
	if (fallback)
		(void)puts(duty_int(of, "count") > 0
			       ? "  NOBODY IS ON DUTY; told instead:"
			       : "  NOBODY AT ALL: a case would be an alarm");
	json_array_foreach(json_object_get(of, "told"), i, p)
	{
		(void)printf("  %2zu. ", i + 1);
		show_duty_person(p);
	}
	json_array_foreach(json_object_get(of, "others"), i, p)
	{
		(void)fputs("  not ", stdout);
		show_duty_person(p);
	}
	return !fallback;
}

static void
show_names(json_t *list)
{
	size_t i;
	json_t *name;
	json_array_foreach(list, i, name)(void)
	    printf("%s%s", i == 0 ? "" : ", ", json_string_value(name));
}

static bool
show_week(json_t *rows, const char *title)
{
	size_t i;
	json_t *row;
	const char *day = "";
	bool whole = true;
	if (rows == NULL)
		return true;
	(void)printf("%s\n", title);
	json_array_foreach(rows, i, row)
	{
		json_t *people = json_object_get(row, "people");
		bool same = strcmp(day, duty_str(row, "day")) == 0;
		day = duty_str(row, "day");
		(void)printf("  %-3s %-10s  %02lld:%02lld-%02lld:%02lld  ",
		    same ? "" : duty_str(row, "weekday"), same ? "" : day,
		    duty_int(row, "from") / 60, duty_int(row, "from") % 60,
		    duty_int(row, "to") / 60, duty_int(row, "to") % 60);
		if (json_array_size(people) == 0) {
			(void)fputs("NOBODY -> ", stdout);
			people = json_object_get(row, "fallback");
			whole = false;
		}
		show_names(people);
		if (duty_int(row, "more") > 0)
			(void)printf(" and %lld more", duty_int(row, "more"));
		if (json_array_size(people) == 0)
			(void)fputs("an alarm", stdout);
		(void)putchar('\n');
	}
	return whole;
}

static void
show_where(json_t *r)
{
	json_t *village = json_object_get(r, "village");
	(void)printf("%s, ", duty_str(r, "at"));
	if (json_is_object(village)) {
		duty_print(village, "name");
		(void)fputs(", kecamatan ", stdout);
		duty_print(village, "kecamatan");
		(void)putchar('\n');
	} else {
		(void)puts("village not known");
	}
	if (!json_is_true(json_object_get(r, "roster")))
		(void)puts("THERE IS NO ROSTER: siaga import villages.csv "
			   "people.csv duty.csv");
}

static int
show_duty(json_t *r)
{
	json_t *week = json_object_get(r, "week");
	bool good;
	if (json_object_get(r, "candidates") != NULL)
		return show_candidates(r);
	show_where(r);
	if (week != NULL) {
		good = show_week(json_object_get(week, "officers"), "office:");
		good &= show_week(json_object_get(week, "cadres"), "cadres:");
	} else {
		good = show_told(r, "officers", "office:");
		good &= show_told(r, "cadres", "cadres, with her consent:");
	}
	return good ? CLI_OK : CLI_PROBLEM;
}

/* --- villages --- */

static void
show_village_line(json_t *v)
{
	long long cadres = duty_int(v, "cadres");
	(void)printf("%-20s ", duty_str(v, "code"));
	duty_print(v, "name");
	(void)fputs(", kecamatan ", stdout);
	duty_print(v, "kecamatan");
	if (json_is_integer(json_object_get(v, "population")))
		(void)printf(", %lld people", duty_int(v, "population"));
	if (*duty_str(v, "timezone") != '\0')
		(void)printf(", %s", duty_str(v, "timezone"));
	if (cadres == 0)
		(void)puts(", NO CADRE");
	else
		(void)printf(", %lld cadre%s%s\n", cadres,
		    cadres == 1 ? "" : "s", cadres < 3 ? " (FEW)" : "");
}

static int
show_villages(json_t *list)
{
	size_t i;
	json_t *v;
	json_array_foreach(list, i, v) show_village_line(v);
	if (json_array_size(list) == 0)
		(void)puts("no villages: siaga import villages.csv");
	return CLI_OK;
}

static int
show_village(json_t *v)
{
	size_t i;
	json_t *p;
	if (json_object_get(v, "candidates") != NULL)
		return show_candidates(v);
	show_village_line(v);
	if (*duty_str(v, "aliases") != '\0') {
		(void)fputs("  also typed: ", stdout);
		duty_print(v, "aliases");
		(void)putchar('\n');
	}
	json_array_foreach(json_object_get(v, "people"), i, p)
	{
		(void)fputs("  ", stdout);
		if (strcmp(duty_str(p, "why"), "on_duty") == 0)
			(void)json_object_set_new(
			    p, "why", json_string("at the hours of duty.csv"));
		show_duty_person(p);
	}
	return CLI_OK;
}

const struct cli_view cli_views_duty[] = {
    {"import", show_import},
    {"duty", show_duty},
    {"village.list", show_villages},
    {"village.show", show_village},
    {NULL, NULL},
};
