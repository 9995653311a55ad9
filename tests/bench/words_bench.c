/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long it takes to look at a text: each message of the labelled set, the
 * same filled up to 160 characters, and the worst that 255 parts can carry.
 * Ceilings are generous: they catch a slow idea, not a slow machine.
 *
 * usage: words_bench messages.tsv
 */
#include "handlers/lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINE_SIZE      2048
#define TEXTS_MAX      4096
#define ROUNDS         5
#define SMS_SIZE       160
#define LONG_SIZE      (255 * 153)
#define CEILING_US     1000.0   /* of one text, p99 */
#define CEILING_MAX_US 500000.0 /* of the worst, under a sanitizer too */

static char *texts[TEXTS_MAX];
static size_t text_count;
static unsigned passed, failed;

static double
now_us(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
find_us(const struct lexicon *lexicon, const char *text, size_t size)
{
	struct found_words found;
	double begun = now_us();
	lexicon_find(lexicon, text, size, &found);
	return now_us() - begun;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
judge(const char *what, double p50, double p99, double worst, double ceiling)
{
	bool kept = p99 < ceiling;
	passed += kept;
	failed += !kept;
	(void)printf("%-28s median %8.1f us  p99 %8.1f us  worst %8.1f us%s\n",
	    what, p50, p99, worst, kept ? "" : "  TOO SLOW");
}

static void
bench_set(const struct lexicon *lexicon, const char *what)
{
	static double took[TEXTS_MAX * ROUNDS];
	size_t n = 0;
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < text_count; i++)
			took[n++] = find_us(
			    lexicon, texts[i], strnlen(texts[i], LINE_SIZE));
	qsort(took, n, sizeof(*took), by_size);
	judge(what, took[n / 2], took[n * 99 / 100], took[n - 1], CEILING_US);
}

/* Each text again and again until it is a full SMS. */
static void
fill_texts(void)
{
	for (size_t i = 0; i < text_count; i++) {
		char *full = calloc(1, SMS_SIZE + 1);
		size_t len = strlen(texts[i]);
		for (size_t k = 0; full != NULL && k < SMS_SIZE; k++)
			full[k] =
			    k % (len + 1) < len ? texts[i][k % (len + 1)] : ' ';
		free(texts[i]);
		texts[i] = full != NULL ? full : calloc(1, 1);
	}
}

static void
bench_worst(const struct lexicon *lexicon)
{
	static const char *const fillers[] = {"a ", "pukul ", "diperkosaa ",
	    "mempertanggungjawabkannya ", "p.u.k.u.l.", "\xf0\x9d\x90\xad",
	    "t0l0ng1", "\xef\xb7\xba", "d1pukulin4nny4 ", "aa.", "\xe2\x80\x8b",
	    "menyengsarakannyalah "};
	static char text[LONG_SIZE];
	for (size_t f = 0; f < sizeof(fillers) / sizeof(*fillers); f++) {
		size_t len = strlen(fillers[f]);
		for (size_t i = 0; i < LONG_SIZE; i++)
			text[i] = fillers[f][i % len];
		double us = find_us(lexicon, text, LONG_SIZE);
		char what[64];
		(void)snprintf(what, sizeof(what), "255 parts, kind %zu", f);
		judge(what, us, us, us, CEILING_MAX_US);
	}
}

static int
read_texts(const char *path)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "r");
	while (file != NULL && text_count < TEXTS_MAX &&
	       fgets(line, sizeof(line), file) != NULL) {
		char *text = line;
		for (int i = 0; text != NULL && i < 3; i++)
			text = strchr(text + (i > 0), '\t');
		if (line[0] == '#' || text == NULL)
			continue;
		text[1 + strcspn(text + 1, "\t\n")] = '\0';
		texts[text_count] = strdup(text + 1);
		text_count += texts[text_count] != NULL;
	}
	if (file != NULL)
		(void)fclose(file);
	return text_count > 0 ? 0 : -1;
}

int
main(int argc, char **argv)
{
	struct faults faults;
	faults_init(&faults);
	double begun = now_us();
	struct lexicon *lexicon = lexicon_load(NULL, &faults);
	(void)printf("loaded in %.1f ms\n", (now_us() - begun) / 1e3);
	if (lexicon == NULL || argc < 2 || read_texts(argv[1]) < 0) {
		(void)fprintf(stderr, "usage: words_bench messages.tsv\n");
		return 1;
	}
	bench_set(lexicon, "the labelled set");
	fill_texts();
	bench_set(lexicon, "filled to 160 bytes");
	bench_worst(lexicon);
	for (size_t i = 0; i < text_count; i++)
		free(texts[i]);
	lexicon_free(lexicon);
	faults_free(&faults);
	(void)printf("%u passed, %u failed\n", passed, failed);
	return failed > 0;
}
