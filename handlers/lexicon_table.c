/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lexicon's words by hash. A word is met in microseconds: each spelling
 * of it is one look into a table at most half full.
 *
 * by_slip holds every long danger word with one letter left out, so that "one
 * letter is missing" is one look as well (Garbe's symmetric delete).
 */
#include "lexicon_data.h"
#include "normalize.h"

#include <stdlib.h>
#include <string.h>

#define LEXICON_SLIP_LETTERS 6 /* of the shortest word that takes a slip */
#define LEXICON_SLIP_CLASSES (LEXICON_DANGER | LEXICON_BIT(HELP))
#define LEXICON_SLOTS        65536 /* text, squeezed, whole */
#define LEXICON_SLIP_SLOTS   262144
#define LEXICON_HASH         2166136261u
#define LEXICON_INSIDE_MAX   15 /* letters of a word inside another */

/* FNV-1a */
static uint32_t
lexicon_hash_step(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 16777619u;
}

static uint32_t
lexicon_hash(const char *text, size_t len, size_t without)
{
	uint32_t hash = LEXICON_HASH;
	for (size_t i = 0; i < len; i++)
		if (i != without)
			hash = lexicon_hash_step(hash, text[i]);
	return hash ^ hash >> 15;
}

static uint32_t
lexicon_hash_all(const char *text)
{
	return lexicon_hash(text, strlen(text), SIZE_MAX);
}

static bool
lexicon_index_init(struct lexicon_index *index, size_t size)
{
	index->slots = malloc(size * sizeof(*index->slots));
	if (index->slots == NULL)
		return false;
	memset(index->slots, 0xff, size * sizeof(*index->slots));
	index->mask = size - 1;
	return true;
}

static void
lexicon_index_put(struct lexicon_index *index, uint32_t hash, uint16_t value)
{
	size_t slot = hash & index->mask;
	while (index->slots[slot] != LEXICON_NONE)
		slot = (slot + 1) & index->mask;
	index->slots[slot] = value;
}

bool
lexicon_table_init(struct lexicon *l)
{
	return lexicon_index_init(&l->by_text, LEXICON_SLOTS) &&
	       lexicon_index_init(&l->by_squeezed, LEXICON_SLOTS) &&
	       lexicon_index_init(&l->by_whole, LEXICON_SLOTS) &&
	       lexicon_index_init(&l->by_slip, LEXICON_SLIP_SLOTS);
}

void
lexicon_table_free(struct lexicon *l)
{
	free(l->nodes);
	free(l->phrases);
	free(l->together);
	free(l->wholes);
	free(l->by_text.slots);
	free(l->by_squeezed.slots);
	free(l->by_whole.slots);
	free(l->by_slip.slots);
}

uint16_t
lexicon_table_text(const struct lexicon *l, const char *text)
{
	size_t slot = lexicon_hash_all(text) & l->by_text.mask;
	uint16_t node;
	while ((node = l->by_text.slots[slot]) != LEXICON_NONE &&
	       strcmp(l->nodes[node].text, text) != 0)
		slot = (slot + 1) & l->by_text.mask;
	return node;
}

/* The word that is text[0..len), whose hash this is before its last step. */
static uint64_t
lexicon_part_classes(
    const struct lexicon *l, const char *text, size_t len, uint32_t hash)
{
	size_t slot = (hash ^ hash >> 15) & l->by_text.mask;
	uint16_t node;
	while ((node = l->by_text.slots[slot]) != LEXICON_NONE) {
		const char *word = l->nodes[node].text;
		if (strncmp(word, text, len) == 0 && word[len] == '\0')
			return l->nodes[node].classes;
		slot = (slot + 1) & l->by_text.mask;
	}
	return 0;
}

uint64_t
lexicon_table_inside(
    const struct lexicon *l, const char *text, size_t len, size_t min)
{
	uint64_t classes = 0;
	for (size_t at = 0; at + min <= len; at++) {
		uint32_t hash = LEXICON_HASH;
		for (size_t i = at; i < len && i - at < LEXICON_INSIDE_MAX;
		     i++) {
			hash = lexicon_hash_step(hash, text[i]);
			if (i + 1 - at >= min)
				classes |= lexicon_part_classes(
				    l, text + at, i + 1 - at, hash);
		}
	}
	return classes;
}

void
lexicon_table_squeezed(const struct lexicon *l, const char *squeezed,
    lexicon_table_found *found, void *arg)
{
	size_t slot = lexicon_hash_all(squeezed) & l->by_squeezed.mask;
	uint16_t node;
	while ((node = l->by_squeezed.slots[slot]) != LEXICON_NONE) {
		if (strcmp(l->nodes[node].squeezed, squeezed) == 0)
			found(arg, l, node);
		slot = (slot + 1) & l->by_squeezed.mask;
	}
}

