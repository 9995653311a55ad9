/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recovery key on paper: any two shares give it back, one says nothing,
 * and no slip of a pen goes unnoticed. The test has its own arithmetic.
 */
#include "gateway/lib/shares.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define SYMBOLS  (SHARES_LINES * SHARES_LINE)

/* RFC 7748 6.1, Alice's and Bob's secret and public keys. */
static const uint8_t alice[32] = {0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5,
    0x7d, 0x3c, 0x16, 0xc1, 0x72, 0x51, 0xb2, 0x66, 0x45, 0xdf, 0x4c, 0x2f,
    0x87, 0xeb, 0xc0, 0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5, 0x1d, 0xb9, 0x2c,
    0x2a};
static const uint8_t alice_pk[32] = {0x85, 0x20, 0xf0, 0x09, 0x89, 0x30, 0xa7,
    0x54, 0x74, 0x8b, 0x7d, 0xdc, 0xb4, 0x3e, 0xf7, 0x5a, 0x0d, 0xbf, 0x3a,
    0x0d, 0x26, 0x38, 0x1a, 0xf4, 0xeb, 0xa4, 0xa9, 0x8e, 0xaa, 0x9b, 0x4e,
    0x6a};
static const uint8_t bob[32] = {0x5d, 0xab, 0x08, 0x7e, 0x62, 0x4a, 0x8a, 0x4b,
    0x79, 0xe1, 0x7f, 0x8b, 0x83, 0x80, 0x0e, 0xe6, 0x6f, 0x3b, 0xb1, 0x29,
    0x26, 0x18, 0xb6, 0xfd, 0x1c, 0x2f, 0x8b, 0x27, 0xff, 0x88, 0xe0, 0xeb};

/* --- random bytes that the test chooses: libsodium's, replaced --- */

static uint8_t chosen[32];
static bool choose;   /* the next 32 bytes are the chosen ones */
static unsigned took; /* how often they were */

static const char *
random_name(void)
{
	return "chosen";
}

static uint32_t
random_word(void)
{
	return 4;
}

static void
random_fill(void *bytes, size_t size)
{
	static uint64_t counter;
	static const uint8_t seed[randombytes_SEEDBYTES] = {1};
	uint8_t fresh[randombytes_SEEDBYTES];
	memcpy(fresh, seed, sizeof(fresh));
	memcpy(fresh + 8, &counter, sizeof(counter));
	counter++;
	randombytes_buf_deterministic(bytes, size, fresh);
	if (choose && size == sizeof(chosen)) {
		memcpy(bytes, chosen, size);
		choose = false;
		took++;
	}
}

static int
random_replace(void **state)
{
	static randombytes_implementation source = {
	    .implementation_name = random_name,
	    .random = random_word,
	    .buf = random_fill};
	(void)state;
	return randombytes_set_implementation(&source) == 0 &&
		       sodium_init() >= 0
		   ? 0
		   : -1;
}

/* Splits with r as the random half of the line r x + secret. */
static void
split_with(const uint8_t secret[32], const uint8_t r[32],
    char ret[SHARES_COUNT][SHARES_TEXT])
{
	memcpy(chosen, r, sizeof(chosen));
	choose = true;
	took = 0;
	assert_int_equal(shares_split(secret, ret), 0);
	assert_int_equal(took, 1);
}

/* --- the form, read by the test's own hand --- */

static uint8_t
field_times(uint8_t a, uint8_t b) /* GF(256), 0x11d */
{
	unsigned product = 0;
	for (unsigned i = 0; i < 8; i++)
		if (b >> i & 1)
			product ^= (unsigned)a << i;
	for (unsigned i = 15; i >= 8; i--)
		if (product >> i & 1)
			product ^= 0x11du << (i - 8);
	return (uint8_t)product;
}

