/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga sim phone: a conversation on a simulated phone, for people who learn
 * the hotline and for those who review its texts. Each line is a text; what
 * comes back is shown as it comes. Lines may come from a pipe as well.
 */
#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "../lib/wire.h"
#include "cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PHONE_ANSWER_MS 3000  /* how long a line waits for its answer */
#define PHONE_MORE_MS   250   /* and after it for another one */
#define PHONE_CALL_MS   20000 /* the same for a call, with its rings */
#define PHONE_TICK_MS   100
#define PHONE_LINE_MAX  8192
#define PHONE_WAIT_MAX  3600 /* seconds of /wait */
#define PHONE_INDENT    12   /* "< 13:05:59  " */
#define PHONE_ROWS      8    /* newest rows of the outbox looked at */
#define PHONE_SEPTETS   160
#define PHONE_CLEAR     "\r\033[K" /* the line of the prompt */

struct phone {
	const struct cli *cli;
	const char *modem;
	char number[GSM_NUMBER_SIZE];
	int sim;            /* connection to the simulated modem */
	json_int_t seen;    /* the newest text shown */
	json_int_t rung;    /* the newest ring shown */
	bool typed, screen; /* a terminal is at stdin, at stdout */
	bool prompted;      /* the cursor stands behind the prompt */
	bool explain, ended, gone;
	struct buf input;
	json_t *levels; /* of texts, by id; NULL: not asked yet */
};

static volatile sig_atomic_t phone_stopped;

static void
phone_stop(int number)
{
	(void)number;
	phone_stopped = 1;
}

static int64_t
phone_ms(clockid_t clock)
{
	struct timespec ts;
	(void)clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static json_t *
phone_ask(struct phone *p, json_t *request)
{
	json_t *answer = cli_sim_ask(p->sim, request);
	p->gone = p->gone || (answer == NULL && !phone_stopped);
	if (answer == NULL || json_is_true(json_object_get(answer, "ok")))
		return answer;
	(void)printf("  (the simulated modem says: %s)\n",
	    json_string_value(json_object_get(answer, "error")));
	json_decref(answer);
	return NULL;
}

/* --- what is shown --- */

static size_t
phone_width(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= 2 * PHONE_INDENT)
		return size.ws_col;
	return 80;
}

