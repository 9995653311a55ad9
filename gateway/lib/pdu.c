/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * See pdu.h. Called by intake for every message of every modem.
 *
 * Must never touch a byte outside what it was given: all input goes through
 * `struct reader`, all text through `struct pdu_join`, and each of the two has
 * one place that checks the bound. Longer than other files on purpose: the
 * whole boundary to the radio is read, reviewed and fuzzed as one piece.
 */
#include "gateway/lib/pdu.h"

#include <string.h>

#include "gateway/lib/gsm.h"

#define SMSC_SIZE_MAX 11 /* type and digits (TS 24.011 8.2.5.1) */
#define TIME_SIZE     7  /* octets (9.2.3.11) */

struct reader {
	const uint8_t *at;
	size_t left;
};

/* The next `size` bytes, NULL if there are not that many. */
static const uint8_t *
reader_take(struct reader *reader, size_t size)
{
	const uint8_t *bytes = reader->at;

	if (size > reader->left)
		return NULL;
	reader->at += size;
	reader->left -= size;
	return bytes;
}

static int
reader_take_octet(struct reader *reader, uint8_t *ret_octet)
{
	const uint8_t *octet = reader_take(reader, 1);

	if (octet == NULL)
		return PDU_ETRUNCATED;
	*ret_octet = *octet;
	return 0;
}

/* Value of a hex digit, -1 if it is none. */
static int
hex_value(char digit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = memchr(digits, digit, sizeof(digits) - 1);

	return at == NULL ? -1 : (int)((at - digits) & 15);
}

int
pdu_from_hex(const char *hex, size_t hex_size, uint8_t *ret_bytes, size_t size,
    size_t *ret_size)
{
	if (hex_size % 2 != 0)
		return PDU_EHEX;
	if (hex_size / 2 > size)
		return PDU_ESPACE;
	for (size_t i = 0; i < hex_size; i += 2) {
		int high = hex_value(hex[i]), low = hex_value(hex[i + 1]);

		if (high < 0 || low < 0)
			return PDU_EHEX;
		ret_bytes[i / 2] = (uint8_t)(high * 16 + low);
	}
	*ret_size = hex_size / 2;
	return 0;
}

static void
join_put(struct pdu_join *join, uint32_t character)
{
	char utf8[GSM_UTF8_MAX];
	size_t size = gsm_utf8_put(character, utf8);

	/* once full nothing more: a text must not go on after a hole */
	if (join->full || size >= join->size - join->used) {
		join->full = true;
		join->lossy = true;
		return;
	}
	memcpy(join->out + join->used, utf8, size);
	join->used += size;
	join->out[join->used] = '\0';
}

static void
join_put_replacement(struct pdu_join *join)
{
	join->lossy = true;
	join_put(join, GSM_REPLACEMENT);
}

/* What waited for its second half will not get it any more. */
static void
join_flush(struct pdu_join *join)
{
	if (join->pending == GSM_ESCAPE)
		join->lossy = true;
	else if (join->pending != 0)
		join_put_replacement(join);
	join->pending = 0;
}

/*
 * TS 23.038 6.2.1.1: an unknown extension shows the character of the default
 * table, an escape after an escape a space.
 */
static void
join_put_septet(struct pdu_join *join, unsigned int septet)
{
	bool escaped = join->pending == GSM_ESCAPE;
	uint32_t character =
	    escaped ? gsm_to_unicode_extension(septet) : gsm_to_unicode(septet);

	join->pending = 0;
	if (!escaped && septet == GSM_ESCAPE) {
		join->pending = GSM_ESCAPE;
		return;
	}
	if (character == GSM_NONE) {
		join->lossy = true;
		character = septet == GSM_ESCAPE ? ' ' : gsm_to_unicode(septet);
	}
	join_put(join, character);
}

