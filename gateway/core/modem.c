/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core's side of siaga-modem: which SIM is served by whom, what it is
 * told to send, and what became of it. A text is "sending" in the store
 * before the frame leaves, so that after any crash it is sent at most once:
 * whatever was in the air when the modem program ended is "unknown" and is
 * never repeated to a reporter (design 2).
 */
#include "alerts.h"
#include "engine_parts.h"

#include "../lib/gsm.h"
#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MODEM_POLL_S     5
#define MODEM_OUTCOME_MS 45000 /* the program's own deadlines are shorter */
#define MODEM_WAIT_S     60    /* a text that may not go yet */
#define MODEM_RETRY_S    3
#define MODEM_RETRY_MOST 5
#define MODEM_RETRY_SLOW 10 /* times MODEM_RETRY_S, to responders */

/* RP causes and CMS errors worth another try (23.040 9.2.3.22, 27.005
 * 3.2.5): the network said no for now, so nothing has gone out. */
static const int64_t modem_cms_again[] = {38, 41, 42, 47, 111, 331};
/* Here the modem cannot know whether the network took it. */
static const int64_t modem_cms_doubt[] = {332, 500};

static bool
modem_in(int64_t code, const int64_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == code)
			return true;
	return false;
}
#define MODEM_IN(code, list)                                                   \
	modem_in((code), (list), sizeof(list) / sizeof(*(list)))

struct modem *
modem_of(struct engine *e, const struct peer *p)
{
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (e->at.modems[i].peer == p->id)
			return &e->at.modems[i];
	return NULL;
}

struct modem *
modem_named(struct engine *e, const char *name)
{
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (strcmp(e->at.modems[i].conf->name, name) == 0)
			return &e->at.modems[i];
	return NULL;
}

static void
modem_imei_setting(const struct modem *m, char ret_name[64])
{
	(void)snprintf(ret_name, 64, "imei.%s", m->conf->name);
}

/*
 * A PIN that was tried and did not open the SIM is not given again until its
 * file has changed: three wrong ones lock the SIM for good.
 */
static void
modem_pin_names(const struct modem *m, char ret_name[64], char ret_mark[32])
{
	struct stat st = {0};
	if (m->conf->pin_file != NULL)
		(void)stat(m->conf->pin_file, &st);
	(void)snprintf(ret_name, 64, "pin_tried.%s", m->conf->name);
	(void)snprintf(ret_mark, 32, "%lld", (long long)st.st_mtime);
}

static bool
modem_pin_spent(struct engine *e, const struct modem *m)
{
	char name[64], mark[32], *tried = NULL;
	modem_pin_names(m, name, mark);
	bool spent = store_setting_get(e->store, name, &tried) < 0 ||
		     (tried != NULL && strcmp(tried, mark) == 0);
	free(tried);
	return spent;
}

static int
modem_note_pin(struct engine *e, const struct modem *m, const char *detail)
{
	char name[64], mark[32];
	if (m->pin == NULL)
		return 0;
	modem_pin_names(m, name, mark);
	if (detail != NULL && strncmp(detail, "pin_", 4) == 0)
		return store_setting_set(e->store, name, mark);
	return m->ready ? store_setting_set(e->store, name, "") : 0;
}

/* An alert of unknown fate is sent again; a reply never is (design 2). */
static int
modem_repeat_duty(struct engine *e)
{
	return store_run(e->store, QUERY_OUTBOX_DUTY_AGAIN, SQL_INT(e->now_s));
}

/* A text in the air whose program is gone has an unknown fate. */
static void
modem_lose_text(struct engine *e, struct modem *m)
{
	if (m->in_flight == 0)
		return;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_SMS_LOST,
		    SQL_TEXT(m->conf->name), SQL_INT(e->now_s));
	if (err < 0) { /* said again when the next program greets */
		e->turn.failed = true;
		return;
	}
	m->in_flight = 0;
	if (modem_repeat_duty(e) < 0)
		e->turn.failed = true;
	log_warn("sms.unknown", LOG_S("modem", m->conf->name),
	    LOG_S("cause", "the modem program ended in mid-send"));
}

