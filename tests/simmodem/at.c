/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interpreter's frame: see at.h. */
#include "at.h"

#include "sim.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ESC    0x1B
#define CTRL_Z 0x1A
/* Longer lines are what a modem forgets; a PDU has 2 * 176 digits. */
#define LINE_MAX_AT 2048u
#define PIN_TRIES   3

void
at_reset(struct sim *s)
{
	struct at *at = &s->at;

	timer_cancel(&s->timers, at->timer);
	buf_clear(&at->in);
	buf_clear(&at->line);
	buf_clear(&at->pdu);
	buf_clear(&at->reply);
	while (at->urcs) {
		struct urc *next = at->urcs->next;

		free(at->urcs->text);
		free(at->urcs);
		at->urcs = next;
	}
	at->prompt = false;
	at->state = AT_READY;
	at->p = (struct at_profile){
	    .echo = true, .cfun = 1, .charset = AT_GSM, .pin_ok = !*s->set.pin};
	at->p.mem[2] = store_find(s->set.receive_store);
}

void
at_init(struct sim *s)
{
	s->at = (struct at){.pin_left = PIN_TRIES};
	at_reset(s);
}

/* --- out --- */

static void
emit(struct sim *s, const char *p, size_t n)
{
	if (!sim_hung(s))
		line_write(s, p, n);
}

void
at_noise(struct sim *s, const char *text)
{
	struct buf b = {0};

	buf_printf(&b, "\r\n%s\r\n", text);
	line_write(s, b.data, b.len);
	buf_free(&b);
}

static void
echo(struct sim *s, char c)
{
	if (s->at.p.echo && !s->faults.echo_off)
		emit(s, &c, 1);
}

/* Nobody tells a modem's chatter from an answer inside a typed line. */
static bool
urcs_held(const struct at *at)
{
	return at->line.len || at->pdu.len || at->state == AT_BUSY;
}

static void
emit_urc(struct sim *s, const struct urc *u)
{
	if (sim_hung(s) || !line_attached(&s->line))
		return;
	at_noise(s, u->text);
	if (u->sms) {
		u->sms->cmti_ms = mono_ms();
		s->count.cmti++;
	}
}

static void
release_urcs(struct sim *s)
{
	struct at *at = &s->at;

	while (at->urcs && !urcs_held(at)) {
		struct urc *u = at->urcs;

		at->urcs = u->next;
		emit_urc(s, u);
		free(u->text);
		free(u);
	}
}

void
at_urc(struct sim *s, const char *text, struct sms *sms)
{
	struct urc **end = &s->at.urcs;

	while (*end)
		end = &(*end)->next;
	*end = xcalloc(1, sizeof **end);
	**end = (struct urc){.text = xstrdup(text), .sms = sms};
	release_urcs(s);
}

void
at_info(struct sim *s, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_printf(&s->at.reply, "\r\n%s", text);
}

static void
add_error(struct sim *s, const char *kind, int code)
{
	if (!s->at.p.cmee && strcmp(kind, "CME") == 0)
		buf_puts(&s->at.reply, "\r\nERROR\r\n");
	else
		buf_printf(&s->at.reply, "\r\n+%s ERROR: %d\r\n", kind, code);
}

static void
add_result(struct sim *s, int result)
{
	static const char *const word[] = {
	    [AT_OK] = "\r\nOK\r\n",
	    [AT_ERROR] = "\r\nERROR\r\n",
	    [AT_PROMPT] = "\r\n> ",
	    [AT_NO_CARRIER] = "\r\nNO CARRIER\r\n",
	    [AT_SILENT] = "",
	};
	struct buf *reply = &s->at.reply;

	if (reply->len && result != AT_SILENT)
		buf_puts(reply, "\r\n");
	if (result >= AT_CMS)
		add_error(s, "CMS", result - AT_CMS);
	else if (result >= AT_CME)
		add_error(s, "CME", result - AT_CME);
	else
		buf_puts(reply, word[result]);
}

static bool
answers(const struct sim *s, const char *prefix)
{
	return strncasecmp(s->at.command, prefix, strlen(prefix)) == 0;
}

static void
garble(struct buf *reply)
{
	for (size_t i = 2; i < reply->len; i += 3)
		reply->data[i] = (char)(reply->data[i] ^ 0x15);
}

