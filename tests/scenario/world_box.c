/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The box: its configuration, its start, and its ends. An end without
 * warning leaves what is in the files at that moment (kill -9: what was
 * written; power cut: what was synced). The files are copied aside, then the
 * old engine may close them as it likes, then the copy takes their place.
 */
#include "disk.h"
#include "played.h"
#include "world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOX_SECRET   "whsec_c2NlbmFyaW8gc2NlbmFyaW8gc2NlbmFyaW8gMDEyMwA="
#define BOX_FIRST_MS 1000 /* of the monotonic clock at boot */

/* --- files --- */

static bool
box_copy_file(const char *from, const char *to)
{
	static char bytes[65536];
	ssize_t got = 0;
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = in >= 0 && out >= 0;
	while (good && (got = read(in, bytes, sizeof(bytes))) > 0)
		good = write(out, bytes, (size_t)got) == got;
	if (in >= 0)
		(void)close(in);
	if (out >= 0)
		(void)close(out);
	return good && got == 0;
}

bool
world_copy_dir(const char *from, const char *to)
{
	char source[1100], target[1100];
	struct dirent *entry;
	bool good = true;
	DIR *dir = opendir(from);
	(void)mkdir(to, 0700);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(
		    source, sizeof(source), "%s/%s", from, entry->d_name);
		(void)snprintf(
		    target, sizeof(target), "%s/%s", to, entry->d_name);
		good = box_copy_file(source, target) && good;
	}
	if (dir != NULL)
		(void)closedir(dir);
	return dir != NULL && good;
}

/* Two levels deep: a world's folder and the folders in it. */
void
world_remove_dir(const char *path)
{
	char name[1100];
	struct dirent *entry;
	DIR *dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		(void)snprintf(
		    name, sizeof(name), "%s/%s", path, entry->d_name);
		if (unlink(name) < 0)
			world_remove_dir(name);
	}
	if (dir != NULL)
		(void)closedir(dir);
	(void)rmdir(path);
}

/* --- configuration --- */

static bool box_has(const struct world *, const char *section, const char *key);

void
world_set(
    struct world *w, const char *section, const char *key, const char *value)
{
	struct conf_line *line = NULL;
	for (size_t i = 0; i < w->conf_count && line == NULL; i++)
		if (strcmp(w->conf_lines[i].section, section) == 0 &&
		    strcmp(w->conf_lines[i].key, key) == 0)
			line = &w->conf_lines[i];
	if (line == NULL) {
		if (w->conf_count == 128) {
			world_fail(w, "too much configuration");
			return;
		}
		line = &w->conf_lines[w->conf_count++];
	}
	(void)snprintf(line->section, sizeof(line->section), "%s", section);
	(void)snprintf(line->key, sizeof(line->key), "%s", key);
	(void)snprintf(line->value, sizeof(line->value), "%s", value);
}

void
world_unset(struct world *w, const char *section)
{
	size_t kept = 0;
	for (size_t i = 0; i < w->conf_count; i++)
		if (strcmp(w->conf_lines[i].section, section) != 0)
			w->conf_lines[kept++] = w->conf_lines[i];
	w->conf_count = kept;
}

void
world_own_words(struct world *w)
{
	static const char *const dirs[] = {"", "/sms", "/ussd", "/docs",
	    "/sms/id", "/sms/en", "/ussd/id", "/ussd/en", "/docs/id",
	    "/docs/en"};
	char from[64], to[WORLD_PATH_MAX + 64];
	if (box_has(w, "siaga", "dialogue"))
		return;
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		(void)snprintf(from, sizeof(from), "templates%s", dirs[i]);
		(void)snprintf(
		    to, sizeof(to), "%s/templates%s", w->dir, dirs[i]);
		(void)mkdir(to, 0700);
		if (i > 3 && !world_copy_dir(from, to))
			world_fail(w, "the templates cannot be copied");
	}
	(void)snprintf(to, sizeof(to), "%s/templates", w->dir);
	world_set(w, "siaga", "templates", to);
	(void)snprintf(to, sizeof(to), "%s/templates/sms/banned.tsv", w->dir);
	bool good = box_copy_file("templates/sms/banned.tsv", to);
	(void)snprintf(to, sizeof(to), "%s/dialogue.conf", w->dir);
	good &= box_copy_file("config/dialogue.conf", to);
	world_set(w, "siaga", "dialogue", to);
	if (!good)
		world_fail(w, "the dialogue cannot be copied");
}

