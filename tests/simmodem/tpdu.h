/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 3GPP 23.040/23.038 as the network sees it: makes SMS-DELIVER and
 * SMS-STATUS-REPORT, reads SMS-SUBMIT.  Pure, and on purpose not shared
 * with gateway/lib: the two check each other.
 *
 * PDUs are in the form of 27.005: the SMSC address, then the TPDU.
 */
#ifndef SIMMODEM_TPDU_H
#define SIMMODEM_TPDU_H

#include "buf.h"
#include "charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define TPDU_UD_MAX   140u /* octets of user data, header included */
#define TPDU_TEXT_MAX 512u /* 160 septets or 70 units, as UTF-8 */
#define TPDU_ADDR_MAX 20u  /* digits in an address */

struct tpdu_deliver {
	const char *smsc;
	const char *from;
	bool alpha; /* from is a name of at most 11 characters */
	uint8_t pid;
	uint8_t dcs;
	time_t scts_s;
	int tz_quarters; /* of an hour, east of Greenwich */
	uint8_t udh[TPDU_UD_MAX];
	size_t udh_len; /* 0: none; else with the length octet */
	enum coding coding;
	const uint16_t *unit;
	size_t len;
};

struct tpdu_submit {
	char number[TPDU_ADDR_MAX + 2];
	uint8_t mr;
	uint8_t pid;
	uint8_t dcs;
	enum coding coding;
	int sms_class;   /* -1: none */
	long validity_s; /* -1: none or not relative */
	bool srr;
	uint8_t udh[TPDU_UD_MAX];
	size_t udh_len;
	int ref, total, part; /* of a concatenated message, else -1 */
	size_t tpdu_len;      /* octets without the SMSC address */
	char text[TPDU_TEXT_MAX];
};

struct tpdu_report {
	const char *smsc;
	const char *number;
	uint8_t mr;
	uint8_t status;
	time_t scts_s;
	time_t done_s;
	int tz_quarters;
};

/* -1 if the address or the user data does not fit. */
int tpdu_make_deliver(const struct tpdu_deliver *d, struct buf *hex);
int tpdu_make_report(const struct tpdu_report *r, struct buf *hex);
/* -1 if it is no well-formed SMS-SUBMIT of exactly these octets. */
int tpdu_parse_submit(const uint8_t *p, size_t len, struct tpdu_submit *ret);
#endif
