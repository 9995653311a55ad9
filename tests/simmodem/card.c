/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "sim.h"

#include <string.h>

#define ME_SLOTS 100
#define SR_SLOTS 20

static const char *const names[STORE_MAX] = {"SM", "ME", "SR"};

const char *
store_name(enum store_id id)
{
	return names[id];
}

enum store_id
store_find(const char *name)
{
	unsigned id = 0;

	while (id < STORE_MAX && strcmp(names[id], name) != 0)
		id++;
	return (enum store_id)id;
}

int
store_size(const struct sim *s, enum store_id id)
{
	static const int fixed[STORE_MAX] = {0, ME_SLOTS, SR_SLOTS};

	return id == STORE_SM ? s->set.slots : fixed[id];
}

int
store_used(const struct sim *s, enum store_id id)
{
	int used = 0;

	for (int i = 0; i < STORE_SLOTS_MAX; i++)
		used += s->card.store[id][i].sms != NULL;
	return used;
}

int
store_put(struct sim *s, enum store_id id, struct sms *sms)
{
	int size = store_size(s, id);

	for (int i = 0; i < size; i++) {
		struct slot *slot = &s->card.store[id][i];

		if (slot->sms)
			continue;
		*slot = (struct slot){.sms = sms};
		return i;
	}
	return -1;
}

struct slot *
store_get(struct sim *s, enum store_id id, long place)
{
	struct slot *slot;

	if (place < 0 || place >= STORE_SLOTS_MAX)
		return NULL;
	slot = &s->card.store[id][place];
	return slot->sms ? slot : NULL;
}

void
store_delete(struct sim *s, enum store_id id, long place)
{
	struct slot *slot = store_get(s, id, place);
	struct sms *gone;

	if (!slot)
		return;
	gone = slot->sms;
	*slot = (struct slot){.sms = NULL};
	s->count.deleted++;
	net_deleted(s, gone);
}