/* Columns of text[0..size): a character is one. */
static size_t
phone_columns(const char *text, size_t size)
{
	size_t columns = 0;
	for (size_t i = 0; i < size; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

/* One line of a text, broken between words. */
static void
phone_wrap(const char *text)
{
	size_t width = phone_width() - 1, column = PHONE_INDENT;
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		size_t columns = phone_columns(text, len);
		if (column > PHONE_INDENT && column + 1 + columns > width) {
			(void)printf("\n%*s", PHONE_INDENT, "");
			column = PHONE_INDENT;
		} else if (column > PHONE_INDENT) {
			(void)putchar(' ');
			column++;
		}
		(void)fwrite(text, 1, len, stdout);
		column += columns;
		text += len + strspn(text + len, " ");
	}
}

static void
phone_show_text(const char *text)
{
	for (bool first = true; first || *text != '\0'; first = false) {
		char *safe = NULL;
		size_t size = 0, len = strcspn(text, "\n");
		FILE *out = open_memstream(&safe, &size);
		if (out == NULL)
			return;
		cli_print_safe(out, text, len);
		(void)fclose(out);
		if (!first)
			(void)printf("\n%*s", PHONE_INDENT, "");
		phone_wrap(safe);
		free(safe);
		text += len + (text[len] == '\n');
	}
}

/* How long it is: what she pays for, and what fits one text. */
static void
phone_show_size(json_t *m)
{
	const char *text = wire_str(m, "text");
	json_t *total = json_object_get(m, "total");
	int septets = gsm_septets(text);
	(void)printf("\n%*s", PHONE_INDENT, "");
	if (strcmp(wire_str(m, "coding"), "gsm7") == 0 && septets >= 0)
		(void)printf("%d of %d septets", septets, PHONE_SEPTETS);
	else
		(void)printf("%zu characters, %s",
		    phone_columns(text, strlen(text)), wire_str(m, "coding"));
	if (total != NULL)
		(void)printf(", part %lld of %lld",
		    (long long)json_integer_value(json_object_get(m, "part")),
		    (long long)json_integer_value(total));
}

/* --- --explain: what siagad knows of it --- */

/* The id under which this report's newest such text went out, or NULL. */
static const char *
phone_find_sent(json_t *report, const char *text)
{
	size_t i;
	json_t *m, *sent = json_object_get(report, "sent");
	const char *id = NULL;
	json_array_foreach(sent, i, m)
	{
		const char *words = wire_str(m, "text");
		if (words != NULL && strcmp(words, text) == 0)
			id = wire_str(m, "id");
	}
	return id;
}

static void
phone_show_id(struct phone *p, const char *id)
{
	if (p->levels == NULL) {
		json_t *map = cli_query(p->cli, "dialogue", json_object());
		p->levels = json_incref(json_object_get(map, "levels"));
		json_decref(map);
	}
	json_t *level = json_object_get(p->levels, id);
	(void)printf("\n%*s%s", PHONE_INDENT, "", id);
	if (level != NULL)
		(void)printf(
		    ", level %lld", (long long)json_integer_value(level));
}

static void
phone_show_report(json_t *r)
{
	size_t i;
	json_t *mark;
	bool emergency = json_is_true(json_object_get(r, "emergency"));
	(void)printf("; report %s, %s%s, %s", wire_str(r, "code"),
	    wire_str(r, "urgency"), emergency ? " EMERGENCY" : "",
	    wire_str(r, "state"));
	json_array_foreach(json_object_get(r, "marks"), i, mark)(void)
	    printf("%s %s", i == 0 ? ", marks" : "", json_string_value(mark));
}

/* Tries one row of the outbox; true: this was it. */
static bool
phone_explain_row(struct phone *p, json_t *row, const char *text)
{
	const char *code = wire_str(row, "report"), *id;
	if (code == NULL || wire_str(row, "text") == NULL)
		return false;
	json_t *report =
	    cli_query(p->cli, "report.show", json_pack("{s:s}", "code", code));
	id = report == NULL ? NULL : phone_find_sent(report, text);
	if (id != NULL) {
		phone_show_id(p, id);
		phone_show_report(report);
	}
	json_decref(report);
	return id != NULL;
}

/* Reports are found by their words: whose phone it is siagad keeps sealed. */
static void
phone_explain(struct phone *p, const char *text)
{
	size_t i;
	json_t *row;
	const char *unfiled = NULL;
	bool found = false;
	json_t *rows = cli_query(p->cli, "outbox.list", json_object());
	json_array_foreach(rows, i, row)
	{
		const char *sink = wire_str(row, "sink");
		if (i >= PHONE_ROWS || found)
			break;
		if (sink == NULL || strcmp(sink, "sms") != 0)
			continue;
		if (wire_str(row, "report") == NULL && unfiled == NULL)
			unfiled = wire_str(row, "text");
		found = phone_explain_row(p, row, text);
	}
	if (!found && unfiled != NULL) {
		phone_show_id(p, unfiled);
		(void)fputs("; no report", stdout);
	}
	json_decref(rows);
}

/* --- texts that arrive --- */

/* "< 10:15:00  ": ms is of the monotonic clock. */
static void
phone_show_time(json_t *of, const char *key)
{
	char at[16] = "";
	json_int_t ms = json_integer_value(json_object_get(of, key));
	time_t when = (time_t)((phone_ms(CLOCK_REALTIME) -
				   phone_ms(CLOCK_MONOTONIC) + ms) /
			       1000);
	struct tm tm;
	if (localtime_r(&when, &tm) != NULL)
		(void)strftime(at, sizeof(at), "%H:%M:%S", &tm);
	(void)printf("< %s  ", at);
}

static void
phone_show_message(struct phone *p, json_t *m, bool fresh)
{
	phone_show_time(m, "delivered_ms");
	phone_show_text(wire_str(m, "text"));
	phone_show_size(m);
	if (fresh && p->explain)
		phone_explain(p, wire_str(m, "text"));
	(void)putchar('\n');
}

static json_t *
phone_inbox(struct phone *p, json_int_t since)
{
	return phone_ask(p, json_pack("{s:s, s:s, s:I}", "cmd", "inbox",
				"number", p->number, "since", since));
}

/* The hotline rings this phone: a line, and nothing that answers a text. */
static void
phone_look_rings(struct phone *p, bool quiet)
{
	size_t i;
	json_t *r,
	    *answer = phone_ask(p, json_pack("{s:s, s:s, s:I}", "cmd", "rings",
				       "number", p->number, "since", p->rung));
	json_array_foreach(json_object_get(answer, "rings"), i, r)
	{
		p->rung = json_integer_value(json_object_get(r, "seq"));
		if (quiet)
			continue;
		if (i == 0 && p->prompted && p->screen)
			(void)fputs(PHONE_CLEAR, stdout);
		phone_show_time(r, "t_ms");
		(void)puts("(this phone rings; /answer or /reject)");
		if (p->prompted && p->typed)
			(void)fputs("> ", stdout);
		(void)fflush(stdout);
	}
	json_decref(answer);
}

/* Shows what is new, or nothing if `quiet`; returns how much that was. */
static size_t
phone_look(struct phone *p, bool quiet)
{
	size_t i, count;
	phone_look_rings(p, quiet);
	json_t *m, *answer = phone_inbox(p, p->seen);
	json_t *list = json_object_get(answer, "messages");
	json_array_foreach(list, i, m)
	{
		p->seen = json_integer_value(json_object_get(m, "seq"));
		if (i == 0 && !quiet && p->prompted && p->screen)
			(void)fputs(PHONE_CLEAR, stdout);
		if (!quiet)
			phone_show_message(p, m, true);
	}
	count = json_array_size(list);
	json_decref(answer);
	return count;
}

static void
phone_sleep(int ms)
{
	(void)poll(NULL, 0, ms);
}

/* Shows what comes for so long; `answer`: until it has come. */
static void
phone_wait(struct phone *p, int64_t ms, bool answer)
{
	int64_t end = phone_ms(CLOCK_MONOTONIC) + ms;
	size_t count = 0;
	while (!phone_stopped && !p->gone && phone_ms(CLOCK_MONOTONIC) < end) {
		size_t got = phone_look(p, false);
		if (got > 0 && answer)
			end = phone_ms(CLOCK_MONOTONIC) + PHONE_MORE_MS;
		count += got;
		phone_sleep(PHONE_TICK_MS);
	}
	if (count == 0 && answer && !p->gone && !phone_stopped)
		(void)printf("  (no answer within %d s)\n", (int)(ms / 1000));
}

/* --- commands --- */

static void
phone_send(struct phone *p, const char *text, size_t size)
{
	json_t *words = json_stringn(text, size);
	if (words == NULL) {
		(void)puts("  (not sent: this is not UTF-8)");
		return;
	}
	json_t *answer = phone_ask(p, json_pack("{s:s, s:s, s:o}", "cmd", "sms",
					  "from", p->number, "text", words));
	json_int_t parts = json_integer_value(json_object_get(answer, "parts"));
	if (parts > 1)
		(void)printf("  (sent in %lld parts)\n", (long long)parts);
	if (answer != NULL)
		phone_wait(p, PHONE_ANSWER_MS, true);
	json_decref(answer);
}

static void
phone_call(struct phone *p, const char *arg)
{
	(void)arg;
	json_t *answer = phone_ask(
	    p, json_pack("{s:s, s:s}", "cmd", "call", "from", p->number));
	if (answer != NULL) {
		(void)puts("  (it rings; nobody takes it)");
		phone_wait(p, PHONE_CALL_MS, true);
	}
	json_decref(answer);
}

static void
phone_take(struct phone *p, const char *how)
{
	json_decref(phone_ask(
	    p, json_pack("{s:s, s:s}", "cmd", "take_ring", "how", how)));
}

static void
phone_answer(struct phone *p, const char *arg)
{
	(void)arg;
	phone_take(p, "answer");
}

static void
phone_reject(struct phone *p, const char *arg)
{
	(void)arg;
	phone_take(p, "reject");
}

static void
phone_show_inbox(struct phone *p, const char *arg)
{
	size_t i;
	json_t *m, *answer = phone_inbox(p, 0);
	json_t *list = json_object_get(answer, "messages");
	(void)arg;
	json_array_foreach(list, i, m) phone_show_message(p, m, false);
	if (answer != NULL && json_array_size(list) == 0)
		(void)puts("  (nothing)");
	json_decref(answer);
}

static void
phone_idle(struct phone *p, const char *arg)
{
	char *end;
	long n = strtol(arg, &end, 10);
	if (*end == 'm')
		n = n <= PHONE_WAIT_MAX / 60 ? n * 60 : PHONE_WAIT_MAX + 1;
	end += *end == 'm' || *end == 's';
	if (end == arg || *end != '\0' || n < 1 || n > PHONE_WAIT_MAX)
		(void)puts("  (expected 1s to 60m, such as /wait 10s)");
	else
		phone_wait(p, (int64_t)n * 1000, false);
}

static void
phone_as(struct phone *p, const char *arg)
{
	if (!cli_sim_number(arg, p->number)) {
		(void)puts("  (expected a number such as " CLI_SIM_NUMBER ")");
		return;
	}
	p->seen = 0;
	p->rung = 0;
	size_t count = phone_look(p, true);
	(void)printf("  (this is now the phone %s", p->number);
	if (count > 0)
		(void)printf("; texts on it: %zu, see /inbox", count);
	(void)puts(")");
}

static void
phone_quit(struct phone *p, const char *arg)
{
	(void)arg;
	p->ended = true;
}

static void phone_help(struct phone *p, const char *arg);

static const struct {
	const char *name, *words, *help;
	void (*run)(struct phone *, const char *arg);
} phone_commands[] = {
    {"/call", "/call", "ring the hotline: a missed call", phone_call},
    {"/answer", "/answer", "take the hotline's call, when it rings",
	phone_answer},
    {"/reject", "/reject", "decline it", phone_reject},
    {"/inbox", "/inbox", "all that this phone has received", phone_show_inbox},
    {"/wait", "/wait 10s", "show what comes meanwhile (real time)", phone_idle},
    {"/as", "/as N", "take another phone", phone_as},
    {"/help", "/help", "this list", phone_help},
    {"/quit", "/quit", "end; so do Ctrl-D and Ctrl-C", phone_quit},
};

static void
phone_help(struct phone *p, const char *arg)
{
	size_t count = sizeof(phone_commands) / sizeof(*phone_commands);
	(void)arg;
	(void)printf("  A line is a text from %s. Lines that begin with /:\n",
	    p->number);
	for (size_t i = 0; i < count; i++)
		(void)printf("  %-10s %s\n", phone_commands[i].words,
		    phone_commands[i].help);
	(void)puts("  //...      a text that begins with /");
}

static void
phone_command(struct phone *p, const char *line)
{
	size_t count = sizeof(phone_commands) / sizeof(*phone_commands);
	size_t len = strcspn(line, " ");
	const char *arg = line + len + strspn(line + len, " ");
	for (size_t i = 0; i < count; i++)
		if (strlen(phone_commands[i].name) == len &&
		    strncmp(phone_commands[i].name, line, len) == 0) {
			phone_commands[i].run(p, arg);
			return;
		}
	(void)puts("  (not sent: no such command; /help)");
}

/* --- lines --- */

static void
phone_prompt(struct phone *p)
{
	p->prompted = true;
	if (p->typed)
		(void)fputs("> ", stdout);
	(void)fflush(stdout);
}

static void
phone_take_line(struct phone *p, const char *line, size_t size)
{
	p->prompted = false;
	while (size > 0 && (line[size - 1] == '\r' || line[size - 1] == ' '))
		size--;
	if (!p->typed) { /* a terminal shows it by itself */
		(void)fputs("> ", stdout);
		cli_print_safe(stdout, line, size);
		(void)putchar('\n');
	}
	char *word = strndup(line, size);
	if (word != NULL && size > 0 && strncmp(word, "//", 2) == 0)
		phone_send(p, line + 1, size - 1);
	else if (word != NULL && word[0] == '/')
		phone_command(p, word);
	else if (word != NULL && size > 0)
		phone_send(p, line, size);
	free(word);
}

/* The lines that are complete; at the end also one without its newline. */
static void
phone_take_lines(struct phone *p, bool end)
{
	while (p->input.len > 0 && !p->ended && !p->gone && !phone_stopped) {
		char *newline = memchr(p->input.data, '\n', p->input.len);
		if (newline == NULL && !end)
			return;
		size_t size = newline == NULL
				  ? p->input.len
				  : (size_t)(newline - p->input.data);
		phone_take_line(p, p->input.data, size);
		buf_consume(&p->input, size + (newline != NULL));
		phone_prompt(p);
	}
}

static void
phone_read(struct phone *p)
{
	char bytes[1024];
	ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));
	if (got < 0 && errno == EINTR)
		return;
	if (got > 0 && buf_add(&p->input, bytes, (size_t)got) < 0) {
		(void)puts("  (not sent: the line is too long)");
		buf_clear(&p->input);
	}
	phone_take_lines(p, got <= 0);
	p->ended = p->ended || got <= 0;
}

