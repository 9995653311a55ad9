/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports: their codes, their urgency, and the sealed thread of each. */
#include "alerts.h"
#include "villages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Typed on a keypad, spells nothing, no 0/O or 1/I (design 4). */
static const char case_letters[] = "234679CDFGHJKMNPRTWX";
#define CASE_DIGITS     6 /* of these letters */
#define CASE_SHORT_MOST 10000
#define CASE_TRIES      1000
/* So many in a row are taken: codes of alerts may have used up the short ones,
 * and no report waits for one. */
#define CASE_SHORT_TRIES 16

/* "GW47" reads as "gawat": she asks for its state, and is taken to cry. */
static bool
case_spells(const struct engine *e, const char *code)
{
	struct found_words w = {0};
	e->handling->lexicon_find(e->words->lexicon, code, strlen(code), &w);
	return w.danger || w.concern || w.scam || w.urgent || w.exit ||
	       w.stop || w.erase;
}

static void
case_draw_letters(char *code, size_t length)
{
	bool digit, letter;
	do {
		digit = letter = false;
		for (size_t i = 0; i < length; i++) {
			uint32_t n = vault_uniform(sizeof(case_letters) - 1);
			code[i] = case_letters[n];
			digit |= n < CASE_DIGITS;
			letter |= n >= CASE_DIGITS;
		}
	} while (!digit || !letter);
	code[length] = '\0';
}

void
case_draw(const struct engine *e, char code[ENGINE_CODE_SIZE], size_t length)
{
	do
		case_draw_letters(code, length);
	while (case_spells(e, code));
}

static int
case_code_taken(struct engine *e, const char *code)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_REPORT_CODE_TAKEN, SQL_TEXT(code));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

static int
case_count(struct engine *e, int64_t *ret_count)
{
	struct store_rows rows;
	store_ask_values(e->store, &rows, QUERY_REPORT_COUNT, NULL, 0);
	int got = store_next(&rows);
	if (got > 0)
		*ret_count = store_int(&rows, 0);
	store_done(&rows);
	return got < 0 ? got : 0;
}

static int
case_new_code(struct engine *e, char ret_code[ENGINE_CODE_SIZE])
{
	int64_t count = 0;
	int err = case_count(e, &count);
	if (err < 0)
		return err;
	for (int i = 0; i < CASE_TRIES; i++) {
		bool crowded =
		    count >= CASE_SHORT_MOST || i >= CASE_SHORT_TRIES;
		case_draw(e, ret_code, crowded ? CASE_LONG : CASE_SHORT);
		err = case_code_taken(e, ret_code);
		if (err <= 0)
			return err;
	}
	return -ENOSPC;
}

int
case_open(struct engine *e, struct report *r)
{
	int err = case_new_code(e, r->code);
	if (err == 0)
		err = vault_case_begin(e->vault, e->now_s, r->case_pk);
	if (err < 0)
		return err;
	r->filed_at = r->updated_at = e->now_s;
	r->clock = e->time.trusted ? "box" : "smsc";
	r->state = "new";
	r->facts.open = r->quarantine[0] == '\0';
	err = store_run(e->store, QUERY_REPORT_INSERT, SQL_TEXT(r->code),
	    SQL_TEXT(r->channel), SQL_INT(e->now_s), SQL_TEXT(r->clock),
	    SQL_TEXT(urgency_name(r->facts.urgency)),
	    SQL_INT(r->facts.emergency),
	    SQL_TEXT(r->quarantine[0] == '\0' ? NULL : r->quarantine),
	    SQL_BLOB(r->case_pk, sizeof(r->case_pk)));
	r->id = store_last_id(e->store);
	if (err == 0)
		turn_filed(e, r);
	return err;
}

/* --- rows --- */

/* The store's words come back as our own static ones. */
static const char *
case_word(const char *word)
{
	static const char *const known[] = {
	    "sms", "call", "ussd", "box", "smsc", "new", "closed"};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (word != NULL && strcmp(known[i], word) == 0)
			return known[i];
	return "?";
}

static enum urgency
case_urgency(const char *word)
{
	for (int u = 0; u < URGENCY_MAX; u++)
		if (strcmp(word, urgency_name((enum urgency)u)) == 0)
			return (enum urgency)u;
	return URGENCY_HIGH; /* cannot be; err on the side of haste */
}

