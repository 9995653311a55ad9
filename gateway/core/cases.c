/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports: their codes, their urgency, and the sealed thread of each. */
#include "engine_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Typed on a keypad, spells nothing, no 0/O or 1/I (design 4). */
static const char case_letters[] = "234679CDFGHJKMNPRTWX";
#define CASE_DIGITS     6 /* of these letters */
#define CASE_SHORT_MOST 10000
#define CASE_TRIES      1000

static void
case_draw_code(char *code, size_t length)
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
		case_draw_code(ret_code, count < CASE_SHORT_MOST ? 4 : 5);
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
	err = store_run(e->store, QUERY_REPORT_INSERT, SQL_TEXT(r->code),
	    SQL_TEXT(r->channel), SQL_INT(e->now_s), SQL_TEXT(r->clock),
	    SQL_TEXT(urgency_name(r->urgency)), SQL_INT(r->emergency),
	    SQL_TEXT(r->quarantine[0] == '\0' ? NULL : r->quarantine),
	    SQL_BLOB(r->case_pk, sizeof(r->case_pk)));
	r->id = store_last_id(e->store);
	if (err == 0)
		turn_filed(e, r);
	return err;
}

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

/* The columns of REPORT_GET, REPORT_BY_CODE and REPORT_PAGE. */
void
case_from_row(struct store_rows *rows, struct report *r)
{
	size_t size;
	const char *village = store_str(rows, 6);
	const char *quarantine = store_str(rows, 10);
	*r = (struct report){
	    .id = store_int(rows, 0),
	    .channel = case_word(store_str(rows, 2)),
	    .filed_at = store_int(rows, 3),
	    .clock = case_word(store_str(rows, 4)),
	    .updated_at = store_int(rows, 5),
	    .urgency = case_urgency(store_str(rows, 7)),
	    .emergency = store_int(rows, 8) != 0,
	    .state = case_word(store_str(rows, 9)),
	};
	(void)snprintf(r->code, sizeof(r->code), "%s", store_str(rows, 1));
	(void)snprintf(r->village, sizeof(r->village), "%s",
	    village == NULL ? "" : village);
	(void)snprintf(r->quarantine, sizeof(r->quarantine), "%s",
	    quarantine == NULL ? "" : quarantine);
	const void *pk = store_blob(rows, 11, &size);
	if (size == sizeof(r->case_pk))
		memcpy(r->case_pk, pk, size);
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
case_raise(struct engine *e, struct report *r, enum urgency urgency,
    bool emergency, bool *ret_raised)
{
	*ret_raised = (urgency > r->urgency && urgency == URGENCY_HIGH) ||
		      (emergency && !r->emergency);
	if (urgency > r->urgency)
		r->urgency = urgency;
	r->emergency |= emergency;
	r->updated_at = e->now_s;
	return store_run(e->store, QUERY_REPORT_TOUCH, SQL_INT(r->id),
	    SQL_INT(e->now_s), SQL_TEXT(urgency_name(r->urgency)),
	    SQL_INT(r->emergency));
}

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
