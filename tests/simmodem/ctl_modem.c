/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control commands for SIM, modem and its cable. */
#include "ctl.h"

#include "sim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- looking --- */

static void
put_message(json_t *o, const struct sms *m)
{
	ctl_put(o, "from", m->from);
	ctl_put(o, "text", m->text);
	ctl_put(o, "pdu", m->pdu);
}

static void
list_store(struct sim *s, enum store_id id, json_t *all)
{
	for (int i = 0; i < STORE_SLOTS_MAX; i++) {
		const struct slot *slot = store_get(s, id, i);
		json_t *o;

		if (!slot)
			continue;
		o = json_pack("{s:s, s:i, s:i, s:b, s:b}", "store",
		    store_name(id), "location", i + s->set.first_location,
		    "seq", (int)slot->sms->seq, "read", slot->read, "report",
		    slot->sms->report);
		put_message(o, slot->sms);
		json_array_append_new(all, o);
	}
}

static json_t *
do_sim(struct sim *s, json_t *req, struct client *c)
{
	json_t *all = json_array();

	(void)req;
	(void)c;
	for (unsigned id = 0; id < STORE_MAX; id++)
		list_store(s, (enum store_id)id, all);
	return json_pack("{s:b, s:i, s:i, s:i, s:i, s:i, s:o}", "ok", 1, "used",
	    store_used(s, STORE_SM), "slots", s->set.slots, "waiting",
	    (int)net_waiting(s), "used_me", store_used(s, STORE_ME), "used_sr",
	    store_used(s, STORE_SR), "stored", all);
}

static json_t *
describe(const struct sms *m)
{
	json_t *o = json_pack("{s:i, s:b, s:I, s:I, s:I, s:I}", "seq",
	    (int)m->seq, "report", m->report, "offered_ms",
	    (json_int_t)m->offered_ms, "stored_ms", (json_int_t)m->stored_ms,
	    "cmti_ms", (json_int_t)m->cmti_ms, "deleted_ms",
	    (json_int_t)m->deleted_ms);

	put_message(o, m);
	return o;
}

static json_t *
do_received(struct sim *s, json_t *req, struct client *c)
{
	json_int_t since = 0;
	json_t *wrong = ctl_read(req, "{s?I}", "since", &since);
	json_t *all;

	(void)c;
	if (wrong)
		return wrong;
	all = json_array();
	for (size_t i = 0; i < s->net.sms_n; i++)
		if (s->net.sms[i]->seq > since)
			json_array_append_new(all, describe(s->net.sms[i]));
	return json_pack("{s:b, s:o}", "ok", 1, "messages", all);
}

static json_t *
do_stat(struct sim *s, json_t *req, struct client *c)
{
	const struct {
		const char *name;
		long long value;
	} all[] = {
	    {"now_ms", mono_ms()},
	    {"at_commands", s->count.at_commands},
	    {"sent", (long long)s->net.sent_n},
	    {"refused", s->count.refused},
	    {"offered", (long long)s->net.sms_n},
	    {"arrived", (long long)s->net.arrived},
	    {"deleted", s->count.deleted},
	    {"cmti", s->count.cmti},
	    {"reports", s->count.reports},
	    {"reports_lost", s->count.reports_lost},
	    {"opens", s->line.opens},
	    {"openers", s->line.openers},
	    {"calls", (long long)s->net.calls_n},
	    {"pin_attempts", s->count.pin_attempts},
	    {"pin_left", s->at.pin_left},
	};
	json_t *o = ctl_ok();

	(void)req;
	(void)c;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		json_object_set_new(o, all[i].name, json_integer(all[i].value));
	json_object_set_new(o, "plugged", json_boolean(line_plugged(&s->line)));
	json_object_set_new(
	    o, "attached", json_boolean(line_attached(&s->line)));
	ctl_put(o, "device", s->line.device);
	return o;
}

/* --- the cable --- */

static json_t *
do_unplug(struct sim *s, json_t *req, struct client *c)
{
	(void)req;
	(void)c;
	if (!line_plugged(&s->line))
		return ctl_error("unplug: is not plugged in");
	line_unplug(s);
	/* A stick lives on its cable's current. */
	sim_power_cut(s);
	return ctl_ok();
}

/* A bare name lies beside the old one, as ttyUSB1 beside ttyUSB0. */
static char *
sibling(const char *old, const char *name)
{
	const char *slash = strrchr(old, '/');
	struct buf b = {0};

	if (!strchr(name, '/') && slash)
		buf_add(&b, old, (size_t)(slash - old) + 1);
	buf_puts(&b, name);
	return b.data;
}

static json_t *
do_plug(struct sim *s, json_t *req, struct client *c)
{
	const char *device = NULL;
	json_t *wrong = ctl_read(req, "{s?s}", "device", &device);
	int err;

	(void)c;
	if (wrong)
		return wrong;
	if (line_plugged(&s->line))
		return ctl_error("plug: is plugged in");
	if (device) {
		char *path = sibling(s->line.device, device);

		free(s->line.device);
		s->line.device = path;
	}
	err = line_plug(s);
	if (err)
		return ctl_error(
		    "plug: %s: %s", s->line.device, strerror(-err));
	net_pump(s);
	return json_pack("{s:b, s:s}", "ok", 1, "device", s->line.device);
}

static json_t *
do_power_cut(struct sim *s, json_t *req, struct client *c)
{
	(void)req;
	(void)c;
	sim_power_cut(s);
	net_pump(s);
	return ctl_ok();
}

/* --- the rest --- */

static json_t *
do_clock(struct sim *s, json_t *req, struct client *c)
{
	json_int_t offset = s->net.clock_offset_s;
	json_t *wrong = ctl_read(req, "{s?I}", "offset", &offset);

	(void)c;
	if (wrong)
		return wrong;
	s->net.clock_offset_s = offset;
	return json_pack("{s:b, s:I, s:I}", "ok", 1, "offset", offset, "now",
	    (json_int_t)net_wall_s(s));
}

static json_t *
do_log(struct sim *s, json_t *req, struct client *c)
{
	const char *path = json_string_value(json_object_get(req, "on"));
	FILE *f = path ? fopen(path, "ae") : NULL;

	(void)c;
	if (path && !f)
		return ctl_error("log: %s: %s", path, strerror(errno));
	if (s->line.log)
		fclose(s->line.log);
	s->line.log = f;
	return ctl_ok();
}

const struct ctl_command ctl_modem_commands[] = {
    {"sim", "", do_sim},
    {"received", "since", do_received},
    {"stat", "", do_stat},
    {"unplug", "", do_unplug},
    {"plug", "device", do_plug},
    {"power_cut", "", do_power_cut},
    {"clock", "offset", do_clock},
    {"log", "on", do_log},
    {.name = NULL},
};
