/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a modem read becomes a row, once: dedup key, sealed text, case,
 * conversation and answer in one transaction, and only then may the SIM's
 * copy go. What cannot be decoded is kept raw in quarantine, sealed as well,
 * and does not hold up what comes after it.
 */
#include "alerts.h"

#include "../lib/gsm.h"
#include "../lib/log.h"
#include "../lib/pdu.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A message on its way through intake. */
struct inbound {
	struct modem *modem;
	const char *hex;
	char place[128]; /* stands for the bytes when the driver gave none */
	uint8_t bytes[PDU_BYTES_MAX];
	size_t size;
	uint8_t dedup[VAULT_LOOKUP_SIZE];
	struct pdu pdu;
	int decoded; /* 0 or a pdu_error */
	enum gsm_sender_kind kind;
	char sender[GSM_NUMBER_SIZE];
	int64_t message_id;
};

/* --- once only --- */

/* The TPDU alone: the network may bring it again by another centre. */
static void
intake_dedup_text(const struct inbound *in, const uint8_t **ret, size_t *size)
{
	size_t skip = in->size > 0 ? (size_t)in->bytes[0] + 1 : 0;
	*ret = in->bytes + (skip < in->size ? skip : 0);
	*size = in->size - (skip < in->size ? skip : 0);
	if (in->size == 0) {
		*ret = (const uint8_t *)in->place;
		*size = strlen(in->place);
	}
}

/* *ret_ref: the row of an earlier reading, 0 if this is the first. */
static int
intake_seen(struct engine *e, struct inbound *in, int64_t *ret_ref)
{
	int64_t days[VAULT_DAYS_MAX];
	const uint8_t *text;
	size_t size;
	int err = vault_day_begin(e->vault, e->now_s / 86400);
	size_t count = vault_days(e->vault, days);
	intake_dedup_text(in, &text, &size);
	*ret_ref = 0;
	/* Newest last, so that in->dedup ends as today's. */
	for (size_t i = count; err == 0 && i-- > 0 && *ret_ref == 0;) {
		struct store_rows rows;
		err =
		    vault_route_dedup(e->vault, days[i], text, size, in->dedup);
		if (err < 0)
			break;
		store_ask(e->store, &rows, QUERY_TAKEN_FIND,
		    SQL_BLOB(in->dedup, sizeof(in->dedup)));
		err = store_next(&rows);
		bool gone = err > 0 && !store_is_null(&rows, 1);
		if (err > 0)
			*ret_ref = store_int(&rows, 0);
		store_done(&rows);
		err = err < 0 ? err : 0;
		/* Without bytes a place on the SIM is all we know: what is
		 * there after the first was deleted is another message. */
		if (err == 0 && gone && in->size == 0) {
			err = store_run(
			    e->store, QUERY_TAKEN_FORGET, SQL_INT(*ret_ref));
			*ret_ref = 0;
		}
	}
	return err;
}

static int
intake_take(
    struct engine *e, struct peer *p, json_t *frame, const struct inbound *in)
{
	int err = store_run(e->store, QUERY_TAKEN_INSERT,
	    SQL_BLOB(in->dedup, sizeof(in->dedup)), SQL_INT(e->now_s / 86400),
	    SQL_TIME(in->message_id));
	if (err < 0)
		return err;
	turn_answer(e, p->id, wire_int(frame, "id", 0),
	    json_pack("{s:s, s:I, s:I}", "f", "modem.taken", "re",
		(json_int_t)wire_int(frame, "id", 0), "ref",
		(json_int_t)store_last_id(e->store)));
	return 0;
}

/* --- what an officer will read --- */

static json_t *
intake_record(const struct inbound *in)
{
	const struct pdu *pdu = &in->pdu;
	json_t *record = json_pack("{s:s, s:s, s:s#}", "from", in->sender,
	    "channel", "sms", "text", pdu->text, (int)pdu->text_size);
	if (record == NULL)
		return NULL;
	if (pdu->scts.valid)
		(void)json_object_set_new(
		    record, "sent_at", json_integer(pdu->scts.utc_s));
	/* The raw bytes are kept where the text may not be all of it. */
	if (in->decoded != 0 || pdu->lossy || pdu->coding == PDU_DATA)
		(void)json_object_set_new(record, "pdu", json_string(in->hex));
	return record;
}

static int
intake_quarantine(struct engine *e, struct inbound *in, const char *reason)
{
	struct report r = {.channel = "sms"};
	struct case_message m = {.modem = in->modem->conf->name};
	(void)snprintf(r.quarantine, sizeof(r.quarantine), "%s", reason);
	int err = case_open(e, &r);
	if (err == 0)
		err = case_add(e, &r, &m, intake_record(in), &in->message_id);
	return err;
}

/* --- status reports --- */

/* Of the reporter, or of the responder. */
static int
intake_number_of(
    struct engine *e, struct store_rows *rows, char ret[GSM_NUMBER_SIZE])
{
	struct person p;
	if (store_is_null(rows, 2))
		return contact_number(
		    e, store_int(rows, 1), ret, GSM_NUMBER_SIZE);
	int err = person_get(e, store_str(rows, 2), &p);
	if (err == 0)
		memcpy(ret, p.number, GSM_NUMBER_SIZE);
	return err;
}

