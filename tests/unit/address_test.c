/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which addresses a webhook may go to: gateway/lib/address.c. */
#include "gateway/lib/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* After the four that it wants before it. */
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *text;
	bool global;
} addresses[] = {
    {"1.1.1.1", true},
    {"8.8.8.8", true},
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    {"126.255.255.255", true},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    {"169.253.255.255", true},
    {"169.254.0.0", false},
    {"169.254.169.254", false},
    {"169.255.0.0", true},
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    {"192.0.0.0", false},
    {"192.0.0.255", false},
    {"192.0.1.0", true},
    {"192.0.2.1", false},
    {"192.0.3.0", true},
    {"192.88.99.1", false},
    {"192.167.255.255", true},
    {"192.168.0.0", false},
    {"192.168.255.255", false},
    {"192.169.0.0", true},
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    {"198.51.100.7", false},
    {"203.0.113.7", false},
    {"203.0.114.0", true},
    {"223.255.255.255", true},
    {"224.0.0.1", false},
    {"239.255.255.255", false},
    {"240.0.0.0", false},
    {"255.255.255.255", false},
    {"::", false},
    {"::1", false},
    {"::7f00:1", false},
    {"::ffff:127.0.0.1", false},
    {"::ffff:8.8.8.8", false},
    {"::ffff:0:8.8.8.8", false},
    {"64:ff9b::8.8.8.8", false},
    {"64:ff9b:1::1", false},
    {"100::1", false},
    {"1fff:ffff::1", false},
    {"2000::1", true},
    {"2001::1", false},
    {"2001:1ff:ffff::1", false},
    {"2001:200::1", true},
    {"2001:db7:ffff::1", true},
    {"2001:db8::1", false},
    {"2001:db9::1", true},
    {"2001:4860:4860::8888", true},
    {"2002:7f00:1::1", false},
    {"2002:808:808::1", false},
    {"2003::1", true},
    {"2606:4700:4700::1111", true},
    {"3ffe::1", true},
    {"3fff::1", false},
    {"3fff:1000::1", true},
    {"4000::1", false},
    {"5f00::1", false},
    {"fc00::1", false},
    {"fd12:3456::1", false},
    {"fe80::1", false},
    {"febf::1", false},
    {"fec0::1", false},
    {"ff02::1", false},
    {"ffff::1", false},
};

static const struct {
	const char *range;
	const char *address;
	bool inside;
} ranges[] = {
    {"127.0.0.0/8", "127.0.0.1", true},
    {"127.0.0.0/8", "127.255.255.255", true},
    {"127.0.0.0/8", "128.0.0.0", false},
    {"127.0.0.0/8", "::1", false},
    {"127.0.0.0/8", "::ffff:127.0.0.1", true},
    {"127.0.0.0/8", "::ffff:128.0.0.1", false},
    {"127.0.0.0/8", "::127.0.0.1", false},
    {"192.168.1.7/24", "192.168.1.200", true},
    {"192.168.1.7/24", "192.168.2.7", false},
    {"192.168.1.7", "192.168.1.7", true},
    {"192.168.1.7", "192.168.1.6", false},
    {"10.0.0.0/9", "10.127.255.255", true},
    {"10.0.0.0/9", "10.128.0.0", false},
    {"10.0.0.4/31", "10.0.0.5", true},
    {"10.0.0.4/31", "10.0.0.6", false},
    {"0.0.0.0/0", "203.0.113.1", true},
    {"0.0.0.0/0", "2000::1", false},
    {"0.0.0.0/0", "::ffff:1.2.3.4", true},
    {"::/0", "2000::1", true},
    {"::/0", "1.2.3.4", false},
    {"::1/128", "::1", true},
    {"::1", "::2", false},
    {"fd00::/8", "fdff::1", true},
    {"fd00::/8", "fc00::1", false},
    {"fe80::/10", "febf::1", true},
    {"fe80::/10", "fec0::1", false},
    {"::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true},
    {"::ffff:10.0.0.0/104", "10.1.2.3", false},
};

static const char *const no_ranges[] = {"", "/", "/8", "10.0.0.0/",
    "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ",
    " 10.0.0.0/8", "10.0.0.0/8/8", "10.0.0.0/1000", "10/8", "10.0.0/8",
    "010.0.0.0/8", "0x0a.0.0.0/8", "10.0.0.0.0/8", "256.0.0.0/8", "::/129",
    "::1::/8", "fe80::1%lo/64", "[::1]/128", "localhost", "localhost/8",
    "10.0.0.0/99999999999", "10.0.0.0/\xd9\xa8",
    "1111:2222:3333:4444:5555:6666:7777:8888:9999/8",
    "1111:2222:3333:4444:5555:6666:7777:8888:1111:2222:3333:4444/8"};

static void
test_global(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct address a;
		assert_int_equal(address_parse(addresses[i].text, &a), 0);
		if (address_is_global(&a) != addresses[i].global)
			fail_msg("%s", addresses[i].text);
	}
}

