/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "line.h"

#include "sim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* A reader that does not read loses what is beyond this. */
#define OUT_MAX (1u << 20)

void
line_init(struct line *l, const char *device)
{
	*l = (struct line){.device = xstrdup(device),
	    .master = -1,
	    .slave = -1,
	    .inotify = -1,
	    .attach = -1};
}

bool
line_plugged(const struct line *l)
{
	return l->master >= 0;
}

bool
line_attached(const struct line *l)
{
	return l->attach >= 0 || l->openers > 0;
}

/* --- transcript --- */

static void
log_bytes(struct sim *s, char direction, const char *p, size_t n)
{
	FILE *f = s->line.log;

	if (!f)
		return;
	fprintf(f, "%10.3f %c ", (double)(mono_ms() - s->start_ms) / 1000,
	    direction);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c == '\r')
			fputs("\\r", f);
		else if (c == '\n')
			fputs("\\n", f);
		else if (c < ' ' || c > '~')
			fprintf(f, "\\x%02x", c);
		else
			fputc(c, f);
	}
	fputc('\n', f);
	fflush(f);
}

static void
log_note(struct sim *s, const char *note)
{
	log_bytes(s, '#', note, strlen(note));
}

/* --- the symlink --- */

/* Never overwrites what is no symlink: PATH may be a typing mistake. */
static int
make_symlink(const struct line *l)
{
	char temp[PATH_MAX];
	struct stat st;

	if (!lstat(l->device, &st) && !S_ISLNK(st.st_mode))
		return -EEXIST;
	if (snprintf(temp, sizeof temp, "%s.%ld.tmp", l->device,
		(long)getpid()) >= (int)sizeof temp)
		return -ENAMETOOLONG;
	unlink(temp);
	if (symlink(l->pts, temp) < 0)
		return -errno;
	if (rename(temp, l->device) < 0) {
		int err = -errno;

		unlink(temp);
		return err;
	}
	return 0;
}

static void
remove_symlink(const struct line *l)
{
	char target[sizeof l->pts];
	ssize_t n = readlink(l->device, target, sizeof target - 1);

	if (n < 0)
		return;
	target[n] = '\0';
	if (strcmp(target, l->pts) == 0)
		unlink(l->device);
}

/* --- plugging --- */

static int
open_master(struct line *l)
{
	l->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (l->master < 0)
		return -errno;
	if (grantpt(l->master) < 0 || unlockpt(l->master) < 0)
		return -errno;
	return -ptsname_r(l->master, l->pts, sizeof l->pts);
}

static void
make_raw(int fd)
{
	struct termios tio;

	if (tcgetattr(fd, &tio) == 0) {
		cfmakeraw(&tio);
		cfsetspeed(&tio, B115200);
		tcsetattr(fd, TCSANOW, &tio);
	}
}