/* A program for this modem has said hello: it is told what to open. */
void
modem_greet(struct engine *e, struct peer *p)
{
	char name[64], *imei = NULL;
	struct modem *m = modem_named(e, p->name);
	if (m == NULL) {
		log_warn("modem.unknown", LOG_S("modem", p->name));
		e->edge.drop(e->edge.arg, p->id, "no_such_modem");
		return;
	}
	if (m->peer != 0)
		e->edge.drop(e->edge.arg, m->peer, "replaced");
	modem_lose_text(e, m);
	ring_lost(e, m);
	m->peer = p->id;
	m->ready = false;
	modem_imei_setting(m, name);
	if (store_setting_get(e->store, name, &imei) < 0)
		imei = NULL;
	turn_send_always(e, p->id,
	    json_pack("{s:s, s:I, s:s, s:s, s:s, s:s*, s:i, s:I}", "f",
		"modem.open", "id", (json_int_t)++e->last_id, "device",
		m->conf->device, "connection", m->conf->connection, "imei",
		imei == NULL ? "" : imei, "pin",
		modem_pin_spent(e, m) ? NULL : m->pin, "poll_s", MODEM_POLL_S,
		"quiet_ms", (json_int_t)m->conf->quiet_ms));
	free(imei);
}

void
modem_gone(struct engine *e, struct peer *p)
{
	struct modem *m = modem_of(e, p);
	if (m == NULL)
		return;
	m->peer = 0;
	m->ready = false;
	(void)snprintf(m->state, sizeof(m->state), "gone");
	board_changed(e, BOARD_MODEM, 0);
	modem_lose_text(e, m);
	ring_lost(e, m);
}

int
modem_frame_state(struct engine *e, struct peer *p, json_t *frame)
{
	char name[64];
	struct modem *m = modem_of(e, p);
	const char *state = wire_str(frame, "state");
	const char *imei = wire_str(frame, "imei");
	const char *detail = wire_str(frame, "detail");
	if (m == NULL)
		return -ENODEV;
	if (strcmp(m->state, state) != 0) {
		log_info("modem.state", LOG_S("modem", m->conf->name),
		    LOG_S("state", state), LOG_S("detail", detail));
		board_changed(e, BOARD_MODEM, 0);
	}
	(void)snprintf(m->state, sizeof(m->state), "%s", state);
	(void)snprintf(
	    m->detail, sizeof(m->detail), "%s", detail == NULL ? "" : detail);
	m->ready = strcmp(state, "ready") == 0;
	m->used = wire_int(frame, "used", m->used);
	m->size = wire_int(frame, "size", m->size);
	m->signal_percent =
	    wire_int(frame, "signal_percent", m->signal_percent);
	turn_ok(e, p->id, frame);
	int err = modem_note_pin(e, m, detail);
	if (err < 0 || !m->ready || imei == NULL || *imei == '\0')
		return err;
	modem_imei_setting(m, name);
	return store_setting_set(e->store, name, imei);
}

int
modem_frame_deleted(struct engine *e, struct peer *p, json_t *frame)
{
	turn_ok(e, p->id, frame);
	return store_run(e->store, QUERY_TAKEN_DELETED,
	    SQL_INT(wire_int(frame, "ref", 0)), SQL_INT(e->now_s));
}

/* Who hides the number is counted, and cannot be offered anything. */
static int
modem_count_hidden(struct engine *e, struct modem *m)
{
	return store_run(e->store, QUERY_CALL_INSERT, SQL_INT(e->now_s),
	    SQL_TEXT(m->conf->name), SQL_NULL);
}

static bool
modem_is_person(const char *number)
{
	return number[0] == '+' && strlen(number) > GSM_SHORT_DIGITS + 1;
}

