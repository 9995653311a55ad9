/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIAGA_HANDLERS_TABLE_H
#define SIAGA_HANDLERS_TABLE_H

#include "../gateway/core/handling.h"

extern const struct handler handler_urgent;
extern const struct handler handler_danger;
extern const struct handler handler_exit;
extern const struct handler handler_stop;
extern const struct handler handler_plain_word;
extern const struct handler handler_status;
extern const struct handler handler_digit;
extern const struct handler handler_text;

/* First match wins; NULL ends. The order is invariant I9. */
extern const struct handler *const handlers_table[];

/* Is this a text that asks something? */
bool handlers_asks(const char *text_id);

#endif
