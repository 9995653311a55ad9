/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening and closing the engine; see engine.h. */
#include "alerts.h"
#include "commands.h"
#include "documents.h"
#include "restore.h"
#include "roster.h"

#include "../lib/log.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define ENGINE_GAPS 10 /* of the roster, told by -n */

static void
engine_load_words(
    struct engine *e, const struct conf *conf, struct faults *faults)
{
	struct wordset *words = wordset_load(conf, e->handling, faults);
	if (words != NULL)
		wordset_push(&e->words, words, e->handling);
}

void
engine_reload(struct engine *e, const struct conf *conf, struct faults *faults)
{
	documents_check(conf->siaga.templates, faults);
	struct wordset *words = wordset_load(conf, e->handling, faults);
	if (words != NULL && faults->count == 0) {
		wordset_push(&e->words, words, e->handling);
		board_serve_again(e);
	} else
		wordset_free_all(words, e->handling);
}

/* Papers for authorities must not keep the hotline from starting. */
static void
engine_check_papers(const struct conf *conf, struct faults *faults)
{
	unsigned before = faults->warnings;
	faults->lenient = true;
	documents_check(conf->siaga.templates, faults);
	faults->lenient = false;
	if (faults->warnings > before)
		log_warn("papers.faulty",
		    LOG_I("faults", faults->warnings - before),
		    LOG_S("remedy", "siagad -n names them; siaga privacy "
				    "cannot print these"));
}

static char *
engine_read_pin(const struct conf_modem *m, struct faults *faults)
{
	char text[32] = "";
	if (m->pin_file == NULL)
		return NULL;
	FILE *file = fopen(m->pin_file, "re");
	if (file != NULL && fgets(text, sizeof(text), file) == NULL)
		text[0] = '\0';
	if (file != NULL)
		(void)fclose(file);
	text[strcspn(text, "\r\n")] = '\0';
	size_t len = strlen(text);
	if (len < 4 || len > 8 || strspn(text, "0123456789") != len) {
		faults_add(faults, m->pin_file, 1, "expected 4 to 8 digits");
		return NULL;
	}
	char *pin = strdup(text);
	if (pin == NULL)
		faults_no_memory(faults, m->pin_file);
	sodium_memzero(text, sizeof(text));
	return pin;
}

static void
engine_load_modems(struct engine *e, struct faults *faults)
{
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		struct modem *m = &e->at.modems[i];
		m->conf = &e->conf->modems[i];
		m->pin = engine_read_pin(m->conf, faults);
		m->signal_percent = -1;
		(void)snprintf(m->state, sizeof(m->state), "starting");
	}
}

/* What the last run left in the air. */
static int
engine_recover(struct engine *e)
{
	struct store_rows rows;
	int64_t highest_s = 0;
	store_ask_values(e->store, &rows, QUERY_CLOCK_HIGHEST, NULL, 0);
	int err = store_next(&rows);
	if (err > 0)
		highest_s = store_int(&rows, 0);
	store_done(&rows);
	if (err < 0)
		return err;
	e->now_ms = e->clock.mono_ms(e->clock.arg);
	timekeeper_init(&e->time, highest_s, e->now_ms);
	e->now_s =
	    timekeeper_now(&e->time, e->clock.wall_s(e->clock.arg), e->now_ms);
	if (!e->time.trusted)
		log_warn("clock.untrusted",
		    LOG_S("remedy", "set the clock; until then the network's "
				    "stamps serve"));
	err = store_begin(e->store);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_SMS_LOST, SQL_NULL,
		    SQL_INT(e->now_s));
	int64_t lost = store_changes(e->store);
	if (err == 0)
		err = store_run(
		    e->store, QUERY_OUTBOX_WEBHOOK_LOST, SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(
		    e->store, QUERY_OUTBOX_DUTY_AGAIN, SQL_INT(e->now_s));
	if (err == 0)
		err = alerts_turn_back(e);
	if (err == 0)
		err = lent_forget_all(e);
	if (err == 0)
		err = panic_read(e);
	if (err == 0)
		err = store_commit(e->store);
	if (err == 0 && lost > 0)
		log_warn("sms.unknown", LOG_I("texts", lost),
		    LOG_S("cause", "siagad ended while they were being sent"));
	return err;
}

