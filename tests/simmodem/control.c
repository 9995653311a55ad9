/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket, its connections, and finding the command: control.h. */
#include "control.h"

#include "ctl.h"
#include "sim.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LINE_MAX_JSON (1u << 20)
#define CLIENTS_MAX   64

/* --- answers --- */

json_t *
ctl_ok(void)
{
	return json_pack("{s:b}", "ok", 1);
}

json_t *
ctl_error(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return json_pack("{s:b, s:s}", "ok", 0, "error", text);
}

json_t *
ctl_read(json_t *req, const char *fmt, ...)
{
	json_error_t err;
	va_list ap;
	int bad;

	va_start(ap, fmt);
	bad = json_vunpack_ex(req, &err, 0, fmt, ap);
	va_end(ap);
	return bad ? ctl_error("%s", err.text) : NULL;
}

void
ctl_put(json_t *o, const char *key, const char *text)
{
	json_object_set_new(o, key, text ? json_string(text) : json_null());
}

void
ctl_answer(struct client *c, json_t *answer, json_t *id)
{
	char *line;

	if (id)
		json_object_set(answer, "id", id);
	line = json_dumps(answer, JSON_COMPACT);
	if (line) {
		buf_puts(&c->out, line);
		buf_puts(&c->out, "\n");
	}
	free(line);
	json_decref(answer);
}

/* --- commands --- */

static json_t *do_attach(struct sim *s, json_t *req, struct client *c);

static json_t *
do_quit(struct sim *s, json_t *req, struct client *c)
{
	(void)req;
	(void)c;
	s->quit = true;
	return ctl_ok();
}

static const struct ctl_command own_commands[] = {
    {"attach", "", do_attach},
    {"quit", "", do_quit},
    {.name = NULL},
};

static const struct ctl_command *const tables[] = {
    own_commands,
    ctl_net_commands,
    ctl_call_commands,
    ctl_modem_commands,
    ctl_set_commands,
    ctl_fault_commands,
    ctl_wait_commands,
    ctl_ussd_commands,
};

static const struct ctl_command *
find_command(const char *name)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (const struct ctl_command *c = tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

static bool
is_listed(const char *keys, const char *key)
{
	size_t n = strlen(key);

	for (const char *at = keys; (at = strstr(at, key)); at += n)
		if ((at == keys || at[-1] == ' ') && (at[n] == ' ' || !at[n]) &&
		    n)
			return true;
	return false;
}

/* A misspelt key that is quietly ignored makes a test that proves nothing. */
static json_t *
unknown_key(const struct ctl_command *c, json_t *req)
{
	const char *key;
	json_t *value;

	json_object_foreach(req, key, value)
	{
		if (!is_listed("cmd id", key) && !is_listed(c->keys, key))
			return ctl_error("%s: unknown key %s", c->name, key);
	}
	return NULL;
}

static json_t *
run(struct sim *s, json_t *req, struct client *c)
{
	const char *name = json_string_value(json_object_get(req, "cmd"));
	const struct ctl_command *found = name ? find_command(name) : NULL;
	json_t *wrong;

	if (!json_is_object(req) || !name)
		return ctl_error("expected {\"cmd\":\"...\", ...}");
	if (!found)
		return ctl_error("unknown command %s", name);
	wrong = unknown_key(found, req);
	return wrong ? wrong : found->fn(s, req, c);
}

static void
one_line(struct sim *s, struct client *c, const char *line, size_t len)
{
	json_error_t err;
	json_t *req = json_loadb(line, len, JSON_REJECT_DUPLICATES, &err);
	json_t *answer, *id;

	if (!req) {
		ctl_answer(c, ctl_error("no JSON: %s", err.text), NULL);
		return;
	}
	id = json_object_get(req, "id");
	answer = run(s, req, c);
	if (answer)
		ctl_answer(c, answer, id);
	else if (id && c->wait.what)
		c->wait.id = json_incref(id);
	json_decref(req);
}

/* --- connections --- */

static void
flush(struct client *c)
{
	while (c->fd >= 0 && c->out.len) {
		ssize_t n = write(c->fd, c->out.data, c->out.len);

		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR)
				buf_clear(&c->out); /* nobody reads it */
			return;
		}
		buf_drop(&c->out, (size_t)n);
	}
}

/*
 * The connection stops being a control client and becomes the AT line;
 * what came behind the request is already for the modem.
 */
static json_t *
do_attach(struct sim *s, json_t *req, struct client *c)
{
	int err = line_attach(s, c->fd);

	(void)req;
	if (err)
		return ctl_error("attach: %s", strerror(-err));
	ctl_answer(c, ctl_ok(), NULL);
	flush(c);
	c->fd = -1;
	return NULL;
}

