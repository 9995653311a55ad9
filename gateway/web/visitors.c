/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who asks. A session is known by the hash of its token alone: whoever reads
 * this memory cannot go on as anybody, and a restart knows nobody.
 */
#include "gateway/lib/wipe.h"
#include "gateway/web/web.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define VISITOR_COOKIE       "__Host-s"
#define VISITOR_COOKIE_PLAIN "s"
#define VISITOR_DEVICE       "__Host-d"
#define VISITOR_DEVICE_PLAIN "d"
#define VISITOR_DEVICE_AGE   "; Max-Age=31536000" /* a year */
#define VISITOR_BEARER       "Bearer "
#define VISITOR_TOKEN        "siaga-token-"
/* No other is in any of ours: what is no text goes no further. */
#define VISITOR_TOKEN_BYTES                                                    \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static const struct bucket_size visitor_pace = {120, 20};
/* Many offices come through one address. */
static const struct bucket_size visitor_stranger_pace = {600, 60};

/* --- sessions --- */

struct visitor *
visitor_find(struct web *w, const char *token)
{
	struct digest id = digest_of(token, strlen(token));
	for (struct visitor *v = w->visitors; v < w->visitors + VISITORS_MAX;
	     v++)
		if (v->used && digest_equal(&v->id, &id))
			return v;
	return NULL;
}

void
visitor_end(struct visitor *v)
{
	if (v->stream != NULL)
		stream_end(v->stream, "ended");
	*v = (struct visitor){0};
}

static struct visitor *
visitor_oldest(struct web *w)
{
	struct visitor *oldest = w->visitors;
	for (struct visitor *v = w->visitors; v < w->visitors + VISITORS_MAX;
	     v++) {
		if (!v->used)
			return v;
		if (v->used_ms < oldest->used_ms)
			oldest = v;
	}
	visitor_end(oldest);
	return oldest;
}

struct visitor *
visitor_add(struct web *w, const char *token, const char *person)
{
	struct visitor *v = visitor_find(w, token);
	if (v != NULL)
		return v;
	v = visitor_oldest(w);
	v->used = true;
	v->id = digest_of(token, strlen(token));
	v->used_ms = web_now_ms();
	(void)snprintf(v->person, sizeof(v->person), "%s", person);
	return v;
}

void
visitors_end_all(struct web *w)
{
	for (size_t i = 0; i < VISITORS_MAX; i++)
		if (w->visitors[i].used)
			visitor_end(&w->visitors[i]);
}

bool
visitors_any(const struct web *w)
{
	for (size_t i = 0; i < VISITORS_MAX; i++)
		if (w->visitors[i].used)
			return true;
	return false;
}

void
visitors_session_ended(struct web *w, const char *hash)
{
	struct digest id;
	if (!digest_from_hex(hash, &id))
		return;
	for (struct visitor *v = w->visitors; v < w->visitors + VISITORS_MAX;
	     v++)
		if (v->used && digest_equal(&v->id, &id))
			visitor_end(v);
}

/* --- other sites --- */

void
visitor_csrf(const char *token, char text[static DIGEST_HEX])
{
	struct digest d = digest_keyed(token, strlen(token));
	digest_hex(&d, text, DIGEST_HEX);
}

bool
visitor_csrf_fits(const char *token, const char *text)
{
	struct digest told, right = digest_keyed(token, strlen(token));
	return text != NULL && digest_from_hex(text, &told) &&
	       digest_equal(&told, &right);
}

/* --- what they bring along --- */

static bool
visitor_take(const char *text, size_t size, char *ret, size_t most)
{
	if (size == 0 || size > most ||
	    strspn(text, VISITOR_TOKEN_BYTES) < size)
		return false;
	memcpy(ret, text, size);
	ret[size] = '\0';
	return true;
}

static bool
visitor_read_cookie(
    const struct exchange *x, const char *name, char *ret, size_t most)
{
	size_t name_size = strlen(name);
	const char *at = x->screen.value[SCREEN_COOKIE];
	while (at != NULL && *at != '\0') {
		size_t size = strcspn(at, ";");
		if (size > name_size && at[name_size] == '=' &&
		    strncmp(at, name, name_size) == 0)
			return visitor_take(at + name_size + 1,
			    size - name_size - 1, ret, most);
		at += size;
		at += strspn(at, "; ");
	}
	return false;
}

bool
visitor_read_device(struct exchange *x, char ret[WEB_DEVICE_MAX + 1])
{
	return visitor_read_cookie(x, VISITOR_DEVICE, ret, WEB_DEVICE_MAX) ||
	       (!x->web->board.tls &&
		   visitor_read_cookie(
		       x, VISITOR_DEVICE_PLAIN, ret, WEB_DEVICE_MAX));
}