static void
case_copy(char *ret, size_t size, const char *text)
{
	(void)snprintf(ret, size, "%s", text == NULL ? "" : text);
}

static char
case_letter(const char *text)
{
	return text == NULL ? '\0' : text[0];
}

/* Columns 12 and on of REPORT_GET and its like. */
static void
case_facts_from_row(struct store_rows *rows, struct facts *f)
{
	*f = (struct facts){
	    .urgency = case_urgency(store_str(rows, 7)),
	    .emergency = store_int(rows, 8) != 0,
	    .open = strcmp(store_str(rows, 9), "closed") != 0 &&
		    store_is_null(rows, 10),
	    .triaged = !store_is_null(rows, 12),
	    .reporter = case_letter(store_str(rows, 13)),
	    .minor = case_letter(store_str(rows, 14)),
	    .feedback = case_letter(store_str(rows, 15)),
	    .consent_asked = store_int(rows, 16) != 0,
	    .consent_provisional = store_int(rows, 18) != 0,
	    .cadre = case_letter(store_str(rows, 19)),
	    .phone = (enum phone_owner)store_int(rows, 20),
	    .way = (enum contact_way)store_int(rows, 21),
	    .window = case_letter(store_str(rows, 22)),
	    .has_safe_word = store_int(rows, 23) != 0,
	    .call = (enum call_wish)store_int(rows, 24),
	    .call_minute = (int)store_int(rows, 25),
	    .call_at_s = store_int(rows, 26),
	    .erase_at_s = store_int(rows, 27),
	    .silenced_at_s = store_int(rows, 28),
	    .marks = (unsigned)store_int(rows, 29),
	};
	case_copy(f->consent, sizeof(f->consent), store_str(rows, 17));
}

/* The columns of REPORT_GET, REPORT_BY_CODE, REPORT_PAGE, REPORT_EXPORT. */
void
case_from_row(struct store_rows *rows, struct report *r)
{
	size_t size;
	*r = (struct report){
	    .id = store_int(rows, 0),
	    .channel = case_word(store_str(rows, 2)),
	    .filed_at = store_int(rows, 3),
	    .clock = case_word(store_str(rows, 4)),
	    .updated_at = store_int(rows, 5),
	    .state = case_word(store_str(rows, 9)),
	    .triaged_at = store_int(rows, 12),
	    .last_in_at = store_int(rows, 30),
	    .joined_to = store_int(rows, 31),
	    .read_at = store_int(rows, 32),
	    .call_taken_at = store_int(rows, 33),
	    .closed_at = store_int(rows, 34),
	    .erased_at = store_int(rows, 36),
	    .assigned_at = store_int(rows, 37),
	    .dark_at = store_int(rows, 38),
	};
	case_copy(r->code, sizeof(r->code), store_str(rows, 1));
	case_copy(r->flood, sizeof(r->flood), store_str(rows, 35));
	case_copy(r->village, sizeof(r->village), store_str(rows, 6));
	case_copy(r->quarantine, sizeof(r->quarantine), store_str(rows, 10));
	case_facts_from_row(rows, &r->facts);
	const void *pk = store_blob(rows, 11, &size);
	if (size == sizeof(r->case_pk))
		memcpy(r->case_pk, pk, size);
}

void
case_village(
    struct engine *e, const struct report *r, char ret[CASE_VILLAGE_SIZE])
{
	const struct roster *roster = roster_load(e);
	ret[0] = '\0';
	if (r->village[0] == '\0' || r->facts.erase_at_s != 0)
		return;
	if (roster == NULL)
		(void)snprintf(ret, CASE_VILLAGE_SIZE, "%s", r->village);
	else
		village_label(roster, r->village, ret, CASE_VILLAGE_SIZE);
}

int
case_village_set(
    struct engine *e, struct report *r, const char *code, bool by_text)
{
	int err = turn_write(e);
	if (by_text && r->village[0] != '\0')
		return 0; /* I16 */
	case_copy(r->village, sizeof(r->village), code);
	return err < 0 ? err
		       : store_run(e->store, QUERY_REPORT_VILLAGE,
			     SQL_INT(r->id), SQL_TEXT(code));
}

