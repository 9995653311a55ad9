/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands that are not about messages: identity, registration,
 * PIN, calls, USSD.  What always says the same is a row of the table.
 */
#include "at.h"

#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PUK       "12345678"
#define PIN_TRIES 3

/* --- settings of one number --- */

static int
set_number(const char *arg, int max, int *ret)
{
	int v = 0;

	if (at_numbers(arg, &v, 1) < 1 || v > max)
		return AT_ERROR;
	*ret = v;
	return AT_OK;
}

#define NUMBER_COMMANDS(fn, field, max, name)                                  \
	static int fn##_set(struct sim *s, const char *arg)                    \
	{                                                                      \
		return set_number(arg, (max), &s->at.p.field);                 \
	}                                                                      \
	static int fn##_ask(struct sim *s, const char *arg)                    \
	{                                                                      \
		(void)arg;                                                     \
		at_info(s, "%s: %d", (name), s->at.p.field);                   \
		return AT_OK;                                                  \
	}

NUMBER_COMMANDS(cmee, cmee, 2, "+CMEE")
NUMBER_COMMANDS(clip, clip, 1, "+CLIP")
NUMBER_COMMANDS(crc, crc, 1, "+CRC")

static int
echo_off(struct sim *s, const char *arg)
{
	(void)arg;
	s->at.p.echo = false;
	return AT_OK;
}

static int
echo_on(struct sim *s, const char *arg)
{
	(void)arg;
	s->at.p.echo = true;
	return AT_OK;
}

/* ATZ and AT&F: the user's settings, not a restart. */
static int
factory(struct sim *s, const char *arg)
{
	struct at_profile *p = &s->at.p;

	(void)arg;
	*p = (struct at_profile){.echo = true,
	    .cfun = p->cfun,
	    .pin_ok = p->pin_ok,
	    .mem = {p->mem[0], p->mem[1], p->mem[2]}};
	return AT_OK;
}

/* --- charset --- */

static const char *const charset_name[] = {
    [AT_GSM] = "GSM", [AT_IRA] = "IRA", [AT_UCS2] = "UCS2"};

#define CHARSETS (sizeof charset_name / sizeof charset_name[0])

static int
charset_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CSCS: \"%s\"", charset_name[s->at.p.charset]);
	return AT_OK;
}

static int
charset_set(struct sim *s, const char *arg)
{
	char *name = at_argument(&arg);
	int result = AT_ERROR;

	for (unsigned i = 0; name && i < CHARSETS; i++) {
		if (strcmp(charset_name[i], name) == 0) {
			s->at.p.charset = (enum at_charset)i;
			result = AT_OK;
		}
	}
	free(name);
	return result;
}

/* --- identity --- */

static int
model(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "%s", s->set.model);
	return AT_OK;
}

static int
imei(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "%s", s->set.imei);
	return AT_OK;
}

static int
imsi(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "%s", s->set.imsi);
	return AT_OK;
}

static int
own_number(struct sim *s, const char *arg)
{
	char *number = at_encode(s, s->set.number);

	(void)arg;
	at_info(s, "+CNUM: \"\",\"%s\",145", number);
	free(number);
	return AT_OK;
}

/* --- power and PIN --- */

static int
cfun_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CFUN: %d", s->at.p.cfun);
	return AT_OK;
}

static int
cfun_set(struct sim *s, const char *arg)
{
	int v[2] = {0, 0};

	if (at_numbers(arg, v, 2) < 1 || (v[0] != 0 && v[0] != 1 && v[0] != 4))
		return AT_ERROR;
	if (v[1] == 1)
		sim_power_cut(s);
	s->at.p.cfun = v[0];
	net_pump(s);
	return AT_OK;
}

static int
pin_ask(struct sim *s, const char *arg)
{
	(void)arg;
	if (s->at.p.pin_ok)
		at_info(s, "+CPIN: READY");
	else
		at_info(s, "+CPIN: SIM %s", s->at.pin_left ? "PIN" : "PUK");
	return AT_OK;
}

static int
pin_wrong(struct sim *s)
{
	if (s->at.pin_left > 0)
		s->at.pin_left--;
	return s->at.pin_left ? AT_CME + 16 : AT_CME + 12;
}

static int
pin_right(struct sim *s)
{
	s->at.pin_left = PIN_TRIES;
	s->at.p.pin_ok = true;
	net_pump(s);
	return AT_OK;
}

static int
pin_try(struct sim *s, const char *code, const char *new_pin)
{
	if (s->at.p.pin_ok)
		return AT_CME + 3;
	s->count.pin_attempts++;
	if (s->at.pin_left > 0)
		return strcmp(code, s->set.pin) ? pin_wrong(s) : pin_right(s);
	if (strcmp(code, PUK) != 0 || !new_pin)
		return AT_CME + 16;
	snprintf(s->set.pin, sizeof s->set.pin, "%s", new_pin);
	return pin_right(s);
}