bool
visitor_read_token(struct exchange *x)
{
	const char *bearer = x->screen.value[SCREEN_AUTHORIZATION];
	size_t skip = strlen(VISITOR_BEARER);
	if (bearer != NULL) {
		x->bearer = true;
		return strncmp(bearer, VISITOR_BEARER VISITOR_TOKEN,
			   strlen(VISITOR_BEARER VISITOR_TOKEN)) == 0 &&
		       visitor_take(bearer + skip, strlen(bearer + skip),
			   x->token, WEB_TOKEN_MAX);
	}
	return visitor_read_cookie(
		   x, VISITOR_COOKIE, x->token, WEB_TOKEN_MAX) ||
	       (!x->web->board.tls &&
		   visitor_read_cookie(
		       x, VISITOR_COOKIE_PLAIN, x->token, WEB_TOKEN_MAX));
}

/* In libmicrohttpd's buffer of this connection, which is nobody's constant. */
static enum MHD_Result
visitor_wipe_value(
    void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	union {
		const char *from;
		char *to;
	} unqualified = {.from = value};
	bool secret = kind == MHD_COOKIE_KIND ||
		      strcasecmp(name, MHD_HTTP_HEADER_COOKIE) == 0 ||
		      strcasecmp(name, MHD_HTTP_HEADER_AUTHORIZATION) == 0;
	(void)arg;
	if (secret && value != NULL)
		wipe(unqualified.to, strlen(value));
	return MHD_YES;
}

void
visitor_wipe_request(struct exchange *x)
{
	(void)MHD_get_connection_values(
	    x->mhd, MHD_HEADER_KIND, visitor_wipe_value, NULL);
	(void)MHD_get_connection_values(
	    x->mhd, MHD_COOKIE_KIND, visitor_wipe_value, NULL);
	wipe(x->token, sizeof(x->token));
}

static void
visitor_set_one(
    struct exchange *x, const char *name, const char *token, const char *more)
{
	char text[WEB_TOKEN_MAX + 128];
	int size = snprintf(text, sizeof(text),
	    "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, token, more,
	    *token == '\0' ? "; Max-Age=0" : "");
	BUG_IF(size < 0 || (size_t)size >= sizeof(text));
	reply_header(x, MHD_HTTP_HEADER_SET_COOKIE, text);
}

/*
 * Some browsers keep no Secure cookie of a page without TLS, even of their
 * own machine's; such a page is only ever served to that.
 */
void
visitor_set_cookie(struct exchange *x, const char *token)
{
	visitor_set_one(x, VISITOR_COOKIE, token, "; Secure");
	if (!x->web->board.tls)
		visitor_set_one(x, VISITOR_COOKIE_PLAIN, token, "");
}

void
visitor_set_device(struct exchange *x, const char *device)
{
	visitor_set_one(
	    x, VISITOR_DEVICE, device, VISITOR_DEVICE_AGE "; Secure");
	if (!x->web->board.tls)
		visitor_set_one(
		    x, VISITOR_DEVICE_PLAIN, device, VISITOR_DEVICE_AGE);
}

/* --- how often --- */

static struct origin *
visitor_origin(struct web *w, const char *name)
{
	struct origin *oldest = w->origins, *o = w->origins;
	while (o < w->origins + ORIGINS_MAX && strcmp(o->name, name) != 0) {
		if (o->used_ms < oldest->used_ms)
			oldest = o;
		o++;
	}
	if (o == w->origins + ORIGINS_MAX) {
		o = oldest;
		*o = (struct origin){0};
		(void)snprintf(o->name, sizeof(o->name), "%s", name);
	}
	o->used_ms = web_now_ms();
	return o;
}

bool
visitor_may_ask(
    struct exchange *x, struct visitor *v, enum origin_lane of_strangers)
{
	int64_t now_ms = web_now_ms();
	int wait_s = 0;
	bool may = v != NULL
		       ? bucket_take(&v->bucket, &visitor_pace, now_ms, &wait_s)
		       : bucket_take(&visitor_origin(x->web, x->conn->origin)
					  ->buckets[of_strangers],
			     &visitor_stranger_pace, now_ms, &wait_s);
	if (v != NULL) {
		v->used_ms = now_ms;
		x->conn->known = true;
	}
	if (!may)
		reply_retry(x, MHD_HTTP_TOO_MANY_REQUESTS, "throttled",
		    "too many requests; try again in a moment", wait_s);
	return may;
}
