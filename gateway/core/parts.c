/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Long texts come in parts: in any order, twice, or not at all. Each part is
 * stored at once (and leaves the SIM); when all are there, or the deadline
 * has passed, what came is filed as one text with its gaps marked. Parts
 * belong together by sender, modem, reference and total: two senders with one
 * reference stay apart.
 */
#include "engine_parts.h"

#include "../lib/gsm.h"
#include "../lib/log.h"
#include "../lib/pdu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_WAIT_S   60 /* after the newest part */
#define PARTS_DANGER_S 10 /* the same once a danger word has been seen */

struct parts_key {
	char modem[CONF_NAME_MAX + 1];
	int64_t contact_id, ref, total;
};

#define PARTS_KEY(k)                                                           \
	SQL_INT((k)->contact_id), SQL_TEXT((k)->modem), SQL_INT((k)->ref),     \
	    SQL_INT((k)->total)

static int
parts_insert(struct engine *e, const struct parts_key *k, int64_t seq,
    bool danger, const struct vault_blob *sealed)
{
	int err = store_run(e->store, QUERY_PART_INSERT, PARTS_KEY(k),
	    SQL_INT(seq), SQL_INT(danger), SQL_INT(e->now_s / 86400),
	    SQL_BLOB(sealed->bytes, sealed->size));
	/* A woman in danger does not wait a minute for a lost part. */
	if (err == 0)
		err = store_run(e->store, QUERY_PART_EXTEND, PARTS_KEY(k),
		    SQL_INT(e->now_s + PARTS_DANGER_S),
		    SQL_INT(e->now_s + PARTS_WAIT_S));
	return err;
}

static int
parts_count(struct engine *e, const struct parts_key *k, int64_t *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_PART_COUNT, PARTS_KEY(k));
	int got = store_next(&rows);
	*ret = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* A message put together; too large for the stack. */
struct parts_whole {
	struct pdu_join join;
	struct pdu part;
	char sender[GSM_NUMBER_SIZE];
	enum gsm_sender_kind kind;
	json_t *missing;
	int64_t sent_at, came;
	char text[PDU_JOIN_SIZE];
};

static int
parts_open_one(struct engine *e, struct store_rows *rows, struct pdu *ret)
{
	struct vault_blob bytes = {0};
	size_t size;
	const void *sealed = store_blob(rows, 2, &size);
	int err = vault_route_open(
	    e->vault, store_int(rows, 1), sealed, size, &bytes);
	if (err == 0 && pdu_decode(bytes.bytes, bytes.size, ret) != 0)
		err = -EBADMSG; /* it decoded when it was stored */
	vault_blob_free(&bytes);
	return err;
}

static void
parts_gap(struct parts_whole *w, int64_t from, int64_t to)
{
	for (int64_t seq = from; seq < to; seq++) {
		(void)json_array_append_new(w->missing, json_integer(seq));
		if (seq == from) /* a run of lost parts is one mark */
			pdu_join_gap(&w->join);
	}
}

static int
parts_join(struct engine *e, const struct parts_key *k, struct parts_whole *w)
{
	struct store_rows rows;
	int64_t next = 1;
	int got;
	pdu_join_start(&w->join, w->text, sizeof(w->text));
	store_ask(e->store, &rows, QUERY_PART_LIST, PARTS_KEY(k));
	while ((got = store_next(&rows)) > 0) {
		/* One that opens no more must not hold up the others. */
		if (parts_open_one(e, &rows, &w->part) < 0) {
			log_error("parts.unreadable", LOG_I("of", k->total));
			continue;
		}
		parts_gap(w, next, store_int(&rows, 0));
		next = store_int(&rows, 0) + 1;
		pdu_join_add(&w->join, &w->part);
		w->came++;
		if (w->sent_at == 0 && w->part.scts.valid)
			w->sent_at = w->part.scts.utc_s;
		w->kind = gsm_sender_classify(
		    &w->part.address, e->conf->siaga.country, w->sender);
	}
	store_done(&rows);
	parts_gap(w, next, k->total + 1);
	return got;
}

static json_t *
parts_record(const struct parts_key *k, struct parts_whole *w, size_t size)
{
	json_t *record = json_pack("{s:s, s:s, s:s#, s:I, s:I, s:O}", "from",
	    w->sender, "channel", "sms", "text", w->text, (int)size, "parts",
	    (json_int_t)k->total, "sent_at", (json_int_t)w->sent_at, "missing",
	    w->missing);
	return record;
}

