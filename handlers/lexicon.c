/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a message is; see lexicon.h. Its words are lexicon_read.c's. */
#include "../gateway/lib/gsm.h"
#include "lexicon_data.h"

#include <string.h>
#include <unicase.h>

const char *const lexicon_class_names[LEXICON_CLASS_MAX + 1] = {"URGENT",
    "EMERG", "HIT", "STRANGLE", "THREAT_KILL", "THREAT", "WEAPON", "SEX",
    "CONFINE", "SUICIDE", "FEAR", "HELP", "REPORT", "DENIAL", "CHILD",
    "PREGNANT", "SPOUSE", "PROBE_WHO", "CMD_STOP", "CMD_EXIT", "CMD_DELETE",
    "CMD_STATUS", "CMD_CONSENT", "CMD_MENU", "YES", "NO", "GUARD", "WEAK",
    "FILLER", "SCAM", "RETRACT", "CMD_WRONG_NUMBER", "CMD_HOURS", "CMD_CODE",
    "CMD_ERASE_YES", "OTHER", "OKAY", NULL};

/* A woman writes of these; who is after money does not. */
#define LEXICON_NO_SCAM                                                        \
	(LEXICON_BIT(SPOUSE) | LEXICON_BIT(DENIAL) | LEXICON_BIT(REPORT) |     \
	    LEXICON_BIT(PREGNANT) | LEXICON_DANGER)

#define LEXICON_SPANS_MAX 48 /* found words kept until all is read */

/* Where something of danger or concern stands. */
struct lexicon_span {
	size_t at, end;
	uint64_t classes;
	bool weak;
};

struct lexicon_search {
	const struct lexicon *lexicon;
	const char *text;
	uint64_t classes, weak; /* of strong and of weak words */
	bool others; /* a word that is no cry for help and no filler */
	bool help;
	struct lexicon_span spans[LEXICON_SPANS_MAX];
	size_t span_count;
	uint64_t seen[LEXICON_NODES_MAX / 64]; /* nodes, for words together */
};

static void
lexicon_add_span(struct lexicon_search *s, struct lexicon_span span)
{
	span.classes &= LEXICON_DANGER | LEXICON_CONCERN;
	if (span.classes == 0 || s->span_count == LEXICON_SPANS_MAX)
		return;
	/* stretches overlap: the same place is found twice */
	for (size_t i = 0; i < s->span_count; i++)
		if (s->spans[i].at == span.at && s->spans[i].end == span.end) {
			s->spans[i].classes |= span.classes;
			s->spans[i].weak &= span.weak;
			return;
		}
	s->spans[s->span_count++] = span;
}

static void
lexicon_found(struct lexicon_search *s, uint64_t classes, bool weak,
    const struct lexicon_word *first, const struct lexicon_word *last)
{
	*(weak ? &s->weak : &s->classes) |= classes;
	lexicon_add_span(
	    s, (struct lexicon_span){first->from, last->end, classes, weak});
}

static bool
lexicon_may_be(const struct lexicon_word *w, uint16_t node)
{
	for (size_t i = 0; i < w->reading_count; i++)
		if (w->readings[i] == node)
			return true;
	return false;
}

static bool
lexicon_stands(const struct lexicon_phrase *phrase,
    const struct lexicon_word *words, size_t left)
{
	if (phrase->count > left)
		return false;
	for (size_t i = 1; i < phrase->count; i++)
		if (!lexicon_may_be(&words[i], phrase->nodes[i]))
			return false;
	return true;
}

static void
lexicon_mark_phrase(
    const struct lexicon_phrase *phrase, struct lexicon_word *words)
{
	for (size_t i = 0; i < phrase->count; i++) {
		words[i].guarded |= phrase->class == LEXICON_GUARD;
		words[i].suicide |= phrase->class == LEXICON_SUICIDE;
	}
}

