/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests of USSD gateways and their answers: gateway/web/ussd_map.c. */
#include "gateway/web/ussd_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* after the headers that it needs */
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A map as the core hands it over, of what is shipped. */
static json_t *
told(const char *name)
{
	const struct conf_dialect *d = dialects_shipped;
	while (strcmp(d->name, name) != 0)
		d++;
	return json_pack("{s:s, s:s, s:s, s:s*, s:s*, s:s*, s:s*, s:s*, s:s*, "
			 "s:s*, s:s*, s:s*, s:s*, s:s*}",
	    "method", d->method == CONF_GET ? "GET" : "POST", "format",
	    d->format == CONF_JSON ? "json" : "form", "inputs",
	    d->inputs == CONF_JOINED ? "joined" : "last", "session", d->session,
	    "number", d->number, "code", d->code, "input", d->input, "first",
	    d->first, "ends", d->ends, "sequence", d->sequence, "status",
	    d->status, "more", d->more, "end", d->end, "answer", d->answer);
}

static enum ussd_fault
read_body(const struct ussd_map *m, const char *body, size_t size,
    const char *type, json_t **fields)
{
	if (m->json)
		return ussd_read_json(fields, body, size, type);
	*fields = json_object();
	return ussd_read_form(*fields, body, size, type);
}

/* --- what each dialect says --- */

static const struct {
	const char *dialect, *body;
	/* NULL: absent */
	const char *session, *number, *code, *input, *sequence;
	bool first;
	const char *how; /* NULL: it goes on */
	const char *answer;
} said[] = {
    {"africastalking",
	"sessionId=AT-1&phoneNumber=%2B254700000001&networkCode=63902&"
	"serviceCode=%2A384%23&text=",
	"AT-1", "+254700000001", "*384#", "", NULL, false, NULL,
	"CON Satu\n1. Dua"},
    {"africastalking",
	"sessionId=AT-1&phoneNumber=+254700000001&serviceCode=*384#&"
	"text=1*2*rumah+saya%21",
	"AT-1", "+254700000001", "*384#", "1*2*rumah saya!", NULL, false, NULL,
	"CON Satu\n1. Dua"},
    {"arkesel",
	"{\"sessionID\":\"s1\",\"userID\":\"U\",\"newSession\":true,"
	"\"msisdn\":\"233200000001\",\"userData\":\"*928#\","
	"\"network\":\"MTN\"}",
	"s1", "233200000001", NULL, "", NULL, true, NULL,
	"{\"sessionID\":\"s1\",\"userID\":\"U\",\"msisdn\":\"233200000001\","
	"\"message\":\"Satu\\n1. Dua\",\"continueSession\":true}"},
    {"arkesel",
	"{\"sessionID\":\"s1\",\"newSession\":false,\"msisdn\":233200000001,"
	"\"userData\":\"2\"}",
	"s1", "233200000001", NULL, "2", NULL, false, NULL,
	"{\"sessionID\":\"s1\",\"userID\":null,\"msisdn\":233200000001,"
	"\"message\":\"Satu\\n1. Dua\",\"continueSession\":true}"},
    {"nalo",
	"{\"USERID\":\"N\",\"MSISDN\":\"233200000001\",\"USERDATA\":\"*920*1#"
	"\",\"MSGTYPE\":true,\"NETWORK\":\"MTN\",\"SESSIONID\":\"9\"}",
	"9", "233200000001", NULL, "1", NULL, true, NULL,
	"{\"USERID\":\"N\",\"MSISDN\":\"233200000001\",\"MSG\":\"Satu\\n1. "
	"Dua\",\"MSGTYPE\":true}"},
    {"hubtel",
	"{\"Mobile\":\"233200000001\",\"SessionId\":\"h\",\"ServiceCode\":"
	"\"713*5\",\"Type\":\"Initiation\",\"Message\":\"*713*5*1*2#\","
	"\"Operator\":\"mtn\",\"Sequence\":1,\"ClientState\":\"\"}",
	"h", "233200000001", "713*5", "1*2", "1", true, NULL,
	"{\"Message\":\"Satu\\n1. Dua\",\"Type\":\"Response\","
	"\"ClientState\":\"\"}"},
    {"hubtel",
	"{\"Mobile\":\"233200000001\",\"SessionId\":\"h\",\"Type\":"
	"\"Response\",\"Message\":\"1\",\"Sequence\":2,\"ClientState\":"
	"{\"deep\":[1]}}",
	"h", "233200000001", NULL, "1", "2", false, NULL,
	"{\"Message\":\"Satu\\n1. Dua\",\"Type\":\"Response\","
	"\"ClientState\":null}"},
    {"hubtel", "{\"SessionId\":\"h\",\"Type\":\"timeout\",\"Message\":null}",
	"h", NULL, NULL, NULL, NULL, false, "Timeout", NULL},
};

