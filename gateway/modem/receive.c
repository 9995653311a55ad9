/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the SIM to the core and off the SIM. A message is deleted only when
 * the core has it and its place on the SIM still holds it: places are used
 * again, and between reading and deleting the modem may have been another.
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define RECEIVE_DOUBT_MS     2000 /* read a garbled message again after */
#define RECEIVE_REOFFER_MS   5000 /* at least, to a core that could not */
#define RECEIVE_READ_MS      5000
#define RECEIVE_DELETE_MS    10000 /* a SIM's memory is slow to write */
#define RECEIVE_RETRY_MS     1000  /* doubling, after a failed deletion */
#define RECEIVE_RETRY_MAX    6     /* doublings: about a minute */
#define RECEIVE_ROOM_PERCENT 60
#define RECEIVE_HOLD_MS      250
#define RECEIVE_BATCH        16  /* deletions before others have a turn */
#define RECEIVE_FAULTS_MAX   3   /* failed listings before reopening */
#define RECEIVE_FULL_PERCENT 70  /* used: tell the core without delay */
#define RECEIVE_CMS_NO_SUCH  321 /* 27.005 3.2.5: invalid memory index */

/* Lines of the modem. */

static void
receive_check_line(struct receiving *r, const struct lines_event *event)
{
	if (event->location != r->check->location)
		return;
	r->check_found = true;
	r->check_same = strcasecmp(event->pdu, r->check->pdu) == 0;
}

/* Reports may have a store of their own, which no listing shows. */
static void
receive_stored(struct modem *m, const struct lines_event *event)
{
	struct receiving *r = &m->receiving;
	r->scan_ms = 0;
	if (*event->store == '\0' || m->opening.store == NULL ||
	    strcmp(event->store, m->opening.store) == 0)
		return;
	if (event->report) {
		r->report_place = event->location;
		memcpy(r->report_store, event->store, sizeof(r->report_store));
	} else {
		log_warn("modem.wrong_store", LOG_S("store", event->store));
	}
}

/* Each listing says +CPMS: <used>,<size>,... on the way. */
static void
receive_usage(struct modem *m, const char *line)
{
	int used, size;
	if (sscanf(line, "+CPMS: %5d,%5d", &used, &size) != 2 || used < 0 ||
	    size < 0)
		return;
	m->used = used;
	m->size = size;
}

void
receive_line(void *modem, const char *line)
{
	struct modem *m = modem;
	struct receiving *r = &m->receiving;
	struct lines_event event;
	receive_usage(m, line);
	if (strncmp(line, "+CPIN: ", 7) == 0)
		(void)snprintf(m->opening.said, sizeof(m->opening.said),
		    "%.31s", line + 7);
	if (!lines_feed(&r->lines, line, &event))
		return;
	switch (event.kind) {
	case LINES_MESSAGE:
		if (r->checking && r->check != NULL)
			receive_check_line(r, &event);
		else if (r->checking)
			(void)sim_note(&r->sim, SIM_NOWHERE, event.pdu, -1);
		else if (event.location >= 0)
			(void)sim_note(
			    &r->sim, event.location, event.pdu, event.octets);
		break;
	case LINES_DIRECT:
		(void)sim_note(&r->sim, SIM_NOWHERE, event.pdu, event.octets);
		break;
	case LINES_STORED:
		receive_stored(m, &event);
		break;
	case LINES_HUNG_UP:
		if (!m->call.ringing && m->ring.on)
			ring_note(m, &event);
		else
			call_note(m, &event);
		break;
	case LINES_RING:
	case LINES_CALLER:
		call_note(m, &event);
		break;
	case LINES_BUSY:
	case LINES_NO_ANSWER:
	case LINES_LISTED:
		ring_note(m, &event);
		break;
	case LINES_NOTHING:
		break;
	}
}

/* Up to the core. */

static void
receive_offer(struct modem *m, struct sim_message *e)
{
	bool bare = e->fault != NULL && strcmp(e->fault, "length") != 0;
	e->id = link_id(&m->core.link);
	e->state = SIM_OFFERED;
	m->receiving.offered_ms = deadline_now_ms();
	json_t *frame = json_pack("{s:s, s:I, s:s, s:i, s:s*}", "f",
	    "modem.sms", "id", (json_int_t)e->id, "pdu", bare ? "" : e->pdu,
	    "location", e->location < 0 ? 0 : e->location, "fault", e->fault);
	core_say(m, frame);
}

void
receive_hand_up(struct modem *m)
{
	int64_t now_ms = deadline_now_ms();
	struct sim_message *e;
	while (m->core.up &&
	       (e = sim_due(&m->receiving.sim, SIM_NEW, now_ms)) != NULL)
		receive_offer(m, e);
}

