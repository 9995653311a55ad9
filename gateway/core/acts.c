/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people did to a case, with their reason, sealed to the case. */
#include "engine_parts.h"

#include <string.h>

int
act_note(struct engine *e, const char *actor, const char *act,
    const struct report *r, const char *reason)
{
	struct vault_blob detail = {0};
	int err = turn_write(e);
	if (err == 0 && reason != NULL)
		err = vault_seal(
		    e->vault, r->case_pk, reason, strlen(reason), &detail);
	if (err < 0)
		return err;
	err = store_run(e->store, QUERY_ACT_INSERT, SQL_INT(e->now_s),
	    SQL_TEXT(actor), SQL_TEXT(act), SQL_INT(r->id),
	    detail.bytes == NULL ? SQL_NULL
				 : SQL_BLOB(detail.bytes, detail.size));
	vault_blob_free(&detail);
	return err;
}
