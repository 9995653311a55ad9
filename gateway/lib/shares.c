/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shares of the recovery key: libgfshare's bytes as text for paper. */
#include "shares.h"

#include <errno.h>
#include <libgfshare.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#define SHARES_VERSION 1
#define SHARES_ID_SIZE 2
#define SHARES_BYTES   (1 + SHARES_ID_SIZE + SHARES_SECRET_SIZE)
#define SHARES_WHOLE   (SHARES_LINES * SHARES_LINE)
#define SHARES_CHECK   2                            /* characters a line */
#define SHARES_DATA    (SHARES_LINE - SHARES_CHECK) /* the others */
#define SHARES_BOUND   5 /* characters of line 1 that bind the others to it */

static const char shares_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char shares_blanks[] = " -\t\r\n";

/* One share read: its characters as numbers, then as bytes. */
struct shares_read {
	uint8_t symbols[SHARES_WHOLE];
	uint8_t bytes[SHARES_BYTES]; /* head, id, share */
};

enum shares_fault {
	SHARES_FINE,
	SHARES_MISTYPED, /* and three more, by line */
	SHARES_SHORT = SHARES_MISTYPED + SHARES_LINES,
	SHARES_LONG,
	SHARES_NEWER
};

#define WHYS(who)                                                              \
	{                                                                      \
		"", who " is mistyped in line 1",                              \
		    who " is mistyped in line 2",                              \
		    who " is mistyped in line 3",                              \
		    who " is mistyped in line 4",                              \
		    who " is not whole: a share has 4 lines of 16 characters", \
		    who " has more than 4 lines of 16 characters",             \
		    who " is of a newer version; use a newer Siaga"            \
	}
static const char *const shares_whys[3][SHARES_NEWER + 1] = {
    WHYS("this share"), WHYS("the first share"), WHYS("the second share")};

/* --- characters --- */

/* -1: none of ours. What looks alike is the same. */
static int
shares_symbol(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'I' || c == 'L')
		c = '1';
	if (c == 'O')
		c = '0';
	if (c == 'U')
		c = 'V';
	const char *at = c == '\0' ? NULL : strchr(shares_alphabet, c);
	return at == NULL ? -1 : (int)(at - shares_alphabet);
}

unsigned
shares_length(const char *text)
{
	unsigned len = 0;
	for (; *text != '\0'; text++)
		len += strchr(shares_blanks, *text) == NULL;
	return len;
}

/* Character i of 56 holds bits 5i to 5i + 4, the highest bit first; where it
 * stands among all 64. */
static size_t
shares_place(size_t i)
{
	return i / SHARES_DATA * SHARES_LINE + i % SHARES_DATA;
}

static void
shares_from_bytes(struct shares_read *s)
{
	for (size_t i = 0; i < SHARES_LINES * SHARES_DATA; i++) {
		size_t at = i * 5 / 8;
		unsigned two = (unsigned)s->bytes[at] << 8;
		if (at + 1 < SHARES_BYTES)
			two |= s->bytes[at + 1];
		s->symbols[shares_place(i)] =
		    (uint8_t)(two >> (11 - i * 5 % 8) & 31);
	}
}

static void
shares_to_bytes(struct shares_read *s)
{
	memset(s->bytes, 0, sizeof(s->bytes));
	for (size_t i = 0; i < SHARES_LINES * SHARES_DATA; i++) {
		size_t at = i * 5 / 8;
		unsigned two = (unsigned)s->symbols[shares_place(i)]
			       << (11 - i * 5 % 8);
		s->bytes[at] |= (uint8_t)(two >> 8);
		if (at + 1 < SHARES_BYTES)
			s->bytes[at + 1] |= (uint8_t)two;
	}
}

/* --- the check of a line: Reed-Solomon over GF(32), x^5 + x^2 + 1 --- */

struct shares_rest {
	uint8_t high, low;
};

static uint8_t
shares_double(uint8_t x)
{
	return (uint8_t)((x << 1 ^ (x >> 4) * 0x25) & 31);
}

/* Division by (x + 1)(x + a), a = 2: x^2 + (1 + a) x + a. */
static void
shares_rest_add(struct shares_rest *r, uint8_t symbol)
{
	uint8_t factor = symbol ^ r->high;
	uint8_t twice = shares_double(factor);
	r->high = r->low ^ factor ^ twice;
	r->low = twice;
}

