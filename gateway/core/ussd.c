/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A USSD session, screen by screen. Each input is what a text is: filed,
 * decided, and durable before the next screen is shown. The session is a
 * conversation of its own, which knows nothing of others of the same number:
 * another may hold the phone by now. One that broke off goes on only when she
 * asks for it and says the plain word again.
 *
 *	a gate asks -> which session -> said again? -> page, or an input
 *	    -> conversation_input() -> what stands on the screen -> its page
 */
#include "screens.h"
#include "ussd_rows.h"

#include "../lib/log.h"
#include "../lib/wipe.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USSD_IDLE_S      600 /* networks end a session after 3 minutes at most */
#define USSD_AGAIN_MS    1000 /* nobody reads and answers a screen faster */
#define USSD_SESSION_MAX 128  /* bytes, as in ussd.input */
#define USSD_MORE        "98"
#define USSD_BACK        "99"

struct ussd_call { /* one request of a gate */
	json_t *frame;
	const char *gate, *session, *input;
	size_t size; /* of input */
	char sender[GSM_NUMBER_SIZE];
	bool visible; /* sender is a number that can be reached */
	char own[USSD_SESSION_MAX + GSM_NUMBER_SIZE + 1];
	struct ussd_session s;
	struct conversation c;
	int inputs; /* given in this request */
};

/* --- who it is --- */

/* Operators hide numbers, or give a pseudonym: one letter that no number
 * begins with, and a hash, by which the same phone is known again if it can
 * be. */
static void
ussd_name_hidden(struct ussd_call *c, const char *what)
{
	uint8_t hash[10];
	crypto_generichash_state state;
	(void)crypto_generichash_init(&state, NULL, 0, 16);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)c->gate, strlen(c->gate) + 1);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)what, strlen(what));
	uint8_t full[16];
	(void)crypto_generichash_final(&state, full, sizeof(full));
	memcpy(hash, full, sizeof(hash));
	c->sender[0] = CONTACT_HIDDEN;
	(void)sodium_bin2hex(
	    c->sender + 1, sizeof(c->sender) - 1, hash, sizeof(hash));
}

static void
ussd_name_sender(const struct engine *e, struct ussd_call *c)
{
	char typed[GSM_NUMBER_SIZE];
	const char *number = wire_str(c->frame, "number");
	const char *country = e->conf->siaga.country;
	bool hidden = wire_bool(c->frame, "hidden") || number == NULL;
	/* Aggregators leave the + of an international number away. */
	bool plus = !hidden && number[0] != '+' && number[0] != '0' &&
		    strncmp(number, country, strlen(country)) == 0;
	if (!hidden)
		(void)snprintf(
		    typed, sizeof(typed), "%s%s", plus ? "+" : "", number);
	c->visible = !hidden && strlen(number) + plus < sizeof(typed) &&
		     gsm_number_normalize(typed, country, c->sender) == 0 &&
		     gsm_number_valid_to_ring(c->sender);
	if (!c->visible)
		ussd_name_hidden(c, number == NULL ? c->session : number);
}

/*
 * Gates have given one id to two phones at once. Whose number is another begins
 * a session of her own: she neither sees nor adds to what is not hers. The end
 * of such a session, which names no number, is that of the first.
 */
static int
ussd_find_own(struct engine *e, struct ussd_call *c)
{
	int64_t contact_id = 0;
	int err = ussd_find(e, c->gate, c->session, &c->s);
	if (err < 0 || c->s.id == 0 || wire_str(c->frame, "number") == NULL)
		return err;
	err = contact_find(e, c->sender, false, &contact_id);
	if (err == 0)
		err = talk_get(e, c->s.conversation_id, &c->c);
	if (err < 0 || c->c.contact_id == contact_id)
		return err;
	(void)snprintf(c->own, sizeof(c->own), "%s\n%s", c->session, c->sender);
	c->session = c->own;
	ussd_free(&c->s);
	return ussd_find(e, c->gate, c->session, &c->s);
}

/* --- what is on the screen --- */

static int
ussd_words(struct engine *e, struct ussd_call *c, char ret[TEXTS_SIZE])
{
	char answer[TEXTS_SIZE];
	json_t *slots = json_copy(c->s.slots);
	int err = slots == NULL ? -ENOMEM : 0;
	if (err == 0 && c->s.reply_id != 0) {
		err = replies_words(e, c->s.reply_id, answer);
		if (err == 0 && json_object_set_new(
				    slots, "answer", json_string(answer)) < 0)
			err = -ENOMEM;
		wipe(answer, sizeof(answer));
	}
	if (err == 0)
		err = texts_render(c->c.words->screen.texts,
		    e->conf->siaga.language, c->s.text, slots, ret);
	json_decref(slots);
	return err;
}

