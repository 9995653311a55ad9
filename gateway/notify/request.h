/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A frame notify.post as a request for post_start(). Pure. The wire's table
 * has checked the frame's fields; what is checked here is what they mean.
 */
#ifndef SIAGA_REQUEST_H
#define SIAGA_REQUEST_H

#include "gateway/lib/address.h"
#include "gateway/lib/bug.h"
#include "gateway/notify/post.h"

#include <jansson.h>

/*
 * What ret_request points to belongs to frame and to ranges, which has room
 * for ADDRESS_RANGES_MAX. -EINVAL: "allow" holds no range of addresses.
 */
int request_read(json_t *frame, struct address_range *ranges,
    struct post_request *ret_request) MUST_CHECK;

#endif
