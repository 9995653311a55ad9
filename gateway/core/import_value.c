/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people write in the cells of a roster. Pure. */
#include "import.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

bool
import_word(const char **at, char *ret, size_t size)
{
	*at += strspn(*at, "; ");
	size_t len = strcspn(*at, ";"), end = len;
	while (end > 0 && (*at)[end - 1] == ' ')
		end--;
	(void)snprintf(ret, size, "%.*s", (int)end, *at);
	*at += len;
	return end > 0;
}

bool
import_is_line(const char *text, size_t most)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return strlen(text) <= most;
}

/* -1: no day. English as the manual has it, and as people here write. */
static int
import_weekday(const char *word, size_t len)
{
	static const struct {
		const char *name;
		int day;
	} days[] = {{"sun", 0}, {"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4},
	    {"fri", 5}, {"sat", 6}, {"min", 0}, {"sen", 1}, {"sel", 2},
	    {"rab", 3}, {"kam", 4}, {"jum", 5}, {"sab", 6}, {"minggu", 0},
	    {"senin", 1}, {"selasa", 2}, {"rabu", 3}, {"kamis", 4},
	    {"jumat", 5}, {"sabtu", 6}};
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		if (strlen(days[i].name) == len &&
		    strncasecmp(days[i].name, word, len) == 0)
			return days[i].day;
	return -1;
}

bool
import_days(const char *text, unsigned *ret_days)
{
	static const char parts[] = "; ,";
	*ret_days = 0;
	for (text += strspn(text, parts); *text != '\0';
	     text += strspn(text, parts)) {
		size_t len = strcspn(text, parts), first = strcspn(text, "-");
		first = first > len ? len : first;
		int from = import_weekday(text, first), to = from;
		if (first < len)
			to = import_weekday(text + first + 1, len - first - 1);
		if (len == 1 && *text == '*') {
			from = 0;
			to = 6;
		}
		if (from < 0 || to < 0)
			return false;
		for (int day = from;; day = (day + 1) % 7) {
			*ret_days |= 1u << day;
			if (day == to)
				break;
		}
		text += len;
	}
	return *ret_days != 0;
}

bool
import_minute(const char *text, int *ret_minute)
{
	size_t hours = strspn(text, "0123456789");
	const char *rest = text + hours;
	if (hours < 1 || hours > 2 || (*rest != ':' && *rest != '.') ||
	    strspn(rest + 1, "0123456789") != 2 || rest[3] != '\0')
		return false;
	int hour =
	    hours == 1 ? text[0] - '0' : (text[0] - '0') * 10 + text[1] - '0';
	int minute = (rest[1] - '0') * 10 + rest[2] - '0';
	*ret_minute = hour * 60 + minute;
	return minute < 60 && *ret_minute <= ROSTER_MINUTES;
}