static struct screens_words
ussd_page_words(const struct engine *e, const struct ussd_call *c)
{
	const struct texts *t = c->c.words->screen.texts;
	const char *language = e->conf->siaga.language;
	return (struct screens_words){
	    texts_page_more(t, language), texts_page_back(t, language)};
}

static int
ussd_say(struct engine *e, struct peer *p, struct ussd_call *c)
{
	char words[TEXTS_SIZE], screen[SCREENS_SIZE];
	struct screens_words below = ussd_page_words(e, c);
	int64_t re = wire_int(c->frame, "id", 0);
	int err = ussd_words(e, c, words);
	if (err == 0) {
		(void)screens_page(words, &below, c->s.page, screen);
		turn_answer(e, p->id, re,
		    json_pack("{s:s, s:I, s:s, s:b}", "f", "ussd.screen", "re",
			(json_int_t)re, "text", screen, "more",
			strcmp(c->s.state, "open") == 0));
	}
	wipe(words, sizeof(words));
	wipe(screen, sizeof(screen));
	return err;
}

/* Nothing may be shown: it is the gate that is mistaken, or somebody else. */
static int
ussd_refuse(struct engine *e, struct peer *p, const struct ussd_call *c,
    const char *why)
{
	int64_t re = wire_int(c->frame, "id", 0);
	e->ussd.refused++;
	turn_answer(e, p->id, re,
	    json_pack("{s:s, s:I, s:s, s:s}", "f", "ussd.screen", "re",
		(json_int_t)re, "text", "", "refused", why));
	return 0;
}

/* --- what she typed --- */

/* The session that broke off, if she stands where it can be asked for. */
static int
ussd_look_broken(struct engine *e, struct ussd_call *c, struct heard *h)
{
	struct store_rows rows;
	struct conversation was;
	struct report r = {0};
	const char *asks =
	    e->handling->dialogue_on(c->c.words->screen.dialogue, ON_RESUME, 0);
	if (strcmp(c->c.talk.question, asks) != 0)
		return 0;
	store_ask(e->store, &rows, QUERY_USSD_BROKEN, SQL_INT(c->c.contact_id),
	    SQL_INT(c->s.id), SQL_INT(e->now_s - HANDLING_PAUSE_S));
	int got = store_next(&rows);
	int64_t id = got > 0 ? store_int(&rows, 0) : 0;
	int64_t conversation = got > 0 ? store_int(&rows, 1) : 0;
	store_done(&rows);
	int err = got > 0 ? talk_get(e, conversation, &was) : got;
	if (got <= 0 || err < 0)
		return err;
	if (was.report_id != 0)
		err = case_get(e, was.report_id, &r);
	if (err == 0 && r.joined_to != 0)
		err = case_get(e, r.joined_to, &r);
	if (err < 0 || r.facts.erase_at_s != 0) /* she wants it gone */
		return err;
	h->broken.ussd_id = id;
	h->broken.report_id = r.id;
	h->broken.talk = was.talk;
	if (texts_asks(c->c.words->screen.texts, was.talk.question) &&
	    strcmp(was.talk.question, asks) != 0)
		memcpy(h->broken.question, was.talk.question,
		    sizeof(h->broken.question));
	h->s.resume = h->broken.question;
	return 0;
}

static json_t *
ussd_record(const struct ussd_call *c, const char *input, size_t size)
{
	json_t *record = json_pack(
	    "{s:s, s:s#}", "channel", "ussd", "text", input, (int)size);
	if (record == NULL)
		return NULL;
	if (c->visible)
		(void)json_object_set_new(
		    record, "from", json_string(c->sender));
	else
		(void)json_object_set_new(record, "number_hidden", json_true());
	return record;
}

