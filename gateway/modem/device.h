/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the modem may be: the configured path, or, since a stick that is
 * plugged in again often comes back under the next number, its siblings
 * (/dev/ttyUSB0 -> /dev/ttyUSB*), or everything a pattern matches.
 *
 * Owner of a struct device_list is the caller; device_list_free().
 */
#ifndef SIAGA_MODEM_DEVICE_H
#define SIAGA_MODEM_DEVICE_H

#include "gateway/lib/bug.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICE_MAX         16 /* candidates; a stick has 3 to 5 ttys */
#define DEVICE_HOLDER_SIZE 16 /* comm of a process, with its NUL */

struct device {
	char *path;
	/*
	 * The name that was configured: accepted whatever modem it is. Others
	 * only when their IMEI is the one seen before.
	 */
	bool configured;
};

struct device_list {
	struct device found[DEVICE_MAX];
	size_t count;
	uint64_t signature; /* differs whenever a device came or went */
};

/* What exists now; the configured path comes first. -ENOMEM. */
int device_find(const char *configured, struct device_list *ret) MUST_CHECK;
void device_list_free(struct device_list *);

/*
 * Name of another process that has the device open, as far as we may see:
 * [A-Za-z0-9_.-]. False if none.
 */
bool device_holder(const char *path, char ret_name[DEVICE_HOLDER_SIZE]);

#endif
