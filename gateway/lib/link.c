/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "link.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int64_t
link_now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
link_start(struct link *l, enum wire_role role, int fd)
{
	int flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return -errno;
	*l = (struct link){.fd = fd, .role = role};
	wire_reader_init(&l->reader);
	return 0;
}

int
link_open_spawned(struct link *l, enum wire_role role)
{
	pid_t parent = getppid();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return -errno;
	if (getppid() != parent) /* it died before we asked */
		return -EPIPE;
	return link_start(l, role, LINK_SPAWN_FD);
}

int
link_connect(struct link *l, enum wire_role role, const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(to.sun_path))
		return -ENAMETOOLONG;
	memcpy(to.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	int err = 0;
	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0)
		err = -errno;
	if (err == 0)
		err = link_start(l, role, fd);
	if (err < 0)
		(void)close(fd);
	return err;
}

void
link_close(struct link *l)
{
	if (l->fd >= 0)
		(void)close(l->fd);
	l->fd = -1;
	wire_reader_free(&l->reader);
}

int
link_hello(struct link *l, const char *name)
{
	json_t *hello = json_pack("{s:s, s:i, s:s, s:i, s:s*}", "f", "hello",
	    "version", WIRE_VERSION, "role", wire_role_name(l->role), "pid",
	    (int)getpid(), "name", name);
	int err = link_send(l, hello);
	if (err < 0)
		return err;
	const struct wire_frame *frame = NULL;
	json_t *welcome = link_wait(l, LINK_HELLO_WAIT_MS, &frame, &err);
	if (welcome == NULL)
		return err;
	bool fits = strcmp(frame->name, "welcome") == 0 &&
		    wire_int(welcome, "version", 0) == WIRE_VERSION;
	json_decref(welcome);
	return fits ? 0 : -EPROTO;
}

int64_t
link_id(struct link *l)
{
	return ++l->last_id;
}

static int
link_write_all(struct link *l, const char *bytes, size_t len)
{
	int64_t end = link_now_ms() + LINK_WRITE_WAIT_MS;
	while (len > 0) {
		ssize_t done = send(l->fd, bytes, len, MSG_NOSIGNAL);
		if (done >= 0) {
			bytes += done;
			len -= (size_t)done;
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return -EPIPE;
		int64_t left = end - link_now_ms();
		struct pollfd p = {.fd = l->fd, .events = POLLOUT};
		if (left <= 0)
			return -ETIMEDOUT;
		(void)poll(&p, 1, (int)left);
	}
	return 0;
}

int
link_send(struct link *l, json_t *frame)
{
	if (frame == NULL)
		return -ENOMEM;
	char *line = wire_line(frame, l->role);
	if (line == NULL)
		return -EMSGSIZE;
	int err = link_write_all(l, line, strlen(line));
	explicit_bzero(line, strlen(line)); /* it may hold a passphrase */
	free(line);
	return err;
}

int
link_ok(struct link *l, json_t *to)
{
	return link_send(l, json_pack("{s:s, s:I}", "f", "ok", "re",
				(json_int_t)wire_int(to, "id", 0)));
}

int
link_refuse(struct link *l, json_t *to, const char *error, bool retry)
{
	return link_send(l, json_pack("{s:s, s:I, s:s, s:b}", "f", "refused",
				"re", (json_int_t)wire_int(to, "id", 0),
				"error", error, "retry", (int)retry));
}

int
link_pong(struct link *l, json_t *to)
{
	return link_send(l, json_pack("{s:s, s:I}", "f", "pong", "re",
				(json_int_t)wire_int(to, "id", 0)));
}

int
link_misdirected(struct link *l, json_t *frame, const char *name)
{
	log_warn("wire.misdirected", LOG_S("frame", name));
	if (json_object_get(frame, "id") == NULL)
		return 0;
	return link_refuse(l, frame, "unknown", false);
}

void
link_log_faults(struct link *l)
{
	uint64_t faults = 0;
	for (size_t i = 0; i < WIRE_FAULT_MAX; i++)
		faults += l->faults[i];
	if (faults != l->faults_told)
		log_warn("wire.refused", LOG_I("total", faults));
	l->faults_told = faults;
}

int
link_read(struct link *l)
{
	char bytes[16384];
	for (;;) {
		ssize_t got = recv(l->fd, bytes, sizeof(bytes), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return 0;
		if (got <= 0)
			return -EPIPE;
		int err = wire_reader_feed(&l->reader, bytes, (size_t)got);
		if (err < 0)
			return err;
		/* The rest waits in the socket until these are taken out. */
		if ((size_t)got < sizeof(bytes) ||
		    l->reader.pending.len >= 2 * WIRE_LINE_MAX)
			return 0;
	}
}

json_t *
link_next(struct link *l, const struct wire_frame **ret_frame)
{
	const char *line;
	size_t len;
	for (;;) {
		int got = wire_reader_next(&l->reader, &line, &len);
		if (got == 0)
			return NULL;
		if (got < 0) {
			l->faults[WIRE_OVERSIZED]++;
			continue;
		}
		enum wire_fault fault;
		json_t *frame =
		    wire_parse(line, len, WIRE_CORE, ret_frame, &fault);
		if (frame != NULL)
			return frame;
		l->faults[fault]++;
	}
}

json_t *
link_wait(struct link *l, int timeout_ms, const struct wire_frame **ret_frame,
    int *ret_err)
{
	int64_t end = link_now_ms() + timeout_ms;
	for (;;) {
		json_t *frame = link_next(l, ret_frame);
		if (frame != NULL)
			return frame;
		int64_t left = end - link_now_ms();
		struct pollfd p = {.fd = l->fd, .events = POLLIN};
		if (left <= 0 || poll(&p, 1, (int)left) == 0) {
			*ret_err = -ETIMEDOUT;
			return NULL;
		}
		*ret_err = link_read(l);
		if (*ret_err < 0)
			return NULL;
	}
}