static int
pin_set(struct sim *s, const char *arg)
{
	char *code = at_argument(&arg);
	char *new_pin = at_argument(&arg);
	int result = code ? pin_try(s, code, new_pin) : AT_ERROR;

	free(code);
	free(new_pin);
	return result;
}

/* --- network --- */

static bool
registered(const struct sim *s)
{
	return s->set.registered && s->at.p.pin_ok && s->at.p.cfun == 1;
}

static void
tell_registration(struct sim *s, const char *name, int mode)
{
	int stat = registered(s) ? 1 : 2;

	if (mode == 2 && stat == 1)
		at_info(s, "%s: 2,1,\"1A2B\",\"0C3D\"", name);
	else
		at_info(s, "%s: %d,%d", name, mode, stat);
}

static int
creg_ask(struct sim *s, const char *arg)
{
	(void)arg;
	tell_registration(s, "+CREG", s->at.p.creg);
	return AT_OK;
}

static int
creg_set(struct sim *s, const char *arg)
{
	return set_number(arg, 2, &s->at.p.creg);
}

static int
cgreg_ask(struct sim *s, const char *arg)
{
	(void)arg;
	tell_registration(s, "+CGREG", s->at.p.cgreg);
	return AT_OK;
}

static int
cgreg_set(struct sim *s, const char *arg)
{
	return set_number(arg, 2, &s->at.p.cgreg);
}

static int
cops_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, registered(s) ? "+COPS: 0,2,\"51010\"" : "+COPS: 0");
	return AT_OK;
}

static int
csq(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CSQ: %d,99", s->set.signal);
	return AT_OK;
}

/* --- calls --- */

static int
hang_up(struct sim *s, const char *arg)
{
	(void)arg;
	net_call_end(s, "hung up");
	net_ring_end(s, "hung up");
	return AT_OK;
}

static int
answer(struct sim *s, const char *arg)
{
	struct call *c = net_ringing(s);

	(void)arg;
	if (!c)
		return AT_NO_CARRIER;
	c->answered = true;
	return AT_OK;
}

static int
calls_list(struct sim *s, const char *arg)
{
	struct call *c = net_ringing(s);
	struct outcall *r = net_rung(s);

	(void)arg;
	if (r)
		at_info(s, "+CLCC: 2,0,%d,0,0,\"%s\",%d",
		    r->answered ? 0
		    : r->silent ? 2
				: 3,
		    r->to, *r->to == '+' ? 145 : 129);
	if (c)
		at_info(s, "+CLCC: 1,1,%d,0,0,\"%s\",%d", c->answered ? 0 : 4,
		    c->from ? c->from : "",
		    c->from && *c->from == '+' ? 145 : 129);
	return AT_OK;
}

/* A string of digits that ends in # is for the network, no call. */
static int
dial(struct sim *s, const char *arg)
{
	char number[128];
	int result = at_sim_state(s, AT_SIM);

	if (result)
		return result;
	if (!registered(s))
		return AT_NO_CARRIER;
	if (*arg == 'T' || *arg == 'P')
		arg++;
	snprintf(number, sizeof number, "%.*s", (int)strcspn(arg, ";"), arg);
	if (!*number)
		return AT_ERROR;
	if (number[strlen(number) - 1] == '#')
		net_ussd_dial(s, number);
	else if (!strchr(arg, ';') || net_rung(s))
		return AT_NO_CARRIER; /* no data calls */
	else
		net_ring(s, number);
	return AT_OK;
}

/* --- USSD --- */

static int
cusd_dial(struct sim *s, const char *quoted)
{
	char *raw = at_argument(&quoted);
	char *code = raw ? at_decode(s, raw, strlen(raw)) : NULL;
	int result = AT_ERROR;

	if (code && *code && registered(s)) {
		net_ussd_dial(s, code);
		result = AT_OK;
	}
	free(raw);
	free(code);
	return result;
}

static int
cusd_set(struct sim *s, const char *arg)
{
	char *end;
	long mode = strtol(arg, &end, 10);

	if (end == arg || mode < 0 || mode > 2)
		return AT_ERROR;
	if (mode == 2)
		s->at.p.ussd_open = false;
	else
		s->at.p.cusd = (int)mode;
	return *end == ',' ? cusd_dial(s, end + 1) : AT_OK;
}

static int
cusd_ask(struct sim *s, const char *arg)
{
	(void)arg;
	at_info(s, "+CUSD: %d", s->at.p.cusd);
	return AT_OK;
}