static int
intake_settle_one(struct engine *e, struct inbound *in, struct store_rows *rows,
    int64_t *ret_id)
{
	char number[GSM_NUMBER_SIZE];
	int got;
	*ret_id = 0;
	while (*ret_id == 0 && (got = store_next(rows)) > 0)
		if (intake_number_of(e, rows, number) == 0 &&
		    strcmp(number, in->sender) == 0)
			*ret_id = store_int(rows, 0);
	store_done(rows);
	return 0;
}

/* Texts wait at most 15 minutes, and a report may be an hour late. */
#define INTAKE_REPORT_S 7200

static int
intake_status_report(struct engine *e, struct inbound *in)
{
	static const char *const states[] = {
	    [PDU_STATUS_DELIVERED] = "delivered",
	    [PDU_STATUS_FAILED] = "failed",
	};
	struct store_rows rows;
	int64_t id;
	enum pdu_status status = pdu_status_classify(in->pdu.st);
	if (status == PDU_STATUS_PENDING)
		return 0;
	store_ask(e->store, &rows, QUERY_OUTBOX_BY_MR,
	    SQL_TEXT(in->modem->conf->name), SQL_INT(in->pdu.mr),
	    SQL_INT(e->now_s - INTAKE_REPORT_S));
	int err = intake_settle_one(e, in, &rows, &id);
	if (err == 0 && id == 0) { /* sent, but we died before its number */
		store_ask(e->store, &rows, QUERY_OUTBOX_UNKNOWN,
		    SQL_TEXT(in->modem->conf->name),
		    SQL_INT(e->now_s - INTAKE_REPORT_S));
		err = intake_settle_one(e, in, &rows, &id);
	}
	if (err < 0 || id == 0)
		return err;
	log_info(
	    "sms.report", LOG_I("id", id), LOG_S("status", states[status]));
	bool lost = status == PDU_STATUS_FAILED;
	err = store_run(e->store, QUERY_OUTBOX_SETTLE, SQL_INT(id),
	    SQL_TEXT(states[status]), SQL_INT(e->now_s),
	    SQL_TEXT(lost ? "undelivered" : NULL));
	return err < 0 || !lost ? err : alert_text_lost(e, id, NULL);
}

/* --- the frame --- */

static void
intake_decode(struct engine *e, struct inbound *in)
{
	in->decoded = pdu_from_hex(
	    in->hex, strlen(in->hex), in->bytes, sizeof(in->bytes), &in->size);
	if (in->decoded == 0)
		in->decoded = pdu_decode(in->bytes, in->size, &in->pdu);
	in->kind = gsm_sender_classify(
	    &in->pdu.address, e->conf->siaga.country, in->sender);
	if (in->decoded == 0 && in->pdu.scts.valid)
		timekeeper_learn(&e->time, in->pdu.scts.utc_s, e->now_ms);
	if (!e->time.trusted)
		e->now_s = timekeeper_now(
		    &e->time, e->clock.wall_s(e->clock.arg), e->now_ms);
}

static int
intake_single(struct engine *e, struct inbound *in)
{
	struct told told = {.via = in->modem->conf->name,
	    .channel = "sms",
	    .modem = in->modem,
	    .sender = in->sender,
	    .kind = in->kind,
	    .scts_s = in->pdu.scts.valid ? in->pdu.scts.utc_s : 0,
	    .text = in->pdu.text,
	    .size = in->pdu.text_size,
	    .record = intake_record(in)};
	int err = conversation_take(e, &told);
	in->message_id = told.message_id;
	return err;
}

static int
intake_sort(struct engine *e, struct inbound *in)
{
	char reason[64];
	if (in->decoded != 0) {
		(void)snprintf(reason, sizeof(reason), "undecodable_%s",
		    in->hex[0] == '\0' ? "empty" : pdu_error_name(in->decoded));
		return intake_quarantine(e, in, reason);
	}
	if (in->pdu.type == PDU_STATUS_REPORT)
		return intake_status_report(e, in);
	if (in->pdu.coding == PDU_DATA)
		return intake_quarantine(e, in, "attachment");
	if (in->kind == GSM_SENDER_NONE)
		return intake_quarantine(e, in, "no_sender");
	if (in->pdu.concat.total > 1)
		return parts_take(
		    e, in->modem, in->sender, in->bytes, in->size, &in->pdu);
	return intake_single(e, in);
}

int
intake_frame(struct engine *e, struct peer *p, json_t *frame)
{
	int64_t ref;
	struct inbound in = {
	    .modem = modem_of(e, p), .hex = wire_str(frame, "pdu")};
	const char *fault = wire_str(frame, "fault");
	if (in.modem == NULL)
		return -ENODEV;
	intake_decode(e, &in);
	(void)snprintf(in.place, sizeof(in.place), "%s %s %lld %lld",
	    in.modem->conf->name, fault == NULL ? "none" : fault,
	    (long long)wire_int(frame, "location", 0),
	    (long long)(e->now_s / 86400));
	int err = intake_seen(e, &in, &ref);
	if (err < 0)
		return err;
	if (ref != 0) { /* read again: only the deletion is owed */
		turn_answer(e, p->id, wire_int(frame, "id", 0),
		    json_pack("{s:s, s:I, s:I}", "f", "modem.taken", "re",
			(json_int_t)wire_int(frame, "id", 0), "ref",
			(json_int_t)ref));
		return 0;
	}
	err = intake_sort(e, &in);
	return err < 0 ? err : intake_take(e, p, frame, &in);
}
