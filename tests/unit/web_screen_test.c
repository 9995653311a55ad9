/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What siaga-web refuses before it looks at a request. */
#include "gateway/web/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* after the headers that it needs */
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

struct header {
	const char *name, *value;
};

struct request {
	const char *what, *method, *url;
	struct header headers[6];
	unsigned status; /* 0: taken */
};

static const struct screen_names names = {
    {"siaga.local", "127.0.0.1", "[::1]"}, 3};

static const struct screen_rules rules = {
    .names = &names, .body_most = SCREEN_BODY_MAX};

#define HOST                                                                   \
	{                                                                      \
		"Host", "siaga.local"                                          \
	}
#define JSON                                                                   \
	{                                                                      \
		"Content-Type", "application/json"                             \
	}

static const struct request requests[] = {
    {"plain", "GET", "/", {HOST}, 0},
    {"a port", "GET", "/", {{"Host", "siaga.local:8080"}}, 0},
    {"letters of any size", "GET", "/", {{"hOsT", "SIAGA.Local"}}, 0},
    {"an address", "GET", "/", {{"Host", "127.0.0.1:1"}}, 0},
    {"an address of six", "GET", "/", {{"Host", "[::1]:65535"}}, 0},
    {"a body", "POST", "/x", {HOST, JSON, {"Content-Length", "16384"}}, 0},
    {"no body", "POST", "/x", {HOST}, 0},
    {"a charset", "POST", "/x",
	{HOST, {"Content-Type", "application/json; charset=utf-8"},
	    {"Content-Length", "2"}},
	0},
    {"nothing to read", "GET", "/", {HOST, {"Content-Length", "0"}}, 0},

    {"no host", "GET", "/", {{NULL, NULL}}, 400},
    {"two hosts", "GET", "/", {HOST, HOST}, 400},
    {"another host", "GET", "/", {{"Host", "evil.example"}}, 400},
    {"ours and more", "GET", "/", {{"Host", "siaga.local.evil"}}, 400},
    {"the end of ours", "GET", "/", {{"Host", "local"}}, 400},
    {"a user", "GET", "/", {{"Host", "siaga.local@evil"}}, 400},
    {"a port of letters", "GET", "/", {{"Host", "siaga.local:8x"}}, 400},
    {"an empty port", "GET", "/", {{"Host", "siaga.local:"}}, 400},
    {"a long port", "GET", "/", {{"Host", "siaga.local:123456"}}, 400},
    {"half an address", "GET", "/", {{"Host", "[::1"}}, 400},
    {"an empty host", "GET", "/", {{"Host", ""}}, 400},
    {"two lengths", "POST", "/",
	{HOST, JSON, {"Content-Length", "2"}, {"content-length", "2"}}, 400},
    {"a list of lengths", "POST", "/", {HOST, JSON, {"Content-Length", "2, 2"}},
	400},
    {"a signed length", "POST", "/", {HOST, JSON, {"Content-Length", "+2"}},
	400},
    {"a length in hex", "POST", "/", {HOST, JSON, {"Content-Length", "0x2"}},
	400},
    {"no length in it", "POST", "/", {HOST, JSON, {"Content-Length", ""}}, 400},
    {"chunks", "POST", "/", {HOST, JSON, {"Transfer-Encoding", "chunked"}},
	400},
    {"any encoding", "POST", "/", {HOST, JSON, {"Transfer-Encoding", ""}}, 400},
    {"a length and chunks", "POST", "/",
	{HOST, JSON, {"Content-Length", "2"}, {"Transfer-Encoding", "chunked"}},
	400},
    {"a blank in a name", "GET", "/", {HOST, {"X-A ", "1"}}, 400},
    {"a name of nothing", "GET", "/", {HOST, {"", "1"}}, 400},
    {"a control character", "GET", "/", {HOST, {"X-A", "a\001b"}}, 400},
    {"two cookies", "GET", "/", {HOST, {"Cookie", "a=1"}, {"Cookie", "a=2"}},
	400},
    {"a body to read", "GET", "/", {HOST, JSON, {"Content-Length", "2"}}, 400},
    {"too much", "POST", "/", {HOST, JSON, {"Content-Length", "16385"}}, 413},
    {"much too much", "POST", "/",
	{HOST, JSON, {"Content-Length", "99999999999999999999"}}, 400},
    {"a form", "POST", "/",
	{HOST, {"Content-Type", "application/x-www-form-urlencoded"},
	    {"Content-Length", "2"}},
	415},
    {"text", "POST", "/",
	{HOST, {"Content-Type", "text/plain"}, {"Content-Length", "2"}}, 415},
    {"nearly JSON", "POST", "/",
	{HOST, {"Content-Type", "application/jsonp"}, {"Content-Length", "2"}},
	415},
    {"no type", "POST", "/", {HOST, {"Content-Length", "2"}}, 415},
    {"PUT", "PUT", "/", {HOST}, 405},
    {"CONNECT", "CONNECT", "/", {HOST}, 405},
    {"small letters", "get", "/", {HOST}, 405},
    {"a whole URL", "GET", "http://siaga.local/", {HOST}, 400},
    {"a star", "GET", "*", {HOST}, 400},
    {"a byte of no text", "GET", "/\xff", {HOST}, 400},
};

