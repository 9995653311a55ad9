/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A listener: its libmicrohttpd, its certificate. */
#include "gateway/lib/log.h"
#include "gateway/web/listener.h"
#include "gateway/web/web.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOOR_MEMORY      32768 /* of a connection: its headers fit, malloc()ed */
#define DOOR_QUIET_S     15
#define DOOR_PEM_MAX     65536
#define DOOR_OTHER_FILES 128 /* what is open besides connections */
/* Nothing that was ever broken, whatever the client would like. */
#define DOOR_TLS                                                               \
	"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"

/* --- TLS --- */

/* The file as text, to be free()d; NULL: unreadable or no such file. */
static char *
door_read_pem(const char *path)
{
	struct stat s;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return NULL;
	char *text = NULL;
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) &&
	    s.st_size < DOOR_PEM_MAX)
		text = calloc(1, DOOR_PEM_MAX);
	ssize_t got = text == NULL ? -1 : read(fd, text, DOOR_PEM_MAX - 1);
	(void)close(fd);
	if (got > 0)
		return text;
	free(text);
	return NULL;
}

/* --- bounds --- */

/* Where fewer files may be open, each door keeps its share of them. */
static void
door_scale(struct door *d)
{
	const size_t all = BOARD_CONNS_MAX + USSD_CONNS_MAX;
	struct rlimit files = {0};
	size_t may = all;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
	    files.rlim_cur < all + DOOR_OTHER_FILES)
		may = files.rlim_cur > 2 * DOOR_OTHER_FILES
			  ? files.rlim_cur - DOOR_OTHER_FILES
			  : DOOR_OTHER_FILES;
	d->conns_most = d->kind->conns_most * may / all;
	d->quiet_most = d->kind->quiet_most * may / all;
	d->quiet_each_most = d->kind->quiet_each_most * may / all;
	if (may < all)
		log_warn("web.few_files", LOG_I("files", files.rlim_cur),
		    LOG_I("connections", d->conns_most));
}

/* --- libmicrohttpd --- */

/* Paths are compared as they came; arguments.c decodes what it takes. */
static size_t
door_unescape(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	return strlen(text);
}

static struct MHD_Daemon *
door_daemon(struct door *d, const char *cert, const char *key)
{
	struct MHD_OptionItem tls[] = {
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)DOOR_TLS},
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)cert},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key},
	    {MHD_OPTION_END, 0, NULL},
	};
	unsigned flags =
	    MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME;
	if (d->tls)
		flags |= MHD_USE_TLS;
	return MHD_start_daemon(flags, 0, NULL, NULL, d->kind->handle, d->web,
	    MHD_OPTION_NOTIFY_COMPLETED, d->kind->done, d->web,
	    MHD_OPTION_NOTIFY_CONNECTION, connections_notify, d,
	    MHD_OPTION_UNESCAPE_CALLBACK, door_unescape, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)d->conns_most, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)DOOR_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)DOOR_QUIET_S, d->tls ? MHD_OPTION_ARRAY : MHD_OPTION_END,
	    tls, MHD_OPTION_END);
}

static const char *
door_start(struct door *d, const char *cert_path, const char *key_path)
{
	char *cert = NULL, *key = NULL;
	const char *error = NULL;
	d->tls = cert_path != NULL && key_path != NULL;
	if (d->tls) {
		cert = door_read_pem(cert_path);
		key = door_read_pem(key_path);
		if (cert == NULL || key == NULL)
			error = "certificate_unreadable";
	}
	if (error == NULL)
		d->daemon = door_daemon(d, cert, key);
	if (error == NULL && d->daemon == NULL)
		error = d->tls ? "certificate_unusable" : "no_memory";
	free(cert);
	free(key); /* it is wiped: wipe_heap.c */
	return error;
}

const char *
door_open(struct door *d, const struct listener *taken, const char *cert,
    const char *key)
{
	door_scale(d);
	d->listen_fd = taken->fd;
	if (!taken->loopback && (cert == NULL || key == NULL))
		return "needs_tls"; /* siagad has checked: then it is not ours
				     */
	const char *error = door_start(d, cert, key);
	if (error != NULL)
		return error;
	const union MHD_DaemonInfo *info =
	    MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	BUG_IF(info == NULL);
	d->epoll_fd = info->epoll_fd;
	log_info(d->kind->listening, LOG_S("address", taken->host),
	    LOG_I("port", taken->port), LOG_S("tls", d->tls ? "yes" : "no"));
	return NULL;
}

void
door_shut(struct door *d)
{
	if (d->daemon != NULL)
		MHD_stop_daemon(d->daemon);
	if (d->listen_fd >= 0)
		(void)close(d->listen_fd);
	d->daemon = NULL;
	d->listen_fd = d->epoll_fd = -1;
}
