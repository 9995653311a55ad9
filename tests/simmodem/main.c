/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * simmodem: a GSM modem, its SIM, a network and phones, for the system
 * tests and the demonstration.  Options, start, loop, end; README.md
 * says how to talk to it.
 */
#include "attach.h"
#include "sim.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define EXIT_USAGE 64

struct options {
	const char *device;
	const char *control;
	const char *attach;
	bool foreground;
	bool die_with_parent;
	const char *ussd, *ussd_end, *ussd_code;
	struct settings set;
};

static const char usage[] =
    "usage: simmodem --device PATH [--control SOCK] [--slots N]\n"
    "                [--send-delay-ms N] [--number NUMBER] [--imei IMEI]\n"
    "                [--imsi IMSI] [--foreground] [--die-with-parent]\n"
    "                [--ussd URL [--ussd-end URL] [--ussd-code *N#]]\n"
    "       simmodem --attach SOCK\n";

static const struct settings defaults = {.slots = 50,
    .signal = 20,
    .report_delay_ms = 50,
    .ring_ms = 3000,
    .patience_ms = 60000,
    .ussd_ms = 180000,
    .first_location = 1,
    .registered = true,
    .cnmi_ok = true,
    .cell_broadcast = true,
    .cmti = true,
    .sms_ready = true,
    .text_mode = true,
    .report = "auto",
    .receive_store = "SM",
    .report_store = "SM",
    .number = "+6281200000001",
    .smsc = "+62811000000",
    .imei = "356938035643809",
    .imsi = "510101234567890",
    .model = "SIMMODEM"};

/* --- options --- */

static void
set_text(char *field, size_t size)
{
	snprintf(field, size, "%s", optarg);
}

static int
set_int(int *field, int max)
{
	char *end;
	long v = strtol(optarg, &end, 10);

	if (end == optarg || *end || v < 0 || v > max)
		return -1;
	*field = (int)v;
	return 0;
}

/* A code is what a phone dials: *, digits and *, # at its end. */
static int
set_code(const char **field)
{
	size_t n = strspn(optarg, "*0123456789");

	*field = optarg;
	return n > 1 && *optarg == '*' && strcmp(optarg + n, "#") == 0 ? 0 : -1;
}

static int
take_option(struct options *o, int letter)
{
	switch (letter) {
	case 'u':
		o->ussd = optarg;
		return 0;
	case 'e':
		o->ussd_end = optarg;
		return 0;
	case 'U':
		return set_code(&o->ussd_code);
	case 'd':
		o->device = optarg;
		return 0;
	case 'c':
		o->control = optarg;
		return 0;
	case 'a':
		o->attach = optarg;
		return 0;
	case 's':
		return set_int(&o->set.slots, STORE_SLOTS_MAX);
	case 't':
		return set_int(&o->set.send_delay_ms, INT_MAX);
	case 'n':
		set_text(o->set.number, sizeof o->set.number);
		return 0;
	case 'i':
		set_text(o->set.imei, sizeof o->set.imei);
		return 0;
	case 'I':
		set_text(o->set.imsi, sizeof o->set.imsi);
		return 0;
	case 'f':
		o->foreground = true;
		return 0;
	case 'p':
		o->die_with_parent = true;
		return 0;
	default:
		return -1;
	}
}

static int
read_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
	    {"device", required_argument, NULL, 'd'},
	    {"control", required_argument, NULL, 'c'},
	    {"attach", required_argument, NULL, 'a'},
	    {"slots", required_argument, NULL, 's'},
	    {"send-delay-ms", required_argument, NULL, 't'},
	    {"number", required_argument, NULL, 'n'},
	    {"imei", required_argument, NULL, 'i'},
	    {"imsi", required_argument, NULL, 'I'},
	    {"ussd", required_argument, NULL, 'u'},
	    {"ussd-end", required_argument, NULL, 'e'},
	    {"ussd-code", required_argument, NULL, 'U'},
	    {"foreground", no_argument, NULL, 'f'},
	    {"die-with-parent", no_argument, NULL, 'p'},
	    {NULL, 0, NULL, 0},
	};
	int letter;

	while ((letter = getopt_long(argc, argv, "", known, NULL)) != -1)
		if (take_option(o, letter))
			return -1;
	return optind == argc && !o->device != !o->attach ? 0 : -1;
}

