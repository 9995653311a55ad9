/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PDU decoder against literal vectors. The numbers in brackets are the
 * findings of facts/libgammu.md 0 and 3: what stops, spins, blinds or aborts
 * libGammu must be text or a named error here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/lib/pdu.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A text literal and its size, so that it may hold U+0000. */
#define TEXT(literal) literal, sizeof(literal) - 1

#define SMSC        "07912618485400F9" /* +62818445009 */
#define FROM        "0C91261832547698" /* +628123456789 */
#define TIME        "62111251705482"   /* 2026-11-21 15:07:45 +07:00 */
#define REPLACEMENT "\xef\xbf\xbd"     /* U+FFFD */
#define CRYING      "\xf0\x9f\x98\xad" /* U+1F62D */

/*
 * Decodes from an allocation of exactly the right size, so that a read past
 * the end is seen by AddressSanitizer and valgrind.
 */
static int
decode(const char *hex, struct pdu *ret_pdu)
{
	size_t size = strlen(hex) / 2, used = 0;
	uint8_t *bytes = malloc(size + 1), *exact;
	int error;

	assert_non_null(bytes);
	assert_int_equal(pdu_from_hex(hex, strlen(hex), bytes, size, &used), 0);
	exact = realloc(bytes, used > 0 ? used : 1);
	assert_non_null(exact);
	error = pdu_decode(exact, used, ret_pdu);
	free(exact);
	return error;
}

static struct pdu
decode_ok(const char *hex)
{
	struct pdu pdu;

	assert_int_equal(decode(hex, &pdu), 0);
	return pdu;
}

static void
assert_text(const struct pdu *pdu, const char *text, size_t size)
{
	assert_int_equal(pdu->text_size, size);
	assert_memory_equal(pdu->text, text, size + 1);
}

static void
deliver_fields(void **state)
{
	struct pdu pdu = decode_ok(SMSC "04" FROM "4100" TIME "05E8329BFD06");

	(void)state;
	assert_int_equal(pdu.type, PDU_DELIVER);
	assert_int_equal(pdu.smsc.kind, PDU_ADDRESS_INTERNATIONAL);
	assert_string_equal(pdu.smsc.text, "+62818445009");
	assert_int_equal(pdu.address.kind, PDU_ADDRESS_INTERNATIONAL);
	assert_int_equal(pdu.address.plan, 1);
	assert_string_equal(pdu.address.text, "+628123456789");
	assert_true(pdu.scts.valid);
	assert_int_equal(pdu.scts.utc_s, 1795248465);
	assert_int_equal(pdu.scts.offset_min, 420);
	assert_int_equal(pdu.pid, 0x41);
	assert_int_equal(pdu.dcs, 0);
	assert_int_equal(pdu.coding, PDU_GSM7);
	assert_int_equal(pdu.message_class, -1);
	assert_false(pdu.message_waiting);
	assert_text(&pdu, TEXT("hello"));
	assert_false(pdu.lossy);
	assert_int_equal(pdu.user_data_size, 5);
	assert_memory_equal(pdu.user_data, "\xe8\x32\x9b\xfd\x06", 5);
	assert_int_equal(pdu.header_size, 0);
	assert_int_equal(pdu.septets, 5);
	assert_int_equal(pdu.concat.total, 0);
	assert_false(pdu.concat_fault);
	assert_int_equal(pdu.port, -1);
	assert_int_equal(pdu.port_source, -1);
}

