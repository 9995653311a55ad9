/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * {slots} of texts and papers. Values are inserted once and never looked into
 * again, so that nothing which stands in a value can become a slot.
 */
#ifndef SIAGA_SLOTS_H
#define SIAGA_SLOTS_H

#include "../lib/buf.h"

/* The value of a slot; NULL: there is no such slot, or it has no value. */
typedef const char *slots_lookup(const void *arg, const char *slot);

/*
 * Fills text into out. 0, -ENOENT (unknown or unclosed slot), or what buf.h
 * says. *ret_at: where in the text it stopped; its end if all went well.
 */
int slots_fill(const char *text, slots_lookup *, const void *arg,
    struct buf *out, const char **ret_at) MUST_CHECK;

#endif
