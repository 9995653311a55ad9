/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long one alert's decision takes (who is asked next) in a roster of
 * 10,000 people in 500 villages, nobody to somebody excluded, everybody with
 * a load. Processor time: others use the machine as well.
 */
#include "gateway/core/duty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PEOPLE     10000
#define VILLAGES   500
#define OFFICE     400
#define ROUNDS     2000
#define CEILING_US 1000.0
#define MOMENT_S   1795230000 /* a Saturday, 10:00 in Jakarta */

static uint64_t chance = UINT64_C(0x9e3779b97f4a7c15);

static unsigned
draw(unsigned count)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)((chance >> 17) % count);
}

static void
need(int err)
{
	if (err < 0)
		abort();
}

static void
add_villages(struct roster *r)
{
	for (unsigned i = 0; i < VILLAGES; i++) {
		struct roster_village v = {.aliases = "", .population = 2000};
		(void)snprintf(
		    v.code, sizeof(v.code), "99.%02u.%04u", i / 20, i);
		(void)snprintf(v.name, sizeof(v.name), "Desa%u", i);
		(void)snprintf(
		    v.kecamatan, sizeof(v.kecamatan), "Kecamatan%u", i / 20);
		need(roster_add_village(r, &v));
	}
}

static void
add_serves(struct roster *r, const char *id, unsigned from)
{
	for (unsigned n = 1 + draw(3); n > 0; n--) {
		char code[ROSTER_CODE];
		unsigned v = (from + draw(20)) % VILLAGES;
		(void)snprintf(code, sizeof(code), "99.%02u.%04u", v / 20, v);
		need(roster_add_serves(r, id, code));
	}
}

static void
add_person(struct roster *r, unsigned i)
{
	bool office = i < OFFICE;
	struct roster_person p = {.role = !office       ? COMMAND_CADRE
					  : i % 20 == 0 ? COMMAND_SUPERVISOR
					  : i % 10 == 0 ? COMMAND_COORDINATOR
							: COMMAND_OFFICER,
	    .sex = draw(3) == 0 ? 'L' : 'P',
	    .sms = true,
	    .numbered = true,
	    .everywhere = office && draw(4) == 0,
	    .to_day = INT64_MAX};
	(void)snprintf(p.id, sizeof(p.id), "p%05u", i);
	need(roster_add_person(r, &p));
	if (!p.everywhere)
		add_serves(r, p.id, draw(VILLAGES));
	for (unsigned n = office ? 2 : draw(2); n > 0; n--) {
		int from = (int)draw(24) * 60;
		need(roster_add_duty(
		    r, p.id, 127, from, (from + 480) % ROSTER_MINUTES, "*"));
	}
	if (draw(20) == 0)
		need(roster_add_absence(
		    r, p.id, MOMENT_S / 86400 - 1, MOMENT_S / 86400 + 1, NULL));
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double
now_us(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static bool
measure(const struct roster *r, const char *what, unsigned role, bool elsewhere)
{
	static double took[ROUNDS];
	static unsigned load[PEOPLE];
	static const char *const excluded[] = {"p00017", "p00450", "p09000"};
	size_t told = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct duty_answer answer;
		struct duty_ask ask = {.village = draw(VILLAGES),
		    .at_s = MOMENT_S + (int64_t)draw(7 * 86400),
		    .role = role,
		    .elsewhere = elsewhere,
		    .excluded = excluded,
		    .excluded_count = 3,
		    .sticky = "p00033",
		    .load = load};
		double begun = now_us();
		need(duty_decide(r, &ask, &answer));
		took[i] = now_us() - begun;
		told += answer.told_count;
		duty_answer_free(&answer);
	}
	qsort(took, ROUNDS, sizeof(*took), by_size);
	double p99 = took[ROUNDS * 99 / 100];
	(void)printf("%-28s median %7.0f us  p99 %7.0f us  worst %7.0f us  "
		     "(%zu told)%s\n",
	    what, took[ROUNDS / 2], p99, took[ROUNDS - 1], told / ROUNDS,
	    p99 < CEILING_US ? "" : "  TOO SLOW");
	return p99 < CEILING_US;
}

int
main(void)
{
	size_t left_out;
	struct roster *r = roster_new(handling_wired.letters);
	if (r == NULL)
		return 1;
	add_villages(r);
	for (unsigned i = 0; i < PEOPLE; i++)
		add_person(r, i);
	need(roster_finish(r, &left_out));
	(void)printf(
	    "one decision at %d people, %d villages:\n", PEOPLE, VILLAGES);
	bool kept = measure(r, "officers", COMMAND_OFFICER, false);
	kept &= measure(r, "cadres", COMMAND_CADRE, false);
	kept &= measure(r, "cadres of other villages", COMMAND_CADRE, true);
	roster_free(r);
	return kept ? 0 : 1;
}
