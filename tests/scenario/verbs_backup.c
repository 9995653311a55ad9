/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stick on which backups lie, the box that is lost, and the one that is
 * made from the stick:
 *	stick in            and from the first time on [backup] dir is on it
 *	stick out           its folder is gone
 *	stick out, empty    the folder below it is there, and empty
 *	stick copied        what lies there is kept aside, as it is now
 *	stick whole         one file of keys, some of data, nothing half made
 *	box lost            nothing of its state is left
 *	restore by ID [from copy] [forced] [generation N] [fails "WORDS"]
 *	stick holds N M     files of data, and of keys
 *	backup elsewhere    siaga backup --to another folder
 */
#include "expect.h"
#include "gateway/core/restore.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
backup_path(const struct world *w, const char *name, char ret[1100])
{
	(void)snprintf(ret, 1100, "%s/%s", w->dir, name);
}

static int64_t
backup_count(const struct world *w, const char *begin)
{
	char stick[1100];
	struct dirent *entry;
	int64_t count = 0;
	backup_path(w, "stick", stick);
	DIR *dir = opendir(stick);
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		count += strncmp(entry->d_name, begin, strlen(begin)) == 0;
	if (dir != NULL)
		(void)closedir(dir);
	return count;
}

static void
backup_holds(struct world *w, struct words *words)
{
	int64_t data = backup_count(w, "siaga-data-");
	int64_t keys = backup_count(w, "siaga-keys-");
	expect_count(w, "files of data", data, words_number(w, words));
	expect_count(w, "files of keys", keys, words_number(w, words));
}

static void
backup_is_whole(struct world *w)
{
	if (backup_count(w, "siaga-data-") == 0 ||
	    backup_count(w, "siaga-keys-") != 1)
		world_fail(w, "the stick holds no whole backup");
	if (backup_count(w, ".siaga-") > 0)
		world_fail(w, "half a file is left on the stick");
}

static void
verb_stick(struct world *w, struct words *words)
{
	char stick[1100], pocket[1100], copy[1100];
	backup_path(w, "stick", stick);
	backup_path(w, "pocket", pocket);
	backup_path(w, "copy", copy);
	const char *what = words_next(words);
	if (strcmp(what, "in") == 0) {
		world_remove_dir(stick);
		if (rename(pocket, stick) < 0)
			(void)mkdir(stick, 0700);
		if (!w->begun)
			world_set(w, "backup", "dir", stick);
	} else if (strcmp(what, "copied") == 0) {
		world_remove_dir(copy);
		if (!world_copy_dir(stick, copy))
			world_fail(w, "the stick cannot be copied");
	} else if (strcmp(what, "holds") == 0) {
		backup_holds(w, words);
	} else if (strcmp(what, "whole") == 0) {
		backup_is_whole(w);
	} else if (rename(stick, pocket) < 0) {
		world_fail(w, "the stick is out already");
	}
	if (strcmp(what, "out,") == 0 && words_take(words, "empty"))
		(void)mkdir(stick, 0700);
}

static void
verb_box(struct world *w, struct words *words)
{
	if (!words_take(words, "lost"))
		world_fail(w, "expected: box lost");
	if (w->engine != NULL)
		world_kill(w);
	world_remove_dir(w->state);
	memset(w->people, 0, sizeof(w->people));
	w->as[0] = '\0';
}

static void
backup_restore(struct world *w, struct restore_order *order, const char *fault)
{
	const char *why = "";
	if (w->engine != NULL)
		world_kill(w);
	int err = restore_run(order, &why);
	memset(w->people, 0, sizeof(w->people));
	w->as[0] = '\0';
	if (fault == NULL && err < 0)
		world_fail(
		    w, "it is not restored: %s (%s)", why, strerror(-err));
	else if (fault != NULL && err == 0)
		world_fail(w, "it is restored, expected it not to be");
	else if (fault != NULL && strstr(why, fault) == NULL)
		world_fail(w, "expected \"%s\", seen \"%s\"", fault, why);
}

static void
verb_restore(struct world *w, struct words *words)
{
	char from[1100], person[33] = "", phrase[64] = "";
	struct restore_order order = {.state_dir = w->state, .from = from};
	const char *fault = NULL;
	backup_path(w, "stick", from);
	while (words_left(words)) {
		const char *word = words_next(words);
		if (strcmp(word, "by") == 0)
			(void)snprintf(
			    person, sizeof(person), "%s", words_next(words));
		else if (strcmp(word, "from") == 0)
			backup_path(w, words_next(words), from);
		else if (strcmp(word, "forced") == 0)
			order.force = true;
		else if (strcmp(word, "generation") == 0)
			order.generation = (uint64_t)words_number(w, words);
		else if (strcmp(word, "fails") == 0)
			fault = words_quoted(w, words)->text;
	}
	(void)snprintf(
	    phrase, sizeof(phrase), "kata sandi %s yang panjang", person);
	order.person = person;
	order.secret = phrase;
	order.now_s = world_true_s(w);
	backup_restore(w, &order, fault);
}

static void
verb_backup(struct world *w, struct words *words)
{
	char other[1100];
	if (!words_take(words, "elsewhere"))
		world_fail(w, "expected: backup elsewhere");
	backup_path(w, "elsewhere", other);
	(void)mkdir(other, 0700);
	world_command(w, "backup", json_pack("{s:s}", "to", other));
}

const struct verb verbs_backup[] = {
    {"backup", verb_backup, true},
    {"stick", verb_stick, false},
    {"box", verb_box, false},
    {"restore", verb_restore, false},
    {NULL, NULL, false},
};
