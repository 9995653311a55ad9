/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scenario [-v] FILE.t ...: runs each script in a process of its own, so that
 * one that dies takes nobody with it, and adds up. See README.md.
 */
#include "disk.h"
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAIN_FAILED 1

static bool
main_make_dir(char dir[64])
{
	const char *places[] = {"/dev/shm", getenv("TMPDIR"), "/tmp"};
	for (size_t i = 0; i < 3; i++) {
		if (places[i] == NULL)
			continue;
		(void)snprintf(
		    dir, 64, "%.30s/siaga-scenario.XXXXXX", places[i]);
		if (mkdtemp(dir) != NULL)
			return true;
	}
	return false;
}

static int
main_child(const char *path, const char *dir, bool talkative)
{
	disk_install();
	struct world *w = world_open(path, dir);
	if (w == NULL)
		return MAIN_FAILED;
	w->talkative = talkative;
	bool passed = script_run(w, path);
	if (!passed)
		(void)printf("%s:%d: %s\n", path, w->line, w->fault);
	world_close(w);
	(void)fflush(stdout);
	return passed ? 0 : MAIN_FAILED;
}

static bool
main_run(const char *path, bool talkative)
{
	char dir[64];
	int status = 0;
	(void)fflush(stdout);
	if (!main_make_dir(dir)) {
		(void)printf("%s:0: no temporary folder\n", path);
		return false;
	}
	pid_t child = fork();
	if (child == 0)
		exit(main_child(path, dir, talkative));
	if (child < 0 || waitpid(child, &status, 0) != child)
		status = -1;
	world_remove_dir(dir);
	if (WIFSIGNALED(status))
		(void)printf("%s:0: it was killed by signal %d\n", path,
		    WTERMSIG(status));
	else if (WIFEXITED(status) && WEXITSTATUS(status) > MAIN_FAILED)
		(void)printf("%s:0: it ended with status %d (a sanitizer?)\n",
		    path, WEXITSTATUS(status));
	return status == 0;
}

int
main(int argc, char **argv)
{
	int passed = 0, failed = 0;
	bool talkative = argc > 1 && strcmp(argv[1], "-v") == 0;
	for (int i = talkative ? 2 : 1; i < argc; i++) {
		bool good = main_run(argv[i], talkative);
		passed += good;
		failed += !good;
	}
	(void)printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
