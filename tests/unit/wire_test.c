/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire's table against frames that fit and frames that must not. */
#include "gateway/lib/wire.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	enum wire_role from;
	const char *line;
	enum wire_fault fault;
} wire_rows[] = {
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1}", WIRE_FINE},
    {WIRE_CORE, "{\"f\":\"pong\",\"re\":1}", WIRE_UNKNOWN},
    {WIRE_MODEM, "{\"f\":\"pong\"}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1,\"x\":1}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":0}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1.5}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":\"1\"}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":9007199254740992}", WIRE_MISFIT},
    {WIRE_MODEM, "{\"f\":\"nonsense\"}", WIRE_UNKNOWN},
    {WIRE_MODEM, "{\"re\":1}", WIRE_MALFORMED},
    {WIRE_MODEM, "{\"f\":1}", WIRE_MALFORMED},
    {WIRE_MODEM, "[]", WIRE_MALFORMED},
    {WIRE_MODEM, "", WIRE_MALFORMED},
    {WIRE_MODEM, "{", WIRE_MALFORMED},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1}x", WIRE_MALFORMED},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1,\"re\":2}", WIRE_MALFORMED},
    {WIRE_MODEM, "{\"f\":\"pong\",\"re\":1,\"\\ud800\":2}", WIRE_MALFORMED},
    {WIRE_MODEM,
	"{\"f\":\"modem.sms\",\"id\":1,\"pdu\":\"07AA\",\"location\":1}",
	WIRE_FINE},
    {WIRE_MODEM,
	"{\"f\":\"modem.sms\",\"id\":1,\"pdu\":\"07A\",\"location\":1}",
	WIRE_MISFIT},
    {WIRE_MODEM,
	"{\"f\":\"modem.sms\",\"id\":1,\"pdu\":\"07xx\",\"location\":1}",
	WIRE_MISFIT},
    {WIRE_NOTIFY,
	"{\"f\":\"modem.sms\",\"id\":1,\"pdu\":\"07AA\",\"location\":1}",
	WIRE_UNKNOWN},
    {WIRE_CLIENT,
	"{\"f\":\"modem.sms\",\"id\":1,\"pdu\":\"07AA\",\"location\":1}",
	WIRE_UNKNOWN},
    {WIRE_WEB,
	"{\"f\":\"command\",\"id\":1,\"name\":\"status\",\"args\":{},"
	"\"as\":\"siaga-session-x\",\"origin\":\"2001:db8::1\","
	"\"quiet\":true}",
	WIRE_FINE},
    {WIRE_NOTIFY,
	"{\"f\":\"command\",\"id\":1,\"name\":\"status\",\"args\":{}}",
	WIRE_UNKNOWN},
    {WIRE_CORE,
	"{\"f\":\"board.event\",\"kind\":\"report\",\"code\":\"7F3K\","
	"\"urgency\":\"high\",\"state\":\"open\",\"at\":1}",
	WIRE_FINE},
    {WIRE_CORE,
	"{\"f\":\"board.event\",\"kind\":\"report\",\"text\":\"x\","
	"\"at\":1}",
	WIRE_MISFIT},
    {WIRE_WEB, "{\"f\":\"board.event\",\"kind\":\"report\",\"at\":1}",
	WIRE_UNKNOWN},
    {WIRE_CLIENT,
	"{\"f\":\"command\",\"id\":1,\"name\":\"status\",\"args\":{}}",
	WIRE_FINE},
    {WIRE_CLIENT,
	"{\"f\":\"command\",\"id\":1,\"name\":\"sta\\ntus\",\"args\":{}}",
	WIRE_MISFIT},
    {WIRE_CLIENT,
	"{\"f\":\"command\",\"id\":1,\"name\":\"a\\u0000b\",\"args\":{}}",
	WIRE_MISFIT},
    {WIRE_CLIENT,
	"{\"f\":\"command\",\"id\":1,\"name\":\"status\",\"args\":[]}",
	WIRE_MISFIT},
};

static void
table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wire_rows) / sizeof(*wire_rows); i++) {
		const struct wire_frame *row = NULL;
		enum wire_fault fault;
		json_t *frame = wire_parse(wire_rows[i].line,
		    strlen(wire_rows[i].line), wire_rows[i].from, &row, &fault);
		if (fault != wire_rows[i].fault)
			print_error("row %zu: %s\n", i, wire_rows[i].line);
		assert_int_equal(fault, wire_rows[i].fault);
		assert_int_equal(frame != NULL, fault == WIRE_FINE);
		json_decref(frame);
	}
}

static void
reader_cuts_lines(void **state)
{
	struct wire_reader r;
	const char *line;
	size_t len;
	(void)state;
	wire_reader_init(&r);
	assert_int_equal(wire_reader_feed(&r, "ab", 2), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	assert_int_equal(wire_reader_feed(&r, "c\n\nde", 5), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_memory_equal(line, "abc", 3);
	assert_int_equal(len, 3);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_int_equal(len, 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	assert_int_equal(wire_reader_feed(&r, "\n", 1), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_memory_equal(line, "de", 2);
	wire_reader_free(&r);
}

/* One line too long costs that line alone, however it arrives. */
static void
reader_skips_what_is_too_long(void **state)
{
	static char junk[WIRE_LINE_MAX];
	struct wire_reader r;
	const char *line;
	size_t len;
	(void)state;
	memset(junk, 'x', sizeof(junk));
	wire_reader_init(&r);
	assert_int_equal(wire_reader_feed(&r, junk, sizeof(junk)), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	assert_int_equal(wire_reader_feed(&r, junk, 10), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), -EMSGSIZE);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(wire_reader_feed(&r, junk, sizeof(junk)), 0);
		assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	}
	assert_int_equal(wire_reader_feed(&r, "tail\ngood\n", 10), 0);
	assert_int_equal(wire_reader_next(&r, &line, &len), 1);
	assert_memory_equal(line, "good", 4);
	assert_int_equal(wire_reader_next(&r, &line, &len), 0);
	wire_reader_free(&r);
}

/* Lines of our own fit the table, or it is a bug; here they do. */
static void
lines_of_ours(void **state)
{
	(void)state;
	char *line =
	    wire_line(json_pack("{s:s, s:i}", "f", "ping", "id", 7), WIRE_CORE);
	assert_string_equal(line, "{\"f\":\"ping\",\"id\":7}\n");
	free(line);
	assert_null(wire_line(NULL, WIRE_CORE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table),
	    cmocka_unit_test(reader_cuts_lines),
	    cmocka_unit_test(reader_skips_what_is_too_long),
	    cmocka_unit_test(lines_of_ours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
