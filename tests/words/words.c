/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The labelled set: how much of what people write is found, and how much is
 * taken for what it is not. The set says at its top how it is written.
 *
 * usage: words messages.tsv [-v]    -v names every miss
 */
#include "handlers/lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 2048
#define COLUMNS   5

enum { CALM, CONCERN, DANGER, EMERGENCY };
static const char *const level_names[] = {
    "calm", "concern", "danger", "emergency"};

/* What is measured besides the classes. */
enum { M_DANGER = LEXICON_CLASS_MAX, M_EMERGENCY, M_FLAGS, M_MAX };

/* Floors in per cent, of what was measured when they were set. */
static const struct {
	int what;
	double tuned, held;    /* recall, at least */
	double alarms_at_most; /* false alarms, of both */
} floors[] = {
    {M_DANGER, 99.0, 93.0, 2.5},
    {M_EMERGENCY, 99.0, 96.0, 1.0},
    {LEXICON_SCAM, 95.0, 90.0, 0.0},
    {LEXICON_HELP, 99.0, 95.0, 1.0},
    {M_FLAGS, 99.5, 99.0, 0.0},
};

struct tally {
	unsigned wanted[2], found[2];    /* tuned on, held out */
	unsigned unwanted[2], alarms[2]; /* might be false, are false */
};

static struct tally tallies[M_MAX];
static bool verbose;
static unsigned line_faults, must_failed, must_passed;

struct flag {
	const char *name;
	bool value;
};

static int
level_of(const struct found_words *w)
{
	return w->emergency ? EMERGENCY
	       : w->danger  ? DANGER
	       : w->concern ? CONCERN
			    : CALM;
}

static void
count(int what, int held, bool wanted, bool found)
{
	struct tally *t = &tallies[what];
	t->wanted[held] += wanted;
	t->found[held] += wanted && found;
	t->unwanted[held] += !wanted;
	t->alarms[held] += !wanted && found;
}