static int
engine_make_state_dir(const char *dir, const char **ret_why)
{
	*ret_why = "state_dir does not exist and cannot be made";
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}

/* What the roster leaves open (I13); a store that cannot be read says
 * nothing. */
static void
engine_check_roster(struct engine *e, struct faults *faults)
{
	size_t i;
	json_t *gap, *gaps = NULL;
	int err = store_look(e->conf->siaga.state_dir, &e->store);
	if (err == -ENOENT)
		faults_warn(faults, e->conf->path, 1,
		    "there is no duty roster: siaga import villages.csv "
		    "people.csv duty.csv");
	if (err < 0)
		return;
	e->now_s = (int64_t)time(NULL);
	(void)setenv("TZ", e->conf->siaga.timezone, 1);
	tzset();
	gaps = command_gaps(e);
	json_array_foreach(gaps, i, gap)
	{
		faults_warn(faults, e->conf->path, 1, "roster: %.600s; %.100s",
		    json_string_value(json_object_get(gap, "what")),
		    json_string_value(json_object_get(gap, "fallback")));
		if (i == ENGINE_GAPS)
			break;
	}
	json_decref(gaps);
}

void
engine_check(const struct conf *conf, const struct handling *handling,
    struct faults *faults)
{
	struct engine *e = calloc(1, sizeof(*e));
	if (e == NULL) {
		faults_no_memory(faults, conf->path);
		return;
	}
	e->conf = conf;
	e->handling = handling;
	engine_load_words(e, conf, faults);
	documents_check(conf->siaga.templates, faults);
	engine_load_modems(e, faults);
	webhook_load_secrets(e, faults);
	if (conf->webhook_count == 0)
		faults_warn(faults, conf->path, 1,
		    "no [webhook ...] section: nobody is told of reports");
	if (faults->count == 0)
		engine_check_roster(e, faults);
	engine_close(e);
}

/*
 * New keys beside an old store would seal nothing for anybody who could read
 * the old reports, and nobody would notice for weeks.
 */
static int
engine_open_vault(struct engine *e, const char *dir, const char **ret_why)
{
	char *known = NULL, is[VAULT_GATEWAY_HEX];
	*ret_why = "the store cannot be read";
	int err = store_setting_get(e->store, "gateway", &known);
	if (err == 0 && known != NULL && !vault_there(dir)) {
		*ret_why = "keys.db is missing but siaga.db is there; restore "
			   "the one that belongs to it";
		err = -ENOENT;
	}
	if (err == 0)
		err = vault_open_keys(dir, &e->vault, ret_why);
	if (err == 0) {
		vault_gateway(e->vault, is);
		*ret_why = "keys.db belongs to another siaga.db";
		if (known != NULL && strcmp(known, is) != 0)
			err = -EINVAL;
	}
	if (err == 0) /* key init was told, and then the power failed */
		vault_first_file_remove(e->vault);
	if (err == 0 && known == NULL) {
		*ret_why = "the store cannot be written";
		err = store_begin(e->store);
		if (err == 0)
			err = store_setting_set(e->store, "gateway", is);
		if (err == 0)
			err = store_commit(e->store);
	}
	free(known);
	return err;
}

