/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/ussd_seen.h"

#include <string.h>

bool
seen_first(struct seen_table *t, const struct digest *signature,
    int64_t until_s, int64_t now_s)
{
	uint64_t set, tag;
	memcpy(&set, signature->bytes, sizeof(set));
	memcpy(&tag, signature->bytes + sizeof(set), sizeof(tag));
	tag |= 1; /* never 0 */
	size_t at = set % SEEN_SETS, oldest = 0;
	for (size_t i = 0; i < SEEN_WAYS; i++) {
		if (t->sets[at][i].tag == tag &&
		    t->sets[at][i].until_s >= now_s)
			return false;
		if (t->sets[at][i].until_s < t->sets[at][oldest].until_s)
			oldest = i;
	}
	t->sets[at][oldest].tag = tag;
	t->sets[at][oldest].until_s = until_s;
	return true;
}