static void
texts(void **state)
{
	/* first octet, DCS, then TP-UDL and TP-UD */
	static const struct {
		const char *first, *dcs, *user_data;
		const char *text;
		size_t size;
		bool lossy;
	} cases[] = {
	    {"04", "00", "00", TEXT(""), false},
	    {"04", "08", "00", TEXT(""), false},
	    {"04", "00", "04C166D009", TEXT("AMAN"), false},
	    {"04", "00", "028A06", TEXT("\n\r"), false},
	    {"04", "00", "0100", TEXT("@"), false},
	    /* bytes behind TP-UD are not the message's */
	    {"04", "00", "0100FFFFFF", TEXT("@"), false},
	    /* extension table */
	    {"04", "00", "0A1BDEA6B7F1816A9B32", TEXT("[~] 5\xe2\x82\xac"),
		false},
	    /* an unknown extension shows the default character */
	    {"04", "00", "029B39", TEXT("s"), true},
	    {"04", "00", "039B4D10", TEXT(" A"), true},
	    {"04", "00", "02C10D", TEXT("A"), true}, /* escape, then nothing */
	    /* 8 septets fill 7 octets, 7 leave a spare one */
	    {"04", "00", "08C1603088C7E341", TEXT("AAAAxxx "), false},
	    {"04", "00", "07C16030180C0601", TEXT("AAAAAAA"), false},
	    /* header, then fill bits up to the septet */
	    {"44", "00", "0D050003A70201AAD263D14905", TEXT("URGENT"), false},
	    {"44", "00", "1806080412340302F37AB89D06C1EBEB3A1B340FE7C3",
		TEXT("suami pukul saya"), false},
	    /* UCS-2 */
	    {"04", "08", "120054006F006C006F006E00670020D83DDE2D",
		TEXT("Tolong " CRYING), false},
	    {"04", "08", "06006100000062", TEXT("a\0b"), false},
	    {"04", "08", "02007E", TEXT("~"), false}, /* [3] not "~~" */
	    {"04", "08", "03004100", TEXT("A"), true},
	    {"04", "08", "0100", TEXT(""), true},
	    {"04", "08", "060041D83D0042", TEXT("A" REPLACEMENT "B"), true},
	    {"04", "08", "04DE2D0041", TEXT(REPLACEMENT "A"), true},
	    {"04", "08", "04D83DD83D", TEXT(REPLACEMENT REPLACEMENT), true},
	    {"04", "08", "06D83DD83DDE2D", TEXT(REPLACEMENT CRYING), true},
	    {"04", "08", "04FFFEFFFF", TEXT("\xef\xbf\xbe\xef\xbf\xbf"), false},
	    {"04", "E0", "020041", TEXT("A"), false},
	    /* 8 bit data is no text */
	    {"04", "04", "0441424344", TEXT(""), true},
	    {"04", "04", "00", TEXT(""), false},
	    /* national tables: the default table stands in */
	    {"44", "00", "0803240101A06EE6", TEXT("Ts"), true},
	    {"44", "00", "0803250103088BC7", TEXT("abc"), true},
	    {"44", "08", "06032401010041", TEXT("A"), false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[512];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "00%s" FROM "00%s" TIME "%s",
		    cases[i].first, cases[i].dcs, cases[i].user_data);
		pdu = decode_ok(hex);
		assert_text(&pdu, cases[i].text, cases[i].size);
		assert_int_equal(pdu.lossy, cases[i].lossy);
	}
}

static void
longest_texts(void **state)
{
	struct pdu pdu;
	char hex[512];
	size_t used;

	(void)state;
	/* 160 septets: 80 euro signs, 8 of them in 14 octets */
	used = (size_t)snprintf(hex, sizeof(hex), "0004" FROM "0000" TIME "A0");
	for (int i = 0; i < 10; i++)
		used += (size_t)snprintf(hex + used, sizeof(hex) - used,
		    "9BF2A6BC296FCA9BF2A6BC296FCA");
	pdu = decode_ok(hex);
	assert_int_equal(pdu.text_size, 240);
	assert_memory_equal(pdu.text + 237, "\xe2\x82\xac", 4);
	assert_false(pdu.lossy);
	/* 70 lone surrogates: the most UTF-8 that 140 octets make in UCS-2 */
	used = (size_t)snprintf(hex, sizeof(hex), "0004" FROM "0008" TIME "8C");
	for (int i = 0; i < 70; i++)
		used +=
		    (size_t)snprintf(hex + used, sizeof(hex) - used, "DC00");
	pdu = decode_ok(hex);
	assert_int_equal(pdu.text_size, 210);
	assert_true(pdu.lossy);
}

static void
data_codings(void **state)
{
	static const struct {
		const char *dcs;
		enum pdu_coding coding;
		int message_class;
		bool waiting;
	} cases[] = {
	    {"00", PDU_GSM7, -1, false},
	    {"03", PDU_GSM7, -1, false}, /* class bits without bit 4 */
	    {"04", PDU_DATA, -1, false}, {"08", PDU_UCS2, -1, false},
	    {"0C", PDU_GSM7, -1, false}, /* reserved */
	    {"10", PDU_GSM7, 0, false}, {"11", PDU_GSM7, 1, false},
	    {"12", PDU_GSM7, 2, false}, {"13", PDU_GSM7, 3, false},
	    {"18", PDU_UCS2, 0, false}, {"19", PDU_UCS2, 1, false},
	    {"40", PDU_GSM7, -1, false}, /* automatic deletion */
	    {"48", PDU_UCS2, -1, false}, {"54", PDU_DATA, 0, false},
	    {"80", PDU_GSM7, -1, false}, /* reserved groups */
	    {"88", PDU_GSM7, -1, false}, {"B8", PDU_GSM7, -1, false},
	    {"C0", PDU_GSM7, -1, true}, /* message waiting: discard, */
	    {"C8", PDU_GSM7, -1, true}, {"D0", PDU_GSM7, -1, true}, /* store, */
	    {"E0", PDU_UCS2, -1, true}, /* store in UCS-2 */
	    {"E9", PDU_UCS2, -1, true}, {"F0", PDU_GSM7, 0, false},
	    {"F1", PDU_GSM7, 1, false}, {"F4", PDU_DATA, 0, false},
	    {"F7", PDU_DATA, 3, false},
	    {"F9", PDU_GSM7, 1, false}, /* reserved bit 3 */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[128];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "0004" FROM "00%s" TIME "00",
		    cases[i].dcs);
		pdu = decode_ok(hex);
		assert_int_equal(pdu.coding, cases[i].coding);
		assert_int_equal(pdu.message_class, cases[i].message_class);
		assert_int_equal(pdu.message_waiting, cases[i].waiting);
	}
}

