/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an officer writes: a note for colleagues, and what would become of a
 * text to her before it is sent. */
#include "commands.h"
#include "hours.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WRITE_NOTES_BYTES 5000 /* of a frame, beside the thread */

/* --- report note --- */

int
command_report_note(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	if (!command_find_mine(e, args, a, &r))
		return 0;
	int err = act_note(
	    e, command_by(e, args), "note", &r, command_str(args, "text"));
	board_changed(e, BOARD_REPORT, r.id);
	a->result = json_pack("{s:s, s:o, s:s}", "code", r.code, "at",
	    command_time(e->now_s), "by", command_by(e, args));
	return err;
}

int
command_notes(struct engine *e, struct vault_session *session,
    const struct report *r, json_t *to)
{
	struct store_rows rows;
	size_t size, used = 0;
	bool fits = true;
	int got = 0;
	json_t *list = json_array();
	store_ask(e->store, &rows, QUERY_ACT_NOTES_OF, SQL_INT(r->id));
	while (fits && (got = store_next(&rows)) > 0) {
		const void *sealed = store_blob(&rows, 2, &size);
		fits = command_newest(list,
		    json_pack("{s:s, s:o, s:s, s:o}", "kind", "note", "at",
			command_time(store_int(&rows, 0)), "by",
			store_str(&rows, 1), "text",
			command_open_words(
			    e, session, r->case_pk, sealed, size)),
		    WRITE_NOTES_BYTES, &used);
	}
	store_done(&rows);
	(void)json_object_set_new(to, "notes", list);
	if (!fits)
		(void)json_object_set_new(to, "older_left_out", json_true());
	return got < 0 ? got : 0;
}

/* --- report preview --- */

static bool
write_is_phone_known(const struct facts *f)
{
	return f->phone == PHONE_OWN || f->phone == PHONE_SHARED;
}

static struct command_way
write_way_never(const struct report *r)
{
	const struct facts *f = &r->facts;
	if (r->quarantine[0] != '\0')
		return (struct command_way){"never", "quarantine"};
	if (f->erase_at_s != 0)
		return (struct command_way){"never", "erase_pending"};
	if (strcmp(r->state, "closed") == 0)
		return (struct command_way){"never", "closed"};
	if (f->phone == PHONE_HIS)
		return (struct command_way){"never", "his_phone"};
	if ((f->marks & MARK_WRONG) != 0 && !write_is_phone_known(f))
		return (struct command_way){"never", "wrong_number"};
	return (struct command_way){NULL, NULL};
}

/* What an officer knows of her; all but that: in her window. */
static struct command_way
write_way_of(struct engine *e, const struct report *r, int level)
{
	const struct facts *f = &r->facts;
	struct command_way never = write_way_never(r);
	if (never.leaves != NULL)
		return never;
	if (level > 0)
		return (struct command_way){"offered", "plain_words"};
	if (f->silenced_at_s != 0)
		return (struct command_way){"offered", "silenced"};
	if (f->way == CONTACT_NEVER)
		return (struct command_way){"offered", "never_text"};
	if (f->way != CONTACT_SMS)
		return (struct command_way){"offered", "no_window"};
	if (!write_is_phone_known(f))
		return (struct command_way){"offered", "phone_unknown"};
	if (replies_stranger(e, r->last_in_at))
		return (struct command_way){"offered", "silent_60_days"};
	return (struct command_way){"window", "window_closed"};
}

/* What her number has had by now: it waits on in her window (I2, I17). */
static int
write_way_now(struct engine *e, int64_t contact_id, struct command_way *ret)
{
	bool six = false, before = false;
	int err = outbox_six_today(e, contact_id, &six);
	if (err == 0)
		err = outbox_undelivered(e, contact_id, 0, &before);
	if (six)
		*ret = (struct command_way){"window", "six_today"};
	else if (before)
		*ret = (struct command_way){"window", "undelivered"};
	else
		*ret = (struct command_way){"now", "window_open"};
	return err;
}