/* --- the daemon --- */

static int
open_signals(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int
fail(const char *what, int err)
{
	fprintf(stderr, "event=failed what=%s error=\"%s\"\n", what,
	    strerror(-err));
	return -1;
}

static int
start(struct sim *s, const struct options *o)
{
	char path[PATH_MAX];
	int err;

	s->set = o->set;
	s->ussd = (struct ussd){
	    .url = o->ussd, .end_url = o->ussd_end, .code = o->ussd_code};
	s->start_ms = mono_ms();
	line_init(&s->line, o->device);
	s->control.listen = -1;
	at_init(s);
	snprintf(path, sizeof path, "%s.sock", o->device);
	err = control_open(&s->control, o->control ? o->control : path);
	if (err)
		return fail("control", err);
	err = line_plug(s);
	if (err)
		return fail("device", err);
	/* Last: who gets a connection may open the device at once. */
	err = control_serve(&s->control);
	return err ? fail("control", err) : 0;
}

/* Until the first timer, of ours or of a transfer; -1: none. */
static int
wait_ms(const struct sim *s)
{
	int ours = timer_wait_ms(&s->timers), ussd = ussd_wait_ms(s);

	return ours < 0 || (ussd >= 0 && ussd < ours) ? ussd : ours;
}

static void
loop(struct sim *s, int signals)
{
	while (!s->quit) {
		struct pollset ps = {.n = 0};
		int place = pollset_add(&ps, signals, POLLIN);

		line_poll_add(s, &ps);
		control_poll_add(s, &ps);
		ussd_poll_add(s, &ps);
		if (poll(ps.fd, (nfds_t)ps.n, wait_ms(s)) < 0 && errno != EINTR)
			break;
		line_poll_done(s, &ps);
		timer_run(&s->timers, s);
		ussd_poll_done(s);
		control_poll_done(s, &ps);
		control_check_waits(s);
		if (pollset_events(&ps, place))
			s->quit = true;
	}
}

static void
stop(struct sim *s)
{
	control_close(s);
	ussd_free(s);
	line_free(&s->line);
	at_reset(s);
	at_free(&s->at);
	net_free(&s->net);
	timer_free(&s->timers);
}

/* Returns in the child; the parent leaves when the child serves. */
static int
go_background(void)
{
	int pipe_fd[2];
	char ready;
	pid_t pid;

	if (pipe2(pipe_fd, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		return -1;
	if (pid > 0) {
		close(pipe_fd[1]);
		_exit(read(pipe_fd[0], &ready, 1) == 1 ? 0 : 1);
	}
	close(pipe_fd[0]);
	setsid();
	return pipe_fd[1];
}

/* Whoever reads our stderr must see its end now. */
static void
leave_terminal(int ready_fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	close(null);
	if (write(ready_fd, "", 1) != 1)
		_exit(1);
	close(ready_fd);
}

int
main(int argc, char **argv)
{
	static struct sim sim;
	struct options o = {.set = defaults, .ussd_code = "*123#"};
	int ready_fd = -1, signals, err;

	if (read_options(argc, argv, &o)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (o.attach)
		return attach_run(o.attach);
	if (!o.foreground && (ready_fd = go_background()) < 0)
		return 1;
	if (o.die_with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	signals = open_signals();
	err = start(&sim, &o);
	if (!err) {
		fprintf(stderr, "event=ready device=%s control=%s pty=%s\n",
		    sim.line.device, sim.control.path, sim.line.pts);
		if (!o.foreground)
			leave_terminal(ready_fd);
		loop(&sim, signals);
	}
	stop(&sim);
	return err ? 1 : 0;
}
