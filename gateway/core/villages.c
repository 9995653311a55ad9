/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of villages as people type them; see villages.h. */
#include "villages.h"

#include <stdio.h>
#include <string.h>

#define VILLAGES_TEXT  400
#define VILLAGES_WORDS 32
#define VILLAGES_GRAM  5   /* words of the longest name */
#define VILLAGES_NAME  128 /* bytes of one, as compared */
#define VILLAGES_SLIP  5   /* shorter names take no slip */

/* What the words around a name say it is. */
enum village_zone { ZONE_FREE, ZONE_NAME, ZONE_KECAMATAN, ZONE_OTHER };

struct village_words {
	char text[VILLAGES_TEXT];
	const char *words[VILLAGES_WORDS];
	enum village_zone zones[VILLAGES_WORDS];
	bool marks[VILLAGES_WORDS]; /* "desa", "kec", ... itself */
	size_t count;
	bool refused; /* "bukan desa X" */
	char kecamatan[VILLAGES_NAME];
};

/* How well a village explains what was typed. */
struct village_score {
	size_t words; /* of the text that are its name and its kecamatan */
	bool exact;
};

/* --- slips --- */

static unsigned
village_least(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;
	return least < c ? least : c;
}

unsigned
village_slips(const char *a, const char *b, unsigned most)
{
	unsigned rows[3][VILLAGES_NAME];
	size_t la = strlen(a), lb = strlen(b);
	size_t apart = la > lb ? la - lb : lb - la;
	if (apart > most || lb >= VILLAGES_NAME || la >= VILLAGES_NAME)
		return most + 1;
	for (unsigned j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *now = rows[i % 3], *up = rows[(i + 2) % 3];
		const unsigned *two = rows[(i + 1) % 3];
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			now[j] = village_least(up[j] + 1, now[j - 1] + 1,
			    up[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
	}
	unsigned slips = rows[la % 3][lb];
	return slips > most ? most + 1 : slips;
}

/* Digits are no slips: "Kalisari 1" is not "Kalisari 2". */
static bool
village_same_digits(const char *a, const char *b)
{
	static const char digits[] = "0123456789";
	for (;;) {
		a += strcspn(a, digits);
		b += strcspn(b, digits);
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

/* 2: the same; 1: a slip; 0: another name. Blanks do not count. */
static int
village_alike(const char *typed, const char *key, size_t key_size)
{
	char name[VILLAGES_NAME];
	size_t len = 0;
	for (size_t i = 0; i < key_size && len + 1 < sizeof(name); i++)
		if (key[i] != ' ')
			name[len++] = key[i];
	name[len] = '\0';
	if (len == 0)
		return 0;
	if (strcmp(typed, name) == 0)
		return 2;
	return len >= VILLAGES_SLIP && village_slips(typed, name, 1) == 1 &&
	       village_same_digits(typed, name);
}

/* --- the text --- */

static bool
village_is(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* The zone that begins behind this word; ZONE_FREE: none does. */
static enum village_zone
village_zone_of(const char *word)
{
	static const char *const name[] = {"desa", "ds", "kelurahan", "kel",
	    "kampung", "kampong", "kp", "nagari", "gampong", NULL};
	static const char *const kecamatan[] = {
	    "kecamatan", "kec", "kcmtn", "kc", NULL};
	static const char *const other[] = {"dusun", "dsn", "dukuh", "rt", "rw",
	    "kab", "kabupaten", "prov", "provinsi", NULL};
	return village_is(word, name)        ? ZONE_NAME
	       : village_is(word, kecamatan) ? ZONE_KECAMATAN
	       : village_is(word, other)     ? ZONE_OTHER
					     : ZONE_FREE;
}

static bool
village_is_number(const char *word)
{
	return word[strspn(word, "0123456789")] == '\0';
}

static void
village_mark(struct village_words *w)
{
	static const char *const refusals[] = {"bukan", "bkn", "selain", NULL};
	enum village_zone zone = ZONE_FREE;
	bool number = false; /* "rt 2 rw 1": it ends behind its number */
	for (size_t i = 0; i < w->count; i++) {
		enum village_zone begins = village_zone_of(w->words[i]);
		w->refused |= village_is(w->words[i], refusals);
		w->marks[i] = begins != ZONE_FREE;
		if (begins != ZONE_FREE) {
			zone = begins;
			number = w->words[i][0] == 'r';
		}
		w->zones[i] = zone;
		if (number && village_is_number(w->words[i])) {
			zone = ZONE_FREE;
			number = false;
		}
	}
}

static void
village_read(const struct roster *r, const char *text, size_t size,
    struct village_words *w)
{
	size_t len = 0;
	*w = (struct village_words){.count = 0};
	roster_key(r->letters, text, size, w->text, sizeof(w->text));
	for (char *at = w->text; *at != '\0' && w->count < VILLAGES_WORDS;) {
		w->words[w->count++] = at;
		at += strcspn(at, " ");
		if (*at != '\0')
			*at++ = '\0';
	}
	village_mark(w);
	for (size_t i = 0; i < w->count; i++)
		if (w->zones[i] == ZONE_KECAMATAN && !w->marks[i])
			len += (size_t)snprintf(w->kecamatan + len,
			    sizeof(w->kecamatan) - len, "%.*s",
			    (int)(sizeof(w->kecamatan) - len - 1), w->words[i]);
}

/* Words [from, from + count) as one name; false: they are not one. */
static bool
village_gram(const struct village_words *w, size_t from, size_t count,
    char ret[VILLAGES_NAME])
{
	size_t len = 0;
	if (from + count > w->count)
		return false;
	ret[0] = '\0';
	for (size_t i = from; i < from + count; i++) {
		size_t more = strlen(w->words[i]);
		if (w->zones[i] > ZONE_NAME || len + more >= VILLAGES_NAME)
			return false;
		memcpy(ret + len, w->words[i], more + 1);
		len += more;
	}
	return true;
}

/* --- one village --- */

static int
village_best_key(const struct roster_village *v, const char *typed)
{
	int best = 0;
	for (const char *key = v->keys; *key != '\0';) {
		size_t len = strcspn(key, "\n");
		int alike = village_alike(typed, key, len);
		best = alike > best ? alike : best;
		key += len + (key[len] == '\n');
	}
	return best;
}

/* "Kalisari Limpung": how many words behind the name are its kecamatan. */
static size_t
village_behind(
    const struct village_words *w, const struct roster_village *v, size_t from)
{
	char typed[VILLAGES_NAME];
	for (size_t n = VILLAGES_GRAM; n > 0; n--)
		if (village_gram(w, from, n, typed) &&
		    village_alike(
			typed, v->kecamatan_key, strlen(v->kecamatan_key)) > 0)
			return n;
	return 0;
}

static bool
village_better(const struct village_score *a, const struct village_score *b)
{
	return a->words != b->words ? a->words > b->words
				    : a->exact && !b->exact;
}

static struct village_score
village_score(const struct village_words *w, const struct roster_village *v)
{
	struct village_score best = {0};
	char typed[VILLAGES_NAME];
	for (size_t from = 0; from < w->count; from++)
		for (size_t n = 1; n <= VILLAGES_GRAM; n++) {
			if (!village_gram(w, from, n, typed))
				break;
			int alike = village_best_key(v, typed);
			if (alike == 0)
				continue;
			struct village_score s = {
			    n + village_behind(w, v, from + n), alike == 2};
			if (village_better(&s, &best))
				best = s;
		}
	return best;
}

/* A kecamatan that was named must be that of the village. */
static bool
village_fits(const struct village_words *w, const struct roster_village *v)
{
	return w->kecamatan[0] == '\0' ||
	       village_alike(w->kecamatan, v->kecamatan_key,
		   strlen(v->kecamatan_key)) > 0;
}

/* --- all of them --- */

static void
village_add(struct village_found *f, uint32_t village)
{
	if (f->count < VILLAGES_CANDIDATES)
		f->candidates[f->count] = village;
	f->count++;
}

/* A kecamatan beyond a slip of any of ours says nothing about ours. */
static void
village_choose(const struct roster *r, const struct village_words *w,
    struct village_found *ret)
{
	struct village_score best = {0};
	bool other_exact = false, tie = false;
	uint32_t chosen = ROSTER_NONE;
	for (uint32_t i = 0; i < r->village_count; i++) {
		struct village_score s = village_score(w, &r->villages[i]);
		if (s.words == 0)
			continue;
		village_add(ret, i);
		if (!village_fits(w, &r->villages[i]))
			continue;
		if (chosen == ROSTER_NONE || village_better(&s, &best)) {
			other_exact |= chosen != ROSTER_NONE && best.exact;
			best = s;
			chosen = i;
			tie = false;
		} else {
			tie |= !village_better(&best, &s);
			other_exact |= s.exact;
		}
	}
	/* One that was typed as it is written, beside one with a slip. */
	if (!tie && !w->refused && (best.exact || !other_exact))
		ret->village = chosen;
}

void
village_match(const struct roster *r, const char *text, size_t size,
    struct village_found *ret)
{
	struct village_words w;
	char code[ROSTER_CODE];
	*ret = (struct village_found){.village = ROSTER_NONE};
	size_t skip = 0;
	while (skip < size && (text[skip] == ' ' || text[skip] == '\n'))
		skip++;
	while (size > skip && (text[size - 1] == ' ' || text[size - 1] == '\n'))
		size--;
	if (size - skip < sizeof(code)) {
		memcpy(code, text + skip, size - skip);
		code[size - skip] = '\0';
		ret->village = roster_village(r, code);
	}
	if (ret->village != ROSTER_NONE)
		return;
	village_read(r, text, size, &w);
	village_choose(r, &w, ret);
}

const char *
village_code(const struct roster *r, const struct village_found *f)
{
	return f->village == ROSTER_NONE ? NULL : r->villages[f->village].code;
}

void
village_label(
    const struct roster *r, const char *code, char *ret, size_t ret_size)
{
	uint32_t at = roster_village(r, code);
	size_t same = 0;
	for (size_t i = 0; at != ROSTER_NONE && i < r->village_count; i++)
		same += strcmp(r->villages[i].name, r->villages[at].name) == 0;
	if (at == ROSTER_NONE)
		(void)snprintf(ret, ret_size, "%s", code);
	else if (same < 2)
		(void)snprintf(ret, ret_size, "%s", r->villages[at].name);
	else
		(void)snprintf(ret, ret_size, "%s, %s", r->villages[at].name,
		    r->villages[at].kecamatan);
}
