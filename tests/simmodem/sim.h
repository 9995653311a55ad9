/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The simulated world: one modem with its SIM (at, card), the tty it is
 * on (line), the network and everybody's phones (net), and the tests'
 * grip on all of it (control).  One struct, one thread, one poll loop;
 * every module gets the whole world and changes its own part only.
 */
#ifndef SIMMODEM_SIM_H
#define SIMMODEM_SIM_H

#include "at.h"
#include "card.h"
#include "control.h"
#include "line.h"
#include "net.h"
#include "timer.h"
#include "ussd.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What `set` changes; the table with ranges is in ctl_set.c. */
struct settings {
	int slots;
	int send_delay_ms; /* the network's time between Ctrl-Z and reply */
	int step_delay_ms; /* added before each reply */
	int signal;        /* as in +CSQ */
	int report_delay_ms;
	int ring_ms;
	int patience_ms;    /* of a phone that is rung */
	int ussd_ms;        /* how long a session of USSD may take */
	int first_location; /* 0 or 1: how the modem counts its store */
	bool registered;
	bool cnmi_ok;
	bool cell_broadcast; /* false: +CNMI=? offers bm 0 only */
	bool cmti;
	bool sms_ready;
	bool text_mode;  /* false: AT+CMGF=1 is refused */
	char report[12]; /* auto, none, failed */
	char receive_store[4];
	char report_store[4];
	char pin[12];
	char number[24];
	char smsc[24];
	char imei[20];
	char imsi[20];
	char model[24];
};

/* Misbehaviour in force; the table is in ctl_fault.c. */
struct faults {
	int64_t hang_until_ms; /* 0: none */
	int chatter_ms;
	uint64_t chatter_timer;
	int drop_reply;
	bool drop_keeps_info;
	char drop_prefix[32];
	int garble;
	int garble_skip; /* as many are let through first */
	char garble_prefix[32];
	int cms_error;
	int cms_code;
	int send_lost; /* the network takes it, the modem says nothing */
	int send_void; /* nobody takes it, the modem says nothing */
	int delete_fail;
	int delete_code;
	bool stop_draining;
	bool echo_off;
	bool deaf_at_prompt;
};

struct counters {
	unsigned at_commands;
	unsigned refused; /* submissions answered with an error */
	unsigned cmti;
	unsigned reports;
	unsigned reports_lost;
	unsigned deleted;
	unsigned pin_attempts;
};

struct pollset {
	struct pollfd fd[144]; /* 64 clients, as many requests, and few more */
	size_t n;
};

struct sim {
	struct timers timers;
	struct settings set;
	struct faults faults;
	struct counters count;
	struct line line;
	struct at at;
	struct card card;
	struct net net;
	struct ussd ussd;
	struct control control;
	int64_t start_ms;
	bool quit;
};

/* Returns the place to ask pollset_events() about after the poll. */
int pollset_add(struct pollset *ps, int fd, short events);
short pollset_events(const struct pollset *ps, int place);

/* The faults that other modules must start or end. */
bool sim_hung(const struct sim *s);
/* True once for each of the n times a fault is to strike. */
bool sim_strikes(int *count);
/* The modem loses power and starts anew; SIM and network keep theirs. */
void sim_power_cut(struct sim *s);

#endif
