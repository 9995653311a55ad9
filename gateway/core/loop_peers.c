/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets of the loop: children, clients, and who may connect as what. */
#define _GNU_SOURCE /* struct ucred */
#include "../lib/log.h"
#include "../lib/wipe.h"
#include "loop_parts.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOP_CLIENTS_MAX 40
#define LOOP_PAUSE_BYTES (2 * WIRE_LINE_MAX)

struct loop_peer *
loop_peer_new(struct loop *l, enum wire_role role, const char *name)
{
	struct loop_peer *p = calloc(1, sizeof(*p));
	if (p == NULL)
		return NULL;
	if (uv_pipe_init(&l->uv, &p->pipe, 0) < 0) {
		free(p);
		return NULL;
	}
	p->loop = l;
	p->id = ++l->last_peer;
	p->role = role;
	p->fresh = true;
	p->pipe.data = p;
	(void)snprintf(
	    p->name, sizeof(p->name), "%s", name == NULL ? "" : name);
	wire_reader_init(&p->reader);
	p->next = l->peers;
	l->peers = p;
	return p;
}

static void
loop_peer_closed(uv_handle_t *handle)
{
	struct loop_peer *p = handle->data;
	wire_reader_free(&p->reader);
	free(p);
}

void
loop_peer_close(struct loop_peer *p)
{
	struct loop_peer **at = &p->loop->peers;
	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	if (p->child != NULL) {
		p->child->peer = NULL;
		loop_child_kill(p->child);
	}
	uv_close((uv_handle_t *)&p->pipe, loop_peer_closed);
}

/* Nothing more comes; the engine hears of it in the next turn. */
static void
loop_peer_end(struct loop_peer *p)
{
	(void)uv_read_stop((uv_stream_t *)&p->pipe);
	p->ended = true;
	loop_want_turn(p->loop);
}

static void
loop_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	static char bytes[65536]; /* taken over before the next read */
	(void)handle;
	(void)suggested;
	*buf = uv_buf_init(bytes, sizeof(bytes));
}

static void
loop_on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct loop_peer *p = stream->data;
	if (got == 0)
		return;
	int err = (int)got;
	if (got > 0) {
		err = wire_reader_feed(&p->reader, buf->base, (size_t)got);
		wipe(buf->base, (size_t)got);
	}
	if (err < 0) {
		loop_peer_end(p);
		return;
	}
	if (p->reader.pending.len > LOOP_PAUSE_BYTES) {
		p->paused = true; /* until the engine has caught up */
		(void)uv_read_stop(stream);
	}
	loop_want_turn(p->loop);
}

void
loop_peer_start(struct loop_peer *p)
{
	if (uv_read_start((uv_stream_t *)&p->pipe, loop_alloc, loop_on_read) <
	    0)
		loop_peer_end(p);
}

static struct loop_peer *
loop_peer_find(struct loop *l, int id)
{
	for (struct loop_peer *p = l->peers; p != NULL; p = p->next)
		if (p->id == id)
			return p;
	return NULL;
}

struct loop_write {
	uv_write_t request;
	char bytes[];
};

static void
loop_on_written(uv_write_t *request, int status)
{
	(void)status; /* a broken pipe shows in reading */
	free(request->data);
}

void
loop_send(void *loop, int peer, const char *line, size_t size)
{
	struct loop_peer *p = loop_peer_find(loop, peer);
	if (p == NULL || p->dropping)
		return;
	if (uv_stream_get_write_queue_size((uv_stream_t *)&p->pipe) >
	    LOOP_QUEUE_MAX) {
		loop_drop(loop, peer, "does_not_read");
		return;
	}
	struct loop_write *w = malloc(sizeof(*w) + size);
	if (w == NULL) {
		loop_drop(loop, peer, "out_of_memory");
		return;
	}
	memcpy(w->bytes, line, size);
	w->request.data = w;
	uv_buf_t buf = uv_buf_init(w->bytes, (unsigned)size);
	if (uv_write(&w->request, (uv_stream_t *)&p->pipe, &buf, 1,
		loop_on_written) < 0)
		free(w);
}

/* The engine hears that it is gone in the next turn, then it is closed. */
void
loop_drop(void *loop, int peer, const char *why)
{
	struct loop *l = loop;
	struct loop_peer *p = loop_peer_find(l, peer);
	if (p == NULL || p->ended)
		return;
	log_info("peer.dropped", LOG_S("role", wire_role_name(p->role)),
	    LOG_S("name", p->name), LOG_S("cause", why));
	wire_reader_free(&p->reader); /* nothing of it is listened to */
	loop_peer_end(p);
}

