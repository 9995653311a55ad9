/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a modem's lines mean to us: messages with their raw PDU, notices that
 * one was stored, calls. Fed with single lines without their ends, whether
 * libGammu read them or at.c did. Pure; any bytes may come, none is trusted.
 *
 * This is how the raw PDUs are caught (facts/libgammu.md 0.10): no decoder of
 * libGammu ever sees them.
 */
#ifndef SIAGA_MODEM_LINES_H
#define SIAGA_MODEM_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_NUMBER_MAX 40 /* characters of a caller's number */

enum lines_kind {
	LINES_NOTHING,
	LINES_MESSAGE, /* +CMGL, +CMGR: pdu, location, octets */
	LINES_DIRECT,  /* +CMT, +CDS: pdu, octets; stored nowhere */
	LINES_STORED,  /* +CMTI, +CDSI: store, location */
	LINES_RING,    /* a call, no number yet */
	LINES_CALLER,  /* a call and its number, "" if withheld */
	LINES_HUNG_UP,
	LINES_BUSY, /* of a call of ours: BUSY, NO ANSWER */
	LINES_NO_ANSWER,
	LINES_LISTED /* +CLCC of a call of ours: stage */
};

enum lines_stage { /* 27.007 7.18 */
	LINES_ACTIVE = 0,
	LINES_HELD = 1,
	LINES_DIALLING = 2,
	LINES_ALERTING = 3
};

struct lines_event {
	enum lines_kind kind;
	int location;    /* as the modem counts; -1 unknown */
	int octets;      /* of the TPDU as announced; -1 unknown */
	const char *pdu; /* the line itself: the caller's */
	char number[LINES_NUMBER_MAX + 1];
	char store[3]; /* LINES_STORED: where; "" unknown */
	bool report;   /* LINES_STORED: a status report was */
	int stage;     /* LINES_LISTED: enum lines_stage */
};

/* What the lines before this one announced; zeroed at the start. */
struct lines {
	enum lines_kind next; /* of the PDU that is to come */
	int location;
	int octets;
	int asked; /* location of the last AT+CMGR= */
};

/* Takes one line; true if it made an event. */
bool lines_feed(struct lines *, const char *line, struct lines_event *ret);

/*
 * libGammu logs each line of a reply as `<n> "<line>"`. Cuts the wrapping off
 * in place and returns the line, NULL if the text is no such line. ret_index
 * counts from 1.
 */
char *lines_unwrap(char *log_line, int *ret_index);

/*
 * NULL if the PDU is hexadecimal and as long as announced; else the name of
 * the fault. octets -1: no length was announced.
 */
const char *lines_pdu_fault(const char *pdu, int octets);

#endif
