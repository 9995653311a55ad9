/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hours.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define HOURS_DAY    1440
#define HOURS_AHEAD  8 /* days looked at for the next opening */
#define HOURS_LENGTH 256

/* The day that a word names, in any language; -1: none. */
static int
hours_day(const struct texts *t, const char *word, size_t len)
{
	for (size_t l = 0; texts_day(t, l, 0) != NULL; l++)
		for (size_t d = 0; d < 7; d++) {
			const char *name = texts_day(t, l, d);
			if (strlen(name) == len &&
			    strncasecmp(name, word, len) == 0)
				return (int)d;
		}
	/* Both spellings of Friday and Sunday are common. */
	if (len == 6 && strncasecmp(word, "Jum'at", len) == 0)
		return 5;
	return len == 4 && strncasecmp(word, "Ahad", len) == 0 ? 0 : -1;
}

/* "Senin-Jumat ", "Sabtu ": *at moves on; false if no day stands there. */
static bool
hours_take_days(
    const struct texts *t, const char **at, int *ret_first, int *ret_last)
{
	size_t len = strcspn(*at, " -");
	*ret_first = hours_day(t, *at, len);
	*ret_last = *ret_first;
	if (*ret_first < 0)
		return false;
	*at += len;
	if (**at == '-') {
		(*at)++;
		len = strcspn(*at, " ");
		*ret_last = hours_day(t, *at, len);
		*at += len;
	}
	return *ret_last >= 0;
}

static bool
hours_take_times(const char **at, int *ret_from, int *ret_to)
{
	int h1, m1, h2, m2, used = 0;
	*at += strspn(*at, " ");
	if (strncasecmp(*at, "jam ", 4) == 0)
		*at += 4;
	if (sscanf(*at, "%2d%*1[.:]%2d%*[- ]%2d%*1[.:]%2d%n", &h1, &m1, &h2,
		&m2, &used) != 4 ||
	    h1 > 23 || m1 > 59 || h2 > 24 || m2 > 59 || h1 < 0 || m1 < 0 ||
	    m2 < 0 || h2 * 60 + m2 > HOURS_DAY || h1 * 60 + m1 >= h2 * 60 + m2)
		return false;
	*ret_from = h1 * 60 + m1;
	*ret_to = h2 * 60 + m2;
	*at += used;
	return true;
}

static void
hours_set(struct hours *h, int first, int last, int from, int to)
{
	for (int d = first;; d = (d + 1) % 7) {
		h->day[d].from = from;
		h->day[d].to = to;
		if (d == last)
			return;
	}
}

static bool
hours_take(const struct texts *t, const char *at, struct hours *h)
{
	static const char *const daily[] = {
	    "setiap hari", "tiap hari", "every day"};
	int first, last, from, to;
	while (*at != '\0') {
		first = 0;
		last = 6;
		size_t skip = 0;
		for (size_t i = 0; i < 3; i++)
			if (strncasecmp(at, daily[i], strlen(daily[i])) == 0)
				skip = strlen(daily[i]);
		at += skip;
		if (skip == 0 && !hours_take_days(t, &at, &first, &last))
			return false;
		if (!hours_take_times(&at, &from, &to))
			return false;
		hours_set(h, first, last, from, to);
		at += strspn(at, " ,;");
	}
	return true;
}

bool
hours_read(const struct texts *t, const char *words, struct hours *ret)
{
	*ret = (struct hours){.known = false};
	if (strncasecmp(words, "24 jam", 6) == 0 ||
	    strncasecmp(words, "24 hours", 8) == 0)
		hours_set(ret, 0, 6, 0, HOURS_DAY);
	else if (*words == '\0' || !hours_take(t, words, ret))
		return false;
	ret->known = true;
	return true;
}

int
hours_minute(int64_t now_s)
{
	time_t at = (time_t)now_s;
	struct tm tm = {0};
	(void)localtime_r(&at, &tm);
	return tm.tm_hour * 60 + tm.tm_min;
}

bool
hours_open(const struct hours *h, int64_t now_s, int64_t *ret_open_s)
{
	time_t at = (time_t)now_s;
	struct tm tm = {0};
	*ret_open_s = now_s;
	if (!h->known || localtime_r(&at, &tm) == NULL)
		return true;
	int minute = tm.tm_hour * 60 + tm.tm_min, day = tm.tm_wday;
	if (minute >= h->day[day].from && minute < h->day[day].to)
		return true;
	for (int ahead = 0; ahead < HOURS_AHEAD; ahead++) {
		int d = (day + ahead) % 7;
		if (h->day[d].from == h->day[d].to ||
		    (ahead == 0 && minute >= h->day[d].from))
			continue;
		struct tm then = {.tm_year = tm.tm_year,
		    .tm_mon = tm.tm_mon,
		    .tm_mday = tm.tm_mday + ahead,
		    .tm_hour = h->day[d].from / 60,
		    .tm_min = h->day[d].from % 60,
		    .tm_isdst = -1};
		*ret_open_s = (int64_t)mktime(&then);
		return false;
	}
	return true; /* never open: nothing true could be said */
}