int
modem_frame_call(struct engine *e, struct peer *p, json_t *frame)
{
	char number[GSM_NUMBER_SIZE];
	struct modem *m = modem_of(e, p);
	const char *from = wire_str(frame, "number");
	if (m == NULL)
		return -ENODEV;
	bool known =
	    from != NULL &&
	    gsm_number_normalize(from, e->conf->siaga.country, number) == 0 &&
	    modem_is_person(number);
	int err =
	    known ? conversation_call(e, m, number) : modem_count_hidden(e, m);
	if (err < 0)
		return err;
	log_info("modem.call", LOG_S("modem", m->conf->name),
	    LOG_S("number", known ? "known to us" : "withheld"));
	turn_ok(e, p->id, frame);
	return 0;
}

/* --- outcomes --- */

static int
modem_get_row(struct engine *e, int64_t id, bool *ret_open, int64_t *ret_tries)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_GET, SQL_INT(id));
	int got = store_next(&rows);
	*ret_open = got > 0 && strcmp(store_str(&rows, 1), "sms") == 0 &&
		    (strcmp(store_str(&rows, 2), "sending") == 0 ||
			strcmp(store_str(&rows, 2), "unknown") == 0);
	*ret_tries = got > 0 ? store_int(&rows, 3) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/*
 * Not if she has asked for silence since (I3), not if a newer answer has
 * taken its place (I17), and never a text whose fate was once unknown.
 */
static int
modem_may_try_again(struct engine *e, int64_t id, bool *ret_may, bool *ret_duty)
{
	struct store_rows rows;
	const char *stop =
	    e->handling->dialogue_on(e->words->dialogue, ON_STOP, 0);
	store_ask(e->store, &rows, QUERY_OUTBOX_MAY_RETRY, SQL_INT(id),
	    SQL_TEXT(stop));
	int got = store_next(&rows);
	*ret_may = got > 0 && store_int(&rows, 0) != 0;
	*ret_duty = got > 0 && store_int(&rows, 1) != 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* To a responder: has what it asks or thanks for not ended meanwhile? 2: it is
 * not known yet. */
static int
modem_duty_may(struct engine *e, int64_t id, int64_t *ret_may)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_DUTY_MAY, SQL_INT(id));
	int got = store_next(&rows);
	*ret_may = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
modem_try_again(struct engine *e, int64_t id, int64_t tries, const char *cause)
{
	bool may, duty;
	int64_t duty_may = 1;
	int err = modem_may_try_again(e, id, &may, &duty);
	if (err == 0 && duty)
		err = modem_duty_may(e, id, &duty_may);
	if (err < 0)
		return err;
	if (duty ? duty_may == 0 : !may)
		return outbox_set_state(e, id, "dropped", cause);
	/* An alert is tried until its deadline, which ends it as expired. */
	if (tries >= MODEM_RETRY_MOST && !duty)
		return outbox_set_state(e, id, "failed", cause);
	if (tries > MODEM_RETRY_SLOW)
		tries = MODEM_RETRY_SLOW;
	return store_run(e->store, QUERY_OUTBOX_RETRY, SQL_INT(id),
	    SQL_INT(e->now_s + MODEM_RETRY_S * tries), SQL_INT(e->now_s),
	    SQL_TEXT(cause));
}

/* It will not go: whom it asks is not waited for. */
static int
modem_fail(struct engine *e, const struct modem *m, int64_t id, const char *why)
{
	int err = outbox_set_state(e, id, "failed", why);
	return err < 0
		   ? err
		   : alert_text_lost(e, id, m == NULL ? NULL : m->conf->name);
}

static int
modem_settle_failed(struct engine *e, const struct modem *m, int64_t id,
    int64_t tries, int64_t code)
{
	char cause[32];
	(void)snprintf(cause, sizeof(cause), "cms_%lld", (long long)code);
	if (MODEM_IN(code, modem_cms_doubt))
		return outbox_set_state(e, id, "unknown", cause);
	if (MODEM_IN(code, modem_cms_again))
		return modem_try_again(e, id, tries, cause);
	return modem_fail(e, m, id, cause);
}