/* 35 bytes of a share's text, without looking at its checks. */
static void
plain_bytes(const char *text, uint8_t ret[35])
{
	size_t bit = 0, at = 0;
	memset(ret, 0, 35);
	for (; *text != '\0'; text++) {
		const char *symbol = strchr(ALPHABET, *text);
		if (symbol == NULL)
			continue;
		if (at++ % SHARES_LINE >= 14)
			continue;
		for (unsigned i = 0; i < 5; i++, bit++)
			if ((symbol - ALPHABET) >> (4 - i) & 1)
				ret[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	assert_int_equal(bit, 280);
}

static int
join(const char *a, const char *b)
{
	uint8_t secret[32];
	const char *why = NULL;
	int err = shares_join(a, b, secret, &why);
	assert_true(err == 0 || why[0] != '\0');
	return err;
}

static void
joins_to(const char *a, const char *b, const uint8_t expected[32])
{
	uint8_t secret[32];
	const char *why = NULL;
	assert_int_equal(shares_join(a, b, secret, &why), 0);
	assert_memory_equal(secret, expected, 32);
}

static void
refused(const char *a, const char *b, const char *cause)
{
	uint8_t secret[32];
	const char *why = NULL;
	assert_int_equal(shares_join(a, b, secret, &why), -EINVAL);
	if (strstr(why, cause) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", why, cause);
}

/* --- tests --- */

static void
any_two_give_it_back(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		uint8_t secret[32];
		char s[SHARES_COUNT][SHARES_TEXT];
		randombytes_buf(secret, sizeof(secret));
		assert_int_equal(shares_split(secret, s), 0);
		for (int a = 0; a < SHARES_COUNT; a++)
			for (int b = 0; b < SHARES_COUNT; b++)
				if (a != b)
					joins_to(s[a], s[b], secret);
	}
}

static void
its_form(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	const char *why;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (int n = 0; n < SHARES_COUNT; n++) {
		assert_int_equal(strlen(s[n]), SHARES_TEXT - 1);
		assert_int_equal(shares_length(s[n]), SYMBOLS);
		assert_int_equal(shares_check(s[n], &why), 0);
		for (size_t i = 0; i < SHARES_TEXT - 1; i++) {
			if (i % 20 == 19)
				assert_int_equal(s[n][i], ' ');
			else if (i % 5 == 4)
				assert_int_equal(s[n][i], '-');
			else
				assert_non_null(strchr(ALPHABET, s[n][i]));
		}
	}
}

/* The bytes are Shamir's, by another implementation of the field; the texts
 * were made by a program of its own (roots of the check tried out). */
static void
known_shares(void **state)
{
	static const char *const texts[SHARES_COUNT] = {
	    "25X9-2XGF-C8E6-WFJZ 4E9W-2ND1-HW0K-Q05V "
	    "ABXE-6H80-2SJM-0AD5 41HH-TC3F-C7BZ-ZGV1",
	    "29X9-2X8Q-ECK4-JMPV 7K35-79CK-ZEZC-5A7P "
	    "149X-QK8S-DV7N-P9KJ SZW2-M8RJ-53S5-W3H3",
	    "2DX9-2X0Z-FGR5-8XXG 6R5D-VXC2-50NS-BCMZ "
	    "7YTC-RJQ1-0RB1-57KA 8NFE-HZF9-7Z0H-2S0V"};
	char s[SHARES_COUNT][SHARES_TEXT];
	uint8_t r[32], hash[32], bytes[35];
	(void)state;
	for (unsigned i = 0; i < 32; i++)
		r[i] = (uint8_t)(7 * i + 1);
	(void)crypto_generichash(hash, 32, alice_pk, 32, NULL, 0);
	split_with(alice, r, s);
	for (uint8_t n = 1; n <= SHARES_COUNT; n++) {
		plain_bytes(s[n - 1], bytes);
		assert_int_equal(bytes[0], 0x10 | n);
		assert_memory_equal(bytes + 1, hash, 2);
		for (unsigned i = 0; i < 32; i++)
			assert_int_equal(
			    bytes[3 + i], alice[i] ^ field_times(r[i], n));
		assert_string_equal(s[n - 1], texts[n - 1]);
		joins_to(texts[n - 1], texts[n % SHARES_COUNT], alice);
	}
}

/*
 * For one share, whatever secret there may be, one and only one choice of the
 * random half gives the very same 32 bytes: who holds one share knows of the
 * secret what the key's id tells, which is the public half's.
 */
static void
one_share_alone_says_nothing(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	uint8_t seen[35], other[35], r[32], secret[32];
	(void)state;
	for (uint8_t n = 1; n <= SHARES_COUNT; n++) {
		uint8_t inverse = 1;
		while (field_times(inverse, n) != 1)
			inverse++;
		assert_int_equal(shares_split(alice, s), 0);
		plain_bytes(s[n - 1], seen);
		for (int round = 0; round < 300; round++) {
			randombytes_buf(secret, sizeof(secret));
			for (unsigned i = 0; i < 32; i++)
				r[i] = field_times(
				    seen[3 + i] ^ secret[i], inverse);
			split_with(secret, r, s);
			plain_bytes(s[n - 1], other);
			assert_memory_equal(seen + 3, other + 3, 32);
		}
	}
}

/* Every value is as frequent in a share as any other; 256 values, chi-square
 * with 255 degrees of freedom: over 400 once in ten million. */
static void
shares_look_random(void **state)
{
	static unsigned count[SHARES_COUNT][256];
	static const uint8_t secret[32] = {0};
	char s[SHARES_COUNT][SHARES_TEXT];
	uint8_t bytes[35];
	const unsigned rounds = 1600;
	(void)state;
	for (unsigned round = 0; round < rounds; round++) {
		assert_int_equal(shares_split(secret, s), 0);
		for (unsigned n = 0; n < SHARES_COUNT; n++) {
			plain_bytes(s[n], bytes);
			for (unsigned i = 0; i < 32; i++)
				count[n][bytes[3 + i]]++;
		}
	}
	for (unsigned n = 0; n < SHARES_COUNT; n++) {
		double expected = rounds * 32 / 256.0, chi = 0;
		for (unsigned v = 0; v < 256; v++) {
			double off = count[n][v] - expected;
			chi += off * off / expected;
		}
		assert_true(chi < 400 && chi > 140);
	}
}

static size_t
place_of(size_t symbol)
{
	return symbol / 4 * 5 + symbol % 4;
}

static void
names_line(const char *share, const char *other, size_t line)
{
	char cause[64];
	const char *why;
	(void)snprintf(
	    cause, sizeof(cause), "share is mistyped in line %zu", line + 1);
	assert_int_equal(shares_check(share, &why), -EINVAL);
	assert_non_null(strstr(why, cause));
	(void)snprintf(cause, sizeof(cause),
	    "the first share is mistyped in line %zu", line + 1);
	refused(share, other, cause);
	(void)snprintf(cause, sizeof(cause),
	    "the second share is mistyped in line %zu", line + 1);
	refused(other, share, cause);
}

/* Any character in any place for any other; all bytes there are. */
static void
every_wrong_character_is_caught(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	unsigned tried = 0;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (size_t i = 0; i < SYMBOLS; i++) {
		char *at = &s[0][place_of(i)], was = *at;
		for (const char *c = ALPHABET; *c != '\0'; c++) {
			if (*c == was)
				continue;
			*at = *c;
			names_line(s[0], s[1], i / SHARES_LINE);
			tried++;
		}
		for (int c = 1; c < 256; c++) {
			if (strchr(" -\t\r\niIlLoOuU" ALPHABET, c) != NULL ||
			    (c >= 'a' && c <= 'z'))
				continue;
			*at = (char)c;
			names_line(s[0], s[1], i / SHARES_LINE);
		}
		*at = was;
	}
	assert_int_equal(tried, SYMBOLS * 31);
}

/* Any two of a line changed over, neighbours among them. */
static void
every_swap_is_caught(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (size_t i = 0; i < SYMBOLS; i++)
		for (size_t j = i + 1; j < SYMBOLS; j++) {
			char *a = &s[1][place_of(i)], *b = &s[1][place_of(j)];
			char was_a = *a, was_b = *b;
			if (was_a == was_b ||
			    (i / SHARES_LINE != j / SHARES_LINE && j > i + 1))
				continue;
			*a = was_b;
			*b = was_a;
			names_line(s[1], s[2], i / SHARES_LINE);
			*a = was_a;
			*b = was_b;
		}
}

/* Two wrong characters in one line: all places, all characters. */
static void
every_two_wrong_characters_are_caught(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	const char *why;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (size_t i = 0; i < SYMBOLS; i++)
		for (size_t j = i + 1; j / SHARES_LINE == i / SHARES_LINE;
		     j++) {
			char *a = &s[2][place_of(i)], *b = &s[2][place_of(j)];
			char was_a = *a, was_b = *b;
			for (unsigned pair = 0; pair < 1024; pair++) {
				*a = ALPHABET[pair / 32];
				*b = ALPHABET[pair % 32];
				if (*a == was_a && *b == was_b)
					continue;
				assert_int_equal(
				    shares_check(s[2], &why), -EINVAL);
			}
			*a = was_a;
			*b = was_b;
		}
}

static void
lines_are_bound_to_their_place_and_share(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT], mixed[SHARES_TEXT];
	const char *why;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (size_t share = 0; share < SHARES_COUNT; share++)
		for (size_t i = 0; i < SHARES_LINES; i++)
			for (size_t j = 0; j < SHARES_LINES; j++) {
				memcpy(mixed, s[0], sizeof(mixed));
				memcpy(mixed + 20 * i, s[share] + 20 * j, 19);
				bool same = share == 0 ? i == j : false;
				if (share > 0 && i == 0 && j == 0)
					continue; /* then lines 2-4 are wrong */
				assert_int_equal(shares_check(mixed, &why),
				    same ? 0 : -EINVAL);
			}
	memcpy(mixed, s[1], sizeof(mixed));
	memcpy(mixed, s[0], 19);
	names_line(mixed, s[2], 1);
}

static void
missing_and_added_characters(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT], changed[SHARES_TEXT + 2];
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (size_t i = 0; i < SYMBOLS; i++) {
		size_t at = place_of(i);
		memcpy(changed, s[0], at);
		memcpy(changed + at, s[0] + at + 1, SHARES_TEXT - at - 1);
		refused(changed, s[1], "the first share");
		for (const char *c = ALPHABET; *c != '\0'; c++) {
			memcpy(changed, s[0], at);
			changed[at] = *c;
			memcpy(changed + at + 1, s[0] + at, SHARES_TEXT - at);
			refused(s[1], changed, "the second share");
		}
	}
	refused("", s[0], "the first share is not whole");
	refused(s[0], "--- ", "the second share is not whole");
	(void)snprintf(changed, sizeof(changed), "%s2", s[2]);
	refused(changed, s[0], "the first share has more than");
}

