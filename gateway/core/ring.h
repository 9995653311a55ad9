/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ringing the phone of a person of the office, because a text wakes nobody.
 * Never a reporter's: who is rung is said by a person's id, and the number
 * must be that person's. Kept in memory alone: a ring that is lost with the
 * box or the modem is no loss, the texts of an alert are what counts.
 */
#ifndef SIAGA_RING_H
#define SIAGA_RING_H

#include "../lib/bug.h"
#include "../lib/gsm.h"
#include "vault.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define RING_SECONDS       30
#define RING_SECONDS_LEAST 5
#define RING_SECONDS_MOST  60

struct engine;
struct modem;
struct peer;

/* One a modem; see engine_parts.h. */
struct ring {
	bool asked;
	char person[VAULT_PERSON_SIZE], number[GSM_NUMBER_SIZE];
	unsigned seconds;
	int64_t id; /* of its frame; 0: it has not been handed over */
	int64_t asked_ms;
	int64_t again_ms;    /* handed over no sooner; 0: at once */
	int64_t deadline_ms; /* by then its outcome must be known */
};

/*
 * Queues one ring, by that modem or (NULL) by the one that can best. It goes
 * when the modem is ready and no text of an emergency waits there (for these
 * 20 s at most), and is dropped if that takes a minute. ring_done() tells what
 *became of it. -ENOENT  there is no such person -EPERM   the number is not that
 *person's -EINVAL  it cannot be rung, or seconds are out of bounds -EBUSY
 *another phone is being rung -ENODEV  there is no such modem
 */
int ring_phone(struct engine *, const char *modem_or_null,
    const char *person_id, const char *number, unsigned seconds) MUST_CHECK;

/*
 * outcome: rang, busy, answered, failed or not_started (dropped, too); static.
 * Called once for each ring that was queued (again if the turn fails), in a
 * turn, perhaps outside of a transaction. answered may have been a mailbox.
 * Whoever rings people for a purpose defines it.
 */
void ring_done(struct engine *, const char *person_id, const char *outcome);

int ring_frame_rang(struct engine *, struct peer *, json_t *) MUST_CHECK;
/* Was that an answer to a ring? */
bool ring_frame_refused(struct engine *, struct modem *, json_t *);
/* The modem's program has gone. */
void ring_lost(struct engine *, struct modem *);
/* The turn has failed: as before it, and tried again a little later. */
void ring_put_back(struct engine *, struct ring *, const struct ring *before);
int ring_pump(struct engine *) MUST_CHECK;
int64_t ring_due_ms(const struct engine *);
/* How much longer a text may take that is handed over now. */
int64_t ring_holds_ms(const struct modem *);

#endif