const struct at_command at_base_commands[] = {
    {"", AT_DO, NULL, NULL, AT_ANY},
    {"E", AT_DO, NULL, echo_off, AT_ANY},
    {"E0", AT_DO, NULL, echo_off, AT_ANY},
    {"E1", AT_DO, NULL, echo_on, AT_ANY},
    {"Z", AT_DO, NULL, factory, AT_ANY},
    {"&F", AT_DO, NULL, factory, AT_ANY},
    {"&F0", AT_DO, NULL, factory, AT_ANY},
    {"V1", AT_DO, NULL, NULL, AT_ANY},
    {"I", AT_DO, NULL, model, AT_ANY},
    {"D", AT_SET, NULL, dial, AT_ANY},
    {"H", AT_DO, NULL, hang_up, AT_ANY},
    {"A", AT_DO, NULL, answer, AT_ANY},
    {"+CHUP", AT_DO, NULL, hang_up, AT_ANY},
    {"+CHUP", AT_TEST, NULL, NULL, AT_ANY},
    {"+CLCC", AT_DO, NULL, calls_list, AT_ANY},
    {"+CLCC", AT_TEST, NULL, NULL, AT_ANY},
    {"+CMEE", AT_SET, NULL, cmee_set, AT_ANY},
    {"+CMEE", AT_ASK, NULL, cmee_ask, AT_ANY},
    {"+CMEE", AT_TEST, "+CMEE: (0-2)", NULL, AT_ANY},
    {"+CSCS", AT_ASK, NULL, charset_ask, AT_ANY},
    {"+CSCS", AT_SET, NULL, charset_set, AT_ANY},
    {"+CSCS", AT_TEST, "+CSCS: (\"GSM\",\"IRA\",\"UCS2\")", NULL, AT_ANY},
    {"+CGMM", AT_DO, NULL, model, AT_ANY},
    {"+GMM", AT_DO, NULL, model, AT_ANY},
    {"+CGMI", AT_DO, "Siaga", NULL, AT_ANY},
    {"+GMI", AT_DO, "Siaga", NULL, AT_ANY},
    {"+CGMR", AT_DO, "1.0", NULL, AT_ANY},
    {"+GMR", AT_DO, "1.0", NULL, AT_ANY},
    {"+CGSN", AT_DO, NULL, imei, AT_ANY},
    {"+GSN", AT_DO, NULL, imei, AT_ANY},
    {"+CIMI", AT_DO, NULL, imsi, AT_SIM},
    {"+CNUM", AT_DO, NULL, own_number, AT_SIM},
    {"+CFUN", AT_SET, NULL, cfun_set, AT_ANY},
    {"+CFUN", AT_ASK, NULL, cfun_ask, AT_ANY},
    {"+CFUN", AT_TEST, "+CFUN: (0,1,4),(0,1)", NULL, AT_ANY},
    {"+CPIN", AT_ASK, NULL, pin_ask, AT_ANY},
    {"+CPIN", AT_SET, NULL, pin_set, AT_ANY},
    {"+CREG", AT_ASK, NULL, creg_ask, AT_ANY},
    {"+CREG", AT_SET, NULL, creg_set, AT_ANY},
    {"+CREG", AT_TEST, "+CREG: (0-2)", NULL, AT_ANY},
    {"+CGREG", AT_ASK, NULL, cgreg_ask, AT_ANY},
    {"+CGREG", AT_SET, NULL, cgreg_set, AT_ANY},
    {"+CGREG", AT_TEST, "+CGREG: (0-2)", NULL, AT_ANY},
    {"+COPS", AT_ASK, NULL, cops_ask, AT_SIM},
    {"+COPS", AT_SET, NULL, NULL, AT_SIM},
    {"+COPS", AT_TEST, "+COPS: (2,\"SIAGA\",\"SIAGA\",\"51010\"),,(0-4),(0-2)",
	NULL, AT_SIM},
    {"+CSQ", AT_DO, NULL, csq, AT_ANY},
    {"+CSQ", AT_TEST, "+CSQ: (0-31,99),(0-7,99)", NULL, AT_ANY},
    {"+CBC", AT_DO, "+CBC: 1,100", NULL, AT_ANY},
    {"+CBC", AT_TEST, "+CBC: (0,1,2,3),(0-100)", NULL, AT_ANY},
    {"+CGATT", AT_ASK, "+CGATT: 1", NULL, AT_SIM},
    {"+CGATT", AT_SET, NULL, NULL, AT_SIM},
    {"+CLIP", AT_SET, NULL, clip_set, AT_ANY},
    {"+CLIP", AT_ASK, NULL, clip_ask, AT_ANY},
    {"+CRC", AT_SET, NULL, crc_set, AT_ANY},
    {"+CRC", AT_ASK, NULL, crc_ask, AT_ANY},
    {"+CCWA", AT_SET, NULL, NULL, AT_ANY},
    {"+CCWA", AT_ASK, "+CCWA: 1", NULL, AT_ANY},
    {"+CUSD", AT_SET, NULL, cusd_set, AT_SIM},
    {"+CUSD", AT_ASK, NULL, cusd_ask, AT_SIM},
    {"+CUSD", AT_TEST, "+CUSD: (0-2)", NULL, AT_SIM},
    {.name = NULL},
};
