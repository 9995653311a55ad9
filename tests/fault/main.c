/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault [MOST] [KIND NTH]: what people wrote is read (reading.h); then a day of
 * the box (day.t) with one failure in it: the nth allocation, write or sync,
 * for every n there is, or for MOST of each kind, evenly spread. After it the
 * box must go on by itself (after a failed sync: after a restart), with
 * everything filed exactly once and nothing answered twice (check.t; the
 * world's own rules watch as ever). Each n runs in a process of its own: one
 * that crashes is a failure, and no more.
 */
#include "../scenario/disk.h"
#include "../scenario/script.h"
#include "memory.h"
#include "reading.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAULT_BURST 40 /* allocations that fail together */

static const struct fault_kind {
	const char *name;
	enum disk_mode disk; /* DISK_FINE: memory */
	int64_t burst;
	bool restart; /* it goes on only after one */
} fault_kinds[] = {
    {"allocation", DISK_FINE, 1, false},
    {"burst of allocations", DISK_FINE, FAULT_BURST, false},
    {"write, disk full", DISK_FULL, 1, false},
    {"write, I/O error", DISK_WRITES_FAIL, 1, false},
    {"sync", DISK_SYNCS_FAIL, 1, true},
};

/* What a run found, in memory shared with its parent by a pipe. */
struct fault_result {
	bool failed_there; /* the failure came to pass: there may be more */
	int64_t asked;     /* allocations of the whole day */
};

static void
fault_arm(const struct fault_kind *k, int64_t nth)
{
	if (k->disk == DISK_FINE)
		memory_fail(nth, k->burst);
	else
		disk_fail_nth(k->disk, nth);
}

static bool
fault_came(const struct fault_kind *k)
{
	return k->disk == DISK_FINE ? memory_failed() : disk_failed_nth();
}

static void
fault_go_on(struct world *w, const struct fault_kind *k)
{
	const char *why = "";
	memory_fail(0, 0);
	disk_fail_nth(DISK_FINE, 0);
	w->tolerant = false;
	if (k->restart && w->engine != NULL)
		world_kill(w);
	if (w->engine == NULL && !world_start(w, &why))
		world_fail(w, "it does not start again: %s", why);
}

static sigjmp_buf fault_aborted;

static void
fault_on_abort(int number)
{
	(void)number;
	siglongjmp(fault_aborted, 1);
}

/*
 * The day, line by line. An engine that aborts, because it will not go on
 * without memory, is started anew as systemd would, and the day goes on.
 */
static void
fault_play_day(struct world *w)
{
	const char *why;
	volatile bool aborted = false;
	struct sigaction action = {.sa_handler = fault_on_abort};
	(void)sigaction(SIGABRT, &action, NULL);
	if (sigsetjmp(fault_aborted, 1) != 0) {
		aborted = true;
		memory_fail(0, 0);
		world_abandon(w);
		(void)world_start(w, &why);
	}
	script_play(w, "tests/fault/day.t", aborted ? w->line : 0);
	action.sa_handler = SIG_DFL;
	(void)sigaction(SIGABRT, &action, NULL);
}

static int
fault_child(const struct fault_kind *k, int64_t nth, const char *dir,
    struct fault_result *ret)
{
	memory_install();
	disk_install();
	struct world *w = world_open("day.t", dir);
	if (w == NULL)
		return 1;
	w->inside = memory_inside;
	w->talkative = getenv("FAULT_TALK") != NULL;
	w->tolerant = true;
	fault_arm(k, nth);
	fault_play_day(w);
	ret->failed_there = fault_came(k);
	ret->asked = memory_asked();
	if (!w->failed)
		fault_go_on(w, k);
	w->script = "check.t";
	if (!w->failed)
		script_play(w, "tests/fault/check.t", 0);
	if (w->failed)
		(void)printf("%s %lld: %s:%d: %s\n", k->name, (long long)nth,
		    w->script, w->line, w->fault);
	int status = w->failed;
	world_close(w);
	(void)fflush(stdout);
	return status;
}

static bool
fault_make_dir(char dir[64])
{
	(void)snprintf(dir, 64, "/dev/shm/siaga-fault.XXXXXX");
	if (mkdtemp(dir) != NULL)
		return true;
	(void)snprintf(dir, 64, "/tmp/siaga-fault.XXXXXX");
	return mkdtemp(dir) != NULL;
}

static bool
fault_run(const struct fault_kind *k, int64_t nth, struct fault_result *ret)
{
	char dir[64];
	int ends[2], status = -1;
	*ret = (struct fault_result){.failed_there = true};
	if (!fault_make_dir(dir) || pipe(ends) < 0)
		return false;
	(void)fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		struct fault_result result = {.failed_there = true};
		int said = fault_child(k, nth, dir, &result);
		if (write(ends[1], &result, sizeof(result)) < 0)
			said = 1;
		exit(said);
	}
	(void)close(ends[1]);
	if (child < 0 || waitpid(child, &status, 0) != child)
		status = -1;
	(void)!read(ends[0], ret, sizeof(*ret));
	(void)close(ends[0]);
	world_remove_dir(dir);
	if (status != 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 1))
		(void)printf("%s %lld: it ended with %s %d\n", k->name,
		    (long long)nth, WIFSIGNALED(status) ? "signal" : "status",
		    WIFSIGNALED(status) ? WTERMSIG(status)
					: WEXITSTATUS(status));
	return status == 0;
}