static void
serve_lines(struct sim *s, struct client *c)
{
	const char *end;

	while (c->fd >= 0 && !c->wait.what && c->in.len &&
	       (end = memchr(c->in.data, '\n', c->in.len))) {
		size_t len = (size_t)(end - c->in.data);
		char *line = xcalloc(1, len + 1);

		memcpy(line, c->in.data, len);
		buf_drop(&c->in, len + 1);
		if (c->overlong)
			ctl_answer(c, ctl_error("line over 1 MiB"), NULL);
		else
			one_line(s, c, line, len);
		c->overlong = false;
		free(line);
	}
	if (c->fd < 0 && c->in.len) {
		at_feed(s, c->in.data, c->in.len);
		buf_clear(&c->in);
	}
	if (c->in.len > LINE_MAX_JSON && !c->wait.what) {
		c->overlong = true;
		buf_clear(&c->in);
	}
}

static void
read_client(struct sim *s, struct client *c)
{
	char chunk[65536];
	ssize_t n = read(c->fd, chunk, sizeof chunk);

	if (n > 0) {
		buf_add(&c->in, chunk, (size_t)n);
		serve_lines(s, c);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		c->eof = true;
	}
}

/* Only when it has got all it asked for, or does not listen any more. */
static void
close_ended(struct client *c, bool hung_up)
{
	if (c->fd < 0 || !c->eof)
		return;
	if (!hung_up && (c->wait.what || c->out.len))
		return;
	close(c->fd);
	c->fd = -1;
}

static void
accept_client(struct sim *s)
{
	int fd = accept4(
	    s->control.listen, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *c;
	int n = 0;

	if (fd < 0)
		return;
	for (c = s->control.clients; c; c = c->next)
		n++;
	if (n >= CLIENTS_MAX) {
		close(fd);
		return;
	}
	c = xcalloc(1, sizeof *c);
	*c = (struct client){.next = s->control.clients, .fd = fd, .place = -1};
	s->control.clients = c;
}

static void
free_gone(struct sim *s)
{
	struct client **at = &s->control.clients;

	while (*at) {
		struct client *c = *at;

		if (c->fd >= 0) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		ctl_wait_forget(s, c);
		buf_free(&c->in);
		buf_free(&c->out);
		free(c);
	}
}

void
control_poll_add(struct sim *s, struct pollset *ps)
{
	s->control.place = pollset_add(ps, s->control.listen, POLLIN);
	for (struct client *c = s->control.clients; c; c = c->next) {
		/* One that waits may send on, but not without end. */
		bool reading = !c->eof && c->in.len <= LINE_MAX_JSON;
		int events =
		    (reading ? POLLIN : 0) | (c->out.len ? POLLOUT : 0);

		c->place = pollset_add(ps, c->fd, (short)events);
	}
}

void
control_poll_done(struct sim *s, const struct pollset *ps)
{
	for (struct client *c = s->control.clients; c; c = c->next) {
		short events = pollset_events(ps, c->place);

		if (events & ~POLLOUT)
			read_client(s, c);
		flush(c);
		close_ended(c, events & (POLLHUP | POLLERR));
	}
	free_gone(s);
	if (pollset_events(ps, s->control.place) & POLLIN)
		accept_client(s);
}

void
control_check_waits(struct sim *s)
{
	bool served;

	for (struct client *c = s->control.clients; c; c = c->next) {
		do {
			if (c->wait.what)
				ctl_wait_check(s, c);
			/* Goes on behind the wait, maybe to the next one. */
			served = !c->wait.what && c->in.len;
			if (served)
				serve_lines(s, c);
		} while (served && c->wait.what);
		flush(c);
		close_ended(c, false);
	}
	free_gone(s);
}

void
control_saw_command(struct sim *s, const char *line)
{
	for (struct client *c = s->control.clients; c; c = c->next)
		if (c->wait.what)
			ctl_wait_saw(c, line);
}

/* --- the socket --- */

/* A socket file that nobody serves any more is in the way. */
static int
remove_stale(const struct sockaddr_un *addr)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int live;

	if (fd < 0)
		return -errno;
	live = connect(fd, (const void *)addr, sizeof *addr) == 0;
	close(fd);
	if (live)
		return -EADDRINUSE;
	if (errno == ECONNREFUSED)
		unlink(addr->sun_path);
	return 0;
}

int
control_open(struct control *c, const char *path)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	int err;
	mode_t mask;

	*c = (struct control){.listen = -1};
	if (strlen(path) >= sizeof addr.sun_path)
		return -ENAMETOOLONG;
	snprintf(addr.sun_path, sizeof addr.sun_path, "%s", path);
	err = remove_stale(&addr);
	if (err)
		return err;
	c->listen =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (c->listen < 0)
		return -errno;
	mask = umask(0177);
	err =
	    bind(c->listen, (const void *)&addr, sizeof addr) < 0 ? -errno : 0;
	umask(mask);
	if (!err)
		c->path = xstrdup(path);
	return err;
}

int
control_serve(const struct control *c)
{
	return listen(c->listen, CLIENTS_MAX) < 0 ? -errno : 0;
}

void
control_close(struct sim *s)
{
	for (struct client *c = s->control.clients; c; c = c->next) {
		flush(c);
		if (c->fd >= 0)
			close(c->fd);
		c->fd = -1;
	}
	free_gone(s);
	if (s->control.listen >= 0)
		close(s->control.listen);
	if (s->control.path)
		unlink(s->control.path);
	free(s->control.path);
}
