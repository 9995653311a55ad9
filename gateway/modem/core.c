/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The wire to siagad. What it must learn for certain (modem.sent, deleted,
 * call) is kept until answered, also over a lost connection.
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CORE_BACKOFF_MS     100
#define CORE_BACKOFF_MAX_MS 5000
#define CORE_AGAIN_MS       5000 /* a result that the core refused */

static void
core_lost(struct modem *m, int err)
{
	struct core *c = &m->core;
	if (!c->up)
		return;
	if (c->path != NULL)
		log_warn("modem.core_lost", LOG_S("cause", strerror(-err)));
	c->up = false;
	link_close(&c->link);
	if (c->path == NULL) {
		c->ended = true;
		return;
	}
	c->connect_at_ms = deadline_now_ms() + c->backoff_ms;
	for (size_t i = 0; i < c->notice_count; i++)
		c->notices[i].id = 0;
	sim_offer_again(&m->receiving.sim, 0);
	/* The core takes these for unknown: they must not start now. */
	send_give_up(m, false);
	ring_give_up(m, false);
}

void
core_say(struct modem *m, json_t *frame)
{
	if (!m->core.up) {
		json_decref(frame);
		return;
	}
	int err = link_send(&m->core.link, frame);
	if (err == -ENOMEM || err == -EMSGSIZE)
		log_error("modem.frame_lost", LOG_S("cause", strerror(-err)));
	else if (err < 0)
		core_lost(m, err);
}

/* Answers that wait. */

static void
core_tell(struct modem *m, struct core_notice *n)
{
	n->id = link_id(&m->core.link);
	n->due_ms = MODEM_NEVER_MS;
	json_t *copy = json_copy(n->frame);
	if (copy != NULL &&
	    json_object_set_new(copy, "id", json_integer(n->id)) < 0) {
		json_decref(copy);
		copy = NULL;
	}
	core_say(m, copy);
}

static void
core_forget(struct core *c, size_t i)
{
	json_decref(c->notices[i].frame);
	c->notice_count--;
	memmove(&c->notices[i], &c->notices[i + 1],
	    (c->notice_count - i) * sizeof(c->notices[0]));
}

void
core_report(struct modem *m, json_t *frame)
{
	struct core *c = &m->core;
	if (frame == NULL) {
		log_error("modem.frame_lost", LOG_S("cause", "memory"));
		return;
	}
	if (c->notice_count == CORE_NOTICES_MAX)
		core_forget(c, 0); /* a core that answers nothing for long */
	c->notices[c->notice_count] = (struct core_notice){.frame = frame};
	c->notice_count++;
	if (c->up)
		core_tell(m, &c->notices[c->notice_count - 1]);
}

static void
core_tell_due(struct modem *m)
{
	struct core *c = &m->core;
	int64_t now_ms = deadline_now_ms();
	for (size_t i = 0; c->up && i < c->notice_count; i++)
		if (c->notices[i].id == 0 || c->notices[i].due_ms <= now_ms)
			core_tell(m, &c->notices[i]);
}

static struct core_notice *
core_find(struct core *c, int64_t id)
{
	for (size_t i = 0; i < c->notice_count; i++)
		if (c->notices[i].id == id)
			return &c->notices[i];
	return NULL;
}

void
core_say_state(struct modem *m)
{
	static const char *const names[] = {[MODEM_OPENING] = "opening",
	    [MODEM_READY] = "ready",
	    [MODEM_ABSENT] = "absent",
	    [MODEM_NO_SIM] = "no_sim",
	    [MODEM_PIN_NEEDED] = "pin_needed",
	    [MODEM_PUK_NEEDED] = "puk_needed",
	    [MODEM_FAILED] = "failed"};
	log_info("modem.state", LOG_S("state", names[m->state]),
	    LOG_S("detail", m->detail), LOG_I("used", m->used),
	    LOG_I("size", m->size), LOG_I("signal", m->signal_percent));
	m->told_used = m->used;
	if (!m->core.up)
		return;
	json_t *frame = json_pack("{s:s, s:I, s:s, s:s, s:s}", "f",
	    "modem.state", "id", (json_int_t)link_id(&m->core.link), "state",
	    names[m->state], "detail", m->detail, "imei", m->imei);
	const struct {
		const char *name;
		int value;
	} numbers[] = {{"used", m->used}, {"size", m->size},
	    {"signal_percent", m->signal_percent}};
	for (size_t i = 0; frame != NULL && i < 3; i++)
		if (numbers[i].value >= 0)
			(void)json_object_set_new(frame, numbers[i].name,
			    json_integer(numbers[i].value));
	core_say(m, frame);
}

/* Frames of the core. */

static void
core_ok(struct modem *m, json_t *to)
{
	int err = link_ok(&m->core.link, to);
	if (err < 0)
		core_lost(m, err);
}

static void
core_refuse(struct modem *m, json_t *to, const char *error, bool retry)
{
	int err = link_refuse(&m->core.link, to, error, retry);
	if (err < 0)
		core_lost(m, err);
}

static bool
core_config_same(const struct modem *m, const struct config *new)
{
	const struct config *old = &m->config;
	return old->known && strcmp(old->device, new->device) == 0 &&
	       strcmp(old->connection, new->connection) == 0;
}

static void
core_copy(char *to, size_t size, const char *from)
{
	size_t len = from == NULL ? 0 : strlen(from);
	if (len >= size)
		len = size - 1;
	if (len > 0)
		memcpy(to, from, len);
	to[len] = '\0';
}

