/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who is on duty: hours that cross midnight, zones, terms of office, who
 * stands in for whom; and of random rosters, what must hold of every answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gateway/core/duty.h"

/* 2026-11-21 00:00 UTC, a Saturday */
#define SATURDAY 20778

static struct roster *made;

static void
begin(void)
{
	made = roster_new(handling_wired.letters);
	assert_non_null(made);
}

static void
village(const char *code, const char *kecamatan, const char *zone)
{
	struct roster_village v = {.aliases = "", .population = -1};
	(void)snprintf(v.code, sizeof(v.code), "%s", code);
	(void)snprintf(v.name, sizeof(v.name), "Desa %s", code);
	(void)snprintf(v.kecamatan, sizeof(v.kecamatan), "%s", kecamatan);
	(void)snprintf(v.timezone, sizeof(v.timezone), "%s", zone);
	assert_int_equal(roster_add_village(made, &v), 0);
}

/* where: a village, "*", or "" */
static struct roster_person
who(const char *id, unsigned role, char sex)
{
	struct roster_person p = {.role = role,
	    .sex = sex,
	    .sms = true,
	    .numbered = true,
	    .to_day = INT64_MAX};
	(void)snprintf(p.id, sizeof(p.id), "%s", id);
	return p;
}

static void
person(const char *id, unsigned role, char sex, const char *where)
{
	struct roster_person p = who(id, role, sex);
	p.everywhere = strcmp(where, "*") == 0;
	assert_int_equal(roster_add_person(made, &p), 0);
	if (!p.everywhere && *where != '\0')
		assert_int_equal(roster_add_serves(made, id, where), 0);
}

#define DAY(d)   (1u << (d))
#define ALL_DAYS 127u

static void
hours(const char *id, unsigned days, int from, int to, const char *area)
{
	assert_int_equal(roster_add_duty(made, id, days, from, to, area), 0);
}

static void
finish(void)
{
	size_t left_out;
	assert_int_equal(roster_finish(made, &left_out), 0);
	assert_int_equal(left_out, 0);
}

static void
end(void)
{
	roster_free(made);
	made = NULL;
}

/* "a b | c": told | others, at that minute of that day in the village. */
static void
expect(const char *code, unsigned role, int64_t day, int minute,
    const char *told, const char *others)
{
	uint32_t v = code == NULL ? ROSTER_NONE : roster_village(made, code);
	struct duty_ask ask = {.village = v,
	    .role = role,
	    .at_s = roster_moment(made, v, day, minute)};
	struct duty_answer a;
	char is[512] = "", other[512] = "";
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	for (size_t i = 0; i < a.told_count; i++) {
		const struct duty_person *p = &a.told[i];
		(void)snprintf(is + strlen(is), sizeof(is) - strlen(is),
		    "%s%s:%s", i == 0 ? "" : " ", made->people[p->person].id,
		    duty_stage_name(p->stage));
	}
	for (size_t i = 0; i < a.others_count; i++)
		(void)snprintf(other + strlen(other),
		    sizeof(other) - strlen(other), "%s%s:%s", i == 0 ? "" : " ",
		    made->people[a.others[i].person].id,
		    duty_why_name(a.others[i].why));
	duty_answer_free(&a);
	assert_string_equal(is, told);
	assert_string_equal(other, others);
}

static void
test_hours(void **state)
{
	(void)state;
	begin();
	village("v", "K", "");
	person("day", COMMAND_OFFICER, 'P', "*");
	person("night", COMMAND_OFFICER, 'L', "*");
	hours("day", DAY(5), 8 * 60, 16 * 60, "*");
	hours("night", DAY(5), 16 * 60, 8 * 60, "*"); /* fri 16 to sat 08 */
	hours("night", DAY(6), 18 * 60, 1440, "*");
	finish();
	/* Friday */
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 7 * 60 + 59,
	    "day:off_duty night:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 8 * 60,
	    "day:duty night:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 15 * 60 + 59,
	    "day:duty night:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 16 * 60,
	    "night:duty day:off_duty", "");
	/* Saturday: the rest of Friday's night, and 24:00 */
	expect(
	    "v", COMMAND_OFFICER, SATURDAY, 0, "night:duty day:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY, 7 * 60 + 59,
	    "night:duty day:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY, 8 * 60,
	    "day:off_duty night:off_duty", "");
	expect("v", COMMAND_OFFICER, SATURDAY, 1439, "night:duty day:off_duty",
	    "");
	expect("v", COMMAND_OFFICER, SATURDAY + 1, 0,
	    "day:off_duty night:off_duty", "");
	end();
}

