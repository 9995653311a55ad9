/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Phones in USSD sessions, as an aggregator hands them over: the form dialect
 * of Africa's Talking on a few connections that stay open.
 *
 *     ussd_bench PORT PATH PHONES CONNECTIONS LEAST_MS MOST_MS SECONDS FIRST
 *
 * Standard input has a script a line: what a phone types, blanks between; `_`
 * stands for a blank. Each phone dials, then types a script's words one by
 * one, LEAST_MS to MOST_MS behind each screen, and dials again as another
 * number (FIRST and up). What a screen takes is counted from the moment at
 * which the phone has typed, also if every connection is busy. One JSON object
 * on standard output; exit 1: an answer was no screen.
 */
#define _GNU_SOURCE /* strcasestr() */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SCRIPTS_MAX 64
#define JOINED_MAX  512
#define REQUEST_MAX 2048
#define EVENTS_MAX  64

struct phone {
	uint64_t number;
	const char *next;        /* of its script: the word to type next */
	char joined[JOINED_MAX]; /* all that it has typed, form-encoded */
	int64_t due_us;          /* when it types, or has typed */
	bool asks;               /* it has typed, and waits for its screen */
	struct phone *behind;    /* of those that wait for a connection */
};

struct line {
	int fd;
	struct phone *phone; /* NULL: free */
	char in[4096];
	size_t in_len;
};

static struct {
	int port, epoll;
	const char *path;
	int64_t least_us, most_us;
	char *scripts[SCRIPTS_MAX];
	size_t script_count, dials;
	uint64_t next_number;
	uint64_t random;
	struct phone *waiting, **waiting_end;
	uint32_t *took_us;
	size_t screens, room;
	uint64_t wrong, ended, again;
} bench;

static void
die(const char *what)
{
	(void)fprintf(stderr, "ussd_bench: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int64_t
now_us(void)
{
	struct timespec ts;
	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* xorshift: the same phones do the same in each run */
static int64_t
think_us(void)
{
	bench.random ^= bench.random << 13;
	bench.random ^= bench.random >> 7;
	bench.random ^= bench.random << 17;
	uint64_t range = (uint64_t)(bench.most_us - bench.least_us) + 1;
	return bench.least_us + (int64_t)(bench.random % range);
}

/* --- phones --- */

static void
phone_begin(struct phone *p, int64_t now)
{
	p->number = bench.next_number++;
	p->next = bench.scripts[bench.dials++ % bench.script_count];
	p->joined[0] = '\0';
	p->due_us = now + think_us();
}

/* The next word of its script, joined to those before; false: no more. */
static bool
phone_type(struct phone *p)
{
	size_t len = strcspn(p->next, " "), at = strlen(p->joined);
	if (len == 0)
		return false;
	if (at > 0)
		p->joined[at++] = '*';
	for (size_t i = 0; i < len && at < JOINED_MAX - 1; i++)
		p->joined[at++] = p->next[i] == '_' ? '+' : p->next[i];
	p->joined[at] = '\0';
	p->next += len + strspn(p->next + len, " ");
	return true;
}

static void
phone_take(struct phone *p, bool screen, bool more)
{
	int64_t now = now_us();
	p->asks = false;
	bench.wrong += !screen;
	bench.ended += screen && !more;
	if (bench.screens == bench.room) {
		bench.room = bench.room * 2 + 65536;
		bench.took_us =
		    realloc(bench.took_us, bench.room * sizeof(*bench.took_us));
		if (bench.took_us == NULL)
			die("memory");
	}
	bench.took_us[bench.screens++] = (uint32_t)(now - p->due_us);
	if (!more || !phone_type(p))
		phone_begin(p, now);
	else
		p->due_us = now + think_us();
}

/* --- connections --- */

static void
line_open(struct line *l)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)bench.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = l};
	int on = 1;
	l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	l->in_len = 0;
	if (l->fd < 0 ||
	    connect(l->fd, (const struct sockaddr *)&to, sizeof(to)) < 0 ||
	    setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0 ||
	    fcntl(l->fd, F_SETFL, O_NONBLOCK) < 0 ||
	    epoll_ctl(bench.epoll, EPOLL_CTL_ADD, l->fd, &event) < 0)
		die("connect");
}

static void
line_ask(struct line *l, struct phone *p)
{
	char body[JOINED_MAX + 256], request[REQUEST_MAX];
	int len = snprintf(body, sizeof(body),
	    "sessionId=ATUid_%016" PRIx64 "&phoneNumber=%%2B%" PRIu64
	    "&networkCode=51010&serviceCode=*123%%23&text=%s",
	    p->number, p->number, p->joined);
	len = snprintf(request, sizeof(request),
	    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: %d\r\n\r\n%s",
	    bench.path, bench.port, len, body);
	l->phone = p;
	ssize_t sent = send(l->fd, request, (size_t)len, MSG_NOSIGNAL);
	if (sent != len &&
	    (sent >= 0 || (errno != EPIPE && errno != ECONNRESET)))
		die("send"); /* else its end is heard, and it is asked again */
}

/* The gateway closes what is idle, also while something is on its way. */
static void
line_again(struct line *l)
{
	if (l->in_len > 0)
		die("the connection ended within an answer");
	(void)close(l->fd);
	line_open(l);
	bench.again += l->phone != NULL;
	if (l->phone != NULL)
		line_ask(l, l->phone);
}