static struct screen
take(const struct header *headers, size_t count)
{
	struct screen s = {.odd = false};
	for (size_t i = 0; i < count && headers[i].name != NULL; i++)
		screen_take(&s, headers[i].name, strlen(headers[i].name),
		    headers[i].value, strlen(headers[i].value));
	return s;
}

static void
judges(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		const struct request *r = &requests[i];
		struct screen s = take(r->headers, 6);
		const struct screen_fault *fault =
		    screen_judge(&s, r->method, r->url, &rules);
		unsigned status = fault == NULL ? 0 : fault->status;
		if (status != r->status)
			fail_msg("%s: %u, not %u", r->what, status, r->status);
	}
}

static void
long_urls(void **state)
{
	char url[SCREEN_URL_MAX + 2];
	const struct header host = HOST;
	struct screen s = take(&host, 1);
	(void)state;
	memset(url, 'a', sizeof(url));
	url[0] = '/';
	url[SCREEN_URL_MAX] = '\0';
	assert_null(screen_judge(&s, "GET", url, &rules));
	url[SCREEN_URL_MAX] = 'a';
	url[SCREEN_URL_MAX + 1] = '\0';
	assert_int_equal(screen_judge(&s, "GET", url, &rules)->status, 414);
}

/* A zero in a value hides what stands behind it from one parser alone. */
static void
zeros(void **state)
{
	struct screen s = {.odd = false};
	(void)state;
	screen_take(&s, "Host", 4, "siaga.local\0x", 13);
	assert_true(s.odd);
	s = (struct screen){.odd = false};
	screen_take(&s, "Ho\0st", 5, "siaga.local", 11);
	assert_true(s.odd);
}

/* A gate of USSD is asked by programs, under any name. */
static void
gates(void **state)
{
	static const struct screen_rules gate = {
	    .body_most = 40960, .any_type = true};
	static const struct request asked[] = {
	    {"a form", "POST", "/",
		{{"Host", "gate.example:8081"}, {"Content-Length", "40960"},
		    {"Content-Type", "application/x-www-form-urlencoded"}},
		0},
	    {"too much", "POST", "/", {HOST, {"Content-Length", "40961"}}, 413},
	    {"no host", "POST", "/", {{NULL, NULL}}, 400},
	    {"no name", "POST", "/", {{"Host", ":1"}}, 400},
	    {"two names", "POST", "/", {HOST, HOST}, 400},
	    {"chunks", "POST", "/", {HOST, {"Transfer-Encoding", "chunked"}},
		400},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		struct screen s = take(asked[i].headers, 6);
		const struct screen_fault *fault =
		    screen_judge(&s, asked[i].method, asked[i].url, &gate);
		if ((fault == NULL ? 0 : fault->status) != asked[i].status)
			fail_msg("%s", asked[i].what);
	}
}

static void
browsers(void **state)
{
	static const struct {
		const char *name;
		bool browser;
	} said[] = {{"Origin", true}, {"origin", true},
	    {"Sec-Fetch-Site", true}, {"sec-fetch-dest", true},
	    {"Sec-Fetch-", true}, {"Sec-Fetch", false}, {"Origins", false},
	    {"Referer", false}};
	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		struct screen s = {.odd = false};
		screen_take(&s, said[i].name, strlen(said[i].name), "x", 1);
		if (s.browser != said[i].browser)
			fail_msg("%s", said[i].name);
	}
}

struct site {
	const char *site, *origin;
	bool foreign_act, foreign_read;
};

static const struct site sites[] = {
    {"same-origin", NULL, false, false},
    {"same-origin", "https://siaga.local", false, false},
    {"same-origin", "http://siaga.local", false, false},
    {"same-origin", "https://evil.example", true, true},
    {"same-site", NULL, true, true},
    {"cross-site", "https://siaga.local", true, true},
    {"none", NULL, true, false},
    {"nonsense", NULL, true, true},
    {NULL, "https://siaga.local", false, false},
    {NULL, "https://siaga.local:1", true, true},
    {NULL, "https://siaga.local.evil", true, true},
    {NULL, "siaga.local", true, true},
    {NULL, "null", true, true},
    {NULL, "", true, true},
    {NULL, NULL, true, false},
};

static void
other_sites(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sites) / sizeof(*sites); i++) {
		struct screen s = {.odd = false};
		s.value[SCREEN_HOST] = "siaga.local";
		s.value[SCREEN_SITE] = sites[i].site;
		s.value[SCREEN_ORIGIN] = sites[i].origin;
		assert_int_equal(
		    screen_is_foreign(&s, false), sites[i].foreign_act);
		assert_int_equal(
		    screen_is_foreign(&s, true), sites[i].foreign_read);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(judges),
	    cmocka_unit_test(long_urls),
	    cmocka_unit_test(zeros),
	    cmocka_unit_test(other_sites),
	    cmocka_unit_test(gates),
	    cmocka_unit_test(browsers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
