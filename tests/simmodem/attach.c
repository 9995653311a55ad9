/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blocking writes on purpose: when the modem takes no more, neither
 * does this, and the program behind stdin feels it as on a real tty.
 */
#include "attach.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int
copy(int from, int to)
{
	char chunk[4096];
	ssize_t n = read(from, chunk, sizeof chunk);

	for (ssize_t done = 0, put; done < n; done += put) {
		put = write(to, chunk + done, (size_t)(n - done));
		if (put <= 0)
			return -1;
	}
	return n > 0 ? 0 : -1;
}

static int
connect_to(const char *path)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof addr.sun_path)
		return -1;
	snprintf(addr.sun_path, sizeof addr.sun_path, "%s", path);
	if (connect(fd, (const void *)&addr, sizeof addr) == 0)
		return fd;
	perror(path);
	close(fd);
	return -1;
}

/* Octet by octet: what comes behind the answer is the modem speaking. */
static int
ask(int fd)
{
	static const char request[] = "{\"cmd\":\"attach\"}\n";
	char line[512];
	size_t n = 0;

	if (write(fd, request, sizeof request - 1) < 0)
		return -1;
	while (n < sizeof line - 1 && read(fd, line + n, 1) == 1)
		if (line[n++] == '\n')
			break;
	line[n] = '\0';
	if (strstr(line, "\"ok\":true"))
		return 0;
	fprintf(stderr, "simmodem: %s", line);
	return -1;
}

int
attach_run(const char *socket_path)
{
	int fd = connect_to(socket_path);
	struct pollfd p[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = fd, .events = POLLIN}};

	if (fd < 0 || ask(fd))
		return 1;
	for (;;) {
		if (poll(p, 2, -1) < 0)
			return 1;
		if (p[1].revents && copy(fd, STDOUT_FILENO))
			return 0;
		if (p[0].revents && copy(STDIN_FILENO, fd))
			return 0;
	}
}