/* A phrase counts unless all its words are guarded or weak. */
static void
lexicon_take_phrase(struct lexicon_search *s,
    const struct lexicon_phrase *phrase, struct lexicon_word *words)
{
	bool guarded = true, weak = true;
	for (size_t i = 0; i < phrase->count; i++) {
		guarded &= words[i].guarded;
		weak &= (words[i].classes & LEXICON_BIT(WEAK)) != 0;
	}
	if (guarded)
		return;
	lexicon_mark_phrase(phrase, words);
	lexicon_found(s, UINT64_C(1) << phrase->class, weak, words,
	    words + phrase->count - 1);
}

/* Every phrase that stands at words[0]; first those of GUARD, then the rest. */
static void
lexicon_look_phrases(struct lexicon_search *s, struct lexicon_word *words,
    size_t left, bool guards)
{
	const struct lexicon *l = s->lexicon;
	for (size_t i = 0; i < words->reading_count; i++) {
		uint16_t next = l->nodes[words->readings[i]].phrases;
		for (; next != LEXICON_NONE; next = l->phrases[next].next) {
			const struct lexicon_phrase *p = &l->phrases[next];
			if ((p->class == LEXICON_GUARD) != guards ||
			    !lexicon_stands(p, words, left))
				continue;
			if (guards)
				lexicon_mark_phrase(p, words);
			else
				lexicon_take_phrase(s, p, words);
		}
	}
}

static void
lexicon_take_word(struct lexicon_search *s, struct lexicon_word *w)
{
	if (!w->absorbed) {
		uint64_t mild = LEXICON_BIT(HELP) | LEXICON_BIT(FILLER);
		s->others |= (w->classes & mild) == 0;
		/* a weak cry is no more than a filler */
		s->help |= (w->classes & LEXICON_BIT(HELP)) != 0 &&
			   (w->classes & LEXICON_BIT(WEAK)) == 0;
	}
	if (w->guarded || (w->classes & LEXICON_BIT(GUARD)) != 0)
		return;
	if (w->suicide) /* "bunuh diri" is no threat */
		w->classes &= ~LEXICON_BIT(THREAT_KILL);
	for (size_t i = 0; i < w->reading_count; i++)
		s->seen[w->readings[i] / 64] |= UINT64_C(1)
						<< w->readings[i] % 64;
	lexicon_found(
	    s, w->classes, (w->classes & LEXICON_BIT(WEAK)) != 0, w, w);
}

/* One stretch of the message. */
static void
lexicon_look_at(
    struct lexicon_search *s, struct lexicon_word *words, size_t count)
{
	lexicon_read(s->lexicon, words, count);
	for (int guards = 1; guards >= 0; guards--)
		for (size_t i = 0; i < count; i++)
			lexicon_look_phrases(
			    s, words + i, count - i, guards != 0);
	for (size_t i = 0; i < count; i++)
		lexicon_take_word(s, &words[i]);
}

/* Words that mean something when they stand anywhere in one message. */
static void
lexicon_look_together(struct lexicon_search *s)
{
	const struct lexicon *l = s->lexicon;
	for (size_t i = 0; i < l->together_count; i++) {
		const struct lexicon_phrase *p = &l->together[i];
		size_t found = 0;
		for (size_t k = 0; k < p->count; k++)
			found +=
			    s->seen[p->nodes[k] / 64] >> p->nodes[k] % 64 & 1;
		if (found == p->count)
			s->classes |= UINT64_C(1) << p->class;
	}
}

/* The words as she wrote them, in lower case. */
static void
lexicon_keep(
    struct found_words *ret, const char *text, const struct lexicon_span *span)
{
	char *kept = ret->matched[ret->matched_count];
	size_t len = 0, at = span->at;
	while (at < span->end) {
		char utf8[GSM_UTF8_MAX];
		uint32_t c = GSM_REPLACEMENT;
		size_t size = gsm_utf8_get(text + at, span->end - at, &c);
		size_t more = gsm_utf8_put(
		    c == 0 ? GSM_REPLACEMENT : uc_tolower(c), utf8);
		if (len + more >= WORDS_MATCHED_SIZE)
			break;
		memcpy(kept + len, utf8, more);
		len += more;
		at += size == 0 ? 1 : size;
	}
	kept[len] = '\0';
	size_t same = 0;
	while (strcmp(ret->matched[same], kept) != 0)
		same++; /* itself at the latest */
	ret->matched_classes[same] |= span->classes;
	if (same == ret->matched_count)
		ret->matched_count++;
}

