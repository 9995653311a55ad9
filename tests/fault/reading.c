/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reading.h"

#include "../scenario/script.h"
#include "gateway/core/wordset.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

/* Where the words come from: the program itself, and files. */
static char reading_dialogue[] = "config/dialogue.conf";
static char reading_lexicon[] = "config/lexicon.tsv";
static const struct reading_way {
	const char *name;
	char *dialogue, *lexicon;
} reading_ways[] = {
    {"shipped words", NULL, NULL},
    {"words of files", reading_dialogue, reading_lexicon},
};

static struct wordset *
reading_words(
    struct conf *conf, const struct reading_way *way, struct faults *faults)
{
	char *dialogue = conf->siaga.dialogue, *lexicon = conf->siaga.lexicon;
	conf->siaga.dialogue = way->dialogue;
	conf->siaga.lexicon = way->lexicon;
	struct wordset *words = wordset_load(conf, &handling_wired, faults);
	conf->siaga.dialogue = dialogue;
	conf->siaga.lexicon = lexicon;
	return words;
}

/* NULL: as it must be; otherwise what is not. */
static const char *
reading_judge(bool came, const struct faults *faults, bool whole)
{
	if (came && !faults->no_memory)
		return "nobody was told";
	if (!came && faults->count > 0)
		return faults->text.data;
	return whole == came ? "half of it was taken, or none" : NULL;
}

/* *ret_came: there was an nth allocation, and it failed. */
static const char *
reading_once(const struct world *w, const struct reading_way *way, int64_t nth,
    int64_t burst, bool *ret_came)
{
	static char said[1024];
	struct faults faults;
	struct conf conf;
	struct wordset *words = NULL;
	faults_init(&faults);
	memory_fail(nth, burst);
	memory_inside(true);
	conf_read(&conf, w->conf.path, &faults);
	if (faults.count == 0)
		words = reading_words(&conf, way, &faults);
	memory_inside(false);
	*ret_came = memory_failed();
	const char *wrong = reading_judge(*ret_came, &faults, words != NULL);
	if (wrong != NULL)
		(void)snprintf(said, sizeof(said), "%s", wrong);
	wordset_free_all(words, &handling_wired);
	conf_free(&conf);
	faults_free(&faults);
	return wrong != NULL ? said : NULL;
}

static void
reading_way_sweep(const struct world *w, const struct reading_way *way,
    int64_t burst, int *passed, int *failed)
{
	bool came = true;
	for (int64_t nth = 1; came; nth++) {
		const char *wrong = reading_once(w, way, nth, burst, &came);
		*passed += wrong == NULL;
		*failed += wrong != NULL;
		if (wrong != NULL)
			(void)printf("%s, allocation %lld of %lld: %s\n",
			    way->name, (long long)nth, (long long)burst, wrong);
	}
}

void
reading_sweep(const char *dir, int *passed, int *failed)
{
	const char *why;
	struct world *w = world_open("reading", dir);
	if (w == NULL || !world_start(w, &why))
		abort();
	for (size_t i = 0; i < sizeof(reading_ways) / sizeof(*reading_ways);
	     i++) {
		reading_way_sweep(w, &reading_ways[i], 1, passed, failed);
		reading_way_sweep(
		    w, &reading_ways[i], INT64_MAX / 2, passed, failed);
	}
	world_close(w);
}