static bool
garbled(struct sim *s)
{
	struct faults *f = &s->faults;

	return answers(s, f->garble_prefix) && !sim_strikes(&f->garble_skip) &&
	       sim_strikes(&f->garble);
}

static void
emit_reply(struct sim *s, void *arg)
{
	struct at *at = &s->at;

	(void)arg;
	if (at->reply.len && garbled(s))
		garble(&at->reply);
	emit(s, buf_str(&at->reply), at->reply.len);
	buf_clear(&at->reply);
	at->state = AT_READY;
	release_urcs(s);
}

static void
emit_later(struct sim *s, void *arg)
{
	emit_reply(s, arg);
	at_run(s);
}

static bool
reply_dropped(struct sim *s, int result)
{
	struct faults *f = &s->faults;

	if (result == AT_PROMPT)
		return false;
	return answers(s, f->drop_prefix) && sim_strikes(&f->drop_reply);
}

void
at_finish(struct sim *s, int result)
{
	struct at *at = &s->at;

	if (reply_dropped(s, result)) {
		if (!s->faults.drop_keeps_info)
			buf_clear(&at->reply);
		result = AT_SILENT;
	}
	add_result(s, result);
	at->prompt = result == AT_PROMPT;
	at->state = AT_BUSY;
	if (s->set.step_delay_ms > 0)
		at->timer =
		    timer_add(&s->timers, s->set.step_delay_ms, emit_later, s);
	else
		emit_reply(s, NULL);
}

/* --- in --- */

int
at_sim_state(const struct sim *s, enum at_need need)
{
	if (need == AT_ANY)
		return AT_OK;
	if (!s->at.p.pin_ok && s->at.pin_left > 0)
		return need == AT_SMS ? AT_CMS + 311 : AT_CME + 11;
	if (!s->at.p.pin_ok)
		return need == AT_SMS ? AT_CMS + 316 : AT_CME + 12;
	if (need == AT_SMS && !s->set.sms_ready)
		return AT_CMS + 314; /* SIM busy */
	return AT_OK;
}

bool
at_receives(const struct sim *s)
{
	return line_plugged(&s->line) && s->set.registered &&
	       s->at.p.cfun == 1 && at_sim_state(s, AT_SMS) == AT_OK;
}

static int
serve(struct sim *s, const struct at_command *c, const char *arg)
{
	int result = at_sim_state(s, c->need);

	if (result)
		return result;
	if (c->reply)
		at_info(s, "%s", c->reply);
	return c->fn ? c->fn(s, arg) : AT_OK;
}

static enum at_form
split_command(const char *text, size_t *name_len, const char **arg)
{
	*name_len = strcspn(text, "=?");
	*arg = text + *name_len;
	if (**arg == '?')
		return AT_ASK;
	if (**arg != '=')
		return AT_DO;
	++*arg;
	return strcmp(*arg, "?") == 0 ? AT_TEST : AT_SET;
}

static const struct at_command *
find_in(
    const struct at_command *c, const char *name, size_t len, enum at_form form)
{
	for (; c->name; c++)
		if (c->form == form && strlen(c->name) == len &&
		    strncasecmp(c->name, name, len) == 0)
			return c;
	return NULL;
}

/* ATD's number follows without a sign: it is the one of its kind. */
static const struct at_command *
find_command(const char *text, const char **arg)
{
	const struct at_command *found;
	enum at_form form;
	size_t len;

	if (toupper((unsigned char)*text) == 'D') {
		*arg = text + 1;
		return find_in(at_base_commands, "D", 1, AT_SET);
	}
	form = split_command(text, &len, arg);
	found = find_in(at_base_commands, text, len, form);
	if (!found)
		found = find_in(at_sms_commands, text, len, form);
	return found;
}

static void
execute(struct sim *s, const char *line)
{
	const struct at_command *c;
	const char *arg;
	int result;

	/* Leftovers of an older line may stand before it. */
	line = strcasestr(line, "AT");
	if (!line)
		return;
	s->count.at_commands++;
	control_saw_command(s, line);
	snprintf(s->at.command, sizeof s->at.command, "%s", line);
	c = find_command(line + 2, &arg);
	if (c)
		result = serve(s, c, arg);
	else
		result = s->at.p.cmee ? AT_CME + 100 : AT_ERROR;
	if (result != AT_OK && result != AT_PROMPT)
		buf_clear(&s->at.reply);
	at_finish(s, result);
}

