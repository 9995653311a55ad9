/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-notify as the core and as a hostile receiver see it: the program runs
 * for real, the test holds both ends (notify_harness.h).
 */
#include "tests/unit/notify_harness.h"

#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* After those that it wants before it. */
#include <cmocka.h>

#define WITH_CORE(test) cmocka_unit_test_setup_teardown(test, start, stop)
#define COUNT(array)    (sizeof(array) / sizeof((array)[0]))
#define IN_FLIGHT_MAX   16
#define WEEK_S          (7 * 86400)
/* 64 letters: no such name can be, and no name server is asked for it. */
#define LONG_LABEL                                                             \
	"llllllllllllllllllllllllllllllll"                                     \
	"llllllllllllllllllllllllllllllll"
#define SHORT_MS 300

static struct core core;

static int
start_server(void **state)
{
	(void)state;
	http_start();
	return 0;
}

static int
stop_server(void **state)
{
	(void)state;
	http_stop();
	return 0;
}

static int
start(void **state)
{
	(void)state;
	core_start(&core, &(struct core_options){0});
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	core_stop(&core);
	return 0;
}

/* What is sent. */

static void
check_line(const char *request, const char *line)
{
	const char *at = strstr(request, line);
	size_t len = strlen(line);
	if (at == NULL || strncmp(at - 2, "\r\n", 2) != 0 ||
	    strncmp(at + len, "\r\n", 2) != 0 || strstr(at + len, line) != NULL)
		fail_msg("\"%s\" is not one line of:\n%s", line, request);
}

static void
test_request(void **state)
{
	(void)state;
	static const char *const lines[] = {
	    "User-Agent: siaga",
	    "Content-Type: application/json",
	    "Content-Length: 20",
	    "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek",
	    "webhook-timestamp: 1614265330",
	    "webhook-signature: v1,YWJj v1,ZGVm v1a,Z2hp+/==",
	    "ce-specversion: 1.0",
	    "ce-id: msg_p5jXN8AQM9LWM0D4loKWxJek",
	    "ce-type: report.filed",
	    "ce-source: urn:siaga:kab-x/a%20b",
	    "ce-time: 2021-02-25T15:02:10Z",
	};
	json_t *done = core_deliver(
	    &core, &(struct delivery){.url = "/ok",
		       .webhook_id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
		       .timestamp_s = 1614265330,
		       .signature = "v1,YWJj v1,ZGVm v1a,Z2hp+/==",
		       .source = "urn:siaga:kab-x/a%20b",
		       .body = "{\"test\": 2432232314}"});
	core_check_done(done, 200, NULL);
	assert_string_equal(wire_str(done, "body"), "{\"received\":true}");
	json_decref(done);
	const char *request = http_seen()->request;
	assert_memory_equal(request, "POST /ok HTTP/1.1\r\n", 19);
	for (size_t i = 0; i < COUNT(lines); i++)
		check_line(request, lines[i]);
	assert_null(strstr(request, "Expect"));
	assert_null(strstr(request, "Cookie"));
	assert_null(strstr(request, "Authorization"));
	assert_string_equal(
	    strstr(request, "\r\n\r\n") + 4, "{\"test\": 2432232314}");
}

/* 20,000 bytes, the most that the wire's table lets through. */
static void
test_long_body(void **state)
{
	(void)state;
	char body[12001] = "";
	memset(body, 'b', sizeof(body) - 1);
	json_t *done =
	    core_deliver(&core, &(struct delivery){.url = "/ok", .body = body});
	core_check_done(done, 200, NULL);
	json_decref(done);
	assert_string_equal(strstr(http_seen()->request, "\r\n\r\n") + 4, body);
}

/* What comes back. */