static struct shares_rest
shares_rest(const struct shares_read *s, size_t line)
{
	struct shares_rest r = {0, 0};
	shares_rest_add(&r, (uint8_t)(line + 1));
	for (size_t i = 0; line > 0 && i < SHARES_BOUND; i++)
		shares_rest_add(&r, s->symbols[i]);
	for (size_t i = 0; i < SHARES_DATA; i++)
		shares_rest_add(&r, s->symbols[line * SHARES_LINE + i]);
	return r;
}

static bool
shares_line_holds(const struct shares_read *s, size_t line)
{
	const uint8_t *check = s->symbols + line * SHARES_LINE + SHARES_DATA;
	struct shares_rest r = shares_rest(s, line);
	return r.high == check[0] && r.low == check[1];
}

/* --- writing --- */

static void
shares_write(struct shares_read *s, char ret[SHARES_TEXT])
{
	char *to = ret;
	shares_from_bytes(s);
	for (size_t line = 0; line < SHARES_LINES; line++) {
		struct shares_rest r = shares_rest(s, line);
		uint8_t *symbols = s->symbols + line * SHARES_LINE;
		symbols[SHARES_DATA] = r.high;
		symbols[SHARES_DATA + 1] = r.low;
		for (size_t i = 0; i < SHARES_LINE; i++) {
			*to++ = shares_alphabet[symbols[i]];
			if (i % 4 == 3)
				*to++ = i == SHARES_LINE - 1 ? ' ' : '-';
		}
	}
	to[-1] = '\0';
}

static void
shares_random(unsigned char *bytes, unsigned int size)
{
	randombytes_buf(bytes, size);
}

/* libgfshare takes its random bytes through a global that is NULL at first;
 * it wipes with them as well. */
static int
shares_begin(void)
{
	gfshare_fill_rand = shares_random;
	return sodium_init() < 0 ? -EIO : 0;
}

static int
shares_id(
    const uint8_t secret[SHARES_SECRET_SIZE], uint8_t ret_id[SHARES_ID_SIZE])
{
	uint8_t pk[crypto_scalarmult_BYTES];
	char text[SHARES_ID_TEXT];
	size_t size = 0;
	if (crypto_scalarmult_base(pk, secret) != 0)
		return -EIO;
	shares_id_text(pk, text);
	(void)sodium_hex2bin(
	    ret_id, SHARES_ID_SIZE, text, strlen(text), NULL, &size, NULL);
	return 0;
}

int
shares_split(const uint8_t secret[SHARES_SECRET_SIZE],
    char ret[SHARES_COUNT][SHARES_TEXT])
{
	uint8_t numbers[SHARES_COUNT] = {1, 2, 3}, id[SHARES_ID_SIZE];
	uint8_t copy[SHARES_SECRET_SIZE];
	int err = shares_begin();
	if (err == 0)
		err = shares_id(secret, id);
	if (err < 0)
		return err;
	gfshare_ctx *ctx = gfshare_ctx_init_enc(
	    numbers, SHARES_COUNT, SHARES_NEEDED, SHARES_SECRET_SIZE);
	if (ctx == NULL)
		return -ENOMEM;
	memcpy(copy, secret, sizeof(copy));
	gfshare_ctx_enc_setsecret(ctx, copy);
	sodium_memzero(copy, sizeof(copy));
	for (uint8_t i = 0; i < SHARES_COUNT; i++) {
		struct shares_read s;
		s.bytes[0] = (uint8_t)(SHARES_VERSION << 4 | numbers[i]);
		memcpy(s.bytes + 1, id, SHARES_ID_SIZE);
		gfshare_ctx_enc_getshare(ctx, i, s.bytes + 1 + SHARES_ID_SIZE);
		shares_write(&s, ret[i]);
		sodium_memzero(&s, sizeof(s));
	}
	gfshare_ctx_free(ctx);
	return 0;
}

/* --- reading --- */

static enum shares_fault
shares_fault_of_line(size_t line)
{
	return (enum shares_fault)(SHARES_MISTYPED + line);
}

/* Line 1 in all versions: is it one that we know? */
static enum shares_fault
shares_read_head(struct shares_read *s)
{
	if (!shares_line_holds(s, 0))
		return SHARES_MISTYPED;
	shares_to_bytes(s);
	if (s->bytes[0] >> 4 > SHARES_VERSION)
		return SHARES_NEWER;
	unsigned number = s->bytes[0] & 15;
	if (s->bytes[0] >> 4 != SHARES_VERSION || number < 1 ||
	    number > SHARES_COUNT)
		return SHARES_MISTYPED;
	return SHARES_FINE;
}

