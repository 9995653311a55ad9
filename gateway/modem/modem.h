/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem as a whole: one SIM, one thread, one loop. Each file owns its
 * struct below and changes the others only through their functions:
 *
 *	core.c     the wire: what siagad says, what waits for its answer
 *	open.c     looking for the device, closing it
 *	setup.c    from an open line to "ready"
 *	receive.c  listing, handing up, deleting
 *	send.c     one text after the other
 *	call.c     calls: noticed once, rejected
 *	ring.c     a phone is rung, and receiving goes on
 *
 * A turn function does at most one thing that blocks (bounded, gammu.h) and
 * returns true if it did, so that pings are answered in between. Order is
 * priority: receiving comes before sending.
 */
#ifndef SIAGA_MODEM_MODEM_H
#define SIAGA_MODEM_MODEM_H

#include "gateway/lib/harden.h"
#include "gateway/lib/link.h"
#include "gateway/modem/device.h"
#include "gateway/modem/gammu.h"
#include "gateway/modem/lines.h"
#include "gateway/modem/sim.h"

#define MODEM_NEVER_MS INT64_MAX

enum modem_state {
	MODEM_OPENING,
	MODEM_READY,
	MODEM_ABSENT,
	MODEM_NO_SIM,
	MODEM_PIN_NEEDED,
	MODEM_PUK_NEEDED,
	MODEM_FAILED
};

/* Results the core has not answered yet, kept over a lost connection. */
#define CORE_NOTICES_MAX 512
struct core_notice {
	int64_t id;    /* 0: not told on this connection */
	json_t *frame; /* owned */
	int64_t due_ms;
};

struct core {
	const char *path; /* NULL: spawned, ends with the core */
	const char *name;
	struct link link;
	bool up;
	bool ended; /* the core is gone and so are we */
	int64_t connect_at_ms, backoff_ms;
	struct core_notice notices[CORE_NOTICES_MAX];
	size_t notice_count;
};

/* modem.open */
struct config {
	bool known;
	char *device;
	char connection[33];
	char imei[GAMMU_IMEI_SIZE];
	char pin[9]; /* wiped when refused */
	int poll_s;
	int quiet_ms; /* see pacing.h; 0: as shipped */
};

struct opening {
	int64_t due_ms;     /* the next look */
	int64_t attempt_ms; /* not before, unless a device came or went */
	int64_t backoff_ms;
	struct device_list list;
	size_t next;      /* of the list */
	bool answered;    /* the configured one is another modem than before */
	bool any;         /* ... and it is nowhere else: take it */
	bool pin_refused; /* for the life of this process */
	int setup_tries;
	enum modem_state why; /* of the first candidate that failed */
	char detail[65];
	char said[32];     /* last +CPIN: of the modem */
	const char *store; /* SM or ME: where messages are */
	char imsi[GAMMU_IMEI_SIZE];
};

struct receiving {
	struct sim sim;
	struct lines lines;
	int64_t scan_ms;    /* the next listing */
	int64_t offered_ms; /* the last hand-up */
	int scans_in_a_row; /* with texts waiting to be sent */
	int scan_faults;    /* listings that failed, one after the other */
	/* A status report outside our store; place -1: none. */
	int report_place;
	char report_store[3];
	/* While one message is read again before it is deleted. */
	bool checking;
	bool check_found, check_same;
	const struct sim_message *check;
};

#define SEND_QUEUE_MAX 4
struct send_item {
	int64_t of;
	struct gammu_text text;
};

struct sending {
	struct send_item
	    queue[SEND_QUEUE_MAX]; /* the first may be in the air */
	size_t count;
	bool in_air;
	int64_t until_ms; /* no answer by then: unknown */
	bool answered;
	int code, mr;
	char *words_before, *words_after; /* see deadline_last_words() */
};

struct call {
	bool ringing;
	bool numbered; /* +CLIP came, if only to say that it is withheld */
	bool told;
	bool ended;
	char number[LINES_NUMBER_MAX + 1];
	int64_t due_ms; /* tell and reject */
	int64_t last_ring_ms, rejected_ms;
};

/* One phone at a time; see ring.c. */
struct ring {
	int64_t of; /* 0: none was asked for */
	char to[GAMMU_TO_SIZE];
	int seconds;
	int64_t asked_ms;
	bool on; /* dialled; what follows is of that */
	int64_t begun_ms, end_ms, look_ms;
	const char *over;  /* static: what became of it; NULL: it goes on */
	bool listed;       /* by the AT+CLCC at hand */
	bool was_listed;   /* by the one before */
	bool alerting;     /* the phone has been heard to ring */
	int64_t listen_ms; /* until then lines are kept from libGammu */
};

