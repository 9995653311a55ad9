/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga totp: the second factor of a person, an app on a phone. Its secret
 * lies under the machine key, for the box must know it before anybody's key
 * is here; so it keeps out who knows a passphrase, not who has the box.
 */
#include "../lib/log.h"
#include "../lib/totp.h"
#include "commands.h"

#include <errno.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOTP_PURPOSE  "totp"
#define TOTP_URI_SIZE 256

struct totp_row {
	uint8_t secret[TOTP_SECRET_SIZE];
	int64_t step, confirmed_at;
};

/* -ENOENT: none, or under a machine key that is no more. */
static int
totp_get(struct engine *e, const char *person, struct totp_row *ret)
{
	struct store_rows rows;
	struct vault_blob secret = {0};
	size_t size;
	*ret = (struct totp_row){0};
	store_ask(e->store, &rows, QUERY_TOTP_GET, SQL_TEXT(person));
	int got = store_next(&rows);
	int err = got < 0 ? got : got == 0 ? -ENOENT : 0;
	if (err == 0) {
		const void *sealed = store_blob(&rows, 0, &size);
		err = vault_machine_open(
		    e->vault, TOTP_PURPOSE, sealed, size, &secret);
		ret->step = store_int(&rows, 1);
		ret->confirmed_at = store_int(&rows, 2);
	}
	if (err == 0 && secret.size == sizeof(ret->secret))
		memcpy(ret->secret, secret.bytes, secret.size);
	else if (err == 0 || err == -EBADMSG)
		err = -ENOENT;
	vault_blob_free(&secret);
	store_done(&rows);
	return err;
}

static int
totp_put(struct engine *e, const char *person, const struct totp_row *row)
{
	struct vault_blob sealed = {0};
	int err = turn_write(e);
	if (err == 0)
		err = vault_machine_seal(e->vault, TOTP_PURPOSE, row->secret,
		    sizeof(row->secret), &sealed);
	if (err == 0)
		err = store_run(e->store, QUERY_TOTP_PUT, SQL_TEXT(person),
		    SQL_BLOB(sealed.bytes, sealed.size), SQL_INT(row->step),
		    SQL_TIME(row->confirmed_at));
	vault_blob_free(&sealed);
	return err;
}

int
command_totp_enrolled(struct engine *e, const char *person, bool *ret)
{
	struct totp_row row;
	int err = totp_get(e, person, &row);
	*ret = err == 0 && row.confirmed_at != 0;
	sodium_memzero(&row, sizeof(row));
	return err == -ENOENT ? 0 : err;
}

/* That person's place in memory, or that of the oldest code. */
static struct totp_taken *
totp_taken_of(struct engine *e, const char *person)
{
	struct totp_taken *oldest = &e->totp_taken[0];
	for (size_t i = 0; i < TOTP_TAKEN_MAX; i++) {
		struct totp_taken *t = &e->totp_taken[i];
		if (strcmp(t->person, person) == 0)
			return t;
		if (t->step < oldest->step)
			oldest = t;
	}
	return oldest;
}

static void
totp_remember(struct engine *e, const char *person, int64_t step)
{
	struct totp_taken *t = totp_taken_of(e, person);
	(void)snprintf(t->person, sizeof(t->person), "%s", person);
	t->step = step;
}

/* 0: it is the code of this moment, and taken. -EACCES: it is not, or was;
 * on a full disk memory alone knows that. */
static int
totp_take(struct engine *e, const char *person, struct totp_row *row,
    const char *code)
{
	const struct totp_taken *t = totp_taken_of(e, person);
	bool taken = strcmp(t->person, person) == 0 && t->step > row->step;
	int64_t step = totp_check(
	    row->secret, code, e->now_s, taken ? t->step : row->step);
	if (step < 0)
		return (int)step;
	row->step = step;
	totp_remember(e, person, step);
	return totp_put(e, person, row);
}

int
command_totp_unlock(struct engine *e, json_t *args, struct command_answer *a,
    bool *ret_enrolling)
{
	struct totp_row row;
	const char *person = command_str(args, "person");
	const char *code = command_str(args, "code");
	bool web = a->ticket.from.web_peer != 0;
	int err = totp_get(e, person, &row);
	bool has = err == 0 && row.confirmed_at != 0;
	err = err == -ENOENT ? 0 : err;
	*ret_enrolling = web && !has && e->conf->web.second_factor == CONF_TOTP;
	/* Codes are of a moment. At the box itself a clock that is not set
	 * keeps nobody out. */
	if (err == 0 && has && !e->time.trusted && !web)
		log_warn("unlock.without_code", LOG_S("person", person),
		    LOG_S("cause", "the clock is not set"));
	else if (err == 0 && has && code == NULL)
		(void)command_fail(a, "code_needed",
		    "and the six digits of your second factor");
	else if (err == 0 && has)
		err = totp_take(e, person, &row, code);
	sodium_memzero(&row, sizeof(row));
	return err;
}

/* --- enrolling --- */

