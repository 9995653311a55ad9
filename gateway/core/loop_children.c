/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that siagad starts itself (children = spawn): on a socketpair, as
 * file descriptor 3, same user. They end with it (PR_SET_PDEATHSIG); one that
 * ends is started again after 0.1 s, doubling to 5 s until it answers.
 */
#include "../lib/link.h"
#include "../lib/log.h"
#include "loop_parts.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOP_BACKOFF_MS     100
#define LOOP_BACKOFF_MAX_MS 5000

static void loop_child_spawn(uv_timer_t *);

void
loop_child_heard(struct loop_child *c)
{
	c->backoff_ms = LOOP_BACKOFF_MS;
}

void
loop_child_kill(struct loop_child *c)
{
	if (c->running)
		(void)uv_process_kill(&c->process, SIGKILL);
}

static void
loop_child_later(struct loop_child *c)
{
	(void)uv_timer_start(&c->timer, loop_child_spawn, c->backoff_ms, 0);
	c->backoff_ms *= 2;
	if (c->backoff_ms > LOOP_BACKOFF_MAX_MS)
		c->backoff_ms = LOOP_BACKOFF_MAX_MS;
}

static void
loop_child_freed(uv_handle_t *handle)
{
	struct loop_child *c = handle->data;
	c->running = false;
	if (!c->loop->stopping)
		loop_child_later(c);
}

static void
loop_child_on_exit(uv_process_t *process, int64_t status, int signal)
{
	struct loop_child *c = process->data;
	log_warn("child.ended", LOG_S("role", wire_role_name(c->role)),
	    LOG_S("name", c->name), LOG_I("status", status),
	    LOG_I("signal", signal), LOG_I("again_in_ms", c->backoff_ms));
	uv_close((uv_handle_t *)process, loop_child_freed);
}

static int
loop_child_exec(struct loop_child *c, struct loop_peer *p)
{
	char path[1024];
	char name_option[] = "--name";
	(void)snprintf(path, sizeof(path), "%s/siaga-%s", c->loop->program_dir,
	    wire_role_name(c->role));
	char *args[] = {
	    path, c->name[0] == '\0' ? NULL : name_option, c->name, NULL};
	uv_stdio_container_t stdio[LINK_SPAWN_FD + 1] = {
	    {.flags = UV_IGNORE},
	    {.flags = UV_INHERIT_FD, .data.fd = 2}, /* no child prints */
	    {.flags = UV_INHERIT_FD, .data.fd = 2},
	    {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE,
		.data.stream = (uv_stream_t *)&p->pipe},
	};
	uv_process_options_t options = {
	    .exit_cb = loop_child_on_exit,
	    .file = path,
	    .args = args,
	    .stdio_count = LINK_SPAWN_FD + 1,
	    .stdio = stdio,
	};
	c->process.data = c;
	return uv_spawn(&c->loop->uv, &c->process, &options);
}

static void
loop_child_spawn(uv_timer_t *timer)
{
	struct loop_child *c = timer->data;
	struct loop_peer *p = loop_peer_new(c->loop, c->role, c->name);
	if (p == NULL) {
		loop_child_later(c);
		return;
	}
	int err = loop_child_exec(c, p);
	if (err < 0) {
		/* A program that is missing stays so: not each time. */
		if (c->backoff_ms < LOOP_BACKOFF_MAX_MS)
			log_error("child.not_started",
			    LOG_S("role", wire_role_name(c->role)),
			    LOG_S("cause", uv_strerror(err)));
		/* uv keeps the handle even if the program did not start */
		uv_close((uv_handle_t *)&c->process, loop_child_freed);
		loop_peer_close(p);
		return;
	}
	c->running = true;
	c->peer = p;
	p->child = c;
	loop_peer_start(p);
	loop_want_turn(c->loop);
}

static void
loop_add_child(struct loop *l, enum wire_role role, const char *name)
{
	struct loop_child *c = &l->children[l->child_count++];
	c->loop = l;
	c->role = role;
	c->backoff_ms = LOOP_BACKOFF_MS;
	(void)snprintf(
	    c->name, sizeof(c->name), "%s", name == NULL ? "" : name);
	(void)uv_timer_init(&l->uv, &c->timer);
	c->timer.data = c;
	loop_child_spawn(&c->timer);
}

int
loop_start_children(struct loop *l, const char **ret_why)
{
	(void)ret_why;
	if (l->conf->siaga.children != CONF_CHILDREN_SPAWN)
		return 0;
	for (size_t i = 0; i < l->conf->modem_count; i++)
		loop_add_child(l, WIRE_MODEM, l->conf->modems[i].name);
	if (l->conf->webhook_count > 0)
		loop_add_child(l, WIRE_NOTIFY, NULL);
	if (l->conf->web_line != 0 || l->conf->ussd_count > 0)
		loop_add_child(l, WIRE_WEB, NULL);
	return 0;
}
