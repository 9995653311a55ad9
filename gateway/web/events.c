/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/events.h"

#include <stdlib.h>

void
events_add(struct events *e, char *text)
{
	char **at = &e->all[e->next % EVENTS_KEPT];
	free(*at);
	*at = text;
	e->next++;
}

const char *
events_get(const struct events *e, uint64_t number)
{
	if (number >= e->next || number + EVENTS_KEPT < e->next)
		return NULL;
	return e->all[number % EVENTS_KEPT];
}

void
events_free(struct events *e)
{
	for (size_t i = 0; i < EVENTS_KEPT; i++) {
		free(e->all[i]);
		e->all[i] = NULL;
	}
}
