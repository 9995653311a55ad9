/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/listener.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTENER_BACKLOG 1024

union listener_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* "HOST:PORT" into host (without brackets) and port. */
static bool
listener_split(const char *listen, char *host, size_t size, in_port_t *ret)
{
	const char *colon = strrchr(listen, ':');
	const char *from = listen;
	if (colon == NULL)
		return false;
	size_t len = (size_t)(colon - listen);
	if (len >= 2 && from[0] == '[' && colon[-1] == ']') {
		from++;
		len -= 2;
	}
	char *end;
	long port = strtol(colon + 1, &end, 10);
	if (len == 0 || len >= size || *end != '\0' || port < 0 || port > 65535)
		return false;
	memcpy(host, from, len);
	host[len] = '\0';
	*ret = htons((uint16_t)port);
	return true;
}

static bool
listener_parse(const char *listen, union listener_address *a, socklen_t *size,
    struct listener *l)
{
	char host[INET6_ADDRSTRLEN];
	in_port_t port;
	memset(a, 0, sizeof(*a));
	if (!listener_split(listen, host, sizeof(host), &port))
		return false;
	if (inet_pton(AF_INET, host, &a->v4.sin_addr) == 1) {
		a->v4.sin_family = AF_INET;
		a->v4.sin_port = port;
		*size = sizeof(a->v4);
		l->loopback = ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
		(void)snprintf(l->host, sizeof(l->host), "%s", host);
		return true;
	}
	if (inet_pton(AF_INET6, host, &a->v6.sin6_addr) != 1)
		return false;
	a->v6.sin6_family = AF_INET6;
	a->v6.sin6_port = port;
	*size = sizeof(a->v6);
	l->loopback = IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
	(void)snprintf(l->host, sizeof(l->host), "[%s]", host);
	return true;
}

static const char *
listener_error(int error)
{
	switch (error) {
	case EADDRINUSE:
		return "address_in_use";
	case EADDRNOTAVAIL:
		return "address_not_here";
	case EACCES:
	case EPERM:
		return "address_not_allowed";
	default:
		return "cannot_listen";
	}
}

static int
listener_bind(int fd, const union listener_address *a, socklen_t size)
{
	const int yes = 1;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0 ||
	    bind(fd, &a->any, size) < 0 || listen(fd, LISTENER_BACKLOG) < 0)
		return -errno;
	return 0;
}

static int
listener_port(int fd)
{
	union listener_address a = {.any.sa_family = AF_UNSPEC};
	socklen_t size = sizeof(a);
	if (getsockname(fd, &a.any, &size) < 0)
		return 0;
	return ntohs(
	    a.any.sa_family == AF_INET ? a.v4.sin_port : a.v6.sin6_port);
}

const char *
listener_open(const char *listen, struct listener *ret)
{
	union listener_address a;
	struct listener l = {.fd = -1};
	socklen_t size;
	if (!listener_parse(listen, &a, &size, &l))
		return "address_malformed";
	l.fd = socket(a.any.sa_family, SOCK_STREAM, 0);
	if (l.fd < 0)
		return listener_error(errno);
	int err = listener_bind(l.fd, &a, size);
	if (err < 0) {
		(void)close(l.fd);
		return listener_error(-err);
	}
	l.port = listener_port(l.fd);
	*ret = l;
	return NULL;
}

static bool
listener_add_name(struct screen_names *names, const char *name)
{
	if (names->count == SCREEN_NAMES_MAX)
		return false;
	names->all[names->count++] = name;
	return true;
}

const char *
listener_names(const char *hostnames, const struct listener *l, char **text,
    struct screen_names *ret)
{
	static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
	char *rest = NULL;
	*ret = (struct screen_names){.count = 0};
	*text = strdup(hostnames);
	if (*text == NULL)
		return "no_memory";
	for (char *c = *text; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	bool fits = listener_add_name(ret, l->host);
	for (size_t i = 0; l->loopback && i < 3; i++)
		fits = fits && listener_add_name(ret, own[i]);
	for (char *name = strtok_r(*text, " ,\t", &rest); name != NULL;
	     name = strtok_r(NULL, " ,\t", &rest))
		fits = fits && listener_add_name(ret, name);
	return fits ? NULL : "too_many_hostnames";
}