static int
modem_settle(struct engine *e, const struct modem *m, int64_t id, int64_t tries,
    json_t *frame)
{
	const char *outcome = wire_str(frame, "outcome");
	json_t *mr = json_object_get(frame, "mr");
	if (strcmp(outcome, "sent") == 0 && mr != NULL)
		return store_run(e->store, QUERY_OUTBOX_SENT, SQL_INT(id),
		    SQL_INT(e->now_s), SQL_INT(json_integer_value(mr)));
	if (strcmp(outcome, "not_started") == 0)
		return modem_try_again(e, id, tries, "not_started");
	if (strcmp(outcome, "failed") == 0)
		return modem_settle_failed(
		    e, m, id, tries, wire_int(frame, "code", 0));
	return outbox_set_state(e, id, "unknown", "no_answer");
}

int
modem_frame_sent(struct engine *e, struct peer *p, json_t *frame)
{
	int64_t id = wire_int(frame, "of", 0), tries;
	struct modem *m = modem_of(e, p);
	bool open;
	int err = modem_get_row(e, id, &open, &tries);
	if (err < 0)
		return err;
	if (m != NULL && m->in_flight == id)
		m->in_flight = 0;
	turn_ok(e, p->id, frame);
	if (!open)
		return 0; /* said twice, or settled otherwise meanwhile */
	log_info("sms.outcome", LOG_I("id", id),
	    LOG_S("outcome", wire_str(frame, "outcome")),
	    LOG_I("code", wire_int(frame, "code", 0)));
	err = modem_settle(e, m, id, tries, frame);
	return err < 0 ? err : modem_repeat_duty(e);
}

int
modem_frame_refused(struct engine *e, struct peer *p, json_t *frame)
{
	int64_t id = wire_int(frame, "re", 0), tries;
	struct modem *m = modem_of(e, p);
	bool open;
	if (m == NULL || ring_frame_refused(e, m, frame) ||
	    m->in_flight != id || id == 0)
		return 0;
	int err = modem_get_row(e, id, &open, &tries);
	if (err < 0)
		return err;
	m->in_flight = 0;
	if (!open)
		return 0;
	if (!wire_bool(frame, "retry"))
		return modem_fail(e, m, id, wire_str(frame, "error"));
	return modem_try_again(e, id, tries, "not_started");
}

/* --- sending --- */

/* A text as it will leave. */
struct modem_text {
	int64_t id, contact_id, conversation_id, report_id, reply_id;
	const char *person; /* a responder; NULL: a reporter */
	int64_t expires_s;
	bool again;           /* to a responder: it was said before */
	const char *template; /* NULL: an officer's words */
	const char *language, *slots;
	const struct wordset *words;
	bool direct;
	struct judgement judgement;
};

static void
modem_text_from_row(
    struct engine *e, struct store_rows *rows, struct modem_text *t)
{
	*t = (struct modem_text){
	    .id = store_int(rows, 0),
	    .contact_id = store_int(rows, 1),
	    .conversation_id = store_int(rows, 2),
	    .template = store_str(rows, 3),
	    .language = store_str(rows, 4),
	    .slots = store_str(rows, 5),
	    .words = wordset_find(e->words, store_str(rows, 9)),
	    .reply_id = store_int(rows, 10),
	    .direct = store_int(rows, 11) != 0,
	    .report_id = store_int(rows, 12),
	    .person = store_str(rows, 14),
	    .expires_s = store_int(rows, 6),
	    .again = store_int(rows, 8) != OUTBOX_EMERGENCY,
	};
}

static int
modem_look_delivery(
    struct engine *e, const struct modem_text *t, struct judged *j)
{
	struct report r;
	int err = outbox_undelivered(e, t->contact_id, t->id, &j->undelivered);
	if (err < 0 || t->direct || t->report_id == 0)
		return err;
	err = case_get(e, t->report_id, &r);
	if (err < 0)
		return err;
	bool overridden;
	err = replies_overridden(e, t->reply_id, &overridden);
	if (err < 0)
		return err;
	/* Not even an override reaches who said never, or his phone. */
	j->window_open = replies_window_open(e, &r.facts, r.last_in_at) ||
			 (overridden && r.facts.way != CONTACT_NEVER &&
			     r.facts.phone != PHONE_HIS);
	/* Of the number itself, or of another one in the same case. */
	if (r.facts.silenced_at_s != 0)
		j->silenced_at_s = r.facts.silenced_at_s;
	return 0;
}

