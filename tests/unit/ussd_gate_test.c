/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may come in by a gate of USSD: gateway/web/ussd_gate.c. */
#include "gateway/web/ussd_gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* after the headers that it needs */
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DIALECT                                                                \
	"\"dialect\":{\"session\":\"s\",\"input\":\"i\",\"more\":\"{text}\","  \
	"\"end\":\"{text}\"}"
#define BASE    "\"name\":\"a\",\"path\":\"/ussd/a\"," DIALECT
#define SECRET  "abcdefghijklmnop"
#define SECRETS "\"secrets\":[\"" SECRET "\",\"older-secret-----\"]"

/* One static object behind the gate, as the settings are behind real ones. */
static json_t *told;

static bool
try_gate(struct gate *g, const char *text)
{
	json_decref(told);
	told = json_loads(text, 0, NULL);
	assert_non_null(told);
	return gate_read(g, told);
}

static void
read_gate(struct gate *g, const char *text)
{
	assert_true(try_gate(g, text));
}

static void
none_stands_open(void **state)
{
	static const char *const rows[] = {"{" BASE "}",
	    "{" BASE ",\"allow_cidr\":\"10.0.0.0/99\"}",
	    "{" BASE "," SECRETS "}", "{" BASE "," SECRETS ",\"auth\":\"x\"}",
	    "{" BASE ",\"secrets\":[1],\"auth\":\"path\"}",
	    "{" BASE ",\"secrets\":[\"a\",\"b\",\"c\"],\"auth\":\"path\"}",
	    "{\"name\":\"a\"," DIALECT ",\"allow_cidr\":\"10.0.0.0/8\"}",
	    "{\"name\":\"a\",\"path\":\"/x\",\"allow_cidr\":\"10.0.0.0/8\"}"};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gate g;
		if (try_gate(&g, rows[i]))
			fail_msg("%s", rows[i]);
		gate_free(&g);
	}
}

static void
paths(void **state)
{
	static const char by_path[] =
	    "{" BASE "," SECRETS ",\"auth\":\"path\",\"end_path\":\"/end\"}";
	static const char by_header[] =
	    "{" BASE "," SECRETS
	    ",\"auth\":\"header X\",\"end_path\":\"/end\"}";
	static const struct {
		const char *gate, *path;
		bool fits, end;
		const char *secret;
	} rows[] = {{by_path, "/ussd/a/x", true, false, "x"},
	    {by_path, "/ussd/a/", true, false, ""},
	    {by_path, "/end/x", true, true, "x"},
	    {by_path, "/ussd/a", false, false, NULL},
	    {by_path, "/ussd/a/x/", false, false, NULL},
	    {by_path, "/ussd/a/x/y", false, false, NULL},
	    {by_path, "/ussd/ax", false, false, NULL},
	    {by_path, "/", false, false, NULL},
	    {by_header, "/ussd/a", true, false, ""},
	    {by_header, "/end", true, true, ""},
	    {by_header, "/ussd/a/", false, false, NULL},
	    {by_header, "/ussd/A", false, false, NULL},
	    {by_header, "/ussd/%61", false, false, NULL},
	    {by_header, "", false, false, NULL}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gate g;
		bool end = true;
		const char *secret = NULL;
		read_gate(&g, rows[i].gate);
		if (gate_fits_path(&g, rows[i].path, &end, &secret) !=
		    rows[i].fits)
			fail_msg("%s", rows[i].path);
		if (rows[i].fits) {
			assert_int_equal(end, rows[i].end);
			assert_string_equal(secret, rows[i].secret);
		}
		gate_free(&g);
	}
}

