/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines that a person types, or a script pipes in. They are read byte by byte:
 * no buffer of stdio keeps what is secret, and the next reader finds the next
 * line. A secret one is not shown; whatever ends it, the terminal is put back.
 */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static const int terminal_signals[] = {
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define TERMINAL_SIGNALS (sizeof(terminal_signals) / sizeof(*terminal_signals))

static volatile sig_atomic_t terminal_caught;

static void
terminal_catch(int number)
{
	terminal_caught = number;
}

struct terminal_hidden {
	struct termios before;
	struct sigaction actions[TERMINAL_SIGNALS];
	sigset_t mask; /* of signals, outside of the wait */
};

/* Signals come while it waits for a key, and at no other moment. */
static void
terminal_hide(struct terminal_hidden *h)
{
	struct sigaction action = {.sa_handler = terminal_catch};
	struct termios quiet = h->before;
	sigset_t held;
	(void)sigemptyset(&held);
	terminal_caught = 0;
	for (size_t i = 0; i < TERMINAL_SIGNALS; i++)
		(void)sigaddset(&held, terminal_signals[i]);
	(void)sigprocmask(SIG_BLOCK, &held, &h->mask);
	for (size_t i = 0; i < TERMINAL_SIGNALS; i++)
		(void)sigaction(terminal_signals[i], &action, &h->actions[i]);
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ECHONL;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
}

/* What was caught meanwhile happens now: Ctrl-C ends, Ctrl-Z stops. */
static void
terminal_show(struct terminal_hidden *h)
{
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &h->before);
	if (terminal_caught != 0)
		(void)fputc('\n', stderr);
	for (size_t i = 0; i < TERMINAL_SIGNALS; i++)
		(void)sigaction(terminal_signals[i], &h->actions[i], NULL);
	if (terminal_caught != 0)
		(void)raise(terminal_caught);
	(void)sigprocmask(SIG_SETMASK, &h->mask, NULL);
}

/* One byte; 0 at the end, -EINTR after a signal of a hidden line. */
static ssize_t
terminal_byte(const struct terminal_hidden *hidden, char *ret)
{
	for (;;) {
		fd_set in;
		FD_ZERO(&in);
		FD_SET(STDIN_FILENO, &in);
		if (hidden != NULL &&
		    pselect(1, &in, NULL, NULL, NULL, &hidden->mask) < 0)
			return -EINTR;
		ssize_t got = read(STDIN_FILENO, ret, 1);
		if (got >= 0 || errno != EINTR)
			return got < 0 ? 0 : got;
	}
}

/* Its length, or as cli_read_line(); -EINTR: to be asked for again. */
static int
terminal_line(const struct terminal_hidden *hidden, char *line, size_t size)
{
	size_t len = 0;
	char c = '\0';
	ssize_t got = 0;
	while ((got = terminal_byte(hidden, &c)) > 0 && c != '\n')
		if (len < size)
			line[len++] = c;
	if (got < 0)
		return -EINTR;
	if (len > 0 && line[len - 1] == '\r')
		len--;
	if (len >= size)
		return -EMSGSIZE;
	line[len] = '\0';
	return len == 0 && c != '\n' ? -ENODATA : (int)len;
}

int
cli_read_line(char *line, size_t size)
{
	int len = terminal_line(NULL, line, size);
	if (len < 0)
		explicit_bzero(line, size);
	return len;
}

int
cli_read_secret(const char *prompt, char *line, size_t size)
{
	struct terminal_hidden hidden;
	int len;
	if (tcgetattr(STDIN_FILENO, &hidden.before) < 0)
		return cli_read_line(line, size);
	do {
		/* hidden first: what is typed at the prompt is not flushed */
		terminal_hide(&hidden);
		(void)fprintf(stderr, "%s: ", prompt);
		len = terminal_line(&hidden, line, size);
		if (len < 0)
			explicit_bzero(line, size);
		terminal_show(&hidden);
	} while (len == -EINTR);
	return len;
}