/* What the judgement at hand-over depends on (I1, I3, I4, I17). */
static int
modem_look(struct engine *e, struct modem_text *t, struct judged *j)
{
	struct store_rows rows;
	const char *stop =
	    e->handling->dialogue_on(t->words->dialogue, ON_STOP, 0);
	*j = (struct judged){.now_s = e->now_s, .direct = t->direct};
	j->last_word = t->template != NULL && strcmp(t->template, stop) == 0;
	store_ask(e->store, &rows, QUERY_CONVERSATION_GET,
	    SQL_INT(t->conversation_id));
	int got = store_next(&rows);
	if (got > 0) {
		j->last_in_s = store_int(&rows, 0);
		j->plain_at_s = store_int(&rows, 1);
		j->silenced_at_s = store_int(&rows, 2);
		j->frozen = store_int(&rows, 3) > e->now_s;
	}
	store_done(&rows);
	return got < 0 ? got : modem_look_delivery(e, t, j);
}

/* The note, as it would be said at this moment. */
static const char *
modem_note(struct engine *e, const struct modem_text *t)
{
	struct store_rows rows;
	int64_t open_s;
	store_ask(e->store, &rows, QUERY_CONVERSATION_GET,
	    SQL_INT(t->conversation_id));
	bool danger = store_next(&rows) > 0 && !store_is_null(&rows, 4);
	store_done(&rows);
	bool open = hours_open(&t->words->hours, e->now_s, &open_s) || danger;
	return e->handling->dialogue_on(
	    t->words->dialogue, open ? ON_NOTE : ON_NOTE_CLOSED, 0);
}

/* What stands in is booked as what it is, and its question is not asked. */
static int
modem_stand_in(struct engine *e, struct modem_text *t)
{
	/* A newer dialogue may not know the text that waited. */
	bool known =
	    t->template != NULL && texts_known(t->words->texts, t->template);
	const char *instead =
	    known ? texts_stand_in(t->words->texts, t->template) : NULL;
	t->template = instead != NULL ? instead : modem_note(e, t);
	int err = turn_write(e);
	if (err == 0 && t->reply_id != 0) /* it has not been given */
		err = store_run(e->store, QUERY_REPLY_STATE,
		    SQL_INT(t->reply_id), SQL_TEXT("waiting"));
	t->reply_id = 0;
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_STAND_IN, SQL_INT(t->id),
		    SQL_TEXT(t->template));
	if (err == 0)
		err = store_run(e->store, QUERY_CONVERSATION_UNASK,
		    SQL_INT(t->conversation_id));
	return err;
}

/* The words, at the level that is right at this moment. */
static int
modem_find_words(
    struct engine *e, struct modem_text *t, int level, char ret[TEXTS_SIZE])
{
	struct judged j;
	int err = modem_look(e, t, &j);
	if (err < 0)
		return err;
	j.level = level;
	e->handling->judge(&j, &t->judgement);
	bool six = false;
	if (t->judgement.verdict == JUDGE_STAND_IN)
		err = outbox_six_today(e, t->contact_id, &six);
	if (six) /* what stands in would be the seventh (I2) */
		t->judgement = (struct judgement){
		    .verdict = JUDGE_DROP, .cause = "six today"};
	if (err == 0 && t->judgement.verdict == JUDGE_STAND_IN)
		err = modem_stand_in(e, t);
	if (err < 0 || t->judgement.verdict == JUDGE_DROP ||
	    t->judgement.verdict == JUDGE_WAIT)
		return err;
	if (t->template == NULL)
		return replies_words(e, t->reply_id, ret);
	json_t *slots = json_loads(t->slots, 0, NULL);
	err = texts_known(t->words->texts, t->template)
		  ? texts_render(
			t->words->texts, t->language, t->template, slots, ret)
		  : -ENOENT;
	json_decref(slots);
	return err;
}

