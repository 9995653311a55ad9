/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happens to the box: configuration, ends and starts, disk, time. */
#include "disk.h"
#include "script.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* config SECTION [NAME] KEY = VALUE; config without SECTION [NAME] */
static void
verb_config(struct world *w, struct words *words)
{
	char section[64];
	bool without = words_take(words, "without");
	const char *first = words_next(words);
	bool named = strcmp(first, "modem") == 0 ||
		     strcmp(first, "webhook") == 0 ||
		     strcmp(first, "alert") == 0 || strcmp(first, "ussd") == 0;
	(void)snprintf(section, sizeof(section), "%s%s%s", first,
	    named ? " " : "", named ? words_next(words) : "");
	if (without) {
		world_unset(w, section);
		return;
	}
	const char *key = words_next(words);
	if (!words_take(words, "="))
		world_fail(w, "expected: config SECTION KEY = VALUE");
	world_set(w, section, key, words_rest(words));
}

/* Most turns of a month are pings: 11,520 a day. */
static void
verb_heartbeat(struct world *w, struct words *words)
{
	w->ping_ms = words_time_ms(w, words);
}

/* --- ends and starts --- */

/* restart [perhaps | fails "WORDS"]: kills it first if it still runs */
static void
verb_restart(struct world *w, struct words *words)
{
	const char *why = "";
	bool perhaps = words_take(words, "perhaps");
	bool fails = words_take(words, "fails");
	const struct word *words_of = fails ? words_quoted(w, words) : NULL;
	if (w->engine != NULL)
		world_kill(w);
	bool started = world_start(w, &why);
	if (perhaps)
		return;
	if (!fails && !started)
		world_fail(w, "siagad does not start: %s", why);
	else if (fails && started)
		world_fail(w, "siagad starts, expected it not to");
	else if (fails && strstr(why, words_of->text) == NULL)
		world_fail(
		    w, "expected \"%s\", seen \"%s\"", words_of->text, why);
}

/* crash | crash before commit | crash after commit | crash in turn N before
 * commit | crash at write N */
static void
verb_crash(struct world *w, struct words *words)
{
	int turns = 1;
	world_need_start(w);
	if (w->failed)
		return;
	if (!words_left(words)) {
		world_kill(w);
		return;
	}
	if (words_take(words, "at")) {
		(void)words_take(words, "write");
		world_die_at_write(w, words_number(w, words), false);
		return;
	}
	if (words_take(words, "in")) {
		(void)words_take(words, "turn");
		turns = (int)words_number(w, words);
	}
	bool before = words_take(words, "before");
	if (!before && !words_take(words, "after"))
		world_fail(w, "expected before commit, or after commit");
	(void)words_take(words, "commit");
	w->crash_point = before ? CRASH_BEFORE_COMMIT : CRASH_AFTER_COMMIT;
	w->turns_to_crash = turns;
}

/* power cut | power cut at write N */
static void
verb_power(struct world *w, struct words *words)
{
	if (!words_take(words, "cut"))
		world_fail(w, "expected: power cut");
	world_need_start(w);
	if (w->failed)
		return;
	if (!words_take(words, "at")) {
		world_power_cut(w);
		return;
	}
	(void)words_take(words, "write");
	world_die_at_write(w, words_number(w, words), true);
}

static void
verb_stop(struct world *w, struct words *words)
{
	(void)words;
	world_need_start(w);
	if (!w->failed)
		world_stop(w);
}

/* reload [fails "WORDS"] */
static void
verb_reload(struct world *w, struct words *words)
{
	const char *fault =
	    words_take(words, "fails") ? words_quoted(w, words)->text : NULL;
	world_need_start(w);
	if (!w->failed)
		world_reload(w, fault);
}

static void
verb_start(struct world *w, struct words *words)
{
	(void)w;
	(void)words; /* it has started because of this line */
}

/* --- disk --- */

/* disk fails at write N | disk fails at sync N: that one, once */
static void
disk_take_nth(struct world *w, struct words *words)
{
	(void)words_take(words, "at");
	bool sync = words_take(words, "sync");
	if (!sync)
		(void)words_take(words, "write");
	disk_fail_nth(
	    sync ? DISK_SYNCS_FAIL : DISK_WRITES_FAIL, words_number(w, words));
}

