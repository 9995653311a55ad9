/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a screen asks of the box itself: who sits here and what they may do,
 * the modems, is it well, and figures for /metrics. */
#include "commands.h"

#include <errno.h>
#include <string.h>

/* --- session.show --- */

/* What this role may ask, by name; a screen shows no button that fails. */
static json_t *
board_commands(const struct engine *e)
{
	json_t *names = json_array();
	for (const struct command_row *c = command_table; c->name != NULL; c++)
		if ((c->roles == 0 || (c->roles & e->actor.role) != 0) &&
		    (c->words[0] != '\0' || c->roles != 0))
			(void)json_array_append_new(
			    names, json_string(c->name));
	return names;
}

int
command_session_show(struct engine *e, json_t *args, struct command_answer *a)
{
	struct person p = {0};
	char gateway[VAULT_GATEWAY_HEX];
	const struct session *s = e->actor.session;
	(void)args;
	if (e->actor.scopes != 0) {
		a->result = json_pack("{s:s, s:o}", "token", e->actor.name,
		    "scopes", command_token_scopes(e->actor.scopes));
		return 0;
	}
	if (s == NULL)
		return command_fail(
		    a, "locked", "this takes a session: siaga unlock YOU");
	bool enrolled = false;
	int err = person_get(e, e->actor.name, &p);
	if (err == 0)
		err = command_totp_enrolled(e, e->actor.name, &enrolled);
	vault_gateway(e->vault, gateway);
	a->result = json_pack(
	    "{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:b, s:o}", "person",
	    e->actor.name, "name", p.name[0] == '\0' ? e->actor.name : p.name,
	    "role", role_name(e->actor.role), "gateway", gateway, "language",
	    e->conf->siaga.language, "lock_minutes",
	    (json_int_t)e->conf->siaga.lock_minutes, "idle_s",
	    (json_int_t)(session_left_ms(e, s, true) / 1000), "left_s",
	    (json_int_t)(session_left_ms(e, s, false) / 1000), "panic",
	    (int)e->locked, "commands", board_commands(e));
	(void)json_object_set_new(a->result, "second_factor",
	    json_pack("{s:b, s:b, s:b}", "required",
		(int)(e->conf->web.second_factor == CONF_TOTP), "enrolled",
		(int)enrolled, "enrolling", (int)s->enrolling));
	return err == -ENOENT ? 0 : err;
}

/* --- modem.list --- */

json_t *
command_modem_row(const struct modem *m)
{
	json_t *row = json_pack("{s:s, s:s, s:s, s:I, s:I, s:b}", "name",
	    m->conf->name, "state", m->state, "detail", m->detail, "used",
	    (json_int_t)m->used, "size", (json_int_t)m->size, "sending",
	    (int)(m->in_flight != 0));
	if (m->signal_percent >= 0)
		(void)json_object_set_new(
		    row, "signal_percent", json_integer(m->signal_percent));
	return row;
}

static int
board_modem_today(struct engine *e, const struct modem *m, json_t *row)
{
	struct modem_sent sent;
	int err = modem_sent_count(e, m, &sent);
	(void)json_object_set_new(
	    row, "texts_today", json_integer((json_int_t)sent.day));
	return err;
}

int
command_modem_list(struct engine *e, json_t *args, struct command_answer *a)
{
	int err = 0;
	(void)args;
	a->result = json_array();
	for (size_t i = 0; err == 0 && i < e->conf->modem_count; i++) {
		const struct modem *m = &e->at.modems[i];
		json_t *row = command_modem_row(m);
		json_t *more =
		    json_pack("{s:b, s:I, s:b}", "ready", (int)m->ready,
			"texts_per_day", (json_int_t)m->conf->texts_per_day,
			"at_ceiling", (int)m->at_ceiling);
		(void)json_object_update(row, more);
		json_decref(more);
		err = board_modem_today(e, m, row);
		(void)json_array_append_new(a->result, row);
	}
	return err;
}

/* --- health, metrics --- */

static int64_t
board_modems_ready(const struct engine *e)
{
	int64_t ready = 0;
	for (size_t i = 0; i < e->conf->modem_count; i++)
		ready += e->at.modems[i].ready;
	return ready;
}

/* Whoever may reach the board's address learns this: nothing of anybody. */
int
command_health(struct engine *e, json_t *args, struct command_answer *a)
{
	(void)args;
	bool ready =
	    !turn_read_only(e) && e->time.trusted && board_modems_ready(e) > 0;
	a->result = json_pack("{s:b}", "ready", (int)ready);
	return 0;
}

int
command_metrics(struct engine *e, json_t *args, struct command_answer *a)
{
	json_t *counts = json_object(), *modems = json_array();
	(void)args;
	for (size_t i = 0; i < e->conf->modem_count; i++)
		(void)json_array_append_new(
		    modems, command_modem_row(&e->at.modems[i]));
	int err = command_queue_counts(e, counts);
	a->result = json_pack(
	    "{s:s, s:I, s:b, s:b, s:b, s:b, s:I, s:I, s:o, s:o}", "version",
	    SIAGA_VERSION, "up_s",
	    (json_int_t)((e->now_ms - e->started_ms) / 1000), "notify",
	    (int)(e->notify_peer != 0), "clock_trusted", (int)e->time.trusted,
	    "read_only", (int)turn_read_only(e), "locked", (int)e->locked,
	    "frames_refused", (json_int_t)e->frames_refused, "sessions",
	    (json_int_t)sessions_count(e), "counts", counts, "modems", modems);
	return err;
}
