/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A turn of the loop: everything that became readable is applied in one
 * transaction, and whatever is to be said waits for its COMMIT. A frame that
 * fails is undone alone (savepoint); a COMMIT that fails undoes the turn, and
 * every answer in it becomes "refused, try again later".
 */
#include "alerts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TURN_REPLAY_MS 10000

bool
turn_read_only(const struct engine *e)
{
	return store_read_only(e->store) || vault_read_only(e->vault);
}

int
turn_write(struct engine *e)
{
	return turn_read_only(e) ? -EROFS : store_begin(e->store);
}

static void
turn_queue(struct engine *e, int peer, int64_t re, json_t *frame)
{
	struct turn_post *post = calloc(1, sizeof(*post));
	if (post != NULL)
		post->line = wire_line(frame, WIRE_CORE);
	else
		json_decref(frame);
	/* An answer that is lost would leave a text on the SIM for ever. */
	BUG_IF(post == NULL || post->line == NULL);
	post->peer = peer;
	post->re = re;
	*e->turn.last = post;
	e->turn.last = &post->next;
}

void
turn_send(struct engine *e, int peer, json_t *frame)
{
	if (peer == 0)
		json_decref(frame);
	else
		turn_queue(e, peer, 0, frame);
}

void
turn_send_always(struct engine *e, int peer, json_t *frame)
{
	turn_answer_as(e, peer, 0, frame, TURN_LINK);
}

void
turn_say_now(struct engine *e, int peer, json_t *frame)
{
	char *line = wire_line(frame, WIRE_CORE);
	if (line != NULL)
		e->edge.send(e->edge.arg, peer, line, strlen(line));
	free(line);
}

void
turn_answer(struct engine *e, int peer, int64_t re, json_t *frame)
{
	turn_queue(e, peer, re, frame);
}

void
turn_answer_as(
    struct engine *e, int peer, int64_t re, json_t *frame, enum turn_kind kind)
{
	struct turn_post **last = e->turn.last;
	turn_queue(e, peer, re, frame);
	(*last)->kind = kind;
}

bool
turn_disk_full(struct engine *e, int err, const char *act)
{
	if (err != -ENOSPC && err != -EROFS)
		return false;
	e->turn.full = true;
	log_warn("audit.unwritten", LOG_S("act", act));
	return true;
}

void
turn_ok(struct engine *e, int peer, json_t *to)
{
	int64_t re = wire_int(to, "id", 0);
	turn_queue(e, peer, re,
	    json_pack("{s:s, s:I}", "f", "ok", "re", (json_int_t)re));
}

static json_t *
turn_refusal(int64_t re, const char *error, bool retry)
{
	return json_pack("{s:s, s:I, s:s, s:b}", "f", "refused", "re",
	    (json_int_t)re, "error", error, "retry", (int)retry);
}

void
turn_refuse(
    struct engine *e, int peer, json_t *to, const char *error, bool retry)
{
	int64_t re = wire_int(to, "id", 0);
	turn_queue(e, peer, re, turn_refusal(re, error, retry));
}

void
engine_turn_begin(struct engine *e)
{
	e->now_ms = e->clock.mono_ms(e->clock.arg);
	e->now_s =
	    timekeeper_now(&e->time, e->clock.wall_s(e->clock.arg), e->now_ms);
	e->turn = (struct turn){.before = e->at};
	e->turn.last = &e->turn.first;
}

/* Instead of what was to be said; a program other than a person tries again. */
static char *
turn_unkept(struct engine *e, const struct turn_post *post)
{
	struct peer *p = peer_find(e, post->peer);
	const char *message =
	    post->kind == TURN_OF_KEYS
		? "the keys may have changed although this could not be "
		  "recorded: try the new passphrase"
		: "the store cannot be written now; see the log";
	bool asks =
	    p != NULL && (p->role == WIRE_CLIENT || p->role == WIRE_WEB);
	if (post->kind == TURN_OF_PANIC && e->locked)
		return wire_line(
		    json_pack("{s:s, s:I, s:{s:b, s:b}}", "f", "answer", "re",
			(json_int_t)post->re, "result", "locked", 1, "kept", 0),
		    WIRE_CORE);
	json_t *no = asks ? json_pack("{s:s, s:I, s:s, s:s}", "f", "answer",
				"re", (json_int_t)post->re, "error", "store",
				"message", message)
			  : turn_refusal(post->re, "store", true);
	return wire_line(no, WIRE_CORE);
}

static void
turn_say(struct engine *e, const struct turn_post *post, bool kept)
{
	char *line = post->line;
	bool said = kept || post->kind == TURN_LINK ||
		    (e->turn.full && post->kind == TURN_READING);
	if (!said && post->re != 0)
		line = turn_unkept(e, post);
	if (line != NULL && (said || post->re != 0))
		e->edge.send(e->edge.arg, post->peer, line, strlen(line));
	if (line != post->line)
		free(line);
}

