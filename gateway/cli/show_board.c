/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person reads of what the board shows: the queue, notes, a text before
 * it is sent, the session, modems. */
#include "cli.h"

static const char *
board_str(json_t *of, const char *name)
{
	const char *text = json_string_value(json_object_get(of, name));
	return text == NULL ? "-" : text;
}

static void
board_flag(json_t *of, const char *name, const char *words)
{
	if (json_is_true(json_object_get(of, name)))
		(void)printf("  %s", words);
}

static void
board_queue_row(json_t *r)
{
	bool emergency = json_is_true(json_object_get(r, "emergency"));
	(void)printf("%-6s %-10s %-14s ", board_str(r, "code"),
	    emergency ? "EMERGENCY" : board_str(r, "urgency"),
	    board_str(r, "state"));
	cli_print_time(json_object_get(r, "due_at"));
	(void)printf(
	    " %-8s %-16s ", board_str(r, "due"), board_str(r, "owner"));
	cli_print_value(json_object_get(r, "village"));
	board_flag(r, "unowned", "NOBODY HAS IT");
	board_flag(r, "unread", "unread");
	board_flag(r, "forced", "POSSIBLY FORCED");
	(void)putchar('\n');
}

static int
board_queue(json_t *result)
{
	size_t i;
	const char *key;
	json_t *value, *rows = json_object_get(result, "rows");
	json_object_foreach(json_object_get(result, "counts"), key, value)(void)
	    printf("%s=%lld ", key, (long long)json_integer_value(value));
	(void)printf("\n%-6s %-10s %-14s %-16s %-8s %-16s %s\n", "CODE",
	    "URGENCY", "STATE", "DUE", "FOR", "OWNER", "VILLAGE");
	json_array_foreach(rows, i, value) board_queue_row(value);
	if (json_array_size(rows) == 0)
		(void)puts("nothing");
	return CLI_OK;
}

static int
board_note(json_t *r)
{
	(void)printf(
	    "%s: noted by %s\n", board_str(r, "code"), board_str(r, "by"));
	return CLI_OK;
}

static int
board_preview(json_t *r)
{
	(void)fputs("she would read:\n\t", stdout);
	cli_print_value(json_object_get(r, "text"));
	(void)printf("\n%lld characters, %lld message(s), level %lld%s%s\n",
	    (long long)json_integer_value(json_object_get(r, "septets")),
	    (long long)json_integer_value(json_object_get(r, "segments")),
	    (long long)json_integer_value(json_object_get(r, "level")),
	    json_is_string(json_object_get(r, "banned"))
		? "; not for a locked phone: "
		: "",
	    json_is_string(json_object_get(r, "banned"))
		? board_str(r, "banned")
		: "");
	(void)printf("leaves: %s (%s); her phone: %s\n", board_str(r, "leaves"),
	    board_str(r, "why"), board_str(r, "phone"));
	if (json_is_string(json_object_get(r, "fault")))
		(void)printf("%s\n", board_str(r, "fault"));
	return json_is_true(json_object_get(r, "level_ok")) ? CLI_OK
							    : CLI_PROBLEM;
}

static int
board_session(json_t *r)
{
	(void)printf("%s, %s; locks in %lld minutes if it is not used, in "
		     "%lld at the latest\n",
	    board_str(r, "person"), board_str(r, "role"),
	    (long long)json_integer_value(json_object_get(r, "idle_s")) / 60,
	    (long long)json_integer_value(json_object_get(r, "left_s")) / 60);
	return CLI_OK;
}

static int
board_modems(json_t *list)
{
	size_t i;
	json_t *m;
	json_array_foreach(list, i, m)
	{
		(void)printf("%-16s ", board_str(m, "name"));
		cli_print_value(json_object_get(m, "state"));
		(void)putchar(' ');
		cli_print_value(json_object_get(m, "detail"));
		(void)printf(" SIM %lld/%lld, %lld of %lld texts today\n",
		    (long long)json_integer_value(json_object_get(m, "used")),
		    (long long)json_integer_value(json_object_get(m, "size")),
		    (long long)json_integer_value(
			json_object_get(m, "texts_today")),
		    (long long)json_integer_value(
			json_object_get(m, "texts_per_day")));
	}
	if (json_array_size(list) == 0)
		(void)puts("no modem: see [modem] in siaga.conf(5)");
	return CLI_OK;
}

