/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What routes.c and restore.c share. */
#ifndef SIAGA_ROUTES_H
#define SIAGA_ROUTES_H

#include "store.h"

/* In a transaction: all rows that lead to a number of that day (since 1970)
 * or before are repointed to nobody, or deleted. */
int routes_forget_rows(struct store *, int64_t day) MUST_CHECK;

#endif
