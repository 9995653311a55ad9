/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control commands for calls and USSD. */
#include "ctl.h"

#include "sim.h"

#include <stdlib.h>
#include <string.h>

static json_t *
do_call(struct sim *s, json_t *req, struct client *c)
{
	const char *from = NULL, *wrong_call;
	int rings = 3, withheld = 0;
	json_t *wrong = ctl_read(req, "{s?s, s?i, s?b}", "from", &from, "rings",
	    &rings, "withheld", &withheld);

	(void)c;
	if (wrong)
		return wrong;
	if (rings < 1 || (!from && !withheld))
		return ctl_error("call: from or withheld, rings from 1");
	wrong_call = net_call(s, withheld ? NULL : from, rings);
	return wrong_call ? ctl_error("call: %s", wrong_call) : ctl_ok();
}

static json_t *
describe(const struct call *c)
{
	json_t *o = json_pack("{s:i, s:i, s:b, s:I, s:I}", "seq", (int)c->seq,
	    "rings", c->rings, "answered", c->answered, "t_ms",
	    (json_int_t)c->t_ms, "end_ms", (json_int_t)c->end_ms);

	ctl_put(o, "from", c->from);
	ctl_put(o, "end", c->end);
	return o;
}

static json_t *
do_calls(struct sim *s, json_t *req, struct client *c)
{
	json_t *all = json_array();

	(void)req;
	(void)c;
	for (size_t i = 0; i < s->net.calls_n; i++)
		json_array_append_new(all, describe(&s->net.calls[i]));
	return json_pack("{s:b, s:o}", "ok", 1, "calls", all);
}

static json_t *
do_hang_up(struct sim *s, json_t *req, struct client *c)
{
	(void)req;
	(void)c;
	if (!net_ringing(s))
		return ctl_error("hang_up: no call");
	net_call_end(s, "caller hung up");
	at_urc(s, "NO CARRIER", NULL);
	return ctl_ok();
}

static json_t *
describe_ring(const struct outcall *r)
{
	json_t *o = json_pack("{s:i, s:s, s:b, s:I, s:I}", "seq", (int)r->seq,
	    "to", r->to, "answered", r->answered, "t_ms", (json_int_t)r->t_ms,
	    "end_ms", (json_int_t)r->end_ms);

	ctl_put(o, "end", r->end);
	return o;
}

static json_t *
do_rings(struct sim *s, json_t *req, struct client *c)
{
	const char *number = NULL;
	int since = 0;
	json_t *all, *wrong = ctl_read(
			 req, "{s?s, s?i}", "number", &number, "since", &since);

	(void)c;
	if (wrong)
		return wrong;
	all = json_array();
	for (size_t i = 0; i < s->net.rings_n; i++) {
		const struct outcall *r = &s->net.rings[i];

		if ((int)r->seq > since &&
		    (!number || strcmp(number, r->to) == 0))
			json_array_append_new(all, describe_ring(r));
	}
	return json_pack("{s:b, s:o}", "ok", 1, "rings", all);
}

static json_t *
do_take_ring(struct sim *s, json_t *req, struct client *c)
{
	const char *how, *wrong_how;
	json_t *wrong = ctl_read(req, "{s:s}", "how", &how);

	(void)c;
	if (wrong)
		return wrong;
	wrong_how = net_ring_takes(s, how);
	return wrong_how ? ctl_error("take_ring: %s", wrong_how) : ctl_ok();
}

static json_t *
read_reply(json_t *req, struct ussd_reply *r)
{
	const char *code = NULL, *text = "";
	json_t *wrong = ctl_read(req, "{s?s, s?s, s?i, s?i, s?i}", "code",
	    &code, "text", &text, "status", &r->status, "dcs", &r->dcs,
	    "delay_ms", &r->delay_ms);

	if (wrong)
		return wrong;
	if (r->status < -1 || r->status > 5 || r->dcs < -1 || r->dcs > 255)
		return ctl_error("status is -1 to 5, dcs -1 to 255");
	/* Freed below, when it has been copied. */
	r->code = code ? xstrdup(code) : NULL;
	r->text = xstrdup(text);
	return NULL;
}

static json_t *
add_reply(struct sim *s, json_t *req, bool push)
{
	struct ussd_reply r = {.dcs = -1};
	json_t *wrong = read_reply(req, &r);

	if (wrong)
		return wrong;
	net_ussd_add(s, &r, push);
	free(r.code);
	free(r.text);
	return ctl_ok();
}

static json_t *
do_ussd_reply(struct sim *s, json_t *req, struct client *c)
{
	(void)c;
	return add_reply(s, req, false);
}

static json_t *
do_ussd_push(struct sim *s, json_t *req, struct client *c)
{
	(void)c;
	return add_reply(s, req, true);
}

static json_t *
do_ussd_dialled(struct sim *s, json_t *req, struct client *c)
{
	json_t *codes = json_array();
	const char *at = buf_str(&s->net.ussd_log), *end;

	(void)req;
	(void)c;
	for (; (end = strchr(at, '\n')); at = end + 1)
		json_array_append_new(
		    codes, json_stringn(at, (size_t)(end - at)));
	return json_pack("{s:b, s:o, s:b}", "ok", 1, "dialled", codes, "open",
	    s->at.p.ussd_open);
}

const struct ctl_command ctl_call_commands[] = {
    {"call", "from rings withheld", do_call},
    {"calls", "", do_calls},
    {"hang_up", "", do_hang_up},
    {"rings", "number since", do_rings},
    {"take_ring", "how", do_take_ring},
    {"ussd_reply", "code text status dcs delay_ms", do_ussd_reply},
    {"ussd_push", "text status dcs delay_ms", do_ussd_push},
    {"ussd_dialled", "", do_ussd_dialled},
    {.name = NULL},
};