void
receive_taken(struct modem *m, int64_t id, int64_t ref)
{
	struct sim_message *e = sim_find_id(&m->receiving.sim, id);
	if (e == NULL)
		return;
	e->state = SIM_TAKEN;
	e->ref = ref;
	e->due_ms = 0;
}

void
receive_refused(struct modem *m, int64_t id, bool retry)
{
	struct sim_message *e = sim_find_id(&m->receiving.sim, id);
	if (e == NULL)
		return;
	int64_t wait_ms = (int64_t)m->config.poll_s * 1000;
	e->state = retry ? SIM_NEW : SIM_HELD;
	e->due_ms =
	    deadline_now_ms() +
	    (wait_ms > RECEIVE_REOFFER_MS ? wait_ms : RECEIVE_REOFFER_MS);
}

/* Off the SIM. */

static void
receive_deleted(struct modem *m, struct sim_message *e)
{
	core_report(m, json_pack("{s:s, s:I}", "f", "modem.deleted", "ref",
			   (json_int_t)e->ref));
	sim_remove(e);
}

/* 0: it is there; -ENOENT: it is not; else as open_command(). */
static int
receive_compare(struct modem *m, const struct sim_message *e)
{
	struct receiving *r = &m->receiving;
	char command[32];
	int code = 0;
	(void)snprintf(command, sizeof(command), "AT+CMGR=%d", e->location);
	r->checking = true;
	r->check = e;
	r->check_found = false;
	r->check_same = false;
	int err = open_command(m, command, RECEIVE_READ_MS, &code);
	r->checking = false;
	r->check = NULL;
	if (err == -EIO && code == RECEIVE_CMS_NO_SUCH)
		return -ENOENT;
	if (err == -EIO && e->scan == r->sim.scan)
		return 0; /* cannot read single ones; the listing had it */
	if (err == 0 && !r->check_same)
		return -ENOENT;
	return err;
}

static void
receive_delete_failed(struct sim_message *e, int code)
{
	int doublings =
	    e->tries < RECEIVE_RETRY_MAX ? e->tries : RECEIVE_RETRY_MAX;
	e->tries++;
	e->due_ms =
	    deadline_now_ms() + ((int64_t)RECEIVE_RETRY_MS << doublings);
	log_warn("modem.delete_failed", LOG_I("location", e->location),
	    LOG_I("code", code), LOG_I("tries", e->tries));
}

/* Mode and store may have been set back by a modem that restarted. */
static int
receive_select(struct modem *m)
{
	char command[32];
	(void)snprintf(
	    command, sizeof(command), "AT+CPMS=\"%s\"", m->opening.store);
	int err = open_command(m, "AT+CMGF=0", RECEIVE_READ_MS, NULL);
	if (err == 0)
		err = open_command(m, command, RECEIVE_READ_MS, NULL);
	return err == -EIO ? 0 : err;
}

/*
 * Never by GSM_DeleteSMS, which reads and decodes first and so cannot delete
 * what it cannot decode (facts/libgammu.md 0.2). False: the line is lost.
 */
static bool
receive_delete(struct modem *m, struct sim_message *e)
{
	char command[32];
	int code = 0;
	/*
	 * What was no PDU may be a text that was listed in text mode: read in
	 * PDU mode it is another, and stays.
	 */
	bool doubted = e->tries > 0 || e->fault != NULL;
	int err = doubted ? receive_select(m) : 0;
	if (err == 0)
		err = receive_compare(m, e);
	if (err == 0) {
		(void)snprintf(
		    command, sizeof(command), "AT+CMGD=%d", e->location);
		err = open_command(m, command, RECEIVE_DELETE_MS, &code);
	}
	if (err == -ETIMEDOUT || err == -EPIPE)
		return !open_check(m, err);
	if (err == 0 || err == -ENOENT)
		receive_deleted(m, e);
	else
		receive_delete_failed(e, code);
	return true;
}

/*
 * Deleting costs a quiet line each time, so while texts wait and the SIM has
 * room it is left for a batch. Nothing is lost by it: they are stored.
 */
static bool
receive_may_wait(const struct modem *m)
{
	return m->sending.count > 0 && m->size > 0 &&
	       ring_hold_ms(m) <= deadline_now_ms() &&
	       m->used * 100 < m->size * RECEIVE_ROOM_PERCENT &&
	       sim_count(&m->receiving.sim, SIM_TAKEN) < RECEIVE_BATCH;
}

/*
 * A SIM that fills up is emptied before the next text begins, which may take
 * many seconds; so the core gets a moment to answer what it was just given.
 */
