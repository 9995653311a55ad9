/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IP addresses and networks: may a webhook go there, may a USSD gateway come
 * from there? A name in a URL proves nothing: it can point at the box itself,
 * at the office's network or at a cloud's metadata service, and can change
 * between two look-ups. So the address of every connection is judged here just
 * before it is made, or when it was.
 *
 * Pure: no I/O, no allocation, no clock, no state. Both structs are plain
 * values. Errors: -EINVAL (text), -EAFNOSUPPORT (socket address).
 */
#ifndef SIAGA_ADDRESS_H
#define SIAGA_ADDRESS_H

#include "gateway/lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_SIZE_V4    4
#define ADDRESS_SIZE_V6    16
#define ADDRESS_RANGES_MAX 32 /* of one destination; as in notify.post */

struct sockaddr;

struct address {
	uint8_t bytes[ADDRESS_SIZE_V6]; /* network order; v4 uses the first 4 */
	uint8_t size;                   /* ADDRESS_SIZE_V4 or ADDRESS_SIZE_V6 */
};

struct address_range {
	struct address first; /* its bits after the prefix do not count */
	uint8_t prefix;       /* bits, 0 to 8 * first.size */
};

/* Dotted quad (four decimal numbers) or RFC 4291 text, without zone. */
int address_parse(const char *text, struct address *ret_address) MUST_CHECK;
int address_from_sockaddr(
    const struct sockaddr *from, struct address *ret_address) MUST_CHECK;
/* "192.168.0.0/16", "fd00::/8"; without a prefix that one address. */
int address_range_parse(
    const char *text, struct address_range *ret_range) MUST_CHECK;
/*
 * Several, blanks or commas between: how many there are. -E2BIG: more than
 * ADDRESS_RANGES_MAX.
 */
int address_ranges_parse(
    const char *text, struct address_range *ret_ranges) MUST_CHECK;

/*
 * A unicast address of the open internet. Everything that the registries of
 * RFC 6890 reserve is not, nor is a v6 address that carries a v4 one in it
 * (mapped, NAT64, 6to4, Teredo): it would be a way around the v4 table.
 */
bool address_is_global(const struct address *address);
/* A v4-mapped address is inside a v4 range when its v4 address is. */
bool address_is_in(const struct address *address,
    const struct address_range *ranges, size_t count);

#endif
