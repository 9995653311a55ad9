/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-modem: drives one GSM modem through libGammu, which fails in many
 * ways on hostile messages and silent modems; so it lives here alone, without
 * keys and without a database, and may be killed at any time: the SIM and the
 * core's store are its state.
 */
#include "gateway/lib/harden.h"
#include "gateway/lib/log.h"
#include "gateway/lib/wipe.h"
#include "gateway/modem/deadline.h"
#include "gateway/modem/modem.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#ifndef SIAGA_VERSION
#define SIAGA_VERSION "unknown"
#endif

#define MAIN_MEMORY_MAX (512ull * 1024 * 1024) /* it needs 10 MiB */
#define MAIN_FILES      64
#define MAIN_SCANS_MAX  4 /* listings before a waiting text has its turn */

static const char main_help[] =
    "Usage: siaga-modem [--name NAME] [--connect PATH]\n"
    "Drives one of Siaga's GSM modems. siagad starts it, or systemd with\n"
    "--connect, and tells it the device; it is of no use alone.\n"
    "\n"
    "  --name NAME     which [modem NAME] of siaga.conf this is\n"
    "  --connect PATH  serve the siagad that listens on this Unix socket and\n"
    "                  connect again whenever it is gone; without it, serve\n"
    "                  the one on file descriptor 3 and end with it\n"
    "  --help          show this help and exit\n"
    "  --version       show the version and exit\n"
    "\n"
    "Exit status: 0 when siagad has gone, 64 for wrong usage, 69 when there\n"
    "is no siagad, 71 for faults of the system, 75 when the modem driver did\n"
    "not come back in time, 76 when siagad speaks another version.\n";