static void
phone_talk(struct phone *p)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	phone_prompt(p);
	while (!p->ended && !p->gone && !phone_stopped) {
		if (poll(&in, 1, 2 * PHONE_TICK_MS) > 0)
			phone_read(p);
		else if (phone_look(p, false) > 0)
			phone_prompt(p);
	}
	if (p->typed)
		(void)putchar('\n');
}

/* --- the command --- */

static bool
phone_options(struct phone *p, int argc, char **argv)
{
	(void)cli_sim_number(CLI_SIM_NUMBER, p->number);
	for (int i = 0; i < argc; i++) {
		bool value = i + 1 < argc;
		if (strcmp(argv[i], "--explain") == 0)
			p->explain = true;
		else if (value && strcmp(argv[i], "--modem") == 0)
			p->modem = argv[++i];
		else if (!value || strcmp(argv[i], "--from") != 0 ||
			 !cli_sim_number(argv[++i], p->number))
			return false;
	}
	return true;
}

/* Plain lines: the terminal stays as it is, whatever ends this. */
static void
phone_catch_signals(void)
{
	struct sigaction stop = {.sa_handler = phone_stop};
	(void)sigaction(SIGINT, &stop, NULL);
	(void)sigaction(SIGTERM, &stop, NULL);
}

int
cli_phone(const struct cli *cli, int argc, char **argv)
{
	struct phone p = {.cli = cli, .sim = -1};
	if (!phone_options(&p, argc, argv)) {
		(void)fputs("siaga: usage:\n", stderr);
		cli_sim_help(stderr);
		return CLI_USAGE;
	}
	p.sim = cli_sim_connect(cli, p.modem);
	if (p.sim < 0)
		return CLI_NO_CORE;
	buf_init(&p.input, PHONE_LINE_MAX);
	p.typed = isatty(STDIN_FILENO) != 0;
	p.screen = p.typed && isatty(STDOUT_FILENO) != 0;
	phone_catch_signals();
	(void)phone_look(&p, true);
	if (p.typed)
		(void)printf("This is the phone %s. Type a text and Enter; "
			     "/help tells the rest.\n",
		    p.number);
	phone_talk(&p);
	if (p.gone)
		(void)fputs("siaga: the simulated modem has gone; start it "
			    "with make run\n",
		    stderr);
	buf_free(&p.input);
	json_decref(p.levels);
	(void)close(p.sim);
	return p.gone ? CLI_NO_CORE : CLI_OK;
}