static void
it_may_be_written_otherwise(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT], loose[4 * SHARES_TEXT];
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (int form = 0; form < 5; form++) {
		size_t len = 0;
		for (const char *c = s[0]; *c != '\0'; c++) {
			char is = *c;
			if (strchr(" -", is) != NULL) {
				if (form == 0)
					continue;
				is = form == 1 ? ' ' : "\n-\t "[form - 2];
			} else if (form >= 2) {
				loose[len++] = form == 3 ? '-' : ' ';
			}
			if (form != 1 && is >= 'A' && is <= 'Z')
				is = (char)(is + 'a' - 'A');
			if (form == 4 && strchr("01v", is) != NULL)
				is = is == '0' ? 'O' : is == '1' ? 'l' : 'u';
			loose[len++] = is;
		}
		(void)snprintf(loose + len, sizeof(loose) - len, "\r\n");
		joins_to(loose, s[1], alice);
		joins_to(s[2], loose, alice);
	}
}

static void
pairs_that_do_not_belong_together(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT], t[SHARES_COUNT][SHARES_TEXT];
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	assert_int_equal(shares_split(bob, t), 0);
	for (int a = 0; a < SHARES_COUNT; a++) {
		refused(s[a], s[a], "the same share twice");
		for (int b = 0; b < SHARES_COUNT; b++) {
			refused(s[a], t[b], "of different keys");
			refused(t[a], s[b], "of different keys");
		}
	}
	/* Split twice: the same key and mark, and yet no pair. */
	assert_int_equal(shares_split(alice, t), 0);
	refused(s[0], t[1], "do not give the key that they name");
	joins_to(t[0], t[1], alice);
}

