/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The wire the AT commands come over: a pty behind a symlink, or while
 * it lives an attached stream (libGammu's proxyat), which goes first.
 *
 * Both ends of the pty are kept open here, so that its owner may come
 * and go without a hangup on this side; inotify tells when it does.
 */
#ifndef SIMMODEM_LINE_H
#define SIMMODEM_LINE_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct pollset;
struct sim;

struct line {
	char *device;      /* path of the symlink */
	char pts[64];      /* what it points to */
	int master, slave; /* -1: unplugged */
	int inotify;
	int attach;                                    /* -1: none */
	int place_master, place_inotify, place_attach; /* in the pollset */
	struct buf out;
	int openers;    /* of the pty now */
	unsigned opens; /* ever, of pty and attach */
	FILE *log;
};

void line_init(struct line *l, const char *device);
/* 0 or -errno; plugs in at l->device. */
int line_plug(struct sim *s);
void line_unplug(struct sim *s);
/* Takes over a connected stream: -EBUSY if there is one, -ENODEV. */
int line_attach(struct sim *s, int fd);
bool line_plugged(const struct line *l);
/* Is anybody there to read? */
bool line_attached(const struct line *l);
/* Lost when nobody is there, like the bytes of a real tty. */
void line_write(struct sim *s, const char *p, size_t n);
/* The fault: what the other side writes is not taken any more. */
void line_set_draining(struct sim *s, bool on);

void line_poll_add(struct sim *s, struct pollset *ps);
void line_poll_done(struct sim *s, const struct pollset *ps);
void line_free(struct line *l);

#endif
