/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wordset.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define WORDSET_OLDER_MOST 3 /* reloads within a conversation's half hour */

static void
wordset_free(struct wordset *w, const struct handling *handling)
{
	if (w == NULL)
		return;
	handling->dialogue_free(w->dialogue);
	texts_free(w->texts);
	handling->dialogue_free(w->screen.dialogue);
	texts_free(w->screen.texts);
	handling->lexicon_free(w->lexicon);
	free(w);
}

static void
wordset_digest(crypto_generichash_state *state, const struct handling *handling,
    const struct dialogue *d, const struct texts *t)
{
	size_t size;
	const void *bytes = handling->dialogue_bytes(d, &size);
	(void)crypto_generichash_update(state, bytes, size);
	texts_digest(t, state);
}

/* The same files give the same version, also after a restart. */
static void
wordset_name(struct wordset *w, const struct handling *handling)
{
	uint8_t hash[(WORDSET_VERSION_SIZE - 1) / 2];
	crypto_generichash_state state;
	(void)crypto_generichash_init(&state, NULL, 0, 16);
	wordset_digest(&state, handling, w->dialogue, w->texts);
	if (w->screen.texts != NULL)
		wordset_digest(
		    &state, handling, w->screen.dialogue, w->screen.texts);
	uint8_t full[16];
	(void)crypto_generichash_final(&state, full, sizeof(full));
	memcpy(hash, full, sizeof(hash));
	(void)sodium_bin2hex(
	    w->version, sizeof(w->version), hash, sizeof(hash));
}

/* A plain word that means something else would never open level 1. */
static bool
wordset_check_plain(const struct wordset *w, const struct conf *conf,
    const struct handling *handling, struct faults *faults)
{
	struct found_words f;
	const char *word = conf->cover.plain_word;
	handling->lexicon_find(w->lexicon, word, strlen(word), &f);
	if (!f.danger && !f.urgent && !f.help && !f.exit && !f.stop &&
	    !f.erase && !f.erase_yes && !f.wrong_number)
		return true;
	faults_add(faults, conf->path, conf->cover_line,
	    "plain_word = %s: the lexicon has it as a command or a "
	    "call for help, expected a word that means neither",
	    word);
	return false;
}

static void
wordset_load_channel(const struct conf *conf, const struct handling *handling,
    enum dialogue_channel channel, struct dialogue **ret_dialogue,
    struct texts **ret_texts, struct faults *faults)
{
	size_t count = 0;
	*ret_dialogue =
	    handling->dialogue_load(conf->siaga.dialogue, channel, faults);
	if (*ret_dialogue == NULL)
		return;
	const struct dialogue_text *rows =
	    handling->dialogue_texts(*ret_dialogue, &count);
	*ret_texts = texts_load(conf, rows, count, channel, faults);
}

/* What only some events of a screen have: a code where she asked for it (KODE,
 * CEK), and an officer's answer where she reads it. */
static const struct {
	const char *slot, *names;
	enum dialogue_event events[2];
} wordset_slots[] = {
    {"{code}", "code, status", {ON_CODE, ON_STATUS}},
    {"{answer}", "read", {ON_READ, ON_READ}},
};
#define WORDSET_SLOTS (sizeof(wordset_slots) / sizeof(*wordset_slots))

static bool
wordset_may_hold(const struct wordset *w, const struct handling *handling,
    const enum dialogue_event events[2], const char *id)
{
	for (size_t i = 0; i < 4; i++) {
		const char *of = handling->dialogue_on(
		    w->screen.dialogue, events[i / 2], i % 2);
		if (of != NULL && strcmp(of, id) == 0)
			return true;
	}
	return false;
}