void
loop_healthy(void *loop, int peer)
{
	struct loop_peer *p = loop_peer_find(loop, peer);
	if (p != NULL && p->child != NULL)
		loop_child_heard(p->child);
}

/* --- who may connect --- */

static size_t
loop_count_clients(const struct loop *l)
{
	size_t count = 0;
	for (const struct loop_peer *p = l->peers; p != NULL; p = p->next)
		count += p->role == WIRE_CLIENT;
	return count;
}

static void
loop_accept(struct loop *l, uv_stream_t *from, enum wire_role role)
{
	struct loop_peer *p = loop_peer_new(l, role, NULL);
	if (p == NULL || uv_accept(from, (uv_stream_t *)&p->pipe) < 0) {
		if (p != NULL) {
			p->fresh = false;
			loop_peer_close(p);
		}
		return;
	}
	loop_peer_start(p);
	loop_want_turn(l);
}

static bool
loop_user(struct loop_peer *p, struct ucred *ret)
{
	int fd;
	socklen_t size = sizeof(*ret);
	return uv_fileno((uv_handle_t *)&p->pipe, &fd) == 0 &&
	       getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ret, &size) == 0;
}

static void
loop_on_client(uv_stream_t *listener, int status)
{
	struct loop *l = listener->data;
	if (status < 0)
		return;
	if (loop_count_clients(l) >= LOOP_CLIENTS_MAX) {
		/* Taken and closed at once, so that it does not hang. */
		loop_accept(l, listener, WIRE_CLIENT);
		loop_drop(l, l->last_peer, "too_many_clients");
		return;
	}
	loop_accept(l, listener, WIRE_CLIENT);
	struct loop_peer *p = loop_peer_find(l, l->last_peer);
	struct ucred who;
	if (p != NULL && loop_user(p, &who)) {
		p->has_user = true;
		p->user = who.uid;
	}
}

/* The installed programs run as users of their own: those are their roles. */
static const struct {
	const char *user;
	enum wire_role role;
} loop_users[] = {{"siaga-modem", WIRE_MODEM}, {"siaga-notify", WIRE_NOTIFY},
    {"siaga-web", WIRE_WEB}};

static enum wire_role
loop_role_of(uid_t uid)
{
	struct passwd *user = getpwuid(uid);
	size_t count = sizeof(loop_users) / sizeof(*loop_users);
	for (size_t i = 0; user != NULL && i < count; i++)
		if (strcmp(user->pw_name, loop_users[i].user) == 0)
			return loop_users[i].role;
	return WIRE_ROLE_MAX;
}

static void
loop_on_wire(uv_stream_t *listener, int status)
{
	struct loop *l = listener->data;
	struct ucred who = {0};
	if (status < 0)
		return;
	loop_accept(l, listener, WIRE_MODEM);
	struct loop_peer *p = loop_peer_find(l, l->last_peer);
	if (p == NULL)
		return;
	bool known = loop_user(p, &who);
	enum wire_role role = known ? loop_role_of(who.uid) : WIRE_ROLE_MAX;
	if (role != WIRE_ROLE_MAX)
		p->role = role;
	else if (known && who.uid == getuid())
		p->any_role = true; /* our own user: it says what it is */
	else
		loop_drop(l, p->id, "not_a_user_of_siaga");
}

static int
loop_listen_at(struct loop *l, uv_pipe_t *listener, const char *path, int mode,
    uv_connection_cb taker)
{
	(void)unlink(path); /* ours: the lock on the state is held */
	int err = uv_pipe_init(&l->uv, listener, 0);
	listener->data = l;
	mode_t before = umask(0777 & ~(mode_t)mode);
	if (err == 0)
		err = uv_pipe_bind(listener, path);
	(void)umask(before);
	if (err == 0)
		err = uv_listen((uv_stream_t *)listener, 16, taker);
	return err;
}

int
loop_listen(struct loop *l, const char **ret_why)
{
	char path[768];
	const char *runtime = getenv("RUNTIME_DIRECTORY");
	*ret_why = "state_dir/siaga.sock cannot be made (is the path longer "
		   "than 100 characters?)";
	(void)snprintf(
	    path, sizeof(path), "%s/siaga.sock", l->conf->siaga.state_dir);
	int err = loop_listen_at(l, &l->listener, path, 0660, loop_on_client);
	if (err < 0 || l->conf->siaga.children != CONF_CHILDREN_SYSTEMD)
		return err;
	*ret_why = "wire.sock cannot be made in $RUNTIME_DIRECTORY";
	(void)snprintf(path, sizeof(path), "%s/wire.sock",
	    runtime == NULL ? "/run/siaga" : runtime);
	return loop_listen_at(l, &l->wire_listener, path, 0666, loop_on_wire);
}
