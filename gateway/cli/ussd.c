/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga sim ussd: a code dialled on a simulated phone, each screen in a frame
 * as the phone shows it. A line of standard input is what is typed; its end
 * hangs up.
 */
#include "../lib/conf.h"
#include "../lib/wire.h"
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USSD_WIDTH    32  /* columns of the screen */
#define USSD_TYPE_MAX 183 /* what a phone lets one type, and the NUL */

struct ussd {
	const struct cli *cli;
	const char *modem, *code;
	char number[GSM_NUMBER_SIZE];
	char session[64]; /* empty: not open */
	int sim;          /* connection to the simulated modem */
};

/* --- the screen --- */

/* How much of text goes on a line: between words where it can be. */
static size_t
ussd_line_size(const char *text)
{
	size_t len = strcspn(text, "\n"), columns = 0, at = 0, word = 0;
	for (; at < len; at++) {
		columns += ((unsigned char)text[at] & 0xc0) != 0x80;
		if (columns > USSD_WIDTH)
			break;
		if (text[at] == ' ')
			word = at;
	}
	if (at == len || text[at] == ' ')
		return at;
	return word > 0 ? word : at;
}

static void
ussd_show_line(const char *text, size_t size)
{
	int columns = 0;
	(void)fputs("| ", stdout);
	(void)fwrite(text, 1, size, stdout);
	for (size_t i = 0; i < size; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	(void)printf("%*s |\n", USSD_WIDTH - columns, "");
}

/* What comes from elsewhere does not write beside the frame. */
static char *
ussd_safe(const char *text)
{
	char *safe = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&safe, &size);
	if (out == NULL)
		return NULL;
	for (size_t len = 0; *text != '\0'; text += len) {
		len = strcspn(text, "\n");
		cli_print_safe(out, text, len);
		if (text[len] == '\n') {
			(void)fputc('\n', out);
			len++;
		}
	}
	(void)fclose(out);
	return safe;
}

static void
ussd_show_edge(void)
{
	(void)putchar('+');
	for (int i = 0; i < USSD_WIDTH + 2; i++)
		(void)putchar('-');
	(void)puts("+");
}

static void
ussd_show(const char *text)
{
	char *safe = ussd_safe(text);
	ussd_show_edge();
	for (const char *at = safe; at != NULL && *at != '\0';) {
		size_t size = ussd_line_size(at);
		ussd_show_line(at, size);
		at += size;
		at += *at == '\n' || *at == ' ';
	}
	ussd_show_edge();
	free(safe);
}

/* --- the session --- */

/* Which of the three things that must be there is not. */
static void
ussd_show_remedy(const struct ussd *u)
{
	struct conf conf;
	struct faults faults;
	faults_init(&faults);
	conf_read(&conf, u->cli->conf_path, &faults);
	if (conf.ussd_count == 0)
		(void)fprintf(stderr,
		    "siaga: %s has no [ussd NAME], see siaga.conf(5); make run "
		    "writes one\n",
		    u->cli->conf_path);
	else
		(void)fputs("siaga: the simulated network needs --ussd URL of "
			    "a [ussd NAME] that siagad serves; make run does "
			    "both\n",
		    stderr);
	conf_free(&conf);
	faults_free(&faults);
}

static void
ussd_say_why(const struct ussd *u, const char *why)
{
	(void)fflush(stdout);
	(void)fprintf(stderr, "siaga: the simulated network says: %s\n", why);
	if (u->session[0] == '\0')
		ussd_show_remedy(u);
}

/* Shows the screen that came, CLI_OK; ret_more: it asks for something. */
static int
ussd_take(struct ussd *u, json_t *answer, bool *ret_more)
{
	const char *fault = wire_str(answer, "fault");
	if (fault == NULL && !json_is_true(json_object_get(answer, "ok")))
		fault = wire_str(answer, "error");
	*ret_more = json_is_true(json_object_get(answer, "more"));
	if (fault != NULL) {
		ussd_say_why(u, fault);
		return CLI_PROBLEM;
	}
	(void)snprintf(
	    u->session, sizeof(u->session), "%s", wire_str(answer, "session"));
	ussd_show(wire_str(answer, "text"));
	return CLI_OK;
}

static int
ussd_send(struct ussd *u, const char *text, bool *ret_more)
{
	*ret_more = false;
	json_t *request = json_pack(
	    "{s:s, s:s, s:s}", "cmd", "ussd", "from", u->number, "text", text);
	if (request == NULL) {
		(void)fputs("siaga: this is not UTF-8\n", stderr);
		return CLI_USAGE;
	}
	if (u->session[0] != '\0')
		(void)json_object_set_new(
		    request, "session", json_string(u->session));
	json_t *answer = cli_sim_ask(u->sim, request);
	if (answer == NULL) {
		(void)fputs("siaga: the simulated modem has gone; start it "
			    "with make run\n",
		    stderr);
		return CLI_NO_CORE;
	}
	int status = ussd_take(u, answer, ret_more);
	json_decref(answer);
	return status;
}

/* What is typed next; false: the input has ended. */
static bool
ussd_ask(char line[USSD_TYPE_MAX])
{
	bool typed = isatty(STDIN_FILENO) != 0;
	int len = 0;
	while (len == 0) {
		if (typed)
			(void)fputs("> ", stdout);
		(void)fflush(stdout);
		len = cli_read_line(line, USSD_TYPE_MAX);
		if (len == -EMSGSIZE)
			(void)puts("(a phone takes 182 characters at most)");
		len = len == -EMSGSIZE ? 0 : len;
	}
	if (len > 0 && !typed) { /* a terminal shows it by itself */
		(void)fputs("> ", stdout);
		cli_print_safe(stdout, line, (size_t)len);
	}
	if (len > 0 ? !typed : typed)
		(void)putchar('\n');
	return len > 0;
}

static int
ussd_talk(struct ussd *u)
{
	char line[USSD_TYPE_MAX];
	bool more = true;
	int status = ussd_send(u, u->code, &more);
	while (status == CLI_OK && more) {
		if (ussd_ask(line)) {
			status = ussd_send(u, line, &more);
			continue;
		}
		json_decref(cli_sim_ask(
		    u->sim, json_pack("{s:s, s:s, s:s}", "cmd", "ussd_hang_up",
				"from", u->number, "session", u->session)));
		(void)puts("(hung up)");
		more = false;
	}
	return status;
}

static bool
ussd_options(struct ussd *u, int argc, char **argv)
{
	(void)cli_sim_number(CLI_SIM_NUMBER, u->number);
	for (int i = 0; i < argc; i++) {
		bool value = i + 1 < argc;
		if (value && strcmp(argv[i], "--modem") == 0)
			u->modem = argv[++i];
		else if (value && strcmp(argv[i], "--from") == 0) {
			if (!cli_sim_number(argv[++i], u->number))
				return false;
		} else if (u->code == NULL && argv[i][0] == '*')
			u->code = argv[i];
		else
			return false;
	}
	return u->code != NULL;
}

int
cli_ussd(const struct cli *cli, int argc, char **argv)
{
	struct ussd u = {.cli = cli, .sim = -1};
	if (!ussd_options(&u, argc, argv)) {
		(void)fputs("siaga: usage:\n", stderr);
		cli_sim_help(stderr);
		return CLI_USAGE;
	}
	u.sim = cli_sim_connect(cli, u.modem);
	if (u.sim < 0)
		return CLI_NO_CORE;
	int status = ussd_talk(&u);
	(void)close(u.sim);
	return status;
}