static void
secrets(void **state)
{
	static const struct {
		const char *given;
		bool header, query;
	} rows[] = {{SECRET, true, true}, {"older-secret-----", true, true},
	    {"Bearer " SECRET, true, false}, {"bearer " SECRET, true, false},
	    {"Bearer", false, false}, {"Bearer  " SECRET, false, false},
	    {"", false, false}, {"abcdefghijklmno", false, false},
	    {SECRET "q", false, false}, {"Abcdefghijklmnop", false, false},
	    {SECRET " ", false, false}};
	struct gate header, query;
	(void)state;
	read_gate(&header, "{" BASE "," SECRETS ",\"auth\":\"header X\"}");
	for (size_t i = 0; i < COUNT(rows); i++)
		if (gate_fits_secret(&header, rows[i].given) != rows[i].header)
			fail_msg("%s", rows[i].given);
	gate_free(&header);
	read_gate(&query, "{" BASE "," SECRETS ",\"auth\":\"query x\"}");
	for (size_t i = 0; i < COUNT(rows); i++)
		if (gate_fits_secret(&query, rows[i].given) != rows[i].query)
			fail_msg("%s", rows[i].given);
	gate_free(&query);
}

/* A file of secrets that cannot be read: the gate is shut, not open. */
static void
no_secret_is_no_way_in(void **state)
{
	struct gate g;
	struct digest d;
	(void)state;
	read_gate(&g, "{" BASE ",\"secrets\":[],\"auth\":\"header X\"}");
	assert_true(g.by_secret);
	assert_false(gate_fits_secret(&g, ""));
	assert_false(gate_fits_secret(&g, SECRET));
	gate_free(&g);
	read_gate(&g, "{" BASE ",\"secrets\":[],\"auth\":\"hmac-sha256 X\"}");
	assert_false(gate_fits_signature(&g,
	    /* of no text under no key */
	    "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
	    "", "", 0, &d));
	gate_free(&g);
}

/* printf '%s' 'text=1' | openssl dgst -sha256 -hmac abcdefghijklmnop */
#define MAC_PLAIN                                                              \
	"938972e5a9351a1997e23202bf274582803c24439d94d15c3213b7433d532630"
#define MAC_TIMED                                                              \
	"9ccd1eab92002529f0cb98feb154c06258ddd6191d556cf013c06d4a8e64c43c"
#define MAC_BASE64 "k4ly5ak1GhmX4jICvydFgoA8JEOdlNFcMhO3Qz1TJjA="

static void
signatures(void **state)
{
	static const struct {
		const char *given, *stamp, *body;
		bool fits;
	} rows[] = {{MAC_PLAIN, "", "text=1", true},
	    {"sha256=" MAC_PLAIN, "", "text=1", true},
	    {"SHA256=" MAC_PLAIN, "", "text=1", true},
	    {MAC_BASE64, "", "text=1", true}, {MAC_PLAIN, "", "text=2", false},
	    {MAC_PLAIN, "", "", false}, {MAC_PLAIN "0", "", "text=1", false},
	    {MAC_PLAIN " ", "", "text=1", false}, {"", "", "text=1", false},
	    {"sha256=", "", "text=1", false},
	    {MAC_TIMED, "1700000000", "text=1", true},
	    {MAC_TIMED, "1700000001", "text=1", false},
	    {MAC_TIMED, "", "1700000000.text=1", true},
	    {MAC_TIMED, "", "text=1", false},
	    {MAC_PLAIN, "1700000000", "text=1", false},
	    {MAC_TIMED, "17000000000", "text=1", false}};
	struct gate g;
	struct digest d;
	(void)state;
	read_gate(&g, "{" BASE "," SECRETS ",\"auth\":\"hmac-sha256 X Y\"}");
	for (size_t i = 0; i < COUNT(rows); i++)
		if (gate_fits_signature(&g, rows[i].given, rows[i].stamp,
			rows[i].body, strlen(rows[i].body), &d) != rows[i].fits)
			fail_msg("row %zu", i);
	gate_free(&g);
}