/* How many of them a whole day has, without a failure. */
static int64_t
fault_count(const struct fault_kind *k)
{
	struct fault_result result;
	int64_t low = 0, high = 64;
	if (k->disk == DISK_FINE) {
		(void)fault_run(k, 0, &result);
		return result.asked;
	}
	while (high < 1000000) {
		(void)fault_run(k, high, &result);
		if (!result.failed_there)
			break;
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		(void)fault_run(k, middle, &result);
		if (result.failed_there)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* One failure again, for whoever looks into it; FAULT_TALK=1 shows all. */
static int
fault_one(const char *kind, int64_t nth)
{
	struct fault_result result;
	size_t index = (size_t)strtoul(kind, NULL, 10);
	if (index >= sizeof(fault_kinds) / sizeof(*fault_kinds))
		return 2;
	return fault_run(&fault_kinds[index], nth, &result) ? 0 : 1;
}

/* In a process of its own, for what is printed and counted of a crash. */
static void
fault_read(int *passed, int *failed)
{
	char dir[64];
	int ends[2], counts[2] = {0, 1}, status;
	if (!fault_make_dir(dir) || pipe(ends) < 0)
		abort();
	(void)fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		counts[1] = 0;
		reading_sweep(dir, &counts[0], &counts[1]);
		exit(write(ends[1], counts, sizeof(counts)) < 0);
	}
	(void)close(ends[1]);
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
		(void)printf("reading: it ended by itself\n");
	(void)!read(ends[0], counts, sizeof(counts));
	(void)close(ends[0]);
	world_remove_dir(dir);
	*passed += counts[0];
	*failed += counts[1];
	(void)printf("reading: %d wrong\n", counts[1]);
}

int
main(int argc, char **argv)
{
	long long most = argc > 1 ? strtoll(argv[1], NULL, 10) : 0;
	if (argc == 4)
		return fault_one(argv[2], strtoll(argv[3], NULL, 10));
	int passed = 0, failed = 0;
	fault_read(&passed, &failed);
	size_t kinds = sizeof(fault_kinds) / sizeof(*fault_kinds);
	for (size_t i = 0; i < kinds; i++) {
		const struct fault_kind *k = &fault_kinds[i];
		struct fault_result result;
		int64_t count = fault_count(k);
		int64_t step = most > 0 && count > most ? count / most : 1;
		int before = failed;
		for (int64_t nth = 1; nth <= count; nth += step) {
			bool good = fault_run(k, nth, &result);
			passed += good;
			failed += !good;
		}
		(void)printf("%s: %lld there are, every %lld failed once, "
			     "%d wrong\n",
		    k->name, (long long)count, (long long)step,
		    failed - before);
	}
	(void)printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
