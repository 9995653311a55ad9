/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of the core, its screens, and what is told of refusals. */
#define _DEFAULT_SOURCE /* struct tcp_info */
#include "gateway/web/ussd.h"

#include "gateway/lib/log.h"
#include "gateway/web/listener.h"

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define USSD_WAIT_MS 10000 /* an aggregator's own patience */
#define USSD_TELL_MS 60000

/* --- opening --- */

static const char *
ussd_read_gates(struct ussd *u, json_t *told)
{
	json_t *gates = json_object_get(told, "gates"), *gate;
	size_t i;
	if (json_array_size(gates) > GATES_MAX)
		return "too_many_gates";
	json_array_foreach(gates, i, gate)
	{
		u->gate_count = i + 1;
		if (!gate_read(&u->gates[i], gate))
			return "gate_malformed";
	}
	return NULL;
}

static const char *
ussd_read_settings(struct ussd *u, json_t *told)
{
	const char *proxies = wire_str(told, "proxies");
	int count =
	    proxies == NULL ? 0 : address_ranges_parse(proxies, u->proxies);
	u->later = wire_str(told, "later");
	if (count < 0 || u->later == NULL)
		return "settings_malformed";
	u->proxy_count = (size_t)count;
	return ussd_read_gates(u, told);
}

const char *
ussd_open(struct web *w)
{
	json_t *told = w->settings.ussd;
	const char *listen = wire_str(told, "listen"), *error;
	struct listener l = {.fd = -1};
	w->gates = calloc(1, sizeof(*w->gates));
	if (w->gates == NULL)
		return "no_memory";
	asked_init(&w->gates->asked);
	error = ussd_read_settings(w->gates, told);
	if (error == NULL)
		error = listen == NULL ? "address_malformed"
				       : listener_open(listen, &l);
	if (error != NULL)
		return error;
	return door_open(&w->ussd, &l, wire_str(told, "tls_cert"),
	    wire_str(told, "tls_key"));
}

void
ussd_forget(struct web *w)
{
	if (w->gates == NULL)
		return;
	for (size_t i = 0; i < w->gates->gate_count; i++)
		gate_free(&w->gates->gates[i]);
	free(w->gates);
	w->gates = NULL;
}

/* --- asking --- */

static int
ussd_digest_add(struct buf *b, const char *text, size_t size)
{
	uint32_t prefix = (uint32_t)size; /* so that no two are joined alike */
	int err = buf_add(b, &prefix, sizeof(prefix));
	return err < 0 ? err : buf_add(b, text, size);
}

static int
ussd_digest_string(struct buf *b, json_t *string)
{
	return ussd_digest_add(b,
	    string == NULL ? "" : json_string_value(string),
	    json_string_length(string));
}

struct digest
ussd_digest(const struct ussd_exchange *x)
{
	const struct ussd_request *r = &x->request;
	struct buf b;
	buf_init(&b, USSD_BODY_MAX);
	int err = ussd_digest_add(&b, x->gate->name, strlen(x->gate->name) + 1);
	if (err == 0)
		err = ussd_digest_string(&b, r->session);
	if (err == 0) /* two phones' are never one request */
		err = ussd_digest_string(&b, r->number);
	if (err == 0)
		err = ussd_digest_string(&b, r->input);
	if (err == 0)
		err = ussd_digest_string(&b, r->sequence);
	if (err == 0)
		err = ussd_digest_add(&b, "first", r->first ? 5 : 0);
	BUG_IF(err == -EMSGSIZE);
	/* Without memory two requests could be one: then none is. */
	struct digest d =
	    err == 0 ? digest_of(b.data, b.len) : digest_keyed(&x, sizeof(x));
	buf_free(&b);
	return d;
}

static void
ussd_add_flag(json_t *frame, const char *name, bool is)
{
	if (is)
		(void)json_object_set_new(frame, name, json_true());
}