static const struct {
	const char *path;
	int status;
	const char *error;
	int retry_min_s, retry_max_s;
	const char *body; /* NULL: none is handed up */
	int timeout_ms;
} answers[] = {
    {"/ok", 200, NULL, 0, 0, "{\"received\":true}", 0},
    {"/empty", 204, NULL, 0, 0, NULL, 0},
    {"/missing", 404, NULL, 0, 0, NULL, 0},
    {"/410", 410, NULL, 0, 0, "gone", 0},
    {"/500", 500, NULL, 0, 0, NULL, 0},
    {"/unauthorized", 401, NULL, 0, 0, NULL, 0},
    {"/redirect", 302, NULL, 0, 0, NULL, 0},
    {"/redirect-307", 307, NULL, 0, 0, NULL, 0},
    {"/redirect-file", 302, NULL, 0, 0, NULL, 0},
    {"/retry-seconds", 429, NULL, 7, 7, NULL, 0},
    {"/retry-date", 503, NULL, 80, 90, NULL, 0},
    {"/retry-huge", 503, NULL, WEEK_S, WEEK_S, NULL, 0},
    {"/retry-overflow", 503, NULL, 0, 0, NULL, 0},
    {"/retry-zero", 503, NULL, 0, 0, NULL, 0},
    {"/retry-negative", 503, NULL, 0, 0, NULL, 0},
    {"/retry-past", 503, NULL, 0, 0, NULL, 0},
    {"/retry-nonsense", 503, NULL, 0, 0, NULL, 0},
    {"/nothing", 0, "closed", 0, 0, NULL, 0},
    {"/drop", 0, "closed", 0, 0, NULL, 0},
    {"/garbage", 0, "protocol", 0, 0, NULL, 0},
    {"/old", 0, "protocol", 0, 0, NULL, 0},
    {"/half-status", 0, "closed", 0, 0, NULL, 0},
    {"/bad-status", 0, "protocol", 0, 0, NULL, 0},
    {"/half-header", 200, "closed", 0, 0, NULL, 0},
    {"/half-body", 200, "closed", 0, 0, "0123456789", 0},
    {"/bad-chunk", 200, "closed", 0, 0, NULL, 0},
    {"/bad-length", 200, "protocol", 0, 0, NULL, 0},
    {"/gzip", 200, NULL, 0, 0, "abc", 0},
    {"/cookie", 200, NULL, 0, 0, NULL, 0},
    {"/latin1", 200, NULL, 0, 0, NULL, 0},
    {"/surrogate", 200, NULL, 0, 0, NULL, 0},
    {"/nul", 200, NULL, 0, 0, NULL, 0},
    {"/control", 200, NULL, 0, 0, NULL, 0},
    {"/unicode", 200, NULL, 0, 0, "\xf0\x9f\x9f\xa2", 0},
    {"/announced", 200, "too_big", 0, 0, NULL, 0},
    {"/endless", 200, "too_big", 0, 0, NULL, 0},
    {"/chunked", 200, "too_big", 0, 0, NULL, 0},
    {"/headers", 200, "too_big", 0, 0, NULL, 0},
    {"/one-header", 200, "too_big", 0, 0, NULL, 0},
    {"/continue", 100, "too_big", 0, 0, NULL, 0},
    {"/hang", 0, "timeout", 0, 0, NULL, SHORT_MS},
    {"/slow", 200, "timeout", 0, 0, NULL, SHORT_MS},
    {"/slow-body", 200, "timeout", 0, 0, NULL, SHORT_MS},
};

static void
show_done(const char *what, json_t *done)
{
	char *text = json_dumps(done, JSON_COMPACT);
	print_message("%s: %.200s\n", what, text);
	free(text);
}

static void
test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		json_t *done = core_deliver(
		    &core, &(struct delivery){.url = answers[i].path,
			       .timeout_ms = answers[i].timeout_ms});
		show_done(answers[i].path, done);
		core_check_done(done, answers[i].status, answers[i].error);
		assert_in_range(wire_int(done, "retry_after_s", 0),
		    answers[i].retry_min_s, answers[i].retry_max_s);
		const char *body = wire_str(done, "body");
		if (answers[i].error == NULL && answers[i].body == NULL)
			assert_null(body);
		if (answers[i].error == NULL && answers[i].body != NULL)
			assert_string_equal(body, answers[i].body);
		json_decref(done);
	}
	assert_int_equal(atomic_load(&http_seen()->elsewhere), 0);
}

