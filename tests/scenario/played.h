/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga-modem with its SIM, siaga-notify with its receivers, as played. */
#ifndef SCENARIO_PLAYED_H
#define SCENARIO_PLAYED_H

#include "world.h"

#define PLAYED_PLAN_MAX  64
#define PLAYED_AGAIN_MAX 3

/* What comes of the next sends or deliveries. */
struct played_plan {
	char word[24]; /* "sent", "silent", "200" ... */
	int64_t code;  /* CMS error, or Retry-After */
	int64_t wait_ms;
	unsigned times; /* 0: from now on */
};

struct played_plans {
	struct played_plan list[PLAYED_PLAN_MAX];
	size_t count;
	struct played_plan usual;
};

bool played_plan_add(struct played_plans *, const struct played_plan *);
struct played_plan played_plan_next(struct played_plans *);

enum slot_state { SLOT_NEW, SLOT_OFFERED, SLOT_TAKEN, SLOT_STUCK };

/* A message on the SIM: there until the core has taken it. */
struct sim_slot {
	enum slot_state state;
	char *pdu; /* hex, "" if the driver gave none */
	char fault[32];
	int location;
	int64_t offer_id, due_ms, ref;
	struct sim_slot *next;
};

/* A text that the network has seen. */
struct played_text {
	int64_t id; /* of the outbox */
	char to[32];
	unsigned mr;
	bool may_come_again;
	unsigned again; /* to a responder */
	struct played_text *next;
};

struct played_modem {
	char name[WORLD_NAME_MAX + 1];
	int peer;               /* 0: its program does not run */
	bool down, deaf, keeps; /* keeps: it cannot delete */
	bool open;              /* the core has told it what to open */
	char state[17];
	int64_t restart_ms;        /* 0: not waiting to be started again */
	struct sim_slot *sim;      /* oldest first */
	struct played_text *texts; /* newest first */
	struct played_plans plans, ring_plans;
	int64_t in_air; /* a text the core waits for */
	unsigned mr, attempts;
	int last_location;
};

/*
 * A result is kept until the core says ok, and said again 5 s after it was
 * refused, as siaga-modem and siaga-notify do. Takes the frame, whose id is
 * set here.
 */
void result_say(struct world *, int peer, int64_t wait_ms, json_t *frame);
void result_hear(struct world *, int peer, json_t *frame);
void result_forget(struct world *, int peer); /* 0: all */

/* SIMs are there before any program runs, and outlive all. */
void modem_make(struct world *);
void modem_play(struct world *);
struct played_modem *modem_played(struct world *, const char *name);
void modem_start(struct world *, struct played_modem *);
void modem_leave(struct world *, struct played_modem *);
void modem_say_state(struct world *, struct played_modem *, const char *state);
/* Its program is gone with all it knew; the SIM stays. */
void modem_forget(struct played_modem *);
void modem_delete_taken(struct world *, struct played_modem *);
void modem_add(
    struct world *, struct played_modem *, const char *pdu, const char *fault);
/* What became of a text; by its program, at once or late. */
void modem_tell(struct world *, struct played_modem *, int64_t id,
    const struct played_plan *);
struct played_text *modem_text(struct played_modem *, int64_t id);
size_t modem_sim_count(const struct played_modem *);
/* Timers of its own: the next one, and doing what is due. */
int64_t modem_due_ms(const struct played_modem *);
void modem_tick(struct world *, struct played_modem *);
void modem_free(struct played_modem *);

struct played_hook {
	char name[WORLD_NAME_MAX + 1];
	struct played_plans plans;
	char last_id[65];
};

struct played_notify {
	int peer;
	bool down;
	int64_t restart_ms;
	char first_id[65]; /* of the first alert.raised */
	struct played_hook hooks[CONF_WEBHOOKS_MAX];
	size_t count;
};

void notify_play(struct world *);
struct played_hook *notify_hook(struct world *, const char *name);
void notify_start(struct world *);
void notify_leave(struct world *);

#endif
