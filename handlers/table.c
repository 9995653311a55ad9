/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All handlers in their order of precedence (I9). */
#include "table.h"

const struct handler *const handlers_table[] = {
    &handler_urgent, /* 9 */
    &handler_danger, /* danger words */
    &handler_exit,   /* X */
    &handler_stop,   /* STOP */
    &handler_text,   /* any text at all; matches always */
    NULL,
};