/* Line 1 with another version, its check made anew by trying. */
static void
newer_versions_are_known_as_such(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	unsigned newer = 0;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (const char *first = ALPHABET; *first != '\0'; first++) {
		s[0][0] = *first;
		for (unsigned pair = 0; pair < 1024; pair++) {
			const char *why;
			s[0][17] = ALPHABET[pair / 32];
			s[0][18] = ALPHABET[pair % 32];
			int err = shares_check(s[0], &why);
			if (strstr(why, "newer") == NULL)
				continue;
			assert_int_equal(err, -EINVAL);
			refused(s[0], s[1], "the first share is of a newer");
			s[0][19] = '\0'; /* however it goes on */
			refused(s[0], s[1], "the first share is of a newer");
			s[0][19] = ' ';
			newer++;
		}
	}
	assert_int_equal(newer, 32 - 4); /* versions 2 to 15, two each */
}

/* Of all heads of line 1, with all checks: which are shares of ours? */
static void
only_shares_1_to_3_are_known(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	const char *why;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (unsigned head = 0; head < 1024; head++) {
		unsigned version = head >> 6, number = head >> 2 & 15;
		unsigned known = 0;
		s[0][0] = ALPHABET[head / 32];
		s[0][1] = ALPHABET[head % 32];
		for (unsigned pair = 0; pair < 1024; pair++) {
			s[0][17] = ALPHABET[pair / 32];
			s[0][18] = ALPHABET[pair % 32];
			int err = shares_check(s[0], &why);
			bool refused_there = strstr(why, "in line 1") != NULL ||
					     strstr(why, "newer") != NULL;
			assert_true(err == 0 || err == -EINVAL);
			known += !refused_there;
		}
		assert_int_equal(known,
		    version == 1 && number >= 1 && number <= SHARES_COUNT);
	}
}

