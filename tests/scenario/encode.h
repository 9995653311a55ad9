/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMS-DELIVER and SMS-STATUS-REPORT as a modem would hand them up. Pure. */
#ifndef SCENARIO_ENCODE_H
#define SCENARIO_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENCODE_SIZE 256 /* bytes of a whole PDU, with its SMSC address */

enum encode_coding { ENCODE_AUTO, ENCODE_GSM7, ENCODE_UCS2, ENCODE_DATA };

struct encode_wish {
	const char *from; /* "+62...", "3636", "TELKOMSEL" */
	const char *text; /* UTF-8, or bytes for ENCODE_DATA */
	size_t size;
	int64_t scts_s;
	enum encode_coding coding;
	int class; /* 0-3, -1: none */
	unsigned pid;
	unsigned seq, total, ref; /* total 0: not a part */
	bool wide;                /* a reference of 16 bits */
};

struct encoded {
	uint8_t bytes[ENCODE_SIZE];
	size_t size;
	size_t text_at; /* where the user data's text begins */
	size_t from_at, from_size;
};

/* NULL, or what is wrong with the wish (static). */
const char *encode_deliver(const struct encode_wish *, struct encoded *);
void encode_report(
    const char *to, unsigned mr, unsigned st, int64_t scts_s, struct encoded *);
void encode_hex(const struct encoded *, char ret_hex[2 * ENCODE_SIZE + 1]);

#endif
