/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The message stores SM, ME and SR.  They hold messages that the network
 * owns; a store's places count from 0 here, from first_location outside.
 */
#ifndef SIMMODEM_CARD_H
#define SIMMODEM_CARD_H

#include <stdbool.h>
#include <stddef.h>

#define STORE_SLOTS_MAX 1000

enum store_id { STORE_SM, STORE_ME, STORE_SR, STORE_MAX };

struct sim;
struct sms;

struct slot {
	struct sms *sms; /* NULL: free */
	bool read;
};

struct card {
	struct slot store[STORE_MAX][STORE_SLOTS_MAX];
};

const char *store_name(enum store_id id);
/* STORE_MAX if there is none of that name. */
enum store_id store_find(const char *name);
int store_size(const struct sim *s, enum store_id id);
int store_used(const struct sim *s, enum store_id id);
/* The place taken, or -1 when the store is full. */
int store_put(struct sim *s, enum store_id id, struct sms *sms);
/* NULL if the place is free or out of range. */
struct slot *store_get(struct sim *s, enum store_id id, long place);
/* Empties the place; the network hears of it. */
void store_delete(struct sim *s, enum store_id id, long place);

#endif
