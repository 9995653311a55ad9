/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables follow the IANA special-purpose address registries. They refuse
 * a little more than "globally reachable: false" there: a webhook's receiver
 * has no business behind a relay or a protocol assignment either.
 */
#include "gateway/lib/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define V4(a, b, c, d, prefix)                                                 \
	{                                                                      \
		{{a, b, c, d}, ADDRESS_SIZE_V4}, prefix                        \
	}
#define V6(prefix, ...)                                                        \
	{                                                                      \
		{{__VA_ARGS__}, ADDRESS_SIZE_V6}, prefix                       \
	}
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct address_range address_v4_closed[] = {
    V4(0, 0, 0, 0, 8),       /* this network; 0.0.0.0 reaches this host */
    V4(10, 0, 0, 0, 8),      /* private */
    V4(100, 64, 0, 0, 10),   /* carrier-grade NAT */
    V4(127, 0, 0, 0, 8),     /* loopback */
    V4(169, 254, 0, 0, 16),  /* link-local, cloud metadata */
    V4(172, 16, 0, 0, 12),   /* private */
    V4(192, 0, 0, 0, 24),    /* protocol assignments */
    V4(192, 0, 2, 0, 24),    /* documentation */
    V4(192, 88, 99, 0, 24),  /* 6to4 relays */
    V4(192, 168, 0, 0, 16),  /* private */
    V4(198, 18, 0, 0, 15),   /* benchmarks */
    V4(198, 51, 100, 0, 24), /* documentation */
    V4(203, 0, 113, 0, 24),  /* documentation */
    V4(224, 0, 0, 0, 4),     /* multicast */
    V4(240, 0, 0, 0, 4),     /* reserved, broadcast */
};

/*
 * All of v6 that is handed out as global unicast. Loopback, mapped, NAT64
 * (64:ff9b::), unique local (fc00::/7), link-local (fe80::/10), site-local
 * and multicast lie outside.
 */
static const struct address_range address_v6_open[] = {V6(3, 0x20)};

static const struct address_range address_v6_closed[] = {
    V6(23, 0x20, 0x01),             /* protocol assignments, Teredo, ORCHID */
    V6(32, 0x20, 0x01, 0x0d, 0xb8), /* documentation */
    V6(16, 0x20, 0x02),             /* 6to4 */
    V6(20, 0x3f, 0xff),             /* documentation */
};

static const uint8_t address_mapped[] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int
address_parse(const char *text, struct address *ret_address)
{
	struct address a = {.size = ADDRESS_SIZE_V6};
	int family = AF_INET6;
	if (strchr(text, ':') == NULL) {
		family = AF_INET;
		a.size = ADDRESS_SIZE_V4;
	}
	if (inet_pton(family, text, a.bytes) != 1)
		return -EINVAL;
	*ret_address = a;
	return 0;
}

int
address_from_sockaddr(const struct sockaddr *from, struct address *ret_address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct address a = {{0}, 0};
	/* Copied out: the bytes behind a sockaddr need not be aligned. */
	switch (from->sa_family) {
	case AF_INET:
		memcpy(&v4, from, sizeof(v4));
		a.size = ADDRESS_SIZE_V4;
		memcpy(a.bytes, &v4.sin_addr, a.size);
		break;
	case AF_INET6:
		memcpy(&v6, from, sizeof(v6));
		a.size = ADDRESS_SIZE_V6;
		memcpy(a.bytes, &v6.sin6_addr, a.size);
		break;
	default:
		return -EAFNOSUPPORT;
	}
	*ret_address = a;
	return 0;
}

/* "0".."128", digits alone, no leading zero. -EINVAL */
static int
address_prefix_parse(const char *text, unsigned most, uint8_t *ret_prefix)
{
	size_t len = strlen(text);
	if (len < 1 || len > 3 || strspn(text, "0123456789") != len ||
	    (len > 1 && text[0] == '0'))
		return -EINVAL;
	unsigned prefix = 0;
	for (; *text != '\0'; text++)
		prefix = prefix * 10 + (unsigned)(*text - '0');
	if (prefix > most)
		return -EINVAL;
	*ret_prefix = (uint8_t)prefix;
	return 0;
}

int
address_range_parse(const char *text, struct address_range *ret_range)
{
	char first[INET6_ADDRSTRLEN] = "";
	struct address_range range;
	size_t len = strcspn(text, "/");
	if (len >= sizeof(first))
		return -EINVAL;
	memcpy(first, text, len);
	int err = address_parse(first, &range.first);
	if (err < 0)
		return err;
	unsigned most = range.first.size * 8u;
	range.prefix = (uint8_t)most;
	if (text[len] == '/')
		err = address_prefix_parse(text + len + 1, most, &range.prefix);
	if (err < 0)
		return err;
	*ret_range = range;
	return 0;
}

int
address_ranges_parse(const char *text, struct address_range *ret_ranges)
{
	int count = 0;
	for (text += strspn(text, " ,"); *text != '\0';
	     text += strspn(text, " ,")) {
		char one[INET6_ADDRSTRLEN + 4] = "";
		size_t len = strcspn(text, " ,");
		if (count == ADDRESS_RANGES_MAX)
			return -E2BIG;
		if (len >= sizeof(one))
			return -EINVAL;
		memcpy(one, text, len);
		int err = address_range_parse(one, &ret_ranges[count]);
		if (err < 0)
			return err;
		count++;
		text += len;
	}
	return count;
}

static bool
address_matches(const struct address *a, const struct address_range *range)
{
	if (a->size != range->first.size)
		return false;
	size_t whole = range->prefix / 8u;
	if (memcmp(a->bytes, range->first.bytes, whole) != 0)
		return false;
	unsigned rest = range->prefix % 8u;
	if (rest == 0)
		return true;
	unsigned differ = (unsigned)a->bytes[whole] ^ range->first.bytes[whole];
	return differ >> (8u - rest) == 0;
}

static bool
address_matches_any(
    const struct address *a, const struct address_range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (address_matches(a, &ranges[i]))
			return true;
	return false;
}

bool
address_is_global(const struct address *a)
{
	if (a->size == ADDRESS_SIZE_V4)
		return !address_matches_any(
		    a, address_v4_closed, COUNT(address_v4_closed));
	return address_matches_any(
		   a, address_v6_open, COUNT(address_v6_open)) &&
	       !address_matches_any(
		   a, address_v6_closed, COUNT(address_v6_closed));
}

bool
address_is_in(
    const struct address *a, const struct address_range *ranges, size_t count)
{
	if (address_matches_any(a, ranges, count))
		return true;
	if (a->size != ADDRESS_SIZE_V6 ||
	    memcmp(a->bytes, address_mapped, sizeof(address_mapped)) != 0)
		return false;
	struct address v4 = {.size = ADDRESS_SIZE_V4};
	memcpy(v4.bytes, a->bytes + sizeof(address_mapped), v4.size);
	return address_matches_any(&v4, ranges, count);
}