static void
test_zones(void **state)
{
	int minutes;
	(void)state;
	assert_true(roster_zone("Asia/Makassar", &minutes));
	assert_int_equal(minutes, 480);
	assert_true(roster_zone("wit", &minutes));
	assert_int_equal(minutes, 540);
	assert_true(roster_zone("-03:30", &minutes));
	assert_int_equal(minutes, -210);
	assert_false(roster_zone("Europe/Berlin", &minutes));
	assert_false(roster_zone("+8", &minutes));
	begin();
	village("west", "K", "WIB");
	village("east", "K", "Asia/Jayapura");
	person("a", COMMAND_OFFICER, 'P', "*");
	hours("a", ALL_DAYS, 8 * 60, 9 * 60, "*");
	finish();
	/* 01:30 UTC is 08:30 in the west and 10:30 in the east. */
	int64_t at_s = (int64_t)SATURDAY * 86400 + 90 * 60;
	struct roster_time west = roster_local(made, 1, at_s);
	struct roster_time east = roster_local(made, 0, at_s);
	assert_string_equal(made->villages[1].code, "west");
	assert_int_equal(west.minute, 8 * 60 + 30);
	assert_int_equal(east.minute, 10 * 60 + 30);
	assert_int_equal(east.weekday, 6);
	/* 20:00 UTC is Sunday there already. */
	assert_int_equal(roster_local(made, 0, at_s + 18 * 3600).weekday, 0);
	expect("west", COMMAND_OFFICER, SATURDAY, 8 * 60, "a:duty", "");
	expect("east", COMMAND_OFFICER, SATURDAY, 8 * 60, "a:duty", "");
	expect("east", COMMAND_OFFICER, SATURDAY, 10 * 60, "a:off_duty", "");
	for (uint32_t v = 0; v < 2; v++)
		assert_int_equal(roster_moment(made, v, west.day,
				     roster_local(made, v, at_s).minute),
		    at_s);
	/* The box's own zone, with a summer time. */
	assert_int_equal(setenv("TZ", "Europe/Berlin", 1), 0);
	tzset();
	at_s = roster_moment(made, ROSTER_NONE, SATURDAY - 120, 8 * 60);
	assert_int_equal(roster_local(made, ROSTER_NONE, at_s).minute, 8 * 60);
	assert_int_equal(
	    roster_local(made, ROSTER_NONE, at_s).day, SATURDAY - 120);
	expect(NULL, COMMAND_OFFICER, SATURDAY - 120, 8 * 60, "a:duty", "");
	assert_int_equal(setenv("TZ", "Asia/Jakarta", 1), 0);
	tzset();
	end();
}

static void
test_days(void **state)
{
	int64_t day;
	char text[16];
	(void)state;
	assert_true(roster_day("2026-11-21", &day));
	assert_int_equal(day, SATURDAY);
	assert_int_equal(roster_weekday(day), 6);
	assert_int_equal(roster_weekday(-1), 3);
	assert_true(roster_day("2028-02-29", &day));
	roster_day_text(day, text);
	assert_string_equal(text, "2028-02-29");
	assert_false(roster_day("2026-02-29", &day));
	assert_false(roster_day("2026-13-01", &day));
	assert_false(roster_day("2026-00-01", &day));
	assert_false(roster_day("21-11-2026", &day));
	assert_false(roster_day("2026-1-01", &day));
}

