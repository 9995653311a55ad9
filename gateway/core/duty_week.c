/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A week of a roster, and what it leaves open; see duty.h. */
#include "duty.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEEK_SIZE      (ROSTER_WEEK * ROSTER_MINUTES)
#define WEEK_NAMES     20 /* villages named in one line; the rest is counted */
#define WEEK_INTERVALS 14 /* of hours */
#define WEEK_TEXT      2048
#define WEEK_TOLD      8 /* people named at one hour */

static const char *const week_days[ROSTER_WEEK] = {
    "sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/* --- text of bounded length; what does not fit is left out --- */

struct week_text {
	char text[WEEK_TEXT];
	size_t len;
};

static void
week_say(struct week_text *t, const char *first, const char *second)
{
	int len = snprintf(
	    t->text + t->len, sizeof(t->text) - t->len, "%s%s", first, second);
	t->len += (size_t)len;
	if (t->len >= sizeof(t->text))
		t->len = sizeof(t->text) - 1;
}

static void
week_say_count(struct week_text *t, size_t count, const char *what)
{
	char number[32];
	(void)snprintf(number, sizeof(number), " and %zu ", count);
	week_say(t, number, what);
}

/* "kecamatan ..." is not said: names are what people know. */
static void
week_say_villages(struct week_text *t, const struct roster *r,
    const uint32_t *villages, size_t count)
{
	if (count == r->village_count) {
		week_say(t, count == 0 ? "the district" : "all villages", "");
		return;
	}
	for (size_t i = 0; i < count && i < WEEK_NAMES; i++) {
		week_say(t, i == 0 ? "" : ", ", r->villages[villages[i]].name);
		week_say(t, " (", r->villages[villages[i]].code);
		week_say(t, ")", "");
	}
	if (count > WEEK_NAMES)
		week_say_count(t, count - WEEK_NAMES, "more (siaga village)");
}

static void
week_say_minute(struct week_text *t, int64_t first_day, size_t minute, bool end)
{
	char text[32];
	size_t day = minute / ROSTER_MINUTES, of = minute % ROSTER_MINUTES;
	if (end && of == 0) {
		day--;
		of = ROSTER_MINUTES;
	}
	(void)snprintf(text, sizeof(text), "%s %02zu:%02zu",
	    week_days[roster_weekday(first_day + (int64_t)day)], of / 60,
	    of % 60);
	week_say(t, text, "");
}

/* Who is told first there and then. */
static json_t *
week_fallback(
    const struct roster *r, uint32_t village, int64_t at_s, unsigned role)
{
	const struct duty_ask ask = {
	    .village = village, .at_s = at_s, .role = role};
	struct duty_answer answer;
	struct week_text t = {.len = 0};
	if (duty_decide(r, &ask, &answer) < 0)
		return NULL;
	if (answer.told_count == 0)
		week_say(&t, "NOBODY: a case is an alarm at once", "");
	else
		week_say(&t, r->people[answer.told[0].person].id, ", ");
	if (answer.told_count > 0)
		week_say(
		    &t, role_name(r->people[answer.told[0].person].role), "");
	duty_answer_free(&answer);
	return json_string(t.text);
}

/* Takes `fallback`; false: no memory. */
static bool
week_add(
    json_t *gaps, const char *kind, const struct week_text *t, json_t *fallback)
{
	if (fallback == NULL)
		return false;
	bool nobody = strncmp(json_string_value(fallback), "NOBODY", 6) == 0;
	return json_array_append_new(gaps,
		   json_pack("{s:s, s:s, s:o}", "kind",
		       nobody && strcmp(kind, "cadres") != 0 ? "nobody" : kind,
		       "what", t->text, "fallback", fallback)) == 0;
}

/* --- hours --- */

struct week {
	const struct roster *r;
	int64_t first_day;
	uint8_t *base; /* 1: somebody is on duty in every village */
	struct week_group {
		uint8_t *map;
		uint32_t *villages;
		size_t count;
	} * groups;
	size_t group_count;
};

static void
week_fill(uint8_t *map, size_t day, int from, int to)
{
	if (to > from)
		memset(
		    map + day * ROSTER_MINUTES + from, 1, (size_t)(to - from));
}

/* What one line of duty.csv covers, as far as somebody stands for it. */
static void
week_cover(const struct week *w, const struct roster_duty *d, uint8_t *map)
{
	const struct duty_ask ask = {.village = ROSTER_NONE};
	enum duty_why why;
	for (size_t day = 0; day < ROSTER_WEEK; day++) {
		int64_t date = w->first_day + (int64_t)day;
		int weekday = roster_weekday(date);
		bool today = (d->days >> weekday & 1) != 0;
		bool before = (d->days >> (weekday + 6) % 7 & 1) != 0;
		if (duty_stands(w->r, &ask, d->person, date, &why) ==
		    ROSTER_NONE)
			continue;
		if (today && d->from < d->to)
			week_fill(map, day, d->from, d->to);
		else if (today)
			week_fill(map, day, d->from, ROSTER_MINUTES);
		if (before && d->from >= d->to)
			week_fill(map, day, 0, d->to);
	}
}

static bool
week_is_office(const struct week *w, const struct roster_duty *d)
{
	return (w->r->people[d->person].role & ROSTER_OFFICE) != 0;
}

/* Does it reach every village there is? */
static bool
week_is_base(const struct week *w, const struct roster_duty *d)
{
	const struct roster_person *p = &w->r->people[d->person];
	return d->everywhere && (p->everywhere || p->villages == 0);
}

static bool
week_join(struct week *w, const uint8_t *map, uint32_t village)
{
	size_t i = 0;
	while (
	    i < w->group_count && memcmp(w->groups[i].map, map, WEEK_SIZE) != 0)
		i++;
	if (i == w->group_count) {
		struct week_group *grown =
		    realloc(w->groups, (i + 1) * sizeof(*grown));
		if (grown == NULL)
			return false;
		w->groups = grown;
		grown[i] = (struct week_group){.map = malloc(WEEK_SIZE),
		    .villages =
			calloc(w->r->village_count + 1, sizeof(uint32_t))};
		w->group_count++;
		if (grown[i].map == NULL || grown[i].villages == NULL)
			return false;
		memcpy(grown[i].map, map, WEEK_SIZE);
	}
	w->groups[i].villages[w->groups[i].count++] = village;
	return true;
}

static bool
week_group_village(struct week *w, uint32_t village, uint8_t *map)
{
	memcpy(map, w->base, WEEK_SIZE);
	for (size_t i = 0; i < w->r->duty_count; i++) {
		const struct roster_duty *d = &w->r->duties[i];
		if (week_is_office(w, d) && !week_is_base(w, d) &&
		    duty_distance(w->r, d, village) >= 0)
			week_cover(w, d, map);
	}
	return week_join(w, map, village);
}

static bool
week_group(struct week *w)
{
	uint8_t *map = malloc(WEEK_SIZE);
	bool good = map != NULL;
	for (size_t i = 0; i < w->r->duty_count; i++)
		if (week_is_office(w, &w->r->duties[i]) &&
		    week_is_base(w, &w->r->duties[i]))
			week_cover(w, &w->r->duties[i], w->base);
	for (uint32_t v = 0; good && v < w->r->village_count; v++)
		good = week_group_village(w, v, map);
	if (good && w->r->village_count == 0)
		good = week_join(w, w->base, 0);
	if (good && w->r->village_count == 0)
		w->groups[0].count = 0;
	free(map);
	return good;
}

static bool
week_say_hours(const struct week *w, const struct week_group *g, json_t *gaps)
{
	struct week_text t = {.len = 0};
	size_t first = WEEK_SIZE, intervals = 0;
	for (size_t at = 0, end; at < WEEK_SIZE; at = end) {
		for (end = at; end < WEEK_SIZE && g->map[end] == g->map[at];)
			end++;
		if (g->map[at] != 0)
			continue;
		if (first == WEEK_SIZE)
			first = at;
		if (intervals++ >= WEEK_INTERVALS)
			continue;
		week_say(&t, intervals > 1 ? ", " : "", "");
		week_say_minute(&t, w->first_day, at, false);
		week_say(&t, " to ", "");
		week_say_minute(&t, w->first_day, end, true);
	}
	if (intervals == 0)
		return true;
	if (intervals > WEEK_INTERVALS)
		week_say_count(&t, intervals - WEEK_INTERVALS, "times more");
	week_say(&t, ": nobody is on duty in ", "");
	week_say_villages(&t, w->r, g->villages, g->count);
	uint32_t village = g->count == 0 ? ROSTER_NONE : g->villages[0];
	int64_t at_s = roster_moment(w->r, village,
	    w->first_day + (int64_t)(first / ROSTER_MINUTES),
	    (int)(first % ROSTER_MINUTES));
	return week_add(gaps, "hours", &t,
	    week_fallback(w->r, village, at_s, COMMAND_OFFICER));
}

static bool
week_hours(struct week *w, json_t *gaps)
{
	w->base = calloc(1, WEEK_SIZE);
	bool good = w->base != NULL && week_group(w);
	for (size_t i = 0; i < w->group_count && good; i++)
		good = week_say_hours(w, &w->groups[i], gaps);
	for (size_t i = 0; i < w->group_count; i++) {
		free(w->groups[i].map);
		free(w->groups[i].villages);
	}
	free(w->groups);
	free(w->base);
	return good;
}

/* --- cadres --- */

/* How many there are in each village today; those of all are `base`. */
static size_t
week_count_cadres(const struct week *w, uint32_t *counts)
{
	const struct duty_ask ask = {.village = ROSTER_NONE};
	const struct roster *r = w->r;
	enum duty_why why;
	size_t base = 0;
	for (uint32_t i = 0; i < r->person_count; i++)
		base +=
		    r->people[i].role == COMMAND_CADRE &&
		    r->people[i].everywhere &&
		    duty_stands(r, &ask, i, w->first_day, &why) != ROSTER_NONE;
	for (size_t i = 0; i < r->serves_count; i++) {
		uint32_t p = r->serves[i].person;
		counts[r->serves[i].village] +=
		    r->people[p].role == COMMAND_CADRE &&
		    !r->people[p].everywhere &&
		    duty_stands(r, &ask, p, w->first_day, &why) != ROSTER_NONE;
	}
	return base;
}

static bool
week_cadres(const struct week *w, int64_t at_s, json_t *gaps)
{
	static const char *const words[DUTY_CADRES_LEAST] = {
	    "no cadre in ", "only one cadre in ", "only two cadres in "};
	size_t count = w->r->village_count;
	uint32_t *counts = calloc(count + 1, sizeof(*counts));
	uint32_t *with = calloc(count + 1, sizeof(*with));
	bool good = counts != NULL && with != NULL;
	size_t base = good ? week_count_cadres(w, counts) : 0;
	for (size_t n = 0; n < DUTY_CADRES_LEAST && good; n++) {
		struct week_text t = {.len = 0};
		size_t found = 0;
		for (uint32_t v = 0; v < count; v++)
			if (base + counts[v] == n)
				with[found++] = v;
		if (found == 0)
			continue;
		week_say(&t, words[n], "");
		week_say_villages(&t, w->r, with, found);
		good = week_add(gaps, "cadres", &t,
		    week_fallback(w->r, with[0], at_s,
			n == 0 ? COMMAND_CADRE : COMMAND_OFFICER));
	}
	free(counts);
	free(with);
	return good;
}

json_t *
duty_gaps(const struct roster *r, int64_t at_s)
{
	struct week w = {
	    .r = r, .first_day = roster_local(r, ROSTER_NONE, at_s).day};
	struct week_text t = {.len = 0};
	json_t *gaps = json_array();
	bool good = true;
	if (!duty_any(r)) {
		week_say(&t, "there is no duty roster", "");
		good = week_add(gaps, "roster", &t,
		    week_fallback(r, ROSTER_NONE, at_s, COMMAND_OFFICER));
		/* It says itself what it is, whoever the fallback may be. */
		(void)json_object_set_new(
		    json_array_get(gaps, 0), "kind", json_string("roster"));
	} else {
		good = week_hours(&w, gaps) && week_cadres(&w, at_s, gaps);
	}
	if (good)
		return gaps;
	json_decref(gaps);
	return NULL;
}

/* --- the table of a week --- */

struct week_table {
	const struct roster *r;
	uint32_t village;
	unsigned role;
	json_t *rows;
};

/* Minutes of that day at which something may change. */
static void
week_marks(const struct week_table *w, bool marks[ROSTER_MINUTES + 1])
{
	unsigned roles =
	    w->role == COMMAND_CADRE ? ROSTER_ROLES : ROSTER_OFFICE;
	memset(marks, 0, (ROSTER_MINUTES + 1) * sizeof(*marks));
	marks[0] = marks[ROSTER_MINUTES] = true;
	for (size_t i = 0; i < w->r->duty_count; i++) {
		const struct roster_duty *d = &w->r->duties[i];
		if ((w->r->people[d->person].role & roles) == 0)
			continue;
		marks[d->from] = marks[d->to] = true;
	}
}

/* The row of those on duty at that minute. */
static json_t *
week_row(const struct week_table *w, int64_t day, int minute)
{
	enum duty_stage stage =
	    w->role == COMMAND_CADRE ? DUTY_ON_CADRE : DUTY_ON;
	const struct duty_ask ask = {.village = w->village,
	    .role = w->role,
	    .at_s = roster_moment(w->r, w->village, day, minute)};
	struct duty_answer answer;
	if (duty_decide(w->r, &ask, &answer) < 0)
		return NULL;
	json_t *people = json_array(), *fallback = json_array();
	size_t more = 0;
	for (size_t i = 0; i < answer.told_count; i++) {
		const struct duty_person *p = &answer.told[i];
		json_t *to = p->stage == stage ? people : fallback;
		bool room =
		    json_array_size(to) < (p->stage == stage ? WEEK_TOLD : 3);
		if (room)
			(void)json_array_append_new(
			    to, json_string(w->r->people[p->person].id));
		more += !room && p->stage == stage;
	}
	if (!answer.fallback)
		(void)json_array_clear(fallback);
	duty_answer_free(&answer);
	return json_pack("{s:o, s:o, s:I}", "people", people, "fallback",
	    fallback, "more", (json_int_t)more);
}

static bool
week_same(json_t *a, json_t *b)
{
	static const char *const keys[] = {"people", "fallback", "more"};
	for (size_t i = 0; i < 3; i++)
		if (json_equal(json_object_get(a, keys[i]),
			json_object_get(b, keys[i])) == 0)
			return false;
	return true;
}

static bool
week_day(struct week_table *w, int64_t day, const bool *marks)
{
	json_t *last = NULL;
	char date[16];
	roster_day_text(day, date);
	for (int at = 0; at < ROSTER_MINUTES; at++) {
		if (!marks[at])
			continue;
		int end = at + 1;
		while (!marks[end])
			end++;
		json_t *row = week_row(w, day, at);
		if (row == NULL)
			return false;
		if (last != NULL && week_same(last, row)) {
			json_decref(row);
		} else {
			last = row;
			(void)json_object_set_new(
			    row, "day", json_string(date));
			(void)json_object_set_new(row, "weekday",
			    json_string(week_days[roster_weekday(day)]));
			(void)json_object_set_new(
			    row, "from", json_integer(at));
			(void)json_array_append_new(w->rows, row);
		}
		(void)json_object_set_new(last, "to", json_integer(end));
	}
	return true;
}

json_t *
duty_week(const struct roster *r, uint32_t village, unsigned role, int64_t at_s)
{
	bool marks[ROSTER_MINUTES + 1];
	struct week_table w = {
	    .r = r, .village = village, .role = role, .rows = json_array()};
	int64_t first = roster_local(r, village, at_s).day;
	week_marks(&w, marks);
	for (int64_t day = first; day < first + ROSTER_WEEK; day++)
		if (!week_day(&w, day, marks)) {
			json_decref(w.rows);
			return NULL;
		}
	return w.rows;
}