static struct lexicon_whole *
lexicon_find_whole(const struct lexicon *l, const char *key)
{
	size_t slot = lexicon_hash_all(key) & l->by_whole.mask;
	uint16_t whole;
	while ((whole = l->by_whole.slots[slot]) != LEXICON_NONE &&
	       strcmp(l->wholes[whole].key, key) != 0)
		slot = (slot + 1) & l->by_whole.mask;
	return whole == LEXICON_NONE ? NULL : &l->wholes[whole];
}

const struct lexicon_whole *
lexicon_table_whole(const struct lexicon *l, const char *key)
{
	return lexicon_find_whole(l, key);
}

/* Room for one more; doubles at each power of two. */
static void *
lexicon_grow(void *items, size_t count, size_t size)
{
	if (count > 0 && (count & (count - 1)) != 0)
		return items;
	return realloc(items, (count == 0 ? 1 : count * 2) * size);
}

static uint16_t
lexicon_add_node(struct lexicon *l, const char *text)
{
	uint16_t known = lexicon_table_text(l, text);
	if (known != LEXICON_NONE)
		return known;
	struct lexicon_node *nodes =
	    l->node_count == LEXICON_NODES_MAX
		? NULL
		: lexicon_grow(l->nodes, l->node_count, sizeof(*nodes));
	if (nodes == NULL)
		return LEXICON_NONE;
	l->nodes = nodes;
	struct lexicon_node *node = &nodes[l->node_count];
	*node = (struct lexicon_node){.phrases = LEXICON_NONE};
	memcpy(node->text, text, strlen(text) + 1);
	(void)normalize_squeeze(text, node->squeezed);
	uint16_t at = (uint16_t)l->node_count++;
	lexicon_index_put(&l->by_text, lexicon_hash_all(text), at);
	lexicon_index_put(
	    &l->by_squeezed, lexicon_hash_all(node->squeezed), at);
	return at;
}

static bool
lexicon_add_single(
    struct lexicon *l, enum lexicon_class class, bool stem, const char *word)
{
	uint16_t at = lexicon_add_node(l, word);
	if (at == LEXICON_NONE)
		return false;
	struct lexicon_node *node = &l->nodes[at];
	uint64_t bit = UINT64_C(1) << class;
	node->classes |= bit;
	if (!stem)
		return true;
	node->stems |= bit;
	node->slips |= (bit & LEXICON_SLIP_CLASSES) != 0 &&
		       strlen(word) >= LEXICON_SLIP_LETTERS;
	return true;
}

static bool
lexicon_fill_phrase(struct lexicon *l, struct lexicon_phrase *phrase,
    char words[][LEXICON_WORD_SIZE])
{
	for (size_t i = 0; i < phrase->count; i++) {
		phrase->nodes[i] = lexicon_add_node(l, words[i]);
		if (phrase->nodes[i] == LEXICON_NONE)
			return false;
	}
	return true;
}

static bool
lexicon_add_together(struct lexicon *l, enum lexicon_class class,
    char words[][LEXICON_WORD_SIZE], size_t count)
{
	struct lexicon_phrase *all =
	    lexicon_grow(l->together, l->together_count, sizeof(*all));
	if (all == NULL)
		return false;
	l->together = all;
	all += l->together_count;
	*all = (struct lexicon_phrase){
	    .class = (uint8_t) class, .count = (uint8_t)count};
	if (!lexicon_fill_phrase(l, all, words))
		return false;
	l->together_count++;
	return true;
}

static bool
lexicon_add_phrase(struct lexicon *l, enum lexicon_class class,
    char words[][LEXICON_WORD_SIZE], size_t count)
{
	struct lexicon_phrase *all =
	    lexicon_grow(l->phrases, l->phrase_count, sizeof(*all));
	if (all == NULL)
		return false;
	l->phrases = all;
	all += l->phrase_count;
	*all = (struct lexicon_phrase){
	    .class = (uint8_t) class, .count = (uint8_t)count};
	if (!lexicon_fill_phrase(l, all, words))
		return false;
	struct lexicon_node *first = &l->nodes[all->nodes[0]];
	all->next = first->phrases;
	first->phrases = (uint16_t)l->phrase_count++;
	return true;
}

