/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bounded decoder of what a modem hands up (AT+CMGL, +CMGR, +CDS, PDU
 * mode): service centre address (3GPP TS 27.005 3.1), then SMS-DELIVER (TS
 * 23.040 9.2.2.1) or SMS-STATUS-REPORT (9.2.2.3).
 *
 * This is the security boundary to the radio: any bytes may be given, none is
 * trusted. Pure: no I/O, no allocation, no clock, no state. `struct pdu` is a
 * plain value that owns everything in it and may be copied with `=`.
 *
 * A message is rather decoded with a flag than refused: `lossy` and the
 * `_fault` flags say what could not be trusted, an error is what an officer
 * finds in quarantine with the raw bytes.
 */
#ifndef SIAGA_PDU_H
#define SIAGA_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PDU_USER_DATA_MAX 140 /* octets of TP-UD (TS 23.040 9.2.3.16) */
#define PDU_SEPTETS_MAX   160 /* the same in septets */
#define PDU_TEXT_SIZE     (PDU_SEPTETS_MAX * 3 + 1) /* UTF-8, with its NUL */
#define PDU_ADDRESS_MAX   20  /* semi-octets of an address (9.1.2.5) */
#define PDU_ADDRESS_SIZE  40  /* 11 septets of 3 bytes, or '+' and 20 */
#define PDU_BYTES_MAX     256 /* no PDU is longer: 12 + 173 octets */
#define PDU_PARTS_MAX     255 /* of one concatenated message (9.2.3.24.1) */
#define PDU_JOIN_SIZE     (PDU_PARTS_MAX * (PDU_TEXT_SIZE - 1) + 1)

/* Errors; pdu_error_name() gives the word for logs and quarantine. */
enum pdu_error {
	PDU_OK = 0,
	PDU_ETRUNCATED = -1,  /* ends early, or TP-UDL is more than is there */
	PDU_ETYPE = -2,       /* neither SMS-DELIVER nor SMS-STATUS-REPORT */
	PDU_ECOMPRESSED = -3, /* TS 23.042 compression: not decoded here */
	PDU_EHEADER = -4,     /* user data header or an element overruns */
	PDU_EADDRESS = -5,    /* sender longer than 20 semi-octets */
	PDU_ELENGTH = -6,     /* more user data than a message can have */
	PDU_EHEX = -7,        /* pdu_from_hex(): odd count or no hex digit */
	PDU_ESPACE = -8       /* the output buffer is too small */
};

enum pdu_type { PDU_DELIVER, PDU_STATUS_REPORT };

/* Type of number, bits 6-4 of the type-of-address (TS 23.040 9.1.2.5). */
enum pdu_address_kind {
	PDU_ADDRESS_UNKNOWN = 0,
	PDU_ADDRESS_INTERNATIONAL = 1,
	PDU_ADDRESS_NATIONAL = 2,
	PDU_ADDRESS_NETWORK = 3,
	PDU_ADDRESS_SUBSCRIBER = 4,
	PDU_ADDRESS_ALPHANUMERIC = 5,
	PDU_ADDRESS_ABBREVIATED = 6,
	PDU_ADDRESS_RESERVED = 7
};

/*
 * text: UTF-8, NUL-terminated, "" if there is none. Digits are 0-9 * # a b c
 * (semi-octets 0-14), with a leading '+' if the kind is international.
 */
struct pdu_address {
	enum pdu_address_kind kind;
	uint8_t plan; /* bits 3-0: 1 is E.164 */
	char text[PDU_ADDRESS_SIZE];
};

/*
 * TP-SCTS or TP-DT (9.2.3.11). Two-digit years: 69-99 are 19xx. utc_s and
 * offset_min are 0 unless valid. Offsets are -840..840 in steps of 15.
 */
struct pdu_time {
	bool valid;
	int64_t utc_s;      /* seconds since 1970-01-01 UTC */
	int16_t offset_min; /* local time of the service centre minus UTC */
};

enum pdu_coding { PDU_GSM7, PDU_UCS2, PDU_DATA };

/* Concatenation (IE 00 and 08). total 0: a message of its own. */
struct pdu_concat {
	uint16_t ref;
	bool ref_is_16bit; /* 8 and 16 bit references are different keys */
	uint8_t total;     /* 1-255 */
	uint8_t seq;       /* 1..total */
};

struct pdu {
	enum pdu_type type;
	struct pdu_address smsc;    /* text "" if absent or nonsense */
	struct pdu_address address; /* sender; of a report: the recipient */
	struct pdu_time scts;       /* when the service centre got it */