/* As the row says, or of all that wait for that officer. */
static int
modem_duty_words(struct engine *e, struct modem_text *t, char ret[TEXTS_SIZE])
{
	bool later;
	char *many;
	int err = alerts_gather(e, t->id, t->person, t->again, &later, &many);
	if (err == 0 && later)
		t->judgement = (struct judgement){.verdict = JUDGE_WAIT};
	if (err < 0 || later)
		return err;
	if (many != NULL)
		t->template = "P06";
	json_t *slots = json_loads(many != NULL ? many : t->slots, 0, NULL);
	err =
	    texts_render(t->words->texts, t->language, t->template, slots, ret);
	json_decref(slots);
	free(many);
	return err;
}

#define MODEM_VALID_LEAST_S 300
#define MODEM_VALID_MOST_S  (7 * 86400)

/* To a responder: no window, no level; it is of use until its deadline. */
static int
modem_build_duty(struct engine *e, struct modem_text *t, json_t **ret_frame,
    const char **ret_cause)
{
	char words[TEXTS_SIZE];
	struct person p;
	int64_t may = 0;
	int err = modem_duty_may(e, t->id, &may);
	*ret_cause = "store";
	t->judgement = (struct judgement){
	    .verdict = may == 0 ? JUDGE_DROP : JUDGE_WAIT, .cause = "over"};
	if (err < 0 || may != 1)
		return err;
	t->judgement = (struct judgement){.verdict = JUDGE_SEND};
	err = person_get(e, t->person, &p);
	*ret_cause = "no_number";
	if (err < 0 || p.number[0] == '\0' || p.removed_at != 0)
		return err < 0 ? err : -ENOENT;
	*ret_cause = "text";
	err = modem_duty_words(e, t, words);
	if (err < 0 || t->judgement.verdict == JUDGE_WAIT)
		return err;
	int64_t valid = t->expires_s - e->now_s;
	if (valid < MODEM_VALID_LEAST_S)
		valid = MODEM_VALID_LEAST_S;
	if (valid > MODEM_VALID_MOST_S)
		valid = MODEM_VALID_MOST_S;
	*ret_frame = json_pack("{s:s, s:I, s:s, s:s, s:I, s:b}", "f",
	    "modem.send", "id", (json_int_t)t->id, "to", p.number, "text",
	    words, "validity_s", (json_int_t)valid, "report", 1);
	return 0;
}

/* What is wrong with the row is recorded; the next one gets its chance. */
static int
modem_build(struct engine *e, struct modem_text *t, int level,
    json_t **ret_frame, const char **ret_cause)
{
	char number[GSM_NUMBER_SIZE], words[TEXTS_SIZE];
	if (t->person != NULL)
		return modem_build_duty(e, t, ret_frame, ret_cause);
	int err = contact_number(e, t->contact_id, number, sizeof(number));
	*ret_cause = "number_forgotten";
	if (err < 0)
		return err;
	*ret_cause = "number_hidden"; /* by the operator: a USSD pseudonym */
	if (number[0] == CONTACT_HIDDEN)
		return -ENOENT;
	*ret_cause = "text";
	err = modem_find_words(e, t, level, words);
	if (err < 0 || t->judgement.verdict == JUDGE_DROP ||
	    t->judgement.verdict == JUDGE_WAIT)
		return err;
	*ret_frame = json_pack("{s:s, s:I, s:s, s:s, s:I, s:b}", "f",
	    "modem.send", "id", (json_int_t)t->id, "to", number, "text", words,
	    "validity_s", (json_int_t)t->judgement.validity_s, "report", 1);
	return 0;
}

/* What a SIM sends, in the order of OUTBOX_SMS_NEXT's ?3 to ?7. */
enum modem_kind {
	MODEM_REPLY,
	MODEM_URGENT_REPLY, /* to a cry for help */
	MODEM_ALERT,
	MODEM_URGENT_ALERT,
	MODEM_DRILL,
	MODEM_KINDS
};