static json_t *
ussd_input(const struct ussd_exchange *x, int64_t id, const struct digest *d,
    bool again)
{
	const struct ussd_request *r = &x->request;
	char digest[DIGEST_HEX];
	digest_hex(d, digest, sizeof(digest));
	json_t *frame =
	    json_pack("{s:s, s:I, s:s, s:O, s:O*, s:O*, s:O, s:O*, s:s}", "f",
		"ussd.input", "id", (json_int_t)id, "gate", x->gate->name,
		"session", r->session, "number", r->number, "code", r->code,
		"input", r->input, "sequence", r->sequence, "digest", digest);
	ussd_add_flag(frame, "hidden", x->gate->hashed);
	ussd_add_flag(frame, "joined", x->gate->map.joined);
	ussd_add_flag(frame, "first", r->first);
	ussd_add_flag(frame, "quick", x->gate->quick);
	ussd_add_flag(frame, "again", again);
	return frame;
}

static void
ussd_suspend(struct ussd_exchange *x, struct asked *a)
{
	x->asked = a;
	x->next = a->askers;
	a->askers = x;
	x->state = USSD_WAITING;
	MHD_suspend_connection(x->mhd);
}

static void
ussd_show_later(struct ussd_exchange *x)
{
	x->web->gates->unanswered++;
	ussd_show(x, x->web->gates->later, false);
}

void
ussd_ask(struct ussd_exchange *x, const struct digest *d, struct asked *known)
{
	struct web *w = x->web;
	bool again = known != NULL && known->state == ASKED_LOST;
	if (known != NULL && known->state == ASKED_WAITING) {
		ussd_suspend(x, known);
		return;
	}
	int64_t id = link_id(&w->link);
	struct asked *a = !w->up ? NULL
				 : asked_begin(&w->gates->asked, d, known, id,
				       web_now_ms() + USSD_WAIT_MS);
	if (a == NULL) {
		ussd_show_later(x);
		return;
	}
	int err = link_send(&w->link, ussd_input(x, id, d, again));
	if (err == -EMSGSIZE || err == -ENOMEM) {
		asked_answered(&w->gates->asked, a, 0);
		ussd_refuse(x, USSD_TOO_LARGE);
		return;
	}
	ussd_suspend(x, a); /* a lost link is found by whoever reads it */
}

bool
ussd_tell_end(struct ussd_exchange *x)
{
	struct web *w = x->web;
	const char *how = x->request.how[0] == '\0' ? NULL : x->request.how;
	if (!w->up)
		return false;
	return link_send(&w->link,
		   json_pack("{s:s, s:I, s:s, s:O, s:s*}", "f", "ussd.end",
		       "id", (json_int_t)link_id(&w->link), "gate",
		       x->gate->name, "session", x->request.session, "how",
		       how)) == 0;
}

/* --- answers --- */

/* libmicrohttpd does not look at a connection while it is suspended. */
static bool
ussd_peer_is_there(const struct ussd_exchange *x)
{
	struct tcp_info info = {0};
	socklen_t size = sizeof(info);
	return getsockopt(x->conn->fd, IPPROTO_TCP, TCP_INFO, &info, &size) <
		   0 ||
	       info.tcpi_state == TCP_ESTABLISHED;
}

/* screen: the core's, or NULL: there is none, and what is shown is no answer
 * that could be lost. */
static void
ussd_settle(struct web *w, struct asked *a, json_t *screen)
{
	struct ussd_exchange *x = a->askers, *next;
	const char *text = screen == NULL ? NULL : wire_str(screen, "text");
	bool refused = screen != NULL && wire_str(screen, "refused") != NULL;
	bool more = screen != NULL && wire_bool(screen, "more");
	unsigned askers = 0;
	for (const struct ussd_exchange *one = x; one != NULL; one = one->next)
		askers++;
	bool shown = text != NULL && !refused;
	asked_answered(&w->gates->asked, a, shown ? askers : 0);
	for (; x != NULL; x = next) {
		next = x->next;
		if (!shown)
			x->asked = NULL;
		if (refused)
			ussd_refuse(x, USSD_OUT_OF_TURN);
		else if (text == NULL)
			ussd_show_later(x);
		else
			ussd_show(x, text, more);
		x->alone = !ussd_peer_is_there(x);
		MHD_resume_connection(x->mhd);
	}
}

static struct asked *
ussd_asked_by(struct web *w, json_t *frame)
{
	return w->gates == NULL
		   ? NULL
		   : asked_of_call(&w->gates->asked, wire_int(frame, "re", 0));
}