/* As replies.c decides, which has the last word when it leaves. */
int
command_reply_way(struct engine *e, const struct report *r, int level,
    struct command_way *ret)
{
	struct store_rows rows;
	*ret = write_way_of(e, r, level);
	if (strcmp(ret->leaves, "window") != 0)
		return 0;
	store_ask(e->store, &rows, QUERY_REPLY_WAY, SQL_INT(r->id));
	int got = store_next(&rows);
	int64_t contact_id = got > 0 ? store_int(&rows, 0) : 0;
	bool silent = got > 0 && store_int(&rows, 1) != 0;
	store_done(&rows);
	if (got < 0)
		return got;
	if (got == 0)
		*ret = (struct command_way){"offered", "which_phone"};
	else if (silent)
		*ret = (struct command_way){"offered", "silenced"};
	else if (replies_window_open(e, &r->facts, r->last_in_at))
		return write_way_now(e, contact_id, ret);
	return 0;
}

json_t *
command_window(struct engine *e, const struct report *r)
{
	int from, to;
	char text[2][8];
	const struct facts *f = &r->facts;
	if (f->way != CONTACT_SMS)
		return json_null();
	e->handling->dialogue_window(e->words->dialogue, f->window, &from, &to);
	(void)snprintf(text[0], sizeof(text[0]), "%02d:%02d",
	    (unsigned)from / 60 % 100, (unsigned)from % 60);
	(void)snprintf(text[1], sizeof(text[1]), "%02d:%02d",
	    (unsigned)to / 60 % 100, (unsigned)to % 60);
	return json_pack("{s:s, s:s, s:b}", "from", text[0], "to", text[1],
	    "open", (int)replies_window_open(e, f, r->last_in_at));
}

/* The words as she would read them. */
static int
write_words(struct engine *e, json_t *args, const struct report *r,
    char ret[TEXTS_SIZE])
{
	const char *text = command_str(args, "text");
	if (text != NULL) {
		int len = snprintf(ret, TEXTS_SIZE, "%s", text);
		return len < TEXTS_SIZE ? 0 : -EMSGSIZE;
	}
	json_t *slots =
	    outbox_slots(e, e->words, r->code, r->facts.consent, false);
	int err = slots == NULL
		      ? -ENOMEM
		      : texts_render(e->words->texts, e->conf->siaga.language,
			    command_str(args, "template"), slots, ret);
	json_decref(slots);
	return err;
}

static int
write_weigh(struct engine *e, const struct report *r, const char *words,
    const char *template, json_t *to)
{
	const struct texts *texts = e->words->texts;
	const char *language = e->conf->siaga.language, *why = NULL;
	int level = 0, septets = gsm_septets(words);
	bool fits = true;
	if (template != NULL)
		level = texts_level(texts, template);
	else
		fits =
		    texts_check_free(texts, language, words, &level, &why) == 0;
	const char *banned = texts_banned(texts, language, words);
	struct command_way way = {"never", "unfit"};
	int err = fits ? command_reply_way(e, r, level, &way) : 0;
	json_t *more = json_pack(
	    "{s:s, s:o, s:i, s:b, s:i, s:s?, s:s?, s:s, s:s}", "text", words,
	    "septets", septets < 0 ? json_null() : json_integer(septets),
	    "segments", septets <= 160 ? 1 : (septets + 152) / 153, "level_ok",
	    (int)fits, "level", level, "fault", fits ? NULL : why, "banned",
	    banned, "leaves", way.leaves, "why", way.why);
	(void)json_object_update(to, more);
	json_decref(more);
	return err;
}

int
command_report_preview(struct engine *e, json_t *args, struct command_answer *a)
{
	static const char *const phones[] = {"unknown", "own", "shared", "his"};
	struct report r;
	char words[TEXTS_SIZE];
	const char *template = command_str(args, "template");
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if ((command_str(args, "text") == NULL) == (template == NULL))
		return command_fail(
		    a, "bad_arguments", "expected either words or --template");
	if (template != NULL && !texts_known(e->words->texts, template))
		return command_fail(
		    a, "bad_text", "there is no such text in the dialogue");
	int err = write_words(e, args, &r, words);
	if (err == -EMSGSIZE)
		return command_fail(
		    a, "bad_text", "this is longer than any text to her");
	a->result = json_pack("{s:s, s:o, s:s}", "code", r.code, "window",
	    command_window(e, &r), "phone", phones[r.facts.phone]);
	return err < 0 ? err : write_weigh(e, &r, words, template, a->result);
}
