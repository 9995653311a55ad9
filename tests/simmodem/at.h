/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The modem's command interpreter: bytes in, replies and URCs out.
 * at.c knows lines, prompts, echo, delays and faults; at_base.c and
 * at_sms.c hold the commands, in tables; at_prompt.c sends.
 */
#ifndef SIMMODEM_AT_H
#define SIMMODEM_AT_H

#include "buf.h"
#include "card.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sim;
struct sms;
struct tpdu_submit;

/* What a handler returns; else AT_CME + n or AT_CMS + n. */
enum at_result {
	AT_OK = 0,
	AT_ERROR = 1,
	AT_PROMPT = 2, /* a PDU is to come */
	AT_NO_CARRIER = 3,
	AT_SILENT = 4,
	AT_CME = 1000,
	AT_CMS = 2000
};

enum at_form {
	AT_DO,   /* AT+X */
	AT_ASK,  /* AT+X? */
	AT_TEST, /* AT+X=? */
	AT_SET   /* AT+X=... */
};

enum at_need {
	AT_ANY,
	AT_SIM, /* PIN entered */
	AT_SMS  /* and the SIM's messages readable */
};

typedef int at_handler(struct sim *s, const char *arg);

struct at_command {
	const char *name;
	enum at_form form;
	const char *reply; /* NULL: none, or the handler writes it */
	at_handler *fn;    /* NULL: just OK */
	enum at_need need;
};

extern const struct at_command at_base_commands[];
extern const struct at_command at_sms_commands[];

enum at_state {
	AT_READY,
	AT_BUSY,   /* a reply is on its way */
	AT_NETWORK /* a message is: URCs may come in between */
};

enum at_charset { AT_GSM, AT_IRA, AT_UCS2 };

/* What a power cut sets back. */
struct at_profile {
	bool echo;
	int cmee;
	int cmgf;
	int csdh;
	int clip;
	int crc;
	int ccwa;
	int creg;
	int cgreg;
	int cusd;
	int cfun;
	int csms;
	int cnmi[5];
	enum at_charset charset;
	enum store_id mem[3];
	bool pin_ok;
	bool ussd_open;
};

struct urc {
	struct urc *next;
	char *text;
	struct sms *sms; /* NULL, or whose +CMTI it is */
};

struct at {
	struct buf in;    /* not yet looked at: the modem is busy */
	struct buf line;  /* a half-entered command */
	struct buf pdu;   /* what came behind the prompt */
	struct buf reply; /* in the making */
	struct urc *urcs; /* held until line and reply are done */
	char command[64]; /* the one served, for faults */
	bool prompt;
	size_t want_octets; /* as AT+CMGS announced */
	enum at_state state;
	uint64_t timer;
	int pin_left; /* attempts; survives a power cut, as on a SIM */
	int64_t last_rx_ms;
	struct at_profile p;
};

void at_init(struct sim *s);
/* Power on: settings as from the factory, nothing half-done. */
void at_reset(struct sim *s);
void at_feed(struct sim *s, const char *p, size_t n);
/* Goes on with what came while it was busy. */
void at_run(struct sim *s);
/* An unsolicited line.  sms may be NULL. */
void at_urc(struct sim *s, const char *text, struct sms *sms);
/* Straight to the line, even from a modem that answers nothing. */
void at_noise(struct sim *s, const char *text);
bool at_idle(const struct sim *s);
void at_free(struct at *at);

/* --- for the commands --- */

/* One information line of the reply. */
void at_info(struct sim *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Ends the command: reply and final result, after the step delay. */
void at_finish(struct sim *s, int result);
/* A string as the charset chosen by +CSCS has it; to be freed. */
char *at_encode(const struct sim *s, const char *utf8);
/* The reverse, of the n octets at p. */
char *at_decode(const struct sim *s, const char *p, size_t n);
/* Reads "text" or text up to the next comma; NULL at the end. */
char *at_argument(const char **arg);
/* Up to n numbers; returns how many are there, -1 for anything else. */
int at_numbers(const char *arg, int *ret, int n);
/* The PDU is complete (Ctrl-Z). */
void at_submit(struct sim *s);
/* May messages come in now? */
bool at_receives(const struct sim *s);
int at_sim_state(const struct sim *s, enum at_need need);

#endif