/* Two rows of the picture are one line of half blocks, dark on light. */
static void
board_picture(json_t *rows)
{
	static const char *const blocks[] = {"\u2588", "\u2580", "\u2584", " "};
	size_t size = json_array_size(rows);
	for (size_t y = 0; y < size + 4; y += 2) {
		(void)fputs("\t\u2588\u2588", stdout);
		for (size_t x = 0; x < size; x++) {
			const char *up = y < 2
					     ? NULL
					     : json_string_value(
						   json_array_get(rows, y - 2));
			const char *down =
			    y < 2 ? NULL
				  : json_string_value(
					json_array_get(rows, y - 1));
			unsigned dark =
			    (up != NULL && up[x] == '1' ? 2U : 0U) +
			    (down != NULL && down[x] == '1' ? 1U : 0U);
			(void)fputs(blocks[dark], stdout);
		}
		(void)fputs("\u2588\u2588\n", stdout);
	}
}

static int
board_totp(json_t *r)
{
	board_picture(json_object_get(r, "qr"));
	(void)printf("\nPoint the app on your phone at it, or type:\n\n\t%s\n\n"
		     "Then: siaga totp confirm SIX-DIGITS. It is shown only "
		     "now.\n",
	    board_str(r, "secret"));
	return CLI_OK;
}

static int
board_totp_confirmed(json_t *r)
{
	(void)printf("%s: the second factor is asked for from now on\n",
	    board_str(r, "confirmed"));
	return CLI_OK;
}

static int
board_totp_reset(json_t *r)
{
	bool had = json_is_true(json_object_get(r, "had"));
	(void)printf("%s %s\n", board_str(r, "person"),
	    had ? "has no second factor any more" : "had none");
	return CLI_OK;
}

static int
board_found(json_t *result)
{
	size_t i;
	json_t *r, *found = json_object_get(result, "found");
	json_array_foreach(found, i, r)
	{
		(void)printf("%-6s %-8s %-14s in a %s of ",
		    board_str(r, "code"), board_str(r, "urgency"),
		    board_str(r, "state"), board_str(r, "in"));
		cli_print_time(json_object_get(r, "at"));
		(void)putchar('\n');
	}
	(void)printf("%zu found, %lld looked at\n", json_array_size(found),
	    (long long)json_integer_value(json_object_get(result, "done")));
	return CLI_OK;
}

static void
board_scopes(json_t *row)
{
	size_t i;
	json_t *scope;
	json_array_foreach(json_object_get(row, "scopes"), i, scope)(void)
	    printf(" %s", json_string_value(scope));
	(void)putchar('\n');
}

static int
board_token(json_t *r)
{
	(void)printf("%s may read:", board_str(r, "name"));
	board_scopes(r);
	(void)printf(
	    "\n\t%s\n\nIt is shown only now.\n", board_str(r, "token"));
	return CLI_OK;
}

static int
board_tokens(json_t *list)
{
	size_t i;
	json_t *r;
	json_array_foreach(list, i, r)
	{
		(void)printf("%-16s by %-16s used ", board_str(r, "name"),
		    board_str(r, "added_by"));
		cli_print_time(json_object_get(r, "used_at"));
		(void)fputs(" reads:", stdout);
		board_scopes(r);
	}
	if (json_array_size(list) == 0)
		(void)puts("no tokens");
	return CLI_OK;
}

static int
board_token_removed(json_t *r)
{
	(void)printf("%s opens nothing any more\n", board_str(r, "removed"));
	return CLI_OK;
}

const struct cli_view cli_views_board[] = {
    {"report.queue", board_queue},
    {"report.note", board_note},
    {"report.preview", board_preview},
    {"session.show", board_session},
    {"modem.list", board_modems},
    {"totp.begin", board_totp},
    {"totp.confirm", board_totp_confirmed},
    {"totp.reset", board_totp_reset},
    {"report.find", board_found},
    {"token.add", board_token},
    {"token.list", board_tokens},
    {"token.remove", board_token_removed},
    {NULL, NULL},
};
