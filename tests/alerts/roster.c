/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who there is: villages stay, people come, go, move and are away. */
#include "prop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const prop_villages[PROP_VILLAGES] = {
    "99.01.01.2001", "99.01.01.2002", "99.01.02.2001", "99.01.02.2002"};
const char *const prop_village_names[PROP_VILLAGES] = {
    "Sukamaju", "Sukamulya", "Kalisari", "Karanganyar"};

static const char roster_villages[] =
    "code,name,kecamatan,aliases,population\\n"
    "99.01.01.2001,Sukamaju,Lembah,,2140\\n"
    "99.01.01.2002,Sukamulya,Lembah,,1875\\n"
    "99.01.02.2001,Kalisari,Bukit,,412\\n"
    "99.01.02.2002,Karanganyar,Bukit,,\\n";

void
roster_make(struct prop *m)
{
	static const char *const roles[PROP_PEOPLE] = {"officer", "officer",
	    "officer", "officer", "coordinator", "supervisor", "cadre", "cadre",
	    "cadre", "cadre", "cadre", "cadre", "cadre", "cadre"};
	for (int i = 0; i < PROP_PEOPLE; i++) {
		struct prop_person *p = &m->people[i];
		p->role = roles[i];
		(void)snprintf(p->id, sizeof(p->id), "%c%02d", roles[i][0], i);
		(void)snprintf(
		    p->number, sizeof(p->number), "+62813111100%02d", i + 10);
	}
}

static void
roster_add_where(const struct prop_person *p, char *to, size_t size)
{
	size_t len = strlen(to);
	if (p->everywhere) {
		(void)snprintf(to + len, size - len, "*");
		return;
	}
	bool first = true;
	for (int v = 0; v < PROP_VILLAGES; v++) {
		if ((p->villages >> v & 1) == 0)
			continue;
		len = strlen(to);
		(void)snprintf(to + len, size - len, "%s%s", first ? "" : ";",
		    prop_villages[v]);
		first = false;
	}
}

static void
roster_change(struct prop *m, struct prop_person *p, unsigned chance)
{
	bool cadre = p->role[0] == 'c' && p->role[1] == 'a';
	if (prop_random(m, chance) != 0)
		return;
	p->there = prop_random(m, 5) != 0;
	p->woman = prop_random(m, 3) != 0;
	p->everywhere = prop_random(m, cadre ? 8 : 2) == 0;
	p->villages = 1u << prop_random(m, PROP_VILLAGES);
	while (prop_random(m, 2) == 0)
		p->villages |= 1u << prop_random(m, PROP_VILLAGES);
}

static void
roster_people(struct prop *m, char *to, size_t size)
{
	static const char *const channels[] = {
	    "sms", "sms", "sms", "sms;webhook:cadres", "webhook:cadres"};
	(void)snprintf(
	    to, size, "id,role,name,number,sex,villages,channels,pin\\n");
	for (int i = 0; i < PROP_PEOPLE; i++) {
		const struct prop_person *p = &m->people[i];
		bool cadre = i > 5;
		if (!p->there)
			continue;
		size_t len = strlen(to);
		(void)snprintf(to + len, size - len, "%s,%s,N%d,%s,%s,", p->id,
		    p->role, i, p->number, p->woman ? "P" : "L");
		roster_add_where(p, to, size);
		len = strlen(to);
		(void)snprintf(to + len, size - len, ",%s,%s\\n",
		    channels[cadre ? prop_random(m, 5) : 0],
		    cadre ? "4711" : "");
	}
}

static void
roster_duty(struct prop *m, char *to, size_t size)
{
	static const char *const hours[] = {"00:00,24:00", "07:00,15:00",
	    "15:00,23:00", "23:00,07:00", "22:30,06:15", "09:00,10:00"};
	static const char *const days[] = {"*", "*", "mon-fri", "sat", "sun"};
	(void)snprintf(to, size, "id,days,from,to,area\\n");
	for (int i = 0; i < PROP_PEOPLE; i++)
		for (unsigned n = prop_random(m, i > 5 ? 2 : 3);
		     m->people[i].there && n > 0; n--) {
			size_t len = strlen(to);
			(void)snprintf(to + len, size - len, "%s,%s,%s,*\\n",
			    m->people[i].id, days[prop_random(m, 5)],
			    hours[prop_random(m, 6)]);
		}
}

static void
roster_absence(struct prop *m, char *to, size_t size)
{
	(void)snprintf(to, size, "id,from,to,replacement\\n");
	for (int i = 0; i < PROP_PEOPLE; i++) {
		const struct prop_person *by =
		    &m->people[prop_random(m, i > 5 ? PROP_PEOPLE : 6)];
		unsigned from = 20 + prop_random(m, 8);
		if (!m->people[i].there || prop_random(m, 5) != 0)
			continue;
		bool named = by->there && by != &m->people[i];
		size_t len = strlen(to);
		(void)snprintf(to + len, size - len,
		    "%s,2026-11-%02u,2026-11-%02u,%s\\n", m->people[i].id, from,
		    from + prop_random(m, 3), named ? by->id : "");
	}
}

void
roster_import(struct prop *m)
{
	static char people[2500], duty[2000], absence[900];
	bool first = m->trace_count < 8;
	for (int i = 0; i < PROP_PEOPLE; i++) {
		m->people[i].was_there = m->people[i].there;
		roster_change(m, &m->people[i], first ? 1 : 6);
	}
	roster_people(m, people, sizeof(people));
	roster_duty(m, duty, sizeof(duty));
	roster_absence(m, absence, sizeof(absence));
	steps_line(m,
	    "import villages.csv \"%s\" people.csv \"%s\" duty.csv \"%s\" "
	    "absence.csv \"%s\" replace",
	    roster_villages, people, duty, absence);
	if (json_object_get(m->w->answer, "result") == NULL ||
	    !json_is_true(json_object_get(
		json_object_get(m->w->answer, "result"), "written"))) {
		char *all = json_dumps(m->w->answer, 0);
		world_fail(m->w, "the roster was refused: %.1500s",
		    all == NULL ? "" : all);
		free(all);
	}
	for (int i = 0; i < PROP_PEOPLE; i++)
		m->people[i].was_there = m->people[i].there;
}
