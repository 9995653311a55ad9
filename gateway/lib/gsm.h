/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The GSM 7 bit default alphabet (3GPP TS 23.038 6.2.1), a little UTF-8, and
 * telephone numbers as people type them and as the network shows them.
 *
 * Pure: no I/O, no allocation, no clock, no state; every function may be
 * called with any bytes. Nothing here logs: numbers never reach a log (I10).
 */
#ifndef SIAGA_GSM_H
#define SIAGA_GSM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pdu_address;

/*
 * Room for any sender with its NUL: '+' and 15 digits (E.164), 20 semi-octets,
 * or 11 septets of at most 3 bytes each (TS 23.040 9.1.2.5).
 */
#define GSM_NUMBER_SIZE  40
#define GSM_SHORT_DIGITS 6  /* up to this many digits: a service, no person */
#define GSM_NUMBER_MIN   8  /* digits with country code, "+" not counted */
#define GSM_NUMBER_MAX   15 /* E.164 6.2.1 */

#define GSM_ESCAPE      0x1b   /* septet that opens the extension table */
#define GSM_EXTENSION   0x1b00 /* or'ed by gsm_from_unicode(): 2 septets */
#define GSM_NONE        0xffff /* no character at this place (a nonchar) */
#define GSM_REPLACEMENT 0xfffd /* U+FFFD, stands for what was broken */
#define GSM_UTF8_MAX    4      /* bytes of the longest character */

/*
 * Character of a septet (0-127; higher bits are ignored) in the default
 * table, or in the extension table (TS 23.038 6.2.1.1). GSM_NONE where the
 * table is empty, and for the escape itself.
 */
uint32_t gsm_to_unicode(unsigned int septet);
uint32_t gsm_to_unicode_extension(unsigned int septet);

/*
 * Septet of a character: 0-127, or GSM_EXTENSION | 0-127 when it must follow
 * an escape; -1 when GSM-7 has no such character.
 */
int gsm_from_unicode(uint32_t character);

/*
 * Septets that the NUL-terminated text needs in one GSM-7 message body;
 * extension characters count 2. -1: outside GSM-7, or invalid UTF-8.
 */
int gsm_septets(const char *utf8);

/*
 * First character of text[0..size): returns its bytes (1-4) and the scalar
 * value; 0 at the end of the text and for everything RFC 3629 forbids
 * (overlong, surrogate, above U+10FFFF, cut short), ret_character untouched.
 */
size_t gsm_utf8_get(const char *text, size_t size, uint32_t *ret_character);

/*
 * Writes one character (no NUL) and returns its bytes, 1-4. A surrogate or a
 * value above U+10FFFF is written as U+FFFD: output is always valid UTF-8.
 */
size_t gsm_utf8_put(uint32_t character, char ret_utf8[GSM_UTF8_MAX]);

/* text[0..size) is valid UTF-8 (RFC 3629); NUL bytes are allowed inside. */
bool gsm_utf8_valid(const char *text, size_t size);

/*
 * A number as typed by a person, with spaces, dashes, dots, parentheses:
 *	+62..., 0062..., 0..., 62... (the last from 10 digits on)  -> "+62..."
 *	+65..., 0065...                                            -> "+65..."
 *	3 to 6 digits, no leading 0 ("129", "3636")                -> unchanged
 * `country` is the country code, digits only ("62"); its trunk prefix is
 * taken to be 0, also in "+62 (0)812". USSD codes (*123#) are no numbers.
 * Returns 0, or -1 if it is no number; ret_number is then untouched.
 */
int gsm_number_normalize(
    const char *typed, const char *country, char ret_number[GSM_NUMBER_SIZE]);

/*
 * ^\+?[0-9]{3,20}$ : what may be handed to libGammu, which does not check
 * and sends a malformed AT+CMGS (facts/libgammu.md 2). NULL is not valid.
 */
bool gsm_number_valid_to_dial(const char *number);

/*
 * ^\+[0-9]{8,15}$ : what may be rung. Subscribers alone are as long as that:
 * no emergency call (110, 112, 113, 118, 119, 129), no service and no code.
 */
bool gsm_number_valid_to_ring(const char *number);

/* Only GSM_SENDER_NUMBER may ever be answered (I2). */
enum gsm_sender_kind {
	GSM_SENDER_NUMBER, /* ordinary subscriber, normalised to E.164 */
	GSM_SENDER_SHORT,  /* short code, or an operator's *number or #number */
	GSM_SENDER_ALPHA,  /* "TELKOMSEL": text, cannot be answered */
	GSM_SENDER_NONE    /* empty, or digits that are no number */
};

/*
 * What sort of sender a decoded PDU came from. `ret_sender` always becomes a
 * string that identifies the sender (dedup, reassembly): E.164 for NUMBER,
 * otherwise the address as received; "" if it was empty.
 */
enum gsm_sender_kind gsm_sender_classify(const struct pdu_address *address,
    const char *country, char ret_sender[GSM_NUMBER_SIZE]);

#endif