static void
end_of_line(struct sim *s)
{
	char *line = xstrdup(buf_str(&s->at.line));

	buf_clear(&s->at.line);
	execute(s, line);
	free(line);
	release_urcs(s);
}

static void
command_byte(struct sim *s, char c)
{
	struct buf *line = &s->at.line;

	echo(s, c);
	if (c == '\r')
		end_of_line(s);
	else if (c == '\b' && line->len)
		line->data[--line->len] = '\0';
	else if ((unsigned char)c >= ' ' && line->len < LINE_MAX_AT)
		buf_add(line, &c, 1);
}

static void
prompt_byte(struct sim *s, char c)
{
	struct buf *pdu = &s->at.pdu;

	if (s->faults.deaf_at_prompt)
		return;
	if (c == CTRL_Z) {
		s->at.prompt = false;
		at_submit(s);
		buf_clear(pdu);
		release_urcs(s);
		return;
	}
	echo(s, c);
	if (isgraph((unsigned char)c) && pdu->len < LINE_MAX_AT)
		buf_add(pdu, &c, 1);
}

static void
escape(struct sim *s)
{
	bool prompt = s->at.prompt;

	buf_clear(&s->at.line);
	buf_clear(&s->at.pdu);
	if (prompt)
		at_finish(s, AT_OK);
	release_urcs(s);
}

static void
one_byte(struct sim *s, char c)
{
	if (c == ESC)
		escape(s);
	else if (s->at.prompt)
		prompt_byte(s, c);
	else
		command_byte(s, c);
}

void
at_run(struct sim *s)
{
	struct at *at = &s->at;
	size_t done = 0;

	while (at->state == AT_READY && done < at->in.len)
		one_byte(s, at->in.data[done++]);
	buf_drop(&at->in, done);
}

void
at_feed(struct sim *s, const char *p, size_t n)
{
	s->at.last_rx_ms = mono_ms();
	if (sim_hung(s))
		return;
	buf_add(&s->at.in, p, n);
	at_run(s);
}

bool
at_idle(const struct sim *s)
{
	const struct at *at = &s->at;

	return at->state == AT_READY && !at->prompt && !at->in.len &&
	       !at->line.len;
}

void
at_free(struct at *at)
{
	struct buf *all[] = {&at->in, &at->line, &at->pdu, &at->reply};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		buf_free(all[i]);
}

/* --- for the commands --- */

char *
at_encode(const struct sim *s, const char *utf8)
{
	struct buf b = {0};

	if (s->at.p.charset == AT_UCS2)
		charset_to_ucs2_hex(utf8, &b);
	else
		charset_to_gsm(utf8, &b);
	return b.data ? b.data : xstrdup("");
}

char *
at_decode(const struct sim *s, const char *p, size_t n)
{
	uint8_t octets[512];
	struct buf b = {0};
	size_t len;

	if (s->at.p.charset == AT_UCS2 &&
	    unhex(p, n, octets, sizeof octets, &len) == 0)
		charset_from_ucs2(octets, len, &b);
	else
		buf_add(&b, p, n);
	return b.data ? b.data : xstrdup("");
}

char *
at_argument(const char **arg)
{
	const char *p = *arg;
	bool quoted = *p == '"';
	struct buf b = {0};
	size_t n;

	if (!*p)
		return NULL;
	p += quoted;
	n = strcspn(p, quoted ? "\"" : ",");
	buf_add(&b, p, n);
	p += n;
	p += quoted && *p == '"';
	*arg = *p == ',' ? p + 1 : p + strlen(p);
	return b.data;
}

int
at_numbers(const char *arg, int *ret, int n)
{
	int got = 0;

	while (*arg && got < n) {
		char *end;
		long v = strtol(arg, &end, 10);

		if (end == arg || v < 0 || v > 1000000 || (*end && *end != ','))
			return -1;
		ret[got++] = (int)v;
		arg = *end ? end + 1 : end;
	}
	return *arg ? -1 : got;
}
