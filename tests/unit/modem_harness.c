/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/modem_harness.h"

#include "gateway/lib/link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* After those that it wants before it. */
#include <cmocka.h>

#define MODEM_TEST_CHILD_FAILED 99

int64_t
modem_test_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
modem_test_sleep_ms(int ms)
{
	(void)poll(NULL, 0, ms);
}

static const char *
modem_test_program(const char *name)
{
	const char *program = getenv(name);
	if (program == NULL)
		fail_msg("set %s to the program", name);
	return program;
}

/* One line, NULL: none in time or the end. Valid until the next call. */
static const char *
modem_test_line(int fd, struct wire_reader *reader, int timeout_ms, size_t *len)
{
	int64_t end_ms = modem_test_now_ms() + timeout_ms;
	const char *line = NULL;
	while (wire_reader_next(reader, &line, len) != 1) {
		char bytes[16384];
		int64_t left_ms = end_ms - modem_test_now_ms();
		struct pollfd p = {.fd = fd, .events = POLLIN};
		if (left_ms < 0 || poll(&p, 1, (int)left_ms) <= 0)
			return NULL;
		ssize_t got = recv(fd, bytes, sizeof(bytes), 0);
		if (got <= 0)
			return NULL;
		assert_int_equal(
		    wire_reader_feed(reader, bytes, (size_t)got), 0);
	}
	return line;
}

static void
modem_test_write(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t done = send(fd, bytes, len, MSG_NOSIGNAL);
		if (done < 0 && errno == EPIPE)
			return; /* the test will see what came before */
		assert_true(done > 0);
		bytes += done;
		len -= (size_t)done;
	}
}

