/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/screen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SCREEN_DIGITS "0123456789"
#define SCREEN_TOKEN                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" SCREEN_DIGITS   \
	"!#$%&'*+-.^_`|~"
#define SCREEN_JSON  "application/json"
#define SCREEN_FETCH "Sec-Fetch-"

static const char *const screen_headers[SCREEN_HEADER_MAX] = {
    [SCREEN_HOST] = "Host",
    [SCREEN_LENGTH] = "Content-Length",
    [SCREEN_TRANSFER] = "Transfer-Encoding",
    [SCREEN_TYPE] = "Content-Type",
    [SCREEN_ORIGIN] = "Origin",
    [SCREEN_SITE] = "Sec-Fetch-Site",
    [SCREEN_COOKIE] = "Cookie",
    [SCREEN_AUTHORIZATION] = "Authorization",
    [SCREEN_CSRF] = "X-Siaga-CSRF",
    [SCREEN_QUIET] = "X-Siaga-Quiet",
    [SCREEN_NONE_MATCH] = "If-None-Match",
    [SCREEN_ACCEPT] = "Accept-Encoding",
};

/* Zeros too: what stands behind one, others might read. */
static bool
screen_is_plain(const char *value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((value[i] >= 0 && value[i] < ' ' && value[i] != '\t') ||
		    value[i] == 0x7f)
			return false;
	return true;
}

void
screen_take(struct screen *s, const char *name, size_t name_size,
    const char *value, size_t value_size)
{
	if (value == NULL)
		value = "";
	if (name_size == 0 || strspn(name, SCREEN_TOKEN) != name_size ||
	    !screen_is_plain(value, value_size)) {
		s->odd = true;
		return;
	}
	if (strncasecmp(name, SCREEN_FETCH, strlen(SCREEN_FETCH)) == 0 ||
	    strcasecmp(name, screen_headers[SCREEN_ORIGIN]) == 0)
		s->browser = true;
	for (size_t i = 0; i < SCREEN_HEADER_MAX; i++) {
		if (strcasecmp(name, screen_headers[i]) != 0)
			continue;
		s->twice = s->twice || s->value[i] != NULL;
		s->value[i] = value;
	}
}

/* --- the judgement --- */

/* The name in "name", "name:port", "[::1]:port"; 0: it has another form. */
static size_t
screen_host_size(const char *host)
{
	size_t size =
	    host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (size == 0 || size > strlen(host))
		return 0;
	const char *port = host + size;
	if (*port == '\0')
		return size;
	size_t digits = strspn(port + 1, SCREEN_DIGITS);
	bool fits = port[0] == ':' && digits >= 1 && digits <= 5 &&
		    port[1 + digits] == '\0';
	return fits ? size : 0;
}

/* A name that was made to point here (DNS rebinding) is not ours. */
static bool
screen_host_is_ours(const char *host, const struct screen_names *names)
{
	size_t size = screen_host_size(host);
	for (size_t i = 0; size > 0 && i < names->count; i++)
		if (strlen(names->all[i]) == size &&
		    strncasecmp(names->all[i], host, size) == 0)
			return true;
	return false;
}

static bool
screen_is_post(const char *method)
{
	return strcmp(method, "POST") == 0;
}

/* -1: no number, or one that nobody needs. */
static long
screen_length(const char *text)
{
	if (text == NULL)
		return 0;
	size_t size = strlen(text);
	if (size == 0 || size > 9 || strspn(text, SCREEN_DIGITS) != size)
		return -1;
	return strtol(text, NULL, 10);
}

static bool
screen_is_json(const char *type)
{
	size_t size = strlen(SCREEN_JSON);
	if (type == NULL || strncasecmp(type, SCREEN_JSON, size) != 0)
		return false;
	return type[size] == '\0' || type[size] == ';' || type[size] == ' ';
}

static bool
screen_url_fits(const char *url)
{
	if (url[0] != '/')
		return false;
	for (const char *c = url; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return true;
}

static const struct screen_fault screen_faults[] = {
    {400, "bad_request", "a header is malformed"},
    {400, "bad_request", "a header came twice"},
    {400, "bad_request", "Transfer-Encoding is not taken"},
    {400, "bad_host", "this is not the name of this board"},
    {400, "bad_request", "Content-Length is malformed"},
    {413, "too_large", "a request is at most 16 KiB"},
    {414, "too_long", "the path is too long"},
    {400, "bad_request", "the path is malformed"},
    {405, "bad_method", "only GET, HEAD and POST are taken"},
    {400, "bad_request", "GET and HEAD have no body"},
    {415, "bad_type", "a body is application/json"},
};

const struct screen_fault *
screen_judge(const struct screen *s, const char *method, const char *url,
    const struct screen_rules *rules)
{
	const char *host = s->value[SCREEN_HOST];
	bool post = screen_is_post(method);
	bool read = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
	long length = screen_length(s->value[SCREEN_LENGTH]);
	const bool wrong[] = {
	    s->odd,
	    s->twice,
	    s->value[SCREEN_TRANSFER] != NULL,
	    host == NULL || screen_host_size(host) == 0 ||
		(rules->names != NULL &&
		    !screen_host_is_ours(host, rules->names)),
	    length<0, length> rules->body_most,
	    strlen(url) > SCREEN_URL_MAX,
	    !screen_url_fits(url),
	    !post && !read,
	    read && length > 0,
	    post && length > 0 && !rules->any_type &&
		!screen_is_json(s->value[SCREEN_TYPE]),
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (wrong[i])
			return &screen_faults[i];
	return NULL;
}

/* --- other sites --- */

/* "https://HOST" with the very Host that was asked. */
static bool
screen_origin_is_ours(const struct screen *s)
{
	const char *origin = s->value[SCREEN_ORIGIN];
	const char *host = s->value[SCREEN_HOST];
	if (strncmp(origin, "https://", 8) == 0)
		origin += 8;
	else if (strncmp(origin, "http://", 7) == 0)
		origin += 7;
	else
		return false;
	return strcasecmp(origin, host) == 0;
}

bool
screen_is_foreign(const struct screen *s, bool only_read)
{
	const char *site = s->value[SCREEN_SITE];
	bool same = site != NULL && strcmp(site, "same-origin") == 0;
	if (site != NULL && !same && !(only_read && strcmp(site, "none") == 0))
		return true;
	if (s->value[SCREEN_ORIGIN] != NULL)
		return !screen_origin_is_ours(s);
	return site == NULL && !only_read;
}

bool
screen_accepts_gzip(const struct screen *s)
{
	const char *at = s->value[SCREEN_ACCEPT];
	at = at == NULL ? NULL : strstr(at, "gzip");
	return at != NULL && strncmp(at, "gzip;q=0", 8) != 0;
}
