/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga.conf: INI by inih, checked against one table (conf_keys.c). Every
 * fault is named with file and line; unknown keys name the nearest known one.
 * Owner: the caller; conf_free() accepts a half-read one. All strings belong
 * to the struct; absent optional ones are NULL.
 */
#ifndef SIAGA_CONF_H
#define SIAGA_CONF_H

#include "faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONF_MODEMS_MAX   8
#define CONF_WEBHOOKS_MAX 32
#define CONF_USSD_MAX     8
#define CONF_DIALECTS_MAX 8
#define CONF_NAME_MAX     32
#define CONF_NEXT_WORKDAY (-1) /* a duration that is a date */

enum conf_children { CONF_CHILDREN_SPAWN, CONF_CHILDREN_SYSTEMD };
enum conf_tpks_from { CONF_TPKS_TEXT, CONF_TPKS_TRIAGE, CONF_TPKS_OFF };
enum conf_second_factor { CONF_TOTP, CONF_NO_SECOND_FACTOR };
/* The order of the recipient row in conf_keys.c. */
enum conf_recipient {
	CONF_OFFICE,
	CONF_CADRE,
	CONF_HEALTH,
	CONF_POLICE,
	CONF_PSYCHOLOGIST,
	CONF_LEGAL,
	CONF_SHELTER
};
enum conf_urgency { CONF_HIGH, CONF_MEDIUM, CONF_LOW, CONF_URGENCY_MAX };

struct conf_siaga {
	char *state_dir, *templates, *dialogue, *lexicon;
	char *language, *timezone, *country;
	int64_t children; /* enum conf_children */
	int64_t read_within_hours;
	int64_t route_hours;  /* a number is known so long after its day */
	int64_t lock_minutes; /* a session that is not used ends */
	int64_t cases_most;   /* open ones of a person; then others first */
	int64_t tpks_from;    /* enum conf_tpks_from */
};

struct conf_retention { /* days */
	int64_t closed_days, quarantine_days, texts_days;
};

struct conf_backup {
	char *dir; /* NULL: none is made by itself */
	int64_t hours, keep;
};

struct conf_cover {
	char *name, *hours, *place, *plain_word;
};

/* Named sections begin with their name and line. */
struct conf_modem {
	char *name;
	int64_t line;
	char *device, *connection, *number, *pin_file, *balance_ussd;
	int64_t texts_per_day, alert_reserve, quiet_ms;
};

struct conf_web {
	char *listen, *hostnames, *tls_cert, *tls_key, *files, *practice;
	int64_t second_factor; /* enum conf_second_factor */
};

struct conf_ussd_door {
	char *listen, *tls_cert, *tls_key, *proxies;
};

struct conf_ussd { /* one aggregator */
	char *name;
	int64_t line;
	char *path, *end_path, *dialect, *allow_cidr, *secret_file, *auth;
	int64_t quick_paths; /* bool */
	int64_t numbers;     /* enum conf_numbers */
};

enum conf_numbers { CONF_NUMBERS_PLAIN, CONF_NUMBERS_HASHED };

/* How an aggregator speaks: names of its fields, and its answers' templates. */
struct conf_dialect {
	char *name;
	int64_t line;
	int64_t method, format, inputs; /* enum below */
	char *session, *number, *code, *input;
	char *first, *ends;      /* FIELD=VALUE; ends: several */
	char *sequence, *status; /* fields */
	char *more, *end;        /* a text's templates */
	char *answer;            /* or a JSON one */
};

enum conf_method { CONF_POST, CONF_GET };
enum conf_format { CONF_FORM, CONF_JSON };
enum conf_inputs { CONF_JOINED, CONF_LAST };

struct conf_webhook {
	char *name;
	int64_t line;
	char *url, *secret_file, *events, *fields, *allow_cidr;
	int64_t recipient; /* enum conf_recipient */
	int fields_line;   /* 0: not given */
};

struct conf_alert { /* seconds, or CONF_NEXT_WORKDAY */
	int64_t officer_s, cadre_s, contact_s;
};