void
ussd_answered(struct web *w, json_t *screen)
{
	struct asked *a = ussd_asked_by(w, screen);
	if (a != NULL) /* or it came too late */
		ussd_settle(w, a, screen);
}

bool
ussd_refused(struct web *w, json_t *frame)
{
	struct asked *a = ussd_asked_by(w, frame);
	if (a != NULL)
		ussd_settle(w, a, NULL);
	return a != NULL;
}

static void
ussd_settle_until(struct web *w, int64_t due_ms)
{
	struct asked *a;
	while (w->gates != NULL &&
	       (a = asked_late(&w->gates->asked, due_ms)) != NULL)
		ussd_settle(w, a, NULL);
}

void
ussd_lost(struct web *w)
{
	ussd_settle_until(w, WEB_NEVER_MS);
}

/* --- refusals --- */

static const char *const ussd_causes[USSD_CAUSES] = {
    [USSD_BAD_REQUEST] = "request",
    [USSD_BAD_FIELD] = "field",
    [USSD_NO_PATH] = "path",
    [USSD_BAD_METHOD] = "method",
    [USSD_TOO_LARGE] = "size",
    [USSD_BROWSER] = "browser",
    [USSD_BAD_ADDRESS] = "address",
    [USSD_BAD_SECRET] = "secret",
    [USSD_REPLAY] = "replay",
    [USSD_OUT_OF_TURN] = "turn",
};

void
ussd_refuse_count(struct ussd *u, const struct gate *g, enum ussd_cause cause)
{
	size_t at = g == NULL ? GATES_MAX : (size_t)(g - u->gates);
	u->refused[at][cause].count++;
	u->untold = true;
}

static void
ussd_tell_one(struct web *w, size_t gate, enum ussd_cause cause, int64_t now_ms)
{
	struct ussd_refused *r = &w->gates->refused[gate][cause];
	uint64_t more = r->count - r->told;
	if (more == 0 || now_ms < r->quiet_until_ms) {
		w->gates->untold = w->gates->untold || more > 0;
		return;
	}
	log_warn("ussd.refused",
	    LOG_S("gate", gate == GATES_MAX ? "" : w->gates->gates[gate].name),
	    LOG_S("cause", ussd_causes[cause]), LOG_I("count", more));
	if (w->up)
		(void)!link_send(&w->link,
		    json_pack("{s:s, s:s, s:I}", "f", "ussd.refused", "cause",
			ussd_causes[cause], "count", (json_int_t)more));
	r->told = r->count;
	r->quiet_until_ms = now_ms + USSD_TELL_MS;
}

void
ussd_turn(struct web *w)
{
	int64_t now_ms = web_now_ms();
	ussd_settle_until(w, now_ms);
	if (w->gates == NULL || !w->gates->untold)
		return;
	w->gates->untold = false;
	for (size_t gate = 0; gate <= GATES_MAX; gate++)
		for (unsigned cause = 0; cause < USSD_CAUSES; cause++)
			ussd_tell_one(w, gate, cause, now_ms);
}

int64_t
ussd_next_ms(const struct web *w)
{
	if (w->gates == NULL)
		return WEB_NEVER_MS;
	int64_t next_ms = asked_next_ms(&w->gates->asked);
	int64_t tell_ms = w->gates->untold ? web_now_ms() + 1000 : WEB_NEVER_MS;
	return next_ms < tell_ms ? next_ms : tell_ms;
}

int
ussd_metrics(const struct web *w, struct buf *b)
{
	const struct ussd *u = w->gates;
	if (u == NULL)
		return 0;
	int err = buf_printf(b,
	    "siaga_ussd_connections %zu\nsiaga_ussd_requests_total %" PRIu64
	    "\nsiaga_ussd_unanswered_total %" PRIu64
	    "\nsiaga_ussd_shut_out_total %" PRIu64 "\n",
	    w->ussd.used, u->requests, u->unanswered, w->ussd.evicted);
	for (unsigned cause = 0; err == 0 && cause < USSD_CAUSES; cause++) {
		uint64_t count = 0;
		for (size_t gate = 0; gate <= GATES_MAX; gate++)
			count += u->refused[gate][cause].count;
		err = buf_printf(b,
		    "siaga_ussd_refused_total{of=\"%s\"} %" PRIu64 "\n",
		    ussd_causes[cause], count);
	}
	return err;
}