static void
wordset_check_slot(const struct wordset *w, const struct conf *conf,
    const struct handling *handling, size_t slot, struct faults *faults)
{
	size_t count;
	const char *name = wordset_slots[slot].slot;
	const struct dialogue_text *rows =
	    handling->dialogue_texts(w->screen.dialogue, &count);
	for (size_t i = 0; i < count; i++) {
		if (!texts_holds_slot(w->screen.texts, rows[i].id, name) ||
		    wordset_may_hold(
			w, handling, wordset_slots[slot].events, rows[i].id))
			continue;
		faults_add(faults, conf->siaga.templates, 1,
		    "ussd: %s holds %s, expected it only in the texts of "
		    "[on ussd] %s: nobody sees it who did not ask for it",
		    rows[i].id, name, wordset_slots[slot].names);
	}
}

/* What a gate says when the box does not answer: nothing is known then. */
static void
wordset_check_later(const struct wordset *w, const struct conf *conf,
    const struct handling *handling, struct faults *faults)
{
	static const char *const slots[] = {"{when}", "{open}", "{names}"};
	const char *id = handling->dialogue_on(w->screen.dialogue, ON_LATER, 0);
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++)
		if (texts_holds_slot(w->screen.texts, id, slots[i]))
			faults_add(faults, conf->siaga.templates, 1,
			    "ussd: %s holds %s, expected only {cover}, {hours} "
			    "and {place} in the text of [on ussd] later",
			    id, slots[i]);
}

/* Both channels read one file: what is wrong for both is said once. */
static void
wordset_load_screen(struct wordset *w, const struct conf *conf,
    const struct handling *handling, struct faults *faults)
{
	struct faults more;
	faults_init(&more);
	wordset_load_channel(conf, handling, CHANNEL_USSD, &w->screen.dialogue,
	    &w->screen.texts, &more);
	for (size_t i = 0; w->screen.texts != NULL && i < WORDSET_SLOTS; i++)
		wordset_check_slot(w, conf, handling, i, &more);
	if (w->screen.texts != NULL)
		wordset_check_later(w, conf, handling, &more);
	faults_merge(faults, &more);
	faults_free(&more);
}

struct wordset *
wordset_load(const struct conf *conf, const struct handling *handling,
    struct faults *faults)
{
	unsigned before = faults->count;
	struct wordset *w = calloc(1, sizeof(*w));
	if (w == NULL) {
		faults_no_memory(faults, conf->path);
		return NULL;
	}
	w->lexicon = handling->lexicon_load(conf->siaga.lexicon, faults);
	wordset_load_channel(
	    conf, handling, CHANNEL_SMS, &w->dialogue, &w->texts, faults);
	if (conf->ussd_count > 0)
		wordset_load_screen(w, conf, handling, faults);
	if (w->texts == NULL || w->lexicon == NULL || faults->count > before) {
		wordset_free(w, handling);
		return NULL;
	}
	if (!hours_read(w->texts, conf->cover.hours, &w->hours))
		faults_warn(faults, conf->path, conf->cover_line,
		    "hours = %s: cannot be understood, expected such as "
		    "\"Senin-Jumat 08.00-15.00\"; until then nobody is told "
		    "that the office is closed",
		    conf->cover.hours);
	if (!wordset_check_plain(w, conf, handling, faults)) {
		wordset_free(w, handling);
		return NULL;
	}
	wordset_name(w, handling);
	return w;
}

void
wordset_push(
    struct wordset **sets, struct wordset *w, const struct handling *handling)
{
	w->older = *sets;
	*sets = w;
	for (int i = 0; i < WORDSET_OLDER_MOST && w != NULL; i++)
		w = w->older;
	if (w == NULL)
		return;
	wordset_free_all(w->older, handling);
	w->older = NULL;
}

void
wordset_free_all(struct wordset *w, const struct handling *handling)
{
	while (w != NULL) {
		struct wordset *older = w->older;
		wordset_free(w, handling);
		w = older;
	}
}

const struct wordset *
wordset_find(const struct wordset *sets, const char *version)
{
	for (const struct wordset *w = sets; w != NULL && version != NULL;
	     w = w->older)
		if (strcmp(w->version, version) == 0)
			return w;
	return sets;
}
