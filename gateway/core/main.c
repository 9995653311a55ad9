/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siagad: options -> configuration -> engine -> loop -> stop. No logic. */
#include "../lib/harden.h"
#include "../lib/log.h"
#include "loop.h"
#include "restore.h"

#include <errno.h>
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_BUSY   75  /* EX_TEMPFAIL */
#define EXIT_CONFIG 78  /* EX_CONFIG */
#define MAIN_FILES  256 /* 40 clients, the programs, the store */

static const char main_help[] =
    "Usage: siagad [-n] [-c FILE]\n"
    "       siagad [-c FILE] --restore DIR [--person ID] [--force]\n"
    "              [--generation N]\n"
    "The core of Siaga, an SMS hotline gateway for reports of gender-based\n"
    "violence. Runs in the foreground and logs to standard error.\n"
    "\n"
    "  -c, --config FILE  configuration (default /etc/siaga/siaga.conf)\n"
    "  -n, --check        check configuration, templates, dialogue and\n"
    "                     lexicon, and exit\n"
    "      --restore DIR  make this box again from the backups in DIR, and\n"
    "                     exit; a passphrase or key is read from standard\n"
    "                     input (siaga restore asks for it)\n"
    "      --person ID    whose passphrase it is; without: a key as text\n"
    "      --generation N\n"
    "                     the newest file of keys that the office was told of\n"
    "      --force        replace the box that is here; take an older file of\n"
    "                     keys\n"
    "  -v, --verbose      log more\n"
    "  -h, --help         show this help\n"
    "  -V, --version      show the version\n"
    "\n"
    "Exit status: 0 after SIGTERM or a clean check; 75 another siagad runs\n"
    "on the same state, the disk fails or is full, or memory is short: try\n"
    "again; 78 the configuration or the store is unusable.\n"
    "SIGHUP reloads templates, dialogue and lexicon if they are without "
    "fault.\n";

static const struct conf *main_conf; /* for SIGHUP alone */

static void
main_print_faults(const struct faults *faults)
{
	if (faults->text.len > 0)
		(void)fputs(faults->text.data, stderr);
}

static void
main_reload(struct engine *engine)
{
	struct faults faults;
	struct conf now;
	faults_init(&faults);
	conf_read(&now, main_conf->path, &faults);
	if (faults.count == 0)
		engine_reload(engine, &now, &faults);
	main_print_faults(&faults);
	if (faults.count > 0) {
		log_error("reload.refused", LOG_I("faults", faults.count),
		    LOG_S("effect", "everything stays as it was"));
	} else {
		const char *key = conf_needs_restart(main_conf, &now);
		log_info("reloaded", LOG_S("needs_restart", key));
	}
	conf_free(&now);
	faults_free(&faults);
}

/* -n: everything that a start would read, and nothing that it writes. */
static int
main_check(const struct conf *conf, struct faults *faults)
{
	if (faults->count == 0) {
		engine_check(conf, &handling_wired, faults);
	}
	main_print_faults(faults);
	if (faults->count > 0) {
		(void)fprintf(stderr, "%u faults\n", faults->count);
		return EXIT_CONFIG;
	}
	(void)printf("%s: fine\n", conf->path);
	return 0;
}

/* What may pass is worth another try by the supervisor; the rest is not. */
static int
main_status(int err)
{
	static const int passing[] = {-EBUSY, -EIO, -ENOSPC, -ENOMEM, -EAGAIN};
	for (size_t i = 0; i < sizeof(passing) / sizeof(*passing); i++)
		if (err == passing[i])
			return EXIT_BUSY;
	return err == 0 ? 0 : EXIT_CONFIG;
}

/*
 * Programs that it starts itself inherit what it cannot do, so then it must
 * be able to do what they need.
 */
static void
main_harden(const struct conf *conf)
{
	unsigned deny = HARDEN_KERNEL;
	if (conf->siaga.children == CONF_CHILDREN_SYSTEMD)
		deny |= HARDEN_EXEC | HARDEN_NETWORK;
	harden_deny_or_warn(deny);
	harden_lock_memory();
}

static int
main_serve(const struct conf *conf, struct faults *faults)
{
	struct loop *loop = NULL;
	struct engine *engine = NULL;
	const char *why = "";
	main_harden(conf);
	int err = loop_open(conf, &loop, &why);
	if (err == 0) {
		struct engine_setup setup = {conf, &handling_wired,
		    loop_clock(loop), loop_edge(loop), ENGINE_PING_MS};
		err = engine_open(&setup, faults, &engine, &why);
	}
	main_print_faults(faults);
	if (err == 0)
		err = loop_run(loop, engine, main_reload, &why);
	if (err < 0)
		log_error("start.failed", LOG_S("cause", why),
		    LOG_S("error", strerror(-err)));
	loop_close(loop);
	engine_close(engine);
	if (err == 0)
		log_info("stopped", LOG_NONE);
	return main_status(err);
}

