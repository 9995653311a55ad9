/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions and their requests, one libcurl handle each: ussd.h. */
#include "ussd.h"

#include "charset.h"
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_MS      12000L /* as long as the aggregator waits for a screen */
#define SCREEN_UNITS 182
#define BODY_MAX     16384
#define NETWORK_CODE "51010"

/* --- requests --- */

/* A body that is too long is cut: it is too long for a screen anyway. */
static size_t
take_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct ussd_session *u = arg;

	if (u && u->body.len + size * n <= BODY_MAX)
		buf_add(&u->body, bytes, size * n);
	return size * n;
}

static void
add_field(struct buf *form, const char *name, const char *value)
{
	char *escaped = curl_easy_escape(NULL, value, (int)strlen(value));

	buf_printf(form, "%s%s=%s", form->len ? "&" : "", name, escaped);
	curl_free(escaped);
}

/* body: whose answer is kept; NULL: it does not matter. */
static CURL *
post(struct sim *s, const char *url, struct buf *form, struct ussd_session *u,
    bool keep)
{
	CURL *e = curl_easy_init();

	if (!s->ussd.multi)
		s->ussd.multi = curl_multi_init();
	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, buf_str(form));
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, STEP_MS);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, keep ? u : NULL);
	curl_easy_setopt(e, CURLOPT_PRIVATE, u);
	curl_multi_add_handle(s->ussd.multi, e);
	buf_free(form);
	return e;
}

static void
drop(struct sim *s, CURL **e)
{
	if (!*e)
		return;
	curl_multi_remove_handle(s->ussd.multi, *e);
	curl_easy_cleanup(*e);
	*e = NULL;
}

static void
add_session(struct sim *s, struct buf *form, const struct ussd_session *u)
{
	add_field(form, "sessionId", u->id);
	add_field(form, "phoneNumber", u->from);
	add_field(form, "networkCode", NETWORK_CODE);
	add_field(form, "serviceCode", s->ussd.code);
}

static void
ask_screen(struct sim *s, struct ussd_session *u)
{
	struct buf form = {0};

	add_session(s, &form, u);
	add_field(&form, "text", buf_str(&u->input));
	buf_clear(&u->body);
	u->hops++;
	u->step = post(s, s->ussd.url, &form, u, true);
}

static void
notify(struct sim *s, struct ussd_session *u)
{
	struct buf form = {0};
	char ms[24], hops[12];

	if (!s->ussd.end_url)
		return;
	snprintf(ms, sizeof ms, "%lld", (long long)(u->end_ms - u->t_ms));
	snprintf(hops, sizeof hops, "%u", u->hops);
	add_session(s, &form, u);
	add_field(&form, "status", u->end);
	add_field(&form, "cost", "0");
	add_field(&form, "durationInMillis", ms);
	add_field(&form, "hopsCount", hops);
	add_field(&form, "input", buf_str(&u->input));
	add_field(&form, "lastAppResponse", buf_str(&u->body));
	add_field(&form, "errorMessage", u->fault ? u->fault : "");
	u->told = post(s, s->ussd.end_url, &form, u, false);
}

/* --- sessions --- */

static void
end_session(
    struct sim *s, struct ussd_session *u, const char *how, const char *fault)
{
	if (u->end)
		return;
	u->end = how;
	u->fault = fault;
	u->end_ms = mono_ms();
	timer_cancel(&s->timers, u->timer);
	u->timer = 0;
	drop(s, &u->step);
	notify(s, u);
}

static void
too_long(struct sim *s, void *arg)
{
	struct ussd_session *u = arg;

	u->timer = 0;
	end_session(s, u, "Incomplete", "the session took too long");
}

void
ussd_hang_up(struct sim *s, struct ussd_session *u)
{
	end_session(s, u, "Incomplete", NULL);
}

struct ussd_session *
ussd_find(const struct sim *s, const char *id, const char *from)
{
	for (struct ussd_session *u = s->ussd.sessions; u; u = u->next)
		if (id ? strcmp(u->id, id) == 0 : strcmp(u->from, from) == 0)
			return u;
	return NULL;
}

/*
 * "*123#" begins with nothing typed, "*123*1*2#" with "1*2".  NULL: another
 * code, or none at all.
 */
static char *
behind_code(const char *code, const char *dialled)
{
	size_t n = strlen(code) - 1, len = strlen(dialled);
	char *typed;

	if (len <= n || strncmp(code, dialled, n) != 0 ||
	    dialled[len - 1] != '#' || (dialled[n] != '#' && dialled[n] != '*'))
		return NULL;
	typed = xcalloc(1, len);
	if (dialled[n] == '*')
		memcpy(typed, dialled + n + 1, len - n - 2);
	return typed;
}

