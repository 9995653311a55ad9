/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looking for the device, one candidate a turn, and closing it. What comes
 * behind an open line is in setup.c.
 */
#include "gateway/modem/modem.h"
#include "gateway/modem/pacing.h"

#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OPEN_LOOK_MS        500 /* does the path exist again? */
#define OPEN_BACKOFF_MS     1000
#define OPEN_BACKOFF_MAX_MS 60000
#define OPEN_AGAIN_MS       100 /* after the line was lost */
#define OPEN_QUIET_ROUNDS   20

#define PROXY "proxyat" /* the device is a command */

void
open_set_state(struct modem *m, enum modem_state state, const char *detail)
{
	if (m->state == state && strcmp(m->detail, detail) == 0)
		return;
	m->state = state;
	(void)snprintf(m->detail, sizeof(m->detail), "%.64s", detail);
	core_say_state(m);
}

void
open_later(struct modem *m, int64_t wait_ms)
{
	m->opening.due_ms = deadline_now_ms() + wait_ms;
}

/* The line. */

static void
open_close(struct modem *m)
{
	pacing_line(-1, -1);
	gammu_close(m->gammu);
	m->gammu = NULL;
	m->used = -1;
	m->size = -1;
	m->signal_percent = -1;
	m->call = (struct call){0};
}

void
open_lost(struct modem *m, enum modem_state state, const char *detail)
{
	struct opening *o = &m->opening;
	open_close(m);
	open_set_state(m, state, detail);
	send_give_up(m, true);
	ring_give_up(m, true);
	o->next = 0;
	o->any = false;
	o->answered = false;
	o->why = MODEM_OPENING;
	o->attempt_ms = deadline_now_ms() +
			(state == MODEM_FAILED ? o->backoff_ms : OPEN_AGAIN_MS);
	o->due_ms = deadline_now_ms() + OPEN_AGAIN_MS;
}

bool
open_check(struct modem *m, int err)
{
	if (m->gammu == NULL)
		return true;
	if (err == -EPIPE || gammu_hung_up(m->gammu))
		open_lost(m, MODEM_ABSENT, "unplugged");
	else if (err == -ETIMEDOUT)
		open_lost(m, MODEM_OPENING, "no_answer");
	else
		return false;
	return true;
}

/* Half an unasked line must not stay behind in libGammu. */
static int
open_settle(struct modem *m, const struct at_port *port)
{
	if (!gammu_was_used(m->gammu))
		return 0;
	for (int i = 0; i < OPEN_QUIET_ROUNDS; i++) {
		int got = at_quiet(port);
		if (got == 1)
			got = gammu_pump(m->gammu);
		else
			i = OPEN_QUIET_ROUNDS;
		if (got < 0)
			return got;
	}
	(void)gammu_was_used(m->gammu);
	return 0;
}

int
open_command(struct modem *m, const char *command, int limit_ms, int *ret_code)
{
	struct at_port port;
	gammu_port(m->gammu, &port);
	int err = open_settle(m, &port);
	if (err < 0)
		return err;
	return at_command(&port, command, limit_ms, receive_line, m, ret_code);
}

int
open_dial(struct modem *m, const char *command, int limit_ms)
{
	struct at_port port;
	gammu_port(m->gammu, &port);
	int err = open_settle(m, &port);
	return err < 0 ? err
		       : at_dial(&port, command, limit_ms, receive_line, m);
}

int
open_listen(struct modem *m)
{
	struct at_port port;
	gammu_port(m->gammu, &port);
	return at_listen(&port, receive_line, m);
}

/* Looking for the device. */

/* Only a program that siagad starts itself may start another (proxyat). */
static bool
open_is_proxy(const struct modem *m)
{
	return strcmp(m->config.connection, PROXY) == 0;
}

static void
open_harden(const struct modem *m)
{
	if (!open_is_proxy(m))
		harden_deny_or_warn(OPEN_DENY);
	else if ((harden_denied() & HARDEN_EXEC) != 0)
		log_error("modem.proxyat_not_allowed",
		    LOG_S("cause", "this siaga-modem may start no program"),
		    LOG_S("remedy", "a serial device, or children = spawn"));
}

void
open_begin(struct modem *m)
{
	struct opening *o = &m->opening;
	open_harden(m);
	ring_stop(m);
	if (m->gammu != NULL)
		open_lost(m, MODEM_OPENING, "");
	device_list_free(&o->list);
	o->backoff_ms = OPEN_BACKOFF_MS;
	o->attempt_ms = 0;
	o->due_ms = 0;
	o->next = 0;
	o->any = false;
	o->answered = false;
	o->why = MODEM_OPENING;
	m->state = MODEM_OPENING;
	m->detail[0] = '\0';
	core_say_state(m);
}

static int
open_find(struct modem *m, struct device_list *ret)
{
	if (!open_is_proxy(m))
		return device_find(m->config.device, ret);
	char *command = strdup(m->config.device);
	if (command == NULL)
		return -ENOMEM;
	*ret = (struct device_list){.count = 1, .signature = 1};
	ret->found[0] = (struct device){.path = command, .configured = true};
	return 0;
}

/* Whatever is found anew is tried at once. */
static void
open_look(struct modem *m)
{
	struct opening *o = &m->opening;
	struct device_list list = {0};
	if (open_find(m, &list) < 0)
		return;
	if (list.signature != o->list.signature) {
		o->next = 0;
		o->any = false;
		o->answered = false;
		o->why = MODEM_OPENING;
		o->attempt_ms = 0;
		o->backoff_ms = OPEN_BACKOFF_MS;
	}
	device_list_free(&o->list);
	o->list = list;
}