static int
ussd_input(
    struct engine *e, struct ussd_call *c, const char *input, size_t size)
{
	char via[CONF_NAME_MAX + 8];
	struct said said = {.slots = NULL};
	struct heard h = {.c = c->c};
	(void)snprintf(via, sizeof(via), "ussd:%s", c->gate);
	struct told t = {.via = via,
	    .channel = "ussd",
	    .said = &said,
	    .sender = c->sender,
	    .kind = c->visible ? GSM_SENDER_NUMBER : GSM_SENDER_NONE,
	    .text = input,
	    .size = size,
	    .record = ussd_record(c, input, size)};
	int err = ussd_look_broken(e, c, &h);
	if (err == 0)
		err = conversation_input(e, &t, &h);
	else
		json_decref(t.record);
	if (err == 0) {
		json_decref(c->s.slots);
		c->s.slots = json_incref(said.slots);
		c->s.reply_id = said.reply_id;
		c->s.page = 0;
		memcpy(c->s.text, said.text, sizeof(c->s.text));
		if (said.over)
			(void)snprintf(c->s.state, sizeof(c->s.state), "done");
		c->c = h.c;
		c->inputs++;
	}
	json_decref(said.slots);
	return err;
}

/* 98 and 99, where there is another page. */
static int
ussd_turn_page(
    struct engine *e, struct ussd_call *c, const char *input, bool *ret_turned)
{
	char words[TEXTS_SIZE], screen[SCREENS_SIZE];
	bool more = strcmp(input, USSD_MORE) == 0;
	*ret_turned = false;
	if (!more && strcmp(input, USSD_BACK) != 0)
		return 0;
	int err = ussd_words(e, c, words);
	if (err < 0)
		return err;
	struct screens_words below = ussd_page_words(e, c);
	*ret_turned = screens_are_many(words);
	if (more && screens_page(words, &below, c->s.page, screen))
		c->s.page++;
	else if (!more && c->s.page > 0)
		c->s.page--;
	wipe(words, sizeof(words));
	wipe(screen, sizeof(screen));
	return 0;
}

/* An empty one shows the screen again. */
static int
ussd_take(struct engine *e, struct ussd_call *c, const char *input, size_t size)
{
	bool turned = false;
	int err = ussd_turn_page(e, c, input, &turned);
	if (err < 0 || turned || size == 0)
		return err;
	return ussd_input(e, c, input, size);
}

/* --- a new session --- */

static int
ussd_first_screen(struct engine *e, struct ussd_call *c)
{
	const struct wordset *w = c->c.words;
	const char *id =
	    e->handling->dialogue_on(w->screen.dialogue, ON_DIAL, 0);
	c->s.slots = outbox_slots(e, w, "", "", false);
	(void)snprintf(c->s.text, sizeof(c->s.text), "%s", id);
	(void)snprintf(
	    c->c.talk.question, sizeof(c->c.talk.question), "%s", id);
	c->c.talk.asked_at_s = e->now_s;
	return c->s.slots == NULL ? -ENOMEM : talk_keep(e, &c->c);
}

/* "1*2" of *code*1*2#: as if each had been typed. */
static int
ussd_take_quick(struct engine *e, struct ussd_call *c)
{
	const char *at = c->input;
	int err = 0;
	while (err == 0 && *at != '\0' && strcmp(c->s.state, "open") == 0) {
		size_t len = strcspn(at, "*");
		char *part = strndup(at, len);
		err = part == NULL ? -ENOMEM : ussd_take(e, c, part, len);
		free(part);
		at += len + (at[len] == '*');
	}
	return err;
}

/* For a screen that is not known, or dialled behind the code. */
static bool
ussd_is_digits(const char *input, size_t size)
{
	return strspn(input, "0123456789*#") >= size;
}

/*
 * A session nobody told us of begins with an input: the box was away when it
 * began. Words and 9 are taken; a digit was for a screen that is not known. Of
 * all inputs so far, what stands behind such digits; 9 may have been dialled.
 */
static int
ussd_take_unknown(struct engine *e, struct ussd_call *c)
{
	const char *input = c->input;
	size_t len = strcspn(input, "*");
	bool joined = wire_bool(c->frame, "joined");
	if (!joined && strcmp(input, "9") == 0)
		return ussd_take(e, c, input, c->size);
	if (ussd_is_digits(input, c->size))
		return 0;
	while (joined && input[len] == '*' && ussd_is_digits(input, len)) {
		input += len + 1;
		len = strcspn(input, "*");
	}
	return ussd_take(e, c, input, c->size - (size_t)(input - c->input));
}