static void
core_on_open(struct modem *m, json_t *frame)
{
	struct config new = {.known = true,
	    .poll_s = (int)wire_int(frame, "poll_s", 5),
	    .quiet_ms = (int)wire_int(frame, "quiet_ms", 0),
	    .device = strdup(wire_str(frame, "device"))};
	if (new.device == NULL) {
		core_refuse(m, frame, "memory", true);
		return;
	}
	core_copy(new.connection, sizeof(new.connection),
	    wire_str(frame, "connection"));
	core_copy(new.imei, sizeof(new.imei), wire_str(frame, "imei"));
	core_copy(new.pin, sizeof(new.pin), wire_str(frame, "pin"));
	bool same = core_config_same(m, &new);
	free(m->config.device);
	m->config = new;
	core_ok(m, frame);
	if (same)
		core_say_state(m); /* a new core, the same modem */
	else
		open_begin(m);
}

static void
core_on_send(struct modem *m, json_t *frame)
{
	bool retry = false;
	const char *error = send_queue(m, frame, &retry);
	if (error != NULL)
		core_refuse(m, frame, error, retry);
	else
		core_ok(m, frame);
}

static void
core_on_ring(struct modem *m, json_t *frame)
{
	bool retry = false;
	const char *error = ring_queue(m, frame, &retry);
	if (error != NULL)
		core_refuse(m, frame, error, retry);
	else
		core_ok(m, frame);
}

static void
core_on_taken(struct modem *m, json_t *frame)
{
	receive_taken(m, wire_int(frame, "re", 0), wire_int(frame, "ref", 0));
}

static void
core_on_ok(struct modem *m, json_t *frame)
{
	struct core_notice *n = core_find(&m->core, wire_int(frame, "re", 0));
	if (n != NULL)
		core_forget(&m->core, (size_t)(n - m->core.notices));
}

static void
core_on_refused(struct modem *m, json_t *frame)
{
	bool retry = wire_bool(frame, "retry");
	int64_t id = wire_int(frame, "re", 0);
	struct core_notice *n = core_find(&m->core, id);
	if (n == NULL)
		receive_refused(m, id, retry);
	else if (retry)
		n->due_ms = deadline_now_ms() + CORE_AGAIN_MS;
	else
		core_forget(&m->core, (size_t)(n - m->core.notices));
}

static void
core_on_ping(struct modem *m, json_t *frame)
{
	core_say(m, json_pack("{s:s, s:I}", "f", "pong", "re",
			(json_int_t)wire_int(frame, "id", 0)));
}

static const struct {
	const char *name;
	void (*take)(struct modem *, json_t *frame);
} core_frames[] = {
    {"ping", core_on_ping},
    {"ok", core_on_ok},
    {"refused", core_on_refused},
    {"modem.open", core_on_open},
    {"modem.send", core_on_send},
    {"modem.ring", core_on_ring},
    {"modem.taken", core_on_taken},
};

static void
core_take(struct modem *m, const struct wire_frame *kind, json_t *frame)
{
	for (size_t i = 0; i < sizeof(core_frames) / sizeof(core_frames[0]);
	     i++) {
		if (strcmp(core_frames[i].name, kind->name) == 0) {
			core_frames[i].take(m, frame);
			return;
		}
	}
	if (wire_int(frame, "id", 0) > 0)
		core_refuse(m, frame, "not_for_modem", false);
}

/* Connection. */

static int
core_connect(struct modem *m)
{
	struct core *c = &m->core;
	int err = c->path == NULL ? link_open_spawned(&c->link, WIRE_MODEM)
				  : link_connect(&c->link, WIRE_MODEM, c->path);
	if (err < 0)
		return err;
	err = link_hello(&c->link, c->name);
	if (err < 0) {
		link_close(&c->link);
		return err;
	}
	c->up = true;
	return 0;
}

int
core_begin(struct modem *m)
{
	m->core.backoff_ms = CORE_BACKOFF_MS;
	int err = core_connect(m);
	if (err < 0 && m->core.path != NULL && err != -EPROTO) {
		m->core.connect_at_ms = deadline_now_ms() + CORE_BACKOFF_MS;
		return 0;
	}
	return err;
}

static void
core_reconnect(struct modem *m)
{
	struct core *c = &m->core;
	if (core_connect(m) == 0)
		return;
	c->connect_at_ms = deadline_now_ms() + c->backoff_ms;
	c->backoff_ms *= 2;
	if (c->backoff_ms > CORE_BACKOFF_MAX_MS)
		c->backoff_ms = CORE_BACKOFF_MAX_MS;
}

void
core_turn(struct modem *m)
{
	struct core *c = &m->core;
	if (!c->up && !c->ended && c->connect_at_ms <= deadline_now_ms())
		core_reconnect(m);
	while (c->up) {
		const struct wire_frame *kind = NULL;
		json_t *frame = link_next(&c->link, &kind);
		if (frame == NULL)
			break;
		c->backoff_ms = CORE_BACKOFF_MS;
		core_take(m, kind, frame);
		json_decref(frame);
	}
	core_tell_due(m);
}

int
core_fd(const struct modem *m)
{
	return m->core.up ? m->core.link.fd : -1;
}

void
core_read(struct modem *m)
{
	int err = link_read(&m->core.link);
	if (err == -EMSGSIZE) /* take lines out first */
		core_turn(m);
	else if (err < 0)
		core_lost(m, err);
}

int64_t
core_next_ms(const struct modem *m)
{
	const struct core *c = &m->core;
	int64_t next_ms = c->up ? MODEM_NEVER_MS : c->connect_at_ms;
	for (size_t i = 0; c->up && i < c->notice_count; i++)
		if (c->notices[i].due_ms < next_ms)
			next_ms = c->notices[i].due_ms;
	return next_ms;
}

void
core_free(struct modem *m)
{
	if (m->core.up)
		link_close(&m->core.link);
	m->core.up = false;
	while (m->core.notice_count > 0)
		core_forget(&m->core, 0);
	free(m->config.device);
	m->config.device = NULL;
}