/* Discreet on a phone that others see: the hotline's everyday name. */
static int
totp_uri(struct engine *e, const char *person, const char *secret,
    char ret[TOTP_URI_SIZE])
{
	char cover[64] = "";
	size_t len = 0;
	for (const char *c = e->conf->cover.name;
	     *c != '\0' && len + 4 < sizeof(cover); c++) {
		bool plain = strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
				    "QRSTUVWXYZ0123456789-_.",
				 *c) != NULL;
		len += (size_t)snprintf(cover + len, sizeof(cover) - len,
		    plain ? "%c" : "%%%02X", (unsigned char)*c);
	}
	int size = snprintf(ret, TOTP_URI_SIZE,
	    "otpauth://totp/%s:%s?secret=%s&issuer=%s", cover, person, secret,
	    cover);
	return size < TOTP_URI_SIZE ? 0 : -EMSGSIZE;
}

/* Rows of modules, "1" is dark; NULL: no memory. */
static json_t *
totp_picture(const char *uri)
{
	QRcode *qr = QRcode_encodeString8bit(uri, 0, QR_ECLEVEL_M);
	char row[178]; /* version 40 has 177 */
	if (qr == NULL)
		return NULL;
	json_t *rows = json_array();
	size_t width = (size_t)qr->width;
	for (size_t y = 0; y < width; y++) {
		for (size_t x = 0; x < width; x++)
			row[x] = (qr->data[y * width + x] & 1) != 0 ? '1' : '0';
		(void)json_array_append_new(rows, json_stringn(row, width));
	}
	sodium_memzero(row, sizeof(row));
	sodium_memzero(qr->data, width * width);
	QRcode_free(qr);
	return rows;
}

static int
totp_show(struct engine *e, const struct totp_row *row, json_t **ret)
{
	char secret[TOTP_TEXT_SIZE], uri[TOTP_URI_SIZE];
	int err = totp_text(row->secret, secret);
	if (err == 0)
		err = totp_uri(e, e->actor.name, secret, uri);
	json_t *picture = err == 0 ? totp_picture(uri) : NULL;
	if (err == 0 && picture == NULL)
		err = -ENOMEM;
	if (err == 0)
		*ret = json_pack("{s:s, s:s, s:o}", "uri", uri, "secret",
		    secret, "qr", picture);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(uri, sizeof(uri));
	return err;
}

static bool
totp_has_session(struct engine *e, struct command_answer *a)
{
	if (e->actor.session != NULL)
		return true;
	return command_fail(
		   a, "locked", "this takes a session: siaga unlock YOU") != 0;
}

int
command_totp_begin(struct engine *e, json_t *args, struct command_answer *a)
{
	struct totp_row row = {0};
	bool enrolled;
	(void)args;
	if (!totp_has_session(e, a))
		return 0;
	int err = command_totp_enrolled(e, e->actor.name, &enrolled);
	if (err == 0 && enrolled)
		return command_fail(a, "enrolled",
		    "you have a second factor; who staffs the office takes it "
		    "away: siaga totp reset");
	vault_random(row.secret, sizeof(row.secret));
	totp_remember(e, e->actor.name, 0);
	if (err == 0)
		err = totp_put(e, e->actor.name, &row);
	if (err == 0)
		err = totp_show(e, &row, &a->result);
	sodium_memzero(&row, sizeof(row));
	(void)snprintf(a->object, sizeof(a->object), "%s", e->actor.name);
	return err;
}

int
command_totp_confirm(struct engine *e, json_t *args, struct command_answer *a)
{
	struct totp_row row;
	if (!totp_has_session(e, a))
		return 0;
	int err = totp_get(e, e->actor.name, &row);
	if (err == -ENOENT || (err == 0 && row.confirmed_at != 0))
		return command_fail(
		    a, "state", "nothing is to be confirmed: siaga totp begin");
	row.confirmed_at = e->now_s;
	if (err == 0 && !command_may_try(e, e->actor.name, a))
		return 0;
	command_tried(e, e->actor.name, a, COMMAND_TRY_BEGINS);
	if (err == 0)
		err = totp_take(
		    e, e->actor.name, &row, command_str(args, "code"));
	sodium_memzero(&row, sizeof(row));
	if (err == -EACCES)
		return command_fail(a, "bad_code",
		    "this is not the code of this moment; is the phone's clock "
		    "right?");
	if (err < 0)
		return err;
	command_tried(e, e->actor.name, a, COMMAND_TRY_RIGHT);
	e->actor.session->enrolling = false;
	(void)snprintf(a->object, sizeof(a->object), "%s", e->actor.name);
	a->result = json_pack("{s:s}", "confirmed", e->actor.name);
	/* Whoever learnt her passphrase may have been faster than she. */
	return webhook_alarm(e, "second_factor_set_up");
}

int
command_totp_reset(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *person = command_str(args, "person");
	struct person p;
	int err = person_get(e, person, &p);
	if (err == -ENOENT)
		return command_fail(a, "not_found", "there is no such person");
	if (err == 0)
		err = store_run(e->store, QUERY_TOTP_DELETE, SQL_TEXT(person));
	bool had = err == 0 && store_changes(e->store) > 0;
	if (had && strcmp(person, e->actor.name) != 0)
		sessions_end_of(e, person);
	a->result = json_pack("{s:s, s:b}", "person", person, "had", (int)had);
	return had ? webhook_alarm(e, "second_factor_reset") : err;
}