const char *
case_state(const struct report *r)
{
	if (r->erased_at != 0)
		return "erased";
	return r->facts.erase_at_s != 0 ? "erase_pending" : r->state;
}

static int
case_read(struct store_rows *rows, struct report *ret)
{
	int got = store_next(rows);
	if (got > 0)
		case_from_row(rows, ret);
	store_done(rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

int
case_get(struct engine *e, int64_t id, struct report *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_REPORT_GET, SQL_INT(id));
	return case_read(&rows, ret);
}

int
case_find(struct engine *e, const char *code, struct report *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_REPORT_BY_CODE, SQL_TEXT(code));
	return case_read(&rows, ret);
}

int
case_keep(struct engine *e, struct report *r)
{
	const struct facts *f = &r->facts;
	char reporter[2] = {f->reporter}, minor[2] = {f->minor};
	char feedback[2] = {f->feedback}, cadre[2] = {f->cadre};
	char window[2] = {f->window};
	r->updated_at = e->now_s;
	return store_run(e->store, QUERY_REPORT_FACTS, SQL_INT(r->id),
	    SQL_INT(e->now_s), SQL_TEXT(urgency_name(f->urgency)),
	    SQL_INT(f->emergency), SQL_TIME(r->triaged_at),
	    SQL_TEXT(*reporter == '\0' ? NULL : reporter),
	    SQL_TEXT(*minor == '\0' ? NULL : minor),
	    SQL_TEXT(*feedback == '\0' ? NULL : feedback),
	    SQL_INT(f->consent_asked), SQL_TEXT(f->consent),
	    SQL_INT(f->consent_provisional),
	    SQL_TEXT(*cadre == '\0' ? NULL : cadre), SQL_INT(f->phone),
	    SQL_INT(f->way), SQL_TEXT(*window == '\0' ? NULL : window),
	    SQL_INT(f->call), SQL_INT(f->call_minute), SQL_TIME(f->call_at_s),
	    SQL_TIME(f->erase_at_s), SQL_TIME(f->silenced_at_s),
	    SQL_INT(f->marks));
}

/* --- floods --- */

#define CASE_FLOOD_MOST   30  /* low reports in ten minutes: more is a flood */
#define CASE_FLOOD_TELL_S 60  /* how often its card is news */
#define CASE_FLOOD_S      600 /* after the last of them it is over */

/* Somebody has looked, and the flood goes on: another one is to be looked at.
 */
static bool
case_head_done(struct engine *e)
{
	struct watch w;
	return watch_get(e, e->flood.head_id, ALERT_OFFICER, &w) < 0 ||
	       strcmp(w.state, "done") == 0;
}

/*
 * *ret_card: the report that stands for a flood, 0: tell of this one itself.
 * Only reports without a word of danger are ever put together.
 */
static int
case_find_flood(struct engine *e, const struct report *r, int64_t *ret_card)
{
	struct store_rows rows;
	*ret_card = 0;
	if (r->facts.urgency != URGENCY_LOW)
		return 0;
	store_ask(e->store, &rows, QUERY_REPORT_LOW_SINCE,
	    SQL_INT(e->now_s - CASE_FLOOD_S));
	int got = store_next(&rows);
	bool flood = got > 0 && store_int(&rows, 0) > CASE_FLOOD_MOST;
	store_done(&rows);
	if (got < 0 || !flood)
		return got < 0 ? got : 0;
	if (e->now_s <= e->flood.until_s && !case_head_done(e))
		*ret_card = e->flood.head_id;
	else
		e->flood.head_id = r->id;
	e->flood.until_s = e->now_s + CASE_FLOOD_S;
	return 0;
}

int
case_announce(struct engine *e, struct report *r)
{
	struct report card;
	int64_t id;
	int err = case_find_flood(e, r, &id);
	if (err == 0 && id == 0)
		err = webhook_event(e, "report.filed", r);
	if (err < 0 || id == 0)
		return err < 0 ? err : alerts_consider(e, r, true);
	err = store_run(
	    e->store, QUERY_REPORT_FLOOD, SQL_INT(r->id), SQL_INT(id));
	if (err < 0 || e->now_s - e->flood.told_s < CASE_FLOOD_TELL_S)
		return err;
	e->flood.told_s = e->now_s;
	err = case_get(e, id, &card);
	return err < 0 ? err : webhook_event(e, "report.updated", &card);
}