int
modem_sent_count(
    struct engine *e, const struct modem *m, struct modem_sent *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_MODEM_TODAY,
	    SQL_TEXT(m->conf->name), SQL_INT(e->now_s - 86400),
	    SQL_INT(e->now_s - 3600));
	int got = store_next(&rows);
	*ret = (struct modem_sent){0};
	if (got > 0)
		*ret = (struct modem_sent){store_int(&rows, 0),
		    store_int(&rows, 1), store_int(&rows, 2)};
	store_done(&rows);
	return got < 0 ? got : 0;
}

#define MODEM_HOUR_LEAST 60

static int64_t
modem_hour_most(int64_t day_most)
{
	int64_t quarter = day_most / 4;
	return quarter > MODEM_HOUR_LEAST ? quarter : MODEM_HOUR_LEAST;
}

/*
 * I2: a day has a ceiling, of which a part is kept for alerts, and half of
 * that for urgent ones; whoever cries for help is answered out of a quarter of
 * it. An hour has a quarter of what is left, so that one flood does not spend
 * the day, and drills have a quarter in all.
 */
static void
modem_judge_kinds(const struct modem *m, const struct modem_sent *sent,
    bool ret_may[MODEM_KINDS])
{
	int64_t most = m->conf->texts_per_day, kept = m->conf->alert_reserve;
	int64_t rest = most - kept;
	bool reply = sent->day < rest && sent->hour < modem_hour_most(rest);
	ret_may[MODEM_REPLY] = reply;
	ret_may[MODEM_URGENT_REPLY] = sent->day < rest + (kept + 3) / 4;
	ret_may[MODEM_ALERT] = sent->day < most - kept / 2;
	ret_may[MODEM_URGENT_ALERT] = sent->day < most;
	ret_may[MODEM_DRILL] = reply && sent->drills < rest / 4;
}

/* It may not leave now: later, or not at all. */
static int
modem_put_off(struct engine *e, const struct modem_text *t)
{
	int err = turn_write(e);
	if (err == 0 && t->judgement.verdict == JUDGE_DROP)
		return outbox_set_state(
		    e, t->id, "dropped", t->judgement.cause);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_LATER, SQL_INT(t->id),
		    SQL_INT(e->now_s + MODEM_WAIT_S));
	return err;
}

/* On its way in the store before it leaves, and its question asked. */
static int
modem_book_sending(
    struct engine *e, const struct modem *m, const struct modem_text *t)
{
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_SENDING, SQL_INT(t->id),
		    SQL_INT(e->now_s), SQL_TEXT(m->conf->name));
	if (err == 0 && t->template != NULL &&
	    texts_asks(t->words->texts, t->template))
		err = store_run(e->store, QUERY_CONVERSATION_ASKED,
		    SQL_INT(t->conversation_id), SQL_TEXT(t->template),
		    SQL_INT(e->now_s));
	return err;
}

/* 1: go on with the next, 0: nothing to send, else -errno. */
static int
modem_send_row(
    struct engine *e, struct modem *m, struct modem_text *t, int level)
{
	json_t *frame = NULL;
	const char *cause = NULL;
	int err = modem_build(e, t, level, &frame, &cause);
	if (err < 0) {
		err = modem_fail(e, m, t->id, cause);
		return err < 0 ? err : 1;
	}
	if (frame == NULL) {
		err = modem_put_off(e, t);
		return err < 0 ? err : 1;
	}
	err = modem_book_sending(e, m, t);
	if (err < 0) {
		json_decref(frame);
		return err;
	}
	turn_send(e, m->peer, frame);
	m->in_flight = t->id;
	m->deadline_ms = e->now_ms + MODEM_OUTCOME_MS + ring_holds_ms(m);
	return 1;
}