static const struct option main_options[] = {
    {"name", required_argument, NULL, 'n'},
    {"connect", required_argument, NULL, 'c'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {NULL, 0, NULL, 0},
};

/* -1: go on; otherwise the exit status. */
static int
main_read_options(int argc, char **argv, struct core *core)
{
	int option;
	while (
	    (option = getopt_long(argc, argv, "", main_options, NULL)) != -1) {
		switch (option) {
		case 'n':
			core->name = optarg;
			break;
		case 'c':
			core->path = optarg;
			break;
		case 'h':
			(void)fputs(main_help, stdout);
			return EX_OK;
		case 'v':
			(void)puts("siaga-modem " SIAGA_VERSION);
			return EX_OK;
		default:
			return EX_USAGE;
		}
	}
	if (optind == argc && (core->name == NULL || strlen(core->name) <= 32))
		return -1;
	(void)fprintf(stderr, "siaga-modem: wrong usage. See --help.\n");
	return EX_USAGE;
}

/*
 * Texts pass through our memory: it must not end up in a file (I10). Spawned,
 * it may still have to start what proxyat names; open_begin() sees to that.
 */
static int
main_close_up(const struct core *core)
{
	bool spawned = core->path == NULL;
	const struct harden_limits limits = {
	    .keep_fds = spawned ? LINK_SPAWN_FD + 1 : LINK_SPAWN_FD,
	    .files = MAIN_FILES,
	    .memory = MAIN_MEMORY_MAX};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	/* What proxyat starts is nobody's to wait for. */
	struct sigaction reap = {
	    .sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
	int err = harden_start(&limits);
	if (err == 0 && (sigaction(SIGPIPE, &ignore, NULL) < 0 ||
			    sigaction(SIGCHLD, &reap, NULL) < 0))
		err = -errno;
	if (err == 0)
		harden_deny_or_warn(spawned ? HARDEN_KERNEL : OPEN_DENY);
	return err;
}

/* Receiving first, but a flood must not keep an answer waiting for ever. */
static bool
main_turn(struct modem *m)
{
	if (!m->config.known)
		return false;
	if (m->gammu == NULL || m->state != MODEM_READY)
		return open_turn(m);
	if (m->sending.in_air)
		return send_turn(m);
	if (call_turn(m) || ring_turn(m))
		return true;
	if (m->receiving.scans_in_a_row > MAIN_SCANS_MAX && send_turn(m))
		return true;
	return receive_turn(m) || send_turn(m) || ring_begin_turn(m) ||
	       setup_status_turn(m);
}

static int64_t
main_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
main_next_ms(const struct modem *m)
{
	int64_t next_ms = core_next_ms(m);
	if (m->gammu != NULL)
		next_ms = main_earlier(next_ms, gammu_tidy_ms(m->gammu));
	if (!m->config.known)
		return next_ms;
	if (m->gammu == NULL || m->state != MODEM_READY)
		return main_earlier(next_ms, open_next_ms(m));
	next_ms = main_earlier(next_ms, send_next_ms(m));
	if (m->sending.in_air)
		return next_ms;
	next_ms = main_earlier(next_ms, call_next_ms(m));
	next_ms = main_earlier(next_ms, receive_next_ms(m));
	next_ms = main_earlier(next_ms, ring_next_ms(m));
	return main_earlier(next_ms, m->status_ms);
}

static int
main_wait_ms(const struct modem *m)
{
	int64_t next_ms = main_next_ms(m);
	if (next_ms == MODEM_NEVER_MS)
		return -1;
	int64_t wait_ms = next_ms - deadline_now_ms();
	if (wait_ms <= 0)
		return 0;
	return wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
}

static void
main_poll(struct modem *m)
{
	struct at_port port = {-1, -1};
	if (m->gammu != NULL)
		gammu_port(m->gammu, &port);
	struct pollfd p[] = {{.fd = core_fd(m), .events = POLLIN},
	    {.fd = port.in, .events = POLLIN}};
	if (poll(p, 2, main_wait_ms(m)) <= 0)
		return;
	int err = 0;
	if ((p[1].revents & POLLIN) != 0)
		err = ring_listens(m) ? ring_listen(m) : gammu_pump(m->gammu);
	if (p[1].revents != 0)
		(void)open_check(m, err);
	if (p[0].revents != 0)
		core_read(m);
}

/* What came and went stays in no corner while we wait. */
static void
main_tidy(struct modem *m)
{
	if (m->gammu != NULL && gammu_tidy_ms(m->gammu) <= deadline_now_ms())
		gammu_tidy(m->gammu);
	wipe_stack();
}

static int
main_run(struct modem *m)
{
	int err = deadline_setup();
	if (err == 0)
		err = gammu_setup();
	if (err == 0)
		err = core_begin(m);
	if (err < 0)
		return err;
	while (!m->core.ended) {
		core_turn(m);
		(void)main_turn(m);
		main_tidy(m);
		if (!m->core.ended)
			main_poll(m);
	}
	ring_stop(m);
	open_free(m);
	core_free(m);
	return 0;
}

static int
main_status(int err)
{
	switch (err) {
	case 0:
		return EX_OK;
	case -EBADF:
	case -EPIPE:
	case -ETIMEDOUT:
		return EX_UNAVAILABLE;
	case -EPROTO:
		return EX_PROTOCOL;
	default:
		return EX_OSERR;
	}
}

int
main(int argc, char **argv)
{
	static struct modem modem = {
	    .used = -1, .size = -1, .signal_percent = -1};
	int status = main_read_options(argc, argv, &modem.core);
	if (status >= 0)
		return status;
	log_open("siaga-modem", LOG_INFO_LEVEL);
	int err = main_close_up(&modem.core);
	if (err == 0)
		err = main_run(&modem);
	if (err == -EBADF)
		(void)fputs("siaga-modem: no siagad on file descriptor 3;"
			    " siagad starts this program. See --help.\n",
		    stderr);
	else if (err < 0)
		log_error("modem.failed", LOG_S("cause", strerror(-err)));
	return main_status(err);
}
