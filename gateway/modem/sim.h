/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What we know of the messages on the SIM, from being seen to being deleted.
 * In memory only: the SIM itself is the state, a restart reads it again.
 *
 * A message leaves the table when it is off the SIM and the core knows, or
 * when a listing no longer has it and the core has not been told of it.
 */
#ifndef SIAGA_MODEM_SIM_H
#define SIAGA_MODEM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIM_MAX      256 /* more stay unseen until some are deleted */
#define SIM_NOWHERE  (-1)
#define SIM_NEVER_MS INT64_MAX

enum sim_state {
	SIM_FREE,
	SIM_DOUBTFUL, /* looks garbled: believed when it is read again so */
	SIM_NEW,      /* to be offered at due_ms */
	SIM_OFFERED,  /* as frame `id`, unanswered */
	SIM_HELD,     /* refused for good */
	SIM_TAKEN     /* stored as `ref`: to be deleted at due_ms */
};

struct sim_message {
	enum sim_state state;
	int location;      /* SIM_NOWHERE: never was, or no longer, stored */
	char *pdu;         /* hexadecimal digits, unless fault says no */
	const char *fault; /* NULL, or a name */
	unsigned scan;     /* the last listing that had it */
	int64_t id;
	int64_t ref;
	int64_t due_ms;
	int tries; /* of deleting it */
};

struct sim {
	struct sim_message messages[SIM_MAX];
	unsigned scan;
};

void sim_clear(struct sim *);

void sim_scan_begin(struct sim *);
/*
 * A message was read: at a location, or handed straight through (location
 * SIM_NOWHERE). octets: its TPDU's announced length, -1 unknown. Returns
 * whether it is new; it is dropped, for the next listing, without memory.
 */
bool sim_note(struct sim *, int location, const char *pdu, int octets);
/* Only after a listing that came to its end. True: some are doubtful. */
bool sim_scan_end(struct sim *);

/* The core forgot what it was offered. */
void sim_offer_again(struct sim *, int64_t due_ms);

/* The first in the state that is due, in order of location; or NULL. */
struct sim_message *sim_due(struct sim *, enum sim_state, int64_t now_ms);
/* When that will be; SIM_NEVER_MS. */
int64_t sim_next_ms(const struct sim *, enum sim_state);
size_t sim_count(const struct sim *, enum sim_state);
struct sim_message *sim_find_id(struct sim *, int64_t id);
void sim_remove(struct sim_message *);

#endif
