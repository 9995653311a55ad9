/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A phone on an operator's USSD gateway, as siaga-web hands it over.
 *	dial from +6281234567890                    a new session
 *	press "2"
 *	expect screen U03
 *	line drops
 * A gate whose name begins with "each" says the newest input alone, with its
 * number; all others say all inputs so far, joined by *.
 */
#include "expect.h"
#include "transcript.h"

#include "gateway/lib/gsm.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SCREEN_SEPTETS 182

struct screen { /* one session; the newest is played */
	char gate[33], session[64], number[64];
	char joined[16384];
	int64_t count;
	bool hidden;
};

static struct screen screen;

static bool
screen_is_joined(void)
{
	return strncmp(screen.gate, "each", 4) != 0;
}

static void
screen_digest(const char *input, size_t size, char ret[65])
{
	uint8_t hash[32];
	(void)crypto_generichash(
	    hash, sizeof(hash), (const uint8_t *)input, size, NULL, 0);
	(void)sodium_bin2hex(ret, 65, hash, sizeof(hash));
}

/* What a phone may see whatever was said (the core's promises). */
static void
screen_check(struct world *w, json_t *frame)
{
	const char *text = wire_str(frame, "text");
	int septets = gsm_septets(text);
	if (wire_str(frame, "refused") != NULL)
		return;
	if (septets < 1 || septets > SCREEN_SEPTETS)
		world_fail(
		    w, "a screen of %d characters: \"%s\"", septets, text);
	if (!wire_bool(frame, "more") && !expect_is_template(w, "U00", text) &&
	    !expect_is_template(w, "U09", text))
		world_fail(
		    w, "the last screen stays lit and says \"%s\"", text);
	world_check_screen(w, text);
	transcript_screen(w, screen.number, text, wire_bool(frame, "more"));
}

void
screen_hear(struct world *w, json_t *frame)
{
	json_decref(w->board.screen);
	w->board.screen = json_incref(frame);
	if (strcmp(wire_str(frame, "f"), "ussd.screen") == 0)
		screen_check(w, frame);
}

static void
screen_say(struct world *w, json_t *frame)
{
	(void)json_object_set_new(
	    frame, "id", json_integer((json_int_t)++w->last_id));
	json_decref(w->board.request);
	w->board.request = json_incref(frame);
	if (w->board.peer != 0) /* else nobody hears it */
		world_say(w, w->board.peer, 0, frame);
	else
		json_decref(frame);
	world_settle(w);
}

static void
screen_ask(struct world *w, const char *input, size_t size, bool first,
    struct words *words)
{
	char digest[65];
	json_t *frame = json_pack("{s:s, s:s, s:s, s:s#}", "f", "ussd.input",
	    "gate", screen.gate, "session", screen.session, "input", input,
	    (int)size);
	screen_digest(input, size, digest);
	(void)json_object_set_new(frame, "digest", json_string(digest));
	if (screen.number[0] != '\0')
		(void)json_object_set_new(
		    frame, "number", json_string(screen.number));
	if (screen.hidden)
		(void)json_object_set_new(frame, "hidden", json_true());
	if (screen_is_joined())
		(void)json_object_set_new(frame, "joined", json_true());
	else if (first)
		(void)json_object_set_new(frame, "first", json_true());
	if (words_take(words, "quick"))
		(void)json_object_set_new(frame, "quick", json_true());
	screen_say(w, frame);
}