static void
test_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ranges); i++) {
		struct address a;
		struct address_range r;
		assert_int_equal(address_parse(ranges[i].address, &a), 0);
		assert_int_equal(address_range_parse(ranges[i].range, &r), 0);
		if (address_is_in(&a, &r, 1) != ranges[i].inside)
			fail_msg("%s %s", ranges[i].range, ranges[i].address);
		assert_false(address_is_in(&a, &r, 0));
	}
}

static void
test_several_ranges(void **state)
{
	(void)state;
	struct address_range r[3];
	struct address a;
	assert_int_equal(address_range_parse("10.0.0.0/8", &r[0]), 0);
	assert_int_equal(address_range_parse("fd00::/8", &r[1]), 0);
	assert_int_equal(address_range_parse("192.168.0.0/16", &r[2]), 0);
	assert_int_equal(address_parse("192.168.9.9", &a), 0);
	assert_true(address_is_in(&a, r, 3));
	assert_false(address_is_in(&a, r, 2));
}

static void
test_lists(void **state)
{
	static const struct {
		const char *text;
		int count;
	} lists[] = {{"", 0}, {" , ", 0}, {"10.0.0.1", 1},
	    {" 10.0.0.0/8,fd00::/8  ::1 ", 3}, {"10.0.0.0/8 x", -EINVAL},
	    {"10.0.0.0/8;::1", -EINVAL},
	    {"::1111:2222:3333:4444:5555:6666:7777:8888:9999:0000", -EINVAL}};
	char many[ADDRESS_RANGES_MAX * 4 + 5] = "";
	struct address_range r[ADDRESS_RANGES_MAX];
	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++)
		if (address_ranges_parse(lists[i].text, r) != lists[i].count)
			fail_msg("\"%s\"", lists[i].text);
	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++)
		memcpy(many + i * 4, "::1 ", 4);
	assert_int_equal(address_ranges_parse(many, r), ADDRESS_RANGES_MAX);
	memcpy(many + ADDRESS_RANGES_MAX * 4, "::1", 4);
	assert_int_equal(address_ranges_parse(many, r), -E2BIG);
}

static void
test_no_ranges(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(no_ranges); i++) {
		struct address_range r = {.prefix = 77};
		if (address_range_parse(no_ranges[i], &r) != -EINVAL)
			fail_msg("\"%s\" was taken", no_ranges[i]);
		assert_int_equal(r.prefix, 77);
	}
}

static void
test_sockaddr(void **state)
{
	(void)state;
	struct address a;
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	struct sockaddr_un path = {.sun_family = AF_UNIX};
	assert_int_equal(inet_pton(AF_INET, "8.8.8.8", &v4.sin_addr), 1);
	assert_int_equal(inet_pton(AF_INET6, "2000::1", &v6.sin6_addr), 1);
	assert_int_equal(
	    address_from_sockaddr((const struct sockaddr *)&v4, &a), 0);
	assert_int_equal(a.size, ADDRESS_SIZE_V4);
	assert_true(address_is_global(&a));
	assert_int_equal(
	    address_from_sockaddr((const struct sockaddr *)&v6, &a), 0);
	assert_int_equal(a.size, ADDRESS_SIZE_V6);
	assert_true(address_is_global(&a));
	assert_int_equal(
	    address_from_sockaddr((const struct sockaddr *)&path, &a),
	    -EAFNOSUPPORT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_global),
	    cmocka_unit_test(test_ranges),
	    cmocka_unit_test(test_several_ranges),
	    cmocka_unit_test(test_lists),
	    cmocka_unit_test(test_no_ranges),
	    cmocka_unit_test(test_sockaddr),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