struct modem {
	struct core core;
	struct config config;
	enum modem_state state;
	char detail[65];
	char imei[GAMMU_IMEI_SIZE];     /* of the modem that is open */
	int used, size, signal_percent; /* -1: unknown */
	int told_used;
	int64_t status_ms;   /* the next look at these */
	struct gammu *gammu; /* NULL: no device is open */
	struct opening opening;
	struct receiving receiving;
	struct sending sending;
	struct call call;
	struct ring ring;
};

/* core.c */

/* The first connection; -errno as of link_*(). */
int core_begin(struct modem *) MUST_CHECK;
/* Takes all frames that are there, reconnects when due. */
void core_turn(struct modem *);
/* The descriptor to poll, -1: none. */
int core_fd(const struct modem *);
void core_read(struct modem *);
int64_t core_next_ms(const struct modem *);
/* A frame without answer; NULL is out of memory. Reference taken. */
void core_say(struct modem *, json_t *frame);
/* A frame that stays until it is answered; its id is set here. */
void core_report(struct modem *, json_t *frame);
void core_say_state(struct modem *);
void core_free(struct modem *);

/* open.c */

/* What siaga-modem does without, unless it has to start a program (proxyat). */
#define OPEN_DENY                                                              \
	(HARDEN_KERNEL | HARDEN_EXEC | HARDEN_NETWORK | HARDEN_LISTEN |        \
	    HARDEN_CHANGE)
/* As if started now: config has changed. */
void open_begin(struct modem *);
bool open_turn(struct modem *);
int64_t open_next_ms(const struct modem *);
/* The line is of no use any more; looks for the device at once. */
void open_lost(struct modem *, enum modem_state, const char *detail);
/* Closes the line if err says so. True: it did. */
bool open_check(struct modem *, int err);
/* One command on the line; lines go where libGammu's go. See at_command(). */
int open_command(struct modem *, const char *command, int limit_ms,
    int *ret_code) MUST_CHECK;
/* A number is dialled; see at_dial(). */
int open_dial(struct modem *, const char *command, int limit_ms) MUST_CHECK;
/* Takes the lines that are there, without libGammu. */
int open_listen(struct modem *) MUST_CHECK;
/* Tells the core if it is new. */
void open_set_state(struct modem *, enum modem_state, const char *detail);
/* When open_turn() is due again. */
void open_later(struct modem *, int64_t wait_ms);
/* Forgets earlier failures. */
void open_succeeded(struct modem *);
void open_free(struct modem *);

/* setup.c */

void setup_turn(struct modem *);
/* Now and then: signal, usage. */
bool setup_status_turn(struct modem *);

/* receive.c */

void receive_line(void *modem, const char *line);
void receive_begin(struct modem *);  /* a line was opened */
void receive_forget(struct modem *); /* another SIM */
bool receive_turn(struct modem *);
int64_t receive_next_ms(const struct modem *);
/* No text begins before this time; see receive.c. */
int64_t receive_hold_ms(const struct modem *);
void receive_hand_up(struct modem *);
void receive_taken(struct modem *, int64_t id, int64_t ref);
void receive_refused(struct modem *, int64_t id, bool retry);

/* send.c */

/* NULL: queued; else why not, *ret_retry tells if later is better. */
const char *send_queue(struct modem *, json_t *frame, bool *ret_retry);
bool send_turn(struct modem *);
int64_t send_next_ms(const struct modem *);
void send_on_result(void *modem, int code, int mr);
void send_on_text_out(void *modem);
/* The line or the core is lost: what has not begun will not. */
void send_give_up(struct modem *, bool in_air_too);

/* call.c */

void call_note(struct modem *, const struct lines_event *);
bool call_turn(struct modem *);
int64_t call_next_ms(const struct modem *);

/* ring.c */

/* NULL: queued; else why not, *ret_retry tells if later is better. */
const char *ring_queue(struct modem *, json_t *frame, bool *ret_retry);
void ring_note(struct modem *, const struct lines_event *);
/* One that goes on: looked at, ended. */
bool ring_turn(struct modem *);
/* Dials, when no text waits. */
bool ring_begin_turn(struct modem *);
int64_t ring_next_ms(const struct modem *);
/* No text begins before this time: so long a phone rings at least. */
int64_t ring_hold_ms(const struct modem *);
/* While true, ring_listen() reads the port in libGammu's stead. */
bool ring_listens(const struct modem *);
int ring_listen(struct modem *) MUST_CHECK;
/* The line is lost (begun_too), or the core, for whom it shall not start. */
void ring_give_up(struct modem *, bool begun_too);
void ring_stop(struct modem *); /* we end, or take another device */
/* A call that an earlier run of this program left behind. */
int ring_clear(struct modem *) MUST_CHECK;

#endif
