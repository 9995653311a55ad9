/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of siaga, the command line: a client of the command table. */
#ifndef SIAGA_CLI_H
#define SIAGA_CLI_H

#include "../lib/bug.h"
#include "../lib/command_table.h"
#include "../lib/gsm.h"

#include <stdint.h>
#include <stdio.h>

#define CLI_OK      0
#define CLI_PROBLEM 1 /* the command was understood and found a problem */
#define CLI_USAGE   64
#define CLI_NO_CORE 69 /* siagad cannot be reached */

struct cli {
	const char *conf_path; /* NULL: not given */
	const char *socket;    /* NULL: from the configuration */
	const char *key_file, *passphrase_file;
	bool recovery; /* two sheets of paper instead of a key */
	bool json;
	bool help; /* of this command alone */
};

/* main.c: where siagad listens; NULL after saying why. To be free()d. */
char *cli_socket_path(const struct cli *);

/* terminal.c: lines of standard input, without the newline. */
/* Its length; -ENODATA at the end of the input, -EMSGSIZE: line is empty. */
int cli_read_line(char *line, size_t size) MUST_CHECK;
/* The same after a prompt and without an echo, if a person types. */
int cli_read_secret(const char *prompt, char *line, size_t size) MUST_CHECK;

/* identity.c: passphrases and who gives a command. */
#define CLI_PASSPHRASE_MIN 12
/* Is it asked of a person? With the sheets, not what may be left out. */
bool cli_asks_for(const struct cli *, const struct command_arg *);
/* Puts what the command asks of a person into args; false: said why not. */
bool cli_ask_secrets(
    const struct cli *, const struct command_row *, json_t *args);
/* Sets "code", asked for without an echo; false: there is none. */
bool cli_ask_code(json_t *args);
/* The session or key as text: a new string; NULL: none, or *ret_failed. */
json_t *cli_as(const struct cli *, bool *ret_failed);
/* A key as text alone, of --key-file or of two sheets. */
json_t *cli_key(const struct cli *, bool *ret_failed);
/* Asked for without an echo, or of --passphrase-file; for the caller to wipe.
 * False: there is none. */
bool cli_passphrase(const struct cli *, char ret_line[256]);
/* The token that lies in $XDG_RUNTIME_DIR: a new string, or NULL. */
json_t *cli_kept_session(void);
/* Keeps it there; false: there is no such folder, or said why not. */
bool cli_keep_session(const char *token);
void cli_drop_session(void);
#define CLI_SESSION_PREFIX "siaga-session-"

/* ask.c: runs a command of the table and shows its pages. */
int cli_ask(const struct cli *, const struct command_row *, json_t *args);
/* The first page of a command, for the caller to json_decref(); NULL after
 * saying why not. */
json_t *cli_query(const struct cli *, const char *name, json_t *args);

/* show.c: one page as a person reads it; returns the exit status. */
int cli_show(const struct command_row *, json_t *result);
struct cli_view {
	const char *command; /* NULL ends */
	int (*show)(json_t *);
};
extern const struct cli_view cli_views_people[]; /* show_people.c */
extern const struct cli_view cli_views_duty[];   /* show_duty.c */
extern const struct cli_view cli_views_alert[];  /* show_alert.c */
extern const struct cli_view cli_views_board[];  /* show_board.c */
/* Of `report show`: who watches over it, and the law's clocks. */
void cli_show_watches(json_t *report);
void cli_print_safe(FILE *, const char *text, size_t size);
/* To standard output: a string, number or flag; a time as the reader's. */
void cli_print_value(json_t *);
void cli_print_time(json_t *);

/* help.c: all commands; those that begin with these words (false: none). */
void cli_help(FILE *);
bool cli_help_of(FILE *, int argc, char **argv);

/* The same, frame by frame: CLI_OK, or another status after saying why. */
struct link;
int cli_connect(const struct cli *, struct link *);
/* One page; NULL after saying why not. */
json_t *cli_ask_page(struct link *, const struct command_row *, json_t *args,
    json_t *as, int *ret_status);

/* import.c: `siaga import FILE ...`; args: its options. */
int cli_import(const struct cli *, json_t *args, char **files, int count);

/* sim.c: the simulated modem, network and phones (make run). */
int cli_sim(const struct cli *, int argc, char **argv);
void cli_sim_help(FILE *);
/* A connection to it; -1 after saying why not. */
int cli_sim_connect(const struct cli *, const char *modem);
/* A number as people type it; false: it is none. */
#define CLI_SIM_NUMBER "+6281234567890" /* unless another one is named */
bool cli_sim_number(const char *typed, char ret[GSM_NUMBER_SIZE]);
/* One request (reference taken), one answer; NULL: it is gone. */
json_t *cli_sim_ask(int fd, json_t *request);

/* paper.c: the recovery key on three sheets. */
int cli_paper(const struct cli *, int argc, char **argv);
void cli_paper_help(FILE *);
/*
 * Asks for two shares at the terminal, or takes them from the lines of
 * standard input. 0, or -1 after saying why not; the caller wipes the secret.
 */
int cli_paper_read(uint8_t ret_secret[32]) MUST_CHECK;
/* The same, as a key in text for a command; NULL after saying why not. */
json_t *cli_paper_as(void);

/* restore.c: what takes siagad itself. */
int cli_restore(struct cli *, int argc, char **argv);
void cli_restore_help(FILE *);

/* phone.c: a conversation on one of its phones. */
int cli_phone(const struct cli *, int argc, char **argv);

/* ussd.c: a code dialled on one of them. */
int cli_ussd(const struct cli *, int argc, char **argv);

#endif