static int
modem_test_connect(const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	assert_true(strlen(path) < sizeof(to.sun_path));
	memcpy(to.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	int64_t end_ms = modem_test_now_ms() + MODEM_TEST_WAIT_MS;
	while (connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0) {
		assert_true(modem_test_now_ms() < end_ms);
		modem_test_sleep_ms(5);
	}
	return fd;
}

/* The simulated modem. */

void
simmodem_start(struct simmodem *s)
{
	char control[100];
	const char *program = modem_test_program("SIMMODEM");
	*s = (struct simmodem){.dir = "/tmp/siaga-modem-test-XXXXXX"};
	assert_non_null(mkdtemp(s->dir));
	(void)snprintf(s->device, sizeof(s->device), "%s/ttySIM0", s->dir);
	(void)snprintf(control, sizeof(control), "%s.sock", s->device);
	s->pid = fork();
	assert_true(s->pid >= 0);
	if (s->pid == 0) {
		int null = open("/dev/null", O_WRONLY);
		(void)dup2(null, STDERR_FILENO);
		(void)execl(program, program, "--device", s->device,
		    "--foreground", "--die-with-parent", (char *)NULL);
		_exit(MODEM_TEST_CHILD_FAILED);
	}
	s->fd = modem_test_connect(control);
	wire_reader_init(&s->reader);
}

void
simmodem_stop(struct simmodem *s)
{
	int status = 0;
	(void)close(s->fd);
	wire_reader_free(&s->reader);
	assert_int_equal(kill(s->pid, SIGTERM), 0);
	assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
	assert_int_equal(rmdir(s->dir), 0);
}

static json_t *
simmodem_request(struct simmodem *s, const char *command, json_t *request)
{
	assert_non_null(request);
	assert_int_equal(
	    json_object_set_new(request, "cmd", json_string(command)), 0);
	char *line = json_dumps(request, JSON_COMPACT);
	assert_non_null(line);
	json_decref(request);
	modem_test_write(s->fd, line, strlen(line));
	modem_test_write(s->fd, "\n", 1);
	free(line);
	size_t len = 0;
	const char *got =
	    modem_test_line(s->fd, &s->reader, 3 * MODEM_TEST_WAIT_MS, &len);
	assert_non_null(got);
	json_t *answer = json_loadb(got, len, 0, NULL);
	if (!json_is_true(json_object_get(answer, "ok")))
		fail_msg("simmodem: %s: %.*s", command, (int)len, got);
	return answer;
}

json_t *
simmodem_ask(struct simmodem *s, const char *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	json_t *request = json_vpack_ex(NULL, 0, format, args);
	va_end(args);
	return simmodem_request(s, command, request);
}

void
simmodem_do(struct simmodem *s, const char *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	json_t *request = json_vpack_ex(NULL, 0, format, args);
	va_end(args);
	json_decref(simmodem_request(s, command, request));
}

void
simmodem_text(struct simmodem *s, const char *from, const char *text)
{
	simmodem_do(s, "sms", "{s:s, s:s}", "from", from, "text", text);
}

size_t
simmodem_sent_count(struct simmodem *s)
{
	json_t *answer = simmodem_ask(s, "sent", "{}");
	size_t count = json_array_size(json_object_get(answer, "sent"));
	json_decref(answer);
	return count;
}

json_t *
simmodem_sent(struct simmodem *s, size_t nth)
{
	json_t *answer = simmodem_ask(s, "sent", "{}");
	json_t *one = json_array_get(json_object_get(answer, "sent"), nth);
	if (one == NULL)
		fail_msg("the network did not get a text number %zu", nth);
	json_incref(one);
	json_decref(answer);
	return one;
}

int64_t
simmodem_number(struct simmodem *s, const char *command, const char *field)
{
	json_t *answer = simmodem_ask(s, command, "{}");
	json_t *value = json_object_get(answer, field);
	assert_true(json_is_integer(value));
	int64_t number = json_integer_value(value);
	json_decref(answer);
	return number;
}

/* The core's end. */

int64_t
fake_core_id(struct fake_core *c)
{
	return ++c->last_id;
}

void
fake_core_send(struct fake_core *c, json_t *frame)
{
	char *line = wire_line(frame, WIRE_CORE);
	assert_non_null(line);
	modem_test_write(c->fd, line, strlen(line));
	free(line);
}

/* Checked against the table as the core would. */
static json_t *
fake_core_read(struct fake_core *c, int timeout_ms)
{
	size_t len = 0;
	const struct wire_frame *kind = NULL;
	enum wire_fault fault;
	const char *line = modem_test_line(c->fd, &c->reader, timeout_ms, &len);
	if (line == NULL)
		return NULL;
	json_t *frame = wire_parse(line, len, WIRE_MODEM, &kind, &fault);
	if (frame == NULL)
		fail_msg("%s: %.*s", wire_fault_name(fault), (int)len, line);
	int64_t id = wire_int(frame, "id", 0);
	if (id > 0 && strcmp(kind->name, "modem.sms") != 0)
		fake_core_send(c,
		    json_pack("{s:s, s:I}", "f", "ok", "re", (json_int_t)id));
	return frame;
}

json_t *
fake_core_next(struct fake_core *c, int timeout_ms)
{
	json_t *frame = json_array_get(c->backlog, 0);
	if (frame == NULL)
		return fake_core_read(c, timeout_ms);
	json_incref(frame);
	assert_int_equal(json_array_remove(c->backlog, 0), 0);
	return frame;
}

void
fake_core_forget(struct fake_core *c)
{
	json_t *frame;
	while ((frame = fake_core_read(c, 0)) != NULL)
		json_decref(frame);
	(void)json_array_clear(c->backlog);
}

static bool
fake_core_matches(json_t *frame, const char *name, const char *field,
    const char *value, int64_t number)
{
	if (strcmp(wire_str(frame, "f"), name) != 0)
		return false;
	if (field == NULL)
		return true;
	const char *text = wire_str(frame, field);
	return value != NULL ? text != NULL && strcmp(text, value) == 0
			     : wire_int(frame, field, -1) == number;
}

json_t *
fake_core_await(struct fake_core *c, const char *name, const char *field,
    const char *value, int64_t number, int timeout_ms)
{
	int64_t end_ms = modem_test_now_ms() + timeout_ms;
	for (size_t i = 0; i < json_array_size(c->backlog); i++) {
		json_t *frame = json_array_get(c->backlog, i);
		if (!fake_core_matches(frame, name, field, value, number))
			continue;
		json_incref(frame);
		assert_int_equal(json_array_remove(c->backlog, i), 0);
		return frame;
	}
	for (;;) {
		int64_t left_ms = end_ms - modem_test_now_ms();
		json_t *frame =
		    left_ms < 0 ? NULL : fake_core_read(c, (int)left_ms);
		if (frame == NULL)
			fail_msg("no %s with %s %s %lld", name,
			    field == NULL ? "-" : field,
			    value == NULL ? "" : value, (long long)number);
		if (fake_core_matches(frame, name, field, value, number))
			return frame;
		assert_int_equal(json_array_append_new(c->backlog, frame), 0);
	}
}

void
fake_core_await_state(struct fake_core *c, const char *state, int timeout_ms)
{
	json_decref(
	    fake_core_await(c, "modem.state", "state", state, 0, timeout_ms));
}

json_t *
fake_core_await_sms(struct fake_core *c, const char *pdu, int timeout_ms)
{
	return fake_core_await(
	    c, "modem.sms", pdu == NULL ? NULL : "pdu", pdu, 0, timeout_ms);
}

int64_t
fake_core_say_taken(struct fake_core *c, json_t *sms)
{
	int64_t ref = ++c->last_ref;
	fake_core_send(
	    c, json_pack("{s:s, s:I, s:I}", "f", "modem.taken", "re",
		   (json_int_t)wire_int(sms, "id", 0), "ref", (json_int_t)ref));
	json_decref(sms);
	return ref;
}

void
fake_core_take(struct fake_core *c, json_t *sms)
{
	int64_t ref = fake_core_say_taken(c, sms);
	json_decref(fake_core_await(
	    c, "modem.deleted", "ref", NULL, ref, MODEM_TEST_WAIT_MS));
}

int64_t
fake_core_text(
    struct fake_core *c, const char *to, const char *text, int validity_s)
{
	int64_t id = fake_core_id(c);
	fake_core_send(
	    c, json_pack("{s:s, s:I, s:s, s:s, s:i, s:b}", "f", "modem.send",
		   "id", (json_int_t)id, "to", to, "text", text, "validity_s",
		   validity_s, "report", 1));
	json_decref(
	    fake_core_await(c, "ok", "re", NULL, id, MODEM_TEST_WAIT_MS));
	return id;
}

json_t *
fake_core_await_sent(
    struct fake_core *c, int64_t id, const char *outcome, int timeout_ms)
{
	json_t *frame =
	    fake_core_await(c, "modem.sent", "of", NULL, id, timeout_ms);
	assert_string_equal(wire_str(frame, "outcome"), outcome);
	return frame;
}

static void
fake_core_open(struct fake_core *c, const struct fake_core_options *o)
{
	json_t *hello = fake_core_read(c, MODEM_TEST_WAIT_MS);
	assert_non_null(hello);
	assert_string_equal(wire_str(hello, "f"), "hello");
	assert_string_equal(wire_str(hello, "role"), "modem");
	assert_string_equal(wire_str(hello, "name"), "a");
	json_decref(hello);
	fake_core_send(c,
	    json_pack("{s:s, s:i}", "f", "welcome", "version", WIRE_VERSION));
	fake_core_send(c,
	    json_pack("{s:s, s:I, s:s, s:s, s:s, s:s, s:i}", "f", "modem.open",
		"id", (json_int_t)fake_core_id(c), "device", o->device,
		"connection", o->connection == NULL ? "dku2at" : o->connection,
		"imei", o->imei == NULL ? "" : o->imei, "pin",
		o->pin == NULL ? "" : o->pin, "poll_s",
		o->poll_s == 0 ? 1 : o->poll_s));
}

static void
fake_core_listen(struct fake_core *c, const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	assert_true(strlen(path) < sizeof(at.sun_path));
	memcpy(at.sun_path, path, strlen(path));
	c->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(c->listener, (const struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(c->listener, 4), 0);
}

static void
fake_core_child(const struct fake_core_options *o, int fd)
{
	const char *program = getenv("SIAGA_MODEM");
	if (fd >= 0 && fd != LINK_SPAWN_FD && dup2(fd, LINK_SPAWN_FD) < 0)
		_exit(MODEM_TEST_CHILD_FAILED);
	if (fd == LINK_SPAWN_FD && fcntl(fd, F_SETFD, 0) < 0)
		_exit(MODEM_TEST_CHILD_FAILED);
	if (o->log != NULL &&
	    dup2(open(o->log, O_WRONLY | O_CREAT | O_APPEND, 0600),
		STDERR_FILENO) < 0)
		_exit(MODEM_TEST_CHILD_FAILED);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (o->path != NULL)
		(void)execl(program, program, "--name", "a", "--connect",
		    o->path, (char *)NULL);
	else
		(void)execl(program, program, "--name", "a", (char *)NULL);
	_exit(MODEM_TEST_CHILD_FAILED);
}

void
fake_core_start(struct fake_core *c, const struct fake_core_options *o)
{
	int ends[2] = {-1, -1};
	(void)modem_test_program("SIAGA_MODEM");
	*c = (struct fake_core){
	    .fd = -1, .listener = -1, .backlog = json_array()};
	wire_reader_init(&c->reader);
	if (o->path != NULL)
		fake_core_listen(c, o->path);
	else
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
		    0);
	c->pid = fork();
	assert_true(c->pid >= 0);
	if (c->pid == 0)
		fake_core_child(o, ends[1]);
	if (o->path != NULL) {
		fake_core_accept(c, o);
		return;
	}
	(void)close(ends[1]);
	c->fd = ends[0];
	fake_core_open(c, o);
}

void
fake_core_start_ready(struct fake_core *c, struct simmodem *s)
{
	fake_core_start(c, &(struct fake_core_options){.device = s->device});
	fake_core_await_state(c, "ready", MODEM_TEST_WAIT_MS);
}

void
fake_core_accept(struct fake_core *c, const struct fake_core_options *o)
{
	struct pollfd p = {.fd = c->listener, .events = POLLIN};
	assert_int_equal(poll(&p, 1, MODEM_TEST_WAIT_MS), 1);
	c->fd = accept(c->listener, NULL, NULL);
	assert_true(c->fd >= 0);
	fake_core_open(c, o);
}

void
fake_core_disconnect(struct fake_core *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
	wire_reader_free(&c->reader);
	wire_reader_init(&c->reader);
	(void)json_array_clear(c->backlog);
}

static void
fake_core_free(struct fake_core *c)
{
	fake_core_disconnect(c);
	wire_reader_free(&c->reader);
	json_decref(c->backlog);
	if (c->listener >= 0)
		(void)close(c->listener);
	*c = (struct fake_core){.fd = -1, .listener = -1};
}

void
fake_core_kill(struct fake_core *c)
{
	int status = 0;
	assert_int_equal(kill(c->pid, SIGKILL), 0);
	assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
	fake_core_free(c);
}

int
fake_core_wait_end(struct fake_core *c)
{
	int status = 0;
	assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
	assert_true(WIFEXITED(status));
	fake_core_free(c);
	return WEXITSTATUS(status);
}

void
fake_core_stop(struct fake_core *c)
{
	fake_core_disconnect(c);
	assert_int_equal(fake_core_wait_end(c), 0);
}

void
fake_core_assert_works(
    struct fake_core *c, struct simmodem *s, size_t sent_before)
{
	simmodem_text(s, "+6281298765432", "still there?");
	fake_core_take(c, fake_core_await_sms(c, NULL, MODEM_TEST_WAIT_MS));
	int64_t id = fake_core_text(c, "+6281311112222", "yes", 900);
	json_decref(fake_core_await_sent(c, id, "sent", MODEM_TEST_WAIT_MS));
	assert_int_equal(simmodem_sent_count(s), sent_before + 1);
	assert_int_equal(simmodem_number(s, "sim", "waiting"), 0);
}