static void
test_terms(void **state)
{
	(void)state;
	begin();
	village("v", "K", "WIB");
	struct roster_person p = who("gone", COMMAND_OFFICER, 'P');
	p.to_day = SATURDAY - 1;
	assert_int_equal(roster_add_person(made, &p), 0);
	p = who("new", COMMAND_OFFICER, 'P');
	p.from_day = SATURDAY + 1;
	assert_int_equal(roster_add_person(made, &p), 0);
	p = who("mute", COMMAND_OFFICER, 'P');
	p.numbered = false;
	assert_int_equal(roster_add_person(made, &p), 0);
	p = who("none", COMMAND_OFFICER, 'P');
	p.sms = false;
	assert_int_equal(roster_add_person(made, &p), 0);
	p = who("hook", COMMAND_COORDINATOR, 'L');
	p.sms = p.numbered = false;
	p.webhook = true;
	assert_int_equal(roster_add_person(made, &p), 0);
	person("boss", COMMAND_ADMINISTRATOR, 'P', "");
	hours("gone", ALL_DAYS, 0, 1440, "*");
	hours("new", ALL_DAYS, 0, 1440, "*");
	hours("mute", ALL_DAYS, 0, 1440, "*");
	finish();
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 600,
	    "gone:duty hook:coordinator",
	    "mute:no_number new:not_yet none:no_channel");
	expect("v", COMMAND_OFFICER, SATURDAY, 600, "hook:coordinator",
	    "gone:not_any_more mute:no_number new:not_yet none:no_channel");
	expect("v", COMMAND_OFFICER, SATURDAY + 1, 600,
	    "new:duty hook:coordinator",
	    "gone:not_any_more mute:no_number none:no_channel");
	end();
}

static void
away(const char *id, int64_t from, int64_t to, const char *by)
{
	assert_int_equal(roster_add_absence(made, id, from, to, by), 0);
}

static void
test_replacements(void **state)
{
	(void)state;
	begin();
	village("v", "K", "WIB");
	person("a", COMMAND_OFFICER, 'P', "*");
	person("b", COMMAND_OFFICER, 'P', "*");
	person("c", COMMAND_SUPERVISOR, 'P', "*");
	person("k", COMMAND_CADRE, 'P', "v");
	hours("a", ALL_DAYS, 0, 1440, "*");
	away("a", SATURDAY, SATURDAY + 10, "b");
	away("b", SATURDAY + 1, SATURDAY + 10, "c"); /* a chain */
	away("c", SATURDAY + 2, SATURDAY + 10, "a"); /* and a ring */
	away("k", SATURDAY, SATURDAY, "b");
	finish();
	expect("v", COMMAND_OFFICER, SATURDAY - 1, 0,
	    "a:duty b:off_duty c:supervisor", "");
	expect(
	    "v", COMMAND_OFFICER, SATURDAY, 0, "b:duty c:supervisor", "a:away");
	expect(
	    "v", COMMAND_OFFICER, SATURDAY + 1, 0, "c:duty", "a:away b:away");
	expect(
	    "v", COMMAND_OFFICER, SATURDAY + 2, 0, "", "a:away b:away c:away");
	expect("v", COMMAND_CADRE, SATURDAY, 0, "b:cadre c:supervisor",
	    "a:away k:away");
	end();
	/* A cadre stands in for no officer, whatever a store may hold. */
	begin();
	village("v", "K", "WIB");
	person("a", COMMAND_OFFICER, 'P', "*");
	person("k", COMMAND_CADRE, 'P', "v");
	away("a", SATURDAY, SATURDAY, "k");
	finish();
	expect("v", COMMAND_OFFICER, SATURDAY, 0, "", "a:away");
	end();
}

