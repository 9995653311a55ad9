/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga sim: the other side of the simulated modem that `make run` and the
 * tests use, so that a person can text the hotline without a phone.
 */
#include "../lib/conf.h"
#include "../lib/totp.h"
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define SIM_ANSWER_MAX 4194304
#define SIM_COUNTRY    "62"

void
cli_sim_help(FILE *out)
{
	(void)fputs(
	    "  sim sms --from N TEXT   text the hotline from a simulated "
	    "phone\n"
	    "  sim inbox --from N      what that phone has received\n"
	    "  sim call --from N       ring the hotline once\n"
	    "  sim rings               whom the hotline has rung, and how "
	    "long\n"
	    "  sim phone [--from N]    hold that phone: a conversation, a text "
	    "a line\n"
	    "    --explain             which text it was, and what siagad made "
	    "of it\n"
	    "  sim ussd CODE           dial *123# on that phone; a line is "
	    "what "
	    "is typed\n"
	    "  sim totp SECRET         the code that an app would show now\n"
	    "  sim raw JSON            any request of "
	    "tests/simmodem/README.md\n"
	    "    --modem NAME          which [modem] of the configuration "
	    "(first)\n",
	    out);
}

bool
cli_sim_number(const char *typed, char ret[GSM_NUMBER_SIZE])
{
	return gsm_number_normalize(typed, SIM_COUNTRY, ret) == 0;
}

/* The control socket lies beside the simulated device. */
static int
sim_path(const struct cli *cli, const char *modem, struct sockaddr_un *ret)
{
	struct conf conf;
	struct faults faults;
	int status = CLI_USAGE;
	faults_init(&faults);
	conf_read(&conf, cli->conf_path, &faults);
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	for (size_t i = 0; i < conf.modem_count && status != CLI_OK; i++) {
		const struct conf_modem *m = &conf.modems[i];
		if (m->device == NULL ||
		    (modem != NULL && strcmp(modem, m->name) != 0))
			continue;
		int len = snprintf(
		    ret->sun_path, sizeof(ret->sun_path), "%s.sock", m->device);
		if (len > 0 && (size_t)len < sizeof(ret->sun_path))
			status = CLI_OK;
	}
	if (status != CLI_OK)
		(void)fprintf(stderr,
		    "siaga: %s names no simulated modem; did you mean -c "
		    "build/run/siaga.conf?\n",
		    cli->conf_path);
	conf_free(&conf);
	faults_free(&faults);
	return status;
}

static json_t *
sim_read_answer(int fd)
{
	struct buf answer;
	json_t *json = NULL;
	char bytes[65536];
	ssize_t got;
	buf_init(&answer, SIM_ANSWER_MAX);
	while ((got = read(fd, bytes, sizeof(bytes))) > 0 &&
	       buf_add(&answer, bytes, (size_t)got) == 0 &&
	       memchr(bytes, '\n', (size_t)got) == NULL)
		;
	if (answer.len > 0)
		json = json_loadb(answer.data, answer.len,
		    JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL);
	buf_free(&answer);
	return json;
}

int
cli_sim_connect(const struct cli *cli, const char *modem)
{
	struct sockaddr_un at;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sim_path(cli, modem, &at) != CLI_OK)
		goto fail;
	if (connect(fd, (const struct sockaddr *)&at, sizeof(at)) == 0)
		return fd;
	(void)fprintf(stderr,
	    "siaga: no simulated modem at %s (%s); start it with make "
	    "run\n",
	    at.sun_path, strerror(errno));
fail:
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

json_t *
cli_sim_ask(int fd, json_t *request)
{
	json_t *answer = NULL;
	char *line = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	if (line == NULL)
		return NULL;
	size_t len = strlen(line);
	line[len] = '\n'; /* over the NUL: sent by length */
	if (send(fd, line, len + 1, MSG_NOSIGNAL) == (ssize_t)len + 1)
		answer = sim_read_answer(fd);
	free(line);
	return answer;
}

/* Sends one request; the answer, or NULL after saying why. */
static json_t *
sim_ask(const struct cli *cli, const char *modem, json_t *request)
{
	int fd = cli_sim_connect(cli, modem);
	if (fd < 0) {
		json_decref(request);
		return NULL;
	}
	json_t *answer = cli_sim_ask(fd, request);
	if (answer == NULL)
		(void)fputs(
		    "siaga: the simulated modem gave no answer\n", stderr);
	(void)close(fd);
	return answer;
}

static void
sim_show_inbox(json_t *answer)
{
	size_t i;
	json_t *m, *list = json_object_get(answer, "messages");
	if (list == NULL)
		list = json_object_get(answer, "inbox");
	json_array_foreach(list, i, m)
	{
		json_t *text = json_object_get(m, "text");
		(void)printf("%zu. ", i + 1);
		cli_print_safe(
		    stdout, json_string_value(text), json_string_length(text));
		(void)putchar('\n');
	}
	if (json_array_size(list) == 0)
		(void)puts("(nothing)");
}

