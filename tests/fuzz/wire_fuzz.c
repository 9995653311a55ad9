/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the wire: any bytes as a stream cut into lines, each line as a frame
 * of each role. What fits the table must come out of wire_line() and fit
 * again; the reader must never hand out a line that is too long.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/wire/.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/lib/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The stack that libFuzzer prints names the promise that was broken. */
static void
check(bool kept)
{
	if (!kept)
		abort();
}

static void
check_again(json_t *frame, enum wire_role role)
{
	const struct wire_frame *row = NULL;
	enum wire_fault fault;
	char *line = wire_line(json_incref(frame), role);
	if (line == NULL)
		return; /* longer when spelled out than a line may be */
	size_t len = strlen(line);
	check(len > 0 && line[len - 1] == '\n');
	check(memchr(line, '\n', len - 1) == NULL);
	json_t *again = wire_parse(line, len - 1, role, &row, &fault);
	check(again != NULL && json_equal(again, frame));
	json_decref(again);
	free(line);
}

static void
fuzz_line(const char *line, size_t len)
{
	for (int role = 0; role < WIRE_ROLE_MAX; role++) {
		const struct wire_frame *row = NULL;
		enum wire_fault fault = WIRE_FINE;
		json_t *frame =
		    wire_parse(line, len, (enum wire_role)role, &row, &fault);
		check((frame == NULL) == (fault != WIRE_FINE));
		check(wire_fault_name(fault)[0] != '\0');
		if (frame == NULL)
			continue;
		check(row != NULL && (row->from & 1u << role) != 0);
		check(strcmp(wire_str(frame, "f"), row->name) == 0);
		check_again(frame, (enum wire_role)role);
		json_decref(frame);
	}
}

/* The first byte says in which pieces the stream comes. */
static void
fuzz_stream(const uint8_t *data, size_t size)
{
	struct wire_reader reader;
	size_t piece = data[0] + 1u;
	wire_reader_init(&reader);
	for (size_t at = 1; at < size; at += piece) {
		const char *line;
		size_t len = size - at < piece ? size - at : piece;
		int got;
		if (wire_reader_feed(&reader, (const char *)data + at, len) < 0)
			break;
		while ((got = wire_reader_next(&reader, &line, &len)) != 0) {
			check(got == 1 || got == -EMSGSIZE);
			if (got == 1)
				check(len <= WIRE_LINE_MAX &&
				      memchr(line, '\n', len) == NULL);
		}
	}
	wire_reader_free(&reader);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	fuzz_line((const char *)data, size);
	fuzz_stream(data, size);
	return 0;
}