static int
ussd_begin(struct engine *e, struct ussd_call *c)
{
	int64_t contact_id;
	bool quick = wire_bool(c->frame, "quick");
	bool dialled = wire_bool(c->frame, "first") ||
		       (wire_bool(c->frame, "joined") &&
			   (quick || ussd_is_digits(c->input, c->size)));
	int err = contact_find(e, c->sender, true, &contact_id);
	if (err == 0)
		err = talk_begin_screen(e, contact_id, &c->c);
	if (err == 0)
		err = ussd_add(e, c->gate, c->session, c->c.id, &c->s);
	if (err == 0)
		err = ussd_first_screen(e, c);
	if (err < 0)
		return err;
	if (dialled)
		return quick ? ussd_take_quick(e, c) : 0;
	return ussd_take_unknown(e, c);
}

/* --- a request --- */

enum ussd_kind { USSD_NEW, USSD_AGAIN, USSD_STALE };

/* All inputs so far: what comes behind those that were answered is new. */
static int
ussd_judge_joined(struct engine *e, struct ussd_call *c, enum ussd_kind *ret)
{
	uint8_t hash[USSD_HASH];
	size_t was = c->s.joined_size;
	*ret = USSD_STALE;
	if (c->size < was)
		return 0;
	int err =
	    ussd_hash(e, c->s.route_day, "ussd.joined", c->input, was, hash);
	if (err < 0 || sodium_memcmp(hash, c->s.joined, USSD_HASH) != 0)
		return err;
	if (c->size == was) {
		*ret = USSD_AGAIN;
	} else if (was == 0 || c->input[was] == '*') {
		/* "*9": behind an answer that was empty; no 9 may be lost */
		size_t skip = was + (c->input[was] == '*');
		*ret = USSD_NEW;
		c->input += skip;
		c->size -= skip;
	}
	return 0;
}

/* The gate numbers its requests. With one number for all, what was not said
 * before is new: her words are not taken for others'. */
static enum ussd_kind
ussd_judge_sequence(const struct ussd_call *c, const char *sequence, bool same)
{
	char *end, *end_was;
	long long is = strtoll(sequence, &end, 10);
	long long was = strtoll(c->s.sequence, &end_was, 10);
	if (strcmp(sequence, c->s.sequence) == 0)
		return same ? USSD_AGAIN : USSD_NEW;
	bool numbers =
	    *end == '\0' && *end_was == '\0' && c->s.sequence[0] != '\0';
	return numbers && is < was ? USSD_STALE : USSD_NEW;
}

/* Our answer of before this start perhaps did not arrive. */
static bool
ussd_is_of_before(const struct engine *e, const struct ussd_call *c)
{
	return c->s.last_ms <= e->started_ms || c->s.last_ms > e->now_ms;
}

/* Is it a new input, one that is said again, or one that came too late? */
static int
ussd_judge(struct engine *e, struct ussd_call *c, enum ussd_kind *ret)
{
	uint8_t digest[USSD_HASH];
	const char *sequence = wire_str(c->frame, "sequence");
	const char *said = wire_str(c->frame, "digest");
	if (wire_bool(c->frame, "joined"))
		return ussd_judge_joined(e, c, ret);
	int err = ussd_hash(
	    e, c->s.route_day, "ussd.digest", said, strlen(said), digest);
	int64_t after_ms = e->now_ms - c->s.last_ms;
	bool same = sodium_memcmp(digest, c->s.digest, USSD_HASH) == 0;
	if (sequence != NULL && *sequence != '\0') {
		*ret = ussd_judge_sequence(c, sequence, same);
		return err;
	}
	bool again = wire_bool(c->frame, "again") || after_ms < USSD_AGAIN_MS ||
		     ussd_is_of_before(e, c);
	/* The same "1" twice may be two answers. */
	*ret = same && again ? USSD_AGAIN : USSD_NEW;
	/* A session that begins again has lost its beginning. */
	if (*ret == USSD_NEW && wire_bool(c->frame, "first"))
		*ret = same ? USSD_AGAIN : USSD_STALE;
	return err;
}

/* What is said again is known by it. whole: of a joined dialect, all of it. */
static int
ussd_note_request(
    struct engine *e, struct ussd_call *c, const char *whole, size_t size)
{
	const char *sequence = wire_str(c->frame, "sequence");
	const char *said = wire_str(c->frame, "digest");
	(void)snprintf(c->s.sequence, sizeof(c->s.sequence), "%s",
	    sequence == NULL ? "" : sequence);
	int err = ussd_hash(
	    e, c->s.route_day, "ussd.digest", said, strlen(said), c->s.digest);
	if (err < 0 || !wire_bool(c->frame, "joined"))
		return err;
	c->s.joined_size = size;
	return ussd_hash(
	    e, c->s.route_day, "ussd.joined", whole, size, c->s.joined);
}

