/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bug is not a failure of the environment: it aborts, leaves a core-less
 * trace on stderr, and the next start recovers from the store.
 */
#ifndef SIAGA_BUG_H
#define SIAGA_BUG_H

#include <stdio.h>
#include <stdlib.h>

#define BUG_IF(condition)                                                      \
	do {                                                                   \
		if (condition) {                                               \
			(void)fprintf(stderr,                                  \
			    "event=bug at=%s:%d cause=\"%s\"\n", __FILE__,     \
			    __LINE__, #condition);                             \
			abort();                                               \
		}                                                              \
	} while (0)

#define MUST_CHECK __attribute__((warn_unused_result))

#endif
