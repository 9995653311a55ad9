/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem as played: a SIM that keeps its messages until the core has
 * taken them, and a network that takes texts, or does not. What the real
 * program may never see is checked here: two texts at once, or one text
 * twice.
 */
#include "played.h"

#include "gateway/lib/gsm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODEM_RESTART_MS 100
#define MODEM_AGAIN_MS   5000
#define MODEM_SIM_SIZE   50
#define MODEM_PID        4711

/* --- the SIM --- */

void
modem_add(
    struct world *w, struct played_modem *m, const char *pdu, const char *fault)
{
	struct sim_slot *slot = calloc(1, sizeof(*slot)), **at = &m->sim;
	(void)w;
	if (slot == NULL || (slot->pdu = strdup(pdu)) == NULL)
		abort();
	if (fault != NULL)
		(void)snprintf(slot->fault, sizeof(slot->fault), "%s", fault);
	slot->location = ++m->last_location;
	while (*at != NULL)
		at = &(*at)->next;
	*at = slot;
}

static void
modem_remove(struct played_modem *m, struct sim_slot *slot)
{
	struct sim_slot **at = &m->sim;
	while (*at != slot)
		at = &(*at)->next;
	*at = slot->next;
	free(slot->pdu);
	free(slot);
}

size_t
modem_sim_count(const struct played_modem *m)
{
	size_t count = 0;
	for (struct sim_slot *s = m->sim; s != NULL; s = s->next)
		count++;
	return count;
}

static struct sim_slot *
modem_offered(struct played_modem *m, int64_t id)
{
	struct sim_slot *s = m->sim;
	while (s != NULL && (s->state != SLOT_OFFERED || s->offer_id != id))
		s = s->next;
	return s;
}

static void
modem_offer(struct world *w, struct played_modem *m, struct sim_slot *s)
{
	json_t *frame = json_pack("{s:s, s:I, s:s, s:i}", "f", "modem.sms",
	    "id", (json_int_t)++w->last_id, "pdu", s->pdu, "location",
	    s->location);
	if (s->fault[0] != '\0')
		(void)json_object_set_new(
		    frame, "fault", json_string(s->fault));
	s->offer_id = w->last_id;
	s->state = SLOT_OFFERED;
	world_say(w, m->peer, 0, frame);
}

static void
modem_delete(struct world *w, struct played_modem *m, struct sim_slot *s)
{
	result_say(w, m->peer, 0,
	    json_pack(
		"{s:s, s:I}", "f", "modem.deleted", "ref", (json_int_t)s->ref));
	w->deleted++;
	modem_remove(m, s);
}

void
modem_delete_taken(struct world *w, struct played_modem *m)
{
	struct sim_slot *next;
	for (struct sim_slot *s = m->sim; s != NULL; s = next) {
		next = s->next;
		if (s->state == SLOT_TAKEN && m->peer != 0)
			modem_delete(w, m, s);
	}
}

static void
modem_hear_taken(struct world *w, struct played_modem *m, json_t *frame)
{
	struct sim_slot *s = modem_offered(m, wire_int(frame, "re", 0));
	if (s == NULL)
		return;
	w->taken++;
	s->state = SLOT_TAKEN;
	s->ref = wire_int(frame, "ref", 0);
	if (!m->keeps)
		modem_delete(w, m, s);
}

static void
modem_hear_refused(struct world *w, struct played_modem *m, json_t *frame)
{
	struct sim_slot *s = modem_offered(m, wire_int(frame, "re", 0));
	if (s == NULL)
		return;
	s->state = wire_bool(frame, "retry") ? SLOT_NEW : SLOT_STUCK;
	s->due_ms = w->now_ms + MODEM_AGAIN_MS;
}

/* --- sending --- */

struct played_text *
modem_text(struct played_modem *m, int64_t id)
{
	struct played_text *t = m->texts;
	while (t != NULL && t->id != id)
		t = t->next;
	return t;
}

static struct played_text *
modem_remember(struct played_modem *m, json_t *frame)
{
	int64_t id = wire_int(frame, "id", 0);
	struct played_text *t = modem_text(m, id);
	if (t != NULL)
		return t;
	t = calloc(1, sizeof(*t));
	if (t == NULL)
		abort();
	t->id = id;
	t->may_come_again = true;
	(void)snprintf(t->to, sizeof(t->to), "%s", wire_str(frame, "to"));
	t->next = m->texts;
	m->texts = t;
	return t;
}

/* Has a text with this outcome surely not left? */
static bool
modem_not_left(const char *outcome)
{
	return strcmp(outcome, "failed") == 0 ||
	       strcmp(outcome, "not_started") == 0 ||
	       strncmp(outcome, "refused", 7) == 0;
}

