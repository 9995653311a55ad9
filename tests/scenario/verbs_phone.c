/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What phones and the network do: texts, parts, calls, delivery reports. */
#include "encode.h"
#include "played.h"
#include "script.h"
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- texts --- */

struct sms {
	struct encode_wish wish;
	const char *modem; /* NULL: the first */
	int64_t sent_s;    /* 0: now */
	const char *gloss;
};

static int64_t
phone_stamp(struct world *w, const char *number)
{
	int64_t now_s = world_true_s(w);
	struct sender *s = w->senders;
	while (s != NULL && strcmp(s->number, number) != 0)
		s = s->next;
	if (s == NULL) {
		s = calloc(1, sizeof(*s));
		if (s == NULL)
			abort();
		(void)snprintf(s->number, sizeof(s->number), "%s", number);
		s->next = w->senders;
		w->senders = s;
	}
	s->last_s = now_s > s->last_s ? now_s : s->last_s + 1;
	return s->last_s;
}

/* "2026-11-21T10:00:00" in Jakarta. */
int64_t
words_date_s(struct world *w, const char *text)
{
	int y, mo, d, h, mi, s;
	if (sscanf(text, "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s) != 6) {
		world_fail(w, "expected a time such as 2026-11-21T10:00:00");
		return 0;
	}
	/* days from the civil date (Hinnant), March being the first month */
	int64_t year = mo <= 2 ? y - 1 : y, era = year / 400;
	int64_t yoe = year - era * 400;
	int64_t doy = (153 * (mo > 2 ? mo - 3 : mo + 9) + 2) / 5 + d - 1;
	int64_t days =
	    era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
	return days * 86400 + h * 3600 + mi * 60 + s - 7 * 3600;
}

static void
phone_take_part(struct world *w, struct words *words, struct sms *sms)
{
	unsigned seq, total;
	if (sscanf(words_next(words), "%u/%u", &seq, &total) != 2)
		world_fail(w, "expected a part such as 1/3");
	sms->wish.seq = seq;
	sms->wish.total = total;
	if (words_take(words, "ref"))
		sms->wish.ref = (unsigned)words_number(w, words);
	sms->wish.wide = words_take(words, "wide");
}

static bool
phone_take_option(struct world *w, struct words *words, struct sms *sms)
{
	static const char *const codings[] = {"auto", "gsm7", "ucs2", "data"};
	if (words_take(words, "part")) {
		phone_take_part(w, words, sms);
	} else if (words_take(words, "to")) {
		sms->modem = words_next(words);
	} else if (words_take(words, "sent")) {
		sms->sent_s = words_date_s(w, words_next(words));
	} else if (words_take(words, "class")) {
		sms->wish.class = (int)words_number(w, words);
	} else if (words_take(words, "pid")) {
		sms->wish.pid = (unsigned)words_number(w, words);
	} else if (words_take(words, "as")) {
		const char *name = words_next(words);
		for (int i = 0; i < 4; i++)
			if (strcmp(name, codings[i]) == 0)
				sms->wish.coding = (enum encode_coding)i;
	} else {
		return false;
	}
	return true;
}

static struct played_modem *
phone_modem(struct world *w, const char *name)
{
	struct played_modem *m = modem_played(w, name);
	if (m == NULL)
		world_fail(w, "there is no modem %s", name);
	return m;
}

static void
phone_deliver(struct world *w, const char *modem, const char *hex)
{
	struct played_modem *m = phone_modem(w, modem);
	if (m == NULL)
		return;
	(void)snprintf(w->last_pdu, sizeof(w->last_pdu), "%s", hex);
	(void)snprintf(w->last_sim, sizeof(w->last_sim), "%s", m->name);
	modem_add(w, m, hex, NULL);
	world_settle(w);
}

/* None of this may be found outside of sealed blobs. */
static void
phone_keep_secrets(struct world *w, const struct sms *sms,
    const struct encoded *e, const char *hex)
{
	const char *from = sms->wish.from + (sms->wish.from[0] == '+');
	if (strspn(from, "0123456789") == strlen(from) && strlen(from) >= 8) {
		world_keep_secret(w, "number", from, strlen(from));
		world_keep_secret(
		    w, "packed number", e->bytes + e->from_at, e->from_size);
	}
	if (sms->wish.size >= 12)
		world_keep_secret(w, "text", sms->wish.text, sms->wish.size);
	if (e->size >= e->text_at + 8) {
		world_keep_secret(
		    w, "PDU", e->bytes + e->text_at, e->size - e->text_at);
		world_keep_secret(w, "PDU in hex", hex + 2 * e->text_at,
		    strlen(hex + 2 * e->text_at));
	}
}

static void
phone_send(struct world *w, struct sms *sms)
{
	struct encoded e;
	char hex[2 * ENCODE_SIZE + 1];
	sms->wish.scts_s =
	    sms->sent_s != 0 ? sms->sent_s : phone_stamp(w, sms->wish.from);
	const char *wrong = encode_deliver(&sms->wish, &e);
	if (wrong != NULL) {
		world_fail(w, "%s", wrong);
		return;
	}
	encode_hex(&e, hex);
	transcript_text_in(
	    w, sms->wish.from, sms->wish.text, sms->wish.size, sms->gloss);
	phone_keep_secrets(w, sms, &e, hex);
	phone_deliver(w, sms->modem, hex);
}

/* sms from NUMBER "TEXT" [part 1/3 ref 7 [wide]] [to MODEM] [as ucs2] ... */
static void
verb_sms(struct world *w, struct words *words)
{
	struct sms sms = {.wish = {.class = -1}, .gloss = words->comment};
	if (words_take(words, "again")) {
		const char *to =
		    words_take(words, "to") ? words_next(words) : w->last_sim;
		char hex[sizeof(w->last_pdu)];
		(void)snprintf(hex, sizeof(hex), "%s", w->last_pdu);
		phone_deliver(w, to, hex);
		return;
	}
	if (!words_take(words, "from"))
		world_fail(w, "expected: sms from NUMBER \"TEXT\"");
	sms.wish.from = words_next(words);
	const struct word *text = words_quoted(w, words);
	sms.wish.text = text->text;
	sms.wish.size = text->size;
	while (phone_take_option(w, words, &sms))
		;
	if (!w->failed)
		phone_send(w, &sms);
}

/* pdu HEX [to MODEM]; pdu none FAULT: the driver has no bytes for it */
static void
verb_pdu(struct world *w, struct words *words)
{
	const char *fault = NULL;
	char hex[1100] = "";
	if (words_take(words, "none"))
		fault = words_next(words);
	else
		(void)snprintf(hex, sizeof(hex), "%s", words_next(words));
	const char *to = words_take(words, "to") ? words_next(words) : NULL;
	struct played_modem *m = phone_modem(w, to);
	if (m == NULL)
		return;
	if (strlen(hex) >= 24)
		world_keep_secret(w, "PDU in hex", hex, strlen(hex));
	(void)snprintf(w->last_pdu, sizeof(w->last_pdu), "%s", hex);
	(void)snprintf(w->last_sim, sizeof(w->last_sim), "%s", m->name);
	modem_add(w, m, hex, fault);
	world_settle(w);
}

/* call from NUMBER [to MODEM]; call hidden */
static void
verb_call(struct world *w, struct words *words)
{
	const char *number = "";
	if (!words_take(words, "hidden")) {
		(void)words_take(words, "from");
		number = words_next(words);
	}
	const char *to = words_take(words, "to") ? words_next(words) : NULL;
	struct played_modem *m = phone_modem(w, to);
	if (m == NULL || m->peer == 0 || !m->open)
		return; /* nobody notices it */
	json_t *frame = json_pack("{s:s}", "f", "modem.call");
	if (*number != '\0') {
		(void)json_object_set_new(frame, "number", json_string(number));
		world_keep_secret(w, "number", number + (*number == '+'),
		    strlen(number) - (*number == '+'));
	}
	transcript_call(w, number, words->comment);
	result_say(w, m->peer, 0, frame);
	world_settle(w);
}

/* --- delivery reports --- */

/* The text to report on: the last one, or the last to a number. */
static struct played_text *
phone_find_text(struct world *w, const char *to, struct played_modem **ret)
{
	for (size_t i = 0; i < w->modem_count; i++)
		for (struct played_text *t = w->modems[i].texts; t != NULL;
		     t = t->next)
			if (to == NULL || strcmp(t->to, to) == 0) {
				*ret = &w->modems[i];
				return t;
			}
	return NULL;
}

/* delivery ok|failed|pending [to NUMBER] [perhaps] [mr N] [st N] [from
 * NUMBER]; perhaps: if there is such a text at all */
static void
verb_delivery(struct world *w, struct words *words)
{
	static const struct {
		const char *name;
		unsigned st;
	} states[] = {{"ok", 0x00}, {"pending", 0x30}, {"failed", 0x46}};
	struct encoded e;
	char hex[2 * ENCODE_SIZE + 1];
	struct played_modem *m = NULL;
	const char *name = words_next(words);
	const char *to = words_take(words, "to") ? words_next(words) : NULL;
	struct played_text *t = phone_find_text(w, to, &m);
	if (words_take(words, "perhaps") && t == NULL)
		return;
	unsigned st = 256;
	for (size_t i = 0; i < 3; i++)
		if (strcmp(states[i].name, name) == 0)
			st = states[i].st;
	if (t == NULL || st == 256) {
		world_fail(w, t == NULL ? "there is no such text"
					: "expected ok, failed or pending");
		return;
	}
	unsigned mr =
	    words_take(words, "mr") ? (unsigned)words_number(w, words) : t->mr;
	if (words_take(words, "st"))
		st = (unsigned)words_number(w, words);
	const char *by = words_take(words, "from") ? words_next(words) : t->to;
	encode_report(by, mr, st, world_true_s(w), &e);
	encode_hex(&e, hex);
	phone_deliver(w, m->name, hex);
}

const struct verb verbs_phone[] = {
    {"sms", verb_sms, true},
    {"pdu", verb_pdu, true},
    {"call", verb_call, true},
    {"delivery", verb_delivery, true},
    {NULL, NULL, false},
};
