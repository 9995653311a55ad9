/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alerts [--seed N] [--steps N] [--faults 0|1] [--one SEED]: random episodes,
 * then every seeded fault. A rule or a fault is one test. What fails is told
 * with its seed and last steps; --one plays one episode again.
 */
#include "gateway/lib/log.h"
#include "prop.h"
#include "tests/scenario/disk.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROP_EPISODE 120 /* steps */
#define PROP_MOST    40  /* episodes until a seeded fault must be noticed */

const char *const prop_rule_names[PROP_RULES] = {"owner", "dead", "alarm",
    "consent", "excluded", "roster", "codes", "I5", "I6", "stand", "box"};

unsigned
prop_random(struct prop *m, unsigned count)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (unsigned)((m->random >> 17) % count);
}

static void
prop_tell(
    struct prop *m, enum prop_rule rule, const char *why, const char *what)
{
	unsigned long from =
	    m->trace_count > PROP_TRACE ? m->trace_count - PROP_TRACE : 0;
	if (m->quiet)
		return;
	(void)printf("%s: %s (%s), seed %llu, after\n", prop_rule_names[rule],
	    why, what, (unsigned long long)m->seed);
	for (unsigned long i = from; i < m->trace_count; i++)
		(void)printf("    %s\n", m->trace[i % PROP_TRACE]);
	(void)fflush(stdout);
}

/* Each reason once an episode; its first steps are told once. */
void
prop_break(
    struct prop *m, enum prop_rule rule, const char *why, const char *what)
{
	size_t i = 0;
	while (i < PROP_REASONS - 1 && m->tally->reasons[i].count > 0 &&
	       strcmp(m->tally->reasons[i].words, why) != 0)
		i++;
	if ((m->told >> i & 1) != 0)
		return;
	m->told |= UINT64_C(1) << i;
	if (m->tally->reasons[i].count++ > 0)
		return;
	m->tally->reasons[i].rule = rule;
	m->tally->reasons[i].seed = m->seed;
	(void)snprintf(m->tally->reasons[i].words,
	    sizeof(m->tally->reasons[i].words), "%s", why);
	prop_tell(m, rule, why, what);
}

/* --- chance, the same again for the same seed --- */

static uint64_t chance;

static uint32_t
chance_draw(void)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)(chance >> 20);
}

static void
chance_fill(void *to, size_t size)
{
	uint8_t *bytes = to;
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)chance_draw();
}

static const char *
chance_name(void)
{
	return "seeded";
}

static struct randombytes_implementation chance_seeded = {
    .implementation_name = chance_name,
    .random = chance_draw,
    .buf = chance_fill};

/* --- an episode --- */

struct run {
	struct prop_tally *tally;
	const struct prop_fault *fault;
	unsigned long steps;
	bool quiet, talkative;
};

static int
episode_play(const struct run *run, uint64_t seed, const char *dir)
{
	static struct prop m;
	disk_install();
	chance = seed * UINT64_C(0x2545f4914f6cdd1d) + 1;
	(void)randombytes_set_implementation(&chance_seeded);
	m.w = world_open("alerts", dir);
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
		(void)prop_random(&m, 2);
	steps_run(&m, run->steps);
	if (m.w->failed)
		prop_break(&m, PROP_BOX, "a rule of every script", m.w->fault);
	world_close(m.w);
	(void)fflush(stdout);
	return 0;
}

static void
episode(const struct run *run, uint64_t seed)
{
	static struct prop dead;
	char dir[64] = "/dev/shm/siaga-alerts.XXXXXX";
	int status = 0;
	(void)fflush(stdout);
	if (mkdtemp(dir) == NULL)
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
	dead.tally = run->tally;
	dead.seed = seed;
	dead.told = 0;
	prop_break(&dead, PROP_BOX, "the box died", "see stderr");
}

/* --- adding up --- */

static void
run_rules(struct run *run, uint64_t seed, unsigned long steps, int count[2])
{
	struct prop_tally *t = run->tally;
	struct timespec a, b;
	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	for (uint64_t n = seed; t->steps < steps; n++)
		episode(run, n);
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	for (int i = 0; i < PROP_RULES; i++) {
		bool broken = false;
		for (size_t r = 0; r < PROP_REASONS; r++)
			broken |= t->reasons[r].count > 0 &&
				  t->reasons[r].rule == (enum prop_rule)i;
		(void)printf("%-9s%s\n", prop_rule_names[i],
		    broken ? "BROKEN" : "holds");
		for (size_t r = 0; broken && r < PROP_REASONS; r++)
			if (t->reasons[r].count > 0 &&
			    t->reasons[r].rule == (enum prop_rule)i)
				(void)printf(
				    "    %s (%lu episodes, seed %llu)\n",
				    t->reasons[r].words, t->reasons[r].count,
				    (unsigned long long)t->reasons[r].seed);
		count[broken]++;
	}
	(void)printf("%lu steps in %lu episodes, %lu alerts (%lu of cadres, "
		     "%lu accepted, %lu stood down, %lu outcomes), %lu alarms, "
		     "%lu texts, %lu crashes, %ld s\n",
	    t->steps, t->episodes, t->alerts, t->cadres, t->accepted,
	    t->stood_down, t->outcomes, t->alarms, t->texts, t->crashes,
	    (long)(b.tv_sec - a.tv_sec));
}

static bool
fault_noticed(const struct prop_tally *t, enum prop_rule rule)
{
	for (size_t i = 0; i < PROP_REASONS; i++)
		if (t->reasons[i].count > 0 && t->reasons[i].rule == rule)
			return true;
	return false;
}

static void
run_faults(struct run *run, int count[2])
{
	run->quiet = true;
	for (size_t i = 0; i < prop_fault_count; i++) {
		uint64_t seed = 1;
		run->fault = &prop_faults[i];
		memset(run->tally, 0, sizeof(*run->tally));
		while (!fault_noticed(run->tally, run->fault->breaks) &&
		       seed <= PROP_MOST)
			episode(run, seed++);
		bool noticed = fault_noticed(run->tally, run->fault->breaks);
		(void)printf("%-9s%s: %s\n",
		    prop_rule_names[run->fault->breaks], run->fault->name,
		    noticed ? "caught" : "NOT CAUGHT");
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
	struct run run = {.steps = PROP_EPISODE};
	unsigned long one = option(argc, argv, "--one", 0);
	/* Shared with the episodes' processes. */
	FILE *shared = tmpfile();
	if (shared == NULL || ftruncate(fileno(shared), sizeof(*run.tally)) < 0)
		return 1;
	run.tally = mmap(NULL, sizeof(*run.tally), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fileno(shared), 0);
	if (run.tally == MAP_FAILED)
		return 1;
	if (one != 0) {
		run.talkative = option(argc, argv, "--talk", 1) != 0;
		episode(&run, one);
		return fault_noticed(run.tally, PROP_BOX);
	}
	run_rules(&run, option(argc, argv, "--seed", 1),
	    option(argc, argv, "--steps", 2000), count);
	if (option(argc, argv, "--faults", 1) != 0)
		run_faults(&run, count);
	(void)printf("%d passed, %d failed\n", count[0], count[1]);
	return count[1] > 0 || count[0] == 0;
}
