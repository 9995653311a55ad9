/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From an open line to "ready": SIM, PIN, PDU mode, store, notices. One turn,
 * repeated while the SIM wakes up. Nothing here changes the modem for good,
 * sends AT+CFUN or tries a wrong PIN twice.
 */
#include "gateway/modem/modem.h"

#include "gateway/lib/log.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SETUP_SIM_MS     1000  /* a SIM that is waking up */
#define SETUP_SIM_TRIES  20    /* slow sticks need 10 s after a PIN */
#define SETUP_LOCKED_MS  10000 /* no SIM, PIN needed: look again */
#define SETUP_COMMAND_MS 5000
#define SETUP_STATUS_MS  60000
#define SETUP_AGAIN_MS   100 /* after the PIN */

/* 27.007 9.2 */
#define CME_NO_SIM      10
#define CME_PIN         11
#define CME_PUK         12
#define CME_SIM_FAILURE 13
#define CME_SIM_BUSY    14
#define CME_SIM_WRONG   15

static void
setup_locked(struct modem *m, enum modem_state state, const char *detail)
{
	open_set_state(m, state, detail);
	open_later(m, SETUP_LOCKED_MS);
}

static void
setup_sim_waits(struct modem *m, const char *detail)
{
	if (++m->opening.setup_tries > SETUP_SIM_TRIES) {
		setup_locked(m, MODEM_FAILED, detail);
		return;
	}
	open_set_state(m, MODEM_OPENING, detail);
	open_later(m, SETUP_SIM_MS);
}

/*
 * A wrong PIN is tried once: three of them lock the SIM (facts/libgammu.md
 * 5.13). The right one is used again when the modem was without power.
 */
static void
setup_use_pin(struct modem *m)
{
	struct config *c = &m->config;
	if (*c->pin == '\0' || m->opening.pin_refused) {
		setup_locked(m, MODEM_PIN_NEEDED,
		    m->opening.pin_refused ? "pin_refused" : "");
		return;
	}
	/* Told first: should we die now, the core must not give it again. */
	open_set_state(m, MODEM_OPENING, "pin_tried");
	m->opening.pin_refused = true; /* until proven right */
	int err = gammu_enter_pin(m->gammu, c->pin);
	if (err == 0)
		m->opening.pin_refused = false;
	else
		memset(c->pin, 0, sizeof(c->pin));
	if (open_check(m, err))
		return;
	if (err < 0)
		setup_locked(m, MODEM_PIN_NEEDED, "pin_refused");
	else
		open_later(m, SETUP_AGAIN_MS);
}

static const struct {
	int cme;
	const char *said;
	enum modem_state state;
	const char *detail;
} setup_sim_states[] = {
    {CME_NO_SIM, NULL, MODEM_NO_SIM, ""},
    {CME_PIN, "SIM PIN", MODEM_PIN_NEEDED, ""},
    {CME_PUK, "SIM PUK", MODEM_PUK_NEEDED, ""},
    {CME_SIM_FAILURE, NULL, MODEM_FAILED, "sim_failure"},
    {CME_SIM_BUSY, NULL, MODEM_OPENING, "sim_busy"},
    {CME_SIM_WRONG, NULL, MODEM_FAILED, "sim_wrong"},
    {-1, "PH-SIM PIN", MODEM_FAILED, "sim_lock"},
    {-1, "PH-NET PIN", MODEM_FAILED, "network_lock"},
};

/* True: the SIM is open. */
static bool
setup_unlock(struct modem *m)
{
	struct opening *o = &m->opening;
	int code = 0;
	o->said[0] = '\0';
	int err = open_command(m, "AT+CPIN?", SETUP_COMMAND_MS, &code);
	if (open_check(m, err))
		return false;
	for (size_t i = 0;
	     i < sizeof(setup_sim_states) / sizeof(setup_sim_states[0]); i++) {
		const char *said = setup_sim_states[i].said;
		if ((err == 0 || code != setup_sim_states[i].cme) &&
		    (said == NULL || strcmp(o->said, said) != 0))
			continue;
		if (setup_sim_states[i].state == MODEM_PIN_NEEDED)
			setup_use_pin(m);
		else if (setup_sim_states[i].state == MODEM_OPENING)
			setup_sim_waits(m, setup_sim_states[i].detail);
		else
			setup_locked(m, setup_sim_states[i].state,
			    setup_sim_states[i].detail);
		return false;
	}
	return true; /* READY, or a modem that does not know the question */
}

/* In text mode a text can end its own listing: PDU mode or nothing. */
static bool
setup_select(struct modem *m)
{
	static const char *const stores[] = {"SM", "ME"};
	int code = 0;
	int err = open_command(m, "AT+CMGF=0", SETUP_COMMAND_MS, &code);
	if (open_check(m, err))
		return false;
	if (err < 0) {
		setup_sim_waits(m, "no_pdu_mode");
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		char command[40];
		(void)snprintf(command, sizeof(command),
		    "AT+CPMS=\"%s\",\"%s\",\"%s\"", stores[i], stores[i],
		    stores[i]);
		err = open_command(m, command, SETUP_COMMAND_MS, &code);
		if (open_check(m, err))
			return false;
		if (err == 0) {
			m->opening.store = stores[i];
			err = gammu_use_store(m->gammu, i == 0);
			break;
		}
	}
	if (err < 0)
		setup_sim_waits(m, "no_store");
	return err == 0;
}

/* Useful, but nothing fails without it. True: the line still stands. */
static bool
setup_ask(struct modem *m)
{
	struct opening *o = &m->opening;
	char imsi[GAMMU_IMEI_SIZE] = "";
	int err = gammu_announce(m->gammu);
	if (open_check(m, err))
		return false;
	if (err < 0)
		log_warn("modem.polls_only", LOG_S("cause", strerror(-err)));
	if (open_check(m, ring_clear(m)))
		return false;
	err = gammu_read_smsc(m->gammu);
	if (open_check(m, err))
		return false;
	if (err < 0)
		log_warn("modem.no_smsc", LOG_S("cause", strerror(-err)));
	err = gammu_imsi(m->gammu, imsi);
	if (open_check(m, err))
		return false;
	if (strcmp(o->imsi, imsi) != 0)
		receive_forget(m); /* another SIM: other messages */
	memcpy(o->imsi, imsi, sizeof(o->imsi));
	return true;
}

/* True: the line still stands. */
static bool
setup_read_status(struct modem *m)
{
	int err = gammu_usage(m->gammu, &m->used, &m->size);
	if (open_check(m, err))
		return false;
	err = gammu_signal(m->gammu, &m->signal_percent);
	if (err == -ENODATA)
		m->signal_percent = -1;
	m->status_ms = deadline_now_ms() + SETUP_STATUS_MS;
	return !open_check(m, err);
}

void
setup_turn(struct modem *m)
{
	if (!setup_unlock(m) || !setup_select(m) || !setup_ask(m) ||
	    !setup_read_status(m))
		return;
	open_succeeded(m);
	receive_begin(m);
	open_set_state(m, MODEM_READY, "");
}

bool
setup_status_turn(struct modem *m)
{
	int size = m->size, percent = m->signal_percent;
	if (m->status_ms > deadline_now_ms())
		return false;
	if (setup_read_status(m) &&
	    (m->told_used != m->used || size != m->size ||
		percent != m->signal_percent))
		core_say_state(m);
	return true;
}
