/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A gate: one aggregator's door into the hotline, and who may come through it.
 * Pure but for memory; clocks come from outside. Strings are those of the
 * object that a gate was read from.
 */
#ifndef SIAGA_WEB_USSD_GATE_H
#define SIAGA_WEB_USSD_GATE_H

#include "gateway/lib/address.h"
#include "gateway/web/digest.h"
#include "gateway/web/ussd_map.h"

#include <stdint.h>

#define GATES_MAX         CONF_USSD_MAX
#define GATE_STAMP_S      300 /* so far a signature's time may be off */
#define GATE_STAMP_DIGITS 10

struct gate {
	const char *name, *path, *end_path; /* end_path: NULL for none */
	bool quick, hashed;
	bool by_address, by_secret; /* what must fit: one at least */
	struct address_range allow[ADDRESS_RANGES_MAX];
	size_t allow_count;
	struct gate_auth auth;
	const char *secrets[CONF_GATE_SECRETS];
	size_t secret_count; /* 0, but by_secret: nobody comes in */
	struct ussd_map map;
};

/* False: it is no gate; gate_free() is owed either way. */
bool gate_read(struct gate *, json_t *told) MUST_CHECK;
void gate_free(struct gate *);

/*
 * Is it this gate that is asked for? *ret_end: of a session's end; *ret_secret:
 * what stands behind the path, for GATE_PATH, else "".
 */
bool gate_fits_path(const struct gate *, const char *path, bool *ret_end,
    const char **ret_secret);
bool gate_fits_address(const struct gate *, const struct address *);
/* In constant time. "Bearer SECRET" of a header is the secret, too. */
bool gate_fits_secret(const struct gate *, const char *given);
/* stamp: "" without a time. Hexadecimal digits, also behind "sha256=", or
 * base64; *ret is what it says. */
bool gate_fits_signature(const struct gate *, const char *given,
    const char *stamp, const char *body, size_t size, struct digest *ret);
bool gate_stamp_is_now(const char *stamp, int64_t now_s);

/*
 * Whose request it is: the peer's, or behind proxies the last of
 * X-Forwarded-For that is none of them. NULL forwarded: it did not come.
 * False: that cannot be told.
 */
bool gate_client(const struct address *peer, const char *forwarded,
    const struct address_range *proxies, size_t count, struct address *ret);

#endif
