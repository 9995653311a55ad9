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

static void
run_all(struct explorer *e)
{
	invariants_forget();
	e->situations = e->judgements = e->states = e->texts = e->skipped = 0;
	explore_situations(e);
	explore_judgements(e);
	explore_paths(e);
	explore_words(e);
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
	double begun = seconds();
	run_all(e);
	for (size_t i = 0; i < INV_MAX; i++) {
		bool good = invariants[i].broken_count == 0;
		(void)printf(
		    "%-4s %s\n", invariants[i].name, good ? "holds" : "BROKEN");
		say_reasons(&invariants[i]);
		*passed += good;
		*failed += !good;
	}
	(void)printf("%lu situations, %lu judgements, %lu states of whole "
		     "conversations, %lu texts, %.1f s\n",
	    e->situations, e->judgements, e->states, e->texts,
	    seconds() - begun);
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
run_faults(struct explorer *e, int *passed, int *failed)
{
	unsigned long before[INV_MAX];
	run_all(e);
	for (size_t i = 0; i < INV_MAX; i++)
		before[i] = invariants[i].broken_count;
	for (size_t i = 0; i < fault_count; i++) {
		e->fault = &faults[i];
		run_all(e);
		bool caught = fault_is_caught(e->fault, before);
		(void)printf("%-4s %s: %s\n", invariants[faults[i].breaks].name,
		    faults[i].name, caught ? "caught" : "NOT CAUGHT");
		*passed += caught;
		*failed += !caught;
	}
	e->fault = NULL;
}

int
main(int argc, char **argv)
{
	struct faults load;
	struct explorer e = {.stride = 1};
	int passed = 0, failed = 0;
	bool seeded = argc > 1 && strcmp(argv[1], "--seeded") == 0;
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	faults_init(&load);
	e.dialogue = handling_wired.dialogue_load(NULL, CHANNEL_SMS, &load);
	if (e.dialogue == NULL) {
		(void)printf("the shipped dialogue does not load\n");
		return 1;
	}
	if (!seeded)
		run_invariants(&e, &passed, &failed);
	double begun = seconds();
	e.stride = argc > 2 ? strtoul(argv[2], NULL, 10) : SEEDED_STRIDE;
	run_faults(&e, &passed, &failed);
	(void)printf("%zu seeded faults on every %luth situation, %.1f s\n",
	    fault_count, e.stride, seconds() - begun);
	handling_wired.dialogue_free(e.dialogue);
	faults_free(&load);
	(void)printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
