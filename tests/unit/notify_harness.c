/* SPDX-License-Identifier: GPL-2.0-or-later */
/* _GNU_SOURCE: unshare() for a name server of our own; MAP_ANONYMOUS. */
#define _GNU_SOURCE
#include "tests/unit/notify_harness.h"

#include "gateway/lib/link.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* After those that it wants before it. */
#include <cmocka.h>

#define HARNESS_CHILD_FAILED 99

int64_t
harness_now_ms(void)
{
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *
harness_env(const char *name, const char *if_absent)
{
	const char *value = getenv(name);
	return value != NULL ? value : if_absent;
}

static void
harness_sleep_ms(int ms)
{
	(void)poll(NULL, 0, ms);
}

/* The core's end. */

static void
core_child_resolv_conf(const char *path)
{
	if (path != NULL &&
	    (unshare(CLONE_NEWNS) < 0 ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount(path, "/etc/resolv.conf", NULL, MS_BIND, NULL) < 0))
		_exit(HARNESS_CHILD_FAILED);
}

static void
core_child(const struct core_options *o, int fd)
{
	const char *program = getenv("SIAGA_NOTIFY");
	if (fd >= 0 && fd != LINK_SPAWN_FD && dup2(fd, LINK_SPAWN_FD) < 0)
		_exit(HARNESS_CHILD_FAILED);
	if (o->ca_file == NULL)
		(void)unsetenv("SSL_CERT_FILE");
	else
		(void)setenv("SSL_CERT_FILE", o->ca_file, 1);
	/* What it must not heed. */
	(void)setenv("https_proxy", "http://127.0.0.1:9", 1);
	(void)setenv("http_proxy", "http://127.0.0.1:9", 1);
	(void)setenv("all_proxy", "http://127.0.0.1:9", 1);
	core_child_resolv_conf(o->resolv_conf);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (o->path != NULL)
		(void)execl(
		    program, program, "--connect", o->path, (char *)NULL);
	else
		(void)execl(program, program, (char *)NULL);
	_exit(HARNESS_CHILD_FAILED);
}

static void
core_welcome(struct core *c)
{
	json_t *hello = core_next(c, HARNESS_WAIT_MS);
	assert_non_null(hello);
	assert_string_equal(wire_str(hello, "f"), "hello");
	assert_string_equal(wire_str(hello, "role"), "notify");
	json_decref(hello);
	core_send(c,
	    json_pack("{s:s, s:i}", "f", "welcome", "version", WIRE_VERSION));
}

void
core_start(struct core *c, const struct core_options *o)
{
	int ends[2] = {-1, -1};
	if (getenv("SIAGA_NOTIFY") == NULL)
		fail_msg("set SIAGA_NOTIFY to the program under test");
	*c = (struct core){.fd = -1};
	if (o->path == NULL)
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
		    0);
	c->pid = fork();
	assert_true(c->pid >= 0);
	if (c->pid == 0)
		core_child(o, ends[1]);
	if (o->path != NULL)
		return;
	(void)close(ends[1]);
	c->fd = ends[0];
	wire_reader_init(&c->reader);
	core_welcome(c);
}

void
core_accept(struct core *c, int listener)
{
	struct pollfd p = {.fd = listener, .events = POLLIN};
	assert_int_equal(poll(&p, 1, 2 * HARNESS_WAIT_MS), 1);
	c->fd = accept(listener, NULL, NULL);
	assert_true(c->fd >= 0);
	wire_reader_init(&c->reader);
	core_welcome(c);
}

void
core_disconnect(struct core *c)
{
	if (c->fd < 0)
		return;
	(void)close(c->fd);
	c->fd = -1;
	wire_reader_free(&c->reader);
}

