/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * See gsm.h. Called by the PDU decoder, the templates (how long is a text),
 * intake (who wrote) and the import of people (what number is this).
 * Must never read past a NUL or a given size, whatever the bytes.
 */
#include "gateway/lib/gsm.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "gateway/lib/pdu.h"

#define DIGITS_MAX 20 /* typed: "00", country code, 0, number */

static_assert(GSM_NUMBER_SIZE >= PDU_ADDRESS_SIZE, "holds any sender");

/* TS 23.038 6.2.1, row by row as it is printed: septet = index. */
static const uint16_t default_table[128] = {
    /* clang-format off */
	'@', 0xa3, '$', 0xa5, 0xe8, 0xe9, 0xf9, 0xec,
	0xf2, 0xc7, '\n', 0xd8, 0xf8, '\r', 0xc5, 0xe5,
	0x394, '_', 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8,
	0x3a3, 0x398, 0x39e, GSM_NONE, 0xc6, 0xe6, 0xdf, 0xc9,
	' ', '!', '"', '#', 0xa4, '%', '&', '\'',
	'(', ')', '*', '+', ',', '-', '.', '/',
	'0', '1', '2', '3', '4', '5', '6', '7',
	'8', '9', ':', ';', '<', '=', '>', '?',
	0xa1, 'A', 'B', 'C', 'D', 'E', 'F', 'G',
	'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
	'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
	'X', 'Y', 'Z', 0xc4, 0xd6, 0xd1, 0xdc, 0xa7,
	0xbf, 'a', 'b', 'c', 'd', 'e', 'f', 'g',
	'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
	'x', 'y', 'z', 0xe4, 0xf6, 0xf1, 0xfc, 0xe0,
    /* clang-format on */
};

/* TS 23.038 6.2.1.1 */
static const struct {
	uint8_t septet;
	uint16_t character;
} extension_table[] = {
    {0x0a, '\f'},
    {0x14, '^'},
    {0x28, '{'},
    {0x29, '}'},
    {0x2f, '\\'},
    {0x3c, '['},
    {0x3d, '~'},
    {0x3e, ']'},
    {0x40, '|'},
    {0x65, 0x20ac},
};

#define EXTENSIONS (sizeof(extension_table) / sizeof(extension_table[0]))

uint32_t
gsm_to_unicode(unsigned int septet)
{
	return default_table[septet & 0x7f];
}

uint32_t
gsm_to_unicode_extension(unsigned int septet)
{
	for (size_t i = 0; i < EXTENSIONS; i++) {
		if (extension_table[i].septet == (septet & 0x7f))
			return extension_table[i].character;
	}
	return GSM_NONE;
}

int
gsm_from_unicode(uint32_t character)
{
	if (character == GSM_NONE)
		return -1;
	for (int i = 0; i < 128; i++) {
		if (default_table[i] == character)
			return i;
	}
	for (size_t i = 0; i < EXTENSIONS; i++) {
		if (extension_table[i].character == character)
			return GSM_EXTENSION | extension_table[i].septet;
	}
	return -1;
}

int
gsm_septets(const char *utf8)
{
	size_t left = strlen(utf8);
	int septets = 0;

	while (left > 0) {
		uint32_t character = 0;
		size_t taken = gsm_utf8_get(utf8, left, &character);
		int code = gsm_from_unicode(character);

		if (taken == 0 || code < 0 || septets > INT_MAX - 2)
			return -1;
		septets += code & GSM_EXTENSION ? 2 : 1;
		utf8 += taken;
		left -= taken;
	}
	return septets;
}

/*
 * RFC 3629 4, Unicode table 3-7: the lead byte fixes the length and the range
 * of the second byte, which is what shuts out overlong forms and surrogates.
 */
static const struct {
	uint8_t lead_first, lead_last;
	uint8_t second_first, second_last;
	uint8_t size;
} utf8_forms[] = {
    {0x00, 0x7f, 0x00, 0x00, 1},
    {0xc2, 0xdf, 0x80, 0xbf, 2},
    {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3},
    {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4},
    {0xf1, 0xf3, 0x80, 0xbf, 4},
    {0xf4, 0xf4, 0x80, 0x8f, 4},
};

#define UTF8_FORMS (sizeof(utf8_forms) / sizeof(utf8_forms[0]))

/* Row of utf8_forms for these two bytes, UTF8_FORMS if there is none. */
static size_t
utf8_form(uint8_t lead, uint8_t second)
{
	for (size_t i = 0; i < UTF8_FORMS; i++) {
		if (lead < utf8_forms[i].lead_first ||
		    lead > utf8_forms[i].lead_last)
			continue;
		if (utf8_forms[i].size == 1 ||
		    (second >= utf8_forms[i].second_first &&
			second <= utf8_forms[i].second_last))
			return i;
	}
	return UTF8_FORMS;
}