/* Danger first: there is room for few. */
static void
lexicon_keep_all(
    const struct lexicon_search *s, bool company, struct found_words *ret)
{
	for (int danger = 1; danger >= 0; danger--)
		for (size_t i = 0; i < s->span_count &&
				   ret->matched_count < WORDS_MATCHED_MAX;
		     i++) {
			const struct lexicon_span *span = &s->spans[i];
			bool grave = (span->classes & LEXICON_DANGER) != 0;
			if (grave == (danger != 0) && (!span->weak || company))
				lexicon_keep(ret, s->text, span);
		}
}

static bool
lexicon_is_danger(uint64_t classes)
{
	return (classes & LEXICON_DANGER) != 0 ||
	       (classes & (LEXICON_BIT(HELP) | LEXICON_BIT(SPOUSE))) ==
		   (LEXICON_BIT(HELP) | LEXICON_BIT(SPOUSE));
}

static void
lexicon_judge_weak(uint64_t held, struct found_words *ret)
{
	uint64_t all = ret->classes | held;
	ret->weak_held = held != 0;
	ret->weak_classes = held;
	ret->weak_danger = held != 0 && lexicon_is_danger(all);
	ret->weak_emergency = (held & LEXICON_EMERGENCY) != 0;
	ret->weak_concern = (held & LEXICON_CONCERN) != 0;
}

static void
lexicon_judge(const struct lexicon_search *s, struct found_words *ret)
{
	bool company = (s->classes & LEXICON_COMPANY) != 0;
	uint64_t classes = ret->classes | s->classes;
	if (company)
		classes |= s->weak;
	classes &= LEXICON_TOLD;
	ret->classes = classes;
	ret->help = (classes & LEXICON_BIT(HELP)) != 0;
	ret->help_alone = s->help && !s->others;
	ret->danger = lexicon_is_danger(classes) || ret->help_alone;
	ret->emergency = (classes & LEXICON_EMERGENCY) != 0;
	ret->suicide = (classes & LEXICON_BIT(SUICIDE)) != 0;
	ret->concern = (classes & LEXICON_CONCERN) != 0;
	ret->scam = (classes & LEXICON_BIT(SCAM)) != 0 &&
		    (classes & LEXICON_NO_SCAM) == 0;
	ret->who = (classes & LEXICON_BIT(PROBE_WHO)) != 0;
	ret->retract = (classes & LEXICON_BIT(RETRACT)) != 0;
	ret->marked = (classes | s->weak) & (LEXICON_DANGER | LEXICON_CONCERN);
	lexicon_judge_weak(s->weak & LEXICON_TOLD & ~classes, ret);
	lexicon_keep_all(s, company, ret);
}

void
lexicon_find(const struct lexicon *lexicon, const char *text, size_t size,
    struct found_words *ret)
{
	struct lexicon_word words[LEXICON_WORDS_MAX];
	struct lexicon_search search = {.lexicon = lexicon, .text = text};
	size_t at = 0, count = lexicon_split(text, size, &at, words);
	*ret = (struct found_words){.digit = -1};
	lexicon_look_at(&search, words, count);
	if (at >= size)
		lexicon_whole(lexicon, words, count, ret);
	/* A long text is looked at in stretches that overlap. */
	while (at < size) {
		at = words[LEXICON_WORDS_MAX - LEXICON_OVERLAP].at;
		count = lexicon_split(text, size, &at, words);
		lexicon_look_at(&search, words, count);
	}
	lexicon_look_together(&search);
	lexicon_judge(&search, ret);
}
