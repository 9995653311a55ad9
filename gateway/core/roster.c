/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a roster out of its rows, and looking into it; see roster.h. */
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define ROSTER_DAY_S 86400

/* Rows that name others by id, until everybody is known. */
struct raw_duty {
	char person[VAULT_PERSON_SIZE];
	unsigned days;
	int from, to;
	char *area;
};

struct raw_absence {
	char person[VAULT_PERSON_SIZE], replacement[VAULT_PERSON_SIZE];
	int64_t from_day, to_day;
};

struct raw_serves {
	char person[VAULT_PERSON_SIZE], village[ROSTER_CODE];
};

struct roster_raw {
	struct raw_duty *duties;
	struct raw_absence *absences;
	struct raw_serves *serves;
	size_t duty_count, absence_count, serves_count;
};

struct roster *
roster_new(roster_letters *letters)
{
	struct roster *r = calloc(1, sizeof(*r));
	struct roster_raw *raw = calloc(1, sizeof(*raw));
	if (r == NULL || raw == NULL) {
		free(r);
		free(raw);
		return NULL;
	}
	r->letters = letters;
	r->raw = raw;
	return r;
}

static void
roster_free_raw(struct roster_raw *raw)
{
	if (raw == NULL)
		return;
	for (size_t i = 0; i < raw->duty_count; i++)
		free(raw->duties[i].area);
	free(raw->duties);
	free(raw->absences);
	free(raw->serves);
	free(raw);
}

void
roster_free(struct roster *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->village_count; i++) {
		free((char *)(uintptr_t)r->villages[i].aliases);
		free(r->villages[i].keys);
	}
	free(r->villages);
	free(r->people);
	free(r->duties);
	free(r->areas);
	free(r->absences);
	free(r->serves);
	roster_free_raw(r->raw);
	free(r);
}

/* Room for one more behind `count`; the array doubles at powers of two. */
static void *
roster_grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	return realloc(array, (count == 0 ? 1 : 2 * count) * size);
}

#define ROSTER_PUSH(array, count)                                              \
	roster_push((void **)&(array), &(count), sizeof(*(array)))

/* The new last element, zeroed; NULL: no memory. */
static void *
roster_push(void **array, size_t *count, size_t size)
{
	void *grown = roster_grow(*array, *count, size);
	if (grown == NULL)
		return NULL;
	*array = grown;
	return memset((char *)grown + (*count)++ * size, 0, size);
}

int
roster_add_village(struct roster *r, const struct roster_village *v)
{
	char *aliases = strdup(v->aliases == NULL ? "" : v->aliases);
	struct roster_village *to =
	    aliases == NULL ? NULL : ROSTER_PUSH(r->villages, r->village_count);
	if (to == NULL) {
		free(aliases);
		return -ENOMEM;
	}
	*to = *v;
	to->aliases = aliases;
	to->keys = NULL;
	return 0;
}

int
roster_add_person(struct roster *r, const struct roster_person *p)
{
	struct roster_person *to = ROSTER_PUSH(r->people, r->person_count);
	if (to == NULL)
		return -ENOMEM;
	*to = *p;
	to->duties = to->absences = to->villages = 0;
	return 0;
}

int
roster_add_serves(struct roster *r, const char *person, const char *village)
{
	struct raw_serves *to =
	    ROSTER_PUSH(r->raw->serves, r->raw->serves_count);
	if (to == NULL)
		return -ENOMEM;
	(void)snprintf(to->person, sizeof(to->person), "%s", person);
	(void)snprintf(to->village, sizeof(to->village), "%s", village);
	return 0;
}

int
roster_add_duty(struct roster *r, const char *person, unsigned days, int from,
    int to, const char *area)
{
	char *copy = strdup(area);
	struct raw_duty *row =
	    copy == NULL ? NULL
			 : ROSTER_PUSH(r->raw->duties, r->raw->duty_count);
	if (row == NULL) {
		free(copy);
		return -ENOMEM;
	}
	(void)snprintf(row->person, sizeof(row->person), "%s", person);
	row->days = days;
	row->from = from;
	row->to = to;
	row->area = copy;
	return 0;
}

int
roster_add_absence(struct roster *r, const char *person, int64_t from_day,
    int64_t to_day, const char *replacement)
{
	struct raw_absence *to =
	    ROSTER_PUSH(r->raw->absences, r->raw->absence_count);
	if (to == NULL)
		return -ENOMEM;
	(void)snprintf(to->person, sizeof(to->person), "%s", person);
	(void)snprintf(to->replacement, sizeof(to->replacement), "%s",
	    replacement == NULL ? "" : replacement);
	to->from_day = from_day;
	to->to_day = to_day;
	return 0;
}

/* --- finishing --- */

