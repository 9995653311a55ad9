/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The world around the engine in a scenario: virtual time, programs that are
 * played (siaga-modem with its SIM, siaga-notify, a person at the command
 * line, strangers), a disk that can fail, and what was seen to leave.
 *
 * The engine is the daemon's own; only its clock and its edge are ours. One
 * world runs one script in a process of its own. Owner of everything: the
 * world; world_close() frees it.
 *
 * Some rules hold in every script and are checked by the world itself: see
 * world_rules.c and README.md.
 */
#ifndef SCENARIO_WORLD_H
#define SCENARIO_WORLD_H

#include "gateway/core/engine.h"
#include "gateway/lib/buf.h"
#include "gateway/lib/conf.h"
#include "gateway/lib/gsm.h"
#include "gateway/lib/wire.h"

#define WORLD_PEERS_MAX   256
#define WORLD_SECRETS_MAX 120
#define WORLD_PATH_MAX    512
#define WORLD_TURN_LINES  64 /* as LOOP_TURN_LINES of the daemon */
#define WORLD_NAME_MAX    32

struct world;
struct played_modem;
struct played_notify;
struct played_result;
struct transcript;

/* A program at the other end of the wire. */
struct played_peer {
	int id; /* 0: free */
	enum wire_role role;
	char name[WORLD_NAME_MAX + 1];
	bool any_role, spawned;
	bool fresh;   /* the engine has not heard of it */
	bool ended;   /* the engine is to be told that it is gone */
	bool dropped; /* the engine wants it gone */
	char why[64];
	int64_t hello_ms; /* a program that waits for its welcome; 0: none */
	json_t *heard;    /* the last frame to it */
	/* takes a frame of the core; not the caller's to keep */
	void (*hear)(struct world *, struct played_peer *, json_t *);
};

/* A frame on its way; at_ms: when it arrives at the engine. */
struct world_line {
	int peer;
	int64_t at_ms;
	size_t size;
	char *text;
	struct world_line *next;
};

struct world_lines {
	struct world_line *first, **last;
};

/* What left the box, in order. */
enum seen_kind { SEEN_TEXT, SEEN_WEBHOOK, SEEN_RING };

struct seen {
	enum seen_kind kind;
	bool expected;               /* a line of the script has spoken of it */
	char by[WORLD_NAME_MAX + 1]; /* the modem, or the destination */
	json_t *frame;
	json_t *data; /* of a webhook: its parsed body */
	struct seen *next;
};

/* Where the engine ends, if the script says so before a turn. */
enum crash_point { CRASH_NEVER, CRASH_BEFORE_COMMIT, CRASH_AFTER_COMMIT };

struct conf_line {
	char section[64], key[32], value[600];
};

/* What may not be found outside of sealed blobs. */
struct secret {
	size_t size;
	uint8_t *bytes;
	const char *what; /* static: "number", "text", ... */
};

#define WORLD_PEOPLE     8
#define WORLD_RESPONDERS 256
#define WORLD_AS_SIZE    128

struct world {
	char as[WORLD_AS_SIZE]; /* who gives commands; "": nobody */
	struct world_person {
		char id[33], session[WORLD_AS_SIZE];
	} people[WORLD_PEOPLE];
	char responders[WORLD_RESPONDERS]
		       [GSM_NUMBER_SIZE]; /* numbers of the roster */
	size_t responder_count;
	char given[200];               /* what `keep` took of an answer */
	char head[80], head_count[24]; /* of the audit, as it was told */
	/* the script */
	const char *script;
	int line;
	bool failed;
	char fault[2048];
	bool talkative; /* shows frames and log lines on stderr */
	bool tolerant;  /* faults are being made: siagad may fail to start */
	/* called with true where the engine's code begins, false at its end */
	void (*inside)(bool);
	bool is_inside;

	/* the box */
	char dir[WORLD_PATH_MAX];   /* temporary, all below */
	char state[WORLD_PATH_MAX]; /* state_dir */
	struct conf_line conf_lines[128];
	size_t conf_count;
	struct conf conf;
	bool conf_read;
	struct engine *engine; /* NULL: not running */
	bool begun;            /* it ran once */
	bool held;             /* things pile up until `go` */
	bool in_turn;
	bool cuts_power; /* die_at_write: with the power */
	int turns_to_crash;
	enum crash_point crash_point;
	bool cut;  /* nothing of this turn leaves: the box is dead already */
	bool dead; /* it died at a write; the snapshot is what it left */
	bool keeps_synced; /* the script has a power cut */

	/* time */
	int64_t now_ms;  /* since the script began */
	int64_t boot_ms; /* when this boot was */
	int64_t ping_ms; /* engine_setup's */
	int64_t begin_s; /* the true time when it began */
	int64_t skew_s;
	bool clock_unset;
	int64_t unset_ms;

