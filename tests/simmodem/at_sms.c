/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The message commands of 27.005: stores, notification, reading. */
#include "at.h"

#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CMS_BAD_INDEX     (AT_CMS + 321)
#define CMS_NOT_ALLOWED   (AT_CMS + 302)
#define CMS_BAD_PARAMETER (AT_CMS + 305)

/* --- stores --- */

static void
tell_stores(struct sim *s, bool names)
{
	struct buf b = {0};

	for (int i = 0; i < 3; i++) {
		enum store_id id = s->at.p.mem[i];

		buf_puts(&b, i ? "," : "");
		if (names)
			buf_printf(&b, "\"%s\",", store_name(id));
		buf_printf(&b, "%d,%d", store_used(s, id), store_size(s, id));
	}
	at_info(s, "+CPMS: %s", buf_str(&b));
	buf_free(&b);
}

static int
cpms_ask(struct sim *s, const char *arg)
{
	(void)arg;
	tell_stores(s, true);
	return AT_OK;
}

static int
cpms_set(struct sim *s, const char *arg)
{
	enum store_id mem[3];

	memcpy(mem, s->at.p.mem, sizeof mem);
	for (int i = 0; i < 3 && *arg; i++) {
		char *name = at_argument(&arg);

		mem[i] = name && *name ? store_find(name) : mem[i];
		free(name);
		if (mem[i] == STORE_MAX || (i == 1 && mem[i] == STORE_SR))
			return CMS_NOT_ALLOWED;
	}
	memcpy(s->at.p.mem, mem, sizeof mem);
	tell_stores(s, false);
	net_pump(s);
	return AT_OK;
}

/* --- notification --- */

static int
cnmi_test(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CNMI: (0-2),(0-2),%s,(0-2),(0,1)",
	    s->set.cell_broadcast ? "(0,2)" : "(0)");
	return AT_OK;
}

static int
cnmi_ask(struct sim *s, const char *arg)
{
	const int *v = s->at.p.cnmi;

	(void)arg;
	at_info(s, "+CNMI: %d,%d,%d,%d,%d", v[0], v[1], v[2], v[3], v[4]);
	return AT_OK;
}

static int
cnmi_set(struct sim *s, const char *arg)
{
	int v[5];

	memcpy(v, s->at.p.cnmi, sizeof v);
	if (!s->set.cnmi_ok)
		return AT_CMS + 303;
	if (at_numbers(arg, v, 5) < 1 || v[0] > 2 || v[1] > 2 || v[2] > 2 ||
	    v[3] > 2 || v[4] > 1 || (v[2] && !s->set.cell_broadcast))
		return CMS_BAD_PARAMETER;
	memcpy(s->at.p.cnmi, v, sizeof v);
	return AT_OK;
}

/* --- format --- */

static int
cmgf_set(struct sim *s, const char *arg)
{
	int v = 0;

	if (at_numbers(arg, &v, 1) < 1 || v > 1 || (v && !s->set.text_mode))
		return CMS_NOT_ALLOWED;
	s->at.p.cmgf = v;
	return AT_OK;
}

static int
cmgf_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CMGF: %d", s->at.p.cmgf);
	return AT_OK;
}

static int
cmgf_test(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CMGF: %s", s->set.text_mode ? "(0,1)" : "(0)");
	return AT_OK;
}

static int
csdh_set(struct sim *s, const char *arg)
{
	int v = 0;

	if (at_numbers(arg, &v, 1) < 1 || v > 1)
		return CMS_BAD_PARAMETER;
	s->at.p.csdh = v;
	return AT_OK;
}

static int
csms_set(struct sim *s, const char *arg)
{
	int v = 0;

	if (at_numbers(arg, &v, 1) < 1 || v > 1)
		return CMS_NOT_ALLOWED;
	s->at.p.csms = v;
	at_info(s, "+CSMS: 1,1,1");
	return AT_OK;
}

static int
csms_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CSMS: %d,1,1,1", s->at.p.csms);
	return AT_OK;
}

static int
csca_ask(struct sim *s, const char *arg)
{
	char *number = at_encode(s, s->set.smsc);

	(void)arg;
	at_info(s, "+CSCA: \"%s\",145", number);
	free(number);
	return AT_OK;
}