/* disk fine|full|writes fail|syncs fail [in FILE] */
static void
verb_disk(struct world *w, struct words *words)
{
	static const struct {
		const char *name;
		enum disk_mode mode;
	} modes[] = {{"fine", DISK_FINE}, {"full", DISK_FULL},
	    {"writes", DISK_WRITES_FAIL}, {"syncs", DISK_SYNCS_FAIL}};
	const char *name = words_next(words);
	if (strcmp(name, "fails") == 0) {
		disk_take_nth(w, words);
		return;
	}
	disk_fail_nth(DISK_FINE, 0);
	(void)words_take(words, "fail");
	const char *only = words_take(words, "in") ? words_next(words) : NULL;
	for (size_t i = 0; i < 4; i++) {
		if (strcmp(modes[i].name, name) != 0)
			continue;
		disk_set_mode(modes[i].mode, only);
		return;
	}
	world_fail(w, "expected: disk fine, full, writes fail, syncs fail");
}

/* disk copy NAME / disk damage NAME: what an accident does to a file */
static void
verb_damage(struct world *w, struct words *words)
{
	char path[1100];
	(void)snprintf(
	    path, sizeof(path), "%s/%s", w->state, words_next(words));
	FILE *file = fopen(path, "r+be");
	if (file == NULL) {
		world_fail(w, "there is no file %s", path);
		return;
	}
	if (words_take(words, "at"))
		(void)fseek(file, (long)words_number(w, words), SEEK_SET);
	const struct word *bytes = words_quoted(w, words);
	(void)fwrite(bytes->text, 1, bytes->size, file);
	(void)fclose(file);
}

/* --- time --- */

/* clock unset | clock set | clock jumps +2h | clock jumps -2h */
/* sql FILE [refused] "STATEMENTS": somebody has the disk in hand */
static void
verb_sql(struct world *w, struct words *words)
{
	char path[1100];
	sqlite3 *db = NULL;
	if (w->engine != NULL)
		world_fail(w, "stop siagad first");
	(void)snprintf(
	    path, sizeof(path), "%s/%s", w->state, words_next(words));
	bool refused = words_take(words, "refused");
	int rc = sqlite3_open(path, &db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(
		    db, words_quoted(w, words)->text, NULL, NULL, NULL);
	if ((rc != SQLITE_OK) != refused)
		world_fail(w, "%s", sqlite3_errmsg(db));
	(void)sqlite3_close(db);
}

static void
verb_clock(struct world *w, struct words *words)
{
	if (words_take(words, "unset")) {
		w->clock_unset = true;
		w->unset_ms = w->now_ms;
	} else if (words_take(words, "set")) {
		w->clock_unset = false;
		w->skew_s = 0;
	} else if (words_take(words, "jumps")) {
		w->skew_s += words_time_ms(w, words) / 1000;
	} else {
		world_fail(w, "expected: clock unset, set, jumps TIME");
	}
	world_settle(w);
}

static void
verb_pass(struct world *w, struct words *words)
{
	world_pass(w, words_time_ms(w, words));
}

static void
verb_hold(struct world *w, struct words *words)
{
	(void)words;
	w->held = true;
}

static void
verb_go(struct world *w, struct words *words)
{
	(void)words;
	w->held = false;
	world_settle(w);
}

const struct verb verbs_box[] = {
    {"config", verb_config, false},
    {"heartbeat", verb_heartbeat, false},
    {"start", verb_start, true},
    {"restart", verb_restart, false},
    {"crash", verb_crash, true},
    {"power", verb_power, true},
    {"stop", verb_stop, true},
    {"reload", verb_reload, true},
    {"disk", verb_disk, false},
    {"damage", verb_damage, false},
    {"sql", verb_sql, false},
    {"clock", verb_clock, false},
    {"pass", verb_pass, false},
    {"hold", verb_hold, true},
    {"go", verb_go, false},
    {NULL, NULL, false},
};