struct conf {
	char *path;
	struct conf_siaga siaga;
	struct conf_cover cover;
	struct conf_retention retention;
	struct conf_backup backup;
	struct conf_web web;
	struct conf_ussd_door ussd;
	/* 0: there is no such section */
	int cover_line, web_line, ussd_line;
	struct conf_modem modems[CONF_MODEMS_MAX];
	size_t modem_count;
	struct conf_webhook webhooks[CONF_WEBHOOKS_MAX];
	size_t webhook_count;
	struct conf_ussd ussds[CONF_USSD_MAX];
	size_t ussd_count;
	struct conf_dialect dialects[CONF_DIALECTS_MAX];
	size_t dialect_count;
	struct conf_alert alerts[CONF_URGENCY_MAX];
};

/*
 * Reads and checks the file. The result is usable only if no fault was
 * added; conf_free() is owed either way.
 */
void conf_read(struct conf *, const char *path, struct faults *);
void conf_free(struct conf *);
/* The first key that a reload cannot change and that differs, or NULL. */
const char *conf_needs_restart(const struct conf *, const struct conf *now);

/* A shipped dialect or a [dialect NAME]; NULL: there is none. */
const struct conf_dialect *conf_find_dialect(
    const struct conf *, const char *name);

#define CONF_GATE_AUTH       "header Authorization" /* what conf_keys.c has */
#define CONF_GATE_SECRETS    2
#define CONF_GATE_SECRET_MIN 16
#define CONF_GATE_SECRET_MAX 200

struct conf_gate_secrets { /* whoever holds it wipes it */
	char all[CONF_GATE_SECRETS][CONF_GATE_SECRET_MAX + 1];
	size_t count;
};

/*
 * The secrets of a [ussd NAME], a line each. NULL, or what is wrong with line
 * *ret_line of the file; then *ret holds what came before it.
 */
const char *conf_read_gate_secrets(
    const char *path, struct conf_gate_secrets *ret, int *ret_line);

/* --- for conf*.c alone --- */

/* How far two short words are from each other; long ones count as far. */
size_t conf_distance(const char *, const char *);
/* Does that address:port stay on this machine? NULL does. */
bool conf_listen_is_loopback(const char *);
/* conf_ussd.c: all that is wrong with gates and dialects together */
void conf_check_ussd(struct conf *, struct faults *);

enum conf_type {
	CONF_STRING,   /* min..max bytes */
	CONF_GSM,      /* min..max septets of GSM-7 */
	CONF_WORD,     /* letters and digits, min..max bytes */
	CONF_FILE,     /* must be readable */
	CONF_DIR,      /* the same for a folder */
	CONF_INT,      /* min..max */
	CONF_DURATION, /* 30s 5m 6h 2d, min..max seconds; or next-workday */
	CONF_CHOICE,   /* one of the words in `words`, stored as its index */
	CONF_PHONE,    /* +62... */
	CONF_USSD,     /* *888# */
	CONF_LISTEN,   /* address:port */
	CONF_CIDRS,    /* blank-separated networks */
	CONF_URL,      /* http:// or https:// */
	CONF_ZONE,     /* a zone of the system's time-zone database */
	CONF_COUNTRY,  /* calling code, 1 to 3 digits */
	CONF_EVENTS,   /* blank-separated event patterns */
	CONF_FIELDS,   /* blank-separated names, conf_fields.c */
	CONF_PATH,     /* of a URL */
	CONF_AUTH      /* how a secret comes, dialects.h */
};

struct conf_key {
	const char *name;
	enum conf_type type;
	size_t offset; /* in the section's struct */
	int64_t min, max;
	const char *if_absent; /* NULL: stays empty; CONF_REQUIRED */
	const char *words;
};

#define CONF_REQUIRED "\001" /* compared by content: no value holds it */

struct conf_section {
	const char *name;
	bool named;    /* [modem a] */
	size_t offset; /* of the struct or of the array's first item */
	size_t item_size, count_offset, count_max; /* named ones */
	const struct conf_key *keys;               /* ends with a NULL name */
};

extern const struct conf_section conf_sections[]; /* ends with a NULL name */

#endif