static int
roster_by_code(const void *a, const void *b)
{
	return strcmp(((const struct roster_village *)a)->code,
	    ((const struct roster_village *)b)->code);
}

static int
roster_by_id(const void *a, const void *b)
{
	return strcmp(((const struct roster_person *)a)->id,
	    ((const struct roster_person *)b)->id);
}

static int
roster_by_duty(const void *a, const void *b)
{
	const struct roster_duty *x = a, *y = b;
	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return x->from != y->from ? x->from - y->from : x->to - y->to;
}

static int
roster_by_absence(const void *a, const void *b)
{
	const struct roster_absence *x = a, *y = b;
	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return (x->from_day > y->from_day) - (x->from_day < y->from_day);
}

static int
roster_by_pair(const void *a, const void *b)
{
	const struct roster_pair *x = a, *y = b;
	if (x->village != y->village)
		return x->village < y->village ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

static void
roster_sort(void *array, size_t count, size_t size,
    int (*by)(const void *, const void *))
{
	if (count > 1)
		qsort(array, count, size, by);
}

uint32_t
roster_village(const struct roster *r, const char *code)
{
	struct roster_village key = {.population = -1};
	if (strlen(code) >= ROSTER_CODE || r->village_count == 0)
		return ROSTER_NONE;
	(void)snprintf(key.code, sizeof(key.code), "%s", code);
	const struct roster_village *found = bsearch(
	    &key, r->villages, r->village_count, sizeof(key), roster_by_code);
	return found == NULL ? ROSTER_NONE : (uint32_t)(found - r->villages);
}

uint32_t
roster_person(const struct roster *r, const char *id)
{
	struct roster_person key = {.role = 0};
	if (strlen(id) >= VAULT_PERSON_SIZE || r->person_count == 0)
		return ROSTER_NONE;
	(void)snprintf(key.id, sizeof(key.id), "%s", id);
	const struct roster_person *found = bsearch(
	    &key, r->people, r->person_count, sizeof(key), roster_by_id);
	return found == NULL ? ROSTER_NONE : (uint32_t)(found - r->people);
}

void
roster_key(roster_letters *letters, const char *name, size_t size, char *ret,
    size_t ret_size)
{
	size_t len = 0;
	while (size > 0) {
		char part[HANDLING_LETTERS];
		size_t used = letters(name, size, part);
		for (const char *c = part; *c != '\0'; c++) {
			bool blank = *c == ' ' || *c == '.';
			if (*c == '\'' || len + 1 >= ret_size ||
			    (blank && (len == 0 || ret[len - 1] == ' ')))
				continue;
			ret[len++] = blank ? ' ' : *c;
		}
		name += used;
		size -= used;
	}
	if (len > 0 && ret[len - 1] == ' ')
		len--;
	ret[len] = '\0';
}

/* "kali sari\nkalisari\n": each as it is compared, name first. */
static int
roster_village_keys(const struct roster *r, struct roster_village *v)
{
	size_t size = strlen(v->name) + strlen(v->aliases) + 4, len = 0;
	const char *at = v->name;
	v->keys = calloc(1, 2 * size);
	if (v->keys == NULL)
		return -ENOMEM;
	for (bool first = true; first || *at != '\0'; first = false) {
		size_t part = first ? strlen(at) : strcspn(at, ";");
		roster_key(
		    r->letters, at, part, v->keys + len, 2 * size - len - 1);
		len += strlen(v->keys + len);
		v->keys[len++] = '\n';
		at = first ? v->aliases : at + part;
		at += *at == ';';
	}
	v->keys[len] = '\0';
	roster_key(r->letters, v->kecamatan, strlen(v->kecamatan),
	    v->kecamatan_key, sizeof(v->kecamatan_key));
	return 0;
}

static int
roster_by_kecamatan(const void *a, const void *b)
{
	return strcmp((*(struct roster_village *const *)a)->kecamatan_key,
	    (*(struct roster_village *const *)b)->kecamatan_key);
}

static int
roster_number_kecamatan(struct roster *r)
{
	struct roster_village **by =
	    calloc(r->village_count + 1, sizeof(struct roster_village *));
	if (by == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < r->village_count; i++)
		by[i] = &r->villages[i];
	roster_sort(
	    (void *)by, r->village_count, sizeof(*by), roster_by_kecamatan);
	for (size_t i = 0; i < r->village_count; i++) {
		if (i == 0 || roster_by_kecamatan(&by[i - 1], &by[i]) != 0)
			r->kecamatan_count++;
		by[i]->kecamatan_id = (uint32_t)r->kecamatan_count - 1;
	}
	free((void *)by);
	return 0;
}

static int
roster_finish_villages(struct roster *r)
{
	int err = 0;
	roster_sort(r->villages, r->village_count, sizeof(*r->villages),
	    roster_by_code);
	for (size_t i = 0; i < r->village_count && err == 0; i++)
		err = roster_village_keys(r, &r->villages[i]);
	return err == 0 ? roster_number_kecamatan(r) : err;
}

/* A word of `area` as what it names; false: nothing. */
static bool
roster_find_area(
    const struct roster *r, const char *word, struct roster_area *ret)
{
	char key[ROSTER_NAME];
	uint32_t village = roster_village(r, word);
	if (village != ROSTER_NONE) {
		*ret = (struct roster_area){false, village};
		return true;
	}
	roster_key(r->letters, word, strlen(word), key, sizeof(key));
	for (size_t i = 0; i < r->village_count; i++)
		if (strcmp(r->villages[i].kecamatan_key, key) == 0) {
			*ret = (struct roster_area){
			    true, r->villages[i].kecamatan_id};
			return true;
		}
	return false;
}

static int
roster_take_area(
    struct roster *r, struct roster_duty *d, const char *area, size_t *left_out)
{
	d->first_area = (uint32_t)r->area_count;
	while (*area != '\0') {
		char word[ROSTER_NAME];
		size_t len = strcspn(area, ";"), blank = strspn(area, " ");
		size_t end = len;
		struct roster_area found;
		blank = blank > len ? len : blank;
		while (end > blank && area[end - 1] == ' ')
			end--;
		(void)snprintf(word, sizeof(word), "%.*s", (int)(end - blank),
		    area + blank);
		area += len + (area[len] == ';');
		if (word[0] == '\0')
			continue;
		if (strcmp(word, "*") == 0) {
			d->everywhere = true;
		} else if (!roster_find_area(r, word, &found)) {
			(*left_out)++;
		} else {
			struct roster_area *to =
			    ROSTER_PUSH(r->areas, r->area_count);
			if (to == NULL)
				return -ENOMEM;
			*to = found;
			d->areas++;
		}
	}
	return 0;
}

static int
roster_finish_duties(struct roster *r, size_t *left_out)
{
	int err = 0;
	for (size_t i = 0; i < r->raw->duty_count && err == 0; i++) {
		const struct raw_duty *raw = &r->raw->duties[i];
		uint32_t person = roster_person(r, raw->person);
		if (person == ROSTER_NONE) {
			(*left_out)++;
			continue;
		}
		struct roster_duty *to = ROSTER_PUSH(r->duties, r->duty_count);
		if (to == NULL)
			return -ENOMEM;
		*to = (struct roster_duty){.person = person,
		    .days = raw->days,
		    .from = raw->from,
		    .to = raw->to};
		err = roster_take_area(r, to, raw->area, left_out);
	}
	roster_sort(
	    r->duties, r->duty_count, sizeof(*r->duties), roster_by_duty);
	for (size_t i = r->duty_count; i-- > 0;) {
		struct roster_person *p = &r->people[r->duties[i].person];
		p->first_duty = (uint32_t)i;
		p->duties++;
	}
	return err;
}

static int
roster_finish_absences(struct roster *r, size_t *left_out)
{
	for (size_t i = 0; i < r->raw->absence_count; i++) {
		const struct raw_absence *raw = &r->raw->absences[i];
		uint32_t person = roster_person(r, raw->person);
		if (person == ROSTER_NONE) {
			(*left_out)++;
			continue;
		}
		struct roster_absence *to =
		    ROSTER_PUSH(r->absences, r->absence_count);
		if (to == NULL)
			return -ENOMEM;
		*to = (struct roster_absence){.person = person,
		    .replacement = roster_person(r, raw->replacement),
		    .from_day = raw->from_day,
		    .to_day = raw->to_day};
	}
	roster_sort(r->absences, r->absence_count, sizeof(*r->absences),
	    roster_by_absence);
	for (size_t i = r->absence_count; i-- > 0;) {
		struct roster_person *p = &r->people[r->absences[i].person];
		p->first_absence = (uint32_t)i;
		p->absences++;
	}
	return 0;
}

static int
roster_finish_serves(struct roster *r, size_t *left_out)
{
	for (size_t i = 0; i < r->raw->serves_count; i++) {
		const struct raw_serves *raw = &r->raw->serves[i];
		struct roster_pair pair = {roster_village(r, raw->village),
		    roster_person(r, raw->person)};
		if (pair.village == ROSTER_NONE || pair.person == ROSTER_NONE) {
			(*left_out)++;
			continue;
		}
		struct roster_pair *to =
		    ROSTER_PUSH(r->serves, r->serves_count);
		if (to == NULL)
			return -ENOMEM;
		*to = pair;
		r->people[pair.person].villages++;
	}
	roster_sort(
	    r->serves, r->serves_count, sizeof(*r->serves), roster_by_pair);
	for (size_t i = r->serves_count; i-- > 0;) {
		struct roster_village *v = &r->villages[r->serves[i].village];
		v->first_serves = (uint32_t)i;
		v->serves++;
	}
	return 0;
}

int
roster_finish(struct roster *r, size_t *ret_left_out)
{
	*ret_left_out = 0;
	roster_sort(
	    r->people, r->person_count, sizeof(*r->people), roster_by_id);
	int err = roster_finish_villages(r);
	if (err == 0)
		err = roster_finish_duties(r, ret_left_out);
	if (err == 0)
		err = roster_finish_absences(r, ret_left_out);
	if (err == 0)
		err = roster_finish_serves(r, ret_left_out);
	roster_free_raw(r->raw);
	r->raw = NULL;
	return err;
}

bool
roster_serves(const struct roster *r, uint32_t person, uint32_t village)
{
	const struct roster_pair key = {village, person};
	const struct roster_person *p = &r->people[person];
	/* The office is everywhere unless its villages are told. */
	if (p->everywhere ||
	    (p->villages == 0 && (p->role & ROSTER_OFFICE) != 0))
		return true;
	return r->serves_count > 0 && village != ROSTER_NONE &&
	       bsearch(&key, r->serves, r->serves_count, sizeof(key),
		   roster_by_pair) != NULL;
}

/* --- time --- */

bool
roster_zone(const char *name, int *ret_minutes)
{
	/* None of them has a summer time. */
	static const struct {
		const char *name;
		int hours;
	} zones[] = {{"Asia/Jakarta", 7}, {"Asia/Pontianak", 7},
	    {"Asia/Makassar", 8}, {"Asia/Jayapura", 9}, {"WIB", 7}, {"WITA", 8},
	    {"WIT", 9}};
	int hours, minutes, used = 0;
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		if (strcasecmp(zones[i].name, name) == 0) {
			*ret_minutes = zones[i].hours * 60;
			return true;
		}
	if ((*name != '+' && *name != '-') ||
	    sscanf(name + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 ||
	    name[1 + used] != '\0' || used != 5 || hours < 0 || hours > 14 ||
	    minutes < 0 || minutes > 59)
		return false;
	*ret_minutes = (hours * 60 + minutes) * (*name == '-' ? -1 : 1);
	return true;
}

int
roster_weekday(int64_t day)
{
	return (int)(((day + 4) % 7 + 7) % 7); /* 1970-01-01: a Thursday */
}

/* Days from civil (Hinnant's algorithm): timegm() is not in POSIX. */
static int64_t
roster_civil(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

bool
roster_day(const char *text, int64_t *ret_day)
{
	static const char form[] = "dddd-dd-dd";
	char back[16];
	if (strlen(text) != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9'
				   : text[i] != '-')
			return false;
	int month = (text[5] - '0') * 10 + text[6] - '0';
	int day = (text[8] - '0') * 10 + text[9] - '0';
	if (month < 1 || month > 12)
		return false;
	*ret_day = roster_civil(strtol(text, NULL, 10), month, day);
	roster_day_text(*ret_day, back);
	return strcmp(back, text) == 0; /* 30 February is another day */
}

void
roster_day_text(int64_t day, char ret[16])
{
	struct tm tm = {0};
	time_t at = (time_t)(day * ROSTER_DAY_S);
	if (gmtime_r(&at, &tm) == NULL ||
	    strftime(ret, 16, "%Y-%m-%d", &tm) == 0)
		(void)snprintf(ret, 16, "-");
}

static bool
roster_offset(const struct roster *r, uint32_t village, int *ret_minutes)
{
	return village != ROSTER_NONE &&
	       r->villages[village].timezone[0] != '\0' &&
	       roster_zone(r->villages[village].timezone, ret_minutes);
}

struct roster_time
roster_local(const struct roster *r, uint32_t village, int64_t at_s)
{
	struct tm tm = {0};
	int minutes;
	time_t at = (time_t)at_s;
	if (roster_offset(r, village, &minutes)) {
		at += (time_t)minutes * 60;
		(void)gmtime_r(&at, &tm);
	} else {
		(void)localtime_r(&at, &tm);
	}
	int64_t day =
	    roster_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	return (struct roster_time){
	    day, tm.tm_hour * 60 + tm.tm_min, roster_weekday(day)};
}

int64_t
roster_moment(const struct roster *r, uint32_t village, int64_t day, int minute)
{
	struct tm tm = {0};
	int minutes;
	if (roster_offset(r, village, &minutes))
		return day * ROSTER_DAY_S + (minute - minutes) * 60;
	time_t noon = (time_t)(day * ROSTER_DAY_S + ROSTER_DAY_S / 2);
	(void)gmtime_r(&noon, &tm);
	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}