/* Files what has come and forgets the parts. */
static int
parts_file(struct engine *e, const struct parts_key *k)
{
	size_t size;
	bool lossy;
	struct parts_whole *w = calloc(1, sizeof(*w));
	if (w == NULL)
		return -ENOMEM;
	w->missing = json_array();
	int err = parts_join(e, k, w);
	if (err == 0 && w->came > 0) {
		(void)pdu_join_finish(&w->join, &size, &lossy);
		struct modem *modem = modem_named(e, k->modem);
		struct told told = {.via = k->modem,
		    .channel = "sms",
		    .modem = modem != NULL ? modem : &e->at.modems[0],
		    .sender = w->sender,
		    .kind = w->kind,
		    .scts_s = w->sent_at,
		    .text = w->text,
		    .size = size,
		    .record = parts_record(k, w, size)};
		if (json_array_size(w->missing) > 0)
			log_warn("parts.missing", LOG_I("of", k->total),
			    LOG_I("came", w->came));
		err = conversation_take(e, &told);
	}
	json_decref(w->missing);
	free(w);
	if (err == 0)
		err = store_run(e->store, QUERY_PART_DELETE, PARTS_KEY(k));
	return err;
}

/* 1: this part is there already; 2: another one is, in its place; 0: none. */
static int
parts_compare(struct engine *e, const struct parts_key *k,
    const struct pdu *pdu, struct pdu *scratch)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_PART_GET, PARTS_KEY(k),
	    SQL_INT(pdu->concat.seq));
	int got = store_next(&rows);
	if (got > 0 && parts_open_one(e, &rows, scratch) < 0)
		got = 2;
	else if (got > 0)
		got = scratch->user_data_size == pdu->user_data_size &&
			      memcmp(scratch->user_data, pdu->user_data,
				  pdu->user_data_size) == 0
			  ? 1
			  : 2;
	store_done(&rows);
	return got;
}

/*
 * A phone that uses one reference again and again: what waits under it is
 * another text, and is filed as what came before this one begins.
 */
static int
parts_make_room(
    struct engine *e, const struct parts_key *k, const struct pdu *pdu)
{
	struct pdu *scratch = malloc(sizeof(*scratch));
	if (scratch == NULL)
		return -ENOMEM;
	int got = parts_compare(e, k, pdu, scratch);
	free(scratch);
	return got == 2 ? parts_file(e, k) : got < 0 ? got : 0;
}

int
parts_take(struct engine *e, struct modem *modem, const char *sender,
    const uint8_t *bytes, size_t size, const struct pdu *pdu)
{
	struct parts_key k = {
	    .ref = pdu->concat.ref, .total = pdu->concat.total};
	struct found_words words;
	int64_t count;
	(void)strncat(k.modem, modem->conf->name, CONF_NAME_MAX);
	if (pdu->concat.ref_is_16bit)
		k.ref += 65536;
	struct vault_blob sealed;
	e->handling->lexicon_find(
	    e->words->lexicon, pdu->text, pdu->text_size, &words);
	int err = contact_find(e, sender, true, &k.contact_id);
	if (err == 0)
		err = parts_make_room(e, &k, pdu);
	if (err == 0)
		err = vault_route_seal(
		    e->vault, e->now_s / 86400, bytes, size, &sealed);
	if (err < 0)
		return err;
	err = parts_insert(e, &k, pdu->concat.seq, words.danger, &sealed);
	vault_blob_free(&sealed);
	if (err == 0)
		err = parts_count(e, &k, &count);
	if (err == 0 && count == k.total)
		err = parts_file(e, &k);
	return err;
}

int
parts_expire(struct engine *e)
{
	int got = 1;
	while (got > 0) {
		struct store_rows rows;
		struct parts_key k = {.ref = 0};
		store_ask(e->store, &rows, QUERY_PART_DUE, SQL_INT(e->now_s));
		got = store_next(&rows);
		if (got > 0) {
			(void)strncat(
			    k.modem, store_str(&rows, 0), CONF_NAME_MAX);
			k.contact_id = store_int(&rows, 1);
			k.ref = store_int(&rows, 2);
			k.total = store_int(&rows, 3);
		}
		store_done(&rows);
		if (got <= 0)
			return got;
		int err = turn_write(e);
		if (err == 0)
			err = parts_file(e, &k);
		if (err < 0)
			return err;
	}
	return got;
}