/* What she finished is said once more if that was lost on its way. */
static bool
ussd_lives(const struct ussd_call *c, enum ussd_kind kind)
{
	return strcmp(c->s.state, "open") == 0 ||
	       (kind == USSD_AGAIN && strcmp(c->s.state, "done") == 0);
}

/* What she sent was overtaken by the end of her session: nobody sees a screen
 * any more, but it is filed (I8). */
static bool
ussd_was_overtaken(const struct ussd_call *c, enum ussd_kind kind)
{
	return strcmp(c->s.state, "dropped") == 0 && kind == USSD_NEW;
}

static int
ussd_go_on(struct engine *e, struct peer *p, struct ussd_call *c)
{
	const char *whole = c->input;
	size_t size = c->size;
	enum ussd_kind kind = USSD_NEW;
	bool overtaken = false;
	int err = 0;
	if (c->s.id == 0) {
		err = ussd_begin(e, c);
	} else {
		err = talk_get(e, c->s.conversation_id, &c->c);
		if (err == 0)
			err = ussd_judge(e, c, &kind);
		if (err == 0 && kind == USSD_STALE)
			return ussd_refuse(e, p, c, "stale");
		overtaken = ussd_was_overtaken(c, kind);
		if (err == 0 && !ussd_lives(c, kind) && !overtaken)
			return ussd_refuse(e, p, c, "ended");
		if (err == 0 && kind == USSD_NEW)
			err = ussd_take(e, c, c->input, c->size);
	}
	if (err == 0 && kind == USSD_NEW)
		err = ussd_note_request(e, c, whole, size);
	/* Said again across a start, it is known to be answered now. */
	if (err == 0 && (kind == USSD_NEW || ussd_is_of_before(e, c)))
		err = ussd_keep(e, &c->s, c->inputs);
	if (err == 0 && overtaken)
		return ussd_refuse(e, p, c, "ended");
	e->ussd.screens += err == 0;
	return err < 0 ? err : ussd_say(e, p, c);
}

/* By the uptime too: a clock that is set in mid-session ends none. */
static bool
ussd_is_over(const struct engine *e, const struct ussd_session *s)
{
	int64_t up_ms = e->now_ms - s->last_ms;
	return e->now_s - s->last_at_s > USSD_IDLE_S &&
	       (up_ms < 0 || up_ms > USSD_IDLE_S * INT64_C(1000));
}

int
ussd_frame_input(struct engine *e, struct peer *p, json_t *frame)
{
	struct ussd_call c = {.frame = frame,
	    .gate = wire_str(frame, "gate"),
	    .session = wire_str(frame, "session"),
	    .input = wire_str(frame, "input")};
	c.size = json_string_length(json_object_get(frame, "input"));
	if (e->words->screen.texts == NULL)
		return ussd_refuse(e, p, &c, "unknown");
	ussd_name_sender(e, &c);
	int err = ussd_find_own(e, &c);
	if (err == 0 && c.s.id != 0 && ussd_is_over(e, &c.s))
		err = ussd_refuse(e, p, &c, "ended");
	else if (err == 0)
		err = ussd_go_on(e, p, &c);
	ussd_free(&c.s);
	return err;
}

int
ussd_frame_end(struct engine *e, struct peer *p, json_t *frame)
{
	struct ussd_session s;
	int err = ussd_find(
	    e, wire_str(frame, "gate"), wire_str(frame, "session"), &s);
	if (err == 0 && s.id != 0)
		err = store_run(e->store, QUERY_USSD_STATE, SQL_INT(s.id),
		    SQL_TEXT("dropped"));
	ussd_free(&s);
	if (err == 0)
		turn_ok(e, p->id, frame);
	return err;
}

const char *
ussd_later_words(const struct engine *e, char ret[TEXTS_SIZE])
{
	const struct wordset *w = e->words;
	json_t *none = json_object();
	if (w->screen.texts == NULL ||
	    texts_render(w->screen.texts, e->conf->siaga.language,
		e->handling->dialogue_on(w->screen.dialogue, ON_LATER, 0), none,
		ret) < 0)
		ret[0] = '\0';
	json_decref(none);
	return ret;
}
