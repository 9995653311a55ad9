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

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define SERVE_MEMORY  32768 /* of a connection: its headers fit, malloc()ed */
#define SERVE_QUIET_S 15
#define SERVE_PEM_MAX 65536
/* Nothing that was ever broken, whatever the client would like. */
#define SERVE_TLS                                                              \
	"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"

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
	return true;
}

/* --- TLS --- */

/* The file as text, to be free()d; NULL: unreadable or no such file. */
static char *
serve_read_pem(const char *path)
{
	struct stat s;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return NULL;
	char *text = NULL;
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) &&
	    s.st_size < SERVE_PEM_MAX)
		text = calloc(1, SERVE_PEM_MAX);
	ssize_t got = text == NULL ? -1 : read(fd, text, SERVE_PEM_MAX - 1);
	(void)close(fd);
	if (got > 0)
		return text;
	free(text);
	return NULL;
}

/* --- libmicrohttpd --- */

/* Paths are compared as they came; arguments.c decodes what it takes. */
static size_t
serve_unescape(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	return strlen(text);
}

static struct MHD_Daemon *
serve_daemon(struct web *w, const char *cert, const char *key)
{
	struct MHD_OptionItem tls[] = {
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)SERVE_TLS},
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)cert},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key},
	    {MHD_OPTION_END, 0, NULL},
	};
	unsigned flags =
	    MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME;
	if (w->tls)
		flags |= MHD_USE_TLS;
	return MHD_start_daemon(flags, 0, NULL, NULL, exchange_handle, w,
	    MHD_OPTION_NOTIFY_COMPLETED, exchange_done, w,
	    MHD_OPTION_NOTIFY_CONNECTION, connections_notify, w,
	    MHD_OPTION_UNESCAPE_CALLBACK, serve_unescape, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)CONN_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)SERVE_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)SERVE_QUIET_S, w->tls ? MHD_OPTION_ARRAY : MHD_OPTION_END,
	    tls, MHD_OPTION_END);
}

static const char *
serve_start_daemon(struct web *w)
{
	char *cert = NULL, *key = NULL;
	const char *error = NULL;
	w->tls = w->settings.tls_cert != NULL;
	if (w->tls) {
		cert = serve_read_pem(w->settings.tls_cert);
		key = serve_read_pem(w->settings.tls_key);
		if (cert == NULL || key == NULL)
			error = "certificate_unreadable";
	}
	if (error == NULL)
		w->daemon = serve_daemon(w, cert, key);
	if (error == NULL && w->daemon == NULL)
		error = w->tls ? "certificate_unusable" : "no_memory";
	free(cert);
	free(key); /* it is wiped: wipe_heap.c */
	if (error != NULL)
		return error;
	const union MHD_DaemonInfo *info =
	    MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	BUG_IF(info == NULL);
	w->epoll_fd = info->epoll_fd;
	return NULL;
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

static const char *
serve_open(struct web *w)
{
	struct listener l = {.fd = -1};
	const char *error = listener_open(w->settings.listen, &l);
	if (error != NULL)
		return error;
	w->listen_fd = l.fd;
	if (!l.loopback && w->settings.tls_cert == NULL)
		return "needs_tls"; /* siagad has checked: then it is not ours
				     */
	error = listener_names(
	    w->settings.hostnames, &l, &w->names_text, &w->names);
	if (error == NULL)
		error = serve_start_daemon(w);
	if (error == NULL && !serve_make_document(w))
		error = "no_memory";
	if (error != NULL)
		return error;
	log_info("web.listening", LOG_S("address", l.host),
	    LOG_I("port", l.port), LOG_S("tls", w->tls ? "yes" : "no"));
	return NULL;
}

void
serve_free(struct web *w)
{
	if (w->daemon != NULL) {
		streams_turn(w);
		MHD_stop_daemon(w->daemon);
	}
	if (w->listen_fd >= 0)
		(void)close(w->listen_fd);
	w->daemon = NULL;
	w->listen_fd = w->epoll_fd = -1;
	free(w->names_text);
	free(w->openapi);
	w->names_text = w->openapi = NULL;
	files_free(w);
	serve_settings_free(&w->settings);
}

const char *
serve_start(struct web *w, json_t *frame)
{
	struct web_settings told;
	bool fits = serve_settings_read(&told, frame);
	if (!fits || w->daemon != NULL) {
		bool same = fits && serve_settings_same(&told, &w->settings);
		serve_settings_free(&told);
		if (same)
			serve_load_files(w);
		else
			w->status = EX_TEMPFAIL; /* anew, with these */
		return same ? NULL : "starts_anew";
	}
	w->settings = told;
	const char *error = serve_open(w);
	if (error != NULL) {
		serve_free(w);
		return error;
	}
	serve_load_files(w);
	/* It answers who comes, and can go to nobody. */
	harden_deny_or_warn(HARDEN_NETWORK);
	return NULL;
}