static int
engine_start(struct engine *e, struct faults *faults, const char **ret_why)
{
	const char *dir = e->conf->siaga.state_dir;
	*ret_why = "faults in the files named above";
	engine_load_words(e, e->conf, faults);
	engine_check_papers(e->conf, faults);
	engine_load_modems(e, faults);
	webhook_load_secrets(e, faults);
	if (faults->count > 0)
		return faults->no_memory ? -ENOMEM : -EINVAL;
	BUG_IF(e->words == NULL);
	int err = engine_make_state_dir(dir, ret_why);
	if (err == 0)
		err = store_open(dir, &e->store, ret_why);
	if (err == 0)
		err = restore_left(dir, ret_why);
	if (err == 0)
		err = engine_open_vault(e, dir, ret_why);
	if (err < 0)
		return err;
	*ret_why = "the store cannot be written";
	board_watch(e);
	err = engine_recover(e);
	if (err == 0)
		err = backup_open(e, ret_why);
	e->started_ms = e->now_ms;
	e->checkpoint_ms = e->now_ms + 3600 * 1000;
	return err;
}

/*
 * jansson loses characters of a string silently when memory is short, and a
 * half-read PDU would be filed as all of it. Better to end: the next start
 * finds everything in the store and on the SIM.
 */
static void *
engine_json_malloc(size_t size)
{
	void *bytes = malloc(size);
	BUG_IF(bytes == NULL);
	return bytes;
}

int
engine_open(const struct engine_setup *setup, struct faults *faults,
    struct engine **ret, const char **ret_why)
{
	struct engine *e = calloc(1, sizeof(*e));
	*ret_why = "out of memory";
	json_set_alloc_funcs(engine_json_malloc, free);
	if (e == NULL)
		return -ENOMEM;
	e->conf = setup->conf;
	e->handling = setup->handling;
	e->clock = setup->clock;
	e->edge = setup->edge;
	e->ping_ms = setup->ping_ms;
	/* Hours and days in texts are those of the people who read them. */
	(void)setenv("TZ", setup->conf->siaga.timezone, 1);
	tzset();
	e->turn.last = &e->turn.first;
	int err = sessions_open(e);
	if (err == 0)
		err = lent_open(e);
	if (err == 0)
		err = engine_start(e, faults, ret_why);
	if (err < 0) {
		engine_close(e);
		return err;
	}
	*ret = e;
	return 0;
}

void
engine_close(struct engine *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < CONF_MODEMS_MAX; i++)
		free(e->at.modems[i].pin);
	wordset_free_all(e->words, e->handling);
	sessions_close(e);
	lent_close(e);
	roster_free(e->roster);
	import_free(e->import);
	backup_close(e);
	store_close(e->store);
	vault_close(e->vault);
	sodium_memzero(e, sizeof(*e)); /* it held secrets */
	free(e);
}

void
engine_stop(struct engine *e)
{
	e->stopping = true;
	backup_stop(e);
}

bool
engine_is_still(const struct engine *e)
{
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (e->at.modems[i].in_flight != 0)
			return false;
	for (size_t i = 0; i < ENGINE_POSTS_MAX; i++)
		if (e->at.posts[i].id != 0)
			return false;
	return true;
}

int64_t
engine_due_ms(struct engine *e)
{
	int64_t due = peers_due_ms(e), other = outbox_due_ms(e);
	if (other < due)
		due = other;
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (e->at.modems[i].in_flight != 0 &&
		    e->at.modems[i].deadline_ms < due)
			due = e->at.modems[i].deadline_ms;
	for (size_t i = 0; i < ENGINE_POSTS_MAX; i++)
		if (e->at.posts[i].id != 0 && e->at.posts[i].deadline_ms < due)
			due = e->at.posts[i].deadline_ms;
	if (e->checkpoint_ms < due && !backup_reads(e))
		due = e->checkpoint_ms;
	if (sessions_due_ms(e) < due)
		due = sessions_due_ms(e);
	if (ring_due_ms(e) < due)
		due = ring_due_ms(e);
	if (backup_due_ms(e) < due)
		due = backup_due_ms(e);
	if (e->replay_ms != 0 && e->replay_ms < due && !turn_read_only(e))
		due = e->replay_ms;
	if (numbers_pending(e) || retention_pending(e))
		due = e->now_ms;
	return due;
}