static struct ussd_session *
open_session(struct sim *s, const char *from, const char *typed)
{
	struct ussd_session *u = xcalloc(1, sizeof *u);

	/* Not like that of another simulated network, or of its last run. */
	snprintf(u->id, sizeof u->id, "ATUid_%012llx%06x",
	    (unsigned long long)mono_ms(), ++s->ussd.sessions_n);
	u->next = s->ussd.sessions;
	u->from = xstrdup(from);
	u->t_ms = mono_ms();
	u->timer = timer_add(&s->timers, s->set.ussd_ms, too_long, u);
	u->inputs = *typed != '\0';
	buf_puts(&u->input, typed);
	s->ussd.sessions = u;
	return u;
}

const char *
ussd_dial(struct sim *s, const char *from, const char *dialled,
    struct ussd_session **ret)
{
	struct ussd_session *before = ussd_find(s, NULL, from);
	char *typed;

	if (!s->ussd.url)
		return "this network has no USSD gateway (--ussd)";
	typed = behind_code(s->ussd.code, dialled);
	if (!typed)
		return "nobody serves this code";
	if (before)
		ussd_hang_up(s, before);
	*ret = open_session(s, from, typed);
	free(typed);
	ask_screen(s, *ret);
	return NULL;
}

const char *
ussd_type(struct sim *s, struct ussd_session *u, const char *input)
{
	if (u->end)
		return "the session has ended";
	if (u->step)
		return "the network still waits for the screen";
	if (u->inputs++)
		buf_puts(&u->input, "*");
	buf_puts(&u->input, input);
	ask_screen(s, u);
	return NULL;
}

/* --- what comes back --- */

/* NULL, or why a phone cannot show it. */
static const char *
wrong_screen(const char *text)
{
	struct units units;
	bool too_much;

	if (units_from_utf8(text, CODING_GSM7, &units) < 0)
		return "the screen has characters that the phone lacks";
	too_much = units.len > SCREEN_UNITS;
	units_free(&units);
	return too_much ? "the screen is longer than 182 characters" : NULL;
}

static const char *
wrong_answer(const struct ussd_session *u, CURLcode code, long status)
{
	const char *body = buf_str(&u->body);

	if (code != CURLE_OK)
		return curl_easy_strerror(code);
	if (status != 200)
		return "the application answered with an error";
	if (strncmp(body, "CON ", 4) != 0 && strncmp(body, "END ", 4) != 0)
		return "the answer begins with neither CON nor END";
	return wrong_screen(body + 4);
}

static void
screen_came(struct sim *s, struct ussd_session *u, CURLcode code, long status)
{
	const char *fault = wrong_answer(u, code, status);

	buf_clear(&u->screen);
	if (fault)
		end_session(s, u, "Failed", fault);
	else
		buf_puts(&u->screen, buf_str(&u->body) + 4);
	if (!fault && strncmp(u->body.data, "END", 3) == 0)
		end_session(s, u, "Success", NULL);
	drop(s, &u->step);
}

static void
transfer_ended(struct sim *s, CURL *e, CURLcode code)
{
	struct ussd_session *u = NULL;
	long status = 0;

	curl_easy_getinfo(e, CURLINFO_PRIVATE, &u);
	curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &status);
	if (e == u->step) {
		screen_came(s, u, code, status);
		return;
	}
	u->told_status = status;
	drop(s, &u->told);
}

/* --- the loop --- */

void
ussd_poll_add(struct sim *s, struct pollset *ps)
{
	fd_set in, out, bad;
	int last = -1;

	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_ZERO(&bad);
	if (s->ussd.multi)
		curl_multi_fdset(s->ussd.multi, &in, &out, &bad, &last);
	for (int fd = 0; fd <= last; fd++) {
		int events = (FD_ISSET(fd, &in) ? POLLIN : 0) |
			     (FD_ISSET(fd, &out) ? POLLOUT : 0);

		if (events)
			pollset_add(ps, fd, (short)events);
	}
}

int
ussd_wait_ms(const struct sim *s)
{
	long ms = -1;

	if (s->ussd.multi)
		curl_multi_timeout(s->ussd.multi, &ms);
	return (int)ms;
}

void
ussd_poll_done(struct sim *s)
{
	int running, left;
	CURLMsg *m;

	if (!s->ussd.multi)
		return;
	curl_multi_perform(s->ussd.multi, &running);
	while ((m = curl_multi_info_read(s->ussd.multi, &left)))
		if (m->msg == CURLMSG_DONE)
			transfer_ended(s, m->easy_handle, m->data.result);
}

void
ussd_free(struct sim *s)
{
	while (s->ussd.sessions) {
		struct ussd_session *u = s->ussd.sessions;

		s->ussd.sessions = u->next;
		drop(s, &u->step);
		drop(s, &u->told);
		free(u->from);
		buf_free(&u->input);
		buf_free(&u->screen);
		buf_free(&u->body);
		free(u);
	}
	curl_multi_cleanup(s->ussd.multi);
}
