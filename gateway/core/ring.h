/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIAGA_RING_H
#define SIAGA_RING_H

#include "../lib/bug.h"
struct engine;
int ring_phone(struct engine *, const char *modem, const char *person_id,
    const char *number, unsigned seconds) MUST_CHECK;
#endif