/* A whole answer: its size and body; 0: there is more to come. */
static size_t
line_answer(struct line *l, const char **ret_body)
{
	l->in[l->in_len] = '\0';
	char *head_end = strstr(l->in, "\r\n\r\n");
	char *length = strcasestr(l->in, "\r\ncontent-length:");
	if (head_end == NULL || length == NULL || length > head_end)
		return 0;
	size_t body = strtoul(length + 17, NULL, 10);
	size_t whole = (size_t)(head_end + 4 - l->in) + body;
	*ret_body = head_end + 4;
	return l->in_len >= whole ? whole : 0;
}

static void
line_read(struct line *l)
{
	ssize_t got =
	    recv(l->fd, l->in + l->in_len, sizeof(l->in) - 1 - l->in_len, 0);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		line_again(l);
		return;
	}
	l->in_len += (size_t)got;
	const char *body;
	if (line_answer(l, &body) == 0)
		return;
	struct phone *p = l->phone;
	bool fine = strncmp(l->in, "HTTP/1.1 200 ", 13) == 0;
	bool more = fine && strncmp(body, "CON ", 4) == 0;
	l->phone = NULL;
	l->in_len = 0;
	phone_take(p, more || (fine && strncmp(body, "END ", 4) == 0), more);
}

/* --- the run --- */

/* Who is due waits for a connection; returns when the next one is due. */
static int64_t
queue_due(struct phone *phones, size_t count, int64_t now)
{
	int64_t next = INT64_MAX;
	for (size_t i = 0; i < count; i++) {
		struct phone *p = &phones[i];
		if (p->asks)
			continue;
		if (p->due_us > now) {
			next = p->due_us < next ? p->due_us : next;
			continue;
		}
		p->asks = true;
		p->behind = NULL;
		*bench.waiting_end = p;
		bench.waiting_end = &p->behind;
	}
	return next;
}

static void
ask_waiting(struct line *lines, size_t count)
{
	for (size_t i = 0; i < count && bench.waiting != NULL; i++) {
		struct phone *p = bench.waiting;
		if (lines[i].phone != NULL)
			continue;
		bench.waiting = p->behind;
		if (bench.waiting == NULL)
			bench.waiting_end = &bench.waiting;
		line_ask(&lines[i], p);
	}
}

/* Rounded up: waking early would only look again. */
static int
wait_ms(int64_t next, int64_t end, int64_t now)
{
	int64_t until = next < end ? next : end;
	return until <= now ? 0 : (int)((until - now + 999) / 1000);
}

static void
run(struct phone *phones, size_t phone_count, struct line *lines,
    size_t line_count, int64_t end)
{
	struct epoll_event events[EVENTS_MAX];
	int64_t now;
	while ((now = now_us()) < end) {
		int64_t next = queue_due(phones, phone_count, now);
		ask_waiting(lines, line_count);
		int n = epoll_wait(
		    bench.epoll, events, EVENTS_MAX, wait_ms(next, end, now));
		for (int i = 0; i < n; i++)
			line_read(events[i].data.ptr);
	}
}

static int
by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static double
share_ms(double share)
{
	if (bench.screens == 0)
		return 0;
	size_t at = (size_t)(share * (double)(bench.screens - 1));
	return bench.took_us[at] / 1000.0;
}

static void
show(double seconds)
{
	qsort(bench.took_us, bench.screens, sizeof(*bench.took_us), by_size);
	(void)printf("{\"screens\":%zu,\"seconds\":%.3f,\"wrong\":%" PRIu64
		     ",\"ended\":%" PRIu64 ",\"again\":%" PRIu64
		     ",\"dialled\":%zu,\"p50_ms\":%.3f,"
		     "\"p99_ms\":%.3f,\"most_ms\":%.3f}\n",
	    bench.screens, seconds, bench.wrong, bench.ended, bench.again,
	    bench.dials, share_ms(0.50), share_ms(0.99), share_ms(1));
}

static void
read_scripts(void)
{
	static char text[SCRIPTS_MAX * JOINED_MAX];
	size_t len = fread(text, 1, sizeof(text) - 1, stdin);
	char *line = text, *end;
	text[len] = '\0';
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (bench.script_count < SCRIPTS_MAX)
			bench.scripts[bench.script_count++] = line;
	}
	if (bench.script_count == 0)
		die("no script on standard input");
}

int
main(int argc, char **argv)
{
	if (argc != 9) {
		(void)fputs("usage: ussd_bench PORT PATH PHONES CONNECTIONS "
			    "LEAST_MS MOST_MS SECONDS FIRST <scripts\n",
		    stderr);
		return 2;
	}
	size_t phone_count = strtoul(argv[3], NULL, 10);
	size_t line_count = strtoul(argv[4], NULL, 10);
	struct phone *phones = calloc(phone_count, sizeof(*phones));
	struct line *lines = calloc(line_count, sizeof(*lines));
	bench.port = (int)strtol(argv[1], NULL, 10);
	bench.path = argv[2];
	bench.least_us = strtoll(argv[5], NULL, 10) * 1000;
	bench.most_us = strtoll(argv[6], NULL, 10) * 1000;
	bench.next_number = strtoull(argv[8], NULL, 10);
	bench.random = 88172645463325252u;
	bench.waiting_end = &bench.waiting;
	bench.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (phones == NULL || lines == NULL || bench.epoll < 0)
		die("start");
	read_scripts();
	int64_t begun = now_us();
	for (size_t i = 0; i < line_count; i++)
		line_open(&lines[i]);
	/* All of them are open after the first MOST_MS. */
	for (size_t i = 0; i < phone_count; i++)
		phone_begin(&phones[i], begun - bench.least_us);
	run(phones, phone_count, lines, line_count,
	    begun + strtoll(argv[7], NULL, 10) * 1000000);
	show((double)(now_us() - begun) / 1e6);
	return bench.wrong == 0 && bench.screens > 0 ? 0 : 1;
}