static long long
sim_ms(json_t *of, const char *key)
{
	return (long long)json_integer_value(json_object_get(of, key));
}

static void
sim_show_rings(json_t *answer)
{
	size_t i;
	json_t *r, *list = json_object_get(answer, "rings");
	json_array_foreach(list, i, r)
	{
		const char *end = json_string_value(json_object_get(r, "end"));
		bool taken = json_is_true(json_object_get(r, "answered"));
		(void)printf("%zu. %s", i + 1,
		    json_string_value(json_object_get(r, "to")));
		if (end != NULL)
			(void)printf("  %lld s, %s",
			    (sim_ms(r, "end_ms") - sim_ms(r, "t_ms") + 500) /
				1000,
			    end);
		(void)printf("%s\n", taken         ? ", was taken"
				     : end == NULL ? "  rings"
						   : "");
	}
	if (json_array_size(list) == 0)
		(void)puts("(nothing)");
}

static int
sim_finish(const struct cli *cli, const char *command, json_t *answer)
{
	if (answer == NULL)
		return CLI_NO_CORE;
	bool fine = json_is_true(json_object_get(answer, "ok"));
	if (!fine && !cli->json)
		(void)fprintf(stderr, "siaga: the simulated modem says: %s\n",
		    json_string_value(json_object_get(answer, "error")));
	else if (cli->json || strcmp(command, "raw") == 0)
		(void)json_dumpf(
		    answer, stdout, JSON_INDENT(1) | JSON_ENSURE_ASCII),
		    (void)putchar('\n');
	else if (strcmp(command, "inbox") == 0)
		sim_show_inbox(answer);
	else if (strcmp(command, "rings") == 0)
		sim_show_rings(answer);
	else
		(void)puts(strcmp(command, "sms") == 0 ? "sent" : "rang");
	json_decref(answer);
	return fine ? CLI_OK : CLI_PROBLEM;
}

struct sim_words {
	const char *from, *modem, *text;
};

static bool
sim_take_words(struct cli *cli, struct sim_words *w, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		bool value = i + 1 < argc;
		if (strcmp(argv[i], "--json") == 0)
			cli->json = true;
		else if (value && strcmp(argv[i], "--from") == 0)
			w->from = argv[++i];
		else if (value && strcmp(argv[i], "--modem") == 0)
			w->modem = argv[++i];
		else if (w->text == NULL)
			w->text = argv[i];
		else
			return false;
	}
	return true;
}

static json_t *
sim_request(const char *command, const struct sim_words *w)
{
	if (strcmp(command, "raw") == 0 && w->text != NULL)
		return json_loads(w->text, 0, NULL);
	if (strcmp(command, "rings") == 0 && w->text == NULL)
		return json_pack(
		    "{s:s, s:s*}", "cmd", "rings", "number", w->from);
	if (w->from == NULL)
		return NULL;
	if (strcmp(command, "sms") == 0 && w->text != NULL)
		return json_pack("{s:s, s:s, s:s}", "cmd", "sms", "from",
		    w->from, "text", w->text);
	if (strcmp(command, "inbox") == 0)
		return json_pack(
		    "{s:s, s:s}", "cmd", "inbox", "number", w->from);
	if (strcmp(command, "call") == 0)
		return json_pack("{s:s, s:s}", "cmd", "call", "from", w->from);
	return NULL;
}

/* What siaga totp begin printed; for trying out, on the screen for all. */
static int
sim_totp(const char *text)
{
	uint8_t secret[TOTP_SECRET_SIZE];
	char code[TOTP_CODE_SIZE];
	if (totp_parse(text, secret) < 0 ||
	    totp_code(secret, (int64_t)time(NULL) / TOTP_STEP_S, code) < 0) {
		(void)fputs(
		    "siaga: this is not what siaga totp begin printed\n",
		    stderr);
		return CLI_USAGE;
	}
	(void)puts(code);
	return CLI_OK;
}

int
cli_sim(const struct cli *given, int argc, char **argv)
{
	struct cli cli = *given;
	struct sim_words words = {0};
	json_t *request = NULL;
	if (argc > 0 && strcmp(argv[0], "phone") == 0)
		return cli_phone(given, argc - 1, argv + 1);
	if (argc > 0 && strcmp(argv[0], "ussd") == 0)
		return cli_ussd(given, argc - 1, argv + 1);
	if (argc == 2 && strcmp(argv[0], "totp") == 0)
		return sim_totp(argv[1]);
	if (argc > 0 && sim_take_words(&cli, &words, argc - 1, argv + 1))
		request = sim_request(argv[0], &words);
	if (request == NULL) {
		(void)fputs("siaga: usage:\n", stderr);
		cli_sim_help(stderr);
		return CLI_USAGE;
	}
	return sim_finish(&cli, argv[0], sim_ask(&cli, words.modem, request));
}