static bool
lexicon_add_whole(struct lexicon *l, enum lexicon_class class, bool code,
    char words[][LEXICON_WORD_SIZE], size_t count)
{
	char key[LEXICON_KEY_SIZE];
	size_t len = 0;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			key[len++] = '+';
		memcpy(key + len, words[i], strlen(words[i]));
		len += strlen(words[i]);
	}
	key[len] = '\0';
	struct lexicon_whole *whole = lexicon_find_whole(l, key);
	if (whole == NULL) {
		struct lexicon_whole *all =
		    lexicon_grow(l->wholes, l->whole_count, sizeof(*all));
		if (all == NULL)
			return false;
		l->wholes = all;
		whole = &all[l->whole_count];
		*whole = (struct lexicon_whole){.classes = 0};
		memcpy(whole->key, key, len + 1);
		lexicon_index_put(&l->by_whole, lexicon_hash_all(key),
		    (uint16_t)l->whole_count++);
	}
	*(code ? &whole->code : &whole->classes) |= UINT64_C(1) << class;
	return true;
}

bool
lexicon_table_add(struct lexicon *l, enum lexicon_class class,
    enum lexicon_way way, char words[][LEXICON_WORD_SIZE], size_t count)
{
	if (l->node_count == 0 &&
	    lexicon_add_node(l, LEXICON_NUMBER) == LEXICON_NONE)
		return false;
	if (l->entries++ == LEXICON_ENTRIES_MAX)
		return false;
	if (way == LEXICON_EXACT || way == LEXICON_EXACT_CODE)
		return lexicon_add_whole(
		    l, class, way == LEXICON_EXACT_CODE, words, count);
	if (way == LEXICON_TOGETHER)
		return lexicon_add_together(l, class, words, count);
	if (count == 1)
		return lexicon_add_single(
		    l, class, way == LEXICON_STEM, words[0]);
	return lexicon_add_phrase(l, class, words, count);
}

bool
lexicon_table_close(struct lexicon *l)
{
	size_t used = 0;
	for (size_t n = 0; n < l->node_count; n++) {
		const struct lexicon_node *node = &l->nodes[n];
		size_t len = node->slips ? strlen(node->text) : 0;
		used += len;
		if (used > LEXICON_SLIP_SLOTS / 2)
			return false;
		/* nobody leaves out the first letter */
		for (size_t i = 1; i < len; i++)
			lexicon_index_put(&l->by_slip,
			    lexicon_hash(node->text, len, i), (uint16_t)n);
	}
	return true;
}

/* Whether `text` is `word` with exactly one letter left out. */
static bool
lexicon_is_short_by_one(const char *word, const char *text, size_t len)
{
	size_t i = 0;
	while (i < len && word[i] == text[i])
		i++;
	return i > 0 && strcmp(word + i + 1, text + i) == 0;
}

static uint64_t
lexicon_slip_missing(const struct lexicon *l, const char *text, size_t len)
{
	size_t slot = lexicon_hash(text, len, SIZE_MAX) & l->by_slip.mask;
	uint64_t classes = 0;
	uint16_t node;
	while ((node = l->by_slip.slots[slot]) != LEXICON_NONE) {
		const char *word = l->nodes[node].text;
		if (strlen(word) == len + 1 &&
		    lexicon_is_short_by_one(word, text, len))
			classes |= l->nodes[node].stems;
		slot = (slot + 1) & l->by_slip.mask;
	}
	return classes;
}

static uint64_t
lexicon_slip_at(const struct lexicon *l, const char *text)
{
	uint16_t node = lexicon_table_text(l, text);
	return node != LEXICON_NONE && l->nodes[node].slips
		   ? l->nodes[node].stems
		   : 0;
}

static uint64_t
lexicon_slip_extra(const struct lexicon *l, const char *text, size_t len)
{
	char less[LEXICON_WORD_SIZE];
	uint64_t classes = 0;
	/* from the last letter on, each taken out in turn */
	memcpy(less, text, len);
	less[len - 1] = '\0';
	for (size_t i = len - 1; i > 0; i--) {
		classes |= lexicon_slip_at(l, less);
		less[i - 1] = text[i];
	}
	return classes;
}

static uint64_t
lexicon_slip_swapped(const struct lexicon *l, const char *text, size_t len)
{
	char swapped[LEXICON_WORD_SIZE];
	uint64_t classes = 0;
	memcpy(swapped, text, len + 1);
	for (size_t i = 0; i + 1 < len; i++) {
		swapped[i] = text[i + 1];
		swapped[i + 1] = text[i];
		classes |= lexicon_slip_at(l, swapped);
		swapped[i] = text[i];
		swapped[i + 1] = text[i + 1];
	}
	return classes;
}

uint64_t
lexicon_table_slips(const struct lexicon *l, const char *text)
{
	size_t len = strlen(text);
	uint64_t classes = 0;
	if (len + 1 >= LEXICON_SLIP_LETTERS)
		classes |= lexicon_slip_missing(l, text, len);
	if (len >= LEXICON_SLIP_LETTERS)
		classes |= lexicon_slip_swapped(l, text, len);
	if (len > LEXICON_SLIP_LETTERS)
		classes |= lexicon_slip_extra(l, text, len);
	return classes;
}
