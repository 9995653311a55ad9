/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a modem's lines mean; many of them no test modem can be made to say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/modem/lines.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PDU          "07912618010000F004"

static void
events(void **state)
{
	static const struct {
		const char *before; /* fed first, makes no event; or NULL */
		const char *line;
		enum lines_kind kind;
		int location, octets;
		const char *number, *store;
	} cases[] = {
	    {"+CMGL: 3,1,,24", PDU, LINES_MESSAGE, 3, 24, "", ""},
	    {"+CMGL: 0,0,\"a,b\",9", PDU, LINES_MESSAGE, 0, 9, "", ""},
	    {"+CMGL:12,0,24", PDU, LINES_MESSAGE, 12, 24, "", ""},
	    {"+CMGL: nonsense", PDU, LINES_MESSAGE, -1, -1, "", ""},
	    {"+CDS: 25", PDU, LINES_DIRECT, -1, 25, "", ""},
	    {"+CMT: ,24", PDU, LINES_DIRECT, -1, 24, "", ""},
	    {"+CMT: \"\",24", PDU, LINES_DIRECT, -1, 24, "", ""},
	    {NULL, "+CMTI: \"SM\",7", LINES_STORED, 7, 0, "", "SM"},
	    {NULL, "+CDSI: \"SR\",1", LINES_STORED, 1, 0, "", "SR"},
	    {NULL, "+CMTI: \"S\"M,1", LINES_STORED, 1, 0, "", ""},
	    {NULL, "RING", LINES_RING, -1, 0, "", ""},
	    {NULL, "+CRING: VOICE", LINES_RING, -1, 0, "", ""},
	    {NULL, "+CLIP: \"+62812\",145,,,,0", LINES_CALLER, -2, 0, "+62812",
		""},
	    {NULL, "+CLIP: \"\",128,,,,1", LINES_CALLER, -2, 0, "", ""},
	    {NULL, "+CLIP: ,128", LINES_CALLER, -2, 0, "", ""},
	    {NULL, "+CLIP: \"12;rm\",145", LINES_CALLER, -2, 0, "", ""},
	    {NULL, "+CCWA: \"0812\",129,1", LINES_CALLER, -2, 0, "0812", ""},
	    {NULL, "NO CARRIER", LINES_HUNG_UP, -1, 0, "", ""},
	    {NULL, "BUSY", LINES_BUSY, -1, 0, "", ""},
	    {NULL, "NO ANSWER", LINES_NO_ANSWER, -1, 0, "", ""},
	    {NULL, "+CLCC: 1,0,3,0,0,\"+62811\",145", LINES_LISTED, -2, 0,
		"+62811", ""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct lines lines = {.next = LINES_NOTHING};
		struct lines_event e;
		if (cases[i].before != NULL)
			assert_false(lines_feed(&lines, cases[i].before, &e));
		assert_true(lines_feed(&lines, cases[i].line, &e));
		assert_int_equal(e.kind, cases[i].kind);
		if (cases[i].location != -2)
			assert_int_equal(e.location, cases[i].location);
		assert_int_equal(e.octets, cases[i].octets);
		assert_string_equal(e.number, cases[i].number);
		if (e.kind == LINES_STORED)
			assert_string_equal(e.store, cases[i].store);
		if (cases[i].before != NULL)
			assert_string_equal(e.pdu, PDU);
	}
}

static void
no_events(void **state)
{
	static const char *const lines_of_no_interest[] = {"", "OK", "ERROR",
	    PDU, "AT+CMGL=4", "+CPMS: 1,50,1,50,1,50", "^RSSI:19", "+CMTX: 1",
	    "+CLCC: 1,1,4,0,0,\"+62811\",145", "+CLCC: x", "+CMG"};
	(void)state;
	struct lines lines = {.next = LINES_NOTHING};
	struct lines_event e;
	for (size_t i = 0; i < COUNT(lines_of_no_interest); i++)
		assert_false(lines_feed(&lines, lines_of_no_interest[i], &e));
}

static void
single_message_has_the_location_asked_for(void **state)
{
	struct lines lines = {.next = LINES_NOTHING};
	struct lines_event e;
	(void)state;
	assert_false(lines_feed(&lines, "AT+CMGR=17", &e));
	assert_false(lines_feed(&lines, "+CMGR: 1,,24", &e));
	assert_true(lines_feed(&lines, PDU, &e));
	assert_int_equal(e.location, 17);
	assert_int_equal(e.octets, 24);
}

/* A header whose PDU is missing must not take the next line for one. */
static void
lost_pdu(void **state)
{
	struct lines lines = {.next = LINES_NOTHING};
	struct lines_event e;
	(void)state;
	assert_false(lines_feed(&lines, "+CMGL: 1,0,,24", &e));
	assert_false(lines_feed(&lines, "+CMGL: 2,0,,25", &e));
	assert_true(lines_feed(&lines, PDU, &e));
	assert_int_equal(e.location, 2);
	assert_false(lines_feed(&lines, "+CMGL: 3,0,,24", &e));
	assert_false(lines_feed(&lines, "OK", &e));
	assert_false(lines_feed(&lines, PDU, &e));
}

static void
faults(void **state)
{
	static char longer[1100];
	static const struct {
		const char *pdu;
		int octets;
		const char *fault;
	} cases[] = {
	    {"00040A", 2, NULL},
	    {"00040a", -1, NULL},
	    {"0191FF04", 2, NULL},
	    {"0191FF04", 3, "length"},
	    {"FF", 0, "length"},
	    {"", 0, "empty"},
	    {"0", 0, "odd"},
	    {"00G4", 1, "not_hex"},
	    {"00 4", 1, "not_hex"},
	    {longer, -1, "oversized"},
	};
	(void)state;
	memset(longer, '0', sizeof(longer) - 2);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *fault =
		    lines_pdu_fault(cases[i].pdu, cases[i].octets);
		if (cases[i].fault == NULL)
			assert_null(fault);
		else
			assert_string_equal(fault, cases[i].fault);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(events),
	    cmocka_unit_test(no_events),
	    cmocka_unit_test(single_message_has_the_location_asked_for),
	    cmocka_unit_test(lost_pdu),
	    cmocka_unit_test(faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
