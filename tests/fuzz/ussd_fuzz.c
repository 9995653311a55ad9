/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What siaga-web reads of an aggregator: the first line is the dialect's number
 * and a Content-Type, the second an X-Forwarded-For, the rest a body. Whatever
 * it is, the answer is one value of its format, and says nothing but the map.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/ussd/.
 */
#include "gateway/web/ussd_gate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define SCREEN "1. \"Satu\"\n0. {text}"

static const char *const maps[] = {
    "{\"format\":\"form\",\"inputs\":\"joined\",\"session\":\"sessionId\","
    "\"number\":\"phoneNumber\",\"code\":\"serviceCode\",\"input\":\"text\","
    "\"status\":\"status\",\"more\":\"CON {text}\",\"end\":\"END {text}\"}",
    "{\"format\":\"json\",\"inputs\":\"last\",\"session\":\"SessionId\","
    "\"number\":\"Mobile\",\"code\":\"ServiceCode\",\"input\":\"Message\","
    "\"first\":\"Type=Initiation\",\"ends\":\"Type=Release Type=Timeout\","
    "\"sequence\":\"Sequence\",\"answer\":\"{\\\"Message\\\":\\\"{text}\\\","
    "\\\"Type\\\":\\\"{more|Response|Release}\\\","
    "\\\"ClientState\\\":\\\"{=ClientState}\\\"}\"}",
    "{\"method\":\"GET\",\"format\":\"form\",\"inputs\":\"last\",\"session\":"
    "\"s\",\"input\":\"i\",\"first\":\"n=true\",\"answer\":\"{\\\"a\\\":"
    "[{\\\"b\\\":\\\"{text}\\\"},\\\"{more}\\\",\\\"{=s}\\\"]}\"}"};

static void
check_string(json_t *string, size_t most)
{
	BUG_IF(string != NULL &&
	       (!json_is_string(string) || json_string_length(string) > most));
}

static void
check_answer(const struct ussd_map *m, json_t *fields, bool more)
{
	size_t size = 0;
	char *answer = ussd_answer(m, fields, SCREEN, more, &size);
	BUG_IF(answer == NULL || strlen(answer) != size);
	json_t *made = json_loadb(answer, size, JSON_REJECT_DUPLICATES, NULL);
	if (m->answer == NULL)
		BUG_IF(
		    strcmp(answer, more ? "CON " SCREEN : "END " SCREEN) != 0);
	else
		BUG_IF(json_object_size(made) != json_object_size(m->answer));
	json_decref(made);
	free(answer);
}

static void
check_request(const struct ussd_map *m, json_t *fields, bool ended)
{
	struct ussd_request r;
	if (ussd_read_request(m, fields, ended, &r) != USSD_FINE)
		return;
	BUG_IF(json_string_length(r.session) == 0);
	BUG_IF(r.over ? r.input != NULL : r.input == NULL);
	check_string(r.session, USSD_SESSION_MAX);
	check_string(r.number, USSD_NUMBER_MAX);
	check_string(r.code, USSD_CODE_MAX);
	check_string(r.input, USSD_INPUT_MAX);
	check_string(r.sequence, USSD_SEQUENCE_MAX);
	ussd_request_free(&r);
}

static void
try_body(json_t *map, const char *type, const char *body, size_t size)
{
	struct ussd_map m;
	json_t *fields = NULL;
	BUG_IF(!ussd_map_read(&m, map));
	enum ussd_fault fault;
	if (m.json) {
		fault = ussd_read_json(&fields, body, size, type);
	} else {
		fields = json_object();
		fault = ussd_read_form(fields, body, size, type);
	}
	BUG_IF(
	    fault == USSD_FINE && json_object_size(fields) > USSD_FIELDS_MAX);
	if (fault == USSD_FINE) {
		check_request(&m, fields, false);
		check_request(&m, fields, true);
		check_answer(&m, fields, true);
		check_answer(&m, fields, false);
	}
	json_decref(fields);
	ussd_map_free(&m);
}

/* A template of somebody's, and who asks behind proxies. */
static void
try_line(const char *line)
{
	const struct address peer = {{127, 0, 0, 1}, ADDRESS_SIZE_V4};
	struct address_range proxies[ADDRESS_RANGES_MAX];
	struct address client;
	struct gate_auth auth;
	int count = address_ranges_parse("127.0.0.1 10.0.0.0/8", proxies);
	if (gate_client(&peer, line, proxies, (size_t)count, &client))
		BUG_IF(client.size != ADDRESS_SIZE_V4 &&
		       client.size != ADDRESS_SIZE_V6);
	(void)gate_auth_parse(line, &auth);
	(void)gate_stamp_is_now(line, 1700000000);
	json_decref(dialect_template(line));
}

static char *
next_line(char **text, size_t *size)
{
	char *line = *text, *end = memchr(line, '\n', *size);
	size_t len = end == NULL ? *size : (size_t)(end - line);
	size_t used = end == NULL ? len : len + 1;
	line[len] = '\0'; /* there is room behind the text */
	*text += used;
	*size -= used;
	return line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1), *at = text;
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	const char *type = next_line(&at, &size);
	try_line(next_line(&at, &size));
	size_t which = (size_t)(*type != '\0' ? *type - '0' : 0) %
		       (sizeof(maps) / sizeof(*maps));
	json_t *map = json_loads(maps[which], 0, NULL);
	try_body(map, *type == '\0' ? NULL : type, at, size);
	json_decref(map);
	free(text);
	return 0;
}
