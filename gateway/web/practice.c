/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Practice: the phones of the simulated modem (tests/simmodem), for a new
 * officer who learns on a box without a SIM. Only where the configuration
 * names its control socket.
 */
#include "gateway/lib/log.h"
#include "gateway/web/web.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PRACTICE_WAIT_MS 15000 /* a network waits 12 s for a screen */
#define PRACTICE_CALL_ID (INT64_C(1) << 52) /* beyond those of the link */

static const struct practice_kind {
	const char *path, *cmd;
} practice_kinds[] = {
    {ROUTES_PREFIX "/practice/texts", "sms"},
    {ROUTES_PREFIX "/practice/calls", "call"},
    {ROUTES_PREFIX "/practice/inbox", "inbox"},
    {ROUTES_PREFIX "/practice/screens", "ussd"},
    {ROUTES_PREFIX "/practice/screens/end", "ussd_hang_up"},
};

void
practice_close(struct web *w)
{
	if (w->practice.fd < 0)
		return;
	(void)close(w->practice.fd);
	w->practice.fd = -1;
	wire_reader_free(&w->practice.reader);
}

static int
practice_connect(struct web *w)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t size = strlen(w->settings.practice);
	if (size >= sizeof(to.sun_path))
		return -ENAMETOOLONG;
	memcpy(to.sun_path, w->settings.practice, size);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	int err = 0;
	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
		err = -errno;
	if (err < 0) {
		(void)close(fd);
		return err;
	}
	w->practice.fd = fd;
	wire_reader_init(&w->practice.reader);
	return 0;
}

/* A phone that takes nothing is broken: it is a program beside us. */
static int
practice_send(struct web *w, json_t *request)
{
	int err = w->practice.fd < 0 ? practice_connect(w) : 0;
	char *line = err < 0 ? NULL : json_dumps(request, JSON_COMPACT);
	size_t size = line == NULL ? 0 : strlen(line);
	if (line != NULL) {
		line[size] = '\n'; /* in place of its end */
		ssize_t sent =
		    send(w->practice.fd, line, size + 1, MSG_NOSIGNAL);
		err = sent == (ssize_t)size + 1 ? 0 : -EPIPE;
	}
	free(line);
	return err;
}

static const struct practice_kind *
practice_kind(const struct exchange *x)
{
	const struct practice_kind *k = practice_kinds;
	while (strcmp(k->path, x->route->path) != 0)
		k++;
	return k;
}

/* All of them are words, and none is left out. */
static bool
practice_fits(const struct route *r, json_t *args)
{
	size_t count = 0;
	for (; r->args[count].name != NULL; count++) {
		json_t *value = json_object_get(args, r->args[count].name);
		if (!json_is_string(value) ||
		    json_string_length(value) > r->args[count].max)
			return false;
	}
	return json_object_size(args) == count;
}

/* An inbox; or a screen, or why the network shows none; else nothing. */
static json_t *
practice_result(json_t *answer)
{
	json_t *messages = json_object_get(answer, "messages");
	if (messages != NULL)
		return json_incref(messages);
	return json_pack("{s:O*, s:O*, s:O*}", "text",
	    json_object_get(answer, "text"), "more",
	    json_object_get(answer, "more"), "fault",
	    json_object_get(answer, "fault"));
}

static void
practice_take(struct exchange *x, json_t *answer)
{
	if (answer == NULL) {
		reply_retry(x, MHD_HTTP_SERVICE_UNAVAILABLE, "no_phone",
		    "the simulated phone does not answer", 5);
	} else if (!json_is_true(json_object_get(answer, "ok"))) {
		reply_error(x, MHD_HTTP_CONFLICT, "refused",
		    json_string_value(json_object_get(answer, "error")));
	} else {
		reply_json(x, MHD_HTTP_OK,
		    json_pack("{s:o}", "result", practice_result(answer)));
	}
}

void
practice_start(struct exchange *x, json_t *args_taken)
{
	struct web *w = x->web;
	const struct practice_kind *k = practice_kind(x);
	if (!practice_fits(x->route, args_taken)) {
		json_decref(args_taken);
		reply_error(x, MHD_HTTP_BAD_REQUEST, "bad_arguments",
		    "an argument is missing, unknown or too long");
		return;
	}
	int64_t id = PRACTICE_CALL_ID + ++w->last_practice;
	json_t *extra =
	    json_pack("{s:s, s:I}", "cmd", k->cmd, "id", (json_int_t)id);
	int err = json_object_update(args_taken, extra);
	json_decref(extra);
	if (err == 0)
		err = practice_send(w, args_taken);
	json_decref(args_taken);
	if (err < 0) {
		practice_close(w);
		practice_take(x, NULL);
		return;
	}
	exchange_suspend(x, practice_take, id, web_now_ms() + PRACTICE_WAIT_MS);
}

static void
practice_answered(struct web *w, const char *line, size_t size)
{
	json_t *answer = json_loadb(line, size, 0, NULL);
	struct exchange *x =
	    exchange_find(w, json_integer_value(json_object_get(answer, "id")));
	if (x != NULL && x->take == practice_take) {
		practice_take(x, answer);
		exchange_resume(x);
	}
	json_decref(answer);
}

void
practice_read(struct web *w)
{
	char bytes[16384];
	const char *line;
	size_t size;
	ssize_t got = recv(w->practice.fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0 ||
	    wire_reader_feed(&w->practice.reader, bytes, (size_t)got) < 0) {
		log_warn("practice.gone", LOG_NONE);
		practice_close(w);
		return;
	}
	int is = wire_reader_next(&w->practice.reader, &line, &size);
	for (; is != 0;
	     is = wire_reader_next(&w->practice.reader, &line, &size))
		if (is > 0)
			practice_answered(w, line, size);
}