	uint8_t pid; /* TP-PID; 0x40 silent, 0x41-0x47 replace */
	uint8_t dcs; /* TP-DCS as received */
	enum pdu_coding coding;
	int8_t message_class; /* 0-3, -1: none */
	bool message_waiting; /* voicemail and the like (DCS 0xC0-0xEF) */

	/* UTF-8 and a NUL after it; U+0000 may stand inside, so use the
	 * length. Empty for PDU_DATA. 0..PDU_TEXT_SIZE - 1. */
	char text[PDU_TEXT_SIZE];
	size_t text_size;
	bool lossy; /* text is not certainly what was sent */

	/* TP-UD as received: header first, then (bit-packed) data. */
	uint8_t user_data[PDU_USER_DATA_MAX];
	uint8_t user_data_size; /* octets, 0-140 */
	uint8_t header_size;    /* octets of it that are the header, 0-140 */
	uint8_t septets;        /* PDU_GSM7: TP-UDL, header included, 0-160 */

	struct pdu_concat concat;
	bool concat_fault;     /* there was one, but unusable: read it alone */
	int32_t port;          /* application port (IE 04, 05), -1: none */
	int32_t port_source;   /* its originator port, -1: none */
	uint8_t shift_single;  /* national tables (IE 24, 25), 0: none */
	uint8_t shift_locking; /* not supported: default table, lossy */

	/* PDU_STATUS_REPORT only */
	uint8_t mr;                /* TP-MR, the reference AT+CMGS returned */
	struct pdu_time discharge; /* TP-DT */
	uint8_t st;                /* TP-ST, see pdu_status_classify() */
	bool optional_fault;       /* rubbish after TP-ST was ignored */
};

/*
 * Converts hex[0..hex_size) (either case, nothing but digits). Returns 0,
 * PDU_EHEX, or PDU_ESPACE if it needs more than size bytes. ret_bytes may be
 * half written on error, ret_size is untouched.
 */
int pdu_from_hex(const char *hex, size_t hex_size, uint8_t *ret_bytes,
    size_t size, size_t *ret_size);

/*
 * Decodes one PDU. Returns 0 or a PDU_E error. On error *ret_pdu holds what
 * was decoded before the fault (for quarantine: address.text and scts.valid
 * tell) and no text; after an error in the address or before, both are empty.
 */
int pdu_decode(const uint8_t *bytes, size_t size, struct pdu *ret_pdu);

/* "truncated", "compressed"...: lower-case words, "ok" for 0; never NULL. */
const char *pdu_error_name(int error);

/* What a TP-ST means (9.2.3.15); reserved values count as failed. */
enum pdu_status {
	PDU_STATUS_DELIVERED, /* 0x00-0x1f */
	PDU_STATUS_PENDING,   /* 0x20-0x3f: the service centre goes on trying */
	PDU_STATUS_FAILED     /* the rest: it has given up */
};
enum pdu_status pdu_status_classify(uint8_t st);

/*
 * Joins the parts of a concatenated message into one text. Works on the raw
 * user data, so that a surrogate pair or an escape sequence which the sender
 * split over two parts is whole again. The caller orders the parts, and owns
 * the buffer, which must outlive the joiner. PDU_JOIN_SIZE holds any message
 * of PDU_PARTS_MAX parts without gaps.
 *
 *	pdu_join_start(&join, buffer, sizeof(buffer));
 *	for each place: pdu_join_add(&join, &part) or pdu_join_gap(&join)
 *	error = pdu_join_finish(&join, &size, &lossy);
 *
 * The buffer is valid UTF-8 with a NUL after ret_size bytes whatever was
 * added. If it is too small (size at least 1) the text is cut at a character,
 * lossy is set and finish returns PDU_ESPACE.
 */
struct pdu_join {
	char *out;
	size_t size;      /* of out */
	size_t used;      /* bytes of text in out, without the NUL */
	uint16_t pending; /* an escape or a high surrogate, 0: none */
	bool lossy;
	bool full;
};

void pdu_join_start(struct pdu_join *join, char *out, size_t size);
void pdu_join_add(struct pdu_join *join, const struct pdu *part);
void pdu_join_gap(struct pdu_join *join); /* "[...]" for parts that are lost */
int pdu_join_finish(struct pdu_join *join, size_t *ret_size, bool *ret_lossy);

/* The same for count parts at once; a NULL among them is a gap. */
int pdu_join_text(const struct pdu *const parts[], size_t count, char *out,
    size_t size, size_t *ret_size, bool *ret_lossy);

#endif
