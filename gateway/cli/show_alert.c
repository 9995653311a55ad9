/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of alerts: who was asked, who has it, drills. */
#include "cli.h"

#include <string.h>

static const char *
alert_str(json_t *of, const char *name)
{
	const char *text = json_string_value(json_object_get(of, name));
	return text == NULL ? "" : text;
}

static long long
alert_int(json_t *of, const char *name)
{
	return (long long)json_integer_value(json_object_get(of, name));
}

static bool
alert_has(json_t *of, const char *name)
{
	return json_is_string(json_object_get(of, name));
}

static void
alert_time(const char *words, json_t *of, const char *name)
{
	if (!alert_has(of, name))
		return;
	(void)fputs(words, stdout);
	cli_print_time(json_object_get(of, name));
}

/* --- siaga alert --- */

static void
alert_show_row(json_t *r)
{
	bool drill = json_is_true(json_object_get(r, "drill"));
	(void)printf("%-6s %-6s %-8s ", alert_str(r, "alert"),
	    drill ? "DRILL" : alert_str(r, "code"), alert_str(r, "part"));
	cli_print_time(json_object_get(r, "raised_at"));
	(void)printf(" %-16s %s",
	    alert_has(r, "person") ? alert_str(r, "person")
				   : alert_str(r, "destination"),
	    alert_str(r, "state"));
	if (strcmp(alert_str(r, "state"), "raised") == 0)
		alert_time(" until ", r, "due_at");
	alert_time(" ", r, "answered_at");
	if (alert_has(r, "how"))
		(void)printf(" by %s", alert_str(r, "how"));
	if (alert_has(r, "outcome"))
		(void)printf(": %s", alert_str(r, "outcome"));
	(void)putchar('\n');
}

static int
alert_show_list(json_t *list)
{
	size_t i;
	json_t *r;
	if (json_array_size(list) == 0)
		(void)puts("nobody was asked");
	else
		(void)printf("%-6s %-6s %-8s %-16s %-16s %s\n", "ALERT", "CODE",
		    "PART", "ASKED", "WHO", "STATE");
	json_array_foreach(list, i, r) alert_show_row(r);
	return CLI_OK;
}

/* What an answer has made of the watch. */
static int
alert_show_answer(json_t *r)
{
	const char *state = alert_str(r, "watch");
	if (json_is_true(json_object_get(r, "drill"))) {
		(void)printf("%s was a drill; the answer counts.\n",
		    alert_str(r, "alert"));
		return CLI_OK;
	}
	if (strcmp(state, "done") == 0)
		(void)printf("%s: done.", alert_str(r, "alert"));
	else if (strcmp(state, "owned") == 0)
		(void)printf("%s: %s has it", alert_str(r, "alert"),
		    alert_str(r, "owner"));
	else
		(void)printf(
		    "%s: the next one is asked", alert_str(r, "alert"));
	if (strcmp(state, "owned") == 0)
		alert_time(
		    "; without an outcome others are asked at ", r, "next_at");
	(void)putchar('\n');
	return CLI_OK;
}

static int
alert_show_kin(json_t *r)
{
	(void)printf("%s and %s are %skept from what the other must not hear "
		     "of.\n",
	    alert_str(r, "person"), alert_str(r, "other"),
	    json_is_true(json_object_get(r, "kin")) ? "" : "no longer ");
	return CLI_OK;
}

/* --- siaga drill --- */

static void
alert_show_tally(json_t *r)
{
	(void)printf("%-16s %6lld %5lld %7lld %8lld %8lld %6lld  ",
	    alert_str(r, "village"), alert_int(r, "cadres"),
	    alert_int(r, "asked"), alert_int(r, "reached"),
	    alert_int(r, "accepted"), alert_int(r, "declined"),
	    alert_int(r, "silent"));
	if (json_is_integer(json_object_get(r, "median_s")))
		(void)printf("%lld min %02lld s  ",
		    alert_int(r, "median_s") / 60,
		    alert_int(r, "median_s") % 60);
	else
		(void)fputs("-  ", stdout);
	cli_print_value(json_object_get(r, "name"));
	(void)putchar('\n');
}

static int
alert_show_drill(json_t *r)
{
	size_t i;
	json_t *row;
	if (json_is_object(r)) {
		(void)printf("%lld cadres are asked. They may answer until ",
		    alert_int(r, "cadres"));
		cli_print_time(json_object_get(r, "until"));
		(void)puts("; then: siaga drill --list");
		return CLI_OK;
	}
	if (json_array_size(r) == 0)
		(void)puts("no drill yet: siaga drill --village NAME");
	else
		(void)printf("%-16s %6s %5s %7s %8s %8s %6s  %s\n", "VILLAGE",
		    "CADRES", "ASKED", "REACHED", "ACCEPTED", "DECLINED",
		    "SILENT", "MEDIAN");
	json_array_foreach(r, i, row) alert_show_tally(row);
	return CLI_OK;
}

/* --- of a report --- */

static void
alert_show_watch(json_t *w)
{
	size_t i;
	json_t *a;
	const char *state = alert_str(w, "state");
	(void)printf("%s: ",
	    strcmp(alert_str(w, "part"), "cadre") == 0 ? "cadres" : "office");
	if (strcmp(state, "done") == 0)
		(void)fputs("done", stdout);
	else if (strcmp(state, "owned") != 0)
		(void)fputs("NOBODY HAS IT", stdout);
	if (alert_has(w, "owner") && strcmp(state, "asking") != 0)
		(void)printf("%s%s%s", strcmp(state, "done") == 0 ? ", " : "",
		    alert_str(w, "owner"),
		    strcmp(state, "done") == 0 ? "" : " has it");
	if (strcmp(state, "owned") == 0)
		alert_time(", outcome due ", w, "next_at");
	json_array_foreach(json_object_get(w, "asked"), i, a)
	{
		if (strcmp(alert_str(a, "state"), "raised") != 0)
			continue;
		(void)printf("; %s is asked", alert_str(a, "to"));
		alert_time(" until ", a, "until");
	}
	if (strcmp(state, "asking") == 0)
		alert_time("; moves on ", w, "next_at");
	alert_time("; ALARM ", w, "alarm_at");
	(void)putchar('\n');
}

void
cli_show_watches(json_t *report)
{
	size_t i;
	json_t *w, *clocks = json_object_get(report, "clocks");
	json_t *tpks = json_object_get(clocks, "tpks");
	json_array_foreach(json_object_get(report, "alerts"), i, w)
	    alert_show_watch(w);
	if (!alert_has(tpks, "due_at"))
		return;
	alert_time("TPKS 3x24 h: until ", tpks, "due_at");
	alert_time(", asked ", tpks, "asked_at");
	if (alert_has(tpks, "asked_at"))
		alert_time(", seen ", tpks, "seen_at");
	if (alert_has(tpks, "asked_at") && !alert_has(tpks, "seen_at"))
		(void)fputs(", NOT SEEN", stdout);
	(void)putchar('\n');
}

const struct cli_view cli_views_alert[] = {
    {"alert.list", alert_show_list},
    {"alert.accept", alert_show_answer},
    {"alert.decline", alert_show_answer},
    {"alert.outcome", alert_show_answer},
    {"people.kin", alert_show_kin},
    {"drill", alert_show_drill},
    {NULL, NULL},
};