void
modem_tell(struct world *w, struct played_modem *m, int64_t id,
    const struct played_plan *plan)
{
	struct played_text *t = modem_text(m, id);
	bool sent = strcmp(plan->word, "sent") == 0;
	bool bare = strcmp(plan->word, "no_mr") == 0;
	json_t *frame = json_pack("{s:s, s:I, s:s}", "f", "modem.sent", "of",
	    (json_int_t)id, "outcome", bare ? "sent" : plan->word);
	if (sent && t != NULL)
		(void)json_object_set_new(
		    frame, "mr", json_integer((json_int_t)t->mr));
	if (strcmp(plan->word, "failed") == 0)
		(void)json_object_set_new(
		    frame, "code", json_integer(plan->code));
	if (m->in_air == id)
		m->in_air = 0;
	result_say(w, m->peer, plan->wait_ms, frame);
}

static void
modem_answer_send(struct world *w, struct played_modem *m, json_t *frame,
    const struct played_plan *plan)
{
	int64_t id = wire_int(frame, "id", 0);
	if (strncmp(plan->word, "refused", 7) == 0) {
		m->in_air = 0;
		world_say(w, m->peer, plan->wait_ms,
		    json_pack("{s:s, s:I, s:s, s:b}", "f", "refused", "re",
			(json_int_t)id, "error", "busy", "retry",
			strcmp(plan->word, "refused") == 0));
		return;
	}
	world_say(w, m->peer, 0,
	    json_pack("{s:s, s:I}", "f", "ok", "re", (json_int_t)id));
	if (strcmp(plan->word, "gone") == 0)
		world_leave(w, m->peer);
	else if (strcmp(plan->word, "silent") != 0)
		modem_tell(w, m, id, plan);
}

static void
modem_hear_send(struct world *w, struct played_modem *m, json_t *frame)
{
	struct played_plan plan = played_plan_next(&m->plans);
	struct played_text *t = modem_remember(m, frame);
	world_check_text(w, m->name, frame);
	m->attempts++;
	if (m->in_air != 0)
		world_fail(w, "modem %s has two texts in the air", m->name);
	/* To a responder, if nobody knows whether it left; four times. */
	if (!t->may_come_again &&
	    (!world_is_responder(w, t->to) || ++t->again > PLAYED_AGAIN_MAX))
		world_fail(w, "a text was sent twice: \"%s\" to %s",
		    wire_str(frame, "text"), t->to);
	m->in_air = t->id;
	t->may_come_again = modem_not_left(plan.word);
	if (!t->may_come_again) {
		t->mr = m->mr++ & 255;
		world_see(w, SEEN_TEXT, m->name, frame);
	}
	modem_answer_send(w, m, frame, &plan);
}

/* --- ringing --- */

static void
modem_tell_ring(struct world *w, struct played_modem *m, json_t *frame,
    const struct played_plan *plan)
{
	int64_t seconds = wire_int(frame, "seconds", 0);
	bool rang = strcmp(plan->word, "rang") == 0;
	int64_t wait_ms =
	    plan->wait_ms == 0 && rang ? seconds * 1000 : plan->wait_ms;
	result_say(w, m->peer, wait_ms,
	    json_pack("{s:s, s:I, s:s, s:I}", "f", "modem.rang", "of",
		(json_int_t)wire_int(frame, "id", 0), "outcome", plan->word,
		"seconds", (json_int_t)(wait_ms / 1000)));
}

static void
modem_hear_ring(struct world *w, struct played_modem *m, json_t *frame)
{
	struct played_plan plan = played_plan_next(&m->ring_plans);
	json_int_t id = (json_int_t)wire_int(frame, "id", 0);
	if (!gsm_number_valid_to_ring(wire_str(frame, "to")))
		world_fail(w, "a ring to what is no person's number");
	if (strncmp(plan.word, "refused", 7) == 0) {
		world_say(w, m->peer, plan.wait_ms,
		    json_pack("{s:s, s:I, s:s, s:b}", "f", "refused", "re", id,
			"error", "busy", "retry",
			strcmp(plan.word, "refused") == 0));
		return;
	}
	world_see(w, SEEN_RING, m->name, frame);
	world_say(w, m->peer, 0, json_pack("{s:s, s:I}", "f", "ok", "re", id));
	if (strcmp(plan.word, "gone") == 0)
		world_leave(w, m->peer);
	else if (strcmp(plan.word, "silent") != 0)
		modem_tell_ring(w, m, frame, &plan);
}

/* --- frames --- */

void
modem_say_state(struct world *w, struct played_modem *m, const char *state)
{
	if (state != m->state)
		(void)snprintf(m->state, sizeof(m->state), "%s", state);
	if (m->peer == 0 || !m->open)
		return;
	json_t *frame =
	    json_pack("{s:s, s:s, s:i, s:i}", "f", "modem.state", "state",
		state, "used", (int)modem_sim_count(m), "size", MODEM_SIM_SIZE);
	if (strcmp(state, "ready") == 0)
		(void)json_object_set_new(
		    frame, "imei", json_string("350000000000006"));
	result_say(w, m->peer, 0, frame);
}