static void
stamps(void **state)
{
	static const struct {
		const char *stamp;
		bool now;
	} rows[] = {{"1700000000", true}, {"1700000300", true},
	    {"1699999700", true}, {"1700000301", false}, {"1699999699", false},
	    {"", false}, {"0", false}, {"-1700000000", false},
	    {"+170000000", false}, {"1700000000 ", false},
	    {"17000000000", false}, {"1.7e9", false}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (gate_stamp_is_now(rows[i].stamp, 1700000000) != rows[i].now)
			fail_msg("%s", rows[i].stamp);
}

static void
clients(void **state)
{
	static const struct {
		const char *peer, *forwarded, *client; /* NULL: not told */
	} rows[] = {
	    {"192.0.2.1", NULL, "192.0.2.1"},
	    {"192.0.2.1", "10.9.9.9", "192.0.2.1"}, /* no proxy of ours */
	    {"127.0.0.1", NULL, "127.0.0.1"},
	    {"127.0.0.1", "192.0.2.1", "192.0.2.1"},
	    {"127.0.0.1", "1.1.1.1, 192.0.2.1", "192.0.2.1"},
	    {"127.0.0.1", "1.1.1.1,192.0.2.1 , 172.16.0.5", "192.0.2.1"},
	    {"127.0.0.1", "172.16.0.5", "172.16.0.5"},
	    {"127.0.0.1", "172.16.0.6,172.16.0.5", "172.16.0.6"},
	    {"127.0.0.1", "2001:db8::1", "2001:db8::1"},
	    {"::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"},
	    {"127.0.0.1", "", NULL},
	    {"127.0.0.1", "unknown", NULL},
	    {"127.0.0.1", "192.0.2.1,", NULL},
	    {"127.0.0.1", "192.0.2.1, ,", NULL},
	    {"127.0.0.1", "192.0.2.1:80", NULL},
	    {"127.0.0.1", "[2001:db8::1]", NULL},
	    {"127.0.0.1", "evil, 192.0.2.1", "192.0.2.1"},
	    {"127.0.0.1", "evil, 172.16.0.5", NULL},
	    {"127.0.0.1", "192.0.2.1 192.0.2.2", NULL},
	    {"127.0.0.1", ",,,,,,", NULL},
	};
	struct address_range proxies[ADDRESS_RANGES_MAX];
	int count = address_ranges_parse("127.0.0.0/8 172.16.0.0/12", proxies);
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address peer, client, right;
		assert_int_equal(address_parse(rows[i].peer, &peer), 0);
		bool is = gate_client(
		    &peer, rows[i].forwarded, proxies, (size_t)count, &client);
		if (is != (rows[i].client != NULL))
			fail_msg("row %zu", i);
		if (!is)
			continue;
		assert_int_equal(address_parse(rows[i].client, &right), 0);
		assert_int_equal(client.size, right.size);
		assert_memory_equal(client.bytes, right.bytes, right.size);
	}
}

static void
addresses(void **state)
{
	struct gate g;
	struct address a;
	(void)state;
	read_gate(&g, "{" BASE ",\"allow_cidr\":\"10.0.0.0/8 fd00::/8\"}");
	assert_int_equal(address_parse("10.1.2.3", &a), 0);
	assert_true(gate_fits_address(&g, &a));
	assert_int_equal(address_parse("::ffff:10.1.2.3", &a), 0);
	assert_true(gate_fits_address(&g, &a));
	assert_int_equal(address_parse("11.1.2.3", &a), 0);
	assert_false(gate_fits_address(&g, &a));
	gate_free(&g);
	read_gate(&g, "{" BASE ",\"allow_cidr\":\"\"}");
	assert_false(gate_fits_address(&g, &a)); /* nobody */
	gate_free(&g);
}

static int
start(void **state)
{
	(void)state;
	return digest_setup();
}

static int
stop(void **state)
{
	(void)state;
	json_decref(told);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_stands_open),
	    cmocka_unit_test(paths),
	    cmocka_unit_test(secrets),
	    cmocka_unit_test(no_secret_is_no_way_in),
	    cmocka_unit_test(signatures),
	    cmocka_unit_test(stamps),
	    cmocka_unit_test(clients),
	    cmocka_unit_test(addresses),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