/* --- the safe word --- */

/* Wrong ones a day, from all numbers together; fewer where every text of one
 * word is a try, so that CEK with the word is never used up by them. */
#define CASE_WORD_TRIES       20
#define CASE_WORD_TRIES_ALONE 8
#define CASE_DAY_S            86400

int
case_word_set(struct engine *e, const struct report *r, const char *word)
{
	uint8_t salt[VAULT_SALT_SIZE], hash[VAULT_WORD_SIZE];
	vault_random(salt, sizeof(salt));
	int err = vault_word_hash(e->vault, word, salt, hash);
	if (err < 0)
		return err;
	return store_run(e->store, QUERY_REPORT_WORD_SET, SQL_INT(r->id),
	    SQL_BLOB(salt, sizeof(salt)), SQL_BLOB(hash, sizeof(hash)));
}

static int
case_count_try(struct engine *e, int64_t id, int64_t tries)
{
	return store_run(e->store, QUERY_REPORT_TRIES_SET, SQL_INT(id),
	    SQL_INT(tries + 1), SQL_INT(e->now_s / CASE_DAY_S));
}

int
case_word_is(struct engine *e, int64_t report_id, const char *word, bool alone,
    bool *ret_is)
{
	struct store_rows rows;
	uint8_t salt[VAULT_SALT_SIZE] = {0}, want[VAULT_WORD_SIZE] = {0};
	uint8_t hash[VAULT_WORD_SIZE];
	size_t size = 0;
	int64_t tries = 0;
	*ret_is = false;
	store_ask(e->store, &rows, QUERY_REPORT_WORD, SQL_INT(report_id));
	int got = store_next(&rows);
	bool there = got > 0 && !store_is_null(&rows, 0);
	if (there) {
		const void *bytes = store_blob(&rows, 0, &size);
		BUG_IF(size != sizeof(salt));
		memcpy(salt, bytes, size);
		bytes = store_blob(&rows, 1, &size);
		BUG_IF(size != sizeof(want));
		memcpy(want, bytes, size);
		if (store_int(&rows, 3) == e->now_s / CASE_DAY_S)
			tries = store_int(&rows, 2);
	}
	store_done(&rows);
	if (got < 0)
		return got;
	/* Also without a case or a word: it takes as long (I15). */
	int err = vault_word_hash(e->vault, word, salt, hash);
	int64_t most = alone ? CASE_WORD_TRIES_ALONE : CASE_WORD_TRIES;
	if (err < 0 || !there || tries >= most)
		return err;
	*ret_is = vault_equal(hash, want, sizeof(hash));
	return *ret_is ? 0 : case_count_try(e, report_id, tries);
}

/* --- messages --- */

static int
case_insert(struct engine *e, int64_t report_id, const struct case_message *m,
    const struct vault_blob *body, int64_t *ret_id)
{
	int err = store_run(e->store, QUERY_MESSAGE_INSERT, SQL_TIME(report_id),
	    SQL_TIME(m->conversation_id), SQL_TEXT(m->modem), SQL_INT(e->now_s),
	    SQL_TEXT(e->time.trusted ? "box" : "smsc"), SQL_INT(m->classes),
	    body == NULL ? SQL_NULL : SQL_BLOB(body->bytes, body->size));
	*ret_id = store_last_id(e->store);
	return err;
}

int
case_add(struct engine *e, const struct report *r, const struct case_message *m,
    json_t *record, int64_t *ret_id)
{
	if (r == NULL) { /* a command without a case: nothing to keep */
		json_decref(record);
		return case_insert(e, 0, m, NULL, ret_id);
	}
	struct vault_blob body;
	char *text = json_dumps(record, JSON_COMPACT);
	json_decref(record);
	if (text == NULL)
		return -ENOMEM;
	int err = vault_seal(e->vault, r->case_pk, text, strlen(text), &body);
	free(text);
	if (err < 0)
		return err;
	err = case_insert(e, r->id, m, &body, ret_id);
	vault_blob_free(&body);
	return err;
}