static void
modem_ask_next(struct engine *e, const struct modem *m,
    const bool may[MODEM_KINDS], struct store_rows *rows)
{
	store_ask(e->store, rows, QUERY_OUTBOX_SMS_NEXT,
	    SQL_TEXT(m->conf->name), SQL_INT(e->now_s),
	    SQL_INT(may[MODEM_REPLY]), SQL_INT(may[MODEM_URGENT_REPLY]),
	    SQL_INT(may[MODEM_ALERT]), SQL_INT(may[MODEM_URGENT_ALERT]),
	    SQL_INT(may[MODEM_DRILL]));
}

/* Does anything wait that is not among these? 1, 0, else -errno. */
static int
modem_waits(
    struct engine *e, const struct modem *m, const bool kinds[MODEM_KINDS])
{
	struct store_rows rows;
	modem_ask_next(e, m, kinds, &rows);
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

/* What is above the ceiling waits, and expires if it must. */
static int
modem_note_ceiling(
    struct engine *e, struct modem *m, const bool may[MODEM_KINDS])
{
	bool not_yet[MODEM_KINDS];
	for (size_t i = 0; i < MODEM_KINDS; i++)
		not_yet[i] = !may[i];
	int waits = modem_waits(e, m, not_yet);
	not_yet[MODEM_REPLY] = not_yet[MODEM_URGENT_REPLY] =
	    not_yet[MODEM_DRILL] = false;
	int alerts = waits > 0 ? modem_waits(e, m, not_yet) : waits;
	if (waits > 0 && !m->at_ceiling)
		log_error("modem.ceiling", LOG_S("modem", m->conf->name));
	m->at_ceiling = waits > 0;
	m->alerts_wait = alerts > 0;
	return waits < 0 ? waits : alerts < 0 ? alerts : 0;
}

static int
modem_send_next(struct engine *e, struct modem *m)
{
	static const bool all[MODEM_KINDS] = {true, true, true, true, true};
	struct store_rows rows;
	struct modem_text t;
	struct modem_sent sent;
	bool may[MODEM_KINDS];
	int got = modem_waits(e, m, all);
	if (got <= 0) {
		m->at_ceiling = m->alerts_wait = false;
		return got;
	}
	got = modem_sent_count(e, m, &sent);
	modem_judge_kinds(m, &sent, may);
	if (got == 0)
		got = modem_note_ceiling(e, m, may);
	if (got < 0)
		return got;
	modem_ask_next(e, m, may, &rows);
	got = store_next(&rows);
	if (got > 0) {
		modem_text_from_row(e, &rows, &t);
		got = modem_send_row(e, m, &t, (int)store_int(&rows, 13));
	}
	store_done(&rows);
	return got;
}

/* A program that never says what became of a text is ended. */
static void
modem_check_deadline(struct engine *e, struct modem *m)
{
	if (m->in_flight == 0 || m->peer == 0 || e->now_ms < m->deadline_ms)
		return;
	log_warn("modem.deadline", LOG_S("modem", m->conf->name));
	m->deadline_ms = e->now_ms + MODEM_OUTCOME_MS;
	e->edge.drop(e->edge.arg, m->peer, "deadline");
}

/* Alerts wait for which no SIM has a text left: said once, until one has. */
static int
modem_check_ceilings(struct engine *e)
{
	bool waits = false, free_one = false;
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		const struct modem *m = &e->at.modems[i];
		waits |= m->ready && m->alerts_wait;
		free_one |= m->ready && !m->alerts_wait;
	}
	bool told = e->at.ceiling_told;
	e->at.ceiling_told = waits && !free_one;
	return e->at.ceiling_told && !told ? webhook_alarm(e, "modem_ceiling")
					   : 0;
}

int
modem_pump(struct engine *e)
{
	for (size_t i = 0; i < e->conf->modem_count; i++) {
		struct modem *m = &e->at.modems[i];
		modem_check_deadline(e, m);
		int got = 1;
		while (got > 0 && m->ready && m->in_flight == 0 && !e->stopping)
			got = modem_send_next(e, m);
		if (got < 0)
			return got;
	}
	return modem_check_ceilings(e);
}