static void
test_cadres(void **state)
{
	(void)state;
	begin();
	village("v1", "Lembah", "WIB");
	village("v2", "Lembah", "WIB");
	village("w1", "Bukit", "WIB");
	person("l1", COMMAND_CADRE, 'L', "v1");
	person("p1", COMMAND_CADRE, 'P', "v1");
	person("all", COMMAND_CADRE, 'P', "*");
	person("p2", COMMAND_CADRE, 'P', "v2");
	person("pw", COMMAND_CADRE, 'P', "w1");
	person("o", COMMAND_OFFICER, 'L', "*");
	hours("p2", ALL_DAYS, 480, 960, "Lembah");
	hours("o", ALL_DAYS, 480, 960, "lembah; w1");
	finish();
	/* Women first, and of these her own village. */
	expect("v1", COMMAND_CADRE, SATURDAY, 600,
	    "p1:cadre all:cadre l1:cadre o:duty",
	    "p2:other_village pw:other_village");
	expect("v2", COMMAND_CADRE, SATURDAY, 600, "p2:cadre all:cadre o:duty",
	    "l1:other_village p1:other_village pw:other_village");
	expect("v2", COMMAND_CADRE, SATURDAY, 1000, "all:cadre o:off_duty",
	    "l1:other_village p1:other_village p2:off_duty pw:other_village");
	/* Without a village none: any of them may live next door. */
	expect(NULL, COMMAND_CADRE, SATURDAY, 600, "o:duty",
	    "all:other_village l1:other_village p1:other_village "
	    "p2:other_village pw:other_village");
	/* BEDA: of another village, the nearer first. */
	const char *const excluded[] = {"pw"};
	struct duty_ask ask = {.village = roster_village(made, "v1"),
	    .role = COMMAND_CADRE,
	    .elsewhere = true,
	    .at_s = roster_moment(made, 0, SATURDAY, 600)};
	struct duty_answer a;
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told_count, 4);
	assert_string_equal(made->people[a.told[0].person].id, "p2");
	assert_string_equal(made->people[a.told[1].person].id, "pw");
	assert_string_equal(made->people[a.told[2].person].id, "all");
	duty_answer_free(&a);
	ask.excluded = excluded;
	ask.excluded_count = 1;
	ask.sticky = "all";
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told_count, 3);
	assert_string_equal(made->people[a.told[0].person].id, "all");
	duty_answer_free(&a);
	/* In her hours, or whenever it is; how many of the village may come. */
	ask = (struct duty_ask){.village = roster_village(made, "v2"),
	    .role = COMMAND_CADRE,
	    .at_s = roster_moment(made, 0, SATURDAY, 1000)};
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told_count, 2);
	duty_answer_free(&a);
	ask.whenever = true;
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told_count, 3);
	duty_answer_free(&a);
	assert_int_equal(duty_cadres(made, &ask, SATURDAY), 2);
	ask.excluded = (const char *const[]){"p2"};
	ask.excluded_count = 1;
	assert_int_equal(duty_cadres(made, &ask, SATURDAY), 1);
	end();
}

static void
test_order(void **state)
{
	(void)state;
	begin();
	village("v", "K", "WIB");
	person("a", COMMAND_OFFICER, 'P', "*");
	person("b", COMMAND_OFFICER, 'P', "*");
	person("z", COMMAND_SUPERVISOR, 'P', "*");
	for (const char *c = "abz"; *c != '\0'; c++)
		hours((const char[]){*c, '\0'}, ALL_DAYS, 0, 1440, "*");
	finish();
	unsigned load[3] = {5, 2, 0};
	struct duty_ask ask = {
	    .village = 0, .role = COMMAND_OFFICER, .load = load};
	struct duty_answer a;
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told[0].person, 1);
	assert_int_equal(a.told[2].person, 2);
	assert_false(a.fallback);
	duty_answer_free(&a);
	ask.sticky = "z";
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	assert_int_equal(a.told[0].person, 2);
	duty_answer_free(&a);
	end();
}

/* --- what a roster leaves open --- */

static void
gap(json_t *gaps, size_t i, const char *kind, const char *what,
    const char *fallback)
{
	json_t *g = json_array_get(gaps, i);
	assert_string_equal(
	    json_string_value(json_object_get(g, "kind")), kind);
	assert_string_equal(
	    json_string_value(json_object_get(g, "what")), what);
	assert_string_equal(
	    json_string_value(json_object_get(g, "fallback")), fallback);
}