static void
its_public_half(void **state)
{
	static const char known[] =
	    "siaga-recovery-hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmp6kYae";
	char text[SHARES_PUBLIC_TEXT], loose[SHARES_PUBLIC_TEXT + 8];
	char id[SHARES_ID_TEXT];
	uint8_t pk[32];
	(void)state;
	shares_public_text(alice_pk, text);
	assert_string_equal(text, known);
	shares_id_text(alice_pk, id);
	assert_string_equal(id, "7A91");
	assert_int_equal(strlen(text), SHARES_PUBLIC_TEXT - 1);
	assert_int_equal(shares_public_parse(text, pk), 0);
	assert_memory_equal(pk, alice_pk, 32);
	(void)snprintf(loose, sizeof(loose), " \t%s\r\n", text);
	assert_int_equal(shares_public_parse(loose, pk), 0);
	for (size_t i = 0; i < SHARES_PUBLIC_TEXT - 1; i++) {
		for (int c = 0; c < 256; c++) {
			char was = text[i];
			if ((char)c == was)
				continue;
			text[i] = (char)c;
			assert_int_equal(
			    shares_public_parse(text, pk), -EINVAL);
			text[i] = was;
		}
	}
	(void)snprintf(loose, sizeof(loose), "%s A", text);
	assert_int_equal(shares_public_parse(loose, pk), -EINVAL);
	assert_int_equal(shares_public_parse("", pk), -EINVAL);
}

/* RFC 7748 6.1: a shared secret of nothing but zeroes is no secret. */
static void
points_of_small_order_are_refused(void **state)
{
	static const uint8_t small[][32] = {{0}, {1},
	    {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
		0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c,
		0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8,
		0x00}};
	char text[SHARES_PUBLIC_TEXT];
	uint8_t pk[32];
	(void)state;
	for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++) {
		shares_public_text(small[i], text);
		assert_int_equal(shares_public_parse(text, pk), -EINVAL);
	}
}

/* One wrong line passes once in 1024, and then the mark of the key. */
static void
a_wrong_secret_is_never_given(void **state)
{
	char s[SHARES_COUNT][SHARES_TEXT];
	unsigned given = 0;
	(void)state;
	assert_int_equal(shares_split(alice, s), 0);
	for (int round = 0; round < 100000; round++) {
		char changed[SHARES_TEXT];
		memcpy(changed, s[0], sizeof(changed));
		for (int i = 0; i < 4; i++) {
			uint8_t where[2];
			random_fill(where, sizeof(where));
			changed[place_of(16 + where[0] % 48)] =
			    ALPHABET[where[1] % 32];
		}
		given += strcmp(changed, s[0]) != 0 && join(changed, s[1]) == 0;
	}
	assert_int_equal(given, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_two_give_it_back), cmocka_unit_test(its_form),
	    cmocka_unit_test(known_shares),
	    cmocka_unit_test(one_share_alone_says_nothing),
	    cmocka_unit_test(shares_look_random),
	    cmocka_unit_test(every_wrong_character_is_caught),
	    cmocka_unit_test(every_swap_is_caught),
	    cmocka_unit_test(every_two_wrong_characters_are_caught),
	    cmocka_unit_test(lines_are_bound_to_their_place_and_share),
	    cmocka_unit_test(missing_and_added_characters),
	    cmocka_unit_test(it_may_be_written_otherwise),
	    cmocka_unit_test(pairs_that_do_not_belong_together),
	    cmocka_unit_test(newer_versions_are_known_as_such),
	    cmocka_unit_test(only_shares_1_to_3_are_known),
	    cmocka_unit_test(its_public_half),
	    cmocka_unit_test(points_of_small_order_are_refused),
	    cmocka_unit_test(a_wrong_secret_is_never_given)};
	return cmocka_run_group_tests(tests, random_replace, NULL);
}
