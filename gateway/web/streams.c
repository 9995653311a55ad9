/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Server-sent events. A stream waits suspended; what there is to say resumes
 * it. Who has gone is noticed when something is said, each 15 s at the latest.
 */
#include "gateway/web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAMS_MAX    256
#define STREAM_BEAT_MS 15000
#define STREAM_PART    512
/* Of a token: nobody tells us when it is taken away, so it asks again. */
#define STREAM_TOKEN_MS 600000

#define STREAM_HELLO  "retry: 2000\n: connected\n\n"
#define STREAM_BEAT   ": still here\n\n"
#define STREAM_RESYNC "event: resync\ndata: {}\n\n"

struct stream {
	struct web *web;
	struct MHD_Connection *mhd;
	struct visitor *visitor; /* NULL: it has ended, or has a newer one */
	struct stream *next;
	uint64_t number; /* of the next event */
	int64_t beat_ms;
	int64_t until_ms;
	bool greeted, suspended;
	const char *end_why; /* NULL: it goes on; "": it is not told */
	bool end_told;
	char part[STREAM_PART]; /* what is being sent */
	size_t part_at, part_size;
};

static void
stream_say(struct stream *s, const char *text)
{
	int size = snprintf(s->part, sizeof(s->part), "%s", text);
	BUG_IF(size < 0 || (size_t)size >= sizeof(s->part));
	s->part_at = 0;
	s->part_size = (size_t)size;
	s->beat_ms = web_now_ms() + STREAM_BEAT_MS;
}

static void
stream_say_session(struct stream *s, const char *what)
{
	char text[96];
	(void)snprintf(text, sizeof(text),
	    "event: session\ndata: {\"what\":\"%s\"}\n\n", what);
	stream_say(s, text);
}

static void
stream_say_event(struct stream *s)
{
	const char *event = events_get(&s->web->events, s->number);
	s->number = event == NULL ? s->web->events.next : s->number + 1;
	stream_say(s, event == NULL ? STREAM_RESYNC : event);
}

static bool
stream_is_due(const struct stream *s, int64_t now_ms)
{
	return s->end_why != NULL || s->number < s->web->events.next ||
	       s->beat_ms <= now_ms;
}

/* False: there is nothing to say now. */
static bool
stream_next(struct stream *s)
{
	if (!s->greeted) {
		s->greeted = true;
		stream_say(s, STREAM_HELLO);
	} else if (s->end_why != NULL) {
		s->end_told = true;
		if (*s->end_why != '\0')
			stream_say_session(s, s->end_why);
	} else if (s->number < s->web->events.next) {
		stream_say_event(s);
	} else if (s->beat_ms <= web_now_ms()) {
		stream_say(s, STREAM_BEAT);
	} else {
		return false;
	}
	return true;
}

static ssize_t
stream_read(void *arg, uint64_t at, char *bytes, size_t most)
{
	struct stream *s = arg;
	(void)at;
	if (s->part_at == s->part_size && !s->end_told && !stream_next(s)) {
		s->suspended = true;
		MHD_suspend_connection(s->mhd);
		return 0;
	}
	if (s->part_at == s->part_size)
		return MHD_CONTENT_READER_END_OF_STREAM;
	size_t size = s->part_size - s->part_at;
	if (size > most)
		size = most;
	memcpy(bytes, s->part + s->part_at, size);
	s->part_at += size;
	return (ssize_t)size;
}

static void
stream_free(void *arg)
{
	struct stream *s = arg;
	struct stream **at = &s->web->streams;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	if (s->visitor != NULL)
		s->visitor->stream = NULL;
	free(s);
}

size_t
streams_count(const struct web *w)
{
	size_t count = 0;
	for (const struct stream *s = w->streams; s != NULL; s = s->next)
		count++;
	return count;
}

static struct stream *
stream_new(struct exchange *x, struct visitor *v)
{
	struct stream *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->web = x->web;
	s->mhd = x->mhd;
	s->visitor = v;
	s->number = x->web->events.next;
	s->until_ms = x->bearer ? web_now_ms() + STREAM_TOKEN_MS : WEB_NEVER_MS;
	s->next = x->web->streams;
	x->web->streams = s;
	v->stream = s;
	return s;
}

void
stream_open(struct exchange *x, struct visitor *v)
{
	struct stream *s = NULL;
	if (v->stream != NULL)
		stream_end(v->stream, "replaced");
	if (streams_count(x->web) < STREAMS_MAX)
		s = stream_new(x, v);
	if (s == NULL) {
		reply_retry(x, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
		    "too many pages are open", 10);
		return;
	}
	x->answer = MHD_create_response_from_callback(
	    MHD_SIZE_UNKNOWN, 1024, stream_read, s, stream_free);
	BUG_IF(x->answer == NULL);
	x->status = MHD_HTTP_OK;
	x->state = EXCHANGE_ANSWERED;
	reply_header(x, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
	reply_header(x, MHD_HTTP_HEADER_CONNECTION, "close"); /* at its end */
	reply_dress(x, false);
	connections_set(x->conn, CONN_STREAM);
}

void
stream_end(struct stream *s, const char *why)
{
	s->end_why = why;
	if (s->visitor != NULL)
		s->visitor->stream = NULL;
	s->visitor = NULL;
}

void
streams_renew(struct web *w)
{
	for (struct stream *s = w->streams; s != NULL; s = s->next)
		if (s->end_why == NULL)
			stream_end(s, "");
}

/* --- what happened --- */

static char *
streams_format(json_t *event)
{
	char *data = json_dumps(event, JSON_COMPACT);
	size_t size = data == NULL ? 0 : strlen(data) + 32;
	char *text = data == NULL ? NULL : malloc(size);
	if (text != NULL)
		(void)snprintf(text, size, "event: board\ndata: %s\n\n", data);
	free(data);
	return text;
}

/* The wire's table bounds its fields: it fits a part. */
void
streams_tell(struct web *w, json_t *board_event)
{
	(void)json_object_del(board_event, "f");
	char *text = streams_format(board_event);
	BUG_IF(text == NULL || strlen(text) >= STREAM_PART);
	events_add(&w->events, text);
}

void
streams_turn(struct web *w)
{
	int64_t now_ms = web_now_ms();
	for (struct stream *s = w->streams; s != NULL; s = s->next) {
		if (s->until_ms <= now_ms && s->end_why == NULL)
			stream_end(s, "again");
		if (!s->suspended || !stream_is_due(s, now_ms))
			continue;
		s->suspended = false;
		MHD_resume_connection(s->mhd);
	}
}

int64_t
streams_next_ms(const struct web *w)
{
	int64_t now_ms = web_now_ms(), next_ms = WEB_NEVER_MS;
	for (const struct stream *s = w->streams; s != NULL; s = s->next) {
		if (s->suspended && stream_is_due(s, now_ms))
			return now_ms;
		if (s->suspended && s->beat_ms < next_ms)
			next_ms = s->beat_ms;
	}
	return next_ms;
}