static bool
is_surrogate_high(uint16_t unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_surrogate_low(uint16_t unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* UCS-2 by the letter of 23.038, but every phone sends UTF-16. */
static void
join_put_unit(struct pdu_join *join, uint16_t unit)
{
	if (join->pending != 0 && is_surrogate_low(unit)) {
		uint32_t high = join->pending - 0xd800u;

		join->pending = 0;
		join_put(join, 0x10000 + (high << 10) + (unit - 0xdc00u));
		return;
	}
	join_flush(join);
	if (is_surrogate_high(unit))
		join->pending = unit;
	else if (is_surrogate_low(unit))
		join_put_replacement(join);
	else
		join_put(join, unit);
}

/* Septet `index` of bit-packed data (6.1.2.1); bits past the end are 0. */
static unsigned int
unpack_septet(const uint8_t *data, size_t size, size_t index)
{
	size_t at = index * 7 / 8;
	unsigned int bits = 0;

	if (at < size)
		bits = data[at];
	if (at + 1 < size)
		bits |= (unsigned int)data[at + 1] << 8;
	return bits >> (index * 7 % 8) & 0x7f;
}

/* The header fills up to a septet boundary (TS 23.040 9.2.3.24). */
static void
join_add_gsm7(struct pdu_join *join, const struct pdu *part)
{
	size_t first = ((size_t)part->header_size * 8 + 6) / 7;

	if (join->pending != GSM_ESCAPE)
		join_flush(join);
	if (part->shift_single != 0 || part->shift_locking != 0)
		join->lossy = true;
	for (size_t i = first; i < part->septets; i++)
		join_put_septet(join,
		    unpack_septet(part->user_data, part->user_data_size, i));
}

static void
join_add_ucs2(struct pdu_join *join, const struct pdu *part)
{
	size_t i = part->header_size;

	if (join->pending == GSM_ESCAPE)
		join_flush(join);
	for (; i + 1 < part->user_data_size; i += 2)
		join_put_unit(join, (uint16_t)(part->user_data[i] << 8 |
					       part->user_data[i + 1]));
	if (i < part->user_data_size)
		join->lossy = true;
}

static void
join_add_data(struct pdu_join *join, const struct pdu *part)
{
	join_flush(join);
	if (part->user_data_size > part->header_size)
		join->lossy = true;
}

void
pdu_join_start(struct pdu_join *join, char *out, size_t size)
{
	memset(join, 0, sizeof(*join));
	join->out = out;
	join->size = size;
	join->full = size == 0;
	if (size > 0)
		out[0] = '\0';
}

void
pdu_join_add(struct pdu_join *join, const struct pdu *part)
{
	static void (*const adders[])(struct pdu_join *, const struct pdu *) = {
	    [PDU_GSM7] = join_add_gsm7,
	    [PDU_UCS2] = join_add_ucs2,
	    [PDU_DATA] = join_add_data,
	};

	adders[part->coding](join, part);
}

void
pdu_join_gap(struct pdu_join *join)
{
	join_flush(join);
	join->lossy = true;
	for (const char *mark = "[...]"; *mark != '\0'; mark++)
		join_put(join, (uint8_t)*mark);
}

int
pdu_join_finish(struct pdu_join *join, size_t *ret_size, bool *ret_lossy)
{
	join_flush(join);
	*ret_size = join->used;
	*ret_lossy = join->lossy;
	return join->full ? PDU_ESPACE : 0;
}

int
pdu_join_text(const struct pdu *const parts[], size_t count, char *out,
    size_t size, size_t *ret_size, bool *ret_lossy)
{
	struct pdu_join join;

	pdu_join_start(&join, out, size);
	for (size_t i = 0; i < count; i++) {
		if (parts[i] == NULL)
			pdu_join_gap(&join);
		else
			pdu_join_add(&join, parts[i]);
	}
	return pdu_join_finish(&join, ret_size, ret_lossy);
}

/* Digits, low semi-octet first, up to `count` or the filler 15. */
static void
decode_digits(const uint8_t *bytes, size_t count, char *ret_digits)
{
	size_t used = 0;

	for (; used < count; used++) {
		unsigned int digit = bytes[used / 2] >> (used % 2 * 4) & 15;

		if (digit == 15)
			break;
		ret_digits[used] = "0123456789*#abc"[digit];
	}
	ret_digits[used] = '\0';
}

/* `count` semi-octets, at most PDU_ADDRESS_MAX, after the type octet. */
static void
decode_address(uint8_t type, const uint8_t *bytes, size_t count,
    struct pdu_address *ret_address)
{
	size_t size = (count + 1) / 2;
	struct pdu_join join;

	ret_address->kind = (enum pdu_address_kind)(type >> 4 & 7);
	ret_address->plan = type & 15;
	pdu_join_start(&join, ret_address->text, sizeof(ret_address->text));
	if (ret_address->kind == PDU_ADDRESS_ALPHANUMERIC) {
		for (size_t i = 0; i < count * 4 / 7; i++)
			join_put_septet(&join, unpack_septet(bytes, size, i));
		return;
	}
	if (ret_address->kind == PDU_ADDRESS_INTERNATIONAL)
		join_put(&join, '+');
	decode_digits(bytes, count, join.out + join.used);
	if (ret_address->text[join.used] == '\0')
		ret_address->text[0] = '\0'; /* a '+' alone is no address */
}

/* Length in octets, which may be 0 (TS 27.005 3.1). Never worth an error. */
static int
read_smsc(struct reader *reader, struct pdu_address *ret_address)
{
	const uint8_t *bytes;
	uint8_t size = 0;

	if (reader_take_octet(reader, &size) != 0)
		return PDU_ETRUNCATED;
	bytes = reader_take(reader, size);
	if (bytes == NULL)
		return PDU_ETRUNCATED;
	if (size >= 2 && size <= SMSC_SIZE_MAX)
		decode_address(
		    bytes[0], bytes + 1, ((size_t)size - 1) * 2, ret_address);
	return 0;
}

/* Length in semi-octets, then the type, then the digits (9.1.2.5). */
static int
read_address(struct reader *reader, struct pdu_address *ret_address)
{
	const uint8_t *bytes;
	uint8_t count = 0;

	if (reader_take_octet(reader, &count) != 0)
		return PDU_ETRUNCATED;
	if (count > PDU_ADDRESS_MAX)
		return PDU_EADDRESS;
	bytes = reader_take(reader, 1u + (count + 1u) / 2);
	if (bytes == NULL)
		return PDU_ETRUNCATED;
	decode_address(bytes[0], bytes + 1, count, ret_address);
	return 0;
}

/* Two swapped decimal digits, -1 if a nibble is no digit. */
static int
swapped_decimal(uint8_t octet)
{
	int tens = octet & 15, ones = octet >> 4;

	return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

/* Days from 1970-01-01 in the Gregorian calendar; year from 1969 on. */
static int64_t
days_from_date(int year, int month, int day)
{
	static const int before[] = {
	    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	int64_t past = year - 1; /* leap days lie in the years before */

	if (month > 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		day++;
	return past * 365 + past / 4 - past / 100 + past / 400 - 719162 +
	       before[month - 1] + day - 1;
}

/* Quarter hours with a sign bit; false beyond UTC-14 and UTC+14. */
static bool
decode_offset(uint8_t octet, int16_t *ret_offset_min)
{
	int quarters = swapped_decimal(octet & 0xf7);

	if (quarters < 0 || quarters > 14 * 4)
		return false;
	*ret_offset_min =
	    (int16_t)((octet & 8) != 0 ? -quarters * 15 : quarters * 15);
	return true;
}

/* Leaves *ret_time invalid (all zero) for a date that cannot be. */
static void
decode_time(const uint8_t *bytes, struct pdu_time *ret_time)
{
	static const int8_t first[] = {0, 1, 1, 0, 0, 0};
	static const int8_t last[] = {99, 12, 31, 23, 59, 59};
	static const int8_t month_days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int field[6], year, days, seconds;
	int16_t offset_min = 0;

	memset(ret_time, 0, sizeof(*ret_time));
	for (size_t i = 0; i < 6; i++) {
		field[i] = swapped_decimal(bytes[i]);
		if (field[i] < first[i] || field[i] > last[i])
			return;
	}
	/* 1969-2068, where every fourth year is a leap year */
	year = field[0] < 69 ? 2000 + field[0] : 1900 + field[0];
	days = month_days[field[1] - 1] + (field[1] == 2 && year % 4 == 0);
	if (field[2] > days || !decode_offset(bytes[6], &offset_min))
		return;
	ret_time->valid = true;
	ret_time->offset_min = offset_min;
	seconds = (field[3] * 60 + field[4] - offset_min) * 60 + field[5];
	ret_time->utc_s =
	    days_from_date(year, field[1], field[2]) * 86400 + seconds;
}

static int
read_time(struct reader *reader, struct pdu_time *ret_time)
{
	const uint8_t *bytes = reader_take(reader, TIME_SIZE);

	if (bytes == NULL)
		return PDU_ETRUNCATED;
	decode_time(bytes, ret_time);
	return 0;
}

/*
 * TS 23.038 4. Groups 0-3 general, 4-7 the same with automatic deletion, 12-14
 * message waiting, 15 class; what is reserved means the default alphabet.
 */
static int
decode_dcs(uint8_t dcs, struct pdu *pdu)
{
	static const enum pdu_coding general[] = {
	    PDU_GSM7, PDU_DATA, PDU_UCS2, PDU_GSM7};
	unsigned int group = dcs >> 4;

	pdu->dcs = dcs;
	if (group < 8) {
		pdu->coding = general[dcs >> 2 & 3];
		if ((dcs & 0x10) != 0)
			pdu->message_class = (int8_t)(dcs & 3);
		return (dcs & 0x20) != 0 ? PDU_ECOMPRESSED : 0;
	}
	pdu->message_waiting = group >= 12 && group <= 14;
	if (group == 14)
		pdu->coding = PDU_UCS2;
	if (group == 15) {
		pdu->coding = (dcs & 4) != 0 ? PDU_DATA : PDU_GSM7;
		pdu->message_class = (int8_t)(dcs & 3);
	}
	return 0;
}

/*
 * 9.2.3.24.1: an element with sequence 0, or beyond the total, is ignored as a
 * whole; an earlier good one stays.
 */
static void
set_concat(struct pdu *pdu, const struct pdu_concat *concat)
{
	if (concat->seq == 0 || concat->seq > concat->total)
		pdu->concat_fault = true;
	else
		pdu->concat = *concat;
}

static void
take_concat8(struct pdu *pdu, const uint8_t *data)
{
	set_concat(pdu, &(struct pdu_concat){
			    .ref = data[0], .total = data[1], .seq = data[2]});
}

static void
take_concat16(struct pdu *pdu, const uint8_t *data)
{
	set_concat(
	    pdu, &(struct pdu_concat){.ref = (uint16_t)(data[0] << 8 | data[1]),
		     .ref_is_16bit = true,
		     .total = data[2],
		     .seq = data[3]});
}

static void
take_port8(struct pdu *pdu, const uint8_t *data)
{
	pdu->port = data[0];
	pdu->port_source = data[1];
}

static void
take_port16(struct pdu *pdu, const uint8_t *data)
{
	pdu->port = data[0] << 8 | data[1];
	pdu->port_source = data[2] << 8 | data[3];
}

static void
take_shift_single(struct pdu *pdu, const uint8_t *data)
{
	pdu->shift_single = data[0];
}

static void
take_shift_locking(struct pdu *pdu, const uint8_t *data)
{
	pdu->shift_locking = data[0];
}

/* The elements that matter here (9.2.3.24), with the size each must have. */
static const struct {
	uint8_t id;
	uint8_t size;
	void (*take)(struct pdu *pdu, const uint8_t *data);
} elements[] = {
    {0x00, 3, take_concat8},
    {0x08, 4, take_concat16},
    {0x04, 2, take_port8},
    {0x05, 4, take_port16},
    {0x24, 1, take_shift_single},
    {0x25, 1, take_shift_locking},
};

#define ELEMENTS (sizeof(elements) / sizeof(elements[0]))

/* An unknown element is skipped, one of a wrong size too (9.2.3.24). */
static void
take_element(struct pdu *pdu, uint8_t id, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < ELEMENTS; i++) {
		if (elements[i].id != id)
			continue;
		if (elements[i].size == size)
			elements[i].take(pdu, data);
		else if (id == 0x00 || id == 0x08)
			pdu->concat_fault = true;
	}
}

/* The user data header, bounded by TP-UDL before anything in it is used. */
static int
decode_header(struct pdu *pdu)
{
	struct reader reader = {pdu->user_data, pdu->user_data_size};
	uint8_t size = 0;

	if (reader_take_octet(&reader, &size) != 0 || size > reader.left)
		return PDU_EHEADER;
	reader.left = size;
	while (reader.left > 0) {
		const uint8_t *head = reader_take(&reader, 2), *data;

		if (head == NULL)
			return PDU_EHEADER;
		data = reader_take(&reader, head[1]);
		if (data == NULL)
			return PDU_EHEADER;
		take_element(pdu, head[0], data, head[1]);
	}
	pdu->header_size = (uint8_t)(size + 1);
	return 0;
}

/* TP-UDL and TP-UD (9.2.3.16, 9.2.3.24), and the text in it. */
static int
read_user_data(struct reader *reader, bool has_header, struct pdu *pdu)
{
	const uint8_t *bytes;
	uint8_t length = 0;
	size_t size;
	int error;

	if (reader_take_octet(reader, &length) != 0)
		return PDU_ETRUNCATED;
	size = pdu->coding == PDU_GSM7 ? (length * 7u + 7) / 8 : length;
	bytes = reader_take(reader, size);
	if (bytes == NULL)
		return PDU_ETRUNCATED;
	if (size > PDU_USER_DATA_MAX)
		return PDU_ELENGTH;
	memcpy(pdu->user_data, bytes, size);
	pdu->user_data_size = (uint8_t)size;
	if (pdu->coding == PDU_GSM7)
		pdu->septets = length;
	if (has_header && (error = decode_header(pdu)) != 0)
		return error;
	return pdu_join_text((const struct pdu *const[]){pdu}, 1, pdu->text,
	    sizeof(pdu->text), &pdu->text_size, &pdu->lossy);
}

/* TP-OA PID DCS SCTS UDL UD (9.2.2.1) */
static int
read_deliver(struct reader *reader, bool has_header, struct pdu *pdu)
{
	uint8_t dcs = 0;
	int error, dcs_error;

	pdu->type = PDU_DELIVER;
	error = read_address(reader, &pdu->address);
	if (error != 0)
		return error;
	if (reader_take_octet(reader, &pdu->pid) != 0 ||
	    reader_take_octet(reader, &dcs) != 0)
		return PDU_ETRUNCATED;
	dcs_error = decode_dcs(dcs, pdu);
	error = read_time(reader, &pdu->scts);
	if (error == 0)
		error = dcs_error;
	if (error == 0)
		error = read_user_data(reader, has_header, pdu);
	return error;
}

/* What TP-PI announces after TP-ST: PID, DCS, UDL with UD (9.2.3.27). */
static int
read_optional(struct reader *reader, bool has_header, struct pdu *pdu)
{
	uint8_t indicator = 0, further = 0, dcs = 0;
	int error = 0;

	if (reader->left == 0)
		return 0;
	error = reader_take_octet(reader, &indicator);
	further = indicator;
	while (error == 0 && (further & 0x80) != 0)
		error = reader_take_octet(reader, &further);
	if (error == 0 && (indicator & 1) != 0)
		error = reader_take_octet(reader, &pdu->pid);
	if (error == 0 && (indicator & 2) != 0) {
		error = reader_take_octet(reader, &dcs);
		if (error == 0)
			error = decode_dcs(dcs, pdu);
	}
	if (error == 0 && (indicator & 4) != 0)
		error = read_user_data(reader, has_header, pdu);
	return error;
}

/* An empty PDU; the fields whose "none" is not 0. */
static void
reset(struct pdu *pdu)
{
	memset(pdu, 0, sizeof(*pdu));
	pdu->message_class = -1;
	pdu->port = -1;
	pdu->port_source = -1;
}

/*
 * TP-MR RA SCTS DT ST, then optional fields (9.2.2.3). SIMs pad the record, so
 * the optional part is all or nothing and never spoils the report.
 */
static int
read_status_report(struct reader *reader, bool has_header, struct pdu *pdu)
{
	struct pdu report;
	int error = reader_take_octet(reader, &pdu->mr);

	pdu->type = PDU_STATUS_REPORT;
	if (error == 0)
		error = read_address(reader, &pdu->address);
	if (error == 0)
		error = read_time(reader, &pdu->scts);
	if (error == 0)
		error = read_time(reader, &pdu->discharge);
	if (error == 0)
		error = reader_take_octet(reader, &pdu->st);
	if (error != 0)
		return error;
	report = *pdu;
	if (read_optional(reader, has_header, pdu) != 0) {
		*pdu = report;
		pdu->optional_fault = true;
	}
	return 0;
}

int
pdu_decode(const uint8_t *bytes, size_t size, struct pdu *ret_pdu)
{
	static int (*const readers[])(struct reader *, bool, struct pdu *) = {
	    [0] = read_deliver,
	    [2] = read_status_report,
	    [3] = NULL,
	};
	struct reader reader = {bytes, size};
	uint8_t first = 0;
	int error;

	reset(ret_pdu);
	error = read_smsc(&reader, &ret_pdu->smsc);
	if (error == 0)
		error = reader_take_octet(&reader, &first);
	if (error != 0)
		return error;
	if (readers[first & 3] == NULL)
		return PDU_ETYPE;
	return readers[first & 3](&reader, (first & 0x40) != 0, ret_pdu);
}

const char *
pdu_error_name(int error)
{
	static const char *const names[] = {"ok", "truncated", "type",
	    "compressed", "header", "address", "length", "hex", "space"};
	const int count = sizeof(names) / sizeof(names[0]);

	return error > 0 || error <= -count ? "unknown" : names[-error];
}

enum pdu_status
pdu_status_classify(uint8_t st)
{
	if (st < 0x20)
		return PDU_STATUS_DELIVERED;
	return st < 0x40 ? PDU_STATUS_PENDING : PDU_STATUS_FAILED;
}