static bool
box_has(const struct world *w, const char *section, const char *key)
{
	for (size_t i = 0; i < w->conf_count; i++)
		if (strcmp(w->conf_lines[i].section, section) == 0 &&
		    strcmp(w->conf_lines[i].key, key) == 0)
			return true;
	return false;
}

static void
box_write_default(const struct world *w, FILE *file, const char *section,
    const char *key, const char *value)
{
	if (!box_has(w, section, key))
		(void)fprintf(file, "%s = %s\n", key, value);
}

/* What a section of the script need not say. */
static void
box_write_defaults(const struct world *w, FILE *file, const char *section)
{
	char text[1100];
	if (strncmp(section, "modem ", 6) == 0) {
		(void)snprintf(
		    text, sizeof(text), "/dev/siaga-played-%s", section + 6);
		box_write_default(w, file, section, "device", text);
	} else if (strncmp(section, "webhook ", 8) == 0) {
		(void)snprintf(
		    text, sizeof(text), "http://127.0.0.1:9/%s", section + 8);
		box_write_default(w, file, section, "url", text);
		(void)snprintf(text, sizeof(text), "%s/webhook.secret", w->dir);
		box_write_default(w, file, section, "secret_file", text);
		box_write_default(w, file, section, "recipient", "office");
		box_write_default(w, file, section, "events", "report.*");
		box_write_default(
		    w, file, section, "allow_cidr", "127.0.0.0/8");
	}
}

static void
box_write_section(const struct world *w, FILE *file, const char *section)
{
	(void)fprintf(file, "[%s]\n", section);
	for (size_t i = 0; i < w->conf_count; i++)
		if (strcmp(w->conf_lines[i].section, section) == 0)
			(void)fprintf(file, "%s = %s\n", w->conf_lines[i].key,
			    w->conf_lines[i].value);
	box_write_defaults(w, file, section);
}

static void
box_write_conf(struct world *w, char path[1100])
{
	(void)snprintf(path, 1100, "%s/webhook.secret", w->dir);
	FILE *file = fopen(path, "we");
	if (file != NULL) {
		(void)fprintf(file, "%s\n", BOX_SECRET);
		(void)fclose(file);
	}
	(void)snprintf(path, 1100, "%s/siaga.conf", w->dir);
	file = fopen(path, "we");
	if (file == NULL)
		abort();
	for (size_t i = 0; i < w->conf_count; i++) {
		bool first = true;
		for (size_t j = 0; j < i; j++)
			first &= strcmp(w->conf_lines[i].section,
				     w->conf_lines[j].section) != 0;
		if (first)
			box_write_section(w, file, w->conf_lines[i].section);
	}
	(void)fclose(file);
}

/* --- start --- */

static int64_t
box_mono_ms(void *arg)
{
	struct world *w = arg;
	return w->now_ms - w->boot_ms;
}

static int64_t
box_wall_s(void *arg)
{
	struct world *w = arg;
	if (w->clock_unset)
		return (w->now_ms - w->unset_ms) / 1000;
	return world_true_s(w) + w->skew_s;
}

static void
box_keep_synced(struct world *w)
{
	char synced[1100];
	if (!w->keeps_synced)
		return;
	(void)snprintf(synced, sizeof(synced), "%s/synced", w->dir);
	world_remove_dir(synced);
	(void)mkdir(w->state, 0700);
	(void)world_copy_dir(w->state, synced);
	disk_keep_synced(synced);
}

static int
box_open(struct world *w, struct faults *faults, const char **ret_why)
{
	char path[1100];
	box_write_conf(w, path);
	if (w->conf_read)
		conf_free(&w->conf);
	conf_read(&w->conf, path, faults);
	w->conf_read = true;
	*ret_why = "the configuration has faults";
	if (faults->count > 0)
		return -EINVAL;
	modem_make(w);
	struct engine_setup setup = {&w->conf, &handling_wired,
	    {box_mono_ms, box_wall_s, w}, world_edge(w), w->ping_ms};
	world_inside(w, true);
	int err = engine_open(&setup, faults, &w->engine, ret_why);
	world_inside(w, false);
	return err;
}

/* False: it did not start, and *ret_why says why (static). */
bool
world_start(struct world *w, const char **ret_why)
{
	static char why[2048];
	struct faults faults;
	faults_init(&faults);
	w->cut = false;
	box_keep_synced(w);
	int err = box_open(w, &faults, ret_why);
	(void)snprintf(why, sizeof(why), "%s (%s) %.1800s", *ret_why,
	    err < 0 ? strerror(-err) : "",
	    faults.text.len > 0 ? faults.text.data : "");
	*ret_why = why;
	faults_free(&faults);
	w->begun = true;
	if (w->dead)
		world_bury(w);
	if (err < 0 || w->engine == NULL)
		return err == 0;
	modem_play(w);
	notify_play(w);
	world_settle(w);
	return true;
}

