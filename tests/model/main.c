/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model [--seed N] [--steps N] [--seeded] [--one SEED]: random episodes, each
 * a fresh box in a process of its own, then every seeded fault. A rule or a
 * fault is one test. What fails is told with its seed and its last steps,
 * which tests/scenario can play. --one plays one episode again.
 */
#include "model.h"
#include "tests/scenario/disk.h"

#include "gateway/lib/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EPISODE_STEPS 400
#define FAULT_MOST    40 /* episodes until a seeded fault must be noticed */

unsigned
model_random(struct model *m, unsigned count)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (unsigned)((m->random >> 17) % count);
}

static double
seconds(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct run {
	struct tally *tally;
	const struct model_fault *fault;
	unsigned long steps;
	bool quiet, talkative;
};

/* --- an episode --- */

static bool
episode_dir(char dir[64])
{
	static const char *const places[] = {"/dev/shm", "/tmp"};
	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(dir, 64, "%.30s/siaga-model.XXXXXX", places[i]);
		if (mkdtemp(dir) != NULL)
			return true;
	}
	return false;
}

static int
episode_play(const struct run *run, uint64_t seed, const char *dir)
{
	static struct model m;
	disk_install();
	m.w = world_open("model", dir);
	if (m.w == NULL)
		return 1;
	m.w->talkative = run->talkative;
	if (!run->talkative)
		log_open("siagad", LOG_ERROR_LEVEL);
	m.tally = run->tally;
	m.fault = run->fault;
	m.quiet = run->quiet;
	m.seed = seed;
	m.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	for (int i = 0; i < 8; i++)
		(void)model_random(&m, 2);
	m.calm = seed % 3 == 0;
	people_make(&m);
	steps_run(&m, run->steps);
	if (!m.w->failed)
		rules_end(&m);
	if (m.w->failed)
		rules_break(&m, RULE_P1, m.w->fault, NULL);
	world_close(m.w);
	(void)fflush(stdout);
	return 0;
}

static void
episode(const struct run *run, uint64_t seed)
{
	char dir[64];
	int status = 0;
	(void)fflush(stdout);
	if (!episode_dir(dir))
		abort();
	pid_t child = fork();
	if (child == 0)
		exit(episode_play(run, seed, dir));
	if (child < 0 || waitpid(child, &status, 0) != child)
		status = -1;
	world_remove_dir(dir);
	run->tally->episodes++;
	if (status == 0)
		return;
	run->tally->broken[RULE_P1]++;
	(void)printf("P1: the box died (status %d, seed %llu)\n", status,
	    (unsigned long long)seed);
}

/* --- adding up --- */

static void
run_rules(struct run *run, uint64_t seed, unsigned long steps, int count[2])
{
	struct tally *t = run->tally;
	double begun = seconds();
	for (uint64_t n = seed; t->steps < steps; n++)
		episode(run, n);
	for (int i = 0; i < RULE_MAX; i++) {
		(void)printf("%-4s %s\n", rule_names[i],
		    t->broken[i] == 0 ? "holds" : "BROKEN");
		for (size_t r = 0; r < REASONS_MAX; r++)
			if (t->reasons[r].count > 0 &&
			    t->reasons[r].rule == (enum rule)i)
				(void)printf("    %s (%lu times)\n",
				    t->reasons[r].words, t->reasons[r].count);
		count[t->broken[i] != 0]++;
	}
	double took = seconds() - begun;
	(void)printf("%lu steps in %lu episodes, %lu texts, %lu crashes, "
		     "%.1f s, %.0f steps/s\n",
	    t->steps, t->episodes, t->texts, t->crashes, took,
	    (double)t->steps / took);
}

/* Ten times as often as in a run without it. */
static bool
fault_noticed(const struct tally *t, const struct tally *sound, enum rule rule)
{
	for (size_t i = 0; i < REASONS_MAX && t->reasons[i].count > 0; i++) {
		unsigned long usual = 0;
		for (size_t j = 0; j < REASONS_MAX; j++)
			if (strcmp(sound->reasons[j].words,
				t->reasons[i].words) == 0)
				usual = sound->reasons[j].count;
		if (t->reasons[i].rule == rule &&
		    t->reasons[i].count * sound->steps > 10 * usual * t->steps)
			return true;
	}
	return false;
}

static void
run_faults(struct run *run, const struct tally *sound, int count[2])
{
	run->quiet = true;
	for (size_t i = 0; i < model_fault_count; i++) {
		bool noticed = false;
		uint64_t seed = 1;
		run->fault = &model_faults[i];
		memset(run->tally, 0, sizeof(*run->tally));
		while (!noticed && seed <= FAULT_MOST) {
			episode(run, seed++);
			noticed = fault_noticed(
			    run->tally, sound, run->fault->breaks);
		}
		(void)printf("%-4s %s: %s\n", rule_names[run->fault->breaks],
		    run->fault->name, noticed ? "caught" : "NOT CAUGHT");
		count[!noticed]++;
	}
}

static unsigned long
option(int argc, char **argv, const char *name, unsigned long value)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return strtoul(argv[i + 1], NULL, 10);
	return value;
}

int
main(int argc, char **argv)
{
	int count[2] = {0, 0};
	static struct tally sound;
	struct run run = {.steps = EPISODE_STEPS};
	unsigned long one = option(argc, argv, "--one", 0);
	/* Shared with the episodes' processes. */
	FILE *shared = tmpfile();
	if (shared == NULL || ftruncate(fileno(shared), 65536) < 0)
		return 1;
	run.tally = mmap(
	    NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(shared), 0);
	if (run.tally == MAP_FAILED)
		return 1;
	words_read();
	if (one != 0) {
		run.talkative = true;
		episode(&run, one);
		return 0;
	}
	run_rules(&run, option(argc, argv, "--seed", 1),
	    option(argc, argv, "--steps", 100000), count);
	sound = *run.tally;
	if (option(argc, argv, "--faults", 1) != 0)
		run_faults(&run, &sound, count);
	(void)printf("%d passed, %d failed\n", count[0], count[1]);
	return count[1] > 0 || count[0] == 0;
}