static void
test_gaps(void **state)
{
	(void)state;
	int64_t at_s = (int64_t)SATURDAY * 86400;
	begin();
	finish();
	json_t *gaps = duty_gaps(made, at_s);
	assert_int_equal(json_array_size(gaps), 1);
	gap(gaps, 0, "roster", "there is no duty roster",
	    "NOBODY: a case is an alarm at once");
	json_decref(gaps);
	end();
	begin();
	village("v1", "Lembah", "WIB");
	village("w1", "Bukit", "WIB");
	person("o", COMMAND_OFFICER, 'P', "*");
	person("c", COMMAND_COORDINATOR, 'P', "*");
	person("k1", COMMAND_CADRE, 'P', "v1");
	person("k2", COMMAND_CADRE, 'P', "v1");
	person("k3", COMMAND_CADRE, 'P', "v1");
	hours("o", ALL_DAYS, 480, 420, "*"); /* not from 07 to 08 */
	hours("o", ALL_DAYS, 420, 480, "Lembah");
	away("o", SATURDAY + 3, SATURDAY + 3, NULL);
	finish();
	gaps = duty_gaps(made, at_s);
	assert_int_equal(json_array_size(gaps), 3);
	gap(gaps, 0, "hours",
	    "tue 00:00 to tue 24:00: nobody is on duty in Desa v1 (v1)",
	    "c, coordinator");
	gap(gaps, 1, "hours",
	    "sat 07:00 to sat 08:00, sun 07:00 to sun 08:00, mon 07:00 to mon "
	    "08:00, tue 00:00 to tue 24:00, wed 07:00 to wed 08:00, thu 07:00 "
	    "to thu 08:00, fri 07:00 to fri 08:00: nobody is on duty in Desa "
	    "w1 (w1)",
	    "c, coordinator");
	gap(gaps, 2, "cadres", "no cadre in Desa w1 (w1)", "c, coordinator");
	json_decref(gaps);
	end();
}

/* --- random rosters --- */

static uint64_t seed = 20261121;

static unsigned
below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void
random_roster(void)
{
	static const unsigned roles[] = {COMMAND_OFFICER, COMMAND_SUPERVISOR,
	    COMMAND_COORDINATOR, COMMAND_CADRE, COMMAND_CADRE, COMMAND_AUDITOR};
	static const char *const areas[] = {"*", "v0", "v1;v2", "K0", "K1;v0"};
	unsigned people = 1 + below(9);
	char id[8], other[8];
	begin();
	for (unsigned i = 0; i < 4; i++) {
		(void)snprintf(id, sizeof(id), "v%u", i);
		village(id, i % 2 == 0 ? "K0" : "K1", i < 2 ? "WIB" : "WIT");
	}
	for (unsigned i = 0; i < people; i++) {
		(void)snprintf(id, sizeof(id), "p%u", i);
		struct roster_person p =
		    who(id, roles[below(6)], below(2) == 0 ? 'P' : 'L');
		p.sms = below(8) != 0;
		p.numbered = below(8) != 0;
		p.webhook = below(8) == 0;
		p.everywhere = below(3) == 0;
		p.removed = below(10) == 0;
		if (below(4) == 0)
			p.from_day = SATURDAY + below(5);
		if (below(4) == 0)
			p.to_day = SATURDAY + below(5);
		assert_int_equal(roster_add_person(made, &p), 0);
		for (unsigned v = below(3); v < 4; v += 1 + below(3)) {
			(void)snprintf(other, sizeof(other), "v%u", v);
			assert_int_equal(roster_add_serves(made, id, other), 0);
		}
		for (unsigned d = below(4); d > 0; d--)
			hours(id, 1 + below(127), (int)below(1440),
			    (int)below(1441), areas[below(5)]);
		for (unsigned d = below(3); d > 0; d--) {
			(void)snprintf(
			    other, sizeof(other), "p%u", below(people));
			away(id, SATURDAY + below(4), SATURDAY + below(6),
			    below(3) == 0 ? NULL : other);
		}
	}
	finish();
}