/* Lines that are no headers: any outcome, but an outcome, and no harm. */
static void
test_broken_lines(void **state)
{
	(void)state;
	static const char *const paths[] = {
	    "/crlf", "/nul-header", "/two-lengths"};
	for (size_t i = 0; i < COUNT(paths); i++) {
		json_t *done =
		    core_deliver(&core, &(struct delivery){.url = paths[i]});
		show_done(paths[i], done);
		json_decref(done);
	}
}

static void
test_largest_answer(void **state)
{
	(void)state;
	json_t *done = core_deliver(&core, &(struct delivery){.url = "/full"});
	core_check_done(done, 200, NULL);
	json_t *body = json_object_get(done, "body");
	assert_int_equal(json_string_length(body), 16384);
	json_decref(done);
}

/* Nothing is repeated by anybody but the core. */
static void
test_no_duplicates(void **state)
{
	(void)state;
	int before = atomic_load(&http_seen()->dropped);
	for (int i = 0; i < 20; i++) {
		json_t *ok =
		    core_deliver(&core, &(struct delivery){.url = "/ok"});
		json_decref(ok);
		json_t *done =
		    core_deliver(&core, &(struct delivery){.url = "/drop"});
		core_check_done(done, 0, "closed");
		json_decref(done);
	}
	assert_int_equal(atomic_load(&http_seen()->dropped) - before, 20);
}

/* Where it does not go. */