static void
errors(void **state)
{
	static const struct {
		const char *hex;
		int error;
		const char *from; /* what quarantine can still show */
	} cases[] = {
	    {"", PDU_ETRUNCATED, ""},
	    {"00", PDU_ETRUNCATED, ""},
	    {"07912618", PDU_ETRUNCATED, ""},
	    {"FF", PDU_ETRUNCATED, ""},
	    {SMSC, PDU_ETRUNCATED, ""},
	    {"0004", PDU_ETRUNCATED, ""},
	    {"00040C", PDU_ETRUNCATED, ""},
	    {"00040C9126183254", PDU_ETRUNCATED, ""},
	    {"0004" FROM "0000" TIME, PDU_ETRUNCATED, "+628123456789"},
	    {"0004" FROM "0000" TIME "05E8329BFD", PDU_ETRUNCATED,
		"+628123456789"},
	    {"0004" FROM "0000" TIME "FFE8329BFD06", PDU_ETRUNCATED,
		"+628123456789"},
	    /* [2] the compressed one that stops gammu-smsd for ever */
	    {"0004" FROM "0020" TIME "05E8329BFD06", PDU_ECOMPRESSED,
		"+628123456789"},
	    {"0004" FROM "0039" TIME "05E8329BFD06", PDU_ECOMPRESSED,
		"+628123456789"},
	    {"0004" FROM "0060" TIME "05E8329BFD06", PDU_ECOMPRESSED,
		"+628123456789"},
	    /* a stored SUBMIT, and the reserved type */
	    {"001100" FROM "0000AA05E8329BFD06", PDU_ETYPE, ""},
	    {"0007" FROM "0000" TIME "05E8329BFD06", PDU_ETYPE, ""},
	    /* 21 semi-octets, and as many as can be claimed */
	    {"00041591214365870921436587092143F50000" TIME "00", PDU_EADDRESS,
		""},
	    {"0004FF91", PDU_EADDRESS, ""},
	    /* headers: none there, [5] UDHL beyond TP-UD */
	    {"0044" FROM "0000" TIME "00", PDU_EHEADER, "+628123456789"},
	    {"0044" FROM "0004" TIME "02FF00", PDU_EHEADER, "+628123456789"},
	    {"0044" FROM "0004" TIME "020200", PDU_EHEADER, "+628123456789"},
	    {"0044" FROM "0000" TIME "07060003A7020100", PDU_EHEADER,
		"+628123456789"},
	    /* an element that overruns the header, one without a length */
	    {"0044" FROM "0004" TIME "06050004A70201", PDU_EHEADER,
		"+628123456789"},
	    {"0044" FROM "0004" TIME "07060003A7020100", PDU_EHEADER,
		"+628123456789"},
	    {"0044" FROM "0004" TIME "040370FF00", PDU_EHEADER,
		"+628123456789"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pdu pdu;

		assert_int_equal(decode(cases[i].hex, &pdu), cases[i].error);
		assert_string_equal(pdu.address.text, cases[i].from);
		assert_int_equal(pdu.text_size, 0);
		assert_string_equal(pdu.text, "");
	}
}

/* [5] 140 octets, the first 0xFF: libGammu wipes the sender and says OK. */
static void
header_of_255(void **state)
{
	char hex[512];
	struct pdu pdu;
	size_t used =
	    (size_t)snprintf(hex, sizeof(hex), "0044" FROM "0004" TIME "8CFF");

	(void)state;
	memset(hex + used, '0', (size_t)139 * 2);
	hex[used + (size_t)139 * 2] = '\0';
	assert_int_equal(decode(hex, &pdu), PDU_EHEADER);
	assert_string_equal(pdu.address.text, "+628123456789");
	assert_true(pdu.scts.valid);
}

/* More than 140 octets, and all of them there. */
static void
too_long(void **state)
{
	static const char *const heads[] = {
	    "0004" FROM "0008" TIME "8D",
	    "0004" FROM "0008" TIME "FF",
	    "0004" FROM "0000" TIME "A1",
	    "0004" FROM "0000" TIME "FF",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		char hex[1024];
		struct pdu pdu;
		size_t used = strlen(heads[i]);

		memcpy(hex, heads[i], used);
		memset(hex + used, '4', 600);
		hex[used + 600] = '\0';
		assert_int_equal(decode(hex, &pdu), PDU_ELENGTH);
		assert_string_equal(pdu.address.text, "+628123456789");
	}
}

/* No prefix of a good message decodes, and none is read past its end. */
static void
every_prefix(void **state)
{
	static const char *const whole[] = {
	    SMSC "44" FROM "0000" TIME
		 "1806080412340302F37AB89D06C1EBEB3A1B340FE7C3",
	    SMSC "062A" FROM TIME "6211125171548200",
	    "000404D0C1660000" TIME "04C166D009",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct pdu pdu;

		assert_int_equal(decode(whole[i], &pdu), 0);
		for (size_t n = 0; n < strlen(whole[i]); n += 2) {
			char hex[256];

			memcpy(hex, whole[i], n);
			hex[n] = '\0';
			assert_int_equal(decode(hex, &pdu), PDU_ETRUNCATED);
			assert_int_equal(pdu.text_size, 0);
		}
	}
}

static void
addresses(void **state)
{
	static const struct {
		const char *hex;
		enum pdu_address_kind kind;
		const char *text;
	} cases[] = {
	    {"0C91261832547698", PDU_ADDRESS_INTERNATIONAL, "+628123456789"},
	    {"0D91261832547698F0", PDU_ADDRESS_INTERNATIONAL, "+6281234567890"},
	    {"0CA1801832547698", PDU_ADDRESS_NATIONAL, "088123456789"},
	    {"0C81801832547698", PDU_ADDRESS_UNKNOWN, "088123456789"},
	    /* [3] no bit 7 in the type: libGammu gives up */
	    {"0C11261832547698", PDU_ADDRESS_INTERNATIONAL, "+628123456789"},
	    {"04016363", PDU_ADDRESS_UNKNOWN, "3636"},
	    {"03B921F9", PDU_ADDRESS_NETWORK, "129"},
	    {"03C921F9", PDU_ADDRESS_SUBSCRIBER, "129"},
	    {"03E921F9", PDU_ADDRESS_ABBREVIATED, "129"},
	    {"03F921F9", PDU_ADDRESS_RESERVED, "129"},
	    {"05811A32FB", PDU_ADDRESS_UNKNOWN, "*123#"},
	    {"0481ABDC", PDU_ADDRESS_UNKNOWN, "#*ab"},
	    {"0281FE", PDU_ADDRESS_UNKNOWN, "c"},
	    /* the filler ends it, even where the length says otherwise */
	    {"0491F162", PDU_ADDRESS_INTERNATIONAL, "+1"},
	    {"0491FFFF", PDU_ADDRESS_INTERNATIONAL, ""},
	    {"0091", PDU_ADDRESS_INTERNATIONAL, ""},
	    {"0081", PDU_ADDRESS_UNKNOWN, ""},
	    {"149121436587092143658709", PDU_ADDRESS_INTERNATIONAL,
		"+12345678901234567890"},
	    {"10D0D42273F96C4E8B4C", PDU_ADDRESS_ALPHANUMERIC, "TELKOMSEL"},
	    {"14D03350D24D7EBBCBF37418", PDU_ADDRESS_ALPHANUMERIC,
		"3 Indonesia"},
	    /* [3] '@' is septet 0: it must not end the name */
	    {"06D0418010", PDU_ADDRESS_ALPHANUMERIC, "A@B"},
	    {"02D000", PDU_ADDRESS_ALPHANUMERIC, "@"},
	    {"06D09B321E", PDU_ADDRESS_ALPHANUMERIC, "\xe2\x82\xacx"},
	    {"01D041", PDU_ADDRESS_ALPHANUMERIC, ""},
	    {"00D0", PDU_ADDRESS_ALPHANUMERIC, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[128];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "0004%s0000" TIME "04C166D009",
		    cases[i].hex);
		pdu = decode_ok(hex);
		assert_int_equal(pdu.address.kind, cases[i].kind);
		assert_string_equal(pdu.address.text, cases[i].text);
		assert_text(&pdu, TEXT("AMAN"));
	}
}

static void
service_centres(void **state)
{
	static const struct {
		const char *hex, *text;
	} cases[] = {
	    {"00", ""},
	    {"0191", ""},
	    {"07912618485400F9", "+62818445009"},
	    {"0B9121436587092143658709", "+12345678901234567890"},
	    /* 12 octets are too many for an address, but no harm */
	    {"0C912143658709214365870921", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[128];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "%s04" FROM "0000" TIME "04C166D009",
		    cases[i].hex);
		pdu = decode_ok(hex);
		assert_string_equal(pdu.smsc.text, cases[i].text);
		assert_text(&pdu, TEXT("AMAN"));
	}
}

static void
times(void **state)
{
	static const struct {
		const char *hex;
		bool valid;
		int64_t utc_s;
		int offset_min;
	} cases[] = {
	    {"62111251705482", true, 1795248465, 420},
	    {"42209200000000", true, 1709164800, 0}, /* 2024-02-29 */
	    {"00209232959500", true, 951868799, 0},  /* 2000-02-29 */
	    {"99211332959500", true, 946684799, 0},  /* 1999-12-31 */
	    {"96101000000000", true, -31536000, 0},  /* 1969-01-01 */
	    {"86211332959500", true, 3124223999, 0}, /* 2068-12-31 */
	    {"00000000000000", false, 0, 0},         /* [3] */
	    {"FFFFFFFFFFFFFF", false, 0, 0},
	    {"62001251705482", false, 0, 0},            /* month 0 */
	    {"62311251705482", false, 0, 0},            /* month 13 */
	    {"62110051705482", false, 0, 0},            /* day 0 */
	    {"62111351705482", false, 0, 0},            /* November 31st */
	    {"32209251705482", false, 0, 0},            /* 2023-02-29 */
	    {"62111242705482", false, 0, 0},            /* hour 24 */
	    {"62111251065482", false, 0, 0},            /* minute 60 */
	    {"62111251700682", false, 0, 0},            /* second 60 */
	    {"6A111251705482", false, 0, 0},            /* no decimal digit */
	    {"62111251705475", false, 0, 0},            /* 57 quarters */
	    {"62111251705465", true, 1795223265, 840},  /* +14:00 */
	    {"6211125170546D", true, 1795324065, -840}, /* -14:00 */
	    {"621112517054FF", false, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[128];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "0004" FROM "0000%s04C166D009",
		    cases[i].hex);
		pdu = decode_ok(hex);
		assert_int_equal(pdu.scts.valid, cases[i].valid);
		assert_int_equal(pdu.scts.utc_s, cases[i].utc_s);
		assert_int_equal(pdu.scts.offset_min, cases[i].offset_min);
		assert_text(&pdu, TEXT("AMAN"));
	}
}

static void
concatenations(void **state)
{
	/* the header; "A" follows in UCS-2 */
	static const struct {
		const char *header;
		unsigned int ref, total, seq;
		bool wide, fault;
	} cases[] = {
	    {"050003A70201", 0xa7, 2, 1, false, false},
	    {"06080412340302", 0x1234, 3, 2, true, false},
	    {"050003A70101", 0xa7, 1, 1, false, false},
	    {"050003A7FFFF", 0xa7, 255, 255, false, false},
	    /* [3] sequence 0 makes libGammu loop; total 0; beyond the total */
	    {"050003A70200", 0, 0, 0, false, true},
	    {"050003A70001", 0, 0, 0, false, true},
	    {"050003A70000", 0, 0, 0, false, true},
	    {"050003A70203", 0, 0, 0, false, true},
	    {"06080412340200", 0, 0, 0, false, true},
	    /* elements of a wrong size */
	    {"040002A702", 0, 0, 0, false, true},
	    {"06000412340302", 0, 0, 0, false, true},
	    {"050803A70201", 0, 0, 0, false, true},
	    {"020000", 0, 0, 0, false, true},
	    /* others around it: skipped */
	    {"0A2003AABBCC0003A70201", 0xa7, 2, 1, false, false},
	    {"070003A702017000", 0xa7, 2, 1, false, false},
	    {"0B05040B8423F00003A70201", 0xa7, 2, 1, false, false},
	    /* of two the later counts, but a bad one spoils nothing */
	    {"0A0003A702010003B80302", 0xb8, 3, 2, false, false},
	    {"0A0003A702010003B80300", 0xa7, 2, 1, false, true},
	    {"0B0003A702010804BEEF0403", 0xbeef, 4, 3, true, false},
	    {"00", 0, 0, 0, false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[128];
		struct pdu pdu;

		snprintf(hex, sizeof(hex), "0044" FROM "0008" TIME "%02X%s0041",
		    (unsigned int)strlen(cases[i].header) / 2 + 2,
		    cases[i].header);
		pdu = decode_ok(hex);
		assert_int_equal(pdu.concat.ref, cases[i].ref);
		assert_int_equal(pdu.concat.total, cases[i].total);
		assert_int_equal(pdu.concat.seq, cases[i].seq);
		assert_int_equal(pdu.concat.ref_is_16bit, cases[i].wide);
		assert_int_equal(pdu.concat_fault, cases[i].fault);
		assert_int_equal(pdu.header_size, strlen(cases[i].header) / 2);
		assert_text(&pdu, TEXT("A"));
		assert_false(pdu.lossy);
	}
}

static void
ports(void **state)
{
	struct pdu pdu;

	(void)state;
	pdu = decode_ok("0044" FROM "0004" TIME "0504040202F0");
	assert_int_equal(pdu.port, 2);
	assert_int_equal(pdu.port_source, 0xf0);
	pdu = decode_ok("0044" FROM "0000" TIME "0A060504158A00006131");
	assert_int_equal(pdu.port, 5514);
	assert_int_equal(pdu.port_source, 0);
	assert_text(&pdu, TEXT("ab"));
}

/*
 * [6] A WAP push that announces a multimedia message, first of 3 parts: three
 * of them with a long title abort libGammu. Here they stay bytes.
 */
static void
mms_notification(void **state)
{
	struct pdu pdu =
	    decode_ok("0044" FROM "0004" TIME "1F0B05040B8423F00003A70301"
		      "0106226170706C69636174696F6E2F766E642E");

	(void)state;
	assert_int_equal(pdu.coding, PDU_DATA);
	assert_int_equal(pdu.port, 2948);
	assert_int_equal(pdu.port_source, 9200);
	assert_int_equal(pdu.concat.ref, 0xa7);
	assert_int_equal(pdu.concat.total, 3);
	assert_int_equal(pdu.concat.seq, 1);
	assert_text(&pdu, TEXT(""));
	assert_true(pdu.lossy);
	assert_int_equal(pdu.user_data_size, 31);
	assert_int_equal(pdu.header_size, 12);
	assert_memory_equal(
	    pdu.user_data + 12, "\x01\x06\"application/vnd", 18);
}

static void
national_shift_tables(void **state)
{
	struct pdu pdu;

	(void)state;
	pdu = decode_ok("0044" FROM "0000" TIME "0803240101A06EE6");
	assert_int_equal(pdu.shift_single, 1);
	assert_int_equal(pdu.shift_locking, 0);
	pdu = decode_ok("0044" FROM "0000" TIME "0803250103088BC7");
	assert_int_equal(pdu.shift_single, 0);
	assert_int_equal(pdu.shift_locking, 3);
}

static void
status_reports(void **state)
{
	/* what follows TP-ST; ST, text and whether the rest was rubbish */
	static const struct {
		const char *rest;
		uint8_t st;
		const char *text;
		bool fault;
	} cases[] = {
	    {"0600", 0x00, "", false},
	    {"0630", 0x30, "", false},
	    {"0646", 0x46, "", false},
	    {"060000", 0x00, "", false},
	    {"06000141", 0x00, "", false},
	    {"060007000004C166D009", 0x00, "AMAN", false},
	    {"0600050004C166D009", 0x00, "AMAN", false},
	    {"06008700000004C166D009", 0x00, "AMAN", false},
	    {"46000700000D050003A70201AAD263D14905", 0x00, "URGENT", false},
	    /* padding of a SIM record, and announcements of nothing */
	    {"0600FFFFFFFFFFFF", 0x00, "", true},
	    {"060007", 0x00, "", true},
	    {"06000700", 0x00, "", true},
	    {"0600070000", 0x00, "", true},
	    {"060007000005C166", 0x00, "", true},
	    {"060007002004C166D009", 0x00, "", true},
	    {"460007000002FFFF", 0x00, "", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char hex[256];
		struct pdu pdu;

		snprintf(hex, sizeof(hex),
		    SMSC "%.2s2A" FROM TIME "62111251805482%s", cases[i].rest,
		    cases[i].rest + 2);
		pdu = decode_ok(hex);
		assert_int_equal(pdu.type, PDU_STATUS_REPORT);
		assert_int_equal(pdu.mr, 42);
		assert_string_equal(pdu.address.text, "+628123456789");
		assert_int_equal(pdu.scts.utc_s, 1795248465);
		assert_true(pdu.discharge.valid);
		assert_int_equal(pdu.discharge.utc_s, 1795248465 + 60);
		assert_int_equal(pdu.st, cases[i].st);
		assert_string_equal(pdu.text, cases[i].text);
		assert_int_equal(pdu.optional_fault, cases[i].fault);
		if (cases[i].fault) {
			assert_int_equal(pdu.user_data_size, 0);
			assert_int_equal(pdu.dcs, 0);
			assert_int_equal(pdu.message_class, -1);
		}
	}
}

static void
status_words(void **state)
{
	(void)state;
	assert_int_equal(pdu_status_classify(0x00), PDU_STATUS_DELIVERED);
	assert_int_equal(pdu_status_classify(0x02), PDU_STATUS_DELIVERED);
	assert_int_equal(pdu_status_classify(0x1f), PDU_STATUS_DELIVERED);
	assert_int_equal(pdu_status_classify(0x20), PDU_STATUS_PENDING);
	assert_int_equal(pdu_status_classify(0x3f), PDU_STATUS_PENDING);
	assert_int_equal(pdu_status_classify(0x40), PDU_STATUS_FAILED);
	assert_int_equal(pdu_status_classify(0x60), PDU_STATUS_FAILED);
	assert_int_equal(pdu_status_classify(0xff), PDU_STATUS_FAILED);
}

static void
hex(void **state)
{
	uint8_t bytes[4] = {0};
	size_t size = 99;

	(void)state;
	assert_int_equal(pdu_from_hex("00aFFf9A", 8, bytes, 4, &size), 0);
	assert_int_equal(size, 4);
	assert_memory_equal(bytes, "\x00\xaf\xff\x9a", 4);
	assert_int_equal(pdu_from_hex("", 0, bytes, 4, &size), 0);
	assert_int_equal(size, 0);
	size = 99;
	assert_int_equal(pdu_from_hex("0", 1, bytes, 4, &size), PDU_EHEX);
	assert_int_equal(pdu_from_hex("0g", 2, bytes, 4, &size), PDU_EHEX);
	assert_int_equal(pdu_from_hex("0\0", 2, bytes, 4, &size), PDU_EHEX);
	assert_int_equal(pdu_from_hex(" 0", 2, bytes, 4, &size), PDU_EHEX);
	assert_int_equal(
	    pdu_from_hex("\xb0\xb0", 2, bytes, 4, &size), PDU_EHEX);
	assert_int_equal(
	    pdu_from_hex("0011223344", 10, bytes, 4, &size), PDU_ESPACE);
	assert_int_equal(size, 99);
}

static void
error_names(void **state)
{
	(void)state;
	assert_string_equal(pdu_error_name(0), "ok");
	assert_string_equal(pdu_error_name(PDU_ETRUNCATED), "truncated");
	assert_string_equal(pdu_error_name(PDU_ETYPE), "type");
	assert_string_equal(pdu_error_name(PDU_ECOMPRESSED), "compressed");
	assert_string_equal(pdu_error_name(PDU_EHEADER), "header");
	assert_string_equal(pdu_error_name(PDU_EADDRESS), "address");
	assert_string_equal(pdu_error_name(PDU_ELENGTH), "length");
	assert_string_equal(pdu_error_name(PDU_EHEX), "hex");
	assert_string_equal(pdu_error_name(PDU_ESPACE), "space");
	assert_string_equal(pdu_error_name(1), "unknown");
	assert_string_equal(pdu_error_name(-9), "unknown");
	assert_string_equal(pdu_error_name(-2147483647 - 1), "unknown");
}

#define UCS2_PART "0044" FROM "0008" TIME
#define GSM7_PART "0044" FROM "0000" TIME

/* parts in order; "" is one that never came */
static const struct {
	const char *parts[4];
	size_t count;
	const char *text;
	bool lossy;
} join_cases[] = {
    {{NULL}, 0, "", false},
    /* an emoji cut in two */
    {{UCS2_PART "0A050003A702010041D83D", UCS2_PART "0A050003A70202DE2D0042"},
	2, "A" CRYING "B", false},
    /* an escape at the end, its euro in the next part */
    {{GSM7_PART "09050003A70201821B", GSM7_PART "09050003A70202CA42"}, 2,
	"A\xe2\x82\xac"
	"B",
	false},
    /* the half, and nobody comes for it */
    {{UCS2_PART "0A050003A702010041D83D"}, 1, "A" REPLACEMENT, true},
    {{GSM7_PART "09050003A70201821B"}, 1, "A", true},
    {{UCS2_PART "0A050003A70202DE2D0042"}, 1, REPLACEMENT "B", true},
    /* a gap never glues two halves */
    {{UCS2_PART "0A050003A702010041D83D", "",
	 UCS2_PART "0A050003A70202DE2D0042"},
	3, "A" REPLACEMENT "[...]" REPLACEMENT "B", true},
    {{GSM7_PART "09050003A70201821B", "", GSM7_PART "09050003A70202CA42"}, 3,
	"A[...]eB", true},
    /* nor does a change of the alphabet */
    {{GSM7_PART "09050003A70201821B", UCS2_PART "0A050003A70202DE2D0042"}, 2,
	"A" REPLACEMENT "B", true},
    {{GSM7_PART "09050003A70201821B", UCS2_PART "0A050003A7020200410042"}, 2,
	"AAB", true},
    {{UCS2_PART "0A050003A702010041D83D", GSM7_PART "09050003A70202CA42"}, 2,
	"A" REPLACEMENT "eB", true},
    {{GSM7_PART "0D050003A70201AAD263D14905",
	 UCS2_PART "0A050003A7020200410042"},
	2, "URGENTAB", false},
    /* a part of 8 bit data is not text */
    {{GSM7_PART "0D050003A70201AAD263D14905",
	 "0044" FROM "0004" TIME "08050003A702024142"},
	2, "URGENT", true},
    /* an empty part between two halves changes nothing */
    {{UCS2_PART "0A050003A702010041D83D", UCS2_PART "06050003A70202",
	 UCS2_PART "0A050003A70203DE2D0042"},
	3, "A" CRYING "B", false},
};

static void
joins(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(join_cases); i++) {
		struct pdu pdus[4];
		const struct pdu *parts[4];
		char out[256];
		size_t size = 0;
		bool lossy = false;

		for (size_t j = 0; j < join_cases[i].count; j++) {
			parts[j] = NULL;
			if (join_cases[i].parts[j][0] == '\0')
				continue;
			pdus[j] = decode_ok(join_cases[i].parts[j]);
			parts[j] = &pdus[j];
		}
		assert_int_equal(pdu_join_text(parts, join_cases[i].count, out,
				     sizeof(out), &size, &lossy),
		    0);
		assert_string_equal(out, join_cases[i].text);
		assert_int_equal(size, strlen(join_cases[i].text));
		assert_int_equal(lossy, join_cases[i].lossy);
	}
}

/* A buffer of every size: cut at a character, never beyond the end. */
static void
join_into_little_space(void **state)
{
	struct pdu pdu =
	    decode_ok("0004" FROM "0008" TIME "080041D83DDE2D0042");
	const struct pdu *parts[] = {&pdu, NULL, &pdu};
	/* "A", the emoji, "B[...]A", the emoji, "B" */
	static const size_t fits[] = {
	    0, 1, 1, 1, 1, 5, 6, 7, 8, 9, 10, 11, 12, 12, 12, 12, 16, 17};

	(void)state;
	for (size_t i = 0; i < COUNT(fits); i++) {
		char *out = malloc(i + 1);
		size_t size = 99;
		bool lossy = false;

		assert_non_null(out);
		assert_int_equal(
		    pdu_join_text(parts, 3, out, i + 1, &size, &lossy),
		    i == 17 ? 0 : PDU_ESPACE);
		assert_int_equal(size, fits[i]);
		assert_int_equal(out[size], '\0');
		assert_true(lossy);
		free(out);
	}
}

/* 255 parts of the longest text fill PDU_JOIN_SIZE at most. */
static void
join_all_parts(void **state)
{
	struct pdu_join join;
	struct pdu pdu;
	char *out = malloc(PDU_JOIN_SIZE);
	size_t size = 0;
	bool lossy = true;

	(void)state;
	assert_non_null(out);
	pdu = decode_ok("0044" FROM "0000" TIME "0D050003A7FF01AAD263D14905");
	pdu_join_start(&join, out, PDU_JOIN_SIZE);
	for (int i = 0; i < PDU_PARTS_MAX; i++)
		pdu_join_add(&join, &pdu);
	assert_int_equal(pdu_join_finish(&join, &size, &lossy), 0);
	assert_int_equal(size, 255 * 6);
	assert_false(lossy);
	assert_memory_equal(out + size - 12, "URGENTURGENT", 13);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(deliver_fields),
	    cmocka_unit_test(texts),
	    cmocka_unit_test(longest_texts),
	    cmocka_unit_test(data_codings),
	    cmocka_unit_test(errors),
	    cmocka_unit_test(header_of_255),
	    cmocka_unit_test(too_long),
	    cmocka_unit_test(every_prefix),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(service_centres),
	    cmocka_unit_test(times),
	    cmocka_unit_test(concatenations),
	    cmocka_unit_test(ports),
	    cmocka_unit_test(mms_notification),
	    cmocka_unit_test(national_shift_tables),
	    cmocka_unit_test(status_reports),
	    cmocka_unit_test(status_words),
	    cmocka_unit_test(hex),
	    cmocka_unit_test(error_names),
	    cmocka_unit_test(joins),
	    cmocka_unit_test(join_into_little_space),
	    cmocka_unit_test(join_all_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