static bool
is_away(const struct roster_person *p, int64_t day)
{
	for (size_t i = 0; i < p->absences; i++) {
		const struct roster_absence *a =
		    &made->absences[p->first_absence + i];
		if (day >= a->from_day && day <= a->to_day)
			return true;
	}
	return false;
}

/* Could this person be told at all? Written apart from duty.c. */
static bool
may_be_told(const struct duty_ask *ask, uint32_t i, int64_t day)
{
	const struct roster_person *p = &made->people[i];
	for (size_t x = 0; x < ask->excluded_count; x++)
		if (strcmp(ask->excluded[x], p->id) == 0)
			return false;
	return !p->removed && p->from_day <= day && day <= p->to_day &&
	       !is_away(p, day) && (p->webhook || (p->sms && p->numbered)) &&
	       (p->role & ROSTER_ROLES) != 0;
}

/* On duty at that very minute, by one of the person's own lines? */
static bool
has_hours(uint32_t i, const struct roster_time *at)
{
	const struct roster_person *p = &made->people[i];
	for (size_t d = 0; d < p->duties; d++) {
		const struct roster_duty *h = &made->duties[p->first_duty + d];
		unsigned today = h->days >> at->weekday & 1;
		unsigned before = h->days >> (at->weekday + 6) % 7 & 1;
		int to = h->to > h->from ? h->to : 1440;
		if ((today && at->minute >= h->from && at->minute < to) ||
		    (before && h->to <= h->from && at->minute < h->to))
			return true;
	}
	return false;
}

static void
check_told(const struct duty_ask *ask, const struct duty_answer *a)
{
	struct roster_time at = roster_local(made, ask->village, ask->at_s);
	for (size_t i = 0; i < a->told_count; i++) {
		const struct duty_person *p = &a->told[i];
		uint32_t seat =
		    p->instead_of == ROSTER_NONE ? p->person : p->instead_of;
		const struct roster_person *of = &made->people[seat];
		assert_true(may_be_told(ask, p->person, at.day));
		if (p->instead_of != ROSTER_NONE)
			assert_true(is_away(of, at.day));
		if (p->stage == DUTY_ON)
			assert_true(has_hours(seat, &at));
		if (p->stage == DUTY_ON_CADRE) {
			assert_int_equal(of->role, COMMAND_CADRE);
			assert_true(of->duties == 0 || has_hours(seat, &at));
			assert_true(ask->elsewhere ||
				    roster_serves(made, seat, ask->village));
			assert_int_equal(ask->role, COMMAND_CADRE);
		} else {
			assert_true((made->people[p->person].role &
					ROSTER_OFFICE) != 0);
		}
		for (size_t j = 0; j < i; j++)
			assert_true(a->told[j].person != p->person &&
				    a->told[j].stage <= p->stage);
	}
}

static void
test_property(void **state)
{
	(void)state;
	size_t silent = 0;
	for (unsigned round = 0; round < 20000; round++) {
		random_roster();
		const char *excluded[] = {"p0", "p3"};
		struct duty_ask ask = {
		    .village = below(5) == 0 ? ROSTER_NONE : below(4),
		    .at_s = (int64_t)SATURDAY * 86400 + below(7 * 86400),
		    .role = below(2) == 0 ? COMMAND_CADRE : COMMAND_OFFICER,
		    .elsewhere = below(4) == 0,
		    .excluded = excluded,
		    .excluded_count = below(3),
		    .sticky = below(2) == 0 ? "p1" : NULL};
		struct duty_answer a;
		assert_int_equal(duty_decide(made, &ask, &a), 0);
		check_told(&ask, &a);
		/* Nobody is told only if nobody of the office may be. */
		int64_t day = roster_local(made, ask.village, ask.at_s).day;
		for (uint32_t i = 0;
		     a.told_count == 0 && i < made->person_count; i++)
			assert_false(
			    (made->people[i].role & ROSTER_OFFICE) != 0 &&
			    may_be_told(&ask, i, day));
		silent += a.told_count == 0;
		assert_true(a.told_count > 0 || a.fallback);
		duty_answer_free(&a);
		if (round % 100 == 0)
			json_decref(duty_gaps(made, ask.at_s));
		end();
	}
	assert_in_range(silent, 1, 19000);
}