/* A line of standard input; for the caller to wipe. */
static bool
main_read_secret(char *line, size_t size)
{
	(void)setvbuf(stdin, NULL, _IONBF, 0); /* nothing of it stays behind */
	if (fgets(line, (int)size, stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	return line[0] != '\0';
}

static int
main_restore(const struct conf *conf, struct restore_order *order)
{
	char secret[256] = "";
	const char *why = "expected a passphrase or key on standard input";
	harden_deny_or_warn(HARDEN_KERNEL | HARDEN_EXEC | HARDEN_NETWORK);
	harden_lock_memory();
	order->state_dir = conf->siaga.state_dir;
	order->secret = secret;
	order->now_s = (int64_t)time(NULL);
	int err = main_read_secret(secret, sizeof(secret))
		      ? restore_run(order, &why)
		      : -EINVAL;
	sodium_memzero(secret, sizeof(secret));
	if (err < 0)
		log_error("restore.failed", LOG_S("cause", why),
		    LOG_S("error", strerror(-err)));
	return main_status(err);
}

struct main_order {
	const char *path;
	bool check;
	struct restore_order restore; /* from NULL: it is not asked for */
};

static int
main_start(struct main_order *order)
{
	struct faults faults;
	struct conf conf;
	int status;
	faults_init(&faults);
	conf_read(&conf, order->path, &faults);
	main_conf = &conf;
	if (order->check) {
		status = main_check(&conf, &faults);
	} else if (faults.count > 0) {
		main_print_faults(&faults);
		status = main_status(faults.no_memory ? -ENOMEM : -EINVAL);
	} else if (order->restore.from != NULL) {
		status = main_restore(&conf, &order->restore);
	} else {
		status = main_serve(&conf, &faults);
	}
	conf_free(&conf);
	faults_free(&faults);
	return status;
}

enum main_option { MAIN_RESTORE = 256, MAIN_PERSON, MAIN_NUMBER, MAIN_FORCE };

static const struct option main_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"check", no_argument, NULL, 'n'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {"restore", required_argument, NULL, MAIN_RESTORE},
    {"person", required_argument, NULL, MAIN_PERSON},
    {"generation", required_argument, NULL, MAIN_NUMBER},
    {"force", no_argument, NULL, MAIN_FORCE},
    {NULL, 0, NULL, 0},
};

/* False: it is none of a restore's. */
static bool
main_take_restore(struct restore_order *r, int option)
{
	switch (option) {
	case MAIN_RESTORE:
		r->from = optarg;
		return true;
	case MAIN_PERSON:
		r->person = optarg;
		return true;
	case MAIN_NUMBER:
		r->generation = strtoull(optarg, NULL, 10);
		return true;
	case MAIN_FORCE:
		r->force = true;
		return true;
	default:
		return false;
	}
}

int
main(int argc, char **argv)
{
	struct main_order order = {.path = "/etc/siaga/siaga.conf"};
	enum log_level least = LOG_INFO_LEVEL;
	const struct harden_limits limits = {.keep_fds = 3,
	    .files = MAIN_FILES,
	    .files_of_children = HARDEN_FILES_MOST};
	int option, err;
	order.restore.person = "";
	while ((option = getopt_long(
		    argc, argv, "c:nvhV", main_options, NULL)) != -1) {
		if (option == 'c')
			order.path = optarg;
		else if (option == 'n')
			order.check = true;
		else if (option == 'v')
			least = LOG_DEBUG_LEVEL;
		else if (option == 'h')
			return fputs(main_help, stdout) < 0;
		else if (option == 'V')
			return printf("siagad (Siaga) %s\n", SIAGA_VERSION) < 0;
		else if (!main_take_restore(&order.restore, option))
			return 64;
	}
	if (optind < argc) {
		(void)fputs(main_help, stderr);
		return 64;
	}
	log_open("siagad", least);
	err = harden_start(&limits);
	if (err < 0) {
		log_error("start.failed", LOG_S("cause", "limits"),
		    LOG_S("error", strerror(-err)));
		return EXIT_BUSY;
	}
	return main_start(&order);
}
