/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking things up in a dialogue; see dialogue.h. */
#include "dialogue.h"

#include <stdlib.h>
#include <string.h>

const char *const dialogue_kind_names[KIND_MAX + 1] = {"-", "menu", "choice",
    "choices", "age", "village", "words", "yes-no", "consent", "cadre",
    "window", "hour", "safe-word", NULL};

const char *const dialogue_to_names[TO_MAX + 1] = {
    "-", "-", "end", "note", "call", "call-now", "read", "consented", NULL};

const char *const dialogue_way_names[WAY_MAX + 1] = {
    "yes", "no", "other", "any", "else", NULL};

const char *const dialogue_event_names[ON_MAX + 1] = {"first", "text", "urgent",
    "danger", "suicide", "plain", "menu", "hours", "who", "stop", "erase",
    "erase-yes", "status", "no-status", "consent", "cadre", "consent-some",
    "consent-none", "window", "safe-word", "note", "note-closed", "call-taken",
    "missed-call", "answer", "closed", "dial", "resume", "call", "code",
    "no-code", "read", "end", "later", NULL};
const char *const dialogue_channel_names[CHANNEL_MAX + 1] = {
    "sms", "ussd", NULL};

int
dialogue_find(const struct dialogue *d, const char *id)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->texts[i].id, id) == 0)
			return (int)i;
	return -1;
}

const struct dialogue_text *
dialogue_text(const struct dialogue *d, const char *id)
{
	int i = dialogue_find(d, id);
	return i < 0 ? NULL : &d->texts[i];
}

const struct dialogue_step *
dialogue_step(const struct dialogue *d, const char *id)
{
	int i = dialogue_find(d, id);
	return i < 0 || !d->texts[i].asks ? NULL : &d->steps[i];
}

const char *
dialogue_on(const struct dialogue *d, enum dialogue_event event, int level)
{
	const char *id = d->on[event].text[level];
	return *id == '\0' ? NULL : id;
}

const struct dialogue_text *
dialogue_texts(const struct dialogue *d, size_t *ret_count)
{
	*ret_count = d->count;
	return d->texts;
}

void
dialogue_window(const struct dialogue *d, char window, int *from, int *to)
{
	bool known = window >= '1' && window < '1' + DIALOGUE_WINDOWS;
	*from = known ? d->windows[window - '1'].from : 0;
	*to = known ? d->windows[window - '1'].to : 0;
}

const void *
dialogue_bytes(const struct dialogue *d, size_t *ret_size)
{
	*ret_size = sizeof(*d);
	return d;
}

void
dialogue_free(struct dialogue *d)
{
	free(d);
}
