/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was seen to leave the box, until the script has spoken of it. */
#include "transcript.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
world_see(struct world *w, enum seen_kind kind, const char *by, json_t *frame)
{
	struct seen *s = calloc(1, sizeof(*s));
	if (s == NULL)
		abort();
	s->kind = kind;
	s->frame = json_incref(frame);
	(void)snprintf(s->by, sizeof(s->by), "%s", by);
	if (kind == SEEN_WEBHOOK)
		s->data = json_loads(wire_str(frame, "body"), 0, NULL);
	if (kind == SEEN_TEXT)
		transcript_text_out(w, frame);
	else if (kind == SEEN_WEBHOOK)
		transcript_webhook(w, frame, s->data);
	*w->seen_last = s;
	w->seen_last = &s->next;
}

/* The box's own news, which a script looks at only by its name: the heartbeat,
 * and that no roster was imported. */
bool
world_is_heartbeat(const struct seen *s)
{
	if (s->kind != SEEN_WEBHOOK)
		return false;
	const char *type = wire_str(s->frame, "type");
	const char *alarm = wire_str(json_object_get(s->data, "data"), "alarm");
	return strcmp(type, "gateway.heartbeat") == 0 ||
	       (strcmp(type, "gateway.alarm") == 0 && alarm != NULL &&
		   (strcmp(alarm, "nobody_on_duty") == 0 ||
		       strcmp(alarm, "tpks_clock") == 0));
}

struct seen *
world_next_seen(struct world *w, enum seen_kind kind)
{
	for (struct seen *s = w->seen; s != NULL; s = s->next)
		if (s->kind == kind && !s->expected && !world_is_heartbeat(s))
			return s;
	return NULL;
}

void
world_expect_no_more(struct world *w, enum seen_kind kind)
{
	struct seen *s = world_next_seen(w, kind);
	if (s == NULL)
		return;
	s->expected = true; /* said once */
	if (kind == SEEN_TEXT)
		world_fail(w,
		    "expected no text, seen by modem %s to %s: \"%s\"", s->by,
		    wire_str(s->frame, "to"), wire_str(s->frame, "text"));
	else if (kind == SEEN_RING)
		world_fail(w, "expected no ring, seen by modem %s to %s", s->by,
		    wire_str(s->frame, "to"));
	else
		world_fail(w, "expected no webhook, seen %s to %s",
		    wire_str(s->frame, "type"), s->by);
}

void
world_forget_seen(struct world *w)
{
	struct seen *next;
	for (struct seen *s = w->seen; s != NULL; s = next) {
		next = s->next;
		json_decref(s->frame);
		json_decref(s->data);
		free(s);
	}
	w->seen = NULL;
	w->seen_last = &w->seen;
}
