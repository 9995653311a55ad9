/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scenario [-v] FILE.t ...: runs each script in a process of its own, so that
 * one that dies takes nobody with it, and adds up. See README.md.
 *	--transcript FILE.t ...  prints the conversation, for people
 *	--golden FILE.t ...      compares it with FILE.md, which is a test
 *	--write FILE.t ...       writes FILE.md
 */
#include "disk.h"
#include "script.h"
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAIN_FAILED 1

/* What becomes of the transcript. */
enum main_mode { MODE_TEST, MODE_PRINT, MODE_COMPARE, MODE_WRITE };

struct main_task {
	enum main_mode mode;
	bool talkative;
};

/* FILE.md beside FILE.t */
static FILE *
main_open_golden(const char *script, const char *how)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "%.*s.md",
	    (int)(strlen(script) - strlen(".t")), script);
	return fopen(path, how);
}

/* The first line that differs is named. */
static bool
main_compare(const char *script, const char *is)
{
	char line[4096];
	int number = 0;
	FILE *golden = main_open_golden(script, "re");
	while (golden != NULL && fgets(line, sizeof(line), golden) != NULL) {
		size_t len = strlen(line);
		number++;
		if (strncmp(is, line, len) != 0)
			break;
		is += len;
	}
	bool same = golden != NULL && feof(golden) && *is == '\0';
	if (!same)
		(void)printf("%s: its transcript is another from line %d on: "
			     "\"%.*s\"; look at it, then `make transcripts`\n",
		    script, number, (int)strcspn(is, "\n"), is);
	if (golden != NULL)
		(void)fclose(golden);
	return same;
}

static bool
main_write(const char *script, const char *is)
{
	FILE *golden = main_open_golden(script, "we");
	if (golden == NULL)
		return false;
	(void)fputs(is, golden);
	return fclose(golden) == 0;
}

static bool
main_take_transcript(struct world *w, const char *script, enum main_mode mode)
{
	char *is = transcript_end(w);
	bool good = is != NULL;
	if (good && mode == MODE_PRINT)
		(void)fputs(is, stdout);
	else if (good && mode == MODE_COMPARE)
		good = main_compare(script, is);
	else if (good)
		good = main_write(script, is);
	free(is);
	return good;
}

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
main_child(const char *path, const char *dir, struct main_task task)
{
	disk_install();
	struct world *w = world_open(path, dir);
	if (w == NULL)
		return MAIN_FAILED;
	w->talkative = task.talkative;
	if (task.mode != MODE_TEST)
		transcript_begin(w);
	bool passed = script_run(w, path);
	if (!passed)
		(void)printf("%s:%d: %s\n", path, w->line, w->fault);
	else if (task.mode != MODE_TEST)
		passed = main_take_transcript(w, path, task.mode);
	world_close(w);
	(void)fflush(stdout);
	return passed ? 0 : MAIN_FAILED;
}

static bool
main_run(const char *path, struct main_task task)
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
		exit(main_child(path, dir, task));
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

static void
main_take_option(struct main_task *task, const char *option)
{
	static const char *const modes[] = {
	    "", "--transcript", "--golden", "--write"};
	task->talkative |= strcmp(option, "-v") == 0;
	for (int i = 1; i < 4; i++)
		if (strcmp(option, modes[i]) == 0)
			task->mode = (enum main_mode)i;
}

int
main(int argc, char **argv)
{
	int passed = 0, failed = 0;
	struct main_task task = {.mode = MODE_TEST};
	int first = 1;
	for (; first < argc && argv[first][0] == '-'; first++)
		main_take_option(&task, argv[first]);
	for (int i = first; i < argc; i++) {
		bool good = main_run(argv[i], task);
		passed += good;
		failed += !good;
	}
	if (task.mode != MODE_PRINT)
		(void)printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