/* The modem that was configured, or the one known from before. */
static bool
open_accept(struct modem *m, const struct device *d, const char *imei)
{
	const char *known = *m->imei != '\0' ? m->imei : m->config.imei;
	if (*known != '\0' && strcmp(known, imei) == 0)
		return true;
	if (!d->configured)
		return false;
	m->opening.answered = true;
	return *known == '\0' || m->opening.any;
}

/*
 * Opening alone has made libGammu sleep many times; if none of that came to
 * our usleep(), its sends will take their 0.7 s, and somebody should know.
 */
static void
open_pace(struct modem *m)
{
	static bool warned;
	struct at_port port;
	gammu_port(m->gammu, &port);
	pacing_quiet(m->config.quiet_ms);
	pacing_line(port.in, port.out);
	if (!pacing_in_force() && !warned)
		log_warn("modem.stock_speed",
		    LOG_S("cause", "libGammu does not call our usleep"));
	warned |= !pacing_in_force();
}

static int
open_try(struct modem *m, const struct device *d)
{
	const struct gammu_events events = {.on_line = receive_line,
	    .on_sent = send_on_result,
	    .on_text_out = send_on_text_out,
	    .arg = m};
	char imei[GAMMU_IMEI_SIZE] = "";
	int64_t start_ms = deadline_now_ms();
	int err = gammu_open(&m->gammu, d->path, m->config.connection, &events);
	if (err == 0)
		err = gammu_imei(m->gammu, imei);
	if (err == -EPROTO || err == -ENOTSUP)
		err = 0; /* some have none */
	if (err == 0 && !open_accept(m, d, imei))
		err = -EXDEV;
	if (err < 0) {
		gammu_close(m->gammu);
		m->gammu = NULL;
		return err;
	}
	memcpy(m->imei, imei, sizeof(m->imei));
	open_pace(m);
	log_info("modem.opened", LOG_I("ms", deadline_now_ms() - start_ms),
	    LOG_I("configured", d->configured));
	return 0;
}

static const struct {
	int err;
	enum modem_state state;
	const char *detail;
} open_faults[] = {
    {-ENOENT, MODEM_ABSENT, "no_device"},
    {-EPIPE, MODEM_ABSENT, "hung_up"},
    {-EACCES, MODEM_FAILED, "no_permission"},
    {-EBUSY, MODEM_FAILED, "cannot_open"},
    {-ETIMEDOUT, MODEM_FAILED, "no_answer"},
    {-EINVAL, MODEM_FAILED, "bad_connection"},
    {-EXDEV, MODEM_FAILED, "other_modem"},
};

/* The first candidate's fault is the one to tell: it was configured. */
static void
open_note_fault(struct modem *m, const struct device *d, int err)
{
	struct opening *o = &m->opening;
	char holder[DEVICE_HOLDER_SIZE];
	const char *detail = "init_failed";
	if (o->why != MODEM_OPENING)
		return;
	o->why = MODEM_FAILED;
	for (size_t i = 0; i < sizeof(open_faults) / sizeof(open_faults[0]);
	     i++) {
		if (open_faults[i].err != err)
			continue;
		o->why = open_faults[i].state;
		detail = open_faults[i].detail;
	}
	(void)snprintf(o->detail, sizeof(o->detail), "%s", detail);
	if ((err == -EBUSY || err == -ETIMEDOUT) &&
	    device_holder(d->path, holder))
		(void)snprintf(
		    o->detail, sizeof(o->detail), "device_busy:%s", holder);
}

void
open_succeeded(struct modem *m)
{
	m->opening.backoff_ms = OPEN_BACKOFF_MS;
}

static void
open_all_failed(struct modem *m)
{
	struct opening *o = &m->opening;
	o->next = 0;
	if (o->answered && !o->any) {
		o->any = true; /* a new modem at the configured place */
		return;
	}
	o->any = false;
	o->answered = false;
	open_set_state(m, o->why, o->detail);
	o->why = MODEM_OPENING;
	o->attempt_ms = deadline_now_ms() + o->backoff_ms;
	o->backoff_ms *= 2;
	if (o->backoff_ms > OPEN_BACKOFF_MAX_MS)
		o->backoff_ms = OPEN_BACKOFF_MAX_MS;
	open_later(m, OPEN_LOOK_MS);
}

static void
open_search(struct modem *m)
{
	struct opening *o = &m->opening;
	if (open_is_proxy(m) && (harden_denied() & HARDEN_EXEC) != 0) {
		open_set_state(m, MODEM_FAILED, "proxyat_not_allowed");
		open_later(m, OPEN_BACKOFF_MAX_MS);
		return;
	}
	open_look(m);
	if (o->list.count == 0) {
		open_set_state(m, MODEM_ABSENT, "no_device");
		open_later(m, OPEN_LOOK_MS);
		return;
	}
	if (o->attempt_ms > deadline_now_ms()) {
		int64_t wait_ms = o->attempt_ms - deadline_now_ms();
		open_later(m, wait_ms < OPEN_LOOK_MS ? wait_ms : OPEN_LOOK_MS);
		return;
	}
	const struct device *d = &o->list.found[o->next];
	int err = open_try(m, d);
	o->due_ms = 0;
	if (err == 0) {
		o->setup_tries = 0;
		return;
	}
	open_note_fault(m, d, err);
	if (++o->next >= o->list.count)
		open_all_failed(m);
}

bool
open_turn(struct modem *m)
{
	if (m->opening.due_ms > deadline_now_ms())
		return false;
	if (m->gammu == NULL)
		open_search(m);
	else
		setup_turn(m);
	return true;
}

int64_t
open_next_ms(const struct modem *m)
{
	return m->opening.due_ms;
}

void
open_free(struct modem *m)
{
	open_close(m);
	device_list_free(&m->opening.list);
	receive_forget(m);
}
