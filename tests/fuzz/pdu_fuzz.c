/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the boundary to the radio: any bytes as one PDU, as hex, and as a
 * list of PDUs (a length octet before each) that are joined. Reads outside the
 * input are found by AddressSanitizer, what is promised in pdu.h by check().
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/pdu/.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/lib/gsm.h"
#include "gateway/lib/pdu.h"

#define PARTS_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The stack that libFuzzer prints names the promise that was broken. */
static void
check(bool kept)
{
	if (!kept)
		abort();
}

static void
check_address(const struct pdu_address *address)
{
	char sender[GSM_NUMBER_SIZE];
	enum gsm_sender_kind kind;

	check(memchr(address->text, '\0', sizeof(address->text)) != NULL);
	check(gsm_utf8_valid(address->text, strlen(address->text)));
	kind = gsm_sender_classify(address, "62", sender);
	check(memchr(sender, '\0', sizeof(sender)) != NULL);
	if (kind == GSM_SENDER_NUMBER)
		check(sender[0] == '+' && gsm_number_valid_to_dial(sender));
	else
		check(strcmp(sender, address->text) == 0);
}

static void
check_time(const struct pdu_time *time)
{
	/* 1969 to 2068, give or take the 14 hours */
	check(time->utc_s >= -31536000 - 50400);
	check(time->utc_s <= 3124223999 + 50400);
	check(time->offset_min >= -840 && time->offset_min <= 840);
	if (!time->valid)
		check(time->utc_s == 0 && time->offset_min == 0);
}

static void
check_pdu(const struct pdu *pdu)
{
	check_address(&pdu->smsc);
	check_address(&pdu->address);
	check_time(&pdu->scts);
	check_time(&pdu->discharge);
	check(pdu->text_size < sizeof(pdu->text));
	check(pdu->text[pdu->text_size] == '\0');
	check(gsm_utf8_valid(pdu->text, pdu->text_size));
	check(pdu->user_data_size <= PDU_USER_DATA_MAX);
	check(pdu->header_size <= pdu->user_data_size);
	check(pdu->septets <= PDU_SEPTETS_MAX);
	check(pdu->message_class >= -1 && pdu->message_class <= 3);
	check(pdu->port >= -1 && pdu->port <= 65535);
	check(pdu->port_source >= -1 && pdu->port_source <= 65535);
	if (pdu->concat.total != 0)
		check(pdu->concat.seq >= 1 &&
		      pdu->concat.seq <= pdu->concat.total);
	if (pdu->coding == PDU_DATA)
		check(pdu->text_size == 0);
}

/* Joins into a buffer of exactly `room` bytes, so that ASan sees the end. */
static void
check_join(const struct pdu *const parts[], size_t count, size_t room)
{
	char *out = malloc(room);
	size_t size = room;
	bool lossy = false;
	int error;

	check(out != NULL);
	error = pdu_join_text(parts, count, out, room, &size, &lossy);
	check(error == 0 || (error == PDU_ESPACE && lossy));
	check(size < room && out[size] == '\0');
	check(gsm_utf8_valid(out, size));
	if (count == 1 && room == PDU_TEXT_SIZE) {
		check(error == 0 && lossy == parts[0]->lossy);
		check(size == parts[0]->text_size);
		check(memcmp(out, parts[0]->text, size) == 0);
	}
	free(out);
}

static int
decode(const uint8_t *data, size_t size, struct pdu *ret_pdu)
{
	int error = pdu_decode(data, size, ret_pdu);

	check_pdu(ret_pdu);
	check(pdu_error_name(error)[0] != '\0');
	if (error != 0)
		check(error >= PDU_ELENGTH && ret_pdu->text_size == 0);
	return error;
}

static void
fuzz_one(const uint8_t *data, size_t size)
{
	struct pdu pdu, again;

	memset(&again, 0xa5, sizeof(again));
	if (decode(data, size, &pdu) != decode(data, size, &again))
		abort();
	check(pdu.text_size == again.text_size);
	check(memcmp(pdu.text, again.text, sizeof(pdu.text)) == 0);
	if (decode(data, size, &pdu) == 0)
		check_join((const struct pdu *const[]){&pdu}, 1, PDU_TEXT_SIZE);
}

static void
fuzz_list(const uint8_t *data, size_t size)
{
	static struct pdu pdus[PARTS_MAX];
	const struct pdu *parts[PARTS_MAX];
	size_t count = 0, room = size > 0 ? data[size - 1] + 1u : 1;

	while (count < PARTS_MAX && size > 0 && data[0] < size) {
		bool decoded = decode(data + 1, data[0], &pdus[count]) == 0;

		parts[count] = decoded ? &pdus[count] : NULL;
		count++;
		size -= data[0] + 1u;
		data += data[0] + 1u;
		check_join(parts, count, PARTS_MAX * PDU_TEXT_SIZE);
		check_join(parts, count, room);
	}
}

static void
fuzz_hex(const uint8_t *data, size_t size)
{
	uint8_t bytes[PDU_BYTES_MAX];
	struct pdu pdu;
	char *hex = malloc(size + 1);
	size_t used = 0;

	check(hex != NULL);
	memcpy(hex, data, size);
	if (pdu_from_hex(hex, size, bytes, sizeof(bytes), &used) == 0) {
		check(used * 2 == size);
		(void)decode(bytes, used, &pdu);
	}
	free(hex);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	fuzz_one(data, size);
	fuzz_list(data, size);
	fuzz_hex(data, size);
	return 0;
}