void
turn_filed(struct engine *e, const struct report *r)
{
	if (e->turn.filed_count == TURN_FILED_MAX)
		return;
	struct turn_filed *f = &e->turn.filed[e->turn.filed_count++];
	memcpy(f->code, r->code, sizeof(f->code));
	memcpy(f->quarantine, r->quarantine, sizeof(f->quarantine));
	f->urgency = r->facts.urgency;
	f->emergency = r->facts.emergency;
}

static void
turn_log(const struct turn *t)
{
	for (size_t i = 0; i < t->filed_count; i++)
		log_info("report.filed", LOG_S("code", t->filed[i].code),
		    LOG_S("urgency", urgency_name(t->filed[i].urgency)),
		    LOG_I("emergency", t->filed[i].emergency),
		    LOG_S("quarantine", t->filed[i].quarantine));
}

static void
turn_flush(struct engine *e, bool kept)
{
	struct turn_post *next;
	for (struct turn_post *post = e->turn.first; post != NULL;
	     post = next) {
		next = post->next;
		turn_say(e, post, kept);
		free(post->line);
		free(post);
	}
	e->turn.first = NULL;
	e->turn.last = &e->turn.first;
}

/* Connections that changed in this turn stay as they are now. */
static void
turn_put_back(struct engine *e)
{
	struct engine_edge_state *before = &e->turn.before;
	for (size_t i = 0; i < CONF_MODEMS_MAX; i++) {
		e->at.modems[i].in_flight = before->modems[i].in_flight;
		e->at.modems[i].deadline_ms = before->modems[i].deadline_ms;
		ring_put_back(
		    e, &e->at.modems[i].ring, &before->modems[i].ring);
	}
	e->at.ceiling_told = before->ceiling_told;
	memcpy(e->at.hooks, before->hooks, sizeof(e->at.hooks));
	memcpy(e->at.posts, before->posts, sizeof(e->at.posts));
}

/* Keys went whose rows did not: as at a start, before anybody asks again. */
static int
turn_replay(struct engine *e)
{
	if (e->replay_ms == 0 || e->now_ms < e->replay_ms)
		return 0;
	e->replay_ms = e->now_ms + TURN_REPLAY_MS;
	e->turn.replayed = true;
	return backup_replay(e);
}

static int
turn_pump(struct engine *e)
{
	static int (*const parts[])(struct engine *) = {panic_check,
	    turn_replay, parts_expire, outbox_expire, routes_forget,
	    erase_check, retention_check, lent_check, replies_check,
	    numbers_check, alerts_check, queue_check, backup_check,
	    webhook_beat, modem_pump, ring_pump, webhook_pump};
	int err = 0;
	for (size_t i = 0; err == 0 && i < sizeof(parts) / sizeof(*parts); i++)
		err = parts[i](e);
	return err;
}

/* Keys first: a case without its key could not be read by anybody. */
static int
turn_commit(struct engine *e)
{
	int err = vault_commit(e->vault);
	if (err < 0)
		return err;
	err = store_commit(e->store);
	if (err < 0 && e->flush_keys && e->replay_ms == 0)
		e->replay_ms = e->now_ms + 1;
	if (err == 0 && e->turn.replayed)
		e->replay_ms = 0;
	return err;
}

static bool
turn_keep(struct engine *e)
{
	/* Whoever has gone is locked out also where nothing can be kept. */
	int err = sessions_check(e);
	if (err == 0 && !e->turn.failed && !turn_read_only(e))
		err = turn_pump(e);
	if (err == 0 && !e->turn.failed)
		err = turn_commit(e);
	if (err < 0)
		(void)turn_disk_full(e, err, "turn");
	return err == 0 && !e->turn.failed;
}

void
engine_turn_end(struct engine *e)
{
	peers_beat(e);
	bool kept = turn_keep(e);
	if (!kept) {
		vault_rollback(e->vault);
		store_rollback(e->store);
		turn_put_back(e);
		numbers_put_back(e);
	}
	panic_settle(e, kept);
	lent_settle(e, kept);
	sessions_keep(e, kept || e->turn.full);
	if (kept)
		turn_log(&e->turn);
	turn_flush(e, kept);
	board_go(e, kept);
	/* Emptying a log waits for its readers, and a turn must not. */
	bool readers = backup_reads(e);
	if (kept && e->flush_keys && !readers) {
		vault_flush(e->vault);
		vault_first_file_remove(e->vault);
		e->flush_keys = false;
		e->checkpoint_ms = e->now_ms; /* and the store's */
	}
	if (e->now_ms >= e->checkpoint_ms && !readers) {
		store_checkpoint(e->store);
		e->checkpoint_ms = e->now_ms + 3600 * 1000;
	}
	backup_go(e, kept);
}