static int
csca_set(struct sim *s, const char *arg)
{
	char *raw = at_argument(&arg);
	char *number = raw ? at_decode(s, raw, strlen(raw)) : NULL;

	if (number)
		snprintf(s->set.smsc, sizeof s->set.smsc, "%s", number);
	free(raw);
	free(number);
	return AT_OK;
}

/* --- reading --- */

static void
show_pdu(struct sim *s, const char *head, const struct slot *slot)
{
	const struct sms *m = slot->sms;

	at_info(s, "%s%d,,%zu", head, slot->read, m->length);
	at_info(s, "%s", m->pdu);
}

static void
text_time(const struct sim *s, char *out, size_t cap)
{
	time_t now_s = net_wall_s(s) + 7 * 3600L;
	struct tm tm;

	gmtime_r(&now_s, &tm);
	snprintf(out, cap, "%02d/%02d/%02d,%02d:%02d:%02d+28", tm.tm_year % 100,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/*
 * Text mode is here for libGammu's way of deleting what it cannot read:
 * good enough to be parsed, not a faithful decoder.
 */
static void
show_text(struct sim *s, const char *head, const struct slot *slot)
{
	const struct sms *m = slot->sms;
	char *from = at_encode(s, m->from ? m->from : "");
	char *body = at_encode(s, m->text ? m->text : m->pdu);
	char stamp[40];

	text_time(s, stamp, sizeof stamp);
	at_info(s, "%s\"REC %s\",\"%s\",,\"%s\"", head,
	    slot->read ? "READ" : "UNREAD", from, stamp);
	if (s->at.p.csdh)
		buf_printf(&s->at.reply, ",145,4,0,0,\"%s\",145,%zu",
		    s->set.smsc, strlen(body));
	at_info(s, "%s", body);
	free(from);
	free(body);
}

static void
show(struct sim *s, const char *head, struct slot *slot)
{
	if (s->at.p.cmgf)
		show_text(s, head, slot);
	else
		show_pdu(s, head, slot);
	slot->read = true;
}

static long
place_of(const struct sim *s, int location)
{
	return (long)location - s->set.first_location;
}

static int
cmgr(struct sim *s, const char *arg)
{
	int location = 0;
	struct slot *slot;

	if (at_numbers(arg, &location, 1) < 1)
		return CMS_BAD_INDEX;
	slot = store_get(s, s->at.p.mem[0], place_of(s, location));
	if (!slot)
		return CMS_BAD_INDEX;
	show(s, "+CMGR: ", slot);
	return AT_OK;
}

/* -1: not a state; else as in PDU mode: 0 unread, 1 read, 4 all. */
static int
wanted_state(const char *arg)
{
	static const struct {
		const char *name;
		int state;
	} names[] = {
	    {"0", 0},
	    {"1", 1},
	    {"2", 2},
	    {"3", 3},
	    {"4", 4},
	    {"REC UNREAD", 0},
	    {"REC READ", 1},
	    {"STO UNSENT", 2},
	    {"STO SENT", 3},
	    {"ALL", 4},
	};
	char *name = at_argument(&arg);
	int state = -1;

	for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].name, name) == 0)
			state = names[i].state;
	free(name);
	return state;
}

static int
list(struct sim *s, int state)
{
	enum store_id id = s->at.p.mem[0];
	char head[32];

	for (int i = 0; i < STORE_SLOTS_MAX; i++) {
		struct slot *slot = store_get(s, id, i);

		if (!slot || (state != 4 && state != slot->read))
			continue;
		snprintf(
		    head, sizeof head, "+CMGL: %d,", i + s->set.first_location);
		show(s, head, slot);
	}
	return AT_OK;
}

static int
cmgl(struct sim *s, const char *arg)
{
	int state = wanted_state(arg);

	return state < 0 ? CMS_BAD_PARAMETER : list(s, state);
}

static int
cmgl_unread(struct sim *s, const char *arg)
{
	(void)arg;
	return list(s, 0);
}

/* --- deleting --- */

