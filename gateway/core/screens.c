/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "screens.h"

#include "../lib/bug.h"
#include "../lib/gsm.h"

#include <stdio.h>
#include <string.h>

/* Bytes of the character at text. */
static size_t
screens_step(const char *text)
{
	size_t n = 1;
	while (((unsigned char)text[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static int
screens_septets(const char *text, size_t size)
{
	char part[SCREENS_SIZE];
	BUG_IF(size >= sizeof(part));
	memcpy(part, text, size);
	part[size] = '\0';
	int septets = gsm_septets(part);
	BUG_IF(septets < 0); /* the words were checked when they were read */
	return septets;
}

/* Bytes of text that fit into so many septets; whole words if it can be. */
static size_t
screens_fit(const char *text, int septets)
{
	size_t size = 0, words = 0;
	int used = 0;
	while (text[size] != '\0') {
		size_t step = screens_step(text + size);
		if (text[size] == ' ' || text[size] == '\n')
			words = size;
		used += screens_septets(text + size, step);
		if (used > septets)
			return words > 0 ? words : size;
		size += step;
	}
	return size;
}

static const char *
screens_skip_blanks(const char *text)
{
	return text + strspn(text, " \n");
}

/* Blanks alone are no page. */
static bool
screens_goes_on(const char *text)
{
	return *screens_skip_blanks(text) != '\0';
}

bool
screens_are_many(const char *text)
{
	return screens_goes_on(text + screens_fit(text, SCREENS_SEPTETS));
}

bool
screens_page(const char *text, const struct screens_words *words, unsigned page,
    char ret[SCREENS_SIZE])
{
	char below[64] = "";
	size_t size = 0;
	for (unsigned n = 0;; n++) {
		/* The last page needs no room for "more". */
		(void)snprintf(below, sizeof(below), "%s%s", n > 0 ? "\n" : "",
		    n > 0 ? words->back : "");
		int room =
		    SCREENS_SEPTETS - screens_septets(below, strlen(below));
		size = screens_fit(text, room);
		bool last = !screens_goes_on(text + size);
		if (!last) {
			(void)snprintf(below, sizeof(below), "\n%s%s%s",
			    words->more, n > 0 ? " " : "",
			    n > 0 ? words->back : "");
			room = SCREENS_SEPTETS -
			       screens_septets(below, strlen(below));
			size = screens_fit(text, room);
		}
		if (last || n == page) {
			(void)snprintf(ret, SCREENS_SIZE, "%.*s%s", (int)size,
			    text, below);
			return !last;
		}
		text = screens_skip_blanks(text + size);
	}
}
