/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `fault` and `faults`: the ways in which a modem misbehaves. */
#include "ctl.h"

#include "sim.h"

#include <stdio.h>
#include <string.h>

#define CMS_UNKNOWN 500
#define CMS_MEMORY  320
#define CHATTER_MS  1000

struct order {
	int count;
	int ms;   /* -1: not given */
	int code; /* -1: not given */
	int skip;
	bool on;
	bool keep_info;
	const char *prefix;
};

static void
hang(struct sim *s, const struct order *o)
{
	s->faults.hang_until_ms = 0;
	/* A modem that forgets its line forgets it in both directions. */
	buf_clear(&s->at.in);
	buf_clear(&s->at.line);
	buf_clear(&s->at.pdu);
	s->at.prompt = false;
	if (o->on && o->ms != 0)
		s->faults.hang_until_ms =
		    o->ms < 0 ? INT64_MAX : mono_ms() + o->ms;
}

static void
chatter_once(struct sim *s, void *arg)
{
	(void)arg;
	s->faults.chatter_timer = 0;
	if (!s->faults.chatter_ms)
		return;
	at_noise(s, "^RSSI:19");
	s->faults.chatter_timer =
	    timer_add(&s->timers, s->faults.chatter_ms, chatter_once, s);
}

static void
chatter(struct sim *s, const struct order *o)
{
	timer_cancel(&s->timers, s->faults.chatter_timer);
	s->faults.chatter_ms = o->ms < 0 ? CHATTER_MS : o->ms;
	if (!o->on)
		s->faults.chatter_ms = 0;
	if (s->faults.chatter_ms)
		s->faults.chatter_timer = timer_add(
		    &s->timers, s->faults.chatter_ms, chatter_once, s);
}

static void
drop_reply(struct sim *s, const struct order *o)
{
	s->faults.drop_reply = o->count;
	s->faults.drop_keeps_info = o->keep_info;
	snprintf(s->faults.drop_prefix, sizeof s->faults.drop_prefix, "%s",
	    o->prefix);
}

static void
garble(struct sim *s, const struct order *o)
{
	s->faults.garble = o->count;
	s->faults.garble_skip = o->skip;
	snprintf(s->faults.garble_prefix, sizeof s->faults.garble_prefix, "%s",
	    o->prefix);
}

static void
cms_error(struct sim *s, const struct order *o)
{
	s->faults.cms_error = o->count;
	s->faults.cms_code = o->code < 0 ? CMS_UNKNOWN : o->code;
}

static void
send_lost(struct sim *s, const struct order *o)
{
	s->faults.send_lost = o->count;
}

static void
send_void(struct sim *s, const struct order *o)
{
	s->faults.send_void = o->count;
}

static void
delete_fail(struct sim *s, const struct order *o)
{
	s->faults.delete_fail = o->count;
	s->faults.delete_code = o->code < 0 ? CMS_MEMORY : o->code;
}

static void
stop_draining(struct sim *s, const struct order *o)
{
	s->faults.stop_draining = o->on;
	line_set_draining(s, !o->on);
}

static void
echo_off(struct sim *s, const struct order *o)
{
	s->faults.echo_off = o->on;
}

static void
deaf_at_prompt(struct sim *s, const struct order *o)
{
	s->faults.deaf_at_prompt = o->on;
}

static const struct {
	const char *name;
	void (*start)(struct sim *s, const struct order *o);
} kinds[] = {
    {"hang", hang},
    {"chatter", chatter},
    {"drop_reply", drop_reply},
    {"garble", garble},
    {"cms_error", cms_error},
    {"send_lost", send_lost},
    {"send_void", send_void},
    {"delete_fail", delete_fail},
    {"stop_draining", stop_draining},
    {"echo_off", echo_off},
    {"deaf_at_prompt", deaf_at_prompt},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static json_t *
do_fault(struct sim *s, json_t *req, struct client *c)
{
	struct order o = {.count = 1, .ms = -1, .code = -1, .prefix = ""};
	const char *kind;
	int on = 1, keep_info = 0;
	json_t *wrong = ctl_read(req,
	    "{s:s, s?i, s?i, s?i, s?i, s?s, s?b, s?b}", "kind", &kind, "count",
	    &o.count, "ms", &o.ms, "code", &o.code, "skip", &o.skip, "prefix",
	    &o.prefix, "on", &on, "keep_info", &keep_info);

	(void)c;
	if (wrong)
		return wrong;
	o.on = on && o.count;
	o.keep_info = keep_info;
	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].name, kind) == 0) {
			kinds[i].start(s, &o);
			return ctl_ok();
		}
	}
	return ctl_error("fault: no kind %s", kind);
}

static json_t *
describe(const struct faults *f)
{
	return json_pack("{s:b, s:b, s:i, s:i, s:i, s:i, s:i, s:i, s:i, "
			 "s:b, s:b, s:b}",
	    "ok", 1, "hang", f->hang_until_ms != 0, "chatter", f->chatter_ms,
	    "drop_reply", f->drop_reply, "garble", f->garble, "cms_error",
	    f->cms_error, "send_lost", f->send_lost, "send_void", f->send_void,
	    "delete_fail", f->delete_fail, "stop_draining", f->stop_draining,
	    "echo_off", f->echo_off, "deaf_at_prompt", f->deaf_at_prompt);
}

static json_t *
do_faults(struct sim *s, json_t *req, struct client *c)
{
	struct order none = {.prefix = ""};
	int clear = 0;
	json_t *wrong = ctl_read(req, "{s?b}", "clear", &clear);

	(void)c;
	if (wrong)
		return wrong;
	for (size_t i = 0; clear && i < KINDS; i++)
		kinds[i].start(s, &none);
	return describe(&s->faults);
}

const struct ctl_command ctl_fault_commands[] = {
    {"fault", "kind count ms code skip prefix on keep_info", do_fault},
    {"faults", "clear", do_faults},
    {.name = NULL},
};