static const struct {
	const char *url;
	const char *allow;
	const char *refused; /* NULL: taken, and done with error */
	const char *error;
} destinations[] = {
    {"https://localhost/", "", NULL, "address_refused"},
    {"https://127.0.0.1/", "", NULL, "address_refused"},
    {"https://127.1/", "", NULL, "address_refused"},
    {"https://0x7f.1/", "", NULL, "address_refused"},
    {"https://0177.0.0.1/", "", NULL, "address_refused"},
    {"https://2130706433/", "", NULL, "address_refused"},
    {"https://0/", "", NULL, "address_refused"},
    {"https://0.0.0.0/", "", NULL, "address_refused"},
    {"https://[::]/", "", NULL, "address_refused"},
    {"https://[::1]/", "", NULL, "address_refused"},
    {"https://[::ffff:127.0.0.1]/", "", NULL, "address_refused"},
    {"https://[::ffff:7f00:1]/", "", NULL, "address_refused"},
    {"https://[::127.0.0.1]/", "", NULL, "address_refused"},
    {"https://[64:ff9b::7f00:1]/", "", NULL, "address_refused"},
    {"https://[2002:7f00:1::]/", "", NULL, "address_refused"},
    {"https://[fe80::1]/", "", NULL, "address_refused"},
    {"https://[fe80::1%25lo]/", "", NULL, "address_refused"},
    {"https://[fd00::1]/", "", NULL, "address_refused"},
    {"https://[ff02::1]/", "", NULL, "address_refused"},
    {"https://169.254.169.254/latest/", "", NULL, "address_refused"},
    {"https://10.0.0.1/", "", NULL, "address_refused"},
    {"https://192.168.1.1:8443/", "", NULL, "address_refused"},
    {"https://100.64.0.1/", "", NULL, "address_refused"},
    {"https://255.255.255.255/", "", NULL, "address_refused"},
    {"https://10.0.0.1/", HARNESS_LOCAL, NULL, "address_refused"},
    {"https://localhost/", "10.0.0.0/8", NULL, "address_refused"},
    {"http://10.0.0.1/", HARNESS_LOCAL, NULL, "address_refused"},
    {"http://8.8.8.8/", HARNESS_LOCAL, NULL, "address_refused"},
    {"http://[2606:4700::1]/", HARNESS_LOCAL, NULL, "address_refused"},
    {"https://127.0.0.1:1/", HARNESS_LOCAL, NULL, "connect"},
    {"HTTPS://127.0.0.1:1/", HARNESS_LOCAL, NULL, "connect"},
    {"https://" LONG_LABEL ".example/", "", NULL, "dns"},
    {"http://127.0.0.1/", "", "bad_url", NULL},
    {"http://8.8.8.8/", "", "bad_url", NULL},
    {"file:///etc/passwd", HARNESS_LOCAL, "bad_url", NULL},
    {"FILE:///etc/passwd", HARNESS_LOCAL, "bad_url", NULL},
    {"gopher://127.0.0.1/x", HARNESS_LOCAL, "bad_url", NULL},
    {"ftp://127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"ldap://127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"smb://127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"ws://127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"javascript:alert(1)", HARNESS_LOCAL, "bad_url", NULL},
    {"https://user:pass@127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://user@127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"http://user:pass@127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://example.org:443@127.0.0.1/", "", "bad_url", NULL},
    {"", HARNESS_LOCAL, "bad_url", NULL},
    {"https://", HARNESS_LOCAL, "bad_url", NULL},
    {"https:", HARNESS_LOCAL, "bad_url", NULL},
    {"https:/", HARNESS_LOCAL, "bad_url", NULL},
    {"x//127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"127.0.0.1", HARNESS_LOCAL, "bad_url", NULL},
    {" https://127.0.0.1/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://127.0.0.1/a b", HARNESS_LOCAL, "bad_url", NULL},
    {"https://127.0.0.1/\r\nHost: x", HARNESS_LOCAL, "bad_url", NULL},
    {"https://127.0.0.1:99999/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://127.0.0.1:x/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://[::1/", HARNESS_LOCAL, "bad_url", NULL},
    {"https://127.0.0.1/", "127.0.0.0/33", "bad_allow", NULL},
    {"https://127.0.0.1/", "localhost", "bad_allow", NULL},
};

static void
test_destinations(void **state)
{
	(void)state;
	int before = atomic_load(&http_seen()->requests);
	for (size_t i = 0; i < COUNT(destinations); i++) {
		print_message("%s\n", destinations[i].url);
		int64_t id = core_post(
		    &core, &(struct delivery){.url = destinations[i].url,
			       .allow = destinations[i].allow});
		if (destinations[i].refused != NULL) {
			core_expect_refused(
			    &core, id, destinations[i].refused, false);
			continue;
		}
		core_expect_ok(&core, id);
		json_t *done = core_expect_done(&core, id);
		core_check_done(done, 0, destinations[i].error);
		json_decref(done);
	}
	assert_int_equal(atomic_load(&http_seen()->requests), before);
}

static void
test_headers_refused(void **state)
{
	(void)state;
	static const struct delivery bad[] = {
	    {.url = "/ok", .source = "/x\r\nX-Injected: 1"},
	    {.url = "/ok", .source = "/x\n"},
	    {.url = "/ok", .source = "/x y"},
	    {.url = "/ok", .source = "/\xc3\xa9"},
	    {.url = "/ok", .source = ""},
	    {.url = "/ok", .signature = "v1,YWJj\r\nHost: x"},
	    {.url = "/ok", .signature = "v1,YWJj\t"},
	    {.url = "/ok", .signature = ""},
	    {.url = "/ok", .webhook_id = "a.b"},
	    {.url = "/ok", .webhook_id = "a b"},
	    {.url = "/ok", .type = "report:filed"},
	    {.url = "/ok", .timestamp_s = 253402300800},
	};
	int before = atomic_load(&http_seen()->requests);
	for (size_t i = 0; i < COUNT(bad); i++)
		core_expect_refused(
		    &core, core_post(&core, &bad[i]), "bad_header", false);
	assert_int_equal(atomic_load(&http_seen()->requests), before);
}

/* U+0000 must not hide what comes after it from any check. */
static void
test_hidden_text(void **state)
{
	(void)state;
	static const char url[] = "https://127.0.0.1/\0@evil";
	int64_t id = ++core.last_id;
	core_send(&core,
	    json_pack("{s:s, s:I, s:s#, s:s, s:i, s:s, s:s, s:s, s:s, s:i}",
		"f", "notify.post", "id", (json_int_t)id, "url", url,
		(int)sizeof(url) - 1, "webhook_id", "x", "timestamp", 1,
		"signature", "v1,a", "type", "t", "source", "/", "body", "{}",
		"timeout_ms", 1000));
	core_expect_refused(&core, id, "bad_url", false);
}

/* The wire. */

static void
check_alive(void)
{
	int64_t id = ++core.last_id;
	core_send(
	    &core, json_pack("{s:s, s:I}", "f", "ping", "id", (json_int_t)id));
	json_decref(core_expect(&core, "pong", "re", id));
}

static void
test_hostile_wire(void **state)
{
	(void)state;
	static const char *const lines[] = {"\n", "x\n", "[]\n", "{}\n",
	    "{\"f\":\"nobody\",\"id\":1}\n", "{\"f\":\"ping\"}\n",
	    "{\"f\":\"ping\",\"id\":0}\n",
	    "{\"f\":\"ping\",\"id\":1,\"x\":1}\n",
	    "{\"f\":\"notify.post\",\"id\":7}\n",
	    "{\"f\":\"notify.done\",\"id\":7,\"of\":1,\"status\":200}\n",
	    "{\"f\":\"ok\",\"re\":4711}\n",
	    "{\"f\":\"refused\",\"re\":4711,\"error\":\"x\"}\n", "\xff\xfe\n"};
	for (size_t i = 0; i < COUNT(lines); i++) {
		core_send_bytes(&core, lines[i], strlen(lines[i]));
		check_alive();
	}
	char large[8192];
	memset(large, ' ', sizeof(large));
	for (int i = 0; i < 20; i++)
		core_send_bytes(&core, large, sizeof(large));
	core_send_bytes(&core, "\n", 1);
	check_alive();
}

static void
test_not_for_us(void **state)
{
	(void)state;
	int64_t id = ++core.last_id;
	core_send(&core, json_pack("{s:s, s:I, s:s, s:s, s:i}", "f",
			     "modem.open", "id", (json_int_t)id, "device",
			     "/dev/x", "connection", "at", "poll_s", 1));
	core_expect_refused(&core, id, "unknown", false);
	check_alive();
}

static void
test_same_post_again(void **state)
{
	(void)state;
	int before = atomic_load(&http_seen()->requests);
	struct delivery d = {.id = 9001,
	    .url = "/hang",
	    .webhook_id = "same",
	    .timeout_ms = SHORT_MS};
	for (int i = 0; i < 3; i++)
		core_expect_ok(&core, core_post(&core, &d));
	json_decref(core_expect_done(&core, 9001));
	check_alive();
	assert_int_equal(atomic_load(&http_seen()->requests) - before, 1);
}

/* A core that counts afresh must not get the older post's outcome. */
static void
test_id_used_again(void **state)
{
	(void)state;
	struct delivery old = {.id = 9002,
	    .url = "/hang",
	    .webhook_id = "older",
	    .timeout_ms = SHORT_MS};
	struct delivery new = {.id = 9002, .url = "/ok", .webhook_id = "newer"};
	core_expect_ok(&core, core_post(&core, &old));
	core_expect_ok(&core, core_post(&core, &new));
	json_t *done = core_expect_done(&core, 9002);
	core_check_done(done, 200, NULL);
	json_decref(done);
	assert_null(core_next(&core, 2 * SHORT_MS));
}

static void
answer_done(json_t *done, bool retry)
{
	core_send(&core, json_pack("{s:s, s:I, s:s, s:b}", "f", "refused", "re",
			     (json_int_t)wire_int(done, "id", 0), "error",
			     "read_only", "retry", (int)retry));
	json_decref(done);
}

static void
test_done_refused(void **state)
{
	(void)state;
	int64_t id = core_post(&core, &(struct delivery){.url = "/ok"});
	core_expect_ok(&core, id);
	json_t *done = core_expect(&core, "notify.done", "of", id);
	int64_t first = wire_int(done, "id", 0);
	int64_t at_ms = harness_now_ms();
	answer_done(done, true);
	done = core_expect(&core, "notify.done", "of", id);
	assert_in_range(harness_now_ms() - at_ms, 900, 2000);
	assert_true(wire_int(done, "id", 0) > first);
	answer_done(done, false);
	assert_null(core_next(&core, SHORT_MS));
}

/* Many at once. */

static void
hang_many(int64_t ids[], int count, int timeout_ms)
{
	for (int i = 0; i < count; i++) {
		ids[i] = core_post(&core, &(struct delivery){.url = "/hang",
					      .timeout_ms = timeout_ms});
		core_expect_ok(&core, ids[i]);
	}
}

static void
drain_many(int count)
{
	while (count-- > 0) {
		json_t *done = core_next(&core, HARNESS_WAIT_MS);
		assert_non_null(done);
		assert_string_equal(wire_str(done, "f"), "notify.done");
		core_check_done(done, 0, "timeout");
		core_send(&core, json_pack("{s:s, s:I}", "f", "ok", "re",
				     (json_int_t)wire_int(done, "id", 0)));
		json_decref(done);
	}
}

static void
test_busy(void **state)
{
	(void)state;
	int64_t ids[IN_FLIGHT_MAX];
	hang_many(ids, IN_FLIGHT_MAX, 800);
	int64_t id = core_post(&core, &(struct delivery){.url = "/ok"});
	core_expect_refused(&core, id, "busy", true);
	check_alive();
	drain_many(IN_FLIGHT_MAX);
	json_t *done = core_deliver(&core, &(struct delivery){.url = "/ok"});
	core_check_done(done, 200, NULL);
	json_decref(done);
}

static void
test_hanging_delays_nobody(void **state)
{
	(void)state;
	int64_t ids[IN_FLIGHT_MAX - 1];
	hang_many(ids, IN_FLIGHT_MAX - 1, 2000);
	int64_t worst_ms = 0;
	for (int i = 0; i < 50; i++) {
		int64_t at_ms = harness_now_ms();
		json_t *done =
		    core_deliver(&core, &(struct delivery){.url = "/ok"});
		core_check_done(done, 200, NULL);
		json_decref(done);
		int64_t took_ms = harness_now_ms() - at_ms;
		worst_ms = took_ms > worst_ms ? took_ms : worst_ms;
	}
	print_message("slowest beside 15 hanging: %d ms\n", (int)worst_ms);
	assert_in_range(worst_ms, 0, 250);
	drain_many(IN_FLIGHT_MAX - 1);
}

/* Outcomes wait for a core that does not answer, then it is "busy". */
static void
test_unanswered(void **state)
{
	(void)state;
	enum { SLOTS = 64 };
	int64_t told[SLOTS];
	for (int i = 0; i < SLOTS; i++) {
		int64_t id = core_post(&core, &(struct delivery){.url = "/ok"});
		core_expect_ok(&core, id);
		json_t *done = core_expect(&core, "notify.done", "of", id);
		told[i] = wire_int(done, "id", 0);
		json_decref(done);
	}
	int64_t id = core_post(&core, &(struct delivery){.url = "/ok"});
	core_expect_refused(&core, id, "busy", true);
	for (int i = 0; i < SLOTS; i++)
		core_send(&core, json_pack("{s:s, s:I}", "f", "ok", "re",
				     (json_int_t)told[i]));
	json_decref(core_deliver(&core, &(struct delivery){.url = "/ok"}));
}

/* Starting, stopping, connecting. */

static void
test_ends_with_the_core(void **state)
{
	(void)state;
	struct core other;
	core_start(&other, &(struct core_options){0});
	struct delivery d = {.url = "/hang", .timeout_ms = 60000};
	core_expect_ok(&other, core_post(&other, &d));
	int64_t at_ms = harness_now_ms();
	core_stop(&other);
	assert_in_range(harness_now_ms() - at_ms, 0, 1000);
}

/*
 * A name server that is there and silent, as behind a broken uplink: the wait
 * for it must stop neither the others nor the end of the program.
 */
static void
test_silent_name_server(void **state)
{
	(void)state;
	char path[] = "/tmp/siaga-notify-XXXXXX";
	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_port = htons(53),
	    .sin_addr.s_addr = htonl(0x7f000063)};
	int server = socket(AF_INET, SOCK_DGRAM, 0);
	if (geteuid() != 0 ||
	    bind(server, (struct sockaddr *)&at, sizeof(at)) < 0) {
		(void)close(server);
		skip();
	}
	int conf = mkstemp(path);
	assert_int_equal(write(conf, "nameserver 127.0.0.99\n", 22), 22);
	struct core other;
	core_start(&other, &(struct core_options){.resolv_conf = path});
	struct delivery slow = {
	    .url = "https://hotline.example/", .allow = "", .timeout_ms = 400};
	struct delivery fast = {.url = "/ok"};
	int64_t at_ms = harness_now_ms();
	int64_t id = core_post(&other, &slow);
	core_expect_ok(&other, id);
	json_t *done = core_deliver(&other, &fast);
	core_check_done(done, 200, NULL);
	assert_in_range(harness_now_ms() - at_ms, 0, 250);
	json_decref(done);
	done = core_expect_done(&other, id);
	core_check_done(done, 0, "timeout");
	assert_in_range(harness_now_ms() - at_ms, 350, 800);
	json_decref(done);
	core_stop(&other);
	(void)close(conf);
	(void)close(server);
	(void)unlink(path);
}

static int
listen_at(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	memcpy(at.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 4), 0);
	return fd;
}

/* The core dies with a post in flight, and again before it answers. */
static void
test_connects_again(void **state)
{
	(void)state;
	char directory[] = "/tmp/siaga-notify-XXXXXX";
	char path[64];
	struct core other;
	assert_non_null(mkdtemp(directory));
	(void)snprintf(path, sizeof(path), "%s/wire", directory);
	core_start(&other, &(struct core_options){.path = path});
	(void)poll(NULL, 0, 250); /* nobody listens yet */
	int listener = listen_at(path);
	core_accept(&other, listener);
	struct delivery d = {.url = "/hang", .timeout_ms = SHORT_MS};
	int64_t id = core_post(&other, &d);
	core_expect_ok(&other, id);
	core_disconnect(&other);
	for (int i = 0; i < 2; i++) {
		core_accept(&other, listener);
		json_t *done = core_expect(&other, "notify.done", "of", id);
		core_check_done(done, 0, "timeout");
		json_decref(done);
		core_disconnect(&other);
	}
	core_accept(&other, listener);
	json_decref(core_expect_done(&other, id));
	core_disconnect(&other);
	core_accept(&other, listener);
	assert_null(core_next(&other, SHORT_MS));
	core_kill(&other);
	(void)close(listener);
	(void)unlink(path);
	(void)rmdir(directory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_CORE(test_request),
	    WITH_CORE(test_long_body),
	    WITH_CORE(test_answers),
	    WITH_CORE(test_broken_lines),
	    WITH_CORE(test_largest_answer),
	    WITH_CORE(test_no_duplicates),
	    WITH_CORE(test_destinations),
	    WITH_CORE(test_headers_refused),
	    WITH_CORE(test_hidden_text),
	    WITH_CORE(test_hostile_wire),
	    WITH_CORE(test_not_for_us),
	    WITH_CORE(test_same_post_again),
	    WITH_CORE(test_id_used_again),
	    WITH_CORE(test_done_refused),
	    WITH_CORE(test_busy),
	    WITH_CORE(test_hanging_delays_nobody),
	    WITH_CORE(test_unanswered),
	    cmocka_unit_test(test_ends_with_the_core),
	    cmocka_unit_test(test_silent_name_server),
	    cmocka_unit_test(test_connects_again),
	};
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