static void
equal(json_t *string, const char *text)
{
	if (text == NULL)
		assert_null(string);
	else
		assert_string_equal(json_string_value(string), text);
}

static void
dialects(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		struct ussd_map m;
		struct ussd_request r;
		json_t *map = told(said[i].dialect), *fields = NULL;
		size_t size = 0;
		assert_true(ussd_map_read(&m, map));
		assert_int_equal(read_body(&m, said[i].body,
				     strlen(said[i].body), NULL, &fields),
		    USSD_FINE);
		assert_int_equal(
		    ussd_read_request(&m, fields, false, &r), USSD_FINE);
		equal(r.session, said[i].session);
		equal(r.number, said[i].number);
		equal(r.code, said[i].code);
		equal(r.input, said[i].input);
		equal(r.sequence, said[i].sequence);
		assert_int_equal(r.first, said[i].first);
		assert_int_equal(r.over, said[i].how != NULL);
		assert_string_equal(
		    r.how, said[i].how == NULL ? "" : said[i].how);
		char *answer =
		    ussd_answer(&m, fields, "Satu\n1. Dua", true, &size);
		if (said[i].answer != NULL)
			assert_string_equal(answer, said[i].answer);
		assert_int_equal(strlen(answer), size);
		free(answer);
		ussd_request_free(&r);
		json_decref(fields);
		ussd_map_free(&m);
		json_decref(map);
	}
}

static void
last_screens(void **state)
{
	static const struct {
		const char *dialect, *answer;
	} ends[] = {{"africastalking", "END \"Bye\""},
	    {"hubtel", "{\"Message\":\"\\\"Bye\\\"\",\"Type\":\"Release\","
		       "\"ClientState\":null}"},
	    {"nalo", "{\"USERID\":null,\"MSISDN\":null,\"MSG\":\"\\\"Bye\\\"\","
		     "\"MSGTYPE\":false}"}};
	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct ussd_map m;
		json_t *map = told(ends[i].dialect);
		size_t size;
		assert_true(ussd_map_read(&m, map));
		char *answer = ussd_answer(&m, NULL, "\"Bye\"", false, &size);
		assert_string_equal(answer, ends[i].answer);
		free(answer);
		ussd_map_free(&m);
		json_decref(map);
	}
}

/* AT's end-of-session notification, and one of a status that is no word. */
static void
ends_of_sessions(void **state)
{
	static const struct {
		const char *body, *how;
	} rows[] = {
	    {"sessionId=AT-1&status=Incomplete&cost=KES+0.1&hopsCount=2&"
	     "input=1*2&lastAppResponse=CON",
		"Incomplete"},
	    {"sessionId=AT-1", ""},
	    {"sessionId=AT-1&status=a+b", ""},
	    {"sessionId=AT-1&status=aaaaaaaaaaaaaaaaa", ""},
	};
	struct ussd_map m;
	json_t *map = told("africastalking");
	(void)state;
	assert_true(ussd_map_read(&m, map));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ussd_request r;
		json_t *fields = json_object();
		assert_int_equal(ussd_read_form(fields, rows[i].body,
				     strlen(rows[i].body), NULL),
		    USSD_FINE);
		assert_int_equal(
		    ussd_read_request(&m, fields, true, &r), USSD_FINE);
		assert_true(r.over);
		assert_null(r.input);
		assert_string_equal(r.how, rows[i].how);
		ussd_request_free(&r);
		json_decref(fields);
	}
	ussd_map_free(&m);
	json_decref(map);
}

/* --- what was dialled --- */

