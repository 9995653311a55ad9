/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Office hours as people write them in [cover] hours:
 *	Senin-Jumat 08.00-15.00
 *	Senin-Kamis 08.00-14.00, Jumat 08.00-11.00
 *	setiap hari 07.00-21.00        24 jam
 * Days by the names of templates/sms/<lang>/days.txt. Pure.
 */
#ifndef SIAGA_HOURS_H
#define SIAGA_HOURS_H

#include "texts.h"

struct hours {
	bool known; /* false: they could not be read; always open */
	struct {
		int from, to; /* minutes of the day; from == to: closed */
	} day[7];             /* from Sunday */
};

/* Returns h->known. */
bool hours_read(const struct texts *, const char *words, struct hours *ret);
/*
 * Are they open at this moment, in the process's time zone? If not,
 * *ret_open_s is when they open next.
 */
bool hours_open(const struct hours *, int64_t now_s, int64_t *ret_open_s);
/* Minutes of the day in the process's time zone. */
int hours_minute(int64_t now_s);

#endif