static int
find_name(const char *const *names, int size, const char *name)
{
	for (int i = 0; i < size; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

/* "code=7F3K" of the expectation, or "". */
static void
value_of(const char *expected, const char *name, char ret[40])
{
	const char *at = strstr(expected, name);
	ret[0] = '\0';
	if (at != NULL)
		(void)sscanf(at + strlen(name), "%39[^ ]", ret);
}

static bool
says(const char *expected, const char *name)
{
	size_t len = strlen(name);
	const char *at = expected;
	while ((at = strstr(at, name)) != NULL) {
		bool begins = at == expected || at[-1] == ' ';
		if (begins && (at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

static bool
flags_fit(const char *expected, const struct found_words *w)
{
	const struct flag flags[] = {{"help_alone", w->help_alone},
	    {"scam", w->scam}, {"who", w->who}, {"retract", w->retract},
	    {"urgent", w->urgent}, {"exit", w->exit}, {"stop", w->stop},
	    {"erase", w->erase}, {"erase_yes", w->erase_yes},
	    {"wrong_number", w->wrong_number}, {"consent", w->consent},
	    {"menu", w->menu}, {"hours", w->hours}, {"yes", w->yes},
	    {"no", w->no}, {"other", w->other}, {"keep_code", w->keep_code}};
	char code[40], word[40], digit[40];
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (says(expected, flags[i].name) != flags[i].value)
			return false;
	value_of(expected, "code=", code);
	value_of(expected, "word=", word);
	value_of(expected, "digit=", digit);
	return strcmp(code, w->status_code) == 0 &&
	       (word[0] == '\0' || strcmp(word, w->word) == 0) &&
	       (digit[0] == '\0' ? w->digit < 1 || says(expected, "urgent")
				 : w->digit == (int)strtol(digit, NULL, 10));
}

static void
count_classes(
    const char *expected, int level, int held, const struct found_words *w)
{
	for (int class = 0; class < LEXICON_CLASS_MAX; class ++) {
		bool wanted = says(expected, lexicon_class_names[class]);
		bool found = (w->classes >> class & 1) != 0;
		if (class == LEXICON_SCAM) { /* SPOUSE and others undo it */
			wanted = says(expected, "scam");
			found = w->scam;
		}
		/* texts of danger are not labelled with all they say */
		if (wanted || level <= CONCERN)
			count(class, held, wanted, found);
	}
}

static void
check_message(bool held, const char *expected, const char *text,
    const struct lexicon *lexicon)
{
	struct found_words w;
	char first[16] = "";
	(void)sscanf(expected, "%15s", first);
	int level = find_name(level_names, 4, first);
	line_faults += level < 0;
	lexicon_find(lexicon, text, strlen(text), &w);
	int got = level_of(&w);
	count(M_DANGER, held, level >= DANGER, got >= DANGER);
	count(M_EMERGENCY, held, level >= EMERGENCY, got >= EMERGENCY);
	count_classes(expected, level, held, &w);
	bool fit = flags_fit(expected, &w);
	count(M_FLAGS, held, true, fit);
	if (verbose && (!fit || got != level))
		(void)printf("%s %-24s %-9s%s %s\n", held ? "held" : "tune",
		    expected, level_names[got], fit ? "" : " flags", text);
}

static void
check_line(char *line, const struct lexicon *lexicon)
{
	char *columns[COLUMNS] = {line};
	int n = 1;
	line[strcspn(line, "\n")] = '\0';
	for (char *at = line; n < COLUMNS && (at = strchr(at, '\t')) != NULL;) {
		*at++ = '\0';
		columns[n++] = at;
	}
	if (n != COLUMNS) {
		line_faults++;
		return;
	}
	check_message(
	    strcmp(columns[0], "held") == 0, columns[1], columns[3], lexicon);
}

static double
percent(unsigned part, unsigned all)
{
	return all == 0 ? 100.0 : 100.0 * part / all;
}

static const char *
name_of(int what)
{
	static const char *const names[] = {
	    "danger", "emergency", "commands, flags"};
	return what < LEXICON_CLASS_MAX ? lexicon_class_names[what]
					: names[what - LEXICON_CLASS_MAX];
}

static void
print_tallies(void)
{
	(void)printf("%-17s %16s %16s %18s\n", "", "recall: tuned", "held out",
	    "false alarms");
	for (int i = 0; i < M_MAX; i++) {
		const struct tally *t = &tallies[i];
		if (t->wanted[0] + t->wanted[1] == 0)
			continue;
		(void)printf(
		    "%-17s %4u/%-4u %5.1f%% %4u/%-4u %5.1f%% %6u of %-5u\n",
		    name_of(i), t->found[0], t->wanted[0],
		    percent(t->found[0], t->wanted[0]), t->found[1],
		    t->wanted[1], percent(t->found[1], t->wanted[1]),
		    t->alarms[0] + t->alarms[1],
		    t->unwanted[0] + t->unwanted[1]);
	}
}

static void
must(bool kept, const char *what)
{
	must_passed += kept;
	must_failed += !kept;
	if (!kept)
		(void)printf("FAILED: %s\n", what);
}

static void
check_floors(void)
{
	for (size_t i = 0; i < sizeof(floors) / sizeof(*floors); i++) {
		const struct tally *t = &tallies[floors[i].what];
		const char *name = name_of(floors[i].what);
		must(percent(t->found[0], t->wanted[0]) >= floors[i].tuned,
		    name);
		must(
		    percent(t->found[1], t->wanted[1]) >= floors[i].held, name);
		unsigned all = t->unwanted[0] + t->unwanted[1];
		unsigned alarms = t->alarms[0] + t->alarms[1];
		must(all == 0 ||
			 percent(alarms, all) <= floors[i].alarms_at_most,
		    name);
	}
}

/* Said in so many words; these hold whatever the floors are. */
static void
check_must(const struct lexicon *lexicon)
{
	static const struct {
		const char *text;
		bool danger, scam;
	} rows[] = {{"pukul 8", false, false}, {"jam'iyah", false, false},
	    {"lapar", false, false}, {"batu", false, false},
	    {"dia bilang stop", false, false}, {"jangan hapus", false, false},
	    {"suami pukul saya", true, false}, {"tlg", true, false},
	    {"mama minta pulsa ke no ini", false, true},
	    {"Selamat! Anda pemenang undian 100jt, PIN 1234", false, true},
	    {"tolong isikan pulsa, mau telp polisi", false, false}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct found_words w;
		lexicon_find(lexicon, rows[i].text, strlen(rows[i].text), &w);
		must(w.danger == rows[i].danger && w.scam == rows[i].scam &&
			 !w.stop && !w.erase,
		    rows[i].text);
	}
}

static int
check_file(const char *path, const struct lexicon *lexicon)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		perror(path);
		return -1;
	}
	while (fgets(line, sizeof(line), file) != NULL)
		if (line[0] != '#' && line[0] != '\n')
			check_line(line, lexicon);
	(void)fclose(file);
	return 0;
}

int
main(int argc, char **argv)
{
	struct faults faults;
	verbose = argc > 2;
	faults_init(&faults);
	struct lexicon *lexicon = lexicon_load(NULL, &faults);
	if (lexicon == NULL || argc < 2 || check_file(argv[1], lexicon) < 0) {
		(void)fprintf(stderr, "%s",
		    faults.text.data != NULL ? faults.text.data : "usage\n");
		return 1;
	}
	print_tallies();
	check_floors();
	check_must(lexicon);
	must(line_faults == 0, "a line of the set is badly written");
	lexicon_free(lexicon);
	faults_free(&faults);
	(void)printf("%u passed, %u failed\n", must_passed, must_failed);
	return must_failed > 0;
}