static void
dialled(void **state)
{
	static const struct {
		const char *code, *dialled, *input;
	} rows[] = {
	    {"", "*123#", ""},
	    {"", "*123*1*2#", "1*2"},
	    {"", "*123*#", ""},
	    {"", "*123", ""},
	    {"", "*", ""},
	    {"", "*#", ""},
	    {"", "**", ""},
	    {"", "", ""},
	    {"", "1", "1"},
	    {"", "1*2", "1*2"},
	    {"*384*77#", "*384*77#", ""},
	    {"*384*77#", "*384*77*9#", "9"},
	    {"384*77", "*384*77*9#", "9"},
	    {"*384*77#", "*384*771#", "771"},
	    {"*99#", "*384*77#", "77"},
	    {"#", "*384*77#", "77"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ussd_map m;
		struct ussd_request r;
		json_t *map = told("hubtel");
		json_t *fields = json_pack("{s:s, s:s, s:s, s:s}", "SessionId",
		    "s", "Type", "Initiation", "ServiceCode", rows[i].code,
		    "Message", rows[i].dialled);
		assert_true(ussd_map_read(&m, map));
		assert_int_equal(
		    ussd_read_request(&m, fields, false, &r), USSD_FINE);
		if (strcmp(json_string_value(r.input), rows[i].input) != 0)
			fail_msg("%s %s: %s", rows[i].code, rows[i].dialled,
			    json_string_value(r.input));
		ussd_request_free(&r);
		json_decref(fields);
		ussd_map_free(&m);
		json_decref(map);
	}
}

/* --- forms --- */

static void
charsets(void **state)
{
	static const struct {
		const char *type, *coded, *text;
	} rows[] = {
	    {NULL, "a%C3%A9", "a\xc3\xa9"},
	    {NULL, "a\xc3\xa9", "a\xc3\xa9"},
	    {NULL, "a%E9", "a\xc3\xa9"},
	    {"application/x-www-form-urlencoded; charset=ISO-8859-1", "%E9",
		"\xc3\xa9"},
	    {"application/x-www-form-urlencoded; charset=utf-8", "%93x",
		"\xc2\x93x"},
	    {"text/plain; charset=windows-1252", "%93x%80%81",
		"\xe2\x80\x9cx\xe2\x82\xac\xc2\x81"},
	    {NULL, "%ED%A0%80", "\xc3\xad\xc2\xa0\xc2\x80"},
	    {NULL, "100%", "100%"},
	    {NULL, "%zz%4", "%zz%4"},
	    {NULL, "%2B+%2b", "+ +"},
	    {NULL, "%0A%1b", "\n\x1b"},
	    {NULL, "%26%3D", "&="},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *fields = json_object();
		assert_int_equal(ussd_add_field(fields, "t", 1, rows[i].coded,
				     strlen(rows[i].coded), rows[i].type),
		    USSD_FINE);
		if (strcmp(json_string_value(json_object_get(fields, "t")),
			rows[i].text) != 0)
			fail_msg("%s", rows[i].coded);
		json_decref(fields);
	}
}

/* A text that was cut in the middle of a character. */
static void
halves(void **state)
{
	static const struct {
		const char *json, *text;
	} rows[] = {
	    {"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
	    {"tolong \\ud83d", "tolong \xef\xbf\xbd"},
	    {"\\uDE00x", "\xef\xbf\xbdx"},
	    {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
	    {"\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd"},
	    {"\\\\ud83d", "\\ud83d"},
	    {"\\u00e9\\n\\\"", "\xc3\xa9\n\""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char body[64];
		json_t *fields = NULL;
		int size = snprintf(
		    body, sizeof(body), "{\"t\":\"%s\"}", rows[i].json);
		assert_int_equal(
		    ussd_read_json(&fields, body, (size_t)size, NULL),
		    USSD_FINE);
		assert_string_equal(
		    json_string_value(json_object_get(fields, "t")),
		    rows[i].text);
		json_decref(fields);
	}
}

#define SESSION "sessionId=AT-1&"

static const struct {
	const char *dialect, *body;
	enum ussd_fault fault;
} hostile[] = {
    {"africastalking", "", USSD_FIELD},
    {"africastalking", "text=1", USSD_FIELD},
    {"africastalking", "sessionId=&text=1", USSD_FIELD},
    {"africastalking", "sessionid=AT-1&text=1", USSD_FIELD},
    {"africastalking", "sessionId=a%0Ab&text=1", USSD_FIELD},
    {"africastalking", "sessionId=%C3%A9&text=1", USSD_FIELD},
    {"africastalking", SESSION "text=1&text=2", USSD_MALFORMED},
    {"africastalking", SESSION "te%78t=1&text=2", USSD_MALFORMED},
    {"africastalking", SESSION "sessionId=AT-1", USSD_MALFORMED},
    {"africastalking", SESSION "text=1%00", USSD_MALFORMED},
    {"africastalking", SESSION "x%00=1", USSD_MALFORMED},
    {"africastalking", SESSION "phoneNumber=1%1b", USSD_FIELD},
    {"africastalking", SESSION "a&b&c&&&=&text=1", USSD_FINE},
    {"africastalking", SESSION "=1&=2", USSD_MALFORMED},
    {"africastalking", "{\"sessionId\":\"a\"}", USSD_FIELD},
    {"hubtel", "SessionId=a", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":\"a\"}", USSD_FINE},
    {"hubtel", "\xef\xbb\xbf{\"SessionId\":\"a\"}", USSD_FINE},
    {"hubtel", "{\"SessionId\":17}", USSD_FINE},
    {"hubtel", "{\"SessionId\":\"a\",\"Message\":\"\xe9\"}", USSD_FINE},
    {"hubtel", "{\"SessionId\":\"a\",\"SessionId\":\"b\"}", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":\"a\",\"S\\u0065ssionId\":\"b\"}",
	USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":\"a\\u0000b\"}", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":\"a\\ud800\"}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":\"a\",\"Message\":\"\\ud8\"}", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":1e400}", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":99999999999999999999}", USSD_MALFORMED},
    {"hubtel", "{\"SessionId\":1.5}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":true}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":null}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":[\"a\"]}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":{\"a\":1}}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":\"a\",\"Message\":[1]}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":\"a\",\"Sequence\":{}}", USSD_FIELD},
    {"hubtel", "{\"SessionId\":\"a\"}{}", USSD_MALFORMED},
    {"hubtel", "[{\"SessionId\":\"a\"}]", USSD_MALFORMED},
    {"hubtel", "", USSD_MALFORMED},
    {"hubtel", "\"SessionId\"", USSD_MALFORMED},
};

static enum ussd_fault
try_body(const char *dialect, const char *body, size_t size)
{
	struct ussd_map m;
	struct ussd_request r;
	json_t *map = told(dialect), *fields = NULL;
	assert_true(ussd_map_read(&m, map));
	enum ussd_fault fault = read_body(&m, body, size, NULL, &fields);
	if (fault == USSD_FINE)
		fault = ussd_read_request(&m, fields, false, &r);
	if (fault == USSD_FINE)
		ussd_request_free(&r);
	json_decref(fields);
	ussd_map_free(&m);
	json_decref(map);
	return fault;
}

static void
hostile_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++)
		if (try_body(hostile[i].dialect, hostile[i].body,
			strlen(hostile[i].body)) != hostile[i].fault)
			fail_msg("%s", hostile[i].body);
	assert_int_equal(
	    try_body("hubtel", "{\"SessionId\":\"a\0b\"}", 19), USSD_MALFORMED);
}

/* Each field at its bound and one past it. */
static void
bounds(void **state)
{
	static const struct {
		const char *field;
		size_t most;
		enum ussd_fault fault;
	} rows[] = {{"SessionId", USSD_SESSION_MAX, USSD_FIELD},
	    {"Mobile", USSD_NUMBER_MAX, USSD_FIELD},
	    {"ServiceCode", USSD_CODE_MAX, USSD_FIELD},
	    {"Sequence", USSD_SEQUENCE_MAX, USSD_FIELD},
	    {"Message", USSD_INPUT_MAX, USSD_LARGE}};
	static char body[USSD_INPUT_MAX + 100], text[USSD_INPUT_MAX + 2];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t over = 0; over < 2; over++) {
			memset(text, 'a', rows[i].most + over);
			text[rows[i].most + over] = '\0';
			int size =
			    snprintf(body, sizeof(body), "{%s\"%s\":\"%s\"}",
				i == 0 ? "" : "\"SessionId\":\"s\",",
				rows[i].field, text);
			assert_int_equal(try_body("hubtel", body, (size_t)size),
			    over == 0 ? USSD_FINE : rows[i].fault);
		}
}

static void
many_fields(void **state)
{
	char form[USSD_FIELDS_MAX * 8 + 32] = "sessionId=s";
	size_t len = strlen(form);
	(void)state;
	for (int i = 1; i < USSD_FIELDS_MAX; i++)
		len += (size_t)snprintf(
		    form + len, sizeof(form) - len, "&f%d=", i);
	assert_int_equal(try_body("africastalking", form, len), USSD_FINE);
	(void)snprintf(form + len, sizeof(form) - len, "&one=more");
	assert_int_equal(
	    try_body("africastalking", form, strlen(form)), USSD_MALFORMED);
}

/* Nesting that takes a stack, as far as a body reaches. */
static void
bombs(void **state)
{
	static char body[USSD_BODY_MAX];
	(void)state;
	memset(body, '[', sizeof(body));
	assert_int_equal(
	    try_body("hubtel", body, sizeof(body)), USSD_MALFORMED);
	memcpy(body, "{\"SessionId\":", 13);
	assert_int_equal(
	    try_body("hubtel", body, sizeof(body)), USSD_MALFORMED);
	for (size_t i = 0; i + 5 <= sizeof(body); i += 5)
		memcpy(body + i, "{\"a\":", 5);
	assert_int_equal(
	    try_body("hubtel", body, sizeof(body)), USSD_MALFORMED);
}

/* What they say comes back as a value and never as JSON, or as a template. */
static void
echoes(void **state)
{
	static const char *const values[] = {"\"\\\",\\\"Type\\\":\\\"x\"",
	    "\"{text}\"", "\"{more}\"", "\"{=SessionId}\"", "17", "-1.5",
	    "true", "null", "\"\\u2028\\n\""};
	struct ussd_map m;
	json_t *map = told("hubtel");
	(void)state;
	assert_true(ussd_map_read(&m, map));
	for (size_t i = 0; i < COUNT(values); i++) {
		char body[100];
		json_t *fields = NULL;
		size_t size;
		(void)snprintf(body, sizeof(body),
		    "{\"SessionId\":\"s\",\"ClientState\":%s}", values[i]);
		assert_int_equal(
		    ussd_read_json(&fields, body, strlen(body), NULL),
		    USSD_FINE);
		char *answer = ussd_answer(&m, fields, "{text}", true, &size);
		json_t *made =
		    json_loadb(answer, size, JSON_REJECT_DUPLICATES, NULL);
		assert_int_equal(json_object_size(made), 3);
		assert_true(json_equal(json_object_get(made, "ClientState"),
		    json_object_get(fields, "ClientState")));
		assert_string_equal(
		    json_string_value(json_object_get(made, "Message")),
		    "{text}");
		json_decref(made);
		free(answer);
		json_decref(fields);
	}
	ussd_map_free(&m);
	json_decref(map);
}

static void
no_maps(void **state)
{
	static const char *const maps[] = {"{}", "[]",
	    "{\"session\":\"s\",\"input\":\"i\"}",
	    "{\"session\":\"s\",\"input\":\"i\",\"more\":\"{text}\"}",
	    "{\"session\":\"s\",\"input\":\"i\",\"more\":\"a\",\"end\":\"b\"}",
	    "{\"session\":\"s\",\"input\":\"i\",\"answer\":\"{}\"}"};
	(void)state;
	for (size_t i = 0; i < COUNT(maps); i++) {
		struct ussd_map m;
		json_t *map = json_loads(maps[i], 0, NULL);
		if (ussd_map_read(&m, map))
			fail_msg("%s", maps[i]);
		json_decref(map);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dialects),
	    cmocka_unit_test(last_screens),
	    cmocka_unit_test(ends_of_sessions),
	    cmocka_unit_test(dialled),
	    cmocka_unit_test(charsets),
	    cmocka_unit_test(halves),
	    cmocka_unit_test(hostile_bodies),
	    cmocka_unit_test(bounds),
	    cmocka_unit_test(many_fields),
	    cmocka_unit_test(bombs),
	    cmocka_unit_test(echoes),
	    cmocka_unit_test(no_maps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