/* The gaps and the table of the week say what every minute's answer says. */
static void
test_gaps_agree(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		random_roster();
		int64_t at_s = (int64_t)SATURDAY * 86400;
		uint32_t v = below(4);
		json_t *row, *rows = duty_week(made, v, COMMAND_OFFICER, at_s);
		size_t i;
		json_array_foreach(rows, i, row)
		{
			int64_t day, from, to;
			assert_true(roster_day(
			    json_string_value(json_object_get(row, "day")),
			    &day));
			from = json_integer_value(json_object_get(row, "from"));
			to = json_integer_value(json_object_get(row, "to"));
			int minute =
			    (int)from + (int)below((unsigned)(to - from));
			struct duty_ask ask = {.village = v,
			    .role = COMMAND_OFFICER,
			    .at_s = roster_moment(made, v, day, minute)};
			struct duty_answer a;
			assert_int_equal(duty_decide(made, &ask, &a), 0);
			assert_int_equal(a.fallback,
			    json_array_size(json_object_get(row, "people")) ==
				0);
			duty_answer_free(&a);
		}
		json_decref(rows);
		end();
	}
}

/* Fewer open cases first; whoever has too many after all of the same rank, but
 * never left out; of equals whoever was asked longest ago. */
static void
weighed(const char *sticky, const unsigned *load, const unsigned *asked,
    const char *told)
{
	char is[128] = "";
	struct duty_answer a;
	struct duty_ask ask = {.village = ROSTER_NONE,
	    .role = COMMAND_OFFICER,
	    .at_s = roster_moment(made, ROSTER_NONE, SATURDAY, 600),
	    .sticky = sticky,
	    .load = load,
	    .asked = asked,
	    .most = 20};
	assert_int_equal(duty_decide(made, &ask, &a), 0);
	for (size_t i = 0; i < a.told_count; i++)
		(void)snprintf(is + strlen(is), sizeof(is) - strlen(is), "%s%s",
		    i == 0 ? "" : " ", made->people[a.told[i].person].id);
	duty_answer_free(&a);
	assert_string_equal(is, told);
}

static void
test_load(void **state)
{
	(void)state;
	begin();
	person("a", COMMAND_OFFICER, 'P', "*");
	person("b", COMMAND_OFFICER, 'P', "*");
	person("c", COMMAND_SUPERVISOR, 'P', "*");
	person("d", COMMAND_OFFICER, 'P', "*"); /* off duty */
	for (const char *id = "a\0b\0c\0"; *id != '\0'; id += 2)
		hours(id, ALL_DAYS, 0, 1440, "*");
	finish();
	weighed(NULL, NULL, NULL, "a b c d");
	weighed(NULL, (unsigned[]){1, 0, 0, 0}, NULL, "b a c d");
	weighed(NULL, NULL, (unsigned[]){2, 1, 0, 0}, "b a c d");
	weighed(NULL, (unsigned[]){0, 1, 0, 0}, (unsigned[]){9, 0, 0, 0},
	    "a b c d");
	/* Full: after the supervisor, before who is off duty. */
	weighed(NULL, (unsigned[]){20, 19, 0, 0}, NULL, "b c a d");
	weighed(NULL, (unsigned[]){99999, 20, 70000, 20}, NULL, "b a c d");
	/* Hers stays hers. */
	weighed("a", (unsigned[]){20, 0, 0, 0}, NULL, "a b c d");
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_hours),
	    cmocka_unit_test(test_zones),
	    cmocka_unit_test(test_terms),
	    cmocka_unit_test(test_replacements),
	    cmocka_unit_test(test_cadres),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_load),
	    cmocka_unit_test(test_gaps),
	    cmocka_unit_test(test_property),
	    cmocka_unit_test(test_gaps_agree),
	};
	(void)setenv("TZ", "Asia/Jakarta", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
