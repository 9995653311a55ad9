/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga report receipt: what became of an erasure, for the clocks of UU PDP
 * (3 x 24 hours). Times and roles out of rows that outlive the keys, so that
 * it needs none; no name, number or word of anybody.
 */
#include "papers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define RECEIPT_CLOCK_S 259200

struct receipt {
	struct report r;
	int64_t asked_at, hidden_at, decided_at, refused_at;
	char by[VAULT_PERSON_SIZE]; /* who decided; "": nobody yet */
	const char *asked_by;       /* a phrase */
	bool refused;
};

/* --- what happened --- */

static void
receipt_decided(struct receipt *t, struct store_rows *rows)
{
	t->decided_at = store_int(rows, 0);
	(void)snprintf(t->by, sizeof(t->by), "%s", store_str(rows, 1));
}

/* Acts come newest first. */
static void
receipt_take_act(struct receipt *t, struct store_rows *rows)
{
	const char *act = store_str(rows, 2);
	bool erased = t->r.erased_at != 0;
	if (strcmp(act, "erasure_found") == 0 && t->hidden_at == 0)
		t->hidden_at = store_int(rows, 0);
	if (strcmp(act, "erased") == 0 && erased && t->decided_at == 0)
		receipt_decided(t, rows);
	if (strcmp(act, "erase_refused") == 0 && t->refused_at == 0)
		t->refused_at = store_int(rows, 0);
	if (strcmp(act, "erase_refused") == 0 && !erased &&
	    t->r.facts.erase_at_s == 0 && t->decided_at == 0)
		receipt_decided(t, rows);
}

static int
receipt_read_acts(struct engine *e, struct receipt *t)
{
	struct store_rows rows;
	int got;
	store_ask(e->store, &rows, QUERY_ACT_OF_REPORT, SQL_INT(t->r.id));
	while ((got = store_next(&rows)) > 0)
		receipt_take_act(t, &rows);
	store_done(&rows);
	return got;
}

/* When a refused erasure had been asked for. */
static int
receipt_read_asked(struct engine *e, struct receipt *t)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_RECEIPT_ASKED, SQL_INT(t->r.id));
	int got = store_next(&rows);
	int64_t asked_at = got > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	t->asked_at = t->r.facts.erase_at_s;
	if (t->asked_at == 0 && asked_at != 0) {
		t->refused = true;
		t->asked_at = asked_at;
	}
	return got < 0 ? got : 0;
}

static void
receipt_judge(struct receipt *t)
{
	bool at_once = t->r.erased_at != 0 && t->asked_at == t->r.erased_at;
	t->asked_by = at_once ? "erase_officer" : "erase_text";
	if (strcmp(t->r.quarantine, "erase_order") == 0) {
		t->asked_at = t->r.filed_at;
		t->asked_by = "erase_text";
	} else if (strcmp(t->by, RETENTION_BY) == 0) {
		t->asked_by = "erase_nobody";
	}
	if (t->hidden_at < t->asked_at)
		t->hidden_at = t->asked_at;
}

static int
receipt_read(struct engine *e, struct receipt *t)
{
	int err = receipt_read_acts(e, t);
	if (err == 0)
		err = receipt_read_asked(e, t);
	if (err == 0)
		receipt_judge(t);
	return err;
}

/* --- the paper --- */

/* A role, never a name. */
static const char *
receipt_who(struct engine *e, const struct receipt *t)
{
	struct person p;
	if (t->by[0] == '\0')
		return "by_nobody";
	if (strcmp(t->by, ERASE_BY) == 0)
		return "by_deadline";
	if (strcmp(t->by, RETENTION_BY) == 0)
		return "by_retention";
	if (person_get(e, t->by, &p) < 0)
		return "by_office";
	return p.role == COMMAND_SUPERVISOR ? "by_supervisor"
	       : p.role == COMMAND_OFFICER  ? "by_officer"
					    : "by_office";
}

static void
receipt_time(struct paper *p, const char *slot, int64_t at_s, const char *else_)
{
	if (at_s != 0)
		paper_time(p, slot, at_s);
	else
		paper_phrase(p, slot, else_, NULL);
}

static const char *
receipt_outcome(const struct receipt *t, int64_t due_s)
{
	if (t->refused)
		return "outcome_refused";
	if (t->r.erased_at == 0)
		return "outcome_open";
	if (t->r.dark_at == 0)
		return "outcome_incomplete";
	return due_s != 0 && t->r.dark_at > due_s ? "outcome_late"
						  : "outcome_complete";
}

static void
receipt_write(struct engine *e, const struct receipt *t, struct paper *p)
{
	bool erased = t->r.erased_at != 0;
	bool clock = strcmp(t->asked_by, "erase_nobody") != 0;
	int64_t due_s = clock ? t->asked_at + RECEIPT_CLOCK_S : 0;
	const char *missing = t->refused ? "none" : "not_yet";
	paper_box(p, e);
	paper_text(p, "code", t->r.code);
	paper_time(p, "asked_at", t->asked_at);
	paper_phrase(p, "asked_by", t->asked_by, NULL);
	paper_time(p, "hidden_at", t->hidden_at);
	receipt_time(p, "due_at", due_s, "none");
	receipt_time(p, "decided_at", t->decided_at, "not_yet");
	paper_phrase(p, "decided_by", receipt_who(e, t), NULL);
	paper_phrase(p, "decision",
	    erased       ? "decision_erased"
	    : t->refused ? "decision_refused"
			 : "decision_open",
	    NULL);
	receipt_time(p, "keys_at", t->r.erased_at, missing);
	receipt_time(p, "backup_at", t->r.dark_at, missing);
	paper_phrase(p, "outcome", receipt_outcome(t, due_s), NULL);
}

int
command_report_receipt(struct engine *e, json_t *args, struct command_answer *a)
{
	struct receipt t = {0};
	struct paper p;
	if (!command_find_report(e, args, a, &t.r))
		return 0;
	int err = receipt_read(e, &t);
	if (err < 0)
		return err;
	if (t.asked_at == 0)
		return command_fail(
		    a, "state", "nobody has asked for its erasure");
	if (!paper_begin(e, &p, "receipt", command_str(args, "language"), a))
		return 0;
	receipt_write(e, &t, &p);
	return paper_end(&p, a);
}
