/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/modem/encode.h"

#include "gateway/lib/gsm.h"

#include <string.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

uint8_t
encode_validity(int64_t seconds)
{
	/* Values first..last mean base + step * value. */
	static const struct {
		int first, last;
		int64_t step, base;
	} ranges[] = {
	    {197, 255, 7 * DAY, -192 * 7 * DAY},
	    {168, 196, DAY, -166 * DAY},
	    {144, 167, HOUR / 2, 12 * HOUR - 143 * (HOUR / 2)},
	    {0, 143, 5 * MINUTE, 5 * MINUTE},
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		int64_t value = (seconds - ranges[i].base) / ranges[i].step;
		if (value > ranges[i].last)
			value = ranges[i].last;
		if (value >= ranges[i].first)
			return (uint8_t)value;
	}
	return 0;
}

static void
encode_unit(struct gammu_text *ret, uint32_t unit)
{
	if (ret->count < GAMMU_TEXT_MAX)
		ret->units[ret->count] = (uint16_t)unit;
	ret->count++; /* too many: found out by the caller */
}

static size_t
encode_units(const char *text, size_t size, struct gammu_text *ret)
{
	size_t tildes = 0, used = 0;
	while (used < size) {
		uint32_t c = 0;
		used += gsm_utf8_get(text + used, size - used, &c);
		tildes += c == '~';
		if (c > 0xffff)
			encode_unit(ret, 0xd800 + ((c - 0x10000) >> 10));
		encode_unit(
		    ret, c > 0xffff ? 0xdc00 + ((c - 0x10000) & 0x3ff) : c);
	}
	return tildes;
}

const char *
encode_text(
    const char *to, const char *text, size_t size, struct gammu_text *ret)
{
	if (!gsm_number_valid_to_dial(to) || strlen(to) >= sizeof(ret->to))
		return "bad_number";
	if (!gsm_utf8_valid(text, size) || strlen(text) != size)
		return "bad_text";
	ret->count = 0;
	size_t tildes = encode_units(text, size, ret);
	int septets = gsm_septets(text);
	ret->ucs2 = septets < 0;
	if (ret->ucs2 ? ret->count + tildes > GAMMU_UCS2_MAX
		      : septets > GAMMU_TEXT_MAX)
		return "too_long";
	memcpy(ret->to, to, strlen(to) + 1);
	return NULL;
}
