/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* usleep()'s declaration, FIONREAD */
#include "gateway/modem/pacing.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PACING_STEP_MS 3
/* What libGammu does between two sleeps in a row takes less. */
#define PACING_NEXT_MS 2

static int pacing_in = -1, pacing_out = -1;
static int pacing_quiet_ms = PACING_QUIET_MS;
static unsigned long pacing_calls;

void
pacing_line(int in, int out)
{
	pacing_in = in;
	pacing_out = out;
}

void
pacing_quiet(int quiet_ms)
{
	pacing_quiet_ms = quiet_ms > 0 ? quiet_ms : PACING_QUIET_MS;
}

bool
pacing_in_force(void)
{
	return pacing_calls > 0;
}

static void
pacing_sleep_us(long us)
{
	struct timespec left = {us / 1000000, us % 1000000 * 1000};
	while (nanosleep(&left, &left) < 0)
		; /* a signal; the rest is in left */
}

static int
pacing_waiting(void)
{
	int bytes = 0;
	return ioctl(pacing_in, FIONREAD, &bytes) < 0 ? 0 : bytes;
}

static long
pacing_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * Until quiet_ms after the last byte, or the whole sleep is over. What has
 * come stays unread for libGammu, so its count is what is watched. A sleep
 * that follows at once on a quiet one (the third of a send, behind Ctrl-Z)
 * knows when the last byte came and does not wait again.
 */
static void
pacing_until_quiet(int most_ms)
{
	static long last_byte_ms, left_ms;
	static int left_count;
	long begun_ms = pacing_now_ms(), now_ms = begun_ms;
	int before = pacing_waiting();
	(void)tcdrain(pacing_out); /* a pipe has nothing to drain */
	if (before != left_count || begun_ms - left_ms > PACING_NEXT_MS)
		last_byte_ms = begun_ms;
	while (now_ms - last_byte_ms < pacing_quiet_ms &&
	       now_ms - begun_ms < most_ms) {
		pacing_sleep_us(PACING_STEP_MS * 1000);
		now_ms = pacing_now_ms();
		int count = pacing_waiting();
		if (count != before)
			last_byte_ms = now_ms;
		before = count;
	}
	left_ms = now_ms;
	left_count = before;
}

/* Default visibility on purpose: this is the usleep() libGammu finds. */
__attribute__((visibility("default"))) int
usleep(useconds_t us)
{
	pacing_calls++;
	if (us < PACING_LEAST_MS * 1000 || pacing_in < 0)
		pacing_sleep_us((long)us);
	else
		pacing_until_quiet((int)(us / 1000));
	return 0;
}