int64_t
receive_hold_ms(const struct modem *m)
{
	const struct receiving *r = &m->receiving;
	if (m->size <= 0 || m->used * 100 < m->size * RECEIVE_ROOM_PERCENT ||
	    sim_count(&r->sim, SIM_OFFERED) == 0)
		return 0;
	return r->offered_ms + RECEIVE_HOLD_MS;
}

static bool
receive_delete_due(struct modem *m)
{
	struct sim *sim = &m->receiving.sim;
	if (receive_may_wait(m))
		return false;
	bool did = false, stored = false;
	for (int i = 0; i < RECEIVE_BATCH && m->gammu != NULL; i++) {
		struct sim_message *e =
		    sim_due(sim, SIM_TAKEN, deadline_now_ms());
		if (e == NULL)
			break;
		did = true;
		stored = stored || e->location >= 0;
		if (e->location < 0)
			receive_deleted(m, e);
		else if (!receive_delete(m, e))
			break;
	}
	/* A full SIM takes what waited outside, and not all modems say so. */
	if (stored && sim_due(sim, SIM_TAKEN, deadline_now_ms()) == NULL)
		m->receiving.scan_ms = 0;
	return did;
}

/* Listing. */

static void
receive_scan_failed(struct modem *m, int err)
{
	log_warn("modem.scan_failed", LOG_S("cause", strerror(-err)));
	if (open_check(m, err))
		return;
	if (++m->receiving.scan_faults >= RECEIVE_FAULTS_MAX)
		open_lost(m, MODEM_FAILED,
		    err == -ENOTSUP ? "no_listing" : "scan_failed");
}

static void
receive_scan(struct modem *m)
{
	struct receiving *r = &m->receiving;
	int64_t now_ms = deadline_now_ms();
	r->scan_ms = now_ms + (int64_t)m->config.poll_s * 1000;
	r->scans_in_a_row++;
	sim_scan_begin(&r->sim);
	int err = gammu_scan(m->gammu);
	if (err == -ENODATA) /* nothing there */
		err = 0;
	if (err < 0) {
		receive_scan_failed(m, err);
		return;
	}
	r->scan_faults = 0;
	if (sim_scan_end(&r->sim) && r->scan_ms > now_ms + RECEIVE_DOUBT_MS)
		r->scan_ms = now_ms + RECEIVE_DOUBT_MS;
	receive_hand_up(m);
	if (m->used != m->told_used &&
	    m->used * 100 >= m->size * RECEIVE_FULL_PERCENT)
		core_say_state(m);
}

void
receive_begin(struct modem *m)
{
	m->receiving.lines = (struct lines){.next = LINES_NOTHING};
	m->receiving.scan_ms = 0;
	m->receiving.scan_faults = 0;
	m->receiving.report_place = -1;
}

void
receive_forget(struct modem *m)
{
	sim_clear(&m->receiving.sim);
}

/*
 * A report is read and deleted in one go: it is no text of a person, and if
 * it is lost its message counts as undelivered when its validity is over.
 */
static bool
receive_report(struct modem *m)
{
	struct receiving *r = &m->receiving;
	char command[32];
	if (r->report_place < 0)
		return false;
	r->checking = true; /* what is read now is not in our store */
	(void)snprintf(
	    command, sizeof(command), "AT+CPMS=\"%s\"", r->report_store);
	int err = open_command(m, command, RECEIVE_READ_MS, NULL);
	(void)snprintf(command, sizeof(command), "AT+CMGR=%d", r->report_place);
	if (err == 0)
		err = open_command(m, command, RECEIVE_READ_MS, NULL);
	(void)snprintf(command, sizeof(command), "AT+CMGD=%d", r->report_place);
	if (err == 0)
		err = open_command(m, command, RECEIVE_DELETE_MS, NULL);
	r->checking = false;
	r->report_place = -1;
	if (err == 0 || err == -EIO)
		err = receive_select(m);
	(void)open_check(m, err);
	return true;
}

bool
receive_turn(struct modem *m)
{
	receive_hand_up(m);
	if (receive_report(m))
		return true;
	if (m->receiving.scan_ms <= deadline_now_ms()) {
		receive_scan(m);
		return true;
	}
	return receive_delete_due(m);
}

int64_t
receive_next_ms(const struct modem *m)
{
	const struct receiving *r = &m->receiving;
	int64_t next_ms = r->scan_ms;
	int64_t delete_ms = sim_next_ms(&r->sim, SIM_TAKEN);
	int64_t offer_ms =
	    m->core.up ? sim_next_ms(&r->sim, SIM_NEW) : SIM_NEVER_MS;
	if (delete_ms < next_ms)
		next_ms = delete_ms;
	return offer_ms < next_ms ? offer_ms : next_ms;
}