/* A character stood at this place of all that count; looks at whole lines. */
static enum shares_fault
shares_take(struct shares_read *s, size_t at, char c)
{
	int symbol = shares_symbol(c);
	size_t line = at / SHARES_LINE;
	if (at == SHARES_WHOLE)
		return SHARES_LONG;
	if (symbol < 0)
		return shares_fault_of_line(line);
	s->symbols[at] = (uint8_t)symbol;
	if (at == SHARES_LINE - 1)
		return shares_read_head(s);
	if (at % SHARES_LINE == SHARES_LINE - 1 && !shares_line_holds(s, line))
		return shares_fault_of_line(line);
	return SHARES_FINE;
}

static enum shares_fault
shares_read(struct shares_read *s, const char *text)
{
	enum shares_fault fault = SHARES_FINE;
	size_t at = 0;
	*s = (struct shares_read){0};
	for (; *text != '\0' && fault == SHARES_FINE; text++)
		if (strchr(shares_blanks, *text) == NULL)
			fault = shares_take(s, at++, *text);
	if (fault == SHARES_FINE && at < SHARES_WHOLE)
		fault = SHARES_SHORT;
	if (fault == SHARES_FINE)
		shares_to_bytes(s);
	return fault;
}

int
shares_check(const char *share, const char **ret_why)
{
	struct shares_read s;
	enum shares_fault fault = shares_read(&s, share);
	sodium_memzero(&s, sizeof(s));
	*ret_why = shares_whys[0][fault];
	return fault == SHARES_FINE ? 0 : -EINVAL;
}

/* Two that are in order: do they belong together? NULL: yes. */
static const char *
shares_wrong_pair(const struct shares_read s[SHARES_NEEDED])
{
	if (memcmp(s[0].bytes + 1, s[1].bytes + 1, SHARES_ID_SIZE) != 0)
		return "the shares are of different keys: the marks of their "
		       "sheets differ";
	if (s[0].bytes[0] == s[1].bytes[0])
		return "it is the same share twice; it takes two different "
		       "ones";
	return NULL;
}

static int
shares_solve(const struct shares_read s[SHARES_NEEDED],
    uint8_t ret_secret[SHARES_SECRET_SIZE])
{
	uint8_t numbers[SHARES_NEEDED];
	for (size_t i = 0; i < SHARES_NEEDED; i++)
		numbers[i] = s[i].bytes[0] & 15;
	gfshare_ctx *ctx =
	    gfshare_ctx_init_dec(numbers, SHARES_NEEDED, SHARES_SECRET_SIZE);
	if (ctx == NULL)
		return -ENOMEM;
	for (uint8_t i = 0; i < SHARES_NEEDED; i++) {
		uint8_t share[SHARES_SECRET_SIZE];
		memcpy(share, s[i].bytes + 1 + SHARES_ID_SIZE, sizeof(share));
		gfshare_ctx_dec_giveshare(ctx, i, share);
		sodium_memzero(share, sizeof(share));
	}
	gfshare_ctx_dec_extract(ctx, ret_secret);
	gfshare_ctx_free(ctx);
	return 0;
}

static int
shares_join_read(const struct shares_read s[SHARES_NEEDED],
    uint8_t ret_secret[SHARES_SECRET_SIZE], const char **ret_why)
{
	uint8_t id[SHARES_ID_SIZE];
	*ret_why = shares_wrong_pair(s);
	if (*ret_why != NULL)
		return -EINVAL;
	*ret_why = "out of memory";
	int err = shares_solve(s, ret_secret);
	if (err == 0)
		err = shares_id(ret_secret, id);
	if (err == 0 && memcmp(id, s[0].bytes + 1, SHARES_ID_SIZE) != 0) {
		*ret_why = "the shares do not give the key that they name: "
			   "compare both with their sheets once more";
		err = -EINVAL;
	}
	if (err < 0)
		sodium_memzero(ret_secret, SHARES_SECRET_SIZE);
	return err;
}

int
shares_join(const char *a, const char *b,
    uint8_t ret_secret[SHARES_SECRET_SIZE], const char **ret_why)
{
	const char *const texts[SHARES_NEEDED] = {a, b};
	struct shares_read s[SHARES_NEEDED];
	enum shares_fault fault = SHARES_FINE;
	*ret_why = "libsodium does not start";
	int err = shares_begin();
	for (size_t i = 0; i < SHARES_NEEDED && err == 0; i++) {
		fault = shares_read(&s[i], texts[i]);
		*ret_why = shares_whys[1 + i][fault];
		err = fault == SHARES_FINE ? 0 : -EINVAL;
	}
	if (err == 0)
		err = shares_join_read(s, ret_secret, ret_why);
	sodium_memzero(s, sizeof(s));
	return err;
}