static void
modem_hear_open(struct world *w, struct played_modem *m, json_t *frame)
{
	world_say(w, m->peer, 0,
	    json_pack("{s:s, s:I}", "f", "ok", "re",
		(json_int_t)wire_int(frame, "id", 0)));
	m->open = true;
	modem_say_state(w, m, m->state);
}

static void
modem_hear_ping(struct world *w, struct played_modem *m, json_t *frame)
{
	if (!m->deaf)
		world_say(w, m->peer, 0,
		    json_pack("{s:s, s:I}", "f", "pong", "re",
			(json_int_t)wire_int(frame, "id", 0)));
}

static const struct {
	const char *name;
	void (*hear)(struct world *, struct played_modem *, json_t *);
} modem_hears[] = {
    {"modem.open", modem_hear_open},
    {"modem.send", modem_hear_send},
    {"modem.ring", modem_hear_ring},
    {"modem.taken", modem_hear_taken},
    {"refused", modem_hear_refused},
    {"ping", modem_hear_ping},
};

static void
modem_hear(struct world *w, struct played_peer *p, json_t *frame)
{
	struct played_modem *m = modem_played(w, p->name);
	for (size_t i = 0; i < sizeof(modem_hears) / sizeof(*modem_hears); i++)
		if (strcmp(modem_hears[i].name, wire_str(frame, "f")) == 0)
			modem_hears[i].hear(w, m, frame);
}

/* --- its program --- */

void
modem_start(struct world *w, struct played_modem *m)
{
	m->restart_ms = 0;
	if (m->down || m->peer != 0 || w->engine == NULL)
		return;
	struct played_peer *p =
	    world_connect(w, WIRE_MODEM, m->name, modem_hear);
	if (p == NULL)
		return;
	p->spawned = true;
	p->hello_ms = w->now_ms + 1;
	m->peer = p->id;
	world_say(w, m->peer, 0,
	    json_pack("{s:s, s:i, s:s, s:s, s:i}", "f", "hello", "version",
		WIRE_VERSION, "role", "modem", "name", m->name, "pid",
		MODEM_PID));
}

void
modem_forget(struct played_modem *m)
{
	m->peer = 0;
	m->open = false;
	m->in_air = 0;
	m->restart_ms = 0;
	for (struct sim_slot *s = m->sim; s != NULL; s = s->next) {
		s->state = SLOT_NEW;
		s->due_ms = 0;
	}
}

void
modem_leave(struct world *w, struct played_modem *m)
{
	modem_forget(m);
	if (!m->down)
		m->restart_ms = w->now_ms + MODEM_RESTART_MS;
}

static bool
modem_offers(const struct played_modem *m)
{
	return m->open && m->peer != 0 && strcmp(m->state, "ready") == 0;
}

int64_t
modem_due_ms(const struct played_modem *m)
{
	int64_t due = m->restart_ms == 0 ? INT64_MAX : m->restart_ms;
	for (struct sim_slot *s = m->sim; s != NULL; s = s->next)
		if (modem_offers(m) && s->state == SLOT_NEW && s->due_ms < due)
			due = s->due_ms;
	return due;
}

void
modem_tick(struct world *w, struct played_modem *m)
{
	if (m->restart_ms != 0 && m->restart_ms <= w->now_ms)
		modem_start(w, m);
	for (struct sim_slot *s = m->sim; s != NULL; s = s->next)
		if (modem_offers(m) && s->state == SLOT_NEW &&
		    s->due_ms <= w->now_ms)
			modem_offer(w, m, s);
}

struct played_modem *
modem_played(struct world *w, const char *name)
{
	for (size_t i = 0; i < w->modem_count; i++)
		if (name == NULL || strcmp(w->modems[i].name, name) == 0)
			return &w->modems[i];
	return NULL;
}

void
modem_make(struct world *w)
{
	if (w->modems != NULL)
		return;
	w->modem_count = w->conf.modem_count;
	w->modems = calloc(CONF_MODEMS_MAX, sizeof(*w->modems));
	if (w->modems == NULL)
		abort();
	for (size_t i = 0; i < w->modem_count; i++) {
		struct played_modem *m = &w->modems[i];
		(void)snprintf(
		    m->name, sizeof(m->name), "%s", w->conf.modems[i].name);
		(void)snprintf(m->state, sizeof(m->state), "ready");
		(void)snprintf(
		    m->plans.usual.word, sizeof(m->plans.usual.word), "sent");
		(void)snprintf(m->ring_plans.usual.word,
		    sizeof(m->ring_plans.usual.word), "rang");
	}
}

void
modem_play(struct world *w)
{
	for (size_t i = 0; i < w->modem_count; i++)
		modem_start(w, &w->modems[i]);
}

void
modem_free(struct played_modem *m)
{
	while (m->sim != NULL)
		modem_remove(m, m->sim);
	struct played_text *next;
	for (struct played_text *t = m->texts; t != NULL; t = next) {
		next = t->next;
		free(t);
	}
}
