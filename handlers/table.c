/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All handlers in their order of precedence (I9), and the texts that ask. */
#include "table.h"

#include <string.h>

const struct handler *const handlers_table[] = {
    &handler_urgent,     /* 9 */
    &handler_danger,     /* danger words */
    &handler_exit,       /* X */
    &handler_stop,       /* STOP */
    &handler_plain_word, /* AMAN */
    &handler_status,     /* CEK 7F3K */
    &handler_digit,      /* an answer to what we asked */
    &handler_text,       /* any text at all; matches always */
    NULL,
};

bool
handlers_asks(const char *text_id)
{
	static const char *const asking[] = {"R01", "R02", "R04", "R05", "R31"};
	for (size_t i = 0; i < sizeof(asking) / sizeof(*asking); i++)
		if (strcmp(asking[i], text_id) == 0)
			return true;
	return false;
}
