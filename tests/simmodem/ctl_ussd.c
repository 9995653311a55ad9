/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control commands for phones that dial a code: sessions of USSD. */
#include "ctl.h"

#include "sim.h"

#include <string.h>

/* What the phone shows, once it has come. */
json_t *
ctl_ussd_answer(const struct ussd_session *u)
{
	json_t *o = json_pack("{s:b, s:s, s:s, s:b}", "ok", 1, "session", u->id,
	    "text", buf_str(&u->screen), "more", u->end == NULL);

	if (u->fault)
		ctl_put(o, "fault", u->fault);
	return o;
}

/* Open and of that phone, or the answer that says why not. */
static json_t *
find_open(
    struct sim *s, const char *id, const char *from, struct ussd_session **ret)
{
	*ret = ussd_find(s, id, from);
	if (!*ret || strcmp((*ret)->from, from) != 0)
		return ctl_error("ussd: that phone has no such session");
	return (*ret)->end ? ctl_error("ussd: the session has ended") : NULL;
}

/* Without a session, what is dialled begins with *; all else is typed. */
static json_t *
do_ussd(struct sim *s, json_t *req, struct client *c)
{
	const char *from, *text, *id = NULL, *why;
	struct ussd_session *u = NULL;
	json_t *wrong = ctl_read(req, "{s:s, s:s, s?s}", "from", &from, "text",
	    &text, "session", &id);

	if (!wrong && (id || *text != '*'))
		wrong = find_open(s, id, from, &u);
	if (wrong)
		return wrong;
	why = u ? ussd_type(s, u, text) : ussd_dial(s, from, text, &u);
	if (why)
		return ctl_error("ussd: %s", why);
	ctl_wait_screen(c, u);
	return NULL;
}

static json_t *
do_ussd_hang_up(struct sim *s, json_t *req, struct client *c)
{
	const char *from, *id = NULL;
	struct ussd_session *u;
	json_t *wrong =
	    ctl_read(req, "{s:s, s?s}", "from", &from, "session", &id);

	(void)c;
	if (!wrong)
		wrong = find_open(s, id, from, &u);
	if (wrong)
		return wrong;
	ussd_hang_up(s, u);
	return ctl_ok();
}

/* Newest first. */
static json_t *
do_ussd_sessions(struct sim *s, json_t *req, struct client *c)
{
	json_t *all = json_array();

	(void)req;
	(void)c;
	for (struct ussd_session *u = s->ussd.sessions; u; u = u->next) {
		json_t *o = json_pack("{s:s, s:s, s:s, s:i, s:I, s:I, s:I}",
		    "session", u->id, "from", u->from, "input",
		    buf_str(&u->input), "hops", (int)u->hops, "t_ms",
		    (json_int_t)u->t_ms, "end_ms", (json_int_t)u->end_ms,
		    "told", (json_int_t)u->told_status);

		ctl_put(o, "end", u->end);
		ctl_put(o, "fault", u->fault);
		json_array_append_new(all, o);
	}
	return json_pack("{s:b, s:o}", "ok", 1, "sessions", all);
}

const struct ctl_command ctl_ussd_commands[] = {
    {"ussd", "from text session", do_ussd},
    {"ussd_hang_up", "from session", do_ussd_hang_up},
    {"ussd_sessions", "", do_ussd_sessions},
    {.name = NULL},
};
