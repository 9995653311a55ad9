/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/modem/sim.h"

#include "gateway/modem/lines.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
sim_remove(struct sim_message *m)
{
	free(m->pdu);
	*m = (struct sim_message){.location = SIM_NOWHERE};
}

void
sim_clear(struct sim *sim)
{
	for (size_t i = 0; i < SIM_MAX; i++)
		sim_remove(&sim->messages[i]);
}

void
sim_scan_begin(struct sim *sim)
{
	sim->scan++;
}

static struct sim_message *
sim_at(struct sim *sim, int location)
{
	for (size_t i = 0; location >= 0 && i < SIM_MAX; i++) {
		struct sim_message *m = &sim->messages[i];
		if (m->state != SIM_FREE && m->location == location)
			return m;
	}
	return NULL;
}

static bool
sim_add(struct sim *sim, int location, const char *pdu, const char *fault)
{
	struct sim_message *m = sim->messages;
	while (m < sim->messages + SIM_MAX && m->state != SIM_FREE)
		m++;
	char *copy = m == sim->messages + SIM_MAX ? NULL : strdup(pdu);
	if (copy == NULL)
		return false;
	bool doubtful = fault != NULL && location >= 0;
	*m = (struct sim_message){.state = doubtful ? SIM_DOUBTFUL : SIM_NEW,
	    .location = location,
	    .pdu = copy,
	    .fault = fault,
	    .scan = sim->scan};
	return !doubtful;
}

/* What the core was told of keeps its entry until it has answered. */
static void
sim_displace(struct sim_message *m)
{
	if (m->state == SIM_OFFERED || m->state == SIM_TAKEN) {
		m->location = SIM_NOWHERE;
		m->due_ms = 0;
	} else {
		sim_remove(m);
	}
}

bool
sim_note(struct sim *sim, int location, const char *pdu, int octets)
{
	const char *fault = lines_pdu_fault(pdu, octets);
	struct sim_message *m = sim_at(sim, location);
	if (m == NULL)
		return sim_add(sim, location, pdu, fault);
	bool read_again = m->scan != sim->scan;
	m->scan = sim->scan;
	if (strcasecmp(m->pdu, pdu) == 0) {
		if (m->state != SIM_DOUBTFUL || !read_again)
			return false;
		m->state = SIM_NEW;
		return true;
	}
	/* Rather a bad reading of the same than a new bad message. */
	if (fault != NULL && m->fault == NULL)
		return false;
	sim_displace(m);
	return sim_add(sim, location, pdu, fault);
}

bool
sim_scan_end(struct sim *sim)
{
	bool doubtful = false;
	for (size_t i = 0; i < SIM_MAX; i++) {
		struct sim_message *m = &sim->messages[i];
		if (m->location >= 0 && m->scan != sim->scan &&
		    m->state != SIM_OFFERED && m->state != SIM_TAKEN)
			sim_remove(m);
		doubtful = doubtful || m->state == SIM_DOUBTFUL;
	}
	return doubtful;
}

void
sim_offer_again(struct sim *sim, int64_t due_ms)
{
	for (size_t i = 0; i < SIM_MAX; i++) {
		struct sim_message *m = &sim->messages[i];
		if (m->state != SIM_OFFERED && m->state != SIM_HELD)
			continue;
		m->state = SIM_NEW;
		m->due_ms = due_ms;
	}
}

struct sim_message *
sim_due(struct sim *sim, enum sim_state state, int64_t now_ms)
{
	struct sim_message *first = NULL;
	for (size_t i = 0; i < SIM_MAX; i++) {
		struct sim_message *m = &sim->messages[i];
		if (m->state == state && m->due_ms <= now_ms &&
		    (first == NULL || m->location < first->location))
			first = m;
	}
	return first;
}

int64_t
sim_next_ms(const struct sim *sim, enum sim_state state)
{
	int64_t next_ms = SIM_NEVER_MS;
	for (size_t i = 0; i < SIM_MAX; i++) {
		const struct sim_message *m = &sim->messages[i];
		if (m->state == state && m->due_ms < next_ms)
			next_ms = m->due_ms;
	}
	return next_ms;
}

size_t
sim_count(const struct sim *sim, enum sim_state state)
{
	size_t count = 0;
	for (size_t i = 0; i < SIM_MAX; i++)
		count += sim->messages[i].state == state;
	return count;
}

struct sim_message *
sim_find_id(struct sim *sim, int64_t id)
{
	for (size_t i = 0; i < SIM_MAX; i++)
		if (sim->messages[i].state == SIM_OFFERED &&
		    sim->messages[i].id == id)
			return &sim->messages[i];
	return NULL;
}
