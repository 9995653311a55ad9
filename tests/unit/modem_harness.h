/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of siaga-modem need around it: the simulated modem (the
 * environment's SIMMODEM) and the core's end of the wire; SIAGA_MODEM names
 * the program under test. Everything here ends the test (cmocka) when it
 * fails, so nothing returns errors.
 */
#ifndef SIAGA_MODEM_HARNESS_H
#define SIAGA_MODEM_HARNESS_H

#include "gateway/lib/wire.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define MODEM_TEST_WAIT_MS 10000

int64_t modem_test_now_ms(void);
void modem_test_sleep_ms(int ms);

/* One simulated modem in a directory of its own. */
struct simmodem {
	pid_t pid;
	int fd; /* control socket */
	char dir[64];
	char device[80]; /* <dir>/ttySIM0 */
	struct wire_reader reader;
};

void simmodem_start(struct simmodem *);
void simmodem_stop(struct simmodem *);
/* A control request (json_pack format without "cmd"); must be ok. */
json_t *simmodem_ask(
    struct simmodem *, const char *command, const char *format, ...);
/* The same without looking at the answer. */
void simmodem_do(
    struct simmodem *, const char *command, const char *format, ...);
void simmodem_text(struct simmodem *, const char *from, const char *text);
/* The text of the nth submission, to be free()d; NULL if there is none. */
json_t *simmodem_sent(struct simmodem *, size_t nth);
size_t simmodem_sent_count(struct simmodem *);
int64_t simmodem_number(
    struct simmodem *, const char *command, const char *field);

/* The core's end. */
struct fake_core {
	pid_t pid; /* 0: not running */
	int fd;    /* -1: no connection */
	int listener;
	struct wire_reader reader;
	int64_t last_id;
	int64_t last_ref;
	json_t *backlog; /* frames that came before they were asked for */
};

struct fake_core_options {
	const char *device;
	const char *connection; /* NULL: dku2at */
	const char *imei;
	const char *pin;
	int poll_s;       /* 0: 1 */
	const char *path; /* --connect; NULL: on descriptor 3 */
	const char *log;  /* file for its stderr; NULL: ours */
};

/* Starts the program, welcomes it, and says modem.open. */
void fake_core_start(struct fake_core *, const struct fake_core_options *);
/* The same, and waits until the modem is ready. */
void fake_core_start_ready(struct fake_core *, struct simmodem *);
/* Takes the connection of a program that was started with a path. */
void fake_core_accept(struct fake_core *, const struct fake_core_options *);
void fake_core_disconnect(struct fake_core *);
/* kill -9 */
void fake_core_kill(struct fake_core *);
/* The status it ended with by itself. */
int fake_core_wait_end(struct fake_core *);
/* Closes the wire; a spawned program must end with status 0. */
void fake_core_stop(struct fake_core *);

void fake_core_send(struct fake_core *, json_t *frame);
int64_t fake_core_id(struct fake_core *);
/* Any frame that was not asked for yet; NULL: none in time. */
json_t *fake_core_next(struct fake_core *, int timeout_ms);
void fake_core_forget(struct fake_core *);
/*
 * The next frame of that name, and with that value of that field (NULL: any;
 * string or, if value is NULL, number); to be json_decref()ed. All frames but
 * modem.sms are answered with ok as they come. Fails after timeout_ms.
 */
json_t *fake_core_await(struct fake_core *, const char *name, const char *field,
    const char *value, int64_t number, int timeout_ms);
void fake_core_await_state(
    struct fake_core *, const char *state, int timeout_ms);
/* The next modem.sms; it must carry pdu unless that is NULL. */
json_t *fake_core_await_sms(
    struct fake_core *, const char *pdu, int timeout_ms);
/* Answers modem.taken and waits for modem.deleted. */
void fake_core_take(struct fake_core *, json_t *sms);
int64_t fake_core_say_taken(struct fake_core *, json_t *sms);
/* Sends a text that must be queued; its id. */
int64_t fake_core_text(
    struct fake_core *, const char *to, const char *text, int validity_s);
/* Its outcome must be this; returns the frame. */
json_t *fake_core_await_sent(
    struct fake_core *, int64_t id, const char *outcome, int timeout_ms);
/*
 * A text comes in and one goes out; the network then has had sent_before + 1
 * in all, and holds nothing back.
 */
void fake_core_assert_works(
    struct fake_core *, struct simmodem *, size_t sent_before);

#endif
