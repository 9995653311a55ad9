/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/modem/at.h"

#include "gateway/modem/deadline.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AT_LINE_SIZE 2048 /* a PDU has at most 352 digits */
/* A split line comes together within this, at 9600 bit/s as well. */
#define AT_QUIET_MS  15
#define AT_LISTEN_MS 500

struct at_reader {
	char line[AT_LINE_SIZE];
	size_t len;
	at_line_fn *on_line;
	void *arg;
	bool dials;
	bool listens; /* no command was given: nothing is a result */
	bool done;
	int err;
	int code;
};

/* 1: something to read; 0: time over; -EPIPE: hung up. */
static int
at_wait(int fd, int wait_ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int got = poll(&p, 1, wait_ms);
	if (got < 0)
		return errno == EINTR ? 0 : -errno;
	if (got == 0)
		return 0;
	return (p.revents & POLLIN) != 0 ? 1 : -EPIPE;
}

int
at_quiet(const struct at_port *port)
{
	return at_wait(port->in, AT_QUIET_MS);
}

static int
at_write(int fd, const char *bytes, size_t len, int64_t end_ms)
{
	while (len > 0) {
		ssize_t done = write(fd, bytes, len);
		if (done >= 0) {
			bytes += done;
			len -= (size_t)done;
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return -EPIPE;
		struct pollfd p = {.fd = fd, .events = POLLOUT};
		int64_t left_ms = end_ms - deadline_now_ms();
		if (left_ms <= 0)
			return -ETIMEDOUT;
		(void)poll(&p, 1, (int)left_ms);
	}
	return 0;
}

static const struct {
	const char *line;
	int err;
} at_dial_results[] = {
    {"BUSY", -EBUSY},
    {"NO CARRIER", -ECONNREFUSED},
    {"NO DIALTONE", -ECONNREFUSED},
    {"NO DIAL TONE", -ECONNREFUSED},
    {"NO ANSWER", -ENODATA},
};

static bool
at_take_dial_result(struct at_reader *r)
{
	size_t count = sizeof(at_dial_results) / sizeof(at_dial_results[0]);
	for (size_t i = 0; r->dials && i < count; i++) {
		if (strcmp(r->line, at_dial_results[i].line) != 0)
			continue;
		r->done = true;
		r->err = at_dial_results[i].err;
		return true;
	}
	return false;
}

/* A final result ends the reply; everything else is for the caller. */
static void
at_take_line(struct at_reader *r)
{
	static const char *const coded[] = {"+CME ERROR:", "+CMS ERROR:"};
	r->line[r->len] = '\0';
	r->len = 0;
	if (r->listens) {
		r->on_line(r->arg, r->line);
		return;
	}
	if (at_take_dial_result(r))
		return;
	if (strcmp(r->line, "OK") == 0) {
		r->done = true;
		return;
	}
	for (size_t i = 0; i < sizeof(coded) / sizeof(coded[0]); i++) {
		if (strncmp(r->line, coded[i], strlen(coded[i])) != 0)
			continue;
		r->code = (int)strtol(r->line + strlen(coded[i]), NULL, 10);
		r->done = true;
		r->err = -EIO;
		return;
	}
	if (strcmp(r->line, "ERROR") == 0 ||
	    strcmp(r->line, "COMMAND NOT SUPPORT") == 0) {
		r->done = true;
		r->err = -EIO;
	} else if (r->on_line != NULL) {
		r->on_line(r->arg, r->line);
	}
}

static void
at_take(struct at_reader *r, const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i] != '\r' && bytes[i] != '\n') {
			if (bytes[i] != '\0' && r->len < AT_LINE_SIZE - 1)
				r->line[r->len++] = bytes[i];
		} else if (r->len > 0) {
			at_take_line(r);
		}
	}
}

/* A line begun behind the result belongs to us: libGammu has not its head. */
static bool
at_finished(const struct at_reader *r)
{
	return r->done && r->len == 0;
}

static int
at_read_reply(const struct at_port *port, struct at_reader *r, int64_t end_ms)
{
	while (!at_finished(r)) {
		char bytes[1024];
		int64_t left_ms = end_ms - deadline_now_ms();
		if (r->done && left_ms > AT_QUIET_MS)
			left_ms = AT_QUIET_MS;
		int got = left_ms <= 0 ? 0 : at_wait(port->in, (int)left_ms);
		if (got == 0 && r->done)
			break;
		if (got == 0 && end_ms <= deadline_now_ms())
			return -ETIMEDOUT;
		if (got < 0)
			return got;
		ssize_t count =
		    got == 0 ? 0 : read(port->in, bytes, sizeof(bytes));
		if (got > 0 && (count == 0 || (count < 0 && errno != EAGAIN &&
						  errno != EINTR)))
			return -EPIPE;
		if (count > 0)
			at_take(r, bytes, (size_t)count);
	}
	return r->err;
}

static int
at_run(const struct at_port *port, const char *command, int limit_ms,
    struct at_reader *reader)
{
	int64_t end_ms = deadline_now_ms() + limit_ms;
	int err = at_write(port->out, command, strlen(command), end_ms);
	if (err == 0)
		err = at_write(port->out, "\r", 1, end_ms);
	if (err == 0)
		err = at_read_reply(port, reader, end_ms);
	return err;
}

int
at_command(const struct at_port *port, const char *command, int limit_ms,
    at_line_fn *on_line, void *arg, int *ret_code)
{
	struct at_reader reader = {.on_line = on_line, .arg = arg};
	int err = at_run(port, command, limit_ms, &reader);
	if (ret_code != NULL)
		*ret_code = reader.code;
	return err;
}

int
at_dial(const struct at_port *port, const char *command, int limit_ms,
    at_line_fn *on_line, void *arg)
{
	struct at_reader reader = {
	    .on_line = on_line, .arg = arg, .dials = true};
	return at_run(port, command, limit_ms, &reader);
}

int
at_listen(const struct at_port *port, at_line_fn *on_line, void *arg)
{
	struct at_reader reader = {
	    .on_line = on_line, .arg = arg, .listens = true};
	int64_t end_ms = deadline_now_ms() + AT_LISTEN_MS;
	int got;
	while (
	    (got = at_wait(port->in, reader.len > 0 ? AT_QUIET_MS : 0)) > 0) {
		char bytes[1024];
		ssize_t count = read(port->in, bytes, sizeof(bytes));
		if (count == 0 ||
		    (count < 0 && errno != EAGAIN && errno != EINTR))
			return -EPIPE;
		if (count > 0)
			at_take(&reader, bytes, (size_t)count);
		if (end_ms <= deadline_now_ms())
			return 0; /* chatter without an end */
	}
	return got;
}