size_t
gsm_utf8_get(const char *text, size_t size, uint32_t *ret_character)
{
	static const uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t character;
	size_t form, length;

	if (size == 0)
		return 0;
	form = utf8_form((uint8_t)text[0], size > 1 ? (uint8_t)text[1] : 0);
	if (form == UTF8_FORMS || utf8_forms[form].size > size)
		return 0;
	length = utf8_forms[form].size;
	character = (uint8_t)text[0] & lead_bits[length];
	for (size_t i = 1; i < length; i++) {
		if (((uint8_t)text[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | ((uint8_t)text[i] & 0x3f);
	}
	*ret_character = character;
	return length;
}

size_t
gsm_utf8_put(uint32_t character, char ret_utf8[GSM_UTF8_MAX])
{
	static const uint8_t lead_mark[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
	size_t length;

	if ((character >= 0xd800 && character <= 0xdfff) ||
	    character > 0x10ffff)
		character = GSM_REPLACEMENT;
	length = character < 0x80      ? 1
		 : character < 0x800   ? 2
		 : character < 0x10000 ? 3
				       : 4;
	for (size_t i = length - 1; i > 0; i--) {
		ret_utf8[i] = (char)(uint8_t)(0x80 | (character & 0x3f));
		character >>= 6;
	}
	ret_utf8[0] = (char)(uint8_t)(lead_mark[length] | character);
	return length;
}

bool
gsm_utf8_valid(const char *text, size_t size)
{
	while (size > 0) {
		uint32_t character;
		size_t taken = gsm_utf8_get(text, size, &character);

		if (taken == 0)
			return false;
		text += taken;
		size -= taken;
	}
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Length of the text if it is nothing but digits, 0 otherwise. */
static size_t
count_digits(const char *text)
{
	size_t count = strspn(text, "0123456789");

	return text[count] == '\0' ? count : 0;
}

/* Takes the digits out of what was typed; a '+' only before the first. */
static int
collect_digits(
    const char *typed, char ret_digits[DIGITS_MAX + 1], bool *ret_plus)
{
	bool plus = false;
	size_t count = 0;

	for (; *typed != '\0'; typed++) {
		if (is_digit(*typed)) {
			if (count == DIGITS_MAX)
				return -1;
			ret_digits[count++] = *typed;
		} else if (*typed == '+') {
			if (plus || count > 0)
				return -1;
			plus = true;
		} else if (strchr(" \t-.()", *typed) == NULL) {
			return -1;
		}
	}
	ret_digits[count] = '\0';
	*ret_plus = plus;
	return 0;
}

/* Writes "+", country, digits if together they can be an E.164 number. */
static int
write_number(
    const char *country, const char *digits, char ret_number[GSM_NUMBER_SIZE])
{
	size_t country_length = strlen(country);
	size_t length = strlen(digits);

	if (country_length + length < GSM_NUMBER_MIN ||
	    country_length + length > GSM_NUMBER_MAX)
		return -1;
	ret_number[0] = '+';
	memcpy(ret_number + 1, country, country_length);
	memcpy(ret_number + 1 + country_length, digits, length + 1);
	return 0;
}

static int
write_international(
    const char *digits, const char *country, char ret_number[GSM_NUMBER_SIZE])
{
	size_t country_length = strlen(country);

	if (digits[0] == '0')
		return -1;
	/* "+62 (0)812": the trunk 0 is dialled at home only */
	if (strncmp(digits, country, country_length) == 0 &&
	    digits[country_length] == '0')
		return write_number(
		    country, digits + country_length + 1, ret_number);
	return write_number("", digits, ret_number);
}

int
gsm_number_normalize(
    const char *typed, const char *country, char ret_number[GSM_NUMBER_SIZE])
{
	size_t country_length = count_digits(country), length;
	char digits[DIGITS_MAX + 1] = "";
	bool plus;

	if (country_length < 1 || country_length > 3 ||
	    collect_digits(typed, digits, &plus) != 0)
		return -1;
	length = strlen(digits);
	if (plus)
		return write_international(digits, country, ret_number);
	if (length <= GSM_SHORT_DIGITS) {
		if (length < 3 || digits[0] == '0')
			return -1;
		memcpy(ret_number, digits, length + 1);
		return 0;
	}
	if (strncmp(digits, "00", 2) == 0)
		return write_international(digits + 2, country, ret_number);
	if (digits[0] == '0')
		return write_number(country, digits + 1, ret_number);
	if (length >= 10 && strncmp(digits, country, country_length) == 0)
		return write_international(digits, country, ret_number);
	return -1;
}

bool
gsm_number_valid_to_dial(const char *number)
{
	size_t digits;

	if (number == NULL)
		return false;
	digits = count_digits(number[0] == '+' ? number + 1 : number);
	return digits >= 3 && digits <= 20;
}

bool
gsm_number_valid_to_ring(const char *number)
{
	if (number == NULL || number[0] != '+')
		return false;
	size_t digits = count_digits(number + 1);
	return digits >= GSM_NUMBER_MIN && digits <= GSM_NUMBER_MAX;
}

/*
 * A national address comes without the trunk 0, but some service centres say
 * "national" of a number that begins with the country code.
 */
static int
normalize_address(const struct pdu_address *address, const char *country,
    char ret_number[GSM_NUMBER_SIZE])
{
	char national[PDU_ADDRESS_SIZE + 1] = "0";

	if (gsm_number_normalize(address->text, country, ret_number) == 0)
		return 0;
	if (address->kind != PDU_ADDRESS_NATIONAL || address->text[0] == '0')
		return -1;
	memcpy(national + 1, address->text, strlen(address->text) + 1);
	return gsm_number_normalize(national, country, ret_number);
}

enum gsm_sender_kind
gsm_sender_classify(const struct pdu_address *address, const char *country,
    char ret_sender[GSM_NUMBER_SIZE])
{
	const char *text = address->text;
	size_t length = strlen(text);
	size_t digits = count_digits(text[0] == '+' ? text + 1 : text);

	memcpy(ret_sender, text, length + 1);
	if (length == 0)
		return GSM_SENDER_NONE;
	if (address->kind == PDU_ADDRESS_ALPHANUMERIC)
		return GSM_SENDER_ALPHA;
	if (text[0] == '*' || text[0] == '#' ||
	    address->kind == PDU_ADDRESS_ABBREVIATED)
		return GSM_SENDER_SHORT;
	if (digits == 0)
		return GSM_SENDER_NONE;
	if (digits <= GSM_SHORT_DIGITS)
		return GSM_SENDER_SHORT;
	if (normalize_address(address, country, ret_sender) != 0)
		return GSM_SENDER_NONE;
	return GSM_SENDER_NUMBER;
}
