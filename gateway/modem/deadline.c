/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state is global because a signal handler has no argument that reaches
 * it safely. The handler uses async-signal-safe functions only.
 */
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
	timer_t timer;
	volatile sig_atomic_t armed;
	volatile sig_atomic_t aborted;
	int64_t limit_at_ms;
	int64_t step_at_ms;
	volatile sig_atomic_t fd;
	void (*abort_call)(void *arg);
	void *arg;
	int words_fd;
	const char *words;
	size_t words_len;
} deadline;

static const char deadline_line[] =
    "level=error prog=siaga-modem event=modem.deadline exit=75\n";

int64_t
deadline_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
deadline_hung_up(void)
{
	struct pollfd p = {.fd = deadline.fd};
	return deadline.fd >= 0 && poll(&p, 1, 0) > 0 &&
	       (p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

static void
deadline_die(void)
{
	ssize_t done = 0;
	if (deadline.words != NULL)
		done = write(
		    deadline.words_fd, deadline.words, deadline.words_len);
	done = write(STDERR_FILENO, deadline_line, sizeof(deadline_line) - 1);
	(void)done; /* nowhere to complain */
	_exit(DEADLINE_EXIT);
}

static void
deadline_on_alarm(int signal_number)
{
	int saved = errno;
	int64_t now_ms = deadline_now_ms();
	(void)signal_number;
	if (deadline.armed != 0 && deadline.aborted == 0 &&
	    (now_ms >= deadline.limit_at_ms || now_ms >= deadline.step_at_ms ||
		deadline_hung_up())) {
		deadline.aborted = 1;
		deadline.limit_at_ms = now_ms; /* the grace begins */
		if (deadline.abort_call != NULL)
			deadline.abort_call(deadline.arg);
	} else if (deadline.armed != 0 && deadline.aborted != 0 &&
		   now_ms - deadline.limit_at_ms >=
		       DEADLINE_GRACE_MS - DEADLINE_TICK_MS) {
		deadline_die();
	}
	errno = saved;
}

int
deadline_setup(void)
{
	struct sigaction action = {
	    .sa_handler = deadline_on_alarm, .sa_flags = SA_RESTART};
	struct sigevent event = {
	    .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
	(void)sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) < 0 ||
	    timer_create(CLOCK_MONOTONIC, &event, &deadline.timer) < 0)
		return -errno;
	return 0;
}

static struct timespec
deadline_span(int64_t ms)
{
	return (struct timespec){
	    .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
}

static void
deadline_set(int64_t first_ms, int64_t then_ms)
{
	struct itimerspec at = {.it_value = deadline_span(first_ms),
	    .it_interval = deadline_span(then_ms)};
	BUG_IF(timer_settime(deadline.timer, 0, &at, NULL) < 0);
}

void
deadline_arm(int limit_ms, int fd, void (*abort_call)(void *arg), void *arg)
{
	deadline.limit_at_ms = deadline_now_ms() + limit_ms;
	deadline.step_at_ms = deadline.limit_at_ms;
	deadline.fd = fd;
	deadline.abort_call = abort_call;
	deadline.arg = arg;
	deadline.aborted = 0;
	deadline.armed = 1;
	deadline_set(DEADLINE_TICK_MS, DEADLINE_TICK_MS);
}

void
deadline_step(int limit_ms)
{
	deadline.step_at_ms = deadline_now_ms() + limit_ms;
}

void
deadline_watch(int fd)
{
	deadline.fd = fd;
}

void
deadline_hush(void)
{
	int64_t left_ms = deadline.limit_at_ms - deadline_now_ms();
	deadline.step_at_ms = deadline.limit_at_ms;
	deadline_set(left_ms > 0 ? left_ms : 1, DEADLINE_GRACE_MS);
}

void
deadline_disarm(void)
{
	deadline.armed = 0;
	deadline_set(0, 0);
}

void
deadline_last_words(int fd, const char *line)
{
	deadline.words = NULL; /* first: the handler may run in between */
	deadline.words_fd = fd;
	deadline.words_len = line == NULL ? 0 : strlen(line);
	deadline.words = line;
}
