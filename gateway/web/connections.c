/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections are taken here and handed to libmicrohttpd, which on its own
 * would take no new one once there are too many: ten thousand that say nothing
 * would keep an officer out. Here who has waited longest without asking
 * anything makes room for who comes.
 */
#define _GNU_SOURCE /* accept4() */
#include "gateway/lib/log.h"
#include "gateway/web/web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONN_FIRST_MS   15000 /* handshake, headers, body */
#define CONN_QUIET_MS   30000 /* the same after an answer, idle time included */
#define CONN_SENDING_MS 60000
#define CONN_SWEEP_MS   1000
#define CONN_TELL_MS    60000
#define CONN_A_TURN     64

union conn_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static void
conn_name(struct conn *c, const union conn_address *a)
{
	if (a->any.sa_family == AF_INET) {
		(void)inet_ntop(
		    AF_INET, &a->v4.sin_addr, c->origin, sizeof(c->origin));
		c->loopback = strncmp(c->origin, "127.", 4) == 0;
	} else {
		(void)inet_ntop(
		    AF_INET6, &a->v6.sin6_addr, c->origin, sizeof(c->origin));
		c->loopback = IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
	}
}

void
connections_set(struct conn *c, enum conn_state state)
{
	static const int64_t patience_ms[] = {[CONN_QUIET] = CONN_QUIET_MS,
	    [CONN_ASKING] = WEB_NEVER_MS, /* calls.c looks after it */
	    [CONN_SENDING] = CONN_SENDING_MS,
	    [CONN_STREAM] = WEB_NEVER_MS};
	int64_t most_ms = patience_ms[state];
	c->state = state;
	c->since_ms = web_now_ms();
	c->due_ms =
	    most_ms == WEB_NEVER_MS ? WEB_NEVER_MS : c->since_ms + most_ms;
}

/* --- making room --- */

/* libmicrohttpd sees the end of the connection, and closes it. */
static void
conn_shut(struct conn *c)
{
	c->shut = true;
	(void)shutdown(c->fd, SHUT_RDWR);
}

/* A stranger also while he takes an answer: he may take it as slowly as he
 * likes. */
static bool
conn_may_go(const struct conn *c)
{
	return c->used && !c->shut &&
	       (c->state == CONN_QUIET ||
		   (c->state == CONN_SENDING && !c->known));
}

/* Strangers before people, then who waits longest. origin NULL: of all. */
static struct conn *
conn_victim(struct door *d, const char *origin, size_t *ret_count)
{
	struct conn *victim = NULL;
	size_t count = 0;
	for (struct conn *c = d->conns; c < d->conns + d->kind->conns_most;
	     c++) {
		if (!conn_may_go(c) ||
		    (origin != NULL && strcmp(origin, c->origin) != 0))
			continue;
		count++;
		if (victim == NULL || c->known < victim->known ||
		    (c->known == victim->known &&
			c->since_ms < victim->since_ms))
			victim = c;
	}
	*ret_count = count;
	return victim;
}

static void
conn_evict(struct door *d, struct conn *victim)
{
	conn_shut(victim);
	d->evicted++;
}

static void
conn_make_room(struct door *d, const struct conn *new)
{
	size_t count, most = d->quiet_each_most;
	if (d->used < most)
		return; /* nobody can have too many */
	struct conn *victim = conn_victim(d, new->origin, &count);
	if (!new->loopback && count >= most) {
		conn_evict(d, victim);
		return;
	}
	victim = conn_victim(d, NULL, &count);
	if (count >= d->quiet_most)
		conn_evict(d, victim);
}

static struct conn *
conn_free_one(struct door *d)
{
	for (struct conn *c = d->conns; c < d->conns + d->conns_most; c++)
		if (!c->used)
			return c;
	return NULL;
}

/* --- coming and going --- */

static void
conn_leave(struct door *d, struct conn *c)
{
	c->used = false;
	d->used--;
}

static void
conn_take(
    struct door *d, int fd, const union conn_address *from, socklen_t size)
{
	/* A peer that has gone without a word, or takes nothing. */
	const int gone_ms = CONN_SENDING_MS, at_once = 1;
	struct conn *c = conn_free_one(d);
	if (c == NULL) {
		d->evicted++;
		(void)close(fd);
		return;
	}
	*c = (struct conn){.fd = fd};
	conn_name(c, from);
	if (address_from_sockaddr(&from->any, &c->from) < 0)
		c->from.size = 0; /* in no network */
	conn_make_room(d, c);
	c->used = true;
	d->used++;
	c->since_ms = web_now_ms();
	c->due_ms = c->since_ms + CONN_FIRST_MS;
	(void)setsockopt(
	    fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &gone_ms, sizeof(gone_ms));
	(void)setsockopt(
	    fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
	if (MHD_add_connection(d->daemon, fd, &from->any, size) != MHD_YES)
		conn_leave(d, c); /* it is closed */
}

void
connections_accept(struct door *d)
{
	for (int i = 0; i < CONN_A_TURN; i++) {
		union conn_address from = {.any.sa_family = AF_UNSPEC};
		socklen_t size = sizeof(from);
		int fd = accept4(d->listen_fd, &from.any, &size,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && errno == EINTR)
			continue;
		if (fd < 0)
			return;
		conn_take(d, fd, &from, size);
	}
}

static struct conn *
conn_of(struct door *d, struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	for (struct conn *c = d->conns; c < d->conns + d->kind->conns_most; c++)
		if (info != NULL && c->used && c->fd == info->connect_fd)
			return c;
	return NULL;
}

void
connections_notify(void *door, struct MHD_Connection *mhd, void **context,
    enum MHD_ConnectionNotificationCode what)
{
	struct conn *c = *context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*context = conn_of(door, mhd);
	else if (c != NULL)
		conn_leave(door, c);
}

/* --- the clock --- */

static void
conn_tell_evicted(struct door *d, int64_t now_ms)
{
	if (d->evicted == d->evicted_told || now_ms < d->evicted_at_ms)
		return;
	log_warn(d->kind->crowded,
	    LOG_I("shut_out", d->evicted - d->evicted_told),
	    LOG_S("effect", "connections that asked nothing made room"));
	d->evicted_told = d->evicted;
	d->evicted_at_ms = now_ms + CONN_TELL_MS;
}

void
connections_sweep(struct door *d)
{
	int64_t now_ms = web_now_ms();
	if (now_ms < d->sweep_at_ms)
		return;
	d->sweep_at_ms = now_ms + CONN_SWEEP_MS;
	conn_tell_evicted(d, now_ms);
	for (struct conn *c = d->conns; c < d->conns + d->kind->conns_most; c++)
		if (c->used && !c->shut && c->due_ms <= now_ms)
			conn_shut(c);
}

bool
connections_any(const struct door *d)
{
	for (const struct conn *c = d->conns;
	     c < d->conns + d->kind->conns_most; c++)
		if (c->used)
			return true;
	return d->evicted != d->evicted_told;
}