void
core_stop(struct core *c)
{
	int status = 0;
	int64_t end_ms = harness_now_ms() + HARNESS_WAIT_MS;
	core_disconnect(c);
	while (waitpid(c->pid, &status, WNOHANG) == 0) {
		if (harness_now_ms() > end_ms)
			core_kill(c);
		harness_sleep_ms(5);
	}
	c->pid = 0;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

void
core_kill(struct core *c)
{
	core_disconnect(c);
	if (c->pid == 0)
		return;
	(void)kill(c->pid, SIGKILL);
	(void)waitpid(c->pid, NULL, 0);
	c->pid = 0;
}

void
core_send_bytes(struct core *c, const void *bytes, size_t size)
{
	const char *next = bytes;
	while (size > 0) {
		ssize_t sent = send(c->fd, next, size, MSG_NOSIGNAL);
		assert_true(sent > 0);
		next += sent;
		size -= (size_t)sent;
	}
}

void
core_send(struct core *c, json_t *frame)
{
	char *line = wire_line(frame, WIRE_CORE);
	assert_non_null(line);
	core_send_bytes(c, line, strlen(line));
	free(line);
}

static json_t *
core_take(struct core *c)
{
	const char *line = NULL;
	size_t len = 0;
	int got = wire_reader_next(&c->reader, &line, &len);
	assert_true(got >= 0);
	if (got == 0)
		return NULL;
	const struct wire_frame *row = NULL;
	enum wire_fault fault = WIRE_FINE;
	json_t *frame = wire_parse(line, len, WIRE_NOTIFY, &row, &fault);
	assert_int_equal(fault, WIRE_FINE);
	return frame;
}

json_t *
core_next(struct core *c, int timeout_ms)
{
	int64_t end_ms = harness_now_ms() + timeout_ms;
	char bytes[16384];
	for (;;) {
		json_t *frame = core_take(c);
		if (frame != NULL)
			return frame;
		int64_t left_ms = end_ms - harness_now_ms();
		struct pollfd p = {.fd = c->fd, .events = POLLIN};
		if (left_ms <= 0 || poll(&p, 1, (int)left_ms) != 1)
			return NULL;
		ssize_t size = recv(c->fd, bytes, sizeof(bytes), 0);
		assert_true(size > 0);
		assert_int_equal(
		    wire_reader_feed(&c->reader, bytes, (size_t)size), 0);
	}
}

json_t *
core_expect(struct core *c, const char *name, const char *field, int64_t id)
{
	json_t *frame = core_next(c, HARNESS_WAIT_MS);
	assert_non_null(frame);
	assert_string_equal(wire_str(frame, "f"), name);
	assert_int_equal(wire_int(frame, field, 0), id);
	return frame;
}

void
core_expect_ok(struct core *c, int64_t id)
{
	json_decref(core_expect(c, "ok", "re", id));
}

void
core_expect_refused(struct core *c, int64_t id, const char *error, bool retry)
{
	json_t *frame = core_expect(c, "refused", "re", id);
	assert_string_equal(wire_str(frame, "error"), error);
	assert_int_equal(wire_bool(frame, "retry"), retry);
	json_decref(frame);
}

json_t *
core_expect_done(struct core *c, int64_t id)
{
	json_t *done = core_expect(c, "notify.done", "of", id);
	core_send(c, json_pack("{s:s, s:I}", "f", "ok", "re",
			 (json_int_t)wire_int(done, "id", 0)));
	return done;
}

static const char *
core_or(const char *text, const char *if_null)
{
	return text != NULL ? text : if_null;
}

int64_t
core_post(struct core *c, const struct delivery *d)
{
	int64_t id = d->id != 0 ? d->id : ++c->last_id;
	const char *allow = core_or(d->allow, HARNESS_LOCAL);
	char url[256];
	char webhook_id[32];
	(void)snprintf(
	    webhook_id, sizeof(webhook_id), "evt_%lld", (long long)id);
	(void)snprintf(
	    url, sizeof(url), "http://127.0.0.1:%d%s", http_port(), d->url);
	json_t *frame = json_pack(
	    "{s:s, s:I, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:i}", "f",
	    "notify.post", "id", (json_int_t)id, "url",
	    d->url[0] == '/' ? url : d->url, "webhook_id",
	    core_or(d->webhook_id, webhook_id), "timestamp",
	    (json_int_t)d->timestamp_s, "signature",
	    core_or(d->signature, "v1,YWJj"), "type",
	    core_or(d->type, "report.filed"), "source",
	    core_or(d->source, "/siaga/test"), "body", core_or(d->body, "{}"),
	    "timeout_ms", d->timeout_ms != 0 ? d->timeout_ms : 3000);
	if (allow[0] != '\0')
		(void)json_object_set_new(
		    frame, "allow", json_pack("[s]", allow));
	core_send(c, frame);
	return id;
}

json_t *
core_deliver(struct core *c, const struct delivery *d)
{
	int64_t id = core_post(c, d);
	core_expect_ok(c, id);
	return core_expect_done(c, id);
}

void
core_check_done(json_t *done, int status, const char *error)
{
	const char *said = wire_str(done, "error");
	assert_int_equal(wire_int(done, "status", -1), status);
	assert_string_equal(core_or(said, "none"), core_or(error, "none"));
}

/* The server: a process for each connection, simple and blocking. */

static struct http_seen *http_shared;
static pid_t http_pid;
static int http_own_port;

#define HTTP_OK        "HTTP/1.1 200 OK\r\n"
#define HTTP_LENGTH(n) "Content-Length: " n "\r\n\r\n"

static bool
http_send(int fd, const void *bytes, size_t size)
{
	return send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static bool
http_say(int fd, const char *text)
{
	return http_send(fd, text, strlen(text));
}

/* Until the other side has had enough. */
static void
http_repeat(int fd, const char *text, int pause_ms)
{
	while (http_say(fd, text))
		harness_sleep_ms(pause_ms);
}

static void
http_do_hang(int fd)
{
	char byte;
	while (recv(fd, &byte, 1, 0) > 0)
		;
}

static void
http_do_slow(int fd)
{
	(void)http_say(fd, HTTP_OK "X-Slow: ");
	http_repeat(fd, "z", 20);
}

static void
http_do_slow_body(int fd)
{
	(void)http_say(fd, HTTP_OK HTTP_LENGTH("9999"));
	http_repeat(fd, "z", 20);
}

static void
http_do_headers(int fd)
{
	(void)http_say(fd, HTTP_OK);
	http_repeat(fd, "X-Endless: 0123456789012345678901234567\r\n", 0);
}

static void
http_do_one_header(int fd)
{
	(void)http_say(fd, HTTP_OK "X-Endless: ");
	http_repeat(fd, "0123456789012345678901234567", 0);
}

static void
http_do_continue(int fd)
{
	http_repeat(fd, "HTTP/1.1 100 Continue\r\n\r\n", 0);
}

static void
http_do_endless(int fd)
{
	(void)http_say(fd, HTTP_OK "Connection: close\r\n\r\n");
	http_repeat(fd, "0123456789012345678901234567890123456789", 0);
}

static void
http_do_chunked(int fd)
{
	(void)http_say(fd, HTTP_OK "Transfer-Encoding: chunked\r\n\r\n");
	http_repeat(fd, "10\r\n0123456789abcdef\r\n", 0);
}

static void
http_fill(int fd, char with)
{
	char body[16384];
	memset(body, with, sizeof(body));
	(void)http_say(fd, HTTP_OK HTTP_LENGTH("16384"));
	(void)http_send(fd, body, sizeof(body));
}

static void
http_do_full(int fd)
{
	http_fill(fd, 'y');
}

static void
http_do_control(int fd)
{
	http_fill(fd, '\x01');
}

static void
http_do_nul(int fd)
{
	static const char answer[] = HTTP_OK HTTP_LENGTH("3") "a\0b";
	(void)http_send(fd, answer, sizeof(answer) - 1);
}

static void
http_do_nul_header(int fd)
{
	static const char answer[] = HTTP_OK "X-\0Nul: \0\r\n" HTTP_LENGTH("0");
	(void)http_send(fd, answer, sizeof(answer) - 1);
}

static void
http_do_date(int fd)
{
	char text[160];
	time_t at = time(NULL) + 90;
	struct tm utc = {0};
	(void)gmtime_r(&at, &utc);
	(void)strftime(text, sizeof(text),
	    "HTTP/1.1 503 Busy\r\n"
	    "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n" HTTP_LENGTH("0"),
	    &utc);
	(void)http_say(fd, text);
}

static void
http_do_drop(int fd)
{
	(void)fd;
	(void)atomic_fetch_add(&http_shared->dropped, 1);
}

static void
http_do_elsewhere(int fd)
{
	(void)atomic_fetch_add(&http_shared->elsewhere, 1);
	(void)http_say(fd, HTTP_OK HTTP_LENGTH("0"));
}

/* answer or run: what it says before it closes. */
static const struct http_behaviour {
	const char *path;
	const char *answer;
	void (*run)(int fd);
} http_behaviours[] = {
    {"/ok", HTTP_OK HTTP_LENGTH("17") "{\"received\":true}", NULL},
    {"/empty", "HTTP/1.1 204 No Content\r\n\r\n", NULL},
    {"/410", "HTTP/1.1 410 Gone\r\n" HTTP_LENGTH("4") "gone", NULL},
    {"/500", "HTTP/1.1 500 Oh\r\n" HTTP_LENGTH("0"), NULL},
    {"/redirect",
	"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/redirect-307",
	"HTTP/1.1 307 Found\r\nLocation: /elsewhere\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/redirect-file",
	"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" HTTP_LENGTH(
	    "0"),
	NULL},
    {"/elsewhere", NULL, http_do_elsewhere},
    {"/unauthorized",
	"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\n"
	"WWW-Authenticate: Basic realm=x\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/retry-seconds",
	"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\n" HTTP_LENGTH("0"), NULL},
    {"/retry-zero", "HTTP/1.1 503 Slow\r\nRetry-After: 0\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/retry-negative",
	"HTTP/1.1 503 Slow\r\nRetry-After: -5\r\n" HTTP_LENGTH("0"), NULL},
    {"/retry-huge",
	"HTTP/1.1 503 Slow\r\nRetry-After: 9999999\r\n" HTTP_LENGTH("0"), NULL},
    {"/retry-overflow",
	"HTTP/1.1 503 Slow\r\n"
	"Retry-After: 99999999999999999999\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/retry-past",
	"HTTP/1.1 503 Slow\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 "
	"GMT\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/retry-nonsense",
	"HTTP/1.1 503 Slow\r\nRetry-After: soon \x01\xff\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/retry-date", NULL, http_do_date},
    {"/nothing", "", NULL},
    {"/garbage", "SSH-2.0-OpenSSH_9.2p1 Debian\r\n", NULL},
    {"/old", "<html>HTTP/0.9 has no status line</html>", NULL},
    {"/half-status", "HTTP/1.", NULL},
    {"/bad-status", "HTTP/1.1 20x OK\r\n" HTTP_LENGTH("0"), NULL},
    {"/half-header", HTTP_OK "Content-Le", NULL},
    {"/half-body", HTTP_OK HTTP_LENGTH("100") "0123456789", NULL},
    {"/bad-chunk", HTTP_OK "Transfer-Encoding: chunked\r\n\r\nzz\r\nx", NULL},
    {"/bad-length", HTTP_OK "Content-Length: -1\r\n\r\n", NULL},
    {"/two-lengths",
	HTTP_OK "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", NULL},
    {"/gzip", HTTP_OK "Content-Encoding: gzip\r\n" HTTP_LENGTH("3") "abc",
	NULL},
    {"/crlf",
	HTTP_OK "X-Folded: a\r\n\tb\r\nX-Bare: c\rd\nno colon here\r\n"
		": no name\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/cookie",
	HTTP_OK "Set-Cookie: a=b\r\nStrict-Transport-Security: max-age=9999\r\n"
		"Alt-Svc: h2=\":1\"\r\n" HTTP_LENGTH("0"),
	NULL},
    {"/latin1", HTTP_OK HTTP_LENGTH("2") "\xe9\xe8", NULL},
    {"/surrogate", HTTP_OK HTTP_LENGTH("3") "\xed\xa0\x80", NULL},
    {"/unicode", HTTP_OK HTTP_LENGTH("4") "\xf0\x9f\x9f\xa2", NULL},
    {"/announced", HTTP_OK HTTP_LENGTH("16385"), NULL},
    {"/full", NULL, http_do_full},
    {"/control", NULL, http_do_control},
    {"/nul", NULL, http_do_nul},
    {"/nul-header", NULL, http_do_nul_header},
    {"/hang", NULL, http_do_hang},
    {"/slow", NULL, http_do_slow},
    {"/slow-body", NULL, http_do_slow_body},
    {"/headers", NULL, http_do_headers},
    {"/one-header", NULL, http_do_one_header},
    {"/continue", NULL, http_do_continue},
    {"/endless", NULL, http_do_endless},
    {"/chunked", NULL, http_do_chunked},
    {"/drop", NULL, http_do_drop},
    {NULL, NULL, NULL},
};

/* Where the request ends: NULL while its head is not complete. */
static const char *
http_find_end(const char *request)
{
	const char *head = strstr(request, "\r\n\r\n");
	if (head == NULL)
		return NULL;
	const char *length = strstr(request, "Content-Length: ");
	if (length == NULL)
		return head + 4;
	return head + 4 + strtol(length + 16, NULL, 10);
}

static bool
http_read(int fd, char *request, size_t size)
{
	size_t used = 0;
	for (;;) {
		request[used] = '\0';
		const char *end = http_find_end(request);
		if (end != NULL && request + used >= end)
			return true;
		ssize_t got = recv(fd, request + used, size - 1 - used, 0);
		if (got <= 0)
			return false;
		used += (size_t)got;
	}
}

static void
http_serve(int fd)
{
	char request[sizeof(http_shared->request)];
	char path[64] = "";
	if (!http_read(fd, request, sizeof(request)))
		return;
	(void)atomic_fetch_add(&http_shared->requests, 1);
	memcpy(http_shared->request, request, sizeof(request));
	(void)sscanf(request, "POST %63s", path);
	const struct http_behaviour *b = http_behaviours;
	while (b->path != NULL && strcmp(b->path, path) != 0)
		b++;
	if (b->path == NULL)
		(void)http_say(fd, "HTTP/1.1 404 No\r\n" HTTP_LENGTH("0"));
	else if (b->answer != NULL)
		(void)http_say(fd, b->answer);
	else
		b->run(fd);
}

static void
http_accept_all(int listener)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (fd >= 0 && fork() == 0) {
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			http_serve(fd);
			_exit(0);
		}
		(void)close(fd);
	}
}