void
world_need_start(struct world *w)
{
	const char *why;
	if (w->begun) {
		if (w->engine == NULL && !w->tolerant)
			world_fail(w, "siagad does not run");
		return;
	}
	if (!world_start(w, &why) && !w->tolerant)
		world_fail(w, "siagad does not start: %s", why);
}

void
world_reload(struct world *w, const char *fault)
{
	char path[1100];
	struct conf now;
	struct faults faults;
	faults_init(&faults);
	box_write_conf(w, path);
	conf_read(&now, path, &faults);
	if (faults.count == 0)
		engine_reload(w->engine, &now, &faults);
	if (faults.count > 0 && fault == NULL)
		world_fail(w, "it does not reload: %s", faults.text.data);
	else if (fault != NULL && faults.count == 0)
		world_fail(w, "it reloads, expected it not to");
	else if (fault != NULL && strstr(faults.text.data, fault) == NULL)
		world_fail(
		    w, "expected \"%s\", seen \"%s\"", fault, faults.text.data);
	conf_free(&now);
	faults_free(&faults);
}

/* --- ends --- */

/* Its programs die with it; what they had not said is lost. */
static void
box_end_programs(struct world *w)
{
	for (size_t i = 0; i < w->modem_count; i++)
		modem_forget(&w->modems[i]);
	if (w->notify != NULL) {
		w->notify->peer = 0;
		w->notify->restart_ms = 0;
	}
	world_forget_peers(w);
}

static void
box_end(struct world *w, const char *snapshot)
{
	disk_at_write(0, NULL, NULL);
	disk_keep_synced(NULL);
	w->cut = true;
	if (w->in_turn &&
	    w->engine != NULL) /* of no more effect: the copy is made */
		engine_turn_end(w->engine);
	w->in_turn = false;
	engine_close(w->engine);
	w->engine = NULL;
	w->dead = false;
	w->crash_point = CRASH_NEVER;
	box_end_programs(w);
	if (snapshot != NULL) {
		world_remove_dir(w->state);
		if (rename(snapshot, w->state) < 0)
			world_fail(w, "the state cannot be put in place");
	}
	world_check_files(w, w->state);
}

static void
box_snapshot(struct world *w, bool power_cut, char path[1100])
{
	char from[1100];
	(void)snprintf(path, 1100, "%s/snapshot", w->dir);
	(void)snprintf(from, sizeof(from), "%s%s", w->dir,
	    power_cut ? "/synced" : "/state");
	world_remove_dir(path);
	if (!world_copy_dir(from, path))
		world_fail(w, "the state cannot be copied");
}

void
world_kill(struct world *w)
{
	char snapshot[1100];
	box_snapshot(w, false, snapshot);
	box_end(w, snapshot);
}

void
world_abandon(struct world *w)
{
	char snapshot[1100];
	world_inside(w, false);
	box_snapshot(w, false, snapshot);
	w->engine = NULL; /* lost, with its descriptors and locks */
	box_end(w, snapshot);
}

void
world_power_cut(struct world *w)
{
	char snapshot[1100];
	box_snapshot(w, true, snapshot);
	box_end(w, snapshot);
	w->boot_ms = w->now_ms - BOX_FIRST_MS;
}

static void
box_die(void *arg)
{
	struct world *w = arg;
	char snapshot[1100];
	box_snapshot(w, w->cuts_power, snapshot);
	w->dead = true;
	w->cut = true;
}

void
world_die_at_write(struct world *w, int64_t nth, bool power_cut)
{
	w->cuts_power = power_cut;
	disk_at_write(nth, box_die, w);
}

void
world_bury(struct world *w)
{
	char snapshot[1100];
	(void)snprintf(snapshot, sizeof(snapshot), "%s/snapshot", w->dir);
	box_end(w, snapshot);
	if (w->cuts_power)
		w->boot_ms = w->now_ms - BOX_FIRST_MS;
}

void
world_stop(struct world *w)
{
	engine_stop(w->engine);
	world_settle(w);
	if (!engine_is_still(w->engine))
		world_pass(w, 5000);
	if (w->engine != NULL)
		box_end(w, NULL);
}