	/* programs */
	struct played_peer peers[WORLD_PEERS_MAX];
	int last_peer;
	int64_t last_id;
	struct world_lines in;  /* to the engine */
	struct world_lines out; /* from it, in this turn */
	struct played_modem *modems;
	size_t modem_count;
	struct played_notify *notify;
	struct played_result *results;
	int client;
	struct {           /* played_board.c */
		int peer;  /* 0: it is not there */
		bool asks; /* people ask over it, not at the command line */
		bool quiet, refuses;
		char origin[46];
		char device[49]; /* the browser's name; \"\": it has none */
		json_t *events;  /* heard and not yet expected */
		/* played_screen.c: what was asked last, and its answer */
		json_t *request, *screen;
	} board;
	json_t *answer; /* the last one to the client */
	json_t *gone;   /* who was dropped -> why */

	/* what was seen */
	struct seen *seen, **seen_last;
	unsigned taken, deleted;
	struct buf log;
	size_t log_from; /* `expect log` looks from here */

	struct secret secrets[WORLD_SECRETS_MAX];
	size_t secret_count;

	struct transcript *transcript; /* NULL: none is written */

	/* phones */
	struct sender *senders;
	char last_pdu[1100]; /* for `again` */
	char last_sim[WORLD_NAME_MAX + 1];
};

/* The network stamps no two texts of one number with the same second. */
struct sender {
	char number[40];
	int64_t last_s;
	struct sender *next;
};

/* world.c */
struct world *world_open(const char *script, const char *dir);
void world_close(struct world *);
/* The first fault of a script counts; what follows may be its consequence. */
void world_fail(struct world *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int64_t world_true_s(const struct world *);
void world_inside(struct world *, bool inside);
/* Runs turns until nothing is left to say at this moment. */
void world_settle(struct world *);
void world_pass(struct world *, int64_t ms);

/* world_box.c: configuration, start and every kind of end. */
void world_set(
    struct world *, const char *section, const char *key, const char *value);
void world_unset(struct world *, const char *section);
bool world_start(struct world *, const char **ret_why);
void world_need_start(struct world *);
void world_kill(struct world *);      /* as kill -9 */
void world_power_cut(struct world *); /* what was not synced is lost */
void world_stop(struct world *);      /* as SIGTERM */
/* Words that must stand in the fault, or NULL: it takes it. */
void world_reload(struct world *, const char *fault);
/* A copy of the shipped templates or dialogue that the script may change. */
void world_own_words(struct world *);
/*
 * The engine has aborted and was jumped out of: as kill -9, but nothing of
 * it can be closed any more.
 */
void world_abandon(struct world *);
/* Arms the end just before the nth write to the disk. */
void world_die_at_write(struct world *, int64_t nth, bool power_cut);
/* The end has come at a write: puts the snapshot in place. */
void world_bury(struct world *);

/* world_peers.c */
struct played_peer *world_peer(struct world *, int id);
struct played_peer *world_peer_named(struct world *, const char *name);
struct played_peer *world_connect(struct world *, enum wire_role,
    const char *name,
    void (*hear)(struct world *, struct played_peer *, json_t *));
void world_leave(struct world *, int peer);
void world_forget_peers(struct world *);
/* Takes the frame; it arrives after wait_ms. */
void world_say(struct world *, int peer, int64_t wait_ms, json_t *frame);
void world_say_bytes(
    struct world *, int peer, int64_t wait_ms, const char *, size_t);
void world_lines_init(struct world_lines *);
void world_lines_free(struct world_lines *);
struct engine_edge world_edge(struct world *);
/* For the engine: begins connections, hands over lines, ends connections. */
bool world_has_work(const struct world *);
/* Programs that were not welcomed in time end, as link_hello() does. */
void world_tire_of_waiting(struct world *);
int64_t world_next_tired_ms(const struct world *);
void world_hand_over(struct world *);
void world_hear(struct world *);
int64_t world_next_line_ms(const struct world *);
/* Runs a command; its answer is w->answer. NULL args: none. */
void world_command(struct world *, const char *name, json_t *args);
/* Result of a command that must succeed; NULL and a fault if it does not. */
json_t *world_ask(struct world *, const char *name, json_t *args);

/* world_seen.c */
void world_see(struct world *, enum seen_kind, const char *by, json_t *frame);
struct seen *world_next_seen(struct world *, enum seen_kind);
bool world_is_heartbeat(const struct seen *);
/* Every number in that text is a responder's from now on. */
void world_add_responders(struct world *, const char *text);
bool world_is_responder(const struct world *, const char *number);
void world_expect_no_more(struct world *, enum seen_kind);
void world_forget_seen(struct world *);

/* world_rules.c: what holds in every script. */
void world_keep_secret(
    struct world *, const char *what, const void *bytes, size_t size);
void world_check_screen(struct world *, const char *text);
void world_check_text(struct world *, const char *modem, json_t *frame);
void world_check_webhook(
    struct world *, const char *destination, json_t *frame);
void world_check_files(struct world *, const char *dir);
void world_check_log(struct world *, const char *line);

/* Copies, removes a folder of plain files. */
bool world_copy_dir(const char *from, const char *to);
void world_remove_dir(const char *dir);

#endif