void
http_start(void)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	http_shared = mmap(NULL, sizeof(*http_shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(http_shared != MAP_FAILED);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(fd, 128), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	http_own_port = ntohs(at.sin_port);
	http_pid = fork();
	assert_true(http_pid >= 0);
	if (http_pid == 0)
		http_accept_all(fd);
	(void)close(fd);
}

void
http_stop(void)
{
	(void)kill(http_pid, SIGKILL);
	(void)waitpid(http_pid, NULL, 0);
	(void)munmap(http_shared, sizeof(*http_shared));
}

int
http_port(void)
{
	return http_own_port;
}

struct http_seen *
http_seen(void)
{
	return http_shared;
}

/* Helpers. */

/* The words of argv are only read; execvp() has an old signature. */
static void
helper_exec(const char *const argv[])
{
	char *words[16] = {NULL};
	for (size_t i = 0; argv[i] != NULL && i < 15; i++)
		words[i] = strdup(argv[i]);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)execvp(words[0], words);
	_exit(HARNESS_CHILD_FAILED);
}

static void
helper_read_port(struct helper *h, const char *prefix)
{
	char line[256] = "";
	do
		assert_non_null(fgets(line, sizeof(line), h->out));
	while (strncmp(line, prefix, strlen(prefix)) != 0);
	const char *number = strrchr(line, ':');
	if (number == NULL)
		number = strrchr(line, '=');
	assert_non_null(number);
	h->port = (int)strtol(number + 1, NULL, 10);
	assert_in_range(h->port, 1, 65535);
}

void
helper_start(struct helper *h, const char *const argv[], const char *prefix)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	h->pid = fork();
	assert_true(h->pid >= 0);
	if (h->pid == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)close(ends[0]);
		(void)close(ends[1]);
		helper_exec(argv);
	}
	(void)close(ends[1]);
	h->out = fdopen(ends[0], "r");
	assert_non_null(h->out);
	helper_read_port(h, prefix);
}

void
helper_stop(struct helper *h)
{
	if (h->pid == 0)
		return;
	(void)kill(h->pid, SIGKILL);
	(void)waitpid(h->pid, NULL, 0);
	(void)fclose(h->out);
	h->pid = 0;
}

bool
helper_run(const char *const argv[])
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0)
		helper_exec(argv);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}
