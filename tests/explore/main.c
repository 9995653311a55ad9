/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore [--seeded STRIDE]: every situation, then every seeded fault. Each
 * invariant and each fault is one test. --seeded: the faults alone, on every
 * STRIDEth situation.
 */
#include "explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of the situations, that a seeded fault is tried on; a prime. */
#define SEEDED_STRIDE 53

static double
seconds(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct dialogue *dialogues[CHANNEL_MAX];

static void
run_channel(struct explorer *e, enum dialogue_channel channel)
{
	e->channel = channel;
	e->dialogue = dialogues[channel];
	explore_situations(e);
	if (channel == CHANNEL_SMS) /* a screen is shown at once or never */
		explore_judgements(e);
	explore_paths(e);
	explore_words(e);
}

static void
begin(struct explorer *e)
{
	invariants_forget();
	e->situations = e->judgements = e->states = e->texts = e->skipped = 0;
}

static void
say_reasons(const struct invariant *inv)
{
	for (size_t i = 0; i < REASONS_MAX; i++) {
		const struct reason *r = &inv->reasons[i];
		if (r->words == NULL)
			continue;
		(void)printf("%s: %s (%lu times)\n    %s\n", inv->name,
		    r->words, r->count, r->where);
	}
}

static void
run_invariants(struct explorer *e, int *passed, int *failed)
{
	static const char *const names[CHANNEL_MAX] = {"text", "screen"};
	begin(e);
	for (enum dialogue_channel c = CHANNEL_SMS; c < CHANNEL_MAX; c++) {
		double begun = seconds();
		struct explorer before = *e;
		run_channel(e, c);
		(void)printf("by %s: %lu situations, %lu judgements, %lu "
			     "states of whole conversations, %lu texts, %.1f "
			     "s\n",
		    names[c], e->situations - before.situations,
		    e->judgements - before.judgements,
		    e->states - before.states, e->texts - before.texts,
		    seconds() - begun);
	}
	for (size_t i = 0; i < INV_MAX; i++) {
		bool good = invariants[i].broken_count == 0;
		(void)printf(
		    "%-6s %s\n", invariants[i].name, good ? "holds" : "BROKEN");
		say_reasons(&invariants[i]);
		*passed += good;
		*failed += !good;
	}
}

/* Only its own invariant may notice it; what is broken anyway is not news. */
static bool
fault_is_caught(const struct fault *f, const unsigned long before[INV_MAX])
{
	bool caught = invariants[f->breaks].broken_count > before[f->breaks];
	for (size_t i = 0; i < INV_MAX; i++) {
		if (i == (size_t)f->breaks ||
		    invariants[i].broken_count <= before[i])
			continue;
		(void)printf("also %s: ", invariants[i].name);
		say_reasons(&invariants[i]);
		caught = false;
	}
	return caught;
}

static void
run_faults(struct explorer *e, enum dialogue_channel channel,
    const struct fault *list, size_t count, int *passed, int *failed)
{
	unsigned long before[INV_MAX];
	double begun = seconds();
	begin(e);
	run_channel(e, channel);
	for (size_t i = 0; i < INV_MAX; i++)
		before[i] = invariants[i].broken_count;
	for (size_t i = 0; i < count; i++) {
		e->fault = &list[i];
		begin(e);
		run_channel(e, channel);
		bool caught = fault_is_caught(e->fault, before);
		(void)printf("%-6s %s: %s\n", invariants[list[i].breaks].name,
		    list[i].name, caught ? "caught" : "NOT CAUGHT");
		*passed += caught;
		*failed += !caught;
	}
	e->fault = NULL;
	(void)printf("%zu seeded faults on every %luth situation, %.1f s\n",
	    count, e->stride, seconds() - begun);
}

static bool
load_dialogues(void)
{
	struct faults load;
	bool good = true;
	faults_init(&load);
	for (enum dialogue_channel c = CHANNEL_SMS; c < CHANNEL_MAX; c++) {
		dialogues[c] = handling_wired.dialogue_load(NULL, c, &load);
		good &= dialogues[c] != NULL;
	}
	faults_free(&load);
	return good;
}

int
main(int argc, char **argv)
{
	struct explorer e = {.stride = 1};
	int passed = 0, failed = 0;
	bool seeded = argc > 1 && strcmp(argv[1], "--seeded") == 0;
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (!load_dialogues()) {
		(void)printf("the shipped dialogue does not load\n");
		return 1;
	}
	if (!seeded)
		run_invariants(&e, &passed, &failed);
	e.stride = argc > 2 ? strtoul(argv[2], NULL, 10) : SEEDED_STRIDE;
	run_faults(&e, CHANNEL_SMS, faults, fault_count, &passed, &failed);
	run_faults(&e, CHANNEL_USSD, screen_faults, screen_fault_count, &passed,
	    &failed);
	for (enum dialogue_channel c = CHANNEL_SMS; c < CHANNEL_MAX; c++)
		handling_wired.dialogue_free(dialogues[c]);
	(void)printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
