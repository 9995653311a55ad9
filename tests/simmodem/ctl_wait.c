/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `wait`: the answer comes when something is true, so that a test
 * neither sleeps too long nor too short.
 */
#include "ctl.h"

#include "sim.h"

#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MS 10000
#define QUIET_MS   100

struct condition {
	const char *name;
	bool (*is_true)(struct sim *s, struct wait *w);
};

static bool
sent(struct sim *s, struct wait *w)
{
	return (long long)s->net.sent_n >= w->count;
}

static bool
inbox(struct sim *s, struct wait *w)
{
	long long n = 0;

	for (size_t i = 0; i < s->net.sent_n; i++) {
		const struct submission *sub = s->net.sent[i];

		n += sub->delivered_ms && w->number &&
		     strcmp(sub->pdu.number, w->number) == 0;
	}
	return n >= w->count;
}

static bool
sim_empty(struct sim *s, struct wait *w)
{
	(void)w;
	return !net_waiting(s) && !store_used(s, STORE_SM) &&
	       !store_used(s, STORE_ME) && !store_used(s, STORE_SR);
}

static bool
attached(struct sim *s, struct wait *w)
{
	(void)w;
	return line_attached(&s->line);
}

static bool
detached(struct sim *s, struct wait *w)
{
	(void)w;
	return !line_attached(&s->line);
}

static bool
opened(struct sim *s, struct wait *w)
{
	return s->line.opens >= w->count;
}

static void
nothing(struct sim *s, void *arg)
{
	(void)s;
	(void)arg;
}

/* Silence makes no event of its own: look again when it could be true. */
static bool
idle(struct sim *s, struct wait *w)
{
	int64_t left = s->at.last_rx_ms + w->quiet_ms - mono_ms();

	if (left <= 0)
		return at_idle(s);
	timer_cancel(&s->timers, w->recheck);
	w->recheck = timer_add(&s->timers, left, nothing, s);
	return false;
}

static bool
cmti(struct sim *s, struct wait *w)
{
	return s->count.cmti >= w->count;
}

static bool
arrived(struct sim *s, struct wait *w)
{
	return (long long)s->net.arrived >= w->count;
}

static bool
deleted(struct sim *s, struct wait *w)
{
	return s->count.deleted >= w->count;
}

static bool
reports(struct sim *s, struct wait *w)
{
	return s->count.reports + s->count.reports_lost >= w->count;
}

static bool
prompt(struct sim *s, struct wait *w)
{
	(void)w;
	return s->at.prompt && s->at.state == AT_READY;
}

static bool
submitting(struct sim *s, struct wait *w)
{
	(void)w;
	return s->at.state == AT_NETWORK;
}

static bool
command(struct sim *s, struct wait *w)
{
	(void)s;
	return w->seen >= w->count;
}

static bool
call_end(struct sim *s, struct wait *w)
{
	long long ended = (long long)s->net.calls_n;

	ended -= net_ringing(s) != NULL;
	return ended >= w->count;
}

static bool
ring(struct sim *s, struct wait *w)
{
	return (long long)s->net.rings_n >= w->count;
}

static bool
ring_end(struct sim *s, struct wait *w)
{
	long long ended = (long long)s->net.rings_n;

	ended -= net_rung(s) != NULL;
	return ended >= w->count;
}

static bool
screen(struct sim *s, struct wait *w)
{
	(void)s;
	return !w->screen->step;
}

/* Not asked for by name: the answer to `ussd`. */
static const struct condition screen_condition = {"screen", screen};

static bool
ussd_told(struct sim *s, struct wait *w)
{
	long long n = 0;

	for (struct ussd_session *u = s->ussd.sessions; u; u = u->next)
		n += u->told_status != 0;
	return n >= w->count;
}

static const struct condition conditions[] = {
    {"sent", sent},
    {"inbox", inbox},
    {"sim_empty", sim_empty},
    {"attached", attached},
    {"detached", detached},
    {"opened", opened},
    {"idle", idle},
    {"cmti", cmti},
    {"arrived", arrived},
    {"deleted", deleted},
    {"reports", reports},
    {"prompt", prompt},
    {"submitting", submitting},
    {"command", command},
    {"call_end", call_end},
    {"ring", ring},
    {"ring_end", ring_end},
    {"ussd_told", ussd_told},
};

static const struct condition *
find_condition(const char *name)
{
	size_t n = sizeof conditions / sizeof conditions[0];

	for (size_t i = 0; i < n; i++)
		if (strcmp(conditions[i].name, name) == 0)
			return &conditions[i];
	return NULL;
}

static void
finish(struct sim *s, struct client *c, json_t *answer)
{
	struct wait w = c->wait;

	timer_cancel(&s->timers, w.timer);
	timer_cancel(&s->timers, w.recheck);
	c->wait = (struct wait){.what = NULL};
	if (answer)
		ctl_answer(c, answer, w.id);
	json_decref(w.id);
	free(w.number);
	free(w.match);
}

void
ctl_wait_check(struct sim *s, struct client *c)
{
	json_t *answer;

	if (!c->wait.what->is_true(s, &c->wait))
		return;
	if (c->wait.screen) {
		finish(s, c, ctl_ussd_answer(c->wait.screen));
		return;
	}
	answer = ctl_ok();
	json_object_set_new(answer, "t_ms", json_integer(mono_ms()));
	finish(s, c, answer);
}

/* No deadline here: the network gives up by itself. */
void
ctl_wait_screen(struct client *c, const struct ussd_session *u)
{
	c->wait = (struct wait){.what = &screen_condition, .screen = u};
}

void
ctl_wait_saw(struct client *c, const char *line)
{
	const char *match = c->wait.match;

	if (match && strncasecmp(line, match, strlen(match)) == 0)
		c->wait.seen++;
}

void
ctl_wait_forget(struct sim *s, struct client *c)
{
	if (c->wait.what)
		finish(s, c, NULL);
}

/* The next control_check_waits() serves what came behind it. */
static void
too_late(struct sim *s, void *arg)
{
	struct client *c = arg;

	c->wait.timer = 0;
	finish(s, c, ctl_error("timeout waiting for %s", c->wait.what->name));
}

static json_t *
do_wait(struct sim *s, json_t *req, struct client *c)
{
	const char *what, *number = NULL, *match = NULL;
	json_int_t count = 1;
	int timeout_ms = TIMEOUT_MS, quiet_ms = QUIET_MS;
	json_t *wrong = ctl_read(req, "{s:s, s?I, s?i, s?i, s?s, s?s}", "for",
	    &what, "count", &count, "timeout_ms", &timeout_ms, "quiet_ms",
	    &quiet_ms, "number", &number, "match", &match);

	if (wrong)
		return wrong;
	c->wait = (struct wait){
	    .what = find_condition(what), .count = count, .quiet_ms = quiet_ms};
	if (!c->wait.what)
		return ctl_error("wait: nothing called %s", what);
	c->wait.number = number ? xstrdup(number) : NULL;
	c->wait.match = match ? xstrdup(match) : NULL;
	c->wait.timer = timer_add(&s->timers, timeout_ms, too_late, c);
	return NULL;
}

const struct ctl_command ctl_wait_commands[] = {
    {"wait", "for count timeout_ms quiet_ms number match", do_wait},
    {.name = NULL},
};
