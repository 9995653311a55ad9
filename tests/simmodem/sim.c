/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim.h"

int
pollset_add(struct pollset *ps, int fd, short events)
{
	if (fd < 0 || ps->n >= sizeof ps->fd / sizeof ps->fd[0])
		return -1;
	ps->fd[ps->n] = (struct pollfd){.fd = fd, .events = events};
	return (int)ps->n++;
}

short
pollset_events(const struct pollset *ps, int place)
{
	if (place < 0)
		return 0;
	return ps->fd[place].revents;
}

bool
sim_hung(const struct sim *s)
{
	return s->faults.hang_until_ms && mono_ms() < s->faults.hang_until_ms;
}

bool
sim_strikes(int *count)
{
	if (*count <= 0)
		return false;
	--*count;
	return true;
}

void
sim_power_cut(struct sim *s)
{
	net_call_end(s, "power cut");
	net_ring_end(s, "power cut");
	at_reset(s);
}