/* dial from NUMBER|hidden|pseudonym "X" [by GATE] ["1*2" [quick]] */
static void
verb_dial(struct world *w, struct words *words)
{
	static unsigned last;
	screen = (struct screen){.gate = "at", .hidden = false};
	(void)snprintf(
	    screen.session, sizeof(screen.session), "session-%u", ++last);
	if (words_take(words, "pseudonym")) {
		screen.hidden = true;
		(void)snprintf(screen.number, sizeof(screen.number), "%s",
		    words_next(words));
	} else if (!words_take(words, "hidden")) {
		(void)words_take(words, "from");
		(void)snprintf(screen.number, sizeof(screen.number), "%s",
		    words_next(words));
	}
	if (words_take(words, "by"))
		(void)snprintf(
		    screen.gate, sizeof(screen.gate), "%s", words_next(words));
	const char *quick = words_left(words) ? words_next(words) : "";
	(void)snprintf(screen.joined, sizeof(screen.joined), "%s", quick);
	if (screen.number[0] != '\0')
		world_keep_secret(w, "number",
		    screen.number + (screen.number[0] == '+'),
		    strlen(screen.number) - (screen.number[0] == '+'));
	world_keep_secret(w, "session", screen.session, strlen(screen.session));
	if (w->board.peer == 0)
		board_connect(w);
	world_settle(w);
	transcript_typed(w, screen.number, "(dials the code)", words->comment);
	screen_ask(w, quick, strlen(quick), true, words);
}

/* press "TEXT" */
static void
verb_press(struct world *w, struct words *words)
{
	const struct word *text = words_quoted(w, words);
	size_t len = strlen(screen.joined);
	if (text->size >= 12)
		world_keep_secret(w, "text", text->text, text->size);
	transcript_typed(w, screen.number, text->text, words->comment);
	(void)snprintf(screen.joined + len, sizeof(screen.joined) - len, "%s%s",
	    len > 0 ? "*" : "", text->text);
	if (screen_is_joined())
		screen_ask(
		    w, screen.joined, strlen(screen.joined), false, words);
	else
		screen_ask(w, text->text, text->size, false, words);
}

/* gate again|drops|forgets: the last request once more; the session is over;
 * (again: known to the gate's end not to have arrived) */
static void
verb_gate(struct world *w, struct words *words)
{
	if (words_take(words, "again")) {
		json_t *frame = json_deep_copy(w->board.request);
		(void)json_object_del(frame, "again");
		if (words_take(words, "unheard"))
			(void)json_object_set_new(frame, "again", json_true());
		screen_say(w, frame);
	} else if (words_take(words, "drops")) {
		world_say(w, w->board.peer, 0,
		    json_pack("{s:s, s:I, s:s, s:s, s:s}", "f", "ussd.end",
			"id", (json_int_t)++w->last_id, "gate", screen.gate,
			"session", screen.session, "how", "timeout"));
		world_settle(w);
	} else if (words_take(words, "says")) {
		const struct word *text = words_quoted(w, words);
		screen_ask(w, text->text, text->size, false, words);
	} else {
		world_fail(w, "a gate says again, drops, or says \"INPUT\"");
	}
}

/* expect screen ID|"WORDS" [last] | refused WHY | nothing kept */
void
screen_expect(struct world *w, struct words *words)
{
	json_t *s = w->board.screen;
	const char *name = s == NULL ? "" : wire_str(s, "f");
	if (words_take(words, "refused")) {
		const char *why = words_next(words);
		const char *is = s == NULL ? NULL : wire_str(s, "refused");
		if (is == NULL || strcmp(is, why) != 0)
			world_fail(w, "expected a refusal %s, seen %s", why,
			    is == NULL ? name : is);
		return;
	}
	if (words_take(words, "unkept")) {
		if (strcmp(name, "ussd.screen") == 0)
			world_fail(w, "expected no screen, seen \"%s\"",
			    wire_str(s, "text"));
		return;
	}
	bool quoted = words_left(words) && words->list[words->at].quoted;
	const char *id = words_next(words);
	bool last = words_take(words, "last");
	if (strcmp(name, "ussd.screen") != 0 ||
	    wire_str(s, "refused") != NULL) {
		world_fail(w, "expected screen %s, seen %s", id, name);
		return;
	}
	const char *text = wire_str(s, "text");
	if (!expect_says(w, id, quoted, text))
		world_fail(w, "expected screen %s, seen %s: \"%s\"", id,
		    expect_name_text(w, text), text);
	if (last == wire_bool(s, "more"))
		world_fail(w, "expected %s screen, seen \"%s\"",
		    last ? "the last" : "no last", text);
}

const struct verb verbs_screen[] = {
    {"dial", verb_dial, true},
    {"press", verb_press, true},
    {"gate", verb_gate, true},
    {NULL, NULL, false},
};