static void
delete_many(struct sim *s, int flag)
{
	enum store_id id = s->at.p.mem[0];

	for (int i = 0; i < STORE_SLOTS_MAX; i++) {
		struct slot *slot = store_get(s, id, i);

		if (slot && (slot->read || flag == 4))
			store_delete(s, id, i);
	}
}

static int
cmgd(struct sim *s, const char *arg)
{
	enum store_id id = s->at.p.mem[0];
	int v[2] = {0, 0};
	long place;

	if (at_numbers(arg, v, 2) < 1 || v[1] > 4)
		return CMS_BAD_PARAMETER;
	if (sim_strikes(&s->faults.delete_fail))
		return AT_CMS + s->faults.delete_code;
	place = place_of(s, v[0]);
	if (v[1])
		delete_many(s, v[1]);
	else if (place < 0 || place >= STORE_SLOTS_MAX)
		return CMS_BAD_INDEX;
	else
		store_delete(s, id, place);
	return AT_OK;
}

/* --- sending, up to the prompt --- */

static int
cmgs(struct sim *s, const char *arg)
{
	int octets = 0;

	if (s->at.p.cmgf)
		return CMS_NOT_ALLOWED;
	if (at_numbers(arg, &octets, 1) < 1 || octets < 8 || octets > 164)
		return AT_CMS + 304;
	s->at.want_octets = (size_t)octets;
	return AT_PROMPT;
}

static int
refuse(struct sim *s, const char *arg)
{
	(void)s;
	(void)arg;
	return CMS_NOT_ALLOWED;
}

#define STORES "(\"SM\",\"ME\",\"SR\")"

const struct at_command at_sms_commands[] = {
    {"+CPMS", AT_ASK, NULL, cpms_ask, AT_SMS},
    {"+CPMS", AT_SET, NULL, cpms_set, AT_SMS},
    {"+CPMS", AT_TEST, "+CPMS: " STORES ",(\"SM\",\"ME\")," STORES, NULL,
	AT_SMS},
    {"+CNMI", AT_ASK, NULL, cnmi_ask, AT_SMS},
    {"+CNMI", AT_SET, NULL, cnmi_set, AT_SMS},
    {"+CNMI", AT_TEST, NULL, cnmi_test, AT_SMS},
    {"+CMGF", AT_ASK, NULL, cmgf_ask, AT_ANY},
    {"+CMGF", AT_SET, NULL, cmgf_set, AT_ANY},
    {"+CMGF", AT_TEST, NULL, cmgf_test, AT_ANY},
    {"+CSDH", AT_SET, NULL, csdh_set, AT_ANY},
    {"+CSMS", AT_ASK, NULL, csms_ask, AT_ANY},
    {"+CSMS", AT_SET, NULL, csms_set, AT_ANY},
    {"+CSMS", AT_TEST, "+CSMS: (0,1)", NULL, AT_ANY},
    {"+CSCA", AT_ASK, NULL, csca_ask, AT_SMS},
    {"+CSCA", AT_SET, NULL, csca_set, AT_SMS},
    {"+CSMP", AT_ASK, "+CSMP: 17,167,0,0", NULL, AT_SMS},
    {"+CSMP", AT_SET, NULL, NULL, AT_SMS},
    {"+CMGR", AT_SET, NULL, cmgr, AT_SMS},
    {"+CMGL", AT_SET, NULL, cmgl, AT_SMS},
    {"+CMGL", AT_DO, NULL, cmgl_unread, AT_SMS},
    {"+CMGL", AT_TEST, "+CMGL: (0-4)", NULL, AT_SMS},
    {"+CMGD", AT_SET, NULL, cmgd, AT_SMS},
    {"+CMGD", AT_TEST, "+CMGD: (),(0-4)", NULL, AT_SMS},
    {"+CMGS", AT_SET, NULL, cmgs, AT_SMS},
    {"+CMGS", AT_TEST, NULL, NULL, AT_SMS},
    {"+CMGW", AT_SET, NULL, refuse, AT_SMS},
    {"+CNMA", AT_DO, NULL, NULL, AT_SMS},
    {.name = NULL},
};
