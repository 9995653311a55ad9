/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * web.serve: where to listen and what to show there. Told once a connection to
 * the core; told again the same it only reads the board's files anew. Anything
 * else takes a new process, as this one has given up opening sockets.
 */
#include "gateway/lib/harden.h"
#include "gateway/lib/log.h"
#include "gateway/web/listener.h"
#include "gateway/web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const struct serve_text {
	const char *name;
	size_t at; /* in struct web_settings */
} serve_texts[] = {
    {"listen", offsetof(struct web_settings, listen)},
    {"hostnames", offsetof(struct web_settings, hostnames)},
    {"files", offsetof(struct web_settings, files)},
    {"tls_cert", offsetof(struct web_settings, tls_cert)},
    {"tls_key", offsetof(struct web_settings, tls_key)},
    {"practice", offsetof(struct web_settings, practice)},
};

#define SERVE_TEXTS (sizeof(serve_texts) / sizeof(*serve_texts))

static char **
serve_text(struct web_settings *s, size_t i)
{
	return (char **)(void *)((char *)s + serve_texts[i].at);
}

static void
serve_settings_free(struct web_settings *s)
{
	for (size_t i = 0; i < SERVE_TEXTS; i++)
		free(*serve_text(s, i));
	json_decref(s->ussd);
	*s = (struct web_settings){0};
}

static bool
serve_settings_read(struct web_settings *s, json_t *frame)
{
	bool fine = true;
	*s = (struct web_settings){0};
	for (size_t i = 0; i < SERVE_TEXTS; i++) {
		const char *value = wire_str(frame, serve_texts[i].name);
		char **text = serve_text(s, i);
		*text = value == NULL ? NULL : strdup(value);
		fine = fine && (value == NULL || *text != NULL);
	}
	s->ussd = json_incref(json_object_get(frame, "ussd"));
	return fine;
}

static bool
serve_settings_same(struct web_settings *a, struct web_settings *b)
{
	for (size_t i = 0; i < SERVE_TEXTS; i++) {
		const char *x = *serve_text(a, i), *y = *serve_text(b, i);
		if ((x == NULL) != (y == NULL) ||
		    (x != NULL && strcmp(x, y) != 0))
			return false;
	}
	return a->ussd == b->ussd || (a->ussd != NULL && b->ussd != NULL &&
					 json_equal(a->ussd, b->ussd));
}

/* --- all of it --- */

static void
serve_load_files(struct web *w)
{
	int err = files_load(w);
	if (err < 0)
		log_warn("web.no_board", LOG_S("cause", strerror(-err)),
		    LOG_S("folder", w->settings.files),
		    LOG_S("effect", "the API is served, the board is not"));
}

static bool
serve_make_document(struct web *w)
{
	json_t *document = openapi_make(w->settings.practice != NULL);
	w->openapi = json_dumps(document, JSON_COMPACT);
	json_decref(document);
	return w->openapi != NULL;
}

/* The board; without [web] there is none. */
static const char *
serve_open_board(struct web *w)
{
	const struct web_settings *s = &w->settings;
	struct listener l = {.fd = -1};
	if (s->listen[0] == '\0')
		return NULL;
	const char *error = listener_open(s->listen, &l);
	if (error == NULL)
		error = door_open(&w->board, &l, s->tls_cert, s->tls_key);
	if (error == NULL)
		error =
		    listener_names(s->hostnames, &l, &w->names_text, &w->names);
	if (error == NULL && !serve_make_document(w))
		error = "no_memory";
	if (error == NULL)
		serve_load_files(w);
	return error;
}

static const char *
serve_open_gates(struct web *w)
{
	const char *error = w->settings.ussd == NULL ? NULL : ussd_open(w);
	if (error == NULL)
		return NULL;
	(void)snprintf(
	    w->serve_error, sizeof(w->serve_error), "ussd.%s", error);
	return w->serve_error;
}

/* What cannot be served takes nothing with it that can: an aggregator's
 * certificate is no reason for officers to see nothing, nor the other way. */
static const char *
serve_open(struct web *w)
{
	const char *board = serve_open_board(w);
	const char *gates = serve_open_gates(w);
	if (board != NULL)
		door_shut(&w->board);
	if (gates != NULL) {
		door_shut(&w->ussd);
		ussd_forget(w);
	}
	if (board != NULL && gates != NULL) {
		(void)snprintf(
		    w->serve_error, sizeof(w->serve_error), "both.%s", board);
		return w->serve_error;
	}
	return board != NULL ? board : gates;
}

void
serve_free(struct web *w)
{
	if (w->board.daemon != NULL)
		streams_turn(w);
	door_shut(&w->board);
	door_shut(&w->ussd);
	ussd_forget(w);
	free(w->names_text);
	free(w->openapi);
	w->names_text = w->openapi = NULL;
	files_free(w);
	serve_settings_free(&w->settings);
}

/* Told again what is served already: the board's files may be others, and what
 * could not be served may be mended. */
static const char *
serve_again(struct web *w, bool same)
{
	same = same && w->serve_again_ms == 0;
	if (!same)
		w->status = EX_TEMPFAIL; /* anew, with these */
	else if (w->board.daemon != NULL)
		serve_load_files(w);
	return same ? NULL : "starts_anew";
}

const char *
serve_start(struct web *w, json_t *frame)
{
	struct web_settings told;
	bool fits = serve_settings_read(&told, frame);
	if (!fits || w->served) {
		bool same = fits && serve_settings_same(&told, &w->settings);
		serve_settings_free(&told);
		return serve_again(w, same);
	}
	w->settings = told;
	const char *error = serve_open(w);
	w->served =
	    error == NULL || w->board.daemon != NULL || w->ussd.daemon != NULL;
	if (!w->served)
		serve_free(w);
	else /* It answers who comes, and can go to nobody. */
		harden_deny_or_warn(HARDEN_NETWORK);
	return error;
}
