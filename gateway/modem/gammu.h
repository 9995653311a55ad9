/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libGammu, and nothing of it outside gammu.c. All functions return 0 or
 * -errno and block at most as long as their GAMMU_*_MS below (deadline.h):
 *	-ETIMEDOUT, -EPIPE  the line is of no use any more: gammu_close()
 *	-ENOMEDIUM          no SIM, or it is not ready yet
 *	-EPERM              PIN needed or refused
 *	-ENOTSUP, -EPROTO   the modem cannot, or said something odd
 * Events are called from inside libGammu, within any of these functions: they
 * may take notes and must not call back into this module.
 *
 * No decoder of libGammu ever runs on a message: gammu_scan() leaves the
 * library as soon as it has logged the raw PDUs, and no callback for incoming
 * messages is registered (it would decode +CDS and +CMT into 300 bytes on the
 * stack). What came in is reported line by line, for lines.h to understand.
 */
#ifndef SIAGA_MODEM_GAMMU_H
#define SIAGA_MODEM_GAMMU_H

#include "gateway/lib/bug.h"
#include "gateway/modem/at.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0.06 s if the modem answers well. */
#define GAMMU_OPEN_MS 15000
/* "at*" waits 0.4 s behind each of some 15 commands, sent twice by some. */
#define GAMMU_OPEN_SLOW_MS 30000
/* 255 messages at 115200 bit/s are 8 s; slow SIMs need as much again. */
#define GAMMU_SCAN_MS 30000
/* Up to the Ctrl-Z: 0.7 s of sleeps and a busy modem's prompt. */
#define GAMMU_SEND_MS 20000
#define GAMMU_PIN_MS  20000 /* SIMs take seconds to unlock */
#define GAMMU_CALL_MS 10000 /* everything else */
/* One command of these; a SIM that wakes up takes 5 s for some. */
#define GAMMU_STEP_MS 8000
/* A listing is one reply; slow SIMs take 0.1 s for each message. */
#define GAMMU_LIST_STEP_MS 6000
#define GAMMU_LIST_ONE_MS  200

#define GAMMU_TO_SIZE   24
#define GAMMU_IMEI_SIZE 21  /* an IMSI fits as well */
#define GAMMU_TEXT_MAX  160 /* septets, so no more UTF-16 units */
#define GAMMU_UCS2_MAX  70  /* units; libGammu needs two for each ~ */

struct gammu;

struct gammu_events {
	/* A line the modem said: of a reply, or unasked. */
	void (*on_line)(void *arg, const char *line);
	/*
	 * The final result of a send. code 0: taken, mr >= 0 if the modem
	 * gave a reference. code > 0: CMS or CME error. -1: plain ERROR.
	 * -2: something that tells nothing.
	 */
	void (*on_sent)(void *arg, int code, int mr);
	/* From here on the network may get what gammu_send() was given. */
	void (*on_text_out)(void *arg);
	void *arg;
};

/* One text in one part, as checked by encode.h. */
struct gammu_text {
	char to[GAMMU_TO_SIZE];
	uint16_t units[GAMMU_TEXT_MAX]; /* UTF-16 */
	size_t count;
	bool ucs2;
	uint8_t validity; /* TP-VP, relative */
	bool report;      /* TP-SRR */
};

/* Once, before all else. */
int gammu_setup(void) MUST_CHECK;

int gammu_open(struct gammu **ret, const char *device, const char *connection,
    const struct gammu_events *) MUST_CHECK;
/* Accepts NULL. Leaves no descriptor open, whatever libGammu leaks. */
void gammu_close(struct gammu *);

void gammu_port(const struct gammu *, struct at_port *ret);
/* Has libGammu read from the port since this was last asked? */
bool gammu_was_used(struct gammu *);
/* Has the other end gone away? */
bool gammu_hung_up(const struct gammu *);
/*
 * libGammu keeps what it read and sent. When it has not been used for
 * GAMMU_TIDY_MS it has no half line any more, and all of that can go.
 */
#define GAMMU_TIDY_MS 60
int64_t gammu_tidy_ms(const struct gammu *); /* INT64_MAX: it is tidy */
void gammu_tidy(struct gammu *);
/* Reads what the modem said by itself; call when the port is readable. */
int gammu_pump(struct gammu *) MUST_CHECK;

int gammu_imei(struct gammu *, char ret[GAMMU_IMEI_SIZE]) MUST_CHECK;
int gammu_imsi(struct gammu *, char ret[GAMMU_IMEI_SIZE]) MUST_CHECK;
/* ONE attempt; the caller counts. */
int gammu_enter_pin(struct gammu *, const char *pin) MUST_CHECK;
/* From now on only the store SM (or ME) is looked at. */
int gammu_use_store(struct gammu *, bool sim) MUST_CHECK;
/* Notices of messages and calls; a failure is not fatal. */
int gammu_announce(struct gammu *) MUST_CHECK;
int gammu_read_smsc(struct gammu *) MUST_CHECK;
int gammu_signal(struct gammu *, int *ret_percent) MUST_CHECK;
/* Messages in the store, and how many fit. */
int gammu_usage(struct gammu *, int *ret_used, int *ret_size) MUST_CHECK;
/* Lists the store: the messages come as on_line. */
int gammu_scan(struct gammu *) MUST_CHECK;
int gammu_hang_up(struct gammu *) MUST_CHECK;

/*
 * Hands one text to the modem; the result comes later by on_sent while
 * gammu_pump() runs (or already now), and until then nothing else may be said
 * to the modem. *ret_began tells whether the text itself went out: if not, no
 * network can have got it. -EDESTADDRREQ: the SIM has no service centre.
 */
int gammu_send(
    struct gammu *, const struct gammu_text *, bool *ret_began) MUST_CHECK;

#endif