static int
open_slave(struct line *l)
{
	l->slave = open(l->pts, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (l->slave < 0)
		return -errno;
	make_raw(l->slave);
	l->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (l->inotify < 0)
		return -errno;
	/* After our own open: only the others' are to be seen. */
	if (inotify_add_watch(l->inotify, l->pts, IN_OPEN | IN_CLOSE) < 0)
		return -errno;
	return 0;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
close_all(struct line *l)
{
	close_fd(&l->inotify);
	close_fd(&l->slave);
	close_fd(&l->master);
	close_fd(&l->attach);
	buf_clear(&l->out);
	l->openers = 0;
}

int
line_plug(struct sim *s)
{
	struct line *l = &s->line;
	int err = open_master(l);

	if (!err)
		err = open_slave(l);
	if (!err)
		err = make_symlink(l);
	if (err) {
		close_all(l);
		return err;
	}
	line_set_draining(s, !s->faults.stop_draining);
	log_note(s, "plugged");
	return 0;
}

void
line_unplug(struct sim *s)
{
	if (!line_plugged(&s->line))
		return;
	remove_symlink(&s->line);
	close_all(&s->line);
	log_note(s, "unplugged");
}

int
line_attach(struct sim *s, int fd)
{
	struct line *l = &s->line;

	if (!line_plugged(l))
		return -ENODEV;
	if (l->attach >= 0)
		return -EBUSY;
	l->attach = fd;
	l->opens++;
	buf_clear(&l->out);
	log_note(s, "attached");
	return 0;
}

void
line_set_draining(struct sim *s, bool on)
{
	/*
	 * Stopped output on the slave makes a write there block at once;
	 * only not reading would first have to fill 64 KiB of buffer.
	 */
	if (s->line.slave >= 0)
		tcflow(s->line.slave, on ? TCOON : TCOOFF);
}

/* --- out --- */

static void
flush_out(struct line *l)
{
	int fd = l->attach >= 0 ? l->attach : l->master;

	while (l->out.len && fd >= 0) {
		ssize_t n = write(fd, l->out.data, l->out.len);

		if (n < 0)
			return; /* full: poll says when; gone: poll too */
		buf_drop(&l->out, (size_t)n);
	}
}

void
line_write(struct sim *s, const char *p, size_t n)
{
	struct line *l = &s->line;

	if (!line_attached(l) || l->out.len + n > OUT_MAX)
		return;
	log_bytes(s, '<', p, n);
	buf_add(&l->out, p, n);
	flush_out(l);
}

/* --- comings and goings --- */

/*
 * What a real tty does at its last close; and exclusive use would stay
 * with the tty, which never sees a last close because we keep it open.
 */
static void
last_close(struct sim *s)
{
	struct line *l = &s->line;

	ioctl(l->slave, TIOCNXCL);
	tcflush(l->slave, TCIFLUSH);
	if (l->attach < 0)
		buf_clear(&l->out);
	log_note(s, "closed");
}

static void
one_event(struct sim *s, uint32_t mask)
{
	struct line *l = &s->line;

	if (mask & IN_OPEN) {
		l->openers++;
		l->opens++;
		log_note(s, "opened");
	}
	if (mask & IN_CLOSE && l->openers > 0 && --l->openers == 0)
		last_close(s);
}

static void
read_events(struct sim *s)
{
	char raw[4096]
	    __attribute__((aligned(__alignof__(struct inotify_event))));
	const struct inotify_event *ev;
	ssize_t n;

	while (s->line.inotify >= 0 &&
	       (n = read(s->line.inotify, raw, sizeof raw)) > 0) {
		for (ssize_t at = 0; at < n;
		     at += (ssize_t)(sizeof *ev + ev->len)) {
			ev = (const void *)(raw + at);
			one_event(s, ev->mask);
		}
	}
}

/* --- poll --- */

static short
wanted(const struct line *l, bool reading)
{
	return (short)((reading ? POLLIN : 0) | (l->out.len ? POLLOUT : 0));
}

void
line_poll_add(struct sim *s, struct pollset *ps)
{
	struct line *l = &s->line;
	bool reading = !s->faults.stop_draining;

	l->place_inotify = pollset_add(ps, l->inotify, POLLIN);
	if (l->attach >= 0) {
		l->place_master = -1;
		l->place_attach =
		    pollset_add(ps, l->attach, wanted(l, reading));
	} else {
		l->place_attach = -1;
		l->place_master =
		    pollset_add(ps, l->master, wanted(l, reading));
	}
}

static void
detach(struct sim *s)
{
	struct line *l = &s->line;

	close_fd(&l->attach);
	buf_clear(&l->out);
	/* What was written to the pty meanwhile was for a dead line. */
	tcflush(l->slave, TCIOFLUSH);
	log_note(s, "detached");
}

static void
read_commands(struct sim *s, int fd, bool stream)
{
	char chunk[4096];
	ssize_t n = read(fd, chunk, sizeof chunk);

	if (n > 0) {
		log_bytes(s, '>', chunk, (size_t)n);
		at_feed(s, chunk, (size_t)n);
	} else if (stream && (n == 0 || errno != EAGAIN)) {
		detach(s);
	}
}

void
line_poll_done(struct sim *s, const struct pollset *ps)
{
	struct line *l = &s->line;
	short on_master = pollset_events(ps, l->place_master);
	short on_attach = pollset_events(ps, l->place_attach);

	/* Always first: who writes has opened before, and is to be known. */
	read_events(s);
	if ((on_master | on_attach) & POLLOUT)
		flush_out(l);
	if (on_master & POLLIN)
		read_commands(s, l->master, false);
	if (on_attach & (POLLIN | POLLHUP | POLLERR))
		read_commands(s, l->attach, true);
}

void
line_free(struct line *l)
{
	if (line_plugged(l))
		remove_symlink(l);
	close_all(l);
	if (l->log)
		fclose(l->log);
	buf_free(&l->out);
	free(l->device);
}
