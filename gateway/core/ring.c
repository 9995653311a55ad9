/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ring.h"
#include "engine_parts.h"
int
ring_phone(struct engine *e, const char *modem, const char *person_id,
    const char *number, unsigned seconds)
{
	(void)e;
	(void)modem;
	(void)person_id;
	(void)number;
	(void)seconds;
	return 0;
}
